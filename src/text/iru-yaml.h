/* iru-yaml.h: YAML, read and spelt; nothing edits it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * libyaml knows the grammar. What it does not bound is bounded here, and what could make
 * more of a text than stands in it is not followed: an alias stays an alias.
 */
#pragma once

#include "iru-text.h"
#include "iru-value.h"

G_BEGIN_DECLS

/* The largest text in bytes, the most values in it, and how deep they may lie. The files
 * that are meant have a few hundred lines. */
#define IRU_YAML_MAX_SIZE (4 * 1024 * 1024)
#define IRU_YAML_MAX_NODES 100000
#define IRU_YAML_MAX_DEPTH 100

/**
 * iru_yaml_read:
 *
 * @text as one document of YAML 1.1 or 1.2 with text as keys, none of them twice. Words
 * without quotes are what the core schema of 1.2 says. Blank is an empty object.
 *
 * The span of a value has its quotes, and that of a container without brackets ends with
 * its last value.
 *
 * Returns: (transfer full) (nullable): NULL with @error
 */
IruValue *iru_yaml_read (GBytes *text, IruTextError *error);

/**
 * iru_yaml_render:
 * @value: an object; only other objects, strings, booleans, numbers, and arrays of those
 * @indent: in columns
 *
 * One line a member, each with its line end.
 *
 * Returns: (transfer full)
 */
char *iru_yaml_render (const IruValue *value, guint indent);

G_END_DECLS
