/* iru-plan-keys.h: what a plan puts into the keyring, and takes out of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A key is in the keyring before an entry asks for it, and goes when no entry does any more.
 */
#pragma once

#include "iru-plan.h"

G_BEGIN_DECLS

typedef struct _IruPlanKeys IruPlanKeys;

/* @changes: (element-type IruChange): borrowed. */
IruPlanKeys *iru_plan_keys_new (GPtrArray *changes);
void iru_plan_keys_free (IruPlanKeys *keys);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruPlanKeys, iru_plan_keys_free)

/* Before the file of @change is written: what its entries are to ask for. */
gboolean iru_plan_keys_store (IruPlanKeys *keys, IruChange *change, GError **error);

/* After all files were written: a key whose files were all refused is taken away again, or what was
 * there before put back; and one that an entry asked for before, and none does now, goes. The
 * changes get findings that say so. */
void iru_plan_keys_settle (IruPlanKeys *keys, IruState *state);

/**
 * iru_plan_keys_clear_unused:
 * @names: (element-type utf8): of keys that entries asked for
 * @places: whose clients may still do so
 * @state: whose runs know further files that may
 * @targets: (nullable) (element-type IruTarget): further ones
 * @findings: (element-type IruFinding): what was done is appended
 */
void iru_plan_keys_clear_unused (GPtrArray *names, IruPlaces *places, IruState *state,
                                 GPtrArray *targets, GPtrArray *findings);

G_END_DECLS
