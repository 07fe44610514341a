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
#include "iru-quote.h"
#include "iru-timer.h"
#include "iru-verdict.h"

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

/* A conversation. It is over when the command is; end_talk() sees to that. */
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
} Talk;

static void end_talk (Talk *talk, int first_signal);

static void
start_timer (Talk *talk, guint timeout_ms, GSourceFunc func)
{
  iru_timer_stop (&talk->timer);
  talk->timer = iru_timer_start (timeout_ms, func, talk);
}

static void
free_talk (Talk *talk)
{
  iru_timer_stop (&talk->timer);
  iru_timer_stop (&talk->cancelled);
  iru_listing_clear (&talk->listing);
  g_clear_pointer (&talk->result, iru_probe_result_free);
  iru_child_free (talk->child);
  iru_server_free (talk->server);
  g_object_unref (talk->task);
  g_free (talk);
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
add_finding (Talk *talk, const char *id, const char *detail)
{
  IruFinding *finding = iru_findings_add (talk->result->findings, id, NULL);

  finding->detail = iru_quote_text (talk->server, detail, -1);
  return finding;
}

static void
add_exit (Talk *talk)
{
  int status = iru_child_get_status (talk->child);
  g_autofree char *text = NULL;

  if (WIFSIGNALED (status))
    text = g_strdup_printf (_ ("The command was ended by signal %d before it answered."),
                            WTERMSIG (status));
  else
    text = g_strdup_printf (_ ("The command ended with exit code %d before it answered."),
                            WEXITSTATUS (status));
  add_finding (talk, "bridge-failed", text);
}

static void
finish (gpointer user_data)
{
  Talk *talk = user_data;
  IruProbeResult *result = talk->result;

  if (talk->child != NULL && (talk->cut || talk->step != STEP_END))
    add_exit (talk);
  result->elapsed_ms = iru_timer_get_elapsed_ms (talk->start_us);
  set_rungs (result);
  if (!g_task_return_error_if_cancelled (talk->task))
    g_task_return_pointer (talk->task, g_steal_pointer (&talk->result),
                           (GDestroyNotify)iru_probe_result_free);
  free_talk (talk);
}

/* What it says on standard error */

/* Half of what is kept goes at a time, so that endless complaints cost no more than others. */
static void
forget_old_errors (Talk *talk)
{
  GPtrArray *errors = talk->result->errors;
  guint n = 0;

  while (talk->said > IRU_STDIO_MAX_ERRORS / 2)
    talk->said -= strlen (errors->pdata[n++]) + 1;
  g_ptr_array_remove_range (errors, 0, n);
}

static void
on_error_line (const char *line, gsize length, gboolean too_long, gpointer user_data)
{
  Talk *talk = user_data;

  if (line == NULL)
    return;
  /* What is shown is masked later; what is cut has to be masked before. */
  g_autofree char *masked =
      length > IRU_STDIO_MAX_ERRORS / 8 ? iru_quote_mask (talk->server, line, length) : NULL;
  const char *whole = masked != NULL ? masked : line;
  gsize whole_length = masked != NULL ? strlen (masked) : length;
  char *valid = g_utf8_make_valid (whole, (gssize)MIN (whole_length, IRU_STDIO_MAX_ERRORS / 8));

  g_ptr_array_add (talk->result->errors, valid);
  talk->said += strlen (valid) + 1;
  if (talk->said > IRU_STDIO_MAX_ERRORS)
    forget_old_errors (talk);
}

/* What it is told */

/* Takes @message. */
static void
send (Talk *talk, char *message)
{
  iru_child_write (talk->child, g_strconcat (message, "\n", NULL));
  g_free (message);
}

static void
send_step (Talk *talk, Step step)
{
  talk->step = step;
  talk->step_us = g_get_monotonic_time ();
  send (talk, step == STEP_INITIALIZE
                  ? iru_mcp_build_initialize (++talk->id)
                  : iru_mcp_build_list_tools (++talk->id, talk->listing.cursor, FALSE));
}

/* What it answers */

static void
take_initialization (Talk *talk, JsonObject *result)
{
  const char *protocol = iru_mcp_get_string (result, "protocolVersion");
  JsonObject *info = iru_mcp_get_object (result, "serverInfo");

  if (!iru_mcp_knows_revision (protocol))
    {
      add_finding (talk, "protocol-version", protocol);
      end_talk (talk, 0);
      return;
    }
  talk->result->protocol = g_strdup (protocol);
  talk->result->server_name = iru_quote_text (talk->server, iru_mcp_get_string (info, "name"), -1);
  talk->result->server_version =
      iru_quote_text (talk->server, iru_mcp_get_string (info, "version"), -1);
  talk->result->rungs[IRU_RUNG_MCP].elapsed_ms = iru_timer_get_elapsed_ms (talk->step_us);
  talk->step = STEP_LIST;
  g_autofree char *initialized = iru_mcp_build_initialized ();
  g_autofree char *list = iru_mcp_build_list_tools (++talk->id, NULL, FALSE);
  talk->step_us = g_get_monotonic_time ();
  send (talk, g_strconcat (initialized, "\n", list, NULL));
}

static void
take_page (Talk *talk, JsonObject *result)
{
  const char *fault;
  IruListingState state =
      iru_listing_take_page (&talk->listing, result, talk->result->findings, &fault);

  if (talk->result->tools == NULL)
    talk->result->tools = g_ptr_array_ref (talk->listing.tools);
  talk->result->rungs[IRU_RUNG_PERMISSION].elapsed_ms += iru_timer_get_elapsed_ms (talk->step_us);
  if (state == IRU_LISTING_MORE)
    {
      send_step (talk, STEP_LIST);
      return;
    }
  if (state == IRU_LISTING_FAULT)
    add_finding (talk, "protocol-error", fault);
  end_talk (talk, 0);
}

static void
take_noise (Talk *talk, const char *line)
{
  if (talk->noisy || *line == '\0')
    return;
  talk->noisy = TRUE;
  IruFinding *finding = add_finding (talk, "bridge-failed", line);
  finding->severity = IRU_SEVERITY_WARNING;
  finding->advice = g_strdup (_ ("The command prints something else than MCP on its standard "
                                 "output, which some clients do not forgive. Silence it."));
}

static void
take_refusal (Talk *talk, const IruMcpAnswer *answer)
{
  guint denial = iru_verdict_get_denial (answer);
  gboolean toolless = talk->step == STEP_LIST && answer->code == IRU_MCP_METHOD_NOT_FOUND;

  add_finding (talk,
               denial == 401   ? "auth-rejected"
               : denial == 403 ? "permission-denied"
               : toolless      ? "tools-none"
                               : "protocol-error",
               answer->message);
  end_talk (talk, 0);
}

static void
on_line (const char *line, gsize length, gboolean too_long, gpointer user_data)
{
  Talk *talk = user_data;

  if (line == NULL)
    {
      if (too_long && talk->step != STEP_END)
        add_finding (talk, "response-too-large", NULL);
      else if (talk->step != STEP_END)
        talk->cut = TRUE;
      end_talk (talk, too_long ? SIGTERM : 0);
      return;
    }
  if (talk->step == STEP_END)
    return;

  g_autoptr (IruMcpAnswer) answer = iru_mcp_read (line, length, talk->id);
  talk->result->n_requests += answer->kind >= IRU_MCP_RESULT;
  if (answer->kind == IRU_MCP_NOTHING)
    take_noise (talk, line);
  else if (answer->kind == IRU_MCP_ERROR)
    take_refusal (talk, answer);
  else if (answer->kind == IRU_MCP_RESULT && talk->step == STEP_INITIALIZE)
    take_initialization (talk, answer->body);
  else if (answer->kind == IRU_MCP_RESULT)
    take_page (talk, answer->body);
}

/* The end */

static gboolean
on_deaf (gpointer user_data)
{
  Talk *talk = user_data;

  iru_timer_stop (&talk->timer);
  iru_child_signal (talk->child, SIGKILL);
  return G_SOURCE_REMOVE;
}

static gboolean
on_lingering (gpointer user_data)
{
  Talk *talk = user_data;

  iru_child_signal (talk->child, SIGTERM);
  start_timer (talk, TERM_MS, on_deaf);
  return G_SOURCE_REMOVE;
}

/* @first_signal: 0: its standard input is closed, and it may end by itself. */
static void
end_talk (Talk *talk, int first_signal)
{
  if (talk->step == STEP_END)
    return;
  talk->step = STEP_END;
  iru_timer_stop (&talk->cancelled);
  iru_timer_stop (&talk->timer);
  if (iru_child_has_ended (talk->child))
    return;
  iru_child_close (talk->child);
  if (first_signal != 0)
    iru_child_signal (talk->child, first_signal);
  if (first_signal != SIGKILL)
    start_timer (talk, first_signal == 0 ? GOODBYE_MS : TERM_MS,
                 first_signal == 0 ? on_lingering : on_deaf);
}

static gboolean
on_timeout (gpointer user_data)
{
  Talk *talk = user_data;
  g_autofree char *text = g_strdup_printf (_ ("The command did not answer within %.0f seconds."),
                                           iru_timer_get_elapsed_ms (talk->start_us) / 1000);

  add_finding (talk, "bridge-failed", text);
  end_talk (talk, SIGTERM);
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Talk *talk = user_data;

  end_talk (talk, SIGKILL);
  iru_child_kill (talk->child);
  return G_SOURCE_REMOVE;
}

/* The beginning */

static void
begin (Talk *talk, guint timeout_ms)
{
  GCancellable *cancellable = g_task_get_cancellable (talk->task);

  start_timer (talk, timeout_ms, on_timeout);
  if (cancellable != NULL)
    {
      talk->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (talk->cancelled, G_SOURCE_FUNC (on_cancelled), talk, NULL);
      g_source_attach (talk->cancelled, g_main_context_get_thread_default ());
    }
  send_step (talk, STEP_INITIALIZE);
}

void
iru_stdio_async (const IruServer *server, const char *const *argv, const char *const *env,
                 const char *folder, guint timeout_ms, GCancellable *cancellable,
                 GAsyncReadyCallback callback, gpointer user_data)
{
  Talk *talk = g_new0 (Talk, 1);
  const IruChildSpec spec = { argv, env, folder, MAX_LINE, on_line, on_error_line, finish, talk };
  g_autoptr (GError) error = NULL;

  talk->task = g_task_new (NULL, cancellable, callback, user_data);
  talk->server = iru_server_copy (server);
  talk->start_us = g_get_monotonic_time ();
  talk->result = g_new0 (IruProbeResult, 1);
  talk->result->findings = iru_findings_new ();
  talk->result->errors = g_ptr_array_new_with_free_func (g_free);
  talk->result->transport = "stdio";
  if (!g_cancellable_is_cancelled (cancellable))
    talk->child = iru_child_new (&spec, &error);
  if (talk->child != NULL)
    {
      begin (talk, timeout_ms);
      return;
    }
  if (error != NULL)
    add_finding (talk, "bridge-failed", error->message);
  finish (talk);
}

IruProbeResult *
iru_stdio_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
