/* iru-listing.h: the pages of tools/list, until there are no more
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-finding.h"
#include "iru-mcp.h"
#include "iru-server.h"

G_BEGIN_DECLS

/**
 * IruListing:
 * @tools: (element-type IruTool) (nullable): NULL before the first page
 * @cursor: (nullable): of the page that is wanted next
 * @n_pages: that were taken
 */
typedef struct
{
  GPtrArray *tools;
  char *cursor;
  guint n_pages;
  GHashTable *seen;
} IruListing;

typedef enum
{
  IRU_LISTING_MORE, /* the page of @cursor is wanted */
  IRU_LISTING_DONE,
  IRU_LISTING_FAULT, /* a page that is none */
} IruListingState;

/* Empties @listing, which may be zeroed. */
void iru_listing_clear (IruListing *listing);

/**
 * iru_listing_take_page:
 * @server: whose keys are masked
 * @result: of tools/list
 * @findings: tools-endless where it stops at a cursor that repeats, at
 *   %IRU_MCP_MAX_PAGES or at %IRU_MCP_MAX_TOOLS; tool-schema; tools-none where it is done without
 * one
 * @fault: (out): what is wrong with the page, translated, static
 */
IruListingState iru_listing_take_page (IruListing *listing, const IruServer *server,
                                       JsonObject *result, GPtrArray *findings, const char **fault);

G_END_DECLS
