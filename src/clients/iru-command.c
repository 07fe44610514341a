/* iru-command.c: an entry's command, as far as the entry tells whether it can work
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-command.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "iru-bridge-args.h"
#include "iru-bridge-lint.h"
#include "iru-docker.h"
#include "iru-path.h"
#include "iru-program.h"
#include "iru-reference.h"
#include "iru-runtime.h"

#define MAX_HEADER_FILE 65536

/* Programs that people type a whole line for. */
static const char *const line_programs[] = {
  "bash",    "bun",  "bunx", "cmd",  "deno", "docker", "fnm",  "java", "mise",
  "node",    "npm",  "npx",  "pnpm", "pipx", "podman", "pnpx", "php",  "python",
  "python3", "ruby", "sh",   "uv",   "uvx",  "volta",  "wsl",  "yarn", NULL,
};
/* Programs whose first argument is the file that they run. */
static const char *const interpreters[] = {
  "bash", "bun", "deno", "node", "php", "python", "python3", "ruby", "sh", "zsh", NULL,
};
/* Programs that expand "~" and variables in an argument. */
static const char *const shells[] = {
  "bash", "cmd", "fish", "powershell", "pwsh", "sh", "wsl", "zsh", NULL,
};

typedef struct
{
  const IruClient *client;
  IruPlaces *places;
  const IruServer *server;
  GPtrArray *findings;
} Lint;

G_GNUC_PRINTF (4, 5)
static IruFinding *
add (const Lint *lint, const char *id, const char *field, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *detail = g_strdup_vprintf (format, args);
  va_end (args);
  IruFinding *finding = iru_findings_add (lint->findings, id, "%s", detail);

  finding->field = g_strdup (field);
  return finding;
}

/* Whether the client itself puts in a value for the reference in @value. */
static gboolean
is_expanded (const IruClient *client, const char *value)
{
  g_auto (IruReference) reference = { 0 };

  if (!iru_reference_find (value, &reference))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (client->dialect.references); i++)
    if (g_strcmp0 (client->dialect.references[i], reference.spelling) == 0)
      return TRUE;
  return FALSE;
}

/* What only a shell would put a folder in for, at the beginning of a path; NULL if nothing is.
 * (transfer full) */
static char *
find_shell_path (const IruClient *client, const char *path)
{
  gsize length = strcspn (path, "/\\");
  gboolean whole = path[length] == '\0';
  char *first = g_strndup (path, length);

  if ((*first == '~' && !whole)
      || ((*first == '$' || (*first == '%' && length > 2 && first[length - 1] == '%')) && length > 1
          && !g_str_has_prefix (first, "${workspaceFolder")
          && !g_str_has_prefix (first, "${userHome") && !is_expanded (client, first)))
    return first;
  g_free (first);
  return NULL;
}

/* Several words where a program's name or path is wanted. */
static gboolean
is_line (const char *command)
{
  g_auto (GStrv) words = g_strsplit_set (command, " \t\r\n", -1);
  gboolean has_path = strpbrk (words[0], "/\\") != NULL;

  if (words[1] == NULL)
    return FALSE;
  if (!has_path || iru_program_is_one_of (words[0], line_programs))
    return TRUE;
  for (guint i = 1; words[i] != NULL; i++)
    if (*words[i] == '-' || strstr (words[i], "://") != NULL)
      return TRUE;
  return FALSE;
}

static void
lint_word (const Lint *lint, const char *command)
{
  g_autofree char *shell = find_shell_path (lint->client, command);

  if (*command == '\0')
    add (lint, "command-malformed", "command", "%s", _ ("The command is empty."));
  else if (strchr ("\"'", *command) != NULL)
    add (lint, "command-malformed", "command", "%s",
         _ ("The command has quotes in it, which only a shell takes away."));
  else if (shell != NULL)
    add (lint, "command-malformed", "command",
         _ ("The path begins with “%s”, which only a shell replaces."), shell);
  else if (is_line (command))
    add (lint, "command-malformed", "command", "%s",
         _ ("The command has its arguments in it, and they belong into a list of their own."));
}

/* One argument that has several in it, as a shell would split it. */
static gboolean
is_joined (const IruServer *server, const char *arg)
{
  g_auto (GStrv) words = g_strsplit (arg, " ", -1);

  if (words[1] == NULL || strchr ("\"'{[", *arg) != NULL
      || !iru_program_is_one_of (server->command, line_programs)
      || iru_program_is_one_of (server->command, shells))
    return FALSE;
  if (*words[0] == '-' && strchr (words[0], '=') == NULL && strchr (words[0], ':') == NULL)
    return TRUE;
  for (guint i = 1; words[i] != NULL && server->args->len == 1; i++)
    if (*words[i] == '-' || strstr (words[i], "://") != NULL)
      return TRUE;
  return FALSE;
}

/* "~/x" among the arguments; of the file that is run it is sure that nothing else expands it. */
static void
lint_path (const Lint *lint, const char *arg, gboolean is_first)
{
  g_autofree char *shell = find_shell_path (lint->client, arg);
  IruFinding *finding;

  if (shell == NULL || strpbrk (arg, "/\\") == NULL
      || iru_program_is_one_of (lint->server->command, shells))
    return;
  finding =
      add (lint, "command-malformed", "args",
           _ ("A path among the arguments begins with “%s”, which only a shell replaces."), shell);
  if (!is_first || !iru_program_is_one_of (lint->server->command, interpreters))
    finding->severity = IRU_SEVERITY_WARNING;
}

static void
lint_args (const Lint *lint)
{
  gboolean is_first = TRUE;

  for (guint i = 0; i < lint->server->args->len; i++)
    {
      const char *arg = lint->server->args->pdata[i];

      if (is_joined (lint->server, arg))
        {
          add (lint, "command-malformed", "args", "%s",
               _ ("One argument has several in it. Each has to be an element of its own."));
          return;
        }
      lint_path (lint, arg, is_first);
      is_first &= *arg == '-';
    }
}

/* What reaches the command besides "env" of the entry. Where another's files are looked at, what
 * a program that is started from a shell has is not known. */
static gboolean
hands_down (const char *name, gpointer data)
{
  static const char *const always[] = { "HOME",     "LOGNAME", "PATH",        "SHELL", "TERM",
                                        "USER",     "TEMP",    "APPDATA",     "LANG",  "TMPDIR",
                                        "USERNAME", "TMP",     "USERPROFILE", NULL };
  const Lint *lint = data;

  if (g_strv_contains (always, name))
    return TRUE;
  return !lint->client->desktop && !lint->client->graphical
         && (!iru_places_is_own (lint->places) || iru_places_getenv (lint->places, name) != NULL);
}

static gboolean
is_used (const IruServer *server, const char *name)
{
  g_autofree char *reference = g_strdup_printf ("${%s}", name);

  for (guint i = 0; i < server->args->len; i++)
    if (strstr (server->args->pdata[i], reference) != NULL)
      return TRUE;
  return FALSE;
}

/* The variable of "env" that nothing refers to, and that was probably meant. */
static const char *
find_near (const IruServer *server, const char *name)
{
  const char *last = strrchr (name, '_') != NULL ? strrchr (name, '_') + 1 : name;
  const char *near = NULL;

  for (guint i = 0; i < server->env->len; i++)
    {
      const char *other = iru_pairs_index (server->env, i)->name;

      if (strcmp (other, "PATH") == 0 || is_used (server, other))
        continue;
      if (g_str_has_suffix (other, last))
        return other;
      near = near == NULL ? other : near;
    }
  return near;
}

static void
lint_reference (IruBridgeReference kind, const char *spelling, const char *name, gpointer data)
{
  const Lint *lint = data;
  const char *near;
  g_autofree char *detail = NULL;

  if (is_expanded (lint->client, spelling))
    return;
  if (kind == IRU_BRIDGE_REFERENCE_UNREAD)
    {
      detail = g_strdup_printf (_ ("mcp-remote sends %s as it stands. It reads ${%s} only."),
                                spelling, name);
      add (lint, "env-dialect", "args", "%s", detail);
      return;
    }
  if (iru_pairs_get (lint->server->env, name, FALSE) != NULL || hands_down (name, data))
    return;
  near = find_near (lint->server, name);
  detail = near != NULL ? g_strdup_printf (_ ("The arguments refer to %s, and “env” of the entry "
                                              "has %s."),
                                           name, near)
                        : g_strdup_printf (_ ("The arguments refer to %s, and “env” of the entry "
                                              "does not have it."),
                                           name);
  add (lint, "env-unset", "args", "%s", detail)->advice =
      g_strdup (_ ("mcp-remote would send the reference as it stands. Write the variable with its "
                   "value into “env” of the entry, or run “iru-mcp-setup --install” with the MCP "
                   "configuration."));
}

/* Whether the file has "Name: value". */
static gboolean
has_headers (int fd)
{
  g_autofree char *text = g_malloc0 (MAX_HEADER_FILE + 1);
  gssize length = read (fd, text, MAX_HEADER_FILE);
  gboolean found = length > 0 && memchr (text, ':', length) != NULL;

  explicit_bzero (text, MAX_HEADER_FILE);
  return found;
}

static void
lint_header_file (const Lint *lint, const char *path)
{
  g_autofree char *local = iru_runtime_get_local_path (lint->places, path);
  int fd;

  if (*path != '/' || iru_places_get_platform (lint->places) == IRU_PLATFORM_WINDOWS
      || iru_places_is_sandboxed (lint->places))
    return;
  fd = iru_path_open (local, 0);
  if (fd < 0)
    add (lint, "bridge-arguments", "args", _ ("The file of headers %s can't be opened."), path);
  else if (!has_headers (fd))
    add (lint, "bridge-arguments", "args", _ ("The file of headers %s has no header in it."), path);
  if (fd >= 0)
    close (fd);
}

static void
lint_header_files (const Lint *lint)
{
  g_auto (IruBridgeWalk) walk = { 0 };
  IruBridgeArg arg;

  if (iru_bridge_walk_start (&walk, lint->server) == NULL)
    return;
  while (iru_bridge_walk_next (&walk, &arg))
    if (arg.kind == IRU_BRIDGE_ARG_HEADER_FILE && arg.value != NULL)
      lint_header_file (lint, arg.value);
}

void
iru_command_lint (const IruClient *client, IruPlaces *places, const IruServer *server,
                  GPtrArray *findings)
{
  Lint lint = { client, places, server, findings };
  guint first = findings->len;

  if (server->command == NULL)
    return;
  iru_bridge_lint (server, findings);
  iru_docker_lint (server, hands_down, &lint, findings);
  lint_word (&lint, server->command);
  /* What is wrong with an argument is said once. */
  if (findings->len == first)
    lint_args (&lint);
  lint_header_files (&lint);
  iru_bridge_foreach_reference (server, lint_reference, &lint);
}
