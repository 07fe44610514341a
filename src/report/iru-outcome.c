/* iru-outcome.c: what a run of the program found and did
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-outcome.h"

#include <string.h>

#include "iru-diff.h"

IruOutcome *
iru_outcome_new (const char *mode)
{
  IruOutcome *outcome = g_new0 (IruOutcome, 1);

  outcome->mode = mode;
  outcome->redactor = iru_redactor_new ();
  return outcome;
}

void
iru_outcome_free (IruOutcome *outcome)
{
  if (outcome == NULL)
    return;
  iru_snippet_free (outcome->snippet);
  iru_diagnosis_free (outcome->diagnosis);
  iru_plan_free (outcome->plan);
  g_clear_pointer (&outcome->undone, g_ptr_array_unref);
  g_free (outcome->undone_id);
  g_clear_pointer (&outcome->runs, g_ptr_array_unref);
  iru_export_free (outcome->exported);
  g_free (outcome->exported_file);
  g_clear_error (&outcome->error);
  iru_redactor_free (outcome->redactor);
  g_clear_pointer (&outcome->targets, g_ptr_array_unref);
  g_free (outcome);
}

static void
learn_from_plan (IruRedactor *redactor, IruPlan *plan)
{
  GPtrArray *changes = iru_plan_get_changes (plan);

  for (guint i = 0; i < changes->len; i++)
    {
      IruChange *change = changes->pdata[i];

      iru_redactor_add_config (redactor, change->target->client, change->before);
      iru_redactor_add_config (redactor, change->target->client, change->after);
    }
}

void
iru_outcome_learn_diagnosis (IruOutcome *outcome, const IruDiagnosis *diagnosis)
{
  IruRedactor *redactor = outcome->redactor;

  for (guint i = 0; i < diagnosis->clients->len; i++)
    {
      IruClientResult *client = diagnosis->clients->pdata[i];

      iru_redactor_add_config (redactor, client->target->client, client->text);
      if (client->server != NULL)
        iru_redactor_add_server (redactor, client->server);
    }
  for (guint i = 0; i < diagnosis->endpoints->len; i++)
    iru_redactor_add_server (redactor,
                             ((IruEndpointResult *)diagnosis->endpoints->pdata[i])->server);
}

void
iru_outcome_learn_secrets (IruOutcome *outcome)
{
  for (guint i = 0; outcome->snippet != NULL && i < outcome->snippet->servers->len; i++)
    iru_redactor_add_server (outcome->redactor, outcome->snippet->servers->pdata[i]);
  if (outcome->plan != NULL)
    learn_from_plan (outcome->redactor, outcome->plan);
  if (outcome->diagnosis != NULL)
    iru_outcome_learn_diagnosis (outcome, outcome->diagnosis);
}

char *
iru_outcome_diff (const IruChange *change)
{
  const IruClient *client = change->target->client;
  g_autoptr (GBytes) old_shown =
      change->before != NULL ? iru_redact_config (client, change->before) : NULL;
  g_autoptr (GBytes) new_shown =
      change->after != NULL ? iru_redact_config (client, change->after) : NULL;
  g_autofree char *path = iru_places_get_native_path (change->target->places, change->target->path);

  if (!iru_change_writes (change))
    return g_strdup ("");
  return iru_diff_unified (change->before, change->after, old_shown, new_shown, path);
}
