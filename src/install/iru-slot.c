/* iru-slot.c: the folder and the name that a path really leads to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-slot.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "iru-error.h"

#define MAX_LINKS 40
#define FOLDER_FLAGS (O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

/* A walk along a path. @owner is that of the links that did not belong to root. */
typedef struct
{
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
  g_auto (GStrv) names = g_strsplit (path, "/", -1);

  for (guint i = g_strv_length (names); i > 0; i--)
    if (names[i - 1][0] != '\0' && strcmp (names[i - 1], ".") != 0)
      g_queue_push_head (walk->ahead, g_strdup (names[i - 1]));
  if (path[0] == '/')
    g_string_truncate (walk->done, 0);
}

static void
walk_pop (Walk *walk)
{
  const char *slash = strrchr (walk->done->str, '/');

  if (slash != NULL)
    g_string_truncate (walk->done, slash - walk->done->str);
}

/* As with a kernel's protected links: root does not write through a link that
 * somebody has laid to a file that is not theirs. */
static gboolean
refuse_link (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, IRU_ERROR, IRU_ERROR_FAILED,
               _ ("“%s” leads through a link to a file of somebody else. Name that file itself."),
               name);
  return FALSE;
}

static gboolean
walk_follow (Walk *walk, const struct stat *info, const char *path, GError **error)
{
  g_autofree char *link = g_strdup (walk->done->str);
  g_autofree char *leads_to = NULL;

  if (++walk->n_links > MAX_LINKS)
    return iru_fd_fail_read (path, ELOOP, error);
  leads_to = g_file_read_link (link, NULL);
  if (leads_to == NULL)
    return iru_fd_fail_read (path, EIO, error);
  if (geteuid () == 0 && info->st_uid != 0)
    {
      if (walk->has_owner && walk->owner != info->st_uid)
        return refuse_link (path, error);
      walk->has_owner = TRUE;
      walk->owner = info->st_uid;
    }
  walk_pop (walk);
  walk_push (walk, leads_to);
  return TRUE;
}

static gboolean
walk_step (Walk *walk, const char *name, const char *path, GError **error)
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
    return errno == ENOENT || iru_fd_fail_read (path, errno, error);
  return !S_ISLNK (info.st_mode) || walk_follow (walk, &info, path, error);
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

char *
iru_slot_resolve (const char *path, GError **error)
{
  g_auto (Walk) walk = { .done = g_string_new (NULL), .ahead = g_queue_new () };

  walk_push (&walk, path);
  if (path[0] != '/')
    {
      g_autofree char *here = g_get_current_dir ();

      walk_push (&walk, here);
    }
  while (!g_queue_is_empty (walk.ahead))
    {
      g_autofree char *name = g_queue_pop_head (walk.ahead);

      if (!walk_step (&walk, name, path, error))
        return NULL;
    }
  if (walk.done->len == 0 || path[0] == '\0')
    return iru_fd_fail_read (path, EISDIR, error), NULL;
  if (walk.has_owner && walk.owner != get_nearest_owner (walk.done->str))
    return refuse_link (path, error), NULL;
  return g_strdup (walk.done->str);
}

void
iru_slot_free (IruSlot *slot)
{
  if (slot == NULL)
    return;
  iru_fd_clear (&slot->folder);
  g_ptr_array_unref (slot->made);
  g_free (slot->path);
  g_free (slot);
}

/* Opens the next folder of the rest. FALSE leaves the cause in errno. */
static gboolean
enter_next (IruSlot *slot)
{
  const char *slash = strchr (slot->rest, '/');
  g_autofree char *name = g_strndup (slot->rest, slash - slot->rest);
  int next = openat (slot->folder, name, FOLDER_FLAGS);

  if (next < 0)
    return FALSE;
  close (slot->folder);
  slot->folder = next;
  slot->rest = slash + 1;
  return TRUE;
}

gboolean
iru_slot_is_missing_folders (const IruSlot *slot)
{
  return slot->rest != slot->name;
}

IruSlot *
iru_slot_open (const char *path, GError **error)
{
  g_autoptr (IruSlot) slot = g_new0 (IruSlot, 1);
  struct stat info;

  slot->path = g_strdup (path);
  slot->name = strrchr (slot->path, '/') + 1;
  slot->rest = slot->path + 1;
  slot->made = g_ptr_array_new_with_free_func (g_free);
  slot->folder = open ("/", FOLDER_FLAGS);
  if (slot->folder < 0)
    return iru_fd_fail_read (path, errno, error), NULL;

  while (iru_slot_is_missing_folders (slot) && enter_next (slot))
    continue;
  if (iru_slot_is_missing_folders (slot) && errno != ENOENT)
    return iru_fd_fail_read (path, errno, error), NULL;
  if (fstat (slot->folder, &info) != 0)
    return iru_fd_fail_read (path, errno, error), NULL;
  slot->owner = info.st_uid;
  slot->group = info.st_gid;
  return g_steal_pointer (&slot);
}

/* Whoever owns the folder around could have put another in the place of the one
 * that was made; one that root keeps something in is not given away. */
static gboolean
give_folder (IruSlot *slot)
{
  g_auto (IruFd) fd = openat (slot->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_autoptr (GPtrArray) names = NULL;

  if (geteuid () != 0 || slot->owner == 0)
    return TRUE;
  names = iru_fd_list_folder (fd);
  if (names == NULL || names->len > 0)
    {
      errno = EPERM;
      return FALSE;
    }
  return fchown (fd, slot->owner, slot->group) == 0;
}

static gboolean
make_next (IruSlot *slot)
{
  const char *slash = strchr (slot->rest, '/');
  g_autofree char *name = g_strndup (slot->rest, slash - slot->rest);
  gboolean made = mkdirat (slot->folder, name, 0700) == 0;

  if (!made && errno != EEXIST)
    return FALSE;
  if (made)
    g_ptr_array_add (slot->made, g_strndup (slot->path, slash - slot->path));
  if (made && !iru_fd_flush_folder (slot->folder))
    return FALSE;
  return enter_next (slot) && (!made || give_folder (slot));
}

gboolean
iru_slot_make_folders (IruSlot *slot, GError **error)
{
  while (iru_slot_is_missing_folders (slot))
    if (!make_next (slot))
      return iru_fd_fail_write (slot->path, errno, error);
  return TRUE;
}

void
iru_slot_unmake_folders (GPtrArray *made)
{
  for (guint i = made->len; i > 0; i--)
    if (rmdir (g_ptr_array_index (made, i - 1)) != 0)
      return;
}
