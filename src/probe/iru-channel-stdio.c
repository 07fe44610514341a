/* iru-channel-stdio.c: messages over the standard input and output of a command
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-channel-stdio.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "iru-child.h"
#include "iru-excerpt.h"
#include "iru-timer.h"

#define MAX_LINE (8 * 1024 * 1024)
/* How long the command has to end by itself, and then to heed SIGTERM. */
#define GOODBYE_MS 1000
#define TERM_MS 500

/* It is over when the command is; end() sees to that. */
typedef struct
{
  IruChannel parent;
  const IruServer *server;
  IruChild *child;
  GPtrArray *errors;
  gsize said; /* of errors, in bytes */
  GSource *timer;
  gint64 start_us;
  gint64 id; /* of the message that waits for its answer */
  gboolean noisy;
  gboolean ending;
  gboolean told; /* nothing more is told: it was closed, or the fault is known */
} StdioChannel;

static void
tell_fault (StdioChannel *channel, IruFaultKind kind, const char *text)
{
  const IruFault fault = { kind, .text = text };

  channel->told = channel->told || kind != IRU_FAULT_NOISE;
  channel->parent.listener->on_fault (&fault, channel->parent.user_data);
}

/* The end */

static void
start_timer (StdioChannel *channel, guint timeout_ms, GSourceFunc func)
{
  iru_timer_stop (&channel->timer);
  channel->timer = iru_timer_start (timeout_ms, func, channel);
}

static gboolean
on_kill_timer (gpointer user_data)
{
  StdioChannel *channel = user_data;

  iru_timer_stop (&channel->timer);
  iru_child_signal (channel->child, SIGKILL);
  return G_SOURCE_REMOVE;
}

static gboolean
on_term_timer (gpointer user_data)
{
  StdioChannel *channel = user_data;

  iru_child_signal (channel->child, SIGTERM);
  start_timer (channel, TERM_MS, on_kill_timer);
  return G_SOURCE_REMOVE;
}

/* @first_signal: 0: its standard input is closed, and it may end by itself. */
static void
end (StdioChannel *channel, int first_signal)
{
  if (channel->ending)
    return;
  channel->ending = TRUE;
  if (iru_child_has_ended (channel->child))
    return;
  iru_child_close (channel->child);
  if (first_signal != 0)
    iru_child_signal (channel->child, first_signal);
  if (first_signal != SIGKILL)
    start_timer (channel, first_signal == 0 ? GOODBYE_MS : TERM_MS,
                 first_signal == 0 ? on_term_timer : on_kill_timer);
}

static void
tell_exit (StdioChannel *channel)
{
  int status = iru_child_get_status (channel->child);
  g_autofree char *text = NULL;

  if (WIFSIGNALED (status))
    text = g_strdup_printf (_ ("The command was ended by signal %d before it answered."),
                            WTERMSIG (status));
  else
    text = g_strdup_printf (_ ("The command ended with exit code %d before it answered."),
                            WEXITSTATUS (status));
  tell_fault (channel, IRU_FAULT_ENDED, text);
}

static void
on_child_over (gpointer user_data)
{
  StdioChannel *channel = user_data;

  channel->ending = TRUE;
  if (!channel->told)
    tell_exit (channel);
  channel->parent.listener->on_over (channel->parent.user_data);
}

static void
channel_close (IruChannel *base)
{
  StdioChannel *channel = (StdioChannel *)base;

  channel->told = TRUE;
  end (channel, 0);
}

static void
channel_stop (IruChannel *base)
{
  StdioChannel *channel = (StdioChannel *)base;

  if (channel->ending)
    return;
  channel->told = TRUE;
  end (channel, SIGKILL);
  iru_child_kill (channel->child);
}

static void
channel_expire (IruChannel *base)
{
  StdioChannel *channel = (StdioChannel *)base;
  g_autofree char *text = g_strdup_printf (_ ("The command did not answer within %.0f seconds."),
                                           iru_timer_get_elapsed_ms (channel->start_us) / 1000);

  if (channel->ending)
    return;
  end (channel, SIGTERM);
  tell_fault (channel, IRU_FAULT_LATE, text);
}

static void
channel_free (IruChannel *base)
{
  StdioChannel *channel = (StdioChannel *)base;

  iru_timer_stop (&channel->timer);
  iru_child_free (channel->child);
  g_ptr_array_unref (channel->errors);
  g_free (channel);
}

/* There is no network, and no rung of the key. */
static void
channel_take_times (IruChannel *base, double *times)
{
  static const IruRung none[] = { IRU_RUNG_NAME, IRU_RUNG_CONNECT, IRU_RUNG_TLS, IRU_RUNG_HTTP,
                                  IRU_RUNG_AUTH };

  times[IRU_RUNG_PERMISSION] += times[IRU_RUNG_AUTH];
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    times[none[i]] = -1;
}

/* What it says on standard error */

/* Half of what is kept goes at a time, so that endless complaints cost no more than others. */
static void
forget_old_errors (StdioChannel *channel)
{
  GPtrArray *errors = channel->errors;
  guint n = 0;

  while (channel->said > IRU_STDIO_MAX_ERRORS / 2)
    channel->said -= strlen (errors->pdata[n++]) + 1;
  g_ptr_array_remove_range (errors, 0, n);
}

static void
on_error_line (const char *line, gsize length, gboolean too_long, gpointer user_data)
{
  StdioChannel *channel = user_data;

  if (line == NULL)
    return;
  /* What is shown is masked later; what is cut has to be masked before. */
  g_autofree char *masked =
      length > IRU_STDIO_MAX_ERRORS / 8 ? iru_excerpt_mask (channel->server, line, length) : NULL;
  const char *whole = masked != NULL ? masked : line;
  gsize whole_length = masked != NULL ? strlen (masked) : length;
  char *valid = g_utf8_make_valid (whole, (gssize)MIN (whole_length, IRU_STDIO_MAX_ERRORS / 8));

  g_ptr_array_add (channel->errors, valid);
  channel->said += strlen (valid) + 1;
  if (channel->said > IRU_STDIO_MAX_ERRORS)
    forget_old_errors (channel);
}

/* What it is told, and what it answers */

static void
channel_send (IruChannel *base, const IruMessage *message)
{
  StdioChannel *channel = (StdioChannel *)base;
  const IruMcpAnswer none = { .kind = IRU_MCP_NOTHING };
  const IruDelivery taken = { .answer = &none };

  iru_child_write (channel->child, g_strconcat (message->body, "\n", NULL));
  g_free (message->body);
  if (message->id != 0)
    channel->id = message->id;
  else
    base->listener->on_answer (&taken, base->user_data);
}

static void
take_noise (StdioChannel *channel, const char *line)
{
  if (channel->noisy || *line == '\0')
    return;
  channel->noisy = TRUE;
  tell_fault (channel, IRU_FAULT_NOISE, line);
}

static void
on_line (const char *line, gsize length, gboolean too_long, gpointer user_data)
{
  StdioChannel *channel = user_data;
  gboolean was_ending = channel->ending;

  if (line == NULL)
    {
      end (channel, too_long ? SIGTERM : 0);
      if (too_long && !was_ending)
        tell_fault (channel, IRU_FAULT_TOO_LARGE, NULL);
      return;
    }
  if (was_ending)
    return;

  g_autoptr (IruMcpAnswer) answer = iru_mcp_read (line, length, channel->id);
  const IruDelivery delivery = { .answer = answer };

  channel->parent.n_requests += answer->kind >= IRU_MCP_RESULT;
  if (answer->kind == IRU_MCP_NOTHING)
    take_noise (channel, line);
  else if (answer->kind >= IRU_MCP_RESULT)
    channel->parent.listener->on_answer (&delivery, channel->parent.user_data);
}

IruChannel *
iru_channel_stdio_new (const IruServer *server, const char *const *argv, const char *const *env,
                       const char *folder, GPtrArray *errors, GError **error)
{
  static const IruChannelClass klass = {
    .send = channel_send,
    .expire = channel_expire,
    .close = channel_close,
    .stop = channel_stop,
    .take_times = channel_take_times,
    .free = channel_free,
  };
  StdioChannel *channel = g_new0 (StdioChannel, 1);
  const IruChildSpec spec = { argv,    env,           folder,        MAX_LINE,
                              on_line, on_error_line, on_child_over, channel };

  channel->child = iru_child_new (&spec, error);
  if (channel->child == NULL)
    {
      g_free (channel);
      return NULL;
    }
  channel->server = server;
  channel->errors = g_ptr_array_ref (errors);
  channel->start_us = g_get_monotonic_time ();
  channel->parent.klass = &klass;
  channel->parent.name = "stdio";
  return &channel->parent;
}
