/* iru-slot.h: the folder and the name that a path really leads to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <sys/types.h>

#include "iru-fd.h"

G_BEGIN_DECLS

/**
 * IruSlot:
 * @path: (owned): absolute and free of links
 * @name: its last component; points into @path
 * @rest: what is missing of the folders, with a slash at the end; points into
 *   @path, at @name if nothing is missing
 * @folder: the nearest folder that is there; @name's own if nothing is missing
 * @owner: @group: of the nearest folder that was there when it was opened
 * @made: (owned) (element-type utf8): folders made by iru_slot_make_folders(),
 *   outermost first
 */
typedef struct
{
  char *path;
  const char *name;
  const char *rest;
  IruFd folder;
  uid_t owner;
  gid_t group;
  GPtrArray *made;
} IruSlot;

/* iru_path_resolve() of what is to be written, with a sentence for what it refuses; also
 * iru_path_is_anybodys(). (transfer full) (nullable) */
char *iru_slot_resolve (const char *path, GError **error);

/* @path as iru_slot_resolve() gave it; a link that has come up since is refused. */
IruSlot *iru_slot_open (const char *path, GError **error);
void iru_slot_free (IruSlot *slot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruSlot, iru_slot_free)

/* That sentence, for a file that iru_path_open() refuses. Always returns FALSE. */
gboolean iru_slot_fail (const char *path, int cause, GError **error);

/* Whether the path still leads to the folder that was opened, and none is missing. */
gboolean iru_slot_is_current (const IruSlot *slot);

gboolean iru_slot_is_missing_folders (const IruSlot *slot);

/* Makes the missing folders, 0700, flushed; as root they get the owner of the
 * nearest one that was there. */
gboolean iru_slot_make_folders (IruSlot *slot, GError **error);

/* Removes those of the folders @made, innermost first, that are empty. */
void iru_slot_unmake_folders (GPtrArray *made);

G_END_DECLS
