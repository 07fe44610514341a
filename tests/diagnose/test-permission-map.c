/* test-permission-map.c: which area a tool belongs to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-permission-map.h"
#include "iru-probe.h"

static const char *const rows[][2] = {
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

static void
test_names (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      IruTool tool = { .name = (char *)rows[i][0] };
      g_autoptr (GPtrArray) tools = g_ptr_array_new ();
      const char *found = NULL;

      g_ptr_array_add (tools, &tool);
      g_autoptr (GArray) map = iru_permission_map_new (tools);
      for (guint j = 0; j < map->len; j++)
        if (g_array_index (map, IruArea, j).n_tools > 0)
          found = g_array_index (map, IruArea, j).id;
      g_test_message ("%s", rows[i][0]);
      g_assert_cmpstr (found, ==, rows[i][1]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/permission-map/names", test_names);
  return g_test_run ();
}
