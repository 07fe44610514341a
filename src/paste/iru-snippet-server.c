/* iru-snippet-server.c: one server of a snippet
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every spelling of a field that any client has is taken, as long as they don't
 * contradict each other.
 */
#include "iru-snippet-server.h"

#include "iru-bridge.h"
#include "iru-client-fields.h"
#include "iru-dash.h"
#include "iru-dialect.h"
#include "iru-error.h"
#include "iru-finding.h"
#include "iru-lint.h"
#include "iru-profile.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A shorter argument is named by the check of the file, and not before the install. */
#define MIN_KEY 16

gboolean
iru_snippet_fail (IruSnippetReader *reader, int code, gsize offset, const char *message)
{
  guint line;
  guint column;

  iru_text_get_position (reader->text, reader->length, offset, &line, &column);
  g_set_error (reader->error, IRU_ERROR, code, _ ("The configuration, line %u, column %u: %s"),
               line, column, message);
  reader->failed = TRUE;
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

void
iru_snippet_fix (IruSnippetReader *reader, const char *id, gsize offset)
{
  IruFix fix = { .id = id, .offset = offset };

  if (reader->fixes != NULL)
    g_array_append_val (reader->fixes, fix);
}

IruValue *
iru_snippet_get_field (const IruValue *entry, const char *path)
{
  const char *slash = strchr (path, '/');

  if (slash == NULL)
    return iru_value_get (entry, path);
  g_autofree char *name = g_strndup (path, slash - path);
  return iru_snippet_get_field (iru_value_get (entry, name), slash + 1);
}

/* Zed had path, args and env in an object called command; a server may be called so. */
static gboolean
has_command (const IruValue *value, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      const IruValue *command = iru_value_get (value, names[i]);

      if (command != NULL
          && (command->type != IRU_VALUE_OBJECT || iru_value_get_string (command, "path") != NULL))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_url (const IruValue *value, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      const IruValue *url = iru_value_get (value, names[i]);

      if (url != NULL && url->type != IRU_VALUE_OBJECT)
        return TRUE;
    }
  return FALSE;
}

/* Whether an object that says how the server is transported has the server's fields in it. */
static gboolean
has_nested (const IruValue *value, gboolean (*is_server) (const IruValue *))
{
  const char *const *names = iru_client_fields_get (IRU_FIELD_TYPE);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const IruValue *inner = iru_value_get (value, names[i]);

      if (inner != NULL && inner->type == IRU_VALUE_OBJECT && is_server (inner))
        return TRUE;
    }
  return FALSE;
}

/* As deep as the reader lets a value be. */
gboolean
iru_snippet_is_server (const IruValue *value)
{
  return has_url (value, iru_client_fields_get_all (IRU_FIELD_URL))
         || has_command (value, iru_client_fields_get_all (IRU_FIELD_COMMAND))
         || has_nested (value, iru_snippet_is_server);
}

gboolean
iru_snippet_is_plain_server (const IruValue *value)
{
  return has_url (value, iru_client_fields_get (IRU_FIELD_URL))
         || has_command (value, iru_client_fields_get (IRU_FIELD_COMMAND))
         || has_nested (value, iru_snippet_is_plain_server);
}

/* Lists a name that no client of ours has. */
static void
fix_foreign (IruSnippetReader *reader, IruField field, const char *name, const IruValue *value)
{
  if (!iru_client_fields_has (field, name))
    iru_snippet_fix (reader, "foreign-field", value->span.start);
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
  const char *const *names = iru_client_fields_get_all (IRU_FIELD_URL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const IruValue *value = iru_value_get (entry, names[i]);

      if (value == NULL)
        continue;
      fix_foreign (reader, IRU_FIELD_URL, names[i], value);
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
  for (guint i = 0; i < iru_value_count_members (object); i++)
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
read_all_pairs (IruSnippetReader *reader, GPtrArray *pairs, const IruValue *entry, IruField field)
{
  const char *const *names = iru_client_fields_get_all (field);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const IruValue *value = iru_snippet_get_field (entry, names[i]);

      if (value != NULL)
        fix_foreign (reader, field, names[i], value);
      if (!read_pairs (reader, pairs, value, field == IRU_FIELD_HEADERS))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_args (IruSnippetReader *reader, GPtrArray *args, const IruValue *array, guint from)
{
  if (array == NULL || array->type == IRU_VALUE_NULL)
    return TRUE;
  if (array->type != IRU_VALUE_ARRAY)
    return fail_syntax (reader, array, _ ("The arguments have to stand in square brackets."));
  for (guint i = from; i < iru_value_count_elements (array); i++)
    {
      const IruValue *value = iru_value_get_element (array, i);

      if (!check_string (reader, value, TRUE))
        return FALSE;
      g_ptr_array_add (args, g_strdup (value->text));
    }
  return TRUE;
}

/* The first field of that kind that @entry has. */
static const IruValue *
find_field_of (IruSnippetReader *reader, const IruValue *entry, IruField field)
{
  const char *const *names = iru_client_fields_get_all (field);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const IruValue *value = iru_value_get (entry, names[i]);

      if (value == NULL)
        continue;
      fix_foreign (reader, field, names[i], value);
      return value;
    }
  return NULL;
}

/* A string; as OpenCode has it an array that holds the arguments too; or as Zed had it
 * an object with path, args and env. */
static gboolean
read_command (IruSnippetReader *reader, IruServer *server, const IruValue *entry)
{
  const IruValue *value = find_field_of (reader, entry, IRU_FIELD_COMMAND);
  gboolean is_array = value != NULL && value->type == IRU_VALUE_ARRAY;
  gboolean is_object = value != NULL && value->type == IRU_VALUE_OBJECT;
  const IruValue *name = is_object ? iru_value_get (value, "path") : value;

  if (value == NULL)
    return TRUE;
  if (name == NULL)
    return fail_syntax (reader, value, _ ("The command has no path."));
  if (is_array && iru_value_count_elements (value) > 0)
    name = iru_value_get_element (value, 0);
  if (!check_string (reader, name, FALSE))
    return FALSE;
  if (*name->text == '\0')
    return fail_syntax (reader, name, _ ("The command is empty."));
  server->command = g_strdup (name->text);
  if (is_object
      && (!read_args (reader, server->args, iru_value_get (value, "args"), 0)
          || !read_all_pairs (reader, server->env, value, IRU_FIELD_ENV)))
    return FALSE;
  return (!is_array || read_args (reader, server->args, value, 1))
         && read_args (reader, server->args, find_field_of (reader, entry, IRU_FIELD_ARGS), 0);
}

static gboolean
check_type (IruSnippetReader *reader, const IruValue *entry)
{
  const char *const *names = iru_client_fields_get_all (IRU_FIELD_TYPE);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const IruValue *value = iru_value_get (entry, names[i]);

      if (value == NULL || value->type == IRU_VALUE_OBJECT)
        continue;
      if (!check_string (reader, value, FALSE))
        return FALSE;
      if (!iru_client_fields_knows_type (value->text))
        return fail_syntax (reader, value,
                            _ ("This kind of server is not known. It is http, sse or stdio."));
    }
  return TRUE;
}

static gboolean
read_flags (IruSnippetReader *reader, IruServer *server, const IruValue *entry, IruField field)
{
  const char *const *names = iru_client_fields_get_all (field);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const IruValue *value = iru_value_get (entry, names[i]);

      if (value == NULL)
        continue;
      fix_foreign (reader, field, names[i], value);
      if (value->type != IRU_VALUE_BOOLEAN)
        return fail_syntax (reader, value, _ ("true or false is expected here."));
      server->disabled |= (strcmp (value->text, "true") == 0) == (field == IRU_FIELD_DISABLED);
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

  for (guint i = 0; i < iru_value_count_members (entry); i++)
    {
      const IruMember *member = iru_value_get_member (entry, i);

      if (member->value->type == IRU_VALUE_OBJECT && iru_snippet_is_server (member->value))
        return iru_snippet_fail (reader, IRU_ERROR_UNSUPPORTED, member->key_span.start,
                                 reader->mended
                                     ? _ ("A server begins here inside another one: a closing "
                                          "brace is missing before it.")
                                     : _ ("A server begins here inside another one."));
    }
  gboolean suspect = reader->mended && headers != NULL && headers->type == IRU_VALUE_OBJECT;
  for (guint i = 0; suspect && i < iru_value_count_members (headers); i++)
    {
      const IruMember *member = iru_value_get_member (headers, i);

      if (iru_client_fields_has (IRU_FIELD_URL, member->key)
          || iru_client_fields_has (IRU_FIELD_TYPE, member->key)
          || iru_client_fields_has (IRU_FIELD_COMMAND, member->key))
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
find_any (const IruValue *entry, IruField field)
{
  const char *const *names = iru_client_fields_get_all (field);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const IruValue *value = iru_snippet_get_field (entry, names[i]);

      if (value != NULL)
        return value;
    }
  return NULL;
}

static const IruValue *
find_in_pairs (const IruValue *entry, IruField field, const char *name)
{
  const char *const *names = iru_client_fields_get_all (field);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const IruValue *object = iru_snippet_get_field (entry, names[i]);

      if (object == NULL || object->type != IRU_VALUE_OBJECT)
        continue;
      for (guint j = 0; j < iru_value_count_members (object); j++)
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
      for (guint j = 0; j < iru_value_count_elements (array); j++)
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
  const IruValue *value = find_in_pairs (entry, IRU_FIELD_ENV, variable);
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
                                     : find_in_pairs (entry, IRU_FIELD_HEADERS, name);
      if (value == NULL)
        value = find_any (entry, IRU_FIELD_HEADERS);
    }
  else if (g_str_has_prefix (field, "env."))
    value = find_in_pairs (entry, IRU_FIELD_ENV, name);
  else if (strcmp (field, "url") == 0)
    value = server->bridge != NULL ? find_arg (entry, NULL) : find_any (entry, IRU_FIELD_URL);
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

/* The reference in @value, if there is nothing but a name in it. (transfer full) (nullable) */
static char *
get_reference (const IruValue *value)
{
  const char *text = iru_value_as_string (value);
  const char *open = text != NULL ? strstr (text, "${") : NULL;
  gsize length = 2;

  while (open != NULL
         && (g_ascii_isalnum (open[length])
             || (open[length] != '\0' && strchr ("_-.:", open[length]) != NULL)))
    length++;
  return open != NULL && open[length] == '}' && length < 64 ? g_strndup (open, length + 1) : NULL;
}

void
iru_snippet_add_unset (IruSnippetReader *reader, const char *header, const IruValue *value)
{
  g_autofree char *reference = get_reference (value);
  IruFinding *finding =
      reference != NULL
          ? iru_findings_add (reader->findings, "env-unset",
                              _ ("The configuration has %s in place of the key."), reference)
          : iru_findings_add (reader->findings, "env-unset",
                              _ ("The configuration does not have the value of %s."), header);

  finding->advice = g_strdup (_ ("Paste a configuration that has the key itself in it."));
  finding->field = g_strconcat ("headers.", header, NULL);
  place_finding (reader, finding, value);
}

/* Codex's ways to keep a key out of its file, a bridge's variable without a value, and what
 * VS Code asks its user for. */
static void
find_unset (IruSnippetReader *reader, const IruServer *server, const IruValue *entry)
{
  const IruValue *token = find_any (entry, IRU_FIELD_BEARER_VARIABLE);
  const IruValue *object = find_any (entry, IRU_FIELD_HEADER_VARIABLES);

  if (token != NULL)
    iru_snippet_add_unset (reader, "Authorization", token);
  for (guint i = 0; i < iru_value_count_members (object); i++)
    {
      const IruMember *member = iru_value_get_member (object, i);

      iru_snippet_add_unset (reader, member->key, member->value);
    }
  for (guint i = 0; i < server->headers->len; i++)
    {
      const IruPair *header = iru_pairs_index (server->headers, i);
      g_autofree char *field = g_strconcat ("headers.", header->name, NULL);

      if (strstr (header->value, server->bridge != NULL ? "${" : "${input:") != NULL)
        iru_snippet_add_unset (reader, header->name, find_field (server, entry, field));
    }
}

/* A bridge that is known gets its keys from its variables; of others nobody knows. */
static void
lint_secrets (IruSnippetReader *reader, const IruServer *server, const IruValue *entry)
{
  g_autoptr (GArray) secrets = NULL;

  if (server->transport == IRU_TRANSPORT_HTTP)
    return;
  secrets = iru_dialect_find_secrets (entry);
  for (guint i = 0; i < secrets->len; i++)
    {
      const IruSecret *secret = &g_array_index (secrets, IruSecret, i);

      if (secret->kind != IRU_SECRET_ARGUMENT || strlen (secret->value->text) < MIN_KEY
          || iru_lint_is_placeholder (secret->value->text))
        continue;
      IruFinding *finding = iru_findings_add (reader->findings, "secret-in-args", NULL);
      finding->field = g_strdup ("args");
      finding->advice = g_strdup (_ (IRU_DIALECT_MOVE_SECRET));
      return;
    }
}

static void
lint (IruSnippetReader *reader, const IruServer *server, const IruValue *entry)
{
  guint first = reader->findings->len;

  lint_secrets (reader, server, entry);
  iru_lint_server (server, reader->findings);
  iru_profile_advise (iru_profile_find (server), reader->findings);
  for (guint i = first; i < reader->findings->len; i++)
    {
      IruFinding *finding = g_ptr_array_index (reader->findings, i);

      place_finding (reader, finding, find_field (server, entry, finding->field));
      if (finding->advice == NULL && strstr (finding->kind->advice, "--install") != NULL)
        finding->advice = g_strdup (_ ("Correct it in the text that you copied, then try again."));
    }
}

/* Takes @fixed in the place of @value, if it is not NULL. */
static void
take_fixed (IruSnippetReader *reader, char **value, char *fixed, const IruValue *place)
{
  if (fixed == NULL)
    return;
  iru_snippet_fix (reader, "smart-dashes", place->span.start);
  iru_secret_free (*value);
  *value = fixed;
}

/* In headers and URLs, where a server can't be meant to get dashes. */
static void
fix_remote_dashes (IruSnippetReader *reader, IruServer *server, const IruValue *entry)
{
  for (guint i = 0; i < server->headers->len; i++)
    {
      IruPair *header = iru_pairs_index (server->headers, i);
      g_autofree char *field = g_strconcat ("headers.", header->name, NULL);
      const IruValue *place = find_field (server, entry, field);

      take_fixed (reader, &header->name, iru_dash_fix (header->name, IRU_DASH_TOKEN), place);
      take_fixed (reader, &header->value, iru_dash_fix (header->value, IRU_DASH_TOKEN), place);
    }
  if (server->url == NULL)
    return;
  const IruValue *place = find_field (server, entry, "url");
  take_fixed (reader, &server->url, iru_dash_fix (server->url, IRU_DASH_TOKEN), place);
}

/* The value that the argument @index was read from. */
static const IruValue *
find_argument (const IruValue *entry, guint index)
{
  const IruValue *args = find_any (entry, IRU_FIELD_ARGS);
  const IruValue *command = find_any (entry, IRU_FIELD_COMMAND);

  if (args != NULL && index < iru_value_count_elements (args))
    return iru_value_get_element (args, index);
  if (command != NULL && command->type == IRU_VALUE_ARRAY
      && index + 1 < iru_value_count_elements (command))
    return iru_value_get_element (command, index + 1);
  return entry;
}

static void
fix_argument_dashes (IruSnippetReader *reader, IruServer *server, const IruValue *entry)
{
  for (guint i = 0; i < server->args->len; i++)
    {
      char **argument = (char **)&g_ptr_array_index (server->args, i);

      take_fixed (reader, argument, iru_dash_fix (*argument, IRU_DASH_ARGUMENT),
                  find_argument (entry, i));
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
      || !read_all_pairs (reader, server->headers, value, IRU_FIELD_HEADERS)
      || !read_all_pairs (reader, server->env, value, IRU_FIELD_ENV)
      || !read_command (reader, server, value) || !check_type (reader, value)
      || !read_flags (reader, server, value, IRU_FIELD_ENABLED)
      || !read_flags (reader, server, value, IRU_FIELD_DISABLED)
      || !check_kind (reader, server, value))
    return NULL;

  fix_argument_dashes (reader, server, value);
  iru_bridge_unwrap (server);
  if (server->transport == IRU_TRANSPORT_HTTP)
    fix_remote_dashes (reader, server, value);
  if (!check_headers (reader, server, value))
    return NULL;
  find_unset (reader, server, value);
  lint (reader, server, value);
  return g_steal_pointer (&server);
}
