/* iru-snippet-program.h: the programs whose command lines name a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to iru-snippet.c and iru-snippet-command.c: how their commands begin, and what their
 * options mean for the server.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  IRU_OPTION_FLAG,       /* has no value; means nothing here */
  IRU_OPTION_SKIP,       /* has a value that means nothing here */
  IRU_OPTION_HEADER,     /* Name: value */
  IRU_OPTION_ENV,        /* NAME=value */
  IRU_OPTION_URL,        /* the server's */
  IRU_OPTION_TRANSPORT,  /* http, sse or stdio */
  IRU_OPTION_BEARER,     /* a token */
  IRU_OPTION_BEARER_ENV, /* the variable that holds a token */
  IRU_OPTION_JSON,       /* the server as JSON */
  IRU_OPTION_REFUSED,    /* would be lost */
} IruOptionKind;

/**
 * IruOption:
 * @letter: NUL if it has none
 * @many: takes further words for as long as they have its form
 */
typedef struct
{
  const char *name;
  char letter;
  IruOptionKind kind;
  gboolean many;
} IruOption;

/* What the words mean that are no options. */
typedef enum
{
  IRU_FORM_NAME_TARGET,  /* a name, then a url or a command with its arguments */
  IRU_FORM_NAME_COMMAND, /* a name, then a command; no option behind it is the program's own */
  IRU_FORM_NAME_JSON,
  IRU_FORM_JSON, /* there are none */
  IRU_FORM_URL,
  IRU_FORM_VARIABLES, /* NAME=value */
} IruForm;

/**
 * IruProgram: a row of the table
 * @head: as iru_repair_read() takes it
 * @n_words: of the head that are to be passed
 * @options: (nullable) (array): the last has a NULL name
 */
typedef struct
{
  const char *head;
  guint n_words;
  IruForm form;
  const IruOption *options;
} IruProgram;

const IruProgram *iru_program_get (guint index);

/* (transfer container): the heads of all rows, in their order, with a NULL behind them. */
const char **iru_program_get_heads (void);

/* Borrowed; NULL if it has none of that name of @length bytes, or of that letter. */
const IruOption *
iru_program_find_option (const IruProgram *program, const char *name, gsize length);
const IruOption *iru_program_find_letter (const IruProgram *program, char letter);

G_END_DECLS
