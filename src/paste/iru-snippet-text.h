/* iru-snippet-text.h: texts that are a configuration, and neither JSON, TOML nor a command
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to the files of the snippet.
 */
#pragma once

#include "iru-snippet-server.h"

G_BEGIN_DECLS

/* FALSE with the error set if the text is no text of a program: rich text of a word processor. */
gboolean iru_snippet_check_text (IruSnippetReader *reader);

/**
 * iru_snippet_read_other:
 *
 * An install link (cursor://, vscode:mcp/install, their forms for the web, and what --export
 * prints), or YAML of Goose or Continue.
 *
 * Returns: (transfer full) (nullable): NULL if the text is none of these, or with the error set if
 *   it is one that can't be read, or only a key
 */
IruValue *iru_snippet_read_other (IruSnippetReader *reader);

G_END_DECLS
