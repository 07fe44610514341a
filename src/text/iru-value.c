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
    value->children = g_ptr_array_new ();
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

/* Copies @from's child, and has it filled in later if it is a container. */
static void
copy_child (const IruValue *from, guint index, IruValue *to, GPtrArray *open)
{
  const IruValue *child = iru_value_get_child (from, index);
  IruValue *copy = copy_one (child);

  if (from->type == IRU_VALUE_ARRAY)
    iru_value_append (to, copy);
  else
    {
      const IruMember *member = iru_value_get_member (from, index);

      iru_value_add (to, member->key, copy);
      iru_value_get_member (to, index)->key_span = member->key_span;
    }
  if (!iru_value_is_container (child))
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
      for (guint i = 0; i < iru_value_count_children (now); i++)
        g_ptr_array_add (open, iru_value_get_child (now, i));
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

      for (guint i = 0; i < iru_value_count_children (from); i++)
        copy_child (from, i, to, open);
    }
  return root;
}

static void
free_one (IruValue *value)
{
  iru_secret_free (value->text);
  g_clear_pointer (&value->children, g_ptr_array_unref);
  g_free (value);
}

/* Frees what @container contains, but for containers, which go to @open. */
static void
free_children (IruValue *container, GPtrArray *open)
{
  for (guint i = 0; i < container->children->len; i++)
    {
      IruValue *child = iru_value_get_child (container, i);

      if (container->type == IRU_VALUE_OBJECT)
        {
          IruMember *member = iru_value_get_member (container, i);

          iru_secret_free (member->key);
          g_free (member);
        }
      if (iru_value_is_container (child))
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
  if (value->children != NULL)
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

  g_ptr_array_add (array->children, element);
  return element;
}

IruValue *
iru_value_add (IruValue *object, const char *key, IruValue *value)
{
  g_return_val_if_fail (object->type == IRU_VALUE_OBJECT, value);

  IruMember *member = g_new0 (IruMember, 1);
  member->key = g_strdup (key);
  member->value = value;
  g_ptr_array_add (object->children, member);
  return value;
}

IruValue *
iru_value_get (const IruValue *object, const char *key)
{
  for (guint i = iru_value_count_members (object); i > 0; i--)
    {
      IruMember *member = iru_value_get_member (object, i - 1);

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

/* What is in @value if it is of @type. */
static GPtrArray *
get_children (const IruValue *value, IruValueType type)
{
  return value != NULL && value->type == type ? value->children : NULL;
}

static gpointer
get_at (GPtrArray *children, guint index)
{
  return children != NULL && index < children->len ? g_ptr_array_index (children, index) : NULL;
}

guint
iru_value_count_elements (const IruValue *array)
{
  GPtrArray *elements = get_children (array, IRU_VALUE_ARRAY);

  return elements != NULL ? elements->len : 0;
}

IruValue *
iru_value_get_element (const IruValue *array, guint index)
{
  return get_at (get_children (array, IRU_VALUE_ARRAY), index);
}

guint
iru_value_count_members (const IruValue *object)
{
  GPtrArray *members = get_children (object, IRU_VALUE_OBJECT);

  return members != NULL ? members->len : 0;
}

IruMember *
iru_value_get_member (const IruValue *object, guint index)
{
  return get_at (get_children (object, IRU_VALUE_OBJECT), index);
}

gboolean
iru_value_is_container (const IruValue *value)
{
  return value != NULL && value->children != NULL;
}

guint
iru_value_count_children (const IruValue *value)
{
  return iru_value_is_container (value) ? value->children->len : 0;
}

IruValue *
iru_value_get_child (const IruValue *value, guint index)
{
  const IruMember *member = iru_value_get_member (value, index);

  return member != NULL ? member->value : iru_value_get_element (value, index);
}

void
iru_value_swap_content (IruValue *a, IruValue *b)
{
  GPtrArray *children = a->children;
  IruValueType type = a->type;

  a->children = b->children;
  a->type = b->type;
  b->children = children;
  b->type = type;
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

  for (guint i = 0; i < iru_value_count_members (object); i++)
    g_ptr_array_add (members, iru_value_get_member (object, i));
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
  if (iru_value_count_elements (a) != iru_value_count_elements (b))
    return FALSE;
  for (guint i = 0; i < iru_value_count_elements (a); i++)
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
