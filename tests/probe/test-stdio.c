/* test-stdio.c: a conversation with a command, and what is left of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "iru-child.h"
#include "iru-stdio.h"

#define INIT                                                                                       \
  "read x; echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"2025-06-18\","    \
  "\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}}'; read x; "
#define PAGE(id, rest) "read x; echo '{\"jsonrpc\":\"2.0\",\"id\":" id "," rest "}'; "
#define TOOL(name) "{\"name\":\"" name "\",\"inputSchema\":{\"type\":\"object\"}}"
#define SAY_PID "echo $$ >&2; "
#define STUBBORN "trap '' TERM; sleep 100 & echo $! >&2; "

/* A session of its own, and a daemon in another that its parent has left. */
#define ESCAPED                                                                                    \
  "setsid sleep 100 & echo $! >&2; setsid sh -c 'setsid sleep 100 & echo $! >&2'; sleep 0.1; "

typedef struct
{
  IruProbeResult *result;
  gboolean done;
} Answer;

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->result = iru_stdio_finish (result, NULL);
  answer->done = TRUE;
}

static IruProbeResult *
run (const char *const *argv, guint timeout_ms, GCancellable *cancellable)
{
  static const char *const env[] = { "PATH=/usr/bin:/bin", "KEY=sk_live:secret0123456789", NULL };
  g_autoptr (IruServer) server = iru_server_new ("test");
  Answer answer = { 0 };

  iru_pairs_set (server->env, "KEY", "sk_live:secret0123456789", FALSE);
  iru_stdio_async (server, argv, env, "/", timeout_ms, cancellable, on_done, &answer);
  while (!answer.done)
    g_main_context_iteration (NULL, TRUE);
  return answer.result;
}

/* How many times as long as usual all takes: under valgrind. */
static guint
get_slowness (void)
{
  const char *slowness = g_getenv ("IRU_SLOWNESS");

  return slowness != NULL ? (guint)g_ascii_strtoull (slowness, NULL, 10) : 1;
}

static IruProbeResult *
run_script (const char *script, guint timeout_ms)
{
  const char *const argv[] = { "/bin/sh", "-c", script, NULL };

  return run (argv, timeout_ms * get_slowness (), NULL);
}

static const struct
{
  const char *name;
  const char *script;
  const char *headline; /* NULL: no error */
  guint n_tools;
} rows[] = {
  { "healthy", INIT PAGE ("2", "\"result\":{\"tools\":[" TOOL ("a") "]}") "cat >/dev/null", NULL,
    1 },
  { "ends at once after the list", INIT PAGE ("2", "\"result\":{\"tools\":[" TOOL ("a") "]}"), NULL,
    1 },
  { "two pages",
    INIT PAGE ("2", "\"result\":{\"nextCursor\":\"\",\"tools\":[" TOOL ("a") "]}")
        PAGE ("3", "\"result\":{\"tools\":[" TOOL ("b") "]}"),
    NULL, 2 },
  { "no tool", INIT PAGE ("2", "\"result\":{\"tools\":[]}"), "tools-none", 0 },
  { "no such method", INIT PAGE ("2", "\"error\":{\"code\":-32601,\"message\":\"no\"}"),
    "tools-none", 0 },
  { "forbidden", INIT PAGE ("2", "\"error\":{\"code\":-32000,\"message\":\"Forbidden\"}"),
    "permission-denied", 0 },
  { "unauthorised", PAGE ("1", "\"error\":{\"code\":-32000,\"message\":\"Unauthorized\"}"),
    "auth-rejected", 0 },
  { "a revision from the future", PAGE ("1", "\"result\":{\"protocolVersion\":\"2099-01-01\"}"),
    "protocol-version", 0 },
  { "ends", "exit 3", "bridge-failed", 0 },
  { "killed", "kill -9 $$", "bridge-failed", 0 },
  { "closes its output", "exec >&-; sleep 100", "bridge-failed", 0 },
  { "hangs", "sleep 100", "bridge-failed", 0 },
  { "does not read", "exec <&-; sleep 100", "bridge-failed", 0 },
  { "hangs after the handshake", INIT "sleep 100", "bridge-failed", 0 },
  { "one endless line", "yes | tr -d '\\n'", "response-too-large", 0 },
  { "an endless complaint", "yes >&2", "bridge-failed", 0 },
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (IruProbeResult) result = run_script (rows[i].script, 1000);
      IruFinding *headline = iru_findings_get_headline (result->findings);
      gsize said = 0;

      g_test_message ("%s", rows[i].name);
      g_assert_cmpstr (headline != NULL ? headline->kind->id : NULL, ==, rows[i].headline);
      g_assert_cmpuint (result->tools != NULL ? result->tools->len : 0, ==, rows[i].n_tools);
      g_assert_cmpstr (result->transport, ==, "stdio");
      for (guint j = 0; j < result->errors->len; j++)
        said += strlen (result->errors->pdata[j]);
      g_assert_cmpuint (said, <=, IRU_STDIO_MAX_ERRORS);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_USEC_PER_SEC * get_slowness ());
    }
}

/* What some shells set by themselves. */
static gboolean
is_of_shell (const char *variable)
{
  static const char *const names[] = { "PWD=", "OLDPWD=", "SHLVL=", "_=" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_has_prefix (variable, names[i]))
      return TRUE;
  return FALSE;
}

/* A process that ended may wait for its parent for a moment. */
static gboolean
is_gone (pid_t pid)
{
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *path = g_strdup_printf ("/proc/%d/stat", (int)pid);
      g_autofree char *stat = NULL;

      if (kill (pid, 0) != 0
          || (g_file_get_contents (path, &stat, NULL, NULL) && strstr (stat, ") Z ") != NULL))
        return TRUE;
      g_usleep (10000);
    }
  return FALSE;
}

static void
test_nothing_is_left (void)
{
  static const char *const scripts[] = {
    SAY_PID "sleep 100",
    SAY_PID STUBBORN "while :; do sleep 1; done",
    SAY_PID STUBBORN INIT PAGE ("2", "\"result\":{\"tools\":[" TOOL ("a") "]}") "wait",
    SAY_PID STUBBORN "exit 0",
    SAY_PID ESCAPED "sleep 100",
    SAY_PID ESCAPED "exit 0",
    SAY_PID ESCAPED INIT PAGE ("2", "\"result\":{\"tools\":[" TOOL ("a") "]}"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autoptr (IruProbeResult) result = run_script (scripts[i], 500);

      g_test_message ("row %u", i);
      g_assert_cmpuint (result->errors->len, >=, 1);
      for (guint j = 0; j < result->errors->len; j++)
        g_assert_true (is_gone (atoi (result->errors->pdata[j])));
    }
}

static void
test_what_it_is_given (void)
{
  g_autoptr (IruProbeResult) result = run_script ("env | sort -r >&2; pwd >&2", 1000);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < result->errors->len; i++)
    if (!is_of_shell (result->errors->pdata[i]))
      g_ptr_array_add (names, result->errors->pdata[i]);
  g_assert_cmpuint (names->len, ==, 3);
  g_assert_cmpstr (names->pdata[0], ==, "PATH=/usr/bin:/bin");
  g_assert_true (g_str_has_prefix (names->pdata[1], "KEY="));
  g_assert_cmpstr (names->pdata[2], ==, "/");
}

static void
test_what_it_says (void)
{
  static const char *const missing[] = { "/no/such/command", NULL };
  g_autoptr (IruProbeResult) absent = run (missing, 1000, NULL);
  g_autoptr (IruProbeResult) noisy = run_script (
      "echo \"hello $KEY\"; " INIT PAGE ("2", "\"result\":{\"tools\":[" TOOL ("a") "]}"), 1000);
  IruFinding *finding = noisy->findings->pdata[0];

  g_assert_cmpstr (iru_findings_get_headline (absent->findings)->kind->id, ==, "bridge-failed");
  g_assert_cmpuint (noisy->findings->len, ==, 1);
  g_assert_cmpstr (finding->kind->id, ==, "bridge-failed");
  g_assert_cmpint (finding->severity, ==, IRU_SEVERITY_WARNING);
  g_assert_cmpuint (noisy->tools->len, ==, 1);
}

static gboolean
cancel (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (void)
{
  const char *const argv[] = { "/bin/sh", "-c", "trap '' TERM; sleep 100", NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gint64 start = g_get_monotonic_time ();

  g_timeout_add (100, cancel, cancellable);
  g_assert_null (run (argv, 60000, cancellable));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
}

typedef struct
{
  GString *said;
  gboolean over;
} Echo;

static void
on_echo (const char *line, gsize length, gboolean too_long, gpointer user_data)
{
  if (line != NULL)
    g_string_append_printf (((Echo *)user_data)->said, "%s.", line);
}

static void
on_no_error (const char *line, gsize length, gboolean too_long, gpointer user_data)
{
  g_assert_null (line);
}

static void
on_over (gpointer user_data)
{
  ((Echo *)user_data)->over = TRUE;
}

/* What is to be written while something else still is comes after it, and so does the
 * end. */
static void
test_writes_in_a_row (void)
{
  const char *const argv[] = { "/bin/cat", NULL };
  const char *const env[] = { NULL };
  g_autoptr (GString) said = g_string_new (NULL);
  Echo echo = { .said = said };
  IruChildSpec spec = { argv, env, "/", 100, on_echo, on_no_error, on_over, &echo };
  IruChild *child = iru_child_new (&spec, NULL);

  iru_child_write (child, g_strdup ("one\n"));
  iru_child_write (child, g_strdup ("two\n"));
  iru_child_write (child, g_strdup ("three\n"));
  iru_child_close (child);
  while (!echo.over)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (said->str, ==, "one.two.three.");
  iru_child_free (child);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stdio/rows", test_rows);
  g_test_add_func ("/stdio/nothing-is-left", test_nothing_is_left);
  g_test_add_func ("/stdio/what-it-is-given", test_what_it_is_given);
  g_test_add_func ("/stdio/what-it-says", test_what_it_says);
  g_test_add_func ("/stdio/cancel", test_cancel);
  g_test_add_func ("/stdio/writes-in-a-row", test_writes_in_a_row);
  return g_test_run ();
}
