/* iru-timer.h: how long something takes, and when it has taken too long
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Calls @func after @timeout_ms on the thread-default main context. (transfer full) */
GSource *iru_timer_start (guint timeout_ms, GSourceFunc func, gpointer user_data);
/* Destroys and frees *@source, a timer or any other; NULL is none. */
void iru_timer_stop (GSource **source);
/* @since_us: of g_get_monotonic_time() */
double iru_timer_get_elapsed_ms (gint64 since_us);

G_END_DECLS
