/* iru-snippet-server.c: one server of a snippet
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every spelling of a field that any client has is taken, as long as they don't
 * contradict each other.
 */
#include "iru-snippet-server.h"

#include "iru-bridge.h"
#include "iru-error.h"
#include "iru-finding.h"
#include "iru-lint.h"
#include "iru-profile.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const url_fields[] = { "url", "serverUrl", "httpUrl", NULL };
static const char *const header_fields[] = { "headers", "http_headers", NULL };
static const char *const env_fields[] = { "env", "environment", NULL };
static const char *const type_fields[] = { "type", "transport", NULL };
static const char *const types[] = {
  "http", "streamable-http", "streamableHttp", "streamable_http", "sse", "stdio", "remote", "local",
  NULL,
};

gboolean
iru_snippet_fail (IruSnippetReader *reader, int code, gsize offset, const char *message)
{
  guint line;
  guint column;

  iru_text_get_position (reader->text, reader->length, offset, &line, &column);
  g_set_error (reader->error, IRU_ERROR, code, _ ("The configuration, line %u, column %u: %s"),
               line, column, message);
  if (reader->fault != NULL)
    *reader->fault = offset;
  return FALSE;
}

static int
get_error_code (IruTextErrorCode code)
{
  switch (code)
    {
    case IRU_TEXT_ERROR_AMBIGUOUS:
    case IRU_TEXT_ERROR_UNSUPPORTED:
      return IRU_ERROR_UNSUPPORTED;
    case IRU_TEXT_ERROR_TOO_LARGE:
      return IRU_ERROR_TOO_LARGE;
    default:
      return IRU_ERROR_SYNTAX;
    }
}

gboolean
iru_snippet_fail_text (IruSnippetReader *reader, const IruTextError *error)
{
  return iru_snippet_fail (reader, get_error_code (error->code), error->offset, _ (error->message));
}

static gboolean
fail_syntax (IruSnippetReader *reader, const IruValue *value, const char *message)
{
  return iru_snippet_fail (reader, IRU_ERROR_SYNTAX, value->span.start, message);
}

static gboolean
fail_ambiguous (IruSnippetReader *reader, const IruValue *value, const char *message)
{
  return iru_snippet_fail (reader, IRU_ERROR_UNSUPPORTED, value->span.start, message);
}

gboolean
iru_snippet_is_server (const IruValue *value)
{
  const IruValue *command = iru_value_get (value, "command");

  for (guint i = 0; url_fields[i] != NULL; i++)
    {
      const IruValue *url = iru_value_get (value, url_fields[i]);

      if (url != NULL && url->type != IRU_VALUE_OBJECT)
        return TRUE;
    }
  /* Zed had path, args and env in an object of that name; a server may be called so. */
  return command != NULL
         && (command->type != IRU_VALUE_OBJECT || iru_value_get_string (command, "path") != NULL);
}

/* @multiline: line breaks may stand in it (a PEM in env). */
static gboolean
is_clean (const char *string, gboolean multiline)
{
  if (!g_utf8_validate (string, -1, NULL))
    return FALSE;
  for (const char *p = string; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p) && *p != '\t' && !(multiline && (*p == '\n' || *p == '\r')))
      return FALSE;
  return TRUE;
}

static gboolean
check_string (IruSnippetReader *reader, const IruValue *value, gboolean multiline)
{
  if (value->type != IRU_VALUE_STRING)
    return fail_syntax (reader, value, _ ("This value has to be a string, in quotes."));
  return is_clean (value->text, multiline)
         || fail_syntax (reader, value,
                         _ ("There is a line break or another control character in this value."));
}

/* Several spellings of one field may stand side by side if they say the same. */
static gboolean
read_url (IruSnippetReader *reader, IruServer *server, const IruValue *entry)
{
  for (guint i = 0; url_fields[i] != NULL; i++)
    {
      const IruValue *value = iru_value_get (entry, url_fields[i]);

      if (value == NULL)
        continue;
      if (!check_string (reader, value, FALSE))
        return FALSE;
      if (server->url != NULL && strcmp (server->url, value->text) != 0)
        return fail_ambiguous (reader, value, _ ("The server has a second url here."));
      g_free (server->url);
      server->url = g_strdup (value->text);
    }
  return TRUE;
}

/* @fold: names that differ in case only are one, as a header's are. */
static gboolean
read_pairs (IruSnippetReader *reader, GPtrArray *pairs, const IruValue *object, gboolean fold)
{
  if (object == NULL || object->type == IRU_VALUE_NULL)
    return TRUE;
  if (object->type != IRU_VALUE_OBJECT)
    return fail_syntax (reader, object, _ ("Names and values in braces are expected here."));
  for (guint i = 0; i < iru_value_get_length (object); i++)
    {
      const IruMember *member = iru_value_get_member (object, i);
      const char *known = iru_pairs_get (pairs, member->key, fold);

      if (!check_string (reader, member->value, !fold))
        return FALSE;
      if (known != NULL && strcmp (known, member->value->text) != 0)
        return fail_ambiguous (reader, member->value,
                               _ ("This has a second value here. Remove the one that is not "
                                  "wanted."));
      iru_pairs_set (pairs, member->key, member->value->text, fold);
    }
  return TRUE;
}

static gboolean
read_all_pairs (IruSnippetReader *reader, GPtrArray *pairs, const IruValue *entry,
                const char *const *fields, gboolean fold)
{
  for (guint i = 0; fields[i] != NULL; i++)
    if (!read_pairs (reader, pairs, iru_value_get (entry, fields[i]), fold))
      return FALSE;
  return TRUE;
}

static gboolean
read_args (IruSnippetReader *reader, GPtrArray *args, const IruValue *array, guint from)
{
  if (array == NULL || array->type == IRU_VALUE_NULL)
    return TRUE;
  if (array->type != IRU_VALUE_ARRAY)
    return fail_syntax (reader, array, _ ("The arguments have to stand in square brackets."));
  for (guint i = from; i < iru_value_get_length (array); i++)
    {
      const IruValue *value = iru_value_get_element (array, i);

      if (!check_string (reader, value, TRUE))
        return FALSE;
      g_ptr_array_add (args, g_strdup (value->text));
    }
  return TRUE;
}

/* A string; as OpenCode has it an array that holds the arguments too; or as Zed had it
 * an object with path, args and env. */
static gboolean
read_command (IruSnippetReader *reader, IruServer *server, const IruValue *entry)
{
  const IruValue *value = iru_value_get (entry, "command");
  gboolean is_array = value != NULL && value->type == IRU_VALUE_ARRAY;
  gboolean is_object = value != NULL && value->type == IRU_VALUE_OBJECT;
  const IruValue *name = is_object ? iru_value_get (value, "path") : value;

  if (value == NULL)
    return TRUE;
  if (name == NULL)
    return fail_syntax (reader, value, _ ("The command has no path."));
  if (is_array && iru_value_get_length (value) > 0)
    name = iru_value_get_element (value, 0);
  if (!check_string (reader, name, FALSE))
    return FALSE;
  if (*name->text == '\0')
    return fail_syntax (reader, name, _ ("The command is empty."));
  server->command = g_strdup (name->text);
  if (is_object
      && (!read_args (reader, server->args, iru_value_get (value, "args"), 0)
          || !read_all_pairs (reader, server->env, value, env_fields, FALSE)))
    return FALSE;
  return (!is_array || read_args (reader, server->args, value, 1))
         && read_args (reader, server->args, iru_value_get (entry, "args"), 0);
}

static gboolean
check_type (IruSnippetReader *reader, const IruValue *entry)
{
  for (guint i = 0; type_fields[i] != NULL; i++)
    {
      const IruValue *value = iru_value_get (entry, type_fields[i]);

      if (value == NULL)
        continue;
      if (!check_string (reader, value, FALSE))
        return FALSE;
      if (!g_strv_contains (types, value->text))
        return fail_syntax (reader, value, _ ("This kind of server is not known."));
    }
  return TRUE;
}

static gboolean
read_flags (IruSnippetReader *reader, IruServer *server, const IruValue *entry)
{
  static const char *const fields[] = { "enabled", "disabled" };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const IruValue *value = iru_value_get (entry, fields[i]);

      if (value == NULL)
        continue;
      if (value->type != IRU_VALUE_BOOLEAN)
        return fail_syntax (reader, value, _ ("true or false is expected here."));
      server->disabled |= (strcmp (value->text, "true") == 0) == (i == 1);
    }
  return TRUE;
}

/* Whether the brace there is full-width. */
static gboolean
starts_wide (const IruSnippetReader *reader, gsize start)
{
  return reader->length - start >= 3 && memcmp (reader->text + start, "\uff5b", 3) == 0;
}

/* An object that a missing brace at the end of the text was put in for. */
static gboolean
is_open (const IruSnippetReader *reader, const IruValue *object)
{
  return object != NULL && object->type == IRU_VALUE_OBJECT && object->span.end > object->span.start
         && object->span.end <= reader->length
         && (reader->text[object->span.start] == '{' || starts_wide (reader, object->span.start))
         && reader->text[object->span.end - 1] != '}'
         && !(object->span.end - object->span.start >= 6
              && memcmp (reader->text + object->span.end - 3, "\uff5d", 3) == 0);
}

/* Where a brace is missing in the middle, what follows lands inside the server, or
 * inside its headers. Where the text ends early, what makes it whole is missing. */
static gboolean
check_braces (IruSnippetReader *reader, const IruValue *entry)
{
  const IruValue *headers = iru_value_get (entry, "headers");

  for (guint i = 0; i < iru_value_get_length (entry); i++)
    {
      const IruMember *member = iru_value_get_member (entry, i);

      if (member->value->type == IRU_VALUE_OBJECT && iru_snippet_is_server (member->value))
        return iru_snippet_fail (reader, IRU_ERROR_UNSUPPORTED, member->key_span.start,
                                 _ ("A server begins here inside another one: a closing brace is "
                                    "missing before it."));
    }
  gboolean suspect = reader->mended && headers != NULL && headers->type == IRU_VALUE_OBJECT;
  for (guint i = 0; suspect && i < iru_value_get_length (headers); i++)
    {
      const IruMember *member = iru_value_get_member (headers, i);

      if (g_strv_contains (url_fields, member->key) || g_strv_contains (type_fields, member->key)
          || strcmp (member->key, "command") == 0)
        return iru_snippet_fail (reader, IRU_ERROR_UNSUPPORTED, member->key_span.start,
                                 _ ("This does not belong into the headers: a closing brace is "
                                    "missing before it."));
    }
  if (is_open (reader, entry) && headers == NULL && iru_value_get (entry, "args") == NULL)
    return iru_snippet_fail (reader, IRU_ERROR_SYNTAX, entry->span.end,
                             _ ("The text ends here, in the middle of the configuration. Copy all "
                                "of it once more: what is cut off can't be known."));
  return TRUE;
}

static gboolean
check_kind (IruSnippetReader *reader, IruServer *server, const IruValue *entry)
{
  if (server->url != NULL && server->command != NULL)
    return fail_ambiguous (reader, entry,
                           _ ("The server has a url and a command. Remove the one that is not "
                              "wanted."));
  if (server->url == NULL && server->command == NULL)
    return fail_syntax (reader, entry, _ ("The server has neither a url nor a command."));
  server->transport = server->url != NULL ? IRU_TRANSPORT_HTTP : IRU_TRANSPORT_STDIO;
  return TRUE;
}

static const IruValue *
find_any (const IruValue *entry, const char *const *fields)
{
  for (guint i = 0; fields[i] != NULL; i++)
    {
      const IruValue *value = iru_value_get (entry, fields[i]);

      if (value != NULL)
        return value;
    }
  return NULL;
}

static const IruValue *
find_in_pairs (const IruValue *entry, const char *const *fields, const char *name)
{
  for (guint i = 0; fields[i] != NULL; i++)
    {
      const IruValue *object = iru_value_get (entry, fields[i]);

      if (object == NULL || object->type != IRU_VALUE_OBJECT)
        continue;
      for (guint j = 0; j < iru_value_get_length (object); j++)
        if (g_ascii_strcasecmp (iru_value_get_member (object, j)->key, name) == 0)
          return iru_value_get_member (object, j)->value;
    }
  return NULL;
}

/* The argument that begins with @start or, without one, that holds a url. */
static const IruValue *
find_arg (const IruValue *entry, const char *start)
{
  static const char *const fields[] = { "args", "command", NULL };

  for (guint i = 0; fields[i] != NULL; i++)
    {
      const IruValue *array = iru_value_get (entry, fields[i]);

      if (array == NULL || array->type != IRU_VALUE_ARRAY)
        continue;
      for (guint j = 0; j < iru_value_get_length (array); j++)
        {
          const IruValue *arg = iru_value_get_element (array, j);
          gsize length = start != NULL ? strlen (start) : 0;

          if (start == NULL ? strstr (arg->text, "://") != NULL
                            : g_ascii_strncasecmp (arg->text, start, length) == 0
                                  && strchr (": \t", arg->text[length]) != NULL)
            return arg;
        }
    }
  return NULL;
}

/* A bridge's header: the value in env that its argument refers to, else the argument. */
static const IruValue *
find_bridged_header (const IruValue *entry, const char *name)
{
  const IruValue *arg = find_arg (entry, name);
  const char *open = arg != NULL ? strstr (arg->text, "${") : NULL;
  const char *close = open != NULL ? strchr (open, '}') : NULL;

  if (close == NULL)
    return arg;
  g_autofree char *variable = g_strndup (open + 2, close - open - 2);
  const IruValue *value = find_in_pairs (entry, env_fields, variable);
  return value != NULL ? value : arg;
}

static const IruValue *
find_field (const IruServer *server, const IruValue *entry, const char *field)
{
  const char *name = strchr (field, '.') != NULL ? strchr (field, '.') + 1 : "";
  const IruValue *value = NULL;

  if (g_str_has_prefix (field, "headers."))
    {
      value = server->bridge != NULL ? find_bridged_header (entry, name)
                                     : find_in_pairs (entry, header_fields, name);
      if (value == NULL)
        value = find_any (entry, header_fields);
    }
  else if (g_str_has_prefix (field, "env."))
    value = find_in_pairs (entry, env_fields, name);
  else if (strcmp (field, "url") == 0)
    value = server->bridge != NULL ? find_arg (entry, NULL) : find_any (entry, url_fields);
  else
    value = iru_value_get (entry, field);
  return value != NULL ? value : entry;
}

static void
place_finding (IruSnippetReader *reader, IruFinding *finding, const IruValue *value)
{
  iru_text_get_position (reader->text, reader->length, value->span.start, &finding->line,
                         &finding->column);
}

/* HTTP allows no other names, and a header that has a line break forges a second one. */
static gboolean
check_headers (IruSnippetReader *reader, const IruServer *server, const IruValue *entry)
{
  for (guint i = 0; i < server->headers->len; i++)
    {
      const IruPair *header = iru_pairs_index (server->headers, i);
      g_autofree char *field = g_strconcat ("headers.", header->name, NULL);
      const IruValue *value = find_field (server, entry, field);

      if (!iru_lint_is_header_name (header->name))
        return fail_syntax (reader, value, _ ("This header's name is not one that HTTP allows."));
      if (!is_clean (header->value, FALSE))
        return fail_syntax (reader, value,
                            _ ("There is a line break or another control character in this "
                               "value."));
    }
  return TRUE;
}

static void
add_unset (IruSnippetReader *reader, const char *header, const IruValue *value)
{
  IruFinding *finding = iru_findings_add (
      reader->findings, "env-unset", "%s",
      _ ("The configuration names a variable in place of the key, and does not hold the key."));

  finding->advice = g_strdup (_ ("Paste a configuration that has the key itself in it."));
  finding->field = g_strconcat ("headers.", header, NULL);
  place_finding (reader, finding, value);
}

/* Codex's ways to keep a key out of its file, a bridge's variable without a value, and what
 * VS Code asks its user for. */
static void
find_unset (IruSnippetReader *reader, const IruServer *server, const IruValue *entry)
{
  const IruValue *token = iru_value_get (entry, "bearer_token_env_var");
  const IruValue *object = iru_value_get (entry, "env_http_headers");

  if (token != NULL)
    add_unset (reader, "Authorization", token);
  for (guint i = 0;
       object != NULL && object->type == IRU_VALUE_OBJECT && i < iru_value_get_length (object); i++)
    {
      const IruMember *member = iru_value_get_member (object, i);

      add_unset (reader, member->key, member->value);
    }
  for (guint i = 0; i < server->headers->len; i++)
    {
      const IruPair *header = iru_pairs_index (server->headers, i);
      g_autofree char *field = g_strconcat ("headers.", header->name, NULL);

      if (strstr (header->value, server->bridge != NULL ? "${" : "${input:") != NULL)
        add_unset (reader, header->name, find_field (server, entry, field));
    }
}

static void
lint (IruSnippetReader *reader, const IruServer *server, const IruValue *entry)
{
  guint first = reader->findings->len;

  iru_lint_server (server, reader->findings);
  iru_profile_advise (iru_profile_find (server), reader->findings);
  for (guint i = first; i < reader->findings->len; i++)
    {
      IruFinding *finding = g_ptr_array_index (reader->findings, i);

      place_finding (reader, finding, find_field (server, entry, finding->field));
    }
}

IruServer *
iru_snippet_read_server (IruSnippetReader *reader, const char *name, const IruValue *value)
{
  g_autoptr (IruServer) server = iru_server_new (name);

  if (value->type != IRU_VALUE_OBJECT)
    {
      fail_syntax (reader, value, _ ("A server has to stand in braces."));
      return NULL;
    }
  if (!check_braces (reader, value) || !read_url (reader, server, value)
      || !read_all_pairs (reader, server->headers, value, header_fields, TRUE)
      || !read_all_pairs (reader, server->env, value, env_fields, FALSE)
      || !read_command (reader, server, value) || !check_type (reader, value)
      || !read_flags (reader, server, value) || !check_kind (reader, server, value))
    return NULL;

  iru_bridge_unwrap (server);
  if (!check_headers (reader, server, value))
    return NULL;
  find_unset (reader, server, value);
  lint (reader, server, value);
  return g_steal_pointer (&server);
}
