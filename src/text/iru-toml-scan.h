/* iru-toml-scan.h: the structure of a TOML text, each part with its place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to iru-toml-*.c. One pass over the text checks grammar and meaning and
 * leaves a tree of nodes, one for each key that is not inside an array, and the
 * statements in their order. Nodes are named by index; 0 is the root, and, where
 * a node is looked for, "none".
 */
#pragma once

#include "iru-text.h"
#include "iru-toml.h"

G_BEGIN_DECLS

typedef enum
{
  IRU_TOML_TABLE,  /* by header, by dotted keys, or implied by a longer header */
  IRU_TOML_TABLES, /* [[…]]: its children are its elements, which have no key */
  IRU_TOML_INLINE,
  IRU_TOML_ARRAY,
  IRU_TOML_SCALAR,
} IruTomlKind;

typedef enum
{
  IRU_TOML_DEFINED = 1 << 0, /* has its own header */
  IRU_TOML_DOTTED = 1 << 1,  /* made by a dotted key */
  IRU_TOML_SPREAD = 1 << 2,  /* a longer header goes through it */
  IRU_TOML_ESCAPED = 1 << 3, /* its key is spelt with a backslash */
  IRU_TOML_KEYLESS = 1 << 4,
} IruTomlFlags;

/**
 * IruTomlNode:
 * @parent: @first: @last: @next: the tree; children are in the order of the text
 * @key_start: @key_end: the key where it is spelt first
 * @chain: where the dotted key begins in which it is spelt first
 * @start: @end: the value; of a table with a header, from that to its last key
 */
typedef struct
{
  guint32 parent;
  guint32 first;
  guint32 last;
  guint32 next;
  guint32 hash;
  guint32 key_start;
  guint32 key_end;
  guint32 chain;
  guint32 start;
  guint32 end;
  guint8 kind;
  guint8 flags;
  guint8 n_children; /* counted up to a few: see look_up() */
} IruTomlNode;

/* A header, or a key with its value: without indentation, comment and line end. */
typedef struct
{
  guint32 start;
  guint32 end;
  guint32 node; /* of a header: the table, or the element; of a key: its last part */
  gboolean is_header;
} IruTomlStatement;

GBytes *iru_toml_get_bytes (const IruToml *toml);
const char *iru_toml_get_text (const IruToml *toml, gsize *length);
/* What new lines end with: as in the text, unless it was told otherwise. Static. */
const char *iru_toml_get_line_end (const IruToml *toml);
void iru_toml_set_line_end (IruToml *toml, const char *line_end);
const IruTomlNode *iru_toml_get_node (const IruToml *toml, guint32 node);
guint iru_toml_get_n_statements (const IruToml *toml);
const IruTomlStatement *iru_toml_get_statement (const IruToml *toml, guint index);

/* Decoded; free with g_free(). */
char *iru_toml_dup_key (const IruToml *toml, guint32 node);
/* The child of that key, 0 if none. */
guint32 iru_toml_find_child (const IruToml *toml, guint32 parent, const char *key);
/* The deepest node along @path; @n_found says how many keys lead to it. */
guint32 iru_toml_find (const IruToml *toml, const char *const *path, guint *n_found);
/* The child of @parent that has the key of @other's @node, 0 if none. */
guint32
iru_toml_find_same (const IruToml *toml, guint32 parent, const IruToml *other, guint32 node);
/* Whether @node is @top or below it; the search ends at @stop. */
gboolean iru_toml_is_within (const IruToml *toml, guint32 node, guint32 top, guint32 stop);

/* The decoded value of a node that is neither IRU_TOML_TABLE nor IRU_TOML_TABLES. */
IruValue *iru_toml_decode_value (IruToml *toml, guint32 node);

G_END_DECLS
