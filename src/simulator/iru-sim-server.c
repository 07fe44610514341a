/* iru-sim-server.c: the simulator as an HTTP server on the loopback interface
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-sim-server.h"

#include <string.h>

#include "iru-sim-log.h"
#include "iru-sim-mcp.h"

#define FAULT_PREFIX "/fault/"
#define MESSAGE_SUFFIX "/message"
#define METADATA_PATH "/.well-known/oauth-protected-resource/fault/auth-oauth"
#define BODY_KEY "iru-sim-body"
#define STREAM_HEAD                                                                                \
  "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n"              \
  "Connection: close\r\n\r\n"

struct _IruSimServer
{
  SoupServer *soup;
  IruSimKeys *keys;
  IruSimMcp *mcp;
  IruSimRaw *raw;
  IruSimLog *log; /* nullable */
  IruSimMode mode;
  const IruSimFault *fault;
  char *origin;
  guint port;
  gboolean any_host;
};

/* A path that was recognised. */
typedef struct
{
  IruSimMode mode;
  const IruSimFault *fault;
  gboolean is_message; /* the POST endpoint of 2024-11-05 */
  const char *session; /* of a message, borrowed from the query */
} Route;

static const struct
{
  const char *name;
  IruSimEra era;
} eras[] = {
  { "both", IRU_SIM_ERA_BOTH },
  { "modern", IRU_SIM_ERA_MODERN },
  { "legacy", IRU_SIM_ERA_LEGACY },
  { "sse2024", IRU_SIM_ERA_SSE2024 },
};

IruSimEra
iru_sim_era_from_name (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (eras); i++)
    if (strcmp (eras[i].name, name) == 0)
      return eras[i].era;
  return IRU_SIM_ERA_UNSET;
}

static const char *
get_era_name (IruSimEra era)
{
  for (gsize i = 0; i < G_N_ELEMENTS (eras); i++)
    if (eras[i].era == era)
      return eras[i].name;
  return NULL;
}

static void
apply_query (Route *route, GHashTable *query)
{
  const char *era = query != NULL ? g_hash_table_lookup (query, "era") : NULL;
  const char *answers = query != NULL ? g_hash_table_lookup (query, "answers") : NULL;
  IruSimEra wanted = era != NULL ? iru_sim_era_from_name (era) : IRU_SIM_ERA_UNSET;

  if (wanted != IRU_SIM_ERA_UNSET)
    route->mode.era = wanted;
  if (answers != NULL)
    route->mode.sse = strcmp (answers, "sse") == 0;
  route->session = query != NULL ? g_hash_table_lookup (query, "sessionId") : NULL;
}

static gboolean
is_connection (const char *path)
{
  static const char *const slugs[] = { "github-prod", "my-database", NULL };

  return g_str_has_prefix (path, IRU_SIM_GATEWAY)
         && g_strv_contains (slugs, path + strlen (IRU_SIM_GATEWAY));
}

/* FALSE if nothing is at that path. */
static gboolean
find_route (IruSimServer *server, const char *path, GHashTable *query, Route *route)
{
  gboolean is_message = g_str_has_suffix (path, MESSAGE_SUFFIX);
  g_autofree char *base =
      g_strndup (path, strlen (path) - (is_message ? strlen (MESSAGE_SUFFIX) : 0));

  *route = (Route){ .mode = server->mode, .is_message = is_message };
  apply_query (route, query);
  if (strcmp (base, IRU_SIM_PATH) == 0 || is_connection (base))
    route->fault = server->fault;
  else if (g_str_has_prefix (base, FAULT_PREFIX))
    {
      route->fault = iru_sim_fault_find (base + strlen (FAULT_PREFIX));
      if (route->fault == NULL)
        return FALSE;
    }
  else
    return FALSE;
  if (route->fault != NULL)
    iru_sim_fault_apply (route->fault, &route->mode);
  return !is_message || route->mode.era == IRU_SIM_ERA_SSE2024;
}

static IruSimReply *
answer_nothing_here (const IruSimExchange *exchange)
{
  if (g_str_has_prefix (exchange->path, IRU_SIM_GATEWAY))
    return iru_sim_reply_new_text (404, "application/json",
                                   "{\"error\":\"Not Found\",\"message\":\"No such connection\"}");

  g_autofree char *text =
      g_strdup_printf ("Cannot %s %s", exchange->request->http_method, exchange->path);

  return iru_sim_reply_new_html (404, text);
}

static void
open_stream (IruSimServer *server, const IruSimExchange *exchange, const Route *route)
{
  g_autofree char *session = g_uuid_string_random ();
  g_autofree char *elsewhere = g_strdup_printf ("http://localhost:%u/other-origin", server->port);
  g_autofree char *here = g_strconcat (exchange->path, MESSAGE_SUFFIX, NULL);
  g_autofree char *text =
      g_strdup_printf (STREAM_HEAD "event: endpoint\ndata: %s?sessionId=%s&era=%s\n\n",
                       route->mode.quirk == IRU_SIM_QUIRK_ENDPOINT_ELSEWHERE ? elsewhere : here,
                       session, get_era_name (route->mode.era));

  iru_sim_raw_take (server->raw, exchange->message, session, text, IRU_SIM_RAW_HOLD);
}

/* The answer goes to the stream; the POST is only accepted. */
static IruSimReply *
answer_on_stream (IruSimServer *server, const Route *route, IruSimReply *reply)
{
  IruSimConnection *stream = iru_sim_raw_find (server->raw, route->session);

  if (!reply->is_message || reply->status != 200)
    return reply;
  iru_sim_reply_make_event (reply, IRU_SIM_EVENT_PLAIN);
  for (guint i = 0; i < reply->body->len; i++)
    iru_sim_connection_write (stream, g_ptr_array_index (reply->body, i));
  iru_sim_reply_free (reply);
  return iru_sim_reply_new_text (202, "text/plain", "Accepted");
}

static gboolean
is_foreign (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  return uri == NULL
         || (g_strcmp0 (g_uri_get_host (uri), "127.0.0.1") != 0
             && g_strcmp0 (g_uri_get_host (uri), "localhost") != 0);
}

/* A web page that had its own name resolve to this machine says so in one or the other. */
static gboolean
is_rebound (const IruSimServer *server, const IruSimRequest *request)
{
  const char *origin = iru_sim_request_get_header (request, "Origin");
  const char *host = iru_sim_request_get_header (request, "Host");
  g_autofree char *url = g_strconcat ("http://", host != NULL ? host : "", NULL);

  return (origin != NULL && is_foreign (origin))
         || (host != NULL && is_foreign (url) && !server->any_host);
}

/* NULL if the connection was taken over. */
static IruSimReply *
answer_healthy (IruSimServer *server, const IruSimExchange *exchange, const Route *route,
                IruSimRequest *request)
{
  gboolean is_stream = route->mode.era == IRU_SIM_ERA_SSE2024;

  if (is_rebound (server, request))
    return iru_sim_reply_new_error (request, 403, -32000, "Invalid Origin or Host", NULL);
  if (is_stream && !route->is_message)
    {
      if (strcmp (request->http_method, "GET") != 0)
        return answer_nothing_here (exchange);
      open_stream (server, exchange, route);
      return NULL;
    }
  return iru_sim_mcp_answer (server->mcp, &route->mode, request);
}

static IruSimReply *
answer (IruSimServer *server, const IruSimExchange *exchange, GHashTable *query,
        IruSimRequest *request)
{
  IruSimReply *reply = NULL;
  gboolean taken = FALSE;
  Route route;

  if (strcmp (exchange->path, METADATA_PATH) == 0)
    return iru_sim_fault_answer_metadata (exchange);
  if (!find_route (server, exchange->path, query, &route))
    return answer_nothing_here (exchange);
  if (route.fault != NULL)
    reply = iru_sim_fault_answer (route.fault, exchange, &taken);
  if (taken)
    return NULL;
  if (route.is_message
      && (route.session == NULL || iru_sim_raw_find (server->raw, route.session) == NULL))
    {
      g_clear_pointer (&reply, iru_sim_reply_free);
      return iru_sim_reply_new_text (404, "text/plain", "Session not found");
    }
  if (reply == NULL)
    reply = answer_healthy (server, exchange, &route, request);
  return reply != NULL && route.is_message ? answer_on_stream (server, &route, reply) : reply;
}

static void
send_reply (SoupServerMessage *message, IruSimReply *reply)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  soup_message_headers_iter_init (&iter, reply->headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    soup_message_headers_append (headers, name, value);
  if (reply->content_type != NULL)
    soup_message_headers_replace (headers, "Content-Type", reply->content_type);
  for (guint i = 0; i < reply->body->len; i++)
    soup_message_body_append_bytes (body, g_ptr_array_index (reply->body, i));
  soup_message_body_complete (body);
  soup_server_message_set_status (message, reply->status, NULL);
}

/* Judged before the answer is made: a fault of its own may close a session. */
static void
log_request (IruSimServer *server, const IruSimRequest *request, const char *path,
             const IruSimReply *reply)
{
  const IruSimKey *key = NULL;

  if (server->log != NULL)
    iru_sim_log_request (server->log, request, path, reply != NULL ? reply->status : 0,
                         iru_sim_keys_check (server->keys, request, &key));
}

static void
on_request (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer user_data)
{
  IruSimServer *server = user_data;
  GByteArray *body = g_object_get_data (G_OBJECT (message), BODY_KEY);
  g_autoptr (IruSimRequest) request = iru_sim_request_new (
      soup_server_message_get_method (message), soup_server_message_get_request_headers (message),
      (const char *)body->data, body->len);
  g_autoptr (IruSimReply) reply = NULL;
  const IruSimExchange exchange = {
    .message = message,
    .request = request,
    .raw = server->raw,
    .origin = server->origin,
    .path = path,
    .port = server->port,
  };

  if (body->len > IRU_SIM_MAX_BODY)
    reply = iru_sim_reply_new_html (413, "PayloadTooLargeError: request entity too large");
  else
    reply = answer (server, &exchange, query, request);
  log_request (server, request, path, reply);
  if (reply != NULL)
    send_reply (message, reply);
}

/* One byte over the bound is kept: enough to know. */
static void
on_chunk (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  GByteArray *body = user_data;
  gsize room = IRU_SIM_MAX_BODY + 1 - body->len;

  g_byte_array_append (body, g_bytes_get_data (chunk, NULL),
                       (guint)MIN (g_bytes_get_size (chunk), room));
}

static void
on_headers (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer user_data)
{
  GByteArray *body = g_byte_array_new ();

  g_object_set_data_full (G_OBJECT (message), BODY_KEY, body, (GDestroyNotify)g_byte_array_unref);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  g_signal_connect (message, "got-chunk", G_CALLBACK (on_chunk), body);
}

static gboolean
listen_local (IruSimServer *server, guint16 port, GError **error)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);
  GSList *uris;

  if (!soup_server_listen (server->soup, address, 0, error))
    return FALSE;
  uris = soup_server_get_uris (server->soup);
  server->port = (guint)g_uri_get_port (uris->data);
  server->origin = g_strdup_printf ("http://127.0.0.1:%u", server->port);
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  return TRUE;
}

IruSimServer *
iru_sim_server_new (const IruSimServerOptions *options, IruSimKeys *keys, GError **error)
{
  g_autoptr (IruSimServer) server = g_new0 (IruSimServer, 1);

  server->soup = soup_server_new ("server-header", "iru-mcp-simulator/" IRU_VERSION, NULL);
  server->keys = keys;
  server->mcp = iru_sim_mcp_new (keys);
  server->raw = iru_sim_raw_new ();
  server->mode = options->mode;
  server->fault = options->fault;
  server->any_host = options->any_host;
  if (options->log_path != NULL)
    {
      server->log = iru_sim_log_new (options->log_path, options->log_verdict, error);
      if (server->log == NULL)
        return NULL;
    }
  soup_server_add_early_handler (server->soup, NULL, on_headers, server, NULL);
  soup_server_add_handler (server->soup, NULL, on_request, server, NULL);
  if (!listen_local (server, options->port, error))
    return NULL;
  return g_steal_pointer (&server);
}

void
iru_sim_server_free (IruSimServer *server)
{
  soup_server_disconnect (server->soup);
  iru_sim_raw_free (server->raw);
  g_object_unref (server->soup);
  iru_sim_mcp_free (server->mcp);
  g_clear_pointer (&server->log, iru_sim_log_free);
  g_free (server->origin);
  g_free (server);
}

guint
iru_sim_server_get_port (IruSimServer *server)
{
  return server->port;
}
