/* test-document.c: edits that change nothing else, and take themselves back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-document.h"

#include <string.h>

#include "iru-test-corpus.h"

static const char *const iru_path[] = { "mcpServers", "iru", NULL };
static const char *const whole[] = { NULL };

static GBytes *
bytes (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

/* TAP has no room for line ends and for what is not UTF-8. */
static void
say (guint row, const char *what, const char *text)
{
  g_autofree char *escaped = g_strescape (text, NULL);

  g_test_message ("%u: %s: %s", row, what, escaped);
}

static IruDocument *
parse (const char *text)
{
  g_autoptr (GBytes) own = bytes (text);
  IruTextError error = { 0 };
  IruDocument *document = iru_document_new (IRU_SYNTAX_JSON, own, &error);

  if (document == NULL)
    say (error.offset, error.message, text);
  g_assert_nonnull (document);
  return document;
}

static char *
dup_text (const IruDocument *document)
{
  gsize length;
  const char *data = g_bytes_get_data (iru_document_get_text (document), &length);

  return length > 0 ? g_strndup (data, length) : g_strdup ("");
}

/* A value from JSON. */
static IruValue *
value_of (const char *json)
{
  g_autoptr (IruDocument) document = parse (json);

  return iru_document_dup_value (document, whole);
}

static IruValue *
new_entry (void)
{
  return value_of ("{\"url\": \"https://x/\", \"args\": [\"-y\", 1], \"env\": {}}");
}

#define MANY "{\n    \"u\": 1,\n    \"v\": [\n      2\n    ]\n  }"

/* What stands before and after {"u": 1, "v": [2]} or V is set at PATH. */
/* clang-format off */
static const struct
{
  const char *path;
  const char *before;
  const char *value;
  const char *after;
} sets[] = {
  /* blank */
  { "a", "", "1", "{\n  \"a\": 1\n}\n" },
  { "a", " \n", "{\"u\": 1}", "{\n  \"a\": {\n    \"u\": 1\n  }\n}\n" },
  { "a", "\xef\xbb\xbf\r\n", "1", "\xef\xbb\xbf{\r\n  \"a\": 1\r\n}\r\n" },
  { "a/b", "", "{}", "{\n  \"a\": {\n    \"b\": {}\n  }\n}\n" },
  { "a", "// mine", "1", "// mine\n{\n  \"a\": 1\n}\n" },
  { "", "", "[1]", "[\n  1\n]\n" },
  /* one line stays one line, in its own spacing */
  { "a", "{}", "{\"u\": 1, \"v\": [2, 3]}", "{\"a\": {\"u\": 1, \"v\": [2, 3]}}" },
  { "b", "{\"a\":1}", "{\"u\": [1, 2]}", "{\"a\":1,\"b\":{\"u\":[1,2]}}" },
  { "b", "{\"a\": 1}\n", "2", "{\"a\": 1, \"b\": 2}\n" },
  { "b", "{ \"a\" : 1 }", "{\"u\": 1}", "{ \"a\" : 1, \"b\" : { \"u\" : 1 } }" },
  /* one that is spaced more than others is no style */
  { "b", "{\"a\":  1}", "2", "{\"a\":  1, \"b\": 2}" },
  { "c", "{\"a\": 1, \"b\":   2}", "3", "{\"a\": 1, \"b\":   2, \"c\": 3}" },
  { "a/c", "{\"a\": {\"b\":  1}}", "3", "{\"a\": {\"b\":  1, \"c\": 3}}" },
  { "c", "{\"a\":  1, \"b\":  2}", "3", "{\"a\":  1, \"b\":  2, \"c\":  3}" },
  { "c", "{\"a\":1,  \"b\":2}", "3", "{\"a\":1,  \"b\":2,  \"c\":3}" },
  { "b", "{\"a\": 1,}", "2", "{\"a\": 1, \"b\": 2,}" },
  { "b", "{\"a\": 1 /* x */ }", "2", "{\"a\": 1, /* x */ \"b\": 2 }" },
  { "a", "{ }", "1", "{ \"a\": 1}" },
  { "a", "{ /* none */ }", "1", "{ /* none */ \"a\": 1 }" },
  { "a/b", "{ \"a\": {} }", "1", "{ \"a\": { \"b\": 1 } }" },
  /* lines */
  { "b", "{\n  \"a\": 1\n}", "2", "{\n  \"a\": 1,\n  \"b\": 2\n}" },
  { "b", "{\n  \"a\": 1\n}\n", "{\"u\": 1, \"v\": [2]}", "{\n  \"a\": 1,\n  \"b\": " MANY "\n}\n" },
  { "b", "{\r\n\t\"a\": 1\r\n}\r\n", "{\"u\": 1}",
    "{\r\n\t\"a\": 1,\r\n\t\"b\": {\r\n\t\t\"u\": 1\r\n\t}\r\n}\r\n" },
  { "b", "{\r\t\"a\": 1\r}\r", "2", "{\r\t\"a\": 1,\r\t\"b\": 2\r}\r" },
  { "b", "{\n  \"a\": 8080 // port\n}", "2", "{\n  \"a\": 8080, // port\n  \"b\": 2\n}" },
  { "b", "{\n  \"a\": 1, // one\n}", "2", "{\n  \"a\": 1, // one\n  \"b\": 2,\n}" },
  { "b", "{\n  \"a\": 1 /* x */ // y\n  // z\n}", "2",
    "{\n  \"a\": 1, /* x */ // y\n  \"b\": 2\n  // z\n}" },
  { "b", "{\n  \"a\": 1 /* x\n  y */\n}", "2", "{\n  \"a\": 1, /* x\n  y */\n  \"b\": 2\n}" },
  { "b", "{\n  \"a\": 1  \n}", "2", "{\n  \"a\": 1,  \n  \"b\": 2\n}" },
  { "b", "{\"a\": 1,\n \"c\": 3}", "2", "{\"a\": 1,\n \"c\": 3,\n \"b\": 2}" },
  { "b", "{\"a\": 1 // x\n}", "2", "{\"a\": 1, // x\n  \"b\": 2\n}" },
  { "b", "{\"a\": 1\n}", "2", "{\"a\": 1, \"b\": 2\n}" },
  { "c", "{\n  \"a\": 1\n, \"b\": 2\n}", "3", "{\n  \"a\": 1\n, \"b\": 2,\n  \"c\": 3\n}" },
  { "b", "{\n\"a\": 1\n}", "{\"u\": 1}", "{\n\"a\": 1,\n\"b\": {\n\"u\": 1\n}\n}" },
  { "b", "{\n    \"a\" : 1\n}", "{\"u\": 1}",
    "{\n    \"a\" : 1,\n    \"b\" : {\n        \"u\" : 1\n    }\n}" },
  { "m/b", "{\n  \"m\": { \"a\": {\"u\":1} }\n}", "{\"u\": 1}",
    "{\n  \"m\": { \"a\": {\"u\":1}, \"b\": { \"u\": 1 } }\n}" },
  /* empty parents */
  { "a", "{}\n", "1", "{\n  \"a\": 1\n}\n" },
  { "m/a", "{\n\t\"m\": {}\n}", "1", "{\n\t\"m\": {\n\t\t\"a\": 1\n\t}\n}" },
  { "a", "{\n}\n", "1", "{\n\n  \"a\": 1\n}\n" },
  { "a", "{\n  // none\n}\n", "1", "{\n  // none\n  \"a\": 1\n}\n" },
  { "m/a", "{\n  \"m\": { // none\n  }\n}\n", "1",
    "{\n  \"m\": { // none\n    \"a\": 1\n  }\n}\n" },
  { "m/a/x", "{\n  \"z\": 0\n}\n", "1",
    "{\n  \"z\": 0,\n  \"m\": {\n    \"a\": {\n      \"x\": 1\n    }\n  }\n}\n" },
  /* replacing */
  { "a", "{\n  \"a\": 1, // x\n  \"b\": 2\n}", "{\"u\": 1, \"v\": [2]}",
    "{\n  \"a\": " MANY ", // x\n  \"b\": 2\n}" },
  { "a", "{\"a\": {\"x\": 1}, \"b\": 2}", "{\"u\": 1}", "{\"a\": {\"u\": 1}, \"b\": 2}" },
  { "a", "{\"\\u0061\"  :1.0}", "1", "{\"\\u0061\"  :1}" },
  { "a", "{\"a\": 1, \"a\": 2}", "3", "{\"a\": 1, \"a\": 3}" },
  { "a", "{\"a\": { /* same */ \"u\": 1 }}", "{\"u\": 1}", "{\"a\": { /* same */ \"u\": 1 }}" },
  { "m/a", "{\"m\": {\"a\": 1}, \"m\": {\"b\": 2}}", "3",
    "{\"m\": {\"a\": 1}, \"m\": {\"b\": 2, \"a\": 3}}" },
  { "", "\xef\xbb\xbf[1]\n", "{\"u\": 1}", "\xef\xbb\xbf{\"u\": 1}\n" },
  /* spelling */
  { "a", "{}", "\"\\u0000\\ud800\\udc00\\ud800\\u001f\\\"\\\\\\n\xc3\xa4/\\u007f\"",
    "{\"a\": \"\\u0000\xf0\x90\x80\x80\\ud800\\u001f\\\"\\\\\\n\xc3\xa4/\x7f\"}" },
  { "a\"b", "{}", "null", "{\"a\\\"b\": null}" },
};
/* clang-format on */

static char **
split_path (const char *path)
{
  return g_strsplit (path, "/", -1);
}

static void
test_set (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      g_autoptr (IruDocument) before = parse (sets[i].before);
      g_autoptr (IruValue) value = value_of (sets[i].value);
      g_auto (GStrv) path = split_path (sets[i].path);
      IruTextError error = { 0 };
      g_autoptr (IruDocument) after =
          iru_document_set (before, (const char *const *)path, value, &error);

      say (i, sets[i].path, sets[i].before);
      g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_NONE);
      g_autofree char *text = dup_text (after);
      g_assert_cmpstr (text, ==, sets[i].after);
      g_autoptr (IruDocument) again =
          iru_document_set (after, (const char *const *)path, value, &error);
      g_assert_true (g_bytes_equal (iru_document_get_text (again), iru_document_get_text (after)));
    }
}

/* clang-format off */
static const struct
{
  const char *path;
  const char *before;
  const char *after;
} removals[] = {
  { "a", "", "" },
  { "a", "{\"b\": 1}", "{\"b\": 1}" },
  { "a/b", "{\"a\": null}", "{\"a\": null}" },
  { "a", "[1]", "[1]" },
  { "a", "{\"a\": 1}", "{}" },
  { "a", "{ \"a\": 1 }", "{}" },
  { "a", "{\"a\": 1, \"b\": 2}", "{\"b\": 2}" },
  { "b", "{\"a\": 1, \"b\": 2}", "{\"a\": 1}" },
  { "b", "{\"a\": 1, \"b\": 2, \"c\": 3}", "{\"a\": 1, \"c\": 3}" },
  { "b", "{\"a\": 1, \"b\": 2,}", "{\"a\": 1,}" },
  { "a", "{\n  \"a\": 1\n}\n", "{}\n" },
  { "a", "{\n  \"a\": 1,\n}\n", "{}\n" },
  { "a", "{\n  \"a\": 1, // one\n  // two\n  \"b\": 2\n}", "{\n  // two\n  \"b\": 2\n}" },
  { "b", "{\n  \"a\": 1, // one\n  \"b\": 2 // two\n}", "{\n  \"a\": 1 // one\n}" },
  { "b", "{\n  \"a\": 1,\n  // two\n  \"b\": 2\n  // end\n}",
    "{\n  \"a\": 1\n  // two\n  // end\n}" },
  { "b", "{\n  \"a\": 1, \"b\": 2,\n  \"c\": 3\n}", "{\n  \"a\": 1,\n  \"c\": 3\n}" },
  { "a", "{\n  \"a\": 1, \"b\": 2\n}", "{\n  \"b\": 2\n}" },
  { "a", "{\n  \"a\": 1, /* of b */ \"b\": 2\n}", "{\n  /* of b */ \"b\": 2\n}" },
  { "a", "{\n  \"a\": 1, /* of b\n  */ \"b\": 2\n}", "{\n  /* of b\n  */ \"b\": 2\n}" },
  { "b", "{\n  \"a\": 1 // one\n, \"b\": 2 // two\n, \"c\": 3\n}",
    "{\n  \"a\": 1 // one\n, // two\n \"c\": 3\n}" },
  { "b", "{\n  \"a\": 1\n, \"b\": 2\n, \"c\": 3\n}", "{\n  \"a\": 1\n, \"c\": 3\n}" },
  { "b", "{\n  \"a\": 1, // one\n  \"b\": 2 }", "{\n  \"a\": 1 // one\n }" },
  { "b", "{\r\n\t\"a\": 1,\r\n\t\"b\": 2\r\n}\r\n", "{\r\n\t\"a\": 1\r\n}\r\n" },
  { "a", "{\"a\": 1, \"\\u0061\": 2}", "{}" },
  { "a", "{\"b\": 0, \"a\": 1, \"a\": 2}", "{\"b\": 0}" },
  { "a", "{\"a\": 1, \"b\": 0, \"a\": 2}", "{\"b\": 0}" },
  { "a", "{\n  \"a\": 1,\n  \"b\": 0,\n  \"a\": 2\n}", "{\n  \"b\": 0\n}" },
  { "a", "{\n  \"a\": 1,\n  \"a\": 2\n}", "{\n}" },
  { "m/a", "{\"m\": {\"a\": 1}, \"n\": {\"a\": 1}}", "{\"m\": {}, \"n\": {\"a\": 1}}" },
  { "mcpServers/a", "{\"mcp\\u0053ervers\": {\"a\": 1}}", "{\"mcp\\u0053ervers\": {}}" },
};
/* clang-format on */

static void
test_remove (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (removals); i++)
    {
      g_autoptr (IruDocument) before = parse (removals[i].before);
      g_auto (GStrv) path = split_path (removals[i].path);
      IruTextError error = { 0 };
      g_autoptr (IruDocument) after =
          iru_document_remove (before, (const char *const *)path, &error);

      say (i, removals[i].path, removals[i].before);
      g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_NONE);
      g_autofree char *text = dup_text (after);
      g_assert_cmpstr (text, ==, removals[i].after);
    }
}

/* clang-format off */
static const struct
{
  const char *path;
  const char *text;
  gsize offset;
} ways[] = {
  { "m/a", "{\"m\": null}", 6 },
  { "m/a", "{\"m\": []}", 6 },
  { "m/a", "{\"m\": {\"a\": 1}, \"m\": 1}", 21 },
  { "m/a/b", "{\"m\": {\"a\": \"x\"}}", 12 },
  { "m", "[]", 0 },
  { "m", " \"x\"", 1 },
};
/* clang-format on */

static void
test_in_the_way (void)
{
  g_autoptr (IruValue) value = new_entry ();

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (IruDocument) document = parse (ways[i].text);
      g_auto (GStrv) path = split_path (ways[i].path);
      IruTextError error = { 0 };

      say (i, ways[i].path, ways[i].text);
      g_assert_null (iru_document_set (document, (const char *const *)path, value, &error));
      g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_UNSUPPORTED);
      g_assert_cmpuint (error.offset, ==, ways[i].offset);
    }

  g_autoptr (IruDocument) document = parse ("{}");
  IruTextError error = { 0 };
  g_assert_null (iru_document_remove (document, whole, &error));
  g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_UNSUPPORTED);
}

/* What JSON cannot say is noticed when the result is read back. */
static void
test_not_json (void)
{
  g_autoptr (IruDocument) document = parse ("{\"a\": 1}");
  g_autoptr (IruValue) date = iru_value_new_literal (IRU_VALUE_DATETIME, "1979-05-27");
  g_autoptr (IruValue) hex = iru_value_new_literal (IRU_VALUE_NUMBER, "0xff");
  IruTextError error = { 0 };

  g_assert_null (iru_document_set (document, iru_path, date, &error));
  g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_UNSUPPORTED);
  g_assert_null (iru_document_set (document, iru_path, hex, NULL));
}

/* Documents of every style, with what a client might have in them. */
/* clang-format off */
static const char *const corpus[] = {
  "{}", "{ }", "{}\n", "{ }\n", "{\n}\n", "{\n}", "{\n\n}\n", "{\n  }\n", "{ \n }\n",
  "{ /* c */ }\n", "{/* c */}", "{ // c\n}\n", "{\n  // c\n}\n", "{\n  /* c */ }\n", "{ /* c\n */ }\n",
  "{\n  // c\n\n  // d\n\n}\n", "{\n/* c */ \n}\n", "{/*\n*/\r }",

  "{\"a\":1}", "{\"a\": 1}", "{ \"a\": 1 }", "{\"a\": 1,}", "{\"a\": 1, }", "{ \"a\": 1 /* c */ }",
  "{\"a\": 1 /* c */, }", "{\"a\": 1, /* c */ }", "{\"a\": 1 // c\n}", "{\"a\": 1, // c\n}",
  "{\"a\": 1\n}", "{\n\"a\": 1\n}", "{\n  \"a\": 1}", "{\n  \"a\": 1 }\n", "{\n  \"a\": 1\n}\n\n\n",
  "{\n  \"a\": 1,\n}\n", "{\n  \"a\": 1\n  ,\n}\n", "{\n  \"a\": 1 // c\n  , // d\n}\n",
  "{\n  \"a\": 1 // c\n  // d\n}\n", "{\n  \"a\": 1 /* c */ /* d */ // e\n}\n",
  "{\n  \"a\": 1 /* c\n  d */ }\n", "{\n  \"a\": 1 /* c\n  d */\n}\n", "{\n  \"a\": 1   \n}\n",
  "{\n  \"a\": 1,   \n}\n", "{\n  \"a\": 1,   // c   \n}\n", "{\n  \"a\": 1\n, \"b\": 2\n}\n",
  "{ \"a\": 1\n, \"b\": 2\n}\n", "{ \"a\": 1,\n  \"b\": 2 }\n", "{\n  \"a\": 1, \"b\": 2\n}\n",
  "{\n  \"a\": 1, \"b\": 2, // c\n}\n", "{\n  \"a\" : 1,\n  \"b\" : 2\n}\n",
  "// head\n{\n  \"a\": 1\n}\n// tail", "/* head */ {\"a\": 1} // tail\n", "\n\n{\n  \"a\": 1\n}\n",
  "{\n  \"a\": 1,\n  // \"b\": 2,\n}\n", "{\n  // x\n  \"a\": 1, // y\n\n  // z\n  \"b\": 2 // w\n\n  // v\n}\n",
  "{\n  /* x */ \"a\": 1\n}\n", "{\n  \"a\":\n    1\n}\n", "{\n  \"a\" /* k */ : /* v */ 1 /* w */\n}\n",
  "  {\n    \"a\": 1\n  }\n", "{\"mcpServers\":{}}", "{\"mcpServers\": {}}\n", "{ \"mcpServers\": { } }\n",
  "{\n  \"mcpServers\": {}\n}\n", "{\n  \"mcpServers\": {\n  }\n}\n", "{\n  \"mcpServers\": { }\n}\n",
  "{\n  \"mcpServers\": {\n\n  }\n}\n", "{\n  \"mcpServers\": { // none\n  }\n}\n",
  "{\n  \"mcpServers\": { /* none */ }\n}\n", "{\n  \"mcpServers\": {\n    // none\n    // yet\n  }\n}\n",
  "{\n  \"mcpServers\": {},\n}\n", "{\n  \"mcpServers\": {}, // c\n  \"z\": 1\n}\n",
  "{\n  \"mcpServers\": {\n    \"a\": {\n      \"url\": \"x\"\n    }\n  }\n}\n",
  "{\n  \"mcpServers\": {\n    \"a\": { \"url\": \"x\" },\n    \"b\": { \"url\": \"y\" }\n  },\n  \"z\": []\n}\n",
  "{\n  \"mcpServers\": { \"a\": { \"url\": \"x\" } }\n}\n", "{\n  \"mcpServers\": { \"a\": 1,\n    \"b\": 2 }\n}\n",
  "{\n  \"mcpServers\": {\n    \"a\": { // a\n      \"url\": \"x\", // u\n    }, // b\n  }, // c\n} // d\n",
  "{\n  \"mcpServers\":\n  {\n    \"a\":\n    {\n      \"url\": \"x\"\n    }\n  }\n}\n",
  "{\n  \"mcpServers\": {\n    \"a\": 1, \"a\": 2\n  },\n  \"mcpServers\": {\n    \"b\": 1\n  }\n}\n",
  "{\"mcpServers\": {\"iru\": 1}, \"mcpServers\": {}}", "{\n  \"mcp\\u0053ervers\": {\n    \"b\": 1\n  }\n}\n",
  "{\"mcpServers\": {\"a\": \"}\\\"{//,/*\"}}", "{\n  \"mcpServers\": {\n      \"a\": 1 },\n  \"z\": 1 }",
  "{\n  \"mcpServers\": {\n    \"a\": {\n      \"url\": \"x\"\n    }\n    // \"old\": {\n    //   \"url\": \"y\"\n    // }\n  }\n}\n",
  "{\n  \"mcpServers\": {\n    \"a\": {}\n    ,\n    \"b\": {}\n    ,\n  }\n}\n", "{\"a\":{\n},\"mcpServers\":{\n}}",
  "{\n\n  \"mcpServers\": {\n\n    \"a\": 1\n\n  }\n\n}\n", "{\"mcpServers\": {} // c\n}", "{\"mcpServers\": {\n} // c\n}",
};
/* clang-format on */

static char *
replace_all (const char *text, const char *what, const char *with)
{
  g_auto (GStrv) parts = g_strsplit (text, what, -1);

  return g_strjoinv (with, parts);
}

static char *
vary (const char *text, guint variant)
{
  switch (variant)
    {
    case 0:
      return g_strdup (text);
    case 1:
      return replace_all (text, "\n", "\r\n");
    case 2:
      return replace_all (text, "\n", "\r");
    case 3:
      return replace_all (text, "  ", "\t");
    case 4:
      return replace_all (text, "  ", "    ");
    default:
      return g_strconcat ("\xef\xbb\xbf", text, NULL);
    }
}

static gboolean
has_parent (const IruDocument *document, const char *const *path)
{
  g_autofree const char **parent = g_new0 (const char *, g_strv_length ((GStrv)path) + 1);

  for (guint i = 0; path[i + 1] != NULL; i++)
    parent[i] = path[i];
  g_autoptr (IruValue) value = iru_document_dup_value (document, parent);
  return value != NULL && value->type == IRU_VALUE_OBJECT;
}

/* What set adds, remove takes back; what is removed is gone. */
static guint
check_round_trip (const char *text, const char *const *path, const IruValue *entry)
{
  g_autoptr (IruDocument) before = parse (text);
  g_autoptr (IruValue) present = iru_document_dup_value (before, path);
  IruTextError error = { 0 };
  g_autoptr (IruDocument) after = iru_document_set (before, path, entry, &error);

  if (after == NULL)
    say (error.offset, error.message, text);
  g_assert_nonnull (after);
  g_autoptr (IruDocument) again = iru_document_set (after, path, entry, NULL);
  g_assert_true (g_bytes_equal (iru_document_get_text (again), iru_document_get_text (after)));

  g_autoptr (IruDocument) removed = iru_document_remove (after, path, &error);
  g_autofree char *middle = dup_text (after);
  if (removed == NULL)
    say (error.offset, error.message, middle);
  g_assert_nonnull (removed);
  if (present != NULL || !has_parent (before, path))
    return 0;
  g_autofree char *end = dup_text (removed);
  if (strcmp (text, end) != 0)
    say (0, "set", middle);
  g_assert_cmpstr (text, ==, end);

  /* Nothing that was there may have gone, and one line stays one. */
  if (strpbrk (text, "\r\n") == NULL)
    g_assert_null (strpbrk (middle, "\r\n"));
  return 1;
}

static void
test_round_trip (void)
{
  g_autoptr (IruValue) entry = new_entry ();
  g_autoptr (IruValue) scalar = iru_value_new_string ("x");
  static const char *const top[] = { "iru", NULL };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (corpus); i++)
    for (guint variant = 0; variant < 6; variant++)
      {
        g_autofree char *text = vary (corpus[i], variant);

        n += check_round_trip (text, iru_path, entry);
        n += check_round_trip (text, top, entry);
        n += check_round_trip (text, top, scalar);
      }
  g_test_message ("%u documents, %u round trips", (guint)G_N_ELEMENTS (corpus) * 6, n);
  g_assert_cmpuint (n, >, 1000);
}

/* Every member of every document of the corpus can be taken out and changed. */
static void
test_each_member (void)
{
  g_autoptr (IruValue) entry = new_entry ();
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (corpus); i++)
    {
      g_autoptr (IruDocument) document = parse (corpus[i]);
      g_autoptr (IruValue) root = iru_document_dup_value (document, whole);

      for (guint j = 0; j < iru_value_count_members (root); j++, n++)
        {
          const char *path[] = { iru_value_get_member (root, j)->key, NULL };
          g_autoptr (IruDocument) set = iru_document_set (document, path, entry, NULL);
          g_autoptr (IruDocument) removed = iru_document_remove (document, path, NULL);

          say (i, path[0], corpus[i]);
          g_assert_nonnull (set);
          g_assert_nonnull (removed);
        }
    }
  g_assert_cmpuint (n, >, 80);
}

static void
test_round_trip_suite (void)
{
  g_autofree char *folder = iru_test_corpus ("json-test-suite/test_parsing");
  g_autoptr (IruValue) entry = new_entry ();
  static const char *const top[] = { "iru", NULL };
  const char *name;
  guint n = 0;

  if (folder == NULL)
    return;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;

      if (!g_str_has_prefix (name, "y_"))
        continue;
      g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
      g_autoptr (IruDocument) document = parse (text);
      if (!has_parent (document, top))
        continue;
      g_test_message ("%s", name);
      n += check_round_trip (text, top, entry);
    }
  g_test_message ("%u objects of JSONTestSuite", n);
  g_assert_cmpuint (n, ==, 12);
}

/* Blanks and comments where the grammar allows them, now and then. */
static void
append_blank (GString *out, GRand *rand, const char *eol)
{
  static const char *const blanks[] = { "",       "",          "",     " ",       "  ",
                                        "\t",     "\n",        "\n  ", "/* c */", "// c\n",
                                        "/*\n*/", " // c\n  ", "\n\n", " " };

  for (int i = g_rand_int_range (rand, 0, 3); i > 0; i--)
    {
      guint which = g_rand_int_range (rand, 0, G_N_ELEMENTS (blanks));
      g_autofree char *blank = replace_all (blanks[which], "\n", eol);

      g_string_append (out, blank);
    }
}

static void
append_object (GString *out, GRand *rand, const char *eol, guint depth)
{
  static const char *const keys[] = { "a", "b", "mcpServers", "\\u0061", "iru", "z" };
  static const char *const scalars[] = { "1", "\"x\"", "null", "[ ]", "[1,\"}\"]" };
  int n = g_rand_int_range (rand, 0, 4);

  g_string_append_c (out, '{');
  append_blank (out, rand, eol);
  for (int i = 0; i < n; i++)
    {
      g_string_append_printf (out, "\"%s\"", keys[g_rand_int_range (rand, 0, depth > 0 ? 4 : 6)]);
      append_blank (out, rand, eol);
      g_string_append_c (out, ':');
      append_blank (out, rand, eol);
      if (depth < 2 && g_rand_boolean (rand))
        append_object (out, rand, eol, depth + 1);
      else
        g_string_append (out, scalars[g_rand_int_range (rand, 0, G_N_ELEMENTS (scalars))]);
      append_blank (out, rand, eol);
      if (i + 1 < n || g_rand_int_range (rand, 0, 4) == 0)
        g_string_append_c (out, ',');
      append_blank (out, rand, eol);
    }
  g_string_append_c (out, '}');
}

static void
test_round_trip_random (void)
{
  static const char *const eols[] = { "\n", "\r\n", "\r" };
  static const char *const tops[][2] = { { "iru", NULL }, { "q", NULL }, { "a", NULL } };
  g_autoptr (IruValue) entry = new_entry ();
  GRand *rand = g_rand_new_with_seed (20);
  guint n = 0;

  for (guint i = 0; i < 4000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      const char *eol = eols[i % G_N_ELEMENTS (eols)];

      append_blank (text, rand, eol);
      append_object (text, rand, eol, 0);
      append_blank (text, rand, eol);
      for (guint j = 0; j < G_N_ELEMENTS (tops); j++)
        n += check_round_trip (text->str, tops[j], entry);

      g_autoptr (IruDocument) document = parse (text->str);
      if (has_parent (document, iru_path))
        n += check_round_trip (text->str, iru_path, entry);
    }
  g_rand_free (rand);
  g_test_message ("%u round trips", n);
  g_assert_cmpuint (n, >, 8000);
}

static void
test_document (void)
{
  static const char text[] = "{\"m\": {\"a\": [1, {\"b\": \"x\"}]}, \"m\": {\"a\": 2,}} // c";
  static const char *const path[] = { "m", "a", NULL };
  static const char *const beyond[] = { "m", "a", "b", NULL };
  g_autoptr (IruDocument) document = parse (text);
  g_autoptr (IruValue) value = iru_document_dup_value (document, path);
  gsize offset = 0;

  g_assert_cmpstr (value->text, ==, "2");
  g_assert_cmpuint (value->span.start, ==, 41);
  g_assert_cmpuint (value->span.end, ==, 42);
  g_assert_null (iru_document_dup_value (document, beyond));
  g_assert_null (iru_document_dup_value (document, iru_path));
  g_assert_false (iru_document_has_laxity (document, IRU_LAXITY_BOM, &offset));
  g_assert_true (iru_document_has_laxity (document, IRU_LAXITY_COMMENT, &offset));
  g_assert_cmpuint (offset, ==, 46);
  g_assert_true (iru_document_has_laxity (document, IRU_LAXITY_TRAILING_COMMA, NULL));

  g_autoptr (IruValue) root = iru_document_dup_value (document, whole);
  g_assert_cmpuint (iru_value_count_members (root), ==, 2);
  IruMember *first = iru_value_get_member (root, 0);
  g_assert_cmpuint (first->key_span.start, ==, 1);
  g_assert_cmpuint (first->key_span.end, ==, 4);
  g_assert_cmpuint (first->value->span.start, ==, 6);
  g_assert_cmpuint (first->value->span.end, ==, 28);
}

static void
test_refused (void)
{
  g_autoptr (GBytes) text = bytes ("{\"a\": }");
  IruTextError error = { 0 };

  g_assert_null (iru_document_new (IRU_SYNTAX_JSON, text, &error));
  g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_SYNTAX);
  g_assert_cmpuint (error.offset, ==, 6);
}

static void
test_deep_path (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) path = g_ptr_array_new ();
  g_autoptr (IruValue) value = iru_value_new_boolean (TRUE);

  for (guint i = 0; i < 50; i++)
    {
      g_string_append (text, "{\"a\":");
      g_ptr_array_add (path, (gpointer) "a");
    }
  g_string_append (text, "{}");
  for (guint i = 0; i < 50; i++)
    g_string_append (text, "}");
  g_ptr_array_add (path, (gpointer) "b");
  g_ptr_array_add (path, NULL);
  check_round_trip (text->str, (const char *const *)path->pdata, value);
}

static void
test_mend (void)
{
  g_autoptr (GArray) fixes = g_array_new (FALSE, FALSE, sizeof (IruFix));
  g_autoptr (GBytes) json = bytes ("{\"a\": 1 \"b\": 2}");
  g_autoptr (GBytes) mended = iru_document_mend (IRU_SYNTAX_JSON, json, TRUE, fixes, NULL);
  g_autoptr (GBytes) expected = bytes ("{\"a\": 1, \"b\": 2}");

  g_assert_true (g_bytes_equal (mended, expected));
  g_assert_cmpuint (fixes->len, ==, 1);
  g_assert_cmpstr (g_array_index (fixes, IruFix, 0).id, ==, "missing-comma");
}

/* The other language goes through the same door. */
static void
test_toml (void)
{
  static const char *const path[] = { "mcp_servers", "iru", NULL };
  static const char text[] = "# mine\nmodel = \"x\"\n\n[mcp_servers.a]\nurl = \"y\" # u\n";
  g_autoptr (GBytes) own = bytes (text);
  g_autoptr (GBytes) broken = bytes ("a = = 1\n");
  g_autoptr (IruDocument) document = iru_document_new (IRU_SYNTAX_TOML, own, NULL);
  g_autoptr (IruValue) entry = value_of ("{\"url\": \"https://x/\"}");
  g_autoptr (IruDocument) after = iru_document_set (document, path, entry, NULL);
  IruTextError error = { 0 };

  g_assert_nonnull (after);
  g_autoptr (IruValue) found = iru_document_dup_value (after, path);
  g_assert_true (iru_value_equal (found, entry));
  g_autoptr (IruDocument) removed = iru_document_remove (after, path, NULL);
  g_assert_true (g_bytes_equal (iru_document_get_text (removed), own));
  g_assert_false (iru_document_has_laxity (document, IRU_LAXITY_COMMENT, NULL));

  g_assert_null (iru_document_new (IRU_SYNTAX_TOML, broken, NULL));
  g_assert_null (iru_document_mend (IRU_SYNTAX_TOML, broken, FALSE, NULL, &error));
  g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_SYNTAX);
  g_autoptr (GBytes) same = iru_document_mend (IRU_SYNTAX_TOML, own, FALSE, NULL, NULL);
  g_assert_true (same == own);
}

/* Only what is asked for, by the names of the members; of two keys the last. */
static void
test_dup_each (void)
{
  static const char *const texts[] = {
    "{\"p\": {\"\\u0061\": {\"m\": 1, \"m\": {\"s\": {}}}, \"b\": {\"m\": {}}, \"c\": 1,"
    " \"d\": {\"n\": {\"s\": 1}}}}",
    "[p.a.m.s]\n[p.b.m]\n[p.d.n]\ns = 1\n",
  };
  static const IruSyntax syntaxes[] = { IRU_SYNTAX_JSON, IRU_SYNTAX_TOML };
  const char *path[] = { "p", NULL };
  const char *nowhere[] = { "x", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) text = g_bytes_new_static (texts[i], strlen (texts[i]));
      g_autoptr (IruDocument) document = iru_document_new (syntaxes[i], text, NULL);
      g_autoptr (IruValue) each = iru_document_dup_each (document, path, "m");
      g_autoptr (IruValue) none = iru_document_dup_each (document, nowhere, "m");

      g_assert_cmpuint (iru_value_count_members (each), ==, 1);
      g_assert_nonnull (iru_value_get (iru_value_get (each, "a"), "s"));
      g_assert_cmpuint (iru_value_count_members (none), ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/read", test_document);
  g_test_add_func ("/document/refused", test_refused);
  g_test_add_func ("/document/set", test_set);
  g_test_add_func ("/document/remove", test_remove);
  g_test_add_func ("/document/in-the-way", test_in_the_way);
  g_test_add_func ("/document/not-json", test_not_json);
  g_test_add_func ("/document/each-member", test_each_member);
  g_test_add_func ("/document/round-trip", test_round_trip);
  g_test_add_func ("/document/round-trip/suite", test_round_trip_suite);
  g_test_add_func ("/document/round-trip/random", test_round_trip_random);
  g_test_add_func ("/document/deep-path", test_deep_path);
  g_test_add_func ("/document/mend", test_mend);
  g_test_add_func ("/document/toml", test_toml);
  g_test_add_func ("/document/dup-each", test_dup_each);
  return g_test_run ();
}
