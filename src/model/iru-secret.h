/* iru-secret.h: what is secret, by its name, its beginning and its shape
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one place that decides. Files that are shown, arguments, URLs, exports and text from
 * outside all ask here. If in doubt, the answer is yes.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a name says about the values under it. */
typedef enum
{
  IRU_SECRET_NAME_PLAIN,   /* nothing */
  IRU_SECRET_NAME_OPEN,    /* a header or a variable that is no secret: X-MCP-Profile, PATH */
  IRU_SECRET_NAME_ABOUT,   /* it describes a key: "keyFile", "bearer_token_env_var" */
  IRU_SECRET_NAME_HEADERS, /* its members are headers */
  IRU_SECRET_NAME_ENV,     /* its members are variables */
  IRU_SECRET_NAME_KEY,     /* it sounds like a key: every string under it is secret */
} IruSecretName;

IruSecretName iru_secret_name_classify (const char *name, gsize length);

/* Whether values of that name are secret: all but the profile's; of variables also PATH and those
 * that load code (see below). */
gboolean iru_header_is_secret (const char *name);
gboolean iru_variable_is_secret (const char *name);
/* LD_PRELOAD, NODE_OPTIONS and others that make a program load code: people have to see them. */
gboolean iru_variable_loads_code (const char *name);

/* How much of @secret tells its kind and nothing else ("sk_live:"), in bytes. */
gsize iru_secret_get_kind (const char *secret);

/* Whether @text looks like random characters: 16 or more letters and digits, mixed. Words with
 * hyphens, versions and dates do not. */
gboolean iru_secret_looks_random (const char *text, gsize length);

/* Whether @text is a path of a file system: nobody puts a key there. */
gboolean iru_secret_is_path (const char *text, gsize length);

/* Where a text is from. */
typedef enum
{
  IRU_SECRET_TEXT_OUTSIDE, /* a server, a log: a word after "token:" may be a word */
  IRU_SECRET_TEXT_SETTING, /* a file: what follows "token=" is a token, random words are masked */
} IruSecretText;

/**
 * IruSecretSpan: a secret in a text
 * @start: @end: offsets in bytes
 * @is_url: only parts of it are secret: see iru_mask_url()
 * @is_doubt: only its shape says so
 */
typedef struct
{
  gsize start;
  gsize end;
  gboolean is_url;
  gboolean is_doubt;
} IruSecretSpan;

/* @text has a NUL behind its @length bytes. The secrets in it, in order, without overlaps.
 * (transfer full) (element-type IruSecretSpan) */
GArray *iru_secret_find_in_text (const char *text, gsize length, IruSecretText source);

/* The same in one argument, which stands behind @before. */
GArray *iru_secret_find_in_argument (const char *before, const char *argument);

/* @text with @spans masked. (transfer full) */
char *iru_secret_mask_spans (const char *text, gsize length, GArray *spans);
/* Both in one. (transfer full) */
char *iru_secret_mask_text (const char *text, gsize length, IruSecretText source);

/* Whether @text is harmless under a name of which nothing is known: ordinary words, numbers,
 * paths, URLs without secrets. */
gboolean iru_secret_is_harmless (const char *text);

/* Its kind and its last four characters: "sk_live:…a1b2". (transfer full) */
char *iru_mask_secret (const char *secret);

/* @url with its userinfo, the values of its query, and key-like segments of its path masked.
 * (transfer full) */
char *iru_mask_url (const char *url);
/* Whether that masks anything. */
gboolean iru_url_has_secret (const char *url);

/* Called with each secret part of @url: as it stands there. */
typedef void (*IruSecretFunc) (const char *part, gsize length, gpointer data);
void iru_url_foreach_secret (const char *url, gsize length, IruSecretFunc func, gpointer data);

G_END_DECLS
