/* print-guide.c: the table of findings as a guide for people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What it prints is TROUBLESHOOTING.md; a test sees to it that the two are the same.
 */
#include <stdio.h>
#include <string.h>

#include "iru-profile.h"

static const char *const rung_titles[IRU_N_RUNGS] = {
  [IRU_RUNG_FILE] = "The file",
  [IRU_RUNG_POLICY] = "Policies, switches and approvals",
  [IRU_RUNG_ENTRY] = "The entry in it",
  [IRU_RUNG_RUNTIME] = "What the client starts",
  [IRU_RUNG_NAME] = "The name of the host",
  [IRU_RUNG_CONNECT] = "The connection",
  [IRU_RUNG_TLS] = "Encryption (TLS)",
  [IRU_RUNG_HTTP] = "The web server (HTTP)",
  [IRU_RUNG_MCP] = "The MCP server",
  [IRU_RUNG_AUTH] = "The key",
  [IRU_RUNG_PERMISSION] = "What the key may do",
};

/* What else is to be done where the server is a certain vendor's. */
static void
print_vendors (const IruFindingKind *kind)
{
  const char *before = "\n";

  for (const IruProfile *profile = iru_profiles_get (); profile->title != NULL; profile++)
    for (const IruProfileAdvice *row = iru_profile_get_advice_rows (profile); row->id != NULL;
         row++)
      if (strcmp (row->id, kind->id) == 0)
        {
          printf ("%s- %s", before, profile->title);
          before = "";
          if (row->words != NULL)
            printf (", if it says “%s”", row->words);
          printf (": %s\n", row->text);
        }
}

static void
print_kind (const IruFindingKind *kind)
{
  int exit = kind->exit != 0 ? kind->exit : iru_rung_get_exit (kind->rung);

  printf ("\n### %s\n\n`%s`, %s", kind->title, kind->id, iru_severity_get_name (kind->severity));
  if (kind->severity == IRU_SEVERITY_ERROR)
    printf (", exit code %d", exit);
  printf ("\n\n%s\n", kind->advice);
  print_vendors (kind);
}

static void
print_rung (IruRung rung)
{
  printf ("\n## %s\n", rung_titles[rung]);
  for (const IruFindingKind *kind = iru_finding_get_kinds (); kind->id != NULL; kind++)
    if (kind->rung == rung)
      print_kind (kind);
}

static void
print_keys (void)
{
  printf ("\n## Whose server it is\n\n"
          "| vendor | keys | begin with | are made |\n| --- | --- | --- | --- |\n");
  for (const IruProfile *profile = iru_profiles_get (); profile->title != NULL; profile++)
    for (const IruProfileValue *value = iru_profile_get_values (profile); value->name != NULL;
         value++)
      if (*value->name != '\0' && value->starts[0] != NULL)
        {
          printf ("| %s | `%s` | ", profile->title, value->name);
          for (guint i = 0; value->starts[i] != NULL; i++)
            printf ("%s`%s%s`", i > 0 ? ", " : "", value->scheme != NULL ? value->scheme : "",
                    value->starts[i]);
          printf (" | %s |\n", profile->keys_from);
        }
}

int
main (void)
{
  printf (
      "<!-- Made from the tables in src/model/: build-aux/troubleshooting -->\n"
      "# Troubleshooting\n\n"
      "What `iru-mcp-setup --check` and the wizard can find, from the lowest rung of the ladder\n"
      "to the highest. The first one that fails is what has to be put right first. Each has an\n"
      "id that stays, for scripts. Where it is known whose server it is, what to do is said for\n"
      "that vendor.\n");
  for (IruRung rung = IRU_RUNG_FILE; rung < IRU_N_RUNGS; rung++)
    print_rung (rung);
  print_keys ();
  return 0;
}
