/* test-undo.c: each write can be taken back to the byte
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-file.h"

#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"
#include "iru-digest.h"
#include "iru-error.h"

typedef enum
{
  STEP_END,
  STEP_PUT,       /* somebody else writes @text */
  STEP_DELETE,    /* somebody else removes the file */
  STEP_CHMOD,     /* somebody else sets the mode, in octal in @text */
  STEP_RUN,       /* a new run begins */
  STEP_WRITE,     /* we write @text; NULL: remove */
  STEP_DAMAGE,    /* the newest run's first backup is damaged */
  STEP_UNDO,      /* is to work */
  STEP_UNDO_FAIL, /* is to be refused, by a message that has @text */
  STEP_UNDO_NONE, /* is to find nothing */
  STEP_IS,        /* the file holds @text now; NULL: is not there */
  STEP_MODE,      /* the file has the mode @text, in octal */
} StepKind;

typedef struct
{
  StepKind kind;
  const char *text;
  const char *file; /* NULL: "folder/sub/f" */
} Step;

typedef struct
{
  const char *name;
  Step steps[16];
} Case;

/* clang-format off */
static const Case cases[] = {
  { "nothing to undo", { { STEP_UNDO_NONE } } },
  { "replace", { { STEP_PUT, "\xef\xbb\xbf" "a\r\n\xff" }, { STEP_WRITE, "b" }, { STEP_UNDO },
                 { STEP_IS, "\xef\xbb\xbf" "a\r\n\xff" }, { STEP_UNDO_NONE } } },
  { "create", { { STEP_WRITE, "b" }, { STEP_UNDO }, { STEP_IS, NULL }, { STEP_UNDO_NONE } } },
  { "remove", { { STEP_PUT, "a" }, { STEP_CHMOD, "640" }, { STEP_WRITE, NULL }, { STEP_IS, NULL },
                { STEP_UNDO }, { STEP_IS, "a" }, { STEP_MODE, "640" } } },
  { "two runs", { { STEP_PUT, "a" }, { STEP_WRITE, "b" }, { STEP_RUN }, { STEP_WRITE, "c" },
                  { STEP_RUN }, { STEP_UNDO }, { STEP_IS, "b" }, { STEP_UNDO }, { STEP_IS, "a" },
                  { STEP_UNDO_NONE } } },
  { "one run, twice", { { STEP_WRITE, "b" }, { STEP_WRITE, "c" }, { STEP_UNDO }, { STEP_IS, NULL },
                        { STEP_UNDO_NONE } } },
  { "there and back in one run", { { STEP_PUT, "a" }, { STEP_WRITE, "b" }, { STEP_WRITE, "a" },
                                   { STEP_WRITE, "b" }, { STEP_UNDO }, { STEP_IS, "a" } } },
  { "changed since", { { STEP_PUT, "a" }, { STEP_WRITE, "b" }, { STEP_PUT, "x" },
                       { STEP_UNDO_FAIL, "changed since" }, { STEP_IS, "x" },
                       { STEP_PUT, "b" }, { STEP_UNDO }, { STEP_IS, "a" } } },
  { "deleted since", { { STEP_PUT, "a" }, { STEP_WRITE, "b" }, { STEP_DELETE },
                       { STEP_UNDO_FAIL, "deleted since" }, { STEP_IS, NULL } } },
  { "created, deleted since", { { STEP_WRITE, "b" }, { STEP_DELETE }, { STEP_UNDO },
                                { STEP_IS, NULL }, { STEP_UNDO_NONE } } },
  { "taken back by hand", { { STEP_PUT, "a" }, { STEP_WRITE, "b" }, { STEP_RUN }, { STEP_WRITE, "c" },
                            { STEP_PUT, "b" }, { STEP_UNDO }, { STEP_IS, "b" },
                            { STEP_UNDO }, { STEP_IS, "a" } } },
  { "removed, made anew since", { { STEP_PUT, "a" }, { STEP_WRITE, NULL }, { STEP_PUT, "x" },
                                  { STEP_UNDO_FAIL, "changed since" }, { STEP_IS, "x" } } },
  { "mode of a replaced file", { { STEP_PUT, "a" }, { STEP_CHMOD, "640" }, { STEP_WRITE, "b" },
                                 { STEP_UNDO }, { STEP_MODE, "640" } } },
  { "made stricter since", { { STEP_PUT, "a" }, { STEP_CHMOD, "644" }, { STEP_WRITE, "b" },
                             { STEP_CHMOD, "600" }, { STEP_UNDO }, { STEP_IS, "a" },
                             { STEP_MODE, "600" } } },
  { "made looser since", { { STEP_PUT, "a" }, { STEP_CHMOD, "600" }, { STEP_WRITE, "b" },
                           { STEP_CHMOD, "644" }, { STEP_UNDO }, { STEP_IS, "a" },
                           { STEP_MODE, "600" } } },
  { "damaged", { { STEP_PUT, "a" }, { STEP_WRITE, "b" }, { STEP_DAMAGE },
                 { STEP_UNDO_FAIL, "damaged" }, { STEP_IS, "b" } } },
  { "others are restored", { { STEP_PUT, "a" }, { STEP_PUT, "A", "other" }, { STEP_WRITE, "b" },
                             { STEP_WRITE, "B", "other" }, { STEP_PUT, "x" },
                             { STEP_UNDO_FAIL, "changed since" }, { STEP_IS, "x" },
                             { STEP_IS, "A", "other" } } },
};
/* clang-format on */

/* The first error of all rows. @n_results: rows. */
static GError *
undo (IruState *state, const char *id, gboolean dry_run, guint *n_results)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *undone = NULL;
  g_autoptr (GPtrArray) results = iru_file_undo (state, id, dry_run, &undone, &error);
  GError *first = NULL;

  g_assert_no_error (error);
  g_assert_true ((undone != NULL) == (results->len > 0));
  *n_results = results->len;
  for (guint i = 0; i < results->len; i++)
    {
      const IruUndoResult *result = g_ptr_array_index (results, i);

      g_assert_true (g_path_is_absolute (result->path));
      g_assert_cmpstr (result->client, ==, "cursor");
      if (first == NULL && result->error != NULL)
        first = g_error_copy (result->error);
    }
  return first;
}

static void
damage (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->state_dir, "runs",
                                            iru_state_get_run_id (fixture->state), "0", NULL);

  fixture_put (path, "damaged");
}

/* Every undo is rehearsed first, which must tell the same and change nothing. */
static void
step_undo (Fixture *fixture, const Step *step, const char *path)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) rehearsed = NULL;
  g_autoptr (GError) error = NULL;
  guint n_rehearsed;
  guint n_results;

  g_file_get_contents (path, &before, NULL, NULL);
  rehearsed = undo (fixture->state, NULL, TRUE, &n_rehearsed);
  g_file_get_contents (path, &after, NULL, NULL);
  g_assert_cmpstr (before, ==, after);

  error = undo (fixture->state, NULL, FALSE, &n_results);
  g_assert_cmpint (n_results, ==, n_rehearsed);
  g_assert_true ((n_results == 0) == (step->kind == STEP_UNDO_NONE));
  g_assert_cmpstr (error != NULL ? error->message : NULL, ==,
                   rehearsed != NULL ? rehearsed->message : NULL);
  if (step->kind == STEP_UNDO_FAIL)
    g_assert_nonnull (strstr (error->message, step->text));
  else
    g_assert_no_error (error);
}

static void
put (const char *path, const char *text)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  fixture_put (path, text);
}

static void
take_step (Fixture *fixture, const Step *step)
{
  g_autofree char *path = fixture_path (fixture, step->file != NULL ? step->file : "folder/sub/f");

  switch (step->kind)
    {
    case STEP_PUT:
      put (path, step->text);
      break;
    case STEP_DELETE:
      g_assert_cmpint (unlink (path), ==, 0);
      break;
    case STEP_CHMOD:
      g_assert_cmpint (chmod (path, g_ascii_strtoull (step->text, NULL, 8)), ==, 0);
      break;
    case STEP_RUN:
      fixture_restart (fixture);
      break;
    case STEP_WRITE:
      fixture_write (fixture, path, step->text);
      break;
    case STEP_DAMAGE:
      damage (fixture);
      break;
    case STEP_IS:
      fixture_assert_text (path, step->text);
      break;
    case STEP_MODE:
      g_assert_cmphex (fixture_get_mode (path), ==, g_ascii_strtoull (step->text, NULL, 8));
      break;
    case STEP_UNDO:
    case STEP_UNDO_FAIL:
    case STEP_UNDO_NONE:
      step_undo (fixture, step, path);
      break;
    case STEP_END:
    default:
      break;
    }
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Fixture) fixture = { 0 };

      g_test_message ("%s", cases[i].name);
      fixture_init (&fixture);
      for (const Step *step = cases[i].steps; step->kind != STEP_END; step++)
        take_step (&fixture, step);
      fixture_assert_no_strays (fixture.dir);
    }
}

static void
test_folders (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *outer = NULL;
  g_autofree char *sub = NULL;
  g_autofree char *path = NULL;
  g_autofree char *note = NULL;
  guint n_results;

  fixture_init (&fixture);
  outer = fixture_path (&fixture, "a");
  sub = fixture_path (&fixture, "a/b");
  path = fixture_path (&fixture, "a/b/f");
  note = fixture_path (&fixture, "a/note");
  fixture_write (&fixture, path, "new");
  g_assert_null (undo (fixture.state, NULL, FALSE, &n_results));
  g_assert_false (g_file_test (outer, G_FILE_TEST_EXISTS));

  fixture_restart (&fixture);
  fixture_write (&fixture, path, "new");
  fixture_put (note, "somebody else's");
  g_assert_null (undo (fixture.state, NULL, FALSE, &n_results));
  g_assert_false (g_file_test (sub, G_FILE_TEST_EXISTS));
  fixture_assert_text (note, "somebody else's");
}

static void
test_named_run (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) unknown = NULL;
  g_autoptr (GError) hostile = NULL;
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autofree char *first = NULL;
  guint n_results;

  fixture_init (&fixture);
  one = fixture_path (&fixture, "one");
  two = fixture_path (&fixture, "two");
  fixture_write (&fixture, one, "1");
  first = g_strdup (iru_state_get_run_id (fixture.state));
  fixture_restart (&fixture);
  fixture_write (&fixture, two, "2");

  g_assert_null (undo (fixture.state, first, FALSE, &n_results));
  g_assert_cmpint (n_results, ==, 1);
  fixture_assert_text (one, NULL);
  fixture_assert_text (two, "2");
  g_assert_null (undo (fixture.state, first, FALSE, &n_results));
  g_assert_cmpint (n_results, ==, 0);

  g_assert_null (iru_file_undo (fixture.state, "20000101T000000Z-0", FALSE, NULL, &unknown));
  g_assert_error (unknown, IRU_ERROR, IRU_ERROR_NOT_FOUND);
  g_assert_null (iru_file_undo (fixture.state, "../../x", FALSE, NULL, &hostile));
  g_assert_error (hostile, IRU_ERROR, IRU_ERROR_NOT_FOUND);
}

/* As a run leaves it that is killed when its backup is complete: @path has been
 * changed or not, which only the file tells. */
static void
leave_backup (Fixture *fixture, const char *path, const char *old_text, const char *new_text)
{
  g_autoptr (GBytes) old = g_bytes_new (old_text, strlen (old_text));
  g_autoptr (GBytes) new = g_bytes_new (new_text, strlen (new_text));
  g_autofree char *new_digest = iru_digest_new (new);
  IruBackup backup = {
    .path = (char *)path,
    .client = (char *)"cursor",
    .existed = TRUE,
    .new_digest = new_digest,
    .mode = 0600,
  };

  fixture_restart (fixture);
  g_autoptr (IruKeeping) keeping = iru_keeping_start (fixture->state, old);
  g_assert_true (iru_keeping_finish (keeping, &backup, NULL));
  g_assert_true (iru_state_add_backup (fixture->state, &backup, NULL));
  g_free (backup.old_digest);
}

static void
test_killed_before_exchange (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *path = NULL;
  guint n_results;

  fixture_init (&fixture);
  path = fixture_path (&fixture, "f");
  fixture_put (path, "a");
  fixture_write (&fixture, path, "b");
  leave_backup (&fixture, path, "b", "c");
  g_assert_null (undo (fixture.state, NULL, FALSE, &n_results));
  g_assert_cmpint (n_results, ==, 1);
  fixture_assert_text (path, "a");
}

static void
test_killed_after_exchange (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *path = NULL;
  guint n_results;

  fixture_init (&fixture);
  path = fixture_path (&fixture, "f");
  fixture_put (path, "a");
  fixture_write (&fixture, path, "b");
  leave_backup (&fixture, path, "b", "c");
  fixture_put (path, "c");
  g_assert_null (undo (fixture.state, NULL, FALSE, &n_results));
  fixture_assert_text (path, "b");
  g_assert_null (undo (fixture.state, NULL, FALSE, &n_results));
  fixture_assert_text (path, "a");
}

/* An attempt that was given up must not stand in the way of the undo of the next. */
static GBytes *
edit_and_change_once (GBytes *before, gpointer user_data, GError **error)
{
  const char **path = user_data;

  if (*path != NULL)
    fixture_put (*path, "theirs");
  *path = NULL;
  return g_bytes_new_static ("ours", 4);
}

static void
test_replanned (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *path = NULL;
  const char *meddled;
  guint n_results;

  fixture_init (&fixture);
  meddled = path = fixture_path (&fixture, "f");
  fixture_put (path, "old");
  g_assert_true (iru_file_rewrite (fixture.state, path, "cursor", edit_and_change_once, &meddled,
                                   NULL, FALSE, NULL, NULL));
  g_assert_null (undo (fixture.state, NULL, FALSE, &n_results));
  g_assert_cmpint (n_results, ==, 1);
  fixture_assert_text (path, "theirs");
}

/* Nor is it a change if the same text comes from somebody else later. */
static void
test_given_up (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GBytes) reviewed = g_bytes_new_static ("old", 3);
  IruFileSeen seen = { .bytes = reviewed };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  const char *meddled;
  guint n_results;

  fixture_init (&fixture);
  meddled = path = fixture_path (&fixture, "f");
  fixture_put (path, "old");
  g_assert_false (iru_file_rewrite (fixture.state, path, "cursor", edit_and_change_once, &meddled,
                                    &seen, TRUE, NULL, &error));
  g_assert_error (error, IRU_ERROR, IRU_ERROR_CONFLICT);
  fixture_put (path, "ours");
  g_assert_null (undo (fixture.state, NULL, FALSE, &n_results));
  g_assert_cmpint (n_results, ==, 0);
  fixture_assert_text (path, "ours");
}

#define N_KILLS 100
#define N_FILES 3

static void
write_all (Fixture *fixture, char **paths)
{
  fixture_restart (fixture);
  for (guint i = 0; i < N_FILES; i++)
    fixture_write (fixture, paths[i], "new");
}

/* Killed at any moment, a run is taken back whole. */
static void
test_kills (void)
{
  g_auto (Fixture) fixture = { 0 };
  char *paths[N_FILES];

  fixture_init (&fixture);
  for (guint i = 0; i < N_FILES; i++)
    {
      paths[i] = g_strdup_printf ("%s/%u/f", fixture.dir, i);
      put (paths[i], "old");
    }
  for (guint i = 0; i < N_KILLS; i++)
    {
      pid_t child = fork ();
      g_autoptr (GError) error = NULL;
      guint n_results;

      if (child == 0)
        {
          write_all (&fixture, paths);
          _exit (0);
        }
      g_usleep (g_random_int_range (500, 12000));
      kill (child, SIGKILL);
      g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
      fixture_restart (&fixture);
      error = undo (fixture.state, NULL, FALSE, &n_results);
      g_assert_no_error (error);
      for (guint j = 0; j < N_FILES; j++)
        fixture_assert_text (paths[j], "old");
      g_assert_true (iru_state_prune (fixture.state, NULL));
    }
  for (guint i = 0; i < N_FILES; i++)
    g_free (paths[i]);
}

/* So large that it goes past the system's cache, and no multiple of anything. */
static void
test_large (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *old = g_strnfill (17 * 1024 * 1024 + 4097, 'o');
  g_autofree char *new = g_strnfill (9 * 1024 * 1024 + 5, 'n');
  guint n_results;

  fixture_init (&fixture);
  path = fixture_path (&fixture, "f");
  fixture_put (path, old);
  g_assert_cmpint (fixture_write (&fixture, path, new), ==, IRU_FILE_REPLACED);
  fixture_assert_text (path, new);
  g_assert_null (undo (fixture.state, NULL, FALSE, &n_results));
  fixture_assert_text (path, old);
  fixture_assert_no_strays (fixture.dir);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/undo/cases", test_cases);
  g_test_add_func ("/undo/folders", test_folders);
  g_test_add_func ("/undo/named-run", test_named_run);
  g_test_add_func ("/undo/killed-before-exchange", test_killed_before_exchange);
  g_test_add_func ("/undo/killed-after-exchange", test_killed_after_exchange);
  g_test_add_func ("/undo/replanned", test_replanned);
  g_test_add_func ("/undo/given-up", test_given_up);
  g_test_add_func ("/undo/kills", test_kills);
  g_test_add_func ("/undo/large", test_large);
  return g_test_run ();
}
