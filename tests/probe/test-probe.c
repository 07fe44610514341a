/* test-probe.c: what a probe makes of every kind of endpoint
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "peer.h"

#define KEY "sk_live:secret0123456789"
#define R(result) "200 json\n\n{\"jsonrpc\":\"2.0\",\"id\":@ID@,\"result\":" result "}"
#define E(status, code, message)                                                                   \
  status " json\n\n{\"jsonrpc\":\"2.0\",\"id\":@ID@,\"error\":{\"code\":" code                     \
         ",\"message\":\"" message "\"}}"
#define DISCOVERED                                                                                 \
  R ("{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{},\"_meta\":"                      \
     "{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"v2\",\"version\":\"1\"}}}")
#define INIT_BODY(version)                                                                         \
  "{\"jsonrpc\":\"2.0\",\"id\":@ID@,\"result\":{\"protocolVersion\":\"" version                    \
  "\",\"capabilities\":{},\"serverInfo\":{\"name\":\"old\",\"version\":\"0.9\"}}}"
#define INIT(version) "200 json\nMcp-Session-Id: abc-1\n\n" INIT_BODY (version)
#define NO_DISCOVER E ("400", "-32000", "Bad Request: Server not initialized")
#define TOOL(name) "{\"name\":\"" name "\",\"inputSchema\":{\"type\":\"object\"}}"
#define TOOLS R ("{\"tools\":[" TOOL ("a") "," TOOL ("b") "]}")
/* A stream that ends after an event without data; LATE comes on a later one. */
#define PRIMED(headers, fields) "200 sse" headers "\n\n" fields "data:\n\n"
#define LATE(body) "200 sse\n\nid: e2\ndata: " body "\n\n"
#define LATE_TOOLS LATE ("{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{\"tools\":[" TOOL ("a") "]}}")
#define NONE IRU_N_RUNGS

typedef struct
{
  const char *name;
  Script script;
  const char *id; /* headline; NULL: all is well */
  IruRung rung;   /* that failed */
  const char *protocol;
  int n_tools;      /* -1: not listed */
  guint n_requests; /* 0: not compared */
  const char *also; /* another finding */
  const char *detail;
} Row;

/* clang-format off */
static const Row rows[] = {
  { "modern", { DISCOVERED, .list = TOOLS }, NULL, NONE, "2026-07-28", 2, 2 },
  { "modern, server-sent events",
    { "200 sse\n\n: hello\r\nid: 1\r\ndata:\r\n\r\n"
      "data: {\"jsonrpc\":\"2.0\",\r\ndata: \"method\":\"notifications/x\"}\r\n\r\n"
      "data: {\"jsonrpc\":\"2.0\",\"id\":@ID@,\ndata: \"result\":{\"supportedVersions\":[\"2026-07-28\"]}}\n\n",
      .list = "200 sse\n\nevent: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":\"99\",\"method\":\"ping\"}\n\n"
      "retry: 5\ndata: {\"jsonrpc\":\"2.0\",\"id\":@ID@,\"result\":{\"tools\":[" TOOL ("a") "]}}\n\n" },
    NULL, NONE, "2026-07-28", 1, 2 },
  { "modern, compressed",
    { DISCOVERED, .list = "gzip" }, NULL, NONE, "2026-07-28", 1, 2 },
  { "modern, pages",
    { DISCOVERED, .list = R ("{\"tools\":[" TOOL ("a") "],\"nextCursor\":\"\"}"),
      .list2 = R ("{\"tools\":[" TOOL ("b") "]}") },
    NULL, NONE, "2026-07-28", 2, 3 },
  { "modern, cursor repeats",
    { DISCOVERED, .list = R ("{\"tools\":[" TOOL ("a") "],\"nextCursor\":\"x\"}") },
    NULL, NONE, "2026-07-28", 2, 3, "tools-endless" },
  { "modern, asks for its version",
    { "400 json\n\n{\"jsonrpc\":\"2.0\",\"id\":@ID@,\"error\":{\"code\":-32022,\"message\":\"v\","
      "\"data\":{\"supported\":[\"2099-01-01\"]}}}" },
    "protocol-version", IRU_RUNG_MCP, NULL, -1, 2 },
  { "modern error points to the past",
    { "400 json\n\n{\"jsonrpc\":\"2.0\",\"id\":@ID@,\"error\":{\"code\":-32022,\"message\":\"v\","
      "\"data\":{\"supported\":[\"2025-11-25\"]}}}", INIT ("2025-11-25"), TOOLS },
    NULL, NONE, "2025-11-25", 2, 5 },
  { "modern, version again and again",
    { "400 json\n\n{\"jsonrpc\":\"2.0\",\"id\":@ID@,\"error\":{\"code\":-32022,\"message\":\"v\","
      "\"data\":{\"supported\":[\"2026-07-28\"]}}}" },
    "protocol-version", IRU_RUNG_MCP, NULL, -1, 3 },
  { "header mismatch", { E ("400", "-32020", "HeaderMismatch") },
    "protocol-error", IRU_RUNG_MCP, NULL, -1, 3, .detail = "HeaderMismatch" },
  { "legacy", { NO_DISCOVER, INIT ("2025-11-25"), TOOLS }, NULL, NONE, "2025-11-25", 2, 5 },
  { "legacy, -32601 in 200", { E ("200", "-32601", "Method not found"), INIT ("2025-06-18"), TOOLS },
    NULL, NONE, "2025-06-18", 2, 5 },
  { "legacy, discover without versions", { R ("{}"), INIT ("2025-03-26"), TOOLS },
    NULL, NONE, "2025-03-26", 2, 5 },
  { "legacy, discover empty", { "202 -\n\n", INIT ("2024-11-05"), TOOLS },
    NULL, NONE, "2024-11-05", 2, 5 },
  { "legacy, no session", { NO_DISCOVER, "200 json\n\n" INIT_BODY ("2025-11-25"), TOOLS },
    NULL, NONE, "2025-11-25", 2, 4 },
  { "legacy, 406", { E ("406", "-32000", "Not Acceptable"), INIT ("2025-11-25"), TOOLS },
    NULL, NONE, "2025-11-25", 2, 5 },
  { "legacy, unknown version", { NO_DISCOVER, INIT ("2031-01-01"), TOOLS },
    "protocol-version", IRU_RUNG_MCP, NULL, -1, 3, .detail = "2031-01-01" },
  { "legacy, no version", { NO_DISCOVER, R ("{}"), TOOLS },
    "protocol-error", IRU_RUNG_MCP, NULL, -1, 2 },
  { "session lost once", { NO_DISCOVER, INIT ("2025-11-25"), E ("404", "-32001", "Session not found"), TOOLS },
    "session-not-shared", IRU_RUNG_MCP, "2025-11-25", 2, 6 },
  { "session lost twice", { NO_DISCOVER, INIT ("2025-11-25"), E ("400", "-32000", "No valid session ID provided") },
    "protocol-error", IRU_RUNG_MCP, "2025-11-25", -1, 13, "session-lost" },
  { "bad session id", { NO_DISCOVER, "200 json\nMcp-Session-Id: a b\n\n" INIT_BODY ("2025-11-25") },
    "protocol-error", IRU_RUNG_MCP, NULL, -1, 2 },
  { "nothing there", { NULL }, "http-not-found", IRU_RUNG_HTTP, NULL, -1, 3, .detail = "404: Cannot POST" },
  { "method not allowed, a page", { "405 html\n\n<html>", "405 html\n\n<html>", .get = "200 html\n\n<html><title>Shop</title>" },
    "not-mcp", IRU_RUNG_MCP, NULL, -1, 3, .detail = "It answers with a page: Shop" },
  { "modern only, later", { NULL, E ("400", "-32022", "Unsupported") },
    "protocol-version", IRU_RUNG_MCP, NULL, -1, 2 },

  { "401", { E ("401", "-32001", "Unauthorized: bad key " KEY " sent") },
    "auth-rejected", IRU_RUNG_AUTH, NULL, -1, 2, .detail = "401: Unauthorized: bad key [key] sent" },
  { "401, other case", { "401 text\n\nno SK_LIVE:SECRET0123456789" },
    "auth-rejected", IRU_RUNG_AUTH, NULL, -1, 2, .detail = "401: no [key]" },
  { "401, OAuth", { "401 json\nWWW-Authenticate: Bearer error=\"invalid_token\", resource_metadata=\"https://x/y\"\n\n{\"error\":\"invalid_token\"}" },
    "auth-rejected", IRU_RUNG_AUTH, NULL, -1, 2, "auth-oauth", .detail = "401: invalid_token" },
  { "401 at the tools", { DISCOVERED, .list = E ("401", "-32001", "Unauthorized") },
    "auth-rejected", IRU_RUNG_AUTH, "2026-07-28", -1, 2 },
  { "401 in 200", { DISCOVERED, .list = E ("200", "-32000", "Invalid API key") },
    "auth-rejected", IRU_RUNG_AUTH, "2026-07-28", -1, 2, .detail = "Invalid API key" },
  { "401 in 200, at once", { E ("200", "-32001", "Unauthorized") },
    "auth-rejected", IRU_RUNG_AUTH, NULL, -1, 2 },
  { "401 in 400", { E ("400", "-32000", "Invalid API key"), E ("400", "-32000", "Invalid API key") },
    "auth-rejected", IRU_RUNG_AUTH, NULL, -1, 2 },
  { "403", { E ("403", "-32003", "Forbidden") }, "permission-denied", IRU_RUNG_PERMISSION, NULL, -1, 2 },
  { "403 in 200", { DISCOVERED, .list = E ("200", "-32000", "Permission denied") },
    "permission-denied", IRU_RUNG_PERMISSION, "2026-07-28", -1, 2 },
  { "403, scope", { "403 -\nWWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"mcp:tools\"\n\n" },
    "permission-denied", IRU_RUNG_PERMISSION, NULL, -1, 2, .detail = "The key lacks the scope: mcp:tools" },
  { "403 in HTML", { "403 html\n\n<html><title>Blocked</title>" },
    "filtered", IRU_RUNG_HTTP, NULL, -1, 2, .detail = "403: Blocked" },
  { "no tool", { DISCOVERED, .list = R ("{\"tools\":[]}") },
    "tools-none", IRU_RUNG_PERMISSION, "2026-07-28", 0, 2 },
  { "no tools at all", { DISCOVERED, .list = E ("404", "-32601", "Method not found") },
    "tools-none", IRU_RUNG_PERMISSION, "2026-07-28", -1, 2 },

  { "429, seconds", { "429 text\nRetry-After: 30\n\nslow" }, "rate-limited", IRU_RUNG_HTTP, NULL, -1, 2,
    .detail = "The server asks to wait 30 seconds." },
  { "429, minutes", { "429 text\nRetry-After: 3600\n\nslow" }, "rate-limited", IRU_RUNG_HTTP, NULL, -1, 2,
    .detail = "The server asks to wait 60 minutes." },
  { "429, past date", { "429 text\nRetry-After: Wed, 21 Oct 2015 07:28:00 GMT\n\nslow" },
    "rate-limited", IRU_RUNG_HTTP, NULL, -1, 2, .detail = "The server says that you can try again now." },
  { "429, nonsense", { "429 text\nRetry-After: soon\n\nslow" }, "rate-limited", IRU_RUNG_HTTP, NULL, -1, 2 },
  { "429, after a session", { NO_DISCOVER, INIT ("2025-11-25"), "429 text\n\nslow" },
    "rate-limited", IRU_RUNG_HTTP, "2025-11-25", -1, 5 },
  { "500", { "500 text\n\nout\nof order" }, "http-error", IRU_RUNG_HTTP, NULL, -1, 2, .detail = "500: out\\nof order" },
  { "502", { "502 html\n\n<html><title>Bad\tGateway</title>" }, "upstream-unavailable", IRU_RUNG_HTTP, NULL, -1, 2 },
  { "503", { "503 -\n\n" }, "upstream-unavailable", IRU_RUNG_HTTP, NULL, -1, 2 },
  { "503, suspended", { "503 text\n\nSession Suspended" }, "service-suspended", IRU_RUNG_HTTP, NULL, -1, 2 },
  { "407", { "407 -\n\n" }, "proxy-auth", IRU_RUNG_CONNECT, NULL, -1, 2 },
  { "402", { "402 text\n\npay", "402 text\n\npay" }, "http-error", IRU_RUNG_HTTP, NULL, -1, 2 },

  { "discover 500, initialize works", { "500 text\n\nboom", INIT ("2025-11-25"), TOOLS },
    NULL, NONE, "2025-11-25", 2, 5 },
  { "discover 401, initialize 404", { E ("401", "-32001", "Invalid API key"), "404 text\n\nno" },
    "auth-rejected", IRU_RUNG_AUTH, NULL, -1, 3 },
  { "the id as a string", { "200 json\n\n{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":{\"supportedVersions\":[\"2026-07-28\"]}}", .list = TOOLS },
    NULL, NONE, "2026-07-28", 2, 2 },
  { "no serverInfo", { NO_DISCOVER, R ("{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}") },
    "protocol-error", IRU_RUNG_MCP, NULL, -1, 2 },
  { "capabilities of a wrong type", { NO_DISCOVER, R ("{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"prompts\":true},\"serverInfo\":{\"name\":\"a\",\"version\":\"1\"}}") },
    "protocol-error", IRU_RUNG_MCP, NULL, -1, 2 },
  { "nextCursor is null", { DISCOVERED, .list = R ("{\"tools\":[" TOOL ("a") "],\"nextCursor\":null}") },
    "protocol-error", IRU_RUNG_MCP, "2026-07-28", 0, 2 },
  { "no schema", { DISCOVERED, .list = R ("{\"tools\":[{\"name\":\"a\"},{\"name\":\"b\"}]}") },
    "tool-schema", IRU_RUNG_MCP, "2026-07-28", 2, 2, .detail = "a: it has no inputSchema (and 1 more tool)" },
  { "required is null", { DISCOVERED, .list = R ("{\"tools\":[{\"name\":\"a\",\"inputSchema\":{\"type\":\"object\",\"required\":null}}]}") },
    "tool-schema", IRU_RUNG_MCP, "2026-07-28", 1, 2 },
  { "event of another name", { DISCOVERED, .list = "200 sse\n\nevent: response\ndata: {\"jsonrpc\":\"2.0\",\"id\":@ID@,\"result\":{\"tools\":[]}}\n\n" },
    "protocol-error", IRU_RUNG_MCP, "2026-07-28", -1, 2 },
  { "lines that end in CR", { DISCOVERED, .list = "200 sse\n\ndata: {\"jsonrpc\":\"2.0\",\"id\":@ID@,\"result\":{\"tools\":[]}}\r\r" },
    "protocol-error", IRU_RUNG_MCP, "2026-07-28", -1, 2 },
  { "403, the key", { "403 json\n\n{\"error\":\"API-Key ist ungültig\"}" }, "auth-rejected", IRU_RUNG_AUTH, NULL, -1, 2 },
  { "400, the key", { "400 json\n\n{\"error\":{\"message\":\"API key not valid.\"}}", .get = "405 -\n\n" }, "auth-rejected", IRU_RUNG_AUTH, NULL, -1, 3 },
  { "500, the key", { "500 json\n\n{\"message\":\"oops\",\"err\":\"Invalid Api Token\"}" }, "auth-rejected", IRU_RUNG_AUTH, NULL, -1, 2 },
  { "403, the host", { E ("403", "-32000", "Invalid Origin: http://x") }, "host-check", IRU_RUNG_HTTP, NULL, -1, 2 },
  { "403, a limit", { "403 json\nX-RateLimit-Remaining: 0\n\n{\"message\":\"no\"}" }, "rate-limited", IRU_RUNG_HTTP, NULL, -1, 2 },
  { "403, an address", { "403 json\n\n{\"message\":\"Your IP address is not allowed\"}" }, "filtered", IRU_RUNG_HTTP, NULL, -1, 2 },
  { "429, a fraction", { "429 text\nRetry-After: 12.5\n\nslow" }, "rate-limited", IRU_RUNG_HTTP, NULL, -1, 2, .detail = "The server asks to wait 13 seconds." },
  { "511", { "511 html\n\n<html><h1>Log in</h1>" }, "captive-portal", IRU_RUNG_HTTP, NULL, -1, 2 },
  { "521", { "521 text\n\nerror code: 521" }, "upstream-unavailable", IRU_RUNG_HTTP, NULL, -1, 2 },
  { "a stray word", { DISCOVERED, .list = E ("200", "-32603", "credential db is locked") }, "protocol-error", IRU_RUNG_MCP, "2026-07-28", -1, 2 },

  { "redirect, 302", { "302 -\nLocation: /login?token=abcdef\n\n" },
    "http-redirect", IRU_RUNG_HTTP, NULL, -1, 2 },
  { "redirect, no place", { "307 -\n\n" }, "http-redirect", IRU_RUNG_HTTP, NULL, -1, 2, .detail = "307" },
  { "redirect, other name", { "307 -\nLocation: http://u:p@localhost:@PORT@/mcp?k=v\n\n" },
    "http-redirect", IRU_RUNG_HTTP, NULL, -1, 2 },
  { "redirect loop", { "308 -\nLocation: /again\n\n" },
    "http-redirect", IRU_RUNG_HTTP, NULL, -1, 7 },

  { "page", { "200 html\n\n<!doctype html><title>Log in\x1b[31m</title>" },
    "not-mcp", IRU_RUNG_MCP, NULL, -1, 2, .detail = "It answers with a page: Log in\\u001b[31m" },
  { "other JSON", { "200 json\n\n{\"status\":\"ok\"}", "200 json\n\n{\"status\":\"ok\"}" },
    "not-mcp", IRU_RUNG_MCP, NULL, -1, 2 },
  { "cut JSON", { "200 json\n\n{\"jsonrpc\":\"2.0\",\"id\":1,\"re", "200 json\n\n{\"jsonrpc\":\"2.0\"" },
    "not-mcp", IRU_RUNG_MCP, NULL, -1, 2 },
  { "cut JSON, later", { DISCOVERED, .list = "200 json\n\n{\"jsonrpc\":\"2.0\",\"id\":1,\"re" },
    "protocol-error", IRU_RUNG_MCP, "2026-07-28", -1, 2 },
  { "wrong id", { "200 json\n\n{\"jsonrpc\":\"2.0\",\"id\":77,\"result\":{}}" },
    "protocol-error", IRU_RUNG_MCP, NULL, -1, 2 },
  { "wrong id, later", { DISCOVERED, .list = "200 json\n\n{\"jsonrpc\":\"2.0\",\"id\":\"77\",\"result\":{\"tools\":[]}}" },
    "protocol-error", IRU_RUNG_MCP, "2026-07-28", -1, 2 },
  { "stream without the answer", { DISCOVERED, .list = "200 sse\n\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"x\"}\n\n" },
    "protocol-error", IRU_RUNG_MCP, "2026-07-28", -1, 2 },
  { "undeclared", { DISCOVERED, .list = "200 text\n\n{\"jsonrpc\":\"2.0\",\"id\":@ID@,\"result\":{\"tools\":[]}}" },
    "protocol-error", IRU_RUNG_MCP, "2026-07-28", -1, 2 },
  { "JSON-RPC error", { DISCOVERED, .list = E ("200", "-32603", "Internal error") },
    "protocol-error", IRU_RUNG_MCP, "2026-07-28", -1, 2, .detail = "Internal error" },
  { "wrong types", { "200 json\n\n{\"jsonrpc\":\"2.0\",\"id\":@ID@,\"result\":{\"supportedVersions\":{},\"_meta\":[]}}",
    R ("{\"protocolVersion\":[1],\"serverInfo\":3}") },
    "protocol-error", IRU_RUNG_MCP, NULL, -1, 2 },
  { "wrong types in tools", { DISCOVERED, .list = R ("{\"tools\":[{\"name\":{}},[],null]}") },
    "protocol-error", IRU_RUNG_MCP, "2026-07-28", 0, 2 },
  { "wrong types in an error", { "400 json\n\n{\"jsonrpc\":\"2.0\",\"id\":[],\"error\":{\"code\":\"x\",\"message\":{},\"data\":1}}" },
    "http-error", IRU_RUNG_HTTP, NULL, -1, 3 },
  { "a batch", { NO_DISCOVER, "200 json\n\n[{\"jsonrpc\":\"2.0\",\"method\":\"x\"}," INIT_BODY ("2025-03-26") "]", TOOLS },
    "protocol-error", IRU_RUNG_MCP, NULL, -1, 2 },

  { "resumed", { NO_DISCOVER, INIT ("2025-11-25"), PRIMED ("", "id: e1\nretry: 1\n"), .get = LATE_TOOLS },
    NULL, NONE, "2025-11-25", 1, 6 },
  { "resumed at initialize",
    { NO_DISCOVER, PRIMED ("\nMcp-Session-Id: abc-1", "id: e1\nretry: 1\n"), TOOLS,
      .get = LATE ("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"serverInfo\":{\"name\":\"old\",\"version\":\"1\"}}}") },
    NULL, NONE, "2025-11-25", 2, 6 },
  { "resumed with JSON", { NO_DISCOVER, INIT ("2025-11-25"), PRIMED ("", "id: e1\nretry: 1\n"),
      .get = "200 json\n\n{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{\"tools\":[" TOOL ("a") "]}}" },
    NULL, NONE, "2025-11-25", 1, 6 },
  { "resumed on the second page",
    { NO_DISCOVER, INIT ("2025-11-25"), R ("{\"tools\":[" TOOL ("a") "],\"nextCursor\":\"x\"}"),
      PRIMED ("", "id: e1\nretry: 1\n"),
      .get = LATE ("{\"jsonrpc\":\"2.0\",\"id\":4,\"result\":{\"tools\":[" TOOL ("b") "]}}") },
    NULL, NONE, "2025-11-25", 2, 7 },
  { "resumed for ever",
    { NO_DISCOVER, INIT ("2025-11-25"), PRIMED ("", "id: e1\nretry: 1\n"), .get = PRIMED ("", "retry: 0\n") },
    "protocol-error", IRU_RUNG_MCP, "2025-11-25", -1, 15 },
  { "resumed, refused", { NO_DISCOVER, INIT ("2025-11-25"), PRIMED ("", "id: e1\nretry: 1\n"), .get = "405 text\n\nno" },
    "protocol-error", IRU_RUNG_MCP, "2025-11-25", -1, 6, .detail = "The stream ended without the answer." },
  { "resumed, refused at initialize", { NO_DISCOVER, PRIMED ("", "id: e1\nretry: 1\n"), .get = "405 text\n\nno" },
    "protocol-error", IRU_RUNG_MCP, NULL, -1, 3, .detail = "The stream ended without the answer." },
  { "resumed, 401", { NO_DISCOVER, INIT ("2025-11-25"), PRIMED ("", "id: e1\nretry: 1\n"), .get = "401 text\n\nno" },
    "auth-rejected", IRU_RUNG_AUTH, "2025-11-25", -1, 6 },
  { "resumed, session lost", { NO_DISCOVER, INIT ("2025-11-25"), PRIMED ("", "id: e1\nretry: 1\n"), TOOLS },
    NULL, NONE, "2025-11-25", 2, 9, "session-lost" },
  { "resumed elsewhere", { NO_DISCOVER, INIT ("2025-11-25"), PRIMED ("", "id: e1\nretry: 1\n"),
      .get = "307 -\nLocation: http://localhost:@PORT@/mcp\n\n" },
    "http-redirect", IRU_RUNG_HTTP, "2025-11-25", -1, 6 },
  { "not resumed: no id", { NO_DISCOVER, INIT ("2025-11-25"), PRIMED ("", "retry: 1\n"), .get = LATE_TOOLS },
    "protocol-error", IRU_RUNG_MCP, "2025-11-25", -1, 5 },
  { "not resumed: an id that is none", { NO_DISCOVER, INIT ("2025-11-25"), PRIMED ("", "id: e\x01\nretry: 1\n"), .get = LATE_TOOLS },
    "protocol-error", IRU_RUNG_MCP, "2025-11-25", -1, 5 },
  { "not resumed: modern", { DISCOVERED, .list = PRIMED ("", "id: e1\nretry: 1\n"), .get = LATE_TOOLS },
    "protocol-error", IRU_RUNG_MCP, "2026-07-28", -1, 2 },
  { "discover is not resumed", { PRIMED ("", "id: e1\nretry: 1\n"), INIT ("2025-11-25"), TOOLS, .get = LATE_TOOLS },
    NULL, NONE, "2025-11-25", 2, 5 },
};
/* clang-format on */

static void
check_rungs (const IruProbeResult *result, const Row *row, gboolean tls)
{
  for (IruRung rung = IRU_RUNG_NAME; rung < IRU_N_RUNGS; rung++)
    {
      IruRungState state = result->rungs[rung].state;

      g_test_message ("%s: %d, %.2f ms", iru_rung_get_name (rung), state,
                      result->rungs[rung].elapsed_ms);
      if (rung == row->rung)
        g_assert_cmpint (state, ==, IRU_RUNG_STATE_FAILED);
      else if (rung > row->rung || (rung == IRU_RUNG_TLS && !tls))
        g_assert_cmpint (state, ==, IRU_RUNG_STATE_SKIPPED);
      else if (rung != IRU_RUNG_MCP || row->id == NULL)
        g_assert_cmpint (state, ==, IRU_RUNG_STATE_OK);
      if (state == IRU_RUNG_STATE_SKIPPED)
        g_assert_true (result->rungs[rung].elapsed_ms <= 0);
    }
}

static void
check_details (const IruProbeResult *result)
{
  for (guint i = 0; i < result->findings->len; i++)
    {
      IruFinding *finding = g_ptr_array_index (result->findings, i);

      g_test_message ("%s: %s", finding->kind->id, finding->detail);
      if (finding->detail == NULL)
        continue;
      g_assert_true (g_utf8_validate (finding->detail, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (finding->detail, -1), <=, 256);
      g_assert_null (strstr (finding->detail, "secret0123456789"));
      g_assert_null (strstr (finding->detail, "abcdef"));
      for (const char *p = finding->detail; *p != '\0'; p++)
        g_assert_false (g_ascii_iscntrl (*p));
    }
}

static void
check_row (const IruProbeResult *result, const Row *row, gboolean tls)
{
  IruFinding *headline = iru_findings_get_headline (result->findings);

  check_details (result);
  g_assert_cmpstr (headline != NULL ? headline->kind->id : NULL, ==, row->id);
  check_rungs (result, row, tls);
  g_assert_cmpstr (result->protocol, ==, row->protocol);
  g_assert_cmpint (result->tools != NULL ? (int)result->tools->len : -1, ==, row->n_tools);
  if (row->n_requests != 0)
    g_assert_cmpuint (result->n_requests, ==, row->n_requests);
  if (row->also != NULL)
    g_assert_true (iru_findings_has (result->findings, row->also));
  if (row->detail != NULL)
    g_assert_cmpstr (headline->detail, ==, row->detail);
}

static void
test_scripts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Script script = rows[i].script;

      /* Most refuse one request as they refuse the other. */
      if (script.initialize == NULL)
        script.initialize = script.discover;
      if (g_strcmp0 (script.list, "gzip") == 0)
        script.list = "200 gzip\n\n{\"jsonrpc\":\"2.0\",\"id\":@ID@,\"result\":{\"tools\":["
                      "{\"name\":\"a\",\"inputSchema\":{\"type\":\"object\"}}]}}";

      Peer *peer = peer_new (&script, NULL);
      g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/mcp", peer->port);
      g_test_message ("row: %s", rows[i].name);

      g_autoptr (IruProbeResult) result = run_probe (url, 5000);
      g_test_message ("heard: %s", peer->heard->str);
      check_row (result, &rows[i], FALSE);
      g_assert_cmpuint (peer->n_requests, ==, result->n_requests);
      g_assert_null (strstr (peer->heard->str, "tools/call"));
      peer_free (peer);
    }
}

static void
test_healthy (void)
{
  const Script script = { DISCOVERED,
                          .list = R ("{\"tools\":[{\"name\":\"r\",\"annotations\":{"
                                     "\"readOnlyHint\":true}},{\"name\":\"w\",\"inputSchema\":{"
                                     "\"required\":[\"x\"]}}]}") };
  Peer *peer = peer_new (&script, NULL);
  g_autofree char *url = g_strdup_printf ("http://localhost:%u/mcp?a=b", peer->port);
  g_autoptr (IruProbeResult) result = run_probe (url, 5000);
  IruTool *first = g_ptr_array_index (result->tools, 0);
  IruTool *second = g_ptr_array_index (result->tools, 1);

  g_assert_cmpstr (result->transport, ==, "streamable-http");
  g_assert_cmpstr (result->server_name, ==, "v2");
  g_assert_cmpstr (result->server_version, ==, "1");
  g_assert_true (first->read_only && !first->needs_arguments);
  g_assert_true (!second->read_only && second->needs_arguments);
  g_assert_cmpstr (g_hash_table_lookup (peer->last_headers, "x-api-key"), ==, KEY);
  g_assert_cmpstr (g_hash_table_lookup (peer->last_headers, "mcp-method"), ==, "tools/list");
  g_assert_cmpstr (g_hash_table_lookup (peer->last_headers, "mcp-protocol-version"), ==,
                   "2026-07-28");
  g_assert_cmpstr (g_hash_table_lookup (peer->last_headers, "accept"), ==,
                   "application/json, text/event-stream");
  g_assert_cmpstr (g_hash_table_lookup (peer->last_headers, "user-agent"), ==,
                   "iru-mcp-setup/" IRU_VERSION);
  g_assert_cmpstr (peer->heard->str, ==, "POST /mcp server/discover|POST /mcp tools/list|");
  g_assert_cmpuint (g_hash_table_size (peer->connections), ==, 1);
  peer_free (peer);
}

static void
test_session (void)
{
  const Script script = { NO_DISCOVER, INIT ("2025-06-18"), TOOLS };
  Peer *peer = peer_new (&script, NULL);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/mcp", peer->port);
  g_autoptr (IruProbeResult) result = run_probe (url, 5000);

  g_assert_nonnull (result);
  g_assert_cmpstr (peer->heard->str, ==,
                   "POST /mcp server/discover|POST /mcp initialize|"
                   "POST /mcp notifications/initialized|POST /mcp tools/list|DELETE /mcp |");
  g_assert_cmpuint (peer->n_deletes, ==, 1);
  g_assert_cmpuint (g_hash_table_size (peer->connections), <=, 2);
  g_assert_cmpstr (g_hash_table_lookup (peer->last_headers, "mcp-session-id"), ==, "abc-1");
  g_assert_cmpstr (g_hash_table_lookup (peer->last_headers, "mcp-protocol-version"), ==,
                   "2025-06-18");
  g_assert_null (g_hash_table_lookup (peer->last_headers, "mcp-method"));
  peer_free (peer);
}

/* Where it goes on, and not before the server wants it. */
static void
test_resumed (void)
{
  const Script script = { NO_DISCOVER, INIT ("2025-11-25"), PRIMED ("", "id: e1\nretry: 300\n"),
                          .get = LATE_TOOLS };
  const Script patient = { NO_DISCOVER, INIT ("2025-11-25"),
                           PRIMED ("", "id: e1\nretry: 3600000\n"), .get = LATE_TOOLS };
  Peer *peer = peer_new (&script, NULL);
  Peer *slow = peer_new (&patient, NULL);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/mcp", peer->port);
  g_autofree char *slow_url = g_strdup_printf ("http://127.0.0.1:%u/mcp", slow->port);
  g_autoptr (IruProbeResult) result = run_probe (url, 5000);
  g_autoptr (IruProbeResult) timeout = run_probe (slow_url, 300);

  g_assert_cmpuint (result->findings->len, ==, 0);
  g_assert_cmpfloat (result->elapsed_ms, >=, 300);
  g_assert_cmpstr (peer->heard->str, ==,
                   "POST /mcp server/discover|POST /mcp initialize|"
                   "POST /mcp notifications/initialized|POST /mcp tools/list|GET /mcp e1|"
                   "DELETE /mcp |");
  g_assert_cmpstr (iru_findings_get_headline (timeout->findings)->kind->id, ==, "response-timeout");
  g_assert_cmpuint (timeout->n_requests, ==, 4);
  peer_free (peer);
  peer_free (slow);
}

static void
test_endless (void)
{
  g_autoptr (GString) big = g_string_new ("200 json\n\n{\"jsonrpc\":\"2.0\",\"id\":@ID@,"
                                          "\"result\":{\"nextCursor\":\"@ID@\",\"tools\":[");
  for (guint i = 0; i < 150; i++)
    g_string_append_printf (big, "%s{\"name\":\"t%u\",\"inputSchema\":{\"type\":\"object\"}}",
                            i > 0 ? "," : "", i);
  g_string_append (big, "]}}");

  const Script few = { DISCOVERED,
                       .list = R ("{\"tools\":[" TOOL ("a") "],\"nextCursor\":\"c@ID@\"}") };
  const Script many = { DISCOVERED, .list = big->str };
  const Row few_row = { "", { NULL }, NULL, NONE, "2026-07-28", 100, 101, "tools-endless" };
  const Row many_row = { "", { NULL }, NULL, NONE, "2026-07-28", 10000, 68, "tools-endless" };
  Peer *peers[] = { peer_new (&few, NULL), peer_new (&many, NULL) };

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/mcp", peers[i]->port);
      g_autoptr (IruProbeResult) result = run_probe (url, 20000);

      check_row (result, i == 0 ? &few_row : &many_row, FALSE);
      peer_free (peers[i]);
    }
}

/* The other origin must hear nothing. */
static void
test_redirect_away (void)
{
  const Script other = { DISCOVERED, .list = TOOLS };
  Peer *away = peer_new (&other, NULL);
  g_autofree char *text = g_strdup_printf (
      "308 -\nLocation: http://me:pass@127.0.0.1:%u/mcp?token=abcdef\n\n", away->port);
  const Script script = { text, text };
  Peer *peer = peer_new (&script, NULL);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/mcp", peer->port);
  g_autofree char *detail = g_strdup_printf ("308 → http://…@127.0.0.1:%u/mcp?token=…", away->port);
  const Row row = { "", { NULL }, "http-redirect", IRU_RUNG_HTTP, NULL, -1, 2, .detail = detail };
  g_autoptr (IruProbeResult) result = run_probe (url, 5000);

  check_row (result, &row, FALSE);
  g_assert_cmpuint (away->n_requests, ==, 0);
  peer_free (peer);
  peer_free (away);
}

static void
on_moved (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
          gpointer user_data)
{
  soup_server_message_set_redirect (message, 307, "/mcp");
}

static void
test_redirect_within (void)
{
  const Script script = { DISCOVERED, .list = TOOLS };
  Peer *peer = peer_new (&script, NULL);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/old", peer->port);
  const Row row = { "", { NULL }, NULL, NONE, "2026-07-28", 2, 3, "http-redirect" };

  soup_server_add_handler (peer->server, "/old", on_moved, NULL, NULL);
  g_autoptr (IruProbeResult) result = run_probe (url, 5000);
  check_row (result, &row, FALSE);
  peer_free (peer);
}

static void
test_not_probed (void)
{
  /* clang-format off */
  static const struct { const char *url; const char *header; const char *id; } cases[] = {
    { "", "x", "url-invalid" }, { "no url", "x", "url-invalid" }, { "ftp://h/x", "x", "url-invalid" },
    { "https://", "x", "url-invalid" }, { "https:///mcp", "x", "url-invalid" },
    { "http://example.com/mcp", "x", "url-insecure" }, { "HTTP://10.0.0.1/mcp", "x", "url-insecure" },
    { "https://127.0.0.1:1/", "a\nb", "value-whitespace" }, { "https://127.0.0.1:1/", "a\rX: b", "value-whitespace" },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (IruServer) server = iru_server_new ("test");

      server->url = g_strdup (cases[i].url);
      iru_pairs_set (server->headers, "X-API-Key", cases[i].header, TRUE);
      g_autoptr (IruProbeResult) result = run_probe_of (server, 1000);
      g_assert_cmpstr (iru_findings_get_headline (result->findings)->kind->id, ==, cases[i].id);
      g_assert_cmpuint (result->n_requests, ==, 0);
      for (IruRung rung = 0; rung < IRU_N_RUNGS; rung++)
        g_assert_cmpint (result->rungs[rung].state, ==, IRU_RUNG_STATE_SKIPPED);
    }
}

static void
test_oauth_without_key (void)
{
  const Script script = { "401 -\nWWW-Authenticate: Bearer resource_metadata=\"https://x\"\n\n" };
  Peer *peer = peer_new (&script, NULL);
  g_autoptr (IruServer) server = iru_server_new ("test");

  server->url = g_strdup_printf ("http://127.0.0.1:%u/mcp", peer->port);
  iru_pairs_set (server->headers, "X-MCP-Profile", "default", TRUE);
  g_autoptr (IruProbeResult) result = run_probe_of (server, 5000);
  g_assert_cmpstr (iru_findings_get_headline (result->findings)->kind->id, ==, "auth-oauth");
  g_assert_false (iru_findings_has (result->findings, "auth-rejected"));
  peer_free (peer);
}

/* What is being climbed is told upwards, each rung once. */

static void
note_rung (IruRung rung, gpointer user_data)
{
  g_string_append_printf (user_data, "%s ", iru_rung_get_name (rung));
}

static void
on_probed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  IruProbeResult **probe = user_data;

  *probe = iru_probe_finish (result, NULL);
}

static void
test_progress (void)
{
  static const Script healthy = { DISCOVERED, .list = TOOLS };
  static const Script refusing = { "401 json\n\n{}" };
  static const struct
  {
    const Script *script;
    const char *climbed;
  } cases[] = {
    { &healthy, "name connect http mcp auth permission " },
    { &refusing, "name connect http mcp " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Peer *peer = peer_new (cases[i].script, NULL);
      g_autoptr (GString) climbed = g_string_new (NULL);
      g_autoptr (IruServer) server = iru_server_new ("test");
      g_autoptr (IruProbeResult) probe = NULL;
      const IruProbeOptions options = { 5000, NULL, note_rung, climbed };

      server->url = g_strdup_printf ("http://127.0.0.1:%u/mcp", peer->port);
      iru_probe_async (server, &options, NULL, on_probed, &probe);
      while (probe == NULL)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpstr (climbed->str, ==, cases[i].climbed);
      peer_free (peer);
    }
}

static void
on_cancelled (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (iru_probe_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  *(gboolean *)user_data = TRUE;
}

static gboolean
cancel (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (void)
{
  const IruProbeOptions options = { .timeout_ms = 5000 };

  for (guint i = 0; i < 3; i++)
    {
      Raw *raw = raw_new (g_bytes_new_static ("", 0), RAW_HANG);
      g_autoptr (IruServer) server = iru_server_new ("test");
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      gboolean done = FALSE;

      server->url = g_strdup_printf ("http://127.0.0.1:%u/mcp", raw->port);
      if (i == 0)
        g_cancellable_cancel (cancellable);
      iru_probe_async (server, &options, cancellable, on_cancelled, &done);
      if (i == 1)
        g_cancellable_cancel (cancellable);
      if (i == 2)
        g_timeout_add (50, cancel, cancellable);
      while (!done)
        g_main_context_iteration (NULL, TRUE);
      raw_free (raw);
    }
}

/* HTTP+SSE of 2024-11-05 */

typedef struct
{
  SoupServerMessage *stream;
  const char *endpoint;
  guint n_posts;
} OldPeer;

static void
push (OldPeer *old, SoupServer *server, const char *type, const char *data)
{
  g_autofree char *event = g_strdup_printf ("event: %s\ndata: %s\n\n", type, data);

  soup_message_body_append (soup_server_message_get_response_body (old->stream), SOUP_MEMORY_COPY,
                            event, strlen (event));
  soup_server_message_unpause (old->stream);
}

static void
on_old_request (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
                gpointer user_data)
{
  OldPeer *old = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  const char *body = soup_server_message_get_request_body (message)->data;

  if (strcmp (path, "/sse") == 0 && strcmp (soup_server_message_get_method (message), "GET") == 0)
    {
      old->stream = message;
      soup_server_message_set_status (message, 200, NULL);
      soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
      soup_message_headers_replace (headers, "Content-Type", "text/event-stream");
      push (old, server, "endpoint", old->endpoint);
      return;
    }
  if (strcmp (path, "/message") != 0)
    {
      soup_server_message_set_status (message, 404, NULL);
      return;
    }
  old->n_posts++;
  soup_server_message_set_status (message, 202, NULL);
  if (strstr (body, "\"initialize\"") != NULL)
    push (old, server, "message",
          "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"protocolVersion\":\"2024-11-05\","
          "\"capabilities\":{},\"serverInfo\":{\"name\":\"old\",\"version\":\"1\"}}}");
  else if (strstr (body, "tools/list") != NULL)
    push (old, server, "message",
          "{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{\"tools\":[{\"name\":\"a\",\"inputSchema\":{"
          "\"type\":\"object\"}}]}}");
}

static void
test_http_sse (void)
{
  /* clang-format off */
  static const struct { const char *endpoint; Row row; guint n_posts; } cases[] = {
    { "/message?sessionId=1", { "", { NULL }, NULL, NONE, "2024-11-05", 1, 6 }, 3 },
    { "http://127.0.0.1:1/message?sessionId=1", { "", { NULL }, "http-redirect", IRU_RUNG_HTTP, NULL, -1, 3 }, 0 },
    { "http://[", { "", { NULL }, "protocol-error", IRU_RUNG_MCP, NULL, -1, 3 }, 0 },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Script nothing = { NULL };
      Peer *peer = peer_new (&nothing, NULL);
      OldPeer old = { .endpoint = cases[i].endpoint };
      g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/sse", peer->port);

      soup_server_add_handler (peer->server, NULL, on_old_request, &old, NULL);
      g_autoptr (IruProbeResult) result = run_probe (url, 5000);
      check_row (result, &cases[i].row, FALSE);
      g_assert_cmpuint (old.n_posts, ==, cases[i].n_posts);
      if (cases[i].row.id == NULL)
        g_assert_cmpstr (result->transport, ==, "http+sse");
      peer_free (peer);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/scripts", test_scripts);
  g_test_add_func ("/probe/healthy", test_healthy);
  g_test_add_func ("/probe/session", test_session);
  g_test_add_func ("/probe/resumed", test_resumed);
  g_test_add_func ("/probe/endless", test_endless);
  g_test_add_func ("/probe/redirect-away", test_redirect_away);
  g_test_add_func ("/probe/redirect-within", test_redirect_within);
  g_test_add_func ("/probe/not-probed", test_not_probed);
  g_test_add_func ("/probe/oauth-without-key", test_oauth_without_key);
  g_test_add_func ("/probe/progress", test_progress);
  g_test_add_func ("/probe/cancel", test_cancel);
  g_test_add_func ("/probe/http-sse", test_http_sse);
  return g_test_run ();
}
