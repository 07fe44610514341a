/* iru-repair-string.c: strings of a paste
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-repair-string.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
fail_open_string (IruReader *reader, gsize start)
{
  return iru_text_fail (reader->error, IRU_TEXT_ERROR_TRUNCATED,
                        N_ ("The string that begins here does not end. Copy the whole "
                            "configuration once more: what is cut off can't be known."),
                        start);
}

static int
read_hex4 (const IruReader *reader, gsize pos)
{
  int value = 0;

  if (pos + 4 > reader->end)
    return -1;
  for (gsize i = pos; i < pos + 4; i++)
    {
      int digit = g_ascii_xdigit_value (reader->text[i]);

      if (digit < 0)
        return -1;
      value = value * 16 + digit;
    }
  return value;
}

/* The character of the \u at pos; 0 if it is none that a setting can have. */
static gunichar
read_unicode_escape (IruReader *reader)
{
  int high = read_hex4 (reader, reader->pos + 2);

  if (high <= 0 || (high >= 0xdc00 && high <= 0xdfff))
    return 0;
  if (high < 0xd800 || high > 0xdfff)
    {
      reader->pos += 6;
      return high;
    }
  if (reader->pos + 12 > reader->end || reader->text[reader->pos + 6] != '\\'
      || reader->text[reader->pos + 7] != 'u')
    return 0;

  int low = read_hex4 (reader, reader->pos + 8);
  if (low < 0xdc00 || low > 0xdfff)
    return 0;
  reader->pos += 12;
  return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

/* 0 with the error set. */
static gunichar
read_escape (IruReader *reader, gsize start, gunichar open)
{
  static const char names[] = "\"\\/bfnrt";
  static const char values[] = "\"\\/\b\f\n\r\t";
  gunichar c = 0;

  if (reader->pos + 1 >= reader->end)
    return fail_open_string (reader, start);

  char name = reader->text[reader->pos + 1];
  const char *found = strchr (names, name);
  if (name == 'u')
    c = read_unicode_escape (reader);
  else if (found != NULL || (name == '\'' && iru_char_is_single_quote (open)))
    {
      c = found != NULL ? values[found - names] : '\'';
      reader->pos += 2;
    }
  if (c == 0)
    iru_text_fail (reader->error, IRU_TEXT_ERROR_SYNTAX,
                   N_ ("JSON does not know what this backslash means. A backslash that is part of "
                       "the value is written twice."),
                   reader->pos);
  return c;
}

/* What has been read of a string, with what is to be left out of it. */
typedef struct
{
  GString *text;
  gsize kept;     /* bytes of @text up to its last visible character */
  gsize space_at; /* where the spaces at the end begin */
  gsize lead_at;  /* where the spaces at the beginning began */
  gsize zero_width_at;
} Cleaner;

static void
cleaner_add (Cleaner *cleaner, gunichar c, gsize offset)
{
  if (iru_char_is_zero_width (c))
    {
      cleaner->zero_width_at = MIN (cleaner->zero_width_at, offset);
      return;
    }
  if (iru_char_is_space (c))
    {
      if (cleaner->text->len == 0)
        {
          cleaner->lead_at = MIN (cleaner->lead_at, offset);
          return;
        }
      if (cleaner->kept == cleaner->text->len)
        cleaner->space_at = offset;
      g_string_append_unichar (cleaner->text, c);
      return;
    }
  g_string_append_unichar (cleaner->text, c);
  cleaner->kept = cleaner->text->len;
}

static char *
cleaner_finish (Cleaner *cleaner, IruReader *reader)
{
  gboolean trailing = cleaner->kept < cleaner->text->len;

  if (cleaner->zero_width_at != G_MAXSIZE)
    iru_reader_fix (reader, "zero-width", cleaner->zero_width_at);
  if (cleaner->lead_at != G_MAXSIZE)
    iru_reader_fix (reader, "value-whitespace", cleaner->lead_at);
  else if (trailing)
    iru_reader_fix (reader, "value-whitespace", cleaner->space_at);
  g_string_truncate (cleaner->text, cleaner->kept);
  return g_string_free (g_steal_pointer (&cleaner->text), FALSE);
}

static void
cleaner_init (Cleaner *cleaner, gsize size)
{
  /* Never grown, so that no copy of a key is left behind. */
  *cleaner = (Cleaner){
    .text = g_string_sized_new (size),
    .lead_at = G_MAXSIZE,
    .zero_width_at = G_MAXSIZE,
  };
}

static void
cleaner_abandon (Cleaner *cleaner)
{
  iru_secret_free (g_string_free (cleaner->text, FALSE));
}

/* Whether what follows at @pos shows that a value ended before it. */
static gboolean
is_behind_value (const IruReader *reader, gsize pos)
{
  gsize length;

  while (pos < reader->end && iru_char_is_space (iru_reader_get_char (reader, pos, &length)))
    pos += length;

  char mark = iru_reader_get_mark (reader, pos, &length);
  return mark == ',' || mark == '}' || mark == ']';
}

/* Where the quote stands that ends the string at pos; G_MAXSIZE if nowhere. Lines may
 * end in front of a value or behind it, as long as nothing of it is on another line. */
static gsize
find_close (const IruReader *reader, gsize start)
{
  gsize length;
  gunichar open = iru_reader_get_char (reader, start, &length);
  gboolean content = FALSE;
  gboolean lines = FALSE;
  gboolean over = FALSE;

  for (gsize pos = start + length; pos < reader->end; pos += length)
    {
      gunichar c = iru_reader_get_char (reader, pos, &length);

      if (iru_char_closes (open, c))
        return !lines || (content && is_behind_value (reader, pos + length)) ? pos : G_MAXSIZE;
      lines |= c == '\n' || c == '\r';
      over |= content && (c == '\n' || c == '\r');
      if (iru_char_is_space (c))
        continue;
      if (over)
        return G_MAXSIZE;
      content = TRUE;
      if (c == '\\' && pos + 1 < reader->end && g_ascii_isgraph (reader->text[pos + 1]))
        length = 2;
    }
  return G_MAXSIZE;
}

static gboolean
read_content (IruReader *reader, Cleaner *cleaner, gsize start, gsize close, gunichar open)
{
  while (reader->pos < close)
    {
      gsize length;
      gsize offset = reader->pos;
      gunichar c = iru_reader_get_char (reader, offset, &length);

      if (c == '\\')
        c = read_escape (reader, start, open);
      else
        reader->pos += length;
      if (c == 0)
        return FALSE;
      if (reader->text[offset] != '\\' && c < 0x20 && strchr ("\t\n\r", (char)c) == NULL)
        return iru_text_fail (reader->error, IRU_TEXT_ERROR_SYNTAX,
                              N_ ("There is a control character in the string."), offset);
      cleaner_add (cleaner, c, offset);
    }
  return TRUE;
}

char *
iru_reader_read_string (IruReader *reader, IruSpan *span)
{
  Cleaner cleaner;
  gsize open_length;
  gsize close_length;
  gsize start = reader->pos;
  gunichar open = iru_reader_get_char (reader, start, &open_length);
  gsize close = find_close (reader, start);

  if (close == G_MAXSIZE)
    {
      fail_open_string (reader, start);
      return NULL;
    }

  gunichar closer = iru_reader_get_char (reader, close, &close_length);
  if (open == '\'' && closer == '\'')
    iru_reader_fix (reader, "single-quotes", start);
  else if (open != '"')
    iru_reader_fix (reader, "smart-quotes", start);

  cleaner_init (&cleaner, close - start);
  reader->pos = start + open_length;
  if (!read_content (reader, &cleaner, start, close, open))
    {
      cleaner_abandon (&cleaner);
      return NULL;
    }
  reader->pos = close + close_length;
  *span = (IruSpan){ start, reader->pos };
  return cleaner_finish (&cleaner, reader);
}

/* Takes what stands at pos, an escape or a character, into @word. */
static gboolean
take_inner (IruReader *reader, IruWord *word, gsize start, gunichar open)
{
  char utf8[6];
  gsize length;
  gsize offset = reader->pos;
  gunichar c = iru_reader_get_char (reader, offset, &length);

  if (c != '\\')
    {
      iru_word_append (word, reader->text + offset, length, offset, TRUE);
      reader->pos += length;
      return TRUE;
    }
  c = read_escape (reader, start, open);
  if (c == 0)
    return FALSE;
  iru_word_append (word, utf8, g_unichar_to_utf8 (c, utf8), offset, FALSE);
  return TRUE;
}

IruWord *
iru_reader_read_inner (IruReader *reader)
{
  gsize length;
  gsize start = reader->pos;
  gboolean quoted = iru_reader_peek (reader, start, &length) == IRU_GLYPH_QUOTE;
  gunichar open = quoted ? iru_reader_get_char (reader, start, &length) : '"';
  gsize close = quoted ? find_close (reader, start) : reader->end;
  g_autoptr (IruWord) word = iru_word_new (start);

  if (close == G_MAXSIZE)
    {
      fail_open_string (reader, start);
      return NULL;
    }
  if (quoted)
    reader->pos += length;
  while (reader->pos < close)
    if (!take_inner (reader, word, start, open))
      return NULL;
  if (quoted)
    {
      iru_reader_get_char (reader, close, &length);
      reader->pos = close + length;
    }
  word->span.end = reader->pos;
  return g_steal_pointer (&word);
}

IruAhead
iru_reader_look_for_key (const IruReader *reader, gsize pos)
{
  gsize length;
  IruReader ahead = *reader;

  if (iru_reader_peek (reader, pos, &length) != IRU_GLYPH_QUOTE)
    return IRU_AHEAD_NOTHING;

  gsize close = find_close (reader, pos);
  if (close == G_MAXSIZE)
    return IRU_AHEAD_OPEN_STRING;

  iru_reader_get_char (reader, close, &length);
  ahead.pos = close + length;
  ahead.fixes = NULL;
  ahead.error = NULL;
  if (!iru_reader_skip (&ahead) || iru_reader_get_mark (&ahead, ahead.pos, &length) != ':')
    return IRU_AHEAD_NOTHING;
  return IRU_AHEAD_KEY;
}

char *
iru_repair_clean_string (const char *string, gsize length, gsize offset, GArray *fixes)
{
  Cleaner cleaner;
  IruReader reader = { .text = string, .end = length, .fixes = fixes };
  guint first = fixes != NULL ? fixes->len : 0;

  cleaner_init (&cleaner, length + 1);
  for (gsize pos = 0, size = 0; pos < length; pos += size)
    cleaner_add (&cleaner, iru_reader_get_char (&reader, pos, &size), offset);

  char *clean = cleaner_finish (&cleaner, &reader);
  for (guint i = first; fixes != NULL && i < fixes->len; i++)
    g_array_index (fixes, IruFix, i).offset = offset;
  return clean;
}
