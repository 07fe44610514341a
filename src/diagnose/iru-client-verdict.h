/* iru-client-verdict.h: what is true of one client and one server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A verdict is made of what was seen of the file, the entry, its command and the server. What
 * was not looked at is never said to work. One function makes it, for the text, the JSON document,
 * the report, the wizard and the exit code.
 */
#pragma once

#include "iru-check.h"

G_BEGIN_DECLS

typedef enum
{
  IRU_VERDICT_WORKS,    /* every check was made for this entry, and none failed */
  IRU_VERDICT_RESTART,  /* the same, but the client runs with what it read before */
  IRU_VERDICT_UNPROVED, /* no fault was found, and not every check was made */
  IRU_VERDICT_FAILS,    /* a check failed */
  IRU_VERDICT_MISSING,  /* the client does not have the server */
  IRU_N_VERDICTS
} IruVerdictKind;

/* Why a check was not made. */
typedef enum
{
  IRU_UNPROVED_NOT,
  IRU_UNPROVED_VALUE,   /* only the client has a value of the entry */
  IRU_UNPROVED_OFFLINE, /* the server was not asked */
  IRU_UNPROVED_COMMAND, /* the command was not started */
} IruUnproved;

/**
 * IruClientVerdict:
 * @fault: (nullable): FAILS, and MISSING where that is a fault: the failing check; borrowed
 * @why: UNPROVED: the first check that was not made
 * @counts: whether the client goes by this entry; not one that another takes the place of
 * @rungs: by IruRung
 */
typedef struct
{
  IruVerdictKind kind;
  const IruFinding *fault;
  IruUnproved why;
  gboolean counts;
  IruRungState rungs[IRU_N_RUNGS];
} IruClientVerdict;

/* "works", "restart", "unproved", "fails", "missing" */
const char *iru_verdict_kind_get_name (IruVerdictKind kind);

/* @result: of a diagnosis whose endpoints have been asked, or not. */
IruClientVerdict iru_client_verdict_new (const IruClientResult *result);

/**
 * IruVerdictCounts: over all entries that count
 * @n: by kind
 * @n_clients: that have the server, or should have
 * @n_working: of these, those all of whose entries work
 */
typedef struct
{
  guint n[IRU_N_VERDICTS];
  guint n_clients;
  guint n_working;
} IruVerdictCounts;

IruVerdictCounts iru_verdicts_count (const IruDiagnosis *diagnosis);

G_END_DECLS
