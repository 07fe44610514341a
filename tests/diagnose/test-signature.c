/* test-signature.c: what lines of bridges and logs mean
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-finding.h"
#include "iru-signature.h"

/* clang-format off */
static const char *const rows[][2] = {
  { "2026-11-20T09:00:00.000Z [iru] [error] spawn npx ENOENT { metadata: undefined }", "npx-missing" },
  { "spawn /home/ann/.local/state/fnm_multishells/1_2/bin/npx ENOENT", "npx-shim" },
  { "Error: spawn node ENOENT", "node-missing" },
  { "Error: spawn docker ENOENT", "command-missing" },
  { "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?", "docker-failed" },
  { "error during connect: This error may indicate that the docker daemon is not running.", "docker-failed" },
  { "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock", "docker-failed" },
  { "Error: spawn /opt/server ENOENT", "command-missing" },
  { "Error: spawn EINVAL", "bridge-failed" },
  { "'C:\\Program' is not recognized as an internal or external command,", "npx-space" },
  { "ERROR: You must supply a command.", "npx-missing" },
  { "SyntaxError: Unexpected token '.'", "node-too-old" },
  { "ReferenceError: File is not defined", "node-too-old" },
  { "npm error ENOTEMPTY: directory not empty, rename '/h/.npm/_npx/1/node_modules/a'", "npx-cache" },
  { "Error: Cannot find module '/h/.npm/_npx/1/node_modules/mcp-remote/dist/proxy.js'", "npx-cache" },
  { "npm error Your cache folder contains root-owned files, due to a bug in", "npx-cache" },
  { "npm error code ETARGET", "bridge-failed" },
  { "npm error request to https://registry.example/mcp-remote failed, reason: getaddrinfo EAI_AGAIN registry.example", "bridge-failed" },
  { "Error: getaddrinfo EAI_AGAIN acme.example", "dns-failed" },
  { "npm error syscall getaddrinfo EAI_AGAIN https://registry.example", "bridge-failed" },
  { "Fatal error: Error: Dynamic client registration failed: HTTP 404", "auth-rejected" },
  { "SSE error: Non-200 status code (404)", "http-not-found" },
  { "Error POSTing to endpoint (HTTP 403): Forbidden", "permission-denied" },
  { "Error POSTing to endpoint (HTTP 401): {\"error\":\"x\"}", "auth-rejected" },
  { "Error: HTTP 429", "rate-limited" },
  { "Error: Error POSTing to endpoint: HTTP 503", "upstream-unavailable" },
  { "Fatal error: Error: Error POSTing to endpoint (HTTP 503): {\"error\":\"Session Suspended\"}", "service-suspended" },
  { "    status: 429,", "rate-limited" },
  { "    status: 500,", "http-error" },
  { "Unexpected content type: text/html; charset=utf-8", "not-mcp" },
  { "Error from remote server: SyntaxError: Unexpected end of JSON input", NULL },
  { "SyntaxError: Unexpected end of JSON input", "protocol-error" },
  { "Error: connect ECONNREFUSED 127.0.0.1:9", "connect-refused" },
  { "Client network socket disconnected before secure TLS connection was established", "tls-failed" },
  { "Error: getaddrinfo ENOTFOUND acme.example", "dns-failed" },
  { "code: 'DEPTH_ZERO_SELF_SIGNED_CERT'", "tls-untrusted" },
  { "code: 'CERT_HAS_EXPIRED'", "tls-expired" },
  { "Warning: Environment variable 'IRU_X_API_KEY' not found for header", "env-unset" },
  { "Error: Non-HTTPS URLs are only allowed for localhost or when --allow-http flag is provided", "url-insecure" },
  { "Unexpected token 'M', \"Mise is b\"... is not valid JSON", "bridge-failed" },
  { "McpError: MCP error -32001: Request timed out", "response-timeout" },
  { "'npx' is not recognized as an internal or external command,", "npx-missing" },
  { "Der Befehl \"npx\" ist entweder falsch geschrieben oder", "npx-missing" },
  { "Der Befehl \"C:\\Program\" ist entweder falsch geschrieben oder", "npx-space" },
  { "'node' n'est pas reconnu en tant que commande interne", "node-missing" },
  { "\"uvx\" no se reconoce como un comando interno o externo,", "command-missing" },
  { "npx : File C:\\nodejs\\npx.ps1 cannot be loaded because running scripts is disabled on this system.", "bridge-failed" },
  { "env: node: No such file or directory", "node-missing" },
  { "env: \xE2\x80\x98node\xE2\x80\x99: No such file or directory", "node-missing" },
  { "npx-for-claude:5: command not found: npx", "npx-missing" },
  { "/bin/sh: 1: npx: not found", "npx-missing" },
  { "bash: line 1: uvx: command not found", "command-missing" },
  { "dyld[41213]: Library not loaded: /opt/homebrew/opt/icu4c/lib/libicui18n.74.dylib", "bridge-failed" },
  { "docker: error getting credentials - err: exec: \"docker-credential-desktop\": executable file not found in $PATH, out: ``.", "docker-failed" },
  { "open //./pipe/dockerDesktopLinuxEngine: The system cannot find the file specified.", "docker-failed" },
  { "the input device is not a TTY", "docker-failed" },
  { "Bind for 0.0.0.0:3000 failed: port is already allocated.", "docker-failed" },
  { "docker: Error response from daemon: Head \"https://images.example/v2/\": denied: denied.", "docker-failed" },
  { "npm ERR! code EBADENGINE", "node-too-old" },
  { "ERROR: npm v11.4.2 is known not to run on Node.js v14.21.3.", "node-too-old" },
  { "SyntaxError: Unexpected token '&&='", "node-too-old" },
  { "SyntaxError: Unexpected token '?\?='", "node-too-old" },
  { "npm ERR! code EACCES", "npx-cache" },
  { "npm error code ECOMPROMISED", "npx-cache" },
  { "npm error code ENOSPC", "bridge-failed" },
  { "npm ERR! code E401", "bridge-failed" },
  { "npm error 404 Not Found - GET https://npm.example.com/mcp-remote - Not found", "bridge-failed" },
  { "npm error code ETIMEDOUT", "bridge-failed" },
  { "npm error could not determine executable to run", "bridge-failed" },
  { "npm error enoent ENOENT: no such file or directory, lstat 'C:\\Users\\ann\\AppData\\Roaming\\npm'", "bridge-failed" },
  { "Fatal error: SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON", "not-mcp" },
  { "TypeError: Cannot convert argument to a ByteString because the character at index 8 has", "bridge-failed" },
  { "\" is an invalid header value.", "bridge-failed" },
  { "Fatal error: Error: HTTP 404 trying to load well-known OAuth metadata", "auth-rejected" },
  { "[1] Another instance is handling authentication on port 3334 (pid: 99)", "auth-oauth" },
  { "    code: 'UND_ERR_CONNECT_TIMEOUT'", "connect-timeout" },
  { "Server transport closed unexpectedly, this is likely due to the process exiting early.", "bridge-failed" },
};
/* clang-format on */

static void
test_lines (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const IruSignature *signature = iru_signature_find (rows[i][0]);

      g_test_message ("%s", rows[i][0]);
      g_assert_nonnull (signature);
      g_assert_cmpstr (signature->id, ==, rows[i][1]);
    }
  g_assert_null (iru_signature_find ("[iru] [info] Server started and connected successfully"));
  g_assert_null (iru_signature_find (""));
}

/* No row stands behind one that takes all its lines, and each means something. */
static void
test_table (void)
{
  for (const IruSignature *row = iru_signatures_get (); row->words[0] != NULL; row++)
    {
      g_autofree char *line =
          g_strdup_printf ("at 9: %s … %s … %s", row->words[0], row->words[1] ? row->words[1] : "",
                           row->words[1] && row->words[2] ? row->words[2] : "");

      g_test_message ("%s", line);
      g_assert_true (iru_signature_find (line) == row);
      g_assert_true (row->id == NULL || iru_finding_get_kind (row->id) != NULL);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signature/lines", test_lines);
  g_test_add_func ("/signature/table", test_table);
  return g_test_run ();
}
