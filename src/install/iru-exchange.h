/* iru-exchange.h: the renames that never lose what was there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names are within one folder. FALSE leaves the cause in errno.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Both names must be there; at no instant is one of them missing. ENOSYS where
 * the system or this file system can't. */
gboolean iru_exchange (int folder, const char *a, const char *b);

/* Renames @from to @to, which must not be there (EEXIST). */
gboolean iru_exchange_place (int folder, const char *from, const char *to);

G_END_DECLS
