/* iru-toml.c: TOML, checked and read by path
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-toml.h"

#include "iru-toml-scan.h"

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
  iru_value_get_member (container, iru_value_get_length (container) - 1)->key_span = key_span;
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
  guint n_found;
  guint32 node;

  if (toml == NULL)
    return NULL;
  node = iru_toml_find (toml, path, &n_found);
  return path[n_found] == NULL ? read_node (toml, node) : NULL;
}
