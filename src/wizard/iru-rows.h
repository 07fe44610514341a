/* iru-rows.h: rows of lists that several pages show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Their texts are no markup, and what comes from outside goes through the redactor.
 */
#pragma once

#include <adwaita.h>

#include "iru-outcome.h"

G_BEGIN_DECLS

/* @subtitle: (nullable). (transfer floating) */
GtkWidget *iru_row_new (const char *title, const char *subtitle);

void iru_row_set_subtitle (GtkWidget *row, const char *subtitle);

/* An icon in front; @meaning is what a screen reader says for it. */
void iru_row_add_icon (GtkWidget *row, const char *icon, const char *style, const char *meaning);

/* A dim word at the end. */
void iru_row_add_note (GtkWidget *row, const char *note);

/* A button at the end; @label has its mnemonic. Borrowed. */
GtkWidget *iru_row_add_button (GtkWidget *row, const char *label);

/* A client with the place of its file and its state. */
GtkWidget *iru_client_row_new (const IruClientResult *client);

/* @where: (nullable): whose it is: a client, an endpoint */
GtkWidget *
iru_finding_row_new (const IruFinding *finding, const char *where, IruRedactor *redactor);

/* Takes every child out of @box. */
void iru_box_clear (GtkWidget *box);

/* A titled group, appended to @box. Borrowed. */
GtkWidget *iru_box_add_group (GtkWidget *box, const char *title);

G_END_DECLS
