/* iru-finding.h: one thing noticed about a set-up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one table of everything that the program can find, and findings made from
 * its rows. A finding's id is API.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The ladder, in the order in which its rungs are climbed. */
typedef enum
{
  IRU_RUNG_FILE,
  IRU_RUNG_POLICY,
  IRU_RUNG_ENTRY,
  IRU_RUNG_RUNTIME,
  IRU_RUNG_NAME,
  IRU_RUNG_CONNECT,
  IRU_RUNG_TLS,
  IRU_RUNG_HTTP,
  IRU_RUNG_MCP,
  IRU_RUNG_AUTH,
  IRU_RUNG_PERMISSION,
  IRU_N_RUNGS
} IruRung;

typedef enum
{
  IRU_SEVERITY_INFO,
  IRU_SEVERITY_WARNING,
  IRU_SEVERITY_ERROR,
} IruSeverity;

/**
 * IruFindingKind: a row of the table
 * @title: what is the matter, in one line, marked for translation
 * @advice: what to do about it, marked for translation: what holds for everyone; where the
 *   vendor of the server is known, iru_profile_advise() may know better
 * @exit: exit code if an error of this kind is the first one found; 0 means that
 *   the rung decides (iru_rung_get_exit())
 */
typedef struct
{
  const char *id;
  IruRung rung;
  IruSeverity severity;
  const char *title;
  const char *advice;
  int exit;
} IruFindingKind;

/**
 * IruFinding:
 * @severity: @rung: the kind's unless this one differs
 * @detail: (owned) (nullable): the evidence. May quote text from outside and so
 *   hold a key: whoever shows it goes through report/'s redaction
 * @advice: @title: (owned) (nullable): instead of the kind's
 * @field: (owned) (nullable): which field of the entry it is about: "url",
 *   "headers.X-API-Key", "args", "env.NAME"
 * @line: @column: in the file that it is about, from 1; 0 if there is no place
 * @fixable: “iru-mcp-setup --fix” fixes it
 */
typedef struct
{
  const IruFindingKind *kind;
  IruSeverity severity;
  IruRung rung;
  char *detail;
  char *advice;
  char *title;
  char *field;
  guint line;
  guint column;
  gboolean fixable;
} IruFinding;

const char *iru_rung_get_name (IruRung rung);
int iru_rung_get_exit (IruRung rung);
const char *iru_severity_get_name (IruSeverity severity);

/* All rows; the last has a NULL id. */
const IruFindingKind *iru_finding_get_kinds (void);
/* NULL if there is no such row. */
const IruFindingKind *iru_finding_get_kind (const char *id);

/* @id must be in the table. @format, printf-like, is the detail; NULL for none. */
IruFinding *iru_finding_new (const char *id, const char *format, ...) G_GNUC_PRINTF (2, 3);
IruFinding *iru_finding_copy (const IruFinding *finding);
void iru_finding_free (IruFinding *finding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruFinding, iru_finding_free)

/* (element-type IruFinding), frees its elements. */
GPtrArray *iru_findings_new (void);
/* Makes a finding, adds it, and returns it (borrowed) for line or severity to be set. */
IruFinding *iru_findings_add (GPtrArray *findings, const char *id, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
/* The worst first thing: the error on the lowest rung; NULL if there is no error. */
IruFinding *iru_findings_get_headline (GPtrArray *findings);
/* Whether one of that id is there. */
gboolean iru_findings_has (GPtrArray *findings, const char *id);

/* The exit code that the finding stands for; 0 unless it is an error. */
int iru_finding_get_exit (const IruFinding *finding);
/* Translated. Borrowed. */
const char *iru_finding_get_title (const IruFinding *finding);
const char *iru_finding_get_advice (const IruFinding *finding);

G_END_DECLS
