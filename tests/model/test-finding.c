/* test-finding.c: the table of findings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "iru-finding.h"

/* Every id that the design names: an id is API and must not vanish. */
static const char *const ids[] = {
  "file-syntax",
  "file-encoding",
  "file-unreadable",
  "file-permissions",
  "file-too-large",
  "server-missing",
  "server-differs",
  "server-duplicate",
  "server-shadowed",
  "server-disabled",
  "wrong-field",
  "wrong-transport",
  "wrong-type",
  "name-refused",
  "other-entry-refused",
  "client-setting-refused",
  "url-invalid",
  "url-insecure",
  "placeholder",
  "key-prefix-missing",
  "value-whitespace",
  "header-missing",
  "env-unset",
  "env-dialect",
  "secret-in-args",
  "secret-in-repository",
  "npx-missing",
  "npx-shim",
  "npx-space",
  "node-missing",
  "node-too-old",
  "bridge-failed",
  "bridge-vulnerable",
  "client-none",
  "client-running",
  "client-log",
  "dns-failed",
  "connect-refused",
  "connect-timeout",
  "connection-lost",
  "network-unreachable",
  "proxy-failed",
  "proxy-auth",
  "tls-untrusted",
  "tls-expired",
  "tls-hostname",
  "tls-failed",
  "http-not-found",
  "http-redirect",
  "http-error",
  "upstream-unavailable",
  "service-suspended",
  "rate-limited",
  "response-timeout",
  "response-too-large",
  "not-mcp",
  "protocol-version",
  "protocol-error",
  "session-lost",
  "tools-endless",
  "auth-rejected",
  "auth-oauth",
  "permission-denied",
  "tools-none",
  "tool-denied",
  "tool-failed",
  "tool-refused",
};

static void
test_table (void)
{
  guint n_kinds = 0;

  for (const IruFindingKind *kind = iru_finding_get_kinds (); kind->id != NULL; kind++)
    {
      g_test_message ("%s", kind->id);
      g_assert_true (iru_finding_get_kind (kind->id) == kind);
      g_assert_cmpuint (strspn (kind->id, "abcdefghijklmnopqrstuvwxyz-"), ==, strlen (kind->id));
      g_assert_cmpuint (strlen (kind->title), <=, 90);
      g_assert_false (g_str_has_suffix (kind->title, "."));
      g_assert_true (g_str_has_suffix (kind->advice, "."));
      n_kinds++;
    }
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_test_message ("%s", ids[i]);
      g_assert_nonnull (iru_finding_get_kind (ids[i]));
    }
  g_assert_cmpuint (n_kinds, >=, G_N_ELEMENTS (ids));
}

static void
test_exit (void)
{
  static const struct
  {
    const char *id;
    int exit;
  } rows[] = {
    { "file-syntax", 3 },  { "server-missing", 3 },  { "npx-missing", 3 },
    { "dns-failed", 4 },   { "connect-refused", 4 }, { "tls-untrusted", 4 },
    { "proxy-auth", 4 },   { "auth-rejected", 5 },   { "permission-denied", 6 },
    { "tools-none", 6 },   { "http-not-found", 7 },  { "response-timeout", 7 },
    { "not-mcp", 7 },      { "tool-refused", 1 },    { "bridge-vulnerable", 0 },
    { "session-lost", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (IruFinding) finding = iru_finding_new (rows[i].id, NULL);

      g_test_message ("%s", rows[i].id);
      g_assert_cmpint (iru_finding_get_exit (finding), ==, rows[i].exit);
    }
}

/* The rung of the finding itself decides, not that of its kind. */
static void
test_rung_override (void)
{
  g_autoptr (IruFinding) finding = iru_finding_new ("connection-lost", NULL);

  g_assert_cmpint (iru_finding_get_exit (finding), ==, 4);
  finding->rung = IRU_RUNG_HTTP;
  g_assert_cmpint (iru_finding_get_exit (finding), ==, 7);
}

static void
test_headline (void)
{
  g_autoptr (GPtrArray) findings = iru_findings_new ();

  iru_findings_add (findings, "file-permissions", NULL);
  g_assert_null (iru_findings_get_headline (findings));
  iru_findings_add (findings, "permission-denied", NULL);
  iru_findings_add (findings, "auth-rejected", "%s", "first");
  iru_findings_add (findings, "auth-rejected", "%s", "second");
  g_assert_cmpstr (iru_findings_get_headline (findings)->detail, ==, "first");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/finding/table", test_table);
  g_test_add_func ("/finding/exit", test_exit);
  g_test_add_func ("/finding/rung-override", test_rung_override);
  g_test_add_func ("/finding/headline", test_headline);
  return g_test_run ();
}
