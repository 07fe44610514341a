/* iru-process-windows.c: a program with pipes, and the job of all that it starts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-process.h"

#include <gio/gwin32inputstream.h>
#include <gio/gwin32outputstream.h>
#include <windows.h>

/* A job that ends with its last handle, which is this process's. */
static HANDLE
new_job (void)
{
  HANDLE job = CreateJobObjectW (NULL, NULL);
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {
    .BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE,
  };

  if (job != NULL)
    SetInformationJobObject (job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
  return job;
}

/* A pipe's descriptor as a handle that the stream may close. */
static HANDLE
take_handle (int fd)
{
  HANDLE self = GetCurrentProcess ();
  HANDLE own = NULL;

  DuplicateHandle (self, (HANDLE)_get_osfhandle (fd), self, &own, 0, FALSE, DUPLICATE_SAME_ACCESS);
  close (fd);
  return own;
}

/* What it starts before it is in the job is not in it; programs take longer than that. */
gboolean
iru_process_start (IruProcess *process, const char *folder, const char *const *argv,
                   const char *const *env, GError **error)
{
  int in, out, errors;

  if (!g_spawn_async_with_pipes_and_fds (folder, argv, env, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                                         -1, -1, -1, NULL, NULL, 0, &process->pid, &in, &out,
                                         &errors, error))
    return FALSE;
  process->group = new_job ();
  if (process->group != NULL)
    AssignProcessToJobObject (process->group, process->pid);
  process->in = g_win32_output_stream_new (take_handle (in), TRUE);
  process->out = g_win32_input_stream_new (take_handle (out), TRUE);
  process->errors = g_win32_input_stream_new (take_handle (errors), TRUE);
  return TRUE;
}

void
iru_process_clear (IruProcess *process)
{
  g_clear_object (&process->in);
  g_clear_object (&process->out);
  g_clear_object (&process->errors);
  g_clear_pointer (&process->group, CloseHandle);
  if (process->pid != NULL)
    g_spawn_close_pid (process->pid);
  process->pid = NULL;
}

void
iru_process_signal (IruProcess *process, int signal)
{
  iru_process_end_group (process);
  TerminateProcess (process->pid, 1);
}

void
iru_process_end_group (IruProcess *process)
{
  if (process->group != NULL)
    TerminateJobObject (process->group, 1);
}
