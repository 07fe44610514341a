/* iru-system-program.h: whether a program is the system's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether @program, an absolute path, is in a folder that the system keeps its programs in, and
 * nobody but root can change it or what it leads to. FALSE on Windows. */
gboolean iru_system_program_check (const char *program);

G_END_DECLS
