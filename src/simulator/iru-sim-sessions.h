/* iru-sim-sessions.h: the sessions of the legacy revisions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-sim-mode.h"

G_BEGIN_DECLS

typedef struct _IruSimSessions IruSimSessions;

IruSimSessions *iru_sim_sessions_new (void);
void iru_sim_sessions_free (IruSimSessions *sessions);

/* Opens one and returns its id (borrowed). The newest 1,000 are kept. With a quirk
 * that loses sessions it may be one that is lost at its first tools/list. */
const char *iru_sim_sessions_open (IruSimSessions *sessions, IruSimQuirk quirk);
gboolean iru_sim_sessions_has (IruSimSessions *sessions, const char *id);
/* FALSE if there was none. */
gboolean iru_sim_sessions_close (IruSimSessions *sessions, const char *id);
/* Forgets the session if it was opened as one to lose. */
void iru_sim_sessions_lose (IruSimSessions *sessions, const char *id);

G_END_DECLS
