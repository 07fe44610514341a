/* iru-yaml.c: YAML, read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-yaml.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <yaml.h>

/* A container that has not ended. */
typedef struct
{
  IruValue *value;  /* borrowed from what it lies in */
  GHashTable *keys; /* (nullable): of an object */
  char *key;        /* (nullable): whose value comes next */
  IruSpan key_span;
  gboolean is_flow;
} Frame;

typedef struct
{
  yaml_parser_t parser;
  const char *data;
  gsize length;
  gsize index;  /* libyaml counts characters, */
  gsize offset; /* we bytes */
  IruValue *root;
  GArray *open; /* (element-type Frame) */
  guint n_nodes;
  IruTextError *error;
} Reader;

static void
frame_clear (gpointer data)
{
  Frame *frame = data;

  g_clear_pointer (&frame->keys, g_hash_table_unref);
  g_clear_pointer (&frame->key, g_free);
}

static gboolean
fail (Reader *reader, IruTextErrorCode code, const char *message, gsize offset)
{
  return iru_text_fail (reader->error, code, message, offset);
}

/* Marks come nearly in order, so the way from the last is short. */
static gsize
get_offset (Reader *reader, yaml_mark_t mark)
{
  const char *p = reader->data + reader->offset;
  const char *end = reader->data + reader->length;

  for (; reader->index < mark.index && p < end; reader->index++)
    p = g_utf8_next_char (p);
  for (; reader->index > mark.index && p > reader->data; reader->index--)
    p = g_utf8_prev_char (p);
  reader->offset = MIN (p, end) - reader->data;
  return reader->offset;
}

static gboolean
is_word (const char *text, const char *word)
{
  g_autofree char *title = g_strdup (word);
  g_autofree char *upper = g_ascii_strup (word, -1);

  *title = g_ascii_toupper (*title);
  return strcmp (text, word) == 0 || strcmp (text, title) == 0 || strcmp (text, upper) == 0;
}

static gboolean
is_number (const char *text)
{
  const char *digits = text + (*text == '-' || *text == '+');
  char *end;

  if (!g_ascii_isdigit (*digits) && !(*digits == '.' && g_ascii_isdigit (digits[1])))
    return FALSE;
  g_ascii_strtod (text, &end);
  return *end == '\0';
}

static IruValue *
new_plain (const char *text)
{
  if (*text == '\0' || strcmp (text, "~") == 0 || is_word (text, "null"))
    return iru_value_new (IRU_VALUE_NULL);
  if (is_word (text, "true") || is_word (text, "false"))
    return iru_value_new_boolean (g_ascii_tolower (*text) == 't');
  if (is_number (text))
    return iru_value_new_literal (IRU_VALUE_NUMBER, text);
  return iru_value_new_string (text);
}

static Frame *
get_frame (Reader *reader)
{
  guint n = reader->open->len;

  return n > 0 ? &g_array_index (reader->open, Frame, n - 1) : NULL;
}

static gboolean
take_key (Reader *reader, Frame *frame, const IruValue *value)
{
  /* The key of a merge, which is not followed, may stand twice. */
  gboolean is_merge = g_strcmp0 (value->text, "<<") == 0;

  if (value->text == NULL)
    return fail (reader, IRU_TEXT_ERROR_UNSUPPORTED, N_ ("A key that is not a word is not read."),
                 value->span.start);
  if (!g_hash_table_add (frame->keys, g_strdup (value->text)) && !is_merge)
    return fail (reader, IRU_TEXT_ERROR_SYNTAX, N_ ("This key stands twice."), value->span.start);
  frame->key = g_strdup (value->text);
  frame->key_span = value->span;
  return TRUE;
}

/* Puts @value where it belongs; takes it, NULL is nothing. */
static gboolean
add_value (Reader *reader, IruValue *value)
{
  Frame *frame = get_frame (reader);

  if (++reader->n_nodes > IRU_YAML_MAX_NODES)
    {
      iru_value_free (value);
      return fail (reader, IRU_TEXT_ERROR_TOO_LARGE, N_ ("The text is too large."), reader->offset);
    }
  if (frame == NULL)
    reader->root = value;
  else if (frame->value->type == IRU_VALUE_ARRAY)
    iru_value_append (frame->value, value);
  else if (frame->key == NULL)
    {
      gboolean taken = take_key (reader, frame, value);

      iru_value_free (value);
      return taken;
    }
  else
    {
      guint n = iru_value_count_members (frame->value);

      iru_value_add (frame->value, frame->key, value);
      iru_value_get_member (frame->value, n)->key_span = frame->key_span;
      g_clear_pointer (&frame->key, g_free);
    }
  return TRUE;
}

static IruSpan
get_span (Reader *reader, const yaml_event_t *event)
{
  gsize start = get_offset (reader, event->start_mark);
  gsize end = get_offset (reader, event->end_mark);

  /* A block of text ends with the lines below it. */
  while (end > start && g_ascii_isspace (reader->data[end - 1]))
    end--;
  return (IruSpan){ start, end };
}

static gboolean
on_scalar (Reader *reader, const yaml_event_t *event)
{
  const char *text = (const char *)event->data.scalar.value;
  const char *tag = (const char *)event->data.scalar.tag;
  gboolean is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && tag == NULL;
  IruSpan span = get_span (reader, event);
  IruValue *value;

  if (strlen (text) != event->data.scalar.length)
    return fail (reader, IRU_TEXT_ERROR_SYNTAX, N_ ("A string has a NUL in it."), span.start);
  value = is_plain ? new_plain (text) : iru_value_new_string (text);
  value->span = span;
  return add_value (reader, value);
}

static gboolean
on_alias (Reader *reader, const yaml_event_t *event)
{
  IruValue *value = iru_value_new (IRU_VALUE_ALIAS);

  value->span = get_span (reader, event);
  return add_value (reader, value);
}

static gboolean
on_start (Reader *reader, const yaml_event_t *event, IruValueType type, gboolean is_flow)
{
  Frame frame = { .value = iru_value_new (type), .is_flow = is_flow };
  Frame *parent = get_frame (reader);

  frame.value->span = get_span (reader, event);
  if (reader->open->len >= IRU_YAML_MAX_DEPTH)
    {
      fail (reader, IRU_TEXT_ERROR_TOO_LARGE, N_ ("The text is nested too deeply."),
            frame.value->span.start);
      iru_value_free (frame.value);
      return FALSE;
    }
  /* It would be freed as the key that it can't be. */
  if (parent != NULL && parent->value->type == IRU_VALUE_OBJECT && parent->key == NULL)
    {
      take_key (reader, parent, frame.value);
      iru_value_free (frame.value);
      return FALSE;
    }
  if (!add_value (reader, frame.value))
    return FALSE;
  if (type == IRU_VALUE_OBJECT)
    frame.keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_array_append_val (reader->open, frame);
  return TRUE;
}

static gsize
get_end (const IruValue *value)
{
  guint n = iru_value_count_children (value);
  const IruValue *last;

  if (n == 0)
    return value->span.end;
  last = iru_value_get_child (value, n - 1);
  return MAX (last->span.end, value->span.end);
}

static gboolean
on_end (Reader *reader, const yaml_event_t *event)
{
  Frame *frame = get_frame (reader);

  frame->value->span.end =
      frame->is_flow ? get_offset (reader, event->end_mark) : get_end (frame->value);
  g_array_set_size (reader->open, reader->open->len - 1);
  return TRUE;
}

static gboolean
on_event (Reader *reader, const yaml_event_t *event)
{
  switch (event->type)
    {
    case YAML_DOCUMENT_START_EVENT:
      return reader->root == NULL
             || fail (reader, IRU_TEXT_ERROR_UNSUPPORTED,
                      N_ ("There is more than one document in the file."),
                      get_offset (reader, event->start_mark));
    case YAML_SCALAR_EVENT:
      return on_scalar (reader, event);
    case YAML_ALIAS_EVENT:
      return on_alias (reader, event);
    case YAML_SEQUENCE_START_EVENT:
      return on_start (reader, event, IRU_VALUE_ARRAY,
                       event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE);
    case YAML_MAPPING_START_EVENT:
      return on_start (reader, event, IRU_VALUE_OBJECT,
                       event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
      return on_end (reader, event);
    default:
      return TRUE;
    }
}

/* What libyaml says is in English and may quote the text. */
static gboolean
fail_here (Reader *reader)
{
  gboolean is_byte = reader->parser.error == YAML_READER_ERROR;
  gsize offset = is_byte ? MIN (reader->parser.problem_offset, reader->length)
                         : get_offset (reader, reader->parser.problem_mark);

  if (is_byte)
    return fail (reader, IRU_TEXT_ERROR_SYNTAX, N_ ("YAML does not allow this character."), offset);
  if (offset < reader->length && reader->data[offset] == '\t')
    return fail (reader, IRU_TEXT_ERROR_SYNTAX,
                 N_ ("There is a tab where YAML allows spaces only."), offset);
  return fail (reader, IRU_TEXT_ERROR_SYNTAX,
               N_ ("This is not YAML: look at the indentation and the quotes here and above."),
               offset);
}

/* The scalars that libyaml made hold keys. */
static void
wipe_event (yaml_event_t *event)
{
  if (event->type == YAML_SCALAR_EVENT)
    explicit_bzero (event->data.scalar.value, event->data.scalar.length);
  yaml_event_delete (event);
}

static void
wipe_parser (yaml_parser_t *parser)
{
  explicit_bzero (parser->raw_buffer.start, parser->raw_buffer.end - parser->raw_buffer.start);
  explicit_bzero (parser->buffer.start, parser->buffer.end - parser->buffer.start);
  yaml_parser_delete (parser);
}

static gboolean
read_events (Reader *reader)
{
  gboolean at_end = FALSE;

  while (!at_end)
    {
      yaml_event_t event;
      gboolean good;

      if (!yaml_parser_parse (&reader->parser, &event))
        return fail_here (reader);
      at_end = event.type == YAML_STREAM_END_EVENT;
      good = on_event (reader, &event);
      wipe_event (&event);
      if (!good)
        return FALSE;
    }
  return TRUE;
}

/* From the first character on, so that offsets are the text's but for its mark. */
static IruValue *
read_characters (const char *data, gsize length, IruTextError *error)
{
  Reader reader = { .data = data, .length = length, .error = error };
  gboolean good;

  if (!yaml_parser_initialize (&reader.parser))
    g_error ("out of memory");
  yaml_parser_set_encoding (&reader.parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string (&reader.parser, (const unsigned char *)data, length);
  reader.open = g_array_new (FALSE, FALSE, sizeof (Frame));
  g_array_set_clear_func (reader.open, frame_clear);
  good = read_events (&reader);
  g_array_unref (reader.open);
  wipe_parser (&reader.parser);
  if (!good)
    g_clear_pointer (&reader.root, iru_value_free);
  else if (reader.root == NULL || reader.root->type == IRU_VALUE_NULL)
    {
      g_clear_pointer (&reader.root, iru_value_free);
      reader.root = iru_value_new (IRU_VALUE_OBJECT);
    }
  return reader.root;
}

IruValue *
iru_yaml_read (GBytes *text, IruTextError *error)
{
  gsize length;
  const char *data = g_bytes_get_data (text, &length);

  if (length > IRU_YAML_MAX_SIZE)
    {
      iru_text_fail (error, IRU_TEXT_ERROR_TOO_LARGE, N_ ("The text is too large."), 0);
      return NULL;
    }
  if (!iru_text_check_encoding (data, length, error))
    return NULL;
  return read_characters (data, length, error);
}
