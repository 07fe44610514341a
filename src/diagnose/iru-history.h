/* iru-history.h: what we did to a file, and whether somebody has changed it since
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-state.h"

G_BEGIN_DECLS

/**
 * iru_history_explain:
 * @runs: (element-type IruRun): newest first
 * @path: a client's file
 * @text: (nullable): what it holds now; NULL: there is no file
 *
 * Returns: (transfer full) (nullable): a sentence with the time and the backup's id, where we
 *   changed the file and it is not what we left; NULL otherwise
 */
char *iru_history_explain (GPtrArray *runs, const char *path, GBytes *text);

G_END_DECLS
