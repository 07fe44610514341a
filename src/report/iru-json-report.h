/* iru-json-report.h: the document that --json prints
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Schema 1; it only ever grows. Everything that comes from outside is redacted.
 */
#pragma once

#include "iru-outcome.h"

G_BEGIN_DECLS

/* One document, indented, with a final newline. (transfer full) */
char *iru_json_report (const IruOutcome *outcome);

G_END_DECLS
