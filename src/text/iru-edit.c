/* iru-edit.c: a change to a text as a list of byte ranges
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-edit.h"

#include "iru-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
iru_edit_free (IruEdit *edit)
{
  iru_secret_free (edit->insert);
  g_free (edit);
}

GPtrArray *
iru_edits_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)iru_edit_free);
}

/* Kept sorted by offset, so that applying is one pass. */
void
iru_edits_add (GPtrArray *edits, gsize offset, gsize remove, char *insert)
{
  IruEdit *edit = g_new (IruEdit, 1);
  guint index = edits->len;

  *edit = (IruEdit){ .offset = offset, .remove = remove, .insert = insert };
  while (index > 0 && ((IruEdit *)g_ptr_array_index (edits, index - 1))->offset > offset)
    index--;
  g_ptr_array_insert (edits, index, edit);
}

GBytes *
iru_edits_apply (GPtrArray *edits, GBytes *text, IruTextError *error)
{
  gsize length;
  const char *old = g_bytes_get_data (text, &length);
  gsize new_length = length;
  gsize from = 0;

  for (guint i = 0; i < edits->len; i++)
    {
      IruEdit *edit = g_ptr_array_index (edits, i);

      g_assert (edit->offset >= from && edit->remove <= length - edit->offset);
      from = edit->offset + edit->remove;
      new_length = new_length - edit->remove + strlen (edit->insert);
    }

  char *new = iru_text_try_alloc (new_length + 1);
  if (new == NULL)
    {
      iru_text_fail (error, IRU_TEXT_ERROR_MEMORY,
                     N_ ("There is too little memory for this change. Close other programs and "
                         "try again."),
                     0);
      return NULL;
    }
  char *to = new;
  from = 0;
  for (guint i = 0; i < edits->len; i++)
    {
      IruEdit *edit = g_ptr_array_index (edits, i);

      if (edit->offset > from)
        to = mempcpy (to, old + from, edit->offset - from);
      to = mempcpy (to, edit->insert, strlen (edit->insert));
      from = edit->offset + edit->remove;
    }
  if (length > from)
    to = mempcpy (to, old + from, length - from);
  *to = '\0';
  return iru_text_take (new, new_length);
}
