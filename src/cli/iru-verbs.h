/* iru-verbs.h: what each verb of the command line does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-options.h"
#include "iru-outcome.h"

G_BEGIN_DECLS

/* Fills in @outcome: what was found and done, and the exit code; or its error. */
void iru_verb_run (const IruOptions *options, IruOutcome *outcome);

G_END_DECLS
