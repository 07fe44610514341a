/* iru-reference.h: how clients refer to variables of the environment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * IruReference: one that was found
 * @spelling: static: "${%s}", "${env:%s}", …
 * @start: @end: where it stands, borrowed
 * @name: (owned): of the variable
 * @fallback: (owned) (nullable): what stands for it where it is not set: ${X:-this}
 */
typedef struct
{
  const char *spelling;
  const char *start;
  const char *end;
  char *name;
  char *fallback;
} IruReference;

/* The first in @value, in any client's spelling. "$X" counts only as the whole. */
gboolean iru_reference_find (const char *value, IruReference *reference);

void iru_reference_clear (IruReference *reference);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IruReference, iru_reference_clear)

/* A reference to @name. (transfer full) */
char *iru_reference_make (const char *spelling, const char *name);

G_END_DECLS
