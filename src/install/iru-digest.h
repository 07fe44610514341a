/* iru-digest.h: a short value that tells whether a file is still what it was
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Against damage and other people's edits, not against a forger: whoever could
 * forge a file here can just as well undo the run. A polynomial over the prime field
 * of 2^61 - 1, its bytes the coefficients, taken at a random point that is kept
 * beside the value: two texts of n bytes share it for at most n/7 + 2 of the 2^61
 * points. It takes a twentieth of the time of GLib's SHA-256, which would be most of
 * what changing a large file takes.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* In hex: the point, a hyphen, the value. */
#define IRU_DIGEST_LENGTH 33

/* A new one each time; NULL for NULL. (transfer full) (nullable) */
char *iru_digest_new (GBytes *bytes);

/* Whether @text could be a digest. */
gboolean iru_digest_is_valid (const char *text);

/* Whether @digest is one of @bytes; nothing (NULL) matches nothing. */
gboolean iru_digest_matches (const char *digest, GBytes *bytes);

G_END_DECLS
