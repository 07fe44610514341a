/* iru-hand-out.c: tell a client the keys that are in the keyring
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-hand-out.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gprintf.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <unistd.h>

#include "iru-keyring.h"

/* Claude Code says there whom it asks for. */
#define URL_VARIABLE "CLAUDE_CODE_MCP_SERVER_URL"

/* An entry that somebody else brought may ask for these keys, to have them sent to himself. */
static gboolean
is_meant (const IruServer *server, GError **error)
{
  const char *url = g_getenv (URL_VARIABLE);

  if (url == NULL || iru_url_equal (url, server->url))
    return TRUE;
  g_set_error (error, IRU_ERROR, IRU_ERROR_FAILED,
               _ ("The key “%s” is for another url than the one that the client would send it to. "
                  "It was not handed out."),
               server->name);
  return FALSE;
}

static char *
format (const IruServer *server)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  for (guint i = 0; i < server->headers->len; i++)
    {
      IruPair *header = iru_pairs_index (server->headers, i);

      json_builder_set_member_name (builder, header->name);
      json_builder_add_string_value (builder, header->value);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static gboolean
print (const IruServer *server, GError **error)
{
  char *text = format (server);
  gsize length = strlen (text);
  gsize done = 0;
  gssize written = 0;

  while (done < length && (written >= 0 || errno == EINTR))
    {
      written = write (STDOUT_FILENO, text + done, length - done);
      done += written > 0 ? written : 0;
    }
  if (done < length)
    g_set_error (error, IRU_ERROR, IRU_ERROR_FAILED, _ ("The result could not be written: %s."),
                 g_strerror (errno));
  explicit_bzero (text, length);
  g_free (text);
  return done == length;
}

int
iru_hand_out (const char *name)
{
  g_autoptr (IruServer) server = NULL;
  g_autoptr (GError) error = NULL;

  if (isatty (STDOUT_FILENO))
    g_set_error_literal (&error, IRU_ERROR, IRU_ERROR_FAILED,
                         _ ("These are keys, for a client to read: they are not shown on a "
                            "terminal. “--check” tries them; a pipe to “cat” shows them."));
  else
    server = iru_keyring_load (name, IRU_KEYRING_HASTY, &error);
  if (server != NULL && is_meant (server, &error) && print (server, &error))
    return 0;
  g_fprintf (stderr, "iru-mcp-setup: %s\n", error->message);
  return 1;
}
