/* iru-repair-toml.c: a Codex table as people paste it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The TOML reader is the one for files, which takes no slip. So the slips are
 * put right in a copy in which every byte that matters keeps its offset.
 */
#include "iru-repair-toml.h"

#include "iru-document.h"
#include "iru-repair-string.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Past the spaces of every kind that a line begins with. */
static gsize
skip_indent (const IruReader *reader, gsize pos)
{
  gsize length;
  IruGlyph glyph = iru_reader_peek (reader, pos, &length);

  while (length > 0 && glyph != IRU_GLYPH_OTHER && glyph != IRU_GLYPH_QUOTE
         && reader->text[pos] != '\n')
    {
      pos += length;
      glyph = iru_reader_peek (reader, pos, &length);
    }
  return pos;
}

static gsize
next_line (const IruReader *reader, gsize pos)
{
  const char *end = memchr (reader->text + pos, '\n', reader->end - pos);

  return end != NULL ? (gsize)(end - reader->text) + 1 : reader->end;
}

static gboolean
is_servers_line (const IruReader *reader, gsize pos)
{
  static const char name[] = "mcp_servers";
  gsize length;
  gboolean header = FALSE;

  while (iru_reader_get_mark (reader, pos, &length) == '[')
    {
      header = TRUE;
      pos = skip_indent (reader, pos + length);
    }
  if (header && iru_reader_peek (reader, pos, &length) == IRU_GLYPH_QUOTE)
    pos += length;
  if (reader->end - pos < strlen (name) || memcmp (reader->text + pos, name, strlen (name)) != 0)
    return FALSE;
  pos = skip_indent (reader, pos + strlen (name));
  return pos >= reader->end || header || reader->text[pos] == '.'
         || iru_reader_get_mark (reader, pos, &length) == '=';
}

gboolean
iru_repair_find_toml (const IruReader *reader, gsize *start)
{
  for (gsize line = reader->pos; line < reader->end; line = next_line (reader, line))
    if (is_servers_line (reader, skip_indent (reader, line)))
      {
        *start = line;
        return TRUE;
      }
  return FALSE;
}

/* A header, a key with its value, a comment, or the end of a value over several lines. */
static gboolean
is_toml_line (const IruReader *reader, gsize pos)
{
  gsize end = next_line (reader, pos);
  gsize length;

  pos = skip_indent (reader, pos);
  if (pos >= end)
    return FALSE;
  char mark = iru_reader_get_mark (reader, pos, &length);
  if (mark != '\0' && strchr ("[]}#", mark) != NULL)
    return TRUE;
  for (; pos < end && iru_reader_get_mark (reader, pos, &length) != '='; pos++)
    if (!g_ascii_isalnum (reader->text[pos]) && strchr ("_-.\"' \t", reader->text[pos]) == NULL
        && !(reader->text[pos] & 0x80))
      return FALSE;
  return pos < end;
}

static gsize
find_end (const IruReader *reader)
{
  gsize end = reader->pos;

  for (gsize line = reader->pos; line < reader->end; line = next_line (reader, line))
    if (is_toml_line (reader, line))
      end = next_line (reader, line);
  return end;
}

static gboolean
fail_open_string (const IruReader *reader, gsize offset)
{
  return iru_text_fail (reader->error, IRU_TEXT_ERROR_TRUNCATED,
                        N_ ("The string that begins here does not end. Copy the whole "
                            "configuration once more: what is cut off can't be known."),
                        offset);
}

/* Behind the string at @pos; 0 with the error if it has no end. */
static gsize
pass_string (const IruReader *reader, gsize pos)
{
  char quote = reader->text[pos];
  const char triple[] = { quote, quote, quote };
  gsize left = reader->end - pos;
  gboolean multi = left >= 3 && memcmp (reader->text + pos, triple, 3) == 0;
  gsize width = multi ? 3 : 1;

  for (gsize p = pos + width; p < reader->end; p++)
    {
      if (quote == '"' && reader->text[p] == '\\')
        p++;
      else if (!multi && (reader->text[p] == '\n' || reader->text[p] == '\r'))
        break;
      else if (reader->end - p >= width && memcmp (reader->text + p, triple, width) == 0)
        {
          p += width;
          while (multi && p < reader->end && reader->text[p] == quote)
            p++;
          return p;
        }
    }
  fail_open_string (reader, pos);
  return 0;
}

/* Makes a plain quote of the word processor's at @pos in @copy, and of the one that
 * closes it; behind it, or 0 with the error. */
static gsize
straighten_string (IruReader *reader, char *copy, gsize pos, gsize length)
{
  IruSpan span;
  IruReader string = *reader;
  gsize close_length;

  /* What it holds is cleaned when it is decoded. */
  string.pos = pos;
  string.fixes = NULL;
  iru_secret_free (iru_reader_read_string (&string, &span));
  if (reader->error->code != IRU_TEXT_ERROR_NONE)
    return 0;
  iru_reader_fix (reader, "smart-quotes", pos);

  const char *last = g_utf8_prev_char (reader->text + span.end);
  close_length = reader->text + span.end - last;
  memset (copy + pos, ' ', length - 1);
  copy[pos + length - 1] = '"';
  memset (copy + span.end - close_length, ' ', close_length);
  copy[span.end - close_length] = '"';
  return span.end;
}

static gboolean
blank_odd_spaces (IruReader *reader, char *copy)
{
  gsize pos = reader->pos;
  gsize length;
  gsize width;

  while (pos < reader->end)
    {
      IruGlyph glyph = iru_reader_peek (reader, pos, &length);

      if (reader->text[pos] == '#')
        {
          pos = next_line (reader, pos);
          continue;
        }
      if (glyph == IRU_GLYPH_QUOTE)
        {
          pos = length == 1 ? pass_string (reader, pos)
                            : straighten_string (reader, copy, pos, length);
          if (pos == 0)
            return FALSE;
          continue;
        }
      if (iru_reader_get_mark (reader, pos, &width) != '\0' && width > 1)
        {
          iru_reader_fix (reader, "full-width", pos);
          memset (copy + pos, ' ', width);
          copy[pos + width - 1] = iru_reader_get_mark (reader, pos, &width);
        }
      if (glyph == IRU_GLYPH_ODD_SPACE || glyph == IRU_GLYPH_ZERO_WIDTH)
        {
          iru_reader_fix (reader, glyph == IRU_GLYPH_ODD_SPACE ? "no-break-space" : "zero-width",
                          pos);
          memset (copy + pos, ' ', length);
        }
      pos += length;
    }
  return TRUE;
}

/* Bounded like the rest of a snippet. */
static gboolean
clean_strings (IruReader *reader, IruValue *value, guint depth)
{
  if (depth > IRU_REPAIR_MAX_DEPTH)
    return iru_text_fail (reader->error, IRU_TEXT_ERROR_TOO_LARGE,
                          N_ ("The text is nested more deeply than a configuration is."),
                          value->span.start);
  if (value->type == IRU_VALUE_STRING && g_utf8_validate (value->text, -1, NULL))
    {
      char *clean = iru_repair_clean_string (value->text, strlen (value->text), value->span.start,
                                             reader->fixes);

      iru_secret_free (value->text);
      value->text = clean;
    }
  for (guint i = 0; i < iru_value_count_children (value); i++)
    if (!clean_strings (reader, iru_value_get_child (value, i), depth + 1))
      return FALSE;
  return TRUE;
}

/* The text, with spaces in place of all that is not the table's. */
static GBytes *
copy_table (IruReader *reader)
{
  char *copy = g_malloc (reader->end + 1);
  g_autoptr (GBytes) bytes =
      g_bytes_new_with_free_func (copy, reader->end, (GDestroyNotify)iru_secret_free, copy);

  for (gsize i = 0; i < reader->end; i++)
    copy[i] = i >= reader->pos || reader->text[i] == '\n' ? reader->text[i] : ' ';
  copy[reader->end] = '\0';
  return blank_odd_spaces (reader, copy) ? g_steal_pointer (&bytes) : NULL;
}

/* An error behind which nothing stands is one of a table that was cut off. */
static gboolean
is_at_end (const IruReader *reader, gsize offset)
{
  for (gsize pos = MIN (offset, reader->end); pos < reader->end; pos++)
    if (!g_ascii_isspace (reader->text[pos]))
      return FALSE;
  return TRUE;
}

IruValue *
iru_repair_read_toml (IruReader *reader)
{
  static const char *const whole[] = { NULL };
  IruTextError error = { 0 };
  IruReader table = *reader;

  table.end = find_end (reader);
  reader->pos = table.end;

  g_autoptr (GBytes) text = copy_table (&table);
  if (text == NULL)
    return NULL;

  g_autoptr (IruDocument) document = iru_document_new (IRU_SYNTAX_TOML, text, &error);
  if (document == NULL)
    {
      if (error.code == IRU_TEXT_ERROR_SYNTAX && is_at_end (&table, error.offset))
        error.code = IRU_TEXT_ERROR_TRUNCATED;
      iru_text_fail (reader->error, error.code, error.message, error.offset);
      return NULL;
    }

  g_autoptr (IruValue) value = iru_document_dup_value (document, whole);
  if (value == NULL || !clean_strings (&table, value, 0))
    return NULL;
  return g_steal_pointer (&value);
}
