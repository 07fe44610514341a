# test_by_hand.py: clients whose files are looked at and never written
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is shown is done as it says, and then --check, --install and --remove have to see it."""

import json
import os

import harness
import samples

# A second opinion on the YAML that is shown.
try:
    import yaml
except ImportError:
    yaml = None
    if harness.CI:
        raise

URL = "https://acme.connect.iru.dev/mcp-server/connector/kandji/tools"
KEY = "sk_live:canary-9f31c2d7e6b84a50a1b2"
OTHER_KEY = "sk_live:canary-0000aaaa1111bbbb2222"
PROFILE = "5f0c2f9e-4f5b-4d1c-9a57-0d7f3c1e0001"
SNIPPET = harness.snippet(URL, KEY, PROFILE)
VARIABLE = {"IRU_X_API_KEY": KEY}

# Platform -> where the homes are, and each client's file in one.
PLATFORMS = {
    "linux": ("home", harness.BY_HAND),
    "macos": ("Users", harness.BY_HAND),
    "windows": ("Users", {**harness.BY_HAND,
                          "goose": "AppData/Roaming/Block/goose/config/config.yaml"}),
}

STDIO = json.dumps({"mcpServers": {"glue": {
    "command": "npx", "args": ["-y", "@acme/glue"],
    "env": {"GLUE_KEY": KEY}}}}).encode()

NO_SERVERS = {
    "nothing": "",
    "blank": "\n\n",
    "other things": "GOOSE_MODE: auto\n# end\n",
    "no line end": "a: b",
    "an empty member": "a: b\nROOT:\nc: d\n",
    "empty brackets": "a: b\nROOT: {}\nc: d\n",
    "CRLF": "a: b\r\n",
}

# What stands where the entries are -> what lines cannot tell.
REFUSED = {
    "goose": ("extensions: {a: {enabled: true}}\n", "{extensions: {}}\n", "extensions: [a]\n",
              "extensions: text\n"),
    "continue": ("mcpServers: [{name: a}]\n", "mcpServers:\n  a: {url: x}\n"),
}

BROKEN = {
    "a tab": b"a:\n\tb: 1\n",
    "cut off": b"a: [1, 2\n",
    "a quote": b"a: \"b\n",
    "a key twice": b"a: 1\na: 2\n",
    "UTF-16": "a: b\n".encode("utf-16"),
    "not UTF-8": b"a: \xff\n",
    "a NUL": b"a: \0\n",
    "two documents": b"a: 1\n---\nb: 2\n",
    "deep": b"a: " + b"[" * 100000,
    "large": b"a: b\n" + b"# " + b"x" * (5 * 1024 * 1024) + b"\n",
    "a list": b"- a\n",
}


def follow(text, hands):
    """The file after a person has done what is shown."""
    lines = text.decode().splitlines(keepends=True)
    for hand in reversed(hands):
        new = (hand["text"] or "").splitlines(keepends=True)
        where = hand["where"]
        if where in ("new-file", "end"):
            if lines and not lines[-1].endswith("\n"):
                lines[-1] += "\n"
            lines += new
        elif where == "below":
            lines[hand["last_line"]:hand["last_line"]] = new
        else:
            lines[hand["first_line"] - 1:hand["last_line"]] = new
    return "".join(lines).encode()


class ByHand(harness.Case):
    @classmethod
    def setUpClass(cls):
        cls.simulator = harness.Simulator()
        cls.addClassCleanup(cls.simulator.close)

    def ask(self, home, client, *args, stdin=b"", code=1, env=None):
        """Runs it; nothing is written. The change."""
        before = home.read(client) if home.exists(client) else None
        result = home.run(*args, "--client", client, "--json", stdin=stdin, env=env)
        self.assert_exit(result, code)
        self.assertEqual(home.read(client) if home.exists(client) else None, before)
        change = self.assert_document(result)["changes"][0]
        self.assertEqual(change["action"], "by-hand" if code else "unchanged", str(result))
        self.assertIsNone(change["backup"])
        self.assertEqual(change["diff"], "")
        return change

    def install(self, home, client, stdin=SNIPPET, *args, **options):
        return self.ask(home, client, "--install", "--config", "-", *args, stdin=stdin, **options)

    def follow(self, home, client, change):
        text = home.read(client) if home.exists(client) else b""
        home.write(client, follow(text, change["by_hand"]))

    def check(self, home, client, code=0, env=None, *args):
        result = home.run("--check", "--client", client, "--json", *args,
                          env=VARIABLE if env is None else env)
        self.assert_exit(result, code)
        return self.assert_document(result)

    def assert_another_reader_agrees(self, home, client):
        if yaml is None:
            print("# without python3-yaml nobody else looks at the text")
            return
        document = yaml.safe_load(home.read(client))
        headers = {"X-MCP-Profile": self.simulator.key("FULL")[1]}
        if client == "goose":
            headers["X-API-Key"] = "${IRU_X_API_KEY}"
            self.assertEqual(document["extensions"]["iru"], {
                "enabled": True, "type": "streamable_http", "name": "iru",
                "uri": self.simulator.url, "headers": headers, "env_keys": ["IRU_X_API_KEY"]})
            self.assertEqual(document["GOOSE_LEAD_MODEL"], "claude")
        else:
            headers["X-API-Key"] = "${{ secrets.IRU_X_API_KEY }}"
            self.assertEqual(document["mcpServers"][-1], {
                "name": "iru", "type": "streamable-http", "url": self.simulator.url,
                "requestOptions": {"headers": headers}})
            self.assertEqual(len(document["mcpServers"]), 3)

    def assert_set_up(self, home, client, stdin=SNIPPET):
        """It is what the configuration has, for somebody who has the variable."""
        result = home.run("--check", "--offline", "--client", client, "--config", "-", "--json",
                          stdin=stdin, env=VARIABLE)
        self.assert_exit(result, 0)
        rows = self.assert_document(result)["clients"]
        self.assertEqual({row["state"] for row in rows}, {"ok"}, str(result))

    def test_add_check_remove(self):
        for client, text in samples.BY_HAND.items():
            with self.subTest(client):
                home = self.new_home()
                home.write(client, text)
                snippet = self.simulator.snippet()
                self.follow(home, client, self.install(home, client, snippet))
                self.assertNotIn(self.simulator.key("FULL")[0].encode(), home.read(client))
                self.assert_another_reader_agrees(home, client)
                self.install(home, client, snippet, code=0)
                self.simulator.forget()
                env = {"IRU_X_API_KEY": self.simulator.key("FULL")[0]}
                document = self.check(home, client, env=env)
                self.assertEqual([row["state"] for row in document["clients"]], ["ok"])
                self.assertEqual(document["endpoints"][0]["clients"], [client])
                self.assertIn("tools/list", self.simulator.methods())
                env["IRU_X_API_KEY"] = self.simulator.key("REVOKED")[0]
                self.check(home, client, 5, env)
                self.follow(home, client, self.ask(home, client, "--remove"))
                self.assertEqual(home.read(client), text.encode())
                self.assert_no_secret(home, self.simulator.key("FULL")[0],
                                      samples.NEIGHBOUR_SECRET)

    def test_variable_that_is_not_set(self):
        """The client may have it in a store of its own: not asked, and no error."""
        home = self.new_home()
        for client in harness.BY_HAND:
            self.follow(home, client, self.install(home, client, self.simulator.snippet()))
            self.simulator.forget()
            document = self.check(home, client, env={})
            self.assertEqual([(row["id"], row["severity"]) for row in
                              document["clients"][0]["findings"]], [("env-unset", "info")])
            self.assertEqual(self.simulator.requests(), [])

    def test_nothing_there(self):
        for client in harness.BY_HAND:
            root = "extensions" if client == "goose" else "mcpServers"
            for what, text in NO_SERVERS.items():
                with self.subTest(client=client, what=what):
                    home = self.new_home()
                    home.write(client, text.replace("ROOT", root))
                    self.follow(home, client, self.install(home, client))
                    self.assert_set_up(home, client)
                    self.assertEqual(home.read(client).count(root.encode() + b":"), 1)

    def test_several_servers(self):
        """Those that go to one place are one text."""
        both = json.loads(SNIPPET)
        both["mcpServers"]["notes2"] = {"url": "https://n.example.com/mcp", "headers": {}}
        both = json.dumps(both).encode()
        for client, text in samples.BY_HAND.items():
            for before in ("", text):
                with self.subTest(client=client, empty=not before):
                    home = self.new_home()
                    home.write(client, before)
                    change = self.install(home, client, both)
                    self.assertEqual(len(change["by_hand"]), 1)
                    self.assertEqual(change["entries"], ["iru", "notes2"])
                    self.follow(home, client, change)
                    self.assert_set_up(home, client, both)
                    change = self.ask(home, client, "--remove", "--server", "notes2", "--server",
                                      "iru")
                    self.assertEqual([hand["where"] for hand in change["by_hand"]], ["out", "out"])

    def test_command(self):
        home = self.new_home()
        for client in harness.BY_HAND:
            self.follow(home, client, self.install(home, client, STDIO))
            self.assertNotIn(KEY.encode(), home.read(client))
            self.install(home, client, STDIO, code=0)
        self.assertIn(b"env_keys: [GLUE_KEY]", home.read("goose"))
        self.assertIn(b'GLUE_KEY: "${{ secrets.GLUE_KEY }}"', home.read("continue"))
        self.assert_no_secret(home, KEY)

    def test_new_key(self):
        """A literal key that is there gives way, under whatever name; an entry is named by
        its lines."""
        home = self.new_home()
        home.write("goose", "extensions:\n"
                   "  work:\n    enabled: true\n    type: streamable_http\n    name: work\n"
                   f"    uri: {URL}\n    headers:\n      X-API-Key: {OTHER_KEY}\n"
                   f"      X-MCP-Profile: {PROFILE}\n\n# end\n")
        home.write("continue", "mcpServers:\n  -\n    name: work\n    type: streamable-http\n"
                   f"    url: {URL}\n    requestOptions:\n      headers:\n"
                   f"        X-API-Key: {OTHER_KEY}\n        X-MCP-Profile: {PROFILE}\n")
        for client, lines in (("goose", (2, 9)), ("continue", (2, 9))):
            same = harness.snippet(URL, OTHER_KEY, PROFILE)
            self.install(home, client, same, code=0)
            change = self.install(home, client)
            hand = change["by_hand"][0]
            self.assertEqual((hand["where"], hand["first_line"], hand["last_line"]),
                             ("instead", *lines))
            self.assertEqual(change["entries"], ["work"])
            self.follow(home, client, change)
            self.assert_set_up(home, client)
        self.assert_no_secret(home, KEY, OTHER_KEY)

    def test_literal_key_for_whoever_insists(self):
        home = self.new_home()
        for client in harness.BY_HAND:
            change = self.install(home, client, SNIPPET, "--secrets=literal")
            self.assertIn(KEY, change["by_hand"][0]["text"])
            self.follow(home, client, change)
            self.install(home, client, code=0)
            self.install(home, client, SNIPPET, "--file", home.place(client), code=0)

    def test_secrets_elsewhere_than_in_headers(self):
        """A token in the url or in an argument has no reference: it is masked."""
        home = self.new_home()
        snippets = (
            {"url": "https://h.example.com/mcp?token=query-0123456789"},
            {"command": "npx", "args": ["-y", "x", "--api-key", "argument-0123456789"]},
        )
        for client in harness.BY_HAND:
            for server in snippets:
                home.run("--install", "--client", client, "--config", "-", "--json",
                         stdin=json.dumps({"mcpServers": {"a": server}}).encode())
                result = home.run("--install", "--client", client, "--config", "-",
                                  stdin=json.dumps({"mcpServers": {"a": server}}).encode())
                self.assertIn("…", result.text)
        self.assert_no_secret(home, "query-0123456789", "argument-0123456789")

    def test_where_it_is_not_read(self):
        home = self.new_home()
        home.write("goose", f"mcpServers:\n  iru:\n    url: {URL}\n# end\n")
        change = self.install(home, "goose", SNIPPET, "--everywhere")
        self.assertEqual([hand["where"] for hand in change["by_hand"]], ["end", "out"])
        self.assertEqual((change["by_hand"][1]["first_line"], change["by_hand"][1]["last_line"]),
                         (1, 3))

    def test_what_lines_cannot_tell(self):
        for client, texts in REFUSED.items():
            for text in texts:
                with self.subTest(client=client, text=text):
                    home = self.new_home()
                    home.write(client, text)
                    result = home.run("--install", "--client", client, "--config", "-", "--json",
                                      stdin=SNIPPET)
                    self.assert_exit(result, 1)
                    change = self.assert_document(result)["changes"][0]
                    self.assertEqual(change["action"], "refused")
                    self.assertRegex(change["error"], r"line \d, column \d")
                    self.assertEqual(home.read(client), text.encode())

    def test_broken_files(self):
        for client in harness.BY_HAND:
            for what, text in BROKEN.items():
                with self.subTest(client=client, what=what):
                    home = self.new_home()
                    home.write(client, text)
                    result = home.run("--install", "--client", client, "--config", "-", "--json",
                                      stdin=SNIPPET)
                    self.assert_exit(result, 1)
                    self.assertEqual(result.json()["changes"][0]["action"], "refused", str(result))
                    result = home.run("--check", "--offline", "--client", client, "--json")
                    self.assert_exit(result, 3)
                    row = self.assert_document(result)["clients"][0]
                    self.assertEqual(row["state"], "broken")
                    self.assertIn(row["findings"][0]["id"], ("file-syntax", "file-encoding"))
                    self.assertEqual(home.read(client), text)

    def test_aliases(self):
        """What stands elsewhere is said to, and neither tried nor called wrong."""
        texts = {
            "goose": (f"x: &x {{Authorization: a}}\nextensions:\n  iru:\n    uri: {URL}\n"
                      "    headers: *x\n", f"x: &x\n  uri: {URL}\nextensions:\n  iru: *x\n",
                      "x: &x {}\nextensions: *x\n"),
            "continue": (f"x: &x\n  name: iru\nmcpServers:\n- <<: *x\n  url: {URL}\n",
                         f"x: &x\n  name: iru\nmcpServers:\n- *x\n", "x: &x []\nmcpServers: *x\n"),
        }
        for client, rows in texts.items():
            for text in rows:
                with self.subTest(text):
                    home = self.new_home()
                    home.write(client, text)
                    result = home.run("--check", "--client", client, "--json", "--server", "iru")
                    document = self.assert_document(result)
                    found = {row["id"] for row in document["clients"][0]["findings"]}
                    self.assertIn("entry-alias", found, str(result))
                    self.assertNotIn("wrong-field", found)
                    self.assertEqual([row for row in document["endpoints"]
                                      if row.get("requests")], [])

    def test_every_platform(self):
        for platform, (users, places) in PLATFORMS.items():
            for client, place in places.items():
                with self.subTest(platform=platform, client=client):
                    home = self.new_home()
                    root = os.path.join(home.path, "disk")
                    file = home.write(f"disk/{users}/ann/{place}", samples.BY_HAND[client])
                    disk = ("--root", root, "--platform", platform, "--user", "ann", "--json")
                    result = home.run("--install", "--config", "-", *disk, stdin=SNIPPET)
                    self.assert_exit(result, 1)
                    change, = self.assert_document(result)["changes"]
                    self.assertEqual((change["client"], change["action"]), (client, "by-hand"))
                    with open(file, "wb") as stream:
                        stream.write(follow(samples.BY_HAND[client].encode(), change["by_hand"]))
                    result = home.run("--list", *disk)
                    row, = [row for row in self.assert_document(result)["clients"]
                            if row["client"] == client]
                    self.assertEqual((row["client"], row["url"], row["found"]),
                                     (client, URL, True))
                    self.assertTrue(row["unverified"])

    def test_files_of_their_own(self):
        """Continue also reads a folder, of the user's and of a project's."""
        home = self.new_home()
        block = ("name: mine\nversion: 0.0.1\nschema: v1\nmcpServers:\n"
                 f"  - name: iru\n    url: {URL}\n")
        home.write("continue", samples.CONTINUE)
        file = home.write(".continue/mcpServers/mine.yaml", block)
        result = home.run("--install", "--client", "continue", "--config", "-", "--json",
                          stdin=SNIPPET)
        self.assert_exit(result, 1)
        changes = {change["file"]: change for change in self.assert_document(result)["changes"]}
        self.assertEqual({file: row["action"] for file, row in changes.items()},
                         {home.place("continue"): "unchanged", file: "by-hand"})
        home.write(file, follow(block.encode(), changes[file]["by_hand"]))
        result = home.run("--install", "--client", "continue", "--config", "-", stdin=SNIPPET)
        self.assert_exit(result, 0)
        result = self.check(home, "continue", 0, VARIABLE, "--offline")
        self.assertEqual([(row["file"], row["state"]) for row in result["clients"]],
                         [(file, "ok")])

    def test_project(self):
        home = self.new_home()
        home.write("continue", samples.CONTINUE)
        home.write("site/x", "")
        project = os.path.join(home.path, "site")
        result = home.run("--install", "--client", "continue", "--project", project, "--config",
                          "-", "--json", stdin=SNIPPET)
        self.assert_exit(result, 1)
        change, = [row for row in self.assert_document(result)["changes"]
                   if row["action"] == "by-hand"]
        self.assertEqual(change["file"], os.path.join(project, ".continue/mcpServers/iru.yaml"))
        self.assertEqual(change["by_hand"][0]["where"], "new-file")
        self.assertNotIn(KEY, change["by_hand"][0]["text"])
        home.write(change["file"], change["by_hand"][0]["text"])
        result = self.check(home, "continue", 0, VARIABLE, "--offline", "--project", project)
        self.assertEqual([(row["scope"], row["state"]) for row in result["clients"]],
                         [("project", "ok")])

    def test_beside_others(self):
        """The others are written, and the run is not a success until it is all done."""
        home = self.new_home(["cursor"])
        samples.fill(home, ["cursor"])
        home.write("goose", samples.GOOSE)
        result = home.install(SNIPPET)
        self.assert_exit(result, 1)
        self.assertIn(home.place("goose"), result.errors)
        self.assertIn("iru", home.entries("cursor"))
        self.assertIn('\n    iru:\n        name: iru\n'.replace("        ", "      "), result.text)
        change = self.install(home, "goose")
        self.follow(home, "goose", change)
        self.assert_exit(home.install(SNIPPET), 0)
        self.assert_exit(home.install(SNIPPET, "--dry-run"), 0)
        self.assert_no_secret(home, KEY, samples.NEIGHBOUR_SECRET)

    def test_unverified_is_said(self):
        home = self.new_home()
        for client in harness.BY_HAND:
            result = home.run("--list", "--verbose", "--client", client)
            self.assertIn("not seen on the real program: the whole row", result.text)


if __name__ == "__main__":
    harness.main()
