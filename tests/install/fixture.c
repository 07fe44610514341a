/* fixture.c: a folder to make a mess in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fixture.h"

#include <errno.h>
#include <ftw.h>
#include <grp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

#define NOBODY 65534
#define MAX_OPEN 16

void
fixture_init (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *made = g_dir_make_tmp ("iru-test-XXXXXX", &error);

  g_assert_no_error (error);
  fixture->dir = realpath (made, NULL);
  fixture->state_dir = g_build_filename (fixture->dir, "state", NULL);
  fixture->state = iru_state_new (fixture->state_dir);
}

static int
remove_one (const char *path, const struct stat *info, int kind, struct FTW *at)
{
  return remove (path);
}

void
fixture_clear (Fixture *fixture)
{
  if (fixture->dir != NULL)
    nftw (fixture->dir, remove_one, MAX_OPEN, FTW_DEPTH | FTW_PHYS);
  iru_state_free (fixture->state);
  g_free (fixture->state_dir);
  free (fixture->dir);
}

IruState *
fixture_restart (Fixture *fixture)
{
  iru_state_free (fixture->state);
  fixture->state = iru_state_new (fixture->state_dir);
  return fixture->state;
}

char *
fixture_path (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->dir, name, NULL);
}

/* In place, as a careless program would. */
void
fixture_put (const char *path, const char *text)
{
  FILE *file = fopen (path, "w");

  g_assert_nonnull (file);
  g_assert_cmpint (fputs (text, file), >=, 0);
  g_assert_cmpint (fclose (file), ==, 0);
}

void
fixture_assert_text (const char *path, const char *text)
{
  g_autofree char *found = NULL;

  g_file_get_contents (path, &found, NULL, NULL);
  g_assert_cmpstr (found, ==, text);
}

guint
fixture_get_mode (const char *path)
{
  struct stat info;

  g_assert_cmpint (lstat (path, &info), ==, 0);
  return info.st_mode & 07777;
}

static int
refuse_stray (const char *path, const struct stat *info, int kind, struct FTW *at)
{
  return strstr (path, "/.iru-mcp-setup-") != NULL;
}

void
fixture_assert_no_strays (const char *dir)
{
  g_assert_cmpint (nftw (dir, refuse_stray, MAX_OPEN, FTW_PHYS), ==, 0);
}

GBytes *
fixture_edit_to (GBytes *before, gpointer user_data, GError **error)
{
  const char *text = user_data;

  return text != NULL ? g_bytes_new (text, strlen (text)) : NULL;
}

IruFileOutcome
fixture_write (Fixture *fixture, const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;
  IruFileOutcome outcome = IRU_FILE_UNCHANGED;
  gboolean ok = iru_file_rewrite (fixture->state, path, "cursor", fixture_edit_to, (gpointer)text,
                                  NULL, FALSE, &outcome, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
  return outcome;
}

/* What the child has met is met, in a build that counts it. */
#ifdef IRU_COVERAGE
void __gcov_dump (void);
void __gcov_reset (void);
#else
#define __gcov_dump()
#define __gcov_reset()
#endif

void
fixture_in_child (FixtureWork work, gpointer user_data)
{
  int status = -1;
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      __gcov_reset ();
      work (user_data);
      __gcov_dump ();
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
}

#ifdef __linux__

/* 0: newer machines have only the call that takes its place. */
static const int numbers[] = {
  [FIXTURE_FCHMOD] = __NR_fchmod,       [FIXTURE_FLISTXATTR] = __NR_flistxattr,
  [FIXTURE_FSYNC] = __NR_fsync,         [FIXTURE_LINKAT] = __NR_linkat,
  [FIXTURE_MKDIRAT] = __NR_mkdirat,
#ifdef __NR_renameat
  [FIXTURE_RENAMEAT] = __NR_renameat,
#endif
  [FIXTURE_RENAMEAT2] = __NR_renameat2, [FIXTURE_UNLINKAT] = __NR_unlinkat,
};

gboolean
fixture_can_break (FixtureCall call)
{
  return call < G_N_ELEMENTS (numbers) && numbers[call] != 0;
}

gboolean
fixture_break_call (FixtureCall call, int cause)
{
  struct sock_filter rules[] = {
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, nr)),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, numbers[call], 0, 1),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ERRNO | cause),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = { .len = G_N_ELEMENTS (rules), .filter = rules };

  return prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
         && prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

#else

gboolean
fixture_can_break (FixtureCall call)
{
  return FALSE;
}

gboolean
fixture_break_call (FixtureCall call, int cause)
{
  return FALSE;
}

#endif

void
fixture_drop_root (const char *dir)
{
  if (geteuid () != 0)
    return;
  g_assert_cmpint (chown (dir, NOBODY, NOBODY), ==, 0);
  g_assert_cmpint (setgroups (0, NULL), ==, 0);
  g_assert_cmpint (setgid (NOBODY), ==, 0);
  g_assert_cmpint (setuid (NOBODY), ==, 0);
}
