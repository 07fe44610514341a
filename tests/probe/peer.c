/* peer.c: the other end of a probe, in this process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "peer.h"

#include <string.h>
#include <sys/socket.h>

static char *
replace (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, -1);

  return g_strjoinv (to, parts);
}

static char *
find_word (const char *body, const char *start)
{
  const char *found = body != NULL ? strstr (body, start) : NULL;
  const char *end = found;

  if (found == NULL)
    return g_strdup ("");
  found += strlen (start);
  for (end = found; *end != '\0' && strchr (",}\"", *end) == NULL;)
    end++;
  return g_strndup (found, end - found);
}

static GBytes *
compress (const char *text)
{
  g_autoptr (GConverter) zip =
      G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, zip);

  g_assert_true (g_output_stream_write_all (stream, text, strlen (text), NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static void
answer (SoupServerMessage *message, const char *text)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  const char *body = strstr (text, "\n\n");
  g_autofree char *head = g_strndup (text, body - text);
  g_auto (GStrv) lines = g_strsplit (head, "\n", -1);
  const char *type = strchr (lines[0], ' ') + 1;
  const char *types[][2] = { { "json", "application/json" },
                             { "html", "text/html; charset=utf-8" },
                             { "text", "text/plain" },
                             { "sse", "text/event-stream" },
                             { "gzip", "application/json" } };

  soup_server_message_set_status (message, atoi (lines[0]), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (strcmp (types[i][0], type) == 0)
      soup_message_headers_replace (headers, "Content-Type", types[i][1]);
  for (guint i = 1; lines[i] != NULL; i++)
    {
      char *colon = strstr (lines[i], ": ");

      *colon = '\0';
      soup_message_headers_append (headers, lines[i], colon + 2);
    }

  g_autoptr (GBytes) bytes = NULL;
  if (strcmp (type, "gzip") == 0)
    {
      soup_message_headers_replace (headers, "Content-Encoding", "gzip");
      bytes = compress (body + 2);
    }
  else
    bytes = g_bytes_new (body + 2, strlen (body + 2));
  if (g_bytes_get_size (bytes) > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body (message), bytes);
}

static const char *
choose (Peer *peer, const char *http, const char *rpc)
{
  const Script *script = peer->script;

  if (strcmp (http, "DELETE") == 0)
    {
      peer->n_deletes++;
      return "200 -\n\n";
    }
  if (strcmp (http, "GET") == 0)
    return script->get;
  if (strcmp (rpc, "server/discover") == 0)
    return script->discover;
  if (strcmp (rpc, "initialize") == 0)
    return script->initialize;
  if (strcmp (rpc, "notifications/initialized") == 0)
    return "202 -\n\n";
  return peer->n_lists++ > 0 && script->list2 != NULL ? script->list2 : script->list;
}

static void
take_note (const char *name, const char *value, gpointer user_data)
{
  g_hash_table_insert (user_data, g_ascii_strdown (name, -1), g_strdup (value));
}

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer user_data)
{
  Peer *peer = user_data;
  const char *http = soup_server_message_get_method (message);
  SoupMessageBody *sent = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (sent);
  g_autofree char *body = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autofree char *rpc = find_word (body, "\"method\":\"");
  g_autofree char *id = find_word (body, "\"id\":");
  g_autofree char *port = g_strdup_printf ("%u", peer->port);

  GSocketAddress *from = soup_server_message_get_remote_address (message);
  g_hash_table_add (peer->connections, GUINT_TO_POINTER (g_inet_socket_address_get_port (
                                           G_INET_SOCKET_ADDRESS (from))));
  peer->n_requests++;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *from_event = soup_message_headers_get_one (headers, "Last-Event-ID");
  g_string_append_printf (peer->heard, "%s %s %s|", http, path,
                          from_event != NULL ? from_event : rpc);
  g_hash_table_remove_all (peer->last_headers);
  soup_message_headers_foreach (headers, take_note, peer->last_headers);

  const char *text = choose (peer, http, rpc);
  g_autofree char *with_id =
      replace (text != NULL ? text : "404 html\n\n<html><title>Cannot POST</title>", "@ID@", id);
  g_autofree char *whole = replace (with_id, "@PORT@", port);
  answer (message, whole);
}

Peer *
peer_new (const Script *script, GTlsCertificate *certificate)
{
  Peer *peer = g_new0 (Peer, 1);

  peer->script = script;
  peer->heard = g_string_new (NULL);
  peer->last_headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  peer->connections = g_hash_table_new (NULL, NULL);
  peer->server = soup_server_new ("tls-certificate", certificate, NULL);
  soup_server_add_handler (peer->server, NULL, on_request, peer, NULL);
  g_assert_true (soup_server_listen_local (
      peer->server, 0,
      (certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0) | SOUP_SERVER_LISTEN_IPV4_ONLY, NULL));

  GSList *uris = soup_server_get_uris (peer->server);
  peer->port = g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  return peer;
}

void
peer_free (Peer *peer)
{
  soup_server_disconnect (peer->server);
  g_object_unref (peer->server);
  g_string_free (peer->heard, TRUE);
  g_hash_table_unref (peer->last_headers);
  g_hash_table_unref (peer->connections);
  g_free (peer);
}

/* Raw */

static void
listen_to (Raw *raw, GInputStream *in)
{
  char buffer[4096];
  gssize n = 0;

  /* A later connection says the same again. */
  g_string_truncate (raw->heard, 0);

  while (strstr (raw->heard->str, raw->until) == NULL
         && (n = g_input_stream_read (in, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (raw->heard, buffer, n);
}

static gboolean
on_raw (GThreadedSocketService *service, GSocketConnection *connection, GObject *source,
        gpointer user_data)
{
  Raw *raw = user_data;
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  int fd = g_socket_get_fd (g_socket_connection_get_socket (connection));
  const struct linger linger = { 1, 0 };
  gsize size = 0;
  const char *bytes = g_bytes_get_data (raw->bytes, &size);
  gsize step = raw->end == RAW_DRIP ? 1 : size;
  char byte = 0;

  if (!raw->at_once)
    listen_to (raw, in);
  for (gsize i = 0; i < size; i += step)
    {
      if (!g_output_stream_write_all (out, bytes + i, step, NULL, NULL, NULL))
        return TRUE;
      if (raw->end == RAW_DRIP)
        g_usleep (20000);
    }
  if (raw->end == RAW_HANG)
    while (g_input_stream_read (in, &byte, 1, NULL, NULL) > 0)
      raw->n_later++;
  if (raw->end == RAW_RESET)
    {
      /* What was sent has to arrive before the reset overtakes it. */
      g_usleep (50000);
      setsockopt (fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    }
  return TRUE;
}

Raw *
raw_new (GBytes *bytes, RawEnd end)
{
  Raw *raw = g_new0 (Raw, 1);

  raw->bytes = bytes;
  raw->end = end;
  raw->until = "}}}";
  raw->heard = g_string_new (NULL);
  raw->service = g_threaded_socket_service_new (4);
  raw->port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (raw->service), NULL, NULL);
  g_signal_connect (raw->service, "run", G_CALLBACK (on_raw), raw);
  g_socket_service_start (raw->service);
  return raw;
}

void
raw_free (Raw *raw)
{
  g_socket_service_stop (raw->service);
  g_socket_listener_close (G_SOCKET_LISTENER (raw->service));
  /* The thread of a connection holds a reference until it is done with @raw. */
  while (G_OBJECT (raw->service)->ref_count > 1)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_object_unref (raw->service);
  g_bytes_unref (raw->bytes);
  g_string_free (raw->heard, TRUE);
  g_free (raw);
}

/* Probes */

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  IruProbeResult **out = user_data;
  g_autoptr (GError) error = NULL;

  *out = iru_probe_finish (result, &error);
  g_assert_no_error (error);
}

IruProbeResult *
run_probe_of (const IruServer *server, guint timeout_ms)
{
  const IruProbeOptions options = { .timeout_ms = timeout_ms };
  IruProbeResult *result = NULL;

  iru_probe_async (server, &options, NULL, on_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return result;
}

IruProbeResult *
run_probe (const char *url, guint timeout_ms)
{
  g_autoptr (IruServer) server = iru_server_new ("test");

  server->url = g_strdup (url);
  iru_pairs_set (server->headers, "X-API-Key", "sk_live:secret0123456789", TRUE);
  return run_probe_of (server, timeout_ms);
}
