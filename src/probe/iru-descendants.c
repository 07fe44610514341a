/* iru-descendants.c: what a program has started, also what has left its group
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-descendants.h"

#ifdef __linux__
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* The children that have not ended. The main thread's only. */
static GHashTable *watched;

typedef struct
{
  pid_t pid;
  pid_t parent;
  gboolean is_marked;
} Process;

void
iru_descendants_watch (GPid pid)
{
  if (watched == NULL)
    {
      watched = g_hash_table_new (NULL, NULL);
      prctl (PR_SET_CHILD_SUBREAPER, 1);
    }
  g_hash_table_add (watched, GINT_TO_POINTER (pid));
}

/* The name in the line may have any character. */
static gboolean
read_process (const char *name, Process *process)
{
  g_autofree char *path = g_build_filename ("/proc", name, "stat", NULL);
  g_autofree char *text = NULL;
  const char *behind;
  int parent;
  char state;

  if (!g_ascii_isdigit (*name) || !g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  behind = strrchr (text, ')');
  if (behind == NULL || sscanf (behind + 1, " %c %d", &state, &parent) != 2 || state == 'Z')
    return FALSE;
  *process = (Process){ atoi (name), parent, FALSE };
  return TRUE;
}

static GArray *
list_processes (void)
{
  GArray *processes = g_array_new (FALSE, FALSE, sizeof (Process));
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;
  Process process;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (read_process (name, &process))
      g_array_append_val (processes, process);
  return processes;
}

/* Whether nobody that is watched has started it: a child of this process that was adopted. */
static gboolean
is_orphan (const Process *process)
{
  return process->parent == getpid () && g_hash_table_size (watched) == 0;
}

/* Marks the orphans and the children of what is marked; whether there was one more. */
static gboolean
mark_more (GArray *processes, GHashTable *marked)
{
  gboolean more = FALSE;

  for (guint i = 0; i < processes->len; i++)
    {
      Process *process = &g_array_index (processes, Process, i);

      if (process->is_marked
          || !(is_orphan (process)
               || g_hash_table_contains (marked, GINT_TO_POINTER (process->parent))))
        continue;
      process->is_marked = more = TRUE;
      g_hash_table_add (marked, GINT_TO_POINTER (process->pid));
    }
  return more;
}

void
iru_descendants_kill (GPid pid)
{
  g_autoptr (GHashTable) marked = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) processes = NULL;

  if (watched == NULL || !g_hash_table_remove (watched, GINT_TO_POINTER (pid)))
    return;
  processes = list_processes ();
  while (mark_more (processes, marked))
    continue;
  for (guint i = 0; i < processes->len; i++)
    {
      const Process *process = &g_array_index (processes, Process, i);

      if (process->is_marked && kill (process->pid, SIGKILL) == 0)
        waitpid (process->pid, NULL, WNOHANG);
    }
}
#else
void
iru_descendants_watch (GPid pid)
{
}

void
iru_descendants_kill (GPid pid)
{
}
#endif
