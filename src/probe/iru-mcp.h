/* iru-mcp.h: MCP messages, built and read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON-RPC 2.0 as the revisions 2024-11-05 to 2026-07-28 of MCP use it. What is
 * read comes from outside: any member may be missing or of any type.
 */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What is spoken first, and what is fallen back to. */
#define IRU_MCP_MODERN "2026-07-28"
#define IRU_MCP_LEGACY "2025-11-25"

/* json-glib reads by recursion: a deeper message never gets there. */
#define IRU_MCP_MAX_DEPTH 512
/* Nor does one of more values and names, which would take a hundred times its size in memory. */
#define IRU_MCP_MAX_VALUES 200000
#define IRU_MCP_MAX_TOOLS 10000
#define IRU_MCP_MAX_PAGES 100

/* Codes of 2026-07-28. */
#define IRU_MCP_METHOD_NOT_FOUND (-32601)
#define IRU_MCP_HEADER_MISMATCH (-32020)
#define IRU_MCP_MISSING_CAPABILITY (-32021)
#define IRU_MCP_UNSUPPORTED_VERSION (-32022)

/* Transfer full. @id 0 makes a notification. */
char *iru_mcp_build_discover (gint64 id);
char *iru_mcp_build_initialize (gint64 id);
char *iru_mcp_build_initialized (void);
/* @cursor is NULL on the first page; "" is a cursor like any other. */
char *iru_mcp_build_list_tools (gint64 id, const char *cursor, gboolean modern);
/* With no arguments. */
char *iru_mcp_build_call_tool (gint64 id, const char *name, gboolean modern);

typedef enum
{
  IRU_MCP_NOTHING, /* not JSON-RPC; see fault */
  IRU_MCP_OTHER,   /* JSON-RPC, but not an answer to that id */
  IRU_MCP_RESULT,
  IRU_MCP_ERROR,
} IruMcpKind;

/**
 * IruMcpAnswer:
 * @fault: (nullable): NOTHING: what is wrong, translated, static
 * @is_batch: it came in a list
 * @body: (nullable): RESULT: the result; borrowed from @root
 * @code: @message: @data: ERROR: 0 and NULL where they are missing; borrowed
 */
typedef struct
{
  IruMcpKind kind;
  gboolean is_batch;
  const char *fault;
  JsonNode *root;
  JsonObject *body;
  gint64 code;
  const char *message;
  JsonNode *data;
} IruMcpAnswer;

/* Reads one message, or a batch that holds the answer to @id. An error without an
 * id is taken as the answer. */
IruMcpAnswer *iru_mcp_read (const char *text, gsize length, gint64 id);
void iru_mcp_answer_free (IruMcpAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruMcpAnswer, iru_mcp_answer_free)

/* NULL unless the member is there and of that type. Borrowed. @object may be NULL. */
const char *iru_mcp_get_string (JsonObject *object, const char *name);
JsonObject *iru_mcp_get_object (JsonObject *object, const char *name);
JsonArray *iru_mcp_get_array (JsonObject *object, const char *name);
/* Whether @array has @string as an element. @array may be NULL. */
gboolean iru_mcp_array_has (JsonArray *array, const char *string);

/* What the official SDKs refuse in the result of initialize, translated, static; NULL: nothing.
 * Its revision is not looked at. */
const char *iru_mcp_find_initialization_fault (JsonObject *result);

/* Whether a revision of that name is spoken here. */
gboolean iru_mcp_knows_revision (const char *revision);

/**
 * iru_mcp_read_tools:
 * @result: the result of tools/list
 * @tools: (element-type IruTool): appended to, up to %IRU_MCP_MAX_TOOLS
 * @cursor: (out) (optional) (nullable): the next page's; borrowed from @result
 *
 * Returns: (nullable): what is wrong with the list, translated; else NULL
 */
const char *iru_mcp_read_tools (JsonObject *result, GPtrArray *tools, const char **cursor);

/* (element-type IruTool), frees its elements. */
GPtrArray *iru_mcp_tools_new (void);

G_END_DECLS
