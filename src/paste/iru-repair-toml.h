/* iru-repair-toml.h: a Codex table as people paste it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to paste/.
 */
#pragma once

#include "iru-reader.h"
#include "iru-value.h"

G_BEGIN_DECLS

/* Whether a table of servers begins in the reader's part. @start: (out): its line */
gboolean iru_repair_find_toml (const IruReader *reader, gsize *start);

/* Reads the table that begins at pos and moves behind its last line; NULL with
 * the error. */
IruValue *iru_repair_read_toml (IruReader *reader);

G_END_DECLS
