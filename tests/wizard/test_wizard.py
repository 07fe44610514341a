# test_wizard.py: the wizard in a real window, walked through its accessible tree
#
# SPDX-License-Identifier: GPL-3.0-or-later
import fcntl
import glob
import json
import os
import shutil
import signal
import subprocess
import sys
import time

import window

window.need("Xvfb", "dbus-daemon", "xdotool", "xclip")

import harness
import samples

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "safety"))

import mirror

# One for all: the accessible tree is bound to the first session bus that it sees.
DISPLAY = window.Display()

FOREIGN = '{\n  "mcpServers": {\n    "fs": {"command": "npx", "args": ["-y", "x"]}\n  }\n}\n'


class WizardCase(harness.Case):
    """A window in a scratch home with three clients, and a simulator."""

    @classmethod
    def setUpClass(cls):
        cls.display = DISPLAY
        cls.simulator = harness.Simulator()

    @classmethod
    def tearDownClass(cls):
        cls.simulator.close()

    def setUp(self):
        self.home = self.new_home(clients=("claude-desktop", "cursor", "codex"))
        self.home.write("cursor", FOREIGN)
        self.set_clipboard("nothing of interest")

    def open(self, *args, home=None, **options):
        opened = window.Window(home or self.home, *args, **options)
        self.addCleanup(self.end, opened)
        return opened

    def end(self, opened):
        """No warning of GTK's, no crash, and no key where none belongs."""
        opened.close()
        errors = opened.read_errors()
        self.assertIn(opened.process.returncode, (0, -signal.SIGTERM), errors)
        self.assertNotRegex(errors, "WARNING|CRITICAL|ERROR", errors)
        for name in ("FULL", "DEVICES"):
            self.assertNotIn(self.simulator.key(name)[0], errors)

    def set_clipboard(self, text):
        # xclip stays, to serve what it holds.
        subprocess.run(["xclip", "-selection", "clipboard"], input=text.encode(), check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def get_clipboard(self, selection="clipboard"):
        return subprocess.run(["xclip", "-selection", selection, "-o"], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, check=False).stdout.decode()

    def snippet(self, **options):
        return self.simulator.snippet(**options).decode()

    def install(self, **options):
        """The same as a person has done before, without a window."""
        result = self.home.install(self.simulator.snippet(**options))
        self.assert_exit(result, 0)

    def to_clients(self, opened, text):
        if opened.title() != "Paste":
            opened.wait_title("Iru MCP Setup")
            opened.wait_text("On this machine")
            self.display.press("Return")
        opened.wait_title("Paste")
        opened.set_text(text)
        opened.click("Next")
        opened.wait_title("Assistants")
        opened.wait_text("Found on this machine")

    def to_review(self, opened, text):
        self.to_clients(opened, text)
        opened.click("Next")
        opened.wait_title("Review")

    def apply(self, opened):
        opened.click("Apply")
        opened.wait_title("Result")


class Onboarding(WizardCase):
    def test_onboarding(self):
        opened = self.open()
        self.to_review(opened, self.snippet())
        opened.wait_text("would be added", "would be created", "npx: ")
        self.assertIn("Step 3 of 4", opened.names(everywhere=True))
        self.assertEqual(self.home.read("cursor").decode(), FOREIGN)
        self.apply(opened)
        opened.wait_text("assistants work", "Claude Desktop: created", "Cursor: added", "33 tools",
                         "Permission", "Ask the assistant “List my Iru devices”", "The key covers")
        servers = json.loads(self.home.read("cursor"))["mcpServers"]
        self.assertEqual(servers["iru"]["headers"]["X-API-Key"], self.simulator.key("FULL")[0])
        self.assertEqual(servers["fs"]["command"], "npx")
        self.assertTrue(self.home.exists("codex"))
        self.assert_exit(self.home.run("--check"), 0)

    def test_undo(self):
        opened = self.open()
        self.to_review(opened, self.snippet())
        self.apply(opened)
        opened.wait_text("assistants work")
        opened.click("Undo")
        opened.wait_text("Taken back", "restored")
        self.assertEqual(self.home.read("cursor").decode(), FOREIGN)
        self.assertFalse(self.home.exists("codex"))

    def test_only_what_is_chosen(self):
        opened = self.open()
        self.to_clients(opened, self.snippet())
        opened.toggle_rows("Claude Desktop", "Codex")
        opened.click("Next")
        self.apply(opened)
        opened.wait_text("Everything works")
        self.assertFalse(self.home.exists("codex"))
        self.assertFalse(self.home.exists("claude-desktop"))

    def test_nobody_is_chosen(self):
        opened = self.open()
        self.to_clients(opened, self.snippet())
        opened.toggle_rows("Claude Desktop", "Cursor", "Codex")
        next_button = opened.find("Next", "push button")
        window.wait_for("Next to be insensitive", lambda: not opened.is_sensitive(next_button))

    def test_keyboard_only(self):
        self.set_clipboard(self.snippet())
        opened = self.open()
        opened.wait_text("On this machine")
        self.display.press("Return")
        opened.wait_title("Paste")
        window.wait_for("the focus", lambda: opened.has_focus(opened.text_view()))
        self.display.press("ctrl+v")
        opened.wait_text("Server “iru”")
        self.display.press("alt+n")
        opened.wait_title("Assistants")
        opened.wait_text("Found on this machine")
        self.display.press("space")  # takes the first, Claude Desktop, out
        window.wait_for("the box to be empty", lambda: not opened.is_checked(
            opened.find("Claude Desktop", "check box")))
        self.display.press("alt+n")
        opened.wait_title("Review")
        opened.wait_text("would be added")
        self.display.press("alt+a")
        opened.wait_title("Result")
        opened.wait_text("Everything works")
        self.assertFalse(self.home.exists("claude-desktop"))
        self.assertTrue(self.home.exists("codex"))
        self.display.press("Escape")
        opened.wait_title("Iru MCP Setup")

    def test_help(self):
        opened = self.open()
        opened.wait_text("On this machine")
        for keys, name in (("F1", "Help"), ("ctrl+question", "Keyboard Shortcuts")):
            self.display.press(keys)
            window.wait_for(name, lambda: name in opened.frames())
            self.display.press("Escape")
            window.wait_for("no " + name, lambda: name not in opened.frames())


class Paste(WizardCase):
    def test_slips_are_put_right_and_listed(self):
        opened = self.open("--wizard=setup")
        opened.wait_title("Paste")
        opened.set_text(self.snippet().replace('",\n', '"\n', 1))
        opened.wait_text("Server “iru”", "Put right", "a comma was missing", "Line 4")
        opened.click("Next")
        opened.wait_title("Assistants")

    def test_what_is_wrong_is_located(self):
        self.set_clipboard('{"mcpServers": {\n  "iru": {"url": "https://acme.example/mcp",\n'
                           '    "headers": {"X-API-Key": "sk_live:cut-o')
        opened = self.open("--wizard=setup")
        opened.wait_title("Paste")
        opened.click("Paste")
        opened.wait_error("line 3, column")
        self.assertFalse(opened.is_sensitive(opened.find("Next", "push button")))
        window.wait_for("the cursor in line 3", lambda: self.get_line(opened) == 3)
        self.assertNotIn("cut-o", "\n".join(opened.names(everywhere=True)))

    @staticmethod
    def get_line(opened):
        view = opened.text_view()
        text = view.get_text(0, view.get_caret_offset())
        return text.count("\n") + 1

    def test_placeholder(self):
        opened = self.open("--wizard=setup")
        opened.wait_title("Paste")
        opened.set_text(harness.snippet("https://acme.example/mcp", "PASTE_YOUR_KEY", "p").decode())
        opened.wait_text("To be looked at")
        self.assertFalse(opened.is_sensitive(opened.find("Next", "push button")))

    def test_clipboard_is_offered_and_not_taken(self):
        self.set_clipboard(self.snippet())
        opened = self.open("--wizard=setup")
        opened.wait_title("Paste")
        window.wait_for("the offer", lambda: opened.is_there("The clipboard holds an MCP "
                                                             "configuration"))
        view = opened.text_view()
        self.assertEqual(view.get_character_count(), 0)
        opened.click("Use It")
        opened.wait_text("Server “iru”")
        opened.click("Clear Page and Clipboard")
        window.wait_for("an empty page", lambda: view.get_character_count() == 0)
        self.assertEqual(self.get_clipboard(), "")

    def test_reveal(self):
        key = self.simulator.key("FULL")[0]
        opened = self.open("--wizard=setup")
        opened.wait_title("Paste")
        opened.set_text(self.snippet())
        opened.wait_text("sk_live:…" + key[-4:])
        self.assertNotIn(key, opened.texts())
        opened.click("Show the value of X-API-Key")
        opened.wait_text(key)
        opened.click("Show the value of X-API-Key")
        window.wait_for("a masked key", lambda: key not in opened.texts())


class Refusals(WizardCase):
    def test_broken_file(self):
        self.home.write("cursor", '{"mcpServers": {"a" ]')
        opened = self.open()
        self.to_review(opened, self.snippet())
        opened.wait_text("refused", "line 1, column")
        self.apply(opened)
        opened.wait_text("Cursor: refused", "Codex: created")
        self.assertEqual(self.home.read("cursor").decode(), '{"mcpServers": {"a" ]')
        self.assertTrue(self.home.exists("codex"))

    def test_file_changed_before_apply(self):
        opened = self.open()
        self.to_review(opened, self.snippet())
        opened.wait_text("would be added")
        changed = FOREIGN.replace('"fs"', '"files"')
        self.home.write("cursor", changed)
        opened.click("Apply")
        window.wait_for("the change now", lambda: opened.is_there(
            "A file was changed by somebody else. This is the change now."))
        self.assertEqual(opened.title(), "Review")
        self.assertEqual(self.home.read("cursor").decode(), changed)
        self.apply(opened)
        opened.wait_text("assistants work")
        self.assertEqual(set(json.loads(self.home.read("cursor"))["mcpServers"]), {"files", "iru"})
        # Codex was written in the first go, Cursor in the second: both are taken back.
        opened.click("Undo")
        opened.wait_text("Taken back")
        self.assertEqual(self.home.read("cursor").decode(), changed)
        self.assertFalse(self.home.exists("codex"))

    def test_closing_waits_for_the_write(self):
        self.install()
        opened = self.open()
        self.to_review(opened, self.snippet(key="DEVICES"))
        opened.wait_text("would be updated")
        locks = [open(path, "rb") for path in glob.glob(self.home.state() + "/locks/*")]
        self.assertTrue(locks)
        for lock in locks:
            fcntl.flock(lock, fcntl.LOCK_EX)
        opened.click("Apply")
        time.sleep(0.5)
        self.display.press("ctrl+q")
        time.sleep(0.5)
        self.assertIsNone(opened.process.poll(), "closed in the middle of a write")
        for lock in locks:
            lock.close()
        opened.process.wait(window.WAIT_S)
        key = self.simulator.key("DEVICES")[0]
        for client in harness.THREE:
            self.assertIn(key.encode(), self.home.read(client))


    def test_running_client(self):
        """A program of the client's name, older than the change."""
        shutil.copy("/usr/bin/sleep", os.path.join(self.home.bin, "cursor"))
        running = subprocess.Popen([os.path.join(self.home.bin, "cursor"), "60"])
        self.addCleanup(running.wait)
        self.addCleanup(running.kill)
        opened = self.open()
        self.to_review(opened, self.snippet())
        opened.wait_text("The application is running", "Quit Cursor fully")

    def test_no_file_chooser(self):
        opened = self.open("--wizard=setup")
        opened.wait_title("Paste")
        opened.click("Open File…")
        opened.wait_error("Drop the file on this page")
        self.assertEqual(opened.title(), "Paste")


class Drop(WizardCase):
    """A real drag, from a window of another program."""

    def setUp(self):
        super().setUp()
        if not window.has_gtk():
            problem = "gir1.2-gtk-4.0 is not installed"
            self.assertFalse(harness.CI, problem)
            self.skipTest(problem)

    def drop(self, uri):
        """On the middle of the page, where the text is typed."""
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "drag_source.py")
        source = subprocess.Popen(
            [sys.executable, script, uri], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True, env={**os.environ, "GDK_BACKEND": "x11", "HOME": self.home.path,
                            "GSK_RENDERER": "cairo"})
        self.addCleanup(source.wait)
        self.addCleanup(source.terminate)
        self.addCleanup(source.stdout.close)
        self.assertEqual(source.stdout.readline(), "ready\n")
        time.sleep(0.5)
        self.display.drag((40, 40), (360, 330))
        self.assertEqual(source.stdout.readline(), "dropped\n")

    def test_drop(self):
        self.home.write("iru.json", self.snippet())
        opened = self.open("--wizard=setup")
        opened.wait_title("Paste")
        self.drop("file://" + os.path.join(self.home.path, "iru.json"))
        opened.wait_text("Server “iru”")

    def test_drop_of_a_link(self):
        """What lies somewhere else is not fetched."""
        opened = self.open("--wizard=setup")
        opened.wait_title("Paste")
        self.simulator.forget()
        self.drop(self.simulator.url)
        opened.wait_error("That is no file that can be read")
        self.assertEqual(self.simulator.requests(), [])


class Portal(WizardCase):
    """The desktop's own dialogs, by the real portal."""

    def setUp(self):
        super().setUp()
        end = self.display.start_portal()
        if end is None:
            problem = "xdg-desktop-portal-gtk is not installed"
            self.assertFalse(harness.CI, problem)
            self.skipTest(problem)
        self.addCleanup(end)

    def choose(self, title, path):
        """Types path into the dialog that has that title."""
        window.wait_for(title, lambda: subprocess.run(
            ["xdotool", "search", "--name", title], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, check=False).returncode == 0)
        time.sleep(0.5)
        self.display.press("ctrl+l")
        self.display.press("ctrl+a")
        subprocess.run(["xdotool", "type", path], check=True)
        time.sleep(0.3)
        self.display.press("Return")

    def test_open(self):
        self.home.write("iru.json", self.snippet())
        opened = self.open("--wizard=setup")
        opened.wait_title("Paste")
        opened.click("Open File…")
        self.choose("Open a Configuration", os.path.join(self.home.path, "iru.json"))
        opened.wait_text("Server “iru”")

    def test_save(self):
        self.install()
        opened = self.open("--wizard=troubleshoot")
        opened.click("Save Report…")
        self.choose("Save the Report", os.path.join(self.home.path, "ticket.md"))
        window.wait_for("the report", lambda: self.home.exists("ticket.md")
                        and self.home.read("ticket.md"))
        report = self.home.read("ticket.md").decode()
        self.assertIn("iru-mcp-simulator", report)
        self.assertNotIn(self.simulator.key("FULL")[0], report)
        mode = os.stat(os.path.join(self.home.path, "ticket.md")).st_mode
        self.assertEqual(mode & 0o077, 0)


class Troubleshooting(WizardCase):
    def test_a_file_that_is_never_read(self):
        """The client's other files are looked at as well; one row is for one client to choose."""
        home = self.new_home(clients=("claude-code",))
        home.write(".claude/mcp.json", self.snippet())
        opened = self.open("--wizard=troubleshoot", home=home)
        opened.wait_title("Result")
        opened.wait_text("never reads")
        opened.close()
        opened = self.open("--wizard=setup", home=home)
        opened.wait_title("Paste")
        opened.set_text(self.snippet())
        opened.wait_text("Server “iru”")
        opened.click("Next")
        opened.wait_title("Assistants")
        boxes = [box.get_name() for box in opened.nodes("check box")]
        self.assertEqual(boxes.count("Claude Code"), 1, boxes)
        opened.click("Next")
        opened.wait_title("Review")
        opened.click("Apply")
        opened.wait_title("Result")
        opened.wait_text("Everything works")
        self.assertNotIn("not read there", opened.texts())
        self.assertEqual(list(home.entries("claude-code")), ["iru"])
        self.assertNotIn(b"iru", home.read(".claude/mcp.json"))

    def check(self, url, *expected, key="FULL"):
        value, profile = self.simulator.key(key)
        self.assert_exit(self.home.install(harness.snippet(url, value, profile)), 0)
        opened = self.open("--wizard=troubleshoot")
        opened.wait_title("Result")
        opened.wait_text(*expected)
        return opened

    def test_five_faults(self):
        for fault, *expected in (
                ("auth-rejected", "Access → API tokens", "New Values…"),
                ("permission-denied", "Permission", "failed"),
                ("http-not-found", "Web server (HTTP)", "failed"),
                ("tools-none", "failed"),
                ("upstream-unavailable", "failed")):
            with self.subTest(fault):
                title = self.get_title(fault)
                self.home.run("--remove")
                opened = self.check(self.simulator.fault(fault), title, *expected)
                opened.close()

    def get_title(self, fault):
        value, profile = self.simulator.key("FULL")
        home = self.new_home(clients=("cursor",))
        home.install(harness.snippet(self.simulator.fault(fault), value, profile))
        document = home.run("--check", "--json").json()
        return next(finding["title"] for row in document["endpoints"]
                    for finding in row["findings"] if finding["severity"] == "error")

    def test_nobody_listens(self):
        self.check(f"http://127.0.0.1:{harness.free_port()}/mcp", "Connection", "not reached")

    def test_cancel(self):
        opened = self.check(self.simulator.fault("response-timeout"), "Asking the server…")
        opened.click("Cancel")
        opened.wait_error("The check was cancelled.")
        opened.click("Try Again")
        opened.wait_text("Asking the server…")
        opened.click("Cancel")
        opened.wait_error("The check was cancelled.")

    def test_closing_stops_the_check(self):
        opened = self.check(self.simulator.fault("response-timeout"), "Asking the server…")
        self.display.press("ctrl+q")
        opened.process.wait(window.WAIT_S)

    def test_fix(self):
        self.install()
        old = self.home.read("claude-desktop").replace(b"mcp-remote@0.15.1", b"mcp-remote@0.1.13")
        self.home.write("claude-desktop", old)
        opened = self.open("--wizard=troubleshoot")
        opened.wait_text("Fix…")
        opened.click("Fix…")
        opened.wait_title("Review")
        opened.wait_text("would be updated")
        self.apply(opened)
        opened.wait_text("assistants work")
        self.assertIn(b"mcp-remote@0.15.1", self.home.read("claude-desktop"))

    def test_new_key(self):
        self.install()
        os.unlink(self.home.place("codex"))
        before = self.home.files()
        opened = self.open("--wizard=troubleshoot")
        opened.click("Replace…")
        opened.wait_title("Paste")
        opened.set_text(self.snippet(key="DEVICES"))
        opened.click("Next")
        opened.wait_title("Assistants")
        opened.wait_text("Found on this machine", "other values")
        self.assertFalse(opened.is_checked(opened.find("Codex", "check box")))
        opened.click("Next")
        self.apply(opened)
        opened.wait_text("What was done")
        key = self.simulator.key("DEVICES")[0].encode()
        for client in ("claude-desktop", "cursor"):
            self.assertIn(key, self.home.read(client))
        self.assertFalse(self.home.exists("codex"))
        self.assertNotEqual(before, self.home.files())

    def test_values_for_a_broken_file(self):
        """The client that a finding is about is chosen, whether it has the server or not."""
        self.install()
        os.unlink(self.home.place("codex"))
        self.home.write("cursor", '{"mcpServers": {"a" ]')
        opened = self.open("--wizard=troubleshoot")
        opened.click("New Values…")
        opened.wait_title("Paste")
        opened.set_text(self.snippet(key="DEVICES"))
        opened.click("Next")
        opened.wait_title("Assistants")
        opened.wait_text("Found on this machine")
        for name, chosen in (("Claude Desktop", True), ("Cursor", True), ("Codex", False)):
            self.assertEqual(opened.is_checked(opened.find(name, "check box")), chosen, name)

    def test_values_where_nobody_has_any(self):
        opened = self.open("--wizard=troubleshoot")
        opened.click("New Values…")
        opened.wait_title("Paste")
        opened.set_text(self.snippet())
        opened.click("Next")
        opened.wait_title("Assistants")
        opened.wait_text("Found on this machine")
        self.assertTrue(opened.is_checked(opened.find("Claude Desktop", "check box")))

    def test_remove(self):
        self.install()
        opened = self.open("--wizard=troubleshoot")
        opened.click("Remove…")
        opened.wait_title("Review")
        opened.wait_text("would be removed")
        self.apply(opened)
        opened.wait_text("The server was taken out")
        self.assertEqual(self.home.read("cursor").decode(), FOREIGN)

    def test_report(self):
        opened = self.check(self.simulator.fault("auth-rejected"), "Copy Report")
        opened.click("Copy Report")
        window.wait_for("the report", lambda: "auth-rejected" in self.get_clipboard())
        self.assertNotIn(self.simulator.key("FULL")[0], self.get_clipboard())


class Surroundings(WizardCase):
    def test_no_display(self):
        done = subprocess.run([os.environ["IRU_MCP_SETUP_GUI"]], env=self.home.env(),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("no display", done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)

    def test_unknown_task(self):
        done = subprocess.run([os.environ["IRU_MCP_SETUP_GUI"], "--wizard=cook"],
                              env=self.home.env(DISPLAY=os.environ["DISPLAY"]),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(done.returncode, 2, done.stderr)

    def test_nothing_configured(self):
        opened = self.open(home=self.new_home(node=None))
        opened.wait_text("No assistant was found")

    def test_no_session_bus(self):
        opened = subprocess.Popen([os.environ["IRU_MCP_SETUP_GUI"]], stderr=subprocess.PIPE,
                                  env=self.home.env(DISPLAY=os.environ["DISPLAY"], GTK_A11Y="none",
                                                    GDK_BACKEND="x11", GSK_RENDERER="cairo"))
        time.sleep(2)
        self.assertIsNone(opened.poll())
        opened.terminate()
        self.assertNotIn(b"CRITICAL", opened.communicate()[1])

    CANARY = "x3tRa=hDr'V8/mP+2jLs>Q5<nW0fEfGhI"
    # All is logged, and settings would be written into a file.
    NOWHERE = {"G_MESSAGES_DEBUG": "all", "GSETTINGS_BACKEND": "keyfile"}

    def spellings(self):
        """Of every ten letters of the key and of another header's value."""
        values = [self.simulator.key("FULL")[0].partition(":")[2], self.CANARY]
        pieces = [value[i:i + 10] for value in values for i in range(len(value) - 9)]
        spelt = {spell(piece) for piece in pieces for name, spell in mirror.SPELLINGS.items()
                 if not name.startswith("base64")}
        return spelt | {mirror.SPELLINGS[f"base64{shift}"](value)[8:24]
                        for value in values for shift in ("", "-1", "-2", "-url")}

    def assert_nowhere(self, what, text):
        found = next((spelt for spelt in self.spellings() if spelt in text), None)
        self.assertIsNone(found, f"in {what}: {text}")

    def test_key_is_nowhere(self):
        servers = json.loads(self.snippet())
        next(iter(servers["mcpServers"].values()))["headers"]["X-Extra"] = self.CANARY
        opened = self.open(env=self.NOWHERE)
        seen = []
        self.to_clients(opened, json.dumps(servers))
        seen += opened.names(everywhere=True)
        opened.click("Next")
        opened.wait_title("Review")
        opened.wait_text("would be added")
        seen += opened.names(everywhere=True) + [opened.texts()]
        seen += [node.get_text(0, -1) for node in opened.nodes("text")]
        self.apply(opened)
        opened.wait_text("assistants work")
        seen += opened.names(everywhere=True) + [opened.texts(), opened.title()]
        with open(f"/proc/{opened.process.pid}/limits", encoding="ascii") as limits:
            self.assertRegex(limits.read(), r"Max core file size +1 +1 ")
        opened.click("Back")
        self.assert_clipboards_untouched()
        self.display.press("ctrl+q")
        opened.process.wait(window.WAIT_S)
        self.assert_nowhere("what can be seen", "\n".join(seen))
        # (The journal is given what standard error is given, by the same function of GLib's.)
        self.assertIn("DEBUG", opened.read_errors())
        self.assert_nowhere("the log", opened.read_errors())
        self.assert_clipboards_untouched()
        self.assert_no_file_has_it()

    def assert_clipboards_untouched(self):
        self.assertEqual(self.get_clipboard(), "nothing of interest")
        self.assert_nowhere("the selection", self.get_clipboard("primary"))

    def assert_no_file_has_it(self):
        """Neither settings nor the list of recent files nor a cache: the clients' files only."""
        for folder, _, names in os.walk(self.home.root):
            for path in (os.path.join(folder, name) for name in names):
                inner = os.path.relpath(path, self.home.path)
                if inner not in harness.PLACES.values() and os.path.isfile(path):
                    with open(path, "rb") as file:
                        self.assert_nowhere(path, file.read().decode("latin-1"))

    def test_clipboard_stays_the_users(self):
        """What was pasted is not held by the wizard, and what it held is not left to anybody."""
        snippet = self.snippet()
        self.set_clipboard(snippet)
        opened = self.open(env=self.NOWHERE)
        opened.wait_text("On this machine")
        self.display.press("Return")
        opened.wait_title("Paste")
        window.wait_for("the focus", lambda: opened.has_focus(opened.text_view()))
        self.display.press("ctrl+v")
        opened.wait_text("Server “iru”")
        self.display.press("ctrl+a")
        self.assertEqual(self.get_clipboard(), snippet)
        self.display.press("ctrl+q")
        opened.process.wait(window.WAIT_S)
        self.assertEqual(self.get_clipboard(), snippet)
        self.assertEqual(self.get_clipboard("primary"), "")
        self.assert_nowhere("the log", opened.read_errors())
        self.assert_no_file_has_it()


if __name__ == "__main__":
    harness.main()
