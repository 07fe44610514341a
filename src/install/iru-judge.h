/* iru-judge.h: a second opinion on a text before it reaches the disk
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-document.h"

G_BEGIN_DECLS

/**
 * iru_judge_accepts:
 * @before: (nullable): the old text
 *
 * Where @after is strict JSON of up to 8 MiB, whether json-glib reads it as well.
 * It is not the verdict: it takes things that are not JSON and refuses some that
 * are, so what it refuses in @before already is not held against @after.
 */
gboolean iru_judge_accepts (IruSyntax syntax, GBytes *before, GBytes *after);

G_END_DECLS
