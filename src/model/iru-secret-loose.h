/* iru-secret-loose.h: the secrets of a file, whether it parses or not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON, JSONC, TOML and YAML, their comments included, read for names and values only. What a
 * parser knows better is given to it.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * IruSecretKnown: a value that a parser has found
 * @start: @end: where it is
 * @shown: (owned) (nullable): what takes its place; NULL: it is shown
 */
typedef struct
{
  gsize start;
  gsize end;
  char *shown;
} IruSecretKnown;

/* (transfer full) (element-type IruSecretKnown) */
GArray *iru_secret_known_new (void);

/**
 * iru_secret_mask_loose:
 * @known: (element-type IruSecretKnown): in the order of the text
 *
 * Returns: (transfer full): @text with its secrets masked, with the same number of lines
 */
GString *iru_secret_mask_loose (const char *text, gsize length, GArray *known);

G_END_DECLS
