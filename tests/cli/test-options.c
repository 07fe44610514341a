/* test-options.c: the command line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-error.h"
#include "iru-options.h"

#include <string.h>

static IruOptions *
parse (const char *line, gboolean *json, GError **error)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *whole = g_strconcat ("iru-mcp-setup ", line, NULL);
  int argc;

  g_assert_true (g_shell_parse_argv (whole, &argc, &words, NULL));
  /* What is understood is taken out of the array. */
  g_autofree char **argv = g_memdup2 (words, (argc + 1) * sizeof *words);
  return iru_options_parse (argc, argv, json, error);
}

static void
test_verbs (void)
{
  static const struct
  {
    const char *line;
    IruVerb verb;
  } rows[] = {
    { "", IRU_VERB_WIZARD },
    { "--install --config x", IRU_VERB_INSTALL },
    { "--install --from-env", IRU_VERB_INSTALL },
    { "--install --check --config -", IRU_VERB_INSTALL },
    { "--check", IRU_VERB_CHECK },
    { "--check --config x --timeout 0.5 --offline", IRU_VERB_CHECK },
    { "--remove --server a --server b --client cursor", IRU_VERB_REMOVE },
    { "--undo --backup 1 --dry-run", IRU_VERB_UNDO },
    { "--fix --dry-run --all-servers", IRU_VERB_FIX },
    { "--list --all-users", IRU_VERB_LIST },
    { "--export mcpb --config x --output y --secrets literal", IRU_VERB_EXPORT },
    { "--export cursor-link --server a --client cursor", IRU_VERB_EXPORT },
    { "--version", IRU_VERB_VERSION },
    { "--check --client codex --file /x/config.toml", IRU_VERB_CHECK },
    { "check", IRU_VERB_CHECK },
    { "install --config x", IRU_VERB_INSTALL },
    { "list --all-users", IRU_VERB_LIST },
    { "report x", IRU_VERB_REPORT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean json;
      g_autoptr (IruOptions) options = parse (rows[i].line, &json, &error);

      g_test_message ("%s", rows[i].line);
      g_assert_no_error (error);
      g_assert_cmpint (options->verb, ==, rows[i].verb);
      g_assert_false (json);
    }
}

static void
test_usage_errors (void)
{
  static const char *const lines[] = {
    "--install",
    "--install --config a --from-env",
    "--check --remove",
    "--undo --list",
    "--check --undo",
    "--nonsense",
    "--check extra",
    "--check --client notepad",
    "--check --file x",
    "--check --file x --client cursor --client codex",
    "--check --timeout 0",
    "--check --timeout -1",
    "--check --timeout nan",
    "--check --timeout 1e9",
    "--check --timeout soon",
    "--check --timeout 5s",
    "--check --timeout ''",
    "--json",
    "check check",
    "chekc",
    "--check install",
    "sk_live:7fQ2wLx9Rb3TnY6cHd81",
    "--check --color sometimes",
    "--check --backup 1",
    "--remove --config x",
    "--fix --config x",
    "--fix --remove",
    "--check --server a --all-servers",
    "--check --user a --all-users",
    "--check --quiet --verbose",
    "--list --dry-run",
    "--config",
    "--export",
    "--export fax",
    "--export mcpb",
    "--export cursor-link --install --config x",
    "--check --output x",
    "--check --secrets literal",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean json;
      g_autoptr (IruOptions) options = parse (lines[i], &json, &error);

      g_test_message ("%s", lines[i]);
      g_assert_null (options);
      g_assert_error (error, IRU_ERROR, IRU_ERROR_USAGE);
    }
}

/* A script that asked for JSON gets it, whatever else is wrong. */
static void
test_json_on_error (void)
{
  g_autoptr (GError) error = NULL;
  gboolean json;

  g_assert_null (parse ("--nonsense --json", &json, &error));
  g_assert_true (json);
}

/* A word that is no command is not shown: it may be a key. */
static void
test_words (void)
{
  static const struct
  {
    const char *line;
    const char *meant; /* (nullable) */
  } rows[] = {
    { "chekc", "“check”" },
    { "instlal", "“install”" },
    { "removes", "“remove”" },
    { "sk_live:7fQ2wLx9Rb", NULL },
    { "zq", NULL },
    { "configuration.json", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean json;
      g_autoptr (IruOptions) options = parse (rows[i].line, &json, &error);

      g_assert_null (options);
      g_assert_null (strstr (error->message, rows[i].line));
      if (rows[i].meant != NULL)
        g_assert_nonnull (strstr (error->message, rows[i].meant));
    }
}

static void
test_timeout (void)
{
  gboolean json;
  g_autoptr (IruOptions) usual = parse ("--check", &json, NULL);
  g_autoptr (IruOptions) given = parse ("--check --timeout 2.5", &json, NULL);

  g_assert_cmpuint (usual->timeout_ms, ==, 15000);
  g_assert_cmpuint (given->timeout_ms, ==, 2500);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/options/verbs", test_verbs);
  g_test_add_func ("/options/usage-errors", test_usage_errors);
  g_test_add_func ("/options/json-on-error", test_json_on_error);
  g_test_add_func ("/options/timeout", test_timeout);
  g_test_add_func ("/options/words", test_words);
  return g_test_run ();
}
