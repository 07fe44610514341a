/* iru-fixable.h: which findings the program can fix by itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-check.h"

G_BEGIN_DECLS

/* Sets @fixable of every finding of @diagnosis that “iru-mcp-setup --fix” would fix: the plan is
 * made, and not applied. @options: those that the diagnosis was made with. */
void iru_fixable_mark (IruDiagnosis *diagnosis, const IruCheckOptions *options);

G_END_DECLS
