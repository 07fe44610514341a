/* iru-plan.h: the edits that would bring files to what is wanted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Made first, shown, then applied: one plan serves preview, command line and
 * wizard. Making one writes nothing.
 */
#pragma once

#include "iru-config.h"
#include "iru-keeping.h"

#include <sys/stat.h>

G_BEGIN_DECLS

typedef enum
{
  IRU_ACTION_UNCHANGED,
  IRU_ACTION_CREATED,  /* there was no file */
  IRU_ACTION_ADDED,    /* a new entry in a file */
  IRU_ACTION_REPLACED, /* an entry that was there has other values now */
  IRU_ACTION_REMOVED,
  IRU_ACTION_RESTORED, /* by an undo */
  IRU_ACTION_REFUSED,  /* see the error */
} IruAction;

const char *iru_action_get_name (IruAction action);

/**
 * IruChange: what happens to one file
 * @target: (borrowed): whose file it is
 * @action: what would be done, and once applied what was done
 * @before: @after: (owned) (nullable): the bytes; NULL: no file
 * @info: what the system said of the file before it was read; all zero for no file
 * @entries: (element-type utf8): the names of the entries that are meant, as the
 *   file has them
 * @fixes: (element-type IruFix): slips of the file that are put right; offsets into
 *   @before
 * @findings: (element-type IruFinding): what the user should know
 * @cured: (element-type IruFinding): what a plan of fixes fixes
 * @is_private: the file gets the mode 0600
 * @error: (owned) (nullable): why it is refused
 * @backup: (owned) (nullable): the run's id, once applied
 * @keeping: (owned) (nullable): @before on its way into the backup, until applied
 * @handed_out: (element-type IruServer): those whose keys have to be in the keyring first;
 *   borrowed from the plan
 */
typedef struct
{
  const IruTarget *target;
  IruAction action;
  GBytes *before;
  GBytes *after;
  struct stat info;
  GPtrArray *entries;
  GArray *fixes;
  GPtrArray *findings;
  GPtrArray *cured;
  gboolean is_private;
  GError *error;
  char *backup;
  IruKeeping *keeping;
  GPtrArray *handed_out;
} IruChange;

/* Whether applying it would write the file. */
gboolean iru_change_writes (const IruChange *change);
/* Whether what was asked for is not done by the program. */
gboolean iru_change_fails (const IruChange *change);

typedef struct _IruPlan IruPlan;

/**
 * iru_plan_new_install:
 * @targets: (element-type IruTarget): borrowed; must outlive the plan
 * @servers: (element-type IruServer): each goes into each file; copied
 */
IruPlan *iru_plan_new_install (GPtrArray *targets, GPtrArray *servers);

typedef enum
{
  IRU_PLAN_PLAIN = 0,
  IRU_PLAN_MOVE = 1 << 0,       /* an install: out of where the client never reads it */
  IRU_PLAN_EVERYWHERE = 1 << 1, /* a removal: from every scope, under whatever name */
} IruPlanFlags;

/**
 * iru_plan_new_install_full:
 * @ahead: (nullable): the state that the plan is applied with, and nobody has to look at
 *   it before: a large file's old bytes are kept there while its new ones are made.
 *   iru_plan_apply() has to follow
 *
 * An entry that held what an updated one held is updated as well: in every file and
 * scope, under whatever name. There is no change for a target that is not a main one and
 * has nothing to do with @servers.
 */
IruPlan *iru_plan_new_install_full (GPtrArray *targets, GPtrArray *servers, IruPlanFlags flags,
                                    IruState *ahead);

/**
 * iru_plan_new_remove:
 * @names: (nullable): the entries of these names; NULL: Iru's
 * @all: every entry
 */
IruPlan *iru_plan_new_remove (GPtrArray *targets, const char *const *names, gboolean all);
IruPlan *iru_plan_new_remove_full (GPtrArray *targets, const char *const *names, gboolean all,
                                   IruPlanFlags flags, IruState *ahead);

/**
 * iru_plan_new_fix:
 * @names: (nullable): the entries of these names; NULL: Iru's
 * @all: every entry
 *
 * Every fix that the program knows for what is wrong with the files and the entries: see
 * iru-config-fix.h. There is no change for a file with nothing to fix.
 */
IruPlan *
iru_plan_new_fix (GPtrArray *targets, const char *const *names, gboolean all, IruState *ahead);

void iru_plan_free (IruPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruPlan, iru_plan_free)

/* (element-type IruChange): one for each target that is concerned, in their order.
 * Borrowed. */
GPtrArray *iru_plan_get_changes (IruPlan *plan);

/**
 * iru_plan_apply:
 * @reviewed: a person has seen the changes: a file that is not what the plan was
 *   made on is refused instead of planned again
 *
 * Each file is all or nothing; one that is refused leaves the others to be written.
 * The changes then say what was done.
 */
void iru_plan_apply (IruPlan *plan, IruState *state, gboolean reviewed);

G_END_DECLS
