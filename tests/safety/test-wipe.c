/* test-wipe.c: what held a secret leaves none in memory when it is freed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The secret stands in this program only as letters that were each moved by one, is put
 * together for each row, and then looked for in all of the process's writable memory.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "iru-dialect.h"
#include "iru-document.h"
#include "iru-fd.h"
#include "iru-file.h"
#include "iru-http.h"
#include "iru-input.h"
#include "iru-secret-pattern.h"
#include "iru-plan.h"
#include "iru-excerpt.h"
#include "iru-redact.h"
#include "iru-snippet.h"
#include "iru-test-home.h"

#define PIECE 8
#define BLOCK (1024 * 1024)
#define LARGE (5 * 1024 * 1024)
/* AddressSanitizer's shadow is larger, and has no secrets. */
#define MAX_REGION (G_GUINT64_CONSTANT (1) << 30)

static const char moved[] = "d0bsz8x3r6n1k5q9w4t2v7m6";

static char
letter (gsize i)
{
  return (char)(moved[i] + 1);
}

static void
wipe_text (gpointer data)
{
  explicit_bzero (data, strlen (data));
  g_free (data);
}

/* @template with the secret in the place of each @. Freed by wipe_text(). */
static char *
make_text (const char *template)
{
  gsize length = 0;

  for (const char *p = template; *p != '\0'; p++)
    length += *p == '@' ? sizeof moved - 1 : 1;

  char *text = g_malloc0 (length + 1);
  char *out = text;
  for (const char *p = template; *p != '\0'; p++)
    for (gsize i = 0; i < (*p == '@' ? sizeof moved - 1 : 1); i++)
      *out++ = *p == '@' ? letter (i) : *p;
  return text;
}

static gboolean
is_piece (const char *p, gsize from)
{
  for (gsize i = 0; i < PIECE; i++)
    if (p[i] != letter (from + i))
      return FALSE;
  return TRUE;
}

static guint
count_in (const char *block, gsize length)
{
  guint n = 0;

  for (gsize i = 0; i + PIECE <= length; i++)
    for (gsize from = 0; from + PIECE < sizeof moved; from += PIECE)
      if (block[i] == letter (from) && is_piece (block + i, from))
        n++;
  return n;
}

static guint
count_in_region (int memory, guint64 start, guint64 end)
{
  static char block[BLOCK];
  guint64 own = (guintptr)block;
  guint n = 0;

  for (guint64 at = start; at < end; at += BLOCK - PIECE)
    {
      /* Not what was just read. */
      gsize length = at < own ? MIN (end, own) - at : MIN (BLOCK, end - at);
      gssize n_read;

      if (at >= own && at < own + BLOCK)
        continue;
      n_read = pread (memory, block, MIN (length, BLOCK), (off_t)at);
      if (n_read <= 0)
        break;
      n += count_in (block, (gsize)n_read);
    }
  explicit_bzero (block, BLOCK);
  return n;
}

/* How often a piece of the secret stands in memory. (Allocates nothing, as that would
 * write over what was freed.) */
static guint
count_remains (void)
{
  static char maps[BLOCK];
  int memory = open ("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  int list = open ("/proc/self/maps", O_RDONLY | O_CLOEXEC);
  gsize length = 0;
  gssize n_read;
  guint n = 0;

  g_assert_cmpint (memory, >=, 0);
  while ((n_read = read (list, maps + length, sizeof maps - 1 - length)) > 0)
    length += (gsize)n_read;
  maps[length] = '\0';
  for (char *line = maps; line != NULL && *line != '\0'; line = strchr (line, '\n'))
    {
      char *rest = NULL;
      guint64 start = g_ascii_strtoull (line + (*line == '\n'), &rest, 16);
      guint64 end = *rest == '-' ? g_ascii_strtoull (rest + 1, &rest, 16) : 0;

      line = rest;
      if (g_str_has_prefix (rest, " rw") && end - start <= MAX_REGION)
        n += count_in_region (memory, start, end);
    }
  close (list);
  close (memory);
  return n;
}

static char *
make_mask (const char *secret)
{
  return g_strdup ("…");
}

/* What holds secrets, each with a text of one. */

static void
hold_secret (const char *text)
{
  wipe_text (g_strdup (text));
}

static void
hold_pairs (const char *text)
{
  g_autoptr (GPtrArray) pairs = iru_pairs_new ();

  iru_pairs_set (pairs, "A", text, TRUE);
  iru_pairs_set (pairs, "a", "other", TRUE);
  iru_pairs_set (pairs, "B", text, TRUE);
  g_ptr_array_unref (iru_pairs_copy (pairs));
}

static void
hold_server (const char *text)
{
  g_autoptr (IruServer) server = iru_server_new ("iru");

  server->url = g_strconcat ("https://u:", text, "@h/?k=", text, NULL);
  iru_pairs_set (server->headers, "X-API-Key", text, TRUE);
  iru_pairs_set (server->env, "KEY", text, FALSE);
  g_ptr_array_add (server->args, g_strdup (text));
  iru_server_free (iru_server_copy (server));
}

static IruServer *
new_server (const char *text)
{
  IruServer *server = iru_server_new ("iru");

  server->url = g_strconcat ("https://u:", text, "@127.0.0.1:1/?k=", text, NULL);
  iru_pairs_set (server->headers, "X-API-Key", text, TRUE);
  iru_pairs_set (server->env, "KEY", text, FALSE);
  return server;
}

static void
hold_patterns (const char *text)
{
  g_autoptr (IruServer) server = new_server (text);
  g_autoptr (IruSecretPatterns) patterns = iru_secret_patterns_new (make_mask);

  iru_secret_patterns_add_server (patterns, server);
}

static void
hold_quote (const char *text)
{
  g_autoptr (IruServer) server = new_server (text);

  g_free (iru_excerpt_text (server, text, -1));
}

static void
hold_redactor (const char *text)
{
  g_autoptr (IruServer) server = new_server (text);
  g_autoptr (IruRedactor) redactor = iru_redactor_new ();

  iru_redactor_add_server (redactor, server);
  g_free (iru_redactor_clean (redactor, text));
}

static void
hold_http (const char *text)
{
  g_autoptr (IruServer) server = new_server (text);
  GUri *uri = g_uri_parse ("https://u@127.0.0.1:1/", G_URI_FLAGS_NONE, NULL);

  iru_http_free (iru_http_new (uri, server->headers));
  g_uri_unref (uri);
}

static void
hold_in (IruSyntax syntax, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  const char *path[] = { "mcpServers", NULL };
  IruTextError error = { 0 };
  g_autoptr (IruDocument) document = iru_document_new (syntax, bytes, &error);
  g_autoptr (IruValue) root = iru_document_dup_value (document, path);

  g_assert_nonnull (root);
  iru_value_free (iru_value_copy (root));
}

/* From standard input; the second time the room for it is no more from the system. */
static void
hold_pasted (const char *text)
{
  IruOptions options = { .config = (char *)"-" };
  int ends[2];

  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpint (pipe (ends), ==, 0);
      g_assert_cmpint (dup2 (ends[0], STDIN_FILENO), ==, STDIN_FILENO);
      g_assert_cmpint (write (ends[1], text, strlen (text)), ==, (gssize)strlen (text));
      close (ends[0]);
      close (ends[1]);
      iru_snippet_free (iru_input_read (&options, NULL));
    }
}

static void
hold_document (const char *text)
{
  hold_in (IRU_SYNTAX_JSON, text);
}

static void
hold_yaml (const char *text)
{
  hold_in (IRU_SYNTAX_YAML, text);
}

static void
hold_snippet (const char *text)
{
  GBytes *bytes = g_bytes_new_static (text, strlen (text));
  GError *error = NULL;
  IruSnippet *snippet = iru_snippet_parse (bytes, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (snippet->servers->len, ==, 1);
  iru_snippet_free (snippet);
  g_bytes_unref (bytes);
}

/* A file of a client's, read as the program reads it. */

static void
hold_file (const char *text)
{
  char *home = iru_test_home_new ();
  g_autofree char *path = g_build_filename (home, "f", NULL);

  iru_test_home_write (home, "f", text, 0600);
  g_autoptr (GBytes) bytes = iru_file_load (path, NULL, NULL);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, strlen (text));
  iru_test_home_free (home);
}

/* One that is given back to the system in pages, and its first and last bytes. */
static void
hold_large_file (const char *text)
{
  char *home = iru_test_home_new ();
  g_autofree char *path = g_build_filename (home, "f", NULL);
  FILE *file = fopen (path, "w");
  char buffer[BUFSIZ];

  setbuf (file, buffer);
  for (guint i = 0; i < LARGE / strlen (text); i++)
    g_assert_cmpint (fputs (text, file), >=, 0);
  fclose (file);
  explicit_bzero (buffer, sizeof buffer);
  g_autoptr (GBytes) bytes = iru_file_load (path, NULL, NULL);
  g_assert_cmpuint (g_bytes_get_size (bytes), >, LARGE - strlen (text));
  iru_test_home_free (home);
}

/* The second time the buffer is no more from the system, and does not go back there. */
static void
hold_compared_file (const char *text)
{
  char *home = iru_test_home_new ();
  g_autofree char *path = g_build_filename (home, "f", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_auto (IruFd) fd = -1;
  gboolean same = FALSE;

  iru_test_home_write (home, "f", text, 0600);
  fd = open (path, O_RDONLY | O_CLOEXEC);
  iru_test_home_free (home);
  for (guint i = 0; i < 2; i++)
    g_assert_true (iru_fd_holds (fd, bytes, path, &same, NULL) && same);
}

static void
hold_edit (IruSyntax syntax, const char *text, const char *const *path)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (IruValue) value = iru_value_new (IRU_VALUE_OBJECT);
  IruTextError error = { 0 };
  g_autoptr (IruDocument) before = iru_document_new (syntax, bytes, &error);
  g_autoptr (IruDocument) after = iru_document_set (before, path, value, &error);

  g_assert_nonnull (after);
  g_assert_true (after != before);
}

static void
hold_json_edit (const char *text)
{
  const char *path[] = { "mcpServers", "b", NULL };

  hold_edit (IRU_SYNTAX_JSON, text, path);
}

static void
hold_toml_edit (const char *text)
{
  const char *path[] = { "mcp_servers", "b", NULL };

  hold_edit (IRU_SYNTAX_TOML, text, path);
}

static void
hold_mended (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GBytes) mended = iru_document_mend (IRU_SYNTAX_JSON, bytes, TRUE, NULL, NULL);

  g_assert_nonnull (mended);
  g_assert_true (mended != bytes);
}

/* An install: two files that hold the secret, a plan, a backup, and all taken back. */
static void
hold_install (const char *text)
{
  char *home = iru_test_home_new ();
  g_autofree char *folder = g_build_filename (home, "state", NULL);
  g_autoptr (IruPlaces) places = iru_places_new (IRU_PLATFORM_LINUX, "", home, "ann", NULL);
  g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_target_free);
  g_autoptr (GPtrArray) servers = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_server_free);
  g_autofree char *id = NULL;

  iru_test_home_write (home, ".cursor/mcp.json", text, 0600);
  g_ptr_array_add (targets, iru_target_new (iru_client_get ("cursor"), places));
  g_ptr_array_add (targets, iru_target_new (iru_client_get ("codex"), places));
  g_ptr_array_add (servers, iru_server_new ("other"));
  ((IruServer *)servers->pdata[0])->url = g_strdup ("https://h/mcp");

  g_autoptr (IruPlan) plan = iru_plan_new_install (targets, servers);
  IruState *state = iru_state_new (folder);
  iru_plan_apply (plan, state, TRUE);
  g_assert_nonnull (((IruChange *)iru_plan_get_changes (plan)->pdata[0])->backup);
  g_ptr_array_unref (iru_file_undo (state, NULL, FALSE, &id, NULL));
  iru_state_free (state);
  iru_test_home_free (home);
}

#define HEADERS "\"headers\": {\"X-API-Key\": \"sk_live:@\", \"X-MCP-Profile\": \"p\"}"

/* (A secret in a snippet's url is not among these: it goes through GUri, which wipes
 * nothing.) */
static const struct
{
  const char *name;
  const char *template;
  void (*hold) (const char *text);
} rows[] = {
  { "secret", "@", hold_secret },
  { "pairs", "@", hold_pairs },
  { "server", "@", hold_server },
  { "patterns", "@", hold_patterns },
  { "quote", "the key @ is bad", hold_quote },
  { "redactor", "the key @ is bad", hold_redactor },
  { "http", "@", hold_http },
  { "document", "{\"mcpServers\": {\"iru\": {\"url\": \"https://h/?k=@\", " HEADERS "}}}",
    hold_document },
  { "YAML",
    "mcpServers:\n- name: iru\n  url: https://h/?k=@\n  requestOptions:\n    headers: {K: \"@\", "
    "L: '@'}\n",
    hold_yaml },
  { "snippet", "{\"mcpServers\": {\"iru\": {\"url\": \"https://h/mcp\", " HEADERS "}}}",
    hold_snippet },
  { "snippet, a comma too many",
    "{\"mcpServers\": {\"iru\": {\"url\": \"https://h/mcp\", " HEADERS ",}}}", hold_snippet },
  { "snippet, bridge",
    "{\"mcpServers\": {\"iru\": {\"command\": \"npx\", \"args\": [\"-y\", \"mcp-remote\", "
    "\"https://h/mcp\", \"--header\", \"X-API-Key:${KEY}\"], \"env\": {\"KEY\": \"@\"}}}}",
    hold_snippet },
  { "snippet, TOML",
    "[mcp_servers.iru]\nurl = \"https://h/mcp\"\nhttp_headers = { \"X-API-Key\" = \"@\" }\n",
    hold_snippet },
  { "snippet, command",
    "claude mcp add --transport http iru https://h/mcp --header \"X-API-Key: @\"\n", hold_snippet },
  { "snippet, variables",
    "export IRU_MCP_URL=https://h/mcp\nexport IRU_X_API_KEY=sk_live:@\n"
    "export IRU_X_MCP_PROFILE=p\n",
    hold_snippet },
  { "pasted", "{\"mcpServers\": {\"iru\": {\"url\": \"https://h/mcp\", " HEADERS "}}}",
    hold_pasted },
  { "file", "{\"mcpServers\": {\"iru\": {" HEADERS "}}}", hold_file },
  { "file, large", "{\"mcpServers\": {\"iru\": {" HEADERS "}}}", hold_large_file },
  { "file, compared", "{\"mcpServers\": {\"iru\": {" HEADERS "}}}", hold_compared_file },
  { "file, edited", "{\"mcpServers\": {\"iru\": {" HEADERS "}}}", hold_json_edit },
  { "file, edited, TOML",
    "[mcp_servers.iru]\nurl = \"https://h/mcp\"\nhttp_headers = { \"X-API-Key\" = \"@\" }\n",
    hold_toml_edit },
  { "file, a comma too many", "{\"mcpServers\": {\"iru\": {" HEADERS ",}}}", hold_mended },
  { "install", "{\"mcpServers\": {\"iru\": {\"url\": \"https://x/mcp\", " HEADERS "}}}",
    hold_install },
};

static void
test_row (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  char *text = make_text (rows[i].template);

  g_assert_cmpuint (count_remains (), >, 0);
  rows[i].hold (text);
  wipe_text (text);
  g_assert_cmpuint (count_remains (), ==, 0);
}

/* That it would be found, or the rows show nothing. */
static void
test_scanner (void)
{
  char *text = make_text ("0123456789abcdef@@@@@@@@@@@@");

  g_assert_cmpuint (count_remains (), ==, 36);
  g_assert_cmpuint (count_in (text, strlen (text)), ==, 36);
  wipe_text (text);
  g_assert_cmpuint (count_remains (), ==, 0);
}

/* Also in what was freed. In a process of its own, as there it stays. */
static void
test_freed (void)
{
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }
  g_free (make_text ("0123456789abcdef@@@@@@@@@@@@"));
  g_assert_cmpuint (count_remains (), >, 0);
}

int
main (int argc, char **argv)
{
#ifdef __SANITIZE_ADDRESS__
  g_print ("1..0 # SKIP AddressSanitizer's own memory takes minutes to read\n");
  return 0;
#endif
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wipe/scanner", test_scanner);
  g_test_add_func ("/wipe/freed", test_freed);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/wipe/%s", rows[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
    }
  return g_test_run ();
}
