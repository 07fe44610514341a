/* test-diff.c: a diff turns the old text into the new one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-diff.h"

#include <stdio.h>
#include <string.h>

typedef struct
{
  const char *name;
  const char *old_text; /* NULL: no file */
  const char *new_text;
  const char *old_shown;
  const char *new_shown;
  const char *diff;
} Case;

/* clang-format off */
static const Case cases[] = {
  { "same", "a\nb\n", "a\nb\n", NULL, NULL, "" },
  { "same, nothing", NULL, NULL, NULL, NULL, "" },
  { "none and empty", NULL, "", NULL, NULL, "" },
  { "created", NULL, "a\nb\n", NULL, NULL, "--- /dev/null\n+++ F\n@@ -0,0 +1,2 @@\n+a\n+b\n" },
  { "removed", "a\n", NULL, NULL, NULL, "--- F\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-a\n" },
  { "context", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n", NULL, NULL,
    "--- F\n+++ F\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n" },
  { "near blocks are one hunk", "a\n1\n2\n3\n4\n5\n6\nb\n", "x\n1\n2\n3\n4\n5\n6\ny\n", NULL, NULL,
    "--- F\n+++ F\n@@ -1,8 +1,8 @@\n-a\n+x\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+y\n" },
  { "far blocks are two", "a\n1\n2\n3\n4\n5\n6\n7\nb\n", "x\n1\n2\n3\n4\n5\n6\n7\ny\n", NULL, NULL,
    "--- F\n+++ F\n@@ -1,4 +1,4 @@\n-a\n+x\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+y\n" },
  { "insert only", "a\nb\n", "a\nx\nb\n", NULL, NULL, "--- F\n+++ F\n@@ -1,2 +1,3 @@\n a\n+x\n b\n" },
  { "repeated lines", "}\n}\n}\n", "}\n}\n}\n}\n", NULL, NULL,
    "--- F\n+++ F\n@@ -1,3 +1,4 @@\n }\n }\n }\n+}\n" },
  { "no newline, old", "a\nb", "a\nb\n", NULL, NULL,
    "--- F\n+++ F\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n" },
  { "no newline, both", "a\nb", "x\nb", NULL, NULL,
    "--- F\n+++ F\n@@ -1,2 +1,2 @@\n-a\n+x\n b\n\\ No newline at end of file\n" },
  { "no newline, grown", "a", "ab", NULL, NULL,
    "--- F\n+++ F\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+ab\n\\ No newline at end of file\n" },
  { "only CR differs", "a\r\nb\r\n", "a\nb\r\n", NULL, NULL,
    "--- F\n+++ F\n@@ -1,2 +1,2 @@\n-a\\r\n+a\n b\n" },
  { "CR and more differ", "a\r\n", "b\r\n", NULL, NULL, "--- F\n+++ F\n@@ -1,1 +1,1 @@\n-a\n+b\n" },
  { "CR and newline differ", "a\r\n", "a", NULL, NULL,
    "--- F\n+++ F\n@@ -1,1 +1,1 @@\n-a\\r\n+a\n\\ No newline at end of file\n" },
  { "masked", "k: secret1\nx\n", "k: secret2\nx\n", "k: ***\nx\n", "k: ***\nx\n",
    "--- F\n+++ F\n@@ -1,2 +1,2 @@\n-k: ***\n+k: ***\n x\n" },
  { "masked context, far down", "1\n2\n3\n4\nsecret\n6\n7\nold\n", "1\n2\n3\n4\nsecret\n6\n7\nnew\n",
    "1\n2\n3\n4\n***\n6\n7\nold\n", "1\n2\n3\n4\n***\n6\n7\nnew\n",
    "--- F\n+++ F\n@@ -5,4 +5,4 @@\n ***\n 6\n 7\n-old\n+new\n" },
  { "too few shown lines hide, not show", "1\nsecret\n", "2\nsecret\n", "1\n", "2\n",
    "--- F\n+++ F\n@@ -1,2 +1,2 @@\n-1\n+2\n …\n" },
};
/* clang-format on */

static GBytes *
to_bytes (const char *text)
{
  return text != NULL ? g_bytes_new (text, strlen (text)) : NULL;
}

static void
unref_bytes (GBytes *bytes)
{
  if (bytes != NULL)
    g_bytes_unref (bytes);
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GBytes *old_text = to_bytes (cases[i].old_text);
      GBytes *new_text = to_bytes (cases[i].new_text);
      GBytes *old_shown = to_bytes (cases[i].old_shown);
      GBytes *new_shown = to_bytes (cases[i].new_shown);
      g_autofree char *diff = iru_diff_unified (old_text, new_text, old_shown, new_shown, "F");

      g_test_message ("%s", cases[i].name);
      g_assert_cmpstr (diff, ==, cases[i].diff);
      unref_bytes (old_text);
      unref_bytes (new_text);
      unref_bytes (old_shown);
      unref_bytes (new_shown);
    }
}

static void
test_long_line (void)
{
  g_autofree char *filler = g_strnfill (511, 'a');
  g_autofree char *line = g_strconcat (filler, "é and the rest\n", NULL);
  g_autofree char *expected =
      g_strconcat ("--- /dev/null\n+++ F\n@@ -0,0 +1,1 @@\n+", filler, "…\n", NULL);
  g_autoptr (GBytes) text = to_bytes (line);
  g_autofree char *diff = iru_diff_unified (NULL, text, NULL, NULL, "F");

  g_assert_cmpstr (diff, ==, expected);
}

/* Applies @diff to @old as patch(1) would, and fails where the context differs, or
 * is short without being at the end. */
static char *
apply (const char *old, const char *diff)
{
  GString *result = g_string_new (NULL);
  g_auto (GStrv) lines = g_strsplit (diff, "\n", -1);
  const char *from = old;
  gsize at = 1;
  guint n_context = 0;

  for (guint i = 2; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      gsize start;
      gsize count;
      gsize length = strcspn (from, "\n");
      gboolean ends = lines[i + 1] != NULL && lines[i + 1][0] == '\\';

      if (lines[i][0] == '\\')
        continue;
      if (sscanf (lines[i], "@@ -%zu,%zu", &start, &count) == 2)
        {
          g_assert_true (i == 2 || n_context == 3);
          for (start += count == 0; at < start; at++)
            {
              length = strcspn (from, "\n") + 1;
              g_string_append_len (result, from, length);
              from += length;
            }
          continue;
        }
      n_context = lines[i][0] == ' ' ? n_context + 1 : 0;
      if (lines[i][0] != '-')
        g_string_append_printf (result, "%s%s", lines[i] + 1, ends ? "" : "\n");
      if (lines[i][0] != '+')
        {
          g_assert_cmpmem (from, length, lines[i] + 1, strlen (lines[i] + 1));
          g_assert_true (ends == (from[length] == '\0'));
          from += length + (ends ? 0 : 1);
          at++;
        }
    }
  g_assert_true (n_context == 3 || *from == '\0');
  g_string_append (result, from);
  return g_string_free (result, FALSE);
}

static char *
make_text (GRand *random, gboolean is_large)
{
  GString *text = g_string_new (NULL);
  int n_lines = g_rand_int_range (random, 0, is_large ? 3000 : 30);
  int n_words = g_rand_int_range (random, 1, 8);

  for (int i = 0; i < n_lines; i++)
    g_string_append_printf (text, "%.*s%d\n", g_rand_int_range (random, 0, 3), "  ",
                            g_rand_int_range (random, 0, n_words));
  if (text->len > 0 && g_rand_int_range (random, 0, 3) == 0)
    g_string_truncate (text, text->len - 1);
  return g_string_free (text, FALSE);
}

/* The new text is the old one with a few lines changed. */
static char *
change_text (GRand *random, const char *old)
{
  GString *text = g_string_new (NULL);

  for (const char *from = old; *from != '\0';)
    {
      gsize length = strcspn (from, "\n");

      length += from[length] == '\n';
      if (g_rand_int_range (random, 0, 8) == 0)
        g_string_append (text, "new\n");
      if (g_rand_int_range (random, 0, 8) != 0)
        g_string_append_len (text, from, length);
      from += length;
    }
  return g_string_free (text, FALSE);
}

static void
test_random_pairs (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20261120);

  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *old = make_text (random, i % 50 == 0);
      g_autofree char *new =
          i % 3 == 0 ? make_text (random, i % 50 == 0) : change_text (random, old);
      g_autoptr (GBytes) old_text = to_bytes (old);
      g_autoptr (GBytes) new_text = to_bytes (new);
      g_autofree char *diff = iru_diff_unified (old_text, new_text, NULL, NULL, "F");
      g_autofree char *again = iru_diff_unified (old_text, new_text, NULL, NULL, "F");
      g_autofree char *got = diff[0] != '\0' ? apply (old, diff) : g_strdup (old);

      g_test_message ("pair %u", i);
      g_assert_cmpstr (diff, ==, again);
      g_assert_cmpstr (got, ==, new);
    }
}

/* Beyond the bound the middle is one block, and still right. */
static void
test_all_lines_differ (void)
{
  g_autoptr (GString) old = g_string_new ("same\n");
  g_autoptr (GString) new = g_string_new ("same\n");
  g_autofree char *diff = NULL;
  g_autofree char *got = NULL;
  g_autoptr (GBytes) old_text = NULL;
  g_autoptr (GBytes) new_text = NULL;

  for (guint i = 0; i < 50000; i++)
    {
      g_string_append_printf (old, "old %u\n", i);
      g_string_append_printf (new, "new %u\n", i);
    }
  old_text = to_bytes (old->str);
  new_text = to_bytes (new->str);
  diff = iru_diff_unified (old_text, new_text, NULL, NULL, "F");
  g_assert_true (g_str_has_prefix (diff, "--- F\n+++ F\n@@ -1,50001 +1,50001 @@\n same\n-old 0\n"));
  got = apply (old->str, diff);
  g_assert_cmpstr (got, ==, new->str);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diff/cases", test_cases);
  g_test_add_func ("/diff/long-line", test_long_line);
  g_test_add_func ("/diff/random-pairs", test_random_pairs);
  g_test_add_func ("/diff/all-lines-differ", test_all_lines_differ);
  return g_test_run ();
}
