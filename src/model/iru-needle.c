/* iru-needle.c: secrets that are looked for, however they are spelt
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-needle.h"

#include <string.h>

#include "iru-profile.h"

/* base64 stands in a longer text in one of three ways. */
#define N_SHIFTS 3

typedef struct
{
  char *plain;
  char *base64[N_SHIFTS]; /* (nullable): without the ends, which depend on the neighbours */
  char *mask;
  gboolean begins[256]; /* whether a spelling may begin with that byte */
} IruNeedle;

#define BEARER "Bearer "

static const struct
{
  const char *name;
  char character;
} entities[] = {
  { "&quot;", '"' }, { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&apos;", '\'' },
};

GPtrArray *
iru_secret_list_kinds (void)
{
  GPtrArray *starts = g_ptr_array_new ();

  for (const IruProfile *profile = iru_profiles_get (); profile->name != NULL; profile++)
    for (const IruProfileValue *value = profile->values; value->name != NULL; value++)
      for (guint i = 0; value->starts[i] != NULL; i++)
        if (!g_ptr_array_find_with_equal_func (starts, value->starts[i], g_str_equal, NULL))
          g_ptr_array_add (starts, (gpointer)value->starts[i]);
  return starts;
}

/* How much of @key is how a key of that vendor begins. */
static gsize
measure_start (const IruProfile *profile, const char *key)
{
  gsize longest = 0;

  for (const IruProfileValue *value = profile->values; value->name != NULL; value++)
    for (guint i = 0; value->starts[i] != NULL; i++)
      if (g_str_has_prefix (key, value->starts[i]))
        longest = MAX (longest, strlen (value->starts[i]));
  return longest;
}

gsize
iru_secret_get_kind (const char *secret)
{
  gsize scheme = g_str_has_prefix (secret, BEARER) ? strlen (BEARER) : 0;
  gsize longest = 0;

  for (const IruProfile *profile = iru_profiles_get (); profile->name != NULL; profile++)
    longest = MAX (longest, measure_start (profile, secret + scheme));
  return scheme + longest;
}

static void
free_needle (IruNeedle *needle)
{
  iru_wipe_free (needle->plain);
  for (guint i = 0; i < N_SHIFTS; i++)
    iru_wipe_free (needle->base64[i]);
  g_free (needle->mask);
  g_free (needle);
}

GPtrArray *
iru_needles_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)free_needle);
}

/* So that most of a text is passed over quickly. */
static void
learn_beginnings (IruNeedle *needle)
{
  static const char escapes[] = "\\&%+-_";

  for (guint i = 0; escapes[i] != '\0'; i++)
    needle->begins[(guchar)escapes[i]] = TRUE;
  needle->begins[(guchar)g_ascii_tolower (*needle->plain)] = TRUE;
  needle->begins[(guchar)g_ascii_toupper (*needle->plain)] = TRUE;
  for (guint i = 0; i < N_SHIFTS; i++)
    if (needle->base64[i] != NULL)
      needle->begins[(guchar)*needle->base64[i]] = TRUE;
}

static void
add_one (GPtrArray *needles, const char *secret, const char *mask)
{
  gsize length = strlen (secret);
  guint index = 0;

  if (length < IRU_NEEDLE_MIN_LENGTH)
    return;
  for (; index < needles->len; index++)
    {
      const IruNeedle *other = needles->pdata[index];

      if (strcmp (other->plain, secret) == 0)
        return;
      if (strlen (other->plain) < length)
        break;
    }

  IruNeedle *needle = g_new0 (IruNeedle, 1);
  needle->plain = g_strdup (secret);
  needle->mask = g_strdup (mask);
  for (guint shift = 0; shift < N_SHIFTS; shift++)
    {
      gsize whole = (length - shift) / 3 * 3;

      if (whole >= IRU_NEEDLE_MIN_LENGTH)
        needle->base64[shift] = g_base64_encode ((const guchar *)secret + shift, whole);
    }
  learn_beginnings (needle);
  g_ptr_array_insert (needles, index, needle);
}

void
iru_needles_add (GPtrArray *needles, const char *secret, IruMaskFunc mask)
{
  const char *blank = secret != NULL ? strrchr (secret, ' ') : NULL;
  gsize kind = secret != NULL ? iru_secret_get_kind (secret) : 0;

  if (secret == NULL)
    return;
  g_autofree char *shown = mask (secret);
  add_one (needles, secret, shown);
  if (kind > 0)
    add_one (needles, secret + kind, shown);
  if (blank != NULL)
    iru_needles_add (needles, blank + 1, mask);
}

/* As it stands, and what it means. */
static void
add_encoded (GPtrArray *needles, const char *secret, IruMaskFunc mask)
{
  char *plain = g_uri_unescape_string (secret, NULL);

  iru_needles_add (needles, secret, mask);
  iru_needles_add (needles, plain, mask);
  iru_wipe_free (plain);
}

static void
add_userinfo (GPtrArray *needles, const char *userinfo, IruMaskFunc mask)
{
  const char *colon = strchr (userinfo, ':');

  add_encoded (needles, userinfo, mask);
  if (colon == NULL)
    return;
  char *user = g_strndup (userinfo, colon - userinfo);
  add_encoded (needles, user, mask);
  add_encoded (needles, colon + 1, mask);
  iru_wipe_free (user);
}

/* A GUri keeps copies that are not wiped, and not every url parses: so it is cut by hand. */
void
iru_needles_add_url (GPtrArray *needles, const char *url, IruMaskFunc mask)
{
  const char *slashes = strstr (url, "://");
  const char *authority = slashes != NULL ? slashes + 3 : url;
  const char *at = memrchr (authority, '@', strcspn (authority, "/?#"));
  const char *query = strpbrk (authority, "?#");

  if (at != NULL)
    {
      char *userinfo = g_strndup (authority, (gsize)(at - authority));

      add_userinfo (needles, userinfo, mask);
      iru_wipe_free (userinfo);
    }
  while (query != NULL && *query != '\0')
    {
      gsize length = strcspn (++query, "&;#");
      const char *equals = memchr (query, '=', length);
      const char *value = equals != NULL ? equals + 1 : query;
      char *secret = g_strndup (value, length - (gsize)(value - query));

      add_encoded (needles, secret, mask);
      iru_wipe_free (secret);
      query += length;
    }
}

static gboolean
is_open (const char *name, gboolean is_variable)
{
  for (const IruProfile *profile = iru_profiles_get (); profile->name != NULL; profile++)
    {
      const IruProfileValue *value = iru_profile_get_value (profile, name, is_variable);

      if (value != NULL && value->open)
        return TRUE;
    }
  return FALSE;
}

gboolean
iru_header_is_secret (const char *name)
{
  return !is_open (name, FALSE);
}

gboolean
iru_variable_is_secret (const char *name)
{
  return strcmp (name, "PATH") != 0 && !is_open (name, TRUE);
}

static void
add_pairs (GPtrArray *needles, GPtrArray *pairs, gboolean (*is_secret) (const char *name),
           IruMaskFunc mask)
{
  for (guint i = 0; i < pairs->len; i++)
    {
      const IruPair *pair = iru_pairs_index (pairs, i);

      if (is_secret (pair->name))
        iru_needles_add (needles, pair->value, mask);
    }
}

void
iru_needles_add_server (GPtrArray *needles, const IruServer *server, IruMaskFunc mask)
{
  add_pairs (needles, server->headers, iru_header_is_secret, mask);
  add_pairs (needles, server->env, iru_variable_is_secret, mask);
  if (server->url != NULL)
    iru_needles_add_url (needles, server->url, mask);
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

/* \" \n \u00e9: how much of @p it takes; 0 if it is none. */
static gsize
read_backslash (const char *p, gsize left, gunichar *c)
{
  static const char letters[] = "bfnrt";
  static const char controls[] = "\b\f\n\r\t";
  int number = left >= 6 && p[1] == 'u' ? read_number (p + 2, 4, 16) : -1;

  if (left < 2 || p[1] == '\0')
    return 0;
  if (number >= 0)
    {
      *c = (gunichar)number;
      return 6;
    }
  const char *letter = strchr (letters, p[1]);
  *c = (guchar)(letter != NULL ? controls[letter - letters] : p[1]);
  return *c < 0x80 ? 2 : 0;
}

/* &amp; &#38; &#x26; */
static gsize
read_entity (const char *p, gsize left, gunichar *c)
{
  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    {
      gsize length = strlen (entities[i].name);

      if (left >= length && memcmp (p, entities[i].name, length) == 0)
        {
          *c = (guchar)entities[i].character;
          return length;
        }
    }
  if (left < 4 || p[1] != '#')
    return 0;

  gsize start = p[2] == 'x' || p[2] == 'X' ? 3 : 2;
  const char *end = memchr (p, ';', MIN (left, 10));
  int number = end != NULL && end > p + start
                   ? read_number (p + start, end - p - start, start == 3 ? 16 : 10)
                   : -1;
  *c = (gunichar)number;
  return number >= 0 ? (gsize)(end - p) + 1 : 0;
}

/* An escape at @p, and the bytes that it means; 0 if it is none. */
static gsize
read_escape (const char *p, gsize left, char bytes[8], gsize *n_bytes)
{
  gunichar c = 0;
  gsize taken = 0;
  int byte;

  if (*p == '\\')
    taken = read_backslash (p, left, &c);
  else if (*p == '&')
    taken = read_entity (p, left, &c);
  else if (*p == '%' && left >= 3 && (byte = read_number (p + 1, 2, 16)) >= 0)
    {
      bytes[0] = (char)byte;
      *n_bytes = 1;
      return 3;
    }
  *n_bytes = taken > 0 ? (gsize)g_unichar_to_utf8 (c, bytes) : 0;
  return taken;
}

/* A character of base64 in its other alphabet. */
static char
normalize_base64 (char c)
{
  return c == '-' ? '+' : c == '_' ? '/' : c;
}

static gboolean
is_same (char a, char b, gboolean base64)
{
  if (base64)
    return normalize_base64 (a) == b;
  return g_ascii_tolower (a) == g_ascii_tolower (b) || (a == '+' && b == ' ');
}

static gboolean
are_same (const char *bytes, gsize n_bytes, const char *secret, gboolean base64)
{
  for (gsize i = 0; i < n_bytes; i++)
    if (secret[i] == '\0' || !is_same (bytes[i], secret[i], base64))
      return FALSE;
  return n_bytes > 0;
}

/* How much of @text, from its beginning, spells @secret; 0: it does not. */
static gsize
match (const char *text, gsize length, const char *secret, gboolean base64)
{
  gsize at = 0;

  while (*secret != '\0')
    {
      char bytes[8];
      gsize n_bytes;
      gsize taken = at < length ? read_escape (text + at, length - at, bytes, &n_bytes) : 0;

      if (at >= length)
        return 0;
      if (taken > 0 && are_same (bytes, n_bytes, secret, base64))
        secret += n_bytes;
      else if (is_same (text[at], *secret, base64))
        {
          taken = 1;
          secret++;
        }
      /* base64 comes in lines. */
      else if (base64 && at > 0
               && (taken > 0 ? n_bytes == 1 && strchr ("\r\n", bytes[0]) != NULL
                             : strchr ("\r\n", text[at]) != NULL && text[at] != '\0'))
        taken = MAX (taken, 1);
      else
        return 0;
      at += taken;
    }
  return at;
}

static gsize
match_needle (const IruNeedle *needle, const char *text, gsize length)
{
  gsize matched = match (text, length, needle->plain, FALSE);

  for (guint i = 0; matched == 0 && i < N_SHIFTS; i++)
    if (needle->base64[i] != NULL)
      matched = match (text, length, needle->base64[i], TRUE);
  return matched;
}

static void
mask_one (const IruNeedle *needle, GString *text)
{
  g_autoptr (GString) masked = NULL;
  gsize from = 0;

  for (gsize i = 0; i < text->len; i++)
    {
      gsize matched = needle->begins[(guchar)text->str[i]]
                          ? match_needle (needle, text->str + i, text->len - i)
                          : 0;

      if (matched == 0)
        continue;
      if (masked == NULL)
        masked = g_string_new (NULL);
      g_string_append_len (masked, text->str + from, (gssize)(i - from));
      g_string_append (masked, needle->mask);
      from = i + matched;
      i = from - 1;
    }
  if (masked == NULL)
    return;
  g_string_append_len (masked, text->str + from, (gssize)(text->len - from));
  explicit_bzero (text->str, text->len);
  g_string_truncate (text, 0);
  g_string_append_len (text, masked->str, (gssize)masked->len);
}

void
iru_needles_mask (GPtrArray *needles, GString *text)
{
  for (guint i = 0; i < needles->len; i++)
    mask_one (needles->pdata[i], text);
}
