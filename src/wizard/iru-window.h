/* iru-window.h: the wizard's window: one page at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Maps the state of the page that is there to buttons, and knows which page follows which.
 */
#pragma once

#include <adwaita.h>

#include "iru-session.h"

G_BEGIN_DECLS

#define IRU_TYPE_WINDOW (iru_window_get_type ())
G_DECLARE_FINAL_TYPE (IruWindow, iru_window, IRU, WINDOW, AdwApplicationWindow)

GtkWidget *iru_window_new (AdwApplication *application, IruSession *session);

/* Leaves the start page out: "setup" or "troubleshoot"; NULL: does not. FALSE if there is no such
 * task. */
gboolean iru_window_start (IruWindow *self, const char *task);

G_END_DECLS
