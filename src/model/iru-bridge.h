/* iru-bridge.h: a remote server carried by a stdio command
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Claude Desktop starts commands only, so a remote server is carried by npx and
 * mcp-remote. Both ways: out of the command, and into it.
 */
#pragma once

#include "iru-server.h"

G_BEGIN_DECLS

/* The version that is written. 0.1.13, which the vendor's article has, is open to
 * CVE-2025-6514 (0.0.5 to 0.1.15) and stalls without the npm registry. */
#define IRU_BRIDGE_PACKAGE "mcp-remote@0.15.1"

/**
 * iru_bridge_unwrap:
 *
 * Where a stdio @server is "npx … mcp-remote URL --header …" (npx by any path,
 * npx.cmd, "cmd /c npx", bunx, pnpm dlx, or node with mcp-remote's script), makes
 * it the remote server that it carries: transport, url, headers with ${VAR}
 * resolved from its env, and bridge. command, args and env stay as they are.
 * A reference that env does not have stays as it is. Anything else is left
 * alone; also a bridge with --header-file, whose headers stand elsewhere.
 *
 * Returns: whether it was one
 */
gboolean iru_bridge_unwrap (IruServer *server);

/**
 * iru_bridge_wrap:
 * @remote: an HTTP server
 * @package: (nullable): instead of %IRU_BRIDGE_PACKAGE
 * @npx: the command: "npx" or its absolute path
 * @old: (nullable): the entry that is there: its version of the bridge stays unless it
 *   is vulnerable, and so do the options that the user gave it
 *
 * Returns: (transfer full): a server that has both: url and headers of @remote,
 *   and the command, args and env that carry it; no argument has a space or a
 *   header's value. A key in the url's query stays in the url, and so in the
 *   arguments: the bridge has no other place for it.
 */
IruServer *iru_bridge_wrap (const IruServer *remote, const char *package, const char *npx,
                            const IruServer *old);

/* The env variable that holds the value of @header: IRU_X_API_KEY for X-API-Key.
 * (transfer full) */
char *iru_bridge_get_env_name (const char *header);

/* Whether @package is a version of mcp-remote that CVE-2025-6514 is in. */
gboolean iru_bridge_is_vulnerable (const char *package);

G_END_DECLS
