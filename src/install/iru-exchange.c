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

#ifdef RENAME_EXCHANGE
#define EXCHANGE RENAME_EXCHANGE
#define NO_REPLACE RENAME_NOREPLACE
#else
#define EXCHANGE 0
#define NO_REPLACE 0
#endif

/* EINVAL is how a file system says that it does not know the flag. */
static gboolean
rename_with (int folder, const char *from, const char *to, guint flags)
{
#ifdef RENAME_EXCHANGE
  if (renameat2 (folder, from, folder, to, flags) == 0)
    return TRUE;
  if (errno == EINVAL || errno == ENOTSUP)
    errno = ENOSYS;
#else
  errno = ENOSYS;
#endif
  return FALSE;
}

gboolean
iru_exchange (int folder, const char *a, const char *b)
{
  return rename_with (folder, a, b, EXCHANGE);
}

/* A link is refused where there is a file already, as the rename would be; file
 * systems that have neither (FAT) get a look and a rename. */
static gboolean
place_by_link (int folder, const char *from, const char *to)
{
  struct stat there;

  if (linkat (folder, from, folder, to, 0) == 0)
    return unlinkat (folder, from, 0) == 0;
  if (errno != EPERM && errno != ENOTSUP && errno != ENOSYS && errno != EMLINK)
    return FALSE;
  if (fstatat (folder, to, &there, AT_SYMLINK_NOFOLLOW) == 0)
    {
      errno = EEXIST;
      return FALSE;
    }
  return errno == ENOENT && renameat (folder, from, folder, to) == 0;
}

gboolean
iru_exchange_place (int folder, const char *from, const char *to)
{
  if (rename_with (folder, from, to, NO_REPLACE))
    return TRUE;
  return errno == ENOSYS && place_by_link (folder, from, to);
}
