/* iru-repair-shell.h: words of a command line, as each shell spells them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to paste/.
 */
#pragma once

#include "iru-reader.h"
#include "iru-repair-word.h"

G_BEGIN_DECLS

typedef enum
{
  IRU_SHELL_POSIX,
  IRU_SHELL_POWERSHELL,
  IRU_SHELL_CMD,
} IruShell;

/* Reads a word from pos on, as @shell spells it: at its first character. */
IruWord *iru_reader_read_word (IruReader *reader, IruShell shell);

/* Behind the sign that continues a line at pos, the line end and the prompt on the next line;
 * 0 if there is no such thing. */
gsize iru_reader_pass_continuation (IruReader *reader, IruShell shell);

G_END_DECLS
