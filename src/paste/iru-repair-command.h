/* iru-repair-command.h: command lines in a paste, split as a shell would
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Split, never executed: nothing is expanded, and a word that a shell would have
 * put something into has a fault. What the words mean is the caller's.
 */
#pragma once

#include "iru-repair-shell.h"

G_BEGIN_DECLS

/* More words than any command of this kind has. */
#define IRU_COMMAND_MAX_WORDS 256

/**
 * IruCommand:
 * @head: which of the heads it begins with
 * @words: (element-type IruWord): the head's own included
 * @span: from the head to what ends the command
 * @open: it is ended by nothing but the end of the text: words may be missing
 */
typedef struct
{
  guint head;
  GPtrArray *words;
  IruSpan span;
  gboolean open;
} IruCommand;

void iru_command_free (IruCommand *command);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruCommand, iru_command_free)

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

G_END_DECLS
