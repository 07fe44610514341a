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

static void
read_log (const char *text, gsize length)
{
  for (const IruProfile *profile = iru_profiles_get (); profile->name != NULL; profile++)
    {
      g_autoptr (GPtrArray) findings = iru_findings_new ();

      iru_log_read (text, length, profile, findings);
      FUZZ_HOLDS (findings->len <= MAX_FINDINGS);
      for (guint i = 0; i < findings->len; i++)
        check_finding (findings->pdata[i]);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GString) log = g_string_new_len ((const char *)data, (gssize)size);

  if (memmem (data, size, CORE, strlen (CORE)) != NULL)
    return 0;
  read_log (log->str, log->len);
  g_string_append (log, LINE);
  read_log (log->str, log->len);
  return 0;
}
