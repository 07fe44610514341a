/* iru-dialect-refer.c: references in the place of keys, as one client spells them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-dialect.h"

#include <string.h>

#include "iru-secret.h"
#include "iru-reference.h"

#define BEARER "Bearer "

/* The reader of files bounds how deep a value may be. */
static gboolean
has_reference (const IruValue *value)
{
  const char *text = iru_value_as_string (value);
  g_auto (IruReference) reference = { 0 };
  guint n = text == NULL ? iru_value_count_children (value) : 0;

  if (text != NULL)
    return iru_reference_find (text, &reference);
  for (guint i = 0; i < n; i++)
    if (has_reference (iru_value_get_child (value, i)))
      return TRUE;
  return FALSE;
}

gboolean
iru_dialect_takes_values (const IruDialect *dialect, const IruValue *entry)
{
  const char *const fields[] = { dialect->env_headers_field, dialect->bearer_env_field,
                                 dialect->env_keys_field, dialect->helper_field };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i] != NULL && iru_value_get (entry, fields[i]) != NULL)
      return TRUE;
  return has_reference (entry);
}

/* IRU_X_API_KEY for X-API-Key of "iru", ACME_TOKEN for the bearer token of "acme". */
static char *
make_variable (const IruServer *server, const char *name)
{
  gboolean is_bearer = g_ascii_strcasecmp (name, "Authorization") == 0;
  char *variable = g_strconcat (server->name, "_", is_bearer ? "TOKEN" : name, NULL);

  for (char *p = variable; *p != '\0'; p++)
    *p = g_ascii_isalnum (*p) ? g_ascii_toupper (*p) : '_';
  if (g_ascii_isdigit (*variable))
    *variable = '_';
  return variable;
}

/* The value that @old has for the header, if it is a reference in the client's spelling. */
static const char *
get_old_reference (const IruDialect *dialect, const IruValue *old, const char *name)
{
  const IruValue *headers = iru_dialect_get_headers (dialect, old);

  for (guint i = 0; i < iru_value_count_members (headers); i++)
    {
      IruMember *member = iru_value_get_member (headers, i);
      const char *value = iru_value_as_string (member->value);
      g_auto (IruReference) reference = { 0 };

      if (value != NULL && g_ascii_strcasecmp (member->key, name) == 0
          && iru_reference_find (value, &reference))
        for (guint j = 0; j < G_N_ELEMENTS (dialect->references); j++)
          if (g_strcmp0 (dialect->references[j], reference.spelling) == 0)
            return value;
    }
  return NULL;
}

/* The variable that @old takes the header from. */
static const char *
get_old_variable (const IruDialect *dialect, const IruValue *old, const char *name)
{
  const IruValue *names =
      dialect->env_headers_field != NULL ? iru_value_get (old, dialect->env_headers_field) : NULL;

  if (dialect->bearer_env_field != NULL && g_ascii_strcasecmp (name, "Authorization") == 0)
    return iru_value_get_string (old, dialect->bearer_env_field);
  for (guint i = 0; i < iru_value_count_members (names); i++)
    {
      IruMember *member = iru_value_get_member (names, i);

      if (g_ascii_strcasecmp (member->key, name) == 0)
        return iru_value_as_string (member->value);
    }
  return NULL;
}

static gboolean
is_taken (GPtrArray *variables, guint first, const char *name)
{
  for (guint i = first; i < variables->len; i++)
    if (strcmp (variables->pdata[i], name) == 0)
      return TRUE;
  return FALSE;
}

/* Two headers whose names come to the same get a variable each. Takes @variable. */
static char *
make_unique (char *variable, GPtrArray *variables, guint first)
{
  g_autofree char *base = variable;
  char *name = g_strdup (base);

  for (guint n = 2; is_taken (variables, first, name); n++)
    {
      g_free (name);
      name = g_strdup_printf ("%s_%u", base, n);
    }
  return name;
}

/* @first: of those in @variables that are this server's. (transfer full) */
static char *
refer_header (const IruDialect *dialect, const IruValue *old, const IruServer *server,
              const IruPair *header, GPtrArray *variables, guint first)
{
  gboolean is_bearer = g_str_has_prefix (header->value, BEARER);
  const char *kept = get_old_reference (dialect, old, header->name);
  const char *kept_variable = get_old_variable (dialect, old, header->name);
  char *variable;

  if (kept != NULL)
    return g_strdup (kept);
  variable = kept_variable != NULL
                 ? g_strdup (kept_variable)
                 : make_unique (make_variable (server, header->name), variables, first);
  g_ptr_array_add (variables, variable);
  if (dialect->env_headers_field != NULL)
    return g_strconcat ("$", variable, NULL);

  g_autofree char *reference = iru_reference_make (dialect->references[0], variable);
  return g_strconcat (is_bearer ? BEARER : "", reference, NULL);
}

gboolean
iru_dialect_refers (const IruServer *server, const IruPair *pair)
{
  return server->transport == IRU_TRANSPORT_HTTP ? iru_header_is_secret (pair->name)
                                                 : iru_variable_is_secret (pair->name);
}

IruServer *
iru_dialect_refer (const IruClient *client, const IruValue *old, const IruServer *server,
                   GPtrArray *variables)
{
  const IruDialect *dialect = &client->dialect;
  gboolean remote = server->transport == IRU_TRANSPORT_HTTP;
  GPtrArray *pairs = remote ? server->headers : server->env;
  const guint first = variables->len;
  IruServer *referring;

  if (pairs->len > 0 && dialect->references[0] == NULL
      && (!remote || dialect->env_headers_field == NULL))
    return NULL;
  referring = iru_server_copy (server);
  for (guint i = 0; i < pairs->len; i++)
    {
      const IruPair *pair = iru_pairs_index (pairs, i);
      g_autofree char *value = NULL;

      if (!iru_dialect_refers (server, pair))
        continue;
      if (remote)
        value = refer_header (dialect, old, server, pair, variables, first);
      else
        {
          value = iru_reference_make (dialect->references[0], pair->name);
          g_ptr_array_add (variables, g_strdup (pair->name));
        }
      iru_pairs_set (remote ? referring->headers : referring->env, pair->name, value, remote);
    }
  return referring;
}
