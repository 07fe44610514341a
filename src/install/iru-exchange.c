/* iru-exchange.c: the renames that never lose what was there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-exchange.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined(RENAME_EXCHANGE)
#define EXCHANGE RENAME_EXCHANGE
#define NO_REPLACE RENAME_NOREPLACE
#elif defined(RENAME_SWAP)
/* The call of macOS; what its file systems do not know is ENOTSUP. */
#define EXCHANGE RENAME_SWAP
#define NO_REPLACE RENAME_EXCL
#define renameat2 renameatx_np
#else
#define EXCHANGE 0
#define NO_REPLACE 0
#endif

/* EINVAL is how a file system says that it does not know the flag. */
static gboolean
rename_with (int from_folder, const char *from, int to_folder, const char *to, guint flags)
{
#if EXCHANGE != 0
  if (renameat2 (from_folder, from, to_folder, to, flags) == 0)
    return TRUE;
  if (errno == EINVAL || errno == ENOTSUP)
    errno = ENOSYS;
#else
  errno = ENOSYS;
#endif
  return FALSE;
}

gboolean
iru_exchange (int folder_a, const char *a, int folder_b, const char *b)
{
  return rename_with (folder_a, a, folder_b, b, EXCHANGE);
}

/* A link is refused where there is a file already, as the rename would be; file
 * systems that have neither (FAT) get a look and a rename. */
static gboolean
place_by_link (int from_folder, const char *from, int to_folder, const char *to)
{
  struct stat there;

  if (linkat (from_folder, from, to_folder, to, 0) == 0)
    return TRUE;
  if (errno != EPERM && errno != ENOTSUP && errno != ENOSYS && errno != EMLINK)
    return FALSE;
  if (fstatat (to_folder, to, &there, AT_SYMLINK_NOFOLLOW) == 0)
    {
      errno = EEXIST;
      return FALSE;
    }
  return errno == ENOENT && renameat (from_folder, from, to_folder, to) == 0;
}

/* Once there is a link the file is in its place, whatever becomes of the old name. */
gboolean
iru_exchange_place (int from_folder, const char *from, int to_folder, const char *to)
{
  if (rename_with (from_folder, from, to_folder, to, NO_REPLACE))
    return TRUE;
  if (errno != ENOSYS || !place_by_link (from_folder, from, to_folder, to))
    return FALSE;
  unlinkat (from_folder, from, 0);
  return TRUE;
}
