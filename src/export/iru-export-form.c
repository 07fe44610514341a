/* iru-export-form.c: what the forms of an export have in common
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-export-form.h"

#include <glib/gi18n-lib.h>

char *
iru_export_describe (const IruExport *export, const IruPair *asked)
{
  const IruServer *server = export->server;
  GPtrArray *pairs = server->transport == IRU_TRANSPORT_HTTP ? server->headers : server->env;
  const char *value = iru_pairs_get (pairs, asked->value, FALSE);

  if (value != NULL && g_str_has_prefix (value, "Bearer "))
    return g_strdup_printf (_ ("%s for the MCP server “%s”, without the word Bearer"), asked->value,
                            export->name);
  return g_strdup_printf (_ ("%s for the MCP server “%s”"), asked->value, export->name);
}
