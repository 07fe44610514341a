/* iru-classifier.h: what an exchange that did not give a result means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Turns breaks, statuses and JSON-RPC errors into findings, one headline each.
 */
#pragma once

#include "iru-http.h"
#include "iru-mcp.h"
#include "iru-probe-result.h"
#include "iru-profile.h"

G_BEGIN_DECLS

/**
 * IruClassifier:
 * @server: borrowed
 * @http: @uri: (nullable): borrowed; NULL where the server is a command
 * @profile: whose server it is
 * @findings: borrowed; what is found is added here
 * @mcp_seen: anything in JSON-RPC was understood
 * @answered: some request of this conversation got an answer's headers
 */
typedef struct
{
  const IruServer *server;
  const IruProfile *profile;
  const IruHttp *http;
  GUri *uri;
  GPtrArray *findings;
  gboolean mcp_seen;
  gboolean answered;
} IruClassifier;

/* The exchange has no whole answer (transport_error is set). */
void
iru_classifier_add_transport_error (const IruClassifier *classifier, const IruHttpReply *reply);
/* Time was up. */
void iru_classifier_add_timeout (const IruClassifier *classifier);
/* A status of 300 and more, whatever the body says. */
void iru_classifier_add_status (const IruClassifier *classifier, const IruHttpReply *reply,
                                const IruMcpAnswer *answer);
/* The handshake's last message was refused. */
void
iru_classifier_add_refused_notification (const IruClassifier *classifier, const IruHttpReply *reply,
                                         const IruMcpAnswer *answer);
/* A good status, but @answer is no result. */
void iru_classifier_add_answer (const IruClassifier *classifier, const IruHttpReply *reply,
                                const IruMcpAnswer *answer);
/* The server points to @target, which is not followed. */
void
iru_classifier_add_redirect (const IruClassifier *classifier, guint status, const char *target);
/* protocol-version, with what the server offers; either may be NULL. */
void iru_classifier_add_version (const IruClassifier *classifier, const char *offered);
/* protocol-error with the translated @detail. */
void iru_classifier_add_breach (const IruClassifier *classifier, const char *detail);

/* Whether @text (nullable) is about who may do what: 401, 403, or 0. */
guint iru_classifier_read_denial (const char *text);
/* The same for a JSON-RPC error. */
guint iru_classifier_get_denial (const IruMcpAnswer *answer);
/* Whether a key is sent, in a header or in the URL. A command knows its own: TRUE. */
gboolean iru_classifier_has_key (const IruClassifier *classifier);
/* Whether @text has a session in it, as the errors about a lost one do. */
gboolean iru_classifier_names_session (const IruHttpReply *reply, const IruMcpAnswer *answer);

G_END_DECLS
