/* test-profile.c: whose server it is, and what is known of that vendor
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-profile.h"

#include <string.h>

#define IRU_URL "https://acme.connect.iru.com/mcp-server/connector/kandji/tools"
#define GW "https://gw.example/mcp"

/* @what: a url, or a command and its arguments with spaces between; @pairs: headers of a url,
 * or variables of a command, NAME=value with | between. */
/* clang-format off */
static const struct
{
  const char *name;
  const char *what;
  const char *pairs;
  const char *profile;
} rows[] = {
  /* Iru: by host, path and header */
  { "a", IRU_URL, "", "iru" },
  { "a", "https://acme.IRU.dev/mcp", "", "iru" },
  { "a", "https://iru.com/mcp", "", "iru" },
  { "a", "https://acme.kandji.io/mcp", "", "iru" },
  { "a", "http://127.0.0.1:1/mcp-server/connector/kandji/tools", "", "iru" },
  { "a", GW, "x-mcp-profile=5d1f", "iru" },
  { "a", "https://notiru.com/mcp", "", "other" },
  { "a", "https://iru.com.example/mcp", "", "other" },
  { "iru", GW, "", "other" },
  { "iru", GW, "X-API-Key=sk_live:9f2c", "other" },
  /* Igris: by host and by how its keys begin */
  { "a", "https://api.igrisecurity.com/v1/mcp/my-database", "", "igris" },
  { "a", "https://your-igris.fly.dev/v1/mcp/x", "", "igris" },
  { "a", "https://igris.example/mcp", "", "igris" },
  { "a", "https://mcp.tigrisdata.example/mcp", "", "other" },
  { "a", GW, "Authorization=Bearer ig_7fd0", "igris" },
  { "a", GW, "authorization=bearer igris_sk_7fd0", "igris" },
  { "a", GW, "Authorization=Bearer big_7fd0", "other" },
  { "a", GW, "Authorization=ig_7fd0", "other" },
  { "a", GW, "Authorization=Bearer ${env:IG}", "other" },
  { "a", GW, "X-Token=Bearer ig_7fd0", "other" },
  { "igris", GW, "", "other" },
  /* IT Glue: by package, image, header, variable, host and, as anybody runs it, by name */
  { "a", "npx -y mcp-itglue", "", "itglue" },
  { "a", "npx -y mcp-itglue@0.4.1", "", "itglue" },
  { "a", "docker run -i --rm -e ITGLUE_API_KEY ghcr.io/selic/mcp-itglue --transport stdio", "", "itglue" },
  { "a", "docker run -i --rm ghcr.io/selic/mcp-itglue:latest", "", "itglue" },
  { "a", "docker run -i --rm ghcr.io/selic/mcp-itglue@sha256:00", "", "itglue" },
  { "a", "node /usr/lib/node_modules/mcp-itglue/dist/index.js", "", "itglue" },
  { "a", "C:\\npm\\mcp-itglue", "", "itglue" },
  { "a", "npx -y not-mcp-itglue", "", "other" },
  { "a", "npx -y mcp-itglue-plus", "", "other" },
  { "a", "node dist/index.js", "ITGLUE_API_KEY=ITG.4c0d", "itglue" },
  { "a", "node dist/index.js", "itglue_api_key=ITG.4c0d", "other" },
  { "a", GW, "X-ITGlue-Api-Key=ITG.4c0d", "itglue" },
  { "a", "https://mcp-itglue.msp.example/mcp", "Authorization=Bearer tokA", "itglue" },
  { "itglue", GW, "Authorization=Bearer tokA", "itglue" },
  { "io-github-selic-mcp-itglue", GW, "", "itglue" },
  { "my itglue", GW, "", "other" },
  /* What is sure goes before a name. */
  { "itglue", "https://api.igrisecurity.com/v1/mcp/itglue", "", "igris" },
  { "itglue", GW, "Authorization=Bearer ig_7fd0", "igris" },
  { "a", GW, "", "other" },
  { "a", "not a url", "", "other" },
  { "a", "npx -y some-server", "KEY=1", "other" },
};

static const struct
{
  const char *profile;
  const char *value;
  const char *text;
  gboolean fits;
} values[] = {
  { "iru", "X-API-Key", "sk_live:9f2c", TRUE },
  { "iru", "x-api-key", " sk_live:9f2c", TRUE },
  { "iru", "X-API-Key", "SK_LIVE:9f2c", FALSE },
  { "iru", "X-API-Key", "9f2c", FALSE },
  { "iru", "X-MCP-Profile", "anything", TRUE },
  { "igris", "Authorization", "Bearer ig_7fd0", TRUE },
  { "igris", "Authorization", "BEARER igris_sk_7fd0", TRUE },
  { "igris", "Authorization", "ig_7fd0", FALSE },
  { "igris", "Authorization", "Bearer sk_live:9f2c", FALSE },
  { "igris", "Authorization", "Basic ig_7fd0", FALSE },
  { "itglue", "x-itglue-api-key", "ITG.4c0d", TRUE },
  { "itglue", "x-itglue-api-key", "4c0d", FALSE },
};

static const struct
{
  const char *profile;
  const char *id;
  const char *detail;
  const char *words; /* NULL: none of its own */
} advice[] = {
  { "iru", "auth-rejected", NULL, "Access → API tokens" },
  { "iru", "http-not-found", NULL, NULL },
  { "igris", "auth-rejected", "401", "Settings → API Keys" },
  { "igris", "service-suspended", NULL, "Resume the session" },
  { "itglue", "auth-rejected", "401: invalid or missing bearer token", "MCP_TOKENS_VIEWER" },
  { "itglue", "auth-rejected", "401: … alongside X-ITGlue-Api-Key …", "CLIENT_ITGLUE_KEYS" },
  { "itglue", "permission-denied", "403: do not match this Session", "opened with another key" },
  { "itglue", "permission-denied", NULL, "viewers read" },
  { "other", "auth-rejected", "401", NULL },
};
/* clang-format on */

static const IruProfile *
get_profile (const char *name)
{
  const IruProfile *profile = iru_profiles_get ();

  while (strcmp (profile->name, name) != 0)
    profile++;
  return profile;
}

static void
set_pairs (GPtrArray *pairs, const char *text, gboolean fold)
{
  g_auto (GStrv) parts = g_strsplit (text, "|", -1);

  for (char **part = parts; *part != NULL && **part != '\0'; part++)
    {
      char *value = strchr (*part, '=');

      *value = '\0';
      iru_pairs_set (pairs, *part, value + 1, fold);
    }
}

static IruServer *
make_server (const char *name, const char *what, const char *pairs)
{
  IruServer *server = iru_server_new (name);
  g_auto (GStrv) words = g_strsplit (what, " ", -1);

  if (strstr (what, "://") != NULL || strcmp (what, "not a url") == 0)
    {
      server->transport = IRU_TRANSPORT_HTTP;
      server->url = g_strdup (what);
      set_pairs (server->headers, pairs, TRUE);
      return server;
    }
  server->transport = IRU_TRANSPORT_STDIO;
  server->command = g_strdup (words[0]);
  for (char **word = words + 1; *word != NULL; word++)
    g_ptr_array_add (server->args, g_strdup (*word));
  set_pairs (server->env, pairs, FALSE);
  return server;
}

static void
test_find (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (IruServer) server = make_server (rows[i].name, rows[i].what, rows[i].pairs);

      g_test_message ("%s: %s %s", rows[i].name, rows[i].what, rows[i].pairs);
      g_assert_cmpstr (iru_profile_find (server)->name, ==, rows[i].profile);
    }
}

static void
test_values (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      const IruProfileValue *value =
          iru_profile_get_value (get_profile (values[i].profile), values[i].value, FALSE);

      g_test_message ("%s: %s", values[i].value, values[i].text);
      g_assert_nonnull (value);
      g_assert_cmpint (iru_profile_value_fits (value, values[i].text), ==, values[i].fits);
    }
}

static void
test_advice (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (advice); i++)
    {
      const IruProfile *profile = get_profile (advice[i].profile);
      g_autoptr (GPtrArray) findings = iru_findings_new ();
      IruFinding *finding = iru_findings_add (findings, advice[i].id, "%s", "");

      g_free (finding->detail);
      finding->detail = g_strdup (advice[i].detail);
      iru_profile_advise (profile, findings);
      g_test_message ("%s: %s", advice[i].profile, advice[i].id);
      if (advice[i].words != NULL)
        g_assert_nonnull (strstr (iru_finding_get_advice (finding), advice[i].words));
      else
        g_assert_null (finding->advice);
    }
}

/* A better one is not overwritten. */
static void
test_own_advice (void)
{
  g_autoptr (GPtrArray) findings = iru_findings_new ();
  IruFinding *finding = iru_findings_add (findings, "auth-rejected", NULL);

  finding->advice = g_strdup ("Do this.");
  iru_profile_advise (iru_profile_get_default (), findings);
  g_assert_cmpstr (iru_finding_get_advice (finding), ==, "Do this.");
}

static void
check_profile (const IruProfile *profile)
{
  g_assert_true (profile->title != NULL || profile[1].name == NULL);
  for (const IruProfileAdvice *row = iru_profile_get_advice_rows (profile); row->id != NULL; row++)
    {
      const IruFindingKind *kind = iru_finding_get_kind (row->id);

      g_test_message ("%s: %s", profile->name, row->id);
      g_assert_nonnull (kind);
      g_assert_cmpstr (row->text, !=, kind->advice);
      /* Behind a row for all details none is ever looked at. */
      for (const IruProfileAdvice *next = row + 1; row->words == NULL && next->id != NULL; next++)
        g_assert_cmpstr (next->id, !=, row->id);
    }
  for (const IruProfileStatus *row = iru_profile_get_statuses (profile); row->status != 0; row++)
    g_assert_nonnull (iru_finding_get_kind (row->id));
  for (const IruProfileValue *value = iru_profile_get_values (profile); value->name != NULL;
       value++)
    g_assert_false (value->needed && value->is_variable);
}

/* The table holds together, and what everyone is told names no vendor. */
static void
test_table (void)
{
  const IruProfile *profile = iru_profiles_get ();

  for (; profile->name != NULL; profile++)
    {
      check_profile (profile);
      for (const IruFindingKind *kind = iru_finding_get_kinds ();
           kind->id != NULL && profile->title != NULL; kind++)
        {
          g_autofree char *pattern = g_strdup_printf ("\\b%s\\b", profile->title);

          g_test_message ("%s", kind->id);
          g_assert_false (g_regex_match_simple (pattern, kind->advice, 0, 0));
          g_assert_false (g_regex_match_simple (pattern, kind->title, 0, 0));
        }
    }
}

/* A row that lacks something is named, and read as if its lists were empty. */
static void
test_gaps (void)
{
  static const struct
  {
    IruProfile profile;
    const char *gap; /* how it begins; NULL: complete */
  } gap_rows[] = {
    { { .name = "acme", .title = "Acme", .domains = { "acme.example" } }, "question" },
    { { .name = "acme", .title = "Acme", .question = "?" }, "domains" },
    { { .name = "acme", .title = "Acme", .domains = { "acme.example" }, .question = "?" },
      "advice" },
    { { .name = "other", .question = "?" }, NULL },
  };

  for (const IruProfile *profile = iru_profiles_get (); profile->name != NULL; profile++)
    {
      const char *gap = iru_profile_find_gap (profile);

      if (gap != NULL)
        g_test_message ("The row “%s” lacks %s", profile->name, gap);
      g_assert_null (gap);
    }
  for (guint i = 0; i < G_N_ELEMENTS (gap_rows); i++)
    {
      const IruProfile *profile = &gap_rows[i].profile;
      const char *gap = iru_profile_find_gap (profile);

      g_assert_true (gap_rows[i].gap == NULL ? gap == NULL
                                             : g_str_has_prefix (gap, gap_rows[i].gap));
      g_assert_null (iru_profile_get_value (profile, "X-API-Key", FALSE));
      g_assert_null (iru_profile_get_status_id (profile, 503));
      g_assert_null (iru_profile_get_advice (profile, "auth-rejected", NULL));
      g_assert_null (iru_profile_get_areas (profile)->id);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/profile/find", test_find);
  g_test_add_func ("/profile/values", test_values);
  g_test_add_func ("/profile/advice", test_advice);
  g_test_add_func ("/profile/own-advice", test_own_advice);
  g_test_add_func ("/profile/table", test_table);
  g_test_add_func ("/profile/gaps", test_gaps);
  return g_test_run ();
}
