/* iru-sim-faults.c: the ways in which the simulator can be told to fail
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-sim-faults.h"

#include <string.h>

#define LARGE_PARTS 256
#define LARGE_PART (64 * 1024)
#define BOMB_PARTS 1024
#define DEEP 100000
#define RETRY_AFTER_S 30

#define JSON "application/json"
#define HTML "text/html; charset=utf-8"
#define EVENTS "text/event-stream"

#define PAGE(title, text)                                                                          \
  "<!DOCTYPE html>\n<html><head><title>" title "</title></head>\n<body><h1>" title                 \
  "</h1>\n<p>" text "</p></body></html>\n"
#define LOGIN                                                                                      \
  "<!DOCTYPE html>\n<html><head><title>Sign in</title></head>\n<body><form method=\"post\" "       \
  "action=\"/login\">"                                                                             \
  "<input name=\"user\"><input name=\"password\" type=\"password\"><button>Sign "                  \
  "in</button></form></body></html>\n"
#define RPC(member) "{\"jsonrpc\":\"2.0\",\"id\":@ID@," member "}"
#define RPC_ERROR(code, message) RPC ("\"error\":{\"code\":" code ",\"message\":\"" message "\"}")
#define TOOL_ERROR(text)                                                                           \
  RPC ("\"result\":{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\",\"text\":\"" text  \
       "\"}],\"isError\":true}")
#define RAW(headers) "HTTP/1.1 200 OK\r\n" headers "\r\n"

typedef enum
{
  ALWAYS,
  AT_LIST, /* at tools/list and tools/call: the handshake is healthy */
  AT_CALL, /* at tools/call only */
} When;

typedef IruSimReply *(*Handler) (const IruSimFault *fault, const IruSimExchange *exchange,
                                 gboolean *taken);

/* @body and @value are templates: see expand(). @raw_end is for rows without a status. */
struct _IruSimFault
{
  const char *name;
  const char *summary;
  When when;
  Handler handler; /* NULL: only era and quirk */
  guint status;
  const char *content_type;
  const char *body;
  const char *header;
  const char *value;
  IruSimRawEnd raw_end;
  IruSimEra era;
  IruSimQuirk quirk;
};

static IruSimReply *answer_text (const IruSimFault *, const IruSimExchange *, gboolean *);
static IruSimReply *answer_raw (const IruSimFault *, const IruSimExchange *, gboolean *);
static IruSimReply *answer_deep (const IruSimFault *, const IruSimExchange *, gboolean *);
static IruSimReply *answer_large (const IruSimFault *, const IruSimExchange *, gboolean *);
static IruSimReply *answer_bomb (const IruSimFault *, const IruSimExchange *, gboolean *);

#define TEXT_ROW(when, status, type, body) when, answer_text, status, type, body
#define RAW_ROW(when, text, end) when, answer_raw, .body = text, .raw_end = end
#define QUIRK_ROW(quirk_) ALWAYS, NULL, .quirk = IRU_SIM_QUIRK_##quirk_
#define LEGACY_ROW(quirk_) QUIRK_ROW (quirk_), .era = IRU_SIM_ERA_LEGACY

/* clang-format off */
static const IruSimFault faults[] = {
  { "auth-rejected", "401, JSON, to everything",
    TEXT_ROW (ALWAYS, 401, JSON, "{\"error\":\"unauthorized\",\"message\":\"Invalid API key\"}") },
  { "auth-rejected-late", "the handshake passes, then 401",
    TEXT_ROW (AT_LIST, 401, JSON, "{\"error\":\"unauthorized\",\"message\":\"Invalid API key\"}") },
  { "auth-rejected-rpc", "401 with the JSON-RPC error -32001 Unauthorized and no id",
    TEXT_ROW (ALWAYS, 401, JSON, "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32001,\"message\":\"Unauthorized: invalid or missing bearer token.\"},\"id\":null}") },
  { "auth-rejected-empty", "401 without a body", TEXT_ROW (ALWAYS, 401, NULL, NULL) },
  { "auth-rejected-www", "401 with WWW-Authenticate: Bearer and resource_metadata",
    TEXT_ROW (ALWAYS, 401, JSON, "{\"error\":\"invalid_token\",\"error_description\":\"Missing Authorization header\"}"),
    "WWW-Authenticate", "Bearer error=\"invalid_token\", error_description=\"Missing Authorization header\", resource_metadata=\"@ORIGIN@/.well-known/oauth-protected-resource@PATH@\"" },
  { "auth-oauth", "401 that offers OAuth only, with metadata to be had",
    TEXT_ROW (ALWAYS, 401, JSON, "{\"error\":\"login_required\",\"error_description\":\"Sign in to go on\"}"),
    "WWW-Authenticate", "Bearer scope=\"mcp:tools\", resource_metadata=\"@ORIGIN@/.well-known/oauth-protected-resource/fault/auth-oauth\"" },
  { "auth-rejected-byok", "401 that wants a token beside the key that was sent",
    TEXT_ROW (ALWAYS, 401, JSON, "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32001,\"message\":\"A valid bearer token is required alongside x-itglue-api-key (CLIENT_ITGLUE_KEYS=with-token).\"},\"id\":null}") },
  { "auth-in-200", "the handshake passes, then 200 with a JSON-RPC error Unauthorized",
    TEXT_ROW (AT_LIST, 200, JSON, RPC_ERROR ("-32001", "Unauthorized")) },
  { "echo-key", "401 whose text repeats the key",
    TEXT_ROW (ALWAYS, 401, JSON, "{\"error\":\"unauthorized\",\"message\":\"Invalid API key: @KEY@\"}") },
  { "echo-key-rpc", "the handshake passes, then a JSON-RPC error that repeats the key",
    TEXT_ROW (AT_LIST, 200, JSON, RPC_ERROR ("-32000", "No tools for key @KEY@")) },

  { "permission-denied", "403, JSON, to everything",
    TEXT_ROW (ALWAYS, 403, JSON, "{\"error\":\"forbidden\",\"message\":\"The API token lacks permission\"}") },
  { "permission-denied-late", "the handshake passes, then 403",
    TEXT_ROW (AT_LIST, 403, JSON, "{\"error\":\"forbidden\",\"message\":\"The API token lacks permission\"}") },
  { "permission-scope", "the handshake passes, then 403 with insufficient_scope",
    TEXT_ROW (AT_LIST, 403, JSON, "{\"error\":\"insufficient_scope\",\"error_description\":\"devices:read is needed\"}"),
    "WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"devices:read\"" },
  { "permission-denied-call", "tools/call only: 403, Policy Denied",
    TEXT_ROW (AT_CALL, 403, JSON, "{\"error\":\"Policy Denied\"}") },
  { "permission-denied-session", "the handshake passes, then 403: the session is another key's",
    TEXT_ROW (AT_LIST, 403, JSON, "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32003,\"message\":\"Forbidden: credentials do not match this session\"},\"id\":null}") },
  { "tool-denied-policy", "tools/call answers with the JSON-RPC error that a policy denies it",
    TEXT_ROW (AT_CALL, 200, JSON, RPC_ERROR ("-32000", "Denied by policy: no-writes")) },
  { "tool-denied", "tools/call answers with a result that wraps a 403",
    TEXT_ROW (AT_CALL, 200, JSON, TOOL_ERROR ("Error 403: Forbidden. The API token lacks the permission devices:read.")) },
  { "tool-failed", "tools/call answers with a result that is another error",
    TEXT_ROW (AT_CALL, 200, JSON, TOOL_ERROR ("Error 500: the database is on holiday")) },

  { "http-not-found", "404, HTML, as a web server answers to a wrong path", TEXT_ROW (ALWAYS, 404, HTML, "<!DOCTYPE html>\n<html lang=\"en\"><body><pre>Cannot POST @PATH@</pre></body></html>\n") },
  { "http-not-found-json", "404, JSON, as an API gateway answers", TEXT_ROW (ALWAYS, 404, JSON, "{\"message\":\"no Route matched with those values\"}") },
  { "http-redirect-same-origin", "308 to the healthy path", TEXT_ROW (ALWAYS, 308, NULL, NULL), "Location", IRU_SIM_PATH },
  { "http-redirect-307", "307 to the healthy path", TEXT_ROW (ALWAYS, 307, NULL, NULL), "Location", "@ORIGIN@" IRU_SIM_PATH },
  { "http-redirect-302", "302 to the healthy path", TEXT_ROW (ALWAYS, 302, HTML, PAGE ("302 Found", "Moved.")), "Location", "@ORIGIN@" IRU_SIM_PATH },
  { "http-redirect-other-origin", "307 to /other-origin under the name localhost: no request may arrive there",
    TEXT_ROW (ALWAYS, 307, NULL, NULL), "Location", "http://localhost:@PORT@/other-origin" },
  { "http-redirect-late", "the handshake passes, then 307 to /other-origin under the name localhost",
    TEXT_ROW (AT_LIST, 307, NULL, NULL), "Location", "http://localhost:@PORT@/other-origin" },
  { "http-redirect-login", "302 to the login page of a made-up host",
    TEXT_ROW (ALWAYS, 302, HTML, PAGE ("302 Found", "Moved.")), "Location", "https://login.example.invalid/signin?next=@PATH@" },
  { "http-redirect-loop", "307 to itself", TEXT_ROW (ALWAYS, 307, NULL, NULL), "Location", "@ORIGIN@@PATH@" },
  { "http-redirect-nowhere", "307 without Location", TEXT_ROW (ALWAYS, 307, NULL, NULL) },
  { "http-error-400", "400, text", TEXT_ROW (ALWAYS, 400, "text/plain", "Bad Request\n") },
  { "http-error-403-html", "403, HTML, as a firewall answers", TEXT_ROW (ALWAYS, 403, HTML, PAGE ("Access Denied", "Your request was blocked. Reference: 18.5c1f0a17")) },
  { "http-error-405", "405, nothing allowed", TEXT_ROW (ALWAYS, 405, "text/plain", "Method Not Allowed\n"), "Allow", "GET" },
  { "http-error-500", "500, HTML", TEXT_ROW (ALWAYS, 500, HTML, PAGE ("500 Internal Server Error", "Something went wrong.")) },
  { "http-error-500-late", "the handshake passes, then 500", TEXT_ROW (AT_LIST, 500, JSON, "{\"error\":\"internal\"}") },
  { "rate-limited", "429 with Retry-After in seconds", TEXT_ROW (ALWAYS, 429, JSON, "{\"error\":\"rate_limited\",\"message\":\"10,000 requests an hour\"}"), "Retry-After", "30" },
  { "rate-limited-date", "429 with Retry-After as a date 30 s ahead", TEXT_ROW (ALWAYS, 429, JSON, "{\"error\":\"rate_limited\"}"), "Retry-After", "@DATE@" },
  { "rate-limited-bare", "429 without Retry-After", TEXT_ROW (ALWAYS, 429, "text/plain", "Too Many Requests\n") },
  { "rate-limited-late", "the handshake passes, then 429", TEXT_ROW (AT_LIST, 429, JSON, "{\"error\":\"rate_limited\"}"), "Retry-After", "30" },
  { "service-suspended", "503, Session Suspended", TEXT_ROW (ALWAYS, 503, JSON, "{\"error\":\"Session Suspended\",\"message\":\"Resume the session in the dashboard\"}") },
  { "service-suspended-call", "tools/call only: 503, Session Suspended", TEXT_ROW (AT_CALL, 503, JSON, "{\"error\":\"Session Suspended\"}") },
  { "upstream-unavailable", "502, HTML, as a gateway answers", TEXT_ROW (ALWAYS, 502, HTML, PAGE ("502 Bad Gateway", "nginx")) },
  { "upstream-unavailable-json", "502, JSON, as an MCP gateway answers", TEXT_ROW (ALWAYS, 502, JSON, "{\"error\":\"Bad Gateway\",\"message\":\"The upstream MCP server can't be reached\"}") },
  { "upstream-unavailable-503", "503, HTML, as a gateway answers", TEXT_ROW (ALWAYS, 503, HTML, PAGE ("503 Service Temporarily Unavailable", "nginx")) },
  { "upstream-unavailable-504", "504, HTML, as a gateway answers", TEXT_ROW (ALWAYS, 504, HTML, PAGE ("504 Gateway Time-out", "nginx")) },

  { "not-mcp-html", "200, a web page", TEXT_ROW (ALWAYS, 200, HTML, PAGE ("It works", "This is the default page.")) },
  { "not-mcp-login", "200, a login page", TEXT_ROW (ALWAYS, 200, HTML, LOGIN) },
  { "not-mcp-json", "200, JSON that is not JSON-RPC", TEXT_ROW (ALWAYS, 200, JSON, "{\"status\":\"ok\",\"version\":\"1.4.2\"}") },
  { "not-mcp-empty", "200 without a body", TEXT_ROW (ALWAYS, 200, NULL, NULL) },
  { "not-mcp-rpc", "JSON-RPC of another kind: every method is unknown", TEXT_ROW (ALWAYS, 200, JSON, RPC_ERROR ("-32601", "the method does not exist/is not available")) },

  { "protocol-version", "only the revision 2099-01-01, in either era", QUIRK_ROW (VERSION) },
  { "protocol-version-legacy", "initialize answers with the revision 2099-01-01", LEGACY_ROW (VERSION) },
  { "protocol-error-wrong-id", "tools/list is answered under another id", QUIRK_ROW (WRONG_ID) },
  { "protocol-error-truncated", "the handshake passes, then JSON that breaks off", TEXT_ROW (AT_LIST, 200, JSON, "{\"jsonrpc\":\"2.0\",\"id\":@ID@,\"result\":{\"tools\":[{\"name\":\"list_dev") },
  { "protocol-error-garbage", "the handshake passes, then bytes that are no JSON", TEXT_ROW (AT_LIST, 200, JSON, "\x1f\xff\xfe{]garbage\x01") },
  { "protocol-error-empty", "the handshake passes, then 200 without a body", TEXT_ROW (AT_LIST, 200, JSON, NULL) },
  { "protocol-error-hollow", "the handshake passes, then a message with neither result nor error", TEXT_ROW (AT_LIST, 200, JSON, "{\"jsonrpc\":\"2.0\",\"id\":@ID@}") },
  { "protocol-error-shape", "the handshake passes, then tools is a string", TEXT_ROW (AT_LIST, 200, JSON, RPC ("\"result\":{\"tools\":\"none\"}")) },
  { "protocol-error-events", "the handshake passes, then an event stream that ends without the answer",
    TEXT_ROW (AT_LIST, 200, EVENTS, ": welcome\n\nevent: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":1,\"progress\":1}}\n\n") },
  { "protocol-error-internal", "the handshake passes, then the JSON-RPC error -32603", TEXT_ROW (AT_LIST, 200, JSON, RPC_ERROR ("-32603", "Internal error")) },
  { "deep-json", "the handshake passes, then JSON 100,000 levels deep", AT_LIST, answer_deep },

  { "response-timeout", "takes the request and never answers", RAW_ROW (ALWAYS, "", IRU_SIM_RAW_HOLD) },
  { "response-timeout-late", "the handshake passes, then no answer", RAW_ROW (AT_LIST, "", IRU_SIM_RAW_HOLD) },
  { "response-timeout-headers", "headers, and then nothing", RAW_ROW (ALWAYS, RAW ("Content-Type: application/json\r\nContent-Length: 100\r\n"), IRU_SIM_RAW_HOLD) },
  { "response-timeout-events", "an event stream without the answer that stays open", RAW_ROW (ALWAYS, RAW ("Content-Type: text/event-stream\r\n") ": wait\n\n", IRU_SIM_RAW_HOLD) },
  { "response-slow", "headers, then a space every 100 ms without end", RAW_ROW (ALWAYS, RAW ("Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"), IRU_SIM_RAW_DRIP) },
  { "response-too-large", "a JSON-RPC message of 16 MiB", ALWAYS, answer_large, .content_type = JSON },
  { "response-too-large-event", "an event of 16 MiB", ALWAYS, answer_large, .content_type = EVENTS },
  { "response-bomb", "64 KiB of gzip that are 64 MiB of JSON", ALWAYS, answer_bomb },
  { "huge-header", "healthy, with a header of 128 KiB", QUIRK_ROW (HUGE_HEADER) },
  { "connection-lost", "closes without an answer", RAW_ROW (ALWAYS, "", IRU_SIM_RAW_CLOSE) },
  { "connection-lost-reset", "resets without an answer", RAW_ROW (ALWAYS, "", IRU_SIM_RAW_RESET) },
  { "connection-lost-midway", "closes in the middle of the body", RAW_ROW (ALWAYS, RAW ("Content-Type: application/json\r\nContent-Length: 4096\r\n") "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{", IRU_SIM_RAW_CLOSE) },
  { "connection-lost-headers", "closes in the middle of the headers", RAW_ROW (ALWAYS, "HTTP/1.1 200 OK\r\nContent-Type: appl", IRU_SIM_RAW_CLOSE) },
  { "not-mcp-not-http", "answers with the greeting of a mail server", RAW_ROW (ALWAYS, "220 mail.example.invalid ESMTP ready\r\n", IRU_SIM_RAW_CLOSE) },

  { "session-lost-once", "2025-11-25; every other session is lost at its first tools/list (404)", LEGACY_ROW (SESSION_LOST_ONCE) },
  { "session-lost-always", "2025-11-25; each session is lost at its first tools/list (404)", LEGACY_ROW (SESSION_LOST_ALWAYS) },
  { "session-lost-400", "as session-lost-once, with the 400 of some real servers", LEGACY_ROW (SESSION_LOST_400) },
  { "discover-hollow", "server/discover is 200 with an empty result; healthy after initialize", LEGACY_ROW (NO_VERSIONS) },
  { "tools-none", "healthy, without a tool", QUIRK_ROW (TOOLS_NONE) },
  { "tools-endless", "each page has new tools and a new cursor", QUIRK_ROW (TOOLS_ENDLESS) },
  { "tools-many", "10,500 tools in 21 pages", QUIRK_ROW (TOOLS_MANY) },
  { "cursor-repeat", "each page names the same next cursor", QUIRK_ROW (CURSOR_REPEAT) },
  { "cursor-empty", "healthy: the cursor of the second page is the empty string", QUIRK_ROW (CURSOR_EMPTY) },
  { "control-characters", "healthy: names with terminal escapes, markup and line breaks", QUIRK_ROW (CONTROL_CHARACTERS) },
  { "event-chatter", "healthy: comments and notifications before the answer, CRLF, data in two lines", QUIRK_ROW (CHATTER) },
  { "event-resume", "2025-11-25, healthy: streams close before the answer, which is had by GET with Last-Event-ID", LEGACY_ROW (RESUME) },
  { "protocol-error-resume", "2025-11-25; streams close before the answer, and GET is 405", LEGACY_ROW (NO_RESUME) },
  { "endpoint-elsewhere", "2024-11-05; the endpoint event points to /other-origin under the name localhost", ALWAYS, NULL,
    .era = IRU_SIM_ERA_SSE2024, .quirk = IRU_SIM_QUIRK_ENDPOINT_ELSEWHERE },
};
/* clang-format on */

static const char *const when_names[] = { "always", "at tools/list", "at tools/call" };

const IruSimFault *
iru_sim_fault_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    if (strcmp (faults[i].name, name) == 0)
      return &faults[i];
  return NULL;
}

char *
iru_sim_fault_print (void)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    g_string_append_printf (text, "%-28s%-15s%s\n", faults[i].name, when_names[faults[i].when],
                            faults[i].summary);
  return g_string_free (text, FALSE);
}

void
iru_sim_fault_apply (const IruSimFault *fault, IruSimMode *mode)
{
  if (fault->era != IRU_SIM_ERA_UNSET)
    mode->era = fault->era;
  if (fault->quirk != IRU_SIM_QUIRK_NONE)
    mode->quirk = fault->quirk;
}

static gboolean
is_due (When when, const IruSimRequest *request)
{
  gboolean is_call = iru_sim_request_is (request, "tools/call");

  switch (when)
    {
    case AT_CALL:
      return is_call;
    case AT_LIST:
      return is_call || iru_sim_request_is (request, "tools/list");
    case ALWAYS:
    default:
      return TRUE;
    }
}

IruSimReply *
iru_sim_fault_answer (const IruSimFault *fault, const IruSimExchange *exchange, gboolean *taken)
{
  *taken = FALSE;
  if (fault->handler == NULL || !is_due (fault->when, exchange->request))
    return NULL;
  return fault->handler (fault, exchange, taken);
}

static char *
get_id (const IruSimExchange *exchange)
{
  JsonNode *id = exchange->request->id;

  return id != NULL ? json_to_string (id, FALSE) : g_strdup ("null");
}

/* The key as the inside of a JSON string. */
static char *
get_escaped_key (const IruSimExchange *exchange)
{
  const char *key = iru_sim_request_get_header (exchange->request, "X-API-Key");
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), key != NULL ? key : "");
  g_autofree char *quoted = json_to_string (node, FALSE);

  return g_strndup (quoted + 1, strlen (quoted) - 2);
}

static char *
get_date (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_seconds (now, RETRY_AFTER_S);

  return soup_date_time_to_string (then, SOUP_DATE_HTTP);
}

/* @ID@: the request's id as JSON; @KEY@: its X-API-Key; @ORIGIN@, @PORT@, @PATH@: of
 * this server and request; @DATE@: 30 s from now. */
static char *
expand (const char *template, const IruSimExchange *exchange)
{
  g_autofree char *id = get_id (exchange);
  g_autofree char *key = get_escaped_key (exchange);
  g_autofree char *date = get_date ();
  g_autofree char *port = g_strdup_printf ("%u", exchange->port);
  g_autofree char *path = g_uri_escape_string (exchange->path, "/", FALSE);
  GString *text = g_string_new (template);

  g_string_replace (text, "@ORIGIN@", exchange->origin, 0);
  g_string_replace (text, "@PORT@", port, 0);
  g_string_replace (text, "@PATH@", path, 0);
  g_string_replace (text, "@DATE@", date, 0);
  g_string_replace (text, "@ID@", id, 0);
  g_string_replace (text, "@KEY@", key, 0);
  return g_string_free (text, FALSE);
}

static IruSimReply *
answer_text (const IruSimFault *fault, const IruSimExchange *exchange, gboolean *taken)
{
  g_autofree char *body = expand (fault->body != NULL ? fault->body : "", exchange);
  IruSimReply *reply = iru_sim_reply_new_text (fault->status, fault->content_type, body);

  if (fault->header != NULL)
    {
      g_autofree char *value = expand (fault->value, exchange);

      iru_sim_reply_set_header (reply, fault->header, value);
    }
  reply->is_message = fault->body != NULL && g_str_has_prefix (fault->body, "{\"jsonrpc\"");
  return reply;
}

static IruSimReply *
answer_raw (const IruSimFault *fault, const IruSimExchange *exchange, gboolean *taken)
{
  iru_sim_raw_take (exchange->raw, exchange->message, NULL, fault->body, fault->raw_end);
  *taken = TRUE;
  return NULL;
}

/* The start of a message up to the inside of a string, and its end. */
static char *
open_message (const IruSimExchange *exchange)
{
  return expand ("{\"jsonrpc\":\"2.0\",\"id\":@ID@,\"result\":{\"padding\":\"", exchange);
}

#define CLOSE_MESSAGE "\"}}"

static GBytes *
new_padding (gsize length)
{
  char *text = g_malloc (length);

  memset (text, 'x', length);
  return g_bytes_new_take (text, length);
}

static IruSimReply *
answer_deep (const IruSimFault *fault, const IruSimExchange *exchange, gboolean *taken)
{
  g_autofree char *start =
      expand ("{\"jsonrpc\":\"2.0\",\"id\":@ID@,\"result\":{\"tools\":", exchange);
  g_autofree char *opening = g_strnfill (DEEP, '[');
  g_autofree char *closing = g_strnfill (DEEP, ']');
  IruSimReply *reply = iru_sim_reply_new_text (200, JSON, start);

  iru_sim_reply_append (reply, opening, DEEP);
  iru_sim_reply_append (reply, closing, DEEP);
  iru_sim_reply_append (reply, "}}", 2);
  reply->is_message = TRUE;
  return reply;
}

static IruSimReply *
answer_large (const IruSimFault *fault, const IruSimExchange *exchange, gboolean *taken)
{
  g_autofree char *start = open_message (exchange);
  g_autoptr (GBytes) padding = new_padding (LARGE_PART);
  IruSimReply *reply = iru_sim_reply_new_text (200, JSON, start);

  for (guint i = 0; i < LARGE_PARTS; i++)
    iru_sim_reply_append_bytes (reply, padding);
  iru_sim_reply_append (reply, CLOSE_MESSAGE, strlen (CLOSE_MESSAGE));
  reply->is_message = TRUE;
  if (strcmp (fault->content_type, EVENTS) == 0)
    iru_sim_reply_make_event (reply, IRU_SIM_EVENT_PLAIN);
  return reply;
}

static IruSimReply *
answer_bomb (const IruSimFault *fault, const IruSimExchange *exchange, gboolean *taken)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) output =
      g_converter_output_stream_new (memory, G_CONVERTER (compressor));
  g_autofree char *start = open_message (exchange);
  g_autoptr (GBytes) padding = new_padding (LARGE_PART);
  g_autoptr (GBytes) packed = NULL;
  IruSimReply *reply = iru_sim_reply_new (200);

  g_output_stream_write_all (output, start, strlen (start), NULL, NULL, NULL);
  for (guint i = 0; i < BOMB_PARTS; i++)
    g_output_stream_write_all (output, g_bytes_get_data (padding, NULL), LARGE_PART, NULL, NULL,
                               NULL);
  g_output_stream_write_all (output, CLOSE_MESSAGE, strlen (CLOSE_MESSAGE), NULL, NULL, NULL);
  g_output_stream_close (output, NULL, NULL);
  packed = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
  reply->content_type = JSON;
  iru_sim_reply_append_bytes (reply, packed);
  iru_sim_reply_set_header (reply, "Content-Encoding", "gzip");
  return reply;
}

IruSimReply *
iru_sim_fault_answer_metadata (const IruSimExchange *exchange)
{
  g_autofree char *text = expand ("{\"resource\":\"@ORIGIN@/fault/auth-oauth\","
                                  "\"authorization_servers\":[\"https://login.example.invalid\"],"
                                  "\"scopes_supported\":[\"mcp:tools\"]}",
                                  exchange);

  return iru_sim_reply_new_text (200, JSON, text);
}
