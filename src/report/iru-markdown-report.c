/* iru-markdown-report.c: an outcome for a ticket
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-markdown-report.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-runtime.h"
#include "iru-words.h"

typedef struct
{
  const IruOutcome *outcome;
  GString *text;
} Page;

/* A code span with as many backticks round it as it takes: nothing in @text is markup. */
static void
append_code (Page *page, const char *text)
{
  g_autofree char *clean = iru_redactor_clean (page->outcome->redactor, text);
  gsize longest = 0;

  if (clean == NULL || *clean == '\0')
    {
      g_string_append (page->text, "–");
      return;
    }
  for (const char *p = clean; *p != '\0'; p += MAX (strspn (p, "`"), 1))
    longest = MAX (longest, strspn (p, "`"));

  g_autofree char *fence = g_strnfill (longest + 1, '`');
  const char *blank = longest > 0 ? " " : "";
  g_string_append_printf (page->text, "%s%s%s%s%s", fence, blank, clean, blank, fence);
}

/* "- name: `value`" */
static void
append_row (Page *page, const char *name, const char *value)
{
  g_string_append_printf (page->text, "- %s: ", name);
  append_code (page, value);
  g_string_append_c (page->text, '\n');
}

static void
append_finding (Page *page, const IruFinding *finding)
{
  g_string_append_printf (page->text, "- **%s**: %s (`%s`, %s)\n",
                          iru_words_severity (finding->severity), iru_finding_get_title (finding),
                          finding->kind->id, iru_rung_get_name (finding->rung));
  if (finding->line > 0)
    g_string_append_printf (page->text, _ ("  - line %u, column %u\n"), finding->line,
                            finding->column);
  if (finding->detail != NULL)
    {
      g_string_append (page->text, "  - ");
      append_code (page, finding->detail);
      g_string_append_c (page->text, '\n');
    }
  if (finding->severity != IRU_SEVERITY_INFO)
    g_string_append_printf (page->text, "  - → %s\n", iru_finding_get_advice (finding));
}

static void
append_findings (Page *page, GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    append_finding (page, findings->pdata[i]);
}

/* The headline, or that there is none. */
static void
append_headline (Page *page)
{
  const IruDiagnosis *diagnosis = page->outcome->diagnosis;
  const IruClientResult *client = NULL;
  const IruFinding *headline = iru_diagnosis_get_headline (diagnosis, &client);
  g_autofree char *title = client != NULL ? iru_words_client (client->target) : NULL;
  g_autofree char *summary = iru_words_summary (diagnosis);

  g_string_append_printf (page->text, "\n## %s\n\n", _ ("Result"));
  if (summary != NULL)
    g_string_append_printf (page->text, "%s.\n\n", summary);
  if (headline != NULL)
    {
      g_string_append_printf (page->text, "%s%s%s\n\n", _ ("First fault"),
                              title != NULL ? ": " : "", title != NULL ? title : "");
      append_finding (page, headline);
    }
}

static void
append_runtime (Page *page, IruPlaces *places)
{
  g_autoptr (IruRuntime) runtime = iru_runtime_find (places);

  append_row (page, "npx", runtime->folder != NULL ? runtime->command : _ ("not found"));
  if (runtime->node_major > 0)
    g_string_append_printf (page->text, "- Node.js: %u\n", runtime->node_major);
}

static void
append_machine (Page *page)
{
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d %H:%M:%S UTC");
  GPtrArray *targets = page->outcome->targets;

  g_string_append_printf (page->text, "- iru-mcp-setup %s\n", IRU_VERSION);
  g_string_append_printf (page->text, "- %s\n", time);
  append_row (page, _ ("this machine"), system);
  if (targets == NULL || targets->len == 0)
    return;

  IruPlaces *places = ((IruTarget *)targets->pdata[0])->places;
  append_row (page, _ ("files of"), iru_platform_get_name (iru_places_get_platform (places)));
  append_runtime (page, places);
}

static void
append_client (Page *page, const IruClientResult *client)
{
  g_autofree char *title = iru_words_client (client->target);
  g_autofree char *path = iru_words_file (client->target);
  g_autofree char *url = client->server != NULL && client->server->url != NULL
                             ? iru_mask_url (client->server->url)
                             : NULL;
  g_autofree char *words = iru_words_verdict (client, FALSE);
  g_autofree char *keys =
      client->server != NULL ? iru_words_keys (client->server, page->outcome->redactor) : NULL;

  g_string_append_printf (page->text, "\n### %s: %s\n\n", title, words);
  append_row (page, _ ("file"), path);
  if (client->server != NULL)
    append_row (page, _ ("server"), client->name);
  if (url != NULL)
    append_row (page, "URL", url);
  if (keys != NULL)
    append_row (page, _ ("key"), keys);
  append_findings (page, client->findings);
}

static void
append_rungs (Page *page, const IruEndpointResult *endpoint)
{
  const IruProbeResult *probe = endpoint->probe;
  static const char *const marks[] = { "–", "✓", "✗" };

  g_string_append_printf (page->text, "\n| %s | %s | ms |\n| --- | --- | ---: |\n", _ ("rung"),
                          _ ("state"));
  for (IruRung rung = IRU_RUNG_RUNTIME; rung < IRU_N_RUNGS; rung++)
    if (iru_words_has_rung (endpoint, rung))
      g_string_append_printf (page->text, "| %s | %s | %.1f |\n", iru_rung_get_name (rung),
                              marks[probe->rungs[rung].state], probe->rungs[rung].elapsed_ms);
  g_string_append_c (page->text, '\n');
}

static void
append_probe (Page *page, const IruEndpointResult *endpoint)
{
  const IruProbeResult *probe = endpoint->probe;

  append_row (page, _ ("server"), probe->server_name);
  append_row (page, _ ("version"), probe->server_version);
  g_string_append_printf (page->text, "- MCP: %s, %s\n",
                          probe->protocol != NULL ? probe->protocol : "–",
                          probe->transport != NULL ? probe->transport : "–");
  if (probe->tools != NULL)
    g_string_append_printf (page->text, _ ("- tools: %u\n"), probe->tools->len);
  if (probe->called != NULL)
    append_row (page, _ ("called"), probe->called);
  iru_words_append_areas (page->text, "- ", endpoint);
  append_rungs (page, endpoint);
  append_findings (page, probe->findings);
}

static void
append_endpoint (Page *page, const IruEndpointResult *endpoint)
{
  g_autofree char *name = iru_words_endpoint (endpoint, page->outcome->redactor);
  g_autofree char *users = iru_words_users (endpoint, page->outcome->redactor);

  g_string_append (page->text, "\n### ");
  append_code (page, name);
  g_string_append (page->text, "\n\n");
  if (users != NULL)
    append_row (page, _ ("used by"), users);
  if (endpoint->probe != NULL)
    append_probe (page, endpoint);
  else
    g_string_append_printf (page->text, "%s\n",
                            endpoint->askable ? _ ("not asked (offline)")
                                              : _ ("not asked: fix the entry first"));
}

char *
iru_markdown_report (const IruOutcome *outcome)
{
  Page page = { .outcome = outcome, .text = g_string_new (NULL) };
  const IruDiagnosis *diagnosis = outcome->diagnosis;

  g_string_append_printf (page.text, "# %s\n\n", _ ("Iru MCP Setup: report"));
  append_machine (&page);
  if (outcome->snippet != NULL)
    append_findings (&page, outcome->snippet->findings);
  if (diagnosis == NULL)
    return g_string_free (page.text, FALSE);
  append_headline (&page);
  append_findings (&page, diagnosis->findings);
  g_string_append_printf (page.text, "\n## %s\n", _ ("Clients"));
  for (guint i = 0; i < diagnosis->clients->len; i++)
    append_client (&page, diagnosis->clients->pdata[i]);
  g_string_append_printf (page.text, "\n## %s\n", _ ("Endpoints"));
  for (guint i = 0; i < diagnosis->endpoints->len; i++)
    append_endpoint (&page, diagnosis->endpoints->pdata[i]);
  return g_string_free (page.text, FALSE);
}
