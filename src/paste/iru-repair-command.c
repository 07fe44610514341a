/* iru-repair-command.c: command lines in a paste, found and split
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-repair-command.h"

#include "iru-repair-shell.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What may stand in front of a command on its line, as its last character: prompts,
 * "Run:", marks of a list or of code, and what ends the command before. */
#define BOUNDARIES "$%>:`;&|-*."

void
iru_command_free (IruCommand *command)
{
  if (command == NULL)
    return;
  g_ptr_array_unref (command->words);
  g_free (command);
}

/* Behind the blanks at @pos. */
static gsize
pass_blanks (const IruReader *reader, gsize pos)
{
  gsize length;
  IruGlyph glyph = iru_reader_peek (reader, pos, &length);

  while (pos < reader->end && !iru_reader_is_one_of (reader->text[pos], "\r\n")
         && (glyph == IRU_GLYPH_SPACE || glyph == IRU_GLYPH_ODD_SPACE))
    {
      pos += length;
      glyph = iru_reader_peek (reader, pos, &length);
    }
  return pos;
}

/* Whether the text at @pos begins as @head says: a space stands for blanks, a star for
 * more of a name; the first word may be a file of Windows. */
static gboolean
matches (const IruReader *reader, gsize pos, const char *head)
{
  gboolean first = TRUE;

  for (; *head != '\0'; head++)
    {
      if (*head == '*')
        {
          while (g_ascii_isalnum (iru_reader_get_byte (reader, pos))
                 || iru_reader_get_byte (reader, pos) == '_')
            pos++;
          continue;
        }
      if (*head != ' ')
        {
          if (g_ascii_tolower (iru_reader_get_byte (reader, pos)) != g_ascii_tolower (*head))
            return FALSE;
          pos++;
          continue;
        }
      if (first && reader->end - pos > 4
          && (g_ascii_strncasecmp (reader->text + pos, ".exe", 4) == 0
              || g_ascii_strncasecmp (reader->text + pos, ".cmd", 4) == 0))
        pos += 4;
      first = FALSE;
      gsize behind = pass_blanks (reader, pos);
      if (behind == pos && !iru_reader_is_one_of (iru_reader_get_byte (reader, pos), "\r\n"))
        return FALSE;
      pos = behind;
    }
  return TRUE;
}

static gsize
find_line_end (const IruReader *reader, gsize pos)
{
  while (pos < reader->end && !iru_reader_is_one_of (reader->text[pos], "\r\n"))
    pos++;
  return pos;
}

/* Looks through the line from @start on. */
static gboolean
find_in_line (const IruReader *reader, const char *const *heads, gsize start, gsize end,
              IruCommandLine *line)
{
  char before = '\0';

  for (gsize pos = pass_blanks (reader, start); pos < end; pos++)
    {
      char last = pos > start ? reader->text[pos - 1] : ' ';

      if ((before == '\0' || iru_reader_is_one_of (before, BOUNDARIES))
          && iru_reader_is_one_of (last, " \t`>\xa0\x80"))
        for (guint i = 0; heads[i] != NULL; i++)
          if (matches (reader, pos, heads[i]))
            {
              line->head = i;
              line->start = pos;
              return TRUE;
            }
      if (!iru_reader_is_one_of (reader->text[pos], " \t") && (guchar)reader->text[pos] < 0x80)
        before = reader->text[pos];
    }
  return FALSE;
}

/* Whether the line above the reader's part opens a fence for @language. */
static gboolean
is_in_fence_of (const IruReader *reader, const char *const *languages)
{
  gsize end = reader->part;
  gsize start;

  while (end > 0 && iru_reader_is_one_of (reader->text[end - 1], "\r\n"))
    end--;
  start = end;
  while (start > 0 && !iru_reader_is_one_of (reader->text[start - 1], "`~\r\n"))
    start--;
  if (start == 0 || !iru_reader_is_one_of (reader->text[start - 1], "`~"))
    return FALSE;
  for (guint i = 0; languages[i] != NULL; i++)
    if (end - start >= strlen (languages[i])
        && g_ascii_strncasecmp (reader->text + start, languages[i], strlen (languages[i])) == 0)
      return TRUE;
  return FALSE;
}

/* @from: where the line begins that the command stands on. */
static IruShell
guess_shell (const IruReader *reader, gsize from, gsize start)
{
  static const char *const powershell[] = { "powershell", "pwsh", "ps1", NULL };
  static const char *const cmd[] = { "cmd", "bat", "dos", NULL };
  gsize end = find_line_end (reader, start);
  gsize prompt = pass_blanks (reader, from);

  if (is_in_fence_of (reader, powershell))
    return IRU_SHELL_POWERSHELL;
  if (is_in_fence_of (reader, cmd))
    return IRU_SHELL_CMD;
  if (start - prompt >= 4 && memcmp (reader->text + prompt, "PS ", 3) == 0)
    return IRU_SHELL_POWERSHELL;
  if (start - prompt >= 4 && memcmp (reader->text + prompt + 1, ":\\", 2) == 0)
    return IRU_SHELL_CMD;
  if (matches (reader, start, "$env:"))
    return IRU_SHELL_POWERSHELL;
  if (matches (reader, start, "set IRU_") || matches (reader, start, "set \"IRU_"))
    return IRU_SHELL_CMD;

  while (end > start && iru_reader_is_one_of (reader->text[end - 1], " \t"))
    end--;
  if (reader->text[end - 1] == '`')
    return IRU_SHELL_POWERSHELL;
  return reader->text[end - 1] == '^' ? IRU_SHELL_CMD : IRU_SHELL_POSIX;
}

/* A line that is a comment of some language. */
static gboolean
is_comment (const IruReader *reader, gsize pos)
{
  pos = pass_blanks (reader, pos);
  return iru_reader_get_byte (reader, pos) == '#'
         || (iru_reader_get_byte (reader, pos) == '/'
             && iru_reader_is_one_of (iru_reader_get_byte (reader, pos + 1), "/*"));
}

/* Only code between backticks on one line ends before the line does. */
static gsize
find_end (const IruReader *reader, gsize start, IruShell shell)
{
  const char *close;
  gsize line_end = find_line_end (reader, start);

  if (start == 0 || reader->text[start - 1] != '`' || shell == IRU_SHELL_POWERSHELL)
    return reader->end;
  close = memchr (reader->text + start, '`', line_end - start);
  return close != NULL ? (gsize)(close - reader->text) : reader->end;
}

static gsize
find_prompt (const IruReader *reader, gsize from, gsize start)
{
  gsize prompt = pass_blanks (reader, from);
  gsize end = start;

  while (end > prompt && iru_reader_is_one_of (reader->text[end - 1], " \t"))
    end--;
  return end > prompt && iru_reader_is_one_of (reader->text[end - 1], "$%>") ? prompt : start;
}

gboolean
iru_reader_find_command (const IruReader *reader, const char *const *heads, IruCommandLine *line)
{
  gsize from = reader->pos;

  while (from < reader->end)
    {
      gsize end = find_line_end (reader, from);

      if (!is_comment (reader, from) && find_in_line (reader, heads, from, end, line))
        {
          line->shell = guess_shell (reader, from, line->start);
          line->prompt = find_prompt (reader, from, line->start);
          line->end = find_end (reader, line->start, line->shell);
          return TRUE;
        }
      from = end + 1;
    }
  return FALSE;
}

/* An option that begins the next line, where the sign that continues the line was lost. */
static gboolean
goes_on (const IruReader *reader, gsize pos)
{
  if (iru_reader_get_byte (reader, pos) == '\r' && iru_reader_get_byte (reader, pos + 1) == '\n')
    pos++;
  pos = pass_blanks (reader, pos + 1);
  if (iru_reader_get_byte (reader, pos) != '-')
    return FALSE;
  if (iru_reader_get_byte (reader, pos + 1) == '-')
    return g_ascii_isalpha (iru_reader_get_byte (reader, pos + 2));
  return g_ascii_isalpha (iru_reader_get_byte (reader, pos + 1))
         && iru_reader_is_one_of (iru_reader_get_byte (reader, pos + 2), " \t\"'");
}

/* Passes what stands between two words. FALSE with the error. */
static gboolean
pass_between (IruReader *reader, IruShell shell)
{
  gsize length;
  gsize behind;

  while (reader->pos < reader->end)
    {
      IruGlyph glyph = iru_reader_peek (reader, reader->pos, &length);
      gboolean line_end = iru_reader_is_one_of (reader->text[reader->pos], "\r\n");

      if (line_end && !goes_on (reader, reader->pos))
        return TRUE;
      if (line_end)
        iru_reader_fix (reader, "missing-continuation", reader->pos);
      if (glyph == IRU_GLYPH_ODD_SPACE)
        iru_reader_fix (reader, "no-break-space", reader->pos);
      if (glyph == IRU_GLYPH_ZERO_WIDTH)
        iru_reader_fix (reader, "zero-width", reader->pos);
      if (glyph == IRU_GLYPH_SPACE || glyph == IRU_GLYPH_ODD_SPACE || glyph == IRU_GLYPH_ZERO_WIDTH)
        {
          length += line_end && reader->text[reader->pos] == '\r'
                    && iru_reader_get_byte (reader, reader->pos + 1) == '\n';
          reader->pos += length;
          continue;
        }
      behind = iru_reader_pass_continuation (reader, shell);
      if (behind == 0)
        return TRUE;
      if (pass_blanks (reader, behind) >= reader->end)
        return iru_text_fail (reader->error, IRU_TEXT_ERROR_TRUNCATED,
                              N_ ("The text ends here, in the middle of the command. Copy all of "
                                  "it once more: what is cut off can't be known."),
                              reader->pos);
      reader->pos = behind;
    }
  return TRUE;
}

typedef enum
{
  NEXT_WORD,
  NEXT_REDIRECTION,
  NEXT_PIPE,
  NEXT_END,
} Next;

/* What comes at pos, behind the blanks. Moves behind what is no word. */
static Next
look_for_word (IruReader *reader, IruShell shell)
{
  gsize pos = reader->pos;
  char c = iru_reader_get_byte (reader, pos);
  gsize digits = 0;

  if (pos >= reader->end || iru_reader_is_one_of (c, "\r\n"))
    return NEXT_END;
  if (c == '#' && shell != IRU_SHELL_CMD)
    {
      iru_reader_fix (reader, "comment", pos);
      reader->pos = find_line_end (reader, pos);
      return NEXT_END;
    }
  if (iru_reader_is_one_of (c, shell == IRU_SHELL_CMD ? "&|" : ";&|"))
    {
      gboolean pipe = c == '|' && iru_reader_get_byte (reader, pos + 1) != '|';

      while (iru_reader_is_one_of (iru_reader_get_byte (reader, reader->pos), ";&|"))
        reader->pos++;
      return pipe ? NEXT_PIPE : NEXT_END;
    }
  while (g_ascii_isdigit (iru_reader_get_byte (reader, pos + digits)))
    digits++;
  if (iru_reader_get_byte (reader, pos + digits) != '>')
    return NEXT_WORD;
  reader->pos += digits;
  while (iru_reader_is_one_of (iru_reader_get_byte (reader, reader->pos), ">&"))
    reader->pos++;
  return NEXT_REDIRECTION;
}

/* Takes @word. */
static gboolean
add_word (IruReader *reader, IruCommand *command, IruWord *word)
{
  if (word == NULL)
    return FALSE;
  g_ptr_array_add (command->words, word);
  return command->words->len <= IRU_COMMAND_MAX_WORDS
         || iru_text_fail (reader->error, IRU_TEXT_ERROR_TOO_LARGE,
                           N_ ("There are more words than such a command has."), word->span.start);
}

static gboolean
read_words (IruReader *reader, IruShell shell, IruCommand *command)
{
  gboolean wanted = TRUE;
  gboolean skip_next = FALSE;
  Next next = NEXT_WORD;

  while (next != NEXT_END)
    {
      if (!pass_between (reader, shell))
        return FALSE;
      next = look_for_word (reader, shell);
      skip_next |= next == NEXT_REDIRECTION;
      wanted &= next != NEXT_PIPE;
      if (next != NEXT_WORD)
        continue;

      g_autoptr (IruWord) word = iru_reader_read_word (reader, shell);
      if (word == NULL)
        return FALSE;
      if (!wanted || skip_next)
        skip_next = FALSE;
      else if (!add_word (reader, command, g_steal_pointer (&word)))
        return FALSE;
    }
  return TRUE;
}

IruCommand *
iru_reader_read_command (IruReader *reader, const IruCommandLine *line)
{
  g_autoptr (IruCommand) command = g_new0 (IruCommand, 1);
  gsize end = reader->end;

  command->head = line->head;
  command->words = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_word_free);
  command->span.start = line->start;
  if (line->prompt < line->start)
    iru_reader_fix (reader, "prompt", line->prompt);
  iru_reader_fix (reader, "command-line", line->start);
  reader->pos = line->start;
  reader->end = line->end;
  gboolean read = read_words (reader, line->shell, command);
  reader->end = end;
  if (!read)
    return NULL;
  command->span.end = reader->pos;
  command->open = reader->pos >= reader->length;
  return g_steal_pointer (&command);
}
