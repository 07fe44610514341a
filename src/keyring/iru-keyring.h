/* iru-keyring.h: the keys of servers in the keyring of the desktop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The only code that talks to the Secret Service. What a server's headers hold is one item each,
 * whose attributes are "application", which is iru-mcp-setup, "server", "header" and "url"; the
 * secret is the header's value, so that secret-tool(1) finds it.
 *
 * Nothing here waits for longer than it says. Where there is no keyring, it is locked, or this
 * build knows none, that is IRU_ERROR_FAILED. To be used from one thread.
 */
#pragma once

#include "iru-error.h"
#include "iru-server.h"

G_BEGIN_DECLS

typedef enum
{
  IRU_KEYRING_QUIET,  /* a locked keyring is an error; 5 s */
  IRU_KEYRING_HASTY,  /* whoever is there may unlock it; 8 s, as clients wait for 10 */
  IRU_KEYRING_PATIENT /* the same; 60 s */
} IruKeyringPatience;

/**
 * iru_keyring_load:
 * @name: of the server
 *
 * Returns: (transfer full) (nullable): a server with a url and headers and nothing else; NULL with
 *   @error: IRU_ERROR_NOT_FOUND if the keyring has none of that name
 */
IruServer *iru_keyring_load (const char *name, IruKeyringPatience patience, GError **error);

/* Keeps the secret headers of @server, for its url, under its name; what was there under that name
 * goes. If it fails, what was there before is put back. */
gboolean iru_keyring_store (const IruServer *server, GError **error);

/* Whether it is found as well by who is not told where the session's bus is. */
gboolean iru_keyring_is_usual (void);

/* Takes away what is there under @name; whoever is there may unlock it. */
gboolean iru_keyring_clear (const char *name, GError **error);

G_END_DECLS
