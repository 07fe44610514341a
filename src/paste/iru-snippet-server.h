/* iru-snippet-server.h: one server of a snippet
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to the files of the snippet.
 */
#pragma once

#include "iru-server.h"
#include "iru-value.h"

G_BEGIN_DECLS

/**
 * IruSnippetReader:
 * @mended: a brace was missing at the end of the text
 * @failed: the error is set
 * @findings: (element-type IruFinding): with line and column
 * @fixes: (element-type IruFix): what was read although it is not written as it should be
 * @fault: (out) (nullable): where the error is, in bytes
 */
typedef struct
{
  const char *text;
  gsize length;
  gboolean mended;
  gboolean failed;
  GPtrArray *findings;
  GArray *fixes;
  gsize *fault;
  GError **error;
} IruSnippetReader;

/* Always FALSE: sets the error, with the place of @offset in front of @message. */
gboolean iru_snippet_fail (IruSnippetReader *reader, int code, gsize offset, const char *message);

/* As iru_snippet_fail(), for what reading the text has found. */
gboolean iru_snippet_fail_text (IruSnippetReader *reader, const IruTextError *error);

void iru_snippet_fix (IruSnippetReader *reader, const char *id, gsize offset);

/* That the value of @header is left to somebody else. */
void iru_snippet_add_unset (IruSnippetReader *reader, const char *header, const IruValue *value);

/* What @entry has under @path, whose names have "/" between them. Borrowed. */
IruValue *iru_snippet_get_field (const IruValue *entry, const char *path);

/* Whether @value has a field that only a server has, in the spelling of any program. */
gboolean iru_snippet_is_server (const IruValue *value);

/* The same in the spelling of a client that has a row. */
gboolean iru_snippet_is_plain_server (const IruValue *value);

/**
 * iru_snippet_read_server:
 * @name: (nullable): where the text gives none
 *
 * Reads @value and lints it.
 *
 * Returns: (transfer full) (nullable): NULL with the error set
 */
IruServer *
iru_snippet_read_server (IruSnippetReader *reader, const char *name, const IruValue *value);

G_END_DECLS
