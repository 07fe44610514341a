/* test-plan.c: a plan is made, shown, applied, and taken back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "iru-error.h"
#include "iru-file.h"
#include "iru-judge.h"
#include "iru-plan.h"
#include "iru-test-home.h"

#define CURSOR ".cursor/mcp.json"
#define CODEX ".codex/config.toml"
#define OLD_CURSOR "{\r\n\t\"mcpServers\": {\r\n\t\t\"a\": { \"command\": \"x\" }\r\n\t}\r\n}"
#define OLD_CODEX "# mine\n[mcp_servers.a]\ncommand = 'x' # here\n"

typedef struct
{
  char *home;
  IruPlaces *places;
  GPtrArray *targets;
  GPtrArray *servers;
  IruState *state;
} Fixture;

static IruState *
open_state (const char *home)
{
  g_autofree char *folder = g_build_filename (home, "state", NULL);

  return iru_state_new (folder);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  IruServer *server = iru_server_new ("iru");

  f->home = iru_test_home_new ();
  f->places = iru_places_new (IRU_PLATFORM_LINUX, "", f->home, "ann", NULL);
  f->targets = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_target_free);
  f->servers = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_server_free);
  f->state = open_state (f->home);
  iru_test_home_write (f->home, CURSOR, OLD_CURSOR, 0600);
  iru_test_home_write (f->home, CODEX, OLD_CODEX, 0640);
  g_ptr_array_add (f->targets, iru_target_new (iru_client_get ("cursor"), f->places));
  g_ptr_array_add (f->targets, iru_target_new (iru_client_get ("codex"), f->places));
  server->url = g_strdup ("https://t.connect.iru.com/m");
  iru_pairs_set (server->headers, "X-API-Key", "sk_live:0123456789abcdef", TRUE);
  g_ptr_array_add (f->servers, server);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_ptr_array_unref (f->targets);
  g_ptr_array_unref (f->servers);
  iru_places_unref (f->places);
  iru_state_free (f->state);
  iru_test_home_free (f->home);
}

static void
assert_file (Fixture *f, const char *path, const char *expected)
{
  g_autofree char *text = iru_test_home_read (f->home, path);

  g_assert_cmpstr (text, ==, expected);
}

static IruAction
get_action (IruPlan *plan, guint index)
{
  return ((IruChange *)iru_plan_get_changes (plan)->pdata[index])->action;
}

static void
undo (Fixture *f, guint n_expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) results = iru_file_undo (f->state, NULL, FALSE, &id, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (results->len, ==, n_expected);
  for (guint i = 0; i < results->len; i++)
    g_assert_no_error (((IruUndoResult *)results->pdata[i])->error);
}

/* Making a plan writes nothing; applying and undoing gives the bytes back. */
static void
test_install_and_undo (Fixture *f, gconstpointer data)
{
  g_autoptr (IruPlan) plan = iru_plan_new_install (f->targets, f->servers);

  g_assert_cmpint (get_action (plan, 0), ==, IRU_ACTION_ADDED);
  g_assert_cmpint (get_action (plan, 1), ==, IRU_ACTION_ADDED);
  assert_file (f, CURSOR, OLD_CURSOR);
  assert_file (f, CODEX, OLD_CODEX);

  iru_plan_apply (plan, f->state, TRUE);
  IruChange *change = iru_plan_get_changes (plan)->pdata[0];
  g_assert_no_error (change->error);
  g_assert_nonnull (change->backup);
  g_autofree char *text = iru_test_home_read (f->home, CURSOR);
  g_assert_nonnull (strstr (text, "\r\n\t\t\"iru\": {\r\n\t\t\t\"url\""));

  /* Again: nothing to do, and no backup. */
  g_autoptr (IruPlan) again = iru_plan_new_install (f->targets, f->servers);
  iru_plan_apply (again, f->state, FALSE);
  g_assert_cmpint (get_action (again, 0), ==, IRU_ACTION_UNCHANGED);
  g_assert_null (((IruChange *)iru_plan_get_changes (again)->pdata[0])->backup);

  undo (f, 2);
  assert_file (f, CURSOR, OLD_CURSOR);
  assert_file (f, CODEX, OLD_CODEX);
}

static void
test_remove_what_was_added (Fixture *f, gconstpointer data)
{
  g_autoptr (IruPlan) plan = iru_plan_new_install (f->targets, f->servers);

  iru_plan_apply (plan, f->state, FALSE);
  g_autoptr (IruPlan) removal = iru_plan_new_remove (f->targets, NULL, FALSE);
  iru_plan_apply (removal, f->state, FALSE);
  g_assert_cmpint (get_action (removal, 0), ==, IRU_ACTION_REMOVED);
  assert_file (f, CURSOR, OLD_CURSOR);
  assert_file (f, CODEX, OLD_CODEX);
}

static void
test_remove_all (Fixture *f, gconstpointer data)
{
  g_autoptr (IruPlan) removal = iru_plan_new_remove (f->targets, NULL, TRUE);

  iru_plan_apply (removal, f->state, FALSE);
  g_assert_cmpint (get_action (removal, 0), ==, IRU_ACTION_REMOVED);
  g_assert_cmpint (get_action (removal, 1), ==, IRU_ACTION_REMOVED);
  g_autofree char *text = iru_test_home_read (f->home, CURSOR);
  g_assert_null (strstr (text, "\"a\""));
}

/* One file can't be understood: it stays, and the other is written. */
static void
test_one_refused (Fixture *f, gconstpointer data)
{
  iru_test_home_write (f->home, CURSOR, "{\"mcpServers\": oops", 0600);
  g_autoptr (IruPlan) plan = iru_plan_new_install (f->targets, f->servers);
  iru_plan_apply (plan, f->state, FALSE);

  g_assert_cmpint (get_action (plan, 0), ==, IRU_ACTION_REFUSED);
  g_assert_error (((IruChange *)iru_plan_get_changes (plan)->pdata[0])->error, IRU_ERROR,
                  IRU_ERROR_SYNTAX);
  g_assert_cmpint (get_action (plan, 1), ==, IRU_ACTION_ADDED);
  assert_file (f, CURSOR, "{\"mcpServers\": oops");
}

/* A change that came after the review is not overwritten, but without one it is merged. */
static void
test_changed_meanwhile (Fixture *f, gconstpointer data)
{
  g_autoptr (IruPlan) reviewed = iru_plan_new_install (f->targets, f->servers);

  iru_test_home_write (f->home, CURSOR, "{\"mcpServers\":{\"b\":{}}}", 0600);
  iru_plan_apply (reviewed, f->state, TRUE);
  g_assert_cmpint (get_action (reviewed, 0), ==, IRU_ACTION_REFUSED);
  g_assert_error (((IruChange *)iru_plan_get_changes (reviewed)->pdata[0])->error, IRU_ERROR,
                  IRU_ERROR_CONFLICT);
  assert_file (f, CURSOR, "{\"mcpServers\":{\"b\":{}}}");

  g_autoptr (IruPlan) plan = iru_plan_new_install (f->targets, f->servers);
  iru_test_home_write (f->home, CURSOR, "{\"mcpServers\":{\"c\":{}}}", 0600);
  iru_plan_apply (plan, f->state, FALSE);
  g_autofree char *text = iru_test_home_read (f->home, CURSOR);
  g_assert_nonnull (strstr (text, "\"c\""));
  g_assert_nonnull (strstr (text, "\"iru\""));
}

/* So large that its old bytes are kept while the new ones are made. (transfer full) */
static char *
write_large (Fixture *f, const char *end)
{
  GString *text = g_string_new ("{ \"a\": [");

  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (text, "\"what was said %u\", ", i);
  g_string_append_printf (text, "0] }%s", end);
  iru_test_home_write (f->home, CURSOR, text->str, 0600);
  return g_string_free (text, FALSE);
}

/* Not with what it holds, which would be told whole. */
static void
assert_large_file (Fixture *f, const char *expected)
{
  g_autofree char *text = iru_test_home_read (f->home, CURSOR);

  g_assert_true (g_str_equal (text, expected));
}

/* Files in the folder of the state's run, its manifest among them. */
static guint
count_kept (Fixture *f)
{
  g_autofree char *folder =
      g_build_filename (f->home, "state", "runs", iru_state_get_run_id (f->state), NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* What is kept ahead is what an undo gives back. */
static void
test_kept_ahead (Fixture *f, gconstpointer data)
{
  g_autofree char *old = write_large (f, "");
  g_autoptr (IruPlan) plan =
      iru_plan_new_install_full (f->targets, f->servers, IRU_PLAN_PLAIN, f->state);

  g_assert_nonnull (((IruChange *)iru_plan_get_changes (plan)->pdata[0])->keeping);
  g_assert_null (((IruChange *)iru_plan_get_changes (plan)->pdata[1])->keeping);
  iru_plan_apply (plan, f->state, FALSE);
  g_assert_cmpint (get_action (plan, 0), ==, IRU_ACTION_ADDED);
  g_assert_cmpuint (count_kept (f), ==, 3);
  undo (f, 2);
  assert_large_file (f, old);
}

/* Somebody writes after it was kept: then theirs is kept, and the other bytes go. */
static void
test_kept_ahead_in_vain (Fixture *f, gconstpointer data)
{
  g_autofree char *old = write_large (f, "");
  g_autoptr (IruPlan) plan =
      iru_plan_new_install_full (f->targets, f->servers, IRU_PLAN_PLAIN, f->state);
  g_autofree char *theirs = write_large (f, "\n\n");

  iru_plan_apply (plan, f->state, FALSE);
  g_assert_cmpint (get_action (plan, 0), ==, IRU_ACTION_ADDED);
  g_assert_cmpuint (count_kept (f), ==, 3);
  undo (f, 2);
  assert_large_file (f, theirs);
}

/* What went wrong ahead is said when the file's turn comes, and nothing is written. */
static void
test_cannot_keep_ahead (Fixture *f, gconstpointer data)
{
  g_autofree char *old = write_large (f, "");

  iru_test_home_write (f->home, "state", "no folder", 0600);
  g_autoptr (IruPlan) plan =
      iru_plan_new_install_full (f->targets, f->servers, IRU_PLAN_PLAIN, f->state);
  iru_plan_apply (plan, f->state, FALSE);
  g_assert_cmpint (get_action (plan, 0), ==, IRU_ACTION_REFUSED);
  g_assert_error (((IruChange *)iru_plan_get_changes (plan)->pdata[0])->error, IRU_ERROR,
                  IRU_ERROR_FAILED);
  assert_large_file (f, old);
}

/* Where nothing changes nothing is kept. */
static void
test_not_kept_ahead (Fixture *f, gconstpointer data)
{
  g_autofree char *old = write_large (f, "");
  g_autoptr (IruPlan) first = iru_plan_new_install (f->targets, f->servers);

  iru_plan_apply (first, f->state, FALSE);
  g_clear_pointer (&f->state, iru_state_free);
  f->state = open_state (f->home);
  g_autoptr (IruPlan) again =
      iru_plan_new_install_full (f->targets, f->servers, IRU_PLAN_PLAIN, f->state);
  iru_plan_apply (again, f->state, FALSE);
  g_assert_cmpint (get_action (again, 0), ==, IRU_ACTION_UNCHANGED);
  g_assert_cmpuint (count_kept (f), ==, 0);
}

/* An entry that the user has switched off is switched on, and that is said. */
static void
test_switched_off (Fixture *f, gconstpointer data)
{
  iru_test_home_write (f->home, CODEX,
                       "[mcp_servers.iru_mcp]\nurl = \"https://t.connect.iru.com/m\"\n"
                       "enabled = false\n",
                       0600);
  g_autoptr (IruPlan) plan = iru_plan_new_install (f->targets, f->servers);
  IruChange *change = iru_plan_get_changes (plan)->pdata[1];

  g_assert_cmpint (change->action, ==, IRU_ACTION_REPLACED);
  g_assert_cmpuint (change->findings->len, ==, 1);
  g_assert_cmpstr (((IruFinding *)change->findings->pdata[0])->kind->id, ==, "server-disabled");
  iru_plan_apply (plan, f->state, TRUE);
  g_autofree char *text = iru_test_home_read (f->home, CODEX);
  g_assert_null (strstr (text, "false"));
}

/* With another system's root, a link out of it would be this system's file. */
static void
test_link_out_of_root (Fixture *f, gconstpointer data)
{
  g_autofree char *root = g_build_filename (f->home, "disk", NULL);
  g_autofree char *home = g_build_filename (root, "home", "ann", NULL);
  g_autofree char *folder = g_build_filename (home, ".cursor", NULL);
  g_autofree char *outside = g_build_filename (f->home, ".cursor", NULL);
  g_autoptr (IruPlaces) places = iru_places_new (IRU_PLATFORM_LINUX, root, home, "ann", NULL);
  g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_target_free);

  iru_test_home_write (home, "x", "", 0600);
  g_assert_cmpint (symlink (outside, folder), ==, 0);
  g_ptr_array_add (targets, iru_target_new (iru_client_get ("cursor"), places));
  g_autoptr (IruPlan) plan = iru_plan_new_install (targets, f->servers);
  iru_plan_apply (plan, f->state, FALSE);
  g_assert_cmpint (get_action (plan, 0), ==, IRU_ACTION_REFUSED);
  assert_file (f, CURSOR, OLD_CURSOR);
}

static void
test_judge (void)
{
  static const struct
  {
    const char *before;
    const char *after;
    gboolean accepts;
  } rows[] = {
    { "{}", "{\"a\":1}", TRUE },
    { NULL, "{\"a\":1}", TRUE },
    { "{}", "{\"a\":1", FALSE },
    { "{} // c", "{\"a\":1} // c", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) before =
          rows[i].before ? g_bytes_new_static (rows[i].before, strlen (rows[i].before)) : NULL;
      g_autoptr (GBytes) after = g_bytes_new_static (rows[i].after, strlen (rows[i].after));

      g_test_message ("%s", rows[i].after);
      g_assert_cmpint (iru_judge_accepts (IRU_SYNTAX_JSON, before, after), ==, rows[i].accepts);
    }
}

#define ADD(name, function) g_test_add ("/plan/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("install-and-undo", test_install_and_undo);
  ADD ("remove-what-was-added", test_remove_what_was_added);
  ADD ("remove-all", test_remove_all);
  ADD ("one-refused", test_one_refused);
  ADD ("changed-meanwhile", test_changed_meanwhile);
  ADD ("kept-ahead", test_kept_ahead);
  ADD ("kept-ahead-in-vain", test_kept_ahead_in_vain);
  ADD ("cannot-keep-ahead", test_cannot_keep_ahead);
  ADD ("not-kept-ahead", test_not_kept_ahead);
  ADD ("switched-off", test_switched_off);
  ADD ("link-out-of-root", test_link_out_of_root);
  g_test_add_func ("/plan/judge", test_judge);
  return g_test_run ();
}
