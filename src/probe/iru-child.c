/* iru-child.c: a program that is run, with all that it starts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-child.h"

#include <signal.h>
#include <string.h>

#include "iru-process.h"
#include "iru-timer.h"

/* How long what it started may hold its outputs once it has ended. */
#define DRAIN_MS 100

struct _IruChild
{
  IruChildSpec spec;
  IruProcess process;
  GSource *watch;
  GSource *drain;
  GCancellable *pipes;
  guint n_pending; /* reads, writes, and the wait for the end */
  GQueue texts;    /* (element-type utf8): to be written; the first one is being written */
  gboolean closes; /* its standard input, after that */
  gboolean exited;
  int wait_status;
};

void
iru_child_free (IruChild *child)
{
  if (child == NULL)
    return;
  iru_timer_stop (&child->watch);
  iru_timer_stop (&child->drain);
  iru_process_clear (&child->process);
  g_clear_object (&child->pipes);
  g_queue_clear_full (&child->texts, g_free);
  g_free (child);
}

static void write_first (IruChild *child);

static void
settle (IruChild *child)
{
  if (--child->n_pending == 0)
    child->spec.on_over (child->spec.user_data);
}

static void
on_line (const char *line, gsize length, gboolean too_long, gpointer user_data)
{
  IruChild *child = user_data;

  child->spec.on_line (line, length, too_long, child->spec.user_data);
  if (line == NULL)
    settle (child);
}

static void
on_error_line (const char *line, gsize length, gboolean too_long, gpointer user_data)
{
  IruChild *child = user_data;

  child->spec.on_error_line (line, length, too_long, child->spec.user_data);
  if (line == NULL)
    settle (child);
}

static gboolean
on_drained (gpointer user_data)
{
  IruChild *child = user_data;

  iru_timer_stop (&child->drain);
  g_cancellable_cancel (child->pipes);
  return G_SOURCE_REMOVE;
}

static void
on_exited (GPid pid, int wait_status, gpointer user_data)
{
  IruChild *child = user_data;

  child->wait_status = wait_status;
  child->exited = TRUE;
  iru_process_end_group (&child->process);
  child->drain = iru_timer_start (DRAIN_MS, on_drained, child);
  settle (child);
}

IruChild *
iru_child_new (const IruChildSpec *spec, GError **error)
{
  IruProcess process = { 0 };
  IruChild *child;

  if (!iru_process_start (&process, spec->folder, spec->argv, spec->env, error))
    return NULL;
  child = g_new0 (IruChild, 1);
  child->spec = *spec;
  child->process = process;
  child->pipes = g_cancellable_new ();
  child->n_pending = 3;
  child->watch = g_child_watch_source_new (process.pid);
  g_source_set_callback (child->watch, G_SOURCE_FUNC (on_exited), child, NULL);
  g_source_attach (child->watch, g_main_context_get_thread_default ());
  iru_lines_read (process.out, spec->max_line, child->pipes, on_line, child);
  iru_lines_read (process.errors, spec->max_line, child->pipes, on_error_line, child);
  return child;
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  IruChild *child = user_data;

  /* A program that does not listen has ended, or is about to: that says more. */
  g_output_stream_write_all_finish (child->process.in, result, NULL, NULL);
  g_free (g_queue_pop_head (&child->texts));
  write_first (child);
  settle (child);
}

/* A stream refuses what comes while it still writes, and an answer may be there before
 * it is known that the question was written. */
static void
write_first (IruChild *child)
{
  const char *text = g_queue_peek_head (&child->texts);

  if (text != NULL)
    g_output_stream_write_all_async (child->process.in, text, strlen (text), G_PRIORITY_DEFAULT,
                                     child->pipes, on_written, child);
  else if (child->closes)
    g_output_stream_close (child->process.in, NULL, NULL);
}

void
iru_child_write (IruChild *child, char *text)
{
  child->n_pending++;
  g_queue_push_tail (&child->texts, text);
  if (child->texts.length == 1)
    write_first (child);
}

void
iru_child_close (IruChild *child)
{
  child->closes = TRUE;
  if (child->texts.length == 0)
    write_first (child);
}

void
iru_child_signal (IruChild *child, int signal)
{
  if (!child->exited)
    iru_process_signal (&child->process, signal);
}

void
iru_child_kill (IruChild *child)
{
  iru_child_signal (child, SIGKILL);
  g_cancellable_cancel (child->pipes);
}

int
iru_child_get_status (IruChild *child)
{
  return child->wait_status;
}

gboolean
iru_child_has_ended (IruChild *child)
{
  return child->exited;
}
