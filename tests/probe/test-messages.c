/* test-messages.c: what is read out of bytes from outside: events, messages, quotations
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "iru-mcp.h"
#include "iru-probe.h"
#include "iru-excerpt.h"
#include "iru-resume.h"
#include "iru-sse.h"

/* Events */

static gboolean
note_event (const char *type, const char *data, gsize length, gpointer user_data)
{
  GString *notes = user_data;

  g_string_append_printf (notes, "%s=%s|", type, data);
  return strcmp (data, "stop") == 0;
}

static void
test_events (void)
{
  /* clang-format off */
  static const struct { const char *name; const char *stream; const char *notes; } cases[] = {
    { "LF", "data: a\n\ndata: b\n\n", "message=a|message=b|" },
    { "CRLF", "event: x\r\ndata: a\r\n\r\ndata:b\r\n\r\n", "x=a|message=b|" },
    { "CR", "data: a\rdata:  b\r\r", "message=a\n b|" },
    { "mixed", "data: a\r\n\rdata: b\n\r\n", "message=a|message=b|" },
    { "empty data", "id: 1\ndata:\n\nevent: e\ndata\n\n", "" },
    { "empty lines of data", "data\ndata: x\ndata:\n\n", "message=\nx\n|" },
    { "comment, id, retry, unknown", ": hi\nid: 7\nretry: 10\nfoo: bar\ndatax: y\ndata: a\n\n", "message=a|" },
    { "byte-order mark", "\xef\xbb\xbf" "data: a\n\ndata: \xef\xbb\xbf\n\n", "message=a|message=\xef\xbb\xbf|" },
    { "type is for one event", "event: x\n\ndata: a\n\n", "message=a|" },
    { "not ended", "data: a\n\ndata: b\n", "message=a|" },
    { "stop", "data: stop\n\ndata: b\n\n", "message=stop|" },
    { "colon in the value", "data: {\"a\":1}\n\n", "message={\"a\":1}|" },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize step = 1; step <= 7; step++)
      {
        g_autoptr (IruSse) sse = iru_sse_new (1000);
        g_autoptr (GString) notes = g_string_new (NULL);
        const char *end = cases[i].stream + strlen (cases[i].stream);
        IruSseState state = IRU_SSE_MORE;

        g_test_message ("row: %s, %" G_GSIZE_FORMAT " at a time", cases[i].name, step);
        for (const char *p = cases[i].stream; p < end && state == IRU_SSE_MORE; p += step)
          state = iru_sse_feed (sse, p, MIN (step, (gsize)(end - p)), note_event, notes);
        g_assert_cmpstr (notes->str, ==, cases[i].notes);
      }
}

static void
test_event_bounds (void)
{
  static const char *const pieces[] = { "data: 123456789\n", "abc", ":" };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (IruSse) sse = iru_sse_new (1000);
      g_autoptr (GString) notes = g_string_new (NULL);
      IruSseState state = IRU_SSE_MORE;
      gsize n = 0;

      for (; state == IRU_SSE_MORE && n < 5000; n += strlen (pieces[i]))
        state = iru_sse_feed (sse, pieces[i], strlen (pieces[i]), note_event, notes);
      g_assert_cmpint (state, ==, IRU_SSE_TOO_LARGE);
      g_assert_cmpuint (n, <, 2000);
    }
}

static void
test_event_ids (void)
{
  /* clang-format off */
  static const struct { const char *name; const char *stream; const char *id; gint64 retry_ms; } cases[] = {
    { "none", "data: a\n\n", NULL, -1 },
    { "without data", "id: 1\nretry: 500\ndata:\n\n", "1", 500 },
    { "the latest", "id: 1\n\nid:  b c\r\nretry:0\r\n\r\n", " b c", 0 },
    { "stays", "id: 1\ndata: a\n\ndata: b\n\n", "1", -1 },
    { "taken back", "id: 1\n\nid\n\n", NULL, -1 },
    { "not ended", "id: 1\n\nid: 2\ndata: b\nretry: 7\n", "1", 7 },
    { "no number", "retry: 5s\nretry: -1\nretry:\nretry: 99999999999999999999\n\n", NULL, -1 },
    { "another name", "idx: 1\ni: 2\nretryx: 5\n\n", NULL, -1 },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize step = 1; step <= 7; step++)
      {
        g_autoptr (IruSse) sse = iru_sse_new (1000);
        g_autoptr (GString) notes = g_string_new (NULL);
        const char *end = cases[i].stream + strlen (cases[i].stream);

        g_test_message ("row: %s, %" G_GSIZE_FORMAT " at a time", cases[i].name, step);
        for (const char *p = cases[i].stream; p < end; p += step)
          iru_sse_feed (sse, p, MIN (step, (gsize)(end - p)), note_event, notes);
        g_assert_cmpstr (iru_sse_get_last_id (sse), ==, cases[i].id);
        g_assert_cmpint (iru_sse_get_retry_ms (sse), ==, cases[i].retry_ms);
      }

  g_autoptr (IruSse) sse = iru_sse_new (1000);
  iru_sse_feed (sse, "id: 1\0002\n\n", 10, note_event, NULL);
  g_assert_null (iru_sse_get_last_id (sse));
}

static void
test_resume (void)
{
  g_autofree char *long_id = g_strnfill (5000, 'x');
  /* clang-format off */
  const struct { const char *name; IruHttpReply reply; const char *before; const char *id; guint delay_ms; } cases[] = {
    { "ended", { .is_stream = TRUE, .last_event_id = (char *)"é 1", .retry_ms = 5 }, NULL, "é 1", 5 },
    { "cut", { .is_stream = TRUE, .transport_error = IRU_TRANSPORT_ERROR_CUT, .last_event_id = (char *)"1", .retry_ms = -1 }, NULL, "1", IRU_RESUME_DELAY_MS },
    { "broken", { .is_stream = TRUE, .transport_error = IRU_TRANSPORT_ERROR_OTHER, .last_event_id = (char *)"1" }, "0", "1", 0 },
    { "from where it was", { .is_stream = TRUE, .retry_ms = 5 }, "0", "0", 5 },
    { "too large", { .is_stream = TRUE, .transport_error = IRU_TRANSPORT_ERROR_TOO_LARGE, .last_event_id = (char *)"1" }, NULL, NULL, 0 },
    { "no stream", { .last_event_id = (char *)"1" }, NULL, NULL, 0 },
    { "no id", { .is_stream = TRUE }, NULL, NULL, 0 },
    { "no header", { .is_stream = TRUE, .last_event_id = (char *)"1\x7f" }, NULL, NULL, 0 },
    { "no header, too long", { .is_stream = TRUE, .last_event_id = long_id }, NULL, NULL, 0 },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      IruResume resume = { .last_event_id = g_strdup (cases[i].before) };

      g_test_message ("row: %s", cases[i].name);
      g_assert_true (iru_resume_take (&resume, &cases[i].reply) == (cases[i].id != NULL));
      g_assert_cmpstr (resume.last_event_id, ==, cases[i].id);
      g_assert_cmpuint (resume.delay_ms, ==, cases[i].delay_ms);
      iru_resume_drop (&resume);
      for (guint n = 1; n < IRU_RESUME_MAX; n++)
        g_assert_true (iru_resume_take (&resume, &cases[0].reply) || cases[i].id == NULL);
      g_assert_true (cases[i].id == NULL || !iru_resume_take (&resume, &cases[0].reply));
      iru_resume_clear (&resume);
    }
}

/* Messages */

static char *
nest (guint depth)
{
  GString *text = g_string_new ("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"a\":");

  for (guint i = 0; i < depth - 2; i++)
    g_string_append_c (text, '[');
  for (guint i = 0; i < depth - 2; i++)
    g_string_append_c (text, ']');
  g_string_append (text, "}}");
  return g_string_free (text, FALSE);
}

#define NAMED(name) "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"name\":\"" name "\"}}"

static void
test_messages (void)
{
  g_autofree char *deep = nest (IRU_MCP_MAX_DEPTH);
  g_autofree char *deeper = nest (IRU_MCP_MAX_DEPTH + 1);
  /* clang-format off */
  const struct { const char *text; IruMcpKind kind; } cases[] = {
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", IRU_MCP_RESULT },
    { "\xef\xbb\xbf{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", IRU_MCP_RESULT },
    { " {\"jsonrpc\":\"2.0\",\"id\":1.0,\"result\":{\"x\":\"[[{'//\"}} ", IRU_MCP_RESULT },
    { deep, IRU_MCP_RESULT },
    { deeper, IRU_MCP_NOTHING },
    { "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":{}}", IRU_MCP_RESULT },
    { "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{}}", IRU_MCP_OTHER },
    { "{\"jsonrpc\":\"2.0\",\"id\":true,\"result\":{}}", IRU_MCP_OTHER },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[]}", IRU_MCP_OTHER },
    { "{\"jsonrpc\":\"2.0\",\"method\":\"x\"}", IRU_MCP_OTHER },
    { "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{}}", IRU_MCP_ERROR },
    { "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":{},\"message\":[]}}", IRU_MCP_ERROR },
    { "{\"jsonrpc\":\"2.0\",\"id\":\"server-error\",\"error\":{\"code\":1e99}}", IRU_MCP_ERROR },
    { "{\"jsonrpc\":\"2.0\",\"id\":5,\"error\":{}}", IRU_MCP_OTHER },
    { "[]", IRU_MCP_NOTHING }, { "[1,null,{}]", IRU_MCP_NOTHING },
    { "[{\"jsonrpc\":\"2.0\",\"method\":\"x\"},{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}]", IRU_MCP_RESULT },
    { "{\"jsonrpc\":2.0,\"id\":1,\"result\":{}}", IRU_MCP_NOTHING },
    { "{\"id\":1,\"result\":{}}", IRU_MCP_NOTHING },
    { "", IRU_MCP_NOTHING }, { " ", IRU_MCP_NOTHING }, { "null", IRU_MCP_NOTHING }, { "3", IRU_MCP_NOTHING },
    { "\"x", IRU_MCP_NOTHING }, { "\"\\", IRU_MCP_NOTHING }, { "]", IRU_MCP_NOTHING }, { "{", IRU_MCP_NOTHING },
    { "{\"a\":'[[['}", IRU_MCP_NOTHING }, { "{/*[*/}", IRU_MCP_NOTHING }, { "\xff\xfe", IRU_MCP_NOTHING },
    { "<html></html>", IRU_MCP_NOTHING }, { "{\"a\" 1}", IRU_MCP_NOTHING }, { "{]", IRU_MCP_NOTHING },
    { NAMED ("\\u12g4"), IRU_MCP_NOTHING }, { NAMED ("\\x"), IRU_MCP_NOTHING }, { NAMED ("\\u00e"), IRU_MCP_NOTHING },
    { NAMED ("\\ud83d\\ude00\\u00e9\\n"), IRU_MCP_RESULT }, { NAMED ("\\ud800"), IRU_MCP_RESULT },
    { NAMED ("\\ud800\\ud800\\udc00\\udc00"), IRU_MCP_RESULT }, { NAMED ("\\ud800\\u0041"), IRU_MCP_RESULT },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (IruMcpAnswer) answer = iru_mcp_read (cases[i].text, strlen (cases[i].text), 1);

      g_autofree char *shown = g_strescape (cases[i].text, NULL);

      g_test_message ("row %u: %.60s", i, shown);
      g_assert_cmpint (answer->kind, ==, cases[i].kind);
      g_assert_true ((answer->fault != NULL) == (answer->kind == IRU_MCP_NOTHING));
    }
}

/* Half a pair becomes U+FFFD; what a server sends is never invalid UTF-8 afterwards. */
static void
test_surrogates (void)
{
  static const char text[] = NAMED ("\\ud83d\\ude00 \\ud800x\\udc00\\ud83d\\u0041");
  g_autoptr (IruMcpAnswer) answer = iru_mcp_read (text, strlen (text), 1);

  g_assert_cmpint (answer->kind, ==, IRU_MCP_RESULT);
  g_assert_cmpstr (iru_mcp_get_string (answer->body, "name"), ==,
                   "\xf0\x9f\x98\x80 \xef\xbf\xbdx\xef\xbf\xbd\xef\xbf\xbd"
                   "A");
}

static void
test_requests (void)
{
  g_autofree char *discover = iru_mcp_build_discover (1);
  g_autofree char *list = iru_mcp_build_list_tools (2, "", FALSE);

  g_assert_cmpstr (discover, ==,
                   "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\",\"params\":"
                   "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                   "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"iru-mcp-setup\","
                   "\"version\":\"" IRU_VERSION "\"},"
                   "\"io.modelcontextprotocol/clientCapabilities\":{}}}}");
  g_assert_cmpstr (list, ==,
                   "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\",\"params\":"
                   "{\"cursor\":\"\"}}");
}

static void
read_as_everything (const char *text, gsize length)
{
  g_autoptr (IruMcpAnswer) answer = iru_mcp_read (text, length, 1);
  g_autoptr (GPtrArray) tools = iru_mcp_tools_new ();
  const char *cursor = NULL;

  if (answer->kind != IRU_MCP_RESULT)
    return;
  iru_mcp_read_tools (answer->body, tools, &cursor);
  iru_mcp_get_string (answer->body, "protocolVersion");
  iru_mcp_get_string (iru_mcp_get_object (answer->body, "serverInfo"), "name");
  iru_mcp_array_has (iru_mcp_get_array (answer->body, "supportedVersions"), "2026-07-28");
}

/* 0 where the system does not say. */
static gint64
get_resident_kib (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 0;
  words = g_strsplit (text, " ", 3);
  return g_ascii_strtoll (words[1], NULL, 10) * 4;
}

/* No mutation may crash, warn, or read out of bounds. */
static void
test_mutations (void)
{
  static const char valid[] =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"supportedVersions\":[\"2026-07-28\"],"
      "\"protocolVersion\":\"2025-11-25\",\"serverInfo\":{\"name\":\"a\\u00e9\\ud83d\\ude00\","
      "\"version\":\"1\"},\"tools\":[{\"name\":\"t\",\"annotations\":{\"readOnlyHint\":true},"
      "\"inputSchema\":{\"required\":[\"x\"],\"n\":-1.5e3}},{\"name\":\"u\"}],"
      "\"nextCursor\":null}}";
  static const char bits[] = "{}[]\",:\\'/*ue0129-.+nft \n\t\x01\xff\xc3\0";
  guint n_results = 0;

  for (guint i = 0; i < 20000; i++)
    {
      gsize length = sizeof valid - 1;
      g_autofree char *text = g_memdup2 (valid, sizeof valid);
      int n = g_test_rand_int_range (1, 5);

      for (int j = 0; j < n; j++)
        text[g_test_rand_int_range (0, length)] = bits[g_test_rand_int_range (0, sizeof bits)];
      if (i % 5 == 0)
        length = g_test_rand_int_range (0, length);

      /* Without a NUL after it, so that a step too far is seen. */
      g_autofree char *exact = g_memdup2 (text, length);
      read_as_everything (exact, length);
      g_autoptr (IruMcpAnswer) answer = iru_mcp_read (exact, length, 1);
      n_results += answer->kind == IRU_MCP_RESULT;
    }
  g_test_message ("%u of 20000 were still a result", n_results);
  g_assert_cmpuint (n_results, >, 100);
}

/* Text that json-glib would keep: in 400 messages it is some 300 MiB. */
static void
test_memory (void)
{
  static const char *const heads[] = { "0", "[0]", "{}", "\"\"", "[1 2]", "{\"a\" 1}", "[1,]" };
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 before = get_resident_kib ();

  for (guint i = 0; i < 400; i++)
    {
      g_string_assign (text, heads[i % G_N_ELEMENTS (heads)]);
      g_string_append (text, "[0");
      for (guint j = 0; j < 10000; j++)
        g_string_append (text, ",1");
      g_string_append (text, "]");
      g_autoptr (IruMcpAnswer) answer = iru_mcp_read (text->str, text->len, 1);
      g_assert_cmpint (answer->kind, ==, IRU_MCP_NOTHING);
      g_assert_nonnull (answer->fault);
    }
  g_assert_cmpint (get_resident_kib () - before, <, 32 * 1024);
}

/* Quotations */

static void
test_quotes (void)
{
  /* clang-format off */
  static const struct { const char *text; const char *quoted; } cases[] = {
    { "plain", "plain" },
    { NULL, NULL }, { "", NULL }, { " \n", NULL },
    { "a\nb\tc\x1b[0m", "a\\nb\\tc\\u001b[0m" },
    { "\xe2\x80\xae" "evil", "\\u202eevil" },
    { "bad \xff byte", "bad \xef\xbf\xbd byte" },
    { "key sk_live:abcdefgh1234!", "key [key]!" },
    { "key SK_LIVE:ABCDEFGH1234!", "key [key]!" },
    { "sk_live:abcdefgh1234sk_live:abcdefgh1234", "[key][key]" },
    { "Bearer tokentoken", "[key]" }, { "got tokentoken", "got [key]" },
    { "profile default", "profile default" },
    { "no short", "no short" },
    { "query s3cr3tq and pass w0rdw0rd", "query [key] and pass [key]" },
  };
  /* clang-format on */
  g_autoptr (IruServer) server = iru_server_new ("x");

  server->url = g_strdup ("https://me:w0rdw0rd@example.com/mcp?k=s3cr3tq&short=no");
  iru_pairs_set (server->headers, "X-API-Key", "sk_live:abcdefgh1234", TRUE);
  iru_pairs_set (server->headers, "Authorization", "Bearer tokentoken", TRUE);
  iru_pairs_set (server->headers, "X-MCP-Profile", "default", TRUE);
  iru_pairs_set (server->headers, "X-Short", "short", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *quoted = iru_excerpt_text (server, cases[i].text, -1);

      g_assert_cmpstr (quoted, ==, cases[i].quoted);
    }

  g_autofree char *longer = g_strnfill (1000, 'x');
  memcpy (longer + 245, "sk_live:abcdefgh1234", 20);
  g_autofree char *cut = iru_excerpt_text (server, longer, -1);
  g_assert_cmpint (g_utf8_strlen (cut, -1), ==, IRU_EXCERPT_MAX_CHARS);
  g_assert_null (strstr (cut, "sk_live"));

  static const char page[] = "<HTML><Title lang=x> Log\n in </TITLE>";
  g_autofree char *title = iru_excerpt_html_title (server, page, sizeof page - 1);
  g_assert_cmpstr (title, ==, "Log\\n in");
  g_assert_null (iru_excerpt_html_title (server, "<title>cut", 10));
  g_autofree char *url = iru_excerpt_url (server, "https://u:p@h:1/p?q=1#f");
  g_assert_cmpstr (url, ==, "https://…@h:1/p?q=…#…");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/messages/events", test_events);
  g_test_add_func ("/messages/event-bounds", test_event_bounds);
  g_test_add_func ("/messages/event-ids", test_event_ids);
  g_test_add_func ("/messages/resume", test_resume);
  g_test_add_func ("/messages/read", test_messages);
  g_test_add_func ("/messages/surrogates", test_surrogates);
  g_test_add_func ("/messages/requests", test_requests);
  g_test_add_func ("/messages/mutations", test_mutations);
  g_test_add_func ("/messages/memory", test_memory);
  g_test_add_func ("/messages/quotes", test_quotes);
  return g_test_run ();
}
