/* iru-config-walk.h: every entry in a client's file, wherever it stands
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-client.h"
#include "iru-value.h"

G_BEGIN_DECLS

/* Every entry in @whole, a client's file decoded, read or not. (transfer container)
 * (element-type IruValue): borrowed from it */
GPtrArray *iru_config_list_values (const IruClient *client, const IruValue *whole);

G_END_DECLS
