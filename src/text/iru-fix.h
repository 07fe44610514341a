/* iru-fix.h: what can be put right in a text, and what people are told of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one table of the ids of IruFix. An id is API.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * IruFixKind: a row of the table
 * @title: what was the matter, in a few words, marked for translation
 */
typedef struct
{
  const char *id;
  const char *title;
} IruFixKind;

/* All rows; the last has a NULL id. */
const IruFixKind *iru_fix_get_kinds (void);

/* Translated; @id itself if it has no row. Borrowed. */
const char *iru_fix_get_title (const char *id);

G_END_DECLS
