/* test-hostile.c: endpoints that break, stall, flood, or are not what they seem
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <gio/gio.h>
#include <stdio.h>
#include <string.h>

#include "peer.h"

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
#define SSE_HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"

typedef struct
{
  const char *name;
  const char *bytes;
  RawEnd end;
  guint timeout_ms;
  const char *id;
  IruRung rung;
} Row;

/* clang-format off */
static const Row rows[] = {
  { "reset at once", "", RAW_RESET, 3000, "connection-lost", IRU_RUNG_CONNECT },
  { "closed at once", "", RAW_CLOSE, 3000, "connection-lost", IRU_RUNG_CONNECT },
  { "silent", "", RAW_HANG, 300, "response-timeout", IRU_RUNG_HTTP },
  { "closed in the headers", HEAD "Conte", RAW_CLOSE, 3000, "connection-lost", IRU_RUNG_HTTP },
  { "reset in the headers", HEAD "Conte", RAW_RESET, 3000, "connection-lost", IRU_RUNG_HTTP },
  { "closed in the body", HEAD "Content-Length: 500\r\n\r\n{\"json", RAW_CLOSE, 3000, "connection-lost", IRU_RUNG_HTTP },
  { "closed in the last body", HEAD "Content-Length: 500\r\nConnection: close\r\n\r\n{\"json", RAW_CLOSE, 3000, "connection-lost", IRU_RUNG_HTTP },
  { "reset in the body", HEAD "Content-Length: 500\r\n\r\n{\"json", RAW_RESET, 3000, "connection-lost", IRU_RUNG_HTTP },
  { "closed in a chunk", HEAD "Transfer-Encoding: chunked\r\n\r\n80\r\n{\"json", RAW_CLOSE, 3000, "connection-lost", IRU_RUNG_HTTP },
  { "a bad chunk", HEAD "Transfer-Encoding: chunked\r\n\r\nzz\r\n{\"json", RAW_CLOSE, 3000, "not-mcp", IRU_RUNG_MCP },
  { "silent in the body", HEAD "Content-Length: 500\r\n\r\n{\"json", RAW_HANG, 300, "response-timeout", IRU_RUNG_HTTP },
  { "not HTTP", "SSH-2.0-OpenSSH_9.2\r\n\r\n", RAW_CLOSE, 3000, "not-mcp", IRU_RUNG_HTTP },
  { "not HTTP, binary", "\x15\x03\x01\x02\x02\x16\r\n\r\n", RAW_CLOSE, 3000, "not-mcp", IRU_RUNG_HTTP },
  { "a drip", HEAD "Content-Length: 500\r\n\r\n{\"jsonrpc\":\"2.0\"", RAW_DRIP, 400, "response-timeout", IRU_RUNG_HTTP },
  { "a stream without end", SSE_HEAD "data: {\"jsonrpc\":\"2.0\",\"method\":\"x\"}\n\n: \n\n", RAW_HANG, 300, "response-timeout", IRU_RUNG_HTTP },
  { "control characters", "HTTP/1.1 418 \x1b[2J\x07 tea\r\nX-A: \x01\x02\r\nContent-Length: 0\r\n\r\n", RAW_CLOSE, 3000, "http-error", IRU_RUNG_HTTP },
  { "not gzip", HEAD "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello", RAW_CLOSE, 3000, "not-mcp", IRU_RUNG_MCP },
  { "HTTP/0.9", "<html>hello</html>", RAW_CLOSE, 3000, "not-mcp", IRU_RUNG_HTTP },
  { "early hints for ever", "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n", RAW_HANG, 300, "response-timeout", IRU_RUNG_HTTP },
};
/* clang-format on */

static void
check (const IruProbeResult *result, const char *id, IruRung rung)
{
  IruFinding *headline = iru_findings_get_headline (result->findings);

  g_assert_nonnull (headline);
  g_test_message ("%s: %s", headline->kind->id, headline->detail);
  g_assert_cmpstr (headline->kind->id, ==, id);
  g_assert_cmpstr (iru_rung_get_name (headline->rung), ==, iru_rung_get_name (rung));
  g_assert_cmpint (result->rungs[rung].state, ==, IRU_RUNG_STATE_FAILED);
  for (const char *p = headline->detail; p != NULL && *p != '\0'; p++)
    g_assert_false (g_ascii_iscntrl (*p));
}

static void
check_bytes (GBytes *bytes, const char *scheme, const Row *row)
{
  Raw *raw = raw_new (bytes, row->end);
  g_autofree char *url = g_strdup_printf ("%s://127.0.0.1:%u/mcp", scheme, raw->port);
  gint64 start = g_get_monotonic_time ();
  g_test_message ("row: %s", row->name);

  g_autoptr (IruProbeResult) result = run_probe (url, row->timeout_ms);
  check (result, row->id, row->rung);
  g_assert_cmpint ((g_get_monotonic_time () - start) / 1000, <, row->timeout_ms + 2500);
  raw_free (raw);
}

static void
test_raw (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    check_bytes (g_bytes_new_static (rows[i].bytes, strlen (rows[i].bytes)), "http", &rows[i]);
}

static GBytes *
make_flood (const char *head, const char *piece, gsize size)
{
  GString *text = g_string_new (head);
  gsize length = strlen (piece);

  while (text->len < size)
    g_string_append_len (text, piece, length);
  return g_string_free_to_bytes (text);
}

static void
test_floods (void)
{
  const gsize many = 9 * 1024 * 1024;
  /* clang-format off */
  const struct { const char *head; const char *piece; gsize size; Row row; } cases[] = {
    { HEAD "\r\n", "[1234567890]", many, { "a body", "", RAW_CLOSE, 20000, "response-too-large", IRU_RUNG_HTTP } },
    { SSE_HEAD "data: ", "1234567890", many, { "a line", "", RAW_CLOSE, 20000, "response-too-large", IRU_RUNG_HTTP } },
    { SSE_HEAD, "data: 1234567890\n", 2 * many, { "an event", "", RAW_CLOSE, 20000, "response-too-large", IRU_RUNG_HTTP } },
    { HEAD "X-A: ", "1234567890", 1024 * 1024, { "a header", "", RAW_CLOSE, 20000, "response-too-large", IRU_RUNG_HTTP } },
    { HEAD, "X-A: 1234567890\r\n", 1024 * 1024, { "headers", "", RAW_CLOSE, 20000, "response-too-large", IRU_RUNG_HTTP } },
    { "", "1234567890", 1024 * 1024, { "a status line", "", RAW_CLOSE, 20000, "response-too-large", IRU_RUNG_HTTP } },
    { SSE_HEAD, "data: {\"jsonrpc\":\"2.0\",\"method\":\"x\"}\n\n", many, { "events", "", RAW_HANG, 1500, "response-timeout", IRU_RUNG_HTTP } },
    { HEAD "\r\n", "[", 600, { "depth", "", RAW_CLOSE, 3000, "not-mcp", IRU_RUNG_MCP } },
    { HEAD "\r\n[", "0,", 4 * 1024 * 1024, { "values", "", RAW_CLOSE, 20000, "not-mcp", IRU_RUNG_MCP } },
    { HEAD "\r\n/*\"*/", "{\"a\":", 1024 * 1024, { "hidden depth", "", RAW_CLOSE, 20000, "not-mcp", IRU_RUNG_MCP } },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_bytes (make_flood (cases[i].head, cases[i].piece, cases[i].size), "http", &cases[i].row);
}

static gboolean
is_sanitized (void)
{
#ifdef __SANITIZE_ADDRESS__
  return TRUE;
#else
  return FALSE;
#endif
}

/* What lies resident now, or at most so far, of this process, in KiB. */
static gint64
read_memory (const char *field)
{
  g_autofree char *status = NULL;
  const char *line = NULL;

  if (g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    line = strstr (status, field);
  return line != NULL ? g_ascii_strtoll (line + strlen (field), NULL, 10) : 0;
}

static gboolean
reset_peak (void)
{
  FILE *file = fopen ("/proc/self/clear_refs", "w");
  gboolean ok = file != NULL && fputs ("5", file) >= 0;

  return (file == NULL || fclose (file) == 0) && ok;
}

/* Not of what the peer itself holds, which is the bytes. */
static void
check_memory (GBytes *bytes, const Row *row)
{
  gint64 before = read_memory ("VmRSS:");

  if (!reset_peak () || g_getenv ("IRU_SLOWNESS") != NULL || before == 0 || is_sanitized ())
    {
      g_test_skip ("memory cannot be measured here");
      g_bytes_unref (bytes);
      return;
    }
  check_bytes (bytes, "http", row);

  gint64 grown = read_memory ("VmHWM:") - before;
  g_test_message ("memory: %s, %" G_GINT64_FORMAT " KiB", row->name, grown);
  /* The program itself has some 16 MiB, and no server may bring it to 64. */
  g_assert_cmpint (grown, <, 48 * 1024);
}

static void
test_memory (void)
{
  const gsize most = 8 * 1024 * 1024 - 1024;
  g_autoptr (GString) two_roots = g_string_new ("data: 0[");
  g_autoptr (GString) arrays = g_string_new ("data: [");
  g_autoptr (GString) many = g_string_new ("data: {");

  for (guint i = 0; i < 8000; i++)
    g_string_append (two_roots, "[],");
  g_string_append (two_roots, "0]\n\n");
  for (guint i = 0; i < 99000; i++)
    g_string_append_printf (many, "\"name of a member %u\":\"\",", i);
  g_string_append (many, "\"\":0}\n\n");
  for (guint i = 0; i < 66000; i++)
    g_string_append (arrays, i % 2 == 0 ? "[{}]," : "[[]],");
  g_string_append (arrays, "0]\n\n");
  /* clang-format off */
  const struct { const char *head; const char *piece; gsize size; Row row; } cases[] = {
    { SSE_HEAD, arrays->str, most, { "many arrays", "", RAW_HANG, 8000, "response-timeout", IRU_RUNG_HTTP } },
    { SSE_HEAD, two_roots->str, 4 * most, { "two roots", "", RAW_HANG, 4000, "response-timeout", IRU_RUNG_HTTP } },
    { SSE_HEAD, many->str, most, { "many members", "", RAW_HANG, 8000, "response-timeout", IRU_RUNG_HTTP } },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_memory (make_flood (cases[i].head, cases[i].piece, cases[i].size), &cases[i].row);
}

static void
test_bomb (void)
{
  g_autoptr (GString) text = g_string_new ("200 gzip\n\n[");
  for (guint i = 0; i < 3 * 1024 * 1024; i++)
    g_string_append (text, "[1],");

  const Script script = { text->str };
  Peer *peer = peer_new (&script, NULL);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/mcp", peer->port);
  g_autoptr (IruProbeResult) result = run_probe (url, 20000);

  check (result, "response-too-large", IRU_RUNG_HTTP);
  peer_free (peer);
}

static void
test_unreachable (void)
{
  Raw *raw = raw_new (g_bytes_new_static ("", 0), RAW_CLOSE);
  guint port = raw->port;
  raw_free (raw);

  g_autofree char *closed = g_strdup_printf ("http://127.0.0.1:%u/mcp", port);
  g_autoptr (IruProbeResult) refused = run_probe (closed, 3000);
  check (refused, "connect-refused", IRU_RUNG_CONNECT);
  g_assert_cmpint (refused->rungs[IRU_RUNG_NAME].state, ==, IRU_RUNG_STATE_OK);

  g_setenv ("no_proxy", "*", TRUE);
  g_setenv ("https_proxy", "http://127.0.0.1:1", TRUE);
  g_autoptr (IruProbeResult) unknown = run_probe ("https://no-such-host.invalid/mcp", 20000);
  check (unknown, "dns-failed", IRU_RUNG_NAME);
  g_assert_cmpint (unknown->rungs[IRU_RUNG_CONNECT].state, ==, IRU_RUNG_STATE_SKIPPED);
  g_unsetenv ("no_proxy");
  g_unsetenv ("https_proxy");
}

static void
test_proxy (void)
{
  /* clang-format off */
  static const Row cases[] = {
    { "refuses", "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", RAW_CLOSE, 3000, "proxy-failed", IRU_RUNG_CONNECT },
    { "bad gateway", "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 2\r\n\r\nno", RAW_CLOSE, 3000, "proxy-failed", IRU_RUNG_CONNECT },
    { "wants a password", "HTTP/1.1 407 Auth\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n", RAW_CLOSE, 3000, "proxy-auth", IRU_RUNG_CONNECT },
    { "closes", "", RAW_CLOSE, 3000, "proxy-failed", IRU_RUNG_CONNECT },
    { "hangs", "", RAW_HANG, 300, "connect-timeout", IRU_RUNG_CONNECT },
    { "is none", "220 smtp\r\n\r\n", RAW_CLOSE, 3000, "proxy-failed", IRU_RUNG_CONNECT },
    { "leads to no TLS", "HTTP/1.1 200 OK\r\n\r\n", RAW_CLOSE, 3000, "tls-failed", IRU_RUNG_TLS },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Row *row = &cases[i];
      Raw *raw = raw_new (g_bytes_new_static (row->bytes, strlen (row->bytes)), row->end);
      g_autofree char *proxy = g_strdup_printf ("127.0.0.1:%u", raw->port);

      raw->until = "\r\n\r\n";
      g_test_message ("row: the proxy %s", row->name);
      g_setenv ("https_proxy", proxy, TRUE);
      g_autoptr (IruProbeResult) result =
          run_probe ("https://no-such-host.invalid/mcp", row->timeout_ms);
      g_unsetenv ("https_proxy");
      check (result, row->id, row->rung);
      g_assert_cmpint (result->rungs[IRU_RUNG_NAME].state, ==, IRU_RUNG_STATE_SKIPPED);
      g_assert_true (g_str_has_prefix (raw->heard->str, "CONNECT no-such-host.invalid:443 "));
      g_assert_null (strstr (raw->heard->str, "secret"));
      raw_free (raw);
    }
}

static void
test_proxy_password (void)
{
  const char *bytes = "HTTP/1.1 407 Auth\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
                      "Content-Length: 0\r\n\r\n";
  Raw *raw = raw_new (g_bytes_new_static (bytes, strlen (bytes)), RAW_HANG);
  g_autofree char *proxy = g_strdup_printf ("u%%20ser:wrong@127.0.0.1:%u", raw->port);

  raw->until = "\r\n\r\n";
  g_setenv ("https_proxy", proxy, TRUE);
  g_autoptr (IruProbeResult) result = run_probe ("https://no-such-host.invalid/mcp", 3000);
  g_unsetenv ("https_proxy");
  check (result, "proxy-auth", IRU_RUNG_CONNECT);
  g_assert_nonnull (strstr (raw->heard->str, "Proxy-Authorization: Basic dSBzZXI6d3Jvbmc="));
  g_assert_cmpuint (raw->n_later, ==, 0);
  raw_free (raw);
}

static void
test_malformed_proxy (void)
{
  static const char *const proxies[] = { "http://127.0.0.1:70:71", "127.0.0.1:99999", "http://",
                                         "http://u:a b@127.0.0.1", "http://[::1",     "%%%" };

  for (guint i = 0; i < G_N_ELEMENTS (proxies); i++)
    {
      Raw *raw = raw_new (g_bytes_new_static ("", 0), RAW_CLOSE);
      g_autofree char *url = g_strdup_printf ("https://localhost.:%u/mcp", raw->port);

      g_test_message ("row: %s", proxies[i]);
      g_setenv ("https_proxy", proxies[i], TRUE);
      g_autoptr (IruProbeResult) result = run_probe (url, 3000);
      g_unsetenv ("https_proxy");
      check (result, "proxy-failed", IRU_RUNG_CONNECT);
      g_assert_cmpstr (raw->heard->str, ==, "");
      raw_free (raw);
    }
}

/* TLS */

static GTlsCertificate *
load_certificate (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "probe", "data", name, NULL);
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);
  return certificate;
}

static void
trust_test_ca (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "probe", "data", "ca.pem", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (path, &error);

  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}

static void
test_certificates (void)
{
  /* clang-format off */
  static const struct { const char *file; const char *id; const char *also; } cases[] = {
    { "good.pem", NULL, NULL },
    { "self.pem", "tls-untrusted", NULL },
    { "other.pem", "tls-hostname", "tls-untrusted" },
    { "expired.pem", "tls-expired", NULL },
  };
  /* clang-format on */
  const Script script = {
    "200 json\n\n{\"jsonrpc\":\"2.0\",\"id\":@ID@,\"result\":{\"supportedVersions\":"
    "[\"2026-07-28\"]}}",
    .list = "200 "
            "json\n\n{\"jsonrpc\":\"2.0\",\"id\":@ID@,\"result\":{\"tools\":[{\"name\":\"a\","
            "\"inputSchema\":{\"type\":\"object\"}}]}}",
  };

  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_test_skip ("no TLS");
      return;
    }
  trust_test_ca ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GTlsCertificate) certificate = load_certificate (cases[i].file);
      Peer *peer = peer_new (&script, certificate);
      g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u/mcp", peer->port);
      g_test_message ("row: %s", cases[i].file);

      g_autoptr (IruProbeResult) result = run_probe (url, 5000);
      if (cases[i].id != NULL)
        check (result, cases[i].id, IRU_RUNG_TLS);
      else
        g_assert_null (iru_findings_get_headline (result->findings));
      if (cases[i].id == NULL)
        g_assert_cmpint (result->rungs[IRU_RUNG_TLS].state, ==, IRU_RUNG_STATE_OK);
      g_assert_cmpuint (result->findings->len, ==, (cases[i].id != NULL) + (cases[i].also != NULL));
      if (cases[i].also != NULL)
        g_assert_true (iru_findings_has (result->findings, cases[i].also));
      g_assert_cmpuint (peer->n_requests, ==, cases[i].id == NULL ? 2 : 0);
      peer_free (peer);
    }
}

static void
test_no_tls (void)
{
  /* clang-format off */
  static const Row cases[] = {
    { "plain HTTP", "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", RAW_CLOSE, 3000, "tls-failed", IRU_RUNG_TLS },
    { "closed", "", RAW_CLOSE, 3000, "tls-failed", IRU_RUNG_TLS },
    { "reset", "", RAW_RESET, 3000, "tls-failed", IRU_RUNG_TLS },
    { "silent", "", RAW_HANG, 300, "tls-failed", IRU_RUNG_TLS },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Raw *raw =
          raw_new (g_bytes_new_static (cases[i].bytes, strlen (cases[i].bytes)), cases[i].end);
      g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u/mcp", raw->port);

      raw->at_once = TRUE;
      g_test_message ("row: %s", cases[i].name);
      g_autoptr (IruProbeResult) result = run_probe (url, cases[i].timeout_ms);
      check (result, cases[i].id, cases[i].rung);
      raw_free (raw);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hostile/memory", test_memory);
  g_test_add_func ("/hostile/raw", test_raw);
  g_test_add_func ("/hostile/floods", test_floods);
  g_test_add_func ("/hostile/bomb", test_bomb);
  g_test_add_func ("/hostile/unreachable", test_unreachable);
  g_test_add_func ("/hostile/proxy", test_proxy);
  g_test_add_func ("/hostile/proxy-password", test_proxy_password);
  g_test_add_func ("/hostile/malformed-proxy", test_malformed_proxy);
  g_test_add_func ("/hostile/certificates", test_certificates);
  g_test_add_func ("/hostile/no-tls", test_no_tls);
  return g_test_run ();
}
