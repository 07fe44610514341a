/* replay.c: runs a fuzz target over files, without a fuzzer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * replay FOLDER-OR-FILE...
 *
 * One case of TAP for each argument. A target that finds something aborts; the last
 * name written is that of the file.
 */
#include "fuzz.h"

#include <stdio.h>
#include <string.h>

/* Large files of the test data are for other tests. */
#define MAX_SIZE (64 * 1024)

/* How many things are done to each file. */
#define N_SALTS 16

static guint
run_file (const char *path)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &error))
    g_error ("%s", error->message);
  if (length > MAX_SIZE)
    return 0;

  /* Without the NUL behind it, so that a sanitizer sees who reads too far. */
  g_autofree guint8 *data = g_memdup2 (text, length);
  printf ("# %s\n", path);
  fflush (stdout);
  for (fuzz_salt = 0; fuzz_salt < N_SALTS; fuzz_salt++)
    LLVMFuzzerTestOneInput (data, length);
  return 1;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *
list_folder (const char *folder)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  if (dir == NULL)
    g_error ("%s", error->message);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_names);
  return paths;
}

static guint
run (const char *path)
{
  guint n = 0;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    return run_file (path);

  g_autoptr (GPtrArray) paths = list_folder (path);
  for (guint i = 0; i < paths->len; i++)
    n += run (g_ptr_array_index (paths, i));
  return n;
}

int
main (int argc, char **argv)
{
  gboolean failed = FALSE;

  LLVMFuzzerInitialize (&argc, &argv);
  for (int i = 1; i < argc; i++)
    {
      guint n = run (argv[i]);
      g_autofree char *name = g_path_get_basename (argv[i]);

      failed |= n == 0;
      printf ("%s %d %s: %u files\n", n > 0 ? "ok" : "not ok", i, name, n);
    }
  printf ("1..%d\n", argc - 1);
  return failed ? 1 : 0;
}
