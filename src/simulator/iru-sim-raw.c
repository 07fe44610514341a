/* iru-sim-raw.c: connections taken away from the HTTP server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-sim-raw.h"

#include <string.h>
#include <sys/socket.h>

#define DRIP "1\r\n \r\n"
#define DRIP_MS 100

struct _IruSimRaw
{
  GPtrArray *connections; /* element-type IruSimConnection, owns a reference */
};

struct _IruSimConnection
{
  grefcount refs;
  IruSimRaw *raw; /* NULL once it is closed */
  GIOStream *stream;
  GCancellable *cancellable;
  GQueue pending; /* element-type GBytes */
  char *name;
  IruSimRawEnd end;
  guint drip_source;
  gboolean writing;
  char scratch[4096];
};

static void
connection_unref (gpointer data)
{
  IruSimConnection *connection = data;

  if (!g_ref_count_dec (&connection->refs))
    return;
  g_queue_clear_full (&connection->pending, (GDestroyNotify)g_bytes_unref);
  g_clear_object (&connection->stream);
  g_clear_object (&connection->cancellable);
  g_free (connection->name);
  g_free (connection);
}

static IruSimConnection *
connection_ref (IruSimConnection *connection)
{
  g_ref_count_inc (&connection->refs);
  return connection;
}

/* Lets go of the list's reference; those of running operations follow. */
static void
shut (IruSimConnection *connection)
{
  IruSimRaw *raw = connection->raw;

  if (raw == NULL)
    return;
  connection->raw = NULL;
  g_clear_handle_id (&connection->drip_source, g_source_remove);
  g_cancellable_cancel (connection->cancellable);
  g_io_stream_close (connection->stream, NULL, NULL);
  g_ptr_array_remove_fast (raw->connections, connection);
}

static void pump (IruSimConnection *connection);

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  IruSimConnection *connection = user_data;
  gboolean ok = g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);

  connection->writing = FALSE;
  g_bytes_unref (g_queue_pop_head (&connection->pending));
  if (ok && connection->raw != NULL)
    pump (connection);
  else
    shut (connection);
  connection_unref (connection);
}

static void
pump (IruSimConnection *connection)
{
  GBytes *bytes = g_queue_peek_head (&connection->pending);
  GOutputStream *output = g_io_stream_get_output_stream (connection->stream);

  if (connection->writing)
    return;
  if (bytes == NULL && connection->end == IRU_SIM_RAW_CLOSE)
    shut (connection);
  if (bytes == NULL)
    return;
  connection->writing = TRUE;
  g_output_stream_write_all_async (output, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                   G_PRIORITY_DEFAULT, connection->cancellable, on_written,
                                   connection_ref (connection));
}

void
iru_sim_connection_write (IruSimConnection *connection, GBytes *bytes)
{
  g_queue_push_tail (&connection->pending, g_bytes_ref (bytes));
  pump (connection);
}

static void watch_peer (IruSimConnection *connection);

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  IruSimConnection *connection = user_data;
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (connection->raw != NULL && length > 0)
    watch_peer (connection);
  else
    shut (connection);
  connection_unref (connection);
}

/* What the peer still sends is thrown away; its end is what matters. */
static void
watch_peer (IruSimConnection *connection)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (connection->stream), connection->scratch,
                             sizeof connection->scratch, G_PRIORITY_DEFAULT,
                             connection->cancellable, on_read, connection_ref (connection));
}

static gboolean
on_drip (gpointer user_data)
{
  IruSimConnection *connection = user_data;
  g_autoptr (GBytes) drip = g_bytes_new_static (DRIP, strlen (DRIP));

  if (!connection->writing)
    iru_sim_connection_write (connection, drip);
  return G_SOURCE_CONTINUE;
}

IruSimRaw *
iru_sim_raw_new (void)
{
  IruSimRaw *raw = g_new0 (IruSimRaw, 1);

  raw->connections = g_ptr_array_new_with_free_func (connection_unref);
  return raw;
}

void
iru_sim_raw_free (IruSimRaw *raw)
{
  while (raw->connections->len > 0)
    shut (g_ptr_array_index (raw->connections, 0));
  g_ptr_array_unref (raw->connections);
  g_free (raw);
}

/* A close with nothing to linger for is a reset. */
static void
make_close_reset (GSocket *socket)
{
  const struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

IruSimConnection *
iru_sim_raw_take (IruSimRaw *raw, SoupServerMessage *message, const char *name, const char *text,
                  IruSimRawEnd end)
{
  IruSimConnection *connection = g_new0 (IruSimConnection, 1);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  if (end == IRU_SIM_RAW_RESET)
    make_close_reset (soup_server_message_get_socket (message));
  g_ref_count_init (&connection->refs);
  connection->raw = raw;
  connection->stream = soup_server_message_steal_connection (message);
  connection->cancellable = g_cancellable_new ();
  g_queue_init (&connection->pending);
  connection->name = g_strdup (name);
  connection->end = end == IRU_SIM_RAW_RESET ? IRU_SIM_RAW_CLOSE : end;
  g_ptr_array_add (raw->connections, connection);
  watch_peer (connection);
  if (end == IRU_SIM_RAW_DRIP)
    connection->drip_source = g_timeout_add (DRIP_MS, on_drip, connection);
  if (*text != '\0')
    iru_sim_connection_write (connection, bytes);
  else
    pump (connection);
  return connection;
}

IruSimConnection *
iru_sim_raw_find (IruSimRaw *raw, const char *name)
{
  for (guint i = 0; i < raw->connections->len; i++)
    {
      IruSimConnection *connection = g_ptr_array_index (raw->connections, i);

      if (g_strcmp0 (connection->name, name) == 0)
        return connection;
    }
  return NULL;
}
