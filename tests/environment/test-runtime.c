/* test-runtime.c: Node.js and npx, as a client would find them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>
#include <unistd.h>

#include "iru-runtime.h"
#include "iru-test-home.h"

/* A root with these programs in it, each folder with npx and node. */
static char *
make_root (const char *folders, gboolean windows)
{
  char *root = iru_test_home_new ();
  g_auto (GStrv) parts = g_strsplit (folders, ":", -1);

  for (guint i = 0; parts[i] != NULL && *parts[i] != '\0'; i++)
    {
      g_autofree char *npx = g_strconcat (parts[i], windows ? "/npx.cmd" : "/npx", NULL);
      g_autofree char *node = g_strconcat (parts[i], windows ? "/node.exe" : "/node", NULL);

      iru_test_home_write (root, npx, "", 0755);
      iru_test_home_write (root, node, "", 0755);
    }
  return root;
}

static const struct
{
  IruPlatform platform;
  const char *folders;
  const char *command;
  const char *path;
  guint major;
} find_rows[] = {
  { IRU_PLATFORM_LINUX, "usr/bin", "npx", NULL, 0 },
  { IRU_PLATFORM_LINUX, "usr/local/bin", "npx", NULL, 0 },
  { IRU_PLATFORM_LINUX, "", "npx", NULL, 0 },
  { IRU_PLATFORM_LINUX, "home/ann/.nvm/versions/node/v22.3.0/bin",
    "/home/ann/.nvm/versions/node/v22.3.0/bin/npx",
    "/home/ann/.nvm/versions/node/v22.3.0/bin:/usr/local/bin:/usr/bin:/bin", 22 },
  { IRU_PLATFORM_LINUX,
    "home/ann/.nvm/versions/node/v9.1.0/bin:home/ann/.nvm/versions/node/v20.0.0/bin:"
    "home/ann/.nvm/versions/node/v18.20.1/bin",
    "/home/ann/.nvm/versions/node/v20.0.0/bin/npx",
    "/home/ann/.nvm/versions/node/v20.0.0/bin:/usr/local/bin:/usr/bin:/bin", 20 },
  { IRU_PLATFORM_LINUX, "home/ann/.volta/bin:home/ann/.volta/tools/image/node/24.0.1/bin",
    "/home/ann/.volta/tools/image/node/24.0.1/bin/npx",
    "/home/ann/.volta/tools/image/node/24.0.1/bin:/usr/local/bin:/usr/bin:/bin", 24 },
  { IRU_PLATFORM_LINUX, "home/ann/.asdf/shims:home/ann/.asdf/installs/nodejs/21.1.0/bin",
    "/home/ann/.asdf/installs/nodejs/21.1.0/bin/npx",
    "/home/ann/.asdf/installs/nodejs/21.1.0/bin:/usr/local/bin:/usr/bin:/bin", 21 },
  { IRU_PLATFORM_LINUX, "home/ann/.local/share/mise/installs/node/22.0.0/bin",
    "/home/ann/.local/share/mise/installs/node/22.0.0/bin/npx",
    "/home/ann/.local/share/mise/installs/node/22.0.0/bin:/usr/local/bin:/usr/bin:/bin", 22 },
  { IRU_PLATFORM_LINUX, "home/ann/.local/share/fnm/node-versions/v22.0.0/installation/bin",
    "/home/ann/.local/share/fnm/node-versions/v22.0.0/installation/bin/npx",
    "/home/ann/.local/share/fnm/node-versions/v22.0.0/installation/bin:/usr/local/bin:/usr/bin:"
    "/bin",
    22 },
  { IRU_PLATFORM_LINUX, "home/ann/.asdf/shims", "npx", NULL, 0 },
  { IRU_PLATFORM_MACOS, "usr/local/bin", "/usr/local/bin/npx",
    "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", 0 },
  { IRU_PLATFORM_MACOS, "opt/homebrew/bin", "/opt/homebrew/bin/npx",
    "/opt/homebrew/bin:/usr/bin:/bin:/usr/sbin:/sbin", 0 },
  { IRU_PLATFORM_MACOS, "usr/bin", "npx", NULL, 0 },
  { IRU_PLATFORM_WINDOWS, "", "C:\\Program Files\\nodejs\\npx.cmd", NULL, 0 },
  { IRU_PLATFORM_WINDOWS, "Program Files/nodejs", "C:\\Program Files\\nodejs\\npx.cmd", NULL, 0 },
  { IRU_PLATFORM_WINDOWS, "Users/ann/scoop/apps/nodejs/current",
    "C:\\Users\\ann\\scoop\\apps\\nodejs\\current\\npx.cmd", NULL, 0 },
  { IRU_PLATFORM_WINDOWS, "Users/ann/AppData/Roaming/nvm/v22.1.0",
    "C:\\Users\\ann\\AppData\\Roaming\\nvm\\v22.1.0\\npx.cmd", NULL, 22 },
  { IRU_PLATFORM_WINDOWS, "Users/ann/scoop/shims:Users/ann/scoop/apps/nodejs-lts/current",
    "C:\\Users\\ann\\scoop\\apps\\nodejs-lts\\current\\npx.cmd", NULL, 0 },
  { IRU_PLATFORM_WINDOWS,
    "Users/ann/AppData/Local/Volta/bin:Users/ann/AppData/Local/Volta/tools/image/node/22.0.0",
    "C:\\Users\\ann\\AppData\\Local\\Volta\\tools\\image\\node\\22.0.0\\npx.cmd", NULL, 22 },
  { IRU_PLATFORM_WINDOWS, "Users/ann/AppData/Roaming/fnm/node-versions/v24.1.0/installation",
    "C:\\Users\\ann\\AppData\\Roaming\\fnm\\node-versions\\v24.1.0\\installation\\npx.cmd", NULL,
    24 },
  /* nodist keeps no npx beside a node: there is nothing to be seen through to. */
  { IRU_PLATFORM_WINDOWS, "Program Files (x86)/Nodist/bin", "C:\\Program Files\\nodejs\\npx.cmd",
    NULL, 0 },
  { IRU_PLATFORM_LINUX,
    "home/ann/.local/share/mise/shims:home/ann/.local/share/mise/installs/node/22.0.0/bin",
    "/home/ann/.local/share/mise/installs/node/22.0.0/bin/npx",
    "/home/ann/.local/share/mise/installs/node/22.0.0/bin:/usr/local/bin:/usr/bin:/bin", 22 },
  { IRU_PLATFORM_MACOS, "Users/ann/.nvm/versions/node/v22.3.0/bin",
    "/Users/ann/.nvm/versions/node/v22.3.0/bin/npx",
    "/Users/ann/.nvm/versions/node/v22.3.0/bin:/usr/bin:/bin:/usr/sbin:/sbin", 22 },
  { IRU_PLATFORM_MACOS,
    "Users/ann/Library/Application Support/fnm/node-versions/v22.0.0/installation/bin",
    "/Users/ann/Library/Application Support/fnm/node-versions/v22.0.0/installation/bin/npx",
    "/Users/ann/Library/Application Support/fnm/node-versions/v22.0.0/installation/bin:/usr/bin:"
    "/bin:/usr/sbin:/sbin",
    22 },
};

static void
test_find (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (find_rows); i++)
    {
      gboolean windows = find_rows[i].platform == IRU_PLATFORM_WINDOWS;
      char *root = make_root (find_rows[i].folders, windows);
      g_autofree char *home = g_build_filename (
          root, find_rows[i].platform == IRU_PLATFORM_LINUX ? "home" : "Users", "ann", NULL);
      g_autoptr (IruPlaces) places =
          iru_places_new (find_rows[i].platform, root, home, "ann", NULL);
      g_autoptr (IruRuntime) runtime = iru_runtime_find (places);

      g_test_message ("%u: %s", i, find_rows[i].folders);
      g_assert_cmpstr (runtime->command, ==, find_rows[i].command);
      g_assert_cmpstr (runtime->path, ==, find_rows[i].path);
      g_assert_cmpuint (runtime->node_major, ==, find_rows[i].major);
      iru_test_home_free (root);
    }
}

/* A distribution's old node on the desktop's PATH gives way to a newer one elsewhere. */
static void
test_too_old (void)
{
  char *root = make_root ("usr/bin:home/ann/.nvm/versions/node/v22.3.0/bin", FALSE);
  g_autofree char *home = g_build_filename (root, "home", "ann", NULL);
  g_autoptr (IruPlaces) places = iru_places_new (IRU_PLATFORM_LINUX, root, home, "ann", NULL);

  iru_test_home_write (root, "usr/include/node/node_version.h", "#define NODE_MAJOR_VERSION 18\n",
                       0644);
  g_autoptr (IruRuntime) runtime = iru_runtime_find (places);
  g_assert_cmpstr (runtime->command, ==, "/home/ann/.nvm/versions/node/v22.3.0/bin/npx");
  iru_test_home_free (root);
}

static const char *shell_path;

static const char *
only_path (const char *name)
{
  return strcmp (name, "PATH") == 0 ? shell_path : NULL;
}

/* fnm's folder on PATH is a link that lives as long as its shell. */
static void
test_fnm_shell (void)
{
  char *home = make_root (".local/share/fnm/node-versions/v22.1.0/installation/bin", FALSE);
  g_autofree char *real =
      g_build_filename (home, ".local/share/fnm/node-versions/v22.1.0/installation/bin", NULL);
  g_autofree char *shell = g_build_filename (home, "run/fnm_multishells/1_2/x", NULL);
  g_autofree char *link = g_build_filename (home, "run/fnm_multishells/1_2/bin", NULL);
  g_autoptr (IruPlaces) places = iru_places_new (IRU_PLATFORM_MACOS, home, home, "ann", only_path);

  iru_test_home_write ("", shell, "", 0600);
  g_assert_cmpint (symlink (real, link), ==, 0);
  shell_path = link + strlen (home);
  g_autoptr (IruRuntime) runtime = iru_runtime_find (places);
  g_assert_cmpstr (runtime->folder, ==, real);
  g_assert_cmpstr (runtime->seen_through, ==, link);
  iru_test_home_free (home);
}

static const struct
{
  IruPlatform platform;
  const char *folders;
  const char *command;
  const char *path; /* in env */
  const char *ids;
} lint_rows[] = {
  { IRU_PLATFORM_LINUX, "usr/bin", "npx", NULL, "" },
  { IRU_PLATFORM_LINUX, "", "npx", NULL, "npx-missing" },
  { IRU_PLATFORM_LINUX, "opt/node/bin", "npx", NULL, "npx-missing" },
  { IRU_PLATFORM_LINUX, "opt/node/bin", "npx", "/opt/node/bin:/usr/bin", "" },
  { IRU_PLATFORM_LINUX, "opt/node/bin", "/opt/node/bin/npx", NULL, "node-missing" },
  { IRU_PLATFORM_LINUX, "opt/node/bin", "/opt/node/bin/npx", "/opt/node/bin", "" },
  { IRU_PLATFORM_LINUX, "", "/opt/node/bin/npx", NULL, "npx-missing" },
  { IRU_PLATFORM_LINUX, "usr/bin:home/ann/.asdf/shims", "/home/ann/.asdf/shims/npx", NULL,
    "npx-shim" },
  { IRU_PLATFORM_LINUX, "", "node", NULL, "node-missing" },
  { IRU_PLATFORM_LINUX, "", "docker", NULL, "command-missing" },
  { IRU_PLATFORM_LINUX, "", "/opt/server", NULL, "command-missing" },
  { IRU_PLATFORM_LINUX, "opt/node/bin", "/opt/node/bin/npx2", NULL, "command-missing" },
  { IRU_PLATFORM_WINDOWS, "", "cmd", NULL, "" },
  { IRU_PLATFORM_LINUX, "usr/bin:home/ann/.volta/bin", "/home/ann/.volta/bin/npx", NULL,
    "npx-shim" },
  { IRU_PLATFORM_LINUX, "usr/bin:home/ann/.local/share/mise/shims",
    "/home/ann/.local/share/mise/shims/npx", NULL, "npx-shim" },
  { IRU_PLATFORM_LINUX, "usr/bin:run/user/1000/fnm_multishells/1_2/bin",
    "/run/user/1000/fnm_multishells/1_2/bin/npx", NULL, "npx-shim" },
  { IRU_PLATFORM_WINDOWS, "Users/ann/scoop/shims", "C:\\Users\\ann\\scoop\\shims\\npx.cmd", NULL,
    "npx-shim" },
  { IRU_PLATFORM_WINDOWS, "Users/ann/AppData/Local/Volta/bin",
    "C:\\Users\\ann\\AppData\\Local\\Volta\\bin\\npx.cmd", NULL, "npx-shim" },
  { IRU_PLATFORM_WINDOWS, "Program Files (x86)/Nodist/bin",
    "C:\\Program Files (x86)\\Nodist\\bin\\npx.cmd", NULL, "npx-shim npx-space" },
  { IRU_PLATFORM_LINUX, "home/ann/.nvm/versions/node/v18.0.0/bin", "npx",
    "/home/ann/.nvm/versions/node/v18.0.0/bin", "node-too-old" },
  { IRU_PLATFORM_LINUX, "home/ann/.nvm/versions/node/v18.0.0/bin",
    "/home/ann/.nvm/versions/node/v18.0.0/bin/node", NULL, "node-too-old" },
  /* npx starts "env node": that is the desktop's, not the one beside it. */
  { IRU_PLATFORM_LINUX, "usr/bin:home/ann/.nvm/versions/node/v18.0.0/bin",
    "/home/ann/.nvm/versions/node/v18.0.0/bin/npx", NULL, "" },
  { IRU_PLATFORM_LINUX, "home/ann/.nvm/versions/node/v18.0.0/bin:opt/node/bin", "/opt/node/bin/npx",
    "/home/ann/.nvm/versions/node/v18.0.0/bin", "node-too-old" },
  { IRU_PLATFORM_MACOS, "usr/local/bin", "npx", NULL, "npx-missing" },
  { IRU_PLATFORM_WINDOWS, "Program Files/nodejs", "C:\\Program Files\\nodejs\\npx.cmd", NULL,
    "npx-space" },
  { IRU_PLATFORM_WINDOWS, "", "C:\\Program Files\\nodejs\\npx.cmd", NULL, "npx-missing" },
  { IRU_PLATFORM_WINDOWS, "nodejs", "C:\\nodejs\\npx.cmd", NULL, "" },
};

static void
test_lint (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lint_rows); i++)
    {
      char *root = make_root (lint_rows[i].folders, lint_rows[i].platform == IRU_PLATFORM_WINDOWS);
      g_autofree char *home = g_build_filename (root, "home", "ann", NULL);
      g_autoptr (IruPlaces) places =
          iru_places_new (lint_rows[i].platform, root, home, "ann", NULL);
      g_autoptr (IruServer) server = iru_server_new ("iru");
      g_autoptr (GPtrArray) findings = iru_findings_new ();
      g_autoptr (GString) ids = g_string_new (NULL);

      server->transport = IRU_TRANSPORT_STDIO;
      server->command = g_strdup (lint_rows[i].command);
      if (lint_rows[i].path != NULL)
        iru_pairs_set (server->env, "PATH", lint_rows[i].path, FALSE);
      iru_runtime_lint (places, server, findings);
      for (guint j = 0; j < findings->len; j++)
        g_string_append_printf (ids, "%s%s", j > 0 ? " " : "",
                                ((IruFinding *)findings->pdata[j])->kind->id);
      g_test_message ("%u: %s in %s", i, lint_rows[i].command, lint_rows[i].folders);
      g_assert_cmpstr (ids->str, ==, lint_rows[i].ids);
      iru_test_home_free (root);
    }
}

/* Whose version only node itself can tell. */
static void
test_unversioned (void)
{
  static const struct
  {
    const char *command;
    const char *path;
    const char *node;
  } rows[] = {
    { "npx", NULL, "/usr/bin/node" },
    { "node", NULL, "/usr/bin/node" },
    { "/opt/node/bin/node", NULL, "/opt/node/bin/node" },
    { "/opt/node/bin/npx", NULL, "/usr/bin/node" },
    { "/opt/node/bin/npx", "/opt/node/bin", "/opt/node/bin/node" },
    { "/opt/v22.1.0/bin/node", NULL, NULL },
    { "npx", "/opt/v22.1.0/bin", NULL },
    { "npx", "/nowhere", NULL },
    { "npx", "usr/bin:./usr/bin:", NULL },
    { "/nowhere/node", NULL, NULL },
    { "docker", NULL, NULL },
    { NULL, NULL, NULL },
  };
  char *root = make_root ("usr/bin:opt/node/bin:opt/v22.1.0/bin", FALSE);
  g_autoptr (IruPlaces) places = iru_places_new (IRU_PLATFORM_LINUX, root, root, "ann", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (IruServer) server = iru_server_new ("iru");
      g_autofree char *expected =
          rows[i].node != NULL ? g_strconcat (root, rows[i].node, NULL) : NULL;

      server->command = g_strdup (rows[i].command);
      if (rows[i].path != NULL)
        iru_pairs_set (server->env, "PATH", rows[i].path, FALSE);
      g_autofree char *node = iru_runtime_find_unversioned (places, server);
      g_assert_cmpstr (node, ==, expected);
    }
  iru_test_home_free (root);
}

static const char *
no_variable (const char *name)
{
  return NULL;
}

/* What is in a sandbox's own /usr is not the machine's, and what is not seen may be there. */
static void
test_sandbox (void)
{
  static const struct
  {
    const char *folders;
    const char *command;
    const char *ids;
  } rows[] = {
    { "", "npx", "runtime-sandboxed" },
    { "usr/bin", "npx", "runtime-sandboxed" },
    { "usr/bin", "/usr/bin/npx", "runtime-sandboxed" },
    { "opt/node/bin", "docker", "runtime-sandboxed" },
    { "run/host/usr/bin", "npx", "" },
    { "run/host/usr/bin", "/usr/bin/npx", "" },
    { "run/host/usr/bin", "/opt/own/npx", "runtime-sandboxed" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      char *root = make_root (rows[i].folders, FALSE);
      g_autoptr (IruPlaces) places =
          iru_places_new (IRU_PLATFORM_LINUX, root, root, "ann", no_variable);
      g_autoptr (IruServer) server = iru_server_new ("iru");
      g_autoptr (GPtrArray) findings = iru_findings_new ();

      g_assert_false (iru_places_is_sandboxed (places));
      iru_test_home_write (root, ".flatpak-info", "[Application]\n", 0644);
      g_assert_true (iru_places_is_sandboxed (places));
      server->command = g_strdup (rows[i].command);
      iru_runtime_lint (places, server, findings);
      g_assert_cmpuint (findings->len, ==, *rows[i].ids != '\0');
      if (findings->len > 0)
        g_assert_cmpstr (((IruFinding *)findings->pdata[0])->kind->id, ==, rows[i].ids);
      iru_test_home_free (root);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/runtime/find", test_find);
  g_test_add_func ("/runtime/too-old", test_too_old);
  g_test_add_func ("/runtime/fnm-shell", test_fnm_shell);
  g_test_add_func ("/runtime/lint", test_lint);
  g_test_add_func ("/runtime/sandbox", test_sandbox);
  g_test_add_func ("/runtime/unversioned", test_unversioned);
  return g_test_run ();
}
