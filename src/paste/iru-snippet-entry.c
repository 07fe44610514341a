/* iru-snippet-entry.c: other programs' forms of an entry, made one that a client has
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-snippet-entry.h"

#include "iru-client-fields.h"
#include "iru-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
copy_member (IruValue *object, const IruMember *member)
{
  iru_value_add (object, member->key, iru_value_copy (member->value));
  iru_value_get_member (object, iru_value_count_members (object) - 1)->key_span = member->key_span;
}

static gboolean
move_up (IruSnippetReader *reader, IruValue *object, const IruValue *inner)
{
  for (guint i = 0; i < iru_value_count_members (inner); i++)
    {
      const IruMember *member = iru_value_get_member (inner, i);
      const IruValue *known = iru_value_get (object, member->key);

      if (known == NULL)
        copy_member (object, member);
      else if (!iru_value_equal (known, member->value))
        return iru_snippet_fail (reader, IRU_ERROR_UNSUPPORTED, member->key_span.start,
                                 _ ("This has a second value here. Remove the one that is not "
                                    "wanted."));
    }
  return TRUE;
}

/* Cline and the SDKs have the URL and the headers inside of “transport”. */
static gboolean
is_nested (const IruMember *member)
{
  return member->value->type == IRU_VALUE_OBJECT
         && iru_client_fields_has (IRU_FIELD_TYPE, member->key);
}

static gboolean
flatten (IruSnippetReader *reader, IruValue *entry)
{
  g_autoptr (IruValue) object = iru_value_new (IRU_VALUE_OBJECT);
  gboolean nested = FALSE;

  for (guint i = 0; i < iru_value_count_members (entry); i++)
    nested |= is_nested (iru_value_get_member (entry, i));
  if (!nested)
    return TRUE;
  for (guint i = 0; i < iru_value_count_members (entry); i++)
    if (!is_nested (iru_value_get_member (entry, i)))
      copy_member (object, iru_value_get_member (entry, i));
  for (guint i = 0; i < iru_value_count_members (entry); i++)
    {
      const IruMember *member = iru_value_get_member (entry, i);

      if (!is_nested (member))
        continue;
      iru_snippet_fix (reader, "nested-fields", member->key_span.start);
      if (!move_up (reader, object, member->value))
        return FALSE;
    }
  iru_value_swap_content (entry, object);
  return TRUE;
}

/* “Name: value”, and of variables “NAME=value”. */
static gboolean
add_line (IruValue *object, const IruValue *line)
{
  gsize length = line->text != NULL ? strcspn (line->text, ":=") : 0;

  if (length == 0 || line->text[length] == '\0')
    return FALSE;
  g_autofree char *name = g_strndup (line->text, length);
  const char *start = line->text + length + 1;
  IruValue *value;

  while (*start == ' ')
    start++;
  value = iru_value_new_string (start);
  value->span = line->span;
  iru_value_add (object, g_strstrip (name), value);
  return TRUE;
}

/* {"name": …, "value": …}, as in the registry, where a value may be left to the user. */
static gboolean
add_pair (IruSnippetReader *reader, IruValue *object, const IruValue *pair)
{
  const char *name = iru_value_get_string (pair, "name");
  const IruValue *value = iru_value_get (pair, "value");

  if (name == NULL)
    name = iru_value_get_string (pair, "key");
  if (name == NULL)
    return FALSE;
  if (value == NULL)
    value = iru_value_get (pair, "default");
  if (value != NULL)
    iru_value_add (object, name, iru_value_copy (value));
  else
    iru_snippet_add_unset (reader, name, pair);
  return TRUE;
}

static gboolean
can_be_object (const IruValue *array)
{
  guint length = iru_value_count_elements (array);

  for (guint i = 0; i < length; i++)
    {
      const IruValue *element = iru_value_get_element (array, i);

      if (element->type != IRU_VALUE_OBJECT && element->type != IRU_VALUE_STRING)
        return FALSE;
    }
  return length > 0;
}

static void
make_object (IruSnippetReader *reader, IruValue *array)
{
  g_autoptr (IruValue) object = iru_value_new (IRU_VALUE_OBJECT);
  gboolean read = can_be_object (array);
  guint first = reader->findings->len;

  for (guint i = 0; read && i < iru_value_count_elements (array); i++)
    {
      const IruValue *element = iru_value_get_element (array, i);

      read = element->type == IRU_VALUE_STRING ? add_line (object, element)
                                               : add_pair (reader, object, element);
    }
  if (!read)
    {
      g_ptr_array_set_size (reader->findings, (int)first);
      return;
    }
  iru_snippet_fix (reader, "list-of-values", array->span.start);
  iru_value_swap_content (array, object);
}

gboolean
iru_snippet_normalize_entry (IruSnippetReader *reader, IruValue *entry)
{
  static const IruField fields[] = { IRU_FIELD_HEADERS, IRU_FIELD_ENV };

  if (entry->type != IRU_VALUE_OBJECT)
    return TRUE;
  if (!flatten (reader, entry))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    for (const char *const *name = iru_client_fields_get_all (fields[i]); *name != NULL; name++)
      {
        IruValue *value = iru_snippet_get_field (entry, *name);

        if (value != NULL && value->type == IRU_VALUE_ARRAY)
          make_object (reader, value);
      }
  return TRUE;
}
