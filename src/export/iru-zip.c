/* iru-zip.c: a ZIP archive of a few small files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * As in PKWARE's APPNOTE.TXT 6.3: each file behind its local header (4.3.7), then a central
 * header for each (4.3.12), then the end of the central directory (4.3.16).
 */
#include "iru-zip.h"

#include <string.h>

#define LOCAL_SIGNATURE 0x04034b50
#define CENTRAL_SIGNATURE 0x02014b50
#define END_SIGNATURE 0x06054b50

#define VERSION_NEEDED 10
/* Its upper byte says whose the file's mode is: Unix's. */
#define VERSION_MADE_BY (3 << 8 | VERSION_NEEDED)
#define FILE_MODE 0100644u
/* 1980-01-01, the first there is. */
#define DATE (1 << 5 | 1)
#define LOCAL_HEADER_SIZE 30

static void
put16 (GByteArray *out, guint value)
{
  const guint8 bytes[] = { value & 0xff, value >> 8 & 0xff };

  g_byte_array_append (out, bytes, sizeof bytes);
}

static void
put32 (GByteArray *out, guint32 value)
{
  put16 (out, value & 0xffff);
  put16 (out, value >> 16);
}

static void
put_text (GByteArray *out, const char *text)
{
  g_byte_array_append (out, (const guint8 *)text, strlen (text));
}

/* The CRC-32 of ISO 3309, bit by bit: the files are small. */
static guint32
get_checksum (const char *text)
{
  guint32 sum = 0xffffffff;

  for (const guint8 *p = (const guint8 *)text; *p != '\0'; p++)
    {
      sum ^= *p;
      for (guint bit = 0; bit < 8; bit++)
        sum = sum >> 1 ^ (sum & 1 ? 0xedb88320 : 0);
    }
  return ~sum;
}

/* What both headers have. */
static void
put_facts (GByteArray *out, const IruZipFile *file)
{
  put16 (out, VERSION_NEEDED);
  put16 (out, 0); /* flags */
  put16 (out, 0); /* stored */
  put16 (out, 0); /* time */
  put16 (out, DATE);
  put32 (out, get_checksum (file->text));
  put32 (out, strlen (file->text)); /* in the archive */
  put32 (out, strlen (file->text));
  put16 (out, strlen (file->name));
  put16 (out, 0); /* no extra field */
}

static void
put_central (GByteArray *out, const IruZipFile *file, guint32 offset)
{
  put32 (out, CENTRAL_SIGNATURE);
  put16 (out, VERSION_MADE_BY);
  put_facts (out, file);
  put16 (out, 0); /* no comment */
  put16 (out, 0); /* the first disk */
  put16 (out, 0); /* internal attributes */
  put32 (out, FILE_MODE << 16);
  put32 (out, offset);
  put_text (out, file->name);
}

GBytes *
iru_zip_new (const IruZipFile *files, guint n_files)
{
  GByteArray *out = g_byte_array_new ();
  guint32 offset = 0;

  for (guint i = 0; i < n_files; i++)
    {
      put32 (out, LOCAL_SIGNATURE);
      put_facts (out, &files[i]);
      put_text (out, files[i].name);
      put_text (out, files[i].text);
    }

  const guint32 directory = out->len;
  for (guint i = 0; i < n_files; i++)
    {
      put_central (out, &files[i], offset);
      offset += LOCAL_HEADER_SIZE + strlen (files[i].name) + strlen (files[i].text);
    }

  const guint32 size = out->len - directory;
  put32 (out, END_SIGNATURE);
  put16 (out, 0); /* this disk, and that of the directory */
  put16 (out, 0);
  put16 (out, n_files); /* on this disk, and on all */
  put16 (out, n_files);
  put32 (out, size);
  put32 (out, directory);
  put16 (out, 0); /* no comment */
  return g_byte_array_free_to_bytes (out);
}
