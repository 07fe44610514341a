/* iru-snippet-program.c: the programs whose command lines name a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-snippet-program.h"

#include <string.h>

/* `claude mcp add --help`, `claude mcp add-json --help`, 2.1.197 */
static const IruOption claude_options[] = {
  { "header", 'H', IRU_OPTION_HEADER, TRUE },        { "env", 'e', IRU_OPTION_ENV, TRUE },
  { "transport", 't', IRU_OPTION_TRANSPORT, FALSE }, { "scope", 's', IRU_OPTION_SKIP, FALSE },
  { "callback-port", 0, IRU_OPTION_SKIP, FALSE },    { "client-id", 0, IRU_OPTION_SKIP, FALSE },
  { "client-secret", 0, IRU_OPTION_FLAG, FALSE },    { NULL, 0, IRU_OPTION_FLAG, FALSE },
};

/* `gemini mcp add --help` */
static const IruOption gemini_options[] = {
  { "header", 'H', IRU_OPTION_HEADER, TRUE },        { "env", 'e', IRU_OPTION_ENV, TRUE },
  { "transport", 't', IRU_OPTION_TRANSPORT, FALSE }, { "type", 0, IRU_OPTION_TRANSPORT, FALSE },
  { "scope", 's', IRU_OPTION_SKIP, FALSE },          { "timeout", 0, IRU_OPTION_SKIP, FALSE },
  { "description", 0, IRU_OPTION_SKIP, FALSE },      { "include-tools", 0, IRU_OPTION_SKIP, FALSE },
  { "exclude-tools", 0, IRU_OPTION_SKIP, FALSE },    { "trust", 0, IRU_OPTION_FLAG, FALSE },
  { "debug", 'd', IRU_OPTION_FLAG, FALSE },          { NULL, 0, IRU_OPTION_FLAG, FALSE },
};

/* GitHub's documentation of `copilot mcp add` */
static const IruOption copilot_options[] = {
  { "header", 'H', IRU_OPTION_HEADER, TRUE },
  { "env", 'e', IRU_OPTION_ENV, TRUE },
  { "transport", 't', IRU_OPTION_TRANSPORT, FALSE },
  { "type", 0, IRU_OPTION_TRANSPORT, FALSE },
  { "scope", 's', IRU_OPTION_SKIP, FALSE },
  { "timeout", 0, IRU_OPTION_SKIP, FALSE },
  { "tools", 0, IRU_OPTION_SKIP, FALSE },
  { NULL, 0, IRU_OPTION_FLAG, FALSE },
};

/* `codex mcp add --help`, 0.169.0 */
static const IruOption codex_options[] = {
  { "env", 0, IRU_OPTION_ENV, FALSE },
  { "url", 0, IRU_OPTION_URL, FALSE },
  { "bearer-token-env-var", 0, IRU_OPTION_BEARER_ENV, FALSE },
  { "config", 'c', IRU_OPTION_SKIP, FALSE },
  { "enable", 0, IRU_OPTION_SKIP, FALSE },
  { "disable", 0, IRU_OPTION_SKIP, FALSE },
  { "oauth-client-id", 0, IRU_OPTION_SKIP, FALSE },
  { "oauth-client-secret", 0, IRU_OPTION_SKIP, FALSE },
  { "oauth-client-registration", 0, IRU_OPTION_SKIP, FALSE },
  { "oauth-resource", 0, IRU_OPTION_SKIP, FALSE },
  { NULL, 0, IRU_OPTION_FLAG, FALSE },
};

static const IruOption code_options[] = {
  { "add-mcp", 0, IRU_OPTION_JSON, FALSE },
  { "profile", 0, IRU_OPTION_SKIP, FALSE },
  { "user-data-dir", 0, IRU_OPTION_SKIP, FALSE },
  { NULL, 0, IRU_OPTION_FLAG, FALSE },
};

/* curl(1). One that is not here is refused: whether it has a value is not known. */
static const IruOption curl_options[] = {
  { "header", 'H', IRU_OPTION_HEADER, FALSE },
  { "url", 0, IRU_OPTION_URL, FALSE },
  { "oauth2-bearer", 0, IRU_OPTION_BEARER, FALSE },
  { "user", 'u', IRU_OPTION_REFUSED, FALSE },
  { "cookie", 'b', IRU_OPTION_REFUSED, FALSE },
  { "config", 'K', IRU_OPTION_REFUSED, FALSE },
  { "cert", 'E', IRU_OPTION_REFUSED, FALSE },
  { "key", 0, IRU_OPTION_REFUSED, FALSE },
  { "netrc", 'n', IRU_OPTION_REFUSED, FALSE },
  { "get", 'G', IRU_OPTION_REFUSED, FALSE },
  { "next", ':', IRU_OPTION_REFUSED, FALSE },
  { "request", 'X', IRU_OPTION_SKIP, FALSE },
  { "data", 'd', IRU_OPTION_SKIP, FALSE },
  { "data-raw", 0, IRU_OPTION_SKIP, FALSE },
  { "data-binary", 0, IRU_OPTION_SKIP, FALSE },
  { "data-ascii", 0, IRU_OPTION_SKIP, FALSE },
  { "data-urlencode", 0, IRU_OPTION_SKIP, FALSE },
  { "json", 0, IRU_OPTION_SKIP, FALSE },
  { "output", 'o', IRU_OPTION_SKIP, FALSE },
  { "write-out", 'w', IRU_OPTION_SKIP, FALSE },
  { "dump-header", 'D', IRU_OPTION_SKIP, FALSE },
  { "max-time", 'm', IRU_OPTION_SKIP, FALSE },
  { "connect-timeout", 0, IRU_OPTION_SKIP, FALSE },
  { "retry", 0, IRU_OPTION_SKIP, FALSE },
  { "retry-delay", 0, IRU_OPTION_SKIP, FALSE },
  { "user-agent", 'A', IRU_OPTION_SKIP, FALSE },
  { "referer", 'e', IRU_OPTION_SKIP, FALSE },
  { "proxy", 'x', IRU_OPTION_SKIP, FALSE },
  { "noproxy", 0, IRU_OPTION_SKIP, FALSE },
  { "cacert", 0, IRU_OPTION_SKIP, FALSE },
  { "cookie-jar", 'c', IRU_OPTION_SKIP, FALSE },
  { "silent", 's', IRU_OPTION_FLAG, FALSE },
  { "show-error", 'S', IRU_OPTION_FLAG, FALSE },
  { "insecure", 'k', IRU_OPTION_FLAG, FALSE },
  { "verbose", 'v', IRU_OPTION_FLAG, FALSE },
  { "include", 'i', IRU_OPTION_FLAG, FALSE },
  { "head", 'I', IRU_OPTION_FLAG, FALSE },
  { "location", 'L', IRU_OPTION_FLAG, FALSE },
  { "no-buffer", 'N', IRU_OPTION_FLAG, FALSE },
  { "fail", 'f', IRU_OPTION_FLAG, FALSE },
  { "fail-with-body", 0, IRU_OPTION_FLAG, FALSE },
  { "globoff", 'g', IRU_OPTION_FLAG, FALSE },
  { "progress-bar", '#', IRU_OPTION_FLAG, FALSE },
  { "compressed", 0, IRU_OPTION_FLAG, FALSE },
  { "ipv4", '4', IRU_OPTION_FLAG, FALSE },
  { "ipv6", '6', IRU_OPTION_FLAG, FALSE },
  { "http1.1", 0, IRU_OPTION_FLAG, FALSE },
  { "http2", 0, IRU_OPTION_FLAG, FALSE },
  { NULL, 0, IRU_OPTION_FLAG, FALSE },
};

static const IruProgram programs[] = {
  { "claude mcp add-json ", 3, IRU_FORM_NAME_JSON, claude_options },
  { "claude mcp add ", 3, IRU_FORM_NAME_TARGET, claude_options },
  { "gemini mcp add ", 3, IRU_FORM_NAME_TARGET, gemini_options },
  { "copilot mcp add ", 3, IRU_FORM_NAME_TARGET, copilot_options },
  { "codex mcp add ", 3, IRU_FORM_NAME_COMMAND, codex_options },
  { "code --add-mcp", 1, IRU_FORM_JSON, code_options },
  { "code-insiders --add-mcp", 1, IRU_FORM_JSON, code_options },
  { "curl -", 1, IRU_FORM_URL, curl_options },
  { "curl http", 1, IRU_FORM_URL, curl_options },
  { "curl \"", 1, IRU_FORM_URL, curl_options },
  { "curl '", 1, IRU_FORM_URL, curl_options },
  { "curl $", 1, IRU_FORM_URL, curl_options },
  { "curl \\", 1, IRU_FORM_URL, curl_options },
  { "curl `", 1, IRU_FORM_URL, curl_options },
  { "curl ^", 1, IRU_FORM_URL, curl_options },
  { "iru_*=", 0, IRU_FORM_VARIABLES, NULL },
  { "export iru_*=", 1, IRU_FORM_VARIABLES, NULL },
  { "$env:iru_*=", 0, IRU_FORM_VARIABLES, NULL },
  { "$env:iru_* =", 0, IRU_FORM_VARIABLES, NULL },
  { "set iru_*=", 1, IRU_FORM_VARIABLES, NULL },
  { "set \"iru_*=", 1, IRU_FORM_VARIABLES, NULL },
  { "setx iru_* ", 1, IRU_FORM_VARIABLES, NULL },
  { "set -x iru_* ", 2, IRU_FORM_VARIABLES, NULL },
  { "set -gx iru_* ", 2, IRU_FORM_VARIABLES, NULL },
  { "set -Ux iru_* ", 2, IRU_FORM_VARIABLES, NULL },
};

const IruProgram *
iru_program_get (guint index)
{
  return &programs[index];
}

const char **
iru_program_get_heads (void)
{
  const char **heads = g_new0 (const char *, G_N_ELEMENTS (programs) + 1);

  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    heads[i] = programs[i].head;
  return heads;
}

const IruOption *
iru_program_find_option (const IruProgram *program, const char *name, gsize length)
{
  for (const IruOption *option = program->options; option->name != NULL; option++)
    if (strlen (option->name) == length && memcmp (option->name, name, length) == 0)
      return option;
  return NULL;
}

const IruOption *
iru_program_find_letter (const IruProgram *program, char letter)
{
  for (const IruOption *option = program->options; option->name != NULL; option++)
    if (option->letter != '\0' && option->letter == letter)
      return option;
  return NULL;
}
