/* iru-json-slip.h: what people leave in a JSON file by mistake
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each function looks at one place of a text. None looks further than the mistake
 * itself goes, so the caller stays linear.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes of the curly quote at @p, 0 if there is none. @single is set to its kind. */
gsize iru_json_get_curly_quote (const char *p, const char *end, gboolean *single);

/* Bytes of the line of a Markdown fence at @p, with its line end; 0 if it is none. */
gsize iru_json_get_fence (const char *p, const char *end);

/* Bytes of the line at @p, with its line end, if it is only the name of a JSON file and a
 * bracket or a fence follows; else 0. */
gsize iru_json_get_file_name (const char *p, const char *end);

/* Bytes of the last brackets of a text from @p on, with blanks between them; 0 if anything
 * else follows. */
gsize iru_json_get_surplus (const char *p, const char *end);

/* Bytes of an empty object at @p; 0 if it is none. */
gsize iru_json_get_empty_object (const char *p, const char *end);

gboolean iru_json_is_rich_text (const char *p, const char *end);

/* How far the line of @p is indented in @text, in bytes. @is_first: nothing but blanks stand
 * before @p in its line. Looks at no more than 1000 bytes; G_MAXSIZE if that is too few. */
gsize iru_json_measure_indent (const char *text, const char *p, gboolean *is_first);

G_END_DECLS
