/* iru-text.c: places in a text, and what is wrong there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-text.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

#define PAGE 4096
#define LARGE_PAGE ((gsize)2 * 1024 * 1024)

/* From this size on giving pages back to the system, which clears them before anybody
 * gets them, takes less than writing zeros: for 100 MB 0.3 ms, not 25. In bytes. */
#define GIVE_BACK_SIZE ((gsize)1024 * 1024)

IruTextPlace
iru_text_get_start (const char *text, gsize length)
{
  return (IruTextPlace){ .offset = iru_text_get_bom (text, length), .line = 1, .column = 1 };
}

void
iru_text_go_on (const char *text, gsize length, IruTextPlace *place, gsize offset)
{
  offset = MIN (offset, length);
  for (; place->offset < offset; place->offset++)
    {
      gsize i = place->offset;
      gboolean crlf = text[i] == '\r' && i + 1 < length && text[i + 1] == '\n';

      if (text[i] == '\n' || (text[i] == '\r' && !crlf))
        {
          place->line++;
          place->column = 1;
        }
      else if ((text[i] & 0xc0) != 0x80)
        place->column++;
    }
}

void
iru_text_get_position (const char *text, gsize length, gsize offset, guint *line, guint *column)
{
  IruTextPlace place = iru_text_get_start (text, length);

  iru_text_go_on (text, length, &place, offset);
  *line = place.line;
  *column = place.column;
}

gsize
iru_text_get_bom (const char *text, gsize length)
{
  return length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

char *
iru_text_try_alloc (gsize size)
{
#ifdef MADV_HUGEPAGE
  void *room = NULL;

  if (size < 4 * LARGE_PAGE)
    return g_try_malloc (size);
  if (posix_memalign (&room, PAGE, size) != 0)
    return NULL;
  gsize skip = (LARGE_PAGE - (gsize)room % LARGE_PAGE) % LARGE_PAGE;
  madvise ((char *)room + skip, (size - skip) / LARGE_PAGE * LARGE_PAGE, MADV_HUGEPAGE);
  return room;
#else
  return g_try_malloc (size);
#endif
}

void
iru_text_wipe (char *text, gsize length)
{
#ifdef __linux__
  gsize skip = (PAGE - (gsize)text % PAGE) % PAGE;
  gsize whole = length > skip ? (length - skip) / PAGE * PAGE : 0;
  int cause = errno;

  if (length >= GIVE_BACK_SIZE && madvise (text + skip, whole, MADV_DONTNEED) == 0)
    {
      explicit_bzero (text, skip);
      text += skip + whole;
      length -= skip + whole;
    }
  errno = cause;
#endif
  explicit_bzero (text, length);
}

typedef struct
{
  char *text;
  gsize length;
} Taken;

static void
taken_free (Taken *taken)
{
  iru_text_wipe (taken->text, taken->length);
  g_free (taken->text);
  g_free (taken);
}

GBytes *
iru_text_take (char *text, gsize length)
{
  Taken *taken = g_new (Taken, 1);

  *taken = (Taken){ .text = text, .length = length };
  return g_bytes_new_with_free_func (text, length, (GDestroyNotify)taken_free, taken);
}

gboolean
iru_text_fail (IruTextError *error, IruTextErrorCode code, const char *message, gsize offset)
{
  if (error != NULL && error->code == IRU_TEXT_ERROR_NONE)
    *error = (IruTextError){ .code = code, .message = message, .offset = offset };
  return FALSE;
}

#define ONES G_GUINT64_CONSTANT (0x0101010101010101)
#define HIGH G_GUINT64_CONSTANT (0x8080808080808080)

/* Past bytes that are ASCII and not NUL. */
static const char *
skip_ascii (const char *p, const char *end)
{
  while (end - p >= 8)
    {
      guint64 word;

      memcpy (&word, p, sizeof word);
      if (((word | (word - ONES)) & HIGH) != 0)
        break;
      p += sizeof word;
    }
  while (p < end && *p != '\0' && (guchar)*p < 0x80)
    p++;
  return p;
}

/* NULL if there is none. */
static const char *
find_bad (const char *text, gsize length)
{
  const char *end = text + length;
  const char *bad;

  for (const char *p = skip_ascii (text, end); p < end; p = skip_ascii (p, end))
    {
      const char *start = p;

      while (p < end && (guchar)*p >= 0x80)
        p++;
      if (p == start || !g_utf8_validate_len (start, p - start, &bad))
        return p == start ? p : bad;
    }
  return NULL;
}

gboolean
iru_text_check_encoding (const char *text, gsize length, IruTextError *error)
{
  const char *bad;

  if (length >= 2 && (memcmp (text, "\xff\xfe", 2) == 0 || memcmp (text, "\xfe\xff", 2) == 0))
    return iru_text_fail (error, IRU_TEXT_ERROR_ENCODING,
                          N_ ("The text is UTF-16. Save it as UTF-8."), 0);
  if (length >= 2 && (text[0] == '\0') != (text[1] == '\0'))
    return iru_text_fail (error, IRU_TEXT_ERROR_ENCODING,
                          N_ ("The text looks like UTF-16. Save it as UTF-8."), 0);
  bad = find_bad (text, length);
  if (bad == NULL)
    return TRUE;
  if (*bad == '\0')
    return iru_text_fail (error, IRU_TEXT_ERROR_ENCODING,
                          N_ ("The text has a NUL byte; it is not a configuration."), bad - text);
  return iru_text_fail (error, IRU_TEXT_ERROR_ENCODING, N_ ("The text is not UTF-8 here."),
                        bad - text);
}

const char *
iru_text_get_line_end (const char *text, gsize length)
{
  gsize n_lf = 0;
  gsize n_crlf = 0;
  const char *end = text + length;

  for (const char *p = text; length > 0 && (p = memchr (p, '\n', end - p)) != NULL; p++)
    {
      n_lf++;
      if (p > text && p[-1] == '\r')
        n_crlf++;
    }
  return n_crlf * 2 > n_lf ? "\r\n" : "\n";
}
