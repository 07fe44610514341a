/* iru-probe.c: one MCP conversation with an endpoint
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-probe-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-excerpt.h"
#include "iru-timer.h"
#include "iru-tool-call.h"

#define MAX_SESSION_ID 4096
/* More copies of one server than that are not told from one that forgets. */
#define MAX_ASKED_AGAIN 3
/* What server/discover may take, of the whole time and at most. */
#define ERA_SHARE 5
#define MAX_ERA_MS 3000

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
free_probe (IruProbe *probe)
{
  iru_timer_stop (&probe->timer);
  iru_timer_stop (&probe->patience);
  iru_timer_stop (&probe->era);
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
  g_clear_pointer (&probe->discovery, g_ptr_array_unref);
  g_free (probe->misnamed);
  g_free (probe->session);
  g_free (probe->tool);
  g_free (probe->tool_name);
  iru_server_free (probe->server);
  g_object_unref (probe->task);
  g_free (probe);
}

/* How far it has come */

void
iru_probe_climb (IruProbe *probe, IruRung rung)
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
  IruProbe *probe = user_data;

  iru_probe_climb (probe, rungs[probe->http->stage]);
}

/* The end */

static gboolean
is_rung_idle (IruProbe *probe, IruRung rung)
{
  if (rung == IRU_RUNG_NAME)
    return probe->http->via_proxy;
  if (rung == IRU_RUNG_TLS)
    return g_ascii_strcasecmp (g_uri_get_scheme (probe->uri), "https") != 0;
  /* A refusal may come from a gateway that never looked at the message. */
  return rung == IRU_RUNG_MCP && !probe->classifier.mcp_seen;
}

static void
set_rungs (IruProbe *probe)
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

/* How much a fault says: silence least, a refusal with a reason most. */
static guint
get_rank (GPtrArray *findings)
{
  static const char *const reasons[] = {
    "auth-rejected",
    "auth-missing",
    "auth-oauth",
    "permission-denied",
    "host-check",
    "filtered",
    "captive-portal",
    "service-suspended",
    "rate-limited",
    "response-too-large",
    NULL,
  };
  static const char *const silences[] = { "response-timeout", "connection-lost", NULL };
  IruFinding *headline = iru_findings_get_headline (findings);

  if (headline == NULL || g_strv_contains (silences, headline->kind->id))
    return 0;
  return g_strv_contains (reasons, headline->kind->id) ? 2 : 1;
}

/* Neither server/discover nor initialize passed: the more telling fault is the headline. */
static void
choose_fault (IruProbe *probe)
{
  IruProbeResult *result = probe->result;

  if (probe->discovery == NULL || result->protocol != NULL
      || iru_findings_get_headline (result->findings) == NULL
      || probe->discovery_rank <= get_rank (result->findings))
    return;
  g_ptr_array_unref (result->findings);
  result->findings = g_steal_pointer (&probe->discovery);
}

static void
finish (IruProbe *probe)
{
  IruProbeResult *result = probe->result;

  choose_fault (probe);
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

void
iru_probe_conclude (IruProbe *probe)
{
  if (probe->concluded)
    return;
  probe->concluded = TRUE;
  iru_timer_stop (&probe->timer);
  iru_timer_stop (&probe->patience);
  iru_timer_stop (&probe->era);
  iru_timer_stop (&probe->pause);
  iru_timer_stop (&probe->cancelled);
  iru_http_cancel (probe->http);
}

void
iru_probe_settle (IruProbe *probe)
{
  if (probe->concluded && probe->http->exchanges->len == 0)
    finish (probe);
}

/* Whether a login would do instead of the key that was not sent is asked for at most twice. */
static gboolean
may_ask_for_metadata (IruProbe *probe)
{
  return !probe->concluded && probe->n_metadata < 2
         && iru_findings_has (probe->result->findings, "auth-missing");
}

/* Says goodbye first, where there is a session to close. */
static void
wind_up (IruProbe *probe)
{
  if (may_ask_for_metadata (probe))
    iru_probe_send_step (probe, STEP_METADATA);
  else if (probe->session != NULL && !probe->streaming && !probe->concluded)
    iru_probe_send_step (probe, STEP_CLOSE);
  else
    iru_probe_conclude (probe);
}

void
iru_probe_take_metadata (IruProbe *probe, const IruHttpReply *reply)
{
  g_autoptr (IruMcpAnswer) answer = iru_mcp_read (reply->body->str, reply->body->len, probe->id);
  JsonObject *metadata = answer->root != NULL && JSON_NODE_HOLDS_OBJECT (answer->root)
                             ? json_node_get_object (answer->root)
                             : NULL;
  GPtrArray *findings = probe->result->findings;

  probe->n_metadata++;
  for (guint i = 0; i < findings->len; i++)
    {
      IruFinding *finding = findings->pdata[i];

      if (reply->status == 200 && iru_mcp_get_array (metadata, "authorization_servers") != NULL
          && strcmp (finding->kind->id, "auth-missing") == 0)
        finding->kind = iru_finding_get_kind ("auth-oauth");
    }
  wind_up (probe);
}

/* Sessions lost, refusals of the stream */

void
iru_probe_conclude_refused (IruProbe *probe, const IruHttpReply *got)
{
  IruHttpReply *refused = probe->refused;
  g_autoptr (IruMcpAnswer) answer =
      iru_mcp_read (refused->body->str, refused->body->len, probe->id);
  guint denial = got != NULL ? got->status : 0;
  g_autoptr (IruMcpAnswer) page =
      got != NULL ? iru_mcp_read (got->body->str, got->body->len, probe->id) : NULL;

  if (denial == 401 || denial == 403 || denial == 429 || denial >= 500)
    iru_classifier_add_status (&probe->classifier, got, page);
  else if (refused->status == 405 && denial / 100 == 2 && answer->kind == IRU_MCP_NOTHING)
    iru_classifier_add_answer (&probe->classifier, got, page);
  else
    iru_classifier_add_status (&probe->classifier, refused, answer);
  iru_probe_conclude (probe);
}

static gboolean
is_session_loss (IruProbe *probe, const IruHttpReply *reply, const IruMcpAnswer *answer)
{
  if (probe->session == NULL
      || (probe->step != STEP_LIST && probe->step != STEP_CALL && probe->step != STEP_INITIALIZED))
    return FALSE;
  return reply->status == 404
         || (reply->status == 400 && iru_classifier_names_session (reply, answer));
}

/* Other copies of the server may know the session: the step is asked again on the connection of
 * the handshake. Balancers take turns, so it needs as many requests as there are copies. */
static gboolean
ask_again (IruProbe *probe)
{
  if (probe->resume.last_event_id != NULL || probe->n_asked_again >= MAX_ASKED_AGAIN)
    return FALSE;
  probe->n_asked_again++;
  iru_probe_send_step (probe, probe->step);
  return TRUE;
}

/* The step passed: if it had not before, with the same session, the copies do not share it. */
static void
note_shared (IruProbe *probe)
{
  if (probe->n_asked_again > 0 && !iru_findings_has (probe->result->findings, "session-not-shared"))
    iru_findings_add (probe->result->findings, "session-not-shared", "%s",
                      _ ("One request finds the session, and the next does not: several copies of "
                         "the server answer in turn."));
  probe->n_asked_again = 0;
}

static void
reopen_session (IruProbe *probe)
{
  if (ask_again (probe))
    return;
  g_clear_pointer (&probe->session, g_free);
  probe->n_asked_again = 0;
  if (probe->n_sessions++ > 0)
    {
      iru_classifier_add_breach (&probe->classifier, _ ("The server forgot the session twice."));
      iru_probe_conclude (probe);
      return;
    }
  iru_findings_add (probe->result->findings, "session-lost", NULL);
  g_clear_pointer (&probe->result->tools, g_ptr_array_unref);
  iru_listing_clear (&probe->listing);
  iru_probe_send_step (probe, STEP_INITIALIZE);
}

/* Steps */

static void
take_server_info (IruProbe *probe, JsonObject *info)
{
  IruProbeResult *result = probe->result;

  g_free (result->server_name);
  g_free (result->server_version);
  result->server_name = iru_excerpt_text (probe->server, iru_mcp_get_string (info, "name"), -1);
  result->server_version =
      iru_excerpt_text (probe->server, iru_mcp_get_string (info, "version"), -1);
}

static void
set_protocol (IruProbe *probe, const char *protocol)
{
  g_free (probe->result->protocol);
  probe->result->protocol = g_strdup (protocol);
  probe->result->transport = probe->streaming ? "http+sse" : "streamable-http";
}

/* server/discover went wrong in the way that @classifier adds to findings of its own. */
static IruClassifier
begin_discovery (IruProbe *probe)
{
  IruClassifier classifier = probe->classifier;

  g_clear_pointer (&probe->discovery, g_ptr_array_unref);
  probe->discovery = iru_findings_new ();
  classifier.findings = probe->discovery;
  return classifier;
}

static void
note_versions (IruProbe *probe, JsonArray *versions)
{
  IruClassifier classifier = begin_discovery (probe);
  g_autoptr (GString) offered = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (versions); i++)
    {
      JsonNode *node = json_array_get_element (versions, i);
      const char *version =
          json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;

      if (version != NULL && offered->len < IRU_EXCERPT_MAX_CHARS)
        g_string_append_printf (offered, "%s%s", offered->len > 0 ? ", " : "", version);
    }
  iru_classifier_add_version (&classifier, offered->str);
  probe->discovery_rank = 2;
}

static void
take_discovery (IruProbe *probe, JsonObject *result)
{
  JsonArray *versions = iru_mcp_get_array (result, "supportedVersions");

  if (versions == NULL || !iru_mcp_array_has (versions, IRU_MCP_MODERN))
    {
      if (versions != NULL && json_array_get_length (versions) > 0)
        note_versions (probe, versions);
      iru_probe_send_step (probe, STEP_INITIALIZE);
      return;
    }
  probe->modern = TRUE;
  set_protocol (probe, IRU_MCP_MODERN);
  take_server_info (probe, iru_mcp_get_object (iru_mcp_get_object (result, "_meta"),
                                               "io.modelcontextprotocol/serverInfo"));
  probe->mcp_ms += iru_timer_get_elapsed_ms (probe->step_us);
  iru_probe_send_step (probe, STEP_LIST);
}

/* What a server says that knows 2026-07-28, and does not like the request. FALSE if
 * it isn't that. */
static gboolean
note_modern_error (IruProbe *probe, const IruMcpAnswer *answer)
{
  JsonObject *data = answer->data != NULL && JSON_NODE_HOLDS_OBJECT (answer->data)
                         ? json_node_get_object (answer->data)
                         : NULL;
  JsonArray *supported = iru_mcp_get_array (data, "supported");

  if (answer->kind != IRU_MCP_ERROR)
    return FALSE;
  if (answer->code == IRU_MCP_HEADER_MISMATCH || answer->code == IRU_MCP_MISSING_CAPABILITY)
    {
      IruClassifier classifier = begin_discovery (probe);
      g_autofree char *text = iru_excerpt_text (probe->server, answer->message, -1);

      iru_classifier_add_breach (&classifier,
                                 text != NULL ? text : _ ("It refuses a correct request."));
      probe->discovery_rank = 2;
      return TRUE;
    }
  if (answer->code != IRU_MCP_UNSUPPORTED_VERSION || supported == NULL)
    return FALSE;
  note_versions (probe, supported);
  return TRUE;
}

static gboolean
may_discover_again (IruProbe *probe, const IruMcpAnswer *answer)
{
  JsonObject *data = answer != NULL && answer->data != NULL && JSON_NODE_HOLDS_OBJECT (answer->data)
                         ? json_node_get_object (answer->data)
                         : NULL;

  return answer != NULL && answer->kind == IRU_MCP_ERROR
         && answer->code == IRU_MCP_UNSUPPORTED_VERSION && !probe->retried_version
         && iru_mcp_array_has (iru_mcp_get_array (data, "supported"), IRU_MCP_MODERN);
}

void
iru_probe_fall_back (IruProbe *probe, const IruHttpReply *reply, const IruMcpAnswer *answer)
{
  iru_timer_stop (&probe->era);
  if (may_discover_again (probe, answer))
    {
      probe->retried_version = TRUE;
      iru_probe_send_step (probe, STEP_DISCOVER);
      return;
    }
  if (answer == NULL || !note_modern_error (probe, answer))
    {
      IruClassifier classifier = begin_discovery (probe);

      if (answer == NULL && g_error_matches (reply->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        iru_findings_add (classifier.findings, "response-timeout", NULL);
      else if (answer == NULL)
        iru_classifier_add_transport_error (&classifier, reply);
      else if (reply->status / 100 == 2)
        iru_classifier_add_answer (&classifier, reply, answer);
      else
        iru_classifier_add_status (&classifier, reply, answer);
      probe->discovery_rank = get_rank (probe->discovery);
    }
  iru_probe_send_step (probe, STEP_INITIALIZE);
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

gboolean
iru_probe_take_session (IruProbe *probe, const IruHttpReply *reply)
{
  const char *session = iru_http_reply_get_header (reply, "Mcp-Session-Id");

  if (session != NULL && !is_valid_session (session))
    return FALSE;
  if (session != NULL && probe->session == NULL)
    probe->session = g_strdup (session);
  return TRUE;
}

static void
take_initialization (IruProbe *probe, const IruHttpReply *reply, JsonObject *result)
{
  const char *protocol = iru_mcp_get_string (result, "protocolVersion");
  const char *fault = iru_mcp_find_initialization_fault (result);
  gboolean bad_session = reply != NULL && !iru_probe_take_session (probe, reply);

  take_server_info (probe, iru_mcp_get_object (result, "serverInfo"));
  if (protocol == NULL || bad_session)
    iru_classifier_add_breach (&probe->classifier, bad_session
                                                       ? _ ("The session id is not one.")
                                                       : _ ("initialize: no protocolVersion"));
  else if (!iru_mcp_knows_revision (protocol))
    iru_classifier_add_version (&probe->classifier, protocol);
  else if (fault != NULL)
    iru_classifier_add_breach (&probe->classifier, fault);
  else
    {
      set_protocol (probe, protocol);
      probe->mcp_ms += iru_timer_get_elapsed_ms (probe->step_us);
      iru_probe_send_step (probe, STEP_INITIALIZED);
      return;
    }
  wind_up (probe);
}

/* The SDKs give up if it is refused; nothing in its body counts otherwise. */
void
iru_probe_take_initialized (IruProbe *probe, const IruHttpReply *reply)
{
  g_autoptr (IruMcpAnswer) answer = iru_mcp_read (reply->body->str, reply->body->len, probe->id);

  if (reply->status / 100 == 2)
    {
      note_shared (probe);
      iru_probe_send_step (probe, STEP_LIST);
    }
  else if (is_session_loss (probe, reply, answer))
    reopen_session (probe);
  else
    {
      iru_classifier_add_refused_notification (&probe->classifier, reply, answer);
      wind_up (probe);
    }
}

/* The tool that the user named, if it may be called; else the end. */
static void
call_tool (IruProbe *probe)
{
  const char *why =
      probe->tool != NULL ? iru_tool_call_forbid (probe->result->tools, probe->tool) : NULL;

  if (probe->tool != NULL && why == NULL)
    {
      iru_probe_send_step (probe, STEP_CALL);
      return;
    }
  if (why != NULL)
    iru_findings_add (probe->result->findings, "tool-refused", "%s", why);
  else if (probe->classifier.profile->judges_calls)
    iru_findings_add (
        probe->result->findings, "tools-untried", "%s",
        _ ("This gateway asks its policies, and whether the session is suspended, when a tool is "
           "called."));
  wind_up (probe);
}

static void
take_call (IruProbe *probe, const IruMcpAnswer *answer)
{
  probe->more_pages_ms += iru_timer_get_elapsed_ms (probe->step_us);
  if (iru_tool_call_judge (&probe->classifier, answer))
    probe->result->called = g_strdup (probe->tool);
  wind_up (probe);
}

static void
take_page (IruProbe *probe, JsonObject *result)
{
  IruProbeResult *into = probe->result;
  const char *fault = NULL;
  IruListingState state =
      iru_listing_take_page (&probe->listing, probe->server, result, into->findings, &fault);

  if (into->tools == NULL)
    into->tools = g_ptr_array_ref (probe->listing.tools);
  iru_probe_climb (probe, IRU_RUNG_PERMISSION);
  if (probe->listing.n_pages == 1)
    probe->first_page_ms = iru_timer_get_elapsed_ms (probe->step_us);
  else
    probe->more_pages_ms += iru_timer_get_elapsed_ms (probe->step_us);

  if (state == IRU_LISTING_MORE)
    iru_probe_send_step (probe, STEP_LIST);
  else if (state == IRU_LISTING_DONE && into->tools->len > 0)
    call_tool (probe);
  else
    {
      if (fault != NULL)
        iru_classifier_add_breach (&probe->classifier, fault);
      wind_up (probe);
    }
}

static void
take_result (IruProbe *probe, const IruHttpReply *reply, JsonObject *result)
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
    case STEP_METADATA:
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
is_resume_refused (IruProbe *probe, const IruHttpReply *reply)
{
  return probe->resume.last_event_id != NULL
         && (reply->status == 400 || reply->status == 404 || reply->status == 405
             || reply->status == 406 || reply->status == 501);
}

/* That only the call did not pass: everything before it did. */
static void
tell_call (IruProbe *probe, IruFinding *finding)
{
  g_autofree char *line =
      g_strdup_printf (_ ("The tools were listed, and the call of %s was refused: %s"), probe->tool,
                       finding->detail != NULL ? finding->detail : finding->kind->id);

  g_free (finding->detail);
  finding->detail = iru_excerpt_text (probe->server, line, -1);
}

/* Neither a result nor anything that leads on. */
static void
add_fault (IruProbe *probe, const IruHttpReply *reply, const IruMcpAnswer *answer)
{
  const IruHttpReply none = { .status = 200, .body = &(GString){ .str = (char *)"" } };
  GPtrArray *findings = probe->result->findings;
  guint before = findings->len;

  if (probe->misnamed != NULL)
    {
      g_autofree char *line = g_strdup_printf (
          _ ("The answer came as an event named “%s”. Clients read events named “message” only."),
          probe->misnamed);
      g_autofree char *cut = iru_excerpt_text (probe->server, line, -1);

      iru_classifier_add_breach (&probe->classifier, cut);
    }
  else if (reply == NULL || reply->status / 100 == 2)
    iru_classifier_add_answer (&probe->classifier, reply != NULL ? reply : &none, answer);
  else if (is_resume_refused (probe, reply))
    iru_classifier_add_breach (&probe->classifier, _ ("The stream ended without the answer."));
  else
    iru_classifier_add_status (&probe->classifier, reply, answer);
  for (guint i = before; probe->step == STEP_CALL && i < findings->len; i++)
    tell_call (probe, findings->pdata[i]);
}

/* An answer that is right and that the official SDKs never see. */
static const char *
find_unread (const IruHttpReply *reply, const IruMcpAnswer *answer)
{
  if (answer->kind >= IRU_MCP_RESULT && answer->is_batch)
    return _ ("The answer is in a list (a batch), which clients do not read.");
  if (answer->kind >= IRU_MCP_RESULT && reply != NULL && reply->bare_cr)
    return _ ("The lines of the event stream end in CR alone, which clients do not read.");
  return NULL;
}

void
iru_probe_take_answer (IruProbe *probe, const IruHttpReply *reply, const IruMcpAnswer *answer)
{
  gboolean good = reply == NULL || reply->status / 100 == 2;

  const char *unread = good ? find_unread (reply, answer) : NULL;

  if (answer->kind != IRU_MCP_NOTHING)
    probe->classifier.mcp_seen = TRUE;
  if (good && answer->kind >= IRU_MCP_RESULT)
    note_shared (probe);
  if (unread != NULL && probe->step != STEP_DISCOVER)
    {
      iru_classifier_add_breach (&probe->classifier, unread);
      wind_up (probe);
    }
  else if (good && probe->step == STEP_CALL && answer->kind >= IRU_MCP_RESULT
           && is_declared (reply))
    take_call (probe, answer);
  else if (good && answer->kind == IRU_MCP_RESULT && is_declared (reply) && unread == NULL)
    take_result (probe, reply, answer->body);
  else if (good && answer->kind == IRU_MCP_RESULT && probe->step != STEP_DISCOVER)
    {
      iru_classifier_add_breach (&probe->classifier,
                                 _ ("An answer in JSON is not declared as application/json."));
      wind_up (probe);
    }
  else if (probe->step == STEP_DISCOVER)
    iru_probe_fall_back (probe, reply, answer);
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

/* The beginning */

static gboolean
on_timeout (gpointer user_data)
{
  IruProbe *probe = user_data;

  if (probe->step == STEP_OPEN)
    iru_probe_conclude_refused (probe, NULL);
  else if (probe->step != STEP_CLOSE)
    iru_classifier_add_timeout (&probe->classifier);
  iru_probe_conclude (probe);
  iru_probe_settle (probe);
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  IruProbe *probe = user_data;

  iru_probe_conclude (probe);
  iru_probe_settle (probe);
  return G_SOURCE_REMOVE;
}

static const char *
find_url_fault (IruProbe *probe)
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
refuse (IruProbe *probe)
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
  IruProbe *probe = g_new0 (IruProbe, 1);

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
  probe->classifier = (IruClassifier){
    .server = probe->server,
    .profile = iru_profile_find (probe->server),
    .http = probe->http,
    .uri = probe->uri,
    .findings = probe->result->findings,
  };
  probe->era_ms = MIN (options->timeout_ms / ERA_SHARE, MAX_ERA_MS);
  probe->timer = iru_timer_start (options->timeout_ms, on_timeout, probe);
  if (cancellable != NULL)
    {
      probe->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (probe->cancelled, G_SOURCE_FUNC (on_cancelled), probe, NULL);
      g_source_attach (probe->cancelled, g_main_context_get_thread_default ());
    }
  iru_probe_send_step (probe, STEP_DISCOVER);
}

IruProbeResult *
iru_probe_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
