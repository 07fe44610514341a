/* iru-text-report.h: an outcome for people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-outcome.h"

G_BEGIN_DECLS

typedef enum
{
  IRU_TEXT_NORMAL,
  IRU_TEXT_QUIET,   /* what is wrong, and nothing else */
  IRU_TEXT_VERBOSE, /* also what is of no consequence, and times */
} IruTextDetail;

/* Lines for a terminal, with its colours if @color. (transfer full) */
char *iru_text_report (const IruOutcome *outcome, IruTextDetail detail, gboolean color);

G_END_DECLS
