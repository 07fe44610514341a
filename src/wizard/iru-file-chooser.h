/* iru-file-chooser.h: files that a person points at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Chosen in the desktop's own dialog, through its portal, so that a sandbox needs no access.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks for a file and loads it, up to the size of a snippet. Cancelled by the person:
 * %G_IO_ERROR_CANCELLED. */
void
iru_file_chooser_open_async (GtkWidget *widget, GAsyncReadyCallback callback, gpointer user_data);
/* Loads one that was dropped. */
void iru_file_chooser_load_async (GFile *file, GAsyncReadyCallback callback, gpointer user_data);
/* Of either. (transfer full) */
GBytes *iru_file_chooser_load_finish (GAsyncResult *result, GError **error);

/* Asks for a place and writes @text there, for its owner only. */
void iru_file_chooser_save_async (GtkWidget *widget, const char *name, const char *text,
                                  GAsyncReadyCallback callback, gpointer user_data);
gboolean iru_file_chooser_save_finish (GAsyncResult *result, GError **error);

G_END_DECLS
