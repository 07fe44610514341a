/* iru-sse.h: server-sent events, read as they come
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The stream format of the HTML standard: LF, CRLF or CR, comments, data over
 * several lines. An event without data is not reported: a server may send one to
 * open the stream.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _IruSse IruSse;

/**
 * IruSseFunc:
 * @type: "message" if the event names none
 * @data: NUL-terminated; may hold other NULs within @length
 *
 * Returns: %TRUE if no more events are wanted
 */
typedef gboolean (*IruSseFunc) (const char *type, const char *data, gsize length,
                                gpointer user_data);

typedef enum
{
  IRU_SSE_MORE,
  IRU_SSE_STOPPED, /* the function wanted no more; the rest of the bytes is dropped */
  IRU_SSE_TOO_LARGE,
} IruSseState;

/* @max_size: of a single event or line, in bytes. */
IruSse *iru_sse_new (gsize max_size);
void iru_sse_free (IruSse *sse);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruSse, iru_sse_free)

/* @func is called for each event that these bytes complete. */
IruSseState
iru_sse_feed (IruSse *sse, const char *bytes, gsize length, IruSseFunc func, gpointer user_data);

/* The id of the latest whole event, also of one without data: from there the stream can
 * be asked for again. NULL if there was none. Borrowed. */
const char *iru_sse_get_last_id (const IruSse *sse);
/* How long to wait before that, in milliseconds; -1 if the stream did not say. */
gint64 iru_sse_get_retry_ms (const IruSse *sse);

/* Whether a line ended in CR alone, which the official SDKs never see the end of. */
gboolean iru_sse_has_bare_cr (const IruSse *sse);

G_END_DECLS
