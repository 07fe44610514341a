/* iru-config-edit.c: one client's file as a value: what it would be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-accept.h"
#include "iru-config-private.h"
#include "iru-dialect.h"
#include "iru-error.h"

void
iru_config_edit_clear (IruConfigEdit *edit)
{
  g_clear_pointer (&edit->entry, g_free);
  g_clear_pointer (&edit->fixes, g_array_unref);
  g_clear_pointer (&edit->others, g_ptr_array_unref);
  g_clear_pointer (&edit->beside, g_ptr_array_unref);
  g_clear_pointer (&edit->variables, g_ptr_array_unref);
  g_clear_pointer (&edit->renames, g_ptr_array_unref);
  g_clear_pointer (&edit->findings, g_ptr_array_unref);
}

IruDocument *
iru_config_open_mended (const IruTarget *target, GBytes *before, GArray *fixes, GError **error)
{
  const IruClient *client = target->client;
  gboolean strict = iru_client_refuses_trailing_commas (client);
  gboolean is_empty = before == NULL || g_bytes_get_size (before) == 0;
  const char *start = is_empty && client->new_file != NULL ? client->new_file : "";
  g_autoptr (GBytes) empty = g_bytes_new_static (start, strlen (start));
  GBytes *text = is_empty ? empty : before;
  IruTextError text_error = { 0 };

  g_autoptr (IruDocument) document = iru_document_new (client->syntax, text, NULL);
  if (document != NULL
      && !(strict && iru_document_has_laxity (document, IRU_LAXITY_TRAILING_COMMA, NULL)))
    return g_steal_pointer (&document);

  g_autoptr (GBytes) mended = iru_document_mend (client->syntax, text, strict, fixes, &text_error);
  g_clear_pointer (&document, iru_document_free);
  if (mended != NULL)
    document = iru_document_new (client->syntax, mended, &text_error);
  if (document == NULL)
    iru_config_set_error (error, target->path, text, &text_error);
  return g_steal_pointer (&document);
}

/* From the root of the document. (transfer full) */
static GStrv
get_whole_path (const char *const *root, const char *entry, GStrv below)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_addv (builder, (const char **)root);
  g_strv_builder_add (builder, entry);
  if (below != NULL)
    g_strv_builder_addv (builder, (const char **)below);
  return g_strv_builder_end (builder);
}

/* @value: NULL: take out what is there. Takes @document. */
static IruDocument *
change_one (const IruTarget *target, IruDocument *document, const char *const *path,
            const IruValue *value, GError **error)
{
  IruTextError text_error = { 0 };
  IruDocument *next = value != NULL ? iru_document_set (document, path, value, &text_error)
                                    : iru_document_remove (document, path, &text_error);

  if (next == NULL)
    iru_config_set_error (error, target->path, iru_document_get_text (document), &text_error);
  iru_document_free (document);
  return next;
}

/* A first entry of a list, which is made of it. Takes @document. */
static IruDocument *
start_list (const IruTarget *target, IruDocument *document, const char *const *root,
            const IruValue *entry, GError **error)
{
  g_autoptr (IruValue) there = iru_document_dup_value (document, root);
  g_autoptr (IruValue) list = iru_value_new (IRU_VALUE_ARRAY);
  gboolean is_free = there == NULL || there->type == IRU_VALUE_NULL
                     || (iru_value_is_container (there) && iru_value_count_children (there) == 0);

  if (!is_free)
    {
      IruTextError text_error = { IRU_TEXT_ERROR_UNSUPPORTED,
                                  N_ ("Something else stands where the servers have to be."),
                                  there->span.start };

      iru_config_set_error (error, target->path, iru_document_get_text (document), &text_error);
      iru_document_free (document);
      return NULL;
    }
  iru_value_append (list, iru_value_copy (entry));
  return change_one (target, document, root, list, error);
}

/* Whether the servers are to be a list, and there is none with any in it yet. */
static gboolean
needs_list (const IruTarget *target, const IruDocument *document, const char *const *root)
{
  const IruDialect *dialect = &target->client->dialect;
  g_autoptr (IruValue) there = NULL;

  if (!dialect->is_list || root[1] != NULL || strcmp (root[0], dialect->root) != 0)
    return FALSE;
  there = iru_document_dup_value (document, root);
  return there == NULL || there->type != IRU_VALUE_ARRAY || iru_value_count_elements (there) == 0;
}

/* Makes @assignments one by one, each checked against what was meant. Takes @document. */
static IruDocument *
assign_all (const IruTarget *target, IruDocument *document, const char *const *root,
            const char *entry, GPtrArray *assignments, GError **error)
{
  IruDocument *now = document;

  for (guint i = 0; i < assignments->len && now != NULL; i++)
    {
      IruAssignment *assignment = g_ptr_array_index (assignments, i);
      g_auto (GStrv) path = get_whole_path (root, entry, assignment->path);

      if (assignment->path[0] == NULL && needs_list (target, now, root))
        {
          now = start_list (target, now, root, assignment->value, error);
          continue;
        }
      now = change_one (target, now, (const char *const *)path, assignment->value, error);
    }
  return now;
}

/* Takes @document. */
static IruDocument *
take_out (const IruTarget *target, IruDocument *document, const IruEntry *entry, GError **error)
{
  g_auto (GStrv) path = get_whole_path ((const char *const *)entry->root, entry->name, NULL);

  return change_one (target, document, (const char *const *)path, NULL, error);
}

/* A name that the client takes, in place of @name: the one of the vendor's articles, else the same
 * without the signs that it refuses. (transfer full) */
static char *
make_name (const IruClient *client, const IruServer *server, const char *name)
{
  const char *usual = client->dialect.iru_name;
  g_autoptr (GString) made = g_string_new (NULL);

  if (usual != NULL && iru_profile_has_name (iru_profile_find (server), name))
    return g_strdup (usual);
  for (const char *p = name; *p != '\0'; p++)
    if (g_ascii_isalnum (*p) || *p == '-')
      g_string_append_c (made, *p);
    else if (made->len > 0 && made->str[made->len - 1] != '_')
      g_string_append_c (made, '_');
  if (made->len > 0 && made->str[made->len - 1] == '_')
    g_string_truncate (made, made->len - 1);
  if (made->len == 0 || !iru_accept_name (client, made->str))
    g_string_append (made, "_mcp");
  return g_string_free (g_steal_pointer (&made), FALSE);
}

/* The same, and no other entry has it. (transfer full) */
static char *
find_free_name (const IruClient *client, IruDocument *document, const char *const *root,
                const IruServer *server, const char *old)
{
  g_autofree char *made = make_name (client, server, old);

  for (guint n = 1;; n++)
    {
      g_autofree char *name = n == 1 ? g_strdup (made) : g_strdup_printf ("%s_%u", made, n);
      g_auto (GStrv) path = get_whole_path (root, name, NULL);
      g_autoptr (IruValue) there = iru_document_dup_value (document, (const char *const *)path);

      if (there == NULL)
        return g_steal_pointer (&name);
    }
}

/* Gives the entry @old, which is as wanted, a name that the client takes. Takes @document. */
static IruDocument *
rename_entry (const IruTarget *target, IruDocument *document, const IruServer *server,
              const IruEntry *old, IruConfigEdit *edit, GError **error)
{
  const char *const *root = (const char *const *)old->root;
  g_auto (GStrv) from = get_whole_path (root, old->name, NULL);
  g_autofree char *name = find_free_name (target->client, document, root, server, old->name);
  g_auto (GStrv) to = get_whole_path (root, name, NULL);
  g_autoptr (IruValue) value = iru_document_dup_value (document, (const char *const *)from);
  IruDocument *now = change_one (target, document, (const char *const *)from, NULL, error);

  if (edit->renames == NULL)
    edit->renames = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (edit->renames, g_strdup (old->name));
  g_ptr_array_add (edit->renames, g_steal_pointer (&name));
  return now != NULL ? change_one (target, now, (const char *const *)to, value, error) : NULL;
}

IruDocument *
iru_config_write_entry (const IruTarget *target, IruDocument *document, const IruServer *server,
                        const IruEntry *old, IruConfigEdit *edit, GError **error)
{
  g_autoptr (IruDocument) now = document;
  const char *main_root[] = { target->client->dialect.root, NULL };
  const char *const *root = old != NULL ? (const char *const *)old->root : main_root;
  const char *name = old != NULL ? old->name : iru_config_get_new_name (target->client, server);
  g_autoptr (IruServer) spelt = iru_config_spell_server (target, server, old, edit, error);

  if (spelt == NULL)
    return NULL;
  g_free (spelt->name);
  spelt->name = g_strdup (name);
  g_autoptr (GPtrArray) assignments =
      iru_dialect_write (target->client, old != NULL ? old->value : NULL, spelt);
  now = assign_all (target, g_steal_pointer (&now), root, name, assignments, error);
  if (now != NULL && old != NULL && !iru_accept_name (target->client, old->name))
    return rename_entry (target, g_steal_pointer (&now), server, old, edit, error);
  return g_steal_pointer (&now);
}

/* Whether @entry held what entries held that are brought up to date. Where there are none,
 * what one folder alone has is what there was before. */
static gboolean
held_before (const IruTarget *target, const IruEntry *entry, GPtrArray *olds)
{
  for (guint i = 0; olds != NULL && i < olds->len; i++)
    if (iru_config_holds_same (olds->pdata[i], entry->server))
      return TRUE;
  return !target->only_same && (olds == NULL || olds->len == 0);
}

/* Whether @entry stands inside of the entry @own. */
static gboolean
is_inside (const IruEntry *entry, const IruEntry *own)
{
  guint n = own != NULL ? g_strv_length (own->root) : 0;

  if (own == NULL || g_strv_length (entry->root) <= n || strcmp (entry->root[n], own->name) != 0)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (strcmp (entry->root[i], own->root[i]) != 0)
      return FALSE;
  return TRUE;
}

/* What the client does not read stays, and the user hears of it. */
static void
note_unread (const IruEntry *entry, IruConfigEdit *edit)
{
  if (edit->findings == NULL)
    edit->findings = iru_findings_new ();
  for (guint i = 0; i < entry->findings->len; i++)
    {
      IruFinding *finding = iru_finding_copy (entry->findings->pdata[i]);

      finding->severity = IRU_SEVERITY_WARNING;
      g_ptr_array_add (edit->findings, finding);
    }
}

/* What else has to do with @server: entries that hold what its own held get the new
 * values, whatever their name; those that are not read go, if that was asked for.
 * Takes @document. */
static IruDocument *
write_others (const IruTarget *target, IruDocument *document, const IruConfig *config,
              const IruServer *server, const IruEntry *own, IruConfigEdit *edit, GError **error)
{
  IruMatch match = {
    .name = server->name,
    .url = server->url,
    .profile = iru_profile_find (server),
    .everywhere = TRUE,
    .same = edit->olds,
  };
  g_autoptr (GPtrArray) found = iru_config_find (config, &match);
  IruDocument *now = document;

  edit->others = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < found->len && now != NULL; i++)
    {
      const IruEntry *entry = found->pdata[i];
      gboolean is_unread = entry->scope == IRU_SCOPE_UNREAD;

      if (is_unread && !edit->moves && !is_inside (entry, own))
        {
          note_unread (entry, edit);
          continue;
        }
      if (entry == own || entry->shadowed
          || (!is_unread && !held_before (target, entry, edit->olds)))
        continue;
      if (is_unread)
        now = take_out (target, now, entry, error);
      else
        now = iru_config_write_entry (target, now, server, entry, edit, error);
      g_ptr_array_add (edit->others, g_strdup (entry->name));
    }
  return now;
}

static void
tell_of_change (const IruConfigEdit *edit)
{
  if (edit->on_change != NULL)
    edit->on_change (edit->on_change_data);
}

/* The vendor's entries that are none of @found: those of other tenants. */
static GPtrArray *
list_beside (const IruConfig *config, const IruProfile *profile, GPtrArray *found)
{
  const IruMatch match = { .name = profile->names[0], .profile = profile, .tenants = TRUE };
  g_autoptr (GPtrArray) all = iru_config_find (config, &match);
  g_autoptr (GHashTable) known = iru_config_hash_entries (found);
  GPtrArray *beside = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < all->len; i++)
    if (!g_hash_table_contains (known, all->pdata[i]))
      g_ptr_array_add (beside, g_strdup (((IruEntry *)all->pdata[i])->name));
  return beside;
}

/* Takes @document. */
static IruDocument *
install_into (const IruTarget *target, IruDocument *document, const IruServer *server,
              IruConfigEdit *edit, GError **error)
{
  g_autoptr (IruDocument) now = document;
  g_autoptr (IruConfig) config = iru_config_new_for_document (target, document);
  IruMatch match = {
    .name = server->name,
    .url = server->url,
    .profile = iru_profile_find (server),
  };
  g_autoptr (GPtrArray) found = iru_config_find (config, &match);
  g_autoptr (GPtrArray) no_olds = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_server_free);
  IruEntry *old = found->len > 0 ? g_ptr_array_index (found, 0) : NULL;
  gboolean is_own = edit->olds == NULL;

  if (old != NULL && target->only_same && !held_before (target, old, edit->olds))
    old = NULL;
  edit->added = old == NULL && target->role == IRU_ROLE_MAIN && !edit->adds_nothing;
  if (edit->added
      && !iru_config_check_name (target->client, iru_config_get_new_name (target->client, server),
                                 error))
    return NULL;
  if (edit->added)
    tell_of_change (edit);
  if (edit->added && match.profile->single)
    edit->beside = list_beside (config, match.profile, found);
  if (is_own)
    edit->olds = no_olds;
  if (old != NULL)
    g_ptr_array_add (edit->olds, iru_server_copy (old->server));
  if (old != NULL || edit->added)
    {
      edit->entry =
          g_strdup (old != NULL ? old->name : iru_config_get_new_name (target->client, server));
      edit->enabled = old != NULL && old->server->disabled;
      now = iru_config_write_entry (target, g_steal_pointer (&now), server, old, edit, error);
      edit->findings = iru_findings_new ();
      iru_config_copy_findings (config, old, edit->findings);
    }
  if (old != NULL && edit->renames != NULL)
    {
      g_free (edit->entry);
      edit->entry = g_strdup (edit->renames->pdata[1]);
    }
  if (now != NULL)
    now = write_others (target, g_steal_pointer (&now), config, server, old, edit, error);
  if (is_own)
    edit->olds = NULL;
  return g_steal_pointer (&now);
}

GBytes *
iru_config_install (const IruTarget *target, GBytes *before, const IruServer *server,
                    IruConfigEdit *edit, GError **error)
{
  g_autoptr (IruDocument) document = NULL;
  GBytes *after;

  if (before == NULL && (target->role != IRU_ROLE_MAIN || edit->adds_nothing))
    return NULL;
  edit->fixes = g_array_new (FALSE, FALSE, sizeof (IruFix));
  document = iru_config_open_mended (target, before, edit->fixes, error);
  if (document == NULL)
    return NULL;
  document = install_into (target, g_steal_pointer (&document), server, edit, error);
  if (document == NULL)
    return NULL;
  after = iru_document_get_text (document);
  return g_bytes_ref (before != NULL && g_bytes_equal (before, after) ? before : after);
}

/* Of several tenants none is the one that is meant unless its name says so. */
static gboolean
check_tenant (const IruTarget *target, const IruProfile *profile, GPtrArray *found,
              GPtrArray *beside, GError **error)
{
  if (found->len == 0 || beside->len == 0
      || iru_profile_has_name (profile, ((IruEntry *)found->pdata[0])->name))
    return TRUE;
  g_set_error (error, IRU_ERROR, IRU_ERROR_UNSUPPORTED,
               _ ("%s: there are several servers of %s, “%s” and “%s”. Name the one that is to go "
                  "with --server."),
               target->path, profile->title, ((IruEntry *)found->pdata[0])->name,
               (char *)beside->pdata[0]);
  return FALSE;
}

/* Takes @document. */
static IruDocument *
remove_from (const IruTarget *target, IruDocument *document, const IruMatch *match,
             IruConfigEdit *edit, GError **error)
{
  IruDocument *now = document;
  g_autoptr (IruConfig) config = iru_config_new_for_document (target, document);
  g_autoptr (GPtrArray) found = iru_config_find (config, match);

  if (match->profile != NULL && match->profile->single)
    {
      edit->beside = list_beside (config, match->profile, found);
      if (!match->everywhere && !check_tenant (target, match->profile, found, edit->beside, error))
        g_clear_pointer (&now, iru_document_free);
    }
  edit->others = g_ptr_array_new_with_free_func (g_free);
  if (found->len > 0)
    tell_of_change (edit);
  for (guint i = 0; i < found->len && now != NULL; i++)
    {
      const IruEntry *entry = found->pdata[i];

      now = take_out (target, now, entry, error);
      if (edit->entry == NULL)
        edit->entry = g_strdup (entry->name);
      else
        g_ptr_array_add (edit->others, g_strdup (entry->name));
    }
  return now;
}

GBytes *
iru_config_remove (const IruTarget *target, GBytes *before, const IruMatch *match,
                   IruConfigEdit *edit, GError **error)
{
  IruTextError text_error = { 0 };
  IruDocument *document;
  GBytes *after;

  edit->fixes = g_array_new (FALSE, FALSE, sizeof (IruFix));
  if (before == NULL)
    return NULL;
  document = iru_document_new (target->client->syntax, before, &text_error);
  if (document != NULL && !iru_document_is_object (document))
    {
      iru_text_fail (&text_error, IRU_TEXT_ERROR_SYNTAX, N_ ("This is not an object."), 0);
      g_clear_pointer (&document, iru_document_free);
    }
  if (document == NULL)
    {
      iru_config_set_error (error, target->path, before, &text_error);
      return NULL;
    }
  document = remove_from (target, document, match, edit, error);
  if (document == NULL)
    return NULL;
  after = g_bytes_ref (iru_document_get_text (document));
  iru_document_free (document);
  return after;
}
