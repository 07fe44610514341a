# test_check.py: what --check says of each fault, and what it asks the server
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import shutil
import socket
import subprocess
import time

import harness
import samples

# The simulator's fault -> exit code, headline. None: no error (a warning or nothing).
FAULTS = {
    "auth-rejected": (5, "auth-rejected"),
    "auth-rejected-late": (5, "auth-rejected"),
    "auth-rejected-rpc": (5, "auth-rejected"),
    "auth-rejected-byok": (5, "auth-rejected"),
    "auth-rejected-empty": (5, "auth-rejected"),
    "auth-rejected-www": (5, "auth-rejected"),
    "auth-oauth": (5, "auth-rejected"),  # a key was configured; auth-oauth is an info beside it
    "auth-in-200": (5, "auth-rejected"),
    "echo-key": (5, "auth-rejected"),
    "permission-denied": (6, "permission-denied"),
    "permission-denied-late": (6, "permission-denied"),
    "permission-denied-call": (0, None),  # nothing is called
    "permission-denied-session": (6, "permission-denied"),
    "permission-scope": (6, "permission-denied"),
    "tools-none": (6, "tools-none"),
    "http-not-found": (7, "http-not-found"),
    "http-not-found-json": (7, "http-not-found"),
    "http-redirect-same-origin": (0, None),
    "http-redirect-307": (0, None),
    "http-redirect-302": (7, "http-redirect"),
    "http-redirect-other-origin": (7, "http-redirect"),
    "http-redirect-late": (7, "http-redirect"),
    "http-redirect-login": (7, "http-redirect"),
    "http-redirect-loop": (7, "http-redirect"),
    "http-redirect-nowhere": (7, "http-redirect"),
    "http-error-400": (7, "http-error"),
    "http-error-403-html": (7, "filtered"),
    "http-error-405": (7, "http-error"),
    "http-error-500": (7, "http-error"),
    "http-error-500-late": (7, "http-error"),
    "rate-limited": (7, "rate-limited"),
    "rate-limited-date": (7, "rate-limited"),
    "rate-limited-bare": (7, "rate-limited"),
    "rate-limited-late": (7, "rate-limited"),
    "service-suspended": (7, "service-suspended"),
    "service-suspended-call": (0, None),  # nothing is called
    "upstream-unavailable": (7, "upstream-unavailable"),
    "upstream-unavailable-json": (7, "upstream-unavailable"),
    "upstream-unavailable-503": (7, "upstream-unavailable"),
    "upstream-unavailable-504": (7, "upstream-unavailable"),
    "not-mcp-html": (7, "not-mcp"),
    "not-mcp-login": (7, "not-mcp"),
    "not-mcp-json": (7, "not-mcp"),
    "not-mcp-empty": (7, "not-mcp"),
    "protocol-version": (7, "protocol-version"),
    "protocol-version-legacy": (7, "protocol-version"),
    "protocol-error-wrong-id": (7, "protocol-error"),
    "protocol-error-truncated": (7, "protocol-error"),
    "protocol-error-garbage": (7, "protocol-error"),
    "protocol-error-empty": (7, "protocol-error"),
    "protocol-error-hollow": (7, "protocol-error"),
    "protocol-error-shape": (7, "protocol-error"),
    "protocol-error-events": (7, "protocol-error"),
    "protocol-error-internal": (7, "protocol-error"),
    "deep-json": (7, "protocol-error"),
    "response-timeout": (7, "response-timeout"),
    "response-timeout-late": (7, "response-timeout"),
    "response-timeout-headers": (7, "response-timeout"),
    "response-timeout-events": (7, "response-timeout"),
    "response-slow": (7, "response-timeout"),
    "response-too-large": (7, "response-too-large"),
    "response-too-large-event": (7, "response-too-large"),
    "response-bomb": (7, "response-too-large"),
    "huge-header": (7, "response-too-large"),
    "connection-lost": (4, "connection-lost"),
    "connection-lost-reset": (4, "connection-lost"),
    "connection-lost-midway": (7, "connection-lost"),
    "session-lost-once": (0, None),
    "session-lost-always": (7, "protocol-error"),
    "session-lost-400": (0, None),
    "discover-hollow": (0, None),
    "tools-endless": (0, None),
    "cursor-repeat": (0, None),
    "cursor-empty": (0, None),
    "control-characters": (0, None),
    "event-chatter": (0, None),
    "event-resume": (0, None),
    "protocol-error-resume": (7, "protocol-error"),
    # No header is whole in this one: soup has nothing that tells it from what is no HTTP.
    "connection-lost-headers": (7, "not-mcp"),
    "not-mcp-not-http": (7, "not-mcp"),
    "not-mcp-rpc": (7, "protocol-error"),  # it is JSON-RPC after all
    "endpoint-elsewhere": (7, None),
}
# Faults that end without an error but not in silence.
NOTED = {
    "http-redirect-same-origin": "http-redirect",
    "http-redirect-307": "http-redirect",
    "session-lost-once": "session-lost",
    "tools-endless": "tools-endless",
    "cursor-repeat": "tools-endless",
    "auth-oauth": "auth-oauth",
    "auth-rejected-www": "auth-oauth",
}
# Of these only the exit code is a matter for this table: more than one id is right.
OPEN = ("endpoint-elsewhere",)

class Check(harness.Case):
    @classmethod
    def setUpClass(cls):
        cls.simulator = harness.Simulator()
        cls.addClassCleanup(cls.simulator.close)

    def cursor_home(self, url=None, key="FULL"):
        home = self.new_home()
        home.write("cursor", self.simulator.snippet(key, url))
        return home

    def headline(self, document):
        """The error on the lowest rung of the first endpoint."""
        errors = [finding for finding in document["endpoints"][0]["findings"]
                  if finding["severity"] == "error"]
        errors.sort(key=lambda finding: harness.RUNGS.index(finding["rung"]))
        return errors[0]["id"] if errors else None


class Faults(Check):
    def check_fault(self, name):
        code, headline = FAULTS[name]
        home = self.cursor_home(self.simulator.fault(name))
        self.simulator.forget()
        result = home.run("--check", "--json", "--timeout", "4")
        document = self.assert_document(result)
        self.assert_exit(result, code)
        if name not in OPEN:
            self.assertEqual(self.headline(document), headline, str(result))
        if name in NOTED:
            self.assertIn(NOTED[name], self.findings(document), str(result))
        self.assertNotIn("tools/call", self.simulator.methods())
        self.assertNotIn("/other-origin", self.simulator.paths())
        self.assertLess(result.elapsed, 30)
        self.assert_no_secret(home, *self.simulator.key("FULL")[:1])
        self.assertNotIn(b"\x1b", result.out)

    def test_every_fault_of_the_simulator_is_in_the_table(self):
        """A fault that is added to the simulator wants a row here, or a word why not."""
        elsewhere = {"tool-denied", "tool-denied-policy", "tool-failed", "tools-many", "echo-key-rpc"}
        listed = subprocess.run([harness.simulator_program(), "--list-faults"], text=True,
                                        stdout=subprocess.PIPE, check=True).stdout
        names = {line.split()[0] for line in listed.splitlines() if line.strip()}
        self.assertEqual(names - set(FAULTS) - elsewhere, set())
        self.assertEqual(set(FAULTS) - names, set())

    def test_text_says_what_the_table_says(self):
        """The same without --json: the key's kind and end at most, advice, exit code."""
        home = self.cursor_home(self.simulator.fault("auth-rejected"))
        result = home.run("--check")
        self.assert_exit(result, 5)
        self.assertIn("auth-rejected", result.text)
        self.assertIn("sk_live:", result.text)
        self.assert_no_secret(home, self.simulator.key("FULL")[0])


def add_rows():
    for name in FAULTS:
        def test(self, name=name):
            self.check_fault(name)
        setattr(Faults, "test_" + name.replace("-", "_"), test)


add_rows()


class Healthy(Check):
    ERAS = {
        "": ("2026-07-28", "streamable-http"),
        "?era=modern": ("2026-07-28", "streamable-http"),
        "?era=legacy": ("2025-11-25", "streamable-http"),
        "?era=sse2024": ("2024-11-05", "http+sse"),
        "?era=modern&answers=sse": ("2026-07-28", "streamable-http"),
        "?era=legacy&answers=sse": ("2025-11-25", "streamable-http"),
    }

    def test_eras(self):
        for query, (protocol, transport) in self.ERAS.items():
            with self.subTest(query):
                home = self.cursor_home(self.simulator.url + query)
                result = home.run("--check", "--json")
                self.assert_exit(result, 0)
                endpoint, = self.assert_document(result)["endpoints"]
                self.assertEqual(endpoint["protocol"], protocol)
                self.assertEqual(endpoint["transport"], transport)
                self.assertGreater(endpoint["tools"], 0)
                self.assertEqual(endpoint["clients"], ["cursor"])
                self.assertEqual({rung["state"] for rung in endpoint["rungs"]} - {"skipped"}, {"ok"})

    def test_one_probe_for_three_clients(self):
        home = self.new_home(harness.PLACES)
        self.assert_exit(home.install(self.simulator.snippet()), 0)
        self.simulator.forget()
        result = home.run("--check", "--json")
        self.assert_exit(result, 0)
        document = self.assert_document(result)
        endpoint, = document["endpoints"]
        self.assertEqual(set(endpoint["clients"]), set(harness.PLACES))
        self.assertEqual({row["state"] for row in document["clients"]}, {"ok"})
        methods = self.simulator.methods()
        self.assertEqual(methods.count("server/discover"), 1, methods)
        self.assertGreaterEqual(methods.count("tools/list"), 1)
        self.assertNotIn("initialize", methods)
        self.assertNotIn("tools/call", methods)

    def test_one_probe_for_twenty_homes(self):
        home = self.new_home()
        for number in range(20):
            home.write(f"disk/home/u{number}/.cursor/mcp.json", self.simulator.snippet())
        self.simulator.forget()
        result = home.run("--check", "--root", os.path.join(home.path, "disk"), "--platform", "linux",
                          "--json")
        self.assert_exit(result, 0)
        document = self.assert_document(result)
        self.assertEqual(len(document["clients"]), 20)
        endpoint, = document["endpoints"]
        self.assertLessEqual(endpoint["requests"], 6)
        self.assertEqual(self.simulator.methods().count("server/discover"), 1)

    def test_offline(self):
        home = self.new_home(harness.PLACES)
        self.assert_exit(home.install(self.simulator.snippet("REVOKED")), 0)
        self.simulator.forget()
        result = home.run("--check", "--offline", "--json")
        self.assert_exit(result, 0)
        endpoint, = self.assert_document(result)["endpoints"]
        self.assertEqual({rung["state"] for rung in endpoint["rungs"]}, {"skipped"})
        self.assertEqual(self.simulator.requests(), [])

    def test_with_the_snippet(self):
        home = self.cursor_home()
        self.assert_exit(home.run("--check", "--config", "-", stdin=self.simulator.snippet()), 0)
        result = home.run("--check", "--config", "-", "--json",
                          stdin=self.simulator.snippet("DEVICES"))
        self.assert_exit(result, 3)
        document = self.assert_document(result)
        self.assertIn("server-differs", self.findings(document, "error"))
        row, = [row for row in document["clients"] if row["client"] == "cursor"]
        self.assertEqual(row["state"], "differs")

    def test_install_and_check(self):
        home = self.new_home(harness.PLACES)
        result = home.install(self.simulator.snippet(), "--check")
        self.assert_exit(result, 0)
        self.assertTrue(self.simulator.requests())

    def test_another_origin_gets_nothing(self):
        """A redirect to another name is shown, and not followed."""
        home = self.cursor_home(self.simulator.fault("http-redirect-other-origin"))
        self.simulator.forget()
        result = home.run("--check")
        self.assert_exit(result, 7)
        self.assertIn("localhost", result.text)
        self.assertNotIn("/other-origin", self.simulator.paths())


class Keys(Check):
    def test_keys(self):
        for key, code, ids in (("FULL", 0, {None}), ("DEVICES", 0, {None}),
                               ("REVOKED", 5, {"auth-rejected"}),
                               ("NONE", 6, {"tools-none", "permission-denied"})):
            with self.subTest(key):
                home = self.cursor_home(key=key)
                result = home.run("--check", "--json")
                self.assert_exit(result, code)
                self.assertIn(self.headline(self.assert_document(result)), ids)


class ProbeTool(Check):
    def call(self, tool, url=None, key="FULL"):
        home = self.cursor_home(url, key) if key != "FULL" else self.cursor_home(url)
        self.simulator.forget()
        result = home.run("--check", "--probe-tool", tool, "--json")
        document = self.assert_document(result)
        self.assert_no_secret(home, self.simulator.key(key)[0])
        return result, document, self.simulator.methods().count("tools/call")

    def test_read_only(self):
        for query in Healthy.ERAS:
            with self.subTest(query):
                result, document, calls = self.call("list_devices", self.simulator.url + query)
                self.assert_exit(result, 0)
                self.assertEqual(document["endpoints"][0]["called"], "list_devices")
                self.assertEqual(calls, 1)

    def test_refused(self):
        for tool in ("get_device", "erase_device", "no_such_tool", "", "list_devices\n"):
            with self.subTest(tool):
                result, document, calls = self.call(tool)
                self.assert_exit(result, 1)
                self.assertEqual(self.headline(document), "tool-refused")
                self.assertNotIn("called", document["endpoints"][0])
                self.assertEqual(calls, 0)

    def test_denied_and_failed(self):
        result, document, calls = self.call("list_devices", self.simulator.fault("tool-denied"))
        self.assert_exit(result, 6)
        self.assertEqual((self.headline(document), calls), ("tool-denied", 1))
        result, document, calls = self.call("list_devices", self.simulator.fault("tool-failed"))
        self.assert_exit(result, 0)
        self.assertIn("tool-failed", self.findings(document, "warning"))
        self.assertNotIn("called", document["endpoints"][0])

    def test_text(self):
        result = self.cursor_home().run("--check", "--probe-tool", "list_devices")
        self.assertIn("called list_devices: it works", result.text)

    def test_usage(self):
        home = self.cursor_home()
        for arguments in (("--list",), ("--check", "--offline"), ("--remove",)):
            self.assert_exit(home.run(*arguments, "--probe-tool", "list_devices"), 2)


class Report(Check):
    def report(self, home, *arguments, name="ticket.md"):
        result = home.run("--report", name, *arguments)
        path = os.path.join(home.path, name)
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        return result, home.read(name).decode()

    def test_names_the_fault_and_no_key(self):
        home = self.cursor_home(key="REVOKED")
        result, text = self.report(home)
        self.assert_exit(result, 5)
        first = text.split("## Result")[1].split("##")[0]
        self.assertIn("First fault: Cursor", first)
        self.assertIn("`auth-rejected`, auth", first)
        self.assertIn("Access → API tokens", first)
        self.assertIn("| auth | ✗ |", text)
        self.assertIn("| permission | – |", text)
        self.assertIn(f"`{self.simulator.url}`", text)
        self.assertNotIn(self.simulator.key("REVOKED")[0], text)
        self.assert_no_secret(home, self.simulator.key("REVOKED")[0])

    def test_all_is_well(self):
        result, text = self.report(self.cursor_home(), "--probe-tool", "list_devices")
        self.assert_exit(result, 0)
        self.assertIn("Everything works.", text)
        self.assertIn("- called: `list_devices`", text)

    def test_markup_from_outside_is_code(self):
        home = self.new_home()
        home.write("cursor", json.dumps({"mcpServers": {"`a` <b>|*x*\n# y": {
            "url": "https://127.0.0.1:1/x"}}}).encode())
        result, text = self.report(home, "--all-servers", "--offline")
        self.assert_exit(result, 0)
        self.assertIn("`` `a` <b>|*x* # y ``", text)
        self.assertNotIn("\n# y", text)

    def test_nothing_is_overwritten(self):
        home = self.cursor_home()
        home.write("ticket.md", b"mine")
        self.simulator.forget()
        result = home.run("--report", "ticket.md")
        self.assert_exit(result, 1)
        self.assertIn("ticket.md: there is a file already", result.errors)
        self.assertEqual(home.read("ticket.md"), b"mine")
        self.assertEqual(self.simulator.requests(), [])

    def test_where_it_cannot_be(self):
        home = self.cursor_home()
        result = home.run("--report", "no/such/folder.md", "--offline")
        self.assert_exit(result, 1)
        self.assertIn("No such file or directory", result.errors)

    def test_standard_output(self):
        home = self.cursor_home()
        result = home.run("--report", "-", "--offline")
        self.assert_exit(result, 0)
        self.assertTrue(result.text.startswith("# Iru MCP Setup: report\n"))
        self.assert_exit(home.run("--report", "-", "--json"), 2)


class PermissionMap(Check):
    def areas(self, key):
        result = self.cursor_home(key=key).run("--check", "--json")
        endpoint, = self.assert_document(result)["endpoints"]
        return {row["area"] for row in endpoint["areas"] if row["tools"]}, endpoint

    def test_scopes(self):
        full, endpoint = self.areas("FULL")
        self.assertEqual(len(full), len(endpoint["areas"]))
        some, _ = self.areas("DEVICES")
        self.assertIn("devices", some)
        self.assertNotIn("users", some)

    def test_words(self):
        home = self.cursor_home(key="DEVICES")
        text = home.run("--check", "--verbose").text
        self.assertRegex(text, "the key covers: .*Devices")
        self.assertRegex(text, "the key lacks: .*Users")
        self.assertRegex(home.run("--check").text, "Cursor: works; the key lacks .*Users")


class History(Check):
    def missing(self, home):
        document = self.assert_document(home.run("--check", "--offline", "--json"))
        row, = [row for row in document["clients"] if row["client"] == "cursor"]
        finding, = [finding for finding in row["findings"] if finding["id"] == "server-missing"]
        return finding["detail"]

    def test_gone_since(self):
        """The application has written its file anew, without the entry."""
        home = self.new_home(["cursor"])
        result = home.install(self.simulator.snippet(), "--json")
        backup = self.assert_document(result)["changes"][0]["backup"]
        home.write("cursor", '{"mcpServers": {}}')
        self.assertIn(f"(backup {backup})", self.missing(home))

    def test_taken_out_by_us(self):
        home = self.new_home(["cursor"])
        self.assert_exit(home.install(self.simulator.snippet()), 0)
        self.assert_exit(home.run("--remove"), 0)
        self.assertIsNone(self.missing(home))

    def test_taken_back(self):
        home = self.new_home()
        home.write("cursor", '{"mcpServers": {}}')
        self.assert_exit(home.install(self.simulator.snippet()), 0)
        self.assert_exit(home.run("--undo"), 0)
        self.assertIsNone(self.missing(home))

    def test_client_that_runs(self):
        """It has to be older than the change to have missed it."""
        home = self.cursor_home()
        client = os.path.join(home.root, "cursor")
        shutil.copy("/bin/sleep", client)
        process = subprocess.Popen([client, "100"])
        self.addCleanup(process.kill)
        path = home.place("cursor")
        now = time.time()
        for moved, expected in ((-3600, False), (3600, True)):
            os.utime(path, (now + moved, now + moved))
            document = self.assert_document(home.run("--check", "--json"))
            row, = document["clients"]
            found = [finding for finding in row["findings"] if finding["id"] == "client-running"]
            self.assertEqual(bool(found), expected)
        self.assertEqual(found[0]["severity"], "info")
        self.assertIn("Quit Cursor fully", found[0]["advice"])


class Unreachable(Check):
    def check_url(self, url, code, headline, env=None, timeout="3"):
        home = self.cursor_home(url)
        result = home.run("--check", "--json", "--timeout", timeout, env=env)
        document = self.assert_document(result)
        self.assertEqual(self.headline(document), headline, str(result))
        self.assert_exit(result, code)
        self.assert_no_secret(home, self.simulator.key("FULL")[0])

    def test_no_such_name(self):
        self.check_url("https://no-such-host.invalid/mcp", 4, "dns-failed", timeout="20")

    def test_refused(self):
        self.check_url(f"http://127.0.0.1:{harness.free_port()}/mcp", 4, "connect-refused")

    def test_no_connection_in_time(self):
        deaf = self.start(harness.Deaf())
        self.check_url(f"http://127.0.0.1:{deaf.address[1]}/mcp", 4, "connect-timeout")

    def test_no_tls_there(self):
        self.check_url(self.simulator.url.replace("http:", "https:"), 4, "tls-failed",
                       env=harness.NO_LEAKS)

    def test_tls_handshake_that_hangs(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.check_url(f"https://127.0.0.1:{listener.getsockname()[1]}/mcp", 4, "tls-failed",
                           env=harness.NO_LEAKS)

    def test_proxy(self):
        for status, headline in (("502 Bad Gateway", "proxy-failed"), ("403 Forbidden", "proxy-failed"),
                                 ("407 Proxy Authentication Required", "proxy-auth")):
            with self.subTest(status):
                proxy = self.start(harness.Canned(
                    f"HTTP/1.1 {status}\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
                    "Content-Length: 0\r\nConnection: close\r\n\r\n".encode()))
                self.check_url("https://mcp.example.invalid/mcp", 4, headline,
                               env={"https_proxy": f"http://127.0.0.1:{proxy.port}"}, timeout="10")
                self.assertTrue(proxy.heads)
                for head in proxy.heads:
                    self.assertTrue(head.startswith(b"CONNECT mcp.example.invalid:443 "), head)
                    self.assertNotIn(self.simulator.key("FULL")[0].encode(), head)

    def test_loopback_bypasses_the_proxy(self):
        home = self.cursor_home()
        proxy = f"http://127.0.0.1:{harness.free_port()}"
        self.assert_exit(home.run("--check", env={"http_proxy": proxy, "https_proxy": proxy}), 0)

    def test_plain_http(self):
        """Not loopback: an error of the entry, and not a packet is sent."""
        home = self.cursor_home("http://mcp.example.invalid/mcp")
        result = home.run("--check", "--json")
        self.assert_exit(result, 3)
        self.assertIn("url-insecure", self.findings(self.assert_document(result), "error"))


class Local(Check):
    """Faults that need no server to be seen."""

    def check_cursor(self, entry, found, code=3):
        home = self.new_home()
        home.write("cursor", entry if isinstance(entry, (str, bytes))
                   else json.dumps({"mcpServers": {"iru": entry}}))
        result = home.run("--check", "--offline", "--json")
        document = self.assert_document(result)
        self.assertIn(found, self.findings(document), str(result))
        self.assert_exit(result, code)
        return home

    def entry(self, **headers):
        key, profile = self.simulator.key("FULL")
        return {"url": self.simulator.url,
                "headers": {"X-API-Key": key, "X-MCP-Profile": profile, **headers}}

    def test_entries(self):
        key = self.simulator.key("FULL")[0]
        no_profile = self.entry()
        del no_profile["headers"]["X-MCP-Profile"]
        for name, entry, found in (
                ("no prefix", self.entry(**{"X-API-Key": key.removeprefix("sk_live:")}), "key-prefix-missing"),
                ("a space", self.entry(**{"X-API-Key": key + " "}), "value-whitespace"),
                ("example", self.entry(**{"X-API-Key": "sk_live:YOUR_API_KEY"}), "placeholder"),
                ("no profile", no_profile, "header-missing"),
                ("unset", self.entry(**{"X-API-Key": "${env:IRU_NOT_SET}"}), "env-unset"),
                ("dialect", self.entry(**{"X-API-Key": "${IRU_NOT_SET}"}), "env-dialect"),
                ("no url", {**self.entry(), "url": "not a url"}, "url-invalid"),
                ("comma", '{"mcpServers": {"iru": {"url": "x" "headers": {}}}}', "file-syntax"),
                ("latin 1", b'{"mcpServers": {"iru": {"url": "caf\xe9"}}}', "file-encoding"),
        ):
            with self.subTest(name):
                home = self.check_cursor(entry, found)
                self.assert_no_secret(home, key, key.removeprefix("sk_live:"))

    def test_others_can_read_the_key(self):
        home = self.cursor_home()
        os.chmod(home.place("cursor"), 0o644)
        result = home.run("--check", "--json")
        self.assert_exit(result, 0)
        self.assertIn("file-permissions", self.findings(self.assert_document(result), "warning"))

    def test_server_missing(self):
        home = self.new_home()
        samples.fill(home)
        result = home.run("--check", "--json")
        self.assert_exit(result, 3)
        self.assertIn("server-missing", self.findings(self.assert_document(result), "error"))

    def test_server_missing_in_one_client(self):
        home = self.cursor_home()
        home.write("codex", samples.CODEX)
        result = home.run("--check", "--json")
        self.assert_exit(result, 0)
        self.assertIn("server-missing", self.findings(self.assert_document(result), "info"))
        self.assert_exit(home.run("--check", "--client", "codex"), 3)

    def test_no_client(self):
        home = self.new_home()
        result = home.run("--check", "--json")
        self.assert_exit(result, 3)
        self.assertIn("client-none", result.text)

    def test_runtime(self):
        """What a desktop application would find, on a disk with nothing else on it."""
        for node, found in ((None, "npx-missing"), (18, "node-too-old"), (22, None)):
            with self.subTest(node):
                home = self.new_home()
                disk = os.path.join(home.path, "disk")
                os.makedirs(os.path.join(disk, "home/ann/.config/Claude"))
                root = ["--root", disk, "--platform", "linux", "--user", "ann"]
                if node:
                    for program in ("node", "npx"):
                        home.write(f"disk/usr/bin/{program}", "")
                        os.chmod(os.path.join(disk, "usr/bin", program), 0o755)
                    home.write("disk/usr/include/node/node_version.h",
                               f"#define NODE_MAJOR_VERSION {node}\n")
                self.assert_exit(home.install(self.simulator.snippet(), *root), 0)
                result = home.run("--check", "--offline", "--json", *root)
                self.assert_exit(result, 3 if found else 0)
                ids = self.findings(self.assert_document(result), "error")
                self.assertEqual(ids, [found] if found else [])


class Programs(Check):
    """What is known of node and docker, as Claude Desktop would find them, and what is run for it."""

    def check(self, command, script, found, *arguments, name="node", path=True, args=(), version=None):
        """script: what name runs; found: the ids about the runtime."""
        home = self.new_home(node=None)
        asked = os.path.join(home.path, "asked")
        home.add_command("npx", f"echo npx >>{asked}\nexit 9")
        home.add_command(name, f'echo "$0 $*" >>{asked}\n{script}')
        if version:
            home.add_node_headers(version)
        entry = {"command": command.format(bin=home.bin), "args": list(args),
                 "env": {"KEY": self.simulator.key("FULL")[0]}}
        if path:
            entry["env"]["PATH"] = f"{home.bin}:/usr/bin:/bin"
        home.write("claude-desktop", json.dumps({"mcpServers": {"iru": entry}}))
        result = home.run("--check", "--json", *arguments)
        row, = self.assert_document(result)["clients"]
        rows = [finding for finding in row["findings"] if finding["rung"] == "runtime"]
        self.assertEqual([finding["id"] for finding in rows], found, str(result))
        self.assert_no_secret(home, self.simulator.key("FULL")[0])
        asks = home.read("asked").decode().splitlines() if home.exists("asked") else []
        return result, rows, asks

    def test_versions(self):
        """They are read, never asked for."""
        for version, found in (("v18.20.1", ["node-too-old"]), ("v9.0.0", ["node-too-old"]),
                               ("v20.0.0", []), ("v120.1.0", []), (None, [])):
            for command in ("npx", "{bin}/npx", "node", "{bin}/node"):
                for arguments in ([], ["--offline"]):
                    with self.subTest(f"{command} {version} {arguments}"):
                        result, rows, asks = self.check(command, "exit 9", found, *arguments, version=version)
                        self.assert_exit(result, 3 if found else 0)
                        self.assertEqual(asks, [])
                        if found:
                            self.assertIn(f"Node.js {version[1:].split('.')[0]} is in /", rows[0]["detail"])

    def test_nothing_is_run_unasked(self):
        """However a file spells a program, and whatever verb looks at the file."""
        spellings = [("{bin}/" + name, []) for name in ("docker", "docker.exe", "node", "npx", "uvx", "sh")]
        spellings += [(name, []) for name in ("docker", "node", "npx", "uvx", "sh", "~/bin/docker", "./docker")]
        spellings += [("sh", ["-c", "{bin}/docker run image"]), ("env", ["{bin}/node"]),
                      ("{bin}/../bin/docker", ["run"]), ("docker", ["--host", "unix:///x", "run", "image"])]
        home = self.new_home(node=None)
        for name in ("docker", "docker.exe", "node", "npx", "uvx", "sh", "env"):
            home.add_command(name, ": >~/asked")
        home.write(".docker/cli-plugins/docker-x", "#!/bin/sh\n: >~/asked\n", 0o755)
        servers = {}
        for number, (command, args) in enumerate(spellings):
            for name, env in (("plain", {}), ("path", {"PATH": home.bin}), ("relative", {"PATH": "bin:."}),
                              ("docker", {"PATH": home.bin, "DOCKER_HOST": "unix:///x", "DOCKER_CONFIG": home.bin})):
                servers[f"{name}{number}"] = {"command": command.format(bin=home.bin), "env": env,
                                              "args": [arg.format(bin=home.bin) for arg in args]}
        text = json.dumps({"mcpServers": servers})
        home.write("claude-desktop", text)
        home.write("other.json", text)
        for arguments in (["--check", "--all-servers"], ["--check", "--all-servers", "--offline"],
                          ["--check", "--all-servers", "--client", "claude-desktop", "--file",
                           os.path.join(home.path, "other.json")],
                          ["--report", "-", "--all-servers"], ["--list", "--all-servers"]):
            with self.subTest(" ".join(arguments)):
                home.run(*arguments, "--timeout", "3")
                self.assertFalse(home.exists("asked"))

    def test_node_that_does_not_run(self):
        key = self.simulator.key("FULL")[0]
        _, rows, _ = self.check("npx", f"echo 'wrong key {key}' >&2; exit 1", ["bridge-failed"], "--start")
        self.assertIn("node --version: wrong key [key]", rows[0]["detail"])

    def test_node_that_hangs(self):
        """Three seconds, and nothing is known."""
        result, _, _ = self.check("npx", "exec sleep 100", [], "--start")
        self.assertLess(result.elapsed, 15)

    def test_without_the_key(self):
        """The question needs none of the entry's values."""
        home = self.new_home(node=None)
        docker = home.add_command("docker", "[ $1 = version ] && env >~/env")
        home.write("claude-desktop", json.dumps({"mcpServers": {"iru": {
            "command": docker, "args": ["run"], "env": {"KEY": self.simulator.key("FULL")[0],
                                                        "LD_PRELOAD": "", "PATH": "/usr/bin:/bin"}}}}))
        home.run("--check", "--start")
        names = {line.split("=")[0] for line in home.read("env").decode().splitlines()}
        self.assertLessEqual(names - {"PWD", "_", "SHLVL", "OLDPWD"},
                             {"HOME", "LOGNAME", "PATH", "SHELL", "TERM", "USER"})

    def test_asked_once(self):
        """For all entries that would find the same."""
        home = self.new_home(node=None)
        home.add_command("npx", "exit 9")
        home.add_command("node", "echo v18.0.0; echo x >>~/asked")
        entry = {"command": "npx", "args": [], "env": {"PATH": f"{home.bin}:/usr/bin:/bin"}}
        home.write("claude-desktop", json.dumps({"mcpServers": {
            name: {**entry, "env": {**entry["env"], "NAME": name}} for name in "abcdefghijkl"}}))
        result = home.run("--check", "--all-servers", "--json", "--start")
        self.assertEqual(home.read("asked"), b"x\n")
        rows = self.assert_document(result)["clients"]
        self.assertEqual([[finding["id"] for finding in row["findings"]] for row in rows], [["node-too-old"]] * 12)

    def test_told_by_the_path(self):
        """Also by that of what a link leads to."""
        home = self.new_home(node=None)
        for name in ("node", "npx"):
            home.write(f".nvm/versions/node/v18.1.0/bin/{name}", "#!/bin/sh\ntouch ~/asked\n", 0o755)
        folder = os.path.join(home.path, ".nvm/versions/node/v18.1.0/bin")
        linked = os.path.join(home.path, "linked")
        os.mkdir(linked)
        for name in ("node", "npx"):
            os.symlink(os.path.join(folder, name), os.path.join(linked, name))
        for where in (folder, linked):
            with self.subTest(where):
                home.write("claude-desktop", json.dumps({"mcpServers": {"iru": {
                    "command": f"{where}/npx", "args": [], "env": {"PATH": f"{where}:/usr/bin:/bin"}}}}))
                result = home.run("--check", "--json")
                self.assertEqual(self.findings(self.assert_document(result), "error"), ["node-too-old"])
                self.assertFalse(home.exists("asked"))

    def test_docker(self):
        down = "echo 'Cannot connect to the Docker daemon at unix:///x. Is it running?' >&2; exit 1"
        for script, found, arguments in (
                ("echo 27.0.1", [], ["--start"]),
                (down, ["docker-failed"], ["--start"]),
                ("exit 1", ["docker-failed"], ["--start"]),
                ("[ $1 = version ] && exec sleep 100", ["docker-failed"], ["--start"]),  # late: a warning
                (down, [], []),
                (down, [], ["--offline"])):
            with self.subTest(script):
                _, rows, asks = self.check("docker", script, found, *arguments, name="docker",
                                           args=["run", "-i", "--rm", "image"])
                self.assertEqual(any(" version " in ask for ask in asks), "--start" in arguments)
                if script == down:
                    self.assertTrue(not rows or "Cannot connect to the Docker" in rows[0]["detail"])

    def test_no_docker(self):
        result, _, _ = self.check("/no/such/docker", "exit 1", ["command-missing"], name="docker")
        self.assert_exit(result, 3)


class Several(Check):
    """The code is that of the first rung that fails, over all clients and endpoints."""

    def write(self, home, client, url, key="FULL"):
        value, profile = self.simulator.key(key)
        if client == "codex":
            home.write(client, f'[mcp_servers.iru_mcp]\nurl = "{url}"\n'
                               f'http_headers = {{ "X-API-Key" = "{value}", "X-MCP-Profile" = "{profile}" }}\n')
        else:
            home.write(client, harness.snippet(url, value, profile))

    def test_the_first_rung_decides(self):
        dead = f"http://127.0.0.1:{harness.free_port()}/mcp"
        cases = (
            ((self.simulator.url, "REVOKED"), (dead, "FULL"), 4),
            ((self.simulator.url, "REVOKED"), (self.simulator.fault("http-not-found"), "FULL"), 7),
            ((self.simulator.fault("permission-denied"), "FULL"), (self.simulator.url, "REVOKED"), 5),
            ((self.simulator.url, "FULL"), (self.simulator.fault("tools-none"), "FULL"), 6),
        )
        for (cursor, cursor_key), (codex, codex_key), code in cases:
            with self.subTest(code):
                home = self.new_home()
                self.write(home, "cursor", cursor, cursor_key)
                self.write(home, "codex", codex, codex_key)
                result = home.run("--check", "--all-servers", "--json")
                self.assert_exit(result, code)
                self.assertEqual(len(self.assert_document(result)["endpoints"]), 2)

    def test_a_file_comes_before_everything(self):
        home = self.new_home()
        self.write(home, "codex", self.simulator.url, "REVOKED")
        home.write("cursor", "{")
        result = home.run("--check", "--json")
        self.assert_exit(result, 3)
        self.assertLessEqual({"file-syntax", "auth-rejected"},
                             set(self.findings(self.assert_document(result), "error")))


if __name__ == "__main__":
    harness.main()
