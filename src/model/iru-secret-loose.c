/* iru-secret-loose.c: the secrets of a file, whether it parses or not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One walk. What has no name is judged by its shape, what has one by the name, and everything
 * inside of a bracket, a table or a deeper block by the name before it.
 */
#include "iru-secret-loose.h"

#include <string.h>

#include "iru-secret.h"

#define MAX_DEPTH 256
#define NO_INDENT G_MAXUINT

typedef struct
{
  const char *text;
  gsize length;
  gsize at;
  GString *shown;
  GArray *known;
  guint next_known;
  IruSecretName stack[MAX_DEPTH]; /* of the brackets that are open */
  guint depth;
  IruSecretName table; /* of TOML's header */
  IruSecretName block; /* of YAML's */
  guint block_indent;
  guint indent;
  gboolean has_name; /* of the value that comes */
  IruSecretName name;
  gboolean keeps_name; /* in a list: the option before counts */
  char *before;
} Loose;

static void
clear_known (gpointer data)
{
  g_free (((IruSecretKnown *)data)->shown);
}

GArray *
iru_secret_known_new (void)
{
  GArray *known = g_array_new (FALSE, FALSE, sizeof (IruSecretKnown));

  g_array_set_clear_func (known, clear_known);
  return known;
}

static void
copy (Loose *loose, gsize end)
{
  g_string_append_len (loose->shown, loose->text + loose->at, (gssize)(end - loose->at));
  loose->at = end;
}

/* Whether everything inside of it is secret. */
static gboolean
holds_secrets (IruSecretName name)
{
  return name >= IRU_SECRET_NAME_HEADERS;
}

/* What is around the value that comes. */
static IruSecretName
get_around (const Loose *loose)
{
  if (loose->depth > 0)
    return loose->stack[MIN (loose->depth, MAX_DEPTH) - 1];
  if (holds_secrets (loose->block) && loose->indent > loose->block_indent)
    return loose->block;
  return loose->table;
}

static gboolean
is_secret_here (const Loose *loose)
{
  IruSecretName around = get_around (loose);

  if (!loose->has_name)
    return around == IRU_SECRET_NAME_KEY || around == IRU_SECRET_NAME_ENV
           || around == IRU_SECRET_NAME_HEADERS;
  if (around == IRU_SECRET_NAME_KEY)
    return TRUE;
  return holds_secrets (around)
             ? loose->name != IRU_SECRET_NAME_OPEN
             : loose->name == IRU_SECRET_NAME_KEY || loose->name == IRU_SECRET_NAME_HEADERS;
}

/* Line breaks that @shown lacks of [@start, @end). */
static void
append_line_breaks (Loose *loose, gsize start, gsize end, const char *shown)
{
  gsize n = 0;

  for (gsize i = start; i < end; i++)
    n += loose->text[i] == '\n';
  for (const char *p = shown; *p != '\0'; p++)
    n -= n > 0 && *p == '\n';
  for (; n > 0; n--)
    g_string_append_c (loose->shown, '\n');
}

/* The mask of [@start, @end), and its line breaks. */
static void
append_mask (Loose *loose, gsize start, gsize end)
{
  g_autofree char *secret = g_strndup (loose->text + start, end - start);
  g_autofree char *mask = iru_mask_secret (secret);

  g_string_append (loose->shown, strpbrk (mask, "\n\r") == NULL ? mask : "…");
  append_line_breaks (loose, start, end, "");
  explicit_bzero (secret, strlen (secret));
}

static void
append_value (Loose *loose, gsize start, gsize end)
{
  g_autofree char *value = g_strndup (loose->text + start, end - start);
  gboolean is_reference = g_str_has_prefix (value, "${") || g_str_has_prefix (value, "{env:");
  g_autoptr (GArray) spans = NULL;
  g_autofree char *shown = NULL;

  copy (loose, start);
  loose->at = end;
  if (is_secret_here (loose) && *value != '\0' && !is_reference)
    {
      append_mask (loose, start, end);
      explicit_bzero (value, strlen (value));
      return;
    }
  spans = iru_secret_find_in_argument (loose->before != NULL ? loose->before : "", value);
  shown = iru_secret_mask_spans (value, strlen (value), spans);
  if (strlen (value) < end - start)
    *shown = '\0';
  g_string_append (loose->shown, *shown != '\0' ? shown : "…");
  append_line_breaks (loose, start, end, shown);
  g_free (loose->before);
  loose->before = g_steal_pointer (&value);
}

/* Names */

static gsize
skip_blanks (const Loose *loose, gsize at)
{
  while (at < loose->length && (loose->text[at] == ' ' || loose->text[at] == '\t'))
    at++;
  return at;
}

/* Whether what ends at @end is the name of what follows. */
static gboolean
is_name (const Loose *loose, gsize end)
{
  gsize next = skip_blanks (loose, end);
  char c = next < loose->length ? loose->text[next] : '\0';
  char after = next + 1 < loose->length ? loose->text[next + 1] : '\n';

  return (c == '=' && after != '=') || (c == ':' && after != '/' && after != '\\');
}

static void
set_name (Loose *loose, gsize start, gsize end)
{
  const char *name = loose->text + start;
  gsize from = 0;

  /* "env.TOKEN": each part counts. */
  loose->name = IRU_SECRET_NAME_PLAIN;
  for (gsize i = 0; i <= end - start; i++)
    if (i == end - start || name[i] == '.')
      {
        IruSecretName part = iru_secret_name_classify (name + from, i - from);

        if (!holds_secrets (loose->name) || i == end - start)
          loose->name = holds_secrets (loose->name) && part != IRU_SECRET_NAME_OPEN
                            ? IRU_SECRET_NAME_KEY
                            : part;
        from = i + 1;
      }
  if (loose->name == IRU_SECRET_NAME_PLAIN)
    loose->name = iru_secret_name_classify (name, end - start);
  loose->has_name = TRUE;
  g_clear_pointer (&loose->before, g_free);
  g_autofree char *shown = iru_secret_mask_text (name, end - start, IRU_SECRET_TEXT_OUTSIDE);
  copy (loose, start);
  g_string_append (loose->shown, shown);
  loose->at = end;
}

/* Lines */

/* "[mcp_servers.iru.env]" */
static gboolean
take_table (Loose *loose, gsize at)
{
  const char *line = loose->text + at;
  gsize length = strcspn (line, "\r\n");
  const char *close = memchr (line, ']', length);
  gsize inner = strspn (line, "[");

  if (inner == 0 || close == NULL || loose->depth > 0
      || strspn (close, "] \t") + (gsize)(close - line) < strcspn (line, "\r\n#"))
    return FALSE;
  if (memchr (line + inner, '"', close - line - inner) != NULL
      && memchr (line + inner, ',', close - line - inner) != NULL)
    return FALSE;
  gboolean has_name = loose->has_name;
  copy (loose, at + inner);
  set_name (loose, at + inner, at + (gsize)(close - line));
  loose->table = loose->name;
  loose->has_name = has_name && FALSE;
  return TRUE;
}

/* What begins a line: indentation, the mark of a comment, of a list, of a diff. */
static void
begin_line (Loose *loose)
{
  gsize at = loose->at;
  guint indent = 0;

  while (at < loose->length && strchr (" \t#/*;-", loose->text[at]) != NULL
         && loose->text[at] != '\0')
    {
      indent++;
      at++;
    }
  if (at >= loose->length || loose->text[at] == '\n' || loose->text[at] == '\r')
    return;
  loose->indent = indent;
  if (loose->block_indent != NO_INDENT && indent <= loose->block_indent)
    {
      loose->block = IRU_SECRET_NAME_PLAIN;
      loose->block_indent = NO_INDENT;
    }
  if (loose->depth == 0)
    loose->has_name = loose->keeps_name && indent > 0 && loose->has_name;
  take_table (loose, at);
}

/* A name at the end of a line is that of a block. */
static void
end_line (Loose *loose)
{
  if (loose->depth == 0 && loose->has_name && holds_secrets (loose->name)
      && loose->block_indent == NO_INDENT)
    {
      loose->block = loose->name == IRU_SECRET_NAME_HEADERS || loose->name == IRU_SECRET_NAME_ENV
                         ? loose->name
                         : IRU_SECRET_NAME_KEY;
      loose->block_indent = loose->indent;
    }
  if (loose->depth == 0)
    loose->has_name = FALSE;
  copy (loose, loose->at + 1);
  begin_line (loose);
}

/* Values */

static gsize
find_string_end (const Loose *loose, gsize start)
{
  const char *text = loose->text;
  char quote = text[start];
  gboolean triple =
      start + 2 < loose->length && text[start + 1] == quote && text[start + 2] == quote;
  gsize at = start + (triple ? 3 : 1);

  while (at < loose->length)
    {
      if (text[at] == '\\' && quote == '"' && at + 1 < loose->length
          && (triple || text[at + 1] != '\n'))
        at += 2;
      else if (triple ? strncmp (text + at, text + start, 3) == 0 : text[at] == quote)
        return at;
      else if (!triple && text[at] == '\n')
        return at;
      else
        at++;
    }
  return loose->length;
}

static void
take_string (Loose *loose)
{
  gsize start = loose->at;
  char quote = loose->text[start];
  gsize end = MIN (find_string_end (loose, start), loose->length);
  gboolean triple = end + 2 < loose->length && end - start > 2
                    && strncmp (loose->text + start + 1, loose->text + start, 2) == 0
                    && loose->text[start + 1] == quote && loose->text[start + 2] == quote;
  gsize inside = triple ? 3 : 1;
  gsize after =
      MIN (end + (end < loose->length && loose->text[end] == quote ? inside : 0), loose->length);

  if (is_name (loose, after) && after > end)
    set_name (loose, start + 1, end);
  else
    append_value (loose, MIN (start + inside, end), end);
  copy (loose, after);
}

/* Where a value without quotes ends. */
static gsize
find_word_end (const Loose *loose)
{
  const char *text = loose->text;
  gsize at = loose->at;
  gsize next = loose->next_known < loose->known->len
                   ? g_array_index (loose->known, IruSecretKnown, loose->next_known).start
                   : loose->length;

  while (at < next && strchr ("\r\n\"'{}[],", text[at]) == NULL)
    {
      if (text[at] == '#' && at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t'))
        break;
      if (!loose->has_name && is_name (loose, at) && at > loose->at)
        break;
      if (!loose->has_name && (text[at] == ' ' || text[at] == '\t'))
        break;
      at++;
    }
  return at;
}

static void
take_bare (Loose *loose)
{
  gsize start = loose->at;
  gsize end = find_word_end (loose);

  while (end > start && (loose->text[end - 1] == ' ' || loose->text[end - 1] == '\t'))
    end--;
  if (end <= start)
    copy (loose, MIN (start + 1, loose->length));
  else if (!loose->has_name && is_name (loose, end))
    set_name (loose, start, end);
  else
    append_value (loose, start, end);
}

static void
take_bracket (Loose *loose)
{
  char c = loose->text[loose->at];
  IruSecretName around = get_around (loose);

  if (c == '{' || c == '[')
    {
      IruSecretName inside = around == IRU_SECRET_NAME_KEY               ? around
                             : loose->has_name && holds_secrets (around) ? IRU_SECRET_NAME_KEY
                             : loose->has_name                           ? loose->name
                                                                         : around;

      if (loose->depth < MAX_DEPTH)
        loose->stack[loose->depth] = inside;
      loose->depth++;
    }
  else if (c == '}' || c == ']')
    loose->depth -= loose->depth > 0;
  loose->has_name = FALSE;
  copy (loose, loose->at + 1);
}

static gboolean
take_known (Loose *loose)
{
  const IruSecretKnown *known;

  if (loose->next_known >= loose->known->len)
    return FALSE;
  known = &g_array_index (loose->known, IruSecretKnown, loose->next_known);
  if (known->start > loose->at)
    return FALSE;
  loose->next_known++;
  if (known->end <= loose->at)
    return TRUE;
  if (known->shown != NULL)
    {
      g_string_append (loose->shown, known->shown);
      loose->at = known->end;
    }
  else
    copy (loose, known->end);
  loose->has_name = FALSE;
  return TRUE;
}

static void
take_one (Loose *loose)
{
  char c = loose->text[loose->at];

  if (take_known (loose))
    return;
  if (c == '\n')
    end_line (loose);
  else if (c == '"' || c == '\'')
    take_string (loose);
  else if (strchr ("{}[]", c) != NULL && c != '\0')
    take_bracket (loose);
  else if (c == ',')
    {
      loose->has_name = FALSE;
      copy (loose, loose->at + 1);
    }
  else if (strchr (" \t\r:=#/;*", c) != NULL || c == '\0')
    copy (loose, loose->at + 1);
  else
    take_bare (loose);
}

GString *
iru_secret_mask_loose (const char *text, gsize length, GArray *known)
{
  Loose loose = { .text = text, .length = length, .known = known, .block_indent = NO_INDENT };

  loose.shown = g_string_sized_new (length);
  begin_line (&loose);
  while (loose.at < loose.length)
    take_one (&loose);
  g_free (loose.before);
  return loose.shown;
}
