/* test-log.c: what a client's log says of a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <utime.h>

#include "iru-log.h"
#include "iru-test-home.h"

#define START                                                                                      \
  "2026-11-20T09:00:00.000Z [iru] [info] Initializing server... { metadata: undefined }\n"
#define CLOSED "2026-11-20T09:00:01.000Z [iru] [error] Server transport closed unexpectedly\n"
#define LINE "2026-11-20T09:00:01.000Z [iru] [info] "
#define RESULT LINE "Message from server: {\"id\":0,\"result\":{\"text\":\"HTTP 429\"}}\n"

static char *
describe (GPtrArray *findings)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      IruFinding *finding = findings->pdata[i];

      g_assert_cmpstr (finding->kind->id, ==, "client-log");
      g_assert_nonnull (finding->advice);
      g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", finding->detail);
    }
  return g_string_free (text, FALSE);
}

static void
test_read (void)
{
  static const struct
  {
    const char *log;
    const char *details;
  } rows[] = {
    { "", "" },
    { START "all went well\n", "" },
    { START "spawn npx ENOENT\n" START "all went well\n", "" },
    { START "spawn npx ENOENT\n" CLOSED, "spawn npx ENOENT" },
    /* What the process printed says more than that the client found it gone. */
    { START "listening\nError: no idea\n    at x\n" CLOSED, "Error: no idea" },
    { START "something odd\n" CLOSED, "something odd" },
    { START "npm error code ETARGET\r\n", "npm error code ETARGET" },
    /* The words of a message are somebody else's. */
    { START LINE "Message from server: {\"id\":1,\"error\":{\"message\":\"HTTP 429\"}}\n", "" },
    { START LINE "Message from client: {\"method\":\"x\",\"a\":\"connect ECONNREFUSED\"}\n", "" },
    { START "[12] [Remote\xE2\x86\x92Local] HTTP 429\n", "" },
    { START LINE "Using MCP server command: npx with args and path: {\n  'HTTP 429'\n} %o\n", "" },
    /* An answer shows that it has healed; an error, or the server's own request, does not. */
    { START "HTTP 503\n" RESULT, "" },
    { START "HTTP 503\n" RESULT "HTTP 429\n", "HTTP 429" },
    { START "HTTP 503\n" LINE
            "Message from server: {\"id\":1,\"error\":{\"data\":{\"result\":1}}}\n",
      "HTTP 503" },
    { START "HTTP 503\n" LINE "Message from server: {\"method\":\"x\",\"result\":1}\n",
      "HTTP 503" },
    { START RESULT CLOSED,
      "2026-11-20T09:00:01.000Z [iru] [error] Server transport closed unexpectedly" },
    { START RESULT LINE "Shutting down server...\nwrite EPIPE\n" CLOSED, "" },
    { "2025-03-01T09:00:00.000Z [error] [iru] spawn npx ENOENT\n",
      "2025-03-01T09:00:00.000Z [error] [iru] spawn npx ENOENT" },
    { START CLOSED, "2026-11-20T09:00:01.000Z [iru] [error] Server transport closed unexpectedly" },
    { "spawn npx ENOENT\nspawn npx ENOENT\n", "spawn npx ENOENT" },
    { START "Dynamic client registration failed: HTTP 404\nconnect ECONNREFUSED\n",
      "Dynamic client registration failed: HTTP 404|connect ECONNREFUSED" },
    { START "HTTP 503 for Authorization: Bearer ig_abc.def-1 and sk_live:0123\n",
      "HTTP 503 for Authorization: Bearer ig_… and sk_live:…" },
    { START "\xff\xfe ETARGET", "\xef\xbf\xbd\xef\xbf\xbd ETARGET" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) findings = iru_findings_new ();

      iru_log_read (rows[i].log, strlen (rows[i].log), iru_profile_get_default (), findings);
      g_autofree char *details = describe (findings);
      g_assert_cmpstr (details, ==, rows[i].details);
    }
}

static guint
count (IruPlatform platform, const char *home, const char *file, const char *name)
{
  g_autoptr (IruPlaces) places = iru_places_new (platform, "", home, "ann", NULL);
  g_autoptr (IruTarget) target =
      iru_target_new_for_file (iru_client_get ("claude-desktop"), places, file);
  g_autoptr (GPtrArray) findings = iru_findings_new ();

  iru_log_lint (target, name, iru_profile_get_default (), findings);
  return findings->len;
}

static void
set_time (const char *home, const char *place, time_t seconds)
{
  g_autofree char *path = g_build_filename (home, place, NULL);
  struct utimbuf times = { .actime = seconds, .modtime = seconds };

  g_assert_cmpint (g_utime (path, &times), ==, 0);
}

static void
test_places (void)
{
  char *home = iru_test_home_new ();
  g_autofree char *file = g_build_filename (home, "Claude", "claude_desktop_config.json", NULL);
  g_autofree char *fifo = g_build_filename (home, "Claude", "logs", "mcp-server-pipe.log", NULL);
  g_autoptr (GString) big = g_string_new ("spawn npx ENOENT\n");

  while (big->len < IRU_LOG_MAX_SIZE)
    g_string_append (big, "[iru] [info] nothing to see here\n");
  iru_test_home_write (home, "Claude/logs/mcp-server-iru.log", "spawn npx ENOENT\n", 0600);
  iru_test_home_write (home, "Claude/logs/mcp-server-big.log", big->str, 0600);
  iru_test_home_write (home, "Library/Logs/Claude/mcp-server-mac.log", "ETARGET\n", 0600);
  iru_test_home_write (home, "AppData/Local/Claude/Logs/mcp-server-iru.log", "fine\n", 0600);
  iru_test_home_write (home, "AppData/Local/Claude/Logs/mcp-server-store.log", "ETARGET\n", 0600);
  iru_test_home_write (home, "secret", "ETARGET\n", 0600);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);

  g_assert_cmpuint (count (IRU_PLATFORM_LINUX, home, file, "iru"), ==, 1);
  g_assert_cmpuint (count (IRU_PLATFORM_WINDOWS, home, file, "store"), ==, 1);
  g_assert_cmpuint (count (IRU_PLATFORM_LINUX, home, file, "store"), ==, 0);
  /* Of two the one that was written last */
  set_time (home, "AppData/Local/Claude/Logs/mcp-server-iru.log", 2000);
  set_time (home, "Claude/logs/mcp-server-iru.log", 3000);
  g_assert_cmpuint (count (IRU_PLATFORM_WINDOWS, home, file, "iru"), ==, 1);
  set_time (home, "AppData/Local/Claude/Logs/mcp-server-iru.log", 4000);
  g_assert_cmpuint (count (IRU_PLATFORM_WINDOWS, home, file, "iru"), ==, 0);
  g_assert_cmpuint (count (IRU_PLATFORM_MACOS, home, file, "iru"), ==, 0);
  g_assert_cmpuint (count (IRU_PLATFORM_MACOS, home, file, "mac"), ==, 1);
  /* Only the end is read, and nothing that is not a log. */
  g_assert_cmpuint (count (IRU_PLATFORM_LINUX, home, file, "big"), ==, 0);
  g_assert_cmpuint (count (IRU_PLATFORM_LINUX, home, file, "pipe"), ==, 0);
  g_assert_cmpuint (count (IRU_PLATFORM_LINUX, home, file, "x/../../../secret"), ==, 0);
  g_assert_cmpuint (count (IRU_PLATFORM_LINUX, home, file, NULL), ==, 0);
  iru_test_home_free (home);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log/read", test_read);
  g_test_add_func ("/log/places", test_places);
  return g_test_run ();
}
