/* test-policy.c: which rules keep a client from loading an entry
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-policy.h"
#include "iru-test-home.h"

#define URL "https://t.connect.iru.com/m"
#define OFF "client-switched-off"
#define BLOCKED "blocked-by-policy"
#define CLAUDE "etc/claude-code/"

typedef struct
{
  const char *client;
  const char *file; /* below the root, which is the home as well */
  const char *text;
  const char *finding; /* NULL: it may load it */
  IruPlatform platform;
} Row;

static const Row rows[] = {
  { "claude-code", CLAUDE "managed-mcp.json", "{\"mcpServers\":{}}", BLOCKED },
  { "claude-code", CLAUDE "managed-mcp.json", "{\"mcpServers\":{\"iru\":{}}}", BLOCKED },
  { "claude-code", CLAUDE "managed-mcp.json", "{", NULL },
  { "claude-code", CLAUDE "managed-settings.json", "{\"allowedMcpServers\":[]}", BLOCKED },
  { "claude-code", CLAUDE "managed-settings.json",
    "{\"allowedMcpServers\":[{\"serverName\":\"b\"}]}", BLOCKED },
  { "claude-code", CLAUDE "managed-settings.json",
    "{\"allowedMcpServers\":[{\"serverName\":\"iru\"}]}", NULL },
  { "claude-code", CLAUDE "managed-settings.json",
    "{\"allowedMcpServers\":[{\"serverUrl\":\"https://*.iru.com/*\"}]}", NULL },
  { "claude-code", CLAUDE "managed-settings.json",
    "{\"deniedMcpServers\":[{\"serverUrl\":\"https://*.iru.com/*\"}]}", BLOCKED },
  { "claude-code", CLAUDE "managed-settings.json",
    "{\"deniedMcpServers\":[{\"serverCommand\":[\"npx\"]}]}", NULL },
  /* Of any type. */
  { "claude-code", CLAUDE "managed-settings.json", "{\"allowedMcpServers\":\"iru\"}", NULL },
  { "claude-code", CLAUDE "managed-settings.json", "{\"allowedMcpServers\":[1,null,[],\"x\"]}",
    BLOCKED },
  { "claude-code", CLAUDE "managed-settings.json", "[]", NULL },
  { "claude-code", ".claude/settings.json", "{\"deniedMcpServers\":[{\"serverName\":\"iru\"}]}",
    OFF },
  { "claude-code", ".claude.json", "{\"disabledMcpServers\":[\"iru\"]}", OFF },
  { "claude-code", ".claude.json", "{\"disabledMcpServers\":[\"other\"]}", NULL },
  { "claude-code", "Library/Application Support/ClaudeCode/managed-settings.json",
    "{\"deniedMcpServers\":[{\"serverName\":\"iru\"}]}", BLOCKED, IRU_PLATFORM_MACOS },
  { "claude-code", "Program Files/ClaudeCode/managed-settings.json",
    "{\"deniedMcpServers\":[{\"serverName\":\"iru\"}]}", BLOCKED, IRU_PLATFORM_WINDOWS },
  { "codex", "etc/codex/requirements.toml", "[mcp_servers.docs.identity]\nurl = \"" URL "\"\n",
    BLOCKED },
  { "codex", "etc/codex/requirements.toml", "[mcp_servers.iru.identity]\nurl = \"https://b/\"\n",
    BLOCKED },
  { "codex", "etc/codex/requirements.toml", "[mcp_servers.iru.identity]\ncommand = \"npx\"\n",
    BLOCKED },
  { "codex", "etc/codex/requirements.toml", "[mcp_servers.iru.identity]\nurl = \"" URL "\"\n",
    NULL },
  { "codex", "etc/codex/requirements.toml", "allowed_approval_policies = [\"never\"]\n", NULL },
  { "gemini-cli", ".gemini/settings.json", "{\"mcp\":{\"excluded\":[\"iru\"]}}", OFF },
  { "gemini-cli", ".gemini/settings.json", "{\"mcp\":{\"allowed\":[\"docs\"]}}", OFF },
  { "gemini-cli", ".gemini/settings.json", "{\"mcp\":{\"allowed\":[\"docs\",\"iru\"]}}", NULL },
  { "gemini-cli", ".gemini/settings.json", "{\"mcp\":[]}", NULL },
  { "gemini-cli", ".gemini/mcp-server-enablement.json", "{\"iru\":{\"enabled\":false}}", OFF },
  { "gemini-cli", ".gemini/mcp-server-enablement.json", "{\"iru\":{\"enabled\":\"false\"}}", NULL },
  { "gemini-cli", ".gemini/mcp-server-enablement.json", "{\"docs\":{\"enabled\":false}}", NULL },
  { "zed", ".config/zed/settings.json", "{\"disable_ai\": true, // off\n}", OFF },
  { "zed", ".config/zed/settings.json", "{\"disable_ai\": false}", NULL },
  { "vscode", ".config/Code/User/settings.json", "{\"chat.mcp.access\": \"none\"}", OFF },
  { "vscode", ".config/Code/User/settings.json", "{\"chat.mcp.access\": \"all\"}", NULL },
  { "cursor", "etc/nothing.json", "{}", NULL },
};

static void
test_rules (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const Row *row = &rows[i];
      char *home = iru_test_home_new ();
      g_autoptr (IruPlaces) places = iru_places_new (row->platform, home, home, "ann", NULL);
      g_autoptr (IruTarget) target = iru_target_new (iru_client_get (row->client), places);
      g_autoptr (IruServer) server = iru_server_new ("iru");
      g_autoptr (GPtrArray) findings = iru_findings_new ();
      const IruFinding *fault;

      server->url = g_strdup (URL);
      iru_test_home_write (home, row->file, row->text, 0600);
      g_autoptr (IruPolicy) policy = iru_policy_new (target);
      iru_policy_lint (policy, "iru", server, findings);
      fault = iru_findings_get_headline (findings);
      g_test_message ("%s: %s", row->client, row->text);
      g_assert_cmpstr (fault != NULL ? fault->kind->id : NULL, ==, row->finding);
      g_assert_cmpint (fault == NULL || fault->rung == IRU_RUNG_POLICY, ==, TRUE);
      iru_test_home_free (home);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy/rules", test_rules);
  return g_test_run ();
}
