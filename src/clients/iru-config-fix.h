/* iru-config-fix.h: one client's file as a value: with what is wrong in it fixed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the program can fix by itself, of what a check finds. Bytes in, bytes out.
 */
#pragma once

#include "iru-config.h"

G_BEGIN_DECLS

/* How a finding is fixed. */
typedef enum
{
  IRU_CURE_NONE,      /* not by the program */
  IRU_CURE_MODE,      /* the file gets the mode 0600 */
  IRU_CURE_TEXT,      /* a mistake in the text that has one reading */
  IRU_CURE_ENTRY,     /* the entry is written again, with its own values */
  IRU_CURE_MOVE,      /* the entry is written where the client reads it, and goes here */
  IRU_CURE_DUPLICATE, /* the entry goes, if the other one has the same values */
} IruCure;

IruCure iru_cure_get (const char *finding_id);

/**
 * IruConfigFix: which entries are meant, and what was done
 * @names: (nullable): the entries of these names; NULL: Iru's
 * @all: every entry
 * @entries: (element-type utf8): the names of those that were changed are appended
 * @fixes: (element-type IruFix): mistakes of the text, with offsets into the old one
 * @cured: (element-type IruFinding): what is no longer wrong is appended
 */
typedef struct
{
  const char *const *names;
  gboolean all;
  GPtrArray *entries;
  GArray *fixes;
  GPtrArray *cured;
} IruConfigFix;

/**
 * iru_config_fix:
 * @before: the file now
 * @fix: (inout):
 *
 * Fixes what has one right answer. Values come from the entries themselves; references to variables
 * stay references. An entry that would lose a value, or would still be wrong, stays as it is.
 *
 * Returns: (transfer full) (nullable): the new bytes, or the same ones; NULL with @error
 *   (IRU_ERROR_SYNTAX: not understood)
 */
GBytes *iru_config_fix (const IruTarget *target, GBytes *before, IruConfigFix *fix, GError **error);

G_END_DECLS
