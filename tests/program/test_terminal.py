# test_terminal.py: what is said on a terminal while a server is waited for, and Ctrl+C
#
# SPDX-License-Identifier: GPL-3.0-or-later

import fcntl
import json
import os
import pty
import select
import signal
import socket
import subprocess
import termios
import time

import harness

SIGN = b"Asking the server"


class Terminal:
    """The program on a terminal of its own: what it shows, and when."""

    def __init__(self, home, *args, env=None, shows_errors=True):
        self.keyboard, screen = pty.openpty()
        self.text = b""
        self.start = time.monotonic()

        def take_terminal():
            os.setsid()
            fcntl.ioctl(screen, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            [harness.setup_program(), *args], env=home.env(**(env or {})), cwd=home.path, stdin=screen,
            stdout=screen, stderr=screen if shows_errors else subprocess.DEVNULL,
            preexec_fn=take_terminal)
        os.close(screen)

    def read(self, until_s, wanted=None):
        """What has come until_s seconds after the start; ends early once wanted is there."""
        while not (wanted and wanted in self.text):
            left = self.start + until_s - time.monotonic()
            if left <= 0 or not select.select([self.keyboard], [], [], left)[0]:
                break
            try:
                self.text += os.read(self.keyboard, 65536)
            except OSError:
                break
        return self.text

    def press_ctrl_c(self):
        """The seconds that it took to end."""
        start = time.monotonic()
        os.write(self.keyboard, b"\x03")
        self.process.wait(20)
        return time.monotonic() - start

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.keyboard)


class Check(harness.Case):
    @classmethod
    def setUpClass(cls):
        cls.simulator = harness.Simulator()
        cls.addClassCleanup(cls.simulator.close)

    def cursor_home(self, url):
        home = self.new_home()
        home.write("cursor", self.simulator.snippet(url=url))
        return home

    def open(self, home, *args, **options):
        return self.start(Terminal(home, *args, **options))


class Sign(Check):
    """After a second, and only where somebody looks."""

    def slow(self, *args, **options):
        home = self.cursor_home(self.simulator.fault("response-timeout"))
        return self.open(home, "--check", "--timeout", "2.5", *args, **options)

    def test_after_a_second(self):
        terminal = self.slow()
        self.assertNotIn(SIGN, terminal.read(0.9))
        self.assertIn(SIGN, terminal.read(20, SIGN))
        self.assertGreater(time.monotonic() - terminal.start, 0.9)
        self.assertLess(time.monotonic() - terminal.start, 2.4)
        self.assertEqual(terminal.read(20, b"response-timeout").count(SIGN), 1)

    def test_not_if_it_is_quick(self):
        terminal = self.open(self.cursor_home(self.simulator.url), "--check")
        self.assertNotIn(SIGN, terminal.read(20))
        self.assertEqual(terminal.process.wait(20), 0)

    def test_not_if_quiet(self):
        terminal = self.slow("--quiet")
        self.assertNotIn(SIGN, terminal.read(20))
        self.assertEqual(terminal.process.wait(20), 7)

    def test_not_into_a_file(self):
        """Neither to standard output, though that is a terminal."""
        terminal = self.slow(shows_errors=False)
        self.assertNotIn(SIGN, terminal.read(20))
        home = self.cursor_home(self.simulator.fault("response-timeout"))
        self.assertEqual(home.run("--check", "--timeout", "1.5").errors, "")

    def test_not_in_a_document(self):
        """With --json it is on the terminal, and standard output is one document."""
        home = self.cursor_home(self.simulator.fault("response-timeout"))
        self.assert_document(home.run("--check", "--json", "--timeout", "1.5"))


class CtrlC(Check):
    """Gone within 100 ms, and nothing is left. The quickest of some tries: others use this machine."""

    def interrupt(self, home, *args, env=None, ready=lambda: True):
        before = home.files()
        times = []
        for _ in range(5):
            terminal = self.open(home, *args, env=env)
            deadline = time.monotonic() + 20
            time.sleep(0.2)
            while not ready():
                self.assertLess(time.monotonic(), deadline)
                time.sleep(0.01)
            self.assertIsNone(terminal.process.poll(), terminal.read(0))
            times.append(terminal.press_ctrl_c())
            self.assertEqual(terminal.process.returncode, -signal.SIGINT)
            if times[-1] < 0.1:
                break
        self.assertLess(min(times), 0.1)
        return before

    def check_nothing_left(self, home, before):
        self.assertEqual({path for path in home.files() if path not in before}, set())

    def test_while_it_answers(self):
        home = self.cursor_home(self.simulator.fault("response-timeout"))
        self.check_nothing_left(home, self.interrupt(home, "--check", "--timeout", "60"))

    def test_while_it_connects(self):
        deaf = self.start(harness.Deaf())
        home = self.cursor_home(f"http://127.0.0.1:{deaf.address[1]}/mcp")
        self.check_nothing_left(home, self.interrupt(home, "--check", "--timeout", "60"))

    def test_in_the_handshake(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            home = self.cursor_home(f"https://127.0.0.1:{listener.getsockname()[1]}/mcp")
            self.check_nothing_left(home, self.interrupt(home, "--check", "--timeout", "60",
                                                         env=harness.NO_LEAKS))

    def test_while_a_report_waits(self):
        """No half of a report."""
        home = self.cursor_home(self.simulator.fault("response-timeout"))
        self.check_nothing_left(home, self.interrupt(home, "--report", "ticket.md", "--timeout", "60"))

    def test_while_node_is_asked(self):
        """With what it has started."""
        home = self.new_home(node=None)
        home.add_command("npx", "exit 1")
        home.add_command("node", "trap '' INT TERM; sleep 1000 & echo $$ $! >~/pids; wait")
        home.write("claude-desktop", json.dumps({"mcpServers": {"iru": {
            "command": "npx", "args": [], "env": {"PATH": f"{home.bin}:/usr/bin:/bin"}}}}))
        before = self.interrupt(home, "--check", "--start",
                                ready=lambda: home.exists("pids") and home.read("pids").strip())
        for pid in home.read("pids").split():
            self.assert_gone(int(pid))
        os.unlink(os.path.join(home.path, "pids"))
        self.check_nothing_left(home, before)

    def assert_gone(self, pid):
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            try:
                with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
                    if ") Z" in file.read():
                        return
            except OSError:
                return
            time.sleep(0.01)
        self.fail(f"{pid} is left")


if __name__ == "__main__":
    harness.main()
