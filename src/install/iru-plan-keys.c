/* iru-plan-keys.c: what a plan puts into the keyring, and takes out of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-plan-keys.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-error.h"
#include "iru-file.h"
#include "iru-helper.h"
#include "iru-keyring.h"
#include "iru-secret.h"

/* One server's keys in this run. */
typedef struct
{
  const IruServer *server;
  IruServer *before; /* (nullable): what was there under its name */
  GError *error;     /* (nullable): why they could not be stored */
  gboolean is_new;
} Kept;

struct _IruPlanKeys
{
  GPtrArray *changes;
  GPtrArray *kept; /* (element-type Kept) */
};

static void
kept_free (Kept *kept)
{
  iru_server_free (kept->before);
  g_clear_error (&kept->error);
  g_free (kept);
}

IruPlanKeys *
iru_plan_keys_new (GPtrArray *changes)
{
  IruPlanKeys *keys = g_new0 (IruPlanKeys, 1);

  keys->changes = changes;
  keys->kept = g_ptr_array_new_with_free_func ((GDestroyNotify)kept_free);
  return keys;
}

void
iru_plan_keys_free (IruPlanKeys *keys)
{
  if (keys == NULL)
    return;
  g_ptr_array_unref (keys->kept);
  g_free (keys);
}

/* Whether an entry of @text asks for the keys of @server, and sends them elsewhere. */
static gboolean
sends_elsewhere (const IruTarget *target, GBytes *text, const IruServer *server)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  iru_helper_list_names (target->client, text, names);
  if (!g_ptr_array_find_with_equal_func (names, server->name, g_str_equal, NULL))
    return FALSE;
  g_autoptr (IruConfig) config = iru_config_new (target, text);
  for (guint i = 0; i < config->entries->len; i++)
    {
      const IruServer *other = ((IruEntry *)config->entries->pdata[i])->server;

      if (g_strcmp0 (other->helper, server->name) == 0 && !iru_url_equal (other->url, server->url))
        return TRUE;
    }
  return FALSE;
}

static const IruChange *
find_change (IruPlanKeys *keys, const char *path)
{
  for (guint i = 0; i < keys->changes->len; i++)
    if (strcmp (((IruChange *)keys->changes->pdata[i])->target->path, path) == 0)
      return keys->changes->pdata[i];
  return NULL;
}

/* One name is one url: who has the keys of another server under it must not send these there. */
static gboolean
check_url (IruPlanKeys *keys, const IruTarget *target, const IruServer *server, GError **error)
{
  g_autoptr (GPtrArray) places = g_ptr_array_new ();
  g_autoptr (GPtrArray) targets = NULL;

  g_ptr_array_add (places, target->places);
  targets = iru_targets_list_all (places, NULL, TRUE, NULL);
  for (guint i = 0; i < targets->len; i++)
    {
      const IruTarget *other = targets->pdata[i];
      const IruChange *change = find_change (keys, other->path);
      g_autoptr (GBytes) now = iru_file_load (other->path, NULL, NULL);
      GBytes *text = change != NULL && change->after != NULL ? change->after : now;

      if (!sends_elsewhere (other, text, server))
        continue;
      g_set_error (
          error, IRU_ERROR, IRU_ERROR_UNSUPPORTED,
          _ ("%s: an entry there takes the key “%s” from the keyring for another url. Give "
             "the server another name in the configuration, or remove that entry first."),
          other->path, server->name);
      return FALSE;
    }
  return TRUE;
}

/* Every secret header of @b is in @a as it is, and for the same url. */
static gboolean
holds (const IruServer *a, const IruServer *b)
{
  guint n_secrets = 0;

  for (guint i = 0; i < b->headers->len; i++)
    {
      IruPair *pair = iru_pairs_index (b->headers, i);

      if (!iru_header_is_secret (pair->name))
        continue;
      n_secrets++;
      if (g_strcmp0 (iru_pairs_get (a->headers, pair->name, FALSE), pair->value) != 0)
        return FALSE;
    }
  return a->headers->len == n_secrets && g_strcmp0 (a->url, b->url) == 0;
}

static void
keep (IruPlanKeys *keys, const IruTarget *target, Kept *kept)
{
  g_autoptr (GError) cause = NULL;

  if (!check_url (keys, target, kept->server, &kept->error))
    return;
  kept->before = iru_keyring_load (kept->server->name, IRU_KEYRING_PATIENT, &cause);
  if (cause != NULL && !g_error_matches (cause, IRU_ERROR, IRU_ERROR_NOT_FOUND))
    {
      kept->error = g_steal_pointer (&cause);
      return;
    }
  kept->is_new = kept->before == NULL || !holds (kept->before, kept->server);
  if (kept->is_new)
    iru_keyring_store (kept->server, &kept->error);
}

static Kept *
find_kept (IruPlanKeys *keys, const IruTarget *target, const IruServer *server)
{
  Kept *kept;

  for (guint i = 0; i < keys->kept->len; i++)
    if (((Kept *)keys->kept->pdata[i])->server == server)
      return keys->kept->pdata[i];
  kept = g_new0 (Kept, 1);
  kept->server = server;
  g_ptr_array_add (keys->kept, kept);
  keep (keys, target, kept);
  return kept;
}

gboolean
iru_plan_keys_store (IruPlanKeys *keys, IruChange *change, GError **error)
{
  for (guint i = 0; i < change->handed_out->len; i++)
    {
      Kept *kept = find_kept (keys, change->target, change->handed_out->pdata[i]);

      if (kept->error != NULL)
        {
          g_propagate_error (error, g_error_copy (kept->error));
          return FALSE;
        }
      if (kept->is_new)
        iru_findings_add (change->findings, "keyring-stored",
                          kept->before == NULL ? _ ("Under the name “%s”.")
                                               : _ ("Under the name “%s”, where another was."),
                          kept->server->name);
    }
  return TRUE;
}

/* Whether a file that was not refused has an entry that asks for it. */
static gboolean
is_asked_for (IruPlanKeys *keys, const Kept *kept)
{
  for (guint i = 0; i < keys->changes->len; i++)
    {
      const IruChange *change = keys->changes->pdata[i];

      if (change->error == NULL
          && g_ptr_array_find (change->handed_out, (gpointer)kept->server, NULL))
        return TRUE;
    }
  return FALSE;
}

static void
take_back (IruPlanKeys *keys)
{
  for (guint i = 0; i < keys->kept->len; i++)
    {
      const Kept *kept = keys->kept->pdata[i];

      if (!kept->is_new || kept->error != NULL || is_asked_for (keys, kept))
        continue;
      if (kept->before != NULL)
        iru_keyring_store (kept->before, NULL);
      else
        iru_keyring_clear (kept->server->name, NULL);
    }
}

/* Takes out of @names what an entry of @targets asks for. */
static void
drop_used (GPtrArray *names, GPtrArray *targets)
{
  g_autoptr (GPtrArray) used = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; targets != NULL && i < targets->len; i++)
    {
      const IruTarget *target = targets->pdata[i];
      g_autoptr (GBytes) text = target->client->dialect.helper_field != NULL
                                    ? iru_file_load (target->path, NULL, NULL)
                                    : NULL;

      iru_helper_list_names (target->client, text, used);
    }
  for (guint i = names->len; i > 0; i--)
    if (g_ptr_array_find_with_equal_func (used, names->pdata[i - 1], g_str_equal, NULL))
      g_ptr_array_remove_index (names, i - 1);
}

/* The files that runs have changed: some are where no variable leads to any more.
 * (transfer full) (element-type IruTarget) */
static GPtrArray *
list_changed_files (IruState *state, IruPlaces *places)
{
  GPtrArray *targets = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_target_free);
  g_autoptr (GPtrArray) runs = iru_state_list_runs (state, NULL);

  for (guint i = 0; runs != NULL && i < runs->len; i++)
    for (guint j = 0; j < ((IruRun *)runs->pdata[i])->backups->len; j++)
      {
        const IruBackup *backup = ((IruRun *)runs->pdata[i])->backups->pdata[j];
        const IruClient *client = backup->client != NULL ? iru_client_get (backup->client) : NULL;

        if (client != NULL)
          g_ptr_array_add (targets, iru_target_new_for_file (client, places, backup->path));
      }
  return targets;
}

void
iru_plan_keys_clear_unused (GPtrArray *names, IruPlaces *places, IruState *state,
                            GPtrArray *targets, GPtrArray *findings)
{
  g_autoptr (GPtrArray) homes = g_ptr_array_new ();
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) changed = NULL;

  if (names->len == 0 || !iru_places_is_own (places))
    return;
  g_ptr_array_add (homes, places);
  all = iru_targets_list_all (homes, NULL, TRUE, NULL);
  changed = list_changed_files (state, places);
  drop_used (names, all);
  drop_used (names, changed);
  drop_used (names, targets);
  for (guint i = 0; i < names->len; i++)
    {
      g_autoptr (GError) error = NULL;

      /* It may have gone with another file's entry. */
      iru_server_free (iru_keyring_load (names->pdata[i], IRU_KEYRING_QUIET, &error));
      if (g_error_matches (error, IRU_ERROR, IRU_ERROR_NOT_FOUND))
        continue;
      g_clear_error (&error);
      if (iru_keyring_clear (names->pdata[i], &error))
        iru_findings_add (findings, "keyring-cleared", _ ("It was there under the name “%s”."),
                          (char *)names->pdata[i]);
      else
        iru_findings_add (findings, "keyring-failed",
                          _ ("The key “%s”, which no entry asks for any more, is still there. %s"),
                          (char *)names->pdata[i], error->message)
            ->severity = IRU_SEVERITY_WARNING;
    }
}

void
iru_plan_keys_settle (IruPlanKeys *keys, IruState *state)
{
  g_autoptr (GPtrArray) targets = g_ptr_array_new ();

  take_back (keys);
  for (guint i = 0; i < keys->changes->len; i++)
    g_ptr_array_add (targets, (gpointer)((IruChange *)keys->changes->pdata[i])->target);
  for (guint i = 0; i < keys->changes->len; i++)
    {
      IruChange *change = keys->changes->pdata[i];
      g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

      if (change->error == NULL && change->action != IRU_ACTION_UNCHANGED)
        iru_helper_list_names (change->target->client, change->before, names);
      iru_plan_keys_clear_unused (names, change->target->places, state, targets, change->findings);
    }
}
