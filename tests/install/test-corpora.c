/* test-corpora.c: install, install again, undo: every file of every corpus
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "iru-file.h"
#include "iru-plan.h"
#include "iru-test-corpus.h"
#include "iru-test-home.h"

#define FILE_NAME "file"

typedef struct
{
  char *home;
  IruPlaces *places;
  GPtrArray *servers;
  IruState *state;
  guint n_files;
  guint n_changed;
  guint n_refused;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  IruServer *server = iru_server_new ("iru");

  f->home = iru_test_home_new ();
  f->places = iru_places_new (IRU_PLATFORM_LINUX, "", f->home, "ann", NULL);
  f->servers = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_server_free);
  server->url = g_strdup ("https://t.connect.iru.com/m");
  iru_pairs_set (server->headers, "X-API-Key", "sk_live:0123456789abcdef", TRUE);
  iru_pairs_set (server->headers, "X-MCP-Profile", "p1", TRUE);
  g_ptr_array_add (f->servers, server);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_ptr_array_unref (f->servers);
  iru_places_unref (f->places);
  iru_state_free (f->state);
  iru_test_home_free (f->home);
}

static GString *
without_blanks (const char *text, gsize length)
{
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (text[i]))
      g_string_append_c (out, text[i]);
  return out;
}

/* What is between the bytes that both begin with and those that both end with: nothing of the
 * old file but blanks may be lost there, and all of it stands together. */
static void
assert_only_added (GBytes *before, GBytes *after)
{
  gsize n_old, n_new, start = 0, end = 0;
  const char *old = g_bytes_get_data (before, &n_old);
  const char *new = g_bytes_get_data (after, &n_new);

  g_assert_cmpuint (n_new, >, n_old);
  while (start < n_old && old[start] == new[start])
    start++;
  while (end < n_old - start && old[n_old - 1 - end] == new[n_new - 1 - end])
    end++;

  g_autoptr (GString) lost = without_blanks (old + start, n_old - start - end);
  g_autoptr (GString) found = without_blanks (new + start, n_new - start - end);
  if (lost->len > 0)
    g_assert_nonnull (memmem (found->str, found->len, lost->str, lost->len));
}

static IruChange *
get_change (IruPlan *plan)
{
  return iru_plan_get_changes (plan)->pdata[0];
}

static GBytes *
read_file (Fixture *f)
{
  g_autofree char *path = g_build_filename (f->home, FILE_NAME, NULL);
  char *text;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  return g_bytes_new_take (text, length);
}

static void
undo (Fixture *f)
{
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) results = iru_file_undo (f->state, NULL, FALSE, &id, NULL);

  g_assert_nonnull (results);
  g_assert_cmpuint (results->len, ==, 1);
  g_assert_no_error (((IruUndoResult *)results->pdata[0])->error);
}

/* Each file is a run of its own, as it is for a user. */
static void
start_run (Fixture *f)
{
  g_autofree char *folder = g_build_filename (f->home, "state", NULL);

  g_clear_pointer (&f->state, iru_state_free);
  f->state = iru_state_new (folder);
}

static void
check_file (Fixture *f, const char *client, const char *text, gsize length)
{
  g_autofree char *path = g_build_filename (f->home, FILE_NAME, NULL);
  g_autoptr (GBytes) before = g_bytes_new (text, length);
  g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_target_free);

  g_assert_true (
      g_file_set_contents_full (path, text, length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
  g_ptr_array_add (targets, iru_target_new_for_file (iru_client_get (client), f->places, path));
  g_autoptr (IruPlan) plan = iru_plan_new_install (targets, f->servers);
  IruChange *change = get_change (plan);
  start_run (f);
  iru_plan_apply (plan, f->state, FALSE);
  g_autoptr (GBytes) after = read_file (f);

  f->n_files++;
  if (change->action == IRU_ACTION_REFUSED)
    {
      f->n_refused++;
      g_assert_nonnull (change->error);
      g_assert_true (g_bytes_equal (before, after));
      return;
    }
  f->n_changed++;
  if (change->action == IRU_ACTION_ADDED && change->fixes->len == 0)
    assert_only_added (before, after);

  g_autoptr (IruPlan) again = iru_plan_new_install (targets, f->servers);
  iru_plan_apply (again, f->state, FALSE);
  g_assert_cmpint (get_change (again)->action, ==, IRU_ACTION_UNCHANGED);

  undo (f);
  g_autoptr (GBytes) restored = read_file (f);
  g_assert_true (g_bytes_equal (before, restored));
  iru_state_prune (f->state, NULL);
}

/* Folders */

static void
check_folder (Fixture *f, const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;
      gsize length;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          check_folder (f, path);
          continue;
        }
      g_assert_true (g_file_get_contents (path, &text, &length, NULL));
      g_test_message ("%s", name);
      if (g_str_has_suffix (name, ".toml"))
        check_file (f, "codex", text, length);
      else if (g_str_has_suffix (name, ".json"))
        {
          check_file (f, "cursor", text, length);
          check_file (f, "claude-desktop", text, length);
        }
    }
}

static void
test_folder (Fixture *f, const char *folder)
{
  check_folder (f, folder);
  g_test_message ("%u files: %u changed and restored, %u refused and as they were", f->n_files,
                  f->n_changed, f->n_refused);
  g_assert_cmpuint (f->n_changed, >, 0);
}

static void
test_data (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", data, NULL);

  test_folder (f, folder);
}

static void
test_corpus (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = iru_test_corpus (data);

  if (folder != NULL)
    test_folder (f, folder);
}

/* Generated and mutated: files as a client's user has them, with slips of the keyboard. */

static const char *const json_seeds[] = {
  ("{\n  \"mcpServers\": {\n    \"a\": { \"command\": \"x\", \"args\": [1, 2] }, // mine\n"
   "    \"b\": { \"url\": \"https://b.example/m\" }\n  },\n  \"theme\": \"dark\"\n}\n"),
  "\xef\xbb\xbf{\r\n\t\"theme\": 1e5,\r\n\t\"mcpServers\": {},\r\n\t\"z\": [\r\n\t]\r\n}",
  "{\"a\":{\"b\":[{},{\"c\":null}]},\"mcp\\u0053ervers\":{\"iru\":{\"url\":\"https://o/m\"}}}",
  "// top\n{ /* in */ \"mcpServers\" : { \"a\" : { } , } , }\n// end\n",
  "{\n    \"x\": \"\\ud83d \\\" // no comment\",\n    \"x\": 2\n}\n",
};

static const char *const toml_seeds[] = {
  ("model = \"o\" # mine\n\n[mcp_servers.a] # a\ncommand = 'x'\nargs = [\n  \"1\", # one\n  "
   "'2',\n]\n"
   "# about b\n[mcp_servers.b]\nurl = \"https://b.example/m\"\n[mcp_servers.b.http_headers]\nK = "
   "'''v'''\n"),
  ("mcp_servers.a.command = 'x'\r\nmcp_servers.a.env = { K = \"v\" }\r\n\r\n[profiles.x]\r\nn = "
   "0x1F\r\n"),
  ("[mcp_servers]\na = { command = \"x\" }\n\n[[jobs]]\nat = 1979-05-27T07:32:00Z\n[[jobs]]\n# "
   "none\n"),
  ("[mcp_servers.iru_mcp]\nurl = \"https://o/m\"\nhttp_headers.X-API-Key = \"\"\"old\\\n  "
   "k\"\"\"\n\n[a]\n"),
};

static void
mutate (GString *text, GRand *rand)
{
  static const char bits[] = "{}[]\",:'=#/*\\\n\r\t ._aK1-\xc3\0";

  for (int i = g_rand_int_range (rand, 0, 4); i > 0; i--)
    {
      gsize at = g_rand_int_range (rand, 0, text->len + 1);

      if (g_rand_boolean (rand))
        g_string_insert_c (text, at, bits[g_rand_int_range (rand, 0, sizeof bits)]);
      else
        g_string_erase (text, at, g_rand_int_range (rand, 0, MIN (text->len - at, 3) + 1));
    }
}

/* In memory, as iru_config_install() does it: without a disk there can be more. */
static gboolean
check_bytes (const IruTarget *target, const IruServer *server, GBytes *before)
{
  g_auto (IruConfigEdit) edit = { 0 };
  g_auto (IruConfigEdit) second = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) after = iru_config_install (target, before, server, &edit, &error);

  g_assert_true ((after == NULL) == (error != NULL));
  if (after == NULL)
    return FALSE;
  if (edit.added && edit.fixes->len == 0)
    assert_only_added (before, after);
  g_autoptr (GBytes) twice = iru_config_install (target, after, server, &second, NULL);
  g_assert_nonnull (twice);
  g_assert_true (g_bytes_equal (after, twice));
  return TRUE;
}

static void
check_mutations (Fixture *f, const char *client, const char *const *seeds, guint n_seeds)
{
  g_autoptr (IruTarget) target =
      iru_target_new_for_file (iru_client_get (client), f->places, "/nowhere/file");
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < 8000; i++)
    {
      g_autoptr (GString) text = g_string_new (seeds[i % n_seeds]);

      if (i >= n_seeds)
        mutate (text, rand);
      g_autoptr (GBytes) before = g_bytes_new (text->str, text->len);
      f->n_files++;
      if (check_bytes (target, f->servers->pdata[0], before))
        f->n_changed++;
      else
        g_assert_cmpuint (i, >=, n_seeds);
    }
}

static void
test_mutations (Fixture *f, gconstpointer data)
{
  check_mutations (f, "cursor", json_seeds, G_N_ELEMENTS (json_seeds));
  check_mutations (f, "claude-desktop", json_seeds, G_N_ELEMENTS (json_seeds));
  check_mutations (f, "codex", toml_seeds, G_N_ELEMENTS (toml_seeds));
  g_test_message ("%u texts, %u of them understood", f->n_files, f->n_changed);
  g_assert_cmpuint (f->n_changed, >, f->n_files / 10);
}

int
main (int argc, char **argv)
{
  /* Thousands of files, each flushed several times: where it can be, in memory. */
  if (g_access ("/dev/shm", W_OK) == 0)
    g_setenv ("TMPDIR", "/dev/shm", TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(name, data, test) g_test_add ("/corpora/" name, Fixture, data, set_up, test, tear_down)
  ADD ("json-test-suite", "json-test-suite", test_corpus);
  ADD ("toml-test", "toml-test", test_corpus);
  ADD ("toml", "toml", test_data);
  ADD ("mutations", NULL, test_mutations);
  return g_test_run ();
}
