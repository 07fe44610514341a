/* iru-endpoint-rows.h: the ladder of an endpoint, rung by rung
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "iru-outcome.h"

G_BEGIN_DECLS

/* A group for @endpoint, appended to @box: what it is, how far its ladder was climbed, what its
 * key covers. @asking: no answer yet because it is being asked. */
void iru_endpoint_rows_add (GtkWidget *box, const IruEndpointResult *endpoint, gboolean asking,
                            IruRedactor *redactor);

G_END_DECLS
