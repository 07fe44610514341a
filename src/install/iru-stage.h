/* iru-stage.h: the new file, finished beside the one that it is to replace
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It is made in a folder of its own, which only its owner can enter: so whatever mode
 * it has to get, nobody reads it before it is in its place. That folder's name tells
 * for which slot it was made, so that one that a killed run has left is known, and it
 * is locked as long as its run is alive.
 */
#pragma once

#include <sys/stat.h>

#include "iru-slot.h"

G_BEGIN_DECLS

/**
 * IruStage:
 * @beside: (borrowed): the slot's folder
 * @box: (owned): the name of the stage's own folder in it
 * @folder: that folder, -1 until it is made
 * @name: what the new file is called in it. There may be nothing of that name, or
 *   another's file
 * @fd: of the new file, -1 until it is made
 */
typedef struct
{
  int beside;
  char *box;
  IruFd folder;
  const char *name;
  IruFd fd;
} IruStage;

#define IRU_STAGE_INIT                                                                             \
  {                                                                                                \
    .folder = -1, .fd = -1                                                                         \
  }

/* Makes the folder. */
gboolean iru_stage_open (IruStage *stage, const IruSlot *slot, GError **error);
/* Removes the folder and what has the name; may be called again, if it failed. */
void iru_stage_discard (IruStage *stage);
/* Leaves them. */
void iru_stage_clear (IruStage *stage);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IruStage, iru_stage_clear)

/* Makes the file, 0600, for @owner and @group (-1 and -1: as they come), holding
 * @content, read back. */
gboolean iru_stage_write (IruStage *stage, const IruSlot *slot, GBytes *content, uid_t owner,
                          gid_t group, GError **error);

/* Last thing before the exchange: extended attributes as @old's (-1: none), then @mode, the
 * flush, and the name that it is exchanged under. */
gboolean
iru_stage_finish (IruStage *stage, const IruSlot *slot, int old, guint mode, GError **error);

/* Whether a file's bytes are kept elsewhere, or are not worth keeping. */
typedef gboolean (*IruStageKnows) (GBytes *bytes, gpointer user_data);

/* Whether there is anything beside @slot that could be such a folder. */
gboolean iru_stage_has_strays (const IruSlot *slot);

/* Removes what runs that are no more have left beside @slot, whose lock has been
 * held since @before_s (seconds since 1970). A file that may have come out of an
 * exchange, and so be somebody else's last text, is removed only if @knows it. */
void iru_stage_remove_strays (const IruSlot *slot, gint64 before_s, IruStageKnows knows,
                              gpointer user_data);

G_END_DECLS
