/* iru-json-style.c: how a JSON file is laid out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-json-style.h"

#include <string.h>

static gboolean
is_break (char c)
{
  return c == '\n' || c == '\r';
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t';
}

gboolean
iru_json_has_break (IruJsonText text, gsize start, gsize end)
{
  return memchr (text.data + start, '\n', end - start) != NULL
         || memchr (text.data + start, '\r', end - start) != NULL;
}

IruSpan
iru_json_get_last_break (IruJsonText text, gsize start, gsize end)
{
  IruSpan found;

  while (end > start && !is_break (text.data[end - 1]))
    end--;
  found = (IruSpan){ end, end };
  if (end > start)
    found.start--;
  if (found.start > start && text.data[found.start] == '\n' && text.data[found.start - 1] == '\r')
    found.start--;
  return found;
}

IruSpan
iru_json_get_first_break (IruJsonText text, gsize start, gsize end)
{
  IruSpan found;

  while (start < end && !is_break (text.data[start]))
    start++;
  found = (IruSpan){ start, start };
  if (start < end)
    found.end++;
  if (found.end < end && text.data[start] == '\r' && text.data[found.end] == '\n')
    found.end++;
  return found;
}

IruSpan
iru_json_get_indent (IruJsonText text, gsize at)
{
  gsize bom = iru_text_get_bom (text.data, text.length);
  IruSpan indent;

  while (at > bom && !is_break (text.data[at - 1]))
    at--;
  indent = (IruSpan){ at, at };
  while (indent.end < text.length && is_space (text.data[indent.end]))
    indent.end++;
  return indent;
}

gboolean
iru_json_starts_line (IruJsonText text, const IruJsonMember *member)
{
  return iru_json_has_break (text, member->before, member->key.start);
}

IruJsonLevel
iru_json_look_at (IruJsonText text, IruSpan object, const char *key)
{
  IruJsonLevel level = { .object = object };
  gsize last_line = IRU_JSON_NONE;
  gsize at = object.start + 1;

  while (iru_json_next_member (text, &at, &level.last))
    {
      if (level.n_members == 0)
        level.first = level.last;
      level.n_members = MIN (level.n_members + 1, 2);
      if (iru_json_starts_line (text, &level.last))
        last_line = level.last.key.start;
      if (!iru_json_is_key (text, level.last.key, key))
        continue;
      level.found = TRUE;
      level.match = level.last;
    }
  level.has_lines = last_line != IRU_JSON_NONE;
  if (level.has_lines)
    level.indent = iru_json_get_indent (text, last_line);
  return level;
}

static char *
dup_span (IruJsonText text, gsize start, gsize end)
{
  return g_strndup (text.data + start, end - start);
}

/* The bytes of the range if they are spaces and tabs only. */
static char *
dup_spaces (IruJsonText text, gsize start, gsize end)
{
  for (gsize i = start; i < end; i++)
    if (!is_space (text.data[i]))
      return NULL;
  return dup_span (text, start, end);
}

/* What the members are indented by more than the line that their object opens in. */
static char *
dup_unit (IruJsonText text, const IruJsonLevel *level)
{
  IruSpan outer = iru_json_get_indent (text, level->object.start);
  gsize length = outer.end - outer.start;
  IruSpan inner = level->indent;

  if (!level->has_lines || inner.end - inner.start < length
      || memcmp (text.data + outer.start, text.data + inner.start, length) != 0)
    return NULL;
  return dup_span (text, inner.start + length, inner.end);
}

/* What stands between the key and the value of @member; NULL if there is a line end or a comment
 * in it. */
static char *
dup_colon_of (IruJsonText text, const IruJsonMember *member)
{
  for (gsize i = member->key.end; i < member->value.start; i++)
    if (!is_space (text.data[i]) && text.data[i] != ':')
      return NULL;
  return dup_span (text, member->key.end, member->value.start);
}

/* One member that was typed or lined up with more space than others is no style. */
static char *
dup_colon (IruJsonText text, const IruJsonLevel *level)
{
  g_autofree char *last = level->n_members > 0 ? dup_colon_of (text, &level->last) : NULL;
  g_autofree char *first = level->n_members > 1 ? dup_colon_of (text, &level->first) : NULL;

  if (last == NULL)
    return NULL;
  if (first != NULL && strlen (first) < strlen (last))
    return g_steal_pointer (&first);
  if (first == NULL && strlen (strchr (last, ':')) > 2)
    return NULL;
  return g_steal_pointer (&last);
}

static char *
dup_gap (IruJsonText text, const IruJsonLevel *level)
{
  if (level->n_members < 2)
    return NULL;
  return dup_spaces (text, level->last.before, level->last.key.start);
}

static char *
dup_pad (IruJsonText text, const IruJsonLevel *level)
{
  if (level->n_members == 0)
    return NULL;
  return dup_spaces (text, level->first.before, level->first.key.start);
}

static char *
dup_nearest (IruJsonText text, const IruJsonLevel *levels, guint n_levels,
             char *(*dup) (IruJsonText text, const IruJsonLevel *level))
{
  char *found = NULL;

  for (guint i = n_levels; i > 0 && found == NULL; i--)
    found = dup (text, &levels[i - 1]);
  return found;
}

static const char *
get_eol (IruJsonText text)
{
  if (text.length > 0 && memchr (text.data, '\n', text.length) == NULL
      && memchr (text.data, '\r', text.length) != NULL)
    return "\r";
  return iru_text_get_line_end (text.data, text.length);
}

static const char *
guess_unit (IruJsonText text)
{
  for (gsize i = 1; i < text.length; i++)
    if (text.data[i] == '\t' && (text.data[i - 1] == '\n' || text.data[i - 1] == '\r'))
      return "\t";
  return "  ";
}

IruJsonStyle
iru_json_style_new (IruJsonText text, const IruJsonLevel *levels, guint n_levels)
{
  IruJsonStyle style = {
    .eol = get_eol (text),
    .indent = g_strdup (""),
    .unit = dup_nearest (text, levels, n_levels, dup_unit),
    .colon = dup_nearest (text, levels, n_levels, dup_colon),
    .gap = dup_nearest (text, levels, n_levels, dup_gap),
    .pad = dup_nearest (text, levels, n_levels, dup_pad),
  };

  if (style.unit == NULL)
    style.unit = g_strdup (guess_unit (text));
  if (style.colon == NULL)
    style.colon = g_strdup (": ");
  if (style.gap == NULL)
    style.gap = g_strdup (g_str_has_suffix (style.colon, ":") ? "" : " ");
  if (style.pad == NULL)
    style.pad = g_strdup ("");
  return style;
}

void
iru_json_style_clear (IruJsonStyle *style)
{
  g_clear_pointer (&style->indent, g_free);
  g_clear_pointer (&style->unit, g_free);
  g_clear_pointer (&style->colon, g_free);
  g_clear_pointer (&style->gap, g_free);
  g_clear_pointer (&style->pad, g_free);
}

void
iru_json_style_set_indent (IruJsonStyle *style, char *indent)
{
  g_free (style->indent);
  style->indent = indent;
}
