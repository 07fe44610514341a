/* iru-signature.c: what a line of a bridge or of a client's log means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Most rows were seen from mcp-remote 0.1.13 and 0.15.1, npm 11 and Node.js 12 to 22; the
 * rest are from public issues of the clients.
 */
#include "iru-signature.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define OLD_NODE                                                                                   \
  N_ ("Install Node.js 20 or newer, and remove an older one that comes first on the PATH.")
#define EXTRA_CA                                                                                   \
  N_ ("Add NODE_EXTRA_CA_CERTS with the file of your organisation's certificate authority to "     \
      "\"env\" in the entry.")

#define REGISTRY                                                                                   \
  N_ ("npm can't reach its registry. Allow it in the firewall or the proxy, or install "           \
      "mcp-remote on the machine beforehand; the entry has --prefer-offline.")
#define REGISTRY_LOGIN                                                                             \
  N_ ("npm's registry refused npm's own login. Run npm login, or correct the registry in .npmrc.")
#define REGISTRY_LACKS                                                                             \
  N_ ("npm's registry does not have this package. Correct the package in \"args\", or the "        \
      "registry in .npmrc.")
#define DISK_FULL N_ ("The disk is full. Free some space, and start the client again.")
#define BAD_CHARACTER                                                                              \
  N_ ("A header has a character that no header can carry, such as an ellipsis or a line break. "   \
      "Copy the key again.")
#define BROKEN_LIBRARY                                                                             \
  N_ ("The program lacks a library and is broken. Reinstall it: with Homebrew, brew reinstall "    \
      "node.")
#define DOCKER N_ ("Install Docker, or start Docker Desktop once, and start the client again.")
#define WHOLE_PATH                                                                                 \
  N_ ("The program in \"command\" is not where the client looks. Write its whole path.")

/* clang-format off */
/* How the shell of Windows says in one language that there is no such command: the quote behind
 * the name, and words of the sentence. */
#define UNKNOWN_TO_WINDOWS(quote, words)                            \
  { { "C:\\Program" quote, words }, "npx-space", NULL, FALSE },     \
  { { "npx", words }, "npx-missing", NULL, FALSE },                 \
  { { "node", words }, "node-missing", NULL, FALSE },               \
  { { "docker", words }, "command-missing", DOCKER, FALSE },        \
  { { words }, "command-missing", WHOLE_PATH, FALSE }

static const IruSignature signatures[] = {
  /* The bridge stumbles over an empty event and goes on. */
  { { "Error from remote server", "Unexpected end of JSON input" }, NULL, NULL, FALSE },

  /* npm's last words */
  { { "A complete log of this run can be found in" }, NULL, NULL, FALSE },

  /* Starting the command */
  { { "spawn ", "fnm_multishells", "ENOENT" }, "npx-shim", N_("The path belongs to a shell that has ended. Run the install again: it writes the path of the real Node.js."), FALSE },
  { { "spawn ", "npx", "ENOENT" }, "npx-missing", NULL, FALSE },
  { { "spawn ", "node", "ENOENT" }, "node-missing", NULL, FALSE },
  { { "spawn ", "docker", "ENOENT" }, "command-missing", DOCKER, FALSE },
  { { "spawn ", "ENOENT" }, "command-missing", WHOLE_PATH, FALSE },
  { { "spawn EINVAL" }, "bridge-failed", N_("The client can't start a .cmd file directly. Set \"command\" to cmd and begin \"args\" with /c and npx."), FALSE },
  UNKNOWN_TO_WINDOWS ("'", " is not recognized as an internal"),
  UNKNOWN_TO_WINDOWS ("\"", " ist entweder falsch geschrieben"),
  UNKNOWN_TO_WINDOWS ("'", " n\xE2\x80\x99" "est pas reconnu en tant que commande"),
  UNKNOWN_TO_WINDOWS ("'", " n'est pas reconnu en tant que commande"),
  UNKNOWN_TO_WINDOWS ("\"", " no se reconoce como un comando"),
  UNKNOWN_TO_WINDOWS ("'", " n\xC3\xA3o \xC3\xA9 reconhecido como um comando"),
  UNKNOWN_TO_WINDOWS ("\"", " non \xC3\xA8 riconosciuto come comando"),
  { { "npx.ps1", "running scripts is disabled" }, "bridge-failed", N_("PowerShell may not run npx.ps1. Set \"command\" to npx.cmd."), FALSE },
  { { ".ps1", "running scripts is disabled" }, "bridge-failed", N_("The execution policy of PowerShell forbids this script. Name the .cmd file in \"command\"."), FALSE },

  /* Shells, and scripts that begin with #!/usr/bin/env node */
  { { "npx: command not found" }, "npx-missing", NULL, FALSE },
  { { "command not found: npx" }, "npx-missing", NULL, FALSE },
  { { "npx: not found" }, "npx-missing", NULL, FALSE },
  { { "npx: No such file or directory" }, "npx-missing", NULL, FALSE },
  { { "exec: \"npx\": executable file not found" }, "npx-missing", NULL, FALSE },
  { { "node: command not found" }, "node-missing", NULL, FALSE },
  { { "command not found: node" }, "node-missing", NULL, FALSE },
  { { "node: not found" }, "node-missing", NULL, FALSE },
  { { "env: ", "node", "No such file or directory" }, "node-missing", NULL, FALSE },
  { { "docker: command not found" }, "command-missing", DOCKER, FALSE },
  { { "command not found: docker" }, "command-missing", DOCKER, FALSE },
  { { "command not found: " }, "command-missing", WHOLE_PATH, FALSE },
  { { ": command not found" }, "command-missing", WHOLE_PATH, FALSE },
  { { "Library not loaded: " }, "bridge-failed", BROKEN_LIBRARY, FALSE },
  { { "error while loading shared libraries" }, "bridge-failed", BROKEN_LIBRARY, FALSE },
  { { "You must supply a command" }, "npx-missing", N_("An npx from before Node.js 7 comes first on the PATH. Remove it, or install Node.js 20 or newer."), FALSE },
  { { "Cannot connect to the Docker daemon" }, "docker-failed", NULL, FALSE },
  { { "docker-credential-" }, "docker-failed", N_("Docker can't find its credential helper where the client looks. Add its folder to PATH in \"env\", or remove credsStore from ~/.docker/config.json."), FALSE },
  { { "open //./pipe/docker" }, "docker-failed", NULL, FALSE },
  { { "open \\\\.\\pipe\\docker" }, "docker-failed", NULL, FALSE },
  { { "failed to connect to the docker API" }, "docker-failed", NULL, FALSE },
  { { "the input device is not a TTY" }, "docker-failed", N_("A client has no terminal. Replace -it by -i in \"args\"."), FALSE },
  { { "cannot attach stdin to a TTY-enabled container" }, "docker-failed", N_("A client has no terminal. Replace -it by -i in \"args\"."), FALSE },
  { { "port is already allocated" }, "docker-failed", N_("Another program uses this port. Remove -p from \"args\", as a client needs no port, or stop the old container."), FALSE },
  { { "Error response from daemon", "denied" }, "docker-failed", N_("The registry of images denied access. Run docker login for it, or correct the name of the image in \"args\"."), FALSE },
  { { "Error response from daemon", "unauthorized" }, "docker-failed", N_("The registry of images denied access. Run docker login for it, or correct the name of the image in \"args\"."), FALSE },
  { { "Error response from daemon", "manifest unknown" }, "docker-failed", N_("There is no such image. Correct the name and tag of the image in \"args\"."), FALSE },
  { { "docker daemon is not running" }, "docker-failed", NULL, FALSE },
  { { "permission denied", "Docker daemon socket" }, "docker-failed", N_("You may not use Docker. Follow its instructions for use without root, and start the client again."), FALSE },

  /* Node.js too old */
  { { "SyntaxError: Unexpected token '.'" }, "node-too-old", OLD_NODE, FALSE },
  { { "SyntaxError: Unexpected token '{'" }, "node-too-old", OLD_NODE, FALSE },
  { { "SyntaxError: Unexpected token '&&='" }, "node-too-old", OLD_NODE, FALSE },
  { { "SyntaxError: Unexpected token '||='" }, "node-too-old", OLD_NODE, FALSE },
  { { "SyntaxError: Unexpected token '?" }, "node-too-old", OLD_NODE, FALSE },
  { { "SyntaxError: Unexpected token '#" }, "node-too-old", OLD_NODE, FALSE },
  { { "SyntaxError: Unexpected token ." }, "node-too-old", OLD_NODE, FALSE },
  { { "SyntaxError: Unexpected token ?" }, "node-too-old", OLD_NODE, FALSE },
  { { "is known not to run on Node.js" }, "node-too-old", OLD_NODE, FALSE },
  { { "npm does not support Node.js" }, "node-too-old", OLD_NODE, FALSE },
  { { "npm error", "EBADENGINE" }, "node-too-old", OLD_NODE, FALSE },
  { { "Error: Cannot find module 'node:" }, "node-too-old", OLD_NODE, FALSE },
  { { "No such built-in module: node:" }, "node-too-old", OLD_NODE, FALSE },
  { { "does not provide an export named 'constants'" }, "node-too-old", OLD_NODE, FALSE },
  { { "TransformStream is not defined" }, "node-too-old", OLD_NODE, FALSE },
  { { "ReadableStream is not defined" }, "node-too-old", OLD_NODE, FALSE },
  { { "File is not defined" }, "node-too-old", OLD_NODE, FALSE },

  /* npm and its cache */
  { { "ENOTEMPTY", "_npx" }, "npx-cache", NULL, FALSE },
  { { "Cannot find package", "_npx" }, "npx-cache", NULL, FALSE },
  { { "Cannot find module", "_npx" }, "npx-cache", NULL, FALSE },
  { { "root-owned files" }, "npx-cache", N_("npm was once run as root. Give its cache back: sudo chown -R \"$(id -u):$(id -g)\" ~/.npm"), FALSE },
  { { "npm error", "ECOMPROMISED" }, "npx-cache", NULL, FALSE },
  { { "npm error Lock compromised" }, "npx-cache", NULL, FALSE },
  { { "npm error", "EINTEGRITY" }, "npx-cache", NULL, FALSE },
  { { "npm error", "ENOSPC" }, "bridge-failed", DISK_FULL, FALSE },
  { { "no space left on device" }, "bridge-failed", DISK_FULL, FALSE },
  { { "npm error", "EACCES" }, "npx-cache", N_("npm may not write to its own folder ~/.npm. Give it back: sudo chown -R \"$(id -u):$(id -g)\" ~/.npm"), FALSE },
  { { "npm error", "EPERM" }, "npx-cache", N_("Another program keeps npm's cache open. Quit the client fully, and start it again."), FALSE },
  { { "npm error", "EBUSY" }, "npx-cache", N_("Another program keeps npm's cache open. Quit the client fully, and start it again."), FALSE },
  { { "npm error", "lstat '", "npm'" }, "bridge-failed", N_("npm misses a folder of its own. Create the folder %APPDATA%\\npm, and start the client again."), FALSE },
  { { "could not determine executable to run" }, "bridge-failed", N_("npx was given no package that it can run. Correct the package among the arguments in \"args\"."), FALSE },
  { { "npm error", "E401" }, "bridge-failed", REGISTRY_LOGIN, FALSE },
  { { "npm error", "E403" }, "bridge-failed", REGISTRY_LOGIN, FALSE },
  { { "npm error", "ENEEDAUTH" }, "bridge-failed", REGISTRY_LOGIN, FALSE },
  { { "npm error", "E404" }, "bridge-failed", REGISTRY_LACKS, FALSE },
  { { "npm error 404" }, "bridge-failed", REGISTRY_LACKS, FALSE },
  { { "npm error", "ETIMEDOUT" }, "bridge-failed", REGISTRY, FALSE },
  { { "npm error", "ERR_SOCKET_TIMEOUT" }, "bridge-failed", REGISTRY, FALSE },
  { { "npm error", "ECONNREFUSED" }, "bridge-failed", REGISTRY, FALSE },
  { { "npm error", "ECONNRESET" }, "bridge-failed", REGISTRY, FALSE },
  { { "npm error", "EAI_AGAIN" }, "bridge-failed", REGISTRY, FALSE },
  { { "npm error", "ENOTFOUND" }, "bridge-failed", REGISTRY, FALSE },
  { { "ETARGET" }, "bridge-failed", N_("There is no such version of mcp-remote. Run the install again: it writes one that there is."), FALSE },
  { { "No matching version found" }, "bridge-failed", N_("There is no such version of mcp-remote. Run the install again: it writes one that there is."), FALSE },
  { { "ENOTCACHED" }, "bridge-failed", N_("npm was told not to ask its registry, and does not have the package. Take --offline out of \"args\", or install mcp-remote on the machine beforehand."), FALSE },
  { { "EAI_AGAIN", "registry" }, "bridge-failed", REGISTRY, FALSE },
  { { "ENOTFOUND", "registry" }, "bridge-failed", REGISTRY, FALSE },

  /* mcp-itglue */
  { { "ITGLUE_API_KEY is required" }, "env-unset", N_("Put the key from IT Glue (Account → Settings → API Keys) into \"env\" of the entry as ITGLUE_API_KEY. With Docker, \"args\" has to hand it on: -e ITGLUE_API_KEY."), FALSE },
  { { "Unknown IT Glue region" }, "bridge-failed", N_("ITGLUE_REGION is us, eu or au. Correct it in \"env\" of the entry, or take it out if the account is in the USA."), FALSE },

  /* The key, the permission, the url */
  { { "Dynamic client registration failed" }, "auth-rejected", NULL, FALSE },
  { { "Dynamic Client Registration rejected" }, "auth-rejected", NULL, FALSE },
  { { "RegistrationRejectedError" }, "auth-rejected", NULL, FALSE },
  /* Only a refused key sends the bridge looking for a login. */
  { { "trying to load well-known OAuth metadata" }, "auth-rejected", NULL, FALSE },
  { { "Authentication required. Initializing auth" }, "auth-rejected", NULL, TRUE },
  { { "Authentication is being handled by another instance" }, "auth-oauth", N_("The bridge waits for a login, which a key makes needless. Quit the client fully, delete the folder ~/.mcp-auth, and check the key."), FALSE },
  { { "Another instance is handling authentication" }, "auth-oauth", N_("The bridge waits for a login, which a key makes needless. Quit the client fully, delete the folder ~/.mcp-auth, and check the key."), FALSE },
  { { "(HTTP 401)" }, "auth-rejected", NULL, FALSE },
  { { "(HTTP 403)" }, "permission-denied", NULL, FALSE },
  { { "Non-200 status code (401)" }, "auth-rejected", NULL, FALSE },
  { { "Non-200 status code (403)" }, "permission-denied", NULL, FALSE },
  { { "Non-200 status code (404)" }, "http-not-found", NULL, FALSE },
  { { "HTTP 429" }, "rate-limited", NULL, FALSE },
  { { "Session Suspended" }, "service-suspended", NULL, FALSE },
  { { "HTTP 500" }, "http-error", NULL, FALSE },
  { { "HTTP 502" }, "upstream-unavailable", NULL, FALSE },
  { { "502", "<html" }, "upstream-unavailable", NULL, FALSE },
  { { "HTTP 503" }, "upstream-unavailable", NULL, FALSE },
  { { "HTTP 504" }, "upstream-unavailable", NULL, FALSE },
  { { "Unexpected token '<'", "is not valid JSON" }, "not-mcp", NULL, FALSE },
  { { "Unexpected token < in JSON" }, "not-mcp", NULL, FALSE },
  { { "Unexpected content type: text/html" }, "not-mcp", NULL, FALSE },
  { { "-32022" }, "protocol-version", N_("The server speaks MCP 2026-07-28 only, which this bridge does not. Use a client that takes a url."), FALSE },
  { { "Mcp-Method" }, "protocol-version", N_("The server speaks MCP 2026-07-28 only, which this bridge does not. Use a client that takes a url."), FALSE },

  /* The entry */
  { { "Non-HTTPS URLs are only allowed" }, "url-insecure", NULL, FALSE },
  { { "Cannot convert argument to a ByteString" }, "bridge-failed", BAD_CHARACTER, FALSE },
  { { "is an invalid header value" }, "bridge-failed", BAD_CHARACTER, FALSE },
  { { "Invalid character in header content" }, "bridge-failed", BAD_CHARACTER, FALSE },
  { { "TypeError: Invalid URL" }, "url-invalid", NULL, FALSE },
  { { "ERR_INVALID_URL" }, "url-invalid", NULL, FALSE },
  { { "Environment variable '", "' not found for header" }, "env-unset", NULL, FALSE },

  /* TLS */
  { { "DEPTH_ZERO_SELF_SIGNED_CERT" }, "tls-untrusted", EXTRA_CA, FALSE },
  { { "SELF_SIGNED_CERT_IN_CHAIN" }, "tls-untrusted", EXTRA_CA, FALSE },
  { { "UNABLE_TO_VERIFY_LEAF_SIGNATURE" }, "tls-untrusted", EXTRA_CA, FALSE },
  { { "UNABLE_TO_GET_ISSUER_CERT" }, "tls-untrusted", EXTRA_CA, FALSE },
  { { "Ignoring extra certs from" }, "tls-untrusted", N_("The file that NODE_EXTRA_CA_CERTS names can't be read. Correct its path in the entry."), FALSE },
  { { "CERT_HAS_EXPIRED" }, "tls-expired", NULL, FALSE },
  { { "ERR_TLS_CERT_ALTNAME_INVALID" }, "tls-hostname", NULL, FALSE },
  { { "socket disconnected before secure TLS" }, "tls-failed", NULL, FALSE },

  /* The network */
  { { "getaddrinfo ENOTFOUND" }, "dns-failed", NULL, FALSE },
  { { "getaddrinfo EAI_AGAIN" }, "dns-failed", NULL, FALSE },
  { { "ECONNREFUSED" }, "connect-refused", NULL, FALSE },
  { { "ECONNRESET" }, "connection-lost", NULL, FALSE },
  { { "UND_ERR_CONNECT_TIMEOUT" }, "connect-timeout", NULL, FALSE },
  { { "ConnectTimeoutError" }, "connect-timeout", NULL, FALSE },
  { { "ETIMEDOUT" }, "connect-timeout", N_("If the machine needs a proxy: add --enable-proxy to the bridge's arguments, and HTTPS_PROXY to \"env\" in the entry."), FALSE },
  { { "EADDRINUSE" }, "bridge-failed", N_("Another copy of the bridge still runs. Quit the client fully, and end what is left of mcp-remote."), FALSE },

  /* What says little by itself */
  { { "Unexpected token", "is not valid JSON" }, "bridge-failed", N_("The command prints something else than MCP. Name the real program in \"command\", not a stand-in that prints a greeting."), TRUE },
  { { "Unexpected end of JSON input" }, "protocol-error", NULL, TRUE },
  { { "-32001", "Request timed out" }, "response-timeout", N_("The command was not ready within the client's minute. Start the client again; if it stays so, look at what npx waits for."), TRUE },
  { { "Server transport closed unexpectedly" }, "bridge-failed", NULL, TRUE },
  /* May be the answer to a registration that only a refused key has led to. */
  { { "status: 401" }, "auth-rejected", NULL, TRUE },
  { { "status: 403" }, "permission-denied", NULL, TRUE },
  { { "status: 404" }, "http-not-found", NULL, TRUE },
  { { "status: 429" }, "rate-limited", NULL, TRUE },
  { { "status: 500" }, "http-error", NULL, TRUE },
  { { "status: 502" }, "upstream-unavailable", NULL, TRUE },
  { { "status: 503" }, "upstream-unavailable", NULL, TRUE },
  { { "status: 504" }, "upstream-unavailable", NULL, TRUE },
  { { "write EPIPE" }, "bridge-failed", NULL, TRUE },

  { { NULL }, NULL, NULL, FALSE },
};
/* clang-format on */

const IruSignature *
iru_signatures_get (void)
{
  return signatures;
}

static gboolean
fits (const IruSignature *signature, const char *line)
{
  for (guint i = 0; i < G_N_ELEMENTS (signature->words) && signature->words[i] != NULL; i++)
    {
      line = strstr (line, signature->words[i]);
      if (line == NULL)
        return FALSE;
      line += strlen (signature->words[i]);
    }
  return TRUE;
}

/* npm up to 9 writes "npm ERR!" where later ones write "npm error". (transfer full) */
static char *
spell_as_new_npm (const char *line)
{
  GString *text = g_string_new (line);

  g_string_replace (text, "npm ERR!", "npm error", 0);
  return g_string_free (text, FALSE);
}

const IruSignature *
iru_signature_find (const char *text)
{
  g_autofree char *line = spell_as_new_npm (text);

  for (const IruSignature *row = signatures; row->words[0] != NULL; row++)
    if (fits (row, line))
      return row;
  return NULL;
}
