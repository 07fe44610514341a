/* iru-hand-out.h: tell a client the keys that are in the keyring
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Prints the headers that are there under @name, as an object in JSON, on standard output. Not on
 * a terminal, and not for another url than theirs. Returns the exit code. */
int iru_hand_out (const char *name);

G_END_DECLS
