/* iru-rewrite.c: change one file, under its lock, all or nothing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-rewrite.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "iru-digest.h"
#include "iru-error.h"
#include "iru-exchange.h"
#include "iru-keeping.h"
#include "iru-path.h"
#include "iru-stage.h"
#include "iru-text.h"

typedef enum
{
  STEP_FAILED,
  STEP_CHANGED, /* somebody else wrote meanwhile; all is as they left it */
  STEP_DONE,
} Step;

/* A file as it was found. @bytes is NULL if there was none. */
typedef struct
{
  GBytes *bytes;
  IruFd fd;
  struct stat info;
} Found;

static void
found_clear (Found *found)
{
  g_clear_pointer (&found->bytes, g_bytes_unref);
  iru_fd_clear (&found->fd);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Found, found_clear)

/* @keeps_stage: what has the stage's name is not ours to remove. */
typedef struct
{
  const IruRewrite *rewrite;
  IruSlot *slot;
  IruStage stage;
  Found before;
  GBytes *after;
  gboolean keeps_stage;
} Attempt;

/* What is given back to the world when an attempt ends, however it ends. */
static void
attempt_clear (Attempt *attempt)
{
  if (!attempt->keeps_stage)
    iru_stage_discard (&attempt->stage);
  iru_stage_clear (&attempt->stage);
  found_clear (&attempt->before);
  g_clear_pointer (&attempt->after, g_bytes_unref);
  g_clear_pointer (&attempt->slot, iru_slot_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Attempt, attempt_clear)

/* A look comes first: opening is enough to disturb some devices. Nothing there is
 * no failure and no descriptor. */
static gboolean
open_at (int folder, const char *name, const char *path, Found *found, GError **error)
{
  found->fd = -1;
  if (fstatat (folder, name, &found->info, AT_SYMLINK_NOFOLLOW) != 0)
    return errno == ENOENT || iru_fd_fail_read (path, errno, error);
  if (S_ISREG (found->info.st_mode))
    {
      found->fd = openat (folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
      if (found->fd < 0 || fstat (found->fd, &found->info) != 0)
        return errno == ENOENT || iru_fd_fail_read (path, errno, error);
      if (!iru_path_is_no_decoy (folder, &found->info))
        return iru_slot_fail (path, EPERM, error);
    }
  return S_ISREG (found->info.st_mode) || iru_fd_fail_kind (path, error);
}

static gboolean
is_untouched (const struct stat *now, const struct stat *then)
{
  return now->st_dev == then->st_dev && now->st_ino == then->st_ino && now->st_size == then->st_size
         && now->st_mtim.tv_sec == then->st_mtim.tv_sec
         && now->st_mtim.tv_nsec == then->st_mtim.tv_nsec
         && now->st_ctim.tv_sec == then->st_ctim.tv_sec
         && now->st_ctim.tv_nsec == then->st_ctim.tv_nsec;
}

/* @seen: (nullable): taken for the bytes of the file if they are that. */
static gboolean
read_at (int folder, const char *name, const char *path, const IruFileSeen *seen, Found *found,
         GError **error)
{
  gboolean same = FALSE;

  if (!open_at (folder, name, path, found, error))
    return FALSE;
  if (found->fd < 0)
    return TRUE;
  if (seen != NULL && (guint64)found->info.st_size == g_bytes_get_size (seen->bytes))
    {
      same = is_untouched (&found->info, &seen->info);
      if (!same && !iru_fd_holds (found->fd, seen->bytes, path, &same, error))
        return FALSE;
    }
  found->bytes =
      same ? g_bytes_ref (seen->bytes) : iru_fd_read (found->fd, IRU_TEXT_MAX_SIZE, path, error);
  return found->bytes != NULL;
}

/* Whether @name is there and holds @bytes, or (NULL) is not there. */
static gboolean
holds (Attempt *attempt, int folder, const char *name, GBytes *bytes, Found *now)
{
  const char *path = attempt->slot->path;
  gboolean same = FALSE;

  if (!open_at (folder, name, path, now, NULL))
    return FALSE;
  if (now->fd < 0 || bytes == NULL)
    return now->fd < 0 && bytes == NULL;
  return iru_fd_holds (now->fd, bytes, path, &same, NULL) && same;
}

/* A first look, which costs nothing: what it misses is seen after the exchange. */
static gboolean
seems_as_found (Attempt *attempt)
{
  const Found *before = &attempt->before;
  const IruSlot *slot = attempt->slot;
  struct stat now;

  return fstatat (slot->folder, slot->name, &now, AT_SYMLINK_NOFOLLOW) == 0
         && is_untouched (&now, &before->info);
}

/* Content, mode and owner: a chmod in the meantime is a change as well. */
static gboolean
is_as_found (Attempt *attempt, int folder, const char *name)
{
  const Found *before = &attempt->before;
  g_auto (Found) now = { .fd = -1 };

  return holds (attempt, folder, name, before->bytes, &now)
         && (before->bytes == NULL
             || (now.info.st_mode == before->info.st_mode && now.info.st_uid == before->info.st_uid
                 && now.info.st_gid == before->info.st_gid));
}

static Step
fail_step (Attempt *attempt, GError **error)
{
  iru_fd_fail_write (attempt->slot->path, errno, error);
  return STEP_FAILED;
}

static gboolean
is_ours (Attempt *attempt)
{
  g_auto (Found) now = { .fd = -1 };

  return holds (attempt, attempt->stage.folder, attempt->stage.name, attempt->after, &now);
}

/* What has the name of the target, and what has that of the stage, swapped. */
static gboolean
exchange (Attempt *attempt)
{
  return iru_exchange (attempt->stage.folder, attempt->stage.name, attempt->slot->folder,
                       attempt->slot->name);
}

/* Puts back what somebody else wrote. If they have written again, over ours, the
 * newest stays. */
static Step
swap_back (Attempt *attempt, GError **error)
{
  const IruStage *stage = &attempt->stage;
  g_autofree char *theirs = g_build_filename (stage->box, stage->name, NULL);
  g_autofree char *shown = NULL;

  if (exchange (attempt))
    {
      if (!is_ours (attempt))
        exchange (attempt);
      return STEP_CHANGED;
    }
  if (renameat (stage->folder, stage->name, attempt->slot->folder, attempt->slot->name) == 0)
    return STEP_CHANGED;

  attempt->keeps_stage = TRUE;
  shown = iru_path_show (attempt->slot->path);
  g_set_error (
      error, IRU_ERROR, IRU_ERROR_CONFLICT,
      _ ("Somebody else changed “%s” at the same moment. Their text is in “%s” in the same "
         "folder: %s."),
      shown, theirs, g_strerror (errno));
  return STEP_FAILED;
}

/* For file systems that can't exchange: what somebody else writes between this look
 * and the next line is lost. */
static Step
replace_unseen (Attempt *attempt, GError **error)
{
  const IruStage *stage = &attempt->stage;
  const IruSlot *slot = attempt->slot;

  if (!is_as_found (attempt, slot->folder, slot->name))
    return STEP_CHANGED;
  if (renameat (stage->folder, stage->name, slot->folder, slot->name) != 0)
    return fail_step (attempt, error);
  return STEP_DONE;
}

/* A look comes first: if ours had to be swapped back, somebody else could have read it
 * meanwhile, without what they had written last. */
static Step
replace (Attempt *attempt, GError **error)
{
  const IruStage *stage = &attempt->stage;

  if (!seems_as_found (attempt)
      && !is_as_found (attempt, attempt->slot->folder, attempt->slot->name))
    return STEP_CHANGED;
  iru_fd_clear (&attempt->before.fd);
  if (!exchange (attempt))
    {
      if (errno == ENOSYS)
        return replace_unseen (attempt, error);
      return errno == ENOENT ? STEP_CHANGED : fail_step (attempt, error);
    }
  if (!is_as_found (attempt, stage->folder, stage->name))
    return swap_back (attempt, error);
  if (unlinkat (stage->folder, stage->name, 0) != 0)
    {
      int cause = errno;

      swap_back (attempt, NULL);
      errno = cause;
      return fail_step (attempt, error);
    }
  return STEP_DONE;
}

static Step
create (Attempt *attempt, GError **error)
{
  if (iru_exchange_place (attempt->stage.folder, attempt->stage.name, attempt->slot->folder,
                          attempt->slot->name))
    return STEP_DONE;
  return errno == EEXIST ? STEP_CHANGED : fail_step (attempt, error);
}

/* If somebody has made a new file meanwhile, that one stays. */
static Step
take_away (Attempt *attempt, GError **error)
{
  const IruStage *stage = &attempt->stage;
  const IruSlot *slot = attempt->slot;
  Step step = STEP_CHANGED;

  iru_fd_clear (&attempt->before.fd);
  if (renameat (slot->folder, slot->name, stage->folder, stage->name) != 0)
    return errno == ENOENT ? STEP_CHANGED : fail_step (attempt, error);
  if (is_as_found (attempt, stage->folder, stage->name))
    {
      if (unlinkat (stage->folder, stage->name, 0) == 0)
        return STEP_DONE;
      step = fail_step (attempt, error);
    }
  if (!iru_exchange_place (stage->folder, stage->name, slot->folder, slot->name) && errno != EEXIST)
    {
      attempt->keeps_stage = TRUE;
      return step == STEP_CHANGED ? fail_step (attempt, error) : step;
    }
  return step;
}

static gboolean
check_reviewed (Attempt *attempt, GError **error)
{
  const IruFileSeen *seen = attempt->rewrite->seen;
  GBytes *before = attempt->before.bytes;
  g_autofree char *name = iru_path_show (attempt->slot->path);

  if (!attempt->rewrite->reviewed || iru_bytes_same (seen->bytes, before)
      || (before == NULL && g_bytes_get_size (seen->bytes) == 0))
    return TRUE;
  g_set_error (error, IRU_ERROR, IRU_ERROR_CONFLICT,
               _ ("“%s” is not as it was when the change was shown. Look at the change again."),
               name);
  return FALSE;
}

/* FALSE with @error if there is none to be made. */
static gboolean
ask_for_edit (Attempt *attempt, GError **error)
{
  const IruRewrite *rewrite = attempt->rewrite;
  g_autoptr (GError) cause = NULL;

  attempt->after = rewrite->edit (attempt->before.bytes, rewrite->user_data, &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  if (attempt->after != NULL && g_bytes_get_size (attempt->after) > IRU_TEXT_MAX_SIZE)
    {
      g_autofree char *name = iru_path_show (attempt->slot->path);

      g_set_error (error, IRU_ERROR, IRU_ERROR_TOO_LARGE,
                   _ ("“%s” would become too large. Nothing was changed."), name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
stage_new_file (Attempt *attempt, GError **error)
{
  IruSlot *slot = attempt->slot;
  gboolean is_root = geteuid () == 0;
  uid_t owner = is_root ? slot->owner : (uid_t)-1;
  gid_t group = is_root ? slot->group : (gid_t)-1;

  if (attempt->before.bytes != NULL)
    {
      owner = attempt->before.info.st_uid;
      group = attempt->before.info.st_gid;
    }
  return iru_stage_write (&attempt->stage, slot, attempt->after, owner, group, error);
}

static guint
get_new_mode (const Attempt *attempt)
{
  const IruRewrite *rewrite = attempt->rewrite;
  guint now = attempt->before.info.st_mode & 07777;

  if (attempt->before.bytes == NULL || (rewrite->mode_left != 0 && now == rewrite->mode_left))
    return rewrite->mode;
  return now & rewrite->mode_mask;
}

static Step
change_target (Attempt *attempt, GError **error)
{
  guint mode = get_new_mode (attempt);

  if (!iru_slot_is_current (attempt->slot))
    return STEP_CHANGED;
  if (attempt->after == NULL)
    return take_away (attempt, error);
  if (!iru_stage_finish (&attempt->stage, attempt->slot, attempt->before.fd, mode, error))
    return STEP_FAILED;
  return attempt->before.bytes != NULL ? replace (attempt, error) : create (attempt, error);
}

/* The new file, and the old bytes in the backup: the latter may be on their way already, since
 * the change was planned. */
static gboolean
stage_and_keep (Attempt *attempt, IruBackup *backup, GError **error)
{
  const IruFileSeen *seen = attempt->rewrite->seen;
  GBytes *old = attempt->before.bytes;
  gboolean is_early = seen != NULL && seen->keeping != NULL && seen->bytes == old;
  g_autoptr (IruKeeping) own = is_early ? NULL : iru_keeping_start (attempt->rewrite->state, old);

  if (attempt->after != NULL && !stage_new_file (attempt, error))
    return FALSE;
  backup->new_digest = iru_digest_new (attempt->after);
  return iru_keeping_finish (is_early ? seen->keeping : own, backup, error);
}

/* The backup is on the disk before the file changes; what becomes of the change
 * is noted in it. */
static Step
back_up_and_change (Attempt *attempt, IruBackup *backup, GError **error)
{
  IruState *state = attempt->rewrite->state;
  const char *run_id;
  Step step;

  if (!stage_and_keep (attempt, backup, error))
    return STEP_FAILED;
  if (!iru_state_add_backup (state, backup, error))
    {
      iru_state_drop (state, backup);
      return STEP_FAILED;
    }
  step = change_target (attempt, error);

  run_id = iru_state_get_run_id (state);
  if (step == STEP_DONE)
    iru_state_mark_applied (state, run_id, backup, NULL);
  else
    iru_state_mark_restored (state, run_id, backup, NULL);
  return step;
}

static Step
stage_and_change (Attempt *attempt, GError **error)
{
  const struct stat *info = attempt->before.bytes != NULL ? &attempt->before.info : NULL;
  IruBackup backup = {
    .path = attempt->slot->path,
    .client = (char *)attempt->rewrite->client,
    .existed = info != NULL,
    .mode = info != NULL ? info->st_mode & 07777 : 0,
    .new_mode = get_new_mode (attempt),
    .made_folders = attempt->slot->made,
  };
  Step step = STEP_FAILED;

  if (attempt->rewrite->backs_up)
    step = back_up_and_change (attempt, &backup, error);
  else if (attempt->after == NULL || stage_new_file (attempt, error))
    step = change_target (attempt, error);
  g_free (backup.old_digest);
  g_free (backup.new_digest);
  return step;
}

static IruFileOutcome
get_outcome (const Attempt *attempt)
{
  gboolean existed = attempt->before.bytes != NULL;
  gboolean keeps_mode =
      !existed || get_new_mode (attempt) == (attempt->before.info.st_mode & 07777);

  if (iru_bytes_same (attempt->before.bytes, attempt->after) && keeps_mode)
    return IRU_FILE_UNCHANGED;
  if (!existed)
    return IRU_FILE_CREATED;
  return attempt->after != NULL ? IRU_FILE_REPLACED : IRU_FILE_REMOVED;
}

static Step
write_change (Attempt *attempt, GError **error)
{
  IruSlot *slot = attempt->slot;
  Step step = STEP_FAILED;

  if (iru_slot_make_folders (slot, error) && iru_stage_open (&attempt->stage, slot, error))
    step = stage_and_change (attempt, error);
  if (!attempt->keeps_stage)
    iru_stage_discard (&attempt->stage);
  if (step == STEP_DONE)
    return iru_fd_flush_folder (slot->folder) ? STEP_DONE : fail_step (attempt, error);
  iru_slot_unmake_folders (slot->made);
  return step;
}

/* Whose texts are kept, and of which file. */
typedef struct
{
  IruState *state;
  const char *path;
} Known;

/* An IruStageKnows: what a run has kept, or was about to write. */
static gboolean
is_known (GBytes *bytes, gpointer user_data)
{
  const Known *known = user_data;
  g_autoptr (GPtrArray) runs = iru_state_list_runs (known->state, NULL);

  for (guint i = 0; runs != NULL && i < runs->len; i++)
    {
      GPtrArray *backups = ((IruRun *)g_ptr_array_index (runs, i))->backups;

      for (guint j = 0; j < backups->len; j++)
        {
          const IruBackup *backup = g_ptr_array_index (backups, j);

          if (strcmp (backup->path, known->path) == 0
              && (iru_digest_matches (backup->old_digest, bytes)
                  || iru_digest_matches (backup->new_digest, bytes)))
            return TRUE;
        }
    }
  return FALSE;
}

static Step
try_once (const IruRewrite *rewrite, const IruFileSeen *seen, const char *path, gint64 locked_s,
          IruFileOutcome *outcome, GError **error)
{
  g_auto (Attempt) attempt = { .rewrite = rewrite, .stage = IRU_STAGE_INIT, .before.fd = -1 };
  IruSlot *slot = attempt.slot = iru_slot_open (path, error);

  if (slot == NULL)
    return STEP_FAILED;
  if (!iru_slot_is_missing_folders (slot))
    {
      Known known = { rewrite->state, slot->path };

      iru_stage_remove_strays (slot, locked_s, is_known, &known);
      if (!read_at (slot->folder, slot->name, path, seen, &attempt.before, error))
        return STEP_FAILED;
    }
  if (!check_reviewed (&attempt, error) || !ask_for_edit (&attempt, error))
    return STEP_FAILED;
  *outcome = get_outcome (&attempt);
  return *outcome == IRU_FILE_UNCHANGED ? STEP_DONE : write_change (&attempt, error);
}

gboolean
iru_rewrite_run (const IruRewrite *rewrite, const char *path, IruFileOutcome *outcome,
                 GError **error)
{
  g_autofree char *resolved = iru_slot_resolve (path, error);
  g_autofree char *name = NULL;
  g_auto (IruFd) lock = -1;
  gint64 locked_s;

  if (resolved == NULL)
    return FALSE;
  lock = iru_state_lock (rewrite->state, resolved, error);
  if (lock < 0)
    return FALSE;
  locked_s = g_get_real_time () / G_USEC_PER_SEC;
  for (guint i = 0; i <= IRU_REWRITE_MAX_REPLANS; i++)
    {
      /* After the first time it is known to have been touched. */
      const IruFileSeen *seen = i == 0 ? rewrite->seen : NULL;
      Step step = try_once (rewrite, seen, resolved, locked_s, outcome, error);

      if (step != STEP_CHANGED)
        return step == STEP_DONE;
    }
  name = iru_path_show (resolved);
  g_set_error (error, IRU_ERROR, IRU_ERROR_CONFLICT,
               _ ("“%s” is being changed by another program again and again. Close it and try "
                  "again."),
               name);
  return FALSE;
}

void
iru_rewrite_tidy (IruState *state, const char *path)
{
  g_autofree char *resolved = iru_slot_resolve (path, NULL);
  g_autoptr (IruSlot) slot = resolved != NULL ? iru_slot_open (resolved, NULL) : NULL;
  Known known = { state, resolved };
  g_auto (IruFd) lock = -1;

  if (slot == NULL || iru_slot_is_missing_folders (slot) || !iru_stage_has_strays (slot))
    return;
  lock = iru_state_lock (state, resolved, NULL);
  if (lock >= 0)
    iru_stage_remove_strays (slot, g_get_real_time () / G_USEC_PER_SEC, is_known, &known);
}
