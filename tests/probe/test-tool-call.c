/* test-tool-call.c: whether a tool may be called, and what its answer means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "iru-tool-call.h"

#define KEY "sk_live:secret0123456789"

static void
test_forbid (void)
{
  static const char list[] =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":["
      "{\"name\":\"read\",\"annotations\":{\"readOnlyHint\":true}},"
      "{\"name\":\"write\",\"annotations\":{\"readOnlyHint\":false}},"
      "{\"name\":\"silent\"},{\"name\":\"odd\",\"annotations\":{\"readOnlyHint\":\"true\"}},"
      "{\"name\":\"wants\",\"annotations\":{\"readOnlyHint\":true},"
      "\"inputSchema\":{\"required\":[\"id\"]}},"
      "{\"name\":\"may\",\"annotations\":{\"readOnlyHint\":true},\"inputSchema\":{\"required\":[]}}"
      "]}}";
  static const struct
  {
    const char *name;
    gboolean allowed;
  } rows[] = {
    { "read", TRUE }, { "may", TRUE },    { "write", FALSE }, { "silent", FALSE },
    { "odd", FALSE }, { "wants", FALSE }, { "Read", FALSE },  { "", FALSE },
  };
  g_autoptr (IruMcpAnswer) answer = iru_mcp_read (list, strlen (list), 1);
  g_autoptr (GPtrArray) tools = iru_mcp_tools_new ();
  const char *cursor;

  g_assert_null (iru_mcp_read_tools (answer->body, tools, &cursor));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].name);
      g_assert_true ((iru_tool_call_forbid (tools, rows[i].name) == NULL) == rows[i].allowed);
    }
}

static void
test_header (void)
{
  static const char *const rows[][2] = {
    { "list_devices", "list_devices" },
    { "a.b-c/d", "a.b-c/d" },
    { "two words", "=?base64?dHdvIHdvcmRz?=" },
    { "ger\xc3\xa4te", "=?base64?Z2Vyw6R0ZQ==?=" },
    { "a\r\nX-Evil: 1", "=?base64?YQ0KWC1FdmlsOiAx?=" },
    { "=?base64?eA==?=", "=?base64?PT9iYXNlNjQ/ZUE9PT89?=" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *header = iru_tool_call_get_header (rows[i][0]);
      g_assert_cmpstr (header, ==, rows[i][1]);
    }
}

#define RESULT(body) "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{" body "}}"
#define FAILED(text)                                                                               \
  RESULT ("\"isError\":true,\"content\":[{\"type\":\"text\",\"text\":\"" text "\"}]")
#define ERROR(code, text)                                                                          \
  "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":" code ",\"message\":\"" text "\"}}"

static const struct
{
  const char *answer;
  const char *id; /* NULL: it worked */
  const char *detail;
} judge_rows[] = {
  { RESULT (""), NULL, NULL },
  { RESULT ("\"isError\":false,\"content\":[{\"type\":\"text\",\"text\":\"forbidden\"}]"), NULL,
    NULL },
  { RESULT ("\"isError\":\"yes\""), NULL, NULL },
  { RESULT ("\"isError\":true"), "tool-failed", NULL },
  { RESULT ("\"isError\":true,\"content\":{}"), "tool-failed", NULL },
  { RESULT ("\"isError\":true,\"content\":[1,null,{\"text\":2}]"), "tool-failed", NULL },
  { FAILED ("no such device"), "tool-failed", "no such device" },
  { FAILED ("device 4031 is off"), "tool-failed", "device 4031 is off" },
  { FAILED ("Request failed with status code 403"), "tool-denied",
    "Request failed with status code 403" },
  { FAILED ("HTTP 401"), "tool-denied", "HTTP 401" },
  { FAILED ("You lack the permission devices:read"), "tool-denied",
    "You lack the permission devices:read" },
  { FAILED ("sent " KEY " there"), "tool-failed", "sent [key] there" },
  { ERROR ("-32602", "bad arguments"), "tool-failed", "bad arguments" },
  { ERROR ("403", ""), "tool-denied", NULL },
  { ERROR ("-32000", "Access denied"), "tool-denied", "Access denied" },
  { ERROR ("-32000", "Policy Denied"), "tool-denied", "Policy Denied" },
  { FAILED ("Denied by policy 7"), "tool-denied", "Denied by policy 7" },
};

static void
test_judge (void)
{
  g_autoptr (IruServer) server = iru_server_new ("test");

  iru_pairs_set (server->headers, "X-API-Key", KEY, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (judge_rows); i++)
    {
      g_autoptr (GPtrArray) findings = iru_findings_new ();
      const IruClassifier classifier = { .server = server, .findings = findings };
      const char *text = judge_rows[i].answer;
      g_autoptr (IruMcpAnswer) answer = iru_mcp_read (text, strlen (text), 1);

      g_test_message ("row %u", i);
      g_assert_true (iru_tool_call_judge (&classifier, answer) == (judge_rows[i].id == NULL));
      g_assert_cmpuint (findings->len, ==, judge_rows[i].id != NULL);
      if (judge_rows[i].id == NULL)
        continue;
      IruFinding *finding = findings->pdata[0];
      g_assert_cmpstr (finding->kind->id, ==, judge_rows[i].id);
      g_assert_cmpstr (finding->detail, ==, judge_rows[i].detail);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tool-call/forbid", test_forbid);
  g_test_add_func ("/tool-call/header", test_header);
  g_test_add_func ("/tool-call/judge", test_judge);
  return g_test_run ();
}
