/* iru-toml.c: TOML, checked and read by path
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-toml.h"

#include "iru-toml-scan.h"

#include <string.h>

gboolean
iru_toml_check (GBytes *text, IruTextError *error)
{
  g_autoptr (IruToml) toml = iru_toml_scan (text, error);

  return toml != NULL;
}

/* A container's span, where it stands in one place. */
static IruSpan
get_span (const IruTomlNode *node)
{
  if ((node->flags & IRU_TOML_DEFINED) && !(node->flags & IRU_TOML_SPREAD))
    return (IruSpan){ node->start, node->end };
  return (IruSpan){ 0, 0 };
}

static gboolean
is_container (const IruTomlNode *node)
{
  return node->kind == IRU_TOML_TABLE || node->kind == IRU_TOML_TABLES;
}

/* The value of @node; a container comes empty. */
static IruValue *
make_value (IruToml *toml, guint32 node)
{
  IruTomlNode own = *iru_toml_get_node (toml, node);
  IruValue *value;

  if (!is_container (&own))
    return iru_toml_decode_value (toml, node);
  value = iru_value_new (own.kind == IRU_TOML_TABLE ? IRU_VALUE_OBJECT : IRU_VALUE_ARRAY);
  value->span = get_span (&own);
  return value;
}

static IruValue *
add_value (IruToml *toml, IruValue *container, guint32 node)
{
  const IruTomlNode *own = iru_toml_get_node (toml, node);
  IruSpan key_span = { own->key_start, own->key_end };
  IruValue *value = make_value (toml, node);
  g_autofree char *key = NULL;

  if (container->type == IRU_VALUE_ARRAY)
    return iru_value_append (container, value);
  key = iru_toml_dup_key (toml, node);
  iru_value_add (container, key, value);
  iru_value_get_member (container, iru_value_count_members (container) - 1)->key_span = key_span;
  return value;
}

static IruValue *
read_node (IruToml *toml, guint32 top)
{
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  IruValue *value = make_value (toml, top);
  guint32 container = top;
  guint32 node = iru_toml_get_node (toml, top)->first;

  if (!is_container (iru_toml_get_node (toml, top)))
    return value;
  g_ptr_array_add (open, value);
  while (open->len > 0)
    {
      IruValue *child;

      if (node == 0)
        {
          node = iru_toml_get_node (toml, container)->next;
          container = iru_toml_get_node (toml, container)->parent;
          g_ptr_array_set_size (open, open->len - 1);
          continue;
        }
      child = add_value (toml, g_ptr_array_index (open, open->len - 1), node);
      if (is_container (iru_toml_get_node (toml, node)))
        {
          g_ptr_array_add (open, child);
          container = node;
          node = iru_toml_get_node (toml, node)->first;
        }
      else
        node = iru_toml_get_node (toml, node)->next;
    }
  return value;
}

IruValue *
iru_toml_read (GBytes *text, const char *const *path)
{
  g_autoptr (IruToml) toml = iru_toml_scan (text, NULL);

  return toml != NULL ? iru_toml_read_scanned (toml, path) : NULL;
}

IruValue *
iru_toml_read_scanned (IruToml *toml, const char *const *path)
{
  guint n_found;
  guint32 node = iru_toml_find (toml, path, &n_found);

  return path[n_found] == NULL ? read_node (toml, node) : NULL;
}

/* A node of each of two texts. */
typedef struct
{
  guint32 a;
  guint32 b;
} Pair;

static gboolean
same_bytes (IruToml *a, gsize a_start, gsize a_end, IruToml *b, gsize b_start, gsize b_end)
{
  gsize length;
  const char *a_text = iru_toml_get_text (a, &length);
  const char *b_text = iru_toml_get_text (b, &length);

  return a_end - a_start == b_end - b_start
         && memcmp (a_text + a_start, b_text + b_start, a_end - a_start) == 0;
}

/* The child of @parent that has the key of @node: mostly @likely. */
static guint32
find_counterpart (IruToml *a, guint32 node, IruToml *b, guint32 parent, guint32 likely)
{
  const IruTomlNode *own = iru_toml_get_node (a, node);
  const IruTomlNode *other = iru_toml_get_node (b, likely);

  if (own->flags & IRU_TOML_KEYLESS)
    return likely;
  if (likely != 0
      && same_bytes (a, own->key_start, own->key_end, b, other->key_start, other->key_end))
    return likely;
  return iru_toml_find_same (b, parent, a, node);
}

/* Adds the pairs of all children. */
static gboolean
pair_children (IruToml *a, IruToml *b, Pair parents, GArray *pairs)
{
  guint32 child = iru_toml_get_node (a, parents.a)->first;
  guint32 likely = iru_toml_get_node (b, parents.b)->first;

  for (; child != 0 && likely != 0; child = iru_toml_get_node (a, child)->next)
    {
      Pair pair = { child, find_counterpart (a, child, b, parents.b, likely) };

      if (pair.b == 0)
        return FALSE;
      g_array_append_val (pairs, pair);
      likely = iru_toml_get_node (b, likely)->next;
    }
  return child == 0 && likely == 0;
}

static gboolean
same_value (IruToml *a, IruToml *b, Pair pair, GArray *pairs)
{
  const IruTomlNode *x = iru_toml_get_node (a, pair.a);
  const IruTomlNode *y = iru_toml_get_node (b, pair.b);

  if (is_container (x) && x->kind == y->kind)
    return pair_children (a, b, pair, pairs);
  if (!is_container (x) && !is_container (y)
      && same_bytes (a, x->start, x->end, b, y->start, y->end))
    return TRUE;
  g_autoptr (IruValue) left = read_node (a, pair.a);
  g_autoptr (IruValue) right = read_node (b, pair.b);
  return iru_value_equal (left, right);
}

static gboolean
same_values (IruToml *a, IruToml *b, Pair first, GArray *pairs)
{
  g_array_set_size (pairs, 0);
  g_array_append_val (pairs, first);
  while (pairs->len > 0)
    {
      Pair pair = g_array_index (pairs, Pair, pairs->len - 1);

      g_array_set_size (pairs, pairs->len - 1);
      if (!same_value (a, b, pair, pairs))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_object (const IruTomlNode *node)
{
  return node->kind == IRU_TOML_TABLE || node->kind == IRU_TOML_INLINE;
}

/* All children but @but, which may be 0. */
static gboolean
same_others (IruToml *a, IruToml *b, Pair parents, Pair but)
{
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  guint32 x = iru_toml_get_node (a, parents.a)->first;
  guint32 y = iru_toml_get_node (b, parents.b)->first;

  while (TRUE)
    {
      if (x != 0 && x == but.a)
        x = iru_toml_get_node (a, x)->next;
      if (y != 0 && y == but.b)
        y = iru_toml_get_node (b, y)->next;
      if (x == 0 || y == 0)
        return x == y;
      Pair pair = { x, y };
      if (find_counterpart (a, x, b, parents.b, y) != y || !same_values (a, b, pair, pairs))
        return FALSE;
      x = iru_toml_get_node (a, x)->next;
      y = iru_toml_get_node (b, y)->next;
    }
}

gboolean
iru_toml_same_beside (IruToml *before, IruToml *after, const char *const *path)
{
  Pair here = { 0, 0 };

  for (; *path != NULL; path++)
    {
      if (!is_object (iru_toml_get_node (before, here.a))
          || !is_object (iru_toml_get_node (after, here.b)))
        return FALSE;
      Pair next = { iru_toml_find_child (before, here.a, *path),
                    iru_toml_find_child (after, here.b, *path) };
      if (!same_others (before, after, here, next))
        return FALSE;
      if (next.a == 0 || next.b == 0)
        return TRUE;
      here = next;
    }
  return TRUE;
}
