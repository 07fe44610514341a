/* iru-snippet-registry.h: server.json of the MCP registry
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The schema of 2025-12-11. Private to the files of the snippet.
 */
#pragma once

#include "iru-snippet-server.h"

G_BEGIN_DECLS

/* The server.json that @root is or, as the registry answers, has as "server"; NULL if there is
 * none. Borrowed. */
const IruValue *iru_snippet_get_registry (const IruValue *root);

/**
 * iru_snippet_read_registry:
 * @name: (out): the last part of the server's name
 *
 * Its remote server, or else the command of its first package, as an entry. Values that the
 * registry leaves to the user become findings.
 *
 * Returns: (transfer full) (nullable): NULL with the error set
 */
IruValue *
iru_snippet_read_registry (IruSnippetReader *reader, const IruValue *registry, char **name);

G_END_DECLS
