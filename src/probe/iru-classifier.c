/* iru-classifier.c: what an exchange that did not give a result means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-classifier.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-secret.h"
#include "iru-excerpt.h"

/* Breaks */

static void
add_certificate (const IruClassifier *classifier)
{
  GTlsCertificateFlags errors = classifier->http->tls_errors;
  const gboolean found[] = {
    (errors & G_TLS_CERTIFICATE_BAD_IDENTITY) != 0,
    (errors & (G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED)) != 0,
    (errors
     & ~(G_TLS_CERTIFICATE_BAD_IDENTITY | G_TLS_CERTIFICATE_EXPIRED
         | G_TLS_CERTIFICATE_NOT_ACTIVATED))
        != 0,
  };
  static const char *const ids[] = { "tls-hostname", "tls-expired", "tls-untrusted" };
  gboolean has_headline = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      if (!found[i])
        continue;

      IruFinding *finding = iru_findings_add (classifier->findings, ids[i], NULL);
      if (has_headline)
        finding->severity = IRU_SEVERITY_WARNING;
      has_headline = TRUE;
    }
}

static gboolean
is_io (const GError *error, int code)
{
  return g_error_matches (error, G_IO_ERROR, code);
}

static gboolean
is_network_down (const GError *error)
{
  return is_io (error, G_IO_ERROR_NETWORK_UNREACHABLE)
         || is_io (error, G_IO_ERROR_HOST_UNREACHABLE);
}

/* In TLS 1.3 a server may refuse after the handshake has passed on this side. */
static gboolean
is_tls_refusal (const IruClassifier *classifier, const GError *error)
{
  return !classifier->answered && error != NULL && error->domain == G_TLS_ERROR
         && error->code != G_TLS_ERROR_EOF;
}

static gboolean
is_parsing (const GError *error)
{
  return g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING)
         || g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_ENCODING)
         || is_io (error, G_IO_ERROR_INVALID_DATA);
}

static gboolean
is_proxy_denial (const GError *error)
{
  return is_io (error, G_IO_ERROR_PROXY_NEED_AUTH) || is_io (error, G_IO_ERROR_PROXY_AUTH_FAILED);
}

static const char *
choose_connect_id (const IruClassifier *classifier, const GError *error)
{
  const IruHttp *http = classifier->http;

  if (is_proxy_denial (error))
    return "proxy-auth";
  if (http->via_proxy && http->stage < IRU_HTTP_STAGE_HANDSHAKING)
    return is_io (error, G_IO_ERROR_TIMED_OUT) ? "connect-timeout" : "proxy-failed";
  if (http->stage == IRU_HTTP_STAGE_HANDSHAKING || error->domain == G_TLS_ERROR)
    return "tls-failed";
  if (error->domain == G_RESOLVER_ERROR || http->stage == IRU_HTTP_STAGE_RESOLVING)
    return "dns-failed";
  if (is_io (error, G_IO_ERROR_CONNECTION_REFUSED))
    return "connect-refused";
  if (is_io (error, G_IO_ERROR_TIMED_OUT))
    return "connect-timeout";
  return is_network_down (error) ? "network-unreachable" : "connection-lost";
}

/* The connection stood, and what came over it is not a whole answer. */
static void
add_broken_answer (const IruClassifier *classifier, const IruHttpReply *reply)
{
  IruFinding *finding = NULL;

  if (reply->error != NULL && is_parsing (reply->error))
    {
      /* Of a header that is cut before a whole one has come, soup says no more than that. */
      finding = iru_findings_add (
          classifier->findings, classifier->mcp_seen ? "protocol-error" : "not-mcp", "%s",
          reply->status == 0 ? _ ("What came back is not HTTP, or broke off in its first lines.")
                             : _ ("What came back is not HTTP."));
      if (reply->status == 0)
        finding->rung = IRU_RUNG_HTTP;
      return;
    }
  if (reply->transport_error == IRU_TRANSPORT_ERROR_CUT)
    finding = iru_findings_add (classifier->findings, "connection-lost", "%s",
                                _ ("The connection ended inside the answer."));
  else
    {
      /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): what is lost otherwise has one */
      g_autofree char *text = iru_excerpt_text (classifier->server, reply->error->message, -1);

      finding = iru_findings_add (classifier->findings, "connection-lost", "%s", text);
    }
  if (reply->any_byte || classifier->answered)
    finding->rung = IRU_RUNG_HTTP;
}

/* (tinyproxy says 401 to a wrong password, though 407 is a proxy's status.) */
static void
add_proxy_refusal (const IruClassifier *classifier, const IruHttpReply *reply)
{
  gboolean denied = reply->status == 407 || reply->status == 401;
  g_autofree char *reason = iru_excerpt_text (classifier->server, reply->reason, -1);

  if (classifier->http->has_bad_proxy)
    {
      iru_findings_add (classifier->findings, "proxy-failed", "%s",
                        _ ("The address of the proxy in the environment is not valid."));
      return;
    }
  iru_findings_add (classifier->findings, denied ? "proxy-auth" : "proxy-failed", "%u %s",
                    reply->status, reason != NULL ? reason : "");
}

void
iru_classifier_add_transport_error (const IruClassifier *classifier, const IruHttpReply *reply)
{
  if (reply->transport_error == IRU_TRANSPORT_ERROR_PROXY)
    add_proxy_refusal (classifier, reply);
  else if (reply->transport_error == IRU_TRANSPORT_ERROR_TOO_LARGE)
    iru_findings_add (classifier->findings, "response-too-large", NULL);
  else if (reply->transport_error == IRU_TRANSPORT_ERROR_CUT || reply->any_byte)
    add_broken_answer (classifier, reply);
  else if (classifier->http->tls_errors != 0)
    add_certificate (classifier);
  else if (classifier->http->stage == IRU_HTTP_STAGE_READY
           && !is_tls_refusal (classifier, reply->error))
    add_broken_answer (classifier, reply);
  else
    {
      g_autofree char *text = iru_excerpt_text (classifier->server, reply->error->message, -1);

      iru_findings_add (classifier->findings, choose_connect_id (classifier, reply->error), "%s",
                        text);
    }
}

void
iru_classifier_add_timeout (const IruClassifier *classifier)
{
  const IruHttp *http = classifier->http;

  switch (http->stage)
    {
    case IRU_HTTP_STAGE_IDLE:
    case IRU_HTTP_STAGE_RESOLVING:
      iru_findings_add (classifier->findings, "dns-failed", "%s",
                        _ ("There was no answer about the name in time."));
      break;
    case IRU_HTTP_STAGE_CONNECTING:
      iru_findings_add (classifier->findings, "connect-timeout", NULL);
      break;
    case IRU_HTTP_STAGE_HANDSHAKING:
      iru_findings_add (classifier->findings, "tls-failed", "%s",
                        _ ("The server did not answer to the TLS handshake in time."));
      break;
    case IRU_HTTP_STAGE_CONNECTED:
      if (http->via_proxy)
        {
          iru_findings_add (classifier->findings, "connect-timeout", "%s",
                            _ ("The proxy did not make the connection in time."));
          break;
        }
      G_GNUC_FALLTHROUGH;
    case IRU_HTTP_STAGE_READY:
      iru_findings_add (classifier->findings, "response-timeout", NULL);
      break;
    }
}

/* What the server says about itself */

static gboolean
is_html (const IruHttpReply *reply)
{
  return iru_http_reply_is_type (reply, "text/html")
         || g_ascii_strncasecmp (reply->body->str, "<!doctype html", 14) == 0
         || g_ascii_strncasecmp (reply->body->str, "<html", 5) == 0;
}

/* Gateways answer with JSON of their own: the member that reads like a message. */
static char *
excerpt_json (const IruClassifier *classifier, const IruMcpAnswer *answer)
{
  static const char *const names[] = { "error_description", "message", "detail", "error" };
  JsonObject *object =
      answer != NULL && answer->root != NULL && JSON_NODE_HOLDS_OBJECT (answer->root)
          ? json_node_get_object (answer->root)
          : NULL;
  const char *text = answer != NULL ? answer->message : NULL;

  for (guint i = 0; text == NULL && i < G_N_ELEMENTS (names); i++)
    text = iru_mcp_get_string (object, names[i]);
  if (text == NULL)
    text = iru_mcp_get_string (iru_mcp_get_object (object, "error"), "message");
  return iru_excerpt_text (classifier->server, text, -1);
}

/* The parameters of the first challenge; NULL if there is none. */
static GHashTable *
parse_challenge (const IruHttpReply *reply)
{
  const char *challenge = iru_http_reply_get_header (reply, "WWW-Authenticate");
  const char *blank = challenge != NULL ? strchr (challenge, ' ') : NULL;

  return blank != NULL ? soup_header_parse_param_list (blank + 1) : NULL;
}

static char *
excerpt_challenge (const IruClassifier *classifier, const IruHttpReply *reply, const char *name)
{
  GHashTable *params = parse_challenge (reply);
  char *text = NULL;

  if (params == NULL)
    return NULL;
  text = iru_excerpt_text (classifier->server, g_hash_table_lookup (params, name), -1);
  soup_header_free_param_list (params);
  return text;
}

static char *
excerpt_reply (const IruClassifier *classifier, const IruHttpReply *reply,
               const IruMcpAnswer *answer)
{
  char *text = excerpt_json (classifier, answer);

  if (text == NULL && is_html (reply))
    text = iru_excerpt_html_title (classifier->server, reply->body->str, reply->body->len);
  else if (text == NULL && iru_http_reply_is_type (reply, "text/plain"))
    text = iru_excerpt_text (classifier->server, reply->body->str, reply->body->len);
  if (text == NULL)
    text = excerpt_challenge (classifier, reply, "error_description");
  return text;
}

/* Adds @id with the status and what the server says about it. */
static IruFinding *
add_with_excerpt (const IruClassifier *classifier, const char *id, const IruHttpReply *reply,
                  const IruMcpAnswer *answer)
{
  g_autofree char *text = excerpt_reply (classifier, reply, answer);
  g_autofree char *reason = iru_excerpt_text (classifier->server, reply->reason, -1);
  g_autofree char *line = text != NULL && reply->status < 300 ? g_strdup (text)
                          : text != NULL   ? g_strdup_printf ("%u: %s", reply->status, text)
                          : reason != NULL ? g_strdup_printf ("%u %s", reply->status, reason)
                                           : g_strdup_printf ("%u", reply->status);
  g_autofree char *cut = iru_excerpt_text (classifier->server, line, -1);

  return iru_findings_add (classifier->findings, id, "%s", cut);
}

/* Denials */

static gboolean
has_word (const char *text, const char *const *words)
{
  g_autofree char *lower = text != NULL ? g_ascii_strdown (text, -1) : NULL;

  for (guint i = 0; lower != NULL && words[i] != NULL; i++)
    if (strstr (lower, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

guint
iru_classifier_read_denial (const char *text)
{
  static const char *const unknown[] = { "unauthorized",   "unauthorised",  "unauthenticated",
                                         "authentication", "api key",       "api-key",
                                         "apikey",         "invalid token", "token expired",
                                         "expired token",  "token has exp", "missing token",
                                         "bearer token",   "access token",  "credential",
                                         "log in",         "login",         NULL };
  static const char *const forbidden[] = {
    "forbidden",          "permission",         "denied", "not authorized", "not authorised",
    "insufficient scope", "insufficient_scope", NULL
  };

  if (has_word (text, forbidden))
    return 403;
  return has_word (text, unknown) ? 401 : 0;
}

guint
iru_classifier_get_denial (const IruMcpAnswer *answer)
{
  if (answer->kind != IRU_MCP_ERROR)
    return 0;
  if (answer->code == 401 || answer->code == 403)
    return answer->code;
  return iru_classifier_read_denial (answer->message);
}

gboolean
iru_classifier_names_session (const IruHttpReply *reply, const IruMcpAnswer *answer)
{
  static const char *const words[] = { "session", NULL };

  return has_word (answer->message != NULL ? answer->message : reply->body->str, words);
}

static gboolean
has_key (const IruServer *server, GUri *uri)
{
  for (guint i = 0; i < server->headers->len; i++)
    if (iru_header_is_secret (iru_pairs_index (server->headers, i)->name))
      return TRUE;
  return g_uri_get_user (uri) != NULL;
}

static void
add_rejected (const IruClassifier *classifier, const IruHttpReply *reply,
              const IruMcpAnswer *answer)
{
  g_autofree char *metadata = excerpt_challenge (classifier, reply, "resource_metadata");
  gboolean keyed = has_key (classifier->server, classifier->uri);

  if (metadata != NULL && !keyed)
    {
      add_with_excerpt (classifier, "auth-oauth", reply, answer);
      return;
    }
  add_with_excerpt (classifier, "auth-rejected", reply, answer);
  if (metadata != NULL)
    iru_findings_add (classifier->findings, "auth-oauth", "%s", metadata)->severity =
        IRU_SEVERITY_INFO;
}

static void
add_forbidden (const IruClassifier *classifier, const IruHttpReply *reply,
               const IruMcpAnswer *answer)
{
  g_autofree char *fault = excerpt_challenge (classifier, reply, "error");
  g_autofree char *scope = excerpt_challenge (classifier, reply, "scope");

  if (is_html (reply) && !classifier->mcp_seen)
    {
      IruFinding *finding = add_with_excerpt (classifier, "http-error", reply, answer);

      finding->advice = g_strdup (_ ("A page like this comes from a firewall or a filter in front "
                                     "of the server rather than from the server. Ask whoever runs "
                                     "the network to let this host pass, or try another network."));
    }
  else if (g_strcmp0 (fault, "insufficient_scope") == 0 && scope != NULL)
    {
      g_autofree char *line = g_strdup_printf (_ ("The key lacks the scope: %s"), scope);
      g_autofree char *cut = iru_excerpt_text (classifier->server, line, -1);

      iru_findings_add (classifier->findings, "permission-denied", "%s", cut);
    }
  else
    add_with_excerpt (classifier, "permission-denied", reply, answer);
}

/* Statuses */

static void
add_rate_limited (const IruClassifier *classifier, const IruHttpReply *reply,
                  const IruMcpAnswer *answer)
{
  const char *after = iru_http_reply_get_header (reply, "Retry-After");
  guint64 seconds = 0;
  g_autoptr (GDateTime) date = NULL;

  if (after == NULL)
    {
      add_with_excerpt (classifier, "rate-limited", reply, answer);
      return;
    }
  if (!g_ascii_string_to_unsigned (after, 10, 0, G_MAXUINT32, &seconds, NULL)
      && (date = soup_date_time_new_from_http_string (after)) != NULL)
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
      GTimeSpan span = g_date_time_difference (date, now);

      seconds = span > 0 ? span / G_TIME_SPAN_SECOND + 1 : 0;
    }

  if (seconds == 0)
    iru_findings_add (classifier->findings, "rate-limited", "%s",
                      _ ("The server says that you can try again now."));
  else if (seconds < 120)
    iru_findings_add (classifier->findings, "rate-limited",
                      g_dngettext (GETTEXT_PACKAGE, "The server asks to wait %u second.",
                                   "The server asks to wait %u seconds.", seconds),
                      (guint)seconds);
  else
    iru_findings_add (classifier->findings, "rate-limited",
                      g_dngettext (GETTEXT_PACKAGE, "The server asks to wait %u minute.",
                                   "The server asks to wait %u minutes.", (seconds + 59) / 60),
                      (guint)((seconds + 59) / 60));
}

static gboolean
is_suspended (const IruHttpReply *reply)
{
  static const char *const suspended[] = { "suspend", NULL };

  return has_word (reply->body->str, suspended) || has_word (reply->reason, suspended);
}

static void
add_server_error (const IruClassifier *classifier, const IruHttpReply *reply,
                  const IruMcpAnswer *answer)
{
  gboolean upstream = reply->status >= 502 && reply->status <= 504;
  gboolean suspended = reply->status == 503 && is_suspended (reply);

  add_with_excerpt (classifier,
                    suspended  ? "service-suspended"
                    : upstream ? "upstream-unavailable"
                               : "http-error",
                    reply, answer);
}

static gboolean
is_version_error (const IruMcpAnswer *answer)
{
  static const char *const words[] = { "unsupported protocol version", NULL };

  return answer->kind == IRU_MCP_ERROR
         && (answer->code == IRU_MCP_UNSUPPORTED_VERSION || has_word (answer->message, words));
}

static void
add_client_error (const IruClassifier *classifier, const IruHttpReply *reply,
                  const IruMcpAnswer *answer)
{
  guint denial = iru_classifier_get_denial (answer);

  if (denial == 401)
    add_rejected (classifier, reply, answer);
  else if (denial == 403)
    add_forbidden (classifier, reply, answer);
  else if (is_version_error (answer))
    iru_classifier_add_version (classifier, answer->message);
  else
    add_with_excerpt (classifier, answer->kind == IRU_MCP_ERROR ? "protocol-error" : "http-error",
                      reply, answer);
}

void
iru_classifier_add_status (const IruClassifier *classifier, const IruHttpReply *reply,
                           const IruMcpAnswer *answer)
{
  const char *own = iru_profile_get_status_id (classifier->profile, reply->status);

  if (own != NULL)
    add_with_excerpt (classifier, own, reply, answer);
  else if (reply->status < 400)
    iru_classifier_add_redirect (classifier, reply->status,
                                 iru_http_reply_get_header (reply, "Location"));
  else if (reply->status >= 500)
    add_server_error (classifier, reply, answer);
  else if (reply->status == 401)
    add_rejected (classifier, reply, answer);
  else if (reply->status == 403)
    add_forbidden (classifier, reply, answer);
  else if (reply->status == 404)
    add_with_excerpt (classifier, "http-not-found", reply, answer);
  else if (reply->status == 407)
    add_with_excerpt (classifier, "proxy-auth", reply, answer);
  else if (reply->status == 429)
    add_rate_limited (classifier, reply, answer);
  else
    add_client_error (classifier, reply, answer);
}

/* Good statuses */

static void
add_foreign (const IruClassifier *classifier, const IruHttpReply *reply, const IruMcpAnswer *answer)
{
  g_autofree char *title =
      is_html (reply)
          ? iru_excerpt_html_title (classifier->server, reply->body->str, reply->body->len)
          : NULL;
  const char *what = reply->is_stream ? _ ("the stream ended without the answer") : answer->fault;
  g_autofree char *type =
      iru_excerpt_text (classifier->server, iru_http_reply_get_header (reply, "Content-Type"), -1);
  g_autofree char *line = title != NULL
                              ? g_strdup_printf (_ ("It answers with a page: %s"), title)
                              : g_strdup_printf (_ ("The answer (%s) can't be used: %s."),
                                                 type != NULL ? type : _ ("no type"), what);
  g_autofree char *cut = iru_excerpt_text (classifier->server, line, -1);

  iru_findings_add (classifier->findings, classifier->mcp_seen ? "protocol-error" : "not-mcp", "%s",
                    cut);
}

void
iru_classifier_add_answer (const IruClassifier *classifier, const IruHttpReply *reply,
                           const IruMcpAnswer *answer)
{
  if (answer->kind == IRU_MCP_ERROR)
    add_client_error (classifier, reply, answer);
  else if (answer->kind == IRU_MCP_OTHER)
    iru_classifier_add_breach (classifier,
                               _ ("The answer is not to the request: its id is another."));
  else
    add_foreign (classifier, reply, answer);
}

void
iru_classifier_add_redirect (const IruClassifier *classifier, guint status, const char *target)
{
  g_autoptr (GUri) uri =
      target != NULL ? g_uri_parse_relative (classifier->uri, target, SOUP_HTTP_URI_FLAGS, NULL)
                     : NULL;

  if (uri == NULL)
    {
      iru_findings_add (classifier->findings, "http-redirect", "%u", status);
      return;
    }

  g_autofree char *whole = g_uri_to_string (uri);
  g_autofree char *shown = iru_excerpt_url (classifier->server, whole);
  iru_findings_add (classifier->findings, "http-redirect", "%u → %s", status, shown);
}

void
iru_classifier_add_version (const IruClassifier *classifier, const char *offered)
{
  g_autofree char *text = iru_excerpt_text (classifier->server, offered, -1);

  if (text != NULL)
    iru_findings_add (classifier->findings, "protocol-version", "%s", text);
  else
    iru_findings_add (classifier->findings, "protocol-version", NULL);
}

void
iru_classifier_add_breach (const IruClassifier *classifier, const char *detail)
{
  iru_findings_add (classifier->findings, "protocol-error", "%s", detail);
}
