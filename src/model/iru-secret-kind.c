/* iru-secret-kind.c: keys that are known by their beginning or by their shape
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The beginnings are from the issuers' own pages and from the lists of secret scanners.
 */
#include "iru-secret.h"

#include <string.h>

#include "iru-profile.h"
#include "iru-secret-kind.h"

#define BEARER "Bearer "

/* Fewer letters and digits than this, mixed, may be a version or a name. */
#define MIN_RANDOM 16
/* A vendor's beginning says more than a general one. */
#define MIN_VENDOR_TAIL 4
/* So much of a key tells whether it is one. */
#define MAX_LOOK 128

/* clang-format off */
static const struct
{
  const char *start;
  guint min_tail;
} kinds[] = {
  { "sk-", 16 }, { "sk_live_", 8 }, { "sk_test_", 8 }, { "rk_live_", 8 }, { "rk_test_", 8 },
  { "whsec_", 8 }, { "sk-ant-", 8 }, { "sk-proj-", 8 }, { "sk-or-", 8 }, { "xai-", 16 }, { "gsk_", 16 },
  { "ghp_", 8 }, { "gho_", 8 }, { "ghu_", 8 }, { "ghs_", 8 }, { "ghr_", 8 }, { "github_pat_", 8 },
  { "glpat-", 8 }, { "glptt-", 8 }, { "gldt-", 8 }, { "glrt-", 8 }, { "glcbt-", 8 },
  { "AKIA", 16 }, { "ASIA", 16 }, { "ABIA", 16 }, { "AIza", 20 }, { "ya29.", 8 }, { "GOCSPX-", 8 },
  { "xoxb-", 8 }, { "xoxp-", 8 }, { "xoxa-", 8 }, { "xoxr-", 8 }, { "xoxs-", 8 }, { "xoxe", 16 }, { "xapp-", 8 },
  { "npm_", 16 }, { "pypi-", 16 }, { "hf_", 16 }, { "r8_", 16 }, { "dop_v1_", 8 }, { "doo_v1_", 8 }, { "shpat_", 8 }, { "shpss_", 8 },
  { "SG.", 16 }, { "lin_api_", 8 }, { "ntn_", 16 }, { "secret_", 20 }, { "figd_", 8 }, { "PMAK-", 8 },
  { "dapi", 32 }, { "tskey-", 8 }, { "sntrys_", 8 }, { "sbp_", 16 }, { "sb_secret_", 8 }, { "NRAK-", 8 },
  { "ATATT3", 16 }, { "ATCTT3", 16 }, { "AGE-SECRET-KEY-", 8 }, { "hvs.", 8 }, { "hvb.", 8 }, { "pplx-", 16 }, { "tvly-", 8 },
  { "fc-", 24 }, { "BSA", 24 }, { "phx_", 16 }, { "vercel_", 16 }, { "pscale_tkn_", 8 }, { "eyJ", 16 },
};
/* clang-format on */

typedef struct
{
  const char *start;
  gsize length;
  guint min_tail;
} Kind;

/* Every beginning, by its first byte: (element-type Kind) (nullable). */
static GArray *by_byte[256];

static void
add_kind (const char *start, guint min_tail)
{
  guchar first = (guchar)*start;
  Kind kind = { start, strlen (start), min_tail };

  if (by_byte[first] == NULL)
    by_byte[first] = g_array_new (FALSE, FALSE, sizeof (Kind));
  g_array_append_val (by_byte[first], kind);
}

static void
ensure_kinds (void)
{
  static gsize done = 0;

  if (!g_once_init_enter (&done))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    add_kind (kinds[i].start, kinds[i].min_tail);
  for (const IruProfile *profile = iru_profiles_get (); profile->name != NULL; profile++)
    for (const IruProfileValue *value = iru_profile_get_values (profile); value->name != NULL;
         value++)
      for (guint i = 0; value->starts[i] != NULL; i++)
        add_kind (value->starts[i], MIN_VENDOR_TAIL);
  g_once_init_leave (&done, 1);
}

static gboolean
is_key_char (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("._~+/=-", c) != NULL);
}

gsize
iru_secret_measure_tail (const char *text, gsize length)
{
  gsize end = 0;

  while (end < length && is_key_char (text[end]))
    end++;
  while (end > 0 && text[end - 1] == '.')
    end--;
  return end;
}

/* Words have neither digits nor capitals inside: "npm_config_registry" is no key. */
static gboolean
is_word (const char *tail, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (g_ascii_isdigit (tail[i]) || (i > 0 && g_ascii_isupper (tail[i])))
      return FALSE;
  return TRUE;
}

gsize
iru_secret_match_kind (const char *text, gsize length, gsize *key_length)
{
  gsize longest = 0;

  ensure_kinds ();
  const GArray *row = length > 0 ? by_byte[(guchar)*text] : NULL;
  for (guint i = 0; row != NULL && i < row->len; i++)
    {
      const Kind *kind = &g_array_index (row, Kind, i);
      gsize tail;

      if (kind->length <= longest || kind->length > length
          || memcmp (text, kind->start, kind->length) != 0)
        continue;
      tail = iru_secret_measure_tail (text + kind->length, MIN (length - kind->length, MAX_LOOK));
      if (tail < kind->min_tail
          || (kind->min_tail > MIN_VENDOR_TAIL && is_word (text + kind->length, tail)))
        continue;
      longest = kind->length;
    }
  if (longest > 0)
    *key_length = longest + iru_secret_measure_tail (text + longest, length - longest);
  return longest;
}

gsize
iru_secret_get_kind (const char *secret)
{
  gsize scheme = g_ascii_strncasecmp (secret, BEARER, strlen (BEARER)) == 0 ? strlen (BEARER) : 0;
  const char *key = secret + scheme;
  gsize longest = 0;

  ensure_kinds ();
  const GArray *row = by_byte[(guchar)*key];
  for (guint i = 0; row != NULL && i < row->len; i++)
    {
      const Kind *kind = &g_array_index (row, Kind, i);

      if (g_str_has_prefix (key, kind->start))
        longest = MAX (longest, kind->length);
    }
  return scheme + longest;
}

/* Shape */

typedef enum
{
  CLASS_NONE,
  CLASS_DIGIT,
  CLASS_LOWER,
  CLASS_UPPER,
} Class;

static Class
get_class (char c)
{
  return g_ascii_isdigit (c)   ? CLASS_DIGIT
         : g_ascii_islower (c) ? CLASS_LOWER
         : g_ascii_isupper (c) ? CLASS_UPPER
                               : CLASS_NONE;
}

/* Of letters and digits only. A name has digits at its end, or capitals at the beginnings of its
 * words: both change less often than by chance. */
static gboolean
is_irregular (const char *part, gsize length)
{
  guint digit_turns = 0;
  guint capitals = 0;
  guint n_letters = 0;

  for (gsize i = 0; i < length; i++)
    {
      Class class = get_class (part[i]);
      Class before = i > 0 ? get_class (part[i - 1]) : CLASS_NONE;

      n_letters += class != CLASS_DIGIT;
      digit_turns += i > 0 && (class == CLASS_DIGIT) != (before == CLASS_DIGIT);
      capitals += class == CLASS_UPPER && before != CLASS_UPPER;
    }
  return digit_turns >= 2 || (capitals >= 4 && n_letters < capitals * 7 / 2);
}

static gboolean
is_uuid (const char *text, gsize length)
{
  if (length != 36)
    return FALSE;
  for (guint i = 0; i < 36; i++)
    if (i == 8 || i == 13 || i == 18 || i == 23 ? text[i] != '-' : !g_ascii_isxdigit (text[i]))
      return FALSE;
  return TRUE;
}

/* A long hexadecimal number, also if chance made it look regular. */
static gboolean
is_hex (const char *part, gsize length)
{
  gboolean has_letter = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isxdigit (part[i]))
        return FALSE;
      has_letter |= g_ascii_isalpha (part[i]);
    }
  return has_letter && length >= MIN_RANDOM;
}

gboolean
iru_secret_looks_random (const char *text, gsize length)
{
  gsize irregular = 0;

  if (is_uuid (text, length))
    return TRUE;
  for (gsize i = 0; i < length;)
    {
      gsize end = i;

      while (end < length && get_class (text[end]) != CLASS_NONE)
        end++;
      if (is_irregular (text + i, end - i) || is_hex (text + i, end - i))
        irregular += end - i;
      i = end + 1;
    }
  return irregular >= MIN_RANDOM;
}

gboolean
iru_secret_is_path (const char *text, gsize length)
{
  static const char *const starts[] = { "/", "./", "../", "~/", "\\\\", "${", "$HOME", "%", "//" };
  gsize n_parts = 0;

  for (gsize i = 0; i < length; i++)
    n_parts += text[i] == '/' || text[i] == '\\';
  if (length >= 3 && g_ascii_isalpha (text[0]) && text[1] == ':'
      && (text[2] == '/' || text[2] == '\\'))
    return TRUE;
  if (n_parts < 2)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    if (length >= strlen (starts[i]) && memcmp (text, starts[i], strlen (starts[i])) == 0)
      {
        const char *first = text + strspn (text, "./~\\");
        gsize first_length = strcspn (first, "/\\");

        return first + first_length <= text + length
               && !iru_secret_looks_random (first, first_length);
      }
  return FALSE;
}
