/* iru-text-report.c: an outcome for people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-text-report.h"

#include "iru-fix.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-words.h"

/* The report while it is written. */
typedef struct
{
  const IruOutcome *outcome;
  IruTextDetail detail;
  gboolean color;
  GString *text;
} Page;

typedef enum
{
  STYLE_GOOD,
  STYLE_BAD,
  STYLE_WARNING,
  STYLE_FAINT,
  STYLE_STRONG,
  STYLE_HUNK,
} Style;

static void
append_styled (Page *page, Style style, const char *text)
{
  static const char *const codes[] = { "32", "31", "33", "2", "1", "36" };

  if (page->color)
    g_string_append_printf (page->text, "\033[%sm%s\033[0m", codes[style], text);
  else
    g_string_append (page->text, text);
}

static void
append_mark (Page *page, IruSeverity severity, gboolean good)
{
  if (good)
    append_styled (page, STYLE_GOOD, "✓");
  else if (severity == IRU_SEVERITY_ERROR)
    append_styled (page, STYLE_BAD, "✗");
  else if (severity == IRU_SEVERITY_WARNING)
    append_styled (page, STYLE_WARNING, "!");
  else
    append_styled (page, STYLE_FAINT, "·");
}

static void
append_heading (Page *page, const char *heading)
{
  if (page->text->len > 0)
    g_string_append_c (page->text, '\n');
  append_styled (page, STYLE_STRONG, heading);
  g_string_append_c (page->text, '\n');
}

/* "    error: Title [id]", then evidence and cure below it. */
static void
append_finding (Page *page, const IruFinding *finding)
{
  g_autofree char *detail = iru_redactor_clean (page->outcome->redactor, finding->detail);
  Style style = finding->severity == IRU_SEVERITY_ERROR     ? STYLE_BAD
                : finding->severity == IRU_SEVERITY_WARNING ? STYLE_WARNING
                                                            : STYLE_FAINT;

  if (finding->severity == IRU_SEVERITY_INFO && page->detail != IRU_TEXT_VERBOSE)
    return;
  g_string_append (page->text, "      ");
  append_styled (page, style, iru_words_severity (finding->severity));
  g_string_append_printf (page->text, ": %s [%s]\n", iru_finding_get_title (finding),
                          finding->kind->id);
  if (finding->line > 0)
    g_string_append_printf (page->text, _ ("        line %u, column %u%s%s\n"), finding->line,
                            finding->column, detail != NULL ? ": " : "",
                            detail != NULL ? detail : "");
  else if (detail != NULL)
    g_string_append_printf (page->text, "        %s\n", detail);
  if (finding->severity != IRU_SEVERITY_INFO)
    g_string_append_printf (page->text, "        → %s\n", iru_finding_get_advice (finding));
  if (finding->fixable)
    g_string_append_printf (page->text, "        → %s\n", _ ("“iru-mcp-setup --fix” fixes this."));
}

static void
append_findings (Page *page, GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    append_finding (page, findings->pdata[i]);
}

static IruSeverity
get_worst (GPtrArray *findings)
{
  IruSeverity worst = IRU_SEVERITY_INFO;

  for (guint i = 0; i < findings->len; i++)
    worst = MAX (worst, ((IruFinding *)findings->pdata[i])->severity);
  return worst;
}

/* Which keys an entry holds, and what of its client is not certain. */
static void
append_holding (Page *page, const IruClientResult *client)
{
  gboolean lists = strcmp (page->outcome->mode, "list") == 0;
  const char *unverified = client->target->client->unverified;
  g_autofree char *keys = lists && client->server != NULL
                              ? iru_words_keys (client->server, page->outcome->redactor)
                              : NULL;

  if (keys != NULL)
    g_string_append_printf (page->text, _ ("      key: %s\n"), keys);
  if (lists && unverified != NULL && page->detail == IRU_TEXT_VERBOSE)
    g_string_append_printf (page->text, _ ("      not seen on the real program: %s\n"),
                            _ (unverified));
}

static void
append_client (Page *page, const IruClientResult *client)
{
  g_autofree char *title = iru_words_client (client->target);
  g_autofree char *path = iru_words_file (client->target);
  g_autofree char *name = iru_redactor_clean (page->outcome->redactor, client->name);
  g_autofree char *raw_scope = iru_words_scope (client);
  g_autofree char *scope = iru_redactor_clean (page->outcome->redactor, raw_scope);
  IruSeverity worst = get_worst (client->findings);
  gboolean lists = strcmp (page->outcome->mode, "list") == 0;
  IruClientVerdict verdict = iru_client_verdict_new (client);
  g_autofree char *words = lists ? NULL : iru_words_verdict (client, FALSE);

  if (page->detail == IRU_TEXT_QUIET && verdict.kind != IRU_VERDICT_FAILS
      && worst != IRU_SEVERITY_ERROR)
    return;
  g_string_append (page->text, "  ");
  append_mark (page, verdict.fault != NULL ? IRU_SEVERITY_ERROR : worst,
               lists ? client->state == IRU_CLIENT_OK && worst == IRU_SEVERITY_INFO
                     : verdict.kind <= IRU_VERDICT_RESTART && worst == IRU_SEVERITY_INFO);
  g_string_append_printf (page->text, " %s: %s", title, words ? words : iru_words_state (client));
  if (lists)
    g_string_append_printf (page->text, " (--client %s)", client->target->client->name);
  if (lists && client->server != NULL)
    g_string_append_printf (page->text, _ (" as “%s”"), name);
  if (scope != NULL)
    g_string_append_printf (page->text, ", %s", scope);
  g_string_append_c (page->text, '\n');
  append_styled (page, STYLE_FAINT, "      ");
  append_styled (page, STYLE_FAINT, path);
  if (!lists && client->server != NULL)
    g_string_append_printf (page->text, _ (", server “%s”"), name);
  g_string_append_c (page->text, '\n');
  append_holding (page, client);
  append_findings (page, client->findings);
}

static void
append_rungs (Page *page, const IruEndpointResult *endpoint)
{
  const IruProbeResult *probe = endpoint->probe;

  g_string_append (page->text, "     ");
  for (IruRung rung = IRU_RUNG_RUNTIME; rung < IRU_N_RUNGS; rung++)
    {
      const IruRungResult *result = &probe->rungs[rung];

      if (!iru_words_has_rung (endpoint, rung))
        continue;
      g_string_append_printf (page->text, "%s%s ",
                              page->text->str[page->text->len - 1] == ' ' ? " " : "  ",
                              iru_rung_get_name (rung));
      if (result->state == IRU_RUNG_STATE_SKIPPED)
        append_styled (page, STYLE_FAINT, "–");
      else
        append_mark (page, IRU_SEVERITY_ERROR, result->state == IRU_RUNG_STATE_OK);
      if (page->detail == IRU_TEXT_VERBOSE && result->state != IRU_RUNG_STATE_SKIPPED)
        g_string_append_printf (page->text, " %.1f ms", result->elapsed_ms);
    }
  g_string_append_c (page->text, '\n');
}

static void
append_probe (Page *page, const IruEndpointResult *endpoint)
{
  const IruProbeResult *probe = endpoint->probe;
  g_autofree char *name = iru_redactor_clean (page->outcome->redactor, probe->server_name);
  g_autofree char *version = iru_redactor_clean (page->outcome->redactor, probe->server_version);

  append_rungs (page, endpoint);
  if (probe->protocol != NULL)
    {
      g_string_append_printf (page->text, _ ("      %s %s, MCP %s"),
                              name != NULL ? name : _ ("(no name)"), version != NULL ? version : "",
                              probe->protocol);
      if (probe->tools != NULL)
        g_string_append_printf (
            page->text, g_dngettext (GETTEXT_PACKAGE, ", %u tool", ", %u tools", probe->tools->len),
            probe->tools->len);
      g_string_append_printf (page->text, ", %.0f ms\n", probe->elapsed_ms);
    }
  if (probe->called != NULL)
    {
      g_autofree char *called = iru_redactor_clean (page->outcome->redactor, probe->called);

      g_string_append_printf (page->text, _ ("      called %s: it works\n"), called);
    }
  if (page->detail == IRU_TEXT_VERBOSE)
    iru_words_append_areas (page->text, "      ", endpoint);
  append_findings (page, probe->findings);
}

static void
append_endpoint (Page *page, const IruEndpointResult *endpoint)
{
  g_autofree char *users = iru_words_users (endpoint, page->outcome->redactor);
  const IruProbeResult *probe = endpoint->probe;
  g_autofree char *shown = iru_words_endpoint (endpoint, page->outcome->redactor);
  IruSeverity worst = probe != NULL ? get_worst (probe->findings) : IRU_SEVERITY_INFO;

  if (page->detail == IRU_TEXT_QUIET && worst != IRU_SEVERITY_ERROR)
    return;
  g_string_append (page->text, "  ");
  append_mark (page, worst, probe != NULL && worst == IRU_SEVERITY_INFO);
  g_string_append_printf (page->text, " %s\n", shown);
  if (users != NULL)
    g_string_append_printf (page->text, _ ("      used by: %s\n"), users);
  if (probe != NULL)
    append_probe (page, endpoint);
  else
    g_string_append_printf (page->text, "      %s\n",
                            endpoint->askable ? _ ("not asked (offline)")
                                              : _ ("not asked: fix the entry first"));
}

/* Each client that does not work, and why: by name, as nobody reads all that is above. */
static void
append_failing (Page *page, const IruDiagnosis *diagnosis)
{
  for (guint i = 0; i < diagnosis->clients->len; i++)
    {
      const IruClientResult *client = diagnosis->clients->pdata[i];
      IruClientVerdict verdict = iru_client_verdict_new (client);

      if (!verdict.counts || verdict.kind == IRU_VERDICT_WORKS)
        continue;
      g_autofree char *title = iru_words_client (client->target);
      g_autofree char *words = iru_words_verdict (client, FALSE);
      g_string_append_printf (page->text, "  %s: %s\n", title, words);
    }
}

static void
append_fault (Page *page, const IruFinding *fault, const IruClientResult *client)
{
  g_autofree char *title = client != NULL ? iru_words_client (client->target) : NULL;

  append_styled (page, STYLE_BAD, _ ("First fault:"));
  g_string_append_printf (page->text, " %s%s%s [%s]\n", title != NULL ? title : "",
                          title != NULL ? ": " : "", iru_finding_get_title (fault),
                          fault->kind->id);
  g_string_append_printf (page->text, "→ %s\n", iru_finding_get_advice (fault));
  if (fault->fixable)
    g_string_append_printf (page->text, "→ %s\n", _ ("“iru-mcp-setup --fix” fixes this."));
}

/* How many work, and what to do first: the last lines are what stays on the screen. */
static void
append_headline (Page *page, const IruDiagnosis *diagnosis)
{
  const IruClientResult *client = NULL;
  const IruFinding *fault = iru_diagnosis_get_headline (diagnosis, &client);
  g_autofree char *summary = iru_words_summary (diagnosis);
  IruVerdictCounts counts = iru_verdicts_count (diagnosis);

  if (page->detail == IRU_TEXT_QUIET && fault == NULL)
    return;
  g_string_append_c (page->text, '\n');
  if (summary != NULL && page->detail != IRU_TEXT_QUIET)
    {
      append_styled (page, counts.n_working == counts.n_clients ? STYLE_GOOD : STYLE_STRONG,
                     summary);
      g_string_append (page->text, ".\n");
      append_failing (page, diagnosis);
    }
  if (fault != NULL)
    append_fault (page, fault, client);
}

static void
append_diagnosis (Page *page, const IruDiagnosis *diagnosis)
{
  if (page->detail != IRU_TEXT_QUIET && diagnosis->clients->len > 0)
    append_heading (page, _ ("Clients"));
  for (guint i = 0; i < diagnosis->clients->len; i++)
    append_client (page, diagnosis->clients->pdata[i]);
  if (page->detail != IRU_TEXT_QUIET && diagnosis->endpoints->len > 0)
    append_heading (page, _ ("Endpoints"));
  for (guint i = 0; i < diagnosis->endpoints->len; i++)
    append_endpoint (page, diagnosis->endpoints->pdata[i]);
  if (strcmp (page->outcome->mode, "list") != 0)
    append_headline (page, diagnosis);
}

static void
append_diff (Page *page, const IruChange *change)
{
  g_autofree char *diff = iru_outcome_diff (change);
  g_autofree char *shown = iru_escape_text (diff);
  g_auto (GStrv) lines = g_strsplit (shown, "\n", -1);

  for (guint i = 0; lines[i] != NULL && (lines[i][0] != '\0' || lines[i + 1] != NULL); i++)
    {
      if (lines[i][0] == '+')
        append_styled (page, STYLE_GOOD, lines[i]);
      else if (lines[i][0] == '-')
        append_styled (page, STYLE_BAD, lines[i]);
      else if (lines[i][0] == '@')
        append_styled (page, STYLE_HUNK, lines[i]);
      else
        g_string_append (page->text, lines[i]);
      g_string_append_c (page->text, '\n');
    }
}

/* More than this many of one kind take one line together. */
#define MAX_SINGLE_FIXES 2

/* From an id to how many fixes have it. */
static GHashTable *
count_fixes (GArray *fixes)
{
  GHashTable *counts = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < fixes->len; i++)
    {
      char *id = (char *)g_array_index (fixes, IruFix, i).id;
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, id));

      g_hash_table_insert (counts, id, GUINT_TO_POINTER (count + 1));
    }
  return counts;
}

static void
append_fix (Page *page, const IruFix *fix, guint count, guint line, guint column)
{
  g_string_append_printf (page->text, _ ("      put right: %s [%s] "), iru_fix_get_title (fix->id),
                          fix->id);
  if (count > MAX_SINGLE_FIXES)
    g_string_append_printf (page->text,
                            g_dngettext (GETTEXT_PACKAGE,
                                         "(%u place, the first at line %u, column %u)\n",
                                         "(%u places, the first at line %u, column %u)\n", count),
                            count, line, column);
  else
    g_string_append_printf (page->text, _ ("(line %u, column %u)\n"), line, column);
}

static void
append_fixes (Page *page, GArray *fixes, GBytes *text)
{
  gsize length;
  const char *data = text != NULL ? g_bytes_get_data (text, &length) : NULL;
  g_autoptr (GHashTable) counts = count_fixes (fixes);

  for (guint i = 0; data != NULL && i < fixes->len; i++)
    {
      const IruFix *fix = &g_array_index (fixes, IruFix, i);
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, fix->id));
      guint line;
      guint column;

      if (count == 0)
        continue;
      iru_text_get_position (data, length, fix->offset, &line, &column);
      append_fix (page, fix, count, line, column);
      if (count > MAX_SINGLE_FIXES)
        g_hash_table_insert (counts, (char *)fix->id, GUINT_TO_POINTER (0));
    }
}

/* What was wrong, and is fixed. */
static void
append_cured (Page *page, GPtrArray *cured)
{
  for (guint i = 0; i < cured->len; i++)
    {
      const IruFinding *finding = cured->pdata[i];

      g_string_append_printf (page->text,
                              page->outcome->dry_run ? _ ("      would be fixed: %s [%s]\n")
                                                     : _ ("      fixed: %s [%s]\n"),
                              iru_finding_get_title (finding), finding->kind->id);
    }
}

/* Of several, or where another name than the usual may be meant, which. */
static void
append_entries (Page *page, const IruChange *change)
{
  g_autoptr (GString) names = g_string_new (NULL);

  if (change->entries->len < 2)
    return;
  for (guint i = 0; i < change->entries->len; i++)
    {
      g_autofree char *name =
          iru_redactor_clean (page->outcome->redactor, change->entries->pdata[i]);

      g_string_append_printf (names, "%s“%s”", i > 0 ? ", " : "", name);
    }
  g_string_append_printf (page->text, _ ("      entries: %s\n"), names->str);
}

static void
append_npx (Page *page, const IruChange *change)
{
  g_autofree char *npx = iru_words_npx (change);
  g_autofree char *shown = npx != NULL ? iru_escape_text (npx) : NULL;

  if (shown != NULL)
    g_string_append_printf (page->text, "      %s\n", shown);
}

static void
append_change (Page *page, const IruChange *change)
{
  gboolean dry_run = page->outcome->dry_run;
  gboolean written = change->backup != NULL;
  g_autofree char *title = iru_words_client (change->target);
  g_autofree char *path = iru_words_file (change->target);

  if (page->detail == IRU_TEXT_QUIET && !iru_change_fails (change))
    return;
  g_string_append (page->text, "  ");
  append_mark (page, change->error != NULL ? IRU_SEVERITY_ERROR : IRU_SEVERITY_WARNING,
               !iru_change_fails (change));
  g_string_append_printf (page->text, " %s: %s\n", title,
                          iru_words_action (change->action, dry_run));
  append_styled (page, STYLE_FAINT, "      ");
  append_styled (page, STYLE_FAINT, path);
  g_string_append_c (page->text, '\n');
  if (change->error != NULL)
    {
      g_autofree char *message =
          iru_redactor_clean (page->outcome->redactor, change->error->message);

      g_string_append_printf (page->text, "      %s\n", message);
      return;
    }
  append_entries (page, change);
  append_fixes (page, change->fixes, change->before);
  append_cured (page, change->cured);
  append_findings (page, change->findings);
  if (dry_run || page->detail == IRU_TEXT_VERBOSE)
    {
      append_npx (page, change);
      append_diff (page, change);
    }
  if (written)
    g_string_append_printf (page->text, "      → %s\n", iru_target_get_restart (change->target));
  if (written && iru_target_get_hint (change->target) != NULL)
    g_string_append_printf (page->text, "      → %s\n", iru_target_get_hint (change->target));
}

/* A removal that finds nothing says so. */
static void
append_nothing (Page *page, GPtrArray *changes)
{
  if (strcmp (page->outcome->mode, "remove") != 0 || page->detail == IRU_TEXT_QUIET)
    return;
  for (guint i = 0; i < changes->len; i++)
    if (((IruChange *)changes->pdata[i])->action != IRU_ACTION_UNCHANGED)
      return;
  g_string_append_printf (page->text, "%s\n",
                          _ ("There is nothing to remove: none of these files has the server."));
}

static void
append_plan (Page *page, IruPlan *plan)
{
  GPtrArray *changes = iru_plan_get_changes (plan);
  const char *backup = NULL;
  gboolean only_gone = TRUE;

  if (page->detail != IRU_TEXT_QUIET)
    append_heading (page, page->outcome->dry_run ? _ ("What would change") : _ ("Changes"));
  if (changes->len == 0 && page->detail != IRU_TEXT_QUIET)
    g_string_append_printf (page->text, "  %s\n", _ ("There is nothing to fix here."));
  for (guint i = 0; i < changes->len; i++)
    {
      IruChange *change = changes->pdata[i];

      append_change (page, change);
      only_gone &= change->backup == NULL || change->action == IRU_ACTION_REMOVED;
      backup = change->backup != NULL ? change->backup : backup;
    }
  append_nothing (page, changes);
  if (backup == NULL || page->detail == IRU_TEXT_QUIET)
    return;
  g_string_append_printf (page->text,
                          only_gone || page->outcome->diagnosis != NULL
                              ? _ ("\n“iru-mcp-setup --undo” takes it back (backup %s).\n")
                              : _ ("\n“iru-mcp-setup --check” proves that it works; "
                                   "“iru-mcp-setup --undo” takes it back (backup %s).\n"),
                          backup);
}

static void
append_undone (Page *page, GPtrArray *undone)
{
  gboolean restored = FALSE;

  if (undone->len == 0 && page->detail != IRU_TEXT_QUIET)
    g_string_append_printf (page->text, "%s\n", _ ("There is nothing to undo."));
  for (guint i = 0; i < undone->len; i++)
    {
      IruUndoResult *result = undone->pdata[i];

      restored |= result->error == NULL;
      if (page->detail == IRU_TEXT_QUIET && result->error == NULL)
        continue;
      g_string_append (page->text, "  ");
      append_mark (page, IRU_SEVERITY_ERROR, result->error == NULL);
      g_autofree char *path = iru_words_path (result->path);
      g_string_append_printf (
          page->text, " %s: %s\n", path,
          iru_words_action (result->error != NULL ? IRU_ACTION_REFUSED : IRU_ACTION_RESTORED,
                            page->outcome->dry_run));
      append_findings (page, result->findings);
    }
  if (restored && !page->outcome->dry_run && page->detail != IRU_TEXT_QUIET)
    g_string_append (page->text, _ ("\nQuit the assistants that are running and open them again: "
                                    "they read their files when they start.\n"));
}

/* What an install of the configuration makes the clients do. */
static void
append_starts (Page *page, const IruSnippet *snippet)
{
  if (page->outcome->plan == NULL || page->detail == IRU_TEXT_QUIET)
    return;
  for (guint i = 0; i < snippet->servers->len; i++)
    {
      const IruServer *server = snippet->servers->pdata[i];
      g_autofree char *name = iru_redactor_clean (page->outcome->redactor, server->name);
      g_autofree char *starts = iru_words_starts (server, page->outcome->redactor);

      if (starts != NULL)
        g_string_append_printf (page->text, _ ("Server “%s”: %s\n"), name, starts);
    }
}

static void
append_snippet (Page *page, const IruSnippet *snippet)
{
  append_starts (page, snippet);
  if (snippet->fixes->len == 0 && snippet->findings->len == 0)
    return;
  if (page->detail == IRU_TEXT_QUIET && iru_findings_get_headline (snippet->findings) == NULL)
    return;
  append_heading (page, _ ("The configuration that was given"));
  append_fixes (page, snippet->fixes, snippet->text);
  append_findings (page, snippet->findings);
}

static void
append_runs (Page *page, GPtrArray *runs)
{
  if (runs->len == 0)
    return;
  append_heading (page, _ ("Backups, for --undo --backup ID"));
  for (guint i = 0; i < runs->len; i++)
    {
      IruRun *run = runs->pdata[i];

      g_string_append_printf (page->text, "  %s\n", run->id);
      for (guint j = 0; j < run->backups->len; j++)
        {
          g_autofree char *path = iru_words_path (((IruBackup *)run->backups->pdata[j])->path);

          g_string_append_printf (page->text, "      %s\n", path);
        }
    }
}

/* What was made, and what its receiver does with it. */
static void
append_export (Page *page, const IruOutcome *outcome)
{
  const IruExport *export = outcome->exported;

  if (outcome->exported_file != NULL)
    {
      g_autofree char *path = iru_words_path (outcome->exported_file);

      append_mark (page, IRU_SEVERITY_ERROR, TRUE);
      g_string_append_printf (page->text, " %s: %s\n", path,
                              iru_words_action (outcome->exported_as == IRU_FILE_UNCHANGED
                                                    ? IRU_ACTION_UNCHANGED
                                                    : IRU_ACTION_CREATED,
                                                FALSE));
    }
  g_string_append_printf (page->text, "%s\n", iru_export_get_hint (export));
  for (guint i = 0; i < export->asked->len; i++)
    {
      const IruPair *asked = iru_pairs_index (export->asked, i);
      g_autofree char *name = iru_redactor_clean (outcome->redactor, asked->name);
      g_autofree char *whole = iru_export_describe (export, asked);
      g_autofree char *meaning = iru_redactor_clean (outcome->redactor, whole);

      g_string_append_printf (page->text, "  %s: %s\n", name, meaning);
    }
  g_string_append_printf (page->text, "%s\n",
                          export->literal
                              ? _ ("The key itself is in it: hand it over as you would a password.")
                              : _ ("No key is in it."));
}

char *
iru_text_report (const IruOutcome *outcome, IruTextDetail detail, gboolean color)
{
  Page page = {
    .outcome = outcome,
    .detail = detail,
    .color = color,
    .text = g_string_new (NULL),
  };

  if (outcome->snippet != NULL)
    append_snippet (&page, outcome->snippet);
  if (outcome->plan != NULL)
    append_plan (&page, outcome->plan);
  if (outcome->undone != NULL)
    append_undone (&page, outcome->undone);
  if (outcome->diagnosis != NULL)
    append_diagnosis (&page, outcome->diagnosis);
  if (outcome->exported != NULL && detail != IRU_TEXT_QUIET)
    append_export (&page, outcome);
  if (outcome->runs != NULL && detail != IRU_TEXT_QUIET)
    append_runs (&page, outcome->runs);
  return g_string_free (page.text, FALSE);
}
