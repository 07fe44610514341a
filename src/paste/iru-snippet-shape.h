/* iru-snippet-shape.h: where in a pasted tree the servers are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to the files of the snippet.
 */
#pragma once

#include "iru-snippet-server.h"

G_BEGIN_DECLS

/**
 * IruSnippetEntry:
 * @name: (owned) (nullable): NULL where the text gives none
 * @offset: where the name begins, or else the value
 * @value: (owned): an entry as a client may have it; @offset's text is its place
 */
typedef struct
{
  char *name;
  gsize offset;
  IruValue *value;
} IruSnippetEntry;

void iru_snippet_entry_free (IruSnippetEntry *entry);

/**
 * iru_snippet_find_entries:
 *
 * The list of servers in @root, whatever it is called and wherever it is: a known root before an
 * unknown one, the outer one before what is inside. A list in brackets, a server without a name,
 * a registry's server.json, headers beside the server, and fields inside of "transport" are given
 * the form of an entry, and listed as fixes.
 *
 * Returns: (transfer full) (nullable) (element-type IruSnippetEntry): NULL with the error set
 */
GPtrArray *iru_snippet_find_entries (IruSnippetReader *reader, const IruValue *root);

G_END_DECLS
