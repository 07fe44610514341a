/* iru-process.h: a program with pipes, and the group of all that it starts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What differs between systems: iru-process.c and, for Windows, iru-process-windows.c.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * IruProcess:
 * @pid: to be waited for with a child watch, which has to go first
 * @group: Windows: the job that it is in
 * @in, @out, @errors: (owned): its standard streams
 */
typedef struct
{
  GPid pid;
  gpointer group;
  GOutputStream *in;
  GInputStream *out;
  GInputStream *errors;
} IruProcess;

/**
 * iru_process_start:
 * @argv: NULL-terminated; the first is a path
 * @env: NULL-terminated, "NAME=value": all of its environment
 *
 * Starts the program in a group of its own; it dies with this process (Linux and Windows).
 * SIGPIPE is ignored here from then on.
 */
gboolean iru_process_start (IruProcess *process, const char *folder, const char *const *argv,
                            const char *const *env, GError **error);
void iru_process_clear (IruProcess *process);

/* To the program and what it started. Windows knows one signal only, the last one. */
void iru_process_signal (IruProcess *process, int signal);
/* It has ended: what it started goes too. */
void iru_process_end_group (IruProcess *process);

G_END_DECLS
