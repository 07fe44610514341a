/* iru-review-page.c: the exact change of each file, before anything is written
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-review-page.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "iru-error.h"
#include "iru-fix.h"
#include "iru-rows.h"
#include "iru-running.h"
#include "iru-words.h"

/* Of a diff, what a window can hold. */
#define MAX_DIFF_SIZE (256 * 1024)

struct _IruReviewPage
{
  IruPage parent_instance;

  GtkWidget *groups;
};

G_DEFINE_FINAL_TYPE (IruReviewPage, iru_review_page, IRU_TYPE_PAGE)

static void
add_diff (AdwPreferencesGroup *group, const IruChange *change, const char *whose)
{
  g_autofree char *diff = iru_outcome_diff (change);
  g_autofree char *shown = iru_escape_text (diff);
  g_autofree char *label = g_strdup_printf (_ ("What would change in the file of %s"), whose);

  if (shown[0] == '\0')
    return;
  if (strlen (shown) > MAX_DIFF_SIZE)
    {
      *g_utf8_find_prev_char (shown, shown + MAX_DIFF_SIZE) = '\0';
      strcpy (strrchr (shown, '\n') + 1, "…\n");
    }
  adw_preferences_group_add (group, iru_text_frame_new (shown, "diff", label));
}

static void
add_npx (AdwPreferencesGroup *group, const IruChange *change)
{
  g_autofree char *npx = iru_words_npx (change);
  g_autofree char *shown = npx != NULL ? iru_escape_text (npx) : NULL;

  if (shown != NULL)
    adw_preferences_group_add (group, iru_row_new (shown, NULL));
}

/* What runs has read its file already, and may write it again when it is quit. */
static void
add_running (AdwPreferencesGroup *group, const IruChange *change, IruRunning *running)
{
  GtkWidget *row;

  if (!iru_change_writes (change) || !iru_running_is (running, change->target))
    return;
  row = iru_row_new (_ ("The application is running"), iru_target_get_restart (change->target));
  iru_row_add_icon (row, "dialog-warning-symbolic", "warning", _ ("warning"));
  adw_preferences_group_add (group, row);
}

static void
add_fixes (AdwPreferencesGroup *group, const IruChange *change)
{
  gsize length = 0;
  const char *data = change->before != NULL ? g_bytes_get_data (change->before, &length) : NULL;

  for (guint i = 0; data != NULL && i < change->fixes->len; i++)
    {
      const IruFix *fix = &g_array_index (change->fixes, IruFix, i);
      g_autofree char *title = NULL;
      guint line;
      guint column;

      iru_text_get_position (data, length, fix->offset, &line, &column);
      title = g_strdup_printf (_ ("Put right at line %u, column %u: %s"), line, column,
                               iru_fix_get_title (fix->id));
      adw_preferences_group_add (group, iru_row_new (title, NULL));
    }
}

static void
add_change (IruReviewPage *self, const IruChange *change, const IruOutcome *outcome,
            IruRunning *running)
{
  IruRedactor *redactor = outcome->redactor;
  g_autofree char *title = iru_words_client (change->target);
  g_autofree char *path = iru_places_get_native_path (change->target->places, change->target->path);
  g_autofree char *shown = iru_escape_text (path);
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (iru_box_add_group (self->groups, title));
  GtkWidget *row = iru_row_new (shown, NULL);

  adw_preferences_group_add (group, row);
  if (change->error != NULL)
    {
      g_autofree char *message = iru_redactor_clean (redactor, change->error->message);

      iru_row_add_icon (row, "dialog-error-symbolic", "error", _ ("refused"));
      iru_row_set_subtitle (row, message);
    }
  else
    iru_row_add_note (row, iru_words_action (change->action, TRUE), "dim-label");
  for (guint i = 0; i < change->findings->len; i++)
    adw_preferences_group_add (
        group, iru_finding_row_new (change->findings->pdata[i], NULL, TRUE, redactor));
  add_running (group, change, running);
  add_npx (group, change);
  add_fixes (group, change);
  add_diff (group, change, title);
}

/* What the assistants would start. */
static void
add_starts (IruReviewPage *self, const IruOutcome *outcome)
{
  GPtrArray *servers = outcome->snippet != NULL ? outcome->snippet->servers : NULL;

  for (guint i = 0; servers != NULL && i < servers->len; i++)
    {
      const IruServer *server = servers->pdata[i];
      g_autofree char *starts = iru_words_starts (server, outcome->redactor);
      g_autofree char *name = iru_redactor_clean (outcome->redactor, server->name);
      g_autofree char *title = g_strdup_printf (_ ("Server “%s”"), name);
      g_autofree char *escaped = g_markup_escape_text (title, -1);

      if (starts != NULL)
        adw_preferences_group_add (
            ADW_PREFERENCES_GROUP (iru_box_add_group (self->groups, escaped)),
            iru_row_new (starts, NULL));
    }
}

/* How many files would be written. */
static guint
show_plan (IruReviewPage *self)
{
  const IruOutcome *outcome = iru_session_get_outcome (iru_page_get_session (IRU_PAGE (self)));
  GPtrArray *changes = outcome->plan != NULL ? iru_plan_get_changes (outcome->plan) : NULL;
  g_autoptr (IruRunning) running = iru_running_new ();
  guint n = 0;

  iru_box_clear (self->groups);
  add_starts (self, outcome);
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    {
      add_change (self, changes->pdata[i], outcome, running);
      n += iru_change_writes (changes->pdata[i]);
    }
  if (n == 0)
    {
      GtkWidget *group = iru_box_add_group (self->groups, "");

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                                 iru_row_new (_ ("Nothing would be written"),
                                              _ ("All is as wanted already, or was refused for "
                                                 "the reason above.")));
    }
  return n;
}

static void
on_planned (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (IruReviewPage) self = user_data;

  iru_session_plan_finish (IRU_SESSION (source), result, NULL);
  show_plan (self);
  iru_page_set_state (IRU_PAGE (self), IRU_PAGE_READY);
  gtk_widget_child_focus (self->groups, GTK_DIR_TAB_FORWARD);
}

static void
iru_review_page_shown (IruPage *page)
{
  IruReviewPage *self = IRU_REVIEW_PAGE (page);

  iru_page_set_state (page, IRU_PAGE_BUSY);
  iru_box_clear (self->groups);
  iru_session_plan_async (iru_page_get_session (page), on_planned, g_object_ref (self));
}

/* The files that somebody has changed since they were shown: they are shown again. */
static gboolean
has_conflict (GPtrArray *changes)
{
  for (guint i = 0; i < changes->len; i++)
    if (g_error_matches (((IruChange *)changes->pdata[i])->error, IRU_ERROR, IRU_ERROR_CONFLICT))
      return TRUE;
  return FALSE;
}

static void
on_planned_again (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (IruReviewPage) self = user_data;

  iru_session_plan_finish (IRU_SESSION (source), result, NULL);
  show_plan (self);
  iru_page_set_state (IRU_PAGE (self), IRU_PAGE_READY);
  gtk_widget_activate_action (GTK_WIDGET (self), "wizard.toast", "s",
                              _ ("A file was changed by somebody else. This is the change now."));
}

static void
on_applied (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (IruReviewPage) self = user_data;
  IruSession *session = IRU_SESSION (source);
  const IruOutcome *outcome = iru_session_get_outcome (session);

  iru_session_apply_finish (session, result, NULL);
  if (has_conflict (iru_plan_get_changes (outcome->plan)))
    iru_session_plan_async (session, on_planned_again, g_object_ref (self));
  else
    {
      iru_page_set_state (IRU_PAGE (self), IRU_PAGE_IDLE);
      iru_page_advanced (IRU_PAGE (self));
    }
}

static void
iru_review_page_advance (IruPage *page)
{
  iru_page_set_state (page, IRU_PAGE_BUSY);
  iru_session_apply_async (iru_page_get_session (page), on_applied, g_object_ref (page));
}

static void
iru_review_page_class_init (IruReviewPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  IruPageClass *page_class = IRU_PAGE_CLASS (klass);

  gtk_source_init ();
  page_class->title = N_ ("Review");
  page_class->next = N_ ("_Apply");
  page_class->shown = iru_review_page_shown;
  page_class->advance = iru_review_page_advance;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/iru_mcp_setup/IruMcpSetup/iru-review-page.ui");
  gtk_widget_class_bind_template_child (widget_class, IruReviewPage, groups);
}

static void
iru_review_page_init (IruReviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
