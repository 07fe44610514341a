/* iru-plan.c: the edits that would bring files to what is wanted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-plan.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "iru-config-fix.h"
#include "iru-desktop.h"
#include "iru-error.h"
#include "iru-fd.h"
#include "iru-file.h"
#include "iru-judge.h"
#include "iru-path.h"
#include "iru-permissions.h"
#include "iru-plan-keys.h"
#include "iru-repository.h"
#include "iru-runtime.h"

typedef enum
{
  PLAN_INSTALL,
  PLAN_REMOVE,
  PLAN_FIX,
} PlanKind;

struct _IruPlan
{
  PlanKind kind;
  GPtrArray *changes;
  GPtrArray *servers; /* (nullable): of an install */
  GStrv names;
  gboolean all;
  IruPlanFlags flags;
  GPtrArray *olds; /* (element-type IruServer): what entries held before */
  IruState *ahead; /* (nullable): NULL once it is applied */
};

/* What iru_file_rewrite() hands back to us. */
typedef struct
{
  IruPlan *plan;
  IruChange *change;
  gboolean is_made; /* for the very bytes in the change */
} Edit;

const char *
iru_action_get_name (IruAction action)
{
  static const char *const names[] = { "unchanged", "created",  "added",  "replaced",
                                       "removed",   "restored", "refused" };

  return names[action];
}

gboolean
iru_change_writes (const IruChange *change)
{
  return change->action != IRU_ACTION_UNCHANGED && change->action != IRU_ACTION_REFUSED;
}

gboolean
iru_change_fails (const IruChange *change)
{
  return change->error != NULL;
}

static void
iru_change_free (IruChange *change)
{
  g_clear_pointer (&change->before, g_bytes_unref);
  g_clear_pointer (&change->after, g_bytes_unref);
  g_ptr_array_unref (change->entries);
  g_ptr_array_unref (change->handed_out);
  g_array_unref (change->fixes);
  g_ptr_array_unref (change->findings);
  g_ptr_array_unref (change->cured);
  g_clear_error (&change->error);
  g_clear_pointer (&change->keeping, iru_keeping_free);
  g_free (change->backup);
  g_free (change);
}

void
iru_plan_free (IruPlan *plan)
{
  if (plan == NULL)
    return;
  g_ptr_array_unref (plan->changes);
  g_clear_pointer (&plan->servers, g_ptr_array_unref);
  g_strfreev (plan->names);
  g_ptr_array_unref (plan->olds);
  g_free (plan);
}

GPtrArray *
iru_plan_get_changes (IruPlan *plan)
{
  return plan->changes;
}

static void
set_bytes (GBytes **place, GBytes *bytes)
{
  g_clear_pointer (place, g_bytes_unref);
  *place = bytes != NULL ? g_bytes_ref (bytes) : NULL;
}

/* The person has to set the variables that an entry refers to. */
static void
note_variables (IruChange *change, const IruConfigEdit *edit)
{
  IruPlaces *places = change->target->places;
  const IruClient *client = change->target->client;

  for (guint i = 0; edit->variables != NULL && i < edit->variables->len; i++)
    {
      const char *name = edit->variables->pdata[i];
      gboolean is_set = iru_places_getenv (places, name) != NULL;
      IruFinding *finding =
          client->variables_in != NULL
              ? iru_findings_add (change->findings, "env-unset",
                                  _ ("The entry takes the key from the variable %s; set it where "
                                     "%s is started, or in %s."),
                                  name, client->title, _ (client->variables_in))
              : iru_findings_add (change->findings, "env-unset",
                                  _ ("The entry takes the key from the environment variable %s; "
                                     "set it where %s is started."),
                                  name, client->title);

      finding->severity = is_set ? IRU_SEVERITY_INFO : IRU_SEVERITY_WARNING;
      if (is_set && client->graphical && !iru_desktop_sees (places, name))
        iru_findings_add (change->findings, "env-desktop",
                          _ ("No file that the desktop reads sets %s."), name);
    }
}

/* The names that the client refused. */
static void
note_renames (IruChange *change, const IruConfigEdit *edit)
{
  for (guint i = 0; edit->renames != NULL && i + 1 < edit->renames->len; i += 2)
    iru_findings_add (change->findings, "name-refused",
                      _ ("The entry “%s” is called “%s” now, a name that the client takes."),
                      (char *)edit->renames->pdata[i], (char *)edit->renames->pdata[i + 1])
        ->severity = IRU_SEVERITY_INFO;
}

/* What an install leaves as it is, and the user should know. */
static void
note_findings (IruChange *change, const IruConfigEdit *edit)
{
  for (guint i = 0; edit->findings != NULL && i < edit->findings->len; i++)
    {
      IruFinding *finding = iru_finding_copy (edit->findings->pdata[i]);

      finding->severity = MIN (finding->severity, IRU_SEVERITY_WARNING);
      g_ptr_array_add (change->findings, finding);
    }
}

static void
note_edit (IruChange *change, const IruConfigEdit *edit, IruAction action)
{
  if (edit->entry != NULL)
    g_ptr_array_add (change->entries, g_strdup (edit->entry));
  for (guint i = 0; edit->others != NULL && i < edit->others->len; i++)
    g_ptr_array_add (change->entries, g_strdup (edit->others->pdata[i]));
  if (edit->fixes != NULL)
    g_array_append_vals (change->fixes, edit->fixes->data, edit->fixes->len);
  if (edit->enabled)
    iru_findings_add (change->findings, "server-disabled",
                      _ ("The entry was switched off; it is switched on again."))
        ->severity = IRU_SEVERITY_INFO;
  for (guint i = 0; edit->beside != NULL && i < edit->beside->len; i++)
    iru_findings_add (change->findings, "server-beside", _ ("“%s” is left as it is."),
                      (char *)edit->beside->pdata[i]);
  note_renames (change, edit);
  note_variables (change, edit);
  /* Of several entries in one file, an added one says most. */
  if (change->action != IRU_ACTION_ADDED)
    change->action = action;
}

/* Whether a file that the client reads beside @target has the entry: then that one is
 * brought up to date, and no second one is added. */
static gboolean
is_held_beside (IruPlan *plan, const IruTarget *target, const IruServer *server)
{
  IruMatch match = {
    .name = server->name,
    .url = server->url,
    .profile = iru_profile_find (server),
  };

  for (guint i = 0; i < plan->changes->len; i++)
    {
      const IruTarget *other = ((IruChange *)plan->changes->pdata[i])->target;
      struct stat info;

      if (other == target || other->role != IRU_ROLE_OTHER || other->scope != target->scope
          || other->stranger != NULL || !iru_target_is_beside (target, other))
        continue;
      g_autoptr (GBytes) text = iru_file_load (other->path, &info, NULL);
      g_autoptr (IruConfig) config = iru_config_new (other, text);
      g_autoptr (GPtrArray) found = iru_config_find (config, &match);
      if (found->len > 0)
        return TRUE;
    }
  return FALSE;
}

/* Files that are only looked at: an administrator's are never written, and what a client
 * does not read is taken out where that was asked for. */
static gboolean
may_write (IruPlan *plan, const IruTarget *target)
{
  IruPlanFlags asked = plan->kind == PLAN_INSTALL ? IRU_PLAN_MOVE : IRU_PLAN_EVERYWHERE;

  if (plan->kind == PLAN_FIX)
    return target->scope != IRU_SCOPE_MANAGED;
  return target->role != IRU_ROLE_UNTOUCHED
         || (target->scope == IRU_SCOPE_UNREAD && (plan->flags & asked) != 0);
}

/* An on_change of IruConfigEdit. */
static void
keep_ahead (gpointer data)
{
  const Edit *edit = data;
  IruChange *change = edit->change;

  if (edit->plan->ahead != NULL && change->keeping == NULL && iru_keeping_is_large (change->before)
      && may_write (edit->plan, change->target))
    change->keeping = iru_keeping_start (edit->plan->ahead, change->before);
}

static GBytes *
install_all (Edit *whole, GBytes *before, GError **error)
{
  IruPlan *plan = whole->plan;
  IruChange *change = whole->change;
  g_autoptr (GBytes) text = before != NULL ? g_bytes_ref (before) : NULL;

  for (guint i = 0; i < plan->servers->len; i++)
    {
      const IruServer *server = plan->servers->pdata[i];
      g_auto (IruConfigEdit) edit = {
        .olds = plan->olds,
        .moves = (plan->flags & IRU_PLAN_MOVE) != 0,
        .adds_nothing = is_held_beside (plan, change->target, server),
        .on_change = keep_ahead,
        .on_change_data = whole,
      };
      g_autoptr (GError) edit_error = NULL;
      GBytes *next = iru_config_install (change->target, text, server, &edit, &edit_error);

      if (edit_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&edit_error));
          return NULL;
        }
      note_findings (change, &edit);
      if (next == NULL)
        continue;
      if (edit.hands_out)
        g_ptr_array_add (change->handed_out, (gpointer)server);
      if (text == NULL || !g_bytes_equal (next, text))
        {
          gboolean only_gone = edit.entry == NULL && edit.moves;

          note_edit (change, &edit,
                     edit.added  ? IRU_ACTION_ADDED
                     : only_gone ? IRU_ACTION_REMOVED
                                 : IRU_ACTION_REPLACED);
        }
      g_clear_pointer (&text, g_bytes_unref);
      text = next;
    }
  return g_steal_pointer (&text);
}

static GBytes *
remove_one (Edit *whole, GBytes *text, const IruMatch *match, GError **error)
{
  IruChange *change = whole->change;
  g_auto (IruConfigEdit) edit = { .on_change = keep_ahead, .on_change_data = whole };
  GBytes *next = iru_config_remove (change->target, text, match, &edit, error);

  if (next != NULL && edit.entry != NULL)
    note_edit (change, &edit, IRU_ACTION_REMOVED);
  return next;
}

/* The names of the entries that are to go. (transfer full) */
static GStrv
get_names (IruPlan *plan, IruChange *change, GBytes *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (!plan->all)
    return g_strdupv (plan->names);

  g_autoptr (IruConfig) config = iru_config_new (change->target, text);
  for (guint i = 0; i < config->entries->len; i++)
    g_strv_builder_add (builder, ((IruEntry *)config->entries->pdata[i])->name);
  return g_strv_builder_end (builder);
}

static GBytes *
remove_all (Edit *whole, GBytes *before, GError **error)
{
  IruPlan *plan = whole->plan;
  IruChange *change = whole->change;
  g_auto (GStrv) names = get_names (plan, change, before);
  gboolean everywhere = (plan->flags & IRU_PLAN_EVERYWHERE) != 0;
  const IruProfile *profile = iru_profile_get_default ();
  IruMatch usual = {
    .name = profile->names[0],
    .profile = profile,
    .everywhere = everywhere,
    .same = plan->olds,
  };
  GBytes *text;

  if (names == NULL)
    return remove_one (whole, before, &usual, error);
  text = g_bytes_ref (before);
  for (guint i = 0; names[i] != NULL && text != NULL; i++)
    {
      IruMatch match = { .name = names[i], .everywhere = everywhere, .same = plan->olds };
      g_autoptr (GBytes) now = text;

      text = remove_one (whole, now, &match, error);
    }
  return text;
}

/* A file that others can read a key in. */
static void
make_private (IruChange *change, GBytes *after)
{
  g_autoptr (IruConfig) config = iru_config_new (change->target, after);

  g_ptr_array_set_size (config->findings, 0);
  iru_permissions_lint (change->target, config, change->info.st_mode);
  change->is_private = config->findings->len > 0;
  if (change->is_private)
    g_ptr_array_add (change->cured, iru_finding_copy (config->findings->pdata[0]));
}

static GBytes *
fix_all (Edit *whole, GBytes *before, GError **error)
{
  IruPlan *plan = whole->plan;
  IruChange *change = whole->change;
  IruConfigFix fix = {
    .names = (const char *const *)plan->names,
    .all = plan->all,
    .entries = change->entries,
    .fixes = change->fixes,
    .cured = change->cured,
  };
  GBytes *after = iru_config_fix (change->target, before, &fix, error);

  if (after == NULL)
    return NULL;
  make_private (change, after);
  if (change->is_private || !iru_bytes_same (before, after))
    change->action = IRU_ACTION_REPLACED;
  return after;
}

/* What the entries hold that are to go: others may hold it under another name. */
static void
learn_olds (IruPlan *plan, IruChange *change)
{
  struct stat info;
  g_autoptr (GBytes) text =
      change->target->stranger == NULL ? iru_file_load (change->target->path, &info, NULL) : NULL;
  g_autoptr (IruConfig) config = iru_config_new (change->target, text);
  g_auto (GStrv) names = get_names (plan, change, text);
  const IruProfile *profile = names == NULL ? iru_profile_get_default () : NULL;
  const char *usual[] = { names == NULL ? profile->names[0] : NULL, NULL };
  const char *const *wanted = names != NULL ? (const char *const *)names : usual;

  for (guint i = 0; wanted[i] != NULL; i++)
    {
      IruMatch match = { .name = wanted[i], .profile = profile, .everywhere = TRUE };
      g_autoptr (GPtrArray) found = iru_config_find (config, &match);

      for (guint j = 0; j < found->len; j++)
        g_ptr_array_add (plan->olds, iru_server_copy (((IruEntry *)found->pdata[j])->server));
    }
}

static GBytes *(*const makers[]) (Edit *whole, GBytes *before, GError **error) = {
  [PLAN_INSTALL] = install_all,
  [PLAN_REMOVE] = remove_all,
  [PLAN_FIX] = fix_all,
};

/* The file's new bytes; fills in the change on the way. An IruFileEdit. */
static GBytes *
edit_change (GBytes *before, gpointer user_data, GError **error)
{
  Edit *edit = user_data;
  IruChange *change = edit->change;

  if (edit->is_made && before == change->before)
    return change->after != NULL ? g_bytes_ref (change->after) : NULL;
  edit->is_made = FALSE;
  change->action = IRU_ACTION_UNCHANGED;
  g_ptr_array_set_size (change->entries, 0);
  g_ptr_array_set_size (change->handed_out, 0);
  g_array_set_size (change->fixes, 0);
  g_ptr_array_set_size (change->findings, 0);
  g_ptr_array_set_size (change->cured, 0);
  set_bytes (&change->before, before);
  set_bytes (&change->after, NULL);
  if (edit->plan->kind != PLAN_INSTALL && before == NULL)
    return NULL;

  g_autoptr (GBytes) after = makers[edit->plan->kind](edit, before, error);
  if (after == NULL || (error != NULL && *error != NULL))
    return NULL;
  if (!iru_bytes_same (before, after)
      && !iru_judge_accepts (change->target->client->syntax, before, after))
    {
      g_set_error (error, IRU_ERROR, IRU_ERROR_UNSUPPORTED,
                   _ ("%s: the result did not pass the second check. The file was left as it is. "
                      "Please report this."),
                   change->target->path);
      return NULL;
    }
  if (before == NULL)
    change->action = IRU_ACTION_CREATED;
  set_bytes (&change->after, after);
  return g_steal_pointer (&after);
}

static void
refuse (IruChange *change, GError *error)
{
  g_clear_error (&change->error);
  change->error = error;
  change->action = IRU_ACTION_REFUSED;
}

/* Whether @path is @folder, or in it. */
static gboolean
is_below (const char *path, const char *folder)
{
  gsize length = strlen (folder);

  if (length > 0 && folder[length - 1] == '/')
    length--;
  return strncmp (path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

/* With another system's root, a link must not lead out of it. */
static gboolean
stays_in_root (const IruTarget *target, GError **error)
{
  const char *root = iru_places_get_root (target->places);
  g_autofree char *top = g_strconcat (root, "/", NULL);
  g_autofree char *real_top = NULL;
  g_autofree char *folder = g_strdup (target->path);

  if (!iru_places_is_elsewhere (target->places))
    return TRUE;
  real_top = realpath (top, NULL);
  for (;;)
    {
      g_autofree char *real = realpath (folder, NULL);

      if (real != NULL)
        {
          if (real_top != NULL && is_below (real, real_top))
            return TRUE;
          break;
        }
      if (g_file_test (folder, G_FILE_TEST_IS_SYMLINK) || strlen (folder) <= IRU_PATH_ROOT_LENGTH)
        break;
      g_autofree char *child = folder;
      folder = g_path_get_dirname (child);
    }
  g_set_error (error, IRU_ERROR, IRU_ERROR_UNSUPPORTED,
               _ ("%s: a symbolic link leads out of %s. The file was left as it is."), target->path,
               root);
  return FALSE;
}

/* What does not stop an install, but the user has to know: a missing npx, a key in a
 * file that git takes. */
static void
warn (IruPlan *plan, IruChange *change)
{
  const IruTarget *target = change->target;
  gboolean is_shared = target->scope == IRU_SCOPE_PROJECT;

  if (plan->kind != PLAN_INSTALL || change->after == NULL
      || !(target->client->desktop || is_shared))
    return;

  g_autoptr (IruConfig) config = iru_config_new (target, change->after);
  for (guint i = 0; i < config->entries->len; i++)
    {
      IruEntry *entry = config->entries->pdata[i];
      guint first = change->findings->len;

      if (!g_ptr_array_find_with_equal_func (change->entries, entry->name, g_str_equal, NULL))
        continue;
      if (target->client->desktop)
        iru_runtime_lint (target->places, entry->server, change->findings);
      if (is_shared)
        iru_repository_lint (target, entry, change->findings);
      for (guint j = first; j < change->findings->len; j++)
        ((IruFinding *)change->findings->pdata[j])->severity = IRU_SEVERITY_WARNING;
    }
}

static void
leave_managed (IruChange *change)
{
  if (change->action != IRU_ACTION_UNCHANGED && change->target->scope == IRU_SCOPE_MANAGED)
    iru_findings_add (change->findings, "file-managed", NULL);
  change->action = IRU_ACTION_UNCHANGED;
  g_ptr_array_set_size (change->entries, 0);
  g_ptr_array_set_size (change->cured, 0);
  change->is_private = FALSE;
  set_bytes (&change->after, change->before);
}

static gboolean
is_own (const IruTarget *target, GError **error)
{
  if (target->stranger == NULL)
    return TRUE;
  g_set_error (error, IRU_ERROR, IRU_ERROR_UNSUPPORTED,
               _ ("%s: this file of a project is not changed. %s Copy the project into a folder "
                  "that only you may write to."),
               target->path, target->stranger);
  return FALSE;
}

static void
preview_change (IruPlan *plan, IruChange *change)
{
  Edit edit = { plan, change, FALSE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;

  if (!stays_in_root (change->target, &error) || !is_own (change->target, &error))
    {
      refuse (change, g_steal_pointer (&error));
      return;
    }
  before = iru_file_load (change->target->path, &change->info, &error);
  if (before == NULL && !g_error_matches (error, IRU_ERROR, IRU_ERROR_NOT_FOUND))
    {
      refuse (change, g_steal_pointer (&error));
      return;
    }
  g_clear_error (&error);

  after = edit_change (before, &edit, &error);
  if (!may_write (plan, change->target))
    leave_managed (change);
  else if (error != NULL)
    refuse (change, g_steal_pointer (&error));
  else
    warn (plan, change);
}

static IruPlan *
plan_new (PlanKind kind, GPtrArray *targets)
{
  IruPlan *plan = g_new0 (IruPlan, 1);

  plan->kind = kind;
  plan->changes = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_change_free);
  plan->olds = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_server_free);
  for (guint i = 0; i < targets->len; i++)
    {
      IruChange *change = g_new0 (IruChange, 1);

      change->target = targets->pdata[i];
      change->entries = g_ptr_array_new_with_free_func (g_free);
      change->handed_out = g_ptr_array_new ();
      change->fixes = g_array_new (FALSE, FALSE, sizeof (IruFix));
      change->findings = iru_findings_new ();
      change->cured = iru_findings_new ();
      g_ptr_array_add (plan->changes, change);
    }
  return plan;
}

/* What entries held before has to be known when those files are looked at that may hold
 * the same under another name. */
static guint
get_pass (const IruTarget *target)
{
  if (target->role != IRU_ROLE_MAIN)
    return 2;
  return target->client->dialect.more_roots[0] != NULL ? 1 : 0;
}

/* A file that is not the client's main one and has nothing to do with it all; of a plan of fixes
 * any file with nothing to fix. */
static gboolean
is_unconcerned (const IruPlan *plan, const IruChange *change)
{
  return (change->target->role != IRU_ROLE_MAIN || plan->kind == PLAN_FIX)
         && change->action == IRU_ACTION_UNCHANGED && change->findings->len == 0
         && change->error == NULL;
}

static void
preview_all (IruPlan *plan)
{
  for (guint i = 0; i < plan->changes->len && (plan->flags & IRU_PLAN_EVERYWHERE) != 0; i++)
    learn_olds (plan, plan->changes->pdata[i]);
  for (guint pass = 0; pass <= 2; pass++)
    for (guint i = 0; i < plan->changes->len; i++)
      {
        IruChange *change = plan->changes->pdata[i];

        if (get_pass (change->target) == pass)
          preview_change (plan, change);
      }
  for (guint i = plan->changes->len; i > 0; i--)
    if (is_unconcerned (plan, plan->changes->pdata[i - 1]))
      g_ptr_array_remove_index (plan->changes, i - 1);
}

IruPlan *
iru_plan_new_install_full (GPtrArray *targets, GPtrArray *servers, IruPlanFlags flags,
                           IruState *ahead)
{
  IruPlan *plan = plan_new (PLAN_INSTALL, targets);

  plan->flags = flags;
  plan->ahead = ahead;
  plan->servers = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_server_free);
  for (guint i = 0; i < servers->len; i++)
    g_ptr_array_add (plan->servers, iru_server_copy (servers->pdata[i]));
  preview_all (plan);
  return plan;
}

IruPlan *
iru_plan_new_install (GPtrArray *targets, GPtrArray *servers)
{
  return iru_plan_new_install_full (targets, servers, IRU_PLAN_PLAIN, NULL);
}

IruPlan *
iru_plan_new_remove_full (GPtrArray *targets, const char *const *names, gboolean all,
                          IruPlanFlags flags, IruState *ahead)
{
  IruPlan *plan = plan_new (PLAN_REMOVE, targets);

  plan->flags = flags;
  plan->ahead = ahead;
  plan->names = g_strdupv ((GStrv)names);
  plan->all = all;
  preview_all (plan);
  return plan;
}

IruPlan *
iru_plan_new_remove (GPtrArray *targets, const char *const *names, gboolean all)
{
  return iru_plan_new_remove_full (targets, names, all, IRU_PLAN_PLAIN, NULL);
}

IruPlan *
iru_plan_new_fix (GPtrArray *targets, const char *const *names, gboolean all, IruState *ahead)
{
  IruPlan *plan = plan_new (PLAN_FIX, targets);

  plan->ahead = ahead;
  plan->names = g_strdupv ((GStrv)names);
  plan->all = all;
  preview_all (plan);
  return plan;
}

static void
apply_change (IruPlan *plan, IruChange *change, IruState *state, gboolean reviewed)
{
  Edit edit = { plan, change, TRUE };
  g_autoptr (GBytes) none = g_bytes_new_static ("", 0);
  IruFileSeen seen = { change->before != NULL ? change->before : none, change->info,
                       change->keeping };
  g_autoptr (GError) error = NULL;
  IruFileOutcome outcome;

  if (!(change->is_private ? iru_file_rewrite_private : iru_file_rewrite) (
          state, change->target->path, change->target->client->name, edit_change, &edit, &seen,
          reviewed, &outcome, &error))
    {
      refuse (change, g_steal_pointer (&error));
      return;
    }
  if (outcome != IRU_FILE_UNCHANGED)
    change->backup = g_strdup (iru_state_get_run_id (state));
  if (!edit.is_made)
    warn (plan, change);
}

void
iru_plan_apply (IruPlan *plan, IruState *state, gboolean reviewed)
{
  g_autoptr (IruPlanKeys) keys = iru_plan_keys_new (plan->changes);

  plan->ahead = NULL;
  for (guint i = 0; i < plan->changes->len; i++)
    {
      IruChange *change = plan->changes->pdata[i];
      g_autoptr (GError) error = NULL;

      if (change->action != IRU_ACTION_REFUSED && !iru_plan_keys_store (keys, change, &error))
        refuse (change, g_steal_pointer (&error));
      else if (change->action == IRU_ACTION_UNCHANGED)
        iru_file_tidy (state, change->target->path);
      else if (iru_change_writes (change))
        apply_change (plan, change, state, reviewed);
      g_clear_pointer (&change->keeping, iru_keeping_free);
    }
  iru_plan_keys_settle (keys, state);
}
