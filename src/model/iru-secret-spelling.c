/* iru-secret-spelling.c: what a character of a text may stand for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-secret-spelling.h"

#include <string.h>

/* "&#x0010ffff;" */
#define MAX_SYMBOLS 12

/* The beginning of a text as a sequence of characters, each as it stands or as an escape. */
typedef struct
{
  char symbols[MAX_SYMBOLS];
  gsize ends[MAX_SYMBOLS]; /* where in the text each ends */
  guint n_symbols;
} Row;

static const struct
{
  const char *name;
  char character;
} entities[] = {
  { "&quot;", '"' },  { "&amp;", '&' }, { "&lt;", '<' },   { "&gt;", '>' },
  { "&apos;", '\'' }, { "&sol;", '/' }, { "&plus;", '+' }, { "&equals;", '=' },
};

static gboolean
is_lead (char c)
{
  return c == '\\' || c == '%' || c == '&';
}

/* The number that @n digits of @base spell; -1 if they do not. */
static int
read_number (const char *p, gsize n, guint base)
{
  int number = 0;

  for (gsize i = 0; i < n; i++)
    {
      int digit = base == 16 ? g_ascii_xdigit_value (p[i]) : g_ascii_digit_value (p[i]);

      if (digit < 0 || number > 0x10ffff)
        return -1;
      number = number * (int)base + digit;
    }
  return n > 0 ? number : -1;
}

/* \" \n \u00e9 \x41: how many symbols it takes; 0 if it is none. */
static guint
read_backslash (const Row *row, gunichar *c)
{
  static const char letters[] = "bfnrt";
  static const char controls[] = "\b\f\n\r\t";
  const char *p = row->symbols;
  int number = row->n_symbols >= 6 && p[1] == 'u' ? read_number (p + 2, 4, 16) : -1;

  if (row->n_symbols < 2 || p[1] == '\0')
    return 0;
  if (number >= 0)
    {
      *c = (gunichar)number;
      return 6;
    }
  if (row->n_symbols >= 4 && p[1] == 'x' && (number = read_number (p + 2, 2, 16)) >= 0)
    {
      *c = (gunichar)number;
      return 4;
    }
  const char *letter = strchr (letters, p[1]);
  *c = (guchar)(letter != NULL ? controls[letter - letters] : p[1]);
  return *c < 0x80 ? 2 : 0;
}

/* &amp; &#38; &#x26; */
static guint
read_entity (const Row *row, gunichar *c)
{
  const char *p = row->symbols;

  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    {
      gsize length = strlen (entities[i].name);

      if (row->n_symbols >= length && memcmp (p, entities[i].name, length) == 0)
        {
          *c = (guchar)entities[i].character;
          return (guint)length;
        }
    }
  if (row->n_symbols < 4 || p[1] != '#')
    return 0;

  guint start = p[2] == 'x' || p[2] == 'X' ? 3 : 2;
  const char *end = memchr (p, ';', row->n_symbols);
  int number = end != NULL && end > p + start
                   ? read_number (p + start, end - p - start, start == 3 ? 16 : 10)
                   : -1;
  *c = (gunichar)number;
  return number >= 0 ? (guint)(end - p) + 1 : 0;
}

static gboolean
read_row (const Row *row, IruSpelling *spelling)
{
  gunichar c = 0;
  guint n = 0;
  int byte;

  if (row->n_symbols == 0)
    return FALSE;
  if (*row->symbols == '%' && row->n_symbols >= 3
      && (byte = read_number (row->symbols + 1, 2, 16)) >= 0)
    {
      spelling->bytes[0] = (char)byte;
      spelling->n_bytes = 1;
      spelling->taken = row->ends[2];
      return TRUE;
    }
  n = *row->symbols == '\\'  ? read_backslash (row, &c)
      : *row->symbols == '&' ? read_entity (row, &c)
                             : 0;
  if (n == 0 || c > 0x10ffff)
    return FALSE;
  char utf8[6];
  spelling->n_bytes = (guint)g_unichar_to_utf8 (c, utf8);
  if (spelling->n_bytes > sizeof spelling->bytes)
    return FALSE;
  memcpy (spelling->bytes, utf8, spelling->n_bytes);
  spelling->taken = row->ends[n - 1];
  return TRUE;
}

/* The characters of @text as they stand; the first is @skip bytes long and means @first. */
static void
fill_plain (Row *row, const char *text, gsize length, gsize skip, char first)
{
  row->symbols[0] = first;
  row->ends[0] = skip;
  row->n_symbols = 1;
  for (gsize at = skip; at < length && row->n_symbols < MAX_SYMBOLS; at++)
    {
      row->symbols[row->n_symbols] = text[at];
      row->ends[row->n_symbols++] = at + 1;
    }
}

/* The same with every escape of one byte behind the first read. */
static void
fill_escaped (Row *row, const char *text, gsize length, gsize skip, char first)
{
  gsize at = skip;

  row->symbols[0] = first;
  row->ends[0] = skip;
  row->n_symbols = 1;
  while (at < length && row->n_symbols < MAX_SYMBOLS)
    {
      Row inner;
      IruSpelling spelling;
      gboolean is_escape = FALSE;

      if (is_lead (text[at]))
        {
          fill_plain (&inner, text + at, MIN (length - at, MAX_SYMBOLS), 1, text[at]);
          is_escape = read_row (&inner, &spelling) && spelling.n_bytes == 1;
        }
      row->symbols[row->n_symbols] = is_escape ? spelling.bytes[0] : text[at];
      at += is_escape ? spelling.taken : 1;
      row->ends[row->n_symbols++] = at;
    }
}

guint
iru_spelling_list (const char *text, gsize length, IruSpelling spellings[IRU_SPELLING_MAX])
{
  IruSpelling once;
  Row row;
  guint n = 0;

  spellings[n++] = (IruSpelling){ 1, 1, { *text } };
  if (*text == '+')
    spellings[n++] = (IruSpelling){ 1, 1, { ' ' } };
  if (!is_lead (*text))
    return n;
  fill_plain (&row, text, length, 1, *text);
  gboolean is_escape = read_row (&row, &once);
  if (is_escape)
    spellings[n++] = once;
  fill_escaped (&row, text, length, 1, *text);
  n += read_row (&row, &spellings[n]) && (!is_escape || spellings[n].taken != once.taken);
  if (!is_escape || once.n_bytes != 1 || !is_lead (once.bytes[0]))
    return n;
  fill_plain (&row, text, length, once.taken, once.bytes[0]);
  n += read_row (&row, &spellings[n]);
  fill_escaped (&row, text, length, once.taken, once.bytes[0]);
  n += read_row (&row, &spellings[n]);
  return n;
}
