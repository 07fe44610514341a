/* first-frame.c: preloaded into a program with windows, says when the first frame is painted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <dlfcn.h>
#include <gtk/gtk.h>
#include <unistd.h>

static void
on_painted (GdkFrameClock *clock, gpointer user_data)
{
  static const char line[] = "frame\n";

  if (write (STDOUT_FILENO, line, sizeof line - 1) < 0)
    _exit (1);
}

static void
on_realized (GtkWidget *window, gpointer user_data)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_painted),
                    NULL);
}

void
gtk_window_present (GtkWindow *window)
{
  void (*present) (GtkWindow * window);

  /* As the manual of dlsym() has it: ISO C knows no way from an object to a function. */
  *(void **)&present = dlsym (RTLD_NEXT, "gtk_window_present");
  g_signal_connect_after (window, "realize", G_CALLBACK (on_realized), NULL);
  present (window);
}
