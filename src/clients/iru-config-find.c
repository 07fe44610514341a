/* iru-config-find.c: one client's file as a value: which of its entries is meant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-config.h"

#include <string.h>

/* Whether the entry is that vendor's, and of the tenant that is meant if one is. */
static gboolean
is_tenant (const IruEntry *entry, const IruMatch *match)
{
  return iru_profile_find (entry->server) == match->profile
         && (match->url == NULL || iru_url_same_host (entry->server->url, match->url));
}

#define N_RANKS 6

/* How well an entry fits: lower is better, 0 is not at all. The names that a vendor's articles
 * use are the same for every tenant, so of such a name the url tells first. */
static guint
rank_entry (const IruEntry *entry, const IruMatch *match)
{
  const IruProfile *profile = match->profile;
  const char *url = entry->server->url;
  gboolean is_single = profile != NULL && profile->single;
  gboolean is_named = match->name != NULL && strcmp (entry->name, match->name) == 0;
  gboolean is_usual =
      is_single && match->name != NULL && iru_profile_has_name (profile, match->name);
  gboolean is_meant = is_single && is_tenant (entry, match);

  if (is_named && (!is_usual || match->url == NULL || is_meant))
    return 1;
  if (match->url != NULL && url != NULL && iru_url_equal (url, match->url))
    return 2;
  if (is_meant && match->url != NULL)
    return 3;
  if (is_named)
    return 4;
  if (is_usual && iru_profile_has_name (profile, entry->name))
    return 5;
  return is_meant ? 6 : 0;
}

/* The same server once more: only the url tells. */
static gboolean
is_duplicate (const IruEntry *best, const IruEntry *entry)
{
  return best->server->url != NULL && entry->server->url != NULL
         && iru_url_equal (best->server->url, entry->server->url);
}

gboolean
iru_config_same_strings (GPtrArray *a, GPtrArray *b)
{
  for (guint i = 0; i < a->len && a->len == b->len; i++)
    if (strcmp (a->pdata[i], b->pdata[i]) != 0)
      return FALSE;
  return a->len == b->len;
}

static gboolean
same_pairs (GPtrArray *a, GPtrArray *b)
{
  for (guint i = 0; i < a->len && a->len == b->len; i++)
    {
      IruPair *pair = iru_pairs_index (a, i);

      if (g_strcmp0 (iru_pairs_get (b, pair->name, FALSE), pair->value) != 0)
        return FALSE;
    }
  return a->len == b->len;
}

gboolean
iru_config_holds_same (const IruServer *a, const IruServer *b)
{
  if (a->transport != b->transport)
    return FALSE;
  if (a->transport == IRU_TRANSPORT_HTTP)
    return (a->headers->len > 0 || a->helper != NULL) && g_strcmp0 (a->helper, b->helper) == 0
           && iru_server_same_endpoint (a, b);
  return a->env->len > 0 && iru_config_same_strings (a->args, b->args)
         && same_pairs (a->env, b->env);
}

static gboolean
holds_one_of (const IruEntry *entry, GPtrArray *servers)
{
  for (guint i = 0; servers != NULL && i < servers->len; i++)
    if (iru_config_holds_same (servers->pdata[i], entry->server))
      return TRUE;
  return FALSE;
}

GHashTable *
iru_config_hash_entries (GPtrArray *entries)
{
  GHashTable *known = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < entries->len; i++)
    g_hash_table_add (known, entries->pdata[i]);
  return known;
}

/* Those that count in one folder only or nowhere, and those under other names. */
static void
find_everywhere (const IruConfig *config, const IruMatch *match, GPtrArray *found)
{
  g_autoptr (GHashTable) known = iru_config_hash_entries (found);

  for (guint i = 0; i < config->entries->len; i++)
    {
      IruEntry *entry = g_ptr_array_index (config->entries, i);
      gboolean fits = rank_entry (entry, match) > 0 || holds_one_of (entry, match->same);

      if (fits && !g_hash_table_contains (known, entry))
        g_ptr_array_add (found, entry);
    }
  for (guint i = 0; i < config->misplaced->len; i++)
    {
      IruEntry *entry = g_ptr_array_index (config->misplaced, i);

      if (rank_entry (entry, match) > 0 || holds_one_of (entry, match->same))
        g_ptr_array_add (found, entry);
    }
}

/* Entries that are for their reader alone, in whatever folder. */
static gboolean
is_general (const IruEntry *entry)
{
  return entry->scope != IRU_SCOPE_LOCAL && entry->scope != IRU_SCOPE_UNREAD;
}

GPtrArray *
iru_config_find (const IruConfig *config, const IruMatch *match)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint rank = 1; rank <= N_RANKS; rank++)
    for (guint i = 0; i < config->entries->len; i++)
      {
        IruEntry *entry = g_ptr_array_index (config->entries, i);

        if (!entry->shadowed && is_general (entry) && rank_entry (entry, match) == rank
            && (found->len == 0 || match->tenants
                || is_duplicate (g_ptr_array_index (found, 0), entry)))
          g_ptr_array_add (found, entry);
      }
  if (match->everywhere)
    find_everywhere (config, match, found);
  return found;
}
