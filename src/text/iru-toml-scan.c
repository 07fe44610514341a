/* iru-toml-scan.c: the structure of a TOML text, each part with its place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-toml-scan.h"

#include "iru-toml-lex.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* From so many children on, they are looked up by hash: the few of a usual table are
 * close together in memory, where slots are not. */
#define MANY_CHILDREN 12

/* The hash is here too, so that looking for a key does not touch other nodes. */
typedef struct
{
  guint32 node; /* 0: free */
  guint32 hash;
} Slot;

/**
 * IruToml:
 * @slots: open addressing over the nodes that have a key and many siblings, by
 *   parent and key. Nodes that are taken out are always all those that came in
 *   since some moment, which leaves no holes.
 * @seed: makes the places of keys unknown to whoever wrote the file
 * @table: @depth: where keys go at present
 * @built: (element-type IruValue) (nullable): while values are decoded: the object
 *   of each node from @built_from on
 */
struct _IruToml
{
  GBytes *bytes;
  const char *line_end; /* (nullable) static */
  IruTomlLexer lexer;
  GArray *nodes;
  GArray *statements;
  GArray *parts;
  Slot *slots;
  guint32 n_slots;
  guint32 n_used;
  guint32 seed;
  guint32 table;
  guint depth;
  GPtrArray *built;
  guint32 built_from;
};

/* A container that is open. */
typedef struct
{
  gboolean is_array;
  gboolean is_filled; /* the next thing is a comma or the end */
  guint depth;
  guint32 node;    /* 0: an array inside an array */
  guint32 release; /* nodes from here on go when it closes; 0: none */
  IruValue *value; /* (nullable) */
} Frame;

static IruTomlNode *
get_node (const IruToml *toml, guint32 node)
{
  return &g_array_index (toml->nodes, IruTomlNode, node);
}

/* The decoded bytes of a key as spelt; @decoded is to be freed. */
static const char *
view_key (const IruToml *toml, const IruTomlPart *part, gsize *length, char **decoded)
{
  const char *key = toml->lexer.text + part->start;
  gboolean is_quoted = *key == '"' || *key == '\'';

  *decoded = NULL;
  if (part->escaped)
    {
      *decoded = iru_toml_lex_decode (toml->lexer.text, part->start, part->end);
      *length = strlen (*decoded);
      return *decoded;
    }
  *length = part->end - part->start - (is_quoted ? 2 : 0);
  return key + is_quoted;
}

static guint32
hash_key (const IruToml *toml, guint32 parent, const char *key, gsize length)
{
  guint64 hash = ((guint64)parent << 32 | toml->seed) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guchar)key[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  hash ^= hash >> 29;
  hash *= G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  return hash >> 32;
}

static gboolean
has_key (const IruToml *toml, const IruTomlNode *node, const char *key, gsize length)
{
  IruTomlPart part = { node->key_start, node->key_end, (node->flags & IRU_TOML_ESCAPED) != 0 };
  g_autofree char *decoded = NULL;
  gsize own_length;
  const char *own = view_key (toml, &part, &own_length, &decoded);

  return own_length == length && memcmp (own, key, length) == 0;
}

static guint32
look_up (const IruToml *toml, guint32 parent, guint32 hash, const char *key, gsize length)
{
  guint32 mask = toml->n_slots - 1;

  if (get_node (toml, parent)->n_children < MANY_CHILDREN)
    {
      guint32 child = get_node (toml, parent)->first;

      while (child != 0
             && (get_node (toml, child)->hash != hash
                 || !has_key (toml, get_node (toml, child), key, length)))
        child = get_node (toml, child)->next;
      return child;
    }

  for (guint32 i = hash & mask; toml->slots[i].node != 0; i = (i + 1) & mask)
    {
      const IruTomlNode *node;

      if (toml->slots[i].hash != hash)
        continue;
      node = get_node (toml, toml->slots[i].node);
      if (node->parent == parent && has_key (toml, node, key, length))
        return toml->slots[i].node;
    }
  return 0;
}

static gboolean
has_slot (const IruToml *toml, guint32 node)
{
  const IruTomlNode *own = get_node (toml, node);

  return !(own->flags & IRU_TOML_KEYLESS)
         && get_node (toml, own->parent)->n_children == MANY_CHILDREN;
}

static void
put_slot (IruToml *toml, guint32 node)
{
  guint32 mask = toml->n_slots - 1;
  guint32 hash = get_node (toml, node)->hash;
  guint32 i = hash & mask;

  while (toml->slots[i].node != 0)
    i = (i + 1) & mask;
  toml->slots[i] = (Slot){ node, hash };
}

static void
clear_slot (IruToml *toml, guint32 node)
{
  guint32 mask = toml->n_slots - 1;
  guint32 i = get_node (toml, node)->hash & mask;

  while (toml->slots[i].node != node)
    i = (i + 1) & mask;
  toml->slots[i].node = 0;
  toml->n_used--;
}

static void
grow_slots (IruToml *toml)
{
  g_free (toml->slots);
  toml->n_slots *= 2;
  toml->slots = g_new0 (Slot, toml->n_slots);
  for (guint32 i = 1; i < toml->nodes->len; i++)
    if (has_slot (toml, i))
      put_slot (toml, i);
}

/* A new last child; it may be the one from which on all have slots. */
static void
use_slots (IruToml *toml, guint32 parent, guint32 child)
{
  IruTomlNode *above = get_node (toml, parent);
  gboolean was_many = above->n_children == MANY_CHILDREN;

  if (!was_many && ++above->n_children < MANY_CHILDREN)
    return;
  toml->n_used += was_many ? 1 : MANY_CHILDREN;
  if (toml->n_used > toml->n_slots / 2)
    {
      grow_slots (toml);
      return;
    }
  for (guint32 i = was_many ? child : above->first; i != 0; i = get_node (toml, i)->next)
    put_slot (toml, i);
}

static void
link_child (IruToml *toml, guint32 parent, guint32 child)
{
  IruTomlNode *above = get_node (toml, parent);

  if (above->last != 0)
    get_node (toml, above->last)->next = child;
  else
    above->first = child;
  above->last = child;
}

/* A node without a key: an element of an array of tables, or (not linked) an inline
 * table that only lives until it has been read. */
static guint32
add_keyless (IruToml *toml, guint32 parent, IruTomlKind kind, gboolean linked)
{
  IruTomlNode node = { .parent = parent, .kind = kind, .flags = IRU_TOML_KEYLESS };
  guint32 index = toml->nodes->len;

  g_array_append_val (toml->nodes, node);
  if (linked)
    link_child (toml, parent, index);
  if (toml->built != NULL)
    g_ptr_array_add (toml->built, NULL);
  return index;
}

static guint32
add_node (IruToml *toml, guint32 parent, guint32 hash, const IruTomlPart *part, IruTomlKind kind,
          guint flags)
{
  const IruTomlPart *chain = &g_array_index (toml->parts, IruTomlPart, 0);
  IruTomlNode node = {
    .parent = parent,
    .hash = hash,
    .key_start = part->start,
    .key_end = part->end,
    .chain = chain->start,
    .kind = kind,
    .flags = flags | (part->escaped ? IRU_TOML_ESCAPED : 0),
  };
  guint32 index = toml->nodes->len;

  g_array_append_val (toml->nodes, node);
  link_child (toml, parent, index);
  if (toml->built != NULL)
    g_ptr_array_add (toml->built, NULL);
  use_slots (toml, parent, index);
  return index;
}

static void
release_nodes (IruToml *toml, guint32 from)
{
  for (guint32 i = toml->nodes->len; i > from; i--)
    if (has_slot (toml, i - 1))
      clear_slot (toml, i - 1);
  g_array_set_size (toml->nodes, from);
  if (toml->built != NULL)
    g_ptr_array_set_size (toml->built, from - toml->built_from);
}

/* The child of that key, or 0 and the hash for a new one. */
static guint32
find_part (const IruToml *toml, guint32 parent, const IruTomlPart *part, guint32 *hash)
{
  g_autofree char *decoded = NULL;
  gsize length;
  const char *key = view_key (toml, part, &length, &decoded);

  *hash = hash_key (toml, parent, key, length);
  return look_up (toml, parent, *hash, key, length);
}

static gboolean
fail_at (IruToml *toml, const char *message, gsize offset)
{
  return iru_text_fail (toml->lexer.error, IRU_TEXT_ERROR_SYNTAX, message, offset);
}

static gboolean
check_depth (IruToml *toml, guint depth)
{
  return depth <= IRU_TEXT_MAX_DEPTH
         || iru_text_fail (toml->lexer.error, IRU_TEXT_ERROR_TOO_LARGE,
                           N_ ("The text is nested too deeply."), toml->lexer.at);
}

static void
attach_value (IruToml *toml, const Frame *frame, guint32 node, IruValue *value, IruValue **result)
{
  IruValue *object;
  g_autofree char *key = NULL;

  if (frame == NULL)
    *result = value;
  else if (frame->is_array)
    iru_value_append (frame->value, value);
  else
    {
      const IruTomlNode *own = get_node (toml, node);

      object = g_ptr_array_index (toml->built, own->parent - toml->built_from);
      key = iru_toml_dup_key (toml, node);
      iru_value_add (object, key, value);
      iru_value_get_member (object, iru_value_count_members (object) - 1)->key_span =
          (IruSpan){ own->key_start, own->key_end };
    }
}

/* Makes the nodes of the dotted key that has just been read; returns that of its
 * last part, 0 with an error. */
static guint32
claim_key (IruToml *toml, guint32 table, const Frame *frame)
{
  guint last = toml->parts->len - 1;
  const IruTomlPart *part = &g_array_index (toml->parts, IruTomlPart, 0);
  guint32 hash;
  guint32 child;

  for (guint i = 0; i < last; i++, part++)
    {
      child = find_part (toml, table, part, &hash);
      if (child == 0)
        {
          child = add_node (toml, table, hash, part, IRU_TOML_TABLE, IRU_TOML_DOTTED);
          if (toml->built != NULL)
            {
              IruValue *object = iru_value_new (IRU_VALUE_OBJECT);

              g_ptr_array_index (toml->built, child - toml->built_from) = object;
              attach_value (toml, frame, child, object, NULL);
            }
        }
      else if (get_node (toml, child)->kind != IRU_TOML_TABLE)
        return fail_at (toml, N_ ("This key has a value already; it is not a table."), part->start);
      else if (get_node (toml, child)->flags & IRU_TOML_DEFINED)
        return fail_at (toml, N_ ("This table has its own header; keys belong under that."),
                        part->start);
      get_node (toml, child)->flags |= IRU_TOML_DOTTED;
      table = child;
    }

  if (find_part (toml, table, part, &hash) != 0)
    return fail_at (toml, N_ ("This key is there twice."), part->start);
  return add_node (toml, table, hash, part, IRU_TOML_SCALAR, 0);
}

static gboolean
scan_scalar (IruToml *toml, const Frame *frame, guint32 node, IruValue **result)
{
  IruTomlLexer *lexer = &toml->lexer;
  gsize start = lexer->at;
  IruValueType type = IRU_VALUE_STRING;
  int c = iru_toml_lex_peek (lexer);
  gboolean is_string = c == '"' || c == '\'';
  IruValue *value;

  if (is_string ? !iru_toml_lex_string (lexer) : !iru_toml_lex_literal (lexer, &type))
    return FALSE;
  if (node != 0)
    {
      get_node (toml, node)->start = start;
      get_node (toml, node)->end = lexer->at;
    }
  if (toml->built == NULL)
    return TRUE;

  value = iru_value_new (type);
  value->span = (IruSpan){ start, lexer->at };
  value->text = is_string ? iru_toml_lex_decode (lexer->text, start, lexer->at)
                          : g_strndup (lexer->text + start, lexer->at - start);
  attach_value (toml, frame, node, value, result);
  return TRUE;
}

static Frame *
get_top (GArray *frames)
{
  return frames->len > 0 ? &g_array_index (frames, Frame, frames->len - 1) : NULL;
}

static gboolean
open_container (IruToml *toml, GArray *frames, guint32 node, guint depth, IruValue **result)
{
  gboolean is_array = iru_toml_lex_peek (&toml->lexer) == '[';
  Frame frame = { .is_array = is_array, .depth = depth, .node = node };

  if (!check_depth (toml, depth))
    return FALSE;
  if (node == 0 && !is_array)
    frame.node = frame.release = add_keyless (toml, 0, IRU_TOML_INLINE, FALSE);
  if (frame.node != 0)
    {
      get_node (toml, frame.node)->kind = is_array ? IRU_TOML_ARRAY : IRU_TOML_INLINE;
      get_node (toml, frame.node)->start = toml->lexer.at;
    }
  if (toml->built != NULL)
    {
      frame.value = iru_value_new (is_array ? IRU_VALUE_ARRAY : IRU_VALUE_OBJECT);
      frame.value->span.start = toml->lexer.at;
      attach_value (toml, get_top (frames), node, frame.value, result);
      if (!is_array)
        g_ptr_array_index (toml->built, frame.node - toml->built_from) = frame.value;
    }
  toml->lexer.at++;
  g_array_append_val (frames, frame);
  return TRUE;
}

static void
close_container (IruToml *toml, GArray *frames)
{
  Frame *frame = get_top (frames);

  toml->lexer.at++;
  if (frame->node != 0)
    get_node (toml, frame->node)->end = toml->lexer.at;
  if (frame->value != NULL)
    frame->value->span.end = toml->lexer.at;
  if (frame->release != 0)
    release_nodes (toml, frame->release);
  g_array_set_size (frames, frames->len - 1);
}

static gboolean
scan_equals (IruTomlLexer *lexer)
{
  iru_toml_lex_skip_blank (lexer);
  if (iru_toml_lex_peek (lexer) != '=')
    return iru_toml_lex_fail (lexer, N_ ("An equals sign is missing behind this key."));
  lexer->at++;
  iru_toml_lex_skip_blank (lexer);
  return TRUE;
}

/* One step inside the innermost container: its end, a comma, or something in it. */
static gboolean
step (IruToml *toml, GArray *frames, IruValue **result)
{
  IruTomlLexer *lexer = &toml->lexer;
  Frame *frame = get_top (frames);
  guint depth = frame->depth;
  guint32 node = 0;
  int c;

  if (!iru_toml_lex_skip_trivia (lexer))
    return FALSE;
  c = iru_toml_lex_peek (lexer);
  if (c == (frame->is_array ? ']' : '}'))
    {
      close_container (toml, frames);
      return TRUE;
    }
  if (frame->is_filled && c != ',')
    return iru_toml_lex_fail (lexer, frame->is_array
                                         ? N_ ("A comma or ] is missing in this array.")
                                         : N_ ("A comma or } is missing in this table."));
  frame->is_filled = !frame->is_filled;
  if (!frame->is_filled)
    {
      lexer->at++;
      return TRUE;
    }

  if (!frame->is_array)
    {
      if (!iru_toml_lex_key (lexer, toml->parts)
          || !check_depth (toml, depth + toml->parts->len - 1))
        return FALSE;
      depth += toml->parts->len - 1;
      node = claim_key (toml, frame->node, frame);
      if (node == 0 || !scan_equals (lexer))
        return FALSE;
    }
  c = iru_toml_lex_peek (lexer);
  if (c == '[' || c == '{')
    return open_container (toml, frames, node, depth + 1, result);
  return scan_scalar (toml, frame, node, result);
}

/* A value, for the key @node or (0) for none. */
static gboolean
scan_value (IruToml *toml, guint32 node, guint depth, IruValue **result)
{
  g_autoptr (GArray) frames = NULL;
  int c = iru_toml_lex_peek (&toml->lexer);

  if (c != '[' && c != '{')
    return scan_scalar (toml, NULL, node, result);

  frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  if (!open_container (toml, frames, node, depth + 1, result))
    return FALSE;
  while (frames->len > 0)
    if (!step (toml, frames, result))
      return FALSE;
  return TRUE;
}

/* The table under which the last part of a header stands. */
static gboolean
descend (IruToml *toml)
{
  const IruTomlPart *part = &g_array_index (toml->parts, IruTomlPart, 0);
  guint32 hash;

  toml->table = 0;
  toml->depth = toml->parts->len;
  for (guint i = 0; i + 1 < toml->parts->len; i++, part++)
    {
      guint32 child = find_part (toml, toml->table, part, &hash);

      if (child == 0)
        child = add_node (toml, toml->table, hash, part, IRU_TOML_TABLE, 0);
      get_node (toml, child)->flags |= IRU_TOML_SPREAD;
      if (get_node (toml, child)->kind == IRU_TOML_TABLES)
        {
          child = get_node (toml, child)->last;
          get_node (toml, child)->flags |= IRU_TOML_SPREAD;
          toml->depth++;
        }
      else if (get_node (toml, child)->kind != IRU_TOML_TABLE)
        return fail_at (toml, N_ ("This key has a value already; it is not a table."), part->start);
      toml->table = child;
    }
  return TRUE;
}

static gboolean
claim_table (IruToml *toml, const IruTomlPart *part)
{
  guint32 hash;
  guint32 table = find_part (toml, toml->table, part, &hash);

  if (table == 0)
    table = add_node (toml, toml->table, hash, part, IRU_TOML_TABLE, 0);
  else if (get_node (toml, table)->kind != IRU_TOML_TABLE)
    return fail_at (toml, N_ ("This key has a value already; it is not a table."), part->start);
  else if (get_node (toml, table)->flags & (IRU_TOML_DEFINED | IRU_TOML_DOTTED))
    return fail_at (toml, N_ ("This table is defined twice."), part->start);
  get_node (toml, table)->flags |= IRU_TOML_DEFINED;
  toml->table = table;
  return TRUE;
}

static gboolean
claim_element (IruToml *toml, const IruTomlPart *part, gsize start)
{
  guint32 hash;
  guint32 tables = find_part (toml, toml->table, part, &hash);

  if (tables == 0)
    {
      tables = add_node (toml, toml->table, hash, part, IRU_TOML_TABLES, 0);
      get_node (toml, tables)->start = start;
    }
  else if (get_node (toml, tables)->kind != IRU_TOML_TABLES)
    return fail_at (toml, N_ ("This key is there already; it is not an array of tables."),
                    part->start);
  toml->table = add_keyless (toml, tables, IRU_TOML_TABLE, TRUE);
  get_node (toml, toml->table)->flags |= IRU_TOML_DEFINED;
  toml->depth++;
  return TRUE;
}

static void
add_statement (IruToml *toml, gsize start, guint32 node, gboolean is_header)
{
  IruTomlStatement statement = {
    .start = start, .end = toml->lexer.at, .node = node, .is_header = is_header
  };

  g_array_append_val (toml->statements, statement);
  get_node (toml, toml->table)->end = toml->lexer.at;
  if (is_header)
    get_node (toml, toml->table)->start = start;
}

static gboolean
scan_header (IruToml *toml)
{
  IruTomlLexer *lexer = &toml->lexer;
  gsize start = lexer->at;
  gboolean is_element = start + 1 < lexer->length && lexer->text[start + 1] == '[';
  const IruTomlPart *part;

  lexer->at += is_element ? 2 : 1;
  iru_toml_lex_skip_blank (lexer);
  if (!iru_toml_lex_key (lexer, toml->parts))
    return FALSE;
  for (guint i = 0; i < (is_element ? 2 : 1); i++, lexer->at++)
    if (iru_toml_lex_peek (lexer) != ']')
      return iru_toml_lex_fail (lexer, N_ ("A ] is missing at the end of this header."));
  if (!descend (toml))
    return FALSE;
  part = &g_array_index (toml->parts, IruTomlPart, toml->parts->len - 1);
  if (is_element ? !claim_element (toml, part, start) : !claim_table (toml, part))
    return FALSE;
  if (!check_depth (toml, toml->depth))
    return FALSE;
  add_statement (toml, start, toml->table, TRUE);
  return TRUE;
}

static gboolean
scan_key (IruToml *toml)
{
  gsize start = toml->lexer.at;
  guint depth;
  guint32 node;

  if (!iru_toml_lex_key (&toml->lexer, toml->parts))
    return FALSE;
  depth = toml->depth + toml->parts->len - 1;
  if (!check_depth (toml, depth))
    return FALSE;
  node = claim_key (toml, toml->table, NULL);
  if (node == 0 || !scan_equals (&toml->lexer) || !scan_value (toml, node, depth, NULL))
    return FALSE;
  add_statement (toml, start, node, FALSE);
  return TRUE;
}

static gboolean
scan_text (IruToml *toml)
{
  IruTomlLexer *lexer = &toml->lexer;
  int c;

  lexer->at = iru_text_get_bom (lexer->text, lexer->length);
  for (;;)
    {
      if (!iru_toml_lex_skip_trivia (lexer))
        return FALSE;
      c = iru_toml_lex_peek (lexer);
      if (c < 0)
        return TRUE;
      if (c == '[' ? !scan_header (toml) : !scan_key (toml))
        return FALSE;
      if (!iru_toml_lex_end_line (lexer))
        return FALSE;
    }
}

IruToml *
iru_toml_scan (GBytes *text, IruTextError *error)
{
  g_autoptr (IruToml) toml = g_new0 (IruToml, 1);
  IruTomlNode root = { .kind = IRU_TOML_TABLE, .flags = IRU_TOML_KEYLESS };

  toml->bytes = g_bytes_ref (text);
  toml->lexer.text = g_bytes_get_data (text, &toml->lexer.length);
  if (toml->lexer.text == NULL)
    toml->lexer.text = "";
  toml->lexer.error = error;
  toml->nodes = g_array_new (FALSE, FALSE, sizeof (IruTomlNode));
  toml->statements = g_array_new (FALSE, FALSE, sizeof (IruTomlStatement));
  toml->parts = g_array_new (FALSE, FALSE, sizeof (IruTomlPart));
  toml->n_slots = 64;
  toml->slots = g_new0 (Slot, toml->n_slots);
  toml->seed = g_random_int ();
  g_array_append_val (toml->nodes, root);

  if (toml->lexer.length > IRU_TEXT_MAX_SIZE)
    {
      iru_text_fail (error, IRU_TEXT_ERROR_TOO_LARGE, N_ ("The text is too large."), 0);
      return NULL;
    }
  if (!iru_text_check_encoding (toml->lexer.text, toml->lexer.length, error) || !scan_text (toml))
    return NULL;
  toml->lexer.error = NULL;
  return g_steal_pointer (&toml);
}

void
iru_toml_free (IruToml *toml)
{
  if (toml == NULL)
    return;
  g_array_unref (toml->nodes);
  g_array_unref (toml->statements);
  g_array_unref (toml->parts);
  g_free (toml->slots);
  g_bytes_unref (toml->bytes);
  g_free (toml);
}

const char *
iru_toml_get_line_end (const IruToml *toml)
{
  gsize length;
  const char *text = iru_toml_get_text (toml, &length);

  return toml->line_end != NULL ? toml->line_end : iru_text_get_line_end (text, length);
}

void
iru_toml_set_line_end (IruToml *toml, const char *line_end)
{
  toml->line_end = line_end;
}

GBytes *
iru_toml_get_bytes (const IruToml *toml)
{
  return toml->bytes;
}

const char *
iru_toml_get_text (const IruToml *toml, gsize *length)
{
  *length = toml->lexer.length;
  return toml->lexer.text;
}

const IruTomlNode *
iru_toml_get_node (const IruToml *toml, guint32 node)
{
  return get_node (toml, node);
}

guint
iru_toml_get_n_statements (const IruToml *toml)
{
  return toml->statements->len;
}

const IruTomlStatement *
iru_toml_get_statement (const IruToml *toml, guint index)
{
  return &g_array_index (toml->statements, IruTomlStatement, index);
}

char *
iru_toml_dup_key (const IruToml *toml, guint32 node)
{
  const IruTomlNode *own = get_node (toml, node);

  return iru_toml_lex_decode (toml->lexer.text, own->key_start, own->key_end);
}

guint32
iru_toml_find_child (const IruToml *toml, guint32 parent, const char *key)
{
  gsize length = strlen (key);

  return look_up (toml, parent, hash_key (toml, parent, key, length), key, length);
}

guint32
iru_toml_find (const IruToml *toml, const char *const *path, guint *n_found)
{
  guint32 node = 0;

  for (*n_found = 0; path[*n_found] != NULL; (*n_found)++)
    {
      guint8 kind = get_node (toml, node)->kind;
      guint32 child;

      if (kind != IRU_TOML_TABLE && kind != IRU_TOML_INLINE)
        break;
      child = iru_toml_find_child (toml, node, path[*n_found]);
      if (child == 0)
        break;
      node = child;
    }
  return node;
}

guint32
iru_toml_find_same (const IruToml *toml, guint32 parent, const IruToml *other, guint32 node)
{
  const IruTomlNode *own = get_node (other, node);
  IruTomlPart part = { own->key_start, own->key_end, (own->flags & IRU_TOML_ESCAPED) != 0 };
  g_autofree char *decoded = NULL;
  gsize length;
  const char *key = view_key (other, &part, &length, &decoded);

  return look_up (toml, parent, hash_key (toml, parent, key, length), key, length);
}

gboolean
iru_toml_is_within (const IruToml *toml, guint32 node, guint32 top, guint32 stop)
{
  while (node != top && node != stop && node != 0)
    node = get_node (toml, node)->parent;
  return node == top;
}

IruValue *
iru_toml_decode_value (IruToml *toml, guint32 node)
{
  IruValue *value = NULL;

  toml->lexer.at = get_node (toml, node)->start;
  toml->built = g_ptr_array_new ();
  toml->built_from = toml->nodes->len;
  /* A text that has been scanned can't fail, but for the depth, which begins anew. */
  scan_value (toml, 0, 0, &value);
  g_clear_pointer (&toml->built, g_ptr_array_unref);
  return value;
}
