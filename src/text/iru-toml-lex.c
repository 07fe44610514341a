/* iru-toml-lex.c: the words of TOML: keys, strings, numbers, dates, comments
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-toml-lex.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
is_blank (int c)
{
  return c == ' ' || c == '\t';
}

static gboolean
is_control (int c)
{
  return (c >= 0 && c < 0x20 && c != '\t') || c == 0x7f;
}

static gboolean
is_bare (int c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '-';
}

gboolean
iru_toml_lex_fail (IruTomlLexer *lexer, const char *message)
{
  gboolean at_end = lexer->at >= lexer->length;

  return iru_text_fail (lexer->error, at_end ? IRU_TEXT_ERROR_TRUNCATED : IRU_TEXT_ERROR_SYNTAX,
                        message, lexer->at);
}

void
iru_toml_lex_skip_blank (IruTomlLexer *lexer)
{
  while (is_blank (iru_toml_lex_peek (lexer)))
    lexer->at++;
}

static gboolean
take_newline (IruTomlLexer *lexer)
{
  const char *p = lexer->text + lexer->at;
  gsize left = lexer->length - lexer->at;
  gsize n = left >= 2 && p[0] == '\r' && p[1] == '\n' ? 2 : left >= 1 && p[0] == '\n' ? 1 : 0;

  lexer->at += n;
  return n > 0;
}

/* Up to the line end. */
static gboolean
skip_comment (IruTomlLexer *lexer)
{
  gsize start;

  while (!is_control (iru_toml_lex_peek (lexer)) && lexer->at < lexer->length)
    lexer->at++;
  start = lexer->at;
  if (start == lexer->length)
    return TRUE;
  if (!take_newline (lexer))
    return iru_toml_lex_fail (lexer, N_ ("A comment holds a control character."));
  lexer->at = start;
  return TRUE;
}

gboolean
iru_toml_lex_skip_trivia (IruTomlLexer *lexer)
{
  for (;;)
    {
      iru_toml_lex_skip_blank (lexer);
      if (iru_toml_lex_peek (lexer) == '#' && !skip_comment (lexer))
        return FALSE;
      if (!take_newline (lexer))
        return TRUE;
    }
}

gboolean
iru_toml_lex_end_line (IruTomlLexer *lexer)
{
  iru_toml_lex_skip_blank (lexer);
  if (iru_toml_lex_peek (lexer) == '#' && !skip_comment (lexer))
    return FALSE;
  if (lexer->at == lexer->length || take_newline (lexer))
    return TRUE;
  return iru_toml_lex_fail (lexer, N_ ("Only a comment may follow on this line."));
}

static gboolean
take_hex (IruTomlLexer *lexer, guint n_digits)
{
  gunichar c = 0;

  for (guint i = 0; i < n_digits; i++, lexer->at++)
    {
      int digit = iru_toml_lex_peek (lexer);

      if (digit < 0 || !g_ascii_isxdigit (digit))
        return iru_toml_lex_fail (lexer, N_ ("A hexadecimal digit is missing in this escape."));
      c = c << 4 | (gunichar)g_ascii_xdigit_value (digit);
    }
  if (c <= 0x10ffff && (c < 0xd800 || c > 0xdfff))
    return TRUE;
  lexer->at -= n_digits;
  return iru_toml_lex_fail (lexer, N_ ("There is no such character."));
}

/* Behind a backslash that ends its line in a multi-line string. */
static gboolean
take_line_continuation (IruTomlLexer *lexer)
{
  iru_toml_lex_skip_blank (lexer);
  if (!take_newline (lexer))
    return iru_toml_lex_fail (lexer, N_ ("This escape is not one of TOML."));
  do
    iru_toml_lex_skip_blank (lexer);
  while (take_newline (lexer));
  return TRUE;
}

static gboolean
take_escape (IruTomlLexer *lexer, gboolean multiline)
{
  lexer->at++;
  int c = iru_toml_lex_peek (lexer);

  if (multiline && (is_blank (c) || c == '\n' || c == '\r'))
    return take_line_continuation (lexer);
  if (c <= 0 || strchr ("btnfre\"\\xuU", c) == NULL)
    return iru_toml_lex_fail (lexer, N_ ("This escape is not one of TOML."));
  lexer->at++;
  if (c == 'x')
    return take_hex (lexer, 2);
  if (c == 'u')
    return take_hex (lexer, 4);
  if (c == 'U')
    return take_hex (lexer, 8);
  return TRUE;
}

/* Quotes may stand at the end of a multi-line string: of a run of up to five,
 * the last three close it. */
static gboolean
take_quotes (IruTomlLexer *lexer, char quote, gboolean multiline)
{
  guint n = 0;

  while (n < (multiline ? 5 : 1) && iru_toml_lex_peek (lexer) == quote)
    {
      lexer->at++;
      n++;
    }
  return n >= (multiline ? 3 : 1);
}

static gboolean
opens_multiline (const char *text, gsize start, gsize end)
{
  return end - start >= 3 && text[start + 1] == text[start] && text[start + 2] == text[start];
}

#define ONES G_GUINT64_CONSTANT (0x0101010101010101)
#define HIGH G_GUINT64_CONSTANT (0x8080808080808080)

/* Not 0 if one of the eight bytes is below @limit, which is at most 128. */
static inline guint64
find_below (guint64 word, guint limit)
{
  return (word - ONES * limit) & ~word & HIGH;
}

static inline guint64
find_byte (guint64 word, guchar byte)
{
  return find_below (word ^ ONES * byte, 1);
}

/* Past bytes that are neither control nor quote nor backslash. */
static void
skip_plain (IruTomlLexer *lexer)
{
  const char *p = lexer->text + lexer->at;
  const char *end = lexer->text + lexer->length;

  for (guint64 word; end - p >= 8; p += 8)
    {
      memcpy (&word, p, sizeof word);
      if ((find_below (word, 0x20) | find_byte (word, '"') | find_byte (word, '\'')
           | find_byte (word, '\\') | find_byte (word, 0x7f))
          != 0)
        break;
    }
  while (p < end && (guchar)*p >= 0x20 && *p != '"' && *p != '\'' && *p != '\\' && *p != 0x7f)
    p++;
  lexer->at = p - lexer->text;
}

gboolean
iru_toml_lex_string (IruTomlLexer *lexer)
{
  char quote = lexer->text[lexer->at];
  gboolean multiline = opens_multiline (lexer->text, lexer->at, lexer->length);

  lexer->at += multiline ? 3 : 1;
  for (;;)
    {
      skip_plain (lexer);
      int c = iru_toml_lex_peek (lexer);

      if (c < 0)
        return iru_toml_lex_fail (lexer, N_ ("A string is not closed."));
      if (c == quote)
        {
          if (take_quotes (lexer, quote, multiline))
            return TRUE;
        }
      else if (c == '\\' && quote == '"')
        {
          if (!take_escape (lexer, multiline))
            return FALSE;
        }
      else if (!is_control (c))
        lexer->at++;
      else if (!multiline && (c == '\n' || c == '\r'))
        return iru_toml_lex_fail (lexer, N_ ("A string is not closed on its line."));
      else if (!take_newline (lexer))
        return iru_toml_lex_fail (lexer, N_ ("A string holds a control character."));
    }
}

static gboolean
take_key_part (IruTomlLexer *lexer, IruTomlPart *part)
{
  int c = iru_toml_lex_peek (lexer);

  *part = (IruTomlPart){ .start = lexer->at };
  if (c == '"' || c == '\'')
    {
      if (opens_multiline (lexer->text, lexer->at, lexer->length))
        return iru_toml_lex_fail (lexer, N_ ("A key may not be a multi-line string."));
      if (!iru_toml_lex_string (lexer))
        return FALSE;
      part->end = lexer->at;
      part->escaped =
          c == '"' && memchr (lexer->text + part->start, '\\', part->end - part->start) != NULL;
      return TRUE;
    }

  while (is_bare (iru_toml_lex_peek (lexer)))
    lexer->at++;
  part->end = lexer->at;
  return part->end > part->start || iru_toml_lex_fail (lexer, N_ ("A key is expected here."));
}

gboolean
iru_toml_lex_key (IruTomlLexer *lexer, GArray *parts)
{
  g_array_set_size (parts, 0);
  for (;;)
    {
      IruTomlPart part;

      if (!take_key_part (lexer, &part))
        return FALSE;
      g_array_append_val (parts, part);
      iru_toml_lex_skip_blank (lexer);
      if (iru_toml_lex_peek (lexer) != '.')
        return TRUE;
      lexer->at++;
      iru_toml_lex_skip_blank (lexer);
    }
}

/* Digits of @base with single underscores between them; how many bytes, 0 if it
 * is not that. */
static gsize
count_digits (const char *s, gsize n, guint base)
{
  gsize i = 0;

  while (i < n)
    {
      int digit = g_ascii_xdigit_value (s[i]);

      if (s[i] == '_' && i > 0 && s[i - 1] != '_')
        i++;
      else if (digit >= 0 && (guint)digit < base)
        i++;
      else
        break;
    }
  return i > 0 && s[i - 1] == '_' ? 0 : i;
}

static gboolean
is_prefixed_integer (const char *s, gsize n)
{
  guint base = s[1] == 'x' ? 16 : s[1] == 'o' ? 8 : s[1] == 'b' ? 2 : 0;

  return base != 0 && n > 2 && count_digits (s + 2, n - 2, base) == n - 2;
}

static gboolean
is_number (const char *s, gsize n)
{
  gboolean has_sign = n > 0 && (s[0] == '+' || s[0] == '-');
  gsize digits;

  if (!has_sign && n > 2 && s[0] == '0' && g_ascii_isalpha (s[1]) && s[1] != 'e' && s[1] != 'E')
    return is_prefixed_integer (s, n);
  s += has_sign;
  n -= has_sign;
  if (n == 3 && (memcmp (s, "inf", 3) == 0 || memcmp (s, "nan", 3) == 0))
    return TRUE;

  digits = count_digits (s, n, 10);
  if (digits == 0 || (digits > 1 && s[0] == '0'))
    return FALSE;
  s += digits;
  n -= digits;
  if (n > 0 && s[0] == '.')
    {
      digits = count_digits (s + 1, n - 1, 10);
      if (digits == 0)
        return FALSE;
      s += digits + 1;
      n -= digits + 1;
    }
  if (n == 0)
    return TRUE;
  if (s[0] != 'e' && s[0] != 'E')
    return FALSE;
  has_sign = n > 1 && (s[1] == '+' || s[1] == '-');
  digits = count_digits (s + 1 + has_sign, n - 1 - has_sign, 10);
  return digits > 0 && digits == n - 1 - has_sign;
}

/* Reads @pattern, in which a "0" stands for any digit, into @numbers, one for each
 * run of digits. */
static gboolean
match_digits (const char *s, gsize n, const char *pattern, guint *numbers)
{
  if (n < strlen (pattern))
    return FALSE;
  for (gsize i = 0; pattern[i] != '\0'; i++)
    {
      if (pattern[i] != '0')
        {
          if (s[i] != pattern[i])
            return FALSE;
          numbers++;
          continue;
        }
      if (!g_ascii_isdigit (s[i]))
        return FALSE;
      *numbers = (i > 0 && pattern[i - 1] == '0' ? *numbers * 10 : 0) + (guint)(s[i] - '0');
    }
  return TRUE;
}

static gboolean
is_date (const char *s, gsize n)
{
  static const guint8 days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  guint d[3];

  if (!match_digits (s, n, "0000-00-00", d) || d[1] < 1 || d[1] > 12 || d[2] < 1)
    return FALSE;
  gboolean leap = d[0] % 4 == 0 && (d[0] % 100 != 0 || d[0] % 400 == 0);
  return d[2] <= days[d[1] - 1] + (d[1] == 2 && leap ? 1u : 0u);
}

/* How many bytes of @s are a time of day, 0 if none. Second 60 is a leap second;
 * 1.1 lets the seconds be left out. */
static gsize
count_time (const char *s, gsize n)
{
  guint t[2];
  guint second;
  gsize i = 5;

  if (!match_digits (s, n, "00:00", t) || t[0] > 23 || t[1] > 59)
    return 0;
  if (i == n || s[i] != ':')
    return i;
  if (!match_digits (s + 6, n - 6, "00", &second) || second > 60)
    return 0;
  i = 8;
  if (i == n || s[i] != '.')
    return i;
  for (i++; i < n && g_ascii_isdigit (s[i]);)
    i++;
  return i > 9 ? i : 0;
}

static gboolean
is_datetime (const char *s, gsize n)
{
  gboolean has_date = n >= 10 && is_date (s, n);
  guint offset[2];
  gsize time;

  if (has_date && n == 10)
    return TRUE;
  if (has_date && strchr ("Tt ", s[10]) == NULL)
    return FALSE;
  s += has_date ? 11 : 0;
  n -= has_date ? 11 : 0;
  time = count_time (s, n);
  if (time == 0 || time == n)
    return time > 0;
  s += time;
  n -= time;
  if (!has_date)
    return FALSE;
  if (n == 1)
    return s[0] == 'Z' || s[0] == 'z';
  return n == 6 && (s[0] == '+' || s[0] == '-') && match_digits (s + 1, n - 1, "00:00", offset)
         && offset[0] <= 23 && offset[1] <= 59;
}

static gboolean
get_literal_type (const char *s, gsize n, IruValueType *type)
{
  guint numbers[3];

  if ((n == 4 && memcmp (s, "true", 4) == 0) || (n == 5 && memcmp (s, "false", 5) == 0))
    *type = IRU_VALUE_BOOLEAN;
  else if (match_digits (s, n, "0000-", numbers) || match_digits (s, n, "00:", numbers))
    {
      *type = IRU_VALUE_DATETIME;
      return is_datetime (s, n);
    }
  else
    {
      *type = IRU_VALUE_NUMBER;
      return is_number (s, n);
    }
  return TRUE;
}

gboolean
iru_toml_lex_literal (IruTomlLexer *lexer, IruValueType *type)
{
  const char *text = lexer->text;
  gsize start = lexer->at;
  gsize end = start;
  guint numbers[3];

  while (end < lexer->length && (is_bare (text[end]) || strchr (".:+", text[end]) != NULL))
    end++;
  /* A blank between date and time is part of the value; one before a comment is not. */
  if (end - start == 10 && match_digits (text + start, 10, "0000-00-00", numbers)
      && lexer->length - end >= 2 && text[end] == ' ' && g_ascii_isdigit (text[end + 1]))
    for (end++; end < lexer->length && (is_bare (text[end]) || strchr (".:+", text[end]) != NULL);)
      end++;

  if (start == end)
    return iru_toml_lex_fail (lexer, N_ ("A value is expected here."));
  if (!get_literal_type (text + start, end - start, type))
    return iru_toml_lex_fail (lexer, *type == IRU_VALUE_DATETIME
                                         ? N_ ("This is not a date or time.")
                                         : N_ ("This is not a value. Text needs quotes."));
  lexer->at = end;
  return TRUE;
}

gboolean
iru_toml_lex_is_literal (const char *spelling, IruValueType type)
{
  IruValueType found;

  return get_literal_type (spelling, strlen (spelling), &found) && found == type;
}

gboolean
iru_toml_lex_is_bare (const char *key)
{
  gsize n = 0;

  while (is_bare ((guchar)key[n]))
    n++;
  return n > 0 && key[n] == '\0';
}

static char *
put_character (char *to, gunichar c)
{
  if (c == 0)
    return mempcpy (to, "\xc0\x80", 2);
  return to + g_unichar_to_utf8 (c, to);
}

/* Decodes the escape at @at, which has been checked; returns where it ends. */
static gsize
decode_escape (const char *text, gsize at, gsize end, char **to)
{
  static const char letters[] = "btnfre\"\\";
  static const char meanings[] = "\b\t\n\f\r\x1b\"\\";
  char c = text[at + 1];
  const char *letter = strchr (letters, c);
  gsize n_digits = c == 'x' ? 2 : c == 'u' ? 4 : 8;
  gunichar character = 0;

  if (letter != NULL)
    {
      *(*to)++ = meanings[letter - letters];
      return at + 2;
    }
  at += 2;
  if (c != 'x' && c != 'u' && c != 'U')
    {
      while (at < end && strchr (" \t\r\n", text[at]) != NULL)
        at++;
      return at;
    }
  for (gsize i = 0; i < n_digits; i++)
    character = character << 4 | (gunichar)g_ascii_xdigit_value (text[at + i]);
  *to = put_character (*to, character);
  return at + n_digits;
}

char *
iru_toml_lex_decode (const char *text, gsize start, gsize end)
{
  char quote = text[start];
  gboolean multiline;
  char *decoded, *to;

  if (quote != '"' && quote != '\'')
    return g_strndup (text + start, end - start);

  multiline = end - start >= 6 && opens_multiline (text, start, end);
  start += multiline ? 3 : 1;
  end -= multiline ? 3 : 1;
  if (multiline && start < end && text[start] == '\r')
    start++;
  if (multiline && start < end && text[start] == '\n')
    start++;

  /* No escape is shorter than what it stands for. */
  to = decoded = g_malloc (end - start + 1);
  while (start < end)
    {
      if (text[start] == '\\' && quote == '"')
        start = decode_escape (text, start, end, &to);
      else if (text[start] == '\r')
        start++;
      else
        *to++ = text[start++];
    }
  *to = '\0';
  return decoded;
}
