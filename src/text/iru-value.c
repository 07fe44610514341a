/* iru-value.c: a decoded value of JSON or TOML
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-value.h"

#include <string.h>

void
iru_secret_free (char *secret)
{
  if (secret == NULL)
    return;
  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

static void
iru_member_free (IruMember *member)
{
  iru_secret_free (member->key);
  iru_value_free (member->value);
  g_free (member);
}

IruValue *
iru_value_new (IruValueType type)
{
  IruValue *value = g_new0 (IruValue, 1);

  value->type = type;
  if (type == IRU_VALUE_ARRAY)
    value->elements = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_value_free);
  else if (type == IRU_VALUE_OBJECT)
    value->elements = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_member_free);
  return value;
}

IruValue *
iru_value_new_literal (IruValueType type, const char *spelling)
{
  IruValue *value = iru_value_new (type);

  value->text = g_strdup (spelling);
  return value;
}

IruValue *
iru_value_new_string (const char *string)
{
  return iru_value_new_literal (IRU_VALUE_STRING, string);
}

IruValue *
iru_value_new_boolean (gboolean boolean)
{
  return iru_value_new_literal (IRU_VALUE_BOOLEAN, boolean ? "true" : "false");
}

IruValue *
iru_value_copy (const IruValue *value)
{
  IruValue *copy = iru_value_new (value->type);

  copy->text = g_strdup (value->text);
  copy->span = value->span;
  for (guint i = 0; i < iru_value_get_length (value); i++)
    {
      if (value->type == IRU_VALUE_ARRAY)
        {
          iru_value_append (copy, iru_value_copy (iru_value_get_element (value, i)));
          continue;
        }
      IruMember *member = iru_value_get_member (value, i);
      iru_value_add (copy, member->key, iru_value_copy (member->value));
      iru_value_get_member (copy, i)->key_span = member->key_span;
    }
  return copy;
}

void
iru_value_free (IruValue *value)
{
  if (value == NULL)
    return;
  iru_secret_free (value->text);
  g_clear_pointer (&value->elements, g_ptr_array_unref);
  g_free (value);
}

IruValue *
iru_value_append (IruValue *array, IruValue *element)
{
  g_return_val_if_fail (array->type == IRU_VALUE_ARRAY, element);

  g_ptr_array_add (array->elements, element);
  return element;
}

IruValue *
iru_value_add (IruValue *object, const char *key, IruValue *value)
{
  g_return_val_if_fail (object->type == IRU_VALUE_OBJECT, value);

  IruMember *member = g_new0 (IruMember, 1);
  member->key = g_strdup (key);
  member->value = value;
  g_ptr_array_add (object->elements, member);
  return value;
}

IruValue *
iru_value_get (const IruValue *object, const char *key)
{
  if (object == NULL || object->type != IRU_VALUE_OBJECT)
    return NULL;
  for (guint i = object->elements->len; i > 0; i--)
    {
      IruMember *member = g_ptr_array_index (object->elements, i - 1);

      if (strcmp (member->key, key) == 0)
        return member->value;
    }
  return NULL;
}

const char *
iru_value_as_string (const IruValue *value)
{
  return value != NULL && value->type == IRU_VALUE_STRING ? value->text : NULL;
}

const char *
iru_value_get_string (const IruValue *object, const char *key)
{
  return iru_value_as_string (iru_value_get (object, key));
}

guint
iru_value_get_length (const IruValue *value)
{
  return value != NULL && value->elements != NULL ? value->elements->len : 0;
}

IruValue *
iru_value_get_element (const IruValue *array, guint index)
{
  g_return_val_if_fail (array->type == IRU_VALUE_ARRAY, NULL);

  return g_ptr_array_index (array->elements, index);
}

IruMember *
iru_value_get_member (const IruValue *object, guint index)
{
  g_return_val_if_fail (object->type == IRU_VALUE_OBJECT, NULL);

  return g_ptr_array_index (object->elements, index);
}

/* Every key of @a is in @b. */
static gboolean
keys_in (const IruValue *a, const IruValue *b)
{
  for (guint i = 0; i < a->elements->len; i++)
    if (iru_value_get (b, iru_value_get_member (a, i)->key) == NULL)
      return FALSE;
  return TRUE;
}

/* The values are compared one way only: both ways would double at every level. */
static gboolean
equal_objects (const IruValue *a, const IruValue *b)
{
  if (!keys_in (b, a))
    return FALSE;
  for (guint i = 0; i < a->elements->len; i++)
    {
      const char *key = iru_value_get_member (a, i)->key;
      IruValue *other = iru_value_get (b, key);

      if (other == NULL || !iru_value_equal (iru_value_get (a, key), other))
        return FALSE;
    }
  return TRUE;
}

gboolean
iru_value_equal (const IruValue *a, const IruValue *b)
{
  if (a->type != b->type || g_strcmp0 (a->text, b->text) != 0)
    return FALSE;
  if (a->type == IRU_VALUE_OBJECT)
    return equal_objects (a, b);
  if (iru_value_get_length (a) != iru_value_get_length (b))
    return FALSE;
  for (guint i = 0; i < iru_value_get_length (a); i++)
    if (!iru_value_equal (iru_value_get_element (a, i), iru_value_get_element (b, i)))
      return FALSE;
  return TRUE;
}
