/* test-json.c: what is JSON, what is not, and which comma would make it so
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-json.h"

#include <string.h>

#include "iru-test-corpus.h"

/* TAP has no room for line ends and for what is not UTF-8. */
static void
say (guint row, const char *what, const char *text)
{
  g_autofree char *escaped = g_strescape (text, NULL);

  g_test_message ("%u: %s: %s", row, what, escaped);
}

static GBytes *
repeat (const char *unit, guint n, const char *middle, const char *unit_behind)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (text, unit);
  g_string_append (text, middle);
  for (guint i = 0; i < n; i++)
    g_string_append (text, unit_behind);
  return g_string_free_to_bytes (text);
}

#define SUITE "json-test-suite/test_parsing"

static GPtrArray *
list_suite (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (names, g_strdup (name));
  return names;
}

static GBytes *
load_suite (const char *folder, const char *name)
{
  g_autofree char *file = g_build_filename (folder, name, NULL);
  char *text;
  gsize length;

  g_assert_true (g_file_get_contents (file, &text, &length, NULL));
  return g_bytes_new_take (text, length);
}

static void
test_suite_decided (void)
{
  g_autofree char *folder = iru_test_corpus (SUITE);
  guint n_accepted = 0;
  guint n_refused = 0;

  if (folder == NULL)
    return;
  g_autoptr (GPtrArray) names = list_suite (folder);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autoptr (GBytes) text = load_suite (folder, name);
      IruTextError error = { 0 };
      gboolean ok = iru_json_check_strict (text, &error);

      if (name[0] == 'i')
        continue;
      if (ok != (name[0] == 'y'))
        g_test_message ("%s: %s", name, ok ? "accepted" : error.message);
      g_assert_true (ok == (name[0] == 'y'));
      g_assert_true (ok == (error.code == IRU_TEXT_ERROR_NONE));
      g_assert_cmpuint (error.offset, <=, g_bytes_get_size (text));
      n_accepted += ok;
      n_refused += !ok;
    }

  g_test_message ("JSONTestSuite: %u of 95 y_ accepted, %u of 188 n_ refused", n_accepted,
                  n_refused);
  g_assert_cmpuint (n_accepted, ==, 95);
  g_assert_cmpuint (n_refused, ==, 188);
}

/* clang-format off */
static const struct
{
  const char *name;
  gboolean accepted;
  const char *why;
} choices[] = {
  { "i_number_double_huge_neg_exp", TRUE, "a number is kept as spelt" },
  { "i_number_huge_exp", TRUE, "a number is kept as spelt" },
  { "i_number_neg_int_huge_exp", TRUE, "a number is kept as spelt" },
  { "i_number_pos_double_huge_exp", TRUE, "a number is kept as spelt" },
  { "i_number_real_neg_overflow", TRUE, "a number is kept as spelt" },
  { "i_number_real_pos_overflow", TRUE, "a number is kept as spelt" },
  { "i_number_real_underflow", TRUE, "a number is kept as spelt" },
  { "i_number_too_big_neg_int", TRUE, "a number is kept as spelt" },
  { "i_number_too_big_pos_int", TRUE, "a number is kept as spelt" },
  { "i_number_very_big_negative_int", TRUE, "a number is kept as spelt" },
  { "i_object_key_lone_2nd_surrogate", TRUE, "the grammar allows a lone surrogate" },
  { "i_string_1st_surrogate_but_2nd_missing", TRUE, "the grammar allows a lone surrogate" },
  { "i_string_1st_valid_surrogate_2nd_invalid", TRUE, "the grammar allows a lone surrogate" },
  { "i_string_UTF-16LE_with_BOM", FALSE, "not UTF-8" },
  { "i_string_UTF-8_invalid_sequence", FALSE, "not UTF-8" },
  { "i_string_UTF8_surrogate_U+D800", FALSE, "not UTF-8: a surrogate's bytes" },
  { "i_string_incomplete_surrogate_and_escape_valid", TRUE, "the grammar allows a lone surrogate" },
  { "i_string_incomplete_surrogate_pair", TRUE, "the grammar allows a lone surrogate" },
  { "i_string_incomplete_surrogates_escape_valid", TRUE, "the grammar allows a lone surrogate" },
  { "i_string_invalid_lonely_surrogate", TRUE, "the grammar allows a lone surrogate" },
  { "i_string_invalid_surrogate", TRUE, "the grammar allows a lone surrogate" },
  { "i_string_invalid_utf-8", FALSE, "not UTF-8" },
  { "i_string_inverted_surrogates_U+1D11E", TRUE, "the grammar allows a lone surrogate" },
  { "i_string_iso_latin_1", FALSE, "not UTF-8" },
  { "i_string_lone_second_surrogate", TRUE, "the grammar allows a lone surrogate" },
  { "i_string_lone_utf8_continuation_byte", FALSE, "not UTF-8" },
  { "i_string_not_in_unicode_range", FALSE, "not UTF-8: beyond U+10FFFF" },
  { "i_string_overlong_sequence_2_bytes", FALSE, "not UTF-8: overlong" },
  { "i_string_overlong_sequence_6_bytes", FALSE, "not UTF-8: overlong" },
  { "i_string_overlong_sequence_6_bytes_null", FALSE, "not UTF-8: overlong" },
  { "i_string_truncated-utf-8", FALSE, "not UTF-8" },
  { "i_string_utf16BE_no_BOM", FALSE, "not UTF-8" },
  { "i_string_utf16LE_no_BOM", FALSE, "not UTF-8" },
  { "i_structure_500_nested_arrays", TRUE, "far from the deepest" },
  { "i_structure_UTF-8_BOM_empty_object", TRUE, "a mark is a laxity of its own" },
};
/* clang-format on */

static void
test_suite_choices (void)
{
  g_autofree char *folder = iru_test_corpus (SUITE);
  guint n_files = 0;
  guint n_accepted = 0;

  if (folder == NULL)
    return;
  g_autoptr (GPtrArray) names = list_suite (folder);
  for (guint i = 0; i < names->len; i++)
    n_files += *(const char *)g_ptr_array_index (names, i) == 'i';
  g_assert_cmpuint (n_files, ==, G_N_ELEMENTS (choices));

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autofree char *name = g_strconcat (choices[i].name, ".json", NULL);
      g_autoptr (GBytes) text = load_suite (folder, name);
      IruTextError error = { 0 };
      IruJsonLaxities laxities;
      gboolean ok = iru_json_check (text, &laxities, &error);

      g_test_message ("%s: %s (%s)", name, ok ? "accepted" : "refused", choices[i].why);
      g_assert_true (ok == choices[i].accepted);
      if (!ok)
        g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_ENCODING);
      n_accepted += ok;
    }
  g_test_message ("JSONTestSuite: %u of %u i_ accepted", n_accepted, n_files);
}

/* Texts of which JSONC is more than JSON, and what is wrong where. */
/* clang-format off */
static const struct
{
  const char *text;
  IruTextErrorCode code;
  gsize offset;
  const char *laxities; /* b, c, t at their first offset */
} texts[] = {
  { "", IRU_TEXT_ERROR_NONE, 0, "" },
  { " \r\n\t", IRU_TEXT_ERROR_NONE, 0, "" },
  { "\xef\xbb\xbf", IRU_TEXT_ERROR_NONE, 0, "b0" },
  { "// only\n", IRU_TEXT_ERROR_NONE, 0, "c0" },
  { "{}", IRU_TEXT_ERROR_NONE, 0, "" },
  { "\xef\xbb\xbf{\"a\": [1, 2,],} // x", IRU_TEXT_ERROR_NONE, 0, "b0 c19 t14" },
  { "[1 // a\r, 2 /* b \n */]", IRU_TEXT_ERROR_NONE, 0, "c3" },
  { "[1,/**/]", IRU_TEXT_ERROR_NONE, 0, "c3 t2" },
  { "{/*\xc3\xa4*/}//\xc3\xa4", IRU_TEXT_ERROR_NONE, 0, "c1" },
  { "/***/{}/* **/", IRU_TEXT_ERROR_NONE, 0, "c0" },
  { "[\"\\u00e4\\ud83d\\ude00\\ud800\\\"\\\\\\/\"]", IRU_TEXT_ERROR_NONE, 0, "" },
  { "[-0, 0.1e-5, 1E+9, -12.50]", IRU_TEXT_ERROR_NONE, 0, "" },
  { "{\"a\": 1", IRU_TEXT_ERROR_TRUNCATED, 0, "" },
  { "{\"a\": ", IRU_TEXT_ERROR_TRUNCATED, 0, "" },
  { " {\"a\"", IRU_TEXT_ERROR_TRUNCATED, 1, "" },
  { "{\"a\": {\"b\": [1, 2]", IRU_TEXT_ERROR_TRUNCATED, 6, "" },
  { "{\"a\": \"sk_live", IRU_TEXT_ERROR_TRUNCATED, 6, "" },
  { "[\"\\", IRU_TEXT_ERROR_TRUNCATED, 0, "" },
  { "[\"\\u00", IRU_TEXT_ERROR_TRUNCATED, 0, "" },
  { "[tru", IRU_TEXT_ERROR_TRUNCATED, 0, "" },
  { "-", IRU_TEXT_ERROR_TRUNCATED, 1, "" },
  { "[-", IRU_TEXT_ERROR_TRUNCATED, 0, "" },
  { "{} /* x", IRU_TEXT_ERROR_TRUNCATED, 3, "" },
  { "{\"a\": \"b\n\"}", IRU_TEXT_ERROR_SYNTAX, 6, "" },
  { "[\"\t\"]", IRU_TEXT_ERROR_SYNTAX, 2, "" },
  { "[\"\\x\"]", IRU_TEXT_ERROR_SYNTAX, 2, "" },
  { "[\"\\u12g4\"]", IRU_TEXT_ERROR_SYNTAX, 2, "" },
  { "{\"a\": 1\n\"b\": 2}", IRU_TEXT_ERROR_SYNTAX, 7, "" },
  { "{\"a\": 1;}", IRU_TEXT_ERROR_SYNTAX, 7, "" },
  { "{\"a\": 1,,}", IRU_TEXT_ERROR_SYNTAX, 8, "" },
  { "{,}", IRU_TEXT_ERROR_SYNTAX, 1, "" },
  { "[,]", IRU_TEXT_ERROR_SYNTAX, 1, "" },
  { "{a: 1}", IRU_TEXT_ERROR_SYNTAX, 1, "" },
  { "{'a': 1}", IRU_TEXT_ERROR_SYNTAX, 1, "" },
  { "{\"a\" 1}", IRU_TEXT_ERROR_SYNTAX, 5, "" },
  { "{\"a\"; 1}", IRU_TEXT_ERROR_SYNTAX, 4, "" },
  { "[1}", IRU_TEXT_ERROR_SYNTAX, 2, "" },
  { "{\"a\": 1]", IRU_TEXT_ERROR_SYNTAX, 7, "" },
  { "{}}", IRU_TEXT_ERROR_SYNTAX, 2, "" },
  { "{} {}", IRU_TEXT_ERROR_SYNTAX, 3, "" },
  { "01", IRU_TEXT_ERROR_SYNTAX, 0, "" },
  { "[1.]", IRU_TEXT_ERROR_SYNTAX, 3, "" },
  { "[.5]", IRU_TEXT_ERROR_SYNTAX, 1, "" },
  { "[NaN]", IRU_TEXT_ERROR_SYNTAX, 1, "" },
  { "[True]", IRU_TEXT_ERROR_SYNTAX, 1, "" },
  { "[truthy]", IRU_TEXT_ERROR_SYNTAX, 1, "" },
  { "[truex]", IRU_TEXT_ERROR_SYNTAX, 5, "" },
  { "{\n<<<<<<< HEAD\n}", IRU_TEXT_ERROR_SYNTAX, 2, "" },
  { "# no comment\n{}", IRU_TEXT_ERROR_SYNTAX, 0, "" },
  { "{ / }", IRU_TEXT_ERROR_SYNTAX, 2, "" },
  { "{}/", IRU_TEXT_ERROR_SYNTAX, 2, "" },
  { "\xe2\x80\x9c", IRU_TEXT_ERROR_SYNTAX, 0, "" },
  { "{ // \xff\n}", IRU_TEXT_ERROR_ENCODING, 5, "" },
  { "{ /* \xc3 */ }", IRU_TEXT_ERROR_ENCODING, 5, "" },
  { "[\"\xed\xa0\x80\"]", IRU_TEXT_ERROR_ENCODING, 2, "" },
  { "[\"\xe0\x9f\xbf\"]", IRU_TEXT_ERROR_ENCODING, 2, "" },
  { "[\"\xf0\x8f\xbf\xbf\"]", IRU_TEXT_ERROR_ENCODING, 2, "" },
  { "[\"\xf4\x90\x80\x80\"]", IRU_TEXT_ERROR_ENCODING, 2, "" },
  { "[\"\xc1\xbf\"]", IRU_TEXT_ERROR_ENCODING, 2, "" },
  { "[\"\x80\"]", IRU_TEXT_ERROR_ENCODING, 2, "" },
  { "[\"\xe0\xa0\x80\xed\x9f\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\"]", IRU_TEXT_ERROR_NONE, 0, "" },
  { "{a \xff", IRU_TEXT_ERROR_ENCODING, 3, "" },
  { "\xff\xfe{}", IRU_TEXT_ERROR_ENCODING, 0, "" },
};
/* clang-format on */

static char *
print_laxities (const IruJsonLaxities *laxities)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (IruLaxity i = 0; i < IRU_N_LAXITIES; i++)
    if (laxities->first[i] != IRU_JSON_NONE)
      g_string_append_printf (out, "%s%c%" G_GSIZE_FORMAT, out->len > 0 ? " " : "", "bct"[i],
                              laxities -> first[i]);
  return g_strdup (out->str);
}

static void
test_check (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gsize length = strlen (texts[i].text);
      /* A copy of just that size, so that a look behind the end is noticed. */
      g_autoptr (GBytes) text = g_bytes_new (texts[i].text, length);
      IruTextError error = { 0 };
      IruJsonLaxities laxities;
      gboolean ok = iru_json_check (text, &laxities, &error);

      say (i, "check", texts[i].text);
      g_assert_cmpint (error.code, ==, texts[i].code);
      g_assert_cmpuint (error.offset, ==, texts[i].offset);
      g_assert_true (ok == (error.code == IRU_TEXT_ERROR_NONE));
      g_assert_true (ok == (error.message == NULL));
      if (!ok)
        continue;
      g_autofree char *found = print_laxities (&laxities);
      g_assert_cmpstr (found, ==, texts[i].laxities);
      gboolean blank = i < 4;
      g_assert_true (iru_json_check_strict (text, NULL) == (found[0] == '\0' && !blank));
    }
}

static void
test_nul (void)
{
  static const char nul[] = "{\"a\": \"\0\"}";
  g_autoptr (GBytes) text = g_bytes_new_static (nul, sizeof nul - 1);
  IruTextError error = { 0 };

  g_assert_false (iru_json_check (text, NULL, &error));
  g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_ENCODING);
  g_assert_cmpuint (error.offset, ==, 7);
}

/* Every cut of a text is an error or blank, never a look behind the end. */
static void
test_cuts (void)
{
  static const char whole[] =
      "{\"a\": [1.5e-3, \"\\u00e4\xc3\xa4\xf0\x9f\x98\x80\", true, false, null], // c\n"
      "\"b\": {\"c\": {}, /* d */},}";

  for (gsize length = 0; length < sizeof whole - 1; length++)
    {
      g_autoptr (GBytes) text = g_bytes_new (whole, length);
      IruTextError error = { 0 };

      g_assert_true (iru_json_check (text, NULL, &error) == (length == 0));
      g_assert_cmpuint (error.offset, <=, length);
    }
}

static void
test_depth (void)
{
  g_autoptr (GBytes) deepest = repeat ("[", IRU_TEXT_MAX_DEPTH, "", "]");
  g_autoptr (GBytes) deeper = repeat ("[", IRU_TEXT_MAX_DEPTH + 1, "", "]");
  g_autoptr (GBytes) objects = repeat ("{\"a\":", IRU_TEXT_MAX_DEPTH, "1", "}");
  static const char *const whole[] = { NULL };
  IruTextError error = { 0 };

  g_assert_true (iru_json_check_strict (deepest, NULL));
  g_assert_true (iru_json_check_strict (objects, NULL));
  g_assert_false (iru_json_check (deeper, NULL, &error));
  g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_TOO_LARGE);
  g_assert_cmpuint (error.offset, ==, IRU_TEXT_MAX_DEPTH);

  g_autoptr (IruValue) value = iru_json_read (iru_json_text (objects), whole);
  g_assert_cmpint (value->type, ==, IRU_VALUE_OBJECT);
}

/* On one line of 10 MB whatever is not linear would not end. */
static void
test_long_line (void)
{
  static const char *const path[] = { "mcpServers", "iru", NULL };
  g_autoptr (GBytes) quotes = repeat ("\\\\\\\"", 2500000, "", "");
  g_autoptr (GString) text = g_string_new ("{\"a\":[\"");

  g_string_append_len (text, g_bytes_get_data (quotes, NULL), g_bytes_get_size (quotes));
  g_string_append (text, "\"");
  for (guint i = 0; i < 500000; i++)
    g_string_append (text, ",{\"b\":1}/**/");
  g_string_append (text, "],\"mcpServers\":{\"iru\":2}}");

  g_autoptr (GBytes) bytes = g_bytes_new (text->str, text->len);
  g_assert_true (iru_json_check (bytes, NULL, NULL));
  g_autoptr (IruValue) value = iru_json_read (iru_json_text (bytes), path);
  g_assert_cmpstr (value->text, ==, "2");
}

/* clang-format off */
static const struct
{
  const char *text;
  const char *decoded;
} strings[] = {
  { "\"\"", "" },
  { "\"a\\\"\\\\\\/\\b\\f\\n\\r\\tz\"", "a\"\\/\b\f\n\r\tz" },
  { "\"\\u0041\\u00e4\\u20AC\"", "A\xc3\xa4\xe2\x82\xac" },
  { "\"\\ud83d\\ude00\"", "\xf0\x9f\x98\x80" },
  { "\"x\\u0000y\"", "x\xc0\x80y" },
  { "\"\\ud800\"", "\xed\xa0\x80" },
  { "\"\\ude00\\ud83d\"", "\xed\xb8\x80\xed\xa0\xbd" },
  { "\"\\ud83d\\ud83d\\ude00\"", "\xed\xa0\xbd\xf0\x9f\x98\x80" },
  { "\"\\ud83dA\"", "\xed\xa0\xbd""A" },
  { "\"\\\\u0041\"", "\\u0041" },
  { "\"C:\\\\\"", "C:\\" },
  { "\"\\\\\\\"\"", "\\\"" },
};
/* clang-format on */

static void
test_strings (void)
{
  static const char *const whole[] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      g_autoptr (GBytes) text = g_bytes_new (strings[i].text, strlen (strings[i].text));

      say (i, "string", strings[i].text);
      g_assert_true (iru_json_check_strict (text, NULL));
      g_autoptr (IruValue) value = iru_json_read (iru_json_text (text), whole);
      g_assert_cmpstr (iru_value_as_string (value), ==, strings[i].decoded);
    }
}

/* clang-format off */
static const struct
{
  const char *text;
  gboolean strict;
  const char *mended; /* NULL: refused */
  const char *fixes;
} slips[] = {
  { "{\"a\": 1}", TRUE, "{\"a\": 1}", "" },
  { "", TRUE, "", "" },
  { "{\"a\": 1\n \"b\": 2}", FALSE, "{\"a\": 1,\n \"b\": 2}", "missing-comma@7" },
  { "{\"a\": 1 // one\n \"b\": 2}", FALSE, "{\"a\": 1, // one\n \"b\": 2}", "missing-comma@7" },
  { "{\"a\": {} \"b\": [] \"c\": 1}", TRUE, "{\"a\": {}, \"b\": [], \"c\": 1}",
    "missing-comma@8 missing-comma@16" },
  { "{\"a\":\"x\"\"b\":\"y\"}", FALSE, "{\"a\":\"x\",\"b\":\"y\"}", "missing-comma@8" },
  { "[\"-y\" \"mcp-remote\"]", FALSE, "[\"-y\", \"mcp-remote\"]", "missing-comma@5" },
  { "[{}{}]", FALSE, "[{},{}]", "missing-comma@3" },
  { "[1 true]", FALSE, "[1, true]", "missing-comma@2" },
  { "{\"a\": 1,, \"b\": 2}", FALSE, "{\"a\": 1, \"b\": 2}", "doubled-comma@8" },
  { "{\"a\": 1,\n,\n, \"b\": 2}", FALSE, "{\"a\": 1,\n\n \"b\": 2}", "doubled-comma@9 doubled-comma@11" },
  { "{\"a\": 1,}", FALSE, "{\"a\": 1,}", "" },
  { "{\"a\": 1,}", TRUE, "{\"a\": 1}", "trailing-comma@7" },
  { "{\"a\": [1,], // c\n}", TRUE, "{\"a\": [1] // c\n}", "trailing-comma@8 trailing-comma@10" },
  { "{\"a\": [1,] }", FALSE, "{\"a\": [1,] }", "" },
  { "[1,,]", TRUE, "[1]", "trailing-comma@2 doubled-comma@3" },
  { "[1,,]", FALSE, "[1,]", "doubled-comma@3" },
  { "\xef\xbb\xbf{\"a\": 1 \"b\": 2 /* c */}", TRUE, "\xef\xbb\xbf{\"a\": 1, \"b\": 2 /* c */}",
    "missing-comma@10" },
  { "[,1]", FALSE, NULL, "" },
  { "{,\"a\": 1}", FALSE, NULL, "" },
  { "[\"a\"\"b\"]", FALSE, NULL, "" },
  { "[1\"a\"]", FALSE, NULL, "" },
  { "[01]", FALSE, NULL, "" },
  { "{\"a\": \"b\"c\"}", FALSE, NULL, "" },
  { "{\"a\": \"b, \"c\": \"d\"}", FALSE, NULL, "" },
  { "{\"a\": \"b\" \"c\"}", FALSE, NULL, "" },
  { "{\"a\" \"b\"}", FALSE, NULL, "" },
  { "{\"a\": 1 b: 2}", FALSE, NULL, "" },
  { "{\"a\": 1 2}", FALSE, NULL, "" },
  { "{\"a\": 1 \"b\": 2", FALSE, NULL, "" },
  { "{} {}", FALSE, "{} ", "empty-object@3" },
  { "{}\n{\"a\": 1}\n", FALSE, "{\"a\": 1}\n", "empty-object@0" },
  { "{\"a\": 1}\n{ }\n", FALSE, "{\"a\": 1}\n\n", "empty-object@9" },
  { "{\"a\": 1}\n{\"b\": 1}\n", FALSE, NULL, "" },
  { "{“a”: “b”, ‘c’: ‘d’}", FALSE, "{\"a\": \"b\", \"c\": \"d\"}",
    "smart-quotes@1 smart-quotes@5 smart-quotes@10 smart-quotes@14 smart-quotes@19 smart-quotes@23 smart-quotes@28 smart-quotes@32" },
  { "{'a': 'b'}", FALSE, "{\"a\": \"b\"}",
    "single-quotes@1 single-quotes@3 single-quotes@6 single-quotes@8" },
  { "[“Ann’s \\\\ C:\\\\x”]", FALSE, "[\"Ann’s \\\\ C:\\\\x\"]", "smart-quotes@1 smart-quotes@20" },
  { "[“say \"x\" ”]", FALSE, NULL, "" },
  { "[“a\nb”]", FALSE, NULL, "" },
  { "[“a\\”]", FALSE, NULL, "" },
  { "[“a", FALSE, NULL, "" },
  { "['a'b']", FALSE, NULL, "" },
  { "{\"a\": “b”\n \"c\": 1}", FALSE, "{\"a\": \"b\",\n \"c\": 1}",
    "smart-quotes@6 smart-quotes@10 missing-comma@13" },
  { "```json\n{\"a\": 1}\n```\n", FALSE, "{\"a\": 1}\n", "fence@0 fence@17" },
  { "~~~\r\n{}\r\n~~~", FALSE, "{}\r\n", "fence@0 fence@9" },
  { "```json {}\n", FALSE, NULL, "" },
  { "```json mcp.json\n{}", FALSE, "{}", "fence@0" },
  { "mcp.json\n{\"a\": 1}", FALSE, "{\"a\": 1}", "file-name@0" },
  { "~/.cursor/mcp.json:\n\n```\n{}\n```", FALSE, "\n{}\n", "file-name@0 fence@21 fence@28" },
  { "See mcp.json for more\n{}", FALSE, NULL, "" },
  { "mcp.json", FALSE, NULL, "" },
  { "{\"a\": 1}}", FALSE, "{\"a\": 1}", "surplus-brace@8" },
  { "{\"a\": 1}\n ]}\n", FALSE, "{\"a\": 1}\n \n", "surplus-bracket@10" },
  { "{\n  \"a\": {\n    }\n}\n}", FALSE, NULL, "" },
  { "{\"a\": {}}, \"b\": 1}", FALSE, NULL, "" },
  { "{\n  \"a\": {\n  }\n", FALSE, "{\n  \"a\": {\n  }\n}\n", "missing-brace@14" },
  { "{\r\n  \"a\": {\r\n  }", FALSE, "{\r\n  \"a\": {\r\n  }\r\n}", "missing-brace@16" },
  { "{\n  \"a\": {\n    \"b\": {\n  }\n}\n", FALSE, NULL, "" },
  { "{\n  \"a\": {\n  },\n", FALSE, NULL, "" },
  { "{\"a\": {}", FALSE, NULL, "" },
  { "{\"a\": {\n}\n", FALSE, NULL, "" },
  { "{\"m\": {\n  {\"m\": {}}\n}}", FALSE, NULL, "" },
  { "{\\rtf1\\ansi {\"m\": {}}}", FALSE, NULL, "" },
  { "{\"a\": 1 \"b\": tru}", FALSE, NULL, "" },
};
/* clang-format on */

static void
test_mend (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (slips); i++)
    {
      g_autoptr (GBytes) text = g_bytes_new (slips[i].text, strlen (slips[i].text));
      g_autoptr (GArray) fixes = g_array_new (FALSE, FALSE, sizeof (IruFix));
      g_autoptr (GString) found = g_string_new (NULL);
      IruTextError error = { 0 };
      g_autoptr (GBytes) mended = iru_json_mend (text, slips[i].strict, fixes, &error);

      say (i, "mend", slips[i].text);
      for (guint j = 0; j < fixes->len; j++)
        {
          IruFix fix = g_array_index (fixes, IruFix, j);

          g_string_append_printf (found, "%s%s@%" G_GSIZE_FORMAT, j > 0 ? " " : "", fix.id,
                                  fix.offset);
        }
      g_assert_cmpstr (found->str, ==, slips[i].fixes);
      g_assert_true ((mended == NULL) == (error.code != IRU_TEXT_ERROR_NONE));
      g_assert_true ((mended == NULL) == (slips[i].mended == NULL));
      if (mended != NULL)
        g_assert_cmpmem (g_bytes_get_data (mended, NULL), g_bytes_get_size (mended),
                         slips[i].mended, strlen (slips[i].mended));
    }
}

static void
test_mend_bounded (void)
{
  g_autoptr (GBytes) text = repeat ("1 ", 100000, "]", "");
  g_autoptr (GString) array = g_string_new ("[");
  IruTextError error = { 0 };

  g_string_append_len (array, g_bytes_get_data (text, NULL), g_bytes_get_size (text));
  g_autoptr (GBytes) slipped = g_bytes_new (array->str, array->len);
  g_autoptr (GBytes) mended = iru_json_mend (slipped, FALSE, NULL, &error);
  g_assert_null (mended);
  g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_SYNTAX);
}

/* What an edit of m/a may and may not do to a text. */
/* clang-format off */
static const struct
{
  const char *before;
  const char *after;
  gboolean same;
} besides[] = {
  { "", "{\"m\": {\"a\": 1}}", TRUE },
  { "{}", "{ \"m\": {\"a\": 1} }", TRUE },
  { "{\"x\": 1}", "{\"x\": 1, \"m\": {\"a\": 1}}", TRUE },
  { "{\"m\": {\"a\": 1}, \"x\": [1 ]}", "{\"m\": {}, \"x\": [1 ]}", TRUE },
  { "{\"m\": {\"b\": 1, \"a\": 1, \"c\": 2}}", "{\"m\": {\"b\": 1, \"c\": 2}}", TRUE },
  { "{\"m\": {\"a\": 1, \"a\": 2}}", "{\"m\": {\"a\": 3}}", TRUE },
  { "{\"x\": 1}", "{\"m\": {\"a\": 1}}", FALSE },
  { "{\"x\": 1}", "{\"x\": 2, \"m\": {\"a\": 1}}", FALSE },
  { "{\"x\": 1}", "{\"y\": 1, \"m\": {\"a\": 1}}", FALSE },
  { "{\"x\": 1}", "{\"x\": 1, \"y\": 1, \"m\": {\"a\": 1}}", FALSE },
  { "{\"x\": 1, \"y\": 2}", "{\"y\": 2, \"x\": 1, \"m\": {\"a\": 1}}", FALSE },
  { "{\"x\": [1]}", "{\"x\": [1 ], \"m\": {\"a\": 1}}", FALSE },
  { "{\"m\": {\"b\": 1}}", "{\"m\": {\"a\": 1}}", FALSE },
  { "{\"m\": {\"b\": 1}}", "{\"m\": {\"b\": 2, \"a\": 1}}", FALSE },
  { "{\"m\": 1}", "{\"m\": {\"a\": 1}}", FALSE },
  { "[]", "{\"m\": {\"a\": 1}}", FALSE },
};
/* clang-format on */

static void
test_same_beside (void)
{
  static const char *const path[] = { "m", "a", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (besides); i++)
    {
      g_autoptr (GBytes) before = g_bytes_new (besides[i].before, strlen (besides[i].before));
      g_autoptr (GBytes) after = g_bytes_new (besides[i].after, strlen (besides[i].after));

      say (i, besides[i].before, besides[i].after);
      g_assert_true (iru_json_same_beside (iru_json_text (before), iru_json_text (after), path)
                     == besides[i].same);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/suite/decided", test_suite_decided);
  g_test_add_func ("/json/suite/choices", test_suite_choices);
  g_test_add_func ("/json/check", test_check);
  g_test_add_func ("/json/nul", test_nul);
  g_test_add_func ("/json/cuts", test_cuts);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/long-line", test_long_line);
  g_test_add_func ("/json/strings", test_strings);
  g_test_add_func ("/json/same-beside", test_same_beside);
  g_test_add_func ("/json/mend", test_mend);
  g_test_add_func ("/json/mend/bounded", test_mend_bounded);
  return g_test_run ();
}
