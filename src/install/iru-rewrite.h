/* iru-rewrite.h: change one file, under its lock, all or nothing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What iru_file_rewrite() and iru_file_undo() share.
 */
#pragma once

#include "iru-file.h"

G_BEGIN_DECLS

/* How often a file that changes meanwhile is planned again. */
#define IRU_REWRITE_MAX_REPLANS 3

/**
 * IruRewrite:
 * @client: (nullable): remembered with the backup
 * @seen: (nullable):
 * @reviewed: as in iru_file_rewrite()
 * @backs_up: whether the old bytes are kept in the state's run first
 * @mode: of a file that is created
 * @mode_mask: what an existing file keeps of its mode
 * @mode_left: an existing file of this mode gets @mode; 0: none does
 */
typedef struct
{
  IruState *state;
  const char *client;
  IruFileEdit edit;
  gpointer user_data;
  const IruFileSeen *seen;
  gboolean reviewed;
  gboolean backs_up;
  guint mode;
  guint mode_mask;
  guint mode_left;
} IruRewrite;

gboolean iru_rewrite_run (const IruRewrite *rewrite, const char *path, IruFileOutcome *outcome,
                          GError **error);

/* Removes what runs that were killed have left beside the file at @path. */
void iru_rewrite_tidy (IruState *state, const char *path);

G_END_DECLS
