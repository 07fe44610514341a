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
iru_row_add_note (GtkWidget *row, const char *note, const char *style)
{
  GtkWidget *label = gtk_label_new (note);

  gtk_widget_add_css_class (label, style);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
}

static GtkWidget *
new_button (const char *label)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *child = gtk_label_new_with_mnemonic (label);

  /* A mnemonic in the button's own label would be read aloud. */
  gtk_label_set_mnemonic_widget (GTK_LABEL (child), button);
  gtk_button_set_child (GTK_BUTTON (button), child);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  child, NULL, -1);
  return button;
}

GtkWidget *
iru_row_add_button (GtkWidget *row, const char *label)
{
  GtkWidget *button = new_button (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return button;
}

GtkWidget *
iru_button_row_new (const char *label, GtkWidget **button)
{
  GtkWidget *row =
      g_object_new (ADW_TYPE_PREFERENCES_ROW, "activatable", FALSE, "focusable", FALSE, NULL);

  *button = new_button (label);
  gtk_widget_add_css_class (*button, "iru-row-button");
  gtk_widget_set_halign (*button, GTK_ALIGN_END);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), *button);
  return row;
}

/* Of the application, where the icon theme has it. */
static void
add_client_icon (GtkWidget *row, const IruClient *client)
{
  const char *names[] = { client->name, "application-x-executable-symbolic" };
  g_autoptr (GIcon) icon = g_themed_icon_new_from_names ((char **)names, G_N_ELEMENTS (names));
  GtkWidget *image =
      g_object_new (GTK_TYPE_IMAGE, "gicon", icon, "accessible-role",
                    GTK_ACCESSIBLE_ROLE_PRESENTATION, "icon-size", GTK_ICON_SIZE_LARGE, NULL);

  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
}

/* What the client's file holds. */
static void
add_state (GtkWidget *row, const IruClientResult *client)
{
  static const char *const styles[] = {
    [IRU_CLIENT_OK] = "success",       [IRU_CLIENT_MISSING] = "dim-label",
    [IRU_CLIENT_DIFFERS] = "warning",  [IRU_CLIENT_BROKEN] = "error",
    [IRU_CLIENT_ABSENT] = "dim-label",
  };

  iru_row_add_note (row, iru_words_state (client), styles[client->state]);
}

static void
add_verdict (GtkWidget *row, const IruClientResult *client)
{
  static const char *const styles[] = {
    [IRU_VERDICT_WORKS] = "success",      [IRU_VERDICT_RESTART] = "warning",
    [IRU_VERDICT_UNPROVED] = "dim-label", [IRU_VERDICT_FAILS] = "error",
    [IRU_VERDICT_MISSING] = "dim-label",
  };
  g_autofree char *words = iru_words_verdict (client, TRUE);

  iru_row_add_note (row, words, styles[iru_client_verdict_new (client).kind]);
}

GtkWidget *
iru_client_row_new (const IruClientResult *client, gboolean judged)
{
  g_autofree char *title = iru_words_client (client->target);
  g_autofree char *path = iru_places_get_native_path (client->target->places, client->target->path);
  g_autofree char *scope = iru_words_scope (client);
  g_autofree char *shown_scope = scope != NULL ? iru_escape_text (scope) : NULL;
  g_autofree char *shown = iru_escape_text (path);
  GtkWidget *row = iru_row_new (title, shown);

  add_client_icon (row, client->target->client);
  if (shown_scope != NULL)
    iru_row_add_note (row, shown_scope, "dim-label");
  if (judged)
    add_verdict (row, client);
  else
    add_state (row, client);
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
iru_finding_row_new (const IruFinding *finding, const char *where, gboolean advises,
                     IruRedactor *redactor)
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
  if (text->len > 0 && advises)
    g_string_append_c (text, '\n');
  if (advises)
    g_string_append (text, iru_finding_get_advice (finding));
  row = iru_row_new (title, text->str);
  add_severity_icon (row, finding->severity);
  return row;
}

GtkWidget *
iru_headline_new (const char *icon, const char *style, const char *title, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  /* A status is read aloud when it is there. */
  GtkWidget *labels[] = {
    g_object_new (GTK_TYPE_LABEL, "label", title, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS,
                  NULL),
    gtk_label_new (text),
  };

  gtk_widget_add_css_class (image, "iru-headline-icon");
  if (style != NULL)
    gtk_widget_add_css_class (image, style);
  gtk_box_append (GTK_BOX (box), image);
  gtk_widget_add_css_class (labels[0], "title-2");
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      gtk_label_set_wrap (GTK_LABEL (labels[i]), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (labels[i]), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_justify (GTK_LABEL (labels[i]), GTK_JUSTIFY_CENTER);
      gtk_box_append (GTK_BOX (box), labels[i]);
    }
  return box;
}

static void
follow_dark (AdwStyleManager *manager, GParamSpec *pspec, gpointer user_data)
{
  GtkSourceStyleSchemeManager *schemes = gtk_source_style_scheme_manager_get_default ();

  gtk_source_buffer_set_style_scheme (
      user_data, gtk_source_style_scheme_manager_get_scheme (
                     schemes, adw_style_manager_get_dark (manager) ? "Adwaita-dark" : "Adwaita"));
}

void
iru_source_view_set_up (GtkTextView *view, const char *language)
{
  GtkSourceBuffer *buffer = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (view));
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();

  gtk_source_buffer_set_language (buffer,
                                  gtk_source_language_manager_get_language (languages, language));
  gtk_widget_set_direction (GTK_WIDGET (view), GTK_TEXT_DIR_LTR);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (follow_dark), buffer, 0);
  follow_dark (manager, NULL, buffer);
}

GtkWidget *
iru_text_frame_new (const char *text, const char *language, const char *label)
{
  GtkSourceBuffer *buffer = gtk_source_buffer_new (NULL);
  GtkWidget *view = gtk_source_view_new_with_buffer (buffer);
  GtkWidget *frame = gtk_frame_new (NULL);

  iru_source_view_set_up (GTK_TEXT_VIEW (view), language);
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (buffer), text, -1);
  g_object_unref (buffer);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_cursor_visible (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (view), TRUE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_frame_set_child (GTK_FRAME (frame), view);
  gtk_widget_set_margin_top (frame, 6);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 6);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 6);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 6);
  return frame;
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
