/* iru-permission-map.c: which areas of Iru's Enterprise API a token's tools cover
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-permission-map.h"

#include <string.h>

#include "iru-probe.h"

/* @words: the beginnings of words that a tool of the area has in its name. What is more
 * special stands first: the first area that fits takes the tool. */
static const struct
{
  const char *id;
  const char *title;
  const char *words[4];
} areas[] = {
  { "device-secrets", "Device Secrets", { "secret" } },
  { "device-actions", "Device Actions", { "lock", "erase", "restart", "push" } },
  { "automated-device-enrollment", "Automated Device Enrollment", { "ade", "enrollment" } },
  { "vulnerabilities", "Vulnerabilities", { "vulnerabilit", "affected", "cve" } },
  { "threats", "Threats", { "threat" } },
  { "devices", "Devices", { "device" } },
  { "blueprints", "Blueprints", { "blueprint" } },
  { "library-items", "Library Items", { "library" } },
  { "users", "Users", { "user" } },
  { "tags", "Tags", { "tag" } },
  { "prism", "Prism", { "prism" } },
  { "audit-log", "Audit Log", { "audit" } },
  { "settings", "Settings", { "licens", "setting" } },
};

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
find_area (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (areas); i++)
    for (guint j = 0; j < G_N_ELEMENTS (areas[i].words) && areas[i].words[j] != NULL; j++)
      if (has_word (name, areas[i].words[j]))
        return i;
  return G_N_ELEMENTS (areas);
}

GArray *
iru_permission_map_new (GPtrArray *tools)
{
  GArray *map = g_array_new (FALSE, TRUE, sizeof (IruArea));

  for (guint i = 0; i < G_N_ELEMENTS (areas); i++)
    {
      const IruArea area = { areas[i].id, areas[i].title, 0 };

      g_array_append_val (map, area);
    }
  for (guint i = 0; i < tools->len; i++)
    {
      guint found = find_area (((IruTool *)tools->pdata[i])->name);

      if (found < map->len)
        g_array_index (map, IruArea, found).n_tools++;
    }
  return map;
}
