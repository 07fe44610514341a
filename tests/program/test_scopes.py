# test_scopes.py: projects, folders, administrators, and files that nobody reads
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import subprocess

import harness
import samples

URL = "https://acme.connect.iru.dev/mcp-server/connector/kandji/tools"
OLD = "sk_live:canary-old1c2d7e6b84a50old1"
KEY = "sk_live:canary-9f31c2d7e6b84a50a1b2"
OTHER = "sk_live:canary-other2d7e6b84a5other"
PROFILE = "5f0c2f9e-4f5b-4d1c-9a57-0d7f3c1e0001"
SNIPPET = harness.snippet(URL, KEY, PROFILE)

# The clients whose projects have files, and where a new one is made.
PROJECT_FILES = {
    "cursor": ".cursor/mcp.json", "codex": ".codex/config.toml", "claude-code": ".mcp.json",
    "opencode": "opencode.json", "vscode": ".vscode/mcp.json",
    "gemini-cli": ".gemini/settings.json", "kiro": ".kiro/settings/mcp.json",
}
NO_REFERENCE = {"vscode"}


def entry(key, **more):
    return {"type": "http", "url": URL, "headers": {"X-API-Key": key, "X-MCP-Profile": PROFILE},
            **more}


class Scopes(harness.Case):
    def new_project(self, *clients):
        home = self.new_home(clients)
        self.project = os.path.join(home.path, "site")
        os.mkdir(self.project)
        return home

    def install(self, home, *args, text=SNIPPET, **options):
        return home.install(text, "--project", self.project, *args, **options)

    def rows(self, home, *args, **options):
        result = home.run("--check", "--offline", "--json", *args, **options)
        return self.assert_document(result)["clients"]

    def ids(self, row):
        return [finding["id"] for finding in row["findings"]]


class Project(Scopes):
    def test_every_client(self):
        """By reference, in the client's own dialect, and read back as the same server."""
        for client, place in PROJECT_FILES.items():
            if client in NO_REFERENCE:
                continue
            with self.subTest(client):
                home = self.new_project(client)
                result = self.install(home, "--json")
                self.assert_exit(result, 0)
                self.assertEqual(home.find(KEY), [])
                self.assertFalse(home.exists(client) and client != "gemini-cli")
                change, = self.assert_document(result)["changes"]
                self.assertEqual(change["file"], os.path.join(self.project, place))
                self.assertEqual([row["id"] for row in change["findings"]], ["env-unset"])
                found = self.rows(home, "--project", self.project, "--config", "-", stdin=SNIPPET,
                                  env={"IRU_X_API_KEY": KEY})
                self.assertEqual([(row["state"], row["scope"]) for row in found],
                                 [("ok", "project")])
                unset, = self.rows(home, "--project", self.project)
                self.assertIn("env-unset", self.ids(unset))
                again = self.install(home, "--json")
                self.assertEqual(self.assert_document(again)["changes"][0]["action"], "unchanged")
                self.assert_exit(home.run("--remove", "--project", self.project), 0)
                self.assertEqual(home.entries(client, f"site/{place}"), {})

    def test_clients_without_one_are_left_alone(self):
        home = self.new_project("claude-desktop", "windsurf")
        result = self.install(home, "--json")
        self.assert_exit(result, 1)
        self.assertFalse(home.exists("claude-desktop") or home.exists("windsurf"))

    def test_no_way_to_refer(self):
        home = self.new_project("vscode")
        result = self.install(home)
        self.assert_exit(result, 1)
        self.assertIn("--secrets=literal", result.errors)
        self.assertFalse(home.exists("site/.vscode/mcp.json"))
        self.assert_exit(self.install(home, "--secrets=literal"), 0)
        self.assertEqual(home.entries("vscode", "site/.vscode/mcp.json")["iru"], entry(KEY))

    def test_reference_on_request(self):
        """--secrets=env in the user's own file."""
        home = self.new_home(["codex", "claude-code", "claude-desktop"])
        result = home.install(SNIPPET, "--secrets=env", "--json")
        self.assert_exit(result, 1)
        actions = {row["client"]: row["action"] for row in self.assert_document(result)["changes"]}
        self.assertEqual(actions, {"codex": "created", "claude-code": "created",
                                   "claude-desktop": "refused"})
        self.assertEqual(home.entries("codex")["iru_mcp"]["env_http_headers"],
                         {"X-API-Key": "IRU_X_API_KEY"})
        self.assertEqual(home.entries("claude-code")["iru"]["headers"]["X-API-Key"],
                         "${IRU_X_API_KEY}")
        self.assertEqual(home.find(KEY), [])

    def test_bearer(self):
        """A bearer token's variable has the server's name."""
        text = json.dumps({"mcpServers": {"my-db": {
            "url": "https://api.igrisecurity.com/v1/mcp/my-db",
            "headers": {"Authorization": "Bearer ig_canary0123456789abcdef"}}}}).encode()
        home = self.new_project("codex", "claude-code", "opencode")
        self.assert_exit(self.install(home, text=text), 0)
        self.assertEqual(home.entries("codex", "site/.codex/config.toml")["my-db"],
                         {"url": "https://api.igrisecurity.com/v1/mcp/my-db",
                          "bearer_token_env_var": "MY_DB_TOKEN"})
        self.assertEqual(home.entries("claude-code", "site/.mcp.json")["my-db"]["headers"],
                         {"Authorization": "Bearer ${MY_DB_TOKEN}"})
        self.assertEqual(home.entries("opencode", "site/opencode.json")["my-db"]["headers"],
                         {"Authorization": "Bearer {env:MY_DB_TOKEN}"})
        self.assertEqual(home.find("ig_canary0123456789abcdef"), [])

    def test_key_gives_way_to_a_reference(self):
        home = self.new_project("codex")
        self.assert_exit(self.install(home, "--secrets=literal"), 0)
        self.assertEqual(home.find(KEY), ["home/site/.codex/config.toml"])
        self.assert_exit(self.install(home), 0)
        self.assertNotIn(KEY.encode(), home.read("site/.codex/config.toml"))

    def test_reference_of_its_own_stays(self):
        home = self.new_project("cursor")
        home.write("site/.cursor/mcp.json",
                   json.dumps({"mcpServers": {"iru": entry("${env:OUR_KEY}")}}))
        before = home.read("site/.cursor/mcp.json")
        self.assert_exit(self.install(home), 0)
        self.assertEqual(home.read("site/.cursor/mcp.json"), before)

    def test_no_project_file(self):
        """A client that has none is not set up for everyone instead."""
        home = self.new_project("claude-desktop")
        result = self.install(home, "--client", "claude-desktop")
        self.assert_exit(result, 1)
        self.assertIn("--project", result.errors)
        self.assertFalse(home.exists("claude-desktop"))

    def test_home_as_a_project(self):
        """Where both are the same file, it is the user's own."""
        home = self.new_home(["cursor", "claude-code"])
        self.assert_exit(home.install(SNIPPET, "--project", home.path), 0)
        self.assertEqual(home.entries("cursor")["iru"]["headers"]["X-API-Key"], KEY)
        self.assertEqual(home.entries("claude-code", ".mcp.json")["iru"]["headers"]["X-API-Key"],
                         "${IRU_X_API_KEY}")
        self.assertFalse(home.exists("claude-code"))

    def test_usage(self):
        home = self.new_project("cursor")
        for args in (["--check", "--project", "/nowhere/at/all"], ["--undo", "--project", "."],
                     ["--check", "--project", ".", "--root", "/"], ["--check", "--everywhere"],
                     ["--list", "--secrets=env"]):
            self.assert_exit(home.run(*args), 2)
        self.assert_exit(home.install(SNIPPET, "--secrets=plain"), 2)


class Repository(Scopes):
    def git(self, *args):
        try:
            subprocess.run(["git", "-C", self.project, "-c", "user.name=a", "-c", "user.email=a@b.c",
                            *args], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                           env={"PATH": os.environ["PATH"], "HOME": self.project})
        except FileNotFoundError:
            if harness.CI:
                raise
            self.skipTest("git is missing")

    def warned(self, home):
        rows = self.rows(home, "--project", self.project)
        return any("secret-in-repository" in self.ids(row) for row in rows)

    def test_states(self):
        """As git itself has it, with real repositories."""
        for name, ignore, version, add, warned in (
                ("untracked", "", "2", False, True),
                ("tracked", "", "2", True, True),
                ("tracked although ignored", ".mcp.json\n", "2", True, True),
                ("tracked, in an index that packs names", "", "4", True, True),
                ("ignored", "*.log\n.mcp.json\n", "2", False, False),
                ("ignored by a pattern", "/.mcp.*\n", "2", False, False),
                ("let in again", ".mcp.*\n!.mcp.json\n", "2", False, True),
                ("for folders only", ".mcp.json/\n", "2", False, True),
                ("a comment", "#.mcp.json\n", "2", False, True)):
            with self.subTest(name):
                home = self.new_project("claude-code")
                home.write("site/.mcp.json", json.dumps({"mcpServers": {"iru": entry(KEY)}}))
                self.git("init", "-q")
                self.git("config", "index.version", version)
                home.write("site/.gitignore", ignore)
                if add:
                    self.git("add", "-f", ".mcp.json")
                self.assertEqual(self.warned(home), warned)

    def test_below_a_folder(self):
        """A file in a folder that is ignored, and patterns of that folder's own."""
        for pattern, where, warned in ((".cursor/\n", ".gitignore", False),
                                       ("**/mcp.json\n", ".gitignore", False),
                                       ("mcp.json\n", ".cursor/.gitignore", False),
                                       (".cursor/*.toml\n", ".gitignore", True),
                                       ("/.curso[a-z]/m?p.json\n", ".gitignore", False),
                                       (".cursor/mcp[!a].json\n", ".gitignore", True),
                                       (".cursor/mcp(json\n[\n", ".gitignore", True),
                                       ("*a" * 30 + "\n" + "x" * 5000 + "\n", ".gitignore", True),
                                       (".cursor\n", ".git/info/exclude", False)):
            with self.subTest(pattern):
                home = self.new_project("cursor")
                home.write("site/.cursor/mcp.json", json.dumps({"mcpServers": {"iru": entry(KEY)}}))
                self.git("init", "-q")
                home.write(f"site/{where}", pattern)
                self.assertEqual(self.warned(home), warned)
                asked = subprocess.run(["git", "-C", self.project, "check-ignore", "-q",
                                        ".cursor/mcp.json"], check=False)
                self.assertEqual(asked.returncode, 1 if warned else 0)

    def test_store_elsewhere(self):
        """Of a submodule or a second work tree ".git" is a file that names the folder."""
        for exclude, add, text, warned in (
                ("", False, None, True), (".mcp.json\n", False, None, False),
                (".mcp.json\n", True, None, True), ("", False, "nonsense\n", False)):
            with self.subTest(exclude=exclude, add=add, text=text):
                home = self.new_project("claude-code")
                home.write("site/.mcp.json", json.dumps({"mcpServers": {"iru": entry(KEY)}}))
                self.git("init", "-q", "--separate-git-dir", os.path.join(home.path, "store"))
                self.assertTrue(os.path.isfile(os.path.join(self.project, ".git")))
                home.write("store/info/exclude", exclude)
                if add:
                    self.git("add", "-f", ".mcp.json")
                if text is not None:
                    home.write("site/.git", text)
                self.assertEqual(self.warned(home), warned)

    def test_reference_is_no_secret(self):
        home = self.new_project("claude-code")
        self.git("init", "-q")
        self.assert_exit(self.install(home), 0)
        self.assertFalse(self.warned(home))
        result = self.install(home, "--secrets=literal", "--json")
        self.assertIn("secret-in-repository",
                      [row["id"] for row in self.assert_document(result)["changes"][0]["findings"]])
        self.assertTrue(self.warned(home))


class Shadowing(Scopes):
    def test_project_before_user(self):
        for client, place in (("cursor", ".cursor/mcp.json"), ("claude-code", ".mcp.json")):
            with self.subTest(client):
                home = self.new_project(client)
                home.write(client, json.dumps({"mcpServers": {"iru": entry(KEY)}}))
                home.write(f"site/{place}", json.dumps({"mcpServers": {"iru": entry(OTHER)}}))
                rows = {row["scope"]: row for row in self.rows(home, "--project", self.project)}
                self.assertIn("server-shadowed", self.ids(rows["user"]))
                self.assertNotIn("server-shadowed", self.ids(rows["project"]))
                self.assertEqual({row["scope"] for row in self.rows(home)}, {"user"})

    def test_parents(self):
        """Claude Code looks in each folder above; the nearest counts."""
        home = self.new_project("claude-code")
        inner = os.path.join(self.project, "a", "b")
        os.makedirs(inner)
        home.write("site/.mcp.json", json.dumps({"mcpServers": {"iru": entry(OTHER)}}))
        home.write("site/a/.mcp.json", json.dumps({"mcpServers": {"iru": entry(KEY)}}))
        rows = self.rows(home, "--project", inner)
        self.assertEqual({os.path.relpath(row["file"], self.project): "server-shadowed" in self.ids(row)
                          for row in rows}, {"a/.mcp.json": False, ".mcp.json": True})

    def test_same_values_are_no_warning(self):
        home = self.new_project("cursor")
        for where in ("cursor", "site/.cursor/mcp.json"):
            home.write(where, json.dumps({"mcpServers": {"iru": entry(KEY)}}))
        result = home.run("--check", "--offline", "--project", self.project, "--json")
        self.assertNotIn("server-shadowed", self.findings(self.assert_document(result), "warning"))


class Rotation(Scopes):
    def fill(self, home):
        """The old key under four names in four places; another one beside it."""
        home.write("cursor", json.dumps({"mcpServers": {"iru": entry(OLD)}}))
        home.write("claude-code", json.dumps({
            "projects": {"/srv/a": {"mcpServers": {"fleet": entry(OLD)}},
                         "/srv/b": {"mcpServers": {"other": entry(OTHER)}}},
            "mcpServers": {"kandji": entry(OLD), "second": entry(OLD)}}))
        home.write("site/.mcp.json", json.dumps({"mcpServers": {"shared": entry(OLD)}}))

    def test_every_place_that_holds_the_old_key(self):
        home = self.new_project("cursor", "claude-code")
        self.fill(home)
        result = home.install(SNIPPET, "--json")
        self.assert_exit(result, 0)
        files = [name for name in home.find(OLD) if ".local/state" not in name]
        self.assertEqual(files, ["home/site/.mcp.json"])
        document = json.loads(home.read("claude-code"))
        self.assertEqual(document["mcpServers"], {"kandji": entry(KEY), "second": entry(KEY)})
        self.assertEqual(document["projects"]["/srv/a"]["mcpServers"], {"fleet": entry(KEY)})
        self.assertEqual(document["projects"]["/srv/b"]["mcpServers"], {"other": entry(OTHER)})
        entries = {(row["client"], row["scope"]): row["entries"]
                   for row in self.assert_document(result)["changes"]}
        self.assertEqual(entries, {("cursor", "user"): ["iru"],
                                   ("claude-code", "user"): ["kandji", "second", "fleet"]})
        text = home.run("--undo").text
        self.assertIn(".claude.json", text)
        self.assertIn("“kandji”, “second”, “fleet”", home.install(SNIPPET).text)

    def test_only_one_folder_has_it(self):
        """Where nobody has it for everywhere, what a folder has of that url is what it was."""
        home = self.new_project("claude-code")
        home.write("claude-code", json.dumps({"projects": {"/srv/a": {"mcpServers": {
            "iru": entry(OLD)}}}}))
        self.assert_exit(home.install(SNIPPET), 0)
        document = json.loads(home.read("claude-code"))
        self.assertEqual(document["projects"]["/srv/a"]["mcpServers"], {"iru": entry(KEY)})
        self.assertEqual(document["mcpServers"], {"iru": {**entry(KEY)}})

    def test_project_with_it(self):
        """With --project the user's own files have the same key changed, and nothing else."""
        home = self.new_project("cursor", "claude-code")
        self.fill(home)
        self.assert_exit(self.install(home, "--secrets=literal"), 0)
        self.assertEqual([name for name in home.find(OLD) if ".local/state" not in name], [])
        self.assertEqual(json.loads(home.read("site/.mcp.json"))["mcpServers"],
                         {"shared": entry(KEY)})

    def test_project_leaves_another_key_alone(self):
        home = self.new_project("cursor")
        home.write("cursor", json.dumps({"mcpServers": {"iru": entry(OTHER)}}))
        before = home.read("cursor")
        self.assert_exit(self.install(home), 0)
        self.assertEqual(home.read("cursor"), before)

    def test_list_says_which_key_sits_where(self):
        home = self.new_project("cursor", "claude-code")
        self.fill(home)
        result = home.run("--list", "--project", self.project, "--all-servers", "--json")
        rows = self.assert_document(result)["clients"]
        shown = {(row["server"], row["scope"]): row["keys"] for row in rows if row.get("keys")}
        old, other = ([{"name": "X-API-Key", "shown": f"sk_live:…{key[-4:]}"}] for key in (OLD, OTHER))
        self.assertEqual(shown, {("iru", "user"): old, ("kandji", "user"): old,
                                 ("second", "user"): old, ("fleet", "local"): old,
                                 ("other", "local"): other, ("shared", "project"): old})
        self.assertIn(f"key: X-API-Key sk_live:…{OLD[-4:]}", home.run("--list").text)
        self.assert_no_secret(home, OLD, OTHER)

    def test_remove_everywhere(self):
        home = self.new_project("cursor", "claude-code")
        self.fill(home)
        home.write(".claude/mcp.json", json.dumps({"mcpServers": {"iru": entry(OLD)}}))
        self.assert_exit(home.run("--remove"), 0)
        self.assertIn("fleet", home.read("claude-code").decode())
        self.assert_exit(home.run("--undo"), 0)
        self.assert_exit(home.run("--remove", "--everywhere", "--project", self.project), 0)
        self.assertEqual([name for name in home.find(OLD) if ".local/state" not in name], [])


    def test_remove_everywhere_by_name(self):
        """What holds the same values goes with it, whatever its name; another server stays."""
        home = self.new_project("cursor", "claude-code")
        other = {"type": "http", "url": "https://x.example.com/mcp", "headers": {"K": OLD}}
        same = {"type": "http", "url": "https://y.example.com/mcp", "headers": {"K": KEY}}
        home.write("cursor", json.dumps({"mcpServers": {"one": same, "two": other}}))
        home.write("claude-code", json.dumps({"mcpServers": {"three": same, "four": other}}))
        self.assert_exit(home.run("--remove", "--everywhere", "--server", "one"), 0)
        self.assertEqual(home.entries("cursor"), {"two": other})
        self.assertEqual(home.entries("claude-code"), {"four": other})


class Unread(Scopes):
    def test_wrong_root(self):
        """An article's entry under mcpServers, where the client calls it otherwise."""
        for client in ("opencode", "vscode", "zed"):
            with self.subTest(client):
                home = self.new_home([client])
                home.write(client, json.dumps({"mcpServers": {"iru": entry(OLD)}}))
                result = home.run("--check", "--offline", "--json")
                self.assert_exit(result, 3)
                self.assertIn("server-unread", self.findings(self.assert_document(result), "error"))
                self.assert_exit(home.install(SNIPPET), 0)
                document = self.assert_document(home.run("--check", "--offline", "--json"))
                self.assertIn("server-unread", self.findings(document, "warning"))
                self.assert_exit(home.install(SNIPPET, "--everywhere"), 0)
                self.assertEqual(json.loads(home.read(client))["mcpServers"], {})
                document = self.assert_document(home.run("--check", "--offline", "--json"))
                self.assertEqual(self.findings(document, "warning"), [])

    def test_broken_file_that_nobody_reads(self):
        home = self.new_home(["claude-code"])
        home.write(".claude/settings.json", "{")
        self.assert_exit(home.install(SNIPPET), 0)
        self.assert_exit(home.run("--check", "--offline"), 0)


class Managed(Scopes):
    def test_never_written(self):
        """The administrator's file is shown, shadows the others and stays as it is."""
        for platform, users, place in (
                ("linux", "home", "etc/claude-code/managed-mcp.json"),
                ("macos", "Users", "Library/Application Support/ClaudeCode/managed-mcp.json"),
                ("windows", "Users", "Program Files/ClaudeCode/managed-mcp.json")):
            with self.subTest(platform):
                home = self.new_home()
                managed = home.write(f"disk/{place}", json.dumps({"mcpServers": {"iru": entry(OLD)}}))
                home.write(f"disk/{users}/ann/.claude.json", json.dumps({"mcpServers": {}}))
                where = ["--root", os.path.join(home.path, "disk"), "--platform", platform]
                before = harness.digest(managed)
                result = home.install(SNIPPET, *where, "--json")
                self.assert_exit(result, 0)
                findings = {row["client"] + os.path.basename(row["file"].replace("\\", "/")):
                            [finding["id"] for finding in row["findings"]]
                            for row in self.assert_document(result)["changes"]}
                self.assertEqual(findings["claude-codemanaged-mcp.json"], ["file-managed"])
                rows = self.rows(home, *where)
                self.assertEqual([row["scope"] for row in rows if "server-shadowed" in self.ids(row)],
                                 ["user"])
                home.run("--remove", "--everywhere", *where)
                self.assertEqual(harness.digest(managed), before)


class Environment(Scopes):
    """Variables that move a client's files."""

    def test_variables(self):
        for client, variable, value, place in (
                ("claude-code", "CLAUDE_CONFIG_DIR", "cfg", "cfg/.claude.json"),
                ("copilot-cli", "COPILOT_HOME", "cop", "cop/mcp-config.json"),
                ("gemini-cli", "GEMINI_CLI_HOME", "gem", "gem/.gemini/settings.json"),
                ("opencode", "XDG_CONFIG_HOME", "xdg", "xdg/opencode/opencode.json")):
            with self.subTest(client):
                home = self.new_home()
                env = {variable: os.path.join(home.path, value)}
                self.assert_exit(home.install(SNIPPET, "--client", client, env=env), 0)
                self.assertIn(KEY.encode(), home.read(place))
                self.assertFalse(home.exists(client))

    def test_opencode_config(self):
        """A file of the user's choice counts more than the usual one."""
        home = self.new_home(["opencode"])
        home.write("opencode", json.dumps({"mcp": {"iru": {**entry(KEY), "type": "remote"}}}))
        home.write("mine.json", json.dumps({"mcp": {"iru": {**entry(OTHER), "type": "remote"}}}))
        env = {"OPENCODE_CONFIG": os.path.join(home.path, "mine.json")}
        rows = self.rows(home, env=env)
        self.assertEqual([os.path.basename(row["file"]) for row in rows
                          if "server-shadowed" in self.ids(row)], ["opencode.json"])


class Neighbours(Scopes):
    def test_key_in_brackets(self):
        """A key that is dressed up as a reference, or stands for one, is a key."""
        for value in ("${%s}", "${NOT_SET:-%s}", "{env:%s}", "Bearer ${X} %s"):
            with self.subTest(value):
                home = self.new_home(["cursor", "claude-code"])
                for client in ("cursor", "claude-code"):
                    home.write(client, json.dumps({"mcpServers": {"iru": entry(value % OLD)}},
                                                  indent=2))
                for args in (["--list"], ["--list", "--json"], ["--check", "--offline", "--json"],
                             ["--remove", "--dry-run"], ["--remove", "--dry-run", "--json"]):
                    home.run(*args)
                self.assert_no_secret(home, OLD, OLD[8:-4])

    def test_no_secret_of_anybody_in_a_diff(self):
        """All samples: what stands beside the entry is masked as well, a client's own key too."""
        home = self.new_home()
        samples.fill(home)
        home.install(SNIPPET, "--dry-run")
        home.install(SNIPPET, "--dry-run", "--json")
        self.assert_no_secret(home, samples.NEIGHBOUR_SECRET, KEY)


if __name__ == "__main__":
    harness.main()
