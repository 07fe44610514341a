/* iru-proxy.c: which proxy leads to a url
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-proxy.h"

#include <string.h>

static const char *
get_variable (const char *lower, const char *upper)
{
  const char *value = g_getenv (lower);

  if (value == NULL || *value == '\0')
    value = g_getenv (upper);
  return value != NULL && *value != '\0' ? value : NULL;
}

/* What is no address would be taken for none by GLib, and the connection made without. */
static gboolean
is_proxy_url (const char *url)
{
  static const char *const schemes[] = { "http",    "https",  "socks", "socks4",
                                         "socks4a", "socks5", NULL };
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return host != NULL && *host != '\0' && strpbrk (host, " \t%\\") == NULL
         && g_strv_contains (schemes, g_uri_get_scheme (uri));
}

GProxyResolver *
iru_proxy_resolver_new (void)
{
  const char *proxy = get_variable ("https_proxy", "HTTPS_PROXY");
  const char *exceptions = get_variable ("no_proxy", "NO_PROXY");

  if (proxy == NULL)
    proxy = get_variable ("all_proxy", "ALL_PROXY");
  if (proxy == NULL)
    return g_object_ref (g_proxy_resolver_get_default ());

  /* GLib's own reading of the environment depends on the desktop that runs. */
  g_autofree char *url =
      strstr (proxy, "://") != NULL ? g_strdup (proxy) : g_strconcat ("http://", proxy, NULL);
  g_auto (GStrv) hosts = g_strsplit_set (exceptions != NULL ? exceptions : "", ", ", -1);
  g_autoptr (GPtrArray) ignored = g_ptr_array_new ();
  for (guint i = 0; hosts[i] != NULL; i++)
    if (strcmp (hosts[i], "*") == 0)
      return g_simple_proxy_resolver_new (NULL, NULL);
    else if (*hosts[i] != '\0')
      g_ptr_array_add (ignored, hosts[i]);
  g_ptr_array_add (ignored, NULL);
  if (!is_proxy_url (url))
    return NULL;
  return g_simple_proxy_resolver_new (url, (char **)ignored->pdata);
}
