/* iru-client-fields.c: what the clients call the parts of an entry
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-client-fields.h"

#include <string.h>

/* What a row means by NULL, and the spellings of programs that have no row: Cherry Studio (baseUrl,
 * isActive), older Cline (transportType), the MCP SDKs (requestInit), the registry's examples, and
 * what people write from memory. */
static const struct
{
  IruField field;
  gboolean foreign;
  const char *name;
} spellings[] = {
  { IRU_FIELD_TYPE, FALSE, "type" },
  { IRU_FIELD_TYPE, FALSE, "transport" },
  { IRU_FIELD_COMMAND, FALSE, "command" },
  { IRU_FIELD_ARGS, FALSE, "args" },
  { IRU_FIELD_ENV, FALSE, "env" },
  { IRU_FIELD_NAME, FALSE, "name" },
  { IRU_FIELD_URL, TRUE, "baseUrl" },
  { IRU_FIELD_URL, TRUE, "baseURL" },
  { IRU_FIELD_URL, TRUE, "base_url" },
  { IRU_FIELD_URL, TRUE, "serverURL" },
  { IRU_FIELD_URL, TRUE, "server_url" },
  { IRU_FIELD_URL, TRUE, "URL" },
  { IRU_FIELD_URL, TRUE, "Url" },
  { IRU_FIELD_URL, TRUE, "endpoint" },
  { IRU_FIELD_HEADERS, TRUE, "requestInit/headers" },
  { IRU_FIELD_HEADERS, TRUE, "header" },
  { IRU_FIELD_TYPE, TRUE, "transportType" },
  { IRU_FIELD_TYPE, TRUE, "transport_type" },
  { IRU_FIELD_COMMAND, TRUE, "cmd" },
  { IRU_FIELD_ARGS, TRUE, "arguments" },
  { IRU_FIELD_ENABLED, TRUE, "isActive" },
  { IRU_FIELD_ENABLED, TRUE, "active" },
  { IRU_FIELD_ENABLED, TRUE, "isEnabled" },
  { IRU_FIELD_DISABLED, TRUE, "isDisabled" },
};

/* What programs without a row call a kind of server that the rows know. */
static const char *const foreign_types[] = { "streamable", "httpstream", "streaminghttp", NULL };

static void
add_name (GPtrArray *names, const char *name)
{
  for (guint i = 0; i < names->len; i++)
    if (name == NULL || strcmp (g_ptr_array_index (names, i), name) == 0)
      return;
  if (name != NULL)
    g_ptr_array_add (names, (gpointer)name);
}

static void
add_names (GPtrArray *names, const char *const *all, gsize length)
{
  for (gsize i = 0; i < length && all[i] != NULL; i++)
    add_name (names, all[i]);
}

static void
add_row (GPtrArray *names, IruField field, const IruDialect *row)
{
  const char *const one[IRU_N_FIELDS] = {
    [IRU_FIELD_ROOT] = row->root,
    [IRU_FIELD_HEADERS] = row->headers_field,
    [IRU_FIELD_HEADER_VARIABLES] = row->env_headers_field,
    [IRU_FIELD_BEARER_VARIABLE] = row->bearer_env_field,
    [IRU_FIELD_TYPE] = row->type_field,
    [IRU_FIELD_COMMAND] = row->command_field,
    [IRU_FIELD_ENV] = row->env_field,
    [IRU_FIELD_ENABLED] = row->enabled_field,
    [IRU_FIELD_DISABLED] = row->disabled_field,
    [IRU_FIELD_NAME] = row->name_field,
  };

  add_name (names, one[field]);
  if (field == IRU_FIELD_ROOT)
    {
      add_names (names, row->more_roots, G_N_ELEMENTS (row->more_roots));
      add_names (names, row->unread_roots, G_N_ELEMENTS (row->unread_roots));
    }
  if (field == IRU_FIELD_URL)
    add_names (names, row->url_fields, G_N_ELEMENTS (row->url_fields));
}

static const char *const *
make_names (IruField field, gboolean foreign)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (spellings); i++)
    if (spellings[i].field == field && !spellings[i].foreign)
      add_name (names, spellings[i].name);
  for (const IruClient *row = iru_clients_get (); row->name != NULL; row++)
    add_row (names, field, &row->dialect);
  for (guint i = 0; foreign && i < G_N_ELEMENTS (spellings); i++)
    if (spellings[i].field == field)
      add_name (names, spellings[i].name);
  g_ptr_array_add (names, NULL);
  return (const char *const *)g_ptr_array_free (names, FALSE);
}

static const char *const *
get_names (IruField field, gboolean foreign)
{
  static const char *const *names[IRU_N_FIELDS][2];
  const char *const **kept = &names[field][foreign ? 1 : 0];

  if (g_once_init_enter (kept))
    g_once_init_leave (kept, make_names (field, foreign));
  return *kept;
}

const char *const *
iru_client_fields_get (IruField field)
{
  return get_names (field, FALSE);
}

const char *const *
iru_client_fields_get_all (IruField field)
{
  return get_names (field, TRUE);
}

gboolean
iru_client_fields_has (IruField field, const char *name)
{
  return g_strv_contains (iru_client_fields_get (field), name);
}

/* The letters of @name, in lower case. (transfer full) */
static char *
fold (const char *name)
{
  GString *folded = g_string_new (NULL);

  for (; *name != '\0'; name++)
    if (g_ascii_isalnum (*name))
      g_string_append_c (folded, g_ascii_tolower (*name));
  return g_string_free (folded, FALSE);
}

gboolean
iru_client_fields_is_certain_root (const char *name)
{
  g_autofree char *folded = fold (name);

  return g_str_has_suffix (folded, "mcpservers") || strcmp (folded, "mcpserver") == 0;
}

static gboolean
is_type (const char *folded, const char *type)
{
  g_autofree char *other = type != NULL ? fold (type) : NULL;

  return other != NULL && strcmp (folded, other) == 0;
}

static gboolean
row_knows_type (const IruDialect *row, const char *folded)
{
  gboolean known = is_type (folded, row->stdio_type);

  for (guint i = 0; i < G_N_ELEMENTS (row->types) && row->types[i] != NULL; i++)
    known |= is_type (folded, row->types[i]);
  return known;
}

gboolean
iru_client_fields_knows_type (const char *type)
{
  g_autofree char *folded = fold (type);

  for (const IruClient *row = iru_clients_get (); row->name != NULL; row++)
    if (row_knows_type (&row->dialect, folded))
      return TRUE;
  return g_strv_contains (foreign_types, folded);
}

char *
iru_client_find_gap (const IruClient *row)
{
  const IruDialect *dialect = &row->dialect;
  const char *gap = NULL;

  if (row->title == NULL)
    gap = "has no title";
  else if (dialect->root == NULL)
    gap = "does not say where its servers are (root)";
  else if (dialect->url_fields[0] != NULL && dialect->headers_field == NULL)
    gap = "takes a URL and has no headers_field";
  else if (dialect->is_list && dialect->name_field == NULL)
    gap = "is a list and has no name_field";
  else if (dialect->type_needed && dialect->types[0] == NULL)
    gap = "needs a type and has none";
  else if (dialect->stdio_type_needed && dialect->stdio_type == NULL)
    gap = "needs a type for a command and has none";
  for (guint i = 0; gap == NULL && i < IRU_N_PLATFORMS; i++)
    if (row->places[i][0] != NULL && row->restart[i] == NULL)
      gap = "has a file on a platform and no restart words there";
  return gap != NULL ? g_strdup_printf ("The row “%s” %s.", row->name, gap) : NULL;
}
