/* iru-export.h: a server in a form that can be handed to somebody else
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A link, a command line, a bundle. By itself it holds no key: where one belongs stands a
 * reference, as the client spells it.
 */
#pragma once

#include "iru-client.h"
#include "iru-server.h"

G_BEGIN_DECLS

/**
 * IruExport:
 * @kind: static: "cursor-link", "vscode-link", "claude-command", "codex-command", "mcpb"
 * @client: whom it is for
 * @name: (owned): of the entry, as that client gets it
 * @server: (owned): as it is handed over, with references in the place of keys
 * @literal: it holds the keys themselves
 * @is_text: one line for a person; else a file's bytes
 * @asked: (element-type IruPair): what its receiver has to give: the name of the variable or
 *   question, and what the header or variable is called that it is for
 * @content: (owned)
 */
typedef struct
{
  const char *kind;
  const IruClient *client;
  char *name;
  IruServer *server;
  gboolean literal;
  gboolean is_text;
  GPtrArray *asked;
  GBytes *content;
} IruExport;

/* NULL-terminated. */
const char *const *iru_export_get_kinds (void);

/**
 * iru_export_new:
 * @kind: one of iru_export_get_kinds()
 * @literal: with the keys themselves
 *
 * Returns: (transfer full) (nullable): NULL with @error (%IRU_ERROR_UNSUPPORTED) where the
 *   server cannot be handed over in that form as it is meant, or (unless @literal) only with
 *   a value in it that may be a key
 */
IruExport *
iru_export_new (const char *kind, const IruServer *server, gboolean literal, GError **error);
void iru_export_free (IruExport *export);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruExport, iru_export_free)

/* What its receiver does with it, and what it takes; translated. */
const char *iru_export_get_hint (const IruExport *export);

/* What has to be given for one of @asked: "X-API-Key for the MCP server “iru”"; translated.
 * (transfer full) */
char *iru_export_describe (const IruExport *export, const IruPair *asked);

G_END_DECLS
