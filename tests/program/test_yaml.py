# test_yaml.py: clients whose files are YAML, edited in block style
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os

import harness
import samples

# A second opinion on the YAML that is written.
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
CLIENTS = [name for name, row in harness.CLIENTS.items() if row["language"] == "YAML"]

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


class Yaml(harness.Case):
    @classmethod
    def setUpClass(cls):
        cls.simulator = harness.Simulator()
        cls.addClassCleanup(cls.simulator.close)

    def install(self, home, client, stdin=SNIPPET, *args, action="added"):
        result = home.run("--install", "--config", "-", "--client", client, "--json", *args,
                          stdin=stdin)
        self.assert_exit(result, 1 if action == "refused" else 0)
        change = self.assert_document(result)["changes"][0]
        self.assertEqual(change["action"], action, str(result))
        return change

    def read(self, home, client):
        """As another reader sees it."""
        return yaml.safe_load(home.read(client)) if yaml is not None else None

    def assert_set_up(self, home, client, stdin=SNIPPET):
        result = home.run("--check", "--offline", "--client", client, "--config", "-", "--json",
                          stdin=stdin, env=VARIABLE)
        self.assert_exit(result, 0)
        rows = self.assert_document(result)["clients"]
        self.assertEqual({row["state"] for row in rows}, {"ok"}, str(result))

    def test_add_check_remove(self):
        for client in CLIENTS:
            with self.subTest(client):
                home = self.new_home()
                home.write(client, samples.ALL[client])
                snippet = self.simulator.snippet()
                self.install(home, client, snippet)
                self.install(home, client, snippet, action="unchanged")
                key, profile = self.simulator.key("FULL")
                headers = {"X-API-Key": key, "X-MCP-Profile": profile}
                document = self.read(home, client)
                if client == "goose" and document:
                    self.assertEqual(document["extensions"]["iru"], {
                        "enabled": True, "type": "streamable_http", "name": "iru",
                        "uri": self.simulator.url, "headers": headers})
                    self.assertEqual(document["GOOSE_LEAD_MODEL"], "claude")
                elif document:
                    self.assertEqual(document["mcpServers"][-1], {
                        "name": "iru", "url": self.simulator.url, "type": "streamable-http",
                        "requestOptions": {"headers": headers}})
                self.simulator.forget()
                result = home.run("--check", "--client", client, "--json")
                self.assert_exit(result, 0)
                self.assertEqual(result.json()["clients"][0]["verdict"], "works")
                self.assertIn("tools/list", self.simulator.methods())
                self.assert_exit(home.run("--remove", "--client", client), 0)
                self.assertEqual(home.read(client), samples.ALL[client].encode())
                self.assert_exit(home.run("--undo"), 0)
                self.assertIn(key.encode(), home.read(client))
                self.assert_no_secret(home, key, samples.NEIGHBOUR_SECRET)

    def test_nothing_there(self):
        for client in CLIENTS:
            root = harness.ROOTS[client]
            for what, text in NO_SERVERS.items():
                with self.subTest(client=client, what=what):
                    home = self.new_home()
                    home.write(client, text.replace("ROOT", root))
                    self.install(home, client)
                    self.assert_set_up(home, client)
                    self.assertEqual(home.read(client).count(root.encode() + b":"), 1)
                    self.assert_exit(home.run("--undo"), 0)
                    self.assertEqual(home.read(client), text.replace("ROOT", root).encode())

    def test_new_file(self):
        """Begins with what the client needs."""
        for client in CLIENTS:
            with self.subTest(client):
                home = self.new_home()
                self.install(home, client, action="created")
                self.assert_set_up(home, client)
                self.assertEqual(home.read(client).startswith(b"name: Local Config\n"),
                                 client == "continue")

    def test_several_servers(self):
        both = json.loads(SNIPPET)
        both["mcpServers"]["notes2"] = {"url": "https://n.example.com/mcp", "headers": {}}
        both = json.dumps(both).encode()
        for client in CLIENTS:
            home = self.new_home()
            home.write(client, samples.ALL[client])
            change = self.install(home, client, both)
            self.assertEqual(change["entries"], ["iru", "notes2"])
            self.assert_set_up(home, client, both)
            self.assert_exit(home.run("--remove", "--client", client, "--server", "notes2",
                                      "--server", "iru"), 0)
            self.assertEqual(home.read(client), samples.ALL[client].encode())

    def test_command_by_reference(self):
        home = self.new_home()
        for client in CLIENTS:
            self.install(home, client, STDIO, "--secrets=env", action="created")
            self.assertNotIn(KEY.encode(), home.read(client))
            self.install(home, client, STDIO, "--secrets=env", action="unchanged")
        self.assertIn(b"env_keys: [GLUE_KEY]", home.read("goose"))
        self.assertIn(b'GLUE_KEY: "${{ secrets.GLUE_KEY }}"', home.read("continue"))
        self.assert_no_secret(home, KEY)

    def test_variable_that_is_not_set(self):
        """The client may have it in a store of its own: not asked, and no error."""
        for client in CLIENTS:
            home = self.new_home()
            self.install(home, client, self.simulator.snippet(), "--secrets=env", action="created")
            self.simulator.forget()
            result = home.run("--check", "--client", client, "--json")
            row = self.assert_document(result)["clients"][0]
            self.assertEqual(row["verdict"], "unproved", str(result))
            self.assertEqual(self.simulator.requests(), [])

    def test_new_key(self):
        """Only the value changes: comments, quotes and order stay."""
        texts = {
            "goose": "extensions:\n  work: # mine\n    enabled: true\n    type: streamable_http\n"
                     f"    name: work\n    uri: {URL}\n    headers:\n      X-API-Key: OLD # old\n"
                     f"      X-Mine: 'x'\n      X-MCP-Profile: {PROFILE}\n\n# end\n",
            "continue": "mcpServers:\n  -\n    name: work\n    type: streamable-http\n"
                        f"    url: {URL}\n    requestOptions:\n      timeout: 5\n      headers:\n"
                        f"        X-Mine: 'x'\n        X-API-Key: \"OLD\" # old\n"
                        f"        X-MCP-Profile: {PROFILE}\n",
        }
        for client, text in texts.items():
            home = self.new_home()
            home.write(client, text.replace("OLD", OTHER_KEY))
            change = self.install(home, client, action="replaced")
            self.assertEqual(change["entries"], ["work"])
            now = home.read(client).decode()
            wanted = text.replace('"OLD"', "OLD").replace("OLD", f'"{KEY}"')
            self.assertEqual(now, wanted)
            self.assert_set_up(home, client)
            self.assert_no_secret(home, KEY, OTHER_KEY)

    def test_where_it_is_not_read(self):
        home = self.new_home()
        home.write("goose", f"mcpServers:\n  iru:\n    url: {URL}\n# end\n")
        self.install(home, "goose", SNIPPET, "--everywhere")
        self.assertRegex(home.read("goose"), rb"(?s)^mcpServers: {}\nextensions:\n.*\n# end\n$")
        self.assert_set_up(home, "goose")

    def test_brackets_are_left_to_a_person(self):
        for client, texts in REFUSED.items():
            for text in texts:
                with self.subTest(client=client, text=text):
                    home = self.new_home()
                    home.write(client, text)
                    change = self.install(home, client, action="refused")
                    self.assertRegex(change["error"], r"line \d, column \d")
                    self.assertEqual(home.read(client), text.encode())

    def test_broken_files(self):
        for client in CLIENTS:
            for what, text in BROKEN.items():
                with self.subTest(client=client, what=what):
                    home = self.new_home()
                    home.write(client, text)
                    self.install(home, client, action="refused")
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

    def test_files_of_their_own(self):
        """Continue also reads a folder, of the user's and of a project's."""
        home = self.new_home()
        block = ("name: mine\nversion: 0.0.1\nschema: v1\nmcpServers:\n"
                 f"  - name: iru\n    url: {URL}\n")
        home.write("continue", samples.CONTINUE)
        file = home.write(".continue/mcpServers/mine.yaml", block)
        result = home.run("--install", "--client", "continue", "--config", "-", "--json",
                          stdin=SNIPPET)
        self.assert_exit(result, 0)
        changes = {change["file"]: change for change in self.assert_document(result)["changes"]}
        self.assertEqual({file: row["action"] for file, row in changes.items()},
                         {home.place("continue"): "unchanged", file: "replaced"})
        self.assert_set_up(home, "continue")

    def test_project(self):
        home = self.new_home()
        home.write("continue", samples.CONTINUE)
        home.write("site/x", "")
        project = os.path.join(home.path, "site")
        place = "site/.continue/mcpServers/iru.yaml"
        result = home.run("--install", "--client", "continue", "--project", project, "--config",
                          "-", stdin=SNIPPET)
        self.assert_exit(result, 0)
        self.assertIn(b"${{ secrets.IRU_X_API_KEY }}", home.read(place))
        self.assertNotIn(KEY.encode(), home.read(place))


if __name__ == "__main__":
    harness.main()
