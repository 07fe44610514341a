/* iru-launch.h: how a client would start an entry's command
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-client.h"
#include "iru-probe.h"
#include "iru-query.h"

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

/* How long a program has for its answer. */
#define IRU_LAUNCH_QUESTION_MS 3000

/**
 * iru_launch_new_question:
 * @started: the user has agreed that the entry's command is started
 *
 * What to run to learn whether the program that @server's command needs is of use: node for
 * its version where nothing on the disk tells, docker for whether it answers. Unless the
 * command is @started anyway, only a program of the system is asked
 * (iru_system_program_check()), with a PATH that no file names. No value of the entry is
 * ever in the question's env, but for its PATH if it is @started; a docker that the entry's
 * values choose is not asked.
 *
 * Returns: (transfer full) (nullable): NULL: nothing is to be asked, or nothing may be run
 */
IruLaunch *
iru_launch_new_question (const IruTarget *target, const IruServer *server, gboolean started);

/* Whether both run the same. */
gboolean iru_launch_equal (const IruLaunch *a, const IruLaunch *b);

/* What @answer to @question means. @findings: node-too-old, bridge-failed or docker-failed
 * is appended, if anything is wrong. */
void iru_launch_judge (const IruLaunch *question, const IruServer *server,
                       const IruQueryAnswer *answer, GPtrArray *findings);

/**
 * iru_launch_explain:
 * @result: of iru_stdio_finish()
 *
 * Where the conversation failed and the command's standard error says why: that becomes the
 * finding, and bridge-failed a note beside it.
 */
void iru_launch_explain (IruProbeResult *result);

G_END_DECLS
