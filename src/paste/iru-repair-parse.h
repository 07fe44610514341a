/* iru-repair-parse.h: JSON as people paste it, one block at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What iru-repair.c finds in a paste is read here. Private to paste/.
 */
#pragma once

#include "iru-reader.h"
#include "iru-value.h"

G_BEGIN_DECLS

/* Whether the brace at @pos opens an object rather than something like {slug}. */
gboolean iru_reader_look_for_object (const IruReader *reader, gsize pos);

/* Reads the object whose brace is at pos; NULL with the error. */
IruValue *iru_reader_read_object (IruReader *reader);

/* Whether the bracket at @pos opens an array of objects. */
gboolean iru_reader_look_for_array (const IruReader *reader, gsize pos);

/* Reads the array whose bracket is at pos; NULL with the error. */
IruValue *iru_reader_read_array (IruReader *reader);

/* Reads the members that begin at pos, as if braces stood round them; stops at
 * what is no member. NULL with the error. */
IruValue *iru_reader_read_members (IruReader *reader);

/* As iru_value_equal() for values without duplicates, in one pass over them. */
gboolean iru_reader_same_value (const IruValue *a, const IruValue *b);

G_END_DECLS
