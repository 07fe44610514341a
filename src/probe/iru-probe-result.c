/* iru-probe-result.c: what one MCP conversation came to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-probe-result.h"

IruProbeResult *
iru_probe_result_new (void)
{
  IruProbeResult *result = g_new0 (IruProbeResult, 1);

  result->findings = iru_findings_new ();
  return result;
}

void
iru_probe_result_free (IruProbeResult *result)
{
  if (result == NULL)
    return;
  g_free (result->protocol);
  g_free (result->server_name);
  g_free (result->server_version);
  g_free (result->called);
  g_clear_pointer (&result->tools, g_ptr_array_unref);
  g_clear_pointer (&result->errors, g_ptr_array_unref);
  g_ptr_array_unref (result->findings);
  g_free (result);
}

void
iru_probe_result_set_rungs (IruProbeResult *result, const double *times)
{
  IruFinding *headline = iru_findings_get_headline (result->findings);
  IruRung failed = headline != NULL ? headline->rung : IRU_N_RUNGS;
  double spent = 0;

  for (IruRung rung = IRU_RUNG_RUNTIME; rung < IRU_N_RUNGS && rung <= failed; rung++)
    {
      IruRungResult *entry = &result->rungs[rung];

      if (rung == failed)
        {
          entry->state = IRU_RUNG_STATE_FAILED;
          entry->elapsed_ms = times[rung] > 0 ? times[rung] : MAX (result->elapsed_ms - spent, 0);
        }
      else if (times[rung] >= 0)
        *entry = (IruRungResult){ IRU_RUNG_STATE_OK, times[rung] };
      spent += entry->elapsed_ms;
    }
}
