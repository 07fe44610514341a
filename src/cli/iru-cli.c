/* iru-cli.c: the program without a window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-cli.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gprintf.h>
#include <locale.h>
#include <string.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <unistd.h>

#include "iru-error.h"
#include "iru-hand-out.h"
#include "iru-input.h"
#include "iru-json-report.h"
#include "iru-markdown-report.h"
#include "iru-options.h"
#include "iru-text-report.h"
#include "iru-value.h"
#include "iru-verbs.h"
#include "iru-words.h"

static gboolean
write_bytes (int fd, const char *text, gsize length)
{
  while (length > 0)
    {
      gssize written = write (fd, text, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return FALSE;
      text += written;
      length -= written;
    }
  return TRUE;
}

static gboolean
write_all (int fd, const char *text)
{
  return write_bytes (fd, text, strlen (text));
}

static void
print_error (const IruOutcome *outcome, const GError *error)
{
  g_autofree char *message =
      error != NULL ? iru_redactor_clean (outcome->redactor, error->message) : NULL;

  if (message != NULL)
    g_fprintf (stderr, "iru-mcp-setup: %s\n", message);
}

/* What could not be done, file by file. */
static void
print_errors (const IruOutcome *outcome)
{
  GPtrArray *changes = outcome->plan != NULL ? iru_plan_get_changes (outcome->plan) : NULL;

  for (guint i = 0; changes != NULL && i < changes->len; i++)
    print_error (outcome, ((IruChange *)changes->pdata[i])->error);
  for (guint i = 0; outcome->undone != NULL && i < outcome->undone->len; i++)
    print_error (outcome, ((IruUndoResult *)outcome->undone->pdata[i])->error);
  print_error (outcome, outcome->error);
}

/* A new file, for its owner only: nothing is ever overwritten. */
static gboolean
save_report (const char *path, const char *text, GError **error)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  gboolean good = fd >= 0 && write_all (fd, text);
  int cause = errno;

  if (fd >= 0 && close (fd) != 0 && good)
    {
      good = FALSE;
      cause = errno;
    }
  if (!good && fd >= 0)
    unlink (path);
  if (!good)
    g_set_error (error, IRU_ERROR, IRU_ERROR_FAILED, _ ("%s: the report could not be written: %s"),
                 path, g_strerror (cause));
  return good;
}

/* What could not be told is not well, whatever was done. */
static void
print_bytes (IruOutcome *outcome, const char *text, gsize length)
{
  if (write_bytes (STDOUT_FILENO, text, length))
    return;
  g_fprintf (stderr, _ ("iru-mcp-setup: The result could not be written: %s.\n"),
             g_strerror (errno));
  if (outcome->exit == 0)
    outcome->exit = 1;
}

static void
print_result (IruOutcome *outcome, const char *text)
{
  print_bytes (outcome, text, strlen (text));
}

static void
make_report (IruOutcome *outcome, const IruOptions *options)
{
  g_autofree char *text = iru_markdown_report (outcome);

  if (strcmp (options->report, "-") == 0)
    print_result (outcome, text);
  else if (save_report (options->report, text, &outcome->error) && !options->quiet)
    g_fprintf (stderr, _ ("The report is in %s.\n"), options->report);
}

static char *
make_text (const IruOutcome *outcome, const IruOptions *options, gboolean color)
{
  IruTextDetail detail = options == NULL    ? IRU_TEXT_NORMAL
                         : options->quiet   ? IRU_TEXT_QUIET
                         : options->verbose ? IRU_TEXT_VERBOSE
                                            : IRU_TEXT_NORMAL;

  return iru_text_report (outcome, detail, color);
}

/* What was made for somebody else is the result; what there is to say about it is not. */
static void
print_export (IruOutcome *outcome, const IruOptions *options)
{
  g_autofree char *text = make_text (outcome, options, FALSE);
  gsize length;
  const char *content = g_bytes_get_data (outcome->exported->content, &length);

  print_bytes (outcome, content, length);
  write_all (STDERR_FILENO, text);
}

/* Results go to standard output, errors to standard error; with --json the error is
 * in the document as well. */
static void
print_outcome (IruOutcome *outcome, const IruOptions *options, gboolean json)
{
  g_autofree char *text = json ? iru_json_report (outcome)
                               : make_text (outcome, options, options != NULL && options->color);

  print_result (outcome, text);
  print_errors (outcome);
}

/* The wizard is a program of its own, so that this one needs no GTK. */
static int
run_wizard (const IruOptions *options)
{
  g_autofree char *path = g_build_filename (IRU_LIBEXECDIR, "iru-mcp-setup-gui", NULL);
  g_autofree char *task =
      options->wizard != NULL ? g_strconcat ("--wizard=", options->wizard, NULL) : NULL;
  const char *arguments[] = { path, task, NULL };

  execv (path, (char *const *)arguments);
  g_fprintf (stderr, "%s\n",
             _ ("The graphical wizard is not installed. Use “iru-mcp-setup --help” to see what "
                "can be done from here."));
  return 1;
}

static int
get_error_exit (const GError *error)
{
  return g_error_matches (error, IRU_ERROR, IRU_ERROR_USAGE) ? 2 : 1;
}

int
iru_cli_run (int argc, char **argv)
{
  gboolean json = FALSE;
  g_autoptr (IruOutcome) outcome = iru_outcome_new ("usage");
  g_autoptr (IruOptions) options = NULL;

  /* No more than is needed: each category is a file. */
  setlocale (LC_CTYPE, "");
  setlocale (LC_MESSAGES, "");
  bindtextdomain (GETTEXT_PACKAGE, IRU_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  iru_secret_forbid_core_files ();
  /* Nor is another process of this user to look. (The wizard's portals have to.) */
#ifdef __linux__
  prctl (PR_SET_DUMPABLE, 0);
#endif

  options = iru_options_parse (argc, argv, &json, &outcome->error);
  if (options == NULL)
    {
      outcome->exit = 2;
      print_outcome (outcome, NULL, json);
      return outcome->exit;
    }
  if (options->verb == IRU_VERB_WIZARD)
    return run_wizard (options);
  if (options->verb == IRU_VERB_VERSION)
    {
      g_print ("iru-mcp-setup %s\n", IRU_VERSION);
      return 0;
    }

  if (options->verb == IRU_VERB_PRINT_HEADERS)
    return iru_hand_out (options->print_headers);

  iru_verb_run (options, outcome);
  iru_outcome_learn_secrets (outcome);
  if (options->report != NULL && outcome->error == NULL)
    make_report (outcome, options);
  if (outcome->error != NULL)
    outcome->exit = get_error_exit (outcome->error);
  if (outcome->exported != NULL && outcome->exported_file == NULL && !json)
    print_export (outcome, options);
  else if (g_strcmp0 (options->report, "-") != 0 || outcome->error != NULL || json)
    print_outcome (outcome, options, json);
  return outcome->exit;
}
