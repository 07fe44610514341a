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

#include "iru-finding.h"
#include "iru-server.h"

G_BEGIN_DECLS

typedef enum
{
  IRU_RUNG_STATE_SKIPPED, /* not reached, or nothing to do there (tls on http) */
  IRU_RUNG_STATE_OK,
  IRU_RUNG_STATE_FAILED,
} IruRungState;

/* elapsed_ms: time spent on this rung alone; 0 if skipped. */
typedef struct
{
  IruRungState state;
  double elapsed_ms;
} IruRungResult;

/**
 * IruTool:
 * @name: untrusted: may hold anything
 * @read_only: declares readOnlyHint
 * @needs_arguments: its schema has required properties
 * @fault: (nullable): what clients refuse in it; translated, static
 */
typedef struct
{
  char *name;
  gboolean read_only;
  gboolean needs_arguments;
  const char *fault;
} IruTool;

/**
 * IruProbeResult:
 * @protocol: (nullable): the negotiated revision ("2025-11-25")
 * @transport: (nullable): "streamable-http", "http+sse" or "stdio"; static
 * @server_name: @server_version: (nullable): what it calls itself; untrusted
 * @tools: (element-type IruTool) (nullable): NULL if they were not listed
 * @called: (nullable): the tool that was called and did what it is for; untrusted
 * @errors: (element-type utf8) (nullable): stdio: the last lines of its standard error;
 *   untrusted
 * @n_requests: HTTP requests that were sent
 * @rungs: name to permission are set; the earlier ones are not a probe's matter
 * @findings: (element-type IruFinding): never NULL; the headline is
 *   iru_findings_get_headline()
 */
typedef struct
{
  char *protocol;
  const char *transport;
  char *server_name;
  char *server_version;
  GPtrArray *tools;
  char *called;
  GPtrArray *errors;
  guint n_requests;
  double elapsed_ms;
  IruRungResult rungs[IRU_N_RUNGS];
  GPtrArray *findings;
} IruProbeResult;

void iru_probe_result_free (IruProbeResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruProbeResult, iru_probe_result_free)

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
