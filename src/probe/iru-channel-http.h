/* iru-channel-http.h: messages over Streamable HTTP, or HTTP+SSE where that is refused
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-server.h"
#include "iru-channel.h"

G_BEGIN_DECLS

/**
 * iru_channel_http_new:
 * @headers: (element-type IruPair): sent with each request; referenced
 *
 * Goes on at the new place after a redirect within the origin; takes a stream up again that ended
 * before the answer; keeps the session that initialize gave, and closes it.
 */
IruChannel *iru_channel_http_new (GUri *uri, GPtrArray *headers);

G_END_DECLS
