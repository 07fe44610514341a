/* iru-repair-word.c: a text within the text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-repair-word.h"

#include <string.h>

#define FIRST_CAPACITY 64

IruWord *
iru_word_new (gsize start)
{
  IruWord *word = g_new0 (IruWord, 1);

  word->capacity = FIRST_CAPACITY;
  word->text = g_malloc0 (word->capacity);
  word->map = g_new0 (guint32, word->capacity);
  word->span = (IruSpan){ start, start };
  return word;
}

void
iru_word_free (IruWord *word)
{
  if (word == NULL)
    return;
  iru_secret_free (word->text);
  g_free (word->map);
  g_free (word);
}

/* Not by g_realloc(), which may leave a copy of a key behind. */
static void
grow (IruWord *word, gsize capacity)
{
  char *text = g_malloc0 (capacity);

  memcpy (text, word->text, word->length);
  explicit_bzero (word->text, word->length);
  g_free (word->text);
  word->text = text;
  word->map = g_renew (guint32, word->map, capacity);
  word->capacity = capacity;
}

void
iru_word_append (IruWord *word, const char *bytes, gsize length, gsize offset, gboolean spread)
{
  if (word->length + length >= word->capacity)
    grow (word, 2 * (word->length + length));
  memcpy (word->text + word->length, bytes, length);
  for (gsize i = 0; i < length; i++)
    word->map[word->length + i] = offset + (spread ? i : 0);
  word->length += length;
  word->text[word->length] = '\0';
}

IruSpan
iru_word_get_span (const IruWord *word, gsize start, gsize end)
{
  if (start < end)
    return (IruSpan){ word->map[start], word->map[end - 1] + 1 };
  if (start < word->length)
    return (IruSpan){ word->map[start], word->map[start] };
  return (IruSpan){ word->span.end, word->span.end };
}

static void
move_span (const IruWord *word, gsize from, IruSpan *span)
{
  *span = iru_word_get_span (word, from + span->start, from + span->end);
}

static gsize
get_place (const IruWord *word, gsize offset)
{
  return iru_word_get_span (word, offset, offset).start;
}

/* As deep as the reader lets a value be. */
static void
move_value (const IruWord *word, gsize from, IruValue *value)
{
  move_span (word, from, &value->span);
  for (guint i = 0; i < iru_value_count_children (value); i++)
    {
      IruMember *member = iru_value_get_member (value, i);

      if (member != NULL)
        move_span (word, from, &member->key_span);
      move_value (word, from, iru_value_get_child (value, i));
    }
}

IruValue *
iru_word_read (const IruWord *word, gsize from, IruWordRead read, GArray *fixes,
               IruTextError *error)
{
  IruTextError local = { 0 };
  guint first = fixes->len;
  IruValue *value = read (word->text + from, word->length - from, fixes, &local);

  if (value == NULL)
    {
      iru_text_fail (error, local.code, local.message, get_place (word, from + local.offset));
      return NULL;
    }
  for (guint i = first; i < fixes->len; i++)
    {
      IruFix *fix = &g_array_index (fixes, IruFix, i);

      fix->offset = get_place (word, from + fix->offset);
    }
  move_value (word, from, value);
  return value;
}
