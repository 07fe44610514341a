/* iru-document.c: a configuration file's text, to be read and edited by path
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-document.h"

#include "iru-edit.h"
#include "iru-json-walk.h"
#include "iru-json.h"
#include "iru-toml.h"
#include "iru-yaml-edit.h"
#include "iru-yaml.h"

#include <glib/gi18n-lib.h>

/* What a language can do; whatever is done twice is done here, for all. @parsed is
 * what parse() made of a text; it borrows the text. One that is not edited has no set(). */
typedef struct
{
  gpointer (*parse) (GBytes *text, IruJsonLaxities *laxities, IruTextError *error);
  void (*free) (gpointer parsed);
  IruValue *(*read) (gpointer parsed, const char *const *path);
  GPtrArray *(*set) (gpointer parsed, const char *const *path, const IruValue *value,
                     IruTextError *error);
  GPtrArray *(*remove) (gpointer parsed, const char *const *path, IruTextError *error);
  gboolean (*same_beside) (gpointer before, gpointer after, const char *const *path);
} Language;

struct _IruDocument
{
  guint n_refs;
  const Language *language;
  IruSyntax syntax;
  GBytes *text;
  gpointer parsed;
  IruJsonLaxities laxities;
};

static void
free_json (gpointer parsed)
{
  IruJsonText *text = parsed;

  g_array_unref (text->large);
  g_free (text);
}

static gpointer
parse_json (GBytes *bytes, IruJsonLaxities *laxities, IruTextError *error)
{
  IruJsonText *text = g_new (IruJsonText, 1);

  *text = iru_json_text (bytes);
  text->large = g_array_new (FALSE, FALSE, sizeof (IruSpan));
  if (iru_json_check_and_index (bytes, laxities, text->large, error))
    return text;
  free_json (text);
  return NULL;
}

static IruValue *
read_json (gpointer parsed, const char *const *path)
{
  return iru_json_read (*(IruJsonText *)parsed, path);
}

static GPtrArray *
set_json (gpointer parsed, const char *const *path, const IruValue *value, IruTextError *error)
{
  return iru_json_set (*(IruJsonText *)parsed, path, value, error);
}

static GPtrArray *
remove_json (gpointer parsed, const char *const *path, IruTextError *error)
{
  return iru_json_remove (*(IruJsonText *)parsed, path, error);
}

static gboolean
same_beside_in_json (gpointer before, gpointer after, const char *const *path)
{
  return iru_json_same_beside (*(IruJsonText *)before, *(IruJsonText *)after, path);
}

/* Only JSON has them. */
static void
have_no_laxities (IruJsonLaxities *laxities)
{
  for (gsize i = 0; i < IRU_N_LAXITIES; i++)
    laxities->first[i] = IRU_JSON_NONE;
}

static gpointer
parse_toml (GBytes *text, IruJsonLaxities *laxities, IruTextError *error)
{
  have_no_laxities (laxities);
  return iru_toml_scan (text, error);
}

static void
free_toml (gpointer parsed)
{
  iru_toml_free (parsed);
}

static IruValue *
read_toml (gpointer parsed, const char *const *path)
{
  return iru_toml_read_scanned (parsed, path);
}

static GPtrArray *
set_toml (gpointer parsed, const char *const *path, const IruValue *value, IruTextError *error)
{
  return iru_toml_set_scanned (parsed, path, value, error);
}

static GPtrArray *
remove_toml (gpointer parsed, const char *const *path, IruTextError *error)
{
  return iru_toml_remove_scanned (parsed, path, error);
}

static gboolean
same_beside_in_toml (gpointer before, gpointer after, const char *const *path)
{
  return iru_toml_same_beside (before, after, path);
}

static gpointer
parse_yaml (GBytes *text, IruJsonLaxities *laxities, IruTextError *error)
{
  IruValue *root = iru_yaml_read (text, error);
  IruYaml *yaml;

  have_no_laxities (laxities);
  if (root == NULL)
    return NULL;
  yaml = g_new (IruYaml, 1);
  yaml->data = g_bytes_get_data (text, &yaml->length);
  yaml->root = root;
  return yaml;
}

static void
free_yaml (gpointer parsed)
{
  iru_value_free (((IruYaml *)parsed)->root);
  g_free (parsed);
}

static IruValue *
read_yaml (gpointer parsed, const char *const *path)
{
  const IruValue *value = iru_yaml_find (parsed, path);

  return value != NULL ? iru_value_copy (value) : NULL;
}

static GPtrArray *
set_yaml (gpointer parsed, const char *const *path, const IruValue *value, IruTextError *error)
{
  return iru_yaml_set (parsed, path, value, error);
}

static GPtrArray *
remove_yaml (gpointer parsed, const char *const *path, IruTextError *error)
{
  return iru_yaml_remove (parsed, path, error);
}

static gboolean
same_beside_in_yaml (gpointer before, gpointer after, const char *const *path)
{
  return iru_yaml_same_beside (before, after, path);
}

static const Language languages[] = {
  [IRU_SYNTAX_JSON] = { parse_json, free_json, read_json, set_json, remove_json,
                        same_beside_in_json },
  [IRU_SYNTAX_TOML] = { parse_toml, free_toml, read_toml, set_toml, remove_toml,
                        same_beside_in_toml },
  [IRU_SYNTAX_YAML] = { parse_yaml, free_yaml, read_yaml, set_yaml, remove_yaml,
                        same_beside_in_yaml },
};

IruDocument *
iru_document_new (IruSyntax syntax, GBytes *text, IruTextError *error)
{
  const Language *language = &languages[syntax];
  IruJsonLaxities laxities;
  gpointer parsed;

  if (g_bytes_get_size (text) > IRU_TEXT_MAX_SIZE)
    {
      iru_text_fail (error, IRU_TEXT_ERROR_TOO_LARGE, N_ ("The text is too large."), 0);
      return NULL;
    }
  parsed = language->parse (text, &laxities, error);
  if (parsed == NULL)
    return NULL;

  IruDocument *self = g_new (IruDocument, 1);
  *self = (IruDocument){
    .n_refs = 1,
    .language = language,
    .syntax = syntax,
    .text = g_bytes_ref (text),
    .parsed = parsed,
    .laxities = laxities,
  };
  return self;
}

IruDocument *
iru_document_ref (IruDocument *self)
{
  self->n_refs++;
  return self;
}

void
iru_document_free (IruDocument *self)
{
  if (self == NULL || --self->n_refs > 0)
    return;
  self->language->free (self->parsed);
  g_bytes_unref (self->text);
  g_free (self);
}

GBytes *
iru_document_get_text (const IruDocument *self)
{
  return self->text;
}

gboolean
iru_document_has_laxity (const IruDocument *self, IruLaxity laxity, gsize *offset)
{
  gsize first = self->laxities.first[laxity];

  if (first == IRU_JSON_NONE)
    return FALSE;
  if (offset != NULL)
    *offset = first;
  return TRUE;
}

gboolean
iru_document_is_object (const IruDocument *document)
{
  IruSpan root;

  if (document->syntax == IRU_SYNTAX_TOML)
    return TRUE;
  if (document->syntax == IRU_SYNTAX_YAML)
    return ((const IruYaml *)document->parsed)->root->type == IRU_VALUE_OBJECT;
  const IruJsonText *text = document->parsed;
  return !iru_json_get_root (*text, &root) || iru_json_is_object (*text, root);
}

IruValue *
iru_document_dup_value (const IruDocument *self, const char *const *path)
{
  return self->language->read (self->parsed, path);
}

static void
free_place (gpointer data)
{
  IruPlaceOfObject *place = data;

  g_strfreev (place->path);
  g_free (place);
}

/* In a document that is decoded. @path: the names on the way to @object. */
static void
find_in_value (const IruValue *object, GPtrArray *path, const char *const *names, GPtrArray *found)
{
  for (guint i = 0; i < iru_value_count_members (object) && path->len < IRU_DOCUMENT_MAX_PATH; i++)
    {
      const IruMember *member = iru_value_get_member (object, i);
      gboolean fits = FALSE;

      if (member->value->type != IRU_VALUE_OBJECT)
        continue;
      g_ptr_array_add (path, member->key);
      find_in_value (member->value, path, names, found);
      for (guint j = 0; names[j] != NULL && !fits; j++)
        fits = iru_value_get (member->value, names[j]) != NULL;
      if (fits && found->len < IRU_DOCUMENT_MAX_FOUND)
        {
          IruPlaceOfObject *place = g_new0 (IruPlaceOfObject, 1);

          place->path = g_new0 (char *, path->len + 1);
          for (guint j = 0; j < path->len; j++)
            place->path[j] = g_strdup (path->pdata[j]);
          place->key = member->key_span;
          g_ptr_array_add (found, place);
        }
      g_ptr_array_set_size (path, path->len - 1);
    }
}

GPtrArray *
iru_document_find_objects (const IruDocument *self, const char *const *names)
{
  static const char *const whole[] = { NULL };
  GPtrArray *found = g_ptr_array_new_with_free_func (free_place);
  g_autoptr (GPtrArray) path = g_ptr_array_new ();

  if (self->syntax == IRU_SYNTAX_JSON)
    {
      iru_json_find_objects (*(IruJsonText *)self->parsed, names, found);
      return found;
    }
  g_autoptr (IruValue) value = iru_document_dup_value (self, whole);
  find_in_value (value, path, names, found);
  return found;
}

/* Where a language can't leave out what is not asked for. */
static IruValue *
pick_each (const IruValue *whole, const char *key)
{
  IruValue *each = iru_value_new (IRU_VALUE_OBJECT);

  for (guint i = 0; i < iru_value_count_members (whole); i++)
    {
      const IruMember *member = iru_value_get_member (whole, i);
      const IruValue *value = iru_value_get (member->value, key);

      if (value != NULL && iru_value_count_members (value) > 0)
        iru_value_add (each, member->key, iru_value_copy (value));
    }
  return each;
}

IruValue *
iru_document_dup_each (const IruDocument *self, const char *const *path, const char *key)
{
  g_autoptr (IruValue) whole = NULL;

  if (self->syntax == IRU_SYNTAX_JSON)
    return iru_json_read_each (*(IruJsonText *)self->parsed, path, key);
  whole = iru_document_dup_value (self, path);
  return whole != NULL ? pick_each (whole, key) : iru_value_new (IRU_VALUE_OBJECT);
}

static gboolean
is_no_laxer (const IruDocument *self, const IruDocument *than)
{
  for (IruLaxity laxity = 0; laxity < IRU_N_LAXITIES; laxity++)
    if (iru_document_has_laxity (self, laxity, NULL)
        && !iru_document_has_laxity (than, laxity, NULL))
      return FALSE;
  return TRUE;
}

/* Makes @edits and takes the result at nobody's word: it parses, has @value (NULL:
 * nothing) at @path, and beside that what was there before. */
static IruDocument *
apply (const IruDocument *self, GPtrArray *edits, const char *const *path, const IruValue *value,
       IruTextError *error)
{
  g_autoptr (GBytes) text = iru_edits_apply (edits, self->text, error);
  g_autoptr (IruDocument) edited =
      text != NULL ? iru_document_new (self->syntax, text, NULL) : NULL;

  if (edited != NULL && is_no_laxer (edited, self))
    {
      g_autoptr (IruValue) found = iru_document_dup_value (edited, path);
      gboolean meant =
          found == NULL || value == NULL ? found == value : iru_value_equal (found, value);

      if (meant && self->language->same_beside (self->parsed, edited->parsed, path))
        return g_steal_pointer (&edited);
    }
  iru_text_fail (error, IRU_TEXT_ERROR_UNSUPPORTED,
                 N_ ("This cannot be written into the file without harm. Edit it by hand."), 0);
  return NULL;
}

IruDocument *
iru_document_set (IruDocument *self, const char *const *path, const IruValue *value,
                  IruTextError *error)
{
  g_autoptr (IruValue) present = iru_document_dup_value (self, path);

  if (present != NULL && iru_value_equal (present, value))
    return iru_document_ref (self);
  g_autoptr (GPtrArray) edits = self->language->set (self->parsed, path, value, error);
  return edits != NULL ? apply (self, edits, path, value, error) : NULL;
}

IruDocument *
iru_document_remove (IruDocument *self, const char *const *path, IruTextError *error)
{
  g_autoptr (GPtrArray) edits = self->language->remove (self->parsed, path, error);

  if (edits == NULL)
    return NULL;
  if (edits->len == 0)
    return iru_document_ref (self);
  return apply (self, edits, path, NULL, error);
}

GBytes *
iru_document_mend (IruSyntax syntax, GBytes *text, gboolean strict, GArray *fixes,
                   IruTextError *error)
{
  if (syntax == IRU_SYNTAX_JSON)
    return iru_json_mend (text, strict, fixes, error);

  g_autoptr (IruDocument) document = iru_document_new (syntax, text, error);
  return document != NULL ? g_bytes_ref (text) : NULL;
}
