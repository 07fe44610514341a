/* test-secret-pattern.c: a secret is found however it is spelt
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "iru-secret-pattern.h"

static char *
make_mask (const char *secret)
{
  return g_strdup ("<>");
}

static char *
mask (const char *secret, const char *text)
{
  g_autoptr (IruSecretPatterns) patterns = iru_secret_patterns_new (make_mask);
  GString *masked = g_string_new (text);

  iru_secret_patterns_add (patterns, secret);
  iru_secret_patterns_mask (patterns, masked);
  return g_string_free (masked, FALSE);
}

typedef struct
{
  const char *secret;
  const char *text;
  const char *masked;
} Row;

static void
check_rows (const Row *rows, guint n_rows)
{
  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *masked = mask (rows[i].secret, rows[i].text);

      g_test_message ("%s", rows[i].text);
      g_assert_cmpstr (masked, ==, rows[i].masked);
    }
}

static void
test_readings (void)
{
  static const Row rows[] = {
    /* as it stands, also where it could be an escape; escaped twice */
    { "DoNddUTx%25yA9zbGrHM", "x DoNddUTx%25yA9zbGrHM y", "x <> y" },
    { "DoNddUTx%25yA9zbGrHM", "x DoNddUTx%2525yA9zbGrHM y", "x <> y" },
    { "DoNddUTx%25yA9zbGrHM", "x DoNddUTx%252525yA9zbGrHM y", "x <> y" },
    { "xz2acKd\\\\yuyjRwWdL9", "x xz2acKd\\\\yuyjRwWdL9 y", "x <> y" },
    { "xz2acKd\\\\yuyjRwWdL9", "xz2acKd\\\\\\\\yuyjRwWdL9", "<>" },
    { "xz2acKd\\\\yuyjRwWdL9", "xz2acKd\\\\\\\\\\\\\\\\yuyjRwWdL9", "<>" },
    { "vbDB8BA2&amp;iiUHwN3", "vbDB8BA2&amp;iiUHwN3 vbDB8BA2&amp;amp;iiUHwN3", "<> <>" },
    { "vbDB8BA2&amp;iiUHwN3", "vbDB8BA2&#38;amp;iiUHwN3 vbDB8BA2\\u0026amp;iiUHwN3", "<> <>" },
    { "vbDB8BA2&iiUHwN3", "vbDB8BA2&amp;amp;iiUHwN3 vbDB8BA2&amp;#38;iiUHwN3", "<> <>" },
    { "vbDB8BA2\"iiUHwN3", "vbDB8BA2\\\\\\\"iiUHwN3 vbDB8BA2%5C%22iiUHwN3", "<> <>" },
    { "vbDB8BA2\\iiUHwN3", "vbDB8BA2\\\\u005ciiUHwN3 vbDB8BA2\\u005ciiUHwN3", "<> <>" },
    /* a part of it: cut at either end or by a line's, one part of a token in three */
    { "cBiPp8rErb8MRrDr33ZH", "cBiPp8rErb8MRrDr33Z cBiPp8rErb8M BiPp8rErb8MRrDr33ZH", "<> <> <>" },
    { "cBiPp8rErb8MRrDr33ZH", "cBiPp8rErb\n8MRrDr33ZH cBiPp8rErb\\n8MRrDr33ZH", "<> <>" },
    { "cBiPp8rErb8MRrDr33ZH", "cBiPp8r 8MRrDr3", "cBiPp8r 8MRrDr3" },
    { "eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl1", "eyJzdWIiOiIx", "<>" },
    { "sk_live:K7f3mN9qpL2vX8zQ", "sk_live: begins a key, K7f3mN9qpL2vX is none",
      "sk_live: begins a key, <> is none" },
    /* what is inside of a header's value */
    { "session=aYia9phoz6bQL4qY", "no session aYia9phoz6bQL4qY", "no session <>" },
    { "Token token=\"aYia9phoz6bQL4qY\"", "not aYia9phoz6bQL4qY", "not <>" },
    { "Digest username=\"ann\", realm=\"h\", response=\"6629fae49393a05397450978507c4ef1\"",
      "ann of h: 6629fae49393a05397450978507c4ef1", "ann of h: <>" },
    { "Basic YW5uOkcycWdEVmpRZWdIVjg2Zm8=", "ann:G2qgDVjQegHV86fo and G2qgDVjQegHV86fo",
      "<> and <>" },
    { "h3NjgZiUfDVCW%2Fwdxin", "h3NjgZiUfDVCW/wdxin", "<>" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_spellings (void)
{
  static const Row rows[] = {
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
    { "secret-key-01", "secret-ke", "secret-ke" },
    { "secret-key-01", "secret-ke\\", "secret-ke\\" },
    { "secret-key-01", "secret-ke%7", "secret-ke%7" },
    { "secret-key-01", "secret-ke\\u007", "secret-ke\\u007" },
    { "secret-key-01", "secret-ke&#12", "secret-ke&#12" },
    { "secret-key-01", "secret-ke&#;", "secret-ke&#;" },
    { "secret-key-01", "&#99999999; &#x; &#xzz;", "&#99999999; &#x; &#xzz;" },
    { "secret-key-01", "c2VjcmV0 LWtleS0w", "c2VjcmV0 LWtleS0w" },
    { "short", "short", "short" },
    { NULL, "nothing", "nothing" },
    { "secret-key-01", "", "" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
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
  g_autoptr (IruSecretPatterns) patterns = iru_secret_patterns_new (make_mask);

  server->url = g_strdup ("https://ann%40x:pass%2Fword@h/?token=que%2Bry;flagflag&plain=q");
  iru_pairs_set (server->headers, "Authorization", "Bearer header-secret", TRUE);
  iru_pairs_set (server->headers, "x-mcp-profile", "profile-is-open", TRUE);
  iru_pairs_set (server->env, "TOKEN", "env-secret", FALSE);
  iru_pairs_set (server->env, "PATH", "/usr/bin", FALSE);
  iru_pairs_set (server->env, "IRU_X_MCP_PROFILE", "profile-is-open", FALSE);
  iru_secret_patterns_add_server (patterns, server);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) text = g_string_new (rows[i].text);

      iru_secret_patterns_mask (patterns, text);
      g_assert_cmpstr (text->str, ==, rows[i].masked);
    }
}

/* The whole stands before its part, whichever came first. */
static void
test_order (void)
{
  g_autoptr (IruSecretPatterns) patterns = iru_secret_patterns_new (make_mask);
  g_autoptr (GString) text = g_string_new ("secret secret-key secret-key-01");

  iru_secret_patterns_add (patterns, "secret");
  iru_secret_patterns_add (patterns, "secret-key-01");
  iru_secret_patterns_add (patterns, "secret-key");
  iru_secret_patterns_add (patterns, "secret-key");
  iru_secret_patterns_mask (patterns, text);
  g_assert_cmpstr (text->str, ==, "<> <> <>");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret-pattern/spellings", test_spellings);
  g_test_add_func ("/secret-pattern/readings", test_readings);
  g_test_add_func ("/secret-pattern/server", test_server);
  g_test_add_func ("/secret-pattern/order", test_order);
  return g_test_run ();
}
