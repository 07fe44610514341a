/* iru-descendants.h: what a program has started, also what has left its group
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A process that calls setsid() gets no signal of its group. On Linux this process adopts what
 * its children leave behind, and finds it by its parent. Elsewhere nothing is known of them.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Call it when @pid has been started, as a child of this process. */
void iru_descendants_watch (GPid pid);

/* Call it when @pid has ended: kills what it has started. What was left behind by several is
 * killed when the last of them has ended, as it can no longer be told whose it was. */
void iru_descendants_kill (GPid pid);

G_END_DECLS
