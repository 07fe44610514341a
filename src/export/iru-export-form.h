/* iru-export-form.h: the forms of iru-export.h, each from a finished server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-export.h"

G_BEGIN_DECLS

/* Each makes the content of @export, of which all else is there. (transfer full) */

GBytes *iru_export_format_cursor_link (const IruExport *export);
GBytes *iru_export_format_vscode_link (const IruExport *export);
GBytes *iru_export_format_claude_command (const IruExport *export);
GBytes *iru_export_format_codex_command (const IruExport *export);
GBytes *iru_export_format_bundle (const IruExport *export);

G_END_DECLS
