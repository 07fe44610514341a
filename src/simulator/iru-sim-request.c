/* iru-sim-request.c: one HTTP request, and the JSON-RPC message in it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-sim-request.h"

#include <string.h>

#define MAX_DEPTH 64

/* json-glib's parser recurses: depth has to be known before it sees the text. */
static gboolean
is_shallow (const char *text, gsize length)
{
  guint depth = 0;
  gboolean quoted = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      if (quoted && c == '\\')
        i++;
      else if (c == '"')
        quoted = !quoted;
      else if (!quoted && (c == '[' || c == '{') && ++depth > MAX_DEPTH)
        return FALSE;
      else if (!quoted && (c == ']' || c == '}') && depth > 0)
        depth--;
    }
  return TRUE;
}

static JsonNode *
get_member (JsonObject *object, const char *name, JsonNodeType type)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_TYPE (node) == type ? node : NULL;
}

static const char *
get_string (JsonObject *object, const char *name)
{
  JsonNode *node = get_member (object, name, JSON_NODE_VALUE);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static gboolean
is_id (JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  return JSON_NODE_HOLDS_VALUE (node) && (type == G_TYPE_STRING || type == G_TYPE_INT64);
}

/* The JSON-RPC code of what is wrong with the message, or 0. */
static int
read_message (IruSimRequest *request)
{
  JsonObject *object;
  JsonNode *params;
  JsonNode *id;

  if (!JSON_NODE_HOLDS_OBJECT (request->message))
    return IRU_SIM_INVALID_REQUEST;
  object = json_node_get_object (request->message);
  if (g_strcmp0 (get_string (object, "jsonrpc"), "2.0") != 0)
    return IRU_SIM_INVALID_REQUEST;
  id = json_object_get_member (object, "id");
  if (id != NULL && !is_id (id))
    return IRU_SIM_INVALID_REQUEST;
  request->id = id != NULL ? json_node_copy (id) : NULL;
  request->method = get_string (object, "method");
  if (request->method == NULL && !json_object_has_member (object, "result")
      && !json_object_has_member (object, "error"))
    return IRU_SIM_INVALID_REQUEST;
  params = json_object_get_member (object, "params");
  if (params == NULL)
    return 0;
  if (!JSON_NODE_HOLDS_OBJECT (params))
    return IRU_SIM_INVALID_PARAMS;
  request->params = json_node_get_object (params);
  return 0;
}

static int
parse_body (IruSimRequest *request, const char *body, gsize length)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();

  if (length == 0 || length > IRU_SIM_MAX_BODY || !is_shallow (body, length)
      || !g_utf8_validate (body, length, NULL)
      || !json_parser_load_from_data (parser, body, length, NULL)
      || json_parser_get_root (parser) == NULL)
    return IRU_SIM_PARSE_ERROR;
  request->message = json_node_ref (json_parser_get_root (parser));
  return read_message (request);
}

IruSimRequest *
iru_sim_request_new (const char *http_method, SoupMessageHeaders *headers, const char *body,
                     gsize length)
{
  IruSimRequest *request = g_new0 (IruSimRequest, 1);

  request->http_method = g_strdup (http_method);
  request->headers = soup_message_headers_ref (headers);
  if (strcmp (http_method, "POST") == 0)
    request->error = parse_body (request, body, length);
  return request;
}

void
iru_sim_request_free (IruSimRequest *request)
{
  g_free (request->http_method);
  soup_message_headers_unref (request->headers);
  g_clear_pointer (&request->id, json_node_unref);
  g_clear_pointer (&request->message, json_node_unref);
  g_free (request);
}

gboolean
iru_sim_request_is (const IruSimRequest *request, const char *method)
{
  return g_strcmp0 (request->method, method) == 0;
}

const char *
iru_sim_request_get_string (const IruSimRequest *request, const char *name)
{
  return request->params != NULL ? get_string (request->params, name) : NULL;
}

JsonObject *
iru_sim_request_get_object (const IruSimRequest *request, const char *name)
{
  JsonNode *node;

  if (request->params == NULL)
    return NULL;
  node = get_member (request->params, name, JSON_NODE_OBJECT);
  return node != NULL ? json_node_get_object (node) : NULL;
}

const char *
iru_sim_request_get_header (const IruSimRequest *request, const char *name)
{
  return soup_message_headers_get_one (request->headers, name);
}
