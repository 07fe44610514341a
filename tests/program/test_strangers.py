# test_strangers.py: projects that somebody else decides about, and programs that a file names
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import unittest

import harness

PROFILE = "5f0c2f9e-4f5b-4d1c-9a57-0d7f3c1e0001"
KEY = "sk_live:canary-9f31c2d7e6b84a50a1b2"
VARIABLES = {"IRU_X_API_KEY": KEY, "AWS_SECRET_ACCESS_KEY": "canary-aws-5f2d7e6b84a50a"}
SNIPPET = harness.snippet("https://acme.connect.iru.dev/mcp-server/connector/kandji/tools", KEY,
                          PROFILE)

# How an entry of a project asks for a value that does not stand in it.
ASKING = {
    "cursor": (".cursor/mcp.json", lambda url: {"mcpServers": {"iru": {
        "url": url, "headers": {"X-API-Key": "${env:AWS_SECRET_ACCESS_KEY}"}}}}),
    "claude-code": (".mcp.json", lambda url: {"mcpServers": {"iru": {
        "type": "http", "url": url, "headers": {"X-API-Key": "${IRU_X_API_KEY:-none}"}}}}),
    "claude-code, in the url": (".mcp.json", lambda url: {"mcpServers": {"iru": {
        "type": "http", "url": url + "?k=${IRU_X_API_KEY}", "headers": {}}}}),
    "claude-code, from the keyring": (".mcp.json", lambda url: {"mcpServers": {"iru": {
        "type": "http", "url": url, "headersHelper": "iru-mcp-setup --print-headers iru"}}}),
    "gemini-cli": (".gemini/settings.json", lambda url: {"mcpServers": {"iru": {
        "httpUrl": url, "headers": {"X-API-Key": "$IRU_X_API_KEY"}}}}),
    "opencode": ("opencode.json", lambda url: {"mcp": {"iru": {
        "type": "remote", "url": url, "headers": {"X-API-Key": "{env:IRU_X_API_KEY}"}}}}),
}


class Strangers(harness.Case):
    @classmethod
    def setUpClass(cls):
        cls.simulator = harness.Simulator()
        cls.addClassCleanup(cls.simulator.close)

    def new_project(self, place, content):
        home = self.new_home(["cursor", "claude-code", "gemini-cli", "opencode"])
        self.project = os.path.join(home.path, "site")
        home.write("site/" + place, json.dumps(content))
        self.simulator.forget()
        return home

    def check(self, home, *args, **options):
        result = home.run("--check", "--json", "--project", self.project, *args, env=VARIABLES,
                          **options)
        document = self.assert_document(result)
        self.ids = [finding["id"] for row in document["clients"] for finding in row["findings"]]
        self.assertNotIn(KEY, result.text + result.errors)
        return document

    def test_variables_go_to_addresses_of_the_user(self):
        for client, (place, make) in ASKING.items():
            with self.subTest(client):
                home = self.new_project(place, make(self.simulator.url))
                self.check(home)
                self.assertIn("project-address", self.ids)
                self.assertEqual(self.simulator.requests(), [])
                if "keyring" in client:
                    continue
                self.check(home, "--trust-project")
                self.assertNotIn("project-address", self.ids)
                self.assertNotEqual(self.simulator.requests(), [])

    def test_the_user_names_the_address_too(self):
        place, make = ASKING["cursor"]
        home = self.new_project(place, make(self.simulator.url))
        home.write("gemini-cli", json.dumps({"mcpServers": {"other": {
            "httpUrl": self.simulator.origin.upper().replace("HTTP", "http") + "/elsewhere"}}}))
        self.check(home)
        self.assertNotIn("project-address", self.ids)
        self.assertNotEqual(self.simulator.requests(), [])

    def test_the_configuration_names_the_address_too(self):
        place, make = ASKING["cursor"]
        home = self.new_project(place, make(self.simulator.url))
        self.check(home, "--config", "-",
                   stdin=harness.snippet(self.simulator.url, KEY, PROFILE))
        self.assertNotIn("project-address", self.ids)

    def test_another_port_is_another_address(self):
        place, make = ASKING["cursor"]
        home = self.new_project(place, make(self.simulator.url))
        host = self.simulator.origin.rpartition(":")[0]
        home.write("gemini-cli", json.dumps({"mcpServers": {"other": {"httpUrl": host + ":1/mcp"}}}))
        self.check(home)
        self.assertIn("project-address", self.ids)
        self.assertEqual(self.simulator.requests(), [])

    def test_a_key_that_stands_in_the_file_is_tried(self):
        home = self.new_project(".cursor/mcp.json", {"mcpServers": {"iru": {
            "url": self.simulator.url, "headers": {"X-API-Key": self.simulator.key("FULL")[0]}}}})
        self.check(home)
        self.assertNotIn("project-address", self.ids)
        self.assertNotEqual(self.simulator.requests(), [])

    def assert_left_out(self, home, *says):
        """Neither read nor written."""
        result = home.run("--check", "--project", self.project, "--client", "cursor", env=VARIABLES)
        for text in ("[project-untrusted]", *says):
            self.assertIn(text, result.text)
        self.assertEqual(self.simulator.requests(), [])
        before = home.read("site/.cursor/mcp.json")
        done = home.install(SNIPPET, "--project", self.project, "--client", "cursor")
        self.assert_exit(done, 1)
        self.assertEqual(home.read("site/.cursor/mcp.json"), before)

    def new_cursor_project(self):
        return self.new_project(".cursor/mcp.json", {"mcpServers": {"iru": {
            "url": self.simulator.url, "headers": {"X-API-Key": KEY}}}})

    def test_others_may_write(self):
        for place, mode in ((".cursor", 0o777), (".cursor", 0o1777), (".cursor/mcp.json", 0o666)):
            with self.subTest(place=place, mode=oct(mode)):
                home = self.new_cursor_project()
                os.chmod(os.path.join(self.project, place), mode)
                self.assert_left_out(home, "Other users may write to", place)

    def test_a_link_to_where_others_may_write(self):
        home = self.new_cursor_project()
        place = os.path.join(self.project, ".cursor", "mcp.json")
        other = os.path.join(home.path, "open")
        os.mkdir(other)
        os.rename(place, os.path.join(other, "mcp.json"))
        os.symlink(os.path.join(other, "mcp.json"), place)
        os.chmod(other, 0o777)
        self.assert_left_out(home, "Other users may write to", "open")

    def test_parents(self):
        """Claude Code's .mcp.json in the folders above."""
        home = self.new_project("inner/.keep", {})
        home.write("site/.mcp.json", json.dumps({"mcpServers": {"iru": {
            "type": "http", "url": self.simulator.url, "headers": {"X-API-Key": "${IRU_X_API_KEY}"}}}}))
        os.chmod(self.project, 0o777)
        self.project = os.path.join(self.project, "inner")
        self.check(home)
        self.assertIn("project-untrusted", self.ids)
        self.assertEqual(self.simulator.requests(), [])

    @unittest.skipUnless(os.geteuid() == 0, "only root may give files away")
    def test_another_owner(self):
        home = self.new_cursor_project()
        os.chown(os.path.join(self.project, ".cursor", "mcp.json"), harness.NOBODY, -1)
        self.assert_left_out(home, "belongs to the user")

    def test_new_file_where_others_may_write(self):
        home = self.new_home(["cursor"])
        self.project = os.path.join(home.path, "site")
        os.mkdir(self.project)
        os.chmod(self.project, 0o777)
        done = home.install(SNIPPET, "--project", self.project, "--client", "cursor")
        self.assert_exit(done, 1)
        self.assertIn("Other users may write to", done.text + done.errors)
        self.assertEqual(os.listdir(self.project), [])


@unittest.skipUnless(os.geteuid() == 0, "only root may give links away")
class OpenFolders(harness.Case):
    """What another user has laid into a folder like /tmp does not decide who gets a new file."""

    def new_open_folder(self, home, mode):
        folder = os.path.join(home.path, "open")
        os.mkdir(folder)
        os.chmod(folder, mode)
        return folder

    def assert_refused(self, home, place, leads_to, good):
        for arguments in (["--install", "--config", "-", "--client", "cursor", "--file", place],
                          ["--export", "mcpb", "--config", "-", "--output", place]):
            with self.subTest(arguments[0]):
                before = open(leads_to, "rb").read() if os.path.exists(leads_to) else None
                done = home.run(*arguments, stdin=SNIPPET)
                after = open(leads_to, "rb").read() if os.path.exists(leads_to) else None
                if good:
                    self.assert_exit(done, 0)
                    os.unlink(leads_to)
                else:
                    self.assertNotEqual(done.code, 0, str(done))
                    self.assertEqual(before, after)

    def test_links(self):
        for mode, owner, good in ((0o1777, harness.NOBODY, False), (0o777, harness.NOBODY, False),
                                  (0o1777, 0, True), (0o755, 0, True)):
            with self.subTest(mode=oct(mode), owner=owner):
                home = self.new_home(["cursor"])
                folder = self.new_open_folder(home, mode)
                theirs = os.path.join(home.path, "theirs")
                os.mkdir(theirs)
                os.chown(theirs, owner, -1)
                place = os.path.join(folder, "link.json")
                os.symlink(os.path.join(theirs, "new.json"), place)
                os.chown(place, owner, -1, follow_symlinks=False)
                self.assert_refused(home, place, os.path.join(theirs, "new.json"), good)

    def test_files(self):
        """A file that waits to be filled."""
        home = self.new_home(["cursor"])
        place = os.path.join(self.new_open_folder(home, 0o1777), "new.json")
        with open(place, "w", encoding="utf-8") as file:
            file.write("{}")
        os.chown(place, harness.NOBODY, -1)
        self.assert_refused(home, place, place, False)


if __name__ == "__main__":
    harness.main()
