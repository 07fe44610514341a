/* iru-tool-schema.h: what clients refuse in a tool of tools/list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What is wrong with the tool, so that the official SDK or Claude Code refuses it or the whole
 * list; translated, static. NULL: nothing. */
const char *iru_tool_schema_find_fault (JsonObject *tool);

G_END_DECLS
