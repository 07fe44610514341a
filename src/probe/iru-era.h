/* iru-era.h: whether a server speaks 2026-07-28, and what it said instead
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-classifier.h"

G_BEGIN_DECLS

/**
 * IruEra: what became of server/discover
 * @findings: (element-type IruFinding) (nullable): what went wrong, which is no fault before
 *   initialize was tried
 * @rank: how telling that is
 * @retried: it was asked twice
 */
typedef struct
{
  GPtrArray *findings;
  guint rank;
  gboolean retried;
} IruEra;

void iru_era_clear (IruEra *era);

/* TRUE if the server speaks 2026-07-28. */
gboolean iru_era_take_result (IruEra *era, const IruClassifier *classifier, JsonObject *result);

/**
 * iru_era_take_fault:
 * @reply: what came back
 * @answer: (nullable): there is no whole answer
 *
 * Returns: TRUE if the server says that it would take the same message
 */
gboolean iru_era_take_fault (IruEra *era, const IruClassifier *classifier,
                             const IruHttpReply *reply, const IruMcpAnswer *answer);

/* Neither server/discover nor initialize passed: *findings becomes those of the more telling
 * fault. */
void iru_era_choose_fault (IruEra *era, GPtrArray **findings);

G_END_DECLS
