/* iru-permission-map.h: which areas of Iru's Enterprise API a token's tools cover
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Iru hides the tools that a token may not use, so the list of tools is a picture of its
 * permissions. The areas are those of the public Enterprise API's documentation; which area a
 * tool belongs to is read from its name.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * IruArea:
 * @id: kebab-case, stable: it is printed in JSON
 * @title: as Iru's permission page calls it; a name, not translated
 * @n_tools: how many of the tools are of this area; 0: the token lacks it
 */
typedef struct
{
  const char *id;
  const char *title;
  guint n_tools;
} IruArea;

/* @tools: (element-type IruTool). All areas, in the order of the table; a tool that fits none
 * is not counted. (transfer full) (element-type IruArea) */
GArray *iru_permission_map_new (GPtrArray *tools);

G_END_DECLS
