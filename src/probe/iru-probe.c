/* iru-probe.c: one MCP conversation with an endpoint
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-probe.h"

#include "iru-conversation.h"
#include "iru-channel-http.h"

/* @uri: (out) (nullable) (transfer full) */
static const char *
find_url_fault (const char *url, GUri **uri)
{
  const char *scheme = NULL;

  *uri = url != NULL ? g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL) : NULL;
  scheme = *uri != NULL ? g_uri_get_scheme (*uri) : NULL;
  if (scheme == NULL || g_uri_get_host (*uri) == NULL || *g_uri_get_host (*uri) == '\0')
    return "url-invalid";
  if (g_ascii_strcasecmp (scheme, "https") == 0)
    return NULL;
  if (g_ascii_strcasecmp (scheme, "http") != 0)
    return "url-invalid";
  return iru_url_is_loopback (url) ? NULL : "url-insecure";
}

/* What there is to talk to; NULL with a finding where that cannot be. */
static IruChannel *
open_channel (const IruServer *server, GPtrArray *findings)
{
  g_autoptr (GUri) uri = NULL;
  const char *fault = find_url_fault (server->url, &uri);
  const IruPair *bad = iru_http_find_bad_header (server->headers);

  if (fault == NULL && bad == NULL)
    return iru_channel_http_new (uri, server->headers);

  IruFinding *finding =
      iru_findings_add (findings, fault != NULL ? fault : "value-whitespace", NULL);
  finding->field = fault != NULL ? g_strdup ("url") : g_strconcat ("headers.", bad->name, NULL);
  return NULL;
}

void
iru_probe_async (const IruServer *server, const IruProbeOptions *options, GCancellable *cancellable,
                 GAsyncReadyCallback callback, gpointer user_data)
{
  IruConversation *conversation =
      iru_conversation_new (server, options, g_task_new (NULL, cancellable, callback, user_data));
  GPtrArray *findings = iru_conversation_get_result (conversation)->findings;
  IruChannel *channel = NULL;

  if (!g_cancellable_is_cancelled (cancellable))
    channel = open_channel (iru_conversation_get_server (conversation), findings);
  if (channel != NULL)
    iru_conversation_begin (conversation, channel, TRUE);
  else
    iru_conversation_end (conversation);
}

IruProbeResult *
iru_probe_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
