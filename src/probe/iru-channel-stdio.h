/* iru-channel-stdio.h: messages over the standard input and output of a command
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The only code that runs a command of an entry. The command gets a process group of its
 * own, the environment that is given and no other, and is gone, with all that it started,
 * when the channel is over.
 */
#pragma once

#include "iru-server.h"
#include "iru-channel.h"

G_BEGIN_DECLS

/* How much of its standard error is kept: the last lines, in bytes. */
#define IRU_STDIO_MAX_ERRORS (64 * 1024)

/**
 * iru_channel_stdio_new:
 * @server: whose keys are masked in what it says; lives as long as the channel
 * @errors: (element-type utf8): the last lines of its standard error are kept here; referenced
 *
 * The rest is as iru_stdio_async() has it.
 *
 * Returns: (nullable): NULL with @error: the command could not be started
 */
IruChannel *
iru_channel_stdio_new (const IruServer *server, const char *const *argv, const char *const *env,
                       const char *folder, GPtrArray *errors, GError **error);

G_END_DECLS
