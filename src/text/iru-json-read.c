/* iru-json-read.c: the part of a checked JSON text that a path names
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-json-walk.h"

#include <string.h>

static IruValueType
get_type (char first)
{
  switch (first)
    {
    case '{':
      return IRU_VALUE_OBJECT;
    case '[':
      return IRU_VALUE_ARRAY;
    case '"':
      return IRU_VALUE_STRING;
    case 'n':
      return IRU_VALUE_NULL;
    case 't':
    case 'f':
      return IRU_VALUE_BOOLEAN;
    default:
      return IRU_VALUE_NUMBER;
    }
}

/* A value without what it contains; of a container, only where it starts. */
static IruValue *
read_one (IruJsonText text, gsize *at)
{
  IruValue *value = iru_value_new (get_type (text.data[*at]));

  value->span.start = *at;
  if (iru_value_is_container (value))
    {
      *at += 1;
      return value;
    }
  *at = value->span.end = iru_json_skip_value (text, *at);
  if (value->type == IRU_VALUE_STRING)
    value->text = iru_json_decode_string (text, value->span);
  else if (value->type != IRU_VALUE_NULL)
    value->text = g_strndup (text.data + value->span.start, *at - value->span.start);
  return value;
}

static IruValue *
read_item (IruJsonText text, gsize *at, IruValue *container)
{
  IruSpan key = { *at, *at };

  if (container->type == IRU_VALUE_ARRAY)
    return iru_value_append (container, read_one (text, at));

  key.end = iru_json_skip_value (text, key.start);
  *at = iru_json_skip_blank (text, key.end) + 1;
  *at = iru_json_skip_blank (text, *at);
  char *name = iru_json_decode_string (text, key);
  IruValue *value = iru_value_add (container, name, read_one (text, at));
  iru_value_get_member (container, iru_value_count_members (container) - 1)->key_span = key;
  iru_secret_free (name);
  return value;
}

static IruValue *
read_value (IruJsonText text, gsize at)
{
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  IruValue *root = read_one (text, &at);

  if (iru_value_is_container (root))
    g_ptr_array_add (open, root);
  while (open->len > 0)
    {
      IruValue *container = g_ptr_array_index (open, open->len - 1);

      at = iru_json_skip_blank (text, at);
      if (text.data[at] == ',')
        at++;
      else if (text.data[at] == '}' || text.data[at] == ']')
        {
          container->span.end = ++at;
          g_ptr_array_set_size (open, open->len - 1);
        }
      else
        {
          IruValue *value = read_item (text, &at, container);

          if (iru_value_is_container (value))
            g_ptr_array_add (open, value);
        }
    }
  return root;
}

/* The value at @path; FALSE if there is none. */
static gboolean
find_value (IruJsonText text, const char *const *path, IruSpan *value)
{
  if (!iru_json_get_root (text, value))
    return FALSE;
  for (; *path != NULL; path++)
    {
      IruJsonMember member;

      if (!iru_json_is_object (text, *value)
          || !iru_json_find_member (text, *value, *path, &member))
        return FALSE;
      *value = member.value;
    }
  return TRUE;
}

IruValue *
iru_json_read (IruJsonText text, const char *const *path)
{
  IruSpan value;

  return find_value (text, path, &value) ? read_value (text, value.start) : NULL;
}

static gboolean
has_members (IruJsonText text, IruSpan value)
{
  gsize at = value.start + 1;
  IruJsonMember first;

  return iru_json_is_object (text, value) && iru_json_next_member (text, &at, &first);
}

IruValue *
iru_json_read_each (IruJsonText text, const char *const *path, const char *key)
{
  IruValue *each = iru_value_new (IRU_VALUE_OBJECT);
  IruSpan object;
  IruJsonMember member;
  IruJsonMember below;

  if (!find_value (text, path, &object) || !iru_json_is_object (text, object))
    return each;
  for (gsize at = object.start + 1; iru_json_next_member (text, &at, &member);)
    {
      if (!iru_json_is_object (text, member.value)
          || !iru_json_find_member (text, member.value, key, &below)
          || !has_members (text, below.value))
        continue;
      char *name = iru_json_decode_string (text, member.key);
      iru_value_add (each, name, read_value (text, below.value.start));
      iru_secret_free (name);
    }
  return each;
}

static gboolean
is_same (IruJsonText a, IruSpan in_a, IruJsonText b, IruSpan in_b)
{
  gsize length = in_a.end - in_a.start;

  return in_b.end - in_b.start == length
         && memcmp (a.data + in_a.start, b.data + in_b.start, length) == 0;
}

/* The next member that is not called @key; the last that is stays in @match. */
static gboolean
next_other (IruJsonText text, gsize *at, const char *key, IruJsonMember *member,
            IruJsonMember *match)
{
  while (iru_json_next_member (text, at, member))
    {
      if (!iru_json_is_key (text, member->key, key))
        return TRUE;
      *match = *member;
    }
  return FALSE;
}

static gboolean
same_others (IruJsonText a, IruSpan *in_a, IruJsonText b, IruSpan *in_b, const char *key)
{
  gsize at_a = in_a->start + 1;
  gsize at_b = in_b->start + 1;
  IruJsonMember member_a, member_b;
  IruJsonMember match_a = { 0 };
  IruJsonMember match_b = { 0 };

  while (next_other (a, &at_a, key, &member_a, &match_a))
    if (!next_other (b, &at_b, key, &member_b, &match_b)
        || !is_same (a, member_a.key, b, member_b.key)
        || !is_same (a, member_a.value, b, member_b.value))
      return FALSE;
  if (next_other (b, &at_b, key, &member_b, &match_b))
    return FALSE;
  *in_a = match_a.value;
  *in_b = match_b.value;
  return TRUE;
}

gboolean
iru_json_same_beside (IruJsonText a, IruJsonText b, const char *const *path)
{
  IruSpan in_a, in_b;

  if (!iru_json_get_root (a, &in_a) || !iru_json_get_root (b, &in_b))
    return TRUE;
  for (; *path != NULL; path++)
    {
      if (in_a.end == 0 || in_b.end == 0)
        return TRUE;
      if (!iru_json_is_object (a, in_a) || !iru_json_is_object (b, in_b))
        return FALSE;
      if (!same_others (a, &in_a, b, &in_b, *path))
        return FALSE;
    }
  return TRUE;
}
