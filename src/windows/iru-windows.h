/* iru-windows.h: the calls of POSIX that the program makes, over those of Windows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Included first in every file there (meson.build). Text is UTF-8 and paths have “/” or “\”.
 * What these do differently:
 *
 * - There is one user (IRU_WINDOWS_USER), to whom all belongs: who may do what is in access control
 *   lists, which a new file has from its folder and a replaced one keeps (iru_renameat2()).
 *   So chmod and chown do nothing.
 * - A folder that is open may be renamed; what is opened in it is found under its new name.
 * - pread() moves the place at which read() and write() go on.
 * - Folders are neither flushed nor locked (ENOTSUP): NTFS has a journal of their changes.
 */
#pragma once

/* Before their names are given to others. */
#include <dirent.h>
#include <direct.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <io.h>
#include <process.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#define IRU_WINDOWS_USER 1000

typedef unsigned uid_t;
typedef unsigned gid_t;

#define geteuid() ((uid_t)IRU_WINDOWS_USER)
#define getuid() ((uid_t)IRU_WINDOWS_USER)

/* Bits that the C library's open() has no use for. */
#define O_CLOEXEC O_NOINHERIT
#define O_DIRECTORY 0x01000000
#define O_NOFOLLOW 0x02000000
#define O_NONBLOCK 0
#define O_NOCTTY 0

#define AT_FDCWD (-100)
#define AT_SYMLINK_NOFOLLOW 1
#define AT_REMOVEDIR 2

#ifndef S_IFLNK
#define S_IFLNK 0xA000
#endif
#ifndef S_ISLNK
#define S_ISLNK(mode) (((mode)&0xF000) == S_IFLNK)
#endif

#ifndef SIGKILL
#define SIGKILL 9
#endif

#define RENAME_NOREPLACE 1
#define RENAME_EXCHANGE 2

#define LOCK_EX 2
#define LOCK_NB 4

struct iru_stat
{
  guint64 st_dev;
  guint64 st_ino;
  unsigned st_mode;
  unsigned st_nlink;
  uid_t st_uid;
  gid_t st_gid;
  gint64 st_size;
  struct timespec st_mtim;
  struct timespec st_ctim;
};
#undef stat
#define stat iru_stat
#undef st_mtime
#undef st_ctime
#define st_mtime st_mtim.tv_sec
#define st_ctime st_ctim.tv_sec

struct iru_dirent
{
  char d_name[1024];
};
typedef struct _IruDir IruDir;
#define dirent iru_dirent
#define DIR IruDir

#undef lstat
#undef fstat
#define lstat iru_lstat
#define fstat iru_fstat
#define open iru_open
#define openat iru_openat
#define fstatat iru_fstatat
#define pread iru_pread
#define linkat iru_linkat
#define renameat iru_renameat
#define renameat2 iru_renameat2
#define unlinkat iru_unlinkat
#define mkdirat iru_mkdirat
#define fsync iru_fsync
#define flock iru_flock
#define fdopendir iru_fdopendir
#define readdir iru_readdir
#define closedir iru_closedir
#define getentropy iru_getentropy

int iru_stat (const char *path, struct iru_stat *info);
int iru_lstat (const char *path, struct iru_stat *info);
int iru_fstat (int fd, struct iru_stat *info);
int iru_fstatat (int folder, const char *name, struct iru_stat *info, int flags);
int iru_open (const char *path, int flags, ...);
int iru_openat (int folder, const char *name, int flags, ...);
ssize_t iru_pread (int fd, void *buffer, size_t length, gint64 offset);
/* As link(2): refused where there is a file already. */
int iru_linkat (int from_folder, const char *from, int to_folder, const char *to, int flags);
int iru_renameat (int from_folder, const char *from, int to_folder, const char *to);
/**
 * iru_renameat2:
 * @flags: RENAME_NOREPLACE: EEXIST where there is a file already; or
 *   RENAME_EXCHANGE: each of two files gets the other's name, and the new one the access
 *   control list, attributes and streams of the old one (ReplaceFile). Not at once: for moments
 *   the old file has a third name, “.old” behind @from, and @to may be the name of neither. If
 *   the machine fails then, that is how it stays.
 */
int
iru_renameat2 (int from_folder, const char *from, int to_folder, const char *to, unsigned flags);
int iru_unlinkat (int folder, const char *name, int flags);
int iru_mkdirat (int folder, const char *name, unsigned mode);
int iru_fsync (int fd);
int iru_flock (int fd, int operation);
/* Takes @fd. */
IruDir *iru_fdopendir (int fd);
struct iru_dirent *iru_readdir (IruDir *dir);
int iru_closedir (IruDir *dir);
int iru_getentropy (void *buffer, size_t length);

#define realpath(path, buffer) iru_realpath (path)
/* (transfer full): to be freed with g_free() */
char *iru_realpath (const char *path);

/* Of GNU's string.h. */
#define memmem iru_memmem
#define strcasestr iru_strcasestr
void *iru_memmem (const void *in, size_t length, const void *what, size_t what_length);
/* Of ASCII. */
char *iru_strcasestr (const char *in, const char *what);

static inline int
fchmod (int fd, unsigned mode)
{
  return 0;
}

static inline int
fchown (int fd, uid_t owner, gid_t group)
{
  return 0;
}

/* The program's arguments in UTF-8, whatever the machine's code page; what it prints is UTF-8 as
 * well, with line ends as they are. (transfer full) */
char **iru_windows_begin (int *argc);

/* No dialog and no dump of the memory where this program ends by a fault (SetErrorMode). */
void iru_windows_forbid_dumps (void);
