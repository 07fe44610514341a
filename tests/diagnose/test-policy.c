/* test-policy.c: what keeps a client from loading a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows about Claude Code 2.1.329, Codex 0.169.0 and Gemini CLI 0.61.0 are what these were seen
 * to do.
 */
#include <string.h>

#include "iru-check.h"
#include "iru-test-home.h"

#define HTTP "{\"type\":\"http\",\"url\":\"https://t.example/mcp\"}"
#define STATE(more) "{\"mcpServers\":{\"iru\":" HTTP "}" more "}"
#define CODEX "[mcp_servers.iru]\nurl = \"https://t.example/mcp\"\n"
#define GEMINI(more) "{" more "\"mcpServers\":{\"iru\":{\"httpUrl\":\"https://t.example/mcp\"}}}"
#define VSCODE "{\"servers\":{\"iru\":" HTTP "}}"
#define ZED(more) "{" more "\"context_servers\":{\"iru\":{\"url\":\"https://t.example/mcp\"}}}"
#define STDIO "{\"mcpServers\":{\"iru\":{\"command\":\"srv\",\"args\":[\"a\"]}}}"
#define FOLDER(rules) ",\"projects\":{\"/home/ann/p\":{" rules "}}"
#define TRUSTED "\"hasTrustDialogAccepted\":true"
#define SHARED "home/ann/p/.claude/settings.json"
#define LOCAL "home/ann/p/.claude/settings.local.json"
#define USER "home/ann/.claude/settings.json"
#define LIBRARY "Library/Application Support/ClaudeCode/"

typedef struct
{
  const char *name;
  const char *client;
  IruPlatform platform;
  const char *entry;   /* of the client's own file */
  const char *project; /* of the project's file, then the project is looked at */
  const char *files[3][2];
  const char *id; /* NULL: the client loads the server */
  const char *says;
} Row;

static const Row rows[] = {
  { "no policy", "claude-code", .entry = STATE ("") },
  { "an empty list allows nothing", "claude-code", .entry = STATE (""),
    .files = { { USER, "{\"allowedMcpServers\":[]}" } }, .id = "blocked-by-policy",
    .says = "allowedMcpServers" },
  { "allowed by name", "claude-code", .entry = STATE (""),
    .files = { { USER, "{\"allowedMcpServers\":[{\"serverName\":\"iru\"}]}" } } },
  { "allowed by url", "claude-code", .entry = STATE (""),
    .files = { { USER, "{\"allowedMcpServers\":[{\"serverUrl\":\"https://*.example/*\"}]}" } } },
  { "where a url is named the name does not count", "claude-code", .entry = STATE (""),
    .files = { { USER, "{\"allowedMcpServers\":[{\"serverName\":\"iru\"},{\"serverUrl\":\"https://"
                       "x.test/*\"}]}" } },
    .id = "blocked-by-policy", .says = "allowedMcpServers" },
  { "allowed by command", "claude-code", .entry = STDIO,
    .files = { { USER, "{\"allowedMcpServers\":[{\"serverCommand\":[\"srv\",\"a\"]}]}" } } },
  { "where a command is named all of it counts", "claude-code", .entry = STDIO,
    .files = { { USER, "{\"allowedMcpServers\":[{\"serverName\":\"iru\"},{\"serverCommand\":["
                       "\"srv\"]}]}" } },
    .id = "blocked-by-policy" },
  { "lists of what is allowed count together", "claude-code", .entry = STATE (""), .project = "{}",
    .files = { { USER, "{\"allowedMcpServers\":[]}" },
               { SHARED, "{\"allowedMcpServers\":[{\"serverName\":\"iru\"}]}" } } },
  { "only the administrator's list counts", "claude-code", .entry = STATE (""),
    .files = { { USER, "{\"allowedMcpServers\":[{\"serverName\":\"iru\"}]}" },
               { "etc/claude-code/managed-settings.json",
                 "{\"allowManagedMcpServersOnly\":true,\"allowedMcpServers\":[{\"serverName\":"
                 "\"a\"}]}" } },
    .id = "blocked-by-policy", .says = "managed-settings.json" },
  { "no list of the administrator's allows all", "claude-code", .entry = STATE (""),
    .files = { { "etc/claude-code/managed-settings.json",
                 "{\"allowManagedMcpServersOnly\":true}" } } },
  { "a fragment", "claude-code", .entry = STATE (""),
    .files = { { "etc/claude-code/managed-settings.d/b.json",
                 "{\"deniedMcpServers\":[{\"serverName\":\"iru\"}]}" } },
    .id = "blocked-by-policy", .says = "managed-settings.d/b.json" },
  { "denied by name", "claude-code", .entry = STATE (""),
    .files = { { USER, "{\"deniedMcpServers\":[{\"serverName\":\"iru\"}]}" } },
    .id = "blocked-by-policy", .says = "deniedMcpServers" },
  { "denied by url", "claude-code", .entry = STATE (""),
    .files = { { USER, "{\"deniedMcpServers\":[{\"serverUrl\":\"https://t.example/*\"}]}" } },
    .id = "blocked-by-policy" },
  { "denied by command", "claude-code", .entry = STDIO,
    .files = { { USER, "{\"deniedMcpServers\":[{\"serverCommand\":[\"srv\",\"a\"]}]}" } },
    .id = "blocked-by-policy" },
  { "denied although allowed", "claude-code", .entry = STATE (""),
    .files = { { USER, "{\"deniedMcpServers\":[{\"serverName\":\"iru\"}],\"allowedMcpServers\":[{"
                       "\"serverName\":\"iru\"}]}" } },
    .id = "blocked-by-policy", .says = "deniedMcpServers" },
  { "denied by the project", "claude-code", .entry = STATE (""), .project = "{}",
    .files = { { SHARED, "{\"deniedMcpServers\":[{\"serverName\":\"iru\"}]}" } },
    .id = "blocked-by-policy", .says = "p/.claude/settings.json" },
  { "a list that is a text is ignored", "claude-code", .entry = STATE (""),
    .files = { { USER, "{\"deniedMcpServers\":\"iru\"}" } } },
  { "elements of other types are ignored", "claude-code", .entry = STATE (""),
    .files = { { USER, "{\"deniedMcpServers\":[\"iru\",5,null,{\"serverName\":5},{\"serverUrl\":[]}"
                       "]}" } } },
  { "settings with a comment are ignored", "claude-code", .entry = STATE (""),
    .files = { { USER, "//\n{\"deniedMcpServers\":[{\"serverName\":\"iru\"}]}" } } },
  { "exclusive", "claude-code", .entry = STATE (""),
    .files = { { "etc/claude-code/managed-mcp.json", "{\"mcpServers\":{}}" } },
    .id = "blocked-by-policy", .says = "managed-mcp.json" },
  { "exclusive though broken", "claude-code", .entry = STATE (""),
    .files = { { "etc/claude-code/managed-mcp.json", "{" } }, .id = "blocked-by-policy" },
  { "exclusive on macOS", "claude-code", IRU_PLATFORM_MACOS, .entry = STATE (""),
    .files = { { LIBRARY "managed-mcp.json", "{}" } }, .id = "blocked-by-policy" },
  { "denied on Windows", "claude-code", IRU_PLATFORM_WINDOWS, .entry = STATE (""),
    .files = { { "Program Files/ClaudeCode/managed-settings.json",
                 "{\"deniedMcpServers\":[{\"serverName\":\"iru\"}]}" } },
    .id = "blocked-by-policy", .says = "C:\\Program Files\\ClaudeCode\\managed-settings.json" },
  { "switched off in the folder", "claude-code",
    .entry = STATE (FOLDER ("\"disabledMcpServers\":[\"iru\"]")), .project = "{}",
    .id = "server-disabled", .says = "disabledMcpServers" },
  { "switched off in some other folder", "claude-code",
    .entry = STATE (",\"projects\":{\"/q\":{\"disabledMcpServers\":[\"iru\"]}}"), .project = "{}" },
  { "a project's list is not about the user's servers", "claude-code", .entry = STATE (""),
    .project = "{}", .files = { { USER, "{\"disabledMcpjsonServers\":[\"iru\"]}" } } },
  { "a project's server waits", "claude-code", .entry = "{}", .project = STATE (""),
    .id = "approval-pending", .says = "p" },
  { "trust alone does not approve", "claude-code", .entry = "{\"a\":1" FOLDER (TRUSTED) "}",
    .project = STATE (""), .id = "approval-pending" },
  { "approved by the user's settings", "claude-code", .entry = "{}", .project = STATE (""),
    .files = { { USER, "{\"enabledMcpjsonServers\":[\"iru\"]}" } } },
  { "all approved by the user's settings", "claude-code", .entry = "{}", .project = STATE (""),
    .files = { { USER, "{\"enableAllProjectMcpServers\":true}" } } },
  { "a project does not approve itself", "claude-code", .entry = "{}", .project = STATE (""),
    .files = { { SHARED, "{\"enableAllProjectMcpServers\":true}" } }, .id = "approval-pending" },
  { "a trusted project does", "claude-code", .entry = "{\"a\":1" FOLDER (TRUSTED) "}",
    .project = STATE (""), .files = { { LOCAL, "{\"enableAllProjectMcpServers\":true}" } } },
  { "approved in the folder", "claude-code",
    .entry = "{\"a\":1" FOLDER (TRUSTED ",\"enabledMcpjsonServers\":[\"iru\"]") "}",
    .project = STATE ("") },
  { "approved and switched off", "claude-code", .entry = "{}", .project = STATE (""),
    .files = { { USER,
                 "{\"enableAllProjectMcpServers\":true,\"disabledMcpjsonServers\":[\"iru\"]}" } },
    .id = "server-disabled", .says = "disabledMcpjsonServers" },
  { "switched off by the project", "claude-code", .entry = "{}", .project = STATE (""),
    .files = { { LOCAL, "{\"disabledMcpjsonServers\":[\"iru\"]}" } }, .id = "server-disabled",
    .says = "settings.local.json" },
  {
      .name = "Codex: another name",
      .client = "codex",
      .entry = CODEX,
      .files = { { "etc/codex/requirements.toml",
                   "[mcp_servers.docs.identity]\nurl = \"https://t.example/mcp\"\n" } },
      .id = "blocked-by-policy",
      .says = "requirements.toml",
  },
  {
      .name = "Codex: the same url",
      .client = "codex",
      .entry = CODEX,
      .files = { { "etc/codex/requirements.toml",
                   "[mcp_servers.iru.identity]\nurl = \"https://t.example/mcp\"\n" } },
  },
  {
      .name = "Codex: a slash more",
      .client = "codex",
      .entry = CODEX,
      .files = { { "etc/codex/requirements.toml",
                   "[mcp_servers.iru.identity]\nurl = \"https://t.example/mcp/\"\n" } },
      .id = "blocked-by-policy",
      .says = "requirements.toml",
  },
  {
      .name = "Codex: a pattern",
      .client = "codex",
      .entry = CODEX,
      .files = { { "etc/codex/requirements.toml",
                   "[mcp_servers.iru.identity]\nurl = \"https://t.example/*\"\n" } },
      .id = "blocked-by-policy",
      .says = "requirements.toml",
  },
  {
      .name = "Codex: a command instead of the url",
      .client = "codex",
      .entry = CODEX,
      .files = { { "etc/codex/requirements.toml",
                   "[mcp_servers.iru.identity]\ncommand = \"srv\"\n" } },
      .id = "blocked-by-policy",
      .says = "requirements.toml",
  },
  {
      .name = "Codex: nothing is allowed",
      .client = "codex",
      .entry = CODEX,
      .files = { { "etc/codex/requirements.toml", "[mcp_servers]\n" } },
      .id = "blocked-by-policy",
      .says = "requirements.toml",
  },
  {
      .name = "Codex: a number",
      .client = "codex",
      .entry = CODEX,
      .files = { { "etc/codex/requirements.toml", "mcp_servers = 5\n" } },
  },
  {
      .name = "Codex: requirements about other things",
      .client = "codex",
      .entry = CODEX,
      .files = { { "etc/codex/requirements.toml", "allowed_approval_policies = [\"never\"]\n" } },
  },
  {
      .name = "Codex: on Windows",
      .client = "codex",
      .entry = CODEX,
      .platform = IRU_PLATFORM_WINDOWS,
      .files = { { "ProgramData/OpenAI/Codex/requirements.toml", "[mcp_servers]\n" } },
      .id = "blocked-by-policy",
  },
  {
      .name = "Gemini: excluded",
      .client = "gemini-cli",
      .entry = GEMINI ("\"mcp\":{\"excluded\":[\"iru\"]},"),
      .id = "blocked-by-policy",
      .says = "mcp.excluded",
  },
  {
      .name = "Gemini: not allowed",
      .client = "gemini-cli",
      .entry = GEMINI ("\"mcp\":{\"allowed\":[\"docs\"]},"),
      .id = "blocked-by-policy",
      .says = "mcp.allowed",
  },
  {
      .name = "Gemini: nothing is allowed",
      .client = "gemini-cli",
      .entry = GEMINI ("\"mcp\":{\"allowed\":[]},"),
      .id = "blocked-by-policy",
      .says = "mcp.allowed",
  },
  {
      .name = "Gemini: allowed",
      .client = "gemini-cli",
      .entry = GEMINI ("\"mcp\":{\"allowed\":[\"docs\",\"iru\"]},"),
  },
  {
      .name = "Gemini: a list of another type",
      .client = "gemini-cli",
      .entry = GEMINI ("\"mcp\":[],"),
  },
  {
      .name = "Gemini: the old name is not read",
      .client = "gemini-cli",
      .entry = GEMINI ("\"excludeMCPServers\":[\"iru\"],"),
  },
  {
      .name = "Gemini: switched off",
      .client = "gemini-cli",
      .entry = GEMINI (""),
      .files = { { "home/ann/.gemini/mcp-server-enablement.json",
                   "{\"iru\":{\"enabled\":false}}" } },
      .id = "server-disabled",
      .says = "mcp-server-enablement.json",
  },
  {
      .name = "Gemini: another is switched off",
      .client = "gemini-cli",
      .entry = GEMINI (""),
      .files = { { "home/ann/.gemini/mcp-server-enablement.json",
                   "{\"docs\":{\"enabled\":false}}" } },
  },
  {
      .name = "Gemini: switched on",
      .client = "gemini-cli",
      .entry = GEMINI (""),
      .files = { { "home/ann/.gemini/mcp-server-enablement.json",
                   "{\"iru\":{\"enabled\":true}}" } },
  },
  {
      .name = "Gemini: the administrator excludes it",
      .client = "gemini-cli",
      .entry = GEMINI (""),
      .files = { { "etc/gemini-cli/settings.json", "{\"mcp\":{\"excluded\":[\"iru\"]}}" } },
      .id = "blocked-by-policy",
      .says = "etc/gemini-cli/settings.json",
  },
  {
      .name = "Gemini: a folder that is not trusted",
      .client = "gemini-cli",
      .entry = GEMINI (""),
      .project = "{}",
      .id = "approval-pending",
  },
  {
      .name = "Gemini: a trusted folder",
      .client = "gemini-cli",
      .entry = GEMINI (""),
      .project = "{}",
      .files = { { "home/ann/.gemini/trustedFolders.json", "{\"/home/ann/p\":\"TRUST_FOLDER\"}" } },
  },
  {
      .name = "Gemini: below a trusted folder",
      .client = "gemini-cli",
      .entry = GEMINI (""),
      .project = "{}",
      .files = { { "home/ann/.gemini/trustedFolders.json", "{\"/home/ann\":\"TRUST_FOLDER\"}" } },
  },
  {
      .name = "Gemini: below a trusted folder and not trusted",
      .client = "gemini-cli",
      .entry = GEMINI (""),
      .project = "{}",
      .files = { { "home/ann/.gemini/trustedFolders.json",
                   "{\"/home/ann\":\"TRUST_FOLDER\",\"/home/ann/p\":\"DO_NOT_TRUST\"}" } },
      .id = "approval-pending",
  },
  {
      .name = "Gemini: trust does not matter",
      .client = "gemini-cli",
      .entry = GEMINI ("\"security\":{\"folderTrust\":{\"enabled\":false}},"),
      .project = "{}",
  },
  {
      .name = "Gemini: the project excludes it",
      .client = "gemini-cli",
      .entry = GEMINI (""),
      .project = "{}",
      .files = { { "home/ann/.gemini/trustedFolders.json", "{\"/home/ann/p\":\"TRUST_FOLDER\"}" },
                 { "home/ann/p/.gemini/settings.json", "{\"mcp\":{\"excluded\":[\"iru\"]}}" } },
      .id = "blocked-by-policy",
      .says = "p/.gemini/settings.json",
  },
  {
      .name = "Qwen: excluded",
      .client = "qwen-code",
      .entry = GEMINI ("\"mcp\":{\"excluded\":[\"iru\"]},"),
      .id = "blocked-by-policy",
      .says = "mcp.excluded",
  },
  {
      .name = "VS Code: chat.mcp.access: none",
      .client = "vscode",
      .entry = VSCODE,
      .files = { { "home/ann/.config/Code/User/settings.json",
                   "{\"chat.mcp.access\": \"none\", // by IT\n}" } },
      .id = "client-switched-off",
      .says = "settings.json",
  },
  {
      .name = "VS Code: chat.mcp.access: registry",
      .client = "vscode",
      .entry = VSCODE,
      .files = { { "home/ann/.config/Code/User/settings.json",
                   "{\"chat.mcp.access\": \"registry\", // by IT\n}" } },
      .id = "client-switched-off",
      .says = "settings.json",
  },
  {
      .name = "VS Code: chat.mcp.access: all",
      .client = "vscode",
      .entry = VSCODE,
      .files = { { "home/ann/.config/Code/User/settings.json",
                   "{\"chat.mcp.access\": \"all\", // by IT\n}" } },
  },
  {
      .name = "VS Code: chat.mcp.access: 5",
      .client = "vscode",
      .entry = VSCODE,
      .files = { { "home/ann/.config/Code/User/settings.json",
                   "{\"chat.mcp.access\": 5, // by IT\n}" } },
  },
  {
      .name = "VS Code: chat.mcp.enabled: false",
      .client = "vscode",
      .entry = VSCODE,
      .files = { { "home/ann/.config/Code/User/settings.json",
                   "{\"chat.mcp.enabled\": false, // by IT\n}" } },
      .id = "client-switched-off",
      .says = "settings.json",
  },
  {
      .name = "VS Code on macOS",
      .client = "vscode",
      .entry = VSCODE,
      .platform = IRU_PLATFORM_MACOS,
      .files = { { "home/ann/Library/Application Support/Code/User/settings.json",
                   "{\"chat.mcp.access\": \"none\"}" } },
      .id = "client-switched-off",
  },
  {
      .name = "VS Code: the folder switches it off",
      .client = "vscode",
      .entry = VSCODE,
      .project = "{}",
      .files = { { "home/ann/p/.vscode/settings.json", "{\"chat.mcp.access\": \"none\"}" } },
      .id = "client-switched-off",
  },
  {
      .name = "VS Code Insiders has settings of its own",
      .client = "vscode-insiders",
      .entry = VSCODE,
      .files = { { "home/ann/.config/Code/User/settings.json",
                   "{\"chat.mcp.access\": \"none\"}" } },
  },
  {
      .name = "Zed: no AI",
      .client = "zed",
      .entry = ZED ("\"disable_ai\":true,"),
      .id = "client-switched-off",
      .says = "disable_ai",
  },
  {
      .name = "Zed: AI",
      .client = "zed",
      .entry = ZED ("\"disable_ai\":false,"),
  },
  { .name = "Copilot: switched off",
    .client = "copilot-cli",
    .entry = STATE (""),
    .files = { { "home/ann/.copilot/settings.json", "{\"disabledMcpServers\":[\"iru\"]}" } },
    .id = "server-disabled",
    .says = "disabledMcpServers" },
  { .name = "VS Code: the administrator's policy",
    .client = "vscode",
    .entry = VSCODE,
    .files = { { "etc/vscode/policy.json", "{\"ChatMCP\":\"none\"}" } },
    .id = "client-switched-off",
    .says = "policy.json" },
  { .name = "Zed: the entry is off",
    .client = "zed",
    .entry =
        "{\"context_servers\":{\"iru\":{\"url\":\"https://t.example/mcp\",\"enabled\":false}}}",
    .id = "server-disabled" },
};

static const char *const ids[] = { "blocked-by-policy", "client-switched-off", "server-disabled",
                                   "approval-pending" };

/* The entry itself, wherever it is. */
static const IruClientResult *
find_entry (const IruDiagnosis *diagnosis)
{
  for (guint i = 0; i < diagnosis->clients->len; i++)
    if (((IruClientResult *)diagnosis->clients->pdata[i])->server != NULL)
      return diagnosis->clients->pdata[i];
  return NULL;
}

static void
check_result (const Row *row, const IruClientResult *result)
{
  g_autoptr (GString) said = g_string_new (NULL);

  g_assert_nonnull (result);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_test_message ("%s", ids[i]);
      g_assert_cmpint (iru_findings_has (result->findings, ids[i]), ==,
                       g_strcmp0 (row->id, ids[i]) == 0);
    }
  g_assert_cmpint (result->server->disabled, ==, row->id != NULL);
  for (guint i = 0; i < result->findings->len; i++)
    {
      const char *detail = ((IruFinding *)result->findings->pdata[i])->detail;

      g_string_append (said, detail != NULL ? detail : "");
    }
  if (row->says != NULL)
    g_assert_nonnull (strstr (said->str, row->says));
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  const IruClient *client = iru_client_get (row->client);
  const char *const names[] = { row->client, NULL };
  char *root = iru_test_home_new ();
  g_autofree char *home = g_build_filename (root, "home/ann", NULL);
  g_autofree char *project = row->project != NULL ? g_build_filename (home, "p", NULL) : NULL;
  g_autoptr (GPtrArray) homes = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_places_unref);

  g_ptr_array_add (homes, iru_places_new (row->platform, root, home, "ann", NULL));
  g_autoptr (IruTarget) main = iru_target_new (client, homes->pdata[0]);
  iru_test_home_write (root, main->path + strlen (root) + 1, row->entry, 0600);
  for (guint i = 0; i < G_N_ELEMENTS (row->files) && row->files[i][0] != NULL; i++)
    iru_test_home_write (root, row->files[i][0], row->files[i][1], 0600);
  if (project != NULL)
    iru_test_home_write (root, "home/ann/p/.mcp.json", row->project, 0600);
  g_autoptr (GPtrArray) targets = iru_targets_list_all (homes, names, TRUE, project);
  IruCheckOptions options = { .targets = targets };
  g_autoptr (IruDiagnosis) diagnosis = iru_check_files (&options);
  check_result (row, find_entry (diagnosis));
  g_clear_pointer (&diagnosis, iru_diagnosis_free);
  iru_test_home_free (root);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = g_strconcat ("/policy/", rows[i].name, NULL);

      g_test_add_data_func (name, &rows[i], test_row);
    }
  return g_test_run ();
}
