/* iru-fix.c: what can be put right in a text, and what people are told of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-fix.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* clang-format off */
static const IruFixKind kinds[] = {
  { "beside-server", N_ ("headers or variables stood beside the server; they belong inside of it") },
  { "byte-order-mark", N_ ("an invisible mark stood at the beginning") },
  { "command-line", N_ ("a command was read in place of a configuration; it was not run") },
  { "comment", N_ ("a comment was left out") },
  { "continuation-space", N_ ("a space stood behind the sign that continues a line") },
  { "doubled-comma", N_ ("there was a comma too many") },
  { "duplicate-copy", N_ ("the same stood there a second time") },
  { "ellipsis", N_ ("dots that stood for something left out were removed") },
  { "empty-object", N_ ("an empty document, {}, was beside the document") },
  { "equals-sign", N_ ("an equals sign stood in the place of a colon") },
  { "fence", N_ ("the marks of a block of code were left out") },
  { "file-name", N_ ("the name of the file was in front of the document") },
  { "foreign-field", N_ ("a field had a name that none of the clients knows") },
  { "full-width", N_ ("a sign was the wide one of an Asian keyboard") },
  { "link", N_ ("an install link was read in place of a configuration") },
  { "list-of-servers", N_ ("the servers were in a list in square brackets") },
  { "list-of-values", N_ ("headers or variables were in a list in square brackets") },
  { "missing-brace", N_ ("the closing braces at the end were missing") },
  { "missing-braces", N_ ("the braces round the whole were missing") },
  { "missing-colon", N_ ("a colon was missing") },
  { "missing-comma", N_ ("a comma was missing") },
  { "missing-continuation", N_ ("the sign that continues a line was missing") },
  { "missing-name", N_ ("the server had no name") },
  { "missing-transport", N_ ("the command did not say that the server has a url") },
  { "nested-fields", N_ ("fields of the server were inside of another one, such as transport") },
  { "no-break-space", N_ ("a space was one that no program takes for a space") },
  { "other-list", N_ ("another list of servers was left out") },
  { "prompt", N_ ("the prompt of a shell was left out") },
  { "prose", N_ ("text round the configuration was left out") },
  { "python-literal", N_ ("a word was spelt as Python does") },
  { "quote-mark", N_ ("the mark of a quoted mail was left out") },
  { "registry", N_ ("the server.json of a registry was read in place of a configuration") },
  { "request-header", N_ ("a header that belongs to a single request was left out") },
  { "single-quotes", N_ ("quotes were single") },
  { "smart-dashes", N_ ("dashes were those of a word processor") },
  { "smart-quotes", N_ ("quotes were those of a word processor") },
  { "stringified", N_ ("the configuration was written as one string") },
  { "surplus-brace", N_ ("there was a closing brace too many") },
  { "surplus-bracket", N_ ("there was a closing bracket too many") },
  { "trailing-comma", N_ ("there was a comma behind the last item") },
  { "unknown-root", N_ ("the list of servers had a name that none of the clients knows") },
  { "unquoted-key", N_ ("a name had no quotes") },
  { "unquoted-url", N_ ("a URL had no quotes") },
  { "value-whitespace", N_ ("spaces or line ends round a value were left out") },
  { "yaml", N_ ("the configuration was read as YAML") },
  { "zero-width", N_ ("an invisible character was left out") },
  { NULL, NULL },
};
/* clang-format on */

const IruFixKind *
iru_fix_get_kinds (void)
{
  return kinds;
}

const char *
iru_fix_get_title (const char *id)
{
  for (const IruFixKind *kind = kinds; kind->id != NULL; kind++)
    if (strcmp (kind->id, id) == 0)
      return _ (kind->title);
  return id;
}
