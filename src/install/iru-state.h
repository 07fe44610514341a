/* iru-state.h: what the program remembers: backups and runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A run is one invocation that changed files. It has an id and a folder
 * STATE/runs/ID with a manifest and the old bytes of each file; all is 0700 and
 * 0600. A backup is complete and flushed before its file changes. The newest 20
 * runs are kept.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define IRU_STATE_MAX_RUNS 20

typedef struct _IruState IruState;

/**
 * IruBackup: one file of a run
 * @number: its place in the run, from 0; given by iru_state_keep()
 * @path: (owned): the file that was changed, links resolved
 * @client: (owned) (nullable): for whom
 * @existed: FALSE if the run created it
 * @old_digest: (owned) (nullable): of the bytes before, as iru-digest.h has it
 * @new_digest: (owned) (nullable): of the bytes after; NULL if the file was removed
 * @mode: of the old file
 * @new_mode: that the run gave the file
 * @made_folders: (owned) (element-type utf8): folders that the run made for it,
 *   outermost first
 * @applied: the file has been changed; a run that was killed may have changed it
 *   without having noted it
 * @restored: an undo has taken it back, or the change did not come about
 */
typedef struct
{
  guint number;
  char *path;
  char *client;
  gboolean existed;
  char *old_digest;
  char *new_digest;
  guint mode;
  guint new_mode;
  GPtrArray *made_folders;
  gboolean applied;
  gboolean restored;
} IruBackup;

void iru_backup_free (IruBackup *backup);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruBackup, iru_backup_free)

/* @backups: (element-type IruBackup), in the order of the changes. */
typedef struct
{
  char *id;       /* sorts by time: 20261120T201500Z-1e240a3f1 (after the "-", microseconds) */
  gint64 time_us; /* since 1970 */
  GPtrArray *backups;
} IruRun;

void iru_run_free (IruRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruRun, iru_run_free)

/* Where a person's STATE is. (transfer full) */
char *iru_state_find_folder (void);

/* @folder: STATE, made when first written to. One that belongs to somebody else, or
 * that others can write to, is refused by everything below. */
IruState *iru_state_new (const char *folder);
void iru_state_free (IruState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruState, iru_state_free)

/* The id of this process's run; it exists on disk from its first backup on. Borrowed. */
const char *iru_state_get_run_id (IruState *state);

/* Complete runs and those that were cut off by a crash, newest first.
 * (transfer full) (element-type IruRun) */
GPtrArray *iru_state_list_runs (IruState *state, GError **error);

/* Makes room for a file that is about to change, and sets @backup's number.
 * @fd: (out) (optional): of an empty file for its old bytes, to be closed by the caller;
 *   NULL: it does not exist. They are not kept before they are flushed. */
gboolean iru_state_reserve (IruState *state, IruBackup *backup, int *fd, GError **error);

/* "Could not write “STATE”: CAUSE." Always returns FALSE. */
gboolean iru_state_fail_write (IruState *state, int cause, GError **error);

/* Forgets what was reserved, or kept, for a @backup that has not been added. */
void iru_state_drop (IruState *state, const IruBackup *backup);

/* Notes a @backup whose bytes have been kept, and flushes that and every new
 * folder: the file may change now. */
gboolean iru_state_add_backup (IruState *state, const IruBackup *backup, GError **error);

/* The kept bytes, checked against their digest. (transfer full) */
GBytes *iru_state_load_backup (IruState *state, const char *run_id, const IruBackup *backup,
                               GError **error);

/* Notes that the file of @backup has been changed. */
gboolean iru_state_mark_applied (IruState *state, const char *run_id, const IruBackup *backup,
                                 GError **error);

/* Notes that an undo has taken @backup back. */
gboolean iru_state_mark_restored (IruState *state, const char *run_id, const IruBackup *backup,
                                  GError **error);

/* Removes all but the newest IRU_STATE_MAX_RUNS. */
gboolean iru_state_prune (IruState *state, GError **error);

/* Takes the lock of the file at @path (resolved), waiting up to 10 s. Returns a
 * descriptor to be closed, or -1 with @error (IRU_ERROR_CONFLICT: another copy
 * holds it). */
int iru_state_lock (IruState *state, const char *path, GError **error);

G_END_DECLS
