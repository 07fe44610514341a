/* iru-mcp.c: MCP messages, built and read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-mcp.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-document.h"
#include "iru-probe-result.h"
#include "iru-tool-schema.h"

#define MAX_TOOL_NAME 1024
#define MAX_CURSOR (64 * 1024)
#define META "io.modelcontextprotocol/"

static const char *const revisions[] = { "2024-10-07", "2024-11-05", "2025-03-26", "2025-06-18",
                                         "2025-11-25", "2026-07-28", NULL };

/* Building */

static JsonBuilder *
begin_message (const char *method, gint64 id)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "jsonrpc");
  json_builder_add_string_value (builder, "2.0");
  if (id != 0)
    {
      json_builder_set_member_name (builder, "id");
      json_builder_add_int_value (builder, id);
    }
  json_builder_set_member_name (builder, "method");
  json_builder_add_string_value (builder, method);
  return builder;
}

static void
begin_object (JsonBuilder *builder, const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_client_info (JsonBuilder *builder, const char *name)
{
  begin_object (builder, name);
  add_string (builder, "name", "iru-mcp-setup");
  add_string (builder, "version", IRU_VERSION);
  json_builder_end_object (builder);
}

static void
add_meta (JsonBuilder *builder)
{
  begin_object (builder, "_meta");
  add_string (builder, META "protocolVersion", IRU_MCP_MODERN);
  add_client_info (builder, META "clientInfo");
  begin_object (builder, META "clientCapabilities");
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

/* Ends the message, which is open at its top level, and frees @builder. */
static char *
end_message (JsonBuilder *builder)
{
  json_builder_end_object (builder);

  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_object_unref (builder);
  return json_to_string (root, FALSE);
}

char *
iru_mcp_build_discover (gint64 id)
{
  JsonBuilder *builder = begin_message ("server/discover", id);

  begin_object (builder, "params");
  add_meta (builder);
  json_builder_end_object (builder);
  return end_message (builder);
}

char *
iru_mcp_build_initialize (gint64 id)
{
  JsonBuilder *builder = begin_message ("initialize", id);

  begin_object (builder, "params");
  add_string (builder, "protocolVersion", IRU_MCP_LEGACY);
  begin_object (builder, "capabilities");
  json_builder_end_object (builder);
  add_client_info (builder, "clientInfo");
  json_builder_end_object (builder);
  return end_message (builder);
}

char *
iru_mcp_build_initialized (void)
{
  return end_message (begin_message ("notifications/initialized", 0));
}

char *
iru_mcp_build_list_tools (gint64 id, const char *cursor, gboolean modern)
{
  JsonBuilder *builder = begin_message ("tools/list", id);

  begin_object (builder, "params");
  if (cursor != NULL)
    add_string (builder, "cursor", cursor);
  if (modern)
    add_meta (builder);
  json_builder_end_object (builder);
  return end_message (builder);
}

char *
iru_mcp_build_call_tool (gint64 id, const char *name, gboolean modern)
{
  JsonBuilder *builder = begin_message ("tools/call", id);

  begin_object (builder, "params");
  add_string (builder, "name", name);
  begin_object (builder, "arguments");
  json_builder_end_object (builder);
  if (modern)
    add_meta (builder);
  json_builder_end_object (builder);
  return end_message (builder);
}

/* Reading */

const char *
iru_mcp_get_string (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

JsonObject *
iru_mcp_get_object (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
iru_mcp_get_array (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

gboolean
iru_mcp_array_has (JsonArray *array, const char *string)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (json_node_get_value_type (node) == G_TYPE_STRING
          && g_strcmp0 (json_node_get_string (node), string) == 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
iru_mcp_knows_revision (const char *revision)
{
  return revision != NULL && g_strv_contains (revisions, revision);
}

const char *
iru_mcp_find_initialization_fault (JsonObject *result)
{
  static const char *const parts[] = { "tools", "prompts", "resources", "logging", "completions" };
  JsonObject *info = iru_mcp_get_object (result, "serverInfo");
  JsonObject *capabilities = iru_mcp_get_object (result, "capabilities");

  if (info == NULL)
    return _ ("initialize: serverInfo is missing, and clients refuse the server.");
  if (iru_mcp_get_string (info, "name") == NULL)
    return _ ("initialize: serverInfo has no name, and clients refuse the server.");
  if (iru_mcp_get_string (info, "version") == NULL)
    return _ ("initialize: serverInfo has no version, and clients refuse the server.");
  if (capabilities == NULL)
    return _ ("initialize: capabilities are missing, and clients refuse the server.");
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (json_object_has_member (capabilities, parts[i])
        && iru_mcp_get_object (capabilities, parts[i]) == NULL)
      return _ ("initialize: a part of the capabilities is not an object, and clients refuse the "
                "server.");
  return NULL;
}

/* The code unit of the escape \uXXXX at @p; -1: there is none. */
static int
read_unit (const char *p, const char *end)
{
  int unit = 0;

  if (end - p < 6 || p[0] != '\\' || p[1] != 'u')
    return -1;
  for (guint i = 2; i < 6; i++)
    {
      if (!g_ascii_isxdigit (p[i]))
        return -1;
      unit = unit << 4 | g_ascii_xdigit_value (p[i]);
    }
  return unit;
}

/* Behind the escape at @p, or NULL if JSON has no such escape. Half a surrogate pair, which
 * a server writes that cut a description in the middle of an emoji, becomes U+FFFD in place:
 * json-glib makes invalid UTF-8 of some and leaks memory on others (1.6.6, measured). */
static char *
skip_escape (char *p, const char *end)
{
  int unit = read_unit (p, end);

  if (unit < 0)
    return end - p > 1 && p[1] != '\0' && strchr ("\"\\/bfnrt", p[1]) != NULL ? p + 2 : NULL;
  if ((unit & 0xf800) != 0xd800)
    return p + 6;
  if ((unit & 0xfc00) == 0xd800 && (read_unit (p + 6, end) & 0xfffffc00) == 0xdc00)
    return p + 12;
  memcpy (p + 2, "fffd", 4);
  return p + 6;
}

static char *
skip_string (char *p, const char *end)
{
  while (p != NULL && p < end && *p != '"')
    {
      if ((guchar)*p < 0x20)
        return NULL;
      p = *p == '\\' ? skip_escape (p, end) : p + 1;
    }
  return p != NULL && p < end ? p : NULL;
}

/* json-glib also reads comments and single quotes, which would hide brackets from
 * this count: outside strings nothing passes that JSON does not have. */
static const char *
check_shape (char *text, gsize length)
{
  const char *end = text + length;
  guint depth = 0;
  guint n_values = 0;

  for (char *p = text; p < end; p++)
    {
      if (*p == '"' && (p = skip_string (p + 1, end)) == NULL)
        return _ ("a string in the JSON is cut off or malformed");
      if (*p == '[' || *p == '{')
        depth++;
      else if ((*p == ']' || *p == '}') && depth-- == 0)
        return _ ("the JSON closes what it did not open");
      else if (!g_ascii_isalnum (*p) && (*p == '\0' || strchr ("\"]},:+-. \t\r\n", *p) == NULL))
        return _ ("it is not JSON");
      n_values += strchr (",:[{", *p) != NULL;
      if (depth > IRU_MCP_MAX_DEPTH)
        return _ ("the JSON is nested too deeply");
      if (n_values > IRU_MCP_MAX_VALUES)
        return _ ("the JSON has too many values");
    }
  return depth > 0 ? _ ("the JSON is cut off") : NULL;
}

/* Whether it is one value of strict JSON: json-glib (1.6.6, measured) leaks the first of two,
 * and what it has read of one that is malformed. */
static gboolean
is_one_value (const char *text, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, length);
  g_autoptr (IruDocument) document = iru_document_new (IRU_SYNTAX_JSON, bytes, NULL);

  for (IruLaxity laxity = 0; document != NULL && laxity < IRU_N_LAXITIES; laxity++)
    if (iru_document_has_laxity (document, laxity, NULL))
      return FALSE;
  return document != NULL;
}

static gboolean
id_matches (JsonNode *node, gint64 id)
{
  GType type = node != NULL ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type == G_TYPE_INT64)
    return json_node_get_int (node) == id;
  /* Every client takes an id that comes back as a string. */
  if (type == G_TYPE_STRING)
    {
      g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, id);

      return strcmp (json_node_get_string (node), text) == 0;
    }
  return type == G_TYPE_DOUBLE && json_node_get_double (node) == (double)id;
}

static void
read_error (IruMcpAnswer *answer, JsonObject *error)
{
  JsonNode *code = json_object_get_member (error, "code");

  answer->kind = IRU_MCP_ERROR;
  if (code != NULL && json_node_get_value_type (code) == G_TYPE_INT64)
    answer->code = json_node_get_int (code);
  answer->message = iru_mcp_get_string (error, "message");
  answer->data = json_object_get_member (error, "data");
}

/* Some servers put a name of their own where an error has no id to answer to. */
static gboolean
is_for_nobody (JsonNode *id)
{
  return id == NULL || JSON_NODE_HOLDS_NULL (id)
         || (json_node_get_value_type (id) == G_TYPE_STRING
             && g_strcmp0 (json_node_get_string (id), "server-error") == 0);
}

static void
read_message (IruMcpAnswer *answer, JsonNode *node, gint64 id)
{
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;

  JsonObject *message = json_node_get_object (node);
  JsonNode *theirs = json_object_get_member (message, "id");
  JsonObject *error = iru_mcp_get_object (message, "error");
  JsonObject *result = iru_mcp_get_object (message, "result");

  if (g_strcmp0 (iru_mcp_get_string (message, "jsonrpc"), "2.0") != 0)
    return;
  answer->kind = IRU_MCP_OTHER;
  if (error != NULL && (id_matches (theirs, id) || is_for_nobody (theirs)))
    read_error (answer, error);
  else if (result != NULL && id_matches (theirs, id))
    {
      answer->kind = IRU_MCP_RESULT;
      answer->body = result;
    }
}

static void
read_root (IruMcpAnswer *answer, gint64 id)
{
  if (!JSON_NODE_HOLDS_ARRAY (answer->root))
    {
      read_message (answer, answer->root, id);
      return;
    }

  JsonArray *batch = json_node_get_array (answer->root);
  answer->is_batch = TRUE;
  for (guint i = 0; i < json_array_get_length (batch) && answer->kind < IRU_MCP_RESULT; i++)
    read_message (answer, json_array_get_element (batch, i), id);
}

IruMcpAnswer *
iru_mcp_read (const char *text, gsize length, gint64 id)
{
  IruMcpAnswer *answer = g_new0 (IruMcpAnswer, 1);
  g_autoptr (JsonParser) parser = NULL;
  g_autofree char *copy = NULL;

  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    {
      text += 3;
      length -= 3;
    }
  copy = g_memdup2 (text, length);
  if (length == 0)
    answer->fault = _ ("it is empty");
  else if (!g_utf8_validate_len (text, length, NULL))
    answer->fault = _ ("it is not UTF-8");
  else
    answer->fault = check_shape (copy, length);
  if (answer->fault != NULL)
    return answer;

  parser = json_parser_new_immutable ();
  if (is_one_value (copy, length) && json_parser_load_from_data (parser, copy, length, NULL))
    answer->root = json_parser_steal_root (parser);
  if (answer->root == NULL)
    {
      answer->fault = _ ("it is not JSON");
      return answer;
    }
  read_root (answer, id);
  if (answer->kind == IRU_MCP_NOTHING)
    answer->fault = _ ("it is JSON, but not JSON-RPC");
  return answer;
}

void
iru_mcp_answer_free (IruMcpAnswer *answer)
{
  if (answer == NULL)
    return;
  g_clear_pointer (&answer->root, json_node_unref);
  g_free (answer);
}

/* Tools */

static void
free_tool (IruTool *tool)
{
  g_free (tool->name);
  g_free (tool);
}

GPtrArray *
iru_mcp_tools_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)free_tool);
}

static IruTool *
read_tool (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *name = iru_mcp_get_string (object, "name");
  JsonObject *annotations = iru_mcp_get_object (object, "annotations");
  JsonArray *required = iru_mcp_get_array (iru_mcp_get_object (object, "inputSchema"), "required");

  if (name == NULL || *name == '\0' || strlen (name) > MAX_TOOL_NAME)
    return NULL;

  IruTool *tool = g_new0 (IruTool, 1);
  JsonNode *hint =
      annotations != NULL ? json_object_get_member (annotations, "readOnlyHint") : NULL;
  tool->name = g_strdup (name);
  tool->read_only = hint != NULL && json_node_get_value_type (hint) == G_TYPE_BOOLEAN
                    && json_node_get_boolean (hint);
  tool->fault = iru_tool_schema_find_fault (object);
  tool->needs_arguments = required != NULL && json_array_get_length (required) > 0;
  return tool;
}

const char *
iru_mcp_read_tools (JsonObject *result, GPtrArray *tools, const char **cursor)
{
  JsonArray *list = iru_mcp_get_array (result, "tools");
  JsonNode *next = json_object_get_member (result, "nextCursor");

  *cursor = iru_mcp_get_string (result, "nextCursor");
  if (list == NULL)
    return _ ("tools/list: the result has no list of tools");
  if (next != NULL && JSON_NODE_HOLDS_NULL (next))
    return _ ("tools/list: nextCursor is null, so Claude Code loads no tool");
  if (next != NULL && *cursor == NULL)
    return _ ("tools/list: nextCursor is not a string");
  if (*cursor != NULL && strlen (*cursor) > MAX_CURSOR)
    return _ ("tools/list: nextCursor is too long");

  for (guint i = 0; i < json_array_get_length (list) && tools->len < IRU_MCP_MAX_TOOLS; i++)
    {
      IruTool *tool = read_tool (json_array_get_element (list, i));

      if (tool == NULL)
        return _ ("tools/list: a tool has no name");
      g_ptr_array_add (tools, tool);
    }
  return NULL;
}
