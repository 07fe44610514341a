/* iru-reader.c: the characters of a paste, and what is skipped between its values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Each is listed, with its line and column. */
#define MAX_FIXES 1000

gboolean
iru_char_is_zero_width (gunichar c)
{
  return c == 0xad || c == 0x34f || c == 0x61c || c == 0x180e || (c >= 0x200b && c <= 0x200f)
         || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f)
         || (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff;
}

static gboolean
is_odd_space (gunichar c)
{
  return c == 0xb || c == 0xc || c == 0x85 || c == 0xa0 || c == 0x1680
         || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f
         || c == 0x3000;
}

gboolean
iru_char_is_space (gunichar c)
{
  return c == ' ' || (c >= '\t' && c <= '\r') || is_odd_space (c);
}

static gboolean
is_double_quote (gunichar c)
{
  return c == '"' || (c >= 0x201c && c <= 0x201f) || c == 0x2033 || c == 0xff02;
}

gboolean
iru_char_is_single_quote (gunichar c)
{
  return c == '\'' || (c >= 0x2018 && c <= 0x201b) || c == 0xff07;
}

/* The grave and the acute, which are no quotes in prose, in Markdown and in shells. */
static gboolean
is_accent (gunichar c)
{
  return c == '`' || c == 0xb4;
}

gunichar
iru_reader_get_char (const IruReader *reader, gsize pos, gsize *length)
{
  gunichar c = g_utf8_get_char_validated (reader->text + pos, reader->end - pos);

  gboolean whole = c <= G_MAXINT32;

  *length = whole ? g_unichar_to_utf8 (c, NULL) : 1;
  return whole ? c : 0xfffd;
}

IruGlyph
iru_reader_peek (const IruReader *reader, gsize pos, gsize *length)
{
  *length = 0;
  if (pos >= reader->end)
    return IRU_GLYPH_OTHER;

  gunichar c = iru_reader_get_char (reader, pos, length);
  if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
    return IRU_GLYPH_SPACE;
  if (is_odd_space (c))
    return IRU_GLYPH_ODD_SPACE;
  if (iru_char_is_zero_width (c))
    return IRU_GLYPH_ZERO_WIDTH;
  if (is_accent (c))
    return reader->depth > 0 ? IRU_GLYPH_QUOTE : IRU_GLYPH_OTHER;
  return is_double_quote (c) || iru_char_is_single_quote (c) || c == 0xab ? IRU_GLYPH_QUOTE
                                                                          : IRU_GLYPH_OTHER;
}

char
iru_reader_get_mark (const IruReader *reader, gsize pos, gsize *length)
{
  /* U+FF01 and on are those of ASCII once more, as wide as an ideograph. */
  static const char marks[] = "{}[]:,=";
  const guchar *at = (const guchar *)reader->text + pos;

  *length = 1;
  if (pos >= reader->end)
    return '\0';
  if (at[0] < 0x80)
    return (char)at[0];
  if (at[0] != 0xef || reader->end - pos < 3 || (at[1] != 0xbc && at[1] != 0xbd))
    return '\0';

  char mark = (char)((at[1] == 0xbc ? 0x20 : 0x60) + (at[2] & 0x3f));
  if (strchr (marks, mark) == NULL)
    return '\0';
  *length = 3;
  return mark;
}

void
iru_reader_take_mark (IruReader *reader)
{
  gsize length;

  iru_reader_get_mark (reader, reader->pos, &length);
  if (length > 1)
    iru_reader_fix (reader, "full-width", reader->pos);
  reader->pos += length;
}

void
iru_reader_fix (IruReader *reader, const char *id, gsize offset)
{
  IruFix fix = { .id = id, .offset = offset };

  if (reader->fixes == NULL)
    return;
  if (reader->fixes->len < MAX_FIXES)
    g_array_append_val (reader->fixes, fix);
  else
    iru_text_fail (reader->error, IRU_TEXT_ERROR_TOO_LARGE,
                   N_ ("There is too much in the text that would have to be put right."), offset);
}

gboolean
iru_char_closes (gunichar open, gunichar c)
{
  if (open == '"' || open == '\'')
    return c == open;
  if (open == 0xab)
    return c == 0xbb;
  if (is_accent (open))
    return is_accent (c) || c == '\'';
  return is_double_quote (open) ? is_double_quote (c) : iru_char_is_single_quote (c);
}

gboolean
iru_reader_is_single_quote (const IruReader *reader, gsize pos)
{
  gsize length;

  return iru_char_is_single_quote (iru_reader_get_char (reader, pos, &length));
}

gboolean
iru_reader_closes (const IruReader *reader, gsize open, gsize pos, gsize *length)
{
  gsize open_length;

  return iru_char_closes (iru_reader_get_char (reader, open, &open_length),
                          iru_reader_get_char (reader, pos, length));
}

gboolean
iru_reader_is_at (const IruReader *reader, const char *token)
{
  gsize length = strlen (token);

  return reader->end - reader->pos >= length
         && memcmp (reader->text + reader->pos, token, length) == 0;
}

static gboolean
is_line_start (const IruReader *reader)
{
  gsize pos = reader->pos;

  while (pos > 0 && strchr (" \t>", reader->text[pos - 1]) != NULL)
    pos--;
  return pos == 0 || reader->text[pos - 1] == '\n' || reader->text[pos - 1] == '\r';
}

/* A # that can't be part of anything: on a line of its own, or between spaces. */
static gboolean
is_hash_comment (const IruReader *reader)
{
  gsize pos = reader->pos;

  if (reader->text[pos] != '#')
    return FALSE;
  return is_line_start (reader)
         || (pos > 0 && strchr (" \t,{[", reader->text[pos - 1]) != NULL && pos + 1 < reader->end
             && strchr (" \t", reader->text[pos + 1]) != NULL);
}

static gboolean
skip_comment (IruReader *reader)
{
  gsize start = reader->pos;

  if (iru_reader_is_at (reader, "/*"))
    {
      const char *close = memmem (reader->text + start + 2, reader->end - start - 2, "*/", 2);

      if (close == NULL)
        return iru_text_fail (reader->error, IRU_TEXT_ERROR_SYNTAX,
                              N_ ("The comment that begins here does not end."), reader->pos);
      reader->pos = close + 2 - reader->text;
    }
  else
    while (reader->pos < reader->end && strchr ("\n\r", reader->text[reader->pos]) == NULL)
      reader->pos++;
  iru_reader_fix (reader, "comment", start);
  return TRUE;
}

/* The bytes of dots that stand for something that was left out; 0 if there are none. */
static gsize
measure_ellipsis (const IruReader *reader)
{
  gsize length = 0;

  if (iru_reader_is_at (reader, "\u2026"))
    return strlen ("\u2026");
  while (iru_reader_get_byte (reader, reader->pos + length) == '.')
    length++;
  return length >= 3 ? length : 0;
}

/* Passes dots inside of a container, where they can't be part of anything. */
static gboolean
skip_ellipsis (IruReader *reader)
{
  gsize length = reader->depth > 0 ? measure_ellipsis (reader) : 0;

  if (length > 0)
    iru_reader_fix (reader, "ellipsis", reader->pos);
  reader->pos += length;
  return length > 0;
}

/* The marks that mail programs put in front of what is quoted. */
static gboolean
skip_quote_marks (IruReader *reader)
{
  if (reader->text[reader->pos] != '>' || !is_line_start (reader))
    return FALSE;
  iru_reader_fix (reader, "quote-mark", reader->pos);
  while (reader->pos < reader->end && strchr ("> \t", reader->text[reader->pos]) != NULL)
    reader->pos++;
  return TRUE;
}

gboolean
iru_reader_skip (IruReader *reader)
{
  gboolean odd = FALSE;
  gboolean zero_width = FALSE;

  while (reader->pos < reader->end)
    {
      gsize length;
      IruGlyph glyph = iru_reader_peek (reader, reader->pos, &length);

      if (glyph == IRU_GLYPH_ODD_SPACE && !odd)
        iru_reader_fix (reader, "no-break-space", reader->pos);
      if (glyph == IRU_GLYPH_ZERO_WIDTH && !zero_width)
        iru_reader_fix (reader, "zero-width", reader->pos);
      odd |= glyph == IRU_GLYPH_ODD_SPACE;
      zero_width |= glyph == IRU_GLYPH_ZERO_WIDTH;

      if (glyph == IRU_GLYPH_OTHER || glyph == IRU_GLYPH_QUOTE)
        {
          if (skip_quote_marks (reader) || skip_ellipsis (reader))
            continue;
          if (!is_hash_comment (reader) && !iru_reader_is_at (reader, "//")
              && !iru_reader_is_at (reader, "/*"))
            return TRUE;
          if (!skip_comment (reader))
            return FALSE;
          continue;
        }
      reader->pos += length;
    }
  return TRUE;
}
