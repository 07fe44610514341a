/* iru-secret-url.c: the secret parts of a URL
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Not every URL that has to be shown parses, and a GUri keeps copies that are not wiped. So it is
 * cut here.
 */
#include "iru-secret.h"

#include <string.h>

#include "iru-secret-kind.h"

/* A short word in a path is nobody's key, whatever is before it. */
#define MIN_NAMED_SEGMENT 8
#define MAX_ESCAPES 3
/* Of a parameter, in bytes. */
#define MAX_NAME 32

/* What is passed on: each part in the order of the URL. */
typedef struct
{
  IruSecretFunc func;
  gpointer data;
} Sink;

static void
give (const Sink *sink, const char *part, gsize length)
{
  if (length > 0)
    sink->func (part, length, sink->data);
}

static const char *
find (const char *from, const char *end, const char *chars)
{
  while (from < end && strchr (chars, *from) == NULL)
    from++;
  return from;
}

static gboolean
has_both (const char *text, gsize length)
{
  gboolean digit = FALSE;
  gboolean letter = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      digit |= g_ascii_isdigit (text[i]);
      letter |= g_ascii_isalpha (text[i]);
    }
  return digit && letter;
}

static guint
count_escapes (const char *segment, gsize length)
{
  guint n = 0;

  for (gsize i = 0; i < length; i++)
    n += segment[i] == '%';
  return n;
}

/* @before: the segment before it, which may name it: ".../token/abc123". */
static gboolean
is_key_segment (const char *segment, gsize length, const char *before, gsize before_length)
{
  gsize key_length;

  if (iru_secret_looks_random (segment, length) || count_escapes (segment, length) > MAX_ESCAPES)
    return TRUE;
  for (gsize i = 0; i < length; i++)
    if ((i == 0 || !g_ascii_isalnum (segment[i - 1]))
        && iru_secret_match_kind (segment + i, length - i, &key_length) > 0)
      return TRUE;
  return length >= MIN_NAMED_SEGMENT && has_both (segment, length)
         && iru_secret_name_classify (before, before_length) == IRU_SECRET_NAME_KEY;
}

/* ";name=value" behind a segment: each value is secret, as in a query. */
static void
give_parameters (const Sink *sink, const char *from, const char *end)
{
  while (from < end)
    {
      const char *stop = find (from, end, ";");
      const char *equals = memchr (from, '=', stop - from);

      if (equals != NULL)
        give (sink, equals + 1, stop - equals - 1);
      else if (is_key_segment (from, stop - from, "", 0))
        give (sink, from, stop - from);
      from = stop + 1;
    }
}

/* "name=value" and "name:value" in a segment count by their value. */
static void
give_segment (const Sink *sink, const char *from, const char *end, const char *before,
              gsize before_length)
{
  const char *stop = find (from, end, ";");
  const char *equals = memchr (from, '=', stop - from);

  if (equals != NULL && equals > from && equals + 1 < stop && equals[1] != '=')
    give (sink, equals + 1, stop - equals - 1);
  else if (is_key_segment (from, stop - from, before, before_length))
    give (sink, from, stop - from);
  if (stop < end)
    give_parameters (sink, stop + 1, end);
}

static void
give_path (const Sink *sink, const char *from, const char *end)
{
  const char *before = from;
  gsize before_length = 0;

  while (from < end)
    {
      const char *stop = find (from, end, "/");

      give_segment (sink, from, stop, before, before_length);
      before = from;
      before_length = stop - from;
      from = stop + 1;
    }
}

/* Whether it is a name, and no part of a value that has the signs of a query in it. */
static gboolean
is_plain_name (const char *name, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (name[i]) && strchr ("_.-[]", name[i]) == NULL)
      return FALSE;
  return length > 0 && length <= MAX_NAME && !iru_secret_looks_random (name, length);
}

static void
give_query (const Sink *sink, const char *from, const char *end)
{
  while (from < end)
    {
      const char *stop = find (from, end, "&;#");
      const char *equals = memchr (from, '=', stop - from);
      gboolean named = equals != NULL && is_plain_name (from, equals - from);
      const char *value = named ? equals + 1 : from;

      give (sink, value, stop - value);
      from = stop + 1;
    }
}

/* Where the authority begins: behind a scheme, if there is one. */
static const char *
skip_scheme (const char *url, const char *end)
{
  const char *slash = find (url, end, "/?#");

  return end - slash >= 2 && slash > url && slash[-1] == ':' && slash[0] == '/' && slash[1] == '/'
             ? slash + 2
             : url;
}

static void
give_rest (const Sink *sink, const char *path, const char *end)
{
  const char *query = find (path, end, "?#");

  give_path (sink, path, query);
  if (query < end)
    give_query (sink, query + 1, end);
}

void
iru_url_foreach_secret (const char *url, gsize length, IruSecretFunc func, gpointer data)
{
  const Sink sink = { func, data };
  const char *end = url + length;
  const char *authority = skip_scheme (url, end);
  const char *path = find (authority, end, "/?#");
  const char *at = memrchr (authority, '@', path - authority);

  if (at != NULL)
    give (&sink, authority, at - authority);
  give_rest (&sink, path, end);
}

/* Masks */

typedef struct
{
  GString *shown;
  const char *from;
} Masking;

/* A host in other letters is shown as it is asked for ("xn--…"), so that it can be told from one
 * that looks like it. */
static void
append_host (GString *shown, const char *host, gsize length)
{
  g_autofree char *copy = g_strndup (host, length);
  g_autofree char *ascii = g_str_is_ascii (copy) ? NULL : g_hostname_to_ascii (copy);

  g_string_append (shown, g_str_is_ascii (copy) ? copy : ascii != NULL ? ascii : "…");
}

static void
mask_part (const char *part, gsize length, gpointer data)
{
  Masking *masking = data;

  g_string_append_len (masking->shown, masking->from, part - masking->from);
  g_string_append (masking->shown, "…");
  masking->from = part + length;
}

char *
iru_mask_url (const char *url)
{
  const char *end = url + strlen (url);
  const char *start = skip_scheme (url, end);
  const char *path = start + strcspn (start, "/?#");
  const char *at = memrchr (start, '@', path - start);
  const char *host = at != NULL ? at + 1 : start;
  const char *host_end = host + strcspn (host, ":/?#");
  Masking masking = { g_string_new (NULL), path };
  const Sink sink = { mask_part, &masking };

  g_string_append_len (masking.shown, url, start - url);
  if (at != NULL)
    g_string_append (masking.shown, "…@");
  append_host (masking.shown, host, host_end - host);
  g_string_append_len (masking.shown, host_end, path - host_end);
  give_rest (&sink, path, end);
  g_string_append (masking.shown, masking.from);
  return g_string_free (masking.shown, FALSE);
}

static void
note_part (const char *part, gsize length, gpointer data)
{
  /* What is masked already, or refers to a variable, is none. */
  if (g_strstr_len (part, (gssize)length, "…") == NULL && *part != '$' && *part != '{')
    *(gboolean *)data = TRUE;
}

gboolean
iru_url_has_secret (const char *url)
{
  gboolean found = FALSE;

  iru_url_foreach_secret (url, strlen (url), note_part, &found);
  return found;
}
