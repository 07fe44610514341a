/* iru-json.h: JSON and JSONC, checked, read and edited where they stand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * iru_json_check() is the only reader of text that nobody has looked at yet. All
 * the others rely on its having passed. Nothing recurses; memory follows what is
 * asked for, not the size of the text.
 */
#pragma once

#include "iru-document.h"

G_BEGIN_DECLS

/* Where there is nothing. */
#define IRU_JSON_NONE G_MAXSIZE

/* The offset of the first laxity of each kind, or IRU_JSON_NONE. */
typedef struct
{
  gsize first[IRU_N_LAXITIES];
} IruJsonLaxities;

/**
 * IruJsonText: a text that has been checked; borrowed
 * @large: (element-type IruSpan) (nullable): the outer containers that are worth
 *   jumping over, in the order of the text, as iru_json_check() found them
 */
typedef struct
{
  const char *data;
  gsize length;
  GArray *large;
} IruJsonText;

/* With nothing to jump over. */
IruJsonText iru_json_text (GBytes *text);

/* Parses all of @text as JSON or JSONC. Nothing but blanks and comments is an
 * empty document. @laxities (may be NULL) is set where it returns TRUE. */
gboolean iru_json_check (GBytes *text, IruJsonLaxities *laxities, IruTextError *error);

/* The same; @large (element-type IruSpan) is filled for IruJsonText. It takes a small
 * part of what the text does. */
gboolean iru_json_check_and_index (GBytes *text, IruJsonLaxities *laxities, GArray *large,
                                   IruTextError *error);

/* The same for JSON as RFC 8259 has it: no laxity, and a value. */
gboolean iru_json_check_strict (GBytes *text, IruTextError *error);

/* As iru_document_mend(). */
GBytes *iru_json_mend (GBytes *text, gboolean strict, GArray *fixes, IruTextError *error);

/* @value as a JSON text, on one line or (@lines) with two spaces a level and a line end
 * at its end. (transfer full) */
char *iru_json_print (const IruValue *value, gboolean lines);

/* As iru_document_dup_value(). */
IruValue *iru_json_read (IruJsonText text, const char *const *path);
/* As iru_document_dup_each(). */
IruValue *iru_json_read_each (IruJsonText text, const char *const *path, const char *key);

/* As iru_document_find_objects(). */
void iru_json_find_objects (IruJsonText text, const char *const *names, GPtrArray *found);

/* As iru_document_set() and iru_document_remove(), as (element-type IruEdit);
 * NULL with @error. */
GPtrArray *iru_json_set (IruJsonText text, const char *const *path, const IruValue *value,
                         IruTextError *error);
GPtrArray *iru_json_remove (IruJsonText text, const char *const *path, IruTextError *error);

/* Whether every object on the way to @path has the same other members before and
 * after: key and value byte for byte, in the same order. */
gboolean iru_json_same_beside (IruJsonText before, IruJsonText after, const char *const *path);

G_END_DECLS
