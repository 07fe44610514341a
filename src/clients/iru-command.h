/* iru-command.h: an entry's command, as far as the entry tells whether it can work
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-client.h"
#include "iru-server.h"

G_BEGIN_DECLS

/**
 * iru_command_lint:
 * @server: any entry; only one with a command is looked at
 * @findings: (element-type IruFinding): command-malformed, docker-arguments, bridge-arguments,
 *   env-unset and env-dialect (of a bridge's arguments) are appended
 *
 * Nothing is started. What the runtime needs to be there is iru_runtime_lint()'s matter.
 */
void iru_command_lint (const IruClient *client, IruPlaces *places, const IruServer *server,
                       GPtrArray *findings);

G_END_DECLS
