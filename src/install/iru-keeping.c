/* iru-keeping.c: the old bytes of a file, on their way into the backup
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-keeping.h"

#include <errno.h>

#include "iru-digest.h"
#include "iru-fd.h"

/* From this size on they get a thread of their own, in bytes. */
#define LARGE_SIZE (1024 * 1024)

/* The thread has @old, @fd, @digest and @cause to itself; the state is none of its
 * business. */
struct _IruKeeping
{
  IruState *state;
  GBytes *old;
  IruBackup backup; /* its number alone */
  IruFd fd;
  GError *error; /* there is no place to keep them */
  GThread *thread;
  char *digest;
  int cause;
  gboolean finished;
};

gboolean
iru_keeping_is_large (GBytes *old)
{
  return old != NULL && g_bytes_get_size (old) >= LARGE_SIZE;
}

static gpointer
store (gpointer data)
{
  IruKeeping *keeping = data;

  if (keeping->old == NULL)
    return NULL;
  if (!iru_fd_store (keeping->fd, keeping->old))
    {
      keeping->cause = errno;
      return NULL;
    }
  /* In the time that the disk takes. */
  keeping->digest = iru_digest_new (keeping->old);
  keeping->cause = iru_fd_flush (keeping->fd) ? 0 : errno;
  return NULL;
}

IruKeeping *
iru_keeping_start (IruState *state, GBytes *old)
{
  IruKeeping *keeping = g_new0 (IruKeeping, 1);

  keeping->state = state;
  keeping->old = old != NULL ? g_bytes_ref (old) : NULL;
  keeping->fd = -1;
  if (iru_state_reserve (state, &keeping->backup, old != NULL ? &keeping->fd : NULL,
                         &keeping->error)
      && iru_keeping_is_large (old))
    keeping->thread = g_thread_try_new ("keep", store, keeping, NULL);
  return keeping;
}

static void
wait_for_thread (IruKeeping *keeping)
{
  if (keeping->thread != NULL)
    g_thread_join (g_steal_pointer (&keeping->thread));
}

gboolean
iru_keeping_finish (IruKeeping *keeping, IruBackup *backup, GError **error)
{
  if (keeping->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&keeping->error));
      keeping->finished = TRUE;
      return FALSE;
    }
  if (keeping->thread != NULL)
    wait_for_thread (keeping);
  else
    store (keeping);
  if (keeping->cause != 0)
    return iru_state_fail_write (keeping->state, keeping->cause, error);
  backup->number = keeping->backup.number;
  backup->old_digest = g_steal_pointer (&keeping->digest);
  keeping->finished = TRUE;
  return TRUE;
}

void
iru_keeping_free (IruKeeping *keeping)
{
  if (keeping == NULL)
    return;
  wait_for_thread (keeping);
  iru_fd_clear (&keeping->fd);
  if (!keeping->finished && keeping->error == NULL)
    iru_state_drop (keeping->state, &keeping->backup);
  g_clear_pointer (&keeping->old, g_bytes_unref);
  g_clear_error (&keeping->error);
  g_free (keeping->digest);
  g_free (keeping);
}
