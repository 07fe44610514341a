/* fuzz-snippet.c: what a person pasted, repaired and read into servers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * No value may have more than the text has, and none less: each must stand in it
 * between quotes, as it is or with its escapes decoded.
 */
#include "fuzz.h"

#include "iru-error.h"
#include "iru-repair.h"
#include "iru-snippet.h"

#include <string.h>

/**
 * Haystack:
 * @has_command: a command line may stand in it, whose words have no quotes or some of
 *   a shell's, and which names no header
 * @twice: decoded again, for a configuration within a string
 * @bare: without quotes and what else a shell takes out of a word
 *
 * What values are looked for in.
 */
typedef struct
{
  gboolean has_command;
  char *raw;
  char *decoded;
  char *twice;
  char *bare;
} Haystack;

static gboolean
read_hex (const char *text, guint n_digits, gunichar *value)
{
  *value = 0;
  for (guint i = 0; i < n_digits; i++)
    {
      int digit = g_ascii_xdigit_value (text[i]);

      if (digit < 0)
        return FALSE;
      *value = *value * 16 + digit;
    }
  return TRUE;
}

/* Half of a character is joined with the other half, if that follows. */
static gsize
decode_unicode (const char *text, GString *out)
{
  gunichar c;
  gunichar low;
  gsize length = text[1] == 'u' ? 6 : text[1] == 'U' ? 10 : 4;

  if (!read_hex (text + 2, length - 2, &c))
    return 0;
  if (c >= 0xd800 && c <= 0xdbff && text[6] == '\\' && text[7] == 'u'
      && read_hex (text + 8, 4, &low) && low >= 0xdc00 && low <= 0xdfff)
    {
      c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
      length = 12;
    }
  if (c == 0 || !g_unichar_validate (c))
    return 0;
  g_string_append_unichar (out, c);
  return length;
}

/* Of JSON and TOML. Returns the bytes of @text that it took; 0 if it is no escape. */
static gsize
decode_escape (const char *text, GString *out)
{
  static const char names[] = "\"\\/'bfnrte";
  static const char values[] = "\"\\/'\b\f\n\r\t\x1b";
  const char *found = text[1] != '\0' ? strchr (names, text[1]) : NULL;
  gsize blanks = strspn (text + 1, " \t\r\n");

  if (found != NULL)
    {
      g_string_append_c (out, values[found - names]);
      return 2;
    }
  if (blanks > 0 && memchr (text + 1, '\n', blanks) != NULL)
    return 1 + blanks;
  return text[1] != '\0' && strchr ("uUx", text[1]) != NULL ? decode_unicode (text, out) : 0;
}

static char *
clean (const char *text)
{
  char *cleaned = iru_repair_clean_string (text, strlen (text), 0, NULL);
  char *end = cleaned;

  for (const char *p = cleaned; *p != '\0'; p++)
    if (*p != '\r')
      *end++ = *p;
  *end = '\0';
  return cleaned;
}

static char *
decode (const char *text)
{
  GString *decoded = g_string_new (NULL);

  for (const char *p = text; *p != '\0';)
    {
      gsize taken = *p == '\\' ? decode_escape (p, decoded) : 0;

      if (taken == 0)
        g_string_append_c (decoded, *p);
      p += MAX (taken, 1);
    }
  return g_string_free (decoded, FALSE);
}

static gboolean
is_quote (gunichar c)
{
  return c == '"' || c == '\'' || (c >= 0x2018 && c <= 0x201f) || c == 0x2033 || c == 0xff02
         || c == 0xff07 || c == 0xab || c == 0xbb;
}

/* A shell's quotes may be a word processor's in a paste; one may have a dollar in front. */
static char *
strip (const char *text)
{
  GString *bare = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (strchr ("$\\`^\n", *p) == NULL && !is_quote (g_utf8_get_char (p)))
      g_string_append_len (bare, p, g_utf8_next_char (p) - p);
  return g_string_free (bare, FALSE);
}

static gboolean
has_command (const char *text)
{
  static const char *const words[] = { "claude", "codex", "gemini", "code",
                                       "cursor", "curl",  "iru_mcp" };
  g_autofree char *lower = g_ascii_strdown (text, -1);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (lower, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

static Haystack
haystack_new (const char *text)
{
  g_autofree char *decoded = decode (text);
  g_autofree char *twice = decode (decoded);
  Haystack haystack = { has_command (text), clean (text), clean (decoded), clean (twice), NULL };

  haystack.bare = strip (haystack.raw);
  return haystack;
}

static void
haystack_clear (Haystack *haystack)
{
  g_free (haystack->raw);
  g_free (haystack->decoded);
  g_free (haystack->twice);
  g_free (haystack->bare);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Haystack, haystack_clear)

static gboolean
has (const Haystack *haystack, const char *value)
{
  g_autofree char *needle = clean (value);

  return strstr (haystack->raw, needle) != NULL || strstr (haystack->decoded, needle) != NULL
         || strstr (haystack->twice, needle) != NULL;
}

static gboolean
is_space (gunichar c)
{
  return c <= ' ' || c == 0x85 || g_unichar_isspace (c);
}

/* Whether quotes stand round the bytes from @start to @end of @text, and between them
 * and the quotes nothing but spaces. */
static gboolean
is_quoted (const char *text, const char *start, const char *end)
{
  while (is_space (g_utf8_get_char (end)) && *end != '\0')
    end = g_utf8_next_char (end);
  while (start > text && is_space (g_utf8_get_char (g_utf8_prev_char (start))))
    start = g_utf8_prev_char (start);
  return start > text && is_quote (g_utf8_get_char (g_utf8_prev_char (start)))
         && is_quote (g_utf8_get_char (end));
}

static gboolean
has_quoted_in (const char *text, const char *needle)
{
  for (const char *p = text; (p = strstr (p, needle)) != NULL && *p != '\0'; p++)
    if (is_quoted (text, p, p + strlen (needle)))
      return TRUE;
  return FALSE;
}

/* A whole string of the text: neither more than that nor less. */
static gboolean
has_whole (const Haystack *haystack, const char *value)
{
  g_autofree char *needle = clean (value);

  g_autofree char *bare = strip (needle);

  return has_quoted_in (haystack->raw, needle) || has_quoted_in (haystack->decoded, needle)
         || has_quoted_in (haystack->twice, needle)
         || (haystack->has_command && strstr (haystack->bare, bare) != NULL);
}

static void
check_pairs (const Haystack *haystack, GPtrArray *pairs)
{
  for (guint i = 0; i < pairs->len; i++)
    {
      FUZZ_HOLDS (haystack->has_command || has (haystack, iru_pairs_index (pairs, i)->name));
      FUZZ_HOLDS (has_whole (haystack, iru_pairs_index (pairs, i)->value));
    }
}

/* How many pieces of @haystack make up @value, or 0 if there is no way to make it. */
static guint
count_pieces (const Haystack *haystack, const char *value)
{
  guint n = 0;

  for (gsize taken; *value != '\0'; value += taken, n++)
    {
      taken = strlen (value);
      for (g_autofree char *piece = g_strdup (value); taken > 0; piece[--taken] = '\0')
        if (has (haystack, piece))
          break;
      if (taken == 0)
        return 0;
    }
  return MAX (n, 1);
}

/* A bridge's header is an argument with references in it, and what they stand for. */
static void
check_bridged (const Haystack *haystack, const IruServer *server)
{
  guint max = 1;

  for (guint i = 0; i < server->args->len; i++)
    for (const char *p = g_ptr_array_index (server->args, i); (p = strstr (p, "${")) != NULL; p++)
      max += 2;
  for (guint i = 0; i < server->headers->len; i++)
    {
      guint n = count_pieces (haystack, iru_pairs_index (server->headers, i)->value);

      FUZZ_HOLDS (n > 0 && n <= max);
    }
}

static void
check_server (const Haystack *haystack, const IruServer *server, gboolean has_names)
{
  FUZZ_HOLDS (server->name != NULL && *server->name != '\0');
  FUZZ_HOLDS (!has_names || haystack->has_command || has (haystack, server->name));
  FUZZ_HOLDS (server->command == NULL || has_whole (haystack, server->command));
  for (guint i = 0; i < server->args->len; i++)
    FUZZ_HOLDS (has_whole (haystack, g_ptr_array_index (server->args, i)));
  check_pairs (haystack, server->env);
  if (server->bridge != NULL)
    {
      check_bridged (haystack, server);
      return;
    }
  FUZZ_HOLDS (server->transport == IRU_TRANSPORT_HTTP ? server->url != NULL
                                                      : server->command != NULL);
  FUZZ_HOLDS (server->url == NULL || has_whole (haystack, server->url));
  check_pairs (haystack, server->headers);
}

static void
check_names (const IruSnippet *snippet)
{
  FUZZ_HOLDS (snippet->servers->len > 0);
  for (guint i = 0; i < snippet->servers->len; i++)
    for (guint j = 0; j < i; j++)
      {
        const IruServer *a = g_ptr_array_index (snippet->servers, i);
        const IruServer *b = g_ptr_array_index (snippet->servers, j);

        FUZZ_HOLDS (strcmp (a->name, b->name) != 0);
      }
}

static void
check_findings (const IruSnippet *snippet)
{
  gsize length;
  const char *text = g_bytes_get_data (snippet->text, &length);
  guint last_line;
  guint last_column;

  iru_text_get_position (text, length, length, &last_line, &last_column);
  for (guint i = 0; i < snippet->findings->len; i++)
    {
      const IruFinding *finding = g_ptr_array_index (snippet->findings, i);

      FUZZ_HOLDS (finding->line >= 1 && finding->line <= last_line && finding->column >= 1);
    }
}

/* A place that a message names lies in the text. */
static void
check_place (GBytes *text, const char *message)
{
  static const char before[] = "line ";
  gsize length;
  const char *data = g_bytes_get_data (text, &length);
  const char *place = strstr (message, before);
  guint last_line;
  guint last_column;
  guint64 line;

  if (place == NULL || strstr (place, ", column ") == NULL)
    return;
  iru_text_get_position (data, length, length, &last_line, &last_column);
  line = g_ascii_strtoull (place + strlen (before), NULL, 10);
  FUZZ_HOLDS (line >= 1 && line <= last_line);
}

static void
check_error (GBytes *text, const GError *error)
{
  FUZZ_HOLDS (error != NULL && error->domain == IRU_ERROR);
  FUZZ_HOLDS (error->code == IRU_ERROR_SYNTAX || error->code == IRU_ERROR_UNSUPPORTED
              || error->code == IRU_ERROR_TOO_LARGE);
  FUZZ_HOLDS (error->message != NULL && *error->message != '\0');
  check_place (text, error->message);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) text = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (IruSnippet) snippet = iru_snippet_parse (text, NULL, &error);

  if (snippet == NULL)
    {
      check_error (text, error);
      return 0;
    }
  g_autofree char *copy = g_strndup ((const char *)data, size);
  g_auto (Haystack) haystack = haystack_new (copy);
  check_names (snippet);
  check_findings (snippet);
  FUZZ_HOLDS (fuzz_are_fixes (snippet->fixes, text));
  for (guint i = 0; i < snippet->servers->len; i++)
    check_server (&haystack, g_ptr_array_index (snippet->servers, i), snippet->has_names);
  return 0;
}
