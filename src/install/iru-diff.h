/* iru-diff.h: a unified diff of two texts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * iru_diff_unified:
 * @old_text: @new_text: (nullable): compared, line by line; NULL for no file
 * @old_shown: @new_shown: (nullable): what is printed in their place: the same
 *   number of lines, with secrets masked; NULL to print the texts themselves
 * @path: printed in the header, as it is
 *
 * Three lines of context, "\ No newline at end of file" where it is so, /dev/null
 * for no file; a CR at a line's end is printed as "\r" only if nothing else
 * differs in that line, else it is left out. A line longer than 512 bytes is cut
 * with "…". Texts that differ in very many lines give a coarse but correct diff in
 * bounded time.
 *
 * Returns: (transfer full): "" if the texts are the same
 */
char *iru_diff_unified (GBytes *old_text, GBytes *new_text, GBytes *old_shown, GBytes *new_shown,
                        const char *path);

G_END_DECLS
