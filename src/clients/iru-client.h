/* iru-client.h: the table of clients
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A client is a row, not code. To add one: a row in iru-client.c, a folder of
 * files in tests/data/clients/, a line in the README's table.
 */
#pragma once

#include "iru-document.h"
#include "iru-places.h"

G_BEGIN_DECLS

/* Whether the client reads comments and trailing commas in its JSON. */
typedef enum
{
  IRU_LENIENCY_STRICT,  /* rejects the file */
  IRU_LENIENCY_UNKNOWN, /* not known: they are left, with a warning */
  IRU_LENIENCY_LAX,     /* reads them */
} IruLeniency;

/**
 * IruDialect: how a client spells an entry
 * @root: the object that holds the entries, by name
 * @url_fields: where a remote entry has its url; the first is written; NULL: the
 *   client starts commands only, and a remote server has to be bridged
 * @headers_field: literal headers
 * @type: (nullable): what a new remote entry has as "type"
 * @env_headers_field: (nullable): headers whose value is the name of a variable
 * @bearer_env_field: (nullable): the variable that holds a bearer token
 * @enabled_field: (nullable): false there switches the entry off
 * @reference: (nullable): how a value refers to a variable, "%s" for its name
 * @ignored_fields: what the client ignores or refuses in a remote entry although it
 *   looks right; taken out by an install
 * @iru_name: (nullable): what Iru's articles call the entry here, if not "iru"
 * @plain_names: names are letters, digits, "-" and "_" only
 */
typedef struct
{
  const char *root;
  const char *url_fields[4];
  const char *headers_field;
  const char *type;
  const char *env_headers_field;
  const char *bearer_env_field;
  const char *enabled_field;
  const char *reference;
  const char *ignored_fields[4];
  const char *iru_name;
  gboolean plain_names;
} IruDialect;

/**
 * IruClient: a row
 * @places: templates of iru_places_expand(), by platform. The first that has a "*"
 *   and a match, or whose folder exists, is where the client reads; else the last.
 * @programs: what it is called on PATH
 * @desktop: it starts its commands with a desktop application's PATH
 * @logs: (nullable): the folder of its servers' logs, mcp-server-NAME.log: a template of
 *   iru_places_expand(), or below the folder of its file
 * @restart: what the user has to do for the client to read its file again, marked
 *   for translation
 */
typedef struct
{
  const char *name;
  const char *title;
  IruSyntax syntax;
  IruLeniency leniency;
  IruDialect dialect;
  const char *places[IRU_N_PLATFORMS][4];
  const char *programs[3];
  gboolean desktop;
  const char *logs[IRU_N_PLATFORMS];
  const char *restart[IRU_N_PLATFORMS];
} IruClient;

/* All rows; the last has a NULL name. */
const IruClient *iru_clients_get (void);
/* NULL if there is no such row. */
const IruClient *iru_client_get (const char *name);

/**
 * IruTarget: a client's file in one home
 * @path: (owned): the file, there or not
 * @found: the folder or the file exists, or its program is on PATH
 */
typedef struct
{
  const IruClient *client;
  IruPlaces *places;
  char *path;
  gboolean found;
} IruTarget;

IruTarget *iru_target_new (const IruClient *client, IruPlaces *places);
/* @file instead of the client's own place. */
IruTarget *iru_target_new_for_file (const IruClient *client, IruPlaces *places, const char *file);
void iru_target_free (IruTarget *target);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruTarget, iru_target_free)

/**
 * iru_targets_list:
 * @places: (element-type IruPlaces): the homes
 * @names: (nullable): of the clients that are meant; NULL: all of them
 * @known: those that are not found as well; one that @names has is always listed
 *
 * Returns: (transfer full) (element-type IruTarget)
 */
GPtrArray *iru_targets_list (GPtrArray *places, const char *const *names, gboolean known);

/* Where the client logs what it hears from the server @name; NULL if that is not known.
 * (transfer full) */
char *iru_target_get_log (const IruTarget *target, const char *name);

/* What the user has to do for the client to read its file again; translated. */
const char *iru_target_get_restart (const IruTarget *target);

G_END_DECLS
