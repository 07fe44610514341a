/* iru-repair.h: what a person pasted, read with the slips that have one reading
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For snippets only, never for a file that is to be kept. A string is never
 * completed, joined or lengthened: what is cut off inside one is refused.
 */
#pragma once

#include "iru-repair-command.h"
#include "iru-repair-string.h"
#include "iru-text.h"
#include "iru-value.h"

G_BEGIN_DECLS

/* The largest snippet that is read, in bytes. */
#define IRU_SNIPPET_MAX_SIZE (1024 * 1024)

/**
 * iru_repair_read:
 * @heads: (array zero-terminated=1) (nullable): how the commands begin that are looked
 *   for: a space stands for blanks, a star for more letters of a name
 * @commands: (element-type IruCommand) (nullable): those that were found; with free function
 * @fixes: (element-type IruFix): each slip that was put right is appended, in
 *   the order of the text
 *
 * Reads JSON or a TOML table out of @text: in a Markdown fence or not, with or
 * without the outer braces, as it stands or as one JSON string. The ids of fixes
 * are in iru-fix.h.
 *
 * Returns: (transfer full) (nullable): the value (an object, or an array of objects), with spans
 * into
 *   @text; NULL if there are only commands, or with @error, which has the offset
 */
IruValue *iru_repair_read (const char *text, gsize length, const char *const *heads,
                           GPtrArray *commands, GArray *fixes, IruTextError *error);

/* As iru_repair_read() of the text of @word alone, from its byte @from on, with places in the
 * paste. */
IruValue *
iru_repair_read_word (const IruWord *word, gsize from, GArray *fixes, IruTextError *error);

G_END_DECLS
