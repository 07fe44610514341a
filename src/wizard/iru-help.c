/* iru-help.c: the wizard explained, in windows of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-help.h"

#include <glib/gi18n.h>

#include "iru-rows.h"

typedef struct
{
  const char *title;
  const char *text;
} Topic;

static const Topic topics[] = {
  { N_ ("Paste"),
    N_ ("In Iru, make a token under Access → API tokens and copy the MCP configuration that it "
        "shows. Slips such as a missing comma are put right and listed; a key that is cut off is "
        "never completed.") },
  { N_ ("Assistants"),
    N_ ("The assistants of this machine, with the file that each reads. Those that were found are "
        "chosen.") },
  { N_ ("Review"),
    N_ ("The exact change of each file. Until you select Apply nothing is written, and everything "
        "else in the file stays as it is.") },
  { N_ ("Result"),
    N_ ("The server is asked as an assistant would ask it. The first thing that fails comes first, "
        "with its cure. Undo takes back what was written.") },
  { N_ ("Report for a ticket"),
    N_ ("Everything that was found. Keys are masked; their last four characters stay, so that you "
        "can tell which one it is.") },
};

static const Topic shortcuts[] = {
  { N_ ("Next"), "Alt+N, Alt+→" },
  { N_ ("Back, or cancel what takes long"), "Esc, Alt+←" },
  { N_ ("A button"), N_ ("Alt and its underlined letter") },
  { N_ ("Help"), "F1" },
  { N_ ("Keyboard Shortcuts"), "Ctrl+?" },
  { N_ ("Menu"), "F10" },
  { N_ ("Quit"), "Ctrl+Q" },
};

static gboolean
on_escape (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

static GtkWidget *
new_list (const char *title, const Topic *list, guint length)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  for (guint i = 0; i < length; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               iru_row_new (_ (list[i].title), _ (list[i].text)));
  gtk_widget_add_css_class (group, "iru-page");
  return group;
}

static void
present (GtkWindow *parent, const char *title, const Topic *list, guint length)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  adw_clamp_set_child (ADW_CLAMP (clamp), new_list (title, list, length));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), scrolled);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_callback_action_new (on_escape, NULL, NULL)));
  gtk_widget_add_controller (window, keys);
  gtk_window_set_title (GTK_WINDOW (window), title);
  gtk_window_set_default_size (GTK_WINDOW (window), 480, 560);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_present (GTK_WINDOW (window));
}

void
iru_help_present (GtkWindow *parent)
{
  present (parent, _ ("Help"), topics, G_N_ELEMENTS (topics));
}

void
iru_help_present_shortcuts (GtkWindow *parent)
{
  present (parent, _ ("Keyboard Shortcuts"), shortcuts, G_N_ELEMENTS (shortcuts));
}
