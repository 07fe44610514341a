/* iru-running.h: whether a client runs, and since when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-client.h"
#include "iru-finding.h"

G_BEGIN_DECLS

/* Whether a process of the client's is there. Looks at the caller's own processes, on this
 * system only (Linux: /proc). */
gboolean iru_running_is (const IruTarget *target);

/**
 * iru_running_lint:
 * @findings: client-running where a process of the client that is older than its file's
 *   last change is there: it has not read that yet
 */
void iru_running_lint (const IruTarget *target, GPtrArray *findings);

G_END_DECLS
