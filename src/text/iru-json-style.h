/* iru-json-style.h: how a JSON file is laid out, and new text in that layout
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-json-walk.h"

G_BEGIN_DECLS

/**
 * IruJsonLevel:
 * @first: the first and
 * @last: the last member, if there are any
 * @has_lines: whether a member starts a line of its own
 * @indent: the blanks ahead of the last one that does
 * @match: if @found, the last member of the name that was looked for
 *
 * One object on the way to a path.
 */
typedef struct
{
  IruSpan object;
  guint n_members; /* up to 2 */
  IruJsonMember first;
  IruJsonMember last;
  gboolean has_lines;
  IruSpan indent;
  gboolean found;
  IruJsonMember match;
} IruJsonLevel;

IruJsonLevel iru_json_look_at (IruJsonText text, IruSpan object, const char *key);

/* Whether there is a line end in that range. */
gboolean iru_json_has_break (IruJsonText text, gsize start, gsize end);

/* The last line end in that range, comments not regarded; empty if none. */
IruSpan iru_json_get_last_break (IruJsonText text, gsize start, gsize end);

/* The first one. */
IruSpan iru_json_get_first_break (IruJsonText text, gsize start, gsize end);

/* The blanks at the start of the line that @at is in. */
IruSpan iru_json_get_indent (IruJsonText text, gsize at);

/* Whether there is a line end between the member and what is ahead of it. */
gboolean iru_json_starts_line (IruJsonText text, const IruJsonMember *member);

typedef struct
{
  const char *eol; /* NULL: all on one line */
  char *indent;    /* (owned) of the line that a value starts in */
  char *unit;      /* (owned) what one level more is indented by */
  char *colon;     /* (owned) with the blanks round it */
  char *gap;       /* (owned) behind a comma, on one line */
  char *pad;       /* (owned) inside braces, on one line */
} IruJsonStyle;

/* @levels: the objects on the way, from the root; the nearest that shows
 * something decides. @eol and @indent are for the caller to choose: they are the
 * file's line end and nothing. */
IruJsonStyle iru_json_style_new (IruJsonText text, const IruJsonLevel *levels, guint n_levels);
void iru_json_style_clear (IruJsonStyle *style);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IruJsonStyle, iru_json_style_clear)

/* Takes @indent. */
void iru_json_style_set_indent (IruJsonStyle *style, char *indent);

void iru_json_render (GString *out, const IruValue *value, const IruJsonStyle *style);
void iru_json_render_member (GString *out, const char *key, const IruValue *value,
                             const IruJsonStyle *style);

G_END_DECLS
