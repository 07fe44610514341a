/* iru-stage.c: the new file, finished beside the one that it is to replace
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-stage.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "iru-attributes.h"
#include "iru-error.h"
#include "iru-exchange.h"
#include "iru-path.h"
#include "iru-text.h"

#define FOLDER_FLAGS (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

/* While it is written, and once it may be another's file. */
#define NAME_NEW "new"
#define NAME_SWAP "swap"
/* What was replaced, where a system needs a third name for a moment (src/windows/). */
#define NAME_OLD "swap.old"

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

/* Some network file systems have no such lock; then the age alone tells a stray. */
static gboolean
open_box (IruStage *stage)
{
  if (mkdirat (stage->beside, stage->box, 0700) != 0)
    return FALSE;
  stage->folder = openat (stage->beside, stage->box, FOLDER_FLAGS);
  if (stage->folder >= 0)
    flock (stage->folder, LOCK_EX | LOCK_NB);
  return stage->folder >= 0;
}

gboolean
iru_stage_open (IruStage *stage, const IruSlot *slot, GError **error)
{
  g_autofree char *prefix = get_prefix (slot);
  g_autofree char *random = iru_fd_random_name (RANDOM_BYTES);

  stage->beside = slot->folder;
  stage->box = g_strconcat (prefix, random, NULL);
  stage->name = NAME_SWAP;
  return open_box (stage) || iru_fd_fail_write (slot->path, errno, error);
}

void
iru_stage_clear (IruStage *stage)
{
  iru_fd_clear (&stage->fd);
  iru_fd_clear (&stage->folder);
  g_clear_pointer (&stage->box, g_free);
}

/* Some systems keep the name of what is open. */
void
iru_stage_discard (IruStage *stage)
{
  if (stage->box == NULL)
    return;
  iru_fd_clear (&stage->fd);
  if (stage->folder >= 0 && (unlinkat (stage->folder, stage->name, 0) == 0 || errno == ENOENT))
    iru_fd_clear (&stage->folder);
  if (unlinkat (stage->beside, stage->box, AT_REMOVEDIR) == 0)
    g_clear_pointer (&stage->box, g_free);
}

static gboolean
refuse_owner (const char *path, int cause, GError **error)
{
  g_autofree char *name = iru_path_show (path);

  g_set_error (error, IRU_ERROR, IRU_ERROR_FAILED,
               _ ("“%s” belongs to another user or group, and it could not be kept that way: %s. "
                  "Nothing was changed."),
               name, g_strerror (cause));
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
  return fchown (stage->fd, owner, group) == 0 || refuse_owner (path, errno, error);
}

gboolean
iru_stage_write (IruStage *stage, const IruSlot *slot, GBytes *content, uid_t owner, gid_t group,
                 GError **error)
{
  stage->name = NAME_NEW;
  stage->fd =
      openat (stage->folder, stage->name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (stage->fd < 0 || fchmod (stage->fd, 0600) != 0)
    return iru_fd_fail_write (slot->path, errno, error);
  if (!set_owner (stage, slot->path, owner, group, error))
    return FALSE;
  return iru_fd_store (stage->fd, content) || iru_fd_fail_write (slot->path, errno, error);
}

/* A change of the mode clears nothing, while an access control list changes the
 * mode: so the mode comes last. */
gboolean
iru_stage_finish (IruStage *stage, const IruSlot *slot, int old, guint mode, GError **error)
{
  if ((old >= 0 && !iru_attributes_copy (old, stage->fd)) || fchmod (stage->fd, mode) != 0
      || !iru_fd_flush (stage->fd)
      || renameat (stage->folder, NAME_NEW, stage->folder, NAME_SWAP) != 0)
    return iru_fd_fail_write (slot->path, errno, error);
  stage->name = NAME_SWAP;
  iru_fd_clear (&stage->fd);
  return TRUE;
}

/* Whether what has that name, if anything has, need not be kept. */
static gboolean
may_go (int box, const char *name, const IruSlot *slot, IruStageKnows knows, gpointer user_data)
{
  g_auto (IruFd) fd = openat (box, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  g_autoptr (GBytes) bytes = NULL;
  struct stat info;

  if (fd < 0)
    return errno == ENOENT;
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode) && iru_path_is_no_decoy (box, &info))
    bytes = iru_fd_read (fd, IRU_TEXT_MAX_SIZE, slot->path, NULL);
  return bytes != NULL && knows (bytes, user_data);
}

/* A run with a state folder of its own may be alive in spite of our lock: then its
 * folder is locked, or, where there are no locks, has just been changed. */
static void
remove_stray (const IruSlot *slot, const char *name, gint64 before_s, IruStageKnows knows,
              gpointer user_data)
{
  g_auto (IruFd) box = openat (slot->folder, name, FOLDER_FLAGS);
  struct stat info;

  if (box < 0 || fstat (box, &info) != 0 || info.st_ctime > before_s
      || (flock (box, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK))
    return;
  /* Back to where nothing took its place. */
  iru_exchange_place (box, NAME_OLD, slot->folder, slot->name);
  if (!may_go (box, NAME_SWAP, slot, knows, user_data)
      || !may_go (box, NAME_OLD, slot, knows, user_data))
    return;
  unlinkat (box, NAME_NEW, 0);
  unlinkat (box, NAME_SWAP, 0);
  unlinkat (box, NAME_OLD, 0);
  unlinkat (slot->folder, name, AT_REMOVEDIR);
}

/* (transfer full) (element-type utf8) */
static GPtrArray *
list_strays (const IruSlot *slot)
{
  g_autofree char *prefix = get_prefix (slot);
  GPtrArray *names = iru_fd_list_folder (slot->folder);

  for (guint i = names != NULL ? names->len : 0; i > 0; i--)
    if (!g_str_has_prefix (g_ptr_array_index (names, i - 1), prefix))
      g_ptr_array_remove_index_fast (names, i - 1);
  return names != NULL ? names : g_ptr_array_new ();
}

gboolean
iru_stage_has_strays (const IruSlot *slot)
{
  g_autoptr (GPtrArray) names = list_strays (slot);

  return names->len > 0;
}

void
iru_stage_remove_strays (const IruSlot *slot, gint64 before_s, IruStageKnows knows,
                         gpointer user_data)
{
  g_autoptr (GPtrArray) names = list_strays (slot);

  for (guint i = 0; i < names->len; i++)
    remove_stray (slot, g_ptr_array_index (names, i), before_s, knows, user_data);
}
