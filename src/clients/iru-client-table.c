/* iru-client-table.c: the table of clients
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sources of the facts: the vendors' documentation, public issues, and what the
 * real programs were seen to read; HACKING.md says how to find them out.
 */
#include "iru-client.h"
#include "iru-policy-source.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The same on each platform. */
#define ON_ALL(text)                                                                               \
  {                                                                                                \
    text, text, text                                                                               \
  }

#define CLINE_OLD_FILE                                                                             \
  "{config}/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json"

/* clang-format off */
/* Since version 4, and what was before. */
#define CLINE_FILES \
  "{cline-settings}", "{cline-data}/settings/cline_mcp_settings.json", "{cline}/data/settings/cline_mcp_settings.json", CLINE_OLD_FILE

/* One place on each platform. */
#define PLACE_ON_EACH(linux, macos, windows) \
  { \
    [IRU_PLATFORM_LINUX] = { linux }, [IRU_PLATFORM_MACOS] = { macos }, [IRU_PLATFORM_WINDOWS] = { windows } \
  }

#define ANTIGRAVITY_FILES \
  "{home}/.gemini/config/mcp_config.json", "{home}/.gemini/antigravity/mcp_config.json", "{home}/.gemini/config/mcp_config.json"
#define AMAZON_Q_FILES "{home}/.aws/amazonq/default.json"
/* Below its user folder. A dev container's, a workspace's and the settings' entries have other roots. */
#define VSCODE_LAYERS(user) \
  { IRU_SCOPE_USER, 0, ON_ALL ("{config}/" user "/profiles/*/mcp.json") }, \
  { IRU_SCOPE_UNREAD, 0, ON_ALL ("{config}/" user "/settings.json"), "mcp/servers" }, \
  { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT, ON_ALL ("{project}/.vscode/mcp.json") }, \
  { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT - 1, ON_ALL ("{project}/*.code-workspace"), "settings/mcp/servers" }, \
  { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT - 1, ON_ALL ("{project}/.devcontainer/devcontainer.json"), "customizations/vscode/mcp/servers" }, \
  { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT - 1, ON_ALL ("{project}/.devcontainer/*/devcontainer.json"), "customizations/vscode/mcp/servers" }, \
  { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT - 1, ON_ALL ("{project}/.devcontainer.json"), "customizations/vscode/mcp/servers" }
#define ZED_FLATPAK "{home}/.var/app/dev.zed.Zed/config/zed/settings.json"
#define CLAUDE_PACKAGE "{local}/Packages/Claude_?????????????" "/LocalCache/Roaming/Claude/claude_desktop_config.json"
#define CLAUDE_CODE_FILES "{claude-folder}/.config.json", "{claude}/.claude.json"
#define XCODE "{home}/Library/Developer/Xcode/CodingAssistant/"

#define STRING IRU_SHAPE_STRING
#define BOOLEAN IRU_SHAPE_BOOLEAN
#define NUMBER IRU_SHAPE_NUMBER
#define STRINGS IRU_SHAPE_STRINGS
#define OBJECT IRU_SHAPE_OBJECT
#define ENTRY_OF(name, ...) { name, IRU_COST_ENTRY, IRU_SIDE_BOTH, __VA_ARGS__ }
#define FILE_OF(name, ...) { name, IRU_COST_FILE, IRU_SIDE_BOTH, __VA_ARGS__ }

/* What it says itself when it refuses a file (0.171.0, 2026-12-01). Its times may not be
 * negative either, which no rule says. */
static const IruFieldRule codex_rules[] = {
  FILE_OF ("bearer_token", 0),
  { "env_vars", IRU_COST_FILE, IRU_SIDE_COMMAND, IRU_SHAPE_LIST },
  { "cwd", IRU_COST_FILE, IRU_SIDE_COMMAND, STRING },
  { "oauth_resource", IRU_COST_FILE, IRU_SIDE_REMOTE, STRING },
  FILE_OF ("auth", STRING, { "oauth", "chatgpt", "ema_auth" }),
  FILE_OF ("name", STRING),
  FILE_OF ("required", BOOLEAN),
  FILE_OF ("startup_timeout_sec", NUMBER),
  FILE_OF ("startup_timeout_ms", NUMBER),
  FILE_OF ("tool_timeout_sec", NUMBER),
  FILE_OF ("enabled_tools", STRINGS),
  FILE_OF ("disabled_tools", STRINGS),
  FILE_OF ("scopes", STRINGS),
  FILE_OF ("default_tools_approval_mode", STRING, { "auto", "prompt", "writes", "approve" }),
  FILE_OF ("supports_parallel_tool_calls", BOOLEAN),
  FILE_OF ("tools", OBJECT),
  FILE_OF ("oauth", OBJECT),
  { .field = NULL },
};

static const IruFieldRule codex_settings[] = {
  FILE_OF ("profile", 0, { NULL }, NULL,
    N_ ("“profile” is no longer taken. Move the settings of the profile into a file of its own beside this one, NAME.config.toml, and start “codex --profile NAME”.")),
  FILE_OF ("approval_policy", STRING | OBJECT, { "untrusted", "on-failure", "on-request", "granular", "never" }),
  FILE_OF ("approvals_reviewer", STRING, { "user", "auto_review", "guardian_subagent" }),
  FILE_OF ("sandbox_mode", STRING, { "read-only", "workspace-write", "danger-full-access" }),
  FILE_OF ("model_provider", STRING, { "openai", "ollama", "lmstudio", "amazon-bedrock" }, "model_providers"),
  FILE_OF ("notify", STRINGS),
  FILE_OF ("model", STRING),
  FILE_OF ("review_model", STRING),
  FILE_OF ("instructions", STRING),
  FILE_OF ("model_reasoning_effort", STRING),
  FILE_OF ("model_reasoning_summary", STRING, { "auto", "concise", "detailed", "none" }),
  FILE_OF ("model_verbosity", STRING, { "low", "medium", "high" }),
  FILE_OF ("web_search", STRING, { "disabled", "cached", "indexed", "live" }),
  FILE_OF ("file_opener", STRING, { "vscode", "vscode-insiders", "windsurf", "cursor", "none" }),
  FILE_OF ("personality", STRING, { "none", "friendly", "pragmatic" }),
  FILE_OF ("cli_auth_credentials_store", STRING, { "file", "keyring", "auto", "ephemeral" }),
  FILE_OF ("mcp_oauth_credentials_store", STRING, { "auto", "file", "keyring" }),
  FILE_OF ("forced_login_method", STRING, { "chatgpt", "api" }),
  FILE_OF ("hide_agent_reasoning", BOOLEAN),
  FILE_OF ("show_raw_agent_reasoning", BOOLEAN),
  FILE_OF ("check_for_update_on_startup", BOOLEAN),
  FILE_OF ("suppress_unstable_features_warning", BOOLEAN),
  FILE_OF ("allow_login_shell", BOOLEAN),
  FILE_OF ("model_context_window", NUMBER),
  FILE_OF ("tool_output_token_limit", NUMBER),
  FILE_OF ("project_doc_max_bytes", NUMBER),
  FILE_OF ("mcp_oauth_callback_port", NUMBER),
  FILE_OF ("features", OBJECT),
  FILE_OF ("features/*", BOOLEAN),
  FILE_OF ("projects", OBJECT),
  FILE_OF ("history/persistence", STRING, { "save-all", "none" }),
  FILE_OF ("history/max_bytes", NUMBER),
  FILE_OF ("sandbox_workspace_write/network_access", BOOLEAN),
  FILE_OF ("sandbox_workspace_write/writable_roots", STRINGS),
  FILE_OF ("windows/sandbox", STRING, { "elevated", "unelevated", "mxc" }),
  { .field = NULL },
};

static const IruFieldRule claude_code_rules[] = {
  ENTRY_OF ("timeout", NUMBER),
  ENTRY_OF ("alwaysLoad", BOOLEAN),
  ENTRY_OF ("oauth", OBJECT),
  { .field = NULL },
};

static const IruFieldRule opencode_rules[] = {
  ENTRY_OF ("timeout", NUMBER),
  ENTRY_OF ("oauth", OBJECT | BOOLEAN),
  ENTRY_OF ("disabled", BOOLEAN),
  { .field = NULL },
};

static const IruFieldRule opencode_settings[] = {
  FILE_OF ("share", STRING, { "manual", "auto", "disabled" }),
  { .field = NULL },
};

/* Its list of servers ends with a crash. */
static const IruFieldRule gemini_rules[] = {
  { "args", IRU_COST_FILE, IRU_SIDE_COMMAND, STRINGS },
  { .field = NULL },
};

/* Complete after iru_clients_get(): a row that is like another one takes its dialect. */
static IruClient clients[] = {
  {
    .name = "claude-desktop",
    .title = "Claude Desktop",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_STRICT,
    /* And it writes the file again without the servers (tradingview-mcp#406). */
    .rejects_mark = TRUE,
    .dialect = {
      .root = "mcpServers",
    },
    .places = {
      [IRU_PLATFORM_LINUX] = { "{config}/Claude/claude_desktop_config.json" },
      [IRU_PLATFORM_MACOS] = { "{config}/Claude/claude_desktop_config.json" },
      /* The packaged application (since February 2026 the usual one) reads its own
       * folder; its newest versions are reported to read Claude-Data. */
      [IRU_PLATFORM_WINDOWS] = {
        "{local}/Claude-Data/claude_*/claude_desktop_config.json",
        CLAUDE_PACKAGE,
        "{config}/Claude/claude_desktop_config.json",
      },
    },
    .layers = {
      /* Of several packages nobody knows which one is started. A family's name ends with 13
       * letters of its publisher; “Claude_Monitor…” is another vendor's. */
      { IRU_SCOPE_USER, 0, { [IRU_PLATFORM_WINDOWS] = CLAUDE_PACKAGE } },
      /* Read where a package is not installed; else nobody reads it. */
      { IRU_SCOPE_UNREAD, 0, { [IRU_PLATFORM_WINDOWS] = "{config}/Claude/claude_desktop_config.json" } },
      /* In third-party mode it reads this one only. */
      { IRU_SCOPE_USER, 0, ON_ALL ("{config}/Claude-3p/claude_desktop_config.json") },
    },
    .programs = { "claude-desktop" },
    .graphical = TRUE,
    .desktop = TRUE,
    .logs = {
      [IRU_PLATFORM_LINUX] = { "logs" },
      [IRU_PLATFORM_MACOS] = { "{home}/Library/Logs/Claude" },
      /* The packaged application writes to the second (DesktopCommanderMCP#656). */
      [IRU_PLATFORM_WINDOWS] = { "logs", "{local}/Claude/Logs" },
    },
    .restart = {
      [IRU_PLATFORM_LINUX] = N_ ("Quit Claude Desktop from its tray icon or menu, then open it again. Closing the window is not enough."),
      [IRU_PLATFORM_MACOS] = N_ ("Select Claude → Quit Claude, then open it again. Closing the window is not enough."),
      [IRU_PLATFORM_WINDOWS] = N_ ("Right-click the Claude icon in the system tray, select Quit, then open it again. Closing the window is not enough."),
    },
  },
  {
    .name = "cursor",
    .title = "Cursor",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_UNKNOWN,
    .dialect = {
      .root = "mcpServers",
      .unread_roots = { "servers" },
      .url_fields = { "url" },
      .headers_field = "headers",
      .types = { "http", "streamable-http", "streamableHttp", "sse" },
      .references = { "${env:%s}" },
      .ignored_fields = { "http_headers", "serverUrl", "httpUrl" },
    },
    .places = {
      [IRU_PLATFORM_LINUX] = { "{home}/.cursor/mcp.json" },
      [IRU_PLATFORM_MACOS] = { "{home}/.cursor/mcp.json" },
      [IRU_PLATFORM_WINDOWS] = { "{home}/.cursor/mcp.json" },
    },
    .layers = {
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT, ON_ALL ("{project}/.cursor/mcp.json") },
    },
    .programs = { "cursor", "cursor-agent" },
    .graphical = TRUE,
    .restart = {
      [IRU_PLATFORM_LINUX] = N_ ("Quit Cursor fully, then open it again, and switch the server on under Customize → MCPs. A new server stays off until you do."),
      [IRU_PLATFORM_MACOS] = N_ ("Select Cursor → Quit Cursor, then open it again, and switch the server on under Customize → MCPs. A new server stays off until you do."),
      [IRU_PLATFORM_WINDOWS] = N_ ("Quit Cursor fully, then open it again, and switch the server on under Customize → MCPs. A new server stays off until you do."),
    },
    .project_hint = N_ ("Cursor asks for each server of a project whether to start it, and asks again when its entry has changed."),
  },
  {
    .name = "codex",
    .title = "Codex",
    .syntax = IRU_SYNTAX_TOML,
    .dialect = {
      .root = "mcp_servers",
      .unread_roots = { "mcpServers" },
      .url_fields = { "url" },
      .headers_field = "http_headers",
      .env_headers_field = "env_http_headers",
      .bearer_env_field = "bearer_token_env_var",
      /* At most 10 s. */
      .helper_field = "http_headers_helper",
      .helper_is_bare = TRUE,
      .enabled_field = "enabled",
      /* "headers" is ignored in silence; "bearer_token" makes Codex refuse the file. */
      .ignored_fields = { "headers", "bearer_token" },
      .iru_name = "iru_mcp",
      .plain_names = TRUE,
      .name_signs = "_:@/.-",
      .cost = IRU_COST_FILE,
      .rules = codex_rules,
      .one_side = TRUE,
      .settings = codex_settings,
    },
    .places = {
      [IRU_PLATFORM_LINUX] = { "{codex}/config.toml" },
      [IRU_PLATFORM_MACOS] = { "{codex}/config.toml" },
      [IRU_PLATFORM_WINDOWS] = { "{codex}/config.toml" },
    },
    .layers = {
      { IRU_SCOPE_MANAGED, -1, { "{root}/etc/codex/config.toml", "{root}/etc/codex/config.toml" } },
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT, ON_ALL ("{project}/.codex/config.toml") },
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT - 1, ON_ALL ("{repository}/.codex/config.toml") },
      /* Read with “--profile NAME” only. */
      { IRU_SCOPE_UNREAD, 0, ON_ALL ("{codex}/*.config.toml") },
    },
    .policy = iru_policy_codex,
    .programs = { "codex" },
    .seen = "0.169.0, 2026-12-01",
    .restart = ON_ALL (N_ ("Quit Codex, or the editor that it runs in, then open it again.")),
    .project_hint = N_ ("Codex reads a project's file only where it trusts the project."),
  },
  {
    .name = "claude-code",
    .title = "Claude Code",
    .syntax = IRU_SYNTAX_JSON,
    /* With a comment in it every “claude mcp” command fails. */
    .leniency = IRU_LENIENCY_STRICT,
    .dialect = {
      .root = "mcpServers",
      .more_roots = { "projects/*/mcpServers" },
      .url_fields = { "url" },
      .headers_field = "headers",
      /* An entry without is skipped with a warning. */
      .types = { "http", "streamable-http", "sse", "ws" },
      .type_needed = TRUE,
      /* At most 10 s; in a folder's or project's entry only where the folder is trusted. */
      .helper_field = "headersHelper",
      .references = { "${%s}" },
      .ignored_fields = { "http_headers", "serverUrl", "httpUrl" },
      .plain_names = TRUE,
      .reserved_names = { "workspace", "claude-in-chrome", "computer-use" },
      .rules = claude_code_rules,
    },
    .places = {
      [IRU_PLATFORM_LINUX] = { CLAUDE_CODE_FILES },
      [IRU_PLATFORM_MACOS] = { CLAUDE_CODE_FILES },
      [IRU_PLATFORM_WINDOWS] = { CLAUDE_CODE_FILES },
    },
    /* The first is used instead of the second; seen on 2.1.332. */
    .is_by_file = TRUE,
    .layers = {
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT, ON_ALL ("{project}/.mcp.json") },
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT - 1, ON_ALL ("{parents}/.mcp.json") },
      { IRU_SCOPE_MANAGED, IRU_WEIGHT_MANAGED,
        { "{root}/etc/claude-code/managed-mcp.json",
          "{root}/Library/Application Support/ClaudeCode/managed-mcp.json",
          "{root}/Program Files/ClaudeCode/managed-mcp.json" } },
      /* None of these is opened for servers, whatever articles say. */
      { IRU_SCOPE_UNREAD, 0, ON_ALL ("{claude}/.claude.json") },
      { IRU_SCOPE_UNREAD, 0, ON_ALL ("{home}/.claude/mcp.json") },
      { IRU_SCOPE_UNREAD, 0, ON_ALL ("{home}/.claude/.mcp.json") },
      { IRU_SCOPE_UNREAD, 0, ON_ALL ("{home}/.claude/settings.json") },
    },
    .policy = iru_policy_claude_code,
    .evidence = { "{claude}/.claude.json", "{home}/.claude" },
    .programs = { "claude" },
    .seen = "2.1.329, 2026-12-01",
    .restart = ON_ALL (N_ ("Start “claude” anew; “/mcp” shows whether it is connected.")),
    .unverified = N_ ("where the managed file is on macOS and Windows"),
    .project_hint = N_ ("Claude Code asks once whether to use the servers of a project."),
  },
  {
    .name = "opencode",
    .title = "OpenCode",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_LAX,
    .dialect = {
      .root = "mcp",
      .more_roots = { "mcp/servers" },
      .unread_roots = { "mcpServers" },
      .url_fields = { "url" },
      .headers_field = "headers",
      /* Any other, or none, and OpenCode refuses the whole file. */
      .types = { "remote" },
      .type_needed = TRUE,
      .stdio_type = "local",
      .stdio_type_needed = TRUE,
      .is_command_list = TRUE,
      .env_field = "environment",
      .enabled_field = "enabled",
      .disabled_field = "disabled",
      .references = { "{env:%s}" },
      .own_references = { "{file:" },
      .ignored_fields = { "http_headers", "serverUrl", "httpUrl" },
      .cost = IRU_COST_FILE,
      .rules = opencode_rules,
      .type_guards = TRUE,
      .settings = opencode_settings,
    },
    .places = {
      [IRU_PLATFORM_LINUX] = { "{xdg}/opencode/opencode.jsonc", "{xdg}/opencode/opencode.json" },
      [IRU_PLATFORM_MACOS] = { "{xdg}/opencode/opencode.jsonc", "{xdg}/opencode/opencode.json" },
      [IRU_PLATFORM_WINDOWS] = { "{xdg}/opencode/opencode.jsonc", "{xdg}/opencode/opencode.json" },
    },
    .is_by_file = TRUE,
    .layers = {
      { IRU_SCOPE_USER, -2, ON_ALL ("{xdg}/opencode/config.json") },
      { IRU_SCOPE_USER, -1, ON_ALL ("{xdg}/opencode/opencode.json") },
      { IRU_SCOPE_USER, 1, ON_ALL ("{opencode-config}") },
      { IRU_SCOPE_USER, 2, ON_ALL ("{home}/.opencode/opencode.json") },
      { IRU_SCOPE_USER, 3, ON_ALL ("{home}/.opencode/opencode.jsonc") },
      { IRU_SCOPE_USER, IRU_WEIGHT_PROJECT + 10, ON_ALL ("{opencode-folder}/opencode.json") },
      { IRU_SCOPE_USER, IRU_WEIGHT_PROJECT + 11, ON_ALL ("{opencode-folder}/opencode.jsonc") },
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT, ON_ALL ("{project}/opencode.json") },
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT + 1, ON_ALL ("{project}/opencode.jsonc") },
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT + 2, ON_ALL ("{project}/.opencode/opencode.json") },
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT + 3, ON_ALL ("{project}/.opencode/opencode.jsonc") },
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT - 1, ON_ALL ("{repository}/opencode.json") },
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT - 1, ON_ALL ("{repository}/opencode.jsonc") },
    },
    .programs = { "opencode" },
    .seen = "1.18.33, 2026-12-01",
    .restart = ON_ALL (N_ ("Quit OpenCode and start it again.")),
    .unverified = N_ ("where the file is on Windows"),
  },
  {
    .name = "vscode",
    .title = "VS Code",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_LAX,
    .dialect = {
      .root = "servers",
      .unread_roots = { "mcpServers" },
      .url_fields = { "url" },
      .headers_field = "headers",
      .types = { "http", "sse" },
      .stdio_type = "stdio",
      /* Whether ${env:X} works is disputed; the documented way asks the user. */
      .own_references = { "${input:", "${env:" },
      .ignored_fields = { "http_headers", "serverUrl", "httpUrl" },
    },
    .places = {
      [IRU_PLATFORM_LINUX] = { "{config}/Code/User/mcp.json" },
      [IRU_PLATFORM_MACOS] = { "{config}/Code/User/mcp.json" },
      [IRU_PLATFORM_WINDOWS] = { "{config}/Code/User/mcp.json" },
    },
    .layers = {
      VSCODE_LAYERS ("Code/User"),
      { IRU_SCOPE_USER, 0, ON_ALL ("{home}/.vscode-server/data/User/mcp.json") },
    },
    .policy = iru_policy_vscode,
    .programs = { "code" },
    .graphical = TRUE,
    .restart = ON_ALL (N_ ("In VS Code run “MCP: List Servers” from the command palette, and start the server. Each profile of VS Code has servers of its own.")),
    .unverified = N_ ("the whole row (from its documentation)"),
  },
  {
    .name = "windsurf",
    .title = "Windsurf",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_UNKNOWN,
    .dialect = {
      .root = "mcpServers",
      /* With "url" it is reported not to connect. */
      .url_fields = { "serverUrl" },
      .headers_field = "headers",
      .disabled_field = "disabled",
      .references = { "${env:%s}" },
      .own_references = { "${file:" },
      .ignored_fields = { "http_headers", "url", "httpUrl" },
    },
    .places = {
      [IRU_PLATFORM_LINUX] = { "{home}/.codeium/windsurf/mcp_config.json" },
      [IRU_PLATFORM_MACOS] = { "{home}/.codeium/windsurf/mcp_config.json" },
      [IRU_PLATFORM_WINDOWS] = { "{home}/.codeium/windsurf/mcp_config.json" },
    },
    .layers = {
      /* The plug-in for JetBrains. */
      { IRU_SCOPE_USER, 0, ON_ALL ("{home}/.codeium/mcp_config.json") },
    },
    .evidence = { "{home}/.codeium/windsurf", "{home}/.codeium/mcp_config.json" },
    .programs = { "windsurf" },
    .graphical = TRUE,
    .restart = ON_ALL (N_ ("In Windsurf select Refresh in the list of MCP servers. Since June 2026 it is called Devin Desktop, which reads another file.")),
    .unverified = N_ ("the whole row (from reports and other programs)"),
  },
  {
    .name = "gemini-cli",
    .title = "Gemini CLI",
    .syntax = IRU_SYNTAX_JSON,
    /* A trailing comma, and “gemini mcp” fails. */
    .leniency = IRU_LENIENCY_COMMENTS,
    .rejects_mark = TRUE,
    .dialect = {
      .root = "mcpServers",
      .url_fields = { "httpUrl", "url" },
      .headers_field = "headers",
      .references = { "${%s}", "$%s" },
      .ignored_fields = { "http_headers", "serverUrl" },
      .rules = gemini_rules,
    },
    .places = {
      [IRU_PLATFORM_LINUX] = { "{gemini}/.gemini/settings.json" },
      [IRU_PLATFORM_MACOS] = { "{gemini}/.gemini/settings.json" },
      [IRU_PLATFORM_WINDOWS] = { "{gemini}/.gemini/settings.json" },
    },
    .layers = {
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT, ON_ALL ("{project}/.gemini/settings.json") },
    },
    .policy = iru_policy_gemini_cli,
    /* Its folder is also made by another program. */
    .evidence = { "{gemini}/.gemini/settings.json" },
    .programs = { "gemini" },
    .seen = "0.61.0, 2026-12-01",
    .restart = ON_ALL (N_ ("Start “gemini” anew, in a folder that it trusts; “/mcp” shows whether it is connected.")),
    .unverified = N_ ("macOS and Windows"),
    .project_hint = N_ ("Gemini CLI reads a project's file only in a folder that it trusts."),
  },
  {
    .name = "zed",
    .title = "Zed",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_LAX,
    .dialect = {
      .root = "context_servers",
      .unread_roots = { "mcpServers" },
      .url_fields = { "url" },
      .headers_field = "headers",
      .enabled_field = "enabled",
      .ignored_fields = { "http_headers", "serverUrl", "httpUrl" },
    },
    .places = {
      [IRU_PLATFORM_LINUX] = { "{xdg}/zed/settings.json", ZED_FLATPAK, "{xdg}/zed/settings.json" },
      [IRU_PLATFORM_MACOS] = { "{home}/.config/zed/settings.json" },
      [IRU_PLATFORM_WINDOWS] = { "{config}/Zed/settings.json" },
    },
    .layers = {
      { IRU_SCOPE_USER, 0, { [IRU_PLATFORM_LINUX] = ZED_FLATPAK } },
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT, ON_ALL ("{project}/.zed/settings.json") },
    },
    .policy = iru_policy_zed,
    /* “zed” is another program on some systems. */
    .programs = { "zeditor" },
    .graphical = TRUE,
    .restart = ON_ALL (N_ ("Zed reads its settings on its own; look at the server in the Agent panel's settings.")),
    .unverified = N_ ("the whole row (from its documentation); sources differ about macOS"),
  },
  {
    .name = "copilot-cli",
    .title = "GitHub Copilot CLI",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_LAX,
    .dialect = {
      .root = "mcpServers",
      .url_fields = { "url" },
      .headers_field = "headers",
      .types = { "http", "sse", "streamable-http" },
      .stdio_type = "local",
      .tools_field = "tools",
      .references = { "${%s}" },
      .ignored_fields = { "http_headers", "serverUrl", "httpUrl" },
    },
    .places = {
      [IRU_PLATFORM_LINUX] = { "{copilot}/mcp-config.json" },
      [IRU_PLATFORM_MACOS] = { "{copilot}/mcp-config.json" },
      [IRU_PLATFORM_WINDOWS] = { "{copilot}/mcp-config.json" },
    },
    .layers = {
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT, ON_ALL ("{project}/.github/mcp.json") },
    },
    .policy = iru_policy_copilot_cli,
    /* No program: other tools are called “copilot” as well. */
    .seen = "1.0.102, 2026-12-01",
    .restart = ON_ALL (N_ ("Start “copilot” anew; “/mcp” shows the server.")),
    .unverified = N_ ("references to variables; macOS and Windows"),
  },
  {
    .name = "cline",
    .title = "Cline",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_UNKNOWN,
    .dialect = {
      .root = "mcpServers",
      .url_fields = { "url" },
      .headers_field = "headers",
      /* Without a type it takes the server for one of the old transport. */
      .types = { "streamableHttp", "sse" },
      .type_needed = TRUE,
      .disabled_field = "disabled",
      .references = { "${env:%s}" },
      .ignored_fields = { "http_headers", "serverUrl", "httpUrl" },
      .cost = IRU_COST_FILE,
      .one_side = TRUE,
    },
    .places = {
      [IRU_PLATFORM_LINUX] = { CLINE_FILES },
      [IRU_PLATFORM_MACOS] = { CLINE_FILES },
      [IRU_PLATFORM_WINDOWS] = { CLINE_FILES },
    },
    .layers = {
      /* Version 4 takes it over once, and does not look at it again. */
      { IRU_SCOPE_UNREAD, 0, ON_ALL (CLINE_OLD_FILE) },
    },
    .graphical = TRUE,
    .restart = ON_ALL (N_ ("In Cline open MCP Servers → Configured and restart the server.")),
    .unverified = N_ ("the whole row (from its source)"),
  },
  {
    .name = "kiro",
    .title = "Kiro",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_UNKNOWN,
    .dialect = {
      .root = "mcpServers",
      .url_fields = { "url" },
      .headers_field = "headers",
      .disabled_field = "disabled",
      .references = { "${%s}" },
      .ignored_fields = { "http_headers", "serverUrl", "httpUrl" },
    },
    .places = {
      [IRU_PLATFORM_LINUX] = { "{home}/.kiro/settings/mcp.json" },
      [IRU_PLATFORM_MACOS] = { "{home}/.kiro/settings/mcp.json" },
      [IRU_PLATFORM_WINDOWS] = { "{home}/.kiro/settings/mcp.json" },
    },
    .layers = {
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT, ON_ALL ("{project}/.kiro/settings/mcp.json") },
    },
    .evidence = { "{home}/.kiro" },
    .programs = { "kiro" },
    .graphical = TRUE,
    .restart = ON_ALL (N_ ("Kiro connects again when the file is saved; look at the server in its MCP view.")),
    .unverified = N_ ("the whole row (from its documentation)"),
  },
  {
    .name = "lm-studio",
    .title = "LM Studio",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_UNKNOWN,
    .dialect = {
      .root = "mcpServers",
      .url_fields = { "url" },
      .headers_field = "headers",
      .ignored_fields = { "http_headers", "serverUrl", "httpUrl" },
    },
    /* The second is where it was before. */
    .places = {
      [IRU_PLATFORM_LINUX] = { "{home}/.lmstudio/mcp.json", "{home}/.cache/lm-studio/mcp.json", "{home}/.lmstudio/mcp.json" },
      [IRU_PLATFORM_MACOS] = { "{home}/.lmstudio/mcp.json", "{home}/.cache/lm-studio/mcp.json", "{home}/.lmstudio/mcp.json" },
      [IRU_PLATFORM_WINDOWS] = { "{home}/.lmstudio/mcp.json", "{home}/.cache/lm-studio/mcp.json", "{home}/.lmstudio/mcp.json" },
    },
    .graphical = TRUE,
    .restart = ON_ALL (N_ ("Quit LM Studio and open it again.")),
    .unverified = N_ ("the whole row (from its documentation)"),
  },
  {
    .name = "goose",
    .title = "Goose",
    .syntax = IRU_SYNTAX_YAML,
    .dialect = {
      .root = "extensions",
      .unread_roots = { "mcpServers" },
      .url_fields = { "uri" },
      .headers_field = "headers",
      /* It reads "sse" and does not connect. */
      .types = { "streamable_http" },
      .type_needed = TRUE,
      .stdio_type = "stdio",
      .stdio_type_needed = TRUE,
      .own_types = { "builtin", "platform", "frontend", "inline_python" },
      .name_field = "name",
      .command_field = "cmd",
      .env_field = "envs",
      /* A reference in a header counts only if its variable is named here as well. */
      .env_keys_field = "env_keys",
      .enabled_field = "enabled",
      .enabled_needed = TRUE,
      .references = { "${%s}", "$%s" },
      .ignored_fields = { "http_headers", "url", "serverUrl", "httpUrl" },
    },
    .places = {
      [IRU_PLATFORM_LINUX] = { "{xdg}/goose/config.yaml" },
      [IRU_PLATFORM_MACOS] = { "{xdg}/goose/config.yaml" },
      [IRU_PLATFORM_WINDOWS] = { "{config}/Block/goose/config/config.yaml" },
    },
    /* No program: another is called “goose” as well. */
    .variables_in = N_ ("its keyring (“goose configure”)"),
    .restart = ON_ALL (N_ ("Start a new session of Goose.")),
    .unverified = N_ ("the whole row (from its documentation and source)"),
  },
  {
    .name = "continue",
    .title = "Continue",
    .syntax = IRU_SYNTAX_YAML,
    .dialect = {
      .root = "mcpServers",
      .is_list = TRUE,
      .name_field = "name",
      .url_fields = { "url" },
      .headers_field = "requestOptions/headers",
      .types = { "streamable-http", "sse" },
      .references = { "${{ secrets.%s }}" },
      .ignored_fields = { "headers", "http_headers", "serverUrl", "httpUrl" },
    },
    .places = {
      [IRU_PLATFORM_LINUX] = { "{home}/.continue/config.yaml" },
      [IRU_PLATFORM_MACOS] = { "{home}/.continue/config.yaml" },
      [IRU_PLATFORM_WINDOWS] = { "{home}/.continue/config.yaml" },
    },
    .layers = {
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT, ON_ALL ("{project}/.continue/mcpServers/iru.yaml") },
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT, ON_ALL ("{project}/.continue/mcpServers/*.yaml") },
      { IRU_SCOPE_USER, 1, ON_ALL ("{home}/.continue/mcpServers/*.yaml") },
    },
    .new_file = "name: Local Config\nversion: 1.0.0\nschema: v1\n",
    .variables_in = N_ ("the file .env beside its own"),
    .restart = ON_ALL (N_ ("Continue reads its file again when it is saved; use the server in agent mode.")),
    .unverified = N_ ("the whole row (from its documentation and source); JSON files in .continue/mcpServers are not looked at"),
  },
  {
    /* Windsurf has been called that since June 2026. Its own documentation. */
    .name = "devin-desktop",
    .title = "Devin Desktop",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_LAX,
    .dialect = {
      .root = "mcpServers",
      .url_fields = { "url", "serverUrl" },
      .headers_field = "headers",
      .type_field = "transport",
      .types = { "http", "sse" },
      .type_needed = TRUE,
      .disabled_field = "disabled",
      .references = { "${env:%s}" },
      .own_references = { "${file:" },
      .ignored_fields = { "http_headers", "httpUrl" },
    },
    .places = PLACE_ON_EACH ("{config}/devin/mcp_config.json", "{xdg}/devin/mcp_config.json", "{config}/devin/mcp_config.json"),
    .layers = {
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT, ON_ALL ("{project}/.devin/mcp_config.json") },
    },
    .programs = { "devin" },
    .graphical = TRUE,
    .restart = ON_ALL (N_ ("In Devin Desktop select Refresh in the list of MCP servers.")),
    .unverified = N_ ("the whole row (from its documentation)"),
  },
  {
    /* antigravity-cli#233: httpUrl is not read; no variables are expanded. Before 2.0 the file
     * was in ~/.gemini/antigravity. */
    .name = "antigravity",
    .title = "Antigravity",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_UNKNOWN,
    .dialect = {
      .root = "mcpServers",
      .url_fields = { "serverUrl" },
      .headers_field = "headers",
      .disabled_field = "disabled",
      .ignored_fields = { "http_headers", "url", "httpUrl" },
    },
    .places = {
      [IRU_PLATFORM_LINUX] = { ANTIGRAVITY_FILES },
      [IRU_PLATFORM_MACOS] = { ANTIGRAVITY_FILES },
      [IRU_PLATFORM_WINDOWS] = { ANTIGRAVITY_FILES },
    },
    .layers = {
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT, ON_ALL ("{project}/.agents/mcp_config.json") },
    },
    .programs = { "antigravity" },
    .graphical = TRUE,
    .restart = ON_ALL (N_ ("In Antigravity select Refresh under Manage MCP Servers.")),
    .unverified = N_ ("the whole row (from reports)"),
  },
  {
    /* copilot-intellij#1579, #653: headers are reported not to be sent. */
    .name = "copilot-jetbrains",
    .title = "GitHub Copilot in JetBrains",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_LAX,
    .dialect = {
      .root = "servers",
      .unread_roots = { "mcpServers" },
      .url_fields = { "url" },
      .headers_field = "headers",
      .types = { "http", "sse" },
      .stdio_type = "stdio",
      .own_references = { "${input:" },
      .ignored_fields = { "http_headers", "serverUrl", "httpUrl" },
    },
    .places = PLACE_ON_EACH ("{xdg}/github-copilot/intellij/mcp.json", "{xdg}/github-copilot/intellij/mcp.json", "{local}/github-copilot/intellij/mcp.json"),
    .graphical = TRUE,
    .restart = ON_ALL (N_ ("Restart the IDE, then look at the server in the tools of Copilot's agent mode.")),
    .unverified = N_ ("the whole row (from reports); its versions are reported not to send headers"),
  },
  {
    .name = "visual-studio",
    .title = "Visual Studio",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_LAX,
    .dialect = {
      .root = "servers",
      .unread_roots = { "mcpServers" },
      .url_fields = { "url" },
      .headers_field = "headers",
      .types = { "http", "sse" },
      .stdio_type = "stdio",
      .own_references = { "${input:" },
      .ignored_fields = { "http_headers", "serverUrl", "httpUrl" },
    },
    .places = { [IRU_PLATFORM_WINDOWS] = { "{home}/.mcp.json" } },
    .is_by_file = TRUE,
    .evidence = { "{home}/.mcp.json" },
    .layers = {
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT, ON_ALL ("{project}/.vs/mcp.json") },
    },
    .graphical = TRUE,
    .restart = ON_ALL (N_ ("Visual Studio reads its file again when it is saved; look at the server in the tools of Copilot Chat.")),
    .unverified = N_ ("the whole row (from its documentation)"),
  },
  {
    .name = "vscode-insiders",
    .title = "VS Code Insiders",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_LAX,
    .like = "vscode",
    .places = PLACE_ON_EACH ("{config}/Code - Insiders/User/mcp.json", "{config}/Code - Insiders/User/mcp.json", "{config}/Code - Insiders/User/mcp.json"),
    .layers = {
      VSCODE_LAYERS ("Code - Insiders/User"),
      { IRU_SCOPE_USER, 0, ON_ALL ("{home}/.vscode-server-insiders/data/User/mcp.json") },
    },
    .policy = iru_policy_vscode_insiders,
    .programs = { "code-insiders" },
    .graphical = TRUE,
    .restart = ON_ALL (N_ ("In VS Code run “MCP: List Servers” from the command palette, and start the server. Each profile of VS Code has servers of its own.")),
    .unverified = N_ ("the whole row (from its documentation)"),
  },
  {
    /* xcodeproj-mcp-server#20: its own Claude Code, with a home of its own. */
    .name = "xcode-claude",
    .title = "Claude in Xcode",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_STRICT,
    .like = "claude-code",
    .places = { [IRU_PLATFORM_MACOS] = { XCODE "ClaudeAgentConfig/.claude.json" } },
    .graphical = TRUE,
    .desktop = TRUE,
    .restart = ON_ALL (N_ ("Quit Xcode and open it again.")),
    .unverified = N_ ("the whole row (from reports)"),
  },
  {
    .name = "xcode-codex",
    .title = "Codex in Xcode",
    .syntax = IRU_SYNTAX_TOML,
    .like = "codex",
    .places = { [IRU_PLATFORM_MACOS] = { XCODE "codex/config.toml" } },
    .graphical = TRUE,
    .desktop = TRUE,
    .restart = ON_ALL (N_ ("Quit Xcode and open it again.")),
    .unverified = N_ ("the whole row (from reports)"),
  },
  {
    /* add-mcp#117; older documentation says that it starts commands only. */
    .name = "junie",
    .title = "Junie",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_UNKNOWN,
    .dialect = {
      .root = "mcpServers",
      .url_fields = { "url" },
      .headers_field = "headers",
      .ignored_fields = { "http_headers", "serverUrl", "httpUrl" },
    },
    .places = PLACE_ON_EACH ("{home}/.junie/mcp/mcp.json", "{home}/.junie/mcp/mcp.json", "{home}/.junie/mcp/mcp.json"),
    .layers = {
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT, ON_ALL ("{project}/.junie/mcp/mcp.json") },
    },
    .evidence = { "{home}/.junie" },
    .programs = { "junie" },
    .graphical = TRUE,
    .restart = ON_ALL (N_ ("Restart the IDE; look at the server under Settings → Tools → Junie → MCP Settings.")),
    .unverified = N_ ("the whole row (from reports); old versions start commands only"),
  },
  {
    /* kilocode#14458. */
    .name = "kilo-code",
    .title = "Kilo Code",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_LAX,
    .like = "opencode",
    .places = {
      [IRU_PLATFORM_LINUX] = { "{xdg}/kilo/kilo.jsonc", "{xdg}/kilo/kilo.json" },
      [IRU_PLATFORM_MACOS] = { "{xdg}/kilo/kilo.jsonc", "{xdg}/kilo/kilo.json" },
      [IRU_PLATFORM_WINDOWS] = { "{xdg}/kilo/kilo.jsonc", "{xdg}/kilo/kilo.json" },
    },
    .is_by_file = TRUE,
    .layers = {
      { IRU_SCOPE_USER, -1, ON_ALL ("{xdg}/kilo/kilo.json") },
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT, ON_ALL ("{project}/kilo.json") },
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT + 1, ON_ALL ("{project}/kilo.jsonc") },
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT + 2, ON_ALL ("{project}/.kilo/kilo.json") },
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT + 3, ON_ALL ("{project}/.kilo/kilo.jsonc") },
    },
    .evidence = { "{xdg}/kilo" },
    /* No program: an editor is called “kilo” as well. */
    .restart = ON_ALL (N_ ("Quit Kilo Code and start it again.")),
    .unverified = N_ ("the whole row (from its source)"),
  },
  {
    /* toolport#369. */
    .name = "factory-droid",
    .title = "Factory Droid",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_UNKNOWN,
    .dialect = {
      .root = "mcpServers",
      .url_fields = { "url" },
      .headers_field = "headers",
      .types = { "http", "sse" },
      .type_needed = TRUE,
      .stdio_type = "stdio",
      .disabled_field = "disabled",
      .references = { "${%s}" },
      .ignored_fields = { "http_headers", "serverUrl", "httpUrl" },
    },
    .places = PLACE_ON_EACH ("{home}/.factory/mcp.json", "{home}/.factory/mcp.json", "{home}/.factory/mcp.json"),
    .layers = {
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT, ON_ALL ("{project}/.factory/mcp.json") },
    },
    .programs = { "droid" },
    .restart = ON_ALL (N_ ("Start “droid” again; “/mcp” shows the server.")),
    .unverified = N_ ("the whole row (from reports)"),
  },
  {
    /* Its documentation: default.json since the window writes it, mcp.json before that. */
    .name = "amazon-q",
    .title = "Amazon Q Developer",
    .syntax = IRU_SYNTAX_JSON,
    /* amazon-q-developer-cli#2082: the command line rejects comments. */
    .leniency = IRU_LENIENCY_STRICT,
    .dialect = {
      .root = "mcpServers",
      .url_fields = { "url" },
      .headers_field = "headers",
      .types = { "http" },
      .stdio_type = "stdio",
      .disabled_field = "disabled",
      .ignored_fields = { "http_headers", "serverUrl", "httpUrl" },
    },
    .places = {
      [IRU_PLATFORM_LINUX] = { AMAZON_Q_FILES },
      [IRU_PLATFORM_MACOS] = { AMAZON_Q_FILES },
      [IRU_PLATFORM_WINDOWS] = { AMAZON_Q_FILES },
    },
    .is_by_file = TRUE,
    .layers = {
      { IRU_SCOPE_USER, -1, ON_ALL ("{home}/.aws/amazonq/mcp.json") },
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT, ON_ALL ("{project}/.amazonq/default.json") },
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT - 1, ON_ALL ("{project}/.amazonq/mcp.json") },
    },
    .evidence = { "{home}/.aws/amazonq" },
    /* No program: another is called “q” as well. */
    .graphical = TRUE,
    .restart = ON_ALL (N_ ("Restart the IDE or “q chat”; “/mcp” shows the server.")),
    .unverified = N_ ("the whole row (from its documentation)"),
  },
  {
    .name = "warp",
    .title = "Warp",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_UNKNOWN,
    .dialect = {
      .root = "mcpServers",
      .url_fields = { "url" },
      .headers_field = "headers",
      .ignored_fields = { "http_headers", "serverUrl", "httpUrl" },
    },
    .places = PLACE_ON_EACH ("{home}/.warp/.mcp.json", "{home}/.warp/.mcp.json", "{home}/.warp/.mcp.json"),
    .layers = {
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT, ON_ALL ("{project}/.warp/.mcp.json") },
    },
    .graphical = TRUE,
    .restart = ON_ALL (N_ ("In Warp open Settings → Agents → MCP servers and start the server.")),
    .unverified = N_ ("the whole row (from its documentation)"),
  },
  {
    /* mcpm#329: one key that has a dot in it. */
    .name = "amp",
    .title = "Amp",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_LAX,
    .dialect = {
      .root = "amp.mcpServers",
      .unread_roots = { "mcpServers" },
      .url_fields = { "url" },
      .headers_field = "headers",
      .references = { "${%s}" },
      .ignored_fields = { "http_headers", "serverUrl", "httpUrl" },
    },
    .places = {
      [IRU_PLATFORM_LINUX] = { "{xdg}/amp/settings.jsonc", "{xdg}/amp/settings.json" },
      [IRU_PLATFORM_MACOS] = { "{xdg}/amp/settings.jsonc", "{xdg}/amp/settings.json" },
      [IRU_PLATFORM_WINDOWS] = { "{xdg}/amp/settings.jsonc", "{xdg}/amp/settings.json" },
    },
    .is_by_file = TRUE,
    .layers = {
      { IRU_SCOPE_USER, 1, ON_ALL ("{amp-settings}") },
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT, ON_ALL ("{project}/.amp/settings.json") },
    },
    .evidence = { "{xdg}/amp" },
    /* No program: another is called “amp” as well. */
    .restart = ON_ALL (N_ ("Start “amp” again; “amp mcp doctor” shows whether it is connected.")),
    .unverified = N_ ("the whole row (from its documentation)"),
    .project_hint = N_ ("Amp asks whether to use the servers of a project: “amp mcp approve NAME”."),
  },
  {
    .name = "qwen-code",
    .title = "Qwen Code",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_COMMENTS,
    .rejects_mark = TRUE,
    .like = "gemini-cli",
    .places = PLACE_ON_EACH ("{home}/.qwen/settings.json", "{home}/.qwen/settings.json", "{home}/.qwen/settings.json"),
    .layers = {
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT, ON_ALL ("{project}/.qwen/settings.json") },
    },
    .policy = iru_policy_qwen_code,
    .programs = { "qwen" },
    .restart = ON_ALL (N_ ("Start “qwen” again; “/mcp” shows whether it is connected.")),
    .unverified = N_ ("macOS and Windows"),
    .project_hint = N_ ("Qwen Code reads a project's file only in a folder that it trusts."),
  },
  {
    .name = "crush",
    .title = "Crush",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_UNKNOWN,
    .dialect = {
      .root = "mcp",
      .unread_roots = { "mcpServers" },
      .url_fields = { "url" },
      .headers_field = "headers",
      .types = { "http", "sse" },
      .type_needed = TRUE,
      .stdio_type = "stdio",
      .stdio_type_needed = TRUE,
      .disabled_field = "disabled",
      .references = { "$%s" },
      .ignored_fields = { "http_headers", "serverUrl", "httpUrl" },
    },
    .places = PLACE_ON_EACH ("{xdg}/crush/crush.json", "{xdg}/crush/crush.json", "{local}/crush/crush.json"),
    .layers = {
      { IRU_SCOPE_USER, 1, ON_ALL ("{crush-config}/crush.json") },
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT, ON_ALL ("{project}/.crush.json") },
      { IRU_SCOPE_PROJECT, IRU_WEIGHT_PROJECT - 1, ON_ALL ("{project}/crush.json") },
    },
    .programs = { "crush" },
    .restart = ON_ALL (N_ ("Quit Crush and start it again.")),
    .unverified = N_ ("the whole row (from its documentation)"),
  },
  { .name = NULL },
};
/* clang-format on */

static void
complete_rows (void)
{
  for (IruClient *client = clients; client->name != NULL; client++)
    for (const IruClient *other = clients; client->like != NULL && other->name != NULL; other++)
      if (strcmp (other->name, client->like) == 0)
        client->dialect = other->dialect;
}

const IruClient *
iru_clients_get (void)
{
  static gsize complete;

  if (g_once_init_enter (&complete))
    {
      complete_rows ();
      g_once_init_leave (&complete, 1);
    }
  return clients;
}
