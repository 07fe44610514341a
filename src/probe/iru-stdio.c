/* iru-stdio.c: one MCP conversation with a command
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-stdio.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "iru-child.h"
#include "iru-listing.h"
#include "iru-mcp.h"
#include "iru-excerpt.h"
#include "iru-timer.h"
#include "iru-classifier.h"

#define MAX_LINE (8 * 1024 * 1024)
/* How long the command has to end by itself, and then to heed SIGTERM. */
#define GOODBYE_MS 1000
#define TERM_MS 500

typedef enum
{
  STEP_INITIALIZE,
  STEP_LIST,
  STEP_END,
} Step;

/* A conversation. It is over when the command is; end_session() sees to that. */
typedef struct
{
  GTask *task;
  IruServer *server;
  IruProbeResult *result;
  IruChild *child; /* NULL: it could not be started */
  GSource *timer;
  GSource *cancelled;
  gint64 start_us;
  gint64 step_us;

  Step step;
  gint64 id;
  IruListing listing;
  gboolean noisy;
  gsize said;   /* on standard error, of what is kept, in bytes */
  gboolean cut; /* its output ended before the answer */
} Session;

static void end_session (Session *session, int first_signal);

static void
start_timer (Session *session, guint timeout_ms, GSourceFunc func)
{
  iru_timer_stop (&session->timer);
  session->timer = iru_timer_start (timeout_ms, func, session);
}

static void
free_session (Session *session)
{
  iru_timer_stop (&session->timer);
  iru_timer_stop (&session->cancelled);
  iru_listing_clear (&session->listing);
  g_clear_pointer (&session->result, iru_probe_result_free);
  iru_child_free (session->child);
  iru_server_free (session->server);
  g_object_unref (session->task);
  g_free (session);
}

static void
set_rungs (IruProbeResult *result)
{
  IruFinding *headline = iru_findings_get_headline (result->findings);
  IruRung failed = headline != NULL ? headline->rung : IRU_N_RUNGS;

  if (failed < IRU_N_RUNGS)
    result->rungs[failed].state = IRU_RUNG_STATE_FAILED;
  if (result->protocol != NULL && failed > IRU_RUNG_RUNTIME)
    result->rungs[IRU_RUNG_RUNTIME].state = IRU_RUNG_STATE_OK;
  if (result->protocol != NULL && failed > IRU_RUNG_MCP)
    result->rungs[IRU_RUNG_MCP].state = IRU_RUNG_STATE_OK;
  if (result->tools != NULL && failed > IRU_RUNG_PERMISSION)
    result->rungs[IRU_RUNG_PERMISSION].state = IRU_RUNG_STATE_OK;
}

static IruFinding *
add_finding (Session *session, const char *id, const char *detail)
{
  IruFinding *finding = iru_findings_add (session->result->findings, id, NULL);

  finding->detail = iru_excerpt_text (session->server, detail, -1);
  return finding;
}

static void
add_exit (Session *session)
{
  int status = iru_child_get_status (session->child);
  g_autofree char *text = NULL;

  if (WIFSIGNALED (status))
    text = g_strdup_printf (_ ("The command was ended by signal %d before it answered."),
                            WTERMSIG (status));
  else
    text = g_strdup_printf (_ ("The command ended with exit code %d before it answered."),
                            WEXITSTATUS (status));
  add_finding (session, "bridge-failed", text);
}

static void
finish (gpointer user_data)
{
  Session *session = user_data;
  IruProbeResult *result = session->result;

  if (session->child != NULL && (session->cut || session->step != STEP_END))
    add_exit (session);
  result->elapsed_ms = iru_timer_get_elapsed_ms (session->start_us);
  set_rungs (result);
  if (!g_task_return_error_if_cancelled (session->task))
    g_task_return_pointer (session->task, g_steal_pointer (&session->result),
                           (GDestroyNotify)iru_probe_result_free);
  free_session (session);
}

/* What it says on standard error */

/* Half of what is kept goes at a time, so that endless complaints cost no more than others. */
static void
forget_old_errors (Session *session)
{
  GPtrArray *errors = session->result->errors;
  guint n = 0;

  while (session->said > IRU_STDIO_MAX_ERRORS / 2)
    session->said -= strlen (errors->pdata[n++]) + 1;
  g_ptr_array_remove_range (errors, 0, n);
}

static void
on_error_line (const char *line, gsize length, gboolean too_long, gpointer user_data)
{
  Session *session = user_data;

  if (line == NULL)
    return;
  /* What is shown is masked later; what is cut has to be masked before. */
  g_autofree char *masked =
      length > IRU_STDIO_MAX_ERRORS / 8 ? iru_excerpt_mask (session->server, line, length) : NULL;
  const char *whole = masked != NULL ? masked : line;
  gsize whole_length = masked != NULL ? strlen (masked) : length;
  char *valid = g_utf8_make_valid (whole, (gssize)MIN (whole_length, IRU_STDIO_MAX_ERRORS / 8));

  g_ptr_array_add (session->result->errors, valid);
  session->said += strlen (valid) + 1;
  if (session->said > IRU_STDIO_MAX_ERRORS)
    forget_old_errors (session);
}

/* What it is told */

/* Takes @message. */
static void
send (Session *session, char *message)
{
  iru_child_write (session->child, g_strconcat (message, "\n", NULL));
  g_free (message);
}

static void
send_step (Session *session, Step step)
{
  session->step = step;
  session->step_us = g_get_monotonic_time ();
  send (session, step == STEP_INITIALIZE
                     ? iru_mcp_build_initialize (++session->id)
                     : iru_mcp_build_list_tools (++session->id, session->listing.cursor, FALSE));
}

/* What it answers */

static void
take_initialization (Session *session, JsonObject *result)
{
  const char *protocol = iru_mcp_get_string (result, "protocolVersion");
  JsonObject *info = iru_mcp_get_object (result, "serverInfo");

  if (!iru_mcp_knows_revision (protocol))
    {
      add_finding (session, "protocol-version", protocol);
      end_session (session, 0);
      return;
    }
  session->result->protocol = g_strdup (protocol);
  session->result->server_name =
      iru_excerpt_text (session->server, iru_mcp_get_string (info, "name"), -1);
  session->result->server_version =
      iru_excerpt_text (session->server, iru_mcp_get_string (info, "version"), -1);
  session->result->rungs[IRU_RUNG_MCP].elapsed_ms = iru_timer_get_elapsed_ms (session->step_us);
  session->step = STEP_LIST;
  g_autofree char *initialized = iru_mcp_build_initialized ();
  g_autofree char *list = iru_mcp_build_list_tools (++session->id, NULL, FALSE);
  session->step_us = g_get_monotonic_time ();
  send (session, g_strconcat (initialized, "\n", list, NULL));
}

static void
take_page (Session *session, JsonObject *result)
{
  const char *fault;
  IruListingState state = iru_listing_take_page (&session->listing, session->server, result,
                                                 session->result->findings, &fault);

  if (session->result->tools == NULL)
    session->result->tools = g_ptr_array_ref (session->listing.tools);
  session->result->rungs[IRU_RUNG_PERMISSION].elapsed_ms +=
      iru_timer_get_elapsed_ms (session->step_us);
  if (state == IRU_LISTING_MORE)
    {
      send_step (session, STEP_LIST);
      return;
    }
  if (state == IRU_LISTING_FAULT)
    add_finding (session, "protocol-error", fault);
  end_session (session, 0);
}

static void
take_noise (Session *session, const char *line)
{
  if (session->noisy || *line == '\0')
    return;
  session->noisy = TRUE;
  IruFinding *finding = add_finding (session, "bridge-failed", line);
  finding->severity = IRU_SEVERITY_WARNING;
  finding->advice = g_strdup (_ ("The command prints something else than MCP on its standard "
                                 "output, which some clients do not forgive. Silence it."));
}

static void
take_refusal (Session *session, const IruMcpAnswer *answer)
{
  guint denial = iru_classifier_get_denial (answer);
  gboolean toolless = session->step == STEP_LIST && answer->code == IRU_MCP_METHOD_NOT_FOUND;

  add_finding (session,
               denial == 401   ? "auth-rejected"
               : denial == 403 ? "permission-denied"
               : toolless      ? "tools-none"
                               : "protocol-error",
               answer->message);
  end_session (session, 0);
}

static void
on_line (const char *line, gsize length, gboolean too_long, gpointer user_data)
{
  Session *session = user_data;

  if (line == NULL)
    {
      if (too_long && session->step != STEP_END)
        add_finding (session, "response-too-large", NULL);
      else if (session->step != STEP_END)
        session->cut = TRUE;
      end_session (session, too_long ? SIGTERM : 0);
      return;
    }
  if (session->step == STEP_END)
    return;

  g_autoptr (IruMcpAnswer) answer = iru_mcp_read (line, length, session->id);
  session->result->n_requests += answer->kind >= IRU_MCP_RESULT;
  if (answer->kind == IRU_MCP_NOTHING)
    take_noise (session, line);
  else if (answer->kind == IRU_MCP_ERROR)
    take_refusal (session, answer);
  else if (answer->kind == IRU_MCP_RESULT && session->step == STEP_INITIALIZE)
    take_initialization (session, answer->body);
  else if (answer->kind == IRU_MCP_RESULT)
    take_page (session, answer->body);
}

/* The end */

static gboolean
on_kill_timer (gpointer user_data)
{
  Session *session = user_data;

  iru_timer_stop (&session->timer);
  iru_child_signal (session->child, SIGKILL);
  return G_SOURCE_REMOVE;
}

static gboolean
on_term_timer (gpointer user_data)
{
  Session *session = user_data;

  iru_child_signal (session->child, SIGTERM);
  start_timer (session, TERM_MS, on_kill_timer);
  return G_SOURCE_REMOVE;
}

/* @first_signal: 0: its standard input is closed, and it may end by itself. */
static void
end_session (Session *session, int first_signal)
{
  if (session->step == STEP_END)
    return;
  session->step = STEP_END;
  iru_timer_stop (&session->cancelled);
  iru_timer_stop (&session->timer);
  if (iru_child_has_ended (session->child))
    return;
  iru_child_close (session->child);
  if (first_signal != 0)
    iru_child_signal (session->child, first_signal);
  if (first_signal != SIGKILL)
    start_timer (session, first_signal == 0 ? GOODBYE_MS : TERM_MS,
                 first_signal == 0 ? on_term_timer : on_kill_timer);
}

static gboolean
on_timeout (gpointer user_data)
{
  Session *session = user_data;
  g_autofree char *text = g_strdup_printf (_ ("The command did not answer within %.0f seconds."),
                                           iru_timer_get_elapsed_ms (session->start_us) / 1000);

  add_finding (session, "bridge-failed", text);
  end_session (session, SIGTERM);
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Session *session = user_data;

  end_session (session, SIGKILL);
  iru_child_kill (session->child);
  return G_SOURCE_REMOVE;
}

/* The beginning */

static void
begin (Session *session, guint timeout_ms)
{
  GCancellable *cancellable = g_task_get_cancellable (session->task);

  start_timer (session, timeout_ms, on_timeout);
  if (cancellable != NULL)
    {
      session->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (session->cancelled, G_SOURCE_FUNC (on_cancelled), session, NULL);
      g_source_attach (session->cancelled, g_main_context_get_thread_default ());
    }
  send_step (session, STEP_INITIALIZE);
}

void
iru_stdio_async (const IruServer *server, const char *const *argv, const char *const *env,
                 const char *folder, guint timeout_ms, GCancellable *cancellable,
                 GAsyncReadyCallback callback, gpointer user_data)
{
  Session *session = g_new0 (Session, 1);
  const IruChildSpec spec = {
    argv, env, folder, MAX_LINE, on_line, on_error_line, finish, session
  };
  g_autoptr (GError) error = NULL;

  session->task = g_task_new (NULL, cancellable, callback, user_data);
  session->server = iru_server_copy (server);
  session->start_us = g_get_monotonic_time ();
  session->result = g_new0 (IruProbeResult, 1);
  session->result->findings = iru_findings_new ();
  session->result->errors = g_ptr_array_new_with_free_func (g_free);
  session->result->transport = "stdio";
  if (!g_cancellable_is_cancelled (cancellable))
    session->child = iru_child_new (&spec, &error);
  if (session->child != NULL)
    {
      begin (session, timeout_ms);
      return;
    }
  if (error != NULL)
    add_finding (session, "bridge-failed", error->message);
  finish (session);
}

IruProbeResult *
iru_stdio_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
