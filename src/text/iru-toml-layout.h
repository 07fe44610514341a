/* iru-toml-layout.h: lines, indentation and habits of a TOML text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to iru-toml-*.c. A line goes from its first byte, behind a byte-order
 * mark, to the byte behind its line end.
 */
#pragma once

#include "iru-edit.h"
#include "iru-toml-scan.h"

G_BEGIN_DECLS

/* Of the line that has the byte at @at; its end where @at is its end. */
gsize iru_toml_line_start (const IruToml *toml, gsize at);
gsize iru_toml_line_end (const IruToml *toml, gsize at);
/* The line's end without its line end. */
gsize iru_toml_line_content_end (const IruToml *toml, gsize at);

/* Whether the line from @start has blanks only; nothing but its line end. */
gboolean iru_toml_is_blank_line (const IruToml *toml, gsize start);
gboolean iru_toml_is_empty_line (const IruToml *toml, gsize start);
/* Whether there are only blanks and line ends from @at on. */
gboolean iru_toml_is_blank_to_end (const IruToml *toml, gsize at);
/* Whether only blanks stand before @at on its line; only blanks or a comment behind. */
gboolean iru_toml_leads_line (const IruToml *toml, gsize at);
gboolean iru_toml_trails_line (const IruToml *toml, gsize at);

/* Where the comment lines begin that stand straight above statement @index. */
gsize iru_toml_comment_start (const IruToml *toml, guint index);
/* The place for a new block behind the line that ends at @at: behind the comment
 * lines straight below, unless they lead on to a statement. */
gsize iru_toml_block_place (const IruToml *toml, gsize at);

/* Indentation of the line of @at; free with g_free(). */
char *iru_toml_dup_indent (const IruToml *toml, gsize at);
/* How @node's key and value are kept apart: static. */
const char *iru_toml_get_equals (const IruToml *toml, guint32 node);

/* Adds @lines (without last line end; taken) as lines of their own at @at, the
 * start of a line or the end of the text, with an empty line before them if @apart.
 * The text's last line keeps or lacks its line end. */
void iru_toml_insert_lines (const IruToml *toml, GPtrArray *edits, gsize at, gboolean apart,
                            GString *lines);

G_END_DECLS
