/* iru-test-home.h: a scratch home for a test
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* A new empty folder, without a link on the way. Freed by iru_test_home_free(). */
char *iru_test_home_new (void);
/* Removes it with all that is in it, and frees @home. */
void iru_test_home_free (char *home);
/* Writes HOME/@path and the folders on the way; @mode 0755 for a program. */
void iru_test_home_write (const char *home, const char *path, const char *text, int mode);
/* The text of HOME/@path; NULL if there is none. (transfer full) */
char *iru_test_home_read (const char *home, const char *path);
