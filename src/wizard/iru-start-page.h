/* iru-start-page.h: what is to be done, and what is on this machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-page.h"

G_BEGIN_DECLS

#define IRU_TYPE_START_PAGE (iru_start_page_get_type ())
G_DECLARE_FINAL_TYPE (IruStartPage, iru_start_page, IRU, START_PAGE, IruPage)

G_END_DECLS
