# test_commands.py: a command line that is pasted means to us what it means to a shell and to codex
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import random
import shutil
import subprocess
import tomllib

import harness

SEED = 20261121
LINES = 150

# What a word of a command line is made of. Nothing in it runs another program.
PLAIN = "abXY09:/=.,_-+%"
INSIDE = PLAIN + " \\$#!*?~[]{}()<>|&;"


class Words(harness.Case):
    """sh is the judge: what we take is what it would have given to the program."""

    def piece(self, rand):
        text = "".join(rand.choice(INSIDE) for _ in range(rand.randint(0, 6)))
        kind = rand.randint(0, 5)
        if kind == 0:
            return "'" + text + "'"
        if kind == 1:
            return '"' + text + '"'
        if kind == 2:
            return "\\" + rand.choice(INSIDE)
        if kind == 3:
            return rand.choice(("'\\''", '\\"', "$'a\\tb\\x41'", '"\\$a\\"b"'))
        return "".join(rand.choice(PLAIN) for _ in range(rand.randint(1, 6)))

    def judge(self, shell, words, folder):
        done = subprocess.run([shell, "-c", f"printf '%s\\0' {words}"], cwd=folder,
                              env={"PATH": "/nowhere", "HOME": "/home/me"}, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        return done.stdout.decode().split("\0")[:-1] if done.returncode == 0 else None

    def test_words(self):
        shell = shutil.which("bash") or self.skipTest("bash is not installed")
        rand = random.Random(SEED)
        home = self.new_home(["cursor"])
        taken = 0
        for _ in range(LINES):
            words = " ".join("".join(self.piece(rand) for _ in range(rand.randint(1, 3)))
                             for _ in range(rand.randint(1, 4)))
            with self.subTest(words=words):
                home.write("cursor", "{}")
                result = home.install(f"claude mcp add a -- srv {words}\n".encode())
                entry = json.loads(home.read("cursor")).get("mcpServers", {}).get("a")
                if entry is None:
                    self.assertEqual(result.code, 1, str(result))
                    continue
                taken += 1
                # Spaces at the ends of a value are left out, and listed.
                wanted = [word.strip() for word in self.judge(shell, words, home.tmp) or ["?"]]
                self.assertEqual(entry["args"], wanted)
        self.assertGreater(taken, LINES // 5)


class Codex(harness.Case):
    """codex runs the command, we read it: its file and ours have the same entry."""

    LINES = (
        "codex mcp add gw --url https://gw.example/mcp\n",
        "codex mcp add --url='https://gw.example/mcp' gw\n",
        "codex mcp add gw --url \\\n  \"https://gw.example/mcp?a=1&b=2\" \\\n  -c model=o3\n",
        "codex mcp add gw --env A=1 --env 'B=x y' -- npx -y 'pkg name'\n",
        "codex mcp add gw npx -y pkg --env C=3\n",
        "codex mcp add gw --env=A=\"it's\" -- srv \"a \\\"b\\\" \\$c\" d\\ e 'f'\\''g'\n",
    )

    def test_same_entry(self):
        program = harness.peer(".bin/codex")
        for line in self.LINES:
            with self.subTest(line=line):
                home = self.new_home(["codex"])
                theirs = os.path.join(home.path, "theirs")
                os.mkdir(theirs)
                env = {"HOME": home.path, "CODEX_HOME": theirs, "PATH": os.environ["PATH"]}
                subprocess.run(["sh", "-c", line.replace("codex", f"'{program}'", 1)], env=env,
                               cwd=home.tmp, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               check=True)
                self.assert_exit(home.install(line.encode(), "--client", "codex"), 0)
                with open(os.path.join(theirs, "config.toml"), "rb") as file:
                    wanted = tomllib.load(file)["mcp_servers"]
                self.assertEqual(tomllib.loads(home.read("codex").decode())["mcp_servers"], wanted)

    def test_options(self):
        """Every option that codex has is one that we know: else a command is refused for it."""
        program = harness.peer(".bin/codex")
        done = subprocess.run([program, "mcp", "add", "--help"], stdout=subprocess.PIPE, text=True,
                              stderr=subprocess.PIPE, check=True)
        options = {word.strip(",") for line in done.stdout.splitlines() if line.startswith("      --")
                   or line.startswith("  -") for word in line.split() if word.startswith("--")}
        self.assertIn("--bearer-token-env-var", options)
        home = self.new_home(["codex"])
        for option in sorted(options - {"--help", "--url"}):
            with self.subTest(option=option):
                line = f"codex mcp add gw {option} A=b --url https://gw.example/mcp\n"
                result = home.install(line.encode(), "--client", "codex", "--dry-run")
                self.assertNotIn("What this option means", result.text + result.errors)


if __name__ == "__main__":
    harness.main()
