/* iru-yaml-render.c: a value as YAML text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-yaml.h"

#include <string.h>

/* Words that some reader of YAML takes for something else than text. */
static const char *const words[] = { "null", "true", "false", "yes", "no",
                                     "on",   "off",  "y",     "n",   NULL };

static gboolean
is_plain (const char *text)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);

  if (!g_ascii_isalpha (*text) || g_strv_contains (words, lower))
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '-' && *p != '_')
      return FALSE;
  return TRUE;
}

/* What stands between quotes as itself: not a control character, a line end of Unicode's or
 * a mark that no reader takes. */
static gboolean
is_visible (gunichar c)
{
  return c >= 0x20 && !(c >= 0x7f && c < 0xa0) && c != 0x2028 && c != 0x2029 && c != 0xfeff;
}

static void
render_string (GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  if (is_plain (text))
    {
      g_string_append (out, text);
      return;
    }
  g_string_append_c (out, '"');
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '"' || c == '\\')
        g_string_append_c (out, '\\');
      if (is_visible (c))
        g_string_append_unichar (out, c);
      else
        g_string_append_printf (out, "\\u%04x", c);
    }
  g_string_append_c (out, '"');
}

static void
render_scalar (GString *out, const IruValue *value)
{
  if (value->type == IRU_VALUE_STRING)
    render_string (out, value->text);
  else
    g_string_append (out, value->text);
}

/* On one line. */
static void
render_array (GString *out, const IruValue *array)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < iru_value_count_elements (array); i++)
    {
      g_string_append (out, i > 0 ? ", " : "");
      render_scalar (out, iru_value_get_element (array, i));
    }
  g_string_append_c (out, ']');
}

static void
render_object (GString *out, const IruValue *object, guint indent)
{
  for (guint i = 0; i < iru_value_count_members (object); i++)
    {
      const IruMember *member = iru_value_get_member (object, i);
      gboolean is_object = member->value->type == IRU_VALUE_OBJECT;

      g_string_append_printf (out, "%*s", (int)indent, "");
      render_string (out, member->key);
      g_string_append (out, is_object ? ":" : ": ");
      if (is_object && iru_value_count_members (member->value) == 0)
        g_string_append (out, " {}\n");
      else if (is_object)
        {
          g_string_append_c (out, '\n');
          render_object (out, member->value, indent + 2);
        }
      else if (member->value->type == IRU_VALUE_ARRAY)
        render_array (out, member->value);
      else
        render_scalar (out, member->value);
      if (!is_object)
        g_string_append_c (out, '\n');
    }
}

char *
iru_yaml_render (const IruValue *value, guint indent)
{
  g_autoptr (GString) out = g_string_new (NULL);

  render_object (out, value, indent);
  return g_string_free (g_steal_pointer (&out), FALSE);
}
