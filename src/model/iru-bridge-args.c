/* iru-bridge-args.c: the arguments of mcp-remote, as it reads them and as they are meant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-bridge-args.h"

#include <string.h>

#include "iru-program.h"

#define PACKAGE IRU_BRIDGE_NAME

/* Options of the runners and of mcp-remote that take the next argument. */
static const char *const runner_options[] = {
  "--registry", "--cache", "--prefix", "--userconfig", "--loglevel", "-w", "--workspace", NULL,
};
static const char *const node_options[] = {
  "-r", "--require", "--import", "--loader", "-C", "--conditions", NULL,
};
static const char *const bridge_options[] = {
  "--transport",
  "--protocol",
  "--host",
  "--callback-path",
  "--auth-success-url",
  "--static-oauth-client-metadata",
  "--static-oauth-client-info",
  "--client-metadata-url",
  "--resource",
  "--ignore-tool",
  "--auth-timeout",
  "--connect-timeout",
  "--body-timeout",
  "--headers-timeout",
  "--ping-interval",
  NULL,
};

static const char *
walk_peek (const IruBridgeWalk *walk)
{
  return walk->next < walk->words->len ? g_ptr_array_index (walk->words, walk->next) : NULL;
}

static const char *
walk_take (IruBridgeWalk *walk)
{
  const char *word = walk_peek (walk);

  walk->next += word != NULL;
  return word;
}

gboolean
iru_bridge_is_package (const char *word)
{
  return word != NULL && g_str_has_prefix (word, PACKAGE)
         && (word[strlen (PACKAGE)] == '\0' || word[strlen (PACKAGE)] == '@');
}

/* Passes options, keeping the package that one of them names. FALSE where what is
 * run can't be told (-c). */
static gboolean
walk_options (IruBridgeWalk *walk, const char *const *with_value)
{
  const char *word;

  while ((word = walk_peek (walk)) != NULL && word[0] == '-')
    {
      walk->next++;
      if (strcmp (word, "--") == 0)
        return TRUE;
      if (strcmp (word, "-c") == 0 || strcmp (word, "--call") == 0)
        return FALSE;
      if (strcmp (word, "-p") == 0 || strcmp (word, "--package") == 0)
        walk->package = walk_take (walk);
      else if (g_str_has_prefix (word, "--package="))
        walk->package = word + strlen ("--package=");
      else if (g_strv_contains (with_value, word))
        walk->next++;
    }
  return TRUE;
}

static gboolean
walk_subcommand (IruBridgeWalk *walk, const char *first, const char *second)
{
  const char *word = walk_take (walk);

  return g_strcmp0 (word, first) == 0 || g_strcmp0 (word, second) == 0;
}

/* node …/mcp-remote/dist/proxy.js */
static gboolean
walk_script (IruBridgeWalk *walk)
{
  if (!walk_options (walk, node_options))
    return FALSE;

  g_autofree char *script = g_strdup (walk_take (walk));
  if (script == NULL)
    return FALSE;
  g_strdelimit (script, "\\", '/');
  return g_str_has_suffix (script, "/" PACKAGE "/dist/proxy.js")
         || g_str_has_suffix (script, "/bin/" PACKAGE);
}

static const char *
pass_runner (IruBridgeWalk *walk)
{
  g_autofree char *program = iru_program_get_name (walk_take (walk));

  if (strcmp (program, "cmd") == 0)
    {
      while (walk_peek (walk) != NULL && walk_peek (walk)[0] == '/'
             && strlen (walk_peek (walk)) == 2)
        walk->next++;
      if (walk_peek (walk) == NULL)
        return NULL;
      g_free (program);
      program = iru_program_get_name (walk_take (walk));
    }
  if (strcmp (program, PACKAGE) == 0)
    return PACKAGE;
  if (strcmp (program, "node") == 0)
    return walk_script (walk) ? PACKAGE : NULL;

  gboolean runs = strcmp (program, "npx") == 0 || strcmp (program, "bunx") == 0
                  || strcmp (program, "pnpx") == 0;
  if (strcmp (program, "pnpm") == 0 || strcmp (program, "yarn") == 0)
    runs = walk_subcommand (walk, "dlx", "exec");
  else if (strcmp (program, "npm") == 0 || strcmp (program, "bun") == 0)
    runs = walk_subcommand (walk, "exec", "x");
  if (!runs || !walk_options (walk, runner_options) || !iru_bridge_is_package (walk_peek (walk)))
    return NULL;

  const char *word = walk_take (walk);
  return iru_bridge_is_package (walk->package) && strcmp (word, PACKAGE) == 0 ? walk->package
                                                                              : word;
}

const char *
iru_bridge_walk_start (IruBridgeWalk *walk, const IruServer *server)
{
  *walk = (IruBridgeWalk){ .words = g_ptr_array_new () };
  g_ptr_array_add (walk->words, server->command);
  for (guint i = 0; i < server->args->len; i++)
    g_ptr_array_add (walk->words, server->args->pdata[i]);
  return pass_runner (walk);
}

void
iru_bridge_walk_clear (IruBridgeWalk *walk)
{
  g_clear_pointer (&walk->words, g_ptr_array_unref);
}

/* What is behind "--header" or a misspelling of it in one argument: "" if nothing is, NULL if
 * @word is no such option. */
static const char *
skip_header_option (const char *word)
{
  static const char *const names[] = { "--headers", "--header", "-H" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *rest = word + strlen (names[i]);

      if (g_str_has_prefix (word, names[i]) && (*rest == '\0' || strchr ("= ", *rest) != NULL))
        return rest + strspn (rest, "= ");
    }
  return NULL;
}

static gboolean
looks_like_url (const char *word)
{
  return strstr (word, "://") != NULL || *word == '$';
}

static gboolean
read_url_option (IruBridgeWalk *walk, const char *word, IruBridgeArg *arg)
{
  const char *rest = g_str_has_prefix (word, "--url") ? word + strlen ("--url") : NULL;

  if (rest == NULL || walk->url_seen || (*rest != '\0' && strchr ("= ", *rest) == NULL))
    return FALSE;
  arg->kind = IRU_BRIDGE_ARG_URL;
  arg->value = *rest != '\0' ? rest + 1 : walk_take (walk);
  return TRUE;
}

static gboolean
read_header_option (IruBridgeWalk *walk, const char *word, IruBridgeArg *arg)
{
  const char *line = skip_header_option (word);

  if (line == NULL)
    return FALSE;
  arg->kind = IRU_BRIDGE_ARG_HEADER;
  arg->is_read = strcmp (word, "--header") == 0;
  arg->value = *line != '\0' ? line : walk_take (walk);
  return TRUE;
}

static void
read_option (IruBridgeWalk *walk, const char *word, IruBridgeArg *arg)
{
  arg->is_read = TRUE;
  arg->kind =
      strcmp (word, "--header-file") == 0 ? IRU_BRIDGE_ARG_HEADER_FILE : IRU_BRIDGE_ARG_OPTION;
  if (arg->kind == IRU_BRIDGE_ARG_HEADER_FILE || g_strv_contains (bridge_options, word))
    arg->value = walk_take (walk);
}

gboolean
iru_bridge_walk_next (IruBridgeWalk *walk, IruBridgeArg *arg)
{
  const char *word = walk_take (walk);

  if (word == NULL)
    return FALSE;
  *arg = (IruBridgeArg){ .word = word };
  if (read_header_option (walk, word, arg))
    return TRUE;
  if (!read_url_option (walk, word, arg) && *word == '-')
    read_option (walk, word, arg);
  else if (arg->kind != IRU_BRIDGE_ARG_URL && !walk->url_seen && looks_like_url (word))
    {
      arg->kind = IRU_BRIDGE_ARG_URL;
      arg->value = word;
      arg->is_read = walk->n_others == 0;
    }
  else if (arg->kind != IRU_BRIDGE_ARG_URL)
    arg->kind = IRU_BRIDGE_ARG_WORD;
  walk->url_seen |= arg->kind == IRU_BRIDGE_ARG_URL;
  /* mcp-remote takes files of headers out first, as it does with headers. */
  walk->n_others += arg->kind != IRU_BRIDGE_ARG_HEADER_FILE;
  return TRUE;
}
