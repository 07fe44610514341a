/* iru-helper.h: this program as what a client asks for headers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-client.h"

G_BEGIN_DECLS

/* The command line, for a shell, that prints the headers which the keyring has under @name, with
 * the path of this program as it is installed. (transfer full) */
char *iru_helper_make (const char *name);

/**
 * iru_helper_parse:
 * @command: from a client's file; never run
 * @program: (out) (optional) (transfer full): the path in it
 *
 * Returns: (transfer full) (nullable): the name, if the command is one that iru_helper_make()
 *   makes here or on another machine; NULL for any other command
 */
char *iru_helper_parse (const char *command, char **program);

/* Appends the names that entries in @text, a client's file, ask for. @names: (element-type utf8) */
void iru_helper_list_names (const IruClient *client, GBytes *text, GPtrArray *names);

/* The titles of the clients that ask a helper. (transfer full) */
char *iru_helper_list_clients (void);

G_END_DECLS
