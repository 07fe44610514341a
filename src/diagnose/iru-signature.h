/* iru-signature.h: what a line of a bridge or of a client's log means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * IruSignature: a row
 * @words: all of them are in the line, in this order
 * @id: the finding that it stands for; NULL: of no consequence
 * @cure: (nullable): what to do, marked for translation, where the finding's own advice
 *   is not it
 * @vague: says that something failed and not what: any other signature says more
 */
typedef struct
{
  const char *words[3];
  const char *id;
  const char *cure;
  gboolean vague;
} IruSignature;

/* The row that @line fits, or NULL. Where several do, it is the first of the table. */
const IruSignature *iru_signature_find (const char *line);

/* All rows; the last has no words. */
const IruSignature *iru_signatures_get (void);

G_END_DECLS
