/* iru-export-command.c: command lines by which a client adds a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For any POSIX shell.
 */
#include "iru-export-form.h"

#include <string.h>

#include "iru-bridge.h"

#define BEARER "Bearer "

static gboolean
is_plain (const char *word)
{
  for (const char *p = word; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("@%_+=:,./-", *p) == NULL)
      return FALSE;
  return *word != '\0';
}

static void
append_quoted (GString *line, const char *text, gsize length)
{
  if (length == 0)
    return;
  g_string_append_c (line, '\'');
  for (gsize i = 0; i < length; i++)
    if (text[i] == '\'')
      g_string_append (line, "'\\''");
    else
      g_string_append_c (line, text[i]);
  g_string_append_c (line, '\'');
}

static void
append_word (GString *line, const char *word)
{
  g_string_append_c (line, ' ');
  if (is_plain (word))
    g_string_append (line, word);
  else if (*word == '\0')
    g_string_append (line, "''");
  else
    append_quoted (line, word, strlen (word));
}

/* NAME=VALUE, in which the shell puts the values of the variables that a reference names (no
 * other value has a "${"); one that is not set ends the command before it does anything. */
static void
append_expanded (GString *line, const IruPair *pair)
{
  const char *from = pair->value;
  const char *start;

  g_string_append_printf (line, " %s=", pair->name);
  while ((start = strstr (from, "${")) != NULL)
    {
      gsize length = strcspn (start, "}");

      append_quoted (line, from, start - from);
      g_string_append_printf (line, "\"%.*s:?}\"", (int)length, start);
      from = start + length + 1;
    }
  append_quoted (line, from, strlen (from));
}

static void
append_command (GString *line, const IruServer *server)
{
  append_word (line, "--");
  append_word (line, server->command);
  for (guint i = 0; i < server->args->len; i++)
    append_word (line, server->args->pdata[i]);
}

static GBytes *
end_line (GString *line)
{
  g_string_append_c (line, '\n');
  return g_string_free_to_bytes (line);
}

/* Its own references, which the shell leaves alone: the key stays in the variable. */
GBytes *
iru_export_format_claude_command (const IruExport *export)
{
  const IruServer *server = export->server;
  gboolean remote = server->transport == IRU_TRANSPORT_HTTP;
  GPtrArray *pairs = remote ? server->headers : server->env;
  GString *line = g_string_new ("claude mcp add --scope user");

  if (remote)
    g_string_append (line, " --transport http");
  append_word (line, export->name);
  if (remote)
    append_word (line, server->url);
  for (guint i = 0; i < pairs->len; i++)
    {
      const IruPair *pair = iru_pairs_index (pairs, i);
      g_autofree char *word = g_strconcat (pair->name, remote ? ": " : "=", pair->value, NULL);

      append_word (line, remote ? "--header" : "--env");
      append_word (line, word);
    }
  if (!remote)
    append_command (line, server);
  return end_line (line);
}

/* Of headers codex can be told one: the bearer token, by its variable. */
static gboolean
is_for_url (const IruExport *export)
{
  const IruServer *server = export->server;
  const IruPair *first = server->headers->len == 1 ? iru_pairs_index (server->headers, 0) : NULL;

  if (server->transport != IRU_TRANSPORT_HTTP || server->headers->len > 1)
    return FALSE;
  return first == NULL
         || (!export->literal && g_ascii_strcasecmp (first->name, "Authorization") == 0
             && g_str_has_prefix (first->value, BEARER));
}

static void
append_codex_url (GString *line, const IruExport *export)
{
  append_word (line, "--url");
  append_word (line, export->server->url);
  if (export->asked->len > 0)
    {
      append_word (line, "--bearer-token-env-var");
      append_word (line, iru_pairs_index (export->asked, 0)->name);
    }
}

/* A server whose headers it cannot be told is carried by the bridge. */
GBytes *
iru_export_format_codex_command (const IruExport *export)
{
  const IruServer *server = export->server;
  g_autoptr (IruServer) bridged = NULL;
  GString *line = g_string_new ("codex mcp add");

  append_word (line, export->name);
  if (is_for_url (export))
    {
      append_codex_url (line, export);
      return end_line (line);
    }
  if (server->transport == IRU_TRANSPORT_HTTP)
    server = bridged = iru_bridge_wrap (server, g_getenv ("IRU_MCP_REMOTE_PKG"), "npx", NULL);
  for (guint i = 0; i < server->env->len; i++)
    {
      append_word (line, "--env");
      append_expanded (line, iru_pairs_index (server->env, i));
    }
  append_command (line, server);
  return end_line (line);
}
