/* iru-manifest.h: the text in which a run is remembered
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One line an event, only ever appended to, so that a run that was killed leaves
 * at worst a last line that does not count:
 *
 *   iru-mcp-setup run 1 TIME_US
 *   backup NUMBER PATH CLIENT EXISTED OLD_DIGEST NEW_DIGEST MODE FOLDER…
 *   applied NUMBER
 *   restored NUMBER
 *
 * Fields stand between tabs, escaped as in C; "-" is NULL.
 */
#pragma once

#include "iru-state.h"

G_BEGIN_DECLS

/* All (transfer full), with the line's end. */
char *iru_manifest_format_start (gint64 time_us);
char *iru_manifest_format_backup (const IruBackup *backup);
char *iru_manifest_format_mark (const char *mark, guint number);

/* Lines that make no sense are passed over; NULL if the first is not a run's.
 * @id is copied. (transfer full) (nullable) */
IruRun *iru_manifest_parse (const char *id, GBytes *text);

G_END_DECLS
