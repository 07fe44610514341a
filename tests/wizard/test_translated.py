# test_translated.py: the wizard in a language that nobody speaks: is every sentence marked, and does it hold?
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import re
import subprocess
import tempfile
import unicodedata
import unittest

import window

window.need("Xvfb", "dbus-daemon", "xdotool", "xgettext", "msgfmt", "localedef", window.LOCALES)

import harness

DISPLAY = window.Display()

# What is no sentence: names (those of Iru's console too), addresses, paths, values;
# what a server said; what GTK says of itself.
TITLES = sorted((row["title"] for row in harness.CLIENTS.values()), key=len, reverse=True)
DATA = re.compile("|".join(map(re.escape, TITLES)) + r"""|
    Iru(\ MCP\ Setup)? | iru(-mcp-[a-z-]+)? | X-[A-Za-z-]+
  | https?://\S+ | (/[\w.%~-]+(\ -\ Insiders)?)+/? | sk_live:\S+ | [0-9a-f]{8}-[0-9a-f-]{27} | 401:\ This\ API\ key\ has\ been\ revoked
  | Device\ (Secrets|Actions) | Automated\ Device\ Enrollment | Vulnerabilities | Threats | Devices | Blueprints
  | Library\ Items | Users | Tags | Prism | Audit\ Log | Settings
  | (Gtk|Adw)[A-Za-z]+ | (Close|Maximize|Minimize|Restore)(\ the\ window)? | MCP | GPL-3\.0-or-later
""", re.VERBOSE)
BRACKETED = re.compile("⟦[^⟦⟧]*⟧")


def find_unmarked(text):
    """What stands in text outside all brackets and is no data."""
    before = None
    while text != before:
        before, text = text, BRACKETED.sub("", text)
    return text if re.search(r"[^\W\d_]", DATA.sub("", text)) else None


class Translated(harness.Case):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        subprocess.run([os.environ["IRU_MAKE_PSEUDO"], cls.folder.name], check=True)
        cls.language = window.Language("pseudo", "en_GB", cls.folder.name,
                                       os.environ["IRU_CATALOGUES_MODULE"])
        cls.simulator = harness.Simulator()

    @classmethod
    def tearDownClass(cls):
        cls.simulator.close()
        cls.language.close()
        cls.folder.cleanup()

    def setUp(self):
        self.home = self.new_home(clients=harness.THREE)
        self.say = self.language.say

    def open(self, *args):
        opened = window.Window(self.home, *args, env=self.language.env)
        self.addCleanup(opened.close)
        return opened

    def assert_marked(self, opened, *expected):
        """On the page, and round it: window, help, menu. Each of expected has to be there."""
        opened.wait_text(*map(self.say, expected))
        nodes = opened.nodes() + opened.nodes(everywhere=True)
        texts = {text for node in nodes
                 for text in (window.ask(node.get_name), window.ask(node.get_description)) if text}
        texts.discard("iru-mcp-setup-gui")
        self.assertGreater(len(texts), 10)
        self.assertEqual([text for text in texts if find_unmarked(text)], [])

    def test_setting_up(self):
        opened = self.open()
        self.assert_marked(opened, "On this machine")
        DISPLAY.press("Return")
        opened.wait_title(self.say("Paste"))
        opened.set_text(self.simulator.snippet().decode().replace('",\n', '"\n', 1))
        self.assert_marked(opened, "Put right")
        opened.click(self.say("_Next"))
        self.assert_marked(opened, "Found on this machine")
        opened.click(self.say("_Next"))
        opened.wait_title(self.say("Review"))
        self.assert_marked(opened, "would be created")
        opened.click(self.say("_Apply"))
        self.assert_marked(opened, "What next", "The key covers")
        DISPLAY.press("F1")
        window.wait_for("help", lambda: self.say("Help") in opened.frames())
        self.assert_marked(opened)
        DISPLAY.press("Escape")
        opened.click(self.say("_Undo"))
        self.assert_marked(opened, "Taken back")

    def test_what_is_wrong(self):
        value, profile = self.simulator.key("REVOKED")
        self.home.install(harness.snippet(self.simulator.url, value, profile))
        self.home.write("codex", "[mcp_servers\n")
        opened = self.open("--wizard=troubleshoot")
        self.assert_marked(opened, "Findings", "The server does not accept the key (401)")
        opened.click(self.say("_Replace…"))
        opened.wait_title(self.say("Paste"))
        opened.set_text('{"mcpServers": {\n  "iru": {"url": "https://acme.example')
        opened.wait_error(self.say("The string that begins here does not end. Copy the whole "
                                   "configuration once more: what is cut off can't be known."))
        self.assert_marked(opened)

    def test_nothing_there(self):
        self.home = self.new_home(node=None)
        self.assert_marked(self.open(), "No assistant was found")


class Help(harness.Case):
    """--help fits a screen in every language."""

    def test_help(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        po = os.path.dirname(os.environ["IRU_MAKE_PSEUDO"])
        with open(os.path.join(po, "LINGUAS"), encoding="utf-8") as lines:
            names = [line.strip() for line in lines if not line.startswith("#")]
        for name in names:
            messages = os.path.join(folder.name, name, "LC_MESSAGES")
            os.makedirs(messages)
            subprocess.run(["msgfmt", "-o", os.path.join(messages, "iru-mcp-setup.mo"),
                            os.path.join(po, name + ".po")], check=True)
        language = window.Language(names[0], "en_GB", folder.name, os.environ["IRU_CATALOGUES_MODULE"])
        self.addCleanup(language.close)
        home = self.new_home()
        shown = set()
        for name in names:
            with self.subTest(name):
                lines = home.run("--help", env={**language.env, "LANGUAGE": name}).text.splitlines()
                shown.add("".join(lines))
                self.assertLessEqual(len(lines), 24)
                self.assertEqual([line for line in lines if count_columns(line) > 80], [])
        self.assertEqual(len(shown), len(names), "a language was not spoken")


def count_columns(line):
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


class Brackets(unittest.TestCase):
    """The test's own eye."""

    def test_unmarked(self):
        for text, unmarked in (("⟦Ñéẋţ åƀç⟧", False), ("⟦Cursor: ⟦çŕéåţéđ⟧ å⟧", False), ("Next", True),
                               ("Cursor: ⟦çŕéåţéđ⟧", False), ("Cursor created", True), ("12", False),
                               ("/home/ann/.cursor/mcp.json", False), ("⟦Line⟧ and", True)):
            self.assertEqual(bool(find_unmarked(text)), unmarked, text)


if __name__ == "__main__":
    harness.main()
