/* iru-tool-schema.c: what clients refuse in a tool of tools/list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Measured with the TypeScript SDK 1.32.2 and Claude Code 2.1.332.
 */
#include "iru-tool-schema.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

static const char *
get_string (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static JsonObject *
get_object (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static gboolean
is_list_of_strings (JsonNode *node)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (json_node_get_value_type (json_array_get_element (array, i)) != G_TYPE_STRING)
      return FALSE;
  return array != NULL;
}

static const char *
find_schema_fault (JsonObject *schema)
{
  JsonNode *required = json_object_get_member (schema, "required");
  JsonNode *properties = json_object_get_member (schema, "properties");

  if (g_strcmp0 (get_string (schema, "type"), "object") != 0)
    return _ ("the type of its inputSchema is not \"object\"");
  if (required != NULL && !is_list_of_strings (required))
    return _ ("“required” in its inputSchema is not a list of names");
  if (properties != NULL && !JSON_NODE_HOLDS_OBJECT (properties))
    return _ ("“properties” in its inputSchema is not an object");
  return NULL;
}

const char *
iru_tool_schema_find_fault (JsonObject *tool)
{
  JsonNode *description = json_object_get_member (tool, "description");
  JsonNode *annotations = json_object_get_member (tool, "annotations");
  JsonNode *output = json_object_get_member (tool, "outputSchema");
  JsonObject *schema = get_object (tool, "inputSchema");

  if (!json_object_has_member (tool, "inputSchema"))
    return _ ("it has no inputSchema");
  if (schema == NULL)
    return _ ("its inputSchema is not an object");
  if (description != NULL && json_node_get_value_type (description) != G_TYPE_STRING)
    return _ ("its schema is refused: the description is not a text");
  if (annotations != NULL && !JSON_NODE_HOLDS_OBJECT (annotations))
    return _ ("its schema is refused: the annotations are not an object");
  if (output != NULL
      && g_strcmp0 (get_string (get_object (tool, "outputSchema"), "type"), "object") != 0)
    return _ ("the type of its outputSchema is not \"object\"");
  return find_schema_fault (schema);
}
