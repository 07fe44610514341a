/* iru-export-link.c: links that ask a client to add a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-export-form.h"

#include <string.h>

#include "iru-dialect.h"
#include "iru-json.h"

/* cursor.com/docs/mcp/install-links */
#define CURSOR_LINK "cursor://anysphere.cursor-deeplink/mcp/install"
/* code.visualstudio.com/docs/agents/reference/mcp-configuration */
#define VSCODE_LINK "vscode:mcp/install"

/* @json in ASCII and without "%": then it is the same after any number of decodings (VS Code
 * decodes twice), and in whatever character set. */
static char *
make_plain (const char *json)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = json; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c < 0x80 && c != '%')
        g_string_append_c (plain, (char)c);
      else if (c < 0x10000)
        g_string_append_printf (plain, "\\u%04x", c);
      else
        g_string_append_printf (plain, "\\u%04x\\u%04x", 0xd7c0 + (c >> 10), 0xdc00 + (c & 0x3ff));
    }
  return g_string_free (plain, FALSE);
}

static char *
print_plain (const IruValue *value)
{
  g_autofree char *json = iru_json_print (value, FALSE);

  return make_plain (json);
}

/* The entry as the client has it in its file. */
static IruValue *
make_entry (const IruExport *export)
{
  g_autoptr (GPtrArray) assignments = iru_dialect_write (export->client, NULL, export->server);

  return iru_value_copy (((const IruAssignment *)assignments->pdata[0])->value);
}

static GBytes *
take_line (char *line)
{
  g_autofree char *taken = line;

  return g_bytes_new_take (g_strconcat (taken, "\n", NULL), strlen (taken) + 1);
}

GBytes *
iru_export_format_cursor_link (const IruExport *export)
{
  g_autoptr (IruValue) entry = make_entry (export);
  g_autofree char *json = print_plain (entry);
  g_autofree char *base64 = g_base64_encode ((const guchar *)json, strlen (json));
  g_autofree char *config = g_uri_escape_string (base64, NULL, FALSE);
  g_autofree char *name = g_uri_escape_string (export->name, NULL, FALSE);

  return take_line (g_strconcat (CURSOR_LINK "?name=", name, "&config=", config, NULL));
}

/* What VS Code asks for. */
static IruValue *
make_inputs (const IruExport *export)
{
  IruValue *inputs = iru_value_new (IRU_VALUE_ARRAY);

  for (guint i = 0; i < export->asked->len; i++)
    {
      const IruPair *asked = iru_pairs_index (export->asked, i);
      IruValue *input = iru_value_append (inputs, iru_value_new (IRU_VALUE_OBJECT));
      g_autofree char *description = iru_export_describe (export, asked);

      iru_value_add (input, "type", iru_value_new_string ("promptString"));
      iru_value_add (input, "id", iru_value_new_string (asked->name));
      iru_value_add (input, "description", iru_value_new_string (description));
      iru_value_add (input, "password", iru_value_new_boolean (TRUE));
    }
  return inputs;
}

GBytes *
iru_export_format_vscode_link (const IruExport *export)
{
  g_autoptr (IruValue) entry = make_entry (export);

  iru_value_add (entry, "name", iru_value_new_string (export->name));
  if (export->asked->len > 0)
    iru_value_add (entry, "inputs", make_inputs (export));

  g_autofree char *json = print_plain (entry);
  g_autofree char *query = g_uri_escape_string (json, NULL, FALSE);
  return take_line (g_strconcat (VSCODE_LINK "?", query, NULL));
}
