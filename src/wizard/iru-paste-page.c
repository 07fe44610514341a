/* iru-paste-page.c: what Iru showed, read as it is typed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-paste-page.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "iru-file-chooser.h"
#include "iru-fix.h"
#include "iru-repair.h"
#include "iru-rows.h"
#include "iru-server-rows.h"

/* How long after the last key the text is read. */
#define READ_DELAY_MS 150

struct _IruPastePage
{
  IruPage parent_instance;

  GtkWidget *offer;
  GtkTextView *view;
  GtkWidget *groups;
  GtkTextBuffer *buffer;
  guint read_id;
};

G_DEFINE_FINAL_TYPE (IruPastePage, iru_paste_page, IRU_TYPE_PAGE)

/* A copy that is wiped. (transfer full) */
static GBytes *
get_text (IruPastePage *self)
{
  GtkTextIter start;
  GtkTextIter end;
  char *text;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  text = gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
  return g_bytes_new_with_free_func (text, strlen (text), (GDestroyNotify)iru_secret_free, text);
}

/* The place of a byte of @text in the buffer, which holds the same. */
static void
get_iter (IruPastePage *self, GBytes *text, gsize offset, GtkTextIter *iter)
{
  gsize length;
  const char *data = g_bytes_get_data (text, &length);

  gtk_text_buffer_get_iter_at_offset (
      self->buffer, iter, data != NULL ? g_utf8_strlen (data, MIN (offset, length)) : 0);
}

static void
mark_line (IruPastePage *self, GBytes *text, gsize offset, const char *tag)
{
  GtkTextIter start;
  GtkTextIter end;

  get_iter (self, text, offset, &start);
  end = start;
  gtk_text_iter_set_line_offset (&start, 0);
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  gtk_text_buffer_apply_tag_by_name (self->buffer, tag, &start, &end);
}

static void
go_to_offset (IruPastePage *self, GBytes *text, gsize offset)
{
  GtkTextIter iter;

  get_iter (self, text, offset, &iter);
  gtk_text_buffer_place_cursor (self->buffer, &iter);
  gtk_text_view_scroll_to_iter (self->view, &iter, 0.1, FALSE, 0, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* What was read */

static void
on_fix_activated (GtkWidget *row, gpointer user_data)
{
  IruPastePage *self = IRU_PASTE_PAGE (gtk_widget_get_ancestor (row, IRU_TYPE_PASTE_PAGE));
  g_autoptr (GBytes) text = get_text (self);

  go_to_offset (self, text, GPOINTER_TO_SIZE (user_data));
}

static void
show_fixes (IruPastePage *self, GArray *fixes, GBytes *text)
{
  gsize length;
  const char *data = g_bytes_get_data (text, &length);
  GtkWidget *group;

  if (fixes->len == 0)
    return;
  group = iru_box_add_group (self->groups, _ ("Put right"));
  for (guint i = 0; i < fixes->len; i++)
    {
      const IruFix *fix = &g_array_index (fixes, IruFix, i);
      g_autofree char *place = NULL;
      GtkWidget *row;
      guint line;
      guint column;

      iru_text_get_position (data, length, fix->offset, &line, &column);
      place = g_strdup_printf (_ ("Line %u, column %u"), line, column);
      row = iru_row_new (iru_fix_get_title (fix->id), place);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_signal_connect (row, "activated", G_CALLBACK (on_fix_activated),
                        GSIZE_TO_POINTER (fix->offset));
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
      mark_line (self, text, fix->offset, "fix");
    }
}

static void
show_findings (IruPastePage *self, const IruOutcome *outcome)
{
  GPtrArray *findings = outcome->snippet->findings;
  GtkWidget *group;

  if (findings->len == 0)
    return;
  group = iru_box_add_group (self->groups, _ ("To be looked at"));
  for (guint i = 0; i < findings->len; i++)
    adw_preferences_group_add (
        ADW_PREFERENCES_GROUP (group),
        iru_finding_row_new (findings->pdata[i], NULL, TRUE, outcome->redactor));
}

static void
show_snippet (IruPastePage *self, const IruOutcome *outcome, GBytes *text)
{
  if (outcome->snippet == NULL)
    return;
  show_findings (self, outcome);
  iru_server_rows_add (self->groups, outcome->snippet->servers, outcome->redactor);
  show_fixes (self, outcome->snippet->fixes, text);
}

/* @jumps: the cursor goes to what is wrong: not while somebody types. */
static void
read_text (IruPastePage *self, gboolean jumps)
{
  IruSession *session = iru_page_get_session (IRU_PAGE (self));
  g_autoptr (GBytes) text = get_text (self);
  g_autoptr (GError) error = NULL;
  GtkTextIter start;
  GtkTextIter end;
  gsize fault = 0;
  gboolean good;

  g_clear_handle_id (&self->read_id, g_source_remove);
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_remove_tag_by_name (self->buffer, "fix", &start, &end);
  gtk_text_buffer_remove_tag_by_name (self->buffer, "fault", &start, &end);
  iru_box_clear (self->groups);
  good = iru_session_read (session, text, &fault, &error);
  show_snippet (self, iru_session_get_outcome (session), text);
  if (error != NULL)
    {
      mark_line (self, text, fault, "fault");
      if (jumps)
        go_to_offset (self, text, fault);
      iru_page_fail (IRU_PAGE (self), error);
    }
  else
    iru_page_set_state (IRU_PAGE (self), good ? IRU_PAGE_READY : IRU_PAGE_IDLE);
}

static gboolean
on_read_due (gpointer user_data)
{
  IruPastePage *self = user_data;

  self->read_id = 0;
  read_text (self, FALSE);
  return G_SOURCE_REMOVE;
}

static void
on_text_changed (GtkTextBuffer *buffer, IruPastePage *self)
{
  g_clear_handle_id (&self->read_id, g_source_remove);
  self->read_id = g_timeout_add (READ_DELAY_MS, on_read_due, self);
  iru_page_set_state (IRU_PAGE (self), IRU_PAGE_IDLE);
}

/* Text that comes as a whole. A terminal would end its last line, and only then is a command line
 * known to be complete. What comes after the page was left comes too late: the session may be at
 * work. */
static void
set_text (IruPastePage *self, const char *text)
{
  gboolean ends = text[0] == '\0' || g_str_has_suffix (text, "\n");
  char *whole;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  whole = g_strconcat (text, ends ? "" : "\n", NULL);
  gtk_text_buffer_set_text (self->buffer, whole, -1);
  iru_secret_free (whole);
  gtk_widget_set_visible (self->offer, FALSE);
  read_text (self, TRUE);
}

/* Ctrl+V, or the menu of the text. */
static void
on_pasted (GtkTextBuffer *buffer, GdkClipboard *clipboard, IruPastePage *self)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  if (!gtk_text_iter_starts_line (&end))
    gtk_text_buffer_insert (buffer, &end, "\n", 1);
  read_text (self, TRUE);
}

/* The clipboard */

static void
toast (IruPastePage *self, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "wizard.toast", "s", text);
}

static GdkClipboard *
get_clipboard (IruPastePage *self)
{
  return gtk_widget_get_clipboard (GTK_WIDGET (self));
}

static void
on_clipboard_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (IruPastePage) self = user_data;
  char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (text == NULL)
    toast (self, _ ("There is no text in the clipboard"));
  else if (strlen (text) > IRU_SNIPPET_MAX_SIZE)
    toast (self, _ ("What is in the clipboard is too large for a configuration"));
  else
    set_text (self, text);
  iru_secret_free (text);
}

static void
on_paste (GtkWidget *button, IruPastePage *self)
{
  gdk_clipboard_read_text_async (get_clipboard (self), NULL, on_clipboard_read,
                                 g_object_ref (self));
}

static void
on_take (GtkWidget *button, IruPastePage *self)
{
  on_paste (button, self);
}

static void
on_clear (GtkWidget *button, IruPastePage *self)
{
  gdk_clipboard_set_text (get_clipboard (self), "");
  set_text (self, "");
  toast (self, _ ("The page and the clipboard are empty"));
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* Offered, never taken unasked. */
static void
on_clipboard_glanced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (IruPastePage) self = user_data;
  char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  gsize length = text != NULL ? strlen (text) : 0;
  g_autoptr (GBytes) bytes = g_bytes_new_static (text != NULL ? text : "", length);
  g_autoptr (IruSnippet) snippet =
      length > 0 && length <= IRU_SNIPPET_MAX_SIZE ? iru_snippet_parse (bytes, NULL, NULL) : NULL;

  gtk_widget_set_visible (self->offer, snippet != NULL && self->buffer != NULL
                                           && gtk_text_buffer_get_char_count (self->buffer) == 0);
  g_clear_pointer (&snippet, iru_snippet_free);
  iru_secret_free (text);
}

/* Files */

static void
on_file_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (IruPastePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) text = iru_file_chooser_load_finish (result, &error);

  if (text == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    iru_page_fail (IRU_PAGE (self), error);
  if (text == NULL)
    return;

  gsize length;
  const char *data = g_bytes_get_data (text, &length);
  char *copy = g_strndup (data != NULL ? data : "", length);
  if (strlen (copy) == length && g_utf8_validate (copy, length, NULL))
    set_text (self, copy);
  else
    toast (self, _ ("That file is no text"));
  iru_secret_free (copy);
}

static void
on_open (GtkWidget *button, IruPastePage *self)
{
  iru_file_chooser_open_async (GTK_WIDGET (self), on_file_loaded, g_object_ref (self));
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, IruPastePage *self)
{
  iru_file_chooser_load_async (g_value_get_object (value), on_file_loaded, g_object_ref (self));
  return TRUE;
}

/* The page */

static void
iru_paste_page_shown (IruPage *page)
{
  IruPastePage *self = IRU_PASTE_PAGE (page);

  read_text (self, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  if (gtk_text_buffer_get_char_count (self->buffer) == 0)
    gdk_clipboard_read_text_async (get_clipboard (self), NULL, on_clipboard_glanced,
                                   g_object_ref (self));
}

static void
iru_paste_page_dispose (GObject *object)
{
  IruPastePage *self = IRU_PASTE_PAGE (object);

  g_clear_handle_id (&self->read_id, g_source_remove);
  if (self->buffer != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->buffer, self);
      gtk_text_buffer_set_text (self->buffer, "", 0);
    }
  g_clear_object (&self->buffer);
  G_OBJECT_CLASS (iru_paste_page_parent_class)->dispose (object);
}

static void
iru_paste_page_class_init (IruPastePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  IruPageClass *page_class = IRU_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = iru_paste_page_dispose;
  page_class->title = N_ ("Paste");
  page_class->next = N_ ("_Next");
  page_class->shown = iru_paste_page_shown;
  page_class->advance = iru_page_advanced;

  gtk_source_init ();
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/iru_mcp_setup/IruMcpSetup/iru-paste-page.ui");
  gtk_widget_class_bind_template_child (widget_class, IruPastePage, offer);
  gtk_widget_class_bind_template_child (widget_class, IruPastePage, view);
  gtk_widget_class_bind_template_child (widget_class, IruPastePage, groups);
  gtk_widget_class_bind_template_callback (widget_class, on_take);
  gtk_widget_class_bind_template_callback (widget_class, on_paste);
  gtk_widget_class_bind_template_callback (widget_class, on_open);
  gtk_widget_class_bind_template_callback (widget_class, on_clear);
}

static void
iru_paste_page_init (IruPastePage *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->buffer = g_object_ref (gtk_text_view_get_buffer (self->view));
  gtk_text_buffer_set_max_undo_levels (self->buffer, 50);
  iru_source_view_set_up (self->view, "json");
  gtk_text_buffer_create_tag (self->buffer, "fix", "paragraph-background-rgba",
                              &(GdkRGBA){ 0.9, 0.65, 0.05, 0.2 }, NULL);
  gtk_text_buffer_create_tag (self->buffer, "fault", "paragraph-background-rgba",
                              &(GdkRGBA){ 0.88, 0.11, 0.14, 0.2 }, NULL);
  g_signal_connect (self->buffer, "changed", G_CALLBACK (on_text_changed), self);
  g_signal_connect (self->buffer, "paste-done", G_CALLBACK (on_pasted), self);
  g_signal_connect (drop, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}
