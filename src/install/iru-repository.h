/* iru-repository.h: whether git has a file, or would take it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * git itself is not asked: a repository's own settings can make it run commands.
 */
#pragma once

#include "iru-config.h"

G_BEGIN_DECLS

typedef enum
{
  IRU_REPOSITORY_NONE,    /* no repository, or one that ignores the file */
  IRU_REPOSITORY_TRACKED, /* it is in the index */
  IRU_REPOSITORY_OPEN,    /* the next “git add” takes it */
} IruRepositoryState;

/* @root: the folder to stop at; "" for the whole system. */
IruRepositoryState iru_repository_look (const char *path, const char *root);

/* secret-in-repository, where @entry has a literal key. Of a file that is not a project's
 * only one that git has counts. */
void iru_repository_lint (const IruTarget *target, const IruEntry *entry, GPtrArray *findings);

G_END_DECLS
