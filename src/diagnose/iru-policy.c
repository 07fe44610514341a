/* iru-policy.c: whether rules let a client load an entry
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-policy.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-file.h"

/* A larger file is none that an administrator writes. */
#define MAX_SIZE (1024 * 1024)

typedef struct
{
  const IruPolicySource *source;
  char *path;
  IruValue *value; /* of its field */
} Rule;

struct _IruPolicy
{
  const IruTarget *target;
  GPtrArray *rules; /* (element-type Rule) */
};

static void
rule_free (Rule *rule)
{
  g_free (rule->path);
  iru_value_free (rule->value);
  g_free (rule);
}

/* (transfer full) (nullable) */
static IruValue *
read_field (const char *path, const char *field)
{
  IruSyntax syntax = g_str_has_suffix (path, ".toml") ? IRU_SYNTAX_TOML : IRU_SYNTAX_JSON;
  g_autoptr (GBytes) text = iru_file_load (path, NULL, NULL);
  g_autoptr (IruDocument) document = NULL;
  g_auto (GStrv) names = g_strsplit (field, "/", -1);
  IruTextError error;

  if (text == NULL || g_bytes_get_size (text) > MAX_SIZE)
    return NULL;
  document = iru_document_new (syntax, text, &error);
  return document != NULL ? iru_document_dup_value (document, (const char *const *)names) : NULL;
}

static void
add_rule (IruPolicy *policy, const IruPolicySource *source)
{
  IruPlaces *places = policy->target->places;
  const char *template = source->file[iru_places_get_platform (places)];
  g_autofree char *path = template != NULL ? iru_places_expand (places, template) : NULL;
  IruValue *value = path != NULL ? read_field (path, source->field) : NULL;
  Rule *rule;

  if (value == NULL)
    return;
  rule = g_new (Rule, 1);
  *rule = (Rule){ source, g_steal_pointer (&path), value };
  g_ptr_array_add (policy->rules, rule);
}

IruPolicy *
iru_policy_new (const IruTarget *target)
{
  IruPolicy *policy = g_new (IruPolicy, 1);

  policy->target = target;
  policy->rules = g_ptr_array_new_with_free_func ((GDestroyNotify)rule_free);
  for (const IruPolicySource *source = target->client->policies; source->rule != IRU_RULE_NONE;
       source++)
    add_rule (policy, source);
  return policy;
}

void
iru_policy_free (IruPolicy *policy)
{
  if (policy == NULL)
    return;
  g_ptr_array_unref (policy->rules);
  g_free (policy);
}

/* Of a list of what is allowed or denied. */
static gboolean
is_meant (const IruValue *element, const char *name, const IruServer *server)
{
  const char *own = iru_value_as_string (element);
  const char *meant = own != NULL ? own : iru_value_get_string (element, "serverName");
  const char *url = iru_value_get_string (element, "serverUrl");
  const IruValue *command = iru_value_get (element, "serverCommand");

  if (meant != NULL)
    return strcmp (meant, name) == 0;
  if (url != NULL)
    return server->url != NULL && server->command == NULL
           && g_pattern_match_simple (url, server->url);
  if (server->command == NULL || iru_value_count_elements (command) != server->args->len + 1
      || g_strcmp0 (iru_value_as_string (iru_value_get_element (command, 0)), server->command) != 0)
    return FALSE;
  for (guint i = 0; i < server->args->len; i++)
    if (g_strcmp0 (iru_value_as_string (iru_value_get_element (command, i + 1)),
                   server->args->pdata[i])
        != 0)
      return FALSE;
  return TRUE;
}

static gboolean
is_listed (const IruValue *list, const char *name, const IruServer *server)
{
  for (guint i = 0; i < iru_value_count_elements (list); i++)
    if (is_meant (iru_value_get_element (list, i), name, server))
      return TRUE;
  return FALSE;
}

/* A name alone does not do: the rule says what stands behind it. */
static gboolean
has_identity (const IruValue *names, const char *name, const IruServer *server)
{
  const IruValue *identity = iru_value_get (iru_value_get (names, name), "identity");
  const char *url = iru_value_get_string (identity, "url");
  const char *command = iru_value_get_string (identity, "command");

  return server->command != NULL ? g_strcmp0 (command, server->command) == 0
                                 : url != NULL && g_strcmp0 (url, server->url) == 0;
}

static gboolean
says_false (const IruValue *value)
{
  return value != NULL && value->type == IRU_VALUE_BOOLEAN && strcmp (value->text, "false") == 0;
}

static gboolean
is_kept_out (const IruPolicy *policy, const Rule *rule, const char *name, const IruServer *server)
{
  const IruValue *value = rule->value;
  gboolean is_list = value->type == IRU_VALUE_ARRAY;

  switch (rule->source->rule)
    {
    case IRU_RULE_EXCLUSIVE:
      return strcmp (rule->path, policy->target->path) != 0;
    case IRU_RULE_IDENTITY:
      return value->type == IRU_VALUE_OBJECT && !has_identity (value, name, server);
    case IRU_RULE_ALLOWED:
      return is_list && !is_listed (value, name, server);
    case IRU_RULE_DENIED:
      return is_list && is_listed (value, name, server);
    case IRU_RULE_ENABLED:
      return says_false (iru_value_get (iru_value_get (value, name), "enabled"));
    case IRU_RULE_SWITCH:
      return g_strcmp0 (value->text, rule->source->value) == 0;
    case IRU_RULE_NONE:
    default:
      return FALSE;
    }
}

void
iru_policy_lint (const IruPolicy *policy, const char *name, const IruServer *server,
                 GPtrArray *findings)
{
  for (guint i = 0; i < policy->rules->len; i++)
    {
      const Rule *rule = policy->rules->pdata[i];
      g_autofree char *path = NULL;
      g_autofree char *field = NULL;

      if (!is_kept_out (policy, rule, name, server))
        continue;
      path = iru_places_get_native_path (policy->target->places, rule->path);
      field = g_strdelimit (g_strdup (rule->source->field), "/", '.');
      if (*field != '\0')
        iru_findings_add (findings, rule->source->finding, _ ("%s: %s"), path, field);
      else
        iru_findings_add (findings, rule->source->finding, "%s", path);
    }
}
