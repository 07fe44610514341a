/* iru-sim-faults.h: the ways in which the simulator can be told to fail
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One table. A row's name is the id of the finding that it leads to, and what
 * tells it from other causes of the same finding.
 */
#pragma once

#include "iru-sim-mode.h"
#include "iru-sim-raw.h"
#include "iru-sim-reply.h"

G_BEGIN_DECLS

typedef struct _IruSimFault IruSimFault;

/**
 * IruSimExchange: what a fault may use
 * @origin: "http://127.0.0.1:PORT"
 * @path: of the request, without the query
 */
typedef struct
{
  SoupServerMessage *message;
  const IruSimRequest *request;
  IruSimRaw *raw;
  const char *origin;
  const char *path;
  guint port;
} IruSimExchange;

/* NULL if there is no such row. */
const IruSimFault *iru_sim_fault_find (const char *name);
/* All rows, one a line: name, when, what it does. */
char *iru_sim_fault_print (void);

/* Sets the era and the quirk that the row asks for. */
void iru_sim_fault_apply (const IruSimFault *fault, IruSimMode *mode);
/* What to answer instead of the truth; NULL with @taken unset if there is nothing to
 * hide, NULL with @taken set if the connection was taken over. */
IruSimReply *
iru_sim_fault_answer (const IruSimFault *fault, const IruSimExchange *exchange, gboolean *taken);
/* The OAuth metadata that the answers of auth-oauth point to. */
IruSimReply *iru_sim_fault_answer_metadata (const IruSimExchange *exchange);

G_END_DECLS
