/* iru-config-private.h: between the files of iru-config
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-config.h"

G_BEGIN_DECLS

/**
 * iru_config_spell_server:
 * @old: (nullable): the entry that it takes the place of
 * @edit: (inout): told which variables are referred to, and whether keys are handed out
 *
 * Returns: (transfer full) (nullable): @server as it is to stand in the file: in the form that
 *   the client takes, with its keys, references to them, or none; NULL with @error
 *   (IRU_ERROR_UNSUPPORTED): the client has no such form
 */
IruServer *iru_config_spell_server (const IruTarget *target, const IruServer *server,
                                    const IruEntry *old, IruConfigEdit *edit, GError **error);

/* The document of @before (NULL: none), its mistakes that have one reading fixed, which are
 * appended to @fixes (element-type IruFix). (transfer full); NULL with @error */
IruDocument *
iru_config_open_mended (const IruTarget *target, GBytes *before, GArray *fixes, GError **error);

/* Brings the entry @old up to date, or adds one (NULL). Takes @document. (transfer full); NULL with
 * @error */
IruDocument *
iru_config_write_entry (const IruTarget *target, IruDocument *document, const IruServer *server,
                        const IruEntry *old, IruConfigEdit *edit, GError **error);

/* Whether the client would do with @old what it would with @server, however it is spelt;
 * @spelt: what iru_config_spell_server() made of it. */
gboolean iru_config_is_as_wanted (const IruClient *client, const IruEntry *old,
                                  const IruServer *server, const IruServer *spelt);

G_END_DECLS
