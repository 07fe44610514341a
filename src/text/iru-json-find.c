/* iru-json-find.c: objects with certain members, wherever they are in a JSON text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One step over the text, however deep it is: nothing is skipped and looked at again.
 */
#include "iru-json.h"

#include "iru-json-walk.h"

#include <string.h>

/* An object that is open. */
typedef struct
{
  IruSpan key; /* of the member that is being read */
  gboolean fits;
} Level;

typedef struct
{
  IruJsonText text;
  GArray *levels; /* (element-type Level) */
  const char *const *names;
  GPtrArray *found;
} Finding;

static Level *
get_level (Finding *self, guint index)
{
  return &g_array_index (self->levels, Level, index);
}

static gboolean
is_name (Finding *self, IruSpan key)
{
  for (guint i = 0; self->names[i] != NULL; i++)
    if (iru_json_is_key (self->text, key, self->names[i]))
      return TRUE;
  return FALSE;
}

/* The innermost object fits: its path are the members of those that it is in. */
static void
note_object (Finding *self)
{
  guint depth = self->levels->len - 1;
  IruPlaceOfObject *place = g_new0 (IruPlaceOfObject, 1);

  place->path = g_new0 (char *, depth + 1);
  for (guint i = 0; i < depth; i++)
    place->path[i] = iru_json_decode_string (self->text, get_level (self, i)->key);
  place->key = get_level (self, depth - 1)->key;
  g_ptr_array_add (self->found, place);
}

/* Behind the string at @at; a key says what comes. */
static gsize
read_string (Finding *self, gsize at)
{
  Level *level = get_level (self, self->levels->len - 1);
  IruSpan span = { at, iru_json_skip_value (self->text, at) };
  gsize next = iru_json_skip_blank (self->text, span.end);

  if (self->text.data[next] != ':')
    return span.end;
  level->key = span;
  level->fits |= is_name (self, span);
  next = iru_json_skip_blank (self->text, next + 1);
  /* What is in a list has no path. */
  return self->text.data[next] == '[' ? iru_json_skip_value (self->text, next) : next;
}

static gsize
read_step (Finding *self, gsize at)
{
  static const Level fresh = { { 0, 0 }, FALSE };
  char c = self->text.data[at];

  if (c == '"')
    return read_string (self, at);
  if (c == '/')
    return iru_json_skip_comment (self->text, at);
  if (c == '{')
    g_array_append_val (self->levels, fresh);
  if (c == '}')
    {
      if (self->levels->len > 1 && get_level (self, self->levels->len - 1)->fits
          && self->levels->len <= IRU_DOCUMENT_MAX_PATH
          && self->found->len < IRU_DOCUMENT_MAX_FOUND)
        note_object (self);
      g_array_set_size (self->levels, self->levels->len - 1);
    }
  return at + 1;
}

void
iru_json_find_objects (IruJsonText text, const char *const *names, GPtrArray *found)
{
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (Level));
  Finding self = { text, levels, names, found };
  IruSpan root;

  if (!iru_json_get_root (text, &root) || !iru_json_is_object (text, root))
    return;
  for (gsize at = root.start; at < root.end;)
    at = read_step (&self, at);
}
