/* iru-probe-private.h: the state of a conversation, for those who hold it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * iru-probe.c decides what an answer means and which step follows; iru-probe-wire.c sends the steps
 * and finds the answers, over Streamable HTTP or HTTP+SSE.
 */
#pragma once

#include "iru-http.h"
#include "iru-listing.h"
#include "iru-mcp.h"
#include "iru-probe.h"
#include "iru-resume.h"
#include "iru-classifier.h"

G_BEGIN_DECLS

typedef enum
{
  STEP_DISCOVER,
  STEP_INITIALIZE,
  STEP_INITIALIZED,
  STEP_LIST,
  STEP_CALL,
  STEP_OPEN,     /* GET, for the stream of HTTP+SSE */
  STEP_METADATA, /* GET, whether a login is wanted where no key was sent */
  STEP_CLOSE,    /* DELETE */
} IruProbeStep;

/* A conversation. Each request is a step; what its answer means decides the next.
 * It is over when conclude() was called and no exchange is left. */
typedef struct
{
  GTask *task;
  IruServer *server;
  char *tool;      /* (nullable): what the user wants called */
  char *tool_name; /* the same as a header */
  IruProbeResult *result;
  IruClassifier classifier;
  IruHttp *http;
  GUri *uri;
  GSource *timer;
  GSource *patience;
  GSource *era;   /* how long server/discover may take */
  GSource *pause; /* before a stream is taken up again */
  GSource *cancelled;
  gint64 start_us;
  gint64 step_us;

  IruProbeStep step;
  gint64 id;
  gboolean concluded;
  gboolean modern;
  guint n_redirects;
  gboolean retried_version;
  guint n_sessions;
  guint n_asked_again; /* the step, as a server seemed to know nothing of the session */
  guint n_metadata;    /* places where metadata of OAuth was looked for */
  guint era_ms;
  GPtrArray *discovery; /* (nullable): what went wrong with server/discover */
  guint discovery_rank; /* how telling that is */
  char *misnamed;       /* (nullable): the name of an event that no client reads */
  char *session;
  IruListing listing;
  IruResume resume;
  IruProbeProgress progress;
  gpointer progress_data;
  IruRung rung; /* the highest that was told */
  double mcp_ms;
  double first_page_ms;
  double more_pages_ms;

  /* HTTP+SSE */
  gboolean streaming;
  GUri *endpoint;
  IruHttpReply *refused; /* what initialize got before the stream was tried */

  /* The answer that an event stream brought. */
  IruMcpAnswer *answer;
} IruProbe;

/* The request of that step; its answer comes to iru_probe_take_answer(). */
void iru_probe_send_step (IruProbe *probe, IruProbeStep step);

/* @reply is NULL where the answer came over the stream of HTTP+SSE. */
void iru_probe_take_answer (IruProbe *probe, const IruHttpReply *reply, const IruMcpAnswer *answer);
/* server/discover went wrong, which is no fault before initialize was tried. @answer: (nullable) */
void iru_probe_fall_back (IruProbe *probe, const IruHttpReply *reply, const IruMcpAnswer *answer);
/* The answer to notifications/initialized. */
void iru_probe_take_initialized (IruProbe *probe, const IruHttpReply *reply);
void iru_probe_take_metadata (IruProbe *probe, const IruHttpReply *reply);
/* FALSE if the reply names a session that is none. */
gboolean iru_probe_take_session (IruProbe *probe, const IruHttpReply *reply);

/* Tells that a rung is being climbed. */
void iru_probe_climb (IruProbe *probe, IruRung rung);
/* No step follows. The probe is freed by iru_probe_settle(), now or when its exchanges have come
 * back. */
void iru_probe_conclude (IruProbe *probe);
void iru_probe_settle (IruProbe *probe);
/* The stream was refused as initialize was. @got: (nullable): what the stream got */
void iru_probe_conclude_refused (IruProbe *probe, const IruHttpReply *got);

G_END_DECLS
