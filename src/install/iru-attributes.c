/* iru-attributes.c: extended attributes from one file to another
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-attributes.h"

#include <errno.h>
#include <string.h>

#ifdef __linux__
#include <sys/xattr.h>

/* The kernel's own bounds: XATTR_LIST_MAX and XATTR_SIZE_MAX. */
#define MAX_SIZE 65536

/* What the user or an administrator has set on this file, as against what the
 * system puts there by itself. */
static gboolean
is_users_own (const char *name)
{
  return g_str_has_prefix (name, "user.") || strcmp (name, "system.posix_acl_access") == 0;
}

static gboolean
is_unsupported (int cause)
{
  return cause == ENOTSUP || cause == ENOSYS;
}

static gboolean
copy_one (int from, int to, const char *name, char *value, char *other)
{
  ssize_t size = fgetxattr (from, name, value, MAX_SIZE);
  ssize_t other_size;

  if (size < 0)
    return errno == ENODATA || !is_users_own (name);
  other_size = fgetxattr (to, name, other, MAX_SIZE);
  if (other_size == size && memcmp (value, other, size) == 0)
    return TRUE;
  return fsetxattr (to, name, value, size, 0) == 0 || !is_users_own (name);
}

static gboolean
remove_extra (int from, int to, char *names)
{
  ssize_t length = flistxattr (to, names, MAX_SIZE);

  for (const char *name = names; name < names + MAX (length, 0); name += strlen (name) + 1)
    {
      if (!is_users_own (name) || fgetxattr (from, name, NULL, 0) >= 0)
        continue;
      if (fremovexattr (to, name) != 0 && errno != ENODATA)
        return FALSE;
    }
  return TRUE;
}

gboolean
iru_attributes_copy (int from, int to)
{
  g_autofree char *names = g_malloc (MAX_SIZE);
  g_autofree char *value = g_malloc (MAX_SIZE);
  g_autofree char *other = g_malloc (MAX_SIZE);
  ssize_t length = flistxattr (from, names, MAX_SIZE);

  if (length < 0)
    return is_unsupported (errno);
  for (const char *name = names; name < names + length; name += strlen (name) + 1)
    if (!copy_one (from, to, name, value, other))
      return FALSE;
  return remove_extra (from, to, names);
}

#elif defined(__APPLE__)
#include <copyfile.h>

/* Access control lists as well. A file system that has neither is no failure to it. */
gboolean
iru_attributes_copy (int from, int to)
{
  return fcopyfile (from, to, NULL, COPYFILE_ACL | COPYFILE_XATTR) >= 0 || errno == ENOTSUP;
}

#else

gboolean
iru_attributes_copy (int from, int to)
{
  return TRUE;
}

#endif
