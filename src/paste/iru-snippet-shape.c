/* iru-snippet-shape.c: where in a pasted tree the servers are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-snippet-shape.h"

#include "iru-client-fields.h"
#include "iru-error.h"
#include "iru-snippet-entry.h"
#include "iru-snippet-registry.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How deep a list of servers is looked for: devcontainer.json has it in the fourth object. */
#define MAX_NESTING 6

/* More lists than this are not compared with each other. */
#define MAX_LISTS 64

/* A list of servers that was found. */
typedef struct
{
  const IruValue *value;
  const IruValue *parent; /* (nullable) */
  guint depth;
  gboolean known;   /* it is called as a client calls it */
  gboolean certain; /* and no server could be called so */
  gboolean full;    /* there is a server in it */
} List;

void
iru_snippet_entry_free (IruSnippetEntry *entry)
{
  g_free (entry->name);
  iru_value_free (entry->value);
  g_free (entry);
}

static gboolean
is_certain (const char *key)
{
  return key != NULL && iru_client_fields_is_certain_root (key);
}

/* Whether a client keeps servers under @key, by the last name of its path. */
static gboolean
is_known_root (const char *key)
{
  const char *const *roots = iru_client_fields_get (IRU_FIELD_ROOT);

  if (key == NULL || is_certain (key))
    return TRUE;
  for (guint i = 0; roots[i] != NULL; i++)
    {
      const char *slash = strrchr (roots[i], '/');

      if (strcmp (slash != NULL ? slash + 1 : roots[i], key) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The server that is all of @element, with its name; NULL if @element is anything else. */
static const IruMember *
get_only_server (const IruValue *element)
{
  const IruMember *only =
      element->type == IRU_VALUE_OBJECT && iru_value_count_members (element) == 1
          ? iru_value_get_member (element, 0)
          : NULL;

  return only != NULL && !is_certain (only->key) && iru_snippet_is_server (only->value) ? only
                                                                                        : NULL;
}

/* @known: the list is called so that also names of programs without a row count. */
static gboolean
has_server (const IruValue *value, gboolean known)
{
  for (guint i = 0; i < iru_value_count_children (value); i++)
    {
      const IruMember *member = iru_value_get_member (value, i);
      const IruValue *server = iru_value_get_child (value, i);

      if (member != NULL && is_certain (member->key))
        continue;
      if (known ? iru_snippet_is_server (server) : iru_snippet_is_plain_server (server))
        return TRUE;
      if (member == NULL && get_only_server (server) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
add_list (GArray *lists, const IruValue *value, const IruValue *parent, const char *key,
          guint depth)
{
  gboolean known = is_known_root (key);
  gboolean certain = is_certain (key);
  gboolean is_container =
      value->type == IRU_VALUE_OBJECT || (value->type == IRU_VALUE_ARRAY && known);
  gboolean full =
      (is_container && has_server (value, known)) || (certain && iru_snippet_is_server (value));
  List list = { value, parent, depth, known, certain, full };

  if ((full || certain) && lists->len < MAX_LISTS)
    g_array_append_val (lists, list);
}

/* Lists of servers in @value, which are not looked into. */
static void
find_lists (GArray *lists, const IruValue *value, const IruValue *parent, const char *key,
            guint depth)
{
  guint before = lists->len;

  add_list (lists, value, parent, key, depth);
  if (lists->len > before && g_array_index (lists, List, before).full && key != NULL)
    return;
  if (depth >= MAX_NESTING || (key != NULL && iru_snippet_is_server (value)))
    return;
  for (guint i = 0; i < iru_value_count_children (value); i++)
    {
      const IruMember *member = iru_value_get_member (value, i);

      find_lists (lists, iru_value_get_child (value, i), value, member != NULL ? member->key : "",
                  depth + 1);
    }
}

/* The less, the better. */
static guint
get_rank (const List *list)
{
  guint kind = list->full ? (list->known ? 0 : 1) : 2;

  return kind * (MAX_NESTING + 1) + list->depth;
}

/* The best list; NULL with @failed if there are two. */
static const List *
choose_list (IruSnippetReader *reader, GArray *lists, gboolean *failed)
{
  const List *best = NULL;

  for (guint i = 0; i < lists->len; i++)
    {
      const List *list = &g_array_index (lists, List, i);

      if (best == NULL || get_rank (list) < get_rank (best))
        best = list;
    }
  for (guint i = 0; best != NULL && i < lists->len; i++)
    {
      const List *list = &g_array_index (lists, List, i);

      if (list == best)
        continue;
      if (get_rank (list) != get_rank (best))
        {
          if (list->full && best->value != list->parent)
            iru_snippet_fix (reader, "other-list", list->value->span.start);
          continue;
        }
      if (!iru_value_equal (list->value, best->value))
        {
          iru_snippet_fail (reader, IRU_ERROR_UNSUPPORTED, list->value->span.start,
                            _ ("A second list of servers begins here. Paste only the one "
                               "that is wanted."));
          *failed = TRUE;
          return NULL;
        }
      iru_snippet_fix (reader, "duplicate-copy", list->value->span.start);
    }
  return best;
}

/* A server beside the list would be lost without a word. */
static gboolean
check_outside (IruSnippetReader *reader, const IruValue *root, const List *list)
{
  for (guint i = 0;
       list->value != root && root->type == IRU_VALUE_OBJECT && i < iru_value_count_members (root);
       i++)
    {
      const IruMember *member = iru_value_get_member (root, i);

      if (member->value != list->value && !is_certain (member->key)
          && iru_snippet_is_server (member->value))
        return iru_snippet_fail (reader, IRU_ERROR_UNSUPPORTED, member->key_span.start,
                                 _ ("This server stands outside of the list of servers."));
    }
  return TRUE;
}

/* Takes @value. */
static void
add_entry (GPtrArray *entries, const char *name, gsize offset, IruValue *value)
{
  IruSnippetEntry *entry = g_new0 (IruSnippetEntry, 1);

  entry->name = g_strdup (name);
  entry->offset = offset;
  entry->value = value;
  g_ptr_array_add (entries, entry);
}

/* A field of a server that stands where a server is expected. */
static gboolean
is_loose_field (const IruMember *member)
{
  return member->value->type == IRU_VALUE_OBJECT && !iru_snippet_is_server (member->value)
         && (iru_client_fields_has (IRU_FIELD_HEADERS, member->key)
             || iru_client_fields_has (IRU_FIELD_ENV, member->key));
}

/* Moves @member, which stands beside the servers, into the only one. */
static gboolean
take_loose_field (IruSnippetReader *reader, GPtrArray *entries, const IruMember *member)
{
  IruSnippetEntry *entry = entries->len == 1 ? g_ptr_array_index (entries, 0) : NULL;

  if (entry == NULL || entry->value->type != IRU_VALUE_OBJECT
      || iru_value_get (entry->value, member->key) != NULL)
    return iru_snippet_fail (reader, IRU_ERROR_UNSUPPORTED, member->key_span.start,
                             _ ("Headers or variables stand beside the servers here. They belong "
                                "inside the braces of a server."));
  iru_value_add (entry->value, member->key, iru_value_copy (member->value));
  iru_snippet_fix (reader, "beside-server", member->key_span.start);
  return TRUE;
}

static gboolean
take_loose_fields (IruSnippetReader *reader, GPtrArray *entries, const IruValue *object)
{
  for (guint i = 0; i < iru_value_count_members (object); i++)
    if (is_loose_field (iru_value_get_member (object, i))
        && !take_loose_field (reader, entries, iru_value_get_member (object, i)))
      return FALSE;
  return TRUE;
}

/* Whether all that is beside the list in @list's object are fields of a server: then the object
 * is no application's settings, which may have variables of their own. */
static gboolean
has_only_loose_fields (const List *list)
{
  if (list->parent == NULL || list->parent->type != IRU_VALUE_OBJECT || list->depth != 1)
    return FALSE;
  for (guint i = 0; i < iru_value_count_members (list->parent); i++)
    {
      const IruMember *member = iru_value_get_member (list->parent, i);

      if (member->value != list->value && !is_loose_field (member))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_members (IruSnippetReader *reader, GPtrArray *entries, const List *list)
{
  for (guint i = 0; i < iru_value_count_members (list->value); i++)
    {
      const IruMember *member = iru_value_get_member (list->value, i);

      if (!list->full || !is_loose_field (member))
        add_entry (entries, member->key, member->key_span.start, iru_value_copy (member->value));
    }
  if (!list->full)
    return TRUE;
  return take_loose_fields (reader, entries, list->value)
         && (reader->mended || !has_only_loose_fields (list)
             || take_loose_fields (reader, entries, list->parent));
}

static void
add_elements (IruSnippetReader *reader, GPtrArray *entries, const List *list)
{
  iru_snippet_fix (reader, "list-of-servers", list->value->span.start);
  for (guint i = 0; i < iru_value_count_elements (list->value); i++)
    {
      const IruValue *value = iru_value_get_element (list->value, i);
      const IruMember *only = get_only_server (value);

      if (only != NULL)
        add_entry (entries, only->key, only->key_span.start, iru_value_copy (only->value));
      else
        add_entry (entries, iru_value_get_string (value, "name"), value->span.start,
                   iru_value_copy (value));
    }
}

static gboolean
add_list_entries (IruSnippetReader *reader, GPtrArray *entries, const List *list)
{
  const IruValue *value = list->value;

  if (!list->known)
    iru_snippet_fix (reader, "unknown-root", value->span.start);
  if (iru_snippet_is_server (value))
    {
      iru_snippet_fix (reader, "missing-name", value->span.start);
      add_entry (entries, NULL, value->span.start, iru_value_copy (value));
    }
  else if (list->full && value->type == IRU_VALUE_ARRAY)
    add_elements (reader, entries, list);
  else if (value->type != IRU_VALUE_OBJECT || iru_value_count_children (value) == 0)
    return iru_snippet_fail (reader, IRU_ERROR_SYNTAX, value->span.start,
                             _ ("There is no server in the list of servers."));
  else
    return add_members (reader, entries, list);
  return TRUE;
}

/* The best list in @root, or @root itself, whose members are then refused one by one. */
static gboolean
add_best_list (IruSnippetReader *reader, GPtrArray *entries, const IruValue *root)
{
  g_autoptr (GArray) lists = g_array_new (FALSE, FALSE, sizeof (List));
  List whole = { .value = root, .known = TRUE };
  gboolean failed = FALSE;

  find_lists (lists, root, NULL, NULL, 0);
  const List *list = choose_list (reader, lists, &failed);
  if (failed)
    return FALSE;
  /* The text is a list of servers, and there is another one in it. */
  for (guint i = 0; list != NULL && list->value == root && i < lists->len; i++)
    if (g_array_index (lists, List, i).full && g_array_index (lists, List, i).certain)
      list = &g_array_index (lists, List, i);
  if (list == NULL)
    return add_list_entries (reader, entries, &whole);
  return check_outside (reader, root, list) && add_list_entries (reader, entries, list);
}

GPtrArray *
iru_snippet_find_entries (IruSnippetReader *reader, const IruValue *root)
{
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify)iru_snippet_entry_free);
  const IruValue *registry = iru_snippet_get_registry (root);
  IruValue *server = NULL;
  g_autofree char *name = NULL;

  if (registry != NULL)
    {
      server = iru_snippet_read_registry (reader, registry, &name);
      if (server == NULL)
        return NULL;
      add_entry (entries, name, registry->span.start, server);
    }
  /* VS Code's --add-mcp has the name beside the url. */
  else if (iru_snippet_is_server (root))
    add_entry (entries, iru_value_get_string (root, "name"), root->span.start,
               iru_value_copy (root));
  else if (!add_best_list (reader, entries, root))
    return NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      IruSnippetEntry *entry = g_ptr_array_index (entries, i);

      if (!iru_snippet_normalize_entry (reader, entry->value))
        return NULL;
    }
  return g_steal_pointer (&entries);
}
