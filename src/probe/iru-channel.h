/* iru-channel.h: what carries the messages of a conversation
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A channel sends and delivers. It knows of sessions, redirects, streams and pipes, and
 * nothing of what follows an answer or what it means: that is iru-conversation.h.
 */
#pragma once

#include "iru-http.h"
#include "iru-mcp.h"
#include "iru-probe-result.h"

G_BEGIN_DECLS

/**
 * IruMessage:
 * @method: static
 * @body: JSON in one line; whoever sends takes it
 * @id: 0: a notification
 * @name: (nullable): of the tool, as a header; lives as long as the channel
 * @revision: (nullable): that is spoken, once that is known; static
 * @limit_ms: for the answer, once there is a connection; 0: none
 * @elsewhere: on another connection than the rest, if the server keeps a session
 */
typedef struct
{
  const char *method;
  char *body;
  gint64 id;
  const char *name;
  const char *revision;
  guint limit_ms;
  gboolean elsewhere;
} IruMessage;

/**
 * IruDelivery:
 * @answer: never NULL; of any kind, IRU_MCP_NOTHING too
 * @reply: (nullable): the HTTP answer that @answer came in, if it has one of its own
 * @breach: (nullable): why clients do not take it; untrusted
 * @resumed: it is the rest of a stream, or what came instead
 * @last: no message is taken any more
 */
typedef struct
{
  const IruMcpAnswer *answer;
  const IruHttpReply *reply;
  const char *breach;
  gboolean resumed;
  gboolean last;
} IruDelivery;

typedef enum
{
  IRU_FAULT_BROKEN,    /* the exchange of reply has no whole answer */
  IRU_FAULT_LATE,      /* time was up */
  IRU_FAULT_BREACH,    /* text: what the server did wrong */
  IRU_FAULT_ENDED,     /* text: how it came to its end before the answer */
  IRU_FAULT_TOO_LARGE, /* a message */
  IRU_FAULT_ELSEWHERE, /* target: another origin, which is not gone to */
  IRU_FAULT_MOVED,     /* target: gone to; the message is still under way */
  IRU_FAULT_NOISE,     /* text: no message; what was awaited still is */
} IruFaultKind;

/**
 * IruFault:
 * @connected: BROKEN: another message may fare better
 * @text: (nullable): translated, or untrusted; LATE: NULL if the classifier knows more
 */
typedef struct
{
  IruFaultKind kind;
  const IruHttpReply *reply;
  gboolean connected;
  const char *text;
  guint status;
  const char *target;
} IruFault;

/**
 * IruChannelListener:
 * @on_answer: to the message that was sent last; for a notification: it was taken or refused
 * @on_fault: why no answer comes (but see MOVED and NOISE)
 * @on_login: (nullable) answer to ask_login; NULL: there was none
 * @on_rung: is being climbed
 * @on_over: the last call, from the main loop; the channel may be freed
 */
typedef struct
{
  void (*on_answer) (const IruDelivery *delivery, gpointer user_data);
  void (*on_fault) (const IruFault *fault, gpointer user_data);
  void (*on_login) (const IruHttpReply *reply, gpointer user_data);
  void (*on_rung) (IruRung rung, gpointer user_data);
  void (*on_over) (gpointer user_data);
} IruChannelListener;

typedef struct _IruChannel IruChannel;

/**
 * IruChannelClass:
 * @send: takes the body; one message at a time waits for its answer
 * @forget_session: (nullable): what follows begins a new one
 * @ask_login: (nullable): asks whether a login is wanted, at the first place for that or the
 *   second; answered by on_login
 * @expire: time is up: tells why no answer came
 * @close: says goodbye; nothing but on_over follows
 * @stop: at once; nothing but on_over follows
 * @take_times: sets those of @times, in ms, that are its own; see iru_probe_result_set_rungs()
 */
typedef struct
{
  void (*send) (IruChannel *channel, const IruMessage *message);
  void (*forget_session) (IruChannel *channel);
  void (*ask_login) (IruChannel *channel, guint nth);
  void (*expire) (IruChannel *channel);
  void (*close) (IruChannel *channel);
  void (*stop) (IruChannel *channel);
  void (*take_times) (IruChannel *channel, double *times);
  void (*free) (IruChannel *channel);
} IruChannelClass;

/**
 * IruChannel:
 * @listener: @user_data: set before the first message
 * @name: as IruProbeResult has it
 * @http: @uri: (nullable): for the classifier
 * @has_session: the server gave one
 * @mcp_seen: anything in JSON-RPC was understood
 * @answered: some message got an answer's headers
 */
struct _IruChannel
{
  const IruChannelClass *klass;
  const IruChannelListener *listener;
  gpointer user_data;
  const char *name;
  const IruHttp *http;
  GUri *uri;
  gboolean has_session;
  gboolean mcp_seen;
  gboolean answered;
  guint n_requests;
};

G_END_DECLS
