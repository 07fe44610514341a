/* iru-server.h: one MCP server as a client's file names it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Wipes @secret (NULL: nothing) before it frees it. */
void iru_wipe_free (char *secret);

/* A header or an environment variable. The value may be a key: it is wiped when
 * freed. */
typedef struct
{
  char *name;  /* (owned) */
  char *value; /* (owned) */
} IruPair;

GPtrArray *iru_pairs_new (void);
/* Copies both; replaces the value of a pair of that name. @fold: names differ in
 * more than case (headers do; environment variables do not). */
void iru_pairs_set (GPtrArray *pairs, const char *name, const char *value, gboolean fold);
/* NULL if there is none. Borrowed. */
const char *iru_pairs_get (GPtrArray *pairs, const char *name, gboolean fold);
IruPair *iru_pairs_index (GPtrArray *pairs, guint index);
GPtrArray *iru_pairs_copy (GPtrArray *pairs);

typedef enum
{
  IRU_TRANSPORT_HTTP,  /* url and headers; streamable HTTP or HTTP+SSE, the probe finds out */
  IRU_TRANSPORT_STDIO, /* command, args and env */
} IruTransport;

/**
 * IruServer:
 * @name: as the snippet or the file names it
 * @url: HTTP only; for a bridged entry what the bridge is told to connect to
 * @headers: (element-type IruPair): never NULL; values literal or, if
 *   @references, with references unresolved
 * @command: STDIO and bridged entries
 * @args: (element-type utf8): never NULL
 * @env: (element-type IruPair): never NULL
 * @bridge: the bridge's package as it stands ("mcp-remote@0.1.13") where a stdio
 *   command only carries a remote server (then @transport is HTTP and @url and
 *   @headers are what the bridge will use); else NULL
 * @disabled: the entry, or a policy of the client, says that it is not to be started
 * @helper: (nullable): the client asks this program for headers, which has them in the keyring
 *   under this name; they are not in @headers
 * @asks_other: the client asks some other program for headers
 *
 * A value: fill it in, then treat it as constant.
 */
typedef struct
{
  char *name;
  IruTransport transport;
  char *url;
  GPtrArray *headers;
  char *command;
  GPtrArray *args;
  GPtrArray *env;
  char *bridge;
  gboolean disabled;
  char *helper;
  gboolean asks_other;
} IruServer;

IruServer *iru_server_new (const char *name);
IruServer *iru_server_copy (const IruServer *server);
void iru_server_free (IruServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruServer, iru_server_free)

/* The same endpoint asked in the same way: url and headers. FALSE unless both are HTTP. */
gboolean iru_server_same_endpoint (const IruServer *a, const IruServer *b);
/* The same for all remote servers that are the same endpoint, for a hash table. Has keys in it.
 * (transfer full): iru_wipe_free() */
char *iru_server_dup_endpoint_key (const IruServer *server);

/* The same url, whatever the headers: a trailing slash, the case of scheme and
 * host, and the default port make no difference. */
gboolean iru_url_equal (const char *a, const char *b);

/* The same host and port: for Iru, the same tenant. FALSE where one is no url. */
gboolean iru_url_same_host (const char *a, const char *b);

/* Scheme, host and port, in lower case; NULL if @url is none. (transfer full) */
char *iru_url_dup_origin (const char *url);

/* Whether @url's host is localhost, 127.0.0.0/8 or [::1]. */
gboolean iru_url_is_loopback (const char *url);

G_END_DECLS
