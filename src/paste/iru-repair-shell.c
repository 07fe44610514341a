/* iru-repair-shell.c: one word of a command line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The three shells differ in what escapes, what is put in, and what doubling a
 * quote means; the rest is one walk.
 */
#include "iru-repair-shell.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What continues a line and, outside of single quotes, escapes. */
static const char escapes[] = {
  [IRU_SHELL_POSIX] = '\\',
  [IRU_SHELL_POWERSHELL] = '`',
  [IRU_SHELL_CMD] = '^',
};

typedef struct
{
  IruReader *reader;
  IruShell shell;
  IruWord *word;
  gsize quote_end; /* behind the last quoted piece; G_MAXSIZE if there is none */
} Speller;

static void
spoil (Speller *speller, const char *message, gsize offset)
{
  iru_text_fail (&speller->word->fault, IRU_TEXT_ERROR_SYNTAX, message, offset);
}

static void
spoil_variable (Speller *speller, gsize offset)
{
  spoil (speller,
         N_ ("A shell would put a value in here that is not in the text. Write the value itself."),
         offset);
}

/* What POSIX takes away, the shells of Windows leave; and which it is, is a guess. */
static void
spoil_backslash (Speller *speller, gsize offset)
{
  spoil (speller,
         N_ ("Whether this backslash is part of the value depends on the shell. Put the value in "
             "single quotes."),
         offset);
}

/* Takes the character at pos as it stands. */
static void
take (Speller *speller)
{
  IruReader *reader = speller->reader;
  gsize length;

  iru_reader_peek (reader, reader->pos, &length);
  iru_word_append (speller->word, reader->text + reader->pos, length, reader->pos, TRUE);
  reader->pos += length;
}

static gboolean
is_variable (const Speller *speller, gsize pos)
{
  char c = iru_reader_get_byte (speller->reader, pos);
  char next = iru_reader_get_byte (speller->reader, pos + 1);

  if (speller->shell == IRU_SHELL_CMD)
    {
      gsize end = pos + 1;

      while (g_ascii_isalnum (iru_reader_get_byte (speller->reader, end))
             || iru_reader_get_byte (speller->reader, end) == '_')
        end++;
      return c == '%' && end > pos + 1 && iru_reader_get_byte (speller->reader, end) == '%';
    }
  return (c == '$' && (g_ascii_isalnum (next) || iru_reader_is_one_of (next, "_{(@*?!#$")))
         || (c == '`' && speller->shell == IRU_SHELL_POSIX);
}

static gboolean
fail_open (Speller *speller, gsize start)
{
  return iru_text_fail (speller->reader->error, IRU_TEXT_ERROR_TRUNCATED,
                        N_ ("The quote that opens here is never closed. Copy the whole command "
                            "once more: what is cut off can't be known."),
                        start);
}

/* A quote that is meant as a character: doubled, or behind its escape. */
static gboolean
take_inner_quote (Speller *speller, gboolean single)
{
  IruReader *reader = speller->reader;
  char c = iru_reader_get_byte (reader, reader->pos);
  char next = iru_reader_get_byte (reader, reader->pos + 1);
  gboolean doubled = speller->shell != IRU_SHELL_POSIX && c == (single ? '\'' : '"') && next == c;
  gboolean escaped = FALSE;

  if (!single && speller->shell == IRU_SHELL_POSIX)
    escaped = c == '\\' && iru_reader_is_one_of (next, "\\\"$`");
  else if (!single && speller->shell == IRU_SHELL_POWERSHELL)
    escaped = c == '`' && iru_reader_is_one_of (next, "`\"$'");
  else if (!single)
    escaped = c == '\\' && next == '"';
  if (!doubled && !escaped)
    return FALSE;
  if (next == '\\')
    spoil_backslash (speller, reader->pos);
  iru_word_append (speller->word, &next, 1, reader->pos, FALSE);
  reader->pos += 2;
  return TRUE;
}

static gboolean
take_quoted (Speller *speller)
{
  IruReader *reader = speller->reader;
  gsize start = reader->pos;
  gsize length;
  gboolean single = iru_reader_is_single_quote (reader, start);

  iru_reader_peek (reader, start, &length);
  if (length > 1)
    iru_reader_fix (reader, "smart-quotes", start);
  if (speller->quote_end == start)
    spoil (speller, N_ ("A second piece in quotes begins here, right behind the first."), start);
  reader->pos += length;
  while (reader->pos < reader->end)
    {
      if (take_inner_quote (speller, single))
        continue;
      if (iru_reader_closes (reader, start, reader->pos, &length))
        {
          reader->pos += length;
          speller->quote_end = reader->pos;
          return TRUE;
        }
      if (!single && is_variable (speller, reader->pos))
        spoil_variable (speller, reader->pos);
      take (speller);
    }
  return fail_open (speller, start);
}

/* The byte or character that the backslash at pos stands for; moves behind it. */
static gunichar
read_ansi_escape (IruReader *reader)
{
  static const char names[] = "\\'\"?abefnrtv";
  static const char values[] = "\\'\"?\a\b\x1b\f\n\r\t\v";
  char name = iru_reader_get_byte (reader, ++reader->pos);
  const char *found = name != '\0' ? strchr (names, name) : NULL;
  gunichar c = 0;
  gsize digits = name == 'x' ? 2 : name == 'u' ? 4 : name == 'U' ? 8 : 0;
  gsize from = reader->pos + 1;

  /* Of more than one byte it is none of the names, and is taken whole afterwards. */
  if ((guchar)name >= 0x80)
    return 0;
  reader->pos = from;
  if (found != NULL)
    return values[found - names];
  if (name >= '0' && name <= '7')
    {
      for (reader->pos--;
           reader->pos < from + 2
           && iru_reader_is_one_of (iru_reader_get_byte (reader, reader->pos), "01234567");)
        c = c * 8 + (reader->text[reader->pos++] - '0');
      return c < 0x80 ? c : 0;
    }
  while (reader->pos < from + digits
         && g_ascii_isxdigit (iru_reader_get_byte (reader, reader->pos)))
    c = c * 16 + g_ascii_xdigit_value (reader->text[reader->pos++]);
  return name != 'x' || c < 0x80 ? c : 0;
}

/* $'…', at the quote. */
static gboolean
take_ansi_quoted (Speller *speller)
{
  IruReader *reader = speller->reader;
  gsize start = reader->pos++;

  while (reader->pos < reader->end)
    {
      gsize offset = reader->pos;
      char utf8[6];
      gunichar c;

      if (reader->text[offset] == '\'')
        {
          speller->quote_end = ++reader->pos;
          return TRUE;
        }
      if (reader->text[offset] != '\\')
        {
          take (speller);
          continue;
        }
      c = read_ansi_escape (reader);
      if (c == 0 || !g_unichar_validate (c))
        spoil (speller, N_ ("What this backslash stands for is no character of a value."), offset);
      else
        iru_word_append (speller->word, utf8, g_unichar_to_utf8 (c, utf8), offset, FALSE);
    }
  return fail_open (speller, start);
}

gsize
iru_reader_pass_continuation (IruReader *reader, IruShell shell)
{
  gsize sign = reader->pos;
  gsize pos = sign + 1;
  gsize prompt;

  if (iru_reader_get_byte (reader, sign) != escapes[shell])
    return 0;
  while (iru_reader_is_one_of (iru_reader_get_byte (reader, pos), " \t"))
    pos++;
  if (!iru_reader_is_one_of (iru_reader_get_byte (reader, pos), "\r\n"))
    return 0;
  if (pos > sign + 1)
    iru_reader_fix (reader, "continuation-space", sign + 1);
  pos += iru_reader_get_byte (reader, pos) == '\r' && iru_reader_get_byte (reader, pos + 1) == '\n'
             ? 2
             : 1;

  /* The shell's own sign in front of a line that goes on. */
  prompt = pos;
  while (iru_reader_is_one_of (iru_reader_get_byte (reader, prompt), " \t"))
    prompt++;
  if (iru_reader_get_byte (reader, prompt) == '>')
    {
      pos = prompt;
      while (iru_reader_get_byte (reader, pos) == '>')
        pos++;
      iru_reader_fix (reader, "prompt", prompt);
    }
  return pos;
}

/* The escape at pos and what is behind it; *ends where the word does. */
static gboolean
take_escaped (Speller *speller, gboolean *ends)
{
  IruReader *reader = speller->reader;
  IruReader ahead = *reader;
  gsize sign = reader->pos;

  ahead.fixes = NULL;
  gsize behind = iru_reader_pass_continuation (&ahead, speller->shell);
  if (behind > 0)
    {
      char next = iru_reader_get_byte (reader, behind);

      *ends = behind >= reader->end || iru_reader_is_one_of (next, " \t\r\n")
              || ahead.text[behind - 1] == '>';
      if (*ends)
        return TRUE;
      spoil (speller, N_ ("This value goes on in the next line. Write it in one line."), sign);
      reader->pos = behind;
      return TRUE;
    }
  if (sign + 1 >= reader->end)
    return iru_text_fail (reader->error, IRU_TEXT_ERROR_TRUNCATED,
                          N_ ("The text ends here, in the middle of the command. Copy all of it "
                              "once more: what is cut off can't be known."),
                          sign);
  if (speller->shell == IRU_SHELL_POSIX && g_ascii_isalnum (reader->text[sign + 1]))
    spoil_backslash (speller, sign);
  reader->pos++;
  take (speller);
  return TRUE;
}

/* Whether the sign at pos ends the command, and doesn't merely lack its quotes. */
static gboolean
is_operator (const Speller *speller, gsize pos)
{
  char c = iru_reader_get_byte (speller->reader, pos);
  char next = iru_reader_get_byte (speller->reader, pos + 1);

  if (!iru_reader_is_one_of (c, speller->shell == IRU_SHELL_CMD ? "&|" : ";&|"))
    return FALSE;
  return speller->word->length == 0 || next == '\0' || next == c
         || iru_reader_is_one_of (next, " \t\r\n");
}

/* Whether the word that begins at pos is PowerShell's variable that is given a value. */
static gboolean
is_assignment (const Speller *speller)
{
  const IruReader *reader = speller->reader;
  gsize pos = speller->word->span.start;

  if (speller->shell != IRU_SHELL_POWERSHELL || reader->end - pos < 5
      || g_ascii_strncasecmp (reader->text + pos, "$env:", 5) != 0)
    return FALSE;
  pos += 5;
  while (g_ascii_isalnum (iru_reader_get_byte (reader, pos))
         || iru_reader_get_byte (reader, pos) == '_')
    pos++;
  while (iru_reader_is_one_of (iru_reader_get_byte (reader, pos), " \t"))
    pos++;
  return iru_reader_get_byte (reader, pos) == '=';
}

/* A plain character that a shell reads meaning into. */
static void
check_plain (Speller *speller)
{
  const IruReader *reader = speller->reader;
  gsize pos = reader->pos;
  char c = iru_reader_get_byte (reader, pos);
  gboolean home =
      c == '~' && speller->word->length == 0 && speller->quote_end == G_MAXSIZE
      && (pos + 1 >= reader->end || iru_reader_is_one_of (reader->text[pos + 1], "/\\ \t\r\n"));

  if (speller->quote_end == pos)
    spoil (speller, N_ ("Text stands right behind a closing quote."), pos);
  if (pos == speller->word->span.start && is_assignment (speller))
    return;
  if (is_variable (speller, pos) || (home && speller->shell != IRU_SHELL_CMD))
    spoil_variable (speller, pos);
  if (iru_reader_is_one_of (c, speller->shell == IRU_SHELL_POSIX        ? ";&|<>()*"
                               : speller->shell == IRU_SHELL_POWERSHELL ? ";&|<>(){}@"
                                                                        : "&|<>"))
    spoil (speller,
           N_ ("A shell does not take this sign as it stands. Put the value in single quotes."),
           pos);
}

/* FALSE with the error; *ends where the word does. */
static gboolean
take_piece (Speller *speller, gboolean *ends)
{
  IruReader *reader = speller->reader;
  gsize length;
  gsize pos = reader->pos;
  IruGlyph glyph = iru_reader_peek (reader, pos, &length);
  char c = iru_reader_get_byte (reader, pos);
  char next = iru_reader_get_byte (reader, pos + 1);
  gboolean posix = speller->shell == IRU_SHELL_POSIX;

  *ends = pos >= reader->end || glyph == IRU_GLYPH_SPACE || glyph == IRU_GLYPH_ODD_SPACE
          || is_operator (speller, pos);
  if (*ends)
    return TRUE;
  if (glyph == IRU_GLYPH_ZERO_WIDTH)
    {
      iru_reader_fix (reader, "zero-width", pos);
      reader->pos += length;
      return TRUE;
    }
  if (posix && c == '$' && (next == '\'' || next == '"'))
    {
      reader->pos++;
      return next == '"' ? take_quoted (speller) : take_ansi_quoted (speller);
    }
  if (glyph == IRU_GLYPH_QUOTE && (c != '\'' || speller->shell != IRU_SHELL_CMD))
    return take_quoted (speller);
  if (c == escapes[speller->shell])
    return take_escaped (speller, ends);
  check_plain (speller);
  take (speller);
  return TRUE;
}

IruWord *
iru_reader_read_word (IruReader *reader, IruShell shell)
{
  gboolean ends = FALSE;
  g_autoptr (IruWord) word = iru_word_new (reader->pos);
  Speller speller = { .reader = reader, .shell = shell, .word = word, .quote_end = G_MAXSIZE };

  while (!ends)
    if (!take_piece (&speller, &ends))
      return NULL;
  word->span.end = reader->pos;

  /* Nothing shows that it is whole: no quote, no line end. */
  gsize behind = reader->pos;
  while (iru_reader_is_one_of (iru_reader_get_byte (reader, behind), " \t"))
    behind++;
  if (behind >= reader->length && speller.quote_end != reader->pos)
    iru_text_fail (&word->fault, IRU_TEXT_ERROR_TRUNCATED,
                   N_ ("The text ends right behind this value, so that nothing shows whether it "
                       "is whole. Put it in quotes, or end the line."),
                   word->span.start);
  return g_steal_pointer (&word);
}
