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
#include "iru-path.h"

/* As with a kernel's protected links: root does not write through a link that
 * somebody has laid to a file that is not theirs. */
static gboolean
refuse_link (const char *path, GError **error)
{
  g_autofree char *name = iru_path_show (path);

  g_set_error (error, IRU_ERROR, IRU_ERROR_FAILED,
               _ ("“%s” leads through a link to a file of somebody else. Name that file itself."),
               name);
  return FALSE;
}

/* As with a kernel's protected regular files: it may wait there to be filled. */
static void
refuse_file (const char *path, GError **error)
{
  g_autofree char *name = iru_path_show (path);

  g_set_error (error, IRU_ERROR, IRU_ERROR_FAILED,
               _ ("“%s” belongs to another user, in a folder that everybody may write to. Name a "
                  "file in a folder of your own."),
               name);
}

gboolean
iru_slot_fail (const char *path, int cause, GError **error)
{
  gboolean is_link = cause == EPERM;

#ifdef __APPLE__
  /* Also what the system says where its user has not let this application look. */
  is_link = is_link && geteuid () == 0;
#endif
  return is_link ? refuse_link (path, error) : iru_fd_fail_read (path, cause, error);
}

char *
iru_slot_resolve (const char *path, GError **error)
{
  char *resolved = iru_path_resolve (path);

  if (resolved == NULL)
    iru_slot_fail (path, errno, error);
  else if (iru_path_is_anybodys (resolved))
    {
      refuse_file (resolved, error);
      g_clear_pointer (&resolved, g_free);
    }
  return resolved;
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
  int next = openat (slot->folder, name, IRU_PATH_FOLDER_FLAGS);

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
  slot->rest = slot->path + IRU_PATH_ROOT_LENGTH;
  slot->made = g_ptr_array_new_with_free_func (g_free);
  slot->folder = iru_path_open_root (path);
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

gboolean
iru_slot_is_current (const IruSlot *slot)
{
  g_autoptr (IruSlot) now = iru_slot_open (slot->path, NULL);
  struct stat then_info;
  struct stat now_info;

  return now != NULL && !iru_slot_is_missing_folders (now) && fstat (slot->folder, &then_info) == 0
         && fstat (now->folder, &now_info) == 0 && then_info.st_dev == now_info.st_dev
         && then_info.st_ino == now_info.st_ino;
}

void
iru_slot_unmake_folders (GPtrArray *made)
{
  for (guint i = made->len; i > 0; i--)
    {
      g_autoptr (IruSlot) slot = iru_slot_open (g_ptr_array_index (made, i - 1), NULL);

      if (slot == NULL || iru_slot_is_missing_folders (slot)
          || unlinkat (slot->folder, slot->name, AT_REMOVEDIR) != 0)
        return;
    }
}
