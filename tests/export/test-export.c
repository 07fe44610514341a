/* test-export.c: what is handed over means the server, and has no key in it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether shells, clients and mcpb understand it: tests/program/test_export.py.
 */
#include "iru-error.h"
#include "iru-export.h"
#include "iru-snippet.h"

#include <string.h>

#define KEY "sk_live:0f1e2d3c4b5a69788796a5b4c3d2e1f0"
#define URL "https://acme.example/mcp"

/* "iru http URL A=b C=d", "x stdio COMMAND ARG… A=b": words between "|". */
static IruServer *
make_server (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, "|", -1);
  IruServer *server = iru_server_new (words[0]);
  gboolean remote = strcmp (words[1], "http") == 0;

  server->transport = remote ? IRU_TRANSPORT_HTTP : IRU_TRANSPORT_STDIO;
  *(remote ? &server->url : &server->command) = g_strdup (words[2]);
  for (guint i = 3; words[i] != NULL; i++)
    {
      char *equals = g_ascii_isalpha (*words[i]) ? strchr (words[i], '=') : NULL;

      if (equals == NULL)
        {
          g_ptr_array_add (server->args, g_strdup (words[i]));
          continue;
        }
      *equals = '\0';
      iru_pairs_set (remote ? server->headers : server->env, words[i], equals + 1, remote);
    }
  return server;
}

/* (nullable) */
static char *
export_line (const char *kind, const char *text, gboolean literal, GError **error)
{
  g_autoptr (IruServer) server = make_server (text);
  g_autoptr (IruExport) export = iru_export_new (kind, server, literal, error);
  gsize length;

  if (export == NULL)
    return NULL;
  const char *data = g_bytes_get_data (export->content, &length);
  g_assert_true (data[length - 1] == '\n');
  return g_strndup (data, length - 1);
}

#define IRU "iru|http|" URL "|X-API-Key=" KEY "|X-MCP-Profile=a prof"
#define GW "gw|http|" URL "|Authorization=Bearer igris_sk_0123456789"
#define GLUE "glue|stdio|/opt/node/bin/npx|-y|it's $HOME|API_KEY=ITG.0123456789|PATH=/opt/node/bin"
#define BRIDGE "npx -y --prefer-offline mcp-remote@0.15.1 "

/* clang-format off */
static const struct
{
  const char *kind;
  const char *server;
  gboolean literal;
  const char *line;
} lines[] = {
  { "claude-command", IRU, FALSE, "claude mcp add --scope user --transport http iru " URL " --header 'X-API-Key: ${IRU_X_API_KEY}' --header 'X-MCP-Profile: a prof'" },
  { "claude-command", IRU, TRUE, "claude mcp add --scope user --transport http iru " URL " --header 'X-API-Key: " KEY "' --header 'X-MCP-Profile: a prof'" },
  { "claude-command", GW, FALSE, "claude mcp add --scope user --transport http gw " URL " --header 'Authorization: Bearer ${GW_TOKEN}'" },
  { "claude-command", GLUE, FALSE, "claude mcp add --scope user glue --env 'API_KEY=${API_KEY}' -- npx -y 'it'\\''s $HOME'" },
  { "claude-command", "a|http|" URL, FALSE, "claude mcp add --scope user --transport http a " URL },
  { "claude-command", "a|stdio|run me||", FALSE, "claude mcp add --scope user a -- 'run me' '' ''" },
  { "codex-command", IRU, FALSE, "codex mcp add iru_mcp --env IRU_X_API_KEY=\"${IRU_X_API_KEY:?}\" --env IRU_X_MCP_PROFILE='a prof' -- " BRIDGE URL " --header 'X-API-Key:${IRU_X_API_KEY}' --header 'X-MCP-Profile:${IRU_X_MCP_PROFILE}'" },
  { "codex-command", GW, FALSE, "codex mcp add gw --url " URL " --bearer-token-env-var GW_TOKEN" },
  { "codex-command", GW, TRUE, "codex mcp add gw --env IRU_AUTHORIZATION='Bearer igris_sk_0123456789' -- " BRIDGE URL " --header 'Authorization:${IRU_AUTHORIZATION}'" },
  { "codex-command", GW "|X-A=b", FALSE, "codex mcp add gw --env IRU_AUTHORIZATION='Bearer '\"${GW_TOKEN:?}\" --env IRU_X_A=\"${GW_X_A:?}\" -- " BRIDGE URL " --header 'Authorization:${IRU_AUTHORIZATION}' --header 'X-A:${IRU_X_A}'" },
  { "codex-command", "a|http|" URL "|Authorization=Basic dTpwYXNzd29yZA", FALSE, "codex mcp add a --env IRU_AUTHORIZATION=\"${A_TOKEN:?}\" -- " BRIDGE URL " --header 'Authorization:${IRU_AUTHORIZATION}'" },
  { "codex-command", "a|http|" URL "?b=c&d", TRUE, "codex mcp add a --url '" URL "?b=c&d'" },
  { "codex-command", GLUE, FALSE, "codex mcp add glue --env API_KEY=\"${API_KEY:?}\" -- npx -y 'it'\\''s $HOME'" },
  /* Two headers that come to the same variable. */
  { "claude-command", "a|http|" URL "|X-K=1|X_K=2|Token=3|Authorization=Bearer 4", FALSE, "claude mcp add --scope user --transport http a " URL " --header 'X-K: ${A_X_K}' --header 'X_K: ${A_X_K_2}' --header 'Token: ${A_TOKEN}' --header 'Authorization: Bearer ${A_TOKEN_2}'" },
};
/* clang-format on */

static void
test_lines (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *line =
          export_line (lines[i].kind, lines[i].server, lines[i].literal, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (line, ==, lines[i].line);
    }
}

/* What a command line can hold, and what none should; as a value it must not look like an
 * example. */
static const struct
{
  const char *text;
  gboolean is_value;
} hostile[] = {
  { "'; rm -rf ~ #", TRUE },
  { "a'b\"c", TRUE },
  { "x `id` y $HOME z $X", FALSE },
  { "p`q$r", TRUE },
  { "$(id)", FALSE },
  { "%PATH%", FALSE },
  { "%s %n %41 100%", TRUE },
  { "\\' \\\" \\\\ \\n", TRUE },
  { "--header", TRUE },
  { "a=b:c;d&e|f", TRUE },
  { "{env:X} {x}", FALSE },
  { "p{q}r", TRUE },
  { "!! !x ~ * ? [a]", TRUE },
  { "a > b < c", TRUE },
};

static void
assert_same_pairs (GPtrArray *a, GPtrArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    {
      g_assert_cmpstr (iru_pairs_index (a, i)->name, ==, iru_pairs_index (b, i)->name);
      g_assert_cmpstr (iru_pairs_index (a, i)->value, ==, iru_pairs_index (b, i)->value);
    }
}

/* Our own reader, which sh and codex judge, gets the server back from the command. */
static void
assert_read_back (const char *kind, const IruServer *server)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IruExport) export = iru_export_new (kind, server, TRUE, &error);

  g_assert_no_error (error);
  g_autoptr (IruSnippet) snippet = iru_snippet_parse (export->content, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (snippet->servers->len, ==, 1);
  const IruServer *back = snippet->servers->pdata[0];
  g_assert_cmpstr (back->name, ==, server->name);
  g_assert_cmpint (back->transport, ==, server->transport);
  g_assert_cmpstr (back->url, ==, server->url);
  if (server->transport == IRU_TRANSPORT_HTTP)
    {
      assert_same_pairs (back->headers, server->headers);
      return;
    }
  g_assert_cmpstr (back->command, ==, server->command);
  assert_same_pairs (back->env, server->env);
  g_assert_cmpuint (back->args->len, ==, server->args->len);
  for (guint i = 0; i < back->args->len; i++)
    g_assert_cmpstr (back->args->pdata[i], ==, server->args->pdata[i]);
}

static void
test_hostile (void)
{
  static const char *const kinds[] = { "claude-command", "codex-command" };

  for (guint i = 0; i < G_N_ELEMENTS (hostile) * G_N_ELEMENTS (kinds); i++)
    {
      const char *text = hostile[i / G_N_ELEMENTS (kinds)].text;
      const char *value = hostile[i / G_N_ELEMENTS (kinds)].is_value ? text : "v";
      const char *kind = kinds[i % G_N_ELEMENTS (kinds)];
      g_autoptr (IruServer) remote = make_server ("a|http|" URL);
      g_autoptr (IruServer) local = make_server ("a|stdio|run it");

      iru_pairs_set (remote->headers, "X-K", value, TRUE);
      assert_read_back (kind, remote);
      g_ptr_array_add (local->args, g_strdup (text));
      iru_pairs_set (local->env, "K", value, FALSE);
      assert_read_back (kind, local);
    }
}

/* clang-format off */
static const struct
{
  const char *kind; /* NULL: each */
  const char *server;
  gboolean literal;
} refused[] = {
  { NULL, "a|http|" URL "?key=0123456789", FALSE },
  { NULL, "a|stdio|run|--token|0123456789", FALSE },
  { NULL, "a|stdio|run|${HOME}", FALSE },
  { NULL, "a|stdio|run|${HOME}", TRUE },
  { NULL, "a|http|" URL "|X-MCP-Profile=${env:P}|X-API-Key=" KEY, FALSE },
  { NULL, "a|http|" URL "|X-K=${input:k}", TRUE },
  { NULL, "a|http|", FALSE },
  { NULL, "a|http|not a url", FALSE },
  { NULL, "a|http|http://h.example/mcp", FALSE },
  { NULL, "a|http|" URL "|X-K=one\ntwo", TRUE },
  { NULL, "a|http|" URL "|X-API-Key=YOUR_API_KEY", FALSE },
  { NULL, "a|stdio||x", FALSE },
  { NULL, "a|stdio|run|E-X=1", FALSE },
  { NULL, "a|stdio|run|\xff", FALSE },
  { NULL, "a\nb|http|" URL, FALSE },
  { NULL, "|http|" URL, FALSE },
  { "claude-command", "a b|http|" URL, FALSE },
  { "codex-command", "a'b|http|" URL, FALSE },
  { "claude-command", "-a|http|" URL, FALSE },
  { "codex-command", "--a|http|" URL, FALSE },
  { "claude-command", "a|stdio|run|two\nlines", FALSE },
  { "codex-command", "a|stdio|run|\033[2J", FALSE },
  { "codex-command", "a|stdio|run|\u202egnp.exe", FALSE },
};
/* clang-format on */

static void
test_refused (void)
{
  const char *const *kinds = iru_export_get_kinds ();

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    for (guint j = 0; kinds[j] != NULL; j++)
      {
        g_autoptr (IruServer) server = make_server (refused[i].server);
        g_autoptr (GError) error = NULL;

        if (refused[i].kind != NULL && strcmp (refused[i].kind, kinds[j]) != 0)
          continue;
        g_autofree char *shown = g_strescape (refused[i].server, NULL);
        g_test_message ("%s %s", kinds[j], shown);
        g_assert_null (iru_export_new (kinds[j], server, refused[i].literal, &error));
        g_assert_error (error, IRU_ERROR, IRU_ERROR_UNSUPPORTED);
        g_assert_null (strstr (error->message, "0123456789"));
      }
}

/* However a key is spelt, none of it is there; with the keys it is. */
static void
test_no_key (void)
{
  static const char *const servers[] = { IRU, GW, GLUE };
  static const char *const keys[] = { KEY, "igris_sk_0123456789", "ITG.0123456789" };
  const char *const *kinds = iru_export_get_kinds ();

  for (guint i = 0; i < G_N_ELEMENTS (servers); i++)
    for (guint j = 0; kinds[j] != NULL; j++)
      {
        g_autoptr (IruServer) server = make_server (servers[i]);
        g_autoptr (IruExport) export = iru_export_new (kinds[j], server, FALSE, NULL);
        g_autoptr (IruExport) whole = iru_export_new (kinds[j], server, TRUE, NULL);
        gsize length;
        const char *data = g_bytes_get_data (export->content, &length);
        g_autofree guint8 *plain = NULL;

        g_assert_null (g_strstr_len (data, length, keys[i]));
        if (strcmp (kinds[j], "cursor-link") == 0)
          {
            g_autofree char *config = g_uri_unescape_string (strstr (data, "config=") + 7, NULL);

            plain = g_base64_decode (config, &length);
            g_assert_null (g_strstr_len ((const char *)plain, length, keys[i]));
          }
        g_assert_cmpuint (export->asked->len, ==, 1);
        g_assert_false (g_bytes_equal (export->content, whole->content));
        g_assert_cmpuint (whole->asked->len, ==, 0);
        g_assert_true (whole->literal && *iru_export_get_hint (whole) != '\0');
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/lines", test_lines);
  g_test_add_func ("/export/hostile", test_hostile);
  g_test_add_func ("/export/refused", test_refused);
  g_test_add_func ("/export/no-key", test_no_key);
  return g_test_run ();
}
