/* iru-timer.c: how long something takes, and when it has taken too long
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-timer.h"

GSource *
iru_timer_start (guint timeout_ms, GSourceFunc func, gpointer user_data)
{
  GSource *source = g_timeout_source_new (timeout_ms);

  g_source_set_callback (source, func, user_data, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  return source;
}

void
iru_timer_stop (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

double
iru_timer_get_elapsed_ms (gint64 since_us)
{
  return (g_get_monotonic_time () - since_us) / 1000.0;
}
