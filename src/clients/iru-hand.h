/* iru-hand.h: what a person has to do in a file that is not edited here
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-client.h"

G_BEGIN_DECLS

typedef enum
{
  IRU_HAND_NEW_FILE, /* the file is to have the text and nothing else */
  IRU_HAND_END,      /* the text goes to the end of the file */
  IRU_HAND_BELOW,    /* below the last line */
  IRU_HAND_INSTEAD,  /* in the place of the lines */
  IRU_HAND_OUT,      /* the lines go; there is no text */
} IruHandWhere;

/* "new-file", "end", "below", "instead", "out" */
const char *iru_hand_where_get_name (IruHandWhere where);

/**
 * IruHand:
 * @first_line: @last_line: of the file as it is, from 1; 0 if @where says enough
 * @text: (owned) (nullable): whole lines, each with its line end; may hold a key
 * @entry_start: where in @text the entry begins, what it stands in left out
 */
typedef struct
{
  IruHandWhere where;
  guint first_line;
  guint last_line;
  char *text;
  gsize entry_start;
} IruHand;

/**
 * iru_hand_new_install:
 * @document: the file; an empty one for none
 * @name: the entry's
 * @entry: what is to stand under it
 * @is_there: it is one that the file has already
 *
 * It has been done, on a copy, and found to give the entry and leave all else as it was.
 *
 * Returns: (transfer full) (nullable): NULL with @error (%IRU_TEXT_ERROR_UNSUPPORTED) where
 *   lines can't tell it: all stands in one pair of brackets
 */
IruHand *
iru_hand_new_install (const IruClient *client, const IruDocument *document, const char *name,
                      const IruValue *entry, gboolean is_there, IruTextError *error);
/* The entry is to go from @root; with what it stands in, if it is alone there. */
IruHand *iru_hand_new_remove (const IruClient *client, const IruDocument *document,
                              const char *root, const char *name, IruTextError *error);
/* @text after a person has done what @hand says. (transfer full) */
GBytes *iru_hand_follow (const IruHand *hand, GBytes *text);
void iru_hand_free (IruHand *hand);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruHand, iru_hand_free)

/* (element-type IruHand), frees its elements. */
GPtrArray *iru_hands_new (void);
/* Takes @hand; of two new entries for the same place it makes one text. */
void iru_hands_add (GPtrArray *hands, IruHand *hand);

G_END_DECLS
