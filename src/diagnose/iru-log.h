/* iru-log.h: what a client's log says of a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-client.h"
#include "iru-profile.h"

G_BEGIN_DECLS

/* How much of a log's end is looked at, in bytes. */
#define IRU_LOG_MAX_SIZE (256 * 1024)

/**
 * iru_log_read:
 * @text: the end of a log; need not be UTF-8
 * @profile: whose server it is
 * @findings: (element-type IruFinding): client-log, one for each thing that went wrong in
 *   the last run, with the line as its detail and the cure as its advice
 *
 * A run begins where the client says that it starts the server. Messages between client and
 * server are not looked at, as a tool may speak of anything; but an answer of the server shows
 * that what failed before it has healed. Lines that say only that something failed count where
 * no other says what; the finding then shows what the process printed.
 */
void iru_log_read (const char *text, gsize length, const IruProfile *profile, GPtrArray *findings);

/* The same for the newest log of the server @name of @target, if there is one. Regular files
 * only; a log that can't be read is no finding. */
void iru_log_lint (const IruTarget *target, const char *name, const IruProfile *profile,
                   GPtrArray *findings);

G_END_DECLS
