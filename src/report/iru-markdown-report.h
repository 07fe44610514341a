/* iru-markdown-report.h: an outcome for a ticket
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Holds no secret, and no markup but its own: everything that comes from outside is
 * redacted and stands in code spans.
 */
#pragma once

#include "iru-outcome.h"

G_BEGIN_DECLS

/* The whole diagnosis, notes included, with the versions of all that takes part.
 * (transfer full) */
char *iru_markdown_report (const IruOutcome *outcome);

G_END_DECLS
