/* test-server.c: servers, pairs and urls
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-server.h"

static void
test_url_equal (void)
{
  static const struct
  {
    const char *a;
    const char *b;
    gboolean equal;
  } rows[] = {
    { "https:x", "https:x", TRUE },
    { "https:x", "https:y", FALSE },
    { "https://t.example/mcp", "https://t.example/mcp", TRUE },
    { "https://t.example/mcp", "https://t.example/mcp/", TRUE },
    { "https://T.Example/mcp", "https://t.example/mcp", TRUE },
    { "HTTPS://t.example/mcp", "https://t.example/mcp", TRUE },
    { "https://t.example:443/mcp", "https://t.example/mcp", TRUE },
    { "https://t.example/mcp", "https://t.example/MCP", FALSE },
    { "https://t.example/mcp", "http://t.example/mcp", FALSE },
    { "https://t.example/mcp", "https://t.example:8443/mcp", FALSE },
    { "https://t.example/mcp?a=1", "https://t.example/mcp?a=2", FALSE },
    { "https://t.example/mcp", NULL, FALSE },
    { NULL, NULL, TRUE },
    { "not a url", "not a url", TRUE },
    { "https:t.example/mcp", "https:t.example/mcp", TRUE },
    { "https:t.example/mcp", "https://t.example/mcp", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s = %s", rows[i].a, rows[i].b);
      g_assert_cmpint (iru_url_equal (rows[i].a, rows[i].b), ==, rows[i].equal);
      g_assert_cmpint (iru_url_equal (rows[i].b, rows[i].a), ==, rows[i].equal);
    }
}

static void
test_loopback (void)
{
  static const struct
  {
    const char *url;
    gboolean loopback;
  } rows[] = {
    { "http://127.0.0.1:8080/mcp", TRUE },
    { "http://127.1.2.3/", TRUE },
    { "http://localhost/", TRUE },
    { "http://LOCALHOST/", TRUE },
    { "http://[::1]:1/", TRUE },
    { "http://127.evil.example/", FALSE },
    { "http://127.0.0.1.evil.example/", FALSE },
    { "http://localhost.evil.example/", FALSE },
    { "http://128.0.0.1/", FALSE },
    { "http://10.0.0.1/", FALSE },
    { "no url", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].url);
      g_assert_cmpint (iru_url_is_loopback (rows[i].url), ==, rows[i].loopback);
    }
}

static IruServer *
make_server (const char *url, const char *key)
{
  IruServer *server = iru_server_new ("iru");

  server->url = g_strdup (url);
  iru_pairs_set (server->headers, "X-API-Key", key, TRUE);
  return server;
}

static void
test_same_endpoint (void)
{
  g_autoptr (IruServer) a = make_server ("https://t.example/mcp", "one");
  g_autoptr (IruServer) same = make_server ("https://t.example/mcp/", "one");
  g_autoptr (IruServer) key = make_server ("https://t.example/mcp", "two");
  g_autoptr (IruServer) more = iru_server_copy (a);
  g_autoptr (IruServer) cased = iru_server_new ("other");

  iru_pairs_set (more->headers, "X-More", "1", TRUE);
  cased->url = g_strdup (a->url);
  iru_pairs_set (cased->headers, "x-api-key", "one", TRUE);
  g_assert_true (iru_server_same_endpoint (a, same));
  g_assert_true (iru_server_same_endpoint (a, cased));
  g_assert_false (iru_server_same_endpoint (a, key));
  g_assert_false (iru_server_same_endpoint (a, more));
  g_assert_false (iru_server_same_endpoint (more, a));
}

static void
test_pairs (void)
{
  g_autoptr (GPtrArray) pairs = iru_pairs_new ();

  iru_pairs_set (pairs, "X-Key", "1", TRUE);
  iru_pairs_set (pairs, "x-key", "2", TRUE);
  g_assert_cmpuint (pairs->len, ==, 1);
  g_assert_cmpstr (iru_pairs_get (pairs, "X-KEY", TRUE), ==, "2");
  g_assert_null (iru_pairs_get (pairs, "X-KEY", FALSE));
  /* A value that is its own source must survive. */
  iru_pairs_set (pairs, "X-Key", iru_pairs_get (pairs, "X-Key", TRUE), TRUE);
  g_assert_cmpstr (iru_pairs_get (pairs, "X-Key", TRUE), ==, "2");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/url-equal", test_url_equal);
  g_test_add_func ("/server/loopback", test_loopback);
  g_test_add_func ("/server/same-endpoint", test_same_endpoint);
  g_test_add_func ("/server/pairs", test_pairs);
  return g_test_run ();
}
