/* iru-clients-page.c: which clients are to have the server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-clients-page.h"

#include <glib/gi18n.h>

#include "iru-rows.h"

struct _IruClientsPage
{
  IruPage parent_instance;

  GtkWidget *groups;
};

G_DEFINE_FINAL_TYPE (IruClientsPage, iru_clients_page, IRU_TYPE_PAGE)

static void
sync_state (IruClientsPage *self)
{
  IruSession *session = iru_page_get_session (IRU_PAGE (self));

  iru_page_set_state (IRU_PAGE (self),
                      iru_session_count_chosen (session) > 0 ? IRU_PAGE_READY : IRU_PAGE_IDLE);
}

static void
on_toggled (GtkCheckButton *check, gpointer user_data)
{
  const IruTarget *target = user_data;
  IruClientsPage *self =
      IRU_CLIENTS_PAGE (gtk_widget_get_ancestor (GTK_WIDGET (check), IRU_TYPE_CLIENTS_PAGE));

  iru_session_choose (iru_page_get_session (IRU_PAGE (self)), target,
                      gtk_check_button_get_active (check));
  sync_state (self);
}

/* The row is the check box's label. */
static GtkWidget *
new_row (IruClientsPage *self, const IruClientResult *client)
{
  GtkWidget *row = iru_client_row_new (client, FALSE);
  GtkWidget *check = gtk_check_button_new ();

  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (check),
      iru_session_is_chosen (iru_page_get_session (IRU_PAGE (self)), client->target));
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_RELATION_LABELLED_BY, row,
                                  NULL, -1);
  g_signal_connect (check, "toggled", G_CALLBACK (on_toggled), (gpointer)client->target);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  return row;
}

/* The clients that were found, or those that were not. How many. */
static guint
add_rows (IruClientsPage *self, gboolean found, void (*add) (GtkWidget *into, GtkWidget *row),
          GtkWidget *into)
{
  IruSession *session = iru_page_get_session (IRU_PAGE (self));
  const IruOutcome *outcome = iru_session_get_outcome (session);
  guint n = 0;

  for (guint i = 0; i < outcome->targets->len; i++)
    {
      const IruTarget *target = outcome->targets->pdata[i];

      if (target->role != IRU_ROLE_MAIN || target->found != found)
        continue;
      add (into, new_row (self, iru_session_get_result (session, target)));
      n++;
    }
  return n;
}

static void
add_to_group (GtkWidget *group, GtkWidget *row)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

static void
add_to_others (GtkWidget *others, GtkWidget *row)
{
  adw_expander_row_add_row (ADW_EXPANDER_ROW (others), row);
}

/* Those that were not found are folded away, unless there is nothing else. */
static void
add_groups (IruClientsPage *self)
{
  GtkWidget *found = iru_box_add_group (self->groups, _ ("Found on this machine"));
  GtkWidget *group = iru_box_add_group (self->groups, "");
  GtkWidget *others = adw_expander_row_new ();
  guint n_found = add_rows (self, TRUE, add_to_group, found);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (others),
                                 _ ("Not found; can be set up all the same"));
  add_to_group (group, others);
  gtk_widget_set_visible (found, n_found > 0);
  gtk_widget_set_visible (group, add_rows (self, FALSE, add_to_others, others) > 0);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (others), n_found == 0);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (IruClientsPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!iru_session_look_finish (IRU_SESSION (source), result, &error))
    {
      iru_page_fail (IRU_PAGE (self), error);
      return;
    }
  iru_box_clear (self->groups);
  add_groups (self);
  sync_state (self);
  gtk_widget_child_focus (self->groups, GTK_DIR_TAB_FORWARD);
}

static void
iru_clients_page_shown (IruPage *page)
{
  IruClientsPage *self = IRU_CLIENTS_PAGE (page);

  iru_page_set_state (page, IRU_PAGE_BUSY);
  iru_box_clear (self->groups);
  iru_session_look_async (iru_page_get_session (page), on_looked, g_object_ref (self));
}

static void
iru_clients_page_advance (IruPage *page)
{
  iru_session_intend (iru_page_get_session (page), IRU_INTENT_INSTALL, NULL);
  iru_page_advanced (page);
}

static void
iru_clients_page_class_init (IruClientsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  IruPageClass *page_class = IRU_PAGE_CLASS (klass);

  page_class->title = N_ ("Assistants");
  page_class->next = N_ ("_Next");
  page_class->shown = iru_clients_page_shown;
  page_class->advance = iru_clients_page_advance;
  page_class->retry = iru_clients_page_shown;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/iru_mcp_setup/IruMcpSetup/iru-clients-page.ui");
  gtk_widget_class_bind_template_child (widget_class, IruClientsPage, groups);
}

static void
iru_clients_page_init (IruClientsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
