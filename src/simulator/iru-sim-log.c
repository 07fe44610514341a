/* iru-sim-log.c: one line a request
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-sim-log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "iru-error.h"

#define MAX_WORD 256
#define MAX_HEADERS 64

struct _IruSimLog
{
  int fd;
  gboolean with_verdict;
};

IruSimLog *
iru_sim_log_new (const char *path, gboolean with_verdict, GError **error)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  IruSimLog *log;

  if (fd < 0)
    {
      g_set_error (error, IRU_ERROR, IRU_ERROR_FAILED, "%s: %s", path, g_strerror (errno));
      return NULL;
    }
  log = g_new0 (IruSimLog, 1);
  log->fd = fd;
  log->with_verdict = with_verdict;
  return log;
}

void
iru_sim_log_free (IruSimLog *log)
{
  close (log->fd);
  g_free (log);
}

static void
add_word (GString *line, const char *word)
{
  if (word == NULL || *word == '\0')
    word = "-";
  for (gsize i = 0; i < MAX_WORD && word[i] != '\0'; i++)
    g_string_append_c (line, g_ascii_isgraph (word[i]) ? word[i] : '?');
}

static void
add_headers (GString *line, SoupMessageHeaders *headers)
{
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;
  guint n = 0;

  soup_message_headers_iter_init (&iter, headers);
  while (n < MAX_HEADERS && soup_message_headers_iter_next (&iter, &name, &value))
    {
      if (n++ > 0)
        g_string_append_c (line, ',');
      add_word (line, name);
    }
}

void
iru_sim_log_request (IruSimLog *log, const IruSimRequest *request, const char *path, guint status,
                     IruSimVerdict verdict)
{
  g_autoptr (GString) line = g_string_new (NULL);

  add_word (line, request->http_method);
  g_string_append_c (line, ' ');
  add_word (line, path);
  g_string_append_c (line, ' ');
  add_word (line, request->method);
  if (status != 0)
    g_string_append_printf (line, " %u", status);
  else
    g_string_append (line, " -");
  if (log->with_verdict)
    g_string_append_printf (line, " key=%s", iru_sim_verdict_get_name (verdict));
  g_string_append (line, " headers=");
  add_headers (line, request->headers);
  g_string_append_c (line, '\n');
  /* One write to a file opened for appending: lines of several runs do not mix. */
  if (write (log->fd, line->str, line->len) < 0)
    g_printerr ("The log can't be written: %s\n", g_strerror (errno));
}
