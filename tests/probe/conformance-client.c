/* conformance-client.c: the probe as a client of MCP's conformance suite
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * conformance-client [TOOL [ARGUMENTS]] URL: probes it, calls the tool with those arguments (a
 * JSON object); exits 0 unless the conversation broke down: the suite's servers may offer no
 * tool. (The suite puts the url at the end of its command.)
 *
 * The product calls no tool that wants arguments or does not declare itself read-only. The
 * suite's tools do both, so the two functions that see to it are replaced here, by the linker
 * (see meson.build); the conversation is the product's.
 */
#include <stdio.h>
#include <string.h>

#include "iru-mcp.h"
#include "iru-probe.h"
#include "iru-tool-call.h"

#define NO_ARGUMENTS "\"arguments\":{}"

static const char *arguments = "{}";

const char *__wrap_iru_tool_call_forbid (GPtrArray *tools, const char *name);
char *__wrap_iru_mcp_build_call_tool (gint64 id, const char *name, gboolean modern);
char *__real_iru_mcp_build_call_tool (gint64 id, const char *name, gboolean modern);

const char *
__wrap_iru_tool_call_forbid (GPtrArray *tools, const char *name)
{
  return NULL;
}

char *
__wrap_iru_mcp_build_call_tool (gint64 id, const char *name, gboolean modern)
{
  g_autofree char *message = __real_iru_mcp_build_call_tool (id, name, modern);
  const char *found = strstr (message, NO_ARGUMENTS);

  g_assert (found != NULL);
  return g_strdup_printf ("%.*s\"arguments\":%s%s", (int)(found - message), message, arguments,
                          found + strlen (NO_ARGUMENTS));
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  IruProbeResult **probe = user_data;

  *probe = iru_probe_finish (result, NULL);
}

int
main (int argc, char **argv)
{
  const char *tool = argc > 2 ? argv[1] : NULL;
  g_autoptr (IruServer) server = iru_server_new ("conformance");
  g_autoptr (IruProbeResult) probe = NULL;
  const IruFinding *headline;
  const IruProbeOptions options = { .timeout_ms = 10000, .tool = tool };

  if (argc < 2 || argc > 4)
    return 2;
  if (argc == 4)
    arguments = argv[2];
  server->url = g_strdup (argv[argc - 1]);
  iru_probe_async (server, &options, NULL, on_done, &probe);
  while (probe == NULL)
    g_main_context_iteration (NULL, TRUE);
  headline = iru_findings_get_headline (probe->findings);
  if (headline == NULL)
    return tool == NULL || probe->called != NULL ? 0 : 1;
  fprintf (stderr, "%s: %s\n", headline->kind->id, headline->detail ? headline->detail : "");
  return headline->rung == IRU_RUNG_PERMISSION && tool == NULL ? 0 : 1;
}
