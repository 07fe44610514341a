/* iru-excerpt.h: text from outside, made fit to be shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a server sends may hold our own key, control characters, or a megabyte of
 * anything. What comes out here is one line of UTF-8 with none of them.
 */
#pragma once

#include "iru-server.h"

G_BEGIN_DECLS

/* The longest excerpt, in characters. */
#define IRU_EXCERPT_MAX_CHARS 256

/* @text with every secret of @server as "[key]", however it is spelt (see iru-secret-pattern.h),
 * and what looks like a key masked; valid UTF-8. (transfer full) */
char *iru_excerpt_mask (const IruServer *server, const char *text, gsize length);

/* The same in one line: control and invisible characters become escapes; blanks at both ends go;
 * the rest is cut. @length may be -1. NULL if @text is NULL or nothing is left. */
char *iru_excerpt_text (const IruServer *server, const char *text, gssize length);

/* The title of an HTML page, as an excerpt; NULL if it has none. */
char *iru_excerpt_html_title (const IruServer *server, const char *html, gsize length);

/* @url with its secret parts masked, as an excerpt. */
char *iru_excerpt_url (const IruServer *server, const char *url);

G_END_DECLS
