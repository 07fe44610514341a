/* iru-sim-pending.c: answers that wait to be fetched, as their streams were closed before
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-sim-pending.h"

#define MAX_PENDING 100
#define RETRY_MS 100

struct _IruSimPending
{
  GHashTable *replies; /* event id -> IruSimReply */
  GQueue order;        /* ids, oldest first; borrowed from the table */
};

static void
free_reply (gpointer data)
{
  iru_sim_reply_free (data);
}

IruSimPending *
iru_sim_pending_new (void)
{
  IruSimPending *pending = g_new0 (IruSimPending, 1);

  pending->replies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_reply);
  g_queue_init (&pending->order);
  return pending;
}

void
iru_sim_pending_free (IruSimPending *pending)
{
  g_queue_clear (&pending->order);
  g_hash_table_unref (pending->replies);
  g_free (pending);
}

IruSimReply *
iru_sim_pending_add (IruSimPending *pending, IruSimReply *reply)
{
  char *id = g_uuid_string_random ();
  g_autofree char *text = g_strdup_printf ("id: %s\nretry: %d\ndata: \n\n", id, RETRY_MS);
  IruSimReply *opening = iru_sim_reply_new_text (200, "text/event-stream", text);

  soup_message_headers_unref (opening->headers);
  opening->headers = soup_message_headers_ref (reply->headers);
  iru_sim_reply_make_event (reply, IRU_SIM_EVENT_PLAIN);
  if (g_queue_get_length (&pending->order) == MAX_PENDING)
    g_hash_table_remove (pending->replies, g_queue_pop_head (&pending->order));
  g_hash_table_insert (pending->replies, id, reply);
  g_queue_push_tail (&pending->order, id);
  return opening;
}

IruSimReply *
iru_sim_pending_take (IruSimPending *pending, const char *event_id)
{
  gpointer key = NULL;
  gpointer reply = NULL;

  if (!g_hash_table_steal_extended (pending->replies, event_id, &key, &reply))
    return NULL;
  g_queue_remove (&pending->order, key);
  g_free (key);
  return reply;
}
