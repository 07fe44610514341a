/* iru-sim-server.h: the simulator as an HTTP server on the loopback interface
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * IRU_SIM_PATH is the endpoint; /fault/NAME is one with that fault. The query
 * parameters era= and answers= change the mode for one path, as the options of the
 * program do for all.
 */
#pragma once

#include <gio/gio.h>

#include "iru-sim-faults.h"
#include "iru-sim-keys.h"
#include "iru-sim-mode.h"

G_BEGIN_DECLS

typedef struct _IruSimServer IruSimServer;

/**
 * IruSimServerOptions:
 * @fault: (nullable): what is wrong with the endpoint itself
 * @log_path: (nullable): where a line a request is appended
 * @log_verdict: whether the line says what was thought of the key
 * @any_host: answers under any name, not the loopback's alone
 */
typedef struct
{
  guint16 port;
  IruSimMode mode;
  const IruSimFault *fault;
  const char *log_path;
  gboolean log_verdict;
  gboolean any_host;
} IruSimServerOptions;

/* IRU_SIM_ERA_UNSET if there is no such era. */
IruSimEra iru_sim_era_from_name (const char *name);

/* Listens at once. Borrows @keys, which must live longer. */
IruSimServer *
iru_sim_server_new (const IruSimServerOptions *options, IruSimKeys *keys, GError **error);
void iru_sim_server_free (IruSimServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruSimServer, iru_sim_server_free)

guint iru_sim_server_get_port (IruSimServer *server);

G_END_DECLS
