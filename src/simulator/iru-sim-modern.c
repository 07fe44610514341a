/* iru-sim-modern.c: what MCP 2026-07-28 demands of a request
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-sim-modern.h"

#include <string.h>

#include "iru-sim-tools.h"

#define META "io.modelcontextprotocol/"
#define ENCODED_PREFIX "=?base64?"
#define ENCODED_SUFFIX "?="

static const char *
get_meta_version (const IruSimRequest *request)
{
  JsonObject *meta = iru_sim_request_get_object (request, "_meta");

  if (meta == NULL)
    return NULL;
  return json_object_get_string_member_with_default (meta, META "protocolVersion", NULL);
}

gboolean
iru_sim_modern_is (const IruSimRequest *request)
{
  const char *version = iru_sim_request_get_header (request, "MCP-Protocol-Version");

  if (g_strcmp0 (version, IRU_SIM_VERSION_MODERN) == 0 || get_meta_version (request) != NULL)
    return TRUE;
  /* Bridges say Mcp-Method in the older eras too (mcp-remote 0.15.1). */
  return version == NULL && iru_sim_request_get_header (request, "Mcp-Method") != NULL
         && iru_sim_request_get_header (request, "Mcp-Session-Id") == NULL
         && g_strcmp0 (request->method, "initialize") != 0;
}

const char *
iru_sim_modern_get_version (const IruSimMode *mode)
{
  return mode->quirk == IRU_SIM_QUIRK_VERSION ? "2099-01-01" : IRU_SIM_VERSION_MODERN;
}

IruSimReply *
iru_sim_modern_refuse (const IruSimMode *mode, const IruSimRequest *request, const char *requested)
{
  JsonObject *data = json_object_new ();
  JsonArray *supported = json_array_new ();

  json_array_add_string_element (supported, iru_sim_modern_get_version (mode));
  json_object_set_array_member (data, "supported", supported);
  json_object_set_string_member (data, "requested", requested);
  return iru_sim_reply_new_error (request, 400, IRU_SIM_UNSUPPORTED_VERSION,
                                  "Unsupported protocol version", data);
}

static IruSimReply *
mismatch (const IruSimRequest *request, const char *message)
{
  return iru_sim_reply_new_error (request, 400, IRU_SIM_HEADER_MISMATCH, message, NULL);
}

static char *
decode_name (const char *value)
{
  gsize length = strlen (value);
  gsize wrapped = strlen (ENCODED_PREFIX) + strlen (ENCODED_SUFFIX);
  g_autofree char *inner = NULL;
  g_autofree char *decoded = NULL;

  if (length < wrapped || !g_str_has_prefix (value, ENCODED_PREFIX)
      || !g_str_has_suffix (value, ENCODED_SUFFIX))
    return g_strdup (value);
  inner = g_strndup (value + strlen (ENCODED_PREFIX), length - wrapped);
  decoded = (char *)g_base64_decode (inner, &length);
  return g_strndup (decoded, length);
}

static IruSimReply *
check_name (const IruSimRequest *request)
{
  const char *header = iru_sim_request_get_header (request, "Mcp-Name");
  const char *name = iru_sim_request_get_string (request, "name");
  g_autofree char *decoded = NULL;

  if (header == NULL)
    return mismatch (request, "Header mismatch: Mcp-Name is required");
  decoded = decode_name (header);
  if (g_strcmp0 (decoded, name) != 0)
    return mismatch (request, "Header mismatch: Mcp-Name differs from params.name");
  return NULL;
}

/* A tool may ask something of the client only if that can be asked. */
static IruSimReply *
check_capability (const IruSimMode *mode, const IruSimRequest *request)
{
  const char *wanted =
      iru_sim_tools_get_capability (mode, iru_sim_request_get_string (request, "name"));
  JsonObject *meta = iru_sim_request_get_object (request, "_meta");
  JsonNode *theirs = json_object_get_member (meta, META "clientCapabilities");
  JsonObject *data;
  JsonObject *required;

  if (wanted == NULL
      || (JSON_NODE_HOLDS_OBJECT (theirs)
          && json_object_has_member (json_node_get_object (theirs), wanted)))
    return NULL;
  required = json_object_new ();
  json_object_set_object_member (required, wanted, json_object_new ());
  data = json_object_new ();
  json_object_set_object_member (data, "requiredCapabilities", required);
  return iru_sim_reply_new_error (request, 400, IRU_SIM_MISSING_CAPABILITY,
                                  "Missing required client capability", data);
}

static IruSimReply *
check_version (const IruSimMode *mode, const IruSimRequest *request)
{
  const char *header = iru_sim_request_get_header (request, "MCP-Protocol-Version");
  JsonObject *meta = iru_sim_request_get_object (request, "_meta");
  const char *version = get_meta_version (request);

  if (header == NULL)
    return mismatch (request, "Header mismatch: MCP-Protocol-Version is required");
  if (version == NULL)
    return iru_sim_reply_new_error (request, 400, IRU_SIM_INVALID_PARAMS,
                                    "Invalid params: _meta lacks the protocol version", NULL);
  if (strcmp (header, version) != 0)
    return mismatch (request, "Header mismatch: MCP-Protocol-Version differs from _meta");
  if (strcmp (version, iru_sim_modern_get_version (mode)) != 0)
    return iru_sim_modern_refuse (mode, request, version);
  if (!json_object_has_member (meta, META "clientCapabilities"))
    return iru_sim_reply_new_error (request, 400, IRU_SIM_INVALID_PARAMS,
                                    "Invalid params: _meta lacks the client's capabilities", NULL);
  return NULL;
}

IruSimReply *
iru_sim_modern_check (const IruSimMode *mode, const IruSimRequest *request)
{
  IruSimReply *refusal = check_version (mode, request);
  const char *method = iru_sim_request_get_header (request, "Mcp-Method");

  if (refusal != NULL)
    return refusal;
  if (method == NULL)
    return mismatch (request, "Header mismatch: Mcp-Method is required");
  if (g_strcmp0 (method, request->method) != 0)
    return mismatch (request, "Header mismatch: Mcp-Method differs from the method");
  if (!iru_sim_request_is (request, "tools/call"))
    return NULL;
  refusal = check_name (request);
  return refusal != NULL ? refusal : check_capability (mode, request);
}
