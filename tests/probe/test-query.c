/* test-query.c: one question to a program, and what is left of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "iru-query.h"

typedef struct
{
  IruQueryAnswer *answer;
  gboolean done;
} Box;

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Box *box = user_data;

  box->answer = iru_query_finish (result, NULL);
  box->done = TRUE;
}

static IruQueryAnswer *
ask (const char *program, const char *script, GCancellable *cancellable)
{
  const char *const argv[] = { program, "-c", script, NULL };
  static const char *const env[] = { "PATH=/usr/bin:/bin", NULL };
  Box box = { 0 };

  iru_query_async (argv, env, "/", 500, cancellable, on_done, &box);
  while (!box.done)
    g_main_context_iteration (NULL, TRUE);
  return box.answer;
}

static void
test_rows (void)
{
  static const struct
  {
    const char *script;
    const char *line;
    const char *error;
    gboolean late;
    gboolean succeeded;
  } rows[] = {
    { "echo v22.1.0", "v22.1.0", NULL, FALSE, TRUE },
    { "echo; echo a; echo b", "a", NULL, FALSE, TRUE },
    { "printf v1", "v1", NULL, FALSE, TRUE },
    { "echo first >&2; echo last >&2; echo >&2; exit 3", NULL, "last", FALSE, FALSE },
    { "kill -9 $$", NULL, NULL, FALSE, FALSE },
    { "echo v1; sleep 100", "v1", NULL, TRUE, FALSE },
    { "trap '' TERM; sleep 100 & wait", NULL, NULL, TRUE, FALSE },
    /* Its standard input is empty, and what it leaves behind holds nobody up. */
    { "cat; echo v1", "v1", NULL, FALSE, TRUE },
    { "sleep 100 & echo v1", "v1", NULL, FALSE, TRUE },
#ifdef __linux__
    { "setsid sleep 2 & echo v1", "v1", NULL, FALSE, TRUE },
#endif
    { "yes | tr -d '\\n'", NULL, NULL, TRUE, FALSE },
    { "printf '\\377\\n'", "\357\277\275", NULL, FALSE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 start_us = g_get_monotonic_time ();
      g_autoptr (IruQueryAnswer) answer = ask ("/bin/sh", rows[i].script, NULL);

      g_test_message ("%s", rows[i].script);
      g_assert_cmpstr (answer->line, ==, rows[i].line);
      g_assert_cmpstr (answer->error, ==, rows[i].error);
      g_assert_cmpint (answer->late, ==, rows[i].late);
      g_assert_cmpint (answer->succeeded, ==, rows[i].succeeded);
      g_assert_cmpint (g_get_monotonic_time () - start_us, <, 10 * G_USEC_PER_SEC);
    }
}

static void
test_no_such_program (void)
{
  g_autoptr (IruQueryAnswer) answer = ask ("/no/such/program", "", NULL);

  g_assert_false (answer->succeeded);
  g_assert_false (answer->late);
  g_assert_nonnull (answer->error);
}

static gboolean
is_gone (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *stat = NULL;

      if (kill (pid, 0) != 0
          || (g_file_get_contents (path, &stat, NULL, NULL) && strstr (stat, ") Z ") != NULL))
        return TRUE;
      g_usleep (10000);
    }
  return FALSE;
}

#ifdef __linux__
/* Also what has left the group, at once or after whoever started it had ended. */
static void
test_nothing_left_outside (void)
{
  static const char *const scripts[] = {
    "setsid sleep 100 >/dev/null 2>&1 & echo $!",
    "setsid sleep 100 >/dev/null 2>&1 & echo $!; wait",
    "sh -c 'setsid sh -c \"sleep 100; :\" >/dev/null 2>&1 & echo $!'",
    "sh -c 'setsid sh -c \"sleep 100; :\" >/dev/null 2>&1 & echo $!'; sleep 100",
  };

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autoptr (IruQueryAnswer) answer = ask ("/bin/sh", scripts[i], NULL);

      g_test_message ("%s", scripts[i]);
      g_assert_cmpint (atoi (answer->line), >, 0);
      g_assert_true (is_gone (atoi (answer->line)));
    }
}
#endif

/* What was started is gone when the question is over. */
static void
test_nothing_left (void)
{
  g_autoptr (IruQueryAnswer) answer = ask ("/bin/sh", "sleep 100 & echo $!; wait", NULL);
  int pid = atoi (answer->line);

  g_assert_true (answer->late);
  g_assert_cmpint (pid, >, 0);
  g_assert_true (is_gone (pid));
}

static gboolean
cancel (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_timeout_add (20, cancel, cancellable);
  g_assert_null (ask ("/bin/sh", "sleep 100", cancellable));
  g_assert_null (ask ("/bin/sh", "echo v1", cancellable));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/query/rows", test_rows);
  g_test_add_func ("/query/no-such-program", test_no_such_program);
  g_test_add_func ("/query/nothing-left", test_nothing_left);
#ifdef __linux__
  g_test_add_func ("/query/nothing-left-outside", test_nothing_left_outside);
#endif
  g_test_add_func ("/query/cancelled", test_cancelled);
  return g_test_run ();
}
