/* iru-stranger.c: whether somebody else decides what a project's file says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-stranger.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "iru-path.h"

#ifdef G_OS_WIN32
char *
iru_stranger_find (const char *file)
{
  return NULL;
}
#else
#include <pwd.h>

/* (transfer full) */
static char *
get_user_name (uid_t uid)
{
  const struct passwd *user = getpwuid (uid);

  return user != NULL ? g_strdup (user->pw_name) : g_strdup_printf ("%u", (guint)uid);
}

static gboolean
is_ours (const struct stat *info)
{
  return info->st_uid == geteuid () || info->st_uid == 0;
}

/* A group that has the name of this user is this user's alone, as most systems make them. */
static gboolean
is_shared_group (gid_t gid)
{
  const struct passwd *user = getpwuid (geteuid ());

  return gid != 0 && (user == NULL || user->pw_gid != gid || user->pw_uid != (uid_t)gid);
}

static gboolean
is_open_to_others (const struct stat *info)
{
  return (info->st_mode & S_IWOTH) != 0
         || ((info->st_mode & S_IWGRP) != 0 && is_shared_group (info->st_gid));
}

/* @info: of the file or the folder at @path. (transfer full) (nullable) */
static char *
judge (const char *path, const struct stat *info)
{
  g_autofree char *shown = iru_path_show (path);

  if (!is_ours (info))
    {
      g_autofree char *name = get_user_name (info->st_uid);

      return g_strdup_printf (_ ("%s belongs to the user %s."), shown, name);
    }
  if (is_open_to_others (info))
    return g_strdup_printf (_ ("Other users may write to %s."), shown);
  return NULL;
}

/* The folder of @path, or the nearest above it that is there. (transfer full) */
static char *
find_folder (const char *path, struct stat *info)
{
  char *folder = g_path_get_dirname (path);

  while (iru_path_stat (folder, info) != 0 && strlen (folder) > IRU_PATH_ROOT_LENGTH)
    {
      g_autofree char *below = folder;

      folder = g_path_get_dirname (below);
    }
  return folder;
}

/* A link, and where it leads. */
static char *
judge_file (const char *file)
{
  struct stat link;
  struct stat info;
  char *why;

  if (lstat (file, &link) != 0)
    return NULL;
  if (!is_ours (&link))
    return judge (file, &link);
  if (iru_path_stat (file, &info) != 0)
    return NULL;
  why = judge (file, &info);
  if (why != NULL || !S_ISLNK (link.st_mode))
    return why;

  g_autofree char *target = iru_path_find_real (file);
  struct stat folder_info;
  g_autofree char *folder = target != NULL ? find_folder (target, &folder_info) : NULL;
  return folder != NULL ? judge (folder, &folder_info) : NULL;
}

char *
iru_stranger_find (const char *file)
{
  struct stat info;
  g_autofree char *folder = find_folder (file, &info);
  char *why = judge_file (file);

  return why != NULL ? why : judge (folder, &info);
}
#endif
