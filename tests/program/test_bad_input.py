# test_bad_input.py: files and snippets that are not what they should be
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import socket
import stat
import threading

import harness
import samples

URL = "https://acme.connect.iru.dev/mcp-server/connector/kandji/tools"
KEY = "sk_live:canary-9f31c2d7e6b84a50a1b2"
PROFILE = "5f0c2f9e-4f5b-4d1c-9a57-0d7f3c1e0001"
SNIPPET = harness.snippet(URL, KEY, PROFILE)
MIB = 1024 * 1024


def cut(text):
    """Broken off in the middle of the neighbour's secret."""
    data = text.encode()
    return data[: data.index(samples.NEIGHBOUR_SECRET.encode()) + 12]


# Content that no client could read -> what --check calls it.
CONTENTS = {
    "invalid UTF-8": (b'{"mcpServers": {"a": {"url": "caf\xe9\xff"}}}\n', "file-encoding"),
    "UTF-16 with a mark": ('\ufeff{"mcpServers": {}}\n'.encode("utf-16-le"), "file-encoding"),
    "UTF-16 without a mark": ('{"mcpServers": {}}\n'.encode("utf-16-be"), "file-encoding"),
    "a NUL": (b'{"mcpServers": {}}\n\0', "file-encoding"),
    "an array": (b"[]\n", "file-syntax"),
    "a number as mcpServers": (b'{"mcpServers": 7}\n', "wrong-field"),
    "two documents": (b'{"a": 1}\n{"b": 2}\n', "file-syntax"),
    "deep": (b'{"a":' * 100000, "file-syntax"),
    "an unclosed string": (b'{"mcpServers": {"a": "', "file-syntax"),
    "conflict markers": (b'<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> theirs\n', "file-syntax"),
    "a web page": (b"<!DOCTYPE html><title>Sign in</title>\n", "file-syntax"),
}


# Right as JSON, and not a configuration: there is nothing to remove.
SHAPES = ("wrong-field",)


class BadFile(harness.Case):
    def check_refused(self, home, client, found=None, user=None, timeout=60):
        """--check names it (exit 3), --install refuses it (exit 1), nothing is changed."""
        place = home.place(client)
        before = home.files()
        result = home.run("--check", "--offline", "--json", "--client", client, user=user,
                          timeout=timeout)
        document = self.assert_document(result)
        self.assert_exit(result, 3)
        ids = self.findings(document, "error")
        if found:
            self.assertIn(found, ids, str(result))
        for verb in (["--install", "--config", "-"], ["--remove"]):
            result = home.run(*verb, "--client", client, stdin=SNIPPET, user=user, timeout=timeout)
            if verb[0] == "--remove" and found in SHAPES:
                self.assert_exit(result, 0)  # a file without the server is left as it is
                continue
            self.assert_exit(result, 1)
            self.assertIn(place, result.text + result.errors)
        after = home.files()
        for path in before:
            self.assertEqual(after.get(path), before[path], path)
        self.assertEqual(os.listdir(os.path.dirname(place)), [os.path.basename(place)])
        self.assert_no_secret(home, KEY, samples.NEIGHBOUR_SECRET, samples.NEIGHBOUR_SECRET[:12])

    def test_contents(self):
        for name, (content, found) in CONTENTS.items():
            with self.subTest(name):
                home = self.new_home()
                home.write("cursor", content)
                self.check_refused(home, "cursor", found)

    def test_toml_contents(self):
        for name, (content, found) in {
            "an unclosed string": (b'a = "b\n', "file-syntax"),
            "a table twice": (b"[a]\n[a]\n", "file-syntax"),
            "no value": (b"model =\n", "file-syntax"),
            "invalid UTF-8": (b'a = "\xff"\n', "file-encoding"),
            "JSON": (b'{"mcpServers": {}}\n', "file-syntax"),
            "mcp_servers is a string": (b'mcp_servers = "none"\n', "wrong-field"),
        }.items():
            with self.subTest(name):
                home = self.new_home()
                home.write("codex", content)
                self.check_refused(home, "codex", found)

    def test_cut_off_files(self):
        for client, text in samples.ALL.items():
            # A part of YAML may well be YAML.
            if harness.CLIENTS[client]["language"] == "YAML":
                continue
            with self.subTest(client):
                home = self.new_home()
                home.write(client, cut(text))
                self.check_refused(home, client, "file-syntax")

    def test_every_cut_of_a_file(self):
        """However much of it is there: changed back by undo, or refused and untouched."""
        whole = samples.CODEX.encode()
        for length in range(0, len(whole), 61):
            home = self.new_home()
            home.write("codex", whole[:length])
            result = home.install(SNIPPET, "--client", "codex")
            self.assertIn(result.code, (0, 1), str(result))
            if result.code == 0:
                self.assertNotEqual(home.read("codex"), whole[:length])
                self.assert_exit(home.run("--undo"), 0)
            self.assertEqual(home.read("codex"), whole[:length], f"cut at {length}")
            home.close()

    def test_unreadable(self):
        home = self.new_home()
        home.write("cursor", samples.CURSOR)
        user = self.unprivileged(home)
        os.chmod(home.place("cursor"), 0)
        self.check_refused(home, "cursor", "file-unreadable", user=user)

    def test_directory(self):
        home = self.new_home()
        os.makedirs(home.place("cursor"))
        self.check_refused(home, "cursor", "file-unreadable")

    def test_fifo(self):
        """Must not wait for somebody to write into it."""
        home = self.new_home(["cursor"])
        os.mkfifo(home.place("cursor"))
        self.check_refused(home, "cursor", "file-unreadable", timeout=20)

    def test_socket(self):
        home = self.new_home(["cursor"])
        here = os.getcwd()
        with socket.socket(socket.AF_UNIX) as listener:
            os.chdir(os.path.dirname(home.place("cursor")))  # the path may be too long to bind
            try:
                listener.bind("mcp.json")
            finally:
                os.chdir(here)
            self.check_refused(home, "cursor", "file-unreadable")

    def test_link_to_itself(self):
        home = self.new_home(["cursor"])
        os.symlink("mcp.json", home.place("cursor"))
        result = home.install(SNIPPET)
        self.assert_exit(result, 1)
        self.assertTrue(result.err)
        self.assertEqual(os.readlink(home.place("cursor")), "mcp.json")

    def test_200_mib_of_zeros(self):
        home = self.new_home(["cursor"])
        with open(home.place("cursor"), "wb") as file:
            file.truncate(200 * MIB)
        self.check_refused(home, "cursor", timeout=120)

    def test_too_large(self):
        home = self.new_home(["cursor"])
        with open(home.place("cursor"), "wb") as file:
            file.truncate(257 * MIB)
        self.check_refused(home, "cursor", "file-too-large")

    def test_large_and_good(self):
        home = self.new_home()
        old = b'{"filler": [' + b",\n".join([b'"%s"' % (b"x" * 100)] * 50000) + b"]}\n"
        home.write("cursor", old)
        self.assert_exit(home.install(SNIPPET, timeout=120), 0)
        self.assertIn(KEY.encode(), self.assert_insertion(old, home.read("cursor")))

    def test_comments_where_the_client_takes_none(self):
        """Not broken to the point of refusal: edited without loss, and reported."""
        home = self.new_home()
        old = b'{\n  // mine\n  "mcpServers": {}\n}\n'
        home.write("claude-desktop", old)
        self.assert_exit(home.install(SNIPPET), 0)
        self.assertIn(b"// mine", home.read("claude-desktop"))
        result = home.run("--check", "--offline", "--json")
        self.assert_exit(result, 3)
        self.assertIn("file-syntax", self.findings(self.assert_document(result), "error"))


class BadSnippet(harness.Case):
    def check_refused(self, text, *args):
        home = self.new_home(harness.PLACES)
        before = home.files()
        result = home.install(text, *args, timeout=60)
        self.assert_exit(result, 1)
        self.assertTrue(result.err)
        self.assertEqual(home.files(), before)
        self.assert_no_secret(home, KEY, KEY[:20])
        result = home.install(text, "--json", *args, timeout=60)
        self.assert_exit(result, 1)
        self.assert_document(result)
        return home

    def test_cut_anywhere_before_the_last_value_ends(self):
        """In the middle of the key, and everywhere else up to the end of the profile."""
        end = SNIPPET.index(PROFILE.encode()) + len(PROFILE)
        for length in [SNIPPET.index(KEY.encode()) + 15, *range(40, end, 29)]:
            with self.subTest(length):
                self.check_refused(SNIPPET[:length])

    def test_what_is_no_snippet(self):
        for name, text in {
            "nothing": b"",
            "white space": b" \n\t\n",
            "a sentence": b"Please set up Iru for me.\n",
            "the key alone": KEY.encode(),
            "a NUL": SNIPPET.replace(b"tools", b"to\0ls"),
            "invalid UTF-8": SNIPPET.replace(b"tools", b"to\xffls"),
            "deep": b"[" * 100000,
            "no servers": b'{"mcpServers": {}}',
            "a server that is a string": b'{"mcpServers": {"iru": "https://x.example.com"}}',
            "two names, one url, two keys": json.dumps({"mcpServers": {
                name: {"url": URL, "headers": {"X-API-Key": KEY + name, "X-MCP-Profile": PROFILE}}
                for name in ("one", "two")}}).encode(),
            "random bytes": bytes(range(256)) * 16,
        }.items():
            with self.subTest(name):
                self.check_refused(text)

    def test_two_mib(self):
        self.check_refused(SNIPPET + b" " * (2 * MIB))
        self.check_refused(b"x" * (2 * MIB))

    def test_a_file_that_is_not_there(self):
        home = self.new_home(["cursor"])
        result = home.run("--install", "--config", os.path.join(home.path, "nowhere.json"))
        self.assert_exit(result, 1)
        self.assertIn("nowhere.json", result.errors)

    def test_a_folder(self):
        home = self.new_home(["cursor"])
        result = home.run("--install", "--config", home.path)
        self.assert_exit(result, 1)
        self.assertIn(home.path, result.errors)

    def test_environment_that_is_not_complete(self):
        home = self.new_home(["cursor"])
        result = home.run("--install", "--from-env", env={"IRU_MCP_URL": URL, "IRU_X_API_KEY": KEY})
        self.assert_exit(result, 2)
        self.assertIn("IRU_X_MCP_PROFILE", result.errors)
        self.assert_no_secret(home, KEY)


class BadState(harness.Case):
    """The folder where backups go cannot be used: nothing is changed without a backup."""

    def test_a_file_in_its_place(self):
        home = self.new_home()
        home.write("cursor", samples.CURSOR)
        home.write(".local/state", "in the way")
        result = home.install(SNIPPET)
        self.assert_exit(result, 1)
        self.assertIn(".local/state", result.errors)
        self.assertEqual(home.read("cursor"), samples.CURSOR.encode())

    def test_damaged_backup(self):
        home = self.new_home()
        home.write("cursor", samples.CURSOR)
        self.assert_exit(home.install(SNIPPET), 0)
        installed = home.read("cursor")
        for folder, _, names in os.walk(home.state()):
            for name in names:
                path = os.path.join(folder, name)
                if stat.S_ISREG(os.lstat(path).st_mode):
                    with open(path, "rb") as file:
                        if samples.CURSOR.encode() == file.read():
                            os.truncate(path, 10)
        result = home.run("--undo")
        self.assert_exit(result, 1)
        self.assertTrue(result.err)
        self.assertEqual(home.read("cursor"), installed)


class Asking(threading.Thread):
    """A proxy that wants a password again and again, and keeps the connection open."""

    def __init__(self, password=None):
        super().__init__(daemon=True)
        self.password = password
        self.requests = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self.socket.getsockname()[1]

    def run(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.answer, args=(connection,), daemon=True).start()

    def answer(self, connection):
        with connection, connection.makefile("rwb") as stream:
            while line := stream.readline().decode():
                headers = list(iter(lambda: stream.readline().decode().strip(), ""))
                told = any(header.lower().startswith("proxy-authorization") for header in headers)
                self.requests.append((line.split(" ")[1], told))
                status = "502 Told" if told and self.password else "407 Who"
                stream.write(f"HTTP/1.1 {status}\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
                             "Content-Length: 0\r\n\r\n".encode())
                stream.flush()

    def close(self):
        self.socket.close()


class BadProxy(harness.Case):
    URL = "https://acme.connect.iru-mcp.test/mcp-server/connector/kandji/tools"

    def check(self, proxy):
        home = self.new_home()
        home.write("cursor", harness.snippet(self.URL, KEY, PROFILE))
        result = home.run("--check", "--json", env={"https_proxy": proxy})
        self.assertNotIn("CRITICAL", result.errors)
        self.assertNotIn("WARNING", result.errors)
        self.assert_exit(result, 4)
        return [finding["id"] for endpoint in self.assert_document(result)["endpoints"]
                for finding in endpoint["findings"]]

    def test_asked_once_more_at_most(self):
        for password, expected in ((None, "proxy-auth"), ("right", "proxy-failed")):
            with self.subTest(expected):
                proxy = self.start(Asking(password))
                proxy.start()
                self.assertEqual(self.check(f"http://u:p@{proxy.address}"), [expected])
                host = "acme.connect.iru-mcp.test:443"
                self.assertEqual(proxy.requests, [(host, False), (host, True)])

    def test_no_address(self):
        """Nothing is connected to without the proxy that was asked for."""
        for proxy in ("http://[::1", "http://:99999", "http://127.0.0.1:notaport", "http://",
                      "http://a b:80", "bogus://127.0.0.1:1", "http://127.0.0.1:70000", "://x"):
            with self.subTest(proxy):
                self.assertEqual(self.check(proxy), ["proxy-failed"])


if __name__ == "__main__":
    harness.main()
