/* iru-check.h: look at everything, and say what is wrong first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "iru-launch.h"
#include "iru-config.h"
#include "iru-probe.h"
#include "iru-state.h"

G_BEGIN_DECLS

typedef enum
{
  IRU_CLIENT_OK,      /* it holds the server, with the values that are wanted */
  IRU_CLIENT_MISSING, /* its file does not hold the server */
  IRU_CLIENT_DIFFERS, /* it holds other values than the snippet */
  IRU_CLIENT_BROKEN,  /* its file can't be read or understood */
  IRU_CLIENT_ABSENT,  /* it has no file */
} IruClientState;

const char *iru_client_state_get_name (IruClientState state);

typedef struct _IruEndpointResult IruEndpointResult;

/**
 * IruClientResult: one server in one client
 * @target: (borrowed)
 * @server: (owned) (nullable): as the client would use it
 * @name: (owned): of the entry, or the name that was looked for
 * @looked_for: (owned) (nullable): the name that was looked for
 * @scope: for whom the entry counts
 * @folder: (owned) (nullable): of IRU_SCOPE_LOCAL: where
 * @takes_values: the client puts values of variables into the entry, or what a program prints
 * @findings: (element-type IruFinding): about its file, its entry and its runtime
 * @text: (owned) (nullable): the file, for whoever has to know its secrets
 * @endpoint: (borrowed) (nullable): the server that the entry names
 * @started: (borrowed) (nullable): its command, as it was started
 */
typedef struct
{
  const IruTarget *target;
  IruClientState state;
  IruServer *server;
  char *name;
  char *looked_for;
  IruScope scope;
  char *folder;
  gboolean takes_values;
  GPtrArray *findings;
  GBytes *text;
  IruEndpointResult *endpoint;
  IruEndpointResult *started;
} IruClientResult;

/**
 * IruEndpointResult: a url and headers, asked once; or a command, started once
 * @clients: (element-type utf8): the names of the clients that use it
 * @users: (element-type IruClientResult): the entries that do; borrowed
 * @askable: FALSE where what the client has is no url, a placeholder, …: an error
 *   that no answer of the server could change
 * @command: (owned) (nullable): what was started, as the client would; else the url was
 *   asked
 * @rung: while the url is asked, how far it has come; FILE before that
 * @probe: (owned) (nullable): NULL if it was not asked
 */
struct _IruEndpointResult
{
  IruServer *server;
  GPtrArray *clients;
  GPtrArray *users;
  gboolean askable;
  IruLaunch *command;
  IruRung rung;
  IruProbeResult *probe;
};

/**
 * IruDiagnosis:
 * @clients: (element-type IruClientResult)
 * @endpoints: (element-type IruEndpointResult)
 * @findings: (element-type IruFinding): about neither: client-none
 * @proved_us: when the last endpoint had been asked, of the real clock; 0 before that
 * @origins: (element-type utf8): of the urls that the user's own files name
 */
typedef struct
{
  GHashTable *origins;
  gint64 proved_us;
  GPtrArray *clients;
  GPtrArray *endpoints;
  GPtrArray *findings;
} IruDiagnosis;

/* Empty. (transfer full) */
IruEndpointResult *iru_endpoint_result_new (const IruServer *server);
/* @result uses @endpoint. */
void iru_endpoint_result_add_user (IruEndpointResult *endpoint, IruClientResult *result);

void iru_diagnosis_free (IruDiagnosis *diagnosis);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruDiagnosis, iru_diagnosis_free)

/**
 * iru_diagnosis_get_headline:
 * @client: (out) (optional) (nullable): whose entry it is about; borrowed
 *
 * The error on the lowest rung over all entries that count, and over endpoints that none of
 * them names.
 *
 * Returns: (nullable): NULL if there is no fault. Borrowed.
 */
const IruFinding *
iru_diagnosis_get_headline (const IruDiagnosis *diagnosis, const IruClientResult **client);
/* 0 if there is no fault. @strict: what was not tried, and warnings, are faults of the
 * configuration. */
int iru_diagnosis_get_exit (const IruDiagnosis *diagnosis, gboolean strict);

/**
 * IruCheckProgress:
 * @diagnosis: as far as it has come; endpoints that have not been asked to the end have
 *   no probe
 */
typedef void (*IruCheckProgress) (const IruDiagnosis *diagnosis, gpointer user_data);

/**
 * IruCheckOptions:
 * @targets: (element-type IruTarget): whose files are looked at
 * @named: the user named them: each has to hold the server
 * @wanted: (nullable) (element-type IruServer): the snippet's: each client has to
 *   hold these values
 * @names: (nullable): entries of these names instead of Iru's
 * @all_servers: every entry
 * @runs: (nullable) (element-type IruRun): what this program did before, newest first
 * @timeout_ms: for each endpoint
 * @offline: ask no endpoint
 * @start: also start the commands of the entries, as their clients would
 * @trust_project: what a project names may get the values of the user's variables
 * @tool: (nullable): a tool to be called at each, as iru_probe_async() has it
 * @progress: (nullable): called with @progress_data before the first endpoint is asked, and
 *   whenever one has come a rung further or to its end
 */
typedef struct
{
  GPtrArray *targets;
  gboolean named;
  GPtrArray *wanted;
  const char *const *names;
  gboolean all_servers;
  GPtrArray *runs;
  guint timeout_ms;
  gboolean offline;
  gboolean start;
  gboolean trust_project;
  const char *tool;
  IruCheckProgress progress;
  gpointer progress_data;
} IruCheckOptions;

/* The part that runs nothing and asks nobody: clients looked at, endpoints listed.
 * (transfer full) */
IruDiagnosis *iru_check_files (const IruCheckOptions *options);

/* Asks the programs that entries need, and every endpoint of what iru_check_files() has found with
 * the same @options, eight at a time. @diagnosis: (transfer full). @options may go once this
 * returns; its targets must outlive the diagnosis. */
void
iru_check_ask_async (IruDiagnosis *diagnosis, const IruCheckOptions *options,
                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* iru_check_files(), then iru_check_ask_async(). */
void iru_check_async (const IruCheckOptions *options, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);

/* Fails only with %G_IO_ERROR_CANCELLED. (transfer full) */
IruDiagnosis *iru_check_finish (GAsyncResult *result, GError **error);

G_END_DECLS
