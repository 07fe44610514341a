/* peer.h: the other end of a probe, in this process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libsoup/soup.h>

#include "iru-probe.h"

/* A request's answer as "STATUS TYPE[\nName: value…]\n\nBODY". TYPE is json, html,
 * text, sse, gzip (JSON, compressed on the way) or -. In it "@ID@" becomes the
 * request's id, "@PORT@" the server's port. */
typedef struct
{
  const char *discover;
  const char *initialize;
  const char *list;  /* the first page */
  const char *list2; /* the others; NULL for the first again */
  const char *get;
} Script;

/* An HTTP server that follows @script (default: 404 in HTML) and takes notes. */
typedef struct
{
  SoupServer *server;
  const Script *script;
  guint port;
  guint n_requests;
  guint n_lists;
  guint n_deletes;
  GString *heard; /* "METHOD path rpc-method|" for each request; GET: Last-Event-ID */
  GHashTable *last_headers;
  GHashTable *connections; /* by the other side's port */
} Peer;

Peer *peer_new (const Script *script, GTlsCertificate *certificate);
void peer_free (Peer *peer);

typedef enum
{
  RAW_CLOSE,
  RAW_RESET,
  RAW_HANG,
  RAW_DRIP, /* a byte every 20 ms */
} RawEnd;

/* A socket that reads a request, sends @bytes, and then does as @end says. */
typedef struct
{
  GSocketService *service;
  GBytes *bytes;
  RawEnd end;
  gboolean at_once;  /* without reading */
  const char *until; /* what ends a request */
  guint port;
  GString *heard; /* what the latest connection sent */
  guint n_later;  /* RAW_HANG: bytes that came after the answer */
} Raw;

Raw *raw_new (GBytes *bytes, RawEnd end);
void raw_free (Raw *raw);

/* Probes with "X-API-Key: sk_live:secret0123456789". */
IruProbeResult *run_probe (const char *url, guint timeout_ms);
IruProbeResult *run_probe_of (const IruServer *server, guint timeout_ms);
