/* iru-places.c: one home folder on one platform
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-places.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "iru-error.h"
#include "iru-path.h"

/* Of a pattern: more are not looked at. */
#define MAX_MATCHES 64

struct _IruPlaces
{
  gatomicrefcount ref_count;
  IruPlatform platform;
  char *root;
  char *home;
  char *user;
  IruGetenv getenv;
};

static const char *const platform_names[IRU_N_PLATFORMS] = { "linux", "macos", "windows" };

/* What a template may begin with: a variable of the environment, else a path
 * below the home; NULL: nothing without the variable. */
static const struct
{
  const char *name;
  const char *variable[IRU_N_PLATFORMS];
  const char *below_home[IRU_N_PLATFORMS];
  gboolean is_systems; /* the variable is not a client's own */
} folders[] = {
  { "{home}", { NULL, NULL, "USERPROFILE" }, { "", "", "" }, TRUE },
  { "{config}",
    { "XDG_CONFIG_HOME", NULL, "APPDATA" },
    { "/.config", "/Library/Application Support", "/AppData/Roaming" },
    TRUE },
  { "{local}", { NULL, NULL, "LOCALAPPDATA" }, { "", "", "/AppData/Local" }, TRUE },
  { "{xdg}",
    { "XDG_CONFIG_HOME", "XDG_CONFIG_HOME", "XDG_CONFIG_HOME" },
    { "/.config", "/.config", "/.config" },
    TRUE },
  { "{codex}", { "CODEX_HOME", "CODEX_HOME", "CODEX_HOME" }, { "/.codex", "/.codex", "/.codex" } },
  { "{claude}", { "CLAUDE_CONFIG_DIR", "CLAUDE_CONFIG_DIR", "CLAUDE_CONFIG_DIR" }, { "", "", "" } },
  { "{claude-folder}",
    { "CLAUDE_CONFIG_DIR", "CLAUDE_CONFIG_DIR", "CLAUDE_CONFIG_DIR" },
    { "/.claude", "/.claude", "/.claude" } },
  { "{cline}", { "CLINE_DIR", "CLINE_DIR", "CLINE_DIR" }, { "/.cline", "/.cline", "/.cline" } },
  { "{cline-data}", { "CLINE_DATA_DIR", "CLINE_DATA_DIR", "CLINE_DATA_DIR" }, { NULL } },
  { "{cline-settings}",
    { "CLINE_MCP_SETTINGS_PATH", "CLINE_MCP_SETTINGS_PATH", "CLINE_MCP_SETTINGS_PATH" },
    { NULL } },
  { "{opencode-folder}",
    { "OPENCODE_CONFIG_DIR", "OPENCODE_CONFIG_DIR", "OPENCODE_CONFIG_DIR" },
    { NULL } },
  { "{gemini}", { "GEMINI_CLI_HOME", "GEMINI_CLI_HOME", "GEMINI_CLI_HOME" }, { "", "", "" } },
  { "{copilot}",
    { "COPILOT_HOME", "COPILOT_HOME", "COPILOT_HOME" },
    { "/.copilot", "/.copilot", "/.copilot" } },
  { "{opencode-config}", { "OPENCODE_CONFIG", "OPENCODE_CONFIG", "OPENCODE_CONFIG" }, { NULL } },
  { "{amp-settings}", { "AMP_SETTINGS_FILE", "AMP_SETTINGS_FILE", "AMP_SETTINGS_FILE" }, { NULL } },
  { "{crush-config}",
    { "CRUSH_GLOBAL_CONFIG", "CRUSH_GLOBAL_CONFIG", "CRUSH_GLOBAL_CONFIG" },
    { NULL } },
};

/* A desktop application does not get the shell's PATH: launchd gives four folders,
 * systemd's user session these. */
static const char *const desktop_paths[IRU_N_PLATFORMS] = {
  "/usr/local/bin:/usr/bin:/bin",
  "/usr/bin:/bin:/usr/sbin:/sbin",
  "/Program Files/nodejs:/Windows/System32:/Windows",
};

/* Where a shell usually looks, for systems whose environment is not known. */
static const char *const shell_paths[IRU_N_PLATFORMS] = {
  "/usr/local/bin:/usr/bin:/bin:/snap/bin",
  "/opt/homebrew/bin:/usr/local/bin:/usr/bin:/bin",
  "/Program Files/nodejs:/Program Files (x86)/nodejs",
};

/* Folders among the homes that are nobody's. */
static const char *const not_homes[] = {
  "All Users", "Default", "Default User", "Guest", "Public", "Shared", "lost+found", NULL,
};

static const char *
no_env (const char *name)
{
  return NULL;
}

IruPlaces *
iru_places_new (IruPlatform platform, const char *root, const char *home, const char *user,
                IruGetenv getenv)
{
  IruPlaces *places = g_new0 (IruPlaces, 1);

  g_atomic_ref_count_init (&places->ref_count);
  places->platform = platform;
  places->root = g_strdup (root);
  places->home = g_strdup (home);
  places->user = g_strdup (user);
  places->getenv = getenv != NULL ? getenv : no_env;
  return places;
}

IruPlaces *
iru_places_ref (IruPlaces *places)
{
  g_atomic_ref_count_inc (&places->ref_count);
  return places;
}

void
iru_places_unref (IruPlaces *places)
{
  if (!g_atomic_ref_count_dec (&places->ref_count))
    return;
  g_free (places->root);
  g_free (places->home);
  g_free (places->user);
  g_free (places);
}

IruPlatform
iru_places_get_platform (IruPlaces *places)
{
  return places->platform;
}

const char *
iru_platform_get_name (IruPlatform platform)
{
  return platform_names[platform];
}

const char *
iru_places_get_root (IruPlaces *places)
{
  return places->root;
}

const char *
iru_places_get_home (IruPlaces *places)
{
  return places->home;
}

const char *
iru_places_get_user (IruPlaces *places)
{
  return places->user;
}

gboolean
iru_places_is_sandboxed (IruPlaces *places)
{
  g_autofree char *info = NULL;

  if (!iru_places_is_own (places))
    return FALSE;
  info = g_strconcat (places->root, "/.flatpak-info", NULL);
  return places->getenv ("FLATPAK_ID") != NULL || g_file_test (info, G_FILE_TEST_EXISTS);
}

char *
iru_places_get_visible_path (IruPlaces *places, const char *path)
{
  static const char *const hidden[] = { "/usr/", "/bin/", "/sbin/", "/lib/" };
  const char *root = places->root;
  gsize length = strlen (root);

  if (!g_str_has_prefix (path, root) || !iru_places_is_sandboxed (places))
    return g_strdup (path);
  for (guint i = 0; i < G_N_ELEMENTS (hidden); i++)
    if (g_str_has_prefix (path + length, hidden[i]))
      return g_strconcat (root, "/run/host", path + length, NULL);
  return g_strdup (path);
}

/* In the sandbox of a Flatpak the folders of XDG are the sandbox's own; the clients' are outside,
 * and Flatpak says where (flatpak-run(1)). */
static const char *
get_outer_name (IruPlaces *places, const char *name)
{
  if (strcmp (name, "XDG_CONFIG_HOME") == 0 && iru_places_is_sandboxed (places))
    return "HOST_XDG_CONFIG_HOME";
  return name;
}

const char *
iru_places_getenv (IruPlaces *places, const char *name)
{
  const char *value = places->getenv (get_outer_name (places, name));

  return value != NULL && *value != '\0' ? value : NULL;
}

gboolean
iru_places_is_own (IruPlaces *places)
{
  return places->getenv != no_env;
}

static IruPlatform
get_own_platform (void)
{
#if defined(__APPLE__)
  return IRU_PLATFORM_MACOS;
#elif defined(G_OS_WIN32)
  return IRU_PLATFORM_WINDOWS;
#else
  return IRU_PLATFORM_LINUX;
#endif
}

/* Of this system: paths on it are those below this. */
static const char *
get_own_root (void)
{
#ifdef G_OS_WIN32
  const char *drive = g_getenv ("SystemDrive");

  return drive != NULL && strlen (drive) == 2 ? drive : "C:";
#else
  return "";
#endif
}

gboolean
iru_places_is_elsewhere (IruPlaces *places)
{
  return strcmp (places->root, get_own_root ()) != 0;
}

gboolean
iru_places_is_native (IruPlaces *places)
{
  return iru_places_is_own (places) && !iru_places_is_elsewhere (places)
         && places->platform == get_own_platform () && !iru_places_is_sandboxed (places);
}

gboolean
iru_places_is_pattern (const char *template)
{
  return strpbrk (template, "*?") != NULL;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* What of @folder matches @pattern, by name. (transfer full) */
static GPtrArray *
list_matches (const char *folder, const char *pattern)
{
  g_autoptr (GDir) dir = iru_path_list (folder);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && names->len < MAX_MATCHES && (name = g_dir_read_name (dir)) != NULL)
    if ((*name != '.' || *pattern == '.') && g_pattern_match_simple (pattern, name))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* Adds @base with each way to fill in @tail, which begins with a slash and whose names may be
 * patterns. What stands behind the last of these need not exist. */
static void
add_matches (GPtrArray *paths, const char *base, const char *tail)
{
  gsize length = strcspn (tail, "*?");
  g_autofree char *path = NULL;

  if (paths->len >= MAX_MATCHES)
    return;
  if (tail[length] == '\0')
    {
      g_ptr_array_add (paths, g_strconcat (base, tail, NULL));
      return;
    }
  while (length > 0 && tail[length - 1] != '/')
    length--;

  const char *rest = tail + length + strcspn (tail + length, "/");
  g_autofree char *above = g_strndup (tail, length);
  g_autofree char *pattern = g_strndup (tail + length, rest - tail - length);
  g_autofree char *folder = g_strconcat (base, above, NULL);
  g_autoptr (GPtrArray) names = list_matches (folder, pattern);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *match = g_strconcat (folder, names->pdata[i], NULL);

      add_matches (paths, match, rest);
    }
}

GPtrArray *
iru_places_match (const char *base, const char *tail)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);

  add_matches (paths, base, tail);
  return paths;
}

/* With its drive on Windows: what is below the current one's root is nowhere in particular. */
static gboolean
is_whole (const char *path)
{
  g_autofree char *ours = iru_path_take (g_strdup (path));

  return iru_path_is_absolute (ours);
}

/* What @template begins with; NULL if that is a variable that is not set. @tail is what is behind
 * it, @is_named whether a variable of the client says it. (transfer full) */
static char *
find_base (IruPlaces *places, const char *template, const char **tail, gboolean *is_named)
{
  *is_named = FALSE;
  if (g_str_has_prefix (template, "{root}"))
    {
      *tail = template + strlen ("{root}");
      return g_strdup (places->root);
    }
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      const char *variable = folders[i].variable[places->platform];
      const char *value = variable != NULL ? iru_places_getenv (places, variable) : NULL;
      const char *below = folders[i].below_home[places->platform];

      if (!g_str_has_prefix (template, folders[i].name))
        continue;
      *tail = template + strlen (folders[i].name);
      /* XDG: a relative path there is to be ignored. */
      *is_named = value != NULL && is_whole (value) && !folders[i].is_systems;
      if (value != NULL && is_whole (value))
        return iru_path_take (g_strdup (value));
      return below != NULL ? g_strconcat (places->home, below, NULL) : NULL;
    }
  g_return_val_if_reached (NULL);
}

GPtrArray *
iru_places_expand_all (IruPlaces *places, const char *template)
{
  const char *tail;
  gboolean is_named;
  g_autofree char *base = find_base (places, template, &tail, &is_named);

  return base != NULL ? iru_places_match (base, tail) : g_ptr_array_new_with_free_func (g_free);
}

char *
iru_places_expand (IruPlaces *places, const char *template)
{
  g_autoptr (GPtrArray) paths = iru_places_expand_all (places, template);

  /* A package that is left over has not all of its folders. */
  for (guint i = 0; paths->len > 1 && i < paths->len; i++)
    {
      g_autofree char *folder = g_path_get_dirname (paths->pdata[i]);

      if (iru_path_test (folder, G_FILE_TEST_IS_DIR))
        return g_strdup (paths->pdata[i]);
    }
  return paths->len > 0 ? g_strdup (paths->pdata[0]) : NULL;
}

gboolean
iru_places_is_named (IruPlaces *places, const char *template)
{
  const char *tail;
  gboolean is_named;
  g_autofree char *base = find_base (places, template, &tail, &is_named);

  return is_named;
}

char *
iru_places_get_native_path (IruPlaces *places, const char *path)
{
  const char *tail = path;

  if (g_str_has_prefix (path, places->root))
    tail += strlen (places->root);
  if (places->platform != IRU_PLATFORM_WINDOWS)
    return g_strdup (tail);

  char *native = g_strconcat (*tail == '/' ? "C:" : "", tail, NULL);
  return g_strdelimit (native, "/", '\\');
}

static GStrv
split_path (const char *list, const char *separator, const char *root)
{
  g_auto (GStrv) parts = g_strsplit (list, separator, -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (g_path_is_absolute (parts[i]))
      {
        g_autofree char *path = iru_path_take (g_strconcat (root, parts[i], NULL));
        g_strv_builder_add (builder, path);
      }
  return g_strv_builder_end (builder);
}

GStrv
iru_places_get_path (IruPlaces *places)
{
  const char *path = iru_places_getenv (places, "PATH");

  if (path != NULL)
    return split_path (path, G_SEARCHPATH_SEPARATOR_S,
                       iru_places_is_elsewhere (places) ? places->root : "");
  return split_path (shell_paths[places->platform], ":", places->root);
}

GStrv
iru_places_get_desktop_path (IruPlaces *places)
{
  return split_path (desktop_paths[places->platform], ":", places->root);
}

/* Finding the homes that are meant. */

static gboolean
is_folder (const char *root, const char *path)
{
  g_autofree char *whole = g_strconcat (root, path, NULL);

  return iru_path_test (whole, G_FILE_TEST_IS_DIR);
}

static IruPlatform
guess_platform (const char *root)
{
  if (strcmp (root, get_own_root ()) == 0)
    return get_own_platform ();
  if (is_folder (root, "/Windows") || is_folder (root, "/AppData"))
    return IRU_PLATFORM_WINDOWS;
  if (is_folder (root, "/System/Library") || is_folder (root, "/Library"))
    return IRU_PLATFORM_MACOS;
  if (is_folder (root, "/Users") && !is_folder (root, "/home"))
    {
      g_autoptr (GPtrArray) profiles = iru_places_match (root, "/Users/*/AppData");
      gboolean has_profile = FALSE;

      for (guint i = 0; i < profiles->len; i++)
        has_profile |= iru_path_test (profiles->pdata[i], G_FILE_TEST_IS_DIR);
      return has_profile ? IRU_PLATFORM_WINDOWS : IRU_PLATFORM_MACOS;
    }
  return IRU_PLATFORM_LINUX;
}

static gboolean
parse_platform (const char *name, const char *root, IruPlatform *platform, GError **error)
{
  if (name == NULL)
    {
      *platform = guess_platform (root);
      return TRUE;
    }
  for (guint i = 0; i < IRU_N_PLATFORMS; i++)
    if (strcmp (name, platform_names[i]) == 0)
      {
        *platform = i;
        return TRUE;
      }
  g_set_error (error, IRU_ERROR, IRU_ERROR_USAGE,
               _ ("There is no platform “%s”. Say linux, macos or windows."), name);
  return FALSE;
}

/* The folders in ROOT/@parent that are somebody's home, by name. */
static void
add_homes (GPtrArray *list, IruPlatform platform, const char *root, const char *parent,
           IruGetenv getenv)
{
  g_autofree char *folder = g_strconcat (root, parent, NULL);
  g_autoptr (GDir) dir = iru_path_list (folder);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *home = g_build_filename (folder, name, NULL);

      if (!g_strv_contains (not_homes, name) && *name != '.'
          && !g_file_test (home, G_FILE_TEST_IS_SYMLINK)
          && iru_path_test (home, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *home = g_build_filename (folder, g_ptr_array_index (names, i), NULL);

      g_ptr_array_add (list,
                       iru_places_new (platform, root, home, g_ptr_array_index (names, i), getenv));
    }
}

/* Every home below @root; a root that has none is itself one: a collected profile. */
static void
add_all_homes (GPtrArray *list, IruPlatform platform, const char *root)
{
  add_homes (list, platform, root, platform == IRU_PLATFORM_LINUX ? "/home" : "/Users", NULL);
  if (platform == IRU_PLATFORM_LINUX && is_folder (root, "/root"))
    {
      g_autofree char *home = g_strconcat (root, "/root", NULL);

      if (g_access (home, R_OK) == 0)
        g_ptr_array_add (list, iru_places_new (platform, root, home, "root", NULL));
    }
  if (list->len == 0)
    g_ptr_array_add (list, iru_places_new (platform, root, *root != '\0' ? root : "/", NULL, NULL));
}

/* On this system the user database knows best, on another the folder's name. */
static gboolean
add_user_home (GPtrArray *list, IruPlatform platform, const char *root, const char *user,
               GError **error)
{
  if (*root == '\0')
    {
      struct passwd *entry = getpwnam (user);
      gboolean own = entry != NULL && entry->pw_uid == getuid ();

      if (entry != NULL)
        g_ptr_array_add (
            list, iru_places_new (platform, root, entry->pw_dir, user, own ? g_getenv : NULL));
    }
  else if (strchr (user, '/') == NULL && strcmp (user, "..") != 0)
    {
      const char *parent = platform == IRU_PLATFORM_LINUX ? "home" : "Users";
      g_autofree char *home = platform == IRU_PLATFORM_LINUX && strcmp (user, "root") == 0
                                  ? g_build_filename (root, "root", NULL)
                                  : g_build_filename (root, parent, user, NULL);

      if (iru_path_test (home, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (list, iru_places_new (platform, root, home, user, NULL));
    }
  if (list->len > 0)
    return TRUE;
  g_set_error (error, IRU_ERROR, IRU_ERROR_USAGE, _ ("There is no user “%s” with a home folder."),
               user);
  return FALSE;
}

/* The kernel of WSL names its maker. */
static gboolean
has_microsoft_kernel (const char *root)
{
  g_autofree char *path = g_strconcat (root, "/proc/version", NULL);
  char version[512] = "";
  int fd = iru_path_open (path, 0);

  if (fd < 0)
    return FALSE;
  gssize length = read (fd, version, sizeof version - 1);
  close (fd);
  return length > 0 && strcasestr (version, "microsoft") != NULL;
}

static gboolean
is_wsl (IruPlaces *places)
{
  return iru_places_getenv (places, "WSL_DISTRO_NAME") != NULL
         || is_folder (places->root, "/run/WSL") || is_folder (places->root, "/usr/lib/wsl")
         || has_microsoft_kernel (places->root);
}

/* The profile that belongs to the person: by USERPROFILE, else by the same name,
 * else the only one there is. Two that could be meant are not guessed at. */
static void
add_windows_profile (GPtrArray *list, IruPlaces *linux_places)
{
  g_autofree char *root = g_strconcat (linux_places->root, "/mnt/c", NULL);
  g_autoptr (GPtrArray) profiles =
      g_ptr_array_new_with_free_func ((GDestroyNotify)iru_places_unref);
  const char *profile = iru_places_getenv (linux_places, "USERPROFILE");
  const char *separator = profile != NULL ? strrchr (profile, '\\') : NULL;
  const char *wanted = separator != NULL ? separator + 1 : linux_places->user;

  add_homes (profiles, IRU_PLATFORM_WINDOWS, root, "/Users", NULL);
  for (guint i = 0; i < profiles->len; i++)
    {
      IruPlaces *candidate = g_ptr_array_index (profiles, i);

      if (profiles->len == 1
          || (wanted != NULL && g_ascii_strcasecmp (candidate->user, wanted) == 0))
        g_ptr_array_add (list, iru_places_ref (candidate));
    }
}

static void
add_windows_profiles (GPtrArray *list)
{
  guint n_linux = list->len;

  for (guint i = 0; i < n_linux; i++)
    {
      IruPlaces *places = g_ptr_array_index (list, i);

      if (places->platform == IRU_PLATFORM_LINUX && is_wsl (places))
        add_windows_profile (list, places);
    }
}

/* The environment first: the user database costs more than all the rest of a check. */
static IruPlaces *
new_own_home (IruPlatform platform, IruGetenv getenv)
{
  gboolean is_windows = get_own_platform () == IRU_PLATFORM_WINDOWS;
  const char *given = getenv (is_windows ? "USERPROFILE" : "HOME");
  const char *user = getenv (is_windows ? "USERNAME" : "USER");
  g_autofree char *home = NULL;

  if (given == NULL || !is_whole (given))
    given = g_get_home_dir ();
  if (user == NULL || *user == '\0')
    user = g_get_user_name ();
  home = iru_path_take (g_strdup (given));
  return iru_places_new (platform, get_own_root (), home, user, getenv);
}

GPtrArray *
iru_places_list (const IruPlacesOptions *options, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_places_unref);
  IruGetenv getenv = options->getenv != NULL ? options->getenv : g_getenv;
  g_autofree char *root = options->root != NULL ? iru_path_canonicalize (options->root, NULL)
                                                : g_strdup (get_own_root ());
  IruPlatform platform;

  while (g_str_has_suffix (root, "/"))
    root[strlen (root) - 1] = '\0';
  if (*root != '\0' && !g_file_test (root, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, IRU_ERROR, IRU_ERROR_USAGE, _ ("“%s” is not a folder."), root);
      return NULL;
    }
  iru_path_confine (strcmp (root, get_own_root ()) != 0 ? root : NULL);
  if (!parse_platform (options->platform, root, &platform, error))
    return NULL;

  if (options->user != NULL)
    {
      if (!add_user_home (list, platform, root, options->user, error))
        return NULL;
    }
  else if (options->all_users || strcmp (root, get_own_root ()) != 0)
    add_all_homes (list, platform, root);
  else
    g_ptr_array_add (list, new_own_home (platform, getenv));
  add_windows_profiles (list);
  return g_steal_pointer (&list);
}
