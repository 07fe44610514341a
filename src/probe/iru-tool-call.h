/* iru-tool-call.h: whether a tool may be called, and what its answer means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-classifier.h"

G_BEGIN_DECLS

/**
 * iru_tool_call_forbid:
 * @tools: (element-type IruTool): all that the server offers
 * @name: the tool that the user named
 *
 * Returns: (nullable): why it is not called, translated, static: it is unknown, does not
 *   declare itself read-only, or wants arguments; NULL where it may be called
 */
const char *iru_tool_call_forbid (GPtrArray *tools, const char *name);

/* @name as the value of Mcp-Name: as it is, or "=?base64?…?=" where a header could
 * not carry it (2026-07-28, "Streamable HTTP"). (transfer full) */
char *iru_tool_call_get_header (const char *name);

/**
 * iru_tool_call_judge:
 * @answer: to tools/call: a result or an error, with a good status
 *
 * Adds tool-denied where the tool says that something is not allowed, be it a result with
 * isError that wraps somebody else's 403, and tool-failed for any other failure.
 *
 * Returns: TRUE if the tool did what it is for: nothing was added
 */
gboolean iru_tool_call_judge (const IruClassifier *classifier, const IruMcpAnswer *answer);

G_END_DECLS
