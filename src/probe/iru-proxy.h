/* iru-proxy.h: which proxy leads to a url
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the environment says (https_proxy, all_proxy, no_proxy, in either case)
 * or, if it says nothing, the desktop: the default resolver may know no proxy. NULL: the
 * environment names one that is no address. */
GProxyResolver *iru_proxy_resolver_new (void);

G_END_DECLS
