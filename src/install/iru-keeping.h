/* iru-keeping.h: the old bytes of a file, on their way into the backup
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing, flushing and reading back is waiting for the disk most of the time. What
 * is large goes its way in a thread, while its new text is thought of or written.
 */
#pragma once

#include "iru-state.h"

G_BEGIN_DECLS

typedef struct _IruKeeping IruKeeping;

/* Begins to keep @old (NULL: there is no file) in the run of @state, which has to
 * outlive the keeping and may be used meanwhile. What goes wrong is said at the end. */
IruKeeping *iru_keeping_start (IruState *state, GBytes *old);

/* Waits until the bytes are on the disk, and have been read back. Sets the number and
 * the old digest of @backup, which may be added to the state then, or dropped. */
gboolean iru_keeping_finish (IruKeeping *keeping, IruBackup *backup, GError **error);

/* Forgets what has been kept, if it was not finished. */
void iru_keeping_free (IruKeeping *keeping);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruKeeping, iru_keeping_free)

/* Whether so large that it is worth while to begin early. */
gboolean iru_keeping_is_large (GBytes *old);

G_END_DECLS
