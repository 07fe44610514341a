/* iru-system-program.c: whether a program is the system's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-system-program.h"

#ifdef G_OS_WIN32
gboolean
iru_system_program_check (const char *program)
{
  return FALSE;
}
#else
#include <stdlib.h>
#include <sys/stat.h>

static const char *const system_folders[] = {
  "/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin", "/snap/bin", NULL,
};

/* Whether only root can change @path, which has no link in it. */
static gboolean
is_roots (const char *path)
{
  g_autofree char *here = g_strdup (path);
  struct stat info;

  for (;;)
    {
      if (lstat (here, &info) != 0 || info.st_uid != 0 || (info.st_mode & S_IWOTH) != 0
          || ((info.st_mode & S_IWGRP) != 0 && info.st_gid != 0))
        return FALSE;
      if (here[1] == '\0')
        return TRUE;
      g_autofree char *child = here;
      here = g_path_get_dirname (child);
    }
}

gboolean
iru_system_program_check (const char *program)
{
  g_autofree char *folder = g_path_get_dirname (program);
  g_autofree char *real_folder = realpath (folder, NULL);
  g_autofree char *real = realpath (program, NULL);

  return g_strv_contains (system_folders, folder) && real_folder != NULL && real != NULL
         && is_roots (real_folder) && is_roots (real);
}
#endif
