/* iru-attributes.h: extended attributes from one file to another
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Gives the file @to the extended attributes of @from, access control lists among
 * them, and takes away those that it inherited from its folder. Those that the
 * system manages are carried over only where that is allowed. FALSE leaves the
 * cause in errno. */
gboolean iru_attributes_copy (int from, int to);

G_END_DECLS
