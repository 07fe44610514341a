# test_secrets.py: a known key put in, and looked for in everything that comes out
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import stat
import threading

import harness
import samples

PROFILE = "5f0c2f9e-4f5b-4d1c-9a57-0d7f3c1e0001"
# Parts as well as the whole: a key cut in two is no better. The last four characters of a
# key may be shown.
SECRET = "canary5e1c0ffee5e1c0ffee77"
KEY = f"sk_live:{SECRET}q9z4"
CANARIES = (KEY, SECRET, SECRET[4:-4])


def processes():
    return [name for name in os.listdir("/proc") if name.isdigit()]


class Watch:
    """Looks, for as long as it is entered, for the key in what other users could see of
    processes: the arguments of all, and the environment of all but the bridge."""

    def __init__(self, bridge):
        self.bridge = bridge.encode()
        self.seen = []
        self.rounds = 0
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._look)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        self.thread.join()

    def _look(self):
        own = str(os.getpid())
        while not self.done.is_set():
            self.rounds += 1
            for process in processes():
                arguments = self._read(process, "cmdline")
                if SECRET.encode() in arguments:
                    self.seen.append(arguments)
                if process != own and self.bridge not in arguments:
                    environment = self._read(process, "environ")
                    if SECRET.encode() in environment:
                        self.seen.append(arguments)

    @staticmethod
    def _read(process, name):
        try:
            with open(f"/proc/{process}/{name}", "rb") as file:
                return file.read()
        except OSError:
            return b""


class Secrets(harness.Case):
    VERBS = (
        ["--list"], ["--list", "--all-servers"], ["--check"], ["--check", "--json"], ["--report", "-"],
        ["--check", "--verbose"], ["--check", "--all-servers"],
        ["--remove", "--dry-run"], ["--undo", "--dry-run"], ["--remove", "--json"],
        ["--undo", "--verbose"], ["--undo", "--json"],
    )

    def fill(self, home, url):
        """The three clients, others' servers beside ours, and a bridge that takes a while."""
        samples.fill(home)
        home.add_command("npx", "sleep 0.3; exit 1")
        snippet = harness.snippet(url, KEY, PROFILE)
        with Watch(os.path.join(home.bin, "npx")) as watch:
            for args in ([], ["--dry-run"], ["--verbose"], ["--json"]):
                home.install(snippet, *args)
        self.assertEqual(watch.seen, [])
        self.assertIn(KEY.encode(), home.read("cursor"))
        return snippet

    def assert_private(self, home, *allowed):
        """The key stands in the files of the clients and in private state, nowhere else."""
        places = set(harness.PLACES.values())
        for path in home.find(SECRET):
            inner = os.path.relpath(os.path.join(home.root, path), home.path)
            mode = os.stat(os.path.join(home.root, path)).st_mode
            if inner not in places and inner not in allowed:
                self.assertTrue(inner.startswith(".local/state/iru-mcp-setup/"), path)
                self.assertEqual(stat.S_IMODE(mode), 0o600, path)
        self.assertEqual(os.listdir(home.tmp), [])

    def test_all_verbs(self):
        simulator = self.start(harness.Simulator())
        for fault in (simulator.url, simulator.fault("echo-key"), simulator.fault("echo-key-rpc"),
                      simulator.fault("http-redirect-other-origin")):
            with self.subTest(fault):
                home = self.new_home()
                self.fill(home, fault)
                with Watch(os.path.join(home.bin, "npx")) as watch:
                    for args in self.VERBS:
                        home.run(*args)
                self.assertEqual(watch.seen, [])
                self.assertGreater(watch.rounds, 10)
                self.assert_no_secret(home, *CANARIES, samples.NEIGHBOUR_SECRET)
                self.assert_private(home)

    def test_wrong_command_lines(self):
        """A key given as an argument by mistake is not repeated."""
        home = self.new_home(harness.PLACES)
        for args in (["--check", KEY], ["--api-key", KEY], [f"--api-key={KEY}"]):
            with self.subTest(args[0]):
                result = home.run(*args)
                self.assert_exit(result, 2)
        self.assert_no_secret(home, SECRET)

    def test_refusals(self):
        """Files and snippets that do not parse: the message quotes no line of them."""
        home = self.new_home()
        broken = harness.snippet("https://x.example.com/mcp", KEY, PROFILE)[:-20]
        for args in ([], ["--json"], ["--verbose"]):
            home.write("cursor", broken)
            home.run("--check", "--offline", *args)
            home.install(harness.snippet("https://y.example.com/mcp", KEY, PROFILE), *args)
            home.install(broken, *args)
            home.install(KEY.encode(), *args)
        self.assert_no_secret(home, *CANARIES)

    def test_url_with_a_key_in_it(self):
        home = self.new_home()
        url = f"https://ann:{SECRET}@x.example.com/mcp?token={SECRET}"
        home.write("cursor", '{"mcpServers": {"iru": {"url": "%s"}}}' % url)
        for args in (["--list"], ["--check", "--offline"], ["--check", "--offline", "--json"],
                     ["--remove", "--dry-run"], ["--remove", "--json"], ["--undo", "--json"]):
            home.run(*args)
        self.assert_no_secret(home, *CANARIES)

    def test_key_in_the_arguments_of_an_entry(self):
        home = self.new_home()
        home.write("claude-desktop",
                   '{"mcpServers": {"iru": {"command": "npx", "args": ["-y", "mcp-remote@0.1.13", '
                   '"https://x.example.com/mcp", "--header", "X-API-Key: %s"]}}}' % KEY)
        result = home.run("--check", "--offline", "--json")
        self.assertIn("secret-in-args", self.findings(self.assert_document(result)))
        home.run("--list")
        home.install(harness.snippet("https://x.example.com/mcp", KEY, PROFILE), "--dry-run")
        self.assert_no_secret(home, *CANARIES)

    def test_debug_output(self):
        """What GLib and libsoup can be asked to print has no key in it either."""
        simulator = self.start(harness.Simulator())
        home = self.new_home()
        home.write("cursor", harness.snippet(simulator.url, KEY, PROFILE))
        home.run("--check", "--verbose", env={"G_MESSAGES_DEBUG": "all", "SOUP_DEBUG": "all",
                                              "JSON_DEBUG": "all", "G_DEBUG": None})
        self.assert_no_secret(home, *CANARIES)


if __name__ == "__main__":
    harness.main()
