# test_peers.py: real clients read what we write, and real servers answer what we ask
#
# SPDX-License-Identifier: GPL-3.0-or-later

import contextlib
import json
import os
import queue
import signal
import subprocess
import threading
import time

import harness
import samples

TIMEOUT_S = 60


class Bridge:
    """A stdio command as a desktop application starts it, and JSON-RPC over its pipes."""

    def __init__(self, entry, path, home, cwd):
        env = {"HOME": home, "PATH": path, **entry.get("env", {})}
        # The application looks for the command on its own PATH, not on the entry's.
        command = entry["command"]
        if "/" not in command:
            command = next(os.path.join(folder, command) for folder in path.split(":")
                           if os.access(os.path.join(folder, command), os.X_OK))
        self.process = subprocess.Popen([command, *entry["args"]], env=env, cwd=cwd,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, start_new_session=True)
        self.lines = queue.Queue()
        self.errors = []
        threading.Thread(target=self._read, daemon=True).start()
        self.errors_reader = threading.Thread(target=self._read_errors, daemon=True)
        self.errors_reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def _read_errors(self):
        for line in self.process.stderr:
            self.errors.append(line)

    def send(self, message):
        self.process.stdin.write(json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()

    def ask(self, number, method, params):
        self.send({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        while True:
            line = self.lines.get(timeout=TIMEOUT_S)
            if line is None:
                raise AssertionError("the bridge ended:\n" + self.printed().decode())
            answer = json.loads(line)  # anything else on stdout is a fault
            if answer.get("id") == number:
                return answer

    def list_tools(self):
        client = {"name": "desktop", "version": "1"}
        self.ask(1, "initialize", {"protocolVersion": "2025-11-25", "capabilities": {},
                                   "clientInfo": client})
        self.send({"jsonrpc": "2.0", "method": "notifications/initialized"})
        names, cursor, number = [], None, 2
        while True:
            answer = self.ask(number, "tools/list", {"cursor": cursor} if cursor is not None else {})
            names += [tool["name"] for tool in answer["result"]["tools"]]
            cursor = answer["result"].get("nextCursor")
            if cursor is None:
                return names
            number += 1

    def printed(self):
        """Ends the bridge; returns all that it wrote to standard error."""
        self.close()
        self.errors_reader.join()
        return b"".join(self.errors)

    def close(self):
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, 9)
            self.process.wait()


class Codex(harness.Case):
    """codex is the best judge of its own file: it refuses the whole of it for one slip."""

    def codex(self, home, *args):
        node = os.path.dirname(harness.peer(".bin/node"))
        program = harness.peer(".bin/codex")
        env = {"HOME": home.path, "CODEX_HOME": os.path.join(home.path, ".codex"),
               "PATH": f"{node}:/usr/bin:/bin"}
        return subprocess.run([program, *args], env=env, cwd=home.path, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIMEOUT_S,
                              check=False)

    def servers(self, home):
        done = self.codex(home, "mcp", "list", "--json")
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return {server["name"]: server for server in json.loads(done.stdout)}

    def test_reads_back_what_was_installed(self):
        for name, text in (("a file of its own", None), ("a file with comments", samples.CODEX)):
            with self.subTest(name):
                home = self.new_home(["codex"])
                if text:
                    home.write("codex", text)
                simulator = self.start(harness.Simulator())
                key, profile = simulator.key("FULL")
                self.assert_exit(home.install(simulator.snippet()), 0)
                servers = self.servers(home)
                self.assertEqual(set(servers), {"iru_mcp", "files"} if text else {"iru_mcp"})
                transport = servers["iru_mcp"]["transport"]
                self.assertEqual(transport["url"], simulator.url)
                self.assertEqual(transport["http_headers"], {"X-API-Key": key, "X-MCP-Profile": profile})
                self.assertTrue(servers["iru_mcp"]["enabled"])
                self.assert_exit(home.run("--remove"), 0)
                self.assertEqual(set(self.servers(home)), {"files"} if text else set())

    def test_what_codex_wrote_itself(self):
        """An entry that `codex mcp add` made is found, updated where it stands and checked."""
        simulator = self.start(harness.Simulator())
        home = self.new_home(["codex"])
        done = self.codex(home, "mcp", "add", "iru_mcp", "--url", simulator.url)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assert_exit(home.install(simulator.snippet()), 0)
        servers = self.servers(home)
        self.assertEqual(set(servers), {"iru_mcp"})
        self.assertEqual(servers["iru_mcp"]["transport"]["http_headers"]["X-API-Key"],
                         simulator.key("FULL")[0])
        self.assert_exit(home.run("--check"), 0)

    def test_file_that_codex_refuses(self):
        """Where codex refuses its file, --check says so."""
        home = self.new_home()
        home.write("codex", '[mcp_servers.iru_mcp]\nurl = "https://x.example.com/mcp"\n'
                            'command = "npx"\nargs = []\n')
        self.assertNotEqual(self.codex(home, "mcp", "list", "--json").returncode, 0)
        self.assert_exit(home.run("--check", "--offline"), 3)


class McpRemote(harness.Case):
    """The entry of Claude Desktop, started as it stands with a desktop application's PATH."""

    def installed(self, home, simulator, key="FULL"):
        peer_bin = os.path.dirname(harness.peer(".bin/npx"))
        harness.peer(".bin/node")
        harness.peer("mcp-remote/package.json")
        # npx is found where a desktop application finds it; /usr/bin has env and sh.
        path = f"{self.desktop_bin(home, peer_bin)}:/usr/bin:/bin"
        self.assert_exit(home.install(simulator.snippet(key), "--client", "claude-desktop",
                                      env={"PATH": path}), 0)
        entry = json.loads(home.read("claude-desktop"))["mcpServers"]["iru"]
        # npx takes mcp-remote from the folder that it is started in: no registry is asked.
        bridge = Bridge(entry, path, home.path, harness.peers_folder())
        self.addCleanup(bridge.close)
        return bridge

    @staticmethod
    def desktop_bin(home, peer_bin):
        """A folder with node and npx of the peers and nothing else."""
        folder = os.path.join(home.root, "desktop")
        os.makedirs(folder)
        for name in ("node", "npx"):
            os.symlink(os.path.realpath(os.path.join(peer_bin, name)), os.path.join(folder, name))
        return folder

    def test_lists_tools(self):
        simulator = self.start(harness.Simulator())
        home = self.new_home(["claude-desktop"], node=None)
        tools = self.installed(home, simulator).list_tools()
        self.assertIn("list_devices", tools)
        endpoint, = self.assert_document(home.run("--check", "--json"))["endpoints"]
        self.assertEqual(endpoint["tools"], len(tools))

    def test_revoked_key(self):
        """What the bridge makes of a bad key names OAuth; --check names the key."""
        simulator = self.start(harness.Simulator())
        home = self.new_home(["claude-desktop"], node=None)
        bridge = self.installed(home, simulator, "REVOKED")
        with self.assertRaises((AssertionError, KeyError, OSError, queue.Empty)):
            bridge.list_tools()
        self.assertIn("401", [request.status for request in simulator.requests()])
        printed = bridge.printed()
        self.assertNotIn(simulator.key("REVOKED")[0].encode(), printed)
        # What it printed is what the client's log has.
        home.write(".config/Claude/logs/mcp-server-iru.log",
                   b"[iru] [info] Initializing server...\n" + printed)
        document = self.assert_document(home.run("--check", "--offline", "--json"))
        logged = [finding for finding in document["clients"][0]["findings"]
                  if finding["id"] == "client-log"]
        self.assertEqual(len(logged), 1, printed.decode())
        self.assertIn("create a new token in Iru", logged[0]["advice"])


class BridgeCheck(harness.Case):
    """--start: the command is started as Claude Desktop starts it."""

    def check(self, key="FULL", url=None):
        simulator = self.start(harness.Simulator())
        home = self.new_home()
        value, profile = simulator.key(key)
        # As an entry that names node and the bridge's script: no registry is asked.
        home.write("claude-desktop", json.dumps({"mcpServers": {"iru": {
            "command": harness.peer(".bin/node"),
            "args": [harness.peer("mcp-remote/dist/proxy.js"), url or simulator.url,
                     "--header", "X-API-Key:${IRU_X_API_KEY}",
                     "--header", "X-MCP-Profile:${IRU_X_MCP_PROFILE}"],
            "env": {"IRU_X_API_KEY": value, "IRU_X_MCP_PROFILE": profile}}}}))
        result = home.run("--check", "--start", "--json", "--timeout", "30")
        document = self.assert_document(result)
        self.assert_no_secret(home, value)
        self.assertEqual(len(document["endpoints"]), 2, str(result))
        return result, document, document["endpoints"][1]

    def test_healthy(self):
        result, document, bridge = self.check()
        self.assert_exit(result, 0)
        self.assertEqual(bridge["transport"], "stdio")
        self.assertEqual(bridge["tools"], document["endpoints"][0]["tools"])
        self.assertEqual({rung["rung"]: rung["state"] for rung in bridge["rungs"]},
                         {"runtime": "ok", "mcp": "ok", "auth": "skipped", "permission": "ok"})

    def test_revoked_key(self):
        result, document, bridge = self.check("REVOKED")
        self.assert_exit(result, 5)
        errors = [row["id"] for row in bridge["findings"] if row["severity"] == "error"]
        self.assertEqual(errors, ["auth-rejected"], str(result))

    def test_nobody_there(self):
        result, document, bridge = self.check(url=f"http://127.0.0.1:{harness.free_port()}/mcp")
        self.assert_exit(result, 4)
        errors = [row["id"] for row in bridge["findings"] if row["severity"] == "error"]
        self.assertEqual(errors, ["connect-refused"], str(result))

    def test_no_such_command(self):
        home = self.new_home()
        home.write("claude-desktop", json.dumps({"mcpServers": {"iru": {
            "command": "/no/such/program", "args": []}}}))
        result = home.run("--check", "--start", "--server", "iru", "--json")
        self.assert_exit(result, 3)
        endpoint, = self.assert_document(result)["endpoints"]
        self.assertIn("bridge-failed", [row["id"] for row in endpoint["findings"]])

    def test_stdio_server(self):
        home = self.new_home()
        server = harness.peer("@modelcontextprotocol/server-everything/dist/index.js")
        home.write("claude-desktop", json.dumps({"mcpServers": {"all": {
            "command": harness.peer(".bin/node"), "args": [server, "stdio"]}}}))
        result = home.run("--check", "--start", "--server", "all", "--json", "--timeout", "30")
        self.assert_exit(result, 0)
        endpoint, = self.assert_document(result)["endpoints"]
        self.assertGreater(endpoint["tools"], 5)
        self.assertIsNone(endpoint["url"])
        text = home.run("--check", "--start", "--server", "all", "--timeout", "30").text
        self.assertIn("as Claude Desktop starts it", text)
        self.assertIn("      runtime ✓  mcp ✓  auth –  permission ✓", text)

    def test_interrupted(self):
        """Ctrl+C: gone within 100 ms, with all that was started."""
        home = self.new_home()
        script = "trap '' INT TERM; sleep 1000 & echo $$ $! >pids; wait"
        home.write("claude-desktop", json.dumps({"mcpServers": {"iru": {
            "command": "/bin/sh", "args": ["-c", script]}}}))
        process = subprocess.Popen(
            [harness.setup_program(), "--check", "--start", "--timeout", "60"], env=home.env(),
            cwd=home.path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while not (home.exists("pids") and home.read("pids").strip()):
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)
        start = time.monotonic()
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(20), -signal.SIGINT)
        self.assertLess(time.monotonic() - start, 2)  # 0.1 where nothing else runs
        for pid in home.read("pids").split():
            path = f"/proc/{pid.decode()}/stat"
            for _ in range(100):
                if not os.path.exists(path) or ") Z" in open(path, encoding="utf-8").read():
                    break
                time.sleep(0.01)
            else:
                self.fail(f"{pid.decode()} is left")

    def test_usage(self):
        home = self.new_home()
        for arguments in (["--list"], ["--check", "--offline"], ["--check", "--root", "/"],
                          ["--check", "--platform", "macos"]):
            self.assert_exit(home.run("--start", *arguments), 2)


class EverythingServer(harness.Case):
    def check_server(self, kind, protocol, transport):
        server = self.start(harness.Everything(kind))
        home = self.new_home()
        home.write("cursor", json.dumps({"mcpServers": {"everything": {"url": server.url}}}))
        result = home.run("--check", "--server", "everything", "--json")
        self.assert_exit(result, 0)
        endpoint, = self.assert_document(result)["endpoints"]
        self.assertEqual(endpoint["protocol"], protocol)
        self.assertEqual(endpoint["transport"], transport)
        self.assertGreater(endpoint["tools"], 5)
        self.assertTrue(endpoint["server_name"])

    def test_streamable_http(self):
        self.check_server("streamableHttp", "2025-11-25", "streamable-http")

    def test_sse(self):
        self.check_server("sse", "2025-11-25", "http+sse")


class FirstEditionServer(harness.Case):
    """The MCP SDK up to 2025-11-25, in each way that servers use it."""

    def check_server(self, kind, requests):
        server = self.start(harness.FirstEdition(kind))
        home = self.new_home()
        home.write("cursor", json.dumps({"mcpServers": {"first": {"url": server.url}}}))
        result = home.run("--check", "--server", "first", "--probe-tool", "now", "--json")
        self.assert_exit(result, 0)
        endpoint, = self.assert_document(result)["endpoints"]
        self.assertEqual(endpoint["findings"], [], str(result))
        self.assertEqual(endpoint["protocol"], "2025-11-25")
        self.assertEqual(endpoint["server_name"], "first-edition")
        self.assertEqual((endpoint["tools"], endpoint["called"]), (1, "now"))
        self.assertEqual(endpoint["requests"], requests)

    def test_session(self):
        self.check_server("session", 6)

    def test_json(self):
        self.check_server("json", 6)

    def test_stateless(self):
        self.check_server("stateless", 5)

    def test_closing(self):
        self.check_server("closing", 7)


class SecondEditionServer(harness.Case):
    """The MCP SDK that speaks 2026-07-28, with and without the older revisions."""

    def test_modern(self):
        for legacy in ("stateless", "reject"):
            with self.subTest(legacy):
                server = self.start(harness.SecondEdition(legacy))
                home = self.new_home()
                home.write("cursor", json.dumps({"mcpServers": {"second": {"url": server.url}}}))
                result = home.run("--check", "--server", "second", "--probe-tool", "now", "--json")
                self.assert_exit(result, 0)
                endpoint, = self.assert_document(result)["endpoints"]
                self.assertEqual(endpoint["protocol"], "2026-07-28")
                self.assertEqual(endpoint["server_name"], "second-edition")
                self.assertEqual((endpoint["tools"], endpoint["called"]), (1, "now"))
                self.assertEqual(endpoint["requests"], 3)


if __name__ == "__main__":
    harness.main()
