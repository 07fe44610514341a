/* iru-server-rows.c: what a pasted server is, with its keys masked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-server-rows.h"

#include <glib/gi18n.h>
#include <string.h>

#include "iru-rows.h"
#include "iru-value.h"
#include "iru-words.h"

static void
on_reveal_toggled (GtkToggleButton *button, GtkWidget *row)
{
  gboolean revealed = gtk_toggle_button_get_active (button);
  const char *secret = g_object_get_data (G_OBJECT (row), "secret");
  g_autofree char *masked = iru_mask_secret (secret);
  g_autofree char *shown = revealed ? iru_escape_text (secret) : NULL;

  iru_row_set_subtitle (row, shown != NULL ? shown : masked);
  gtk_button_set_icon_name (GTK_BUTTON (button),
                            revealed ? "view-conceal-symbolic" : "view-reveal-symbolic");
}

static GtkWidget *
new_secret_row (const char *name, const char *secret, IruRedactor *redactor)
{
  g_autofree char *title = iru_redactor_clean (redactor, name);
  g_autofree char *masked = iru_mask_secret (secret);
  g_autofree char *label = g_strdup_printf (_ ("Show the value of %s"), title);
  GtkWidget *row = iru_row_new (title, masked);
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_button_set_icon_name (GTK_BUTTON (button), "view-reveal-symbolic");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  g_object_set_data_full (G_OBJECT (row), "secret", g_strdup (secret),
                          (GDestroyNotify)iru_secret_free);
  g_signal_connect (button, "toggled", G_CALLBACK (on_reveal_toggled), row);
  return row;
}

/* Its value is no secret by its name, and may have one in it. */
static GtkWidget *
new_open_row (const IruPair *pair, IruRedactor *redactor)
{
  g_autofree char *title = iru_redactor_clean (redactor, pair->name);
  g_autofree char *masked =
      iru_secret_mask_text (pair->value, strlen (pair->value), IRU_SECRET_TEXT_OUTSIDE);
  g_autofree char *value = iru_redactor_clean (redactor, masked);

  return iru_row_new (title, value);
}

static void
add_pairs (AdwPreferencesGroup *group, GPtrArray *pairs, IruRedactor *redactor)
{
  for (guint i = 0; i < pairs->len; i++)
    {
      const IruPair *pair = iru_pairs_index (pairs, i);

      if (!iru_words_is_key (pair))
        adw_preferences_group_add (group, new_open_row (pair, redactor));
      else
        adw_preferences_group_add (group, new_secret_row (pair->name, pair->value, redactor));
    }
}

static void
add_server (GtkWidget *box, const IruServer *server, IruRedactor *redactor)
{
  g_autofree char *name = iru_redactor_clean (redactor, server->name);
  g_autofree char *title = g_strdup_printf (_ ("Server “%s”"), name);
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autofree char *starts = iru_words_starts (server, redactor);
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (iru_box_add_group (box, escaped));

  if (server->url != NULL)
    {
      g_autofree char *masked = iru_mask_url (server->url);
      g_autofree char *url = iru_redactor_clean (redactor, masked);

      adw_preferences_group_add (group, iru_row_new (_ ("Address"), url));
    }
  else if (starts != NULL)
    adw_preferences_group_add (group, iru_row_new (_ ("Command"), starts));
  add_pairs (group, server->headers, redactor);
  add_pairs (group, server->env, redactor);
}

void
iru_server_rows_add (GtkWidget *box, GPtrArray *servers, IruRedactor *redactor)
{
  for (guint i = 0; i < servers->len; i++)
    add_server (box, servers->pdata[i], redactor);
}
