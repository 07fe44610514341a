/* test-sim-request.c: what the simulator reads in a request
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-sim-request.h"

#include <string.h>

typedef struct
{
  const char *body;
  int error;
  const char *method;
  gboolean is_call;
} Row;

/* clang-format off */
static const Row rows[] = {
  { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", 0, "ping", TRUE },
  { "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\",\"params\":{}}", 0, "ping", TRUE },
  { "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", 0, "notifications/initialized", FALSE },
  { "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", 0, NULL, TRUE },
  { "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{}}", 0, NULL, TRUE },
  { "{\"jsonrpc\":\"2.0\",\"id\":1}", IRU_SIM_INVALID_REQUEST, NULL, TRUE },
  { "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"ping\"}", IRU_SIM_INVALID_REQUEST, NULL, FALSE },
  { "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}", IRU_SIM_INVALID_REQUEST, NULL, FALSE },
  { "{\"jsonrpc\":2.0,\"id\":1,\"method\":\"ping\"}", IRU_SIM_INVALID_REQUEST, NULL, FALSE },
  { "{\"id\":1,\"method\":\"ping\"}", IRU_SIM_INVALID_REQUEST, NULL, FALSE },
  { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":7}", IRU_SIM_INVALID_PARAMS, "ping", TRUE },
  { "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", IRU_SIM_INVALID_REQUEST, NULL, FALSE },
  { "", IRU_SIM_PARSE_ERROR, NULL, FALSE },
  { "null", IRU_SIM_INVALID_REQUEST, NULL, FALSE },
  { "{\"jsonrpc\":\"2.0\"", IRU_SIM_PARSE_ERROR, NULL, FALSE },
};
/* clang-format on */

static IruSimRequest *
new_request (const char *http_method, const char *body, gsize length)
{
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);

  return iru_sim_request_new (http_method, headers, body, length);
}

static void
test_bodies (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (IruSimRequest) request = new_request ("POST", rows[i].body, strlen (rows[i].body));

      g_test_message ("%s", rows[i].body);
      g_assert_cmpint (request->error, ==, rows[i].error);
      g_assert_cmpstr (request->method, ==, rows[i].method);
      g_assert_cmpint (request->id != NULL, ==, rows[i].is_call);
    }
}

static char *
nest (guint depth)
{
  g_autofree char *opening = g_strnfill (depth, '[');
  g_autofree char *closing = g_strnfill (depth, ']');

  return g_strconcat ("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"x\":", opening, closing,
                      ",\"y\":\"[[[[\\\"[[[[\"}", NULL);
}

static void
test_depth (void)
{
  const struct
  {
    guint depth;
    int error;
  } depths[] = {
    { 1, 0 }, { 63, 0 }, { 64, IRU_SIM_PARSE_ERROR }, { 500000, IRU_SIM_PARSE_ERROR }
  };

  for (gsize i = 0; i < G_N_ELEMENTS (depths); i++)
    {
      g_autofree char *body = nest (depths[i].depth);
      g_autoptr (IruSimRequest) request = new_request ("POST", body, strlen (body));

      g_test_message ("%u levels", depths[i].depth);
      g_assert_cmpint (request->error, ==, depths[i].error);
    }
}

static void
test_brackets_in_strings (void)
{
  g_autofree char *brackets = g_strnfill (1000, '[');
  g_autofree char *body =
      g_strconcat ("{\"jsonrpc\":\"2.0\",\"method\":\"\\\\", brackets, "\"}", NULL);
  g_autoptr (IruSimRequest) request = new_request ("POST", body, strlen (body));

  g_assert_cmpint (request->error, ==, 0);
}

static void
test_other_methods_have_no_body (void)
{
  g_autoptr (IruSimRequest) request = new_request ("DELETE", "{", 1);

  g_assert_cmpint (request->error, ==, 0);
  g_assert_null (request->method);
}

static void
test_parameters (void)
{
  const char *body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\","
                     "\"params\":{\"s\":\"text\",\"n\":7,\"o\":{},\"z\":null}}";
  g_autoptr (IruSimRequest) request = new_request ("POST", body, strlen (body));

  g_assert_cmpstr (iru_sim_request_get_string (request, "s"), ==, "text");
  g_assert_null (iru_sim_request_get_string (request, "n"));
  g_assert_null (iru_sim_request_get_string (request, "o"));
  g_assert_null (iru_sim_request_get_string (request, "z"));
  g_assert_null (iru_sim_request_get_string (request, "missing"));
  g_assert_nonnull (iru_sim_request_get_object (request, "o"));
  g_assert_null (iru_sim_request_get_object (request, "s"));
  g_assert_true (iru_sim_request_is (request, "m"));
  g_assert_false (iru_sim_request_is (request, "n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim-request/bodies", test_bodies);
  g_test_add_func ("/sim-request/depth", test_depth);
  g_test_add_func ("/sim-request/brackets-in-strings", test_brackets_in_strings);
  g_test_add_func ("/sim-request/other-methods", test_other_methods_have_no_body);
  g_test_add_func ("/sim-request/parameters", test_parameters);
  return g_test_run ();
}
