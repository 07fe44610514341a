/* iru-running.h: whether a client runs, and since when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-client.h"
#include "iru-finding.h"

G_BEGIN_DECLS

/* The caller's own processes, on this system only (Linux: /proc). They are looked at when the first
 * client is asked about, once for all. */
typedef struct _IruRunning IruRunning;

IruRunning *iru_running_new (void);
void iru_running_free (IruRunning *running);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruRunning, iru_running_free)

/* Whether a process of the client's is there. */
gboolean iru_running_is (IruRunning *running, const IruTarget *target);

/**
 * iru_running_lint:
 * @findings: client-running where a process of the client that is older than its file's
 *   last change is there: it has not read that yet
 */
void iru_running_lint (IruRunning *running, const IruTarget *target, GPtrArray *findings);

G_END_DECLS
