/* iru-client-fields.h: what the clients call the parts of an entry
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every list of names is derived from the rows of the clients, and from a short table of the
 * spellings of programs that have no row.
 */
#pragma once

#include "iru-client.h"

G_BEGIN_DECLS

typedef enum
{
  IRU_FIELD_ROOT,             /* the list of servers; paths have "/" between their names */
  IRU_FIELD_URL,              /* the address of a remote server */
  IRU_FIELD_HEADERS,          /* its headers; paths have "/" between their names */
  IRU_FIELD_HEADER_VARIABLES, /* headers that are names of variables */
  IRU_FIELD_BEARER_VARIABLE,  /* the variable that has a bearer token */
  IRU_FIELD_TYPE,             /* how the server is transported */
  IRU_FIELD_COMMAND,          /* what is started */
  IRU_FIELD_ARGS,             /* its arguments */
  IRU_FIELD_ENV,              /* its variables */
  IRU_FIELD_ENABLED,          /* false switches the entry off */
  IRU_FIELD_DISABLED,         /* true switches the entry off */
  IRU_FIELD_NAME,             /* the entry's own name */
  IRU_N_FIELDS,
} IruField;

/* What @field is called in any row, each name once; the most usual first. */
const char *const *iru_client_fields_get (IruField field);

/* The same, then what programs without a row call it: for what people paste. */
const char *const *iru_client_fields_get_all (IruField field);

/* Whether any row calls @field so. */
gboolean iru_client_fields_has (IruField field, const char *name);

/* Whether @name means a list of MCP servers and nothing else, however it is spelt: it could not be
 * the name of a server. */
gboolean iru_client_fields_is_certain_root (const char *name);

/* Whether @type is a kind of server that any row knows; hyphens, underscores and capitals make no
 * difference. */
gboolean iru_client_fields_knows_type (const char *type);

/* What @row lacks, as a sentence for a developer; NULL if it is complete. (transfer full) */
char *iru_client_find_gap (const IruClient *row);

G_END_DECLS
