/* iru-path.h: what a path leads to, where somebody else may have laid links
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A path of ours has “/” between its names, and begins with “/”, on Windows with “C:/”.
 *
 * Who runs this as root for another user walks through that user's folders. Nothing
 * that the user puts there may make root read or write what is not theirs: links are
 * followed by hand and refused where they lead to a file of somebody else, and what is
 * opened is opened without following any, so that none can come up in between.
 */
#pragma once

#include <fcntl.h>
#include <glib.h>
#include <sys/stat.h>

G_BEGIN_DECLS

/* O_PATH is Linux's, O_SEARCH that of others (macOS); both open a folder that may be searched, but
 * not read. */
#ifndef O_PATH
#ifdef O_SEARCH
#define O_PATH O_SEARCH
#else
#define O_PATH O_RDONLY
#endif
#endif

/* Of “/”, and of “C:/”. */
#ifdef G_OS_WIN32
#define IRU_PATH_ROOT_LENGTH 3
#else
#define IRU_PATH_ROOT_LENGTH 1
#endif

#define IRU_PATH_FOLDER_FLAGS (O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

/* A path as the system has given it, as one of ours: with “/” only. Takes @path. (transfer full)
 * (nullable): if @path is */
char *iru_path_take (char *path);

/* @path, as the system or a person has given it, whole and without “..”; @folder: (nullable): that
 * it is in, else the current one. (transfer full) */
char *iru_path_canonicalize (const char *path, const char *folder);
/* One of ours as this system writes it: with “\” on Windows. Takes @path. (transfer full) */
char *iru_path_give (char *path);
/* The same in UTF-8, to be shown. (transfer full) */
char *iru_path_show (const char *path);

/* Whether @path, one of ours, begins with a root. */
gboolean iru_path_is_absolute (const char *path);

/* A descriptor of the root that an absolute path of ours begins with; -1 leaves the cause in
 * errno. */
int iru_path_open_root (const char *path);

/**
 * iru_path_resolve:
 *
 * Follows every link in @path; what it leads to need not exist.
 *
 * Returns: (transfer full) (nullable): an absolute path; NULL leaves the cause in
 *   errno, among them ELOOP: more than 40 links; EPERM: a link that another user has
 *   laid into a folder that everybody may write to; for root, also a link whose owner,
 *   or if that is root that of its folder, does not own what it leads to
 */
char *iru_path_resolve (const char *path);

/**
 * iru_path_confine:
 * @root: (nullable): the root of another system, or a collected profile; NULL: none
 *
 * From now on paths in @root lead where they lead on that system, as after chroot(): an absolute
 * link begins at @root, and “..” does not get above it. It holds for every function from here
 * on, and for iru_path_resolve(), in the whole process: no reader can forget it.
 * Call it before any thread is started.
 */
void iru_path_confine (const char *root);

/* realpath() with that. (transfer full) (nullable): NULL leaves the cause in errno. Free with
 * g_free(), as on all systems of ours that is free(). */
char *iru_path_find_real (const char *path);
/* g_file_test() with that; not for G_FILE_TEST_IS_SYMLINK. */
gboolean iru_path_test (const char *path, GFileTest test);
/* g_dir_open() with that. (transfer full) (nullable) */
GDir *iru_path_list (const char *path);
/* stat() with that. */
int iru_path_stat (const char *path, struct stat *info);

/* Whether @path is in a folder that everybody may write to, and belongs neither to who runs this
 * nor to the folder's owner. Who wants a file of their own there would get somebody else's. */
gboolean iru_path_is_anybodys (const char *path);

/* For root: whether the file that @info is of, in @folder, is more than a second name
 * that somebody has given to a file of somebody else. */
gboolean iru_path_is_no_decoy (int folder, const struct stat *info);

/**
 * iru_path_open:
 * @flags: more of open()'s, beside O_RDONLY, O_NONBLOCK, O_NOCTTY and O_CLOEXEC
 *
 * Opens a file to be read; for root as the head of this file says, and then regular
 * files only.
 *
 * Returns: a descriptor; -1 leaves the cause in errno, as above; ENXIO: no regular file
 */
int iru_path_open (const char *path, int flags);

G_END_DECLS
