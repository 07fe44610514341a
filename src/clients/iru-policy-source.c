/* iru-policy-source.c: what can keep a client from loading a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sources of the facts: the vendors' documentation, and what the real programs were seen to do.
 */
#include "iru-policy-source.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
#define ON_ALL(text) { text, text, text }
#define SOURCE(kind_, scope_, rule_) \
  .kind = IRU_POLICY_##kind_, .scope = IRU_SCOPE_##scope_, .rule = rule_

/* Claude Code 2.1.329. The lists of all files count together. */
#define CLAUDE_MANAGED(file) \
  { "{root}/etc/claude-code/" file, "{root}/Library/Application Support/ClaudeCode/" file, "{root}/Program Files/ClaudeCode/" file }
#define CLAUDE_SETTINGS CLAUDE_MANAGED ("managed-settings.json")
#define CLAUDE_FRAGMENTS CLAUDE_MANAGED ("managed-settings.d/*.json")
#define CLAUDE_USER ON_ALL ("{claude-folder}/settings.json")
#define CLAUDE_STATE ON_ALL ("{claude}/.claude.json")
#define CLAUDE_SHARED ON_ALL ("{project}/.claude/settings.json")
#define CLAUDE_LOCAL ON_ALL ("{project}/.claude/settings.local.json")
#define CLAUDE_LIST(kind, rule) \
  { SOURCE (kind, MANAGED, rule), .file = CLAUDE_SETTINGS, .match = &claude_match }, \
  { SOURCE (kind, MANAGED, rule), .file = CLAUDE_FRAGMENTS, .match = &claude_match }, \
  { SOURCE (kind, USER, rule), .file = CLAUDE_USER, .match = &claude_match }, \
  { SOURCE (kind, PROJECT, rule), .file = CLAUDE_SHARED, .match = &claude_match }, \
  { SOURCE (kind, LOCAL, rule), .file = CLAUDE_LOCAL, .match = &claude_match }
/* What a project's shared or local file says counts in a trusted folder only. */
#define CLAUDE_APPROVAL(rule, ...) \
  { SOURCE (APPROVAL, MANAGED, rule), .file = CLAUDE_SETTINGS, .for_projects = TRUE, __VA_ARGS__ }, \
  { SOURCE (APPROVAL, USER, rule), .file = CLAUDE_USER, .for_projects = TRUE, __VA_ARGS__ }, \
  { SOURCE (APPROVAL, PROJECT, rule), .file = CLAUDE_SHARED, .for_projects = TRUE, .if_trusted = TRUE, __VA_ARGS__ }, \
  { SOURCE (APPROVAL, LOCAL, rule), .file = CLAUDE_LOCAL, .for_projects = TRUE, .if_trusted = TRUE, __VA_ARGS__ }

static const IruPolicyMatch claude_match = { "serverName", "serverUrl", "serverCommand", FALSE };

const IruPolicySource iru_policy_claude_code[] = {
  { SOURCE (EXCLUSIVE, MANAGED, NULL), .file = CLAUDE_MANAGED ("managed-mcp.json") },
  { SOURCE (ALLOW_OWN, MANAGED, "allowManagedMcpServersOnly"), .file = CLAUDE_SETTINGS, .values = { "true" } },
  { SOURCE (ALLOW_OWN, MANAGED, "allowManagedMcpServersOnly"), .file = CLAUDE_FRAGMENTS, .values = { "true" } },
  CLAUDE_LIST (ALLOW_ANY, "allowedMcpServers"),
  CLAUDE_LIST (DENY, "deniedMcpServers"),
  { SOURCE (OFF, USER, "projects/{folder}/disabledMcpServers"), .file = CLAUDE_STATE },
  { SOURCE (OFF, USER, "projects/{folder}/disabledMcpjsonServers"), .file = CLAUDE_STATE, .for_projects = TRUE },
  { SOURCE (DENY, MANAGED, "disabledMcpjsonServers"), .file = CLAUDE_SETTINGS, .for_projects = TRUE },
  { SOURCE (OFF, USER, "disabledMcpjsonServers"), .file = CLAUDE_USER, .for_projects = TRUE },
  { SOURCE (OFF, PROJECT, "disabledMcpjsonServers"), .file = CLAUDE_SHARED, .for_projects = TRUE },
  { SOURCE (OFF, LOCAL, "disabledMcpjsonServers"), .file = CLAUDE_LOCAL, .for_projects = TRUE },
  { SOURCE (TRUST, USER, "projects/{folder}/hasTrustDialogAccepted"), .file = CLAUDE_STATE, .values = { "true" } },
  { SOURCE (APPROVAL, USER, "projects/{folder}/enabledMcpjsonServers"), .file = CLAUDE_STATE, .for_projects = TRUE, .if_trusted = TRUE,
    .words = N_ ("Run “claude” in this folder, and select “Use this MCP server” when it asks.") },
  CLAUDE_APPROVAL ("enabledMcpjsonServers", .values = { NULL }),
  CLAUDE_APPROVAL ("enableAllProjectMcpServers", .values = { "true" }),
  { 0 },
};

/* Codex 0.169.0 and 0.171.0: an entry that the list does not name with the very same url or command
 * is "disabled: requirements". */
static const IruPolicyMatch codex_match = { NULL, "identity/url", "identity/command", TRUE };

const IruPolicySource iru_policy_codex[] = {
  { SOURCE (ALLOW, MANAGED, "mcp_servers"), .syntax = IRU_SYNTAX_TOML, .match = &codex_match,
    .file = { "{root}/etc/codex/requirements.toml", "{root}/etc/codex/requirements.toml", "{root}/ProgramData/OpenAI/Codex/requirements.toml" } },
  { SOURCE (APPROVAL, USER, "projects/{folder}/trust_level"), .syntax = IRU_SYNTAX_TOML, .file = ON_ALL ("{codex}/config.toml"),
    .values = { "trusted" }, .folders = IRU_POLICY_EITHER, .for_projects = TRUE,
    .words = N_ ("Run “codex” in this folder, and select that you trust it when it asks.") },
  { 0 },
};

/* Gemini CLI 0.61.0. Each list of what is allowed has to have the server. In a folder that is not
 * trusted no server is loaded, not even the user's own. */
#define GEMINI_LISTS(scope, ...) \
  { SOURCE (DENY, scope, "mcp/excluded"), .file = __VA_ARGS__ }, \
  { SOURCE (ALLOW, scope, "mcp/allowed"), .file = __VA_ARGS__ }
#define GEMINI_POLICY(folder, system, name) \
  GEMINI_LISTS (MANAGED, { "{root}/etc/" system "/settings.json", "{root}/Library/Application Support/" name "/settings.json", "{root}/ProgramData/" system "/settings.json" }), \
  GEMINI_LISTS (USER, ON_ALL (folder "/settings.json")), \
  { SOURCE (OFF, USER, "{small-name}/enabled"), .file = ON_ALL (folder "/mcp-server-enablement.json"), .values = { "false" } }

const IruPolicySource iru_policy_gemini_cli[] = {
  GEMINI_POLICY ("{gemini}/.gemini", "gemini-cli", "GeminiCli"),
  GEMINI_LISTS (PROJECT, ON_ALL ("{project}/.gemini/settings.json")),
  { SOURCE (APPROVAL, USER, "{folder}"), .file = ON_ALL ("{gemini}/.gemini/trustedFolders.json"), .values = { "TRUST_FOLDER", "TRUST_PARENT" },
    .folders = IRU_POLICY_ABOVE, .words = N_ ("Run “gemini” in this folder, and select “Trust folder” when it asks.") },
  { SOURCE (APPROVAL, USER, "security/folderTrust/enabled"), .file = ON_ALL ("{gemini}/.gemini/settings.json"), .values = { "false" } },
  { 0 },
};

/* Qwen Code comes from Gemini CLI; folders are trusted there if nobody says otherwise. */
const IruPolicySource iru_policy_qwen_code[] = {
  GEMINI_POLICY ("{home}/.qwen", "qwen-code", "QwenCode"),
  GEMINI_LISTS (PROJECT, ON_ALL ("{project}/.qwen/settings.json")),
  { 0 },
};

/* GitHub Copilot CLI 1.0.102. */
const IruPolicySource iru_policy_copilot_cli[] = {
  { SOURCE (OFF, USER, "disabledMcpServers"), .file = ON_ALL ("{copilot}/settings.json") },
  { 0 },
};

/* Zed's documentation. */
const IruPolicySource iru_policy_zed[] = {
  { SOURCE (MASTER, USER, "disable_ai"), .values = { "true" },
    .file = { "{xdg}/zed/settings.json", "{home}/.config/zed/settings.json", "{config}/Zed/settings.json" } },
  { SOURCE (MASTER, PROJECT, "disable_ai"), .values = { "true" }, .file = ON_ALL ("{project}/.zed/settings.json") },
  { 0 },
};

/* VS Code's documentation. It reads the settings of the user and of the folder; "registry" loads
 * nothing that a person has written. chat.mcp.enabled is the old name. */
#define VSCODE_SETTINGS(product) \
  { "{config}/" product "/User/settings.json", "{config}/" product "/User/settings.json", "{config}/" product "/User/settings.json" }
#define VSCODE_SWITCHES(scope, ...) \
  { SOURCE (MASTER, scope, "chat.mcp.access"), .file = __VA_ARGS__, .values = { "none", "registry" } }, \
  { SOURCE (MASTER, scope, "chat.mcp.enabled"), .file = __VA_ARGS__, .values = { "false" } }

/* On Linux the administrator's policies are in a file; on macOS and Windows they are not. */
#define VSCODE_MANAGED \
  { SOURCE (MASTER, MANAGED, "ChatMCP"), .file = { [IRU_PLATFORM_LINUX] = "{root}/etc/vscode/policy.json" }, .values = { "none", "registry" } }

const IruPolicySource iru_policy_vscode[] = {
  VSCODE_MANAGED,
  VSCODE_SWITCHES (USER, VSCODE_SETTINGS ("Code")),
  VSCODE_SWITCHES (PROJECT, ON_ALL ("{project}/.vscode/settings.json")),
  { 0 },
};

const IruPolicySource iru_policy_vscode_insiders[] = {
  VSCODE_MANAGED,
  VSCODE_SWITCHES (USER, VSCODE_SETTINGS ("Code - Insiders")),
  VSCODE_SWITCHES (PROJECT, ON_ALL ("{project}/.vscode/settings.json")),
  { 0 },
};
/* clang-format on */
