/* iru-snippet-entry.h: other programs' forms of an entry, made one that a client has
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to the files of the snippet.
 */
#pragma once

#include "iru-snippet-server.h"

G_BEGIN_DECLS

/**
 * iru_snippet_normalize_entry:
 * @entry: any value
 *
 * Moves the fields inside of “transport” up to where the others are, and makes objects of headers
 * and variables that are lists of names and values. FALSE with the error set if a field has two
 * values.
 */
gboolean iru_snippet_normalize_entry (IruSnippetReader *reader, IruValue *entry);

G_END_DECLS
