/* compat.h: what Linux has and other systems have not; included first in every file there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * meson.build does so where the system is not Linux. Whatever is more than another name for the
 * same thing has an #ifdef of its own: the exchange of files (src/install/iru-exchange.c), the
 * flush (iru-fd.c), extended attributes (iru-attributes.c), O_PATH and roots
 * (src/environment/iru-path.h), /proc (src/diagnose/iru-running.c), prctl()
 * (src/probe/iru-process.c, src/cli/iru-cli.c). For Windows the calls of POSIX are made in
 * src/windows/.
 */
#pragma once

#include <string.h>
#include <sys/stat.h>

/* Through a volatile pointer, so that it is not left out as of no use. */
static inline void
iru_compat_bzero (void *memory, size_t length)
{
  volatile unsigned char *byte = (volatile unsigned char *)memory;

  while (length-- > 0)
    *byte++ = 0;
}
#define explicit_bzero iru_compat_bzero

static inline void *
iru_compat_memrchr (const void *memory, int byte, size_t length)
{
  const unsigned char *start = (const unsigned char *)memory;

  while (length-- > 0)
    if (start[length] == (unsigned char)byte)
      return (void *)(start + length);
  return NULL;
}
#define memrchr iru_compat_memrchr

static inline void *
iru_compat_mempcpy (void *to, const void *from, size_t length)
{
  return (char *)memcpy (to, from, length) + length;
}
#define mempcpy iru_compat_mempcpy

#ifdef __APPLE__
#define st_mtim st_mtimespec
#define st_ctim st_ctimespec
#endif
