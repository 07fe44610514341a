/* iru-lines.h: lines out of a pipe
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* @line ends with a NUL, and has no line end. NULL: the pipe is at its end, or a line was
 * longer than the limit; nothing follows. */
typedef void (*IruLineFunc) (const char *line, gsize length, gboolean too_long, gpointer user_data);

/**
 * iru_lines_read:
 * @max_length: of a line, in bytes
 * @cancellable: ends the reading as if the pipe were at its end
 *
 * Reads @in on the thread-default main context until its end; then calls once with NULL.
 */
void iru_lines_read (GInputStream *in, gsize max_length, GCancellable *cancellable,
                     IruLineFunc func, gpointer user_data);

G_END_DECLS
