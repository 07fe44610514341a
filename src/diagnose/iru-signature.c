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

/* clang-format off */
static const IruSignature signatures[] = {
  /* The bridge stumbles over an empty event and goes on. */
  { { "Error from remote server", "Unexpected end of JSON input" }, NULL, NULL, FALSE },

  /* npm's last words */
  { { "A complete log of this run can be found in" }, NULL, NULL, FALSE },

  /* Starting the command */
  { { "spawn ", "fnm_multishells", "ENOENT" }, "npx-shim", N_("The path belongs to a shell that has ended. Run the install again: it writes the path of the real Node.js."), FALSE },
  { { "spawn ", "npx", "ENOENT" }, "npx-missing", NULL, FALSE },
  { { "spawn ", "node", "ENOENT" }, "node-missing", NULL, FALSE },
  { { "spawn ", "docker", "ENOENT" }, "command-missing", N_("Install Docker, or start Docker Desktop once, and start the client again."), FALSE },
  { { "spawn ", "ENOENT" }, "command-missing", N_("The program in \"command\" is not where the client looks. Write its whole path."), FALSE },
  { { "spawn EINVAL" }, "bridge-failed", N_("The client can't start a .cmd file directly. Set \"command\" to cmd and begin \"args\" with /c and npx."), FALSE },
  { { "'C:\\Program' is not recognized" }, "npx-space", NULL, FALSE },
  { { "You must supply a command" }, "npx-missing", N_("An npx from before Node.js 7 comes first on the PATH. Remove it, or install Node.js 20 or newer."), FALSE },
  { { "Cannot connect to the Docker daemon" }, "docker-failed", NULL, FALSE },
  { { "docker daemon is not running" }, "docker-failed", NULL, FALSE },
  { { "permission denied", "Docker daemon socket" }, "docker-failed", N_("You may not use Docker. Follow its instructions for use without root, and start the client again."), FALSE },

  /* Node.js too old */
  { { "SyntaxError: Unexpected token '.'" }, "node-too-old", OLD_NODE, FALSE },
  { { "SyntaxError: Unexpected token '{'" }, "node-too-old", OLD_NODE, FALSE },
  { { "SyntaxError: Unexpected token '?'" }, "node-too-old", OLD_NODE, FALSE },
  { { "does not provide an export named 'constants'" }, "node-too-old", OLD_NODE, FALSE },
  { { "TransformStream is not defined" }, "node-too-old", OLD_NODE, FALSE },
  { { "ReadableStream is not defined" }, "node-too-old", OLD_NODE, FALSE },
  { { "File is not defined" }, "node-too-old", OLD_NODE, FALSE },

  /* npm and its cache */
  { { "ENOTEMPTY", "_npx" }, "npx-cache", NULL, FALSE },
  { { "Cannot find package", "_npx" }, "npx-cache", NULL, FALSE },
  { { "Cannot find module", "_npx" }, "npx-cache", NULL, FALSE },
  { { "root-owned files" }, "npx-cache", N_("npm was once run as root. Give its cache back: sudo chown -R \"$(id -u):$(id -g)\" ~/.npm"), FALSE },
  { { "ETARGET" }, "bridge-failed", N_("There is no such version of mcp-remote. Run the install again: it writes one that there is."), FALSE },
  { { "No matching version found" }, "bridge-failed", N_("There is no such version of mcp-remote. Run the install again: it writes one that there is."), FALSE },
  { { "ENOTCACHED" }, "bridge-failed", N_("npm was told not to ask its registry, and does not have the package. Take --offline out of \"args\", or install mcp-remote on the machine beforehand."), FALSE },
  { { "EAI_AGAIN", "registry" }, "bridge-failed", N_("npm can't reach its registry. Allow it in the firewall or the proxy, or install mcp-remote on the machine beforehand; the entry has --prefer-offline."), FALSE },
  { { "ENOTFOUND", "registry" }, "bridge-failed", N_("npm can't reach its registry. Allow it in the firewall or the proxy, or install mcp-remote on the machine beforehand; the entry has --prefer-offline."), FALSE },

  /* mcp-itglue */
  { { "ITGLUE_API_KEY is required" }, "env-unset", N_("Put the key from IT Glue (Account → Settings → API Keys) into \"env\" of the entry as ITGLUE_API_KEY. With Docker, \"args\" has to hand it on: -e ITGLUE_API_KEY."), FALSE },
  { { "Unknown IT Glue region" }, "bridge-failed", N_("ITGLUE_REGION is us, eu or au. Correct it in \"env\" of the entry, or take it out if the account is in the USA."), FALSE },

  /* The key, the permission, the url */
  { { "Dynamic client registration failed" }, "auth-rejected", NULL, FALSE },
  { { "Dynamic Client Registration rejected" }, "auth-rejected", NULL, FALSE },
  { { "RegistrationRejectedError" }, "auth-rejected", NULL, FALSE },
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
  { { "Unexpected content type: text/html" }, "not-mcp", NULL, FALSE },
  { { "-32022" }, "protocol-version", N_("The server speaks MCP 2026-07-28 only, which this bridge does not. Use a client that takes a url."), FALSE },
  { { "Mcp-Method" }, "protocol-version", N_("The server speaks MCP 2026-07-28 only, which this bridge does not. Use a client that takes a url."), FALSE },

  /* The entry */
  { { "Non-HTTPS URLs are only allowed" }, "url-insecure", NULL, FALSE },
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

const IruSignature *
iru_signature_find (const char *line)
{
  for (const IruSignature *row = signatures; row->words[0] != NULL; row++)
    if (fits (row, line))
      return row;
  return NULL;
}
