/* iru-toml-lex.h: the words of TOML: keys, strings, numbers, dates, comments
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to iru-toml-*.c. Each function moves on behind what it has read, or
 * fails with the offset at the fault.
 */
#pragma once

#include "iru-text.h"
#include "iru-value.h"

G_BEGIN_DECLS

typedef struct
{
  const char *text;
  gsize length;
  gsize at;
  IruTextError *error; /* (nullable) */
} IruTomlLexer;

/* One part of a dotted key, as spelt. */
typedef struct
{
  guint32 start;
  guint32 end;
  gboolean escaped;
} IruTomlPart;

/* The byte at the lexer, -1 at the end. */
static inline int
iru_toml_lex_peek (const IruTomlLexer *lexer)
{
  return lexer->at < lexer->length ? (guchar)lexer->text[lexer->at] : -1;
}

/* Always FALSE: a syntax error here, or a truncation at the end of the text. */
gboolean iru_toml_lex_fail (IruTomlLexer *lexer, const char *message);

/* Spaces and tabs. */
void iru_toml_lex_skip_blank (IruTomlLexer *lexer);
/* Blanks, comments and line ends. */
gboolean iru_toml_lex_skip_trivia (IruTomlLexer *lexer);
/* What may stand between a statement and the next line, and that line end. */
gboolean iru_toml_lex_end_line (IruTomlLexer *lexer);

/* A dotted key; @parts (element-type IruTomlPart) is emptied and filled. */
gboolean iru_toml_lex_key (IruTomlLexer *lexer, GArray *parts);
/* At a quote: a string of any of the four kinds. */
gboolean iru_toml_lex_string (IruTomlLexer *lexer);
/* A number, a date or time, or a boolean. */
gboolean iru_toml_lex_literal (IruTomlLexer *lexer, IruValueType *type);

/* Whether @spelling is one such literal, and of that type. */
gboolean iru_toml_lex_is_literal (const char *spelling, IruValueType type);
/* Whether @key can be written without quotes. */
gboolean iru_toml_lex_is_bare (const char *key);

/* A string or key, decoded. Line ends in it become LF, as clients read them;
 * NUL is C0 80. Free with iru_secret_free(). */
char *iru_toml_lex_decode (const char *text, gsize start, gsize end);

G_END_DECLS
