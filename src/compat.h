/* compat.h: what Linux has and other systems have not; included first in every file there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * meson.build does so where the system is not Linux. Whatever is more than another name for the
 * same thing has an #ifdef of its own: the exchange of files (src/install/iru-exchange.c), extended
 * attributes (iru-attributes.c), O_PATH (src/clients/iru-path.h).
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

#ifdef __APPLE__
#define st_mtim st_mtimespec
#define st_ctim st_ctimespec
#endif
