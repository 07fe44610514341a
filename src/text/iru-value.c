/* iru-value.c: a decoded value of JSON or TOML
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-value.h"

#include <string.h>
#ifndef G_OS_WIN32
#include <sys/resource.h>
#endif

void
iru_secret_free (char *secret)
{
  if (secret == NULL)
    return;
  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

void
iru_secret_forbid_core_files (void)
{
#ifdef G_OS_WIN32
  iru_windows_forbid_dumps ();
#else
  /* Not 0: a program that core files are piped to is started all the same. With 1, which is
   * too small for a file, Linux does neither (fs/coredump.c). */
  const struct rlimit none = { 1, 1 };

  setrlimit (RLIMIT_CORE, &none);
#endif
}

IruValue *
iru_value_new (IruValueType type)
{
  IruValue *value = g_new0 (IruValue, 1);

  value->type = type;
  if (type == IRU_VALUE_ARRAY || type == IRU_VALUE_OBJECT)
    value->elements = g_ptr_array_new ();
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

/* Without what it contains. */
static IruValue *
copy_one (const IruValue *value)
{
  IruValue *copy = iru_value_new (value->type);

  copy->text = g_strdup (value->text);
  copy->span = value->span;
  return copy;
}

static const IruValue *
get_child (const IruValue *container, guint index)
{
  if (container->type == IRU_VALUE_ARRAY)
    return iru_value_get_element (container, index);
  return iru_value_get_member (container, index)->value;
}

/* Copies @from's child, and has it filled in later if it is a container. */
static void
copy_child (const IruValue *from, guint index, IruValue *to, GPtrArray *open)
{
  const IruValue *child = get_child (from, index);
  IruValue *copy = copy_one (child);

  if (from->type == IRU_VALUE_ARRAY)
    iru_value_append (to, copy);
  else
    {
      const IruMember *member = iru_value_get_member (from, index);

      iru_value_add (to, member->key, copy);
      iru_value_get_member (to, index)->key_span = member->key_span;
    }
  if (child->elements == NULL)
    return;
  g_ptr_array_add (open, (gpointer)child);
  g_ptr_array_add (open, copy);
}

gboolean
iru_value_has_alias (const IruValue *value)
{
  g_autoptr (GPtrArray) open = g_ptr_array_new ();

  g_ptr_array_add (open, (gpointer)value);
  while (open->len > 0)
    {
      const IruValue *now = g_ptr_array_steal_index_fast (open, open->len - 1);

      if (now->type == IRU_VALUE_ALIAS)
        return TRUE;
      for (guint i = 0; now->elements != NULL && i < now->elements->len; i++)
        g_ptr_array_add (open, (gpointer)get_child (now, i));
    }
  return FALSE;
}

IruValue *
iru_value_copy (const IruValue *value)
{
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  IruValue *root = copy_one (value);

  g_ptr_array_add (open, (gpointer)value);
  g_ptr_array_add (open, root);
  while (open->len > 0)
    {
      IruValue *to = g_ptr_array_steal_index_fast (open, open->len - 1);
      const IruValue *from = g_ptr_array_steal_index_fast (open, open->len - 1);

      for (guint i = 0; i < iru_value_get_length (from); i++)
        copy_child (from, i, to, open);
    }
  return root;
}

static void
free_one (IruValue *value)
{
  iru_secret_free (value->text);
  g_clear_pointer (&value->elements, g_ptr_array_unref);
  g_free (value);
}

/* Frees what @container contains, but for containers, which go to @open. */
static void
free_children (IruValue *container, GPtrArray *open)
{
  for (guint i = 0; i < container->elements->len; i++)
    {
      IruValue *child = (IruValue *)get_child (container, i);

      if (container->type == IRU_VALUE_OBJECT)
        {
          IruMember *member = iru_value_get_member (container, i);

          iru_secret_free (member->key);
          g_free (member);
        }
      if (child->elements != NULL)
        g_ptr_array_add (open, child);
      else
        free_one (child);
    }
}

void
iru_value_free (IruValue *value)
{
  if (value == NULL)
    return;
  if (value->elements != NULL)
    {
      g_autoptr (GPtrArray) open = g_ptr_array_new ();

      free_children (value, open);
      while (open->len > 0)
        {
          IruValue *container = g_ptr_array_steal_index_fast (open, open->len - 1);

          free_children (container, open);
          free_one (container);
        }
    }
  free_one (value);
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

static int
compare_members (gconstpointer a, gconstpointer b)
{
  const IruMember *const *left = a;
  const IruMember *const *right = b;

  return strcmp ((*left)->key, (*right)->key);
}

GPtrArray *
iru_value_list_members (const IruValue *object)
{
  GPtrArray *members = g_ptr_array_new ();
  guint n = 0;

  for (guint i = 0; i < object->elements->len; i++)
    g_ptr_array_add (members, g_ptr_array_index (object->elements, i));
  /* It is stable. */
  g_ptr_array_sort (members, compare_members);
  for (guint i = 0; i < members->len; i++)
    {
      const IruMember *next = i + 1 < members->len ? g_ptr_array_index (members, i + 1) : NULL;
      IruMember *member = g_ptr_array_index (members, i);

      if (next == NULL || strcmp (member->key, next->key) != 0)
        members->pdata[n++] = member;
    }
  g_ptr_array_set_size (members, n);
  return members;
}

static void
add_pair (GPtrArray *pairs, const IruValue *a, const IruValue *b)
{
  g_ptr_array_add (pairs, (gpointer)a);
  g_ptr_array_add (pairs, (gpointer)b);
}

static gboolean
pair_members (GPtrArray *pairs, const IruValue *a, const IruValue *b)
{
  g_autoptr (GPtrArray) in_a = iru_value_list_members (a);
  g_autoptr (GPtrArray) in_b = iru_value_list_members (b);

  if (in_a->len != in_b->len)
    return FALSE;
  for (guint i = 0; i < in_a->len; i++)
    {
      const IruMember *left = g_ptr_array_index (in_a, i);
      const IruMember *right = g_ptr_array_index (in_b, i);

      if (strcmp (left->key, right->key) != 0)
        return FALSE;
      add_pair (pairs, left->value, right->value);
    }
  return TRUE;
}

/* Adds to @pairs what has to be equal as well. */
static gboolean
equal_so_far (GPtrArray *pairs, const IruValue *a, const IruValue *b)
{
  if (a->type != b->type || g_strcmp0 (a->text, b->text) != 0)
    return FALSE;
  if (a->type == IRU_VALUE_OBJECT)
    return pair_members (pairs, a, b);
  if (iru_value_get_length (a) != iru_value_get_length (b))
    return FALSE;
  for (guint i = 0; i < iru_value_get_length (a); i++)
    add_pair (pairs, iru_value_get_element (a, i), iru_value_get_element (b, i));
  return TRUE;
}

gboolean
iru_value_equal (const IruValue *a, const IruValue *b)
{
  g_autoptr (GPtrArray) pairs = g_ptr_array_new ();

  add_pair (pairs, a, b);
  while (pairs->len > 0)
    {
      const IruValue *right = g_ptr_array_steal_index_fast (pairs, pairs->len - 1);
      const IruValue *left = g_ptr_array_steal_index_fast (pairs, pairs->len - 1);

      if (!equal_so_far (pairs, left, right))
        return FALSE;
    }
  return TRUE;
}
