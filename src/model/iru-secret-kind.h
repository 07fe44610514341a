/* iru-secret-kind.h: what the files of iru-secret.h share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many characters at the beginning of @text may be a key's, without a full stop at the end. */
gsize iru_secret_measure_tail (const char *text, gsize length);

/* Whether a key of a known kind begins at @text: the length of what tells its kind, and of all of
 * it; 0 if none does. */
gsize iru_secret_match_kind (const char *text, gsize length, gsize *key_length);

G_END_DECLS
