/* iru-redact.c: what may be shown of a secret, and of a text from outside
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-redact.h"

#include <string.h>

#include "iru-config.h"
#include "iru-dialect.h"
#include "iru-needle.h"

/* With fewer characters than this behind its kind, the last four tell too much. */
#define MIN_TAIL_LENGTH 12

struct _IruRedactor
{
  GPtrArray *needles; /* what is looked for */
  GArray *unread;     /* (element-type Unread): read when a text has to be cleaned */
};

/* A file whose secrets are not known yet. */
typedef struct
{
  const IruClient *client;
  GBytes *text;
} Unread;

char *
iru_mask_secret (const char *secret)
{
  gsize kind = iru_secret_get_kind (secret);
  gsize length = g_utf8_strlen (secret, -1);
  gboolean whole = length >= kind + MIN_TAIL_LENGTH && g_utf8_validate (secret, -1, NULL);

  return g_strdup_printf ("%.*s…%s", (int)kind, secret,
                          whole ? g_utf8_offset_to_pointer (secret, (glong)length - 4) : "");
}

/* "a=secret&b" → "a=…&…" */
static char *
mask_query (const char *query)
{
  g_auto (GStrv) parts = g_strsplit (query, "&", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *equals = strchr (parts[i], '=');
      char *masked = equals != NULL ? g_strdup_printf ("%.*s=…", (int)(equals - parts[i]), parts[i])
                                    : g_strdup ("…");

      g_free (parts[i]);
      parts[i] = masked;
    }
  return g_strjoinv ("&", parts);
}

/* A host in other letters is shown as it is asked for ("xn--…"), so that it can be told from
 * one that looks like it. */
static char *
show_host (const char *host, gsize length)
{
  g_autofree char *shown = g_strndup (host, length);

  return g_str_is_ascii (shown) ? g_steal_pointer (&shown) : g_hostname_to_ascii (shown);
}

/* Not every url that has to be shown parses, so it is cut by hand. */
char *
iru_mask_url (const char *url)
{
  const char *authority = strstr (url, "://");
  const char *start = authority != NULL ? authority + 3 : url;
  gsize authority_length = strcspn (start, "/?#");
  const char *at = memrchr (start, '@', authority_length);
  const char *host = at != NULL ? at + 1 : start;
  const char *rest = host + strcspn (host, "?#");
  gsize host_length = strcspn (host, ":/?#");
  g_autofree char *head = g_strndup (url, start - url);
  g_autofree char *shown = show_host (host, host_length);
  g_autofree char *path = g_strndup (host + host_length, rest - host - host_length);
  g_autofree char *query = *rest == '?' ? mask_query (rest + 1) : NULL;

  return g_strconcat (head, at != NULL ? "…@" : "", shown != NULL ? shown : "…", path,
                      query != NULL ? "?" : "", query != NULL ? query : "",
                      *rest == '#' ? "#…" : "", NULL);
}

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

/* What takes the place of a secret's spelling, quotes included: as many lines. */
static char *
make_stand_in (const IruSecret *secret, const char *spelling, gsize length)
{
  g_autofree char *mask = secret->kind == IRU_SECRET_URL ? iru_mask_url (secret->value->text)
                                                         : iru_mask_secret (secret->value->text);
  g_autoptr (GString) stand_in = g_string_new (NULL);

  g_string_append_printf (stand_in, "\"%s\"", mask);
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

/* A text with slips has no spans, but its mended self has the same strings. */
static GBytes *
redact_broken (const IruClient *client, GBytes *text)
{
  g_autoptr (GArray) fixes = g_array_new (FALSE, FALSE, sizeof (IruFix));
  IruTextError error = { 0 };
  g_autoptr (GBytes) mended = iru_document_mend (client->syntax, text, TRUE, fixes, &error);
  g_autoptr (IruRedactor) redactor = iru_redactor_new ();
  gsize length;
  const char *data = g_bytes_get_data (text, &length);
  g_autoptr (GString) shown = g_string_new_len (data, length);

  /* Not a syntax that we understand: then there is nothing to show a diff of. */
  if (mended == NULL)
    return g_bytes_new_static ("", 0);
  learn_config (redactor, client, mended);
  iru_needles_mask (redactor->needles, shown);
  return g_string_free_to_bytes (g_steal_pointer (&shown));
}

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  const IruSecret *left = a;
  const IruSecret *right = b;

  return left->value->span.start < right->value->span.start ? -1 : 1;
}

/* The secrets of all entries, in the order of the text. */
static GArray *
find_all_secrets (const IruClient *client, const IruValue *whole)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (IruSecret));
  g_autoptr (GPtrArray) values = iru_config_list_values (client, whole);

  for (guint i = 0; i < values->len; i++)
    {
      g_autoptr (GArray) secrets = iru_dialect_find_secrets (values->pdata[i]);

      if (secrets->len > 0)
        g_array_append_vals (all, secrets->data, secrets->len);
    }
  g_array_sort (all, compare_spans);
  return all;
}

/* Keys of the client's own beside the entries, which a diff may have in its context. */
static void
find_neighbours (GArray *secrets, const IruValue *whole)
{
  for (guint i = 0; whole->type == IRU_VALUE_OBJECT && i < whole->elements->len; i++)
    {
      IruMember *member = iru_value_get_member (whole, i);
      IruSecret secret = { .value = member->value, .kind = IRU_SECRET_VALUE };
      g_autofree char *name = g_ascii_strdown (member->key, -1);

      if (iru_value_as_string (member->value) != NULL
          && (g_str_has_suffix (name, "key") || g_str_has_suffix (name, "token")
              || strstr (name, "secret") != NULL || strstr (name, "password") != NULL))
        g_array_append_val (secrets, secret);
    }
  g_array_sort (secrets, compare_spans);
}

GBytes *
iru_redact_config (const IruClient *client, GBytes *text)
{
  IruTextError error = { 0 };
  g_autoptr (IruDocument) document = iru_document_new (client->syntax, text, &error);
  g_autoptr (IruValue) whole = read_whole (client, text);
  gsize length;
  const char *data = g_bytes_get_data (text, &length);
  g_autoptr (GString) shown = g_string_new (NULL);
  gsize from = 0;

  if (document == NULL)
    return redact_broken (client, text);
  if (whole == NULL)
    return g_bytes_ref (text);

  g_autoptr (GArray) secrets = find_all_secrets (client, whole);
  find_neighbours (secrets, whole);
  for (guint i = 0; i < secrets->len; i++)
    {
      const IruSecret *secret = &g_array_index (secrets, IruSecret, i);
      IruSpan span = secret->value->span;
      g_autofree char *stand_in = NULL;

      if (span.start < from || span.end <= span.start)
        continue;
      stand_in = make_stand_in (secret, data + span.start, span.end - span.start);
      g_string_append_len (shown, data + from, span.start - from);
      g_string_append (shown, stand_in);
      from = span.end;
    }
  g_string_append_len (shown, data + from, length - from);
  return g_string_free_to_bytes (g_steal_pointer (&shown));
}

/* The redactor. */

static void
unread_clear (gpointer data)
{
  g_bytes_unref (((Unread *)data)->text);
}

IruRedactor *
iru_redactor_new (void)
{
  IruRedactor *redactor = g_new0 (IruRedactor, 1);

  redactor->needles = iru_needles_new ();
  redactor->unread = g_array_new (FALSE, FALSE, sizeof (Unread));
  g_array_set_clear_func (redactor->unread, unread_clear);
  return redactor;
}

void
iru_redactor_free (IruRedactor *redactor)
{
  if (redactor == NULL)
    return;
  g_ptr_array_unref (redactor->needles);
  g_array_unref (redactor->unread);
  g_free (redactor);
}

void
iru_redactor_add_server (IruRedactor *redactor, const IruServer *server)
{
  iru_needles_add_server (redactor->needles, server, iru_mask_secret);
}

void
iru_redactor_add_config (IruRedactor *redactor, const IruClient *client, GBytes *text)
{
  Unread unread = { client, text };

  if (text == NULL)
    return;
  g_bytes_ref (text);
  g_array_append_val (redactor->unread, unread);
}

static void
learn_config (IruRedactor *redactor, const IruClient *client, GBytes *text)
{
  g_autoptr (IruValue) whole = read_whole (client, text);
  g_autoptr (GArray) secrets = whole != NULL ? find_all_secrets (client, whole) : NULL;

  for (guint i = 0; secrets != NULL && i < secrets->len; i++)
    {
      const IruSecret *secret = &g_array_index (secrets, IruSecret, i);

      if (secret->kind == IRU_SECRET_URL)
        iru_needles_add_url (redactor->needles, secret->value->text, iru_mask_secret);
      else
        iru_needles_add (redactor->needles, secret->value->text, iru_mask_secret);
    }
}

static void
learn_unread (IruRedactor *redactor)
{
  for (guint i = 0; i < redactor->unread->len; i++)
    {
      Unread *unread = &g_array_index (redactor->unread, Unread, i);

      learn_config (redactor, unread->client, unread->text);
    }
  g_array_set_size (redactor->unread, 0);
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

  learn_unread (redactor);
  iru_needles_mask (redactor->needles, clean);
  return iru_escape_text (clean->str);
}

char *
iru_redactor_clean (IruRedactor *redactor, const char *text)
{
  return text != NULL ? shorten (iru_redactor_clean_lines (redactor, text)) : NULL;
}
