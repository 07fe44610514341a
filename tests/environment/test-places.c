/* test-places.c: homes on every platform
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "iru-client.h"
#include "iru-error.h"
#include "iru-places.h"
#include "iru-test-home.h"

static const char *const *env;

/* The test's environment: NAME=VALUE lines. */
static const char *
fake_getenv (const char *name)
{
  gsize length = strlen (name);

  for (guint i = 0; env != NULL && env[i] != NULL; i++)
    if (strncmp (env[i], name, length) == 0 && env[i][length] == '=')
      return env[i] + length + 1;
  return NULL;
}

static void
test_expand (void)
{
  static const struct
  {
    IruPlatform platform;
    const char *env[3];
    const char *template;
    const char *expected;
  } rows[] = {
    { IRU_PLATFORM_LINUX, { NULL }, "{home}/.cursor/mcp.json", "/h/.cursor/mcp.json" },
    { IRU_PLATFORM_LINUX, { NULL }, "{config}/Claude/c.json", "/h/.config/Claude/c.json" },
    { IRU_PLATFORM_LINUX, { "XDG_CONFIG_HOME=/x" }, "{config}/c", "/x/c" },
    { IRU_PLATFORM_LINUX, { "XDG_CONFIG_HOME=relative" }, "{config}/c", "/h/.config/c" },
    { IRU_PLATFORM_LINUX, { "XDG_CONFIG_HOME=" }, "{config}/c", "/h/.config/c" },
    { IRU_PLATFORM_LINUX, { "CODEX_HOME=/k" }, "{codex}/config.toml", "/k/config.toml" },
    { IRU_PLATFORM_LINUX, { NULL }, "{codex}/config.toml", "/h/.codex/config.toml" },
    { IRU_PLATFORM_MACOS,
      { "XDG_CONFIG_HOME=/x" },
      "{config}/Claude/c",
      "/h/Library/Application Support/Claude/c" },
    { IRU_PLATFORM_WINDOWS, { NULL }, "{config}/Claude/c", "/h/AppData/Roaming/Claude/c" },
    { IRU_PLATFORM_WINDOWS, { "APPDATA=/a" }, "{config}/Claude/c", "/a/Claude/c" },
    { IRU_PLATFORM_WINDOWS, { NULL }, "{local}/Packages/Nothing_*/c", NULL },
    { IRU_PLATFORM_LINUX, { NULL }, "{root}/usr/bin", "/usr/bin" },
    { IRU_PLATFORM_MACOS, { NULL }, "{xdg}/zed", "/h/.config/zed" },
    { IRU_PLATFORM_WINDOWS, { "XDG_CONFIG_HOME=/x" }, "{xdg}/zed", "/x/zed" },
    { IRU_PLATFORM_LINUX, { NULL }, "{claude}/.claude.json", "/h/.claude.json" },
    { IRU_PLATFORM_LINUX, { "CLAUDE_CONFIG_DIR=/k" }, "{claude}/.claude.json", "/k/.claude.json" },
    { IRU_PLATFORM_LINUX, { "COPILOT_HOME=/k" }, "{copilot}/c", "/k/c" },
    { IRU_PLATFORM_LINUX, { "GEMINI_CLI_HOME=/k" }, "{gemini}/.gemini/c", "/k/.gemini/c" },
    { IRU_PLATFORM_LINUX, { "OPENCODE_CONFIG=/k/o.json" }, "{opencode-config}", "/k/o.json" },
    { IRU_PLATFORM_LINUX, { NULL }, "{opencode-config}", NULL },
    { IRU_PLATFORM_LINUX, { "OPENCODE_CONFIG_DIR=/k" }, "{opencode-folder}/o", "/k/o" },
    { IRU_PLATFORM_LINUX, { NULL }, "{opencode-folder}/o", NULL },
    { IRU_PLATFORM_LINUX, { NULL }, "{claude-folder}/c", "/h/.claude/c" },
    { IRU_PLATFORM_LINUX, { "CLAUDE_CONFIG_DIR=/k" }, "{claude-folder}/c", "/k/c" },
    { IRU_PLATFORM_WINDOWS, { "CLINE_DIR=/k" }, "{cline}/c", "/k/c" },
    { IRU_PLATFORM_MACOS, { "CLINE_DATA_DIR=/k" }, "{cline-data}/c", "/k/c" },
    { IRU_PLATFORM_LINUX,
      { "CLINE_MCP_SETTINGS_PATH=/k/c.json" },
      "{cline-settings}",
      "/k/c.json" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (IruPlaces) places =
          iru_places_new (rows[i].platform, "", "/h", "ann", fake_getenv);

      env = rows[i].env;
      g_autofree char *path = iru_places_expand (places, rows[i].template);
      g_test_message ("%u: %s", i, rows[i].template);
      g_assert_cmpstr (path, ==, rows[i].expected);
    }
  env = NULL;
}

static void
test_wildcard (void)
{
  char *home = iru_test_home_new ();
  g_autoptr (IruPlaces) places =
      iru_places_new (IRU_PLATFORM_WINDOWS, "", home, "ann", fake_getenv);

  iru_test_home_write (home, "AppData/Local/Packages/Claude_b/x", "", 0600);
  iru_test_home_write (home, "AppData/Local/Packages/Claude_a/x", "", 0600);
  iru_test_home_write (home, "AppData/Local/Packages/Other_a/x", "", 0600);
  g_autofree char *path = iru_places_expand (places, "{local}/Packages/Claude_*/Local/c.json");
  g_autofree char *expected =
      g_strconcat (home, "/AppData/Local/Packages/Claude_a/Local/c.json", NULL);
  g_assert_cmpstr (path, ==, expected);
  iru_test_home_free (home);
}

static void
test_native_path (void)
{
  g_autoptr (IruPlaces) own = iru_places_new (IRU_PLATFORM_LINUX, "", "/home/ann", "ann", NULL);
  g_autoptr (IruPlaces) disk =
      iru_places_new (IRU_PLATFORM_MACOS, "/mnt/mac", "/mnt/mac/Users/ann", "ann", NULL);
  g_autoptr (IruPlaces) windows =
      iru_places_new (IRU_PLATFORM_WINDOWS, "/mnt/c", "/mnt/c/Users/ann", "ann", NULL);
  g_autofree char *a = iru_places_get_native_path (own, "/home/ann/x");
  g_autofree char *b = iru_places_get_native_path (disk, "/mnt/mac/Users/ann/x");
  g_autofree char *c = iru_places_get_native_path (windows, "/mnt/c/Users/ann/x");

  g_assert_cmpstr (a, ==, "/home/ann/x");
  g_assert_cmpstr (b, ==, "/Users/ann/x");
  g_assert_cmpstr (c, ==, "C:\\Users\\ann\\x");
}

/* The homes that the options mean, as "platform user" words. */
static char *
list_homes (const IruPlacesOptions *options, GError **error)
{
  g_autoptr (GPtrArray) list = iru_places_list (options, error);
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      IruPlaces *places = list->pdata[i];
      const char *user = iru_places_get_user (places);

      g_string_append_printf (words, "%s%s:%s", i > 0 ? " " : "",
                              iru_platform_get_name (iru_places_get_platform (places)),
                              user != NULL ? user : "-");
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
test_list (void)
{
  static const struct
  {
    const char *folders; /* below the root, by ":" */
    const char *platform;
    const char *user;
    const char *expected; /* NULL: a usage error */
  } rows[] = {
    { "home/ann:home/bob:home/lost+found", NULL, NULL, "linux:ann linux:bob" },
    { "home/ann:home/bob", NULL, "bob", "linux:bob" },
    { "home/ann", NULL, "eve", NULL },
    { "home/ann", NULL, "../ann", NULL },
    { "home/ann", NULL, "..", NULL },
    { "home/ann", "beos", NULL, NULL },
    { "Users/ann/AppData:Users/Public:Users/Default", NULL, NULL, "windows:ann" },
    { "Users/ann:Users/Shared:Library", NULL, NULL, "macos:ann" },
    { "Users/ann", "windows", NULL, "windows:ann" },
    { ".cursor:.codex", NULL, NULL, "linux:-" },
    { ".cursor", "macos", NULL, "macos:-" },
    { "home/ann:mnt/c/Users/Ann/AppData:run/WSL", NULL, NULL, "linux:ann windows:Ann" },
    { "home/ann:mnt/c/Users/bob:mnt/c/Users/eve:run/WSL", NULL, NULL, "linux:ann" },
    { "home/ann:mnt/c/Users/ann", NULL, NULL, "linux:ann" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      char *root = iru_test_home_new ();
      g_auto (GStrv) folders = g_strsplit (rows[i].folders, ":", -1);
      IruPlacesOptions options = { .root = root,
                                   .platform = rows[i].platform,
                                   .user = rows[i].user };
      g_autoptr (GError) error = NULL;

      for (guint j = 0; folders[j] != NULL; j++)
        {
          g_autofree char *file = g_build_filename (folders[j], "x", NULL);
          iru_test_home_write (root, file, "", 0600);
        }
      g_test_message ("%s", rows[i].folders);
      g_autofree char *words = list_homes (&options, &error);
      if (rows[i].expected != NULL)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (words, ==, rows[i].expected);
        }
      else
        g_assert_error (error, IRU_ERROR, IRU_ERROR_USAGE);
      iru_test_home_free (root);
    }
}

static void
test_own_home (void)
{
  const char *const own[] = { "HOME=/somewhere/ann", NULL };
  IruPlacesOptions options = { .getenv = fake_getenv };

  env = own;
  g_autoptr (GPtrArray) list = iru_places_list (&options, NULL);
  g_assert_cmpstr (iru_places_get_home (list->pdata[0]), ==, "/somewhere/ann");
  g_assert_true (iru_places_is_own (list->pdata[0]));
  env = NULL;
}

#define CLINE "Code/User/globalStorage/saoudrizwan.claude-dev/"

/* The same place on each platform. */
#define XCODE "Library/Developer/Xcode/CodingAssistant/"
#define EVERYWHERE(client, folder, expected)                                                       \
  { IRU_PLATFORM_LINUX, client, folder, expected, TRUE },                                          \
      { IRU_PLATFORM_MACOS, client, folder, expected, TRUE },                                      \
  {                                                                                                \
    IRU_PLATFORM_WINDOWS, client, folder, expected, TRUE                                           \
  }

/* Where each client's file is, on each platform. */
static const struct
{
  IruPlatform platform;
  const char *client;
  const char *folder;   /* that exists */
  const char *expected; /* NULL: the client has no file on that platform */
  gboolean found;
} target_rows[] = {
  { IRU_PLATFORM_LINUX, "claude-desktop", ".config/Claude",
    ".config/Claude/claude_desktop_config.json", TRUE },
  { IRU_PLATFORM_LINUX, "claude-desktop", ".config", ".config/Claude/claude_desktop_config.json",
    FALSE },
  { IRU_PLATFORM_MACOS, "claude-desktop", "Library/Application Support/Claude",
    "Library/Application Support/Claude/claude_desktop_config.json", TRUE },
  { IRU_PLATFORM_WINDOWS, "claude-desktop", "AppData/Roaming/Claude",
    "AppData/Roaming/Claude/claude_desktop_config.json", TRUE },
  { IRU_PLATFORM_WINDOWS, "claude-desktop",
    "AppData/Local/Packages/Claude_pzs8sxrjxfjjc/LocalCache/Roaming/Claude",
    "AppData/Local/Packages/Claude_pzs8sxrjxfjjc/LocalCache/Roaming/Claude/"
    "claude_desktop_config.json",
    TRUE },
  { IRU_PLATFORM_WINDOWS, "claude-desktop", "AppData/Local/Packages/Claude_pzs8sxrjxfjjc",
    "AppData/Local/Packages/Claude_pzs8sxrjxfjjc/LocalCache/Roaming/Claude/"
    "claude_desktop_config.json",
    TRUE },
  { IRU_PLATFORM_WINDOWS, "claude-desktop", "AppData/Local/Claude-Data/claude_x",
    "AppData/Local/Claude-Data/claude_x/claude_desktop_config.json", TRUE },
  { IRU_PLATFORM_WINDOWS, "claude-desktop", "AppData",
    "AppData/Roaming/Claude/claude_desktop_config.json", FALSE },
  { IRU_PLATFORM_LINUX, "cursor", ".cursor", ".cursor/mcp.json", TRUE },
  { IRU_PLATFORM_MACOS, "cursor", ".cursor", ".cursor/mcp.json", TRUE },
  { IRU_PLATFORM_WINDOWS, "cursor", ".cursor", ".cursor/mcp.json", TRUE },
  { IRU_PLATFORM_LINUX, "codex", ".codex", ".codex/config.toml", TRUE },
  { IRU_PLATFORM_MACOS, "codex", ".codex", ".codex/config.toml", TRUE },
  { IRU_PLATFORM_WINDOWS, "codex", ".codex", ".codex/config.toml", TRUE },
  { IRU_PLATFORM_WINDOWS, "codex", "x", ".codex/config.toml", FALSE },
  EVERYWHERE ("claude-code", ".claude", ".claude.json"),
  { IRU_PLATFORM_LINUX, "claude-code", "x", ".claude.json", FALSE },
  EVERYWHERE ("opencode", ".config/opencode", ".config/opencode/opencode.json"),
  { IRU_PLATFORM_LINUX, "opencode", ".config", ".config/opencode/opencode.json", FALSE },
  { IRU_PLATFORM_LINUX, "vscode", ".config/Code/User", ".config/Code/User/mcp.json", TRUE },
  { IRU_PLATFORM_MACOS, "vscode", "Library/Application Support/Code/User",
    "Library/Application Support/Code/User/mcp.json", TRUE },
  { IRU_PLATFORM_WINDOWS, "vscode", "AppData/Roaming/Code/User",
    "AppData/Roaming/Code/User/mcp.json", TRUE },
  { IRU_PLATFORM_LINUX, "vscode", ".config/Code", ".config/Code/User/mcp.json", FALSE },
  EVERYWHERE ("windsurf", ".codeium/windsurf", ".codeium/windsurf/mcp_config.json"),
  { IRU_PLATFORM_LINUX, "windsurf", ".codeium", ".codeium/windsurf/mcp_config.json", FALSE },
  EVERYWHERE ("gemini-cli", ".gemini/settings.json", ".gemini/settings.json"),
  { IRU_PLATFORM_LINUX, "gemini-cli", ".gemini/config", ".gemini/settings.json", FALSE },
  { IRU_PLATFORM_LINUX, "zed", ".config/zed", ".config/zed/settings.json", TRUE },
  { IRU_PLATFORM_MACOS, "zed", ".config/zed", ".config/zed/settings.json", TRUE },
  { IRU_PLATFORM_WINDOWS, "zed", "AppData/Roaming/Zed", "AppData/Roaming/Zed/settings.json", TRUE },
  EVERYWHERE ("copilot-cli", ".copilot", ".copilot/mcp-config.json"),
  { IRU_PLATFORM_LINUX, "cline", ".config/" CLINE "settings",
    ".config/" CLINE "settings/cline_mcp_settings.json", TRUE },
  { IRU_PLATFORM_MACOS, "cline", "Library/Application Support/" CLINE "settings",
    "Library/Application Support/" CLINE "settings/cline_mcp_settings.json", TRUE },
  { IRU_PLATFORM_WINDOWS, "cline", "AppData/Roaming/" CLINE "settings",
    "AppData/Roaming/" CLINE "settings/cline_mcp_settings.json", TRUE },
  { IRU_PLATFORM_LINUX, "cline", ".config/Code/User",
    ".config/" CLINE "settings/cline_mcp_settings.json", FALSE },
  EVERYWHERE ("cline", ".cline/data/settings", ".cline/data/settings/cline_mcp_settings.json"),
  EVERYWHERE ("claude-code", ".claude/.config.json", ".claude/.config.json"),
  { IRU_PLATFORM_LINUX, "zed", ".var/app/dev.zed.Zed/config/zed",
    ".var/app/dev.zed.Zed/config/zed/settings.json", TRUE },
  { IRU_PLATFORM_LINUX, "zed", ".var/app/dev.zed.Zed", ".config/zed/settings.json", FALSE },
  { IRU_PLATFORM_WINDOWS, "claude-desktop",
    "AppData/Local/Packages/Claude_Monitor_pzs8sxrjxfjjc/LocalCache/Roaming/Claude",
    "AppData/Roaming/Claude/claude_desktop_config.json", FALSE },
  EVERYWHERE ("kiro", ".kiro", ".kiro/settings/mcp.json"),
  EVERYWHERE ("lm-studio", ".lmstudio", ".lmstudio/mcp.json"),
  EVERYWHERE ("lm-studio", ".cache/lm-studio", ".cache/lm-studio/mcp.json"),
  { IRU_PLATFORM_LINUX, "lm-studio", ".cache", ".lmstudio/mcp.json", FALSE },
  { IRU_PLATFORM_LINUX, "goose", ".config/goose", ".config/goose/config.yaml", TRUE },
  { IRU_PLATFORM_MACOS, "goose", ".config/goose", ".config/goose/config.yaml", TRUE },
  { IRU_PLATFORM_WINDOWS, "goose", "AppData/Roaming/Block/goose/config",
    "AppData/Roaming/Block/goose/config/config.yaml", TRUE },
  EVERYWHERE ("continue", ".continue", ".continue/config.yaml"),
  { IRU_PLATFORM_LINUX, "devin-desktop", ".config/devin", ".config/devin/mcp_config.json", TRUE },
  { IRU_PLATFORM_MACOS, "devin-desktop", ".config/devin", ".config/devin/mcp_config.json", TRUE },
  { IRU_PLATFORM_WINDOWS, "devin-desktop", "AppData/Roaming/devin",
    "AppData/Roaming/devin/mcp_config.json", TRUE },
  EVERYWHERE ("antigravity", ".gemini/config", ".gemini/config/mcp_config.json"),
  EVERYWHERE ("antigravity", ".gemini/antigravity", ".gemini/antigravity/mcp_config.json"),
  { IRU_PLATFORM_LINUX, "antigravity", ".gemini", ".gemini/config/mcp_config.json", FALSE },
  { IRU_PLATFORM_LINUX, "copilot-jetbrains", ".config/github-copilot/intellij",
    ".config/github-copilot/intellij/mcp.json", TRUE },
  { IRU_PLATFORM_WINDOWS, "copilot-jetbrains", "AppData/Local/github-copilot/intellij",
    "AppData/Local/github-copilot/intellij/mcp.json", TRUE },
  { IRU_PLATFORM_LINUX, "copilot-jetbrains", ".config/github-copilot",
    ".config/github-copilot/intellij/mcp.json", FALSE },
  { IRU_PLATFORM_WINDOWS, "visual-studio", ".mcp.json", ".mcp.json", TRUE },
  { IRU_PLATFORM_WINDOWS, "visual-studio", "x", ".mcp.json", FALSE },
  { IRU_PLATFORM_LINUX, "visual-studio", ".mcp.json", NULL, FALSE },
  { IRU_PLATFORM_LINUX, "vscode-insiders", ".config/Code - Insiders/User",
    ".config/Code - Insiders/User/mcp.json", TRUE },
  { IRU_PLATFORM_MACOS, "vscode-insiders", "Library/Application Support/Code - Insiders/User",
    "Library/Application Support/Code - Insiders/User/mcp.json", TRUE },
  { IRU_PLATFORM_WINDOWS, "vscode-insiders", "AppData/Roaming/Code - Insiders/User",
    "AppData/Roaming/Code - Insiders/User/mcp.json", TRUE },
  { IRU_PLATFORM_MACOS, "xcode-claude", XCODE "ClaudeAgentConfig",
    XCODE "ClaudeAgentConfig/.claude.json", TRUE },
  { IRU_PLATFORM_MACOS, "xcode-codex", XCODE "codex", XCODE "codex/config.toml", TRUE },
  { IRU_PLATFORM_MACOS, "xcode-codex", XCODE "x", XCODE "codex/config.toml", FALSE },
  EVERYWHERE ("junie", ".junie", ".junie/mcp/mcp.json"),
  EVERYWHERE ("kilo-code", ".config/kilo", ".config/kilo/kilo.json"),
  EVERYWHERE ("factory-droid", ".factory", ".factory/mcp.json"),
  EVERYWHERE ("amazon-q", ".aws/amazonq", ".aws/amazonq/default.json"),
  { IRU_PLATFORM_LINUX, "amazon-q", ".aws", ".aws/amazonq/default.json", FALSE },
  EVERYWHERE ("warp", ".warp", ".warp/.mcp.json"),
  EVERYWHERE ("amp", ".config/amp", ".config/amp/settings.json"),
  EVERYWHERE ("qwen-code", ".qwen", ".qwen/settings.json"),
  { IRU_PLATFORM_LINUX, "crush", ".config/crush", ".config/crush/crush.json", TRUE },
  { IRU_PLATFORM_WINDOWS, "crush", "AppData/Local/crush", "AppData/Local/crush/crush.json", TRUE },
};

static void
test_targets (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (target_rows); i++)
    {
      char *home = iru_test_home_new ();
      gboolean is_file = g_str_has_suffix (target_rows[i].folder, ".json");
      g_autofree char *file = g_build_filename (target_rows[i].folder, is_file ? NULL : "x", NULL);
      g_autoptr (IruPlaces) places =
          iru_places_new (target_rows[i].platform, "", home, "ann", NULL);

      iru_test_home_write (home, file, "", 0600);
      g_autoptr (IruTarget) target =
          iru_target_new (iru_client_get (target_rows[i].client), places);
      g_autofree char *expected =
          target_rows[i].expected ? g_build_filename (home, target_rows[i].expected, NULL) : NULL;
      g_test_message ("%s in %s", target_rows[i].client, target_rows[i].folder);
      g_assert_cmpstr (target != NULL ? target->path : NULL, ==, expected);
      g_assert_cmpint (target != NULL && target->found, ==, target_rows[i].found);
      iru_test_home_free (home);
    }
}

/* Whether the client has a file there: then a place and words are needed. */
static gboolean
is_complete_on (const IruClient *client, guint platform)
{
  g_autoptr (IruPlaces) places = iru_places_new (platform, "", "/nowhere/h", "ann", NULL);
  g_autoptr (IruTarget) target = iru_target_new (client, places);

  g_test_message ("%s on %s", client->name, iru_platform_get_name (platform));
  for (guint i = 0; i < G_N_ELEMENTS (client->layers); i++)
    g_assert_true (client->layers[i].file[platform] == NULL
                   || *client->layers[i].file[platform] == '{');
  if (target == NULL)
    return FALSE;
  g_assert_true (g_str_has_prefix (target->path, "/nowhere/h/"));
  g_assert_false (target->found);
  g_assert_nonnull (iru_target_get_restart (target));
  return TRUE;
}

/* No row of the table without a place, a root and words. */
static void
test_table (void)
{
  for (const IruClient *client = iru_clients_get (); client->name != NULL; client++)
    {
      gboolean has_place = FALSE;

      g_assert_true (iru_client_get (client->name) == client);
      g_assert_nonnull (client->dialect.root);
      for (guint platform = 0; platform < IRU_N_PLATFORMS; platform++)
        has_place |= is_complete_on (client, platform);
      g_assert_true (has_place);
    }
}

/* The files beside the main one, as "scope:weight:role path" words. */
static char *
list_files (const char *home, const char *client, const char *project)
{
  g_autoptr (GPtrArray) homes = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_places_unref);
  const char *names[] = { client, NULL };
  g_autoptr (GString) words = g_string_new (NULL);

  g_ptr_array_add (homes, iru_places_new (IRU_PLATFORM_LINUX, "", home, "ann", fake_getenv));
  g_autoptr (GPtrArray) targets = iru_targets_list_all (homes, names, FALSE, project);
  for (guint i = 0; i < targets->len; i++)
    {
      const IruTarget *target = targets->pdata[i];

      g_string_append_printf (words, "%s%s:%d:%d:%d %s", i > 0 ? " " : "",
                              iru_scope_get_name (target->scope), target->weight, target->role,
                              target->only_same, target->path + strlen (home) + 1);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static const struct
{
  const char *client;
  const char *files; /* by ":" */
  const char *project;
  const char *expected;
} layer_rows[] = {
  { "cursor", ".cursor/mcp.json:p/.cursor/mcp.json", NULL, "user:0:0:0 .cursor/mcp.json" },
  { "cursor", ".cursor/mcp.json:p/x", "p",
    "user:0:1:1 .cursor/mcp.json project:100:0:0 p/.cursor/mcp.json" },
  { "windsurf", "p/x", "p", "user:0:1:1 .codeium/windsurf/mcp_config.json" },
  { "opencode", ".config/opencode/config.json:.config/opencode/opencode.json", NULL,
    "user:0:0:0 .config/opencode/opencode.json user:-2:1:0 .config/opencode/config.json" },
  { "opencode", ".config/opencode/opencode.json:.config/opencode/opencode.jsonc", NULL,
    "user:0:0:0 .config/opencode/opencode.jsonc user:-1:1:0 .config/opencode/opencode.json" },
  { "opencode", "p/opencode.jsonc", "p",
    "user:0:1:1 .config/opencode/opencode.json project:101:0:0 p/opencode.jsonc" },
  { "opencode", "p/opencode.json:p/.opencode/opencode.json", "p",
    "user:0:1:1 .config/opencode/opencode.json project:100:0:0 p/opencode.json "
    "project:102:1:0 p/.opencode/opencode.json" },
  { "opencode", ".config/opencode/opencode.json:.config/opencode/opencode.jsonc",
    ".config/opencode",
    "user:0:0:0 .config/opencode/opencode.jsonc user:-1:1:1 .config/opencode/opencode.json" },
  { "cursor", ".cursor/mcp.json", "", "user:0:0:0 .cursor/mcp.json" },
  { "claude-code", ".claude/mcp.json:p/.mcp.json:p/q/r/x:p/q/.mcp.json", "p/q/r",
    "user:0:1:1 .claude.json project:100:0:0 p/q/r/.mcp.json project:99:1:0 p/q/.mcp.json "
    "project:98:1:0 p/.mcp.json unread:0:2:1 .claude/mcp.json" },
  { "codex", "r/.git/x:r/.codex/config.toml:.codex/work.config.toml:r/q/p/x", "r/q/p",
    "user:0:1:1 .codex/config.toml project:100:0:0 r/q/p/.codex/config.toml "
    "project:98:1:0 r/.codex/config.toml unread:0:2:1 .codex/work.config.toml" },
  { "codex", "r/.git/x:.codex/config.toml:q/.codex/config.toml:r/p/x", "r/p",
    "user:0:1:1 .codex/config.toml project:100:0:0 r/p/.codex/config.toml" },
  { "opencode", "r/.git/x:r/opencode.json:r/q/.git/x", "r/q",
    "user:0:1:1 .config/opencode/opencode.json project:100:0:0 r/q/opencode.json" },
  { "opencode", ".opencode/opencode.json", NULL,
    "user:0:0:0 .config/opencode/opencode.json user:2:1:0 .opencode/opencode.json" },
  { "vscode",
    ".config/Code/User/profiles/a/mcp.json:p/.devcontainer/devcontainer.json:"
    "p/x.code-workspace:.config/Code/User/settings.json",
    "p",
    "user:0:1:1 .config/Code/User/mcp.json user:0:1:1 .config/Code/User/profiles/a/mcp.json "
    "unread:0:2:1 .config/Code/User/settings.json project:100:0:0 p/.vscode/mcp.json "
    "project:99:1:0 p/x.code-workspace project:99:1:0 p/.devcontainer/devcontainer.json" },
  { "claude-code", ".claude.json:.claude/.config.json", NULL,
    "user:0:0:0 .claude/.config.json unread:0:2:0 .claude.json" },
  { "cline",
    ".cline/data/settings/cline_mcp_settings.json:.config/" CLINE
    "settings/cline_mcp_settings.json",
    NULL,
    "user:0:0:0 .cline/data/settings/cline_mcp_settings.json unread:0:2:0 .config/" CLINE
    "settings/cline_mcp_settings.json" },
  { "continue",
    ".continue/mcpServers/b.yaml:.continue/mcpServers/a.yaml:.continue/mcpServers/c.json", NULL,
    "user:0:0:0 .continue/config.yaml user:1:1:0 .continue/mcpServers/a.yaml "
    "user:1:1:0 .continue/mcpServers/b.yaml" },
  { "continue", "p/.continue/mcpServers/x.yaml:p/.continue/mcpServers/.y.yaml", "p",
    "user:0:1:1 .continue/config.yaml project:100:0:0 p/.continue/mcpServers/iru.yaml "
    "project:100:1:0 p/.continue/mcpServers/x.yaml" },
  { "continue", ".continue/mcpServers/iru.yaml", "",
    "user:0:1:1 .continue/config.yaml project:100:0:0 .continue/mcpServers/iru.yaml" },
};

static void
test_layers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (layer_rows); i++)
    {
      char *home = iru_test_home_new ();
      g_auto (GStrv) files = g_strsplit (layer_rows[i].files, ":", -1);
      g_autofree char *project = layer_rows[i].project != NULL
                                     ? g_build_filename (home, layer_rows[i].project, NULL)
                                     : NULL;

      for (guint j = 0; files[j] != NULL; j++)
        iru_test_home_write (home, files[j], "{}", 0600);
      g_autofree char *words = list_files (home, layer_rows[i].client, project);
      g_test_message ("%s: %s", layer_rows[i].client, layer_rows[i].files);
      g_assert_cmpstr (words, ==, layer_rows[i].expected);
      iru_test_home_free (home);
    }
}

/* A program on PATH is enough, in one's own home. */
static void
test_found_by_program (void)
{
  char *home = iru_test_home_new ();
  g_autofree char *path = g_strdup_printf ("PATH=/nowhere:%s/bin", home);
  const char *const own[] = { path, NULL };
  g_autoptr (IruPlaces) places = iru_places_new (IRU_PLATFORM_LINUX, "", home, "a", fake_getenv);

  env = own;
  iru_test_home_write (home, "bin/codex", "", 0755);
  g_autoptr (IruTarget) codex = iru_target_new (iru_client_get ("codex"), places);
  g_autoptr (IruTarget) cursor = iru_target_new (iru_client_get ("cursor"), places);
  g_assert_true (codex->found);
  g_assert_false (cursor->found);
  env = NULL;
  iru_test_home_free (home);
}

/* In a sandbox XDG_CONFIG_HOME is the sandbox's own folder. */
static void
test_sandbox (void)
{
  static const struct
  {
    const char *env[4];
    const char *path;
  } rows[] = {
    { { "XDG_CONFIG_HOME=/h/own", NULL }, "/h/own/Claude" },
    { { "FLATPAK_ID=x", "XDG_CONFIG_HOME=/h/.var/app/x/config", NULL }, "/h/.config/Claude" },
    { { "FLATPAK_ID=x", "XDG_CONFIG_HOME=/h/.var/app/x/config", "HOST_XDG_CONFIG_HOME=/h/own" },
      "/h/own/Claude" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      env = rows[i].env;
      g_autoptr (IruPlaces) places =
          iru_places_new (IRU_PLATFORM_LINUX, "", "/h", "ann", fake_getenv);
      g_autofree char *path = iru_places_expand (places, "{config}/Claude");

      g_assert_cmpstr (path, ==, rows[i].path);
    }
  env = NULL;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/places/expand", test_expand);
  g_test_add_func ("/places/sandbox", test_sandbox);
  g_test_add_func ("/places/wildcard", test_wildcard);
  g_test_add_func ("/places/native-path", test_native_path);
  g_test_add_func ("/places/list", test_list);
  g_test_add_func ("/places/own-home", test_own_home);
  g_test_add_func ("/places/targets", test_targets);
  g_test_add_func ("/places/table", test_table);
  g_test_add_func ("/places/layers", test_layers);
  g_test_add_func ("/places/found-by-program", test_found_by_program);
  return g_test_run ();
}
