/* iru-window.c: the wizard's window: one page at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-window.h"

#include <glib/gi18n.h>

#include "iru-clients-page.h"
#include "iru-paste-page.h"
#include "iru-result-page.h"
#include "iru-review-page.h"
#include "iru-start-page.h"

/* The last page of a task is not left by Back: what was done is done.
 * @number: its place in setting up; 0: none */
typedef struct
{
  const char *name;
  GType (*get_type) (void);
  const char *next;
  gboolean is_last;
  guint number;
} Step;

#define N_NUMBERED 4

static const Step steps[] = {
  { "start", iru_start_page_get_type, NULL, FALSE, 0 },
  { "paste", iru_paste_page_get_type, "clients", FALSE, 1 },
  { "clients", iru_clients_page_get_type, "review", FALSE, 2 },
  { "review", iru_review_page_get_type, "result", FALSE, 3 },
  { "result", iru_result_page_get_type, NULL, TRUE, 4 },
};

struct _IruWindow
{
  AdwApplicationWindow parent_instance;

  IruSession *session;
  GPtrArray *history; /* (element-type Step): the last is there now */
  gboolean numbered;  /* the pages are the steps of setting up */
  gboolean closing;   /* as soon as what is written is written */

  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  GtkWidget *back;
  GtkLabel *back_label;
  GtkWidget *next;
  GtkLabel *next_label;
  GtkSpinner *spinner;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkWidget *retry;
  GtkStack *stack;
};

G_DEFINE_FINAL_TYPE (IruWindow, iru_window, ADW_TYPE_APPLICATION_WINDOW)

static const Step *
get_step (IruWindow *self)
{
  return self->history->pdata[self->history->len - 1];
}

static IruPage *
get_page (IruWindow *self)
{
  return IRU_PAGE (gtk_stack_get_visible_child (self->stack));
}

static const Step *
find_step (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (g_strcmp0 (steps[i].name, name) == 0)
      return &steps[i];
  return NULL;
}

static void on_page_advanced (IruPage *page, gpointer user_data);

static void
sync_buttons (IruWindow *self, IruPageClass *klass, IruPageState state)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean is_busy = state == IRU_PAGE_BUSY;
  gboolean can_cancel = is_busy && klass->cancel != NULL;

  gtk_label_set_label (self->back_label, can_cancel ? _ ("_Cancel") : _ ("_Back"));
  gtk_widget_set_visible (self->back, self->history->len > 1 || can_cancel);
  gtk_widget_action_set_enabled (widget, "wizard.back",
                                 can_cancel || (!is_busy && self->history->len > 1));
  gtk_label_set_label (self->next_label, klass->next != NULL ? _ (klass->next) : "");
  gtk_widget_set_visible (self->next, klass->next != NULL);
  gtk_widget_action_set_enabled (widget, "wizard.next",
                                 klass->next != NULL && state == IRU_PAGE_READY);
  gtk_spinner_set_spinning (self->spinner, is_busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_busy);
}

static void
sync_error (IruWindow *self, IruPageClass *klass, IruPage *page)
{
  gboolean has_failed = iru_page_get_state (page) == IRU_PAGE_FAILED;

  if (has_failed)
    gtk_label_set_label (self->error_label, iru_page_get_message (page));
  gtk_widget_set_visible (self->retry, klass->retry != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "wizard.retry",
                                 has_failed && klass->retry != NULL);
  gtk_revealer_set_reveal_child (self->error_revealer, has_failed);
}

/* "Step 2 of 4": for those who began with the first; others come to some of the pages too. */
static char *
get_subtitle (IruWindow *self)
{
  guint number = get_step (self)->number;

  if (number == 0 || !self->numbered)
    return NULL;
  return g_strdup_printf (_ ("Step %u of %u"), number, N_NUMBERED);
}

static void
sync_page (IruWindow *self)
{
  IruPage *page = get_page (self);
  IruPageClass *klass = IRU_PAGE_GET_CLASS (page);
  g_autofree char *subtitle = get_subtitle (self);

  adw_window_title_set_title (self->title, _ (klass->title));
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
  gtk_window_set_title (GTK_WINDOW (self), _ (klass->title));
  sync_buttons (self, klass, iru_page_get_state (page));
  sync_error (self, klass, page);
}

static void
on_page_changed (IruPage *page, gpointer user_data)
{
  IruWindow *self = user_data;

  if (page != get_page (self))
    return;
  if (self->closing && iru_page_get_state (page) != IRU_PAGE_BUSY)
    gtk_window_destroy (GTK_WINDOW (self));
  else
    sync_page (self);
}

/* A page is made when it is first wanted: the first frame does not wait for the others. */
static void
ensure_page (IruWindow *self, const Step *step)
{
  GtkWidget *page;

  if (gtk_stack_get_child_by_name (self->stack, step->name) != NULL)
    return;
  page = g_object_new (step->get_type (), "session", self->session, NULL);
  g_signal_connect_object (page, "changed", G_CALLBACK (on_page_changed), self, 0);
  g_signal_connect_object (page, "advanced", G_CALLBACK (on_page_advanced), self, 0);
  gtk_stack_add_named (self->stack, page, step->name);
}

static void
show_step (IruWindow *self)
{
  IruPage *page;

  ensure_page (self, get_step (self));
  gtk_stack_set_visible_child_name (self->stack, get_step (self)->name);
  page = get_page (self);
  sync_page (self);
  if (IRU_PAGE_GET_CLASS (page)->shown != NULL)
    IRU_PAGE_GET_CLASS (page)->shown (page);
}

static void
go_to (IruWindow *self, const Step *step)
{
  if (step->is_last)
    g_ptr_array_set_size (self->history, 1);
  g_ptr_array_add (self->history, (gpointer)step);
  show_step (self);
}

/* Elsewhere than to the next page. */
static void
jump_to (IruWindow *self, const Step *step)
{
  self->numbered = step->number == 1;
  go_to (self, step);
}

static void
on_page_advanced (IruPage *page, gpointer user_data)
{
  IruWindow *self = user_data;

  if (page == get_page (self) && !self->closing)
    go_to (self, find_step (get_step (self)->next));
}

/* Actions */

static void
go_back (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IruWindow *self = IRU_WINDOW (widget);
  IruPage *page = get_page (self);

  if (iru_page_get_state (page) == IRU_PAGE_BUSY)
    IRU_PAGE_GET_CLASS (page)->cancel (page);
  else if (self->history->len > 1)
    {
      g_ptr_array_set_size (self->history, self->history->len - 1);
      show_step (self);
    }
}

static void
go_next (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IruPage *page = get_page (IRU_WINDOW (widget));

  IRU_PAGE_GET_CLASS (page)->advance (page);
}

static void
retry (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IruPage *page = get_page (IRU_WINDOW (widget));

  IRU_PAGE_GET_CLASS (page)->retry (page);
}

static void
go (GtkWidget *widget, const char *action, GVariant *parameter)
{
  jump_to (IRU_WINDOW (widget), find_step (g_variant_get_string (parameter, NULL)));
}

static void
toast (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_toast_overlay_add_toast (IRU_WINDOW (widget)->toasts,
                               adw_toast_new (g_variant_get_string (parameter, NULL)));
}

/* What is being written is written to its end; all else is stopped. */
static gboolean
iru_window_close_request (GtkWindow *window)
{
  IruWindow *self = IRU_WINDOW (window);
  IruPage *page = get_page (self);

  self->closing = TRUE;
  if (iru_page_get_state (page) != IRU_PAGE_BUSY)
    return FALSE;
  if (IRU_PAGE_GET_CLASS (page)->cancel != NULL)
    IRU_PAGE_GET_CLASS (page)->cancel (page);
  return TRUE;
}

static void
iru_window_dispose (GObject *object)
{
  IruWindow *self = IRU_WINDOW (object);

  if (self->session != NULL)
    iru_session_forget (self->session);
  g_clear_object (&self->session);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  G_OBJECT_CLASS (iru_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, IruWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, IruWindow, title);
  gtk_widget_class_bind_template_child (widget_class, IruWindow, back);
  gtk_widget_class_bind_template_child (widget_class, IruWindow, back_label);
  gtk_widget_class_bind_template_child (widget_class, IruWindow, next);
  gtk_widget_class_bind_template_child (widget_class, IruWindow, next_label);
  gtk_widget_class_bind_template_child (widget_class, IruWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, IruWindow, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, IruWindow, error_label);
  gtk_widget_class_bind_template_child (widget_class, IruWindow, retry);
  gtk_widget_class_bind_template_child (widget_class, IruWindow, stack);
}

static void
iru_window_class_init (IruWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = iru_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = iru_window_close_request;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/iru_mcp_setup/IruMcpSetup/iru-window.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "wizard.back", NULL, go_back);
  gtk_widget_class_install_action (widget_class, "wizard.next", NULL, go_next);
  gtk_widget_class_install_action (widget_class, "wizard.retry", NULL, retry);
  gtk_widget_class_install_action (widget_class, "wizard.go", "s", go);
  gtk_widget_class_install_action (widget_class, "wizard.toast", "s", toast);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "wizard.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "wizard.back",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, GDK_ALT_MASK, "wizard.next",
                                       NULL);
}

static void
iru_window_init (IruWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->history = g_ptr_array_new ();
}

GtkWidget *
iru_window_new (AdwApplication *application, IruSession *session)
{
  IruWindow *self = g_object_new (IRU_TYPE_WINDOW, "application", application, NULL);

  self->session = g_object_ref (session);
  g_ptr_array_add (self->history, (gpointer)&steps[0]);
  return GTK_WIDGET (self);
}

gboolean
iru_window_start (IruWindow *self, const char *task)
{
  const Step *step = find_step (g_strcmp0 (task, "setup") == 0          ? "paste"
                                : g_strcmp0 (task, "troubleshoot") == 0 ? "result"
                                                                        : NULL);

  if (task != NULL && step == NULL)
    return FALSE;
  if (step != NULL)
    jump_to (self, step);
  else
    show_step (self);
  return TRUE;
}
