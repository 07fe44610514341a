/* main.c: iru-mcp-setup-gui, the wizard
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>
#include <locale.h>

#include "iru-application.h"
#include "iru-value.h"

int
main (int argc, char **argv)
{
  g_autoptr (GApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, IRU_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  iru_secret_forbid_core_files ();
  if (!gtk_init_check ())
    {
      g_printerr ("iru-mcp-setup: %s\n",
                  _ ("There is no display to open a window on. Use “iru-mcp-setup --help” to see "
                     "what can be done without one."));
      return 1;
    }
  application = iru_application_new ();
  return g_application_run (application, argc, argv);
}
