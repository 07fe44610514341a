/* test-command.c: commands that a client could not start, or not as they are meant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "iru-command.h"
#include "iru-finding.h"

#define U "https://gw.example/mcp"
#define BRIDGE "npx|-y|mcp-remote@0.15.1|"
#define RUN "docker|run|-i|--rm|"

/* clang-format off */
static const struct
{
  const char *client;
  const char *command; /* command|arg|arg… */
  const char *env;     /* names, with spaces between them */
  const char *ids;
  const char *said;    /* (nullable): in a detail */
} rows[] = {
  /* The command's own words. */
  { "claude-desktop", "npx|-y|x", "", "", NULL },
  { "claude-desktop", "npx -y mcp-remote " U, "", "command-malformed", "arguments" },
  { "cursor", "node server.js", "", "command-malformed", NULL },
  { "codex", "uvx mcp-server-git", "", "command-malformed", NULL },
  { "claude-desktop", "/usr/bin/npx -y x", "", "command-malformed", NULL },
  { "claude-desktop", "/opt/My Server/run", "", "", NULL },
  { "claude-desktop", "C:\\Program Files\\nodejs\\npx.cmd|-y|x", "", "", NULL },
  { "claude-desktop", "", "", "command-malformed", "empty" },
  { "claude-desktop", "\"npx\"|x", "", "command-malformed", "quotes" },
  { "claude-desktop", "~/bin/npx|x", "", "command-malformed", "“~”" },
  { "claude-desktop", "~ann/bin/npx|x", "", "command-malformed", "“~ann”" },
  { "claude-desktop", "$HOME/bin/npx|x", "", "command-malformed", "“$HOME”" },
  { "claude-desktop", "${HOME}/bin/npx|x", "", "command-malformed", "“${HOME}”" },
  { "claude-code", "${HOME}/bin/npx|x", "", "", NULL },
  { "cursor", "${workspaceFolder}/run|x", "", "", NULL },
  { "claude-desktop", "%USERPROFILE%\\npx.cmd|x", "", "command-malformed", "“%USERPROFILE%”" },
  { "claude-desktop", "node|~/server.js", "", "command-malformed", "“~”" },
  { "cursor", "python3|-u|$HOME/server.py", "", "command-malformed", "“$HOME”" },
  { "claude-desktop", "bash|-c|~/server", "", "", NULL },
  { "claude-desktop", "bash|-c|cd /x && npx -y y", "", "", NULL },
  /* Arguments in one string. */
  { "claude-desktop", "npx|-y mcp-remote " U, "", "command-malformed", NULL },
  { "claude-desktop", "npx|mcp-remote " U, "", "command-malformed", NULL },
  { "codex", "uvx|mcp-server --port 3", "", "command-malformed", NULL },
  { "claude-desktop", "node|/Users/ann/My Server/index.js", "", "", NULL },
  { "claude-desktop", "node|-e|console.log (1)", "", "", NULL },
  /* mcp-remote. */
  { "claude-desktop", BRIDGE U "|--header|K:${A}", "A", "", NULL },
  { "claude-desktop", BRIDGE "--header|K:${A}|" U "|--transport|http-only", "A", "", NULL },
  { "claude-desktop", BRIDGE U "|3334|--debug", "", "", NULL },
  { "claude-desktop", BRIDGE "--transport|http-only|" U, "", "bridge-arguments", "--transport" },
  { "cursor", BRIDGE "--allow-http|" U, "", "bridge-arguments", "--allow-http" },
  { "claude-desktop", BRIDGE "connect|" U, "", "bridge-arguments", "connect" },
  { "claude-desktop", BRIDGE "--url|" U, "", "bridge-arguments", "--url" },
  { "claude-desktop", BRIDGE "--url=" U, "", "bridge-arguments", "--url" },
  { "claude-desktop", BRIDGE "${IRU_URL}", "IRU_URL", "bridge-arguments", "IRU_URL" },
  { "claude-desktop", BRIDGE "--debug", "", "bridge-arguments", "URL" },
  { "claude-desktop", BRIDGE U "|--header=K:v", "", "bridge-arguments", "--header=" },
  { "claude-desktop", BRIDGE U "|--header K:v|--header L:v", "", "bridge-arguments", "two" },
  { "claude-desktop", BRIDGE U "|--headers|K:v", "", "bridge-arguments", "--headers" },
  { "claude-desktop", BRIDGE U "|-H|K:v", "", "bridge-arguments", "-H" },
  { "claude-desktop", BRIDGE U "|--header|K=v", "", "bridge-arguments", "K=" },
  { "claude-desktop", BRIDGE U "|--header|K v", "", "bridge-arguments", "colon" },
  { "claude-desktop", BRIDGE U "|--header", "", "bridge-arguments", "--header" },
  { "claude-desktop", "cmd|/c|" BRIDGE U "|--headers|K:v", "", "bridge-arguments", "--headers" },
  { "claude-desktop", "bunx|mcp-remote|--url|" U, "", "bridge-arguments", "--url" },
  { "claude-desktop", BRIDGE U "|--header-file|/no/such/file", "", "bridge-arguments", "/no/such" },
  { "claude-desktop", BRIDGE U "|--header-file|/dev/null", "", "bridge-arguments", "/dev/null" },
  /* Its references. */
  { "claude-desktop", BRIDGE U "|--header|K:${IRU_KEY}", "", "env-unset", "IRU_KEY" },
  { "cursor", BRIDGE U "|--header|K:${IRU_KEY}", "IRU_API_KEY", "env-unset", "IRU_API_KEY" },
  { "windsurf", BRIDGE U "|--header|K:Bearer ${A}${B}", "A", "env-unset", "B" },
  { "claude-desktop", BRIDGE U "|--header|K:$IRU_KEY", "IRU_KEY", "env-dialect", "$IRU_KEY" },
  { "claude-desktop", BRIDGE U "|--header|K:Bearer $IRU_KEY", "IRU_KEY", "env-dialect", "${IRU_KEY}" },
  { "claude-desktop", BRIDGE U "|--header|K:%IRU_KEY%", "IRU_KEY", "env-dialect", "%IRU_KEY%" },
  { "claude-desktop", BRIDGE U "|--header|K:${env:IRU_KEY}", "IRU_KEY", "env-dialect", "env:" },
  { "cursor", BRIDGE U "|--header|K:${env:IRU_KEY}", "", "", NULL },
  { "claude-desktop", BRIDGE U "|--header|K:pa$$word", "", "", NULL },
  { "claude-desktop", BRIDGE U "|--header|K:100%", "", "", NULL },
  { "claude-desktop", BRIDGE U "|--header|K:${HOME}", "", "", NULL },
  /* Docker. */
  { "claude-desktop", RUN "-e|K|image|--transport|stdio", "K", "", NULL },
  { "claude-desktop", RUN "-e|K=v|image", "", "", NULL },
  { "claude-desktop", RUN "--env=K|image", "K", "", NULL },
  { "claude-desktop", RUN "-eK|image", "K", "", NULL },
  { "claude-desktop", "docker|run|--rm|-ie|K|image", "K", "", NULL },
  { "claude-desktop", "docker|run|--interactive=true|image", "", "", NULL },
  { "claude-desktop", RUN "--env-file|/f|image", "API_KEY", "", NULL },
  { "claude-desktop", "docker|--context|c|run|-i|image", "", "", NULL },
  { "claude-desktop", "docker|mcp|gateway|run", "", "", NULL },
  { "claude-desktop", "docker|compose|run|x", "", "", NULL },
  { "claude-desktop", "docker", "", "", NULL },
  { "claude-desktop", "docker|run|-it|image", "", "docker-arguments", "-t" },
  { "cursor", "/usr/local/bin/docker|run|-i|--tty|image", "", "docker-arguments", "-t" },
  { "codex", "podman|run|-ti|image", "", "docker-arguments", "-t" },
  { "claude-desktop", "docker|run|--rm|image", "", "docker-arguments", "-i" },
  { "claude-desktop", "docker|run|--rm|image|-i", "", "docker-arguments", "-i" },
  { "claude-desktop", "docker|run|--interactive=false|image", "", "docker-arguments", "-i" },
  { "claude-desktop", "docker|exec|name|server", "", "docker-arguments", "-i" },
  { "claude-desktop", "docker|container|run|image", "", "docker-arguments", "-i" },
  { "claude-desktop", "docker|run|-d|image", "", "docker-arguments", "-d" },
  { "claude-desktop", "docker.exe|run|-di|image", "", "docker-arguments", "-d" },
  { "claude-desktop", RUN "--detach|image", "", "docker-arguments", "-d" },
  { "claude-desktop", RUN "image", "API_KEY", "docker-arguments", "API_KEY" },
  { "claude-desktop", RUN "image", "PATH DOCKER_HOST", "", NULL },
  { "claude-desktop", RUN "image|-e|API_KEY", "API_KEY", "docker-arguments", "after the image" },
  { "claude-desktop", RUN "image|--env=API_KEY", "API_KEY", "docker-arguments", "after the image" },
  { "claude-desktop", RUN "-e|API_KEY|image", "", "docker-arguments", "API_KEY" },
  { "claude-desktop", RUN "-e API_KEY|image", "", "docker-arguments", "one argument" },
  { "claude-desktop", RUN "-e|K", "K", "docker-arguments", "image" },
  { "claude-desktop", RUN "-e|K|selic/mcp-itglue:1", "K", "docker-arguments", "--transport stdio" },
  { "claude-desktop", RUN "-e|K|selic/mcp-itglue|--transport=stdio", "K", "", NULL },
};
/* clang-format on */

static const char *
no_variable (const char *name)
{
  return NULL;
}

static IruServer *
make_server (const char *command, const char *env)
{
  IruServer *server = iru_server_new ("a");
  g_auto (GStrv) words = g_strsplit (command, "|", -1);
  g_auto (GStrv) names = g_strsplit (env, " ", -1);

  server->transport = IRU_TRANSPORT_STDIO;
  server->command = g_strdup (words[0] != NULL ? words[0] : "");
  for (guint i = 1; words[0] != NULL && words[i] != NULL; i++)
    g_ptr_array_add (server->args, g_strdup (words[i]));
  for (guint i = 0; names[i] != NULL && *names[i] != '\0'; i++)
    iru_pairs_set (server->env, names[i], "v", FALSE);
  return server;
}

/* Each mistake has one id, whoever makes it. */
static void
test_lint (void)
{
  g_autoptr (IruPlaces) places = iru_places_new (IRU_PLATFORM_LINUX, "", "/h", "ann", no_variable);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (IruServer) server = make_server (rows[i].command, rows[i].env);
      g_autoptr (GPtrArray) findings = iru_findings_new ();
      gboolean said = rows[i].said == NULL;

      g_test_message ("%u: %s", i, rows[i].command);
      iru_command_lint (iru_client_get (rows[i].client), places, server, findings);
      for (guint j = 0; j < findings->len; j++)
        {
          const IruFinding *finding = findings->pdata[j];

          g_assert_cmpstr (finding->kind->id, ==, rows[i].ids);
          said |= rows[i].said != NULL && strstr (finding->detail, rows[i].said) != NULL;
        }
      g_assert_true (said);
      g_assert_true ((findings->len > 0) == (*rows[i].ids != '\0'));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/command/lint", test_lint);
  return g_test_run ();
}
