/* iru-permission-map.h: which parts of a service a key's tools cover
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a service hides the tools that a key may not use, the list of tools is a picture of
 * its permissions. The areas are in the service's profile; which of them a tool belongs to is
 * read from its name.
 */
#pragma once

#include "iru-profile.h"

G_BEGIN_DECLS

/**
 * IruArea:
 * @id: kebab-case, stable: it is printed in JSON
 * @title: as the vendor calls it; a name, not translated
 * @n_tools: how many of the tools are of this area; 0: the token lacks it
 */
typedef struct
{
  const char *id;
  const char *title;
  guint n_tools;
} IruArea;

/* @tools: (element-type IruTool). All areas, in the order of the profile, which may have none; a
 * tool that fits none is not counted. (transfer full) (element-type IruArea) */
GArray *iru_permission_map_new (const IruProfile *profile, GPtrArray *tools);

G_END_DECLS
