/* iru-sim-mcp.h: the MCP part of the simulator, all eras
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Request in, answer out; no I/O. The wire rules are those of the MCP revisions
 * 2025-03-26, 2025-06-18, 2025-11-25 and 2026-07-28.
 */
#pragma once

#include "iru-sim-keys.h"
#include "iru-sim-mode.h"
#include "iru-sim-reply.h"

G_BEGIN_DECLS

typedef struct _IruSimMcp IruSimMcp;

/* Borrows @keys, which must live longer. */
IruSimMcp *iru_sim_mcp_new (IruSimKeys *keys);
void iru_sim_mcp_free (IruSimMcp *mcp);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruSimMcp, iru_sim_mcp_free)

/* What the endpoint answers. May change the request's id (IRU_SIM_QUIRK_WRONG_ID). */
IruSimReply *iru_sim_mcp_answer (IruSimMcp *mcp, const IruSimMode *mode, IruSimRequest *request);

G_END_DECLS
