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
