/* iru-sim-reply.h: one HTTP answer, before it is sent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-sim-request.h"

G_BEGIN_DECLS

/**
 * IruSimReply:
 * @content_type: (nullable): static; NULL if there is no body
 * @body: (element-type GBytes): the parts of the body, sent one after the other
 * @headers: (owned): beside Content-Type and Content-Length
 * @is_message: the body is JSON-RPC, so it may travel as an event
 */
typedef struct
{
  guint status;
  const char *content_type;
  GPtrArray *body;
  SoupMessageHeaders *headers;
  gboolean is_message;
} IruSimReply;

IruSimReply *iru_sim_reply_new (guint status);
IruSimReply *iru_sim_reply_new_text (guint status, const char *content_type, const char *text);
/* A page such as web servers answer with. */
IruSimReply *iru_sim_reply_new_html (guint status, const char *text);
/* @result: (transfer full) */
IruSimReply *iru_sim_reply_new_result (const IruSimRequest *request, JsonObject *result);
/* @data: (transfer full) (nullable) */
IruSimReply *iru_sim_reply_new_error (const IruSimRequest *request, guint status, int code,
                                      const char *message, JsonObject *data);
void iru_sim_reply_free (IruSimReply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruSimReply, iru_sim_reply_free)

void iru_sim_reply_append (IruSimReply *reply, const char *data, gsize length);
/* Borrows @part. */
void iru_sim_reply_append_bytes (IruSimReply *reply, GBytes *part);
void iru_sim_reply_set_header (IruSimReply *reply, const char *name, const char *value);

/* How a message is put into an event stream. */
typedef enum
{
  IRU_SIM_EVENT_PLAIN,
  IRU_SIM_EVENT_PRIMED, /* after an event with an id and empty data, as 2025-11-25 has it */
  IRU_SIM_EVENT_CHATTY, /* after comments and a notification, in CRLF lines, data in two */
} IruSimEventStyle;

/* Makes the message in @reply an event; does nothing if it is no message, or is one by now. */
void iru_sim_reply_make_event (IruSimReply *reply, IruSimEventStyle style);

G_END_DECLS
