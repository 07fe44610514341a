/* iru-config-edit.c: one client's file as a value: what it would be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-bridge.h"
#include "iru-dialect.h"
#include "iru-error.h"
#include "iru-lint.h"
#include "iru-runtime.h"

#define MAX_NAME_LENGTH 64

void
iru_config_edit_clear (IruConfigEdit *edit)
{
  g_clear_pointer (&edit->entry, g_free);
  g_clear_pointer (&edit->fixes, g_array_unref);
}

/* The document of @before, its slips put right. */
static IruDocument *
open_document (const IruTarget *target, GBytes *before, IruConfigEdit *edit, GError **error)
{
  const IruClient *client = target->client;
  gboolean strict = client->leniency == IRU_LENIENCY_STRICT;
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  GBytes *text = before != NULL ? before : empty;
  IruTextError text_error = { 0 };

  edit->fixes = g_array_new (FALSE, FALSE, sizeof (IruFix));
  g_autoptr (IruDocument) document = iru_document_new (client->syntax, text, NULL);
  if (document != NULL
      && !(strict && iru_document_has_laxity (document, IRU_LAXITY_TRAILING_COMMA, NULL)))
    return g_steal_pointer (&document);

  g_autoptr (GBytes) mended =
      iru_document_mend (client->syntax, text, strict, edit->fixes, &text_error);
  g_clear_pointer (&document, iru_document_free);
  if (mended != NULL)
    document = iru_document_new (client->syntax, mended, &text_error);
  if (document == NULL)
    iru_config_set_error (error, target->path, text, &text_error);
  return g_steal_pointer (&document);
}

static gboolean
check_name (const IruClient *client, const char *name, GError **error)
{
  gboolean plain = *name != '\0' && strlen (name) <= MAX_NAME_LENGTH;

  for (const char *p = name; *p != '\0' && plain; p++)
    plain = client->dialect.plain_names ? g_ascii_isalnum (*p) || *p == '-' || *p == '_'
                                        : !g_ascii_iscntrl (*p);
  if (!plain)
    g_set_error (error, IRU_ERROR, IRU_ERROR_UNSUPPORTED,
                 _ ("%s does not take the server name that the configuration has. Use letters, "
                    "digits, “-” and “_” only, at most %d."),
                 client->title, MAX_NAME_LENGTH);
  return plain;
}

/* What a new entry is called here. (transfer none) */
static const char *
get_new_name (const IruClient *client, const IruServer *server)
{
  gboolean renamed = client->dialect.iru_name != NULL && strcmp (server->name, "iru") == 0;

  return renamed ? client->dialect.iru_name : server->name;
}

/* The server in the form that the client takes. */
static IruServer *
adapt_server (const IruTarget *target, const IruServer *server, const IruEntry *old)
{
  const IruClient *client = target->client;
  const char *package = g_getenv ("IRU_MCP_REMOTE_PKG");

  if (server->transport == IRU_TRANSPORT_HTTP && client->dialect.url_fields[0] != NULL)
    return iru_server_copy (server);
  if (!client->desktop
      || (server->transport == IRU_TRANSPORT_STDIO && g_strcmp0 (server->command, "npx") != 0))
    return iru_server_copy (server);

  g_autoptr (IruRuntime) runtime = iru_runtime_find (target->places);
  IruServer *adapted;
  if (server->transport == IRU_TRANSPORT_STDIO)
    {
      adapted = iru_server_copy (server);
      g_free (adapted->command);
      adapted->command = g_strdup (runtime->command);
    }
  else
    adapted = iru_bridge_wrap (server, package, runtime->command, old != NULL ? old->server : NULL);
  if (runtime->path != NULL)
    iru_pairs_set (adapted->env, "PATH", runtime->path, FALSE);
  return adapted;
}

/* @assignment's path below the entry, from the root of the document. (transfer full) */
static GStrv
get_whole_path (const IruTarget *target, const char *entry, GStrv below)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, target->client->dialect.root);
  g_strv_builder_add (builder, entry);
  g_strv_builder_addv (builder, (const char **)below);
  return g_strv_builder_end (builder);
}

/* Makes @assignments one by one, each checked against what was meant. Takes @document. */
static GBytes *
assign_all (const IruTarget *target, IruDocument *document, const char *entry,
            GPtrArray *assignments, GError **error)
{
  g_autoptr (IruDocument) now = document;

  for (guint i = 0; i < assignments->len; i++)
    {
      IruAssignment *assignment = g_ptr_array_index (assignments, i);
      g_auto (GStrv) path = get_whole_path (target, entry, assignment->path);
      IruTextError text_error = { 0 };
      IruDocument *next =
          assignment->value != NULL
              ? iru_document_set (now, (const char *const *)path, assignment->value, &text_error)
              : iru_document_remove (now, (const char *const *)path, &text_error);

      if (next == NULL)
        {
          iru_config_set_error (error, target->path, iru_document_get_text (now), &text_error);
          return NULL;
        }
      iru_document_free (now);
      now = next;
    }
  return g_bytes_ref (iru_document_get_text (now));
}

GBytes *
iru_config_install (const IruTarget *target, GBytes *before, const IruServer *server,
                    IruConfigEdit *edit, GError **error)
{
  g_autoptr (IruDocument) document = open_document (target, before, edit, error);

  if (document == NULL)
    return NULL;

  g_autoptr (IruConfig) config = iru_config_new_for_document (target, document);
  IruMatch match = {
    .name = server->name,
    .url = server->url,
    .iru = iru_server_is_iru (server),
  };
  g_autoptr (GPtrArray) found = iru_config_find (config, &match);
  IruEntry *old = found->len > 0 ? g_ptr_array_index (found, 0) : NULL;
  const char *name = old != NULL ? old->name : get_new_name (target->client, server);

  if (old == NULL && !check_name (target->client, name, error))
    return NULL;
  g_autoptr (IruServer) adapted = adapt_server (target, server, old);
  g_autoptr (GPtrArray) assignments =
      iru_dialect_write (target->client, old != NULL ? old->value : NULL, adapted);

  edit->entry = g_strdup (name);
  edit->added = old == NULL;
  edit->enabled = old != NULL && old->server->disabled;
  if (assignments->len == 0 && edit->fixes->len == 0 && before != NULL)
    return g_bytes_ref (before);
  return assign_all (target, g_steal_pointer (&document), name, assignments, error);
}

GBytes *
iru_config_remove (const IruTarget *target, GBytes *before, const IruMatch *match,
                   IruConfigEdit *edit, GError **error)
{
  IruTextError text_error = { 0 };

  edit->fixes = g_array_new (FALSE, FALSE, sizeof (IruFix));
  if (before == NULL)
    return NULL;

  g_autoptr (IruDocument) document = iru_document_new (target->client->syntax, before, &text_error);
  if (document == NULL)
    {
      iru_config_set_error (error, target->path, before, &text_error);
      return NULL;
    }

  if (!iru_document_is_object (document))
    {
      iru_text_fail (&text_error, IRU_TEXT_ERROR_SYNTAX, N_ ("This is not an object."), 0);
      iru_config_set_error (error, target->path, before, &text_error);
      return NULL;
    }

  g_autoptr (IruConfig) config = iru_config_new_for_document (target, document);
  g_autoptr (GPtrArray) found = iru_config_find (config, match);

  for (guint i = 0; i < found->len; i++)
    {
      const char *name = ((IruEntry *)g_ptr_array_index (found, i))->name;
      const char *path[] = { target->client->dialect.root, name, NULL };
      IruDocument *next = iru_document_remove (document, path, &text_error);

      if (next == NULL)
        {
          iru_config_set_error (error, target->path, before, &text_error);
          return NULL;
        }
      g_clear_pointer (&edit->entry, g_free);
      edit->entry = g_strdup (name);
      iru_document_free (document);
      document = next;
    }
  return g_bytes_ref (iru_document_get_text (document));
}
