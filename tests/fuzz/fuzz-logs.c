/* fuzz-logs.c: a client's log, of which anybody may have written a line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <string.h>

#include "iru-finding.h"
#include "iru-log.h"
#include "iru-signature.h"

#define CORE "8Qv3Zr7Lk2Wx9Tn4"
#define LINE "\nHTTP 503 for Authorization: Bearer sk_live:" CORE "\n"
#define MAX_FINDINGS 5

static void
check_finding (const IruFinding *finding)
{
  FUZZ_HOLDS (strcmp (finding->kind->id, "client-log") == 0);
  FUZZ_HOLDS (finding->advice != NULL && *finding->advice != '\0');
  FUZZ_HOLDS (finding->detail != NULL && g_utf8_validate (finding->detail, -1, NULL));
  FUZZ_HOLDS (strchr (finding->detail, '\n') == NULL);
  FUZZ_HOLDS (strstr (finding->detail, CORE) == NULL);
}

/* One vendor's, as the bytes choose. */
static const IruProfile *
choose_profile (const uint8_t *data, size_t size)
{
  const IruProfile *profiles = iru_profiles_get ();
  g_autoptr (GBytes) text = g_bytes_new_static (data, size);
  guint n = 0;

  while (profiles[n].name != NULL)
    n++;
  return &profiles[fuzz_hash (text) % n];
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GString) log = g_string_new_len ((const char *)data, (gssize)size);
  g_autoptr (GPtrArray) findings = iru_findings_new ();

  if (memmem (data, size, CORE, strlen (CORE)) != NULL)
    return 0;
  g_string_append (log, LINE);
  iru_log_read (log->str, log->len, choose_profile (data, size), findings);
  FUZZ_HOLDS (findings->len <= MAX_FINDINGS);
  for (guint i = 0; i < findings->len; i++)
    check_finding (findings->pdata[i]);
  return 0;
}
