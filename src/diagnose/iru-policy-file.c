/* iru-policy-file.c: the files that have a client's policies
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-policy-file.h"

#include <string.h>

#include "iru-file.h"
#include "iru-path.h"
#include "iru-stranger.h"

#define PROJECT "{project}"

/* As many fragments of a policy as anybody has. */
#define MAX_MATCHES 256

struct _IruPolicyFiles
{
  GHashTable *documents; /* path → IruDocument, NULL for a file that is not understood */
};

static void
free_document (gpointer document)
{
  if (document != NULL)
    iru_document_free (document);
}

IruPolicyFiles *
iru_policy_files_new (void)
{
  IruPolicyFiles *files = g_new (IruPolicyFiles, 1);

  files->documents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_document);
  return files;
}

void
iru_policy_files_free (IruPolicyFiles *files)
{
  g_hash_table_unref (files->documents);
  g_free (files);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Takes @pattern, a path whose last part may have a "*". */
static void
add_files (GPtrArray *paths, char *pattern)
{
  g_autofree char *path = pattern;
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  const char *entry;

  if (strchr (name, '*') == NULL)
    {
      if (g_file_test (path, G_FILE_TEST_EXISTS))
        g_ptr_array_add (paths, g_steal_pointer (&path));
      return;
    }
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && paths->len < MAX_MATCHES && (entry = g_dir_read_name (dir)) != NULL)
    if (*entry != '.' && g_pattern_match_simple (name, entry))
      g_ptr_array_add (paths, g_build_filename (folder, entry, NULL));
  g_ptr_array_sort (paths, compare_names);
}

/* (transfer full) (nullable) */
static char *
expand (const IruTarget *target, const char *template, const char *folder)
{
  const char *star = strrchr (template, '*');
  const char *slash = strrchr (template, '/');

  if (g_str_has_prefix (template, PROJECT))
    return folder != NULL ? g_strconcat (folder, template + strlen (PROJECT), NULL) : NULL;
  if (star == NULL || star < slash)
    return iru_places_expand (target->places, template);
  g_autofree char *above = g_strndup (template, slash - template);
  g_autofree char *expanded = iru_places_expand (target->places, above);
  return expanded != NULL ? g_strconcat (expanded, slash, NULL) : NULL;
}

GPtrArray *
iru_policy_files_list (const IruPolicySource *source, const IruTarget *target, const char *folder)
{
  const char *template = source->file[iru_places_get_platform (target->places)];
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  char *pattern = template != NULL ? expand (target, template, folder) : NULL;

  if (pattern != NULL)
    add_files (paths, pattern);
  for (guint i = paths->len; i > 0 && g_str_has_prefix (template, PROJECT); i--)
    {
      g_autofree char *stranger = iru_stranger_find (paths->pdata[i - 1]);

      if (stranger != NULL)
        g_ptr_array_remove_index (paths, i - 1);
    }
  return paths;
}

/* Whether the client reads that text: a strict one ignores a file that has a comment. */
static gboolean
is_understood (const IruClient *client, const IruDocument *document)
{
  return client->leniency != IRU_LENIENCY_STRICT
         || (!iru_document_has_laxity (document, IRU_LAXITY_COMMENT, NULL)
             && !iru_document_has_laxity (document, IRU_LAXITY_TRAILING_COMMA, NULL));
}

/* Borrowed; NULL for a file that the client does not understand. */
static IruDocument *
get_document (IruPolicyFiles *files, const IruPolicySource *source, const IruClient *client,
              const char *path)
{
  gpointer known = NULL;
  IruTextError error;

  if (g_hash_table_lookup_extended (files->documents, path, NULL, &known))
    return known;
  g_autoptr (GBytes) text = iru_file_load (path, NULL, NULL);
  IruDocument *document = text != NULL ? iru_document_new (source->syntax, text, &error) : NULL;
  if (document != NULL && source->syntax == IRU_SYNTAX_JSON && !is_understood (client, document))
    g_clear_pointer (&document, iru_document_free);
  g_hash_table_insert (files->documents, g_strdup (path), document);
  return document;
}

/* What stands for a part of a rule. (transfer full) (nullable) */
static char *
fill_part (const char *part, const char *folder, const char *name)
{
  if (strcmp (part, "{folder}") == 0)
    return g_strdup (folder);
  if (strcmp (part, "{name}") == 0)
    return g_strdup (name);
  return strcmp (part, "{small-name}") == 0 ? g_utf8_strdown (name, -1) : NULL;
}

/* The path in the document, with what stands for the folder and the server. */
static GStrv
fill_rule (const IruPolicySource *source, const char *folder, const char *name)
{
  GStrv parts = g_strsplit (source->rule, "/", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *filled = fill_part (parts[i], folder, name);

      if (filled == NULL)
        continue;
      g_free (parts[i]);
      parts[i] = filled;
    }
  return parts;
}

IruValue *
iru_policy_files_dup_value (IruPolicyFiles *files, const IruPolicySource *source,
                            const IruTarget *target, const char *path, const char *folder,
                            const char *name)
{
  IruDocument *document = get_document (files, source, target->client, path);
  IruValue *value;

  if (document == NULL || !iru_document_is_object (document)
      || (folder == NULL && strstr (source->rule, "{folder}") != NULL))
    return NULL;
  g_autofree char *native =
      folder != NULL ? iru_places_get_native_path (target->places, folder) : NULL;
  g_auto (GStrv) rule = fill_rule (source, native, name);
  value = iru_document_dup_value (document, (const char *const *)rule);
  if (value != NULL || native == NULL || strchr (native, '\\') == NULL)
    return value;
  /* Some programs write the paths of Windows with slashes. */
  g_auto (GStrv) other = fill_rule (source, g_strdelimit (native, "\\", '/'), name);
  return iru_document_dup_value (document, (const char *const *)other);
}
