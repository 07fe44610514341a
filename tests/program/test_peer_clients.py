# test_peer_clients.py: real clients connect with what we write, and forget what we remove
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Claude Code, OpenCode, Gemini CLI and Copilot CLI, as far as they run without an account.
The first three connect to what they list; Copilot only says what it has read."""

import json
import os
import subprocess

import harness

TIMEOUT_S = 90
MACHINE = {"x86_64": "x64", "aarch64": "arm64"}.get(os.uname().machine, "none")

# What each one is started with, from the node_modules: a program, or a script of Node.js.
PROGRAMS = {
    "claude-code": [f"@anthropic-ai/claude-code-linux-{MACHINE}/claude"],
    "opencode": [f"opencode-linux-{MACHINE}/bin/opencode"],
    "gemini-cli": [".bin/node", "@google/gemini-cli/bundle/gemini.js"],
    "copilot-cli": [".bin/node", "@github/copilot/npm-loader.js"],
}
CODEX = [".bin/codex"]
CONNECTING = ("claude-code", "opencode", "gemini-cli")
# It handshakes and pings, which needs no key.
PINGING = ("gemini-cli",)


class PeerCase(harness.Case):
    def ask(self, client, home, *args, cwd=None, **env):
        """Runs the client in the scratch home; its output without colours, and its code."""
        command = [harness.peer(part) for part in PROGRAMS.get(client, CODEX)]
        node = os.path.dirname(harness.peer(".bin/node"))
        whole = {"HOME": home.path, "PATH": f"{node}:/usr/bin:/bin", "TERM": "dumb", "NO_COLOR": "1",
                 "TMPDIR": home.tmp, "GEMINI_CLI_TRUST_WORKSPACE": "true",
                 "DISABLE_AUTOUPDATER": "1", "OPENCODE_DISABLE_AUTOUPDATE": "1", **env}
        done = subprocess.run([*command, *args], env=whole, cwd=cwd or home.path,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=TIMEOUT_S, check=False)
        self.assertEqual(done.returncode, 0, done.stdout.decode("utf-8", "replace"))
        return done.stdout.decode("utf-8", "replace")

    def neighbour(self, client, origin):
        """An entry of somebody else's, as the client spells it."""
        entry = {"claude-code": {"type": "http", "url": origin},
                 "opencode": {"type": "remote", "url": origin},
                 "gemini-cli": {"httpUrl": origin},
                 "copilot-cli": {"type": "http", "url": origin, "tools": ["*"]}}[client]
        return json.dumps({harness.ROOTS.get(client, "mcpServers"): {"neighbour": entry}})

    def assert_key_taken(self, client, simulator):
        """The client sent the key each time, and was let in where one is demanded."""
        with open(simulator.log, encoding="utf-8") as file:
            lines = [line for line in file if harness.SERVER_PATH in line]
        self.assertTrue(lines)
        self.assertEqual([line for line in lines if " key=ok " not in line], [])
        if client not in PINGING:
            self.assertEqual({request.status for request in simulator.requests()
                              if request.method == "tools/list"}, {"200"}, lines)

    def line(self, text, name):
        """The line about a server, and the one below it."""
        lines = text.splitlines()
        for number, line in enumerate(lines):
            if f" {name}" in f" {line}" and "http" not in line.split(name)[0]:
                return " ".join(lines[number:number + 2])
        return ""


class Clients(PeerCase):
    def test_connects_and_forgets(self):
        for client in PROGRAMS:
            with self.subTest(client):
                simulator = self.start(harness.Simulator())
                home = self.new_home()
                before = self.neighbour(client, f"{simulator.origin}/elsewhere")
                home.write(client, before)
                self.assert_exit(home.install(simulator.snippet()), 0)

                listed = self.ask(client, home, "mcp", "list")
                self.assertIn("neighbour", listed)
                self.assertTrue(self.line(listed, "iru"), listed)
                if client in CONNECTING:
                    self.assertIn("onnected", self.line(listed, "iru"), listed)
                    self.assert_key_taken(client, simulator)

                self.assert_exit(home.run("--remove", "--client", client), 0)
                listed = self.ask(client, home, "mcp", "list")
                self.assertIn("neighbour", listed)
                self.assertFalse(self.line(listed, "iru"), listed)

    def test_files_they_wrote_themselves(self):
        """What the client has added to its file stays, to the byte."""
        for client, args in (
                ("claude-code", ["mcp", "add", "--scope", "user", "--transport", "http", "mine",
                                 "https://mine.example.com/mcp"]),
                ("gemini-cli", ["mcp", "add", "--scope", "user", "--transport", "http", "mine",
                                "https://mine.example.com/mcp"])):
            with self.subTest(client):
                simulator = self.start(harness.Simulator())
                home = self.new_home()
                self.ask(client, home, *args)
                before = home.read(client)
                self.assertIn("mine", home.entries(client))
                self.assert_exit(home.install(simulator.snippet(), "--client", client), 0)
                self.assert_insertion(before, home.read(client))
                self.assert_exit(home.run("--remove", "--client", client), 0)
                self.assertEqual(home.read(client), before)


class ClaudeCode(PeerCase):
    def test_scopes(self):
        """The entry that the client shows for a folder is the one that --check calls stronger."""
        simulator = self.start(harness.Simulator())
        home = self.new_home()
        project = os.path.join(home.path, "site")
        os.mkdir(project)
        self.assert_exit(home.install(simulator.snippet(), "--client", "claude-code"), 0)
        self.ask("claude-code", home, "mcp", "add", "--scope", "local", "--transport", "http",
                 "iru", simulator.url, "--header", "X-API-Key: old", cwd=project)
        self.assertIn("Local config", self.ask("claude-code", home, "mcp", "get", "iru", cwd=project))
        result = home.run("--check", "--offline", "--client", "claude-code", "--json")
        rows = {row["scope"]: row for row in self.assert_document(result)["clients"]}
        self.assertEqual(set(rows), {"user", "local"}, str(result))
        self.assertEqual(rows["local"]["folder"], os.path.realpath(project))
        self.assertIn("server-shadowed", [row["id"] for row in rows["user"]["findings"]])
        self.assert_exit(home.run("--remove", "--everywhere"), 0)
        self.assertNotIn("iru", self.ask("claude-code", home, "mcp", "list", cwd=project))

    def test_file_that_is_never_read(self):
        simulator = self.start(harness.Simulator())
        home = self.new_home()
        home.write(".claude/mcp.json", simulator.snippet())
        self.assertNotIn("iru", self.ask("claude-code", home, "mcp", "list"))
        result = home.run("--check", "--offline", "--json")
        self.assert_exit(result, 3)
        self.assertIn("server-unread", self.findings(self.assert_document(result), "error"))
        self.assert_exit(home.install(simulator.snippet(), "--everywhere"), 0)
        self.assertNotIn(b"iru", home.read(".claude/mcp.json"))
        self.assertIn("iru", self.ask("claude-code", home, "mcp", "list"))
        self.assert_exit(home.run("--check"), 0)

    def test_entry_without_a_type(self):
        """The client skips it, and we say so."""
        simulator = self.start(harness.Simulator())
        home = self.new_home()
        key, profile = simulator.key("FULL")
        home.write("claude-code", json.dumps({"mcpServers": {"iru": {
            "url": simulator.url, "headers": {"X-API-Key": key, "X-MCP-Profile": profile}}}}))
        self.assertNotIn("onnected", self.line(self.ask("claude-code", home, "mcp", "list"), "iru"))
        result = home.run("--check", "--offline", "--json")
        self.assert_exit(result, 3)
        self.assertIn("wrong-field", self.findings(self.assert_document(result), "error"))
        self.assert_exit(home.install(simulator.snippet()), 0)
        self.assertIn("onnected", self.line(self.ask("claude-code", home, "mcp", "list"), "iru"))


class Projects(PeerCase):
    """A project's file refers to a variable, and the client puts its value in."""

    def project(self, home, name="site"):
        path = os.path.join(home.path, name)
        os.mkdir(path)
        return path

    def test_reference(self):
        for client in ("claude-code", "opencode", "gemini-cli"):
            with self.subTest(client):
                simulator = self.start(harness.Simulator())
                home = self.new_home([client])
                project = self.project(home)
                key, _ = simulator.key("FULL")
                # As if its user had agreed to what the project brings.
                home.write("site/.claude/settings.local.json",
                           json.dumps({"enableAllProjectMcpServers": True}))
                self.assert_exit(home.install(simulator.snippet(), "--project", project,
                                              "--client", client), 0)
                self.assertEqual(home.find(key), [])
                if client == "claude-code":
                    home.write("claude-code", json.dumps({"projects": {os.path.realpath(project): {
                        "hasTrustDialogAccepted": True}}}))
                listed = self.ask(client, home, "mcp", "list", cwd=project, IRU_X_API_KEY=key)
                self.assertIn("onnected", self.line(listed, "iru"), listed)
                self.assert_key_taken(client, simulator)
                # What the variable of ask() does for Gemini CLI.
                home.write(".gemini/trustedFolders.json",
                           json.dumps({os.path.realpath(project): "TRUST_FOLDER"}))
                result = home.run("--check", "--project", project, "--trust-project",
                                  env={"IRU_X_API_KEY": key})
                self.assert_exit(result, 0)

    def test_codex(self):
        """Codex lists the project's entry where it trusts the project, and only there."""
        home = self.new_home()
        project = self.project(home)
        simulator = self.start(harness.Simulator())
        for trusted in (False, True):
            level = "trusted" if trusted else "untrusted"
            home.write("codex", f'[projects."{os.path.realpath(project)}"]\n'
                                f'trust_level = "{level}"\n')
            result = home.install(simulator.snippet(), "--project", project, "--client", "codex")
            self.assert_exit(result, 0)
            listed = json.loads(self.ask("codex", home, "mcp", "list", "--json", cwd=project))
            self.assertEqual([server["name"] for server in listed], ["iru_mcp"] if trusted else [])
        self.assertEqual(listed[0]["transport"]["env_http_headers"], {"X-API-Key": "IRU_X_API_KEY"})


class OpenCode(PeerCase):
    def test_layers(self):
        """Of three files the entry is updated where it stands, and the last one counts."""
        simulator = self.start(harness.Simulator())
        home = self.new_home()
        key, profile = simulator.key("REVOKED")
        entry = {"type": "remote", "url": simulator.url,
                 "headers": {"X-API-Key": key, "X-MCP-Profile": profile}}
        for name in ("config.json", "opencode.json", "opencode.jsonc"):
            home.write(f".config/opencode/{name}", "{}")
        home.write(".config/opencode/opencode.json", json.dumps({"mcp": {"iru": entry}}))
        result = home.install(simulator.snippet(), "--client", "opencode")
        self.assert_exit(result, 0)
        self.assertEqual(home.read(".config/opencode/opencode.jsonc"), b"{}")
        self.assertNotIn(key.encode(), home.read(".config/opencode/opencode.json"))
        listed = self.ask("opencode", home, "mcp", "list")
        self.assertIn("connected", self.line(listed, "iru"), listed)
        # A second one in the stronger file shadows it.
        home.write(".config/opencode/opencode.jsonc", json.dumps({"mcp": {"iru": entry}}))
        result = home.run("--check", "--offline", "--client", "opencode", "--json")
        rows = self.assert_document(result)["clients"]
        shadowed = [row["file"] for row in rows
                    if "server-shadowed" in [finding["id"] for finding in row["findings"]]]
        self.assertEqual([os.path.basename(path) for path in shadowed], ["opencode.json"])
        listed = self.ask("opencode", home, "mcp", "list")
        self.assertNotIn("✓ iru", listed)


if __name__ == "__main__":
    harness.main()
