/* wait.h: how a program ended; on Windows its exit code is all that is known
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#define WIFEXITED(status) 1
#define WEXITSTATUS(status) (status)
#define WIFSIGNALED(status) 0
#define WTERMSIG(status) 0
