/* iru-sim-pending.h: answers that wait to be fetched, as their streams were closed before
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-sim-reply.h"

G_BEGIN_DECLS

typedef struct _IruSimPending IruSimPending;

IruSimPending *iru_sim_pending_new (void);
void iru_sim_pending_free (IruSimPending *pending);

/* Takes @reply, a message, and returns the stream to send instead: an event without data, whose
 * id is what to ask for. Headers of @reply go with it. The newest 100 are kept. */
IruSimReply *iru_sim_pending_add (IruSimPending *pending, IruSimReply *reply);
/* The rest of the stream after that event (transfer full); NULL if there is none. */
IruSimReply *iru_sim_pending_take (IruSimPending *pending, const char *event_id);

G_END_DECLS
