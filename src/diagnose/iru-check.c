/* iru-check.c: ask every endpoint, and say what is wrong first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-check.h"

#include <string.h>

#include "iru-client-verdict.h"
#include "iru-query.h"
#include "iru-running.h"
#include "iru-stdio.h"

#define MAX_PROBES 8
#define EXIT_CONFIGURATION 3

const char *
iru_client_state_get_name (IruClientState state)
{
  static const char *const names[] = { "ok", "missing", "differs", "broken", "absent" };

  return names[state];
}

void
iru_diagnosis_free (IruDiagnosis *diagnosis)
{
  if (diagnosis == NULL)
    return;
  g_ptr_array_unref (diagnosis->clients);
  g_ptr_array_unref (diagnosis->endpoints);
  g_ptr_array_unref (diagnosis->findings);
  g_hash_table_unref (diagnosis->origins);
  g_free (diagnosis);
}

static const IruFinding *
get_lower (const IruFinding *a, const IruFinding *b)
{
  return b != NULL && (a == NULL || b->rung < a->rung) ? b : a;
}

const IruFinding *
iru_diagnosis_get_headline (const IruDiagnosis *diagnosis, const IruClientResult **client)
{
  const IruFinding *headline = iru_findings_get_headline (diagnosis->findings);
  const IruClientResult *whose = NULL;

  for (guint i = 0; i < diagnosis->clients->len; i++)
    {
      const IruClientResult *result = diagnosis->clients->pdata[i];
      const IruClientVerdict verdict = iru_client_verdict_new (result);
      const IruFinding *fault = verdict.counts ? verdict.fault : NULL;

      if (get_lower (headline, fault) != headline)
        whose = result;
      headline = get_lower (headline, fault);
    }
  for (guint i = 0; i < diagnosis->endpoints->len; i++)
    {
      const IruEndpointResult *endpoint = diagnosis->endpoints->pdata[i];

      if (endpoint->probe != NULL && endpoint->clients->len == 0)
        headline = get_lower (headline, iru_findings_get_headline (endpoint->probe->findings));
    }
  if (client != NULL)
    *client = whose;
  return headline;
}

static gboolean
has_warning (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    if (((IruFinding *)findings->pdata[i])->severity == IRU_SEVERITY_WARNING)
      return TRUE;
  return FALSE;
}

/* Whether something is left to be looked at: a warning, or an entry that was not tried. */
static gboolean
is_in_doubt (const IruDiagnosis *diagnosis)
{
  IruVerdictCounts counts = iru_verdicts_count (diagnosis);
  gboolean warned = has_warning (diagnosis->findings);

  for (guint i = 0; i < diagnosis->clients->len; i++)
    warned |= has_warning (((IruClientResult *)diagnosis->clients->pdata[i])->findings);
  for (guint i = 0; i < diagnosis->endpoints->len; i++)
    {
      const IruEndpointResult *endpoint = diagnosis->endpoints->pdata[i];

      warned |= endpoint->probe != NULL && has_warning (endpoint->probe->findings);
    }
  return warned || counts.n[IRU_VERDICT_UNPROVED] > 0;
}

int
iru_diagnosis_get_exit (const IruDiagnosis *diagnosis, gboolean strict)
{
  const IruFinding *headline = iru_diagnosis_get_headline (diagnosis, NULL);

  if (headline != NULL)
    return iru_finding_get_exit (headline);
  return strict && is_in_doubt (diagnosis) ? EXIT_CONFIGURATION : 0;
}

/* The task's data: who is next, and how many are being asked. */
typedef struct
{
  IruDiagnosis *diagnosis;
  guint timeout_ms;
  gboolean offline;
  char *tool;
  IruCheckProgress progress;
  gpointer progress_data;
  GPtrArray *questions; /* (element-type Question) */
  guint next_question;
  guint next;
  guint running;
} Round;

static void
round_free (Round *round)
{
  iru_diagnosis_free (round->diagnosis);
  g_ptr_array_unref (round->questions);
  g_free (round->tool);
  g_free (round);
}

static void ask_next (GTask *task);

static void
tell_progress (const Round *round)
{
  if (round->progress != NULL)
    round->progress (round->diagnosis, round->progress_data);
}

/* One probe that is under way; it holds the task. */
typedef struct
{
  GTask *task;
  IruEndpointResult *endpoint;
} Ask;

static void
on_probed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Ask *ask = user_data;
  g_autoptr (GTask) task = ask->task;
  Round *round = g_task_get_task_data (task);

  if (ask->endpoint->command != NULL)
    ask->endpoint->probe = iru_stdio_finish (result, NULL);
  else
    ask->endpoint->probe = iru_probe_finish (result, NULL);
  if (ask->endpoint->command != NULL && ask->endpoint->probe != NULL)
    iru_launch_explain (ask->endpoint->probe);
  if (ask->endpoint->probe != NULL)
    iru_profile_advise (iru_profile_find (ask->endpoint->server), ask->endpoint->probe->findings);
  round->running--;
  tell_progress (round);
  ask_next (task);
}

static void
on_climbed (IruRung rung, gpointer user_data)
{
  const Ask *ask = user_data;

  ask->endpoint->rung = rung;
  tell_progress (g_task_get_task_data (ask->task));
}

static void
ask_one (GTask *task, IruEndpointResult *endpoint)
{
  Round *round = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  const IruLaunch *command = endpoint->command;
  Ask *ask = g_new (Ask, 1);

  *ask = (Ask){ .task = g_object_ref (task), .endpoint = endpoint };
  round->running++;
  if (command != NULL)
    iru_stdio_async (endpoint->server, (const char *const *)command->argv,
                     (const char *const *)command->env, command->folder, round->timeout_ms,
                     cancellable, on_probed, ask);
  else
    {
      const IruProbeOptions options = { round->timeout_ms, round->tool, on_climbed, ask };

      iru_probe_async (endpoint->server, &options, cancellable, on_probed, ask);
    }
}

/* A question to a program that entries need. */
typedef struct
{
  IruLaunch *launch;
  GPtrArray *clients; /* (element-type IruClientResult): (not owned): whose entries do */
  GTask *task;        /* while it is under way */
} Question;

static void
question_free (Question *question)
{
  iru_launch_free (question->launch);
  g_ptr_array_unref (question->clients);
  g_free (question);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&question->task);
  g_autoptr (IruQueryAnswer) answer = iru_query_finish (result, NULL);
  Round *round = g_task_get_task_data (task);

  for (guint i = 0; answer != NULL && i < question->clients->len; i++)
    {
      const IruClientResult *client = question->clients->pdata[i];

      iru_launch_judge (question->launch, client->server, answer, client->findings);
    }
  round->running--;
  ask_next (task);
}

static void
ask_program (GTask *task, Question *question)
{
  Round *round = g_task_get_task_data (task);
  const IruLaunch *launch = question->launch;

  question->task = g_object_ref (task);
  round->running++;
  iru_query_async ((const char *const *)launch->argv, (const char *const *)launch->env,
                   launch->folder, IRU_LAUNCH_QUESTION_MS, g_task_get_cancellable (task),
                   on_answered, question);
}

/* Takes @launch. The same is asked once. */
static void
add_question (GPtrArray *questions, IruLaunch *launch, IruClientResult *client)
{
  Question *question = NULL;

  for (guint i = 0; i < questions->len && question == NULL; i++)
    if (iru_launch_equal (((Question *)questions->pdata[i])->launch, launch))
      question = questions->pdata[i];
  if (question != NULL)
    iru_launch_free (launch);
  else
    {
      question = g_new0 (Question, 1);
      question->launch = launch;
      question->clients = g_ptr_array_new ();
      g_ptr_array_add (questions, question);
    }
  g_ptr_array_add (question->clients, client);
}

static void
add_questions (Round *round, gboolean started)
{
  GPtrArray *clients = round->diagnosis->clients;

  for (guint i = 0; i < clients->len; i++)
    {
      IruClientResult *client = clients->pdata[i];
      IruLaunch *launch = client->server != NULL
                              ? iru_launch_new_question (client->target, client->server, started)
                              : NULL;

      if (launch != NULL)
        add_question (round->questions, launch, client);
    }
}

static void
ask_next (GTask *task)
{
  Round *round = g_task_get_task_data (task);
  GPtrArray *endpoints = round->diagnosis->endpoints;

  while (round->running < MAX_PROBES && round->next_question < round->questions->len)
    ask_program (task, round->questions->pdata[round->next_question++]);
  while (round->running < MAX_PROBES && round->next < endpoints->len)
    {
      IruEndpointResult *endpoint = endpoints->pdata[round->next++];

      if (endpoint->askable && !round->offline)
        ask_one (task, endpoint);
    }
  if (round->running > 0 || g_task_get_completed (task))
    return;
  round->diagnosis->proved_us = g_get_real_time ();
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_steal_pointer (&round->diagnosis),
                           (GDestroyNotify)iru_diagnosis_free);
}

/* Who asked for the command to be started is told why it is not. */
static void
say_sandboxed (const IruClientResult *client)
{
  if (!iru_places_is_sandboxed (client->target->places) || client->server == NULL
      || client->server->command == NULL
      || iru_findings_has (client->findings, "runtime-sandboxed"))
    return;
  iru_findings_add (client->findings, "runtime-sandboxed", "%s", client->server->command);
}

/* What a client would start is asked as well as what the bridge in it would ask. */
static void
add_commands (IruDiagnosis *diagnosis)
{
  for (guint i = 0; i < diagnosis->clients->len; i++)
    {
      IruClientResult *client = diagnosis->clients->pdata[i];
      IruLaunch *command = client->server != NULL && client->server->command != NULL
                                   && !client->server->disabled
                                   && !iru_findings_has (client->findings, "project-address")
                               ? iru_launch_new (client->target, client->server)
                               : NULL;

      if (command == NULL)
        {
          say_sandboxed (client);
          continue;
        }
      IruEndpointResult *endpoint = iru_endpoint_result_new (client->server);
      endpoint->command = command;
      endpoint->askable = TRUE;
      iru_endpoint_result_add_user (endpoint, client);
      g_ptr_array_add (diagnosis->endpoints, endpoint);
      client->started = endpoint;
    }
}

/* Of those that hold the server: whether they have read it. */
static void
look_at_processes (IruDiagnosis *diagnosis)
{
  g_autoptr (IruRunning) running = iru_running_new ();

  for (guint i = 0; i < diagnosis->clients->len; i++)
    {
      const IruClientResult *client = diagnosis->clients->pdata[i];

      if (client->server != NULL)
        iru_running_lint (running, client->target, client->findings);
    }
}

void
iru_check_ask_async (IruDiagnosis *diagnosis, const IruCheckOptions *options,
                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Round *round = g_new0 (Round, 1);

  round->diagnosis = diagnosis;
  round->timeout_ms = options->timeout_ms;
  round->offline = options->offline;
  round->tool = g_strdup (options->tool);
  round->progress = options->progress;
  round->progress_data = options->progress_data;
  look_at_processes (round->diagnosis);
  round->questions = g_ptr_array_new_with_free_func ((GDestroyNotify)question_free);
  if (!options->offline)
    add_questions (round, options->start);
  if (options->start)
    add_commands (round->diagnosis);
  g_task_set_task_data (task, round, (GDestroyNotify)round_free);
  tell_progress (round);
  ask_next (task);
}

void
iru_check_async (const IruCheckOptions *options, GCancellable *cancellable,
                 GAsyncReadyCallback callback, gpointer user_data)
{
  iru_check_ask_async (iru_check_files (options), options, cancellable, callback, user_data);
}

IruDiagnosis *
iru_check_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
