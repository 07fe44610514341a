/* iru-repair-parse.c: objects, arrays and literals of a paste
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-repair-parse.h"

#include "iru-repair-string.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* More members than any configuration has; comparing two objects stays cheap. */
#define MAX_MEMBERS 1024

/* How far is looked ahead for what a brace opens; looking from each of many braces stays cheap. */
#define MAX_AHEAD 4096

static IruValue *read_value (IruReader *reader);

static gboolean
fail (IruReader *reader, const char *message)
{
  return iru_text_fail (reader->error, IRU_TEXT_ERROR_SYNTAX, message, reader->pos);
}

static gboolean
fail_cut (IruReader *reader)
{
  return iru_text_fail (reader->error, IRU_TEXT_ERROR_TRUNCATED,
                        N_ ("The text ends here, in the middle of the configuration. Copy all of "
                            "it once more: what is cut off can't be known."),
                        reader->pos);
}

static char
next_char (const IruReader *reader)
{
  gsize length;

  return iru_reader_get_mark (reader, reader->pos, &length);
}

static gsize
measure_identifier (const IruReader *reader, gsize pos)
{
  gsize end = pos;

  while (end < reader->end
         && (g_ascii_isalpha (reader->text[end]) || strchr ("_$", reader->text[end]) != NULL
             || (end > pos && (g_ascii_isdigit (reader->text[end]) || reader->text[end] == '-'))))
    end++;
  return end - pos;
}

gboolean
iru_reader_look_for_object (const IruReader *reader, gsize pos)
{
  gsize length;
  IruReader ahead = *reader;

  iru_reader_get_mark (&ahead, pos, &length);
  ahead.pos = pos + length;
  ahead.end = MIN (reader->end, ahead.pos + MAX_AHEAD);
  ahead.depth = 1;
  ahead.fixes = NULL;
  ahead.error = NULL;
  while (ahead.end < reader->end && (ahead.text[ahead.end] & 0xc0) == 0x80)
    ahead.end++;
  if (!iru_reader_skip (&ahead) || ahead.pos >= ahead.end)
    return TRUE;
  if (next_char (&ahead) == '}' || next_char (&ahead) == ',')
    return TRUE;
  if (iru_reader_peek (&ahead, ahead.pos, &length) == IRU_GLYPH_QUOTE)
    return TRUE;

  gsize identifier = measure_identifier (&ahead, ahead.pos);
  ahead.pos += identifier;
  return identifier > 0 && iru_reader_skip (&ahead) && next_char (&ahead) == ':';
}

static char *
read_key (IruReader *reader, IruSpan *span)
{
  gsize length;

  if (iru_reader_peek (reader, reader->pos, &length) == IRU_GLYPH_QUOTE)
    return iru_reader_read_string (reader, span);

  length = measure_identifier (reader, reader->pos);
  if (length == 0)
    {
      fail (reader, N_ ("A name in quotes, or a closing brace, is expected here."));
      return NULL;
    }
  iru_reader_fix (reader, "unquoted-key", reader->pos);
  *span = (IruSpan){ reader->pos, reader->pos + length };
  reader->pos += length;
  return g_strndup (reader->text + span->start, length);
}

/* Whether a value follows without anything between it and its name. */
static gboolean
is_value_ahead (const IruReader *reader)
{
  gsize length;

  return iru_reader_peek (reader, reader->pos, &length) == IRU_GLYPH_QUOTE
         || iru_reader_is_one_of (next_char (reader), "{[");
}

/* Dots in the place of a value are not passed: something that is needed was left out. */
static gboolean
skip_to_value (IruReader *reader)
{
  guint depth = reader->depth;
  gboolean done;

  reader->depth = 0;
  done = iru_reader_skip (reader);
  reader->depth = depth;
  return done;
}

static gboolean
read_colon (IruReader *reader)
{
  if (!skip_to_value (reader))
    return FALSE;
  if (reader->pos >= reader->end)
    return fail_cut (reader);
  if (next_char (reader) == ':')
    iru_reader_take_mark (reader);
  else if (next_char (reader) == '=')
    {
      iru_reader_fix (reader, "equals-sign", reader->pos);
      iru_reader_take_mark (reader);
      reader->pos += iru_reader_get_byte (reader, reader->pos) == '>';
    }
  else if (is_value_ahead (reader))
    iru_reader_fix (reader, "missing-colon", reader->pos);
  else
    return fail (reader, N_ ("A colon is expected here, between a name and its value."));
  return skip_to_value (reader) && (reader->pos < reader->end || fail_cut (reader));
}

/* Takes @value. A second value for a name is a second reading, unless it says the same. */
static gboolean
add_member (IruReader *reader, IruValue *object, GHashTable *seen, const char *key, IruSpan span,
            IruValue *value)
{
  IruValue *other = g_hash_table_lookup (seen, key);
  IruMember *member;

  if (other != NULL)
    {
      gboolean same = iru_reader_same_value (other, value);

      iru_value_free (value);
      if (!same)
        return iru_text_fail (reader->error, IRU_TEXT_ERROR_AMBIGUOUS,
                              N_ ("This name stands here for the second time, with another value. "
                                  "Remove the one that is not wanted."),
                              span.start);
      iru_reader_fix (reader, "duplicate-copy", span.start);
      return TRUE;
    }
  iru_value_add (object, key, value);
  member = iru_value_get_member (object, iru_value_count_members (object) - 1);
  member->key_span = span;
  g_hash_table_insert (seen, member->key, value);
  return iru_value_count_members (object) <= MAX_MEMBERS
         || iru_text_fail (reader->error, IRU_TEXT_ERROR_TOO_LARGE,
                           N_ ("There are more settings than a configuration has."), span.start);
}

/* Sets @type to the value's. */
static gboolean
read_member (IruReader *reader, IruValue *object, GHashTable *seen, IruValueType *type)
{
  IruSpan span;
  char *key = read_key (reader, &span);
  gboolean added = FALSE;

  if (key != NULL && read_colon (reader))
    {
      IruValue *value = read_value (reader);

      if (value != NULL)
        {
          *type = value->type;
          added = add_member (reader, object, seen, key, span, value);
        }
    }
  iru_secret_free (key);
  return added;
}

/* What stands before the place that is looked at. */
typedef enum
{
  AFTER_OPEN,
  AFTER_VALUE,
  AFTER_COMMA,
} Before;

typedef struct
{
  Before before;
  gsize value_end;
  gsize comma;
  IruValueType type; /* of the last value */
} List;

/* Passes the comma at pos. */
static void
take_comma (IruReader *reader, List *list)
{
  if (list->before == AFTER_VALUE)
    list->comma = reader->pos;
  else
    iru_reader_fix (reader, "doubled-comma", reader->pos);
  if (list->before != AFTER_OPEN)
    list->before = AFTER_COMMA;
  iru_reader_take_mark (reader);
}

/* Only a string or a container can be known to be complete; and behind a comma
 * there was something more. */
static gboolean
close_at_end (IruReader *reader, List *list, IruValue *object)
{
  IruFix *last = NULL;

  if (list->before != AFTER_VALUE || list->type == IRU_VALUE_NUMBER)
    return fail_cut (reader);
  if (reader->fixes != NULL && reader->fixes->len > 0)
    last = &g_array_index (reader->fixes, IruFix, reader->fixes->len - 1);
  if (last == NULL || strcmp (last->id, "missing-brace") != 0 || last->offset != reader->end)
    iru_reader_fix (reader, "missing-brace", reader->end);
  object->span.end = reader->end;
  return TRUE;
}

/* A name without quotes on the line of the value before it may be that value's
 * own end, behind a stray quote. */
static gboolean
take_missing_comma (IruReader *reader, const List *list)
{
  gsize length;
  gboolean quoted = iru_reader_peek (reader, reader->pos, &length) == IRU_GLYPH_QUOTE;
  const char *between = reader->text + list->value_end;
  gsize distance = reader->pos - list->value_end;

  if (!quoted && memchr (between, '\n', distance) == NULL
      && memchr (between, '\r', distance) == NULL)
    return fail (reader, N_ ("A comma or a closing brace is expected here."));
  iru_reader_fix (reader, "missing-comma", list->value_end);
  return TRUE;
}

static gboolean
take_member (IruReader *reader, IruValue *object, GHashTable *seen, List *list)
{
  if (list->before == AFTER_VALUE && !take_missing_comma (reader, list))
    return FALSE;
  if (!read_member (reader, object, seen, &list->type))
    return FALSE;
  list->value_end = reader->pos;
  list->before = AFTER_VALUE;
  return TRUE;
}

static gboolean
read_object_members (IruReader *reader, IruValue *object)
{
  List list = { .before = AFTER_OPEN };
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (;;)
    {
      if (!iru_reader_skip (reader))
        return FALSE;
      if (reader->pos >= reader->end)
        return close_at_end (reader, &list, object);
      if (next_char (reader) == '}')
        {
          if (list.before == AFTER_COMMA)
            iru_reader_fix (reader, "trailing-comma", list.comma);
          iru_reader_take_mark (reader);
          object->span.end = reader->pos;
          return TRUE;
        }
      if (next_char (reader) == ',')
        take_comma (reader, &list);
      else if (!take_member (reader, object, seen, &list))
        return FALSE;
    }
}

/* Whether a fragment that ends in its last comma may have had nothing behind it. */
static gboolean
end_fragment (IruReader *reader, const List *list)
{
  if (reader->pos < reader->end)
    return TRUE;
  if (list->type == IRU_VALUE_NUMBER
      || (list->before == AFTER_COMMA && list->type != IRU_VALUE_OBJECT))
    return fail_cut (reader);
  return TRUE;
}

static gboolean
read_fragment_members (IruReader *reader, IruValue *object)
{
  List list = { .before = AFTER_OPEN };
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (;;)
    {
      if (!iru_reader_skip (reader))
        return FALSE;
      if (next_char (reader) == ',' && reader->pos < reader->end)
        {
          take_comma (reader, &list);
          continue;
        }
      switch (iru_reader_look_for_key (reader, reader->pos))
        {
        case IRU_AHEAD_KEY:
          if (!take_member (reader, object, seen, &list))
            return FALSE;
          break;
        case IRU_AHEAD_OPEN_STRING:
          return iru_reader_read_string (reader, &object->span) != NULL;
        default:
          object->span.end = list.value_end;
          return end_fragment (reader, &list);
        }
    }
}

static gboolean
take_element (IruReader *reader, IruValue *array, List *list)
{
  gsize length;
  gboolean plain = iru_reader_peek (reader, reader->pos, &length) != IRU_GLYPH_QUOTE
                   && next_char (reader) != '{' && next_char (reader) != '[';

  if (list->before == AFTER_VALUE && plain)
    return fail (reader, N_ ("A comma or a closing bracket is expected here."));
  if (list->before == AFTER_VALUE)
    iru_reader_fix (reader, "missing-comma", list->value_end);

  IruValue *value = read_value (reader);
  if (value == NULL)
    return FALSE;
  iru_value_append (array, value);
  list->before = AFTER_VALUE;
  list->value_end = reader->pos;
  return TRUE;
}

/* A missing bracket is not put right: further arguments may be missing with it. */
static gboolean
read_elements (IruReader *reader, IruValue *array)
{
  List list = { .before = AFTER_OPEN };

  for (;;)
    {
      if (!iru_reader_skip (reader))
        return FALSE;
      if (reader->pos >= reader->end)
        return fail_cut (reader);
      if (next_char (reader) == ']')
        {
          if (list.before == AFTER_COMMA)
            iru_reader_fix (reader, "trailing-comma", list.comma);
          iru_reader_take_mark (reader);
          array->span.end = reader->pos;
          return TRUE;
        }
      if (next_char (reader) == ',')
        take_comma (reader, &list);
      else if (!take_element (reader, array, &list))
        return FALSE;
    }
}

static IruValue *
read_container (IruReader *reader, IruValueType type, gboolean (*read) (IruReader *, IruValue *))
{
  g_autoptr (IruValue) value = iru_value_new (type);

  value->span.start = reader->pos;
  if (reader->depth >= IRU_REPAIR_MAX_DEPTH)
    {
      iru_text_fail (reader->error, IRU_TEXT_ERROR_TOO_LARGE,
                     N_ ("The text is nested more deeply than a configuration is."), reader->pos);
      return NULL;
    }
  reader->depth++;
  if (read != read_fragment_members)
    iru_reader_take_mark (reader);
  if (!read (reader, value))
    return NULL;
  reader->depth--;
  return g_steal_pointer (&value);
}

IruValue *
iru_reader_read_object (IruReader *reader)
{
  return read_container (reader, IRU_VALUE_OBJECT, read_object_members);
}

IruValue *
iru_reader_read_array (IruReader *reader)
{
  return read_container (reader, IRU_VALUE_ARRAY, read_elements);
}

gboolean
iru_reader_look_for_array (const IruReader *reader, gsize pos)
{
  gsize length;
  IruReader ahead = *reader;

  iru_reader_get_mark (&ahead, pos, &length);
  ahead.pos = pos + length;
  ahead.end = MIN (reader->end, ahead.pos + MAX_AHEAD);
  ahead.fixes = NULL;
  ahead.error = NULL;
  while (ahead.pos < ahead.end && strchr (" \t\r\n", ahead.text[ahead.pos]) != NULL)
    ahead.pos++;
  return iru_reader_get_mark (&ahead, ahead.pos, &length) == '{'
         && iru_reader_look_for_object (reader, ahead.pos);
}

IruValue *
iru_reader_read_members (IruReader *reader)
{
  return read_container (reader, IRU_VALUE_OBJECT, read_fragment_members);
}

static gsize
count_digits (const IruReader *reader, gsize pos)
{
  gsize end = pos;

  while (end < reader->end && g_ascii_isdigit (reader->text[end]))
    end++;
  return end - pos;
}

/* Bytes of the JSON number at pos; 0 if it is none. */
static gsize
measure_number (const IruReader *reader)
{
  gsize pos = reader->pos + (next_char (reader) == '-');
  gsize digits = count_digits (reader, pos);

  if (digits == 0 || (digits > 1 && reader->text[pos] == '0'))
    return 0;
  pos += digits;
  if (pos < reader->end && reader->text[pos] == '.')
    {
      digits = count_digits (reader, pos + 1);
      if (digits == 0)
        return 0;
      pos += 1 + digits;
    }
  if (pos < reader->end && (reader->text[pos] == 'e' || reader->text[pos] == 'E'))
    {
      pos++;
      if (pos < reader->end && strchr ("+-", reader->text[pos]) != NULL)
        pos++;
      digits = count_digits (reader, pos);
      if (digits == 0)
        return 0;
      pos += digits;
    }
  return pos - reader->pos;
}

/* NaN is no null: where a value has to be known it is none. */
static const struct
{
  const char *word;
  IruValueType type;
  const char *text;
} literals[] = {
  { "null", IRU_VALUE_NULL, NULL },        { "true", IRU_VALUE_BOOLEAN, "true" },
  { "false", IRU_VALUE_BOOLEAN, "false" }, { "None", IRU_VALUE_NULL, NULL },
  { "True", IRU_VALUE_BOOLEAN, "true" },   { "False", IRU_VALUE_BOOLEAN, "false" },
  { "NaN", IRU_VALUE_NUMBER, "NaN" },
};

/* NULL if the @length bytes at pos are none. */
static IruValue *
make_literal (IruReader *reader, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (literals); i++)
    {
      if (strlen (literals[i].word) != length || !iru_reader_is_at (reader, literals[i].word))
        continue;
      if (g_ascii_isupper (literals[i].word[0]))
        iru_reader_fix (reader, "python-literal", reader->pos);

      IruValue *value = iru_value_new (literals[i].type);
      value->text = g_strdup (literals[i].text);
      return value;
    }
  return NULL;
}

/* The bytes of a URL without quotes; 0 if there is none, or if its end is not plain. */
static gsize
measure_url (const IruReader *reader)
{
  gsize end = reader->pos;

  if (!iru_reader_is_at (reader, "https://") && !iru_reader_is_at (reader, "http://"))
    return 0;
  while (end < reader->end && g_ascii_isgraph (reader->text[end])
         && strchr (",\"'`{}[]<>\\", reader->text[end]) == NULL)
    end++;
  return end < reader->end && strchr (" \t\r\n,}]", reader->text[end]) != NULL ? end - reader->pos
                                                                               : 0;
}

static IruValue *
read_url (IruReader *reader, gsize length)
{
  g_autofree char *url = g_strndup (reader->text + reader->pos, length);
  IruValue *value = iru_value_new_string (url);

  iru_reader_fix (reader, "unquoted-url", reader->pos);
  explicit_bzero (url, length);
  return value;
}

static IruValue *
read_literal (IruReader *reader)
{
  gsize start = reader->pos;
  gsize length = measure_identifier (reader, start);
  IruValue *value = make_literal (reader, length);

  if (length == 0 && (length = measure_number (reader)) > 0)
    {
      g_autofree char *spelling = g_strndup (reader->text + start, length);

      value = iru_value_new_literal (IRU_VALUE_NUMBER, spelling);
    }
  if (value == NULL && (length = measure_url (reader)) > 0)
    value = read_url (reader, length);
  if (value == NULL)
    {
      fail (reader, N_ ("A value in quotes, or another value of JSON, is expected here."));
      return NULL;
    }
  reader->pos += length;
  value->span = (IruSpan){ start, reader->pos };
  return value;
}

/* At a value's first character. Calls itself no deeper than IRU_REPAIR_MAX_DEPTH. */
static IruValue *
read_value (IruReader *reader)
{
  gsize length;

  if (next_char (reader) == '{')
    return iru_reader_read_object (reader);
  if (next_char (reader) == '[')
    return read_container (reader, IRU_VALUE_ARRAY, read_elements);
  if (iru_reader_peek (reader, reader->pos, &length) != IRU_GLYPH_QUOTE)
    return read_literal (reader);

  IruSpan span;
  char *string = iru_reader_read_string (reader, &span);
  if (string == NULL)
    return NULL;

  IruValue *value = iru_value_new (IRU_VALUE_STRING);
  value->text = string;
  value->span = span;
  return value;
}

/* The place of @key in @object, looked for from @hint on, where a copy has it. */
static const IruMember *
find_member (const IruValue *object, const char *key, guint hint)
{
  guint length = iru_value_count_members (object);

  for (guint i = 0; i < length; i++)
    {
      const IruMember *member = iru_value_get_member (object, (hint + i) % length);

      if (strcmp (member->key, key) == 0)
        return member;
    }
  return NULL;
}

gboolean
iru_reader_same_value (const IruValue *a, const IruValue *b)
{
  if (a->type != b->type || g_strcmp0 (a->text, b->text) != 0
      || iru_value_count_children (a) != iru_value_count_children (b))
    return FALSE;
  for (guint i = 0; i < iru_value_count_children (a); i++)
    {
      if (a->type == IRU_VALUE_ARRAY
          && !iru_reader_same_value (iru_value_get_element (a, i), iru_value_get_element (b, i)))
        return FALSE;
      if (a->type != IRU_VALUE_OBJECT)
        continue;

      const IruMember *mine = iru_value_get_member (a, i);
      const IruMember *other = find_member (b, mine->key, i);
      if (other == NULL || !iru_reader_same_value (mine->value, other->value))
        return FALSE;
    }
  return TRUE;
}
