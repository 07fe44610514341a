/* iru-fd.h: whole files through descriptors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The few system calls that state and user files share. Interrupted calls are
 * taken up again. @path is only for messages.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "Could not read “PATH”: CAUSE." as IRU_ERROR_FAILED. Always returns FALSE. */
gboolean iru_fd_fail_read (const char *path, int cause, GError **error);
gboolean iru_fd_fail_write (const char *path, int cause, GError **error);

/* The same for what is not a regular file. */
gboolean iru_fd_fail_kind (const char *path, GError **error);

/* For g_auto: closes what is not -1. */
typedef int IruFd;
void iru_fd_clear (IruFd *fd);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IruFd, iru_fd_clear)

/* The whole file, whatever the offset; more than @limit bytes, by its size or in
 * fact, are IRU_ERROR_TOO_LARGE. (transfer full) (nullable) */
GBytes *iru_fd_read (int fd, gsize limit, const char *path, GError **error);

/* Whether the whole file is @bytes, read through a small buffer: sets @same. FALSE
 * with @error if it can't be read. */
gboolean iru_fd_holds (int fd, GBytes *bytes, const char *path, gboolean *same, GError **error);

/* Appends at the offset. FALSE leaves the cause in errno. */
gboolean iru_fd_write (int fd, const void *bytes, gsize length);

/* Writes an empty file and reads it back, while the disk has begun with it; it is still to be
 * flushed. FALSE leaves the cause in errno. */
gboolean iru_fd_store (int fd, GBytes *bytes);

/* Flushes a file. FALSE leaves the cause in errno. */
gboolean iru_fd_flush (int fd);

/* Flushes the folder @fd, which may be open as a path only; a file system that
 * can't, or a folder that may not be read, is no failure. */
gboolean iru_fd_flush_folder (int fd);

/* The names in the folder @fd, which may be open as a path only, in no order.
 * NULL leaves the cause in errno. (transfer full) (nullable) (element-type utf8) */
GPtrArray *iru_fd_list_folder (int fd);

/* @bytes random bytes in hex, not to be guessed. (transfer full) */
char *iru_fd_random_name (gsize bytes);

/* Whether both are NULL or hold the same. */
gboolean iru_bytes_same (GBytes *a, GBytes *b);

G_END_DECLS
