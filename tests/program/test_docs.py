# test_docs.py: --help, the manual page and the README name the same options and codes
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import shutil
import subprocess
import unittest

import harness

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


def read(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def commands(text):
    """The options in text that are this program's: not those of meson or flatpak."""
    ours = [line for line in text.splitlines() if not re.search(r"meson|build-aux|flatpak", line)]
    return set(OPTION.findall("\n".join(ours)))


class Docs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = harness.Home()
        cls.help = cls.home.run("--help-all").text
        # Of GLib's making: the same without what --help shows.
        cls.options = set(OPTION.findall(cls.help)) - {"--help-more"}
        cls.manual = read("data", "iru-mcp-setup.1").replace("\\-", "-")

    @classmethod
    def tearDownClass(cls):
        cls.home.close()

    def test_help_fits_a_screen(self):
        lines = self.home.run("--help").text.splitlines()
        self.assertLessEqual(len(lines), 24)
        self.assertEqual([line for line in lines if len(line) > 80], [])
        self.assertEqual([line for line in self.help.splitlines() if len(line) > 100], [])

    def test_manual_names_every_option_and_no_other(self):
        self.assertEqual(commands(self.manual), self.options)

    def test_readme_names_every_option_and_no_other(self):
        text, later = read("README.md").split("## What is not there yet")
        self.assertEqual(commands(text), self.options - {"--help", "--help-all", "--version"})
        self.assertEqual(commands(later) & self.options, set())

    def test_completions_know_every_option_and_no_other(self):
        for name, prefix in (("iru-mcp-setup.bash", ""), ("_iru-mcp-setup", ""),
                             ("iru-mcp-setup.fish", "--")):
            text = read("data", "completions", name)
            if prefix:
                found = {prefix + option for option in re.findall(r" -l ([a-z-]+)", text)}
            else:
                found = set(OPTION.findall(re.sub(r"(?m)^\s*#.*$", "", text)))
            self.assertEqual(found, self.options, name)
            for client in harness.PLACES:
                self.assertIn(client, text)

    def test_completion_of_bash(self):
        bash = shutil.which("bash")
        if not bash:
            self.skipTest("no bash")
        file = os.path.join(ROOT, "data", "completions", "iru-mcp-setup.bash")
        for words, expected in ((("--wiz",), "--wizard"), (("--client", "cu"), "cursor"),
                                (("--color", "=", "n"), "never"), (("--platform", "="), "linux"),
                                (("--export", "mc"), "mcpb"), (("--export", "=", "co"), "codex-command")):
            script = (f"source '{file}'; COMP_WORDS=(iru-mcp-setup {' '.join(words)}); "
                      f"COMP_CWORD={len(words)}; _iru_mcp_setup; echo ${{COMPREPLY[0]}}")
            done = subprocess.run([bash, "--norc", "-c", script], stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, text=True, check=True)
            self.assertEqual(done.stdout.strip(), expected, words)

    def test_exit_codes(self):
        for text in (self.manual, read("README.md"), self.help):
            for code in range(8):
                self.assertRegex(text, rf"(?m)^\.B {code}$|^\| {code} \||\b{code} \w")

    def test_manual_names_every_fix(self):
        ids = re.findall(r'\{ "([a-z-]+)", N_', read("src", "text", "iru-fix.c"))
        self.assertGreater(len(ids), 20)
        listed = re.search(r"The ids: ([a-z,\s-]+)\.", self.manual).group(1)
        self.assertEqual(re.split(r",\s+", listed), ids)

    def test_manual_names_every_finding(self):
        table = re.findall(r'\{ "([a-z-]+)", IRU_RUNG_([A-Z]+),', read("src", "model", "iru-finding.c"))
        self.assertGreater(len(table), 60)
        section = self.manual.split("The ids, by rung.")[1].split(".I backups")[0]
        listed = []
        for rung, ids in re.findall(r"\.TP\n\.B (\w+)\n([a-z,\s-]+)\.\n\.RE", section):
            listed += [(kind, rung.upper()) for kind in re.split(r",\s+", ids)]
        self.assertEqual(listed, table)

    def test_clients(self):
        for name in harness.PLACES:
            for text in (self.help, self.manual, read("README.md")):
                self.assertIn(name, text)


if __name__ == "__main__":
    harness.main()
