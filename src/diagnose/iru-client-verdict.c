/* iru-client-verdict.c: what is true of one client and one server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-client-verdict.h"

#include <string.h>

/* Findings that are no fault, and keep the entry from being tried: only the client has a value. */
static const char *const own_values[] = { "env-unset", "client-value", "entry-alias",
                                          "project-address", NULL };

const char *
iru_verdict_kind_get_name (IruVerdictKind kind)
{
  static const char *const names[] = { "works", "restart", "unproved", "fails", "missing" };

  return names[kind];
}

static const IruFinding *
get_lower (const IruFinding *a, GPtrArray *findings)
{
  const IruFinding *b = findings != NULL ? iru_findings_get_headline (findings) : NULL;

  return b != NULL && (a == NULL || b->rung < a->rung) ? b : a;
}

static GPtrArray *
get_findings (const IruEndpointResult *endpoint)
{
  return endpoint != NULL && endpoint->probe != NULL ? endpoint->probe->findings : NULL;
}

/* A server that answers what it should is no fault of the entry; what the server says of the
 * values comes before what a bridge makes of it. */
static const IruFinding *
find_fault (const IruClientResult *result)
{
  const IruFinding *fault = get_lower (NULL, result->findings);

  fault = get_lower (fault, get_findings (result->endpoint));
  return fault != NULL ? fault : get_lower (NULL, get_findings (result->started));
}

static gboolean
is_asked (const IruEndpointResult *endpoint)
{
  return endpoint != NULL && endpoint->probe != NULL;
}

static gboolean
has_own_value (const IruClientResult *result)
{
  for (guint i = 0; own_values[i] != NULL; i++)
    if (iru_findings_has (result->findings, own_values[i]))
      return TRUE;
  return FALSE;
}

static IruUnproved
find_unproved (const IruClientResult *result)
{
  if (has_own_value (result))
    return IRU_UNPROVED_VALUE;
  if (result->server->transport == IRU_TRANSPORT_HTTP && !is_asked (result->endpoint))
    return IRU_UNPROVED_OFFLINE;
  if (result->server->command != NULL && !is_asked (result->started))
    return IRU_UNPROVED_COMMAND;
  return IRU_UNPROVED_NOT;
}

/* What the probes have seen; the checks of the file and the entry were made if there is one. */
static void
fill_rungs (IruClientVerdict *verdict, const IruClientResult *result)
{
  const IruEndpointResult *const endpoints[] = { result->endpoint, result->started };
  gboolean needs_command = result->server != NULL && result->server->command != NULL;

  for (IruRung rung = IRU_RUNG_FILE; rung <= IRU_RUNG_ENTRY && result->server != NULL; rung++)
    verdict->rungs[rung] = IRU_RUNG_STATE_OK;
  /* Nothing was looked at where the row knows no rule. */
  if (result->target->client->policy == NULL)
    verdict->rungs[IRU_RUNG_POLICY] = IRU_RUNG_STATE_SKIPPED;
  if (result->server != NULL && (!needs_command || is_asked (result->started)))
    verdict->rungs[IRU_RUNG_RUNTIME] = IRU_RUNG_STATE_OK;
  for (guint i = 0; i < G_N_ELEMENTS (endpoints); i++)
    for (IruRung rung = IRU_RUNG_NAME; is_asked (endpoints[i]) && rung < IRU_N_RUNGS; rung++)
      verdict->rungs[rung] = MAX (verdict->rungs[rung], endpoints[i]->probe->rungs[rung].state);
  if (verdict->fault == NULL)
    return;
  verdict->rungs[verdict->fault->rung] = IRU_RUNG_STATE_FAILED;
  for (IruRung rung = verdict->fault->rung + 1; rung < IRU_N_RUNGS; rung++)
    verdict->rungs[rung] = IRU_RUNG_STATE_SKIPPED;
}

static IruVerdictKind
choose_kind (const IruClientResult *result, const IruClientVerdict *verdict)
{
  gboolean has_entry = result->server != NULL && result->scope != IRU_SCOPE_UNREAD;

  if (!has_entry
      && (verdict->fault == NULL || strcmp (verdict->fault->kind->id, "server-missing") == 0))
    return IRU_VERDICT_MISSING;
  if (verdict->fault != NULL)
    return IRU_VERDICT_FAILS;
  if (verdict->why != IRU_UNPROVED_NOT)
    return IRU_VERDICT_UNPROVED;
  return iru_findings_has (result->findings, "client-running") ? IRU_VERDICT_RESTART
                                                               : IRU_VERDICT_WORKS;
}

IruClientVerdict
iru_client_verdict_new (const IruClientResult *result)
{
  IruClientVerdict verdict = { .fault = find_fault (result) };
  gboolean has_entry = result->server != NULL && result->scope != IRU_SCOPE_UNREAD;

  if (has_entry)
    verdict.why = find_unproved (result);
  verdict.kind = choose_kind (result, &verdict);
  verdict.counts = (verdict.fault != NULL || has_entry)
                   && !iru_findings_has (result->findings, "server-shadowed");
  fill_rungs (&verdict, result);
  return verdict;
}

/* A client in one home. */
static guint
hash_client (gconstpointer key)
{
  const IruTarget *target = key;

  return g_direct_hash (target->client) ^ g_direct_hash (target->places);
}

static gboolean
same_client (gconstpointer a, gconstpointer b)
{
  return iru_target_is_beside (a, b);
}

IruVerdictCounts
iru_verdicts_count (const IruDiagnosis *diagnosis)
{
  IruVerdictCounts counts = { 0 };
  g_autoptr (GHashTable) judged = g_hash_table_new (hash_client, same_client);
  g_autoptr (GHashTable) others = g_hash_table_new (hash_client, same_client);

  for (guint i = 0; i < diagnosis->clients->len; i++)
    {
      const IruClientResult *result = diagnosis->clients->pdata[i];
      IruClientVerdict verdict = iru_client_verdict_new (result);

      counts.n[verdict.kind] += verdict.counts || verdict.kind == IRU_VERDICT_MISSING;
      if (!verdict.counts)
        continue;
      g_hash_table_add (judged, (gpointer)result->target);
      if (verdict.kind != IRU_VERDICT_WORKS)
        g_hash_table_add (others, (gpointer)result->target);
    }
  counts.n_clients = g_hash_table_size (judged);
  counts.n_working = counts.n_clients - g_hash_table_size (others);
  return counts;
}
