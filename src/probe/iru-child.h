/* iru-child.h: a program that is run, with all that it starts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-lines.h"

G_BEGIN_DECLS

typedef struct _IruChild IruChild;

typedef void (*IruChildFunc) (gpointer user_data);

/**
 * IruChildSpec:
 * @argv: NULL-terminated; the first is a path, not looked for on any PATH
 * @env: NULL-terminated, "NAME=value": all of its environment
 * @folder: where it is started
 * @max_line: of its output, in bytes
 * @on_line: for its standard output
 * @on_error_line: for its standard error
 * @on_over: when it has ended and both outputs are at theirs; the last call. It may free
 *   the child.
 */
typedef struct
{
  const char *const *argv;
  const char *const *env;
  const char *folder;
  gsize max_line;
  IruLineFunc on_line;
  IruLineFunc on_error_line;
  IruChildFunc on_over;
  gpointer user_data;
} IruChildSpec;

/**
 * iru_child_new:
 * @spec: copied; what it points to may go once this returns
 *
 * Starts the program in a process group of its own; it dies with this process. SIGPIPE is
 * ignored here from then on. The functions are called on the thread-default main context.
 *
 * Returns: (transfer full) (nullable): to be freed in @on_over; NULL with @error: nothing
 *   was started and nothing will be called
 */
IruChild *iru_child_new (const IruChildSpec *spec, GError **error);
void iru_child_free (IruChild *child);

/* Writes to its standard input, after what is still being written. Takes @text. */
void iru_child_write (IruChild *child, char *text);
/* Closes its standard input, once all that is written. */
void iru_child_close (IruChild *child);
/* To the program and what it started; nothing once it has ended. */
void iru_child_signal (IruChild *child, int signal);
/* SIGKILL, and its outputs are read no more. */
void iru_child_kill (IruChild *child);
/* As waitpid() has it; of use once it has ended. */
int iru_child_get_status (IruChild *child);
gboolean iru_child_has_ended (IruChild *child);

G_END_DECLS
