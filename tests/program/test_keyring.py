# test_keyring.py: --secrets=helper: the key is in a real keyring, and in no file
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import pty
import subprocess

import harness
import keyring
from test_peer_clients import PROGRAMS, TIMEOUT_S
from test_secrets import Watch

HELPER = ("--secrets=helper",)
BOTH = ("claude-code", "codex")


# The clients that ask a program for headers.
ASKING = ", ".join(row["title"] for row in harness.CLIENTS.values() if "helper_field" in row)


class KeyringCase(harness.Case):
    def session(self, *clients, locked=False):
        """A home with clients, and a bus and a keyring of its own."""
        home = self.new_home(clients or BOTH)
        bus = self.start(keyring.Bus(home))
        ring = self.start(keyring.Keyring(home, bus, locked))
        return home, ring, {"DBUS_SESSION_BUS_ADDRESS": bus.address}

    def install(self, home, env, text, *args):
        return home.install(text, *HELPER, *args, env=env)

    def ask(self, home, env, name="iru", **more):
        return home.run("--print-headers", name, env={**env, **more})

    def ids(self, row):
        return [finding["id"] for finding in row["findings"]]


class Keyring(KeyringCase):
    def test_install(self):
        simulator = self.start(harness.Simulator())
        home, ring, env = self.session()
        key, profile = simulator.key("FULL")
        with Watch("none") as watch:
            result = self.install(home, env, simulator.snippet(), "--json")
            self.assert_exit(result, 0)
            for row in self.assert_document(result)["changes"]:
                self.assertIn("keyring-stored", self.ids(row))
            again = home.run("--check", env=env)
            self.assert_exit(again, 0)
        self.assertEqual([args for args in watch.seen if key.encode() in args], [])
        self.assertEqual(home.find(key), [])
        self.assertEqual(ring.lookup(), key)
        self.assertEqual(ring.lookup(header="X-MCP-Profile"), "")
        program = os.path.realpath(harness.setup_program())
        self.assertEqual(home.entries("claude-code")["iru"], {
            "type": "http", "url": simulator.url, "headers": {"X-MCP-Profile": profile},
            "headersHelper": f"{program} --print-headers iru"})
        self.assertEqual(home.entries("codex")["iru_mcp"], {
            "url": simulator.url, "http_headers": {"X-MCP-Profile": profile},
            "http_headers_helper": f"{program} --print-headers iru"})
        answer = self.ask(home, env)
        self.assert_exit(answer, 0)
        self.assertEqual(answer.json(), {"X-API-Key": key})
        self.assertLess(answer.elapsed, 5)
        home.outputs.remove(answer)
        self.assert_no_secret(home, key)
        # Once more is nothing new.
        result = self.install(home, env, simulator.snippet(), "--json")
        self.assertEqual({(row["action"], row["backup"]) for row in result.json()["changes"]},
                         {("unchanged", None)})
        self.assertNotIn("keyring-stored", result.text)

    def test_check(self):
        """One endpoint, asked with the key from the keyring; what the file says is not run."""
        simulator = self.start(harness.Simulator())
        home, ring, env = self.session()
        self.assert_exit(self.install(home, env, simulator.snippet()), 0)
        simulator.forget()
        result = home.run("--check", "--json", env=env)
        self.assert_exit(result, 0)
        endpoints = self.assert_document(result)["endpoints"]
        self.assertEqual([sorted(row["clients"]) for row in endpoints], [sorted(BOTH)])
        self.assertIn("tools/list", simulator.methods())
        result = home.run("--check", "--json", "--config", "-", stdin=simulator.snippet(), env=env)
        self.assert_exit(result, 0)
        result = home.run("--check", "--json", "--config", "-", stdin=simulator.snippet("REVOKED"),
                          env=env)
        self.assertIn("server-differs", self.findings(result.json()))
        self.assert_exit(home.run("--list", env=env), 0)
        # An entry that asks a program of somebody else's.
        mark = os.path.join(home.path, "was-run")
        entry = home.entries("claude-code")["iru"]
        for command in (f"touch {mark}", f"/usr/bin/iru-mcp-setup --print-headers iru; touch {mark}",
                        f"{mark}/iru-mcp-setup --print-headers `touch {mark}`"):
            home.write("claude-code", json.dumps({"mcpServers": {"iru": {**entry,
                                                                         "headersHelper": command}}}))
            simulator.forget()
            result = home.run("--check", "--json", "--client", "claude-code", env=env)
            self.assert_exit(result, 0)
            # Another copy of the client may be running.
            self.assertEqual(set(self.findings(result.json())) - {"client-running"}, {"client-value"})
            self.assertEqual(simulator.methods(), [])
            self.assertFalse(os.path.exists(mark))
        self.assertTrue(ring.lookup())

    def test_check_finds(self):
        simulator = self.start(harness.Simulator())
        home, ring, env = self.session("claude-code")
        self.assert_exit(self.install(home, env, simulator.snippet()), 0)
        text = home.read("claude-code")
        for name, changed, gone in (("helper-missing", text.replace(b"build", b"nowhere"), False),
                                    ("keyring-empty", text.replace(b"headers iru", b"headers other"),
                                     False),
                                    ("keyring-empty", text.replace(b"/tools", b"/other"), False),
                                    ("keyring-empty", text, True)):
            with self.subTest(name, gone=gone):
                if name == "helper-missing":
                    changed = text.replace(b" --print-headers", b"x --print-headers").replace(
                        b"iru-mcp-setupx", b"nowhere/iru-mcp-setup")
                home.write("claude-code", changed)
                if gone:
                    ring.ask("clear", "server", "iru")
                result = home.run("--check", "--offline", "--json", env=env)
                self.assert_exit(result, 3)
                self.assertEqual(self.findings(result.json(), "error"), [name])
        home.write("claude-code", text)
        result = home.run("--check", "--json", env={})
        self.assert_exit(result, 3)
        self.assertEqual(self.findings(result.json(), "error"), ["keyring-failed"])

    def test_rotation(self):
        """A new key: no file changes, and the old one is nowhere."""
        simulator = self.start(harness.Simulator())
        home, ring, env = self.session()
        old, _ = simulator.key("REVOKED")
        new, _ = simulator.key("FULL")
        self.assert_exit(self.install(home, env, simulator.snippet("REVOKED")), 0)
        self.assertEqual(ring.lookup(), old)
        # Where keys are in the keyring they stay there, unless something else is asked for.
        for args in (["--secrets=helper"], []):
            result = home.install(simulator.snippet(), *args, "--json", env=env)
            self.assert_exit(result, 0)
            self.assertEqual(ring.lookup(), new)
        self.assertEqual(home.find(new), [])
        self.assertNotIn(old, ring.ask("search", "--all", "server", "iru"))
        self.assertEqual(ring.ask("search", "--all", "server", "iru").count("secret = "), 1)
        self.assert_exit(home.run("--check", env=env), 0)
        # Back into the files: nobody asks any more.
        result = home.install(simulator.snippet(), "--secrets=literal", "--json", env=env)
        self.assert_exit(result, 0)
        self.assertIn("keyring-cleared", result.text)
        self.assertEqual(ring.lookup(), "")
        self.assertNotIn(b"print-headers", home.read("claude-code") + home.read("codex"))
        self.assertIn(new.encode(), home.read("codex"))

    def test_references_go(self):
        """An entry with the key in it, or a variable: neither stays beside the helper."""
        simulator = self.start(harness.Simulator())
        for way in ("literal", "env"):
            home, ring, env = self.session()
            self.assert_exit(home.install(simulator.snippet(), f"--secrets={way}"), 0)
            before = home.read("codex")
            self.assert_exit(self.install(home, env, simulator.snippet()), 0)
            for client in BOTH:
                text = home.read(client)
                self.assertNotIn(simulator.key("FULL")[0].encode(), text)
                self.assertNotIn(b"IRU_X_API_KEY", text)
                self.assertIn(b"--print-headers", text)
            self.assert_exit(home.run("--check", env=env), 0)
            self.assert_exit(home.run("--undo", env=env), 0)
            self.assertEqual(home.read("codex"), before)
            self.assertEqual(ring.lookup(), "")

    def test_remove(self):
        """The key goes with the last entry that asks for it."""
        simulator = self.start(harness.Simulator())
        home, ring, env = self.session()
        self.assert_exit(self.install(home, env, simulator.snippet()), 0)
        result = home.run("--remove", "--client", "codex", "--json", env=env)
        self.assert_exit(result, 0)
        self.assertNotIn("keyring-cleared", result.text)
        self.assertEqual(ring.lookup(), simulator.key("FULL")[0])
        result = home.run("--remove", "--json", env=env)
        self.assert_exit(result, 0)
        self.assertIn("keyring-cleared", self.ids(
            [row for row in result.json()["changes"] if row["client"] == "claude-code"][0]))
        self.assertEqual(ring.lookup(), "")
        # Without a keyring the entry goes all the same, and it is said that the key stays.
        self.assert_exit(self.install(home, env, simulator.snippet()), 0)
        result = home.run("--remove", "--json", env={})
        self.assert_exit(result, 0)
        self.assertIn("keyring-failed", result.text)
        self.assertEqual(ring.lookup(), simulator.key("FULL")[0])

    def test_undo(self):
        simulator = self.start(harness.Simulator())
        home, ring, env = self.session()
        home.write("codex", "# mine\n")
        before = {client: home.exists(client) and home.read(client) for client in BOTH}
        self.assert_exit(self.install(home, env, simulator.snippet()), 0)
        result = home.run("--undo", "--dry-run", "--json", env=env)
        self.assertEqual(ring.lookup(), simulator.key("FULL")[0])
        result = home.run("--undo", "--json", env=env)
        self.assert_exit(result, 0)
        self.assert_document(result)
        self.assertEqual(result.text.count("keyring-cleared"), 1, str(result))
        self.assertEqual({client: home.exists(client) and home.read(client) for client in BOTH},
                         before)
        self.assertEqual(ring.lookup(), "")

    def test_elsewhere(self):
        """A file that only the run itself was told of holds its key."""
        simulator = self.start(harness.Simulator())
        home, ring, env = self.session()
        mine = home.write("own/mine.json", "{}")
        self.assert_exit(self.install(home, env, simulator.snippet(), "--client", "claude-code",
                                      "--file", mine), 0)
        self.assertIn(b"--print-headers", home.read("own/mine.json"))
        self.assert_exit(self.install(home, env, simulator.snippet(), "--client", "codex"), 0)
        self.assert_exit(home.run("--remove", "--client", "codex", env=env), 0)
        self.assertEqual(ring.lookup(), simulator.key("FULL")[0])
        self.assert_exit(home.run("--remove", "--client", "claude-code", "--file", mine, env=env), 0)
        self.assertEqual(ring.lookup(), "")

    def test_dry_run(self):
        simulator = self.start(harness.Simulator())
        home, ring, env = self.session()
        before = home.files()
        self.assert_exit(self.install(home, env, simulator.snippet(), "--dry-run"), 0)
        self.assertEqual(home.files(), before)
        self.assertEqual(ring.lookup(), "")

    def test_several_headers(self):
        simulator = self.start(harness.Simulator())
        home, ring, env = self.session()
        text = json.dumps({"mcpServers": {"acme \"x\"": {"type": "http", "url": f"{simulator.origin}/mcp", "headers": {
            "Authorization": "Bearer one\\\"two", "X-Other": "three"}}}}).encode()
        home.write("claude-code", "{}")
        self.assert_exit(self.install(home, env, text, "--client", "claude-code"), 1)
        text = text.replace(b"acme \\\"x\\\"", b"acme")
        self.assert_exit(self.install(home, env, text), 0)
        self.assertEqual(self.ask(home, env, "acme").json(),
                         {"Authorization": "Bearer one\\\"two", "X-Other": "three"})
        self.assertEqual(ring.lookup("acme", "X-Other"), "three")
        self.assertNotIn("headers", home.entries("claude-code")["acme"])
        # One of them is not needed any more.
        less = text.replace(b', "X-Other": "three"', b"")
        self.assert_exit(self.install(home, env, less), 0)
        self.assertEqual(list(self.ask(home, env, "acme").json()), ["Authorization"])


class Refusals(KeyringCase):
    def assert_untouched(self, home, before, result, code=1):
        self.assert_exit(result, code)
        self.assertEqual({path: what for path, what in home.files().items()
                          if path.startswith("home/.c")},
                         {path: what for path, what in before.items() if path.startswith("home/.c")})

    def test_clients_without(self):
        simulator = self.start(harness.Simulator())
        home, ring, env = self.session("cursor", "claude-desktop", "codex")
        before = home.read("cursor") if home.exists("cursor") else None
        result = self.install(home, env, simulator.snippet())
        self.assert_exit(result, 1)
        for client in ("Cursor", "Claude Desktop"):
            self.assertIn(f"{client} can't ask a program for a key; these can: {ASKING}.",
                          result.errors)
        self.assertEqual(home.exists("cursor") and home.read("cursor"), before or False)
        self.assertIn("iru_mcp", home.entries("codex"))

    def test_sandbox(self):
        """A client outside could not ask a program in there."""
        home, ring, env = self.session("codex")
        snippet = harness.snippet("https://h.example/m", "sk_live:0123456789abcdef", "p")
        result = self.install(home, {**env, "FLATPAK_ID": "x"}, snippet)
        self.assert_exit(result, 1)
        self.assertIn("outside of a sandbox", result.errors)
        self.assertFalse(home.exists("codex"))

    def test_command_lines(self):
        home = self.new_home(BOTH)
        for args in (["--install", "--from-env", "--secrets=helper", "--project", home.path],
                     ["--install", "--from-env", "--secrets=helper", "--all-users"],
                     ["--check", "--secrets=helper"],
                     ["--check", "--print-headers", "iru"], ["--print-headers"],
                     ["--print-headers", "iru", "--json"]):
            with self.subTest(args):
                self.assert_exit(home.run(*args), 2)

    def test_no_keyring(self):
        """No bus; a bus with nothing on it; a bus that never answers."""
        simulator = self.start(harness.Simulator())
        home = self.new_home(BOTH)
        home.write("codex", "# mine\n")
        bus = self.start(keyring.Bus(home))
        deaf = harness.socket.socket(harness.socket.AF_UNIX)
        self.addCleanup(deaf.close)
        deaf.bind(os.path.join(home.root, "deaf"))
        deaf.listen(8)
        before = home.files()
        for env in ({"XDG_RUNTIME_DIR": home.tmp}, {"DBUS_SESSION_BUS_ADDRESS": bus.address},
                    {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"},
                    {"DBUS_SESSION_BUS_ADDRESS": "what:ever"}):
            with self.subTest(env):
                result = self.install(home, env, simulator.snippet())
                self.assert_untouched(home, before, result)
                self.assertIn("eyring", result.errors)
                self.assert_exit(self.ask(home, env), 1)
        env = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={home.root}/deaf"}
        result = self.ask(home, env)
        self.assert_exit(result, 1)
        self.assertEqual(result.out, b"")
        self.assertLess(result.elapsed, 10)

    def test_locked(self):
        """As after an automatic login: nobody unlocks it, nothing is changed, nobody waits long."""
        simulator = self.start(harness.Simulator())
        home, ring, env = self.session()
        self.assert_exit(self.install(home, env, simulator.snippet("REVOKED")), 0)
        ring.close()
        self.start(keyring.Keyring(home, ring.bus, locked=True))
        # libsecret loses what belongs to a question that nobody answers.
        env = {**env, **harness.NO_LEAKS}
        before = home.files()
        result = self.install(home, env, simulator.snippet())
        self.assert_untouched(home, before, result)
        self.assertIn("keyring", result.errors)
        result = self.ask(home, env)
        self.assert_exit(result, 1)
        self.assertEqual(result.out, b"")
        self.assertLess(result.elapsed, 10)
        result = home.run("--check", "--offline", "--json", env=env)
        self.assert_exit(result, 3)
        self.assertEqual(set(self.findings(result.json(), "error")), {"keyring-failed"})
        # The entry goes all the same, and it is said that the key stays.
        result = home.run("--remove", "--json", env=env)
        self.assert_exit(result, 0)
        self.assertIn("is still there", result.text)
        self.assertNotIn("keyring-cleared", result.text)

    def test_file_fails(self):
        """The key is there first; if no file takes the entry, it is taken away again."""
        simulator = self.start(harness.Simulator())
        home, ring, env = self.session("claude-code")
        home.write("claude-code", "{}")
        os.makedirs(home.state(), 0o700)
        os.chmod(home.state(), 0o777)
        result = self.install(home, env, simulator.snippet())
        self.assert_exit(result, 1)
        self.assertEqual(home.read("claude-code"), b"{}")
        self.assertEqual(ring.lookup(), "")
        # What was there before is there again.
        os.chmod(home.state(), 0o700)
        self.assert_exit(self.install(home, env, simulator.snippet("REVOKED")), 0)
        os.chmod(home.state(), 0o777)
        home.write("claude-code", home.read("claude-code").replace(b'"type": "http"', b'"type": "ws"'))
        self.assert_exit(self.install(home, env, simulator.snippet()), 1)
        self.assertEqual(ring.lookup(), simulator.key("REVOKED")[0])

    def test_other_url(self):
        """A key is for one url: neither an entry nor a client gets it for another."""
        simulator = self.start(harness.Simulator())
        home, ring, env = self.session()
        key, _ = simulator.key("FULL")
        self.assert_exit(self.install(home, env, simulator.snippet(), "--client", "codex"), 0)
        other = simulator.snippet("REVOKED", url=f"{simulator.url}2")
        result = self.install(home, env, other, "--client", "claude-code")
        self.assert_exit(result, 1)
        self.assertIn("for another url", result.errors)
        self.assertEqual(ring.lookup(), key)
        # All at once: nobody is left with the old one.
        self.assert_exit(self.install(home, env, other), 0)
        self.assertEqual(ring.lookup(), simulator.key("REVOKED")[0])
        result = self.ask(home, env, CLAUDE_CODE_MCP_SERVER_URL="https://evil.example.com/mcp")
        self.assert_exit(result, 1)
        self.assertEqual(result.out, b"")
        self.assert_exit(self.ask(home, env, CLAUDE_CODE_MCP_SERVER_URL=f"{simulator.url}2"), 0)

    def test_terminal(self):
        simulator = self.start(harness.Simulator())
        home, ring, env = self.session()
        self.assert_exit(self.install(home, env, simulator.snippet()), 0)
        leader, follower = pty.openpty()
        done = subprocess.run([harness.setup_program(), "--print-headers", "iru"], env=home.env(**env),
                              stdout=follower, stderr=subprocess.PIPE, timeout=20, check=False)
        os.close(follower)
        os.set_blocking(leader, False)
        try:
            shown = os.read(leader, 4096)
        except OSError:
            shown = b""
        os.close(leader)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(shown, b"")
        self.assertIn(b"not shown on a terminal", done.stderr)
        self.assertTrue(ring.lookup())


class Peers(KeyringCase):
    def assert_key_taken(self, simulator):
        with open(simulator.log, encoding="utf-8") as file:
            lines = [line for line in file if harness.SERVER_PATH in line]
        self.assertTrue(lines)
        self.assertEqual([line for line in lines if " key=ok " not in line], [])
        self.assertEqual({request.status for request in simulator.requests()
                          if request.method == "tools/list"}, {"200"}, lines)

    def test_claude_code(self):
        """The real client connects, with a key that is in no file of its."""
        simulator = self.start(harness.Simulator())
        home, ring, env = self.session("claude-code")
        key, _ = simulator.key("FULL")
        client = harness.peer(PROGRAMS["claude-code"][0])
        self.assert_exit(self.install(home, env, simulator.snippet()), 0)
        with Watch("none") as watch:
            done = subprocess.run([client, "mcp", "list"], cwd=home.path, timeout=TIMEOUT_S,
                                  env=home.env(PATH="/usr/bin:/bin", DISABLE_AUTOUPDATER="1", **env),
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False)
        self.assertIn(b"Connected", done.stdout)
        self.assert_key_taken(simulator)
        self.assertEqual([seen for seen in watch.seen if key.encode() in seen], [])
        self.assertEqual(home.find(key), [])
        # A new key counts at once, and none is none.
        ring.ask("clear", "server", "iru")
        simulator.forget()
        done = subprocess.run([client, "mcp", "list"], cwd=home.path, timeout=TIMEOUT_S,
                              env=home.env(PATH="/usr/bin:/bin", DISABLE_AUTOUPDATER="1", **env),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False)
        self.assertNotIn("key=ok", open(simulator.log, encoding="utf-8").read())

    def test_codex(self):
        """The real client starts the helper without the bus's address, which has to be where it
        usually is: so in a mount namespace with a /run/user of its own."""
        namespace, reason = harness.find_namespaces("mount -t tmpfs none /run")
        if namespace is None:
            self.skipTest(reason)
        namespace = [word for word in namespace if word != "--net"]
        simulator = self.start(harness.Simulator())
        home = self.new_home(["codex"])
        key, _ = simulator.key("FULL")
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "codex_session.py")
        done = subprocess.run([*namespace, harness.sys.executable, script, harness.peer(".bin/codex"),
                               harness.setup_program(), home.root],
                              input=simulator.snippet(), timeout=TIMEOUT_S, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False,
                              env=home.env(PATH=f"{os.path.dirname(harness.peer('.bin/node'))}:"
                                                "/usr/bin:/bin"))
        self.assertEqual(done.returncode, 0, done.stdout.decode())
        self.assertIn(b'"tools":{"', done.stdout)
        self.assert_key_taken(simulator)
        self.assertEqual(home.find(key), [])


if __name__ == "__main__":
    harness.main()
