/* iru-snippet.c: what the user pasted, read into servers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-snippet.h"

#include "iru-error.h"
#include "iru-lint.h"
#include "iru-profile.h"
#include "iru-repair.h"
#include "iru-snippet-command.h"
#include "iru-snippet-program.h"
#include "iru-snippet-server.h"
#include "iru-snippet-shape.h"
#include "iru-snippet-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_SERVERS 64

static IruSnippet *
snippet_new (GBytes *text)
{
  IruSnippet *snippet = g_new0 (IruSnippet, 1);

  snippet->servers = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_server_free);
  snippet->fixes = g_array_new (FALSE, FALSE, sizeof (IruFix));
  snippet->findings = iru_findings_new ();
  snippet->text = g_bytes_ref (text);
  snippet->has_names = TRUE;
  return snippet;
}

void
iru_snippet_free (IruSnippet *snippet)
{
  if (snippet == NULL)
    return;
  g_ptr_array_unref (snippet->servers);
  g_array_unref (snippet->fixes);
  g_ptr_array_unref (snippet->findings);
  g_bytes_unref (snippet->text);
  g_free (snippet);
}

static gboolean
is_name (const char *name)
{
  gboolean clean = *name != '\0' && g_utf8_validate (name, -1, NULL);

  for (const char *p = name; *p != '\0'; p++)
    clean &= !g_ascii_iscntrl (*p);
  return clean;
}

static gboolean
check_name (IruSnippetReader *reader, const IruSnippetEntry *entry)
{
  return entry->name == NULL || is_name (entry->name)
         || iru_snippet_fail (reader, IRU_ERROR_SYNTAX, entry->offset,
                              _ ("This can't be the name of a server."));
}

/* One url with two keys: whichever is written, the other was perhaps meant. */
static gboolean
check_same_url (IruSnippetReader *reader, GPtrArray *servers, const IruServer *server,
                const IruValue *value)
{
  for (guint i = 0; server->transport == IRU_TRANSPORT_HTTP && i < servers->len; i++)
    {
      const IruServer *other = g_ptr_array_index (servers, i);

      if (other->transport == IRU_TRANSPORT_HTTP && iru_url_equal (other->url, server->url)
          && !iru_server_same_endpoint (other, server))
        return iru_snippet_fail (reader, IRU_ERROR_UNSUPPORTED, value->span.start,
                                 _ ("This server has the url of another one, with other keys. "
                                    "Paste only the one that is wanted."));
    }
  return TRUE;
}

/* The name of the connection that the url's path ends in; NULL if it is none. (transfer full) */
static char *
get_slug (const IruProfile *profile, GUri *uri)
{
  const char *path = uri != NULL && profile->slugs != NULL ? g_uri_get_path (uri) : "";
  const char *before = profile->slugs != NULL ? strstr (path, profile->slugs) : NULL;
  const char *slug = before != NULL ? before + strlen (profile->slugs) : "";
  gsize length = 0;

  while (g_ascii_isalnum (slug[length]) || slug[length] == '-' || slug[length] == '_')
    length++;
  return length > 0 && (slug[length] == '\0' || strcmp (slug + length, "/") == 0)
             ? g_strndup (slug, length)
             : NULL;
}

/* What its vendor calls it, or the first label of the host. */
static char *
make_name (const IruServer *server)
{
  g_autoptr (GUri) uri =
      server->url != NULL ? g_uri_parse (server->url, G_URI_FLAGS_ENCODED, NULL) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  const IruProfile *profile = iru_profile_find (server);
  char *slug = get_slug (profile, uri);
  gsize length = 0;

  if (slug != NULL)
    return slug;
  if (profile->names[0] != NULL)
    return g_strdup (profile->names[0]);
  while (host != NULL && (g_ascii_isalnum (host[length]) || strchr ("-_", host[length]) != NULL)
         && host[length] != '\0')
    length++;
  if (length == 0 || strchr (host, ':') != NULL || g_hostname_is_ip_address (host))
    return g_strdup ("server");
  return g_strndup (host, length);
}

static gboolean
has_server_name (const IruSnippet *snippet, const char *name)
{
  for (guint i = 0; i < snippet->servers->len; i++)
    if (strcmp (((IruServer *)g_ptr_array_index (snippet->servers, i))->name, name) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
read_entry (IruSnippetReader *reader, IruSnippet *snippet, const IruSnippetEntry *entry)
{
  g_autoptr (IruServer) server = NULL;

  if (snippet->servers->len == MAX_SERVERS)
    return iru_snippet_fail (reader, IRU_ERROR_TOO_LARGE, entry->offset,
                             _ ("There are more than 64 servers."));
  if (!check_name (reader, entry))
    return FALSE;
  server = iru_snippet_read_server (reader, entry->name, entry->value);
  if (server == NULL || !check_same_url (reader, snippet->servers, server, entry->value))
    return FALSE;
  if (entry->name == NULL)
    {
      g_free (server->name);
      server->name = make_name (server);
      snippet->has_names = FALSE;
    }
  if (has_server_name (snippet, server->name))
    return iru_snippet_fail (reader, IRU_ERROR_UNSUPPORTED, entry->offset,
                             _ ("A second server of the same name begins here. Give one of them "
                                "another name."));
  g_ptr_array_add (snippet->servers, g_steal_pointer (&server));
  return TRUE;
}

static gboolean
read_root (IruSnippetReader *reader, IruSnippet *snippet, const IruValue *root)
{
  g_autoptr (GPtrArray) entries = iru_snippet_find_entries (reader, root);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    if (!read_entry (reader, snippet, g_ptr_array_index (entries, i)))
      return FALSE;
  return entries != NULL;
}

static gboolean
is_same_server (const IruServer *a, const IruServer *b)
{
  if (a->transport == IRU_TRANSPORT_HTTP)
    return iru_server_same_endpoint (a, b);
  if (b->transport != IRU_TRANSPORT_STDIO || strcmp (a->command, b->command) != 0
      || a->args->len != b->args->len || a->env->len != b->env->len)
    return FALSE;
  for (guint i = 0; i < a->args->len; i++)
    if (strcmp (g_ptr_array_index (a->args, i), g_ptr_array_index (b->args, i)) != 0)
      return FALSE;
  for (guint i = 0; i < a->env->len; i++)
    {
      const IruPair *pair = iru_pairs_index (a->env, i);

      if (g_strcmp0 (iru_pairs_get (b->env, pair->name, FALSE), pair->value) != 0)
        return FALSE;
    }
  return TRUE;
}

typedef enum
{
  FIT_NEW,
  FIT_COPY,
  FIT_CONTRADICTION,
} Fit;

/* How @server, from a command, fits to those that are there. A configuration beside
 * commands is the other way to write the same; several commands are all to be run. */
static Fit
find_fit (const IruSnippet *snippet, const IruServer *server, gboolean named, gboolean beside)
{
  for (guint i = 0; i < snippet->servers->len; i++)
    {
      const IruServer *other = g_ptr_array_index (snippet->servers, i);
      gboolean same_name = strcmp (other->name, server->name) == 0;

      if (is_same_server (other, server) && (same_name || !named || beside))
        return FIT_COPY;
      if (same_name)
        return FIT_CONTRADICTION;
    }
  return beside ? FIT_CONTRADICTION : FIT_NEW;
}

static void
move_all (GPtrArray *to, GPtrArray *from)
{
  while (from->len > 0)
    g_ptr_array_add (to, g_ptr_array_steal_index (from, 0));
}

/* Takes the servers of @more, which @value was read into. */
static gboolean
merge (IruSnippetReader *reader, IruSnippet *snippet, IruSnippet *more, const IruValue *value,
       gboolean beside)
{
  gboolean copies = TRUE;

  while (more->servers->len > 0)
    {
      g_autoptr (IruServer) server = g_ptr_array_steal_index (more->servers, 0);
      Fit fit = find_fit (snippet, server, more->has_names, beside);

      if (fit == FIT_CONTRADICTION)
        return iru_snippet_fail (reader, IRU_ERROR_UNSUPPORTED, value->span.start,
                                 _ ("A second configuration begins here, and it differs from the "
                                    "first. Paste only the one that is wanted."));
      if (fit == FIT_COPY)
        {
          IruFix fix = { .id = "duplicate-copy", .offset = value->span.start };

          g_array_append_val (snippet->fixes, fix);
          continue;
        }
      copies = FALSE;
      if (!check_same_url (reader, snippet->servers, server, value))
        return FALSE;
      if (snippet->servers->len == MAX_SERVERS)
        return iru_snippet_fail (reader, IRU_ERROR_TOO_LARGE, value->span.start,
                                 _ ("There are more than 64 servers."));
      g_ptr_array_add (snippet->servers, g_steal_pointer (&server));
    }
  if (!copies)
    move_all (snippet->findings, more->findings);
  return TRUE;
}

static gboolean
read_commands (IruSnippetReader *reader, IruSnippet *snippet, GPtrArray *commands)
{
  g_autoptr (GPtrArray) values = iru_snippet_read_commands (reader, commands, snippet->fixes);
  gboolean beside = snippet->servers->len > 0;

  for (guint i = 0; values != NULL && i < values->len; i++)
    {
      const IruValue *value = g_ptr_array_index (values, i);
      g_autoptr (IruSnippet) more = snippet_new (snippet->text);
      IruSnippetReader inner = *reader;

      inner.findings = more->findings;
      if (!read_root (&inner, more, value) || !merge (&inner, snippet, more, value, beside))
        return FALSE;
      snippet->has_names &= more->has_names;
    }
  return values != NULL;
}

static int
compare_fixes (gconstpointer a, gconstpointer b)
{
  const IruFix *left = a;
  const IruFix *right = b;

  return (left->offset > right->offset) - (left->offset < right->offset);
}

IruSnippet *
iru_snippet_parse (GBytes *text, gsize *fault, GError **error)
{
  IruTextError text_error = { 0 };
  g_autoptr (IruSnippet) snippet = snippet_new (text);
  g_autofree const char **heads = iru_program_get_heads ();
  g_autoptr (GPtrArray) commands =
      g_ptr_array_new_with_free_func ((GDestroyNotify)iru_command_free);
  IruSnippetReader reader = {
    .findings = snippet->findings, .fixes = snippet->fixes, .fault = fault, .error = error
  };

  reader.text = g_bytes_get_data (text, &reader.length);
  if (reader.text == NULL)
    reader.text = "";

  if (!iru_snippet_check_text (&reader))
    return NULL;
  g_autoptr (IruValue) root =
      iru_repair_read (reader.text, reader.length, heads, commands, snippet->fixes, &text_error);
  if (text_error.code == IRU_TEXT_ERROR_NOTHING)
    root = iru_snippet_read_other (&reader);
  if (text_error.code != IRU_TEXT_ERROR_NONE && root == NULL)
    {
      if (!reader.failed)
        iru_snippet_fail_text (&reader, &text_error);
      return NULL;
    }
  for (guint i = 0; i < snippet->fixes->len; i++)
    reader.mended |= strcmp (g_array_index (snippet->fixes, IruFix, i).id, "missing-brace") == 0;
  if ((root != NULL && !read_root (&reader, snippet, root))
      || !read_commands (&reader, snippet, commands))
    return NULL;
  g_array_sort (snippet->fixes, compare_fixes);
  return g_steal_pointer (&snippet);
}

/* (transfer full): NULL with the error if there is nothing in @value. */
static char *
clean_value (IruSnippet *snippet, const char *variable, const char *value, GError **error)
{
  char *clean = NULL;

  if (value != NULL && !g_utf8_validate (value, -1, NULL))
    {
      g_set_error (error, IRU_ERROR, IRU_ERROR_USAGE, _ ("The value of %s is not UTF-8."),
                   variable);
      return NULL;
    }
  if (value != NULL)
    clean = iru_repair_clean_string (value, strlen (value), 0, snippet->fixes);
  if (clean != NULL && *clean != '\0')
    return clean;
  g_free (clean);
  g_set_error (error, IRU_ERROR, IRU_ERROR_USAGE,
               _ ("%s is not set. Give it the value from the MCP configuration that Iru showed."),
               variable);
  return NULL;
}

/* As clean_value(), into @server's headers. */
static gboolean
set_header (IruSnippet *snippet, IruServer *server, const char *header, const char *variable,
            const char *value, GError **error)
{
  char *clean = clean_value (snippet, variable, value, error);

  if (clean == NULL)
    return FALSE;
  iru_pairs_set (server->headers, header, clean, TRUE);
  iru_secret_free (clean);
  return TRUE;
}

IruSnippet *
iru_snippet_new_from_values (const char *url, const char *api_key, const char *profile,
                             GError **error)
{
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (IruSnippet) snippet = snippet_new (nothing);
  IruServer *server = iru_server_new ("iru");

  g_ptr_array_add (snippet->servers, server);
  snippet->has_names = FALSE;
  server->transport = IRU_TRANSPORT_HTTP;
  server->url = clean_value (snippet, "IRU_MCP_URL", url, error);
  if (server->url == NULL
      || !set_header (snippet, server, "X-API-Key", "IRU_X_API_KEY", api_key, error)
      || !set_header (snippet, server, "X-MCP-Profile", "IRU_X_MCP_PROFILE", profile, error))
    return NULL;
  iru_lint_server (server, snippet->findings);
  iru_profile_advise (iru_profile_find (server), snippet->findings);
  return g_steal_pointer (&snippet);
}

gboolean
iru_snippet_rename (IruSnippet *snippet, const char *name, GError **error)
{
  IruServer *server = g_ptr_array_index (snippet->servers, 0);

  if (snippet->servers->len > 1)
    {
      g_set_error (
          error, IRU_ERROR, IRU_ERROR_USAGE,
          _ ("The configuration has %u servers. --as names a single one. Paste only the one that "
             "is wanted."),
          snippet->servers->len);
      return FALSE;
    }
  if (!is_name (name))
    {
      g_set_error (error, IRU_ERROR, IRU_ERROR_USAGE,
                   _ ("The name that --as gives can't be the name of a server."));
      return FALSE;
    }
  g_free (server->name);
  server->name = g_strdup (name);
  snippet->has_names = TRUE;
  return TRUE;
}
