/* iru-listing.c: the pages of tools/list, until there are no more
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-listing.h"

#include <glib/gi18n-lib.h>

#include "iru-excerpt.h"
#include "iru-probe-result.h"

void
iru_listing_clear (IruListing *listing)
{
  g_clear_pointer (&listing->tools, g_ptr_array_unref);
  g_clear_pointer (&listing->cursor, g_free);
  g_clear_pointer (&listing->seen, g_hash_table_unref);
  listing->n_pages = 0;
}

/* The first tool that clients refuse, and how many more there are. */
static void
add_refused_tools (IruListing *listing, const IruServer *server, GPtrArray *findings)
{
  const IruTool *first = NULL;
  guint n_more = 0;

  for (guint i = 0; i < listing->tools->len; i++)
    {
      const IruTool *tool = listing->tools->pdata[i];

      if (tool->fault == NULL)
        continue;
      n_more += first != NULL;
      first = first != NULL ? first : tool;
    }
  if (first == NULL)
    return;

  g_autofree char *name = iru_excerpt_text (server, first->name, -1);
  g_autofree char *more = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, " (and %u more tool)", " (and %u more tools)", n_more), n_more);
  iru_findings_add (findings, "tool-schema", "%s: %s%s", name, first->fault,
                    n_more > 0 ? more : "");
}

static IruListingState
end (IruListing *listing, const IruServer *server, GPtrArray *findings)
{
  add_refused_tools (listing, server, findings);
  if (listing->tools->len == 0)
    iru_findings_add (findings, "tools-none", NULL);
  return IRU_LISTING_DONE;
}

/* Whether the page of @cursor is a new one, and there is room for it. */
static gboolean
may_go_on (IruListing *listing, const char *cursor)
{
  if (listing->tools->len >= IRU_MCP_MAX_TOOLS || listing->n_pages >= IRU_MCP_MAX_PAGES)
    return FALSE;
  if (listing->seen == NULL)
    listing->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return g_hash_table_add (listing->seen, g_strdup (cursor));
}

IruListingState
iru_listing_take_page (IruListing *listing, const IruServer *server, JsonObject *result,
                       GPtrArray *findings, const char **fault)
{
  const char *cursor = NULL;

  if (listing->tools == NULL)
    listing->tools = iru_mcp_tools_new ();
  listing->n_pages++;
  *fault = iru_mcp_read_tools (result, listing->tools, &cursor);
  if (*fault != NULL)
    return IRU_LISTING_FAULT;
  if (cursor == NULL && listing->tools->len < IRU_MCP_MAX_TOOLS)
    return end (listing, server, findings);
  if (cursor == NULL || !may_go_on (listing, cursor))
    {
      iru_findings_add (findings, "tools-endless",
                        g_dngettext (GETTEXT_PACKAGE, "Stopped after %u page.",
                                     "Stopped after %u pages.", listing->n_pages),
                        listing->n_pages);
      return end (listing, server, findings);
    }
  g_free (listing->cursor);
  listing->cursor = g_strdup (cursor);
  return IRU_LISTING_MORE;
}
