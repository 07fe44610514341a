/* iru-permissions.h: whether others can read a key in a client's file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-config.h"

G_BEGIN_DECLS

/* Adds file-permissions to the findings of @config, the file of @target, if @mode lets others
 * read it and there is a key in it. */
void iru_permissions_lint (const IruTarget *target, IruConfig *config, guint mode);

G_END_DECLS
