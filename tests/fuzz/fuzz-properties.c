/* fuzz-properties.c: what has to hold for any text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

guint32 fuzz_salt;

static gboolean tells;

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  g_log_set_always_fatal (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);
  tells = g_getenv ("FUZZ_TELL") != NULL;
  return 0;
}

void
fuzz_tell (const char *what, GBytes *text)
{
  gsize length;

  if (!tells)
    return;
  const char *data = g_bytes_get_data (text, &length);
  g_autofree char *copy = length > 0 ? g_strndup (data, length) : g_strdup ("");
  g_autofree char *escaped = g_strescape (copy, NULL);
  g_printerr ("%s: \"%s\"\n", what, escaped);
}

void
fuzz_fail (const char *file, int line, const char *property)
{
  g_printerr ("%s:%d: does not hold: %s\n", file, line, property);
  abort ();
}

guint32
fuzz_hash (GBytes *text)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (text, &length);
  guint32 hash = 2166136261 ^ fuzz_salt;

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ data[i]) * 16777619;
  return hash ^ hash >> 15;
}

gboolean
fuzz_is_error (const IruTextError *error, GBytes *text)
{
  return error->code != IRU_TEXT_ERROR_NONE && error->message != NULL
         && error->offset <= g_bytes_get_size (text);
}

gboolean
fuzz_are_fixes (GArray *fixes, GBytes *text)
{
  gsize last = 0;

  for (guint i = 0; i < fixes->len; i++)
    {
      const IruFix *fix = &g_array_index (fixes, IruFix, i);

      if (fix->id == NULL || fix->offset < last || fix->offset > g_bytes_get_size (text))
        return FALSE;
      last = fix->offset;
    }
  return TRUE;
}

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

gboolean
fuzz_is_woven_in (GBytes *inner, GBytes *outer)
{
  gsize inner_length;
  gsize outer_length;
  const char *a = g_bytes_get_data (inner, &inner_length);
  const char *b = g_bytes_get_data (outer, &outer_length);
  gsize j = 0;

  for (gsize i = 0; i < inner_length; i++)
    {
      if (is_blank (a[i]))
        continue;
      while (j < outer_length && b[j] != a[i])
        j++;
      if (j == outer_length)
        return FALSE;
      j++;
    }
  return TRUE;
}
