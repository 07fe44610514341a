/* iru-quote.c: text from outside, made fit to be shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-quote.h"

#include <string.h>

#include "iru-needle.h"

/* No more of a text is looked at: what is shown is far less. */
#define MAX_LOOK (64 * 1024)

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
      if (n_chars > IRU_QUOTE_MAX_CHARS - 1)
        {
          g_string_append (out, "…");
          break;
        }
      g_string_append (out, piece);
    }
  return g_string_free (out, FALSE);
}

char *
iru_quote_text (const IruServer *server, const char *text, gssize length)
{
  if (text == NULL)
    return NULL;

  g_autoptr (GPtrArray) needles = iru_needles_new ();
  g_autoptr (GString) masked =
      g_string_new_len (text, MIN (length < 0 ? strlen (text) : (gsize)length, MAX_LOOK));
  iru_needles_add_server (needles, server, make_mask);
  iru_needles_mask (needles, masked);

  g_autofree char *valid = g_utf8_make_valid (masked->str, masked->len);
  g_strstrip (valid);
  return *valid != '\0' ? escape_and_cut (valid) : NULL;
}

char *
iru_quote_html_title (const IruServer *server, const char *html, gsize length)
{
  g_autofree char *lower = g_ascii_strdown (html, MIN (length, MAX_LOOK));
  const char *tag = strstr (lower, "<title");
  const char *start = tag != NULL ? strchr (tag, '>') : NULL;
  const char *end = start != NULL ? strstr (start, "</title") : NULL;

  if (end == NULL)
    return NULL;
  return iru_quote_text (server, html + (start + 1 - lower), end - start - 1);
}

char *
iru_quote_url (const IruServer *server, const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);

  if (uri == NULL)
    return iru_quote_text (server, url, -1);

  g_autofree char *plain = g_uri_join (
      G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri), g_uri_get_port (uri),
      g_uri_get_path (uri), g_uri_get_query (uri) != NULL ? "[…]" : NULL, NULL);
  return iru_quote_text (server, plain, -1);
}
