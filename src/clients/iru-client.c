/* iru-client.c: a client's files in one home
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-client.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-path.h"
#include "iru-stranger.h"

gboolean
iru_client_refuses_trailing_commas (const IruClient *client)
{
  return client->leniency == IRU_LENIENCY_STRICT || client->leniency == IRU_LENIENCY_COMMENTS;
}

const IruClient *
iru_client_get (const char *name)
{
  for (const IruClient *client = iru_clients_get (); client->name != NULL; client++)
    if (strcmp (client->name, name) == 0)
      return client;
  return NULL;
}

const char *
iru_scope_get_name (IruScope scope)
{
  static const char *const names[] = { "user", "project", "local", "managed", "unread" };

  return names[scope];
}

/* Whether a place whose template is @template is where the client reads. */
static gboolean
is_place (const IruClient *client, IruPlaces *places, const char *template, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (client->is_by_file)
    return iru_path_test (path, G_FILE_TEST_EXISTS);
  return iru_places_is_pattern (template) || iru_path_test (folder, G_FILE_TEST_IS_DIR)
         || iru_places_is_named (places, template);
}

/* (transfer full) */
static char *
find_path (const IruClient *client, IruPlaces *places)
{
  const char *const *templates = client->places[iru_places_get_platform (places)];
  g_autofree char *path = NULL;

  for (guint i = 0; templates[i] != NULL; i++)
    {
      g_autofree char *candidate = iru_places_expand (places, templates[i]);

      if (candidate == NULL)
        continue;
      if (is_place (client, places, templates[i], candidate))
        return g_steal_pointer (&candidate);
      g_free (path);
      path = g_steal_pointer (&candidate);
    }
  return g_steal_pointer (&path);
}

static gboolean
has_program (const IruClient *client, IruPlaces *places)
{
  g_auto (GStrv) path = iru_places_get_path (places);

  for (guint i = 0; path[i] != NULL; i++)
    for (guint j = 0; j < G_N_ELEMENTS (client->programs) && client->programs[j] != NULL; j++)
      {
        g_autofree char *program = g_build_filename (path[i], client->programs[j], NULL);

        if (iru_path_test (program, G_FILE_TEST_IS_EXECUTABLE))
          return TRUE;
      }
  return FALSE;
}

static gboolean
has_evidence (const IruTarget *target)
{
  const char *const *evidence = target->client->evidence;

  for (guint i = 0; i < G_N_ELEMENTS (target->client->evidence) && evidence[i] != NULL; i++)
    {
      g_autofree char *path = iru_places_expand (target->places, evidence[i]);

      if (path != NULL && iru_path_test (path, G_FILE_TEST_EXISTS))
        return TRUE;
    }
  return FALSE;
}

/* The folder below the home (".cursor", "Claude") is the client's own, unless the row
 * has other evidence; a wildcard has matched only if its folder is there. */
static gboolean
is_found (const IruTarget *target)
{
  g_autofree char *folder = g_path_get_dirname (target->path);
  const char *const *templates = target->client->places[iru_places_get_platform (target->places)];
  gboolean is_own_folder = target->client->evidence[0] == NULL;

  if ((is_own_folder && iru_path_test (folder, G_FILE_TEST_IS_DIR))
      || iru_path_test (target->path, G_FILE_TEST_EXISTS) || has_evidence (target))
    return TRUE;
  for (guint i = 0; templates[i] != NULL; i++)
    {
      g_autofree char *match = iru_places_is_pattern (templates[i])
                                   ? iru_places_expand (target->places, templates[i])
                                   : NULL;

      if (match != NULL)
        return TRUE;
    }
  return iru_places_is_own (target->places) && has_program (target->client, target->places);
}

static IruTarget *
target_new_empty (const IruClient *client, IruPlaces *places)
{
  IruTarget *target = g_new0 (IruTarget, 1);

  target->client = client;
  target->places = iru_places_ref (places);
  return target;
}

IruTarget *
iru_target_new (const IruClient *client, IruPlaces *places)
{
  g_autofree char *path = find_path (client, places);

  if (path == NULL)
    return NULL;
  IruTarget *target = target_new_empty (client, places);
  target->path = g_steal_pointer (&path);
  target->found = is_found (target);
  return target;
}

IruTarget *
iru_target_new_for_file (const IruClient *client, IruPlaces *places, const char *file)
{
  IruTarget *target = target_new_empty (client, places);

  target->path = iru_path_canonicalize (file, NULL);
  target->found = TRUE;
  return target;
}

void
iru_target_free (IruTarget *target)
{
  if (target == NULL)
    return;
  iru_places_unref (target->places);
  g_free (target->path);
  g_free (target->stranger);
  g_free (target->project);
  g_free (target);
}

GPtrArray *
iru_targets_list (GPtrArray *places, const char *const *names, gboolean known)
{
  g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_target_free);

  for (guint i = 0; i < places->len; i++)
    for (const IruClient *client = iru_clients_get (); client->name != NULL; client++)
      {
        gboolean named = names != NULL && g_strv_contains (names, client->name);
        IruTarget *target;

        if (names != NULL && !named)
          continue;
        target = iru_target_new (client, places->pdata[i]);
        if (target != NULL && (target->found || named || known))
          g_ptr_array_add (targets, target);
        else
          iru_target_free (target);
      }
  return g_steal_pointer (&targets);
}

gboolean
iru_target_is_beside (const IruTarget *a, const IruTarget *b)
{
  return a->client == b->client && a->places == b->places;
}

static gboolean
has_path (GPtrArray *targets, guint first, const char *path)
{
  for (guint i = first; i < targets->len; i++)
    if (strcmp (((IruTarget *)targets->pdata[i])->path, path) == 0)
      return TRUE;
  return FALSE;
}

/* A layer's file beside @main, unless it is listed from @first on. Takes @path. */
static IruTarget *
add_layer (GPtrArray *targets, guint first, const IruTarget *main, const IruLayer *layer,
           char *path)
{
  IruTarget *target = g_new0 (IruTarget, 1);
  gboolean is_written = layer->scope == IRU_SCOPE_USER || layer->scope == IRU_SCOPE_PROJECT;

  *target = (IruTarget){
    .client = main->client,
    .places = iru_places_ref (main->places),
    .path = path,
    .found = TRUE,
    .scope = layer->scope,
    .weight = layer->weight,
    .root = layer->root,
    .role = is_written ? IRU_ROLE_OTHER : IRU_ROLE_UNTOUCHED,
    .keys = layer->scope == IRU_SCOPE_PROJECT ? IRU_KEYS_VARIABLE : main->keys,
  };
  if (path == NULL || has_path (targets, first, path))
    {
      iru_target_free (target);
      return NULL;
    }
  if (layer->scope == IRU_SCOPE_PROJECT)
    target->stranger = iru_stranger_find (path);
  g_ptr_array_add (targets, target);
  return target;
}

static gboolean
is_repository (const char *folder)
{
  g_autofree char *git = g_build_filename (folder, ".git", NULL);

  return iru_path_test (git, G_FILE_TEST_EXISTS);
}

/* The file in each folder that @project lies in, the nearest with the most weight. */
static void
add_parents (GPtrArray *targets, guint first, const IruTarget *main, const IruLayer *layer,
             const char *project)
{
  IruLayer nearest = *layer;
  const char *template = layer->file[iru_places_get_platform (main->places)];
  const char *file = strchr (template, '/');
  gboolean ends_at_git = g_str_has_prefix (template, "{repository}");
  g_autofree char *folder = g_strdup (project);

  while (strlen (folder) > IRU_PATH_ROOT_LENGTH && !(ends_at_git && is_repository (folder)))
    {
      g_autofree char *child = folder;

      folder = g_path_get_dirname (child);
      if (strlen (folder) <= IRU_PATH_ROOT_LENGTH)
        return;
      char *path = g_strconcat (folder, file, NULL);
      if (iru_path_test (path, G_FILE_TEST_EXISTS))
        add_layer (targets, first, main, &nearest, path);
      else
        g_free (path);
      nearest.weight--;
    }
}

/* What a layer's file is called here; NULL if there is none. (transfer full) */
static char *
expand_layer (const IruTarget *main, const IruLayer *layer, const char *project)
{
  const char *file = layer->file[iru_places_get_platform (main->places)];

  if (file == NULL || (layer->scope == IRU_SCOPE_PROJECT && project == NULL))
    return NULL;
  if (g_str_has_prefix (file, "{project}"))
    return g_strconcat (project, file + strlen ("{project}"), NULL);
  return iru_places_expand (main->places, file);
}

/* Each file of a layer that is a pattern, by name. */
static void
add_matches (GPtrArray *targets, guint first, const IruTarget *main, const IruLayer *layer,
             const char *project)
{
  const char *template = layer->file[iru_places_get_platform (main->places)];
  gboolean is_projects = g_str_has_prefix (template, "{project}");
  g_autoptr (GPtrArray) paths = NULL;

  if (is_projects && project == NULL)
    return;
  paths = is_projects ? iru_places_match (project, template + strlen ("{project}"))
                      : iru_places_expand_all (main->places, template);
  for (guint i = 0; i < paths->len; i++)
    if (iru_path_test (paths->pdata[i], G_FILE_TEST_EXISTS)
        && strcmp (paths->pdata[i], main->path) != 0)
      add_layer (targets, first, main, layer, g_strdup (paths->pdata[i]));
}

/* Where @shared, the project's file, gets new entries, the others from @first on do not. */
static void
give_way (GPtrArray *targets, guint first, const IruTarget *shared)
{
  for (guint i = first; i < targets->len; i++)
    {
      IruTarget *target = targets->pdata[i];

      if (target == shared)
        continue;
      target->only_same = target->scope != IRU_SCOPE_PROJECT;
      if (target->role == IRU_ROLE_MAIN)
        target->role = IRU_ROLE_OTHER;
    }
}

/* Whether the layer's files are those that there are: a new entry goes into none of them. */
static gboolean
is_only_found (const char *template)
{
  return iru_places_is_pattern (template) || g_str_has_prefix (template, "{parents}")
         || g_str_has_prefix (template, "{repository}");
}

static void
add_found (GPtrArray *targets, guint first, const IruTarget *main, const IruLayer *layer,
           const char *project)
{
  const char *template = layer->file[iru_places_get_platform (main->places)];

  if (iru_places_is_pattern (template))
    add_matches (targets, first, main, layer, project);
  else if (project != NULL)
    add_parents (targets, first, main, layer, project);
}

/* The project's file in which a new entry goes, and whether it is there. */
typedef struct
{
  IruTarget *target;
  gboolean exists;
} Shared;

/* A layer that is one file. */
static void
add_file (GPtrArray *targets, guint first, IruTarget *main, const IruLayer *layer,
          const char *project, Shared *shared)
{
  g_autofree char *path = expand_layer (main, layer, project);
  gboolean exists = path != NULL && iru_path_test (path, G_FILE_TEST_EXISTS);
  gboolean is_main = g_strcmp0 (path, main->path) == 0;
  gboolean is_better = path != NULL && layer->scope == IRU_SCOPE_PROJECT && layer->root == NULL
                       && !shared->exists && (shared->target == NULL || exists);

  if (!exists && !is_better)
    return;
  IruTarget *added =
      is_main ? main : add_layer (targets, first, main, layer, g_steal_pointer (&path));
  if (!is_better || added == NULL)
    return;
  if (shared->target != NULL)
    g_ptr_array_remove (targets, shared->target);
  shared->target = added;
  shared->exists = exists || is_main;
  added->found = main->found;
  added->role = IRU_ROLE_MAIN;
}

/* The files of @main's client beside it. @main gives way to the project's file where
 * there is a project; a home that is one itself has only one file. */
static void
add_layers (GPtrArray *targets, guint first, IruTarget *main, const char *project)
{
  IruPlatform platform = iru_places_get_platform (main->places);
  Shared shared = { NULL, FALSE };

  for (guint i = 0; i < G_N_ELEMENTS (main->client->layers); i++)
    {
      const IruLayer *layer = &main->client->layers[i];

      if (layer->file[platform] == NULL)
        continue;
      if (is_only_found (layer->file[platform]))
        add_found (targets, first, main, layer, project);
      else
        add_file (targets, first, main, layer, project, &shared);
    }
  if (project != NULL)
    give_way (targets, first, shared.target);
}

GPtrArray *
iru_targets_list_all (GPtrArray *places, const char *const *names, gboolean known,
                      const char *project)
{
  GPtrArray *targets = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_target_free);
  g_autoptr (GPtrArray) mains = iru_targets_list (places, names, known);

  g_ptr_array_set_free_func (mains, NULL);
  for (guint i = 0; i < mains->len; i++)
    {
      guint first = targets->len;
      IruTarget *main = mains->pdata[i];
      /* A project is in one home, be it on WSL. */
      const char *folder = main->places == places->pdata[0] ? project : NULL;

      g_ptr_array_add (targets, main);
      add_layers (targets, first, main, folder);
      for (guint j = first; j < targets->len; j++)
        ((IruTarget *)targets->pdata[j])->project = g_strdup (folder);
    }
  return targets;
}

/* (transfer full) (nullable) */
static char *
get_log_folder (const IruTarget *target, const char *template)
{
  g_autofree char *sibling = NULL;

  if (*template == '{')
    return iru_places_expand (target->places, template);
  sibling = g_path_get_dirname (target->path);
  return g_build_filename (sibling, template, NULL);
}

char **
iru_target_get_logs (const IruTarget *target, const char *name)
{
  const char *const *templates = target->client->logs[iru_places_get_platform (target->places)];
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();

  if (name == NULL || *name == '\0' || strpbrk (name, "/\\") != NULL)
    return g_strv_builder_end (paths);
  for (guint i = 0; i < IRU_CLIENT_MAX_LOGS && templates[i] != NULL; i++)
    {
      g_autofree char *folder = get_log_folder (target, templates[i]);
      g_autofree char *file = g_strdup_printf ("mcp-server-%s.log", name);
      g_autofree char *path = folder != NULL ? g_build_filename (folder, file, NULL) : NULL;

      if (path != NULL)
        g_strv_builder_add (paths, path);
    }
  return g_strv_builder_end (paths);
}

const char *
iru_target_get_restart (const IruTarget *target)
{
  return _ (target->client->restart[iru_places_get_platform (target->places)]);
}

const char *
iru_target_get_hint (const IruTarget *target)
{
  const char *hint = target->client->project_hint;

  return target->scope == IRU_SCOPE_PROJECT && hint != NULL ? _ (hint) : NULL;
}
