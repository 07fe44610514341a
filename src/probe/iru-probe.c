/* iru-probe.c: one MCP conversation with an endpoint
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-probe.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-http.h"
#include "iru-listing.h"
#include "iru-mcp.h"
#include "iru-quote.h"
#include "iru-resume.h"
#include "iru-timer.h"
#include "iru-tool-call.h"
#include "iru-verdict.h"

#define MAX_REDIRECTS 5
#define MAX_SESSION_ID 4096
/* A stream that might be HTTP+SSE has to open, and a session to close, within: */
#define PATIENCE_MS 3000
#define CLOSE_MS 1000

typedef enum
{
  STEP_DISCOVER,
  STEP_INITIALIZE,
  STEP_INITIALIZED,
  STEP_LIST,
  STEP_CALL,
  STEP_OPEN,  /* GET, for the stream of HTTP+SSE */
  STEP_CLOSE, /* DELETE */
} Step;

/* A conversation. Each request is a step; what its answer means decides the next.
 * It is over when conclude() was called and no exchange is left. */
typedef struct
{
  GTask *task;
  IruServer *server;
  char *tool;      /* (nullable): what the user wants called */
  char *tool_name; /* the same as a header */
  IruProbeResult *result;
  IruVerdict verdict;
  IruHttp *http;
  GUri *uri;
  GSource *timer;
  GSource *patience;
  GSource *pause; /* before a stream is taken up again */
  GSource *cancelled;
  gint64 start_us;
  gint64 step_us;

  Step step;
  gint64 id;
  gboolean concluded;
  gboolean modern;
  guint n_redirects;
  gboolean retried_version;
  guint n_sessions;
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
} Probe;

static void send_step (Probe *probe, Step step);
static void send_request (Probe *probe);
static void take_answer (Probe *probe, const IruHttpReply *reply, const IruMcpAnswer *answer);

void
iru_probe_result_free (IruProbeResult *result)
{
  if (result == NULL)
    return;
  g_free (result->protocol);
  g_free (result->server_name);
  g_free (result->server_version);
  g_free (result->called);
  g_clear_pointer (&result->tools, g_ptr_array_unref);
  g_clear_pointer (&result->errors, g_ptr_array_unref);
  g_ptr_array_unref (result->findings);
  g_free (result);
}

static void
free_probe (Probe *probe)
{
  iru_timer_stop (&probe->timer);
  iru_timer_stop (&probe->patience);
  iru_timer_stop (&probe->pause);
  iru_timer_stop (&probe->cancelled);
  g_clear_pointer (&probe->http, iru_http_free);
  g_clear_pointer (&probe->result, iru_probe_result_free);
  g_clear_pointer (&probe->uri, g_uri_unref);
  g_clear_pointer (&probe->endpoint, g_uri_unref);
  iru_listing_clear (&probe->listing);
  iru_resume_clear (&probe->resume);
  g_clear_pointer (&probe->refused, iru_http_reply_free);
  g_clear_pointer (&probe->answer, iru_mcp_answer_free);
  g_free (probe->session);
  g_free (probe->tool);
  g_free (probe->tool_name);
  iru_server_free (probe->server);
  g_object_unref (probe->task);
  g_free (probe);
}

/* How far it has come */

static void
climb (Probe *probe, IruRung rung)
{
  if (rung <= probe->rung || probe->concluded)
    return;
  probe->rung = rung;
  if (probe->progress != NULL)
    probe->progress (rung, probe->progress_data);
}

static void
on_stage (gpointer user_data)
{
  static const IruRung rungs[] = {
    [IRU_HTTP_STAGE_IDLE] = IRU_RUNG_FILE,          [IRU_HTTP_STAGE_RESOLVING] = IRU_RUNG_NAME,
    [IRU_HTTP_STAGE_CONNECTING] = IRU_RUNG_CONNECT, [IRU_HTTP_STAGE_CONNECTED] = IRU_RUNG_CONNECT,
    [IRU_HTTP_STAGE_HANDSHAKING] = IRU_RUNG_TLS,    [IRU_HTTP_STAGE_READY] = IRU_RUNG_HTTP,
  };
  Probe *probe = user_data;

  climb (probe, rungs[probe->http->stage]);
}

/* The end */

static gboolean
is_rung_idle (Probe *probe, IruRung rung)
{
  if (rung == IRU_RUNG_NAME)
    return probe->http->via_proxy;
  if (rung == IRU_RUNG_TLS)
    return g_ascii_strcasecmp (g_uri_get_scheme (probe->uri), "https") != 0;
  /* A refusal may come from a gateway that never looked at the message. */
  return rung == IRU_RUNG_MCP && !probe->verdict.mcp_seen;
}

static void
set_rungs (Probe *probe)
{
  IruProbeResult *result = probe->result;
  IruFinding *headline = iru_findings_get_headline (result->findings);
  IruRung failed = headline != NULL ? headline->rung : IRU_N_RUNGS;
  const double times[IRU_N_RUNGS] = {
    [IRU_RUNG_NAME] = probe->http->name_ms,
    [IRU_RUNG_CONNECT] = probe->http->connect_ms,
    [IRU_RUNG_TLS] = probe->http->tls_ms,
    [IRU_RUNG_HTTP] = probe->http->answer_ms,
    [IRU_RUNG_MCP] = probe->mcp_ms,
    [IRU_RUNG_AUTH] = probe->first_page_ms,
    [IRU_RUNG_PERMISSION] = probe->more_pages_ms,
  };
  double spent = 0;

  for (IruRung rung = IRU_RUNG_NAME; rung < IRU_N_RUNGS && rung <= failed; rung++)
    {
      IruRungResult *entry = &result->rungs[rung];

      if (rung == failed)
        {
          entry->state = IRU_RUNG_STATE_FAILED;
          entry->elapsed_ms = times[rung] > 0 ? times[rung] : MAX (result->elapsed_ms - spent, 0);
        }
      else if (!is_rung_idle (probe, rung))
        *entry = (IruRungResult){ IRU_RUNG_STATE_OK, times[rung] };
      spent += entry->elapsed_ms;
    }
}

static void
finish (Probe *probe)
{
  IruProbeResult *result = probe->result;

  result->elapsed_ms = iru_timer_get_elapsed_ms (probe->start_us);
  if (probe->http != NULL)
    {
      result->n_requests = probe->http->n_requests;
      set_rungs (probe);
    }
  if (!g_task_return_error_if_cancelled (probe->task))
    g_task_return_pointer (probe->task, g_steal_pointer (&probe->result),
                           (GDestroyNotify)iru_probe_result_free);
  free_probe (probe);
}

/* No step follows. The probe is freed, now or when its exchanges have come back. */
static void
conclude (Probe *probe)
{
  if (probe->concluded)
    return;
  probe->concluded = TRUE;
  iru_timer_stop (&probe->timer);
  iru_timer_stop (&probe->patience);
  iru_timer_stop (&probe->pause);
  iru_timer_stop (&probe->cancelled);
  iru_http_cancel (probe->http);
}

static void
settle (Probe *probe)
{
  if (probe->concluded && probe->http->exchanges->len == 0)
    finish (probe);
}

/* Says goodbye first, where there is a session to close. */
static void
wind_up (Probe *probe)
{
  if (probe->session != NULL && !probe->streaming && !probe->concluded)
    send_step (probe, STEP_CLOSE);
  else
    conclude (probe);
}

/* Sessions lost, refusals of the stream */

static void
conclude_refused (Probe *probe, const IruHttpReply *got)
{
  IruHttpReply *refused = probe->refused;
  g_autoptr (IruMcpAnswer) answer =
      iru_mcp_read (refused->body->str, refused->body->len, probe->id);
  guint denial = got != NULL ? got->status : 0;
  g_autoptr (IruMcpAnswer) page =
      got != NULL ? iru_mcp_read (got->body->str, got->body->len, probe->id) : NULL;

  if (denial == 401 || denial == 403 || denial == 429 || denial >= 500)
    iru_verdict_add_status (&probe->verdict, got, page);
  else if (refused->status == 405 && denial / 100 == 2 && answer->kind == IRU_MCP_NOTHING)
    iru_verdict_add_answer (&probe->verdict, got, page);
  else
    iru_verdict_add_status (&probe->verdict, refused, answer);
  conclude (probe);
}

static gboolean
is_session_loss (Probe *probe, const IruHttpReply *reply, const IruMcpAnswer *answer)
{
  if (probe->session == NULL || (probe->step != STEP_LIST && probe->step != STEP_CALL))
    return FALSE;
  return reply->status == 404
         || (reply->status == 400 && iru_verdict_names_session (reply, answer));
}

static void
reopen_session (Probe *probe)
{
  g_clear_pointer (&probe->session, g_free);
  if (probe->n_sessions++ > 0)
    {
      iru_verdict_add_breach (&probe->verdict, _ ("The server forgot the session twice."));
      conclude (probe);
      return;
    }
  iru_findings_add (probe->result->findings, "session-lost", NULL);
  g_clear_pointer (&probe->result->tools, g_ptr_array_unref);
  iru_listing_clear (&probe->listing);
  send_step (probe, STEP_INITIALIZE);
}

/* Steps */

static void
take_server_info (Probe *probe, JsonObject *info)
{
  IruProbeResult *result = probe->result;

  g_free (result->server_name);
  g_free (result->server_version);
  result->server_name = iru_quote_text (probe->server, iru_mcp_get_string (info, "name"), -1);
  result->server_version = iru_quote_text (probe->server, iru_mcp_get_string (info, "version"), -1);
}

static void
set_protocol (Probe *probe, const char *protocol)
{
  g_free (probe->result->protocol);
  probe->result->protocol = g_strdup (protocol);
  probe->result->transport = probe->streaming ? "http+sse" : "streamable-http";
}

/* The newest legacy revision or the modern one, whichever @versions allows. */
static void
choose_era (Probe *probe, JsonArray *versions)
{
  gboolean known = FALSE;
  g_autoptr (GString) offered = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (versions); i++)
    {
      JsonNode *node = json_array_get_element (versions, i);
      const char *version =
          json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;

      known = known || iru_mcp_knows_revision (version);
      if (version != NULL && offered->len < IRU_QUOTE_MAX_CHARS)
        g_string_append_printf (offered, "%s%s", offered->len > 0 ? ", " : "", version);
    }
  if (known)
    {
      send_step (probe, STEP_INITIALIZE);
      return;
    }
  iru_verdict_add_version (&probe->verdict, offered->str);
  conclude (probe);
}

static void
take_discovery (Probe *probe, JsonObject *result)
{
  JsonArray *versions = iru_mcp_get_array (result, "supportedVersions");

  if (versions == NULL || json_array_get_length (versions) == 0)
    {
      send_step (probe, STEP_INITIALIZE);
      return;
    }
  if (!iru_mcp_array_has (versions, IRU_MCP_MODERN))
    {
      choose_era (probe, versions);
      return;
    }
  probe->modern = TRUE;
  set_protocol (probe, IRU_MCP_MODERN);
  take_server_info (probe, iru_mcp_get_object (iru_mcp_get_object (result, "_meta"),
                                               "io.modelcontextprotocol/serverInfo"));
  probe->mcp_ms += iru_timer_get_elapsed_ms (probe->step_us);
  send_step (probe, STEP_LIST);
}

/* What a server says that knows 2026-07-28, and does not like the request. FALSE if
 * it isn't that. */
static gboolean
take_modern_error (Probe *probe, const IruMcpAnswer *answer)
{
  JsonObject *data = answer->data != NULL && JSON_NODE_HOLDS_OBJECT (answer->data)
                         ? json_node_get_object (answer->data)
                         : NULL;
  JsonArray *supported = iru_mcp_get_array (data, "supported");

  if (answer->kind != IRU_MCP_ERROR)
    return FALSE;
  if (answer->code == IRU_MCP_HEADER_MISMATCH || answer->code == IRU_MCP_MISSING_CAPABILITY)
    {
      g_autofree char *text = iru_quote_text (probe->server, answer->message, -1);

      iru_verdict_add_breach (&probe->verdict,
                              text != NULL ? text : _ ("It refuses a correct request."));
      conclude (probe);
      return TRUE;
    }
  if (answer->code != IRU_MCP_UNSUPPORTED_VERSION || supported == NULL)
    return FALSE;
  if (iru_mcp_array_has (supported, IRU_MCP_MODERN) && !probe->retried_version)
    {
      probe->retried_version = TRUE;
      send_step (probe, STEP_DISCOVER);
      return TRUE;
    }
  choose_era (probe, supported);
  return TRUE;
}

static void
fall_back (Probe *probe, const IruHttpReply *reply, const IruMcpAnswer *answer)
{
  guint status = reply->status;
  gboolean good = status / 100 == 2;
  gboolean html = iru_http_reply_is_type (reply, "text/html");

  if ((good || status == 400) && take_modern_error (probe, answer))
    return;
  if (good
      && (answer->kind == IRU_MCP_OTHER || iru_verdict_get_denial (answer) != 0
          || (html && answer->kind == IRU_MCP_NOTHING)))
    {
      iru_verdict_add_answer (&probe->verdict, reply, answer);
      conclude (probe);
      return;
    }
  if (!good
      && (status < 400 || status >= 500 || status == 401 || status == 403 || status == 407
          || status == 429))
    {
      iru_verdict_add_status (&probe->verdict, reply, answer);
      conclude (probe);
      return;
    }
  send_step (probe, STEP_INITIALIZE);
}

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

/* FALSE if the reply names one that is none. */
static gboolean
take_session (Probe *probe, const IruHttpReply *reply)
{
  const char *session = iru_http_reply_get_header (reply, "Mcp-Session-Id");

  if (session != NULL && !is_valid_session (session))
    return FALSE;
  if (session != NULL && probe->session == NULL)
    probe->session = g_strdup (session);
  return TRUE;
}

static void
take_initialization (Probe *probe, const IruHttpReply *reply, JsonObject *result)
{
  const char *protocol = iru_mcp_get_string (result, "protocolVersion");
  gboolean bad_session = reply != NULL && !take_session (probe, reply);

  take_server_info (probe, iru_mcp_get_object (result, "serverInfo"));
  if (protocol == NULL || bad_session)
    iru_verdict_add_breach (&probe->verdict, bad_session ? _ ("The session id is not one.")
                                                         : _ ("initialize: no protocolVersion"));
  else if (!iru_mcp_knows_revision (protocol))
    iru_verdict_add_version (&probe->verdict, protocol);
  else
    {
      set_protocol (probe, protocol);
      probe->mcp_ms += iru_timer_get_elapsed_ms (probe->step_us);
      send_step (probe, STEP_INITIALIZED);
      return;
    }
  wind_up (probe);
}

/* The tool that the user named, if it may be called; else the end. */
static void
call_tool (Probe *probe)
{
  const char *why =
      probe->tool != NULL ? iru_tool_call_forbid (probe->result->tools, probe->tool) : NULL;

  if (probe->tool != NULL && why == NULL)
    {
      send_step (probe, STEP_CALL);
      return;
    }
  if (why != NULL)
    iru_findings_add (probe->result->findings, "tool-refused", "%s", why);
  else if (probe->verdict.profile->judges_calls)
    iru_findings_add (
        probe->result->findings, "tools-untried", "%s",
        _ ("This gateway asks its policies, and whether the session is suspended, when a tool is "
           "called."));
  wind_up (probe);
}

static void
take_call (Probe *probe, const IruMcpAnswer *answer)
{
  probe->more_pages_ms += iru_timer_get_elapsed_ms (probe->step_us);
  if (iru_tool_call_judge (&probe->verdict, answer))
    probe->result->called = g_strdup (probe->tool);
  wind_up (probe);
}

static void
take_page (Probe *probe, JsonObject *result)
{
  IruProbeResult *into = probe->result;
  const char *fault = NULL;
  IruListingState state = iru_listing_take_page (&probe->listing, result, into->findings, &fault);

  if (into->tools == NULL)
    into->tools = g_ptr_array_ref (probe->listing.tools);
  climb (probe, IRU_RUNG_PERMISSION);
  if (probe->listing.n_pages == 1)
    probe->first_page_ms = iru_timer_get_elapsed_ms (probe->step_us);
  else
    probe->more_pages_ms += iru_timer_get_elapsed_ms (probe->step_us);

  if (state == IRU_LISTING_MORE)
    send_step (probe, STEP_LIST);
  else if (state == IRU_LISTING_DONE && into->tools->len > 0)
    call_tool (probe);
  else
    {
      if (fault != NULL)
        iru_verdict_add_breach (&probe->verdict, fault);
      wind_up (probe);
    }
}

static void
take_result (Probe *probe, const IruHttpReply *reply, JsonObject *result)
{
  switch (probe->step)
    {
    case STEP_DISCOVER:
      take_discovery (probe, result);
      break;
    case STEP_INITIALIZE:
      take_initialization (probe, reply, result);
      break;
    case STEP_LIST:
      take_page (probe, result);
      break;
    case STEP_CALL:
    case STEP_INITIALIZED:
    case STEP_OPEN:
    case STEP_CLOSE:
      break;
    }
}

/* Whether the answer is declared as what it is; clients refuse it otherwise. */
static gboolean
is_declared (const IruHttpReply *reply)
{
  return reply == NULL || reply->is_stream || iru_http_reply_is_type (reply, "application/json");
}

/* Whether the server has no GET, or knows nothing of the stream that ended. */
static gboolean
is_resume_refused (Probe *probe, const IruHttpReply *reply)
{
  return probe->resume.last_event_id != NULL
         && (reply->status == 400 || reply->status == 404 || reply->status == 405
             || reply->status == 406 || reply->status == 501);
}

/* That only the call did not pass: everything before it did. */
static void
tell_call (Probe *probe, IruFinding *finding)
{
  g_autofree char *line =
      g_strdup_printf (_ ("The tools were listed, and the call of %s was refused: %s"), probe->tool,
                       finding->detail != NULL ? finding->detail : finding->kind->id);

  g_free (finding->detail);
  finding->detail = iru_quote_text (probe->server, line, -1);
}

/* Neither a result nor anything that leads on. */
static void
add_fault (Probe *probe, const IruHttpReply *reply, const IruMcpAnswer *answer)
{
  const IruHttpReply none = { .status = 200, .body = &(GString){ .str = (char *)"" } };
  GPtrArray *findings = probe->result->findings;
  guint before = findings->len;

  if (reply == NULL || reply->status / 100 == 2)
    iru_verdict_add_answer (&probe->verdict, reply != NULL ? reply : &none, answer);
  else if (is_resume_refused (probe, reply))
    iru_verdict_add_breach (&probe->verdict, _ ("The stream ended without the answer."));
  else
    iru_verdict_add_status (&probe->verdict, reply, answer);
  for (guint i = before; probe->step == STEP_CALL && i < findings->len; i++)
    tell_call (probe, findings->pdata[i]);
}

/* @reply is NULL where the answer came over the stream of HTTP+SSE. */
static void
take_answer (Probe *probe, const IruHttpReply *reply, const IruMcpAnswer *answer)
{
  gboolean good = reply == NULL || reply->status / 100 == 2;

  if (answer->kind != IRU_MCP_NOTHING)
    probe->verdict.mcp_seen = TRUE;
  if (good && probe->step == STEP_CALL && answer->kind >= IRU_MCP_RESULT && is_declared (reply))
    take_call (probe, answer);
  else if (good && answer->kind == IRU_MCP_RESULT && is_declared (reply))
    take_result (probe, reply, answer->body);
  else if (good && answer->kind == IRU_MCP_RESULT)
    {
      iru_verdict_add_breach (&probe->verdict,
                              _ ("An answer in JSON is not declared as application/json."));
      wind_up (probe);
    }
  else if (probe->step == STEP_DISCOVER)
    fall_back (probe, reply, answer);
  else if (probe->step == STEP_LIST && answer->kind == IRU_MCP_ERROR
           && answer->code == IRU_MCP_METHOD_NOT_FOUND)
    {
      iru_findings_add (probe->result->findings, "tools-none", NULL);
      wind_up (probe);
    }
  else if (!good && is_session_loss (probe, reply, answer))
    reopen_session (probe);
  else
    {
      add_fault (probe, reply, answer);
      wind_up (probe);
    }
}

/* HTTP+SSE */

static void
take_endpoint (Probe *probe, const char *target)
{
  g_autoptr (GUri) endpoint = g_uri_parse_relative (probe->uri, target, SOUP_HTTP_URI_FLAGS, NULL);

  probe->verdict.mcp_seen = TRUE;
  iru_timer_stop (&probe->patience);
  if (endpoint == NULL)
    iru_verdict_add_breach (&probe->verdict, _ ("The endpoint that it names is not a url."));
  else if (!iru_http_same_origin (endpoint, probe->uri))
    iru_verdict_add_redirect (&probe->verdict, 200, target);
  else
    {
      probe->endpoint = g_steal_pointer (&endpoint);
      probe->streaming = TRUE;
      send_step (probe, STEP_INITIALIZE);
      return;
    }
  conclude (probe);
}

static gboolean
on_stream_event (const char *type, const char *data, gsize length, gpointer user_data)
{
  Probe *probe = user_data;

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
    take_answer (probe, NULL, answer);
  return FALSE;
}

/* The GET has come to its end, which ends the conversation, unless it has. */
static void
on_stream_reply (IruHttpReply *got, gpointer user_data)
{
  Probe *probe = user_data;
  g_autoptr (IruHttpReply) reply = got;

  if (!probe->concluded && probe->endpoint == NULL)
    conclude_refused (probe, reply->lost == IRU_HTTP_LOST_NOT && !reply->is_stream ? reply : NULL);
  else if (!probe->concluded && reply->lost != IRU_HTTP_LOST_NOT)
    iru_verdict_add_lost (&probe->verdict, reply);
  else if (!probe->concluded)
    iru_verdict_add_breach (&probe->verdict, _ ("The stream ended without the answer."));
  conclude (probe);
  settle (probe);
}

static void
on_posted (IruHttpReply *got, gpointer user_data)
{
  Probe *probe = user_data;
  g_autoptr (IruHttpReply) reply = got;

  if (!probe->concluded && reply->lost != IRU_HTTP_LOST_NOT)
    {
      iru_verdict_add_lost (&probe->verdict, reply);
      conclude (probe);
    }
  else if (!probe->concluded && reply->status >= 300)
    {
      g_autoptr (IruMcpAnswer) answer =
          iru_mcp_read (reply->body->str, reply->body->len, probe->id);

      iru_verdict_add_status (&probe->verdict, reply, answer);
      conclude (probe);
    }
  else if (!probe->concluded && probe->step == STEP_INITIALIZED)
    send_step (probe, STEP_LIST);
  settle (probe);
}

/* Streamable HTTP */

/* Keeps the answer for when the exchange is over; all else that comes by is skipped. */
static gboolean
on_event (const char *type, const char *data, gsize length, gpointer user_data)
{
  Probe *probe = user_data;
  g_autoptr (IruMcpAnswer) answer = iru_mcp_read (data, length, probe->id);

  if (probe->concluded)
    return TRUE;
  if (answer->kind != IRU_MCP_NOTHING)
    probe->verdict.mcp_seen = TRUE;
  if (answer->kind < IRU_MCP_RESULT)
    return FALSE;
  g_clear_pointer (&probe->answer, iru_mcp_answer_free);
  probe->answer = g_steal_pointer (&answer);
  return TRUE;
}

/* TRUE if the reply points elsewhere within the origin, and the step goes there. */
static gboolean
follow (Probe *probe, const IruHttpReply *reply)
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
      iru_verdict_add_redirect (&probe->verdict, reply->status, location);
      IruFinding *finding =
          g_ptr_array_index (probe->result->findings, probe->result->findings->len - 1);
      finding->severity = IRU_SEVERITY_WARNING;
    }
  g_uri_unref (probe->uri);
  probe->uri = g_steal_pointer (&target);
  probe->verdict.uri = probe->uri;
  send_request (probe);
  return TRUE;
}

static gboolean
may_be_stream (Probe *probe, const IruHttpReply *reply)
{
  return probe->step == STEP_INITIALIZE && probe->n_sessions == 0
         && probe->resume.last_event_id == NULL
         && (reply->status == 400 || reply->status == 404 || reply->status == 405);
}

static void
take_reply (Probe *probe, IruHttpReply **reply)
{
  g_autoptr (IruMcpAnswer) answer = g_steal_pointer (&probe->answer);

  climb (probe, IRU_RUNG_MCP);
  if (answer == NULL)
    answer = iru_mcp_read ((*reply)->body->str, (*reply)->body->len, probe->id);
  if (may_be_stream (probe, *reply) && iru_verdict_get_denial (answer) == 0
      && answer->code != IRU_MCP_UNSUPPORTED_VERSION)
    {
      probe->verdict.mcp_seen = probe->verdict.mcp_seen || answer->kind != IRU_MCP_NOTHING;
      probe->refused = g_steal_pointer (reply);
      send_step (probe, STEP_OPEN);
    }
  else
    take_answer (probe, *reply, answer);
}

static gboolean
on_pause_over (gpointer user_data)
{
  Probe *probe = user_data;

  iru_timer_stop (&probe->pause);
  send_request (probe);
  return G_SOURCE_REMOVE;
}

/* TRUE if the reply is a stream that ended before the answer, and will be taken up again. */
static gboolean
resume (Probe *probe, const IruHttpReply *reply)
{
  gboolean answers =
      probe->step == STEP_INITIALIZE || probe->step == STEP_LIST || probe->step == STEP_CALL;

  if (!answers || probe->modern || probe->answer != NULL
      || !iru_resume_take (&probe->resume, reply))
    return FALSE;
  /* A session counts from the headers on. */
  if (probe->step == STEP_INITIALIZE && !take_session (probe, reply))
    return FALSE;
  probe->pause = iru_timer_start (probe->resume.delay_ms, on_pause_over, probe);
  return TRUE;
}

static void
go_on (Probe *probe, IruHttpReply **reply)
{
  if ((*reply)->lost != IRU_HTTP_LOST_NOT)
    {
      iru_verdict_add_lost (&probe->verdict, *reply);
      conclude (probe);
    }
  else if (probe->step == STEP_INITIALIZED)
    send_step (probe, STEP_LIST);
  else if (!follow (probe, *reply))
    take_reply (probe, reply);
}

static void
on_reply (IruHttpReply *got, gpointer user_data)
{
  Probe *probe = user_data;
  g_autoptr (IruHttpReply) reply = got;

  if (probe->concluded || probe->step == STEP_CLOSE)
    conclude (probe);
  else if (!resume (probe, reply))
    go_on (probe, &reply);
  probe->verdict.answered = TRUE;
  settle (probe);
}

/* Requests */

static char *
build_body (Probe *probe, Step step)
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
get_method (Step step)
{
  return step == STEP_DISCOVER ? "server/discover"
         : step == STEP_CALL   ? "tools/call"
                               : "tools/list";
}

/* name, value, …, NULL; borrows. */
static GPtrArray *
list_headers (Probe *probe, Step step)
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
  Probe *probe = user_data;

  iru_timer_stop (&probe->patience);
  if (probe->step == STEP_OPEN)
    conclude_refused (probe, NULL);
  conclude (probe);
  settle (probe);
  return G_SOURCE_REMOVE;
}

/* The step's request, or the one for the rest of its stream. */
static void
send_request (Probe *probe)
{
  Step step = probe->step;
  gboolean resuming = probe->resume.last_event_id != NULL;
  g_autofree char *body = resuming ? NULL : build_body (probe, step);
  g_autoptr (GPtrArray) headers = list_headers (probe, step);
  gboolean posting = probe->streaming;
  const IruHttpRequest request = {
    .method = step == STEP_OPEN || resuming ? "GET"
              : step == STEP_CLOSE          ? "DELETE"
                                            : "POST",
    .uri = posting ? probe->endpoint : probe->uri,
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

static void
send_step (Probe *probe, Step step)
{
  iru_resume_drop (&probe->resume);
  probe->step = step;
  if (step == STEP_LIST)
    climb (probe, IRU_RUNG_AUTH);
  probe->step_us = g_get_monotonic_time ();
  send_request (probe);
}

/* The beginning */

static gboolean
on_timeout (gpointer user_data)
{
  Probe *probe = user_data;

  if (probe->step == STEP_OPEN)
    conclude_refused (probe, NULL);
  else if (probe->step != STEP_CLOSE)
    iru_verdict_add_timeout (&probe->verdict);
  conclude (probe);
  settle (probe);
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Probe *probe = user_data;

  conclude (probe);
  settle (probe);
  return G_SOURCE_REMOVE;
}

static const char *
find_url_fault (Probe *probe)
{
  const char *url = probe->server->url;
  const char *scheme = NULL;

  if (url != NULL)
    probe->uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  scheme = probe->uri != NULL ? g_uri_get_scheme (probe->uri) : NULL;
  if (scheme == NULL || g_uri_get_host (probe->uri) == NULL || *g_uri_get_host (probe->uri) == '\0')
    return "url-invalid";
  if (g_ascii_strcasecmp (scheme, "https") == 0)
    return NULL;
  if (g_ascii_strcasecmp (scheme, "http") != 0)
    return "url-invalid";
  return iru_url_is_loopback (url) ? NULL : "url-insecure";
}

/* TRUE if there is nothing to be probed. */
static gboolean
refuse (Probe *probe)
{
  const char *fault = find_url_fault (probe);
  const IruPair *bad = iru_http_find_bad_header (probe->server->headers);

  if (fault == NULL && bad == NULL)
    return FALSE;

  IruFinding *finding =
      iru_findings_add (probe->result->findings, fault != NULL ? fault : "value-whitespace", NULL);
  finding->field = fault != NULL ? g_strdup ("url") : g_strconcat ("headers.", bad->name, NULL);
  return TRUE;
}

void
iru_probe_async (const IruServer *server, const IruProbeOptions *options, GCancellable *cancellable,
                 GAsyncReadyCallback callback, gpointer user_data)
{
  Probe *probe = g_new0 (Probe, 1);

  probe->task = g_task_new (NULL, cancellable, callback, user_data);
  probe->server = iru_server_copy (server);
  probe->tool = g_strdup (options->tool);
  probe->tool_name = options->tool != NULL ? iru_tool_call_get_header (options->tool) : NULL;
  probe->progress = options->progress;
  probe->progress_data = options->progress_data;
  probe->start_us = g_get_monotonic_time ();
  probe->result = g_new0 (IruProbeResult, 1);
  probe->result->findings = iru_findings_new ();
  if (g_cancellable_is_cancelled (cancellable) || refuse (probe))
    {
      finish (probe);
      return;
    }

  probe->http = iru_http_new (probe->uri, probe->server->headers);
  probe->http->on_stage = on_stage;
  probe->http->stage_data = probe;
  probe->verdict = (IruVerdict){
    .server = probe->server,
    .profile = iru_profile_find (probe->server),
    .http = probe->http,
    .uri = probe->uri,
    .findings = probe->result->findings,
  };
  probe->timer = iru_timer_start (options->timeout_ms, on_timeout, probe);
  if (cancellable != NULL)
    {
      probe->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (probe->cancelled, G_SOURCE_FUNC (on_cancelled), probe, NULL);
      g_source_attach (probe->cancelled, g_main_context_get_thread_default ());
    }
  send_step (probe, STEP_DISCOVER);
}

IruProbeResult *
iru_probe_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
