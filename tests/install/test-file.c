/* test-file.c: at every instant the file is the old one or the new one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "fixture.h"
#include "iru-error.h"
#include "iru-stage.h"
#include "iru-text.h"

#define CANNOT_BREAK "no call can be made to fail here"

/* Those of macOS want to know where in the value, and how. */
#ifdef __APPLE__
#define setxattr(path, name, value, size, flags) setxattr (path, name, value, size, 0, flags)
#define getxattr(path, name, value, size) getxattr (path, name, value, size, 0, 0)
#endif

static void
test_outcomes (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;
  struct stat first;
  struct stat second;

  fixture_init (&fixture);
  path = fixture_path (&fixture, "a/b/f.json");
  folder = fixture_path (&fixture, "a/b");

  g_assert_cmpint (fixture_write (&fixture, path, NULL), ==, IRU_FILE_UNCHANGED);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_assert_cmpint (fixture_write (&fixture, path, "one"), ==, IRU_FILE_CREATED);
  fixture_assert_text (path, "one");
  g_assert_cmphex (fixture_get_mode (path), ==, 0600);
  g_assert_cmphex (fixture_get_mode (folder), ==, 0700);

  g_assert_cmpint (stat (path, &first), ==, 0);
  g_assert_cmpint (fixture_write (&fixture, path, "one"), ==, IRU_FILE_UNCHANGED);
  g_assert_cmpint (stat (path, &second), ==, 0);
  g_assert_cmpint (first.st_ino, ==, second.st_ino);
  g_assert_cmpint (first.st_ctim.tv_sec, ==, second.st_ctim.tv_sec);
  g_assert_cmpint (first.st_ctim.tv_nsec, ==, second.st_ctim.tv_nsec);

  g_assert_cmpint (fixture_write (&fixture, path, "two"), ==, IRU_FILE_REPLACED);
  fixture_assert_text (path, "two");
  g_assert_cmpint (fixture_write (&fixture, path, ""), ==, IRU_FILE_REPLACED);
  fixture_assert_text (path, "");
  g_assert_cmpint (fixture_write (&fixture, path, NULL), ==, IRU_FILE_REMOVED);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  fixture_assert_no_strays (fixture.dir);
}

static void
test_unchanged_leaves_no_run (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *path = NULL;
  g_autoptr (GPtrArray) runs = NULL;

  fixture_init (&fixture);
  path = fixture_path (&fixture, "f");
  fixture_put (path, "one");
  fixture_write (&fixture, path, "one");
  runs = iru_state_list_runs (fixture.state, NULL);
  g_assert_cmpint (runs->len, ==, 0);
}

typedef struct
{
  const char *link;
  const char *leads_to;
  const char *path; /* what is written */
  const char *real; /* what it really is; NULL: refused */
} LinkCase;

static const LinkCase links[] = {
  { "link", "real/f", "link", "real/f" },
  { "link", "real/new", "link", "real/new" },
  { "link", "none/new", "link", "none/new" },
  { "dir", "real", "dir/f", "real/f" },
  { "dir", "real/sub", "dir/../f", "real/f" },
  { "link", "./real//f", "./link", "real/f" },
  { "link", "link", "link", NULL },
  { "real/l", "../real/f", "real/l", "real/f" },
  { "real/l", "../real/l", "real/./l", NULL },
};

static void
test_links (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_auto (Fixture) fixture = { 0 };
      g_autoptr (GError) error = NULL;
      g_autofree char *link = NULL;
      g_autofree char *path = NULL;
      g_autofree char *sub = NULL;
      g_autofree char *file = NULL;
      g_autofree char *real = NULL;

      g_test_message ("%s -> %s, %s", links[i].link, links[i].leads_to, links[i].path);
      fixture_init (&fixture);
      sub = fixture_path (&fixture, "real/sub");
      file = fixture_path (&fixture, "real/f");
      link = fixture_path (&fixture, links[i].link);
      path = g_strconcat (fixture.dir, "/", links[i].path, NULL);
      g_assert_cmpint (g_mkdir_with_parents (sub, 0755), ==, 0);
      fixture_put (file, "old");
      g_assert_cmpint (symlink (links[i].leads_to, link), ==, 0);
      if (links[i].real == NULL)
        {
          g_assert_false (iru_file_rewrite (fixture.state, path, NULL, fixture_edit_to,
                                            (gpointer) "new", NULL, FALSE, NULL, &error));
          g_assert_error (error, IRU_ERROR, IRU_ERROR_FAILED);
          g_assert_nonnull (strstr (error->message, g_strerror (ELOOP)));
        }
      else
        {
          real = fixture_path (&fixture, links[i].real);
          fixture_write (&fixture, path, "new");
          g_assert_false (g_file_test (real, G_FILE_TEST_IS_SYMLINK));
          fixture_assert_text (real, "new");
        }
      g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
      fixture_assert_no_strays (fixture.dir);
    }
}

static GBytes *
must_not_be_asked (GBytes *before, gpointer user_data, GError **error)
{
  g_assert_not_reached ();
}

static void
check_refused (Fixture *fixture, const char *path, int code, const char *cause)
{
  g_autoptr (GError) load_error = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (iru_file_load (path, NULL, &load_error));
  g_assert_error (load_error, IRU_ERROR, code);
  g_assert_nonnull (strstr (load_error->message, path));
  g_assert_nonnull (strstr (load_error->message, cause));
  g_assert_false (iru_file_rewrite (fixture->state, path, NULL, must_not_be_asked, NULL, NULL,
                                    FALSE, NULL, &error));
  g_assert_error (error, IRU_ERROR, code);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, cause));
}

/* (transfer full) */
static char *
make_socket (Fixture *fixture)
{
  char *path = fixture_path (fixture, "socket");
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM, 0);

  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  g_assert_cmpint (bind (fd, (struct sockaddr *)&address, sizeof address), ==, 0);
  close (fd);
  return path;
}

static void
test_kinds (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *fifo = NULL;
  g_autofree char *socket_path = NULL;
  g_autofree char *below = NULL;
  g_autofree char *large = NULL;
  int fd;

  fixture_init (&fixture);
  fifo = fixture_path (&fixture, "fifo");
  large = fixture_path (&fixture, "large");
  below = fixture_path (&fixture, "large/f");
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  socket_path = make_socket (&fixture);
  fd = open (large, O_WRONLY | O_CREAT, 0600);
  g_assert_cmpint (ftruncate (fd, (off_t)IRU_TEXT_MAX_SIZE + 1), ==, 0);
  close (fd);

  check_refused (&fixture, fixture.dir, IRU_ERROR_FAILED, "not a regular file");
  check_refused (&fixture, fifo, IRU_ERROR_FAILED, "not a regular file");
  check_refused (&fixture, socket_path, IRU_ERROR_FAILED, "not a regular file");
  check_refused (&fixture, "/dev/null", IRU_ERROR_FAILED, "not a regular file");
  check_refused (&fixture, below, IRU_ERROR_FAILED, g_strerror (ENOTDIR));
  check_refused (&fixture, large, IRU_ERROR_TOO_LARGE, "larger");
  fixture_assert_no_strays (fixture.dir);
}

static void
test_load (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *link = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  struct stat info = { 0 };

  fixture_init (&fixture);
  path = fixture_path (&fixture, "f");
  link = fixture_path (&fixture, "link");
  g_assert_cmpint (symlink ("f", link), ==, 0);
  g_assert_null (iru_file_load (link, NULL, &error));
  g_assert_error (error, IRU_ERROR, IRU_ERROR_NOT_FOUND);

  fixture_put (path, "text");
  g_assert_cmpint (chmod (path, 0640), ==, 0);
  bytes = iru_file_load (link, &info, NULL);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "text", 4);
  g_assert_cmphex (info.st_mode & 07777, ==, 0640);
}

/* A file that grows without telling its size: /proc has such. */
static void
test_load_unsized (void)
{
  g_autoptr (GError) size_error = NULL;
  g_auto (IruFd) fd = open ("/proc/self/status", O_RDONLY | O_CLOEXEC);
  g_autoptr (GBytes) status = NULL;

  if (fd < 0)
    {
      g_test_skip ("there is no /proc");
      return;
    }
  status = iru_file_load ("/proc/self/status", NULL, NULL);
  g_assert_cmpint (g_bytes_get_size (status), >, 100);
  g_assert_null (iru_fd_read (fd, 100, "status", &size_error));
  g_assert_error (size_error, IRU_ERROR, IRU_ERROR_TOO_LARGE);
}

static void
check_as_user (gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *secret = fixture_path (fixture, "secret");
  g_autofree char *folder = fixture_path (fixture, "folder");
  g_autofree char *path = fixture_path (fixture, "folder/f");
  g_autofree char *new_path = fixture_path (fixture, "folder/g/h");
  g_autofree char *sentence = g_strdup_printf ("Could not write “%s”: Permission denied.", path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) new_error = NULL;

  fixture_drop_root (fixture->dir);
  fixture_put (secret, "s");
  g_assert_cmpint (chmod (secret, 0), ==, 0);
  check_refused (fixture, secret, IRU_ERROR_FAILED, g_strerror (EACCES));

  g_assert_cmpint (mkdir (folder, 0700), ==, 0);
  fixture_put (path, "old");
  g_assert_cmpint (chmod (folder, 0500), ==, 0);
  g_assert_false (iru_file_rewrite (fixture->state, path, NULL, fixture_edit_to, (gpointer) "new",
                                    NULL, FALSE, NULL, &error));
  g_assert_cmpstr (error->message, ==, sentence);
  fixture_assert_text (path, "old");
  g_assert_false (iru_file_rewrite (fixture->state, new_path, NULL, fixture_edit_to,
                                    (gpointer) "new", NULL, FALSE, NULL, &new_error));
  g_assert_error (new_error, IRU_ERROR, IRU_ERROR_FAILED);
  fixture_assert_no_strays (fixture->dir);

  /* A folder that may be searched and written, but not listed. */
  g_assert_cmpint (chmod (folder, 0300), ==, 0);
  g_assert_cmpint (fixture_write (fixture, path, "new"), ==, IRU_FILE_REPLACED);
  g_assert_cmpint (chmod (folder, 0700), ==, 0);
  fixture_assert_text (path, "new");
}

static void
test_permissions (void)
{
  g_auto (Fixture) fixture = { 0 };

  fixture_init (&fixture);
  fixture_in_child (check_as_user, &fixture);
}

static void
test_mode_kept (void)
{
  const guint modes[] = { 0640, 0644, 0600, 0400, 0755 };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_auto (Fixture) fixture = { 0 };
      g_autofree char *path = NULL;

      fixture_init (&fixture);
      path = fixture_path (&fixture, "f");
      fixture_put (path, "old");
      g_assert_cmpint (chmod (path, modes[i]), ==, 0);
      fixture_write (&fixture, path, "new");
      fixture_assert_text (path, "new");
      g_assert_cmphex (fixture_get_mode (path), ==, modes[i]);
    }
}

#ifdef __linux__
/* An access control list as the kernel has it: version 2, then tag, permissions and
 * id of: owner rw, user 12345 r, group r, mask r, others none. */
static const guint8 acl[] = {
  2, 0,    0,    0,   0x01, 0,    6,    0, 255, 255, 255, 255, 0x02, 0,    4,
  0, 0x39, 0x30, 0,   0,    0x04, 0,    4, 0,   255, 255, 255, 255,  0x10, 0,
  4, 0,    255,  255, 255,  255,  0x20, 0, 0,   0,   255, 255, 255,  255,
};
#define ACL_OWNER 6 /* where what the owner may do stands */
#endif

typedef struct
{
  const char *name;
  const void *value;
  gsize size;
} Attribute;

static const Attribute attributes[] = {
  { "user.test", "v\0w", 3 },
  { "user.empty", "", 0 },
#ifdef __linux__
  { "system.posix_acl_access", acl, sizeof acl },
#endif
};

static void
test_attributes_kept (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *path = NULL;
  char value[256];
  guint mode;

  fixture_init (&fixture);
  path = fixture_path (&fixture, "f");
  fixture_put (path, "old");
  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    if (setxattr (path, attributes[i].name, attributes[i].value, attributes[i].size, 0) != 0)
      {
        g_test_skip ("the file system has no extended attributes");
        return;
      }
  mode = fixture_get_mode (path);
  fixture_write (&fixture, path, "new");
  fixture_assert_text (path, "new");
  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      ssize_t size = getxattr (path, attributes[i].name, value, sizeof value);

      g_test_message ("%s", attributes[i].name);
      g_assert_cmpint (size, >=, 0);
      g_assert_cmpmem (value, size, attributes[i].value, attributes[i].size);
    }
  g_assert_cmphex (fixture_get_mode (path), ==, mode);
}

#ifdef __linux__
/* A folder's default list gives each new file one of its own; the old file had none. */
static void
test_attributes_not_inherited (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *path = NULL;
  char inherited[sizeof acl];

  fixture_init (&fixture);
  path = fixture_path (&fixture, "f");
  fixture_put (path, "old");
  g_assert_cmpint (chmod (path, 0640), ==, 0);
  /* A new folder can be entered by its owner: whoever is root does not notice. */
  memcpy (inherited, acl, sizeof acl);
  inherited[ACL_OWNER] = 7;
  if (setxattr (fixture.dir, "system.posix_acl_default", inherited, sizeof inherited, 0) != 0)
    {
      g_test_skip ("the file system has no access control lists");
      return;
    }
  fixture_write (&fixture, path, "new");
  g_assert_cmpint (getxattr (path, "system.posix_acl_access", NULL, 0), ==, -1);
  g_assert_cmphex (fixture_get_mode (path), ==, 0640);
}
#endif

static void
assert_owner (const char *path, uid_t owner)
{
  struct stat info;

  g_assert_cmpint (lstat (path, &info), ==, 0);
  g_assert_cmpint (info.st_uid, ==, owner);
  g_assert_cmpint (info.st_gid, ==, owner);
}

static void
test_owner (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *home = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *theirs = NULL;
  g_autofree char *link = NULL;

  if (geteuid () != 0)
    {
      g_test_skip ("only root may give files away");
      return;
    }
  fixture_init (&fixture);
  home = fixture_path (&fixture, "home");
  folder = fixture_path (&fixture, "home/a");
  path = fixture_path (&fixture, "home/a/b/f");
  theirs = fixture_path (&fixture, "theirs");
  link = fixture_path (&fixture, "home/link");
  g_assert_cmpint (mkdir (home, 0700), ==, 0);
  g_assert_cmpint (chown (home, 1234, 1234), ==, 0);
  fixture_write (&fixture, path, "one");
  assert_owner (folder, 1234);
  assert_owner (path, 1234);

  g_assert_cmpint (chown (path, 4321, 4321), ==, 0);
  fixture_write (&fixture, path, "two");
  assert_owner (path, 4321);

  fixture_put (theirs, "root's");
  g_assert_cmpint (symlink (theirs, link), ==, 0);
  g_assert_cmpint (lchown (link, 1234, 1234), ==, 0);
  g_assert_false (iru_file_rewrite (fixture.state, link, NULL, must_not_be_asked, NULL, NULL, FALSE,
                                    NULL, &error));
  g_assert_error (error, IRU_ERROR, IRU_ERROR_FAILED);
  g_assert_cmpint (chown (theirs, 1234, 1234), ==, 0);
  fixture_write (&fixture, link, "their own");
  fixture_assert_text (theirs, "their own");
}

static GBytes *
append_line (GBytes *before, gpointer user_data, GError **error)
{
  gsize length = 0;
  const char *text = before != NULL ? g_bytes_get_data (before, &length) : "";
  char *longer = g_strdup_printf ("%.*s%s\n", (int)length, text, (const char *)user_data);

  return g_bytes_new_take (longer, strlen (longer));
}

#define N_WRITERS 8
#define N_ROUNDS 25

static void
write_lines (Fixture *fixture, const char *path, guint writer)
{
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autofree char *line = g_strdup_printf ("%u/%u", writer, round);
      g_autoptr (GError) error = NULL;

      if (!iru_file_rewrite (fixture->state, path, NULL, append_line, line, NULL, FALSE, NULL,
                             &error))
        g_error ("%s", error->message);
      g_usleep (g_random_int_range (0, 3000));
    }
}

static void
test_writers (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) lines = NULL;
  pid_t writers[N_WRITERS];

  fixture_init (&fixture);
  path = fixture_path (&fixture, "f");
  for (guint i = 0; i < N_WRITERS; i++)
    if ((writers[i] = fork ()) == 0)
      {
        write_lines (&fixture, path, i);
        _exit (0);
      }
  for (guint i = 0; i < N_WRITERS; i++)
    {
      int status;

      g_assert_cmpint (waitpid (writers[i], &status, 0), ==, writers[i]);
      g_assert_cmpint (status, ==, 0);
    }
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpint (g_strv_length (lines), ==, N_WRITERS * N_ROUNDS + 1);
  for (guint i = 0; i < N_WRITERS * N_ROUNDS; i++)
    g_assert_true (g_hash_table_add (seen, lines[i]));
  fixture_assert_no_strays (fixture.dir);
}

typedef enum
{
  MEDDLE_WRITE,
  MEDDLE_RENAME,
  MEDDLE_CHMOD,
  MEDDLE_REMOVE,
  MEDDLE_CREATE,
} MeddleKind;

typedef struct
{
  const char *name;
  MeddleKind kind;
  gboolean existed;
  gboolean removes; /* our edit wants the file away */
  const char *text; /* in the end */
  guint mode;       /* in the end */
} MeddleCase;

static const MeddleCase meddles[] = {
  { "written in place", MEDDLE_WRITE, TRUE, FALSE, "theirs\nours\n", 0600 },
  { "replaced", MEDDLE_RENAME, TRUE, FALSE, "theirs\nours\n", 0644 },
  { "mode changed", MEDDLE_CHMOD, TRUE, FALSE, "old\nours\n", 0640 },
  { "removed", MEDDLE_REMOVE, TRUE, FALSE, "ours\n", 0600 },
  { "created", MEDDLE_CREATE, FALSE, FALSE, "theirs\nours\n", 0644 },
  { "written, to be removed", MEDDLE_WRITE, TRUE, TRUE, NULL, 0 },
  { "removed, to be removed", MEDDLE_REMOVE, TRUE, TRUE, NULL, 0 },
};

typedef struct
{
  const MeddleCase *row;
  const char *path;
  guint n_calls;
  guint n_meddles;
} Meddler;

static void
meddle (Meddler *meddler)
{
  g_autofree char *beside = g_strconcat (meddler->path, ".new", NULL);

  switch (meddler->row->kind)
    {
    case MEDDLE_WRITE:
      fixture_put (meddler->path, "theirs\n");
      break;
    case MEDDLE_RENAME:
    case MEDDLE_CREATE:
      fixture_put (beside, "theirs\n");
      g_assert_cmpint (chmod (beside, 0644), ==, 0);
      g_assert_cmpint (rename (beside, meddler->path), ==, 0);
      break;
    case MEDDLE_CHMOD:
      g_assert_cmpint (chmod (meddler->path, 0640), ==, 0);
      break;
    case MEDDLE_REMOVE:
    default:
      g_assert_cmpint (unlink (meddler->path), ==, 0);
    }
}

static GBytes *
edit_and_meddle (GBytes *before, gpointer user_data, GError **error)
{
  Meddler *meddler = user_data;

  if (meddler->n_calls++ < meddler->n_meddles)
    meddle (meddler);
  return meddler->row->removes ? NULL : append_line (before, (gpointer) "ours", error);
}

static void
check_meddle (const MeddleCase *row)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  Meddler meddler = { .row = row, .n_meddles = 1 };

  fixture_init (&fixture);
  meddler.path = path = fixture_path (&fixture, "f");
  if (row->existed)
    {
      fixture_put (path, "old\n");
      g_assert_cmpint (chmod (path, 0600), ==, 0);
    }
  iru_file_rewrite (fixture.state, path, NULL, edit_and_meddle, &meddler, NULL, FALSE, NULL,
                    &error);
  g_assert_no_error (error);
  g_assert_cmpint (meddler.n_calls, ==, 2);
  fixture_assert_text (path, row->text);
  if (row->text != NULL)
    g_assert_cmphex (fixture_get_mode (path), ==, row->mode);
  fixture_assert_no_strays (fixture.dir);
}

static void
test_changed_once (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (meddles); i++)
    {
      g_test_message ("%s", meddles[i].name);
      check_meddle (&meddles[i]);
    }
}

/* Each time by another text, so that each time it is a change. */
static GBytes *
edit_and_always_meddle (GBytes *before, gpointer user_data, GError **error)
{
  Meddler *meddler = user_data;
  g_autofree char *theirs = g_strdup_printf ("theirs %u", ++meddler->n_calls);

  fixture_put (meddler->path, theirs);
  return append_line (before, (gpointer) "ours", error);
}

static void
check_always_changed (GBytes *reviewed, guint n_calls, const char *text)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  Meddler meddler = { 0 };
  IruFileSeen seen = { .bytes = reviewed };

  fixture_init (&fixture);
  meddler.path = path = fixture_path (&fixture, "f");
  fixture_put (path, "old");
  g_assert_false (iru_file_rewrite (fixture.state, path, NULL, edit_and_always_meddle, &meddler,
                                    reviewed != NULL ? &seen : NULL, reviewed != NULL, NULL,
                                    &error));
  g_assert_error (error, IRU_ERROR, IRU_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_cmpint (meddler.n_calls, ==, n_calls);
  fixture_assert_text (path, text);
  fixture_assert_no_strays (fixture.dir);
}

static void
test_always_changed (void)
{
  g_autoptr (GBytes) reviewed = g_bytes_new_static ("old", 3);

  check_always_changed (NULL, 4, "theirs 4");
  check_always_changed (reviewed, 1, "theirs 1");
}

static void
test_reviewed (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *path = NULL;
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) one = g_bytes_new_static ("one", 3);
  IruFileSeen seen_nothing = { .bytes = nothing };
  IruFileSeen seen_one = { .bytes = one };
  g_autoptr (GError) error = NULL;
  IruFileOutcome outcome;

  fixture_init (&fixture);
  path = fixture_path (&fixture, "f");
  g_assert_true (iru_file_rewrite (fixture.state, path, NULL, fixture_edit_to, (gpointer) "one",
                                   &seen_nothing, TRUE, &outcome, NULL));
  g_assert_cmpint (outcome, ==, IRU_FILE_CREATED);
  g_assert_true (iru_file_rewrite (fixture.state, path, NULL, fixture_edit_to, (gpointer) "two",
                                   &seen_one, TRUE, &outcome, NULL));
  g_assert_false (iru_file_rewrite (fixture.state, path, NULL, fixture_edit_to, (gpointer) "three",
                                    &seen_one, TRUE, &outcome, &error));
  g_assert_error (error, IRU_ERROR, IRU_ERROR_CONFLICT);
  fixture_assert_text (path, "two");
}

/* Adds a letter, and counts how often it is asked. */
static GBytes *
edit_and_count (GBytes *before, gpointer user_data, GError **error)
{
  guint *n_calls = user_data;
  gsize length;
  const char *data = g_bytes_get_data (before, &length);
  g_autofree char *text = g_strdup_printf ("%.*s+", (int)length, data);

  *n_calls += 1;
  return g_bytes_new_take (g_steal_pointer (&text), length + 1);
}

/* What the system says of a file can be the same for other bytes: they show when they
 * come out, and are planned anew, or refused if a person has seen the old ones. */
static void
test_wrong_hint (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *path = NULL;
  g_autoptr (GBytes) old = g_bytes_new_static ("old", 3);
  g_autoptr (GBytes) theirs = NULL;
  g_autoptr (GError) error = NULL;
  IruFileSeen seen = { .bytes = old };
  guint n_calls = 0;

  fixture_init (&fixture);
  path = fixture_path (&fixture, "f");
  fixture_put (path, "new");
  theirs = iru_file_load (path, &seen.info, NULL);
  g_assert_false (iru_file_rewrite (fixture.state, path, NULL, edit_and_count, &n_calls, &seen,
                                    TRUE, NULL, &error));
  g_assert_error (error, IRU_ERROR, IRU_ERROR_CONFLICT);
  fixture_assert_text (path, "new");

  n_calls = 0;
  g_clear_pointer (&theirs, g_bytes_unref);
  theirs = iru_file_load (path, &seen.info, NULL);
  g_assert_true (iru_file_rewrite (fixture.state, path, NULL, edit_and_count, &n_calls, &seen,
                                   FALSE, NULL, NULL));
  g_assert_cmpint (n_calls, ==, 2);
  fixture_assert_text (path, "new+");
  fixture_assert_no_strays (fixture.dir);
}

static GBytes *
refuse (GBytes *before, gpointer user_data, GError **error)
{
  g_set_error_literal (error, IRU_ERROR, IRU_ERROR_SYNTAX, "no");
  return NULL;
}

static GBytes *
enlarge (GBytes *before, gpointer user_data, GError **error)
{
  return g_bytes_new_static ("", (gsize)IRU_TEXT_MAX_SIZE + 1);
}

static void
test_edit_refuses (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) size_error = NULL;
  g_autofree char *path = NULL;

  fixture_init (&fixture);
  path = fixture_path (&fixture, "f");
  fixture_put (path, "old");
  g_assert_false (
      iru_file_rewrite (fixture.state, path, NULL, refuse, NULL, NULL, FALSE, NULL, &error));
  g_assert_error (error, IRU_ERROR, IRU_ERROR_SYNTAX);
  g_assert_false (
      iru_file_rewrite (fixture.state, path, NULL, enlarge, NULL, NULL, FALSE, NULL, &size_error));
  g_assert_error (size_error, IRU_ERROR, IRU_ERROR_TOO_LARGE);
  fixture_assert_text (path, "old");
}

/* @old: NULL: none. @leaves_stray: what can't be removed can't be removed. */
typedef struct
{
  const char *name;
  int call; /* a FixtureCall; -1: the disk is full */
  int cause;
  const char *old_text;
  const char *new_text;
  gboolean leaves_stray;
} FaultCase;

static const FaultCase faults[] = {
  { "flush, replace", FIXTURE_FSYNC, EIO, "old", "new", FALSE },
  { "flush, create", FIXTURE_FSYNC, ENOSPC, NULL, "new", FALSE },
  { "flush, remove", FIXTURE_FSYNC, EIO, "old", NULL, FALSE },
  { "rename, replace", FIXTURE_RENAMEAT2, EIO, "old", "new", FALSE },
  { "rename, create", FIXTURE_RENAMEAT2, EROFS, NULL, "new", FALSE },
  { "mode, replace", FIXTURE_FCHMOD, EPERM, "old", "new", FALSE },
  { "attributes, replace", FIXTURE_FLISTXATTR, EIO, "old", "new", FALSE },
  { "folders, create", FIXTURE_MKDIRAT, ENOSPC, NULL, "new", FALSE },
  { "unlink, replace", FIXTURE_UNLINKAT, EIO, "old", "new", TRUE },
  { "unlink, remove", FIXTURE_UNLINKAT, EIO, "old", NULL, TRUE },
  { "rename, remove", FIXTURE_RENAMEAT, EIO, "old", NULL, FALSE },
  { "full disk, replace", -1, EFBIG, "old", "longer than that", FALSE },
  { "full disk, create", -1, EFBIG, NULL, "longer than that", FALSE },
};

typedef struct
{
  const FaultCase *row;
  Fixture *fixture;
  const char *path;
} Fault;

/* The process may write no file larger than this: as on a full disk, part of the
 * text is there already. */
static void
limit_size (void)
{
  const struct rlimit limit = { 10, 10 };

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
write_with_fault (gpointer user_data)
{
  const Fault *fault = user_data;
  g_autoptr (GError) error = NULL;

  if (fault->row->call < 0)
    limit_size ();
  else if (!fixture_break_call (fault->row->call, fault->row->cause))
    _exit (77);
  if (iru_file_rewrite (fault->fixture->state, fault->path, NULL, fixture_edit_to,
                        (gpointer)fault->row->new_text, NULL, FALSE, NULL, &error))
    _exit (1);
  if (!g_error_matches (error, IRU_ERROR, IRU_ERROR_FAILED)
      || strstr (error->message, fault->fixture->dir) == NULL
      || strstr (error->message, g_strerror (fault->row->cause)) == NULL)
    _exit (2);
}

static void
test_faults (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_auto (Fixture) fixture = { 0 };
      g_autofree char *warm = NULL;
      g_autofree char *path = NULL;
      g_autofree char *folder = NULL;
      Fault fault = { .row = &faults[i], .fixture = &fixture };

      if (faults[i].call >= 0 && !fixture_can_break (faults[i].call))
        continue;
      g_test_message ("%s", faults[i].name);
      fixture_init (&fixture);
      warm = fixture_path (&fixture, "warm");
      folder = fixture_path (&fixture, "folder");
      fault.path = path = fixture_path (&fixture, "folder/f");
      fixture_write (&fixture, warm, "so that the state is there");
      if (faults[i].old_text != NULL)
        {
          g_assert_cmpint (mkdir (folder, 0700), ==, 0);
          fixture_put (path, faults[i].old_text);
        }
      fixture_in_child (write_with_fault, &fault);
      fixture_assert_text (path, faults[i].old_text);
      g_assert_true (g_file_test (folder, G_FILE_TEST_EXISTS) == (faults[i].old_text != NULL));
      if (!faults[i].leaves_stray)
        fixture_assert_no_strays (fixture.dir);
    }
}

/* A file system that knows no attributes has none to keep. */
static void
write_without_attributes (gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *path = fixture_path (fixture, "f");

  fixture_put (path, "old");
  if (!fixture_break_call (FIXTURE_FLISTXATTR, ENOTSUP))
    _exit (77);
  g_assert_cmpint (fixture_write (fixture, path, "new"), ==, IRU_FILE_REPLACED);
  fixture_assert_text (path, "new");
  g_assert_true (fixture_break_call (FIXTURE_FLISTXATTR, ENOSYS));
  g_assert_cmpint (fixture_write (fixture, path, "newer"), ==, IRU_FILE_REPLACED);
}

static void
test_no_attributes (void)
{
  g_auto (Fixture) fixture = { 0 };

  if (!fixture_can_break (FIXTURE_FLISTXATTR))
    {
      g_test_skip (CANNOT_BREAK);
      return;
    }
  fixture_init (&fixture);
  fixture_in_child (write_without_attributes, &fixture);
}

/* The backup is flushed as well, so the new file's own flush is looked at alone. */
static void
stage_with_fault (gpointer user_data)
{
  g_autoptr (IruSlot) slot = iru_slot_open (user_data, NULL);
  g_autoptr (GBytes) text = g_bytes_new_static ("new", 3);
  g_autoptr (GError) error = NULL;
  g_auto (IruStage) stage = IRU_STAGE_INIT;

  if (!iru_stage_open (&stage, slot, &error))
    _exit (2);
  if (!fixture_break_call (FIXTURE_FSYNC, EIO))
    _exit (77);
  if (!iru_stage_write (&stage, slot, text, -1, -1, &error))
    _exit (3);
  if (iru_stage_finish (&stage, slot, -1, 0600, &error))
    _exit (1);
  iru_stage_discard (&stage);
}

static void
test_stage_is_flushed (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *path = NULL;

  if (!fixture_can_break (FIXTURE_FSYNC))
    {
      g_test_skip (CANNOT_BREAK);
      return;
    }
  fixture_init (&fixture);
  path = fixture_path (&fixture, "f");
  fixture_in_child (stage_with_fault, path);
  fixture_assert_no_strays (fixture.dir);
}

/* A file system that can neither exchange nor link. */
static void
write_without_exchange (gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *path = fixture_path (fixture, "f");

  if (!fixture_break_call (FIXTURE_RENAMEAT2, EINVAL))
    _exit (77);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpint (fixture_write (fixture, path, "one"), ==, IRU_FILE_CREATED);
      g_assert_cmpint (fixture_write (fixture, path, "two"), ==, IRU_FILE_REPLACED);
      fixture_assert_text (path, "two");
      g_assert_cmpint (fixture_write (fixture, path, NULL), ==, IRU_FILE_REMOVED);
      fixture_assert_text (path, NULL);
      for (guint j = 0; j < G_N_ELEMENTS (meddles); j++)
        check_meddle (&meddles[j]);
      g_assert_true (fixture_break_call (FIXTURE_LINKAT, EPERM));
    }
  fixture_assert_no_strays (fixture->dir);
}

static void
test_no_exchange (void)
{
  g_auto (Fixture) fixture = { 0 };

  if (!fixture_can_break (FIXTURE_RENAMEAT2))
    {
      g_test_skip (CANNOT_BREAK);
      return;
    }
  fixture_init (&fixture);
  fixture_in_child (write_without_exchange, &fixture);
}

#define N_KILLS 200

/* Two texts by turns, as fast as it goes, until the kill. */
static void
write_until_killed (Fixture *fixture, const char *path, const char *const *texts)
{
  for (guint i = 0;; i++)
    iru_file_rewrite (fixture->state, path, NULL, fixture_edit_to, (gpointer)texts[i % 2], NULL,
                      FALSE, NULL, NULL);
}

static void
kill_once (Fixture *fixture, const char *path, const char *const *texts)
{
  pid_t child = fork ();

  if (child == 0)
    {
      fixture_restart (fixture);
      write_until_killed (fixture, path, texts);
    }
  g_usleep (g_random_int_range (500, 12000));
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
}

static void
check_kills (const char *first, const char *second)
{
  g_auto (Fixture) fixture = { 0 };
  const char *const texts[] = { first, second };
  g_autofree char *path = NULL;

  fixture_init (&fixture);
  path = fixture_path (&fixture, "f");
  fixture_put (path, first);
  for (guint i = 0; i < N_KILLS; i++)
    {
      g_autofree char *text = NULL;

      kill_once (&fixture, path, texts);
      g_file_get_contents (path, &text, NULL, NULL);
      g_assert_true (g_strcmp0 (text, first) == 0 || g_strcmp0 (text, second) == 0);

      fixture_restart (&fixture);
      fixture_write (&fixture, path, first);
      fixture_assert_text (path, first);
      fixture_assert_no_strays (fixture.dir);
      g_assert_true (iru_state_prune (fixture.state, NULL));
    }
}

static void
test_kills (void)
{
  g_autofree char *second = g_strnfill (200000, 'b');

  check_kills ("first", second);
}

static void
test_kills_of_removal (void)
{
  check_kills ("first", NULL);
}

static void
test_strays (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *key = NULL;
  g_autofree char *dead_name = NULL;
  g_autofree char *dead = NULL;
  g_autofree char *alive = NULL;
  g_autofree char *others = NULL;
  int fd;

  fixture_init (&fixture);
  path = fixture_path (&fixture, "f");
  key = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);
  key[16] = '\0';
  dead_name = g_strdup_printf (".iru-mcp-setup-%s-dead", key);
  dead = fixture_path (&fixture, dead_name);
  alive = g_strconcat (dead, "-not", NULL);
  others = fixture_path (&fixture, ".iru-mcp-setup-0123456789abcdef-0123456789abcdef");
  g_assert_cmpint (mkdir (dead, 0700), ==, 0);
  g_assert_cmpint (mkdir (alive, 0700), ==, 0);
  g_assert_cmpint (mkdir (others, 0700), ==, 0);
  fd = open (alive, O_RDONLY | O_CLOEXEC);
  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);

  fixture_write (&fixture, path, "new");
  g_assert_false (g_file_test (dead, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (alive, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (others, G_FILE_TEST_EXISTS));
  close (fd);
}

/* A folder as a run leaves it that was killed after the exchange. */
static char *
leave_swap (Fixture *fixture, const char *path, const char *name, const char *file,
            const char *text)
{
  g_autofree char *key = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);
  g_autofree char *box_name = g_strdup_printf (".iru-mcp-setup-%.16s-%s", key, name);
  g_autofree char *box = fixture_path (fixture, box_name);
  char *swap = g_build_filename (box, file, NULL);

  g_assert_cmpint (g_mkdir_with_parents (box, 0700), ==, 0);
  fixture_put (swap, text);
  return swap;
}

/* Whoever wrote at the moment of the exchange has their text nowhere else. */
static void
test_text_of_others_is_no_stray (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *known = NULL;
  g_autofree char *theirs = NULL;

  fixture_init (&fixture);
  path = fixture_path (&fixture, "f");
  fixture_write (&fixture, path, "one");
  fixture_write (&fixture, path, "two");
  known = leave_swap (&fixture, path, "a", "swap", "one");
  theirs = leave_swap (&fixture, path, "b", "swap", "theirs");

  iru_file_tidy (fixture.state, path);
  g_assert_false (g_file_test (known, G_FILE_TEST_EXISTS));
  fixture_assert_text (theirs, "theirs");
  fixture_write (&fixture, path, "three");
  fixture_assert_text (theirs, "theirs");
  fixture_assert_text (path, "three");
}

/* An exchange in two steps that was cut off between them. */
static void
test_old_text_is_put_back (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *new = NULL;
  g_autofree char *old = NULL;
  g_autofree char *theirs = NULL;

  fixture_init (&fixture);
  path = fixture_path (&fixture, "f");
  fixture_write (&fixture, path, "one");
  fixture_write (&fixture, path, "two");
  g_assert_cmpint (unlink (path), ==, 0);
  new = leave_swap (&fixture, path, "a", "swap", "two");
  old = leave_swap (&fixture, path, "a", "swap.old", "one");

  iru_file_tidy (fixture.state, path);
  fixture_assert_text (path, "one");
  fixture_assert_no_strays (fixture.dir);

  theirs = leave_swap (&fixture, path, "b", "swap.old", "theirs");
  iru_file_tidy (fixture.state, path);
  fixture_assert_text (path, "one");
  fixture_assert_text (theirs, "theirs");
}

int
main (int argc, char *argv[])
{
  umask (022);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file/outcomes", test_outcomes);
  g_test_add_func ("/file/unchanged-leaves-no-run", test_unchanged_leaves_no_run);
  g_test_add_func ("/file/links", test_links);
  g_test_add_func ("/file/kinds", test_kinds);
  g_test_add_func ("/file/load", test_load);
  g_test_add_func ("/file/load-unsized", test_load_unsized);
  g_test_add_func ("/file/permissions", test_permissions);
  g_test_add_func ("/file/mode-kept", test_mode_kept);
  g_test_add_func ("/file/attributes-kept", test_attributes_kept);
#ifdef __linux__
  g_test_add_func ("/file/attributes-not-inherited", test_attributes_not_inherited);
#endif
  g_test_add_func ("/file/owner", test_owner);
  g_test_add_func ("/file/writers", test_writers);
  g_test_add_func ("/file/changed-once", test_changed_once);
  g_test_add_func ("/file/always-changed", test_always_changed);
  g_test_add_func ("/file/reviewed", test_reviewed);
  g_test_add_func ("/file/wrong-hint", test_wrong_hint);
  g_test_add_func ("/file/edit-refuses", test_edit_refuses);
  g_test_add_func ("/file/faults", test_faults);
  g_test_add_func ("/file/no-attributes", test_no_attributes);
  g_test_add_func ("/file/stage-is-flushed", test_stage_is_flushed);
  g_test_add_func ("/file/no-exchange", test_no_exchange);
  g_test_add_func ("/file/kills", test_kills);
  g_test_add_func ("/file/kills-of-removal", test_kills_of_removal);
  g_test_add_func ("/file/strays", test_strays);
  g_test_add_func ("/file/text-of-others-is-no-stray", test_text_of_others_is_no_stray);
  g_test_add_func ("/file/old-text-is-put-back", test_old_text_is_put_back);
  return g_test_run ();
}
