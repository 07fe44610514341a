/* fixture.h: a folder to make a mess in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-file.h"

G_BEGIN_DECLS

/* @dir: (owned): a new folder. @state: in @dir/state, which does not exist yet. */
typedef struct
{
  char *dir;
  char *state_dir;
  IruState *state;
} Fixture;

void fixture_init (Fixture *fixture);
void fixture_clear (Fixture *fixture);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

/* Another run, as if the program were started again. Borrowed. */
IruState *fixture_restart (Fixture *fixture);
/* In the folder. (transfer full) */
char *fixture_path (Fixture *fixture, const char *name);
/* @text NULL: there is to be no file. */
void fixture_put (const char *path, const char *text);
void fixture_assert_text (const char *path, const char *text);
guint fixture_get_mode (const char *path);
/* No temporary file is left in @dir or below. */
void fixture_assert_no_strays (const char *dir);

/* An IruFileEdit: @user_data is the new text; NULL: remove. */
GBytes *fixture_edit_to (GBytes *before, gpointer user_data, GError **error);
/* Rewrites @path to @text, which has to work. */
IruFileOutcome fixture_write (Fixture *fixture, const char *path, const char *text);

/* Calls @work in a child, which must come back and find all well. */
typedef void (*FixtureWork) (gpointer user_data);
void fixture_in_child (FixtureWork work, gpointer user_data);

typedef enum
{
  FIXTURE_FCHMOD,
  FIXTURE_FLISTXATTR,
  FIXTURE_FSYNC,
  FIXTURE_LINKAT,
  FIXTURE_MKDIRAT,
  FIXTURE_RENAMEAT,
  FIXTURE_RENAMEAT2,
  FIXTURE_UNLINKAT,
} FixtureCall;

/* Whether this system has the call and can be told to let it fail. */
gboolean fixture_can_break (FixtureCall call);
/* In a child: from now on the call fails. FALSE where that can't be had. */
gboolean fixture_break_call (FixtureCall call, int cause);
/* In a child of root: go on as nobody, who owns @dir. Nothing for others. */
void fixture_drop_root (const char *dir);

G_END_DECLS
