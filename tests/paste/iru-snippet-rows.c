/* iru-snippet-rows.c: what the tables of snippets have in common
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-snippet-rows.h"

#include <string.h>

static void
dump_pairs (GString *out, GPtrArray *pairs)
{
  for (guint i = 0; i < pairs->len; i++)
    g_string_append_printf (out, " %s=%s", iru_pairs_index (pairs, i)->name,
                            iru_pairs_index (pairs, i)->value);
}

char *
dump_servers (const IruSnippet *snippet)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < snippet->servers->len; i++)
    {
      const IruServer *server = g_ptr_array_index (snippet->servers, i);

      g_string_append_printf (out, "%s%s ", i > 0 ? " | " : "", server->name);
      if (server->transport == IRU_TRANSPORT_HTTP)
        {
          g_string_append_printf (out, "http %s", server->url);
          dump_pairs (out, server->headers);
        }
      else
        {
          g_string_append_printf (out, "stdio %s", server->command);
          for (guint a = 0; a < server->args->len; a++)
            g_string_append_printf (out, " %s", (char *)g_ptr_array_index (server->args, a));
          dump_pairs (out, server->env);
        }
      if (server->bridge != NULL)
        g_string_append_printf (out, " bridge(%s)", server->bridge);
      if (server->disabled)
        g_string_append (out, " disabled");
    }
  return g_string_free (out, FALSE);
}

char *
dump_fixes (const IruSnippet *snippet)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < snippet->fixes->len; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? " " : "",
                            g_array_index (snippet->fixes, IruFix, i).id);
  return g_string_free (out, FALSE);
}

char *
dump_findings (const IruSnippet *snippet)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < snippet->findings->len; i++)
    {
      const IruFinding *finding = g_ptr_array_index (snippet->findings, i);

      g_string_append_printf (out, "%s%s@%u:%u", i > 0 ? " " : "", finding->kind->id, finding->line,
                              finding->column);
    }
  return g_string_free (out, FALSE);
}

IruSnippet *
parse (const char *text, gsize length, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);

  return iru_snippet_parse (bytes, NULL, error);
}

void
check_accepted (const AcceptedRow *row)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IruSnippet) snippet = parse (row->text, strlen (row->text), &error);
  g_autofree char *shown = g_strescape (row->text, NULL);

  g_test_message ("%s: %s", shown, error != NULL ? error->message : "read");
  g_assert_no_error (error);
  if (snippet == NULL)
    return;
  g_autofree char *read = dump_servers (snippet);
  g_autofree char *said = dump_fixes (snippet);
  g_autofree char *found = dump_findings (snippet);
  g_assert_cmpstr (read, ==, row->servers);
  g_assert_cmpstr (said, ==, row->fixes);
  g_assert_cmpstr (found, ==, row->findings);
}

void
check_refused (const RefusedRow *row)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IruSnippet) snippet = parse (row->text, strlen (row->text), &error);
  g_autofree char *place = g_strdup_printf ("line %u, column %u:", row->line, row->column);
  g_autofree char *shown = g_strescape (row->text, NULL);

  g_test_message ("%s: %s", shown, error != NULL ? error->message : "read");
  g_assert_null (snippet);
  g_assert_error (error, IRU_ERROR, (int)row->code);
  if (error == NULL)
    return;
  g_assert_nonnull (strstr (error->message, place));
  g_assert_null (strstr (error->message, "sk_live"));
  g_assert_null (strstr (error->message, "example"));
}

gboolean
check_cut (const char *text, gsize start, gsize length)
{
  g_autoptr (IruSnippet) snippet = parse (text + start, length, NULL);

  if (snippet == NULL || iru_findings_get_headline (snippet->findings) != NULL)
    return FALSE;

  const IruServer *server = g_ptr_array_index (snippet->servers, 0);
  g_test_message ("%zu bytes from %zu on", length, start);
  g_assert_cmpuint (snippet->servers->len, ==, 1);
  g_assert_cmpstr (server->url, ==, URL);
  g_assert_cmpstr (iru_pairs_get (server->headers, "X-API-Key", TRUE), ==, KEY);
  g_assert_cmpstr (iru_pairs_get (server->headers, "X-MCP-Profile", TRUE), ==, PROFILE);
  return TRUE;
}

void
check_cuts (const char *text, gsize length)
{
  guint n_read = 0;

  for (gsize i = 0; i <= length; i++)
    n_read += check_cut (text, 0, i);
  for (gsize i = 1; i < length; i++)
    n_read += check_cut (text, i, length - i);
  g_assert_cmpuint (n_read, >, 0);
}

static void
add_value (GHashTable *values, const char *kind, const char *name, const char *value)
{
  g_hash_table_add (values, g_strjoin ("\n", kind, name, value, NULL));
}

static GHashTable *
collect (const IruSnippet *snippet)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < snippet->servers->len; i++)
    {
      const IruServer *server = g_ptr_array_index (snippet->servers, i);

      if (server->url != NULL)
        add_value (values, "url", "", server->url);
      for (guint h = 0; h < server->headers->len; h++)
        add_value (values, "header", iru_pairs_index (server->headers, h)->name,
                   iru_pairs_index (server->headers, h)->value);
      if (server->transport == IRU_TRANSPORT_HTTP)
        continue;
      add_value (values, "command", "", server->command);
      for (guint a = 0; a < server->args->len; a++)
        add_value (values, "arg", "", g_ptr_array_index (server->args, a));
      for (guint e = 0; e < server->env->len; e++)
        add_value (values, "env", iru_pairs_index (server->env, e)->name,
                   iru_pairs_index (server->env, e)->value);
    }
  return values;
}

static void
check_piece (const char *text, gsize length, GHashTable *whole)
{
  GHashTableIter iter;
  gpointer value;
  g_autoptr (IruSnippet) snippet = parse (text, length, NULL);

  if (snippet == NULL)
    return;
  g_autoptr (GHashTable) values = collect (snippet);
  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &value, NULL))
    {
      /* A reference whose variable was cut off is a finding. */
      if (g_hash_table_contains (whole, value) || strstr (value, "${") != NULL)
        continue;
      g_autofree char *piece = g_strndup (text, length);
      g_autofree char *shown = g_strescape (piece, NULL);
      g_test_message ("%s", shown);
      g_assert_cmpstr (value, ==, NULL);
    }
}

void
check_pieces (const char *text, gsize length)
{
  g_autoptr (IruSnippet) snippet = parse (text, length, NULL);

  g_assert_nonnull (snippet);
  g_autoptr (GHashTable) whole = collect (snippet);
  for (gsize i = 0; i < length; i++)
    check_piece (text, i, whole);
  for (gsize i = 1; i < length; i++)
    check_piece (text + i, length - i, whole);
}
