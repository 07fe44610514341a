/* iru-classifier.c: what an exchange that did not give a result means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-classifier.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-secret.h"
#include "iru-blame.h"
#include "iru-excerpt.h"
#include "iru-sentence.h"

/* Breaks */

/* "CN=Zscaler Root CA,O=Zscaler" is known by its first name. */
static char *
get_common_name (const char *name)
{
  g_autoptr (GRegex) regex = g_regex_new ("(?:^|,)\\s*CN=((?:[^,\\\\]|\\\\.)+)", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (name == NULL || !g_utf8_validate (name, -1, NULL))
    return NULL;
  return g_regex_match (regex, name, 0, &match) ? g_match_info_fetch (match, 1) : g_strdup (name);
}

static void
append_names (GString *text, GTlsCertificate *certificate)
{
  g_autoptr (GPtrArray) names = g_tls_certificate_get_dns_names (certificate);
  g_autoptr (GPtrArray) addresses = g_tls_certificate_get_ip_addresses (certificate);
  const char *before = _ (" It is for: ");

  for (guint i = 0; names != NULL && i < MIN (names->len, 8); i++)
    {
      gsize length = 0;
      const char *name = g_bytes_get_data (names->pdata[i], &length);

      g_string_append_printf (text, "%s%.*s", i == 0 ? before : ", ", (int)length, name);
    }
  for (guint i = 0; addresses != NULL && i < MIN (addresses->len, 8); i++)
    {
      g_autofree char *address = g_inet_address_to_string (addresses->pdata[i]);

      g_string_append_printf (
          text, "%s%s", i == 0 && (names == NULL || names->len == 0) ? before : ", ", address);
    }
  if (text->len > 0)
    g_string_append_c (text, '.');
}

static void
append_validity (GString *text, GTlsCertificate *certificate)
{
  g_autoptr (GDateTime) start = g_tls_certificate_get_not_valid_before (certificate);
  g_autoptr (GDateTime) end = g_tls_certificate_get_not_valid_after (certificate);
  g_autofree char *from = start != NULL ? g_date_time_format (start, "%Y-%m-%d") : NULL;
  g_autofree char *to = end != NULL ? g_date_time_format (end, "%Y-%m-%d") : NULL;

  if (from != NULL && to != NULL)
    g_string_append_printf (text, _ (" It is valid from %s to %s."), from, to);
}

/* What the certificate says, for @id. */
static void
explain_certificate (const IruClassifier *classifier, IruFinding *finding)
{
  GTlsCertificate *certificate = classifier->http->certificate;
  g_autofree char *issuer = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  const char *product;

  if (certificate == NULL)
    return;
  issuer = g_tls_certificate_get_issuer_name (certificate);
  subject = g_tls_certificate_get_subject_name (certificate);
  name = get_common_name (issuer);
  product = iru_blame_find_product (issuer);
  if (name != NULL)
    g_string_append_printf (text, _ ("The certificate is issued by %s."), name);
  if (strcmp (finding->kind->id, "tls-expired") == 0)
    append_validity (text, certificate);
  else if (strcmp (finding->kind->id, "tls-hostname") == 0)
    append_names (text, certificate);
  else if (g_strcmp0 (issuer, subject) == 0)
    g_string_append (text, _ (" The server has signed it itself."));
  else if (g_tls_certificate_get_issuer (certificate) == NULL)
    g_string_append (text, _ (" The server sent no certificate of that issuer: an intermediate "
                              "certificate may be missing on the server."));
  finding->detail = iru_excerpt_text (classifier->server, text->str, -1);
  if (product != NULL && strcmp (finding->kind->id, "tls-untrusted") == 0)
    finding->title = g_strdup_printf (_ ("The connection is inspected by %s"), product);
}

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
      explain_certificate (classifier, finding);
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

/* The parameter of any of the challenges. */
static char *
excerpt_challenge (const IruClassifier *classifier, const IruHttpReply *reply, const char *name)
{
  const char *challenge = iru_http_reply_get_header (reply, "WWW-Authenticate");
  g_autofree char *pattern = g_strdup_printf ("\\b%s\\s*=\\s*(?:\"([^\"]*)\"|([^\\s,\"]+))", name);
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_RAW, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *quoted = NULL;
  g_autofree char *bare = NULL;

  if (challenge == NULL || !g_regex_match (regex, challenge, 0, &match))
    return NULL;
  quoted = g_match_info_fetch (match, 1);
  bare = g_match_info_fetch (match, 2);
  return iru_excerpt_text (classifier->server, bare != NULL && *bare != '\0' ? bare : quoted, -1);
}

static char *
excerpt_reply (const IruClassifier *classifier, const IruHttpReply *reply,
               const IruMcpAnswer *answer)
{
  g_autofree char *text = iru_sentence_read (classifier->server, reply, answer);

  return iru_excerpt_text (classifier->server, text, -1);
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

guint
iru_classifier_read_denial (const char *text)
{
  IruBlame blame = iru_blame_read (text);

  return blame == IRU_BLAME_KEY ? 401 : blame == IRU_BLAME_PERMISSION ? 403 : 0;
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
  const char *text = answer->message != NULL ? answer->message : reply->body->str;
  g_autofree char *lower = g_ascii_strdown (text, -1);

  return strstr (lower, "session") != NULL;
}

gboolean
iru_classifier_has_key (const IruClassifier *classifier)
{
  const IruServer *server = classifier->server;

  if (classifier->uri == NULL)
    return TRUE;
  for (guint i = 0; i < server->headers->len; i++)
    if (iru_header_is_secret (iru_pairs_index (server->headers, i)->name))
      return TRUE;
  return g_uri_get_user (classifier->uri) != NULL || g_uri_get_query (classifier->uri) != NULL;
}

static IruFinding *
add_rejected (const IruClassifier *classifier, const IruHttpReply *reply,
              const IruMcpAnswer *answer)
{
  g_autofree char *metadata = excerpt_challenge (classifier, reply, "resource_metadata");
  gboolean keyed = iru_classifier_has_key (classifier);
  const char *id = keyed ? "auth-rejected" : metadata != NULL ? "auth-oauth" : "auth-missing";
  IruFinding *finding = add_with_excerpt (classifier, id, reply, answer);

  if (metadata != NULL && keyed)
    iru_findings_add (classifier->findings, "auth-oauth", "%s", metadata)->severity =
        IRU_SEVERITY_INFO;
  return finding;
}

/* A key is blamed only if one was sent. */
static void
add_forbidden (const IruClassifier *classifier, const IruHttpReply *reply,
               const IruMcpAnswer *answer)
{
  g_autofree char *fault = excerpt_challenge (classifier, reply, "error");
  g_autofree char *scope = excerpt_challenge (classifier, reply, "scope");

  if (iru_sentence_is_page (reply) && !classifier->mcp_seen)
    add_with_excerpt (classifier, "filtered", reply, answer);
  else if (g_strcmp0 (fault, "insufficient_scope") == 0 && scope != NULL)
    {
      g_autofree char *line = g_strdup_printf (_ ("The key lacks the scope: %s"), scope);
      g_autofree char *cut = iru_excerpt_text (classifier->server, line, -1);

      iru_findings_add (classifier->findings, "permission-denied", "%s", cut);
    }
  else
    add_with_excerpt (classifier,
                      iru_classifier_has_key (classifier) ? "permission-denied" : "auth-missing",
                      reply, answer);
}

static void
add_filtered (const IruClassifier *classifier, const IruHttpReply *reply,
              const IruMcpAnswer *answer, const char *product)
{
  IruFinding *finding = add_with_excerpt (classifier, "filtered", reply, answer);
  g_autofree char *detail = NULL;

  if (product == NULL)
    return;
  finding->title = g_strdup_printf (_ ("%s blocks the request to the server"), product);
  detail = g_steal_pointer (&finding->detail);
  finding->detail = g_strdup_printf ("%s: %s", product, detail);
}

/* Limits */

static guint64
read_seconds_until (const char *text)
{
  g_autoptr (GDateTime) date = soup_date_time_new_from_http_string (text);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  GTimeSpan span = date != NULL ? g_date_time_difference (date, now) : 0;

  return span > 0 ? (guint64)(span / G_TIME_SPAN_SECOND) + 1 : 0;
}

/* Seconds, also a fraction of one, a date, or a moment since 1970; FALSE: nothing is said. */
static gboolean
read_wait (const IruHttpReply *reply, guint64 *seconds)
{
  static const char *const names[] = { "Retry-After", "RateLimit-Reset", "X-RateLimit-Reset" };
  const char *text = NULL;
  char *end = NULL;
  double value;

  for (guint i = 0; text == NULL && i < G_N_ELEMENTS (names); i++)
    text = iru_http_reply_get_header (reply, names[i]);
  if (text == NULL)
    return FALSE;
  value = g_ascii_strtod (text, &end);
  if (end == text || *end != '\0' || !(value >= 0 && value < G_MAXUINT32))
    value = (double)read_seconds_until (text);
  else if (value > 1e9)
    value -= (double)(g_get_real_time () / G_USEC_PER_SEC);
  *seconds = value > 0 ? (guint64)value + (value > (double)(guint64)value) : 0;
  return TRUE;
}

static void
add_rate_limited (const IruClassifier *classifier, const IruHttpReply *reply,
                  const IruMcpAnswer *answer)
{
  guint64 seconds = 0;

  if (!read_wait (reply, &seconds))
    add_with_excerpt (classifier, "rate-limited", reply, answer);
  else if (seconds == 0)
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

/* Statuses */

/* A status that says by itself what to do. */
static const struct
{
  guint status;
  const char *id;
  const char *advice;
} cures[] = {
  { 402, "http-error",
    N_ ("The service wants to be paid for this. Check the plan and the payments of the account "
        "with the service.") },
  { 410, "http-not-found",
    N_ ("The service has given this address up. Put the URL that it names now into the "
        "configuration, or copy the MCP configuration from the service again.") },
  { 426, "http-error",
    N_ ("The server wants another protocol for this connection. Check that the URL begins with "
        "https and has the port and path from the MCP configuration.") },
  { 431, "http-error",
    N_ ("The headers of the entry are too long for the server. Compare each value with the MCP "
        "configuration: one may have been pasted twice.") },
  { 451, "http-error",
    N_ ("The service may not be used from here for legal reasons. Ask the service in which "
        "countries it can be used.") },
};

static void
add_cure (const IruClassifier *classifier, const IruHttpReply *reply, const IruMcpAnswer *answer)
{
  for (guint i = 0; i < G_N_ELEMENTS (cures); i++)
    if (cures[i].status == reply->status)
      {
        IruFinding *finding = add_with_excerpt (classifier, cures[i].id, reply, answer);

        finding->advice = g_strdup (_ (cures[i].advice));
        return;
      }
}

static gboolean
has_cure (guint status)
{
  for (guint i = 0; i < G_N_ELEMENTS (cures); i++)
    if (cures[i].status == status)
      return TRUE;
  return FALSE;
}

static gboolean
is_suspended (const IruHttpReply *reply)
{
  g_autofree char *body = g_ascii_strdown (reply->body->str, -1);
  g_autofree char *reason =
      reply->reason != NULL ? g_ascii_strdown (reply->reason, -1) : g_strdup ("");

  return strstr (body, "suspend") != NULL || strstr (reason, "suspend") != NULL;
}

/* 520 to 527 and 530 are Cloudflare's own. */
static void
add_server_error (const IruClassifier *classifier, const IruHttpReply *reply,
                  const IruMcpAnswer *answer)
{
  guint status = reply->status;
  gboolean cloudflare = (status >= 520 && status <= 527) || status == 530;
  gboolean upstream = (status >= 502 && status <= 504) || cloudflare;
  gboolean suspended = status == 503 && is_suspended (reply);
  IruFinding *finding = add_with_excerpt (classifier,
                                          suspended  ? "service-suspended"
                                          : upstream ? "upstream-unavailable"
                                                     : "http-error",
                                          reply, answer);

  if (cloudflare)
    finding->advice =
        g_strdup (_ ("Cloudflare answers, and the server behind it does not. Tell whoever runs the "
                     "server, or look at the service's status page."));
}

static gboolean
is_version_error (const IruMcpAnswer *answer)
{
  g_autofree char *lower =
      answer->message != NULL ? g_ascii_strdown (answer->message, -1) : g_strdup ("");

  return answer->kind == IRU_MCP_ERROR
         && (answer->code == IRU_MCP_UNSUPPORTED_VERSION
             || strstr (lower, "unsupported protocol version") != NULL);
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
  else if (answer->kind == IRU_MCP_ERROR)
    add_with_excerpt (classifier, "protocol-error", reply, answer);
  else
    add_with_excerpt (classifier, "http-error", reply, answer)->advice = g_strdup (
        _ ("The server does not take the request as it is. See what it says, and compare the URL "
           "and every header with the MCP configuration."));
}

/* TRUE if the sentence or a header says who is to blame. */
static gboolean
add_blame (const IruClassifier *classifier, const IruHttpReply *reply, const IruMcpAnswer *answer)
{
  g_autofree char *all = iru_sentence_read_all (classifier->server, reply, answer);
  const char *product = NULL;

  switch (iru_blame_find (reply, all, &product))
    {
    case IRU_BLAME_KEY:
      add_rejected (classifier, reply, answer);
      return TRUE;
    case IRU_BLAME_HOST_CHECK:
      add_with_excerpt (classifier, "host-check", reply, answer);
      return TRUE;
    case IRU_BLAME_FILTER:
      add_filtered (classifier, reply, answer, product);
      return TRUE;
    case IRU_BLAME_LIMIT:
      add_with_excerpt (classifier, "rate-limited", reply, answer);
      return TRUE;
    case IRU_BLAME_PATH:
      add_with_excerpt (classifier, "http-not-found", reply, answer)->advice = g_strdup (
          _ ("The gateway knows no path like this, whatever its words say. Copy the whole URL from "
             "the MCP configuration once more."));
      return TRUE;
    case IRU_BLAME_KEY_OR_FILTER:
      add_rejected (classifier, reply, answer)->advice = g_strdup (
          _ ("The gateway (AWS) does not say why. Compare the key with the MCP configuration. If "
             "it is right, the key may lack a usage plan, or a firewall rule (WAF) blocks this "
             "network: ask whoever runs the server."));
      return TRUE;
    case IRU_BLAME_PORTAL:
      add_with_excerpt (classifier, "captive-portal", reply, answer);
      return TRUE;
    case IRU_BLAME_TUNNEL:
      add_with_excerpt (classifier, "upstream-unavailable", reply, answer)->advice = g_strdup (
          _ ("The tunnel (ngrok) is there, and no server is behind it. Start the tunnel and the "
             "server again on the machine that runs them. If the URL has changed, put the new one "
             "into the configuration."));
      return TRUE;
    case IRU_BLAME_PERMISSION:
    case IRU_BLAME_NONE:
      break;
    }
  return FALSE;
}

static void
add_plain_status (const IruClassifier *classifier, const IruHttpReply *reply,
                  const IruMcpAnswer *answer)
{
  guint status = reply->status;

  if (status >= 500)
    add_server_error (classifier, reply, answer);
  else if (status == 403)
    add_forbidden (classifier, reply, answer);
  else if (status == 404)
    add_with_excerpt (classifier, "http-not-found", reply, answer);
  else if (has_cure (status))
    add_cure (classifier, reply, answer);
  else
    add_client_error (classifier, reply, answer);
}

void
iru_classifier_add_status (const IruClassifier *classifier, const IruHttpReply *reply,
                           const IruMcpAnswer *answer)
{
  const char *own = iru_profile_get_status_id (classifier->profile, reply->status);
  guint status = reply->status;

  if (own != NULL)
    add_with_excerpt (classifier, own, reply, answer);
  else if (status < 400)
    iru_classifier_add_redirect (classifier, status, iru_http_reply_get_header (reply, "Location"));
  else if (status == 401)
    add_rejected (classifier, reply, answer);
  else if (status == 407)
    add_with_excerpt (classifier, "proxy-auth", reply, answer);
  else if (status == 429)
    add_rate_limited (classifier, reply, answer);
  else if ((status >= 502 && status <= 504) || !add_blame (classifier, reply, answer))
    add_plain_status (classifier, reply, answer);
}

static void
add_status_of_notification (const IruClassifier *classifier, const IruHttpReply *reply,
                            const IruMcpAnswer *answer)
{
  guint first = classifier->findings->len;

  iru_classifier_add_status (classifier, reply, answer);
  for (guint i = first; i < classifier->findings->len; i++)
    {
      IruFinding *finding = classifier->findings->pdata[i];
      g_autofree char *detail = finding->detail;

      finding->detail = g_strconcat ("notifications/initialized: ", detail, NULL);
    }
}

void
iru_classifier_add_refused_notification (const IruClassifier *classifier, const IruHttpReply *reply,
                                         const IruMcpAnswer *answer)
{
  guint status = reply->status;
  g_autofree char *text = NULL;

  /* Who asks matters here, and not what was asked. */
  if (status == 401 || status == 403 || status == 407 || status == 429)
    {
      add_status_of_notification (classifier, reply, answer);
      return;
    }
  text = iru_sentence_read (classifier->server, reply, answer);
  g_autofree char *line = g_strdup_printf (
      _ ("The server refuses notifications/initialized, which ends the handshake: %u %s"),
      reply->status,
      text != NULL            ? text
      : reply->reason != NULL ? reply->reason
                              : "");
  g_autofree char *cut = iru_excerpt_text (classifier->server, line, -1);

  iru_classifier_add_breach (classifier, cut);
}

/* Good statuses */

static void
add_foreign (const IruClassifier *classifier, const IruHttpReply *reply, const IruMcpAnswer *answer)
{
  g_autofree char *title =
      iru_sentence_is_page (reply) ? excerpt_reply (classifier, reply, NULL) : NULL;
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
  else if (reply->is_stream || !add_blame (classifier, reply, answer))
    add_foreign (classifier, reply, answer);
}

/* The path without its last slash. */
static char *
dup_bare_path (GUri *uri)
{
  char *path = g_strdup (g_uri_get_path (uri));
  gsize length = strlen (path);

  if (length > 0 && path[length - 1] == '/')
    path[length - 1] = '\0';
  return path;
}

/* Where @target differs by the slash, the scheme or the port only, what to write: frameworks
 * behind a proxy do not know that they are reached over https. (transfer full) (nullable) */
static char *
find_better_url (const IruClassifier *classifier, GUri *target)
{
  g_autofree char *ours = dup_bare_path (classifier->uri);
  g_autofree char *theirs = dup_bare_path (target);
  const char *scheme = g_uri_get_scheme (target);
  gboolean upgrade = g_ascii_strcasecmp (scheme, "https") == 0
                     && g_ascii_strcasecmp (g_uri_get_scheme (classifier->uri), "https") != 0;
  GUri *base = upgrade ? target : classifier->uri;

  if (g_uri_get_host (target) == NULL || strcmp (ours, theirs) != 0
      || g_ascii_strcasecmp (g_uri_get_host (target), g_uri_get_host (classifier->uri)) != 0)
    return NULL;

  g_autofree char *url =
      g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (base), NULL, g_uri_get_host (base),
                  g_uri_get_port (base), g_uri_get_path (target), g_uri_get_query (target), NULL);
  return iru_excerpt_url (classifier->server, url);
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
  IruFinding *finding =
      iru_findings_add (classifier->findings, "http-redirect", "%u → %s", status, shown);
  g_autofree char *better = find_better_url (classifier, uri);

  if (better != NULL)
    finding->advice = g_strdup_printf (_ ("Use %s as the URL in the configuration."), better);
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
