/* iru-desktop.c: what an application that is started from the desktop has in its environment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-desktop.h"

#include <gio/gio.h>
#include <string.h>

#define MAX_SIZE 65536
#define MAX_FILES 64

static const char *const files[] = { "{root}/etc/environment", "{home}/.pam_environment",
                                     "{home}/.profile",        "{home}/.xprofile",
                                     "{home}/.xsessionrc",     NULL };
static const char *const folders[] = { "{xdg}/environment.d", "{root}/etc/environment.d", NULL };

/* NAME=…, also behind "export"; pam_env has a space there. */
static gboolean
sets (const char *line, const char *variable)
{
  gsize length = strlen (variable);

  line += strspn (line, " \t");
  if (g_str_has_prefix (line, "export "))
    line += strlen ("export ");
  line += strspn (line, " \t");
  return strncmp (line, variable, length) == 0 && line[length] != '\0'
         && strchr ("= \t", line[length]) != NULL;
}

static gboolean
file_sets (const char *path, const char *variable)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autofree char *text = g_malloc0 (MAX_SIZE + 1);
  gsize length = 0;
  gboolean found = FALSE;

  /* A pipe or a device would be waited for. */
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return FALSE;
  stream = g_file_read (file, NULL, NULL);
  if (stream != NULL)
    g_input_stream_read_all (G_INPUT_STREAM (stream), text, MAX_SIZE, &length, NULL, NULL);

  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      found = found || sets (lines[i], variable);
      explicit_bzero (lines[i], strlen (lines[i]));
    }
  explicit_bzero (text, length);
  return found;
}

static gboolean
folder_sets (const char *path, const char *variable)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name = folder != NULL ? g_dir_read_name (folder) : NULL;

  for (guint i = 0; name != NULL && i < MAX_FILES; i++)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (g_str_has_suffix (name, ".conf") && file_sets (file, variable))
        return TRUE;
      name = g_dir_read_name (folder);
    }
  return FALSE;
}

gboolean
iru_desktop_sees (IruPlaces *places, const char *variable)
{
  if (!iru_places_is_own (places) || iru_places_get_platform (places) == IRU_PLATFORM_WINDOWS)
    return TRUE;
  if (iru_places_get_platform (places) == IRU_PLATFORM_MACOS)
    return FALSE;
  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autofree char *path = iru_places_expand (places, files[i]);

      if (path != NULL && file_sets (path, variable))
        return TRUE;
    }
  for (guint i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *path = iru_places_expand (places, folders[i]);

      if (path != NULL && folder_sets (path, variable))
        return TRUE;
    }
  return FALSE;
}
