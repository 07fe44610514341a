/* iru-json.c: is this text JSON or JSONC, and is there one way to make it so
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-json.h"

#include "iru-edit.h"
#include "iru-json-slip.h"
#include "iru-json-walk.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A text with more slips than this is not a configuration that lost a comma. */
#define MAX_FIXES 1000

/* Containers that are worth jumping over: of at least this size in bytes, in at most
 * so many others. */
#define INDEXED_SIZE 4096
#define INDEXED_DEPTH 8

/* What may come next. */
typedef enum
{
  WANT_ROOT,
  WANT_FIRST,     /* behind an opening bracket: an item or its end */
  WANT_NEXT,      /* behind a comma: an item */
  WANT_SEPARATOR, /* behind an item: a comma or the end */
  WANT_END,       /* behind the root */
  WANT_FAILED,
} Want;

/* What iru_json_mend() gathers while the text is scanned. */
typedef struct
{
  gboolean strict;
  GPtrArray *edits;
  GArray *fixes;
} Mending;

typedef struct
{
  const char *text;
  const char *p;
  const char *end;
  const char *value_end; /* of the last value */
  const char *comma;     /* the last one between items */
  const char *root;      /* where the root begins; NULL before it */
  const char *uneven;    /* (nullable) the first bracket that its closing one is not in line with */
  char *stack;           /* the closing bracket of each open container */
  const char **openings; /* its opening bracket */
  gsize depth;
  IruJsonLaxities laxities;
  GArray *large;    /* (nullable) */
  guint *open;      /* where each of the outer containers that are open is in it */
  Mending *mending; /* (nullable) */
  IruTextError *error;
} Scanner;

static gboolean
fail (Scanner *self, IruTextErrorCode code, const char *message, const char *where)
{
  return iru_text_fail (self->error, code, message, where - self->text);
}

static Want
fail_syntax (Scanner *self, const char *message, const char *where)
{
  fail (self, IRU_TEXT_ERROR_SYNTAX, message, where);
  return WANT_FAILED;
}

/* The indentation tells which bracket was forgotten; else it is the innermost. */
static gboolean
fail_truncated (Scanner *self)
{
  if (self->depth == 0)
    return fail (self, IRU_TEXT_ERROR_TRUNCATED, N_ ("The text ends in the middle of a value."),
                 self->end);
  return fail (self, IRU_TEXT_ERROR_TRUNCATED,
               N_ ("The bracket that opens here is not closed before the end of the file."),
               self->uneven != NULL ? self->uneven : self->openings[self->depth - 1]);
}

static void
note_laxity (Scanner *self, IruLaxity laxity, const char *where)
{
  if (self->laxities.first[laxity] == IRU_JSON_NONE)
    self->laxities.first[laxity] = where - self->text;
}

static Want
note_fix (Scanner *self, const char *id, const char *where, gsize remove, const char *insert)
{
  IruFix fix = { .id = id, .offset = where - self->text };

  if (self->mending->fixes->len == MAX_FIXES)
    return fail_syntax (self, N_ ("There are too many mistakes in this file."), where);
  g_array_append_val (self->mending->fixes, fix);
  iru_edits_add (self->mending->edits, fix.offset, remove, g_strdup (insert));
  return WANT_NEXT;
}

static gboolean
is_continuation (char c)
{
  return (c & 0xc0) == 0x80;
}

/* Bytes of the UTF-8 sequence at @p, 0 if it is none: overlong forms, surrogates
 * and what lies beyond U+10FFFF are not. */
static gsize
get_sequence_length (const char *p, const char *end)
{
  const guchar lead = p[0];
  gsize length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;

  if (lead < 0xc2 || lead > 0xf4 || (gsize)(end - p) < length)
    return 0;
  for (gsize i = 1; i < length; i++)
    if (!is_continuation (p[i]))
      return 0;

  const guchar second = p[1];
  if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f)
      || (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f))
    return 0;
  return length;
}

/* The same for any character; 0 for NUL too. */
static gsize
get_character_length (const char *p, const char *end)
{
  if ((guchar)*p >= 0x80)
    return get_sequence_length (p, end);
  return *p != '\0';
}

static gboolean
fail_encoding (Scanner *self)
{
  return fail (self, IRU_TEXT_ERROR_ENCODING, N_ ("The text is not UTF-8 here."), self->p);
}

static gboolean
skip_line_comment (Scanner *self)
{
  for (self->p += 2; self->p < self->end && *self->p != '\n' && *self->p != '\r';)
    {
      gsize length = get_character_length (self->p, self->end);

      if (length == 0)
        return fail_encoding (self);
      self->p += length;
    }
  return TRUE;
}

static gboolean
skip_block_comment (Scanner *self)
{
  const char *start = self->p;

  for (self->p += 2; self->end - self->p >= 2;)
    {
      if (self->p[0] == '*' && self->p[1] == '/')
        {
          self->p += 2;
          return TRUE;
        }
      gsize length = get_character_length (self->p, self->end);
      if (length == 0)
        return fail_encoding (self);
      self->p += length;
    }
  return fail (self, IRU_TEXT_ERROR_TRUNCATED, N_ ("This comment is never closed."), start);
}

static gboolean
skip_comment (Scanner *self)
{
  char kind = self->end - self->p >= 2 ? self->p[1] : '\0';

  if (kind != '/' && kind != '*')
    return fail (self, IRU_TEXT_ERROR_SYNTAX, N_ ("This is not JSON."), self->p);
  note_laxity (self, IRU_LAXITY_COMMENT, self->p);
  return kind == '/' ? skip_line_comment (self) : skip_block_comment (self);
}

static inline gboolean
is_blank (char c)
{
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static inline gboolean
skip_blank (Scanner *self)
{
  while (self->p < self->end)
    {
      if (is_blank (*self->p))
        self->p++;
      else if (G_LIKELY (*self->p != '/'))
        return TRUE;
      else if (!skip_comment (self))
        return FALSE;
    }
  return TRUE;
}

#define ONES G_GUINT64_CONSTANT (0x0101010101010101)
#define HIGH G_GUINT64_CONSTANT (0x8080808080808080)

/* The high bit of each byte that ends a run of plain string characters: control,
 * quote, backslash, not ASCII. A borrow can only raise bits behind the first. */
static inline guint64
find_special (guint64 word)
{
  guint64 quote = word ^ (ONES * '"');
  guint64 backslash = word ^ (ONES * '\\');

  return ((word - ONES * 0x20) | (quote - ONES) | (backslash - ONES) | word) & HIGH;
}

#define BLOCK 64

/* Without a branch, for the compiler to do many bytes at a time. */
static inline gboolean
is_plain_block (const char *p)
{
  guchar special = 0;

  for (int i = 0; i < BLOCK; i++)
    {
      guchar c = p[i];

      special |= (c < 0x20) | (c >= 0x80) | (c == '"') | (c == '\\');
    }
  return special == 0;
}

static inline const char *
skip_plain (const char *p, const char *end)
{
  const char *start = p;

  while (end - p >= 8)
    {
      guint64 word;

      memcpy (&word, p, 8);
      word = find_special (GUINT64_FROM_LE (word));
      if (word != 0)
        return p + __builtin_ctzll (word) / 8;
      p += 8;
      /* Most strings are short. */
      while (p - start >= BLOCK / 2 && end - p >= BLOCK && is_plain_block (p))
        p += BLOCK;
    }
  while (p < end && (guchar)*p >= 0x20 && (guchar)*p < 0x80 && *p != '"' && *p != '\\')
    p++;
  return p;
}

static gboolean
skip_escape (Scanner *self)
{
  const char *start = self->p++;

  if (self->p == self->end)
    return fail_truncated (self);
  char c = *self->p++;
  if (c != '\0' && strchr ("\"\\/bfnrt", c) != NULL)
    return TRUE;
  if (c != 'u')
    return fail (self, IRU_TEXT_ERROR_SYNTAX,
                 N_ ("JSON does not know this backslash sequence. Write \\\\ for a backslash."),
                 start);
  for (int i = 0; i < 4; i++, self->p++)
    {
      if (self->p == self->end)
        return fail_truncated (self);
      if (!g_ascii_isxdigit (*self->p))
        return fail (self, IRU_TEXT_ERROR_SYNTAX, N_ ("\\u needs four hexadecimal digits."), start);
    }
  return TRUE;
}

static gboolean
fail_in_string (Scanner *self, const char *start)
{
  if (*self->p == '\n' || *self->p == '\r')
    return fail (self, IRU_TEXT_ERROR_SYNTAX, N_ ("The quote that opens here is not closed."),
                 start);
  return fail (self, IRU_TEXT_ERROR_SYNTAX,
               N_ ("A control character stands between the quotes. Write it as an escape."),
               self->p);
}

static gboolean
skip_string (Scanner *self)
{
  const char *start = self->p++;

  while ((self->p = skip_plain (self->p, self->end)) < self->end)
    {
      guchar c = *self->p;

      if (c == '"')
        {
          self->p++;
          return TRUE;
        }
      if (c >= 0x80)
        {
          gsize length = get_sequence_length (self->p, self->end);

          if (length == 0)
            return fail_encoding (self);
          self->p += length;
        }
      else if (c < 0x20)
        return fail_in_string (self, start);
      else if (!skip_escape (self))
        return FALSE;
    }
  return fail (self, IRU_TEXT_ERROR_TRUNCATED,
               N_ ("The text ends inside the quotes that open here."), start);
}

/* At least one. */
static gboolean
skip_digits (Scanner *self)
{
  const char *start = self->p;

  while (self->p < self->end && g_ascii_isdigit (*self->p))
    self->p++;
  if (self->p > start)
    return TRUE;
  if (self->p == self->end)
    return fail_truncated (self);
  return fail (self, IRU_TEXT_ERROR_SYNTAX, N_ ("This number is not finished."), start);
}

static gboolean
skip_number (Scanner *self)
{
  if (*self->p == '-')
    self->p++;
  if (self->end - self->p >= 2 && self->p[0] == '0' && g_ascii_isdigit (self->p[1]))
    return fail (self, IRU_TEXT_ERROR_SYNTAX, N_ ("A number cannot start with 0."), self->p);
  if (!skip_digits (self))
    return FALSE;
  if (self->p < self->end && *self->p == '.')
    {
      self->p++;
      if (!skip_digits (self))
        return FALSE;
    }
  if (self->p < self->end && (*self->p | 0x20) == 'e')
    {
      self->p++;
      if (self->p < self->end && (*self->p == '+' || *self->p == '-'))
        self->p++;
      return skip_digits (self);
    }
  return TRUE;
}

static gboolean
skip_word (Scanner *self, const char *word)
{
  gsize length = strlen (word);
  gsize left = self->end - self->p;

  if (memcmp (self->p, word, MIN (left, length)) != 0)
    return fail (self, IRU_TEXT_ERROR_SYNTAX,
                 N_ ("This is no JSON value. A text stands between double quotes."), self->p);
  if (left < length)
    return fail_truncated (self);
  self->p += length;
  return TRUE;
}

static gboolean
is_conflict_marker (Scanner *self)
{
  static const char *const markers[] = { "<<<<<<<", "=======", ">>>>>>>" };

  if (self->end - self->p < 7)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (markers); i++)
    if (memcmp (self->p, markers[i], 7) == 0)
      return TRUE;
  return FALSE;
}

/* @message unless what stands here tells more. */
static Want
fail_here (Scanner *self, const char *message)
{
  gboolean single;

  if (is_conflict_marker (self))
    message = N_ ("Here is the mark of an unresolved merge conflict.");
  else if (iru_json_get_curly_quote (self->p, self->end, &single) > 0)
    message = N_ ("This quotation mark is curly. JSON needs straight ones: \".");
  else if (*self->p == '\'')
    message = N_ ("This quotation mark is single. JSON needs double ones: \".");
  return fail_syntax (self, message, self->p);
}

/* Bytes of the quotation mark at @p if a word processor or a person who knows other languages
 * wrote it in the place of a straight double one. */
static gsize
get_odd_quote (Scanner *self, const char *p, gboolean *single)
{
  *single = TRUE;
  return *p == '\'' ? 1 : iru_json_get_curly_quote (p, self->end, single);
}

static gboolean
note_quote (Scanner *self, const char *p, gsize length)
{
  const char *id = length == 1 ? "single-quotes" : "smart-quotes";

  return note_fix (self, id, p, length, "\"") != WANT_FAILED;
}

/* A string whose quotes are odd ones of one kind. A straight double quote in it would need an
 * escape, so then it is left. */
static gboolean
mend_string (Scanner *self, gsize length, gboolean single)
{
  const char *start = self->p;

  for (self->p += length; self->p < self->end && (guchar)*self->p >= 0x20 && *self->p != '"';)
    {
      gboolean closes_single;
      gsize closing = get_odd_quote (self, self->p, &closes_single);

      if (closing > 0 && closes_single == single && (closing == 1) == (length == 1))
        {
          gboolean ok = note_quote (self, start, length) && note_quote (self, self->p, closing);

          self->p += closing;
          return ok;
        }
      if (*self->p != '\\')
        self->p += MAX (get_character_length (self->p, self->end), 1);
      else if (!skip_escape (self))
        return FALSE;
    }
  self->p = start;
  return fail_here (self, N_ ("The quote that opens here is not closed.")) != WANT_FAILED;
}

/* Whether a string begins here, if only by an odd quote. */
static gboolean
begins_string (Scanner *self)
{
  gboolean single;

  return *self->p == '"' || (self->mending != NULL && get_odd_quote (self, self->p, &single) > 0);
}

static gboolean
scan_string (Scanner *self)
{
  gboolean single;

  if (*self->p == '"')
    return skip_string (self);
  gsize length = get_odd_quote (self, self->p, &single);
  return mend_string (self, length, single);
}

static void
note_open (Scanner *self)
{
  IruSpan span = { self->p - self->text, 0 };

  self->open[self->depth] = self->large->len;
  g_array_append_val (self->large, span);
}

/* Those in a small container are small and gone already. */
static void
note_close (Scanner *self)
{
  IruSpan *span = &g_array_index (self->large, IruSpan, self->open[self->depth]);

  span->end = self->p - self->text;
  if (span->end - span->start < INDEXED_SIZE)
    g_array_set_size (self->large, self->open[self->depth]);
}

static Want
open_container (Scanner *self)
{
  if (self->depth == IRU_TEXT_MAX_DEPTH)
    {
      fail (self, IRU_TEXT_ERROR_TOO_LARGE, N_ ("The text is nested too deeply."), self->p);
      return WANT_FAILED;
    }
  if (self->large != NULL && self->depth < INDEXED_DEPTH)
    note_open (self);
  self->openings[self->depth] = self->p;
  self->stack[self->depth++] = *self->p++ == '{' ? '}' : ']';
  return WANT_FIRST;
}

static Want
end_value (Scanner *self)
{
  self->value_end = self->p;
  return self->depth == 0 ? WANT_END : WANT_SEPARATOR;
}

static Want
scan_value (Scanner *self)
{
  gboolean ok;

  switch (*self->p)
    {
    case '"':
      ok = skip_string (self);
      break;
    case '{':
    case '[':
      return open_container (self);
    case 't':
      ok = skip_word (self, "true");
      break;
    case 'f':
      ok = skip_word (self, "false");
      break;
    case 'n':
      ok = skip_word (self, "null");
      break;
    default:
      if (begins_string (self))
        {
          ok = scan_string (self);
          break;
        }
      if (*self->p != '-' && !g_ascii_isdigit (*self->p))
        return fail_here (self, N_ ("A value is missing here, or is not written as JSON."));
      ok = skip_number (self);
    }
  return ok ? end_value (self) : WANT_FAILED;
}

/* In a text that people indent, a closing bracket at the start of a line is as far in as the
 * line of the one that it closes. */
static void
note_uneven (Scanner *self, const char *opening)
{
  gboolean closes_line;
  gboolean opens_line;
  gsize indent = iru_json_measure_indent (self->text, self->p, &closes_line);

  if (indent == G_MAXSIZE || !closes_line)
    return;
  if (iru_json_measure_indent (self->text, opening, &opens_line) != indent)
    self->uneven = opening;
}

static Want
close_container (Scanner *self)
{
  self->depth--;
  if (self->mending != NULL && self->uneven == NULL)
    note_uneven (self, self->openings[self->depth]);
  self->p++;
  if (self->large != NULL && self->depth < INDEXED_DEPTH)
    note_close (self);
  return end_value (self);
}

static Want
scan_member (Scanner *self)
{
  if (*self->p == '{')
    return fail_here (self, N_ ("A whole document was pasted inside of another one here. Only "
                                "what is between its outer braces belongs here."));
  if (!begins_string (self))
    return fail_here (self, N_ ("A name between double quotes is missing here."));
  if (!scan_string (self) || !skip_blank (self))
    return WANT_FAILED;
  if (self->p < self->end && *self->p != ':')
    return fail_here (self, N_ ("A colon is missing here."));
  self->p += self->p < self->end;
  if (!skip_blank (self))
    return WANT_FAILED;
  if (self->p < self->end)
    return scan_value (self);
  fail_truncated (self);
  return WANT_FAILED;
}

static gboolean
note_trailing_comma (Scanner *self)
{
  if (self->mending != NULL && self->mending->strict)
    return note_fix (self, "trailing-comma", self->comma, 1, "") != WANT_FAILED;
  note_laxity (self, IRU_LAXITY_TRAILING_COMMA, self->comma);
  return TRUE;
}

static Want
scan_item (Scanner *self, gboolean behind_comma)
{
  char closing = self->stack[self->depth - 1];

  if (*self->p == closing)
    {
      if (behind_comma && !note_trailing_comma (self))
        return WANT_FAILED;
      return close_container (self);
    }
  if (*self->p == ',' && behind_comma && self->mending != NULL)
    {
      self->p++;
      return note_fix (self, "doubled-comma", self->p - 1, 1, "");
    }
  if (*self->p == ',')
    return fail_here (self, N_ ("There is a comma too many here."));
  return closing == '}' ? scan_member (self) : scan_value (self);
}

/* Whether what comes can only be the next item. Between two scalars of an array
 * that touch, a comma is but one of the readings: ["a""b"]. */
static gboolean
lacks_comma (Scanner *self)
{
  char next = *self->p;
  char last = self->value_end[-1];

  if (self->stack[self->depth - 1] == '}')
    return begins_string (self);
  if (next == '{' || next == '[')
    return TRUE;
  return ((next != '\0' && strchr ("-0123456789tfn", next) != NULL) || begins_string (self))
         && (self->p > self->value_end || last == '}' || last == ']');
}

static Want
scan_separator (Scanner *self)
{
  if (*self->p == ',')
    {
      self->comma = self->p++;
      return WANT_NEXT;
    }
  if (*self->p == self->stack[self->depth - 1])
    return close_container (self);
  if (!lacks_comma (self))
    return fail_here (self, N_ ("Neither a comma nor the closing bracket stands here."));
  if (self->mending == NULL)
    return fail_syntax (self, N_ ("A comma is missing here."), self->value_end);
  return note_fix (self, "missing-comma", self->value_end, 0, ",");
}

/* Takes what stands before the document or behind it away. */
static Want
note_outer_fix (Scanner *self, Want want, const char *id, gsize length, const char *message)
{
  if (self->mending == NULL)
    return fail_syntax (self, message, self->p);
  if (note_fix (self, id, self->p, length, "") == WANT_FAILED)
    return WANT_FAILED;
  self->p += length;
  return want;
}

#define FENCE_MESSAGE                                                                              \
  N_ ("This line is the Markdown fence of a code block. It does not belong into the file.")

static Want
scan_root (Scanner *self)
{
  gsize length;

  if (iru_json_is_rich_text (self->p, self->end))
    return fail_syntax (self,
                        N_ ("The file is rich text (RTF). Save it as plain text, in TextEdit with "
                            "Format > Make Plain Text."),
                        self->p);
  if ((length = iru_json_get_fence (self->p, self->end)) > 0)
    return note_outer_fix (self, WANT_ROOT, "fence", length, FENCE_MESSAGE);
  if (*self->p != '{' && *self->p != '['
      && (length = iru_json_get_file_name (self->p, self->end)) > 0)
    return note_outer_fix (
        self, WANT_ROOT, "file-name", length,
        N_ ("The name of the file stands before the document. It does not belong "
            "into the file."));
  self->root = self->p;
  return scan_value (self);
}

/* The root was empty, and here the document begins that was pasted below it. */
static Want
replace_root (Scanner *self)
{
  if (note_fix (self, "empty-object", self->root, self->p - self->root, "") == WANT_FAILED)
    return WANT_FAILED;
  self->root = self->p;
  return scan_value (self);
}

static Want
scan_second (Scanner *self)
{
  gsize length = iru_json_get_empty_object (self->p, self->end);
  gboolean is_empty = iru_json_get_empty_object (self->root, self->value_end) > 0;

  if (length > 0)
    return note_outer_fix (self, WANT_END, "empty-object", length,
                           N_ ("An empty document, {}, stands behind the document."));
  if (is_empty && self->mending != NULL)
    return replace_root (self);
  return fail_here (self, is_empty ? N_ ("The document was pasted below an empty one, {}.")
                                   : N_ ("A second document begins here. A file has only one: "
                                         "move its servers into the first."));
}

/* Behind the document. */
static Want
scan_end (Scanner *self)
{
  gsize length;

  if ((length = iru_json_get_fence (self->p, self->end)) > 0)
    return note_outer_fix (self, WANT_END, "fence", length, FENCE_MESSAGE);
  if (*self->p == '{')
    return scan_second (self);
  if ((length = iru_json_get_surplus (self->p, self->end)) > 0 && self->uneven == NULL)
    return note_outer_fix (self, WANT_END, *self->p == '}' ? "surplus-brace" : "surplus-bracket",
                           length, N_ ("There is a closing bracket too many here."));
  if (*self->p == '}' || *self->p == ']' || *self->p == ',')
    return fail_here (self, N_ ("The document is closed before this. Somewhere above, there is a "
                                "closing bracket too many."));
  return fail_here (self, N_ ("The document ends before this. This text is not a part of it."));
}

/* Whether the last brace alone is missing at the end: the last container stands on lines of its
 * own, and like all others its brackets are in line. */
static gboolean
lacks_last_brace (Scanner *self, Want want)
{
  gboolean is_first;
  char last = self->value_end != NULL ? self->value_end[-1] : '\0';
  gsize indent;

  if (self->mending == NULL || want != WANT_SEPARATOR || self->depth != 1 || self->stack[0] != '}'
      || self->uneven != NULL || (last != '}' && last != ']'))
    return FALSE;
  indent = iru_json_measure_indent (self->text, self->value_end - 1, &is_first);
  return is_first && indent != G_MAXSIZE && indent > 0;
}

static gboolean
scan_text_end (Scanner *self, Want want)
{
  const char *line_end;

  if (want == WANT_ROOT || want == WANT_END)
    return TRUE;
  if (!lacks_last_brace (self, want))
    return fail_truncated (self);
  line_end = iru_text_get_line_end (self->text, self->end - self->text);
  return note_fix (self, "missing-brace", self->value_end, 0, *line_end == '\r' ? "\r\n}" : "\n}")
         != WANT_FAILED;
}

static Want
scan_step (Scanner *self, Want want)
{
  switch (want)
    {
    case WANT_ROOT:
      return scan_root (self);
    case WANT_FIRST:
    case WANT_NEXT:
      return scan_item (self, want == WANT_NEXT);
    case WANT_SEPARATOR:
      return scan_separator (self);
    default:
      return scan_end (self);
    }
}

static gboolean
scan_all (Scanner *self)
{
  Want want = WANT_ROOT;

  for (gsize i = 0; i < IRU_N_LAXITIES; i++)
    self->laxities.first[i] = IRU_JSON_NONE;
  self->p += iru_text_get_bom (self->p, self->end - self->p);
  if (self->p > self->text)
    note_laxity (self, IRU_LAXITY_BOM, self->text);

  while (want != WANT_FAILED)
    {
      if (!skip_blank (self))
        return FALSE;
      if (self->p == self->end)
        return scan_text_end (self, want);
      want = scan_step (self, want);
    }
  return FALSE;
}

static gboolean
scan (GBytes *text, IruJsonLaxities *laxities, GArray *large, Mending *mending, IruTextError *error)
{
  g_autofree char *stack = g_malloc (IRU_TEXT_MAX_DEPTH);
  g_autofree const char **openings = g_new (const char *, IRU_TEXT_MAX_DEPTH);
  guint open[INDEXED_DEPTH];
  IruTextError found = { 0 };
  gsize length;
  const char *data = g_bytes_get_data (text, &length);
  Scanner scanner = {
    .text = data,
    .p = data,
    .end = data + length,
    .stack = stack,
    .openings = openings,
    .large = large,
    .open = open,
    .mending = mending,
    .error = &found,
  };

  if (length == 0)
    scanner.text = scanner.p = scanner.end = "";
  if (length > IRU_TEXT_MAX_SIZE)
    return iru_text_fail (error, IRU_TEXT_ERROR_TOO_LARGE, N_ ("The text is too large."), 0);
  if (scan_all (&scanner))
    {
      if (laxities != NULL)
        *laxities = scanner.laxities;
      return TRUE;
    }
  /* Not being UTF-8 explains every other slip, wherever it shows first. */
  if (!iru_text_check_encoding (scanner.text, length, error))
    return FALSE;
  return iru_text_fail (error, found.code, found.message, found.offset);
}

gboolean
iru_json_check (GBytes *text, IruJsonLaxities *laxities, IruTextError *error)
{
  return scan (text, laxities, NULL, NULL, error);
}

gboolean
iru_json_check_and_index (GBytes *text, IruJsonLaxities *laxities, GArray *large,
                          IruTextError *error)
{
  return scan (text, laxities, large, NULL, error);
}

gboolean
iru_json_check_strict (GBytes *text, IruTextError *error)
{
  IruJsonLaxities laxities = { 0 };
  IruSpan root;

  if (!scan (text, &laxities, NULL, NULL, error))
    return FALSE;
  for (gsize i = 0; i < IRU_N_LAXITIES; i++)
    if (laxities.first[i] != IRU_JSON_NONE)
      return iru_text_fail (error, IRU_TEXT_ERROR_SYNTAX, N_ ("This is not allowed in plain JSON."),
                            laxities.first[i]);
  return iru_json_get_root (iru_json_text (text), &root)
         || iru_text_fail (error, IRU_TEXT_ERROR_TRUNCATED, N_ ("The text is empty."), 0);
}

static int
compare_fixes (const IruFix *a, const IruFix *b)
{
  return a->offset < b->offset ? -1 : a->offset > b->offset;
}

GBytes *
iru_json_mend (GBytes *text, gboolean strict, GArray *fixes, IruTextError *error)
{
  g_autoptr (GPtrArray) edits = iru_edits_new ();
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (IruFix));
  Mending mending = { .strict = strict, .edits = edits, .fixes = found };

  if (!scan (text, NULL, NULL, &mending, error))
    return NULL;
  if (edits->len == 0)
    return g_bytes_ref (text);

  g_autoptr (GBytes) mended = iru_edits_apply (edits, text, error);
  if (mended == NULL)
    return NULL;
  if (!iru_json_check (mended, NULL, NULL))
    {
      iru_text_fail (error, IRU_TEXT_ERROR_SYNTAX, N_ ("This is not JSON."), 0);
      return NULL;
    }
  g_array_sort (found, (GCompareFunc)compare_fixes);
  if (fixes != NULL)
    g_array_append_vals (fixes, found->data, found->len);
  return g_steal_pointer (&mended);
}
