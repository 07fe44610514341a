/* iru-test-home.c: a scratch home for a test
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-test-home.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>

char *
iru_test_home_new (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *made = g_dir_make_tmp ("iru-test-XXXXXX", &error);
  char *home;

  g_assert_no_error (error);
  /* On macOS the folder for temporary files is behind a link. */
  home = realpath (made, NULL);
  g_assert_nonnull (home);
  return home;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir =
      g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

void
iru_test_home_free (char *home)
{
  remove_tree (home);
  free (home);
}

void
iru_test_home_write (const char *home, const char *path, const char *text, int mode)
{
  g_autofree char *file = g_build_filename (home, path, NULL);
  g_autofree char *folder = g_path_get_dirname (file);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  g_file_set_contents (file, text, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (file, mode), ==, 0);
}

char *
iru_test_home_read (const char *home, const char *path)
{
  g_autofree char *file = g_build_filename (home, path, NULL);
  char *text = NULL;

  g_file_get_contents (file, &text, NULL, NULL);
  return text;
}
