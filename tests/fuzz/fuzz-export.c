/* fuzz-export.c: any server, handed to somebody else in every form
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A form holds no key unless it is asked for literally, and parses again.
 */
#include "fuzz.h"

#include <string.h>

#include "iru-error.h"
#include "iru-export.h"
#include "iru-snippet.h"

#define CORE "8Qv3Zr7Lk2Wx9Tn4"
#define LOCAL_HEADER_SIZE 30

static gboolean
has (const char *text, gsize length, const char *needle)
{
  return memmem (text, length, needle, strlen (needle)) != NULL;
}

static void
check_json (const char *text, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);
  IruTextError error = { 0 };
  g_autoptr (IruDocument) document = iru_document_new (IRU_SYNTAX_JSON, bytes, &error);

  FUZZ_HOLDS (document != NULL && iru_document_is_object (document));
}

static guint32
get32 (const guchar *at)
{
  return at[0] | (guint32)at[1] << 8 | (guint32)at[2] << 16 | (guint32)at[3] << 24;
}

/* The archive's first file is its manifest; nothing in it is compressed. */
static void
check_bundle (const char *text, gsize length)
{
  const guchar *head = (const guchar *)text;
  gsize name_length;
  gsize size;

  FUZZ_HOLDS (length > LOCAL_HEADER_SIZE && memcmp (text, "PK\3\4", 4) == 0);
  size = get32 (head + 22);
  name_length = head[26] | (gsize)head[27] << 8;
  FUZZ_HOLDS (LOCAL_HEADER_SIZE + name_length + size <= length);
  FUZZ_HOLDS (memcmp (text + LOCAL_HEADER_SIZE, "manifest.json", name_length) == 0);
  check_json (text + LOCAL_HEADER_SIZE + name_length, size);
}

/* One line, which a client takes as a whole; returns what is in it once it is decoded. */
static char *
decode_link (const char *line, const char *before)
{
  const char *found = strstr (line, before);

  FUZZ_HOLDS (found != NULL);
  return g_uri_unescape_string (found + strlen (before), NULL);
}

static void
check_cursor_link (const char *line)
{
  gsize length;
  g_autofree char *base64 = decode_link (line, "&config=");
  g_autofree guchar *json = NULL;

  FUZZ_HOLDS (base64 != NULL && g_uri_is_valid (line, G_URI_FLAGS_NONE, NULL));
  json = g_base64_decode (base64, &length);
  FUZZ_HOLDS (!has ((const char *)json, length, CORE));
  check_json ((const char *)json, length);
}

static void
check_vscode_link (const char *line)
{
  g_autofree char *json = decode_link (line, "vscode:mcp/install?");

  FUZZ_HOLDS (json != NULL && strstr (json, CORE) == NULL);
  check_json (json, strlen (json));
}

static void
check_command (const char *line)
{
  g_auto (GStrv) words = NULL;

  FUZZ_HOLDS (g_shell_parse_argv (line, NULL, &words, NULL) && g_strv_length (words) > 3);
}

static void
check_content (const IruExport *export)
{
  gsize length;
  const char *content = g_bytes_get_data (export->content, &length);
  g_autofree char *line = g_strndup (content, length);

  FUZZ_HOLDS (!has (content, length, CORE));
  if (!export->is_text)
    {
      check_bundle (content, length);
      return;
    }
  g_strchomp (line);
  FUZZ_HOLDS (g_utf8_validate (line, -1, NULL) && strchr (line, '\n') == NULL);
  if (strcmp (export->kind, "cursor-link") == 0)
    check_cursor_link (line);
  else if (strcmp (export->kind, "vscode-link") == 0)
    check_vscode_link (line);
  else
    check_command (line);
}

static void
export_server (const IruServer *server)
{
  for (const char *const *kind = iru_export_get_kinds (); *kind != NULL; kind++)
    for (guint literal = 0; literal < 2; literal++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (IruExport) export = iru_export_new (*kind, server, literal != 0, &error);

        FUZZ_HOLDS ((export == NULL) == (error != NULL));
        FUZZ_HOLDS (error == NULL || g_error_matches (error, IRU_ERROR, IRU_ERROR_UNSUPPORTED));
        FUZZ_HOLDS (error == NULL || strstr (error->message, CORE) == NULL);
        if (export != NULL && literal == 0)
          check_content (export);
      }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) text = g_bytes_new_static (data, size);
  g_autoptr (IruSnippet) snippet = iru_snippet_parse (text, NULL, NULL);

  if (snippet == NULL || has ((const char *)data, size, CORE))
    return 0;
  for (guint i = 0; i < snippet->servers->len; i++)
    {
      IruServer *server = snippet->servers->pdata[i];

      export_server (server);
      iru_pairs_set (server->headers, "X-API-Key", "sk_live:" CORE, TRUE);
      iru_pairs_set (server->headers, "Authorization", "Bearer " CORE, TRUE);
      iru_pairs_set (server->env, "API_TOKEN", CORE, FALSE);
      export_server (server);
    }
  return 0;
}
