/* iru-redact.h: what may be shown of a secret, and of a text from outside
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everything that the program prints about a file, an entry or a server goes
 * through here. A masked key shows at most its kind and its last four characters,
 * so that its owner can still recognise it: sk_live:…a1b2.
 */
#pragma once

#include "iru-client.h"
#include "iru-secret.h"
#include "iru-server.h"

G_BEGIN_DECLS

/* The longest text from outside that is shown, in characters. */
#define IRU_REDACT_MAX_LENGTH 256

/* @text as valid UTF-8 with control and direction-changing characters spelt out
 * (\u001b); line feeds and tabs stay. (transfer full) */
char *iru_escape_text (const char *text);

/**
 * iru_redact_config:
 * @text: a client's file
 *
 * Every secret masked (see iru-secret.h), in entries, settings and comments, also where @text does
 * not parse; with the same number of lines: what is shown of @text in a diff.
 *
 * Returns: (transfer full)
 */
GBytes *iru_redact_config (const IruClient *client, GBytes *text);

/* Knows secrets, and finds them in any text. */
typedef struct _IruRedactor IruRedactor;

IruRedactor *iru_redactor_new (void);
void iru_redactor_free (IruRedactor *redactor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruRedactor, iru_redactor_free)

/* The header and env values of @server, and the secrets in its url. */
void iru_redactor_add_server (IruRedactor *redactor, const IruServer *server);
/* The secrets of every entry of a client's file. */
void iru_redactor_add_config (IruRedactor *redactor, const IruClient *client, GBytes *text);

/**
 * iru_redactor_clean:
 *
 * @text, from anywhere: known secrets masked, however they are spelt (see
 * iru-secret-pattern.h); escaped; one line of at most %IRU_REDACT_MAX_LENGTH.
 *
 * Returns: (transfer full): NULL for NULL
 */
char *iru_redactor_clean (IruRedactor *redactor, const char *text);

/* The same of several lines, as they are. (transfer full) */
char *iru_redactor_clean_lines (IruRedactor *redactor, const char *text);

G_END_DECLS
