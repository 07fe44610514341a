/* test-sim-faults.c: the table of faults covers the table of findings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-sim-faults.h"

#include <string.h>

#include "iru-finding.h"

/* Faults that lead to no finding, or to one that their name does not tell. */
/* clang-format off */
static const char *const others[] = {
  "auth-in-200", "control-characters", "cursor-empty", "cursor-repeat", "deep-json",
  "discover-hollow", "echo-key", "echo-key-rpc", "endpoint-elsewhere", "event-chatter", "event-resume",
  "huge-header", "permission-scope", "response-bomb", "response-slow", "tools-many", NULL,
};
/* clang-format on */

/* Findings that are no answer of a server. */
static const char *const local[] = {
  /* What stands in for a server in test_findings.py leads to these. */
  "auth-missing", "captive-portal", "filtered",      "host-check", "session-not-shared",
  "tool-schema",  "tool-refused",   "tools-untried", NULL
};

static char **
list_names (void)
{
  g_autofree char *text = iru_sim_fault_print ();
  char **names = g_strsplit (g_strchomp (text), "\n", -1);

  for (guint i = 0; names[i] != NULL; i++)
    *strchr (names[i], ' ') = '\0';
  return names;
}

static gboolean
is_variant_of (const char *name, const char *id)
{
  gsize length = strlen (id);

  return strncmp (name, id, length) == 0 && (name[length] == '\0' || name[length] == '-');
}

static gboolean
has_fault (char **names, const char *id)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (is_variant_of (names[i], id))
      return TRUE;
  return FALSE;
}

static void
test_each_finding_has_a_fault (void)
{
  g_auto (GStrv) names = list_names ();

  for (const IruFindingKind *kind = iru_finding_get_kinds (); kind->id != NULL; kind++)
    {
      g_test_message ("%s", kind->id);
      if (kind->rung >= IRU_RUNG_HTTP && !g_strv_contains (local, kind->id))
        g_assert_true (has_fault (names, kind->id));
    }
}

static gboolean
is_named_after_a_finding (const char *name)
{
  for (const IruFindingKind *kind = iru_finding_get_kinds (); kind->id != NULL; kind++)
    if (is_variant_of (name, kind->id))
      return TRUE;
  return FALSE;
}

static void
test_each_name_is_that_of_a_finding (void)
{
  g_auto (GStrv) names = list_names ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_test_message ("%s", names[i]);
      g_assert_true (is_named_after_a_finding (names[i]) != g_strv_contains (others, names[i]));
    }
}

static void
test_find (void)
{
  g_auto (GStrv) names = list_names ();

  for (guint i = 0; names[i] != NULL; i++)
    g_assert_nonnull (iru_sim_fault_find (names[i]));
  g_assert_null (iru_sim_fault_find (""));
  g_assert_null (iru_sim_fault_find ("auth"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim-faults/each-finding-has-a-fault", test_each_finding_has_a_fault);
  g_test_add_func ("/sim-faults/each-name-is-that-of-a-finding",
                   test_each_name_is_that_of_a_finding);
  g_test_add_func ("/sim-faults/find", test_find);
  return g_test_run ();
}
