/* iru-docker.h: whether a server in a container can be talked to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-finding.h"
#include "iru-server.h"

G_BEGIN_DECLS

/* Whether the client hands the variable @name down to its commands. */
typedef gboolean (*IruHandsDown) (const char *name, gpointer data);

/**
 * iru_docker_lint:
 * @server: any entry; only one whose command is docker or podman is looked at
 * @hands_down: (scope call): see there
 * @findings: (element-type IruFinding): docker-arguments is appended for each thing that keeps
 *   "run" or "exec" from working: no -i, -t, -d, variables that do not get into the container
 *
 * Details name options and variables, never a value.
 */
void iru_docker_lint (const IruServer *server, IruHandsDown hands_down, gpointer data,
                      GPtrArray *findings);

G_END_DECLS
