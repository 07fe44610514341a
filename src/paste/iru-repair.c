/* iru-repair.c: what a person pasted, read with the slips that have one reading
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The paste is cut at its Markdown fences; in each part the blocks of JSON or
 * TOML are looked for among the prose. One block is the answer, or several that
 * say the same.
 */
#include "iru-repair.h"

#include "iru-repair-parse.h"
#include "iru-repair-shell.h"
#include "iru-repair-toml.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The longest name that is looked for in front of a brace, in bytes. */
#define MAX_NAME 256

/* Copies of one configuration; more is no paste. */
#define MAX_BLOCKS 64

typedef struct
{
  IruReader reader;
  const char *const *heads;
  GPtrArray *commands;
  IruValue *found; /* (owned) (nullable) */
  guint n_blocks;
  gboolean fenced;   /* said already */
  gboolean prose;    /* said already */
  gsize open_string; /* where a part began with a string that has no end */
} Paste;

static gboolean
is_blank_glyph (IruGlyph glyph)
{
  return glyph == IRU_GLYPH_SPACE || glyph == IRU_GLYPH_ODD_SPACE || glyph == IRU_GLYPH_ZERO_WIDTH;
}

static gsize
skip_blank (const IruReader *reader, gsize pos)
{
  gsize length;

  while (is_blank_glyph (iru_reader_peek (reader, pos, &length)) && length > 0)
    pos += length;
  return pos;
}

static void
say_once (Paste *paste, gboolean *said, const char *id, gsize offset)
{
  if (!*said)
    iru_reader_fix (&paste->reader, id, offset);
  *said = TRUE;
}

/* A name that was cut in two, or a setting outside of any block: not prose. */
static gboolean
check_prose (Paste *paste, gsize start, gsize end)
{
  IruReader gap = paste->reader;
  gsize length;

  gap.end = end;
  for (gsize pos = start; pos < end; pos += length)
    {
      gsize colon;
      gsize width;

      if (iru_reader_peek (&gap, pos, &length) != IRU_GLYPH_QUOTE)
        continue;
      colon = skip_blank (&gap, pos + length);
      if (iru_reader_get_mark (&gap, colon, &width) == ':')
        return iru_text_fail (gap.error, IRU_TEXT_ERROR_SYNTAX,
                              N_ ("A setting stands here outside of the configuration's braces. "
                                  "Copy the whole configuration once more."),
                              pos);
    }
  return TRUE;
}

/* What stands between blocks: nothing, comments, marks of Markdown, or prose. */
static gboolean
pass_gap (Paste *paste, gsize start, gsize end)
{
  IruReader gap = paste->reader;
  IruReader marks;

  if (!check_prose (paste, start, end))
    return FALSE;

  gap.pos = start;
  gap.end = end;
  gap.fixes = NULL;
  gap.error = NULL;
  if (!iru_reader_skip (&gap) || gap.pos < end)
    {
      marks = gap;
      while (marks.pos < end && strchr ("`~,; \t\r\n", marks.text[marks.pos]) != NULL)
        marks.pos++;
      if (marks.pos < end)
        say_once (paste, &paste->prose, "prose", gap.pos);
      else if (strchr ("`~", gap.text[gap.pos]) != NULL)
        say_once (paste, &paste->fenced, "fence", gap.pos);
      return TRUE;
    }
  gap = paste->reader;
  gap.pos = start;
  gap.end = end;
  return iru_reader_skip (&gap);
}

/* Takes @value. */
static gboolean
add_block (Paste *paste, IruValue *value, gsize offset)
{
  gboolean empty = iru_value_count_children (value) == 0;

  if (++paste->n_blocks > MAX_BLOCKS)
    {
      iru_value_free (value);
      return iru_text_fail (paste->reader.error, IRU_TEXT_ERROR_TOO_LARGE,
                            N_ ("There are too many configurations in the text."), offset);
    }
  if (paste->found == NULL || (!empty && iru_value_count_children (paste->found) == 0))
    {
      iru_value_free (paste->found);
      paste->found = value;
      return TRUE;
    }

  gboolean same = empty || iru_reader_same_value (paste->found, value);
  iru_value_free (value);
  if (!same)
    return iru_text_fail (paste->reader.error, IRU_TEXT_ERROR_AMBIGUOUS,
                          N_ ("A second configuration begins here, and it differs from the first. "
                              "Paste only the one that is wanted."),
                          offset);
  if (!empty)
    iru_reader_fix (&paste->reader, "duplicate-copy", offset);
  return TRUE;
}

/* The bytes of the quote that ends at @end; 0 if none does. */
static gsize
measure_quote_before (const IruReader *reader, gsize start, gsize end)
{
  gsize length;
  gsize pos = end;

  if (end <= start)
    return 0;
  pos = g_utf8_prev_char (reader->text + end) - reader->text;
  if (reader->text[pos] == '\xc2' && (guchar)reader->text[pos + 1] == 0xbb)
    return 2;
  return iru_reader_peek (reader, pos, &length) == IRU_GLYPH_QUOTE ? end - pos : 0;
}

/* Passes one white space at @pos, or one that is escaped. */
static gboolean
is_blank_at (const IruReader *reader, gsize *pos)
{
  if (strchr (" \t\r\n", reader->text[*pos]) != NULL)
    {
      (*pos)++;
      return TRUE;
    }
  if (reader->end - *pos < 2 || reader->text[*pos] != '\\'
      || strchr ("nrt", reader->text[*pos + 1]) == NULL)
    return FALSE;
  *pos += 2;
  return TRUE;
}

/* The bytes of the colon that ends at @end; 0 if none does. */
static gsize
measure_colon_before (const IruReader *reader, gsize start, gsize end)
{
  gsize length;

  for (gsize width = 1; width <= 3 && end - start >= width; width += 2)
    if (iru_reader_get_mark (reader, end - width, &length) == ':' && length == width)
      return width;
  return 0;
}

/**
 * find_name_before:
 *
 * Looks for "name": in front of the brace at @brace, not before @start.
 *
 * Returns: where the name begins; @brace if there is no such thing; G_MAXSIZE if
 *   only the end of a name is there
 */
static gsize
find_name_before (const IruReader *reader, gsize start, gsize brace)
{
  gsize length;
  gsize pos = brace;
  IruReader line = *reader;

  line.end = brace;

  while (pos > start && strchr (" \t\r\n", reader->text[pos - 1]) != NULL)
    pos--;
  pos -= measure_colon_before (reader, start, pos);
  if (pos == start || iru_reader_get_mark (reader, pos, &length) != ':')
    return brace;
  while (pos > start && strchr (" \t", reader->text[pos - 1]) != NULL)
    pos--;

  gsize quote = measure_quote_before (reader, start, pos);
  if (quote == 0)
    return brace;
  pos -= quote;
  for (gsize limit = MAX_NAME; limit > 0 && pos > start && reader->text[pos - 1] != '\n'; limit--)
    {
      pos = g_utf8_prev_char (reader->text + pos) - reader->text;
      if (iru_reader_peek (&line, pos, &length) == IRU_GLYPH_QUOTE
          && iru_reader_look_for_key (&line, pos) == IRU_AHEAD_KEY)
        return pos;
    }
  return G_MAXSIZE;
}

typedef enum
{
  BLOCK_NONE,
  BLOCK_OBJECT,
  BLOCK_ARRAY,
  BLOCK_FRAGMENT,
  BLOCK_STRING, /* an object that is the content of a string */
  BLOCK_BROKEN,
} Block;

/* Whether the object at @brace is escaped as the content of a string is. */
static gboolean
is_escaped_object (const IruReader *reader, gsize brace)
{
  gsize pos = brace + 1;

  while (pos < reader->end && is_blank_at (reader, &pos))
    ;
  return reader->end - pos >= 2 && memcmp (reader->text + pos, "\\\"", 2) == 0;
}

/* Looks for the next block from the reader's pos; @at: (out): where it begins */
static Block
find_block (const IruReader *reader, gsize *at)
{
  gsize length;

  for (gsize pos = reader->pos; pos < reader->end; pos++)
    {
      char mark = iru_reader_get_mark (reader, pos, &length);

      *at = pos;
      if (mark == '[' && iru_reader_look_for_array (reader, pos))
        return BLOCK_ARRAY;
      if (mark != '{')
        continue;
      *at = find_name_before (reader, reader->pos, pos);
      if (*at == G_MAXSIZE)
        {
          *at = pos;
          return BLOCK_BROKEN;
        }
      if (*at < pos)
        return BLOCK_FRAGMENT;
      if (iru_reader_look_for_object (reader, pos))
        return BLOCK_OBJECT;
      if (is_escaped_object (reader, pos))
        {
          *at = pos - measure_quote_before (reader, reader->pos, pos);
          return BLOCK_STRING;
        }
    }
  return BLOCK_NONE;
}

/* The brackets of what stood round the piece that was copied. */
static gboolean
pass_surplus (IruReader *reader)
{
  static const struct
  {
    char mark;
    const char *id;
  } rows[] = { { '}', "surplus-brace" }, { ']', "surplus-bracket" }, { ',', "trailing-comma" } };

  for (;;)
    {
      gsize length;
      const char *id = NULL;

      if (!iru_reader_skip (reader))
        return FALSE;
      for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        if (iru_reader_get_mark (reader, reader->pos, &length) == rows[i].mark)
          id = rows[i].id;
      if (id == NULL)
        return TRUE;
      iru_reader_fix (reader, id, reader->pos);
      iru_reader_take_mark (reader);
    }
}

/* A configuration that was given as one JSON string. */
static gboolean
read_string_block (Paste *paste, gsize at)
{
  IruReader *reader = &paste->reader;
  IruValue *value;

  reader->pos = at;
  iru_reader_fix (reader, "stringified", at);
  g_autoptr (IruWord) word = iru_reader_read_inner (reader);
  if (word == NULL)
    return FALSE;
  value = iru_repair_read_word (word, 0, reader->fixes, reader->error);
  return value != NULL && add_block (paste, value, at) && pass_surplus (reader);
}

static gboolean
read_block (Paste *paste, Block block, gsize at)
{
  IruReader *reader = &paste->reader;
  IruValue *value;

  if (block == BLOCK_STRING)
    return read_string_block (paste, at);
  reader->pos = at;
  reader->depth = 0;
  if (block == BLOCK_FRAGMENT)
    iru_reader_fix (reader, "missing-braces", at);
  if (block == BLOCK_FRAGMENT)
    value = iru_reader_read_members (reader);
  else
    value = block == BLOCK_ARRAY ? iru_reader_read_array (reader) : iru_reader_read_object (reader);
  return value != NULL && add_block (paste, value, at) && pass_surplus (reader);
}

/* A part that begins with a name in quotes, or with the comma before it. */
static Block
find_first_block (Paste *paste, gsize *at)
{
  gsize length;
  IruReader ahead = paste->reader;

  ahead.fixes = NULL;
  ahead.error = NULL;
  do
    {
      if (!iru_reader_skip (&ahead))
        break;
    }
  while (iru_reader_get_mark (&ahead, ahead.pos, &length) == ',' && (ahead.pos += length) > 0);

  *at = ahead.pos;
  switch (iru_reader_look_for_key (&ahead, ahead.pos))
    {
    case IRU_AHEAD_KEY:
      return BLOCK_FRAGMENT;
    case IRU_AHEAD_OPEN_STRING:
      paste->open_string = MIN (paste->open_string, ahead.pos);
      return find_block (&paste->reader, at);
    default:
      return find_block (&paste->reader, at);
    }
}

/* The end of a setting that is cut off in front stands before the piece at @at. */
static gboolean
check_front (const IruReader *reader, gsize at)
{
  gsize pos = at;
  gsize quote;

  while (pos > reader->pos && strchr (" \t\r\n", reader->text[pos - 1]) != NULL)
    pos--;
  if (pos == reader->pos || reader->text[pos - 1] != ',')
    return TRUE;
  quote = measure_quote_before (reader, reader->pos, pos - 1);
  return quote == 0
         || iru_text_fail (reader->error, IRU_TEXT_ERROR_SYNTAX,
                           N_ ("The setting that ends here is cut off. Copy the whole "
                               "configuration once more."),
                           pos - 1 - quote);
}

static gboolean
read_next_block (Paste *paste, Block block, gsize at)
{
  IruReader *reader = &paste->reader;

  if (block == BLOCK_BROKEN)
    return iru_text_fail (reader->error, IRU_TEXT_ERROR_SYNTAX,
                          N_ ("The name in front of this brace is cut off. Copy the whole "
                              "configuration once more."),
                          at);
  if (block == BLOCK_FRAGMENT && !check_front (reader, at))
    return FALSE;
  return pass_gap (paste, reader->pos, at) && read_block (paste, block, at);
}

static gboolean
read_command (Paste *paste, const IruCommandLine *line)
{
  IruReader *reader = &paste->reader;
  IruCommand *command;

  if (paste->commands->len >= MAX_BLOCKS)
    return iru_text_fail (reader->error, IRU_TEXT_ERROR_TOO_LARGE,
                          N_ ("There are too many commands in the text."), line->start);
  if (!pass_gap (paste, reader->pos, line->prompt))
    return FALSE;
  command = iru_reader_read_command (reader, line);
  if (command == NULL)
    return FALSE;
  g_ptr_array_add (paste->commands, command);
  return TRUE;
}

static gboolean
find_command (const Paste *paste, IruCommandLine *line)
{
  return paste->heads != NULL && iru_reader_find_command (&paste->reader, paste->heads, line);
}

/* Blocks and commands, whichever comes first: a command may stand in a block's string,
 * and a block in a command's. */
static gboolean
read_blocks (Paste *paste)
{
  IruReader *reader = &paste->reader;
  IruCommandLine line;
  gboolean command = find_command (paste, &line);
  gboolean first = TRUE;
  gsize at = reader->pos;

  for (;;)
    {
      Block block = first ? find_first_block (paste, &at) : find_block (reader, &at);

      if (command && line.start < reader->pos)
        command = find_command (paste, &line);
      first = command && (block == BLOCK_NONE || line.prompt <= at);
      if (!first && block == BLOCK_NONE)
        return pass_gap (paste, reader->pos, reader->end);
      if (first ? !read_command (paste, &line) : !read_next_block (paste, block, at))
        return FALSE;
    }
}

static gboolean
read_toml_part (Paste *paste, gsize start)
{
  IruReader *reader = &paste->reader;
  IruValue *value;

  if (!pass_gap (paste, reader->pos, start))
    return FALSE;
  reader->pos = start;
  value = iru_repair_read_toml (reader);
  return value != NULL && add_block (paste, value, start)
         && pass_gap (paste, reader->pos, reader->end);
}

static gboolean
read_part (Paste *paste, gsize start, gsize end)
{
  gsize toml;

  paste->reader.pos = start;
  paste->reader.part = start;
  paste->reader.end = end;
  return iru_repair_find_toml (&paste->reader, &toml) ? read_toml_part (paste, toml)
                                                      : read_blocks (paste);
}

/* Whether the line at @line is a fence; @content: (out): where something to be read
 * begins on it, else its end. */
static gboolean
is_fence (const IruReader *whole, gsize line, gsize line_end, gsize *content)
{
  gsize pos = line;
  gsize mark;
  IruReader rest = *whole;

  rest.end = line_end;
  while (pos < line_end && strchr (" \t>", whole->text[pos]) != NULL)
    pos++;
  mark = pos;
  while (pos < line_end && strchr ("`~", whole->text[mark]) != NULL
         && whole->text[pos] == whole->text[mark])
    pos++;
  if (pos - mark < 3)
    return FALSE;

  while (pos < line_end && (g_ascii_isalnum (whole->text[pos]) || whole->text[pos] == ' '))
    pos++;
  *content = pos < line_end && whole->text[pos] == '{' && iru_reader_look_for_object (&rest, pos)
                 ? pos
                 : line_end;
  return TRUE;
}

static gboolean
read_parts (Paste *paste)
{
  IruReader whole = paste->reader;
  gsize part = whole.pos;

  for (gsize line = part; line < paste->reader.length;)
    {
      const char *newline = memchr (whole.text + line, '\n', paste->reader.length - line);
      gsize line_end = newline != NULL ? (gsize)(newline - whole.text) + 1 : paste->reader.length;
      gsize content;

      if (is_fence (&whole, line, line_end, &content))
        {
          if (!read_part (paste, part, line))
            return FALSE;
          say_once (paste, &paste->fenced, "fence", line);
          part = content;
        }
      line = line_end;
    }
  return read_part (paste, part, paste->reader.length);
}

static int
compare_fixes (gconstpointer a, gconstpointer b)
{
  const IruFix *left = a;
  const IruFix *right = b;

  return (left->offset > right->offset) - (left->offset < right->offset);
}

static gboolean
fail_nothing_found (const Paste *paste)
{
  if (paste->open_string < paste->reader.length)
    return iru_text_fail (paste->reader.error, IRU_TEXT_ERROR_TRUNCATED,
                          N_ ("The string that begins here does not end. Copy the whole "
                              "configuration once more: what is cut off can't be known."),
                          paste->open_string);
  return iru_text_fail (paste->reader.error, IRU_TEXT_ERROR_NOTHING,
                        N_ ("There is no MCP configuration in the text. It begins with a brace, "
                            "Codex's with [mcp_servers, and a command with its program, such as "
                            "claude, codex, gemini, copilot, code or curl."),
                        0);
}

static void
read_paste (Paste *paste)
{
  const char *text = paste->reader.text;
  gsize length = paste->reader.length;
  IruTextError *error = paste->reader.error;

  if (length > IRU_SNIPPET_MAX_SIZE)
    {
      iru_text_fail (error, IRU_TEXT_ERROR_TOO_LARGE,
                     N_ ("The text is larger than any MCP configuration."), IRU_SNIPPET_MAX_SIZE);
      return;
    }
  if (!iru_text_check_encoding (text, length, error))
    return;
  paste->reader.pos = iru_text_get_bom (text, length);
  if (paste->reader.pos > 0)
    iru_reader_fix (&paste->reader, "byte-order-mark", 0);
  if (read_parts (paste) && paste->found == NULL
      && (paste->commands == NULL || paste->commands->len == 0))
    fail_nothing_found (paste);
}

IruValue *
iru_repair_read (const char *text, gsize length, const char *const *heads, GPtrArray *commands,
                 GArray *fixes, IruTextError *error)
{
  IruTextError local = { 0 };
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (IruFix));
  Paste paste = {
    .reader = { .text = text, .length = length, .end = length, .fixes = found, .error = &local },
    .heads = heads,
    .commands = commands,
    .open_string = length,
  };

  read_paste (&paste);
  if (local.code != IRU_TEXT_ERROR_NONE)
    {
      iru_value_free (paste.found);
      iru_text_fail (error, local.code, local.message, local.offset);
      return NULL;
    }
  g_array_sort (found, compare_fixes);
  if (fixes != NULL)
    g_array_append_vals (fixes, found->data, found->len);
  return paste.found;
}

/* No commands within a word. */
static IruValue *
read_alone (const char *text, gsize length, GArray *fixes, IruTextError *error)
{
  return iru_repair_read (text, length, NULL, NULL, fixes, error);
}

IruValue *
iru_repair_read_word (const IruWord *word, gsize from, GArray *fixes, IruTextError *error)
{
  return iru_word_read (word, from, read_alone, fixes, error);
}
