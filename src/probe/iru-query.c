/* iru-query.c: one question to a program, such as its version
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-query.h"

#include <sys/wait.h>

#include "iru-child.h"
#include "iru-timer.h"

#define MAX_LINE 4096

typedef struct
{
  GTask *task;
  IruChild *child;
  IruQueryAnswer *answer;
  GSource *timer;
  GSource *cancelled;
} Query;

void
iru_query_answer_free (IruQueryAnswer *answer)
{
  if (answer == NULL)
    return;
  g_free (answer->line);
  g_free (answer->error);
  g_free (answer);
}

/* Returns and frees. */
static void
finish (Query *query)
{
  if (!g_task_return_error_if_cancelled (query->task))
    g_task_return_pointer (query->task, g_steal_pointer (&query->answer),
                           (GDestroyNotify)iru_query_answer_free);
  iru_timer_stop (&query->timer);
  iru_timer_stop (&query->cancelled);
  iru_query_answer_free (query->answer);
  iru_child_free (query->child);
  g_object_unref (query->task);
  g_free (query);
}

static void
on_line (const char *line, gsize length, gboolean too_long, gpointer user_data)
{
  Query *query = user_data;

  if (length > 0 && query->answer->line == NULL)
    query->answer->line = g_utf8_make_valid (line, length);
}

static void
on_error_line (const char *line, gsize length, gboolean too_long, gpointer user_data)
{
  Query *query = user_data;

  if (length == 0)
    return;
  g_free (query->answer->error);
  query->answer->error = g_utf8_make_valid (line, length);
}

static void
on_over (gpointer user_data)
{
  Query *query = user_data;
  int status = iru_child_get_status (query->child);

  query->answer->succeeded =
      !query->answer->late && WIFEXITED (status) && WEXITSTATUS (status) == 0;
  finish (query);
}

static gboolean
on_timeout (gpointer user_data)
{
  Query *query = user_data;

  query->answer->late = !iru_child_has_ended (query->child);
  iru_child_kill (query->child);
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Query *query = user_data;

  iru_child_kill (query->child);
  return G_SOURCE_REMOVE;
}

void
iru_query_async (const char *const *argv, const char *const *env, const char *folder,
                 guint timeout_ms, GCancellable *cancellable, GAsyncReadyCallback callback,
                 gpointer user_data)
{
  Query *query = g_new0 (Query, 1);
  const IruChildSpec spec = { argv, env, folder, MAX_LINE, on_line, on_error_line, on_over, query };
  g_autoptr (GError) error = NULL;

  query->task = g_task_new (NULL, cancellable, callback, user_data);
  query->answer = g_new0 (IruQueryAnswer, 1);
  if (!g_cancellable_is_cancelled (cancellable))
    query->child = iru_child_new (&spec, &error);
  if (query->child == NULL)
    {
      query->answer->error = error != NULL ? g_strdup (error->message) : NULL;
      finish (query);
      return;
    }
  iru_child_close (query->child);
  query->timer = iru_timer_start (timeout_ms, on_timeout, query);
  if (cancellable != NULL)
    {
      query->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (query->cancelled, G_SOURCE_FUNC (on_cancelled), query, NULL);
      g_source_attach (query->cancelled, g_main_context_get_thread_default ());
    }
}

IruQueryAnswer *
iru_query_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
