/* iru-json-set.c: where a new value goes in a JSON text, and what it brings along
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-edit.h"
#include "iru-json-style.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What is to be inserted, and among what. */
typedef struct
{
  IruJsonText text;
  const IruJsonLevel *level; /* the parent: the last of the levels */
  const IruJsonLevel *outer; /* (nullable) the object that holds it */
  const char *key;
  const IruValue *value;
  IruJsonStyle style;
  GPtrArray *edits;
} Insertion;

/* What follows on a line. */
typedef struct
{
  gsize behind;           /* behind the last comment that starts on it */
  gsize end;              /* where it ends, if it does */
  gboolean ends;          /* nothing but blanks and comments up to the line end */
  gboolean ends_in_slash; /* in a line comment */
} Rest;

static Rest
get_rest_of_line (IruJsonText text, gsize at)
{
  Rest rest = { .behind = at };

  while (at < text.length && strchr (" \t/", text.data[at]) != NULL)
    {
      if (text.data[at] != '/')
        {
          at++;
          continue;
        }
      rest.ends_in_slash = text.data[at + 1] == '/';
      rest.behind = at = iru_json_skip_comment (text, at);
    }
  rest.end = at;
  rest.ends = at == text.length || text.data[at] == '\n' || text.data[at] == '\r';
  return rest;
}

static char *
dup_span (IruJsonText text, IruSpan span)
{
  return g_strndup (text.data + span.start, span.end - span.start);
}

/* @lead, the new member and @tail, at @at. @lead is a line end and the indent of
 * the style if the member has a line of its own. */
static void
insert_member (Insertion *self, gsize at, const char *lead, const char *tail)
{
  GString *out = g_string_new (lead);

  if (self->style.eol != NULL)
    g_string_append (out, self->style.indent);
  iru_json_render_member (out, self->key, self->value, &self->style);
  g_string_append (out, tail);
  iru_edits_add (self->edits, at, 0, g_string_free (out, FALSE));
}

static void
indent_as_child (Insertion *self)
{
  g_autofree char *outer =
      dup_span (self->text, iru_json_get_indent (self->text, self->level->object.start));

  iru_json_style_set_indent (&self->style, g_strconcat (outer, self->style.unit, NULL));
}

static void
insert_behind_last (Insertion *self)
{
  const IruJsonMember *last = &self->level->last;
  gboolean trailing = last->comma != IRU_JSON_NONE;
  Rest rest = get_rest_of_line (self->text, trailing ? last->comma + 1 : last->value.end);
  const char *tail = trailing ? "," : "";

  if (!trailing)
    iru_edits_add (self->edits, last->value.end, 0, g_strdup (","));
  if (self->level->has_lines)
    iru_json_style_set_indent (&self->style, dup_span (self->text, self->level->indent));
  else
    indent_as_child (self);

  if (self->level->has_lines || rest.ends_in_slash)
    insert_member (self, rest.ends ? rest.end : rest.behind, self->style.eol, tail);
  else
    {
      self->style.eol = NULL;
      insert_member (self, rest.behind, self->style.gap, tail);
    }
}

/* Whether the object that holds the empty parent is written over several lines. */
static gboolean
is_spread (const Insertion *self)
{
  if (self->outer == NULL)
    return iru_json_has_break (self->text, 0, self->text.length);
  return iru_json_starts_line (self->text, &self->outer->match);
}

/* Between blanks only. A line end that is there stays where it is and a second one
 * is made, so that taking the member out again can tell { LF } from { }. */
static void
insert_between_braces (Insertion *self)
{
  gsize start = self->level->object.start + 1;
  gsize end = self->level->object.end - 1;
  IruSpan last_break = iru_json_get_last_break (self->text, start, end);

  if (last_break.start < last_break.end)
    {
      g_autofree char *eol = dup_span (self->text, last_break);

      insert_member (self, last_break.end, eol, eol);
    }
  else if (is_spread (self))
    {
      g_autofree char *outer =
          dup_span (self->text, iru_json_get_indent (self->text, self->level->object.start));
      g_autofree char *tail = g_strconcat (self->style.eol, outer, NULL);

      insert_member (self, end, self->style.eol, tail);
    }
  else
    {
      self->style.eol = NULL;
      insert_member (self, end, self->style.pad, self->style.pad);
    }
}

static void
insert_into_empty (Insertion *self)
{
  gsize start = self->level->object.start + 1;
  gsize end = self->level->object.end - 1;
  gsize behind = start;

  for (gsize at = start; at < end;)
    if (self->text.data[at] == '/')
      behind = at = iru_json_skip_comment (self->text, at);
    else
      at++;

  indent_as_child (self);
  IruSpan next_break = iru_json_get_first_break (self->text, behind, end);
  if (behind == start)
    insert_between_braces (self);
  else if (next_break.end > next_break.start)
    insert_member (self, next_break.start, self->style.eol, "");
  else
    {
      self->style.eol = NULL;
      insert_member (self, behind, " ", "");
    }
}

/* @value inside one object for each key of @path. */
static IruValue *
wrap (const char *const *path, const IruValue *value)
{
  guint n = g_strv_length ((GStrv)path);
  IruValue *wrapped = iru_value_copy (value);

  for (; n > 0; n--)
    {
      IruValue *object = iru_value_new (IRU_VALUE_OBJECT);

      iru_value_add (object, path[n - 1], wrapped);
      wrapped = object;
    }
  return wrapped;
}

static GPtrArray *
insert (IruJsonText text, GArray *levels, const char *const *path, const IruValue *value)
{
  IruJsonLevel *all = (IruJsonLevel *)levels->data;
  g_autoptr (IruValue) wrapped = wrap (path + 1, value);
  Insertion self = {
    .text = text,
    .level = &all[levels->len - 1],
    .outer = levels->len > 1 ? &all[levels->len - 2] : NULL,
    .key = path[0],
    .value = wrapped,
    .style = iru_json_style_new (text, all, levels->len),
    .edits = iru_edits_new (),
  };

  if (self.level->n_members > 0)
    insert_behind_last (&self);
  else
    insert_into_empty (&self);
  iru_json_style_clear (&self.style);
  return self.edits;
}

static GPtrArray *
replace (IruJsonText text, GArray *levels, IruSpan old, const IruValue *value)
{
  IruJsonLevel *all = (IruJsonLevel *)levels->data;
  const IruJsonLevel *parent = levels->len > 0 ? &all[levels->len - 1] : NULL;
  g_auto (IruJsonStyle) style = iru_json_style_new (text, all, levels->len);
  GPtrArray *edits = iru_edits_new ();
  GString *out = g_string_new (NULL);

  if (parent != NULL)
    {
      IruSpan indent = iru_json_get_indent (text, parent->match.key.start);

      iru_json_style_set_indent (&style, dup_span (text, indent));
    }
  if (!iru_json_has_break (text, old.start, old.end)
      && (parent == NULL || !iru_json_starts_line (text, &parent->match)))
    style.eol = NULL;
  iru_json_render (out, value, &style);
  iru_edits_add (edits, old.start, old.end - old.start, g_string_free (out, FALSE));
  return edits;
}

/* The first value of a text that has none: in place of its blanks, or behind its
 * comments. */
static GPtrArray *
begin (IruJsonText text, const char *const *path, const IruValue *value)
{
  g_autoptr (IruValue) wrapped = wrap (path, value);
  g_auto (IruJsonStyle) style = iru_json_style_new (text, NULL, 0);
  GPtrArray *edits = iru_edits_new ();
  gsize start = text.length > 0 ? iru_text_get_bom (text.data, text.length) : 0;
  GString *out = g_string_new (NULL);

  if (text.length > start && memchr (text.data + start, '/', text.length - start) != NULL)
    {
      start = text.length;
      if (text.data[start - 1] != '\n' && text.data[start - 1] != '\r')
        g_string_append (out, style.eol);
    }
  iru_json_render (out, wrapped, &style);
  g_string_append (out, style.eol);
  iru_edits_add (edits, start, text.length - start, g_string_free (out, FALSE));
  return edits;
}

static GPtrArray *
replace_root (IruJsonText text, IruSpan root, const IruValue *value)
{
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (IruJsonLevel));

  return replace (text, levels, root, value);
}

GPtrArray *
iru_json_set (IruJsonText text, const char *const *path, const IruValue *value, IruTextError *error)
{
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (IruJsonLevel));
  IruSpan at;

  if (!iru_json_get_root (text, &at))
    return begin (text, path, value);
  if (*path == NULL)
    return replace_root (text, at, value);
  for (;; path++)
    {
      if (!iru_json_is_object (text, at))
        {
          iru_text_fail (error, IRU_TEXT_ERROR_UNSUPPORTED,
                         N_ ("Something other than an object stands here; it is not replaced."),
                         at.start);
          return NULL;
        }
      IruJsonLevel level = iru_json_look_at (text, at, *path);
      g_array_append_val (levels, level);
      if (!level.found)
        return insert (text, levels, path, value);
      at = level.match.value;
      if (path[1] == NULL)
        return replace (text, levels, at, value);
    }
}
