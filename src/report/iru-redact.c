/* iru-redact.c: what may be shown of a secret, and of a text from outside
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-redact.h"

#include <string.h>

#include "iru-config.h"
#include "iru-dialect.h"
#include "iru-secret-loose.h"
#include "iru-secret-pattern.h"
#include "iru-secret.h"

struct _IruRedactor
{
  IruSecretPatterns *patterns; /* what is looked for */
  GHashTable *files;           /* (element-type Unread): what was added, each file once */
  GPtrArray *unread;           /* of these: read when a text has to be cleaned */
};

/* A file whose secrets are not known yet. */
typedef struct
{
  const IruClient *client;
  GBytes *text;
} Unread;

/* Characters that change what a terminal or a reader sees of the others. */
static gboolean
is_unsafe (gunichar c)
{
  if (c == '\n' || c == '\t')
    return FALSE;
  return g_unichar_iscntrl (c) || (c >= 0x200e && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e)
         || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

char *
iru_escape_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) escaped = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_unsafe (c))
        g_string_append_printf (escaped, "\\u%04x", c);
      else
        g_string_append_unichar (escaped, c);
    }
  return g_string_free (g_steal_pointer (&escaped), FALSE);
}

/* What takes the place of a secret's spelling: in one line, then as many as there were. */
static char *
make_stand_in (const IruSecret *secret, const char *spelling, gsize length)
{
  g_autofree char *mask = iru_dialect_mask_secret (secret);
  g_autofree char *line = iru_escape_text (mask);
  g_autoptr (GString) stand_in = g_string_new (NULL);

  g_string_append_printf (stand_in, "\"%s\"", line);
  g_string_replace (stand_in, "\n", "\\n", 0);
  for (gsize i = 0; i < length; i++)
    if (spelling[i] == '\n')
      g_string_append_c (stand_in, '\n');
  return g_string_free (g_steal_pointer (&stand_in), FALSE);
}

/* The whole file decoded; NULL if it can't be. (transfer full) */
static IruValue *
read_whole (const IruClient *client, GBytes *text)
{
  const char *path[] = { NULL };
  IruTextError error = { 0 };
  g_autoptr (IruDocument) document = iru_document_new (client->syntax, text, &error);

  return document != NULL ? iru_document_dup_value (document, path) : NULL;
}

static void learn_config (IruRedactor *redactor, const IruClient *client, GBytes *text);

/* A text with mistakes has no spans, but its repaired self has the same strings. */
static void
mask_repaired (const IruClient *client, GBytes *text, GString *shown)
{
  g_autoptr (GArray) fixes = g_array_new (FALSE, FALSE, sizeof (IruFix));
  IruTextError error = { 0 };
  g_autoptr (GBytes) repaired = iru_document_mend (client->syntax, text, TRUE, fixes, &error);
  g_autoptr (IruRedactor) redactor = iru_redactor_new ();

  if (repaired == NULL)
    return;
  learn_config (redactor, client, repaired);
  iru_secret_patterns_mask (redactor->patterns, shown);
}

static int
compare_known (gconstpointer a, gconstpointer b)
{
  const IruSecretKnown *left = a;
  const IruSecretKnown *right = b;

  return left->start < right->start ? -1 : left->start > right->start;
}

/* Every string and number, in the order of the text: what is not masked is known to be harmless. */
static void
add_harmless (GArray *known, const IruValue *value, guint depth)
{
  if (!iru_value_is_container (value) && value->span.end > value->span.start)
    {
      IruSecretKnown harmless = { value->span.start, value->span.end, NULL };

      g_array_append_val (known, harmless);
    }
  for (guint i = 0; depth > 0 && i < iru_value_count_children (value); i++)
    add_harmless (known, iru_value_get_child (value, i), depth - 1);
}

/* How deep values are looked at; what is deeper is read without a parser's help. */
#define MAX_DEPTH 200

static GArray *
find_known (const IruClient *client, const IruValue *whole, const char *data)
{
  g_autoptr (GArray) secrets = iru_dialect_find_file_secrets (client, whole);
  GArray *known = iru_secret_known_new ();

  for (guint i = 0; i < secrets->len; i++)
    {
      const IruSecret *secret = &g_array_index (secrets, IruSecret, i);
      IruSpan span = secret->value->span;

      if (span.end <= span.start)
        continue;
      IruSecretKnown masked = { span.start, span.end,
                                make_stand_in (secret, data + span.start, span.end - span.start) };
      g_array_append_val (known, masked);
    }
  /* Stable: of two with one place the masked one is first, and the other is passed. */
  add_harmless (known, whole, MAX_DEPTH);
  g_array_sort (known, compare_known);
  return known;
}

GBytes *
iru_redact_config (const IruClient *client, GBytes *text)
{
  g_autoptr (IruValue) whole = read_whole (client, text);
  gsize length;
  const char *data = g_bytes_get_data (text, &length);
  g_autoptr (GString) terminated = g_string_new_len (data, (gssize)length);
  g_autoptr (GArray) known =
      whole != NULL ? find_known (client, whole, data) : iru_secret_known_new ();
  GString *shown = NULL;

  if (whole == NULL)
    mask_repaired (client, text, terminated);
  shown = iru_secret_mask_loose (terminated->str, terminated->len, known);
  explicit_bzero (terminated->str, terminated->len);
  return g_string_free_to_bytes (shown);
}

/* The redactor. */

static void
unread_free (gpointer data)
{
  g_bytes_unref (((Unread *)data)->text);
  g_free (data);
}

static guint
hash_unread (gconstpointer key)
{
  const Unread *unread = key;

  return g_direct_hash (unread->client) ^ g_direct_hash (unread->text);
}

static gboolean
same_unread (gconstpointer a, gconstpointer b)
{
  const Unread *left = a;
  const Unread *right = b;

  return left->client == right->client && left->text == right->text;
}

IruRedactor *
iru_redactor_new (void)
{
  IruRedactor *redactor = g_new0 (IruRedactor, 1);

  redactor->patterns = iru_secret_patterns_new (iru_mask_secret);
  redactor->files = g_hash_table_new_full (hash_unread, same_unread, unread_free, NULL);
  redactor->unread = g_ptr_array_new ();
  return redactor;
}

void
iru_redactor_free (IruRedactor *redactor)
{
  if (redactor == NULL)
    return;
  iru_secret_patterns_free (redactor->patterns);
  g_ptr_array_unref (redactor->unread);
  g_hash_table_unref (redactor->files);
  g_free (redactor);
}

void
iru_redactor_add_server (IruRedactor *redactor, const IruServer *server)
{
  iru_secret_patterns_add_server (redactor->patterns, server);
}

void
iru_redactor_add_config (IruRedactor *redactor, const IruClient *client, GBytes *text)
{
  const Unread key = { client, text };
  Unread *unread;

  /* Every entry of a file brings it again. */
  if (text == NULL || g_hash_table_contains (redactor->files, &key))
    return;
  unread = g_new (Unread, 1);
  *unread = (Unread){ client, g_bytes_ref (text) };
  g_hash_table_add (redactor->files, unread);
  g_ptr_array_add (redactor->unread, unread);
}

/* The parts of an argument, or of a sentence. */
static void
learn_parts (IruRedactor *redactor, const IruSecret *secret)
{
  const char *text = secret->value->text;
  g_autoptr (GArray) spans = iru_secret_find_in_argument (secret->before, text);

  for (guint i = 0; i < spans->len; i++)
    {
      const IruSecretSpan *span = &g_array_index (spans, IruSecretSpan, i);
      char *part = g_strndup (text + span->start, span->end - span->start);

      if (span->is_url)
        iru_secret_patterns_add_url (redactor->patterns, part);
      else
        iru_secret_patterns_add (redactor->patterns, part);
      iru_wipe_free (part);
    }
}

static void
learn_config (IruRedactor *redactor, const IruClient *client, GBytes *text)
{
  g_autoptr (IruValue) whole = read_whole (client, text);
  g_autoptr (GArray) secrets = whole != NULL ? iru_dialect_find_file_secrets (client, whole) : NULL;

  for (guint i = 0; secrets != NULL && i < secrets->len; i++)
    {
      const IruSecret *secret = &g_array_index (secrets, IruSecret, i);

      if (secret->before != NULL)
        learn_parts (redactor, secret);
      else if (secret->kind != IRU_SECRET_DOUBT)
        iru_secret_patterns_add_value (redactor->patterns, NULL, secret->value->text);
    }
}

static void
learn_unread (IruRedactor *redactor)
{
  for (guint i = 0; i < redactor->unread->len; i++)
    {
      const Unread *unread = redactor->unread->pdata[i];

      learn_config (redactor, unread->client, unread->text);
    }
  g_ptr_array_set_size (redactor->unread, 0);
}

/* Cuts after IRU_REDACT_MAX_LENGTH characters, and makes it one line. */
static char *
shorten (char *text)
{
  g_strdelimit (text, "\n\t", ' ');
  if (g_utf8_strlen (text, -1) <= IRU_REDACT_MAX_LENGTH)
    return text;

  char *end = g_utf8_offset_to_pointer (text, IRU_REDACT_MAX_LENGTH - 1);
  *end = '\0';
  char *cut = g_strconcat (text, "…", NULL);
  g_free (text);
  return cut;
}

char *
iru_redactor_clean_lines (IruRedactor *redactor, const char *text)
{
  g_autoptr (GString) clean = g_string_new (text);
  g_autofree char *masked = NULL;

  learn_unread (redactor);
  iru_secret_patterns_mask (redactor->patterns, clean);
  masked = iru_secret_mask_text (clean->str, clean->len, IRU_SECRET_TEXT_OUTSIDE);
  return iru_escape_text (masked);
}

char *
iru_redactor_clean (IruRedactor *redactor, const char *text)
{
  return text != NULL ? shorten (iru_redactor_clean_lines (redactor, text)) : NULL;
}
