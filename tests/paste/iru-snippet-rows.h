/* iru-snippet-rows.h: what the tables of snippets have in common
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-error.h"
#include "iru-snippet.h"

G_BEGIN_DECLS

#define URL "https://acme.connect.iru.com/mcp-server/connector/kandji/tools"
#define KEY "sk_live:9f2c41d07be84a6f8d35c17ae0b94462"
#define PROFILE "5d1f7e22-60c4-4b8e-9a37-c2e81b04f96d"
#define IRU "http " URL " X-API-Key=" KEY " X-MCP-Profile=" PROFILE

#define HEADERS "\"X-API-Key\":\"" KEY "\",\"X-MCP-Profile\":\"" PROFILE "\""
#define BODY "\"url\":\"" URL "\",\"headers\":{" HEADERS "}"
#define SERVER "{" BODY "}"
#define WHOLE "{\"mcpServers\":{\"iru\":" SERVER "}}"

/* Read as @servers ("name http URL H=V bridge(PACKAGE)", "name stdio COMMAND ARG E=V"), with the
 * ids of fixes in the order of the text, and findings as id@line:column. */
typedef struct
{
  const char *text;
  const char *servers;
  const char *fixes;
  const char *findings;
} AcceptedRow;

/* Refused with that code at that place, and without a word of the text. */
typedef struct
{
  const char *text;
  IruError code;
  guint line;
  guint column;
} RefusedRow;

IruSnippet *parse (const char *text, gsize length, GError **error);

/* (transfer full) */
char *dump_servers (const IruSnippet *snippet);
char *dump_fixes (const IruSnippet *snippet);
char *dump_findings (const IruSnippet *snippet);

void check_accepted (const AcceptedRow *row);
void check_refused (const RefusedRow *row);

/* What a paste may never become: a key, url or profile that is shorter than the real one.
 * Whether the server was read. */
gboolean check_cut (const char *text, gsize start, gsize length);

/* Cut at each byte, from either end: whatever is taken is whole, and something is. */
void check_cuts (const char *text, gsize length);

/* The same for any text that is read: each url, header, command, argument and variable that is
 * left is one of the whole text. */
void check_pieces (const char *text, gsize length);

G_END_DECLS
