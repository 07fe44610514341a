/* fuzz-messages.c: what a server sends: events, answers, and what is shown of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <string.h>

#include "iru-mcp.h"
#include "iru-excerpt.h"
#include "iru-sse.h"

#define KEY "sk_live:0123456789abcdef"
#define MAX_EVENT 2048

/* Every member of an answer that the program looks at. */
static void
read_answer (const char *text, gsize length)
{
  g_autoptr (IruMcpAnswer) answer = iru_mcp_read (text, length, 1);
  g_autoptr (GPtrArray) tools = iru_mcp_tools_new ();
  const char *cursor = NULL;

  FUZZ_HOLDS ((answer->kind == IRU_MCP_NOTHING) == (answer->fault != NULL));
  if (answer->kind != IRU_MCP_RESULT)
    return;
  iru_mcp_read_tools (answer->body, tools, &cursor);
  iru_mcp_get_string (answer->body, "protocolVersion");
  iru_mcp_get_string (iru_mcp_get_object (answer->body, "serverInfo"), "name");
  iru_mcp_array_has (iru_mcp_get_array (answer->body, "supportedVersions"), IRU_MCP_MODERN);
}

static gboolean
on_event (const char *type, const char *data, gsize length, gpointer user_data)
{
  guint *n_events = user_data;

  (*n_events)++;
  FUZZ_HOLDS (length <= MAX_EVENT && data[length] == '\0' && type != NULL);
  read_answer (data, length);
  return FALSE;
}

/* In pieces of @step bytes; how many events there are does not depend on it. */
static guint
feed (const char *text, gsize size, gsize step)
{
  g_autoptr (IruSse) sse = iru_sse_new (MAX_EVENT);
  IruSseState state = IRU_SSE_MORE;
  guint n_events = 0;

  for (gsize i = 0; i < size && state == IRU_SSE_MORE; i += step)
    state = iru_sse_feed (sse, text + i, MIN (step, size - i), on_event, &n_events);
  return state == IRU_SSE_TOO_LARGE ? G_MAXUINT : n_events;
}

/* What is shown is short, one line, and has no key. */
static void
show (const char *text, gsize size)
{
  g_autoptr (IruServer) server = iru_server_new (NULL);
  g_autofree char *shown = NULL;
  g_autofree char *title = NULL;

  iru_pairs_set (server->headers, "X-API-Key", KEY, TRUE);
  shown = iru_excerpt_text (server, text, (gssize)size);
  title = iru_excerpt_html_title (server, text, size);
  FUZZ_HOLDS (shown == NULL || (g_utf8_validate (shown, -1, NULL) && strchr (shown, '\n') == NULL));
  FUZZ_HOLDS (shown == NULL || strstr (shown, KEY) == NULL);
  FUZZ_HOLDS (title == NULL || strstr (title, KEY) == NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *)data : "", size);

  read_answer ((const char *)data, size);
  feed ((const char *)data, size, MAX (size, 1));
  feed ((const char *)data, size, 3);
  show (text, strlen (text));
  return 0;
}
