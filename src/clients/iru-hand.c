/* iru-hand.c: what a person has to do in a file that is not edited here
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-hand.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-yaml.h"

#define INDENT 2

const char *
iru_hand_where_get_name (IruHandWhere where)
{
  static const char *const names[] = { "new-file", "end", "below", "instead", "out" };

  return names[where];
}

void
iru_hand_free (IruHand *hand)
{
  if (hand == NULL)
    return;
  iru_secret_free (hand->text);
  g_free (hand);
}

GPtrArray *
iru_hands_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)iru_hand_free);
}

static gboolean
is_same_place (const IruHand *a, const IruHand *b)
{
  gboolean is_new =
      a->where != IRU_HAND_OUT && !(a->where == IRU_HAND_INSTEAD && a->entry_start == 0);

  return is_new && a->where == b->where && a->first_line == b->first_line
         && a->last_line == b->last_line;
}

void
iru_hands_add (GPtrArray *hands, IruHand *hand)
{
  for (guint i = 0; i < hands->len; i++)
    {
      IruHand *other = hands->pdata[i];
      char *both;

      if (!is_same_place (other, hand))
        continue;
      both = g_strconcat (other->text, hand->text + hand->entry_start, NULL);
      iru_secret_free (other->text);
      other->text = both;
      iru_hand_free (hand);
      return;
    }
  g_ptr_array_add (hands, hand);
}

/* Where things stand in the file. */
typedef struct
{
  const char *data;
  gsize length;
  IruValue *whole;
  IruMember *root; /* (nullable): what holds the entries */
  gboolean is_list;
} Layout;

static void
layout_clear (Layout *layout)
{
  iru_value_free (layout->whole);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Layout, layout_clear)

static void
layout_init (Layout *layout, const IruClient *client, const char *root, const IruDocument *document)
{
  const char *all[] = { NULL };

  layout->data = g_bytes_get_data (iru_document_get_text (document), &layout->length);
  layout->whole = iru_document_dup_value (document, all);
  layout->is_list = client->dialect.is_list && strcmp (root, client->dialect.root) == 0;
  for (guint i = 0; i < iru_value_count_members (layout->whole); i++)
    if (strcmp (iru_value_get_member (layout->whole, i)->key, root) == 0)
      layout->root = iru_value_get_member (layout->whole, i);
}

static guint
get_line (const Layout *layout, gsize offset)
{
  guint line;
  guint column;

  iru_text_get_position (layout->data, layout->length, offset, &line, &column);
  return line;
}

static guint
get_indent (const Layout *layout, gsize offset)
{
  guint line;
  guint column;

  iru_text_get_position (layout->data, layout->length, offset, &line, &column);
  return column - 1;
}

static gboolean
is_in_brackets (const Layout *layout, const IruValue *value)
{
  gsize start = value->span.start;

  return start < value->span.end && strchr ("{[", layout->data[start]) != NULL;
}

static guint
count_entries (const Layout *layout)
{
  return layout->root != NULL ? iru_value_count_children (layout->root->value) : 0;
}

/* A member from its name on, an element from its dash on. */
static IruSpan
get_span (const Layout *layout, guint index)
{
  const IruValue *holder = layout->root->value;
  const IruValue *value;
  IruSpan span;

  if (holder->type == IRU_VALUE_OBJECT)
    {
      IruMember *member = iru_value_get_member (holder, index);

      return (IruSpan){ member->key_span.start,
                        MAX (member->key_span.end, member->value->span.end) };
    }
  value = iru_value_get_element (holder, index);
  span = value->span;
  /* What stands behind the dash may begin with one itself. */
  do
    span.start -= span.start > 0;
  while (span.start > 0 && layout->data[span.start] != '-');
  return span;
}

/* The entry of that name that counts, -1 if there is none. */
static int
find_entry (const Layout *layout, const IruDialect *dialect, const char *name)
{
  for (guint i = count_entries (layout); i > 0; i--)
    {
      const IruValue *holder = layout->root->value;
      const char *found =
          holder->type == IRU_VALUE_OBJECT
              ? iru_value_get_member (holder, i - 1)->key
              : iru_value_get_string (iru_value_get_element (holder, i - 1), dialect->name_field);

      if (g_strcmp0 (found, name) == 0)
        return (int)i - 1;
    }
  return -1;
}

static const IruValue *
get_entry (const Layout *layout, guint index)
{
  return iru_value_get_child (layout->root->value, index);
}

static char *
render_entry (const IruDialect *dialect, const char *name, const IruValue *entry, guint indent)
{
  g_autoptr (IruValue) named = NULL;
  char *text;

  if (dialect->is_list)
    {
      text = iru_yaml_render (entry, indent + INDENT);
      text[indent] = '-';
      return text;
    }
  named = iru_value_new (IRU_VALUE_OBJECT);
  iru_value_add (named, name, iru_value_copy (entry));
  return iru_yaml_render (named, indent);
}

/* @above: what the entry needs round it. Takes @entry. */
static void
set_text (IruHand *hand, const char *above, char *entry)
{
  hand->text = g_strconcat (above, entry, NULL);
  hand->entry_start = strlen (above);
  iru_secret_free (entry);
}

/* Whether lines can tell what is to be done. */
static gboolean
check_layout (const Layout *layout, IruTextError *error)
{
  const IruValue *holder = layout->root != NULL ? layout->root->value : NULL;
  IruValueType wanted = layout->is_list ? IRU_VALUE_ARRAY : IRU_VALUE_OBJECT;
  gboolean is_empty =
      holder == NULL || holder->type == IRU_VALUE_NULL
      || (iru_value_is_container (holder) && iru_value_count_children (holder) == 0);

  if (layout->whole->type != IRU_VALUE_OBJECT)
    return iru_text_fail (error, IRU_TEXT_ERROR_SYNTAX,
                          N_ ("The file is not made of names and values."), 0);
  if (is_in_brackets (layout, layout->whole))
    return iru_text_fail (error, IRU_TEXT_ERROR_UNSUPPORTED,
                          N_ ("The file stands in brackets. Change it by hand."),
                          layout->whole->span.start);
  if (count_entries (layout) > 0 && is_in_brackets (layout, holder))
    return iru_text_fail (error, IRU_TEXT_ERROR_UNSUPPORTED,
                          N_ ("The servers stand in brackets. Change them by hand, or write them "
                              "on lines of their own first."),
                          holder->span.start);
  if (!is_empty && holder->type != wanted)
    return iru_text_fail (error, IRU_TEXT_ERROR_UNSUPPORTED,
                          N_ ("Something else stands where the servers have to be."),
                          holder->span.start);
  return TRUE;
}

static void
set_lines (IruHand *hand, const Layout *layout, IruSpan span)
{
  hand->first_line = get_line (layout, span.start);
  hand->last_line = get_line (layout, span.end > span.start ? span.end - 1 : span.end);
}

/* The offset at which a line begins; past the last, the end. */
static gsize
find_line (const char *data, gsize length, guint line)
{
  gsize i = 0;

  for (guint now = 1; now < line && i < length; i++)
    if (data[i] == '\n' || (data[i] == '\r' && !(i + 1 < length && data[i + 1] == '\n')))
      now++;
  return i;
}

GBytes *
iru_hand_follow (const IruHand *hand, GBytes *text)
{
  gsize length;
  const char *data = g_bytes_get_data (text, &length);
  gboolean is_end = hand->where == IRU_HAND_NEW_FILE || hand->where == IRU_HAND_END;
  guint first = hand->where == IRU_HAND_BELOW ? hand->last_line + 1 : hand->first_line;
  gsize start = is_end ? length : find_line (data, length, first);
  gsize end = is_end ? length : find_line (data, length, hand->last_line + 1);
  GString *after = g_string_new_len (data, start);

  if (start > 0 && strchr ("\r\n", data[start - 1]) == NULL)
    g_string_append_c (after, '\n');
  if (hand->text != NULL)
    g_string_append (after, hand->text);
  g_string_append_len (after, data + end, length - end);
  return g_string_free_to_bytes (after);
}

/* Whether beside the one at @left_out (-1: none) @a has the entries that @b has. */
static gboolean
has_others (const Layout *a, int a_left_out, const Layout *b, int b_left_out)
{
  guint j = 0;

  for (guint i = 0; i < count_entries (a); i++)
    {
      const IruValue *from = a->root->value;
      gboolean is_object = from->type == IRU_VALUE_OBJECT;

      if ((int)i == a_left_out)
        continue;
      j += (int)j == b_left_out;
      if (j >= count_entries (b) || b->root->value->type != from->type)
        return FALSE;
      if ((is_object
           && strcmp (iru_value_get_member (from, i)->key,
                      iru_value_get_member (b->root->value, j)->key)
                  != 0)
          || !iru_value_equal (get_entry (a, i), get_entry (b, j)))
        return FALSE;
      j++;
    }
  return j + ((int)j == b_left_out) == count_entries (b);
}

/* Whether the file has what it had but for what holds the entries. */
static gboolean
has_neighbours (const Layout *before, const Layout *after)
{
  guint n_before = iru_value_count_members (before->whole) - (before->root != NULL);
  guint n_after = iru_value_count_members (after->whole) - (after->root != NULL);

  for (guint i = 0; i < iru_value_count_members (before->whole); i++)
    {
      IruMember *member = iru_value_get_member (before->whole, i);
      const IruValue *now = iru_value_get (after->whole, member->key);

      if (member != before->root && (now == NULL || !iru_value_equal (now, member->value)))
        return FALSE;
    }
  /* A new file begins with what the client needs. */
  return n_before == n_after || n_before == 0;
}

/* Does what @hand says, and looks what comes of it. @entry: NULL: it is to be gone. */
static gboolean
check_result (const IruClient *client, const Layout *before, const char *root, GBytes *text,
              const IruHand *hand, const char *name, const IruValue *entry, IruTextError *error)
{
  g_autoptr (GBytes) changed = iru_hand_follow (hand, text);
  g_autoptr (IruDocument) document = iru_document_new (client->syntax, changed, NULL);
  g_auto (Layout) after = { 0 };
  gboolean is_new = hand->where != IRU_HAND_OUT && hand->where != IRU_HAND_INSTEAD;
  int old = is_new ? -1 : find_entry (before, &client->dialect, name);
  int new = -1;
  gboolean good = document != NULL && iru_document_is_object (document);

  if (good)
    {
      layout_init (&after, client, root, document);
      new = entry != NULL ? find_entry (&after, &client->dialect, name) : -1;
      good = has_neighbours (before, &after) && has_others (before, old, &after, new)
             && (entry == NULL || (new >= 0 && iru_value_equal (get_entry (&after, new), entry)));
    }
  return good
         || iru_text_fail (error, IRU_TEXT_ERROR_UNSUPPORTED,
                           N_ ("What is to be done can't be told line by line. Edit the file by "
                               "hand."),
                           0);
}

IruHand *
iru_hand_new_install (const IruClient *client, const IruDocument *document, const char *name,
                      const IruValue *entry, gboolean is_there, IruTextError *error)
{
  const IruDialect *dialect = &client->dialect;
  g_auto (Layout) layout = { 0 };
  g_autoptr (IruHand) hand = g_new0 (IruHand, 1);
  g_autofree char *holder = g_strconcat (dialect->root, ":\n", NULL);
  guint n;

  layout_init (&layout, client, dialect->root, document);
  if (!check_layout (&layout, error))
    return NULL;
  n = count_entries (&layout);
  if (n > 0)
    {
      int index = is_there ? find_entry (&layout, dialect, name) : -1;
      IruSpan span = get_span (&layout, index >= 0 ? (guint)index : n - 1);

      hand->where = index >= 0 ? IRU_HAND_INSTEAD : IRU_HAND_BELOW;
      set_lines (hand, &layout, span);
      if (index < 0)
        hand->first_line = hand->last_line;
      set_text (
          hand, "",
          render_entry (dialect, name, entry, get_indent (&layout, get_span (&layout, 0).start)));
    }
  else if (layout.root != NULL)
    {
      IruSpan key = layout.root->key_span;

      hand->where = IRU_HAND_INSTEAD;
      set_lines (hand, &layout,
                 (IruSpan){ key.start, MAX (key.end, layout.root->value->span.end) });
      set_text (hand, holder, render_entry (dialect, name, entry, INDENT));
    }
  else
    {
      gboolean is_new = iru_value_count_members (layout.whole) == 0;
      g_autofree char *above =
          g_strconcat (is_new && client->new_file != NULL ? client->new_file : "", holder, NULL);

      hand->where = is_new && layout.length == 0 ? IRU_HAND_NEW_FILE : IRU_HAND_END;
      set_text (hand, above, render_entry (dialect, name, entry, INDENT));
    }
  if (!check_result (client, &layout, dialect->root, iru_document_get_text (document), hand, name,
                     entry, error))
    return NULL;
  return g_steal_pointer (&hand);
}

IruHand *
iru_hand_new_remove (const IruClient *client, const IruDocument *document, const char *root,
                     const char *name, IruTextError *error)
{
  g_auto (Layout) layout = { 0 };
  g_autoptr (IruHand) hand = NULL;
  IruSpan span;
  int index;

  layout_init (&layout, client, root, document);
  if (!check_layout (&layout, error))
    return NULL;
  index = find_entry (&layout, &client->dialect, name);
  if (index < 0)
    {
      iru_text_fail (error, IRU_TEXT_ERROR_UNSUPPORTED, N_ ("Take the entry out by hand."), 0);
      return NULL;
    }
  span = get_span (&layout, (guint)index);
  if (count_entries (&layout) == 1)
    span.start = layout.root->key_span.start;
  hand = g_new0 (IruHand, 1);
  hand->where = IRU_HAND_OUT;
  set_lines (hand, &layout, span);
  if (!check_result (client, &layout, root, iru_document_get_text (document), hand, name, NULL,
                     error))
    return NULL;
  return g_steal_pointer (&hand);
}
