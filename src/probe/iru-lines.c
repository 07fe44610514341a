/* iru-lines.c: lines out of a pipe
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-lines.h"

#include <string.h>

#define CHUNK (64 * 1024)

typedef struct
{
  GInputStream *in;
  gsize max_length;
  GCancellable *cancellable;
  IruLineFunc func;
  gpointer user_data;
  GString *line;
  char *chunk;
} Lines;

static void read_more (Lines *lines);

static void
end (Lines *lines, gboolean too_long)
{
  lines->func (NULL, 0, too_long, lines->user_data);
  g_object_unref (lines->in);
  g_clear_object (&lines->cancellable);
  g_string_free (lines->line, TRUE);
  g_free (lines->chunk);
  g_free (lines);
}

static void
give (Lines *lines)
{
  GString *line = lines->line;

  if (line->len > 0 && line->str[line->len - 1] == '\r')
    g_string_truncate (line, line->len - 1);
  lines->func (line->str, line->len, FALSE, lines->user_data);
  g_string_truncate (line, 0);
}

/* FALSE: a line is too long. */
static gboolean
split (Lines *lines, gsize length)
{
  const char *p = lines->chunk;
  const char *stop = p + length;

  while (p < stop)
    {
      const char *newline = memchr (p, '\n', stop - p);
      gsize n = (newline != NULL ? newline : stop) - p;

      if (lines->line->len + n > lines->max_length)
        return FALSE;
      g_string_append_len (lines->line, p, n);
      if (newline != NULL)
        give (lines);
      p += n + 1;
    }
  return TRUE;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Lines *lines = user_data;
  gssize n = g_input_stream_read_finish (lines->in, result, NULL);

  if (n > 0 && split (lines, n))
    {
      read_more (lines);
      return;
    }
  if (n <= 0 && lines->line->len > 0)
    give (lines);
  end (lines, n > 0);
}

static void
read_more (Lines *lines)
{
  g_input_stream_read_async (lines->in, lines->chunk, CHUNK, G_PRIORITY_DEFAULT, lines->cancellable,
                             on_read, lines);
}

void
iru_lines_read (GInputStream *in, gsize max_length, GCancellable *cancellable, IruLineFunc func,
                gpointer user_data)
{
  Lines *lines = g_new0 (Lines, 1);

  lines->in = g_object_ref (in);
  lines->max_length = max_length;
  lines->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  lines->func = func;
  lines->user_data = user_data;
  lines->line = g_string_new (NULL);
  lines->chunk = g_malloc (CHUNK);
  read_more (lines);
}
