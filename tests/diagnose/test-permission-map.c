/* test-permission-map.c: which area a tool belongs to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "iru-permission-map.h"
#include "iru-probe.h"

static const struct
{
  const char *tool;
  const char *area; /* NULL: none */
} rows[] = {
  { "list_devices", "devices" },
  { "getDeviceDetails", "devices" },
  { "get-device-library-items", "devices" },
  { "get_device_secrets", "device-secrets" },
  { "lock_device", "device-actions" },
  { "list_unlock_events", NULL },
  { "list_blueprints", "blueprints" },
  { "assign_library_item", "library-items" },
  { "list_ade_devices", "automated-device-enrollment" },
  { "made_up", NULL },
  { "list_vulnerabilities", "vulnerabilities" },
  { "listThreats", "threats" },
  { "LIST_USERS", "users" },
  { "create_tag", "tags" },
  { "stage_things", NULL },
  { "get_licensing", "settings" },
  { "list_audit_events", "audit-log" },
  { "prism", "prism" },
  { "echo", NULL },
  { "", NULL },
};

/* Of IT Glue's roles, as its README has them. */
static const struct
{
  const char *tool;
  const char *area;
} itglue_rows[] = {
  { "itglue_list_organizations", "read" },
  { "itglue_get_document_section", "read" },
  { "itglue_vector_search", "read" },
  { "itglue_vector_index_status", "read" },
  { "itglue_build_vector_index", "write" },
  { "itglue_publish_document", "write" },
  { "itglue_update_flexible_asset", "write" },
  { "itglue_delete_document_section", "write" },
  { "itglue_delete_documents", "delete" },
  { "itglue_delete_flexible_asset", "delete" },
  { "itglue_other", NULL },
};

/* (nullable): borrowed from the profile */
static const char *
find_area (const IruProfile *profile, const char *name)
{
  IruTool tool = { .name = (char *)name };
  g_autoptr (GPtrArray) tools = g_ptr_array_new ();
  const char *found = NULL;

  g_ptr_array_add (tools, &tool);
  g_autoptr (GArray) map = iru_permission_map_new (profile, tools);
  for (guint i = 0; i < map->len; i++)
    if (g_array_index (map, IruArea, i).n_tools > 0)
      found = g_array_index (map, IruArea, i).id;
  g_test_message ("%s", name);
  return found;
}

static void
test_names (void)
{
  const IruProfile *itglue = iru_profiles_get ();

  while (strcmp (itglue->name, "itglue") != 0)
    itglue++;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (find_area (iru_profile_get_default (), rows[i].tool), ==, rows[i].area);
  for (guint i = 0; i < G_N_ELEMENTS (itglue_rows); i++)
    g_assert_cmpstr (find_area (itglue, itglue_rows[i].tool), ==, itglue_rows[i].area);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/permission-map/names", test_names);
  return g_test_run ();
}
