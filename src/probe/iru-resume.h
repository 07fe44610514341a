/* iru-resume.h: a stream that ended before the answer, and where it goes on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A server may end the event stream of a POST before the answer is there, to spare the
 * connection, after an event with an id; a proxy may cut it. The client then asks with GET
 * for what follows that event (2025-03-26 to 2025-11-25, "Resumability and Redelivery";
 * 2026-07-28 has no GET).
 */
#pragma once

#include "iru-http.h"

G_BEGIN_DECLS

/* Of one conversation: a server that has nothing to say by then never will. */
#define IRU_RESUME_MAX 10
/* What is waited where the stream does not say. */
#define IRU_RESUME_DELAY_MS 1000

/**
 * IruResume:
 * @last_event_id: (nullable): for Last-Event-ID: can be put on the wire; NULL where no stream
 *   is to be taken up again
 * @delay_ms: to wait before that
 * @n: how often it was done
 */
typedef struct
{
  char *last_event_id;
  guint delay_ms;
  guint n;
} IruResume;

void iru_resume_clear (IruResume *resume);
/* The next exchange begins something new. What was done is still counted. */
void iru_resume_drop (IruResume *resume);

/**
 * iru_resume_take:
 * @reply: to a request whose answer has not come
 *
 * Returns: TRUE if @reply is a stream that can be asked for again: it ended or broke off, one
 *   of its events had an id, or the one that it goes on from, and there is a try left
 */
gboolean iru_resume_take (IruResume *resume, const IruHttpReply *reply);

G_END_DECLS
