/* test-needle.c: a secret is found however it is spelt
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "iru-needle.h"

static char *
make_mask (const char *secret)
{
  return g_strdup ("<>");
}

static char *
mask (const char *secret, const char *text)
{
  g_autoptr (GPtrArray) needles = iru_needles_new ();
  GString *masked = g_string_new (text);

  iru_needles_add (needles, secret, make_mask);
  iru_needles_mask (needles, masked);
  return g_string_free (masked, FALSE);
}

static void
test_spellings (void)
{
  static const struct
  {
    const char *secret;
    const char *text;
    const char *masked;
  } rows[] = {
    { "K7/a+b\"c\\d", "x K7/a+b\"c\\d y", "x <> y" },
    { "K7/a+b\"c\\d", "x k7/A+B\"C\\D y", "x <> y" },
    /* JSON: what has to be escaped, what may be, all of it */
    { "K7/a+b\"c\\d", "x K7/a+b\\\"c\\\\d y", "x <> y" },
    { "K7/a+b\"c\\d", "x K7\\/a+b\\\"c\\\\d y", "x <> y" },
    { "K7/a+b\"c\\d", "x K7/a\\u002Bb\\u0022c\\u005cd y", "x <> y" },
    { "K7/a<b", "\\u004b\\u0037\\u002f\\u0061\\u003c\\u0062", "<>" },
    { "caf\xc3\xa9-caf\xc3\xa9", "caf\\u00e9-caf\xc3\xa9", "<>" },
    { "line\nline\t", "line\\nline\\t", "<>" },
    /* urls: the least, the most, either case, forms */
    { "K7/a+b c\"", "K7/a%2Bb%20c%22", "<>" },
    { "K7/a+b c\"", "%4b%37%2f%61%2B%62%20%63%22", "<>" },
    { "K7/a+b c\"", "K7%2Fa%2bb+c%22", "<>" },
    { "K7%2Fa+b", "K7%2Fa+b K7%252Fa+b", "<> <>" },
    { "caf\xc3\xa9-caf\xc3\xa9", "caf%C3%A9-caf%c3%a9", "<>" },
    /* HTML */
    { "K7<a>&\"b", "K7&lt;a&gt;&amp;&quot;b", "<>" },
    { "K7<a>&'b", "K7&#60;a&#x3e;&#38;&apos;b", "<>" },
    /* base64: its three shifts, its other alphabet, in lines, escaped */
    { "secret-key-01", "c2VjcmV0LWtleS0wMQ==", "<>MQ==" },
    { "secret-key-01", "dXNlcjpzZWNyZXQta2V5LTAx", "dXNlcjpz<>" },
    { "secret-key-01", "YWJzZWNyZXQta2V5LTAx", "YWJz<>" },
    { "~?~>~?~>~?~>", "fj9+Pn4/fj5+P34+", "<>" },
    { "~?~>~?~>~?~>", "fj9-Pn4_fj5-P34-", "<>" },
    { "~?~>~?~>~?~>", "fj9%2BPn4%2ffj5%2BP34%2B", "<>" },
    { "~?~>~?~>~?~>", "fj9+Pn4\\/fj5+P34+", "<>" },
    { "secret-key-01", "c2VjcmV0\r\nLWtleS0w", "<>" },
    { "secret-key-01", "c2VjcmV0\\nLWtleS0w", "<>" },
    /* without its kind, and behind a scheme */
    { "sk_live:0123456789", "bad key 0123456789!", "bad key <>!" },
    { "Basic QWxhZGRpbg==", "not QWxhZGRpbg==", "not <>" },
    /* what looks like one and is none */
    { "secret-key-01", "secret-key-0", "secret-key-0" },
    { "secret-key-01", "secret-key-\\", "secret-key-\\" },
    { "secret-key-01", "secret-key-0%3", "secret-key-0%3" },
    { "secret-key-01", "secret-key-0\\u003", "secret-key-0\\u003" },
    { "secret-key-01", "secret-key-0&#4", "secret-key-0&#4" },
    { "secret-key-01", "secret-key-0&#;", "secret-key-0&#;" },
    { "secret-key-01", "&#99999999; &#x; &#xzz;", "&#99999999; &#x; &#xzz;" },
    { "secret-key-01", "c2VjcmV0 LWtleS0w", "c2VjcmV0 LWtleS0w" },
    { "short", "short", "short" },
    { NULL, "nothing", "nothing" },
    { "secret-key-01", "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *masked = mask (rows[i].secret, rows[i].text);

      g_test_message ("%s", rows[i].text);
      g_assert_cmpstr (masked, ==, rows[i].masked);
    }
}

static void
test_server (void)
{
  static const struct
  {
    const char *text;
    const char *masked;
  } rows[] = {
    { "Bearer header-secret", "<>" },
    { "header-secret env-secret", "<> <>" },
    { "https://ann%40x:pass%2Fword@h/?token=que%2Bry;flagflag&plain=q", /* as it stands */
      "https://<>@h/?token=<>;<>&plain=q" },
    { "ann@x pass/word que+ry", "ann@x <> <>" },
    { "YW5uQHg6cGFzcy93b3Jk", "<>" }, /* as it is sent */
    { "profile-is-open /usr/bin", "profile-is-open /usr/bin" },
  };
  g_autoptr (IruServer) server = iru_server_new ("iru");
  g_autoptr (GPtrArray) needles = iru_needles_new ();

  server->url = g_strdup ("https://ann%40x:pass%2Fword@h/?token=que%2Bry;flagflag&plain=q");
  iru_pairs_set (server->headers, "Authorization", "Bearer header-secret", TRUE);
  iru_pairs_set (server->headers, "x-mcp-profile", "profile-is-open", TRUE);
  iru_pairs_set (server->env, "TOKEN", "env-secret", FALSE);
  iru_pairs_set (server->env, "PATH", "/usr/bin", FALSE);
  iru_pairs_set (server->env, "IRU_X_MCP_PROFILE", "profile-is-open", FALSE);
  iru_needles_add_server (needles, server, make_mask);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) text = g_string_new (rows[i].text);

      iru_needles_mask (needles, text);
      g_assert_cmpstr (text->str, ==, rows[i].masked);
    }
}

/* The whole stands before its part, whichever came first. */
static void
test_order (void)
{
  g_autoptr (GPtrArray) needles = iru_needles_new ();
  g_autoptr (GString) text = g_string_new ("secret secret-key secret-key-01");

  iru_needles_add (needles, "secret", make_mask);
  iru_needles_add (needles, "secret-key-01", make_mask);
  iru_needles_add (needles, "secret-key", make_mask);
  iru_needles_add (needles, "secret-key", make_mask);
  iru_needles_mask (needles, text);
  g_assert_cmpstr (text->str, ==, "<> <> <>");
  g_assert_cmpuint (needles->len, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/needle/spellings", test_spellings);
  g_test_add_func ("/needle/server", test_server);
  g_test_add_func ("/needle/order", test_order);
  return g_test_run ();
}
