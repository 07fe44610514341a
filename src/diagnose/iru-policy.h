/* iru-policy.h: whether rules let a client load an entry
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-client.h"
#include "iru-finding.h"
#include "iru-server.h"

G_BEGIN_DECLS

/* The rules that hold for a client, as its row names them, read once. */
typedef struct _IruPolicy IruPolicy;

/* Borrows @target. A file that is not there, or that the client could not read either, has no
 * rule. (transfer full) */
IruPolicy *iru_policy_new (const IruTarget *target);
void iru_policy_free (IruPolicy *policy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruPolicy, iru_policy_free)

/* What keeps the client from loading the entry @name is appended to @findings, with the file and
 * the rule as its detail: the first rule of each file. */
void iru_policy_lint (const IruPolicy *policy, const char *name, const IruServer *server,
                      GPtrArray *findings);

G_END_DECLS
