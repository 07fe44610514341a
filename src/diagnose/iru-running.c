/* iru-running.c: whether a client runs, and since when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-running.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Of the start time in /proc/PID/stat; a change within it counts as seen. */
#define GRAIN_US (G_USEC_PER_SEC)

struct _IruRunning
{
  GHashTable *started; /* the start of the oldest process by its name; NULL: not looked yet */
};

#ifdef __linux__

static gint64
get_clock_us (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* In microseconds since 1970; 0 if that is not known. */
static gint64
get_start_us (guint64 pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%" G_GUINT64_FORMAT "/stat", pid);
  g_autofree char *stat = NULL;
  unsigned long long ticks = 0;

  if (!g_file_get_contents (path, &stat, NULL, NULL))
    return 0;
  /* The name in brackets may hold anything; proc(5): the start is the 22nd field. */
  const char *rest = strrchr (stat, ')');
  if (rest == NULL
      || sscanf (
             rest + 1,
             " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu",
             &ticks)
             != 1)
    return 0;
  gint64 since_boot_us = ticks * (G_USEC_PER_SEC / sysconf (_SC_CLK_TCK));
  return get_clock_us (CLOCK_REALTIME) - (get_clock_us (CLOCK_BOOTTIME) - since_boot_us);
}

/* The name of the process in @folder: the first 15 bytes of its program's, which is all that the
 * kernel keeps. (transfer full) (nullable): it has gone, or is somebody else's */
static char *
read_name (const char *folder)
{
  g_autofree char *comm = g_build_filename (folder, "comm", NULL);
  char *name = NULL;
  GStatBuf status;

  if (g_stat (folder, &status) != 0 || status.st_uid != getuid ()
      || !g_file_get_contents (comm, &name, NULL, NULL))
    return NULL;
  return g_strchomp (name);
}

static gboolean
is_program (const char *name)
{
  for (const IruClient *client = iru_clients_get (); client->name != NULL; client++)
    if (g_strv_contains (client->programs, name))
      return TRUE;
  return FALSE;
}

static void
add_oldest (GHashTable *started, const char *name, gint64 start_us)
{
  const gint64 *known = g_hash_table_lookup (started, name);

  if (start_us > 0 && (known == NULL || start_us < *known))
    g_hash_table_insert (started, g_strdup (name), g_memdup2 (&start_us, sizeof start_us));
}

static void
look_at_processes (GHashTable *started)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *number;

  while (dir != NULL && (number = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *folder = g_build_filename ("/proc", number, NULL);
      g_autofree char *name = g_ascii_isdigit (*number) ? read_name (folder) : NULL;

      if (name != NULL && is_program (name))
        add_oldest (started, name, get_start_us (g_ascii_strtoull (number, NULL, 10)));
    }
}

#else

/* Every system says it in another way: it is not known. */
static void
look_at_processes (GHashTable *started)
{
}

#endif

IruRunning *
iru_running_new (void)
{
  return g_new0 (IruRunning, 1);
}

void
iru_running_free (IruRunning *running)
{
  if (running == NULL)
    return;
  g_clear_pointer (&running->started, g_hash_table_unref);
  g_free (running);
}

/* The start of the oldest process of the client; 0: none is there, or that is not known. */
static gint64
get_oldest_us (IruRunning *running, const IruTarget *target)
{
  const char *const *programs = target->client->programs;
  gint64 oldest = 0;

  if (iru_places_get_platform (target->places) != IRU_PLATFORM_LINUX
      || !iru_places_is_own (target->places))
    return 0;
  if (running->started == NULL)
    {
      running->started = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      look_at_processes (running->started);
    }
  for (guint i = 0; programs[i] != NULL; i++)
    {
      const gint64 *start_us = g_hash_table_lookup (running->started, programs[i]);

      if (start_us != NULL && (oldest == 0 || *start_us < oldest))
        oldest = *start_us;
    }
  return oldest;
}

gboolean
iru_running_is (IruRunning *running, const IruTarget *target)
{
  return get_oldest_us (running, target) != 0;
}

void
iru_running_lint (IruRunning *running, const IruTarget *target, GPtrArray *findings)
{
  struct stat status;
  gint64 start_us;

  if (stat (target->path, &status) != 0)
    return;
  start_us = get_oldest_us (running, target);
  if (start_us == 0
      || (gint64)status.st_mtim.tv_sec * G_USEC_PER_SEC + status.st_mtim.tv_nsec / 1000
             < start_us + GRAIN_US)
    return;
  IruFinding *finding = iru_findings_add (findings, "client-running", NULL);
  finding->advice = g_strdup (iru_target_get_restart (target));
}
