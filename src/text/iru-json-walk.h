/* iru-json-walk.h: steps through a JSON text that has been checked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every function here relies on iru_json_check() having passed: it steps over
 * values without looking at them twice.
 */
#pragma once

#include "iru-json.h"

G_BEGIN_DECLS

/**
 * IruJsonMember:
 * @before: behind the bracket or comma ahead of it
 * @key: with its quotes
 * @comma: the comma behind it, or IRU_JSON_NONE
 */
typedef struct
{
  gsize before;
  IruSpan key;
  IruSpan value;
  gsize comma;
} IruJsonMember;

/* The outermost value; FALSE if there is none. */
gboolean iru_json_get_root (IruJsonText text, IruSpan *root);

gboolean iru_json_is_object (IruJsonText text, IruSpan value);

/* Past blanks and comments. */
gsize iru_json_skip_blank (IruJsonText text, gsize at);

/* Past the comment that starts at @at. */
gsize iru_json_skip_comment (IruJsonText text, gsize at);

/* Past the value that starts at @at. */
gsize iru_json_skip_value (IruJsonText text, gsize at);

/* Start with *@at behind the object's '{'. FALSE where there is no more; *@at is
 * then at the '}', @member as it was. */
gboolean iru_json_next_member (IruJsonText text, gsize *at, IruJsonMember *member);

gboolean iru_json_is_key (IruJsonText text, IruSpan key, const char *decoded);

/* The member that a parser would see under that name: the last. */
gboolean
iru_json_find_member (IruJsonText text, IruSpan object, const char *key, IruJsonMember *member);

/* Takes @span with its quotes; see IruValue.text for what UTF-8 cannot hold. */
char *iru_json_decode_string (IruJsonText text, IruSpan span);

G_END_DECLS
