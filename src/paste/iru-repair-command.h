/* iru-repair-command.h: command lines in a paste, split as a shell would
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Split, never executed: nothing is expanded, and a word that a shell would have
 * put something into has a fault. What the words mean is the caller's.
 */
#pragma once

#include "iru-repair-word.h"

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

G_END_DECLS
