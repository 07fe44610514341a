/* iru-sim-keys.c: the keys that the simulator knows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-sim-keys.h"

#include <string.h>

#include "iru-error.h"

#define MAX_FILE (64 * 1024)
#define REVOKED "revoked"
#define BEARER "Bearer "
/* Of a key that comes as a bearer token, which has none. */
#define BEARER_PROFILE "-"
/* Where no key is asked for, all can do what this one can. */
#define STRONGEST 0

struct _IruSimKey
{
  char *profile;
  char **scopes; /* NULL: revoked */
};

struct _IruSimKeys
{
  GHashTable *by_value;    /* key value -> IruSimKey */
  const IruSimKey *anyone; /* (nullable): who comes without a key */
};

static const struct
{
  const char *name;
  const char *value;
  const char *profile;
  const char *scopes;
} built_in[] = {
  { "FULL", "sk_live:demo-full-9b1f4c7a2e8d4f60a35c71d2", "5f0c2f9e-4f5b-4d1c-9a57-0d7f3c1e0001",
    "*" },
  { "DEVICES", "sk_live:demo-devices-3c5e8a1f7b924d06be48f917",
    "5f0c2f9e-4f5b-4d1c-9a57-0d7f3c1e0002", "devices:read" },
  { "NONE", "sk_live:demo-none-71d0e4b6c8f24a3993ab5d28", "5f0c2f9e-4f5b-4d1c-9a57-0d7f3c1e0003",
    "none" },
  { "REVOKED", "sk_live:demo-revoked-e62b9d05f1a74c8897c30b4e",
    "5f0c2f9e-4f5b-4d1c-9a57-0d7f3c1e0004", REVOKED },
  { "GATEWAY", "ig_demo-gateway-8a40c6e1d7f24b5d9c13", BEARER_PROFILE, "*" },
  { "GATEWAY_REVOKED", "ig_demo-revoked-5f2e90b7c3d64a18be02", BEARER_PROFILE, REVOKED },
};

static void
key_free (gpointer data)
{
  IruSimKey *key = data;

  g_free (key->profile);
  g_strfreev (key->scopes);
  g_free (key);
}

static void
add (IruSimKeys *keys, const char *value, const char *profile, const char *scopes)
{
  IruSimKey *key = g_new0 (IruSimKey, 1);

  key->profile = g_strdup (profile);
  if (strcmp (scopes, REVOKED) != 0)
    key->scopes = g_strsplit (scopes, ",", -1);
  g_hash_table_replace (keys->by_value, g_strdup (value), key);
}

IruSimKeys *
iru_sim_keys_new (void)
{
  IruSimKeys *keys = g_new0 (IruSimKeys, 1);

  keys->by_value = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, key_free);
  for (gsize i = 0; i < G_N_ELEMENTS (built_in); i++)
    add (keys, built_in[i].value, built_in[i].profile, built_in[i].scopes);
  return keys;
}

void
iru_sim_keys_free (IruSimKeys *keys)
{
  g_hash_table_unref (keys->by_value);
  g_free (keys);
}

char *
iru_sim_keys_print (void)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (built_in); i++)
    {
      g_string_append_printf (text, "%s_KEY=%s\n", built_in[i].name, built_in[i].value);
      if (strcmp (built_in[i].profile, BEARER_PROFILE) != 0)
        g_string_append_printf (text, "%s_PROFILE=%s\n", built_in[i].name, built_in[i].profile);
    }
  return g_string_free (text, FALSE);
}

static gboolean
add_line (IruSimKeys *keys, char *line)
{
  g_auto (GStrv) words = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) fields = NULL;

  g_strstrip (line);
  if (*line == '\0' || *line == '#')
    return TRUE;
  words = g_strsplit_set (line, " \t", -1);
  for (char **word = words; *word != NULL; word++)
    if (**word != '\0')
      g_strv_builder_add (builder, *word);
  fields = g_strv_builder_end (builder);
  if (g_strv_length (fields) != 3)
    return FALSE;
  add (keys, fields[0], fields[1], fields[2]);
  return TRUE;
}

static char *
read_file (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree char *text = g_malloc (MAX_FILE + 1);
  gsize length = 0;

  if (stream == NULL
      || !g_input_stream_read_all (G_INPUT_STREAM (stream), text, MAX_FILE + 1, &length, NULL,
                                   error))
    return NULL;
  if (length > MAX_FILE || memchr (text, '\0', length) != NULL)
    {
      g_set_error (error, IRU_ERROR, IRU_ERROR_TOO_LARGE, "%s: not a file of keys", path);
      return NULL;
    }
  text[length] = '\0';
  return g_steal_pointer (&text);
}

gboolean
iru_sim_keys_load (IruSimKeys *keys, const char *path, GError **error)
{
  g_autofree char *text = read_file (path, error);
  g_auto (GStrv) lines = NULL;

  if (text == NULL)
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (!add_line (keys, lines[i]))
      {
        g_set_error (error, IRU_ERROR, IRU_ERROR_SYNTAX,
                     "%s:%u: a line is a key, a profile and scopes", path, i + 1);
        return FALSE;
      }
  return TRUE;
}

void
iru_sim_keys_admit_all (IruSimKeys *keys)
{
  keys->anyone = g_hash_table_lookup (keys->by_value, built_in[STRONGEST].value);
}

IruSimVerdict
iru_sim_keys_check (IruSimKeys *keys, const IruSimRequest *request, const IruSimKey **key)
{
  const char *value = iru_sim_request_get_header (request, "X-API-Key");
  const char *profile = iru_sim_request_get_header (request, "X-MCP-Profile");
  const char *token = iru_sim_request_get_header (request, "Authorization");
  const IruSimKey *found;

  if (value == NULL && token != NULL && g_str_has_prefix (token, BEARER))
    {
      value = token + strlen (BEARER);
      profile = BEARER_PROFILE;
    }
  if (keys->anyone != NULL)
    {
      *key = keys->anyone;
      return IRU_SIM_VERDICT_OK;
    }
  if (value == NULL || profile == NULL)
    return IRU_SIM_VERDICT_MISSING;
  found = g_hash_table_lookup (keys->by_value, value);
  if (found == NULL)
    return IRU_SIM_VERDICT_UNKNOWN;
  if (found->scopes == NULL)
    return IRU_SIM_VERDICT_REVOKED;
  if (strcmp (found->profile, profile) != 0)
    return IRU_SIM_VERDICT_PROFILE;
  *key = found;
  return IRU_SIM_VERDICT_OK;
}

const char *
iru_sim_verdict_get_name (IruSimVerdict verdict)
{
  static const char *const names[] = { "ok", "missing", "unknown", "revoked", "profile" };

  return names[verdict];
}

gboolean
iru_sim_key_allows (const IruSimKey *key, const char *scope)
{
  return g_strv_contains ((const char *const *)key->scopes, "*")
         || g_strv_contains ((const char *const *)key->scopes, scope);
}
