/* iru-secret-pattern.h: secrets that are looked for, however they are spelt
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A server, a bridge or a log may repeat a key plainly, in other case, with escapes of JSON, HTML
 * or a URL (also escaped twice), in base64 (either alphabet, inside a longer text, in lines), or
 * a part of it. At every place the text counts as it stands and as its escapes read. Time is linear
 * in the text.
 */
#pragma once

#include "iru-server.h"

G_BEGIN_DECLS

/* A shorter value is not looked for: it would be found everywhere. */
#define IRU_SECRET_MIN_LENGTH 6
/* So many characters of a key tell too much. */
#define IRU_SECRET_MIN_PIECE 8

/* What is shown of a secret. (transfer full) */
typedef char *(*IruMaskFunc) (const char *secret);

typedef struct _IruSecretPatterns IruSecretPatterns;

IruSecretPatterns *iru_secret_patterns_new (IruMaskFunc mask);
void iru_secret_patterns_free (IruSecretPatterns *patterns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruSecretPatterns, iru_secret_patterns_free)

/* @secret and what a server may take for the secret in it: the token behind a scheme
 * ("Bearer …"), what base64 or percent-encoding means, values of a cookie and of "name=value".
 * Nothing for NULL. */
void iru_secret_patterns_add (IruSecretPatterns *patterns, const char *secret);
/* The value of a header, variable or argument: not looked for where it is an ordinary word, a
 * path or a URL under a name (nullable) that does not sound like a key. */
void
iru_secret_patterns_add_value (IruSecretPatterns *patterns, const char *name, const char *value);
/* The secret parts of a URL, as they stand and decoded. */
void iru_secret_patterns_add_url (IruSecretPatterns *patterns, const char *url);
/* The secret values of headers, environment, arguments and URL. */
void iru_secret_patterns_add_server (IruSecretPatterns *patterns, const IruServer *server);

/* Replaces every spelling of every secret. Overlapping ones become one mask. */
void iru_secret_patterns_mask (IruSecretPatterns *patterns, GString *text);

G_END_DECLS
