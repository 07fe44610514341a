# test_findings.py: every finding can be made to happen, and says what its row says
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""A way to each id of the table in src/model/iru-finding.c, through the whole program.

What leads to an id in other circumstances is in the other tests; here none may be missing.
"""

import http.server
import itertools
import json
import os
import re
import shutil
import subprocess
import threading

import certificates
import harness
import keyring
import test_check

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")

KINDS = re.compile(r'^  \{ "([a-z-]+)", IRU_RUNG_([A-Z]+), (ERROR|WARNING|INFO),\s*'
                   r'N_\("((?:[^"\\]|\\.)*)"\),', re.MULTILINE)

# Answers of what stands in for a proxy.
DENIAL = ("HTTP/1.1 {}\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n"
          "Connection: close\r\n\r\n")


def read_kinds():
    """id -> (rung, severity, title)"""
    with open(os.path.join(ROOT, "src", "model", "iru-finding.c"), encoding="utf-8") as file:
        rows = KINDS.findall(file.read())
    return {row[0]: (row[1].lower(), row[2].lower(), row[3].replace('\\"', '"')) for row in rows}


class Findings(harness.Case):
    """A way is a method way_to_ID; it returns the result of a run."""

    @classmethod
    def setUpClass(cls):
        cls.simulator = harness.Simulator()
        cls.addClassCleanup(cls.simulator.close)
        cls.key, cls.profile = cls.simulator.key("FULL")
        cls.kinds = read_kinds()

    # Steps

    def check(self, home, *arguments, **options):
        arguments = arguments or ("--offline",)
        return home.run("--check", "--json", *arguments, **options)

    def cursor(self, text, *arguments, mode=0o600):
        home = self.new_home()
        home.write("cursor", text, mode)
        return self.check(home, *arguments)

    def entry(self, **fields):
        return {"url": self.simulator.url,
                "headers": {"X-API-Key": self.key, "X-MCP-Profile": self.profile}, **fields}

    def cursor_entry(self, *arguments, **fields):
        return self.cursor(json.dumps({"mcpServers": {"iru": self.entry(**fields)}}), *arguments)

    def header(self, value):
        return self.cursor_entry(headers={"X-API-Key": value, "X-MCP-Profile": self.profile})

    def claude(self, command, *args, arguments=(), home=None, **env):
        home = home or self.new_home(node=None)
        entry = {"command": command, "args": list(args), "env": env}
        home.write("claude-desktop", json.dumps({"mcpServers": {"iru": entry}}))
        return self.check(home, *arguments)

    def bridge(self, script):
        return self.claude("/bin/sh", "-c", script, arguments=("--start", "--timeout", "10"))

    def fault(self, name, *arguments):
        return self.cursor_entry("--timeout", "4", *arguments, url=self.simulator.fault(name))

    def ask(self, url, *arguments, env=None, timeout="5", prefix=()):
        home = self.new_home()
        home.write("cursor", harness.snippet(url, self.key, self.profile))
        return self.check(home, "--timeout", timeout, *arguments, prefix=prefix,
                          env={**harness.NO_LEAKS, **(env or {})})

    def proxy(self, status):
        proxy = self.start(harness.Canned(DENIAL.format(status).encode()))
        return self.ask("https://mcp.example.invalid/mcp",
                        env={"https_proxy": f"http://127.0.0.1:{proxy.port}"})

    def tls(self, **certificate):
        home = self.new_home()
        authority = certificates.Authority(os.path.join(home.root, "authority"))
        front = self.start(harness.Relay(self.simulator.origin.removeprefix("http://"),
                                         certificate=authority.issue("x", **certificate)))
        return self.ask(f"https://127.0.0.1:{front.port}/mcp")

    # File

    def way_to_file_syntax(self):
        return self.cursor("{")

    def way_to_file_encoding(self):
        return self.cursor(b'{"mcpServers": {"iru": {"url": "caf\xe9"}}}')

    def way_to_file_unreadable(self):
        home = self.new_home()
        os.makedirs(home.place("cursor"))
        return self.check(home)

    def way_to_file_permissions(self):
        return self.cursor(self.simulator.snippet(), "--offline", mode=0o644)

    def way_to_file_too_large(self):
        home = self.new_home()
        os.truncate(home.write("cursor", ""), 257 * 1024 * 1024)
        return self.check(home)

    # Policy

    def way_to_approval_pending(self):
        home = self.new_home()
        home.write("work/.mcp.json", json.dumps({"mcpServers": {"iru": {"type": "http", **self.entry()}}}))
        return self.check(home, "--offline", "--client", "claude-code", "--project", os.path.join(home.path, "work"))

    # Entry

    def way_to_server_missing(self):
        return self.cursor("{}")

    def way_to_server_differs(self):
        home = self.new_home()
        home.write("cursor", self.simulator.snippet("REVOKED"))
        return self.check(home, "--offline", "--config", "-", stdin=self.simulator.snippet())

    def way_to_server_duplicate(self):
        return self.cursor(json.dumps({"mcpServers": {"iru": self.entry(), "b": self.entry()}}))

    def way_to_server_beside(self):
        home = self.new_home()
        home.write("cursor", json.dumps({"mcpServers": {"work": {
            "url": "https://acme.connect.iru.com/mcp", "headers": {}}}}))
        return home.install(self.simulator.snippet(), "--json")

    def way_to_server_shadowed(self):
        entry = json.dumps(self.entry())
        return self.cursor('{"mcpServers": {"iru": %s, "iru": %s}}' % (entry, entry), "--offline", "--all-servers")

    def way_to_server_unread(self):
        home = self.new_home()
        home.write("opencode", json.dumps({"mcpServers": {"iru": self.entry()}}))
        return self.check(home, "--offline", "--client", "opencode")

    def way_to_file_managed(self):
        home = self.new_home()
        disk = os.path.join(home.path, "disk")
        home.write("disk/etc/claude-code/managed-mcp.json",
                   json.dumps({"mcpServers": {"iru": self.entry()}}))
        home.write("disk/home/ann/.claude.json", "{}")
        return home.install(self.simulator.snippet(), "--json", "--root", disk)

    def way_to_secret_in_repository(self):
        home = self.new_home(["cursor"])
        project = os.path.join(home.path, "site")
        home.write("site/.cursor/mcp.json", json.dumps({"mcpServers": {"iru": self.entry()}}))
        subprocess.run(["git", "init", "-q", project], check=True)
        return self.check(home, "--offline", "--project", project)

    # Policy

    def way_to_blocked_by_policy(self):
        home = self.new_home()
        home.write("disk/etc/codex/requirements.toml",
                   '[mcp_servers.docs.identity]\nurl = "https://docs.example.com/mcp"\n')
        home.write("disk/home/ann/.codex/config.toml",
                   f'[mcp_servers.iru_mcp]\nurl = "{self.simulator.url}"\n'
                   f'http_headers = {{ X-API-Key = "{self.key}", X-MCP-Profile = "{self.profile}" }}\n')
        return self.check(home, "--offline", "--root", os.path.join(home.path, "disk"),
                          "--platform", "linux", "--user", "ann", "--client", "codex")

    def way_to_client_switched_off(self):
        home = self.new_home()
        home.write(".config/Code/User/mcp.json", json.dumps({"servers": {"iru": {"type": "http", **self.entry()}}}))
        home.write(".config/Code/User/settings.json", '{"chat.mcp.access": "none"}')
        return self.check(home, "--offline", "--client", "vscode")

    def way_to_project_untrusted(self):
        home = self.new_home(["cursor"])
        project = os.path.join(home.path, "site")
        home.write("site/.cursor/mcp.json", json.dumps({"mcpServers": {"iru": self.entry()}}))
        os.chmod(os.path.join(project, ".cursor"), 0o777)
        return self.check(home, "--offline", "--project", project)

    def way_to_project_address(self):
        home = self.new_home(["cursor"])
        project = os.path.join(home.path, "site")
        entry = self.entry()
        entry["headers"]["X-API-Key"] = "${env:IRU_X_API_KEY}"
        home.write("site/.cursor/mcp.json", json.dumps({"mcpServers": {"iru": entry}}))
        return self.check(home, "--project", project, env={"IRU_X_API_KEY": "sk_live:0123456789abcdef"})

    def way_to_server_disabled(self):
        home = self.new_home()
        home.write("codex", f'[mcp_servers.iru]\nurl = "{self.simulator.url}"\nenabled = false\n')
        return self.check(home)

    def way_to_wrong_field(self):
        home = self.new_home()
        home.write("codex", f'[mcp_servers.iru]\nurl = "{self.simulator.url}"\n'
                            f'headers = {{ "X-API-Key" = "{self.key}" }}\n')
        return self.check(home)

    def codex(self, text):
        home = self.new_home()
        home.write("codex", text)
        return self.check(home)

    def way_to_wrong_type(self):
        return self.cursor_entry(args=7)

    def way_to_name_refused(self):
        return self.codex(f'[mcp_servers."Iru MCP"]\nurl = "{self.simulator.url}"\n')

    def way_to_other_entry_refused(self):
        return self.codex(f'[mcp_servers.docs]\ncommand = "x"\nargs = "y"\n'
                          f'[mcp_servers.iru]\nurl = "{self.simulator.url}"\n')

    def way_to_client_setting_refused(self):
        return self.codex(f'profile = "work"\n'
                          f'[mcp_servers.iru]\nurl = "{self.simulator.url}"\n')

    def way_to_wrong_transport(self):
        home = self.new_home()
        home.write("claude-desktop", self.simulator.snippet())
        return self.check(home)

    def way_to_entry_alias(self):
        home = self.new_home()
        home.write("goose", f"x: &x {self.simulator.url}\nextensions:\n  iru:\n    uri: *x\n")
        return self.check(home)

    def way_to_command_malformed(self):
        return self.claude("npx -y mcp-remote " + self.simulator.url)

    def way_to_docker_arguments(self):
        return self.claude("docker", "run", "-it", "image")

    def way_to_bridge_arguments(self):
        return self.claude("npx", "-y", "mcp-remote@0.15.1", "connect", self.simulator.url)

    def way_to_url_invalid(self):
        return self.cursor_entry(url="not a url")

    def way_to_url_insecure(self):
        return self.cursor_entry(url="http://mcp.example.com/mcp")

    def way_to_placeholder(self):
        return self.header("sk_live:YOUR_API_KEY")

    def way_to_key_prefix_missing(self):
        return self.header(self.key.removeprefix("sk_live:"))

    def way_to_value_whitespace(self):
        return self.header(self.key + " ")

    def way_to_header_missing(self):
        return self.cursor_entry(headers={"X-API-Key": self.key})

    def way_to_env_unset(self):
        return self.header("${env:IRU_NOT_SET}")

    def way_to_env_desktop(self):
        home = self.new_home()
        home.write("cursor", harness.snippet(self.simulator.url, "${env:IRU_SET}", self.profile))
        return self.check(home, env={"IRU_SET": self.key})

    def keyring(self, *arguments, spoil=None, bus=True, client="claude-code", prefix=()):
        """A client with its key in the keyring; the result of a run after that."""
        home = self.new_home([client])
        session = self.start(keyring.Bus(home))
        ring = self.start(keyring.Keyring(home, session))
        env = {"DBUS_SESSION_BUS_ADDRESS": session.address}
        installed = home.install(self.simulator.snippet(), "--secrets=helper", "--json", env=env)
        self.assert_exit(installed, 0)
        if spoil is not None:
            spoil(home, ring)
        if not arguments:
            return installed
        return home.run(*arguments, "--json", env=env if bus else {}, prefix=prefix)

    def way_to_helper_missing(self):
        def spoil(home, _):
            home.write("claude-code", home.read("claude-code").replace(b'Helper": "', b'Helper": "/nowhere'))
        return self.keyring("--check", "--offline", spoil=spoil)

    def way_to_keyring_empty(self):
        return self.keyring("--check", "--offline",
                            spoil=lambda _, ring: ring.ask("clear", "server", "iru"))

    def way_to_keyring_failed(self):
        return self.keyring("--check", "--offline", bus=False)

    def way_to_keyring_bus(self):
        """On a machine without a bus in the usual place, or where there seems to be none."""
        prefix = ()
        if os.path.exists(f"/run/user/{os.geteuid()}/bus"):
            hide = "mount -t tmpfs none /run/user"
            namespace, reason = harness.find_namespaces(hide)
            if namespace is None:
                self.skipTest(reason)
            prefix = [*namespace, "/bin/sh", "-c", f'{hide}; exec "$@"', "sh"]
        return self.keyring("--check", "--offline", client="codex", prefix=prefix)

    def way_to_keyring_stored(self):
        return self.keyring()

    def way_to_keyring_cleared(self):
        return self.keyring("--remove")

    def way_to_client_value(self):
        home = self.new_home()
        home.write("vscode", json.dumps({
            "inputs": [{"id": "k"}],
            "servers": {"iru": {"type": "http", **self.entry(headers={"X-API-Key": "${input:k}"})}}}))
        return self.check(home, "--client", "vscode", "--offline")

    def way_to_env_dialect(self):
        return self.header("${IRU_NOT_SET}")

    def way_to_secret_in_args(self):
        return self.claude("npx", "-y", "mcp-remote@0.15.1", self.simulator.url, "--header",
                           f"X-API-Key:{self.key}", "--header", f"X-MCP-Profile:{self.profile}")

    # Runtime

    def way_to_npx_missing(self):
        return self.claude("/no/such/npx")

    def way_to_command_missing(self):
        return self.claude("/no/such/program")

    def way_to_runtime_sandboxed(self):
        self.claude("npx", home=(home := self.new_home(node=None)))
        return self.check(home, env={"FLATPAK_ID": "io.github.iru_mcp_setup.IruMcpSetup"})

    def way_to_npx_shim(self):
        home = self.new_home()
        return self.claude(home.write(".asdf/shims/npx", "", 0o755), home=home)

    def way_to_npx_space(self):
        home = self.new_home()
        place = "disk/Users/ann/AppData/Roaming/Claude/claude_desktop_config.json"
        home.write("disk/Program Files/nodejs/npx.cmd", "")
        home.write(place, json.dumps({"mcpServers": {"iru": {
            "command": "C:\\Program Files\\nodejs\\npx.cmd", "args": []}}}))
        return self.check(home, "--offline", "--root", os.path.join(home.path, "disk"), "--platform", "windows")

    def way_to_node_missing(self):
        return self.claude("/no/such/node")

    def way_to_node_too_old(self):
        home = self.new_home(node="v18.20.0")
        return self.claude("npx", home=home, PATH=home.bin)

    def way_to_docker_failed(self):
        home = self.new_home()
        docker = home.add_command("docker", "echo 'Cannot connect to the Docker daemon' >&2; exit 1")
        return self.claude(docker, "run", "-i", "image", arguments=("--timeout", "5", "--start"), home=home)

    def way_to_bridge_failed(self):
        return self.bridge("exit 3")

    def way_to_npx_cache(self):
        return self.bridge("echo \"Error: Cannot find module '/h/.npm/_npx/1/x.js'\" >&2; exit 1")

    def way_to_bridge_vulnerable(self):
        return self.claude("npx", "-y", "mcp-remote@0.1.13", self.simulator.url, "--header",
                           "X-API-Key:${K}", K=self.key)

    def way_to_client_none(self):
        return self.check(self.new_home())

    def way_to_client_running(self):
        home = self.new_home()
        client = os.path.join(home.root, "cursor")
        shutil.copy("/bin/sleep", client)
        process = subprocess.Popen([client, "100"])
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        path = home.write("cursor", self.simulator.snippet())
        later = os.stat(path).st_mtime + 3600
        os.utime(path, (later, later))
        return self.check(home)

    def way_to_client_log(self):
        home = self.new_home()
        home.write(".config/Claude/logs/mcp-server-iru.log", "spawn npx ENOENT\n")
        return self.claude("npx", home=home)

    # Name, connect, tls

    def way_to_dns_failed(self):
        return self.ask("https://no-such-host.invalid/mcp", timeout="20")

    def way_to_connect_refused(self):
        return self.ask(f"http://127.0.0.1:{harness.free_port()}/mcp")

    def way_to_connect_timeout(self):
        deaf = self.start(harness.Deaf())
        return self.ask(f"http://127.0.0.1:{deaf.address[1]}/mcp", timeout="1")

    def way_to_network_unreachable(self):
        """From a network that has nothing."""
        command, why = harness.find_namespaces()
        if command is None:
            self.skipTest(why)
        return self.ask("https://192.0.2.1/mcp", prefix=command)

    def way_to_proxy_failed(self):
        return self.proxy("403 Forbidden")

    def way_to_proxy_auth(self):
        return self.proxy("407 Proxy Authentication Required")

    def way_to_tls_untrusted(self):
        return self.tls()

    def way_to_tls_expired(self):
        return self.tls(dates=certificates.PAST)

    def way_to_tls_hostname(self):
        return self.tls(names="DNS:mcp.example.com")

    def way_to_tls_failed(self):
        return self.ask(self.simulator.url.replace("http:", "https:"), timeout="2")

    # Tools

    # What a server on the loopback answers, or what answers in its place

    def canned(self, status, body, **options):
        answer = (f"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}"
                  f"\r\nConnection: close\r\n\r\n{body}")
        server = self.start(harness.Canned(answer.encode()))
        url = f"http://127.0.0.1:{server.port}/mcp"
        if options.get("key", True):
            return self.ask(url)
        return self.cursor(json.dumps({"mcpServers": {"iru": {"url": url}}}), "--timeout", "5")

    def scripted(self, tools=(), forgets=False):
        """forgets: every other request finds no session."""
        class Answer(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            turns = itertools.count()

            def log_message(self, *_):
                pass

            def reply(self, status, value):
                body = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                if forgets and value.get("result", {}).get("serverInfo"):
                    self.send_header("Mcp-Session-Id", "one")
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self):
                message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                method = message["method"]
                if self.headers["Mcp-Session-Id"] and next(self.turns) % 2 == 0:
                    return self.reply(404, {"error": "Session not found"})
                if method == "initialize":
                    result = {"protocolVersion": "2025-06-18", "capabilities": {},
                              "serverInfo": {"name": "a", "version": "1"}}
                elif method == "tools/list":
                    result = {"tools": list(tools)}
                else:
                    return self.reply(202 if "id" not in message else 404, {})
                return self.reply(200, {"jsonrpc": "2.0", "id": message["id"], "result": result})

            def do_DELETE(self):
                self.reply(200, {})

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return self.ask(f"http://127.0.0.1:{server.server_port}/mcp")

    def way_to_auth_missing(self):
        return self.canned("401 Unauthorized", "no", key=False)

    def way_to_host_check(self):
        return self.canned("403 Forbidden", "Invalid Host: 127.0.0.1")

    def way_to_filtered(self):
        return self.canned("403 Forbidden", "error code: 1010")

    def way_to_captive_portal(self):
        return self.canned("511 Network Authentication Required", "Log in")

    def way_to_tool_schema(self):
        return self.scripted([{"name": "a"}])

    def way_to_session_not_shared(self):
        schema = {"type": "object"}
        return self.scripted([{"name": "a", "inputSchema": schema}], forgets=True)

    def way_to_tool_denied(self):
        return self.fault("tool-denied", "--probe-tool", "list_devices")

    def way_to_tool_failed(self):
        return self.fault("tool-failed", "--probe-tool", "list_devices")

    def way_to_tool_refused(self):
        return self.cursor_entry("--timeout", "5", "--probe-tool", "erase_device")

    def way_to_tools_untried(self):
        authorization = f"Bearer {self.simulator.keys['GATEWAY_KEY']}"
        return self.cursor_entry("--timeout", "5", url=self.simulator.origin + "/v1/mcp/my-database",
                                 headers={"Authorization": authorization})

    # All of them

    def find_way(self, kind):
        """A method, or a fault of the simulator."""
        way = getattr(self, "way_to_" + kind.replace("-", "_"), None)
        if way is not None:
            return way
        faults = [name for name, (_, headline) in test_check.FAULTS.items() if headline == kind]
        faults += [name for name, note in test_check.NOTED.items() if note == kind]
        return (lambda: self.fault(faults[0])) if faults else None

    def check_kind(self, kind):
        way = self.find_way(kind)
        if way is None:
            self.fail(f"no story leads to {kind}: add way_to_{kind.replace('-', '_')}() here, or a "
                      "fault of the simulator to test_check.py")
        result = way()
        document = self.assert_document(result)
        rows = (document.get("clients", []) + document.get("endpoints", [])
                + document.get("changes", []) + [document])
        found = [row for part in rows for row in part.get("findings", []) if row["id"] == kind]
        self.assertTrue(found, str(result))
        rung, severity, title = self.kinds[kind]
        self.assertEqual(found[0]["title"], title)
        self.assertTrue(found[0]["advice"])
        # Where it is met, it may weigh less; a break may be on a later rung.
        self.assertIn(rung, (found[0]["rung"], "connect", "mcp"))
        self.assertLessEqual(("info", "warning", "error").index(found[0]["severity"]),
                             ("info", "warning", "error").index(severity))

    def test_table(self):
        """The table is read whole, and there is no way to what is not in it."""
        with open(os.path.join(ROOT, "src", "model", "iru-finding.c"), encoding="utf-8") as file:
            self.assertEqual(len(self.kinds), file.read().count(", IRU_RUNG_"))
        ways = {name.removeprefix("way_to_").replace("_", "-") for name in dir(self)
                if name.startswith("way_to_")}
        self.assertLessEqual(ways, set(self.kinds))
        missing = {kind for kind in self.kinds if self.find_way(kind) is None}
        self.assertEqual(missing, set())


def add_rows():
    for kind in read_kinds():
        def test(self, kind=kind):
            self.check_kind(kind)
        setattr(Findings, "test_" + kind.replace("-", "_"), test)


add_rows()

if __name__ == "__main__":
    harness.main()
