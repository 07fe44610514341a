/* iru-exchange.h: the renames that never lose what was there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * FALSE leaves the cause in errno.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Both must be there; at no instant is one of them missing. ENOSYS where the system
 * or this file system can't. */
gboolean iru_exchange (int folder_a, const char *a, int folder_b, const char *b);

/* Renames @from to @to, which must not be there (EEXIST). */
gboolean iru_exchange_place (int from_folder, const char *from, int to_folder, const char *to);

G_END_DECLS
