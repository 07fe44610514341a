/* iru-document.h: a configuration file's text, to be read and edited by path
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One door for all languages. A document is immutable: an edit gives a new one,
 * in which every byte outside the member that was named is as it was. A path is
 * a NULL-terminated array of object keys, decoded; the empty path is the whole. In a
 * list of YAML a key means the element whose member "name" is that.
 */
#pragma once

#include "iru-text.h"
#include "iru-value.h"

G_BEGIN_DECLS

typedef enum
{
  IRU_SYNTAX_JSON, /* read as JSONC; what goes beyond JSON is remembered as laxity */
  IRU_SYNTAX_TOML, /* 1.0 and, reading, 1.1 */
  IRU_SYNTAX_YAML, /* edited in block style */
} IruSyntax;

/* What a JSON text has that strict JSON has not. */
typedef enum
{
  IRU_LAXITY_BOM,
  IRU_LAXITY_COMMENT,
  IRU_LAXITY_TRAILING_COMMA,
  IRU_N_LAXITIES
} IruLaxity;

typedef struct _IruDocument IruDocument;

/**
 * iru_document_new:
 * @text: (transfer none): the file; referenced, never copied. Empty or blank
 *   means an empty document.
 *
 * Returns: (transfer full) (nullable): NULL with @error set where @text is not
 *   what @syntax allows
 */
IruDocument *iru_document_new (IruSyntax syntax, GBytes *text, IruTextError *error);
IruDocument *iru_document_ref (IruDocument *document);
/* Drops a reference. */
void iru_document_free (IruDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruDocument, iru_document_free)

/* Borrowed. */
GBytes *iru_document_get_text (const IruDocument *document);

/* Whether the text has that laxity, and the offset of the first. */
gboolean iru_document_has_laxity (const IruDocument *document, IruLaxity laxity, gsize *offset);

/* Whether the whole is an object, as a configuration has to be; an empty document is. */
gboolean iru_document_is_object (const IruDocument *document);

/* What a client would read at @path, decoded, with spans into the text; NULL if
 * there is nothing. Only that part of the text is decoded. */
IruValue *iru_document_dup_value (const IruDocument *document, const char *const *path);

/* Objects that are deeper, and more of them, are not told of. */
#define IRU_DOCUMENT_MAX_PATH 32
#define IRU_DOCUMENT_MAX_FOUND 1000

/**
 * IruPlaceOfObject:
 * @path: (owned): to be given to iru_document_dup_value()
 * @key: its own name, as it is spelt; empty where that is not known
 */
typedef struct
{
  GStrv path;
  IruSpan key;
} IruPlaceOfObject;

/* The objects below the whole that have a member of one of @names: inner ones before those that
 * they are in, none that is in a list. (transfer full) (element-type IruPlaceOfObject) */
GPtrArray *iru_document_find_objects (const IruDocument *document, const char *const *names);

/* Of each member of the object at @path what it has under @key, by the member's name, where that
 * is an object with members. Nothing else is decoded. (transfer full) */
IruValue *
iru_document_dup_each (const IruDocument *document, const char *const *path, const char *key);

/**
 * iru_document_set:
 * @value: what is to stand at @path
 *
 * Replaces the value that a client would read at @path, or adds a last member to
 * its parent, making parents where there are none. New text follows the file's
 * own indentation, line ends, commas and quotes. The result has been parsed again
 * and found to hold what was meant, and only that.
 *
 * Returns: (transfer full) (nullable): the new document, or NULL with @error
 *   (%IRU_TEXT_ERROR_UNSUPPORTED: something other than an object is in the way,
 *   or the form is one that is not edited)
 */
IruDocument *iru_document_set (IruDocument *document, const char *const *path,
                               const IruValue *value, IruTextError *error);

/**
 * iru_document_remove:
 *
 * Takes out every member at @path with its comma and its line, and nothing else:
 * a parent left empty stays. Removing what iru_document_set() added gives the
 * text from before, to the byte, if the parent was there before.
 *
 * Returns: (transfer full) (nullable): @document itself if there is nothing at @path, NULL with
 * @error where it can't be done
 */
IruDocument *
iru_document_remove (IruDocument *document, const char *const *path, IruTextError *error);

/**
 * iru_document_mend:
 * @strict: the client reads strict JSON: trailing commas are slips too
 * @fixes: (element-type IruFix): what was put right is appended here, in order
 *
 * Fixes, in a file that is somebody's own, the mistakes that have one reading:
 * a comma missing between members or elements, doubled, or (if @strict) trailing; quotes that
 * are curly or single; a Markdown fence or the name of the file around the document; an empty
 * object beside it; brackets too many at its end; its last brace missing, where the indentation
 * of all others tells that.
 * TOML and YAML are never mended.
 *
 * Returns: (transfer full) (nullable): the text, mended or as it was if there is
 *   nothing to mend; NULL with @error where it does not parse even so
 */
GBytes *iru_document_mend (IruSyntax syntax, GBytes *text, gboolean strict, GArray *fixes,
                           IruTextError *error);

G_END_DECLS
