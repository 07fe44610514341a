/* iru-undo.c: take back what a run has changed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-digest.h"
#include "iru-error.h"
#include "iru-fd.h"
#include "iru-file.h"
#include "iru-finding.h"
#include "iru-helper.h"
#include "iru-path.h"
#include "iru-plan-keys.h"
#include "iru-rewrite.h"
#include "iru-slot.h"

/* One undo. @shown: path to the bytes (or NULL) that a dry run has come to. */
typedef struct
{
  IruState *state;
  const IruRun *run;
  const IruBackup *backup;
  gboolean dry_run;
  GHashTable *shown;
} Undo;

void
iru_undo_result_free (IruUndoResult *result)
{
  if (result == NULL)
    return;
  g_free (result->path);
  g_free (result->client);
  g_clear_error (&result->error);
  g_ptr_array_unref (result->findings);
  g_ptr_array_unref (result->keys);
  g_free (result);
}

static void
unref_nullable (GBytes *bytes)
{
  if (bytes != NULL)
    g_bytes_unref (bytes);
}

/* Nothing there is NULL without @error. */
static GBytes *
load_now (const char *path, GError **error)
{
  g_autoptr (GError) cause = NULL;
  GBytes *now = iru_file_load (path, NULL, &cause);

  if (cause != NULL && !g_error_matches (cause, IRU_ERROR, IRU_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&cause));
  return now;
}

/* A run that was killed has not noted its last change: the file tells. */
static gboolean
has_happened (const IruBackup *backup)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GBytes) now = NULL;

  if (backup->restored || backup->applied)
    return !backup->restored;
  now = load_now (backup->path, &cause);
  return cause == NULL && iru_digest_matches (backup->new_digest, now);
}

static gboolean
has_changes (const IruRun *run)
{
  for (guint i = 0; i < run->backups->len; i++)
    if (has_happened (g_ptr_array_index (run->backups, i)))
      return TRUE;
  return FALSE;
}

/* IruFileEdit: the bytes from before the run. */
static GBytes *
take_back (GBytes *before, gpointer user_data, GError **error)
{
  Undo *undo = user_data;
  const IruBackup *backup = undo->backup;
  g_autofree char *name = iru_path_show (backup->path);

  if (iru_digest_matches (backup->old_digest, before))
    return before != NULL ? g_bytes_ref (before) : NULL;
  if (!iru_digest_matches (backup->new_digest, before))
    {
      g_set_error (error, IRU_ERROR, IRU_ERROR_CONFLICT,
                   before != NULL ? _ ("“%s” has been changed since, so it was left as it is.")
                                  : _ ("“%s” has been deleted since, so it was not brought back."),
                   name);
      return NULL;
    }
  return backup->existed ? iru_state_load_backup (undo->state, undo->run->id, backup, error) : NULL;
}

/* A mode that somebody has made stricter since stays that strict. */
static gboolean
restore (Undo *undo, GError **error)
{
  const IruBackup *backup = undo->backup;
  IruRewrite rewrite = {
    .state = undo->state,
    .edit = take_back,
    .user_data = undo,
    .mode = backup->mode,
    .mode_mask = backup->mode,
    .mode_left = backup->new_mode,
  };
  IruFileOutcome outcome;

  if (!iru_rewrite_run (&rewrite, backup->path, &outcome, error))
    return FALSE;
  if (!backup->existed)
    iru_slot_unmake_folders (backup->made_folders);
  iru_state_mark_restored (undo->state, undo->run->id, backup, NULL);
  return TRUE;
}

/* A run may have changed a file more than once, so a dry run goes on from what it
 * has come to. */
static gboolean
rehearse (Undo *undo, GError **error)
{
  const char *path = undo->backup->path;
  g_autoptr (GError) cause = NULL;
  g_autoptr (GBytes) now = NULL;
  GBytes *then = NULL;

  if (!g_hash_table_contains (undo->shown, path))
    now = load_now (path, &cause);
  else if (g_hash_table_lookup (undo->shown, path) != NULL)
    now = g_bytes_ref (g_hash_table_lookup (undo->shown, path));
  if (cause == NULL)
    then = take_back (now, undo, &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  g_hash_table_insert (undo->shown, g_strdup (path), then);
  return TRUE;
}

static IruUndoResult *
find_result (GPtrArray *results, const char *path)
{
  for (guint i = 0; i < results->len; i++)
    {
      IruUndoResult *result = g_ptr_array_index (results, i);

      if (strcmp (result->path, path) == 0)
        return result;
    }
  return NULL;
}

static void
undo_backup (Undo *undo, GPtrArray *results)
{
  IruUndoResult *result = find_result (results, undo->backup->path);

  if (result == NULL)
    {
      result = g_new0 (IruUndoResult, 1);
      result->path = g_strdup (undo->backup->path);
      result->client = g_strdup (undo->backup->client);
      result->findings = iru_findings_new ();
      result->keys = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (results, result);
    }
  if (result->error != NULL)
    return;
  if (undo->dry_run)
    {
      rehearse (undo, &result->error);
      return;
    }
  const IruClient *client = result->client != NULL ? iru_client_get (result->client) : NULL;
  g_autoptr (GBytes) now = client != NULL ? load_now (result->path, NULL) : NULL;
  if (now != NULL)
    iru_helper_list_names (client, now, result->keys);
  restore (undo, &result->error);
}

static GPtrArray *
undo_run (IruState *state, const IruRun *run, gboolean dry_run)
{
  GPtrArray *results = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_undo_result_free);
  g_autoptr (GHashTable) shown =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)unref_nullable);
  Undo undo = { .state = state, .run = run, .dry_run = dry_run, .shown = shown };

  for (guint i = run->backups->len; i > 0; i--)
    {
      undo.backup = g_ptr_array_index (run->backups, i - 1);
      if (has_happened (undo.backup))
        undo_backup (&undo, results);
      else if (!dry_run)
        iru_file_tidy (state, undo.backup->path);
    }
  return results;
}

static const IruRun *
find_run (GPtrArray *runs, const char *run_id, GError **error)
{
  for (guint i = 0; i < runs->len; i++)
    {
      const IruRun *run = g_ptr_array_index (runs, i);

      if (run_id != NULL ? strcmp (run->id, run_id) == 0 : has_changes (run))
        return run;
    }
  if (run_id != NULL)
    g_set_error (error, IRU_ERROR, IRU_ERROR_NOT_FOUND,
                 _ ("There is no backup “%s”. “--undo” without “--backup” takes the newest."),
                 run_id);
  return NULL;
}

/* Keys that entries asked for which are gone. */
static void
clear_keys (IruState *state, GPtrArray *results)
{
  const IruPlacesOptions mine = { 0 };
  g_autoptr (GPtrArray) places = NULL;

  for (guint i = 0; i < results->len; i++)
    {
      IruUndoResult *result = g_ptr_array_index (results, i);

      if (result->keys->len > 0 && places == NULL)
        places = iru_places_list (&mine, NULL);
      if (result->keys->len > 0 && places != NULL)
        iru_plan_keys_clear_unused (result->keys, places->pdata[0], state, NULL, result->findings);
    }
}

GPtrArray *
iru_file_undo (IruState *state, const char *run_id, gboolean dry_run, char **undone_id,
               GError **error)
{
  g_autoptr (GPtrArray) runs = iru_state_list_runs (state, error);
  g_autoptr (GPtrArray) results = NULL;
  const IruRun *run;

  if (undone_id != NULL)
    *undone_id = NULL;
  if (runs == NULL)
    return NULL;
  run = find_run (runs, run_id, error);
  if (run == NULL && run_id != NULL)
    return NULL;
  if (run == NULL)
    return g_ptr_array_new_with_free_func ((GDestroyNotify)iru_undo_result_free);

  results = undo_run (state, run, dry_run);
  clear_keys (state, results);
  if (undone_id != NULL && results->len > 0)
    *undone_id = g_strdup (run->id);
  return g_steal_pointer (&results);
}
