/* fuzz.h: what a fuzz target is made of, and what has to hold for any text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A target is one function; libFuzzer calls it, or replay.c with files. Whatever a
 * property says is said of any bytes: where it does not hold, the process aborts.
 */
#pragma once

#include "iru-document.h"

#include <stdint.h>

G_BEGIN_DECLS

/* The target. Returns 0. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Called once, before the target: a warning is as good as a crash. Returns 0. */
int LLVMFuzzerInitialize (int *argc, char ***argv);

#define FUZZ_HOLDS(condition)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (G_UNLIKELY (!(condition)))                                                                 \
      fuzz_fail (__FILE__, __LINE__, #condition);                                                  \
  }                                                                                                \
  G_STMT_END

G_NORETURN void fuzz_fail (const char *file, int line, const char *property);

/* With FUZZ_TELL in the environment, writes what is done to stderr: for one input only. */
void fuzz_tell (const char *what, GBytes *text);

/* What else than the bytes decides what is done to a text: 0, unless replay.c has
 * another try. */
extern guint32 fuzz_salt;

/* A number made of the bytes, so that what is done to a text follows from it. */
guint32 fuzz_hash (GBytes *text);

/* Whether @error says what is wrong, and where in @text. */
gboolean fuzz_is_error (const IruTextError *error, GBytes *text);

/* Fixes from @first on: named, in the order of the text, and inside it. */
gboolean fuzz_are_fixes (GArray *fixes, GBytes *text);

/* Whether the bytes of @inner stand in @outer in their order, blanks not regarded. */
gboolean fuzz_is_woven_in (GBytes *inner, GBytes *outer);

/* Sets and removes a member that @text's hash chooses, and looks at everything that
 * iru-document.h promises of that. Nothing where @text is refused. */
void fuzz_edit (IruSyntax syntax, GBytes *text);

G_END_DECLS
