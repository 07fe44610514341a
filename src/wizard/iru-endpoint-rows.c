/* iru-endpoint-rows.c: the ladder of an endpoint, rung by rung
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-endpoint-rows.h"

#include <glib/gi18n.h>

#include "iru-rows.h"
#include "iru-words.h"

/* @passed: a rung above it was climbed. */
static GtkWidget *
new_rung_row (IruRung rung, const IruRungResult *result, gboolean passed)
{
  GtkWidget *row = iru_row_new (iru_words_rung (rung), NULL);
  g_autofree char *time = g_strdup_printf (_ ("%.0f ms"), result->elapsed_ms);

  switch (result->state)
    {
    case IRU_RUNG_STATE_OK:
      iru_row_add_icon (row, "emblem-ok-symbolic", "success", _ ("well"));
      if (result->elapsed_ms > 0)
        iru_row_add_note (row, time, "dim-label");
      break;
    case IRU_RUNG_STATE_FAILED:
      iru_row_add_icon (row, "dialog-error-symbolic", "error", _ ("failed"));
      iru_row_add_note (row, _ ("failed"), "error");
      break;
    case IRU_RUNG_STATE_SKIPPED:
    default:
      iru_row_add_icon (row, "content-loading-symbolic", "dim-label",
                        passed ? _ ("not needed") : _ ("not reached"));
      iru_row_add_note (row, passed ? _ ("not needed") : _ ("not reached"), "dim-label");
      break;
    }
  return row;
}

static GtkWidget *
new_climbing_row (IruRung rung)
{
  GtkWidget *row = iru_row_new (iru_words_rung (rung), NULL);
  GtkWidget *spinner = gtk_spinner_new ();

  gtk_spinner_start (GTK_SPINNER (spinner));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), spinner);
  iru_row_add_note (row, _ ("Asking the server…"), "dim-label");
  return row;
}

/* "Acme MCP 1.2, MCP 2025-11-25, 42 tools" */
static char *
get_summary (const IruProbeResult *probe, IruRedactor *redactor)
{
  g_autofree char *name = iru_redactor_clean (redactor, probe->server_name);
  g_autofree char *version = iru_redactor_clean (redactor, probe->server_version);
  g_autoptr (GString) text = g_string_new (NULL);

  if (probe->protocol == NULL)
    return g_strdup ("");
  g_string_append_printf (text, _ ("%s %s, MCP %s"), name != NULL ? name : _ ("(no name)"),
                          version != NULL ? version : "", probe->protocol);
  if (probe->tools != NULL)
    g_string_append_printf (
        text, g_dngettext (GETTEXT_PACKAGE, ", %u tool", ", %u tools", probe->tools->len),
        probe->tools->len);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_areas (AdwPreferencesGroup *group, const IruEndpointResult *endpoint)
{
  g_autofree char *covered = NULL;
  g_autofree char *lacking = NULL;

  iru_words_list_areas (endpoint, &covered, &lacking);
  if (covered != NULL)
    adw_preferences_group_add (group, iru_row_new (_ ("The key covers"), covered));
  if (lacking != NULL)
    adw_preferences_group_add (group, iru_row_new (_ ("The key lacks"), lacking));
}

/* While it is asked: those below the one that is being climbed are behind it. */
static void
add_rungs_so_far (AdwPreferencesGroup *group, const IruEndpointResult *endpoint)
{
  for (IruRung rung = IRU_RUNG_RUNTIME; rung < IRU_N_RUNGS; rung++)
    {
      const IruRungResult result = {
        rung < endpoint->rung ? IRU_RUNG_STATE_OK : IRU_RUNG_STATE_SKIPPED,
        0,
      };

      if (!iru_words_has_rung (endpoint, rung))
        continue;
      if (rung == endpoint->rung)
        adw_preferences_group_add (group, new_climbing_row (rung));
      else
        adw_preferences_group_add (group, new_rung_row (rung, &result, FALSE));
    }
}

static void
add_rungs (AdwPreferencesGroup *group, const IruEndpointResult *endpoint)
{
  const IruRungResult *rungs = endpoint->probe->rungs;
  IruRung highest = IRU_RUNG_FILE;

  for (IruRung rung = IRU_RUNG_RUNTIME; rung < IRU_N_RUNGS; rung++)
    if (rungs[rung].state != IRU_RUNG_STATE_SKIPPED)
      highest = rung;
  for (IruRung rung = IRU_RUNG_RUNTIME; rung < IRU_N_RUNGS; rung++)
    if (iru_words_has_rung (endpoint, rung))
      adw_preferences_group_add (group, new_rung_row (rung, &rungs[rung], rung < highest));
}

void
iru_endpoint_rows_add (GtkWidget *box, const IruEndpointResult *endpoint, gboolean asking,
                       IruRedactor *redactor)
{
  g_autofree char *shown = iru_words_endpoint (endpoint, redactor);
  g_autofree char *title = g_markup_escape_text (shown, -1);
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (iru_box_add_group (box, title));

  if (endpoint->probe != NULL)
    {
      g_autofree char *summary = get_summary (endpoint->probe, redactor);
      g_autofree char *description = g_markup_escape_text (summary, -1);

      adw_preferences_group_set_description (group, description);
      add_rungs (group, endpoint);
      add_areas (group, endpoint);
    }
  else if (endpoint->askable && asking)
    add_rungs_so_far (group, endpoint);
  else
    adw_preferences_group_add (
        group, iru_row_new (_ ("Not asked: the entry has to be put right first"), NULL));
}
