/* test-yaml.c: YAML, read and spelt
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "iru-document.h"
#include "iru-yaml.h"

/* A value in the spelling of JSON, with ! for a string and * for an alias. */
static void
show (GString *out, const IruValue *value)
{
  if (value->type == IRU_VALUE_ALIAS)
    g_string_append_c (out, '*');
  else if (value->type == IRU_VALUE_NULL)
    g_string_append (out, "null");
  else if (!iru_value_is_container (value))
    g_string_append_printf (out, "%s%s", value->type == IRU_VALUE_STRING ? "!" : "", value->text);
  else
    g_string_append_c (out, value->type == IRU_VALUE_ARRAY ? '[' : '{');
  for (guint i = 0; i < iru_value_count_children (value); i++)
    {
      g_string_append (out, i > 0 ? "," : "");
      if (value->type == IRU_VALUE_OBJECT)
        g_string_append_printf (out, "%s:", iru_value_get_member (value, i)->key);
      show (out, iru_value_get_child (value, i));
    }
  if (iru_value_is_container (value))
    g_string_append_c (out, value->type == IRU_VALUE_ARRAY ? ']' : '}');
}

static const struct
{
  const char *text;
  const char *shown; /* NULL: refused */
  IruTextErrorCode code;
  gsize offset; /* of the error */
} read_rows[] = {
  { "", "{}", 0, 0 },
  { "# nothing\n", "{}", 0, 0 },
  { "---\n...\n", "{}", 0, 0 },
  { "\xef\xbb\xbf"
    "a: b\n",
    "{a:!b}", 0, 0 },
  { "a: b\r\nc: 'd'\r\n", "{a:!b,c:!d}", 0, 0 },
  { "%YAML 1.1\n---\na: 1\n", "{a:1}", 0, 0 },
  { "a: [1, -2.5, 1e3, 0x1F, .5]\n", "{a:[1,-2.5,1e3,0x1F,.5]}", 0, 0 },
  { "a: [true, False, TRUE, yes, on, tRUE]\n", "{a:[true,false,true,!yes,!on,!tRUE]}", 0, 0 },
  { "a: [~, null, Null, '', 'null', inf, 1_000, 12abc]\n",
    "{a:[null,null,null,!,!null,!inf,!1_000,!12abc]}", 0, 0 },
  { "a:\nb: !!str 1\n", "{a:null,b:!1}", 0, 0 },
  { "a: |\n  two\n  lines\n\nb: >-\n  one\n  line\n", "{a:!two\nlines\n,b:!one line}", 0, 0 },
  { "key: sk_live:0123 # mine\n", "{key:!sk_live:0123}", 0, 0 },
  { "a:\n- name: x\n  args: ['-y']\n- name: z\n", "{a:[{name:!x,args:[!-y]},{name:!z}]}", 0, 0 },
  { "{\"mcpServers\":{\"a\":{\"url\":\"https:\\/\\/h\\u00e9\"}}}",
    "{mcpServers:{a:{url:!https://h\xc3\xa9}}}", 0, 0 },
  { "{\n\t\"a\": {\n\t\t\"b\": 1\n\t}\n}\n", "{a:{b:1}}", 0, 0 },
  { "a: &x {k: v}\nb: *x\nc:\n  <<: *x\n  <<: *x\n", "{a:{k:!v},b:*,c:{<<:*,<<:*}}", 0, 0 },
  { "- a\n- b\n", "[!a,!b]", 0, 0 },
  { "a: 1\nb: 2\na: 3\n", NULL, IRU_TEXT_ERROR_SYNTAX, 10 },
  { "a: 1\n---\nb: 2\n", NULL, IRU_TEXT_ERROR_UNSUPPORTED, 5 },
  { "? [a]\n: b\n", NULL, IRU_TEXT_ERROR_UNSUPPORTED, 2 },
  { "a: *x\n", "{a:*}", 0, 0 },
  { "a:\n\tb: 1\n", NULL, IRU_TEXT_ERROR_SYNTAX, 3 },
  { "a: b: c\n", NULL, IRU_TEXT_ERROR_SYNTAX, 4 },
  { "\xc3\xa9: \"x\n", NULL, IRU_TEXT_ERROR_SYNTAX, 7 },
  { "a: [1, 2\n", NULL, IRU_TEXT_ERROR_SYNTAX, 9 },
  { "a: b\xff\n", NULL, IRU_TEXT_ERROR_ENCODING, 4 },
  { "\xff\xfe"
    "a",
    NULL, IRU_TEXT_ERROR_ENCODING, 0 },
  { "a: b\x01\n", NULL, IRU_TEXT_ERROR_SYNTAX, 4 },
  { "a: \"x\\0y\"\n", NULL, IRU_TEXT_ERROR_SYNTAX, 3 },
};

static void
test_read (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (read_rows); i++)
    {
      g_autoptr (GBytes) text = g_bytes_new_static (read_rows[i].text, strlen (read_rows[i].text));
      IruTextError error = { 0 };
      g_autoptr (IruValue) value = iru_yaml_read (text, &error);
      g_autoptr (GString) shown = g_string_new (NULL);
      g_autofree char *escaped = g_strescape (read_rows[i].text, NULL);

      g_test_message ("%u: %s", i, escaped);
      if (value != NULL)
        show (shown, value);
      g_assert_cmpstr (value != NULL ? shown->str : NULL, ==, read_rows[i].shown);
      g_assert_cmpint (error.code, ==, read_rows[i].code);
      g_assert_cmpuint (error.offset, ==, read_rows[i].offset);
    }
}

/* Spans are in bytes, whatever stands before them. */
static void
test_spans (void)
{
  static const char text[] =
      "\xef\xbb\xbf# \xe2\x82\xac\r\nextensions:\r\n  \"\xc3\xa9\": {a: b}  \r\n"
      "  iru:\r\n    uri: 'x'\r\n    args:\r\n    - y\r\n\r\n# end\r\n";
  static const struct
  {
    const char *path[4];
    const char *spelt;
  } rows[] = {
    { { "extensions", "\xc3\xa9" }, "{a: b}" },
    { { "extensions", "iru" }, "uri: 'x'\r\n    args:\r\n    - y" },
    { { "extensions", "iru", "uri" }, "'x'" },
    { { "extensions", "iru", "args" }, "- y" },
  };
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, sizeof text - 1);
  g_autoptr (IruDocument) document = iru_document_new (IRU_SYNTAX_YAML, bytes, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (IruValue) value = iru_document_dup_value (document, rows[i].path);
      g_autofree char *spelt = NULL;

      g_assert_nonnull (value);
      spelt = g_strndup (text + value->span.start, value->span.end - value->span.start);
      g_assert_cmpstr (spelt, ==, rows[i].spelt);
    }
}

/* @n times @piece, between the others. */
static GBytes *
make_large (const char *before, const char *piece, gsize n, const char *after)
{
  GString *text = g_string_new (before);

  for (gsize i = 0; i < n; i++)
    g_string_append (text, piece);
  g_string_append (text, after);
  return g_string_free_to_bytes (text);
}

/* What is made to take long, or much memory, is refused or read soon. */
static void
test_hostile (void)
{
  static const struct
  {
    const char *what;
    const char *before, *piece, *after;
    gsize n;
    gboolean is_read;
  } rows[] = {
    { "deep, in brackets", "a: ", "[", "", 4000000, FALSE },
    { "deep, in braces", "", "{a: ", "", 1000000, FALSE },
    { "deep, in dashes", "", "- ", "x", 2000000, FALSE },
    { "deep enough", "a: ", "[", "]", 101, FALSE },
    { "many values", "a: [", "1,", "]", 1000000, FALSE },
    { "many keys", "{", "a,", "}", 2, FALSE },
    { "many anchors", "a: [", "&x y,", "]", 90000, TRUE },
    { "many aliases", "x: &x [a]\na: [", "*x,", "]", 90000, TRUE },
    { "a long word", "a: ", "x", "", 4000000, TRUE },
    { "a long string", "a: \"", "x ", "\"", 2000000, TRUE },
    { "long blanks", "a:", " ", "b", 4000000, TRUE },
    { "many lines", "a: b", "\n", "", 4000000, TRUE },
    { "a long comment", "#", "x", "", 4000000, TRUE },
    { "many question marks", "", "? ", "", 2000000, FALSE },
    { "many tags", "a: ", "!", "", 4000000, TRUE },
    { "a long anchor", "a: &", "x", " b", 4000000, TRUE },
    { "many directives", "", "%a b\n", "", 800000, FALSE },
    { "many dashes", "", "---\n", "", 1000000, FALSE },
    { "over the bound", "#", "x", "", IRU_YAML_MAX_SIZE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) text =
          make_large (rows[i].before, rows[i].piece, rows[i].n, rows[i].after);
      IruTextError error = { 0 };
      gint64 start = g_get_monotonic_time ();
      g_autoptr (IruValue) value = iru_yaml_read (text, &error);
      gint64 elapsed_ms = (g_get_monotonic_time () - start) / 1000;

      g_test_message ("%s: %" G_GINT64_FORMAT " ms, %d", rows[i].what, elapsed_ms, error.code);
      g_assert_cmpint (value != NULL, ==, rows[i].is_read);
      g_assert_cmpint (elapsed_ms, <, 20000);
    }
}

/* The laughs stay in the text. */
static void
test_billion_laughs (void)
{
  g_autoptr (GString) text = g_string_new ("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
  g_autoptr (GString) shown = g_string_new (NULL);
  IruTextError error = { 0 };

  for (guint i = 1; i < 20; i++)
    {
      g_string_append_printf (text, "a%u: &a%u [", i, i);
      for (guint j = 0; j < 9; j++)
        g_string_append_printf (text, "*a%u,", i - 1);
      g_string_append (text, "]\n");
    }
  g_autoptr (GBytes) bytes = g_bytes_new (text->str, text->len);
  g_autoptr (IruValue) value = iru_yaml_read (bytes, &error);
  g_assert_nonnull (value);
  show (shown, value);
  g_assert_cmpuint (shown->len, <, text->len);
}

/* What is spelt is read as it was meant. */
static void
test_render (void)
{
  static const char *const strings[] = {
    "iru",
    "true",
    "No",
    "null",
    "~",
    "",
    " x ",
    "1",
    "-",
    "a: b",
    "a #b",
    "'\"\\",
    "https://h/?a=b",
    "${X}",
    "${{ secrets.X }}",
    "\xe2\x82\xac",
    "line\nline",
    "\t",
    "\x01\x7f",
    "\xc2\x85",
    "\xe2\x80\xa8",
    "\xef\xbb\xbf",
    "*x",
    "&x",
    "!x",
    "%x",
    "@x",
    "`x",
    "{a",
    "[a",
    "- a",
    "? a",
  };
  g_autoptr (IruValue) value = iru_value_new (IRU_VALUE_OBJECT);
  IruValue *inner = iru_value_add (value, "in", iru_value_new (IRU_VALUE_OBJECT));
  IruValue *list = iru_value_add (inner, "list", iru_value_new (IRU_VALUE_ARRAY));

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      iru_value_add (inner, strings[i], iru_value_new_string (strings[i]));
      iru_value_append (list, iru_value_new_string (strings[i]));
    }
  iru_value_add (value, "on", iru_value_new_boolean (TRUE));
  iru_value_add (value, "n", iru_value_new_literal (IRU_VALUE_NUMBER, "300"));
  iru_value_add (value, "none", iru_value_new (IRU_VALUE_OBJECT));

  g_autofree char *text = iru_yaml_render (value, 2);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  IruTextError error = { 0 };
  g_autoptr (IruValue) again = iru_yaml_read (bytes, &error);
  g_test_message ("%s", text);
  g_assert_nonnull (again);
  g_assert_true (iru_value_equal (value, again));
  g_assert_nonnull (strstr (text, "  in:\n    list: [iru, \"true\", "));
  g_assert_nonnull (strstr (text, "\n    iru: iru\n"));
}

/* What an edit makes of a text. @value: YAML of one line; NULL: the member is removed.
 * @after: NULL: it is left to a person. */
static const struct
{
  const char *before;
  const char *path; /* with "/" between the names */
  const char *value;
  const char *after;
} edit_rows[] = {
  /* A new member at the end of its block, in the block's indentation. */
  { "a:\n    x: 1 # mine\n\n# end\n", "a/w", "v", "a:\n    x: 1 # mine\n    w: v\n\n# end\n" },
  { "a:\n  x: 1", "a/w", "v", "a:\n  x: 1\n  w: v" },
  { "a:\r\n  x: 1\r\n", "a/w", "v", "a:\r\n  x: 1\r\n  w: v\r\n" },
  { "a:\n  x:\n    deep: |\n      two\n      lines\nb: 1\n", "a/w", "{k: v}",
    "a:\n  x:\n    deep: |\n      two\n      lines\n  w:\n    k: v\nb: 1\n" },
  { "a: 1\n", "b/c/d", "v", "a: 1\nb:\n  c:\n    d: v\n" },
  { "# only words\n", "b/c", "v", "# only words\nb:\n  c: v\n" },
  { "", "b/c", "{}", "b:\n  c: {}\n" },
  { "a: {}\nb: 1\n", "a/c", "v", "a:\n  c: v\nb: 1\n" },
  { "a:\nb: 1\n", "a/c", "v", "a:\n  c: v\nb: 1\n" },
  { "a: # none yet\nb: 1\n", "a/c", "v", "a:\n  c: v # none yet\nb: 1\n" },
  { "a: ~\n", "a/c", "v", "a:\n  c: v\n" },
  /* A value in the place of another. */
  { "a:\n  x: 'old' # mine\n  w: 2\n", "a/x", "new", "a:\n  x: new # mine\n  w: 2\n" },
  { "a: {x: old, w: [1]}\n", "a/x", "new", "a: {x: new, w: [1]}\n" },
  { "a:\n  x:\n  w: 2\n", "a/x", "v", "a:\n  x: v\n  w: 2\n" },
  { "a:\n  x: >-\n    long\n    text\n  w: 2\n", "a/x", "v", "a:\n  x: v\n  w: 2\n" },
  { "a:\n  x:\n    k: 1\n    l: 2\n  w: 2\n", "a/x", "v", "a:\n  x: v\n  w: 2\n" },
  { "a:\n  x: v\n  w: 2\n", "a/x", "{k: 1}", "a:\n  x:\n    k: 1\n  w: 2\n" },
  { "a:\n  x:\n  - one\n  - two\n  w: 2\n", "a/x", "[three]", "a:\n  x: [three]\n  w: 2\n" },
  /* In brackets only single values are changed. */
  { "a: {x: 1}\n", "a/w", "v", NULL },
  { "{a: {x: 1}}\n", "a/x", "{k: 1}", NULL },
  /* Something else is in the way. */
  { "a: text\n", "a/x", "v", NULL },
  { "- a\n", "a/x", "v", NULL },
  { "a: *x\nb: &x\n  c: 1\n", "a/x", "v", NULL },
  /* An anchor that goes. */
  { "a:\n  x: &k old\nb: *k\n", "a/x", "new", NULL },
  { "a:\n  x: &k old\nb: 1\n", "a/x", "new", "a:\n  x: new\nb: 1\n" },
  /* A list, whose elements have names. */
  { "a:\n  - name: x\n    url: u # mine\n  - name: z\nb: 1\n", "a/x/url", "v",
    "a:\n  - name: x\n    url: v # mine\n  - name: z\nb: 1\n" },
  { "a:\n- name: x\n  url: u\n", "a/w", "{name: w, url: v}",
    "a:\n- name: x\n  url: u\n- name: w\n  url: v\n" },
  { "a:\n  -   url: u\n      name: x\n", "a/x/key", "v",
    "a:\n  -   url: u\n      name: x\n      key: v\n" },
  { "a:\n- name: x\n- name: z\n  k: 1\n", "a/x", NULL, "a:\n- name: z\n  k: 1\n" },
  { "a:\n- name: x\n  k: 1\n- name: x\n- name: z\n", "a/x", NULL, "a:\n- name: z\n" },
  { "a:\n- url: u\n  name: x\n", "a/x/url", NULL, "a:\n- name: x\n" },
  { "a:\n- name: x\n", "a/x", NULL, "a: []\n" },
  /* Removed with its lines; what is left empty says so. */
  { "a:\n  x: 1\n  # of w\n  w:\n    k: v\n\n  z: 3\n", "a/w", NULL,
    "a:\n  x: 1\n  # of w\n\n  z: 3\n" },
  { "a:\n  x: 1\n  w: 2", "a/w", NULL, "a:\n  x: 1" },
  { "a:\r\n  x: 1\r\n  w: 2", "a/w", NULL, "a:\r\n  x: 1" },
  { "a:\n  x: 1\nb: 2\n", "a/x", NULL, "a: {}\nb: 2\n" },
  { "# c\na:\n  x: 1\n", "a", NULL, "# c\n" },
  { "a:\n  x: 1\n", "a/w", NULL, "a:\n  x: 1\n" },
  { "a: {x: 1, w: 2}\n", "a/w", NULL, NULL },
  { "a:\n  x: |\n    one\n\n  w: 2\n", "a/x", NULL, "a:\n\n  w: 2\n" },
};

static IruDocument *
make_edit (IruDocument *document, const char *path, const char *value, IruTextError *error)
{
  g_auto (GStrv) names = g_strsplit (path, "/", -1);
  g_autofree char *text = g_strdup_printf ("v: %s\n", value);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (IruValue) whole = value != NULL ? iru_yaml_read (bytes, NULL) : NULL;

  return value != NULL ? iru_document_set (document, (const char *const *)names,
                                           iru_value_get (whole, "v"), error)
                       : iru_document_remove (document, (const char *const *)names, error);
}

static void
test_edit (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (edit_rows); i++)
    {
      IruTextError error = { 0 };
      g_autoptr (GBytes) text =
          g_bytes_new_static (edit_rows[i].before, strlen (edit_rows[i].before));
      g_autoptr (IruDocument) document = iru_document_new (IRU_SYNTAX_YAML, text, &error);
      g_autoptr (IruDocument) edited = NULL;

      g_test_message ("%s of %s", edit_rows[i].path, edit_rows[i].before);
      g_assert_nonnull (document);
      edited = make_edit (document, edit_rows[i].path, edit_rows[i].value, &error);
      if (edit_rows[i].after == NULL)
        {
          g_assert_null (edited);
          g_assert_nonnull (error.message);
          continue;
        }
      g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_NONE);
      GBytes *now = iru_document_get_text (edited);
      g_autofree char *found = g_strndup (g_bytes_get_data (now, NULL), g_bytes_get_size (now));
      g_assert_cmpstr (found, ==, edit_rows[i].after);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/yaml/read", test_read);
  g_test_add_func ("/yaml/spans", test_spans);
  g_test_add_func ("/yaml/hostile", test_hostile);
  g_test_add_func ("/yaml/billion-laughs", test_billion_laughs);
  g_test_add_func ("/yaml/render", test_render);
  g_test_add_func ("/yaml/edit", test_edit);
  return g_test_run ();
}
