/* iru-keys.c: keys that a client asks this program for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-keys.h"

#include <glib/gi18n-lib.h>

#include "iru-error.h"
#include "iru-keyring.h"

void
iru_keys_resolve (const IruTarget *target, IruServer *server, GPtrArray *findings)
{
  g_autoptr (IruServer) kept = NULL;
  g_autoptr (GError) error = NULL;

  if (server->helper == NULL)
    return;
  if (!iru_places_is_own (target->places))
    {
      iru_findings_add (findings, "keyring-failed",
                        _ ("It is somebody else's, so the key can't be tried from here."))
          ->severity = IRU_SEVERITY_INFO;
      return;
    }
  kept = iru_keyring_load (server->helper, IRU_KEYRING_QUIET, &error);
  if (kept == NULL)
    {
      gboolean is_empty = g_error_matches (error, IRU_ERROR, IRU_ERROR_NOT_FOUND);

      iru_findings_add (findings, is_empty ? "keyring-empty" : "keyring-failed", "%s",
                        error->message);
    }
  else if (!iru_url_equal (kept->url, server->url))
    iru_findings_add (findings, "keyring-empty",
                      _ ("The key under the name “%s” is for another url."), server->helper);
  else
    for (guint i = 0; i < kept->headers->len; i++)
      {
        IruPair *pair = iru_pairs_index (kept->headers, i);

        iru_pairs_set (server->headers, pair->name, pair->value, TRUE);
      }
  if (kept != NULL && target->client->dialect.helper_is_bare && !iru_keyring_is_usual ())
    iru_findings_add (findings, "keyring-bus", NULL);
}
