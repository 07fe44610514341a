/* iru-reader.h: the characters of a paste, and what is skipped between its values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to paste/.
 */
#pragma once

#include "iru-text.h"

#include <string.h>

G_BEGIN_DECLS

/* The deepest nesting of a snippet, which bounds the recursion over it. */
#define IRU_REPAIR_MAX_DEPTH 64

/**
 * IruReader:
 * @end: of the part of @text that is looked at; what lies behind is not there
 * @pos: what is read next
 * @fixes: (element-type IruFix) (nullable): NULL while only looking ahead
 * @length: of all the text
 * @part: where the part begins; the line above it may be a fence
 */
typedef struct
{
  const char *text;
  gsize length;
  gsize part;
  gsize end;
  gsize pos;
  guint depth;
  GArray *fixes;
  IruTextError *error;
} IruReader;

/* What a character is to the reader. */
typedef enum
{
  IRU_GLYPH_OTHER,
  IRU_GLYPH_SPACE,      /* what JSON takes for white space */
  IRU_GLYPH_ODD_SPACE,  /* no-break and other Unicode spaces */
  IRU_GLYPH_ZERO_WIDTH, /* not to be seen at all */
  IRU_GLYPH_QUOTE,      /* opens a string: " ' and those of word processors; in a container also
                         * the accents ` and ´ */
} IruGlyph;

/* @length: (out): in bytes. Nothing at the end of the reader's part. */
IruGlyph iru_reader_peek (const IruReader *reader, gsize pos, gsize *length);

/* The character of one byte at @pos, or the one that the full-width sign of punctuation
 * there stands for; NUL at the end of the reader's part and for any other character.
 * @length: (out): in bytes */
char iru_reader_get_mark (const IruReader *reader, gsize pos, gsize *length);

/* Moves behind the mark at pos, and lists it if it is full-width. */
void iru_reader_take_mark (IruReader *reader);

void iru_reader_fix (IruReader *reader, const char *id, gsize offset);

/* Whether the quote at @pos is a single one, of any kind. */
gboolean iru_reader_is_single_quote (const IruReader *reader, gsize pos);
/* Whether what stands at @pos closes the quote at @open. @length: (out): in bytes */
gboolean iru_reader_closes (const IruReader *reader, gsize open, gsize pos, gsize *length);

/* The byte at @pos; NUL at the end. */
static inline char
iru_reader_get_byte (const IruReader *reader, gsize pos)
{
  return pos < reader->end ? reader->text[pos] : '\0';
}

/* Whether @c, which may be the end's NUL, is in @set. */
static inline gboolean
iru_reader_is_one_of (char c, const char *set)
{
  return c != '\0' && strchr (set, c) != NULL;
}

/* Passes white space and comments. FALSE with the error set in a comment without end. */
gboolean iru_reader_skip (IruReader *reader);

/* Whether @token stands at pos. */
gboolean iru_reader_is_at (const IruReader *reader, const char *token);

/* The character at @pos, which is inside of the reader's part; never more than is there: a place
 * inside of a character is read as one byte. @length: (out): in bytes */
gunichar iru_reader_get_char (const IruReader *reader, gsize pos, gsize *length);

gboolean iru_char_is_zero_width (gunichar c);
gboolean iru_char_is_space (gunichar c);
gboolean iru_char_is_single_quote (gunichar c);
/* Whether @c closes what @open opens. Only its own kind closes a plain quote: a curly one in a
 * plain string may belong to it. */
gboolean iru_char_closes (gunichar open, gunichar c);

G_END_DECLS
