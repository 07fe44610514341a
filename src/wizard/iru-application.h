/* iru-application.h: the wizard as an application
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define IRU_TYPE_APPLICATION (iru_application_get_type ())
G_DECLARE_FINAL_TYPE (IruApplication, iru_application, IRU, APPLICATION, AdwApplication)

GApplication *iru_application_new (void);

G_END_DECLS
