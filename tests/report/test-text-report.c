/* test-text-report.c: what people are told of a configuration that was pasted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-text-report.h"

#include <string.h>

#define SERVER(quote) "{" quote "url" quote ":" quote "https://gw.example/mcp" quote "}"

static void
test_fixes (void)
{
  static const struct
  {
    const char *text;
    const char *lines;
  } rows[] = {
    { "{\"a\":" SERVER ("\"") "}", "" },
    { "{\"a\":" SERVER ("\"") ",}",
      "      put right: there was a comma behind the last item [trailing-comma] (line 1, column "
      "38)\n" },
    { "See:\n{'a':\n" SERVER ("'") "\n}",
      "      put right: text round the configuration was left out [prose] (line 1, column 1)\n"
      "      put right: quotes were single [single-quotes] (3 places, the first at line 2, column "
      "2)\n" },
    { "{'a':{'url':\"https://gw.example/mcp\",}}",
      "      put right: quotes were single [single-quotes] (line 1, column 2)\n"
      "      put right: quotes were single [single-quotes] (line 1, column 7)\n"
      "      put right: there was a comma behind the last item [trailing-comma] (line 1, column "
      "37)\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) text = g_bytes_new_static (rows[i].text, strlen (rows[i].text));
      g_autoptr (IruOutcome) outcome = iru_outcome_new ("check");

      outcome->snippet = iru_snippet_parse (text, NULL, NULL);
      g_assert_nonnull (outcome->snippet);
      g_autofree char *report = iru_text_report (outcome, IRU_TEXT_NORMAL, FALSE);
      g_test_message ("%s", report);
      if (*rows[i].lines != '\0')
        g_assert_nonnull (strstr (report, rows[i].lines));
      else
        g_assert_null (strstr (report, "put right"));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/text-report/fixes", test_fixes);
  return g_test_run ();
}
