/* iru-lint.h: what is wrong with a server's values, wherever they stand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-finding.h"
#include "iru-server.h"

G_BEGIN_DECLS

/**
 * iru_lint_server:
 * @findings: (element-type IruFinding): appended to; each has its field set and
 *   no line or column, which only the reader of the text knows
 *
 * placeholder, key-prefix-missing and header-missing (where the profile of the server
 * knows what is needed), value-whitespace, url-invalid, url-insecure, and header names or values
 * that HTTP does not allow (url-invalid's sibling, wrong-field). Details never quote a value that
 * is secret.
 */
void iru_lint_server (const IruServer *server, GPtrArray *findings);

/* @value without the spaces, line breaks and characters of no width around it. (transfer full) */
char *iru_lint_trim (const char *value);

/* Whether HTTP allows @name as the name of a header. */
gboolean iru_lint_is_header_name (const char *name);

/* Whether @value is an example rather than a value: YOUR_TENANT, YOUR_API_KEY,
 * PASTE_…, <key>, xxxx, dots or bullets, your-…-here. */
gboolean iru_lint_is_placeholder (const char *value);

G_END_DECLS
