/* test-state.c: what is remembered can be found again, and nothing else counts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-state.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"
#include "iru-error.h"
#include "iru-keeping.h"

#define OLD_DIGEST "0123456789abcdef-170a3d70a363a48b" /* "foo" */
#define NEW_DIGEST "0fedcba987654321-04b17e4b181e2344" /* "bar" */

static void
add_backup (IruState *state, const char *path, const char *client, gboolean existed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) old = g_bytes_new_static ("foo", 3);
  g_autoptr (GPtrArray) made = g_ptr_array_new ();
  IruBackup backup = {
    .path = (char *)path,
    .client = (char *)client,
    .existed = existed,
    .new_digest = (char *)NEW_DIGEST,
    .mode = 0640,
    .new_mode = 0600,
    .made_folders = made,
  };

  g_ptr_array_add (made, (gpointer) "/a");
  g_ptr_array_add (made, (gpointer) "/a/b c\td");
  g_autoptr (IruKeeping) keeping = iru_keeping_start (state, existed ? old : NULL);
  iru_keeping_finish (keeping, &backup, &error);
  g_assert_no_error (error);
  g_free (backup.old_digest);
  backup.old_digest = existed ? (char *)OLD_DIGEST : NULL;
  iru_state_add_backup (state, &backup, &error);
  g_assert_no_error (error);
}

static GPtrArray *
list_runs (IruState *state)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *runs = iru_state_list_runs (state, &error);

  g_assert_no_error (error);
  return runs;
}

static IruBackup *
get_backup (GPtrArray *runs, guint run, guint backup)
{
  return g_ptr_array_index (((IruRun *)g_ptr_array_index (runs, run))->backups, backup);
}

static void
test_round_trip (void)
{
  const char *const paths[] = { "/plain", "/a b/c\td\ne\\f", "/ü/\xff\xfe", "/-" };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GPtrArray) runs = NULL;
  const IruRun *run;

  fixture_init (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    add_backup (fixture.state, paths[i], i % 2 == 0 ? "cursor" : NULL, i % 2 == 0);
  runs = list_runs (fixture.state);
  g_assert_cmpint (runs->len, ==, 1);
  run = g_ptr_array_index (runs, 0);
  g_assert_cmpstr (run->id, ==, iru_state_get_run_id (fixture.state));
  g_assert_cmpint (ABS (g_get_real_time () - run->time_us), <, 60 * G_USEC_PER_SEC);
  g_assert_cmpint (run->backups->len, ==, G_N_ELEMENTS (paths));
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      const IruBackup *backup = get_backup (runs, 0, i);

      g_test_message ("path %u", i);
      g_assert_cmpint (backup->number, ==, i);
      g_assert_cmpstr (backup->path, ==, paths[i]);
      g_assert_cmpstr (backup->client, ==, i % 2 == 0 ? "cursor" : NULL);
      g_assert_true (backup->existed == (i % 2 == 0));
      g_assert_cmpstr (backup->old_digest, ==, i % 2 == 0 ? OLD_DIGEST : NULL);
      g_assert_cmpstr (backup->new_digest, ==, NEW_DIGEST);
      g_assert_cmphex (backup->mode, ==, 0640);
      g_assert_cmphex (backup->new_mode, ==, 0600);
      g_assert_cmpint (backup->made_folders->len, ==, 2);
      g_assert_cmpstr (g_ptr_array_index (backup->made_folders, 1), ==, "/a/b c\td");
      g_assert_false (backup->applied);
      g_assert_false (backup->restored);
    }
}

static void
test_marks (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GPtrArray) marked = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const char *id;

  fixture_init (&fixture);
  id = iru_state_get_run_id (fixture.state);
  add_backup (fixture.state, "/one", NULL, TRUE);
  add_backup (fixture.state, "/two", NULL, TRUE);
  runs = list_runs (fixture.state);
  g_assert_true (iru_state_mark_applied (fixture.state, id, get_backup (runs, 0, 0), NULL));
  g_assert_true (iru_state_mark_restored (fixture.state, id, get_backup (runs, 0, 1), NULL));
  marked = list_runs (fixture.state);
  g_assert_true (get_backup (marked, 0, 0)->applied);
  g_assert_false (get_backup (marked, 0, 0)->restored);
  g_assert_false (get_backup (marked, 0, 1)->applied);
  g_assert_true (get_backup (marked, 0, 1)->restored);
  bytes = iru_state_load_backup (fixture.state, id, get_backup (runs, 0, 0), NULL);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "foo", 3);
}

static void
test_private (void)
{
  g_auto (Fixture) fixture = { 0 };
  const char *parts[] = { "", "runs", "runs/ID", "runs/ID/manifest", "runs/ID/0", "locks" };
  mode_t mask = umask (0);

  fixture_init (&fixture);
  close (iru_state_lock (fixture.state, "/f", NULL));
  add_backup (fixture.state, "/f", NULL, TRUE);
  umask (mask);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (GString) path = g_string_new (fixture.state_dir);

      g_string_append_printf (path, "/%s", parts[i]);
      g_string_replace (path, "ID", iru_state_get_run_id (fixture.state), 1);
      g_test_message ("%s", parts[i]);
      g_assert_cmphex (fixture_get_mode (path->str), ==, i == 3 || i == 4 ? 0600 : 0700);
    }
}

static void
test_refused_folder (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) lock_error = NULL;
  g_autoptr (GError) owner_error = NULL;

  fixture_init (&fixture);
  add_backup (fixture.state, "/f", NULL, TRUE);
  g_assert_cmpint (chmod (fixture.state_dir, 0770), ==, 0);
  g_assert_null (iru_state_list_runs (fixture.state, &error));
  g_assert_error (error, IRU_ERROR, IRU_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "chmod go-w"));
  g_assert_cmpint (iru_state_lock (fixture.state, "/f", &lock_error), ==, -1);
  g_assert_error (lock_error, IRU_ERROR, IRU_ERROR_FAILED);

  if (geteuid () != 0)
    return;
  g_assert_cmpint (chmod (fixture.state_dir, 0700), ==, 0);
  g_assert_cmpint (chown (fixture.state_dir, 1234, 1234), ==, 0);
  g_assert_null (iru_state_list_runs (fixture.state, &owner_error));
  g_assert_nonnull (strstr (owner_error->message, "another user"));
}

static void
test_no_folder (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GPtrArray) runs = NULL;

  fixture_init (&fixture);
  runs = list_runs (fixture.state);
  g_assert_cmpint (runs->len, ==, 0);
  g_assert_true (iru_state_prune (fixture.state, NULL));
  g_assert_false (g_file_test (fixture.state_dir, G_FILE_TEST_EXISTS));
}

#define START "iru-mcp-setup run 1\t1\n"
#define GOOD "backup\t0\t/f\t-\t1\t" OLD_DIGEST "\t" NEW_DIGEST "\t384\t384\n"

typedef struct
{
  const char *name;
  const char *manifest;
  int n_backups; /* -1: no run */
} ManifestCase;

/* clang-format off */
static const ManifestCase manifests[] = {
  { "good", START GOOD, 1 },
  { "empty", "", -1 },
  { "no start", GOOD, -1 },
  { "another version", "iru-mcp-setup run 2\t1\n" GOOD, -1 },
  { "no time", "iru-mcp-setup run 1\n" GOOD, -1 },
  { "only the start", START, 0 },
  { "cut off", START "backup\t0\t/f\t-\t1\t" OLD_DIGEST "\t" NEW_DIGEST "\t384\t384", 0 },
  { "cut off, then a mark", START GOOD "backup\t1\t/g\nrestored\t0\n", 1 },
  { "relative path", START "backup\t0\tf\t-\t1\t" OLD_DIGEST "\t-\t384\t384\n", 0 },
  { "no digest", START "backup\t0\t/f\t-\t1\tabc\t-\t384\t384\n", 0 },
  { "no old digest", START "backup\t0\t/f\t-\t1\t-\t-\t384\t384\n", 0 },
  { "mode too large", START "backup\t0\t/f\t-\t1\t" OLD_DIGEST "\t-\t65535\t384\n", 0 },
  { "new mode too large", START "backup\t0\t/f\t-\t1\t" OLD_DIGEST "\t-\t384\t65535\n", 0 },
  { "number is a path", START "backup\t../x\t/f\t-\t1\t" OLD_DIGEST "\t-\t384\t384\n", 0 },
  { "number is negative", START "backup\t-1\t/f\t-\t1\t" OLD_DIGEST "\t-\t384\t384\n", 0 },
  { "twice the same number", START GOOD GOOD, 1 },
  { "mark of nothing", START "restored\t5\napplied\t\nrestored\n" GOOD, 1 },
  { "not text", "\x7f" "ELF\x01\x02\xff", -1 },
};
/* clang-format on */

static void
test_manifests (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (manifests); i++)
    {
      g_auto (Fixture) fixture = { 0 };
      g_autoptr (GPtrArray) runs = NULL;
      g_autofree char *folder = NULL;
      g_autofree char *path = NULL;

      g_test_message ("%s", manifests[i].name);
      fixture_init (&fixture);
      folder = fixture_path (&fixture, "state/runs/20261120T201500Z-000001a2b");
      path = g_build_filename (folder, "manifest", NULL);
      g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
      fixture_put (path, manifests[i].manifest);
      runs = list_runs (fixture.state);
      g_assert_cmpint (runs->len, ==, manifests[i].n_backups >= 0 ? 1 : 0);
      if (runs->len > 0)
        g_assert_cmpint (((IruRun *)g_ptr_array_index (runs, 0))->backups->len, ==,
                         manifests[i].n_backups);
    }
}

/* A manifest that a crash has cut off takes further lines nevertheless. */
static void
test_append_after_crash (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GPtrArray) marked = NULL;
  g_autofree char *path = NULL;
  const char *id;
  FILE *file;

  fixture_init (&fixture);
  id = iru_state_get_run_id (fixture.state);
  add_backup (fixture.state, "/f", NULL, TRUE);
  path = g_build_filename (fixture.state_dir, "runs", id, "manifest", NULL);
  file = fopen (path, "a");
  fputs ("backup\t1\t/g", file);
  fclose (file);
  runs = list_runs (fixture.state);
  g_assert_true (iru_state_mark_restored (fixture.state, id, get_backup (runs, 0, 0), NULL));
  marked = list_runs (fixture.state);
  g_assert_true (get_backup (marked, 0, 0)->restored);
}

static void
make_entry (const char *runs, const char *name, char kind)
{
  g_autofree char *path = g_build_filename (runs, name, NULL);
  g_autofree char *manifest = g_build_filename (path, "manifest", NULL);
  int fd;

  if (kind == 'l')
    g_assert_cmpint (symlink ("/", path), ==, 0);
  else if (kind == 'f')
    fixture_put (path, START GOOD);
  else
    g_assert_cmpint (mkdir (path, 0700), ==, 0);
  if (kind == 'L')
    g_assert_cmpint (symlink ("/etc/passwd", manifest), ==, 0);
  if (kind == 'F')
    g_assert_cmpint (mkfifo (manifest, 0600), ==, 0);
  if (kind != 'B')
    return;
  fd = open (manifest, O_WRONLY | O_CREAT, 0600);
  g_assert_cmpint (ftruncate (fd, G_GINT64_CONSTANT (1) << 40), ==, 0);
  close (fd);
}

/* Links, files, FIFOs and huge files in the place of runs and manifests. */
static void
test_hostile_folder (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GPtrArray) runs = NULL;
  g_autofree char *folder = NULL;
  const char *kinds = "lfLFBe";

  fixture_init (&fixture);
  add_backup (fixture.state, "/f", NULL, TRUE);
  folder = fixture_path (&fixture, "state/runs");
  for (guint i = 0; kinds[i] != '\0'; i++)
    {
      g_autofree char *name = g_strdup_printf ("20261120T201500Z-00000000%u", i);

      make_entry (folder, name, kinds[i]);
    }
  make_entry (folder, "not-a-run", 'e');
  runs = list_runs (fixture.state);
  g_assert_cmpint (runs->len, ==, 1);
  g_assert_cmpstr (get_backup (runs, 0, 0)->path, ==, "/f");
}

static void
test_damaged_backup (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) missing = NULL;
  g_autofree char *path = NULL;
  const char *id;

  fixture_init (&fixture);
  id = iru_state_get_run_id (fixture.state);
  add_backup (fixture.state, "/f", NULL, TRUE);
  runs = list_runs (fixture.state);
  path = g_build_filename (fixture.state_dir, "runs", id, "0", NULL);
  fixture_put (path, "fooo");
  g_assert_null (iru_state_load_backup (fixture.state, id, get_backup (runs, 0, 0), &error));
  g_assert_error (error, IRU_ERROR, IRU_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, path));
  unlink (path);
  g_assert_null (iru_state_load_backup (fixture.state, id, get_backup (runs, 0, 0), &missing));
  g_assert_error (missing, IRU_ERROR, IRU_ERROR_FAILED);
}

static void
test_ids_and_prune (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) runs = NULL;

  fixture_init (&fixture);
  for (guint i = 0; i < IRU_STATE_MAX_RUNS + 5; i++)
    {
      fixture_restart (&fixture);
      add_backup (fixture.state, "/f", NULL, TRUE);
      g_ptr_array_add (ids, g_strdup (iru_state_get_run_id (fixture.state)));
      if (i > 0)
        g_assert_cmpstr (g_ptr_array_index (ids, i - 1), <, g_ptr_array_index (ids, i));
    }
  g_assert_true (iru_state_prune (fixture.state, NULL));
  runs = list_runs (fixture.state);
  g_assert_cmpint (runs->len, ==, IRU_STATE_MAX_RUNS);
  for (guint i = 0; i < IRU_STATE_MAX_RUNS; i++)
    g_assert_cmpstr (((IruRun *)g_ptr_array_index (runs, i))->id, ==,
                     g_ptr_array_index (ids, ids->len - 1 - i));
}

/* A run of the future: the clock has been set back since. */
static void
test_clock_set_back (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *folder = NULL;

  fixture_init (&fixture);
  folder = fixture_path (&fixture, "state/runs/29991231T235959Z-f423fffff");
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_str_has_prefix (iru_state_get_run_id (fixture.state), "30000101T000000Z-00000"));
}

static void
hold_lock (Fixture *fixture, const char *path, gulong us)
{
  int lock = iru_state_lock (fixture->state, path, NULL);

  if (lock < 0)
    _exit (1);
  g_usleep (us);
  _exit (0);
}

/* The time that it took to get the lock while a child holds it. */
static gint64
wait_for_lock (Fixture *fixture, const char *held, gulong us, const char *wanted, GError **error)
{
  gint64 start;
  pid_t child = fork ();
  int lock;

  if (child == 0)
    hold_lock (fixture, held, us);
  g_usleep (200000);
  start = g_get_monotonic_time ();
  lock = iru_state_lock (fixture->state, wanted, error);
  if (lock >= 0)
    close (lock);
  start = g_get_monotonic_time () - start;
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  return start;
}

static void
test_lock (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);
  close (iru_state_lock (fixture.state, "/warm", NULL));
  g_assert_cmpint (wait_for_lock (&fixture, "/f", 1500000, "/other", &error), <, 1000000);
  g_assert_no_error (error);
  g_assert_cmpint (wait_for_lock (&fixture, "/f", 1500000, "/f", &error), >, 500000);
  g_assert_no_error (error);
}

/* Takes its 10 s: that is what it is about. */
static void
test_lock_gives_up (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);
  close (iru_state_lock (fixture.state, "/warm", NULL));
  g_assert_cmpint (wait_for_lock (&fixture, "/f", 12000000, "/f", &error), >, 9900000);
  g_assert_error (error, IRU_ERROR, IRU_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, "“/f”"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state/round-trip", test_round_trip);
  g_test_add_func ("/state/marks", test_marks);
  g_test_add_func ("/state/private", test_private);
  g_test_add_func ("/state/refused-folder", test_refused_folder);
  g_test_add_func ("/state/no-folder", test_no_folder);
  g_test_add_func ("/state/manifests", test_manifests);
  g_test_add_func ("/state/append-after-crash", test_append_after_crash);
  g_test_add_func ("/state/hostile-folder", test_hostile_folder);
  g_test_add_func ("/state/damaged-backup", test_damaged_backup);
  g_test_add_func ("/state/ids-and-prune", test_ids_and_prune);
  g_test_add_func ("/state/clock-set-back", test_clock_set_back);
  g_test_add_func ("/state/lock", test_lock);
  g_test_add_func ("/state/lock-gives-up", test_lock_gives_up);
  return g_test_run ();
}
