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
  GString *id;      /* of the event in the making, and of the next if it names none */
  GString *last_id; /* of the latest event that was whole */
  gint64 retry_ms;
  gboolean has_data;
  gboolean after_cr;
  gboolean bare_cr;
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
  sse->id = g_string_new (NULL);
  sse->last_id = g_string_new (NULL);
  sse->retry_ms = -1;
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
  g_string_free (sse->id, TRUE);
  g_string_free (sse->last_id, TRUE);
  g_free (sse);
}

const char *
iru_sse_get_last_id (const IruSse *sse)
{
  return sse->last_id->len > 0 ? sse->last_id->str : NULL;
}

gint64
iru_sse_get_retry_ms (const IruSse *sse)
{
  return sse->retry_ms;
}

gboolean
iru_sse_has_bare_cr (const IruSse *sse)
{
  return sse->bare_cr;
}

static gboolean
dispatch (IruSse *sse, IruSseFunc func, gpointer user_data)
{
  gboolean stop = FALSE;

  g_string_assign (sse->last_id, sse->id->str);
  if (sse->data->len > 0)
    stop = func (sse->type->len > 0 ? sse->type->str : "message", sse->data->str, sse->data->len,
                 user_data);
  g_string_truncate (sse->data, 0);
  g_string_truncate (sse->type, 0);
  sse->has_data = FALSE;
  return stop;
}

static void
set_text (GString *text, const char *value, gsize length)
{
  g_string_truncate (text, 0);
  g_string_append_len (text, value, length);
}

/* Digits and nothing else, or it is as if the line were not there. */
static void
take_retry (IruSse *sse, const char *value, gsize length)
{
  g_autofree char *digits = g_strndup (value, length);
  guint64 retry_ms = 0;

  if (g_ascii_string_to_unsigned (digits, 10, 0, G_MAXUINT32, &retry_ms, NULL))
    sse->retry_ms = (gint64)retry_ms;
}

static gboolean
is_named (const char *line, gsize length, const char *name)
{
  return length == strlen (name) && memcmp (line, name, length) == 0;
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
  if (is_named (line, name, "data"))
    {
      if (sse->has_data)
        g_string_append_c (sse->data, '\n');
      g_string_append_len (sse->data, value, rest);
      sse->has_data = TRUE;
    }
  else if (is_named (line, name, "event"))
    set_text (sse->type, value, rest);
  else if (is_named (line, name, "id") && memchr (value, '\0', rest) == NULL)
    set_text (sse->id, value, rest);
  else if (is_named (line, name, "retry"))
    take_retry (sse, value, rest);
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
      sse->bare_cr = sse->bare_cr || sse->after_cr;
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
