/* test-lint.c: examples are told from keys, and wrong values from right ones
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-lint.h"

#include <string.h>

/* clang-format off */
static const char *const examples[] = {
  /* the vendors' articles */
  "https://YOUR_TENANT.connect.iru.dev/mcp-server/connector/kandji/tools",
  "https://YOUR_TENANT.connect.iru.com/mcp-server/connector/kandji/tools",
  "sk_live:YOUR_API_KEY", "YOUR_API_KEY", "YOUR_PROFILE_ID", "sk_live:YOUR_OTHER_KEY", "YOUR_OTHER_PROFILE",
  "PASTE_MCP_CONFIGURATION_URL", "PASTE_MCP_CONFIGURATION_X_API_KEY", "PASTE_MCP_CONFIGURATION_X_MCP_PROFILE",
  "your-itglue-api-key-here", "your-itglue-region-here", "your-openai-api-key-here", "your-embedding-model-here",
  "your-vector-index-path-here", "your-azure-openai-endpoint-here", "ITG.xxxx", "Bearer ig_abc123...",
  "ig_abc123...", "ig_your_api_key_here", "Bearer ig_your_api_key_here",
  "https://api.igrisecurity.com/v1/mcp/{slug}", "sk_live:<key>",
  /* others like them */
  "<key>", "<YOUR KEY>", "<your-api-key>", "Bearer <token>", "[YOUR API KEY]", "{API_KEY}", "{{token}}",
  "xxxx", "XXXXXXXX", "sk_live:xxxxxxxxxxxx", "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", "sk_live:9f2cxxxxxxxx",
  "sk_live:...", "sk_live:9f2c…", "sk_live:••••••••", "••••", "********", "sk_live:****b4462",
  "00000000-0000-0000-0000-000000000000", "yourapikey", "yourApiKey", "YOUR-API-KEY", "your_token",
  "Bearer your-token", "INSERT_KEY_HERE", "insert-your-key", "changeme", "REPLACE_ME", "enter-key-here",
  "example-key", "API_KEY", "PROFILE_ID", "sk_live:API_KEY", "sk-your-key-here", "placeholder", "REDACTED",
  "https://your-tenant.connect.iru.com/mcp", "https://<tenant>.connect.iru.com/mcp", "https://gw.example/mcp/...",
  "add-token-here", "ACCESS_TOKEN",
};

static const char *const real[] = {
  "sk_live:9f2c41d07be84a6f8d35c17ae0b94462", "sk_live:a1b2c3d4e5f60718293a4b5c6d7e8f90",
  "sk_live:Zk3vTq8PxWm1RyBn5LcJ7dHs", "sk_live:xK9-_hYourZ3xx1", "sk_live:demo-full-9b1f4c7a2e8d4f60a35c71d2",
  "5d1f7e22-60c4-4b8e-9a37-c2e81b04f96d", "E621E1F8-C36C-495A-93FC-0C247A3E6E5F",
  "00000000-60c4-4b8e-9a37-c2e81b04f96d", "d41d8cd98f00b204e9800998ecf8427e",
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "Bearer ig_7fd02ce9b1a84c", "ig_live_7fd02ce9b1a84c66", "ITG.4c0d8e1fa2b74d6c93e5", "ITG.abxxcd12",
  "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
  "QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Basic dXNlcjpwYXNz", "AAAAAAAAAAAAAAAAAAAAALfz9Q==", "abc123", "1234567890", "0",
  "8080", "8888", "true", "production", "us-east-1", "eu", "kandji", "profile-7", "marketing", "acme",
  "ghp_16C7e42F292c6912E7710c838347Ae178B4a", "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy",
  "AKIAIOSFODNN7EXAMPLE", "sk-ant-api03-xK2Jb8_u1Q", "glpat-zY-xXx9Tq4", "${IRU_X_API_KEY}", "Bearer ${TOKEN}",
  "${env:IRU_KEY}", "{env:IRU_KEY}", "$IRU_KEY", "%APPDATA%\\x",
  "https://acme.connect.iru.com/mcp-server/connector/kandji/tools", "https://acme-4.connect.iru.dev/mcp",
  "https://api.igrisecurity.com/v1/mcp/github-prod", "https://example.com/mcp", "https://mcp.example.com/api/key",
  "https://api.here.com/mcp", "http://127.0.0.1:8931/mcp", "http://[::1]:8931/mcp", "https://gw.example/mcp?x=1&key=a1b2",
  "/usr/local/bin/tool", "C:\\Users\\me\\file.txt", "../../file", "[a-z]+", "{\"a\":1}", "**/*.c", "",
};

static const struct
{
  const char *url;
  const char *headers; /* Name=value|Name=value */
  const char *findings; /* id:field … */
} rows[] = {
#define IRU_URL "https://acme.connect.iru.com/mcp-server/connector/kandji/tools"
#define KEY "X-API-Key=sk_live:9f2c41d07be8"
#define PROFILE "|X-MCP-Profile=5d1f7e22"
#define IGRIS_URL "https://api.igrisecurity.com/v1/mcp/github-prod"
  { IRU_URL, KEY PROFILE, "" },
  { IRU_URL, "x-api-key=sk_live:9f2c|x-mcp-profile=5d1f", "" },
  { IRU_URL, "X-API-Key=9f2c41d07be8" PROFILE, "key-prefix-missing:headers.X-API-Key" },
  { IRU_URL, "X-API-Key=SK_LIVE:9f2c" PROFILE, "key-prefix-missing:headers.X-API-Key" },
  { IRU_URL, "X-API-Key=sk_live:sk_live:9f2c41d0" PROFILE, "key-prefix-missing:headers.X-API-Key" },
  { IRU_URL, "X-API-Key=X-API-Key: sk_live:9f2c41d0" PROFILE, "wrong-field:headers.X-API-Key" },
  { IRU_URL, "X-API-Key=sk_live:YOUR_API_KEY7fQ2mZr9Lk3x" PROFILE, "placeholder:headers.X-API-Key" },
  { IRU_URL, "X-API-Key=sk_live:7fQ2mZr9Lk3xYOUR_API_KEY" PROFILE, "placeholder:headers.X-API-Key" },
  { IRU_URL, KEY "|X-MCP-Profile=sk_live:9f2c41d07be8", "wrong-field:headers.X-MCP-Profile" },
  { IRU_URL, KEY "|X-MCP-Profile=5d1f\u20137e22", "wrong-field:headers.X-MCP-Profile" },
  { "https://acme.connect.iru.dev.connect.iru.dev/mcp", KEY PROFILE, "url-invalid:url" },
  { "https://acme.connect.iru.com.connect.iru.dev/mcp", KEY PROFILE, "url-invalid:url" },
  { "https://acme\u2013eu.connect.iru.dev/mcp", KEY PROFILE, "url-invalid:url" },
  { "https://nam12.safelinks.protection.outlook.com/?url=https%3A%2F%2Facme.connect.iru.dev%2Fmcp&data=05", KEY PROFILE, "url-invalid:url" },
  { "https://urldefense.com/v3/__https://acme.connect.iru.dev/mcp__;!!x", KEY PROFILE, "url-invalid:url" },
  { IGRIS_URL, "Authorization=Bearer Bearer ig_9f2c", "key-prefix-missing:headers.Authorization" },
  { IGRIS_URL, "Authorization=Authorization: Bearer ig_9f2c", "wrong-field:headers.Authorization" },
  { "https://gw.example/mcp", "X-ITGlue-Api-Key=ITG.ITG.9f2c", "key-prefix-missing:headers.X-ITGlue-Api-Key" },
  { IRU_URL, "X-API-Key=%IRU_KEY%" PROFILE, "env-unset:headers.X-API-Key" },
  { IRU_URL, "X-API-Key=sk_live:%IRU_KEY%" PROFILE, "env-unset:headers.X-API-Key" },
  { IRU_URL, "X-API-Key=$env:IRU_KEY" PROFILE, "env-unset:headers.X-API-Key" },
  { "https://gw.example/mcp", "Authorization=Bearer %TOKEN%", "env-unset:headers.Authorization" },
  { "https://gw.example/mcp", "K=$(cat key)", "env-unset:headers.K" },
  { "https://%HOST%/mcp", "", "env-unset:url" },
  { IRU_URL, "X-API-Key=YOUR_API_KEY" PROFILE, "placeholder:headers.X-API-Key" },
  { IRU_URL, "X-API-Key=${IRU_KEY}" PROFILE, "" },
  { IRU_URL, "X-API-Key=sk_live:" PROFILE, "header-missing:headers.X-API-Key" },
  { IRU_URL, "X-API-Key=" PROFILE, "header-missing:headers.X-API-Key" },
  { IRU_URL, KEY, "header-missing:headers.X-MCP-Profile" },
  { IRU_URL, "", "header-missing:headers.X-API-Key header-missing:headers.X-MCP-Profile" },
  { IRU_URL, "X-API-Key= sk_live:9f2c" PROFILE, "value-whitespace:headers.X-API-Key" },
  { IRU_URL, "X-API-Key=sk_live: 9f2c" PROFILE, "value-whitespace:headers.X-API-Key" },
  { IRU_URL, "X-API-Key=sk_live:9f\u00a02c" PROFILE, "value-whitespace:headers.X-API-Key" },
  { IRU_URL, "X-API-Key=sk_live:9f\n2c" PROFILE, "value-whitespace:headers.X-API-Key" },
  { IRU_URL, "X-API-Key=sk_live:9f\u201d" PROFILE, "wrong-field:headers.X-API-Key" },
  { IRU_URL " ", KEY PROFILE, "value-whitespace:url" },
  { "https://gw.example/mcp", "Authorization=Bearer ig_7fd0", "" },
  { "https://gw.example/mcp", "X-API-Key=9f2c", "" },
  { IGRIS_URL, "Authorization=Bearer ig_9f2c", "" },
  { IGRIS_URL, "authorization=bearer igris_sk_9f2c", "" },
  { IGRIS_URL, "Authorization=Bearer ${env:T}", "" },
  { IGRIS_URL, "Authorization=ig_9f2c", "key-prefix-missing:headers.Authorization" },
  { IGRIS_URL, "Authorization=Bearer 9f2c", "key-prefix-missing:headers.Authorization" },
  { IGRIS_URL, "Authorization=Bearer ", "value-whitespace:headers.Authorization key-prefix-missing:headers.Authorization header-missing:headers.Authorization" },
  { IGRIS_URL, "Authorization=Bearer  ig_9f2c", "value-whitespace:headers.Authorization" },
  { IGRIS_URL, "Authorization=Bearer ig_", "header-missing:headers.Authorization" },
  { IGRIS_URL, "X-API-Key=ig_9f2c", "header-missing:headers.Authorization" },
  { "https://gw.example/mcp", "X-ITGlue-Api-Key=ITG.9f2c", "" },
  { "https://gw.example/mcp", "X-ITGlue-Api-Key=9f2c", "key-prefix-missing:headers.X-ITGlue-Api-Key" },
  { "https://gw.example/mcp", "Bad Name=1", "wrong-field:headers.Bad Name" },
  { "https://gw.example/mcp", "", "" },
  { "https://notiru.com/mcp", "", "" },
  { "https://gw.example/mcp", "X-MCP-Profile=5d1f", "header-missing:headers.X-API-Key" },
  { "https://acme.kandji.io/mcp", KEY PROFILE, "" },
  { "http://gw.example/mcp", "", "url-insecure:url" },
  { "http://localhost:8931/mcp", "", "" },
  { "http://127.0.0.1/mcp", "", "" },
  { "http://[::1]:1/mcp", "", "" },
  { "", "", "url-invalid:url" },
  { "gw.example/mcp", "", "url-invalid:url" },
  { "ftp://gw.example/mcp", "", "url-invalid:url" },
  { "https:///mcp", "", "url-invalid:url" },
  { "https://u:p@gw.example/mcp", "", "url-invalid:url" },
  { "https://gw.example/mcp#x", "", "url-invalid:url" },
  { "https://gw.example/m cp", "", "url-invalid:url" },
  { "https://gw.exämple/mcp", "", "url-invalid:url" },
  { "https://https://gw.example/mcp", "", "url-invalid:url" },
  { "https://gw.example:99999/mcp", "", "url-invalid:url" },
  { "https://gw.example/\"mcp\"", "", "url-invalid:url" },
  { "https://${HOST}/mcp", "", "" },
  { "https://YOUR_TENANT.connect.iru.dev/mcp", KEY PROFILE, "placeholder:url" },
  { "https://gw.example/mcp?key=a1b2", "", "" },
};
/* clang-format on */

static void
test_examples (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (examples), >=, 40);
  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_test_message ("%s", examples[i]);
      g_assert_true (iru_lint_is_placeholder (examples[i]));
    }
}

static void
test_real (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (real), >=, 40);
  for (guint i = 0; i < G_N_ELEMENTS (real); i++)
    {
      g_test_message ("%s", real[i]);
      g_assert_false (iru_lint_is_placeholder (real[i]));
    }
}

/* Keys as random as real ones, in the alphabets that keys are made of. */
static void
test_random (void)
{
  static const char *const alphabets[] = {
    "0123456789abcdef",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261120);

  for (guint i = 0; i < 40000; i++)
    {
      const char *alphabet = alphabets[i % G_N_ELEMENTS (alphabets)];
      char key[41] = "sk_live:";

      for (guint c = 8; c < 40; c++)
        key[c] = alphabet[g_rand_int_range (rand, 0, strlen (alphabet))];
      g_test_message ("%s", key);
      g_assert_false (iru_lint_is_placeholder (key));
    }
}

static IruServer *
make_server (const char *url, const char *headers)
{
  IruServer *server = iru_server_new ("a");
  g_auto (GStrv) pairs = g_strsplit (headers, "|", -1);

  server->transport = IRU_TRANSPORT_HTTP;
  server->url = g_strdup (url);
  for (char **pair = pairs; *pair != NULL && **pair != '\0'; pair++)
    {
      char *value = strchr (*pair, '=');

      *value = '\0';
      iru_pairs_set (server->headers, *pair, value + 1, TRUE);
    }
  return server;
}

static char *
dump_findings (GPtrArray *findings)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const IruFinding *finding = g_ptr_array_index (findings, i);

      g_string_append_printf (out, "%s%s:%s", i > 0 ? " " : "", finding->kind->id, finding->field);
      g_assert_null (strstr (finding->detail, "9f"));
      g_assert_cmpuint (finding->line, ==, 0);
    }
  return g_string_free (out, FALSE);
}

static void
test_servers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (IruServer) server = make_server (rows[i].url, rows[i].headers);
      g_autoptr (GPtrArray) findings = iru_findings_new ();

      iru_lint_server (server, findings);
      g_autofree char *found = dump_findings (findings);
      g_test_message ("%s %s", rows[i].url, rows[i].headers);
      g_assert_cmpstr (found, ==, rows[i].findings);
    }
}

static void
test_command (void)
{
  g_autoptr (IruServer) server = iru_server_new ("a");
  g_autoptr (GPtrArray) findings = iru_findings_new ();

  server->transport = IRU_TRANSPORT_STDIO;
  server->command = g_strdup ("docker");
  g_ptr_array_add (server->args, g_strdup ("API_KEY"));
  g_ptr_array_add (server->args, g_strdup ("your-path-here"));
  iru_pairs_set (server->env, "A", "ITG.xxxx", FALSE);
  iru_pairs_set (server->env, "B", "4c0d \n", FALSE);
  iru_pairs_set (server->env, "C", "-----BEGIN\nx\n-----END", FALSE);
  iru_lint_server (server, findings);
  g_autofree char *found = dump_findings (findings);
  g_assert_cmpstr (found, ==, "placeholder:args placeholder:env.A value-whitespace:env.B");

  g_ptr_array_set_size (server->args, 0);
  g_ptr_array_set_size (server->env, 0);
  g_ptr_array_set_size (findings, 0);
  iru_pairs_set (server->env, "ITGLUE_API_KEY", "9f2c41d07be8", FALSE);
  iru_pairs_set (server->env, "ITGLUE_REGION", "eu", FALSE);
  iru_lint_server (server, findings);
  g_autofree char *key = dump_findings (findings);
  g_assert_cmpstr (key, ==, "key-prefix-missing:env.ITGLUE_API_KEY");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/lint/examples", test_examples);
  g_test_add_func ("/lint/real", test_real);
  g_test_add_func ("/lint/random", test_random);
  g_test_add_func ("/lint/servers", test_servers);
  g_test_add_func ("/lint/command", test_command);
  return g_test_run ();
}
