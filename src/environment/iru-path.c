/* iru-path.c: what a path leads to, where somebody else may have laid links
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-path.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <unistd.h>

#define MAX_LINKS 40
#define READ_FLAGS (O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

/* The root of the other system that is looked at: as it was given, and without links. */
static char *other_root;
static char *other_root_real;

char *
iru_path_take (char *path)
{
#ifdef G_OS_WIN32
  if (path != NULL)
    g_strdelimit (path, "\\", '/');
#endif
  return path;
}

gboolean
iru_path_is_absolute (const char *path)
{
#ifdef G_OS_WIN32
  return g_ascii_isalpha (path[0]) && path[1] == ':' && path[2] == '/';
#else
  return path[0] == '/';
#endif
}

#ifdef G_OS_WIN32
/* “/x” is below the root of the drive that @near is on. Takes @path. */
static char *
add_drive (char *path, const char *near)
{
  char *whole;

  if (path[0] != '/' || path[1] == '/' || !iru_path_is_absolute (near))
    return path;
  whole = g_strdup_printf ("%.2s%s", near, path);
  g_free (path);
  return whole;
}
#endif

char *
iru_path_canonicalize (const char *path, const char *folder)
{
  char *whole = iru_path_take (g_canonicalize_filename (path, folder));
#ifdef G_OS_WIN32
  g_autofree char *near = iru_path_take (folder != NULL ? g_strdup (folder) : g_get_current_dir ());

  whole = add_drive (whole, near);
#endif
  return whole;
}

char *
iru_path_give (char *path)
{
#ifdef G_OS_WIN32
  g_strdelimit (path, "/", '\\');
#endif
  return path;
}

char *
iru_path_show (const char *path)
{
  return iru_path_give (g_filename_display_name (path));
}

/* A walk along a path, which does not get above @base. @owner is that of the links that did not
 * belong to root. */
typedef struct
{
  const char *base;
  GString *done;
  GQueue *ahead;
  guint n_links;
  uid_t owner;
  gboolean has_owner;
} Walk;

static void
walk_clear (Walk *walk)
{
  if (walk->done != NULL)
    g_string_free (walk->done, TRUE);
  if (walk->ahead != NULL)
    g_queue_free_full (walk->ahead, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

static void
walk_push (Walk *walk, const char *path)
{
  const char *tail = iru_path_is_absolute (path) ? path + IRU_PATH_ROOT_LENGTH : path;
  g_auto (GStrv) names = g_strsplit (tail, "/", -1);

  for (guint i = g_strv_length (names); i > 0; i--)
    if (names[i - 1][0] != '\0' && strcmp (names[i - 1], ".") != 0)
      g_queue_push_head (walk->ahead, g_strdup (names[i - 1]));
  if (iru_path_is_absolute (path))
    {
      g_string_assign (walk->done, walk->base);
      if (*walk->base == '\0')
        g_string_append_len (walk->done, path, IRU_PATH_ROOT_LENGTH - 1);
    }
}

static void
walk_pop (Walk *walk)
{
  const char *slash = strrchr (walk->done->str, '/');

  if (slash != NULL)
    g_string_truncate (walk->done, MAX ((gsize)(slash - walk->done->str), strlen (walk->base)));
}

/* FALSE leaves the cause in errno. */
static gboolean
fail (int cause)
{
  errno = cause;
  return FALSE;
}

/* Whoever owns the folder may have put root's own link there. */
static uid_t
get_link_owner (const char *folder, const struct stat *info)
{
  struct stat around;

  if (info->st_uid == 0 && lstat (*folder != '\0' ? folder : "/", &around) == 0)
    return around.st_uid;
  return info->st_uid;
}

/* Whether anybody may have laid what @info is of into @folder, which all may write to. */
static gboolean
is_anybodys (const char *folder, const struct stat *info)
{
  struct stat around;

  return info->st_uid != geteuid () && lstat (*folder != '\0' ? folder : "/", &around) == 0
         && (around.st_mode & S_IWOTH) != 0 && info->st_uid != around.st_uid;
}

gboolean
iru_path_is_anybodys (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  struct stat info;

  return lstat (path, &info) == 0 && is_anybodys (folder, &info);
}

/* As with a kernel's protected links, also where they are off: nobody goes through a link that
 * another user has laid into a folder like /tmp, and root not through one to a file that does
 * not belong to who laid it. */
static gboolean
walk_follow (Walk *walk, const struct stat *info)
{
  g_autofree char *link = g_strdup (walk->done->str);
  g_autofree char *leads_to = NULL;
  uid_t owner;

  if (++walk->n_links > MAX_LINKS)
    return fail (ELOOP);
  leads_to = iru_path_take (g_file_read_link (link, NULL));
  if (leads_to == NULL)
    return fail (EIO);
  walk_pop (walk);
  if (is_anybodys (walk->done->str, info))
    return fail (EPERM);
#ifdef G_OS_WIN32
  leads_to = add_drive (g_steal_pointer (&leads_to), link);
  if (leads_to[0] == '/')
    return fail (ENOTSUP);
#endif
  owner = get_link_owner (walk->done->str, info);
  if (geteuid () == 0 && owner != 0)
    {
      if (walk->has_owner && walk->owner != owner)
        return fail (EPERM);
      walk->has_owner = TRUE;
      walk->owner = owner;
    }
  walk_push (walk, leads_to);
  return TRUE;
}

static gboolean
walk_step (Walk *walk, const char *name)
{
  struct stat info;

  if (strcmp (name, "..") == 0)
    {
      walk_pop (walk);
      return TRUE;
    }
  g_string_append_c (walk->done, '/');
  g_string_append (walk->done, name);
  if (lstat (walk->done->str, &info) != 0)
    return errno == ENOENT;
  return !S_ISLNK (info.st_mode) || walk_follow (walk, &info);
}

/* The owner of the file or of the nearest folder that is there. */
static uid_t
get_nearest_owner (const char *path)
{
  g_autofree char *nearest = g_strdup (path);
  struct stat info;

  while (lstat (nearest, &info) != 0)
    {
      char *slash = strrchr (nearest, '/');

      if (slash == NULL || slash == nearest)
        return 0;
      *slash = '\0';
    }
  return info.st_uid;
}

void
iru_path_confine (const char *root)
{
  g_autofree char *real = NULL;

  g_clear_pointer (&other_root, g_free);
  g_clear_pointer (&other_root_real, g_free);
  if (root == NULL)
    return;
  real = realpath (root, NULL);
  other_root_real = iru_path_take (g_strdup (real != NULL ? real : root));
  other_root = g_strdup (root);
}

/* What of @path is below @root; NULL if it is not. */
static const char *
get_tail (const char *path, const char *root)
{
  gsize length = strlen (root);

  return strncmp (path, root, length) == 0 && (path[length] == '/' || path[length] == '\0')
             ? path + length
             : NULL;
}

/* The same for the other system's root; NULL if there is none. */
static const char *
get_confined_tail (const char *path)
{
  const char *tail = other_root != NULL ? get_tail (path, other_root) : NULL;

  return tail == NULL && other_root != NULL ? get_tail (path, other_root_real) : tail;
}

static void
walk_start (Walk *walk, const char *path)
{
  const char *tail = get_confined_tail (path);

  walk->base = tail != NULL ? other_root_real : "";
  g_string_assign (walk->done, walk->base);
  walk_push (walk, tail != NULL ? tail : path);
}

char *
iru_path_resolve (const char *given)
{
  g_auto (Walk) walk = { .done = g_string_new (NULL), .ahead = g_queue_new () };
  g_autofree char *path = iru_path_take (g_strdup (given));

#ifdef G_OS_WIN32
  /* Of another machine, of a device, or of no drive. */
  if (path[0] == '/')
    return fail (ENOTSUP), NULL;
#endif
  walk_start (&walk, path);
  if (!iru_path_is_absolute (path))
    {
      g_autofree char *here = iru_path_take (g_get_current_dir ());

      walk_push (&walk, here);
    }
  while (!g_queue_is_empty (walk.ahead))
    {
      g_autofree char *name = g_queue_pop_head (walk.ahead);

      if (!walk_step (&walk, name))
        return NULL;
    }
  if (walk.done->len < IRU_PATH_ROOT_LENGTH || path[0] == '\0')
    return fail (EISDIR), NULL;
  if (walk.has_owner && walk.owner != get_nearest_owner (walk.done->str))
    return fail (EPERM), NULL;
  return g_strdup (walk.done->str);
}

gboolean
iru_path_is_no_decoy (int folder, const struct stat *info)
{
  struct stat around;

  if (geteuid () != 0 || info->st_nlink < 2)
    return TRUE;
  return fstat (folder, &around) == 0 && (around.st_uid == 0 || around.st_uid == info->st_uid);
}

int
iru_path_open_root (const char *path)
{
  g_autofree char *root = g_strndup (path, IRU_PATH_ROOT_LENGTH);

  return open (root, IRU_PATH_FOLDER_FLAGS);
}

/* The folder of @path, which has no link in it. */
static int
open_folder (const char *path)
{
  g_auto (GStrv) names = g_strsplit (path + IRU_PATH_ROOT_LENGTH, "/", -1);
  int folder = iru_path_open_root (path);

  for (guint i = 0; folder >= 0 && names[i + 1] != NULL; i++)
    {
      int next = openat (folder, names[i], IRU_PATH_FOLDER_FLAGS);
      int cause = errno;

      close (folder);
      errno = cause;
      folder = next;
    }
  return folder;
}

/* A look comes first: opening is enough to disturb some devices. */
static int
open_plain (int folder, const char *name)
{
  struct stat info;
  int fd;

  if (fstatat (folder, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
    return -1;
  if (!S_ISREG (info.st_mode))
    return fail (ENXIO), -1;
  fd = openat (folder, name, READ_FLAGS | O_NOFOLLOW);
  if (fd < 0 || (fstat (fd, &info) == 0 && iru_path_is_no_decoy (folder, &info)))
    return fd;
  close (fd);
  return fail (EPERM), -1;
}

/* As anybody but root, on this system. */
static int
open_any (const char *path, int flags)
{
  int fd = open (path, READ_FLAGS | flags);

#ifdef __APPLE__
  /* How a socket refuses to be opened. */
  if (fd < 0 && errno == EOPNOTSUPP)
    errno = ENXIO;
#endif
  return fd;
}

int
iru_path_open (const char *path, int flags)
{
  g_autofree char *resolved = NULL;
  int folder;
  int fd;
  int cause;

  if (geteuid () != 0 && get_confined_tail (path) == NULL)
    return open_any (path, flags);
  resolved = iru_path_resolve (path);
  folder = resolved != NULL ? open_folder (resolved) : -1;
  if (folder < 0)
    return -1;
  fd = open_plain (folder, strrchr (resolved, '/') + 1);
  cause = errno;
  close (folder);
  errno = cause;
  return fd;
}

char *
iru_path_find_real (const char *path)
{
  return get_confined_tail (path) != NULL ? iru_path_resolve (path) : realpath (path, NULL);
}

/* @path, without links if it is the other system's. (transfer full) (nullable) */
static char *
enter (const char *path)
{
  return get_confined_tail (path) != NULL ? iru_path_resolve (path) : g_strdup (path);
}

gboolean
iru_path_test (const char *path, GFileTest test)
{
  g_autofree char *real = enter (path);

  return real != NULL && g_file_test (real, test);
}

GDir *
iru_path_list (const char *path)
{
  g_autofree char *real = enter (path);

  return real != NULL ? g_dir_open (real, 0, NULL) : NULL;
}

int
iru_path_stat (const char *path, struct stat *info)
{
  g_autofree char *real = enter (path);

  return real != NULL ? stat (real, info) : -1;
}
