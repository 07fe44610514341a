/* iru-json-render.c: a value as JSON text, in the layout of its file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-json-style.h"

#include <string.h>

/* A container that is being written. */
typedef struct
{
  const IruValue *value;
  guint next;
} Frame;

static gboolean
render_short_escape (GString *out, char c)
{
  static const char escapes[] = "\"\"\\\\\bb\ff\nn\rr\tt";

  for (const char *p = escapes; *p != '\0'; p += 2)
    if (*p == c)
      {
        g_string_append_c (out, '\\');
        g_string_append_c (out, p[1]);
        return TRUE;
      }
  return FALSE;
}

static void
render_string (GString *out, const char *string)
{
  g_string_append_c (out, '"');
  for (const guchar *p = (const guchar *)string; *p != '\0'; p++)
    {
      if (render_short_escape (out, *p))
        continue;
      if (*p < 0x20)
        g_string_append_printf (out, "\\u%04x", *p);
      else if (p[0] == 0xc0 && p[1] == 0x80)
        {
          g_string_append (out, "\\u0000");
          p++;
        }
      else if (p[0] == 0xed && p[1] >= 0xa0 && p[2] != '\0')
        {
          g_string_append_printf (out, "\\ud%03x", (p[1] & 0x3f) << 6 | (p[2] & 0x3f));
          p += 2;
        }
      else
        g_string_append_c (out, *p);
    }
  g_string_append_c (out, '"');
}

static gboolean
is_array (const IruValue *value)
{
  return value->type == IRU_VALUE_ARRAY;
}

/* Of a container that is not empty only the bracket, and a frame for the rest. */
static void
render_one (GString *out, const IruValue *value, GArray *open)
{
  Frame frame = { .value = value };

  if (value->type == IRU_VALUE_STRING)
    render_string (out, value->text);
  else if (value->type == IRU_VALUE_NULL)
    g_string_append (out, "null");
  else if (!iru_value_is_container (value))
    g_string_append (out, value->text);
  else if (iru_value_count_children (value) == 0)
    g_string_append (out, is_array (value) ? "[]" : "{}");
  else
    {
      g_string_append_c (out, is_array (value) ? '[' : '{');
      g_array_append_val (open, frame);
    }
}

static void
render_break (GString *out, const IruJsonStyle *style, guint depth)
{
  g_string_append (out, style->eol);
  g_string_append (out, style->indent);
  for (guint i = 0; i < depth; i++)
    g_string_append (out, style->unit);
}

static void
render_item (GString *out, GArray *open, const IruJsonStyle *style)
{
  Frame *frame = &g_array_index (open, Frame, open->len - 1);
  guint index = frame->next++;

  if (index > 0)
    g_string_append_c (out, ',');
  if (style->eol != NULL)
    render_break (out, style, open->len);
  else if (index > 0)
    g_string_append (out, style->gap);
  else if (!is_array (frame->value))
    g_string_append (out, style->pad);

  const IruMember *member = iru_value_get_member (frame->value, index);
  if (member != NULL)
    {
      render_string (out, member->key);
      g_string_append (out, style->colon);
    }
  render_one (out, iru_value_get_child (frame->value, index), open);
}

static void
render_end (GString *out, GArray *open, const IruJsonStyle *style)
{
  gboolean array = is_array (g_array_index (open, Frame, open->len - 1).value);

  g_array_set_size (open, open->len - 1);
  if (style->eol != NULL)
    render_break (out, style, open->len);
  else if (!array)
    g_string_append (out, style->pad);
  g_string_append_c (out, array ? ']' : '}');
}

void
iru_json_render (GString *out, const IruValue *value, const IruJsonStyle *style)
{
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (Frame));

  render_one (out, value, open);
  while (open->len > 0)
    {
      const Frame *frame = &g_array_index (open, Frame, open->len - 1);

      if (frame->next < iru_value_count_children (frame->value))
        render_item (out, open, style);
      else
        render_end (out, open, style);
    }
}

void
iru_json_render_member (GString *out, const char *key, const IruValue *value,
                        const IruJsonStyle *style)
{
  render_string (out, key);
  g_string_append (out, style->colon);
  iru_json_render (out, value, style);
}

char *
iru_json_print (const IruValue *value, gboolean lines)
{
  const IruJsonStyle style = {
    .eol = lines ? "\n" : NULL,
    .indent = (char *)"",
    .unit = (char *)"  ",
    .colon = (char *)(lines ? ": " : ":"),
    .gap = (char *)"",
    .pad = (char *)"",
  };
  GString *text = g_string_new (NULL);

  iru_json_render (text, value, &style);
  if (lines)
    g_string_append_c (text, '\n');
  return g_string_free (text, FALSE);
}
