/* iru-http.c: one HTTP exchange, bounded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-http.h"

#include <string.h>

#include "iru-proxy.h"

#define BUFFER_SIZE (16 * 1024)
/* A stream that has given its answer should end by itself; then the connection
 * can be used again. It gets this long. */
#define LINGER_MS 100

typedef struct
{
  IruHttp *http; /* (not owned) */
  const char *method;
  GUri *uri;
  GStrv headers;
  GBytes *body;
  SoupMessage *message;
  GCancellable *cancellable;
  GInputStream *stream;
  IruSse *sse;
  IruHttpReply *reply;
  IruSseFunc on_event;
  IruHttpFunc func;
  gpointer user_data;
  GSource *linger;
  gsize n_bytes;
  gboolean is_new_connection;
  gboolean is_second_try;
  gboolean elsewhere;
  gboolean proxy_asks; /* for a password, on a connection that it keeps open */
  char buffer[BUFFER_SIZE];
} Exchange;

static void send_anew (Exchange *exchange);

/* Replies */

void
iru_http_reply_free (IruHttpReply *reply)
{
  if (reply == NULL)
    return;
  g_clear_error (&reply->error);
  g_free (reply->reason);
  g_clear_pointer (&reply->headers, soup_message_headers_unref);
  g_string_free (reply->body, TRUE);
  g_free (reply->last_event_id);
  g_free (reply);
}

const char *
iru_http_reply_get_header (const IruHttpReply *reply, const char *name)
{
  return reply->headers != NULL ? soup_message_headers_get_list (reply->headers, name) : NULL;
}

gboolean
iru_http_reply_is_type (const IruHttpReply *reply, const char *type)
{
  const char *theirs =
      reply->headers != NULL ? soup_message_headers_get_content_type (reply->headers, NULL) : NULL;

  return theirs != NULL && g_ascii_strcasecmp (theirs, type) == 0;
}

/* Sessions */

static const char *const own_headers[] = { "connection",        "content-length", "host",
                                           "transfer-encoding", "upgrade",        NULL };

const IruPair *
iru_http_find_bad_header (GPtrArray *headers)
{
  for (guint i = 0; i < headers->len; i++)
    {
      const IruPair *pair = iru_pairs_index (headers, i);
      gboolean bad = *pair->name == '\0' || pair->value == NULL;

      for (const char *p = pair->name; *p != '\0'; p++)
        bad = bad || !(g_ascii_isalnum (*p) || strchr ("!#$%&'*+-.^_`|~", *p) != NULL);
      for (const char *p = pair->value; p != NULL && *p != '\0'; p++)
        bad = bad || g_ascii_iscntrl (*p);
      if (bad)
        return pair;
    }
  return NULL;
}

static int
get_port (GUri *uri)
{
  if (g_uri_get_port (uri) > 0)
    return g_uri_get_port (uri);
  return g_ascii_strcasecmp (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80;
}

gboolean
iru_http_same_origin (GUri *a, GUri *b)
{
  const char *left = g_uri_get_host (a);
  const char *right = g_uri_get_host (b);

  return left != NULL && right != NULL && g_ascii_strcasecmp (left, right) == 0
         && g_ascii_strcasecmp (g_uri_get_scheme (a), g_uri_get_scheme (b)) == 0
         && get_port (a) == get_port (b);
}

/* A url's name and password are sent as every HTTP tool does. */
static char *
make_authorization (GUri *uri, GPtrArray *headers)
{
  const char *user = g_uri_get_user (uri);
  const char *password = g_uri_get_password (uri);

  if (user == NULL || iru_pairs_get (headers, "Authorization", TRUE) != NULL)
    return NULL;

  g_autofree char *plain = g_strconcat (user, ":", password != NULL ? password : "", NULL);
  g_autofree char *code = g_base64_encode ((const guchar *)plain, strlen (plain));
  explicit_bzero (plain, strlen (plain));
  return g_strconcat ("Basic ", code, NULL);
}

/* soup (3.2.2, measured) would now ask the proxy to connect to the proxy, twenty times: so the
 * request is begun again, once, on a connection of its own. */
static void
on_tunnel_restarted (SoupMessage *message, IruHttp *http)
{
  for (guint i = 0; i < http->exchanges->len; i++)
    {
      Exchange *exchange = g_ptr_array_index (http->exchanges, i);

      exchange->proxy_asks = TRUE;
      g_cancellable_cancel (exchange->cancellable);
    }
}

static void
on_request_queued (SoupSession *session, SoupMessage *message, IruHttp *http)
{
  if (strcmp (soup_message_get_method (message), "CONNECT") == 0)
    g_signal_connect (message, "restarted", G_CALLBACK (on_tunnel_restarted), http);
}

static SoupSession *
new_session (IruHttp *http)
{
  SoupSession *session =
      soup_session_new_with_options ("user-agent", "iru-mcp-setup/" IRU_VERSION, "proxy-resolver",
                                     http->resolver, "timeout", 0, "idle-timeout", 0, NULL);
  g_signal_connect (session, "request-queued", G_CALLBACK (on_request_queued), http);
  return session;
}

IruHttp *
iru_http_new (GUri *uri, GPtrArray *headers)
{
  IruHttp *http = g_new0 (IruHttp, 1);
  g_autofree char *url = g_uri_to_string (uri);

  http->exchanges = g_ptr_array_new ();
  http->headers = g_ptr_array_ref (headers);
  http->authorization = make_authorization (uri, headers);
  http->resolver = iru_url_is_loopback (url) ? NULL : iru_proxy_resolver_new ();
  http->has_bad_proxy = http->resolver == NULL && !iru_url_is_loopback (url);
  http->session = new_session (http);
  return http;
}

static void
wipe_free (char *secret)
{
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

void
iru_http_free (IruHttp *http)
{
  if (http == NULL)
    return;
  g_assert (http->exchanges->len == 0);
  soup_session_abort (http->session);
  g_object_unref (http->session);
  if (http->other != NULL)
    soup_session_abort (http->other);
  g_clear_object (&http->other);
  g_clear_object (&http->certificate);
  g_clear_object (&http->resolver);
  g_ptr_array_unref (http->exchanges);
  g_ptr_array_unref (http->headers);
  wipe_free (http->authorization);
  g_free (http);
}

void
iru_http_cancel (IruHttp *http)
{
  for (guint i = 0; i < http->exchanges->len; i++)
    {
      Exchange *exchange = g_ptr_array_index (http->exchanges, i);

      g_cancellable_cancel (exchange->cancellable);
    }
}

/* Exchanges */

static gboolean
on_finished (gpointer user_data)
{
  Exchange *exchange = user_data;
  IruHttpReply *reply = g_steal_pointer (&exchange->reply);
  IruHttpFunc func = exchange->func;
  gpointer func_data = exchange->user_data;

  g_ptr_array_remove_fast (exchange->http->exchanges, exchange);
  g_clear_object (&exchange->message);
  g_clear_object (&exchange->cancellable);
  g_clear_pointer (&exchange->uri, g_uri_unref);
  g_clear_pointer (&exchange->headers, g_strfreev);
  g_clear_pointer (&exchange->body, g_bytes_unref);
  g_clear_pointer (&exchange->sse, iru_sse_free);
  g_free (exchange);
  func (reply, func_data);
  return G_SOURCE_REMOVE;
}

static void
finish (Exchange *exchange)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  if (exchange->message != NULL)
    g_signal_handlers_disconnect_by_data (exchange->message, exchange);
  if (exchange->linger != NULL)
    g_source_destroy (exchange->linger);
  g_clear_pointer (&exchange->linger, g_source_unref);
  if (exchange->stream != NULL)
    g_input_stream_close (exchange->stream, NULL, NULL);
  g_clear_object (&exchange->stream);
  if (exchange->sse != NULL)
    {
      exchange->reply->last_event_id = g_strdup (iru_sse_get_last_id (exchange->sse));
      exchange->reply->retry_ms = iru_sse_get_retry_ms (exchange->sse);
      exchange->reply->bare_cr = iru_sse_has_bare_cr (exchange->sse);
    }

  /* Whoever is told may end it all, which is not to happen within soup. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_finished, exchange, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
}

static void
fail (Exchange *exchange, IruTransportError transport_error, GError *error)
{
  exchange->reply->transport_error = transport_error;
  exchange->reply->error = error;
  finish (exchange);
}

static gboolean
on_linger_over (gpointer user_data)
{
  Exchange *exchange = user_data;

  g_cancellable_cancel (exchange->cancellable);
  return G_SOURCE_REMOVE;
}

static void
start_linger (Exchange *exchange)
{
  exchange->reply->stopped = TRUE;
  exchange->linger = g_timeout_source_new (LINGER_MS);
  g_source_set_callback (exchange->linger, on_linger_over, exchange, NULL);
  g_source_attach (exchange->linger, g_main_context_get_thread_default ());
}

/* soup takes a short body for a whole one where the connection is to close anyway. */
static gboolean
is_cut (Exchange *exchange)
{
  SoupMessageHeaders *headers = exchange->reply->headers;

  return soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
         && soup_message_headers_get_one (headers, "Content-Encoding") == NULL
         && exchange->n_bytes < (guint64)soup_message_headers_get_content_length (headers);
}

/* FALSE if there are too many. */
static gboolean
take_bytes (Exchange *exchange, gsize length)
{
  IruHttpReply *reply = exchange->reply;

  exchange->n_bytes += length;
  if (reply->stopped)
    return TRUE;
  if (exchange->sse == NULL)
    {
      g_string_append_len (reply->body, exchange->buffer, length);
      return reply->body->len <= IRU_HTTP_MAX_BODY;
    }

  IruSseState state = iru_sse_feed (exchange->sse, exchange->buffer, length, exchange->on_event,
                                    exchange->user_data);
  if (state == IRU_SSE_STOPPED)
    start_linger (exchange);
  return state != IRU_SSE_TOO_LARGE;
}

static void read_some (Exchange *exchange);

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Exchange *exchange = user_data;
  GError *error = NULL;
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (exchange->reply->stopped && length <= 0)
    {
      g_clear_error (&error);
      finish (exchange);
    }
  else if (length < 0)
    fail (exchange, IRU_TRANSPORT_ERROR_OTHER, error);
  else if (length > 0 && take_bytes (exchange, length))
    read_some (exchange);
  else if (length > 0)
    fail (exchange, IRU_TRANSPORT_ERROR_TOO_LARGE, NULL);
  else if (is_cut (exchange))
    fail (exchange, IRU_TRANSPORT_ERROR_CUT, NULL);
  else
    finish (exchange);
}

static void
read_some (Exchange *exchange)
{
  g_input_stream_read_async (exchange->stream, exchange->buffer, BUFFER_SIZE, G_PRIORITY_DEFAULT,
                             exchange->cancellable, on_read, exchange);
}

static gsize
measure_headers (SoupMessageHeaders *headers)
{
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;
  gsize size = 0;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    size += strlen (name) + strlen (value) + strlen (": \r\n");
  return size;
}

static gsize
count_header_bytes (SoupMessage *message)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (message);

  return metrics != NULL ? soup_message_metrics_get_response_header_bytes_received (metrics) : 0;
}

static double
elapsed_ms (gint64 since_us)
{
  return (g_get_monotonic_time () - since_us) / 1000.0;
}

static void
take_headers (Exchange *exchange)
{
  IruHttpReply *reply = exchange->reply;
  SoupMessage *message = exchange->message;
  IruHttp *http = exchange->http;

  if (http->answer_ms <= 0)
    http->answer_ms = elapsed_ms (http->mark_us);
  reply->any_byte = TRUE;
  reply->status = soup_message_get_status (message);
  reply->reason = g_strdup (soup_message_get_reason_phrase (message));
  reply->headers = soup_message_headers_ref (soup_message_get_response_headers (message));
  reply->is_stream = reply->status / 100 == 2 && exchange->on_event != NULL
                     && iru_http_reply_is_type (reply, "text/event-stream");
  if (reply->is_stream)
    exchange->sse = iru_sse_new (IRU_HTTP_MAX_BODY);
}

/* soup says of headers that were cut off that they are not HTTP; but then some of
 * them are there. */
static gboolean
is_cut_in_headers (Exchange *exchange, const GError *error)
{
  return g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING)
         && measure_headers (soup_message_get_response_headers (exchange->message)) > 0;
}

/* soup has the password from the address of the proxy, and sends it along this time. */
static void
answer_proxy (Exchange *exchange)
{
  if (exchange->http->proxy_refused)
    {
      exchange->reply->status = SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED;
      fail (exchange, IRU_TRANSPORT_ERROR_PROXY, NULL);
      return;
    }
  exchange->http->proxy_refused = TRUE;
  exchange->proxy_asks = FALSE;
  g_clear_object (&exchange->cancellable);
  exchange->cancellable = g_cancellable_new ();
  send_anew (exchange);
}

static void
fail_before_headers (Exchange *exchange, GError *error)
{
  IruHttpReply *reply = exchange->reply;
  gsize n_bytes = count_header_bytes (exchange->message);
  gboolean try_again = !exchange->is_new_connection && !exchange->is_second_try && n_bytes == 0
                       && !g_cancellable_is_cancelled (exchange->cancellable);

  if (exchange->proxy_asks)
    {
      g_error_free (error);
      answer_proxy (exchange);
      return;
    }
  if (try_again)
    {
      /* The server may close an idle connection at any time, also just now. */
      exchange->is_second_try = TRUE;
      g_error_free (error);
      send_anew (exchange);
      return;
    }
  reply->any_byte = n_bytes > 0;
  if (is_cut_in_headers (exchange, error))
    {
      g_error_free (error);
      fail (exchange, IRU_TRANSPORT_ERROR_CUT, NULL);
      return;
    }
  fail (exchange,
        n_bytes > IRU_HTTP_MAX_HEADERS ? IRU_TRANSPORT_ERROR_TOO_LARGE : IRU_TRANSPORT_ERROR_OTHER,
        error);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Exchange *exchange = user_data;
  GError *error = NULL;

  exchange->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (exchange->stream == NULL)
    {
      fail_before_headers (exchange, error);
      return;
    }
  take_headers (exchange);
  /* soup hands on the answer to CONNECT as if it were that to the request. */
  if (exchange->http->via_proxy && exchange->http->stage < IRU_HTTP_STAGE_HANDSHAKING)
    fail (exchange, IRU_TRANSPORT_ERROR_PROXY, NULL);
  else if (measure_headers (exchange->reply->headers) > IRU_HTTP_MAX_HEADERS)
    fail (exchange, IRU_TRANSPORT_ERROR_TOO_LARGE, NULL);
  else
    read_some (exchange);
}

/* Connections */

static double
lap (IruHttp *http)
{
  double ms = elapsed_ms (http->mark_us);

  http->mark_us = g_get_monotonic_time ();
  return ms;
}

static void
keep_first (double *field, double value)
{
  if (*field <= 0)
    *field = value;
}

static void
set_stage (IruHttp *http, IruHttpStage stage)
{
  http->stage = stage;
  if (http->on_stage != NULL)
    http->on_stage (http->stage_data);
}

static void
on_network_event (SoupMessage *message, GSocketClientEvent event, GIOStream *connection,
                  Exchange *exchange)
{
  IruHttp *http = exchange->http;

  exchange->is_new_connection = TRUE;
  switch (event)
    {
    case G_SOCKET_CLIENT_RESOLVING:
      http->mark_us = g_get_monotonic_time ();
      set_stage (http, IRU_HTTP_STAGE_RESOLVING);
      break;
    case G_SOCKET_CLIENT_RESOLVED:
      keep_first (&http->name_ms, lap (http));
      break;
    case G_SOCKET_CLIENT_CONNECTING:
      set_stage (http, IRU_HTTP_STAGE_CONNECTING);
      break;
    case G_SOCKET_CLIENT_CONNECTED:
      set_stage (http, IRU_HTTP_STAGE_CONNECTED);
      break;
    case G_SOCKET_CLIENT_TLS_HANDSHAKING:
      keep_first (&http->connect_ms, lap (http));
      set_stage (http, IRU_HTTP_STAGE_HANDSHAKING);
      break;
    case G_SOCKET_CLIENT_TLS_HANDSHAKED:
      keep_first (&http->tls_ms, lap (http));
      break;
    case G_SOCKET_CLIENT_COMPLETE:
      if (http->stage == IRU_HTTP_STAGE_CONNECTED)
        keep_first (&http->connect_ms, lap (http));
      set_stage (http, IRU_HTTP_STAGE_READY);
      break;
    default:
      break;
    }
}

/* The library names one fault of a certificate at least, not all of them. */
static GTlsCertificateFlags
find_more_errors (GTlsCertificate *certificate, GUri *uri)
{
  g_autoptr (GSocketConnectable) identity = g_network_address_new (g_uri_get_host (uri), 0);
  GTlsCertificateFlags errors = g_tls_certificate_verify (certificate, identity, NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) start = g_tls_certificate_get_not_valid_before (certificate);
  g_autoptr (GDateTime) end = g_tls_certificate_get_not_valid_after (certificate);

  if (start != NULL && g_date_time_compare (now, start) < 0)
    errors |= G_TLS_CERTIFICATE_NOT_ACTIVATED;
  if (end != NULL && g_date_time_compare (now, end) > 0)
    errors |= G_TLS_CERTIFICATE_EXPIRED;
  return errors;
}

static gboolean
on_accept_certificate (SoupMessage *message, GTlsCertificate *certificate,
                       GTlsCertificateFlags errors, Exchange *exchange)
{
  exchange->http->tls_errors |=
      errors | find_more_errors (certificate, soup_message_get_uri (message));
  g_set_object (&exchange->http->certificate, certificate);
  return FALSE;
}

/* Sending */

static void
add_headers (Exchange *exchange)
{
  SoupMessageHeaders *ours = soup_message_get_request_headers (exchange->message);
  IruHttp *http = exchange->http;
  GStrv headers = exchange->headers;

  for (guint i = 0; i < http->headers->len; i++)
    {
      IruPair *pair = iru_pairs_index (http->headers, i);
      g_autofree char *lower = g_ascii_strdown (pair->name, -1);

      if (!g_strv_contains (own_headers, lower))
        soup_message_headers_append (ours, pair->name, pair->value);
    }
  if (http->authorization != NULL)
    soup_message_headers_replace (ours, "Authorization", http->authorization);
  for (guint i = 0; headers != NULL && headers[i] != NULL; i += 2)
    soup_message_headers_replace (ours, headers[i], headers[i + 1]);
}

static SoupSession *
get_session (const Exchange *exchange)
{
  IruHttp *http = exchange->http;

  if (!exchange->elsewhere)
    return http->session;
  if (http->other == NULL)
    http->other = new_session (http);
  return http->other;
}

static void
send_message (Exchange *exchange)
{
  IruHttp *http = exchange->http;

  if (http->mark_us == 0)
    http->mark_us = g_get_monotonic_time ();
  http->n_requests++;
  soup_session_send_async (get_session (exchange), exchange->message, G_PRIORITY_DEFAULT,
                           exchange->cancellable, on_sent, exchange);
}

static void
send_anew (Exchange *exchange)
{
  g_clear_object (&exchange->message);
  exchange->message = soup_message_new_from_uri (exchange->method, exchange->uri);
  exchange->is_new_connection = FALSE;
  /* Nothing that is sent here changes anything, so any connection will do; soup
   * would open a new one for each POST. */
  soup_message_set_flags (exchange->message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_COLLECT_METRICS
                                                 | SOUP_MESSAGE_IDEMPOTENT);
  /* An answer of 401 is evidence, nothing to be answered with other credentials. */
  soup_message_disable_feature (exchange->message, SOUP_TYPE_AUTH_MANAGER);
  if (exchange->body != NULL)
    soup_message_set_request_body_from_bytes (exchange->message, "application/json",
                                              exchange->body);
  add_headers (exchange);
  g_signal_connect (exchange->message, "network-event", G_CALLBACK (on_network_event), exchange);
  g_signal_connect (exchange->message, "accept-certificate", G_CALLBACK (on_accept_certificate),
                    exchange);
  send_message (exchange);
}

static void
on_proxy_known (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Exchange *exchange = user_data;
  IruHttp *http = exchange->http;
  g_auto (GStrv) proxies = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, NULL);

  http->proxy_known = TRUE;
  http->via_proxy = proxies != NULL && proxies[0] != NULL && strcmp (proxies[0], "direct://") != 0;
  send_anew (exchange);
}

void
iru_http_send (IruHttp *http, const IruHttpRequest *request, IruHttpFunc func, gpointer user_data)
{
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->http = http;
  exchange->method = request->method;
  exchange->uri = g_uri_ref (request->uri);
  exchange->headers = g_strdupv ((char **)request->headers);
  if (request->body != NULL)
    exchange->body = g_bytes_new (request->body, strlen (request->body));
  exchange->cancellable = g_cancellable_new ();
  exchange->reply = g_new0 (IruHttpReply, 1);
  exchange->reply->body = g_string_new (NULL);
  exchange->reply->retry_ms = -1;
  exchange->elsewhere = request->elsewhere;
  exchange->on_event = request->on_event;
  exchange->func = func;
  exchange->user_data = user_data;
  g_ptr_array_add (http->exchanges, exchange);

  if (http->has_bad_proxy)
    {
      fail (exchange, IRU_TRANSPORT_ERROR_PROXY, NULL);
      return;
    }
  if (http->resolver == NULL || http->proxy_known)
    {
      send_anew (exchange);
      return;
    }

  g_autofree char *url =
      g_uri_to_string_partial (request->uri, G_URI_HIDE_USERINFO | G_URI_HIDE_QUERY);
  g_proxy_resolver_lookup_async (http->resolver, url, exchange->cancellable, on_proxy_known,
                                 exchange);
}
