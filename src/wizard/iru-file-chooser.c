/* iru-file-chooser.c: files that a person points at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-file-chooser.h"

#include <glib/gi18n.h>
#include <libportal-gtk4/portal-gtk4.h>
#include <string.h>

#include "iru-error.h"
#include "iru-repair.h"

/* A desktop without a portal gives errors of D-Bus, which say nothing to a person. */
static void
return_portal_error (GTask *task, GError *error, const char *instead)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&error);
      g_set_error_literal (&error, IRU_ERROR, IRU_ERROR_FAILED, instead);
    }
  g_task_return_error (task, error);
}

/* The first uri of a portal's answer. (transfer full) (nullable) */
static GFile *
get_file (GVariant *answer)
{
  g_autofree const char **uris = NULL;

  if (!g_variant_lookup (answer, "uris", "^a&s", &uris) || uris[0] == NULL)
    return NULL;
  return g_file_new_for_uri (uris[0]);
}

/* Loading: one byte more than is allowed is enough to know that it is too much. */

static void
run_load (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GFile *file = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, &error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gsize length = 0;

  g_byte_array_set_size (bytes, IRU_SNIPPET_MAX_SIZE + 1);
  if (stream == NULL
      || !g_input_stream_read_all (G_INPUT_STREAM (stream), bytes->data, bytes->len, &length,
                                   cancellable, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (length > IRU_SNIPPET_MAX_SIZE)
    {
      g_task_return_new_error (task, IRU_ERROR, IRU_ERROR_TOO_LARGE, "%s",
                               _ ("That file is too large for a configuration. Choose another "
                                  "one."));
      return;
    }
  g_task_return_pointer (task, g_bytes_new (bytes->data, length), (GDestroyNotify)g_bytes_unref);
  memset (bytes->data, 0, length);
}

static void
load (GTask *task, GFile *file)
{
  /* A FIFO or a device would wait for ever, and a link is not to be followed to the network. */
  if (!g_file_is_native (file)
      || g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) != G_FILE_TYPE_REGULAR)
    {
      g_task_return_new_error (task, IRU_ERROR, IRU_ERROR_FAILED, "%s",
                               _ ("That is no file that can be read. Choose another one."));
      return;
    }
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, run_load);
}

void
iru_file_chooser_load_async (GFile *file, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  load (task, file);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = xdp_portal_open_file_finish (XDP_PORTAL (source), result, &error);
  g_autoptr (GFile) file = answer != NULL ? get_file (answer) : NULL;

  if (file != NULL)
    load (task, file);
  else
    return_portal_error (task, g_steal_pointer (&error),
                         _ ("This desktop has no file chooser to offer. Drop the file on this "
                            "page, or paste what is in it."));
}

void
iru_file_chooser_open_async (GtkWidget *widget, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  g_autoptr (XdpPortal) portal = xdp_portal_new ();
  XdpParent *parent = xdp_parent_new_gtk (GTK_WINDOW (gtk_widget_get_root (widget)));

  xdp_portal_open_file (portal, parent, _ ("Open a Configuration"), NULL, NULL, NULL,
                        XDP_OPEN_FILE_FLAG_NONE, NULL, on_opened, task);
  xdp_parent_free (parent);
}

GBytes *
iru_file_chooser_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Saving: the desktop has asked whether a file that is there may be replaced. */

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_place_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = xdp_portal_save_file_finish (XDP_PORTAL (source), result, &error);
  g_autoptr (GFile) file = answer != NULL ? get_file (answer) : NULL;

  if (file != NULL)
    g_file_replace_contents_bytes_async (file, g_task_get_task_data (task), NULL, FALSE,
                                         G_FILE_CREATE_PRIVATE, NULL, on_written,
                                         g_object_ref (task));
  else
    return_portal_error (task, g_steal_pointer (&error),
                         _ ("This desktop has no file chooser to offer. Copy the report and paste "
                            "it where it is needed."));
}

void
iru_file_chooser_save_async (GtkWidget *widget, const char *name, const char *text,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  g_autoptr (XdpPortal) portal = xdp_portal_new ();
  XdpParent *parent = xdp_parent_new_gtk (GTK_WINDOW (gtk_widget_get_root (widget)));

  g_task_set_task_data (task, g_bytes_new (text, strlen (text)), (GDestroyNotify)g_bytes_unref);
  xdp_portal_save_file (portal, parent, _ ("Save the Report"), name, NULL, NULL, NULL, NULL, NULL,
                        XDP_SAVE_FILE_FLAG_NONE, NULL, on_place_chosen, task);
  xdp_parent_free (parent);
}

gboolean
iru_file_chooser_save_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
