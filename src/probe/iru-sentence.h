/* iru-sentence.h: what the body of an answer says, whatever its shape
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of a body that is no JSON the secrets of the server are masked, as markup is taken out of it.
 * Nothing else is masked or cut: see iru-excerpt.h before it is shown.
 */
#pragma once

#include "iru-http.h"
#include "iru-mcp.h"
#include "iru-server.h"

G_BEGIN_DECLS

/* The page of a browser, by type or by its beginning. */
gboolean iru_sentence_is_page (const IruHttpReply *reply);

/* The sentence for people: of JSON in any of the usual members, of XML, of a page, of plain text,
 * of a challenge. @answer is what the body was read as. Valid UTF-8. (transfer full) (nullable) */
char *
iru_sentence_read (const IruServer *server, const IruHttpReply *reply, const IruMcpAnswer *answer);

/* All that is said, to look for words in: the sentence and all other strings of JSON.
 * (transfer full) (nullable) */
char *iru_sentence_read_all (const IruServer *server, const IruHttpReply *reply,
                             const IruMcpAnswer *answer);

G_END_DECLS
