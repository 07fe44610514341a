/* iru-check-files.c: look at the clients' files, without a network
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-check.h"
#include "iru-dialect.h"
#include "iru-error.h"
#include "iru-file.h"
#include "iru-history.h"
#include "iru-keys.h"
#include "iru-log.h"
#include "iru-path.h"
#include "iru-permissions.h"
#include "iru-policy.h"
#include "iru-repository.h"
#include "iru-runtime.h"

/* Errors that make a request pointless, or a danger to the key. */
static const char *const unaskable[] = { "url-invalid",
                                         "url-insecure",
                                         "placeholder",
                                         "env-unset",
                                         "env-dialect",
                                         "entry-alias",
                                         "command-malformed",
                                         "bridge-arguments",
                                         "client-value",
                                         "keyring-empty",
                                         "keyring-failed",
                                         "project-address",
                                         NULL };

static void
iru_client_result_free (IruClientResult *result)
{
  iru_server_free (result->server);
  g_free (result->name);
  g_free (result->looked_for);
  g_free (result->folder);
  g_ptr_array_unref (result->findings);
  g_clear_pointer (&result->text, g_bytes_unref);
  g_free (result);
}

IruEndpointResult *
iru_endpoint_result_new (const IruServer *server)
{
  IruEndpointResult *result = g_new0 (IruEndpointResult, 1);

  result->server = iru_server_copy (server);
  result->clients = g_ptr_array_new_with_free_func (g_free);
  result->users = g_ptr_array_new ();
  return result;
}

void
iru_endpoint_result_add_user (IruEndpointResult *endpoint, IruClientResult *result)
{
  const char *name = result->target->client->name;

  g_ptr_array_add (endpoint->users, result);
  if (!g_ptr_array_find_with_equal_func (endpoint->clients, name, g_str_equal, NULL))
    g_ptr_array_add (endpoint->clients, g_strdup (name));
}

static void
iru_endpoint_result_free (IruEndpointResult *result)
{
  iru_server_free (result->server);
  iru_launch_free (result->command);
  g_ptr_array_unref (result->clients);
  g_ptr_array_unref (result->users);
  iru_probe_result_free (result->probe);
  g_free (result);
}

static IruClientResult *
add_result (IruDiagnosis *diagnosis, const IruTarget *target, const char *name, GBytes *text,
            IruClientState state)
{
  IruClientResult *result = g_new0 (IruClientResult, 1);

  result->target = target;
  result->state = state;
  result->name = g_strdup (name);
  result->scope = target->scope;
  result->findings = iru_findings_new ();
  result->text = text != NULL ? g_bytes_ref (text) : NULL;
  g_ptr_array_add (diagnosis->clients, result);
  return result;
}

static void
copy_findings (GPtrArray *to, GPtrArray *from)
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, iru_finding_copy (from->pdata[i]));
}

/* Every value of @wanted is in @pairs; what the user added does not count. */
static gboolean
has_pairs (GPtrArray *pairs, GPtrArray *wanted, gboolean fold)
{
  for (guint i = 0; i < wanted->len; i++)
    {
      IruPair *pair = wanted->pdata[i];

      if (g_strcmp0 (iru_pairs_get (pairs, pair->name, fold), pair->value) != 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
same_args (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (strcmp (a->pdata[i], b->pdata[i]) != 0)
      return FALSE;
  return TRUE;
}

/* How it is started is the client's matter (npx's path); what it means is not. */
static gboolean
means_the_same (const IruServer *server, const IruServer *wanted)
{
  if (server->transport != wanted->transport)
    return FALSE;
  if (wanted->transport == IRU_TRANSPORT_HTTP)
    return iru_url_equal (server->url, wanted->url)
           && has_pairs (server->headers, wanted->headers, TRUE);
  return same_args (server->args, wanted->args) && has_pairs (server->env, wanted->env, FALSE);
}

static void
compare (IruClientResult *result, const IruServer *wanted)
{
  const IruServer *server = result->server;

  if (wanted == NULL || means_the_same (server, wanted))
    return;
  result->state = IRU_CLIENT_DIFFERS;
  iru_findings_add (result->findings, "server-differs", "%s",
                    !iru_url_equal (server->url, wanted->url) ? _ ("The url differs.")
                                                              : _ ("A header or value differs."));
}

/* What an endpoint is asked with; entries with the same are one. @known: by their keys.
 * Borrowed; NULL for a command. */
static IruEndpointResult *
add_endpoint (IruDiagnosis *diagnosis, GHashTable *known, const IruServer *server, gboolean askable)
{
  IruEndpointResult *endpoint;
  char *key;

  if (server->transport != IRU_TRANSPORT_HTTP)
    return NULL;
  key = iru_server_dup_endpoint_key (server);
  endpoint = g_hash_table_lookup (known, key);
  if (endpoint != NULL)
    {
      iru_wipe_free (key);
      return endpoint;
    }
  endpoint = iru_endpoint_result_new (server);
  endpoint->askable = askable;
  g_ptr_array_add (diagnosis->endpoints, endpoint);
  g_hash_table_insert (known, key, endpoint);
  return endpoint;
}

static gboolean
is_askable (GPtrArray *findings)
{
  for (guint i = 0; unaskable[i] != NULL; i++)
    if (iru_findings_has (findings, unaskable[i]))
      return FALSE;
  return TRUE;
}

static void
check_entry (IruDiagnosis *diagnosis, const IruTarget *target, const IruConfig *config,
             const IruEntry *entry, const IruServer *wanted)
{
  const IruProfile *profile = iru_profile_find (entry->server);
  IruClientResult *result =
      add_result (diagnosis, target, entry->name, config->text, IRU_CLIENT_OK);

  result->server = iru_server_copy (entry->server);
  result->scope = entry->scope;
  result->folder = g_strdup (entry->folder);
  result->takes_values = iru_dialect_takes_values (&target->client->dialect, entry->value);
  iru_config_copy_findings (config, entry, result->findings);
  copy_findings (result->findings, entry->findings);
  if (entry->scope == IRU_SCOPE_UNREAD)
    {
      result->state = IRU_CLIENT_MISSING;
      return;
    }
  iru_keys_resolve (target, result->server, result->findings);
  compare (result, wanted);
  iru_repository_lint (target, entry, result->findings);
  if (target->client->desktop)
    iru_runtime_lint (target->places, entry->server, result->findings);
  iru_log_lint (target, entry->name, profile, result->findings);
  iru_profile_advise (profile, result->findings);
}

/* The client does not hold the server that was looked for. @match: (nullable) */
static void
check_missing (IruDiagnosis *diagnosis, const IruCheckOptions *options, const IruTarget *target,
               const IruConfig *config, const IruMatch *match)
{
  const char *name = match != NULL ? match->name : NULL;
  gboolean broken = config->text != NULL && config->document == NULL;

  /* The client has other files to hold it; what it does not read may be anything. */
  if (target->role != IRU_ROLE_MAIN && (!broken || target->scope == IRU_SCOPE_UNREAD))
    return;
  IruClientState state = broken                 ? IRU_CLIENT_BROKEN
                         : config->text == NULL ? IRU_CLIENT_ABSENT
                                                : IRU_CLIENT_MISSING;
  IruClientResult *result = add_result (diagnosis, target, name, config->text, state);

  iru_config_copy_findings (config, NULL, result->findings);
  if (broken)
    return;
  IruFinding *finding = iru_findings_add (result->findings, "server-missing", NULL);
  if (options->runs != NULL)
    finding->detail = iru_history_explain (options->runs, target->path, config->text);
  if (match != NULL && match->profile != NULL)
    iru_profile_advise (match->profile, result->findings);
}

/* Entries that count in one folder only, or nowhere. */
static void
check_others (IruDiagnosis *diagnosis, const IruTarget *target, const IruConfig *config,
              const IruMatch *match, const IruServer *wanted)
{
  IruMatch all = *match;

  all.everywhere = TRUE;
  g_autoptr (GPtrArray) found = iru_config_find (config, &all);
  for (guint i = 0; i < found->len; i++)
    {
      IruEntry *entry = found->pdata[i];

      if (entry->scope == IRU_SCOPE_LOCAL)
        check_entry (diagnosis, target, config, entry, wanted);
      else if (entry->scope == IRU_SCOPE_UNREAD)
        check_entry (diagnosis, target, config, entry, NULL);
    }
}

static void
check_match (IruDiagnosis *diagnosis, const IruCheckOptions *options, const IruTarget *target,
             const IruConfig *config, const IruMatch *match, const IruServer *wanted)
{
  g_autoptr (GPtrArray) found = iru_config_find (config, match);
  guint first = diagnosis->clients->len;

  if (found->len == 0)
    check_missing (diagnosis, options, target, config, match);
  for (guint i = 1; i < found->len; i++)
    {
      IruEntry *best = found->pdata[0];
      IruEntry *other = found->pdata[i];

      if (iru_url_equal (best->server->url, other->server->url))
        iru_findings_add (other->findings, "server-duplicate",
                          _ ("“%s” and “%s” have the same url."), best->name, other->name);
      check_entry (diagnosis, target, config, other, NULL);
    }
  if (found->len > 0)
    check_entry (diagnosis, target, config, found->pdata[0], wanted);
  check_others (diagnosis, target, config, match, wanted);
  for (guint i = first; i < diagnosis->clients->len; i++)
    ((IruClientResult *)diagnosis->clients->pdata[i])->looked_for = g_strdup (match->name);
}

static void
check_all_entries (IruDiagnosis *diagnosis, const IruCheckOptions *options, const IruTarget *target,
                   const IruConfig *config)
{
  if (config->text != NULL && config->document == NULL)
    check_missing (diagnosis, options, target, config, NULL);
  for (guint i = 0; i < config->entries->len; i++)
    check_entry (diagnosis, target, config, config->entries->pdata[i], NULL);
}

/* (transfer full) */
static IruConfig *
load_config (const IruTarget *target)
{
  g_autoptr (GError) error = NULL;
  struct stat info = { 0 };
  g_autoptr (GBytes) text = iru_file_load (target->path, &info, &error);
  IruConfig *config = iru_config_new (target, text);

  iru_permissions_lint (target, config, info.st_mode);
  if (error != NULL && !g_error_matches (error, IRU_ERROR, IRU_ERROR_NOT_FOUND))
    iru_findings_add (config->findings,
                      g_error_matches (error, IRU_ERROR, IRU_ERROR_TOO_LARGE) ? "file-too-large"
                                                                              : "file-unreadable",
                      "%s", error->message);
  return config;
}

static void
learn_origin (IruDiagnosis *diagnosis, const char *url)
{
  char *origin = iru_url_dup_origin (url);

  if (origin != NULL)
    g_hash_table_add (diagnosis->origins, origin);
}

/* Those that the user has named, not a project that may be anybody's. */
static void
learn_origins (IruDiagnosis *diagnosis, const IruTarget *target, const IruConfig *config)
{
  for (guint i = 0; target->scope != IRU_SCOPE_PROJECT && i < config->entries->len; i++)
    {
      const IruEntry *entry = config->entries->pdata[i];

      if (entry->scope != IRU_SCOPE_UNREAD)
        learn_origin (diagnosis, entry->server->url);
    }
}

/* A file that is there and can't be opened. */
static gboolean
is_unreadable (const IruConfig *config)
{
  return config->text == NULL && config->findings->len > 0;
}

/* Of a project's file that somebody else decides about only that is said. */
static void
leave_out (IruDiagnosis *diagnosis, const IruTarget *target)
{
  IruClientResult *result;

  if (!iru_path_test (target->path, G_FILE_TEST_EXISTS))
    return;
  result = add_result (diagnosis, target, NULL, NULL, IRU_CLIENT_ABSENT);
  iru_findings_add (result->findings, "project-untrusted", "%s", target->stranger);
}

static void
check_target (IruDiagnosis *diagnosis, const IruCheckOptions *options, const IruTarget *target)
{
  g_autoptr (IruConfig) config = NULL;

  if (target->stranger != NULL)
    {
      leave_out (diagnosis, target);
      return;
    }
  config = load_config (target);
  learn_origins (diagnosis, target, config);
  if (is_unreadable (config))
    {
      IruClientResult *result = add_result (diagnosis, target, NULL, NULL, IRU_CLIENT_BROKEN);
      copy_findings (result->findings, config->findings);
    }
  else if (options->wanted != NULL)
    for (guint i = 0; i < options->wanted->len; i++)
      {
        const IruServer *wanted = options->wanted->pdata[i];
        IruMatch match = {
          .name = wanted->name,
          .url = wanted->url,
          .profile = iru_profile_find (wanted),
        };
        check_match (diagnosis, options, target, config, &match, wanted);
      }
  else if (options->all_servers)
    check_all_entries (diagnosis, options, target, config);
  else if (options->names != NULL)
    for (guint i = 0; options->names[i] != NULL; i++)
      {
        IruMatch match = { .name = options->names[i] };
        check_match (diagnosis, options, target, config, &match, NULL);
      }
  else
    {
      const IruProfile *profile = iru_profile_get_default ();
      IruMatch match = { .name = profile->names[0], .profile = profile, .tenants = TRUE };
      check_match (diagnosis, options, target, config, &match, NULL);
    }
}

static void
soften (GPtrArray *findings, const char *id, IruSeverity severity)
{
  for (guint i = 0; i < findings->len; i++)
    {
      IruFinding *finding = findings->pdata[i];

      if (strcmp (finding->kind->id, id) == 0)
        finding->severity = severity;
    }
}

static gboolean
is_read (const IruClientResult *result)
{
  return result->server != NULL && result->scope != IRU_SCOPE_UNREAD;
}

/* Every client may do without a server, as long as another has it and nobody asked
 * for this one. */
static void
judge_missing (IruDiagnosis *diagnosis, const IruCheckOptions *options)
{
  gboolean held = FALSE;

  for (guint i = 0; i < diagnosis->clients->len; i++)
    held |= is_read (diagnosis->clients->pdata[i]);
  if (!held || options->named || options->wanted != NULL)
    return;
  for (guint i = 0; i < diagnosis->clients->len; i++)
    soften (((IruClientResult *)diagnosis->clients->pdata[i])->findings, "server-missing",
            IRU_SEVERITY_INFO);
}

/* Against other entries of the same name in the same client. */
static int
get_weight (const IruClientResult *result)
{
  return result->scope == IRU_SCOPE_LOCAL ? IRU_WEIGHT_LOCAL : result->target->weight;
}

/* Two entries of one name in one client: which one counts. */
static void
compare_weights (IruClientResult *weak, IruClientResult *strong)
{
  g_autofree char *path = NULL;
  IruFinding *finding;

  if (strong->folder != NULL)
    finding = iru_findings_add (
        weak->findings, "server-shadowed",
        _ ("In the folder %s an entry of that folder's own takes its place."), strong->folder);
  else
    {
      path = iru_places_get_native_path (strong->target->places, strong->target->path);
      finding = iru_findings_add (weak->findings, "server-shadowed",
                                  _ ("The entry of the same name in %s takes its place."), path);
    }
  if (iru_config_holds_same (weak->server, strong->server))
    finding->severity = IRU_SEVERITY_INFO;
}

/* What can take an entry's place: of one client in one home, under one name. */
typedef struct
{
  const IruTarget *target;
  const char *name; /* (nullable) */
} Slot;

static guint
hash_slot (gconstpointer key)
{
  const Slot *slot = key;

  return g_direct_hash (slot->target->client) ^ g_direct_hash (slot->target->places)
         ^ (slot->name != NULL ? g_str_hash (slot->name) : 0);
}

static gboolean
same_slot (gconstpointer a, gconstpointer b)
{
  const Slot *left = a;
  const Slot *right = b;

  return iru_target_is_beside (left->target, right->target)
         && g_strcmp0 (left->name, right->name) == 0;
}

/* What is in a slot: NULL where nothing is, and @make is FALSE. Borrowed. */
static GPtrArray *
get_slot (GHashTable *slots, const IruTarget *target, const char *name, gboolean make)
{
  const Slot key = { target, name };
  GPtrArray *held = g_hash_table_lookup (slots, &key);

  if (held == NULL && make)
    {
      held = g_ptr_array_new ();
      g_hash_table_insert (slots, g_memdup2 (&key, sizeof key), held);
    }
  return held;
}

static GHashTable *
slots_new (void)
{
  return g_hash_table_new_full (hash_slot, same_slot, g_free, (GDestroyNotify)g_ptr_array_unref);
}

/* So many folders whose own entries take an entry's place are named. */
#define MAX_SHADOWS 16

static int
compare_by_weight (gconstpointer a, gconstpointer b)
{
  return get_weight (*(IruClientResult *const *)b) - get_weight (*(IruClientResult *const *)a);
}

/* The strongest are first, so that nothing is looked at for those that nothing is stronger than. */
static void
compare_slot (GPtrArray *held)
{
  g_ptr_array_sort (held, compare_by_weight);
  for (guint i = 1; i < held->len; i++)
    for (guint j = 0; j < MIN (i, MAX_SHADOWS); j++)
      {
        if (get_weight (held->pdata[j]) <= get_weight (held->pdata[i]))
          break;
        compare_weights (held->pdata[i], held->pdata[j]);
      }
}

/* What an entry means beside the client's others: shadowed; or, where it is not read,
 * only left over. */
static void
judge_scopes (IruDiagnosis *diagnosis)
{
  g_autoptr (GHashTable) by_name = slots_new ();
  g_autoptr (GHashTable) by_client = slots_new ();
  GHashTableIter iter;
  gpointer held;

  for (guint i = 0; i < diagnosis->clients->len; i++)
    {
      IruClientResult *result = diagnosis->clients->pdata[i];

      if (!is_read (result))
        continue;
      g_ptr_array_add (get_slot (by_name, result->target, result->name, TRUE), result);
      get_slot (by_client, result->target, NULL, TRUE);
    }
  g_hash_table_iter_init (&iter, by_name);
  while (g_hash_table_iter_next (&iter, NULL, &held))
    compare_slot (held);
  for (guint i = 0; i < diagnosis->clients->len; i++)
    {
      IruClientResult *result = diagnosis->clients->pdata[i];

      if (result->server != NULL && result->scope == IRU_SCOPE_UNREAD
          && get_slot (by_client, result->target, NULL, FALSE) != NULL)
        soften (result->findings, "server-unread", IRU_SEVERITY_WARNING);
    }
}

/* A client that has the server in another of its files does not miss it in this one. */
static void
drop_missing (IruDiagnosis *diagnosis)
{
  g_autoptr (GHashTable) held = slots_new ();
  g_autoptr (GPtrArray) all = diagnosis->clients;

  diagnosis->clients = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_client_result_free);
  g_ptr_array_set_free_func (all, NULL);
  for (guint i = 0; i < all->len; i++)
    {
      const IruClientResult *result = all->pdata[i];

      if (is_read (result) && result->scope != IRU_SCOPE_LOCAL)
        get_slot (held, result->target, result->looked_for, TRUE);
    }
  for (guint i = 0; i < all->len; i++)
    {
      IruClientResult *result = all->pdata[i];

      if (result->server == NULL
          && (result->state == IRU_CLIENT_MISSING || result->state == IRU_CLIENT_ABSENT)
          && get_slot (held, result->target, result->looked_for, FALSE) != NULL)
        iru_client_result_free (result);
      else
        g_ptr_array_add (diagnosis->clients, result);
    }
}

/* What keeps a client from loading an entry that it reads. */
static void
judge_policies (IruDiagnosis *diagnosis)
{
  g_autoptr (IruPolicyFiles) files = iru_policy_files_new ();

  for (guint i = 0; i < diagnosis->clients->len; i++)
    {
      IruClientResult *result = diagnosis->clients->pdata[i];

      if (is_read (result))
        iru_policy_lint (files, result->target, result->folder, result->server, result->findings);
    }
}

/* Whether a project alone would decide who gets the values of the user's variables. */
static gboolean
is_address_trusted (const IruDiagnosis *diagnosis, const IruClientResult *result)
{
  g_autofree char *origin = iru_url_dup_origin (result->server->url);

  return result->target->scope != IRU_SCOPE_PROJECT || !result->takes_values
         || (origin != NULL && g_hash_table_contains (diagnosis->origins, origin));
}

/* What is to be asked: each entry that its client reads. */
static void
add_endpoints (IruDiagnosis *diagnosis, const IruCheckOptions *options, GHashTable *known)
{
  for (guint i = 0; i < diagnosis->clients->len; i++)
    {
      IruClientResult *result = diagnosis->clients->pdata[i];
      g_autofree char *origin = NULL;

      if (result->server == NULL || result->scope == IRU_SCOPE_UNREAD)
        continue;
      if (!options->trust_project && !is_address_trusted (diagnosis, result))
        {
          origin = iru_url_dup_origin (result->server->url);
          iru_findings_add (result->findings, "project-address", "%s",
                            origin != NULL ? origin : result->server->command);
        }
      result->endpoint =
          add_endpoint (diagnosis, known, result->server, is_askable (result->findings));
      if (result->endpoint != NULL)
        iru_endpoint_result_add_user (result->endpoint, result);
    }
}

/* A snippet that no client holds yet is asked all the same: does its key work? */
static void
add_wanted_endpoints (IruDiagnosis *diagnosis, GPtrArray *wanted, GHashTable *known)
{
  for (guint i = 0; wanted != NULL && i < wanted->len; i++)
    add_endpoint (diagnosis, known, wanted->pdata[i], TRUE);
}

IruDiagnosis *
iru_check_files (const IruCheckOptions *options)
{
  IruDiagnosis *diagnosis = g_new0 (IruDiagnosis, 1);
  g_autoptr (GHashTable) known =
      g_hash_table_new_full (g_str_hash, g_str_equal, (GDestroyNotify)iru_wipe_free, NULL);

  diagnosis->clients = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_client_result_free);
  diagnosis->endpoints = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_endpoint_result_free);
  diagnosis->findings = iru_findings_new ();
  diagnosis->origins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; options->wanted != NULL && i < options->wanted->len; i++)
    learn_origin (diagnosis, ((IruServer *)options->wanted->pdata[i])->url);
  for (guint i = 0; i < options->targets->len; i++)
    {
      check_target (diagnosis, options, options->targets->pdata[i]);
    }
  if (options->targets->len == 0)
    iru_findings_add (diagnosis->findings, "client-none", NULL);
  drop_missing (diagnosis);
  judge_scopes (diagnosis);
  judge_policies (diagnosis);
  judge_missing (diagnosis, options);
  add_endpoints (diagnosis, options, known);
  add_wanted_endpoints (diagnosis, options->wanted, known);
  return diagnosis;
}
