/* iru-client.c: the table of clients
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sources of the facts: the vendors' documentation, public issues, and what the
 * real programs were seen to read; HACKING.md says how to find them out.
 */
#include "iru-client.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* clang-format off */
static const IruClient clients[] = {
  {
    .name = "claude-desktop",
    .title = "Claude Desktop",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_STRICT,
    .dialect = {
      .root = "mcpServers",
    },
    .places = {
      [IRU_PLATFORM_LINUX] = { "{config}/Claude/claude_desktop_config.json" },
      [IRU_PLATFORM_MACOS] = { "{config}/Claude/claude_desktop_config.json" },
      /* The packaged application (since February 2026 the usual one) reads its own
       * folder; its newest versions are reported to read Claude-Data. */
      [IRU_PLATFORM_WINDOWS] = {
        "{local}/Claude-Data/claude_*/claude_desktop_config.json",
        "{local}/Packages/Claude_*/LocalCache/Roaming/Claude/claude_desktop_config.json",
        "{config}/Claude/claude_desktop_config.json",
      },
    },
    .programs = { "claude-desktop" },
    .desktop = TRUE,
    .logs = {
      [IRU_PLATFORM_LINUX] = "logs",
      [IRU_PLATFORM_MACOS] = "{home}/Library/Logs/Claude",
      [IRU_PLATFORM_WINDOWS] = "logs",
    },
    .restart = {
      [IRU_PLATFORM_LINUX] = N_("Quit Claude Desktop from its tray icon or menu, then open it again. Closing the window is not enough."),
      [IRU_PLATFORM_MACOS] = N_("Select Claude → Quit Claude, then open it again. Closing the window is not enough."),
      [IRU_PLATFORM_WINDOWS] = N_("Right-click the Claude icon in the system tray, select Quit, then open it again. Closing the window is not enough."),
    },
  },
  {
    .name = "cursor",
    .title = "Cursor",
    .syntax = IRU_SYNTAX_JSON,
    .leniency = IRU_LENIENCY_UNKNOWN,
    .dialect = {
      .root = "mcpServers",
      .url_fields = { "url" },
      .headers_field = "headers",
      .type = "http",
      .reference = "${env:%s}",
      .ignored_fields = { "http_headers", "serverUrl", "httpUrl" },
    },
    .places = {
      [IRU_PLATFORM_LINUX] = { "{home}/.cursor/mcp.json" },
      [IRU_PLATFORM_MACOS] = { "{home}/.cursor/mcp.json" },
      [IRU_PLATFORM_WINDOWS] = { "{home}/.cursor/mcp.json" },
    },
    .programs = { "cursor", "cursor-agent" },
    .restart = {
      [IRU_PLATFORM_LINUX] = N_("Quit Cursor fully, then open it again, and look for the server under Tools & MCP."),
      [IRU_PLATFORM_MACOS] = N_("Select Cursor → Quit Cursor, then open it again, and look for the server under Tools & MCP."),
      [IRU_PLATFORM_WINDOWS] = N_("Quit Cursor fully, then open it again, and look for the server under Tools & MCP."),
    },
  },
  {
    .name = "codex",
    .title = "Codex",
    .syntax = IRU_SYNTAX_TOML,
    .dialect = {
      .root = "mcp_servers",
      .url_fields = { "url" },
      .headers_field = "http_headers",
      .env_headers_field = "env_http_headers",
      .bearer_env_field = "bearer_token_env_var",
      .enabled_field = "enabled",
      /* "headers" is ignored in silence; "bearer_token" makes Codex refuse the file. */
      .ignored_fields = { "headers", "bearer_token" },
      .iru_name = "iru_mcp",
      .plain_names = TRUE,
    },
    .places = {
      [IRU_PLATFORM_LINUX] = { "{codex}/config.toml" },
      [IRU_PLATFORM_MACOS] = { "{codex}/config.toml" },
      [IRU_PLATFORM_WINDOWS] = { "{codex}/config.toml" },
    },
    .programs = { "codex" },
    .restart = {
      [IRU_PLATFORM_LINUX] = N_("Quit Codex, or the editor that it runs in, then open it again."),
      [IRU_PLATFORM_MACOS] = N_("Quit Codex, or the editor that it runs in, then open it again."),
      [IRU_PLATFORM_WINDOWS] = N_("Quit Codex, or the editor that it runs in, then open it again."),
    },
  },
  { .name = NULL },
};
/* clang-format on */

const IruClient *
iru_clients_get (void)
{
  return clients;
}

const IruClient *
iru_client_get (const char *name)
{
  for (const IruClient *client = clients; client->name != NULL; client++)
    if (strcmp (client->name, name) == 0)
      return client;
  return NULL;
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
      g_autofree char *folder = candidate != NULL ? g_path_get_dirname (candidate) : NULL;

      if (candidate == NULL)
        continue;
      if (strchr (templates[i], '*') != NULL || g_file_test (folder, G_FILE_TEST_IS_DIR))
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

        if (g_file_test (program, G_FILE_TEST_IS_EXECUTABLE))
          return TRUE;
      }
  return FALSE;
}

/* The folder below the home (".cursor", "Claude") is the client's own; a wildcard has
 * matched only if its folder is there. */
static gboolean
is_found (const IruTarget *target)
{
  g_autofree char *folder = g_path_get_dirname (target->path);
  const char *const *templates = target->client->places[iru_places_get_platform (target->places)];

  if (g_file_test (folder, G_FILE_TEST_IS_DIR) || g_file_test (target->path, G_FILE_TEST_EXISTS))
    return TRUE;
  for (guint i = 0; templates[i] != NULL; i++)
    {
      g_autofree char *match = strchr (templates[i], '*') != NULL
                                   ? iru_places_expand (target->places, templates[i])
                                   : NULL;

      if (match != NULL)
        return TRUE;
    }
  return iru_places_is_own (target->places) && has_program (target->client, target->places);
}

IruTarget *
iru_target_new (const IruClient *client, IruPlaces *places)
{
  IruTarget *target = g_new0 (IruTarget, 1);

  target->client = client;
  target->places = iru_places_ref (places);
  target->path = find_path (client, places);
  target->found = is_found (target);
  return target;
}

IruTarget *
iru_target_new_for_file (const IruClient *client, IruPlaces *places, const char *file)
{
  IruTarget *target = g_new0 (IruTarget, 1);

  target->client = client;
  target->places = iru_places_ref (places);
  target->path = g_canonicalize_filename (file, NULL);
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
  g_free (target);
}

GPtrArray *
iru_targets_list (GPtrArray *places, const char *const *names, gboolean known)
{
  g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_target_free);

  for (guint i = 0; i < places->len; i++)
    for (const IruClient *client = clients; client->name != NULL; client++)
      {
        gboolean named = names != NULL && g_strv_contains (names, client->name);
        IruTarget *target;

        if (names != NULL && !named)
          continue;
        target = iru_target_new (client, places->pdata[i]);
        if (target->found || named || known)
          g_ptr_array_add (targets, target);
        else
          iru_target_free (target);
      }
  return g_steal_pointer (&targets);
}

char *
iru_target_get_log (const IruTarget *target, const char *name)
{
  const char *template = target->client->logs[iru_places_get_platform (target->places)];
  g_autofree char *folder = NULL;

  if (template == NULL || name == NULL || *name == '\0' || strpbrk (name, "/\\") != NULL)
    return NULL;
  if (*template == '{')
    folder = iru_places_expand (target->places, template);
  else
    {
      g_autofree char *beside = g_path_get_dirname (target->path);

      folder = g_build_filename (beside, template, NULL);
    }
  g_autofree char *file = g_strdup_printf ("mcp-server-%s.log", name);
  return folder != NULL ? g_build_filename (folder, file, NULL) : NULL;
}

const char *
iru_target_get_restart (const IruTarget *target)
{
  return _ (target->client->restart[iru_places_get_platform (target->places)]);
}
