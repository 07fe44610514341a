/* iru-probe-wire.c: a probe's requests, and which of the replies are answers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-probe-private.h"
#include "iru-timer.h"

#define MAX_REDIRECTS 5
/* A stream that might be HTTP+SSE has to open, and a session to close, within: */
#define PATIENCE_MS 3000
#define CLOSE_MS 1000

static void send_request (IruProbe *probe);

/* HTTP+SSE */

static void
take_endpoint (IruProbe *probe, const char *target)
{
  g_autoptr (GUri) endpoint = g_uri_parse_relative (probe->uri, target, SOUP_HTTP_URI_FLAGS, NULL);

  probe->classifier.mcp_seen = TRUE;
  iru_timer_stop (&probe->patience);
  if (endpoint == NULL)
    iru_classifier_add_breach (&probe->classifier, _ ("The endpoint that it names is not a url."));
  else if (!iru_http_same_origin (endpoint, probe->uri))
    iru_classifier_add_redirect (&probe->classifier, 200, target);
  else
    {
      probe->endpoint = g_steal_pointer (&endpoint);
      probe->streaming = TRUE;
      iru_probe_send_step (probe, STEP_INITIALIZE);
      return;
    }
  iru_probe_conclude (probe);
}

static gboolean
on_stream_event (const char *type, const char *data, gsize length, gpointer user_data)
{
  IruProbe *probe = user_data;

  if (probe->concluded)
    return TRUE;
  if (probe->endpoint == NULL)
    {
      if (strcmp (type, "endpoint") != 0)
        return TRUE;
      take_endpoint (probe, data);
      return FALSE;
    }

  g_autoptr (IruMcpAnswer) answer = iru_mcp_read (data, length, probe->id);
  if (strcmp (type, "message") == 0 && answer->kind >= IRU_MCP_RESULT
      && (probe->step == STEP_INITIALIZE || probe->step == STEP_LIST || probe->step == STEP_CALL))
    iru_probe_take_answer (probe, NULL, answer);
  return FALSE;
}

/* The GET has come to its end, which ends the conversation, unless it has. */
static void
on_stream_reply (IruHttpReply *got, gpointer user_data)
{
  IruProbe *probe = user_data;
  g_autoptr (IruHttpReply) reply = got;

  if (!probe->concluded && probe->endpoint == NULL)
    iru_probe_conclude_refused (
        probe,
        reply->transport_error == IRU_TRANSPORT_ERROR_NONE && !reply->is_stream ? reply : NULL);
  else if (!probe->concluded && reply->transport_error != IRU_TRANSPORT_ERROR_NONE)
    iru_classifier_add_transport_error (&probe->classifier, reply);
  else if (!probe->concluded)
    iru_classifier_add_breach (&probe->classifier, _ ("The stream ended without the answer."));
  iru_probe_conclude (probe);
  iru_probe_settle (probe);
}

static void
on_posted (IruHttpReply *got, gpointer user_data)
{
  IruProbe *probe = user_data;
  g_autoptr (IruHttpReply) reply = got;

  if (!probe->concluded && reply->transport_error != IRU_TRANSPORT_ERROR_NONE)
    {
      iru_classifier_add_transport_error (&probe->classifier, reply);
      iru_probe_conclude (probe);
    }
  else if (!probe->concluded && reply->status >= 300)
    {
      g_autoptr (IruMcpAnswer) answer =
          iru_mcp_read (reply->body->str, reply->body->len, probe->id);

      iru_classifier_add_status (&probe->classifier, reply, answer);
      iru_probe_conclude (probe);
    }
  else if (!probe->concluded && probe->step == STEP_INITIALIZED)
    iru_probe_send_step (probe, STEP_LIST);
  iru_probe_settle (probe);
}

/* Streamable HTTP */

/* Keeps the answer for when the exchange is over; all else that comes by is skipped. */
static gboolean
on_event (const char *type, const char *data, gsize length, gpointer user_data)
{
  IruProbe *probe = user_data;
  g_autoptr (IruMcpAnswer) answer = iru_mcp_read (data, length, probe->id);

  if (probe->concluded)
    return TRUE;
  if (answer->kind != IRU_MCP_NOTHING)
    probe->classifier.mcp_seen = TRUE;
  if (answer->kind < IRU_MCP_RESULT)
    return FALSE;
  if (strcmp (type, "message") != 0)
    {
      g_free (probe->misnamed);
      probe->misnamed = g_strdup (type);
      return TRUE;
    }
  g_clear_pointer (&probe->answer, iru_mcp_answer_free);
  probe->answer = g_steal_pointer (&answer);
  return TRUE;
}

/* TRUE if the reply points elsewhere within the origin, and the step goes there. */
static gboolean
follow (IruProbe *probe, const IruHttpReply *reply)
{
  const char *location = iru_http_reply_get_header (reply, "Location");
  g_autoptr (GUri) target =
      location != NULL ? g_uri_parse_relative (probe->uri, location, SOUP_HTTP_URI_FLAGS, NULL)
                       : NULL;

  if ((reply->status != 307 && reply->status != 308) || target == NULL
      || !iru_http_same_origin (target, probe->uri) || probe->n_redirects >= MAX_REDIRECTS)
    return FALSE;

  if (probe->n_redirects++ == 0)
    {
      iru_classifier_add_redirect (&probe->classifier, reply->status, location);
      IruFinding *finding =
          g_ptr_array_index (probe->result->findings, probe->result->findings->len - 1);
      finding->severity = IRU_SEVERITY_WARNING;
    }
  g_uri_unref (probe->uri);
  probe->uri = g_steal_pointer (&target);
  probe->classifier.uri = probe->uri;
  send_request (probe);
  return TRUE;
}

static gboolean
may_be_stream (IruProbe *probe, const IruHttpReply *reply)
{
  return probe->step == STEP_INITIALIZE && probe->n_sessions == 0
         && probe->resume.last_event_id == NULL
         && (reply->status == 400 || reply->status == 404 || reply->status == 405);
}

static void
take_reply (IruProbe *probe, IruHttpReply **reply)
{
  g_autoptr (IruMcpAnswer) answer = g_steal_pointer (&probe->answer);

  iru_probe_climb (probe, IRU_RUNG_MCP);
  if (answer == NULL)
    answer = iru_mcp_read ((*reply)->body->str, (*reply)->body->len, probe->id);
  if (may_be_stream (probe, *reply) && iru_classifier_get_denial (answer) == 0
      && answer->code != IRU_MCP_UNSUPPORTED_VERSION)
    {
      probe->classifier.mcp_seen = probe->classifier.mcp_seen || answer->kind != IRU_MCP_NOTHING;
      probe->refused = g_steal_pointer (reply);
      iru_probe_send_step (probe, STEP_OPEN);
    }
  else
    iru_probe_take_answer (probe, *reply, answer);
}

static gboolean
on_pause_over (gpointer user_data)
{
  IruProbe *probe = user_data;

  iru_timer_stop (&probe->pause);
  send_request (probe);
  return G_SOURCE_REMOVE;
}

/* TRUE if the reply is a stream that ended before the answer, and will be taken up again. */
static gboolean
resume (IruProbe *probe, const IruHttpReply *reply)
{
  gboolean answers =
      probe->step == STEP_INITIALIZE || probe->step == STEP_LIST || probe->step == STEP_CALL;

  if (!answers || probe->modern || probe->answer != NULL
      || !iru_resume_take (&probe->resume, reply))
    return FALSE;
  /* A session counts from the headers on. */
  if (probe->step == STEP_INITIALIZE && !iru_probe_take_session (probe, reply))
    return FALSE;
  probe->pause = iru_timer_start (probe->resume.delay_ms, on_pause_over, probe);
  return TRUE;
}

/* A connection was made, so that another may fare better with another request. */
static gboolean
may_fall_back (IruProbe *probe, const IruHttpReply *reply)
{
  return probe->step == STEP_DISCOVER && probe->http->stage == IRU_HTTP_STAGE_READY
         && probe->http->tls_errors == 0 && reply->transport_error != IRU_TRANSPORT_ERROR_PROXY
         && (reply->error == NULL || reply->error->domain != G_TLS_ERROR);
}

static void
go_on (IruProbe *probe, IruHttpReply **reply)
{
  if ((*reply)->transport_error != IRU_TRANSPORT_ERROR_NONE && may_fall_back (probe, *reply))
    iru_probe_fall_back (probe, *reply, NULL);
  else if ((*reply)->transport_error != IRU_TRANSPORT_ERROR_NONE)
    {
      if (probe->step != STEP_METADATA)
        iru_classifier_add_transport_error (&probe->classifier, *reply);
      iru_probe_conclude (probe);
    }
  else if (probe->step == STEP_METADATA)
    iru_probe_take_metadata (probe, *reply);
  else if (probe->step == STEP_INITIALIZED)
    iru_probe_take_initialized (probe, *reply);
  else if (!follow (probe, *reply))
    take_reply (probe, reply);
}

static void
on_reply (IruHttpReply *got, gpointer user_data)
{
  IruProbe *probe = user_data;
  g_autoptr (IruHttpReply) reply = got;
  gboolean answered = reply->status != 0;

  if (probe->concluded || probe->step == STEP_CLOSE)
    iru_probe_conclude (probe);
  else if (!resume (probe, reply))
    go_on (probe, &reply);
  probe->classifier.answered = probe->classifier.answered || answered;
  iru_probe_settle (probe);
}

/* Requests */

static char *
build_body (IruProbe *probe, IruProbeStep step)
{
  switch (step)
    {
    case STEP_DISCOVER:
      return iru_mcp_build_discover (++probe->id);
    case STEP_INITIALIZE:
      return iru_mcp_build_initialize (++probe->id);
    case STEP_INITIALIZED:
      return iru_mcp_build_initialized ();
    case STEP_LIST:
      return iru_mcp_build_list_tools (++probe->id, probe->listing.cursor, probe->modern);
    case STEP_CALL:
      return iru_mcp_build_call_tool (++probe->id, probe->tool, probe->modern);
    case STEP_OPEN:
    case STEP_METADATA:
    case STEP_CLOSE:
      break;
    }
  return NULL;
}

static void
add_header (GPtrArray *headers, const char *name, const char *value)
{
  g_ptr_array_add (headers, (gpointer)name);
  g_ptr_array_add (headers, (gpointer)value);
}

static const char *
get_method (IruProbeStep step)
{
  return step == STEP_DISCOVER ? "server/discover"
         : step == STEP_CALL   ? "tools/call"
                               : "tools/list";
}

/* name, value, …, NULL; borrows. */
static GPtrArray *
list_headers (IruProbe *probe, IruProbeStep step)
{
  GPtrArray *headers = g_ptr_array_new ();
  const char *last_event_id = probe->resume.last_event_id;
  gboolean modern = step == STEP_DISCOVER || probe->modern;
  gboolean negotiated = step != STEP_INITIALIZE && step != STEP_OPEN && !probe->streaming;

  if (step != STEP_CLOSE)
    add_header (headers, "Accept",
                step == STEP_OPEN || last_event_id != NULL ? "text/event-stream"
                                                           : "application/json, text/event-stream");
  if (last_event_id != NULL)
    add_header (headers, "Last-Event-ID", last_event_id);
  if (modern)
    add_header (headers, "Mcp-Method", get_method (step));
  if (modern && step == STEP_CALL)
    add_header (headers, "Mcp-Name", probe->tool_name);
  if (modern)
    add_header (headers, "MCP-Protocol-Version", IRU_MCP_MODERN);
  else if (negotiated && probe->result->protocol != NULL)
    add_header (headers, "MCP-Protocol-Version", probe->result->protocol);
  if (probe->session != NULL && (negotiated || last_event_id != NULL))
    add_header (headers, "Mcp-Session-Id", probe->session);
  g_ptr_array_add (headers, NULL);
  return headers;
}

static gboolean
on_patience_over (gpointer user_data)
{
  IruProbe *probe = user_data;

  iru_timer_stop (&probe->patience);
  if (probe->step == STEP_OPEN)
    iru_probe_conclude_refused (probe, NULL);
  iru_probe_conclude (probe);
  iru_probe_settle (probe);
  return G_SOURCE_REMOVE;
}

/* RFC 9728: below the well-known path, with the path of the server behind it or without. */
static GUri *
build_metadata_uri (IruProbe *probe)
{
  const char *tail = probe->n_metadata == 0 ? g_uri_get_path (probe->uri) : "";
  g_autofree char *path = g_strconcat ("/.well-known/oauth-protected-resource", tail, NULL);

  return g_uri_build (SOUP_HTTP_URI_FLAGS, g_uri_get_scheme (probe->uri), NULL,
                      g_uri_get_host (probe->uri), g_uri_get_port (probe->uri), path, NULL, NULL);
}

static gboolean
on_era_over (gpointer user_data)
{
  IruProbe *probe = user_data;

  /* Connecting is not what has a limit here. */
  if (probe->http->stage != IRU_HTTP_STAGE_READY)
    return G_SOURCE_CONTINUE;
  iru_timer_stop (&probe->era);
  iru_http_cancel (probe->http);
  return G_SOURCE_REMOVE;
}

/* The step's request, or the one for the rest of its stream. */
static void
send_request (IruProbe *probe)
{
  IruProbeStep step = probe->step;
  gboolean resuming = probe->resume.last_event_id != NULL;
  g_autofree char *body = resuming ? NULL : build_body (probe, step);
  g_autoptr (GPtrArray) headers = list_headers (probe, step);
  gboolean posting = probe->streaming && step != STEP_METADATA;
  g_autoptr (GUri) metadata = step == STEP_METADATA ? build_metadata_uri (probe) : NULL;
  const IruHttpRequest request = {
    .method = step == STEP_OPEN || step == STEP_METADATA || resuming ? "GET"
              : step == STEP_CLOSE                                   ? "DELETE"
                                                                     : "POST",
    .uri = metadata != NULL ? metadata
           : posting        ? probe->endpoint
                            : probe->uri,
    /* Where sessions are not shared, another connection shows it. */
    .elsewhere = step == STEP_LIST && probe->session != NULL && probe->n_asked_again == 0,
    .headers = (const char *const *)headers->pdata,
    .body = body,
    .on_event = step == STEP_OPEN ? on_stream_event
                : posting         ? NULL
                                  : on_event,
  };

  if (step == STEP_OPEN || step == STEP_CLOSE)
    probe->patience =
        iru_timer_start (step == STEP_OPEN ? PATIENCE_MS : CLOSE_MS, on_patience_over, probe);
  iru_http_send (probe->http, &request,
                 step == STEP_OPEN ? on_stream_reply
                 : posting         ? on_posted
                                   : on_reply,
                 probe);
}

void
iru_probe_send_step (IruProbe *probe, IruProbeStep step)
{
  iru_resume_drop (&probe->resume);
  iru_timer_stop (&probe->era);
  g_clear_pointer (&probe->misnamed, g_free);
  probe->step = step;
  if (step == STEP_DISCOVER)
    probe->era = iru_timer_start (probe->era_ms, on_era_over, probe);
  if (step == STEP_LIST)
    iru_probe_climb (probe, IRU_RUNG_AUTH);
  probe->step_us = g_get_monotonic_time ();
  send_request (probe);
}
