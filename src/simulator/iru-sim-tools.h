/* iru-sim-tools.h: the tools that the simulator offers, and what they answer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Named after the areas of Iru's Enterprise API; all data is made up, and no tool
 * does anything.
 */
#pragma once

#include "iru-sim-keys.h"
#include "iru-sim-mode.h"

G_BEGIN_DECLS

/* The suite's tool in whose call the stream is to be closed before the answer. */
#define IRU_SIM_SUITE_CLOSES "test_reconnection"

/* The result of tools/list for one page; NULL if the cursor is not one of ours.
 * Only tools that @key allows. */
JsonObject *iru_sim_tools_list (const IruSimMode *mode, const IruSimKey *key, const char *cursor);
/* The result of tools/call; NULL if there is no such tool. @arguments may be NULL. */
JsonObject *iru_sim_tools_call (const IruSimMode *mode, const IruSimKey *key, const char *name,
                                JsonObject *arguments);
/* What the client has to be capable of for that tool; NULL for nothing. @name may be NULL. */
const char *iru_sim_tools_get_capability (const IruSimMode *mode, const char *name);

G_END_DECLS
