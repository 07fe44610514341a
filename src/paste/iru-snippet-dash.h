/* iru-snippet-dash.h: the dashes of word processors, where a program wants hyphens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to the files of the snippet.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a dash can be part of. */
typedef enum
{
  IRU_DASH_ARGUMENT, /* of a command: it may be a path or a title that really has a dash */
  IRU_DASH_TOKEN,    /* a header's name or value, or a URL: none of these can have a dash */
} IruDashPlace;

/**
 * iru_snippet_fix_dashes:
 *
 * Returns: (transfer full) (nullable): @text with hyphens; NULL if there is nothing to change, or
 *   if it is not certain what was meant. Free with iru_secret_free().
 */
char *iru_snippet_fix_dashes (const char *text, IruDashPlace place);

G_END_DECLS
