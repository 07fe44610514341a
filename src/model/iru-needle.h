/* iru-needle.h: secrets that are looked for, however they are spelt
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A server, a bridge or a log may give a key back plainly, in other case, with
 * escapes of JSON, HTML or a url, in base64 (either alphabet, inside a longer text,
 * in lines), or escaped base64. Needles find it in all of these.
 */
#pragma once

#include "iru-server.h"

G_BEGIN_DECLS

/* A shorter value is not looked for: it would be found everywhere. */
#define IRU_NEEDLE_MIN_LENGTH 6

/* How keys begin that are known: "sk_live:". (transfer container) (element-type utf8) */
GPtrArray *iru_secret_list_kinds (void);
/* How much of @secret tells its kind and nothing else ("sk_live:"), in bytes. */
gsize iru_secret_get_kind (const char *secret);

/* What is shown of a secret. (transfer full) */
typedef char *(*IruMaskFunc) (const char *secret);

/* (element-type IruNeedle): wiped when freed. */
GPtrArray *iru_needles_new (void);
/* @secret, the same without its kind, and the token behind a scheme ("Basic …"); nothing
 * for NULL. */
void iru_needles_add (GPtrArray *needles, const char *secret, IruMaskFunc mask);
/* The secret parts of a url: its userinfo and the values of its query, as they stand
 * and decoded. */
void iru_needles_add_url (GPtrArray *needles, const char *url, IruMaskFunc mask);
/* The secret values of headers, environment and url. */
void iru_needles_add_server (GPtrArray *needles, const IruServer *server, IruMaskFunc mask);

/* Whether values of that name are secret: all but the profile's, and PATH. */
gboolean iru_header_is_secret (const char *name);
gboolean iru_variable_is_secret (const char *name);

/* Replaces every spelling of every secret, the longest first. */
void iru_needles_mask (GPtrArray *needles, GString *text);

G_END_DECLS
