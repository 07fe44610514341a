/* iru-bridge.c: a remote server carried by a stdio command
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-bridge.h"

#include "iru-dash.h"

#include <string.h>

#define PACKAGE "mcp-remote"

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

/* The command and its arguments as one list that is walked through. */
typedef struct
{
  GPtrArray *words; /* (element-type utf8), borrowed */
  guint next;
  const char *package; /* as -p or --package names it */
} Walk;

static const char *
walk_peek (const Walk *walk)
{
  return walk->next < walk->words->len ? g_ptr_array_index (walk->words, walk->next) : NULL;
}

static const char *
walk_take (Walk *walk)
{
  const char *word = walk_peek (walk);

  walk->next += word != NULL;
  return word;
}

/* The program that a path of any system names, in lower case: npx for C:\…\npx.cmd. */
static char *
get_program (const char *path)
{
  static const char *const suffixes[] = { ".cmd", ".exe", ".bat", ".ps1" };
  const char *name = path;

  for (const char *p = path; *p != '\0'; p++)
    if (*p == '/' || *p == '\\')
      name = p + 1;

  char *program = g_ascii_strdown (name, -1);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (program, suffixes[i]))
      {
        program[strlen (program) - strlen (suffixes[i])] = '\0';
        break;
      }
  return program;
}

static gboolean
is_package (const char *word)
{
  return word != NULL && g_str_has_prefix (word, PACKAGE)
         && (word[strlen (PACKAGE)] == '\0' || word[strlen (PACKAGE)] == '@');
}

/* Passes options, keeping the package that one of them names. FALSE where what is
 * run can't be told (-c). */
static gboolean
walk_options (Walk *walk, const char *const *with_value)
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
walk_subcommand (Walk *walk, const char *first, const char *second)
{
  const char *word = walk_take (walk);

  return g_strcmp0 (word, first) == 0 || g_strcmp0 (word, second) == 0;
}

/* node …/mcp-remote/dist/proxy.js */
static gboolean
walk_script (Walk *walk)
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

/* Passes everything before the bridge's own arguments. Returns the package, NULL
 * if the command is no bridge. */
static const char *
walk_runner (Walk *walk)
{
  g_autofree char *program = get_program (walk_take (walk));

  if (strcmp (program, "cmd") == 0)
    {
      while (walk_peek (walk) != NULL && walk_peek (walk)[0] == '/'
             && strlen (walk_peek (walk)) == 2)
        walk->next++;
      if (walk_peek (walk) == NULL)
        return NULL;
      g_free (program);
      program = get_program (walk_take (walk));
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
  if (!runs || !walk_options (walk, runner_options) || !is_package (walk_peek (walk)))
    return NULL;

  const char *word = walk_take (walk);
  return is_package (walk->package) && strcmp (word, PACKAGE) == 0 ? walk->package : word;
}

/* ${NAME} as env has it; once, as the bridge does it: a value is not looked into again. */
static char *
resolve (const char *string, GPtrArray *env)
{
  GString *result = g_string_new (NULL);

  while (*string != '\0')
    {
      const char *close = g_str_has_prefix (string, "${") ? strchr (string, '}') : NULL;
      g_autofree char *name = close != NULL ? g_strndup (string + 2, close - string - 2) : NULL;
      const char *value = name != NULL ? iru_pairs_get (env, name, FALSE) : NULL;

      g_string_append_len (result, value != NULL ? value : string,
                           value != NULL ? (gssize)strlen (value) : 1);
      string = value != NULL ? close + 1 : string + 1;
    }
  return g_string_free (result, FALSE);
}

static void
wipe_free (char *secret)
{
  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

/* "Name: value"; what has no colon the bridge ignores as well. */
static void
add_header (GPtrArray *headers, const char *line, GPtrArray *env)
{
  const char *colon = strchr (line, ':');

  if (colon == NULL)
    return;

  g_autofree char *name = g_strstrip (g_strndup (line, colon - line));
  char *value = resolve (colon + 1, env);
  iru_pairs_set (headers, name, g_strstrip (value), TRUE);
  wipe_free (value);
}

/* FALSE where url or headers can't be told. */
static gboolean
walk_bridge (Walk *walk, IruServer *server, char **url, GPtrArray *headers)
{
  const char *word;

  while ((word = walk_take (walk)) != NULL)
    {
      if (strcmp (word, "--header-file") == 0)
        return FALSE;
      if (strcmp (word, "--header") == 0)
        {
          const char *line = walk_take (walk);

          if (line == NULL)
            return FALSE;
          add_header (headers, line, server->env);
        }
      else if (g_strv_contains (bridge_options, word))
        walk->next++;
      else if (word[0] != '-' && *url == NULL)
        *url = resolve (word, server->env);
    }
  return *url != NULL;
}

/* The command and its arguments, as they were before a word processor made dashes of hyphens.
 * (transfer full) */
static GPtrArray *
list_words (const IruServer *server)
{
  GPtrArray *words = g_ptr_array_new_with_free_func ((GDestroyNotify)wipe_free);

  g_ptr_array_add (words, g_strdup (server->command));
  for (guint i = 0; i < server->args->len; i++)
    {
      const char *word = g_ptr_array_index (server->args, i);
      char *fixed = iru_dash_fix (word, IRU_DASH_ARGUMENT);

      g_ptr_array_add (words, fixed != NULL ? fixed : g_strdup (word));
    }
  return words;
}

gboolean
iru_bridge_unwrap (IruServer *server)
{
  Walk walk = { 0 };
  char *url = NULL;
  g_autoptr (GPtrArray) headers = iru_pairs_new ();

  if (server->transport != IRU_TRANSPORT_STDIO || server->command == NULL)
    return FALSE;

  g_autoptr (GPtrArray) words = list_words (server);
  walk.words = words;

  const char *package = walk_runner (&walk);
  if (package == NULL || !walk_bridge (&walk, server, &url, headers))
    {
      g_free (url);
      return FALSE;
    }
  g_free (server->bridge);
  g_free (server->url);
  g_ptr_array_unref (server->headers);
  server->bridge = g_strdup (package);
  server->url = url;
  server->headers = g_steal_pointer (&headers);
  server->transport = IRU_TRANSPORT_HTTP;
  return TRUE;
}

char *
iru_bridge_get_env_name (const char *header)
{
  g_autofree char *upper = g_ascii_strup (header, -1);

  for (char *p = upper; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p))
      *p = '_';
  return g_strconcat ("IRU_", upper, NULL);
}

static char *
get_unique_env_name (GPtrArray *env, const char *header)
{
  g_autofree char *base = iru_bridge_get_env_name (header);
  char *name = g_strdup (base);

  for (guint n = 2; iru_pairs_get (env, name, FALSE) != NULL; n++)
    {
      g_free (name);
      name = g_strdup_printf ("%s_%u", base, n);
    }
  return name;
}

/* Of loopback, mcp-remote takes plain http for these two names only (0.15.1). */
static gboolean
needs_allow_http (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);

  return uri != NULL && strcmp (g_uri_get_scheme (uri), "http") == 0 && iru_url_is_loopback (url)
         && g_ascii_strcasecmp (g_uri_get_host (uri), "localhost") != 0
         && strcmp (g_uri_get_host (uri), "127.0.0.1") != 0;
}

/* What the user told the bridge besides url and headers: a port, a transport, --debug. */
static void
add_old_options (IruServer *server, const IruServer *old)
{
  g_autoptr (GPtrArray) words = list_words (old);
  Walk walk = { .words = words };
  gboolean url_seen = FALSE;
  const char *word;

  walk_runner (&walk);
  while ((word = walk_take (&walk)) != NULL)
    {
      if (strcmp (word, "--header") == 0)
        walk.next++;
      else if (word[0] != '-' && !url_seen)
        url_seen = TRUE;
      else if (strcmp (word, "--allow-http") != 0)
        {
          g_ptr_array_add (server->args, g_strdup (word));
          if (g_strv_contains (bridge_options, word) && walk_peek (&walk) != NULL)
            g_ptr_array_add (server->args, g_strdup (walk_take (&walk)));
        }
    }
}

/* The user's own version stays, unless it must not. */
static const char *
choose_package (const char *package, const IruServer *old)
{
  gboolean pinned = old != NULL && old->bridge != NULL && strchr (old->bridge, '@') != NULL;

  if (package != NULL)
    return package;
  return pinned && !iru_bridge_is_vulnerable (old->bridge) ? old->bridge : IRU_BRIDGE_PACKAGE;
}

IruServer *
iru_bridge_wrap (const IruServer *remote, const char *package, const char *npx,
                 const IruServer *old)
{
  IruServer *server = iru_server_new (remote->name);

  server->transport = IRU_TRANSPORT_HTTP;
  server->url = g_strdup (remote->url);
  server->disabled = remote->disabled;
  g_ptr_array_unref (server->headers);
  server->headers = iru_pairs_copy (remote->headers);
  server->command = g_strdup (npx);
  server->bridge = g_strdup (choose_package (package, old));

  g_ptr_array_add (server->args, g_strdup ("-y"));
  g_ptr_array_add (server->args, g_strdup ("--prefer-offline"));
  g_ptr_array_add (server->args, g_strdup (server->bridge));
  g_ptr_array_add (server->args, g_strdup (server->url));
  if (needs_allow_http (server->url))
    g_ptr_array_add (server->args, g_strdup ("--allow-http"));
  for (guint i = 0; i < server->headers->len; i++)
    {
      IruPair *header = iru_pairs_index (server->headers, i);
      g_autofree char *name = get_unique_env_name (server->env, header->name);

      g_ptr_array_add (server->args, g_strdup ("--header"));
      g_ptr_array_add (server->args, g_strdup_printf ("%s:${%s}", header->name, name));
      iru_pairs_set (server->env, name, header->value, FALSE);
    }
  if (old != NULL && old->bridge != NULL)
    add_old_options (server, old);
  return server;
}

gboolean
iru_bridge_is_vulnerable (const char *package)
{
  guint64 part[3] = { 0 };
  const char *version;

  if (!is_package (package) || package[strlen (PACKAGE)] == '\0')
    return FALSE;
  version = package + strlen (PACKAGE "@");
  version += strspn (version, "^~=v<> ");
  for (guint i = 0; i < 3; i++)
    {
      char *end;

      /* 0.1 and 0.1.x mean the newest of them. */
      part[i] = g_ascii_isdigit (*version) ? g_ascii_strtoull (version, &end, 10) : G_MAXUINT64;
      if (part[i] == G_MAXUINT64)
        break;
      version = end + (*end == '.');
      if (i < 2 && *end != '.')
        {
          part[i + 1] = G_MAXUINT64;
          break;
        }
    }
  if (part[0] != 0)
    return FALSE;
  return (part[1] == 0 && part[2] >= 5) || (part[1] == 1 && part[2] <= 15);
}
