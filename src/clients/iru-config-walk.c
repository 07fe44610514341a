/* iru-config-walk.c: every entry in a client's file, wherever it stands
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-config-walk.h"

#include <string.h>

/* The members of what is at @parts below @value; "*" is any name. */
static void
list_members (GPtrArray *values, const IruValue *value, const char *const *parts)
{
  for (guint i = 0; parts[0] == NULL && i < iru_value_count_elements (value); i++)
    g_ptr_array_add (values, iru_value_get_element (value, i));
  for (guint i = 0; i < iru_value_count_members (value); i++)
    {
      IruMember *member = iru_value_get_member (value, i);

      if (parts[0] == NULL)
        g_ptr_array_add (values, member->value);
      else if (strcmp (parts[0], "*") == 0 || strcmp (parts[0], member->key) == 0)
        list_members (values, member->value, parts + 1);
    }
}

GPtrArray *
iru_config_list_values (const IruClient *client, const IruValue *whole)
{
  GPtrArray *values = g_ptr_array_new ();
  const IruDialect *dialect = &client->dialect;
  const char *roots[] = {
    dialect->root,
    dialect->more_roots[0],
    dialect->more_roots[1],
    dialect->more_roots[2],
    dialect->unread_roots[0],
    dialect->unread_roots[1],
    dialect->unread_roots[2],
  };

  for (guint i = 0; i < G_N_ELEMENTS (roots); i++)
    {
      g_auto (GStrv) parts = g_strsplit (roots[i] != NULL ? roots[i] : "", "/", -1);

      if (roots[i] != NULL)
        list_members (values, whole, (const char *const *)parts);
    }
  return values;
}
