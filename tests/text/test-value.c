/* test-value.c: what is equal, what is found, what is copied
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-document.h"

#include <string.h>

static IruValue *
value_of (const char *json)
{
  static const char *const whole[] = { NULL };
  g_autoptr (GBytes) text = g_bytes_new (json, strlen (json));
  g_autoptr (IruDocument) document = iru_document_new (IRU_SYNTAX_JSON, text, NULL);

  g_assert_nonnull (document);
  return iru_document_dup_value (document, whole);
}

/* clang-format off */
static const struct
{
  const char *a;
  const char *b;
  gboolean equal;
} pairs[] = {
  { "1", "1", TRUE },
  { "1", "1.0", FALSE },
  { "1", "\"1\"", FALSE },
  { "true", "true", TRUE },
  { "true", "false", FALSE },
  { "true", "\"true\"", FALSE },
  { "null", "null", TRUE },
  { "null", "false", FALSE },
  { "\"\\u0061\"", "\"a\"", TRUE },
  { "\"a\\u0000b\"", "\"a\"", FALSE },
  { "\"\\ud800\"", "\"\\ud801\"", FALSE },
  { "[]", "{}", FALSE },
  { "[1, 2]", "[1,2]", TRUE },
  { "[1, 2]", "[2, 1]", FALSE },
  { "[1]", "[1, 1]", FALSE },
  { "{\"a\": 1, \"b\": 2}", "{\"b\": 2, \"a\": 1}", TRUE },
  { "{\"a\": 1}", "{\"a\": 1, \"b\": 2}", FALSE },
  { "{\"a\": 1, \"b\": 2}", "{\"a\": 1}", FALSE },
  { "{\"a\": 1, \"a\": 2}", "{\"a\": 2}", TRUE },
  { "{\"a\": 1, \"a\": 2}", "{\"a\": 1}", FALSE },
  { "{\"a\": null}", "{}", FALSE },
  { "{\"a\": {\"b\": [{}]}}", "{\"a\": {\"b\": [{}]}}", TRUE },
  { "{\"a\": {\"b\": [{}]}}", "{\"a\": {\"b\": [[]]}}", FALSE },
};
/* clang-format on */

static void
test_equal (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (IruValue) a = value_of (pairs[i].a);
      g_autoptr (IruValue) b = value_of (pairs[i].b);

      g_test_message ("%s and %s", pairs[i].a, pairs[i].b);
      g_assert_true (iru_value_equal (a, b) == pairs[i].equal);
      g_assert_true (iru_value_equal (b, a) == pairs[i].equal);
    }
}

static void
test_copy (void)
{
  g_autoptr (IruValue) value = value_of (" {\"a\": [1, {\"b\": \"x\"}], \"a\": null}");
  g_autoptr (IruValue) copy = iru_value_copy (value);

  g_assert_true (iru_value_equal (value, copy));
  g_assert_cmpuint (iru_value_count_members (copy), ==, 2);
  g_assert_cmpuint (copy->span.start, ==, 1);
  g_assert_cmpuint (iru_value_get_member (copy, 0)->key_span.start, ==, 2);
  g_assert_true (iru_value_get_member (copy, 0)->value != iru_value_get_member (value, 0)->value);
}

static void
test_get (void)
{
  g_autoptr (IruValue) value = value_of ("{\"a\": 1, \"b\": \"x\", \"a\": \"y\", \"l\": [true]}");

  g_assert_cmpstr (iru_value_get_string (value, "a"), ==, "y");
  g_assert_cmpstr (iru_value_get_string (value, "b"), ==, "x");
  g_assert_null (iru_value_get_string (value, "l"));
  g_assert_null (iru_value_get (value, "A"));
  g_assert_null (iru_value_get (NULL, "a"));
  g_assert_null (iru_value_get (iru_value_get (value, "b"), "a"));
  g_assert_null (iru_value_as_string (NULL));
}

/* What is of another type than the reader expects is empty to it. */
static void
test_types (void)
{
  static const char *const texts[] = { "null", "true", "1", "\"x\"", "[1]", "{\"a\": 1}" };

  for (guint i = 0; i <= G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (IruValue) value = i < G_N_ELEMENTS (texts) ? value_of (texts[i]) : NULL;
      gboolean is_array = value != NULL && value->type == IRU_VALUE_ARRAY;
      gboolean is_object = value != NULL && value->type == IRU_VALUE_OBJECT;
      g_autoptr (GPtrArray) members = iru_value_list_members (value);

      g_assert_cmpuint (iru_value_count_elements (value), ==, is_array);
      g_assert_cmpuint (iru_value_count_members (value), ==, is_object);
      g_assert_cmpuint (iru_value_count_children (value), ==, is_array || is_object);
      g_assert_cmpuint (members->len, ==, is_object);
      g_assert_true ((iru_value_get_element (value, 0) != NULL) == is_array);
      g_assert_true ((iru_value_get_member (value, 0) != NULL) == is_object);
      g_assert_true ((iru_value_get_child (value, 0) != NULL) == (is_array || is_object));
      g_assert_null (iru_value_get_element (value, 1));
      g_assert_null (iru_value_get_member (value, 1));
      g_assert_null (iru_value_get_child (value, 1));
    }
}

static void
test_build (void)
{
  g_autoptr (IruValue) built = iru_value_new (IRU_VALUE_OBJECT);
  g_autoptr (IruValue) read = value_of ("{\"s\": \"x\", \"n\": 1e5, \"b\": false, \"l\": [null]}");

  iru_value_add (built, "s", iru_value_new_string ("x"));
  iru_value_add (built, "n", iru_value_new_literal (IRU_VALUE_NUMBER, "1e5"));
  iru_value_add (built, "b", iru_value_new_boolean (FALSE));
  IruValue *list = iru_value_add (built, "l", iru_value_new (IRU_VALUE_ARRAY));
  iru_value_append (list, iru_value_new (IRU_VALUE_NULL));
  g_assert_true (iru_value_equal (built, read));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/value/equal", test_equal);
  g_test_add_func ("/value/copy", test_copy);
  g_test_add_func ("/value/get", test_get);
  g_test_add_func ("/value/types", test_types);
  g_test_add_func ("/value/build", test_build);
  return g_test_run ();
}
