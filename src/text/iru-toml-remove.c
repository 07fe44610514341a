/* iru-toml-remove.c: a table or key taken out of a TOML text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-toml-remove.h"

#include "iru-toml.h"

#include "iru-toml-inline.h"
#include "iru-toml-layout.h"

#include <glib/gi18n-lib.h>

/* Whole lines that go together: blocks with all that is between them, or keys. */
typedef struct
{
  gsize start;
  gsize end;
  gboolean is_block;
} Group;

static void
add_to_groups (const IruToml *toml, GArray *groups, const IruTomlStatement *statement,
               gboolean in_block, gboolean follows)
{
  Group *last = groups->len > 0 ? &g_array_index (groups, Group, groups->len - 1) : NULL;
  Group group = { iru_toml_line_start (toml, statement->start),
                  iru_toml_line_end (toml, statement->end), in_block };

  if (last != NULL && follows && ((in_block && last->is_block) || last->end == group.start))
    {
      last->end = group.end;
      last->is_block |= in_block;
    }
  else
    g_array_append_val (groups, group);
}

/* (element-type Group): the lines of all statements below @node. */
static GArray *
list_groups (const IruToml *toml, guint32 node)
{
  GArray *groups = g_array_new (FALSE, FALSE, sizeof (Group));
  gboolean in_block = FALSE;
  gboolean follows = FALSE;
  guint32 table = 0;

  for (guint i = 0; i < iru_toml_get_n_statements (toml); i++)
    {
      const IruTomlStatement *statement = iru_toml_get_statement (toml, i);
      gboolean goes;

      if (statement->is_header)
        {
          table = statement->node;
          in_block = iru_toml_is_within (toml, table, node, 0);
        }
      goes = in_block || iru_toml_is_within (toml, statement->node, node, table);
      if (goes)
        add_to_groups (toml, groups, statement, in_block, follows);
      follows = goes;
    }
  return groups;
}

static gsize
get_first_line (const IruToml *toml)
{
  return iru_toml_line_start (toml, 0);
}

/* Which blank line goes along. A block takes the one above it, at the top of the
 * text the one below; so does what makes up the whole text. It leaves it to comments
 * of its own that stay. A key takes one only where it stood alone between two. */
static void
widen (const IruToml *toml, Group *group, gboolean is_all)
{
  gboolean is_first = group->start == get_first_line (toml);
  gsize above = is_first ? group->start : iru_toml_line_start (toml, group->start - 1);
  gboolean is_apart =
      iru_toml_is_empty_line (toml, group->end) && !iru_toml_is_blank_to_end (toml, group->end);

  if ((group->is_block || is_all) && !is_first)
    {
      if (iru_toml_is_empty_line (toml, above)
          && iru_toml_block_place (toml, group->end) == group->end)
        group->start = above;
    }
  else if (is_apart && (is_first || iru_toml_is_blank_line (toml, above)))
    group->end = iru_toml_line_end (toml, group->end);
}

/* A text without a line end at its end stays one. */
static void
keep_end (const IruToml *toml, Group *group, gsize floor)
{
  gsize length;
  const char *text = iru_toml_get_text (toml, &length);
  gsize first = MAX (floor, get_first_line (toml));

  if (group->end < length || (length > 0 && text[length - 1] == '\n'))
    return;
  if (group->start > first && text[group->start - 1] == '\n')
    group->start--;
  if (group->start > first && text[group->start - 1] == '\r')
    group->start--;
}

static void
remove_groups (const IruToml *toml, GPtrArray *edits, GArray *groups, const Group *spared,
               gboolean is_all)
{
  gsize floor = 0;

  for (guint i = 0; i < groups->len; i++)
    {
      Group *group = &g_array_index (groups, Group, i);

      if (spared == NULL || group != spared)
        {
          widen (toml, group, is_all);
          keep_end (toml, group, floor);
          group->start = MAX (group->start, floor);
          iru_edits_add (edits, group->start, group->end - group->start, g_strdup (""));
        }
      floor = group->end;
    }
}

static gboolean
covers_all (const IruToml *toml, GArray *groups)
{
  guint n = iru_toml_get_n_statements (toml);
  const Group *group = &g_array_index (groups, Group, 0);

  return groups->len == 1 && iru_toml_get_statement (toml, 0)->start >= group->start
         && iru_toml_get_statement (toml, n - 1)->end <= group->end;
}

void
iru_toml_remove_node (const IruToml *toml, GPtrArray *edits, guint32 node)
{
  guint32 table = iru_toml_get_inline (toml, node);
  g_autoptr (GArray) groups = NULL;

  if (table != 0)
    {
      iru_toml_inline_remove (toml, edits, table, node);
      return;
    }
  groups = list_groups (toml, node);
  remove_groups (toml, edits, groups, NULL, covers_all (toml, groups));
}

void
iru_toml_replace_blocks (const IruToml *toml, GPtrArray *edits, guint32 table, GString *block)
{
  g_autoptr (GArray) groups = list_groups (toml, table);
  gsize header = iru_toml_get_node (toml, table)->start;
  gsize length;
  const char *text = iru_toml_get_text (toml, &length);
  Group *own = &g_array_index (groups, Group, 0);

  while (own->end <= header)
    own++;
  remove_groups (toml, edits, groups, own, FALSE);
  if (text[own->end - 1] == '\n')
    g_string_append (block, iru_toml_get_line_end (toml));
  iru_edits_add (edits, own->start, own->end - own->start, g_string_free (block, FALSE));
}

gboolean
iru_toml_compose (const IruToml *toml, GPtrArray *edits, GBytes *between, GPtrArray *more,
                  IruTextError *error)
{
  g_autoptr (GBytes) result = iru_edits_apply (more, between, error);
  gsize old_end, new_end;
  const char *old = iru_toml_get_text (toml, &old_end);
  const char *new;
  gsize start = 0;

  if (result == NULL)
    return FALSE;
  new = g_bytes_get_data (result, &new_end);
  while (start < old_end && start < new_end && old[start] == new[start])
    start++;
  while (old_end > start && new_end > start && old[old_end - 1] == new[new_end - 1])
    {
      old_end--;
      new_end--;
    }
  iru_edits_add (edits, start, old_end - start, g_strndup (new + start, new_end - start));
  return TRUE;
}

GPtrArray *
iru_toml_remove (GBytes *text, const char *const *path, IruTextError *error)
{
  g_autoptr (IruToml) toml = iru_toml_scan (text, error);

  return toml != NULL ? iru_toml_remove_scanned (toml, path, error) : NULL;
}

GPtrArray *
iru_toml_remove_scanned (IruToml *toml, const char *const *path, IruTextError *error)
{
  g_autoptr (GPtrArray) edits = iru_edits_new ();
  guint n_found;
  guint32 node;

  if (path[0] == NULL)
    {
      iru_text_fail (error, IRU_TEXT_ERROR_UNSUPPORTED,
                     N_ ("A TOML file is not removed as a whole."), 0);
      return NULL;
    }
  node = iru_toml_find (toml, path, &n_found);
  if (path[n_found] == NULL)
    iru_toml_remove_node (toml, edits, node);
  return g_steal_pointer (&edits);
}
