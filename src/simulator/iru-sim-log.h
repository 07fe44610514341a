/* iru-sim-log.h: one line a request
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   POST /mcp-server/connector/kandji/tools tools/list 200 key=ok headers=Accept,Host
 *
 * Names of headers, never values; the path without its query. What the client made
 * up is cut at 256 bytes and has no space or control character in it. "-" stands
 * for what is not there, as status for a connection that was taken over.
 */
#pragma once

#include "iru-sim-keys.h"

G_BEGIN_DECLS

typedef struct _IruSimLog IruSimLog;

/* Appends to the file, made 0600 if it is not there. */
IruSimLog *iru_sim_log_new (const char *path, gboolean with_verdict, GError **error);
void iru_sim_log_free (IruSimLog *log);

/* @status: 0 for none. The line is in the file when this returns. */
void iru_sim_log_request (IruSimLog *log, const IruSimRequest *request, const char *path,
                          guint status, IruSimVerdict verdict);

G_END_DECLS
