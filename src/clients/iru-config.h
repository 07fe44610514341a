/* iru-config.h: one client's file as a value: what it holds, and what it would be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bytes in, bytes out; nothing here touches the disk.
 */
#pragma once

#include "iru-client.h"
#include "iru-finding.h"
#include "iru-profile.h"
#include "iru-server.h"

G_BEGIN_DECLS

/**
 * IruEntry: a server in a client's file
 * @value: (owned): as it is spelt
 * @server: (owned): as the client would use it
 * @findings: (element-type IruFinding): what is wrong with it, with line and column
 * @shadowed: a later entry of the same name takes its place
 * @root: (owned): the path of the object that it stands in
 * @scope: for whom it counts
 * @folder: (owned) (nullable): of IRU_SCOPE_LOCAL: where
 */
typedef struct
{
  char *name;
  GStrv root;
  IruScope scope;
  char *folder;
  IruValue *value;
  IruServer *server;
  GPtrArray *findings;
  gboolean shadowed;
} IruEntry;

/**
 * IruConfig:
 * @text: (nullable): NULL: there is no file
 * @document: (nullable): NULL: no file, or one that can't be understood
 * @entries: (element-type IruEntry): in the order of the file
 * @misplaced: (element-type IruEntry): what is spelt as an entry where the client reads none. Most
 *   of it is something else: it matters where it fits a match
 * @findings: (element-type IruFinding): about the file as a whole
 * @refusals: (element-type IruFinding): other-entry-refused: an entry for which the client refuses
 *   the file; a fault of every entry but that one
 * @refused: (element-type IruEntry): which; borrowed
 */
typedef struct
{
  const IruClient *client;
  GBytes *text;
  IruDocument *document;
  GPtrArray *entries;
  GPtrArray *misplaced;
  GPtrArray *findings;
  GPtrArray *refusals;
  GPtrArray *refused;
} IruConfig;

/* @text: (nullable) (transfer none). Never fails: what is wrong is in the findings. */
IruConfig *iru_config_new (const IruTarget *target, GBytes *text);
/* The same of a text that has been parsed. */
IruConfig *iru_config_new_for_document (const IruTarget *target, IruDocument *document);
void iru_config_free (IruConfig *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruConfig, iru_config_free)

/* Appends copies of what is wrong with the file for @entry: with it as a whole, and with the first
 * other entry that makes the client refuse it. @entry: (nullable): one that is not there */
void iru_config_copy_findings (const IruConfig *config, const IruEntry *entry, GPtrArray *findings);

/**
 * IruMatch: which entry is meant
 * @name: (nullable): the one of that name
 * @url: (nullable): else the one with this url
 * @profile: (nullable): else that vendor's, if people have one server of it: the one of the same
 *   tenant; if @name is one of the names that its articles use, the one under any of those, whose
 *   tenant it may be; without @url any of the vendor's. As every tenant's configuration comes with
 *   the same name, @url goes before such a @name.
 * @tenants: the vendor's other entries as well, of whatever tenant
 * @everywhere: those that count in one folder only, or nowhere, as well
 * @same: (nullable) (element-type IruServer): with @everywhere also those that hold what
 *   one of these holds, under whatever name
 */
typedef struct
{
  const char *name;
  const char *url;
  const IruProfile *profile;
  gboolean tenants;
  gboolean everywhere;
  GPtrArray *same;
} IruMatch;

gboolean iru_config_same_strings (GPtrArray *a, GPtrArray *b);

/* Whether an entry is an other spelling of the same values, keys included. */
gboolean iru_config_holds_same (const IruServer *a, const IruServer *b);

/**
 * iru_config_find:
 *
 * Returns: (transfer container) (element-type IruEntry): the entry that is meant,
 *   then any others with the same url, or with @tenants Iru's, then with @everywhere all
 *   others that fit;
 *   empty if there is none; shadowed ones are left out
 */
GPtrArray *iru_config_find (const IruConfig *config, const IruMatch *match);

/* The same entries, to look one up; a file may have very many. (transfer full) */
GHashTable *iru_config_hash_entries (GPtrArray *entries);

/**
 * IruConfigEdit: what an edit of a file did
 * @entry: (owned) (nullable): the name of the entry, as the file has it
 * @fixes: (element-type IruFix): slips of the file that were put right, with offsets
 *   into the old text
 * @added: the entry was not there before
 * @enabled: it was there and switched off
 * @others: (owned) (nullable) (element-type utf8): further entries that held the same
 *   values and have the new ones, as the file has them
 * @beside: (owned) (nullable) (element-type utf8): entries of Iru's other tenants that a
 *   new one is put beside, or that stay where one is taken out
 * @variables: (owned) (nullable) (element-type utf8): what the entry refers to
 * @renames: (owned) (nullable) (element-type utf8): names that the client refuses, each followed by
 *   what the entry is called now
 * @hands_out: an entry asks for the server's keys, which have to be in the keyring
 * @findings: (owned) (nullable) (element-type IruFinding): what the user should know: copies
 *   that the client does not read, and what makes it refuse the file anyway
 * @olds: (nullable) (element-type IruServer): what entries held before an install is
 *   appended, and entries that hold one of them are brought up to date
 * @moves: an install takes out those that the client does not read
 * @adds_nothing: an entry is brought up to date if it is there, and none is added
 * @on_change: (nullable): called with @on_change_data once it is known that the file will
 *   change, before the new text is made and checked, which takes its time in a large one;
 *   not where an entry is compared with its new values on the way
 */
typedef struct
{
  char *entry;
  GArray *fixes;
  gboolean added;
  gboolean enabled;
  GPtrArray *others;
  GPtrArray *beside;
  GPtrArray *variables;
  GPtrArray *renames;
  gboolean hands_out;
  GPtrArray *findings;
  GPtrArray *olds;
  gboolean moves;
  gboolean adds_nothing;
  void (*on_change) (gpointer data);
  gpointer on_change_data;
} IruConfigEdit;

void iru_config_edit_clear (IruConfigEdit *edit);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IruConfigEdit, iru_config_edit_clear)

/* What a new entry for @server is called in a file of @client. Borrowed. */
const char *iru_config_get_new_name (const IruClient *client, const IruServer *server);
/* Whether @client takes an entry of that name (IRU_ERROR_UNSUPPORTED). */
gboolean iru_config_check_name (const IruClient *client, const char *name, GError **error);

/**
 * iru_config_install:
 * @before: (nullable): the file now; NULL: none
 * @server: a remote or stdio server
 * @edit: (inout): zero-initialised but for @olds, @moves, @adds_nothing and @on_change
 *
 * Merges @server into the file: into the entry that is its (see IruMatch), else, where
 * @target is a main one, as a new one; and into further ones that held the same. Slips of the file
 * that have one reading are put right on the way.
 *
 * Returns: (transfer full) (nullable): the new bytes, or the same ones if all is as
 *   wanted or left to a person; NULL where there is no file and none is made; NULL with @error
 * (IRU_ERROR_SYNTAX: not understood, with line and column; IRU_ERROR_UNSUPPORTED: the client would
 * refuse the name, or the form is one that is not edited)
 */
GBytes *iru_config_install (const IruTarget *target, GBytes *before, const IruServer *server,
                            IruConfigEdit *edit, GError **error);

/**
 * iru_config_remove:
 *
 * Takes the entries that @match means out of the file; @edit's entry stays NULL if
 * there was none. Refused (IRU_ERROR_UNSUPPORTED) where Iru's is meant, several tenants
 * have one, and none has a name that tells.
 */
GBytes *iru_config_remove (const IruTarget *target, GBytes *before, const IruMatch *match,
                           IruConfigEdit *edit, GError **error);

/* A GError for what is wrong with @text, with @path, line and column. */
void iru_config_set_error (GError **error, const char *path, GBytes *text,
                           const IruTextError *text_error);

G_END_DECLS
