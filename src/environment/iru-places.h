/* iru-places.h: one home folder on one platform
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the file system and the environment come in. Everything that depends on
 * the platform, on HOME or on a variable asks here, so that any platform's
 * behaviour can be tested on any other, and a mounted disk is looked at as this
 * machine is.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  IRU_PLATFORM_LINUX,
  IRU_PLATFORM_MACOS,
  IRU_PLATFORM_WINDOWS,
  IRU_N_PLATFORMS
} IruPlatform;

typedef struct _IruPlaces IruPlaces;

/* NULL if unset. */
typedef const char *(*IruGetenv) (const char *name);

/**
 * IruPlacesOptions: what the command line says about whose files are meant
 * @root: (nullable): a mounted disk or a collected profile; NULL: this system
 * @platform: (nullable): "linux", "macos" or "windows"; NULL: this one's, or what
 *   the root looks like
 * @user: (nullable): NULL: who runs the program; with a root, everyone
 * @all_users: every home
 * @getenv: (nullable): the environment of this system; NULL: g_getenv()
 */
typedef struct
{
  const char *root;
  const char *platform;
  const char *user;
  gboolean all_users;
  IruGetenv getenv;
} IruPlacesOptions;

/**
 * iru_places_list:
 *
 * The homes that the options mean. On WSL that is the Linux home and the Windows
 * profile of the same person.
 *
 * Returns: (transfer full) (element-type IruPlaces) (nullable): at least one, or
 *   NULL with @error (IRU_ERROR_USAGE: no such platform or user)
 */
GPtrArray *iru_places_list (const IruPlacesOptions *options, GError **error);

/* One home, as it is: for tests, and the building block of the list.
 * @root: "" for this system (on Windows its drive); @home: with the root in front. Copied. */
IruPlaces *iru_places_new (IruPlatform platform, const char *root, const char *home,
                           const char *user, IruGetenv getenv);
IruPlaces *iru_places_ref (IruPlaces *places);
void iru_places_unref (IruPlaces *places);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruPlaces, iru_places_unref)

IruPlatform iru_places_get_platform (IruPlaces *places);
const char *iru_platform_get_name (IruPlatform platform);
/* "" for this system, or its drive on Windows; no slash at the end. Borrowed. */
const char *iru_places_get_root (IruPlaces *places);
/* With the root in front. Borrowed. */
const char *iru_places_get_home (IruPlaces *places);
/* NULL if not known. Borrowed. */
const char *iru_places_get_user (IruPlaces *places);

/* A variable of the person's environment; NULL if unset, empty or not knowable,
 * because the home is not that of who runs the program. Borrowed. */
const char *iru_places_getenv (IruPlaces *places, const char *name);
/* Whether it is on another system's disk, or on one that was collected from there. */
gboolean iru_places_is_elsewhere (IruPlaces *places);
/* Whether the environment is known. */
gboolean iru_places_is_own (IruPlaces *places);
/* Whether this program runs in the sandbox of a Flatpak, out of which nothing can be started and
 * where the machine's programs are seen only if it was permitted. */
gboolean iru_places_is_sandboxed (IruPlaces *places);
/* Where a path of this machine is seen from here: what a sandbox has in its own /usr is not the
 * machine's. (transfer full) */
char *iru_places_get_visible_path (IruPlaces *places, const char *path);
/* Whether that, and what is found there are programs for this machine that can be started. */
gboolean iru_places_is_native (IruPlaces *places);

/**
 * iru_places_expand:
 * @template: a path that begins with one of
 *   {home} · {config}: XDG_CONFIG_HOME, Application Support, APPDATA ·
 *   {local}: LOCALAPPDATA · {xdg}: XDG_CONFIG_HOME, .config anywhere · {root} ·
 *   {codex}: CODEX_HOME · {claude}: CLAUDE_CONFIG_DIR · {gemini}: GEMINI_CLI_HOME ·
 *   {copilot}: COPILOT_HOME · {opencode-config}: OPENCODE_CONFIG and {amp-settings}:
 *   AMP_SETTINGS_FILE, which are files · {crush-config}: CRUSH_GLOBAL_CONFIG ·
 *   {claude-folder}: the same, else .claude · {opencode-folder}: OPENCODE_CONFIG_DIR ·
 *   {cline}: CLINE_DIR · {cline-data}: CLINE_DATA_DIR · {cline-settings}:
 *   CLINE_MCP_SETTINGS_PATH, which is a file
 *   Its "*" and "?" in a name stand for whatever is there.
 *
 * Returns: (transfer full) (nullable): the path with the root in front; of several that match
 *   the first, by name, whose folder exists; NULL for a pattern that nothing matches, and for a
 *   variable that is not set and has nothing in its place
 */
char *iru_places_expand (IruPlaces *places, const char *template);
/* Every path that matches, by name. (transfer full) (element-type filename) */
GPtrArray *iru_places_expand_all (IruPlaces *places, const char *template);
/* The same below the folder @base; @tail begins with a slash. (transfer full) */
GPtrArray *iru_places_match (const char *base, const char *tail);
/* Whether @template has a "*" or "?". */
gboolean iru_places_is_pattern (const char *template);
/* Whether a variable that the client has for that, and that is set, says where @template begins. */
gboolean iru_places_is_named (IruPlaces *places, const char *template);

/* The path as a program on that system would write it: without the root, with a
 * drive and backslashes on Windows. (transfer full) */
char *iru_places_get_native_path (IruPlaces *places, const char *path);

/* The folders in which a program is looked for from a shell: PATH, where it is
 * known, else the platform's usual ones. With the root in front. (transfer full) */
GStrv iru_places_get_path (IruPlaces *places);

/* The same for an application that was started from the desktop. (transfer full) */
GStrv iru_places_get_desktop_path (IruPlaces *places);

G_END_DECLS
