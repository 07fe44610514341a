/* iru-target.h: the folder and the name that a path really leads to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <sys/types.h>

#include "iru-fd.h"

G_BEGIN_DECLS

/* O_PATH is Linux's: a folder that may be searched, but not read, will do. */
#ifndef O_PATH
#define O_PATH O_RDONLY
#endif

/**
 * IruTarget:
 * @path: (owned): absolute and free of links
 * @name: its last component; points into @path
 * @rest: what is missing of the folders, with a slash at the end; points into
 *   @path, at @name if nothing is missing
 * @folder: the nearest folder that is there; @name's own if nothing is missing
 * @owner: @group: of the nearest folder that was there when it was opened
 * @made: (owned) (element-type utf8): folders made by iru_target_make_folders(),
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
} IruTarget;

/**
 * iru_target_resolve:
 *
 * Follows every link in @path; what it leads to need not exist. More than 40
 * links, a component that is not a folder, and, for root, a link whose owner does
 * not own what it leads to are refused.
 *
 * Returns: (transfer full) (nullable): an absolute path
 */
char *iru_target_resolve (const char *path, GError **error);

/* @path as iru_target_resolve() gave it; a link that has come up since is refused. */
IruTarget *iru_target_open (const char *path, GError **error);
void iru_target_free (IruTarget *target);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruTarget, iru_target_free)

gboolean iru_target_is_missing_folders (const IruTarget *target);

/* Makes the missing folders, 0700, flushed; as root they get the owner of the
 * nearest one that was there. */
gboolean iru_target_make_folders (IruTarget *target, GError **error);

/* Removes those of the folders @made, innermost first, that are empty. */
void iru_target_unmake_folders (GPtrArray *made);

G_END_DECLS
