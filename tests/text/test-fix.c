/* test-fix.c: every id that the sources can say has a row, and every row an id that they say
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-fix.h"

#include <string.h>

#define ID "\"([a-z]+(?:-[a-z]+)*)\""

static const char *const files[] = {
  "text/iru-json.c",
  "paste/iru-repair-command.c",
  "paste/iru-repair-parse.c",
  "paste/iru-reader.c",
  "paste/iru-repair-shell.c",
  "paste/iru-repair-string.c",
  "paste/iru-repair-toml.c",
  "paste/iru-repair.c",
  "paste/iru-snippet.c",
  "paste/iru-snippet-command.c",
  "paste/iru-repair-word.c",
  "paste/iru-snippet-entry.c",
  "paste/iru-snippet-registry.c",
  "paste/iru-snippet-shape.c",
  "paste/iru-snippet-server.c",
  "paste/iru-snippet-text.c",
};

static gboolean
is_row (const char *id)
{
  for (const IruFixKind *kind = iru_fix_get_kinds (); kind->id != NULL; kind++)
    if (strcmp (kind->id, id) == 0)
      return TRUE;
  return FALSE;
}

static char *
load (const char *file)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "src", file, NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* Adds the ids of the matches of @pattern in @text. */
static void
collect (GHashTable *ids, const char *text, const char *pattern)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    g_hash_table_add (ids, g_match_info_fetch (match, 1));
}

static GHashTable *
collect_all (void)
{
  GHashTable *ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *text = load (files[i]);
      g_autoptr (GRegex) regex = g_regex_new ("\\b\\w*(?:fix|say_once) \\([^;]*;", 0, 0, NULL);
      g_autoptr (GMatchInfo) match = NULL;

      collect (ids, text, "\\.id = " ID);
      collect (ids, text, "\\{ '.', " ID " \\}");
      for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match);
           g_match_info_next (match, NULL))
        {
          g_autofree char *statement = g_match_info_fetch (match, 0);

          collect (ids, statement, ID);
        }
    }
  return ids;
}

static void
test_rows (void)
{
  GHashTableIter iter;
  gpointer id;
  g_autoptr (GHashTable) ids = collect_all ();

  g_assert_cmpuint (g_hash_table_size (ids), >, 20);
  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_test_message ("said: %s", (char *)id);
      g_assert_true (is_row (id));
    }
  for (const IruFixKind *kind = iru_fix_get_kinds (); kind->id != NULL; kind++)
    {
      g_test_message ("row: %s", kind->id);
      g_assert_true (g_hash_table_contains (ids, kind->id));
    }
}

static void
test_titles (void)
{
  for (const IruFixKind *kind = iru_fix_get_kinds (); kind->id != NULL; kind++)
    {
      g_assert_cmpstr (iru_fix_get_title (kind->id), ==, kind->title);
      g_assert_true (kind[1].id == NULL || strcmp (kind->id, kind[1].id) < 0);
    }
  g_assert_cmpstr (iru_fix_get_title ("no-such-thing"), ==, "no-such-thing");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/fix/rows", test_rows);
  g_test_add_func ("/fix/titles", test_titles);
  return g_test_run ();
}
