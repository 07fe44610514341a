/* iru-toml-inline.h: members put into inline tables, and taken out of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to iru-toml-*.c.
 */
#pragma once

#include "iru-toml-layout.h"

G_BEGIN_DECLS

/* The inline table in which @node is a member, by dotted keys or not; 0 if none. */
guint32 iru_toml_get_inline (const IruToml *toml, guint32 node);

/* The dotted key that leads from @top to @node, and a dot; nothing for @top. */
void iru_toml_write_prefix (GString *out, const IruToml *toml, guint32 node, guint32 top);

/* How a new last member of @table is to be set: see iru_toml_get_equals(). */
const char *iru_toml_inline_get_equals (const IruToml *toml, guint32 table);
/* Adds @member (key, equals and value; taken) at the end of @table. */
void iru_toml_inline_add (const IruToml *toml, GPtrArray *edits, guint32 table, GString *member);
/* Takes out @node, all its members if it is made of dotted keys. */
void iru_toml_inline_remove (const IruToml *toml, GPtrArray *edits, guint32 table, guint32 node);

G_END_DECLS
