/* test-bridge.c: a remote server in a stdio command, and out of it again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-bridge.h"

#include <string.h>

#define U "https://gw.example/mcp"

/* clang-format off */
static const struct
{
  const char *command; /* command|arg|arg… */
  const char *result;  /* "PACKAGE URL Name=value|…"; NULL: no bridge */
} unwrapped[] = {
  { "npx|-y|mcp-remote@0.1.13|" U "|--header|K:${A}|--header|P:${B}", "mcp-remote@0.1.13 " U " K=secret a|P=b" },
  { "npx|mcp-remote|" U, "mcp-remote " U " " },
  { "/opt/node/bin/npx|--yes|--prefer-offline|mcp-remote@latest|" U, "mcp-remote@latest " U " " },
  { "C:\\Program Files\\nodejs\\npx.cmd|-y|mcp-remote|" U "|--header|K: v w", "mcp-remote " U " K=v w" },
  { "NPX.CMD|mcp-remote|" U, "mcp-remote " U " " },
  { "cmd|/c|npx|-y|mcp-remote|" U, "mcp-remote " U " " },
  { "C:\\Windows\\System32\\cmd.exe|/d|/C|npx.cmd|-y|mcp-remote|" U, "mcp-remote " U " " },
  { "bunx|mcp-remote|" U, "mcp-remote " U " " },
  { "pnpm|dlx|mcp-remote@0.1.16|" U, "mcp-remote@0.1.16 " U " " },
  { "yarn|dlx|mcp-remote|" U, "mcp-remote " U " " },
  { "npm|exec|--|mcp-remote|" U, "mcp-remote " U " " },
  { "npx|-p|mcp-remote@0.1.13|mcp-remote|" U, "mcp-remote@0.1.13 " U " " },
  { "npx|--package=mcp-remote@0.1.13|mcp-remote|" U, "mcp-remote@0.1.13 " U " " },
  { "npx|--registry|https://r.example/|mcp-remote|" U, "mcp-remote " U " " },
  { "node|/usr/lib/node_modules/mcp-remote/dist/proxy.js|" U "|--header|K:v", "mcp-remote " U " K=v" },
  { "node.exe|--use-system-ca|C:\\n\\mcp-remote\\dist\\proxy.js|" U, "mcp-remote " U " " },
  { "mcp-remote|" U, "mcp-remote " U " " },
  { "npx|mcp-remote|--transport|http-only|" U "|--allow-http", "mcp-remote " U " " },
  { "npx|mcp-remote|" U "|3334|--header|K:v|--host|h", "mcp-remote " U " K=v" },
  { "npx|mcp-remote|https://${B}.example/", "mcp-remote https://b.example/ " },
  { "npx|mcp-remote|" U "|--header|K:${UNSET}|--header|L:${A", "mcp-remote " U " K=${UNSET}|L=${A" },
  { "npx|mcp-remote|" U "|--header|K:${LOOP}", "mcp-remote " U " K=${LOOP}" },
  { "npx|mcp-remote|" U "|--header|nonsense|--header|K:a:b", "mcp-remote " U " K=a:b" },
  { "npx|mcp-remote|" U "|--header|K:1|--header|k:2", "mcp-remote " U " K=2" },
  { "npx|mcp-remote|" U "|--header-file|/f", NULL },
  { "npx|mcp-remote", NULL },
  { "npx|mcp-remote|" U "|--header", NULL },
  /* What is meant, also where mcp-remote itself would not read it. */
  { "npx|mcp-remote|connect|" U "|--header|K:v", "mcp-remote " U " K=v" },
  { "npx|mcp-remote|--url|" U "|--headers|K:v", "mcp-remote " U " K=v" },
  { "npx|mcp-remote|--url=" U "|-H|K: v", "mcp-remote " U " K=v" },
  { "npx|mcp-remote|" U "|--header K:v|--header=P: ${A}", "mcp-remote " U " K=v|P=secret a" },
  { "npx|mcp-remote|" U "|--header|K=${B}|-H L:w", "mcp-remote " U " K=b|L=w" },
  { "npx|mcp-remote|--header|K:v|" U, "mcp-remote " U " K=v" },
  { "npx|mcp-itglue", NULL },
  { "npx|mcp-remote-proxy|" U, NULL },
  { "npx|-c|mcp-remote " U, NULL },
  { "npx", NULL },
  { "cmd|/c", NULL },
  { "node|server.js|" U, NULL },
  { "node", NULL },
  { "docker|run|mcp-remote|" U, NULL },
  { "yarn|add|mcp-remote|" U, NULL },
};

static const struct
{
  const char *url;
  const char *headers;
  const char *args; /* joined by | */
} wrapped[] = {
#define BEGIN "-y|--prefer-offline|" IRU_BRIDGE_PACKAGE "|"
  { U, "", BEGIN U },
  { U, "X-API-Key=sk_live:9f2c|X-MCP-Profile=p q", BEGIN U "|--header|X-API-Key:${IRU_X_API_KEY}|--header|X-MCP-Profile:${IRU_X_MCP_PROFILE}" },
  { U, "Authorization=Bearer a b", BEGIN U "|--header|Authorization:${IRU_AUTHORIZATION}" },
  { U, "X-A=1|X_A=2|x.a=3", BEGIN U "|--header|X-A:${IRU_X_A}|--header|X_A:${IRU_X_A_2}|--header|x.a:${IRU_X_A_3}" },
  { U, "K=${env:X} $Y ${IRU_K}", BEGIN U "|--header|K:${IRU_K}" },
  { U "?key=a1b2", "K=", BEGIN U "?key=a1b2|--header|K:${IRU_K}" },
  { "http://localhost:1/", "", BEGIN "http://localhost:1/" },
  { "http://127.0.0.1:1/", "", BEGIN "http://127.0.0.1:1/" },
  { "http://127.0.0.2:1/", "", BEGIN "http://127.0.0.2:1/|--allow-http" },
  { "http://[::1]:1/", "", BEGIN "http://[::1]:1/|--allow-http" },
  { "http://gw.example/", "", BEGIN "http://gw.example/" },
};

static const struct
{
  const char *package;
  gboolean vulnerable;
} versions[] = {
  { "mcp-remote@0.0.4", FALSE }, { "mcp-remote@0.0.5", TRUE }, { "mcp-remote@0.0.22", TRUE },
  { "mcp-remote@0.1.0", TRUE }, { "mcp-remote@0.1.13", TRUE }, { "mcp-remote@0.1.15", TRUE },
  { "mcp-remote@0.1.16", FALSE }, { "mcp-remote@0.1.38", FALSE }, { "mcp-remote@0.15.1", FALSE },
  { "mcp-remote@1.1.1", FALSE }, { "mcp-remote@^0.1.13", TRUE }, { "mcp-remote@~0.1.2", TRUE },
  { "mcp-remote@v0.1.13", TRUE }, { "mcp-remote@0.1.13-beta.1", TRUE }, { "mcp-remote@0.1", FALSE },
  { "mcp-remote@0.1.x", FALSE }, { "mcp-remote@0.0", TRUE }, { "mcp-remote@latest", FALSE }, { "mcp-remote", FALSE },
  { "mcp-remote@", FALSE }, { "other@0.1.13", FALSE }, { "mcp-remote-x@0.1.13", FALSE }, { IRU_BRIDGE_PACKAGE, FALSE },
};
/* clang-format on */

static char *
dump_pairs (GPtrArray *pairs)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < pairs->len; i++)
    g_string_append_printf (out, "%s%s=%s", i > 0 ? "|" : "", iru_pairs_index (pairs, i)->name,
                            iru_pairs_index (pairs, i)->value);
  return g_string_free (out, FALSE);
}

static char *
dump_args (const IruServer *server)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < server->args->len; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? "|" : "",
                            (char *)g_ptr_array_index (server->args, i));
  return g_string_free (out, FALSE);
}

static void
test_unwrap (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (unwrapped); i++)
    {
      g_autoptr (IruServer) server = iru_server_new ("a");
      g_auto (GStrv) words = g_strsplit (unwrapped[i].command, "|", -1);

      server->transport = IRU_TRANSPORT_STDIO;
      server->command = g_strdup (words[0]);
      for (char **word = words + 1; *word != NULL; word++)
        g_ptr_array_add (server->args, g_strdup (*word));
      iru_pairs_set (server->env, "A", "secret a", FALSE);
      iru_pairs_set (server->env, "B", "b", FALSE);
      iru_pairs_set (server->env, "LOOP", "${LOOP}", FALSE);

      g_test_message ("%s", unwrapped[i].command);
      g_autofree char *before = dump_args (server);
      g_assert_true (iru_bridge_unwrap (server) == (unwrapped[i].result != NULL));
      g_autofree char *after = dump_args (server);
      g_assert_cmpstr (before, ==, after);
      g_assert_cmpuint (server->env->len, ==, 3);
      if (unwrapped[i].result == NULL)
        {
          g_assert_cmpint (server->transport, ==, IRU_TRANSPORT_STDIO);
          g_assert_null (server->url);
          g_assert_null (server->bridge);
          continue;
        }
      g_autofree char *headers = dump_pairs (server->headers);
      g_autofree char *result = g_strdup_printf ("%s %s %s", server->bridge, server->url, headers);
      g_assert_cmpint (server->transport, ==, IRU_TRANSPORT_HTTP);
      g_assert_cmpstr (result, ==, unwrapped[i].result);
    }
}

/* No secret and no space in an argument; and out of what is written comes what was put in. */
static void
test_wrap (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (wrapped); i++)
    {
      g_autoptr (IruServer) remote = iru_server_new ("a");
      g_auto (GStrv) pairs = g_strsplit (wrapped[i].headers, "|", -1);

      remote->transport = IRU_TRANSPORT_HTTP;
      remote->url = g_strdup (wrapped[i].url);
      for (char **pair = pairs; *pair != NULL && **pair != '\0'; pair++)
        {
          char *value = strchr (*pair, '=');

          *value = '\0';
          iru_pairs_set (remote->headers, *pair, value + 1, TRUE);
        }
      g_autoptr (IruServer) server = iru_bridge_wrap (remote, NULL, "/opt/npx", NULL);
      g_autofree char *args = dump_args (server);

      g_test_message ("%s %s", wrapped[i].url, wrapped[i].headers);
      g_assert_cmpstr (args, ==, wrapped[i].args);
      g_assert_null (strchr (args, ' '));
      g_assert_cmpstr (server->command, ==, "/opt/npx");
      g_assert_cmpstr (server->bridge, ==, IRU_BRIDGE_PACKAGE);

      g_autoptr (IruServer) back = iru_server_copy (server);
      back->transport = IRU_TRANSPORT_STDIO;
      g_ptr_array_set_size (back->headers, 0);
      g_assert_true (iru_bridge_unwrap (back));
      g_autofree char *headers = dump_pairs (back->headers);
      g_autofree char *wanted = dump_pairs (remote->headers);
      g_assert_cmpstr (back->url, ==, remote->url);
      g_assert_cmpstr (headers, ==, wanted);
      g_assert_cmpstr (back->bridge, ==, IRU_BRIDGE_PACKAGE);
    }
}

static void
test_package (void)
{
  g_autoptr (IruServer) remote = iru_server_new ("a");

  remote->url = g_strdup (U);
  g_autoptr (IruServer) server = iru_bridge_wrap (remote, "mcp-remote@0.2.0", "npx", NULL);
  g_assert_cmpstr (g_ptr_array_index (server->args, 2), ==, "mcp-remote@0.2.0");
}

static void
test_versions (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_test_message ("%s", versions[i].package);
      g_assert_true (iru_bridge_is_vulnerable (versions[i].package) == versions[i].vulnerable);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/bridge/unwrap", test_unwrap);
  g_test_add_func ("/bridge/wrap", test_wrap);
  g_test_add_func ("/bridge/package", test_package);
  g_test_add_func ("/bridge/versions", test_versions);
  return g_test_run ();
}
