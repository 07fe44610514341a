/* iru-snippet.h: what the user pasted, read into servers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-finding.h"
#include "iru-server.h"
#include "iru-text.h"

G_BEGIN_DECLS

/**
 * IruSnippet:
 * @servers: (element-type IruServer): at least one, names unique
 * @fixes: (element-type IruFix): what was put right, in the order of the text
 * @findings: (element-type IruFinding): what is wrong with the values, with line
 *   and column: placeholder, key-prefix-missing, url-invalid, url-insecure,
 *   header-missing, … With an error among them nothing may be installed.
 * @text: (owned): the text as it was given, for positions
 * @has_names: FALSE where the text gave no name (a bare server object); the
 *   server is then called "iru" if its url or headers are Iru's, else the first
 *   label of its host
 */
typedef struct
{
  GPtrArray *servers;
  GArray *fixes;
  GPtrArray *findings;
  GBytes *text;
  gboolean has_names;
} IruSnippet;

void iru_snippet_free (IruSnippet *snippet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruSnippet, iru_snippet_free)

/**
 * iru_snippet_parse:
 * @text: (transfer none): anything
 * @fault: (out) (optional): where the error is, in bytes; may be the end of the text
 * @error: %IRU_ERROR_SYNTAX or %IRU_ERROR_UNSUPPORTED, the message with line and
 *   column and no part of the text; %IRU_ERROR_TOO_LARGE
 *
 * Shapes: mcpServers, or what another client calls it (servers, mcp, mcp_servers,
 * context_servers), → name → server; a bare "name": {…}; a bare server object; each
 * field in the spelling of any client; the Claude Desktop form with npx and
 * mcp-remote, from which url, headers and env are read back; a Codex table
 * [mcp_servers.name]; any of these as one JSON string; the commands of
 * iru-snippet-program.c (claude, codex, gemini, code, curl), of which several may
 * stand one after the other; IRU_MCP_URL=… and its two sisters, as shells set them.
 *
 * A configuration and commands in one text have to say the same. Where a command
 * leaves a value to the shell, the text is refused.
 */
IruSnippet *iru_snippet_parse (GBytes *text, gsize *fault, GError **error);

/* The same from IRU_MCP_URL, IRU_X_API_KEY and IRU_X_MCP_PROFILE, whatever they
 * are called where they come from; NULL where one is unset. */
IruSnippet *iru_snippet_new_from_values (const char *url, const char *api_key, const char *profile,
                                         GError **error);

/* Gives the only server of @snippet another name. FALSE with the error set if there are several, or
 * if @name can't be the name of a server. */
gboolean iru_snippet_rename (IruSnippet *snippet, const char *name, GError **error);

G_END_DECLS
