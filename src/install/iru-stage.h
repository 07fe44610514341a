/* iru-stage.h: the new file, finished beside the one that it is to replace
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Its name tells for which slot it was made, so that one that a killed run has
 * left is known, and it is locked as long as its run is alive.
 */
#pragma once

#include <sys/stat.h>

#include "iru-slot.h"

G_BEGIN_DECLS

/**
 * IruStage:
 * @folder: (borrowed): where it is
 * @name: (owned): there may be nothing of that name, or another's file
 * @fd: -1 until it is opened
 */
typedef struct
{
  int folder;
  char *name;
  IruFd fd;
} IruStage;

/* Only takes a name that is free. */
void iru_stage_init (IruStage *stage, const IruSlot *slot);
/* Removes what has the name. */
void iru_stage_discard (IruStage *stage);
/* Leaves what has the name. */
void iru_stage_clear (IruStage *stage);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IruStage, iru_stage_clear)

/* Makes the file, 0600, for @owner and @group (-1 and -1: as they come), holding
 * @content, flushed and read back. */
gboolean iru_stage_write (IruStage *stage, const IruSlot *slot, GBytes *content, uid_t owner,
                          gid_t group, GError **error);

/* Last thing before the exchange: extended attributes as @old's (-1: none), then @mode. */
gboolean
iru_stage_finish (IruStage *stage, const IruSlot *slot, int old, guint mode, GError **error);

/* Removes what runs that are no more have left beside @slot, whose lock has been
 * held since @before_s (seconds since 1970). */
void iru_stage_remove_strays (const IruSlot *slot, gint64 before_s);

G_END_DECLS
