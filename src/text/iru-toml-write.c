/* iru-toml-write.c: keys and values spelt as TOML 1.0
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-toml-write.h"

#include "iru-toml-lex.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
fail (IruTextError *error, const char *message)
{
  return iru_text_fail (error, IRU_TEXT_ERROR_UNSUPPORTED, message, 0);
}

/* NUL, as IruValue spells it, can be escaped; a lone surrogate can't. */
static gboolean
check_string (const char *string, IruTextError *error)
{
  const char *bad;

  while (!g_utf8_validate (string, -1, &bad))
    {
      if (strncmp (bad, "\xc0\x80", 2) != 0)
        return fail (error, N_ ("A text holds half a character, which TOML can't say."));
      string = bad + 2;
    }
  return TRUE;
}

static gboolean
check_value (const IruValue *value, guint depth, IruTextError *error)
{
  if (value->type == IRU_VALUE_NULL)
    return fail (error, N_ ("TOML has no null."));
  if (value->type == IRU_VALUE_STRING)
    return check_string (value->text, error);
  if (!iru_value_is_container (value))
    return iru_toml_lex_is_literal (value->text, value->type)
           || fail (error, N_ ("TOML does not know this spelling of a number or date."));
  if (depth == IRU_TOML_MAX_WRITE_DEPTH)
    return iru_text_fail (error, IRU_TEXT_ERROR_TOO_LARGE, N_ ("The value is nested too deeply."),
                          0);

  for (guint i = 0; i < iru_value_count_children (value); i++)
    {
      const IruMember *member = iru_value_get_member (value, i);

      if (member != NULL && !check_string (member->key, error))
        return FALSE;
      if (!check_value (iru_value_get_child (value, i), depth + 1, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
iru_toml_write_check (const char *const *path, const IruValue *value, IruTextError *error)
{
  for (guint i = 0; path[i] != NULL; i++)
    if (!check_string (path[i], error))
      return FALSE;
  return check_value (value, 0, error);
}

gsize
iru_toml_write_estimate (const IruValue *value)
{
  gsize size = 8;

  if (value->text != NULL)
    return size + strlen (value->text) * 6;
  for (guint i = 0; i < iru_value_count_children (value); i++)
    {
      const IruMember *member = iru_value_get_member (value, i);

      size += (member != NULL ? strlen (member->key) * 6 + 16 : 0)
              + iru_toml_write_estimate (iru_value_get_child (value, i));
    }
  return size;
}

static void
write_basic (GString *out, const char *string)
{
  static const char letters[] = "btnfr\"\\";
  static const char meanings[] = "\b\t\n\f\r\"\\";

  g_string_append_c (out, '"');
  for (const char *p = string; *p != '\0'; p++)
    {
      const char *meaning = strchr (meanings, *p);

      if (meaning != NULL)
        {
          g_string_append_c (out, '\\');
          g_string_append_c (out, letters[meaning - meanings]);
        }
      else if ((guchar)*p < 0x20 || *p == 0x7f)
        g_string_append_printf (out, "\\u%04X", (guint)*p);
      else if (strncmp (p, "\xc0\x80", 2) == 0)
        {
          g_string_append (out, "\\u0000");
          p++;
        }
      else
        g_string_append_c (out, *p);
    }
  g_string_append_c (out, '"');
}

/* A path of Windows stays readable without its backslashes doubled. */
static gboolean
is_better_literal (const char *string)
{
  if (strchr (string, '\\') == NULL || strstr (string, "\xc0\x80") != NULL)
    return FALSE;
  for (const char *p = string; *p != '\0'; p++)
    if ((guchar)*p < 0x20 || *p == 0x7f || *p == '\'')
      return FALSE;
  return TRUE;
}

void
iru_toml_write_key (GString *out, const char *key)
{
  if (iru_toml_lex_is_bare (key))
    g_string_append (out, key);
  else
    write_basic (out, key);
}

void
iru_toml_write_path (GString *out, const char *const *keys, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (out, '.');
      iru_toml_write_key (out, keys[i]);
    }
}

static void
write_array (GString *out, const IruValue *array, const char *equals)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < iru_value_count_elements (array); i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      iru_toml_write_value (out, iru_value_get_element (array, i), equals);
    }
  g_string_append_c (out, ']');
}

GPtrArray *
iru_toml_write_list_members (const IruValue *object)
{
  GPtrArray *members = g_ptr_array_new ();
  g_autoptr (GHashTable) last = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < iru_value_count_members (object); i++)
    {
      IruMember *member = iru_value_get_member (object, i);

      g_hash_table_replace (last, member->key, member);
    }
  for (guint i = 0; i < iru_value_count_members (object); i++)
    {
      IruMember *member = iru_value_get_member (object, i);

      if (g_hash_table_lookup (last, member->key) == member)
        g_ptr_array_add (members, member);
    }
  return members;
}

static void
write_inline (GString *out, const IruValue *object, const char *equals)
{
  g_autoptr (GPtrArray) members = iru_toml_write_list_members (object);
  const char *separator = "{ ";

  for (guint i = 0; i < members->len; i++)
    {
      const IruMember *member = g_ptr_array_index (members, i);

      g_string_append (out, separator);
      iru_toml_write_key (out, member->key);
      g_string_append (out, equals);
      iru_toml_write_value (out, member->value, equals);
      separator = ", ";
    }
  g_string_append (out, members->len > 0 ? " }" : "{}");
}

void
iru_toml_write_value (GString *out, const IruValue *value, const char *equals)
{
  if (value->type == IRU_VALUE_ARRAY)
    write_array (out, value, equals);
  else if (value->type == IRU_VALUE_OBJECT)
    write_inline (out, value, equals);
  else if (value->type != IRU_VALUE_STRING)
    g_string_append (out, value->text);
  else if (is_better_literal (value->text))
    g_string_append_printf (out, "'%s'", value->text);
  else
    write_basic (out, value->text);
}

void
iru_toml_write_nested (GString *out, const char *const *keys, const IruValue *value,
                       const char *equals)
{
  guint n = g_strv_length ((char **)keys);

  for (guint i = 0; i < n; i++)
    {
      g_string_append (out, "{ ");
      iru_toml_write_key (out, keys[i]);
      g_string_append (out, equals);
    }
  iru_toml_write_value (out, value, equals);
  for (guint i = 0; i < n; i++)
    g_string_append (out, " }");
}
