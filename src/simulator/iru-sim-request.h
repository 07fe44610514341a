/* iru-sim-request.h: one HTTP request, and the JSON-RPC message in it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

#define IRU_SIM_MAX_BODY (1024 * 1024)

#define IRU_SIM_PARSE_ERROR (-32700)
#define IRU_SIM_INVALID_REQUEST (-32600)
#define IRU_SIM_METHOD_NOT_FOUND (-32601)
#define IRU_SIM_INVALID_PARAMS (-32602)

/**
 * IruSimRequest:
 * @http_method: (owned)
 * @headers: (owned)
 * @error: JSON-RPC code of what is wrong with the body; 0 if nothing is. A body
 *   is looked at in POST only
 * @method: (nullable): borrowed from the message
 * @params: (nullable): borrowed from the message
 * @id: (owned) (nullable): NULL in a notification
 */
typedef struct
{
  char *http_method;
  SoupMessageHeaders *headers;
  int error;
  const char *method;
  JsonObject *params;
  JsonNode *id;
  JsonNode *message;
} IruSimRequest;

IruSimRequest *iru_sim_request_new (const char *http_method, SoupMessageHeaders *headers,
                                    const char *body, gsize length);
void iru_sim_request_free (IruSimRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruSimRequest, iru_sim_request_free)

/* Whether it asks for @method. */
gboolean iru_sim_request_is (const IruSimRequest *request, const char *method);
/* NULL if there is no such parameter or it is no string. Borrowed. */
const char *iru_sim_request_get_string (const IruSimRequest *request, const char *name);
/* NULL if there is no such object among the parameters. Borrowed. */
JsonObject *iru_sim_request_get_object (const IruSimRequest *request, const char *name);
/* NULL if the header is missing. Borrowed. */
const char *iru_sim_request_get_header (const IruSimRequest *request, const char *name);

G_END_DECLS
