/* iru-probe.h: one MCP conversation with an endpoint
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The only code that talks to a network. Nothing is read from or written to
 * disk. It handshakes, lists the tools, and closes; of the tools none is called but
 * one that the user named, and that only if it declares itself read-only. The key
 * goes to the origin in the url and nowhere else.
 */
#pragma once

#include <gio/gio.h>

#include "iru-probe-result.h"
#include "iru-server.h"

G_BEGIN_DECLS

/* @rung is being climbed: the ones below it are well or are skipped. Each is told once. */
typedef void (*IruProbeProgress) (IruRung rung, gpointer user_data);

/**
 * IruProbeOptions:
 * @timeout_ms: limit for the whole conversation
 * @tool: (nullable): call this tool too, without arguments, if it declares itself
 *   read-only and wants none; else that is a finding
 * @progress: (nullable): called with @progress_data
 */
typedef struct
{
  guint timeout_ms;
  const char *tool;
  IruProbeProgress progress;
  gpointer progress_data;
} IruProbeOptions;

/**
 * iru_probe_async:
 * @server: (transfer none): an HTTP server, url and headers; copied
 * @options: may go once this returns
 *
 * Calls back on the thread-default main context, once. Several may run at a time.
 */
void iru_probe_async (const IruServer *server, const IruProbeOptions *options,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/**
 * iru_probe_finish:
 *
 * Whatever the endpoint does is a result with findings. The only error is
 * %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full) (nullable)
 */
IruProbeResult *iru_probe_finish (GAsyncResult *result, GError **error);

G_END_DECLS
