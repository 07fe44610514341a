/* iru-json-walk.c: steps through a JSON text that has been checked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-json-walk.h"

#include <string.h>

IruJsonText
iru_json_text (GBytes *text)
{
  IruJsonText self = { NULL };

  self.data = g_bytes_get_data (text, &self.length);
  return self;
}

gsize
iru_json_skip_comment (IruJsonText text, gsize at)
{
  if (text.data[at + 1] == '*')
    {
      for (at += 2; text.data[at] != '*' || text.data[at + 1] != '/';)
        at++;
      return at + 2;
    }
  while (at < text.length && text.data[at] != '\n' && text.data[at] != '\r')
    at++;
  return at;
}

gsize
iru_json_skip_blank (IruJsonText text, gsize at)
{
  while (at < text.length)
    {
      char c = text.data[at];

      if (c == '/')
        at = iru_json_skip_comment (text, at);
      else if (c == ' ' || c == '\n' || c == '\r' || c == '\t')
        at++;
      else
        break;
    }
  return at;
}

static gsize
skip_string (IruJsonText text, gsize at)
{
  const char *start = text.data + at;
  const char *end = text.data + text.length;

  for (const char *p = start + 1;; p++)
    {
      p = memchr (p, '"', end - p);
      const char *escape = p;
      while (escape[-1] == '\\')
        escape--;
      if ((p - escape) % 2 == 0)
        return p + 1 - text.data;
    }
}

/* Whether a byte outside of strings says something about nesting, or may hide one
 * that does. */
static inline gboolean
is_structural (char c)
{
  return c == '"' || c == '/' || (c | 0x20) == '{' || (c | 0x20) == '}';
}

static gsize
skip_container (IruJsonText text, gsize at)
{
  gsize depth = 0;

  while (TRUE)
    {
      while (!is_structural (text.data[at]))
        at++;
      if (text.data[at] == '"')
        at = skip_string (text, at);
      else if (text.data[at] == '/')
        at = iru_json_skip_comment (text, at);
      else if ((text.data[at++] | 0x20) == '{')
        depth++;
      else if (--depth == 0)
        return at;
    }
}

/* Behind the container that starts at @at, if it is one of the large ones; else 0. */
static gsize
find_large_end (IruJsonText text, gsize at)
{
  guint low = 0;
  guint high = text.large != NULL ? text.large->len : 0;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const IruSpan *span = &g_array_index (text.large, IruSpan, middle);

      if (span->start == at)
        return span->end;
      if (span->start < at)
        low = middle + 1;
      else
        high = middle;
    }
  return 0;
}

gsize
iru_json_skip_value (IruJsonText text, gsize at)
{
  char first = text.data[at];

  if (first == '{' || first == '[')
    {
      gsize end = find_large_end (text, at);

      return end != 0 ? end : skip_container (text, at);
    }
  if (first == '"')
    return skip_string (text, at);
  while (at < text.length
         && (g_ascii_isalnum (text.data[at]) || text.data[at] == '-' || text.data[at] == '+'
             || text.data[at] == '.'))
    at++;
  return at;
}

gboolean
iru_json_get_root (IruJsonText text, IruSpan *root)
{
  gsize start;

  if (text.length == 0)
    return FALSE;
  start = iru_json_skip_blank (text, iru_text_get_bom (text.data, text.length));
  if (start == text.length)
    return FALSE;
  *root = (IruSpan){ start, iru_json_skip_value (text, start) };
  return TRUE;
}

gboolean
iru_json_is_object (IruJsonText text, IruSpan value)
{
  return text.data[value.start] == '{';
}

gboolean
iru_json_next_member (IruJsonText text, gsize *at, IruJsonMember *member)
{
  gsize before = *at;
  gsize p = iru_json_skip_blank (text, before);

  *at = p;
  if (text.data[p] == '}')
    return FALSE;

  member->before = before;
  member->key.start = p;
  member->key.end = p = skip_string (text, p);
  p = iru_json_skip_blank (text, p) + 1;
  member->value.start = p = iru_json_skip_blank (text, p);
  member->value.end = p = iru_json_skip_value (text, p);
  p = iru_json_skip_blank (text, p);
  member->comma = text.data[p] == ',' ? p : IRU_JSON_NONE;
  *at = text.data[p] == ',' ? p + 1 : p;
  return TRUE;
}

gboolean
iru_json_is_key (IruJsonText text, IruSpan key, const char *decoded)
{
  const char *raw = text.data + key.start + 1;
  gsize length = key.end - key.start - 2;

  if (memchr (raw, '\\', length) == NULL)
    return strlen (decoded) == length && memcmp (raw, decoded, length) == 0;
  g_autofree char *own = iru_json_decode_string (text, key);
  return strcmp (own, decoded) == 0;
}

gboolean
iru_json_find_member (IruJsonText text, IruSpan object, const char *key, IruJsonMember *member)
{
  gsize at = object.start + 1;
  gboolean found = FALSE;
  IruJsonMember each;

  while (iru_json_next_member (text, &at, &each))
    if (iru_json_is_key (text, each.key, key))
      {
        *member = each;
        found = TRUE;
      }
  return found;
}

static gunichar
decode_hex (const char *p)
{
  gunichar unit = 0;

  for (int i = 0; i < 4; i++)
    unit = unit << 4 | g_ascii_xdigit_value (p[i]);
  return unit;
}

static gboolean
is_surrogate (gunichar unit, gunichar first)
{
  return (unit & 0xfc00) == first;
}

/* Decodes the \u at @p, both halves of a pair; @p moves behind it. */
static gsize
decode_unicode (const char **p, const char *end, char *out)
{
  gunichar unit = decode_hex (*p + 2);

  *p += 6;
  if (is_surrogate (unit, 0xd800) && end - *p >= 6 && (*p)[0] == '\\' && (*p)[1] == 'u'
      && is_surrogate (decode_hex (*p + 2), 0xdc00))
    {
      unit = 0x10000 + ((unit & 0x3ff) << 10) + (decode_hex (*p + 2) & 0x3ff);
      *p += 6;
    }
  if (unit == 0)
    {
      /* NOLINTNEXTLINE(bugprone-not-null-terminated-result): two bytes of a longer string */
      memcpy (out, "\xc0\x80", 2);
      return 2;
    }
  return g_unichar_to_utf8 (unit, out);
}

char *
iru_json_decode_string (IruJsonText text, IruSpan span)
{
  static const char escapes[] = "b\bf\fn\nr\rt\t";
  const char *p = text.data + span.start + 1;
  const char *end = text.data + span.end - 1;
  /* No escape is shorter than what it stands for. */
  char *decoded = g_malloc (end - p + 1);
  char *out = decoded;

  while (p < end)
    {
      if (*p != '\\')
        *out++ = *p++;
      else if (p[1] == 'u')
        out += decode_unicode (&p, end, out);
      else
        {
          const char *escape = strchr (escapes, p[1]);

          *out++ = escape != NULL ? escape[1] : p[1];
          p += 2;
        }
    }
  *out = '\0';
  return decoded;
}
