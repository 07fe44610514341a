/* iru-runtime.c: Node.js and npx, as a client would find them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-runtime.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "iru-path.h"
#include "iru-program.h"

#define MAX_HEADER_SIZE (64 * 1024)

/* Where version managers and others keep real installations, one folder a version.
 * The last component that begins with a digit or "v" and a digit is the version. */
static const char *const unix_installs[] = {
  "{home}/.nvm/versions/node/*/bin",
  "{home}/.local/share/fnm/node-versions/*/installation/bin",
  "{home}/Library/Application Support/fnm/node-versions/*/installation/bin",
  "{home}/.volta/tools/image/node/*/bin",
  "{home}/.asdf/installs/nodejs/*/bin",
  "{home}/.local/share/mise/installs/node/*/bin",
  "{root}/opt/homebrew/bin",
  "{root}/usr/local/bin",
  NULL,
};

static const char *const windows_installs[] = {
  "{root}/Program Files/nodejs",
  "{root}/Program Files (x86)/nodejs",
  "{config}/nvm/*",
  "{config}/fnm/node-versions/*/installation",
  "{local}/Volta/tools/image/node/*",
  "{home}/scoop/apps/nodejs/current",
  "{home}/scoop/apps/nodejs-lts/current",
  NULL,
};

/* Folders whose npx is a stand-in: what asdf, mise and scoop, Volta, fnm and nodist put on a
 * shell's PATH. In any case, as Windows has it. */
static const char *const shim_marks[] = {
  "/shims", "/.volta/bin", "/volta/bin", "fnm_multishells", "/nodist/bin", NULL,
};

void
iru_runtime_free (IruRuntime *runtime)
{
  if (runtime == NULL)
    return;
  g_free (runtime->command);
  g_free (runtime->path);
  g_free (runtime->folder);
  g_free (runtime->seen_through);
  g_free (runtime);
}

static gboolean
is_shim (const char *folder)
{
  for (guint i = 0; shim_marks[i] != NULL; i++)
    if (strcasestr (folder, shim_marks[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
has_program (IruPlaces *places, const char *folder, const char *name)
{
  gboolean windows = iru_places_get_platform (places) == IRU_PLATFORM_WINDOWS;
  g_autofree char *outer = g_strconcat (folder, "/", name, NULL);
  g_autofree char *path = iru_places_get_visible_path (places, outer);

  if (!windows)
    return iru_path_test (path, G_FILE_TEST_IS_EXECUTABLE)
           && !iru_path_test (path, G_FILE_TEST_IS_DIR);

  const char *ending = strcmp (name, "node") == 0 ? ".exe" : ".cmd";
  g_autofree char *file = g_strconcat (path, ending, NULL);
  return iru_path_test (file, G_FILE_TEST_IS_REGULAR);
}

/* The version is in the folder's own path where a version manager put it. */
static guint
get_major_from_path (const char *folder)
{
  g_auto (GStrv) parts = g_strsplit (folder, "/", -1);

  for (guint i = g_strv_length (parts); i > 0; i--)
    {
      const char *part = parts[i - 1] + (parts[i - 1][0] == 'v');

      if (g_ascii_isdigit (*part) && strchr (part, '.') != NULL)
        return strtoul (part, NULL, 10);
    }
  return 0;
}

/* Every installation from nodejs.org has its headers beside it, which saves us from
 * running node to ask. */
static guint
get_major_from_headers (const char *folder)
{
  g_autofree char *path = g_strconcat (folder, "/../include/node/node_version.h", NULL);
  g_autofree char *text = g_malloc0 (MAX_HEADER_SIZE + 1);
  int fd = iru_path_open (path, 0);

  if (fd < 0)
    return 0;
  gssize length = read (fd, text, MAX_HEADER_SIZE);
  close (fd);
  const char *define = length > 0 ? strstr (text, "NODE_MAJOR_VERSION") : NULL;
  return define != NULL ? strtoul (define + strlen ("NODE_MAJOR_VERSION"), NULL, 10) : 0;
}

/* The folder of an installation, which a link in /usr/local/bin or of Homebrew leads to.
 * (transfer full) (nullable) */
static char *
find_real_folder (const char *folder)
{
  g_autofree char *node = g_strconcat (folder, "/node", NULL);
  g_autofree char *real = iru_path_resolve (node);
  const char *name = real != NULL ? strrchr (real, '/') + 1 : "";

  /* A link of snap or Volta leads to a program that starts any other. */
  return g_str_has_prefix (name, "node") ? g_path_get_dirname (real) : NULL;
}

static guint
get_node_major (const char *folder)
{
  guint major = get_major_from_path (folder);
  g_autofree char *real = major == 0 ? find_real_folder (folder) : NULL;

  if (major == 0 && real != NULL && strcmp (real, folder) != 0)
    major = get_node_major (real);
  return major != 0 ? major : get_major_from_headers (folder);
}

/* Adds a folder that has both npx and node and is no stand-in, once. */
static void
add_candidate (GPtrArray *candidates, IruPlaces *places, const char *folder)
{
  if (is_shim (folder) || !has_program (places, folder, "npx")
      || !has_program (places, folder, "node"))
    return;
  for (guint i = 0; i < candidates->len; i++)
    if (strcmp (g_ptr_array_index (candidates, i), folder) == 0)
      return;
  g_ptr_array_add (candidates, g_strdup (folder));
}

static int
compare_versions (gconstpointer a, gconstpointer b)
{
  guint left = get_node_major (*(const char *const *)a);
  guint right = get_node_major (*(const char *const *)b);

  return left < right ? 1 : left > right ? -1 : 0;
}

/* Every version that a version manager holds, the newest first. */
static void
add_versions (GPtrArray *candidates, IruPlaces *places, const char *template)
{
  g_autoptr (GPtrArray) folders = iru_places_expand_all (places, template);
  g_autoptr (GPtrArray) versions = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < folders->len; i++)
    add_candidate (versions, places, folders->pdata[i]);
  g_ptr_array_sort (versions, compare_versions);
  for (guint i = 0; i < versions->len; i++)
    add_candidate (candidates, places, g_ptr_array_index (versions, i));
}

static void
add_installs (GPtrArray *candidates, IruPlaces *places)
{
  const char *const *templates =
      iru_places_get_platform (places) == IRU_PLATFORM_WINDOWS ? windows_installs : unix_installs;

  for (guint i = 0; templates[i] != NULL; i++)
    {
      if (iru_places_is_pattern (templates[i]))
        {
          add_versions (candidates, places, templates[i]);
          continue;
        }
      g_autofree char *folder = iru_places_expand (places, templates[i]);
      add_candidate (candidates, places, folder);
    }
}

/* A folder of fnm is a link that lives as long as its shell; what it points to stays. */
static void
add_path (GPtrArray *candidates, IruPlaces *places, IruRuntime *runtime)
{
  g_auto (GStrv) path = iru_places_get_path (places);

  for (guint i = 0; path[i] != NULL; i++)
    {
      g_autofree char *real =
          strstr (path[i], "fnm_multishells") != NULL ? iru_path_find_real (path[i]) : NULL;

      if (is_shim (path[i]) && has_program (places, path[i], "npx") && runtime->seen_through == NULL
          && candidates->len == 0)
        runtime->seen_through = g_strdup (path[i]);
      add_candidate (candidates, places, real != NULL ? real : path[i]);
    }
}

/* The first that is new enough or may be; else the first. */
static const char *
choose (GPtrArray *candidates)
{
  for (guint i = 0; i < candidates->len; i++)
    {
      guint major = get_node_major (g_ptr_array_index (candidates, i));

      if (major == 0 || major >= IRU_NODE_MIN_MAJOR)
        return g_ptr_array_index (candidates, i);
    }
  return candidates->len > 0 ? g_ptr_array_index (candidates, 0) : NULL;
}

/* The entry's PATH: npx's own folder, then what the application has anyway. */
static char *
make_path (IruPlaces *places, const char *folder)
{
  g_auto (GStrv) desktop = iru_places_get_desktop_path (places);
  g_autoptr (GString) path = g_string_new (NULL);
  g_autofree char *native = iru_places_get_native_path (places, folder);

  g_string_append (path, native);
  for (guint i = 0; desktop[i] != NULL; i++)
    {
      g_autofree char *part = iru_places_get_native_path (places, desktop[i]);

      if (strcmp (part, native) != 0)
        g_string_append_printf (path, ":%s", part);
    }
  return g_string_free (g_steal_pointer (&path), FALSE);
}

/* How the article has it; the .cmd finds its own node. */
static void
fill_windows (IruRuntime *runtime, IruPlaces *places, const char *folder)
{
  g_autofree char *native = folder != NULL ? iru_places_get_native_path (places, folder)
                                           : g_strdup ("C:\\Program Files\\nodejs");

  runtime->command = g_strconcat (native, "\\npx.cmd", NULL);
}

static void
fill_unix (IruRuntime *runtime, IruPlaces *places, const char *folder, guint n_desktop,
           GPtrArray *candidates)
{
  gboolean bare = folder == NULL;

  /* Bare npx is the first that the application's own PATH has. */
  if (n_desktop > 0 && folder == g_ptr_array_index (candidates, 0))
    bare = TRUE;
  if (bare)
    {
      runtime->command = g_strdup ("npx");
      return;
    }
  g_autofree char *file = g_strconcat (folder, "/npx", NULL);
  runtime->command = iru_places_get_native_path (places, file);
  runtime->path = make_path (places, folder);
}

IruRuntime *
iru_runtime_find (IruPlaces *places)
{
  IruRuntime *runtime = g_new0 (IruRuntime, 1);
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) desktop = iru_places_get_desktop_path (places);
  guint n_desktop;

  for (guint i = 0; desktop[i] != NULL; i++)
    add_candidate (candidates, places, desktop[i]);
  n_desktop = candidates->len;
  add_path (candidates, places, runtime);
  add_installs (candidates, places);

  const char *folder = choose (candidates);
  if (iru_places_get_platform (places) == IRU_PLATFORM_WINDOWS)
    fill_windows (runtime, places, folder);
  else
    fill_unix (runtime, places, folder, n_desktop, candidates);
  runtime->folder = g_strdup (folder);
  runtime->node_major = folder != NULL ? get_node_major (folder) : 0;
  return runtime;
}

/* Looking at an entry that is there. */

/* The folders that the client will search for the entry's command: its env may say. */
static GStrv
get_entry_path (IruPlaces *places, const IruServer *server)
{
  const char *path = iru_pairs_get (server->env, "PATH", FALSE);

  if (path == NULL || iru_places_get_platform (places) == IRU_PLATFORM_WINDOWS)
    return iru_places_get_desktop_path (places);

  g_auto (GStrv) parts = g_strsplit (path, ":", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *folder = g_strconcat (iru_places_get_root (places), parts[i], NULL);

      /* A relative one leads from wherever the client was started. */
      if (g_path_is_absolute (parts[i]))
        g_strv_builder_add (builder, folder);
    }
  return g_strv_builder_end (builder);
}

static const char *
find_program (IruPlaces *places, GStrv path, const char *name)
{
  for (guint i = 0; path[i] != NULL; i++)
    if (has_program (places, path[i], name))
      return path[i];
  return NULL;
}

char *
iru_runtime_get_local_path (IruPlaces *places, const char *command)
{
  const char *tail = command;

  if (iru_places_get_platform (places) == IRU_PLATFORM_WINDOWS && g_ascii_isalpha (tail[0])
      && tail[1] == ':')
    tail += 2;
  char *path = g_strconcat (iru_places_get_root (places), tail, NULL);
  return iru_places_get_platform (places) == IRU_PLATFORM_WINDOWS ? g_strdelimit (path, "\\", '/')
                                                                  : path;
}

static gboolean
exists (IruPlaces *places, const char *path)
{
  g_autofree char *visible = iru_places_get_visible_path (places, path);

  return iru_path_test (visible, G_FILE_TEST_EXISTS);
}

static gboolean
is_absolute (const char *command)
{
  return *command == '/' || (g_ascii_isalpha (command[0]) && command[1] == ':');
}

static void
add_for_command (GPtrArray *findings, const char *id, const char *detail)
{
  iru_findings_add (findings, id, "%s", detail)->field = g_strdup ("command");
}

/* Where @server's command, npx or node, is on this disk; NULL if the client would not find
 * it. (transfer full) */
static char *
find_command (IruPlaces *places, const IruServer *server, const char *name)
{
  if (!is_absolute (server->command))
    {
      g_auto (GStrv) search = get_entry_path (places, server);

      return g_strdup (find_program (places, search, name));
    }
  g_autofree char *path = iru_runtime_get_local_path (places, server->command);
  return exists (places, path) ? g_path_get_dirname (path) : NULL;
}

/* The folder of the node that would run: npx starts "env node", and npx.cmd the one beside
 * it before any other. (transfer full) (nullable) */
static char *
find_node (IruPlaces *places, const IruServer *server, const char *folder)
{
  gboolean windows = iru_places_get_platform (places) == IRU_PLATFORM_WINDOWS;
  g_auto (GStrv) search = get_entry_path (places, server);

  if (iru_program_is_named (server->command, "node")
      || (windows && has_program (places, folder, "node")))
    return g_strdup (folder);
  return g_strdup (find_program (places, search, "node"));
}

/* "npx", "node" or NULL */
static const char *
get_program (const IruServer *server)
{
  if (server->command == NULL)
    return NULL;
  return iru_program_is_named (server->command, "npx")    ? "npx"
         : iru_program_is_named (server->command, "node") ? "node"
                                                          : NULL;
}

void
iru_runtime_judge_node (const char *folder, guint major, GPtrArray *findings)
{
  if (major == 0 || major >= IRU_NODE_MIN_MAJOR)
    return;
  IruFinding *finding =
      iru_findings_add (findings, "node-too-old", _ ("Node.js %u is in %s."), major, folder);
  finding->field = g_strdup ("command");
}

char *
iru_runtime_find_unversioned (IruPlaces *places, const IruServer *server)
{
  const char *name = get_program (server);
  g_autofree char *folder = name != NULL ? find_command (places, server, name) : NULL;
  g_autofree char *node = folder != NULL ? find_node (places, server, folder) : NULL;
  return node != NULL && get_node_major (node) == 0 ? g_build_filename (node, "node", NULL) : NULL;
}

/* What npx or node is missing, and what is wrong with it. */
static void
lint_node (IruPlaces *places, const IruServer *server, const char *name, GPtrArray *findings)
{
  gboolean npx = strcmp (name, "npx") == 0;
  gboolean windows = iru_places_get_platform (places) == IRU_PLATFORM_WINDOWS;
  g_autofree char *folder = find_command (places, server, name);
  g_autofree char *node = folder != NULL ? find_node (places, server, folder) : NULL;

  if (folder == NULL && is_absolute (server->command))
    add_for_command (findings, npx ? "npx-missing" : "node-missing", server->command);
  else if (folder == NULL)
    {
      g_auto (GStrv) search = get_entry_path (places, server);
      g_autofree char *searched = g_strjoinv (":", search);
      g_autofree char *detail =
          g_strdup_printf (_ ("The client looks for “%s” in %s."), server->command, searched);

      add_for_command (findings, npx ? "npx-missing" : "node-missing", detail);
    }
  if (folder == NULL)
    return;
  if (is_shim (folder))
    add_for_command (findings, "npx-shim",
                     is_absolute (server->command) ? server->command : folder);
  if (windows && npx && strchr (server->command, ' ') != NULL)
    add_for_command (findings, "npx-space", server->command);
  if (node == NULL)
    add_for_command (findings, "node-missing",
                     _ ("npx starts “env node”, and no folder of the client's PATH has node."));
  else
    iru_runtime_judge_node (node, get_node_major (node), findings);
}

/* Any other program. A bare name is a warning only: which folders beside the usual ones a
 * desktop session has is not known, and on Windows none is. */
static void
lint_other (IruPlaces *places, const IruServer *server, GPtrArray *findings)
{
  g_auto (GStrv) search = get_entry_path (places, server);
  gboolean absolute = is_absolute (server->command);
  g_autofree char *path = absolute ? iru_runtime_get_local_path (places, server->command) : NULL;

  if (absolute ? exists (places, path)
               : iru_places_get_platform (places) == IRU_PLATFORM_WINDOWS
                     || find_program (places, search, server->command) != NULL)
    return;
  add_for_command (findings, "command-missing", server->command);
  IruFinding *finding = findings->pdata[findings->len - 1];
  if (!absolute)
    finding->severity = IRU_SEVERITY_WARNING;
  if (iru_program_is_named (server->command, "docker"))
    finding->advice = g_strdup (_ ("Install Docker, start it once, and start the client again."));
}

/* From inside a sandbox, what is not seen may be there all the same. */
static void
forgive_unseen (const IruServer *server, GPtrArray *findings, guint first)
{
  gboolean unseen = FALSE;

  for (guint i = findings->len; i > first; i--)
    if (g_str_has_suffix (((IruFinding *)findings->pdata[i - 1])->kind->id, "-missing"))
      {
        g_ptr_array_remove_index (findings, i - 1);
        unseen = TRUE;
      }
  if (unseen)
    add_for_command (findings, "runtime-sandboxed", server->command);
}

void
iru_runtime_lint (IruPlaces *places, const IruServer *server, GPtrArray *findings)
{
  const char *name = get_program (server);
  guint first = findings->len;

  if (name != NULL)
    lint_node (places, server, name, findings);
  else if (server->command != NULL)
    lint_other (places, server, findings);
  if (iru_places_is_sandboxed (places))
    forgive_unseen (server, findings, first);
}
