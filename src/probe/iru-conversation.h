/* iru-conversation.h: the steps of one MCP conversation, over any channel
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asks for the era, handshakes, lists the tools, calls the one that the user named, and closes.
 * What each answer means, and which step follows, is decided here and nowhere else.
 */
#pragma once

#include "iru-probe.h"
#include "iru-channel.h"

G_BEGIN_DECLS

typedef struct _IruConversation IruConversation;

/**
 * iru_conversation_new:
 * @server: copied
 * @options: may go once this returns
 * @task: (transfer full): returns the IruProbeResult
 */
IruConversation *
iru_conversation_new (const IruServer *server, const IruProbeOptions *options, GTask *task);

/* The copy. Borrowed. */
const IruServer *iru_conversation_get_server (IruConversation *conversation);
/* What there is of it. Borrowed. */
IruProbeResult *iru_conversation_get_result (IruConversation *conversation);

/**
 * iru_conversation_begin:
 * @channel: (transfer full)
 * @asks_era: begins with server/discover, which some commands end on
 *
 * The conversation frees itself when it is over.
 */
void iru_conversation_begin (IruConversation *conversation, IruChannel *channel, gboolean asks_era);

/* Ends it, with its result as it is, where there is nothing to talk to. Frees @conversation. */
void iru_conversation_end (IruConversation *conversation);

G_END_DECLS
