/* iru-desktop.h: what an application that is started from the desktop has in its environment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-places.h"

G_BEGIN_DECLS

/* Whether a variable that is set reaches applications of the desktop: on Linux one that a file sets
 * which the session reads as it begins (environment.d(5), pam_env(8), .profile); on Windows every
 * one, on macOS none; all of them where that is not known, as it is another's home. */
gboolean iru_desktop_sees (IruPlaces *places, const char *variable);

G_END_DECLS
