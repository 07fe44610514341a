/* iru-input.c: the snippet, from wherever it comes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-input.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gprintf.h>
#include <string.h>
#include <unistd.h>

#include "iru-error.h"
#include "iru-file.h"
#include "iru-repair.h"

#ifdef G_OS_WIN32
#define PASTE_HINT N_ ("Paste the configuration, then press Ctrl+Z and Enter on a line of its own.")
#else
#define PASTE_HINT N_ ("Paste the configuration, then press Ctrl+D on a line of its own.")
#endif

typedef struct
{
  gsize length;
  char text[IRU_SNIPPET_MAX_SIZE + 1];
} Pasted;

static void
wipe_pasted (gpointer data)
{
  Pasted *pasted = data;

  explicit_bzero (pasted->text, pasted->length);
  g_free (pasted);
}

/* One byte more than is allowed is enough to know that it is too much. */
static GBytes *
read_stdin (GError **error)
{
  Pasted *pasted = g_new (Pasted, 1);

  if (isatty (STDIN_FILENO))
    g_fprintf (stderr, "%s\n", _ (PASTE_HINT));
  pasted->length = 0;
  while (pasted->length < sizeof pasted->text)
    {
      gssize n =
          read (STDIN_FILENO, pasted->text + pasted->length, sizeof pasted->text - pasted->length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          g_set_error (error, IRU_ERROR, IRU_ERROR_FAILED, _ ("Could not read standard input: %s."),
                       g_strerror (errno));
          wipe_pasted (pasted);
          return NULL;
        }
      if (n == 0)
        break;
      pasted->length += n;
    }
  return g_bytes_new_with_free_func (pasted->text, pasted->length, wipe_pasted, pasted);
}

/* Gives the server the name of --as. Takes @snippet, which may be NULL. */
static IruSnippet *
rename_server (const IruOptions *options, IruSnippet *snippet, GError **error)
{
  if (snippet == NULL || options->as == NULL || iru_snippet_rename (snippet, options->as, error))
    return snippet;
  iru_snippet_free (snippet);
  return NULL;
}

IruSnippet *
iru_input_read (const IruOptions *options, GError **error)
{
  g_autoptr (GBytes) text = NULL;

  if (options->from_env)
    return rename_server (options,
                          iru_snippet_new_from_values (g_getenv ("IRU_MCP_URL"),
                                                       g_getenv ("IRU_X_API_KEY"),
                                                       g_getenv ("IRU_X_MCP_PROFILE"), error),
                          error);
  text = strcmp (options->config, "-") == 0 ? read_stdin (error)
                                            : iru_file_load (options->config, NULL, error);
  return text != NULL ? rename_server (options, iru_snippet_parse (text, NULL, error), error)
                      : NULL;
}
