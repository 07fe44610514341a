/* test-secret.c: what is secret, by its name, its beginning and its shape
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-secret.h"

#include <string.h>

#include "iru-secret-loose.h"

#define RANDOM "fQMMr6rAfhx9EMvbhgeTdMvE"
#define UUID "b54fbdcb-6a2f-4a0e-9f0c-2a9e1f0c7d11"

static void
test_names (void)
{
  static const struct
  {
    IruSecretName class;
    const char *names[24];
  } rows[] = {
    { IRU_SECRET_NAME_KEY,
      { "apiKey",
        "api_key",
        "API-KEY",
        "OPENAI_API_KEY",
        "apikey",
        "clientSecret",
        "CLIENT_SECRET",
        "accessToken",
        "github_personal_access_token",
        "experimental_bearer_token",
        "primaryApiKey",
        "customApiKeyResponses",
        "password",
        "db_password",
        "PGPASSWORD",
        "passwd",
        "--pat",
        "AccountKey",
        "Cookie",
        "Authorization",
        "connectionString",
        "SENTRY_DSN" } },
    { IRU_SECRET_NAME_HEADERS,
      { "headers", "http_headers", "otlpHeaders", "customHeaders", "extra_headers",
        "query_params" } },
    { IRU_SECRET_NAME_ENV, { "env", "envs", "environment", "env_vars", "environmentVariables" } },
    { IRU_SECRET_NAME_ABOUT,
      { "bearer_token_env_var", "tokenUrl", "token_endpoint", "key_file", "apiKeyHelper",
        "headersHelper", "env_http_headers", "token_limit", "auth", "oauth" } },
    { IRU_SECRET_NAME_OPEN, { "X-MCP-Profile", "x-mcp-profile", "IRU_X_MCP_PROFILE" } },
    { IRU_SECRET_NAME_PLAIN,
      { "model", "theme", "url", "command", "args", "keymap", "base_keymap", "monkey", "author",
        "tokenizer", "compass", "path", "oauthAccount", "keybindings", "", "42" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint j = 0; rows[i].names[j] != NULL; j++)
      {
        const char *name = rows[i].names[j];

        g_test_message ("%s", name);
        g_assert_cmpint (iru_secret_name_classify (name, strlen (name)), ==, rows[i].class);
      }
}

static void
test_variables (void)
{
  static const char *const shown[] = {
    "PATH",       "LD_PRELOAD",       "NODE_OPTIONS", "npm_config_registry", "NPM_CONFIG_REGISTRY",
    "PYTHONPATH", "IRU_X_MCP_PROFILE"
  };

  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    g_assert_false (iru_variable_is_secret (shown[i]));
  g_assert_true (iru_variable_is_secret ("FOO"));
  g_assert_true (iru_variable_loads_code ("LD_PRELOAD"));
  g_assert_false (iru_variable_loads_code ("PATH"));
}

static void
test_shapes (void)
{
  static const char *const random[] = {
    RANDOM,
    UUID,
    "a1b2c3d4e5f6a7b8",
    "u_" RANDOM,
    "Qcbw7bWcfC97ZkNCVkVNdSKexdnqm77z4nKLzA6czYv8",
    "0123456789abcdef",
    "aBcDeFgHiJkLmNoPqRsT",
  };
  static const char *const regular[] = {
    "northwind-traders", "modelcontextprotocol", "claude-3-5-sonnet-20241022",
    "node-v20.11.1",     "server-filesystem",    "gpt-4o-2024-08-06",
    "mcp-remote@0.15.1", "organizations",        "ModelContextProtocolServers",
    "x86_64-linux-gnu",  "2024-11-05T10:00:00",  "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (random); i++)
    g_assert_true (iru_secret_looks_random (random[i], strlen (random[i])));
  for (guint i = 0; i < G_N_ELEMENTS (regular); i++)
    {
      g_test_message ("%s", regular[i]);
      g_assert_false (iru_secret_looks_random (regular[i], strlen (regular[i])));
    }
}

static void
test_urls (void)
{
  static const struct
  {
    const char *url;
    const char *masked;
  } rows[] = {
    { "https://t.example/mcp", "https://t.example/mcp" },
    { "https://h/v2/organizations/northwind-traders/connector/tools",
      "https://h/v2/organizations/northwind-traders/connector/tools" },
    { "https://h/api/mcp/s/" RANDOM "/mcp", "https://h/api/mcp/s/…/mcp" },
    { "https://h/mcp/u/" UUID "/sse", "https://h/mcp/u/…/sse" },
    { "https://h/mcp;key=hunter2/sse", "https://h/mcp;key=…/sse" },
    { "https://h/a;v=1;key=x?k=v&b#f", "https://h/a;v=…;key=…?k=…&…#…" },
    { "https://h/token/abc12345/mcp", "https://h/token/…/mcp" },
    { "https://h/key=abc/mcp", "https://h/key=…/mcp" },
    { "https://h/bot123:ghp_a1b2c3d4e5f6g7h8/mcp", "https://h/…/mcp" },
    { "https://user:p@ss@h:8/a@b", "https://…@h:8/a@b" },
    { "https://h/go?to=https://x/y", "https://h/go?to=…" },
    { "no url", "no url" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *masked = iru_mask_url (rows[i].url);

      g_assert_cmpstr (masked, ==, rows[i].masked);
    }
}

static void
test_texts (void)
{
  static const struct
  {
    IruSecretText source;
    const char *text;
    const char *masked;
  } rows[] = {
    /* kinds, anywhere */
    { IRU_SECRET_TEXT_OUTSIDE, "bad sk_live:abcd", "bad sk_live:…" },
    { IRU_SECRET_TEXT_OUTSIDE, "bad sk-proj-a1b2c3d4", "bad sk-proj-…" },
    { IRU_SECRET_TEXT_OUTSIDE, "ghp_a1b2c3d4, xoxb-a1b2c3d4.", "ghp_…, xoxb-…." },
    { IRU_SECRET_TEXT_OUTSIDE, "AKIAIOSFODNN7EXAMPLE", "AKIA…MPLE" },
    { IRU_SECRET_TEXT_OUTSIDE, "eyJhbGciOiJIUzI1NiJ9.eyJzdWI.c2ln", "eyJ…c2ln" },
    { IRU_SECRET_TEXT_OUTSIDE,
      "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
      "-----BEGIN RSA PRIVATE KEY-----…-----END RSA PRIVATE KEY-----" },
    { IRU_SECRET_TEXT_OUTSIDE, "Authorization: Bearer abcdef123456",
      "Authorization: Bearer …3456" },
    { IRU_SECRET_TEXT_OUTSIDE, "api_key=abcdef123456&x", "api_key=…3456&x" },
    { IRU_SECRET_TEXT_OUTSIDE, "{\"token\": \"abcdef1234\"}", "{\"token\": \"…\"}" },
    /* sentences */
    { IRU_SECRET_TEXT_OUTSIDE, "token: expired", "token: expired" },
    { IRU_SECRET_TEXT_OUTSIDE, "Bearer token is missing", "Bearer token is missing" },
    { IRU_SECRET_TEXT_OUTSIDE, "Basic authentication needed", "Basic authentication needed" },
    { IRU_SECRET_TEXT_OUTSIDE, "The key has to begin with “sk_live:”.",
      "The key has to begin with “sk_live:”." },
    { IRU_SECRET_TEXT_OUTSIDE, "npm_config_registry=https://r.example",
      "npm_config_registry=https://r.example" },
    { IRU_SECRET_TEXT_OUTSIDE, "request " RANDOM, "request " RANDOM },
    /* settings */
    { IRU_SECRET_TEXT_SETTING, "TOKEN=x tool --stdio", "TOKEN=… tool --stdio" },
    { IRU_SECRET_TEXT_SETTING, "tool --api-key hunter2 --port 80", "tool --api-key … --port 80" },
    { IRU_SECRET_TEXT_SETTING, "Endpoint=https://s.example;AccountKey=tZ53==;",
      "Endpoint=https://s.example;AccountKey=…;" },
    { IRU_SECRET_TEXT_SETTING, "FOO=a1b2c3d4 tool", "FOO=… tool" },
    { IRU_SECRET_TEXT_SETTING, "use " RANDOM, "use …dMvE" },
    { IRU_SECRET_TEXT_SETTING, "/home/ann/.nvm/versions/node/v20.11.1/bin/npx",
      "/home/ann/.nvm/versions/node/v20.11.1/bin/npx" },
    { IRU_SECRET_TEXT_SETTING, "TOKEN=${TOKEN} X_KEY=$KEY", "TOKEN=${TOKEN} X_KEY=$KEY" },
    { IRU_SECRET_TEXT_SETTING, "@modelcontextprotocol/server-filesystem",
      "@modelcontextprotocol/server-filesystem" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *masked =
          iru_secret_mask_text (rows[i].text, strlen (rows[i].text), rows[i].source);

      g_test_message ("%s → %s", rows[i].text, masked);
      g_assert_cmpstr (masked, ==, rows[i].masked);
    }
}

static void
test_arguments (void)
{
  static const struct
  {
    const char *before;
    const char *argument;
    const char *masked;
  } rows[] = {
    { "--pat", "hunter2", "…" },
    { "--api-key", "x", "…" },
    { "-k", "hunter2", "…" },
    { "-p", "hunter2", "…" },
    { "-p", "8080", "8080" },
    { "-p", "mcp-remote@0.1.2", "mcp-remote@0.1.2" },
    { "-y", "store-mcp", "store-mcp" },
    { "-k", "https://docs.example.com/mcp", "https://docs.example.com/mcp" },
    { "", "--token=hunter2", "--token=…" },
    { "--header", "X-API-Key: hunter2", "X-API-Key: …" },
    { "-H", "Accept:text/html", "Accept:…" },
    { "--header", "X-MCP-Profile: " UUID, "X-MCP-Profile: " UUID },
    { "--header", "X-API-Key:${IRU_X_API_KEY}", "X-API-Key:${IRU_X_API_KEY}" },
    { "", "--header=X-Any: v", "--header=X-Any: …" },
    { "-e", "FOO=bar", "FOO=…" },
    { "-e", "API_KEY", "API_KEY" },
    { "-e", "LD_PRELOAD=/x.so", "LD_PRELOAD=/x.so" },
    { "--token", "--verbose", "--verbose" },
    { "--token-file", "/run/secrets/token", "/run/secrets/token" },
    { "", "X-MCP-Profile:" UUID, "X-MCP-Profile:" UUID },
    { "", "https://h/s/" RANDOM "/mcp", "https://h/s/…/mcp" },
    { "--directory", "/home/ann/Documents", "/home/ann/Documents" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GArray) spans = iru_secret_find_in_argument (rows[i].before, rows[i].argument);
      g_autofree char *masked =
          iru_secret_mask_spans (rows[i].argument, strlen (rows[i].argument), spans);

      g_test_message ("%s %s", rows[i].before, rows[i].argument);
      g_assert_cmpstr (masked, ==, rows[i].masked);
    }
}

/* Comments and broken files, of any language: nothing but names and brackets tells. */
static void
test_loose (void)
{
  static const char *const secret[] = {
    "# http_headers = { X-API-Key = \"CANARY\" }\n",
    "# [a.env]\n# FOO = \"CANARY\"\n",
    "[a.env]\nFOO = 'CANARY'\n",
    "  // \"env\": { \"FOO\": \"CANARY\", \"BAR\": \"CANARY\" }\n",
    "/* \"headers\": {\n   \"X-Any\": \"CANARY\" } */\n",
    "\"apiKey\" \"x\", \"api_key\": \"CANARY\n",
    "env:\n  FOO: CANARY\n  BAR: 'CANARY'\nmodel: x\n",
    "#env:\n#  FOO: CANARY\n",
    "password: CANARY\n",
    "{ \"args\": [\"--pat\", \"CANARY-1\"",
    "secrets = [\"CANARY\", 'CANARY']\n",
    "token = \"\"\"\nCANARY\nCANARY\"\"\"\n",
    "env.FOO = \"CANARY\"\n",
    "{\"credentials\": {\"a\": {\"b\": [\"CANARY\"]}}",
  };
  static const char *const harmless[] = {
    "# the old one:\nmodel = \"gpt-5\"\n",
    "{ \"url\": \"https://docs.example.com/mcp\", \"n\": 4 }\n",
    "[mcp_servers.iru]\ncommand = \"npx\"\nargs = [\"-y\", \"store-mcp\"]\n",
    "X-MCP-Profile: default\n",
    "theme: One Dark\nheaders:\n  X-MCP-Profile: a b\n",
    "{ \"api_key\": \"${env:KEY}\" }\n",
  };
  g_autoptr (GArray) known = iru_secret_known_new ();

  for (guint i = 0; i < G_N_ELEMENTS (secret); i++)
    {
      GString *shown = iru_secret_mask_loose (secret[i], strlen (secret[i]), known);

      g_test_message ("%s → %s", secret[i], shown->str);
      g_assert_null (strstr (shown->str, "CANARY"));
      g_string_free (shown, TRUE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (harmless); i++)
    {
      GString *shown = iru_secret_mask_loose (harmless[i], strlen (harmless[i]), known);

      g_assert_cmpstr (shown->str, ==, harmless[i]);
      g_string_free (shown, TRUE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret/names", test_names);
  g_test_add_func ("/secret/variables", test_variables);
  g_test_add_func ("/secret/shapes", test_shapes);
  g_test_add_func ("/secret/urls", test_urls);
  g_test_add_func ("/secret/texts", test_texts);
  g_test_add_func ("/secret/arguments", test_arguments);
  g_test_add_func ("/secret/loose", test_loose);
  return g_test_run ();
}
