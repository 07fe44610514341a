/* iru-start-page.c: what is to be done, and what is on this machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-start-page.h"

#include <glib/gi18n.h>

#include "iru-rows.h"

struct _IruStartPage
{
  IruPage parent_instance;

  GtkWidget *setup;
  GtkWidget *troubleshoot;
  GtkWidget *found;
};

G_DEFINE_FINAL_TYPE (IruStartPage, iru_start_page, IRU_TYPE_PAGE)

static void
set_choices (IruStartPage *self, gboolean sensitive)
{
  gtk_widget_set_sensitive (self->setup, sensitive);
  gtk_widget_set_sensitive (self->troubleshoot, sensitive);
}

static void
show_found (IruStartPage *self)
{
  IruSession *session = iru_page_get_session (IRU_PAGE (self));
  const IruOutcome *outcome = iru_session_get_outcome (session);
  GtkWidget *group;
  guint n = 0;

  iru_box_clear (self->found);
  group = iru_box_add_group (self->found, _ ("On this machine"));
  for (guint i = 0; i < outcome->targets->len; i++)
    {
      const IruTarget *target = outcome->targets->pdata[i];

      if (target->role != IRU_ROLE_MAIN || !target->found)
        continue;
      adw_preferences_group_add (
          ADW_PREFERENCES_GROUP (group),
          iru_client_row_new (iru_session_get_result (session, target), FALSE));
      n++;
    }
  if (n == 0)
    adw_preferences_group_add (
        ADW_PREFERENCES_GROUP (group),
        iru_row_new (_ ("No assistant was found"),
                     _ ("Install Claude Desktop, Cursor or Codex, or set one up here before you "
                        "do: what is written is there when it starts.")));
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (IruStartPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!iru_session_look_finish (IRU_SESSION (source), result, &error))
    {
      iru_page_fail (IRU_PAGE (self), error);
      return;
    }
  show_found (self);
  set_choices (self, TRUE);
  iru_page_set_state (IRU_PAGE (self), IRU_PAGE_READY);
  gtk_widget_grab_focus (self->setup);
}

static void
iru_start_page_shown (IruPage *page)
{
  IruStartPage *self = IRU_START_PAGE (page);

  set_choices (self, FALSE);
  iru_page_set_state (page, IRU_PAGE_BUSY);
  iru_session_restart (iru_page_get_session (page));
  iru_session_look_async (iru_page_get_session (page), on_looked, g_object_ref (self));
}

static void
on_setup (GtkWidget *row, IruStartPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "wizard.go", "s", "paste");
}

static void
on_troubleshoot (GtkWidget *row, IruStartPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "wizard.go", "s", "result");
}

static void
iru_start_page_class_init (IruStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  IruPageClass *page_class = IRU_PAGE_CLASS (klass);

  page_class->title = N_ ("Iru MCP Setup");
  page_class->shown = iru_start_page_shown;
  page_class->retry = iru_start_page_shown;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/iru_mcp_setup/IruMcpSetup/iru-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, IruStartPage, setup);
  gtk_widget_class_bind_template_child (widget_class, IruStartPage, troubleshoot);
  gtk_widget_class_bind_template_child (widget_class, IruStartPage, found);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_troubleshoot);
}

static void
iru_start_page_init (IruStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
