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
  return g_simple_proxy_resolver_new (url, (char **)ignored->pdata);
}
