/* iru-sim-mcp.c: the MCP part of the simulator, all eras
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-sim-mcp.h"

#include <string.h>

#include "iru-sim-modern.h"
#include "iru-sim-pending.h"
#include "iru-sim-sessions.h"
#include "iru-sim-tools.h"

#define SESSION_HEADER "Mcp-Session-Id"
#define SERVER_ERROR (-32000)
#define SESSION_NOT_FOUND (-32001)
#define HUGE_HEADER (128 * 1024)
#define HOSTILE_NAME "Iru\033[2J\033[31m <script>alert(1)</script>\r\nX-Injected: yes\u202E"

struct _IruSimMcp
{
  IruSimKeys *keys;
  IruSimSessions *sessions;
  IruSimPending *pending;
};

/* One answer in the making. */
typedef struct
{
  IruSimMcp *mcp;
  const IruSimMode *mode;
  IruSimRequest *request;
  const IruSimKey *key;
  gboolean modern;
} Turn;

static const char *const legacy_versions[] = { "2025-11-25", "2025-06-18", "2025-03-26", NULL };

IruSimMcp *
iru_sim_mcp_new (IruSimKeys *keys)
{
  IruSimMcp *mcp = g_new0 (IruSimMcp, 1);

  mcp->keys = keys;
  mcp->sessions = iru_sim_sessions_new ();
  mcp->pending = iru_sim_pending_new ();
  return mcp;
}

void
iru_sim_mcp_free (IruSimMcp *mcp)
{
  iru_sim_sessions_free (mcp->sessions);
  iru_sim_pending_free (mcp->pending);
  g_free (mcp);
}

static IruSimReply *
deny (guint status, const char *error, const char *message)
{
  g_autofree char *text = g_strdup_printf ("{\"error\":\"%s\",\"message\":\"%s\"}", error, message);

  return iru_sim_reply_new_text (status, "application/json", text);
}

static IruSimReply *
check_key (Turn *turn)
{
  switch (iru_sim_keys_check (turn->mcp->keys, turn->request, &turn->key))
    {
    case IRU_SIM_VERDICT_MISSING:
      return deny (401, "unauthorized", "X-API-Key and X-MCP-Profile are required");
    case IRU_SIM_VERDICT_UNKNOWN:
      return deny (401, "unauthorized", "Invalid API key");
    case IRU_SIM_VERDICT_REVOKED:
      return deny (401, "unauthorized", "This API key has been revoked");
    case IRU_SIM_VERDICT_PROFILE:
      return deny (403, "forbidden", "The profile does not belong to this API key");
    case IRU_SIM_VERDICT_OK:
    default:
      return NULL;
    }
}

static JsonObject *
new_server_info (const Turn *turn)
{
  JsonObject *info = json_object_new ();

  json_object_set_string_member (
      info, "name",
      turn->mode->quirk == IRU_SIM_QUIRK_CONTROL_CHARACTERS ? HOSTILE_NAME : "iru-mcp-simulator");
  json_object_set_string_member (info, "title", "Iru (simulated)");
  json_object_set_string_member (info, "version", IRU_VERSION);
  return info;
}

static void
set_capabilities (JsonObject *result)
{
  JsonObject *capabilities = json_object_new ();
  JsonObject *tools = json_object_new ();

  json_object_set_boolean_member (tools, "listChanged", FALSE);
  json_object_set_object_member (capabilities, "tools", tools);
  json_object_set_object_member (result, "capabilities", capabilities);
  json_object_set_string_member (result, "instructions",
                                 "A stand-in for Iru's MCP server. All data is made up.");
}

/* @result: (transfer full) */
static IruSimReply *
answer_result (Turn *turn, JsonObject *result, gboolean cacheable)
{
  if (turn->modern)
    json_object_set_string_member (result, "resultType", "complete");
  if (turn->modern && cacheable)
    {
      json_object_set_int_member (result, "ttlMs", 0);
      json_object_set_string_member (result, "cacheScope", "private");
    }
  return iru_sim_reply_new_result (turn->request, result);
}

static IruSimReply *
answer_discover (Turn *turn)
{
  JsonObject *result = json_object_new ();
  JsonObject *meta = json_object_new ();
  JsonArray *versions = json_array_new ();

  json_array_add_string_element (versions, IRU_SIM_VERSION_MODERN);
  json_object_set_array_member (result, "supportedVersions", versions);
  set_capabilities (result);
  json_object_set_object_member (meta, "io.modelcontextprotocol/serverInfo",
                                 new_server_info (turn));
  json_object_set_object_member (result, "_meta", meta);
  return answer_result (turn, result, TRUE);
}

static const char *
negotiate (const Turn *turn)
{
  const char *requested = iru_sim_request_get_string (turn->request, "protocolVersion");

  if (turn->mode->quirk == IRU_SIM_QUIRK_VERSION)
    return "2099-01-01";
  if (turn->mode->era == IRU_SIM_ERA_SSE2024)
    return IRU_SIM_VERSION_SSE;
  if (requested != NULL && g_strv_contains (legacy_versions, requested))
    return requested;
  return IRU_SIM_VERSION_LEGACY;
}

static IruSimReply *
answer_initialize (Turn *turn)
{
  JsonObject *result = json_object_new ();
  IruSimReply *reply;

  json_object_set_string_member (result, "protocolVersion", negotiate (turn));
  set_capabilities (result);
  json_object_set_object_member (result, "serverInfo", new_server_info (turn));
  reply = answer_result (turn, result, FALSE);
  if (turn->mode->era != IRU_SIM_ERA_SSE2024)
    iru_sim_reply_set_header (reply, SESSION_HEADER,
                              iru_sim_sessions_open (turn->mcp->sessions, turn->mode->quirk));
  return reply;
}

static IruSimReply *
answer_list (Turn *turn)
{
  const char *cursor = iru_sim_request_get_string (turn->request, "cursor");
  JsonObject *result = iru_sim_tools_list (turn->mode, turn->key, cursor);

  if (result == NULL)
    return iru_sim_reply_new_error (turn->request, 200, IRU_SIM_INVALID_PARAMS,
                                    "Invalid params: unknown cursor", NULL);
  return answer_result (turn, result, TRUE);
}

static IruSimReply *
answer_call (Turn *turn)
{
  const char *name = iru_sim_request_get_string (turn->request, "name");
  JsonObject *arguments = iru_sim_request_get_object (turn->request, "arguments");
  JsonObject *result =
      name != NULL ? iru_sim_tools_call (turn->mode, turn->key, name, arguments) : NULL;

  if (result == NULL)
    return iru_sim_reply_new_error (turn->request, 200, IRU_SIM_INVALID_PARAMS,
                                    "Invalid params: unknown tool", NULL);
  return answer_result (turn, result, FALSE);
}

static IruSimReply *
answer_method (Turn *turn)
{
  const IruSimRequest *request = turn->request;

  if (iru_sim_request_is (request, "tools/list"))
    return answer_list (turn);
  if (iru_sim_request_is (request, "tools/call"))
    return answer_call (turn);
  if (turn->modern && iru_sim_request_is (request, "server/discover"))
    return answer_discover (turn);
  if (!turn->modern && iru_sim_request_is (request, "initialize"))
    return answer_initialize (turn);
  if (!turn->modern && iru_sim_request_is (request, "ping"))
    return answer_result (turn, json_object_new (), FALSE);
  return iru_sim_reply_new_error (request, turn->modern ? 404 : 200, IRU_SIM_METHOD_NOT_FOUND,
                                  "Method not found", NULL);
}

/* NULL if the request may go on. */
static IruSimReply *
check_session (Turn *turn)
{
  const char *id = iru_sim_request_get_header (turn->request, SESSION_HEADER);

  if (id == NULL)
    return iru_sim_reply_new_error (turn->request, 400, SERVER_ERROR,
                                    "Bad Request: Mcp-Session-Id header is required", NULL);
  if (iru_sim_request_is (turn->request, "tools/list"))
    iru_sim_sessions_lose (turn->mcp->sessions, id);
  if (iru_sim_sessions_has (turn->mcp->sessions, id))
    return NULL;
  if (turn->mode->quirk == IRU_SIM_QUIRK_SESSION_LOST_400)
    return iru_sim_reply_new_error (turn->request, 400, SERVER_ERROR,
                                    "Bad Request: No valid session ID provided", NULL);
  return iru_sim_reply_new_error (turn->request, 404, SESSION_NOT_FOUND, "Session not found", NULL);
}

static gboolean
accepts_both (const IruSimRequest *request)
{
  const char *accept = soup_message_headers_get_list (request->headers, "Accept");

  return accept != NULL && strstr (accept, "application/json") != NULL
         && strstr (accept, "text/event-stream") != NULL;
}

static IruSimReply *
check_legacy (Turn *turn)
{
  const IruSimRequest *request = turn->request;
  const char *version = iru_sim_request_get_header (request, "MCP-Protocol-Version");
  IruSimReply *refusal;

  if (turn->mode->era == IRU_SIM_ERA_SSE2024)
    return NULL;
  if (!accepts_both (request))
    return iru_sim_reply_new_error (
        request, 406, SERVER_ERROR,
        "Not Acceptable: Client must accept both application/json and text/event-stream", NULL);
  if (iru_sim_request_is (request, "initialize"))
    return NULL;
  refusal = check_session (turn);
  if (refusal == NULL && version != NULL && !g_strv_contains (legacy_versions, version))
    return iru_sim_reply_new_error (request, 400, SERVER_ERROR,
                                    "Bad Request: Unsupported protocol version (supported "
                                    "versions: 2025-11-25, 2025-06-18, 2025-03-26)",
                                    NULL);
  return refusal;
}

static IruSimReply *
check_modern (Turn *turn)
{
  const char *requested = iru_sim_request_get_string (turn->request, "protocolVersion");

  if (turn->request->id == NULL)
    return NULL;
  if (iru_sim_request_is (turn->request, "initialize") && !iru_sim_modern_is (turn->request))
    return iru_sim_modern_refuse (turn->mode, turn->request,
                                  requested != NULL ? requested : "unknown");
  return iru_sim_modern_check (turn->mode, turn->request);
}

static gboolean
needs_key (const Turn *turn)
{
  return turn->mode->strict_handshake || iru_sim_request_is (turn->request, "tools/list")
         || iru_sim_request_is (turn->request, "tools/call");
}

static gboolean
is_modern (const IruSimMode *mode, const IruSimRequest *request)
{
  return mode->era == IRU_SIM_ERA_MODERN
         || (mode->era == IRU_SIM_ERA_BOTH && iru_sim_modern_is (request));
}

static IruSimReply *
answer_post (Turn *turn)
{
  IruSimRequest *request = turn->request;
  const char *type = soup_message_headers_get_content_type (request->headers, NULL);
  IruSimReply *refusal = NULL;

  if (g_strcmp0 (type, "application/json") != 0)
    return iru_sim_reply_new_error (request, 415, SERVER_ERROR,
                                    "Unsupported Media Type: Content-Type must be application/json",
                                    NULL);
  if (request->error != 0)
    return iru_sim_reply_new_error (
        request, 400, request->error,
        request->error == IRU_SIM_PARSE_ERROR ? "Parse error" : "Invalid Request", NULL);
  turn->modern = is_modern (turn->mode, request);
  refusal = needs_key (turn) ? check_key (turn) : NULL;
  if (refusal == NULL)
    refusal = turn->modern ? check_modern (turn) : check_legacy (turn);
  if (refusal != NULL)
    return refusal;
  if (request->id == NULL || request->method == NULL)
    return iru_sim_reply_new (202);
  return answer_method (turn);
}

static IruSimReply *
answer_delete (Turn *turn)
{
  IruSimReply *refusal = check_session (turn);

  if (refusal != NULL)
    return refusal;
  iru_sim_sessions_close (turn->mcp->sessions,
                          iru_sim_request_get_header (turn->request, SESSION_HEADER));
  return iru_sim_reply_new (200);
}

/* Whether the stream of this answer is closed before it. */
static gboolean
is_closed_early (const Turn *turn)
{
  const char *tool = iru_sim_request_get_string (turn->request, "name");

  if (turn->modern)
    return FALSE;
  return turn->mode->quirk == IRU_SIM_QUIRK_RESUME || turn->mode->quirk == IRU_SIM_QUIRK_NO_RESUME
         || (turn->mode->suite_tools && iru_sim_request_is (turn->request, "tools/call")
             && g_strcmp0 (tool, IRU_SIM_SUITE_CLOSES) == 0);
}

static IruSimReply *
answer_resumption (Turn *turn)
{
  const char *event_id = iru_sim_request_get_header (turn->request, "Last-Event-ID");
  IruSimReply *reply = check_session (turn);

  if (reply == NULL)
    reply = iru_sim_pending_take (turn->mcp->pending, event_id);
  if (reply == NULL)
    reply = iru_sim_reply_new_error (turn->request, 400, SERVER_ERROR,
                                     "Bad Request: unknown Last-Event-ID", NULL);
  return reply;
}

static IruSimReply *
answer_other (Turn *turn)
{
  gboolean sessions = turn->mode->era == IRU_SIM_ERA_BOTH || turn->mode->era == IRU_SIM_ERA_LEGACY;
  IruSimReply *reply;

  if (sessions && strcmp (turn->request->http_method, "GET") == 0
      && turn->mode->quirk != IRU_SIM_QUIRK_NO_RESUME
      && iru_sim_request_get_header (turn->request, "Last-Event-ID") != NULL)
    return answer_resumption (turn);
  if (sessions && strcmp (turn->request->http_method, "DELETE") == 0)
    return answer_delete (turn);
  reply = iru_sim_reply_new_error (turn->request, 405, SERVER_ERROR, "Method not allowed.", NULL);
  iru_sim_reply_set_header (reply, "Allow", sessions ? "POST, DELETE" : "POST");
  return reply;
}

static IruSimReply *
finish (const Turn *turn, IruSimReply *reply)
{
  IruSimEventStyle style = turn->modern ? IRU_SIM_EVENT_PLAIN : IRU_SIM_EVENT_PRIMED;

  if (reply->is_message && reply->status == 200 && is_closed_early (turn))
    return iru_sim_pending_add (turn->mcp->pending, reply);
  if (turn->mode->quirk == IRU_SIM_QUIRK_CHATTER)
    style = IRU_SIM_EVENT_CHATTY;
  if (turn->mode->quirk == IRU_SIM_QUIRK_HUGE_HEADER)
    {
      g_autofree char *padding = g_strnfill (HUGE_HEADER, 'x');

      iru_sim_reply_set_header (reply, "X-Padding", padding);
    }
  if ((turn->mode->sse && turn->mode->era != IRU_SIM_ERA_SSE2024)
      || turn->mode->quirk == IRU_SIM_QUIRK_CHATTER)
    iru_sim_reply_make_event (reply, style);
  return reply;
}

/* A server of the v1 SDK that takes any method as a result without content. */
static gboolean
is_hollow_discover (const Turn *turn)
{
  return turn->mode->quirk == IRU_SIM_QUIRK_NO_VERSIONS
         && iru_sim_request_is (turn->request, "server/discover");
}

IruSimReply *
iru_sim_mcp_answer (IruSimMcp *mcp, const IruSimMode *mode, IruSimRequest *request)
{
  Turn turn = { .mcp = mcp, .mode = mode, .request = request };
  IruSimReply *reply;

  if (mode->quirk == IRU_SIM_QUIRK_WRONG_ID && iru_sim_request_is (request, "tools/list")
      && request->id != NULL)
    {
      json_node_unref (request->id);
      request->id = json_node_init_string (json_node_alloc (), "somebody-else");
    }
  if (is_hollow_discover (&turn))
    reply = iru_sim_reply_new_result (request, json_object_new ());
  else if (strcmp (request->http_method, "POST") == 0)
    reply = answer_post (&turn);
  else
    reply = answer_other (&turn);
  return finish (&turn, reply);
}
