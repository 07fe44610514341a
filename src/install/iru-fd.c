/* iru-fd.c: whole files through descriptors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-fd.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "iru-error.h"
#include "iru-path.h"
#include "iru-text.h"

/* Small enough for a processor's cache, large enough for a disk. */
#define CHUNK ((gsize)256 * 1024)
#define PIECE ((gsize)8 * 1024 * 1024)

gboolean
iru_fd_fail_read (const char *path, int cause, GError **error)
{
  g_autofree char *name = iru_path_show (path);

  g_set_error (error, IRU_ERROR, IRU_ERROR_FAILED, _ ("Could not read “%s”: %s."), name,
               g_strerror (cause));
  return FALSE;
}

gboolean
iru_fd_fail_write (const char *path, int cause, GError **error)
{
  g_autofree char *name = iru_path_show (path);

  g_set_error (error, IRU_ERROR, IRU_ERROR_FAILED, _ ("Could not write “%s”: %s."), name,
               g_strerror (cause));
  return FALSE;
}

gboolean
iru_fd_fail_kind (const char *path, GError **error)
{
  g_autofree char *name = iru_path_show (path);

  g_set_error (error, IRU_ERROR, IRU_ERROR_FAILED, _ ("“%s” is not a regular file."), name);
  return FALSE;
}

void
iru_fd_clear (IruFd *fd)
{
  int cause = errno;

  if (*fd >= 0)
    close (*fd);
  *fd = -1;
  errno = cause;
}

static GBytes *
fail_too_large (gsize limit, const char *path, GError **error)
{
  g_autofree char *name = iru_path_show (path);
  g_autofree char *size = g_format_size_full (limit, G_FORMAT_SIZE_IEC_UNITS);

  g_set_error (error, IRU_ERROR, IRU_ERROR_TOO_LARGE,
               _ ("“%s” is larger than %s and was not read."), name, size);
  return NULL;
}

/* Takes @buffer, of which @length bytes are used. (transfer full) (nullable) */
static char *
grow (char *buffer, gsize length, gsize room)
{
  char *larger = iru_text_try_alloc (room);

  if (larger != NULL)
    memcpy (larger, buffer, length);
  iru_text_wipe (buffer, length);
  g_free (buffer);
  return larger;
}

/* One byte over the limit is asked for, so that a file that grows is seen. */
GBytes *
iru_fd_read (int fd, gsize limit, const char *path, GError **error)
{
  g_autofree char *buffer = NULL;
  gsize length = 0;
  gsize room;
  struct stat info;

  if (fstat (fd, &info) != 0)
    return iru_fd_fail_read (path, errno, error), NULL;
  if (info.st_size > 0 && (guint64)info.st_size > limit)
    return fail_too_large (limit, path, error);

  room = MAX (info.st_size, 0) + 1;
  buffer = iru_text_try_alloc (room);
  while (buffer != NULL && length <= limit)
    {
      ssize_t got = pread (fd, buffer + length, room - length, length);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        {
          iru_fd_fail_read (path, errno, error);
          iru_text_wipe (buffer, length);
          return NULL;
        }
      if (got == 0)
        return iru_text_take (g_steal_pointer (&buffer), length);
      length += got;
      if (length == room)
        {
          room = MIN (room * 2, limit + 1) + 1;
          buffer = grow (g_steal_pointer (&buffer), length, room);
        }
    }
  if (buffer == NULL)
    return iru_fd_fail_read (path, ENOMEM, error), NULL;
  iru_text_wipe (buffer, length);
  return fail_too_large (limit, path, error);
}

/* FALSE leaves the cause in errno. */
static gboolean
compare (int fd, GBytes *bytes, gboolean *same)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *buffer = iru_text_try_alloc (CHUNK);
  gsize at = 0;
  gsize used = 0;
  ssize_t got;

  *same = FALSE;
  if (buffer == NULL)
    {
      errno = ENOMEM;
      return FALSE;
    }
  while (TRUE)
    {
      got = pread (fd, buffer, CHUNK, at);
      if (got < 0 && errno == EINTR)
        continue;
      used = MAX (used, (gsize)MAX (got, 0));
      if (got <= 0 || (gsize)got > length - at || memcmp (buffer, data + at, got) != 0)
        break;
      at += got;
    }
  iru_text_wipe (buffer, used);
  *same = got == 0 && at == length;
  return got >= 0;
}

gboolean
iru_fd_holds (int fd, GBytes *bytes, const char *path, gboolean *same, GError **error)
{
  return compare (fd, bytes, same) || iru_fd_fail_read (path, errno, error);
}

/* The disk begins with what it has, instead of waiting for the flush. */
static void
start_writing (int fd, gsize length)
{
#ifdef SYNC_FILE_RANGE_WRITE
  off_t end = lseek (fd, 0, SEEK_CUR);

  if (end >= 0 && length == PIECE)
    sync_file_range (fd, end - length, length, SYNC_FILE_RANGE_WRITE);
#endif
}

gboolean
iru_fd_write (int fd, const void *bytes, gsize length)
{
  const char *from = bytes;

  while (length > 0)
    {
      ssize_t put = write (fd, from, MIN (length, PIECE));

      if (put < 0 && errno == EINTR)
        continue;
      if (put == 0)
        errno = EIO;
      if (put <= 0)
        return FALSE;
      start_writing (fd, put);
      from += put;
      length -= put;
    }
  return TRUE;
}

gboolean
iru_fd_store (int fd, GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  gboolean same = FALSE;

  if (!iru_fd_write (fd, data, length) || !compare (fd, bytes, &same))
    return FALSE;
  if (!same)
    errno = EIO;
  return same;
}

/* On macOS fsync() leaves it to the disk when to write. Where there is no more than that (a network
 * file system), it has to do. */
static int
flush (int fd)
{
#ifdef F_FULLFSYNC
  if (fcntl (fd, F_FULLFSYNC) == 0)
    return 0;
  if (errno == EINTR || errno == EIO || errno == ENOSPC)
    return -1;
#endif
  return fsync (fd);
}

gboolean
iru_fd_flush (int fd)
{
  int result;

  do
    result = flush (fd);
  while (result != 0 && errno == EINTR);
  return result == 0;
}

gboolean
iru_fd_flush_folder (int fd)
{
  g_auto (IruFd) folder = openat (fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (folder < 0)
    return errno == EACCES;
  return iru_fd_flush (folder) || errno == EINVAL || errno == ENOTSUP;
}

GPtrArray *
iru_fd_list_folder (int fd)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  int own = openat (fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *dir = own >= 0 ? fdopendir (own) : NULL;

  if (dir == NULL)
    {
      iru_fd_clear (&own);
      return NULL;
    }
  for (struct dirent *entry = readdir (dir); entry != NULL; entry = readdir (dir))
    if (strcmp (entry->d_name, ".") != 0 && strcmp (entry->d_name, "..") != 0)
      g_ptr_array_add (names, g_strdup (entry->d_name));
  closedir (dir);
  return g_steal_pointer (&names);
}

char *
iru_fd_random_name (gsize bytes)
{
  guint8 random[16];
  GString *name = g_string_new (NULL);

  g_assert (bytes <= sizeof random);
  if (getentropy (random, bytes) != 0)
    for (gsize i = 0; i < bytes; i++)
      random[i] = g_random_int_range (0, 256);
  for (gsize i = 0; i < bytes; i++)
    g_string_append_printf (name, "%02x", random[i]);
  return g_string_free (name, FALSE);
}

gboolean
iru_bytes_same (GBytes *a, GBytes *b)
{
  return a == b || (a != NULL && b != NULL && g_bytes_equal (a, b));
}
