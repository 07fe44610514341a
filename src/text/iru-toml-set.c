/* iru-toml-set.c: a value put into a TOML text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-toml.h"

#include "iru-toml-inline.h"
#include "iru-toml-layout.h"
#include "iru-toml-lex.h"
#include "iru-toml-remove.h"
#include "iru-toml-write.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * Setter:
 * @rest: the keys of @path for which there is nothing yet
 * @parent: the node in which they are missing
 * @equals: what stands between key and value where the text shows no other way
 */
typedef struct
{
  IruToml *toml;
  GPtrArray *edits;
  const char *const *path;
  const char *const *rest;
  guint32 parent;
  const IruValue *value;
  const char *equals;
  gsize size;
} Setter;

static GString *
new_text (const Setter *setter)
{
  return g_string_sized_new (setter->size);
}

/* The last statement below @top, a header or, if @in_block is not 0, a key that
 * stands under that table's own header; NULL if none. */
static const IruTomlStatement *
find_last (const IruToml *toml, guint32 top, gboolean is_header, guint32 in_block)
{
  const IruTomlStatement *found = NULL;
  guint32 table = 0;

  for (guint i = 0; i < iru_toml_get_n_statements (toml); i++)
    {
      const IruTomlStatement *statement = iru_toml_get_statement (toml, i);

      if (statement->is_header)
        table = statement->node;
      if (statement->is_header != is_header || (!is_header && table != in_block))
        continue;
      if (iru_toml_is_within (toml, statement->node, top, is_header ? 0 : in_block))
        found = statement;
    }
  return found;
}

/* The header whose look a new block below @parent takes over: that of its last child. */
static const IruTomlStatement *
find_sibling (const IruToml *toml, guint32 parent)
{
  const IruTomlStatement *found = NULL;

  for (guint i = 0; i < iru_toml_get_n_statements (toml); i++)
    {
      const IruTomlStatement *statement = iru_toml_get_statement (toml, i);

      if (statement->is_header && statement->node != 0
          && iru_toml_get_node (toml, statement->node)->parent == parent)
        found = statement;
    }
  return found;
}

static const char *
find_equals (const IruToml *toml, gsize before)
{
  const IruTomlStatement *found = NULL;

  for (guint i = 0; i < iru_toml_get_n_statements (toml); i++)
    {
      const IruTomlStatement *statement = iru_toml_get_statement (toml, i);

      if (statement->start >= before && found != NULL)
        break;
      if (!statement->is_header)
        found = statement;
    }
  return found != NULL ? iru_toml_get_equals (toml, found->node) : " = ";
}

/* "key = value" for what is missing, with inline tables where keys are missing
 * in between. */
static GString *
make_member (const Setter *setter, const char *equals)
{
  GString *member = new_text (setter);

  iru_toml_write_key (member, setter->rest[0]);
  g_string_append (member, equals);
  iru_toml_write_nested (member, setter->rest + 1, setter->value, equals);
  return member;
}

static void
add_line (const Setter *setter, GString *lines, const char *indent)
{
  if (lines->len > 0)
    g_string_append (lines, iru_toml_get_line_end (setter->toml));
  g_string_append (lines, indent);
}

static void
add_to_inline (Setter *setter, guint32 table)
{
  const char *equals = iru_toml_inline_get_equals (setter->toml, table);
  g_autoptr (GString) member = make_member (setter, equals != NULL ? equals : setter->equals);
  GString *whole = new_text (setter);

  iru_toml_write_prefix (whole, setter->toml, setter->parent, table);
  g_string_append (whole, member->str);
  explicit_bzero (member->str, member->len);
  iru_toml_inline_add (setter->toml, setter->edits, table, whole);
}

/* One line for each member of @value after @prefix, or a single one. */
static void
write_lines (const Setter *setter, GString *lines, const char *indent, const char *prefix,
             const IruValue *value, const char *equals)
{
  g_autoptr (GPtrArray) members = iru_toml_write_list_members (value);

  for (guint i = 0; i < members->len; i++)
    {
      const IruMember *member = g_ptr_array_index (members, i);

      add_line (setter, lines, indent);
      g_string_append (lines, prefix);
      iru_toml_write_key (lines, member->key);
      g_string_append (lines, equals);
      iru_toml_write_value (lines, member->value, equals);
    }
}

/* The parent is made of dotted keys: more of them, behind the last. */
static void
add_dotted (Setter *setter)
{
  const IruToml *toml = setter->toml;
  guint32 block = setter->parent;
  const IruTomlStatement *last;
  g_autofree char *indent = NULL;
  g_autoptr (GString) prefix = g_string_new (NULL);
  GString *lines = new_text (setter);
  const char *equals;

  while (iru_toml_get_node (toml, block)->flags & IRU_TOML_DOTTED)
    block = iru_toml_get_node (toml, block)->parent;
  last = find_last (toml, setter->parent, FALSE, block);
  indent = iru_toml_dup_indent (toml, last->start);
  equals = iru_toml_get_equals (toml, last->node);

  iru_toml_write_prefix (prefix, toml, setter->parent, block);
  iru_toml_write_path (prefix, setter->rest, g_strv_length ((char **)setter->rest));
  if (setter->value->type == IRU_VALUE_OBJECT && iru_value_count_members (setter->value) > 0)
    {
      g_string_append_c (prefix, '.');
      write_lines (setter, lines, indent, prefix->str, setter->value, equals);
    }
  else
    {
      g_string_append_printf (lines, "%s%s%s", indent, prefix->str, equals);
      iru_toml_write_value (lines, setter->value, equals);
    }
  iru_toml_insert_lines (toml, setter->edits, iru_toml_line_end (toml, last->end), FALSE, lines);
}

/* The place behind the last line that is not blank. */
static gsize
get_end_of_content (const IruToml *toml)
{
  gsize length;
  const char *text = iru_toml_get_text (toml, &length);
  gsize end = length;

  while (end > 0 && strchr (" \t\r\n", text[end - 1]) != NULL)
    end--;
  return iru_toml_line_end (toml, end);
}

static gboolean
is_blank_text (const IruToml *toml)
{
  return iru_toml_is_blank_to_end (toml, iru_toml_line_start (toml, 0));
}

/* Where there is no root key yet: above the first header and its comments. */
static void
add_root_key (Setter *setter)
{
  const IruToml *toml = setter->toml;
  GString *lines = make_member (setter, setter->equals);

  if (iru_toml_get_n_statements (toml) > 0)
    {
      g_string_append (lines, iru_toml_get_line_end (setter->toml));
      iru_toml_insert_lines (toml, setter->edits, iru_toml_comment_start (toml, 0), FALSE, lines);
    }
  else if (is_blank_text (toml))
    iru_toml_insert_lines (toml, setter->edits, iru_toml_line_start (toml, 0), FALSE, lines);
  else
    iru_toml_insert_lines (toml, setter->edits, get_end_of_content (toml), TRUE, lines);
}

/* The parent is only implied by longer headers: it gets its own before them. */
static void
add_implied_key (Setter *setter)
{
  const IruToml *toml = setter->toml;
  g_autoptr (GString) member = make_member (setter, setter->equals);
  GString *lines = new_text (setter);
  guint index = 0;

  while (
      !iru_toml_get_statement (toml, index)->is_header
      || !iru_toml_is_within (toml, iru_toml_get_statement (toml, index)->node, setter->parent, 0))
    index++;
  g_string_append_c (lines, '[');
  iru_toml_write_path (lines, setter->path, setter->rest - setter->path);
  g_string_append_c (lines, ']');
  g_string_append_printf (lines, "%s%s%s", iru_toml_get_line_end (setter->toml), member->str,
                          iru_toml_get_line_end (setter->toml));
  explicit_bzero (member->str, member->len);
  iru_toml_insert_lines (toml, setter->edits, iru_toml_comment_start (toml, index), FALSE, lines);
}

/* A line behind the last key of the parent's block. */
static void
add_key (Setter *setter)
{
  const IruToml *toml = setter->toml;
  const IruTomlNode *parent = iru_toml_get_node (toml, setter->parent);
  const IruTomlStatement *last = find_last (toml, setter->parent, FALSE, setter->parent);
  g_autofree char *indent = NULL;
  GString *line;

  if (setter->parent == 0 && last == NULL)
    {
      add_root_key (setter);
      return;
    }
  if (setter->parent != 0 && !(parent->flags & IRU_TOML_DEFINED))
    {
      add_implied_key (setter);
      return;
    }
  indent = iru_toml_dup_indent (toml, last != NULL ? last->start : parent->start);
  line =
      make_member (setter, last != NULL ? iru_toml_get_equals (toml, last->node) : setter->equals);
  g_string_prepend (line, indent);
  iru_toml_insert_lines (toml, setter->edits, iru_toml_line_end (toml, parent->end), FALSE, line);
}

/* A block under a header of its own: that of the whole path for an object, of all
 * but its last key for anything else. */
static GString *
make_block (const Setter *setter, const char *indent, const char *key_indent, const char *equals)
{
  guint n = g_strv_length ((char **)setter->path);
  gboolean is_object = setter->value->type == IRU_VALUE_OBJECT;
  GString *lines = new_text (setter);

  g_string_append_printf (lines, "%s[", indent);
  iru_toml_write_path (lines, setter->path, is_object ? n : n - 1);
  g_string_append_c (lines, ']');
  if (is_object)
    {
      write_lines (setter, lines, key_indent, "", setter->value, equals);
      return lines;
    }
  add_line (setter, lines, key_indent);
  iru_toml_write_key (lines, setter->path[n - 1]);
  g_string_append (lines, equals);
  iru_toml_write_value (lines, setter->value, equals);
  return lines;
}

static void
add_block (Setter *setter)
{
  const IruToml *toml = setter->toml;
  const IruTomlStatement *sibling = find_sibling (toml, setter->parent);
  const IruTomlStatement *last =
      setter->parent != 0 ? find_last (toml, setter->parent, TRUE, 0) : NULL;
  const IruTomlStatement *key =
      sibling != NULL ? find_last (toml, sibling->node, FALSE, sibling->node) : NULL;
  g_autofree char *indent = sibling != NULL ? iru_toml_dup_indent (toml, sibling->start) : NULL;
  g_autofree char *key_indent = key != NULL ? iru_toml_dup_indent (toml, key->start) : NULL;
  gboolean blank = is_blank_text (toml);
  gsize at = blank ? iru_toml_line_start (toml, 0) : get_end_of_content (toml);
  GString *lines;

  if (last != NULL)
    {
      at = iru_toml_get_node (toml, last->node)->end;
      at = iru_toml_block_place (toml, iru_toml_line_end (toml, at));
    }
  lines = make_block (setter, indent != NULL ? indent : "",
                      key_indent != NULL ? key_indent
                      : indent != NULL   ? indent
                                         : "",
                      find_equals (toml, at));
  iru_toml_insert_lines (toml, setter->edits, at, !blank, lines);
}

/* Whether a table in @node is better written inside its block: an entry of a table
 * of entries, with keys of its own and no blocks below. */
static gboolean
prefers_inline (const IruToml *toml, guint32 node)
{
  const IruTomlNode *own = iru_toml_get_node (toml, node);

  return own->parent != 0 && (own->flags & IRU_TOML_DEFINED) && !(own->flags & IRU_TOML_SPREAD)
         && own->first != 0;
}

/* A table with a header of its own keeps its place. */
static void
replace_blocks (Setter *setter)
{
  const IruToml *toml = setter->toml;
  const IruTomlNode *table = iru_toml_get_node (toml, setter->parent);
  const IruTomlStatement *key = find_last (toml, setter->parent, FALSE, setter->parent);
  g_autofree char *indent = iru_toml_dup_indent (toml, table->start);
  g_autofree char *key_indent = iru_toml_dup_indent (toml, key != NULL ? key->start : table->start);
  const char *equals = key != NULL ? iru_toml_get_equals (toml, key->node) : setter->equals;

  iru_toml_replace_blocks (toml, setter->edits, setter->parent,
                           make_block (setter, indent, key_indent, equals));
}

/* What stands at the path already. */
static gboolean
replace (Setter *setter, IruTextError *error)
{
  const IruTomlNode *node = iru_toml_get_node (setter->toml, setter->parent);
  gboolean is_object = setter->value->type == IRU_VALUE_OBJECT;
  g_autoptr (GBytes) without = NULL;
  g_autoptr (IruToml) rest = NULL;
  g_autoptr (GPtrArray) additions = NULL;

  if (node->kind != IRU_TOML_TABLE && node->kind != IRU_TOML_TABLES)
    {
      GString *text = new_text (setter);

      iru_toml_write_value (text, setter->value, setter->equals);
      iru_edits_add (setter->edits, node->start, node->end - node->start,
                     g_string_free (text, FALSE));
      return TRUE;
    }
  if (is_object && (node->flags & IRU_TOML_DEFINED))
    {
      replace_blocks (setter);
      return TRUE;
    }

  iru_toml_remove_node (setter->toml, setter->edits, setter->parent);
  without = iru_edits_apply (setter->edits, iru_toml_get_bytes (setter->toml), error);
  rest = without != NULL ? iru_toml_scan (without, error) : NULL;
  if (rest == NULL)
    return FALSE;
  /* What is left may have no line end of its own. */
  iru_toml_set_line_end (rest, iru_toml_get_line_end (setter->toml));
  additions = iru_toml_set_scanned (rest, setter->path, setter->value, error);
  if (additions == NULL)
    return FALSE;
  g_ptr_array_set_size (setter->edits, 0);
  return iru_toml_compose (setter->toml, setter->edits, without, additions, error);
}

static gboolean
add (Setter *setter, IruTextError *error)
{
  const IruToml *toml = setter->toml;
  const IruTomlNode *parent = iru_toml_get_node (toml, setter->parent);
  gboolean is_table = setter->value->type == IRU_VALUE_OBJECT || setter->rest[1] != NULL;

  if (parent->kind != IRU_TOML_TABLE && parent->kind != IRU_TOML_INLINE)
    return iru_text_fail (error, IRU_TEXT_ERROR_UNSUPPORTED,
                          N_ ("There is a value here where a table is needed."), parent->start);
  if (parent->kind == IRU_TOML_INLINE)
    add_to_inline (setter, setter->parent);
  else if (iru_toml_get_inline (toml, setter->parent) != 0)
    add_to_inline (setter, iru_toml_get_inline (toml, setter->parent));
  else if (parent->flags & IRU_TOML_DOTTED)
    add_dotted (setter);
  else if (is_table && !prefers_inline (toml, setter->parent))
    add_block (setter);
  else
    add_key (setter);
  return TRUE;
}

GPtrArray *
iru_toml_set (GBytes *text, const char *const *path, const IruValue *value, IruTextError *error)
{
  g_autoptr (IruToml) toml = iru_toml_scan (text, error);

  return toml != NULL ? iru_toml_set_scanned (toml, path, value, error) : NULL;
}

GPtrArray *
iru_toml_set_scanned (IruToml *toml, const char *const *path, const IruValue *value,
                      IruTextError *error)
{
  g_autoptr (GPtrArray) edits = iru_edits_new ();
  Setter setter = { .toml = toml, .edits = edits, .path = path, .value = value };
  guint n_found;

  if (!iru_toml_write_check (path, value, error))
    return NULL;
  if (path[0] == NULL)
    {
      iru_text_fail (error, IRU_TEXT_ERROR_UNSUPPORTED,
                     N_ ("A TOML file is not replaced as a whole."), 0);
      return NULL;
    }
  setter.parent = iru_toml_find (toml, path, &n_found);
  setter.rest = path + n_found;
  setter.equals = find_equals (toml, G_MAXSIZE);
  setter.size = 64 + 2 * iru_toml_write_estimate (value);
  for (guint i = 0; path[i] != NULL; i++)
    setter.size += strlen (path[i]) * 6 + 16;
  if (path[n_found] == NULL ? !replace (&setter, error) : !add (&setter, error))
    return NULL;
  return g_steal_pointer (&edits);
}
