/* iru-words.h: the words that reports for people share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Translated. Static but where it says otherwise.
 */
#pragma once

#include "iru-client-verdict.h"
#include "iru-plan.h"
#include "iru-redact.h"

G_BEGIN_DECLS

/* "Claude Desktop", and whose where several homes are looked at. (transfer full) */
char *iru_words_client (const IruTarget *target);
/**
 * iru_words_verdict:
 * @window: it is for the wizard, which names no option of the command line
 *
 * "works", "almost done: restart Cursor", "set up, not tried: …", or what is wrong.
 *
 * Returns: (transfer full)
 */
char *iru_words_verdict (const IruClientResult *client, gboolean window);
/* "Everything works", "2 of 3 assistants work", …; NULL if there is nothing to say it of.
 * (transfer full) */
char *iru_words_summary (const IruDiagnosis *diagnosis);
/* Whose the endpoint is, and with which key: "Cursor (X-API-Key sk_live:…a1b2), Codex". NULL if
 * nobody's. (transfer full) */
char *iru_words_users (const IruEndpointResult *endpoint, IruRedactor *redactor);
/* "set up", "other values", … */
const char *iru_words_state (const IruClientResult *client);
/* For whom an entry counts, if not for its user everywhere. (transfer full) (nullable) */
char *iru_words_scope (const IruClientResult *client);
/* "X-API-Key sk_live:…a1b2, …": which keys stand there, masked; NULL if there is none.
 * To be shown as it is. (transfer full) */
char *iru_words_keys (const IruServer *server, IruRedactor *redactor);
/* Whether @pair of a server is a key, and not a profile or a path. */
gboolean iru_words_is_key (const IruPair *pair);
/* Its value masked, or the reference that it is. (transfer full) */
char *iru_words_key (const IruPair *pair, IruRedactor *redactor);
/* What a server with a command does, with the command and the variables that load code; NULL for
 * a remote server. Redacted. (transfer full) (nullable) */
char *iru_words_starts (const IruServer *server, IruRedactor *redactor);
/* What an endpoint is called: its url, or the command that a client starts; redacted.
 * (transfer full) */
char *iru_words_endpoint (const IruEndpointResult *endpoint, IruRedactor *redactor);
/* For an endpoint that listed its tools, and whose vendor hides some: a line with the areas that
 * the key covers, and one with those that it lacks, each behind @lead; nothing for any other. */
void iru_words_append_areas (GString *text, const char *lead, const IruEndpointResult *endpoint);
/* The same as two lists of names, NULL where there is nothing to name. (out) (transfer full) */
void iru_words_list_areas (const IruEndpointResult *endpoint, char **covered, char **lacking);
/* "Name", "Connection", … */
const char *iru_words_rung (IruRung rung);
/* Whether the ladder of that endpoint has that rung: a command has no network. */
gboolean iru_words_has_rung (const IruEndpointResult *endpoint, IruRung rung);
/* What was done to a file, "added", or would be. */
const char *iru_words_action (IruAction action, gboolean dry_run);
/* How a desktop application will start the npx that is written for it, and why in that way; NULL
 * where it needs none or there is none. (transfer full) */
char *iru_words_npx (const IruChange *change);
/* "error", "warning", "note" */
const char *iru_words_severity (IruSeverity severity);

/* A path on one line, with nothing in it that a terminal would obey. (transfer full) */
char *iru_words_path (const char *path);
/* That of a client's file, as its system spells it. (transfer full) */
char *iru_words_file (const IruTarget *target);

G_END_DECLS
