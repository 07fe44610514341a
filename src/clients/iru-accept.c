/* iru-accept.c: what a client accepts in its file, and what a mistake costs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-accept.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-dialect.h"

/* Of a long list one mistake says enough. */
#define MAX_MISTAKES 16

static void
iru_mistake_free (IruMistake *mistake)
{
  g_strfreev (mistake->path);
  g_free (mistake->what);
  g_free (mistake);
}

char *
iru_mistake_dup_field (const IruMistake *mistake)
{
  return mistake->path[0] != NULL ? g_strjoinv (".", mistake->path) : NULL;
}

/* Takes @what. @below: (nullable): a name below the rule's field. */
static void
add_mistake (GPtrArray *mistakes, const char *field, const char *below, IruCost cost, gsize offset,
             char *what)
{
  IruMistake *mistake;
  g_autoptr (GStrvBuilder) path = g_strv_builder_new ();
  g_auto (GStrv) parts = g_strsplit (field != NULL ? field : "", "/", -1);

  if (mistakes->len >= MAX_MISTAKES)
    {
      g_free (what);
      return;
    }
  mistake = g_new0 (IruMistake, 1);
  g_strv_builder_addv (path, (const char **)parts);
  if (below != NULL)
    g_strv_builder_add (path, below);
  mistake->path = g_strv_builder_end (path);
  mistake->what = what;
  mistake->cost = cost;
  mistake->offset = offset;
  g_ptr_array_add (mistakes, mistake);
}

static gsize
get_offset (const IruMember *member)
{
  return member->key_span.end > member->key_span.start ? member->key_span.start
                                                       : member->value->span.start;
}

/* The last of that name, as the client reads it. */
static const IruMember *
find_member (const IruValue *object, const char *name)
{
  const IruMember *found = NULL;

  for (guint i = 0; i < iru_value_count_members (object); i++)
    if (strcmp (iru_value_get_member (object, i)->key, name) == 0)
      found = iru_value_get_member (object, i);
  return found;
}

/* @field: names with "/" between them. */
static const IruMember *
find_path (const IruValue *object, const char *field)
{
  g_auto (GStrv) parts = g_strsplit (field, "/", -1);
  const IruMember *found = NULL;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      found = find_member (object, parts[i]);
      if (found == NULL)
        return NULL;
      object = found->value;
    }
  return found;
}

static gboolean
has_type (const IruValue *value, guint shapes)
{
  static const guint simple[] = {
    [IRU_VALUE_NULL] = 0,
    [IRU_VALUE_BOOLEAN] = IRU_SHAPE_BOOLEAN,
    [IRU_VALUE_NUMBER] = IRU_SHAPE_NUMBER,
    [IRU_VALUE_STRING] = IRU_SHAPE_STRING,
    [IRU_VALUE_DATETIME] = 0,
    [IRU_VALUE_ALIAS] = IRU_SHAPE_ANY,
    [IRU_VALUE_ARRAY] = IRU_SHAPE_LIST | IRU_SHAPE_STRINGS,
    [IRU_VALUE_OBJECT] = IRU_SHAPE_OBJECT | IRU_SHAPE_MAP,
  };

  return (simple[value->type] & shapes) != 0;
}

static const char *
describe_shapes (guint shapes)
{
  static const struct
  {
    IruShape shape;
    const char *words;
  } names[] = {
    { IRU_SHAPE_STRING, N_ ("a string") },
    { IRU_SHAPE_BOOLEAN, N_ ("true or false, without quotes") },
    { IRU_SHAPE_NUMBER, N_ ("a number, without quotes") },
    { IRU_SHAPE_STRINGS, N_ ("a list of strings") },
    { IRU_SHAPE_LIST, N_ ("a list") },
    { IRU_SHAPE_MAP, N_ ("an object of strings") },
    { IRU_SHAPE_OBJECT, N_ ("an object") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if ((shapes & names[i].shape) != 0)
      return _ (names[i].words);
  return "";
}

/* Reports @value if it is no string. */
static void
check_string (GPtrArray *mistakes, const IruFieldRule *rule, const char *below,
              const IruValue *value, gsize offset)
{
  g_autofree char *name =
      below != NULL ? g_strconcat (rule->field, "/", below, NULL) : g_strdup (rule->field);

  if (!has_type (value, IRU_SHAPE_STRING))
    add_mistake (mistakes, rule->field, below, rule->cost, offset,
                 below != NULL
                     ? g_strdup_printf (_ ("“%s” has to be a string."), name)
                     : g_strdup_printf (_ ("Everything in “%s” has to be a string."), name));
}

static void
check_elements (GPtrArray *mistakes, const IruFieldRule *rule, const IruMember *member)
{
  const IruValue *value = member->value;

  if ((rule->shapes & IRU_SHAPE_LIST) == 0)
    for (guint i = 0; i < iru_value_count_elements (value) && mistakes->len < MAX_MISTAKES; i++)
      check_string (mistakes, rule, NULL, iru_value_get_element (value, i), get_offset (member));
  if ((rule->shapes & IRU_SHAPE_OBJECT) == 0)
    for (guint i = 0; i < iru_value_count_members (value) && mistakes->len < MAX_MISTAKES; i++)
      {
        const IruMember *below = iru_value_get_member (value, i);

        check_string (mistakes, rule, below->key, below->value, get_offset (below));
      }
}

static gboolean
is_allowed (const IruFieldRule *rule, const IruValue *whole, const IruValue *value)
{
  const char *text = iru_value_as_string (value);
  const IruMember *names = rule->names_in != NULL ? find_path (whole, rule->names_in) : NULL;

  if (rule->values[0] == NULL || text == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (rule->values) && rule->values[i] != NULL; i++)
    if (strcmp (rule->values[i], text) == 0)
      return TRUE;
  return names != NULL && find_member (names->value, text) != NULL;
}

/* (transfer full) */
static char *
describe_values (const IruFieldRule *rule)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rule->values) && rule->values[i] != NULL; i++)
    g_string_append_printf (list, "%s“%s”", i > 0 ? ", " : "", rule->values[i]);
  return rule->names_in != NULL
             ? g_strdup_printf (_ ("“%s” has to be one of %s, or a name in “%s”."), rule->field,
                                list->str, rule->names_in)
             : g_strdup_printf (_ ("“%s” has to be one of %s."), rule->field, list->str);
}

/* Reports the first thing that is wrong with @member. @whole: where a rule's names are looked up */
static void
check_rule (GPtrArray *mistakes, const IruFieldRule *rule, const IruValue *whole,
            const IruMember *member)
{
  const IruValue *value = member->value;

  if (rule->shapes == 0)
    add_mistake (mistakes, rule->field, NULL, rule->cost, get_offset (member),
                 rule->instead != NULL
                     ? g_strdup (_ (rule->instead))
                     : g_strdup_printf (_ ("“%s” may not stand here."), rule->field));
  else if (!has_type (value, rule->shapes))
    add_mistake (
        mistakes, rule->field, NULL, rule->cost, get_offset (member),
        g_strdup_printf (_ ("“%s” has to be %s."), rule->field, describe_shapes (rule->shapes)));
  else if (!is_allowed (rule, whole, value))
    add_mistake (mistakes, rule->field, NULL, rule->cost, get_offset (member),
                 describe_values (rule));
  else
    check_elements (mistakes, rule, member);
}

static void
add_rule (GArray *rules, const IruDialect *dialect, const char *field, guint shapes, IruSide side)
{
  IruFieldRule rule = { .field = field, .shapes = shapes, .side = side, .cost = dialect->cost };

  for (guint i = 0; field != NULL && i < rules->len; i++)
    if (strcmp (g_array_index (rules, IruFieldRule, i).field, field) == 0)
      return;
  if (field != NULL)
    g_array_append_val (rules, rule);
}

/* What the row says of single fields, then what follows from its columns. */
static GArray *
make_rules (const IruDialect *dialect)
{
  GArray *rules = g_array_new (FALSE, FALSE, sizeof (IruFieldRule));
  const char *command = dialect->command_field != NULL ? dialect->command_field : "command";
  const char *env = dialect->env_field != NULL ? dialect->env_field : "env";

  for (const IruFieldRule *rule = dialect->rules; rule != NULL && rule->field != NULL; rule++)
    g_array_append_vals (rules, rule, 1);
  for (guint i = 0; i < G_N_ELEMENTS (dialect->url_fields); i++)
    add_rule (rules, dialect, dialect->url_fields[i], IRU_SHAPE_STRING, IRU_SIDE_REMOTE);
  add_rule (rules, dialect, dialect->headers_field, IRU_SHAPE_MAP, IRU_SIDE_REMOTE);
  add_rule (rules, dialect, dialect->env_headers_field, IRU_SHAPE_MAP, IRU_SIDE_REMOTE);
  add_rule (rules, dialect, dialect->bearer_env_field, IRU_SHAPE_STRING, IRU_SIDE_REMOTE);
  add_rule (rules, dialect, dialect->helper_field, IRU_SHAPE_STRING, IRU_SIDE_REMOTE);
  add_rule (rules, dialect, command,
            dialect->is_command_list ? IRU_SHAPE_STRINGS : IRU_SHAPE_STRING, IRU_SIDE_COMMAND);
  if (!dialect->is_command_list)
    add_rule (rules, dialect, "args", IRU_SHAPE_STRINGS, IRU_SIDE_COMMAND);
  add_rule (rules, dialect, env, IRU_SHAPE_MAP, IRU_SIDE_COMMAND);
  add_rule (rules, dialect, dialect->env_keys_field, IRU_SHAPE_STRINGS, IRU_SIDE_BOTH);
  add_rule (rules, dialect, dialect->enabled_field, IRU_SHAPE_BOOLEAN, IRU_SIDE_BOTH);
  add_rule (rules, dialect, dialect->disabled_field, IRU_SHAPE_BOOLEAN, IRU_SIDE_BOTH);
  add_rule (rules, dialect, dialect->tools_field, IRU_SHAPE_STRINGS, IRU_SIDE_BOTH);
  return rules;
}

/* The rules of @client, made once. */
static const GArray *
get_rules (const IruClient *client)
{
  static GHashTable *kept;
  static GMutex mutex;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  GArray *rules;

  if (kept == NULL)
    kept = g_hash_table_new (NULL, NULL);
  rules = g_hash_table_lookup (kept, client);
  if (rules == NULL)
    {
      rules = make_rules (&client->dialect);
      g_hash_table_insert (kept, (gpointer)client, rules);
    }
  return rules;
}

static const IruFieldRule *
find_rule (const GArray *rules, const char *field)
{
  for (guint i = 0; i < rules->len; i++)
    if (g_strcmp0 (g_array_index (rules, IruFieldRule, i).field, field) == 0)
      return &g_array_index (rules, IruFieldRule, i);
  return NULL;
}

/* What says of which kind the server is: its command, else its url. */
static const IruFieldRule *
find_kind (const GArray *rules, const IruDialect *dialect, const IruValue *entry)
{
  const char *command = dialect->command_field != NULL ? dialect->command_field : "command";

  if (find_member (entry, command) != NULL)
    return find_rule (rules, command);
  for (guint i = 0; i < G_N_ELEMENTS (dialect->url_fields) && dialect->url_fields[i]; i++)
    if (find_member (entry, dialect->url_fields[i]) != NULL)
      return find_rule (rules, dialect->url_fields[i]);
  return NULL;
}

/* Fields of the other kind of server, where the client refuses those. */
static void
check_sides (GPtrArray *mistakes, const IruClient *client, const GArray *rules,
             const IruValue *entry)
{
  const IruDialect *dialect = &client->dialect;
  const IruFieldRule *kind = find_kind (rules, dialect, entry);

  if (kind == NULL)
    {
      add_mistake (
          mistakes, NULL, NULL, dialect->cost, 0,
          g_strdup_printf (_ ("The entry has neither “%s” nor “%s”."), dialect->url_fields[0],
                           dialect->command_field != NULL ? dialect->command_field : "command"));
      return;
    }
  for (guint i = 0; i < rules->len; i++)
    {
      const IruFieldRule *rule = &g_array_index (rules, IruFieldRule, i);
      const IruMember *member = find_path (entry, rule->field);

      if (member != NULL && rule->side != IRU_SIDE_BOTH && rule->side != kind->side)
        add_mistake (
            mistakes, rule->field, NULL, dialect->cost, get_offset (member),
            g_strdup_printf (_ ("“%s” may not stand beside “%s”."), rule->field, kind->field));
    }
}

/* A type that is missing or unknown, where that costs more than the entry. */
static void
check_type (GPtrArray *mistakes, const IruDialect *dialect, const IruValue *entry)
{
  const char *field = iru_dialect_get_type_field (dialect);
  const IruMember *member = find_member (entry, field);
  const char *type = member != NULL ? iru_value_as_string (member->value) : NULL;
  gboolean known = g_strcmp0 (type, dialect->stdio_type) == 0 && type != NULL;
  g_autoptr (GPtrArray) seen = iru_value_list_members (entry);

  for (guint i = 0; type != NULL && i < G_N_ELEMENTS (dialect->types); i++)
    known |= g_strcmp0 (dialect->types[i], type) == 0;
  /* A layer may only switch an entry of another file. */
  if (known
      || (seen->len == 1 && dialect->enabled_field != NULL
          && find_member (entry, dialect->enabled_field) != NULL))
    return;
  add_mistake (mistakes, member != NULL ? field : NULL, NULL, IRU_COST_FILE,
               member != NULL ? get_offset (member) : 0,
               g_strdup_printf (_ ("“%s” has to be “%s” or “%s”."), field, dialect->types[0],
                                dialect->stdio_type));
}

GPtrArray *
iru_accept_entry (const IruClient *client, const IruValue *entry)
{
  GPtrArray *mistakes = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_mistake_free);
  const GArray *rules = get_rules (client);
  const IruDialect *dialect = &client->dialect;

  if (entry->type == IRU_VALUE_ALIAS)
    return mistakes;
  if (entry->type != IRU_VALUE_OBJECT)
    {
      add_mistake (mistakes, NULL, NULL, dialect->cost, entry->span.start,
                   g_strdup (_ ("The entry has to be an object.")));
      return mistakes;
    }
  for (guint i = 0; i < rules->len; i++)
    {
      const IruFieldRule *rule = &g_array_index (rules, IruFieldRule, i);
      const IruMember *member = find_path (entry, rule->field);

      /* In YAML a member without a value is one that is not there. */
      if (member != NULL
          && (client->syntax != IRU_SYNTAX_YAML || member->value->type != IRU_VALUE_NULL))
        check_rule (mistakes, rule, entry, member);
    }
  if (dialect->one_side)
    check_sides (mistakes, client, rules, entry);
  if (dialect->type_guards)
    check_type (mistakes, dialect, entry);
  return mistakes;
}

/* The members of @object that a setting's rule is about: one, or with "*" each. */
static void
check_setting (GPtrArray *mistakes, const IruFieldRule *rule, const IruDocument *document)
{
  g_auto (GStrv) parts = g_strsplit (rule->field, "/", 2);
  const char *first[] = { parts[0], NULL };
  g_autoptr (IruValue) value = iru_document_dup_value (document, first);
  IruMember member = { .key = parts[0], .value = value };

  if (value == NULL)
    return;
  if (rule->names_in != NULL)
    {
      g_autoptr (IruValue) whole = iru_value_new (IRU_VALUE_OBJECT);
      const char *names[] = { rule->names_in, NULL };
      IruValue *there = iru_document_dup_value (document, names);

      if (there != NULL)
        iru_value_add (whole, rule->names_in, there);
      check_rule (mistakes, rule, whole, &member);
    }
  else if (parts[1] == NULL)
    check_rule (mistakes, rule, NULL, &member);
  else
    for (guint i = 0; i < iru_value_count_members (value); i++)
      {
        const IruMember *below = iru_value_get_member (value, i);
        g_autofree char *field = g_strconcat (parts[0], "/", below->key, NULL);
        IruFieldRule here = *rule;

        here.field = field;
        if (strcmp (parts[1], "*") == 0 || strcmp (parts[1], below->key) == 0)
          check_rule (mistakes, &here, NULL, below);
      }
}

GPtrArray *
iru_accept_settings (const IruClient *client, const IruDocument *document)
{
  GPtrArray *mistakes = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_mistake_free);

  for (const IruFieldRule *rule = client->dialect.settings; rule != NULL && rule->field != NULL;
       rule++)
    check_setting (mistakes, rule, document);
  return mistakes;
}

gboolean
iru_accept_name (const IruClient *client, const char *name)
{
  const IruDialect *dialect = &client->dialect;

  for (guint i = 0; i < G_N_ELEMENTS (dialect->reserved_names); i++)
    if (g_strcmp0 (dialect->reserved_names[i], name) == 0)
      return FALSE;
  if (dialect->name_signs == NULL)
    return TRUE;
  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr (dialect->name_signs, *p) == NULL)
      return FALSE;
  return *name != '\0';
}
