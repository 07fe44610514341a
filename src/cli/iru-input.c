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

/* One byte more than is allowed is enough to know that it is too much. */
static GBytes *
read_stdin (GError **error)
{
  char *buffer = g_malloc (IRU_SNIPPET_MAX_SIZE + 1);
  gsize length = 0;

  if (isatty (STDIN_FILENO))
    g_fprintf (stderr, "%s\n",
               _ ("Paste the configuration, then press Ctrl+D on a line of its own."));
  while (length <= IRU_SNIPPET_MAX_SIZE)
    {
      gssize n = read (STDIN_FILENO, buffer + length, IRU_SNIPPET_MAX_SIZE + 1 - length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          g_set_error (error, IRU_ERROR, IRU_ERROR_FAILED, _ ("Could not read standard input: %s."),
                       g_strerror (errno));
          g_free (buffer);
          return NULL;
        }
      if (n == 0)
        break;
      length += n;
    }
  return g_bytes_new_take (buffer, length);
}

IruSnippet *
iru_input_read (const IruOptions *options, GError **error)
{
  g_autoptr (GBytes) text = NULL;

  if (options->from_env)
    return iru_snippet_new_from_values (g_getenv ("IRU_MCP_URL"), g_getenv ("IRU_X_API_KEY"),
                                        g_getenv ("IRU_X_MCP_PROFILE"), error);
  text = strcmp (options->config, "-") == 0 ? read_stdin (error)
                                            : iru_file_load (options->config, NULL, error);
  return text != NULL ? iru_snippet_parse (text, NULL, error) : NULL;
}
