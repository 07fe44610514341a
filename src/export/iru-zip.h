/* iru-zip.h: a ZIP archive of a few small files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Stored, not compressed, and with the same date always: the same files give the same
 * bytes.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * IruZipFile:
 * @name: in ASCII, "/" between folders
 * @text: less than 4 GiB
 */
typedef struct
{
  const char *name;
  const char *text;
} IruZipFile;

/* Together less than 4 GiB. (transfer full) */
GBytes *iru_zip_new (const IruZipFile *files, guint n_files);

G_END_DECLS
