/* iru-config-spell.c: how a server is to stand in one client's file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * By its url or through a bridge; with its keys, with references to them, or without.
 */
#include "iru-config-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-accept.h"
#include "iru-bridge.h"
#include "iru-dialect.h"
#include "iru-error.h"
#include "iru-helper.h"
#include "iru-secret.h"
#include "iru-runtime.h"

#define MAX_NAME_LENGTH 64

gboolean
iru_config_check_name (const IruClient *client, const char *name, GError **error)
{
  gboolean plain = *name != '\0' && strlen (name) <= MAX_NAME_LENGTH;

  for (const char *p = name; *p != '\0' && plain; p++)
    plain = client->dialect.plain_names ? g_ascii_isalnum (*p) || *p == '-' || *p == '_'
                                        : !g_ascii_iscntrl (*p);
  if (!plain)
    g_set_error (error, IRU_ERROR, IRU_ERROR_UNSUPPORTED,
                 _ ("%s does not take the server name that the configuration has. Use letters, "
                    "digits, “-” and “_” only, at most %d."),
                 client->title, MAX_NAME_LENGTH);
  return plain;
}

const char *
iru_config_get_new_name (const IruClient *client, const IruServer *server)
{
  gboolean refused = !iru_accept_name (client, server->name)
                     && iru_profile_has_name (iru_profile_find (server), server->name);
  gboolean renamed =
      client->dialect.iru_name != NULL && (refused || strcmp (server->name, "iru") == 0);

  return renamed ? client->dialect.iru_name : server->name;
}

/* The server in the form that the client takes. */
static IruServer *
adapt_server (const IruTarget *target, const IruServer *server, const IruEntry *old)
{
  const IruClient *client = target->client;
  const char *package = g_getenv ("IRU_MCP_REMOTE_PKG");

  if (server->transport == IRU_TRANSPORT_HTTP && client->dialect.url_fields[0] != NULL)
    return iru_server_copy (server);
  if (!client->desktop
      || (server->transport == IRU_TRANSPORT_STDIO && g_strcmp0 (server->command, "npx") != 0))
    return iru_server_copy (server);

  g_autoptr (IruRuntime) runtime = iru_runtime_find (target->places);
  IruServer *adapted;
  if (server->transport == IRU_TRANSPORT_STDIO)
    {
      adapted = iru_server_copy (server);
      g_free (adapted->command);
      adapted->command = g_strdup (runtime->command);
    }
  else
    adapted = iru_bridge_wrap (server, package, runtime->command, old != NULL ? old->server : NULL);
  if (runtime->path != NULL)
    iru_pairs_set (adapted->env, "PATH", runtime->path, FALSE);
  return adapted;
}

static gboolean
has_secrets (const IruServer *server)
{
  for (guint i = 0; i < server->headers->len; i++)
    if (iru_header_is_secret (iru_pairs_index (server->headers, i)->name))
      return TRUE;
  return FALSE;
}

/* The server without its keys: the client asks this program for them. Takes @server. */
static IruServer *
hand_out (const IruTarget *target, IruServer *server, IruConfigEdit *edit, GError **error)
{
  g_autoptr (IruServer) handed = server;
  g_autofree char *titles = NULL;

  if (target->client->dialect.helper_field == NULL)
    {
      titles = iru_helper_list_clients ();
      g_set_error (error, IRU_ERROR, IRU_ERROR_UNSUPPORTED,
                   _ ("%s: %s can't ask a program for a key; these can: %s. Use --secrets=env, or "
                      "--secrets=literal to put the key into the file."),
                   target->path, target->client->title, titles);
      return NULL;
    }
  if (!iru_places_is_native (target->places))
    {
      g_set_error (error, IRU_ERROR, IRU_ERROR_UNSUPPORTED,
                   _ ("%s: the key goes into the keyring of whoever runs this program, outside of "
                      "a sandbox. Run it there, or use --secrets=literal."),
                   target->path);
      return NULL;
    }
  if (handed->transport == IRU_TRANSPORT_HTTP && has_secrets (handed))
    {
      handed->helper = g_strdup (handed->name);
      edit->hands_out = TRUE;
    }
  return g_steal_pointer (&handed);
}

/* What is in the keyring stays there, unless something else was asked for. */
static IruKeys
get_keys (const IruTarget *target, const IruEntry *old)
{
  if (target->keys == IRU_KEYS_USUAL && old != NULL && old->server->helper != NULL)
    return IRU_KEYS_HELPER;
  return target->keys;
}

/* Whether @server has a key where no reference can take its place: in its URL or an argument. */
static gboolean
has_fixed_secret (const IruServer *server)
{
  const char *before = "";
  gboolean found = server->url != NULL && iru_url_has_secret (server->url);

  for (guint i = 0; !found && i < server->args->len; i++)
    {
      g_autoptr (GArray) spans = iru_secret_find_in_argument (before, server->args->pdata[i]);

      for (guint j = 0; j < spans->len; j++)
        found |= !g_array_index (spans, IruSecretSpan, j).is_doubt;
      before = server->args->pdata[i];
    }
  return found;
}

static gboolean
check_fixed_secrets (const IruTarget *target, const IruServer *server, GError **error)
{
  if (!has_fixed_secret (server))
    return TRUE;
  g_set_error (error, IRU_ERROR, IRU_ERROR_UNSUPPORTED,
               _ ("%s: the URL or an argument has a key in it, and no variable can stand for it "
                  "there. Nothing was written. Use --secrets=literal to put the key into the "
                  "file."),
               target->path);
  return FALSE;
}

IruServer *
iru_config_spell_server (const IruTarget *target, const IruServer *server, const IruEntry *old,
                         IruConfigEdit *edit, GError **error)
{
  g_autoptr (IruServer) adapted = adapt_server (target, server, old);
  IruKeys keys = get_keys (target, old);
  IruServer *referring;

  if (keys == IRU_KEYS_HELPER)
    return hand_out (target, g_steal_pointer (&adapted), edit, error);
  if (keys != IRU_KEYS_VARIABLE)
    return g_steal_pointer (&adapted);
  if (!check_fixed_secrets (target, adapted, error))
    return NULL;
  if (edit->variables == NULL)
    edit->variables = g_ptr_array_new_with_free_func (g_free);
  referring =
      iru_dialect_refer (target->client, old != NULL ? old->value : NULL, adapted, edit->variables);
  if (referring == NULL)
    g_set_error (error, IRU_ERROR, IRU_ERROR_UNSUPPORTED,
                 _ ("%s: %s has no way to take a key from a variable. Use --secrets=literal to put "
                    "the key into the file all the same."),
                 target->path, target->client->title);
  return referring;
}

/* Whether each of @literal is there with its value, or spelt as @spelt has it. @raw: (nullable):
 * as they stand in the file. */
static gboolean
has_pairs (GPtrArray *pairs, const IruValue *raw, GPtrArray *literal, GPtrArray *spelt,
           gboolean fold)
{
  for (guint i = 0; i < literal->len; i++)
    {
      const IruPair *pair = iru_pairs_index (literal, i);
      const char *now = iru_pairs_get (pairs, pair->name, fold);
      const char *reference = iru_pairs_get (spelt, pair->name, fold);
      const char *there = iru_value_get_string (raw, pair->name);

      if (g_strcmp0 (now, pair->value) != 0 && g_strcmp0 (now, reference) != 0
          && g_strcmp0 (there, reference) != 0)
        return FALSE;
    }
  return TRUE;
}

gboolean
iru_config_is_as_wanted (const IruClient *client, const IruEntry *old, const IruServer *server,
                         const IruServer *spelt)
{
  const IruServer *now = old->server;

  if (now->transport != server->transport || now->disabled || now->bridge != NULL
      || iru_findings_has (old->findings, "wrong-field")
      || iru_findings_has (old->findings, "wrong-transport")
      || iru_findings_has (old->findings, "wrong-type")
      || iru_findings_has (old->findings, "env-dialect")
      || iru_findings_has (old->findings, "command-malformed")
      || iru_findings_has (old->findings, "bridge-arguments")
      || iru_findings_has (old->findings, "entry-alias"))
    return FALSE;
  if (server->transport == IRU_TRANSPORT_HTTP)
    return iru_url_equal (now->url, server->url)
           && has_pairs (now->headers, iru_dialect_get_headers (&client->dialect, old->value),
                         server->headers, spelt->headers, TRUE);
  return g_strcmp0 (now->command, server->command) == 0
         && iru_config_same_strings (now->args, server->args)
         && has_pairs (now->env, NULL, server->env, spelt->env, FALSE);
}
