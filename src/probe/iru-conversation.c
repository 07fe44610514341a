/* iru-conversation.c: the steps of one MCP conversation, over any channel
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-conversation.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-era.h"
#include "iru-excerpt.h"
#include "iru-listing.h"
#include "iru-timer.h"
#include "iru-tool-call.h"

/* More copies of one server than that are not told from one that forgets. */
#define MAX_ASKED_AGAIN 3
/* What server/discover may take, of the whole time and at most. */
#define ERA_SHARE 5
#define MAX_ERA_MS 3000
/* Places where metadata of OAuth is looked for. */
#define MAX_LOGIN_PLACES 2

typedef enum
{
  STEP_DISCOVER,
  STEP_INITIALIZE,
  STEP_INITIALIZED,
  STEP_LIST,
  STEP_CALL,
  N_STEPS,
} Step;

/* Each message is a step; what its answer means decides the next. It is over when the channel
 * is, which is told to close or to stop. */
struct _IruConversation
{
  GTask *task;
  IruServer *server;
  char *tool;      /* (nullable): what the user wants called */
  char *tool_name; /* the same as a header */
  IruProbeResult *result;
  IruClassifier classifier;
  IruChannel *channel; /* NULL: there is nothing to talk to */
  guint timeout_ms;
  GSource *timer;
  GSource *cancelled;
  gint64 start_us;
  gint64 step_us;

  Step step;
  gint64 id;
  const char *revision; /* (nullable): that is spoken */
  gboolean modern;
  guint n_sessions;
  guint n_asked_again; /* the step, as a server seemed to know nothing of the session */
  guint n_login_places;
  IruEra era;
  IruListing listing;
  IruProbeProgress progress;
  gpointer progress_data;
  IruRung rung; /* the highest that was told */
  double mcp_ms;
  double first_page_ms;
  double more_pages_ms;
};

/* How far it has come */

static void
climb (IruConversation *conversation, IruRung rung)
{
  if (rung <= conversation->rung)
    return;
  conversation->rung = rung;
  if (conversation->progress != NULL)
    conversation->progress (rung, conversation->progress_data);
}

/* The end */

static void
free_conversation (IruConversation *conversation)
{
  iru_timer_stop (&conversation->timer);
  iru_timer_stop (&conversation->cancelled);
  if (conversation->channel != NULL)
    conversation->channel->klass->free (conversation->channel);
  g_clear_pointer (&conversation->result, iru_probe_result_free);
  iru_listing_clear (&conversation->listing);
  iru_era_clear (&conversation->era);
  g_free (conversation->tool);
  g_free (conversation->tool_name);
  iru_server_free (conversation->server);
  g_object_unref (conversation->task);
  g_free (conversation);
}

static void
set_rungs (IruConversation *conversation)
{
  IruChannel *channel = conversation->channel;
  double times[IRU_N_RUNGS] = {
    [IRU_RUNG_AUTH] = conversation->first_page_ms,
    [IRU_RUNG_PERMISSION] = conversation->more_pages_ms,
    /* A refusal may come from a gateway that never looked at the message. */
    [IRU_RUNG_MCP] = channel->mcp_seen ? conversation->mcp_ms : -1,
  };

  channel->klass->take_times (channel, times);
  iru_probe_result_set_rungs (conversation->result, times);
}

void
iru_conversation_end (IruConversation *conversation)
{
  IruProbeResult *result = conversation->result;

  if (result->protocol == NULL)
    iru_era_choose_fault (&conversation->era, &result->findings);
  result->elapsed_ms = iru_timer_get_elapsed_ms (conversation->start_us);
  if (conversation->channel != NULL)
    {
      result->n_requests = conversation->channel->n_requests;
      set_rungs (conversation);
    }
  if (!g_task_return_error_if_cancelled (conversation->task))
    g_task_return_pointer (conversation->task, g_steal_pointer (&conversation->result),
                           (GDestroyNotify)iru_probe_result_free);
  free_conversation (conversation);
}

static void
on_over (gpointer user_data)
{
  iru_conversation_end (user_data);
}

static void
stop (IruConversation *conversation)
{
  conversation->channel->klass->stop (conversation->channel);
}

/* Whether a login would do instead of the key that was not sent is asked for first. */
static void
wind_up (IruConversation *conversation)
{
  IruChannel *channel = conversation->channel;

  if (channel->klass->ask_login != NULL && conversation->n_login_places < MAX_LOGIN_PLACES
      && iru_findings_has (conversation->result->findings, "auth-missing"))
    channel->klass->ask_login (channel, conversation->n_login_places++);
  else
    channel->klass->close (channel);
}

static void
on_login (const IruHttpReply *reply, gpointer user_data)
{
  IruConversation *conversation = user_data;

  if (reply == NULL)
    {
      stop (conversation);
      return;
    }
  g_autoptr (IruMcpAnswer) answer =
      iru_mcp_read (reply->body->str, reply->body->len, conversation->id);
  JsonObject *metadata = answer->root != NULL && JSON_NODE_HOLDS_OBJECT (answer->root)
                             ? json_node_get_object (answer->root)
                             : NULL;
  GPtrArray *findings = conversation->result->findings;

  for (guint i = 0; i < findings->len; i++)
    {
      IruFinding *finding = findings->pdata[i];

      if (reply->status == 200 && iru_mcp_get_array (metadata, "authorization_servers") != NULL
          && strcmp (finding->kind->id, "auth-missing") == 0)
        finding->kind = iru_finding_get_kind ("auth-oauth");
    }
  wind_up (conversation);
}

/* Messages */

static char *
build_body (IruConversation *conversation, Step step)
{
  switch (step)
    {
    case STEP_DISCOVER:
      return iru_mcp_build_discover (conversation->id);
    case STEP_INITIALIZE:
      return iru_mcp_build_initialize (conversation->id);
    case STEP_LIST:
      return iru_mcp_build_list_tools (conversation->id, conversation->listing.cursor,
                                       conversation->modern);
    case STEP_CALL:
      return iru_mcp_build_call_tool (conversation->id, conversation->tool, conversation->modern);
    case STEP_INITIALIZED:
    case N_STEPS:
      break;
    }
  return iru_mcp_build_initialized ();
}

static void
send_step (IruConversation *conversation, Step step)
{
  static const char *const methods[N_STEPS] = {
    [STEP_DISCOVER] = "server/discover",
    [STEP_INITIALIZE] = "initialize",
    [STEP_INITIALIZED] = "notifications/initialized",
    [STEP_LIST] = "tools/list",
    [STEP_CALL] = "tools/call",
  };
  gboolean asks = step != STEP_INITIALIZED;

  conversation->step = step;
  conversation->id += asks;
  if (step == STEP_LIST)
    climb (conversation, IRU_RUNG_AUTH);
  conversation->step_us = g_get_monotonic_time ();

  const IruMessage message = {
    .method = methods[step],
    .body = build_body (conversation, step),
    .id = asks ? conversation->id : 0,
    .name = step == STEP_CALL ? conversation->tool_name : NULL,
    .revision = step == STEP_DISCOVER     ? IRU_MCP_MODERN
                : step == STEP_INITIALIZE ? NULL
                                          : conversation->revision,
    .limit_ms = step == STEP_DISCOVER ? MIN (conversation->timeout_ms / ERA_SHARE, MAX_ERA_MS) : 0,
    /* Where sessions are not shared, another connection shows it. */
    .elsewhere = step == STEP_LIST && conversation->n_asked_again == 0,
  };
  conversation->channel->klass->send (conversation->channel, &message);
}

/* Sessions lost */

static gboolean
is_session_loss (IruConversation *conversation, const IruDelivery *delivery)
{
  Step step = conversation->step;
  guint status = delivery->reply->status;

  if (!conversation->channel->has_session
      || (step != STEP_LIST && step != STEP_CALL && step != STEP_INITIALIZED))
    return FALSE;
  return status == 404
         || (status == 400 && iru_classifier_names_session (delivery->reply, delivery->answer));
}

/* The step passed: if it had not before, with the same session, the copies do not share it. */
static void
note_shared (IruConversation *conversation)
{
  GPtrArray *findings = conversation->result->findings;

  if (conversation->n_asked_again > 0 && !iru_findings_has (findings, "session-not-shared"))
    iru_findings_add (findings, "session-not-shared", "%s",
                      _ ("One request finds the session, and the next does not: several copies of "
                         "the server answer in turn."));
  conversation->n_asked_again = 0;
}

/* Other copies of the server may know the session: the step is asked again on the connection of
 * the handshake. Balancers take turns, so it needs as many requests as there are copies. */
static void
reopen_session (IruConversation *conversation, const IruDelivery *delivery)
{
  if (!delivery->resumed && conversation->n_asked_again < MAX_ASKED_AGAIN)
    {
      conversation->n_asked_again++;
      send_step (conversation, conversation->step);
      return;
    }
  conversation->channel->klass->forget_session (conversation->channel);
  conversation->n_asked_again = 0;
  if (conversation->n_sessions++ > 0)
    {
      iru_classifier_add_breach (&conversation->classifier,
                                 _ ("The server forgot the session twice."));
      stop (conversation);
      return;
    }
  iru_findings_add (conversation->result->findings, "session-lost", NULL);
  g_clear_pointer (&conversation->result->tools, g_ptr_array_unref);
  iru_listing_clear (&conversation->listing);
  send_step (conversation, STEP_INITIALIZE);
}

/* Results */

static void
take_server_info (IruConversation *conversation, JsonObject *info)
{
  IruProbeResult *result = conversation->result;

  g_free (result->server_name);
  g_free (result->server_version);
  result->server_name =
      iru_excerpt_text (conversation->server, iru_mcp_get_string (info, "name"), -1);
  result->server_version =
      iru_excerpt_text (conversation->server, iru_mcp_get_string (info, "version"), -1);
}

/* @protocol is one that is known. */
static void
set_protocol (IruConversation *conversation, const char *protocol)
{
  IruProbeResult *result = conversation->result;

  g_free (result->protocol);
  result->protocol = g_strdup (protocol);
  result->transport = conversation->channel->name;
  conversation->revision = g_intern_string (protocol);
  conversation->mcp_ms += iru_timer_get_elapsed_ms (conversation->step_us);
}

static void
take_discovery (IruConversation *conversation, JsonObject *result)
{
  if (!iru_era_take_result (&conversation->era, &conversation->classifier, result))
    {
      send_step (conversation, STEP_INITIALIZE);
      return;
    }
  conversation->modern = TRUE;
  set_protocol (conversation, IRU_MCP_MODERN);
  take_server_info (conversation, iru_mcp_get_object (iru_mcp_get_object (result, "_meta"),
                                                      "io.modelcontextprotocol/serverInfo"));
  send_step (conversation, STEP_LIST);
}

static void
take_initialization (IruConversation *conversation, JsonObject *result, const char *breach)
{
  IruClassifier *classifier = &conversation->classifier;
  const char *protocol = iru_mcp_get_string (result, "protocolVersion");
  const char *fault = iru_mcp_find_initialization_fault (result);

  take_server_info (conversation, iru_mcp_get_object (result, "serverInfo"));
  if (breach != NULL || protocol == NULL)
    iru_classifier_add_breach (classifier,
                               breach != NULL ? breach : _ ("initialize: no protocolVersion"));
  else if (!iru_mcp_knows_revision (protocol))
    iru_classifier_add_version (classifier, protocol);
  else if (fault != NULL)
    iru_classifier_add_breach (classifier, fault);
  else
    {
      set_protocol (conversation, protocol);
      send_step (conversation, STEP_INITIALIZED);
      return;
    }
  wind_up (conversation);
}

/* The SDKs give up if it is refused; nothing in its body counts otherwise. */
static void
take_initialized (IruConversation *conversation, const IruDelivery *delivery)
{
  if (delivery->reply == NULL || delivery->reply->status / 100 == 2)
    {
      note_shared (conversation);
      send_step (conversation, STEP_LIST);
    }
  else if (is_session_loss (conversation, delivery))
    reopen_session (conversation, delivery);
  else
    {
      iru_classifier_add_refused_notification (&conversation->classifier, delivery->reply,
                                               delivery->answer);
      wind_up (conversation);
    }
}

/* The tool that the user named, if it may be called; else the end. */
static void
call_tool (IruConversation *conversation)
{
  IruProbeResult *result = conversation->result;
  const char *tool = conversation->tool;
  const char *why = tool != NULL ? iru_tool_call_forbid (result->tools, tool) : NULL;

  if (tool != NULL && why == NULL)
    {
      send_step (conversation, STEP_CALL);
      return;
    }
  if (why != NULL)
    iru_findings_add (result->findings, "tool-refused", "%s", why);
  else if (conversation->classifier.profile->judges_calls)
    iru_findings_add (
        result->findings, "tools-untried", "%s",
        _ ("This gateway asks its policies, and whether the session is suspended, when a tool is "
           "called."));
  wind_up (conversation);
}

static void
take_call (IruConversation *conversation, const IruMcpAnswer *answer)
{
  conversation->more_pages_ms += iru_timer_get_elapsed_ms (conversation->step_us);
  if (iru_tool_call_judge (&conversation->classifier, answer))
    conversation->result->called = g_strdup (conversation->tool);
  wind_up (conversation);
}

static void
take_page (IruConversation *conversation, JsonObject *result)
{
  IruProbeResult *into = conversation->result;
  IruListing *listing = &conversation->listing;
  const char *fault = NULL;
  IruListingState state =
      iru_listing_take_page (listing, conversation->server, result, into->findings, &fault);

  if (into->tools == NULL)
    into->tools = g_ptr_array_ref (listing->tools);
  climb (conversation, IRU_RUNG_PERMISSION);
  *(listing->n_pages == 1 ? &conversation->first_page_ms : &conversation->more_pages_ms) +=
      iru_timer_get_elapsed_ms (conversation->step_us);

  if (state == IRU_LISTING_MORE)
    send_step (conversation, STEP_LIST);
  else if (state == IRU_LISTING_DONE && into->tools->len > 0)
    call_tool (conversation);
  else
    {
      if (fault != NULL)
        iru_classifier_add_breach (&conversation->classifier, fault);
      wind_up (conversation);
    }
}

static void
take_result (IruConversation *conversation, const IruDelivery *delivery)
{
  JsonObject *result = delivery->answer->body;

  switch (conversation->step)
    {
    case STEP_DISCOVER:
      take_discovery (conversation, result);
      break;
    case STEP_INITIALIZE:
      take_initialization (conversation, result, delivery->breach);
      break;
    case STEP_LIST:
      take_page (conversation, result);
      break;
    case STEP_CALL:
    case STEP_INITIALIZED:
    case N_STEPS:
      break;
    }
}

/* Faults */

/* server/discover went wrong, which is no fault before initialize was tried. */
static void
fall_back (IruConversation *conversation, const IruHttpReply *reply, const IruMcpAnswer *answer)
{
  gboolean again =
      iru_era_take_fault (&conversation->era, &conversation->classifier, reply, answer);

  send_step (conversation, again ? STEP_DISCOVER : STEP_INITIALIZE);
}

/* Whether the server has no GET, or knows nothing of the stream that ended. */
static gboolean
is_resume_refused (const IruDelivery *delivery)
{
  guint status = delivery->reply->status;

  return delivery->resumed
         && (status == 400 || status == 404 || status == 405 || status == 406 || status == 501);
}

/* That only the call did not pass: everything before it did. */
static void
tell_call (IruConversation *conversation, IruFinding *finding)
{
  g_autofree char *line = g_strdup_printf (
      _ ("The tools were listed, and the call of %s was refused: %s"), conversation->tool,
      finding->detail != NULL ? finding->detail : finding->kind->id);

  g_free (finding->detail);
  finding->detail = iru_excerpt_text (conversation->server, line, -1);
}

/* Neither a result nor anything that leads on. */
static void
add_fault (IruConversation *conversation, const IruDelivery *delivery)
{
  const IruHttpReply none = { .status = 200, .body = &(GString){ .str = (char *)"" } };
  const IruHttpReply *reply = delivery->reply != NULL ? delivery->reply : &none;
  IruClassifier *classifier = &conversation->classifier;
  GPtrArray *findings = conversation->result->findings;
  guint before = findings->len;

  if (delivery->breach != NULL)
    {
      g_autofree char *cut = iru_excerpt_text (conversation->server, delivery->breach, -1);

      iru_classifier_add_breach (classifier, cut);
    }
  else if (reply->status / 100 == 2)
    iru_classifier_add_answer (classifier, reply, delivery->answer);
  else if (is_resume_refused (delivery))
    iru_classifier_add_breach (classifier, _ ("The stream ended without the answer."));
  else
    iru_classifier_add_status (classifier, reply, delivery->answer);
  for (guint i = before; conversation->step == STEP_CALL && i < findings->len; i++)
    tell_call (conversation, findings->pdata[i]);
}

/* An answer that is right and that the official SDKs never see. */
static const char *
find_unread (const IruDelivery *delivery)
{
  const IruHttpReply *reply = delivery->reply;

  if (delivery->answer->is_batch)
    return _ ("The answer is in a list (a batch), which clients do not read.");
  if (reply != NULL && reply->bare_cr)
    return _ ("The lines of the event stream end in CR alone, which clients do not read.");
  return NULL;
}

/* The same for one that is not declared as what it is. */
static const char *
find_undeclared (const IruDelivery *delivery)
{
  const IruHttpReply *reply = delivery->reply;

  if (reply == NULL || reply->is_stream || iru_http_reply_is_type (reply, "application/json"))
    return NULL;
  return _ ("An answer in JSON is not declared as application/json.");
}

/* Why clients do not take what is an answer. */
static const char *
find_bad_form (const IruDelivery *delivery)
{
  const char *unread = find_unread (delivery);

  if (unread != NULL || delivery->answer->kind != IRU_MCP_RESULT)
    return unread;
  return find_undeclared (delivery);
}

/* What the channel brings */

/* The classifier knows what the channel does. */
static void
update_classifier (IruConversation *conversation)
{
  const IruChannel *channel = conversation->channel;

  conversation->classifier.uri = channel->uri;
  conversation->classifier.mcp_seen = channel->mcp_seen;
  conversation->classifier.answered = channel->answered;
}

static void
conclude_refused (IruConversation *conversation, const IruDelivery *delivery)
{
  IruClassifier *classifier = &conversation->classifier;

  if (delivery->reply->status / 100 == 2)
    iru_classifier_add_answer (classifier, delivery->reply, delivery->answer);
  else
    iru_classifier_add_status (classifier, delivery->reply, delivery->answer);
  stop (conversation);
}

/* Not a good answer, or one to server/discover that clients do not take. */
static void
take_failure (IruConversation *conversation, const IruDelivery *delivery)
{
  const IruMcpAnswer *answer = delivery->answer;
  gboolean good = delivery->reply == NULL || delivery->reply->status / 100 == 2;

  if (conversation->step == STEP_DISCOVER)
    {
      fall_back (conversation, delivery->reply, answer);
      return;
    }
  if (conversation->step == STEP_LIST && answer->kind == IRU_MCP_ERROR
      && answer->code == IRU_MCP_METHOD_NOT_FOUND)
    iru_findings_add (conversation->result->findings, "tools-none", NULL);
  else if (!good && is_session_loss (conversation, delivery))
    {
      reopen_session (conversation, delivery);
      return;
    }
  else
    add_fault (conversation, delivery);
  wind_up (conversation);
}

static void
take_answer (IruConversation *conversation, const IruDelivery *delivery)
{
  const IruMcpAnswer *answer = delivery->answer;
  Step step = conversation->step;
  gboolean good = (delivery->reply == NULL || delivery->reply->status / 100 == 2)
                  && answer->kind >= IRU_MCP_RESULT;
  const char *bad_form = good ? find_bad_form (delivery) : NULL;

  if (good)
    note_shared (conversation);
  if (bad_form != NULL && step != STEP_DISCOVER)
    {
      iru_classifier_add_breach (&conversation->classifier, bad_form);
      wind_up (conversation);
    }
  else if (good && step == STEP_CALL && find_undeclared (delivery) == NULL)
    take_call (conversation, answer);
  else if (good && answer->kind == IRU_MCP_RESULT && bad_form == NULL)
    take_result (conversation, delivery);
  else
    take_failure (conversation, delivery);
}

static void
on_answer (const IruDelivery *delivery, gpointer user_data)
{
  IruConversation *conversation = user_data;
  gboolean notified = conversation->step == STEP_INITIALIZED;

  if (!notified && delivery->answer->kind != IRU_MCP_NOTHING)
    conversation->channel->mcp_seen = TRUE;
  update_classifier (conversation);
  if (!notified && delivery->reply != NULL)
    climb (conversation, IRU_RUNG_MCP);
  if (delivery->last)
    conclude_refused (conversation, delivery);
  else if (notified)
    take_initialized (conversation, delivery);
  else
    take_answer (conversation, delivery);
}

static IruFinding *
add_excerpt (IruConversation *conversation, const char *id, const char *text)
{
  IruFinding *finding = iru_findings_add (conversation->result->findings, id, NULL);

  finding->detail = iru_excerpt_text (conversation->server, text, -1);
  return finding;
}

static void
add_moved (IruConversation *conversation, const IruFault *fault)
{
  GPtrArray *findings = conversation->result->findings;

  iru_classifier_add_redirect (&conversation->classifier, fault->status, fault->target);
  ((IruFinding *)findings->pdata[findings->len - 1])->severity = IRU_SEVERITY_WARNING;
}

static void
add_noise (IruConversation *conversation, const IruFault *fault)
{
  IruFinding *finding = add_excerpt (conversation, "bridge-failed", fault->text);

  finding->severity = IRU_SEVERITY_WARNING;
  finding->advice = g_strdup (_ ("The command prints something else than MCP on its standard "
                                 "output, which some clients do not forgive. Silence it."));
}

/* A fault that ends the conversation. */
static void
add_end (IruConversation *conversation, const IruFault *fault)
{
  IruClassifier *classifier = &conversation->classifier;

  if (fault->kind == IRU_FAULT_BROKEN)
    iru_classifier_add_transport_error (classifier, fault->reply);
  else if (fault->kind == IRU_FAULT_BREACH)
    iru_classifier_add_breach (classifier, fault->text);
  else if (fault->kind == IRU_FAULT_ELSEWHERE)
    iru_classifier_add_redirect (classifier, fault->status, fault->target);
  else if (fault->kind == IRU_FAULT_TOO_LARGE)
    iru_findings_add (classifier->findings, "response-too-large", NULL);
  else if (fault->text != NULL)
    add_excerpt (conversation, "bridge-failed", fault->text);
  else
    iru_classifier_add_timeout (classifier);
}

static void
on_fault (const IruFault *fault, gpointer user_data)
{
  IruConversation *conversation = user_data;

  update_classifier (conversation);
  if (fault->kind == IRU_FAULT_MOVED)
    add_moved (conversation, fault);
  else if (fault->kind == IRU_FAULT_NOISE)
    add_noise (conversation, fault);
  else if (fault->kind == IRU_FAULT_BROKEN && fault->connected
           && conversation->step == STEP_DISCOVER)
    fall_back (conversation, fault->reply, NULL);
  else
    {
      add_end (conversation, fault);
      stop (conversation);
    }
}

static void
on_rung (IruRung rung, gpointer user_data)
{
  climb (user_data, rung);
}

/* The beginning */

static gboolean
on_timeout (gpointer user_data)
{
  IruConversation *conversation = user_data;

  iru_timer_stop (&conversation->timer);
  conversation->channel->klass->expire (conversation->channel);
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  IruConversation *conversation = user_data;

  iru_timer_stop (&conversation->cancelled);
  stop (conversation);
  return G_SOURCE_REMOVE;
}

IruConversation *
iru_conversation_new (const IruServer *server, const IruProbeOptions *options, GTask *task)
{
  IruConversation *conversation = g_new0 (IruConversation, 1);

  conversation->task = task;
  conversation->server = iru_server_copy (server);
  conversation->tool = g_strdup (options->tool);
  conversation->tool_name = options->tool != NULL ? iru_tool_call_get_header (options->tool) : NULL;
  conversation->progress = options->progress;
  conversation->progress_data = options->progress_data;
  conversation->timeout_ms = options->timeout_ms;
  conversation->start_us = g_get_monotonic_time ();
  conversation->result = iru_probe_result_new ();
  return conversation;
}

const IruServer *
iru_conversation_get_server (IruConversation *conversation)
{
  return conversation->server;
}

IruProbeResult *
iru_conversation_get_result (IruConversation *conversation)
{
  return conversation->result;
}

void
iru_conversation_begin (IruConversation *conversation, IruChannel *channel, gboolean asks_era)
{
  static const IruChannelListener listener = { on_answer, on_fault, on_login, on_rung, on_over };
  GCancellable *cancellable = g_task_get_cancellable (conversation->task);

  conversation->channel = channel;
  channel->listener = &listener;
  channel->user_data = conversation;
  conversation->classifier = (IruClassifier){
    .server = conversation->server,
    .profile = iru_profile_find (conversation->server),
    .http = channel->http,
    .findings = conversation->result->findings,
  };
  conversation->timer = iru_timer_start (conversation->timeout_ms, on_timeout, conversation);
  if (cancellable != NULL)
    {
      conversation->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (conversation->cancelled, G_SOURCE_FUNC (on_cancelled), conversation,
                             NULL);
      g_source_attach (conversation->cancelled, g_main_context_get_thread_default ());
    }
  send_step (conversation, asks_era ? STEP_DISCOVER : STEP_INITIALIZE);
}
