/* fuzz-secrets.c: secrets are found however they are spelt, and files are shown without them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The input is a secret, a line feed, and a text. What the matcher leaves is decoded as a whole, in
 * every way and twice, by simple functions of its own: the secret must not come out.
 */
#include "fuzz.h"

#include <string.h>

#include "iru-redact.h"
#include "iru-secret-loose.h"
#include "iru-secret-pattern.h"
#include "iru-secret.h"

#define MASK "\x01"
#define CANARY "CANARY7f3mN9q"

static char *
make_mask (const char *secret)
{
  return g_strdup (MASK);
}

static void
append_json (GString *out, const char **p)
{
  static const char from[] = "bfnrt";
  static const char to[] = "\b\f\n\r\t";
  const char *letter = (*p)[1] != '\0' ? strchr (from, (*p)[1]) : NULL;
  guint c;
  char utf8[6];

  if ((*p)[1] == 'u' && g_ascii_isxdigit ((*p)[2]) && g_ascii_isxdigit ((*p)[3])
      && g_ascii_isxdigit ((*p)[4]) && g_ascii_isxdigit ((*p)[5]))
    {
      c = (guint)(g_ascii_xdigit_value ((*p)[2]) << 12 | g_ascii_xdigit_value ((*p)[3]) << 8
                  | g_ascii_xdigit_value ((*p)[4]) << 4 | g_ascii_xdigit_value ((*p)[5]));
      g_string_append_len (out, utf8, g_unichar_to_utf8 (c, utf8));
      *p += 6;
      return;
    }
  if ((*p)[1] == '\0' || (*p)[1] < 0)
    {
      g_string_append_c (out, *(*p)++);
      return;
    }
  g_string_append_c (out, letter != NULL ? to[letter - from] : (*p)[1]);
  *p += 2;
}

static void
append_percent (GString *out, const char **p)
{
  if (g_ascii_isxdigit ((*p)[1]) && g_ascii_isxdigit ((*p)[2]))
    {
      g_string_append_c (
          out, (char)(g_ascii_xdigit_value ((*p)[1]) << 4 | g_ascii_xdigit_value ((*p)[2])));
      *p += 3;
    }
  else
    g_string_append_c (out, *(*p)++);
}

static void
append_html (GString *out, const char **p)
{
  static const char *const names[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&#38;", "&#x26;" };
  static const char meanings[] = "&<>\"&&";

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_has_prefix (*p, names[i]))
      {
        g_string_append_c (out, meanings[i]);
        *p += strlen (names[i]);
        return;
      }
  g_string_append_c (out, *(*p)++);
}

/* All escapes of one kind. */
static char *
decode (const char *text, char lead)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0';)
    if (*p != lead)
      g_string_append_c (out, *p++);
    else if (lead == '\\')
      append_json (out, &p);
    else if (lead == '%')
      append_percent (out, &p);
    else
      append_html (out, &p);
  return g_string_free (out, FALSE);
}

static gboolean
holds (const char *text, const char *secret)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);
  g_autofree char *wanted = g_ascii_strdown (secret, -1);

  return strstr (lower, wanted) != NULL;
}

static void
check_hidden (const char *text, const char *secret)
{
  static const char leads[] = "\\%&";

  FUZZ_HOLDS (!holds (text, secret));
  for (guint i = 0; leads[i] != '\0'; i++)
    {
      g_autofree char *once = decode (text, leads[i]);

      FUZZ_HOLDS (!holds (once, secret));
      for (guint j = 0; leads[j] != '\0'; j++)
        {
          g_autofree char *twice = decode (once, leads[j]);

          FUZZ_HOLDS (!holds (twice, secret));
        }
    }
  g_autofree char *base64 = g_base64_encode ((const guchar *)secret, strlen (secret) / 3 * 3);
  FUZZ_HOLDS (strlen (base64) < 12 || strstr (text, base64) == NULL);
}

static void
check_patterns (const char *secret, const char *text)
{
  g_autoptr (IruSecretPatterns) patterns = iru_secret_patterns_new (make_mask);
  g_autoptr (GString) masked = g_string_new (text);

  if (strlen (secret) < IRU_SECRET_MIN_LENGTH || strpbrk (secret, MASK "\r\n") != NULL)
    return;
  iru_secret_patterns_add (patterns, secret);
  iru_secret_patterns_mask (patterns, masked);
  check_hidden (masked->str, secret);
}

/* The parts are in order, and inside of the text. */
static void
check_spans (const char *text)
{
  gsize length = strlen (text);

  for (guint source = 0; source < 2; source++)
    {
      g_autoptr (GArray) spans = iru_secret_find_in_text (text, length, source);
      gsize from = 0;

      for (guint i = 0; i < spans->len; i++)
        {
          const IruSecretSpan *span = &g_array_index (spans, IruSecretSpan, i);

          FUZZ_HOLDS (span->start >= from && span->end > span->start && span->end <= length);
          from = span->end;
        }
    }
  g_autoptr (GArray) argument = iru_secret_find_in_argument ("--token", text);
  g_autofree char *shown = iru_secret_mask_spans (text, length, argument);
  g_autofree char *url = iru_mask_url (text);
  FUZZ_HOLDS (url != NULL && shown != NULL);
}

static guint
count_lines (const char *text, gsize length)
{
  guint n = 0;

  for (gsize i = 0; i < length; i++)
    n += text[i] == '\n';
  return n;
}

/* Whatever is before it, a key under a name that sounds like one is not shown. */
static void
check_files (const char *text)
{
  static const char *const clients[] = { "cursor", "zed", "codex", "goose" };
  g_autofree char *whole = g_strconcat (text, "\n\"api_key\": \"" CANARY "\"\n", NULL);

  /* One language each, so that more texts are tried. */
  const IruClient *client =
      iru_client_get (clients[(strlen (text) + fuzz_salt) % G_N_ELEMENTS (clients)]);
  g_autoptr (GBytes) bytes = g_bytes_new_static (whole, strlen (whole));
  g_autoptr (GBytes) shown = iru_redact_config (client, bytes);
  gsize length;
  const char *data = g_bytes_get_data (shown, &length);

  FUZZ_HOLDS (count_lines (data, length) == count_lines (whole, strlen (whole)));
  FUZZ_HOLDS (g_strstr_len (data, (gssize)length, CANARY) == NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *input = g_strndup ((const char *)data, size);
  char *feed = strchr (input, '\n');

  if (feed == NULL)
    return 0;
  *feed = '\0';
  check_patterns (input, feed + 1);
  check_spans (feed + 1);
  check_files (feed + 1);
  return 0;
}
