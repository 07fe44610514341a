/* iru-export-bundle.c: a bundle that Claude Desktop installs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A ZIP archive with a manifest: github.com/modelcontextprotocol/mcpb, MANIFEST.md. The manifest
 * is of version 0.2, which has all that is needed and is the newest that is not called
 * unfinished or experimental (0.3, 0.4).
 */
#include "iru-export-form.h"

#include <glib/gi18n-lib.h>

#include "iru-bridge.h"
#include "iru-json.h"
#include "iru-program.h"
#include "iru-runtime.h"
#include "iru-zip.h"

#define MANIFEST_VERSION "0.2"
#define BUNDLE_VERSION "1.0.0"
#define ENTRY_POINT "server/index.js"

/* A manifest has to name a program in the bundle; it is the command in mcp_config that is
 * started, so this one only says so. */
static const char entry_point[] =
    "\"use strict\";\n"
    "throw new Error(\"Nothing is to be run from here: start the command in manifest.json, "
    "server.mcp_config.\");\n";

static IruValue *
add_object (IruValue *object, const char *key)
{
  return iru_value_add (object, key, iru_value_new (IRU_VALUE_OBJECT));
}

static void
add_text (IruValue *object, const char *key, const char *text)
{
  iru_value_add (object, key, iru_value_new_string (text));
}

/* For machines: letters, digits, "-" and "_". (transfer full) */
static char *
make_plain_name (const char *name)
{
  char *plain = g_strdup (name);

  for (char *p = plain; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '_')
      *p = '-';
  return plain;
}

static gboolean
runs_node (const IruServer *server)
{
  return iru_program_is_named (server->command, "npx")
         || iru_program_is_named (server->command, "node");
}

static void
add_server (IruValue *manifest, const IruServer *server)
{
  IruValue *object = add_object (manifest, "server");

  add_text (object, "type", runs_node (server) ? "node" : "binary");
  add_text (object, "entry_point", ENTRY_POINT);

  IruValue *config = add_object (object, "mcp_config");
  add_text (config, "command", server->command);
  IruValue *args = iru_value_add (config, "args", iru_value_new (IRU_VALUE_ARRAY));
  for (guint i = 0; i < server->args->len; i++)
    iru_value_append (args, iru_value_new_string (server->args->pdata[i]));
  IruValue *env = add_object (config, "env");
  for (guint i = 0; i < server->env->len; i++)
    {
      const IruPair *pair = iru_pairs_index (server->env, i);

      add_text (env, pair->name, pair->value);
    }
}

/* What the application asks for: masked as it is typed, and kept in the system's keychain. */
static void
add_questions (IruValue *manifest, const IruExport *export)
{
  IruValue *questions = add_object (manifest, "user_config");

  for (guint i = 0; i < export->asked->len; i++)
    {
      const IruPair *asked = iru_pairs_index (export->asked, i);
      IruValue *question = add_object (questions, asked->name);
      g_autofree char *description = iru_export_describe (export, asked);

      add_text (question, "type", "string");
      add_text (question, "title", asked->value);
      add_text (question, "description", description);
      iru_value_add (question, "sensitive", iru_value_new_boolean (TRUE));
      iru_value_add (question, "required", iru_value_new_boolean (TRUE));
    }
}

static void
add_compatibility (IruValue *manifest)
{
  IruValue *runtimes = add_object (add_object (manifest, "compatibility"), "runtimes");
  g_autofree char *node = g_strdup_printf (">=%d.0.0", IRU_NODE_MIN_MAJOR);

  add_text (runtimes, "node", node);
}

static char *
make_manifest (const IruExport *export, const IruServer *server)
{
  g_autoptr (IruValue) manifest = iru_value_new (IRU_VALUE_OBJECT);
  g_autofree char *name = make_plain_name (export->name);
  g_autofree char *description = g_strdup_printf (_ ("The MCP server “%s”"), export->name);

  add_text (manifest, "manifest_version", MANIFEST_VERSION);
  add_text (manifest, "name", name);
  add_text (manifest, "display_name", export->name);
  add_text (manifest, "version", BUNDLE_VERSION);
  add_text (manifest, "description", description);
  add_text (add_object (manifest, "author"), "name", "Iru MCP Setup");
  add_server (manifest, server);
  if (runs_node (server))
    add_compatibility (manifest);
  if (export->asked->len > 0)
    add_questions (manifest, export);
  return iru_json_print (manifest, TRUE);
}

GBytes *
iru_export_format_bundle (const IruExport *export)
{
  g_autoptr (IruServer) server =
      export->server->transport == IRU_TRANSPORT_HTTP
          ? iru_bridge_wrap (export->server, g_getenv ("IRU_MCP_REMOTE_PKG"), "npx", NULL)
          : iru_server_copy (export->server);
  g_autofree char *manifest = make_manifest (export, server);
  const IruZipFile files[] = { { "manifest.json", manifest }, { ENTRY_POINT, entry_point } };

  return iru_zip_new (files, G_N_ELEMENTS (files));
}
