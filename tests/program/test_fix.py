# test_fix.py: what a check finds, fixed with the values that are in the files
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import stat

import harness

URL = "https://acme.connect.iru.dev/mcp-server/connector/kandji/tools"
KEY = "sk_live:canary-9f31c2d7e6b84a50a1b2"
PROFILE = "5f0c2f9e-4f5b-4d1c-9a57-0d7f3c1e0001"
HEADERS = {"X-API-Key": KEY, "X-MCP-Profile": PROFILE}
GOOD = {"url": URL, "headers": HEADERS}
OTHER = {"command": "other-server", "args": ["--token", "not-ours"]}


def cursor(entry, **servers):
    return json.dumps({"mcpServers": {"iru": entry, **servers}}, indent=2) + "\n"


# Name: client, file, mode, ids that are fixed.
FIXED = {
    "mode": ("cursor", cursor(GOOD), 0o644, {"file-permissions"}),
    "url field of another client": (
        "cursor", cursor({"serverUrl": URL, "headers": HEADERS}), 0o600, {"wrong-field"}),
    "space after a value": (
        "cursor", cursor({"url": URL, "headers": {**HEADERS, "X-API-Key": KEY + " "}}), 0o600,
        {"value-whitespace"}),
    "comma missing": (
        "cursor", cursor(GOOD, other=OTHER).replace("},\n    \"other\"", "}\n    \"other\""), 0o600,
        {"file-syntax", "missing-comma"}),
    "switched off": (
        "opencode", json.dumps({"mcp": {"iru": {"type": "remote", "enabled": False, **GOOD}}}),
        0o600, {"server-disabled"}),
    "type missing": ("opencode", json.dumps({"mcp": {"iru": GOOD}}), 0o600, {"wrong-field"}),
    "type of another client": (
        "opencode", json.dumps({"mcp": {"iru": {"type": "http", **GOOD}}}), 0o600,
        {"wrong-transport"}),
    "twice": ("cursor", cursor(GOOD, iru2=GOOD), 0o600, {"server-duplicate"}),
    "URL in Claude Desktop": ("claude-desktop", cursor(GOOD), 0o600, {"wrong-transport"}),
    "all at once": (
        "cursor", cursor({"serverUrl": URL + " ", "headers": HEADERS}, other=OTHER), 0o644,
        {"file-permissions", "wrong-field", "value-whitespace"}),
}

# What has no single right answer, or would lose something.
LEFT = {
    "URL and command": ("cursor", cursor({"url": URL, "command": "npx", "headers": HEADERS})),
    "key in a field that would go": (
        "codex", f'[mcp_servers.iru_mcp]\nurl = "{URL}"\nbearer_token = "{KEY}"\n'),
    "headers in a list": (
        "cursor", cursor({"serverUrl": URL, "headers": [f"X-API-Key: {KEY}"]})),
    "neither URL nor command": ("cursor", cursor({"headers": HEADERS})),
    "two entries with different keys": (
        "cursor", cursor(GOOD, iru2={"url": URL, "headers": {**HEADERS, "X-API-Key": KEY + "x"}})),
    "cut off": ("cursor", cursor(GOOD)[:-8]),
    "empty": ("continue", ""),
}


def ids(findings, fixable=True):
    return {f["id"] for f in findings if f.get("fixable", False) == fixable}


class Fix(harness.Case):
    def fix(self, home, client, *args):
        result = home.run("--fix", "--json", "--client", client, *args)
        self.assert_document(result)
        return result.json()

    def check(self, home, client):
        result = home.run("--check", "--offline", "--json", "--client", client)
        self.assert_document(result)
        return [f for c in result.json()["clients"] for f in c["findings"]]

    def test_each_fix(self):
        """Said by a check, shown, applied, not repeated, and undone to the byte."""
        for name, (client, text, mode, fixed) in FIXED.items():
            with self.subTest(name):
                home = self.new_home([client])
                home.write(client, text, mode)
                before = home.read(client)
                found = ids(self.check(home, client))
                self.assertEqual(found, fixed - {"missing-comma"})
                files = home.files()
                shown = self.fix(home, client, "--dry-run")
                self.assertEqual({f["id"] for f in shown["fixes"]}, fixed)
                self.assertEqual(home.files(), files)
                self.assertNotIn(KEY, json.dumps(shown))
                done = self.fix(home, client)
                self.assertEqual({f["id"] for f in done["fixes"]}, fixed)
                self.assertEqual(stat.S_IMODE(os.stat(home.place(client)).st_mode), 0o600)
                self.assertFalse(fixed & {f["id"] for f in self.check(home, client)})
                after = home.files()
                self.assertEqual(self.fix(home, client)["changes"], [])
                self.assertEqual(home.files(), after)
                self.assert_exit(home.run("--undo"), 0)
                self.assertEqual(home.read(client), before)
                self.assertEqual(stat.S_IMODE(os.stat(home.place(client)).st_mode), mode)

    def test_what_is_left(self):
        """The file keeps each byte, and the check does not promise a fix."""
        for name, (client, text) in LEFT.items():
            with self.subTest(name):
                home = self.new_home([client])
                home.write(client, text)
                self.assertEqual(ids(self.check(home, client)), set())
                self.fix(home, client)
                self.assertEqual(home.read(client), text.encode())

    def test_neighbours(self):
        """Other servers keep their bytes, their mistakes and their keys."""
        home = self.new_home(["cursor"])
        neighbour = {"serverUrl": "https://x.example/mcp", "headers": {"Authorization": "Bearer x "}}
        home.write("cursor", cursor({"serverUrl": URL, "headers": HEADERS}, other=neighbour))
        self.fix(home, "cursor")
        self.assertEqual(json.loads(home.read("cursor"))["mcpServers"]["other"], neighbour)
        self.fix(home, "cursor", "--server", "other")
        fixed = json.loads(home.read("cursor"))["mcpServers"]
        self.assertEqual(fixed["other"]["url"], "https://x.example/mcp")
        self.assertEqual(fixed["other"]["headers"], {"Authorization": "Bearer x"})
        self.assertEqual(fixed["iru"], GOOD)

    def test_reference(self):
        """A reference to a variable stays one, whatever the variable has now."""
        home = self.new_home(["cursor"])
        headers = {**HEADERS, "X-API-Key": "${env:IRU_X_API_KEY}"}
        home.write("cursor", cursor({"serverUrl": URL, "headers": headers}))
        home.run("--fix", "--client", "cursor", env={"IRU_X_API_KEY": KEY})
        self.assertEqual(json.loads(home.read("cursor"))["mcpServers"]["iru"],
                         {"url": URL, "headers": headers})

    def test_link(self):
        """The mode of the file itself changes; the link stays a link."""
        home = self.new_home(["cursor"])
        real = home.path_of("dotfiles/mcp.json")
        home.write("dotfiles/mcp.json", cursor(GOOD), 0o640)
        os.makedirs(os.path.dirname(home.place("cursor")), exist_ok=True)
        os.symlink(real, home.place("cursor"))
        self.fix(home, "cursor")
        self.assertTrue(os.path.islink(home.place("cursor")))
        self.assertEqual(stat.S_IMODE(os.stat(real).st_mode), 0o600)

    def test_made_stricter_since(self):
        """An undo gives the mode back only to a file that still has the one of the fix."""
        home = self.new_home(["cursor"])
        home.write("cursor", cursor(GOOD), 0o644)
        self.fix(home, "cursor")
        os.chmod(home.place("cursor"), 0o400)
        self.assert_exit(home.run("--undo"), 0)
        self.assertEqual(stat.S_IMODE(os.stat(home.place("cursor")).st_mode), 0o400)

    def test_usage(self):
        home = self.new_home(["cursor"])
        self.assert_exit(home.run("--fix", "--config", "x"), 2)
        self.assert_exit(home.run("--fix", "--check"), 2)
        self.assert_exit(self.new_home().run("--fix"), 1)


harness.main()
