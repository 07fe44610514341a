/* iru-dialect-write.c: a server as one client spells it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-dialect.h"

#include <string.h>

static const char *const remote_fields[] = { "url",          "serverUrl", "httpUrl",   "headers",
                                             "http_headers", "type",      "transport", NULL };
static const char *const stdio_fields[] = { "command", "args", "env", "env_vars", "cwd", NULL };

static void
iru_assignment_free (IruAssignment *assignment)
{
  g_strfreev (assignment->path);
  iru_value_free (assignment->value);
  g_free (assignment);
}

/* @field: (nullable): below @object. Takes @value. */
static void
assign (GPtrArray *assignments, const char *object, const char *field, IruValue *value)
{
  IruAssignment *assignment = g_new0 (IruAssignment, 1);
  const char *path[] = { object, field, NULL };

  assignment->path = g_strdupv ((GStrv)path);
  assignment->value = value;
  g_ptr_array_add (assignments, assignment);
}

static IruValue *
render_pairs (GPtrArray *pairs)
{
  IruValue *object = iru_value_new (IRU_VALUE_OBJECT);

  for (guint i = 0; i < pairs->len; i++)
    {
      IruPair *pair = iru_pairs_index (pairs, i);

      iru_value_add (object, pair->name, iru_value_new_string (pair->value));
    }
  return object;
}

static gboolean
is_remote (const IruDialect *dialect, const IruServer *server)
{
  return server->transport == IRU_TRANSPORT_HTTP && dialect->url_fields[0] != NULL;
}

static IruValue *
render_remote (const IruDialect *dialect, const IruServer *server)
{
  IruValue *entry = iru_value_new (IRU_VALUE_OBJECT);

  iru_value_add (entry, dialect->url_fields[0], iru_value_new_string (server->url));
  if (dialect->type != NULL)
    iru_value_add (entry, "type", iru_value_new_string (dialect->type));
  if (server->headers->len > 0)
    iru_value_add (entry, dialect->headers_field, render_pairs (server->headers));
  return entry;
}

static IruValue *
render_stdio (const IruServer *server)
{
  IruValue *entry = iru_value_new (IRU_VALUE_OBJECT);
  IruValue *args = iru_value_new (IRU_VALUE_ARRAY);

  iru_value_add (entry, "command", iru_value_new_string (server->command));
  for (guint i = 0; i < server->args->len; i++)
    iru_value_append (args, iru_value_new_string (g_ptr_array_index (server->args, i)));
  iru_value_add (entry, "args", args);
  if (server->env->len > 0)
    iru_value_add (entry, "env", render_pairs (server->env));
  return entry;
}

/* Takes out the fields that belong to another transport or that the client ignores. */
static void
drop_fields (GPtrArray *assignments, const IruDialect *dialect, const IruValue *old,
             const IruValue *wanted, gboolean remote)
{
  const char *const *others = remote ? stdio_fields : remote_fields;

  for (guint i = 0; others[i] != NULL; i++)
    if (iru_value_get (old, others[i]) != NULL && iru_value_get (wanted, others[i]) == NULL
        && g_strcmp0 (iru_value_get_string (old, others[i]), "stdio") != 0)
      assign (assignments, others[i], NULL, NULL);
  for (guint i = 0; remote && i < G_N_ELEMENTS (dialect->ignored_fields); i++)
    if (dialect->ignored_fields[i] != NULL
        && iru_value_get (old, dialect->ignored_fields[i]) != NULL)
      assign (assignments, dialect->ignored_fields[i], NULL, NULL);
}

static const char *
find_key (const IruValue *object, const char *key, gboolean fold)
{
  for (guint i = 0; i < iru_value_get_length (object); i++)
    {
      const char *candidate = iru_value_get_member (object, i)->key;

      if ((fold ? g_ascii_strcasecmp : strcmp) (candidate, key) == 0)
        return candidate;
    }
  return NULL;
}

/* Headers or env: the wanted ones are set, others that the user added stay. */
static void
assign_members (GPtrArray *assignments, const char *field, const IruValue *old,
                const IruValue *wanted, gboolean fold)
{
  if (old == NULL || old->type != IRU_VALUE_OBJECT)
    {
      assign (assignments, field, NULL, iru_value_copy (wanted));
      return;
    }
  for (guint i = 0; i < iru_value_get_length (wanted); i++)
    {
      IruMember *member = iru_value_get_member (wanted, i);
      const char *key = find_key (old, member->key, fold);

      if (key == NULL || !iru_value_equal (iru_value_get (old, key), member->value))
        assign (assignments, field, key != NULL ? key : member->key,
                iru_value_copy (member->value));
    }
}

/* A literal header must not stand beside the same one from a variable. */
static void
drop_env_headers (GPtrArray *assignments, const IruDialect *dialect, const IruValue *old,
                  const IruServer *server)
{
  const IruValue *names =
      dialect->env_headers_field ? iru_value_get (old, dialect->env_headers_field) : NULL;

  for (guint i = 0; names != NULL && i < iru_value_get_length (names); i++)
    {
      const char *key = iru_value_get_member (names, i)->key;

      if (iru_pairs_get (server->headers, key, TRUE) != NULL)
        assign (assignments, dialect->env_headers_field, key, NULL);
    }
  if (dialect->bearer_env_field != NULL && iru_value_get (old, dialect->bearer_env_field) != NULL
      && iru_pairs_get (server->headers, "Authorization", TRUE) != NULL)
    assign (assignments, dialect->bearer_env_field, NULL, NULL);
}

static void
assign_fields (GPtrArray *assignments, const IruDialect *dialect, const IruValue *old,
               const IruValue *wanted)
{
  for (guint i = 0; i < iru_value_get_length (wanted); i++)
    {
      IruMember *member = iru_value_get_member (wanted, i);
      const IruValue *now = iru_value_get (old, member->key);
      gboolean is_headers = g_strcmp0 (member->key, dialect->headers_field) == 0;

      /* A client infers the transport; "type" is only put right where it stands. */
      if (strcmp (member->key, "type") == 0 && now == NULL)
        continue;
      if (member->value->type == IRU_VALUE_OBJECT)
        assign_members (assignments, member->key, now, member->value, is_headers);
      else if (now == NULL || !iru_value_equal (now, member->value))
        assign (assignments, member->key, NULL, iru_value_copy (member->value));
    }
}

/* Variables that only the old arguments used: their values are old keys. */
static void
drop_unused_env (GPtrArray *assignments, const IruValue *old, const IruServer *server)
{
  const IruValue *args = iru_value_get (old, "args");
  const IruValue *env = iru_value_get (old, "env");

  for (guint i = 0; args != NULL && args->type == IRU_VALUE_ARRAY && env != NULL
                    && i < iru_value_get_length (env);
       i++)
    {
      const char *name = iru_value_get_member (env, i)->key;
      g_autofree char *reference = g_strconcat ("${", name, "}", NULL);
      gboolean used = FALSE;

      for (guint j = 0; j < iru_value_get_length (args) && !used; j++)
        {
          const char *arg = iru_value_as_string (iru_value_get_element (args, j));

          used = arg != NULL && strstr (arg, reference) != NULL;
        }
      if (used && iru_pairs_get (server->env, name, FALSE) == NULL)
        assign (assignments, "env", name, NULL);
    }
}

GPtrArray *
iru_dialect_write (const IruClient *client, const IruValue *old, const IruServer *server)
{
  GPtrArray *assignments = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_assignment_free);
  const IruDialect *dialect = &client->dialect;
  gboolean remote = is_remote (dialect, server);
  g_autoptr (IruValue) wanted = remote ? render_remote (dialect, server) : render_stdio (server);

  if (old == NULL || old->type != IRU_VALUE_OBJECT)
    {
      assign (assignments, NULL, NULL, g_steal_pointer (&wanted));
      return assignments;
    }
  drop_fields (assignments, dialect, old, wanted, remote);
  if (remote)
    drop_env_headers (assignments, dialect, old, server);
  else
    drop_unused_env (assignments, old, server);
  assign_fields (assignments, dialect, old, wanted);

  const IruValue *enabled =
      dialect->enabled_field ? iru_value_get (old, dialect->enabled_field) : NULL;
  if (enabled != NULL && g_strcmp0 (enabled->text, "true") != 0)
    assign (assignments, dialect->enabled_field, NULL, iru_value_new_boolean (TRUE));
  return assignments;
}
