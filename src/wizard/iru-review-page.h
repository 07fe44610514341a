/* iru-review-page.h: the exact change of each file, before anything is written
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-page.h"

G_BEGIN_DECLS

#define IRU_TYPE_REVIEW_PAGE (iru_review_page_get_type ())
G_DECLARE_FINAL_TYPE (IruReviewPage, iru_review_page, IRU, REVIEW_PAGE, IruPage)

G_END_DECLS
