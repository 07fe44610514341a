/* test-check.c: what a check without a network finds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>
#include <sys/stat.h>

#include "iru-check.h"
#include "iru-test-home.h"

#define URL "https://t.connect.iru.com/mcp-server/connector/kandji/tools"
#define KEY "sk_live:0123456789abcdef"
#define ENTRY(url, key)                                                                            \
  "{\"url\":\"" url "\",\"headers\":{\"X-API-Key\":\"" key "\",\"X-MCP-Profile\":\"p1\"}}"
#define CURSOR(entries) "{\"mcpServers\":{" entries "}}"
#define CODEX(name, key)                                                                           \
  "[mcp_servers." name "]\nurl='" URL "'\nhttp_headers={X-API-Key='" key "',X-MCP-Profile='p1'}\n"

typedef struct
{
  const char *name;
  const char *cursor; /* NULL: its folder is there, no file; "-": not found */
  const char *codex;
  const char *wanted_key; /* a snippet to compare with */
  gboolean named;
  const char *server;
  gboolean all;
  int exit;
  const char *states; /* "client:state" words */
  const char *headline;
  guint n_endpoints;
} Row;

static const Row rows[] = {
  { .name = "both well",
    .cursor = CURSOR ("\"iru\":" ENTRY (URL, KEY)),
    .codex = CODEX ("iru_mcp", KEY),
    .states = "cursor:ok codex:ok",
    .n_endpoints = 1 },
  { .name = "one has it",
    .cursor = CURSOR ("\"iru\":" ENTRY (URL, KEY)),
    .codex = "a = 1\n",
    .states = "cursor:ok codex:missing",
    .n_endpoints = 1 },
  { .name = "one has it and the other was named",
    .cursor = CURSOR ("\"iru\":" ENTRY (URL, KEY)),
    .codex = "a = 1\n",
    .named = TRUE,
    .exit = 3,
    .states = "cursor:ok codex:missing",
    .headline = "server-missing",
    .n_endpoints = 1 },
  { .name = "none has it",
    .cursor = CURSOR (""),
    .codex = NULL,
    .exit = 3,
    .states = "cursor:missing codex:absent",
    .headline = "server-missing" },
  { .name = "none is found",
    .cursor = "-",
    .codex = "-",
    .exit = 3,
    .states = "",
    .headline = "client-none" },
  { .name = "broken",
    .cursor = "{\"mcpServers\":{",
    .codex = CODEX ("iru", KEY),
    .exit = 3,
    .states = "cursor:broken codex:ok",
    .headline = "file-syntax",
    .n_endpoints = 1 },
  { .name = "two keys are two endpoints",
    .cursor = CURSOR ("\"iru\":" ENTRY (URL, KEY)),
    .codex = CODEX ("iru", "sk_live:another-key-0123"),
    .states = "cursor:ok codex:ok",
    .n_endpoints = 2 },
  { .name = "a duplicate",
    .cursor = CURSOR ("\"iru\":" ENTRY (URL, KEY) ",\"b\":" ENTRY (URL, KEY)),
    .codex = "-",
    .states = "cursor:ok cursor:ok",
    .n_endpoints = 1 },
  { .name = "another tenant is no duplicate, and is looked at",
    .cursor =
        CURSOR ("\"iru\":" ENTRY (URL, KEY) ",\"b\":" ENTRY ("https://u.connect.iru.com/m", KEY)),
    .codex = "-",
    .states = "cursor:ok cursor:ok",
    .n_endpoints = 2 },
  { .name = "as wanted",
    .cursor = CURSOR ("\"iru\":" ENTRY (URL, KEY)),
    .codex = "-",
    .wanted_key = KEY,
    .states = "cursor:ok",
    .n_endpoints = 1 },
  { .name = "not as wanted",
    .cursor = CURSOR ("\"iru\":" ENTRY (URL, "sk_live:an-older-key-0")),
    .codex = "-",
    .wanted_key = KEY,
    .exit = 3,
    .states = "cursor:differs",
    .headline = "server-differs",
    .n_endpoints = 2 },
  { .name = "wanted and missing in one",
    .cursor = CURSOR ("\"iru\":" ENTRY (URL, KEY)),
    .codex = NULL,
    .wanted_key = KEY,
    .exit = 3,
    .states = "cursor:ok codex:absent",
    .headline = "server-missing",
    .n_endpoints = 1 },
  { .name = "by name",
    .cursor = CURSOR ("\"a\":"
                      "{\"url\":\"https://a.example/m\"}"),
    .codex = "-",
    .server = "a",
    .states = "cursor:ok",
    .n_endpoints = 1 },
  { .name = "all",
    .all = TRUE,
    .cursor = CURSOR ("\"a\":"
                      "{\"url\":\"https://a.example/m\"}"
                      ",\"iru\":" ENTRY (URL, KEY)),
    .codex = "-",
    .states = "cursor:ok cursor:ok",
    .n_endpoints = 2 },
};

static void
add_target (GPtrArray *targets, IruPlaces *places, const char *home, const char *client,
            const char *file, const char *text)
{
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *marker = g_build_filename (folder, "marker", NULL);

  if (g_strcmp0 (text, "-") == 0)
    return;
  if (text != NULL)
    iru_test_home_write (home, file, text, 0600);
  else
    iru_test_home_write (home, marker, "", 0600);
  g_ptr_array_add (targets, iru_target_new (iru_client_get (client), places));
}

static GPtrArray *
make_wanted (const char *key)
{
  GPtrArray *wanted = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_server_free);
  IruServer *server = iru_server_new ("iru");

  server->url = g_strdup (URL);
  iru_pairs_set (server->headers, "X-API-Key", key, TRUE);
  iru_pairs_set (server->headers, "X-MCP-Profile", "p1", TRUE);
  g_ptr_array_add (wanted, server);
  return wanted;
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  char *home = iru_test_home_new ();
  g_autoptr (IruPlaces) places = iru_places_new (IRU_PLATFORM_LINUX, "", home, "ann", NULL);
  g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_target_free);
  g_autoptr (GPtrArray) wanted = row->wanted_key != NULL ? make_wanted (row->wanted_key) : NULL;
  const char *names[] = { row->server, NULL };
  IruCheckOptions options = {
    .targets = targets,
    .named = row->named,
    .wanted = wanted,
    .names = row->server != NULL ? names : NULL,
    .all_servers = row->all,
  };
  g_autoptr (GString) states = g_string_new (NULL);

  add_target (targets, places, home, "cursor", ".cursor/mcp.json", row->cursor);
  add_target (targets, places, home, "codex", ".codex/config.toml", row->codex);
  g_autoptr (IruDiagnosis) diagnosis = iru_check_files (&options);
  for (guint i = 0; i < diagnosis->clients->len; i++)
    {
      IruClientResult *result = diagnosis->clients->pdata[i];

      g_string_append_printf (states, "%s%s:%s", i > 0 ? " " : "", result->target->client->name,
                              iru_client_state_get_name (result->state));
    }
  const IruFinding *headline = iru_diagnosis_get_headline (diagnosis, NULL);
  g_assert_cmpstr (states->str, ==, row->states);
  g_assert_cmpstr (headline != NULL ? headline->kind->id : NULL, ==, row->headline);
  g_assert_cmpint (iru_diagnosis_get_exit (diagnosis, FALSE), ==, row->exit);
  g_assert_cmpuint (diagnosis->endpoints->len, ==, row->n_endpoints);
  g_clear_pointer (&diagnosis, iru_diagnosis_free);
  iru_test_home_free (home);
}

/* The mode matters where there is something to read. */
static void
test_permissions (void)
{
  static const struct
  {
    int mode;
    const char *text;
    gboolean warned;
  } modes[] = {
    { 0600, CURSOR ("\"iru\":" ENTRY (URL, KEY)), FALSE },
    { 0644, CURSOR ("\"iru\":" ENTRY (URL, KEY)), TRUE },
    { 0640, CURSOR ("\"iru\":" ENTRY (URL, KEY)), TRUE },
    { 0644, CURSOR ("\"iru\":{\"url\":\"" URL "\"}"), FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      char *home = iru_test_home_new ();
      g_autoptr (IruPlaces) places = iru_places_new (IRU_PLATFORM_LINUX, "", home, "ann", NULL);
      g_autoptr (GPtrArray) targets =
          g_ptr_array_new_with_free_func ((GDestroyNotify)iru_target_free);
      IruCheckOptions options = { .targets = targets };

      iru_test_home_write (home, ".cursor/mcp.json", modes[i].text, modes[i].mode);
      g_ptr_array_add (targets, iru_target_new (iru_client_get ("cursor"), places));
      g_autoptr (IruDiagnosis) diagnosis = iru_check_files (&options);
      IruClientResult *result = diagnosis->clients->pdata[0];
      g_test_message ("%u", i);
      g_assert_cmpint (iru_findings_has (result->findings, "file-permissions"), ==,
                       modes[i].warned);
      g_clear_pointer (&diagnosis, iru_diagnosis_free);
      iru_test_home_free (home);
    }
}

/* What no answer could change is not asked about. */
static void
test_askable (void)
{
  static const struct
  {
    const char *entry;
    gboolean askable;
  } entries[] = {
    { ENTRY (URL, KEY), TRUE },
    { ENTRY (URL, "no-prefix-0123456789"), TRUE },
    { ENTRY (URL, "sk_live:YOUR_API_KEY"), FALSE },
    { ENTRY ("http://t.connect.iru.com/m", KEY), FALSE },
    { ENTRY ("ftp://t.connect.iru.com/m", KEY), FALSE },
    { ENTRY (URL, "${WRONG_DIALECT}"), FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      char *home = iru_test_home_new ();
      g_autoptr (IruPlaces) places = iru_places_new (IRU_PLATFORM_LINUX, "", home, "ann", NULL);
      g_autoptr (GPtrArray) targets =
          g_ptr_array_new_with_free_func ((GDestroyNotify)iru_target_free);
      IruCheckOptions options = { .targets = targets };
      g_autofree char *text = g_strdup_printf ("{\"mcpServers\":{\"iru\":%s}}", entries[i].entry);

      iru_test_home_write (home, ".cursor/mcp.json", text, 0600);
      g_ptr_array_add (targets, iru_target_new (iru_client_get ("cursor"), places));
      g_autoptr (IruDiagnosis) diagnosis = iru_check_files (&options);
      g_test_message ("%s", entries[i].entry);
      g_assert_cmpint (((IruEndpointResult *)diagnosis->endpoints->pdata[0])->askable, ==,
                       entries[i].askable);
      g_clear_pointer (&diagnosis, iru_diagnosis_free);
      iru_test_home_free (home);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = g_strconcat ("/check/files/", rows[i].name, NULL);

      g_test_add_data_func (name, &rows[i], test_row);
    }
  g_test_add_func ("/check/permissions", test_permissions);
  g_test_add_func ("/check/askable", test_askable);
  return g_test_run ();
}
