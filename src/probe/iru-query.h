/* iru-query.h: one question to a program, such as its version
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * IruQueryAnswer:
 * @line: (owned) (nullable): the first line of its standard output that is not empty
 * @error: (owned) (nullable): the last such of its standard error, or why it could not be started
 * @late: it did not end in time
 * @succeeded: it ended by itself, with exit code 0
 */
typedef struct
{
  char *line;
  char *error;
  gboolean late;
  gboolean succeeded;
} IruQueryAnswer;

void iru_query_answer_free (IruQueryAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruQueryAnswer, iru_query_answer_free)

/* Runs @argv as iru_child_new() has it, with nothing on its standard input; after
 * @timeout_ms it is ended with all that it started. */
void iru_query_async (const char *const *argv, const char *const *env, const char *folder,
                      guint timeout_ms, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data);

/* Fails only with %G_IO_ERROR_CANCELLED. (transfer full) (nullable) */
IruQueryAnswer *iru_query_finish (GAsyncResult *result, GError **error);

G_END_DECLS
