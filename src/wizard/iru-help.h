/* iru-help.h: the wizard explained, in windows of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void iru_help_present (GtkWindow *parent);
void iru_help_present_shortcuts (GtkWindow *parent);

G_END_DECLS
