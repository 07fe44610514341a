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
} Layout;

static void
layout_clear (Layout *layout)
{
  iru_value_free (layout->whole);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Layout, layout_clear)

static void
layout_init (Layout *layout, const IruClient *client, const IruDocument *document)
{
  const char *all[] = { NULL };

  layout->data = g_bytes_get_data (iru_document_get_text (document), &layout->length);
  layout->whole = iru_document_dup_value (document, all);
  for (guint i = 0; layout->whole->type == IRU_VALUE_OBJECT && i < layout->whole->elements->len;
       i++)
    if (strcmp (iru_value_get_member (layout->whole, i)->key, client->dialect.root) == 0)
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
  return layout->root != NULL ? iru_value_get_length (layout->root->value) : 0;
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
  while (span.start > 0 && layout->data[span.start] != '-')
    span.start--;
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
check_layout (const Layout *layout, const IruDialect *dialect, IruTextError *error)
{
  const IruValue *holder = layout->root != NULL ? layout->root->value : NULL;
  IruValueType wanted = dialect->is_list ? IRU_VALUE_ARRAY : IRU_VALUE_OBJECT;
  gboolean is_empty = holder == NULL || holder->type == IRU_VALUE_NULL
                      || (holder->elements != NULL && holder->elements->len == 0);

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

IruHand *
iru_hand_new_install (const IruClient *client, const IruDocument *document, const char *name,
                      const IruValue *entry, gboolean is_there, IruTextError *error)
{
  const IruDialect *dialect = &client->dialect;
  g_auto (Layout) layout = { 0 };
  g_autoptr (IruHand) hand = g_new0 (IruHand, 1);
  g_autofree char *holder = g_strconcat (dialect->root, ":\n", NULL);
  guint n;

  layout_init (&layout, client, document);
  if (!check_layout (&layout, &client->dialect, error))
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
      gboolean is_new = iru_value_get_length (layout.whole) == 0;
      g_autofree char *above =
          g_strconcat (is_new && client->new_file != NULL ? client->new_file : "", holder, NULL);

      hand->where = is_new && layout.length == 0 ? IRU_HAND_NEW_FILE : IRU_HAND_END;
      set_text (hand, above, render_entry (dialect, name, entry, INDENT));
    }
  return g_steal_pointer (&hand);
}

IruHand *
iru_hand_new_remove (const IruClient *client, const IruDocument *document, const char *name,
                     IruTextError *error)
{
  g_auto (Layout) layout = { 0 };
  IruHand *hand;
  IruSpan span;
  int index;

  layout_init (&layout, client, document);
  if (!check_layout (&layout, &client->dialect, error))
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
  return hand;
}
