/* iru-yaml-edit.c: YAML in block style, changed without loss
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * libyaml's marks say where values are, so that edits are byte ranges. Whoever applies
 * them parses the result and compares: an edit that would harm something is not made.
 */
#include "iru-yaml-edit.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-edit.h"
#include "iru-yaml.h"

#define INDENT 2
/* How an element of a sequence is called. */
#define NAME "name"

/* Where a path ends. */
typedef struct
{
  const IruValue *parent; /* (nullable): of the holder */
  guint holder_index;     /* in the parent */
  const IruValue *holder;
  int index;   /* of the child in the holder; -1: there is none */
  guint depth; /* of the path's name for the child */
} Spot;

static gboolean
is_named (const IruValue *holder, guint index, const char *name)
{
  const char *found = holder->type == IRU_VALUE_OBJECT
                          ? iru_value_get_member (holder, index)->key
                          : iru_value_get_string (iru_value_get_element (holder, index), NAME);

  return g_strcmp0 (found, name) == 0;
}

/* The last child of that name, -1 if there is none. */
static int
find_child (const IruValue *holder, const char *name)
{
  guint n = iru_value_count_children (holder);

  while (n > 0 && !is_named (holder, n - 1, name))
    n--;
  return (int)n - 1;
}

const IruValue *
iru_yaml_find (const IruYaml *yaml, const char *const *path)
{
  const IruValue *value = yaml->root;

  for (guint i = 0; path[i] != NULL && value != NULL; i++)
    {
      int index = find_child (value, path[i]);

      value = index >= 0 ? iru_value_get_child (value, (guint)index) : NULL;
    }
  return value;
}

/* Goes down as far as there is something to go into. */
static Spot
find_spot (const IruYaml *yaml, const char *const *path)
{
  Spot spot = { .holder = yaml->root, .index = find_child (yaml->root, path[0]) };

  while (spot.index >= 0 && path[spot.depth + 1] != NULL)
    {
      const IruValue *child = iru_value_get_child (spot.holder, (guint)spot.index);

      if (!iru_value_is_container (child) || iru_value_count_children (child) == 0)
        break;
      spot.parent = spot.holder;
      spot.holder_index = (guint)spot.index;
      spot.holder = child;
      spot.depth++;
      spot.index = find_child (child, path[spot.depth]);
    }
  return spot;
}

static gboolean
is_in_brackets (const IruYaml *yaml, const IruValue *value)
{
  gsize start = value->span.start;

  return start < value->span.end && strchr ("{[", yaml->data[start]) != NULL;
}

static gsize
find_line_start (const IruYaml *yaml, gsize offset)
{
  while (offset > 0 && strchr ("\r\n", yaml->data[offset - 1]) == NULL)
    offset--;
  return offset;
}

/* Before the line end. */
static gsize
find_line_end (const IruYaml *yaml, gsize offset)
{
  while (offset < yaml->length && yaml->data[offset] != '\n' && yaml->data[offset] != '\r')
    offset++;
  return offset;
}

/* Behind the line end at @offset. */
static gsize
pass_line_end (const IruYaml *yaml, gsize offset)
{
  if (offset + 1 < yaml->length && yaml->data[offset] == '\r' && yaml->data[offset + 1] == '\n')
    return offset + 2;
  return MIN (offset + 1, yaml->length);
}

static gboolean
is_blank (const IruYaml *yaml, gsize start, gsize end)
{
  for (gsize i = start; i < end; i++)
    if (yaml->data[i] != ' ')
      return FALSE;
  return TRUE;
}

/* A member from its key on, an element from its dash on. */
static IruSpan
get_child_span (const IruYaml *yaml, const IruValue *holder, guint index)
{
  const IruValue *value = iru_value_get_child (holder, index);
  IruSpan span = value->span;

  if (holder->type == IRU_VALUE_OBJECT)
    {
      IruSpan key = iru_value_get_member (holder, index)->key_span;

      return (IruSpan){ key.start, MAX (key.end, span.end) };
    }
  do
    span.start -= span.start > 0;
  while (span.start > 0 && yaml->data[span.start] != '-');
  return span;
}

/* Behind the colon or the dash. */
static gsize
find_value_place (const IruYaml *yaml, const IruValue *holder, guint index)
{
  gsize i;

  if (holder->type == IRU_VALUE_ARRAY)
    return get_child_span (yaml, holder, index).start + 1;
  i = iru_value_get_member (holder, index)->key_span.end;
  while (i < yaml->length && yaml->data[i] != ':')
    i++;
  return MIN (i + 1, yaml->length);
}

/* In columns: that of the first child, which all of a block have. */
static guint
get_indent (const IruYaml *yaml, const IruValue *holder)
{
  gsize start = get_child_span (yaml, holder, 0).start;

  return (guint)g_utf8_strlen (yaml->data + find_line_start (yaml, start),
                               (gssize)(start - find_line_start (yaml, start)));
}

/* Takes @text, of lines with LF; the last line end is left out. */
static char *
finish_lines (const IruYaml *yaml, char *text)
{
  const char *line_end = iru_text_get_line_end (yaml->data, yaml->length);
  g_auto (GStrv) lines = NULL;
  char *finished;

  if (g_str_has_suffix (text, "\n"))
    text[strlen (text) - 1] = '\0';
  lines = g_strsplit (text, "\n", -1);
  finished = g_strjoinv (line_end, lines);
  for (guint i = 0; lines[i] != NULL; i++)
    explicit_bzero (lines[i], strlen (lines[i]));
  iru_secret_free (text);
  return finished;
}

/* @value in objects of the names of @path. */
static IruValue *
wrap (const char *const *path, const IruValue *value)
{
  IruValue *object;

  if (path[0] == NULL)
    return iru_value_copy (value);
  object = iru_value_new (IRU_VALUE_OBJECT);
  iru_value_add (object, path[0], wrap (path + 1, value));
  return object;
}

/* What comes behind a colon whose key stands at @indent, or behind a dash. */
static char *
render_value (const IruValue *value, guint indent, gboolean is_element)
{
  g_autoptr (IruValue) object = iru_value_new (IRU_VALUE_OBJECT);
  gboolean is_block = value->type == IRU_VALUE_OBJECT && iru_value_count_children (value) > 0;
  char *whole;
  char *text;

  if (is_element && is_block)
    {
      whole = iru_yaml_render (value, indent + INDENT);
      text = g_strconcat (" ", whole + indent + INDENT, NULL);
      iru_secret_free (whole);
      return text;
    }
  iru_value_add (object, "k", iru_value_copy (value));
  whole = iru_yaml_render (object, indent);
  text = g_strdup (whole + indent + strlen ("k:"));
  iru_secret_free (whole);
  return text;
}

/* An anchor that goes could be one that an alias elsewhere means. */
static gboolean
check_anchors (const IruYaml *yaml, gsize start, gsize end, IruTextError *error)
{
  if (memchr (yaml->data + start, '&', end - start) == NULL || !iru_value_has_alias (yaml->root))
    return TRUE;
  return iru_text_fail (error, IRU_TEXT_ERROR_UNSUPPORTED,
                        N_ ("An alias may refer to what stands here. Edit the file manually."),
                        start);
}

static gboolean
check_block (const IruYaml *yaml, const IruValue *holder, IruTextError *error)
{
  return !is_in_brackets (yaml, holder)
         || iru_text_fail (error, IRU_TEXT_ERROR_UNSUPPORTED,
                           N_ ("This stands in brackets. Edit it manually, or write it on lines "
                               "of its own first."),
                           holder->span.start);
}

/* @value: takes the place of the child. */
static gboolean
replace_child (const IruYaml *yaml, GPtrArray *edits, const IruValue *holder, guint index,
               const IruValue *value, IruTextError *error)
{
  const IruValue *old = iru_value_get_child (holder, index);
  gboolean is_scalar = !iru_value_is_container (old) && !iru_value_is_container (value)
                       && old->span.start < old->span.end;
  gsize place = find_value_place (yaml, holder, index);
  gsize start = is_scalar ? old->span.start : place;
  gsize end = MAX (start, old->span.end);
  char *text;

  if (!(is_scalar || check_block (yaml, holder, error)) || !check_anchors (yaml, start, end, error))
    return FALSE;
  text = render_value (value, get_indent (yaml, holder), holder->type == IRU_VALUE_ARRAY);
  text = finish_lines (yaml, text);
  if (is_scalar)
    memmove (text, text + 1, strlen (text));
  iru_edits_add (edits, start, end - start, text);
  return TRUE;
}

/* A last child of @holder, on lines of its own. */
static gboolean
add_child (const IruYaml *yaml, GPtrArray *edits, const IruValue *holder, const char *name,
           const IruValue *value, IruTextError *error)
{
  guint n = iru_value_count_children (holder);
  g_autoptr (IruValue) object = iru_value_new (IRU_VALUE_OBJECT);
  guint indent = n > 0 ? get_indent (yaml, holder) : 0;
  const char *line_end = iru_text_get_line_end (yaml->data, yaml->length);
  gsize at = yaml->length;
  gboolean is_line = at == 0 || strchr ("\r\n", yaml->data[at - 1]) != NULL;
  char *text;

  if (!check_block (yaml, holder, error))
    return FALSE;
  iru_value_add (object, name, iru_value_copy (value));
  if (holder->type == IRU_VALUE_ARRAY)
    {
      text = iru_yaml_render (value, indent + INDENT);
      text[indent] = '-';
    }
  else
    text = iru_yaml_render (object, indent);
  text = finish_lines (yaml, text);
  if (n > 0)
    at = find_line_end (yaml, get_child_span (yaml, holder, n - 1).end);
  /* The same line end as the line above has, so that removing it gives the text from before. */
  g_autofree char *here = at < yaml->length
                              ? g_strndup (yaml->data + at, pass_line_end (yaml, at) - at)
                              : g_strdup (line_end);
  char *whole = g_strconcat (n > 0 || !is_line ? here : "", text, n > 0 ? "" : line_end, NULL);
  iru_secret_free (text);
  iru_edits_add (edits, at, 0, whole);
  return TRUE;
}

GPtrArray *
iru_yaml_set (const IruYaml *yaml, const char *const *path, const IruValue *value,
              IruTextError *error)
{
  g_autoptr (GPtrArray) edits = iru_edits_new ();
  Spot spot = find_spot (yaml, path);
  const IruValue *child =
      spot.index >= 0 ? iru_value_get_child (spot.holder, (guint)spot.index) : NULL;
  gboolean is_end = path[spot.depth + 1] == NULL;
  g_autoptr (IruValue) wrapped = wrap (path + spot.depth + 1, value);
  gboolean is_free = child == NULL || is_end || child->type == IRU_VALUE_NULL
                     || (iru_value_is_container (child) && iru_value_count_children (child) == 0);
  gboolean done;

  if (!iru_value_is_container (spot.holder) || !is_free
      || (spot.holder->type == IRU_VALUE_ARRAY && value->type != IRU_VALUE_OBJECT))
    {
      iru_text_fail (error, IRU_TEXT_ERROR_UNSUPPORTED,
                     N_ ("Something else stands where the servers have to be."),
                     (child != NULL ? child : spot.holder)->span.start);
      return NULL;
    }
  done = child != NULL ? replace_child (yaml, edits, spot.holder, (guint)spot.index, wrapped, error)
                       : add_child (yaml, edits, spot.holder, path[spot.depth], wrapped, error);
  return done ? g_steal_pointer (&edits) : NULL;
}

/* The only children go: their holder is spelt empty. */
static gboolean
empty_holder (const IruYaml *yaml, GPtrArray *edits, const Spot *spot, IruTextError *error)
{
  const char *spelling = spot->holder->type == IRU_VALUE_OBJECT ? " {}" : " []";
  guint n = iru_value_count_children (spot->holder);
  gsize start = find_line_start (yaml, get_child_span (yaml, spot->holder, 0).start);
  gsize end = get_child_span (yaml, spot->holder, n - 1).end;

  if (spot->parent != NULL)
    start = find_value_place (yaml, spot->parent, spot->holder_index);
  else
    end = pass_line_end (yaml, find_line_end (yaml, end));
  if (!check_anchors (yaml, start, end, error))
    return FALSE;
  iru_edits_add (edits, start, end - start, g_strdup (spot->parent != NULL ? spelling : ""));
  return TRUE;
}

/* With its lines, or up to its next sibling where it shares its first one with a dash. */
static gboolean
remove_child (const IruYaml *yaml, GPtrArray *edits, const IruValue *holder, guint index,
              IruTextError *error)
{
  IruSpan span = get_child_span (yaml, holder, index);
  gsize start = find_line_start (yaml, span.start);
  gsize line_end = find_line_end (yaml, span.end);
  gsize end = pass_line_end (yaml, line_end);

  if (!is_blank (yaml, start, span.start))
    {
      if (index + 1 >= iru_value_count_children (holder))
        return iru_text_fail (error, IRU_TEXT_ERROR_UNSUPPORTED,
                              N_ ("This is not on a line of its own. Edit it manually."),
                              span.start);
      start = span.start;
      end = get_child_span (yaml, holder, index + 1).start;
    }
  /* The last line of a text without a final line end takes the line end above it. */
  else if (line_end == yaml->length)
    while (start > 0 && strchr ("\r\n", yaml->data[start - 1]) != NULL)
      if (yaml->data[--start] == '\n' && !(start > 0 && yaml->data[start - 1] == '\r'))
        break;
  if (!check_anchors (yaml, start, end, error))
    return FALSE;
  iru_edits_add (edits, start, end - start, g_strdup (""));
  return TRUE;
}

GPtrArray *
iru_yaml_remove (const IruYaml *yaml, const char *const *path, IruTextError *error)
{
  g_autoptr (GPtrArray) edits = iru_edits_new ();
  Spot spot = find_spot (yaml, path);
  const char *name = path[spot.depth];
  guint n_named = 0;

  if (spot.index < 0 || path[spot.depth + 1] != NULL)
    return g_steal_pointer (&edits);
  if (!check_block (yaml, spot.holder, error))
    return NULL;
  for (guint i = 0; i < iru_value_count_children (spot.holder); i++)
    n_named += is_named (spot.holder, i, name);
  if (n_named == iru_value_count_children (spot.holder))
    return empty_holder (yaml, edits, &spot, error) ? g_steal_pointer (&edits) : NULL;
  for (guint i = 0; i < iru_value_count_children (spot.holder); i++)
    if (is_named (spot.holder, i, name) && !remove_child (yaml, edits, spot.holder, i, error))
      return NULL;
  return g_steal_pointer (&edits);
}

static gboolean
is_empty (const IruValue *value)
{
  return value == NULL || value->type == IRU_VALUE_NULL
         || (iru_value_is_container (value) && iru_value_count_children (value) == 0);
}

/* The children but those of that name: (transfer container) (element-type guint). */
static GArray *
list_others (const IruValue *holder, const char *name)
{
  GArray *others = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n = iru_value_count_children (holder);

  for (guint i = 0; i < n; i++)
    if (!is_named (holder, i, name))
      g_array_append_val (others, i);
  return others;
}

static gboolean
is_same_child (const IruValue *a, guint i, const IruValue *b, guint j)
{
  if (a->type != b->type
      || (a->type == IRU_VALUE_OBJECT
          && strcmp (iru_value_get_member (a, i)->key, iru_value_get_member (b, j)->key) != 0))
    return FALSE;
  return iru_value_equal (iru_value_get_child (a, i), iru_value_get_child (b, j));
}

/* @a, @b: (nullable): nothing. */
static gboolean
is_same_but (const IruValue *a, const IruValue *b, const char *const *path)
{
  g_autoptr (GArray) left = NULL;
  g_autoptr (GArray) right = NULL;

  if (path[0] == NULL)
    return TRUE;
  if (!(is_empty (a) || iru_value_is_container (a))
      || !(is_empty (b) || iru_value_is_container (b)))
    return a != NULL && b != NULL && iru_value_equal (a, b);
  left = list_others (a, path[0]);
  right = list_others (b, path[0]);
  if (left->len != right->len)
    return FALSE;
  for (guint i = 0; i < left->len; i++)
    if (!is_same_child (a, g_array_index (left, guint, i), b, g_array_index (right, guint, i)))
      return FALSE;
  int in_a = a != NULL ? find_child (a, path[0]) : -1;
  int in_b = b != NULL ? find_child (b, path[0]) : -1;
  return is_same_but (in_a >= 0 ? iru_value_get_child (a, (guint)in_a) : NULL,
                      in_b >= 0 ? iru_value_get_child (b, (guint)in_b) : NULL, path + 1);
}

gboolean
iru_yaml_same_beside (const IruYaml *before, const IruYaml *after, const char *const *path)
{
  return is_same_but (before->root, after->root, path);
}
