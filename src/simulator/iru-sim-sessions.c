/* iru-sim-sessions.c: the sessions of the legacy revisions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-sim-sessions.h"

#define MAX_SESSIONS 1000

struct _IruSimSessions
{
  GHashTable *doomed; /* id -> GINT_TO_POINTER (whether it is to be lost) */
  GQueue order;       /* ids, oldest first; borrowed from the table */
  guint n_once;
};

IruSimSessions *
iru_sim_sessions_new (void)
{
  IruSimSessions *sessions = g_new0 (IruSimSessions, 1);

  sessions->doomed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_queue_init (&sessions->order);
  return sessions;
}

void
iru_sim_sessions_free (IruSimSessions *sessions)
{
  g_queue_clear (&sessions->order);
  g_hash_table_unref (sessions->doomed);
  g_free (sessions);
}

/* "Once" is every other session, so that each client that comes sees the same. */
static gboolean
is_doomed (IruSimSessions *sessions, IruSimQuirk quirk)
{
  switch ((int)quirk)
    {
    case IRU_SIM_QUIRK_SESSION_LOST_ALWAYS:
      return TRUE;
    case IRU_SIM_QUIRK_SESSION_LOST_400:
    case IRU_SIM_QUIRK_SESSION_LOST_ONCE:
      return sessions->n_once++ % 2 == 0;
    default:
      return FALSE;
    }
}

const char *
iru_sim_sessions_open (IruSimSessions *sessions, IruSimQuirk quirk)
{
  char *id = g_uuid_string_random ();

  if (g_queue_get_length (&sessions->order) == MAX_SESSIONS)
    g_hash_table_remove (sessions->doomed, g_queue_pop_head (&sessions->order));
  g_hash_table_insert (sessions->doomed, id, GINT_TO_POINTER (is_doomed (sessions, quirk)));
  g_queue_push_tail (&sessions->order, id);
  return id;
}

gboolean
iru_sim_sessions_has (IruSimSessions *sessions, const char *id)
{
  return g_hash_table_contains (sessions->doomed, id);
}

gboolean
iru_sim_sessions_close (IruSimSessions *sessions, const char *id)
{
  gpointer key;

  if (!g_hash_table_lookup_extended (sessions->doomed, id, &key, NULL))
    return FALSE;
  g_queue_remove (&sessions->order, key);
  return g_hash_table_remove (sessions->doomed, id);
}

void
iru_sim_sessions_lose (IruSimSessions *sessions, const char *id)
{
  if (GPOINTER_TO_INT (g_hash_table_lookup (sessions->doomed, id)))
    iru_sim_sessions_close (sessions, id);
}
