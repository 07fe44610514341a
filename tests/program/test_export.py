# test_export.py: what is handed to somebody else is understood there, and has no key in it
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Links are decoded as their clients do; commands are run by shells and by the real claude and
codex; a bundle is taken by the real mcpb, whose own code (it is Claude Desktop's) puts the values
in, and started through the real npx and mcp-remote."""

import base64
import io
import json
import os
import shutil
import stat
import subprocess
import urllib.parse
import zipfile

import harness
from test_peers import Bridge

KINDS = ("cursor-link", "vscode-link", "claude-command", "codex-command", "mcpb")
KEY = "sk_live:0f1e2d3c4b5a69788796a5b4c3d2e1f0"
URL = "https://acme.connect.iru.com/mcp-server/a%20b/tools"
MACHINE = {"x86_64": "x64", "aarch64": "arm64"}.get(os.uname().machine, "none")
CLAUDE = f"@anthropic-ai/claude-code-linux-{MACHINE}/claude"

# Puts values in the place of questions, as Claude Desktop does.
ANSWER = """
import { getMcpConfigForManifest } from "@anthropic-ai/mcpb";
import { readFileSync } from "node:fs";
const [folder, answers] = process.argv.slice(1);
const manifest = JSON.parse(readFileSync(`${folder}/manifest.json`, "utf8"));
const config = await getMcpConfigForManifest({
  manifest, extensionPath: folder, systemDirs: { HOME: "/home/me" },
  userConfig: JSON.parse(answers), pathSeparator: "/" });
console.log(JSON.stringify(config ?? null));
"""


def snippet(name="iru", profile="acme", url=URL, **headers):
    headers = headers or {"X-API-Key": KEY, "X-MCP-Profile": profile}
    return json.dumps({"mcpServers": {name: {"url": url, "headers": headers}}}).encode()


def stdio(name, command, *args, **env):
    return json.dumps({"mcpServers": {name: {"command": command, "args": args, "env": env}}}).encode()


class ExportCase(harness.Case):
    def export(self, home, kind, text, *args, code=0, **options):
        given = ["--config", "-"] if text is not None else []
        result = home.run("--export", kind, *given, *args, stdin=text or b"", **options)
        self.assert_exit(result, code)
        return result

    def home_with(self, text):
        """A home in which Cursor holds it; a configuration with control characters is refused."""
        home = self.new_home(["cursor"])
        home.write("cursor", text)
        return home

    def line(self, *args, home=None, **options):
        """The link or command, without its line end."""
        result = self.export(home or self.new_home(), *args, **options)
        line, end = result.text[:-1], result.text[-1]
        self.assertEqual(end, "\n")
        self.assertNotIn("\n", line)
        return line


def cursor_link(link):
    """The name and the entry, as a browser and Cursor take them out."""
    parts = urllib.parse.urlsplit(link)
    assert (parts.scheme, parts.netloc, parts.path) == (
        "cursor", "anysphere.cursor-deeplink", "/mcp/install"), link
    query = urllib.parse.parse_qs(parts.query, strict_parsing=True)
    name, = query["name"]
    config, = query["config"]
    # As atob() gives it: a byte a character.
    return name, json.loads(base64.b64decode(config, validate=True).decode("latin-1"))


def vscode_link(link):
    """The object, as VS Code takes it out: decoded with the address, and once more."""
    head, query = link.split("?", 1)
    assert head == "vscode:mcp/install", link
    return json.loads(urllib.parse.unquote(urllib.parse.unquote(query, errors="strict"),
                                           errors="strict"))


# What a name can be, and what an argument can.
NAMES = ("iru", "a b", "100%41 & #1?", "it's \"so\"", "<é日\U0001f511>", "../x\\y")
HOSTILE = ("'; rm -rf / #", "a\"b\\c", "%41%zz%", "$HOME `id`", "one\ntwo\ttabs", "\x1b[2J\x7f",
           "é\u202e日\U0001f511", "", "--flag", "+/=&?#", "~~~~~~")


class Links(ExportCase):
    def test_cursor(self):
        for name in NAMES:
            with self.subTest(name):
                got, entry = cursor_link(self.line("cursor-link", snippet(name)))
                self.assertEqual(got, name)
                variable = entry["headers"].pop("X-API-Key")
                self.assertRegex(variable, r"^\$\{env:[A-Z_][A-Z0-9_]*_X_API_KEY\}$")
                self.assertEqual(entry, {"url": URL, "type": "http",
                                         "headers": {"X-MCP-Profile": "acme"}})

    def test_vscode(self):
        for name in NAMES:
            with self.subTest(name):
                entry = vscode_link(self.line("vscode-link", snippet(name)))
                question, = entry["inputs"]
                self.assertEqual(entry, {
                    "name": name, "url": URL, "type": "http", "inputs": [question],
                    "headers": {"X-API-Key": f"${{input:{question['id']}}}",
                                "X-MCP-Profile": "acme"}})
                self.assertEqual((question["type"], question["password"]), ("promptString", True))
                self.assertIn("X-API-Key", question["description"])

    def test_commands_in_links(self):
        home = self.home_with(stdio("glue", "uvx", *HOSTILE, API_KEY=KEY))
        given = (None, "--server", "glue")
        wanted = {"command": "uvx", "args": list(HOSTILE)}
        link = self.line("cursor-link", *given, home=home)
        # base64's "+", which an address has for a space.
        self.assertIn("%2B", link)
        _, entry = cursor_link(link)
        self.assertEqual(entry, {**wanted, "env": {"API_KEY": "${env:API_KEY}"}})
        entry = vscode_link(self.line("vscode-link", *given, home=home))
        self.assertEqual(entry.pop("inputs")[0]["id"], "API_KEY")
        self.assertEqual(entry, {**wanted, "name": "glue", "type": "stdio",
                                 "env": {"API_KEY": "${input:API_KEY}"}})

    def test_bearer(self):
        text = snippet("gw", url="https://gw.example/mcp", Authorization="Bearer igris_sk_0123456789")
        _, entry = cursor_link(self.line("cursor-link", text))
        self.assertEqual(entry["headers"], {"Authorization": "Bearer ${env:GW_TOKEN}"})
        entry = vscode_link(self.line("vscode-link", text))
        self.assertEqual(entry["headers"], {"Authorization": "Bearer ${input:GW_TOKEN}"})
        self.assertIn("without the word Bearer", entry["inputs"][0]["description"])


class Commands(ExportCase):
    """Shells are the judges of what words a command has."""

    def words(self, shell, line, program, **env):
        script = f"{program} () {{ printf '%s\\0' \"$@\"; }}\n{line}\n"
        done = subprocess.run([*shell, script], env={"PATH": "/nowhere", "HOME": "/home/me", **env},
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False)
        return done.stdout.decode().split("\0")[:-1] if done.returncode == 0 else None

    def shells(self):
        for name in ("sh", "bash", "dash", "zsh", "ksh", "busybox"):
            path = shutil.which(name)
            if path:
                yield name, [path, *(["sh"] if name == "busybox" else []), "-c"]

    def test_words(self):
        values = [text for text in HOSTILE if text.isprintable()]
        self.assertGreater(len(values), 5)
        text = stdio("glue", "run it", *values, API_KEY=KEY)
        secret = "k'; rm \"$x\" `y` \\ %z"
        claude = self.line("claude-command", text)
        codex = self.line("codex-command", text)
        for name, shell in self.shells():
            with self.subTest(name):
                self.assertEqual(
                    self.words(shell, claude, "claude", API_KEY=secret),
                    ["mcp", "add", "--scope", "user", "glue", "--env", "API_KEY=${API_KEY}", "--",
                     "run it", *values])
                self.assertEqual(
                    self.words(shell, codex, "codex", API_KEY=secret),
                    ["mcp", "add", "glue", "--env", f"API_KEY={secret}", "--", "run it", *values])
                # A variable that is not set, or empty, ends it before codex is started.
                self.assertIsNone(self.words(shell, codex, "codex"))
                self.assertIsNone(self.words(shell, codex, "codex", API_KEY=""))

    def test_values_of_headers(self):
        profile = "it's \"a\" $HOME `id` 100%41; #"
        claude = self.line("claude-command", snippet(profile=profile))
        for name, shell in self.shells():
            with self.subTest(name):
                self.assertEqual(
                    self.words(shell, claude, "claude"),
                    ["mcp", "add", "--scope", "user", "--transport", "http", "iru", URL,
                     "--header", "X-API-Key: ${IRU_X_API_KEY}",
                     "--header", f"X-MCP-Profile: {profile}"])

    def test_unseen_characters(self):
        """A line that is pasted into a terminal must be what it looks like."""
        for value in HOSTILE:
            if value and not value.isprintable():
                for kind in ("claude-command", "codex-command"):
                    with self.subTest(f"{kind} {value!r}"):
                        home = self.home_with(stdio("a", "run", value))
                        result = self.export(home, kind, None, "--server", "a", code=1)
                        self.assertEqual(result.out, b"")

    def test_read_back(self):
        """With the key, the command is a configuration like any other."""
        for kind in ("claude-command", "codex-command"):
            with self.subTest(kind):
                line = self.line(kind, snippet(), "--secrets=literal")
                home = self.new_home(["cursor"])
                self.assert_exit(home.install(line.encode() + b"\n"), 0)
                entry, = home.entries("cursor").values()
                self.assertEqual((entry["url"], entry["headers"]["X-API-Key"]), (URL, KEY))


class Clients(ExportCase):
    """The real clients run the command in an empty home; then we see the entry there."""

    def run_line(self, home, line, program, name, **env):
        folder = os.path.join(home.root, "client")
        os.mkdir(folder)
        for path, what in ((".bin/node", "node"), (program, name)):
            os.symlink(os.path.realpath(harness.peer(path)), os.path.join(folder, what))
        env = {"HOME": home.path, "PATH": f"{folder}:/usr/bin:/bin", "TMPDIR": home.tmp,
               "DISABLE_AUTOUPDATER": "1", "TERM": "dumb", **env}
        os.makedirs(os.path.join(home.path, ".codex"), exist_ok=True)
        done = subprocess.run(["sh", "-c", line], env=env, cwd=home.path, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=90,
                              check=False)
        self.assertEqual(done.returncode, 0, done.stdout.decode("utf-8", "replace"))

    def row(self, home, client, *args):
        """The one server that --list sees in the client."""
        document = self.assert_document(home.run("--list", "--json", "--client", client, *args))
        row, = document["clients"]
        self.assertEqual(row["state"], "ok")
        return row

    def test_claude(self):
        simulator = self.start(harness.Simulator())
        key, profile = simulator.key("FULL")
        line = self.line("claude-command", simulator.snippet())
        home = self.new_home()
        self.run_line(home, line, CLAUDE, "claude", IRU_X_API_KEY=key)
        row = self.row(home, "claude-code")
        self.assertEqual((row["server"], row["url"]), ("iru", simulator.url))
        self.assertEqual(home.entries("claude-code")["iru"]["headers"],
                         {"X-API-Key": "${IRU_X_API_KEY}", "X-MCP-Profile": profile})
        self.assertEqual(home.find(key), [])
        self.assert_exit(home.run("--check", "--client", "claude-code",
                                  env={"IRU_X_API_KEY": key}), 0)

    def test_codex(self):
        simulator = self.start(harness.Simulator())
        key, _ = simulator.key("FULL")
        line = self.line("codex-command", simulator.snippet())
        home = self.new_home()
        self.run_line(home, line, ".bin/codex", "codex", IRU_X_API_KEY=key)
        row = self.row(home, "codex")
        self.assertEqual((row["server"], row["url"]), ("iru_mcp", simulator.url))
        self.assert_exit(home.run("--check", "--client", "codex"), 0)

    def test_codex_bearer(self):
        text = snippet("gw", url="http://127.0.0.1:9/mcp?a=1", Authorization="Bearer ig_0123456789")
        line = self.line("codex-command", text.replace(b"?a=1", b""))
        home = self.new_home()
        self.run_line(home, line, ".bin/codex", "codex", GW_TOKEN="ig_0123456789")
        row = self.row(home, "codex", "--server", "gw")
        self.assertEqual(row["url"], "http://127.0.0.1:9/mcp")
        self.assertEqual(home.entries("codex")["gw"],
                         {"url": "http://127.0.0.1:9/mcp", "bearer_token_env_var": "GW_TOKEN"})
        self.assertEqual(home.find("ig_0123456789"), [])

    def test_commands_of_others(self):
        """A server that is started by a command, with what a command line can hold."""
        values = [text for text in HOSTILE if text.isprintable() and text]
        text = stdio("glue", "uvx", *values, API_KEY="k")
        for client, kind, program, name in (("claude-code", "claude-command", CLAUDE, "claude"),
                                            ("codex", "codex-command", ".bin/codex", "codex")):
            with self.subTest(client):
                home = self.new_home()
                self.run_line(home, self.line(kind, text), program, name, API_KEY="0123456789")
                self.row(home, client, "--server", "glue")
                entry = home.entries(client)["glue"]
                self.assertEqual((entry["command"], entry["args"]), ("uvx", values))
                self.assertEqual(entry["env"], {"API_KEY": "${API_KEY}" if client == "claude-code"
                                                else "0123456789"})


class Bundles(ExportCase):
    def bundle(self, text, *args):
        home = self.home_with(text)
        path = os.path.join(home.root, "x.mcpb")
        name, = json.loads(text)["mcpServers"]
        self.export(home, "mcpb", None, "--server", name, "--output", path, *args)
        return home, path

    def mcpb(self, *args):
        done = subprocess.run([harness.peer(".bin/node"),
                               harness.peer("@anthropic-ai/mcpb/dist/cli/cli.js"), *args],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, env={"PATH": "/usr/bin:/bin"}, check=False)
        self.assertEqual(done.returncode, 0, done.stdout.decode())

    def unpack(self, home, path):
        folder = os.path.join(home.root, "unpacked")
        self.mcpb("unpack", path, folder)
        self.mcpb("validate", folder)
        with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
            return folder, json.load(file)

    def answer(self, folder, **answers):
        """The command with the values put in; None where one that is needed is missing."""
        done = subprocess.run([harness.peer(".bin/node"), "--input-type=module", "-e", ANSWER, "--",
                               folder, json.dumps(answers)], cwd=harness.peers_folder(),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True)
        return json.loads(done.stdout)

    def test_archive(self):
        """Others' readers take it, and it has what it says."""
        _, path = self.bundle(snippet())
        with zipfile.ZipFile(path) as archive:
            self.assertIsNone(archive.testzip())
            self.assertEqual(archive.namelist(), ["manifest.json", "server/index.js"])
            manifest = json.loads(archive.read("manifest.json"))
        self.assertIn(manifest["server"]["entry_point"], archive.namelist())

    def test_valid(self):
        harness.peer("@anthropic-ai/mcpb/package.json")
        command = stdio("glue", "docker", *HOSTILE, API_KEY=KEY)
        for text, *args in (*((snippet(name),) for name in NAMES), (command,),
                            (snippet(), "--secrets=literal"), (command, "--secrets=literal")):
            with self.subTest(f"{text} {args}"):
                home, path = self.bundle(text, *args)
                _, manifest = self.unpack(home, path)
                name, = json.loads(text)["mcpServers"]
                self.assertEqual(manifest["display_name"], name)
                self.assertRegex(manifest["name"], r"^[A-Za-z0-9_-]+$")
                questions = manifest.get("user_config", {})
                self.assertEqual(len(questions), 0 if args else 1)
                for question in questions.values():
                    self.assertTrue(question["sensitive"] and question["required"])

    def test_commands(self):
        """Arguments reach the command as they were."""
        home, path = self.bundle(stdio("glue", "docker", *HOSTILE, API_KEY=KEY))
        folder, _ = self.unpack(home, path)
        self.assertIsNone(self.answer(folder))
        config = self.answer(folder, API_KEY="it's \"k\"")
        self.assertEqual((config["command"], config["args"]), ("docker", list(HOSTILE)))
        self.assertEqual(config["env"], {"API_KEY": "it's \"k\""})

    def test_connects(self):
        simulator = self.start(harness.Simulator())
        key, _ = simulator.key("FULL")
        home, path = self.bundle(simulator.snippet())
        folder, _ = self.unpack(home, path)
        self.assertEqual(home.find(key), ["home/.cursor/mcp.json"])
        self.assertIsNone(self.answer(folder))
        entry = self.answer(folder, IRU_X_API_KEY=key)
        self.assertNotIn(key, " ".join(entry["args"]))

        harness.peer("mcp-remote/package.json")
        peers = os.path.dirname(harness.peer(".bin/npx"))
        desktop = os.path.join(home.root, "desktop")
        os.mkdir(desktop)
        for name in ("node", "npx"):
            os.symlink(os.path.realpath(os.path.join(peers, name)), os.path.join(desktop, name))
        # npx takes mcp-remote from the folder that it is started in: no registry is asked.
        bridge = Bridge(entry, f"{desktop}:/usr/bin:/bin", home.path, harness.peers_folder())
        self.addCleanup(bridge.close)
        self.assertIn("list_devices", bridge.list_tools())
        with open(simulator.log, encoding="utf-8") as file:
            lines = [line for line in file if line.split()[1] == harness.SERVER_PATH]
        self.assertTrue(lines)
        self.assertEqual([line for line in lines if " key=ok " not in line], [])


class Files(ExportCase):
    def mode(self, path):
        return stat.S_IMODE(os.stat(path).st_mode)

    def test_no_key(self):
        """Nowhere, in no spelling; with --secrets=literal it is there, for its owner only."""
        for kind in KINDS:
            with self.subTest(kind):
                home = self.new_home()
                path = os.path.join(home.root, "out")
                os.umask(0o022)
                self.export(home, kind, snippet(), "--output", path)
                self.export(home, kind, snippet(), "--output", "-")
                self.export(home, kind, snippet(), "--output", os.path.join(home.root, "again"),
                            "--json", "--verbose")
                self.assertEqual(self.mode(path), 0o644)
                with open(path, "rb") as file:
                    self.assertEqual(home.outputs[1].out, file.read())
                for part in (KEY, KEY[8:], KEY[-12:]):
                    self.assertEqual(home.find(part), [])
                    self.assert_no_secret(home, part)
                for shift in range(3):
                    self.assert_no_secret(home, base64.b64encode(KEY[shift:].encode()[:21]).decode())

                whole = os.path.join(home.root, "whole")
                result = self.export(home, kind, snippet(), "--output", whole, "--secrets=literal")
                self.assertEqual(self.mode(whole), 0o600)
                self.assertIn("password", result.text)
                self.assertNotIn(KEY.encode(), result.out + result.err)
                with open(whole, "rb") as file:
                    content = file.read()
                if kind == "cursor-link":
                    content = json.dumps(cursor_link(content.decode().strip())[1]).encode()
                elif kind == "vscode-link":
                    content = json.dumps(vscode_link(content.decode().strip())).encode()
                self.assertIn(KEY.encode(), content)

    def test_overwrites_nothing(self):
        home = self.new_home()
        path = home.write("x.mcpb", b"somebody's\n", 0o640)
        result = self.export(home, "mcpb", snippet(), "--output", path, code=1)
        self.assertIn("x.mcpb", result.errors)
        self.assertEqual((home.read("x.mcpb"), self.mode(path)), (b"somebody's\n", 0o640))

        other = os.path.join(home.path, "y.mcpb")
        for action in ("created", "unchanged"):
            result = self.export(home, "mcpb", snippet(), "--output", other, "--json")
            self.assertEqual(self.assert_document(result)["export"]["action"], action)
        self.export(home, "mcpb", snippet("other"), "--output", other, code=1)
        for where in ("/dev/full", home.path, "/dev/null"):
            with self.subTest(where):
                self.export(home, "cursor-link", snippet(), "--output", where, code=1)

    def test_undo_is_not_about_it(self):
        home = self.new_home(["cursor"])
        self.assert_exit(home.install(snippet()), 0)
        self.export(home, "mcpb", snippet(), "--output", os.path.join(home.path, "x.mcpb"))
        self.assert_exit(home.run("--undo"), 0)
        self.assertTrue(home.exists("x.mcpb"))
        self.assertFalse(home.exists("cursor"))

    def test_output_that_cannot_be_written(self):
        with open("/dev/full", "wb") as full:
            home = self.new_home()
            done = subprocess.run([harness.setup_program(), "--export", "cursor-link", "--config", "-"],
                                  input=snippet(), stdout=full, stderr=subprocess.PIPE,
                                  env=home.env(), check=False)
        self.assertEqual(done.returncode, 1)

    def test_fixes_are_told(self):
        """The link alone is on standard output; what was put right is said all the same."""
        home = self.new_home()
        result = self.export(home, "cursor-link", snippet()[:-1])
        self.assertTrue(result.text.startswith("cursor://") and result.text.count("\n") == 1)
        self.assertIn("brace", result.errors)
        quiet = self.export(home, "cursor-link", snippet(), "--quiet")
        self.assertEqual((quiet.out, quiet.err), (result.out, b""))

    def test_documents(self):
        home = self.new_home()
        for kind in KINDS:
            for args in ((), ("--secrets=literal",)):
                output = [] if kind != "mcpb" else ["--output", os.path.join(home.root, f"{len(args)}")]
                result = self.export(home, kind, snippet(), *args, *output, "--json")
                document = self.assert_document(result)["export"]
                self.assertEqual(document["asked"], [] if args else [
                    {"name": "IRU_X_API_KEY", "for": "X-API-Key"}])
                self.assertEqual(document["text"] is None, kind == "mcpb")
                if document["text"]:
                    self.assertEqual(document["text"] + "\n",
                                     self.export(home, kind, snippet(), *args).text)
        refused = self.export(home, "cursor-link", snippet(url=URL + "?k=0123456789"), "--json", code=1)
        self.assertNotIn("export", self.assert_document(refused))
        self.assert_no_secret(home, "0123456789")


class Installed(ExportCase):
    """Without a configuration it is the entry that the clients hold."""

    def test_same_as_from_the_snippet(self):
        home = self.new_home([*harness.THREE, "claude-code", "opencode"])
        self.assert_exit(home.install(snippet()), 0)
        before = home.files()
        for kind in KINDS:
            with self.subTest(kind):
                wanted = self.export(home, kind, snippet(), "--output", "-").out
                self.assertEqual(self.export(home, kind, None, "--output", "-").out, wanted)
                for client in (*harness.THREE, "claude-code", "opencode"):
                    result = self.export(home, kind, None, "--output", "-", "--client", client)
                    self.assertEqual(result.out, wanted, client)
        self.assertEqual(home.files(), before)
        self.assert_no_secret(home, KEY)

    def test_reference(self):
        """An entry that refers to a variable holds no key, and needs none to be handed over."""
        home = self.new_home(["cursor"])
        self.assert_exit(home.install(snippet(), "--secrets=env"), 0)
        self.assertEqual(self.export(home, "claude-command", None).out,
                         self.export(home, "claude-command", snippet()).out)
        self.export(home, "claude-command", None, "--secrets=literal", code=1)
        result = self.export(home, "claude-command", None, "--secrets=literal",
                             env={"IRU_X_API_KEY": KEY})
        self.assertIn(KEY, result.text)

    def test_one_of_several(self):
        home = self.new_home(["cursor", "codex"])
        self.assert_exit(home.install(snippet(), "--client", "cursor"), 0)
        self.assert_exit(home.install(snippet(profile="other"), "--client", "codex"), 0)
        self.assertIn("--client", self.export(home, "mcpb", None, "--output", "-", code=1).errors)
        for client, profile in (("cursor", "acme"), ("codex", "other")):
            result = self.export(home, "mcpb", None, "--output", "-", "--client", client)
            with zipfile.ZipFile(io.BytesIO(result.out)) as archive:
                self.assertIn(f'"{profile}"', archive.read("manifest.json").decode())

    def test_this_machine_stays_here(self):
        """Where npx is on this machine says nothing about another one."""
        home = self.new_home(["claude-desktop"])
        home.write("claude-desktop", stdio("glue", "/opt/node/bin/npx", "-y", "mcp-glue", API_KEY=KEY,
                                           PATH="/opt/node/bin:/bin"))
        line = self.export(home, "claude-command", None, "--server", "glue").text
        self.assertEqual(line, "claude mcp add --scope user glue --env 'API_KEY=${API_KEY}' -- "
                               "npx -y mcp-glue\n")

    def test_nothing_to_hand_over(self):
        home = self.new_home(["cursor"])
        for args in ((), ("--server", "nobody")):
            self.assertIn("--config", self.export(home, "cursor-link", None, *args, code=1).errors)


class Refused(ExportCase):
    def test_usage(self):
        home = self.new_home()
        for args in (("--export", "fax", "--config", "-"), ("--export", "mcpb", "--config", "-"),
                     ("--export", "cursor-link", "--check"), ("--output", "x"),
                     ("--export", "cursor-link", "--config", "-", "--all-servers"),
                     ("--export", "cursor-link", "--server", "a", "--server", "b"),
                     ("--export", "cursor-link", "--config", "-", "--output", "-", "--json"),
                     ("--export", "cursor-link", "--dry-run"),
                     ("--export", "cursor-link", "--config", "-", "--secrets", "maybe")):
            with self.subTest(args):
                self.assert_exit(home.run(*args, stdin=snippet()), 2)

    def test_servers(self):
        two = json.loads(snippet())
        two["mcpServers"]["gw"] = {"url": "https://gw.example/mcp"}
        text = json.dumps(two).encode()
        home = self.new_home()
        self.assertIn("--server", self.export(home, "cursor-link", text, code=2).errors)
        self.assertEqual(cursor_link(self.line("cursor-link", text, "--server", "gw"))[0], "gw")

    def test_faults_of_the_snippet(self):
        home = self.new_home()
        result = self.export(home, "mcpb", snippet(url="http://acme.example/mcp"), "--output",
                             os.path.join(home.root, "x.mcpb"), "--json", code=3)
        self.assertEqual([row["id"] for row in self.assert_document(result)["findings"]],
                         ["url-insecure"])
        self.assertFalse(os.path.exists(os.path.join(home.root, "x.mcpb")))

    def test_key_in_the_url(self):
        home = self.new_home()
        for kind in KINDS:
            text = snippet("a", url="https://h.example/mcp?key=0123456789", **{"X-A": "b"})
            result = self.export(home, kind, text, "--output", "-", code=1)
            self.assertIn("--secrets=literal", result.errors)
            self.assertEqual(result.out, b"")
        self.assert_no_secret(home, "0123456789")


if __name__ == "__main__":
    harness.main()
