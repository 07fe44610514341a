/* iru-policy-file.h: the files that have a client's policies
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-policy-source.h"

G_BEGIN_DECLS

/* Files that were read, each once. */
typedef struct _IruPolicyFiles IruPolicyFiles;

IruPolicyFiles *iru_policy_files_new (void);
void iru_policy_files_free (IruPolicyFiles *files);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruPolicyFiles, iru_policy_files_free)

/* Those of @source's files that are there, as paths, by name. Of a project's, those that only its
 * owner decides about. (transfer full) (element-type utf8) */
GPtrArray *
iru_policy_files_list (const IruPolicySource *source, const IruTarget *target, const char *folder);

/* What @path has at @rule; "{folder}" in it is @folder, and "{name}" is @name. NULL if there is
 * nothing, or the client does not understand the file. (transfer full) */
IruValue *iru_policy_files_dup_value (IruPolicyFiles *files, const IruPolicySource *source,
                                      const IruTarget *target, const char *path, const char *folder,
                                      const char *name);

G_END_DECLS
