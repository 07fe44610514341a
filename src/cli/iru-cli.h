/* iru-cli.h: the program without a window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Does what the command line says. Returns the exit code:
 * 0 all is well · 1 the program could not do its job · 2 the command line is wrong ·
 * 3 configuration or runtime fault · 4 the endpoint can't be reached ·
 * 5 authentication · 6 permission · 7 the endpoint answers, but not as it should. */
int iru_cli_run (int argc, char **argv);

G_END_DECLS
