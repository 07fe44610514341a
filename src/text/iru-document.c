/* iru-document.c: a configuration file's text, to be read and edited by path
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-document.h"

#include "iru-edit.h"
#include "iru-json-walk.h"
#include "iru-json.h"
#include "iru-toml.h"

#include <glib/gi18n-lib.h>

/* What a language can do; whatever is done twice is done here, for both. */
typedef struct
{
  gboolean (*check) (GBytes *text, IruJsonLaxities *laxities, IruTextError *error);
  IruValue *(*read) (GBytes *text, const char *const *path);
  GPtrArray *(*set) (GBytes *text, const char *const *path, const IruValue *value,
                     IruTextError *error);
  GPtrArray *(*remove) (GBytes *text, const char *const *path, IruTextError *error);
  gboolean (*same_beside) (GBytes *before, GBytes *after, const char *const *path);
} Language;

struct _IruDocument
{
  const Language *language;
  IruSyntax syntax;
  GBytes *text;
  IruJsonLaxities laxities;
};

static gboolean
check_toml (GBytes *text, IruJsonLaxities *laxities, IruTextError *error)
{
  for (gsize i = 0; i < IRU_N_LAXITIES; i++)
    laxities->first[i] = IRU_JSON_NONE;
  return iru_toml_check (text, error);
}

static gboolean
is_named (const IruMember *member, const char *key)
{
  return g_str_equal (member->key, key);
}

/* The next member that is not called @key. */
static const IruMember *
next_other (const IruValue *object, guint *index, const char *key)
{
  while (*index < iru_value_get_length (object))
    {
      const IruMember *member = iru_value_get_member (object, (*index)++);

      if (!is_named (member, key))
        return member;
    }
  return NULL;
}

static gboolean
same_others (const IruValue *before, const IruValue *after, const char *key)
{
  guint i = 0;
  guint j = 0;
  const IruMember *a, *b;

  do
    {
      a = next_other (before, &i, key);
      b = next_other (after, &j, key);
      if (a != NULL && b != NULL && !(is_named (a, b->key) && iru_value_equal (a->value, b->value)))
        return FALSE;
    }
  while (a != NULL && b != NULL);
  return a == b;
}

/* A TOML table may be spread over the file, so that it is compared decoded. */
static gboolean
same_beside_in_toml (GBytes *before, GBytes *after, const char *const *path)
{
  static const char *const whole[] = { NULL };
  g_autoptr (IruValue) old_root = iru_toml_read (before, whole);
  g_autoptr (IruValue) new_root = iru_toml_read (after, whole);
  const IruValue *a = old_root;
  const IruValue *b = new_root;

  for (; *path != NULL && a != NULL && b != NULL; path++)
    {
      if (a->type != IRU_VALUE_OBJECT || b->type != IRU_VALUE_OBJECT || !same_others (a, b, *path))
        return FALSE;
      a = iru_value_get (a, *path);
      b = iru_value_get (b, *path);
    }
  return TRUE;
}

static const Language languages[] = {
  [IRU_SYNTAX_JSON] = { iru_json_check, iru_json_read, iru_json_set, iru_json_remove,
                        iru_json_same_beside },
  [IRU_SYNTAX_TOML] = { check_toml, iru_toml_read, iru_toml_set, iru_toml_remove,
                        same_beside_in_toml },
};

IruDocument *
iru_document_new (IruSyntax syntax, GBytes *text, IruTextError *error)
{
  const Language *language = &languages[syntax];
  IruJsonLaxities laxities;

  if (g_bytes_get_size (text) > IRU_TEXT_MAX_SIZE)
    {
      iru_text_fail (error, IRU_TEXT_ERROR_TOO_LARGE, N_ ("The text is too large."), 0);
      return NULL;
    }
  if (!language->check (text, &laxities, error))
    return NULL;

  IruDocument *self = g_new (IruDocument, 1);
  *self = (IruDocument){
    .language = language,
    .syntax = syntax,
    .text = g_bytes_ref (text),
    .laxities = laxities,
  };
  return self;
}

void
iru_document_free (IruDocument *self)
{
  if (self == NULL)
    return;
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

  return document->syntax == IRU_SYNTAX_TOML || !iru_json_get_root (document->text, &root)
         || iru_json_is_object (iru_json_text (document->text), root);
}

IruValue *
iru_document_dup_value (const IruDocument *self, const char *const *path)
{
  return self->language->read (self->text, path);
}

/* The same text as a new document. */
static IruDocument *
dup_document (const IruDocument *self)
{
  IruDocument *copy = g_memdup2 (self, sizeof *self);

  g_bytes_ref (copy->text);
  return copy;
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
  g_autoptr (GBytes) text = iru_edits_apply (edits, self->text);
  g_autoptr (IruDocument) edited = iru_document_new (self->syntax, text, NULL);

  if (edited != NULL && is_no_laxer (edited, self))
    {
      g_autoptr (IruValue) found = iru_document_dup_value (edited, path);
      gboolean meant =
          found == NULL || value == NULL ? found == value : iru_value_equal (found, value);

      if (meant && self->language->same_beside (self->text, text, path))
        return g_steal_pointer (&edited);
    }
  iru_text_fail (error, IRU_TEXT_ERROR_UNSUPPORTED,
                 N_ ("This cannot be written into the file without harm. Edit it by hand."), 0);
  return NULL;
}

IruDocument *
iru_document_set (const IruDocument *self, const char *const *path, const IruValue *value,
                  IruTextError *error)
{
  g_autoptr (IruValue) present = iru_document_dup_value (self, path);

  if (present != NULL && iru_value_equal (present, value))
    return dup_document (self);
  g_autoptr (GPtrArray) edits = self->language->set (self->text, path, value, error);
  return edits != NULL ? apply (self, edits, path, value, error) : NULL;
}

IruDocument *
iru_document_remove (const IruDocument *self, const char *const *path, IruTextError *error)
{
  g_autoptr (GPtrArray) edits = self->language->remove (self->text, path, error);

  if (edits == NULL)
    return NULL;
  if (edits->len == 0)
    return dup_document (self);
  return apply (self, edits, path, NULL, error);
}

GBytes *
iru_document_mend (IruSyntax syntax, GBytes *text, gboolean strict, GArray *fixes,
                   IruTextError *error)
{
  if (syntax == IRU_SYNTAX_JSON)
    return iru_json_mend (text, strict, fixes, error);
  return iru_toml_check (text, error) ? g_bytes_ref (text) : NULL;
}
