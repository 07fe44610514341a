/* iru-dialect-secret.c: where in a client's file secrets are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-dialect.h"

#include <string.h>

#include "iru-config-walk.h"
#include "iru-reference.h"
#include "iru-secret.h"

/* "Bearer ", and what else stands before a reference. */
#define MAX_WORD_LENGTH 20
/* A shorter number under a name that sounds like a key is a limit, a port, a version. */
#define MIN_NUMBER_KEY 6
#define MAX_DEPTH 200

/* Fields of an entry whose values are for everybody to see, in any client; those of the rows are
 * added. What else is in an entry is masked unless it is plainly harmless. */
static const char *const open_fields[] = {
  "type",
  "transport",
  "command",
  "args",
  "cwd",
  "name",
  "title",
  "description",
  "displayName",
  "display_name",
  "tools",
  "alwaysAllow",
  "autoApprove",
  "allowedTools",
  "enabled_tools",
  "disabled_tools",
  "disabledTools",
  "enabledTools",
  "includeTools",
  "excludeTools",
  "source",
  "scope",
  "scopes",
  "id",
  "version",
  "workingDirectory",
  "working_directory",
  "cmd",
  "available_tools",
  "bundled",
  NULL,
};

/* A walk down a file. */
typedef struct
{
  GHashTable *entries; /* (nullable): the values that are entries */
  GArray *secrets;
  guint depth;
} Walk;

/* What is above a value. */
typedef struct
{
  IruSecretName class;
  const char *name;
  gboolean in_entry;
  gboolean is_password; /* a sibling says so */
} Above;

static void walk_value (Walk *walk, const IruValue *value, const Above *above);

static void
add (Walk *walk, const IruValue *value, const char *before, IruSecretKind kind)
{
  IruSecret secret = { .value = value, .before = before, .kind = kind };

  g_array_append_val (walk->secrets, secret);
}

/* A value that only refers to a variable tells nothing; what stands for a variable that is
 * not set does, and so does what stands beside it, if it is more than a word. */
static gboolean
is_reference (const char *value)
{
  g_auto (IruReference) reference = { 0 };

  if (g_str_has_prefix (value, "{file:"))
    return TRUE;
  return iru_reference_find (value, &reference)
         && (reference.fallback == NULL || *reference.fallback == '\0')
         && reference.start - value + strlen (reference.end) <= MAX_WORD_LENGTH;
}

/* An argument that carries a token; or a URL; or neither. */
static void
add_parts (Walk *walk, const IruValue *value, const char *before, gboolean is_argument)
{
  g_autoptr (GArray) spans = iru_secret_find_in_argument (before, value->text);
  gboolean has_url = FALSE;
  gboolean has_doubt = FALSE;
  gboolean has_key = FALSE;

  if (is_reference (value->text))
    return;
  for (guint i = 0; i < spans->len; i++)
    {
      const IruSecretSpan *span = &g_array_index (spans, IruSecretSpan, i);

      has_url |= span->is_url;
      has_doubt |= span->is_doubt;
      has_key |= !span->is_url && !span->is_doubt;
    }
  if (has_key || has_url || has_doubt)
    add (walk, value, before,
         has_key   ? (is_argument ? IRU_SECRET_ARGUMENT : IRU_SECRET_VALUE)
         : has_url ? IRU_SECRET_URL
                   : IRU_SECRET_DOUBT);
}

static gboolean
is_field (const char *const *fields, gsize n_fields, const char *name)
{
  for (gsize i = 0; i < n_fields && fields[i] != NULL; i++)
    if (strcmp (fields[i], name) == 0)
      return TRUE;
  return FALSE;
}

/* Whether some client has a field of that name which is for everybody to see. */
static gboolean
is_known_field (const char *name)
{
  if (is_field (open_fields, G_N_ELEMENTS (open_fields), name))
    return TRUE;
  for (const IruClient *client = iru_clients_get (); client->name != NULL; client++)
    {
      const IruDialect *dialect = &client->dialect;

      if (is_field (dialect->url_fields, G_N_ELEMENTS (dialect->url_fields), name)
          || g_strcmp0 (dialect->command_field, name) == 0
          || g_strcmp0 (dialect->name_field, name) == 0
          || g_strcmp0 (dialect->tools_field, name) == 0
          || g_strcmp0 (dialect->env_keys_field, name) == 0
          || g_strcmp0 (dialect->bearer_env_field, name) == 0
          || g_strcmp0 (dialect->helper_field, name) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Whether some client has headers or variables in a field of that name. */
static IruSecretName
classify (const char *name, const char *parent)
{
  g_autofree char *whole = g_strconcat (parent != NULL ? parent : "", ".", name, NULL);
  gboolean needs_parent = strcmp (name, "set") == 0;
  const char *telling = needs_parent ? whole : name;

  for (const IruClient *client = iru_clients_get (); client->name != NULL; client++)
    {
      if (g_strcmp0 (client->dialect.env_headers_field, name) == 0)
        return IRU_SECRET_NAME_ABOUT;
      if (g_strcmp0 (client->dialect.env_field, name) == 0)
        return IRU_SECRET_NAME_ENV;
    }
  return iru_secret_name_classify (telling, strlen (telling));
}

/* What is shown as it is under a name of @class. */
static gboolean
is_shown (const char *text, const Above *above)
{
  if (*text == '\0' || is_reference (text))
    return TRUE;
  switch (above->class)
    {
    case IRU_SECRET_NAME_KEY:
      return FALSE;
    case IRU_SECRET_NAME_ABOUT:
      return iru_secret_is_harmless (text);
    case IRU_SECRET_NAME_OPEN:
      return TRUE;
    case IRU_SECRET_NAME_PLAIN:
    case IRU_SECRET_NAME_HEADERS:
    case IRU_SECRET_NAME_ENV:
    default:
      return !above->in_entry || above->name == NULL || is_known_field (above->name)
             || iru_secret_is_harmless (text);
    }
}

static void
walk_string (Walk *walk, const IruValue *value, const Above *above, const char *before,
             gboolean is_argument)
{
  guint n = walk->secrets->len;

  if (above->is_password || above->class == IRU_SECRET_NAME_HEADERS
      || above->class == IRU_SECRET_NAME_ENV
      || (above->class == IRU_SECRET_NAME_KEY && !is_reference (value->text)))
    {
      if (*value->text != '\0' && !is_reference (value->text))
        add (walk, value, NULL, IRU_SECRET_VALUE);
      return;
    }
  add_parts (walk, value, before, is_argument);
  /* A profile may look random. */
  if (above->class == IRU_SECRET_NAME_OPEN && walk->secrets->len > n
      && g_array_index (walk->secrets, IruSecret, n).kind == IRU_SECRET_DOUBT)
    g_array_set_size (walk->secrets, n);
  if (walk->secrets->len == n && !is_shown (value->text, above))
    add (walk, value, NULL, IRU_SECRET_DOUBT);
}

/* Numbers are no keys, but a PIN is, and what is a variable's. */
static void
walk_number (Walk *walk, const IruValue *value, const Above *above)
{
  if (above->class == IRU_SECRET_NAME_ENV || above->class == IRU_SECRET_NAME_HEADERS
      || (above->class == IRU_SECRET_NAME_KEY && value->text != NULL
          && strlen (value->text) >= MIN_NUMBER_KEY
          && (above->name == NULL || !g_str_has_suffix (above->name, "okens"))))
    add (walk, value, NULL, IRU_SECRET_DOUBT);
}

/* Members of headers and variables are judged by their names, which are not those of settings. */
static Above
descend (const Above *above, const IruMember *member, gboolean is_password)
{
  Above below = { .name = member->key, .in_entry = above->in_entry };

  if (above->class == IRU_SECRET_NAME_KEY)
    below.class = IRU_SECRET_NAME_KEY;
  else if (above->class == IRU_SECRET_NAME_HEADERS)
    below.class = iru_header_is_secret (member->key) ? IRU_SECRET_NAME_KEY : IRU_SECRET_NAME_OPEN;
  else if (above->class == IRU_SECRET_NAME_ENV)
    below.class = iru_variable_is_secret (member->key) ? IRU_SECRET_NAME_KEY : IRU_SECRET_NAME_OPEN;
  else
    below.class = classify (member->key, above->name);
  below.is_password =
      is_password && (strcmp (member->key, "default") == 0 || strcmp (member->key, "value") == 0);
  return below;
}

static gboolean
says_password (const IruValue *object)
{
  static const char *const names[] = { "password", "sensitive", "secret", "isSecret" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const IruValue *value = iru_value_get (object, names[i]);

      if (value != NULL && value->type == IRU_VALUE_BOOLEAN && g_strcmp0 (value->text, "true") == 0)
        return TRUE;
    }
  return FALSE;
}

static void
walk_object (Walk *walk, const IruValue *object, const Above *above)
{
  gboolean is_password = says_password (object);

  for (guint i = 0; i < iru_value_count_members (object); i++)
    {
      const IruMember *member = iru_value_get_member (object, i);
      Above below = descend (above, member, is_password);

      walk_value (walk, member->value, &below);
    }
}

/* A list of strings may be a command line. */
static void
walk_array (Walk *walk, const IruValue *array, const Above *above)
{
  gboolean is_argument = above->in_entry && above->class == IRU_SECRET_NAME_PLAIN;
  const char *before = "";

  for (guint i = 0; i < iru_value_count_elements (array); i++)
    {
      const IruValue *element = iru_value_get_element (array, i);
      const char *text = iru_value_as_string (element);

      if (text != NULL)
        walk_string (walk, element, above, before, is_argument);
      else
        walk_value (walk, element, above);
      before = text != NULL ? text : "";
    }
}

static void
walk_value (Walk *walk, const IruValue *value, const Above *above)
{
  Above here = *above;

  if (walk->depth >= MAX_DEPTH)
    return;
  if (walk->entries != NULL && g_hash_table_contains (walk->entries, value))
    here = (Above){ .in_entry = TRUE };
  walk->depth++;
  if (iru_value_as_string (value) != NULL)
    walk_string (walk, value, &here, "",
                 here.in_entry && here.name != NULL && is_known_field (here.name));
  else if (value->type == IRU_VALUE_NUMBER || value->type == IRU_VALUE_DATETIME)
    walk_number (walk, value, &here);
  else if (value->type == IRU_VALUE_OBJECT)
    walk_object (walk, value, &here);
  else if (value->type == IRU_VALUE_ARRAY)
    walk_array (walk, value, &here);
  walk->depth--;
}

char *
iru_dialect_mask_secret (const IruSecret *secret)
{
  const char *text = secret->value->text;
  g_autoptr (GArray) spans = NULL;

  if (secret->before == NULL)
    return iru_mask_secret (text);
  spans = iru_secret_find_in_argument (secret->before, text);
  return iru_secret_mask_spans (text, strlen (text), spans);
}

GArray *
iru_dialect_find_possible_secrets (const IruValue *entry)
{
  Walk walk = { .secrets = g_array_new (FALSE, FALSE, sizeof (IruSecret)) };
  const Above above = { .in_entry = TRUE };

  walk_value (&walk, entry, &above);
  return walk.secrets;
}

GArray *
iru_dialect_find_secrets (const IruValue *entry)
{
  GArray *secrets = iru_dialect_find_possible_secrets (entry);
  guint n = 0;

  for (guint i = 0; i < secrets->len; i++)
    {
      IruSecret secret = g_array_index (secrets, IruSecret, i);

      if (secret.kind != IRU_SECRET_DOUBT)
        g_array_index (secrets, IruSecret, n++) = secret;
    }
  g_array_set_size (secrets, n);
  return secrets;
}

GArray *
iru_dialect_find_file_secrets (const IruClient *client, const IruValue *whole)
{
  Walk walk = { .secrets = g_array_new (FALSE, FALSE, sizeof (IruSecret)) };
  g_autoptr (GPtrArray) values = iru_config_list_values (client, whole);
  const Above above = { 0 };

  walk.entries = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < values->len; i++)
    g_hash_table_add (walk.entries, values->pdata[i]);
  walk_value (&walk, whole, &above);
  g_hash_table_unref (walk.entries);
  return walk.secrets;
}
