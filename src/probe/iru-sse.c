/* iru-sse.c: server-sent events, read as they come
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-sse.h"

#include <string.h>

struct _IruSse
{
  gsize max_size;
  GString *line;
  GString *data;
  GString *type;
  gboolean has_data;
  gboolean after_cr;
  gboolean after_bom; /* the first line is done: a byte-order mark is text now */
};

IruSse *
iru_sse_new (gsize max_size)
{
  IruSse *sse = g_new0 (IruSse, 1);

  sse->max_size = max_size;
  sse->line = g_string_new (NULL);
  sse->data = g_string_new (NULL);
  sse->type = g_string_new (NULL);
  return sse;
}

void
iru_sse_free (IruSse *sse)
{
  if (sse == NULL)
    return;
  g_string_free (sse->line, TRUE);
  g_string_free (sse->data, TRUE);
  g_string_free (sse->type, TRUE);
  g_free (sse);
}

static gboolean
dispatch (IruSse *sse, IruSseFunc func, gpointer user_data)
{
  gboolean stop = FALSE;

  if (sse->data->len > 0)
    stop = func (sse->type->len > 0 ? sse->type->str : "message", sse->data->str, sse->data->len,
                 user_data);
  g_string_truncate (sse->data, 0);
  g_string_truncate (sse->type, 0);
  sse->has_data = FALSE;
  return stop;
}

static void
take_field (IruSse *sse, const char *line, gsize length)
{
  const char *colon = memchr (line, ':', length);
  gsize name = colon != NULL ? (gsize)(colon - line) : length;
  const char *value = colon != NULL ? colon + 1 : line + length;
  gsize rest = length - (gsize)(value - line);

  if (rest > 0 && *value == ' ')
    {
      value++;
      rest--;
    }
  if (name == 4 && memcmp (line, "data", 4) == 0)
    {
      if (sse->has_data)
        g_string_append_c (sse->data, '\n');
      g_string_append_len (sse->data, value, rest);
      sse->has_data = TRUE;
    }
  else if (name == 5 && memcmp (line, "event", 5) == 0)
    {
      g_string_truncate (sse->type, 0);
      g_string_append_len (sse->type, value, rest);
    }
}

static gboolean
end_line (IruSse *sse, IruSseFunc func, gpointer user_data)
{
  gboolean stop = FALSE;
  gsize skip = 0;

  if (!sse->after_bom && g_str_has_prefix (sse->line->str, "\xef\xbb\xbf"))
    skip = 3;
  sse->after_bom = TRUE;

  if (sse->line->len == skip)
    stop = dispatch (sse, func, user_data);
  else
    take_field (sse, sse->line->str + skip, sse->line->len - skip);
  g_string_truncate (sse->line, 0);
  return stop;
}

IruSseState
iru_sse_feed (IruSse *sse, const char *bytes, gsize length, IruSseFunc func, gpointer user_data)
{
  for (gsize i = 0; i < length; i++)
    {
      gsize start = i;

      if (bytes[i] == '\n' && sse->after_cr)
        {
          sse->after_cr = FALSE;
          continue;
        }
      while (i < length && bytes[i] != '\n' && bytes[i] != '\r')
        i++;
      sse->after_cr = i < length && bytes[i] == '\r';
      if (sse->line->len + sse->data->len + (i - start) > sse->max_size)
        return IRU_SSE_TOO_LARGE;
      g_string_append_len (sse->line, bytes + start, i - start);
      if (i < length && end_line (sse, func, user_data))
        return IRU_SSE_STOPPED;
    }
  return IRU_SSE_MORE;
}
