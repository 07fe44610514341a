/* iru-sim-modern.h: what MCP 2026-07-28 demands of a request
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-sim-mode.h"
#include "iru-sim-reply.h"

G_BEGIN_DECLS

#define IRU_SIM_HEADER_MISMATCH (-32020)
#define IRU_SIM_MISSING_CAPABILITY (-32021)
#define IRU_SIM_UNSUPPORTED_VERSION (-32022)

/* Whether the request is spelt in the modern way. */
gboolean iru_sim_modern_is (const IruSimRequest *request);
/* NULL if the headers and _meta are as they must be, else the error to answer with. */
IruSimReply *iru_sim_modern_check (const IruSimMode *mode, const IruSimRequest *request);
/* -32022, saying what is supported. */
IruSimReply *
iru_sim_modern_refuse (const IruSimMode *mode, const IruSimRequest *request, const char *requested);
/* The one modern revision that the server says it speaks. */
const char *iru_sim_modern_get_version (const IruSimMode *mode);

G_END_DECLS
