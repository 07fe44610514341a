/* iru-windows.c: the calls of POSIX that the program makes, over those of Windows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-windows.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <wchar.h>
#include <windows.h>

/* FILETIME counts from 1601. */
#define EPOCH_100NS G_GINT64_CONSTANT (116444736000000000)
#define SHARE_ALL (FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE)
#define MAX_PATH_LENGTH 32768

static const struct
{
  DWORD code;
  int cause;
} causes[] = {
  { ERROR_FILE_NOT_FOUND, ENOENT },
  { ERROR_PATH_NOT_FOUND, ENOENT },
  { ERROR_BAD_NETPATH, ENOENT },
  { ERROR_BAD_NET_NAME, ENOENT },
  { ERROR_INVALID_DRIVE, ENOENT },
  { ERROR_INVALID_NAME, EINVAL },
  { ERROR_BAD_PATHNAME, EINVAL },
  { ERROR_FILENAME_EXCED_RANGE, ENAMETOOLONG },
  { ERROR_ACCESS_DENIED, EACCES },
  { ERROR_SHARING_VIOLATION, EBUSY },
  { ERROR_LOCK_VIOLATION, EWOULDBLOCK },
  { ERROR_USER_MAPPED_FILE, EBUSY },
  { ERROR_UNABLE_TO_REMOVE_REPLACED, EBUSY },
  { ERROR_UNABLE_TO_MOVE_REPLACEMENT, EBUSY },
  { ERROR_UNABLE_TO_MOVE_REPLACEMENT_2, EBUSY },
  { ERROR_WRITE_PROTECT, EROFS },
  { ERROR_FILE_EXISTS, EEXIST },
  { ERROR_ALREADY_EXISTS, EEXIST },
  { ERROR_DIR_NOT_EMPTY, ENOTEMPTY },
  { ERROR_DIRECTORY, ENOTDIR },
  { ERROR_DISK_FULL, ENOSPC },
  { ERROR_HANDLE_DISK_FULL, ENOSPC },
  { ERROR_TOO_MANY_OPEN_FILES, EMFILE },
  { ERROR_NOT_ENOUGH_MEMORY, ENOMEM },
  { ERROR_OUTOFMEMORY, ENOMEM },
  { ERROR_INVALID_HANDLE, EBADF },
  { ERROR_NOT_SAME_DEVICE, EXDEV },
  { ERROR_NOT_SUPPORTED, ENOTSUP },
  { ERROR_INVALID_FUNCTION, ENOTSUP },
  { ERROR_CANT_RESOLVE_FILENAME, ELOOP },
  { ERROR_TOO_MANY_LINKS, EMLINK },
};

/* Always -1. */
static int
fail (void)
{
  DWORD code = GetLastError ();

  errno = EIO;
  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    if (causes[i].code == code)
      errno = causes[i].cause;
  return -1;
}

static int
fail_with (int cause)
{
  errno = cause;
  return -1;
}

static HANDLE
get_handle (int fd)
{
  return (HANDLE)_get_osfhandle (fd);
}

/* (transfer full) (nullable): NULL leaves the cause in errno */
static wchar_t *
widen (const char *text)
{
  wchar_t *wide = (wchar_t *)g_utf8_to_utf16 (text, -1, NULL, NULL, NULL);

  if (wide == NULL)
    return fail_with (EINVAL), NULL;
  for (wchar_t *c = wide; *c != L'\0'; c++)
    if (*c == L'/')
      *c = L'\\';
  return wide;
}

/* Where what is open is now. (transfer full) (nullable): as of widen() */
static wchar_t *
get_handle_path (HANDLE handle)
{
  wchar_t *path = g_new (wchar_t, MAX_PATH_LENGTH);
  DWORD length = GetFinalPathNameByHandleW (handle, path, MAX_PATH_LENGTH, 0);

  if (length > 0 && length < MAX_PATH_LENGTH)
    return path;
  fail ();
  g_free (path);
  return NULL;
}

/* The whole of @name, in the form that knows no limit of 260. (transfer full) (nullable): as of
 * widen() */
static wchar_t *
get_whole_path (const char *name)
{
  g_autofree wchar_t *wide = widen (name);
  g_autofree wchar_t *whole = g_new (wchar_t, MAX_PATH_LENGTH);
  DWORD length = wide != NULL ? GetFullPathNameW (wide, MAX_PATH_LENGTH, whole, NULL) : 0;
  wchar_t *path;

  if (wide == NULL)
    return NULL;
  if (length == 0 || length >= MAX_PATH_LENGTH)
    return fail_with (ENAMETOOLONG), NULL;
  if (whole[1] != L':')
    return g_steal_pointer (&whole);
  path = g_new (wchar_t, length + 5);
  wcscpy (path, L"\\\\?\\");
  wcscat (path, whole);
  return path;
}

/* @folder: an open one, or AT_FDCWD. (transfer full) (nullable): as of widen() */
static wchar_t *
get_path (int folder, const char *name)
{
  g_autofree wchar_t *around = NULL;
  g_autofree wchar_t *wide = NULL;
  wchar_t *path;
  gsize length;

  if (folder == AT_FDCWD)
    return get_whole_path (name);
  /* Not another stream of the file. */
  if (strchr (name, ':') != NULL)
    return fail_with (EINVAL), NULL;
  around = get_handle_path (get_handle (folder));
  if (around == NULL || strcmp (name, ".") == 0)
    return g_steal_pointer (&around);
  wide = widen (name);
  if (wide == NULL)
    return NULL;
  length = wcslen (around) + 1 + wcslen (wide) + 1;
  path = g_new (wchar_t, length);
  wcscpy (path, around);
  if (path[wcslen (path) - 1] != L'\\')
    wcscat (path, L"\\");
  wcscat (path, wide);
  return path;
}

static struct timespec
get_time (LARGE_INTEGER time)
{
  gint64 ticks = time.QuadPart - EPOCH_100NS;

  return (struct timespec){ ticks / 10000000, ticks % 10000000 * 100 };
}

static gboolean
is_link (HANDLE handle, DWORD attributes)
{
  FILE_ATTRIBUTE_TAG_INFO tag;

  return (attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0
         && GetFileInformationByHandleEx (handle, FileAttributeTagInfo, &tag, sizeof tag)
         && (tag.ReparseTag == IO_REPARSE_TAG_SYMLINK
             || tag.ReparseTag == IO_REPARSE_TAG_MOUNT_POINT);
}

static int
get_info (HANDLE handle, struct iru_stat *info)
{
  BY_HANDLE_FILE_INFORMATION file;
  FILE_BASIC_INFO basic;

  *info = (struct iru_stat){ .st_uid = IRU_WINDOWS_USER, .st_gid = IRU_WINDOWS_USER };
  if (GetFileType (handle) != FILE_TYPE_DISK)
    {
      info->st_mode = S_IFCHR | 0600;
      return 0;
    }
  if (!GetFileInformationByHandle (handle, &file)
      || !GetFileInformationByHandleEx (handle, FileBasicInfo, &basic, sizeof basic))
    return fail ();
  if (is_link (handle, file.dwFileAttributes))
    info->st_mode = S_IFLNK | 0700;
  else if ((file.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0)
    info->st_mode = S_IFDIR | 0700;
  else
    info->st_mode = S_IFREG | 0600;
  info->st_dev = file.dwVolumeSerialNumber;
  info->st_ino = (guint64)file.nFileIndexHigh << 32 | file.nFileIndexLow;
  info->st_nlink = file.nNumberOfLinks;
  info->st_size = (gint64)file.nFileSizeHigh << 32 | file.nFileSizeLow;
  info->st_mtim = get_time (basic.LastWriteTime);
  info->st_ctim = get_time (basic.ChangeTime);
  return 0;
}

/* For a look only. */
static HANDLE
open_for_look (const wchar_t *path, gboolean follows)
{
  DWORD flags = FILE_FLAG_BACKUP_SEMANTICS | (follows ? 0 : FILE_FLAG_OPEN_REPARSE_POINT);

  return CreateFileW (path, FILE_READ_ATTRIBUTES, SHARE_ALL, NULL, OPEN_EXISTING, flags, NULL);
}

int
iru_fstatat (int folder, const char *name, struct iru_stat *info, int flags)
{
  g_autofree wchar_t *path = get_path (folder, name);
  HANDLE handle;
  int result;

  if (path == NULL)
    return -1;
  handle = open_for_look (path, (flags & AT_SYMLINK_NOFOLLOW) == 0);
  if (handle == INVALID_HANDLE_VALUE)
    return fail ();
  result = get_info (handle, info);
  CloseHandle (handle);
  return result;
}

int
iru_stat (const char *path, struct iru_stat *info)
{
  return iru_fstatat (AT_FDCWD, path, info, 0);
}

int
iru_lstat (const char *path, struct iru_stat *info)
{
  return iru_fstatat (AT_FDCWD, path, info, AT_SYMLINK_NOFOLLOW);
}

int
iru_fstat (int fd, struct iru_stat *info)
{
  return get_info (get_handle (fd), info);
}

static DWORD
get_disposition (int flags)
{
  if ((flags & O_CREAT) != 0)
    return (flags & O_EXCL) != 0 ? CREATE_NEW : OPEN_ALWAYS;
  return (flags & O_TRUNC) != 0 ? TRUNCATE_EXISTING : OPEN_EXISTING;
}

static DWORD
get_access (int flags)
{
  if ((flags & O_DIRECTORY) != 0)
    return FILE_LIST_DIRECTORY | FILE_READ_ATTRIBUTES | SYNCHRONIZE;
  if ((flags & O_APPEND) != 0)
    return GENERIC_READ | FILE_APPEND_DATA | FILE_WRITE_DATA | SYNCHRONIZE;
  return GENERIC_READ | ((flags & (O_RDWR | O_WRONLY)) != 0 ? GENERIC_WRITE : 0);
}

/* 0: what was opened is what was asked for. */
static int
check_kind (HANDLE handle, int flags)
{
  struct iru_stat info;

  if (get_info (handle, &info) != 0)
    return -1;
  if ((flags & O_NOFOLLOW) != 0 && S_ISLNK (info.st_mode))
    return fail_with (ELOOP);
  if ((flags & O_DIRECTORY) != 0 && !S_ISDIR (info.st_mode))
    return fail_with (ENOTDIR);
  if ((flags & O_DIRECTORY) == 0 && S_ISDIR (info.st_mode))
    return fail_with (EISDIR);
  return 0;
}

int
iru_openat (int folder, const char *name, int flags, ...)
{
  g_autofree wchar_t *path = get_path (folder, name);
  DWORD attributes = FILE_ATTRIBUTE_NORMAL | FILE_FLAG_BACKUP_SEMANTICS;
  HANDLE handle;
  int fd;

  if (path == NULL)
    return -1;
  if ((flags & O_NOFOLLOW) != 0)
    attributes |= FILE_FLAG_OPEN_REPARSE_POINT;
  handle = CreateFileW (path, get_access (flags), SHARE_ALL, NULL, get_disposition (flags),
                        attributes, NULL);
  if (handle == INVALID_HANDLE_VALUE)
    return fail ();
  if (check_kind (handle, flags) != 0)
    {
      CloseHandle (handle);
      return -1;
    }
  fd = _open_osfhandle ((intptr_t)handle, _O_BINARY | (flags & (O_APPEND | O_NOINHERIT)));
  if (fd < 0)
    CloseHandle (handle);
  return fd;
}

int
iru_open (const char *path, int flags, ...)
{
  return iru_openat (AT_FDCWD, path, flags);
}

ssize_t
iru_pread (int fd, void *buffer, size_t length, gint64 offset)
{
  OVERLAPPED at = { .Offset = (DWORD)offset, .OffsetHigh = (DWORD)(offset >> 32) };
  DWORD got = 0;

  if (ReadFile (get_handle (fd), buffer, (DWORD)MIN (length, G_MAXINT), &got, &at))
    return got;
  return GetLastError () == ERROR_HANDLE_EOF ? 0 : fail ();
}

int
iru_linkat (int from_folder, const char *from, int to_folder, const char *to, int flags)
{
  g_autofree wchar_t *old = get_path (from_folder, from);
  g_autofree wchar_t *new = get_path (to_folder, to);

  if (old == NULL || new == NULL)
    return -1;
  return CreateHardLinkW (new, old, NULL) ? 0 : fail ();
}

static int
move (int from_folder, const char *from, int to_folder, const char *to, DWORD flags)
{
  g_autofree wchar_t *old = get_path (from_folder, from);
  g_autofree wchar_t *new = get_path (to_folder, to);

  if (old == NULL || new == NULL)
    return -1;
  return MoveFileExW (old, new, flags | MOVEFILE_WRITE_THROUGH) ? 0 : fail ();
}

int
iru_renameat (int from_folder, const char *from, int to_folder, const char *to)
{
  return move (from_folder, from, to_folder, to, MOVEFILE_REPLACE_EXISTING);
}

/* @a gets the place of @b. */
static int
exchange (int folder_a, const char *a, int folder_b, const char *b)
{
  g_autofree wchar_t *new = get_path (folder_a, a);
  g_autofree wchar_t *target = get_path (folder_b, b);
  g_autofree char *aside_name = g_strconcat (a, ".old", NULL);
  g_autofree wchar_t *aside = get_path (folder_a, aside_name);

  if (new == NULL || target == NULL || aside == NULL)
    return -1;
  if (!ReplaceFileW (target, new, aside, 0, NULL, NULL))
    {
      DWORD code = GetLastError ();

      /* The old file has gone aside already, and the new one did not take its place. */
      if (code == ERROR_UNABLE_TO_MOVE_REPLACEMENT_2)
        MoveFileExW (aside, target, MOVEFILE_WRITE_THROUGH);
      SetLastError (code);
      return fail ();
    }
  if (!MoveFileExW (aside, new, MOVEFILE_WRITE_THROUGH))
    {
      DWORD code = GetLastError ();

      MoveFileExW (target, new, MOVEFILE_WRITE_THROUGH);
      MoveFileExW (aside, target, MOVEFILE_WRITE_THROUGH);
      SetLastError (code);
      return fail ();
    }
  return 0;
}

int
iru_renameat2 (int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
  if (flags == RENAME_EXCHANGE)
    return exchange (from_folder, from, to_folder, to);
  return move (from_folder, from, to_folder, to, 0);
}

int
iru_unlinkat (int folder, const char *name, int flags)
{
  g_autofree wchar_t *path = get_path (folder, name);

  if (path == NULL)
    return -1;
  return ((flags & AT_REMOVEDIR) != 0 ? RemoveDirectoryW (path) : DeleteFileW (path)) ? 0 : fail ();
}

int
iru_mkdirat (int folder, const char *name, unsigned mode)
{
  g_autofree wchar_t *path = get_path (folder, name);

  if (path == NULL)
    return -1;
  return CreateDirectoryW (path, NULL) ? 0 : fail ();
}

/* As one of ours, without the “\\?\” in front. */
char *
iru_realpath (const char *path)
{
  g_autofree wchar_t *wide = get_whole_path (path);
  HANDLE handle = wide != NULL ? open_for_look (wide, TRUE) : INVALID_HANDLE_VALUE;
  g_autofree wchar_t *final = NULL;
  g_autofree char *real = NULL;

  if (handle == INVALID_HANDLE_VALUE)
    return fail (), NULL;
  final = get_handle_path (handle);
  CloseHandle (handle);
  real = final != NULL ? g_utf16_to_utf8 ((gunichar2 *) final, -1, NULL, NULL, NULL) : NULL;
  if (real == NULL)
    return NULL;
  g_strdelimit (real, "\\", '/');
  return g_strdup (g_str_has_prefix (real, "//?/") ? real + 4 : real);
}

int
iru_fsync (int fd)
{
  struct iru_stat info;

  if (iru_fstat (fd, &info) == 0 && S_ISDIR (info.st_mode))
    return fail_with (ENOTSUP);
  return FlushFileBuffers (get_handle (fd)) ? 0 : fail ();
}

/* Of one byte that no file has; a lock ends with its handle. */
int
iru_flock (int fd, int operation)
{
  OVERLAPPED place = { .Offset = G_MAXUINT32, .OffsetHigh = G_MAXINT32 };
  DWORD flags = LOCKFILE_EXCLUSIVE_LOCK;
  struct iru_stat info;

  if (iru_fstat (fd, &info) == 0 && S_ISDIR (info.st_mode))
    return fail_with (ENOTSUP);
  if ((operation & LOCK_NB) != 0)
    flags |= LOCKFILE_FAIL_IMMEDIATELY;
  return LockFileEx (get_handle (fd), flags, 0, 1, 0, &place) ? 0 : fail ();
}

struct _IruDir
{
  HANDLE search;
  WIN32_FIND_DATAW found;
  gboolean is_at_end;
  struct iru_dirent entry;
};

IruDir *
iru_fdopendir (int fd)
{
  g_autofree wchar_t *pattern = get_path (fd, "*");
  IruDir *dir;
  HANDLE search;

  if (pattern == NULL)
    return NULL;
  dir = g_new0 (IruDir, 1);
  search = dir->search = FindFirstFileW (pattern, &dir->found);
  if (search == INVALID_HANDLE_VALUE)
    {
      fail ();
      g_free (dir);
      return NULL;
    }
  _close (fd);
  return dir;
}

struct iru_dirent *
iru_readdir (IruDir *dir)
{
  g_autofree char *name = NULL;

  if (dir->is_at_end)
    return NULL;
  name = g_utf16_to_utf8 ((gunichar2 *)dir->found.cFileName, -1, NULL, NULL, NULL);
  /* A name that is no UTF-16 is none that could be opened here. */
  g_strlcpy (dir->entry.d_name, name != NULL ? name : "..", sizeof dir->entry.d_name);
  dir->is_at_end = !FindNextFileW (dir->search, &dir->found);
  return &dir->entry;
}

int
iru_closedir (IruDir *dir)
{
  FindClose (dir->search);
  g_free (dir);
  return 0;
}

int
iru_getentropy (void *buffer, size_t length)
{
  guint8 *bytes = buffer;

  for (gsize i = 0; i < length; i++)
    {
      unsigned number;

      if (rand_s (&number) != 0)
        return fail_with (EIO);
      bytes[i] = (guint8)number;
    }
  return 0;
}

void
iru_windows_forbid_dumps (void)
{
  SetErrorMode (SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
}

void *
iru_memmem (const void *in, size_t length, const void *what, size_t what_length)
{
  const char *from = in;

  for (; length >= what_length; from++, length--)
    if (memcmp (from, what, what_length) == 0)
      return (void *)from;
  return NULL;
}

char *
iru_strcasestr (const char *in, const char *what)
{
  gsize length = strlen (what);

  for (;; in++)
    if (g_ascii_strncasecmp (in, what, length) == 0)
      return (char *)in;
    else if (*in == '\0')
      return NULL;
}

static UINT old_code_page;

static void
give_back_console (void)
{
  SetConsoleOutputCP (old_code_page);
}

char **
iru_windows_begin (int *argc)
{
  char **argv = g_win32_get_command_line ();

  for (int fd = 0; fd <= 2; fd++)
    _setmode (fd, _O_BINARY);
  old_code_page = GetConsoleOutputCP ();
  if (old_code_page != 0 && SetConsoleOutputCP (CP_UTF8))
    atexit (give_back_console);
  *argc = (int)g_strv_length (argv);
  return argv;
}
