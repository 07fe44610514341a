# test_bridges.py: what two versions of mcp-remote print of each fault, and what we make of it
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""The version that the vendor's article pins, and the one that we do.

What each prints is looked at twice: as --check --start reads it, and as the log that Claude
Desktop would have kept of it.
"""

import json
import os
import shutil
import subprocess

import certificates
import harness

VERSIONS = {"0.1.13": "mcp-remote-old", "0.15.1": "mcp-remote"}

# Fault of the simulator -> the finding, its exit code.
FAULTS = {
    "auth-rejected": ("auth-rejected", 5),
    "auth-rejected-www": ("auth-rejected", 5),
    "permission-denied": ("permission-denied", 6),
    "http-not-found": ("http-not-found", 7),
    "http-not-found-json": ("http-not-found", 7),
    "http-error-500": ("http-error", 7),
    "rate-limited": ("rate-limited", 7),
    "upstream-unavailable": ("upstream-unavailable", 7),
    "upstream-unavailable-503": ("upstream-unavailable", 7),
    "service-suspended": ("service-suspended", 7),
    "not-mcp-html": ("not-mcp", 7),
    "connection-lost-reset": ("connection-lost", 4),
}

# As Claude Desktop frames what its child prints.
LOG = """2026-11-20T09:00:00.000Z [iru] [info] Initializing server... {{ metadata: undefined }}
2026-11-20T09:00:00.100Z [iru] [info] Using MCP server command: npx {{ metadata: {{ args: [] }} }}
{said}2026-11-20T09:00:09.000Z [iru] [info] Server transport closed {{ metadata: undefined }}
2026-11-20T09:00:09.001Z [iru] [error] Server disconnected. For troubleshooting guidance, please \
visit our debugging documentation {{ metadata: {{ context: 'connection', stack: undefined }} }}
"""


class Bridges(harness.Case):
    @classmethod
    def setUpClass(cls):
        cls.simulator = harness.Simulator()
        cls.addClassCleanup(cls.simulator.close)

    def entry(self, version, url, env):
        key, profile = self.simulator.key("FULL")
        return {"command": harness.peer(".bin/node"),
                "args": [harness.peer(f"{VERSIONS[version]}/dist/proxy.js"), url,
                         "--header", "X-API-Key:${IRU_X_API_KEY}",
                         "--header", "X-MCP-Profile:${IRU_X_MCP_PROFILE}"],
                "env": {"IRU_X_API_KEY": key, "IRU_X_MCP_PROFILE": profile, **env}}

    def listen(self, home, entry):
        """What the bridge says on its standard error until it gives up."""
        hello = {"jsonrpc": "2.0", "id": 0, "method": "initialize",
                 "params": {"protocolVersion": "2025-11-25", "capabilities": {},
                            "clientInfo": {"name": "claude-ai", "version": "0.1.0"}}}
        with subprocess.Popen([entry["command"], *entry["args"]], cwd=home.path,
                              env={"HOME": home.path, "PATH": "/usr/bin:/bin", **entry["env"]},
                              stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE) as bridge:
            try:
                # Left open: at the end of its input it would go, and say nothing.
                bridge.stdin.write(json.dumps(hello).encode() + b"\n")
                bridge.stdin.flush()
            except OSError:
                pass
            try:
                bridge.wait(60)
            finally:
                bridge.kill()
            said = bridge.stderr.read().decode()
            try:
                bridge.stdin.close()
            except OSError:
                pass
        self.assertNotIn(self.simulator.key("FULL")[0], said)
        return said

    def check(self, url, found, code, **env):
        for version in VERSIONS:
            with self.subTest(version):
                self.check_version(version, url, found, code, env)

    def check_version(self, version, url, found, code, env):
        home = self.new_home()
        entry = self.entry(version, url, env)
        home.write("claude-desktop", json.dumps({"mcpServers": {"iru": entry}}))
        result = home.run("--check", "--start", "--json", "--timeout", "30", env=harness.NO_LEAKS)
        bridge, = [row for row in self.assert_document(result)["endpoints"]
                   if row["transport"] == "stdio"]
        errors = [row["id"] for row in bridge["findings"] if row["severity"] == "error"]
        self.assertEqual(errors, [found], str(result))
        self.assert_exit(result, code)

        said = self.listen(home, entry)
        home.write(".config/Claude/logs/mcp-server-iru.log", LOG.format(said=said))
        result = home.run("--check", "--offline", "--json")
        row, = self.assert_document(result)["clients"]
        logged = [finding for finding in row["findings"] if finding["id"] == "client-log"]
        advice, = [finding["advice"] for finding in bridge["findings"] if finding["id"] == found]
        self.assertEqual([finding["advice"] for finding in logged], [advice], said)
        self.assert_no_secret(home, self.simulator.key("FULL")[0])

    def test_half_written_cache(self):
        """What an npx that was interrupted leaves: the package, and not all that it needs."""
        for version, name in VERSIONS.items():
            for gone in ("node_modules", "dist"):
                with self.subTest(f"{version} without {gone}"):
                    home = self.new_home()
                    package = os.path.join(home.path, ".npm/_npx/1f2e/node_modules/mcp-remote")
                    shutil.copytree(os.path.dirname(harness.peer(f"{name}/package.json")), package,
                                    ignore=shutil.ignore_patterns(gone))
                    # npx would start this; it asks the registry first.
                    entry = self.entry(version, self.simulator.url, {})
                    entry["args"][0] = os.path.join(package, "dist/proxy.js")
                    home.write("claude-desktop", json.dumps({"mcpServers": {"iru": entry}}))
                    result = home.run("--check", "--start", "--json", "--timeout", "60")
                    self.assertEqual(self.findings(self.assert_document(result), "error"),
                                     ["npx-cache"], str(result))

    def test_npx_without_its_registry(self):
        """What npm says last is where it has written more; why it failed is above that."""
        home = self.new_home()
        home.write("claude-desktop", json.dumps({"mcpServers": {"iru": {
            "command": harness.peer(".bin/npx"), "args": ["-y", "--offline", "mcp-remote@0.15.1"],
            "env": {"PATH": f"{os.path.dirname(harness.peer('.bin/node'))}:/usr/bin:/bin"}}}}))
        result = home.run("--check", "--start", "--json", "--server", "iru", "--timeout", "60")
        bridge, = self.assert_document(result)["endpoints"]
        error, = [row for row in bridge["findings"] if row["severity"] == "error"]
        self.assertEqual(error["id"], "bridge-failed")
        self.assertIn("ENOTCACHED", error["detail"])
        self.assertIn("--offline", error["advice"])

    def test_nobody_there(self):
        self.check(f"http://127.0.0.1:{harness.free_port()}/mcp", "connect-refused", 4)

    def test_no_such_name(self):
        self.check("https://no-such-host.invalid/mcp", "dns-failed", 4)

    def test_modern_server(self):
        # (The endpoint itself is well: only these bridges can't speak with it.)
        self.check(self.simulator.url + "?era=modern", "protocol-version", 7)

    def test_certificates(self):
        home = self.new_home()
        authority = certificates.Authority(os.path.join(home.root, "authority"))
        for name, found, certificate, env in (
                ("untrusted", "tls-untrusted", {}, {}),
                ("self", "tls-untrusted", {"own": True}, {}),
                ("expired", "tls-expired", {"dates": certificates.PAST}, authority.path),
                ("name", "tls-hostname", {"names": "DNS:x.example.com"}, authority.path)):
            with self.subTest(name):
                front = self.start(harness.Relay(
                    self.simulator.origin.removeprefix("http://"),
                    certificate=authority.issue(name, **certificate)))
                self.check(f"https://127.0.0.1:{front.port}{harness.SERVER_PATH}", found, 4,
                           **({"NODE_EXTRA_CA_CERTS": env} if env else {}))
                self.assertEqual(front.heard(), b"")


def add_rows():
    for name, (found, code) in FAULTS.items():
        def test(self, name=name, found=found, code=code):
            self.check(self.simulator.fault(name), found, code)
        setattr(Bridges, "test_" + name.replace("-", "_"), test)


add_rows()

if __name__ == "__main__":
    harness.main()
