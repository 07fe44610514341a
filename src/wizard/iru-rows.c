/* iru-rows.c: rows of lists that several pages show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-rows.h"

#include <glib/gi18n.h>

#include "iru-words.h"

/* "use-markup" says nothing of the subtitle in libadwaita 1.2. */
void
iru_row_set_subtitle (GtkWidget *row, const char *subtitle)
{
  g_autofree char *markup = g_markup_escape_text (subtitle, -1);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), markup);
}

GtkWidget *
iru_row_new (const char *title, const char *subtitle)
{
  g_autofree char *markup = g_markup_escape_text (title, -1);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", markup, "title-lines", 0,
                                 "subtitle-lines", 0, NULL);

  if (subtitle != NULL)
    iru_row_set_subtitle (row, subtitle);
  return row;
}

void
iru_row_add_icon (GtkWidget *row, const char *icon, const char *style, const char *meaning)
{
  GtkWidget *image = gtk_image_new_from_icon_name (icon);

  gtk_accessible_update_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL, meaning,
                                  -1);
  gtk_widget_set_tooltip_text (image, meaning);
  if (style != NULL)
    gtk_widget_add_css_class (image, style);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
}

void
iru_row_add_note (GtkWidget *row, const char *note)
{
  GtkWidget *label = gtk_label_new (note);

  gtk_widget_add_css_class (label, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
}

GtkWidget *
iru_row_add_button (GtkWidget *row, const char *label)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *child = gtk_label_new_with_mnemonic (label);

  /* A mnemonic in the button's own label would be read aloud. */
  gtk_label_set_mnemonic_widget (GTK_LABEL (child), button);
  gtk_button_set_child (GTK_BUTTON (button), child);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  child, NULL, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return button;
}

static void
add_client_icon (GtkWidget *row, const IruClientResult *client)
{
  switch (client->state)
    {
    case IRU_CLIENT_OK:
      iru_row_add_icon (row, "emblem-ok-symbolic", "success", iru_words_state (client));
      break;
    case IRU_CLIENT_BROKEN:
      iru_row_add_icon (row, "dialog-error-symbolic", "error", iru_words_state (client));
      break;
    case IRU_CLIENT_DIFFERS:
      iru_row_add_icon (row, "dialog-warning-symbolic", "warning", iru_words_state (client));
      break;
    case IRU_CLIENT_MISSING:
    case IRU_CLIENT_ABSENT:
    default:
      iru_row_add_icon (row, "list-add-symbolic", "dim-label", iru_words_state (client));
      break;
    }
}

GtkWidget *
iru_client_row_new (const IruClientResult *client)
{
  g_autofree char *title = iru_words_client (client->target);
  g_autofree char *path = iru_places_get_native_path (client->target->places, client->target->path);
  g_autofree char *shown = iru_escape_text (path);
  GtkWidget *row = iru_row_new (title, shown);

  add_client_icon (row, client);
  iru_row_add_note (row, iru_words_state (client));
  return row;
}

static void
add_severity_icon (GtkWidget *row, IruSeverity severity)
{
  static const struct
  {
    const char *icon;
    const char *style;
  } icons[] = {
    [IRU_SEVERITY_INFO] = { "dialog-information-symbolic", "dim-label" },
    [IRU_SEVERITY_WARNING] = { "dialog-warning-symbolic", "warning" },
    [IRU_SEVERITY_ERROR] = { "dialog-error-symbolic", "error" },
  };

  iru_row_add_icon (row, icons[severity].icon, icons[severity].style,
                    iru_words_severity (severity));
}

GtkWidget *
iru_finding_row_new (const IruFinding *finding, const char *where, IruRedactor *redactor)
{
  g_autofree char *detail = iru_redactor_clean (redactor, finding->detail);
  g_autofree char *shown_where = iru_redactor_clean (redactor, where);
  g_autofree char *title = shown_where != NULL ? g_strdup_printf (_ ("%s: %s"), shown_where,
                                                                  iru_finding_get_title (finding))
                                               : g_strdup (iru_finding_get_title (finding));
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *row;

  if (finding->line > 0)
    g_string_append_printf (text, _ ("Line %u, column %u. "), finding->line, finding->column);
  if (detail != NULL)
    g_string_append_printf (text, "%s", detail);
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, iru_finding_get_advice (finding));
  row = iru_row_new (title, text->str);
  add_severity_icon (row, finding->severity);
  return row;
}

void
iru_box_clear (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

GtkWidget *
iru_box_add_group (GtkWidget *box, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  gtk_box_append (GTK_BOX (box), group);
  return group;
}
