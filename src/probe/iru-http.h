/* iru-http.h: one HTTP exchange, bounded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A session that talks to one origin over as few connections as it can, follows
 * nothing, keeps nothing, and remembers how far the connection got. Whoever uses
 * it bounds the time, by iru_http_cancel().
 */
#pragma once

#include <libsoup/soup.h>

#include "iru-server.h"
#include "iru-sse.h"

G_BEGIN_DECLS

/* Of a body or a single event, after decompression; of all headers; in bytes. */
#define IRU_HTTP_MAX_BODY (8 * 1024 * 1024)
#define IRU_HTTP_MAX_HEADERS (64 * 1024)

typedef enum
{
  IRU_HTTP_STAGE_IDLE,
  IRU_HTTP_STAGE_RESOLVING,
  IRU_HTTP_STAGE_CONNECTING,
  IRU_HTTP_STAGE_CONNECTED, /* with a proxy: connected to that */
  IRU_HTTP_STAGE_HANDSHAKING,
  IRU_HTTP_STAGE_READY,
} IruHttpStage;

typedef enum
{
  IRU_TRANSPORT_ERROR_NONE,
  IRU_TRANSPORT_ERROR_TOO_LARGE,
  IRU_TRANSPORT_ERROR_CUT,   /* the connection ended inside the body */
  IRU_TRANSPORT_ERROR_PROXY, /* the answer is the proxy's, which did not connect */
  IRU_TRANSPORT_ERROR_OTHER, /* see error */
} IruTransportError;

/**
 * IruHttpReply:
 * @transport_error: why there is no whole answer
 * @error: (nullable): for OTHER
 * @any_byte: an answer had begun
 * @status: 0 if there were no headers
 * @headers: (nullable): of the answer
 * @is_stream: it was an event stream: @body is empty
 * @stopped: the stream's function wanted no more
 * @last_event_id: (nullable): of the stream; untrusted
 * @bare_cr: lines of the stream ended in CR alone
 * @retry_ms: what the stream asks to wait before it is asked for again; -1: nothing
 */
typedef struct
{
  IruTransportError transport_error;
  GError *error;
  gboolean any_byte;
  guint status;
  char *reason;
  SoupMessageHeaders *headers;
  GString *body;
  gboolean is_stream;
  gboolean stopped;
  char *last_event_id;
  gboolean bare_cr;
  gint64 retry_ms;
} IruHttpReply;

void iru_http_reply_free (IruHttpReply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruHttpReply, iru_http_reply_free)

/* NULL if there is none. Borrowed. */
const char *iru_http_reply_get_header (const IruHttpReply *reply, const char *name);
/* Whether the answer declares itself to be of @type ("text/html"). */
gboolean iru_http_reply_is_type (const IruHttpReply *reply, const char *type);

/**
 * IruHttp:
 * @stage: how far the latest connection got
 * @via_proxy: connections go to a proxy; valid once a request was sent
 * @has_bad_proxy: the environment names a proxy that is no address: nothing is sent
 * @proxy_refused: the proxy was told a password, and wants one again
 * @tls_errors: @certificate: what is wrong with the certificate that was refused, and
 *   itself; 0 and NULL: none was
 * @name_ms: @connect_ms: @tls_ms: @answer_ms: of the first connection; the last is
 *   the time from there to the first headers
 * @n_requests: sent so far
 * @on_stage: (nullable): called with @stage_data when @stage has changed
 */
typedef struct
{
  SoupSession *session;
  SoupSession *other; /* (nullable): connections of its own */
  GPtrArray *exchanges;
  GPtrArray *headers;
  char *authorization;
  GProxyResolver *resolver;
  gboolean proxy_known;

  IruHttpStage stage;
  gboolean via_proxy;
  gboolean has_bad_proxy;
  gboolean proxy_refused;
  GTlsCertificateFlags tls_errors;
  GTlsCertificate *certificate;
  gint64 mark_us;
  double name_ms;
  double connect_ms;
  double tls_ms;
  double answer_ms;
  guint n_requests;
  void (*on_stage) (gpointer user_data);
  gpointer stage_data;
} IruHttp;

/* @headers: (element-type IruPair): sent with each request; referenced. */
IruHttp *iru_http_new (GUri *uri, GPtrArray *headers);
/* No exchange may be under way. */
void iru_http_free (IruHttp *http);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruHttp, iru_http_free)

/* Whether every header can be put on the wire; else the first that can't. */
const IruPair *iru_http_find_bad_header (GPtrArray *headers);
/* The same scheme, host and port. */
gboolean iru_http_same_origin (GUri *a, GUri *b);

/**
 * IruHttpRequest:
 * @method: static
 * @headers: name, value, …, NULL; they win over the session's
 * @body: (nullable): JSON
 * @elsewhere: on another connection than the requests without it
 * @on_event: called for each event if the answer is a stream
 *
 * The others are copied.
 */
typedef struct
{
  const char *method;
  GUri *uri;
  const char *const *headers;
  const char *body;
  gboolean elsewhere;
  IruSseFunc on_event;
} IruHttpRequest;

/* Takes @reply. Called once for each exchange, from the main context. */
typedef void (*IruHttpFunc) (IruHttpReply *reply, gpointer user_data);

/* @user_data is for @func and for on_event. */
void
iru_http_send (IruHttp *http, const IruHttpRequest *request, IruHttpFunc func, gpointer user_data);
/* Ends all exchanges soon; their functions are still called, with an error. */
void iru_http_cancel (IruHttp *http);

G_END_DECLS
