/* iru-dialect.c: the server that a client's entry means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-dialect.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-bridge.h"
#include "iru-client-fields.h"
#include "iru-command.h"
#include "iru-desktop.h"
#include "iru-helper.h"
#include "iru-secret.h"
#include "iru-reference.h"

static IruFinding *
add_finding (GPtrArray *findings, const char *id, const char *field, const char *detail)
{
  IruFinding *finding = iru_findings_add (findings, id, detail != NULL ? "%s" : NULL, detail);

  finding->field = g_strdup (field);
  return finding;
}

static gboolean
is_one_of (const char *const *names, guint n_names, const char *name)
{
  for (guint i = 0; i < n_names && names[i] != NULL; i++)
    if (strcmp (names[i], name) == 0)
      return TRUE;
  return FALSE;
}

const char *
iru_dialect_get_type_field (const IruDialect *dialect)
{
  return dialect->type_field != NULL ? dialect->type_field : "type";
}

const IruValue *
iru_dialect_get_headers (const IruDialect *dialect, const IruValue *entry)
{
  const char *field = dialect->headers_field != NULL ? dialect->headers_field : "headers";
  g_auto (GStrv) parts = g_strsplit (field, "/", -1);
  const IruValue *value = entry;

  for (guint i = 0; parts[i] != NULL; i++)
    value = iru_value_get (value, parts[i]);
  return value;
}

gboolean
iru_dialect_is_own (const IruDialect *dialect, const IruValue *entry)
{
  const char *type = iru_value_get_string (entry, iru_dialect_get_type_field (dialect));

  return type != NULL && is_one_of (dialect->own_types, G_N_ELEMENTS (dialect->own_types), type);
}

static const char *
resolve_variable (const IruClient *client, IruPlaces *places, const char *variable,
                  const char *field, GPtrArray *findings)
{
  const char *value = places != NULL ? iru_places_getenv (places, variable) : NULL;
  gboolean elsewhere = client->variables_in != NULL;
  g_autofree char *detail = NULL;

  if (places == NULL || !iru_places_is_own (places))
    return value;
  if (value != NULL)
    {
      if (!client->graphical || iru_desktop_sees (places, variable))
        return value;
      detail =
          g_strdup_printf (_ ("%s is set here; no file that the desktop reads sets it."), variable);
      add_finding (findings, "env-desktop", field, detail);
      return value;
    }
  detail = elsewhere
               ? g_strdup_printf (_ ("The environment variable %s is not set here. %s may have it "
                                     "in %s, so the key can't be tried from here."),
                                  variable, client->title, _ (client->variables_in))
               : g_strdup_printf (_ ("The environment variable %s is not set here."), variable);
  IruFinding *finding = add_finding (findings, "env-unset", field, detail);
  if (elsewhere)
    finding->severity = IRU_SEVERITY_INFO;
  return NULL;
}

/* What the client itself asks its user for, or reads from a file. */
static gboolean
is_own_reference (const IruDialect *dialect, const char *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (dialect->own_references); i++)
    if (dialect->own_references[i] != NULL && strstr (value, dialect->own_references[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* The path in "{file:PATH}" or "${file:PATH}"; NULL if @value has none, or one that is no path
 * of this machine. (transfer full) */
static char *
get_file_path (IruPlaces *places, const char *value)
{
  const char *start = strstr (value, "{file:");
  const char *end = start != NULL ? strchr (start, '}') : NULL;
  g_autofree char *path =
      end != NULL ? g_strndup (start + strlen ("{file:"), end - start - strlen ("{file:")) : NULL;

  if (path == NULL || iru_places_get_platform (places) == IRU_PLATFORM_WINDOWS)
    return NULL;
  if (g_str_has_prefix (path, "~/"))
    return g_build_filename (iru_places_get_home (places), path + 2, NULL);
  return *path == '/' ? g_strconcat (iru_places_get_root (places), path, NULL) : NULL;
}

/* What only the client has a value for. */
static void
lint_own_reference (const IruClient *client, IruPlaces *places, const char *value,
                    const char *field, GPtrArray *findings)
{
  g_autofree char *path = get_file_path (places, value);
  const char *start = strstr (value, "{input:") != NULL ? strstr (value, "{input:") : value;
  g_autofree char *reference = g_strndup (start, strcspn (start, "}") + 1);
  g_autofree char *detail = NULL;

  if (path != NULL && !iru_places_is_sandboxed (places) && !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_autofree char *native = iru_places_get_native_path (places, path);

      detail = g_strdup_printf (_ ("%s takes the value from the file %s, which is not there."),
                                client->title, native);
      add_finding (findings, "env-unset", field, detail)->advice =
          g_strdup (_ ("Write the key into that file, or name the file that has it."));
      return;
    }
  detail = path != NULL || strstr (value, "{file:") != NULL
               ? g_strdup_printf (_ ("%s reads the value from a file."), client->title)
               : g_strdup_printf (_ ("%s gets the value for %s itself."), client->title,
                                  *reference == '{' ? reference : field);
  add_finding (findings, "client-value", field, detail);
}

/* What the client would send for @value. */
static char *
resolve_value (const IruClient *client, IruPlaces *places, const char *value, const char *field,
               GPtrArray *findings)
{
  g_autoptr (GString) text = g_string_new (NULL);
  IruReference reference;
  const char *from = value;

  if (is_own_reference (&client->dialect, value))
    {
      if (places != NULL)
        lint_own_reference (client, places, value, field, findings);
      return g_strdup (value);
    }
  while (iru_reference_find (from, &reference))
    {
      g_auto (IruReference) found = reference;
      const char *resolved = NULL;

      if (!is_one_of (client->dialect.references, G_N_ELEMENTS (client->dialect.references),
                      found.spelling))
        {
          g_autofree char *detail = g_strdup_printf (
              _ ("%s would send the reference to %s as it stands."), client->title, found.name);
          add_finding (findings, "env-dialect", field, detail);
        }
      else if (places == NULL || found.fallback == NULL
               || iru_places_getenv (places, found.name) != NULL)
        resolved = resolve_variable (client, places, found.name, field, findings);
      else
        resolved = found.fallback;
      g_string_append_len (text, from, found.start - from);
      if (resolved != NULL)
        g_string_append (text, resolved);
      else
        g_string_append_len (text, found.start, found.end - found.start);
      from = found.end;
    }
  g_string_append (text, from);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
read_headers (IruServer *server, const IruClient *client, IruPlaces *places,
              const IruValue *headers, GPtrArray *findings)
{
  for (guint i = 0; i < iru_value_count_members (headers); i++)
    {
      IruMember *member = iru_value_get_member (headers, i);
      const char *value = iru_value_as_string (member->value);
      g_autofree char *field = g_strconcat ("headers.", member->key, NULL);

      if (value == NULL)
        continue;
      g_autofree char *resolved = resolve_value (client, places, value, field, findings);
      iru_pairs_set (server->headers, member->key, resolved, TRUE);
    }
}

/* Headers that the entry takes from variables by name. */
static void
read_env_headers (IruServer *server, const IruClient *client, IruPlaces *places,
                  const IruValue *entry, GPtrArray *findings)
{
  const IruDialect *dialect = &client->dialect;
  const IruValue *names =
      dialect->env_headers_field ? iru_value_get (entry, dialect->env_headers_field) : NULL;
  const char *bearer =
      dialect->bearer_env_field ? iru_value_get_string (entry, dialect->bearer_env_field) : NULL;

  for (guint i = 0; i < iru_value_count_members (names); i++)
    {
      IruMember *member = iru_value_get_member (names, i);
      const char *variable = iru_value_as_string (member->value);
      g_autofree char *field = g_strconcat ("headers.", member->key, NULL);
      const char *value =
          variable != NULL ? resolve_variable (client, places, variable, field, findings) : NULL;

      if (value != NULL)
        iru_pairs_set (server->headers, member->key, value, TRUE);
    }
  if (bearer != NULL)
    {
      const char *token =
          resolve_variable (client, places, bearer, dialect->bearer_env_field, findings);
      g_autofree char *value = g_strconcat ("Bearer ", token, NULL);

      if (token != NULL)
        iru_pairs_set (server->headers, "Authorization", value, TRUE);
    }
}

/* Whether the program that the client asks for headers is there. */
static gboolean
can_be_asked (IruPlaces *places, const char *program)
{
  g_autofree char *path = g_strconcat (iru_places_get_root (places), program, NULL);

  return !iru_places_is_native (places) || g_file_test (path, G_FILE_TEST_IS_EXECUTABLE);
}

/* Whom the client asks for headers. What stands in a file is never run from here. */
static void
read_helper (IruServer *server, const IruDialect *dialect, IruPlaces *places, const IruValue *entry,
             GPtrArray *findings)
{
  const char *command =
      dialect->helper_field != NULL ? iru_value_get_string (entry, dialect->helper_field) : NULL;
  g_autofree char *program = NULL;

  if (command == NULL)
    return;
  server->helper = iru_helper_parse (command, &program);
  server->asks_other = server->helper == NULL;
  if (server->asks_other)
    add_finding (findings, "client-value", dialect->helper_field,
                 _ ("The client gets headers from a program of its own."));
  else if (places != NULL && !can_be_asked (places, program))
    add_finding (findings, "helper-missing", dialect->helper_field, program);
}

static void
read_url (IruServer *server, const IruDialect *dialect, const IruValue *entry, GPtrArray *findings)
{
  const char *const *url_fields = iru_client_fields_get (IRU_FIELD_URL);

  for (guint i = 0; url_fields[i] != NULL && server->url == NULL; i++)
    {
      const IruValue *url = iru_value_get (entry, url_fields[i]);

      if (url == NULL)
        continue;
      server->transport = IRU_TRANSPORT_HTTP;
      server->url = g_strdup (iru_value_as_string (url) ? iru_value_as_string (url) : "");
      if (dialect->url_fields[0] == NULL)
        add_finding (findings, "wrong-transport", url_fields[i],
                     _ ("This client starts commands only; an entry with a url is skipped."));
      else if (!is_one_of (dialect->url_fields, G_N_ELEMENTS (dialect->url_fields), url_fields[i]))
        add_finding (findings, "wrong-field", url_fields[i],
                     _ ("This client does not read the url from this field."));
    }
}

/* A type that the client does not know, or one that it misses. */
static void
lint_type (const IruServer *server, const IruClient *client, const IruValue *entry,
           GPtrArray *findings)
{
  const IruDialect *dialect = &client->dialect;
  gboolean remote = server->url != NULL && server->bridge == NULL;
  const char *wanted = remote ? dialect->types[0] : dialect->stdio_type;
  gboolean needed = remote ? dialect->type_needed : dialect->stdio_type_needed;
  const char *field = iru_dialect_get_type_field (dialect);
  const char *type = iru_value_get_string (entry, field);
  g_autofree char *detail = NULL;

  if (wanted == NULL || dialect->url_fields[0] == NULL || (type == NULL && !needed))
    return;
  if (type == NULL)
    {
      detail = g_strdup_printf (_ ("%s needs \"%s\": \"%s\" in this entry, and there is none."),
                                client->title, field, wanted);
      add_finding (findings, "wrong-field", NULL, detail);
    }
  else if (remote ? !is_one_of (dialect->types, G_N_ELEMENTS (dialect->types), type)
                  : needed && strcmp (type, wanted) != 0)
    {
      detail = g_strdup_printf (_ ("%s needs \"%s\": \"%s\" in this entry, and it is another."),
                                client->title, field, wanted);
      add_finding (findings, "wrong-transport", field, detail);
    }
}

/* The strings of @list, from the @first on. */
static void
read_args (IruServer *server, const IruValue *list, guint first)
{
  for (guint i = first; i < iru_value_count_elements (list); i++)
    {
      const char *arg = iru_value_as_string (iru_value_get_element (list, i));

      if (arg != NULL)
        g_ptr_array_add (server->args, g_strdup (arg));
    }
}

static gboolean
has_string (const IruValue *array, const char *string)
{
  for (guint i = 0; i < iru_value_count_elements (array); i++)
    if (g_strcmp0 (iru_value_as_string (iru_value_get_element (array, i)), string) == 0)
      return TRUE;
  return FALSE;
}

/* Variables that the entry takes from outside. */
static void
read_env_keys (IruServer *server, const IruClient *client, IruPlaces *places, const IruValue *entry,
               GPtrArray *findings)
{
  const char *field = client->dialect.env_keys_field;
  const IruValue *names = field != NULL ? iru_value_get (entry, field) : NULL;

  for (guint i = 0; i < iru_value_count_elements (names); i++)
    {
      const char *name = iru_value_as_string (iru_value_get_element (names, i));
      const char *value =
          name != NULL ? resolve_variable (client, places, name, field, findings) : NULL;
      g_autofree char *reference =
          name != NULL ? iru_reference_make (client->dialect.references[0], name) : NULL;

      if (name != NULL)
        iru_pairs_set (server->env, name, value != NULL ? value : reference, FALSE);
    }
}

/* References that stay as they are, as their variable is not named. */
static void
lint_env_keys (const IruClient *client, const IruValue *entry, GPtrArray *findings)
{
  const IruDialect *dialect = &client->dialect;
  const IruValue *headers = iru_dialect_get_headers (dialect, entry);
  const IruValue *keys =
      dialect->env_keys_field != NULL ? iru_value_get (entry, dialect->env_keys_field) : NULL;

  for (guint i = 0; dialect->env_keys_field != NULL && i < iru_value_count_members (headers); i++)
    {
      IruMember *member = iru_value_get_member (headers, i);
      const char *value = iru_value_as_string (member->value);
      g_auto (IruReference) found = { 0 };

      if (value == NULL || !iru_reference_find (value, &found) || has_string (keys, found.name)
          || iru_value_get (iru_value_get (entry, dialect->env_field), found.name) != NULL)
        continue;
      g_autofree char *field = g_strconcat ("headers.", member->key, NULL);
      g_autofree char *detail =
          g_strdup_printf (_ ("%s looks %s up only if “%s” of the entry names it as well."),
                           client->title, found.name, dialect->env_keys_field);
      add_finding (findings, "env-dialect", field, detail);
    }
}

static void
read_command (IruServer *server, const IruDialect *dialect, const IruValue *entry)
{
  const char *env_field = dialect->env_field != NULL ? dialect->env_field : "env";
  const char *field = dialect->command_field != NULL ? dialect->command_field : "command";
  const IruValue *env = iru_value_get (entry, env_field);
  const IruValue *command = iru_value_get (entry, field);
  gboolean is_list = command != NULL && command->type == IRU_VALUE_ARRAY;

  if (is_list && iru_value_count_elements (command) > 0)
    server->command = g_strdup (iru_value_as_string (iru_value_get_element (command, 0)));
  else
    server->command = g_strdup (iru_value_as_string (command));
  if (is_list)
    read_args (server, command, 1);
  read_args (server, iru_value_get (entry, "args"), 0);
  for (guint i = 0; i < iru_value_count_members (env); i++)
    {
      IruMember *member = iru_value_get_member (env, i);

      if (iru_value_as_string (member->value) != NULL)
        iru_pairs_set (server->env, member->key, member->value->text, FALSE);
    }
}

/* Fields that look right and that this client ignores, or refuses the file for. */
static void
lint_fields (const IruServer *server, const IruDialect *dialect, const IruValue *entry,
             GPtrArray *findings)
{
  for (guint i = 0; i < G_N_ELEMENTS (dialect->ignored_fields); i++)
    {
      const char *field = dialect->ignored_fields[i];

      if (field == NULL || iru_value_get (entry, field) == NULL
          || iru_client_fields_has (IRU_FIELD_URL, field))
        continue;
      g_autofree char *detail =
          g_strdup_printf (_ ("The client does not read the field “%s”."), field);
      add_finding (findings, "wrong-field", field, detail);
    }
  /* Where that costs more, iru-accept.c says it. */
  if (dialect->one_side)
    return;
  if (server->url != NULL && server->command != NULL && server->bridge == NULL
      && dialect->url_fields[0] != NULL)
    add_finding (findings, "wrong-transport", "command",
                 _ ("The entry has both a url and a command."));
  if (server->url == NULL && server->command == NULL)
    add_finding (findings, "wrong-transport", NULL,
                 _ ("The entry has neither a url nor a command."));
}

static void
lint_bridge (const IruServer *server, GPtrArray *findings)
{
  if (server->bridge != NULL && iru_bridge_is_vulnerable (server->bridge))
    add_finding (findings, "bridge-vulnerable", "args", server->bridge);
}

static void
lint_secrets (const IruServer *server, const IruValue *entry, GPtrArray *findings)
{
  g_autoptr (GArray) secrets = iru_dialect_find_secrets (entry);

  for (guint i = 0; i < secrets->len; i++)
    if (g_array_index (secrets, IruSecret, i).kind == IRU_SECRET_ARGUMENT)
      {
        IruFinding *finding = add_finding (findings, "secret-in-args", "args", NULL);

        if (server->bridge == NULL)
          finding->advice = g_strdup (_ (IRU_DIALECT_MOVE_SECRET));
        return;
      }
}

static void
read_disabled (IruServer *server, const IruDialect *dialect, const IruValue *entry,
               GPtrArray *findings)
{
  const struct
  {
    const char *field;
    const char *off;
  } switches[] = { { dialect->enabled_field, "false" }, { dialect->disabled_field, "true" } };

  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    {
      const IruValue *value =
          switches[i].field != NULL ? iru_value_get (entry, switches[i].field) : NULL;

      if (value == NULL || g_strcmp0 (value->text, switches[i].off) != 0)
        continue;
      server->disabled = TRUE;
      add_finding (findings, "server-disabled", switches[i].field, NULL);
    }
}

IruServer *
iru_dialect_read (const IruClient *client, IruPlaces *places, const char *name,
                  const IruValue *entry, GPtrArray *findings)
{
  const IruDialect *dialect = &client->dialect;
  IruServer *server = iru_server_new (name);

  server->transport = IRU_TRANSPORT_STDIO;
  if (entry->type != IRU_VALUE_OBJECT)
    return server;
  read_url (server, dialect, entry, findings);
  read_command (server, dialect, entry);
  if (server->url != NULL)
    {
      read_headers (server, client, places, iru_dialect_get_headers (dialect, entry), findings);
      read_env_headers (server, client, places, entry, findings);
      read_helper (server, dialect, places, entry, findings);
      lint_env_keys (client, entry, findings);
    }
  else if (server->command != NULL)
    {
      read_env_keys (server, client, places, entry, findings);
      iru_bridge_unwrap (server);
      if (places != NULL)
        iru_command_lint (client, places, server, findings);
    }
  lint_fields (server, dialect, entry, findings);
  lint_type (server, client, entry, findings);
  lint_bridge (server, findings);
  lint_secrets (server, entry, findings);
  read_disabled (server, dialect, entry, findings);
  return server;
}
