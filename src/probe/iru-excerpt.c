/* iru-excerpt.c: text from outside, made fit to be shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-excerpt.h"

#include <string.h>

#include "iru-secret-pattern.h"
#include "iru-secret.h"

/* Not even its last characters: whose key it is goes without saying. */
static char *
make_mask (const char *secret)
{
  return g_strdup ("[key]");
}

static gboolean
is_shown (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return g_unichar_isprint (c) && type != G_UNICODE_FORMAT && type != G_UNICODE_LINE_SEPARATOR
         && type != G_UNICODE_PARAGRAPH_SEPARATOR && type != G_UNICODE_PRIVATE_USE;
}

static char *
escape_and_cut (const char *valid)
{
  GString *out = g_string_new (NULL);
  glong n_chars = 0;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      char piece[16] = { 0 };

      if (is_shown (c))
        g_unichar_to_utf8 (c, piece);
      else if (c == '\n' || c == '\r' || c == '\t')
        g_snprintf (piece, sizeof piece, "\\%c", c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
      else
        g_snprintf (piece, sizeof piece, "\\u%04x", c);

      n_chars += g_utf8_strlen (piece, -1);
      if (n_chars > IRU_EXCERPT_MAX_CHARS - 1)
        {
          g_string_append (out, "…");
          break;
        }
      g_string_append (out, piece);
    }
  return g_string_free (out, FALSE);
}

/* All of it: what is cut first may end inside of a key, and half a key is not found. */
char *
iru_excerpt_mask (const IruServer *server, const char *text, gsize length)
{
  g_autoptr (IruSecretPatterns) patterns = iru_secret_patterns_new (make_mask);
  g_autoptr (GString) masked = g_string_new_len (text, (gssize)length);

  iru_secret_patterns_add_server (patterns, server);
  iru_secret_patterns_mask (patterns, masked);
  g_autofree char *valid = g_utf8_make_valid (masked->str, (gssize)masked->len);
  return iru_secret_mask_text (valid, strlen (valid), IRU_SECRET_TEXT_OUTSIDE);
}

char *
iru_excerpt_text (const IruServer *server, const char *text, gssize length)
{
  if (text == NULL)
    return NULL;

  g_autofree char *masked =
      iru_excerpt_mask (server, text, length < 0 ? strlen (text) : (gsize)length);
  g_strstrip (masked);
  return *masked != '\0' ? escape_and_cut (masked) : NULL;
}

char *
iru_excerpt_html_title (const IruServer *server, const char *html, gsize length)
{
  g_autofree char *lower = g_ascii_strdown (html, (gssize)length);
  const char *tag = strstr (lower, "<title");
  const char *start = tag != NULL ? strchr (tag, '>') : NULL;
  const char *end = start != NULL ? strstr (start, "</title") : NULL;

  if (end == NULL)
    return NULL;
  return iru_excerpt_text (server, html + (start + 1 - lower), end - start - 1);
}

char *
iru_excerpt_url (const IruServer *server, const char *url)
{
  /* A key may have the signs of a query in it: so it is looked for before the URL is cut. */
  g_autofree char *whole = iru_excerpt_mask (server, url, strlen (url));
  g_autofree char *masked = iru_mask_url (whole);

  return iru_excerpt_text (server, masked, -1);
}
