/* iru-file.h: read a user's file, and replace it, all or nothing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The only code that writes a user's file. At every instant the file is the old
 * one or the new one (on Windows, whose exchange takes two steps, for a moment neither).
 */
#pragma once

#include <gio/gio.h>
#include <sys/stat.h>

#include "iru-keeping.h"

G_BEGIN_DECLS

/**
 * iru_file_load:
 * @path: may be a symbolic link
 *
 * Regular files only, opened without blocking on a FIFO or a device, up to
 * IRU_TEXT_MAX_SIZE. Nothing at @path (or a dangling link) is IRU_ERROR_NOT_FOUND;
 * IRU_ERROR_TOO_LARGE; all else is IRU_ERROR_FAILED with the path and the cause.
 *
 * @info: (out) (optional): what the system said of it before it was read
 * Returns: (transfer full) (nullable)
 */
GBytes *iru_file_load (const char *path, struct stat *info, GError **error);

/**
 * IruFileSeen: how a file was
 * @bytes: empty bytes for no file
 * @info: as iru_file_load() gave it, or all zero
 * @keeping: (nullable): these bytes, on their way into the state that they are to be
 *   kept in; finished if they are what is replaced
 */
typedef struct
{
  GBytes *bytes;
  struct stat info;
  IruKeeping *keeping;
} IruFileSeen;

/**
 * IruFileEdit:
 * @before: (nullable): the bytes now; NULL: no file
 *
 * What the file is to be. May be called again if somebody else wrote meanwhile.
 *
 * Returns: (transfer full) (nullable): the new bytes (the same bytes: no change);
 *   NULL without @error: the file is to go; NULL with @error: refuse
 */
typedef GBytes *(*IruFileEdit) (GBytes *before, gpointer user_data, GError **error);

typedef enum
{
  IRU_FILE_UNCHANGED,
  IRU_FILE_CREATED,
  IRU_FILE_REPLACED,
  IRU_FILE_REMOVED,
} IruFileOutcome;

/**
 * iru_file_rewrite:
 * @path: what is to be written; links are resolved and the target is written
 * @client: (nullable): remembered with the backup
 * @seen: (nullable): how the file was when it was looked at last. If it still is, by
 *   its inode and times or by its bytes, @edit is given these very bytes; what the
 *   system says is no more than a hint, as the bytes are compared when they come out
 * @reviewed: a person has seen the change of @seen: other bytes in the file are
 *   IRU_ERROR_CONFLICT. Otherwise a file that changes meanwhile is planned again, up
 *   to 3 times.
 *
 * Lock, read, edit, write beside the target, flush, back up, exchange, compare,
 * flush the folder, as design.md has it. New files are 0600 in folders 0700; an
 * existing file keeps its mode, owner and extended attributes. What is made by root
 * gets the owner of the nearest folder that was there.
 */
gboolean iru_file_rewrite (IruState *state, const char *path, const char *client, IruFileEdit edit,
                           gpointer user_data, const IruFileSeen *seen, gboolean reviewed,
                           IruFileOutcome *outcome, GError **error);

/* The same, and afterwards the file is its owner's alone. */
gboolean iru_file_rewrite_private (IruState *state, const char *path, const char *client,
                                   IruFileEdit edit, gpointer user_data, const IruFileSeen *seen,
                                   gboolean reviewed, IruFileOutcome *outcome, GError **error);

/**
 * iru_file_create:
 * @is_private: for its owner only; else whatever the umask leaves
 *
 * A new file, all or nothing, which no undo takes away. One that is there and has @content
 * stays (%IRU_FILE_UNCHANGED); any other is refused.
 */
gboolean iru_file_create (IruState *state, const char *path, GBytes *content, gboolean is_private,
                          IruFileOutcome *outcome, GError **error);

/* For a file that is to stay as it is: removes what runs that were killed have left
 * beside it. iru_file_rewrite() does so by itself. */
void iru_file_tidy (IruState *state, const char *path);

/**
 * IruUndoResult: one file of an undone run
 * @error: (owned) (nullable): why it was refused
 * @findings: (element-type IruFinding): what the user should know
 * @keys: (element-type utf8): the names of the keys in the keyring that its entries asked for
 */
typedef struct
{
  char *path;
  char *client;
  GError *error;
  GPtrArray *findings;
  GPtrArray *keys;
} IruUndoResult;

void iru_undo_result_free (IruUndoResult *result);

/**
 * iru_file_undo:
 * @run_id: (nullable): that run; NULL: the newest that changed something and has
 *   not been taken back
 * @undone_id: (out) (transfer full): the run; NULL if there is none to undo
 *
 * Takes every file of the run back to the byte, newest change first; a file that
 * somebody else has changed or deleted since is refused, and the others restored.
 * A file that the run created is removed, with the folders it made if they are empty.
 *
 * Returns: (transfer full) (element-type IruUndoResult) (nullable): empty if there
 *   was nothing to undo; NULL with @error if the state can't be read or there is no
 *   such run (IRU_ERROR_NOT_FOUND)
 */
GPtrArray *iru_file_undo (IruState *state, const char *run_id, gboolean dry_run, char **undone_id,
                          GError **error);

G_END_DECLS
