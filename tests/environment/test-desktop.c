/* test-desktop.c: what an application that is started from the desktop has in its environment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "iru-desktop.h"

static const char *
get_nothing (const char *name)
{
  return NULL;
}

static const struct
{
  const char *file;
  const char *text;
  gboolean sees;
} rows[] = {
  { "home/.config/environment.d/iru.conf", "IRU_KEY=x\n", TRUE },
  { "home/.config/environment.d/iru.conf", "#IRU_KEY=x\nIRU_KEY2=x\nMY_IRU_KEY=x\nIRU_KEY\n",
    FALSE },
  { "home/.config/environment.d/iru.sh", "IRU_KEY=x\n", FALSE },
  { "home/.profile", "if true; then\n  export IRU_KEY=x\nfi", TRUE },
  { "home/.profile", "echo $IRU_KEY=x", FALSE },
  { "home/.pam_environment", "IRU_KEY DEFAULT=x\n", TRUE },
  { "home/.bashrc", "export IRU_KEY=x\n", FALSE },
  { "home/.zshrc", "export IRU_KEY=x\n", FALSE },
  { "etc/environment", "IRU_KEY=x\n", TRUE },
  { "etc/environment.d/50.conf", "IRU_KEY=x\n", TRUE },
};

static void
test_files (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *root = g_dir_make_tmp ("iru-desktop-XXXXXX", NULL);
      g_autofree char *home = g_build_filename (root, "home", NULL);
      g_autofree char *file = g_build_filename (root, rows[i].file, NULL);
      g_autofree char *folder = g_path_get_dirname (file);
      g_autoptr (IruPlaces) places =
          iru_places_new (IRU_PLATFORM_LINUX, root, home, NULL, get_nothing);

      g_test_message ("%u %s", i, rows[i].file);
      g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
      g_assert_true (g_file_set_contents (file, rows[i].text, -1, NULL));
      g_assert_cmpint (iru_desktop_sees (places, "IRU_KEY"), ==, rows[i].sees);
    }
}

/* Nothing is waited for, and what is not known is not said. */
static void
test_others (void)
{
  g_autofree char *home = g_dir_make_tmp ("iru-desktop-XXXXXX", NULL);
  g_autofree char *pipe = g_build_filename (home, ".profile", NULL);
  g_autoptr (IruPlaces) mine =
      iru_places_new (IRU_PLATFORM_LINUX, "/nonexistent", home, NULL, get_nothing);
  g_autoptr (IruPlaces) mac =
      iru_places_new (IRU_PLATFORM_MACOS, "/nonexistent", home, NULL, get_nothing);
  g_autoptr (IruPlaces) windows =
      iru_places_new (IRU_PLATFORM_WINDOWS, "/nonexistent", home, NULL, get_nothing);
  g_autoptr (IruPlaces) theirs =
      iru_places_new (IRU_PLATFORM_LINUX, "/nonexistent", home, NULL, NULL);

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_false (iru_desktop_sees (mine, "IRU_KEY"));
  g_assert_false (iru_desktop_sees (mac, "IRU_KEY"));
  g_assert_true (iru_desktop_sees (windows, "IRU_KEY"));
  g_assert_true (iru_desktop_sees (theirs, "IRU_KEY"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/desktop/files", test_files);
  g_test_add_func ("/desktop/others", test_others);
  return g_test_run ();
}
