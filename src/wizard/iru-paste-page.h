/* iru-paste-page.h: what Iru showed, read as it is typed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-page.h"

G_BEGIN_DECLS

#define IRU_TYPE_PASTE_PAGE (iru_paste_page_get_type ())
G_DECLARE_FINAL_TYPE (IruPastePage, iru_paste_page, IRU, PASTE_PAGE, IruPage)

G_END_DECLS
