/* iru-session.c: what a person at the wizard is doing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-session.h"

#include <glib/gi18n-lib.h>

#include "iru-error.h"
#include "iru-markdown-report.h"

struct _IruSession
{
  GObject parent_instance;

  char *state_folder;
  guint timeout_ms;
  IruOutcome *outcome;
  GHashTable *chosen; /* (element-type utf8): keys of clients; NULL before the first look */
  IruIntent intent;
  char *repaired;           /* (nullable): the key of the target that is repaired */
  GPtrArray *repair;        /* (nullable) (element-type IruServer) */
  GPtrArray *written;       /* (element-type utf8): the runs of what is intended, oldest first */
  GPtrArray *plan_targets;  /* (element-type IruTarget): borrowed from the outcome's */
  GPtrArray *check_targets; /* the same of the check that is under way */
};

G_DEFINE_FINAL_TYPE (IruSession, iru_session, G_TYPE_OBJECT)

static void
iru_session_finalize (GObject *object)
{
  IruSession *self = IRU_SESSION (object);

  iru_outcome_free (self->outcome);
  g_clear_pointer (&self->chosen, g_hash_table_unref);
  g_clear_pointer (&self->repair, g_ptr_array_unref);
  g_clear_pointer (&self->plan_targets, g_ptr_array_unref);
  g_clear_pointer (&self->check_targets, g_ptr_array_unref);
  g_ptr_array_unref (self->written);
  g_free (self->repaired);
  g_free (self->state_folder);
  G_OBJECT_CLASS (iru_session_parent_class)->finalize (object);
}

static void
iru_session_class_init (IruSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = iru_session_finalize;
}

static void
iru_session_init (IruSession *self)
{
  self->outcome = iru_outcome_new ("check");
  self->written = g_ptr_array_new_with_free_func (g_free);
}

IruSession *
iru_session_new (const char *state_folder, guint timeout_ms)
{
  IruSession *self = g_object_new (IRU_TYPE_SESSION, NULL);

  self->state_folder = g_strdup (state_folder);
  self->timeout_ms = timeout_ms;
  return self;
}

const IruOutcome *
iru_session_get_outcome (IruSession *self)
{
  return self->outcome;
}

/* What was pasted */

void
iru_session_forget (IruSession *self)
{
  g_clear_pointer (&self->outcome->snippet, iru_snippet_free);
}

gboolean
iru_session_read (IruSession *self, GBytes *text, gsize *fault, GError **error)
{
  iru_session_forget (self);
  if (g_bytes_get_size (text) == 0)
    return FALSE;
  self->outcome->snippet = iru_snippet_parse (text, fault, error);
  if (self->outcome->snippet == NULL)
    return FALSE;
  iru_outcome_learn_secrets (self->outcome);
  return iru_session_get_snippet (self) != NULL;
}

const IruSnippet *
iru_session_get_snippet (IruSession *self)
{
  const IruSnippet *snippet = self->outcome->snippet;

  return snippet != NULL && iru_findings_get_headline (snippet->findings) == NULL ? snippet : NULL;
}

/* Clients */

/* The file alone does not tell: two clients may share one. (transfer full) */
static char *
get_key (const IruTarget *target)
{
  return g_strconcat (target->client->name, " ", target->path, NULL);
}

/* A client is chosen with all its files. (transfer full) */
static char *
get_client_key (const IruTarget *target)
{
  return g_strconcat (target->client->name, " ", iru_places_get_home (target->places), NULL);
}

gboolean
iru_session_is_chosen (IruSession *self, const IruTarget *target)
{
  g_autofree char *key = get_client_key (target);

  return self->chosen != NULL && g_hash_table_contains (self->chosen, key);
}

void
iru_session_choose (IruSession *self, const IruTarget *target, gboolean chosen)
{
  char *key = get_client_key (target);

  if (chosen)
    g_hash_table_add (self->chosen, key);
  else
    {
      g_hash_table_remove (self->chosen, key);
      g_free (key);
    }
}

const IruClientResult *
iru_session_get_result (IruSession *self, const IruTarget *target)
{
  static const guint distance[] = {
    [IRU_CLIENT_OK] = 0,      [IRU_CLIENT_ABSENT] = 1, [IRU_CLIENT_MISSING] = 1,
    [IRU_CLIENT_DIFFERS] = 2, [IRU_CLIENT_BROKEN] = 3,
  };
  const IruDiagnosis *diagnosis = self->outcome->diagnosis;
  const IruClientResult *furthest = NULL;

  for (guint i = 0; diagnosis != NULL && i < diagnosis->clients->len; i++)
    {
      const IruClientResult *client = diagnosis->clients->pdata[i];

      if (client->target == target
          && (furthest == NULL || distance[client->state] > distance[furthest->state]))
        furthest = client;
    }
  return furthest;
}

/* Those that were found; with @holding, of these the ones that hold the server. */
static void
choose_found (IruSession *self, gboolean holding)
{
  for (guint i = 0; i < self->outcome->targets->len; i++)
    {
      const IruTarget *target = self->outcome->targets->pdata[i];
      const IruClientResult *client = iru_session_get_result (self, target);
      gboolean holds = client != NULL && client->server != NULL;

      if (target->role == IRU_ROLE_MAIN)
        iru_session_choose (self, target, target->found && (holds || !holding));
    }
}

void
iru_session_choose_holders (IruSession *self)
{
  choose_found (self, TRUE);
}

guint
iru_session_count_chosen (IruSession *self)
{
  guint n = 0;

  for (guint i = 0; self->outcome->targets != NULL && i < self->outcome->targets->len; i++)
    {
      const IruTarget *target = self->outcome->targets->pdata[i];

      n += target->role == IRU_ROLE_MAIN && iru_session_is_chosen (self, target);
    }
  return n;
}

/* (transfer container) (element-type IruTarget) */
static GPtrArray *
list_chosen (IruSession *self)
{
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; self->outcome->targets != NULL && i < self->outcome->targets->len; i++)
    if (iru_session_is_chosen (self, self->outcome->targets->pdata[i]))
      g_ptr_array_add (chosen, self->outcome->targets->pdata[i]);
  return chosen;
}

/* What refers to targets goes before they do. */
static void
drop_targets (IruSession *self)
{
  g_clear_pointer (&self->outcome->diagnosis, iru_diagnosis_free);
  g_clear_pointer (&self->outcome->plan, iru_plan_free);
  g_clear_pointer (&self->plan_targets, g_ptr_array_unref);
  g_clear_pointer (&self->check_targets, g_ptr_array_unref);
  g_clear_pointer (&self->outcome->targets, g_ptr_array_unref);
}

void
iru_session_restart (IruSession *self)
{
  iru_session_forget (self);
  drop_targets (self);
  g_clear_pointer (&self->chosen, g_hash_table_unref);
  iru_session_intend (self, IRU_INTENT_INSTALL, NULL);
}

static void
run_look (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  IruSession *self = source;
  const IruPlacesOptions here = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) places = iru_places_list (&here, &error);
  const IruSnippet *snippet = iru_session_get_snippet (self);

  if (places == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  drop_targets (self);
  self->outcome->targets = iru_targets_list_all (places, NULL, TRUE, NULL);
  const IruCheckOptions check = {
    .targets = self->outcome->targets,
    .wanted = snippet != NULL ? snippet->servers : NULL,
  };
  self->outcome->diagnosis = iru_check_files (&check);
  iru_outcome_learn_secrets (self->outcome);
  g_task_return_boolean (task, TRUE);
}

static void
start (IruSession *self, GTaskThreadFunc run, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_run_in_thread (task, run);
}

static gboolean
finish (IruSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
iru_session_look_async (IruSession *self, GAsyncReadyCallback callback, gpointer user_data)
{
  start (self, run_look, callback, user_data);
}

gboolean
iru_session_look_finish (IruSession *self, GAsyncResult *result, GError **error)
{
  if (!finish (self, result, error))
    return FALSE;
  if (self->chosen == NULL)
    {
      self->chosen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      choose_found (self, FALSE);
    }
  return TRUE;
}

/* The plan */

void
iru_session_intend (IruSession *self, IruIntent intent, const IruClientResult *client)
{
  self->intent = intent;
  g_ptr_array_set_size (self->written, 0);
  g_clear_pointer (&self->outcome->undone, g_ptr_array_unref);
  g_clear_pointer (&self->repair, g_ptr_array_unref);
  g_clear_pointer (&self->repaired, g_free);
  if (client == NULL)
    return;
  self->repair = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_server_free);
  self->repaired = get_key (client->target);
  g_ptr_array_add (self->repair, iru_server_copy (client->server));
  /* The entry is found again by its name. */
  g_free (((IruServer *)self->repair->pdata[0])->name);
  ((IruServer *)self->repair->pdata[0])->name = g_strdup (client->name);
}

IruIntent
iru_session_get_intent (IruSession *self)
{
  return self->intent;
}

static GPtrArray *
list_planned (IruSession *self)
{
  g_autoptr (GPtrArray) repaired = g_ptr_array_new ();

  if (self->intent != IRU_INTENT_REPAIR)
    return list_chosen (self);
  for (guint i = 0; i < self->outcome->targets->len; i++)
    {
      g_autofree char *key = get_key (self->outcome->targets->pdata[i]);

      if (g_str_equal (key, self->repaired))
        g_ptr_array_add (repaired, self->outcome->targets->pdata[i]);
    }
  return g_steal_pointer (&repaired);
}

static void
run_plan (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  IruSession *self = source;
  const IruSnippet *snippet = iru_session_get_snippet (self);
  GPtrArray *servers = self->intent == IRU_INTENT_REPAIR ? self->repair
                       : snippet != NULL                 ? snippet->servers
                                                         : NULL;

  g_clear_pointer (&self->outcome->plan, iru_plan_free);
  g_clear_pointer (&self->plan_targets, g_ptr_array_unref);
  self->plan_targets = list_planned (self);
  if (self->intent == IRU_INTENT_REMOVE)
    self->outcome->plan = iru_plan_new_remove (self->plan_targets, NULL, FALSE);
  else if (servers != NULL)
    /* The review shows what goes from where it is never read. */
    self->outcome->plan =
        iru_plan_new_install_full (self->plan_targets, servers, IRU_PLAN_MOVE, NULL);
  if (self->outcome->plan != NULL)
    iru_outcome_learn_secrets (self->outcome);
  g_task_return_boolean (task, TRUE);
}

void
iru_session_plan_async (IruSession *self, GAsyncReadyCallback callback, gpointer user_data)
{
  start (self, run_plan, callback, user_data);
}

gboolean
iru_session_plan_finish (IruSession *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}

/* The run that the plan has written; NULL if it has written nothing. */
static const char *
get_run (IruPlan *plan)
{
  GPtrArray *changes = iru_plan_get_changes (plan);

  for (guint i = 0; i < changes->len; i++)
    if (((IruChange *)changes->pdata[i])->backup != NULL)
      return ((IruChange *)changes->pdata[i])->backup;
  return NULL;
}

/* Each writing is a run of its own, so that it can be undone alone. */
static void
run_apply (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  IruSession *self = source;
  g_autoptr (IruState) state = iru_state_new (self->state_folder);

  iru_plan_apply (self->outcome->plan, state, TRUE);
  iru_state_prune (state, NULL);
  if (get_run (self->outcome->plan) != NULL)
    g_ptr_array_add (self->written, g_strdup (get_run (self->outcome->plan)));
  g_task_return_boolean (task, TRUE);
}

void
iru_session_apply_async (IruSession *self, GAsyncReadyCallback callback, gpointer user_data)
{
  start (self, run_apply, callback, user_data);
}

gboolean
iru_session_apply_finish (IruSession *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}

gboolean
iru_session_can_undo (IruSession *self)
{
  return self->written->len > 0;
}

static void
run_undo (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  IruSession *self = source;
  IruOutcome *outcome = self->outcome;
  g_autoptr (IruState) state = iru_state_new (self->state_folder);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&outcome->undone, g_ptr_array_unref);
  outcome->undone = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_undo_result_free);
  for (; self->written->len > 0 && error == NULL;
       g_ptr_array_remove_index (self->written, self->written->len - 1))
    {
      g_autofree char *id = NULL;
      GPtrArray *undone =
          iru_file_undo (state, self->written->pdata[self->written->len - 1], FALSE, &id, &error);

      if (undone != NULL)
        g_ptr_array_extend_and_steal (outcome->undone, undone);
    }
  if (error == NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
iru_session_undo_async (IruSession *self, GAsyncReadyCallback callback, gpointer user_data)
{
  start (self, run_undo, callback, user_data);
}

gboolean
iru_session_undo_finish (IruSession *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}

/* The check: files in a thread, then endpoints in the main context. */

typedef struct
{
  IruCheckOptions options;
  IruDiagnosis *diagnosis;
  GPtrArray *runs;
} Check;

static void
check_free (Check *check)
{
  iru_diagnosis_free (check->diagnosis);
  g_clear_pointer (&check->runs, g_ptr_array_unref);
  g_free (check);
}

static void
run_files (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  IruSession *self = source;
  Check *check = data;
  g_autoptr (IruState) state = iru_state_new (self->state_folder);

  check->options.runs = check->runs = iru_state_list_runs (state, NULL);
  check->diagnosis = iru_check_files (&check->options);
  g_task_return_boolean (task, TRUE);
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  IruSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  IruDiagnosis *diagnosis = iru_check_finish (result, &error);

  if (diagnosis == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_clear_pointer (&self->outcome->diagnosis, iru_diagnosis_free);
  self->outcome->diagnosis = diagnosis;
  self->outcome->exit = iru_diagnosis_get_exit (diagnosis, FALSE);
  iru_outcome_learn_secrets (self->outcome);
  g_task_return_boolean (task, TRUE);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Check *check = g_task_get_task_data (task);

  g_task_propagate_boolean (G_TASK (result), NULL);
  iru_outcome_learn_diagnosis (IRU_SESSION (source)->outcome, check->diagnosis);
  iru_check_ask_async (g_steal_pointer (&check->diagnosis), &check->options,
                       g_task_get_cancellable (task), on_asked, g_object_ref (task));
}

void
iru_session_check_async (IruSession *self, GCancellable *cancellable, IruCheckProgress progress,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) files = g_task_new (self, NULL, on_looked, task);
  const IruSnippet *snippet = iru_session_get_snippet (self);
  Check *check = g_new0 (Check, 1);

  g_clear_pointer (&self->check_targets, g_ptr_array_unref);
  self->check_targets = list_chosen (self);
  check->options = (IruCheckOptions){
    .targets = self->check_targets,
    .named = snippet != NULL,
    .wanted = snippet != NULL ? snippet->servers : NULL,
    .timeout_ms = self->timeout_ms,
    .progress = progress,
    .progress_data = user_data,
  };
  g_task_set_task_data (task, check, (GDestroyNotify)check_free);
  g_task_set_task_data (files, check, NULL);
  g_task_run_in_thread (files, run_files);
}

gboolean
iru_session_check_finish (IruSession *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}

char *
iru_session_dup_report (IruSession *self)
{
  return iru_markdown_report (self->outcome);
}
