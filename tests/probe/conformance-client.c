/* conformance-client.c: the probe as a client of MCP's conformance suite
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * conformance-client URL: probes it; exits 0 unless the conversation broke down: the suite's
 * servers may offer no tool. (The suite puts the url at the end of its command.)
 */
#include <stdio.h>

#include "iru-probe.h"

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  IruProbeResult **probe = user_data;

  *probe = iru_probe_finish (result, NULL);
}

int
main (int argc, char **argv)
{
  g_autoptr (IruServer) server = iru_server_new ("conformance");
  g_autoptr (IruProbeResult) probe = NULL;
  const IruFinding *headline;

  if (argc < 2)
    return 2;
  server->url = g_strdup (argv[argc - 1]);
  iru_probe_async (server, 10000, NULL, NULL, on_done, &probe);
  while (probe == NULL)
    g_main_context_iteration (NULL, TRUE);
  headline = iru_findings_get_headline (probe->findings);
  if (headline == NULL || headline->rung == IRU_RUNG_PERMISSION)
    return 0;
  fprintf (stderr, "%s: %s\n", headline->kind->id, headline->detail ? headline->detail : "");
  return 1;
}
