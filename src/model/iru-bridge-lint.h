/* iru-bridge-lint.h: arguments that mcp-remote does not read as they are meant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-finding.h"
#include "iru-server.h"

G_BEGIN_DECLS

/**
 * iru_bridge_lint:
 * @server: any entry; only one that starts mcp-remote is looked at
 * @findings: (element-type IruFinding): bridge-arguments is appended for each kind of mistake.
 *   Details name options and headers, never a value.
 */
void iru_bridge_lint (const IruServer *server, GPtrArray *findings);

/* What mcp-remote makes of a reference to a variable. */
typedef enum
{
  IRU_BRIDGE_REFERENCE_READ,   /* ${NAME} */
  IRU_BRIDGE_REFERENCE_UNREAD, /* $NAME, %NAME%, ${env:NAME}, {env:NAME}: sent as it stands */
} IruBridgeReference;

/* @spelling: as it stands; @name: of the variable. */
typedef void (*IruBridgeReferenceFunc) (IruBridgeReference kind, const char *spelling,
                                        const char *name, gpointer data);

/* Calls @func for each reference in the URL and the headers of @server, if it starts mcp-remote. */
void
iru_bridge_foreach_reference (const IruServer *server, IruBridgeReferenceFunc func, gpointer data);

G_END_DECLS
