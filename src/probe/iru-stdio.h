/* iru-stdio.h: one MCP conversation with a command
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-probe.h"
#include "iru-channel-stdio.h"

G_BEGIN_DECLS

/**
 * iru_stdio_async:
 * @server: (transfer none): whose keys are masked in what it says; copied
 * @argv: NULL-terminated; the first is a path, not looked for on any PATH
 * @env: NULL-terminated, "NAME=value": all of its environment
 * @folder: where it is started
 * @timeout_ms: limit for the whole conversation
 *
 * "initialize", "notifications/initialized", "tools/list", and standard input is closed.
 * (Not "server/discover" first: there are servers that end on it.) A command that does not
 * end by itself within a second is ended. SIGPIPE is ignored in this process from then on.
 */
void iru_stdio_async (const IruServer *server, const char *const *argv, const char *const *env,
                      const char *folder, guint timeout_ms, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);

/**
 * iru_stdio_finish:
 *
 * The result has transport "stdio", the rungs runtime, mcp and permission, and errors. What went
 * wrong with the command is bridge-failed. The only error is %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full) (nullable)
 */
IruProbeResult *iru_stdio_finish (GAsyncResult *result, GError **error);

G_END_DECLS
