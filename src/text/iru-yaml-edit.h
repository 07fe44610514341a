/* iru-yaml-edit.h: YAML in block style, changed without loss
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A path names members of mappings; in a sequence it names the element whose member
 * "name" is that. What stands in brackets is not changed, but for single values.
 */
#pragma once

#include "iru-text.h"
#include "iru-value.h"

G_BEGIN_DECLS

/**
 * IruYaml: a text that was read
 * @data: (borrowed): lives as long as the text
 * @root: (owned): with spans into @data
 */
typedef struct
{
  const char *data;
  gsize length;
  IruValue *root;
} IruYaml;

/* What stands at @path; NULL if there is nothing. Borrowed. */
const IruValue *iru_yaml_find (const IruYaml *yaml, const char *const *path);

/* As iru_document_set(): (transfer full) (nullable) (element-type IruEdit), NULL with @error. */
GPtrArray *iru_yaml_set (const IruYaml *yaml, const char *const *path, const IruValue *value,
                         IruTextError *error);

/* As iru_document_remove(); a container that is left empty is spelt {} or []. */
GPtrArray *iru_yaml_remove (const IruYaml *yaml, const char *const *path, IruTextError *error);

/* Whether the two are equal in everything but what is at @path. */
gboolean
iru_yaml_same_beside (const IruYaml *before, const IruYaml *after, const char *const *path);

G_END_DECLS
