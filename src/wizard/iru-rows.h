/* iru-rows.h: rows of lists that several pages show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Their texts are no markup, and what comes from outside goes through the redactor.
 */
#pragma once

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "iru-outcome.h"

G_BEGIN_DECLS

/* @subtitle: (nullable). (transfer floating) */
GtkWidget *iru_row_new (const char *title, const char *subtitle);

void iru_row_set_subtitle (GtkWidget *row, const char *subtitle);

/* An icon in front; @meaning is what a screen reader says for it. */
void iru_row_add_icon (GtkWidget *row, const char *icon, const char *style, const char *meaning);

/* A word at the end; @style: its CSS class. */
void iru_row_add_note (GtkWidget *row, const char *note, const char *style);

/* A button at the end; @label has its mnemonic. Borrowed. */
GtkWidget *iru_row_add_button (GtkWidget *row, const char *label);

/* A row that is a button: for what goes with the row above it, where that has much text. Connect to
 * @button. (transfer floating) */
GtkWidget *iru_button_row_new (const char *label, GtkWidget **button);

/* A client with the place of its file, and what its file holds; with @judged what was found out
 * about it. */
GtkWidget *iru_client_row_new (const IruClientResult *client, gboolean judged);

/* @where: (nullable): whose it is: a client, an endpoint. @advises: says what to do about it, too
 */
GtkWidget *iru_finding_row_new (const IruFinding *finding, const char *where, gboolean advises,
                                IruRedactor *redactor);

/* What a page says above all: large, in the middle. @style: (nullable) */
GtkWidget *
iru_headline_new (const char *icon, const char *style, const char *title, const char *text);

/* Colours for @language, light or dark as the window is; from left to right, as code is read by
 * those too who read from right to left. */
void iru_source_view_set_up (GtkTextView *view, const char *language);

/* @text to be read and copied; @label: what a screen reader calls it. (transfer floating) */
GtkWidget *iru_text_frame_new (const char *text, const char *language, const char *label);

/* Takes every child out of @box. */
void iru_box_clear (GtkWidget *box);

/* A titled group, appended to @box. Borrowed. */
GtkWidget *iru_box_add_group (GtkWidget *box, const char *title);

G_END_DECLS
