/* iru-stdio.c: one MCP conversation with a command
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-stdio.h"

#include "iru-conversation.h"
#include "iru-excerpt.h"

void
iru_stdio_async (const IruServer *server, const char *const *argv, const char *const *env,
                 const char *folder, guint timeout_ms, GCancellable *cancellable,
                 GAsyncReadyCallback callback, gpointer user_data)
{
  const IruProbeOptions options = { .timeout_ms = timeout_ms };
  IruConversation *conversation =
      iru_conversation_new (server, &options, g_task_new (NULL, cancellable, callback, user_data));
  const IruServer *own = iru_conversation_get_server (conversation);
  IruProbeResult *result = iru_conversation_get_result (conversation);
  g_autoptr (GError) error = NULL;
  IruChannel *channel = NULL;

  result->errors = g_ptr_array_new_with_free_func (g_free);
  result->transport = "stdio";
  if (!g_cancellable_is_cancelled (cancellable))
    channel = iru_channel_stdio_new (own, argv, env, folder, result->errors, &error);
  if (channel != NULL)
    {
      iru_conversation_begin (conversation, channel, FALSE);
      return;
    }
  if (error != NULL)
    iru_findings_add (result->findings, "bridge-failed", NULL)->detail =
        iru_excerpt_text (own, error->message, -1);
  iru_conversation_end (conversation);
}

IruProbeResult *
iru_stdio_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
