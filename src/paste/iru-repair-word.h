/* iru-repair-word.h: a text within the text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a word of a command line or a string of JSON means once its quotes and
 * escapes are gone, and where each byte of that stands in the paste.
 */
#pragma once

#include "iru-text.h"
#include "iru-value.h"

G_BEGIN_DECLS

/**
 * IruWord:
 * @text: (owned): with a NUL behind it; may hold a key
 * @map: (owned): where each byte of @text stands
 * @span: the word as it is spelt, quotes included
 * @fault: why it is no value, if it is none: a shell would have put something else
 *   in, or it may be cut off. A word that is not used may have one
 */
typedef struct
{
  char *text;
  gsize length;
  guint32 *map;
  IruSpan span;
  IruTextError fault;
  gsize capacity;
} IruWord;

IruWord *iru_word_new (gsize start);
/* Wipes the text. */
void iru_word_free (IruWord *word);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruWord, iru_word_free)

/* Appends @length bytes that all stand at @offset, or, with @spread, each behind the other. */
void
iru_word_append (IruWord *word, const char *bytes, gsize length, gsize offset, gboolean spread);

/* Where the bytes of @text from @start up to, but without, @end stand. */
IruSpan iru_word_get_span (const IruWord *word, gsize start, gsize end);

/* Reads a value out of @text; NULL with @error. (transfer full) (nullable) */
typedef IruValue *(*IruWordRead) (const char *text, gsize length, GArray *fixes,
                                  IruTextError *error);

/**
 * iru_word_read:
 * @from: the byte of the word's text to begin at
 * @read: reads the word's text alone
 * @fixes: (element-type IruFix)
 *
 * What @read makes of it, with places in the paste.
 *
 * Returns: (transfer full) (nullable): NULL with @error
 */
IruValue *iru_word_read (const IruWord *word, gsize from, IruWordRead read, GArray *fixes,
                         IruTextError *error);

G_END_DECLS
