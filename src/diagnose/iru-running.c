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

/* By the first 15 bytes of the program's name, which is all that the kernel keeps. */
static gboolean
is_named (const char *folder, const char *const *programs)
{
  g_autofree char *comm = g_build_filename (folder, "comm", NULL);
  g_autofree char *name = NULL;

  return g_file_get_contents (comm, &name, NULL, NULL)
         && g_strv_contains (programs, g_strchomp (name));
}

static gint64
find_oldest (const IruClient *client)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  gint64 oldest = 0;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *folder = g_build_filename ("/proc", name, NULL);
      GStatBuf status;

      if (!g_ascii_isdigit (*name) || g_stat (folder, &status) != 0 || status.st_uid != getuid ()
          || !is_named (folder, client->programs))
        continue;
      gint64 start = get_start_us (g_ascii_strtoull (name, NULL, 10));
      if (start > 0 && (oldest == 0 || start < oldest))
        oldest = start;
    }
  return oldest;
}

#else

/* Every system says it in another way: it is not known. */
static gint64
find_oldest (const IruClient *client)
{
  return 0;
}

#endif

/* The start of the oldest process of the client; 0: none is there, or that is not known. */
static gint64
get_oldest_us (const IruTarget *target)
{
  if (iru_places_get_platform (target->places) != IRU_PLATFORM_LINUX
      || !iru_places_is_own (target->places))
    return 0;
  return find_oldest (target->client);
}

gboolean
iru_running_is (const IruTarget *target)
{
  return get_oldest_us (target) != 0;
}

void
iru_running_lint (const IruTarget *target, GPtrArray *findings)
{
  struct stat status;
  gint64 start_us;

  if (stat (target->path, &status) != 0)
    return;
  start_us = get_oldest_us (target);
  if (start_us == 0
      || (gint64)status.st_mtim.tv_sec * G_USEC_PER_SEC + status.st_mtim.tv_nsec / 1000
             < start_us + GRAIN_US)
    return;
  IruFinding *finding = iru_findings_add (findings, "client-running", NULL);
  finding->advice = g_strdup (iru_target_get_restart (target));
}
