/* iru-bridge-args.h: the arguments of mcp-remote, as it reads them and as they are meant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-server.h"

G_BEGIN_DECLS

#define IRU_BRIDGE_NAME "mcp-remote"

typedef enum
{
  IRU_BRIDGE_ARG_WORD, /* neither of the others: a port */
  IRU_BRIDGE_ARG_URL,
  IRU_BRIDGE_ARG_HEADER,
  IRU_BRIDGE_ARG_HEADER_FILE,
  IRU_BRIDGE_ARG_OPTION,
} IruBridgeArgKind;

/**
 * IruBridgeArg: one argument with its value
 * @word: the argument itself
 * @value: (nullable): of the option; the URL; "Name:value" of a header. NULL where it is missing
 * @is_read: whether mcp-remote 0.15.1 reads it as what it is meant to be
 */
typedef struct
{
  IruBridgeArgKind kind;
  const char *word;
  const char *value;
  gboolean is_read;
} IruBridgeArg;

/* The command and its arguments as one list that is walked through. */
typedef struct
{
  GPtrArray *words; /* (element-type utf8), borrowed */
  guint next;
  const char *package; /* as -p or --package names it */
  gboolean url_seen;
  guint n_others; /* arguments so far that are no headers */
} IruBridgeWalk;

/**
 * iru_bridge_walk_start:
 * @walk: to be cleared, whatever is returned
 * @server: with a command; has to outlive @walk
 *
 * Passes everything before the bridge's own arguments: npx and its options, "cmd /c".
 *
 * Returns: (nullable): the package as the entry names it; NULL if the command is no bridge
 */
const char *iru_bridge_walk_start (IruBridgeWalk *walk, const IruServer *server);
/* FALSE at the end. @arg: what it points to belongs to the server. */
gboolean iru_bridge_walk_next (IruBridgeWalk *walk, IruBridgeArg *arg);
void iru_bridge_walk_clear (IruBridgeWalk *walk);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IruBridgeWalk, iru_bridge_walk_clear)

/* mcp-remote, with a version or without. */
gboolean iru_bridge_is_package (const char *word);

G_END_DECLS
