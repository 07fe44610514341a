/* iru-toml-inline.c: members put into inline tables, and taken out of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-toml-inline.h"

#include "iru-toml-lex.h"
#include "iru-toml-write.h"

#include <string.h>

/* One "key = value". */
typedef struct
{
  gsize start;
  gsize end;
  gsize behind; /* behind its comma, or @end if it has none */
  guint32 node;
} Member;

guint32
iru_toml_get_inline (const IruToml *toml, guint32 node)
{
  for (node = iru_toml_get_node (toml, node)->parent; node != 0;
       node = iru_toml_get_node (toml, node)->parent)
    if (iru_toml_get_node (toml, node)->kind == IRU_TOML_INLINE)
      return node;
  return 0;
}

void
iru_toml_write_prefix (GString *out, const IruToml *toml, guint32 node, guint32 top)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);

  for (; node != top; node = iru_toml_get_node (toml, node)->parent)
    g_ptr_array_insert (keys, 0, iru_toml_dup_key (toml, node));
  for (guint i = 0; i < keys->len; i++)
    {
      iru_toml_write_key (out, g_ptr_array_index (keys, i));
      g_string_append_c (out, '.');
    }
}

static int
compare_members (gconstpointer a, gconstpointer b)
{
  gsize start_a = ((const Member *)a)->start;
  gsize start_b = ((const Member *)b)->start;

  return (start_a > start_b) - (start_a < start_b);
}

static gsize
find_behind (const IruToml *toml, gsize end)
{
  IruTomlLexer lexer = { .at = end };

  lexer.text = iru_toml_get_text (toml, &lexer.length);
  iru_toml_lex_skip_trivia (&lexer);
  return iru_toml_lex_peek (&lexer) == ',' ? lexer.at + 1 : end;
}

/* (element-type Member), in the order of the text. */
static GArray *
list_members (const IruToml *toml, guint32 table)
{
  GArray *members = g_array_new (FALSE, FALSE, sizeof (Member));
  guint32 container = table;
  guint32 node = iru_toml_get_node (toml, table)->first;

  while (node != 0 || container != table)
    {
      const IruTomlNode *own = iru_toml_get_node (toml, node != 0 ? node : container);

      if (node == 0)
        {
          node = own->next;
          container = own->parent;
        }
      else if (own->kind == IRU_TOML_TABLE)
        {
          container = node;
          node = own->first;
        }
      else
        {
          Member member = { own->chain, own->end, find_behind (toml, own->end), node };

          g_array_append_val (members, member);
          node = own->next;
        }
    }
  g_array_sort (members, compare_members);
  return members;
}

static const Member *
get_member (GArray *members, guint index)
{
  return &g_array_index (members, Member, index);
}

const char *
iru_toml_inline_get_equals (const IruToml *toml, guint32 table)
{
  g_autoptr (GArray) members = list_members (toml, table);

  return members->len > 0 ? iru_toml_get_equals (toml, get_member (members, members->len - 1)->node)
                          : NULL;
}

static void
remove_range (GPtrArray *edits, gsize start, gsize end)
{
  iru_edits_add (edits, start, end - start, g_strdup (""));
}

static void
add_first (const IruToml *toml, GPtrArray *edits, const IruTomlNode *table, GString *member)
{
  gsize length;
  const char *text = iru_toml_get_text (toml, &length);
  gsize inner = table->end - table->start - 2;
  gsize at = table->start + 1;

  if (memchr (text + at, '\n', inner) != NULL)
    {
      at = iru_toml_line_start (toml, table->end - 1);
      g_string_append (member, iru_toml_get_line_end (toml));
    }
  else if (inner == 0)
    {
      g_string_prepend_c (member, ' ');
      g_string_append_c (member, ' ');
    }
  iru_edits_add (edits, at, 0, g_string_free (member, FALSE));
}

/* Behind the last member: on a line of its own if that has one. */
void
iru_toml_inline_add (const IruToml *toml, GPtrArray *edits, guint32 table, GString *member)
{
  g_autoptr (GArray) members = list_members (toml, table);
  const Member *last;
  gboolean has_comma;

  if (members->len == 0)
    {
      add_first (toml, edits, iru_toml_get_node (toml, table), member);
      return;
    }
  last = get_member (members, members->len - 1);
  has_comma = last->behind > last->end;
  if (iru_toml_leads_line (toml, last->start) && iru_toml_trails_line (toml, last->behind))
    {
      g_autofree char *indent = iru_toml_dup_indent (toml, last->start);

      if (has_comma)
        g_string_append_c (member, ',');
      else
        iru_edits_add (edits, last->end, 0, g_strdup (","));
      g_string_prepend (member, indent);
      g_string_prepend (member, iru_toml_get_line_end (toml));
      iru_edits_add (edits, iru_toml_line_content_end (toml, last->behind), 0,
                     g_string_free (member, FALSE));
      return;
    }
  g_string_prepend (member, has_comma ? " " : ", ");
  if (has_comma)
    g_string_append_c (member, ',');
  iru_edits_add (edits, last->behind, 0, g_string_free (member, FALSE));
}

static gsize
skip_blank (const IruToml *toml, gsize at)
{
  IruTomlLexer lexer = { .at = at };

  lexer.text = iru_toml_get_text (toml, &lexer.length);
  iru_toml_lex_skip_blank (&lexer);
  return lexer.at;
}

/* Nothing stays, but what stands on lines of its own. */
static void
remove_all (const IruToml *toml, GPtrArray *edits, const IruTomlNode *table, GArray *members)
{
  gsize length;
  const char *text = iru_toml_get_text (toml, &length);
  gsize start = get_member (members, 0)->start;
  gsize end = get_member (members, members->len - 1)->behind;
  gboolean is_one_line = memchr (text + table->start, '\n', start - table->start) == NULL
                         && memchr (text + end, '\n', table->end - end) == NULL;

  if (iru_toml_leads_line (toml, start) && iru_toml_trails_line (toml, end))
    remove_range (edits, iru_toml_line_start (toml, start), iru_toml_line_end (toml, end));
  else if (is_one_line && start > table->start + 1)
    remove_range (edits, table->start + 1, table->end - 1);
  else
    remove_range (edits, start, end);
}

/* The comma of the member before becomes the last of the table: it stays if the table
 * ends with one. */
static void
remove_tail (const IruToml *toml, GPtrArray *edits, const Member *before, const Member *from,
             const Member *to)
{
  gsize length;
  const char *text = iru_toml_get_text (toml, &length);
  gboolean has_comma = to->behind > to->end;
  gboolean own_lines =
      iru_toml_leads_line (toml, from->start) && iru_toml_trails_line (toml, to->behind);
  gsize start = from->start;
  gsize end = to->behind;
  gsize left = has_comma ? before->behind : before->end;

  if (!own_lines && memchr (text + left, '\n', start - left) == NULL)
    {
      remove_range (edits, left, end);
      return;
    }
  if (!has_comma)
    remove_range (edits, before->behind - 1, before->behind);
  if (own_lines)
    {
      start = iru_toml_line_start (toml, start) - 1;
      start -= text[start - 1] == '\r' ? 1 : 0;
      end = iru_toml_line_content_end (toml, end);
    }
  remove_range (edits, start, end);
}

static void
remove_run (const IruToml *toml, GPtrArray *edits, GArray *members, guint from, guint to)
{
  gsize start = get_member (members, from)->start;
  gsize end = get_member (members, to)->behind;

  if (to + 1 == members->len)
    remove_tail (toml, edits, get_member (members, from - 1), get_member (members, from),
                 get_member (members, to));
  else if (iru_toml_leads_line (toml, start) && iru_toml_trails_line (toml, end))
    remove_range (edits, iru_toml_line_start (toml, start), iru_toml_line_end (toml, end));
  else
    remove_range (edits, start, skip_blank (toml, end));
}

void
iru_toml_inline_remove (const IruToml *toml, GPtrArray *edits, guint32 table, guint32 node)
{
  g_autoptr (GArray) members = list_members (toml, table);
  guint to;

  for (guint from = 0; from < members->len; from = to + 1)
    {
      to = from;
      if (!iru_toml_is_within (toml, get_member (members, from)->node, node, table))
        continue;
      while (to + 1 < members->len
             && iru_toml_is_within (toml, get_member (members, to + 1)->node, node, table))
        to++;
      if (from == 0 && to + 1 == members->len)
        remove_all (toml, edits, iru_toml_get_node (toml, table), members);
      else
        remove_run (toml, edits, members, from, to);
    }
}
