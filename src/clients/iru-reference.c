/* iru-reference.c: how clients refer to variables of the environment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-reference.h"

#include <string.h>

#define MAX_NAME_LENGTH 64

/* Each client has its own way; the longest first. */
static const struct
{
  const char *spelling;
  const char *prefix;
  const char *suffix;
} spellings[] = {
  { "${{ secrets.%s }}", "${{ secrets.", " }}" },
  { "${{ secrets.%s }}", "${{secrets.", "}}" },
  { "${env:%s}", "${env:", "}" },
  { "{env:%s}", "{env:", "}" },
  { "${%s}", "${", "}" },
};

void
iru_reference_clear (IruReference *reference)
{
  g_clear_pointer (&reference->name, g_free);
  g_clear_pointer (&reference->fallback, g_free);
}

static gboolean
is_plain (const char *value)
{
  if (*value != '$' || !(g_ascii_isupper (value[1]) || value[1] == '_'))
    return FALSE;
  for (const char *p = value + 1; *p != '\0'; p++)
    if (!g_ascii_isupper (*p) && !g_ascii_isdigit (*p) && *p != '_')
      return FALSE;
  return TRUE;
}

/* What a variable may be called, or what a client asks its user for; not a key that
 * somebody put in brackets. */
static gboolean
is_name (const char *name)
{
  const char *p = g_str_has_prefix (name, "input:") ? name + strlen ("input:") : name;

  if (!g_ascii_isalpha (*p) && *p != '_')
    return FALSE;
  while (g_ascii_isalnum (*p) || (*p != '\0' && strchr ("_.-", *p) != NULL))
    p++;
  return *p == '\0' && p - name <= MAX_NAME_LENGTH;
}

static gboolean
match_at (const char *start, IruReference *reference)
{
  for (guint i = 0; i < G_N_ELEMENTS (spellings); i++)
    {
      const char *from = start + strlen (spellings[i].prefix);
      const char *end =
          g_str_has_prefix (start, spellings[i].prefix) ? strstr (from, spellings[i].suffix) : NULL;

      if (end == NULL || end == from)
        continue;
      g_autofree char *inside = g_strndup (from, end - from);
      char *fallback = strstr (inside, ":-");
      g_autofree char *name =
          g_strndup (inside, fallback != NULL ? fallback - inside : (gssize)strlen (inside));

      if (!is_name (name))
        continue;
      *reference = (IruReference){
        .spelling = spellings[i].spelling,
        .start = start,
        .end = end + strlen (spellings[i].suffix),
        .name = g_steal_pointer (&name),
        .fallback = fallback != NULL ? g_strdup (fallback + 2) : NULL,
      };
      return TRUE;
    }
  return FALSE;
}

gboolean
iru_reference_find (const char *value, IruReference *reference)
{
  if (is_plain (value))
    {
      *reference = (IruReference){
        .spelling = "$%s",
        .start = value,
        .end = value + strlen (value),
        .name = g_strdup (value + 1),
      };
      return TRUE;
    }
  for (const char *p = strpbrk (value, "${"); p != NULL; p = strpbrk (p + 1, "${"))
    if (match_at (p, reference))
      return TRUE;
  return FALSE;
}

char *
iru_reference_make (const char *spelling, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (spelling, "%s", 2);

  return g_strjoinv (name, parts);
}
