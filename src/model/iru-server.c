/* iru-server.c: one MCP server as a client's file names it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-server.h"

#include <string.h>

void
iru_wipe_free (char *secret)
{
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

static void
iru_pair_free (IruPair *pair)
{
  g_free (pair->name);
  iru_wipe_free (pair->value);
  g_free (pair);
}

GPtrArray *
iru_pairs_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)iru_pair_free);
}

IruPair *
iru_pairs_index (GPtrArray *pairs, guint index)
{
  return g_ptr_array_index (pairs, index);
}

static IruPair *
find_pair (GPtrArray *pairs, const char *name, gboolean fold)
{
  for (guint i = 0; i < pairs->len; i++)
    {
      IruPair *pair = iru_pairs_index (pairs, i);

      if ((fold ? g_ascii_strcasecmp : strcmp) (pair->name, name) == 0)
        return pair;
    }
  return NULL;
}

const char *
iru_pairs_get (GPtrArray *pairs, const char *name, gboolean fold)
{
  IruPair *pair = find_pair (pairs, name, fold);

  return pair != NULL ? pair->value : NULL;
}

void
iru_pairs_set (GPtrArray *pairs, const char *name, const char *value, gboolean fold)
{
  IruPair *pair = find_pair (pairs, name, fold);
  char *copy = g_strdup (value);

  if (pair == NULL)
    {
      pair = g_new0 (IruPair, 1);
      pair->name = g_strdup (name);
      g_ptr_array_add (pairs, pair);
    }
  iru_wipe_free (pair->value);
  pair->value = copy;
}

GPtrArray *
iru_pairs_copy (GPtrArray *pairs)
{
  GPtrArray *copy = iru_pairs_new ();

  for (guint i = 0; i < pairs->len; i++)
    {
      IruPair *pair = g_new0 (IruPair, 1);

      pair->name = g_strdup (iru_pairs_index (pairs, i)->name);
      pair->value = g_strdup (iru_pairs_index (pairs, i)->value);
      g_ptr_array_add (copy, pair);
    }
  return copy;
}

IruServer *
iru_server_new (const char *name)
{
  IruServer *server = g_new0 (IruServer, 1);

  server->name = g_strdup (name);
  server->headers = iru_pairs_new ();
  server->args = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_wipe_free);
  server->env = iru_pairs_new ();
  return server;
}

IruServer *
iru_server_copy (const IruServer *server)
{
  IruServer *copy = iru_server_new (server->name);

  copy->transport = server->transport;
  copy->url = g_strdup (server->url);
  copy->command = g_strdup (server->command);
  copy->bridge = g_strdup (server->bridge);
  copy->disabled = server->disabled;
  copy->helper = g_strdup (server->helper);
  copy->asks_other = server->asks_other;
  g_ptr_array_unref (copy->headers);
  g_ptr_array_unref (copy->env);
  copy->headers = iru_pairs_copy (server->headers);
  copy->env = iru_pairs_copy (server->env);
  for (guint i = 0; i < server->args->len; i++)
    g_ptr_array_add (copy->args, g_strdup (g_ptr_array_index (server->args, i)));
  return copy;
}

void
iru_server_free (IruServer *server)
{
  if (server == NULL)
    return;
  g_free (server->name);
  iru_wipe_free (server->url);
  g_free (server->command);
  g_free (server->bridge);
  g_free (server->helper);
  g_ptr_array_unref (server->headers);
  g_ptr_array_unref (server->args);
  g_ptr_array_unref (server->env);
  g_free (server);
}

/* Scheme and host in lower case, no default port, no slash at the end of the path. */
static char *
normalize_url (const char *url)
{
  g_autoptr (GUri) uri =
      g_uri_parse (url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return g_strdup (url);

  g_autofree char *host = g_ascii_strdown (g_uri_get_host (uri), -1);
  g_autofree char *path = g_strdup (g_uri_get_path (uri));
  gsize length = strlen (path);
  while (length > 0 && path[length - 1] == '/')
    path[--length] = '\0';
  return g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), g_uri_get_userinfo (uri), host,
                     g_uri_get_port (uri), path, g_uri_get_query (uri), NULL);
}

gboolean
iru_url_equal (const char *a, const char *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  g_autofree char *left = normalize_url (a);
  g_autofree char *right = normalize_url (b);
  return strcmp (left, right) == 0;
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Each header in a line of its own, in an order that does not depend on the file's. */
static GPtrArray *
list_header_lines (GPtrArray *headers)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_wipe_free);

  for (guint i = 0; i < headers->len; i++)
    {
      const IruPair *pair = iru_pairs_index (headers, i);
      g_autofree char *name = g_ascii_strdown (pair->name, -1);
      g_autofree char *value = pair->value != NULL ? g_strescape (pair->value, NULL) : NULL;

      g_ptr_array_add (lines,
                       value != NULL ? g_strdup_printf ("%s:%s", name, value) : g_strdup (name));
    }
  g_ptr_array_sort (lines, compare_strings);
  return lines;
}

char *
iru_server_dup_endpoint_key (const IruServer *server)
{
  g_autofree char *url = server->url != NULL ? normalize_url (server->url) : NULL;
  g_autoptr (GPtrArray) lines = list_header_lines (server->headers);
  g_autoptr (GString) key = g_string_new (url);

  for (guint i = 0; i < lines->len; i++)
    if (i == 0 || strcmp (lines->pdata[i], lines->pdata[i - 1]) != 0)
      g_string_append_printf (key, "\n%s", (const char *)lines->pdata[i]);
  return g_string_free (g_steal_pointer (&key), FALSE);
}

gboolean
iru_server_same_endpoint (const IruServer *a, const IruServer *b)
{
  char *left;
  char *right;
  gboolean same;

  if (a->transport != IRU_TRANSPORT_HTTP || b->transport != IRU_TRANSPORT_HTTP
      || !iru_url_equal (a->url, b->url))
    return FALSE;
  left = iru_server_dup_endpoint_key (a);
  right = iru_server_dup_endpoint_key (b);
  same = strcmp (left, right) == 0;
  iru_wipe_free (left);
  iru_wipe_free (right);
  return same;
}

char *
iru_url_dup_origin (const char *url)
{
  g_autoptr (GUri) uri =
      url != NULL ? g_uri_parse (url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, NULL)
                  : NULL;
  g_autofree char *host = NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return NULL;
  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  return g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, host, g_uri_get_port (uri),
                     "", NULL, NULL);
}

gboolean
iru_url_same_host (const char *a, const char *b)
{
  g_autoptr (GUri) left = g_uri_parse (a, G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  g_autoptr (GUri) right = g_uri_parse (b, G_URI_FLAGS_SCHEME_NORMALIZE, NULL);

  return left != NULL && right != NULL && g_uri_get_host (left) != NULL
         && g_uri_get_host (right) != NULL && g_uri_get_port (left) == g_uri_get_port (right)
         && g_ascii_strcasecmp (g_uri_get_host (left), g_uri_get_host (right)) == 0;
}

static gboolean
is_ipv4_loopback (const char *host)
{
  guint dots = 0;

  if (!g_str_has_prefix (host, "127."))
    return FALSE;
  for (const char *p = host; *p != '\0'; p++)
    {
      if (*p != '.' && !g_ascii_isdigit (*p))
        return FALSE;
      dots += *p == '.';
    }
  return dots == 3;
}

gboolean
iru_url_is_loopback (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return host != NULL
         && (g_ascii_strcasecmp (host, "localhost") == 0 || strcmp (host, "::1") == 0
             || is_ipv4_loopback (host));
}
