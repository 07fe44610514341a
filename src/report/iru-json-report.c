/* iru-json-report.c: the document that --json prints
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-json-report.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "iru-permission-map.h"
#include "iru-words.h"

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  g_autofree char *valid = value != NULL ? g_utf8_make_valid (value, -1) : NULL;

  json_builder_set_member_name (builder, name);
  if (valid != NULL)
    json_builder_add_string_value (builder, valid);
  else
    json_builder_add_null_value (builder);
}

/* Takes @value. */
static void
add_taken (JsonBuilder *builder, const char *name, char *value)
{
  g_autofree char *taken = value;

  add_string (builder, name, taken);
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

/* Milliseconds, in microsecond steps. */
static void
add_ms (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, (gint64)(value * 1000 + 0.5) / 1000.0);
}

static void
begin_array (JsonBuilder *builder, const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
}

static void
add_finding (JsonBuilder *builder, const IruOutcome *outcome, const IruFinding *finding)
{
  json_builder_begin_object (builder);
  add_string (builder, "id", finding->kind->id);
  add_string (builder, "severity", iru_severity_get_name (finding->severity));
  add_string (builder, "rung", iru_rung_get_name (finding->rung));
  add_string (builder, "title", iru_finding_get_title (finding));
  add_taken (builder, "detail", iru_redactor_clean (outcome->redactor, finding->detail));
  add_string (builder, "advice", iru_finding_get_advice (finding));
  if (finding->line > 0)
    {
      add_int (builder, "line", finding->line);
      add_int (builder, "column", finding->column);
    }
  if (finding->fixable)
    {
      json_builder_set_member_name (builder, "fixable");
      json_builder_add_boolean_value (builder, TRUE);
    }
  json_builder_end_object (builder);
}

static void
add_findings (JsonBuilder *builder, const IruOutcome *outcome, GPtrArray *findings)
{
  begin_array (builder, "findings");
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    add_finding (builder, outcome, findings->pdata[i]);
  json_builder_end_array (builder);
}

static void
add_file (JsonBuilder *builder, const IruTarget *target)
{
  const char *user = iru_places_get_user (target->places);

  add_string (builder, "client", target->client->name);
  add_taken (builder, "file", iru_places_get_native_path (target->places, target->path));
  add_string (builder, "platform",
              iru_platform_get_name (iru_places_get_platform (target->places)));
  if (user != NULL)
    add_string (builder, "user", user);
}

/* Which keys an entry holds, masked. */
static void
add_keys (JsonBuilder *builder, const IruOutcome *outcome, const IruServer *server)
{
  GPtrArray *pairs = server->transport == IRU_TRANSPORT_HTTP ? server->headers : server->env;

  begin_array (builder, "keys");
  for (guint i = 0; i < pairs->len; i++)
    {
      const IruPair *pair = iru_pairs_index (pairs, i);

      if (!iru_words_is_key (pair))
        continue;
      json_builder_begin_object (builder);
      add_taken (builder, "name", iru_redactor_clean (outcome->redactor, pair->name));
      add_taken (builder, "shown", iru_words_key (pair, outcome->redactor));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static const char *
get_state_name (IruRungState state)
{
  static const char *const names[] = { "skipped", "ok", "failed" };

  return names[state];
}

static void
add_verdict (JsonBuilder *builder, const IruOutcome *outcome, const IruClientResult *client)
{
  IruClientVerdict verdict = iru_client_verdict_new (client);
  gboolean proved = verdict.kind == IRU_VERDICT_WORKS || verdict.kind == IRU_VERDICT_RESTART;
  g_autoptr (GDateTime) time =
      g_date_time_new_from_unix_utc (outcome->diagnosis->proved_us / G_USEC_PER_SEC);

  add_string (builder, "verdict", iru_verdict_kind_get_name (verdict.kind));
  begin_array (builder, "rungs");
  for (IruRung rung = IRU_RUNG_FILE; client->server != NULL && rung < IRU_N_RUNGS; rung++)
    {
      json_builder_begin_object (builder);
      add_string (builder, "rung", iru_rung_get_name (rung));
      add_string (builder, "state", get_state_name (verdict.rungs[rung]));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  if (proved)
    add_taken (builder, "proved_at", g_date_time_format_iso8601 (time));
  else
    add_string (builder, "proved_at", NULL);
}

static void
add_verdict_counts (JsonBuilder *builder, const IruDiagnosis *diagnosis)
{
  IruVerdictCounts counts = iru_verdicts_count (diagnosis);

  json_builder_set_member_name (builder, "verdicts");
  json_builder_begin_object (builder);
  for (IruVerdictKind kind = 0; kind < IRU_N_VERDICTS; kind++)
    add_int (builder, iru_verdict_kind_get_name (kind), counts.n[kind]);
  json_builder_end_object (builder);
}

static void
add_client (JsonBuilder *builder, const IruOutcome *outcome, const IruClientResult *client)
{
  json_builder_begin_object (builder);
  add_file (builder, client->target);
  json_builder_set_member_name (builder, "found");
  json_builder_add_boolean_value (builder, client->target->found);
  add_string (builder, "state", iru_client_state_get_name (client->state));
  add_verdict (builder, outcome, client);
  add_taken (builder, "server", iru_redactor_clean (outcome->redactor, client->name));
  if (client->server != NULL && client->server->url != NULL)
    add_taken (builder, "url", iru_mask_url (client->server->url));
  add_string (builder, "scope", iru_scope_get_name (client->scope));
  if (client->folder != NULL)
    add_taken (builder, "folder", iru_redactor_clean (outcome->redactor, client->folder));
  if (client->server != NULL)
    add_keys (builder, outcome, client->server);
  if (client->target->client->unverified != NULL)
    add_string (builder, "unverified", client->target->client->unverified);
  add_findings (builder, outcome, client->findings);
  json_builder_end_object (builder);
}

static void
add_rungs (JsonBuilder *builder, const IruEndpointResult *endpoint)
{
  const IruProbeResult *probe = endpoint->probe;

  begin_array (builder, "rungs");
  for (IruRung rung = IRU_RUNG_RUNTIME; rung < IRU_N_RUNGS; rung++)
    {
      if (!iru_words_has_rung (endpoint, rung))
        continue;
      json_builder_begin_object (builder);
      add_string (builder, "rung", iru_rung_get_name (rung));
      add_string (
          builder, "state",
          get_state_name (probe != NULL ? probe->rungs[rung].state : IRU_RUNG_STATE_SKIPPED));
      add_ms (builder, "elapsed_ms", probe != NULL ? probe->rungs[rung].elapsed_ms : 0);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_probe (JsonBuilder *builder, const IruOutcome *outcome, const IruProbeResult *probe)
{
  add_string (builder, "protocol", probe->protocol);
  add_string (builder, "transport", probe->transport);
  add_taken (builder, "server_name", iru_redactor_clean (outcome->redactor, probe->server_name));
  add_taken (builder, "server_version",
             iru_redactor_clean (outcome->redactor, probe->server_version));
  json_builder_set_member_name (builder, "tools");
  if (probe->tools != NULL)
    json_builder_add_int_value (builder, probe->tools->len);
  else
    json_builder_add_null_value (builder);
  if (probe->called != NULL)
    add_taken (builder, "called", iru_redactor_clean (outcome->redactor, probe->called));
  add_int (builder, "requests", probe->n_requests);
  add_ms (builder, "elapsed_ms", probe->elapsed_ms);
}

static void
add_areas (JsonBuilder *builder, const IruProfile *profile, GPtrArray *tools)
{
  g_autoptr (GArray) map = iru_permission_map_new (profile, tools);

  if (map->len == 0)
    return;
  begin_array (builder, "areas");
  for (guint i = 0; i < map->len; i++)
    {
      const IruArea *area = &g_array_index (map, IruArea, i);

      json_builder_begin_object (builder);
      add_string (builder, "area", area->id);
      add_int (builder, "tools", area->n_tools);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_endpoint (JsonBuilder *builder, const IruOutcome *outcome, const IruEndpointResult *endpoint)
{
  const IruProfile *profile = iru_profile_find (endpoint->server);

  json_builder_begin_object (builder);
  if (endpoint->server->url != NULL)
    add_taken (builder, "url", iru_mask_url (endpoint->server->url));
  else
    add_string (builder, "url", NULL);
  if (endpoint->command != NULL)
    add_taken (builder, "command",
               iru_redactor_clean (outcome->redactor, endpoint->command->argv[0]));
  add_string (builder, "vendor", profile->name);
  begin_array (builder, "clients");
  for (guint i = 0; i < endpoint->clients->len; i++)
    json_builder_add_string_value (builder, endpoint->clients->pdata[i]);
  json_builder_end_array (builder);
  if (endpoint->probe != NULL)
    add_probe (builder, outcome, endpoint->probe);
  if (endpoint->probe != NULL && endpoint->probe->tools != NULL)
    add_areas (builder, profile, endpoint->probe->tools);
  add_rungs (builder, endpoint);
  add_findings (builder, outcome, endpoint->probe != NULL ? endpoint->probe->findings : NULL);
  json_builder_end_object (builder);
}

static void
add_change (JsonBuilder *builder, const IruOutcome *outcome, const IruChange *change)
{
  json_builder_begin_object (builder);
  add_file (builder, change->target);
  add_string (builder, "action", iru_action_get_name (change->action));
  add_string (builder, "backup", change->backup);
  add_taken (builder, "diff", iru_outcome_diff (change));
  begin_array (builder, "entries");
  for (guint i = 0; i < change->entries->len; i++)
    {
      g_autofree char *name = iru_redactor_clean (outcome->redactor, change->entries->pdata[i]);

      json_builder_add_string_value (builder, name);
    }
  json_builder_end_array (builder);
  add_string (builder, "scope", iru_scope_get_name (change->target->scope));
  if (change->error != NULL)
    add_taken (builder, "error", iru_redactor_clean (outcome->redactor, change->error->message));
  add_findings (builder, outcome, change->findings);
  json_builder_end_object (builder);
}

static void
add_undone (JsonBuilder *builder, const IruOutcome *outcome, const IruUndoResult *undone)
{
  json_builder_begin_object (builder);
  add_string (builder, "client", undone->client);
  add_string (builder, "file", undone->path);
  add_string (
      builder, "action",
      iru_action_get_name (undone->error != NULL ? IRU_ACTION_REFUSED : IRU_ACTION_RESTORED));
  add_string (builder, "backup", outcome->undone_id);
  add_string (builder, "diff", "");
  add_findings (builder, outcome, undone->findings);
  if (undone->error != NULL)
    add_taken (builder, "error", iru_redactor_clean (outcome->redactor, undone->error->message));
  json_builder_end_object (builder);
}

static void
add_changes (JsonBuilder *builder, const IruOutcome *outcome)
{
  GPtrArray *changes = outcome->plan != NULL ? iru_plan_get_changes (outcome->plan) : NULL;

  begin_array (builder, "changes");
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    add_change (builder, outcome, changes->pdata[i]);
  for (guint i = 0; outcome->undone != NULL && i < outcome->undone->len; i++)
    add_undone (builder, outcome, outcome->undone->pdata[i]);
  json_builder_end_array (builder);
}

static void
add_fix (JsonBuilder *builder, const IruFix *fix, GBytes *text, const char *file)
{
  gsize length;
  const char *data = g_bytes_get_data (text, &length);
  guint line;
  guint column;

  iru_text_get_position (data, length, fix->offset, &line, &column);
  json_builder_begin_object (builder);
  add_string (builder, "id", fix->id);
  if (file != NULL)
    add_string (builder, "file", file);
  add_int (builder, "line", line);
  add_int (builder, "column", column);
  json_builder_end_object (builder);
}

/* A finding that is fixed. What is wrong with a file as a whole is said of its beginning. */
static void
add_cured (JsonBuilder *builder, const IruFinding *cured, const char *file)
{
  json_builder_begin_object (builder);
  add_string (builder, "id", cured->kind->id);
  add_string (builder, "file", file);
  add_int (builder, "line", MAX (cured->line, 1));
  add_int (builder, "column", MAX (cured->column, 1));
  json_builder_end_object (builder);
}

/* Those of the snippet, then those of each file, which then say which. */
static void
add_fixes (JsonBuilder *builder, const IruOutcome *outcome)
{
  GPtrArray *changes = outcome->plan != NULL ? iru_plan_get_changes (outcome->plan) : NULL;

  begin_array (builder, "fixes");
  for (guint i = 0; outcome->snippet != NULL && i < outcome->snippet->fixes->len; i++)
    add_fix (builder, &g_array_index (outcome->snippet->fixes, IruFix, i), outcome->snippet->text,
             NULL);
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    {
      IruChange *change = changes->pdata[i];

      for (guint j = 0; change->before != NULL && j < change->fixes->len; j++)
        add_fix (builder, &g_array_index (change->fixes, IruFix, j), change->before,
                 change->target->path);
      for (guint j = 0; j < change->cured->len; j++)
        add_cured (builder, change->cured->pdata[j], change->target->path);
    }
  json_builder_end_array (builder);
}

static void
add_runs (JsonBuilder *builder, GPtrArray *runs)
{
  begin_array (builder, "backups");
  for (guint i = 0; i < runs->len; i++)
    {
      IruRun *run = runs->pdata[i];

      json_builder_begin_object (builder);
      add_string (builder, "id", run->id);
      begin_array (builder, "files");
      for (guint j = 0; j < run->backups->len; j++)
        json_builder_add_string_value (builder, ((IruBackup *)run->backups->pdata[j])->path);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* What its receiver has to give. */
static void
add_asked (JsonBuilder *builder, const IruOutcome *outcome, GPtrArray *asked)
{
  begin_array (builder, "asked");
  for (guint i = 0; i < asked->len; i++)
    {
      const IruPair *each = iru_pairs_index (asked, i);

      json_builder_begin_object (builder);
      add_taken (builder, "name", iru_redactor_clean (outcome->redactor, each->name));
      add_taken (builder, "for", iru_redactor_clean (outcome->redactor, each->value));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_export (JsonBuilder *builder, const IruOutcome *outcome)
{
  const IruExport *export = outcome->exported;
  gsize length;
  const char *data = g_bytes_get_data (export->content, &length);
  gboolean is_line = export->is_text && outcome->exported_file == NULL;

  json_builder_set_member_name (builder, "export");
  json_builder_begin_object (builder);
  add_string (builder, "kind", export->kind);
  add_string (builder, "client", export->client->name);
  add_taken (builder, "server", iru_redactor_clean (outcome->redactor, export->name));
  add_string (builder, "secrets", export->literal ? "literal" : "env");
  add_asked (builder, outcome, export->asked);
  /* As it is: it is what was asked for. */
  add_taken (builder, "text", is_line ? g_strndup (data, length - strlen ("\n")) : NULL);
  add_string (builder, "file", outcome->exported_file);
  add_string (builder, "action",
              outcome->exported_file == NULL               ? NULL
              : outcome->exported_as == IRU_FILE_UNCHANGED ? "unchanged"
                                                           : "created");
  json_builder_end_object (builder);
}

static void
add_diagnosis (JsonBuilder *builder, const IruOutcome *outcome)
{
  const IruDiagnosis *diagnosis = outcome->diagnosis;

  begin_array (builder, "clients");
  for (guint i = 0; diagnosis != NULL && i < diagnosis->clients->len; i++)
    add_client (builder, outcome, diagnosis->clients->pdata[i]);
  json_builder_end_array (builder);
  begin_array (builder, "endpoints");
  for (guint i = 0; diagnosis != NULL && i < diagnosis->endpoints->len; i++)
    add_endpoint (builder, outcome, diagnosis->endpoints->pdata[i]);
  json_builder_end_array (builder);
  if (diagnosis != NULL)
    add_verdict_counts (builder, diagnosis);
}

/* What is about neither a client nor an endpoint: the snippet, the machine. */
static void
add_general_findings (JsonBuilder *builder, const IruOutcome *outcome)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  if (outcome->snippet != NULL)
    g_ptr_array_extend (all, outcome->snippet->findings, NULL, NULL);
  if (outcome->diagnosis != NULL)
    g_ptr_array_extend (all, outcome->diagnosis->findings, NULL, NULL);
  add_findings (builder, outcome, all);
}

char *
iru_json_report (const IruOutcome *outcome)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_int (builder, "schema", 1);
  add_string (builder, "tool", "iru-mcp-setup " IRU_VERSION);
  add_string (builder, "mode", outcome->mode);
  add_int (builder, "exit", outcome->exit);
  if (outcome->dry_run)
    {
      json_builder_set_member_name (builder, "dry_run");
      json_builder_add_boolean_value (builder, TRUE);
    }
  if (outcome->error != NULL)
    add_taken (builder, "error", iru_redactor_clean (outcome->redactor, outcome->error->message));
  add_general_findings (builder, outcome);
  add_diagnosis (builder, outcome);
  add_changes (builder, outcome);
  add_fixes (builder, outcome);
  if (outcome->runs != NULL)
    add_runs (builder, outcome->runs);
  if (outcome->exported != NULL)
    add_export (builder, outcome);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  g_autofree char *text = json_generator_to_data (generator, NULL);
  return g_strconcat (text, "\n", NULL);
}
