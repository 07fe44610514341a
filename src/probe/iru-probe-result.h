/* iru-probe-result.h: what one MCP conversation came to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-finding.h"

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

/* Of nothing yet, with no findings. */
IruProbeResult *iru_probe_result_new (void);

/**
 * iru_probe_result_set_rungs:
 * @times: %IRU_N_RUNGS, in ms: what was spent on each; below 0: there was nothing to do
 *
 * The rung of the headline has failed, and those below it were climbed; all were without one.
 * elapsed_ms has to be set.
 */
void iru_probe_result_set_rungs (IruProbeResult *result, const double *times);

G_END_DECLS
