/* iru-repair-string.h: strings of a paste
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to paste/, but for iru_repair_clean_string().
 */
#pragma once

#include "iru-reader.h"
#include "iru-repair-word.h"

G_BEGIN_DECLS

/* What stands at @pos, looking past no more than the string: */
typedef enum
{
  IRU_AHEAD_NOTHING,
  IRU_AHEAD_KEY,         /* a string and a colon */
  IRU_AHEAD_OPEN_STRING, /* a string without end */
} IruAhead;

IruAhead iru_reader_look_for_key (const IruReader *reader, gsize pos);

/* Reads the string at pos, decoded and cleaned; NULL with the error. Free with
 * iru_secret_free(). */
char *iru_reader_read_string (IruReader *reader, IruSpan *span);

/* Reads the string at pos, or from an escaped quote on all that is left of the part, as a
 * text of its own; NULL with the error. */
IruWord *iru_reader_read_inner (IruReader *reader);

/**
 * iru_repair_clean_string:
 * @string: UTF-8
 * @offset: what the fixes get as their offset
 * @fixes: (element-type IruFix) (nullable): value-whitespace, zero-width
 *
 * What iru_repair_read() makes of a string's content: without spaces at its ends
 * and without characters of no width.
 *
 * Returns: (transfer full): free with iru_secret_free()
 */
char *iru_repair_clean_string (const char *string, gsize length, gsize offset, GArray *fixes);

G_END_DECLS
