/* iru-stranger.h: whether somebody else decides what a project's file says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whoever can write a project's file could have a key sent to a server of their own, or a
 * command started. So a file of another user is not read, nor one that others could replace.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * iru_stranger_find:
 * @file: a project's file, there or not; its folder may be missing too
 *
 * Files of root and of who runs the program are fine, in a folder that no other user may
 * write to. Links are followed. On Windows every file is.
 *
 * Returns: (transfer full) (nullable): why the file is not to be read, translated; NULL: it may be
 */
char *iru_stranger_find (const char *file);

G_END_DECLS
