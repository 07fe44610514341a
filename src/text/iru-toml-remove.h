/* iru-toml-remove.h: a table or key taken out of a TOML text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to iru-toml-*.c.
 */
#pragma once

#include "iru-toml-scan.h"

G_BEGIN_DECLS

/* Adds the edits that take @node out wherever it stands. */
void iru_toml_remove_node (const IruToml *toml, GPtrArray *edits, guint32 node);

/* The same, but that @block (without its last line end; taken) stands in place of
 * the blocks among which @table, which has a header, is. */
void iru_toml_replace_blocks (const IruToml *toml, GPtrArray *edits, guint32 table, GString *block);

/* Adds to @edits the one edit that leads from the text to what @more makes of
 * @between. */
gboolean iru_toml_compose (const IruToml *toml, GPtrArray *edits, GBytes *between, GPtrArray *more,
                           IruTextError *error);

G_END_DECLS
