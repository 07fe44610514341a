/* iru-launch.h: how a client would start an entry's command
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-client.h"
#include "iru-probe.h"

G_BEGIN_DECLS

/**
 * IruLaunch:
 * @argv: NULL-terminated; the first is a path where the program was found, else what the
 *   entry says
 * @env: NULL-terminated, "NAME=value": what MCP clients hand down (HOME, LOGNAME, PATH,
 *   SHELL, TERM, USER) and the entry's own
 * @folder: where it is started
 */
typedef struct
{
  GStrv argv;
  GStrv env;
  char *folder;
} IruLaunch;

/**
 * iru_launch_new:
 * @server: with a command
 *
 * A desktop application's PATH is not the shell's; one in the entry's env takes its place,
 * also for finding the command, as it does in Node.js.
 *
 * Returns: (transfer full) (nullable): NULL where @target's files are not those of whoever
 *   runs this program: nothing of somebody else is run
 */
IruLaunch *iru_launch_new (const IruTarget *target, const IruServer *server);
void iru_launch_free (IruLaunch *command);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruLaunch, iru_launch_free)

/**
 * iru_launch_explain:
 * @result: of iru_stdio_finish()
 *
 * Where the conversation failed and the command's standard error says why: that becomes the
 * finding, and bridge-failed a note beside it.
 */
void iru_launch_explain (IruProbeResult *result);

G_END_DECLS
