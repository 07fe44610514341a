/* iru-keys.h: keys that a client asks this program for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-client.h"
#include "iru-finding.h"
#include "iru-server.h"

G_BEGIN_DECLS

/* Puts into @server the headers that this program would hand out to the client: from the keyring,
 * without running what stands in the file. Why not is appended to @findings. */
void iru_keys_resolve (const IruTarget *target, IruServer *server, GPtrArray *findings);

G_END_DECLS
