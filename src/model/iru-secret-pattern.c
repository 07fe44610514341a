/* iru-secret-pattern.c: secrets that are looked for, however they are spelt
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All patterns are followed through the text at the same time. A state says how much of a pattern
 * has been spelt; several readings of a character make several states. Of those that have come
 * equally far one stays, so there are never more states than there are bytes in the patterns, and
 * hardly ever more than a few.
 */
#include "iru-secret-pattern.h"

#include <string.h>

#include "iru-secret-spelling.h"
#include "iru-secret.h"

/* base64 stands in a longer text in one of three ways. */
#define N_SHIFTS 3
/* Where a pattern begins is found by so many of its bytes. */
#define GRAM 4
/* Of base64: what IRU_SECRET_MIN_PIECE bytes come to. */
#define MIN_BASE64_PIECE 11
/* States wait here for their place in the text. */
#define RING 256
/* Of a value that is parted; more would be no header. */
#define MAX_PARTS 64

G_STATIC_ASSERT (RING > IRU_SPELLING_MAX_LENGTH * 3 / 2);

typedef struct
{
  gsize start; /* in the bytes of all patterns */
  gsize end;
  gsize min_run; /* so much of it tells too much */
  guint mask;
  gboolean base64;
} Pattern;

typedef struct
{
  gsize next; /* the byte that has to come, in the bytes of all patterns */
  guint pattern;
  gsize run;
  gsize from; /* in the text */
} State;

typedef struct
{
  gsize start;
  gsize end;
  gsize run;
  guint mask;
} Match;

/* Where a pattern can be met: (its number, the byte). */
typedef struct
{
  guint pattern;
  gsize at;
} Entry;

struct _IruSecretPatterns
{
  IruMaskFunc mask;
  GPtrArray *masks;
  GHashTable *known;    /* what has been added */
  GString *bytes;       /* of all patterns; wiped */
  GArray *patterns;     /* (element-type Pattern) */
  GHashTable *grams[2]; /* four bytes → (element-type Entry); [1]: of base64 */
  guint n_indexed;
  gboolean begins[256];  /* how a spelling of one begins */
  guint8 firsts[2][256]; /* how one begins, and with which two bytes: as @grams */
  guint8 pairs[2][65536 / 8];
  guint64 *stamps; /* when a byte was last waited for */
  guint *slots;
  gsize n_stamps;
  guint64 now;
};

/* The readings at a place in the text. */
typedef struct
{
  gsize place; /* counted from 1; 0: of none */
  guint n_spellings;
  IruSpelling spellings[IRU_SPELLING_MAX];
} Readings;

typedef struct
{
  IruSecretPatterns *patterns;
  const GString *text;
  Readings readings[RING];
  GArray *ring[RING];
  gsize n_waiting;
  GArray *starts; /* of one place */
  GArray *matches;
} Search;

IruSecretPatterns *
iru_secret_patterns_new (IruMaskFunc mask)
{
  IruSecretPatterns *patterns = g_new0 (IruSecretPatterns, 1);

  patterns->mask = mask;
  patterns->masks = g_ptr_array_new_with_free_func (g_free);
  patterns->known =
      g_hash_table_new_full (g_str_hash, g_str_equal, (GDestroyNotify)iru_wipe_free, NULL);
  patterns->bytes = g_string_new (NULL);
  patterns->patterns = g_array_new (FALSE, FALSE, sizeof (Pattern));
  for (guint i = 0; i < G_N_ELEMENTS (patterns->grams); i++)
    patterns->grams[i] = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
  for (const char *lead = "\\&%+"; *lead != '\0'; lead++)
    patterns->begins[(guchar)*lead] = TRUE;
  return patterns;
}

void
iru_secret_patterns_free (IruSecretPatterns *patterns)
{
  if (patterns == NULL)
    return;
  explicit_bzero (patterns->bytes->str, patterns->bytes->len);
  g_string_free (patterns->bytes, TRUE);
  g_ptr_array_unref (patterns->masks);
  g_hash_table_unref (patterns->known);
  g_array_unref (patterns->patterns);
  for (guint i = 0; i < G_N_ELEMENTS (patterns->grams); i++)
    g_hash_table_unref (patterns->grams[i]);
  g_free (patterns->stamps);
  g_free (patterns->slots);
  g_free (patterns);
}

/* Letters in either case, and base64 in either alphabet. */
static char
normalize (char c, gboolean base64)
{
  if (!base64)
    return g_ascii_tolower (c);
  return c == '-' ? '+' : c == '_' ? '/' : c;
}

/* Patterns */

/* The bytes move when they grow, and the old ones have to be wiped. */
static void
append_bytes (IruSecretPatterns *patterns, const char *text, gsize length, gboolean base64)
{
  GString *bytes = patterns->bytes;

  if (bytes->len + length + 2 >= bytes->allocated_len)
    {
      patterns->bytes = g_string_sized_new ((bytes->len + length) * 2 + 64);
      g_string_append_len (patterns->bytes, bytes->str, (gssize)bytes->len);
      explicit_bzero (bytes->str, bytes->len);
      g_string_free (bytes, TRUE);
      bytes = patterns->bytes;
    }
  for (gsize i = 0; i < length; i++)
    g_string_append_c (bytes, normalize (text[i], base64));
  /* So that the end of a pattern is not the beginning of the next one. */
  g_string_append_c (bytes, '\0');
}

static void
add_pattern (IruSecretPatterns *patterns, const char *text, gsize min_run, guint mask,
             gboolean base64)
{
  gsize length = strlen (text);
  gsize start = patterns->bytes->len;
  Pattern pattern = { start, start + length, MIN (min_run, length), mask, base64 };

  append_bytes (patterns, text, length, base64);
  g_array_append_val (patterns->patterns, pattern);
}

/* How much of a secret tells too much: of random characters a few, of others most of it. What has
 * blanks or is a path counts only as a whole, as parts of it are words. */
static gsize
choose_min_run (const char *secret, gsize length)
{
  if (strpbrk (secret, " \t\n") != NULL || iru_secret_is_path (secret, length)
      || strstr (secret, "://") != NULL)
    return length;
  if (iru_secret_looks_random (secret, length))
    return IRU_SECRET_MIN_PIECE;
  return MAX (IRU_SECRET_MIN_PIECE, length - length / 4);
}

static void
add_base64 (IruSecretPatterns *patterns, const char *secret, gsize length, gboolean in_pieces,
            guint mask)
{
  for (guint shift = 0; shift < N_SHIFTS && shift < length; shift++)
    {
      gsize whole = (length - shift) / 3 * 3;
      char *base64;

      if (whole < IRU_SECRET_MIN_LENGTH)
        continue;
      base64 = g_base64_encode ((const guchar *)secret + shift, whole);
      add_pattern (patterns, base64, in_pieces ? MIN_BASE64_PIECE : strlen (base64), mask, TRUE);
      iru_wipe_free (base64);
    }
}

static void
add_one (IruSecretPatterns *patterns, const char *secret, guint mask)
{
  gsize length = strlen (secret);
  gsize min_run = length;

  if (length < IRU_SECRET_MIN_LENGTH || g_hash_table_contains (patterns->known, secret))
    return;
  g_hash_table_add (patterns->known, g_strdup (secret));
  if (iru_secret_get_kind (secret) == 0)
    min_run = choose_min_run (secret, length);
  add_pattern (patterns, secret, min_run, mask, FALSE);
  add_base64 (patterns, secret, length, min_run < length - length / 4, mask);
}

/* "name=value", and the values of cookies and challenges. */
static void
add_values (IruSecretPatterns *patterns, const char *secret, guint mask)
{
  const char *at = secret;

  for (guint i = 0; i < MAX_PARTS && *at != '\0'; i++)
    {
      gsize length = strcspn (at, ";,& \t");
      const char *equals = memchr (at, '=', length);

      if (equals != NULL && equals > at && equals[1] != '=' && equals + 1 < at + length)
        {
          char *value = g_strndup (equals + 1, at + length - equals - 1);
          char *plain = g_strdelimit (g_strdup (value), "\"'", ' ');

          g_strstrip (plain);
          if (strlen (plain) >= IRU_SECRET_MIN_PIECE && !iru_secret_is_harmless (plain))
            add_one (patterns, plain, mask);
          else if (iru_secret_name_classify (at, equals - at) == IRU_SECRET_NAME_KEY)
            add_one (patterns, plain, mask);
          iru_wipe_free (plain);
          iru_wipe_free (value);
        }
      at += length + (at[length] != '\0');
    }
}

/* "user:password", or one of them. */
static void
add_login (IruSecretPatterns *patterns, const char *login, guint mask)
{
  const char *colon = strchr (login, ':');

  add_one (patterns, login, mask);
  if (colon == NULL)
    return;
  char *user = g_strndup (login, colon - login);
  if (!iru_secret_is_harmless (user))
    add_one (patterns, user, mask);
  add_one (patterns, colon + 1, mask);
  iru_wipe_free (user);
}

static void
add_basic (IruSecretPatterns *patterns, const char *base64, guint mask)
{
  gsize length;
  guchar *bytes = g_base64_decode (base64, &length);
  char *login = g_strndup ((const char *)bytes, length);

  if (strlen (login) == length && g_utf8_validate (login, -1, NULL))
    add_login (patterns, login, mask);
  explicit_bzero (bytes, length);
  g_free (bytes);
  iru_wipe_free (login);
}

static void
add_all_forms (IruSecretPatterns *patterns, const char *secret, guint mask)
{
  gsize kind = iru_secret_get_kind (secret);
  char *plain = strchr (secret, '%') != NULL ? g_uri_unescape_string (secret, NULL) : NULL;
  const char *blank = strrchr (secret, ' ');

  add_one (patterns, secret, mask);
  if (kind > 0)
    add_one (patterns, secret + kind, mask);
  if (plain != NULL)
    add_one (patterns, plain, mask);
  iru_wipe_free (plain);
  if (strchr (secret, '=') != NULL)
    add_values (patterns, secret, mask);
  if (blank == NULL)
    return;
  add_all_forms (patterns, blank + 1, mask);
  if (g_ascii_strncasecmp (secret, "Basic ", 6) == 0)
    add_basic (patterns, blank + 1, mask);
}

void
iru_secret_patterns_add (IruSecretPatterns *patterns, const char *secret)
{
  if (secret == NULL || strlen (secret) < IRU_SECRET_MIN_LENGTH)
    return;
  g_ptr_array_add (patterns->masks, patterns->mask (secret));
  add_all_forms (patterns, secret, patterns->masks->len - 1);
}

/* Values that are in every second sentence, and no key. */
static gboolean
is_ordinary (const char *value)
{
  gsize length = strlen (value);
  gsize plain = strspn (value, "abcdefghijklmnopqrstuvwxyz/*,;= ");

  return iru_secret_is_path (value, length) || (plain == length && strchr (value, '/') != NULL)
         || (plain == length && length <= 12 && strpbrk (value, "=,; ") == NULL)
         || (strspn (value, "0123456789.") == length && length <= 8);
}

/* A reference to a variable in the place of the whole value, whose name may be shown. A key that
 * somebody put in brackets is none: names of variables have capitals only. */
static gboolean
is_reference (const char *value)
{
  static const struct
  {
    const char *open;
    const char *close;
    gboolean is_input;
  } spellings[] = { { "${input:", "}", TRUE }, { "${env:", "}", FALSE }, { "{env:", "}", FALSE },
                    { "${", "}", FALSE },      { "%", "%", FALSE },      { "$", "", FALSE } };

  if (g_str_has_prefix (value, "Bearer "))
    value += strlen ("Bearer ");
  for (guint i = 0; i < G_N_ELEMENTS (spellings); i++)
    {
      const char *name = value + strlen (spellings[i].open);
      gsize length =
          g_str_has_prefix (value, spellings[i].open)
              ? strspn (name, spellings[i].is_input ? "abcdefghijklmnopqrstuvwxyz_-0123456789"
                                                    : "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789")
              : 0;

      if (length > 0 && length <= 40 && !g_ascii_isdigit (*name)
          && strcmp (name + length, spellings[i].close) == 0)
        return TRUE;
    }
  return FALSE;
}

void
iru_secret_patterns_add_value (IruSecretPatterns *patterns, const char *name, const char *value)
{
  gboolean is_key =
      name != NULL && iru_secret_name_classify (name, strlen (name)) == IRU_SECRET_NAME_KEY;
  gboolean is_url = strstr (value, "://") != NULL && strpbrk (value, " \t\n") == NULL;

  if (is_reference (value))
    return;
  if (is_url)
    iru_secret_patterns_add_url (patterns, value);
  if (is_key || (!is_url && !is_ordinary (value)))
    iru_secret_patterns_add (patterns, value);
}

static void
add_url_part (const char *part, gsize length, gpointer data)
{
  IruSecretPatterns *patterns = data;
  char *secret = g_strndup (part, length);
  char *plain = g_uri_unescape_string (secret, NULL);

  iru_secret_patterns_add (patterns, secret);
  if (plain != NULL && strcmp (plain, secret) != 0)
    iru_secret_patterns_add (patterns, plain);
  if (strchr (secret, ':') != NULL)
    {
      g_ptr_array_add (patterns->masks, patterns->mask (secret));
      add_login (patterns, secret, patterns->masks->len - 1);
      if (plain != NULL)
        add_login (patterns, plain, patterns->masks->len - 1);
      const char *colon = strchr (secret, ':');
      char *password = g_uri_unescape_string (colon + 1, NULL);

      if (password != NULL)
        add_one (patterns, password, patterns->masks->len - 1);
      iru_wipe_free (password);
    }
  iru_wipe_free (plain);
  iru_wipe_free (secret);
}

void
iru_secret_patterns_add_url (IruSecretPatterns *patterns, const char *url)
{
  iru_url_foreach_secret (url, strlen (url), add_url_part, patterns);
}

static void
add_pairs (IruSecretPatterns *patterns, GPtrArray *pairs, gboolean (*is_secret) (const char *name))
{
  for (guint i = 0; i < pairs->len; i++)
    {
      const IruPair *pair = iru_pairs_index (pairs, i);

      if (is_secret (pair->name))
        iru_secret_patterns_add_value (patterns, pair->name, pair->value);
    }
}

static void
add_argument (IruSecretPatterns *patterns, const char *before, const char *argument)
{
  g_autoptr (GArray) spans = iru_secret_find_in_argument (before, argument);

  for (guint i = 0; i < spans->len; i++)
    {
      const IruSecretSpan *span = &g_array_index (spans, IruSecretSpan, i);
      char *secret = g_strndup (argument + span->start, span->end - span->start);

      if (span->is_url)
        iru_secret_patterns_add_url (patterns, secret);
      else
        iru_secret_patterns_add (patterns, secret);
      iru_wipe_free (secret);
    }
}

void
iru_secret_patterns_add_server (IruSecretPatterns *patterns, const IruServer *server)
{
  add_pairs (patterns, server->headers, iru_header_is_secret);
  add_pairs (patterns, server->env, iru_variable_is_secret);
  for (guint i = 0; i < server->args->len; i++)
    add_argument (patterns, i > 0 ? server->args->pdata[i - 1] : "", server->args->pdata[i]);
  if (server->url != NULL)
    iru_secret_patterns_add_url (patterns, server->url);
}

/* Where patterns begin */

static guint32
make_gram (const char *bytes)
{
  guint32 gram;

  memcpy (&gram, bytes, sizeof gram);
  return gram;
}

static void
index_at (IruSecretPatterns *patterns, guint number, gsize at, gboolean base64)
{
  GHashTable *grams = patterns->grams[base64 ? 1 : 0];
  gpointer gram = GUINT_TO_POINTER (make_gram (patterns->bytes->str + at));
  GArray *entries = g_hash_table_lookup (grams, gram);
  Entry entry = { number, at };
  guchar first = (guchar)patterns->bytes->str[at];

  if (entries == NULL)
    {
      entries = g_array_new (FALSE, FALSE, sizeof (Entry));
      g_hash_table_insert (grams, gram, entries);
    }
  g_array_append_val (entries, entry);
  guint pair = first << 8 | (guchar)patterns->bytes->str[at + 1];
  patterns->firsts[base64 ? 1 : 0][first] = 1;
  patterns->pairs[base64 ? 1 : 0][pair / 8] |= (guint8)(1 << pair % 8);
  patterns->begins[first] = TRUE;
  patterns->begins[(guchar)(base64 ? first : g_ascii_toupper ((char)first))] = TRUE;
  if (base64)
    patterns->begins[first == '+' ? '-' : first == '/' ? '_' : first] = TRUE;
}

static void
index_patterns (IruSecretPatterns *patterns)
{
  for (; patterns->n_indexed < patterns->patterns->len; patterns->n_indexed++)
    {
      const Pattern *pattern = &g_array_index (patterns->patterns, Pattern, patterns->n_indexed);

      for (gsize at = pattern->start; at + pattern->min_run <= pattern->end; at++)
        index_at (patterns, patterns->n_indexed, at, pattern->base64);
    }
  if (patterns->n_stamps == patterns->bytes->len + 1)
    return;
  patterns->n_stamps = patterns->bytes->len + 1;
  g_free (patterns->stamps);
  g_free (patterns->slots);
  patterns->stamps = g_new0 (guint64, patterns->n_stamps);
  patterns->slots = g_new0 (guint, patterns->n_stamps);
}

/* The search */

static const Readings *
read_at (Search *search, gsize at)
{
  Readings *readings = &search->readings[at % RING];

  if (readings->place == at + 1)
    return readings;
  readings->place = at + 1;
  readings->n_spellings =
      at < search->text->len
          ? iru_spelling_list (search->text->str + at, search->text->len - at, readings->spellings)
          : 0;
  return readings;
}

static void
wait_at (Search *search, gsize place, State state)
{
  GArray **bucket = &search->ring[place % RING];

  if (*bucket == NULL)
    *bucket = g_array_new (FALSE, FALSE, sizeof (State));
  g_array_append_val (*bucket, state);
  search->n_waiting++;
}

/* @state with @bytes more, at @place; nothing where the pattern goes on otherwise. */
static void
advance (Search *search, State state, const char *bytes, gsize n_bytes, gsize place)
{
  const Pattern *pattern = &g_array_index (search->patterns->patterns, Pattern, state.pattern);

  if (pattern->end - state.next < n_bytes)
    return;
  for (gsize i = 0; i < n_bytes; i++)
    if (normalize (bytes[i], pattern->base64) != search->patterns->bytes->str[state.next + i])
      return;
  state.next += n_bytes;
  state.run += n_bytes;
  wait_at (search, place, state);
}

static void
add_match (Search *search, const State *state, gsize end)
{
  Match match = { state->from, end, state->run,
                  g_array_index (search->patterns->patterns, Pattern, state->pattern).mask };

  while (search->matches->len > 0)
    {
      const Match *last = &g_array_index (search->matches, Match, search->matches->len - 1);

      if (last->end <= match.start)
        break;
      match.start = MIN (match.start, last->start);
      if (last->run > match.run)
        {
          match.run = last->run;
          match.mask = last->mask;
        }
      g_array_set_size (search->matches, search->matches->len - 1);
    }
  g_array_append_val (search->matches, match);
}

/* Of states that wait for the same byte one stays. */
static void
merge (IruSecretPatterns *patterns, GArray *states)
{
  guint n = 0;

  patterns->now++;
  for (guint i = 0; i < states->len; i++)
    {
      State state = g_array_index (states, State, i);
      State *same;

      gsize key = state.next;
      if (patterns->stamps[key] == patterns->now)
        {
          same = &g_array_index (states, State, patterns->slots[key]);
          same->run = MAX (same->run, state.run);
          same->from = MIN (same->from, state.from);
          continue;
        }
      patterns->stamps[key] = patterns->now;
      patterns->slots[key] = n;
      g_array_index (states, State, n++) = state;
    }
  g_array_set_size (states, n);
}

static gboolean
is_line_break (const IruSpelling *spelling)
{
  return spelling->n_bytes == 1 && (spelling->bytes[0] == '\n' || spelling->bytes[0] == '\r');
}

/* What has come as far as @at goes on from there. */
static void
follow (Search *search, gsize at)
{
  GArray *states = search->ring[at % RING];
  const Readings *readings = read_at (search, at);

  if (states == NULL || states->len == 0)
    return;
  search->n_waiting -= states->len;
  merge (search->patterns, states);
  for (guint i = 0; i < states->len; i++)
    {
      State state = g_array_index (states, State, i);

      if (state.run >= g_array_index (search->patterns->patterns, Pattern, state.pattern).min_run)
        add_match (search, &state, at);
      for (guint j = 0; j < readings->n_spellings; j++)
        {
          const IruSpelling *spelling = &readings->spellings[j];

          advance (search, state, spelling->bytes, spelling->n_bytes, at + spelling->taken);
          if (is_line_break (spelling))
            wait_at (search, at + spelling->taken, state);
        }
    }
  g_array_set_size (states, 0);
}

static void
meet (Search *search, gsize from, gsize at, const char *bytes, gsize n_bytes)
{
  for (guint base64 = 0; base64 < 2; base64++)
    {
      char gram[GRAM];
      GArray *entries;

      for (guint i = 0; i < GRAM; i++)
        gram[i] = normalize (bytes[i], base64 == 1);
      entries = g_hash_table_lookup (search->patterns->grams[base64],
                                     GUINT_TO_POINTER (make_gram (gram)));
      for (guint i = 0; entries != NULL && i < entries->len; i++)
        {
          const Entry *entry = &g_array_index (entries, Entry, i);
          State state = { entry->at, entry->pattern, 0, from };

          advance (search, state, bytes, n_bytes, at);
        }
    }
}

/* Whether a pattern may begin so; most places of a text are left at this. */
static gboolean
is_hopeful (const IruSecretPatterns *patterns, const char *bytes, gsize n_bytes)
{
  for (guint base64 = 0; base64 < 2; base64++)
    {
      guint first = (guchar)normalize (bytes[0], base64 == 1);
      guint pair = n_bytes > 1 ? first << 8 | (guchar)normalize (bytes[1], base64 == 1) : 0;

      if (n_bytes == 1 ? patterns->firsts[base64][first]
                       : (patterns->pairs[base64][pair / 8] >> pair % 8 & 1) != 0)
        return TRUE;
    }
  return FALSE;
}

/* The beginning of a reading: how far in the text it has come, and what it means. */
typedef struct
{
  gsize at;
  gsize n_bytes;
  char bytes[2 * GRAM];
} Start;

static gboolean
is_there (const GArray *starts, const Start *start)
{
  for (guint i = 0; i < starts->len; i++)
    {
      const Start *other = &g_array_index (starts, Start, i);

      if (other->at == start->at && other->n_bytes == start->n_bytes
          && memcmp (other->bytes, start->bytes, start->n_bytes) == 0)
        return TRUE;
    }
  return FALSE;
}

/* @start with each reading of the next character. */
static void
extend (Search *search, gsize from, const Start *start)
{
  const Readings *readings = read_at (search, start->at);

  for (guint i = 0; i < readings->n_spellings; i++)
    {
      const IruSpelling *spelling = &readings->spellings[i];
      Start longer = *start;

      memcpy (longer.bytes + longer.n_bytes, spelling->bytes, spelling->n_bytes);
      longer.n_bytes += spelling->n_bytes;
      longer.at += spelling->taken;
      if (longer.at - from + IRU_SPELLING_MAX_LENGTH < RING
          && is_hopeful (search->patterns, longer.bytes, longer.n_bytes)
          && !is_there (search->starts, &longer))
        g_array_append_val (search->starts, longer);
    }
}

/* Every reading of the next bytes, as far as patterns are told apart by. */
static void
begin (Search *search, gsize from)
{
  const Start first = { .at = from };

  g_array_set_size (search->starts, 0);
  extend (search, from, &first);
  for (guint i = 0; i < search->starts->len; i++)
    {
      Start start = g_array_index (search->starts, Start, i);

      if (start.n_bytes >= GRAM)
        meet (search, from, start.at, start.bytes, start.n_bytes);
      else
        extend (search, from, &start);
    }
}

static void
apply (Search *search, GString *text)
{
  GString *masked = g_string_sized_new (text->len);
  gsize from = 0;

  for (guint i = 0; i < search->matches->len; i++)
    {
      const Match *match = &g_array_index (search->matches, Match, i);

      g_string_append_len (masked, text->str + from, (gssize)(match->start - from));
      g_string_append (masked, search->patterns->masks->pdata[match->mask]);
      from = match->end;
    }
  g_string_append_len (masked, text->str + from, (gssize)(text->len - from));
  explicit_bzero (text->str, text->len);
  g_string_truncate (text, 0);
  g_string_append_len (text, masked->str, (gssize)masked->len);
  g_string_free (masked, TRUE);
}

void
iru_secret_patterns_mask (IruSecretPatterns *patterns, GString *text)
{
  Search search = { .patterns = patterns, .text = text };

  if (patterns->patterns->len == 0)
    return;
  index_patterns (patterns);
  search.matches = g_array_new (FALSE, FALSE, sizeof (Match));
  search.starts = g_array_new (FALSE, FALSE, sizeof (Start));
  for (gsize at = 0; at <= text->len; at++)
    {
      if (search.n_waiting > 0)
        follow (&search, at);
      if (at < text->len && patterns->begins[(guchar)text->str[at]])
        begin (&search, at);
    }
  if (search.matches->len > 0)
    apply (&search, text);
  for (guint i = 0; i < RING; i++)
    g_clear_pointer (&search.ring[i], g_array_unref);
  g_array_unref (search.starts);
  g_array_unref (search.matches);
}
