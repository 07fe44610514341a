/* iru-quote.c: text from outside, made fit to be shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-quote.h"

#include <string.h>

/* Shorter values are words that a message may well hold by itself. */
#define MIN_SECRET 6
/* No more of a text is looked at: what is shown is far less. */
#define MAX_LOOK (64 * 1024)

gboolean
iru_quote_header_is_secret (const char *name)
{
  return g_ascii_strcasecmp (name, "X-MCP-Profile") != 0;
}

static void
add_secret (GPtrArray *secrets, const char *secret)
{
  if (secret != NULL && strlen (secret) >= MIN_SECRET)
    g_ptr_array_add (secrets, (gpointer)secret);
}

static int
by_length (gconstpointer a, gconstpointer b)
{
  gsize left = strlen (*(const char *const *)a);
  gsize right = strlen (*(const char *const *)b);

  return left < right ? 1 : left > right ? -1 : 0;
}

/* Borrows from @server: whole values, and the token after a scheme such as "Bearer". */
static GPtrArray *
list_header_secrets (const IruServer *server)
{
  GPtrArray *secrets = g_ptr_array_new ();

  for (guint i = 0; i < server->headers->len; i++)
    {
      IruPair *pair = iru_pairs_index (server->headers, i);
      const char *blank = strrchr (pair->value, ' ');

      if (!iru_quote_header_is_secret (pair->name))
        continue;
      add_secret (secrets, pair->value);
      add_secret (secrets, blank != NULL ? blank + 1 : NULL);
    }
  return secrets;
}

static void
mask (GString *text, const char *secret)
{
  gsize length = strlen (secret);

  for (gsize i = 0; i + length <= text->len; i++)
    if (g_ascii_strncasecmp (text->str + i, secret, length) == 0)
      {
        g_string_erase (text, i, length);
        g_string_insert (text, i, "[key]");
        i += strlen ("[key]") - 1;
      }
}

static void
mask_query (GString *text, const char *query)
{
  g_auto (GStrv) parts = query != NULL ? g_strsplit_set (query, "&;", -1) : NULL;

  for (guint i = 0; parts != NULL && parts[i] != NULL; i++)
    {
      const char *value = strchr (parts[i], '=');
      g_autofree char *plain = value != NULL ? g_uri_unescape_string (value + 1, NULL) : NULL;

      if (value != NULL && strlen (value + 1) >= MIN_SECRET)
        mask (text, value + 1);
      if (plain != NULL && strlen (plain) >= MIN_SECRET)
        mask (text, plain);
    }
}

static void
mask_all (GString *text, const IruServer *server)
{
  g_autoptr (GPtrArray) secrets = list_header_secrets (server);
  g_autoptr (GUri) uri =
      server->url != NULL
          ? g_uri_parse (server->url, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED_QUERY, NULL)
          : NULL;

  if (uri != NULL)
    add_secret (secrets, g_uri_get_password (uri));
  g_ptr_array_sort (secrets, by_length);
  for (guint i = 0; i < secrets->len; i++)
    mask (text, g_ptr_array_index (secrets, i));
  if (uri != NULL)
    mask_query (text, g_uri_get_query (uri));
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

  g_autoptr (GString) masked =
      g_string_new_len (text, MIN (length < 0 ? strlen (text) : (gsize)length, MAX_LOOK));
  mask_all (masked, server);

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
