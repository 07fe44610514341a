/* iru-policy.h: whether a client is allowed to load a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-finding.h"
#include "iru-policy-file.h"
#include "iru-server.h"

G_BEGIN_DECLS

/**
 * iru_policy_lint:
 * @target: the file that has the entry
 * @folder: (nullable): of an entry that counts in one folder only
 * @server: as the client would use it; marked as disabled if the client does not load it
 *
 * Adds blocked-by-policy, client-switched-off, server-disabled or approval-pending, with the file
 * and the rule. Only the first of the client's sources that applies is named.
 */
void iru_policy_lint (IruPolicyFiles *files, const IruTarget *target, const char *folder,
                      IruServer *server, GPtrArray *findings);

G_END_DECLS
