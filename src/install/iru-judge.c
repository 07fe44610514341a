/* iru-judge.c: a second opinion on a text before it reaches the disk
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-judge.h"

#include <json-glib/json-glib.h>

#define MAX_SIZE (8 * 1024 * 1024)
/* json-glib 1.6 recurses and has no bound of its own. */
#define MAX_DEPTH 256

static gboolean
is_shallow (const char *text, gsize length)
{
  guint depth = 0;
  gboolean in_string = FALSE;

  for (gsize i = 0; i < length && depth <= MAX_DEPTH; i++)
    {
      if (in_string && text[i] == '\\')
        i++;
      else if (text[i] == '"')
        in_string = !in_string;
      else if (!in_string && (text[i] == '{' || text[i] == '['))
        depth++;
      else if (!in_string && (text[i] == '}' || text[i] == ']') && depth > 0)
        depth--;
    }
  return depth <= MAX_DEPTH;
}

static gboolean
has_laxities (GBytes *text)
{
  IruTextError error = { 0 };
  g_autoptr (IruDocument) document = iru_document_new (IRU_SYNTAX_JSON, text, &error);
  gsize offset;

  for (guint i = 0; document != NULL && i < IRU_N_LAXITIES; i++)
    if (iru_document_has_laxity (document, i, &offset))
      return TRUE;
  return FALSE;
}

static gboolean
judge (GBytes *text)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize length;
  const char *data = g_bytes_get_data (text, &length);

  return json_parser_load_from_data (parser, data, length, NULL);
}

gboolean
iru_judge_accepts (IruSyntax syntax, GBytes *before, GBytes *after)
{
  gsize length;
  const char *data = g_bytes_get_data (after, &length);

  if (syntax != IRU_SYNTAX_JSON || length > MAX_SIZE || !is_shallow (data, length)
      || has_laxities (after))
    return TRUE;
  if (judge (after))
    return TRUE;
  return before != NULL && g_bytes_get_size (before) > 0 && !has_laxities (before)
         && !judge (before);
}
