/* iru-dialect.h: an entry as one client spells it, and the server that it means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-client.h"
#include "iru-finding.h"
#include "iru-server.h"

G_BEGIN_DECLS

/**
 * iru_dialect_read:
 * @entry: what stands under @name in the client's file
 * @findings: (element-type IruFinding): wrong-field, wrong-transport, env-unset,
 *   env-dialect, server-disabled, secret-in-args, bridge-vulnerable are appended,
 *   with their field and without a position
 *
 * The server that the client would connect to: a bridge is seen through, and
 * references to variables are resolved from @places' environment where it is known.
 * @places: (nullable): NULL: references stay as they are spelt, and nothing is said of them
 *
 * Returns: (transfer full)
 */
IruServer *iru_dialect_read (const IruClient *client, IruPlaces *places, const char *name,
                             const IruValue *entry, GPtrArray *findings);

/* Where an entry says how it is transported. */
const char *iru_dialect_get_type_field (const IruDialect *dialect);

/* The headers of @entry by value; NULL if it has none. Borrowed. */
const IruValue *iru_dialect_get_headers (const IruDialect *dialect, const IruValue *entry);

/* Whether the client takes @entry for something of its own that is no server. */
gboolean iru_dialect_is_own (const IruDialect *dialect, const IruValue *entry);

/**
 * IruAssignment: one member of an entry to be set, or taken out
 * @path: (owned): below the entry; empty: the whole entry
 * @value: (owned) (nullable): NULL: take it out
 */
typedef struct
{
  GStrv path;
  IruValue *value;
} IruAssignment;

/* Whether the client puts values into @entry that do not stand in it: of variables, or what a
 * program prints. */
gboolean iru_dialect_takes_values (const IruDialect *dialect, const IruValue *entry);

/* Whether a reference takes the place of the value of @pair: a header's, or a variable's. */
gboolean iru_dialect_refers (const IruServer *server, const IruPair *pair);

/**
 * iru_dialect_refer:
 * @old: (nullable): the entry that is there: references that it has stay
 * @server: with literal values
 * @variables: (element-type utf8): the names of the variables that have to be set are
 *   appended
 *
 * Returns: (transfer full) (nullable): @server with references in the place of its
 *   secrets, as this client spells them; a header that the client takes from a variable
 *   by name has "$NAME". NULL if the client has none.
 */
IruServer *iru_dialect_refer (const IruClient *client, const IruValue *old, const IruServer *server,
                              GPtrArray *variables);

/**
 * iru_dialect_write:
 * @old: (nullable): the entry that is there
 * @server: what it is to mean; for a client that starts commands only, already
 *   wrapped in its bridge; see iru_dialect_refer()
 *
 * What to assign so that @old becomes an entry for @server as this client documents
 * it, keeping what the user added: nothing if it is one already. The keys of
 * another transport go, a disabled entry is enabled.
 *
 * Returns: (transfer full) (element-type IruAssignment)
 */
GPtrArray *
iru_dialect_write (const IruClient *client, const IruValue *old, const IruServer *server);

typedef enum
{
  IRU_SECRET_VALUE, /* a header's or a variable's value, or under a name that sounds like a key */
  IRU_SECRET_URL,   /* a URL: only parts of it are secret */
  IRU_SECRET_ARGUMENT, /* an argument that carries a token */
  IRU_SECRET_DOUBT,    /* it may be one: it is masked, and nobody is warned of it */
} IruSecretKind;

/**
 * IruSecret:
 * @value: a string or a number, borrowed
 * @before: (nullable): of an argument: the one before it, borrowed
 */
typedef struct
{
  const IruValue *value;
  const char *before;
  IruSecretKind kind;
} IruSecret;

/* What is shown of it. (transfer full) */
char *iru_dialect_mask_secret (const IruSecret *secret);

/**
 * iru_dialect_find_secrets:
 *
 * Where in @entry, of any client, secrets are: see iru-secret.h. Those of which only the shape or
 * an unknown field tells are left out.
 *
 * Returns: (transfer full) (element-type IruSecret)
 */
GArray *iru_dialect_find_secrets (const IruValue *entry);

/* The same with those that are in doubt. */
GArray *iru_dialect_find_possible_secrets (const IruValue *entry);

/**
 * iru_dialect_find_file_secrets:
 * @whole: a file of @client
 *
 * The same in a whole file, with those that are in doubt: in an entry also what is under a field
 * that no client has.
 *
 * Returns: (transfer full) (element-type IruSecret)
 */
GArray *iru_dialect_find_file_secrets (const IruClient *client, const IruValue *whole);

/* What to do about a key in the arguments of a command that is no bridge of ours; marked for
 * translation. */
#define IRU_DIALECT_MOVE_SECRET                                                                    \
  N_ ("If the command can read the key from a variable, put it in the entry's env. If the "        \
      "command is a bridge, paste the server's own MCP configuration instead.")

G_END_DECLS
