/* iru-fixable.c: which findings the program can fix by itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-fixable.h"

#include <glib/gi18n-lib.h>

#include "iru-config-fix.h"
#include "iru-plan.h"

static gboolean
may_be_fixed (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    if (iru_cure_get (((IruFinding *)findings->pdata[i])->kind->id) != IRU_CURE_NONE)
      return TRUE;
  return FALSE;
}

/* The files that are worth a plan: on a machine with many homes they are few.
 * (element-type IruTarget) (transfer container) */
static GPtrArray *
list_targets (const IruDiagnosis *diagnosis)
{
  GPtrArray *targets = g_ptr_array_new ();

  for (guint i = 0; i < diagnosis->clients->len; i++)
    {
      const IruClientResult *client = diagnosis->clients->pdata[i];
      gpointer last = targets->len > 0 ? targets->pdata[targets->len - 1] : NULL;

      /* Results of one file follow each other. */
      if (may_be_fixed (client->findings) && last != client->target)
        g_ptr_array_add (targets, (gpointer)client->target);
    }
  return targets;
}

static gboolean
is_cured (const IruChange *change, const IruFinding *finding)
{
  for (guint i = 0; i < change->cured->len; i++)
    {
      const IruFinding *cured = change->cured->pdata[i];

      if (cured->kind == finding->kind && cured->line == finding->line
          && cured->column == finding->column)
        return TRUE;
    }
  return FALSE;
}

static void
mark_client (const IruClientResult *client, GHashTable *changes)
{
  const IruChange *change = g_hash_table_lookup (changes, client->target);

  for (guint i = 0; change != NULL && change->error == NULL && i < client->findings->len; i++)
    {
      IruFinding *finding = client->findings->pdata[i];

      finding->fixable = is_cured (change, finding);
      if (finding->fixable && iru_cure_get (finding->kind->id) == IRU_CURE_TEXT)
        {
          g_free (finding->advice);
          finding->advice = g_strdup (_ ("The mistake has one reading. “iru-mcp-setup --fix” "
                                         "corrects it, and so does “iru-mcp-setup --install”."));
        }
    }
}

void
iru_fixable_mark (IruDiagnosis *diagnosis, const IruCheckOptions *options)
{
  g_autoptr (GPtrArray) targets = list_targets (diagnosis);
  g_autoptr (GHashTable) changes = g_hash_table_new (NULL, NULL);
  g_autoptr (IruPlan) plan = NULL;

  if (targets->len == 0)
    return;
  plan = iru_plan_new_fix (targets, options->names, options->all_servers, NULL);
  GPtrArray *all = iru_plan_get_changes (plan);
  for (guint i = 0; i < all->len; i++)
    {
      IruChange *change = all->pdata[i];

      g_hash_table_insert (changes, (gpointer)change->target, change);
    }
  for (guint i = 0; i < diagnosis->clients->len; i++)
    mark_client (diagnosis->clients->pdata[i], changes);
}
