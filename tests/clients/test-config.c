/* test-config.c: a client's file, and what an install would make of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "iru-config.h"
#include "iru-error.h"

#define URL "https://t.connect.iru.com/mcp-server/connector/kandji/tools"
#define KEY "sk_live:0123456789abcdef"

/* A root in which npx is where a desktop application finds it. */
static IruPlaces *places;

static IruTarget *
make_target (const char *client)
{
  return iru_target_new_for_file (iru_client_get (client), places, "/somewhere/file");
}

static IruServer *
make_iru (void)
{
  IruServer *server = iru_server_new ("iru");

  server->url = g_strdup (URL);
  iru_pairs_set (server->headers, "X-API-Key", KEY, TRUE);
  iru_pairs_set (server->headers, "X-MCP-Profile", "p1", TRUE);
  return server;
}

static GBytes *
make_bytes (const char *text)
{
  return text != NULL ? g_bytes_new (text, strlen (text)) : NULL;
}

static char *
to_string (GBytes *bytes)
{
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

#define CURSOR_ENTRY(indent)                                                                       \
  indent "\"iru\": {\n" indent "  \"url\": \"" URL "\",\n" indent "  \"type\": \"http\",\n" indent \
         "  \"headers\": {\n" indent "    \"X-API-Key\": \"" KEY "\",\n" indent                    \
         "    \"X-MCP-Profile\": \"p1\"\n" indent "  }\n" indent "}"

#define HEADERS "\"X-API-Key\":\"" KEY "\",\"X-MCP-Profile\":\"p1\""

#define CODEX_ENTRY                                                                                \
  "[mcp_servers.iru_mcp]\nurl = \"" URL "\"\nhttp_headers = { X-API-Key = \"" KEY                  \
  "\", X-MCP-Profile = \"p1\" }\n"

static const struct
{
  const char *name;
  const char *client;
  const char *before;
  const char *after; /* NULL: refused */
} install_rows[] = {
  { "no file", "cursor", NULL, "{\n  \"mcpServers\": {\n" CURSOR_ENTRY ("    ") "\n  }\n}\n" },
  { "blank file", "cursor", " \n", NULL },
  { "placeholder of Cursor", "cursor", "{\n  \"mcpServers\": {}\n}\n",
    "{\n  \"mcpServers\": {\n" CURSOR_ENTRY ("    ") "\n  }\n}\n" },
  { "other server", "cursor",
    "{\n  \"mcpServers\": {\n    \"a\": { \"command\": \"x\" } // mine\n  }\n}\n",
    "{\n  \"mcpServers\": {\n    \"a\": { \"command\": \"x\" }, // mine\n" CURSOR_ENTRY (
        "    ") "\n  }\n}\n" },
  { "only the key differs", "cursor",
    "{\"mcpServers\":{\"iru\":{\"url\":\"" URL
    "\",\"headers\":{\"x-api-key\":\"sk_live:old\",\"X-MCP-Profile\":\"p1\",\"Mine\":\"1\"},"
    "\"autoApprove\":[\"a\"]}}}",
    "{\"mcpServers\":{\"iru\":{\"url\":\"" URL "\",\"headers\":{\"x-api-key\":\"" KEY
    "\",\"X-MCP-Profile\":\"p1\",\"Mine\":\"1\"},\"autoApprove\":[\"a\"]}}}" },
  { "under another name, by url", "cursor",
    "{\"mcpServers\":{\"work\":{\"url\":\"" URL "\",\"headers\":{\"X-API-Key\":\"old\"}}}}",
    "{\"mcpServers\":{\"work\":{\"url\":\"" URL "\",\"headers\":{\"X-API-Key\":\"" KEY
    "\",\"X-MCP-Profile\":\"p1\"}}}}" },
  { "changes its transport", "cursor",
    "{\"mcpServers\":{\"iru\":{\"command\":\"x\",\"args\":[],\"env\":{},\"cwd\":\"/\","
    "\"autoApprove\":[]}}}",
    "{\"mcpServers\":{\"iru\":{\"autoApprove\":[],\"url\":\"" URL
    "\",\"headers\":{\"X-API-Key\":\"" KEY "\",\"X-MCP-Profile\":\"p1\"}}}}" },
  { "Codex: no file", "codex", NULL, CODEX_ENTRY },
  { "Codex: another table", "codex", "model = \"o\" # mine\n\n[mcp_servers.a]\ncommand = 'x'\n",
    "model = \"o\" # mine\n\n[mcp_servers.a]\ncommand = 'x'\n\n" CODEX_ENTRY },
  { "Codex: switched off, with a field that is ignored", "codex",
    "[mcp_servers.iru_mcp]\nenabled = false\nurl = \"" URL
    "\"\nstartup_timeout_sec = 30\n[mcp_servers.iru_mcp.http_headers]\nX-API-Key = \"old\"\n"
    "X-MCP-Profile = 'p1'\n[mcp_servers.iru_mcp.headers]\nX-API-Key = \"old\"\n",
    "[mcp_servers.iru_mcp]\nenabled = true\nurl = \"" URL
    "\"\nstartup_timeout_sec = 30\n[mcp_servers.iru_mcp.http_headers]\nX-API-Key = \"" KEY
    "\"\nX-MCP-Profile = 'p1'\n" },
  { "Codex: the header from a variable gives way", "codex",
    "[mcp_servers.iru]\nurl = \"" URL
    "\"\nenv_http_headers = { X-API-Key = \"V\", \"X-O\" = \"W\" }\n",
    "[mcp_servers.iru]\nurl = \"" URL "\"\nenv_http_headers = { \"X-O\" = \"W\" }\n"
    "http_headers = { X-API-Key = \"" KEY "\", X-MCP-Profile = \"p1\" }\n" },
  { "Claude Code: a type is put in", "claude-code",
    "{\"mcpServers\":{\"iru\":{\"url\":\"" URL "\"}}}",
    "{\"mcpServers\":{\"iru\":{\"url\":\"" URL
    "\",\"type\":\"http\",\"headers\":{\"X-API-Key\":\"" KEY "\",\"X-MCP-Profile\":\"p1\"}}}}" },
  { "Claude Code: another word for the type stays", "claude-code",
    "{\"mcpServers\":{\"iru\":{\"type\":\"streamable-http\",\"url\":\"" URL
    "\",\"headers\":{" HEADERS "}}}}",
    "{\"mcpServers\":{\"iru\":{\"type\":\"streamable-http\",\"url\":\"" URL
    "\",\"headers\":{" HEADERS "}}}}" },
  { "Claude Code: the old transport does not", "claude-code",
    "{\"mcpServers\":{\"iru\":{\"type\":\"sse\",\"url\":\"" URL "\",\"headers\":{" HEADERS "}}}}",
    "{\"mcpServers\":{\"iru\":{\"type\":\"http\",\"url\":\"" URL "\",\"headers\":{" HEADERS
    "}}}}" },
  { "OpenCode: a comment and a comma stay, a wrong type goes", "opencode",
    "{\"mcp\":{/* c */\"iru\":{\"type\":\"http\",\"url\":\"" URL
    "\",\"enabled\":false,\"headers\":{" HEADERS "},},}}",
    "{\"mcp\":{/* c */\"iru\":{\"type\":\"remote\",\"url\":\"" URL
    "\",\"enabled\":true,\"headers\":{" HEADERS "},},}}" },
  { "OpenCode: its other shape", "opencode",
    "{\"mcp\":{\"servers\":{\"iru\":{\"type\":\"remote\",\"url\":\"" URL
    "\",\"headers\":{\"X-API-Key\":\"old\",\"X-MCP-Profile\":\"p1\"}}}}}",
    "{\"mcp\":{\"servers\":{\"iru\":{\"type\":\"remote\",\"url\":\"" URL "\",\"headers\":{" HEADERS
    "}}}}}" },
  { "OpenCode: a command before", "opencode",
    "{\"mcp\":{\"iru\":{\"type\":\"local\",\"command\":[\"x\",\"y\"],\"environment\":{}}}}",
    "{\"mcp\":{\"iru\":{\"type\":\"remote\",\"url\":\"" URL "\",\"headers\":{" HEADERS "}}}}" },
  { "Windsurf: the url in its own field", "windsurf",
    "{\"mcpServers\":{\"iru\":{\"url\":\"" URL "\",\"disabled\":true,\"headers\":{" HEADERS "}}}}",
    "{\"mcpServers\":{\"iru\":{\"disabled\":false,\"headers\":{" HEADERS "},\"serverUrl\":\"" URL
    "\"}}}" },
  { "Gemini: one url is enough", "gemini-cli",
    "{\"mcpServers\":{\"iru\":{\"url\":\"" URL "\",\"headers\":{" HEADERS "}}}}",
    "{\"mcpServers\":{\"iru\":{\"headers\":{" HEADERS "},\"httpUrl\":\"" URL "\"}}}" },
  { "Gemini: a comma that it rejects is put right", "gemini-cli",
    "{ // c\n\"mcpServers\":{\"iru\":{\"httpUrl\":\"" URL "\",\"headers\":{" HEADERS "},}}}",
    "{ // c\n\"mcpServers\":{\"iru\":{\"httpUrl\":\"" URL "\",\"headers\":{" HEADERS "}}}}" },
  { "Cline: its word for the type", "cline",
    "{\"mcpServers\":{\"iru\":{\"type\":\"http\",\"url\":\"" URL "\",\"headers\":{" HEADERS "}}}}",
    "{\"mcpServers\":{\"iru\":{\"type\":\"streamableHttp\",\"url\":\"" URL
    "\",\"headers\":{" HEADERS "}}}}" },
  { "a comma missing, in a strict client", "claude-desktop",
    "{\n  \"a\": 1\n  \"mcpServers\": {\n    \"b\": { \"command\": \"x\" },\n  }\n}\n", "" },
  { "a string is cut off", "cursor", "{\"mcpServers\":{\"a\":{\"url\":\"htt", NULL },
  { "an array in its place", "cursor", "{\"mcpServers\":[]}", NULL },
  { "an array as the whole", "cursor", "[]", NULL },
  { "TOML with an error", "codex", "[mcp_servers\n", NULL },
};

static void
test_install (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (install_rows); i++)
    {
      g_autoptr (IruTarget) target = make_target (install_rows[i].client);
      g_autoptr (IruServer) server = make_iru ();
      g_autoptr (GBytes) before = make_bytes (install_rows[i].before);
      g_auto (IruConfigEdit) edit = { 0 };
      g_auto (IruConfigEdit) again = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) after = iru_config_install (target, before, server, &edit, &error);

      g_test_message ("%s", install_rows[i].name);
      if (install_rows[i].after == NULL && strcmp (install_rows[i].name, "blank file") != 0)
        {
          g_assert_null (after);
          g_assert_nonnull (error);
          continue;
        }
      g_assert_no_error (error);
      g_autofree char *text = to_string (after);
      if (install_rows[i].after != NULL && *install_rows[i].after != '\0')
        g_assert_cmpstr (text, ==, install_rows[i].after);

      /* Twice is once. */
      g_autoptr (GBytes) twice = iru_config_install (target, after, server, &again, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (twice, after));
    }
}

/* The Claude Desktop form: npx, the pin, the values in env, no space in an argument. */
static void
test_install_bridge (void)
{
  g_autoptr (IruTarget) target = make_target ("claude-desktop");
  g_autoptr (IruServer) server = make_iru ();
  g_autoptr (GBytes) before = make_bytes (
      "{\n\t\"mcpServers\": {\n\t\t\"iru\": {\n\t\t\t\"command\": \"npx\",\n\t\t\t\"args\": "
      "[\"-y\", "
      "\"mcp-remote@0.1.13\", \"" URL
      "\", \"--header\", \"X-API-Key:${OLD_KEY}\", \"--debug\"],\n\t\t\t\"env\": { \"OLD_KEY\": "
      "\"sk_live:old\", \"MINE\": \"1\" }\n\t\t}\n\t},\n\t\"preferences\": {}\n}\n");
  g_auto (IruConfigEdit) edit = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) after = iru_config_install (target, before, server, &edit, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (edit.entry, ==, "iru");
  g_assert_false (edit.added);
  g_autofree char *text = to_string (after);
  g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, "mcp-remote@0.15.1"));
  g_assert_nonnull (strstr (text, "--prefer-offline"));
  g_assert_nonnull (strstr (text, "\"X-API-Key:${IRU_X_API_KEY}\""));
  g_assert_nonnull (strstr (text, "\"IRU_X_API_KEY\": \"" KEY "\""));
  g_assert_nonnull (strstr (text, "--debug"));
  g_assert_nonnull (strstr (text, "\"MINE\": \"1\""));
  g_assert_null (strstr (text, "sk_live:old"));
  g_assert_null (strstr (text, "OLD_KEY"));

  /* What was written is read back as the server that was meant. */
  g_autoptr (IruConfig) config = iru_config_new (target, after);
  IruEntry *entry = config->entries->pdata[0];
  g_assert_true (iru_server_same_endpoint (entry->server, server));
  g_assert_cmpuint (entry->findings->len, ==, 0);
}

static void
test_remove (void)
{
  static const struct
  {
    const char *client;
    const char *before;
    const char *after;
    const char *entry;
  } rows[] = {
    { "cursor", "{ \"mcpServers\": { \"iru\": { \"url\": \"" URL "\" }, \"a\": {} } }",
      "{ \"mcpServers\": { \"a\": {} } }", "iru" },
    { "cursor", "{ \"mcpServers\": { \"a\": {} } }", "{ \"mcpServers\": { \"a\": {} } }", NULL },
    { "cursor", "{ \"mcpServers\": { \"work\": { \"url\": \"" URL "\" } } }",
      "{ \"mcpServers\": {} }", "work" },
    { "codex", "a = 1\n[mcp_servers.\"Iru MCP\"]\nurl = 'https://x.example'\n", "a = 1\n",
      "Iru MCP" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (IruTarget) target = make_target (rows[i].client);
      g_autoptr (GBytes) before = make_bytes (rows[i].before);
      IruMatch match = { .name = "iru", .profile = iru_profile_get_default () };
      g_auto (IruConfigEdit) edit = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) after = iru_config_remove (target, before, &match, &edit, &error);

      g_assert_no_error (error);
      g_autofree char *text = to_string (after);
      g_assert_cmpstr (edit.entry, ==, rows[i].entry);
      g_test_message ("%s", text);
      if (i != 2)
        g_assert_cmpstr (text, ==, rows[i].after);
    }
}

#define OTHER_URL "https://other.connect.iru.com/mcp-server/connector/kandji/tools"
#define MOVED_URL "https://t.connect.iru.com/mcp"

/* Which of the entries a configuration for the tenant of URL is written into. */
static const struct
{
  const char *what;
  const char *name; /* of the configuration */
  const char *first, *first_url;
  const char *second, *second_url; /* NULL: there is none */
  const char *written;             /* NULL: a new entry */
  guint n_beside;
} tenant_rows[] = {
  { "rotation under the usual name", "iru", "iru", URL, NULL, NULL, "iru", 0 },
  { "rotation under another name", "iru", "work", URL, NULL, NULL, "work", 0 },
  { "the tenant's url has changed", "iru", "work", MOVED_URL, NULL, NULL, "work", 0 },
  { "a usual name, another tenant", "iru", "Iru MCP", OTHER_URL, NULL, NULL, "Iru MCP", 0 },
  { "the same name, another tenant", "work", "work", OTHER_URL, NULL, NULL, "work", 0 },
  { "another name, another tenant", "work", "iru", OTHER_URL, NULL, NULL, NULL, 1 },
  { "the usual name, beside another", "iru", "work", OTHER_URL, NULL, NULL, NULL, 1 },
  { "of two the one by url", "iru", "iru", OTHER_URL, "work", URL, "work", 0 },
  { "of two the one by host", "iru", "iru", OTHER_URL, "work", MOVED_URL, "work", 0 },
  { "of two the one by name", "work", "iru", URL, "work", URL, "work", 0 },
  { "of two none", "new", "iru", OTHER_URL, "work", OTHER_URL, NULL, 2 },
};

static void
test_tenants (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (tenant_rows); i++)
    {
      g_autoptr (IruTarget) target = make_target ("cursor");
      g_autoptr (IruServer) server = make_iru ();
      g_autoptr (GString) text = g_string_new (NULL);
      g_auto (IruConfigEdit) edit = { 0 };
      g_autoptr (GError) error = NULL;

      g_string_printf (text, "{\"mcpServers\":{\"%s\":{\"url\":\"%s\"}", tenant_rows[i].first,
                       tenant_rows[i].first_url);
      if (tenant_rows[i].second != NULL)
        g_string_append_printf (text, ",\"%s\":{\"url\":\"%s\"}", tenant_rows[i].second,
                                tenant_rows[i].second_url);
      g_string_append (text, "}}");
      g_free (server->name);
      server->name = g_strdup (tenant_rows[i].name);
      g_autoptr (GBytes) before = make_bytes (text->str);
      g_autoptr (GBytes) after = iru_config_install (target, before, server, &edit, &error);

      g_test_message ("%s", tenant_rows[i].what);
      g_assert_no_error (error);
      g_assert_nonnull (after);
      g_assert_cmpstr (edit.entry, ==,
                       tenant_rows[i].written != NULL ? tenant_rows[i].written
                                                      : tenant_rows[i].name);
      g_assert_cmpint (edit.added, ==, tenant_rows[i].written == NULL);
      g_assert_cmpuint (edit.beside != NULL ? edit.beside->len : 0, ==, tenant_rows[i].n_beside);
      g_assert_cmpuint (edit.others->len, ==, 0);
    }
}

/* Of several tenants' entries the one under a usual name goes; else nothing is guessed. */
static void
test_remove_tenants (void)
{
  static const struct
  {
    const char *first, *second;
    const char *removed; /* NULL: refused */
  } rows[] = {
    { "work", "iru", "iru" },
    { "work", "home", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (IruTarget) target = make_target ("cursor");
      g_autofree char *text = g_strdup_printf ("{\"mcpServers\":{\"%s\":{\"url\":\"" URL
                                               "\"},\"%s\":{\"url\":\"" OTHER_URL "\"}}}",
                                               rows[i].first, rows[i].second);
      g_autoptr (GBytes) before = make_bytes (text);
      IruMatch match = { .name = "iru", .profile = iru_profile_get_default () };
      g_auto (IruConfigEdit) edit = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) after = iru_config_remove (target, before, &match, &edit, &error);

      g_assert_cmpstr (edit.entry, ==, rows[i].removed);
      g_assert_cmpint (after != NULL, ==, rows[i].removed != NULL);
      if (rows[i].removed == NULL)
        g_assert_error (error, IRU_ERROR, IRU_ERROR_UNSUPPORTED);
    }
}

/* A name that the client refuses is changed, and what the user added stays. */
static void
test_install_renames (void)
{
  static const struct
  {
    const char *name, *written;
  } rows[] = {
    { "Iru MCP", "iru_mcp" },
    { "Iru (prod)", "Iru_prod" },
    { "a:/@.b", "a:/@.b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (IruTarget) target = make_target ("codex");
      g_autofree char *text =
          g_strdup_printf ("[mcp_servers.docs]\ncommand = 'x'\nargs = 'y'\n"
                           "[mcp_servers.'%s']\nurl = '" URL "'\nstartup_timeout_sec = 60\n",
                           rows[i].name);
      g_autoptr (GBytes) before = make_bytes (text);
      g_autoptr (IruServer) server = iru_server_new ("iru");
      g_auto (IruConfigEdit) edit = { 0 };
      g_autoptr (GError) error = NULL;

      server->url = g_strdup (URL);
      g_autoptr (GBytes) after = iru_config_install (target, before, server, &edit, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (edit.entry, ==, rows[i].written);
      g_assert_cmpint (edit.renames != NULL, ==, strcmp (rows[i].name, rows[i].written) != 0);
      g_assert_true (iru_findings_has (edit.findings, "other-entry-refused"));
      g_autofree char *written =
          g_strndup (g_bytes_get_data (after, NULL), g_bytes_get_size (after));
      g_assert_nonnull (strstr (written, "startup_timeout_sec = 60"));
      g_assert_true (edit.renames == NULL || strstr (written, rows[i].name) == NULL);
    }
}

/* What a person gets to hear about an entry, and where. */
static const struct
{
  const char *client;
  const char *text;
  const char *ids; /* of file and entries: "id@line" */
} lint_rows[] = {
  { "cursor",
    "{\"mcpServers\":{\"iru\":{\"url\":\"" URL "\",\n\"headers\":{\"X-API-Key\":\"" KEY
    "\",\"X-MCP-Profile\":\"p1\"}}}}",
    "" },
  { "cursor",
    "{\"mcpServers\":{\"iru\":{\"url\":\"" URL
    "\",\"headers\":{\n\"X-API-Key\":\"0123456789abcdef\",\"X-MCP-Profile\":\"p1\"}}}}",
    "key-prefix-missing@2" },
  { "cursor",
    "{\"mcpServers\":{\"iru\":{\n\"url\":\"http://t.connect.iru.com/x\",\"headers\":{"
    "\"X-API-Key\":\"" KEY "\",\"X-MCP-Profile\":\"p1\"}}}}",
    "url-insecure@2" },
  { "cursor",
    "{\"mcpServers\":{\"iru\":{\"url\":\"" URL "\",\"headers\":{\"X-API-Key\":\"" KEY "\"}}}}",
    "header-missing@1" },
  { "cursor", "{\"mcpServers\":{\"a\":{\"command\":\"x\"},\n\"a\":{\"command\":\"y\"}}}",
    "server-shadowed@1" },
  { "cursor", "{// c\n\"mcpServers\":{}}", "file-syntax@1" },
  { "claude-desktop", "{\"mcpServers\":{},\n}", "file-syntax@1" },
  { "claude-desktop", "{\"mcpServers\":{\"a\":{\n\"url\":\"https://h.example/m\"}}}",
    "wrong-transport@2" },
  { "claude-desktop",
    "{\"mcpServers\":{\"a\":{\"command\":\"npx\",\n\"args\":[\"mcp-remote@0.1.13\","
    "\"https://h.example/m\",\"--header\",\"K:secret-value\"]}}}",
    "bridge-vulnerable@2 secret-in-args@2" },
  { "claude-desktop", "\xff\xfe{", "file-encoding@1" },
  { "claude-desktop", "{\n\"mcpServers\": {", "file-syntax@2" },
  { "claude-desktop", "{\n\"mcpServers\": 1}", "wrong-field@2" },
  { "codex", "[mcp_servers.a]\nurl='https://h.example/m'\nheaders={K='v'}\nenabled=false\n",
    "wrong-field@3 server-disabled@4" },
  /* What a client accepts, and what a mistake costs: what others hear of it is behind a "|". */
  { "codex", "[mcp_servers.a]\nurl='https://h.example/m'\nenabled='true'\n",
    "wrong-type@3 | other-entry-refused@3" },
  { "codex", "[mcp_servers.a]\nurl='https://h.example/m'\nhttp_headers={K=1}\n",
    "wrong-type@3 | other-entry-refused@3" },
  { "codex", "[mcp_servers.a]\nurl='https://h.example/m'\nargs=[]\n",
    "wrong-type@3 | other-entry-refused@3" },
  { "codex", "[mcp_servers.a]\ncommand='x'\ncwd=1\nstartup_timeout_sec=1.5\n",
    "wrong-type@3 | other-entry-refused@3" },
  { "codex", "[mcp_servers.a]\ntype='http'\n", "wrong-type@1 | other-entry-refused@1" },
  { "codex", "[mcp_servers]\na='x'\n", "wrong-type@2 | other-entry-refused@2" },
  { "codex", "[mcp_servers.'a b']\nurl='https://h.example/m'\n", "name-refused@1" },
  { "codex", "[mcp_servers.'a:/@.b']\nurl='https://h.example/m'\n", "" },
  { "codex", "a=1\nprofile='x'\n", "client-setting-refused@2" },
  { "codex", "model_provider='own'\n[model_providers.own]\nname='o'\n", "" },
  { "codex", "model_provider='own'\n", "client-setting-refused@1" },
  { "codex", "approval_policy='never'\nnotify='x'\n", "client-setting-refused@2" },
  { "codex", "approval_policy=['never']\n[features]\na=true\nb='x'\n",
    "client-setting-refused@1 client-setting-refused@4" },
  { "codex", "features='x'\nprojects=1\n", "client-setting-refused@1 client-setting-refused@2" },
  { "claude-code",
    "{\"mcpServers\":{\"a\":{\"type\":\"http\",\"url\":\"https://h.example/m\",\n"
    "\"headers\":null,\"timeout\":\"5\"}}}",
    "wrong-type@2 wrong-type@2" },
  { "claude-code", "{\"mcpServers\":{\n\"workspace\":{\"command\":\"x\"}}}", "name-refused@2" },
  { "claude-code", "\xef\xbb\xbf{\"mcpServers\":{}}", "" },
  { "gemini-cli", "\xef\xbb\xbf{\"mcpServers\":{}}", "file-encoding@1" },
  { "opencode", "{\"mcp\":{\"a\":{\"enabled\":false}}}",
    "wrong-transport@1 wrong-field@1 server-disabled@1" },
  { "opencode",
    "{\"share\":\"maybe\",\"mcp\":{\"a\":{\"type\":\"remote\",\"url\":\"https://h.example/m\",\n"
    "\"timeout\":\"5\"}}}",
    "client-setting-refused@1 wrong-type@2" },
  { "copilot-cli", "{\"mcpServers\":{\"a\":{\"url\":\"https://h.example/m\",\n\"tools\":\"*\"}}}",
    "wrong-type@2" },
  { "codex", "[mcp_servers.a]\nurl='https://h.example/m'\ncommand='x'\n",
    "wrong-type@2 | other-entry-refused@2" },
  /* A bridge is one command, whatever it carries. */
  { "codex", "[mcp_servers.a]\ncommand='npx'\nargs=['mcp-remote@0.15.1','https://h.example/m']\n",
    "" },
  { "cursor",
    "{\"mcpServers\":{\"a\":{\"command\":\"npx\",\"args\":[\"mcp-remote@0.15.1\",\"https://"
    "h.example/m\"]}}}",
    "" },
  { "claude-code",
    "{\"mcpServers\":{\"a\":{\"type\":\"stdio\",\"command\":\"npx\",\"args\":[\"mcp-remote@0.15."
    "1\",\"https://h.example/m\"]}}}",
    "" },
  { "claude-code",
    "{\"mcpServers\":{\"a\":{\"command\":\"npx\",\"args\":[\"mcp-remote@0.15.1\",\"https://"
    "h.example/m\"]}}}",
    "" },
  { "vscode",
    "{\"servers\":{\"a\":{\"type\":\"stdio\",\"command\":\"npx\",\"args\":[\"mcp-remote@0.15.1\","
    "\"https://h.example/m\"]}}}",
    "" },
  { "claude-code", "{\"mcpServers\":{\"a\":{\n\"url\":\"https://h.example/m\"}}}",
    "wrong-field@1" },
  { "claude-code", "{\"mcpServers\":{\"a\":{\"type\":\"http\",\"url\":\"https://h.example/m\"}}}",
    "" },
  { "claude-code",
    "{\"projects\":{\"/p\":{\"mcpServers\":{\n\"a\":{\"url\":\"https://h.example/m\"}}}}}",
    "wrong-field@2" },
  { "claude-code", "{\"projects\":[1,{}],\"mcpServers\":{}}", "" },
  { "claude-code", "{\"projects\":{\"/p\":1,\"/q\":{\"mcpServers\":[]}}}", "" },
  { "opencode", "{\"mcp\":{\"a\":{\"url\":\"https://h.example/m\"}}}",
    "wrong-field@1 | other-entry-refused@1" },
  { "opencode", "{\"mcp\":{\"a\":{\"type\":\"http\",\n\"url\":\"https://h.example/m\"}}}",
    "wrong-transport@1 | other-entry-refused@1" },
  { "opencode", "{\"mcp\":{\"a\":{\"type\":\"local\",\n\"command\":\"x\"}}}",
    "wrong-type@2 | other-entry-refused@2" },
  { "opencode",
    "{\"mcp\":{\"a\":{\"type\":\"local\",\"command\":[\"x\",\"y\"],\"environment\":{\"K\":\"v\"}},}"
    "}",
    "" },
  { "opencode", "{\"mcp\":{},\n\"mcpServers\":{\"a\":{\"url\":\"x\"}}}", "server-unread@2" },
  { "opencode",
    "{\"mcp\":{\"a\":{\"type\":\"remote\",\"url\":\"https://h.example/m\",\n\"disabled\":true}}}",
    "server-disabled@2" },
  { "cursor", "{\"mcpServers\":{\"a\":{\"command\":[\"x\"]}}}", "wrong-type@1" },
  { "vscode", "{/* c */\"servers\":{\"a\":{\"url\":\"https://h.example/m\",},}}", "" },
  { "windsurf", "{\"mcpServers\":{\"a\":{\n\"url\":\"https://h.example/m\"}}}", "wrong-field@2" },
  { "gemini-cli", "{// c\n\"mcpServers\":{},\n}", "file-syntax@2" },
  { "zed", "{\"mcpServers\":{\n\"a\":{\"url\":\"https://h.example/m\"}}}", "server-unread@2" },
  { "copilot-cli", "{\"mcpServers\":{\"a\":{\"url\":\"https://h.example/m\"}}}", "" },
  { "cline", "{\"mcpServers\":{\"a\":{\"type\":\"http\",\"url\":\"https://h.example/m\"}}}",
    "wrong-transport@1" },
  { "goose",
    "extensions:\n  a:\n    type: streamable_http\n    uri: https://h.example/m\n    enabled: "
    "true\n",
    "" },
  { "goose", "extensions:\n  a:\n    type: sse\n    uri: https://h.example/m\n",
    "wrong-transport@3" },
  { "goose", "extensions:\n  a:\n    type: streamable_http\n    url: https://h.example/m\n",
    "wrong-field@4" },
  { "goose", "extensions:\n  a: {type: stdio, cmd: x, args: [y], envs: {K: v}}\n", "" },
  { "goose", "extensions:\n  a: {type: stdio, command: x, args: []}\n", "wrong-transport@2" },
  { "goose", "extensions:\n  a: {cmd: x, args: []}\n", "wrong-field@2" },
  { "goose", "extensions:\n  a: {type: builtin}\n  b: {type: platform, enabled: false}\n", "" },
  { "goose",
    "extensions:\n  a:\n    type: streamable_http\n    uri: https://h.example/m\n    enabled: "
    "False\n",
    "server-disabled@5" },
  { "goose",
    "extensions:\n  a:\n    type: streamable_http\n    uri: https://h.example/m\n    headers:\n"
    "      K: 12\n",
    "wrong-type@6" },
  { "goose", "mcpServers:\n  a: {url: x}\n", "server-unread@2" },
  { "goose", "extensions:\n", "" },
  { "goose", "extensions: text\n", "wrong-field@1" },
  { "goose", "a: 1\na: 2\n", "file-syntax@2" },
  { "continue",
    "mcpServers:\n- name: a\n  url: https://h.example/m\n  requestOptions:\n    headers: {K: v}\n",
    "" },
  { "continue", "mcpServers:\n- name: a\n  url: https://h.example/m\n  headers: {K: v}\n",
    "wrong-field@4" },
  { "continue", "mcpServers:\n- name: a\n  type: http\n  url: https://h.example/m\n",
    "wrong-transport@3" },
  { "continue", "mcpServers:\n- name: a\n  command: x\n- url: y\n", "wrong-field@4" },
  { "continue", "mcpServers:\n  a: {command: x}\n", "wrong-field@2" },
  { "continue", "mcpServers:\n- {name: a, command: x}\n- {name: a, command: y}\n",
    "server-shadowed@2" },
  { "continue", "- a\n", "file-syntax@0" },
};

static void
test_lint (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lint_rows); i++)
    {
      g_autoptr (IruTarget) target = make_target (lint_rows[i].client);
      g_autoptr (GBytes) text = make_bytes (lint_rows[i].text);
      g_autoptr (IruConfig) config = iru_config_new (target, text);
      g_autoptr (GPtrArray) all = g_ptr_array_new ();
      g_autoptr (GString) ids = g_string_new (NULL);

      g_ptr_array_extend (all, config->findings, NULL, NULL);
      for (guint j = 0; j < config->entries->len; j++)
        g_ptr_array_extend (all, ((IruEntry *)config->entries->pdata[j])->findings, NULL, NULL);
      for (guint j = 0; j < all->len; j++)
        {
          IruFinding *finding = all->pdata[j];

          g_string_append_printf (ids, "%s%s@%u", j > 0 ? " " : "", finding->kind->id,
                                  finding->line);
        }
      for (guint j = 0; j < config->refusals->len; j++)
        {
          IruFinding *finding = config->refusals->pdata[j];

          g_string_append_printf (ids, " | %s@%u", finding->kind->id, finding->line);
        }
      g_autofree char *shown = g_strescape (lint_rows[i].text, NULL);
      g_test_message ("%u: %s", i, shown);
      g_assert_cmpstr (ids->str, ==, lint_rows[i].ids);
    }
}

#define REFERRING(root, type, value)                                                               \
  "{\"" root "\":{\"a\":{\"type\":\"" type                                                         \
  "\",\"url\":\"https://h.example/m\",\"headers\":{\"K\":\"" value "\"}}}}"

#define GOOSE_REFERRING(value, key)                                                                \
  "extensions:\n  a:\n    type: streamable_http\n    uri: https://h.example/m\n"                   \
  "    headers: {K: " value "}\n    env_keys: [" key "]\n"

#define CONTINUE_REFERRING(value)                                                                  \
  "mcpServers:\n- name: a\n  url: https://h.example/m\n  requestOptions: {headers: {K: " value     \
  "}}\n"

static const char *
set_key (const char *name)
{
  return strcmp (name, "IRU_KEY") == 0 ? KEY : NULL;
}

/* References are resolved as the client would, or reported. */
static const struct
{
  const char *client;
  const char *text;
  const char *key; /* as the client would send it */
  const char *id;
} reference_rows[] = {
  { "cursor",
    "{\"mcpServers\":{\"a\":{\"url\":\"https://h.example/m\",\"headers\":{\"K\":"
    "\"${env:IRU_KEY}\"}}}}",
    KEY, "env-desktop" },
  { "cursor",
    "{\"mcpServers\":{\"a\":{\"url\":\"https://h.example/m\",\"headers\":{\"K\":"
    "\"${env:NOT_SET}\"}}}}",
    "${env:NOT_SET}", "env-unset" },
  { "cursor",
    "{\"mcpServers\":{\"a\":{\"url\":\"https://h.example/m\",\"headers\":{\"K\":"
    "\"${IRU_KEY}\"}}}}",
    "${IRU_KEY}", "env-dialect" },
  { "codex", "[mcp_servers.a]\nurl='https://h.example/m'\nenv_http_headers={K='IRU_KEY'}\n", KEY,
    NULL },
  { "codex", "[mcp_servers.a]\nurl='https://h.example/m'\nenv_http_headers={K='NOT_SET'}\n", NULL,
    "env-unset" },
  { "codex", "[mcp_servers.a]\nurl='https://h.example/m'\nhttp_headers={K='${IRU_KEY}'}\n",
    "${IRU_KEY}", "env-dialect" },
  { "claude-code", REFERRING ("mcpServers", "http", "a ${IRU_KEY} b"), "a " KEY " b", NULL },
  { "claude-code", REFERRING ("mcpServers", "http", "${NOT_SET:-x}${IRU_KEY:-y}"), "x" KEY, NULL },
  { "claude-code", REFERRING ("mcpServers", "http", "${env:IRU_KEY}"), "${env:IRU_KEY}",
    "env-dialect" },
  { "claude-code", REFERRING ("mcpServers", "http", "${NOT_SET}"), "${NOT_SET}", "env-unset" },
  { "opencode", REFERRING ("mcp", "remote", "{env:IRU_KEY}"), KEY, NULL },
  { "opencode", REFERRING ("mcp", "remote", "${IRU_KEY}"), "${IRU_KEY}", "env-dialect" },
  { "opencode", REFERRING ("mcp", "remote", "{file:~/k}"), "{file:~/k}", "env-unset" },
  { "gemini-cli", REFERRING ("mcpServers", "http", "$IRU_KEY"), KEY, NULL },
  { "gemini-cli", REFERRING ("mcpServers", "http", "pa$$word"), "pa$$word", NULL },
  { "cursor", REFERRING ("mcpServers", "http", "$IRU_KEY"), "$IRU_KEY", "env-dialect" },
  { "zed", REFERRING ("context_servers", "http", "${IRU_KEY}"), "${IRU_KEY}", "env-dialect" },
  { "claude-code", REFERRING ("mcpServers", "http", "${sk_live:x}"), "${sk_live:x}", NULL },
  { "vscode", REFERRING ("servers", "http", "${input:k}"), "${input:k}", "env-unset" },
  { "goose", GOOSE_REFERRING ("'Bearer ${IRU_KEY}'", "IRU_KEY"), "Bearer " KEY, NULL },
  { "goose", GOOSE_REFERRING ("$IRU_KEY", "IRU_KEY"), KEY, NULL },
  { "goose", GOOSE_REFERRING ("'${IRU_KEY}'", "OTHER"), KEY, "env-dialect" },
  { "goose", GOOSE_REFERRING ("'${NOT_SET}'", "NOT_SET"), "${NOT_SET}", "env-unset" },
  { "continue", CONTINUE_REFERRING ("'${{ secrets.IRU_KEY }}'"), KEY, NULL },
  { "continue", CONTINUE_REFERRING ("'a ${{secrets.IRU_KEY}}'"), "a " KEY, NULL },
  { "continue", CONTINUE_REFERRING ("'${{ secrets.NOT_SET }}'"), "${{ secrets.NOT_SET }}",
    "env-unset" },
  { "continue", CONTINUE_REFERRING ("'${IRU_KEY}'"), "${IRU_KEY}", "env-dialect" },
  { "cursor", REFERRING ("mcpServers", "http", "${{ secrets.IRU_KEY }}"), "${{ secrets.IRU_KEY }}",
    "env-dialect" },
  { "codex", "[mcp_servers.a]\nurl='https://h.example/m'\nhttp_headers_helper='get-key'\n", NULL,
    "client-value" },
  { "codex",
    "[mcp_servers.a]\nurl='https://h.example/m'\n"
    "http_headers_helper='/nowhere/iru-mcp-setup --print-headers a'\n",
    NULL, "helper-missing" },
};

static void
test_references (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (reference_rows); i++)
    {
      g_autoptr (IruPlaces) own = iru_places_new (IRU_PLATFORM_LINUX, "", "/h", "ann", set_key);
      g_autoptr (IruTarget) target =
          iru_target_new_for_file (iru_client_get (reference_rows[i].client), own, "/f");
      g_autoptr (GBytes) text = make_bytes (reference_rows[i].text);
      g_autoptr (IruConfig) config = iru_config_new (target, text);
      IruEntry *entry = config->entries->pdata[0];

      g_autofree char *shown = g_strescape (reference_rows[i].text, NULL);
      g_test_message ("%u: %s", i, shown);
      g_assert_cmpstr (iru_pairs_get (entry->server->headers, "K", TRUE), ==,
                       reference_rows[i].key);
      if (reference_rows[i].id != NULL)
        g_assert_true (iru_findings_has (entry->findings, reference_rows[i].id));
      else
        g_assert_cmpuint (entry->findings->len, ==, 0);
    }
}

/* Codex would refuse the name, Cursor would not. */
static void
test_names (void)
{
  static const struct
  {
    const char *client;
    const char *name;
    const char *written; /* NULL: refused */
  } rows[] = {
    { "codex", "iru", "iru_mcp" },   { "codex", "my-server_2", "my-server_2" },
    { "codex", "bad name", NULL },   { "codex", "bad.name", NULL },
    { "codex", "", NULL },           { "cursor", "good name", "good name" },
    { "cursor", "bad\nname", NULL }, { "claude-code", "bad.name", NULL },
    { "claude-code", "iru", "iru" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (IruTarget) target = make_target (rows[i].client);
      g_autoptr (IruServer) server = iru_server_new (rows[i].name);
      g_auto (IruConfigEdit) edit = { 0 };
      g_autoptr (GError) error = NULL;

      server->url = g_strdup ("https://h.example/m");
      g_autoptr (GBytes) after = iru_config_install (target, NULL, server, &edit, &error);
      g_test_message ("%s", rows[i].name);
      g_assert_cmpstr (edit.entry, ==, rows[i].written);
      g_assert_cmpint (after != NULL, ==, rows[i].written != NULL);
      if (rows[i].written == NULL)
        g_assert_error (error, IRU_ERROR, IRU_ERROR_UNSUPPORTED);
    }
}

/* Every field that the row of @client names: the entry as it is written has more. */
static void
add_fields (const IruClient *client, GPtrArray *fields)
{
  const IruDialect *dialect = &client->dialect;
  const char *const named[] = {
    dialect->url_fields[0],
    dialect->url_fields[1],
    dialect->headers_field,
    dialect->type_field,
    dialect->command_field,
    dialect->env_field,
    dialect->env_keys_field,
    dialect->tools_field,
    dialect->env_headers_field,
    dialect->helper_field,
    dialect->name_field,
    dialect->bearer_env_field,
    dialect->enabled_field,
    dialect->disabled_field,
    "type",
    "command",
    "args",
    "env",
    "headers",
    "url",
  };

  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    if (named[i] != NULL && !g_ptr_array_find_with_equal_func (fields, named[i], g_str_equal, NULL))
      g_ptr_array_add (fields, (gpointer)named[i]);
}

/* An install brings the entry to what is wanted whatever type @field has, and the next one finds
 * nothing to do. */
static void
check_wrong_type (const IruClient *client, GBytes *good, const char *name, const char *field,
                  const char *wrong)
{
  g_autoptr (IruTarget) target = make_target (client->name);
  g_autoptr (IruServer) server = make_iru ();
  g_autoptr (IruDocument) document = iru_document_new (client->syntax, good, NULL);
  g_autoptr (GBytes) wrong_text = make_bytes (wrong);
  g_autoptr (IruDocument) holder = iru_document_new (IRU_SYNTAX_JSON, wrong_text, NULL);
  const char *at[] = { "v", NULL };
  g_autoptr (IruValue) value = iru_document_dup_value (holder, at);
  const char *path[] = { client->dialect.root, name, field, NULL };
  g_autoptr (IruDocument) bad = iru_document_set (document, path, value, NULL);
  g_auto (IruConfigEdit) edit = { 0 };
  g_auto (IruConfigEdit) again = { 0 };
  g_auto (IruConfigEdit) removal = { 0 };
  const IruMatch match = { .name = name };
  g_autoptr (GError) error = NULL;

  if (bad == NULL)
    return; /* A TOML file has no null. */
  g_test_message ("%s: %s: %s", client->name, field, wrong);
  g_autoptr (GBytes) text = g_bytes_ref (iru_document_get_text (bad));
  g_autoptr (GBytes) after = iru_config_install (target, text, server, &edit, &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) twice = iru_config_install (target, after, server, &again, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (twice, after));

  g_autoptr (IruConfig) config = iru_config_new (target, after);
  g_autoptr (GPtrArray) found = iru_config_find (config, &match);
  g_assert_cmpuint (found->len, ==, 1);
  const IruEntry *entry = found->pdata[0];
  g_assert_cmpstr (entry->server->url, ==, URL);
  for (guint i = 0; i < entry->findings->len; i++)
    g_assert_cmpstr (((IruFinding *)entry->findings->pdata[i])->kind->id, !=, "wrong-field");
  g_autoptr (GBytes) without = iru_config_remove (target, text, &match, &removal, &error);
  g_assert_no_error (error);
}

static void
test_wrong_types (void)
{
  static const char *const wrongs[] = {
    "{\"v\": [\"a\", 1]}", "{\"v\": []}",   "{\"v\": {\"a\": [1]}}", "{\"v\": \"x\"}",
    "{\"v\": 7}",          "{\"v\": true}", "{\"v\": null}",         "{\"v\": [{}]}"
  };

  for (const IruClient *client = iru_clients_get (); client->name != NULL; client++)
    {
      g_autoptr (IruTarget) target = make_target (client->name);
      g_autoptr (IruServer) server = make_iru ();
      g_auto (IruConfigEdit) edit = { 0 };
      g_autoptr (GPtrArray) fields = g_ptr_array_new ();

      g_autoptr (GBytes) good = iru_config_install (target, NULL, server, &edit, NULL);
      add_fields (client, fields);
      for (guint i = 0; i < fields->len; i++)
        for (guint j = 0; j < G_N_ELEMENTS (wrongs); j++)
          check_wrong_type (client, good, edit.entry, fields->pdata[i], wrongs[j]);
    }
}

#define COPY "{\"url\": \"" URL "\"}"
#define BRIDGE "{\"command\": \"npx\", \"args\": [\"-y\", \"mcp-remote\", \"" URL "\"]}"

/* Where people put an entry that the client never reads; what an install says of it, and what is
 * left when all of them are removed. */
/* clang-format off */
static const struct
{
  const char *client;
  const char *before;
  guint line; /* 0: it is not one, or it goes with the entry that it is in */
} misplaced[] = {
  { "claude-desktop", "{\"mcpServers\": {},\n\"iru\": " BRIDGE "}", 2 },
  { "claude-desktop", "{\"preferences\": {\n\n\"iru\": " COPY "}}", 3 },
  { "claude-desktop", "{\"mcpServers\": {\"x\": {\"command\": \"c\",\n\"env\": {\"iru\": " COPY "}}}}", 2 },
  { "claude-desktop", "{\"mcpServers\": {\"mcpServers\": {\n\"other\": " COPY "}}}", 2 },
  { "claude-desktop", "{\"mcp_servers\": {\n\"iru\": " COPY "}}", 2 },
  { "claude-desktop", "{\"mcp.servers\": {\n\"iru\": " COPY "}}", 2 },
  { "claude-desktop", "{\"mcpServers\": {\"iru\": {\"command\": \"npx\",\n\"iru\": " COPY "}}}", 0 },
  { "claude-desktop", "{\"preferences\": {\"iru\": true}, \"x\": {\"command\": \"c\"}}", 0 },
  { "claude-desktop", "{\"preferences\": {\"iru\": {\"theme\": \"url\"}}, \"l\": [" COPY "]}", 0 },
  { "cursor", "{\"McpServers\": {\n\"iru\": " COPY "}}", 2 },
  { "claude-code", "{\"projects\": {\"/p\": {\"mcpServers\": {},\n\"iru\": " COPY "}}}", 2 },
  { "codex", "[mcp.servers.iru]\nurl = \"" URL "\"\n", 1 },
  { "codex", "[mcp_servers.x]\ncommand = \"c\"\n\n[iru]\nurl = \"" URL "\"\n", 4 },
  { "goose", "servers:\n  iru:\n    url: " URL "\n", 3 },
};
/* clang-format on */

static void
check_misplaced (const char *client, const char *before, guint line)
{
  g_autoptr (IruTarget) target = make_target (client);
  g_autoptr (IruServer) server = make_iru ();
  g_autoptr (GBytes) text = make_bytes (before);
  g_auto (IruConfigEdit) edit = { 0 };
  g_auto (IruConfigEdit) moving = { .moves = TRUE };
  g_auto (IruConfigEdit) removal = { 0 };
  IruMatch match = { .name = server->name,
                     .url = server->url,
                     .profile = iru_profile_find (server),
                     .everywhere = TRUE };
  g_autoptr (GError) error = NULL;

  g_test_message ("%s: %s", client, before);
  g_autoptr (GBytes) after = iru_config_install (target, text, server, &edit, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (edit.findings != NULL ? edit.findings->len : 0, ==, line > 0 ? 1 : 0);
  if (line > 0)
    {
      const IruFinding *finding = edit.findings->pdata[0];

      g_assert_cmpstr (finding->kind->id, ==, "server-unread");
      g_assert_cmpuint (finding->line, ==, line);
    }

  g_autoptr (GBytes) moved = iru_config_install (target, text, server, &moving, &error);
  g_assert_no_error (error);
  g_autoptr (IruConfig) config = iru_config_new (target, moved);
  g_autoptr (GPtrArray) found = iru_config_find (config, &match);
  g_assert_cmpuint (found->len, ==, 1);
  g_autoptr (GBytes) without = iru_config_remove (target, after, &match, &removal, &error);
  g_assert_no_error (error);
  g_autoptr (IruConfig) rest = iru_config_new (target, without);
  g_autoptr (GPtrArray) left = iru_config_find (rest, &match);
  g_assert_cmpuint (left->len, ==, 0);
}

static void
test_misplaced (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (misplaced); i++)
    check_misplaced (misplaced[i].client, misplaced[i].before, misplaced[i].line);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  places =
      iru_places_new (IRU_PLATFORM_LINUX, "/nonexistent", "/nonexistent/home/ann", "ann", NULL);
  g_test_add_func ("/config/install", test_install);
  g_test_add_func ("/config/install-bridge", test_install_bridge);
  g_test_add_func ("/config/remove", test_remove);
  g_test_add_func ("/config/tenants", test_tenants);
  g_test_add_func ("/config/remove-tenants", test_remove_tenants);
  g_test_add_func ("/config/install-renames", test_install_renames);
  g_test_add_func ("/config/lint", test_lint);
  g_test_add_func ("/config/references", test_references);
  g_test_add_func ("/config/names", test_names);
  g_test_add_func ("/config/wrong-types", test_wrong_types);
  g_test_add_func ("/config/misplaced", test_misplaced);
  int result = g_test_run ();
  iru_places_unref (places);
  return result;
}
