/* iru-era.c: whether a server speaks 2026-07-28, and what it said instead
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-era.h"

#include <glib/gi18n-lib.h>

#include "iru-excerpt.h"

void
iru_era_clear (IruEra *era)
{
  g_clear_pointer (&era->findings, g_ptr_array_unref);
}

/* How much a fault says: silence least, a refusal with a reason most. */
static guint
get_rank (GPtrArray *findings)
{
  static const char *const reasons[] = {
    "auth-rejected",
    "auth-missing",
    "auth-oauth",
    "permission-denied",
    "host-check",
    "filtered",
    "captive-portal",
    "service-suspended",
    "rate-limited",
    "response-too-large",
    NULL,
  };
  static const char *const silences[] = { "response-timeout", "connection-lost", NULL };
  IruFinding *headline = iru_findings_get_headline (findings);

  if (headline == NULL || g_strv_contains (silences, headline->kind->id))
    return 0;
  return g_strv_contains (reasons, headline->kind->id) ? 2 : 1;
}

void
iru_era_choose_fault (IruEra *era, GPtrArray **findings)
{
  if (era->findings == NULL || iru_findings_get_headline (*findings) == NULL
      || era->rank <= get_rank (*findings))
    return;
  g_ptr_array_unref (*findings);
  *findings = g_steal_pointer (&era->findings);
}

/* A classifier like @classifier that adds to the findings of @era, which are none. */
static IruClassifier
begin (IruEra *era, const IruClassifier *classifier)
{
  IruClassifier own = *classifier;

  g_clear_pointer (&era->findings, g_ptr_array_unref);
  era->findings = iru_findings_new ();
  own.findings = era->findings;
  return own;
}

static void
note_versions (IruEra *era, const IruClassifier *classifier, JsonArray *versions)
{
  IruClassifier own = begin (era, classifier);
  g_autoptr (GString) offered = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (versions); i++)
    {
      JsonNode *node = json_array_get_element (versions, i);
      const char *version =
          json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;

      if (version != NULL && offered->len < IRU_EXCERPT_MAX_CHARS)
        g_string_append_printf (offered, "%s%s", offered->len > 0 ? ", " : "", version);
    }
  iru_classifier_add_version (&own, offered->str);
  era->rank = 2;
}

gboolean
iru_era_take_result (IruEra *era, const IruClassifier *classifier, JsonObject *result)
{
  JsonArray *versions = iru_mcp_get_array (result, "supportedVersions");

  if (iru_mcp_array_has (versions, IRU_MCP_MODERN))
    return TRUE;
  if (versions != NULL && json_array_get_length (versions) > 0)
    note_versions (era, classifier, versions);
  return FALSE;
}

/* The revisions that an error names. */
static JsonArray *
get_supported (const IruMcpAnswer *answer)
{
  JsonObject *data = answer->data != NULL && JSON_NODE_HOLDS_OBJECT (answer->data)
                         ? json_node_get_object (answer->data)
                         : NULL;

  return iru_mcp_get_array (data, "supported");
}

/* What a server says that knows 2026-07-28, and does not like the request. FALSE if
 * it isn't that. */
static gboolean
note_modern_error (IruEra *era, const IruClassifier *classifier, const IruMcpAnswer *answer)
{
  JsonArray *supported = get_supported (answer);

  if (answer->kind != IRU_MCP_ERROR)
    return FALSE;
  if (answer->code == IRU_MCP_HEADER_MISMATCH || answer->code == IRU_MCP_MISSING_CAPABILITY)
    {
      IruClassifier own = begin (era, classifier);
      g_autofree char *text = iru_excerpt_text (classifier->server, answer->message, -1);

      iru_classifier_add_breach (&own, text != NULL ? text : _ ("It refuses a correct request."));
      era->rank = 2;
      return TRUE;
    }
  if (answer->code != IRU_MCP_UNSUPPORTED_VERSION || supported == NULL)
    return FALSE;
  note_versions (era, classifier, supported);
  return TRUE;
}

static gboolean
may_ask_again (IruEra *era, const IruMcpAnswer *answer)
{
  return answer != NULL && answer->kind == IRU_MCP_ERROR
         && answer->code == IRU_MCP_UNSUPPORTED_VERSION && !era->retried
         && iru_mcp_array_has (get_supported (answer), IRU_MCP_MODERN);
}

gboolean
iru_era_take_fault (IruEra *era, const IruClassifier *classifier, const IruHttpReply *reply,
                    const IruMcpAnswer *answer)
{
  if (may_ask_again (era, answer))
    {
      era->retried = TRUE;
      return TRUE;
    }
  if (answer == NULL || !note_modern_error (era, classifier, answer))
    {
      IruClassifier own = begin (era, classifier);

      if (answer == NULL && g_error_matches (reply->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        iru_findings_add (own.findings, "response-timeout", NULL);
      else if (answer == NULL)
        iru_classifier_add_transport_error (&own, reply);
      else if (reply->status / 100 == 2)
        iru_classifier_add_answer (&own, reply, answer);
      else
        iru_classifier_add_status (&own, reply, answer);
      era->rank = get_rank (era->findings);
    }
  return FALSE;
}
