/* iru-toml.h: TOML, read and edited without loss
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads TOML 1.0 and what 1.1 adds to it; writes 1.0 only. Each function parses
 * the whole text, or takes one that has been parsed: what is not TOML is never
 * edited. Nothing here applies an edit.
 */
#pragma once

#include "iru-edit.h"
#include "iru-text.h"
#include "iru-value.h"

G_BEGIN_DECLS

/* A text that has been parsed, with a place for each of its keys. */
typedef struct _IruToml IruToml;

/* Returns: (transfer full) (nullable): NULL with @error */
IruToml *iru_toml_scan (GBytes *text, IruTextError *error);
void iru_toml_free (IruToml *toml);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruToml, iru_toml_free)

/* Whether @text is TOML, in grammar and in meaning (no key twice, no table
 * defined twice). */
gboolean iru_toml_check (GBytes *text, IruTextError *error);

/**
 * iru_toml_read:
 * @path: NULL-terminated, keys decoded; the empty path is the whole
 *
 * Collects the value wherever it is defined: headers all over the file, dotted
 * keys, inline tables. A path does not lead into an array.
 *
 * The span of a table that has one header and no table under another header is
 * that block; of any other table it is empty. A key_span is where the key is
 * spelt first.
 *
 * Returns: (transfer full) (nullable): NULL if there is nothing, or no TOML
 */
IruValue *iru_toml_read (GBytes *text, const char *const *path);
IruValue *iru_toml_read_scanned (IruToml *toml, const char *const *path);

/**
 * iru_toml_set:
 *
 * What is at @path gives way to @value where it stands. A new key goes behind the
 * last one of its table. A new object becomes a block under its own header,
 * behind the last block of its parent or at the end, after one blank line; it
 * becomes an inline table in a parent that is inline or is an entry of a table
 * (`[mcp_servers.x]`) with keys and no blocks below, and dotted keys where the
 * parent is made of them. Comments straight below a block, up to a blank line,
 * belong to it; comments straight above a header belong to that.
 *
 * Returns: (transfer full) (nullable) (element-type IruEdit): NULL with @error:
 *   %IRU_TEXT_ERROR_UNSUPPORTED where something other than a table is in the
 *   way (with its place), @value has what TOML can't say, or @path is empty
 */
GPtrArray *
iru_toml_set (GBytes *text, const char *const *path, const IruValue *value, IruTextError *error);
GPtrArray *iru_toml_set_scanned (IruToml *toml, const char *const *path, const IruValue *value,
                                 IruTextError *error);

/**
 * iru_toml_remove:
 *
 * Takes out every block, line and inline member at and below @path. A comment on
 * the same line, and whatever is between two blocks that both go, goes too; comment
 * lines above the first header stay, as do those below the last key. A block
 * takes the blank line above it along, the one that iru_toml_set() puts there; at
 * the top of the text, the one below.
 * A parent that is written stays, though empty; one that was only implied by
 * what is taken out (`[parent.child]`) is gone with it. A header that
 * iru_toml_set() had to write for such a parent stays.
 *
 * Returns: (transfer full) (nullable) (element-type IruEdit): empty if there is
 *   nothing at @path, NULL with @error
 */
GPtrArray *iru_toml_remove (GBytes *text, const char *const *path, IruTextError *error);
GPtrArray *iru_toml_remove_scanned (IruToml *toml, const char *const *path, IruTextError *error);

/* Whether every table on the way to @path has the same other keys with the same values
 * before and after, in the same order. */
gboolean iru_toml_same_beside (IruToml *before, IruToml *after, const char *const *path);

G_END_DECLS
