/* iru-finding.c: one thing noticed about a set-up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-finding.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ERROR IRU_SEVERITY_ERROR
#define WARNING IRU_SEVERITY_WARNING
#define INFO IRU_SEVERITY_INFO

/* clang-format off */
static const IruFindingKind kinds[] = {
  /* file */
  { "file-syntax", IRU_RUNG_FILE, ERROR,
    N_("The configuration file can't be read by the client"),
    N_("Correct the file at the place named, or restore it from a backup. Nothing is changed in a file that can't be understood.") },
  { "file-encoding", IRU_RUNG_FILE, ERROR,
    N_("The configuration file is not UTF-8"),
    N_("Open the file in a text editor and save it again as UTF-8.") },
  { "other-entry-refused", IRU_RUNG_FILE, ERROR,
    N_("Another entry makes the client refuse the whole file"),
    N_("Correct that entry, or take it out. It is not this program's, so it is never changed from here.") },
  { "client-setting-refused", IRU_RUNG_FILE, ERROR,
    N_("A setting that has nothing to do with MCP makes the client refuse the whole file"),
    N_("Correct the setting, or take it out. It is not this program's, so it is never changed from here.") },
  { "file-unreadable", IRU_RUNG_FILE, ERROR,
    N_("The configuration file can't be opened"),
    N_("Check that the path is a regular file and that you may read it.") },
  { "file-permissions", IRU_RUNG_FILE, WARNING,
    N_("Others on this machine can read a key in the configuration file"),
    N_("Run “chmod 600” on the file.") },
  { "file-too-large", IRU_RUNG_FILE, ERROR,
    N_("The configuration file is too large to be a configuration"),
    N_("Look at what is in the file; it is over 256 MiB.") },
  { "file-managed", IRU_RUNG_FILE, WARNING,
    N_("The entry is in a file of this machine's administrator, which is never written"),
    N_("Ask whoever manages this machine to change it.") },
  { "project-untrusted", IRU_RUNG_FILE, WARNING,
    N_("A project's file was not read, because somebody else can change it"),
    N_("Copy the project into a folder of your own that only you may write to, and name that folder with --project.") },

  /* policy */
  { "blocked-by-policy", IRU_RUNG_POLICY, ERROR,
    N_("A policy keeps the client from loading the server"),
    N_("If the file is yours, change the rule in it. If it belongs to your organization, ask the administrator to allow the server.") },
  { "client-switched-off", IRU_RUNG_POLICY, ERROR,
    N_("MCP servers are switched off in the client"),
    N_("Change the setting in the file named above. If it is set by your organization, ask the administrator.") },
  { "approval-pending", IRU_RUNG_POLICY, ERROR,
    N_("The client waits for you to approve the server"),
    N_("Open the client in this folder, and approve the server when it asks.") },

  /* entry */
  { "server-missing", IRU_RUNG_ENTRY, ERROR,
    N_("The server is not set up"),
    N_("Run “iru-mcp-setup --install --config FILE” with the MCP configuration of the server.") },
  { "server-differs", IRU_RUNG_ENTRY, ERROR,
    N_("The client has other values than the configuration that you gave"),
    N_("Run “iru-mcp-setup --install” with the same configuration to bring the client up to date.") },
  { "server-duplicate", IRU_RUNG_ENTRY, WARNING,
    N_("The same server is set up more than once"),
    N_("Remove all but one of the entries, or the assistant sees each tool twice.") },
  { "server-beside", IRU_RUNG_ENTRY, WARNING,
    N_("The file has the entry of another tenant as well"),
    N_("If it is not wanted, take it out with “iru-mcp-setup --remove --server NAME”. To bring it up to date, install the configuration of its own tenant.") },
  { "server-shadowed", IRU_RUNG_ENTRY, WARNING,
    N_("Another file or a later entry of the same name takes the place of this one"),
    N_("Remove the entry that is not wanted.") },
  { "server-unread", IRU_RUNG_ENTRY, ERROR,
    N_("The entry stands where the client never reads it"),
    N_("Run “iru-mcp-setup --install --everywhere” with the MCP configuration: it writes the entry where the client reads it, and takes this one out.") },
  { "server-disabled", IRU_RUNG_ENTRY, ERROR,
    N_("The server is switched off in the client"),
    N_("Switch it on in the client's MCP settings, or run “iru-mcp-setup --install” again.") },
  { "wrong-field", IRU_RUNG_ENTRY, ERROR,
    N_("The entry has a field that this client ignores or refuses"),
    N_("Run “iru-mcp-setup --install” to write the entry as this client documents it.") },
  { "wrong-transport", IRU_RUNG_ENTRY, ERROR,
    N_("The entry is of a kind that this client does not take"),
    N_("Run “iru-mcp-setup --install” to write the entry as this client documents it.") },
  { "wrong-type", IRU_RUNG_ENTRY, ERROR,
    N_("A field of the entry is not what this client takes there"),
    N_("Run “iru-mcp-setup --install” to write the entry as this client documents it.") },
  { "name-refused", IRU_RUNG_ENTRY, ERROR,
    N_("The client does not load an entry of this name"),
    N_("Run “iru-mcp-setup --install” with the MCP configuration: it gives the entry a name that the client takes.") },
  { "entry-alias", IRU_RUNG_ENTRY, WARNING,
    N_("A part of the entry is an alias of what is written elsewhere in the file"),
    N_("Aliases are not followed, so the entry can't be tried from here. Write the values out in the entry, or ask the assistant itself.") },
  { "command-malformed", IRU_RUNG_ENTRY, ERROR,
    N_("The command or its arguments are not written as a client starts them"),
    N_("The client uses no shell, so the command would not be found or not understood. Write the program's whole path as the command and each argument as an element of a list, or run “iru-mcp-setup --install” with the MCP configuration.") },
  { "docker-arguments", IRU_RUNG_ENTRY, ERROR,
    N_("The arguments of Docker keep the server from working"),
    N_("The container needs standard input, no terminal, and each variable passed by name. Write the arguments as: run -i --rm -e NAME IMAGE.") },
  { "bridge-arguments", IRU_RUNG_ENTRY, ERROR,
    N_("mcp-remote does not read the arguments as they are meant"),
    N_("The URL has to be the first argument, and each header two: --header and Name:value. Run “iru-mcp-setup --install” with the MCP configuration: it writes them so.") },
  { "url-invalid", IRU_RUNG_ENTRY, ERROR,
    N_("The url of the server is not a url"),
    N_("Copy the url from the MCP configuration once more, without spaces.") },
  { "url-insecure", IRU_RUNG_ENTRY, ERROR,
    N_("The url is not https: the key would cross the network readable by others"),
    N_("Use the https url from the MCP configuration.") },
  { "placeholder", IRU_RUNG_ENTRY, ERROR,
    N_("A value is still the example from the instructions"),
    N_("Put the value from your own MCP configuration there. Many services show a key once only, when it is made; if it is lost, make a new one.") },
  { "key-prefix-missing", IRU_RUNG_ENTRY, ERROR,
    N_("The key does not begin as the keys of this service do"),
    N_("Copy the key once more, from its first character to its last.") },
  { "value-whitespace", IRU_RUNG_ENTRY, ERROR,
    N_("A value begins or ends with a space, or has a line break in it"),
    N_("Remove the stray space; “iru-mcp-setup --install” does it.") },
  { "header-missing", IRU_RUNG_ENTRY, ERROR,
    N_("A header that the server needs is missing"),
    N_("Copy every header from the MCP configuration.") },
  { "env-unset", IRU_RUNG_ENTRY, ERROR,
    N_("The entry refers to an environment variable that is not set"),
    N_("Set the variable where the client is started, or put the value into the entry.") },
  { "env-desktop", IRU_RUNG_ENTRY, WARNING,
    N_("The entry refers to a variable that an application of the desktop does not see"),
    N_("What a shell sets, only programs started from it see. Put the variable into a file in ~/.config/environment.d (on macOS: “launchctl setenv”) and log in again, or use “--secrets=literal”.") },
  { "client-value", IRU_RUNG_ENTRY, INFO,
    N_("The entry has a value that only the client can get"),
    N_("The server was not asked, because the value is not known here. Start the server in the client and look at its list of tools.") },
  { "env-dialect", IRU_RUNG_ENTRY, ERROR,
    N_("The entry refers to an environment variable in a way that this client does not understand"),
    N_("The reference would be sent as it stands. Use the client's own spelling, or the value itself.") },
  { "helper-missing", IRU_RUNG_ENTRY, ERROR,
    N_("The program that the client asks for the key is not there"),
    N_("Run “iru-mcp-setup --install --secrets=helper” again: it writes the path that this program has now.") },
  { "keyring-empty", IRU_RUNG_ENTRY, ERROR,
    N_("The client asks for a key that is not in the keyring"),
    N_("Run “iru-mcp-setup --install --secrets=helper” with the MCP configuration: it puts the key there.") },
  { "keyring-failed", IRU_RUNG_ENTRY, ERROR,
    N_("The keyring that has the client's key can't be read"),
    N_("Unlock the keyring, or log in to the desktop, and try again.") },
  { "keyring-bus", IRU_RUNG_ENTRY, WARNING,
    N_("The client does not tell the program that it asks for the key where the keyring is"),
    N_("It is found at /run/user/UID/bus only, and your session's bus is not there. Log in to a session of systemd, or use “--secrets=env”.") },
  { "keyring-stored", IRU_RUNG_ENTRY, INFO,
    N_("The key is in the keyring, and the client asks this program for it"),
    N_("Nothing to do. Whoever may use your keyring may read it.") },
  { "keyring-cleared", IRU_RUNG_ENTRY, INFO,
    N_("The key was taken out of the keyring, as no entry asks for it any more"),
    N_("To have it back, install the MCP configuration again; --undo does not bring it back.") },
  { "secret-in-args", IRU_RUNG_ENTRY, WARNING,
    N_("A key stands in the command's arguments, where every program on the machine can read it"),
    N_("Run “iru-mcp-setup --install”: it puts the value into the entry's env.") },
  { "project-address", IRU_RUNG_ENTRY, WARNING,
    N_("Your key was not sent, because only the project names the address of the server"),
    N_("If you trust the project, run the command again with --trust-project. Or set up the same server for yourself first.") },
  { "secret-in-repository", IRU_RUNG_ENTRY, WARNING,
    N_("A key stands in a file that git tracks, or would take"),
    N_("Take the key out of the file; “iru-mcp-setup --install --project” writes a reference to a variable in its place. If the file was ever committed, revoke the key and create a new one.") },

  /* runtime */
  { "npx-missing", IRU_RUNG_RUNTIME, ERROR,
    N_("npx is not where the client looks for it"),
    N_("Install Node.js 20 or newer from nodejs.org, then run “iru-mcp-setup --install” again.") },
  { "command-missing", IRU_RUNG_RUNTIME, ERROR,
    N_("The command is not where the client looks for it"),
    N_("Install the program, or write its whole path as \"command\" in the entry.") },
  { "npx-shim", IRU_RUNG_RUNTIME, WARNING,
    N_("npx is a version manager's stand-in, which a desktop application may not be able to run"),
    N_("Run “iru-mcp-setup --install”: it writes the path of the real npx.") },
  { "npx-space", IRU_RUNG_RUNTIME, WARNING,
    N_("The path of npx has a space in it, which breaks some versions of the client on Windows"),
    N_("If the server does not start, install Node.js in a folder without a space, or use the short path (C:\\PROGRA~1\\nodejs\\npx.cmd).") },
  { "node-missing", IRU_RUNG_RUNTIME, ERROR,
    N_("Node.js is not where the client looks for it"),
    N_("Install Node.js 20 or newer from nodejs.org, then run “iru-mcp-setup --install” again.") },
  { "runtime-sandboxed", IRU_RUNG_RUNTIME, INFO,
    N_("The command can't be seen or started from inside this program's sandbox"),
    N_("Whether the client finds it is not known. Look with an iru-mcp-setup that is installed as a package; or permit the Flatpak to see the machine's programs with “flatpak override --user --filesystem=host-os:ro --filesystem=home:ro io.github.iru_mcp_setup.IruMcpSetup”.") },
  { "node-too-old", IRU_RUNG_RUNTIME, ERROR,
    N_("Node.js is too old for the bridge"),
    N_("Install Node.js 20 or newer from nodejs.org.") },
  { "docker-failed", IRU_RUNG_RUNTIME, ERROR,
    N_("Docker does not answer"),
    N_("Start Docker, check with “docker version” that you may use it, and start the client again.") },
  { "bridge-failed", IRU_RUNG_RUNTIME, ERROR,
    N_("The command that the client starts does not work"),
    N_("See what the command printed, above.") },
  { "npx-cache", IRU_RUNG_RUNTIME, ERROR,
    N_("npx's cache of packages is damaged"),
    N_("Delete the folder ~/.npm/_npx (on Windows %LocalAppData%\\npm-cache\\_npx) and start the client again: npx fetches what it needs.") },
  { "bridge-vulnerable", IRU_RUNG_RUNTIME, WARNING,
    N_("The entry pins a version of mcp-remote with a known vulnerability (CVE-2025-6514)"),
    N_("Run “iru-mcp-setup --install”: it raises the version.") },
  { "client-none", IRU_RUNG_RUNTIME, ERROR,
    N_("None of the known assistants is on this machine"),
    N_("Install an assistant, or name one with --client; --list shows those that are known.") },
  { "client-running", IRU_RUNG_RUNTIME, INFO,
    N_("The client is running and has not seen the change yet"),
    N_("Quit it fully and open it again; closing its window is not enough.") },
  { "client-log", IRU_RUNG_RUNTIME, WARNING,
    N_("The client's log tells of an error at its last start"),
    N_("If it has been put right since, quit the client fully and open it again.") },

  /* name, connect, tls */
  { "dns-failed", IRU_RUNG_NAME, ERROR,
    N_("The name of the server can't be resolved"),
    N_("Check the host in the url for a slip, and that this machine has a working network and name server (VPN?).") },
  { "connect-refused", IRU_RUNG_CONNECT, ERROR,
    N_("The server refuses the connection"),
    N_("Check the port in the url, and whether the service is up.") },
  { "connect-timeout", IRU_RUNG_CONNECT, ERROR,
    N_("The server does not answer to the attempt to connect"),
    N_("A firewall may drop the connection: check that this network lets https out to the host, or needs a proxy.") },
  { "connection-lost", IRU_RUNG_CONNECT, ERROR,
    N_("The connection was closed before the answer was complete"),
    N_("Try again. If it stays, a firewall or proxy between here and the server cuts the connection.") },
  { "network-unreachable", IRU_RUNG_CONNECT, ERROR,
    N_("There is no route to the server"),
    N_("Check that this machine is connected to a network.") },
  { "proxy-failed", IRU_RUNG_CONNECT, ERROR,
    N_("The proxy does not pass the connection on"),
    N_("Check the proxy in the desktop's settings or in https_proxy, and that it allows the host.") },
  { "proxy-auth", IRU_RUNG_CONNECT, ERROR,
    N_("The proxy wants a name and password (407)"),
    N_("Put the proxy's credentials into the desktop's proxy settings, or ask for an exception for the host.") },
  { "tls-untrusted", IRU_RUNG_TLS, ERROR,
    N_("The server's certificate is from an issuer that this machine does not trust"),
    N_("If your network inspects https, install its root certificate on this machine, and name it in NODE_EXTRA_CA_CERTS for Claude Desktop's bridge. If not, do not go on: somebody may be in between.") },
  { "tls-expired", IRU_RUNG_TLS, ERROR,
    N_("The server's certificate has expired or is not valid yet"),
    N_("Check this machine's clock. If it is right, tell whoever runs the server.") },
  { "tls-hostname", IRU_RUNG_TLS, ERROR,
    N_("The server's certificate is for another name"),
    N_("Check the host in the url for a slip.") },
  { "tls-failed", IRU_RUNG_TLS, ERROR,
    N_("No encrypted connection could be made"),
    N_("Check the port in the url: it may not speak https. A firewall that inspects https does this too.") },

  /* http, mcp */
  { "http-not-found", IRU_RUNG_HTTP, ERROR,
    N_("There is nothing at this URL"),
    N_("Copy the whole url from the MCP configuration once more; the path after the host must be complete.") },
  { "http-redirect", IRU_RUNG_HTTP, ERROR,
    N_("The server sends the request elsewhere, and the key does not follow"),
    N_("Use the url from the MCP configuration. A login page or a captive portal redirects as well: open a web page and see.") },
  { "http-error", IRU_RUNG_HTTP, ERROR,
    N_("The server answers with an error"),
    N_("Try again later; if it stays, report the status to the service.") },
  { "upstream-unavailable", IRU_RUNG_HTTP, ERROR,
    N_("The gateway answers, but the service behind it does not"),
    N_("Try again in a few minutes. If it stays, look at the service's status page.") },
  { "service-suspended", IRU_RUNG_HTTP, ERROR,
    N_("The service is suspended (503)"),
    N_("Resume the session in the gateway's dashboard.") },
  { "rate-limited", IRU_RUNG_HTTP, ERROR,
    N_("Too many requests (429)"),
    N_("Wait and try again.") },
  { "captive-portal", IRU_RUNG_HTTP, ERROR,
    N_("The network wants you to log in first"),
    N_("Open a web page in the browser, log in to the network there, and check again.") },
  { "filtered", IRU_RUNG_HTTP, ERROR,
    N_("A filter in front of the server blocks the request"),
    N_("A firewall or filter answers in the place of the server. Ask the people who run it, or the network, to let this computer reach the host. Or try another network.") },
  { "host-check", IRU_RUNG_HTTP, ERROR,
    N_("The server refuses the host name in the URL"),
    N_("The server takes requests only for host names that it knows. Use the host name that it names, or have this one added to its allowed hosts.") },
  { "response-timeout", IRU_RUNG_HTTP, ERROR,
    N_("The server took the connection but did not answer in time"),
    N_("Try again, with a larger --timeout if the server is known to be slow.") },
  { "response-too-large", IRU_RUNG_HTTP, ERROR,
    N_("The answer is larger than any MCP answer should be"),
    N_("Check that the url is that of an MCP server.") },
  { "not-mcp", IRU_RUNG_MCP, ERROR,
    N_("What answers at this url is not an MCP server"),
    N_("Check the url. If it is right, a login page or a captive portal may answer in its place.") },
  { "protocol-version", IRU_RUNG_MCP, ERROR,
    N_("The server speaks no protocol version that is known here"),
    N_("Update iru-mcp-setup, or the server.") },
  { "protocol-error", IRU_RUNG_MCP, ERROR,
    N_("The server breaks the MCP protocol"),
    N_("Report the detail to whoever runs the server.") },
  { "session-not-shared", IRU_RUNG_MCP, ERROR,
    N_("The server runs as several copies that do not share their sessions"),
    N_("Have the load balancer send one session always to the same copy (sticky by Mcp-Session-Id), let the copies share their sessions, or run one copy only.") },
  { "tool-schema", IRU_RUNG_MCP, ERROR,
    N_("The server describes a tool in a way that clients refuse"),
    N_("Report the tool to whoever runs the server. Until then, Claude Code loads no tool of this server, and others leave this one out.") },
  { "session-lost", IRU_RUNG_MCP, INFO,
    N_("The server forgot the session; a new one was opened"),
    N_("Nothing to do if it happens rarely.") },
  { "tools-endless", IRU_RUNG_MCP, WARNING,
    N_("The list of tools does not end"),
    N_("Report it to whoever runs the server: its pages repeat.") },

  /* auth */
  { "auth-rejected", IRU_RUNG_AUTH, ERROR,
    N_("The server does not accept the key (401)"),
    N_("Compare the key with the MCP configuration, to the last character. If it was revoked or is lost, make a new one where the service makes its keys, and install its configuration in every client.") },
  { "auth-missing", IRU_RUNG_AUTH, ERROR,
    N_("The server wants a key, and the entry has none"),
    N_("The entry sends no key. Install the whole MCP configuration again, with its headers, or add the header that the service names.") },
  { "auth-oauth", IRU_RUNG_AUTH, ERROR,
    N_("The server wants a login (OAuth) instead of a key"),
    N_("Connect to it from the client itself, which opens the login, or configure a key if the server takes one.") },

  /* permission */
  { "permission-denied", IRU_RUNG_PERMISSION, ERROR,
    N_("The key is known, but may not do this (403)"),
    N_("Have the key given the permissions it needs, where the service makes its keys.") },
  { "tools-none", IRU_RUNG_PERMISSION, ERROR,
    N_("The server offers no tool to this key"),
    N_("Have the key given permissions, where the service makes its keys: many services do not list what a key may not use.") },
  { "tool-denied", IRU_RUNG_PERMISSION, ERROR,
    N_("The tool may not be used with this key"),
    N_("Have the key given the permission for this tool, where the service makes its keys.") },
  { "tool-failed", IRU_RUNG_PERMISSION, WARNING,
    N_("The tool was called and reported an error"),
    N_("See the detail above.") },
  { "tool-refused", IRU_RUNG_PERMISSION, ERROR,
    N_("The tool was not called"),
    N_("Only a tool that declares itself read-only and needs no argument is called."), 1 },
  { "tools-untried", IRU_RUNG_PERMISSION, INFO,
    N_("The tools are listed; whether they may be called was not tried"),
    N_("Try one that only reads: “iru-mcp-setup --check --probe-tool NAME”.") },
  { NULL },
};
/* clang-format on */

static const char *const rung_names[IRU_N_RUNGS] = {
  "file", "policy", "entry", "runtime", "name",       "connect",
  "tls",  "http",   "mcp",   "auth",    "permission",
};

static const int rung_exits[IRU_N_RUNGS] = { 3, 3, 3, 3, 4, 4, 4, 7, 7, 5, 6 };

const char *
iru_rung_get_name (IruRung rung)
{
  return rung_names[rung];
}

int
iru_rung_get_exit (IruRung rung)
{
  return rung_exits[rung];
}

const char *
iru_severity_get_name (IruSeverity severity)
{
  static const char *const names[] = { "info", "warning", "error" };

  return names[severity];
}

const IruFindingKind *
iru_finding_get_kinds (void)
{
  return kinds;
}

const IruFindingKind *
iru_finding_get_kind (const char *id)
{
  for (const IruFindingKind *kind = kinds; kind->id != NULL; kind++)
    if (strcmp (kind->id, id) == 0)
      return kind;
  return NULL;
}

static IruFinding *
new_with_detail (const char *id, char *detail)
{
  const IruFindingKind *kind = iru_finding_get_kind (id);
  IruFinding *finding = g_new0 (IruFinding, 1);

  g_assert (kind != NULL);
  *finding = (IruFinding){
    .kind = kind,
    .severity = kind->severity,
    .rung = kind->rung,
    .detail = detail,
  };
  return finding;
}

G_GNUC_PRINTF (1, 0)
static char *
format_detail (const char *format, va_list args)
{
  return format != NULL ? g_strdup_vprintf (format, args) : NULL;
}

IruFinding *
iru_finding_new (const char *id, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  char *detail = format_detail (format, args);
  va_end (args);
  return new_with_detail (id, detail);
}

IruFinding *
iru_finding_copy (const IruFinding *finding)
{
  IruFinding *copy = g_memdup2 (finding, sizeof *finding);

  copy->detail = g_strdup (finding->detail);
  copy->advice = g_strdup (finding->advice);
  copy->title = g_strdup (finding->title);
  copy->field = g_strdup (finding->field);
  return copy;
}

void
iru_finding_free (IruFinding *finding)
{
  if (finding == NULL)
    return;
  g_free (finding->detail);
  g_free (finding->advice);
  g_free (finding->title);
  g_free (finding->field);
  g_free (finding);
}

GPtrArray *
iru_findings_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)iru_finding_free);
}

IruFinding *
iru_findings_add (GPtrArray *findings, const char *id, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  IruFinding *finding = new_with_detail (id, format_detail (format, args));
  va_end (args);
  g_ptr_array_add (findings, finding);
  return finding;
}

IruFinding *
iru_findings_get_headline (GPtrArray *findings)
{
  IruFinding *headline = NULL;

  for (guint i = 0; i < findings->len; i++)
    {
      IruFinding *finding = g_ptr_array_index (findings, i);

      if (finding->severity == IRU_SEVERITY_ERROR
          && (headline == NULL || finding->rung < headline->rung))
        headline = finding;
    }
  return headline;
}

gboolean
iru_findings_has (GPtrArray *findings, const char *id)
{
  for (guint i = 0; i < findings->len; i++)
    if (strcmp (((IruFinding *)g_ptr_array_index (findings, i))->kind->id, id) == 0)
      return TRUE;
  return FALSE;
}

int
iru_finding_get_exit (const IruFinding *finding)
{
  if (finding->severity != IRU_SEVERITY_ERROR)
    return 0;
  return finding->kind->exit != 0 ? finding->kind->exit : iru_rung_get_exit (finding->rung);
}

const char *
iru_finding_get_title (const IruFinding *finding)
{
  return finding->title != NULL ? finding->title : _ (finding->kind->title);
}

const char *
iru_finding_get_advice (const IruFinding *finding)
{
  return finding->advice != NULL ? finding->advice : _ (finding->kind->advice);
}
