/* iru-toml-layout.c: lines, indentation and habits of a TOML text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-toml-layout.h"

#include <string.h>

static gsize
skip_blank (const char *text, gsize length, gsize at)
{
  while (at < length && (text[at] == ' ' || text[at] == '\t'))
    at++;
  return at;
}

gsize
iru_toml_line_start (const IruToml *toml, gsize at)
{
  gsize length;
  const char *text = iru_toml_get_text (toml, &length);
  gsize bom = iru_text_get_bom (text, length);

  at = MAX (at, bom);
  while (at > bom && text[at - 1] != '\n')
    at--;
  return at;
}

gsize
iru_toml_line_end (const IruToml *toml, gsize at)
{
  gsize length;
  const char *text = iru_toml_get_text (toml, &length);
  const char *end = at < length ? memchr (text + at, '\n', length - at) : NULL;

  return end != NULL ? (gsize)(end - text) + 1 : length;
}

gsize
iru_toml_line_content_end (const IruToml *toml, gsize at)
{
  gsize length;
  const char *text = iru_toml_get_text (toml, &length);
  gsize end = iru_toml_line_end (toml, at);

  if (end > at && text[end - 1] == '\n')
    end--;
  if (end > at && text[end - 1] == '\r')
    end--;
  return end;
}

gboolean
iru_toml_is_blank_line (const IruToml *toml, gsize start)
{
  gsize length;
  const char *text = iru_toml_get_text (toml, &length);

  return skip_blank (text, length, start) == iru_toml_line_content_end (toml, start);
}

gboolean
iru_toml_is_empty_line (const IruToml *toml, gsize start)
{
  return iru_toml_line_end (toml, start) > start
         && iru_toml_line_content_end (toml, start) == start;
}

gboolean
iru_toml_is_blank_to_end (const IruToml *toml, gsize at)
{
  gsize length;
  const char *text = iru_toml_get_text (toml, &length);

  while (at < length && strchr (" \t\r\n", text[at]) != NULL)
    at++;
  return at == length;
}

gboolean
iru_toml_leads_line (const IruToml *toml, gsize at)
{
  gsize length;
  const char *text = iru_toml_get_text (toml, &length);

  return skip_blank (text, length, iru_toml_line_start (toml, at)) >= at;
}

gboolean
iru_toml_trails_line (const IruToml *toml, gsize at)
{
  gsize length;
  const char *text = iru_toml_get_text (toml, &length);

  at = skip_blank (text, length, at);
  return at == length || text[at] == '#' || text[at] == '\n' || text[at] == '\r';
}

static gboolean
is_comment_line (const IruToml *toml, gsize start)
{
  gsize length;
  const char *text = iru_toml_get_text (toml, &length);
  gsize at = skip_blank (text, length, start);

  return at < length && text[at] == '#';
}

/* The lines above are looked at no further than the statement before: a line in a
 * multi-line string may look like a comment. */
gsize
iru_toml_comment_start (const IruToml *toml, guint index)
{
  gsize start = iru_toml_line_start (toml, iru_toml_get_statement (toml, index)->start);
  gsize floor = index == 0
                    ? iru_toml_line_start (toml, 0)
                    : iru_toml_line_end (toml, iru_toml_get_statement (toml, index - 1)->end);

  while (start > floor)
    {
      gsize above = iru_toml_line_start (toml, start - 1);

      if (!is_comment_line (toml, above))
        break;
      start = above;
    }
  return start;
}

gsize
iru_toml_block_place (const IruToml *toml, gsize at)
{
  gsize length;
  gsize place = at;

  iru_toml_get_text (toml, &length);
  while (place < length && is_comment_line (toml, place))
    place = iru_toml_line_end (toml, place);
  return place == length || iru_toml_is_blank_line (toml, place) ? place : at;
}

char *
iru_toml_dup_indent (const IruToml *toml, gsize at)
{
  gsize length;
  const char *text = iru_toml_get_text (toml, &length);
  gsize start = iru_toml_line_start (toml, at);

  return g_strndup (text + start, skip_blank (text, length, start) - start);
}

const char *
iru_toml_get_equals (const IruToml *toml, guint32 node)
{
  gsize length;
  const char *text = iru_toml_get_text (toml, &length);
  gsize key_end = iru_toml_get_node (toml, node)->key_end;
  gsize equals = skip_blank (text, length, key_end);
  gboolean before = equals > key_end;
  gboolean behind = skip_blank (text, length, equals + 1) > equals + 1;

  return before ? (behind ? " = " : " =") : (behind ? "= " : "=");
}

void
iru_toml_insert_lines (const IruToml *toml, GPtrArray *edits, gsize at, gboolean apart,
                       GString *lines)
{
  const char *line_end = iru_toml_get_line_end (toml);

  if (apart)
    g_string_prepend (lines, line_end);
  if (iru_toml_line_start (toml, at) == at)
    g_string_append (lines, line_end);
  else
    g_string_prepend (lines, line_end);
  iru_edits_add (edits, at, 0, g_string_free (lines, FALSE));
}
