/* iru-placeholder.c: examples that were never filled in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A value is taken apart into words. It is an example if it is made of words
 * that instructions use and of nothing else, one of them being a word that no
 * value has (a marker); or if it goes on in plain words behind YOUR or PASTE.
 * Random characters do not come apart into words.
 */
#include "iru-placeholder.h"

#include <string.h>

#include "iru-secret.h"

#define MAX_WORDS 24
#define MAX_WORD 64

/* Words that may stand before the example itself: sk, live, ig, Bearer. */
#define MAX_LEAD 2
#define MAX_LEAD_WORD 8

static const char *const strong[] = {
  "your",      "yours", "paste", "placeholder", "changeme", "insert", "redacted",
  "replaceme", "todo",  "tbd",   "undefined",   "fillin",   NULL,
};
static const char *const weak[] = {
  "here", "example", "replace", "enter", "change", "dummy", "put", "add", "fill", "sample", NULL,
};
static const char *const nouns[] = {
  "api",
  "key",
  "keys",
  "token",
  "secret",
  "password",
  "passwd",
  "id",
  "profile",
  "tenant",
  "url",
  "uri",
  "host",
  "hostname",
  "server",
  "domain",
  "name",
  "user",
  "org",
  "company",
  "access",
  "auth",
  "bearer",
  "client",
  "mcp",
  "iru",
  "kandji",
  "itglue",
  "igris",
  "the",
  "my",
  "me",
  "with",
  "from",
  "own",
  "other",
  "value",
  "values",
  "this",
  "config",
  "header",
  "account",
  "string",
  "actual",
  "real",
  "in",
  "live",
  "slug",
  "region",
  "instance",
  "endpoint",
  "new",
  "personal",
  "x",
  "subdomain",
  "organization",
  "workspace",
  "environment",
  "configuration",
  "project",
  "credential",
  "connection",
  "username",
  "email",
  "of",
  "a",
  "sk",
  "code",
  "and",
  NULL,
};

typedef struct
{
  char *word[MAX_WORDS]; /* in lower case */
  guint n_words;
  gboolean whole; /* nothing was left out */
} Words;

static void
words_clear (Words *words)
{
  for (guint i = 0; i < words->n_words; i++)
    {
      explicit_bzero (words->word[i], strlen (words->word[i]));
      g_free (words->word[i]);
    }
}

static void
words_split (Words *words, const char *value)
{
  *words = (Words){ .whole = TRUE };
  while (*value != '\0')
    {
      gsize length = 0;

      while (g_ascii_isalnum (value[length]))
        length++;
      if (length == 0)
        {
          value++;
          continue;
        }
      if (length > MAX_WORD || words->n_words == MAX_WORDS)
        {
          words->whole = FALSE;
          return;
        }
      words->word[words->n_words++] = g_ascii_strdown (value, length);
      value += length;
    }
}

static gboolean
is_alphabetic (const char *word)
{
  while (g_ascii_isalpha (*word))
    word++;
  return *word == '\0';
}

static gboolean
is_small_number (const char *word)
{
  return strspn (word, "0123456789") == strlen (word) && strlen (word) <= 3;
}

static gboolean
is_xs (const char *word)
{
  return strlen (word) >= 3 && strspn (word, "x") == strlen (word);
}

typedef enum
{
  KIND_NONE,
  KIND_NOUN,
  KIND_WEAK,
  KIND_STRONG,
} Kind;

static Kind
get_kind (const char *word)
{
  if (is_xs (word) || g_strv_contains (strong, word))
    return KIND_STRONG;
  if (g_strv_contains (weak, word))
    return KIND_WEAK;
  return g_strv_contains (nouns, word) ? KIND_NOUN : KIND_NONE;
}

/* "yourapikey": words written as one, the first of them a marker. */
static Kind
get_joined_kind (const char *word)
{
  Kind kind = get_kind (word);
  gsize length = strlen (word);

  if (kind != KIND_NONE || !g_str_has_prefix (word, "your"))
    return kind;
  for (gsize from = 4; from < length;)
    {
      gsize to = length;

      for (; to > from; to--)
        {
          g_autofree char *part = g_strndup (word + from, to - from);

          if (get_kind (part) != KIND_NONE)
            break;
        }
      if (to == from)
        return KIND_NONE;
      from = to;
    }
  return KIND_STRONG;
}

/* Only words of instructions from @first on, with a marker among them. @plain: no
 * name of a host or a file, where a weak marker may stand. */
static gboolean
is_instruction (const Words *words, guint first, gboolean plain)
{
  guint n_strong = 0;
  guint n_weak = 0;
  guint n_nouns = 0;

  for (guint i = first; i < words->n_words; i++)
    {
      Kind kind = get_joined_kind (words->word[i]);

      if (kind == KIND_NONE && !is_small_number (words->word[i]))
        return FALSE;
      n_strong += kind == KIND_STRONG;
      n_weak += kind == KIND_WEAK;
      n_nouns += kind == KIND_NOUN;
    }
  return n_strong > 0 || (plain && (n_weak > 1 || (n_weak == 1 && n_nouns > 0)));
}

/* "your-azure-openai-endpoint": plain words behind the marker at @first. */
static gboolean
is_phrase (const Words *words, guint first)
{
  const char *word = words->word[first];

  if (strcmp (word, "your") != 0 && strcmp (word, "paste") != 0 && strcmp (word, "insert") != 0)
    return FALSE;
  for (guint i = first + 1; i < words->n_words; i++)
    if (!is_alphabetic (words->word[i]) && !is_small_number (words->word[i]))
      return FALSE;
  return first + 1 < words->n_words;
}

/* "itglue-key-here" */
static gboolean
ends_in_here (const Words *words)
{
  if (words->n_words < 2 || strcmp (words->word[words->n_words - 1], "here") != 0)
    return FALSE;
  for (guint i = 0; i < words->n_words; i++)
    if (!is_alphabetic (words->word[i]))
      return FALSE;
  return TRUE;
}

static gboolean
has_example_words (const char *value)
{
  Words words;
  gboolean found = FALSE;
  gboolean plain = strpbrk (value, "./\\@") == NULL;

  words_split (&words, value);
  for (guint first = 0; words.whole && !found && first < MIN (words.n_words, MAX_LEAD + 2); first++)
    {
      if (first > 0
          && (!is_alphabetic (words.word[first - 1])
              || strlen (words.word[first - 1]) > MAX_LEAD_WORD))
        break;
      found = is_instruction (&words, first, plain) || is_phrase (&words, first);
    }
  found |= words.whole && ends_in_here (&words);
  words_clear (&words);
  return found;
}

/* API_KEY, sk_live:PROFILE_ID: names in capitals where their value should be. */
gboolean
iru_placeholder_is_name (const char *value)
{
  Words words;
  gboolean found;

  value += iru_secret_get_kind (value);
  if (strchr (value, '_') == NULL
      || strspn (value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") != strlen (value))
    return FALSE;
  words_split (&words, value);
  found = words.whole && words.n_words >= 2;
  for (guint i = 0; i < words.n_words; i++)
    found &= get_kind (words.word[i]) != KIND_NONE;
  words_clear (&words);
  return found;
}

/* <key>, {slug}, [YOUR KEY]: words between brackets. @value begins with the bracket. */
static gboolean
is_bracketed (const char *value, char close)
{
  const char *end = strchr (value + 1, close);

  if (end == NULL || !g_ascii_isalpha (value[1]))
    return FALSE;
  for (const char *p = value + 1; p < end; p++)
    if (!g_ascii_isalnum (*p) && strchr (" _-", *p) == NULL)
      return FALSE;
  if (close == '>')
    return TRUE;

  /* [a-z] and {n} are patterns: a word of instructions has to be in these. */
  Words words;
  gboolean found = FALSE;
  g_autofree char *inside = g_strndup (value + 1, end - value - 1);
  words_split (&words, inside);
  for (guint i = 0; i < words.n_words; i++)
    found |= strlen (words.word[i]) >= 2 && get_kind (words.word[i]) != KIND_NONE;
  words_clear (&words);
  return found;
}

static gboolean
has_brackets (const char *value)
{
  for (const char *p = value; *p != '\0'; p++)
    {
      gboolean reference = p > value && p[-1] == '$';

      if ((*p == '<' && is_bracketed (p, '>')) || (*p == '[' && is_bracketed (p, ']'))
          || (*p == '{' && !reference && is_bracketed (p, '}')))
        return TRUE;
    }
  return FALSE;
}

/* A url is one if a label of its host or a part of its path is; a bare "here" or
 * "example" there may be a name. */
static gboolean
has_example_part (const char *url)
{
  g_auto (GStrv) parts = g_strsplit_set (strstr (url, "://") + 3, ".:/?&=@", MAX_WORD);

  for (char **part = parts; *part != NULL; part++)
    {
      Words words;
      gboolean found;

      words_split (&words, *part);
      found = words.whole && words.n_words > 0
              && (is_phrase (&words, 0) || get_joined_kind (words.word[0]) == KIND_STRONG)
              && (is_instruction (&words, 0, TRUE) || is_phrase (&words, 0));
      words_clear (&words);
      if (found)
        return TRUE;
    }
  return FALSE;
}

gboolean
iru_placeholder_has_words (const char *value)
{
  if (strlen (value) > 4096)
    return FALSE;
  if (has_brackets (value))
    return TRUE;
  if (strstr (value, "://") != NULL)
    return has_example_part (value);
  return has_example_words (value);
}

gboolean
iru_placeholder_is_in_argument (const char *value)
{
  Words words;
  gboolean strong_word = FALSE;

  if (!iru_placeholder_has_words (value))
    return FALSE;
  words_split (&words, value);
  for (guint i = 0; i < words.n_words; i++)
    strong_word |= get_joined_kind (words.word[i]) == KIND_STRONG;
  strong_word |= words.n_words > 0 && strcmp (words.word[words.n_words - 1], "here") == 0;
  words_clear (&words);
  return strong_word || has_brackets (value);
}

/* %API_KEY%, at its first sign: where it ends, or 0. The octets of a url are written with
 * % as well. */
static gsize
measure_percent_name (const char *value)
{
  gsize length = 1;
  gboolean underscore = FALSE;

  while (g_ascii_isalnum (value[length]) || value[length] == '_')
    underscore |= value[length++] == '_';
  if (length <= 2 || value[length] != '%' || g_ascii_isdigit (value[1]))
    return 0;
  return underscore || !g_ascii_isxdigit (value[1]) || !g_ascii_isxdigit (value[2]) ? length + 1
                                                                                    : 0;
}

/* In a path such as %APPDATA%\x it is nobody's example. */
static gboolean
has_percent_name (const char *value)
{
  gboolean url = strstr (value, "://") != NULL;

  for (const char *p = strchr (value, '%'); p != NULL; p = strchr (p + 1, '%'))
    {
      gsize length = measure_percent_name (p);
      gboolean whole = (p == value || strchr (": ", p[-1]) != NULL) && p[length] == '\0';

      if (length > 0 && (url || whole))
        return TRUE;
    }
  return FALSE;
}

gboolean
iru_placeholder_is_shell (const char *value)
{
  const char *open = strstr (value, "$(");

  return strstr (value, "$env:") != NULL || (open != NULL && strchr (open, ')') != NULL)
         || has_percent_name (value);
}

/* Every letter and digit of the value, behind what it begins with, is the same one. */
static gboolean
is_one_character (const char *value)
{
  const char *colon = strrchr (value, ':');
  const char *space = strrchr (value, ' ');
  const char *start = MAX (colon, space);
  char first = '\0';
  guint count = 0;

  for (const char *p = start != NULL ? start + 1 : value; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p))
        continue;
      if (first != '\0' && *p != first)
        return FALSE;
      first = *p;
      count++;
    }
  return count >= 6;
}

static gboolean
has_run (const char *value, const char *characters, guint length)
{
  guint run = 0;

  for (const char *p = value; *p != '\0'; p++)
    {
      gboolean same = run > 0 && *p == p[-1];

      run = strchr (characters, *p) == NULL ? 0 : same ? run + 1 : 1;
      if (run >= length)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_bullet (const char *value)
{
  static const gunichar bullets[] = { 0xb7,   0x2022, 0x2026, 0x2027, 0x2219, 0x25a0,
                                      0x25aa, 0x25cf, 0x2b24, 0x22ef, 0x2588 };

  for (; *value != '\0'; value = g_utf8_next_char (value))
    for (guint i = 0; i < G_N_ELEMENTS (bullets); i++)
      if ((*value & 0x80) && g_utf8_get_char (value) == bullets[i])
        return TRUE;
  return FALSE;
}

gboolean
iru_placeholder_has_mask (const char *value)
{
  if (!g_utf8_validate (value, -1, NULL))
    return FALSE;
  return has_run (value, ".*", 3) || has_run (value, "xX", 5) || has_bullet (value)
         || (strstr (value, "://") == NULL && is_one_character (value));
}
