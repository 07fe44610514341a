# test_platforms.py: other systems' files, from a folder that holds them
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import re
import tomllib

import harness
import samples

URL = "https://acme.connect.iru.dev/mcp-server/connector/kandji/tools"
KEY = "sk_live:canary-9f31c2d7e6b84a50a1b2"
PROFILE = "5f0c2f9e-4f5b-4d1c-9a57-0d7f3c1e0001"
SNIPPET = harness.snippet(URL, KEY, PROFILE)

CLASSIC = "AppData/Roaming/Claude/claude_desktop_config.json"
MSIX = ("AppData/Local/Packages/Claude_pzs8sxrjxfjjc/LocalCache/Roaming/Claude/"
        "claude_desktop_config.json")

# Where homes are on a platform.
USERS = {"linux": "home", "macos": "Users", "windows": "Users"}

# Platform -> where homes are, and the place of each client's file in one.
PLATFORMS = {
    platform: (users, {name: row["places"][platform] for name, row in harness.CLIENTS.items()
                       if platform in row["places"]})
    for platform, users in USERS.items()
}
SAMPLES = {**samples.ALL, **samples.ELSEWHERE}


class Disk:
    """A mounted disk, or a profile that was collected from elsewhere."""

    def __init__(self, case, platform):
        self.home = case.new_home()
        self.platform = platform
        self.root = os.path.join(self.home.root, "disk")
        self.users, self.places = PLATFORMS[platform]
        os.mkdir(self.root)

    def path(self, user, place):
        return os.path.join(self.root, self.users, user, self.places.get(place, place))

    def add(self, user, place, text=None):
        path = self.path(user, place)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if text is not None:
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(text)
        return path

    def read(self, user, place):
        with open(self.path(user, place), "rb") as file:
            return file.read()

    def run(self, *args, **options):
        return self.home.run(*args, "--root", self.root, "--platform", self.platform, **options)

    def install(self, *args):
        return self.run("--install", "--config", "-", *args, stdin=SNIPPET)


class Platforms(harness.Case):
    def new_disk(self, platform):
        return Disk(self, platform)

    def test_install_check_undo(self):
        for platform in PLATFORMS:
            with self.subTest(platform):
                disk = self.new_disk(platform)
                texts = {client: SAMPLES[client] for client in disk.places}
                for client, text in texts.items():
                    disk.add("ann", client, text)
                self.assert_exit(disk.install("--user", "ann"), 0)
                claude = json.loads(disk.read("ann", "claude-desktop"))["mcpServers"]["iru"]
                self.assertEqual(claude["env"]["IRU_X_API_KEY"], KEY)
                cursor = json.loads(disk.read("ann", "cursor"))["mcpServers"]["iru"]
                self.assertEqual(cursor["url"], URL)
                codex = tomllib.loads(disk.read("ann", "codex").decode())["mcp_servers"]["iru_mcp"]
                self.assertEqual(codex["url"], URL)
                result = disk.run("--check", "--offline", "--user", "ann", "--json")
                document = self.assert_document(result)
                self.assertEqual({row["state"] for row in document["clients"]}, {"ok"}, str(result))
                self.assertEqual({row["client"] for row in document["clients"]}, set(texts))
                for client in texts:
                    self.assertIn(KEY.encode(), disk.read("ann", client), client)
                self.assert_exit(disk.run("--undo"), 0)
                for client, text in texts.items():
                    self.assertEqual(disk.read("ann", client), text.encode(), client)

    def test_every_client_on_its_own(self):
        """A new file in each client's place on each platform, and out of it again."""
        for platform, (_, places) in PLATFORMS.items():
            for client, place in places.items():
                with self.subTest(platform=platform, client=client):
                    disk = self.new_disk(platform)
                    os.makedirs(os.path.join(disk.root, disk.users, "ann"))
                    self.assert_exit(disk.install("--user", "ann", "--client", client), 0)
                    self.assertTrue(os.path.isfile(disk.path("ann", place)))
                    result = disk.run("--check", "--offline", "--user", "ann", "--json")
                    rows = self.assert_document(result)["clients"]
                    self.assertEqual([(row["client"], row["state"]) for row in rows if row["server"]
                                      and row["state"] == "ok"], [(client, "ok")], str(result))
                    self.assert_exit(disk.run("--remove", "--user", "ann"), 0)
                    self.assertNotIn(KEY.encode(), disk.read("ann", client))

    def test_line_ends_of_a_new_file(self):
        """A file that is new on Windows is readable by our own check again."""
        disk = self.new_disk("windows")
        os.makedirs(os.path.dirname(disk.path("ann", "cursor")))
        self.assert_exit(disk.install("--user", "ann"), 0)
        self.assertEqual(json.loads(disk.read("ann", "cursor"))["mcpServers"]["iru"]["url"], URL)

    def test_npx_on_windows(self):
        disk = self.new_disk("windows")
        disk.add("ann", "claude-desktop")
        self.assert_exit(disk.install("--user", "ann"), 0)
        entry = json.loads(disk.read("ann", "claude-desktop"))["mcpServers"]["iru"]
        self.assertEqual(entry["command"], "C:\\Program Files\\nodejs\\npx.cmd")
        self.assertFalse([arg for arg in entry["args"] if " " in arg])

    def test_msix(self):
        """Where the package's folder is there, it is what Claude Desktop reads."""
        disk = self.new_disk("windows")
        classic = disk.add("ann", CLASSIC, samples.CLAUDE)
        disk.add("ann", MSIX)
        self.assert_exit(disk.install("--user", "ann", "--client", "claude-desktop"), 0)
        self.assertIn("iru", json.loads(disk.read("ann", MSIX))["mcpServers"])
        with open(classic, "rb") as file:
            self.assertEqual(file.read(), samples.CLAUDE.encode())

    def test_every_home(self):
        for platform in PLATFORMS:
            with self.subTest(platform):
                disk = self.new_disk(platform)
                disk.add("ann", "cursor", samples.CURSOR)
                disk.add("ben", "codex", samples.CODEX)
                self.assert_exit(disk.install(), 0)
                self.assertIn("iru", json.loads(disk.read("ann", "cursor"))["mcpServers"])
                self.assertIn("iru_mcp", tomllib.loads(disk.read("ben", "codex").decode())["mcp_servers"])
                self.assertFalse(os.path.exists(disk.path("ann", "codex")))

    def test_one_user_of_two(self):
        disk = self.new_disk("linux")
        disk.add("ann", "cursor", samples.CURSOR)
        disk.add("ben", "cursor", samples.CURSOR)
        self.assert_exit(disk.install("--user", "ben"), 0)
        self.assertEqual(disk.read("ann", "cursor"), samples.CURSOR.encode())
        self.assertIn("iru", json.loads(disk.read("ben", "cursor"))["mcpServers"])

    def test_this_machine_is_left_alone(self):
        """--root looks at that disk only: neither HOME nor PATH of this machine count."""
        disk = self.new_disk("macos")
        disk.home.write("cursor", samples.CURSOR)
        disk.home.add_command("codex", "exit 0")
        disk.add("ann", "cursor", samples.CURSOR)
        self.assert_exit(disk.install("--user", "ann"), 0)
        self.assertEqual(disk.home.read("cursor"), samples.CURSOR.encode())
        self.assertFalse(os.path.exists(disk.path("ann", "codex")))

    def test_link_out_of_the_disk(self):
        """An absolute link on that disk leads to a place on that disk, never to one of ours."""
        disk = self.new_disk("linux")
        mine = disk.home.write("mine.json", samples.CURSOR)
        disk.add("ann", "cursor")
        os.symlink(mine, disk.path("ann", "cursor"))
        disk.install("--user", "ann")
        self.assertEqual(disk.home.read("mine.json"), samples.CURSOR.encode())

    def test_wsl(self):
        """From WSL into the Windows profile: a desktop application's file is there."""
        disk = self.new_disk("linux")
        disk.add("ann", "codex", samples.CODEX)
        os.makedirs(os.path.join(disk.root, "proc"))
        with open(os.path.join(disk.root, "proc/version"), "w", encoding="utf-8") as file:
            file.write("Linux version 6.6.87.2-microsoft-standard-WSL2\n")
        claude = os.path.join(disk.root, "mnt/c/Users/ann", CLASSIC)
        os.makedirs(os.path.dirname(claude))
        with open(claude, "w", encoding="utf-8", newline="") as file:
            file.write(samples.CLAUDE)
        self.assert_exit(disk.install("--user", "ann"), 0)
        with open(claude, "rb") as file:
            data = file.read()
        self.assertIn(KEY.encode(), self.assert_insertion(samples.CLAUDE.encode(), data))
        self.assertTrue(json.loads(data)["mcpServers"]["iru"]["command"].endswith("npx.cmd"))
        self.assertIn("iru_mcp", tomllib.loads(disk.read("ann", "codex").decode())["mcp_servers"])

    def test_links(self):
        """A link may lead where it likes on the disk, to something that is there."""
        outside = os.path.join("..", "..", "..", "..", "away.json")
        for leads_to, code in (("../real.json", 0), ("../missing.json", 1), (outside, 1),
                               ("/etc/hosts", 1), ("none/../../real.json", 1)):
            with self.subTest(leads_to):
                disk = self.new_disk("linux")
                disk.add("ann", "real.json", "{}")
                with open(os.path.join(disk.home.root, "away.json"), "w", encoding="utf-8") as file:
                    file.write("{}")
                cursor = disk.path("ann", "cursor")
                os.makedirs(os.path.dirname(cursor))
                os.symlink(leads_to, cursor)
                result = disk.install("--user", "ann", "--client", "cursor")
                self.assert_exit(result, code)
                if code != 0:
                    self.assertIn("leads out of", result.text + result.errors)
                self.assertEqual(KEY.encode() in disk.read("ann", "real.json"), code == 0)
                self.assertFalse(os.path.exists(disk.path("ann", "missing.json")))

    def test_reading_stays_on_the_disk(self):
        """However a link is laid, nothing outside of --root is read or named."""
        canary = {"mcpServers": {"canary": {"url": "https://canary.example/mcp"}}}
        up = "../" * 12
        for leads_to, folder in (("{away}/mcp.json", False), (up + "{away}/mcp.json", False),
                                 ("../.." + "/.." * 9 + "{away}/mcp.json", False),
                                 ("{away}", True), (up + "{away}", True)):
            with self.subTest(leads_to, folder=folder):
                disk = self.new_disk("linux")
                away = os.path.join(disk.home.root, "away")
                os.makedirs(away)
                with open(os.path.join(away, "mcp.json"), "w", encoding="utf-8") as file:
                    json.dump(canary, file)
                place = disk.path("ann", "cursor")
                link = os.path.dirname(place) if folder else place
                os.makedirs(os.path.dirname(link))
                os.symlink(leads_to.format(away=away), link)
                report = os.path.join(disk.home.root, "report.md")
                root = ("--root", disk.root, "--platform", "linux")
                for command in (("--check", "--offline", "--json"), ("--list", "--all-servers"),
                                ("--list", "--json"), ("--report", report, "--offline"),
                                ("--install", "--dry-run", "--config", "-")):
                    result = disk.home.run(*command, *root, stdin=SNIPPET)
                    self.assertNotIn("canary", result.text + result.errors, command)
                with open(report, encoding="utf-8") as file:
                    self.assertNotIn("canary", file.read())

    def test_links_lead_where_they_lead_on_that_system(self):
        """An absolute link begins at the root of that system, and “..” ends there."""
        for leads_to in ("/home/ann/dotfiles/mcp.json", "../../../../../../home/ann/dotfiles/mcp.json"):
            with self.subTest(leads_to):
                disk = self.new_disk("linux")
                disk.add("ann", "dotfiles/mcp.json", samples.CURSOR)
                place = disk.path("ann", "cursor")
                os.makedirs(os.path.dirname(place))
                os.symlink(leads_to, place)
                result = disk.home.run("--list", "--all-servers", "--root", disk.root,
                                       "--platform", "linux")
                for name in json.loads(samples.CURSOR)["mcpServers"]:
                    self.assertIn(name, result.text)

    def test_disk_by_a_link(self):
        for user in (None, "nobody"):
            disk = self.new_disk("linux")
            cursor = disk.add("ann", "cursor", "{}")
            link = os.path.join(disk.home.root, "link")
            os.symlink("disk", link)
            if user is not None and os.geteuid() == 0:
                os.lchown(link, 65534, 65534)
                os.chown(cursor, 65534, 65534)
            disk.root = link
            self.assert_exit(disk.install("--user", "ann", "--client", "cursor"), 0)

    def test_a_disk_that_is_not_there(self):
        home = self.new_home()
        result = home.run("--check", "--root", os.path.join(home.path, "nowhere"), "--platform", "linux")
        self.assertIn(result.code, (1, 2, 3))
        self.assertTrue(result.out + result.err)


class Environment(harness.Case):
    """Folders that the environment moves."""

    def test_codex_home(self):
        home = self.new_home()
        home.write("elsewhere/config.toml", samples.CODEX)
        env = {"CODEX_HOME": os.path.join(home.path, "elsewhere")}
        self.assert_exit(home.install(SNIPPET, "--client", "codex", env=env), 0)
        self.assertIn("iru_mcp", tomllib.loads(home.read("elsewhere/config.toml").decode())["mcp_servers"])
        self.assertFalse(home.exists("codex"))

    def test_xdg_folders(self):
        home = self.new_home()
        home.write("cfg/Claude/claude_desktop_config.json", samples.CLAUDE)
        env = {"XDG_CONFIG_HOME": os.path.join(home.path, "cfg"),
               "XDG_STATE_HOME": os.path.join(home.path, "var")}
        self.assert_exit(home.install(SNIPPET, env=env), 0)
        data = json.loads(home.read("cfg/Claude/claude_desktop_config.json"))
        self.assertIn("iru", data["mcpServers"])
        self.assertTrue(home.exists("var/iru-mcp-setup"))
        self.assertFalse(home.exists(".local/state/iru-mcp-setup"))

    def test_a_program_on_path_is_a_client_found(self):
        home = self.new_home()
        home.add_command("codex", "exit 0")
        self.assert_exit(home.install(SNIPPET), 0)
        self.assertIn("iru_mcp", tomllib.loads(home.read("codex").decode())["mcp_servers"])
        self.assertFalse(home.exists("cursor"))


class Sandbox(harness.Case):
    """A Flatpak's view: XDG's folders are its own, and the machine's programs are not seen."""

    def setUp(self):
        self.home = self.new_home(clients=("claude-desktop",), node=None)
        own = os.path.join(self.home.path, ".var/app/io.github.iru_mcp_setup.IruMcpSetup")
        self.env = {"FLATPAK_ID": "io.github.iru_mcp_setup.IruMcpSetup",
                    "XDG_CONFIG_HOME": own + "/config", "XDG_STATE_HOME": own + "/.local/state"}

    def run_inside(self, *args, **options):
        return self.home.run(*args, env=self.env, **options)

    def test_install_writes_outside(self):
        self.assert_exit(self.run_inside("--install", "--config", "-", stdin=SNIPPET), 0)
        self.assertEqual(self.home.entries("claude-desktop")["iru"]["command"], "npx")
        written = [path for path in self.home.find(KEY) if ".local/state" not in path]
        self.assertEqual(written, ["home/" + harness.PLACES["claude-desktop"]])
        self.assert_exit(self.run_inside("--undo"), 0)
        self.assertFalse(self.home.exists("claude-desktop"))

    def test_manifest_opens_every_client(self):
        path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "flatpak",
                            "io.github.iru_mcp_setup.IruMcpSetup.yaml")
        with open(path, encoding="utf-8") as file:
            opened = re.findall(r"--filesystem=(.+):create", file.read())
        opened = [name.removeprefix("~/").replace("xdg-config/", ".config/") for name in opened]
        for client, place in harness.PLACES.items():
            self.assertTrue(any(place == name or place.startswith(name + "/") for name in opened),
                            f"the sandbox has no --filesystem for {client}: {place}")

    def test_what_is_not_seen_is_not_missing(self):
        self.assert_exit(self.run_inside("--install", "--config", "-", stdin=SNIPPET), 0)
        for arguments in ((), ("--start", "--timeout", "2")):
            with self.subTest(arguments):
                offline = () if arguments else ("--offline",)
                result = self.run_inside("--check", "--json", *arguments, *offline)
                client, = [row for row in result.json()["clients"] if row["server"]]
                found = [finding["id"] for finding in client["findings"]]
                self.assertEqual(found.count("runtime-sandboxed"), 1, result)
                self.assertNotIn("npx-missing", found)
                self.assertFalse([row for row in result.json()["endpoints"]
                                  if row.get("transport") == "stdio"], result)


if __name__ == "__main__":
    harness.main()
