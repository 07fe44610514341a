/* iru-application.c: the wizard as an application
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-application.h"

#include <glib/gi18n.h>

#include "iru-help.h"
#include "iru-window.h"

#define TIMEOUT_MS 15000

struct _IruApplication
{
  AdwApplication parent_instance;

  char *task; /* (nullable): what --wizard says */
};

G_DEFINE_FINAL_TYPE (IruApplication, iru_application, ADW_TYPE_APPLICATION)

static GtkWidget *
open_window (IruApplication *self)
{
  g_autofree char *folder = iru_state_find_folder ();
  g_autoptr (IruSession) session = iru_session_new (folder, TIMEOUT_MS);
  GtkWidget *window = iru_window_new (ADW_APPLICATION (self), session);

  iru_window_start (IRU_WINDOW (window), self->task);
  return window;
}

static void
iru_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    window = GTK_WINDOW (open_window (IRU_APPLICATION (application)));
  gtk_window_present (window);
}

static int
iru_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  IruApplication *self = IRU_APPLICATION (application);

  g_variant_dict_lookup (options, "wizard", "s", &self->task);
  if (self->task == NULL || g_str_equal (self->task, "setup")
      || g_str_equal (self->task, "troubleshoot"))
    return -1;
  g_printerr ("%s\n", _ ("--wizard is setup or troubleshoot."));
  return 2;
}

static void
show_help (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  iru_help_present (gtk_application_get_active_window (user_data));
}

static void
show_shortcuts (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  iru_help_present_shortcuts (gtk_application_get_active_window (user_data));
}

static void
show_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_show_about_dialog (
      gtk_application_get_active_window (user_data), "program-name", _ ("Iru MCP Setup"),
      "logo-icon-name", APP_ID, "version", IRU_VERSION, "license-type", GTK_LICENSE_GPL_3_0,
      "comments",
      _ ("Connects AI assistants to MCP servers, and finds out why one does not work. An "
         "independent project; the names of products are their owners'."),
      "translator-credits", _ ("translator-credits"), NULL);
}

static void
quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (user_data);

  if (window != NULL)
    gtk_window_close (window);
}

static void
iru_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "help", .activate = show_help },
    { .name = "shortcuts", .activate = show_shortcuts },
    { .name = "about", .activate = show_about },
    { .name = "quit", .activate = quit },
  };
  static const struct
  {
    const char *action;
    const char *keys[3];
  } accelerators[] = {
    { "app.help", { "F1" } },
    { "app.shortcuts", { "<Primary>question" } },
    { "app.quit", { "<Primary>q", "<Primary>w" } },
  };

  G_APPLICATION_CLASS (iru_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accelerators[i].action,
                                           accelerators[i].keys);
}

static void
iru_application_finalize (GObject *object)
{
  g_free (IRU_APPLICATION (object)->task);
  G_OBJECT_CLASS (iru_application_parent_class)->finalize (object);
}

static void
iru_application_class_init (IruApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = iru_application_finalize;
  application_class->startup = iru_application_startup;
  application_class->activate = iru_application_activate;
  application_class->handle_local_options = iru_application_handle_local_options;
}

static void
iru_application_init (IruApplication *self)
{
  g_application_add_main_option (G_APPLICATION (self), "wizard", 0, 0, G_OPTION_ARG_STRING,
                                 N_ ("Begin with that task: setup or troubleshoot"), N_ ("TASK"));
}

GApplication *
iru_application_new (void)
{
  return g_object_new (IRU_TYPE_APPLICATION, "application-id", APP_ID, "resource-base-path",
                       "/io/github/iru_mcp_setup/IruMcpSetup", NULL);
}
