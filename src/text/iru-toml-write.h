/* iru-toml-write.h: keys and values spelt as TOML 1.0
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to iru-toml-*.c.
 */
#pragma once

#include "iru-value.h"

G_BEGIN_DECLS

/* The deepest value that is written, in containers. */
#define IRU_TOML_MAX_WRITE_DEPTH 256

/* Whether TOML can say @path and @value; @error has no place (its offset is 0). */
gboolean iru_toml_write_check (const char *const *path, const IruValue *value, IruTextError *error);

/* At least as many bytes as @value takes: room made beforehand leaves no copies
 * of a key behind in freed memory. */
gsize iru_toml_write_estimate (const IruValue *value);

/* (element-type IruMember) (transfer container): a key that comes twice counts where
 * it stands last. */
GPtrArray *iru_toml_write_list_members (const IruValue *object);

void iru_toml_write_key (GString *out, const char *key);
/* A dotted key of the first @n of @keys. */
void iru_toml_write_path (GString *out, const char *const *keys, guint n);
/* In one line; @equals is what stands between a key and its value. */
void iru_toml_write_value (GString *out, const IruValue *value, const char *equals);
/* @value inside an inline table for each of @keys. */
void iru_toml_write_nested (GString *out, const char *const *keys, const IruValue *value,
                            const char *equals);

G_END_DECLS
