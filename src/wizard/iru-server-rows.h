/* iru-server-rows.h: what a pasted server is, with its keys masked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "iru-redact.h"

G_BEGIN_DECLS

/* A group for each of @servers (element-type IruServer), appended to @box. A masked value has a
 * button that reveals it; it is copied and wiped with its row. */
void iru_server_rows_add (GtkWidget *box, GPtrArray *servers, IruRedactor *redactor);

G_END_DECLS
