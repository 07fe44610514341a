/* iru-dash.h: the dashes of word processors, where a program wants hyphens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
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
 * iru_dash_fix:
 *
 * Returns: (transfer full) (nullable): @text with hyphens; NULL if there is nothing to change, or
 *   if it is not certain what was meant. Free with iru_secret_free().
 */
char *iru_dash_fix (const char *text, IruDashPlace place);

/* Whether @text begins as an option would, with a dash that is no hyphen. */
gboolean iru_dash_is_option (const char *text);

/* Whether there is such a dash in @text. */
gboolean iru_dash_is_in (const char *text);

G_END_DECLS
