/* iru-history.c: what we did to a file, and whether somebody has changed it since
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-history.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "iru-digest.h"
#include "iru-path.h"

/* The newest change of @path that still stands. */
static const IruBackup *
find_last (GPtrArray *runs, const char *path, const IruRun **run)
{
  for (guint i = 0; i < runs->len; i++)
    {
      *run = runs->pdata[i];
      for (guint j = (*run)->backups->len; j > 0; j--)
        {
          const IruBackup *backup = (*run)->backups->pdata[j - 1];

          if (backup->applied && !backup->restored && g_strcmp0 (backup->path, path) == 0)
            return backup;
        }
    }
  return NULL;
}

char *
iru_history_explain (GPtrArray *runs, const char *path, GBytes *text)
{
  g_autofree char *resolved = iru_path_find_real (path);
  const IruRun *run = NULL;
  const IruBackup *last = find_last (runs, resolved != NULL ? resolved : path, &run);

  if (last == NULL || iru_digest_matches (last->new_digest, text))
    return NULL;

  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (run->time_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *time = g_date_time_format (local, "%Y-%m-%d %H:%M");
  return g_strdup_printf (_ ("This program changed the file on %s (backup %s); somebody, or the "
                             "application itself, has written it since."),
                          time, run->id);
}
