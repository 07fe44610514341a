/* iru-secret.c: the secrets in a text, and what is shown of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One walk from left to right, word by word; nothing is looked at twice.
 */
#include "iru-secret.h"

#include <string.h>

#include "iru-secret-kind.h"

/* With fewer characters than this behind its kind, the last four tell too much. */
#define MIN_TAIL_LENGTH 12
/* Of an unknown word behind "token:" in a sentence. */
#define MIN_WORD_KEY 8
#define MIN_LONG_KEY 24
/* "-k1a2b3c" is no option with a value. */
#define MIN_OPTION_KEY 6

/* Of a variable whose name says nothing. A longer value is looked at word by word. */
#define MAX_SHELL_VALUE 512

#define PEM_BEGIN "-----BEGIN "
#define PEM_END "-----END "

typedef struct
{
  const char *text;
  gsize length;
  gsize at;
  IruSecretText source;
  GArray *spans;
  gsize value_start; /* of the value without quotes that was measured last */
  gsize value_end;
  gsize path_end; /* of what was no path */
} Scan;

static void
add_span (Scan *scan, gsize start, gsize end, gboolean is_url, gboolean is_doubt)
{
  IruSecretSpan span = { start, end, is_url, is_doubt };

  if (end > start)
    g_array_append_val (scan->spans, span);
  scan->at = MAX (end, scan->at);
}

static gboolean
is_word_char (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '-' || c == '.';
}

static gsize
measure_word (const Scan *scan, gsize from)
{
  gsize end = from;

  while (end < scan->length && is_word_char (scan->text[end]))
    end++;
  return end - from;
}

static gsize
skip_blanks (const Scan *scan, gsize at)
{
  while (at < scan->length && (scan->text[at] == ' ' || scan->text[at] == '\t'))
    at++;
  return at;
}

/* A mask, or a reference to a variable. */
static gboolean
is_open_value (const char *value, gsize length)
{
  return length == 0 || g_str_has_prefix (value, "…") || g_str_has_prefix (value, "${")
         || g_str_has_prefix (value, "{env:") || g_str_has_prefix (value, "{file:")
         || g_str_has_prefix (value, "$env:") || (length > 1 && value[0] == '$' && value[1] == '(')
         || (value[0] == '$' && length > 1 && (g_ascii_isalpha (value[1]) || value[1] == '_'))
         || (length > 2 && value[0] == '%' && value[length - 1] == '%');
}

/* Whether a word of a sentence may be a key. */
static gboolean
is_key_like (const char *word, gsize length)
{
  if (length >= MIN_LONG_KEY)
    return TRUE;

  gboolean digit = FALSE;
  gboolean letter = FALSE;
  guint capitals = 0;

  for (gsize i = 0; i < length; i++)
    {
      digit |= g_ascii_isdigit (word[i]);
      letter |= g_ascii_isalpha (word[i]);
      capitals += i > 0 && g_ascii_isupper (word[i]) && g_ascii_islower (word[i - 1]);
    }
  return length >= MIN_WORD_KEY && ((digit && letter) || capitals >= 2);
}

/* Where a value that begins at @at ends. */
static gsize
find_value_end (Scan *scan, gsize at)
{
  char quote = scan->text[at];

  if (quote == '"' || quote == '\'' || quote == '`')
    {
      gsize end = at + 1;

      while (end < scan->length && scan->text[end] != quote && scan->text[end] != '\n')
        end += scan->text[end] == '\\' && end + 1 < scan->length ? 2 : 1;
      return MIN (end, scan->length);
    }
  /* It ends where one ends that begins before: so a long value is walked once. */
  if (at >= scan->value_start && at < scan->value_end)
    return scan->value_end;
  scan->value_start = at;
  while (at < scan->length && strchr (" \t\r\n\"'`,;&)]}<>|", scan->text[at]) == NULL)
    at++;
  scan->value_end = at;
  return at;
}

/* The rest of the line, or of what is quoted: a header's value may have blanks. */
static gsize
find_line_end (const Scan *scan, gsize at)
{
  while (at < scan->length && strchr ("\r\n\"'`", scan->text[at]) == NULL)
    at++;
  return at;
}

/* PEM */

static gboolean
take_pem (Scan *scan)
{
  const char *from = scan->text + scan->at;
  gsize left = scan->length - scan->at;
  const char *line_end;
  const char *end;

  if (left < strlen (PEM_BEGIN) || memcmp (from, PEM_BEGIN, strlen (PEM_BEGIN)) != 0)
    return FALSE;
  line_end = g_strstr_len (from + strlen (PEM_BEGIN), (gssize)MIN (left - strlen (PEM_BEGIN), 64),
                           "-----");
  if (line_end == NULL || g_strstr_len (from, line_end - from, "PRIVATE KEY") == NULL)
    return FALSE;
  line_end += strlen ("-----");
  end = g_strstr_len (line_end, (gssize)(left - (line_end - from)), PEM_END);
  add_span (scan, line_end - scan->text, end != NULL ? (gsize)(end - scan->text) : scan->length,
            FALSE, FALSE);
  return TRUE;
}

/* URLs */

static gboolean
take_url (Scan *scan, gsize word)
{
  static const char ends[] = " \t\r\n\"'`<>|\\";
  gsize authority = scan->at + word;
  gsize end = authority + strlen ("://");

  if (scan->length - authority < 3 || memcmp (scan->text + authority, "://", 3) != 0)
    return FALSE;
  /* "Endpoint=https://store.example;AccountKey=…": a host has no semicolon. */
  while (end < scan->length && strchr ("/?#;", scan->text[end]) == NULL
         && strchr (ends, scan->text[end]) == NULL)
    end++;
  while (end < scan->length && scan->text[end] != ';' && strchr (ends, scan->text[end]) == NULL)
    end += 1 + strcspn (scan->text + end + 1, ends);
  end = MIN (end, scan->length);
  g_autofree char *url = g_strndup (scan->text + scan->at, end - scan->at);
  if (iru_url_has_secret (url))
    add_span (scan, scan->at, end, TRUE, FALSE);
  explicit_bzero (url, strlen (url));
  scan->at = end;
  return TRUE;
}

/* Keys by their beginning */

static gboolean
take_kind (Scan *scan)
{
  gsize key_length;
  gsize kind = iru_secret_match_kind (scan->text + scan->at, scan->length - scan->at, &key_length);

  if (kind == 0)
    return FALSE;
  add_span (scan, scan->at, scan->at + key_length, FALSE, FALSE);
  return TRUE;
}

/* "Bearer x", "Basic x", "Token x" */

/* Whether it is "name=value". A "=" at the end is base64's. */
static gboolean
has_name (const char *word, gsize length)
{
  const char *equals = memchr (word, '=', length);

  return equals != NULL && equals + 1 < word + length && equals[1] != '=';
}

static gboolean
is_scheme (const char *word, gsize length)
{
  static const char *const schemes[] = {
    "bearer", "basic", "token", "digest", "apikey", "negotiate"
  };

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (strlen (schemes[i]) == length && g_ascii_strncasecmp (word, schemes[i], length) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
take_scheme (Scan *scan, gsize word)
{
  gsize value = skip_blanks (scan, scan->at + word);
  gsize length;

  if (value == scan->at + word || !is_scheme (scan->text + scan->at, word))
    return FALSE;
  length = iru_secret_measure_tail (scan->text + value, scan->length - value);
  if (!is_key_like (scan->text + value, length) || has_name (scan->text + value, length))
    return FALSE;
  add_span (scan, value, value + length, FALSE, FALSE);
  return TRUE;
}

/* NAME=VALUE, NAME: VALUE, "NAME": "VALUE", --name VALUE */

/* Where the value of the name that ends at @at begins; 0 if there is none. */
static gsize
find_value (const Scan *scan, gsize at, gboolean is_option)
{
  gsize next = at;

  if (next < scan->length && strchr ("\"'`\\]", scan->text[next]) != NULL)
    next++;
  if (next < scan->length && next > at && scan->text[next - 1] == '\\')
    next++;
  next = skip_blanks (scan, next);
  if (next < scan->length && (scan->text[next] == '=' || scan->text[next] == ':'))
    {
      next += next + 1 < scan->length && scan->text[next + 1] == '>' ? 2 : 1;
      return skip_blanks (scan, next);
    }
  return is_option && next > at && next < scan->length && scan->text[next] != '-' ? next : 0;
}

static gboolean
is_shell_variable (const char *name, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isupper (name[i]) && !g_ascii_isdigit (name[i]) && name[i] != '_')
      return FALSE;
  return length > 1;
}

static gboolean
is_whole_line (const char *name, gsize length)
{
  static const char *const names[] = { "authorization", "proxy-authorization", "cookie",
                                       "set-cookie" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i]) == length && g_ascii_strncasecmp (names[i], name, length) == 0)
      return TRUE;
  return FALSE;
}

/* Whether the value is to be masked, which begins at @value and has @length. */
static gboolean
is_secret_value (const Scan *scan, const char *name, gsize word, const char *value, gsize length)
{
  IruSecretName class = iru_secret_name_classify (name, word);

  if (is_open_value (value, length))
    return FALSE;
  if (class == IRU_SECRET_NAME_KEY)
    return scan->source == IRU_SECRET_TEXT_SETTING || is_key_like (value, length)
           || is_whole_line (name, word);
  return class == IRU_SECRET_NAME_PLAIN && scan->source == IRU_SECRET_TEXT_SETTING
         && is_shell_variable (name, word) && length <= MAX_SHELL_VALUE
         && is_key_like (value, length) && !iru_secret_is_path (value, length)
         && g_strstr_len (value, (gssize)length, "://") == NULL;
}

static gboolean
take_assignment (Scan *scan, gsize word)
{
  const char *name = scan->text + scan->at;
  gsize dashes = strspn (name, "-");
  gboolean is_option = dashes > 0 && dashes < word && scan->source == IRU_SECRET_TEXT_SETTING;
  gsize value = dashes < word ? find_value (scan, scan->at + word, is_option) : 0;
  gsize end;

  if (value == 0 || value >= scan->length || strchr ("{[", scan->text[value]) != NULL)
    return FALSE;
  /* "Authorization: Bearer x" in a sentence: only the token is secret. */
  if (scan->source == IRU_SECRET_TEXT_OUTSIDE && is_whole_line (name, word)
      && is_scheme (scan->text + value, measure_word (scan, value)))
    return FALSE;
  end = find_value_end (scan, value);
  value += strchr ("\"'`", scan->text[value]) != NULL;
  if (end > value
      && iru_secret_name_classify (name + dashes, word - dashes) == IRU_SECRET_NAME_OPEN)
    {
      scan->at = end;
      return TRUE;
    }
  if (end <= value
      || !is_secret_value (scan, name + dashes, word - dashes, scan->text + value, end - value))
    return FALSE;
  if (is_whole_line (name, word) && scan->source == IRU_SECRET_TEXT_SETTING)
    end = MAX (end, find_line_end (scan, value));
  add_span (scan, value, end, FALSE, FALSE);
  return TRUE;
}

/* Random words: with what is beside them, as base64 has more than letters. */
static gboolean
take_random (Scan *scan, gsize word)
{
  gsize start = scan->at;
  gsize end = scan->at + word;
  gsize last = scan->spans->len > 0
                   ? g_array_index (scan->spans, IruSecretSpan, scan->spans->len - 1).end
                   : 0;

  if (scan->source != IRU_SECRET_TEXT_SETTING
      || !iru_secret_looks_random (scan->text + start, word))
    return FALSE;
  while (start > last && strchr (" \t\r\n\"'`,;:()[]{}<>=", scan->text[start - 1]) == NULL)
    start--;
  while (end < scan->length && strchr (" \t\r\n\"'`,;()[]{}<>", scan->text[end]) == NULL)
    end++;
  add_span (scan, start, end, FALSE, TRUE);
  return TRUE;
}

static gboolean
is_behind_word (const Scan *scan)
{
  char before = scan->at > 0 ? scan->text[scan->at - 1] : ' ';

  return before == '/' || before == '\\' || before == '@';
}

static void
take_word (Scan *scan)
{
  gsize word = measure_word (scan, scan->at);

  if (take_url (scan, word) || (!is_behind_word (scan) && take_kind (scan))
      || take_scheme (scan, word) || take_assignment (scan, word) || take_random (scan, word))
    return;
  scan->at += word;
}

/* Passes a path of a file system. */
static gboolean
take_path (Scan *scan)
{
  gsize end = scan->at;

  if (scan->source != IRU_SECRET_TEXT_SETTING || scan->at < scan->path_end
      || strchr ("/~.$%\\", scan->text[scan->at]) == NULL
      || (scan->at > 0 && strchr (" \t\r\n\"'`=:,;(", scan->text[scan->at - 1]) == NULL))
    return FALSE;
  while (end < scan->length && strchr (" \t\r\n\"'`,;", scan->text[end]) == NULL)
    end++;
  if (!iru_secret_is_path (scan->text + scan->at, end - scan->at))
    {
      scan->path_end = end;
      return FALSE;
    }
  scan->at = end;
  return TRUE;
}

GArray *
iru_secret_find_in_text (const char *text, gsize length, IruSecretText source)
{
  Scan scan = { .text = text, .length = length, .source = source };

  scan.spans = g_array_new (FALSE, FALSE, sizeof (IruSecretSpan));
  while (scan.at < scan.length)
    {
      if (take_pem (&scan) || take_path (&scan))
        continue;
      if (is_word_char (scan.text[scan.at]))
        take_word (&scan);
      else
        scan.at++;
    }
  return scan.spans;
}

/* Arguments */

static void
add_all (GArray *spans, gsize start, gsize end, gboolean is_doubt)
{
  IruSecretSpan span = { start, end, FALSE, is_doubt };

  g_array_set_size (spans, 0);
  if (end > start)
    g_array_append_val (spans, span);
}

static gboolean
is_option (const char *word)
{
  return word[0] == '-' && word[1] != '\0';
}

/* "-k", "-p": any of them may be for a key, and may not. */
static gboolean
is_short_option (const char *word)
{
  return word[0] == '-' && g_ascii_isalpha (word[1]) && word[2] == '\0';
}

static gboolean
is_bare_key (const char *argument)
{
  gsize length = strlen (argument);

  return length >= MIN_OPTION_KEY && strpbrk (argument, "/\\.@:= ") == NULL
         && !iru_secret_is_harmless (argument);
}

/* "Name: value": where the secret begins; 0 for none. */
static gsize
find_header_value (const char *line)
{
  const char *mark = line + strcspn (line, ":=");
  g_autofree char *name = g_strstrip (g_strndup (line, mark - line));

  if (*mark == '\0' || !iru_header_is_secret (name))
    return 0;
  mark++;
  mark += strspn (mark, " ");
  return is_open_value (mark, strlen (mark)) ? 0 : (gsize)(mark - line);
}

static gsize
find_variable_value (const char *assignment)
{
  const char *equals = strchr (assignment, '=');
  g_autofree char *name = equals != NULL ? g_strndup (assignment, equals - assignment) : NULL;

  if (name == NULL || !iru_variable_is_secret (name)
      || is_open_value (equals + 1, strlen (equals + 1)))
    return 0;
  return (gsize)(equals - assignment) + 1;
}

static gboolean
is_any (const char *word, const char *const *names)
{
  return g_strv_contains (names, word);
}

GArray *
iru_secret_find_in_argument (const char *before, const char *argument)
{
  static const char *const header_options[] = { "--header", "-H", "--headers", NULL };
  static const char *const env_options[] = { "-e", "--env", NULL };
  gsize length = strlen (argument);
  GArray *spans = iru_secret_find_in_text (argument, length, IRU_SECRET_TEXT_SETTING);
  gsize from = 0;

  if (is_any (before, header_options))
    from = find_header_value (argument);
  else if (is_any (before, env_options))
    from = find_variable_value (argument);
  else if (g_str_has_prefix (argument, "--header="))
    from = find_header_value (argument + strlen ("--header="));
  if (from > 0)
    {
      add_all (spans, from + (is_option (argument) ? strlen ("--header=") : 0), length, FALSE);
      return spans;
    }
  if (is_any (before, header_options) || !is_option (before) || is_option (argument)
      || strchr (before, '=') != NULL || is_open_value (argument, length))
    return spans;
  if (iru_secret_name_classify (before, strlen (before)) == IRU_SECRET_NAME_KEY)
    add_all (spans, 0, length, FALSE);
  else if (is_short_option (before) && spans->len == 0 && is_bare_key (argument))
    add_all (spans, 0, length, strcmp (before, "-k") != 0);
  return spans;
}

/* Masks */

char *
iru_mask_secret (const char *secret)
{
  gsize kind = iru_secret_get_kind (secret);
  gsize length = g_utf8_validate (secret, -1, NULL) ? (gsize)g_utf8_strlen (secret, -1) : 0;
  gboolean whole = length >= kind + MIN_TAIL_LENGTH;

  return g_strdup_printf ("%.*s…%s", (int)kind, secret,
                          whole ? g_utf8_offset_to_pointer (secret, (glong)length - 4) : "");
}

char *
iru_secret_mask_spans (const char *text, gsize length, GArray *spans)
{
  GString *shown = g_string_sized_new (length);
  gsize from = 0;

  for (guint i = 0; i < spans->len; i++)
    {
      const IruSecretSpan *span = &g_array_index (spans, IruSecretSpan, i);
      g_autofree char *secret = g_strndup (text + span->start, span->end - span->start);
      g_autofree char *mask = span->is_url ? iru_mask_url (secret) : iru_mask_secret (secret);

      g_string_append_len (shown, text + from, (gssize)(span->start - from));
      g_string_append (shown, mask);
      explicit_bzero (secret, strlen (secret));
      from = span->end;
    }
  g_string_append_len (shown, text + from, (gssize)(length - from));
  return g_string_free (shown, FALSE);
}

char *
iru_secret_mask_text (const char *text, gsize length, IruSecretText source)
{
  g_autoptr (GArray) spans = iru_secret_find_in_text (text, length, source);

  return iru_secret_mask_spans (text, length, spans);
}

/* Whether letters and digits are mixed in it as in no version, size or name of a model. */
static gboolean
is_odd_word (const char *word, gsize length)
{
  guint turns = 0;

  if (length < MIN_OPTION_KEY)
    return FALSE;
  for (gsize i = 1; i < length; i++)
    {
      if (!g_ascii_isalnum (word[i]))
        return FALSE;
      turns += (g_ascii_isdigit (word[i]) != 0) != (g_ascii_isdigit (word[i - 1]) != 0);
    }
  /* "3000ms" */
  return turns > (g_ascii_isdigit (*word) ? 1 : 0);
}

gboolean
iru_secret_is_harmless (const char *text)
{
  gsize length = strlen (text);
  g_autoptr (GArray) spans = iru_secret_find_in_text (text, length, IRU_SECRET_TEXT_SETTING);

  if (is_open_value (text, length) || iru_secret_is_path (text, length))
    return TRUE;
  if (spans->len > 0)
    return FALSE;
  for (const char *word = text; *word != '\0';)
    {
      gsize word_length = strcspn (word, " \t\n");

      if (is_odd_word (word, word_length))
        return FALSE;
      word += word_length + (word[word_length] != '\0');
    }
  return TRUE;
}
