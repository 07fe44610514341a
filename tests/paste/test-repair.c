/* test-repair.c: slips with one reading are put right, everything else is refused at its place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-repair.h"

#include <string.h>

#define NBSP "\u00a0"
#define ZWSP "\u200b"
#define BOM "\ufeff"

static void
dump_string (GString *out, const char *string)
{
  g_autofree char *escaped = g_strescape (string, NULL);

  g_string_append_printf (out, "'%s'", escaped);
}

static void
dump (GString *out, const IruValue *value)
{
  gboolean object = value->type == IRU_VALUE_OBJECT;

  if (value->type == IRU_VALUE_STRING)
    dump_string (out, value->text);
  else if (!iru_value_is_container (value))
    g_string_append (out, value->text != NULL ? value->text : "null");
  else
    {
      g_string_append_c (out, object ? '{' : '[');
      for (guint i = 0; i < iru_value_count_children (value); i++)
        {
          if (i > 0)
            g_string_append_c (out, ',');
          if (object)
            {
              dump_string (out, iru_value_get_member (value, i)->key);
              g_string_append_c (out, ':');
            }
          dump (out,
                object ? iru_value_get_member (value, i)->value : iru_value_get_element (value, i));
        }
      g_string_append_c (out, object ? '}' : ']');
    }
}

static char *
dump_fixes (GArray *fixes)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < fixes->len; i++)
    {
      IruFix *fix = &g_array_index (fixes, IruFix, i);

      g_string_append_printf (out, "%s%s@%zu", i > 0 ? " " : "", fix->id, fix->offset);
    }
  return g_string_free (out, FALSE);
}

static IruValue *
read_text (const char *text, gsize length, GArray **fixes, IruTextError *error)
{
  /* A copy of the exact size, so that reading past the end is seen. */
  g_autofree char *copy = g_memdup2 (text, length);

  *error = (IruTextError){ 0 };
  *fixes = g_array_new (FALSE, FALSE, sizeof (IruFix));
  return iru_repair_read (copy != NULL ? copy : "", length, NULL, NULL, *fixes, error);
}

/* clang-format off */
static const struct
{
  const char *text;
  const char *value;
  const char *fixes;
} accepted[] = {
  /* as it should be */
  { "{}", "{}", "" },
  { "{\"a\":\"b\"}", "{'a':'b'}", "" },
  { " \r\n\t{\"a\":[1,-2.5e3,true,false,null,{}]}\n", "{'a':[1,-2.5e3,true,false,null,{}]}", "" },
  { "{\"a\":\"\\\"\\\\\\/\\b\\u20ac\\ud83d\\ude00\"}", "{'a':'\\\"\\\\/\\b\\342\\202\\254\\360\\237\\230\\200'}", "" },
  { "{\"a\":\"x\\ty\"}", "{'a':'x\\ty'}", "" },
  /* commas */
  { "{\"a\":\"b\",}", "{'a':'b'}", "trailing-comma@8" },
  { "{\"a\":[\"b\",],}", "{'a':['b']}", "trailing-comma@9 trailing-comma@11" },
  { "{\"a\":\"b\"\n\"c\":\"d\"}", "{'a':'b','c':'d'}", "missing-comma@8" },
  { "{\"a\":\"b\" \"c\":\"d\"}", "{'a':'b','c':'d'}", "missing-comma@8" },
  { "{\"a\":{}\n\"c\":[]\n\"d\":true\n\"e\":1}", "{'a':{},'c':[],'d':true,'e':1}", "missing-comma@7 missing-comma@14 missing-comma@23" },
  { "{\"a\":[\"b\" \"c\"]}", "{'a':['b','c']}", "missing-comma@9" },
  { "{\"a\":\"b\",,\"c\":\"d\"}", "{'a':'b','c':'d'}", "doubled-comma@9" },
  { "{,\"a\":\"b\"}", "{'a':'b'}", "doubled-comma@1" },
  { "{\"a\":[\"b\",,\"c\"]}", "{'a':['b','c']}", "doubled-comma@10" },
  /* comments */
  { "// one\n{\"a\":\"b\"}", "{'a':'b'}", "comment@0" },
  { "{/* one */\"a\"/**/://x\n\"b\"// y\r}", "{'a':'b'}", "comment@1 comment@13 comment@18 comment@25" },
  { "{\n# one\n\"a\":\"b\"\n  # two\n}", "{'a':'b'}", "comment@2 comment@18" },
  { "{\"a\":\"https://b//c#d\"}", "{'a':'https://b//c#d'}", "" },
  /* quotes */
  { "{“a”:“b”}", "{'a':'b'}", "smart-quotes@1 smart-quotes@9" },
  { "{„a“:‟b”}", "{'a':'b'}", "smart-quotes@1 smart-quotes@9" },
  { "{“a\":“b\"}", "{'a':'b'}", "smart-quotes@1 smart-quotes@7" },
  { "{‘a’:’b‘}", "{'a':'b'}", "smart-quotes@1 smart-quotes@9" },
  { "{«a»:« b »}", "{'a':'b'}", "smart-quotes@1 smart-quotes@7 value-whitespace@9" },
  { "{'a':'b'}", "{'a':'b'}", "single-quotes@1 single-quotes@5" },
  { "{'a':'it\\'s \"b\"'}", "{'a':'it's \\\"b\\\"'}", "single-quotes@1 single-quotes@5" },
  { "{\"a\":\"“b”\"}", "{'a':'\\342\\200\\234b\\342\\200\\235'}", "" },
  { "{a:\"b\"}", "{'a':'b'}", "unquoted-key@1" },
  { "{X-API-Key:\"b\",$c_1:1}", "{'X-API-Key':'b','$c_1':1}", "unquoted-key@1 unquoted-key@15" },
  { "{\"a\":\"b\"\nc:\"d\"}", "{'a':'b','c':'d'}", "missing-comma@8 unquoted-key@9" },
  /* spaces */
  { BOM "{\"a\":\"b\"}", "{'a':'b'}", "byte-order-mark@0" },
  { "{" NBSP "\"a\":" NBSP NBSP "\"b\"}", "{'a':'b'}", "no-break-space@1 no-break-space@7" },
  { "{\u3000\"a\"\u2009:\"b\"\u2028}", "{'a':'b'}", "no-break-space@1 no-break-space@7 no-break-space@14" },
  { "{" ZWSP "\"a\":" BOM "\"b\"}", "{'a':'b'}", "zero-width@1 zero-width@8" },
  { "{\"a\":\"b" ZWSP "c\"}", "{'a':'bc'}", "zero-width@7" },
  { "{\"a\":\"" ZWSP "b\u2060\"}", "{'a':'b'}", "zero-width@6" },
  { "{\"a\":\" b\"}", "{'a':'b'}", "value-whitespace@6" },
  { "{\"a\":\"b  \"}", "{'a':'b'}", "value-whitespace@7" },
  { "{\"a\":\"" NBSP "b" NBSP "\"}", "{'a':'b'}", "value-whitespace@6" },
  { "{\"a\":\"b\\n\"}", "{'a':'b'}", "value-whitespace@7" },
  { "{\"a\":\"b\t\"}", "{'a':'b'}", "value-whitespace@7" },
  { "{\" a\":\"b c\"}", "{'a':'b c'}", "value-whitespace@2" },
  /* braces */
  { "{\"a\":{\"b\":\"c\"}", "{'a':{'b':'c'}}", "missing-brace@14" },
  { "{\"a\":{\"b\":\"c\"\n", "{'a':{'b':'c'}}", "missing-brace@14" },
  { "{\"a\":{\"b\":true", "{'a':{'b':true}}", "missing-brace@14" },
  { "{\"a\":\"b\"}}}", "{'a':'b'}", "surplus-brace@9 surplus-brace@10" },
  { "{\"a\":\"b\"},", "{'a':'b'}", "trailing-comma@9" },
  { "\"a\":{\"b\":\"c\"}", "{'a':{'b':'c'}}", "missing-braces@0" },
  { ", \"a\":{\"b\":\"c\"},\n", "{'a':{'b':'c'}}", "missing-braces@2" },
  { "\"a\":{\"b\":\"c\"}\n}\n}", "{'a':{'b':'c'}}", "missing-braces@0 surplus-brace@14 surplus-brace@16" },
  { "\"a\":{\"b\":1},\"c\":{\"d\":2}", "{'a':{'b':1},'c':{'d':2}}", "missing-braces@0" },
  { "\"a\":{\"b\":1}\n\"c\":{\"d\":2}", "{'a':{'b':1},'c':{'d':2}}", "missing-braces@0 missing-comma@11" },
  { "\"a\":{\"b\":\"c\"", "{'a':{'b':'c'}}", "missing-braces@0 missing-brace@12" },
  { "\"u\":\"v\",\"h\":{\"k\":\"l\"}}", "{'u':'v','h':{'k':'l'}}", "missing-braces@0 surplus-brace@21" },
  /* full-width signs */
  { "｛\"a\"：\"b\"，\"c\"：［1，2］｝", "{'a':'b','c':[1,2]}", "full-width@0 full-width@6 full-width@12 full-width@18 full-width@21 full-width@25 full-width@29 full-width@32" },
  { "{＂a＂:＇b＇}", "{'a':'b'}", "smart-quotes@1 smart-quotes@9" },
  { "“a”：{\"b\":\"c\"}", "{'a':{'b':'c'}}", "missing-braces@0 smart-quotes@0 full-width@7" },
  { "{\"a\":\"b：c，d\"}", "{'a':'b\\357\\274\\232c\\357\\274\\214d'}", "" },
  { "{\"a\":\"b\"｝｝", "{'a':'b'}", "full-width@8 surplus-brace@11 full-width@11" },
  /* Python's literals */
  { "{\"a\":True,\"b\":False,\"c\":None,\"d\":NaN}", "{'a':true,'b':false,'c':null,'d':NaN}", "python-literal@5 python-literal@14 python-literal@24 python-literal@33" },
  { "{\"a\":[None,True]}", "{'a':[null,true]}", "python-literal@6 python-literal@11" },
  /* comments behind a value */
  { "{\"a\":\"b\", # c\n\"d\":1 # e\n}", "{'a':'b','d':1}", "comment@10 comment@20" },
  { "{\"a\":[1, # c\n2]}", "{'a':[1,2]}", "comment@9" },
  /* line ends at the ends of a value */
  { "{\"a\":\"b\n\"}", "{'a':'b'}", "value-whitespace@7" },
  { "{\"a\":\"b \r\n \" , \"c\":1}", "{'a':'b','c':1}", "value-whitespace@7" },
  { "{\"a\":\"\n b\"}", "{'a':'b'}", "value-whitespace@6" },
  { "{\"a\":[\"b\n\"]}", "{'a':['b']}", "value-whitespace@8" },
  { "{\"a\":“b\n”}", "{'a':'b'}", "smart-quotes@5 value-whitespace@9" },
  /* quoted in a mail */
  { "> {\n>> \"a\":\n > \"b\"\n> }\n>", "{'a':'b'}", "quote-mark@0 quote-mark@4 quote-mark@13 quote-mark@19 quote-mark@23" },
  { "> \"a\": {\n> # c\n> \"b\":1 }", "{'a':{'b':1}}", "quote-mark@0 missing-braces@2 quote-mark@9 comment@11 quote-mark@15" },
  /* as one string */
  { "\"{\\\"a\\\":\\\"b\\\"}\"", "{'a':'b'}", "stringified@0" },
  { "{\\\"a\\\":\\\"b\\\"}", "{'a':'b'}", "stringified@0" },
  { "x \"{\\n\\t \\\"a\\\":\\\"b \\\",}\"", "{'a':'b'}", "prose@0 stringified@2 value-whitespace@18 trailing-comma@21" },
  { "\"{\\\"a\\\":{\\\"b\\\":\\\"\\\\u20ac\\\\\\\"\\\"\"", "{'a':{'b':'\\342\\202\\254\\\"'}}", "stringified@0 missing-brace@31" },
  { "[{\"a\":\"b\"}]", "[{'a':'b'}]", "" },
  { "[ {\"a\":\"b\"},\n{} ]", "[{'a':'b'},{}]", "" },
  { "See [{slug}] and {\"a\":\"b\"}", "{'a':'b'}", "prose@0" },
  { "{\"a\"=\"b\"}", "{'a':'b'}", "equals-sign@4" },
  { "{\"a\" = \"b\", c => {}}", "{'a':'b','c':{}}", "equals-sign@5 unquoted-key@12 equals-sign@14" },
  { "{\"a\"＝\"b\"}", "{'a':'b'}", "equals-sign@4 full-width@4" },
  { "{\"a\" \"b\"}", "{'a':'b'}", "missing-colon@5" },
  { "{\"a\"[\"b\"],\"c\"{}}", "{'a':['b'],'c':{}}", "missing-colon@4 missing-colon@13" },
  { "{...\"a\":\"b\"}", "{'a':'b'}", "ellipsis@1" },
  { "{\"a\":[…\"b\",....]}", "{'a':['b']}", "ellipsis@6 trailing-comma@12 ellipsis@13" },
  { "{\"a\":https://h.example/b?c=d#e}", "{'a':'https://h.example/b?c=d#e'}", "unquoted-url@5" },
  { "{\"a\":http://h.example/\n}", "{'a':'http://h.example/'}", "unquoted-url@5" },
  { "{`a`:´b´,`c´:'d'}", "{'a':'b','c':'d'}", "smart-quotes@1 smart-quotes@5 smart-quotes@11 single-quotes@16" },
  { "{\"a\":\"b\"}]}", "{'a':'b'}", "surplus-bracket@9 surplus-brace@10" },
  /* what stands round it */
  { "```json\n{\"a\":\"b\"}\n```\n", "{'a':'b'}", "fence@0" },
  { "```\n{\"a\":\"b\"}\n```", "{'a':'b'}", "fence@0" },
  { "```json mcp.json lines highlight={8,15} theme={null}\n{\"a\":\"b\"}\n```", "{'a':'b'}", "fence@0" },
  { "~~~\n{\"a\":\"b\"}\n~~~", "{'a':'b'}", "fence@0" },
  { "{\"a\":\"b\"}\n```", "{'a':'b'}", "fence@10" },
  { "```json {\"a\":\"b\"} ```", "{'a':'b'}", "fence@0" },
  { "`{\"a\":\"b\"}`", "{'a':'b'}", "fence@0" },
  { "```json\n{\"a\":{\"b\":\"c\"}\n```\n", "{'a':{'b':'c'}}", "fence@0 missing-brace@23" },
  { "Put this there:\n{\"a\":\"b\"}\nThen quit.", "{'a':'b'}", "prose@0" },
  { "Don't replace {slug}, but {} with\n{\"a\":\"b\"}\n", "{'a':'b'}", "prose@0" },
  { "const config = {\"a\":\"b\"};", "{'a':'b'}", "prose@0" },
  { "Add this: \"a\": {\"b\":\"c\"} to it", "{'a':{'b':'c'}}", "prose@0 missing-braces@10" },
  { "See:\n```json\n{\"a\":\"b\"}\n```\nDone {it}.", "{'a':'b'}", "prose@0 fence@5" },
  { "{\"a\":\"b\"}\n{\"a\":\"b\"}", "{'a':'b'}", "duplicate-copy@10" },
  { "{\"a\":{\"x\":1,\"y\":2}}{\"a\":{\"y\":2,\"x\":1}}", "{'a':{'x':1,'y':2}}", "duplicate-copy@19" },
  { "{\"a\":\"b\",\"a\":\"b\"}", "{'a':'b'}", "duplicate-copy@9" },
};

static const struct
{
  const char *text;
  IruTextErrorCode code;
  gsize offset;
} refused[] = {
  /* nothing there */
  { "", IRU_TEXT_ERROR_NOTHING, 0 },
  { "   \n", IRU_TEXT_ERROR_NOTHING, 0 },
  { "hello", IRU_TEXT_ERROR_NOTHING, 0 },
  { "[\"a\"]", IRU_TEXT_ERROR_NOTHING, 0 },
  { "\"a\"", IRU_TEXT_ERROR_NOTHING, 0 },
  { "see {slug}", IRU_TEXT_ERROR_NOTHING, 0 },
  /* cut off */
  { "{", IRU_TEXT_ERROR_TRUNCATED, 1 },
  { "{\"", IRU_TEXT_ERROR_TRUNCATED, 1 },
  { "\"a", IRU_TEXT_ERROR_TRUNCATED, 0 },
  { "{\"a\"", IRU_TEXT_ERROR_TRUNCATED, 4 },
  { "{\"a\":", IRU_TEXT_ERROR_TRUNCATED, 5 },
  { "{\"a\": \n", IRU_TEXT_ERROR_TRUNCATED, 7 },
  { "{\"a\":\"b", IRU_TEXT_ERROR_TRUNCATED, 5 },
  { "{\"a\":\"b\\", IRU_TEXT_ERROR_TRUNCATED, 5 },
  { "{\"a\":\"b\\\"", IRU_TEXT_ERROR_TRUNCATED, 5 },
  { "{\"a\":\"b\\\n\"}", IRU_TEXT_ERROR_SYNTAX, 7 },
  { "{\"a\":“b", IRU_TEXT_ERROR_TRUNCATED, 5 },
  { "{\"a\":'b", IRU_TEXT_ERROR_TRUNCATED, 5 },
  { "{\"a\":\"b”}", IRU_TEXT_ERROR_TRUNCATED, 5 },
  { "{\"a\":\"b,\n\"c\":\"d\"}", IRU_TEXT_ERROR_TRUNCATED, 5 },
  { "{\"a\":\"b\",", IRU_TEXT_ERROR_TRUNCATED, 9 },
  { "{\"a\":{\"b\":\"c\"},", IRU_TEXT_ERROR_TRUNCATED, 15 },
  { "{\"a\":12", IRU_TEXT_ERROR_TRUNCATED, 7 },
  { "{\"a\":[\"b\"", IRU_TEXT_ERROR_TRUNCATED, 9 },
  { "{\"a\":[\"b\",", IRU_TEXT_ERROR_TRUNCATED, 10 },
  { "{\"a\":[", IRU_TEXT_ERROR_TRUNCATED, 6 },
  { "\"a\":", IRU_TEXT_ERROR_TRUNCATED, 4 },
  { "\"a\":\"b\",", IRU_TEXT_ERROR_TRUNCATED, 8 },
  { "\"a\":\"b\", \"c", IRU_TEXT_ERROR_TRUNCATED, 9 },
  { "```json\n{\"a\":\"b\n```\n", IRU_TEXT_ERROR_TRUNCATED, 13 },
  { "{\"a\":{\"b\":\"c\"}, \"d", IRU_TEXT_ERROR_TRUNCATED, 16 },
  { "{\"a\":\"b\" /* c", IRU_TEXT_ERROR_SYNTAX, 9 },
  /* cut off in front */
  { "a\":{\"b\":\"c\"}}", IRU_TEXT_ERROR_SYNTAX, 3 },
  { "rest\",\"a\":{\"b\":\"c\"}}", IRU_TEXT_ERROR_SYNTAX, 4 },
  { "{\"a\":\"b\"},\"c\":\"d\"}", IRU_TEXT_ERROR_SYNTAX, 12 },
  { "{\"a\":\"b\"} “c”: “d” }", IRU_TEXT_ERROR_SYNTAX, 14 },
  /* other slips */
  { "{\"a\" 7}", IRU_TEXT_ERROR_SYNTAX, 5 },
  { "{\"a\" ... \"b\"}", IRU_TEXT_ERROR_SYNTAX, 5 },
  { "{\"a\": ...}", IRU_TEXT_ERROR_SYNTAX, 6 },
  { "{\"a\":https://h", IRU_TEXT_ERROR_SYNTAX, 5 },
  { "{\"a\":https://h\"}", IRU_TEXT_ERROR_SYNTAX, 5 },
  { "{\"a\":sk_live:1}", IRU_TEXT_ERROR_SYNTAX, 5 },
  { "{\"a\":b}", IRU_TEXT_ERROR_SYNTAX, 5 },
  { "{\"a\":01}", IRU_TEXT_ERROR_SYNTAX, 5 },
  { "{\"a\":+1}", IRU_TEXT_ERROR_SYNTAX, 5 },
  { "{\"a\":1.}", IRU_TEXT_ERROR_SYNTAX, 5 },
  { "{\"a\":1e}", IRU_TEXT_ERROR_SYNTAX, 5 },
  { "{\"a\":}", IRU_TEXT_ERROR_SYNTAX, 5 },
  { "{\"a\":,\"b\":1}", IRU_TEXT_ERROR_SYNTAX, 5 },
  { "{\"a\":\"b\"]", IRU_TEXT_ERROR_SYNTAX, 8 },
  { "{\"a\":[\"b\"}", IRU_TEXT_ERROR_SYNTAX, 9 },
  { "{\"a\":[\"b\" 1]}", IRU_TEXT_ERROR_SYNTAX, 10 },
  { "{\"a\":\"b\"c\":\"d\"}", IRU_TEXT_ERROR_SYNTAX, 8 },
  { "{\"a\":\"sk_\"b\"}", IRU_TEXT_ERROR_SYNTAX, 10 },
  { "{\"a\":\"b\" c:\"d\"}", IRU_TEXT_ERROR_SYNTAX, 9 },
  { "{\"a\":\"b, \"c\":\"d\"}", IRU_TEXT_ERROR_SYNTAX, 10 },
  { "{\"a\":\"C:\\Program\"}", IRU_TEXT_ERROR_SYNTAX, 8 },
  { "{\"a\":\"\\u00\"}", IRU_TEXT_ERROR_SYNTAX, 6 },
  { "{\"a\":\"\\u0000\"}", IRU_TEXT_ERROR_SYNTAX, 6 },
  { "{\"a\":\"\\ud800\"}", IRU_TEXT_ERROR_SYNTAX, 6 },
  { "{\"a\":\"\\ud800\\u0041\"}", IRU_TEXT_ERROR_SYNTAX, 6 },
  { "{\"a\":\"\x01\"}", IRU_TEXT_ERROR_SYNTAX, 6 },
  { "{\"a\":{\"b\":\"c\"}\nThen quit.", IRU_TEXT_ERROR_SYNTAX, 20 },
  /* line ends within a value */
  { "{\"a\":\"b\nc\"}", IRU_TEXT_ERROR_TRUNCATED, 5 },
  { "{\"a\":\"\nb\nc\"}", IRU_TEXT_ERROR_TRUNCATED, 5 },
  { "{\"a\":\"b\n\" \"c\":1}", IRU_TEXT_ERROR_TRUNCATED, 5 },
  { "{\"a\":\"b\n\"", IRU_TEXT_ERROR_TRUNCATED, 5 },
  { "{\"a\":\"\n\"}", IRU_TEXT_ERROR_TRUNCATED, 5 },
  { "{\"a\n\":\"b\"}", IRU_TEXT_ERROR_TRUNCATED, 1 },
  { "{\"a\":\"b\",\n\"c\":\"d\n\"e\":\"f\"}", IRU_TEXT_ERROR_TRUNCATED, 14 },
  /* words that are none of anybody's literals */
  { "{\"a\":TRUE}", IRU_TEXT_ERROR_SYNTAX, 5 },
  { "{\"a\":Nonesuch}", IRU_TEXT_ERROR_SYNTAX, 5 },
  { "{\"a\":undefined}", IRU_TEXT_ERROR_SYNTAX, 5 },
  { "{\"a\":-Infinity}", IRU_TEXT_ERROR_SYNTAX, 5 },
  { "{\"a\":NaN", IRU_TEXT_ERROR_TRUNCATED, 8 },
  { "{\"a\":\"b\"#c\n}", IRU_TEXT_ERROR_SYNTAX, 8 },
  /* full-width where no sign stands */
  { "｛", IRU_TEXT_ERROR_TRUNCATED, 3 },
  { "{\"a\"：", IRU_TEXT_ERROR_TRUNCATED, 7 },
  { "{ > \"a\":1}", IRU_TEXT_ERROR_SYNTAX, 6 },
  { "{\"a\":\"b\n> c\"}", IRU_TEXT_ERROR_TRUNCATED, 5 },
  /* as one string */
  { "\"{\\\"a\\\":\\\"b", IRU_TEXT_ERROR_TRUNCATED, 0 },
  { "\"{\\\"a\\\":\\\"b\"", IRU_TEXT_ERROR_TRUNCATED, 8 },
  { "{\\\"a\\\":\\\"b", IRU_TEXT_ERROR_TRUNCATED, 7 },
  { "\"{\\\"a\\\":\\q}\"", IRU_TEXT_ERROR_SYNTAX, 8 },
  { "\\\"a\\\":{\\\"b\\\":\\\"c\\\"}", IRU_TEXT_ERROR_SYNTAX, 6 },
  /* more than one reading */
  { "{\"a\":\"b\"}{\"a\":\"c\"}", IRU_TEXT_ERROR_AMBIGUOUS, 9 },
  { "{\"a\":\"b\"} or \"a\":{\"c\":1}", IRU_TEXT_ERROR_AMBIGUOUS, 13 },
  { "{\"a\":\"b\",\"a\":\"c\"}", IRU_TEXT_ERROR_AMBIGUOUS, 9 },
  { "{\"a\":\"b\",\"\\u0061\":\"c\"}", IRU_TEXT_ERROR_AMBIGUOUS, 9 },
  { "```\n{\"a\":\"b\"}\n```\n```\n{\"a\":\"c\"}\n```\n", IRU_TEXT_ERROR_AMBIGUOUS, 22 },
  /* bytes */
  { "{\"a\":\"\xff\"}", IRU_TEXT_ERROR_ENCODING, 6 },
  { "\xff\xfe{", IRU_TEXT_ERROR_ENCODING, 0 },
  { "{\"a\":\"\xe2\x80", IRU_TEXT_ERROR_ENCODING, 6 },
};
/* clang-format on */

static void
test_accepted (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      IruTextError error;
      g_autoptr (GArray) fixes = NULL;
      g_autoptr (GString) out = g_string_new (NULL);
      g_autoptr (IruValue) value =
          read_text (accepted[i].text, strlen (accepted[i].text), &fixes, &error);

      g_autofree char *shown = g_strescape (accepted[i].text, NULL);

      g_test_message ("%s: %s at %zu", shown, error.message ? error.message : "read", error.offset);
      g_assert_nonnull (value);
      if (value == NULL)
        continue;
      dump (out, value);
      g_autofree char *said = dump_fixes (fixes);
      g_assert_cmpstr (out->str, ==, accepted[i].value);
      g_assert_cmpstr (said, ==, accepted[i].fixes);
    }
}

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      IruTextError error;
      g_autoptr (GArray) fixes = NULL;
      g_autoptr (IruValue) value =
          read_text (refused[i].text, strlen (refused[i].text), &fixes, &error);

      g_autofree char *shown = g_strescape (refused[i].text, NULL);

      g_test_message ("%s: %s", shown, error.message ? error.message : "read");
      g_assert_null (value);
      g_assert_cmpint (error.code, ==, refused[i].code);
      g_assert_cmpuint (error.offset, ==, refused[i].offset);
      g_assert_cmpuint (fixes->len, ==, 0);
    }
}

static void
test_nul (void)
{
  IruTextError error;
  g_autoptr (GArray) fixes = NULL;

  g_assert_null (read_text ("{\"a\":\"b\0\"}", 10, &fixes, &error));
  g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_ENCODING);
  g_assert_cmpuint (error.offset, ==, 7);
}

static void
test_spans (void)
{
  static const char text[] = "x {\"a\": “b”, c: [1]}";
  IruTextError error;
  g_autoptr (GArray) fixes = NULL;
  g_autoptr (IruValue) value = read_text (text, strlen (text), &fixes, &error);
  IruMember *a = iru_value_get_member (value, 0);
  IruMember *c = iru_value_get_member (value, 1);

  g_assert_cmpuint (value->span.start, ==, 2);
  g_assert_cmpuint (value->span.end, ==, strlen (text));
  g_assert_cmpuint (a->key_span.start, ==, 3);
  g_assert_cmpuint (a->key_span.end, ==, 6);
  g_assert_cmpuint (a->value->span.start, ==, 8);
  g_assert_cmpuint (a->value->span.end, ==, 15);
  g_assert_cmpuint (c->key_span.start, ==, 17);
  g_assert_cmpuint (c->key_span.end, ==, 18);
  g_assert_cmpuint (c->value->span.start, ==, 20);
  g_assert_cmpuint (c->value->span.end, ==, 23);
}

static char *
repeat (const char *piece, gsize count)
{
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < count; i++)
    g_string_append (out, piece);
  return g_string_free (out, FALSE);
}

static void
test_depth (void)
{
  for (guint depth = 63; depth <= 65; depth++)
    {
      IruTextError error;
      g_autoptr (GArray) fixes = NULL;
      g_autofree char *open = repeat ("{\"a\":", depth - 1);
      g_autofree char *close = repeat ("}", depth);
      g_autofree char *text = g_strconcat (open, "{", close, NULL);
      g_autoptr (IruValue) value = read_text (text, strlen (text), &fixes, &error);

      g_assert_true ((value != NULL) == (depth <= 64));
      g_assert_cmpint (error.code, ==,
                       depth <= 64 ? IRU_TEXT_ERROR_NONE : IRU_TEXT_ERROR_TOO_LARGE);
    }
}

static void
test_size (void)
{
  for (gsize over = 0; over <= 1; over++)
    {
      IruTextError error;
      g_autoptr (GArray) fixes = NULL;
      g_autofree char *text = g_strnfill (IRU_SNIPPET_MAX_SIZE + over, ' ');
      memcpy (text, "{\"a\":1}", 7);
      g_autoptr (IruValue) value = read_text (text, IRU_SNIPPET_MAX_SIZE + over, &fixes, &error);

      g_assert_true ((value != NULL) == (over == 0));
    }
}

/* Patterns that make a reader look at the same text again and again. A megabyte of
 * each takes well under a second; quadratic work takes minutes, and the test's time
 * runs out. */
static void
test_hostile (void)
{
  static const char *const pieces[] = {
    "{",
    "{\"a\":",
    "[",
    "{/*",
    "```{/*\n",
    "«\":{",
    "\":{",
    "\"\":{}«",
    "'",
    "{a",
    ",",
    "```\n",
    "}",
    "\"a\":{}\n",
    "\u00a0",
    "{'a':",
    "\"a\":1,",
    "/*",
    "{\"a\":1}",
    "#\n",
    "\":",
    "“",
    "[mcp_servers",
    "{ //\n",
    ":{",
    "`",
    "{}",
    "{\\\"",
    "\"{\\\"",
    "\"a\n",
    "\"\n",
    "｛",
    "：",
    "\"\\n{",
    "{\\n",
    "\"a\n\"",
    ">",
    "{>",
    "\n>",
    "> > \n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      IruTextError error;
      g_autoptr (GArray) fixes = NULL;
      gsize length = strlen (pieces[i]);
      g_autofree char *text = repeat (pieces[i], IRU_SNIPPET_MAX_SIZE / length);
      g_autofree char *inside = g_strconcat ("{", text, NULL);

      g_test_message ("%s", pieces[i]);
      inside[IRU_SNIPPET_MAX_SIZE - 8] = '\0';
      while (!g_utf8_validate (inside, -1, NULL))
        inside[strlen (inside) - 1] = '\0';
      iru_value_free (read_text (text, strlen (text), &fixes, &error));
      g_clear_pointer (&fixes, g_array_unref);
      iru_value_free (read_text (inside, strlen (inside), &fixes, &error));
    }
}

/* Whatever is done to a text, reading it ends, and what is read lies in it. */
static void
test_mutations (void)
{
  static const char seed[] =
      "Say \"so\":\n```json\n{ \"a\": {\"u\": “v”, 'h': {k: \"l\\u20ac\" /* c */ "
      "\"m\":[1,\"n\",]}}}}\n```\n";
  static const char alphabet[] = "{}[]\",:'\\/*#`~ \n\ra1u=\xe2\x80\x9c\xc2\xa0";
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261120);

  for (guint i = 0; i < 20000; i++)
    {
      IruTextError error;
      g_autoptr (GArray) fixes = NULL;
      g_autofree char *text = g_memdup2 (seed, sizeof seed);

      for (guint n = g_rand_int_range (rand, 1, 4); n > 0; n--)
        text[g_rand_int_range (rand, 0, strlen (seed))] =
            alphabet[g_rand_int_range (rand, 0, strlen (alphabet))];
      g_autoptr (IruValue) value =
          read_text (text, g_rand_int_range (rand, 1, sizeof seed), &fixes, &error);
      g_assert_true ((value == NULL) == (error.code != IRU_TEXT_ERROR_NONE));
      g_assert_true (value == NULL || value->span.end <= strlen (seed));
      g_assert_cmpuint (error.offset, <=, strlen (seed));
      for (guint f = 1; f < fixes->len; f++)
        g_assert_cmpuint (g_array_index (fixes, IruFix, f - 1).offset, <=,
                          g_array_index (fixes, IruFix, f).offset);
    }
}

/* Each slip is listed, so there is an end to them. */
static void
test_many_fixes (void)
{
  for (guint count = 1000; count <= 1001; count++)
    {
      IruTextError error;
      g_autoptr (GArray) fixes = NULL;
      g_autofree char *commas = g_strnfill (count, ',');
      g_autofree char *text = g_strconcat ("{", commas, "\"a\":1}", NULL);
      g_autoptr (IruValue) value = read_text (text, strlen (text), &fixes, &error);

      g_assert_true ((value != NULL) == (count == 1000));
      g_assert_cmpuint (fixes->len, ==, count == 1000 ? 1000 : 0);
      g_assert_cmpint (error.code, ==,
                       count == 1000 ? IRU_TEXT_ERROR_NONE : IRU_TEXT_ERROR_TOO_LARGE);
    }
}

static void
test_clean_string (void)
{
  static const struct
  {
    const char *string;
    const char *clean;
    const char *fixes;
  } rows[] = {
    { "abc", "abc", "" },
    { "", "", "" },
    { " abc\n", "abc", "value-whitespace@7" },
    { "a" ZWSP "b" NBSP, "ab", "zero-width@7 value-whitespace@7" },
    { "   ", "", "value-whitespace@7" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GArray) fixes = g_array_new (FALSE, FALSE, sizeof (IruFix));
      g_autofree char *clean =
          iru_repair_clean_string (rows[i].string, strlen (rows[i].string), 7, fixes);
      g_autofree char *said = dump_fixes (fixes);

      g_assert_cmpstr (clean, ==, rows[i].clean);
      g_assert_cmpstr (said, ==, rows[i].fixes);
    }
}

#define TABLE "[mcp_servers.iru]\nurl = \"u\"\n"

static void
test_toml (void)
{
  /* clang-format off */
  static const struct
  {
    const char *text;
    const char *value; /* NULL: refused */
    const char *fixes;
    IruTextErrorCode code;
  } rows[] = {
    { TABLE, "{'mcp_servers':{'iru':{'url':'u'}}}", "", 0 },
    { "# mine\n\n" TABLE, "{'mcp_servers':{'iru':{'url':'u'}}}", "comment@0", 0 },
    { "```toml\n" TABLE "```\n", "{'mcp_servers':{'iru':{'url':'u'}}}", "fence@0", 0 },
    { "Put this there:\n" TABLE "\nThen quit.\n", "{'mcp_servers':{'iru':{'url':'u'}}}", "prose@0", 0 },
    { BOM TABLE, "{'mcp_servers':{'iru':{'url':'u'}}}", "byte-order-mark@0", 0 },
    { "[mcp_servers.iru]\nurl" NBSP "=" ZWSP "\"u\"\n", "{'mcp_servers':{'iru':{'url':'u'}}}", "no-break-space@21 zero-width@24", 0 },
    { "[mcp_servers.iru]\nurl = “u”\n", "{'mcp_servers':{'iru':{'url':'u'}}}", "smart-quotes@24", 0 },
    { "[mcp_servers.iru]\nurl = \" u\"\n", "{'mcp_servers':{'iru':{'url':'u'}}}", "value-whitespace@24", 0 },
    { "mcp_servers.iru.url = 'u'\n", "{'mcp_servers':{'iru':{'url':'u'}}}", "", 0 },
    { TABLE "http_headers = { \"X-API-Key\" = \"k\" }\n", "{'mcp_servers':{'iru':{'url':'u','http_headers':{'X-API-Key':'k'}}}}", "", 0 },
    { "［mcp_servers.iru］\nurl ＝ ＂u＂\n", "{'mcp_servers':{'iru':{'url':'u'}}}", "full-width@0 full-width@18 full-width@26 smart-quotes@30", 0 },
    { TABLE "http_headers = ｛ \"K\" ＝ \"k：\"， \"L\" = \"l\" ｝\n", "{'mcp_servers':{'iru':{'url':'u','http_headers':{'K':'k\\357\\274\\232','L':'l'}}}}", "full-width@43 full-width@51 full-width@61 full-width@75", 0 },
    { "mcp_servers.iru.url ＝ 'u'\n", "{'mcp_servers':{'iru':{'url':'u'}}}", "full-width@20", 0 },
    { "[mcp_servers.iru]\nurl ＝ ＂u\n", NULL, "", IRU_TEXT_ERROR_TRUNCATED },
    { TABLE TABLE, NULL, "", IRU_TEXT_ERROR_SYNTAX },
    { "[mcp_servers.iru]\nurl = \"u", NULL, "", IRU_TEXT_ERROR_TRUNCATED },
    { "[mcp_servers.iru]\nurl = \"u\nx = 1\n", NULL, "", IRU_TEXT_ERROR_TRUNCATED },
    { "[mcp_servers.iru]\nurl = \"\"\"u\n", NULL, "", IRU_TEXT_ERROR_TRUNCATED },
    { "[mcp_servers.iru]\nurl = “u\n", NULL, "", IRU_TEXT_ERROR_TRUNCATED },
    { "[mcp_servers.iru]\nurl = u\n", NULL, "", IRU_TEXT_ERROR_SYNTAX },
    { TABLE "```\n{\"a\":\"b\"}\n", NULL, "", IRU_TEXT_ERROR_AMBIGUOUS },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      IruTextError error;
      g_autoptr (GArray) fixes = NULL;
      g_autoptr (GString) out = g_string_new (NULL);
      g_autoptr (IruValue) value = read_text (rows[i].text, strlen (rows[i].text), &fixes, &error);
      g_autofree char *said = dump_fixes (fixes);

      g_autofree char *shown = g_strescape (rows[i].text, NULL);

      g_test_message ("%s: %s", shown, error.message ? error.message : "read");
      g_assert_cmpint (error.code, ==, rows[i].code);
      if (value != NULL)
        dump (out, value);
      g_assert_cmpstr (value != NULL ? out->str : NULL, ==, rows[i].value);
      g_assert_cmpstr (said, ==, rows[i].fixes);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/repair/accepted", test_accepted);
  g_test_add_func ("/repair/refused", test_refused);
  g_test_add_func ("/repair/nul", test_nul);
  g_test_add_func ("/repair/spans", test_spans);
  g_test_add_func ("/repair/depth", test_depth);
  g_test_add_func ("/repair/size", test_size);
  g_test_add_func ("/repair/hostile", test_hostile);
  g_test_add_func ("/repair/mutations", test_mutations);
  g_test_add_func ("/repair/many-fixes", test_many_fixes);
  g_test_add_func ("/repair/clean-string", test_clean_string);
  g_test_add_func ("/repair/toml", test_toml);
  return g_test_run ();
}
