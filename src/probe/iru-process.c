/* iru-process.c: a program with pipes, and the group of all that it starts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-process.h"

#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <signal.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <unistd.h>

#include "iru-descendants.h"

/* Between fork and exec: async-signal-safe calls only. */
static void
set_up (gpointer user_data)
{
  setpgid (0, 0);
  signal (SIGPIPE, SIG_DFL);
#ifdef __linux__
  prctl (PR_SET_PDEATHSIG, SIGKILL);
#endif
}

/* (The pid of a GSubprocess may be gone before anybody has asked for it.) */
gboolean
iru_process_start (IruProcess *process, const char *folder, const char *const *argv,
                   const char *const *env, GError **error)
{
  int in, out, errors;

  signal (SIGPIPE, SIG_IGN);
  if (!g_spawn_async_with_pipes_and_fds (folder, argv, env, G_SPAWN_DO_NOT_REAP_CHILD, set_up, NULL,
                                         -1, -1, -1, NULL, NULL, 0, &process->pid, &in, &out,
                                         &errors, error))
    return FALSE;
  iru_descendants_watch (process->pid);
  process->in = g_unix_output_stream_new (in, TRUE);
  process->out = g_unix_input_stream_new (out, TRUE);
  process->errors = g_unix_input_stream_new (errors, TRUE);
  return TRUE;
}

void
iru_process_clear (IruProcess *process)
{
  g_clear_object (&process->in);
  g_clear_object (&process->out);
  g_clear_object (&process->errors);
}

void
iru_process_signal (IruProcess *process, int signal)
{
  kill (-process->pid, signal);
  /* Itself also if it has left its group. */
  kill (process->pid, signal);
}

void
iru_process_end_group (IruProcess *process)
{
  kill (-process->pid, SIGKILL);
  iru_descendants_kill (process->pid);
}
