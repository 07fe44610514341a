/* iru-placeholder.h: examples that were never filled in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ways in which iru_lint_is_placeholder() knows one. A value that is a
 * real key must not match, whatever its random part holds.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* In words: YOUR_API_KEY, your-itglue-region-here, PASTE_…, <key>, {slug}. */
gboolean iru_placeholder_has_words (const char *value);

/* The name of a value in its place: API_KEY, sk_live:PROFILE_ID. As an argument it
 * may be meant ("docker run -e API_KEY"). */
gboolean iru_placeholder_is_name (const char *value);

/* What a shell would have put a value in for, and no client does: $(cat key), %API_KEY%,
 * $env:API_KEY. */
gboolean iru_placeholder_is_shell (const char *value);

/* In signs: xxxx, dots, bullets, one character over and over. */
gboolean iru_placeholder_has_mask (const char *value);

/* The same for an argument, where words such as “example” may be part of a name. */
gboolean iru_placeholder_is_in_argument (const char *value);

G_END_DECLS
