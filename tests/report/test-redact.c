/* test-redact.c: what may be shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "iru-redact.h"

#define KEY "sk_live:K7f3mN9q/pL2+vX8z\"Q"

static void
test_mask (void)
{
  static const struct
  {
    const char *secret;
    const char *masked;
  } rows[] = {
    { "sk_live:0123456789abcdef", "sk_live:…cdef" },
    { "Bearer ig_0123456789abcdef", "Bearer ig_…cdef" },
    { "Bearer 0123456789abcdef", "Bearer …cdef" },
    { "0123456789abcdef", "…cdef" },
    { "sk_live:short", "sk_live:…" },
    { "short", "…" },
    { "", "…" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *masked = iru_mask_secret (rows[i].secret);

      g_assert_cmpstr (masked, ==, rows[i].masked);
    }
}

static void
test_mask_url (void)
{
  static const struct
  {
    const char *url;
    const char *masked;
  } rows[] = {
    { "https://t.example/mcp", "https://t.example/mcp" },
    { "https://t.example/mcp?key=secret&b=2", "https://t.example/mcp?key=…&b=…" },
    { "https://t.example/mcp?secret", "https://t.example/mcp?…" },
    { "https://user:pass@t.example/mcp", "https://…@t.example/mcp" },
    { "https://user:p@ss@t.example/a@b", "https://…@t.example/a@b" },
    { "https://t.example/#secret", "https://t.example/#…" },
    { "no url", "no url" },
    /* One that looks like another can be told from it. */
    { "https://\xd0\xb0pple.example:8/\xd0\xb0", "https://xn--pple-43d.example:8/\xd0\xb0" },
    { "https://u@\xef\xbd\x81.example?k=v", "https://…@a.example?k=…" },
    { "https://\xe2\x80\xae\xff/mcp", "https://…/mcp" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *masked = iru_mask_url (rows[i].url);

      g_assert_cmpstr (masked, ==, rows[i].masked);
    }
}

static void
test_escape (void)
{
  static const struct
  {
    const char *text;
    const char *escaped;
  } rows[] = {
    { "plain ✓", "plain ✓" },
    { "\033[31mred", "\\u001b[31mred" },
    { "a\rb", "a\\u000db" },
    { "a\xe2\x80\xae"
      "b",
      "a\\u202eb" },
    { "a\xc2\x9b"
      "b",
      "a\\u009bb" },
    { "bad \xff byte", "bad \xef\xbf\xbd byte" },
    { "line\nline\ttab", "line\nline\ttab" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *escaped = iru_escape_text (rows[i].text);

      g_assert_cmpstr (escaped, ==, rows[i].escaped);
    }
}

/* However a server spells the key back at us, it is not shown. */
static void
test_clean (void)
{
  g_autoptr (IruServer) server = iru_server_new ("iru");
  g_autoptr (IruRedactor) redactor = iru_redactor_new ();
  g_autofree char *percent = g_uri_escape_string (KEY, NULL, TRUE);
  g_autofree char *base64 = g_base64_encode ((const guchar *)KEY, strlen (KEY));
  g_autofree char *inside = g_base64_encode ((const guchar *)"user:" KEY, strlen ("user:" KEY));
  const char *const texts[] = {
    KEY, "K7f3mN9q/pL2+vX8z\"Q", "sk_live:K7f3mN9q\\/pL2+vX8z\\\"Q", percent, base64, inside,
  };

  server->url = g_strdup ("https://t.example/mcp?token=querysecret");
  iru_pairs_set (server->headers, "X-API-Key", KEY, TRUE);
  iru_pairs_set (server->headers, "X-MCP-Profile", "profile-is-open", TRUE);
  iru_redactor_add_server (redactor, server);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = g_strdup_printf ("denied for <%s> today", texts[i]);
      g_autofree char *clean = iru_redactor_clean (redactor, text);

      g_test_message ("%u: %s", i, clean);
      g_assert_null (strstr (clean, texts[i]));
      g_assert_null (strstr (clean, "K7f3mN9q"));
      g_assert_nonnull (strstr (clean, "today"));
    }
  g_autofree char *query = iru_redactor_clean (redactor, "at /mcp?token=querysecret");
  g_autofree char *profile = iru_redactor_clean (redactor, "profile-is-open");
  g_assert_null (strstr (query, "querysecret"));
  g_assert_cmpstr (profile, ==, "profile-is-open");
}

static void
test_clean_bounds (void)
{
  g_autoptr (IruRedactor) redactor = iru_redactor_new ();
  g_autofree char *long_text = g_strnfill (5000, 'x');
  g_autofree char *clean = iru_redactor_clean (redactor, long_text);
  g_autofree char *lines = iru_redactor_clean (redactor, "one\ntwo\tthree");

  g_assert_cmpint (g_utf8_strlen (clean, -1), ==, IRU_REDACT_MAX_LENGTH);
  g_assert_cmpstr (lines, ==, "one two three");
  g_assert_null (iru_redactor_clean (redactor, NULL));
}

static guint
count_lines (GBytes *text)
{
  gsize length;
  const char *data = g_bytes_get_data (text, &length);
  guint lines = 0;

  for (gsize i = 0; i < length; i++)
    lines += data[i] == '\n';
  return lines;
}

/* Every entry's secrets, ours or not, and the lines stay. */
static void
test_redact_config (void)
{
  static const struct
  {
    const char *client;
    const char *text;
  } rows[] = {
    { "cursor",
      "{\n  \"mcpServers\": {\n    \"a\": { \"url\": \"https://u:CANARY@h/m?k=CANARY\",\n"
      "      \"headers\": { \"Authorization\": \"Bearer CANARY-1234567890\" } },\n"
      "    \"b\": { \"command\": \"npx\", \"args\": [\"-y\", \"p\", \"--api-key\", \"CANARY\"],\n"
      "      \"env\": { \"K\": \"CANARY\\\"\\u0041\" } }\n  }\n}\n" },
    { "codex", "[mcp_servers.a]\nurl = \"https://h/m\"\nhttp_headers = { \"K\" = \"CANARY\" }\n"
               "[mcp_servers.b]\ncommand = 'x'\nargs = ['--token=CANARY']\n"
               "[mcp_servers.b.env]\nK = \"\"\"\nCANARY\nCANARY\"\"\"\n" },
    { "codex", "# [mcp_servers.old]\n# http_headers = { A = \"CANARY\" }\n"
               "[model_providers.p]\nbase_url = \"https://h/v1\"\n"
               "http_headers = { \"api-key\" = \"CANARY\" }\nquery_params = { v = 'CANARY' }\n"
               "experimental_bearer_token = \"CANARY\"\n"
               "[shell_environment_policy.set]\nA = \"CANARY\"\n# B = \"CANARY\"\n" },
    { "opencode", "{ \"provider\": { \"p\": { \"options\": { \"apiKey\": \"CANARY\" } } },\n"
                  "  \"mcp\": { \"a\": { \"oauth\": { \"clientSecret\": \"CANARY\" },\n"
                  "    \"command\": [\"sh\", \"-c\", \"TOKEN=CANARY tool\"],\n"
                  "    \"x-unknown\": \"CANARY 1a2b3c4d\" } } }\n" },
    { "gemini-cli", "{ \"security\": { \"auth\": { \"apiKey\": \"CANARY\" } },\n"
                    "  \"telemetry\": { \"otlpHeaders\": { \"A\": \"CANARY\" } } }\n" },
    { "zed", "{ // \"env\": { \"A\": \"CANARY\" }\n  \"language_models\": { \"o\": {\n"
             "    \"api_url\": \"https://u:CANARY@h/v1\", \"api_key\": \"CANARY\" } },\n"
             "  \"context_servers\": { \"g\": { \"settings\": {\n"
             "    \"github_personal_access_token\": \"CANARY\" } } } }\n" },
    { "vscode",
      "{ \"inputs\": [ { \"id\": \"k\", \"default\": \"CANARY\", \"password\": true } ],\n"
      "  \"servers\": { \"a\": { \"url\": \"https://h/s;key=CANARY/mcp\" } } }\n" },
    { "claude-code", "{ \"primaryApiKey\": \"CANARY\", \"oauthAccount\": {\n"
                     "  \"accessToken\": \"CANARY\" },\n"
                     "  \"customApiKeyResponses\": { \"approved\": [ \"CANARY\" ] } }\n" },
    { "goose", "extensions:\n  a:\n    cmd: tool\n    args: [--pat, CANARY, -k, CANARY1]\n"
               "    envs:\n      A: CANARY\n      B: |\n        CANARY\n        CANARY\n"
               "    # headers:\n    #   X: CANARY\n" },
    { "cursor", "{ \"mcpServers\": { \"a\": { \"args\": [\"--connection-string\",\n"
                "  \"Endpoint=https://h;AccountKey=CANARY;\"], \"auth\": {\n"
                "  \"CLIENT_SECRET\": \"CANARY\" }, \"env\": { \"\\u0041\": \"CANARY\" } } } }\n" },
    /* A comma is missing: it is shown as it is, without its secrets. */
    { "claude-desktop",
      "{\n  \"mcpServers\": {\n    \"a\": { \"command\": \"x\" \"env\": { \"K\": \"CANARY-1\" } }\n"
      "  }\n}\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) text = g_bytes_new_static (rows[i].text, strlen (rows[i].text));
      g_autoptr (GBytes) shown = iru_redact_config (iru_client_get (rows[i].client), text);
      g_autofree char *string =
          g_strndup (g_bytes_get_data (shown, NULL), g_bytes_get_size (shown));

      g_test_message ("%s", string);
      g_assert_null (strstr (string, "CANARY"));
      g_assert_nonnull (strstr (string, "…"));
      g_assert_cmpuint (count_lines (shown), ==, count_lines (text));
    }
}

/* What is no secret stays, so that a diff can be read. */
static void
test_harmless_config (void)
{
  static const struct
  {
    const char *client;
    const char *text;
  } rows[] = {
    { "zed", "{\n  // the theme\n  \"theme\": \"One Dark\",\n  \"buffer_font_size\": 14,\n"
             "  \"token_limit\": 4096,\n  \"base_keymap\": \"VSCode\",\n"
             "  \"context_servers\": { \"a\": { \"command\": \"/home/ann/.local/bin/tool\",\n"
             "    \"args\": [\"-y\", \"@scope/pkg@1.2.3\", \"--port\", \"8080\"] } }\n}\n" },
    { "cursor",
      "{ \"mcpServers\": { \"a\": { \"type\": \"http\", \"url\": \"https://h/v2/northwind\",\n"
      "  \"headers\": { \"X-MCP-Profile\": \"b54fbdcb-6a2f-4a0e-9f0c-2a9e1f0c7d11\",\n"
      "  \"X-API-Key\": \"${env:KEY}\" } } } }\n" },
    { "codex", "model = \"gpt-5\"\n[mcp_servers.a]\nurl = \"https://h/mcp\"\n"
               "bearer_token_env_var = \"MY_TOKEN\"\n[projects.\"/home/ann/a-b\"]\n"
               "trust_level = \"trusted\"\n" },
    { "goose", "GOOSE_MODEL: claude-3-5-sonnet-20241022\nextensions:\n  a:\n    enabled: true\n"
               "    cmd: npx\n    args: [-y, mcp-remote@0.15.1]\n    env_keys: [IRU_X_API_KEY]\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) text = g_bytes_new_static (rows[i].text, strlen (rows[i].text));
      g_autoptr (GBytes) shown = iru_redact_config (iru_client_get (rows[i].client), text);
      g_autofree char *string =
          g_strndup (g_bytes_get_data (shown, NULL), g_bytes_get_size (shown));

      g_assert_cmpstr (string, ==, rows[i].text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/redact/mask", test_mask);
  g_test_add_func ("/redact/mask-url", test_mask_url);
  g_test_add_func ("/redact/escape", test_escape);
  g_test_add_func ("/redact/clean", test_clean);
  g_test_add_func ("/redact/clean-bounds", test_clean_bounds);
  g_test_add_func ("/redact/config", test_redact_config);
  g_test_add_func ("/redact/harmless-config", test_harmless_config);
  return g_test_run ();
}
