/* test-fields.c: the rows are complete, and all lists of names come from them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-client-fields.h"

#include <string.h>

static void
test_rows (void)
{
  for (const IruClient *row = iru_clients_get (); row->name != NULL; row++)
    {
      g_autofree char *gap = iru_client_find_gap (row);

      g_assert_cmpstr (gap, ==, NULL);
    }
}

static void
test_gaps (void)
{
  const IruClient whole = *iru_client_get ("cursor");
  IruClient rows[] = { whole, whole, whole, whole, whole, whole };

  rows[0].title = NULL;
  rows[1].dialect.root = NULL;
  rows[2].dialect.headers_field = NULL;
  rows[3].dialect.is_list = TRUE;
  rows[4].dialect.stdio_type_needed = TRUE;
  rows[5].restart[IRU_PLATFORM_MACOS] = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *gap = iru_client_find_gap (&rows[i]);

      g_test_message ("%u: %s", i, gap);
      g_assert_nonnull (gap);
      g_assert_nonnull (strstr (gap, "“cursor”"));
    }
}

/* Every name that a row has is in the list of its kind. */
static void
test_names (void)
{
  for (const IruClient *row = iru_clients_get (); row->name != NULL; row++)
    {
      const IruDialect *dialect = &row->dialect;

      g_test_message ("%s", row->name);
      g_assert_true (iru_client_fields_has (IRU_FIELD_ROOT, dialect->root));
      for (guint i = 0; dialect->url_fields[i] != NULL; i++)
        g_assert_true (iru_client_fields_has (IRU_FIELD_URL, dialect->url_fields[i]));
      if (dialect->headers_field != NULL)
        g_assert_true (iru_client_fields_has (IRU_FIELD_HEADERS, dialect->headers_field));
      if (dialect->env_field != NULL)
        g_assert_true (iru_client_fields_has (IRU_FIELD_ENV, dialect->env_field));
      if (dialect->command_field != NULL)
        g_assert_true (iru_client_fields_has (IRU_FIELD_COMMAND, dialect->command_field));
      for (guint i = 0; dialect->types[i] != NULL; i++)
        g_assert_true (iru_client_fields_knows_type (dialect->types[i]));
    }
  g_assert_false (iru_client_fields_has (IRU_FIELD_URL, "baseUrl"));
  g_assert_true (g_strv_contains (iru_client_fields_get_all (IRU_FIELD_URL), "baseUrl"));
  g_assert_false (iru_client_fields_knows_type ("carrier-pigeon"));
}

static void
test_roots (void)
{
  static const char *const certain[] = { "mcpServers",     "mcp_servers", "mcp-servers",
                                         "amp.mcpServers", "McpServers",  "managedMcpServers",
                                         "mcpServer" };
  static const char *const names[] = { "servers", "mcp", "iru", "my-mcp-server", "", "extensions" };

  for (guint i = 0; i < G_N_ELEMENTS (certain); i++)
    g_assert_true (iru_client_fields_is_certain_root (certain[i]));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_false (iru_client_fields_is_certain_root (names[i]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/fields/rows", test_rows);
  g_test_add_func ("/fields/gaps", test_gaps);
  g_test_add_func ("/fields/names", test_names);
  g_test_add_func ("/fields/roots", test_roots);
  return g_test_run ();
}
