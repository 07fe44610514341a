/* iru-words.c: the words that reports for people share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-secret.h"
#include "iru-path.h"
#include "iru-permission-map.h"
#include "iru-reference.h"
#include "iru-client-verdict.h"
#include "iru-runtime.h"

char *
iru_words_client (const IruTarget *target)
{
  const char *user = iru_places_get_user (target->places);

  if (user == NULL || iru_places_is_own (target->places))
    return g_strdup (target->client->title);

  /* The name of a folder, on a disk that may be anybody's. */
  g_autofree char *shown = iru_words_path (user);
  return g_strdup_printf ("%s (%s)", target->client->title, shown);
}

const char *
iru_words_state (const IruClientResult *client)
{
  if (client->scope == IRU_SCOPE_UNREAD)
    return _ ("not read there");
  switch (client->state)
    {
    case IRU_CLIENT_OK:
      return _ ("set up");
    case IRU_CLIENT_DIFFERS:
      return _ ("other values");
    case IRU_CLIENT_BROKEN:
      return _ ("file broken");
    case IRU_CLIENT_MISSING:
      return _ ("not set up");
    case IRU_CLIENT_ABSENT:
    default:
      return client->target->found ? _ ("not set up") : _ ("not on this machine");
    }
}

/* (transfer full) */
static char *
describe_unproved (const IruClientResult *client, IruUnproved why, gboolean window)
{
  if (why == IRU_UNPROVED_VALUE)
    return g_strdup_printf (_ ("set up, not tried: only %s has a value of the entry"),
                            client->target->client->title);
  if (why == IRU_UNPROVED_OFFLINE)
    return g_strdup (_ ("set up, not tried: the server was not asked"));
  return g_strconcat (_ ("set up, not tried: its command was not started"),
                      window ? "" : " (--start)", NULL);
}

/* With what the key does not cover. (transfer full) */
static char *
describe_works (const IruClientResult *client)
{
  g_autofree char *covered = NULL;
  g_autofree char *lacking = NULL;

  if (client->endpoint != NULL)
    iru_words_list_areas (client->endpoint, &covered, &lacking);
  return lacking != NULL ? g_strdup_printf (_ ("works; the key lacks %s"), lacking)
                         : g_strdup (_ ("works"));
}

char *
iru_words_verdict (const IruClientResult *client, gboolean window)
{
  IruClientVerdict verdict = iru_client_verdict_new (client);

  switch (verdict.kind)
    {
    case IRU_VERDICT_WORKS:
      return describe_works (client);
    case IRU_VERDICT_RESTART:
      return g_strdup_printf (_ ("almost done: restart %s"), client->target->client->title);
    case IRU_VERDICT_UNPROVED:
      return describe_unproved (client, verdict.why, window);
    case IRU_VERDICT_FAILS:
      return g_strdup (iru_finding_get_title (verdict.fault));
    case IRU_VERDICT_MISSING:
    default:
      return g_strdup (iru_words_state (client));
    }
}

char *
iru_words_summary (const IruDiagnosis *diagnosis)
{
  IruVerdictCounts counts = iru_verdicts_count (diagnosis);
  gboolean is_only_untried =
      counts.n[IRU_VERDICT_FAILS] + counts.n[IRU_VERDICT_MISSING] + counts.n_working == 0;

  if (counts.n_clients == 0)
    return NULL;
  if (counts.n_working == counts.n_clients)
    return g_strdup (_ ("Everything works"));
  if (is_only_untried && counts.n[IRU_VERDICT_RESTART] == 0)
    return g_strdup (_ ("No fault was found, but not everything was tried"));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u of %u assistants works",
                                       "%u of %u assistants work", counts.n_working),
                          counts.n_working, counts.n_clients);
}

/* So many entries of one endpoint are named; nobody reads more. */
#define MAX_USERS 16

char *
iru_words_users (const IruEndpointResult *endpoint, IruRedactor *redactor)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (endpoint->users->len, MAX_USERS); i++)
    {
      const IruClientResult *client = endpoint->users->pdata[i];
      g_autofree char *title = iru_words_client (client->target);
      g_autofree char *keys = iru_words_keys (client->server, redactor);

      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", title);
      if (keys != NULL)
        g_string_append_printf (text, " (%s)", keys);
    }
  if (endpoint->users->len > MAX_USERS)
    g_string_append (text, ", …");
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

char *
iru_words_scope (const IruClientResult *client)
{
  switch (client->scope)
    {
    case IRU_SCOPE_PROJECT:
      return g_strdup (_ ("for the project"));
    case IRU_SCOPE_LOCAL:
      return g_strdup_printf (_ ("only in %s"), client->folder);
    case IRU_SCOPE_MANAGED:
      return g_strdup (_ ("by the administrator"));
    case IRU_SCOPE_USER:
    case IRU_SCOPE_UNREAD:
    default:
      return NULL;
    }
}

gboolean
iru_words_is_key (const IruPair *pair)
{
  return iru_header_is_secret (pair->name) && iru_variable_is_secret (pair->name);
}

char *
iru_words_key (const IruPair *pair, IruRedactor *redactor)
{
  g_autofree char *shown = NULL;
  g_auto (IruReference) reference = { 0 };

  if (iru_reference_find (pair->value, &reference) && reference.fallback == NULL)
    {
      shown = iru_reference_make (reference.spelling, reference.name);
      return iru_redactor_clean (redactor, shown);
    }
  /* Masked: looking for all other keys in what is left of it would take long. */
  shown = iru_mask_secret (pair->value);
  return iru_escape_text (shown);
}

char *
iru_words_keys (const IruServer *server, IruRedactor *redactor)
{
  GPtrArray *pairs = server->transport == IRU_TRANSPORT_HTTP ? server->headers : server->env;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < pairs->len; i++)
    {
      const IruPair *pair = iru_pairs_index (pairs, i);

      if (!iru_words_is_key (pair))
        continue;
      if (text->len > IRU_REDACT_MAX_LENGTH)
        {
          g_string_append (text, ", …");
          break;
        }
      g_autofree char *name = iru_redactor_clean (redactor, pair->name);
      g_autofree char *shown = iru_words_key (pair, redactor);
      g_string_append_printf (text, "%s%s %s", text->len > 0 ? ", " : "", name, shown);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* @argument as it is shown behind @before. */
static void
append_argument (GString *line, const char *before, const char *argument)
{
  g_autoptr (GArray) spans = iru_secret_find_in_argument (before, argument);
  g_autofree char *shown = iru_secret_mask_spans (argument, strlen (argument), spans);

  g_string_append_printf (line, "%s%s", line->len > 0 ? " " : "", shown);
}

char *
iru_words_starts (const IruServer *server, IruRedactor *redactor)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *shown = NULL;

  if (server->transport != IRU_TRANSPORT_STDIO || server->command == NULL)
    return NULL;
  for (guint i = 0; i < server->env->len; i++)
    {
      const IruPair *pair = iru_pairs_index (server->env, i);

      if (iru_variable_loads_code (pair->name))
        {
          g_autofree char *assignment = g_strdup_printf ("%s=%s", pair->name, pair->value);

          append_argument (line, "-e", assignment);
        }
    }
  append_argument (line, "", server->command);
  for (guint i = 0; i < server->args->len; i++)
    append_argument (line, i > 0 ? server->args->pdata[i - 1] : "", server->args->pdata[i]);
  shown = iru_redactor_clean (redactor, line->str);
  return g_strdup_printf (_ ("This starts a program on this machine: %s"), shown);
}

char *
iru_words_endpoint (const IruEndpointResult *endpoint, IruRedactor *redactor)
{
  g_autofree char *name = NULL;

  if (endpoint->command != NULL)
    {
      const IruClient *client = iru_client_get (endpoint->clients->pdata[0]);

      name = g_strdup_printf (_ ("%s as %s starts it"), endpoint->command->argv[0], client->title);
    }
  else
    name = iru_mask_url (endpoint->server->url);
  return iru_redactor_clean (redactor, name);
}

/* (transfer full) (nullable) */
static char *
list_areas (GArray *map, gboolean covered)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < map->len; i++)
    {
      const IruArea *area = &g_array_index (map, IruArea, i);

      if ((area->n_tools > 0) == covered)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", area->title);
    }
  return names->len > 0 ? g_string_free (g_steal_pointer (&names), FALSE) : NULL;
}

void
iru_words_list_areas (const IruEndpointResult *endpoint, char **covered, char **lacking)
{
  const IruProbeResult *probe = endpoint->probe;

  *covered = *lacking = NULL;
  if (probe == NULL || probe->tools == NULL || probe->tools->len == 0)
    return;

  g_autoptr (GArray) map =
      iru_permission_map_new (iru_profile_find (endpoint->server), probe->tools);
  *covered = list_areas (map, TRUE);
  *lacking = list_areas (map, FALSE);
}

void
iru_words_append_areas (GString *text, const char *lead, const IruEndpointResult *endpoint)
{
  g_autofree char *covered = NULL;
  g_autofree char *lacking = NULL;

  iru_words_list_areas (endpoint, &covered, &lacking);
  if (covered != NULL)
    g_string_append_printf (text, _ ("%sthe key covers: %s\n"), lead, covered);
  if (lacking != NULL)
    g_string_append_printf (text, _ ("%sthe key lacks: %s\n"), lead, lacking);
}

const char *
iru_words_rung (IruRung rung)
{
  static const char *const words[IRU_N_RUNGS] = {
    [IRU_RUNG_FILE] = N_ ("File"),
    [IRU_RUNG_POLICY] = N_ ("Policy"),
    [IRU_RUNG_ENTRY] = N_ ("Entry"),
    [IRU_RUNG_RUNTIME] = N_ ("Command"),
    [IRU_RUNG_NAME] = N_ ("Name of the host"),
    [IRU_RUNG_CONNECT] = N_ ("Connection"),
    [IRU_RUNG_TLS] = N_ ("Encryption (TLS)"),
    [IRU_RUNG_HTTP] = N_ ("Web server (HTTP)"),
    [IRU_RUNG_MCP] = N_ ("MCP"),
    [IRU_RUNG_AUTH] = N_ ("Key"),
    [IRU_RUNG_PERMISSION] = N_ ("Permission"),
  };

  return _ (words[rung]);
}

gboolean
iru_words_has_rung (const IruEndpointResult *endpoint, IruRung rung)
{
  if (rung >= IRU_RUNG_MCP)
    return TRUE;
  return endpoint->command != NULL ? rung == IRU_RUNG_RUNTIME : rung >= IRU_RUNG_NAME;
}

char *
iru_words_npx (const IruChange *change)
{
  const IruTarget *target = change->target;
  g_autoptr (IruRuntime) runtime = NULL;
  g_autofree char *folder = NULL;

  if (target->client->dialect.url_fields[0] != NULL || change->after == NULL
      || (change->action != IRU_ACTION_CREATED && change->action != IRU_ACTION_ADDED
          && change->action != IRU_ACTION_REPLACED))
    return NULL;
  runtime = iru_runtime_find (target->places);
  if (runtime->folder == NULL)
    return NULL;
  folder = iru_places_get_native_path (target->places, runtime->folder);
  if (strcmp (runtime->command, "npx") == 0)
    return g_strdup_printf (_ ("npx: the application finds it by itself, in %s"), folder);
  if (runtime->seen_through != NULL)
    return g_strdup_printf (_ ("npx: with its full path, %s; what a shell would find is a "
                               "stand-in of a version manager, which works in a shell only"),
                            runtime->command);
  return g_strdup_printf (_ ("npx: with its full path, %s; an application does not look in that "
                             "folder, as a shell does"),
                          runtime->command);
}

const char *
iru_words_severity (IruSeverity severity)
{
  switch (severity)
    {
    case IRU_SEVERITY_ERROR:
      return _ ("error");
    case IRU_SEVERITY_WARNING:
      return _ ("warning");
    case IRU_SEVERITY_INFO:
    default:
      return _ ("note");
    }
}

const char *
iru_words_action (IruAction action, gboolean dry_run)
{
  switch (action)
    {
    case IRU_ACTION_CREATED:
      return dry_run ? _ ("would be created") : _ ("created");
    case IRU_ACTION_ADDED:
      return dry_run ? _ ("would be added") : _ ("added");
    case IRU_ACTION_REPLACED:
      return dry_run ? _ ("would be updated") : _ ("updated");
    case IRU_ACTION_REMOVED:
      return dry_run ? _ ("would be removed") : _ ("removed");
    case IRU_ACTION_RESTORED:
      return dry_run ? _ ("would be restored") : _ ("restored");
    case IRU_ACTION_REFUSED:
      return _ ("refused");
    case IRU_ACTION_UNCHANGED:
    default:
      return _ ("unchanged");
    }
}

char *
iru_words_path (const char *path)
{
  g_autofree char *escaped = iru_path_give (iru_escape_text (path));
  g_autoptr (GString) line = g_string_new (escaped);

  g_string_replace (line, "\n", "\\n", 0);
  g_string_replace (line, "\t", "\\t", 0);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

char *
iru_words_file (const IruTarget *target)
{
  g_autofree char *path = iru_places_get_native_path (target->places, target->path);

  return iru_words_path (path);
}
