/* iru-dialect-write.c: a server as one client spells it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-dialect.h"

#include <string.h>

#include "iru-client-fields.h"
#include "iru-helper.h"
#include "iru-secret.h"
#include "iru-reference.h"

/* Fields of a command that no row has a column for. */
static const char *const more_stdio_fields[] = { "env_vars", "cwd", NULL };

static gboolean
is_remote_field (const char *field)
{
  return iru_client_fields_has (IRU_FIELD_URL, field)
         || iru_client_fields_has (IRU_FIELD_HEADERS, field)
         || iru_client_fields_has (IRU_FIELD_TYPE, field);
}

static gboolean
is_stdio_field (const char *field)
{
  return iru_client_fields_has (IRU_FIELD_COMMAND, field)
         || iru_client_fields_has (IRU_FIELD_ARGS, field)
         || iru_client_fields_has (IRU_FIELD_ENV, field)
         || g_strv_contains (more_stdio_fields, field);
}

static void
iru_assignment_free (IruAssignment *assignment)
{
  g_strfreev (assignment->path);
  iru_value_free (assignment->value);
  g_free (assignment);
}

/* Takes @path and @value. */
static void
add_assignment (GPtrArray *assignments, GStrv path, IruValue *value)
{
  IruAssignment *assignment = g_new0 (IruAssignment, 1);

  assignment->path = path;
  assignment->value = value;
  g_ptr_array_add (assignments, assignment);
}

/* @object: (nullable): with "/" between the names; @field: (nullable): below it. Takes @value. */
static void
assign (GPtrArray *assignments, const char *object, const char *field, IruValue *value)
{
  g_auto (GStrv) parts = g_strsplit (object != NULL ? object : "", "/", -1);
  g_autoptr (GStrvBuilder) path = g_strv_builder_new ();

  g_strv_builder_addv (path, (const char **)parts);
  if (field != NULL)
    g_strv_builder_add (path, field);
  add_assignment (assignments, g_strv_builder_end (path), value);
}

/* A field by the name that the file has for it, which may have a "/". */
static void
drop (GPtrArray *assignments, const char *field)
{
  const char *path[] = { field, NULL };

  add_assignment (assignments, g_strdupv ((GStrv)path), NULL);
}

/* Whether something is to happen already with @field below @object. */
static gboolean
is_assigned (GPtrArray *assignments, const char *object, const char *field)
{
  for (guint i = 0; i < assignments->len; i++)
    {
      const IruAssignment *assignment = assignments->pdata[i];

      if (g_strcmp0 (assignment->path[0], object) == 0
          && (assignment->path[0] == NULL || g_strcmp0 (assignment->path[1], field) == 0))
        return TRUE;
    }
  return FALSE;
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

/* The variable that the client is to take the header from by its name; NULL if it is a
 * value. */
static const char *
get_variable (const IruDialect *dialect, const IruPair *header)
{
  g_auto (IruReference) reference = { 0 };

  if (dialect->env_headers_field == NULL || !iru_reference_find (header->value, &reference)
      || strcmp (reference.spelling, "$%s") != 0)
    return NULL;
  return header->value + 1;
}

/* Whether it is for this program to tell the client. */
static gboolean
is_handed_out (const IruServer *server, const char *name)
{
  return server->helper != NULL && iru_header_is_secret (name);
}

/* Adds @value at a path with "/" between the names; takes it. */
static void
add_at (IruValue *object, const char *path, IruValue *value)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  guint i;

  for (i = 0; parts[i + 1] != NULL; i++)
    object = iru_value_add (object, parts[i], iru_value_new (IRU_VALUE_OBJECT));
  iru_value_add (object, parts[i], value);
}

/* The variables that @pairs refer to, by name. */
static void
render_env_keys (IruValue *entry, const IruDialect *dialect, GPtrArray *pairs)
{
  g_autoptr (IruValue) names = iru_value_new (IRU_VALUE_ARRAY);

  for (guint i = 0; i < pairs->len; i++)
    {
      g_auto (IruReference) reference = { 0 };

      if (iru_reference_find (iru_pairs_index (pairs, i)->value, &reference))
        iru_value_append (names, iru_value_new_string (reference.name));
    }
  if (iru_value_count_elements (names) > 0 && dialect->env_keys_field != NULL)
    iru_value_add (entry, dialect->env_keys_field, g_steal_pointer (&names));
}

/* The variables of a command: by value, and by name where the client takes those. */
static void
render_env (IruValue *entry, const IruDialect *dialect, const IruServer *server)
{
  const char *field = dialect->env_field != NULL ? dialect->env_field : "env";
  g_autoptr (GPtrArray) literal = iru_pairs_new ();

  for (guint i = 0; i < server->env->len; i++)
    {
      const IruPair *pair = iru_pairs_index (server->env, i);
      g_auto (IruReference) reference = { 0 };

      if (dialect->env_keys_field == NULL || !iru_reference_find (pair->value, &reference))
        iru_pairs_set (literal, pair->name, pair->value, FALSE);
    }
  if (literal->len > 0)
    iru_value_add (entry, field, render_pairs (literal));
  render_env_keys (entry, dialect, server->env);
}

/* Headers by value and by name. */
static void
render_headers (IruValue *entry, const IruDialect *dialect, const IruServer *server)
{
  g_autoptr (GPtrArray) literal = iru_pairs_new ();
  g_autoptr (GPtrArray) named = iru_pairs_new ();

  for (guint i = 0; i < server->headers->len; i++)
    {
      const IruPair *header = iru_pairs_index (server->headers, i);
      const char *variable = get_variable (dialect, header);
      gboolean is_bearer = g_ascii_strcasecmp (header->name, "Authorization") == 0;

      if (is_handed_out (server, header->name))
        continue;
      if (variable == NULL)
        iru_pairs_set (literal, header->name, header->value, TRUE);
      else if (is_bearer && dialect->bearer_env_field != NULL)
        iru_value_add (entry, dialect->bearer_env_field, iru_value_new_string (variable));
      else
        iru_pairs_set (named, header->name, variable, TRUE);
    }
  if (literal->len > 0)
    add_at (entry, dialect->headers_field, render_pairs (literal));
  render_env_keys (entry, dialect, literal);
  if (named->len > 0)
    iru_value_add (entry, dialect->env_headers_field, render_pairs (named));
}

static IruValue *
render_remote (const IruDialect *dialect, const IruServer *server)
{
  IruValue *entry = iru_value_new (IRU_VALUE_OBJECT);

  if (dialect->name_field != NULL)
    iru_value_add (entry, dialect->name_field, iru_value_new_string (server->name));
  if (dialect->type_needed)
    iru_value_add (entry, iru_dialect_get_type_field (dialect),
                   iru_value_new_string (dialect->types[0]));
  iru_value_add (entry, dialect->url_fields[0], iru_value_new_string (server->url));
  if (!dialect->type_needed && dialect->types[0] != NULL)
    iru_value_add (entry, iru_dialect_get_type_field (dialect),
                   iru_value_new_string (dialect->types[0]));
  render_headers (entry, dialect, server);
  if (server->helper != NULL)
    {
      g_autofree char *command = iru_helper_make (server->helper);

      iru_value_add (entry, dialect->helper_field, iru_value_new_string (command));
    }
  return entry;
}

static IruValue *
render_stdio (const IruDialect *dialect, const IruServer *server)
{
  IruValue *entry = iru_value_new (IRU_VALUE_OBJECT);
  IruValue *args = iru_value_new (IRU_VALUE_ARRAY);
  const char *field = dialect->command_field != NULL ? dialect->command_field : "command";

  if (dialect->name_field != NULL)
    iru_value_add (entry, dialect->name_field, iru_value_new_string (server->name));
  if (dialect->stdio_type != NULL)
    iru_value_add (entry, iru_dialect_get_type_field (dialect),
                   iru_value_new_string (dialect->stdio_type));
  if (dialect->is_command_list)
    iru_value_append (args, iru_value_new_string (server->command));
  else
    iru_value_add (entry, field, iru_value_new_string (server->command));
  for (guint i = 0; i < server->args->len; i++)
    iru_value_append (args, iru_value_new_string (g_ptr_array_index (server->args, i)));
  iru_value_add (entry, dialect->is_command_list ? field : "args", args);
  render_env (entry, dialect, server);
  return entry;
}

static gboolean
is_ignored (const IruDialect *dialect, const char *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (dialect->ignored_fields); i++)
    if (g_strcmp0 (dialect->ignored_fields[i], field) == 0)
      return TRUE;
  return FALSE;
}

/* Whether the entry at @old has a field that its new self must not have: one of another
 * transport, a second url, one that the client ignores. */
static gboolean
is_dropped (const IruDialect *dialect, const char *field, gboolean remote)
{
  if ((remote ? is_stdio_field (field) : is_remote_field (field))
      || g_strcmp0 (dialect->helper_field, field) == 0)
    return TRUE;
  if (!remote)
    return dialect->is_command_list && strcmp (field, "args") == 0;
  for (guint i = 1; i < G_N_ELEMENTS (dialect->url_fields) && dialect->url_fields[i]; i++)
    if (strcmp (dialect->url_fields[i], field) == 0)
      return TRUE;
  return is_ignored (dialect, field);
}

static void
drop_fields (GPtrArray *assignments, const IruDialect *dialect, const IruValue *old,
             const IruValue *wanted, gboolean remote)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < iru_value_count_members (old); i++)
    {
      char *field = iru_value_get_member (old, i)->key;

      if (is_dropped (dialect, field, remote) && iru_value_get (wanted, field) == NULL
          && g_strcmp0 (iru_value_get_string (old, field), "stdio") != 0
          && g_hash_table_add (seen, field))
        drop (assignments, field);
    }
}

static const char *
find_key (const IruValue *object, const char *key, gboolean fold)
{
  for (guint i = 0; i < iru_value_count_members (object); i++)
    {
      const char *candidate = iru_value_get_member (object, i)->key;

      if ((fold ? g_ascii_strcasecmp : strcmp) (candidate, key) == 0)
        return candidate;
    }
  return NULL;
}

/* Headers or env: the wanted ones are set, others that the user added stay. @field: with "/"
 * between the names; what is below it is bounded, as this program has made it. */
static void
assign_members (GPtrArray *assignments, const char *field, const IruValue *old,
                const IruValue *wanted, gboolean fold)
{
  if (old == NULL || old->type != IRU_VALUE_OBJECT)
    {
      assign (assignments, field, NULL, iru_value_copy (wanted));
      return;
    }
  for (guint i = 0; i < iru_value_count_members (wanted); i++)
    {
      IruMember *member = iru_value_get_member (wanted, i);
      const char *key = find_key (old, member->key, fold);
      const IruValue *now = key != NULL ? iru_value_get (old, key) : NULL;
      g_autofree char *below = g_strconcat (field, "/", member->key, NULL);

      if (member->value->type == IRU_VALUE_OBJECT)
        assign_members (assignments, below, now, member->value, fold);
      else if (now == NULL || !iru_value_equal (now, member->value))
        assign (assignments, field, key != NULL ? key : member->key,
                iru_value_copy (member->value));
    }
}

static gboolean
has_literal (const IruDialect *dialect, const IruServer *server, const char *name)
{
  const char *value = iru_pairs_get (server->headers, name, TRUE);
  IruPair pair = { (char *)name, (char *)value };

  return value != NULL && !is_handed_out (server, name) && get_variable (dialect, &pair) == NULL;
}

static gboolean
is_wanted_otherwise (const IruDialect *dialect, const IruServer *server, const char *name)
{
  return has_literal (dialect, server, name)
         || (iru_pairs_get (server->headers, name, TRUE) != NULL && is_handed_out (server, name));
}

/* Neither a literal header nor one that is handed out may stand beside the same one from a
 * variable. */
static void
drop_env_headers (GPtrArray *assignments, const IruDialect *dialect, const IruValue *old,
                  const IruServer *server)
{
  const IruValue *names =
      dialect->env_headers_field ? iru_value_get (old, dialect->env_headers_field) : NULL;

  for (guint i = 0; i < iru_value_count_members (names); i++)
    {
      const char *key = iru_value_get_member (names, i)->key;

      if (is_wanted_otherwise (dialect, server, key))
        assign (assignments, dialect->env_headers_field, key, NULL);
    }
  if (dialect->bearer_env_field != NULL && iru_value_get (old, dialect->bearer_env_field) != NULL
      && is_wanted_otherwise (dialect, server, "Authorization"))
    assign (assignments, dialect->bearer_env_field, NULL, NULL);
}

/* And the other way round. */
static void
drop_literal_headers (GPtrArray *assignments, const IruDialect *dialect, const IruValue *old,
                      const IruServer *server)
{
  const IruValue *headers = iru_dialect_get_headers (dialect, old);

  for (guint i = 0; i < iru_value_count_members (headers); i++)
    {
      const char *key = iru_value_get_member (headers, i)->key;

      if (iru_pairs_get (server->headers, key, TRUE) != NULL && !has_literal (dialect, server, key))
        assign (assignments, dialect->headers_field, key, NULL);
    }
}

/* A type that says what is wanted in another word stays. */
static gboolean
keeps_type (const IruDialect *dialect, const IruValue *now, gboolean remote)
{
  const char *type = iru_value_as_string (now);

  if (now == NULL)
    return remote ? !dialect->type_needed : !dialect->stdio_type_needed;
  if (!remote || type == NULL || strcmp (type, "sse") == 0 || strcmp (type, "ws") == 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (dialect->types); i++)
    if (g_strcmp0 (dialect->types[i], type) == 0)
      return TRUE;
  return FALSE;
}

/* Whether a path with "/" between the names begins with @name. */
static gboolean
is_first_name (const char *path, const char *name)
{
  gsize length = strlen (name);

  return path != NULL && strncmp (path, name, length) == 0
         && (path[length] == '\0' || path[length] == '/');
}

static void
assign_fields (GPtrArray *assignments, const IruDialect *dialect, const IruValue *old,
               const IruValue *wanted, gboolean remote)
{
  for (guint i = 0; i < iru_value_count_members (wanted); i++)
    {
      IruMember *member = iru_value_get_member (wanted, i);
      const IruValue *now = iru_value_get (old, member->key);
      gboolean is_headers = is_first_name (dialect->headers_field, member->key)
                            || g_strcmp0 (member->key, dialect->env_headers_field) == 0;

      if (strcmp (member->key, iru_dialect_get_type_field (dialect)) == 0
          && keeps_type (dialect, now, remote))
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

  for (guint i = 0; i < iru_value_count_members (env); i++)
    {
      const char *name = iru_value_get_member (env, i)->key;
      g_autofree char *reference = g_strconcat ("${", name, "}", NULL);
      gboolean used = FALSE;

      for (guint j = 0; j < iru_value_count_elements (args) && !used; j++)
        {
          const char *arg = iru_value_as_string (iru_value_get_element (args, j));

          used = arg != NULL && strstr (arg, reference) != NULL;
        }
      if (used && iru_pairs_get (server->env, name, FALSE) == NULL)
        assign (assignments, "env", name, NULL);
    }
}

/* Headers and variables that no client takes, as they are no strings: a number or a truth value
 * becomes one, anything else goes. */
static void
fix_members (GPtrArray *assignments, const char *field, const IruValue *old, const IruValue *wanted)
{
  g_autoptr (GPtrArray) members = iru_value_list_members (old);

  for (guint i = 0; i < members->len; i++)
    {
      const IruMember *member = members->pdata[i];
      const IruValue *value = member->value;
      gboolean has_text = value->type == IRU_VALUE_NUMBER || value->type == IRU_VALUE_BOOLEAN;

      if (value->type != IRU_VALUE_STRING && find_key (wanted, member->key, TRUE) == NULL
          && !is_assigned (assignments, field, member->key))
        assign (assignments, field, member->key,
                has_text ? iru_value_new_string (value->text) : NULL);
    }
}

/* What the client would refuse the entry for: a field that it knows, of a type that it does not
 * take. */
static void
fix_types (GPtrArray *assignments, const IruDialect *dialect, const IruValue *old,
           const IruValue *wanted)
{
  const struct
  {
    const char *field;
    IruValueType type;
  } typed[] = {
    { dialect->headers_field, IRU_VALUE_OBJECT },
    { dialect->env_headers_field, IRU_VALUE_OBJECT },
    { dialect->env_field != NULL ? dialect->env_field : "env", IRU_VALUE_OBJECT },
    { dialect->env_keys_field, IRU_VALUE_ARRAY },
    { dialect->bearer_env_field, IRU_VALUE_STRING },
    { dialect->helper_field, IRU_VALUE_STRING },
  };

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      const char *field = typed[i].field;
      const IruValue *now = field != NULL ? iru_value_get (old, field) : NULL;
      const IruValue *next = field != NULL ? iru_value_get (wanted, field) : NULL;

      if (now == NULL || is_assigned (assignments, field, NULL))
        continue;
      if (now->type == IRU_VALUE_OBJECT && typed[i].type == IRU_VALUE_OBJECT)
        fix_members (assignments, field, now, next);
      else if (now->type != typed[i].type && next == NULL)
        drop (assignments, field);
    }
}

/* A switch that is off is switched on. */
static void
enable (GPtrArray *assignments, const IruDialect *dialect, const IruValue *old)
{
  const IruValue *enabled =
      dialect->enabled_field ? iru_value_get (old, dialect->enabled_field) : NULL;
  const IruValue *disabled =
      dialect->disabled_field ? iru_value_get (old, dialect->disabled_field) : NULL;

  if (enabled != NULL
      && (enabled->type != IRU_VALUE_BOOLEAN || strcmp (enabled->text, "true") != 0))
    assign (assignments, dialect->enabled_field, NULL, iru_value_new_boolean (TRUE));
  if (disabled != NULL
      && (disabled->type != IRU_VALUE_BOOLEAN || strcmp (disabled->text, "false") != 0))
    assign (assignments, dialect->disabled_field, NULL, iru_value_new_boolean (FALSE));
}

GPtrArray *
iru_dialect_write (const IruClient *client, const IruValue *old, const IruServer *server)
{
  GPtrArray *assignments = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_assignment_free);
  const IruDialect *dialect = &client->dialect;
  gboolean remote = is_remote (dialect, server);
  g_autoptr (IruValue) wanted =
      remote ? render_remote (dialect, server) : render_stdio (dialect, server);

  if (old == NULL || old->type != IRU_VALUE_OBJECT)
    {
      if (dialect->tools_field != NULL)
        iru_value_append (
            iru_value_add (wanted, dialect->tools_field, iru_value_new (IRU_VALUE_ARRAY)),
            iru_value_new_string ("*"));
      if (dialect->enabled_needed)
        iru_value_add (wanted, dialect->enabled_field, iru_value_new_boolean (TRUE));
      assign (assignments, NULL, NULL, g_steal_pointer (&wanted));
      return assignments;
    }
  drop_fields (assignments, dialect, old, wanted, remote);
  if (remote)
    {
      drop_env_headers (assignments, dialect, old, server);
      drop_literal_headers (assignments, dialect, old, server);
    }
  else
    drop_unused_env (assignments, old, server);
  fix_types (assignments, dialect, old, wanted);
  assign_fields (assignments, dialect, old, wanted, remote);
  enable (assignments, dialect, old);
  return assignments;
}
