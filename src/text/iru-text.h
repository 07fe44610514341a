/* iru-text.h: places in a text, and what is wrong there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everything in text/ works on bytes: nothing is transcoded, normalised or
 * written again. Offsets and lengths are in bytes, lines and columns count from
 * 1, and a column counts characters.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The largest text that is looked at, in bytes; a larger file is refused unread. */
#define IRU_TEXT_MAX_SIZE (256 * 1024 * 1024)

/* The deepest nesting that is accepted, in containers. */
#define IRU_TEXT_MAX_DEPTH 10000

/* The bytes from start up to, but without, end. */
typedef struct
{
  gsize start;
  gsize end;
} IruSpan;

typedef enum
{
  IRU_TEXT_ERROR_NONE = 0,
  IRU_TEXT_ERROR_SYNTAX,      /* not what the language allows */
  IRU_TEXT_ERROR_ENCODING,    /* not UTF-8: UTF-16, a NUL, a broken sequence */
  IRU_TEXT_ERROR_TRUNCATED,   /* ends inside a value: what is missing can't be known */
  IRU_TEXT_ERROR_AMBIGUOUS,   /* more than one reading */
  IRU_TEXT_ERROR_UNSUPPORTED, /* right, but written in a form that is not edited */
  IRU_TEXT_ERROR_TOO_LARGE,   /* over one of the bounds above */
  IRU_TEXT_ERROR_NOTHING,     /* nothing of what is looked for */
  IRU_TEXT_ERROR_MEMORY,      /* there is too little; the text is not at fault, at no place */
} IruTextErrorCode;

/**
 * IruTextError:
 * @message: (nullable): a sentence for a person, static, marked for translation;
 *   it never quotes the text, which may hold a key
 *
 * A failed reading is data, not a GError: it has a place. Zero-initialise it;
 * there is nothing to free.
 */
typedef struct
{
  IruTextErrorCode code;
  const char *message;
  gsize offset;
} IruTextError;

/**
 * IruFix:
 * @id: what was put right, kebab-case and stable: it is printed under "fixes"; a row
 *   of iru-fix.h
 * @offset: where, in the text as it was given
 */
typedef struct
{
  const char *id;
  gsize offset;
} IruFix;

/* Line and column of @offset in @text; an offset past the end means the end.
 * Lines end at LF, CRLF or a lone CR. */
void
iru_text_get_position (const char *text, gsize length, gsize offset, guint *line, guint *column);

/* The same for many places in their order: from the start on, without looking at
 * anything twice. */
typedef struct
{
  gsize offset;
  guint line;
  guint column;
} IruTextPlace;

IruTextPlace iru_text_get_start (const char *text, gsize length);
/* Moves @place on to @offset, which is not ahead of it. */
void iru_text_go_on (const char *text, gsize length, IruTextPlace *place, gsize offset);

/* Whether @text is UTF-8 without NUL (a byte-order mark may lead). Sets @error
 * with the first bad place otherwise; UTF-16 and UTF-32 are told by their mark
 * or their NULs and named in the message. */
gboolean iru_text_check_encoding (const char *text, gsize length, IruTextError *error);

/* Bytes of a leading UTF-8 byte-order mark: 3 or 0. */
gsize iru_text_get_bom (const char *text, gsize length);

/* Room for a text of that size, as g_try_malloc(); a large one in large pages, where
 * the system has them (touching them is half of what copying a text takes), at an
 * address that a disk can read from. */
char *iru_text_try_alloc (gsize size);

/* Takes keys out of memory before it is freed; leaves errno as it was. */
void iru_text_wipe (char *text, gsize length);

/* Takes @text, of iru_text_try_alloc(): bytes that are wiped when they are freed, as a
 * user's file has keys in it. */
GBytes *iru_text_take (char *text, gsize length);

/* Always returns FALSE, so that a scanner can "return iru_text_fail (...)".
 * The first error stays; @error may be NULL. */
gboolean
iru_text_fail (IruTextError *error, IruTextErrorCode code, const char *message, gsize offset);

/* The line end that new lines of @text should have: "\r\n" if every LF has its
 * CR or most of them have, else "\n". */
const char *iru_text_get_line_end (const char *text, gsize length);

G_END_DECLS
