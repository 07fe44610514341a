/* fuzz-edit.c: what an edit of a document has to hold to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Compares by spans and bytes what iru-document.c compares in its own ways, so that
 * one looks after the other.
 */
#include "fuzz.h"

#include "iru-json.h"
#include "iru-toml-scan.h"

#include <string.h>

#define MAX_PATH 8

/* A decoded text. */
typedef struct
{
  IruSyntax syntax;
  IruDocument *document;
  GBytes *text; /* borrowed of @document */
  IruValue *root;
} Side;

static void
side_clear (Side *side)
{
  iru_document_free (side->document);
  iru_value_free (side->root);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Side, side_clear)

static const char *const whole[] = { NULL };

/* Takes @document. */
static Side
side_new (IruSyntax syntax, IruDocument *document)
{
  return (Side){
    .syntax = syntax,
    .document = document,
    .text = iru_document_get_text (document),
    .root = iru_document_dup_value (document, whole),
  };
}

/* The same from bytes, as the next run of the program would see it. */
static Side
side_reread (const Side *side)
{
  IruDocument *again = iru_document_new (side->syntax, side->text, NULL);

  FUZZ_HOLDS (again != NULL);
  return side_new (side->syntax, again);
}

static const char *
side_data (const Side *side)
{
  return g_bytes_get_data (side->text, NULL);
}

static gboolean
is_span (IruSpan span)
{
  return span.end > span.start;
}

static gboolean
same_bytes (const Side *a, IruSpan span_a, const Side *b, IruSpan span_b)
{
  gsize length = span_a.end - span_a.start;

  FUZZ_HOLDS (span_a.start <= span_a.end && span_a.end <= g_bytes_get_size (a->text));
  FUZZ_HOLDS (span_b.start <= span_b.end && span_b.end <= g_bytes_get_size (b->text));
  return span_b.end - span_b.start == length
         && (length == 0
             || memcmp (side_data (a) + span_a.start, side_data (b) + span_b.start, length) == 0);
}

static gboolean
same_value (const Side *a, const IruValue *value_a, const Side *b, const IruValue *value_b);

static gboolean
same_member (const Side *a, const IruMember *member_a, const Side *b, const IruMember *member_b)
{
  return strcmp (member_a->key, member_b->key) == 0
         && same_bytes (a, member_a->key_span, b, member_b->key_span)
         && same_value (a, member_a->value, b, member_b->value);
}

/* Byte for byte, or part by part where a TOML table is spread over the text. */
static gboolean
same_value (const Side *a, const IruValue *value_a, const Side *b, const IruValue *value_b)
{
  guint n = iru_value_count_children (value_a);

  if (value_a->type != value_b->type || n != iru_value_count_children (value_b))
    return FALSE;
  if (is_span (value_a->span) || is_span (value_b->span))
    return same_bytes (a, value_a->span, b, value_b->span);
  for (guint i = 0; i < n; i++)
    if (value_a->type == IRU_VALUE_ARRAY ? !same_value (a, iru_value_get_element (value_a, i), b,
                                                        iru_value_get_element (value_b, i))
                                         : !same_member (a, iru_value_get_member (value_a, i), b,
                                                         iru_value_get_member (value_b, i)))
      return FALSE;
  return TRUE;
}

static const IruMember *
next_other (const IruValue *object, guint *index, const char *key)
{
  while (*index < iru_value_count_members (object))
    {
      const IruMember *member = iru_value_get_member (object, (*index)++);

      if (strcmp (member->key, key) != 0)
        return member;
    }
  return NULL;
}

static gboolean
same_others (const Side *a, const IruValue *object_a, const Side *b, const IruValue *object_b,
             const char *key)
{
  guint i = 0;
  guint j = 0;

  while (TRUE)
    {
      const IruMember *member_a = next_other (object_a, &i, key);
      const IruMember *member_b = next_other (object_b, &j, key);

      if (member_a == NULL || member_b == NULL)
        return member_a == member_b;
      if (!same_member (a, member_a, b, member_b))
        return FALSE;
    }
}

/* Every member beside @path, at each of its levels. */
static gboolean
same_beside (const Side *a, const Side *b, const char *const *path)
{
  const IruValue *value_a = a->root;
  const IruValue *value_b = b->root;

  for (; *path != NULL && value_a != NULL && value_b != NULL; path++)
    {
      if (value_a->type != IRU_VALUE_OBJECT)
        return same_value (a, value_a, b, value_b);
      if (value_b->type != IRU_VALUE_OBJECT || !same_others (a, value_a, b, value_b, *path))
        return FALSE;
      value_a = iru_value_get (value_a, *path);
      value_b = iru_value_get (value_b, *path);
    }
  return TRUE;
}

/* Whether only what stands at the spans differs. */
static gboolean
same_around (const Side *a, IruSpan span_a, const Side *b, IruSpan span_b)
{
  gsize size_a = g_bytes_get_size (a->text);
  gsize size_b = g_bytes_get_size (b->text);

  return same_bytes (a, (IruSpan){ 0, span_a.start }, b, (IruSpan){ 0, span_b.start })
         && same_bytes (a, (IruSpan){ span_a.end, size_a }, b, (IruSpan){ span_b.end, size_b });
}

/* Whether every line end is CRLF. */
static gboolean
has_crlf_only (const Side *side)
{
  gsize length = g_bytes_get_size (side->text);
  const char *data = side_data (side);

  for (gsize i = 0; i < length; i++)
    {
      if (data[i] == '\n' && (i == 0 || data[i - 1] != '\r'))
        return FALSE;
      if (data[i] == '\r' && (i + 1 == length || data[i + 1] != '\n'))
        return FALSE;
    }
  return TRUE;
}

static gboolean
keeps_line_ends (const Side *before, const Side *after)
{
  gsize length = g_bytes_get_size (before->text);

  return length == 0 || memchr (side_data (before), '\n', length) == NULL || !has_crlf_only (before)
         || has_crlf_only (after);
}

static const IruValue *
get_at (const Side *side, const char *const *path, guint n)
{
  const IruValue *value = side->root;

  for (guint i = 0; i < n && value != NULL; i++)
    value = iru_value_get (value, path[i]);
  return value;
}

/* Whether something other than an object stands on the way to @path. */
static gboolean
is_in_the_way (const Side *side, const char *const *path)
{
  for (guint i = 0; path[i] != NULL; i++)
    {
      const IruValue *value = get_at (side, path, i);

      if (value != NULL && value->type != IRU_VALUE_OBJECT)
        return TRUE;
    }
  return FALSE;
}

/* Whether the object that is to hold @path is written in the text, so that taking
 * the member out again has nothing else to take out, and nothing to leave. */
static gboolean
has_parent (const Side *side, const char *const *path)
{
  guint n = g_strv_length ((char **)path) - 1;
  const IruValue *parent = get_at (side, path, n);
  guint n_found;

  if (parent == NULL || parent->type != IRU_VALUE_OBJECT)
    return FALSE;
  if (side->syntax == IRU_SYNTAX_JSON || n == 0)
    return TRUE;

  g_autoptr (IruToml) toml = iru_toml_scan (side->text, NULL);
  const char *short_path[MAX_PATH + 1] = { NULL };
  memcpy (short_path, path, n * sizeof *path);
  const IruTomlNode *node = iru_toml_get_node (toml, iru_toml_find (toml, short_path, &n_found));
  return node->kind == IRU_TOML_INLINE || (node->flags & (IRU_TOML_DEFINED | IRU_TOML_DOTTED));
}

static void
check_edited (const Side *before, const Side *after, const char *const *path)
{
  FUZZ_HOLDS (same_beside (before, after, path));
  FUZZ_HOLDS (keeps_line_ends (before, after));
  FUZZ_HOLDS (before->syntax != IRU_SYNTAX_JSON || !iru_json_check_strict (before->text, NULL)
              || iru_json_check_strict (after->text, NULL));
}

static void
check_set (const Side *before, const Side *after, const char *const *path, const IruValue *value)
{
  guint n = g_strv_length ((char **)path);
  const IruValue *old = get_at (before, path, n);
  const IruValue *new = get_at (after, path, n);
  g_autoptr (IruDocument) again = iru_document_set (after->document, path, value, NULL);

  check_edited (before, after, path);
  FUZZ_HOLDS (new != NULL &&iru_value_equal (new, value));
  FUZZ_HOLDS (again != NULL && g_bytes_equal (iru_document_get_text (again), after->text));
  if (old == NULL)
    FUZZ_HOLDS (fuzz_is_woven_in (before->text, after->text));
  else if (before->syntax == IRU_SYNTAX_JSON || old->type != IRU_VALUE_OBJECT)
    FUZZ_HOLDS (!is_span (old->span) || same_around (before, old->span, after, new->span));
}

static void
check_removed (const Side *before, const Side *after, const char *const *path)
{
  g_autoptr (IruValue) found = iru_document_dup_value (after->document, path);

  check_edited (before, after, path);
  FUZZ_HOLDS (found == NULL);
  FUZZ_HOLDS (fuzz_is_woven_in (after->text, before->text));
}

/* Returns: (nullable): NULL where it is refused, which it may be for one reason only */
static IruDocument *
set (const Side *side, const char *const *path, const IruValue *value)
{
  IruTextError error = { 0 };
  IruDocument *document = iru_document_set (side->document, path, value, &error);

  FUZZ_HOLDS (document != NULL || fuzz_is_error (&error, side->text));
  FUZZ_HOLDS (document != NULL || error.code == IRU_TEXT_ERROR_UNSUPPORTED);
  FUZZ_HOLDS ((document == NULL) == is_in_the_way (side, path));
  return document;
}

static void
set_and_remove (const Side *side, const char *const *path, const IruValue *value)
{
  IruDocument *document = set (side, path, value);

  if (document == NULL)
    return;
  fuzz_tell ("set", iru_document_get_text (document));
  g_auto (Side) made = side_new (side->syntax, document);
  g_auto (Side) after = side_reread (&made);
  check_set (side, &after, path, value);

  IruDocument *without = iru_document_remove (after.document, path, NULL);
  FUZZ_HOLDS (without != NULL);
  fuzz_tell ("set and removed", iru_document_get_text (without));
  g_auto (Side) removed = side_new (side->syntax, without);
  check_removed (&after, &removed, path);
  if (has_parent (side, path) && get_at (side, path, g_strv_length ((char **)path)) == NULL)
    FUZZ_HOLDS (g_bytes_equal (removed.text, side->text));
}

/* A number of @n that @hash decides on, which is used up by it. */
static guint
pick (guint32 *hash, guint n)
{
  guint picked = *hash % n;

  *hash = *hash / n ^ *hash << 13;
  return picked;
}

/* Down from the root through members that are there. Returns the depth. */
static guint
walk (const Side *side, guint32 *hash, const char **path)
{
  const IruValue *value = side->root;
  guint n = 0;

  while (n < MAX_PATH - 2 && value != NULL && value->type == IRU_VALUE_OBJECT
         && iru_value_count_members (value) > 0)
    {
      path[n] = iru_value_get_member (value, pick (hash, iru_value_count_members (value)))->key;
      value = iru_value_get (value, path[n++]);
      if (pick (hash, 3) == 0)
        break;
    }
  return n;
}

static void
choose_path (const Side *side, guint32 *hash, const char **path)
{
  guint kind = pick (hash, 8);
  guint n = 0;

  if (kind < 3)
    path[n++] = side->syntax == IRU_SYNTAX_JSON ? "mcpServers" : "mcp_servers";
  else if (kind > 3)
    n = walk (side, hash, path);
  /* Of what is there, something is to be replaced, too. */
  if (n == 0 || kind < 3 || kind == 6)
    path[n++] = pick (hash, 4) == 0 ? "my \"server\"" : "iru";
  if (kind == 2 || kind == 7)
    path[n++] = "X-API-Key";
  path[n] = NULL;
}

static void
tell_path (const char *const *path)
{
  g_autofree char *joined = g_strjoinv (" / ", (char **)path);
  g_autoptr (GBytes) bytes = g_bytes_new (joined, strlen (joined));

  fuzz_tell ("path", bytes);
}

static IruValue *
add_string (IruValue *object, const char *key, const char *string)
{
  return iru_value_add (object, key, iru_value_new_string (string));
}

static IruValue *
new_entry (void)
{
  IruValue *entry = iru_value_new (IRU_VALUE_OBJECT);

  add_string (entry, "url", "https://a.example/mcp?x=1#y");
  IruValue *headers = iru_value_add (entry, "http_headers", iru_value_new (IRU_VALUE_OBJECT));
  add_string (headers, "X-API-Key", "sk_live:\"\\ \xc3\xa9\x01");
  IruValue *args = iru_value_add (entry, "args", iru_value_new (IRU_VALUE_ARRAY));
  iru_value_append (args, iru_value_new_string ("-y"));
  iru_value_append (args, iru_value_new_literal (IRU_VALUE_NUMBER, "1"));
  iru_value_add (entry, "env", iru_value_new (IRU_VALUE_OBJECT));
  iru_value_add (entry, "enabled", iru_value_new_boolean (TRUE));
  return entry;
}

#define N_VALUES 8

static IruValue *
new_value (guint which)
{
  switch (which)
    {
    case 0:
      return iru_value_new_string ("a\nb");
    case 1:
      return iru_value_new (IRU_VALUE_OBJECT);
    case 2:
      return iru_value_new (IRU_VALUE_ARRAY);
    case 3:
      return iru_value_new_literal (IRU_VALUE_NUMBER, "0");
    case 4:
      return iru_value_new_string ("C:\\d");
    default:
      return new_entry ();
    }
}

void
fuzz_edit (IruSyntax syntax, GBytes *text)
{
  IruTextError error = { 0 };
  guint32 hash = fuzz_hash (text);
  const char *path[MAX_PATH + 1];
  IruDocument *document = iru_document_new (syntax, text, &error);

  FUZZ_HOLDS (document != NULL || fuzz_is_error (&error, text));
  if (document == NULL)
    return;
  g_auto (Side) side = side_new (syntax, document);
  choose_path (&side, &hash, path);
  tell_path (path);
  g_autoptr (IruValue) value = new_value (pick (&hash, N_VALUES));
  set_and_remove (&side, path, value);

  g_autoptr (IruValue) found = iru_document_dup_value (document, path);
  const IruValue *seen = get_at (&side, path, g_strv_length ((char **)path));
  FUZZ_HOLDS ((found == NULL) == (seen == NULL));
  FUZZ_HOLDS (found == NULL || iru_value_equal (found, seen));

  IruDocument *without = iru_document_remove (document, path, &error);
  FUZZ_HOLDS (without != NULL);
  fuzz_tell ("removed", iru_document_get_text (without));
  g_auto (Side) removed = side_new (syntax, without);
  check_removed (&side, &removed, path);
  FUZZ_HOLDS (found != NULL || g_bytes_equal (removed.text, text));
  if (found != NULL)
    set_and_remove (&removed, path, value);
}
