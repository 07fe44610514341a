/* test-helper.c: this program as what a client asks for headers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "iru-helper.h"

static const struct
{
  const char *command;
  const char *name;
} commands[] = {
  { "/usr/bin/iru-mcp-setup --print-headers iru", "iru" },
  { "'/opt/my tools/iru-mcp-setup' --print-headers 'a b'", "a b" },
  { "\"/usr/bin/iru-mcp-setup\"  --print-headers \"iru\"", "iru" },
  /* Somebody else's, whatever they look like. */
  { "", NULL },
  { "iru-mcp-setup --print-headers iru", NULL },
  { "/usr/bin/iru-mcp-setup --print-headers", NULL },
  { "/usr/bin/iru-mcp-setup --print-headers ''", NULL },
  { "/usr/bin/iru-mcp-setup --print-headers iru more", NULL },
  { "/usr/bin/iru-mcp-setup --check iru", NULL },
  { "/usr/bin/other --print-headers iru", NULL },
  { "/usr/bin/iru-mcp-setup-2 --print-headers iru", NULL },
  { "/usr/bin/iru-mcp-setup --print-headers 'iru", NULL },
  /* What a shell would do first. */
  { "/usr/bin/iru-mcp-setup --print-headers i*", NULL },
  { "/usr/bin/iru-mcp-setup --print-headers \"$NAME\"", NULL },
  { "/usr/bin/iru-mcp-setup --print-headers $NAME", NULL },
  { "$HOME/iru-mcp-setup --print-headers iru", NULL },
  { "/usr/bin/iru-mcp-setup --print-headers iru; id", NULL },
  { "/usr/bin/iru-mcp-setup --print-headers iru|id", NULL },
  { "/usr/bin/iru-mcp-setup --print-headers iru&", NULL },
  { "/usr/bin/iru-mcp-setup --print-headers iru\nid", NULL },
  { "/usr/bin/iru-mcp-setup --print-headers `id`", NULL },
  { "/usr/bin/iru-mcp-setup --print-headers iru > /tmp/x", NULL },
};

static void
test_parse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *program = NULL;
      g_autofree char *name = iru_helper_parse (commands[i].command, &program);

      g_test_message ("%s", commands[i].command);
      g_assert_cmpstr (name, ==, commands[i].name);
      g_assert_cmpint (program != NULL, ==, name != NULL);
    }
}

/* What is made is read again, and only by what a shell makes of it. */
static void
test_make (void)
{
  static const char *const names[] = { "iru", "a b", "it's",  "-x", "p/q.r_s+t,u:v@w",
                                       "ä",   "a$b", "a;`b`", "*" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *command = iru_helper_make (names[i]);
      g_autofree char *name = iru_helper_parse (command, NULL);

      g_assert_cmpstr (name, ==, names[i]);
      g_assert_true (g_str_has_prefix (command, "/"));
    }
}

static void
test_clients (void)
{
  g_autofree char *titles = iru_helper_list_clients ();

  g_assert_cmpstr (titles, ==, "Codex, Claude Code, Claude in Xcode, Codex in Xcode");
}

static void
assert_names (const char *client, const char *text, const char *expected)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  iru_helper_list_names (iru_client_get (client), bytes, names);
  g_ptr_array_add (names, NULL);
  g_autofree char *found = g_strjoinv (" ", (GStrv)names->pdata);
  g_assert_cmpstr (found, ==, expected);
}

#define ASKING(field, name) "{\"" field "\":\"/a/iru-mcp-setup --print-headers " name "\"}"

static void
test_names (void)
{
  assert_names ("claude-code", "{\"mcpServers\":{\"x\":" ASKING ("headersHelper", "one") "}}",
                "one");
  assert_names (
      "claude-code",
      "{\"mcpServers\":{\"x\":" ASKING (
          "headersHelper", "one") "},\"projects\":{\"/p\":{"
                                  "\"mcpServers\":{\"y\":" ASKING (
                                      "headersHelper", "two") ",\"z\":" ASKING ("headersHelper",
                                                                                "one") "}}}}",
      "one two");
  assert_names ("claude-code", "{\"other\":{\"x\":" ASKING ("headersHelper", "one") "}}", "");
  assert_names ("claude-code", "{\"mcpServers\":{\"x\":" ASKING ("http_headers_helper", "one") "}}",
                "");
  assert_names ("codex",
                "[mcp_servers.x]\nhttp_headers_helper = '/a/iru-mcp-setup --print-headers one'\n",
                "one");
  assert_names ("codex", "# --print-headers\n[mcp_servers.x]\nurl = 1\n", "");
  assert_names ("codex", "--print-headers [", "");
  assert_names ("cursor", "{\"mcpServers\":{\"x\":" ASKING ("headersHelper", "one") "}}", "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/helper/parse", test_parse);
  g_test_add_func ("/helper/make", test_make);
  g_test_add_func ("/helper/clients", test_clients);
  g_test_add_func ("/helper/names", test_names);
  return g_test_run ();
}
