/* iru-state.c: what the program remembers: backups and runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-state.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "iru-digest.h"
#include "iru-error.h"
#include "iru-fd.h"
#include "iru-manifest.h"
#include "iru-path.h"
#include "iru-text.h"

#define FOLDER_FLAGS (O_RDONLY | O_DIRECTORY | O_CLOEXEC)
#define FILE_FLAGS (O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
#define MANIFEST "manifest"
#define MANIFEST_MAX_SIZE (16 * 1024 * 1024)

#define LOCK_WAIT_US (10 * G_USEC_PER_SEC)
#define LOCK_POLL_MIN_US 1000
#define LOCK_POLL_MAX_US 10000

struct _IruState
{
  char *folder;
  char *run_id;
  gint64 time_us;
  guint n_backups;
  GPtrArray *unflushed; /* (element-type utf8): folders in which folders have been made */
};

/* A relative XDG_STATE_HOME does not count (XDG Base Directory Specification): where the program
 * happens to be started is no place for backups. */
char *
iru_state_find_folder (void)
{
  const char *folder = g_get_user_state_dir ();

  if (g_path_is_absolute (folder))
    return g_build_filename (folder, GETTEXT_PACKAGE, NULL);
  return g_build_filename (g_get_home_dir (), ".local", "state", GETTEXT_PACKAGE, NULL);
}

IruState *
iru_state_new (const char *folder)
{
  IruState *state = g_new0 (IruState, 1);

  state->folder = iru_path_canonicalize (folder, NULL);
  state->time_us = g_get_real_time ();
  state->unflushed = g_ptr_array_new_with_free_func (g_free);
  return state;
}

void
iru_state_free (IruState *state)
{
  if (state == NULL)
    return;
  g_free (state->folder);
  g_free (state->run_id);
  g_ptr_array_unref (state->unflushed);
  g_free (state);
}

/* @parent is the path of @around. It is flushed later, all at once: one flush for each
 * new folder would be most of what the first run takes. FALSE leaves the cause in
 * errno. */
static gboolean
make_folder (IruState *state, int around, const char *parent, const char *name)
{
  struct stat info;
  int cause;

  if (mkdirat (around, name, 0700) == 0)
    {
      g_ptr_array_add (state->unflushed, g_strdup (parent));
      return TRUE;
    }
  cause = errno;
  if (cause == EEXIST || (fstatat (around, name, &info, 0) == 0 && S_ISDIR (info.st_mode)))
    return TRUE;
  errno = cause;
  return FALSE;
}

static gboolean
make_folder_at (IruState *state, const char *path)
{
  g_autofree char *parent = g_path_get_dirname (path);

  return make_folder (state, AT_FDCWD, parent, path);
}

static gboolean
make_folders (IruState *state)
{
  g_autofree char *path = g_strdup (state->folder);

  for (char *slash = strchr (path + 1, '/'); slash != NULL; slash = strchr (slash + 1, '/'))
    {
      *slash = '\0';
      if (!make_folder_at (state, path))
        return FALSE;
      *slash = '/';
    }
  return make_folder_at (state, path);
}

/* A backup counts as kept only when it can be found again. FALSE leaves the cause in
 * errno. */
static gboolean
flush_folders (IruState *state)
{
  for (guint i = 0; i < state->unflushed->len; i++)
    {
      g_auto (IruFd) fd = open (g_ptr_array_index (state->unflushed, i), FOLDER_FLAGS);

      if (fd >= 0 && !iru_fd_flush_folder (fd))
        return FALSE;
    }
  g_ptr_array_set_size (state->unflushed, 0);
  return TRUE;
}

static gboolean
check_owner (IruState *state, int fd, GError **error)
{
  g_autofree char *name = iru_path_show (state->folder);
  struct stat info;

  if (fstat (fd, &info) != 0)
    return iru_fd_fail_read (state->folder, errno, error);
  if (info.st_uid != geteuid ())
    {
      g_set_error (error, IRU_ERROR, IRU_ERROR_FAILED,
                   _ ("The state folder “%s” belongs to another user. Set XDG_STATE_HOME to a "
                      "folder of your own."),
                   name);
      return FALSE;
    }
  if ((info.st_mode & 022) != 0)
    {
      g_set_error (error, IRU_ERROR, IRU_ERROR_FAILED,
                   _ ("Others can write to the state folder “%s”. Run “chmod go-w” on it."), name);
      return FALSE;
    }
  return TRUE;
}

/* Opens @name in the state folder. Without @create, nothing there is -1 without
 * @error. */
static int
open_part (IruState *state, const char *name, gboolean create, GError **error)
{
  g_auto (IruFd) fd = -1;
  int part;

  if (create && !make_folders (state))
    return iru_fd_fail_write (state->folder, errno, error), -1;
  fd = open (state->folder, FOLDER_FLAGS);
  if (fd < 0 && errno == ENOENT && !create)
    return -1;
  if (fd < 0)
    return iru_fd_fail_read (state->folder, errno, error), -1;
  if (!check_owner (state, fd, error))
    return -1;

  if (create && !make_folder (state, fd, state->folder, name))
    return iru_fd_fail_write (state->folder, errno, error), -1;
  part = openat (fd, name, FOLDER_FLAGS | O_NOFOLLOW);
  if (part < 0 && (create || errno != ENOENT))
    iru_fd_fail_read (state->folder, errno, error);
  return part;
}

/* Also keeps a name that a person typed from being a path. */
static gboolean
is_run_id (const char *name)
{
  return g_ascii_isdigit (name[0]) && strlen (name) < 64
         && strspn (name, "0123456789abcdefTZ-") == strlen (name);
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)b, *(const char *const *)a);
}

static GPtrArray *
list_ids (IruState *state, int runs, GError **error)
{
  g_autoptr (GPtrArray) names = iru_fd_list_folder (runs);

  if (names == NULL)
    return iru_fd_fail_read (state->folder, errno, error), NULL;
  for (guint i = names->len; i > 0; i--)
    if (!is_run_id (g_ptr_array_index (names, i - 1)))
      g_ptr_array_remove_index_fast (names, i - 1);
  g_ptr_array_sort (names, compare_newest_first);
  return g_steal_pointer (&names);
}

static char *
format_id (gint64 time_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autofree char *seconds = g_date_time_format (time, "%Y%m%dT%H%M%SZ");
  g_autofree char *random = iru_fd_random_name (2);

  return g_strdup_printf ("%s-%05x%s", seconds, (guint)(time_us % G_USEC_PER_SEC), random);
}

static gint64
parse_id (const char *id)
{
  int year, month, day, hour, minute, second;
  guint micros;
  g_autoptr (GDateTime) time = NULL;

  if (sscanf (id, "%4d%2d%2dT%2d%2d%2dZ-%5x", &year, &month, &day, &hour, &minute, &second, &micros)
      != 7)
    return 0;
  time = g_date_time_new_utc (year, month, day, hour, minute, second);
  return time != NULL ? g_date_time_to_unix (time) * G_USEC_PER_SEC + micros : 0;
}

/* A clock that was set back must not put this run before those that it follows. */
const char *
iru_state_get_run_id (IruState *state)
{
  g_auto (IruFd) runs = -1;
  g_autoptr (GPtrArray) ids = NULL;

  if (state->run_id != NULL)
    return state->run_id;
  runs = open_part (state, "runs", FALSE, NULL);
  ids = runs >= 0 ? list_ids (state, runs, NULL) : NULL;
  state->run_id = format_id (state->time_us);
  if (ids != NULL && ids->len > 0 && strcmp (g_ptr_array_index (ids, 0), state->run_id) >= 0)
    {
      g_free (state->run_id);
      state->run_id = format_id (parse_id (g_ptr_array_index (ids, 0)) + 1);
    }
  return state->run_id;
}

static GBytes *
read_file (int folder, const char *name, gsize limit, const char *path, GError **error)
{
  g_auto (IruFd) fd = openat (folder, name, O_RDONLY | FILE_FLAGS);
  struct stat info;

  if (fd < 0 || fstat (fd, &info) != 0)
    return iru_fd_fail_read (path, errno, error), NULL;
  if (!S_ISREG (info.st_mode))
    return iru_fd_fail_read (path, EINVAL, error), NULL;
  return iru_fd_read (fd, limit, path, error);
}

static IruRun *
read_run (int runs, const char *id)
{
  g_auto (IruFd) folder = openat (runs, id, FOLDER_FLAGS | O_NOFOLLOW);
  g_autoptr (GBytes) text = NULL;

  if (folder >= 0)
    text = read_file (folder, MANIFEST, MANIFEST_MAX_SIZE, id, NULL);
  return text != NULL ? iru_manifest_parse (id, text) : NULL;
}

GPtrArray *
iru_state_list_runs (IruState *state, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_run_free);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) cause = NULL;
  g_auto (IruFd) runs = open_part (state, "runs", FALSE, &cause);

  if (runs < 0 && cause == NULL)
    return g_steal_pointer (&found);
  if (runs >= 0)
    ids = list_ids (state, runs, &cause);
  if (ids == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }
  for (guint i = 0; i < ids->len; i++)
    {
      IruRun *run = read_run (runs, g_ptr_array_index (ids, i));

      if (run != NULL)
        g_ptr_array_add (found, run);
    }
  return g_steal_pointer (&found);
}

/* A line that a crash has cut off gets its end first, and one that did not fit on
 * the disk is taken back. FALSE leaves the cause in errno. */
static gboolean
append_manifest (IruState *state, int folder, const char *line)
{
  g_auto (IruFd) fd = openat (folder, MANIFEST, O_RDWR | O_APPEND | O_CREAT | FILE_FLAGS, 0600);
  g_autofree char *start = iru_manifest_format_start (state->time_us);
  g_autofree char *text = NULL;
  struct stat info;
  char last = '\n';
  int cause;

  if (fd < 0 || fstat (fd, &info) != 0)
    return FALSE;
  if (info.st_size > 0 && pread (fd, &last, 1, info.st_size - 1) != 1)
    return FALSE;
  text = g_strconcat (info.st_size == 0 ? start : "", last != '\n' ? "\n" : "", line, NULL);
  if (iru_fd_write (fd, text, strlen (text)) && iru_fd_flush (fd))
    return TRUE;
  cause = errno;
  if (ftruncate (fd, info.st_size) != 0)
    g_debug ("The manifest has half a line: %s", g_strerror (errno));
  errno = cause;
  return FALSE;
}

static int
open_run (IruState *state, const char *run_id, gboolean create, GError **error)
{
  g_auto (IruFd) runs = is_run_id (run_id) ? open_part (state, "runs", create, error) : -1;
  g_autofree char *path = g_build_filename (state->folder, "runs", NULL);
  int folder;

  if (runs < 0)
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, IRU_ERROR, IRU_ERROR_NOT_FOUND, _ ("There is no backup “%s”."), run_id);
      return -1;
    }
  if (create && !make_folder (state, runs, path, run_id))
    return iru_fd_fail_write (state->folder, errno, error), -1;
  folder = openat (runs, run_id, FOLDER_FLAGS | O_NOFOLLOW);
  if (folder < 0)
    iru_fd_fail_read (state->folder, errno, error);
  return folder;
}

gboolean
iru_state_fail_write (IruState *state, int cause, GError **error)
{
  return iru_fd_fail_write (state->folder, cause, error);
}

gboolean
iru_state_reserve (IruState *state, IruBackup *backup, int *fd, GError **error)
{
  g_auto (IruFd) folder = open_run (state, iru_state_get_run_id (state), TRUE, error);
  g_autofree char *name = NULL;

  if (folder < 0)
    return FALSE;
  backup->number = state->n_backups++;
  if (fd == NULL)
    return TRUE;
  name = g_strdup_printf ("%u", backup->number);
  *fd = openat (folder, name, O_RDWR | O_CREAT | O_EXCL | FILE_FLAGS, 0600);
  if (*fd >= 0)
    return TRUE;
  iru_state_fail_write (state, errno, error);
  iru_state_drop (state, backup);
  return FALSE;
}

void
iru_state_drop (IruState *state, const IruBackup *backup)
{
  const char *id = iru_state_get_run_id (state);
  g_autofree char *name = g_strdup_printf ("%u", backup->number);
  g_auto (IruFd) runs = open_part (state, "runs", FALSE, NULL);
  g_auto (IruFd) folder = runs >= 0 ? openat (runs, id, FOLDER_FLAGS | O_NOFOLLOW) : -1;

  if (folder < 0)
    return;
  unlinkat (folder, name, 0);
  /* It stays if an earlier file of the run is in it. */
  unlinkat (runs, id, AT_REMOVEDIR);
}

gboolean
iru_state_add_backup (IruState *state, const IruBackup *backup, GError **error)
{
  g_auto (IruFd) folder = open_run (state, iru_state_get_run_id (state), TRUE, error);
  g_autofree char *line = iru_manifest_format_backup (backup);

  if (folder < 0)
    return FALSE;
  if (!append_manifest (state, folder, line) || !iru_fd_flush_folder (folder)
      || !flush_folders (state))
    return iru_fd_fail_write (state->folder, errno, error);
  return TRUE;
}

GBytes *
iru_state_load_backup (IruState *state, const char *run_id, const IruBackup *backup, GError **error)
{
  g_autofree char *number = g_strdup_printf ("%u", backup->number);
  g_autofree char *path = g_build_filename (state->folder, "runs", run_id, number, NULL);
  g_auto (IruFd) folder = open_run (state, run_id, FALSE, error);
  g_autoptr (GBytes) old = NULL;

  if (folder < 0)
    return NULL;
  old = read_file (folder, number, IRU_TEXT_MAX_SIZE, path, error);
  if (old == NULL)
    return NULL;
  if (!iru_digest_matches (backup->old_digest, old))
    {
      g_autofree char *name = iru_path_show (path);

      g_set_error (error, IRU_ERROR, IRU_ERROR_FAILED,
                   _ ("The backup “%s” is damaged, so nothing was restored from it."), name);
      return NULL;
    }
  return g_steal_pointer (&old);
}

static gboolean
mark (IruState *state, const char *run_id, const IruBackup *backup, const char *what,
      GError **error)
{
  g_autofree char *line = iru_manifest_format_mark (what, backup->number);
  g_auto (IruFd) folder = open_run (state, run_id, FALSE, error);

  if (folder < 0)
    return FALSE;
  return append_manifest (state, folder, line) || iru_fd_fail_write (state->folder, errno, error);
}

gboolean
iru_state_mark_applied (IruState *state, const char *run_id, const IruBackup *backup,
                        GError **error)
{
  return mark (state, run_id, backup, "applied", error);
}

gboolean
iru_state_mark_restored (IruState *state, const char *run_id, const IruBackup *backup,
                         GError **error)
{
  return mark (state, run_id, backup, "restored", error);
}

/* The manifest goes first, so that what is left of a run by a crash is not taken
 * for one. */
static void
remove_run (int runs, const char *id)
{
  g_auto (IruFd) folder = openat (runs, id, FOLDER_FLAGS | O_NOFOLLOW);
  g_autoptr (GPtrArray) names = folder >= 0 ? iru_fd_list_folder (folder) : NULL;

  if (names == NULL)
    return;
  unlinkat (folder, MANIFEST, 0);
  for (guint i = 0; i < names->len; i++)
    unlinkat (folder, g_ptr_array_index (names, i), 0);
  unlinkat (runs, id, AT_REMOVEDIR);
}

gboolean
iru_state_prune (IruState *state, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_auto (IruFd) runs = open_part (state, "runs", FALSE, &cause);
  g_autoptr (GPtrArray) ids = runs >= 0 ? list_ids (state, runs, &cause) : NULL;

  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  for (guint i = IRU_STATE_MAX_RUNS; ids != NULL && i < ids->len; i++)
    remove_run (runs, g_ptr_array_index (ids, i));
  return TRUE;
}

int
iru_state_lock (IruState *state, const char *path, GError **error)
{
  g_autofree char *name = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);
  g_autofree char *shown = iru_path_show (path);
  g_auto (IruFd) locks = open_part (state, "locks", TRUE, error);
  g_auto (IruFd) fd = -1;
  gint64 until = g_get_monotonic_time () + LOCK_WAIT_US;

  if (locks < 0)
    return -1;
  fd = openat (locks, name, O_RDWR | O_CREAT | FILE_FLAGS, 0600);
  if (fd < 0)
    return iru_fd_fail_write (state->folder, errno, error), -1;
  while (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      if (errno != EWOULDBLOCK && errno != EINTR)
        return iru_fd_fail_write (state->folder, errno, error), -1;
      if (g_get_monotonic_time () > until)
        {
          g_set_error (error, IRU_ERROR, IRU_ERROR_CONFLICT,
                       _ ("Another copy of this program is at work on “%s”. Try again when it has "
                          "finished."),
                       shown);
          return -1;
        }
      g_usleep (g_random_int_range (LOCK_POLL_MIN_US, LOCK_POLL_MAX_US));
    }
  return g_steal_fd (&fd);
}
