/* iru-dash.c: the dashes of word processors, where a program wants hyphens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-dash.h"

#include <string.h>

/* Word processors make an em dash of two hyphens. */
static gboolean
is_long_dash (gunichar c)
{
  return c == 0x2014 || c == 0x2015 || c == 0x2e3a;
}

static gboolean
is_short_dash (gunichar c)
{
  return (c >= 0x2010 && c <= 0x2013) || c == 0x2212 || c == 0xfe63 || c == 0xff0d;
}

gboolean
iru_dash_is_in (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (is_long_dash (g_utf8_get_char (text)) || is_short_dash (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

/* The end of the hyphens and dashes that @text begins with. */
static const char *
skip_dashes (const char *text)
{
  gunichar c = g_utf8_get_char (text);

  while (c == '-' || is_long_dash (c) || is_short_dash (c))
    {
      text = g_utf8_next_char (text);
      c = g_utf8_get_char (text);
    }
  return text;
}

gboolean
iru_dash_is_option (const char *text)
{
  const char *end = iru_dash_is_in (text) ? skip_dashes (text) : text;

  return end > text && g_ascii_isalpha (*end) && (*text != '-' || (text[1] & 0x80) != 0);
}

/* An option: one letter behind one hyphen, a word behind two. */
static char *
fix_option (const char *text)
{
  const char *name = skip_dashes (text);
  gsize length = 0;

  while (g_ascii_isalnum (name[length]))
    length++;
  if (name == text || length == 0 || (name[length] & 0x80) != 0)
    return NULL;
  return g_strconcat (length == 1 ? "-" : "--", name, NULL);
}

/* Each short dash as a hyphen. A long one may be one or two. */
static char *
fix_all (const char *text, const char *end)
{
  GString *fixed = g_string_sized_new (strlen (text) + 1);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (text < end && is_long_dash (c))
        {
          g_string_free (fixed, TRUE);
          return NULL;
        }
      if (text < end && is_short_dash (c))
        g_string_append_c (fixed, '-');
      else
        g_string_append_unichar (fixed, c);
    }
  return g_string_free (fixed, FALSE);
}

/* A word without a space or a path: a package, a header's name up to its colon, a URL. */
static const char *
get_token_end (const char *text)
{
  const char *colon = strchr (text, ':');

  if (strstr (text, "://") != NULL)
    return strpbrk (text, " \t") == NULL ? text + strlen (text) : text;
  if (colon != NULL)
    return strcspn (text, " /\\") > (gsize)(colon - text) ? colon : text;
  return strpbrk (text, " \t/\\") == NULL || *text == '@' ? text + strlen (text) : text;
}

char *
iru_dash_fix (const char *text, IruDashPlace place)
{
  const char *end = text;
  char *fixed;

  if (!iru_dash_is_in (text))
    return NULL;
  if (place == IRU_DASH_ARGUMENT)
    {
      fixed = fix_option (text);
      if (fixed != NULL)
        return fixed;
      end = get_token_end (text);
    }
  else
    end = text + strlen (text);

  fixed = fix_all (text, end);
  if (fixed == NULL || strcmp (fixed, text) != 0)
    return fixed;
  g_free (fixed);
  return NULL;
}
