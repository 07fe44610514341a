/* iru-verbs.c: what each verb of the command line does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-verbs.h"

#include <glib.h>
#ifdef G_OS_UNIX
#include <glib-unix.h>
#endif
#include <glib/gi18n-lib.h>
#include <glib/gprintf.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "iru-error.h"
#include "iru-fixable.h"
#include "iru-input.h"

/* A run of the program: whose files it is about, and where it remembers. */
typedef struct
{
  const IruOptions *options;
  IruOutcome *outcome;
  GPtrArray *targets;
  IruState *state;
} Job;

/* @known: those that are not on this machine as well. */
static gboolean
find_targets (Job *job, gboolean known, GError **error)
{
  const IruOptions *options = job->options;
  const IruPlacesOptions meant = {
    .root = options->root,
    .platform = options->platform,
    .user = options->user,
    .all_users = options->all_users,
  };
  g_autoptr (GPtrArray) places = iru_places_list (&meant, error);

  if (places == NULL)
    return FALSE;
  if (options->file != NULL)
    {
      const IruClient *client = iru_client_get (options->clients[0]);

      g_ptr_array_add (job->targets,
                       iru_target_new_for_file (client, places->pdata[0], options->file));
    }
  else
    g_ptr_array_extend_and_steal (
        job->targets, iru_targets_list_all (places, (const char *const *)options->clients, known,
                                            options->project));
  for (guint i = 0; i < job->targets->len && options->keys != IRU_KEYS_USUAL; i++)
    ((IruTarget *)job->targets->pdata[i])->keys = options->keys;
  return TRUE;
}

static gboolean
read_snippet (Job *job, GError **error)
{
  const IruOptions *options = job->options;
  IruSnippet *snippet;

  if (options->config == NULL && !options->from_env)
    return TRUE;
  snippet = iru_input_read (options, error);
  job->outcome->snippet = snippet;
  if (snippet == NULL || options->servers == NULL)
    return snippet != NULL;

  for (guint i = snippet->servers->len; i > 0; i--)
    {
      IruServer *server = snippet->servers->pdata[i - 1];

      if (!g_strv_contains ((const char *const *)options->servers, server->name))
        g_ptr_array_remove_index (snippet->servers, i - 1);
    }
  if (snippet->servers->len > 0)
    return TRUE;
  g_set_error (error, IRU_ERROR, IRU_ERROR_USAGE,
               _ ("The configuration has no server of the name that --server says."));
  return FALSE;
}

/* The snippet's own faults stop everything: nothing is written, nothing asked. */
static gboolean
snippet_is_good (Job *job)
{
  const IruFinding *headline = job->outcome->snippet != NULL
                                   ? iru_findings_get_headline (job->outcome->snippet->findings)
                                   : NULL;

  if (headline != NULL)
    job->outcome->exit = iru_finding_get_exit (headline);
  return headline == NULL;
}

static void
apply_plan (Job *job)
{
  GPtrArray *changes = iru_plan_get_changes (job->outcome->plan);

  if (!job->options->dry_run)
    iru_plan_apply (job->outcome->plan, job->state, FALSE);
  for (guint i = 0; i < changes->len; i++)
    if (iru_change_fails (changes->pdata[i]))
      job->outcome->exit = 1;
  if (!job->options->dry_run)
    iru_state_prune (job->state, NULL);
}

static gboolean
knows_projects (const IruClient *client)
{
  for (guint i = 0; i < G_N_ELEMENTS (client->layers); i++)
    if (client->layers[i].scope == IRU_SCOPE_PROJECT
        && client->layers[i].file[IRU_PLATFORM_LINUX] != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
has_targets (Job *job, GError **error)
{
  gboolean has_project_file = FALSE;

  for (guint i = 0; i < job->targets->len; i++)
    has_project_file |= knows_projects (((IruTarget *)job->targets->pdata[i])->client);
  if (job->targets->len > 0 && (job->options->project == NULL || has_project_file))
    return TRUE;
  if (job->targets->len > 0)
    g_set_error (error, IRU_ERROR, IRU_ERROR_FAILED,
                 _ ("None of these assistants has a file for a project. Leave out --project to "
                    "set up the server for yourself."));
  else
    g_set_error (error, IRU_ERROR, IRU_ERROR_FAILED,
                 _ ("None of the known assistants was found. Name one with --client to set it up "
                    "all the same; --list shows the names."));
  return FALSE;
}

/* A check runs in the main context, as the wizard's does. */

typedef struct
{
  GMainLoop *loop;
  GCancellable *cancellable;
  IruDiagnosis *diagnosis;
  int signal;
} Wait;

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wait *wait = user_data;

  wait->diagnosis = iru_check_finish (result, NULL);
  g_main_loop_quit (wait->loop);
}

#ifdef G_OS_UNIX

/* What was started is ended first; then the signal does what it always does. */
static gboolean
on_interrupted (Wait *wait, int signal)
{
  wait->signal = signal;
  g_cancellable_cancel (wait->cancellable);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_sigint (gpointer user_data)
{
  return on_interrupted (user_data, SIGINT);
}

static gboolean
on_sigterm (gpointer user_data)
{
  return on_interrupted (user_data, SIGTERM);
}

#endif

/* On Windows what was started ends with this process. */
static void
run_check_loop (Wait *wait, const IruCheckOptions *check)
{
#ifdef G_OS_UNIX
  guint interrupted = g_unix_signal_add (SIGINT, on_sigint, wait);
  guint terminated = g_unix_signal_add (SIGTERM, on_sigterm, wait);
#endif

  iru_check_async (check, wait->cancellable, on_checked, wait);
  g_main_loop_run (wait->loop);
#ifdef G_OS_UNIX
  g_source_remove (interrupted);
  g_source_remove (terminated);
  if (wait->diagnosis == NULL)
    raise (wait->signal);
#endif
}

/* What takes over a second says so. */
static gboolean
on_slow (gpointer user_data)
{
  g_fprintf (stderr, "%s\n", _ ("Asking the server…"));
  return G_SOURCE_REMOVE;
}

static IruDiagnosis *
ask_endpoints (Job *job, const IruCheckOptions *check)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Wait wait = { .loop = loop, .cancellable = cancellable };
  gboolean shows = isatty (STDERR_FILENO) && !job->options->quiet && !job->options->offline;
  guint slow = shows ? g_timeout_add (1000, on_slow, NULL) : 0;

  run_check_loop (&wait, check);
  if (slow != 0 && g_main_context_find_source_by_id (NULL, slow) != NULL)
    g_source_remove (slow);
  return wait.diagnosis;
}

static void
run_check (Job *job)
{
  const IruOptions *options = job->options;
  const IruSnippet *snippet = job->outcome->snippet;
  /* Without a memory there is less to say, and no fault. */
  g_autoptr (GPtrArray) runs = iru_state_list_runs (job->state, NULL);
  IruCheckOptions check = {
    .targets = job->targets,
    .named = options->clients != NULL,
    .wanted = snippet != NULL ? snippet->servers : NULL,
    .names = (const char *const *)options->servers,
    .all_servers = options->all_servers,
    .runs = runs,
    .timeout_ms = options->timeout_ms,
    .offline = options->offline,
    .start = options->start,
    .trust_project = options->trust_project,
    .tool = options->probe_tool,
  };
  IruDiagnosis *diagnosis = ask_endpoints (job, &check);

  iru_fixable_mark (diagnosis, &check);
  job->outcome->diagnosis = diagnosis;
  if (job->outcome->exit == 0)
    job->outcome->exit = iru_diagnosis_get_exit (diagnosis, options->strict);
}

static gboolean
do_check (Job *job, GError **error)
{
  if (!read_snippet (job, error) || !find_targets (job, FALSE, error))
    return FALSE;
  if (snippet_is_good (job))
    run_check (job);
  return TRUE;
}

static gboolean
do_report (Job *job, GError **error)
{
  const char *file = job->options->report;

  /* Better said before the server is asked than after. */
  if (strcmp (file, "-") != 0 && g_file_test (file, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, IRU_ERROR, IRU_ERROR_FAILED,
                   _ ("%s: there is a file already. Give the report another name."), file);
      return FALSE;
    }
  return do_check (job, error);
}

static gboolean
do_install (Job *job, GError **error)
{
  if (!read_snippet (job, error) || !find_targets (job, FALSE, error))
    return FALSE;
  if (!snippet_is_good (job))
    return TRUE;
  if (!has_targets (job, error))
    return FALSE;
  job->outcome->plan =
      iru_plan_new_install_full (job->targets, job->outcome->snippet->servers,
                                 job->options->everywhere ? IRU_PLAN_MOVE : IRU_PLAN_PLAIN,
                                 job->options->dry_run ? NULL : job->state);
  apply_plan (job);
  if (job->options->check && !job->options->dry_run)
    run_check (job);
  return TRUE;
}

/* What is left is said with its advice; whether something is, an install does not say with its
 * exit code either. */
static gboolean
do_fix (Job *job, GError **error)
{
  const IruOptions *options = job->options;
  IruCheckOptions check = {
    .named = options->clients != NULL,
    .names = (const char *const *)options->servers,
    .all_servers = options->all_servers,
  };

  if (!find_targets (job, FALSE, error) || !has_targets (job, error))
    return FALSE;
  check.targets = job->targets;
  job->outcome->plan = iru_plan_new_fix (job->targets, check.names, check.all_servers,
                                         options->dry_run ? NULL : job->state);
  apply_plan (job);
  job->outcome->diagnosis = iru_check_files (&check);
  if (options->dry_run)
    iru_fixable_mark (job->outcome->diagnosis, &check);
  return TRUE;
}

static gboolean
do_remove (Job *job, GError **error)
{
  if (!find_targets (job, FALSE, error))
    return FALSE;
  job->outcome->plan = iru_plan_new_remove_full (
      job->targets, (const char *const *)job->options->servers, job->options->all_servers,
      job->options->everywhere ? IRU_PLAN_EVERYWHERE : IRU_PLAN_PLAIN,
      job->options->dry_run ? NULL : job->state);
  apply_plan (job);
  return TRUE;
}

static gboolean
do_undo (Job *job, GError **error)
{
  IruOutcome *outcome = job->outcome;

  outcome->undone = iru_file_undo (job->state, job->options->backup, job->options->dry_run,
                                   &outcome->undone_id, error);
  for (guint i = 0; outcome->undone != NULL && i < outcome->undone->len; i++)
    if (((IruUndoResult *)outcome->undone->pdata[i])->error != NULL)
      outcome->exit = 1;
  return outcome->undone != NULL;
}

/* What is there, not what is wrong with it: a missing server is no fault here. */
static gboolean
do_list (Job *job, GError **error)
{
  IruCheckOptions check = {
    .names = (const char *const *)job->options->servers,
    .all_servers = job->options->all_servers,
  };
  GPtrArray *clients;

  if (!find_targets (job, TRUE, error))
    return FALSE;
  check.targets = job->targets;
  job->outcome->diagnosis = iru_check_files (&check);
  clients = job->outcome->diagnosis->clients;
  for (guint i = 0; i < clients->len; i++)
    {
      GPtrArray *findings = ((IruClientResult *)clients->pdata[i])->findings;

      for (guint j = findings->len; j > 0; j--)
        if (strcmp (((IruFinding *)findings->pdata[j - 1])->kind->id, "server-missing") == 0)
          g_ptr_array_remove_index (findings, j - 1);
    }
  job->outcome->runs = iru_state_list_runs (job->state, error);
  return job->outcome->runs != NULL;
}

static IruExport *
make_export (Job *job, const IruServer *server, GError **error)
{
  gboolean literal = job->options->keys == IRU_KEYS_LITERAL;

  iru_redactor_add_server (job->outcome->redactor, server);
  return iru_export_new (job->options->export, server, literal, error);
}

static IruExport *
export_snippet (Job *job, GError **error)
{
  GPtrArray *servers = job->outcome->snippet->servers;

  if (servers->len == 1)
    return make_export (job, servers->pdata[0], error);
  g_set_error (error, IRU_ERROR, IRU_ERROR_USAGE,
               _ ("The configuration has %u servers. Name one with --server."), servers->len);
  return NULL;
}

/* The entry that clients hold. Its own name in one of them is that client's matter. */
static IruExport *
export_entry (Job *job, const IruClientResult *entry, GError **error)
{
  const char *usual = entry->target->client->dialect.iru_name;
  g_autoptr (IruServer) server = iru_server_copy (entry->server);

  if (g_strcmp0 (server->name, usual) == 0)
    {
      g_free (server->name);
      server->name = g_strdup ("iru");
    }
  return make_export (job, server, error);
}

/* Where several clients hold it, each has to come to the same. */
static IruExport *
export_installed (Job *job, GError **error)
{
  const IruCheckOptions check = {
    .targets = job->targets,
    .names = (const char *const *)job->options->servers,
  };
  g_autoptr (IruDiagnosis) diagnosis = iru_check_files (&check);
  g_autoptr (IruExport) export = NULL;

  for (guint i = 0; i < diagnosis->clients->len; i++)
    {
      const IruClientResult *entry = diagnosis->clients->pdata[i];

      if (entry->state != IRU_CLIENT_OK || entry->scope == IRU_SCOPE_LOCAL)
        continue;
      g_autoptr (IruExport) other = export_entry (job, entry, error);
      if (other == NULL)
        return NULL;
      if (export != NULL && !g_bytes_equal (export->content, other->content))
        {
          g_set_error (error, IRU_ERROR, IRU_ERROR_CONFLICT,
                       _ ("The assistants hold different entries for it. Name one of them with "
                          "--client, or give the configuration with --config."));
          return NULL;
        }
      if (export == NULL)
        export = g_steal_pointer (&other);
    }
  if (export == NULL)
    g_set_error (error, IRU_ERROR, IRU_ERROR_NOT_FOUND,
                 _ ("No assistant that was found holds that server. Give the configuration with "
                    "--config, or name the server with --server; --list shows those there are."));
  return g_steal_pointer (&export);
}

static gboolean
do_export (Job *job, GError **error)
{
  const char *file = job->options->output;
  IruOutcome *outcome = job->outcome;
  g_autoptr (IruExport) export = NULL;

  if (!read_snippet (job, error) || !find_targets (job, FALSE, error))
    return FALSE;
  if (!snippet_is_good (job))
    return TRUE;
  export = outcome->snippet != NULL ? export_snippet (job, error) : export_installed (job, error);
  if (export == NULL)
    return FALSE;
  if (file != NULL && strcmp (file, "-") != 0)
    {
      if (!iru_file_create (job->state, file, export->content, export->literal,
                            &outcome->exported_as, error))
        return FALSE;
      outcome->exported_file = g_strdup (file);
    }
  outcome->exported = g_steal_pointer (&export);
  return TRUE;
}

static const struct
{
  IruVerb verb;
  const char *mode;
  gboolean (*run) (Job *job, GError **error);
} verbs[] = {
  { IRU_VERB_INSTALL, "install", do_install },
  { IRU_VERB_CHECK, "check", do_check },
  { IRU_VERB_FIX, "fix", do_fix },
  { IRU_VERB_REMOVE, "remove", do_remove },
  { IRU_VERB_UNDO, "undo", do_undo },
  { IRU_VERB_LIST, "list", do_list },
  { IRU_VERB_REPORT, "report", do_report },
  { IRU_VERB_EXPORT, "export", do_export },
};

void
iru_verb_run (const IruOptions *options, IruOutcome *outcome)
{
  g_autofree char *folder = iru_state_find_folder ();
  g_autoptr (IruState) state = iru_state_new (folder);
  Job job = {
    .options = options,
    .outcome = outcome,
    .targets = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_target_free),
    .state = state,
  };

  outcome->dry_run = options->dry_run;
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (verbs[i].verb == options->verb)
      {
        outcome->mode = verbs[i].mode;
        verbs[i].run (&job, &outcome->error);
      }
  outcome->targets = job.targets;
}
