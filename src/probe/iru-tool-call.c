/* iru-tool-call.c: whether a tool may be called, and what its answer means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-tool-call.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-excerpt.h"

#define ENCODED_START "=?base64?"

const char *
iru_tool_call_forbid (GPtrArray *tools, const char *name)
{
  for (guint i = 0; i < tools->len; i++)
    {
      const IruTool *tool = tools->pdata[i];

      if (strcmp (tool->name, name) != 0)
        continue;
      if (!tool->read_only)
        return _ ("It does not declare itself read-only.");
      return tool->needs_arguments ? _ ("It wants arguments, and none are made up.") : NULL;
    }
  return _ ("The server offers no tool of this name to this key.");
}

char *
iru_tool_call_get_header (const char *name)
{
  gboolean plain = !g_str_has_prefix (name, ENCODED_START);

  for (const char *p = name; *p != '\0' && plain; p++)
    plain = *p > 0x20 && *p < 0x7f;
  if (plain)
    return g_strdup (name);

  g_autofree char *encoded = g_base64_encode ((const guchar *)name, strlen (name));
  return g_strconcat (ENCODED_START, encoded, "?=", NULL);
}

/* The text parts of the result, up to what is ever shown of them. */
static char *
dup_text (JsonObject *result)
{
  JsonArray *content = iru_mcp_get_array (result, "content");
  GString *text = g_string_new (NULL);

  for (guint i = 0; content != NULL && i < json_array_get_length (content); i++)
    {
      JsonNode *node = json_array_get_element (content, i);
      JsonObject *part = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *piece = iru_mcp_get_string (part, "text");

      if (piece != NULL && text->len < IRU_EXCERPT_MAX_CHARS)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", piece);
    }
  return g_string_free (text, FALSE);
}

static gboolean
is_error (JsonObject *result)
{
  JsonNode *node = json_object_get_member (result, "isError");

  return node != NULL && json_node_get_value_type (node) == G_TYPE_BOOLEAN
         && json_node_get_boolean (node);
}

/* A status of somebody behind the server, in words for people: "status code 403". */
static gboolean
names_denial (const char *text)
{
  return iru_classifier_read_denial (text) != 0
         || g_regex_match_simple ("\\b40[13]\\b", text, G_REGEX_RAW, 0);
}

gboolean
iru_tool_call_judge (const IruClassifier *classifier, const IruMcpAnswer *answer)
{
  g_autofree char *text = NULL;

  if (answer->kind == IRU_MCP_RESULT && !is_error (answer->body))
    return TRUE;
  text = answer->kind == IRU_MCP_RESULT ? dup_text (answer->body) : g_strdup (answer->message);

  gboolean denied =
      iru_classifier_get_denial (answer) != 0 || (text != NULL && names_denial (text));
  IruFinding *finding =
      iru_findings_add (classifier->findings, denied ? "tool-denied" : "tool-failed", NULL);
  finding->detail = iru_excerpt_text (classifier->server, text, -1);
  return FALSE;
}
