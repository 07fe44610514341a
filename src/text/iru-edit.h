/* iru-edit.h: a change to a text as a list of byte ranges
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one form in which either language says what it wants changed; whoever
 * applies it knows nothing of syntax.
 */
#pragma once

#include "iru-text.h"

G_BEGIN_DECLS

/* At @offset, @remove bytes give way to @insert. */
typedef struct
{
  gsize offset;
  gsize remove;
  char *insert; /* (owned) NUL-terminated, may be empty */
} IruEdit;

/* (element-type IruEdit), frees its elements. */
GPtrArray *iru_edits_new (void);

/* Takes @insert. Edits may be added in any order but must not overlap. */
void iru_edits_add (GPtrArray *edits, gsize offset, gsize remove, char *insert);

/* The text with all @edits made; two at the same offset are made in the order in
 * which they were added. Wiped when it is freed. NULL with @error if there is no memory
 * for it. (transfer full) (nullable) */
GBytes *iru_edits_apply (GPtrArray *edits, GBytes *text, IruTextError *error);

G_END_DECLS
