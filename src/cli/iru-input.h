/* iru-input.h: the snippet, from wherever it comes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-options.h"
#include "iru-snippet.h"

G_BEGIN_DECLS

/* What --config or --from-env means; standard input is read to its end, up to the
 * bound. Fails with an error that has line and column where there is a text.
 * (transfer full) (nullable) */
IruSnippet *iru_input_read (const IruOptions *options, GError **error);

G_END_DECLS
