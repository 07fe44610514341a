/* test-wipe.c: what held a secret leaves none in memory when it is freed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The secret stands in this program only as letters that were each moved by one, is put
 * together for each row, and then looked for in all of the process's writable memory.
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "iru-dialect.h"
#include "iru-document.h"
#include "iru-http.h"
#include "iru-needle.h"
#include "iru-quote.h"
#include "iru-redact.h"
#include "iru-snippet.h"

#define PIECE 8
#define BLOCK (1024 * 1024)
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
hold_needles (const char *text)
{
  g_autoptr (IruServer) server = new_server (text);
  g_autoptr (GPtrArray) needles = iru_needles_new ();

  iru_needles_add_server (needles, server, make_mask);
}

static void
hold_quote (const char *text)
{
  g_autoptr (IruServer) server = new_server (text);

  g_free (iru_quote_text (server, text, -1));
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
hold_document (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  const char *path[] = { "mcpServers", NULL };
  IruTextError error = { 0 };
  g_autoptr (IruDocument) document = iru_document_new (IRU_SYNTAX_JSON, bytes, &error);
  g_autoptr (IruValue) root = iru_document_dup_value (document, path);

  g_assert_nonnull (root);
  iru_value_free (iru_value_copy (root));
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
  { "needles", "@", hold_needles },
  { "quote", "the key @ is bad", hold_quote },
  { "redactor", "the key @ is bad", hold_redactor },
  { "http", "@", hold_http },
  { "document", "{\"mcpServers\": {\"iru\": {\"url\": \"https://h/?k=@\", " HEADERS "}}}",
    hold_document },
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
