/* iru-blame.h: who is to blame for a refusal, by its sentence
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A status alone says little: servers answer 403 to a wrong key, and filters on the way answer in
 * the place of the server. The sources are in the table of public reports.
 */
#pragma once

#include "iru-http.h"
#include "iru-mcp.h"

G_BEGIN_DECLS

typedef enum
{
  IRU_BLAME_NONE, /* the sentence does not say */
  IRU_BLAME_KEY,
  IRU_BLAME_PERMISSION,
  IRU_BLAME_HOST_CHECK,
  IRU_BLAME_FILTER,
  IRU_BLAME_LIMIT,
  IRU_BLAME_PATH,
  IRU_BLAME_KEY_OR_FILTER,
  IRU_BLAME_PORTAL,
  IRU_BLAME_TUNNEL, /* a tunnel stands, and nothing is behind it */
} IruBlame;

/**
 * iru_blame_find:
 * @text: (nullable): all that the body says
 * @product: (out) (nullable): NULL, or what filtered, as it calls itself; static
 *
 * For answers of HTTP, whatever their status.
 */
IruBlame iru_blame_find (const IruHttpReply *reply, const char *text, const char **product);

/* For the sentence of a JSON-RPC error or of a tool (nullable): KEY, PERMISSION or NONE. An error
 * of the server's own files or database is NONE, whatever words are in it. */
IruBlame iru_blame_read (const char *text);

/* A key is wrong, or missing, in so many words. */
gboolean iru_blame_names_key (const char *text);

/* The product in @text (nullable) that inspects or filters connections; NULL: none is known. */
const char *iru_blame_find_product (const char *text);

G_END_DECLS
