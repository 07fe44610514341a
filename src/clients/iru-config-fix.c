/* iru-config-fix.c: one client's file as a value: with what is wrong in it fixed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-config-fix.h"

#include <string.h>

#include "iru-config-private.h"
#include "iru-dialect.h"
#include "iru-lint.h"
#include "iru-reference.h"
#include "iru-runtime.h"

static const struct
{
  const char *id;
  IruCure cure;
} cures[] = {
  { "file-permissions", IRU_CURE_MODE },      { "file-syntax", IRU_CURE_TEXT },
  { "file-encoding", IRU_CURE_TEXT },         { "server-disabled", IRU_CURE_ENTRY },
  { "wrong-field", IRU_CURE_ENTRY },          { "wrong-type", IRU_CURE_ENTRY },
  { "wrong-transport", IRU_CURE_ENTRY },      { "value-whitespace", IRU_CURE_ENTRY },
  { "secret-in-args", IRU_CURE_ENTRY },       { "bridge-vulnerable", IRU_CURE_ENTRY },
  { "npx-missing", IRU_CURE_ENTRY },          { "npx-shim", IRU_CURE_ENTRY },
  { "command-missing", IRU_CURE_ENTRY },      { "helper-missing", IRU_CURE_ENTRY },
  { "server-duplicate", IRU_CURE_DUPLICATE }, { "server-unread", IRU_CURE_MOVE },
};

IruCure
iru_cure_get (const char *finding_id)
{
  for (guint i = 0; i < G_N_ELEMENTS (cures); i++)
    if (strcmp (cures[i].id, finding_id) == 0)
      return cures[i].cure;
  return IRU_CURE_NONE;
}

/* The file while it is fixed. */
typedef struct
{
  const IruTarget *target;
  IruConfig *config; /* as it was, its mistakes of the text fixed */
  IruDocument *document;
  IruConfigFix *fix;
} Fixing;

static gboolean
has_cure (GPtrArray *findings, IruCure cure)
{
  for (guint i = 0; i < findings->len; i++)
    if (iru_cure_get (((IruFinding *)findings->pdata[i])->kind->id) == cure)
      return TRUE;
  return FALSE;
}

/* Whether @findings still says what @finding says. */
static gboolean
is_left (GPtrArray *findings, const IruFinding *finding)
{
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const IruFinding *other = findings->pdata[i];

      if (other->kind == finding->kind && g_strcmp0 (other->detail, finding->detail) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
note_cured (Fixing *fixing, GPtrArray *findings, GPtrArray *left, IruCure cure)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const IruFinding *finding = findings->pdata[i];

      if (iru_cure_get (finding->kind->id) == cure && !is_left (left, finding))
        g_ptr_array_add (fixing->fix->cured, iru_finding_copy (finding));
    }
}

/* What is wrong with an entry, its command included. (transfer full) */
static GPtrArray *
list_faults (const IruTarget *target, const IruServer *server, GPtrArray *findings)
{
  GPtrArray *faults = iru_findings_new ();

  for (guint i = 0; i < findings->len; i++)
    g_ptr_array_add (faults, iru_finding_copy (findings->pdata[i]));
  if (target->client->desktop)
    iru_runtime_lint (target->places, server, faults);
  return faults;
}

static void
trim_pairs (GPtrArray *pairs)
{
  for (guint i = 0; i < pairs->len; i++)
    {
      IruPair *pair = iru_pairs_index (pairs, i);
      char *trimmed = iru_lint_trim (pair->value);

      iru_wipe_free (pair->value);
      pair->value = trimmed;
    }
}

/* "~" is the shell's word for the home; a client takes it for a name. */
static void
expand_home (const IruTarget *target, IruServer *server)
{
  g_autofree char *path = NULL;
  char *old = server->command;

  if (old == NULL || !g_str_has_prefix (old, "~/"))
    return;
  path = g_build_filename (iru_places_get_home (target->places), old + 2, NULL);
  server->command = iru_places_get_native_path (target->places, path);
  g_free (old);
}

/* What the entry is to mean: what it says, with its references, without stray spaces.
 * (transfer full) (nullable) */
static IruServer *
read_wanted (const IruTarget *target, const char *name, const IruValue *value)
{
  g_autoptr (GPtrArray) ignored = iru_findings_new ();
  IruServer *server = iru_dialect_read (target->client, NULL, name, value, ignored);
  char *url = server->url;

  if (url != NULL)
    server->url = iru_lint_trim (url);
  g_free (url);
  trim_pairs (server->headers);
  trim_pairs (server->env);
  expand_home (target, server);
  return server;
}

static gboolean
refers (GPtrArray *pairs)
{
  for (guint i = 0; i < pairs->len; i++)
    {
      g_auto (IruReference) found = { 0 };

      if (iru_reference_find (iru_pairs_index (pairs, i)->value, &found))
        return TRUE;
    }
  return FALSE;
}

/* Whether it says one thing only, all of which can be written again. */
static gboolean
is_plain (const IruServer *server)
{
  gboolean has_url = server->url != NULL && *server->url != '\0';

  if (server->asks_other || (!has_url && server->command == NULL))
    return FALSE;
  if (server->bridge != NULL)
    return !refers (server->headers);
  return !has_url || server->command == NULL;
}

static gboolean
has_text (GPtrArray *pairs, const char *text)
{
  for (guint i = 0; i < pairs->len; i++)
    if (strstr (iru_pairs_index (pairs, i)->value, text) != NULL)
      return TRUE;
  return FALSE;
}

/* Whether a secret of @value is still in @server. */
static gboolean
keeps_secrets (const IruValue *value, const IruServer *server)
{
  g_autoptr (GArray) secrets = iru_dialect_find_possible_secrets (value);

  for (guint i = 0; i < secrets->len; i++)
    {
      const IruSecret *secret = &g_array_index (secrets, IruSecret, i);
      g_autofree char *text =
          secret->value->text != NULL ? iru_lint_trim (secret->value->text) : NULL;

      if (text != NULL && secret->kind == IRU_SECRET_VALUE && !has_text (server->headers, text)
          && !has_text (server->env, text))
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_pairs (GPtrArray *pairs, GPtrArray *wanted, gboolean fold)
{
  for (guint i = 0; i < wanted->len; i++)
    {
      const IruPair *pair = iru_pairs_index (wanted, i);

      if (g_strcmp0 (iru_pairs_get (pairs, pair->name, fold), pair->value) != 0)
        return FALSE;
    }
  return TRUE;
}

/* Whether nothing that @wanted says is lost in @now. */
static gboolean
means_the_same (const IruServer *now, const IruServer *wanted)
{
  if (now->transport != wanted->transport || now->disabled)
    return FALSE;
  if (wanted->transport == IRU_TRANSPORT_HTTP)
    return iru_url_equal (now->url, wanted->url) && has_pairs (now->headers, wanted->headers, TRUE);
  return iru_config_same_strings (now->args, wanted->args)
         && has_pairs (now->env, wanted->env, FALSE);
}

/* An error that was not there before makes it worse. */
static gboolean
is_better (GPtrArray *before, GPtrArray *after)
{
  gboolean is_cured = FALSE;

  for (guint i = 0; i < after->len; i++)
    {
      const IruFinding *finding = after->pdata[i];

      if (finding->severity == IRU_SEVERITY_ERROR && !iru_findings_has (before, finding->kind->id))
        return FALSE;
    }
  for (guint i = 0; i < before->len && !is_cured; i++)
    {
      const char *id = ((IruFinding *)before->pdata[i])->kind->id;

      is_cured = iru_cure_get (id) == IRU_CURE_ENTRY && !iru_findings_has (after, id);
    }
  return is_cured;
}

/* What is wrong with the entry at @path in @document; NULL if it is not as @wanted means it, or
 * has lost something that @old has. (transfer full) */
static GPtrArray *
check_written (Fixing *fixing, IruDocument *document, const char *const *path,
               const IruServer *wanted, const IruValue *old)
{
  const IruTarget *target = fixing->target;
  const char *name = path[g_strv_length ((GStrv)path) - 1];
  g_autoptr (IruValue) value = iru_document_dup_value (document, path);
  g_autoptr (GPtrArray) findings = iru_findings_new ();
  g_autoptr (IruServer) raw = NULL;
  g_autoptr (IruServer) server = NULL;

  if (value == NULL)
    return NULL;
  raw = read_wanted (target, name, value);
  if (!means_the_same (raw, wanted) || !keeps_secrets (old, raw))
    return NULL;
  server = iru_dialect_read (target->client, target->places, name, value, findings);
  iru_lint_server (server, findings);
  return list_faults (target, server, findings);
}

/* (transfer full) */
static GStrv
get_path (const char *const *root, const char *name)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_addv (builder, (const char **)root);
  g_strv_builder_add (builder, name);
  return g_strv_builder_end (builder);
}

/* Takes @document. */
static void
set_document (Fixing *fixing, IruDocument *document, const char *name)
{
  iru_document_free (fixing->document);
  fixing->document = document;
  if (!g_ptr_array_find_with_equal_func (fixing->fix->entries, name, g_str_equal, NULL))
    g_ptr_array_add (fixing->fix->entries, g_strdup (name));
}

/* Writes the entry again, with its own values; it stays as it is if that is no cure. */
static void
rewrite_entry (Fixing *fixing, const IruEntry *entry)
{
  const IruTarget *target = fixing->target;
  g_autoptr (IruServer) wanted = read_wanted (target, entry->name, entry->value);
  g_autoptr (GPtrArray) before = list_faults (target, entry->server, entry->findings);
  g_autoptr (GPtrArray) after = NULL;
  g_auto (GStrv) path = get_path ((const char *const *)entry->root, entry->name);
  g_auto (IruConfigEdit) edit = { 0 };
  g_autoptr (IruDocument) next = NULL;

  if (!has_cure (before, IRU_CURE_ENTRY) || !is_plain (wanted))
    return;
  next = iru_config_write_entry (target, iru_document_ref (fixing->document), wanted, entry, &edit,
                                 NULL);
  if (next == NULL)
    return;
  after = check_written (fixing, next, (const char *const *)path, wanted, entry->value);
  if (after == NULL || !is_better (before, after))
    return;
  note_cured (fixing, before, after, IRU_CURE_ENTRY);
  set_document (fixing, g_steal_pointer (&next), entry->name);
}

/* Takes the entry out. */
static void
drop_entry (Fixing *fixing, const IruEntry *entry, IruCure cure)
{
  g_auto (GStrv) path = get_path ((const char *const *)entry->root, entry->name);
  IruTextError error = { 0 };
  IruDocument *next = iru_document_remove (fixing->document, (const char *const *)path, &error);

  if (next == NULL)
    return;
  if (next == fixing->document)
    next = iru_document_ref (next);
  note_cured (fixing, entry->findings, NULL, cure);
  set_document (fixing, next, entry->name);
}

/* The entry that the client reads in the place of @entry; NULL if there is none. Borrowed. */
static const IruEntry *
find_read (const IruConfig *config, const IruEntry *entry)
{
  IruMatch match = {
    .name = entry->name,
    .url = entry->server->url,
    .profile = iru_profile_find (entry->server),
  };
  g_autoptr (GPtrArray) found = iru_config_find (config, &match);

  return found->len > 0 ? found->pdata[0] : NULL;
}

/* Writes the entry where the client reads it, if that has none, and takes it out where it is. */
static void
move_entry (Fixing *fixing, const IruEntry *entry)
{
  const IruTarget *target = fixing->target;
  const IruEntry *read = find_read (fixing->config, entry);
  g_autoptr (IruServer) wanted = read_wanted (target, entry->name, entry->value);
  const char *name = iru_config_get_new_name (target->client, wanted);
  const char *root[] = { target->client->dialect.root, NULL };
  g_auto (GStrv) path = get_path (root, name);
  g_auto (IruConfigEdit) edit = { 0 };
  g_autoptr (IruDocument) next = NULL;
  g_autoptr (GPtrArray) after = NULL;

  if (read != NULL)
    {
      if (iru_config_holds_same (read->server, entry->server))
        drop_entry (fixing, entry, IRU_CURE_MOVE);
      return;
    }
  if (target->role != IRU_ROLE_MAIN || !is_plain (wanted)
      || !iru_config_check_name (target->client, name, NULL))
    return;
  next = iru_config_write_entry (target, iru_document_ref (fixing->document), wanted, NULL, &edit,
                                 NULL);
  if (next == NULL)
    return;
  after = check_written (fixing, next, (const char *const *)path, wanted, entry->value);
  if (after == NULL || has_cure (after, IRU_CURE_ENTRY))
    return;
  set_document (fixing, g_steal_pointer (&next), name);
  drop_entry (fixing, entry, IRU_CURE_MOVE);
}

/* Of entries with the same URL and the same values the first one stays. */
static void
drop_duplicates (Fixing *fixing, GPtrArray *found, GHashTable *gone)
{
  for (guint i = 1; i < found->len; i++)
    {
      const IruEntry *best = found->pdata[0];
      const IruEntry *entry = found->pdata[i];

      if (entry->scope != best->scope || !iru_url_equal (best->server->url, entry->server->url)
          || !iru_config_holds_same (best->server, entry->server)
          || strcmp (best->name, entry->name) == 0 || !g_hash_table_add (gone, (gpointer)entry))
        continue;
      g_ptr_array_add (fixing->fix->cured, iru_finding_new ("server-duplicate", NULL));
      drop_entry (fixing, entry, IRU_CURE_DUPLICATE);
    }
}

static void
fix_entries (Fixing *fixing, GPtrArray *entries, GHashTable *gone)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const IruEntry *entry = entries->pdata[i];

      if (entry->shadowed || !g_hash_table_add (gone, (gpointer)entry))
        continue;
      if (entry->scope == IRU_SCOPE_UNREAD)
        move_entry (fixing, entry);
      else
        rewrite_entry (fixing, entry);
    }
}

/* Those that a check would look at. */
static void
fix_matches (Fixing *fixing, IruMatch match, GHashTable *gone)
{
  g_autoptr (GPtrArray) general = iru_config_find (fixing->config, &match);
  g_autoptr (GPtrArray) everywhere = NULL;

  drop_duplicates (fixing, general, gone);
  match.everywhere = TRUE;
  everywhere = iru_config_find (fixing->config, &match);
  fix_entries (fixing, everywhere, gone);
}

static void
fix_selected (Fixing *fixing)
{
  const IruConfigFix *fix = fixing->fix;
  const IruProfile *profile = iru_profile_get_default ();
  IruMatch usual = { .name = profile->names[0], .profile = profile, .tenants = TRUE };
  g_autoptr (GHashTable) gone = g_hash_table_new (NULL, NULL);

  if (fix->all)
    fix_entries (fixing, fixing->config->entries, gone);
  else if (fix->names == NULL)
    fix_matches (fixing, usual, gone);
  for (guint i = 0; !fix->all && fix->names != NULL && fix->names[i] != NULL; i++)
    {
      IruMatch match = { .name = fix->names[i] };

      fix_matches (fixing, match, gone);
    }
}

GBytes *
iru_config_fix (const IruTarget *target, GBytes *before, IruConfigFix *fix, GError **error)
{
  g_autoptr (IruConfig) old = iru_config_new (target, before);
  g_autoptr (IruDocument) document = NULL;
  g_autoptr (IruConfig) config = NULL;

  if (target->scope == IRU_SCOPE_UNREAD || g_bytes_get_size (before) == 0)
    return g_bytes_ref (before);
  document = iru_config_open_mended (target, before, fix->fixes, error);
  if (document == NULL)
    return NULL;
  config = iru_config_new_for_document (target, document);
  if (config->document == NULL)
    return g_bytes_ref (before);

  Fixing fixing = { target, config, iru_document_ref (document), fix };
  note_cured (&fixing, old->findings, config->findings, IRU_CURE_TEXT);
  fix_selected (&fixing);
  GBytes *after = g_bytes_ref (iru_document_get_text (fixing.document));
  iru_document_free (fixing.document);
  return after;
}
