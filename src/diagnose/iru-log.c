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

#define UNKNOWN_CAUSE                                                                                \
  N_ ("The command ended early. Run “iru-mcp-setup --check --start”, which starts it and shows " \
      "what it prints.")

/* What the client itself writes begins with a time and two words in brackets, in this order or
 * the other: "2026-11-20T09:00:00.000Z [iru] [info] ". Returns what follows; NULL: printed by the
 * process. */
static const char *
skip_prefix (const char *line)
{
  const char *end = strstr (line, "Z [");

  if (!g_ascii_isdigit (*line) || end == NULL || strcspn (line, " ") != (gsize)(end + 1 - line))
    return NULL;
  end = strstr (end, "] [");
  end = end != NULL ? strstr (end + 1, "] ") : NULL;
  return end != NULL ? end + 2 : NULL;
}

/* Whether a message of the server is an answer that brings something: what failed before it
 * has healed. The first of the three names tells, as JSON in a string has its quotes escaped. */
static gboolean
is_result (const char *message)
{
  const char *result = strstr (message, "\"result\":");
  const char *error = strstr (message, "\"error\":");
  const char *method = strstr (message, "\"method\":");

  return result != NULL && (error == NULL || result < error) && (method == NULL || result < method);
}

/* Lines in which a bridge repeats a message: somebody else's words. */
static gboolean
is_message (const char *line)
{
  return strstr (line, "\xE2\x86\x92"
                       "Local]")
             != NULL
         || strstr (line, "\xE2\x86\x92"
                          "Remote]")
                != NULL;
}

/* What the lines of a run come to, as far as it was read */
typedef struct
{
  GPtrArray *errors;  /* lines that a signature may fit; not owned */
  GPtrArray *printed; /* those of them that the process printed */
  gboolean in_block;  /* in what the client tells of how it starts the command */
  gboolean ended;     /* the client has ended the process itself */
} Run;

static void
forget (Run *run)
{
  g_ptr_array_set_size (run->errors, 0);
  g_ptr_array_set_size (run->printed, 0);
}

static void
read_own_line (Run *run, char *line, const char *words)
{
  run->in_block = g_str_has_suffix (line, "{");
  if (g_str_has_prefix (words, "Initializing server"))
    {
      forget (run);
      run->ended = FALSE;
    }
  else if (g_str_has_prefix (words, "Message from "))
    {
      if (g_str_has_prefix (words, "Message from server") && is_result (words))
        forget (run);
    }
  else if (g_str_has_prefix (words, "Shutting down server"))
    run->ended = TRUE;
  else if (!run->ended && !run->in_block)
    g_ptr_array_add (run->errors, line);
}

static void
read_line (Run *run, char *line)
{
  const char *words = skip_prefix (line);

  if (words != NULL)
    read_own_line (run, line, words);
  else if (run->in_block)
    run->in_block = *line != '}';
  else if (*line != '\0' && !run->ended && !is_message (line))
    {
      g_ptr_array_add (run->errors, line);
      g_ptr_array_add (run->printed, line);
    }
}

/* The first line that calls itself an error, else the last: where a run has failed and no
 * signature says why. (nullable) */
static const char *
find_own_words (GPtrArray *printed)
{
  for (guint i = 0; i < printed->len; i++)
    if (strstr (printed->pdata[i], "rror") != NULL || strstr (printed->pdata[i], "atal") != NULL)
      return printed->pdata[i];
  return printed->len > 0 ? printed->pdata[printed->len - 1] : NULL;
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
                     : strcmp (signature->id, "bridge-failed") == 0
                         ? UNKNOWN_CAUSE
                         : iru_finding_get_kind (signature->id)->advice;
  /* A log may have a key that is in no file any more, so that no redactor knows it. */
  g_autofree char *masked = iru_secret_mask_text (line, strlen (line), IRU_SECRET_TEXT_OUTSIDE);
  IruFinding *finding = iru_findings_add (findings, "client-log", "%s", masked);

  finding->advice = g_strdup (_ (cure));
}

/* The signatures of the lines, those that say what first. */
static void
match (Run *run, const IruProfile *profile, gboolean vague, GPtrArray *met, GPtrArray *findings)
{
  for (guint i = 0; i < run->errors->len && met->len < MAX_FINDINGS; i++)
    {
      const char *line = run->errors->pdata[i];
      const IruSignature *signature = iru_signature_find (line);

      if (signature == NULL || signature->id == NULL || signature->vague != vague
          || has_signature (met, signature))
        continue;
      g_ptr_array_add (met, (gpointer)signature);
      /* The client says that it ended; what it printed says more. */
      if (vague && skip_prefix (line) != NULL && run->printed->len > 0)
        line = find_own_words (run->printed);
      add (findings, profile, signature, line);
    }
}

void
iru_log_read (const char *text, gsize length, const IruProfile *profile, GPtrArray *findings)
{
  g_autofree char *valid = g_utf8_make_valid (text, length);
  g_auto (GStrv) lines = g_strsplit (valid, "\n", -1);
  g_autoptr (GPtrArray) met = g_ptr_array_new ();
  g_autoptr (GPtrArray) errors = g_ptr_array_new ();
  g_autoptr (GPtrArray) printed = g_ptr_array_new ();
  Run run = { .errors = errors, .printed = printed };

  for (char **line = lines; *line != NULL; line++)
    read_line (&run, g_strchomp (*line));
  match (&run, profile, FALSE, met, findings);
  if (met->len == 0)
    match (&run, profile, TRUE, met, findings);
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

/* The file that was written last. (transfer full) (nullable) */
static char *
load_newest (char **paths, gsize *length)
{
  const char *newest = NULL;
  gint64 newest_time = G_MININT64;

  for (char **path = paths; *path != NULL; path++)
    {
      int fd = iru_path_open (*path, O_NOFOLLOW);
      struct stat status;

      if (fd < 0)
        continue;
      if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode) && status.st_mtime > newest_time)
        {
          newest = *path;
          newest_time = status.st_mtime;
        }
      close (fd);
    }
  return newest != NULL ? load_end (newest, length) : NULL;
}

void
iru_log_lint (const IruTarget *target, const char *name, const IruProfile *profile,
              GPtrArray *findings)
{
  g_auto (GStrv) paths = iru_target_get_logs (target, name);
  gsize length;
  g_autofree char *text = load_newest (paths, &length);

  if (text != NULL)
    iru_log_read (text, length, profile, findings);
}
