/* iru-permissions.c: whether others can read a key in a client's file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-permissions.h"

#include <glib/gi18n-lib.h>

#include "iru-dialect.h"

#define MODE_OF_OTHERS 0077

static gboolean
have_secrets (GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      g_autoptr (GArray) secrets =
          iru_dialect_find_secrets (((IruEntry *)entries->pdata[i])->value);

      if (secrets->len > 0)
        return TRUE;
    }
  return FALSE;
}

/* Whether the file holds anything that others should not read. */
static gboolean
has_secrets (const IruConfig *config)
{
  return have_secrets (config->entries) || have_secrets (config->misplaced);
}

void
iru_permissions_lint (const IruTarget *target, IruConfig *config, guint mode)
{
  if (config->text != NULL && (mode & MODE_OF_OTHERS) != 0
      && iru_places_get_platform (target->places) != IRU_PLATFORM_WINDOWS && has_secrets (config))
    iru_findings_add (config->findings, "file-permissions", _ ("The file's mode is %04o."),
                      mode & 07777);
}
