/* iru-permission-map.c: which parts of a service a key's tools cover
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-permission-map.h"

#include <string.h>

#include "iru-probe.h"

/* Whether a word of @name, which is written_so or writtenSo, begins with @word. */
static gboolean
has_word (const char *name, const char *word)
{
  gsize length = strlen (word);

  for (const char *p = name; *p != '\0'; p++)
    {
      gboolean first = p == name || !g_ascii_isalpha (p[-1])
                       || (g_ascii_isupper (*p) && g_ascii_islower (p[-1]));

      if (first && g_ascii_strncasecmp (p, word, length) == 0)
        return TRUE;
    }
  return FALSE;
}

static guint
find_area (const IruProfileArea *areas, const char *name)
{
  guint i = 0;

  for (; areas[i].id != NULL; i++)
    for (guint j = 0; j < G_N_ELEMENTS (areas[i].words) && areas[i].words[j] != NULL; j++)
      if (has_word (name, areas[i].words[j]))
        return i;
  return i;
}

GArray *
iru_permission_map_new (const IruProfile *profile, GPtrArray *tools)
{
  GArray *map = g_array_new (FALSE, TRUE, sizeof (IruArea));

  for (const IruProfileArea *area = iru_profile_get_areas (profile); area->id != NULL; area++)
    {
      const IruArea row = { area->id, area->title, 0 };

      g_array_append_val (map, row);
    }
  for (guint i = 0; i < tools->len; i++)
    {
      guint found = find_area (iru_profile_get_areas (profile), ((IruTool *)tools->pdata[i])->name);

      if (found < map->len)
        g_array_index (map, IruArea, found).n_tools++;
    }
  return map;
}
