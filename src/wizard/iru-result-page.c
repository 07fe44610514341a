/* iru-result-page.c: what was done, and whether it works
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-result-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "iru-endpoint-rows.h"
#include "iru-file-chooser.h"
#include "iru-rows.h"
#include "iru-words.h"

struct _IruResultPage
{
  IruPage parent_instance;

  GtkWidget *groups;
  GCancellable *cancellable; /* (nullable): of the check that is under way */
};

G_DEFINE_FINAL_TYPE (IruResultPage, iru_result_page, IRU_TYPE_PAGE)

/* What a finding's cure is, where it is one that the wizard knows. */
typedef enum
{
  CURE_NONE,
  CURE_REPAIR, /* the entry written anew, with the values that it has */
  CURE_PASTE,  /* other values */
} Cure;

static const struct
{
  const char *id;
  Cure cure;
} cures[] = {
  { "auth-rejected", CURE_PASTE },      { "bridge-vulnerable", CURE_REPAIR },
  { "file-syntax", CURE_PASTE },        { "header-missing", CURE_PASTE },
  { "key-prefix-missing", CURE_PASTE }, { "npx-missing", CURE_REPAIR },
  { "npx-shim", CURE_REPAIR },          { "placeholder", CURE_PASTE },
  { "server-differs", CURE_PASTE },     { "server-disabled", CURE_REPAIR },
  { "server-missing", CURE_PASTE },     { "url-insecure", CURE_PASTE },
  { "url-invalid", CURE_PASTE },        { "value-whitespace", CURE_PASTE },
  { "wrong-type", CURE_REPAIR },        { "name-refused", CURE_REPAIR },
  { "wrong-field", CURE_REPAIR },       { "wrong-transport", CURE_REPAIR },
};

static Cure
get_cure (const IruFinding *finding, const IruClientResult *client)
{
  for (guint i = 0; i < G_N_ELEMENTS (cures); i++)
    if (strcmp (cures[i].id, finding->kind->id) == 0 && finding->severity != IRU_SEVERITY_INFO)
      return cures[i].cure != CURE_REPAIR || (client != NULL && client->server != NULL)
                 ? cures[i].cure
                 : CURE_NONE;
  return CURE_NONE;
}

static void
go (IruResultPage *self, const char *where)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "wizard.go", "s", where);
}

static void
toast (IruResultPage *self, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "wizard.toast", "s", text);
}

static IruResultPage *
get_self (GtkWidget *widget)
{
  return IRU_RESULT_PAGE (gtk_widget_get_ancestor (widget, IRU_TYPE_RESULT_PAGE));
}

static IruSession *
get_session (IruResultPage *self)
{
  return iru_page_get_session (IRU_PAGE (self));
}

static GtkWidget *
add_group (IruResultPage *self, const char *title)
{
  return iru_box_add_group (self->groups, title);
}

static void
add_row (GtkWidget *group, GtkWidget *row)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

/* Cures */

static void
on_repair (GtkWidget *button, gpointer user_data)
{
  IruResultPage *self = get_self (button);

  iru_session_intend (get_session (self), IRU_INTENT_REPAIR, user_data);
  go (self, "review");
}

static gboolean
has_holder (const IruDiagnosis *diagnosis)
{
  for (guint i = 0; i < diagnosis->clients->len; i++)
    if (((IruClientResult *)diagnosis->clients->pdata[i])->server != NULL)
      return TRUE;
  return FALSE;
}

/* Whoever has the old values is to get the new ones, and the client (nullable) that the finding is
 * about. Where nobody has any, the choice stays. */
static void
on_new_values (GtkWidget *button, gpointer user_data)
{
  const IruClientResult *client = user_data;
  IruResultPage *self = get_self (button);
  IruSession *session = get_session (self);

  if (has_holder (iru_session_get_outcome (session)->diagnosis))
    iru_session_choose_holders (session);
  if (client != NULL)
    iru_session_choose (session, client->target, TRUE);
  go (self, "paste");
}

static void
on_remove (GtkWidget *button, gpointer user_data)
{
  IruResultPage *self = get_self (button);

  iru_session_choose_holders (get_session (self));
  iru_session_intend (get_session (self), IRU_INTENT_REMOVE, NULL);
  go (self, "review");
}

static void
add_cure (GtkWidget *group, const char *label, void (*run) (GtkWidget *button, gpointer user_data),
          const IruClientResult *client)
{
  GtkWidget *button;

  add_row (group, iru_button_row_new (label, &button));
  g_signal_connect (button, "clicked", G_CALLBACK (run), (gpointer)client);
}

static void
add_finding (IruResultPage *self, GtkWidget *group, const IruFinding *finding,
             const IruClientResult *client, const char *where)
{
  const IruOutcome *outcome = iru_session_get_outcome (get_session (self));
  /* What to do about the first fault stands above. */
  gboolean advises = finding != iru_diagnosis_get_headline (outcome->diagnosis, NULL);

  add_row (group, iru_finding_row_new (finding, where, advises, outcome->redactor));
  switch (get_cure (finding, client))
    {
    case CURE_REPAIR:
      add_cure (group, _ ("_Fix…"), on_repair, client);
      break;
    case CURE_PASTE:
      add_cure (group, _ ("_New Values…"), on_new_values, client);
      break;
    case CURE_NONE:
    default:
      break;
    }
}

/* The headline */

static void
add_headline (IruResultPage *self)
{
  const IruDiagnosis *diagnosis = iru_session_get_outcome (get_session (self))->diagnosis;
  const IruFinding *fault = iru_diagnosis_get_headline (diagnosis, NULL);
  g_autofree char *summary = iru_words_summary (diagnosis);
  IruVerdictCounts counts = iru_verdicts_count (diagnosis);
  gboolean all = counts.n_working == counts.n_clients;
  GtkWidget *headline =
      fault != NULL
          ? iru_headline_new ("dialog-error-symbolic", "error", iru_finding_get_title (fault),
                              iru_finding_get_advice (fault))
          : iru_headline_new (all ? "emblem-ok-symbolic" : "dialog-information-symbolic",
                              all ? "success" : NULL,
                              summary != NULL ? summary : _ ("No assistant was looked at"),
                              all ? _ ("The server answers each assistant with its tools.")
                                  : _ ("The list below says what was not tried."));

  gtk_box_append (GTK_BOX (self->groups), headline);
}

/* What was written */

static void on_undo (GtkWidget *button, gpointer user_data);

static GtkWidget *
new_change_row (const IruChange *change, IruRedactor *redactor)
{
  g_autofree char *client = iru_words_client (change->target);
  g_autofree char *title =
      g_strdup_printf (_ ("%s: %s"), client, iru_words_action (change->action, FALSE));
  g_autofree char *message =
      iru_redactor_clean (redactor, change->error != NULL ? change->error->message : NULL);
  GtkWidget *row =
      iru_row_new (title, message != NULL          ? message
                          : change->backup != NULL ? iru_target_get_restart (change->target)
                                                   : "");

  if (change->error != NULL)
    iru_row_add_icon (row, "dialog-error-symbolic", "error", _ ("refused"));
  else if (iru_change_fails (change))
    iru_row_add_icon (row, "dialog-warning-symbolic", "warning", _ ("warning"));
  else
    iru_row_add_icon (row, "emblem-ok-symbolic", "success", _ ("well"));
  return row;
}

static GtkWidget *
new_undone_row (const IruUndoResult *result, IruRedactor *redactor)
{
  g_autofree char *path = iru_redactor_clean (redactor, result->path);
  g_autofree char *message =
      iru_redactor_clean (redactor, result->error != NULL ? result->error->message : NULL);
  GtkWidget *row = iru_row_new (
      iru_words_action (result->error != NULL ? IRU_ACTION_REFUSED : IRU_ACTION_RESTORED, FALSE),
      message != NULL ? message : path);

  if (result->error != NULL)
    iru_row_add_icon (row, "dialog-error-symbolic", "error", _ ("refused"));
  else
    iru_row_add_icon (row, "edit-undo-symbolic", NULL, _ ("well"));
  return row;
}

static void
add_changes (IruResultPage *self)
{
  const IruOutcome *outcome = iru_session_get_outcome (get_session (self));
  GPtrArray *changes = outcome->plan != NULL ? iru_plan_get_changes (outcome->plan) : NULL;
  GtkWidget *group;

  if (changes == NULL)
    return;
  group = add_group (self, _ ("What was done"));
  for (guint i = 0; outcome->undone == NULL && i < changes->len; i++)
    {
      const IruChange *change = changes->pdata[i];
      g_autofree char *client = iru_words_client (change->target);

      add_row (group, new_change_row (change, outcome->redactor));
    }
  for (guint i = 0; outcome->undone != NULL && i < outcome->undone->len; i++)
    add_row (group, new_undone_row (outcome->undone->pdata[i], outcome->redactor));
  if (iru_session_can_undo (get_session (self)))
    {
      GtkWidget *row = iru_row_new (_ ("Not what you wanted?"),
                                    _ ("Every file goes back to the byte as it was."));

      g_signal_connect (iru_row_add_button (row, _ ("_Undo")), "clicked", G_CALLBACK (on_undo),
                        NULL);
      add_row (group, row);
    }
}

/* What was found */

static guint
add_client_findings (IruResultPage *self, GtkWidget *group, const IruClientResult *client)
{
  g_autofree char *title = iru_words_client (client->target);

  for (guint i = 0; i < client->findings->len; i++)
    add_finding (self, group, client->findings->pdata[i], client, title);
  return client->findings->len;
}

static void
add_findings (IruResultPage *self, const IruDiagnosis *diagnosis)
{
  GtkWidget *group = add_group (self, _ ("Findings"));
  guint n = diagnosis->findings->len;

  for (guint i = 0; i < diagnosis->findings->len; i++)
    add_finding (self, group, diagnosis->findings->pdata[i], NULL, NULL);
  for (guint i = 0; i < diagnosis->clients->len; i++)
    n += add_client_findings (self, group, diagnosis->clients->pdata[i]);
  for (guint i = 0; i < diagnosis->endpoints->len; i++)
    {
      const IruEndpointResult *endpoint = diagnosis->endpoints->pdata[i];

      for (guint j = 0; endpoint->probe != NULL && j < endpoint->probe->findings->len; j++, n++)
        add_finding (self, group, endpoint->probe->findings->pdata[j], NULL, NULL);
    }
  gtk_widget_set_visible (group, n > 0);
}

static void
add_clients (IruResultPage *self, const IruDiagnosis *diagnosis)
{
  GtkWidget *group = diagnosis->clients->len > 0 ? add_group (self, _ ("Assistants")) : NULL;

  for (guint i = 0; i < diagnosis->clients->len; i++)
    add_row (group, iru_client_row_new (diagnosis->clients->pdata[i], TRUE));
}

static void
add_endpoints (IruResultPage *self, const IruDiagnosis *diagnosis, gboolean asking)
{
  const IruOutcome *outcome = iru_session_get_outcome (get_session (self));

  for (guint i = 0; i < diagnosis->endpoints->len; i++)
    iru_endpoint_rows_add (self->groups, diagnosis->endpoints->pdata[i], asking, outcome->redactor);
}

/* What can be done now */

static void
on_check (GtkWidget *button, gpointer user_data)
{
  IruPage *page = IRU_PAGE (get_self (button));

  IRU_PAGE_GET_CLASS (page)->retry (page);
}

static void
on_copy (GtkWidget *button, gpointer user_data)
{
  IruResultPage *self = get_self (button);
  g_autofree char *report = iru_session_dup_report (get_session (self));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), report);
  toast (self, _ ("The report is in the clipboard; it holds no key"));
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (IruResultPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (iru_file_chooser_save_finish (result, &error))
    toast (self, _ ("The report was saved; it holds no key"));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    iru_page_fail (IRU_PAGE (self), error);
}

static void
on_save (GtkWidget *button, gpointer user_data)
{
  IruResultPage *self = get_self (button);
  g_autofree char *report = iru_session_dup_report (get_session (self));

  iru_file_chooser_save_async (button, "iru-mcp-report.md", report, on_saved, g_object_ref (self));
}

static void
add_action (GtkWidget *group, const char *title, const char *subtitle, const char *label,
            void (*run) (GtkWidget *button, gpointer user_data))
{
  GtkWidget *row = iru_row_new (title, subtitle);

  g_signal_connect (iru_row_add_button (row, label), "clicked", G_CALLBACK (run), NULL);
  add_row (group, row);
}

/* How the user sees that the first of the servers that were asked is at work. */
static void
add_question (GtkWidget *group, const IruDiagnosis *diagnosis)
{
  const IruEndpointResult *first =
      diagnosis->endpoints->len > 0 ? diagnosis->endpoints->pdata[0] : NULL;
  const IruProfile *profile =
      first != NULL ? iru_profile_find (first->server) : iru_profile_get_default ();
  g_autofree char *title = g_strdup_printf (_ ("Ask the assistant “%s”"), _ (profile->question));

  add_row (group, iru_row_new (title, _ ("Quit it fully and open it again first, so that it reads "
                                         "its file.")));
}

static void
add_actions (IruResultPage *self, const IruDiagnosis *diagnosis)
{
  GtkWidget *group = add_group (self, _ ("What next"));

  if (iru_diagnosis_get_headline (diagnosis, NULL) == NULL)
    add_question (group, diagnosis);
  add_action (group, _ ("Check once more"), _ ("After something was put right"), _ ("C_heck Again"),
              on_check);
  add_action (group, _ ("Report for a ticket"), _ ("Everything that was found, without a key"),
              _ ("_Copy Report"), on_copy);
  add_action (group, _ ("Report as a file"), NULL, _ ("_Save Report…"), on_save);
  if (!has_holder (diagnosis))
    return;
  add_action (group, _ ("New key"), _ ("Every assistant that has the old one gets the new one"),
              _ ("_Replace…"), on_new_values);
  add_action (group, _ ("Take the server out"), _ ("Of every assistant that has it"),
              _ ("Re_move…"), on_remove);
}

static void
show_diagnosis (IruResultPage *self, gboolean asking)
{
  const IruDiagnosis *diagnosis = iru_session_get_outcome (get_session (self))->diagnosis;

  iru_box_clear (self->groups);
  add_headline (self);
  add_changes (self);
  add_findings (self, diagnosis);
  add_endpoints (self, diagnosis, asking);
  add_clients (self, diagnosis);
  add_actions (self, diagnosis);
}

/* After an undo or a removal there is nothing to be asked: that the server is missing is what was
 * wanted. */
static void
show_done (IruResultPage *self, const char *title, const char *text)
{
  iru_box_clear (self->groups);
  gtk_box_append (GTK_BOX (self->groups),
                  iru_headline_new ("emblem-ok-symbolic", "success", title, text));
  add_changes (self);
  add_action (add_group (self, _ ("What next")), _ ("See how things are now"), NULL,
              _ ("C_heck Again"), on_check);
  iru_page_set_state (IRU_PAGE (self), IRU_PAGE_READY);
}

static void
show_undone (IruResultPage *self)
{
  GPtrArray *undone = iru_session_get_outcome (get_session (self))->undone;
  guint n_refused = 0;

  for (guint i = 0; i < undone->len; i++)
    n_refused += ((IruUndoResult *)undone->pdata[i])->error != NULL;
  show_done (self, n_refused == 0 ? _ ("Taken back") : _ ("Not all was taken back"),
             n_refused == 0 ? _ ("Every file is as it was before.")
                            : _ ("A file that somebody else has changed since was left alone."));
}

/* The check */

static void
on_progress (const IruDiagnosis *diagnosis, gpointer user_data)
{
  IruResultPage *self = user_data;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  iru_box_clear (self->groups);
  add_changes (self);
  add_endpoints (self, diagnosis, TRUE);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (IruResultPage) self = user_data;
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->cancellable);
  if (iru_session_check_finish (IRU_SESSION (source), result, &error))
    {
      show_diagnosis (self, FALSE);
      iru_page_set_state (IRU_PAGE (self), IRU_PAGE_READY);
      gtk_widget_child_focus (self->groups, GTK_DIR_TAB_FORWARD);
      return;
    }
  g_clear_error (&error);
  g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The check was cancelled."));
  iru_page_fail (IRU_PAGE (self), error);
}

static void
check (IruResultPage *self)
{
  iru_page_set_state (IRU_PAGE (self), IRU_PAGE_BUSY);
  self->cancellable = g_cancellable_new ();
  iru_session_check_async (get_session (self), self->cancellable, on_progress, on_checked,
                           g_object_ref (self));
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (IruResultPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (iru_session_look_finish (IRU_SESSION (source), result, &error))
    check (self);
  else
    iru_page_fail (IRU_PAGE (self), error);
}

static void
look_and_check (IruResultPage *self)
{
  IruSession *session = get_session (self);

  iru_box_clear (self->groups);
  if (iru_session_get_outcome (session)->targets != NULL)
    {
      check (self);
      return;
    }
  iru_page_set_state (IRU_PAGE (self), IRU_PAGE_BUSY);
  iru_session_look_async (session, on_looked, g_object_ref (self));
}

static void
iru_result_page_retry (IruPage *page)
{
  look_and_check (IRU_RESULT_PAGE (page));
}

static void
iru_result_page_shown (IruPage *page)
{
  IruResultPage *self = IRU_RESULT_PAGE (page);
  IruSession *session = iru_page_get_session (page);

  if (iru_session_get_intent (session) == IRU_INTENT_REMOVE)
    {
      show_done (self, _ ("The server was taken out"),
                 _ ("Quit the assistants and open them again, so that they read their files."));
      return;
    }
  look_and_check (self);
}

static void
iru_result_page_cancel (IruPage *page)
{
  IruResultPage *self = IRU_RESULT_PAGE (page);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static void
on_undone (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (IruResultPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (iru_session_undo_finish (IRU_SESSION (source), result, &error))
    show_undone (self);
  else
    iru_page_fail (IRU_PAGE (self), error);
}

static void
on_undo (GtkWidget *button, gpointer user_data)
{
  IruResultPage *self = get_self (button);

  iru_box_clear (self->groups);
  iru_page_set_state (IRU_PAGE (self), IRU_PAGE_BUSY);
  iru_session_undo_async (get_session (self), on_undone, g_object_ref (self));
}

static void
iru_result_page_dispose (GObject *object)
{
  IruResultPage *self = IRU_RESULT_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (iru_result_page_parent_class)->dispose (object);
}

static void
iru_result_page_class_init (IruResultPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  IruPageClass *page_class = IRU_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = iru_result_page_dispose;
  page_class->title = N_ ("Result");
  page_class->shown = iru_result_page_shown;
  page_class->cancel = iru_result_page_cancel;
  page_class->retry = iru_result_page_retry;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/iru_mcp_setup/IruMcpSetup/iru-result-page.ui");
  gtk_widget_class_bind_template_child (widget_class, IruResultPage, groups);
}

static void
iru_result_page_init (IruResultPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
