/* iru-accept.h: what a client accepts in its file, and what a mistake costs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The client's row decides: the shape of each field follows from the columns that name it, and
 * from the rules that the row has for further ones.
 */
#pragma once

#include "iru-client.h"
#include "iru-value.h"

G_BEGIN_DECLS

/**
 * IruMistake: what the client does not accept
 * @path: (owned): the field, below the entry or the whole; empty: the entry itself
 * @what: (owned): a sentence for a person, which quotes no value
 * @offset: where it stands in the text; 0 if that is not known
 */
typedef struct
{
  GStrv path;
  char *what;
  IruCost cost;
  gsize offset;
} IruMistake;

/* The field's name for a person and for JSON: "env.NAME"; NULL for the entry itself.
 * (transfer full) */
char *iru_mistake_dup_field (const IruMistake *mistake);

/* What is wrong with @entry, in the order of the rules. (transfer full) (element-type IruMistake):
 * frees its elements */
GPtrArray *iru_accept_entry (const IruClient *client, const IruValue *entry);

/* What the client refuses its file for outside of its entries. @document: not NULL.
 * (transfer full) (element-type IruMistake) */
GPtrArray *iru_accept_settings (const IruClient *client, const IruDocument *document);

/* Whether the client loads an entry of that name. */
gboolean iru_accept_name (const IruClient *client, const char *name);

G_END_DECLS
