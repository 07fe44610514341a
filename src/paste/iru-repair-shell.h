/* iru-repair-shell.h: finding and splitting command lines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to text/.
 */
#pragma once

#include "iru-repair-command.h"
#include "iru-repair-parse.h"

G_BEGIN_DECLS

typedef enum
{
  IRU_SHELL_POSIX,
  IRU_SHELL_POWERSHELL,
  IRU_SHELL_CMD,
} IruShell;

/**
 * IruCommandLine: a command that was found and not yet read
 * @prompt: where the prompt in front of it begins; @start if there is none
 * @end: what can belong to it; the command itself may end sooner
 */
typedef struct
{
  guint head;
  IruShell shell;
  gsize prompt;
  gsize start;
  gsize end;
} IruCommandLine;

/**
 * iru_reader_find_command:
 * @heads: (array zero-terminated=1): how commands begin; words are parted by one
 *   space, and one that ends in "_" is the beginning of a word
 *
 * Looks for the next command from pos on: at the beginning of a line, behind a
 * prompt, a colon, or a backtick.
 */
gboolean
iru_reader_find_command (const IruReader *reader, const char *const *heads, IruCommandLine *line);

/* Splits it and moves behind it; NULL with the error. */
IruCommand *iru_reader_read_command (IruReader *reader, const IruCommandLine *line);

/* Reads a word from pos on, as @shell spells it: at its first character. For iru-repair-shell.c. */
IruWord *iru_reader_read_word (IruReader *reader, IruShell shell);

/* Behind the sign that continues a line at pos, the line end and the prompt on the next line;
 * 0 if there is no such thing. */
gsize iru_reader_pass_continuation (IruReader *reader, IruShell shell);

G_END_DECLS
