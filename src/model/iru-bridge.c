/* iru-bridge.c: a remote server carried by a stdio command
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-bridge.h"

#include "iru-dash.h"

#include <string.h>

#include "iru-bridge-args.h"

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

/* "Name: value", or what is meant to be one; what has no name the bridge ignores as well. */
static void
add_header (GPtrArray *headers, const char *line, GPtrArray *env)
{
  const char *end = strchr (line, ':');

  if (end == NULL)
    end = strchr (line, '=');
  if (end == NULL)
    return;

  g_autofree char *name = g_strstrip (g_strndup (line, end - line));
  char *value = resolve (end + 1, env);
  iru_pairs_set (headers, name, g_strstrip (value), TRUE);
  wipe_free (value);
}

/* FALSE where url or headers can't be told. */
static gboolean
read_args (IruBridgeWalk *walk, const IruServer *server, char **url, GPtrArray *headers)
{
  const char *first_word = NULL;
  IruBridgeArg arg;

  while (iru_bridge_walk_next (walk, &arg))
    {
      if (arg.kind == IRU_BRIDGE_ARG_HEADER_FILE
          || (arg.kind == IRU_BRIDGE_ARG_HEADER && arg.value == NULL))
        return FALSE;
      if (arg.kind == IRU_BRIDGE_ARG_HEADER)
        add_header (headers, arg.value, server->env);
      else if (arg.kind == IRU_BRIDGE_ARG_URL && arg.value != NULL)
        *url = resolve (arg.value, server->env);
      else if (arg.kind == IRU_BRIDGE_ARG_WORD && first_word == NULL)
        first_word = arg.word;
    }
  if (*url == NULL && first_word != NULL)
    *url = resolve (first_word, server->env);
  return *url != NULL;
}

gboolean
iru_bridge_unwrap (IruServer *server)
{
  g_auto (IruBridgeWalk) walk = { 0 };
  g_autofree char *url = NULL;
  g_autoptr (GPtrArray) headers = iru_pairs_new ();
  const char *package;

  if (server->transport != IRU_TRANSPORT_STDIO || server->command == NULL)
    return FALSE;
  package = iru_bridge_walk_start (&walk, server);
  if (package == NULL || !read_args (&walk, server, &url, headers))
    return FALSE;
  g_free (server->bridge);
  g_free (server->url);
  g_ptr_array_unref (server->headers);
  server->bridge = g_strdup (package);
  server->url = g_steal_pointer (&url);
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

/* What the user told the bridge besides url and headers: a port, a transport, --debug. Other
 * words would not be read by it. */
static void
add_old_options (IruServer *server, const IruServer *old)
{
  g_auto (IruBridgeWalk) walk = { 0 };
  IruBridgeArg arg;

  if (iru_bridge_walk_start (&walk, old) == NULL)
    return;
  while (iru_bridge_walk_next (&walk, &arg))
    {
      gboolean is_port =
          arg.kind == IRU_BRIDGE_ARG_WORD && strspn (arg.word, "0123456789") == strlen (arg.word);

      if (!is_port && (arg.kind != IRU_BRIDGE_ARG_OPTION || strcmp (arg.word, "--allow-http") == 0))
        continue;
      g_ptr_array_add (server->args, g_strdup (arg.word));
      if (arg.value != NULL)
        g_ptr_array_add (server->args, g_strdup (arg.value));
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

  if (!iru_bridge_is_package (package) || package[strlen (IRU_BRIDGE_NAME)] == '\0')
    return FALSE;
  version = package + strlen (IRU_BRIDGE_NAME "@");
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
