/* iru-outcome.h: what a run of the program found and did
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-check.h"
#include "iru-export.h"
#include "iru-file.h"
#include "iru-plan.h"
#include "iru-redact.h"
#include "iru-snippet.h"

G_BEGIN_DECLS

/**
 * IruOutcome: everything that a report is made of
 * @mode: "install", "check", "fix", "remove", "undo", "list", "report", "export"; static
 * @dry_run: nothing was written
 * @exit: the exit code
 * @targets: (nullable) (element-type IruTarget): whose files the rest is about
 * @snippet: (nullable): what was pasted: its fixes and findings
 * @diagnosis: (nullable)
 * @plan: (nullable): what is changed
 * @undone: (nullable) (element-type IruUndoResult)
 * @undone_id: (nullable): the run that was taken back
 * @runs: (nullable) (element-type IruRun): what can be taken back
 * @exported: (nullable): what was made for somebody else
 * @exported_file: (nullable): where it is, if not on standard output
 * @exported_as: whether that file was there already
 * @error: (nullable): why the program could not do its job
 * @redactor: knows every secret that was met
 *
 * All owned but mode.
 */
typedef struct
{
  const char *mode;
  gboolean dry_run;
  int exit;
  GPtrArray *targets;
  IruSnippet *snippet;
  IruDiagnosis *diagnosis;
  IruPlan *plan;
  GPtrArray *undone;
  char *undone_id;
  GPtrArray *runs;
  IruExport *exported;
  char *exported_file;
  IruFileOutcome exported_as;
  GError *error;
  IruRedactor *redactor;
} IruOutcome;

IruOutcome *iru_outcome_new (const char *mode);
void iru_outcome_free (IruOutcome *outcome);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruOutcome, iru_outcome_free)

/* Tells the redactor every secret of what the outcome holds now. Call it before a
 * report is made. */
void iru_outcome_learn_secrets (IruOutcome *outcome);

/* The same for a diagnosis that is not the outcome's yet. */
void iru_outcome_learn_diagnosis (IruOutcome *outcome, const IruDiagnosis *diagnosis);

/* The change of a file as a unified diff with its secrets masked. (transfer full) */
char *iru_outcome_diff (const IruChange *change);

G_END_DECLS
