/* test-windows.c: the calls of POSIX that src/windows makes do what those of POSIX do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <glib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>

#define FOLDER_FLAGS (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
#define NEW_FLAGS (O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC)

typedef struct
{
  char *path;
  int folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->path = g_dir_make_tmp ("iru-wíndows-XXXXXX", NULL);
  g_assert_nonnull (fixture->path);
  fixture->folder = open (fixture->path, FOLDER_FLAGS);
  g_assert_cmpint (fixture->folder, >=, 0);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *
list (int folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  DIR *dir = fdopendir (openat (folder, ".", FOLDER_FLAGS));

  g_assert_nonnull (dir);
  for (struct dirent *entry = readdir (dir); entry != NULL; entry = readdir (dir))
    if (strcmp (entry->d_name, ".") != 0 && strcmp (entry->d_name, "..") != 0)
      g_ptr_array_add (names, g_strdup (entry->d_name));
  closedir (dir);
  g_ptr_array_sort (names, compare_names);
  return names;
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) names = list (fixture->folder);

  for (guint i = 0; i < names->len; i++)
    if (unlinkat (fixture->folder, names->pdata[i], 0) != 0)
      unlinkat (fixture->folder, names->pdata[i], AT_REMOVEDIR);
  close (fixture->folder);
  g_assert_cmpint (g_rmdir (fixture->path), ==, 0);
  g_free (fixture->path);
}

static void
store (int folder, const char *name, const char *text)
{
  int fd = openat (folder, name, NEW_FLAGS, 0600);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, text, strlen (text)), ==, strlen (text));
  g_assert_cmpint (fsync (fd), ==, 0);
  close (fd);
}

static void
assert_holds (int folder, const char *name, const char *text)
{
  int fd = openat (folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  char buffer[64];
  ssize_t got;

  g_assert_cmpint (fd, >=, 0);
  got = pread (fd, buffer, sizeof buffer, 0);
  g_assert_cmpmem (buffer, got, text, strlen (text));
  g_assert_cmpint (pread (fd, buffer, sizeof buffer, 1000), ==, 0);
  close (fd);
}

static void
assert_names (int folder, const char *expected)
{
  g_autoptr (GPtrArray) names = list (folder);

  g_ptr_array_add (names, NULL);
  g_autofree char *joined = g_strjoinv (" ", (char **)names->pdata);
  g_assert_cmpstr (joined, ==, expected);
}

/* Line ends are as they were written; names are in UTF-8. */
static void
test_bytes (Fixture *fixture, gconstpointer unused)
{
  store (fixture->folder, "日本.json", "a\nb\r\n\x1a");
  assert_holds (fixture->folder, "日本.json", "a\nb\r\n\x1a");
  assert_names (fixture->folder, "日本.json");
}

static void
assert_fails (int result, int cause)
{
  int found = errno;

  g_assert_cmpint (result, ==, -1);
  g_assert_cmpstr (g_strerror (found), ==, g_strerror (cause));
}

static void
test_refusals (Fixture *fixture, gconstpointer unused)
{
  int folder = fixture->folder;

  store (folder, "file", "1");
  g_assert_cmpint (mkdirat (folder, "inner", 0700), ==, 0);
  assert_fails (openat (folder, "none", O_RDONLY | O_CLOEXEC), ENOENT);
  assert_fails (openat (folder, "none/file", O_RDONLY | O_CLOEXEC), ENOENT);
  assert_fails (openat (folder, "file", NEW_FLAGS, 0600), EEXIST);
  assert_fails (openat (folder, "file", FOLDER_FLAGS), ENOTDIR);
  assert_fails (openat (folder, "inner", O_RDONLY | O_CLOEXEC), EISDIR);
  assert_fails (mkdirat (folder, "inner", 0700), EEXIST);
  assert_fails (unlinkat (folder, "none", 0), ENOENT);
  store (folder, "inner/file", "2");
  assert_fails (unlinkat (folder, "inner", AT_REMOVEDIR), ENOTEMPTY);
  g_assert_cmpint (unlinkat (folder, "inner/file", 0), ==, 0);
}

static void
test_stat (Fixture *fixture, gconstpointer unused)
{
  struct stat info;
  struct stat again;
  int fd;

  store (fixture->folder, "file", "12345");
  g_assert_cmpint (fstatat (fixture->folder, "file", &info, AT_SYMLINK_NOFOLLOW), ==, 0);
  fd = openat (fixture->folder, "file", O_RDONLY | O_CLOEXEC);
  g_assert_cmpint (fstat (fd, &again), ==, 0);
  close (fd);
  g_assert_true (S_ISREG (info.st_mode));
  g_assert_cmpint (info.st_size, ==, 5);
  g_assert_cmpuint (info.st_ino, ==, again.st_ino);
  g_assert_cmpuint (info.st_uid, ==, geteuid ());
  g_assert_cmpint (ABS (g_get_real_time () / G_USEC_PER_SEC - info.st_mtime), <, 60);
  g_assert_cmpint (info.st_mtim.tv_sec, ==, again.st_mtim.tv_sec);
  g_assert_cmpint (info.st_mtim.tv_nsec, ==, again.st_mtim.tv_nsec);
  g_assert_cmpint (fstat (fixture->folder, &info), ==, 0);
  g_assert_true (S_ISDIR (info.st_mode));
}

static void
test_rename (Fixture *fixture, gconstpointer unused)
{
  int folder = fixture->folder;
  int fd;

  store (folder, "a", "new");
  store (folder, "b", "old");
  fd = openat (folder, "a", O_RDONLY | O_CLOEXEC);
  g_assert_cmpint (renameat (folder, "a", folder, "b"), ==, 0);
  close (fd);
  assert_holds (folder, "b", "new");
  assert_names (folder, "b");
}

/* A file that is open can be taken away, as on other systems. */
static void
test_unlink_open (Fixture *fixture, gconstpointer unused)
{
  int folder = fixture->folder;
  int box;
  int fd;

  g_assert_cmpint (mkdirat (folder, "box", 0700), ==, 0);
  box = openat (folder, "box", FOLDER_FLAGS);
  store (box, "new", "text");
  fd = openat (box, "new", O_RDONLY | O_CLOEXEC);
  g_assert_cmpint (unlinkat (box, "new", 0), ==, 0);
  close (fd);
  close (box);
  g_assert_cmpint (unlinkat (folder, "box", AT_REMOVEDIR), ==, 0);
  assert_names (folder, "");
}

static void
test_exchange (Fixture *fixture, gconstpointer unused)
{
  int folder = fixture->folder;
  int box;
  int old;

  store (folder, "target", "old");
  g_assert_cmpint (mkdirat (folder, "box", 0700), ==, 0);
  box = openat (folder, "box", FOLDER_FLAGS);
  store (box, "swap", "new");
  old = openat (folder, "target", O_RDONLY | O_CLOEXEC);
  g_assert_cmpint (renameat2 (box, "swap", folder, "target", RENAME_EXCHANGE), ==, 0);
  assert_holds (folder, "target", "new");
  assert_holds (box, "swap", "old");
  assert_names (folder, "box target");
  assert_names (box, "swap");
  close (old);

  assert_fails (renameat2 (box, "none", folder, "target", RENAME_EXCHANGE), ENOENT);
  assert_fails (renameat2 (box, "swap", folder, "none", RENAME_EXCHANGE), ENOENT);
  assert_holds (folder, "target", "new");
  g_assert_cmpint (unlinkat (box, "swap", 0), ==, 0);
  close (box);
}

static void
test_place (Fixture *fixture, gconstpointer unused)
{
  int folder = fixture->folder;

  store (folder, "a", "1");
  store (folder, "b", "2");
  assert_fails (renameat2 (folder, "a", folder, "b", RENAME_NOREPLACE), EEXIST);
  g_assert_cmpint (renameat2 (folder, "a", folder, "c", RENAME_NOREPLACE), ==, 0);
  assert_names (folder, "b c");
}

static void
test_lock (Fixture *fixture, gconstpointer unused)
{
  int one;
  int other;

  store (fixture->folder, "lock", "");
  one = openat (fixture->folder, "lock", O_RDWR | O_CLOEXEC);
  other = openat (fixture->folder, "lock", O_RDWR | O_CLOEXEC);
  g_assert_cmpint (flock (one, LOCK_EX | LOCK_NB), ==, 0);
  assert_fails (flock (other, LOCK_EX | LOCK_NB), EWOULDBLOCK);
  close (one);
  g_assert_cmpint (flock (other, LOCK_EX | LOCK_NB), ==, 0);
  close (other);
  assert_fails (flock (fixture->folder, LOCK_EX | LOCK_NB), ENOTSUP);
}

static void
test_append (Fixture *fixture, gconstpointer unused)
{
  int fd;

  store (fixture->folder, "log", "one\n");
  fd = openat (fixture->folder, "log", O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  g_assert_cmpint (write (fd, "two\n", 4), ==, 4);
  g_assert_cmpint (ftruncate (fd, 6), ==, 0);
  close (fd);
  assert_holds (fixture->folder, "log", "one\ntw");
}

static void
test_realpath (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *inner = g_strconcat (fixture->path, "\\.\\file", NULL);
  g_autofree char *real = NULL;

  g_assert_null (realpath (inner, NULL));
  store (fixture->folder, "file", "");
  real = realpath (inner, NULL);
  g_assert_nonnull (real);
  g_assert_cmpint (real[1], ==, ':');
  g_assert_null (strchr (real, '\\'));
  g_assert_true (g_str_has_suffix (real, "/file"));
}

static void
test_names (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *part = g_strnfill (120, 'x');
  g_autofree char *first = g_build_filename (fixture->path, part, NULL);
  g_autofree char *second = g_build_filename (first, part, NULL);
  g_autofree char *third = g_build_filename (second, part, NULL);
  struct stat info;

  assert_fails (openat (fixture->folder, "file:stream", NEW_FLAGS, 0600), EINVAL);
  /* Longer than the 260 of old. */
  g_assert_cmpint (mkdirat (AT_FDCWD, first, 0700), ==, 0);
  g_assert_cmpint (mkdirat (AT_FDCWD, second, 0700), ==, 0);
  store (AT_FDCWD, third, "far down");
  assert_holds (AT_FDCWD, third, "far down");
  g_assert_cmpint (lstat (third, &info), ==, 0);
  g_assert_cmpint (unlinkat (AT_FDCWD, third, 0), ==, 0);
  g_assert_cmpint (unlinkat (AT_FDCWD, second, AT_REMOVEDIR), ==, 0);
}

static void
test_strings (void)
{
  const char *text = "one two one";
  guint8 a[8] = { 0 };
  guint8 b[8] = { 0 };

  g_assert_true (memmem (text, 11, "two", 3) == text + 4);
  g_assert_true (memmem (text, 6, "two", 3) == NULL);
  g_assert_true (memrchr (text, 'o', 11) == text + 8);
  g_assert_true (memrchr (text, 'x', 11) == NULL);
  g_assert_true (strcasestr (text, "TWO") == text + 4);
  g_assert_true (strcasestr (text, "three") == NULL);
  g_assert_cmpint (getentropy (a, sizeof a), ==, 0);
  g_assert_cmpint (getentropy (b, sizeof b), ==, 0);
  g_assert_cmpint (memcmp (a, b, sizeof a), !=, 0);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/windows/bytes", test_bytes);
  ADD ("/windows/refusals", test_refusals);
  ADD ("/windows/stat", test_stat);
  ADD ("/windows/rename", test_rename);
  ADD ("/windows/unlink-open", test_unlink_open);
  ADD ("/windows/exchange", test_exchange);
  ADD ("/windows/place", test_place);
  ADD ("/windows/lock", test_lock);
  ADD ("/windows/append", test_append);
  ADD ("/windows/realpath", test_realpath);
  ADD ("/windows/names", test_names);
  g_test_add_func ("/windows/strings", test_strings);
  return g_test_run ();
}
