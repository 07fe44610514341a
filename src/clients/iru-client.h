/* iru-client.h: the table of clients
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A client is a row, not code. To add one: a row in iru-client-table.c, a file of its in
 * tests/program/samples.py, a line in the README's table.
 */
#pragma once

#include "iru-document.h"
#include "iru-places.h"

G_BEGIN_DECLS

/* Whether the client reads comments and trailing commas in its JSON. */
typedef enum
{
  IRU_LENIENCY_STRICT,   /* rejects the file */
  IRU_LENIENCY_COMMENTS, /* reads comments, rejects trailing commas */
  IRU_LENIENCY_UNKNOWN,  /* not known: they are left, with a warning */
  IRU_LENIENCY_LAX,      /* reads them */
} IruLeniency;

/* What a field may hold. */
typedef enum
{
  IRU_SHAPE_STRING = 1 << 0,
  IRU_SHAPE_BOOLEAN = 1 << 1,
  IRU_SHAPE_NUMBER = 1 << 2,
  IRU_SHAPE_STRINGS = 1 << 3, /* a list of strings */
  IRU_SHAPE_LIST = 1 << 4,    /* a list of anything */
  IRU_SHAPE_MAP = 1 << 5,     /* an object of strings */
  IRU_SHAPE_OBJECT = 1 << 6,  /* an object of anything */
} IruShape;

#define IRU_SHAPE_ANY 0x7f

/* What a mistake costs. */
typedef enum
{
  IRU_COST_ENTRY, /* the client does without the entry */
  IRU_COST_FILE,  /* it refuses the whole file, and with it every other entry */
} IruCost;

/* Of which kind of server a field is. */
typedef enum
{
  IRU_SIDE_BOTH,
  IRU_SIDE_REMOTE,
  IRU_SIDE_COMMAND,
} IruSide;

/**
 * IruFieldRule: what a client accepts in one field
 * @field: below the entry or the file, with "/" between the names; "*" as the second is any
 * @shapes: any of IruShape; none: the field may not be there
 * @values: of a string; none: any
 * @names_in: (nullable): or the name of a member of this object of the file
 * @instead: (nullable): what to say of a field that may not be there, marked for translation
 */
typedef struct
{
  const char *field;
  IruCost cost;
  IruSide side;
  guint shapes;
  const char *values[8];
  const char *names_in;
  const char *instead;
} IruFieldRule;

/**
 * IruDialect: how a client spells an entry
 * @root: the object that holds the entries, by name
 * @more_roots: further objects that the client reads entries from, as paths from the
 *   document with "/" between the names; "*" is any name: the folder of a project
 * @unread_roots: objects in which people put entries that this client never sees
 * @url_fields: where a remote entry has its url; the first is written; NULL: the
 *   client starts commands only, and a remote server has to be bridged
 * @headers_field: literal headers; below another field with "/" between the names
 * @type_field: (nullable): where an entry says how it is transported, if not in "type"
 * @types: what a remote entry may have there; the first is written; none: any
 * @type_needed: a remote entry without a type is skipped or refused
 * @stdio_type: (nullable): what a new entry with a command has as "type"
 * @stdio_type_needed: it is refused without
 * @own_types: entries with one of these as "type" are no servers
 * @is_list: the entries are a list, each with its name in @name_field
 * @name_field: (nullable): a new entry says its own name there
 * @command_field: (nullable): if not "command"
 * @is_command_list: the command is an array, its arguments in it
 * @env_field: (nullable): the variables of a command, if not "env"
 * @tools_field: (nullable): a new entry says there that all tools are meant
 * @env_keys_field: (nullable): the variables that the entry takes from outside, by name:
 *   of a command, and those that its headers refer to
 * @env_headers_field: (nullable): headers whose value is the name of a variable
 * @bearer_env_field: (nullable): the variable that holds a bearer token
 * @helper_field: (nullable): a command line, run by a shell, that prints headers as an object
 *   in JSON
 * @helper_is_bare: it is run without the variables that say where the session's bus is
 * @enabled_field: (nullable): false there switches the entry off
 * @enabled_needed: a new entry says that it is on
 * @disabled_field: (nullable): true there switches the entry off
 * @references: how a value refers to a variable, "%s" for its name; the first is
 *   written; none: it does not
 * @own_references: how a value begins that the client itself asks or reads elsewhere
 * @ignored_fields: what the client ignores or refuses in a remote entry although it
 *   looks right; taken out by an install
 * @iru_name: (nullable): what Iru's articles call the entry here, if not "iru"
 * @plain_names: new names are letters, digits, "-" and "_" only
 * @name_signs: (nullable): what a name may have beside letters and digits; one with another sign
 *   is refused
 * @reserved_names: names that the client keeps for itself
 * @cost: what a field of the wrong shape costs, where no rule says more
 * @rules: (nullable): of fields that have no column, or that differ from it; ends with a NULL
 * field. The shapes of the others follow from their columns
 * @one_side: fields of a command beside a url, or the other way round, and an entry with neither
 *   are refused as well
 * @type_guards: an unknown or missing type costs the file
 * @settings: (nullable): what the file is refused for outside of its entries
 */
typedef struct
{
  const char *root;
  const char *more_roots[3];
  const char *unread_roots[3];
  const char *url_fields[4];
  const char *headers_field;
  const char *type_field;
  const char *types[5];
  gboolean type_needed;
  const char *stdio_type;
  gboolean stdio_type_needed;
  const char *own_types[5];
  gboolean is_list;
  const char *name_field;
  const char *command_field;
  gboolean is_command_list;
  const char *env_field;
  const char *env_keys_field;
  const char *tools_field;
  const char *env_headers_field;
  const char *bearer_env_field;
  const char *helper_field;
  gboolean helper_is_bare;
  const char *enabled_field;
  gboolean enabled_needed;
  const char *disabled_field;
  const char *references[3];
  const char *own_references[3];
  const char *ignored_fields[4];
  const char *iru_name;
  gboolean plain_names;
  const char *name_signs;
  const char *reserved_names[4];
  IruCost cost;
  const IruFieldRule *rules;
  gboolean one_side;
  gboolean type_guards;
  const IruFieldRule *settings;
} IruDialect;

/* For whom an entry counts. */
typedef enum
{
  IRU_SCOPE_USER,    /* the person, everywhere */
  IRU_SCOPE_PROJECT, /* everyone who works in a folder; the file is shared */
  IRU_SCOPE_LOCAL,   /* the person, in one folder */
  IRU_SCOPE_MANAGED, /* everyone on the machine: its administrator's, never written */
  IRU_SCOPE_UNREAD,  /* nobody: the client does not read what stands there */
} IruScope;

const char *iru_scope_get_name (IruScope scope);

/* Of the same name in several places the entry with the most weight counts. The file
 * of the user has 0. */
#define IRU_WEIGHT_PROJECT 100
#define IRU_WEIGHT_LOCAL 200
#define IRU_WEIGHT_MANAGED 300

/**
 * IruLayer: a file beside the client's own
 * @file: templates of iru_places_expand(), by platform; "{project}/…" is in the project's
 *   folder, "{parents}/…" in each that it lies in, "{repository}/…" in those up to the one that
 *   has ".git"; with a "*" each file that there is. In the last three a new entry never goes
 * @root: (nullable): the object that holds the entries in this file, with "/" between the names,
 *   if it is not the dialect's; a new entry never goes into such a file
 */
typedef struct
{
  IruScope scope;
  int weight;
  const char *file[IRU_N_PLATFORMS];
  const char *root;
} IruLayer;

/* How many folders may have a client's logs. */
#define IRU_CLIENT_MAX_LOGS 2

/* What can keep a client from loading a server: iru-policy-source.h. */
typedef struct _IruPolicySource IruPolicySource;

/**
 * IruClient: a row
 * @rejects_mark: a byte order mark at the beginning makes it refuse the file
 * @like: (nullable): the name of the client whose dialect this one has
 * @places: templates of iru_places_expand(), by platform. The first that has a "*"
 *   and a match, or whose folder exists, is where the client reads; else the last.
 * @is_by_file: not its folder but the file itself has to exist
 * @layers: further files: read as well, shared with a project, an administrator's, or
 *   never read; of those of a project a new entry goes into the first that exists, else
 *   into the first
 * @policy: (nullable): its policies, switches and approvals
 * @evidence: (nullable): templates of files and folders that tell that the client is
 *   here, where the folder of its file does not
 * @programs: what it is called on PATH
 * @graphical: it is started from the desktop, and not by a shell
 * @desktop: it starts its commands with a desktop application's PATH
 * @logs: the folders of its servers' logs, mcp-server-NAME.log: each a template of
 *   iru_places_expand(), or below the folder of its file. The newest file counts.
 * @new_file: (nullable): what a new file begins with, if the client needs more than the
 *   servers
 * @variables_in: (nullable): where the client has variables that it is not started with,
 *   marked for translation
 * @restart: what the user has to do for the client to read its file again, marked
 *   for translation
 * @project_hint: (nullable): what else it takes for the client to read a project's file,
 *   marked for translation
 * @seen: (nullable): the version of the real program that was last seen to agree with the row,
 *   and when: "0.169.0, 2026-12-01"; NULL: none was
 * @unverified: (nullable): what of the row rests on documentation or reports and has not
 *   been seen on the real program; marked for translation
 */
typedef struct
{
  const char *name;
  const char *title;
  IruSyntax syntax;
  IruLeniency leniency;
  gboolean rejects_mark;
  const char *like;
  IruDialect dialect;
  const char *places[IRU_N_PLATFORMS][5];
  gboolean is_by_file;
  IruLayer layers[20];
  const IruPolicySource *policy;
  const char *evidence[3];
  const char *programs[3];
  gboolean graphical;
  gboolean desktop;
  const char *logs[IRU_N_PLATFORMS][IRU_CLIENT_MAX_LOGS];
  const char *new_file;
  const char *variables_in;
  const char *restart[IRU_N_PLATFORMS];
  const char *project_hint;
  const char *seen;
  const char *unverified;
} IruClient;

/* All rows; the last has a NULL name. */
const IruClient *iru_clients_get (void);
/* Whether the client is known to refuse trailing commas: they are mistakes then. */
gboolean iru_client_refuses_trailing_commas (const IruClient *client);
/* NULL if there is no such row. */
const IruClient *iru_client_get (const char *name);

/* What an install does with a file. */
typedef enum
{
  IRU_ROLE_MAIN,      /* a new entry goes here */
  IRU_ROLE_OTHER,     /* an entry that is here is brought up to date, none is added */
  IRU_ROLE_UNTOUCHED, /* it is only looked at */
} IruRole;

/* How the keys of entries are written. */
typedef enum
{
  IRU_KEYS_USUAL,    /* themselves; where they are in the keyring, they stay there */
  IRU_KEYS_LITERAL,  /* themselves */
  IRU_KEYS_VARIABLE, /* a reference to a variable */
  IRU_KEYS_HELPER,   /* they are in the keyring, and the client asks this program for them */
} IruKeys;

/**
 * IruTarget: a client's file in one home
 * @path: (owned): the file, there or not
 * @found: the folder or the file exists, or its program is on PATH
 * @root: (nullable): the layer's
 * @weight: of its entries, against those of the client's other files
 * @project: (owned) (nullable): the folder of the project that is looked at
 * @keys: of a project's file, and of what is shown for a person to put in, by variable if nothing
 *   else is asked for
 * @stranger: (owned) (nullable): why a project's file is neither read nor written: somebody else
 *   decides what it says
 * @only_same: an install leaves entries alone, but for those that held what another held
 *   that it brings up to date
 */
typedef struct
{
  const IruClient *client;
  IruPlaces *places;
  char *path;
  gboolean found;
  IruScope scope;
  const char *root;
  int weight;
  IruRole role;
  IruKeys keys;
  gboolean only_same;
  char *stranger;
  char *project;
} IruTarget;

/* NULL if the client has no file on that platform. */
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
 * The file of each client in which a new entry goes.
 *
 * Returns: (transfer full) (element-type IruTarget)
 */
GPtrArray *iru_targets_list (GPtrArray *places, const char *const *names, gboolean known);

/**
 * iru_targets_list_all:
 * @project: (nullable): the folder of a project, whose files are looked at as well
 *
 * The same, each followed by the client's other files that exist. With a @project its
 * file is where a new entry goes, there or not, by reference, and in the user's only what
 * was the same is brought up to date.
 *
 * Returns: (transfer full) (element-type IruTarget)
 */
GPtrArray *iru_targets_list_all (GPtrArray *places, const char *const *names, gboolean known,
                                 const char *project);

/* Whether an entry in @a and one of the same name in @b are for the same client of the
 * same person. */
gboolean iru_target_is_beside (const IruTarget *a, const IruTarget *b);

/* The files where the client may log what it hears from the server @name; none if that is not
 * known. (transfer full) */
char **iru_target_get_logs (const IruTarget *target, const char *name);

/* What the user has to do for the client to read its file again; translated. */
const char *iru_target_get_restart (const IruTarget *target);
/* What else it takes if it is a project's; translated, NULL for nothing. */
const char *iru_target_get_hint (const IruTarget *target);

G_END_DECLS
