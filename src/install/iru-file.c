/* iru-file.c: read a user's file, and replace it, all or nothing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>

#include "iru-error.h"
#include "iru-fd.h"
#include "iru-path.h"
#include "iru-rewrite.h"
#include "iru-slot.h"
#include "iru-text.h"

#define NEW_FILE_MODE 0600
#define ALL_MODES 07777

GBytes *
iru_file_load (const char *path, struct stat *info, GError **error)
{
  g_auto (IruFd) fd = iru_path_open (path, 0);
  struct stat own;

  if (fd < 0 && errno == ENOENT)
    {
      g_autofree char *name = iru_path_show (path);

      g_set_error (error, IRU_ERROR, IRU_ERROR_NOT_FOUND, _ ("There is no file “%s”."), name);
      return NULL;
    }
  /* ENXIO is also how a socket refuses to be opened. */
  if (fd < 0 && errno == ENXIO)
    return iru_fd_fail_kind (path, error), NULL;
  if (fd < 0 || fstat (fd, &own) != 0)
    return iru_slot_fail (path, errno, error), NULL;
  if (!S_ISREG (own.st_mode))
    return iru_fd_fail_kind (path, error), NULL;
  if (info != NULL)
    *info = own;
  return iru_fd_read (fd, IRU_TEXT_MAX_SIZE, path, error);
}

static gboolean
rewrite_to_mode (IruState *state, const char *path, const char *client, IruFileEdit edit,
                 gpointer user_data, const IruFileSeen *seen, gboolean reviewed, guint mode_mask,
                 IruFileOutcome *outcome, GError **error)
{
  IruRewrite rewrite = {
    .state = state,
    .client = client,
    .edit = edit,
    .user_data = user_data,
    .seen = seen,
    .reviewed = reviewed,
    .backs_up = TRUE,
    .mode = NEW_FILE_MODE,
    .mode_mask = mode_mask,
  };
  IruFileOutcome ignored;

  return iru_rewrite_run (&rewrite, path, outcome != NULL ? outcome : &ignored, error);
}

gboolean
iru_file_rewrite (IruState *state, const char *path, const char *client, IruFileEdit edit,
                  gpointer user_data, const IruFileSeen *seen, gboolean reviewed,
                  IruFileOutcome *outcome, GError **error)
{
  return rewrite_to_mode (state, path, client, edit, user_data, seen, reviewed, ALL_MODES, outcome,
                          error);
}

gboolean
iru_file_rewrite_private (IruState *state, const char *path, const char *client, IruFileEdit edit,
                          gpointer user_data, const IruFileSeen *seen, gboolean reviewed,
                          IruFileOutcome *outcome, GError **error)
{
  return rewrite_to_mode (state, path, client, edit, user_data, seen, reviewed, NEW_FILE_MODE,
                          outcome, error);
}

typedef struct
{
  const char *path;
  GBytes *content;
} Creation;

/* An IruFileEdit. */
static GBytes *
create (GBytes *before, gpointer user_data, GError **error)
{
  const Creation *creation = user_data;

  if (before == NULL || g_bytes_equal (before, creation->content))
    return g_bytes_ref (creation->content);

  g_autofree char *name = iru_path_show (creation->path);
  g_set_error (error, IRU_ERROR, IRU_ERROR_CONFLICT,
               _ ("%s: there is another file already. Give the new one another name."), name);
  return NULL;
}

gboolean
iru_file_create (IruState *state, const char *path, GBytes *content, gboolean is_private,
                 IruFileOutcome *outcome, GError **error)
{
  const mode_t mask = umask (0);
  Creation creation = { path, content };
  IruRewrite rewrite = {
    .state = state,
    .edit = create,
    .user_data = &creation,
    .mode = is_private ? NEW_FILE_MODE : 0666 & ~mask,
    .mode_mask = ALL_MODES,
  };

  umask (mask);
  return iru_rewrite_run (&rewrite, path, outcome, error);
}

void
iru_file_tidy (IruState *state, const char *path)
{
  iru_rewrite_tidy (state, path);
}
