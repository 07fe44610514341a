/* iru-repair.h: what a person pasted, read with the slips that have one reading
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For snippets only, never for a file that is to be kept. A string is never
 * completed, joined or lengthened: what is cut off inside one is refused.
 */
#pragma once

#include "iru-text.h"
#include "iru-value.h"

G_BEGIN_DECLS

/* The largest snippet that is read, in bytes. */
#define IRU_SNIPPET_MAX_SIZE (1024 * 1024)

/**
 * iru_repair_read:
 * @fixes: (element-type IruFix): each slip that was put right is appended, in
 *   the order of the text
 *
 * Reads JSON or a TOML table out of @text: in a Markdown fence or not, with or
 * without the outer braces. Ids of fixes: missing-comma, trailing-comma,
 * doubled-comma, smart-quotes, single-quotes, unquoted-key, comment,
 * byte-order-mark, no-break-space, zero-width, fence, prose, missing-braces,
 * missing-brace (at the end), value-whitespace (spaces round a string).
 *
 * Returns: (transfer full) (nullable): the value (an object), with spans into
 *   @text; NULL with @error, which has the offset
 */
IruValue *iru_repair_read (const char *text, gsize length, GArray *fixes, IruTextError *error);

G_END_DECLS
