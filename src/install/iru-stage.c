/* iru-stage.c: the new file, finished beside the one that it is to replace
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-stage.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/file.h>
#include <unistd.h>

#include "iru-attributes.h"
#include "iru-error.h"

#define KEY_LENGTH 16
#define RANDOM_BYTES 8

/* The slot's path is in the name as a digest: the folder may hold the targets of
 * other runs, which are under other locks. */
static char *
get_prefix (const IruSlot *slot)
{
  g_autofree char *key = g_compute_checksum_for_string (G_CHECKSUM_SHA256, slot->path, -1);

  return g_strdup_printf (".iru-mcp-setup-%.*s-", KEY_LENGTH, key);
}

void
iru_stage_init (IruStage *stage, const IruSlot *slot)
{
  g_autofree char *prefix = get_prefix (slot);
  g_autofree char *random = iru_fd_random_name (RANDOM_BYTES);

  stage->folder = slot->folder;
  stage->name = g_strconcat (prefix, random, NULL);
  stage->fd = -1;
}

void
iru_stage_clear (IruStage *stage)
{
  iru_fd_clear (&stage->fd);
  g_clear_pointer (&stage->name, g_free);
}

void
iru_stage_discard (IruStage *stage)
{
  if (stage->name != NULL)
    unlinkat (stage->folder, stage->name, 0);
  iru_stage_clear (stage);
}

static gboolean
refuse_owner (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, IRU_ERROR, IRU_ERROR_FAILED,
               _ ("“%s” belongs to another user or group, and it could not be kept that way. "
                  "Nothing was changed."),
               name);
  return FALSE;
}

static gboolean
set_owner (IruStage *stage, const char *path, uid_t owner, gid_t group, GError **error)
{
  struct stat info;

  if (fstat (stage->fd, &info) != 0)
    return iru_fd_fail_write (path, errno, error);
  if (owner == (uid_t)-1 || (info.st_uid == owner && info.st_gid == group))
    return TRUE;
  return fchown (stage->fd, owner, group) == 0 || refuse_owner (path, error);
}

gboolean
iru_stage_write (IruStage *stage, const IruSlot *slot, GBytes *content, uid_t owner, gid_t group,
                 GError **error)
{
  stage->fd =
      openat (stage->folder, stage->name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (stage->fd < 0 || fchmod (stage->fd, 0600) != 0)
    return iru_fd_fail_write (slot->path, errno, error);
  /* Some network file systems have no such lock; then the age alone tells a stray. */
  flock (stage->fd, LOCK_EX | LOCK_NB);
  if (!set_owner (stage, slot->path, owner, group, error))
    return FALSE;
  return iru_fd_store (stage->fd, content) || iru_fd_fail_write (slot->path, errno, error);
}

/* A change of the mode clears nothing, while an access control list changes the
 * mode: so the mode comes last. */
gboolean
iru_stage_finish (IruStage *stage, const IruSlot *slot, int old, guint mode, GError **error)
{
  if ((old >= 0 && !iru_attributes_copy (old, stage->fd)) || fchmod (stage->fd, mode) != 0)
    return iru_fd_fail_write (slot->path, errno, error);
  return TRUE;
}

/* A run with a state folder of its own may be alive in spite of our lock: until it
 * exchanges, its file is locked; after that, what came out has just been changed. */
static void
remove_stray (int folder, const char *name, gint64 before_s)
{
  g_auto (IruFd) fd =
      openat (folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  struct stat info;

  if (fd >= 0 && fstat (fd, &info) == 0 && S_ISREG (info.st_mode) && info.st_ctime <= before_s
      && (flock (fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK))
    unlinkat (folder, name, 0);
}

void
iru_stage_remove_strays (const IruSlot *slot, gint64 before_s)
{
  g_autofree char *prefix = get_prefix (slot);
  g_autoptr (GPtrArray) names = iru_fd_list_folder (slot->folder);

  for (guint i = 0; names != NULL && i < names->len; i++)
    if (g_str_has_prefix (g_ptr_array_index (names, i), prefix))
      remove_stray (slot->folder, g_ptr_array_index (names, i), before_s);
}
