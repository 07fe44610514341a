/* iru-result-page.h: what was done, and whether it works
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-page.h"

G_BEGIN_DECLS

#define IRU_TYPE_RESULT_PAGE (iru_result_page_get_type ())
G_DECLARE_FINAL_TYPE (IruResultPage, iru_result_page, IRU, RESULT_PAGE, IruPage)

G_END_DECLS
