/* test-toml.c: TOML, read and edited without loss
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-toml.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "iru-test-corpus.h"

static const char *const whole[] = { NULL };
static const char *const new_server[] = { "mcp_servers", "iru-new", NULL };

static char *
data_path (const char *folder)
{
  return g_test_build_filename (G_TEST_DIST, "data", folder, NULL);
}

static GBytes *
bytes_of (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static GBytes *
load (const char *path)
{
  char *contents;
  gsize length;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (contents, length);
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* All .toml files below @folder, sorted. */
static void
collect (const char *folder, GPtrArray *paths)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        collect (path, paths);
      else if (g_str_has_suffix (name, ".toml"))
        g_ptr_array_add (paths, g_steal_pointer (&path));
    }
  g_ptr_array_sort (paths, compare_strings);
}

/* Of a folder in tests/data, else of one in the corpora; NULL if it is in neither. */
static GPtrArray *
list_files (const char *folder)
{
  g_autofree char *data = data_path (folder);
  g_autofree char *path =
      g_file_test (data, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&data) : iru_test_corpus (folder);
  GPtrArray *paths;

  if (path == NULL)
    return NULL;
  paths = g_ptr_array_new_with_free_func (g_free);
  collect (path, paths);
  return paths;
}

/* A value, as TOML spells it. */
static IruValue *
parse_value (const char *toml)
{
  static const char *const path[] = { "v", NULL };
  g_autofree char *text = g_strconcat ("v = ", toml, NULL);
  g_autoptr (GBytes) bytes = bytes_of (text);
  IruValue *value = iru_toml_read (bytes, path);

  g_assert_nonnull (value);
  return value;
}

static GBytes *
set (GBytes *text, const char *const *path, const IruValue *value, IruTextError *error)
{
  g_autoptr (GPtrArray) edits = iru_toml_set (text, path, value, error);

  return edits != NULL ? iru_edits_apply (edits, text, NULL) : NULL;
}

static GBytes *
take_out (GBytes *text, const char *const *path)
{
  g_autoptr (GPtrArray) edits = iru_toml_remove (text, path, NULL);

  g_assert_nonnull (edits);
  return iru_edits_apply (edits, text, NULL);
}

static void
assert_text (GBytes *text, const char *expected, const char *what)
{
  gsize length;
  const char *data = g_bytes_get_data (text, &length);
  g_autofree char *actual = g_strndup (data != NULL ? data : "", length);

  g_test_message ("%s", what);
  g_assert_cmpstr (actual, ==, expected);
}

static char **
split_path (const char *path)
{
  return g_strsplit (path, "/", -1);
}

/* --- toml-test --- */

#define VALID "toml-test/tests/valid"

static gint64
read_integer (const char *spelling)
{
  g_auto (GStrv) pieces = g_strsplit (spelling, "_", -1);
  g_autofree char *plain = g_strjoinv ("", pieces);
  guint base = g_str_has_prefix (plain, "0x")   ? 16
               : g_str_has_prefix (plain, "0o") ? 8
               : g_str_has_prefix (plain, "0b") ? 2
                                                : 10;

  return base == 10 ? g_ascii_strtoll (plain, NULL, 10) : g_ascii_strtoll (plain + 2, NULL, base);
}

static double
read_float (const char *spelling)
{
  g_auto (GStrv) pieces = g_strsplit (spelling, "_", -1);
  g_autofree char *plain = g_strjoinv ("", pieces);

  return g_ascii_strtod (plain, NULL);
}

/* One spelling for what is the same moment: T and Z, with seconds, without zeros
 * at the end of a fraction. */
static char *
normalise_datetime (const char *spelling)
{
  g_autofree char *upper = g_ascii_strup (spelling, -1);
  g_autoptr (GRegex) blank = g_regex_new (" ", 0, 0, NULL);
  g_autoptr (GRegex) short_time = g_regex_new ("(^|T)(\\d\\d:\\d\\d)(?=$|Z|[+-])", 0, 0, NULL);
  g_autoptr (GRegex) zeros =
      g_regex_new ("\\.?(?<=[.\\d])0*(?=$|Z|[+-]\\d\\d:\\d\\d$)", 0, 0, NULL);
  g_autofree char *joined = g_regex_replace_literal (blank, upper, -1, 0, "T", 0, NULL);
  g_autofree char *full = g_regex_replace (short_time, joined, -1, 0, "\\1\\2:00", 0, NULL);

  if (strchr (full, '.') == NULL)
    return g_steal_pointer (&full);
  return g_regex_replace_literal (zeros, full, -1, 0, "", 0, NULL);
}

static const char *
type_of_datetime (const char *s)
{
  const char *time = strpbrk (s, "Tt ");

  if (s[2] == ':')
    return "time-local";
  if (time == NULL)
    return "date-local";
  return strpbrk (time, "Zz+-") != NULL ? "datetime" : "datetime-local";
}

static const char *
type_of (const IruValue *value)
{
  const char *s = value->text;

  switch (value->type)
    {
    case IRU_VALUE_STRING:
      return "string";
    case IRU_VALUE_BOOLEAN:
      return "bool";
    case IRU_VALUE_DATETIME:
      return type_of_datetime (s);
    case IRU_VALUE_NUMBER:
      if (strncmp (s, "0x", 2) == 0)
        return "integer";
      return strpbrk (s, ".eEin") != NULL ? "float" : "integer";
    default:
      return "container";
    }
}

static void
assert_scalar (const IruValue *value, const char *type, const char *expected)
{
  g_assert_cmpstr (type_of (value), ==, type);
  if (g_str_equal (type, "integer"))
    g_assert_cmpint (read_integer (value->text), ==, g_ascii_strtoll (expected, NULL, 10));
  else if (g_str_equal (type, "float"))
    {
      double a = read_float (value->text);
      double b = read_float (expected);

      g_assert_true (a == b || (isnan (a) && isnan (b)));
    }
  else if (value->type == IRU_VALUE_DATETIME)
    {
      g_autofree char *a = normalise_datetime (value->text);
      g_autofree char *b = normalise_datetime (expected);

      g_assert_cmpstr (a, ==, b);
    }
  else
    g_assert_cmpstr (value->text, ==, expected);
}

/* How many scalars were compared. */
static guint
assert_matches (const IruValue *value, JsonNode *expected)
{
  guint n = 0;

  if (JSON_NODE_HOLDS_ARRAY (expected))
    {
      JsonArray *array = json_node_get_array (expected);

      g_assert_cmpint (value->type, ==, IRU_VALUE_ARRAY);
      g_assert_cmpuint (iru_value_count_elements (value), ==, json_array_get_length (array));
      for (guint i = 0; i < json_array_get_length (array); i++)
        n += assert_matches (iru_value_get_element (value, i), json_array_get_element (array, i));
      return n;
    }

  JsonObject *object = json_node_get_object (expected);
  JsonNode *type = json_object_get_member (object, "type");
  if (type != NULL && JSON_NODE_HOLDS_VALUE (type) && json_object_has_member (object, "value"))
    {
      assert_scalar (value, json_node_get_string (type),
                     json_object_get_string_member (object, "value"));
      return 1;
    }

  g_autoptr (GList) names = json_object_get_members (object);
  g_assert_cmpint (value->type, ==, IRU_VALUE_OBJECT);
  g_assert_cmpuint (iru_value_count_members (value), ==, json_object_get_size (object));
  for (GList *l = names; l != NULL; l = l->next)
    {
      IruValue *member = iru_value_get (value, l->data);

      g_assert_nonnull (member);
      n += assert_matches (member, json_object_get_member (object, l->data));
    }
  return n;
}

/* json-glib ends a string at a NUL; ours spells it C0 80. The expected file is
 * changed to a private character, and so is the value. */
static char *
replace_nul_in (char *string)
{
  g_auto (GStrv) pieces = g_strsplit (string, "\xc0\x80", -1);

  g_free (string);
  return g_strjoinv ("\xee\x80\x80", pieces);
}

static void
replace_nul (IruValue *value)
{
  for (guint i = 0; i < iru_value_count_children (value); i++)
    if (value->type == IRU_VALUE_ARRAY)
      replace_nul (iru_value_get_element (value, i));
    else
      {
        IruMember *member = iru_value_get_member (value, i);

        member->key = replace_nul_in (member->key);
        replace_nul (member->value);
      }
  if (value->type == IRU_VALUE_STRING)
    value->text = replace_nul_in (value->text);
}

static JsonNode *
load_expected (const char *toml_path)
{
  g_autofree char *stem = g_strndup (toml_path, strlen (toml_path) - strlen (".toml"));
  g_autofree char *path = g_strconcat (stem, ".json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  JsonNode *node;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_autoptr (GRegex) nul = g_regex_new ("(?<!\\\\)\\\\u0000", 0, 0, NULL);
  g_autofree char *without = g_regex_replace_literal (nul, text, -1, 0, "\\uE000", 0, NULL);
  node = json_from_string (without, &error);
  g_assert_no_error (error);
  return node;
}

static void
test_valid (void)
{
  g_autoptr (GPtrArray) paths = list_files (VALID);
  guint n_values = 0;

  if (paths == NULL)
    return;

  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      g_autoptr (GBytes) text = load (path);
      g_autoptr (JsonNode) expected = load_expected (path);
      g_autoptr (IruValue) value = NULL;
      IruTextError error = { 0 };

      g_test_message ("%s", path);
      g_assert_true (iru_toml_check (text, &error));
      g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_NONE);
      value = iru_toml_read (text, whole);
      replace_nul (value);
      n_values += assert_matches (value, expected);
    }
  g_test_message ("%u valid files accepted, %u values as expected", paths->len, n_values);
  g_assert_cmpuint (paths->len, >=, 268);
}

/* What is invalid in TOML 1.0 only (newlines in inline tables, \e, seconds left out) is read. */
static void
drop_files_of_1_0 (GPtrArray *paths)
{
  g_autofree char *folder = iru_test_corpus ("toml-test/tests");
  g_autofree char *list = g_build_filename (folder, "files-toml-1.1.0", NULL);
  g_autoptr (GBytes) text = load (list);
  g_auto (GStrv) names = g_strsplit (g_bytes_get_data (text, NULL), "\n", -1);

  for (guint i = paths->len; i-- > 0;)
    if (!g_strv_contains ((const char *const *)names,
                          (char *)paths->pdata[i] + strlen (folder) + 1))
      g_ptr_array_remove_index (paths, i);
}

static void
test_invalid (void)
{
  g_autoptr (GPtrArray) paths = list_files ("toml-test/tests/invalid");

  if (paths == NULL)
    return;
  drop_files_of_1_0 (paths);
  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      g_autoptr (GBytes) text = load (path);
      IruTextError error = { 0 };

      g_test_message ("%s", path);
      g_assert_false (iru_toml_check (text, &error));
      g_assert_cmpint (error.code, !=, IRU_TEXT_ERROR_NONE);
      g_assert_nonnull (error.message);
      g_assert_cmpuint (error.offset, <=, g_bytes_get_size (text));
      g_assert_null (iru_toml_read (text, whole));
      g_assert_null (iru_toml_remove (text, new_server, NULL));
    }
  g_test_message ("%u invalid files refused", paths->len);
  g_assert_cmpuint (paths->len, >=, 492);
}

/* --- set, then remove --- */

static void
drop_member (IruValue *object, const char *key)
{
  guint index = 0;

  while (!g_str_equal (iru_value_get_member (object, index)->key, key))
    index++;
  IruMember *member = g_ptr_array_steal_index (object->children, index);
  iru_value_free (member->value);
  g_free (member->key);
  g_free (member);
}

/* Takes the member of the server that was added out of @document; its parents go
 * too where they were not there before. */
static void
drop_server (IruValue *document, const IruValue *before)
{
  IruValue *servers = iru_value_get (document, new_server[0]);

  drop_member (servers, new_server[1]);
  if (iru_value_get (before, new_server[0]) != NULL)
    return;
  g_assert_cmpuint (iru_value_count_members (servers), ==, 0);
  drop_member (document, new_server[0]);
}

static gboolean
assert_set_then_remove (GBytes *text, const IruValue *entry)
{
  g_autoptr (IruValue) before = iru_toml_read (text, whole);
  g_autoptr (IruValue) after = NULL;
  g_autoptr (IruValue) added = NULL;
  g_autoptr (GPtrArray) edits = NULL;
  g_autoptr (GBytes) with = NULL;
  g_autoptr (GBytes) without = NULL;
  IruTextError error = { 0 };

  edits = iru_toml_set (text, new_server, entry, &error);
  if (edits == NULL)
    {
      g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_UNSUPPORTED);
      g_assert_nonnull (iru_value_get (before, "mcp_servers"));
      return FALSE;
    }
  for (guint i = 0; i < edits->len; i++)
    g_assert_cmpuint (((IruEdit *)g_ptr_array_index (edits, i))->remove, ==, 0);
  with = iru_edits_apply (edits, text, NULL);
  added = iru_toml_read (with, new_server);
  g_assert_nonnull (added);
  g_assert_true (iru_value_equal (added, entry));
  after = iru_toml_read (with, whole);
  drop_server (after, before);
  g_assert_true (iru_value_equal (after, before));
  without = take_out (with, new_server);
  g_assert_true (g_bytes_equal (without, text));
  return TRUE;
}

static void
test_set_then_remove (gconstpointer folder)
{
  g_autoptr (GPtrArray) paths = list_files (folder);
  g_autoptr (IruValue) entry = parse_value ("{ url = \"https://x.example/mcp\", "
                                            "http_headers = { X-API-Key = \"sk_live:\\\"x\", "
                                            "\"X MCP\" = 'C:\\x' } }");
  guint n_set = 0;

  if (paths == NULL)
    return;

  for (guint i = 0; i < paths->len; i++)
    {
      g_autoptr (GBytes) text = load (g_ptr_array_index (paths, i));

      g_test_message ("%s", (char *)g_ptr_array_index (paths, i));
      if (assert_set_then_remove (text, entry))
        n_set++;
    }
  g_test_message ("%u of %u files: set, read, removed to the byte", n_set, paths->len);
  g_assert_cmpuint (paths->len, >=, 60);
  g_assert_cmpuint (n_set, >=, paths->len - 3);
}

/* Each value that can be named, set to itself and to something else, and removed:
 * the rest stays as it is read. */
static void
assert_member_edits (GBytes *text, const char *const *path, const IruValue *value)
{
  g_autoptr (IruValue) other = iru_value_new_string ("other");
  g_autoptr (GBytes) same = set (text, path, value, NULL);
  g_autoptr (GBytes) changed = set (text, path, other, NULL);
  g_autoptr (GBytes) without = take_out (text, path);
  g_autoptr (IruValue) read_same = NULL;
  g_autoptr (IruValue) read_changed = NULL;
  g_autoptr (IruValue) before = NULL;
  g_autoptr (IruValue) after = NULL;

  g_assert_nonnull (same);
  g_assert_nonnull (changed);
  g_assert_true (iru_toml_check (without, NULL));
  g_assert_null (iru_toml_read (without, path));
  read_changed = iru_toml_read (changed, path);
  g_assert_nonnull (read_changed);
  g_assert_true (iru_value_equal (read_changed, other));
  read_same = iru_toml_read (same, path);
  g_assert_true (iru_value_equal (read_same, value));
  before = iru_toml_read (text, whole);
  after = iru_toml_read (same, whole);
  g_assert_true (iru_value_equal (before, after));
}

/* A key and a table put into each table and taken out again leave the text as it was,
 * but for the header that a table gets which was only implied. */
static void
assert_additions (GBytes *text, const char **path, guint depth)
{
  g_autoptr (IruValue) string = iru_value_new_string ("v");
  g_autoptr (IruValue) object = parse_value ("{ a = 1, b.c = 2 }");
  const IruValue *const values[] = { string, object };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (GBytes) with = NULL;
      g_autoptr (GBytes) without = NULL;
      g_autoptr (GPtrArray) edits = NULL;
      g_autoptr (IruValue) added = NULL;

      path[depth] = "iru added";
      path[depth + 1] = NULL;
      edits = iru_toml_set (text, path, values[i], NULL);
      g_assert_nonnull (edits);
      for (guint j = 0; j < edits->len; j++)
        g_assert_cmpuint (((IruEdit *)g_ptr_array_index (edits, j))->remove, ==, 0);
      with = iru_edits_apply (edits, text, NULL);
      added = iru_toml_read (with, path);
      g_assert_nonnull (added);
      g_assert_true (iru_value_equal (added, values[i]));
      without = take_out (with, path);
      if (!g_bytes_equal (text, without))
        {
          g_autoptr (IruValue) before = iru_toml_read (text, whole);
          g_autoptr (IruValue) after = iru_toml_read (without, whole);

          g_test_message ("a header stays: %s", path[depth - 1]);
          g_assert_true (iru_value_equal (before, after));
          g_assert_cmpuint (g_bytes_get_size (without), >, g_bytes_get_size (text));
          g_assert_true (values[i] == string);
        }
    }
}

static guint
edit_members (GBytes *text, const IruValue *object, const char **path, guint depth)
{
  guint n = 0;

  for (guint i = 0; i < iru_value_count_members (object); i++)
    {
      const IruMember *member = iru_value_get_member (object, i);

      path[depth] = member->key;
      path[depth + 1] = NULL;
      assert_member_edits (text, path, member->value);
      n++;
      if (member->value->type != IRU_VALUE_OBJECT || depth >= 6)
        continue;
      assert_additions (text, path, depth + 1);
      n += edit_members (text, member->value, path, depth + 1);
    }
  return n;
}

static void
test_edit_all (gconstpointer folder)
{
  g_autoptr (GPtrArray) paths = list_files (folder);
  guint n = 0;

  if (paths == NULL)
    return;

  for (guint i = 0; i < paths->len; i++)
    {
      g_autoptr (GBytes) text = load (g_ptr_array_index (paths, i));
      g_autoptr (IruValue) document = iru_toml_read (text, whole);
      const char *path[10];

      g_test_message ("%s", (char *)g_ptr_array_index (paths, i));
      n += edit_members (text, document, path, 0);
    }
  g_test_message ("%u members of %u files set and removed", n, paths->len);
}

/* --- rows --- */

typedef struct
{
  const char *name;
  const char *text;
  const char *path;  /* keys, with slashes between */
  const char *value; /* as TOML; NULL: remove */
  const char *expected;
} EditRow;

#define ENTRY "{ url = \"https://x\", http_headers = { X-API-Key = \"k\" } }"
#define BLOCK "[mcp_servers.n]\nurl = \"https://x\"\nhttp_headers = { X-API-Key = \"k\" }"
#define PLACE "mcp_servers/n"

// clang-format off
static const EditRow edit_rows[] = {
  { "blank text", "", PLACE, ENTRY, BLOCK "\n" },
  { "blank lines stay", "\n\n", PLACE, ENTRY, BLOCK "\n\n\n" },
  { "behind a byte-order mark", "\xef\xbb\xbf", PLACE, ENTRY, "\xef\xbb\xbf" BLOCK "\n" },
  { "at the end", "a = 1\n", PLACE, ENTRY, "a = 1\n\n" BLOCK "\n" },
  { "no line end at the end", "a = 1", PLACE, ENTRY, "a = 1\n\n" BLOCK },
  { "blank lines at the end", "a = 1\n\n\n", PLACE, ENTRY, "a = 1\n\n" BLOCK "\n\n\n" },
  { "behind the last server",
    "[mcp_servers.a]\nx = 1\n[mcp_servers.a.env]\nk = 1\n\n[tui]\n", PLACE, ENTRY,
    "[mcp_servers.a]\nx = 1\n[mcp_servers.a.env]\nk = 1\n\n" BLOCK "\n\n[tui]\n" },
  { "a comment above a header stays with it",
    "[mcp_servers.a]\nx = 1\n# tui\n[tui]\n", PLACE, ENTRY,
    "[mcp_servers.a]\nx = 1\n\n" BLOCK "\n# tui\n[tui]\n" },
  { "a comment below a key stays with it",
    "[mcp_servers.a]\nx = 1\n# y = 2\n\n[tui]\n", PLACE, ENTRY,
    "[mcp_servers.a]\nx = 1\n# y = 2\n\n" BLOCK "\n\n[tui]\n" },
  { "line ends",
    "[mcp_servers.a]\r\nx = 1\r\n", PLACE, "{ u = 1 }",
    "[mcp_servers.a]\r\nx = 1\r\n\r\n[mcp_servers.n]\r\nu = 1\r\n" },
  { "indentation and spacing of a sibling",
    "[mcp_servers]\n  [mcp_servers.a]\n    x=1\n", PLACE, "{ u = 1, h = { k = 2 } }",
    "[mcp_servers]\n  [mcp_servers.a]\n    x=1\n\n  [mcp_servers.n]\n    u=1\n    h={ k=2 }\n" },
  { "dotted keys at the top",
    "mcp_servers.a.x = 1\nb = 2\n", PLACE, ENTRY,
    "mcp_servers.a.x = 1\nmcp_servers.n.url = \"https://x\"\n"
    "mcp_servers.n.http_headers = { X-API-Key = \"k\" }\nb = 2\n" },
  { "dotted keys in a block",
    "[p]\nmcp_servers.a.x = 1", "p/mcp_servers/n", "{ u = 1 }",
    "[p]\nmcp_servers.a.x = 1\nmcp_servers.n.u = 1" },
  { "an empty object among dotted keys",
    "mcp_servers.a.x = 1\n", PLACE, "{}", "mcp_servers.a.x = 1\nmcp_servers.n = {}\n" },
  { "inline parent",
    "mcp_servers = { a = { x = 1 } } # c\n", PLACE, ENTRY,
    "mcp_servers = { a = { x = 1 }, n = " ENTRY " } # c\n" },
  { "empty inline parent", "mcp_servers = {}\n", PLACE, "1", "mcp_servers = { n = 1 }\n" },
  { "inline parent over several lines",
    "mcp_servers = {\n  a = 1 # a\n  # end\n}\n", PLACE, "2",
    "mcp_servers = {\n  a = 1, # a\n  n = 2\n  # end\n}\n" },
  { "inline parent with a trailing comma",
    "mcp_servers = {\n  a = 1, # a\n}\n", PLACE, "2",
    "mcp_servers = {\n  a = 1, # a\n  n = 2,\n}\n" },
  { "dotted keys in an inline table",
    "s = { a.b = 1 }\n", "s/a/c", "2", "s = { a.b = 1, a.c = 2 }\n" },
  { "a key of a table",
    "[s.a]\n  x=1 # x\n# end\n\n[t]\n", "s/a/y", "'C:\\x'", "[s.a]\n  x=1 # x\n  y='C:\\x'\n# end\n\n[t]\n" },
  { "a key of an empty table", "[s.a]", "s/a/y", "1", "[s.a]\ny = 1" },
  { "the first key at the top",
    "# file\n\n# t\n[t]\n", "y", "1", "# file\n\ny = 1\n\n# t\n[t]\n" },
  { "the first key of a text of comments", "# file\n", "y", "1", "# file\n\ny = 1\n" },
  { "another key at the top", "x = 1\n# t\n[t]\n", "y", "1", "x = 1\ny = 1\n# t\n[t]\n" },
  { "a key of an implied table",
    "a = 1\n\n# x\n[s.x]\nb = 1\n", "s/y", "1", "a = 1\n\n[s]\ny = 1\n\n# x\n[s.x]\nb = 1\n" },
  { "a line in a string is no comment",
    "a = \"\"\"\n# q\"\"\"\n[s.x]\nb = 1\n", "s/y", "1", "a = \"\"\"\n# q\"\"\"\n[s]\ny = 1\n\n[s.x]\nb = 1\n" },
  { "a table in an entry is inline",
    "[mcp_servers.n]\nurl = 1\n", PLACE "/http_headers/X-API-Key", "\"k\"",
    "[mcp_servers.n]\nurl = 1\nhttp_headers = { X-API-Key = \"k\" }\n" },
  { "a table in an entry that has blocks is a block",
    "[mcp_servers.n]\nurl = 1\n[mcp_servers.n.env]\na = 1\n", PLACE "/http_headers/X", "\"k\"",
    "[mcp_servers.n]\nurl = 1\n[mcp_servers.n.env]\na = 1\n\n"
    "[mcp_servers.n.http_headers]\nX = \"k\"\n" },
  { "a key in a table that is not there",
    "", PLACE "/url", "\"u\"", "[mcp_servers.n]\nurl = \"u\"\n" },
  { "names and strings",
    "", "mcp_servers/my \"x\"", "{ \"a b\" = \"\\t\\u0001\\\"\\\\\", c = 'C:\\d', e = \"'\\\\\" }",
    "[mcp_servers.\"my \\\"x\\\"\"]\n\"a b\" = \"\\t\\u0001\\\"\\\\\"\nc = 'C:\\d'\ne = \"'\\\\\"\n" },
  { "arrays and numbers",
    "", "t", "{ a = [1, [\"x\"], { b = 0x1F }, {}, []], d = 1979-05-27 07:32:00Z, e = true }",
    "[t]\na = [1, [\"x\"], { b = 0x1F }, {}, []]\nd = 1979-05-27 07:32:00Z\ne = true\n" },
  { "replace a value", "[s.a]\nx = 1 # x\n", "s/a/x", "\"y\"", "[s.a]\nx = \"y\" # x\n" },
  { "replace in an inline table",
    "s = { a = { 'x' = [ 1,\n 2 ], y = 2 } }\n", "s/a/x", "3", "s = { a = { 'x' = 3, y = 2 } }\n" },
  { "replace a block, in its place",
    "[s.a]\nx=1\n\n# sub\n[s.a.b]\ny=2\n\n# t\n[t]\nz=3\n\n[s.a.c]\nd=4\n", "s/a", "{ u = 1 }",
    "[s.a]\nu=1\n\n# t\n[t]\nz=3\n" },
  { "replace a block at the end", "z = 3\n[s.a]\nx = 1", "s/a", "{ u = 1 }", "z = 3\n[s.a]\nu = 1" },
  { "replace a block with a value",
    "[s]\nk = 1\n\n[s.a]\nx = 1\n\n[t]\n", "s/a", "2", "[s]\nk = 1\na = 2\n\n[t]\n" },
  { "replace a block that is all there is, with its line ends",
    "[a]\r\nx = 1\r\n", "a", "1", "a = 1\r\n" },
  { "replace a block below a line, with its line ends", "\r\n[a.b]", "a/b", "[]", "[a]\r\nb = []\r\n" },
  { "replace dotted keys of several lines",
    "# a\r\n\ta.b = 1", "a", "{}", "# a\r\n\r\n[a]" },
  { "replace dotted keys", "s.a.x = 1\ns.a.y = 2\ns.b = 3\n", "s/a", "{ z = 1 }", "s.b = 3\ns.a.z = 1\n" },

  { "remove nothing", "a = 1\n", PLACE, NULL, "a = 1\n" },
  { "remove a block and its blocks, wherever they stand",
    "[mcp_servers.n]\nx = 1\n\n[t]\ny = 2\n\n[mcp_servers.n.env]\nk = 1\n\n[[mcp_servers.n.r]]\ni = 1\n\n[u]\n",
    PLACE, NULL, "[t]\ny = 2\n\n[u]\n" },
  { "remove dotted keys, wherever they stand",
    "mcp_servers.n.x = 1\na = 1\nmcp_servers.n.y = 2 # y\nb = 2\n", PLACE, NULL, "a = 1\nb = 2\n" },
  { "comments of neighbours stay",
    "a = 1\n\n# about n\n[mcp_servers.n] # n\n# in n\nx = 1\n# below n\n\n# about t\n[t]\n", PLACE, NULL,
    "a = 1\n\n# about n\n# below n\n\n# about t\n[t]\n" },
  { "comments below a block stay, apart from what is above",
    "[a]\nx = 1\n\n[mcp_servers.n]\nx = 1\n# y = 2\n\n# about t\n[t]\n", PLACE, NULL,
    "[a]\nx = 1\n\n# y = 2\n\n# about t\n[t]\n" },
  { "what is between the blocks of one table goes",
    "a = 1\n\n[mcp_servers.n]\nx = 1\n\n# env\n[mcp_servers.n.env]\ny = 1\n\n[t]\n", PLACE, NULL,
    "a = 1\n\n[t]\n" },
  { "an empty parent stays", "[mcp_servers]\n\n[mcp_servers.n]\nx = 1\n", PLACE, NULL, "[mcp_servers]\n" },
  { "no line end at the end stays", "a = 1\n[mcp_servers.n]\nx = 1", PLACE, NULL, "a = 1" },
  { "no line end at the end, with CR", "a = 1\r\n\r\n[mcp_servers.n]\r\nx = 1", PLACE, NULL, "a = 1" },
  { "remove the only block", "[mcp_servers.n]\nx = 1\n", PLACE, NULL, "" },
  { "remove a key", "[t]\na = 1\n\nb = [ # b\n  1\n] # b\nc = 3\n", "t/b", NULL, "[t]\na = 1\n\nc = 3\n" },
  { "an implied parent goes", "a = 1\n\n[s.n]\nx = 1\n", "s", NULL, "a = 1\n" },
  { "names alike stay", "[mcp_servers.n2]\nx = 1\n\n[mcp_servers.n]\nx = 1\n\n[x.mcp_servers.n]\n", PLACE, NULL,
    "[mcp_servers.n2]\nx = 1\n\n[x.mcp_servers.n]\n" },
  { "names spelt otherwise", "[t]\n\n[\"mcp_servers\".'n']\nx = 1\n[mcp_servers . \"\\u006e\" . env]\n", PLACE, NULL, "[t]\n" },
  { "first of an inline table", "s = { a = 1, b = 2 }\n", "s/a", NULL, "s = { b = 2 }\n" },
  { "middle of an inline table", "s = {a = 1,b = 2,c = 3}\n", "s/b", NULL, "s = {a = 1,c = 3}\n" },
  { "last of an inline table", "s = { a = 1, b = 2 }\n", "s/b", NULL, "s = { a = 1 }\n" },
  { "last of an inline table, with a comma",
    "s = { a = 1 , b = 2 , }\n", "s/b", NULL, "s = { a = 1 , }\n" },
  { "last of an inline table, with a comma on the next line",
    "s = {\n  a = 1\n, b = 2,}\n", "s/b", NULL, "s = {\n  a = 1\n,}\n" },
  { "only one of an inline table", "s = { a = 1 } # s\n", "s/a", NULL, "s = {} # s\n" },
  { "dotted keys of an inline table",
    "s = { a.x = 1, b = 2, a.y = 3, a.z = 4 }\n", "s/a", NULL, "s = { b = 2 }\n" },
  { "a line of an inline table",
    "s = {\n  a = 1, # a\n  # b\n  b = 2, # b\n  c = 3 # c\n}\n", "s/b", NULL,
    "s = {\n  a = 1, # a\n  # b\n  c = 3 # c\n}\n" },
  { "the last line of an inline table",
    "s = {\n  a = 1, # a\n  b = 2 # b\n}\n", "s/b", NULL, "s = {\n  a = 1 # a\n}\n" },
  { "the last line of an inline table, with a comma",
    "s = {\n  a = 1, # a\n  b = 2, # b\n}\n", "s/b", NULL, "s = {\n  a = 1, # a\n}\n" },
  { "all lines of an inline table", "s = {\n  a = 1, # a\n}\n", "s/a", NULL, "s = {\n}\n" },
  { "array of tables", "[[a]]\nx = 1\n[b]\n[[a]]\ny = 1\n[a.c]\nz = 1\n", "a", NULL, "[b]\n" },
};
// clang-format on

static void
test_edit_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (edit_rows); i++)
    {
      const EditRow *row = &edit_rows[i];
      g_autoptr (GBytes) text = bytes_of (row->text);
      g_auto (GStrv) path = split_path (row->path);
      g_autoptr (IruValue) value = row->value != NULL ? parse_value (row->value) : NULL;
      g_autoptr (GBytes) result = NULL;
      IruTextError error = { 0 };

      g_test_message ("%s", row->name);
      result = value != NULL ? set (text, (const char *const *)path, value, &error)
                             : take_out (text, (const char *const *)path);
      g_assert_nonnull (result);
      assert_text (result, row->expected, row->name);
      g_assert_true (iru_toml_check (result, NULL));
    }
}

typedef struct
{
  const char *text;
  IruTextErrorCode code;
  gsize offset;
} ErrorRow;

// clang-format off
static const ErrorRow error_rows[] = {
  { "a = \"x", IRU_TEXT_ERROR_TRUNCATED, 6 },
  { "a = \"x\n", IRU_TEXT_ERROR_SYNTAX, 6 },
  { "a = [1, 2", IRU_TEXT_ERROR_TRUNCATED, 9 },
  { "a = { b = 1", IRU_TEXT_ERROR_TRUNCATED, 11 },
  { "[a", IRU_TEXT_ERROR_TRUNCATED, 2 },
  { "[a\n", IRU_TEXT_ERROR_SYNTAX, 2 },
  { "a =", IRU_TEXT_ERROR_TRUNCATED, 3 },
  { "a = x", IRU_TEXT_ERROR_SYNTAX, 4 },
  { "a = 1 b = 2", IRU_TEXT_ERROR_SYNTAX, 6 },
  { "a = 1\nb = 2\na = 3", IRU_TEXT_ERROR_SYNTAX, 12 },
  { "a = 1\n\"\\u0061\" = 3", IRU_TEXT_ERROR_SYNTAX, 6 },
  { "a = { b = 1, b = 2 }", IRU_TEXT_ERROR_SYNTAX, 13 },
  { "a = [ { b = 1 }, { b = 2, b = 3 } ]", IRU_TEXT_ERROR_SYNTAX, 26 },
  { "[a]\n[a]", IRU_TEXT_ERROR_SYNTAX, 5 },
  { "a = [1 2]", IRU_TEXT_ERROR_SYNTAX, 7 },
  { "a = [,]", IRU_TEXT_ERROR_SYNTAX, 5 },
  { "a = 1\rb = 2", IRU_TEXT_ERROR_SYNTAX, 5 },
  { "a = \"\\q\"", IRU_TEXT_ERROR_SYNTAX, 6 },
  { "a = \"\\uD800\"", IRU_TEXT_ERROR_SYNTAX, 7 },
  { "a = 2021-02-29", IRU_TEXT_ERROR_SYNTAX, 4 },
  { "a = \"\xff\"", IRU_TEXT_ERROR_ENCODING, 5 },
};
// clang-format on

static void
test_errors (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (error_rows); i++)
    {
      const ErrorRow *row = &error_rows[i];
      g_autoptr (GBytes) text = bytes_of (row->text);
      IruTextError error = { 0 };

      g_test_message ("row %u", i);
      g_assert_false (iru_toml_check (text, &error));
      g_assert_cmpint (error.code, ==, row->code);
      g_assert_cmpuint (error.offset, ==, row->offset);
      g_assert_false (iru_toml_check (text, NULL));
    }

  g_autoptr (GBytes) nul = g_bytes_new_static ("a = 1\0", 6);
  IruTextError error = { 0 };
  g_assert_false (iru_toml_check (nul, &error));
  g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_ENCODING);
}

typedef struct
{
  const char *text;
  const char *path;
  gsize offset;
} RefusalRow;

static void
test_refusals (void)
{
  static const RefusalRow rows[] = {
    { "mcp_servers = 1\n", PLACE, 14 },
    { "x = 1\nmcp_servers = []\n", PLACE, 20 },
    { "x = 1\n[[mcp_servers]]\na = 1\n", PLACE, 6 },
    { "mcp_servers = { n = 1 }\n", PLACE "/url", 20 },
  };
  g_autoptr (IruValue) value = iru_value_new_string ("x");
  g_autoptr (IruValue) null = iru_value_new (IRU_VALUE_NULL);
  g_autoptr (IruValue) half = iru_value_new_string ("\xed\xa0\x80");
  g_autoptr (IruValue) number = iru_value_new_literal (IRU_VALUE_NUMBER, "1 # x");
  const IruValue *const bad[] = { null, half, number };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) text = bytes_of (rows[i].text);
      g_auto (GStrv) path = split_path (rows[i].path);
      IruTextError error = { 0 };

      g_test_message ("%s", rows[i].text);
      g_assert_null (set (text, (const char *const *)path, value, &error));
      g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_UNSUPPORTED);
      g_assert_cmpuint (error.offset, ==, rows[i].offset);
      g_assert_null (iru_toml_read (text, (const char *const *)path));
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GBytes) text = bytes_of ("a = 1\n");
      IruTextError error = { 0 };

      g_assert_null (iru_toml_set (text, new_server, bad[i], &error));
      g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_UNSUPPORTED);
      g_assert_null (iru_toml_set (text, whole, value, NULL));
      g_assert_null (iru_toml_remove (text, whole, NULL));
    }
}

/* JSON may have a key twice, TOML may not: the last one counts. */
static void
test_twice (void)
{
  static const char *const path[] = { "t", NULL };
  g_autoptr (IruValue) value = iru_value_new (IRU_VALUE_OBJECT);
  g_autoptr (GBytes) text = bytes_of ("");
  g_autoptr (GBytes) result = NULL;
  IruValue *inner = iru_value_new (IRU_VALUE_OBJECT);

  iru_value_add (value, "a", iru_value_new_string ("1"));
  iru_value_add (value, "b", inner);
  iru_value_add (value, "a", iru_value_new_string ("2"));
  iru_value_add (inner, "c", iru_value_new_string ("3"));
  iru_value_add (inner, "c", iru_value_new_boolean (TRUE));
  result = set (text, path, value, NULL);
  assert_text (result, "[t]\nb = { c = true }\na = \"2\"\n", "the last one");
}

/* --- reading --- */

static void
test_spans (void)
{
  static const char *const server[] = { "s", "a", NULL };
  static const char *const spread[] = { "s", "b", NULL };
  g_autoptr (GBytes) text = bytes_of ("[s.a] # c\n\"u\\u0072l\" = \"x\\ty\"\n\n"
                                      "[s.b]\n[s.b.c]\nd = [0x1F, 1_0]\n");
  g_autoptr (IruValue) a = iru_toml_read (text, server);
  g_autoptr (IruValue) b = iru_toml_read (text, spread);
  IruValue *d = iru_value_get (iru_value_get (b, "c"), "d");
  IruMember *url = iru_value_get_member (a, 0);

  g_assert_cmpuint (a->span.start, ==, 0);
  g_assert_cmpuint (a->span.end, ==, 29);
  g_assert_cmpuint (b->span.start, ==, b->span.end);
  g_assert_cmpstr (url->key, ==, "url");
  g_assert_cmpuint (url->key_span.start, ==, 10);
  g_assert_cmpuint (url->key_span.end, ==, 20);
  g_assert_cmpstr (url->value->text, ==, "x\ty");
  g_assert_cmpuint (url->value->span.start, ==, 23);
  g_assert_cmpuint (url->value->span.end, ==, 29);
  g_assert_cmpstr (iru_value_get_element (d, 0)->text, ==, "0x1F");
  g_assert_cmpstr (iru_value_get_element (d, 1)->text, ==, "1_0");
}

static void
test_strings (void)
{
  static const char *const rows[][2] = {
    { "\"a\\b\\t\\n\\f\\r\\e\\\"\\\\\\x41\\u0042\\U00000043\"", "a\b\t\n\f\r\x1b\"\\ABC" },
    { "\"\\u0000\\x00\"", "\xc0\x80\xc0\x80" },
    { "'a\\b\"'", "a\\b\"" },
    { "\"\"\"\r\na\r\nb\"\"\"", "a\nb" },
    { "\"\"\"\n\na \\  \r\n \n  b\"\"\"\"\"", "\na b\"\"" },
    { "'''\r\n''a\\\r\n'''''", "''a\\\n''" },
    { "\"\"\"\"\"\"", "" },
    { "''", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (IruValue) value = parse_value (rows[i][0]);

      g_test_message ("%s", rows[i][0]);
      g_assert_cmpstr (value->text, ==, rows[i][1]);
    }
}

/* The same table in every spelling. */
static void
test_spellings (void)
{
  static const char *const texts[] = {
    "[s.a]\nu = 1\nh = { k = 2, \"l m\" = 3 }\n",
    "[s.a]\nu = 1\n[s.a.h]\nk = 2\n'l m' = 3\n",
    "s.a.u = 1\ns.a.h.k = 2\ns.a.h.\"l m\" = 3\n",
    "s = { a = { u = 1, h.k = 2, h.'l m' = 3 } }\n",
    "[s.a.h]\nk = 2\n[s]\n[x]\n[s.a]\nu = 1\nh.\"l m\" = 3\n",
    "[s.a]\n[x]\n[s.a.h]\nk = 2\n\"l\\x20m\" = 3\n[y]\n",
  };
  static const char *const path[] = { "s", "a", NULL };
  g_autoptr (IruValue) first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) text = bytes_of (texts[i]);
      g_autoptr (IruValue) value = iru_toml_read (text, path);

      g_test_message ("%s", texts[i]);
      if (i == 4 || i == 5)
        {
          /* Keys may not be added to a table that has its own header. */
          g_assert_true ((value == NULL) == (i == 4));
          continue;
        }
      g_assert_nonnull (value);
      if (first == NULL)
        first = iru_value_copy (value);
      g_assert_true (iru_value_equal (value, first));
    }
}

/* --- bounds --- */

static GBytes *
nest (const char *start, const char *open, const char *middle, const char *close, guint depth)
{
  GString *text = g_string_new (start);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, open);
  g_string_append (text, middle);
  for (guint i = 0; i < depth; i++)
    g_string_append (text, close);
  return g_string_free_to_bytes (text);
}

static void
test_depth (void)
{
  static const char *const forms[][4] = {
    { "a = ", "[", "", "]" },  { "a = ", "{a=", "1", "}" }, { "a = ", "[{a=", "1", "}]" },
    { "a", ".a", " = 1", "" }, { "[a", ".a", "]", "" },     { "[[a", ".a", "]]", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      const char *const *form = forms[i];
      guint depth = i == 2 ? IRU_TEXT_MAX_DEPTH / 2 : IRU_TEXT_MAX_DEPTH - (i >= 4 ? 2 : 0);
      g_autoptr (GBytes) deep = nest (form[0], form[1], form[2], form[3], depth);
      g_autoptr (GBytes) deeper = nest (form[0], form[1], form[2], form[3], depth + 2);
      g_autoptr (GBytes) unclosed = nest (form[0], form[1], "", "", 1000000);
      g_autoptr (IruValue) value = iru_toml_read (deep, whole);
      IruTextError error = { 0 };

      g_test_message ("%s%s", form[0], form[1]);
      g_assert_nonnull (value);
      g_assert_false (iru_toml_check (deeper, &error));
      g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_TOO_LARGE);
      g_assert_false (iru_toml_check (unclosed, NULL));
    }
}

/* Tables with more keys than are looked up one by one, also in arrays, whose tables
 * come and go. */
static void
test_wide (void)
{
  static const char *const path[] = { "rows", NULL };
  g_autoptr (GString) row = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new ("rows = [\n");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) twice = NULL;
  g_autoptr (GBytes) twice_in_row = NULL;
  g_autoptr (IruValue) rows = NULL;
  IruTextError error = { 0 };

  for (guint i = 0; i < 40; i++)
    g_string_append_printf (row, "k%u = %u, d.k%u = %u, ", i, i, i, i);
  for (guint i = 0; i < 300; i++)
    g_string_append_printf (text, "  { %s z = { %s } },\n", row->str, row->str);
  g_string_append (text, "]\n");
  for (guint i = 0; i < 100; i++)
    g_string_append_printf (text, "k%u = %u\n", i, i);

  bytes = g_bytes_new (text->str, text->len);
  rows = iru_toml_read (bytes, path);
  g_assert_nonnull (rows);
  g_assert_cmpuint (iru_value_count_elements (rows), ==, 300);
  for (guint i = 0; i < 300; i++)
    {
      IruValue *element = iru_value_get_element (rows, i);

      g_assert_cmpuint (iru_value_count_members (element), ==, 42);
      g_assert_cmpuint (iru_value_count_children (iru_value_get (element, "d")), ==, 40);
      g_assert_true (iru_value_equal (element, iru_value_get_element (rows, 0)));
    }

  g_string_append (text, "k50 = 1\n");
  twice = g_bytes_new (text->str, text->len);
  g_assert_false (iru_toml_check (twice, &error));
  g_assert_cmpuint (error.offset, ==, text->len - strlen ("k50 = 1\n"));

  g_string_append (row, "d.k7 = 1");
  g_string_printf (text, "k7 = 1\nrows = [{ %s }]\n", row->str);
  twice_in_row = g_bytes_new (text->str, text->len);
  error = (IruTextError){ 0 };
  g_assert_false (iru_toml_check (twice_in_row, &error));
  g_assert_cmpuint (error.offset, ==, text->len - strlen ("k7 = 1 }]\n"));
}

/* Anything quadratic shows here as a time-out. */
static void
test_large (void)
{
  g_autoptr (GString) text = g_string_new ("model = \"x\"\n");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) with = NULL;
  g_autoptr (GBytes) without = NULL;
  g_autoptr (IruValue) entry = parse_value (ENTRY);

  for (guint i = 0; i < 50000; i++)
    g_string_append_printf (text,
                            "\n# server %u\n[mcp_servers.s%u]\ncommand = \"/usr/bin/npx\"\n"
                            "args = [\"-y\", \"@scope/package-%u\"] # comment\n"
                            "env = { KEY = \"value\", \"other key\" = 'v' }\n\n"
                            "[mcp_servers.s%u.tools.read]\napproval = \"auto\"\n",
                            i, i, i, i);
  bytes = g_string_free_to_bytes (g_steal_pointer (&text));
  g_test_timer_start ();
  with = set (bytes, new_server, entry, NULL);
  g_test_message ("%" G_GSIZE_FORMAT " bytes: set in %.3f s", g_bytes_get_size (bytes),
                  g_test_timer_elapsed ());
  g_assert_nonnull (with);
  without = take_out (with, new_server);
  g_assert_true (g_bytes_equal (without, bytes));

  /* All of it taken out: 50,000 blocks, one after another. */
  static const char *const servers[] = { "mcp_servers", NULL };
  g_autoptr (GBytes) none = take_out (bytes, servers);
  assert_text (none, "model = \"x\"\n\n# server 0\n", "all servers");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/toml/valid", test_valid);
  g_test_add_func ("/toml/invalid", test_invalid);
  g_test_add_data_func ("/toml/set-then-remove/documents", "toml", test_set_then_remove);
  g_test_add_data_func ("/toml/set-then-remove/toml-test", VALID, test_set_then_remove);
  g_test_add_data_func ("/toml/edit-all/documents", "toml", test_edit_all);
  g_test_add_data_func ("/toml/edit-all/toml-test", VALID, test_edit_all);
  g_test_add_func ("/toml/edit-rows", test_edit_rows);
  g_test_add_func ("/toml/errors", test_errors);
  g_test_add_func ("/toml/refusals", test_refusals);
  g_test_add_func ("/toml/twice", test_twice);
  g_test_add_func ("/toml/spans", test_spans);
  g_test_add_func ("/toml/strings", test_strings);
  g_test_add_func ("/toml/spellings", test_spellings);
  g_test_add_func ("/toml/depth", test_depth);
  g_test_add_func ("/toml/wide", test_wide);
  g_test_add_func ("/toml/large", test_large);

  return g_test_run ();
}
