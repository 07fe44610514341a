/* iru-sim-reply.c: one HTTP answer, before it is sent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-sim-reply.h"

#include <string.h>

#define CHATTER                                                                                    \
  ": keep-alive\r\n\r\n"                                                                           \
  "retry: 1000\r\nid: 0\r\ndata:\r\n\r\n"                                                          \
  "event: message\r\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\","             \
  "\"params\":{\"level\":\"info\",\"data\":\"Looking it up\"}}\r\n\r\n"                            \
  "event: heartbeat\r\ndata: {\"at\":1}\r\n\r\n"

IruSimReply *
iru_sim_reply_new (guint status)
{
  IruSimReply *reply = g_new0 (IruSimReply, 1);

  reply->status = status;
  reply->body = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  reply->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  return reply;
}

void
iru_sim_reply_free (IruSimReply *reply)
{
  g_ptr_array_unref (reply->body);
  soup_message_headers_unref (reply->headers);
  g_free (reply);
}

void
iru_sim_reply_append (IruSimReply *reply, const char *data, gsize length)
{
  if (length > 0)
    g_ptr_array_add (reply->body, g_bytes_new (data, length));
}

void
iru_sim_reply_append_bytes (IruSimReply *reply, GBytes *part)
{
  g_ptr_array_add (reply->body, g_bytes_ref (part));
}

void
iru_sim_reply_set_header (IruSimReply *reply, const char *name, const char *value)
{
  soup_message_headers_replace (reply->headers, name, value);
}

IruSimReply *
iru_sim_reply_new_text (guint status, const char *content_type, const char *text)
{
  IruSimReply *reply = iru_sim_reply_new (status);

  reply->content_type = content_type;
  iru_sim_reply_append (reply, text, strlen (text));
  return reply;
}

IruSimReply *
iru_sim_reply_new_html (guint status, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  g_autofree char *page =
      g_strdup_printf ("<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>%u</title></head>\n"
                       "<body><pre>%s</pre></body>\n</html>\n",
                       status, escaped);

  return iru_sim_reply_new_text (status, "text/html; charset=utf-8", page);
}

static IruSimReply *
new_message (const IruSimRequest *request, guint status, const char *member, JsonObject *value)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  JsonObject *object = json_object_new ();
  IruSimReply *reply;

  json_object_set_string_member (object, "jsonrpc", "2.0");
  json_object_set_member (object, "id",
                          request->id != NULL ? json_node_copy (request->id)
                                              : json_node_new (JSON_NODE_NULL));
  json_object_set_object_member (object, member, value);
  json_node_take_object (root, object);
  text = json_to_string (root, FALSE);
  reply = iru_sim_reply_new_text (status, "application/json", text);
  reply->is_message = TRUE;
  return reply;
}

IruSimReply *
iru_sim_reply_new_result (const IruSimRequest *request, JsonObject *result)
{
  return new_message (request, 200, "result", result);
}

IruSimReply *
iru_sim_reply_new_error (const IruSimRequest *request, guint status, int code, const char *message,
                         JsonObject *data)
{
  JsonObject *error = json_object_new ();

  json_object_set_int_member (error, "code", code);
  json_object_set_string_member (error, "message", message);
  if (data != NULL)
    json_object_set_object_member (error, "data", data);
  return new_message (request, status, "error", error);
}

static void
prepend (IruSimReply *reply, const char *text)
{
  g_ptr_array_insert (reply->body, 0, g_bytes_new (text, strlen (text)));
}

void
iru_sim_reply_make_event (IruSimReply *reply, IruSimEventStyle style)
{
  if (!reply->is_message || reply->status != 200)
    return;
  reply->is_message = FALSE;
  reply->content_type = "text/event-stream";
  iru_sim_reply_set_header (reply, "Cache-Control", "no-cache");
  switch (style)
    {
    case IRU_SIM_EVENT_PLAIN:
      prepend (reply, "event: message\ndata: ");
      iru_sim_reply_append (reply, "\n\n", 2);
      break;
    case IRU_SIM_EVENT_PRIMED:
      prepend (reply, "id: 0\ndata: \n\nevent: message\nid: 1\ndata: ");
      iru_sim_reply_append (reply, "\n\n", 2);
      break;
    case IRU_SIM_EVENT_CHATTY:
      /* A line break is white space in JSON, and “data” lines are joined with one. */
      prepend (reply, CHATTER "id: 1\r\ndata:\r\ndata:");
      iru_sim_reply_append (reply, "\r\n\r\n", 4);
      break;
    }
}
