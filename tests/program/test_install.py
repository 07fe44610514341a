# test_install.py: install, remove and undo on files as users have them
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import stat
import tomllib

import harness
import samples

URL = "https://acme.connect.iru.dev/mcp-server/connector/kandji/tools"
KEY = "sk_live:canary-9f31c2d7e6b84a50a1b2"
PROFILE = "5f0c2f9e-4f5b-4d1c-9a57-0d7f3c1e0001"
OTHER_KEY = "sk_live:canary-other-00d1f2e3c4b5a697f00d"
SNIPPET = harness.snippet(URL, KEY, PROFILE)


class Values(harness.Case):
    """What stands in the files afterwards, read by other parsers than ours."""

    def assert_claude(self, data, key=KEY):
        entry = json.loads(data)["mcpServers"]["iru"]
        self.assertEqual(os.path.basename(entry["command"]), "npx")
        args = entry["args"]
        self.assertEqual(args[:4], ["-y", "--prefer-offline", "mcp-remote@0.15.1", URL])
        self.assertIn("X-API-Key:${IRU_X_API_KEY}", args)
        self.assertIn("X-MCP-Profile:${IRU_X_MCP_PROFILE}", args)
        self.assertFalse([arg for arg in args if " " in arg])
        self.assertEqual(entry["env"]["IRU_X_API_KEY"], key)
        self.assertEqual(entry["env"]["IRU_X_MCP_PROFILE"], PROFILE)

    def assert_cursor(self, data, key=KEY):
        entry = json.loads(data)["mcpServers"]["iru"]
        self.assertEqual(entry["url"], URL)
        self.assertEqual(entry["headers"], {"X-API-Key": key, "X-MCP-Profile": PROFILE})

    def assert_codex(self, data, key=KEY):
        entry = tomllib.loads(data.decode())["mcp_servers"]["iru_mcp"]
        self.assertEqual(entry["url"], URL)
        self.assertEqual(entry["http_headers"], {"X-API-Key": key, "X-MCP-Profile": PROFILE})

    def assert_installed(self, home, key=KEY):
        self.assert_claude(home.read("claude-desktop"), key)
        self.assert_cursor(home.read("cursor"), key)
        self.assert_codex(home.read("codex"), key)


class Install(Values):
    def test_fresh_home(self):
        """Folders, no files: each client gets a file of its own."""
        home = self.new_home(harness.PLACES)
        self.assert_exit(home.install(SNIPPET), 0)
        self.assert_installed(home)
        for client in harness.PLACES:
            self.assertEqual(stat.S_IMODE(os.stat(home.place(client)).st_mode), 0o600, client)

    def test_nothing_found(self):
        home = self.new_home()
        before = home.files()
        result = home.install(SNIPPET)
        self.assert_exit(result, 1)
        self.assertIn("--client", result.errors)
        self.assertEqual(home.files(), before)

    def test_named_client_that_is_not_found(self):
        home = self.new_home()
        self.assert_exit(home.install(SNIPPET, "--client", "cursor"), 0)
        self.assert_cursor(home.read("cursor"))
        folder = os.path.dirname(home.place("cursor"))
        self.assertEqual(stat.S_IMODE(os.stat(folder).st_mode), 0o700)
        self.assertFalse(home.exists("codex"))

    def test_realistic_files(self):
        """Nothing but one stretch of bytes is put in; it has the file's line ends."""
        home = self.new_home()
        before = samples.fill(home)
        self.assert_exit(home.install(SNIPPET), 0)
        self.assert_installed(home)
        for client, old in before.items():
            with self.subTest(client):
                added = self.assert_insertion(old, home.read(client))
                self.assertIn(URL.encode(), added)
                if b"\r\n" in old:
                    self.assertEqual(added.count(b"\n"), added.count(b"\r\n"))
                else:
                    self.assertNotIn(b"\r", added)
        self.assert_no_secret(home, KEY, samples.NEIGHBOUR_SECRET)

    def test_byte_order_mark(self):
        home = self.new_home()
        home.write("cursor", b"\xef\xbb\xbf" + samples.CURSOR.encode())
        self.assert_exit(home.install(SNIPPET, "--client", "cursor"), 0)
        added = self.assert_insertion(b"\xef\xbb\xbf" + samples.CURSOR.encode(), home.read("cursor"))
        self.assertIn(KEY.encode(), added)

    def test_blank_files(self):
        for content in (b"", b"\n", b"  \r\n", b"{}", b'{"mcpServers": {}}'):
            with self.subTest(content):
                home = self.new_home()
                home.write("cursor", content)
                self.assert_exit(home.install(SNIPPET), 0)
                self.assert_cursor(home.read("cursor"))

    def test_symbolic_link(self):
        home = self.new_home(["cursor"])
        target = home.write("dotfiles/mcp.json", samples.CURSOR)
        os.symlink("../dotfiles/mcp.json", home.place("cursor"))
        self.assert_exit(home.install(SNIPPET), 0)
        self.assertEqual(os.readlink(home.place("cursor")), "../dotfiles/mcp.json")
        with open(target, "rb") as file:
            self.assert_cursor(file.read())

    def test_mode_is_kept(self):
        home = self.new_home()
        home.write("cursor", samples.CURSOR, 0o640)
        self.assert_exit(home.install(SNIPPET), 0)
        self.assert_cursor(home.read("cursor"))
        self.assertEqual(stat.S_IMODE(os.stat(home.place("cursor")).st_mode), 0o640)

    def test_state_is_private(self):
        home = self.new_home()
        samples.fill(home)
        self.assert_exit(home.install(SNIPPET), 0)
        for folder, folders, names in os.walk(home.state()):
            self.assertEqual(stat.S_IMODE(os.stat(folder).st_mode), 0o700, folder)
            for name in names:
                mode = os.lstat(os.path.join(folder, name)).st_mode
                self.assertEqual(stat.S_IMODE(mode), 0o600, os.path.join(folder, name))
        self.assertTrue(os.path.isdir(home.state()))

    def test_twice(self):
        home = self.new_home()
        samples.fill(home)
        self.assert_exit(home.install(SNIPPET), 0)
        before = home.files()
        result = home.install(SNIPPET, "--json")
        self.assert_exit(result, 0)
        document = self.assert_document(result)
        self.assertEqual({row["action"] for row in document["changes"]}, {"unchanged"})
        self.assertEqual({row["backup"] for row in document["changes"]}, {None})
        self.assertEqual(home.files(), before)

    def test_new_key_is_put_where_the_old_one_stood(self):
        home = self.new_home()
        samples.fill(home)
        self.assert_exit(home.install(SNIPPET), 0)
        first = home.read("cursor")
        self.assert_exit(home.install(harness.snippet(URL, OTHER_KEY, PROFILE)), 0)
        self.assert_installed(home, OTHER_KEY)
        self.assertEqual(home.read("cursor"), first.replace(KEY.encode(), OTHER_KEY.encode()))
        self.assert_no_secret(home, KEY, OTHER_KEY)

    def test_what_the_user_added_is_kept(self):
        home = self.new_home()
        home.write("cursor", json.dumps({"mcpServers": {"Iru MCP": {
            "url": URL, "headers": {"X-API-Key": OTHER_KEY, "X-MCP-Profile": PROFILE},
            "autoApprove": ["list_devices"]}}}, indent=2))
        home.write("codex", '[mcp_servers.iru]\nurl = "%s"\nstartup_timeout_sec = 30 # slow\n'
                            'http_headers = { "X-API-Key" = "%s" }\n' % (URL, OTHER_KEY))
        self.assert_exit(home.install(SNIPPET), 0)
        cursor = json.loads(home.read("cursor"))["mcpServers"]
        self.assertEqual(list(cursor), ["Iru MCP"])
        self.assertEqual(cursor["Iru MCP"]["headers"]["X-API-Key"], KEY)
        self.assertEqual(cursor["Iru MCP"]["autoApprove"], ["list_devices"])
        codex = tomllib.loads(home.read("codex").decode())["mcp_servers"]
        self.assertEqual(list(codex), ["iru"])
        self.assertEqual(codex["iru"]["startup_timeout_sec"], 30)
        self.assertEqual(codex["iru"]["http_headers"]["X-API-Key"], KEY)
        self.assertIn(b"# slow", home.read("codex"))

    def test_two_tenants_side_by_side(self):
        """A second tenant's entry is put beside the first; a new key for one leaves the other."""
        other_url = "https://emea.connect.iru.com/mcp-server/connector/kandji/tools"
        named = harness.snippet(other_url, KEY, PROFILE).replace(b'"iru"', b'"emea"')
        self.assertIn(b'"emea"', named)
        home = self.new_home(harness.THREE)
        samples.fill(home, harness.THREE)
        self.assert_exit(home.install(harness.snippet(URL, OTHER_KEY, PROFILE)), 0)
        result = home.install(named, "--json")
        self.assert_exit(result, 0)
        for change in self.assert_document(result)["changes"]:
            self.assertEqual((change["action"], change["entries"]), ("added", ["emea"]))
            self.assertEqual([row["id"] for row in change["findings"]
                              if row["id"] == "server-beside"], ["server-beside"], str(result))
        keys = {client: (OTHER_KEY, KEY) for client in harness.THREE}
        self.assertEqual(self.keys_of_tenants(home), keys)
        # The vendor's configuration has the usual name, whoever's it is.
        for snippet in (harness.snippet(other_url, OTHER_KEY, PROFILE),
                        harness.snippet(URL, KEY, PROFILE)):
            result = home.install(snippet, "--json")
            self.assert_exit(result, 0)
            self.assertEqual({change["action"] for change in result.json()["changes"]}, {"replaced"})
        self.assertEqual(self.keys_of_tenants(home),
                         {client: (KEY, OTHER_KEY) for client in harness.THREE})
        result = home.run("--check", "--offline", "--json")
        self.assertEqual({(row["server"], row["state"]) for row in result.json()["clients"]},
                         {("iru", "ok"), ("iru_mcp", "ok"), ("emea", "ok")}, str(result))
        self.assertEqual({row["url"] for row in result.json()["endpoints"]}, {URL, other_url})
        self.assert_exit(home.run("--remove"), 0)
        self.assertEqual({tuple(home.entries(client)) [-1] for client in harness.THREE}, {"emea"})
        self.assert_exit(home.run("--remove", "--server", "emea"), 0)
        for client in harness.THREE:
            self.assertNotIn(b"emea", home.read(client))
        self.assert_no_secret(home, KEY, OTHER_KEY)

    def keys_of_tenants(self, home):
        """The key of the usual entry and of the other, by client."""
        keys = {}
        for client in harness.THREE:
            entries = home.entries(client)
            both = (entries.get("iru") or entries["iru_mcp"], entries["emea"])
            keys[client] = tuple((row["env"]["IRU_X_API_KEY"] if "env" in row else
                                  row.get("headers", row.get("http_headers"))["X-API-Key"])
                                 for row in both)
        return keys

    def test_vulnerable_bridge_is_raised(self):
        home = self.new_home()
        home.write("claude-desktop", json.dumps({"mcpServers": {"iru": {
            "command": "npx",
            "args": ["-y", "mcp-remote@0.1.13", URL, "--header", "X-API-Key:${IRU_X_API_KEY}",
                     "--header", "X-MCP-Profile:${IRU_X_MCP_PROFILE}"],
            "env": {"IRU_X_API_KEY": KEY, "IRU_X_MCP_PROFILE": PROFILE}}}}, indent=2))
        self.assert_exit(home.install(SNIPPET), 0)
        self.assert_claude(home.read("claude-desktop"))

    def test_pasted_with_a_missing_comma(self):
        home = self.new_home(["cursor"])
        broken = SNIPPET.replace(b'tools",', b'tools"')
        self.assertNotEqual(broken, SNIPPET)
        result = home.install(broken, "--json")
        self.assert_exit(result, 0)
        document = self.assert_document(result)
        self.assertEqual([fix["id"] for fix in document["fixes"]], ["missing-comma"])
        self.assertEqual(document["fixes"][0]["line"], 4)
        self.assert_cursor(home.read("cursor"))

    def test_config_from_a_file(self):
        home = self.new_home(["cursor"])
        path = home.write("Downloads/mcp.json", SNIPPET)
        self.assert_exit(home.run("--install", "--config", path), 0)
        self.assert_cursor(home.read("cursor"))

    def test_config_from_the_environment(self):
        home = self.new_home(["cursor"])
        env = {"IRU_MCP_URL": URL, "IRU_X_API_KEY": KEY, "IRU_X_MCP_PROFILE": PROFILE}
        self.assert_exit(home.run("--install", "--from-env", env=env), 0)
        self.assert_cursor(home.read("cursor"))


class Choice(Values):
    def test_client(self):
        home = self.new_home()
        before = samples.fill(home)
        self.assert_exit(home.install(SNIPPET, "--client", "cursor", "--client", "codex"), 0)
        self.assertEqual(home.read("claude-desktop"), before["claude-desktop"])
        self.assert_cursor(home.read("cursor"))
        self.assert_codex(home.read("codex"))

    def test_unknown_client(self):
        home = self.new_home(harness.PLACES)
        result = home.install(SNIPPET, "--client", "netscape")
        self.assert_exit(result, 2)
        self.assertIn("netscape", result.errors)

    def test_file(self):
        home = self.new_home(["cursor"])
        path = home.write("project/.cursor/mcp.json", samples.CURSOR)
        self.assert_exit(home.install(SNIPPET, "--client", "cursor", "--file", path), 0)
        self.assert_cursor(home.read("project/.cursor/mcp.json"))
        self.assertFalse(home.exists("cursor"))

    def test_file_wants_one_client(self):
        home = self.new_home(["cursor"])
        path = os.path.join(home.path, "x.json")
        self.assert_exit(home.install(SNIPPET, "--file", path), 2)
        self.assertFalse(home.exists("x.json"))

    def test_server(self):
        home = self.new_home(["cursor"])
        two = json.dumps({"mcpServers": {
            "one": {"url": "https://one.example.com/mcp", "headers": {"Authorization": "Bearer a1b2c3d4e5"}},
            "two": {"url": "https://two.example.com/mcp", "headers": {"Authorization": "Bearer f6a7b8c9d0"}},
        }}).encode()
        self.assert_exit(home.install(two, "--server", "two"), 0)
        self.assertEqual(list(json.loads(home.read("cursor"))["mcpServers"]), ["two"])
        self.assert_exit(home.install(two), 0)
        self.assertEqual(set(json.loads(home.read("cursor"))["mcpServers"]), {"one", "two"})

    def test_command_lines_that_are_wrong(self):
        home = self.new_home(harness.PLACES)
        before = home.files()
        for args in (["--install"], ["--install", "--config"], ["--no-such-option"],
                     ["--install", "--remove"], ["--check", "--timeout", "soon"],
                     ["--check", "stray"], ["--install", "--from-env", "--config", "-"],
                     ["--check", "--platform", "beos"]):
            with self.subTest(args):
                result = home.run(*args)
                self.assert_exit(result, 2)
                self.assertTrue(result.err)
                self.assertEqual(result.out, b"")
        self.assertEqual(home.files(), before)


class DryRun(Values):
    def test_nothing_is_written(self):
        home = self.new_home()
        samples.fill(home)
        before = home.files()
        result = home.install(SNIPPET, "--dry-run")
        # Which of the two is a matter of this machine's Node.js.
        self.assertRegex(result.text, "npx: (the application finds it by itself|with its full path)")
        self.assert_exit(result, 0)
        self.assertEqual(home.files(), before)
        for client in harness.PLACES:
            self.assertIn(os.path.basename(harness.PLACES[client]), result.text)
        self.assertIn("\n+", result.text)
        self.assertIn("X-MCP-Profile", result.text)

    def test_json_has_the_diff_and_no_secret(self):
        home = self.new_home()
        samples.fill(home)
        before = home.files()
        result = home.install(SNIPPET, "--dry-run", "--json")
        self.assert_exit(result, 0)
        document = self.assert_document(result)
        self.assertEqual({row["client"] for row in document["changes"]}, set(harness.PLACES))
        for row in document["changes"]:
            self.assertEqual(row["action"], "added", row["client"])
            self.assertIsNone(row["backup"])
            self.assertIn("\n+", row["diff"])
        self.assertEqual(home.files(), before)
        self.assert_no_secret(home, KEY, samples.NEIGHBOUR_SECRET)

    def test_says_that_nothing_is_removed(self):
        home = self.new_home()
        samples.fill(home)
        result = home.run("--remove")
        self.assert_exit(result, 0)
        self.assertIn("nothing to remove", result.text)
        self.assert_exit(home.install(SNIPPET), 0)
        self.assertNotIn("nothing to remove", home.run("--remove").text)

    def test_remove_and_undo(self):
        home = self.new_home()
        samples.fill(home)
        self.assert_exit(home.install(SNIPPET), 0)
        self.assert_installed(home)
        before = home.files()
        for verb in ("--remove", "--undo"):
            with self.subTest(verb):
                self.assert_exit(home.run(verb, "--dry-run"), 0)
                self.assertEqual(home.files(), before)
        self.assert_no_secret(home, KEY, samples.NEIGHBOUR_SECRET)


class NextStep(Values):
    """What the last line of a run speaks of."""

    def test_of_an_install_and_a_removal(self):
        home = self.new_home()
        samples.fill(home)
        self.assertIn("“iru-mcp-setup --check” proves that it works; “iru-mcp-setup --undo” takes",
                      home.install(SNIPPET).text)
        removed = home.run("--remove").text
        self.assertIn("“iru-mcp-setup --undo” takes it back (backup ", removed)
        self.assertNotIn("proves that it works", removed)
        self.assertNotIn("open them again", home.run("--undo", "--dry-run").text)
        self.assertIn("open them again", home.run("--undo").text)


class Undo(Values):
    def test_gives_the_bytes_back(self):
        home = self.new_home()
        before = samples.fill(home)
        self.assert_exit(home.install(SNIPPET), 0)
        result = home.run("--undo", "--json")
        self.assert_exit(result, 0)
        actions = {row["action"] for row in self.assert_document(result)["changes"]}
        self.assertEqual(actions, {"restored"})
        for client, old in before.items():
            self.assertEqual(home.read(client), old, client)

    def test_files_that_did_not_exist_are_removed(self):
        home = self.new_home(["codex"])
        self.assert_exit(home.install(SNIPPET, "--client", "cursor", "--client", "codex"), 0)
        self.assert_cursor(home.read("cursor"))
        self.assert_exit(home.run("--undo"), 0)
        self.assertFalse(home.exists("cursor"))
        self.assertFalse(os.path.exists(os.path.dirname(home.place("cursor"))))
        self.assertFalse(home.exists("codex"))
        self.assertTrue(os.path.isdir(os.path.dirname(home.place("codex"))))

    def test_one_run_after_the_other(self):
        home = self.new_home()
        first = samples.fill(home)["cursor"]
        self.assert_exit(home.install(SNIPPET, "--client", "cursor"), 0)
        second = home.read("cursor")
        self.assert_exit(home.install(harness.snippet(URL, OTHER_KEY, PROFILE), "--client", "cursor"), 0)
        self.assert_exit(home.run("--undo"), 0)
        self.assertEqual(home.read("cursor"), second)
        self.assert_exit(home.run("--undo"), 0)
        self.assertEqual(home.read("cursor"), first)
        result = home.run("--undo")
        self.assert_exit(result, 0)
        self.assertTrue(result.out + result.err)
        self.assertEqual(home.read("cursor"), first)

    def test_a_run_by_its_id(self):
        home = self.new_home()
        before = samples.fill(home)
        run = self.assert_document(home.install(SNIPPET, "--client", "cursor", "--json"))
        self.assert_exit(home.install(SNIPPET, "--client", "codex"), 0)
        installed = home.read("codex")
        self.assert_exit(home.run("--undo", "--backup", run["changes"][0]["backup"]), 0)
        self.assertEqual(home.read("cursor"), before["cursor"])
        self.assertEqual(home.read("codex"), installed)

    def test_refused_where_somebody_else_has_written(self):
        home = self.new_home()
        before = samples.fill(home)
        self.assert_exit(home.install(SNIPPET), 0)
        changed = home.read("cursor") + b"\n"
        home.write("cursor", changed)
        result = home.run("--undo", "--json")
        self.assert_exit(result, 1)
        actions = {row["client"]: row["action"] for row in self.assert_document(result)["changes"]}
        self.assertEqual(actions, {**dict.fromkeys(samples.ALL, "restored"), "cursor": "refused"})
        self.assertEqual(home.read("cursor"), changed)
        self.assertEqual(home.read("codex"), before["codex"])

    def test_nothing_to_undo(self):
        home = self.new_home(harness.PLACES)
        result = home.run("--undo")
        self.assert_exit(result, 0)
        self.assertTrue(result.out + result.err)


class Remove(Values):
    def test_takes_the_entry_out(self):
        home = self.new_home()
        before = samples.fill(home)
        self.assert_exit(home.install(SNIPPET), 0)
        self.assert_exit(home.run("--remove"), 0)
        for client, old in before.items():
            with self.subTest(client):
                self.assertEqual(home.read(client), old)
        self.assert_exit(home.run("--undo"), 0)
        self.assert_installed(home)

    def test_nothing_to_remove(self):
        home = self.new_home()
        samples.fill(home)
        before = home.files()
        result = home.run("--remove")
        self.assert_exit(result, 0)
        self.assertTrue(result.out + result.err)
        self.assertEqual(home.files(), before)

    def test_only_the_named_server(self):
        home = self.new_home()
        samples.fill(home)
        self.assert_exit(home.install(SNIPPET), 0)
        self.assert_exit(home.run("--remove", "--server", "files"), 0)
        self.assertEqual(list(json.loads(home.read("cursor"))["mcpServers"]), ["notes", "iru"])
        self.assertEqual(list(tomllib.loads(home.read("codex").decode())["mcp_servers"]), ["iru_mcp"])


class Refused(Values):
    BROKEN = '{\n  "mcpServers": {\n    "a": {"url" "https://a.example.com/mcp"}}\n}}\n'

    def test_others_are_written(self):
        home = self.new_home()
        samples.fill(home)
        home.write("cursor", self.BROKEN)
        result = home.install(SNIPPET)
        self.assert_exit(result, 1)
        self.assertIn(home.place("cursor"), result.text + result.errors)
        self.assertRegex(result.text + result.errors, r"\b3\b")  # the line
        self.assertEqual(home.read("cursor"), self.BROKEN.encode())
        self.assert_claude(home.read("claude-desktop"))
        self.assert_codex(home.read("codex"))

    def test_json(self):
        home = self.new_home()
        samples.fill(home)
        home.write("cursor", self.BROKEN)
        result = home.install(SNIPPET, "--json")
        self.assert_exit(result, 1)
        actions = {row["client"]: row["action"] for row in self.assert_document(result)["changes"]}
        self.assertEqual(actions, {**dict.fromkeys(samples.ALL, "added"), "cursor": "refused"})

    def test_folder_that_cannot_be_written(self):
        home = self.new_home()
        home.write("cursor", samples.CURSOR)
        folder = os.path.dirname(home.place("cursor"))
        user = self.unprivileged(home)
        os.chmod(folder, 0o500)
        result = home.install(SNIPPET, user=user)
        self.assert_exit(result, 1)
        self.assertIn(home.place("cursor"), result.errors)
        self.assertEqual(home.read("cursor"), samples.CURSOR.encode())
        self.assertEqual(os.listdir(folder), ["mcp.json"])

    def test_cut_off_key(self):
        """Text that ends in the middle of the key is never made whole by guessing."""
        home = self.new_home(["cursor"])
        cut = SNIPPET[: SNIPPET.index(KEY.encode()) + 15]
        result = home.install(cut)
        self.assert_exit(result, 1)
        self.assertTrue(result.err)
        self.assertFalse(home.exists("cursor"))

    def test_placeholder(self):
        home = self.new_home(["cursor"])
        result = home.install(harness.snippet(URL, "sk_live:YOUR_API_KEY", "YOUR_PROFILE_ID"))
        self.assert_exit(result, 3)
        self.assertIn("placeholder", result.text)
        self.assertFalse(home.exists("cursor"))


class List(Values):
    def test_clients_and_what_they_hold(self):
        home = self.new_home()
        samples.fill(home)
        self.assert_exit(home.install(SNIPPET), 0)
        result = home.run("--list")
        self.assert_exit(result, 0)
        for client in harness.PLACES:
            self.assertIn(client, result.text)
        document = self.assert_document(home.run("--list", "--json"))
        self.assertLessEqual(set(harness.PLACES), {row["client"] for row in document["clients"]})
        self.assert_no_secret(home, KEY, samples.NEIGHBOUR_SECRET)

    def test_version_and_help(self):
        home = self.new_home()
        result = home.run("--version")
        self.assert_exit(result, 0)
        self.assertEqual(result.text, "iru-mcp-setup 0.1.0\n")
        result = home.run("--help")
        self.assert_exit(result, 0)
        for option in ("--install", "--check", "--remove", "--undo", "--list",
                       "--dry-run", "--help-all"):
            self.assertIn(option, result.text)
        everything = home.run("--help-all")
        self.assert_exit(everything, 0)
        for option in ("--install", "--offline", "--json"):
            self.assertIn(option, everything.text)


if __name__ == "__main__":
    harness.main()
