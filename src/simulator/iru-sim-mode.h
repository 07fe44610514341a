/* iru-sim-mode.h: how one path of the simulator behaves
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define IRU_SIM_PATH "/mcp-server/connector/kandji/tools"
/* Where a gateway has its connections. */
#define IRU_SIM_GATEWAY "/v1/mcp/"
#define IRU_SIM_VERSION_MODERN "2026-07-28"
#define IRU_SIM_VERSION_LEGACY "2025-11-25"
#define IRU_SIM_VERSION_SSE "2024-11-05"

typedef enum
{
  IRU_SIM_ERA_UNSET,
  IRU_SIM_ERA_BOTH,
  IRU_SIM_ERA_MODERN,  /* 2026-07-28 only: no initialize */
  IRU_SIM_ERA_LEGACY,  /* 2025-03-26 to 2025-11-25: initialize and a session */
  IRU_SIM_ERA_SSE2024, /* 2024-11-05: answers come on a stream opened by GET */
} IruSimEra;

/* What the MCP part does otherwise than a healthy server would. */
typedef enum
{
  IRU_SIM_QUIRK_NONE,
  IRU_SIM_QUIRK_CHATTER,
  IRU_SIM_QUIRK_CONTROL_CHARACTERS,
  IRU_SIM_QUIRK_CURSOR_EMPTY,
  IRU_SIM_QUIRK_CURSOR_REPEAT,
  IRU_SIM_QUIRK_ENDPOINT_ELSEWHERE,
  IRU_SIM_QUIRK_HUGE_HEADER,
  IRU_SIM_QUIRK_NO_RESUME,
  IRU_SIM_QUIRK_NO_VERSIONS,
  IRU_SIM_QUIRK_RESUME,
  IRU_SIM_QUIRK_SESSION_LOST_400,
  IRU_SIM_QUIRK_SESSION_LOST_ALWAYS,
  IRU_SIM_QUIRK_SESSION_LOST_ONCE,
  IRU_SIM_QUIRK_TOOLS_ENDLESS,
  IRU_SIM_QUIRK_TOOLS_MANY,
  IRU_SIM_QUIRK_TOOLS_NONE,
  IRU_SIM_QUIRK_VERSION,
  IRU_SIM_QUIRK_WRONG_ID,
} IruSimQuirk;

typedef struct
{
  IruSimEra era;
  IruSimQuirk quirk;
  gboolean sse;              /* answers are event streams */
  gboolean strict_handshake; /* handshakes demand the key too */
  gboolean suite_tools;      /* there are the tools too that MCP's conformance suite calls */
} IruSimMode;

G_END_DECLS
