# test_program.py: the program on Windows: a file changed, found again and put back
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test_program.py PROGRAM
#
# Runs on Windows, and where the build's exe_wrapper (MESON_EXE_WRAPPER) runs programs for it: Wine.
import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile
import threading
import unittest

PROGRAM = sys.argv.pop(1)
KEY = "sk_live:0123456789abcdef0123456789abcdef"
SNIPPET = json.dumps({"mcpServers": {"iru": {
    "url": "https://acme.connect.iru.com/mcp-server/connector/kandji/tools",
    "headers": {"X-API-Key": KEY, "X-MCP-Profile": "5f0c2f9e-4f5b-4d1c-9a57-0d7f3c1e0001"}}}})
CURSOR = b'{\r\n  // mine\r\n  "mcpServers": {\r\n    "files": { "command": "x", "n": 1e2 }\r\n  }\r\n}\r\n'
CODEX = b'model = "x"\r\n# the end\r\n'


def in_windows(path):
    """A path as Windows has it; Wine shows the whole of this machine as Z:."""
    return str(path) if os.name == "nt" else "Z:" + str(path).replace("/", "\\")


class Program(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="iru-test-")
        self.addCleanup(scratch.cleanup)
        self.home = pathlib.Path(scratch.name, "Users", "ann")
        self.write(".cursor/mcp.json", CURSOR)
        self.write(".codex/config.toml", CODEX)
        self.write("AppData/Roaming/Claude/claude_desktop_config.json", b'{"theme":"dark"}')

    def write(self, name, content):
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def files(self):
        return {path.relative_to(self.home).as_posix(): path.read_bytes()
                for path in self.home.rglob("*") if path.is_file() and "Local" not in path.parts}

    def start(self, *args):
        """By a batch file: Wine has its own idea of these variables, and sets them first."""
        folder = in_windows(self.home)
        program = in_windows(os.path.abspath(PROGRAM))
        with tempfile.NamedTemporaryFile("w", suffix=".bat", dir=self.home.parent, newline="\r\n",
                                         delete=False) as script:
            script.write("\n".join((
                "@echo off", f"set USERPROFILE={folder}", f"set APPDATA={folder}\\AppData\\Roaming",
                f"set LOCALAPPDATA={folder}\\AppData\\Local",
                subprocess.list2cmdline([program, *args]), "exit /b %ERRORLEVEL%", "")))
        # The current folder is on the drive of the scratch home.
        wrapper = shlex.split(os.environ.get("MESON_EXE_WRAPPER", ""))
        return subprocess.run([*wrapper, "cmd", "/c", in_windows(script.name)],
                              input=SNIPPET.encode(), capture_output=True, timeout=120, check=False,
                              cwd=self.home)

    def run_it(self, *args, code=0):
        done = self.start(*args)
        text = done.stdout.decode() + done.stderr.decode()
        self.assertEqual(done.returncode, code, text)
        self.assertNotIn(KEY, text)
        return text

    def test_install_and_undo(self):
        before = self.files()
        text = self.run_it("--install", "--config", "-")
        self.assertIn(in_windows(self.home) + "\\.cursor\\mcp.json", text)
        after = self.files()
        self.assertEqual(set(after), set(before), "a stray file")
        cursor = after[".cursor/mcp.json"]
        self.assertTrue(cursor.startswith(CURSOR[:CURSOR.index(b" }")]))
        self.assertEqual(cursor.count(b"\n"), cursor.count(b"\r\n"))
        self.assertIn(KEY.encode(), cursor)
        self.assertTrue(after[".codex/config.toml"].startswith(CODEX))
        desktop = json.loads(after["AppData/Roaming/Claude/claude_desktop_config.json"])
        self.assertEqual(desktop["theme"], "dark")
        self.assertTrue(desktop["mcpServers"]["iru"]["command"].endswith("\\npx.cmd"))

        self.run_it("--install", "--config", "-")
        self.assertEqual(self.files(), after)
        self.run_it("--undo")
        self.assertEqual(self.files(), before)

    def test_created_and_undone(self):
        before = self.files()
        self.run_it("--install", "--config", "-", "--client", "vscode")
        self.assertEqual(set(self.files()) - set(before), {"AppData/Roaming/Code/User/mcp.json"})
        self.run_it("--undo")
        self.assertEqual(self.files(), before)
        self.assertFalse((self.home / "AppData/Roaming/Code").exists())

    def test_broken_file_is_refused(self):
        self.write(".cursor/mcp.json", b'{"mcpServers": {"a": "b\r\n')
        before = self.files()
        text = self.run_it("--install", "--config", "-", "--client", "cursor", code=1)
        self.assertIn("The file was left as it is", text)
        self.assertEqual(self.files(), before)

    def test_list_and_remove(self):
        self.run_it("--install", "--config", "-")
        self.assertIn("Cursor", self.run_it("--list", "--verbose"))
        self.run_it("--remove")
        self.assertEqual(self.files()[".codex/config.toml"], CODEX)
        self.assertNotIn(KEY.encode(), b"".join(self.files().values()))

    def test_file_by_its_place_on_the_drive(self):
        """“\\x” is on the drive of the current folder, not in that folder."""
        path = in_windows(self.home / ".cursor" / "mcp.json")
        self.run_it("--install", "--config", "-", "--client", "cursor", "--file", path[2:])
        self.assertIn(KEY.encode(), self.files()[".cursor/mcp.json"])

    def test_copies(self):
        """Several at once: the lock holds, and none is lost."""
        def install(number):
            snippet = SNIPPET.replace('"iru"', f'"s{number}"').replace("acme", f"acme{number}")
            self.write(f"snippet{number}.json", snippet.encode())
            codes.append(self.start("--install", "--client", "cursor", "--config",
                                    in_windows(self.home / f"snippet{number}.json")).returncode)

        codes = []
        threads = [threading.Thread(target=install, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(codes, [0] * 4)
        for number in range(4):
            self.assertIn(f'"s{number}"'.encode(), self.files()[".cursor/mcp.json"])


if __name__ == "__main__":
    unittest.main()
