/* print-clients.c: the table of clients as JSON, for build-aux/client-lists
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-client.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* A home that does not exist: what a place is called depends on no file. */
#define HOME "/nobody"

static const char *
get_nothing (const char *name)
{
  return NULL;
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

/* @values: at most @n of them. */
static void
add_list (JsonBuilder *builder, const char *name, const char *const *values, gsize n)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (gsize i = 0; i < n && values[i] != NULL; i++)
    json_builder_add_string_value (builder, values[i]);
  json_builder_end_array (builder);
}

/* From the home, without a slash in front. */
static const char *
get_relative (const char *path)
{
  return g_str_has_prefix (path, HOME "/") ? path + strlen (HOME "/") : path;
}

static void
add_places (JsonBuilder *builder, const IruClient *client)
{
  json_builder_set_member_name (builder, "places");
  json_builder_begin_object (builder);
  for (guint i = 0; i < IRU_N_PLATFORMS; i++)
    {
      g_autoptr (IruPlaces) places = iru_places_new (i, "", HOME, NULL, get_nothing);
      g_autoptr (IruTarget) target = iru_target_new (client, places);

      if (target != NULL)
        add_string (builder, iru_platform_get_name (i), get_relative (target->path));
    }
  json_builder_end_object (builder);
}

/* Files of a project, from its folder. */
static void
add_project_files (JsonBuilder *builder, const IruClient *client)
{
  json_builder_set_member_name (builder, "project_files");
  json_builder_begin_array (builder);
  for (guint i = 0; i < G_N_ELEMENTS (client->layers); i++)
    {
      const char *file = client->layers[i].file[IRU_PLATFORM_LINUX];

      if (client->layers[i].scope == IRU_SCOPE_PROJECT && file != NULL
          && g_str_has_prefix (file, "{project}/") && strchr (file, '*') == NULL)
        json_builder_add_string_value (builder, file + strlen ("{project}/"));
    }
  json_builder_end_array (builder);
}

static void
add_evidence (JsonBuilder *builder, const IruClient *client)
{
  g_autoptr (IruPlaces) places = iru_places_new (IRU_PLATFORM_LINUX, "", HOME, NULL, get_nothing);

  json_builder_set_member_name (builder, "evidence");
  json_builder_begin_array (builder);
  for (guint i = 0; i < G_N_ELEMENTS (client->evidence) && client->evidence[i] != NULL; i++)
    {
      g_autofree char *path = iru_places_expand (places, client->evidence[i]);

      if (path != NULL)
        json_builder_add_string_value (builder, get_relative (path));
    }
  json_builder_end_array (builder);
}

static void
add_client (JsonBuilder *builder, const IruClient *client)
{
  static const char *const languages[] = { "JSON", "TOML", "YAML" };
  const IruDialect *dialect = &client->dialect;

  json_builder_begin_object (builder);
  add_string (builder, "name", client->name);
  add_string (builder, "title", client->title);
  add_string (builder, "language", languages[client->syntax]);
  add_string (builder, "root", dialect->root);
  add_list (builder, "url_fields", dialect->url_fields, G_N_ELEMENTS (dialect->url_fields));
  if (dialect->headers_field != NULL)
    add_string (builder, "headers_field", dialect->headers_field);
  if (dialect->type_needed)
    add_string (builder, "type", dialect->types[0]);
  if (dialect->helper_field != NULL)
    add_string (builder, "helper_field", dialect->helper_field);
  add_list (builder, "references", dialect->references, G_N_ELEMENTS (dialect->references));
  add_list (builder, "programs", client->programs, G_N_ELEMENTS (client->programs));
  add_string (builder, "seen", client->seen != NULL ? client->seen : "");
  add_places (builder, client);
  add_project_files (builder, client);
  add_evidence (builder, client);
  json_builder_end_object (builder);
}

int
main (void)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_array (builder);
  for (const IruClient *client = iru_clients_get (); client->name != NULL; client++)
    add_client (builder, client);
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  g_print ("%s\n", text);
  return 0;
}
