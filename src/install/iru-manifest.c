/* iru-manifest.c: the text in which a run is remembered
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-manifest.h"

#include <string.h>

#include "iru-digest.h"
#include "iru-path.h"

#define START "iru-mcp-setup run 1"

enum
{
  FIELD_KIND,
  FIELD_NUMBER,
  FIELD_PATH,
  FIELD_CLIENT,
  FIELD_EXISTED,
  FIELD_OLD_DIGEST,
  FIELD_NEW_DIGEST,
  FIELD_MODE,
  FIELD_NEW_MODE,
  FIELD_FOLDERS,
};

void
iru_backup_free (IruBackup *backup)
{
  if (backup == NULL)
    return;
  g_free (backup->path);
  g_free (backup->client);
  g_free (backup->old_digest);
  g_free (backup->new_digest);
  g_clear_pointer (&backup->made_folders, g_ptr_array_unref);
  g_free (backup);
}

void
iru_run_free (IruRun *run)
{
  if (run == NULL)
    return;
  g_free (run->id);
  g_ptr_array_unref (run->backups);
  g_free (run);
}

char *
iru_manifest_format_start (gint64 time_us)
{
  return g_strdup_printf (START "\t%" G_GINT64_FORMAT "\n", time_us);
}

static void
append_field (GString *line, const char *value)
{
  g_autofree char *escaped = value != NULL ? g_strescape (value, NULL) : g_strdup ("-");

  g_string_append_c (line, '\t');
  g_string_append (line, escaped);
}

char *
iru_manifest_format_backup (const IruBackup *backup)
{
  GString *line = g_string_new ("backup");

  g_string_append_printf (line, "\t%u", backup->number);
  append_field (line, backup->path);
  append_field (line, backup->client);
  append_field (line, backup->existed ? "1" : "0");
  append_field (line, backup->old_digest);
  append_field (line, backup->new_digest);
  g_string_append_printf (line, "\t%u\t%u", backup->mode, backup->new_mode);
  for (guint i = 0; backup->made_folders != NULL && i < backup->made_folders->len; i++)
    append_field (line, g_ptr_array_index (backup->made_folders, i));
  g_string_append_c (line, '\n');
  return g_string_free (line, FALSE);
}

char *
iru_manifest_format_mark (const char *mark, guint number)
{
  return g_strdup_printf ("%s\t%u\n", mark, number);
}

static char *
parse_field (const char *field)
{
  return strcmp (field, "-") != 0 ? g_strcompress (field) : NULL;
}

static gboolean
parse_number (const char *field, guint max, guint *number)
{
  guint64 value = 0;
  gboolean ok = g_ascii_string_to_unsigned (field, 10, 0, max, &value, NULL);

  *number = value;
  return ok;
}

static gboolean
is_digest (const char *field)
{
  return strcmp (field, "-") == 0 || iru_digest_is_valid (field);
}

static IruBackup *
parse_backup (char **fields)
{
  g_autoptr (IruBackup) backup = g_new0 (IruBackup, 1);

  if (g_strv_length (fields) < FIELD_FOLDERS || !iru_path_is_absolute (fields[FIELD_PATH])
      || !parse_number (fields[FIELD_NUMBER], G_MAXINT, &backup->number)
      || !parse_number (fields[FIELD_MODE], 07777, &backup->mode)
      || !parse_number (fields[FIELD_NEW_MODE], 07777, &backup->new_mode)
      || !is_digest (fields[FIELD_OLD_DIGEST]) || !is_digest (fields[FIELD_NEW_DIGEST]))
    return NULL;

  backup->path = parse_field (fields[FIELD_PATH]);
  backup->client = parse_field (fields[FIELD_CLIENT]);
  backup->existed = strcmp (fields[FIELD_EXISTED], "1") == 0;
  backup->old_digest = parse_field (fields[FIELD_OLD_DIGEST]);
  backup->new_digest = parse_field (fields[FIELD_NEW_DIGEST]);
  backup->made_folders = g_ptr_array_new_with_free_func (g_free);
  for (char **folder = fields + FIELD_FOLDERS; *folder != NULL; folder++)
    if (iru_path_is_absolute (*folder))
      g_ptr_array_add (backup->made_folders, parse_field (*folder));
  if (backup->existed != (backup->old_digest != NULL))
    return NULL;
  return g_steal_pointer (&backup);
}

static IruBackup *
find_number (IruRun *run, const char *field)
{
  guint number;

  if (!parse_number (field, G_MAXINT, &number))
    return NULL;
  for (guint i = run->backups->len; i > 0; i--)
    {
      IruBackup *backup = g_ptr_array_index (run->backups, i - 1);

      if (backup->number == number)
        return backup;
    }
  return NULL;
}

static void
parse_line (IruRun *run, const char *line)
{
  g_auto (GStrv) fields = g_strsplit (line, "\t", -1);
  IruBackup *known;

  if (g_strv_length (fields) < 2)
    return;
  known = find_number (run, fields[FIELD_NUMBER]);
  if (strcmp (fields[FIELD_KIND], "backup") == 0 && known == NULL)
    {
      IruBackup *backup = parse_backup (fields);

      if (backup != NULL)
        g_ptr_array_add (run->backups, backup);
    }
  if (strcmp (fields[FIELD_KIND], "applied") == 0 && known != NULL)
    known->applied = TRUE;
  if (strcmp (fields[FIELD_KIND], "restored") == 0 && known != NULL)
    known->restored = TRUE;
}

IruRun *
iru_manifest_parse (const char *id, GBytes *text)
{
  gsize length;
  const char *data = g_bytes_get_data (text, &length);
  g_autofree char *copy = g_strndup (data != NULL ? data : "", length);
  g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);
  guint n_lines = g_strv_length (lines);
  IruRun *run;

  if (n_lines < 2 || !g_str_has_prefix (lines[0], START "\t"))
    return NULL;
  run = g_new0 (IruRun, 1);
  run->id = g_strdup (id);
  run->time_us = g_ascii_strtoll (lines[0] + strlen (START "\t"), NULL, 10);
  run->backups = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_backup_free);
  for (guint i = 1; i + 1 < n_lines; i++)
    parse_line (run, lines[i]);
  return run;
}
