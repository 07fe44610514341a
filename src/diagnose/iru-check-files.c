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
#include "iru-lint.h"
#include "iru-log.h"
#include "iru-runtime.h"

/* Errors that make a request pointless, or a danger to the key. */
static const char *const unaskable[] = { "url-invalid", "url-insecure", "placeholder",
                                         "env-unset",   "env-dialect",  NULL };

static void
iru_client_result_free (IruClientResult *result)
{
  iru_server_free (result->server);
  g_free (result->name);
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
  return result;
}

static void
iru_endpoint_result_free (IruEndpointResult *result)
{
  iru_server_free (result->server);
  iru_launch_free (result->command);
  g_ptr_array_unref (result->clients);
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

/* What an endpoint is asked with; entries with the same are one. */
static void
add_endpoint (IruDiagnosis *diagnosis, const IruServer *server, const char *client,
              gboolean askable)
{
  IruEndpointResult *endpoint = NULL;

  if (server->transport != IRU_TRANSPORT_HTTP)
    return;
  for (guint i = 0; i < diagnosis->endpoints->len && endpoint == NULL; i++)
    {
      IruEndpointResult *candidate = diagnosis->endpoints->pdata[i];

      if (iru_server_same_endpoint (candidate->server, server))
        endpoint = candidate;
    }
  if (endpoint == NULL)
    {
      endpoint = iru_endpoint_result_new (server);
      endpoint->askable = askable;
      g_ptr_array_add (diagnosis->endpoints, endpoint);
    }
  if (client != NULL
      && !g_ptr_array_find_with_equal_func (endpoint->clients, client, g_str_equal, NULL))
    g_ptr_array_add (endpoint->clients, g_strdup (client));
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
  IruClientResult *result =
      add_result (diagnosis, target, entry->name, config->text, IRU_CLIENT_OK);

  result->server = iru_server_copy (entry->server);
  copy_findings (result->findings, config->findings);
  copy_findings (result->findings, entry->findings);
  compare (result, wanted);
  if (target->client->desktop)
    iru_runtime_lint (target->places, entry->server, result->findings);
  iru_log_lint (target, entry->name, result->findings);
  add_endpoint (diagnosis, entry->server, target->client->name, is_askable (result->findings));
}

/* The client does not hold the server that was looked for. */
static void
check_missing (IruDiagnosis *diagnosis, const IruCheckOptions *options, const IruTarget *target,
               const IruConfig *config, const char *name)
{
  gboolean broken = config->text != NULL && config->document == NULL;
  IruClientState state = broken                 ? IRU_CLIENT_BROKEN
                         : config->text == NULL ? IRU_CLIENT_ABSENT
                                                : IRU_CLIENT_MISSING;
  IruClientResult *result = add_result (diagnosis, target, name, config->text, state);

  copy_findings (result->findings, config->findings);
  if (broken)
    return;
  IruFinding *finding = iru_findings_add (result->findings, "server-missing", NULL);
  if (options->runs != NULL)
    finding->detail = iru_history_explain (options->runs, target->path, config->text);
}

static void
check_match (IruDiagnosis *diagnosis, const IruCheckOptions *options, const IruTarget *target,
             const IruConfig *config, const IruMatch *match, const IruServer *wanted)
{
  g_autoptr (GPtrArray) found = iru_config_find (config, match);

  if (found->len == 0)
    {
      check_missing (diagnosis, options, target, config, match->name);
      return;
    }
  for (guint i = 1; i < found->len; i++)
    {
      IruEntry *other = found->pdata[i];

      iru_findings_add (other->findings, "server-duplicate", _ ("“%s” and “%s” have the same url."),
                        ((IruEntry *)found->pdata[0])->name, other->name);
      check_entry (diagnosis, target, config, other, NULL);
    }
  check_entry (diagnosis, target, config, found->pdata[0], wanted);
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

/* Whether the file holds anything that others should not read. */
static gboolean
has_secrets (const IruConfig *config)
{
  for (guint i = 0; i < config->entries->len; i++)
    {
      g_autoptr (GArray) secrets =
          iru_dialect_find_secrets (((IruEntry *)config->entries->pdata[i])->value);

      if (secrets->len > 0)
        return TRUE;
    }
  return FALSE;
}

/* (transfer full) */
static IruConfig *
load_config (const IruTarget *target)
{
  g_autoptr (GError) error = NULL;
  struct stat info = { 0 };
  g_autoptr (GBytes) text = iru_file_load (target->path, &info, &error);
  guint mode = info.st_mode & 07777;
  IruConfig *config = iru_config_new (target, text);

  if (text != NULL && (mode & 0077) != 0
      && iru_places_get_platform (target->places) != IRU_PLATFORM_WINDOWS && has_secrets (config))
    iru_findings_add (config->findings, "file-permissions", _ ("The file's mode is %04o."), mode);
  if (error != NULL && !g_error_matches (error, IRU_ERROR, IRU_ERROR_NOT_FOUND))
    iru_findings_add (config->findings,
                      g_error_matches (error, IRU_ERROR, IRU_ERROR_TOO_LARGE) ? "file-too-large"
                                                                              : "file-unreadable",
                      "%s", error->message);
  return config;
}

/* A file that is there and can't be opened. */
static gboolean
is_unreadable (const IruConfig *config)
{
  return config->text == NULL && config->findings->len > 0;
}

static void
check_target (IruDiagnosis *diagnosis, const IruCheckOptions *options, const IruTarget *target)
{
  g_autoptr (IruConfig) config = load_config (target);

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
          .iru = iru_server_is_iru (wanted),
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
      IruMatch match = { .name = "iru", .iru = TRUE };
      check_match (diagnosis, options, target, config, &match, NULL);
    }
}

/* Every client may do without a server, as long as another has it and nobody asked
 * for this one. */
static void
judge_missing (IruDiagnosis *diagnosis, const IruCheckOptions *options)
{
  gboolean held = FALSE;

  for (guint i = 0; i < diagnosis->clients->len; i++)
    held |= ((IruClientResult *)diagnosis->clients->pdata[i])->server != NULL;
  if (!held || options->named || options->wanted != NULL)
    return;
  for (guint i = 0; i < diagnosis->clients->len; i++)
    {
      GPtrArray *findings = ((IruClientResult *)diagnosis->clients->pdata[i])->findings;

      for (guint j = 0; j < findings->len; j++)
        {
          IruFinding *finding = findings->pdata[j];

          if (strcmp (finding->kind->id, "server-missing") == 0)
            finding->severity = IRU_SEVERITY_INFO;
        }
    }
}

/* A snippet that no client holds yet is asked all the same: does its key work? */
static void
add_wanted_endpoints (IruDiagnosis *diagnosis, GPtrArray *wanted)
{
  for (guint i = 0; wanted != NULL && i < wanted->len; i++)
    add_endpoint (diagnosis, wanted->pdata[i], NULL, TRUE);
}

IruDiagnosis *
iru_check_files (const IruCheckOptions *options)
{
  IruDiagnosis *diagnosis = g_new0 (IruDiagnosis, 1);

  diagnosis->clients = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_client_result_free);
  diagnosis->endpoints = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_endpoint_result_free);
  diagnosis->findings = iru_findings_new ();
  for (guint i = 0; i < options->targets->len; i++)
    check_target (diagnosis, options, options->targets->pdata[i]);
  if (options->targets->len == 0)
    iru_findings_add (diagnosis->findings, "client-none", NULL);
  judge_missing (diagnosis, options);
  add_wanted_endpoints (diagnosis, options->wanted);
  return diagnosis;
}
