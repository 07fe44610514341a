/* iru-repair-string.c: characters and strings of a paste
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-repair-parse.h"
#include "iru-repair.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Each is listed, with its line and column. */
#define MAX_FIXES 1000

static gboolean
is_zero_width (gunichar c)
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

static gboolean
is_space (gunichar c)
{
  return c == ' ' || (c >= '\t' && c <= '\r') || is_odd_space (c);
}

static gboolean
is_double_quote (gunichar c)
{
  return c == '"' || (c >= 0x201c && c <= 0x201f) || c == 0x2033 || c == 0xff02;
}

static gboolean
is_single_quote (gunichar c)
{
  return c == '\'' || (c >= 0x2018 && c <= 0x201b) || c == 0xff07;
}

/* Never more than is there: a place inside a character is read as a byte. */
static gunichar
char_at (const IruReader *reader, gsize pos, gsize *length)
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

  gunichar c = char_at (reader, pos, length);
  if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
    return IRU_GLYPH_SPACE;
  if (is_odd_space (c))
    return IRU_GLYPH_ODD_SPACE;
  if (is_zero_width (c))
    return IRU_GLYPH_ZERO_WIDTH;
  return is_double_quote (c) || is_single_quote (c) || c == 0xab ? IRU_GLYPH_QUOTE
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

/* Only its own kind closes a plain quote: a curly one in a plain string may belong to it. */
static gboolean
closes (gunichar open, gunichar c)
{
  if (open == '"' || open == '\'')
    return c == open;
  if (open == 0xab)
    return c == 0xbb;
  return is_double_quote (open) ? is_double_quote (c) : is_single_quote (c);
}

gboolean
iru_reader_is_single_quote (const IruReader *reader, gsize pos)
{
  gsize length;

  return is_single_quote (char_at (reader, pos, &length));
}

gboolean
iru_reader_closes (const IruReader *reader, gsize open, gsize pos, gsize *length)
{
  gsize open_length;

  return closes (char_at (reader, open, &open_length), char_at (reader, pos, length));
}

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
  else if (found != NULL || (name == '\'' && is_single_quote (open)))
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
  if (is_zero_width (c))
    {
      cleaner->zero_width_at = MIN (cleaner->zero_width_at, offset);
      return;
    }
  if (is_space (c))
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

  while (pos < reader->end && is_space (char_at (reader, pos, &length)))
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
  gunichar open = char_at (reader, start, &length);
  gboolean content = FALSE;
  gboolean lines = FALSE;
  gboolean over = FALSE;

  for (gsize pos = start + length; pos < reader->end; pos += length)
    {
      gunichar c = char_at (reader, pos, &length);

      if (closes (open, c))
        return !lines || (content && is_behind_value (reader, pos + length)) ? pos : G_MAXSIZE;
      lines |= c == '\n' || c == '\r';
      over |= content && (c == '\n' || c == '\r');
      if (is_space (c))
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
      gunichar c = char_at (reader, offset, &length);

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
  gunichar open = char_at (reader, start, &open_length);
  gsize close = find_close (reader, start);

  if (close == G_MAXSIZE)
    {
      fail_open_string (reader, start);
      return NULL;
    }

  gunichar closer = char_at (reader, close, &close_length);
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
  gunichar c = char_at (reader, offset, &length);

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
  gunichar open = quoted ? char_at (reader, start, &length) : '"';
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
      char_at (reader, close, &length);
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

  char_at (reader, close, &length);
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
    cleaner_add (&cleaner, char_at (&reader, pos, &size), offset);

  char *clean = cleaner_finish (&cleaner, &reader);
  for (guint i = first; fixes != NULL && i < fixes->len; i++)
    g_array_index (fixes, IruFix, i).offset = offset;
  return clean;
}
