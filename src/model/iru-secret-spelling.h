/* iru-secret-spelling.h: what a character of a text may stand for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define IRU_SPELLING_MAX 6
/* No spelling is longer, in bytes. */
#define IRU_SPELLING_MAX_LENGTH 160

/**
 * IruSpelling: one reading
 * @taken: how many bytes of the text it is
 * @bytes: @n_bytes: what they mean, in UTF-8
 */
typedef struct
{
  gsize taken;
  guint n_bytes;
  char bytes[4];
} IruSpelling;

/* Every reading of the beginning of @text (@length > 0): as it stands first, then the escapes of
 * JSON, HTML and URLs, escaped once or twice. Returns how many there are. */
guint iru_spelling_list (const char *text, gsize length, IruSpelling spellings[IRU_SPELLING_MAX]);

G_END_DECLS
