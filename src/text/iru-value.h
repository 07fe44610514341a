/* iru-value.h: a decoded value of JSON, TOML or YAML
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a client would see of a part of its file: entries are read and rendered
 * as values, whatever language they are spelt in.
 */
#pragma once

#include "iru-text.h"

G_BEGIN_DECLS

typedef enum
{
  IRU_VALUE_NULL,
  IRU_VALUE_BOOLEAN,
  IRU_VALUE_NUMBER,
  IRU_VALUE_STRING,
  IRU_VALUE_DATETIME, /* TOML only */
  IRU_VALUE_ALIAS,    /* YAML only: what stands there is elsewhere in the file; not followed */
  IRU_VALUE_ARRAY,
  IRU_VALUE_OBJECT,
} IruValueType;

typedef struct _IruValue IruValue;

/* One member of an object. */
typedef struct
{
  char *key;        /* (owned) decoded; for encoding of odd characters see IruValue.text */
  IruSpan key_span; /* the key as it is spelt, quotes included; empty if made */
  IruValue *value;  /* (owned) */
} IruMember;

/**
 * IruValue:
 * @text: (owned) (nullable): STRING: decoded; NUMBER and DATETIME: as spelt;
 *   BOOLEAN: "true" or "false"; else NULL. A string that no UTF-8 can hold keeps
 *   a NUL as the bytes C0 80 and a lone surrogate as its three bytes, so that
 *   two strings are equal only if they are, and g_utf8_validate() refuses them.
 * @children: (owned) (nullable): for iru-value.c only, everyone else uses the functions
 *   below. ARRAY: of IruValue; OBJECT: of IruMember, in the order of the text,
 *   duplicates included; the array frees none of them
 * @span: where it stands in its text; empty if made by the program, or if it is a
 *   TOML table that is spread over the file
 */
struct _IruValue
{
  IruValueType type;
  char *text;
  GPtrArray *children;
  IruSpan span;
};

IruValue *iru_value_new (IruValueType type);
IruValue *iru_value_new_string (const char *string);
IruValue *iru_value_new_boolean (gboolean boolean);
/* @spelling is taken as it is: NUMBER or DATETIME. */
IruValue *iru_value_new_literal (IruValueType type, const char *spelling);
IruValue *iru_value_copy (const IruValue *value);
/* Wipes the strings before it frees them: a value may be a key. */
void iru_value_free (IruValue *value);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruValue, iru_value_free)

/* Takes @element. Returns it, for chaining. */
IruValue *iru_value_append (IruValue *array, IruValue *element);
/* Adds at the end, even beside a member of the same key; takes @value. */
IruValue *iru_value_add (IruValue *object, const char *key, IruValue *value);

/* The last member of that name, as a JSON parser would see it; NULL if there is
 * none or @object is NULL or not an object. Borrowed. */
IruValue *iru_value_get (const IruValue *object, const char *key);
/* NULL unless it is a string. Borrowed. */
const char *iru_value_get_string (const IruValue *object, const char *key);
/* The value's own string, NULL unless it is one. */
const char *iru_value_as_string (const IruValue *value);

/* A field of a file may have any type. So a reader names the type that it expects: anything
 * else, NULL too, is empty to it. */

/* How many elements an array has. 0 for anything but an array. */
guint iru_value_count_elements (const IruValue *array);
/* Borrowed. NULL if @array is no array or is shorter. */
IruValue *iru_value_get_element (const IruValue *array, guint index);
/* How many members an object has, duplicates included. 0 for anything but an object. */
guint iru_value_count_members (const IruValue *object);
/* Borrowed. NULL if @object is no object or has fewer. */
IruMember *iru_value_get_member (const IruValue *object, guint index);

/* For code that walks whole trees: elements of an array or values of an object. */
gboolean iru_value_is_container (const IruValue *value);
guint iru_value_count_children (const IruValue *value);
IruValue *iru_value_get_child (const IruValue *value, guint index);

/* Exchanges type and children of two values; text and span stay. */
void iru_value_swap_content (IruValue *a, IruValue *b);

/* Same type, same content; numbers are compared as spelt, objects as a parser
 * sees them (the last duplicate counts), in any order. */
gboolean iru_value_equal (const IruValue *a, const IruValue *b);

/* Whether what is written elsewhere, an alias, stands at or in @value. */
gboolean iru_value_has_alias (const IruValue *value);

/* The members of @object that a parser would see, of each name the last, sorted by
 * name. None if it is no object. (transfer container) (element-type IruMember) */
GPtrArray *iru_value_list_members (const IruValue *object);

/* Overwrites @secret with zeros and frees it; NULL is allowed. */
void iru_secret_free (char *secret);

/* A core file of this process would hold the secrets: there is to be none. */
void iru_secret_forbid_core_files (void);

G_END_DECLS
