/* iru-channel-http.c: messages over Streamable HTTP, or HTTP+SSE where that is refused
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-channel-http.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-classifier.h"
#include "iru-resume.h"
#include "iru-timer.h"

#define MAX_REDIRECTS 5
#define MAX_SESSION_ID 4096
/* A stream that might be HTTP+SSE has to open, and a session to close, within: */
#define PATIENCE_MS 3000
#define CLOSE_MS 1000

typedef struct
{
  IruChannel parent;
  IruHttp *http;
  GUri *uri;
  GPtrArray *exchanges; /* (element-type Exchange): that are not over */
  IruMessage latest;    /* without its body */
  GSource *patience;
  GSource *over;
  gboolean closing;
  gboolean stopped;

  char *session;
  gboolean had_session;
  guint n_redirects;
  guint n_resumed;

  /* HTTP+SSE */
  IruHttpReply *refused; /* what initialize got before the stream was tried */
  GUri *endpoint;
  struct Exchange *waiting; /* for its answer in the stream */
} HttpChannel;

/* One message, and the requests that it takes. */
typedef struct Exchange
{
  HttpChannel *channel;
  IruMessage message;
  IruResume resume;
  GSource *limit;       /* how long the answer may take */
  GSource *pause;       /* before a stream is taken up again */
  IruMcpAnswer *answer; /* that an event stream brought */
  char *misnamed;       /* (nullable): the name of an event that no client reads */
} Exchange;

static void send_exchange (Exchange *exchange);

/* The end */

static void
free_exchange (gpointer data)
{
  Exchange *exchange = data;

  iru_timer_stop (&exchange->limit);
  iru_timer_stop (&exchange->pause);
  iru_resume_clear (&exchange->resume);
  g_clear_pointer (&exchange->answer, iru_mcp_answer_free);
  g_free (exchange->misnamed);
  g_free (exchange->message.body);
  g_free (exchange);
}

static void
channel_free (IruChannel *base)
{
  HttpChannel *channel = (HttpChannel *)base;

  iru_timer_stop (&channel->patience);
  iru_timer_stop (&channel->over);
  g_ptr_array_unref (channel->exchanges);
  g_clear_pointer (&channel->http, iru_http_free);
  g_clear_pointer (&channel->refused, iru_http_reply_free);
  g_clear_pointer (&channel->endpoint, g_uri_unref);
  g_uri_unref (channel->uri);
  g_free (channel->session);
  g_free (channel);
}

static gboolean
on_over (gpointer user_data)
{
  HttpChannel *channel = user_data;

  iru_timer_stop (&channel->over);
  channel->parent.listener->on_over (channel->parent.user_data);
  return G_SOURCE_REMOVE;
}

/* From the main loop, as whoever stopped it is still at work. */
static void
settle (HttpChannel *channel)
{
  channel->parent.n_requests = channel->http->n_requests;
  if (channel->stopped && channel->http->exchanges->len == 0 && channel->over == NULL)
    channel->over = iru_timer_start (0, on_over, channel);
}

static void
channel_stop (IruChannel *base)
{
  HttpChannel *channel = (HttpChannel *)base;

  if (channel->stopped)
    return;
  channel->stopped = TRUE;
  iru_timer_stop (&channel->patience);
  for (guint i = 0; i < channel->exchanges->len; i++)
    {
      Exchange *exchange = channel->exchanges->pdata[i];

      iru_timer_stop (&exchange->limit);
      iru_timer_stop (&exchange->pause);
    }
  iru_http_cancel (channel->http);
  settle (channel);
}

/* What is told */

static void
tell_fault (HttpChannel *channel, IruFault fault)
{
  channel->parent.listener->on_fault (&fault, channel->parent.user_data);
}

static void
tell_break (HttpChannel *channel, const IruHttpReply *reply)
{
  /* A connection was made, so that another may fare better with another request. */
  gboolean connected = channel->http->stage == IRU_HTTP_STAGE_READY
                       && channel->http->tls_errors == 0
                       && reply->transport_error != IRU_TRANSPORT_ERROR_PROXY
                       && (reply->error == NULL || reply->error->domain != G_TLS_ERROR);

  tell_fault (channel, (IruFault){ IRU_FAULT_BROKEN, .reply = reply, .connected = connected });
}

static void
tell_answer (HttpChannel *channel, IruDelivery delivery)
{
  channel->parent.listener->on_answer (&delivery, channel->parent.user_data);
}

static IruMcpAnswer *
read_body (HttpChannel *channel, const IruHttpReply *reply)
{
  return iru_mcp_read (reply->body->str, reply->body->len, channel->latest.id);
}

static void
on_stage (gpointer user_data)
{
  static const IruRung rungs[] = {
    [IRU_HTTP_STAGE_IDLE] = IRU_RUNG_FILE,          [IRU_HTTP_STAGE_RESOLVING] = IRU_RUNG_NAME,
    [IRU_HTTP_STAGE_CONNECTING] = IRU_RUNG_CONNECT, [IRU_HTTP_STAGE_CONNECTED] = IRU_RUNG_CONNECT,
    [IRU_HTTP_STAGE_HANDSHAKING] = IRU_RUNG_TLS,    [IRU_HTTP_STAGE_READY] = IRU_RUNG_HTTP,
  };
  HttpChannel *channel = user_data;

  if (!channel->stopped)
    channel->parent.listener->on_rung (rungs[channel->http->stage], channel->parent.user_data);
}

static void
channel_take_times (IruChannel *base, double *times)
{
  const HttpChannel *channel = (const HttpChannel *)base;
  const IruHttp *http = channel->http;
  gboolean tls = g_ascii_strcasecmp (g_uri_get_scheme (channel->uri), "https") == 0;

  times[IRU_RUNG_RUNTIME] = -1;
  times[IRU_RUNG_NAME] = http->via_proxy ? -1 : http->name_ms;
  times[IRU_RUNG_CONNECT] = http->connect_ms;
  times[IRU_RUNG_TLS] = tls ? http->tls_ms : -1;
  times[IRU_RUNG_HTTP] = http->answer_ms;
}

/* Headers */

static gboolean
is_modern (const IruMessage *message)
{
  return g_strcmp0 (message->revision, IRU_MCP_MODERN) == 0;
}

static void
add_header (GPtrArray *headers, const char *name, const char *value)
{
  if (value == NULL)
    return;
  g_ptr_array_add (headers, (gpointer)name);
  g_ptr_array_add (headers, (gpointer)value);
}

/* name, value, …, NULL; borrows. @accept, @last_event_id: (nullable) */
static GPtrArray *
list_headers (HttpChannel *channel, const char *accept, const char *last_event_id)
{
  GPtrArray *headers = g_ptr_array_new ();
  const IruMessage *message = &channel->latest;

  add_header (headers, "Accept", accept);
  add_header (headers, "Last-Event-ID", last_event_id);
  add_header (headers, "Mcp-Method", is_modern (message) ? message->method : NULL);
  add_header (headers, "Mcp-Name", is_modern (message) ? message->name : NULL);
  add_header (headers, "MCP-Protocol-Version",
              channel->endpoint == NULL ? message->revision : NULL);
  add_header (headers, "Mcp-Session-Id", channel->session);
  g_ptr_array_add (headers, NULL);
  return headers;
}

/* A request that is no message: @func gets the channel. */
static void
request (HttpChannel *channel, IruHttpRequest spec, const char *accept, IruHttpFunc func)
{
  g_autoptr (GPtrArray) headers = list_headers (channel, accept, NULL);

  spec.headers = (const char *const *)headers->pdata;
  iru_http_send (channel->http, &spec, func, channel);
}

/* The stream of HTTP+SSE */

/* Neither the message nor the stream was taken. @got: (nullable): what the stream got */
static void
tell_refused (HttpChannel *channel, const IruHttpReply *got)
{
  const IruHttpReply *refused = channel->refused;
  guint status = got != NULL ? got->status : 0;
  g_autoptr (IruMcpAnswer) answer = read_body (channel, refused);
  gboolean says_more =
      status == 401 || status == 403 || status == 429 || status >= 500
      || (refused->status == 405 && status / 100 == 2 && answer->kind == IRU_MCP_NOTHING);
  g_autoptr (IruMcpAnswer) page = says_more ? read_body (channel, got) : NULL;

  tell_answer (channel, (IruDelivery){ .answer = says_more ? page : answer,
                                       .reply = says_more ? got : refused,
                                       .last = TRUE });
}

static void
take_endpoint (HttpChannel *channel, const char *target)
{
  g_autoptr (GUri) endpoint =
      g_uri_parse_relative (channel->uri, target, SOUP_HTTP_URI_FLAGS, NULL);

  channel->parent.mcp_seen = TRUE;
  iru_timer_stop (&channel->patience);
  if (endpoint == NULL)
    tell_fault (channel, (IruFault){ IRU_FAULT_BREACH,
                                     .text = _ ("The endpoint that it names is not a url.") });
  else if (!iru_http_same_origin (endpoint, channel->uri))
    tell_fault (channel, (IruFault){ IRU_FAULT_ELSEWHERE, .status = 200, .target = target });
  else
    {
      channel->endpoint = g_steal_pointer (&endpoint);
      channel->parent.name = "http+sse";
      send_exchange (channel->waiting);
    }
}

static gboolean
on_stream_event (const char *type, const char *data, gsize length, gpointer user_data)
{
  HttpChannel *channel = user_data;

  if (channel->stopped)
    return TRUE;
  if (channel->endpoint == NULL)
    {
      if (strcmp (type, "endpoint") != 0)
        return TRUE;
      take_endpoint (channel, data);
      return FALSE;
    }
  if (channel->waiting == NULL || strcmp (type, "message") != 0)
    return FALSE;

  g_autoptr (IruMcpAnswer) answer = iru_mcp_read (data, length, channel->waiting->message.id);
  if (answer->kind >= IRU_MCP_RESULT)
    {
      channel->waiting = NULL;
      tell_answer (channel, (IruDelivery){ .answer = answer });
    }
  return FALSE;
}

/* The GET has come to its end, which ends all, unless that was before. */
static void
on_stream_reply (IruHttpReply *got, gpointer user_data)
{
  HttpChannel *channel = user_data;
  g_autoptr (IruHttpReply) reply = got;
  gboolean broken = reply->transport_error != IRU_TRANSPORT_ERROR_NONE;

  if (!channel->stopped && channel->endpoint == NULL)
    tell_refused (channel, broken || reply->is_stream ? NULL : reply);
  else if (!channel->stopped && broken)
    tell_break (channel, reply);
  else if (!channel->stopped)
    tell_fault (channel,
                (IruFault){ IRU_FAULT_BREACH, .text = _ ("The stream ended without the answer.") });
  settle (channel);
}

/* A message was posted, and its answer comes in the stream. */
static void
on_posted (IruHttpReply *got, gpointer user_data)
{
  Exchange *exchange = user_data;
  HttpChannel *channel = exchange->channel;
  g_autoptr (IruHttpReply) reply = got;

  if (!channel->stopped && reply->transport_error != IRU_TRANSPORT_ERROR_NONE)
    tell_break (channel, reply);
  else if (!channel->stopped && (reply->status >= 300 || exchange->message.id == 0))
    {
      g_autoptr (IruMcpAnswer) answer = read_body (channel, reply);

      tell_answer (channel,
                   (IruDelivery){ .answer = answer, .reply = reply, .last = reply->status >= 300 });
    }
  settle (channel);
}

static gboolean
on_patience_over (gpointer user_data)
{
  HttpChannel *channel = user_data;

  iru_timer_stop (&channel->patience);
  if (!channel->closing)
    tell_refused (channel, NULL);
  channel_stop (&channel->parent);
  return G_SOURCE_REMOVE;
}

/* Older servers have a stream instead, and refuse initialize. */
static gboolean
may_be_stream (Exchange *exchange, const IruHttpReply *reply, const IruMcpAnswer *answer)
{
  return strcmp (exchange->message.method, "initialize") == 0 && !exchange->channel->had_session
         && exchange->resume.last_event_id == NULL
         && (reply->status == 400 || reply->status == 404 || reply->status == 405)
         && iru_classifier_get_denial (answer) == 0 && answer->code != IRU_MCP_UNSUPPORTED_VERSION;
}

/* Takes @reply. */
static void
open_stream (Exchange *exchange, IruHttpReply *reply)
{
  HttpChannel *channel = exchange->channel;
  const IruHttpRequest spec = { .method = "GET", .uri = channel->uri, .on_event = on_stream_event };

  channel->refused = reply;
  channel->waiting = exchange;
  channel->parent.listener->on_rung (IRU_RUNG_MCP, channel->parent.user_data);
  channel->patience = iru_timer_start (PATIENCE_MS, on_patience_over, channel);
  request (channel, spec, "text/event-stream", on_stream_reply);
}

/* Streamable HTTP */

static gboolean
is_valid_session (const char *session)
{
  if (*session == '\0' || strlen (session) > MAX_SESSION_ID)
    return FALSE;
  for (const char *p = session; *p != '\0'; p++)
    if (*p < 0x21 || *p > 0x7e)
      return FALSE;
  return TRUE;
}

/* FALSE if the reply names a session that is none. */
static gboolean
take_session (Exchange *exchange, const IruHttpReply *reply)
{
  HttpChannel *channel = exchange->channel;
  const char *session = iru_http_reply_get_header (reply, "Mcp-Session-Id");

  if (session == NULL || strcmp (exchange->message.method, "initialize") != 0)
    return TRUE;
  if (!is_valid_session (session))
    return FALSE;
  if (channel->session == NULL)
    channel->session = g_strdup (session);
  channel->parent.has_session = TRUE;
  return TRUE;
}

/* Keeps the answer for when the exchange is over; all else that comes by is skipped. */
static gboolean
on_event (const char *type, const char *data, gsize length, gpointer user_data)
{
  Exchange *exchange = user_data;
  g_autoptr (IruMcpAnswer) answer = iru_mcp_read (data, length, exchange->channel->latest.id);

  if (exchange->channel->stopped)
    return TRUE;
  if (answer->kind != IRU_MCP_NOTHING)
    exchange->channel->parent.mcp_seen = TRUE;
  if (answer->kind < IRU_MCP_RESULT)
    return FALSE;
  if (strcmp (type, "message") != 0)
    {
      g_free (exchange->misnamed);
      exchange->misnamed = g_strdup (type);
      return TRUE;
    }
  g_clear_pointer (&exchange->answer, iru_mcp_answer_free);
  exchange->answer = g_steal_pointer (&answer);
  return TRUE;
}

/* TRUE if the reply points elsewhere within the origin, and the message goes there. */
static gboolean
follow (Exchange *exchange, const IruHttpReply *reply)
{
  HttpChannel *channel = exchange->channel;
  const char *location = iru_http_reply_get_header (reply, "Location");
  g_autoptr (GUri) target =
      location != NULL ? g_uri_parse_relative (channel->uri, location, SOUP_HTTP_URI_FLAGS, NULL)
                       : NULL;

  if ((reply->status != 307 && reply->status != 308) || target == NULL || exchange->message.id == 0
      || !iru_http_same_origin (target, channel->uri) || channel->n_redirects >= MAX_REDIRECTS)
    return FALSE;

  if (channel->n_redirects++ == 0)
    tell_fault (channel,
                (IruFault){ IRU_FAULT_MOVED, .status = reply->status, .target = location });
  g_uri_unref (channel->uri);
  channel->uri = g_steal_pointer (&target);
  channel->parent.uri = channel->uri;
  send_exchange (exchange);
  return TRUE;
}

static gboolean
on_pause_over (gpointer user_data)
{
  Exchange *exchange = user_data;

  iru_timer_stop (&exchange->pause);
  send_exchange (exchange);
  return G_SOURCE_REMOVE;
}

/* TRUE if the reply is a stream that ended before the answer, and will be taken up again. */
static gboolean
resume (Exchange *exchange, const IruHttpReply *reply)
{
  HttpChannel *channel = exchange->channel;

  exchange->resume.n = channel->n_resumed;
  if (exchange->message.id == 0 || is_modern (&exchange->message) || exchange->answer != NULL
      || !iru_resume_take (&exchange->resume, reply))
    return FALSE;
  channel->n_resumed = exchange->resume.n;
  /* A session counts from the headers on. */
  if (!take_session (exchange, reply))
    return FALSE;
  exchange->pause = iru_timer_start (exchange->resume.delay_ms, on_pause_over, exchange);
  return TRUE;
}

/* @exchange is over with that. Takes @reply. */
static void
deliver (Exchange *exchange, IruHttpReply *got)
{
  HttpChannel *channel = exchange->channel;
  g_autoptr (IruHttpReply) reply = got;
  g_autoptr (IruMcpAnswer) answer = g_steal_pointer (&exchange->answer);
  g_autofree char *breach = NULL;

  if (answer == NULL)
    answer = read_body (channel, reply);
  if (may_be_stream (exchange, reply, answer))
    {
      channel->parent.mcp_seen = channel->parent.mcp_seen || answer->kind != IRU_MCP_NOTHING;
      open_stream (exchange, g_steal_pointer (&reply));
      return;
    }
  if (exchange->misnamed != NULL)
    breach = g_strdup_printf (
        _ ("The answer came as an event named “%s”. Clients read events named “message” only."),
        exchange->misnamed);
  else if (answer->kind == IRU_MCP_RESULT && !take_session (exchange, reply))
    breach = g_strdup (_ ("The session id is not one."));

  gboolean resumed = exchange->resume.last_event_id != NULL;
  g_ptr_array_remove_fast (channel->exchanges, exchange);
  tell_answer (
      channel,
      (IruDelivery){ .answer = answer, .reply = reply, .breach = breach, .resumed = resumed });
}

static void
on_reply (IruHttpReply *got, gpointer user_data)
{
  Exchange *exchange = user_data;
  HttpChannel *channel = exchange->channel;
  gboolean answered = got->status != 0;
  gboolean broken = got->transport_error != IRU_TRANSPORT_ERROR_NONE;
  g_autoptr (IruHttpReply) reply = got;

  if (!channel->stopped && !resume (exchange, reply))
    {
      if (!broken && !follow (exchange, reply))
        deliver (exchange, g_steal_pointer (&reply));
      else if (broken)
        {
          iru_timer_stop (&exchange->limit);
          tell_break (channel, reply);
        }
    }
  channel->parent.answered = channel->parent.answered || answered;
  settle (channel);
}

/* Sending */

static gboolean
on_limit (gpointer user_data)
{
  Exchange *exchange = user_data;

  /* Connecting is not what has a limit here. */
  if (exchange->channel->http->stage != IRU_HTTP_STAGE_READY)
    return G_SOURCE_CONTINUE;
  iru_timer_stop (&exchange->limit);
  iru_http_cancel (exchange->channel->http);
  return G_SOURCE_REMOVE;
}

/* The message's request, or the one for the rest of its stream. */
static void
send_exchange (Exchange *exchange)
{
  HttpChannel *channel = exchange->channel;
  const char *last_event_id = exchange->resume.last_event_id;
  gboolean resuming = last_event_id != NULL, posting = channel->endpoint != NULL;
  const char *accept = resuming ? "text/event-stream" : "application/json, text/event-stream";
  g_autoptr (GPtrArray) headers = list_headers (channel, accept, last_event_id);
  const IruHttpRequest spec = {
    .method = resuming ? "GET" : "POST",
    .uri = posting ? channel->endpoint : channel->uri,
    .elsewhere = exchange->message.elsewhere && channel->session != NULL,
    .headers = (const char *const *)headers->pdata,
    .body = resuming ? NULL : exchange->message.body,
    .on_event = posting ? NULL : on_event,
  };

  iru_http_send (channel->http, &spec, posting ? on_posted : on_reply, exchange);
}

static void
channel_send (IruChannel *base, const IruMessage *message)
{
  HttpChannel *channel = (HttpChannel *)base;
  Exchange *exchange = g_new0 (Exchange, 1);
  gint64 id = message->id != 0 ? message->id : channel->latest.id;

  exchange->channel = channel;
  exchange->message = *message;
  channel->latest = *message;
  channel->latest.body = NULL;
  channel->latest.id = id;
  if (channel->endpoint != NULL && message->id != 0)
    channel->waiting = exchange;
  if (message->limit_ms > 0)
    exchange->limit = iru_timer_start (message->limit_ms, on_limit, exchange);
  g_ptr_array_add (channel->exchanges, exchange);
  send_exchange (exchange);
}

static void
channel_forget_session (IruChannel *base)
{
  HttpChannel *channel = (HttpChannel *)base;

  g_clear_pointer (&channel->session, g_free);
  base->has_session = FALSE;
  channel->had_session = TRUE;
}

static void
on_login_reply (IruHttpReply *got, gpointer user_data)
{
  HttpChannel *channel = user_data;
  g_autoptr (IruHttpReply) reply = got;
  gboolean broken = reply->transport_error != IRU_TRANSPORT_ERROR_NONE;

  if (!channel->stopped)
    channel->parent.listener->on_login (broken ? NULL : reply, channel->parent.user_data);
  settle (channel);
}

/* RFC 9728: below the well-known path, with the path of the server behind it or without. */
static void
channel_ask_login (IruChannel *base, guint nth)
{
  HttpChannel *channel = (HttpChannel *)base;
  GUri *uri = channel->uri;
  g_autofree char *path = g_strconcat ("/.well-known/oauth-protected-resource",
                                       nth == 0 ? g_uri_get_path (uri) : "", NULL);
  g_autoptr (GUri) target =
      g_uri_build (SOUP_HTTP_URI_FLAGS, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                   g_uri_get_port (uri), path, NULL, NULL);
  const IruHttpRequest spec = { .method = "GET", .uri = target };

  request (channel, spec, "application/json, text/event-stream", on_login_reply);
}

static void
on_closed (IruHttpReply *got, gpointer user_data)
{
  iru_http_reply_free (got);
  channel_stop (user_data);
  settle (user_data);
}

static void
channel_close (IruChannel *base)
{
  HttpChannel *channel = (HttpChannel *)base;
  const IruHttpRequest spec = { .method = "DELETE", .uri = channel->uri };

  if (channel->session == NULL || channel->endpoint != NULL)
    {
      channel_stop (base);
      return;
    }
  channel->closing = TRUE;
  channel->patience = iru_timer_start (CLOSE_MS, on_patience_over, channel);
  request (channel, spec, NULL, on_closed);
}

static void
channel_expire (IruChannel *base)
{
  HttpChannel *channel = (HttpChannel *)base;

  if (channel->closing)
    channel_stop (base);
  else if (channel->refused != NULL && channel->endpoint == NULL)
    tell_refused (channel, NULL);
  else if (!channel->stopped)
    tell_fault (channel, (IruFault){ IRU_FAULT_LATE });
}

IruChannel *
iru_channel_http_new (GUri *uri, GPtrArray *headers)
{
  static const IruChannelClass klass = {
    .send = channel_send,
    .forget_session = channel_forget_session,
    .ask_login = channel_ask_login,
    .expire = channel_expire,
    .close = channel_close,
    .stop = channel_stop,
    .take_times = channel_take_times,
    .free = channel_free,
  };
  HttpChannel *channel = g_new0 (HttpChannel, 1);

  channel->http = iru_http_new (uri, headers);
  channel->http->on_stage = on_stage;
  channel->http->stage_data = channel;
  channel->uri = g_uri_ref (uri);
  channel->exchanges = g_ptr_array_new_with_free_func (free_exchange);
  channel->parent.klass = &klass;
  channel->parent.name = "streamable-http";
  channel->parent.http = channel->http;
  channel->parent.uri = channel->uri;
  return &channel->parent;
}
