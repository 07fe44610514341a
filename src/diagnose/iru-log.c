/* iru-log.c: what a client's log says of a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-log.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "iru-secret.h"
#include "iru-path.h"
#include "iru-signature.h"

/* What one run can say; more of it would be the same again. */
#define MAX_FINDINGS 5

static gboolean
is_start (const char *line)
{
  return strstr (line, "Initializing server") != NULL;
}

static gboolean
has_signature (GPtrArray *met, const IruSignature *signature)
{
  for (guint i = 0; i < met->len; i++)
    if (g_strcmp0 (((const IruSignature *)met->pdata[i])->id, signature->id) == 0)
      return TRUE;
  return FALSE;
}

static void
add (GPtrArray *findings, const IruProfile *profile, const IruSignature *signature,
     const char *line)
{
  const char *own = iru_profile_get_advice (profile, signature->id, line);
  const char *cure = signature->cure != NULL ? signature->cure
                     : own != NULL           ? own
                                             : iru_finding_get_kind (signature->id)->advice;
  /* A log may have a key that is in no file any more, so that no redactor knows it. */
  g_autofree char *masked = iru_secret_mask_text (line, strlen (line), IRU_SECRET_TEXT_OUTSIDE);
  IruFinding *finding = iru_findings_add (findings, "client-log", "%s", masked);

  finding->advice = g_strdup (_ (cure));
}

/* The signatures of the lines, those that say what first. */
static void
match (char **lines, const IruProfile *profile, gboolean vague, GPtrArray *met, GPtrArray *findings)
{
  for (guint i = 0; lines[i] != NULL && met->len < MAX_FINDINGS; i++)
    {
      const IruSignature *signature = iru_signature_find (lines[i]);

      if (signature == NULL || signature->id == NULL || signature->vague != vague
          || has_signature (met, signature))
        continue;
      g_ptr_array_add (met, (gpointer)signature);
      add (findings, profile, signature, lines[i]);
    }
}

void
iru_log_read (const char *text, gsize length, const IruProfile *profile, GPtrArray *findings)
{
  g_autofree char *valid = g_utf8_make_valid (text, length);
  g_auto (GStrv) lines = g_strsplit (valid, "\n", -1);
  g_autoptr (GPtrArray) met = g_ptr_array_new ();
  char **run = lines;

  for (char **line = lines; *line != NULL; line++)
    if (is_start (*line))
      run = line;
  match (run, profile, FALSE, met, findings);
  if (met->len == 0)
    match (run, profile, TRUE, met, findings);
}

/* The first line is cut, and may begin inside of a key. Returns how many bytes went. */
static gssize
drop_cut_line (char *text, gsize length)
{
  const char *line = memchr (text, '\n', length);
  gsize n = line != NULL ? (gsize)(line + 1 - text) : length;

  memmove (text, text + n, length - n);
  return (gssize)n;
}

/* (transfer full) (nullable) */
static char *
load_end (const char *path, gsize *length)
{
  int fd = iru_path_open (path, O_NOFOLLOW);
  g_autofree char *text = NULL;
  struct stat status;
  gssize n_read = -1;

  if (fd < 0)
    return NULL;
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode))
    {
      text = g_malloc (IRU_LOG_MAX_SIZE);
      n_read = pread (fd, text, IRU_LOG_MAX_SIZE, MAX (status.st_size - IRU_LOG_MAX_SIZE, 0));
      if (n_read > 0 && status.st_size > IRU_LOG_MAX_SIZE)
        n_read -= drop_cut_line (text, (gsize)n_read);
    }
  close (fd);
  *length = MAX (n_read, 0);
  return n_read > 0 ? g_steal_pointer (&text) : NULL;
}

void
iru_log_lint (const IruTarget *target, const char *name, const IruProfile *profile,
              GPtrArray *findings)
{
  g_autofree char *path = iru_target_get_log (target, name);
  gsize length;
  g_autofree char *text = path != NULL ? load_end (path, &length) : NULL;

  if (text != NULL)
    iru_log_read (text, length, profile, findings);
}
