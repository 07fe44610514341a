/* iru-snippet-command.h: what a pasted command line would have configured
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to iru-snippet.c and iru-snippet-command.c. Nothing is executed.
 */
#pragma once

#include "iru-repair-command.h"
#include "iru-snippet-server.h"

G_BEGIN_DECLS

/**
 * iru_snippet_read_commands:
 * @commands: (element-type IruCommand): as iru_program_get_heads() finds them
 * @fixes: (element-type IruFix): what is put right in the words is appended
 *
 * Returns: (transfer full) (element-type IruValue) (nullable): for each server what the text
 *   would be as JSON, with spans into the paste; NULL with the error set
 */
GPtrArray *iru_snippet_read_commands (IruSnippetReader *reader, GPtrArray *commands, GArray *fixes);

G_END_DECLS
