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
    g_string_append (out, value->text != NULL ? value->text : "null");
}

/* On one line, in brackets; how deep is bounded by the reader of the value. */
static void
render_flow (GString *out, const IruValue *value)
{
  gboolean is_object = value->type == IRU_VALUE_OBJECT;

  if (!iru_value_is_container (value))
    {
      render_scalar (out, value);
      return;
    }
  g_string_append_c (out, is_object ? '{' : '[');
  for (guint i = 0; i < iru_value_count_children (value); i++)
    {
      g_string_append (out, i > 0 ? ", " : "");
      if (is_object)
        {
          render_string (out, iru_value_get_member (value, i)->key);
          g_string_append (out, ": ");
        }
      render_flow (out, iru_value_get_child (value, i));
    }
  g_string_append_c (out, is_object ? '}' : ']');
}

static gboolean
is_filled_object (const IruValue *value)
{
  return value->type == IRU_VALUE_OBJECT && iru_value_count_members (value) > 0;
}

/* Whether the value is a list of objects, each of which stands on lines of its own. */
static gboolean
is_filled_list (const IruValue *value)
{
  guint n = iru_value_count_elements (value);

  for (guint i = 0; i < n; i++)
    if (!is_filled_object (iru_value_get_element (value, i)))
      return FALSE;
  return n > 0;
}

static void render_object (GString *out, const IruValue *object, guint indent);

static void
render_list (GString *out, const IruValue *list, guint indent)
{
  for (guint i = 0; i < iru_value_count_elements (list); i++)
    {
      gsize start = out->len;

      render_object (out, iru_value_get_element (list, i), indent + 2);
      out->str[start + indent] = '-';
    }
}

static void
render_object (GString *out, const IruValue *object, guint indent)
{
  for (guint i = 0; i < iru_value_count_members (object); i++)
    {
      const IruMember *member = iru_value_get_member (object, i);
      gboolean is_object = is_filled_object (member->value);
      gboolean has_lines = is_object || is_filled_list (member->value);

      g_string_append_printf (out, "%*s", (int)indent, "");
      render_string (out, member->key);
      g_string_append (out, has_lines ? ":\n" : ": ");
      if (is_object)
        render_object (out, member->value, indent + 2);
      else if (has_lines)
        render_list (out, member->value, indent + 2);
      else
        {
          render_flow (out, member->value);
          g_string_append_c (out, '\n');
        }
    }
}

char *
iru_yaml_render (const IruValue *value, guint indent)
{
  g_autoptr (GString) out = g_string_new (NULL);

  render_object (out, value, indent);
  return g_string_free (g_steal_pointer (&out), FALSE);
}
