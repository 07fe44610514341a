/* iru-program.h: which program a command names
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The program that a path of any system names, in lower case: npx for C:\…\npx.cmd.
 * (transfer full) */
char *iru_program_get_name (const char *command);

/* Whether @command, with a path and an ending or not, is the program @name. */
gboolean iru_program_is_named (const char *command, const char *name);

/* Whether @command is one of @names (NULL-terminated). */
gboolean iru_program_is_one_of (const char *command, const char *const *names);

G_END_DECLS
