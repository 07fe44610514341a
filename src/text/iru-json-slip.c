/* iru-json-slip.c: what people leave in a JSON file by mistake
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-json-slip.h"

#include <string.h>

#define MAX_LINE 1000

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const char *
skip_blank (const char *p, const char *end)
{
  while (p < end && is_blank (*p))
    p++;
  return p;
}

/* Behind the line end of the line at @p; NULL if the line is too long. */
static const char *
skip_line (const char *p, const char *end)
{
  const char *limit = end - p > MAX_LINE ? p + MAX_LINE : end;

  while (p < limit && *p != '\n')
    p++;
  if (p < limit)
    return p + 1;
  return p == end ? p : NULL;
}

gsize
iru_json_get_curly_quote (const char *p, const char *end, gboolean *single)
{
  /* U+201C to U+201F and U+2018 to U+201B. */
  if (end - p < 3 || (guchar)p[0] != 0xe2 || (guchar)p[1] != 0x80 || (guchar)p[2] < 0x98
      || (guchar)p[2] > 0x9f)
    return 0;
  *single = (guchar)p[2] < 0x9c;
  return 3;
}

gsize
iru_json_get_fence (const char *p, const char *end)
{
  const char *start = p;
  const char *line_end;

  if (end - p < 3 || (memcmp (p, "```", 3) != 0 && memcmp (p, "~~~", 3) != 0))
    return 0;
  line_end = skip_line (p, end);
  if (line_end == NULL)
    return 0;
  for (p += 3; p < line_end; p++)
    if (!g_ascii_isalnum (*p) && !is_blank (*p) && strchr (".:_-/~+", *p) == NULL)
      return 0;
  return line_end - start;
}

static gboolean
is_file_name (const char *name)
{
  return g_str_has_suffix (name, ".json") || g_str_has_suffix (name, ".jsonc")
         || g_str_has_suffix (name, ".json:") || g_str_has_suffix (name, ".jsonc:");
}

gsize
iru_json_get_file_name (const char *p, const char *end)
{
  const char *line_end = skip_line (p, end);
  g_autofree char *line = NULL;

  if (line_end == NULL || line_end == end)
    return 0;
  line = g_strstrip (g_strndup (p, line_end - p));
  if (!is_file_name (line) || strpbrk (line, "{}[]\"'<>|*?") != NULL)
    return 0;
  const char *next = skip_blank (line_end, end);
  gboolean begins = next < end && (*next == '{' || *next == '[');
  return begins || iru_json_get_fence (next, end) > 0 ? line_end - p : 0;
}

gsize
iru_json_get_surplus (const char *p, const char *end)
{
  const char *start = p;
  const char *last = p;

  for (; p < end && (*p == '}' || *p == ']' || is_blank (*p)); p++)
    if (!is_blank (*p))
      last = p + 1;
  return p == end ? last - start : 0;
}

gsize
iru_json_get_empty_object (const char *p, const char *end)
{
  const char *close = p < end && *p == '{' ? skip_blank (p + 1, end) : end;

  return close < end && *close == '}' ? close + 1 - p : 0;
}

gboolean
iru_json_is_rich_text (const char *p, const char *end)
{
  return end - p >= 5 && memcmp (p, "{\\rtf", 5) == 0;
}

gsize
iru_json_measure_indent (const char *text, const char *p, gboolean *is_first)
{
  const char *line = p;
  const char *content;

  while (line > text && line[-1] != '\n' && line[-1] != '\r')
    if (p - --line > MAX_LINE)
      return G_MAXSIZE;
  for (content = line; *content == ' ' || *content == '\t'; content++)
    ;
  *is_first = content == p;
  return content - line;
}
