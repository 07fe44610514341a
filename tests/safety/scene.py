# scene.py: a home with three clients' files, and the program stopped in the middle of its work
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the safety tests share.

IRU_GATE is the program that stops another at a system call (gate.c). IRU_FULL=1 tries every
point; without it a slow sweep takes every so manieth, always the same ones.
"""

import concurrent.futures
import errno
import json
import os
import re
import shutil
import stat
import struct
import subprocess
import sys
import threading
import unittest

import harness
import samples

FULL = os.environ.get("IRU_FULL") == "1"
CANNOT_TRACE = 125

URL = "https://acme.connect.iru.dev/mcp-server/connector/kandji/tools"
KEY = "sk_live:canary-9f31c2d7e6b84a50a1b2"
PROFILE = "5f0c2f9e-4f5b-4d1c-9a57-0d7f3c1e0001"
SNIPPET = harness.snippet(URL, KEY, PROFILE)

STRAY = ".iru-mcp-setup-"
NOTE = "user.iru-test-note"
CURSOR_MODE = 0o640

# An access control list as the kernel keeps it: the owner reads and writes, the group and one
# more user read. (tag, permissions, user)
NOBODY_ELSE = 0xFFFFFFFF
LIST = "system.posix_acl_access"
LIST_VALUE = struct.pack("<I", 2) + b"".join(
    struct.pack("<HHI", *entry) for entry in (
        (0x01, 6, NOBODY_ELSE), (0x02, 4, 12345), (0x04, 4, NOBODY_ELSE),
        (0x10, 4, NOBODY_ELSE), (0x20, 0, NOBODY_ELSE)))
CLIENTS = [word for client in harness.THREE for word in ("--client", client)]

# What a user reads of a cause, as the C library says it.
CAUSES = {name: os.strerror(getattr(errno, name)) for name in (
    "ENOSPC", "EDQUOT", "EIO", "EACCES", "EPERM", "EROFS", "EMFILE", "EINTR", "ENOMEM")}


def gate_program():
    return os.environ["IRU_GATE"]


def require_root():
    """CI runs everything twice, and once of it as root."""
    if os.geteuid() != 0:
        raise unittest.SkipTest("this needs root")


def require_gate():
    """Some containers forbid ptrace, and some machines' registers are not known to the gate."""
    done = subprocess.run([gate_program(), "--at", "1", "--errno", "1", "--", "/bin/mkdir",
                           "/nonexistent/folder"], stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, check=False)
    if done.returncode != CANNOT_TRACE and b"not permitted" in done.stderr:
        return
    problem = f"no program can be traced here: {done.stderr.decode()}"
    if harness.CI:
        raise AssertionError(problem)
    raise unittest.SkipTest(problem)


class Gated(harness.Result):
    """A run through the gate. count: calls that were counted; reached: the point was met."""

    count, reached = 0, False


class Scene:
    """One home, put back to its beginning by reset().

    A new file in folders that are not there yet (Claude Desktop); a file with a mode, a list of
    who may read it and a note of the user's (Cursor); a file behind a link (Codex).
    """

    def __init__(self):
        self.home = harness.Home()
        self.log = os.path.join(self.home.root, "log")
        self.status = os.path.join(self.home.root, "status")
        self.attributes = {}
        self.more_env = {}
        self.reset()
        self.old = self.read()
        self.new = None

    def close(self):
        self.home.close()

    def reset(self):
        home = self.home
        shutil.rmtree(home.path)
        os.mkdir(home.path, 0o700)
        home.write("cursor", samples.CURSOR, CURSOR_MODE)
        target = home.write("dotfiles/config.toml", samples.CODEX)
        os.mkdir(os.path.dirname(home.place("codex")), 0o700)
        os.symlink("../dotfiles/config.toml", home.place("codex"))
        for name, value in ((NOTE, b"mine"), (LIST, LIST_VALUE)):
            try:
                os.setxattr(home.place("cursor"), name, value)
                self.attributes[name] = value
            except OSError as error:  # not every file system has them
                if error.errno != errno.ENOTSUP or harness.CI:
                    raise
        if os.geteuid() == 0:
            os.chown(target, harness.NOBODY, harness.NOBODY)

    def read(self):
        """client -> bytes, None where there is no file."""
        return {client: self.home.read(client) if os.path.exists(self.home.place(client)) else None
                for client in harness.THREE}

    def learn(self):
        """What an undisturbed run makes of the three files."""
        self.run("--install", "--config", "-", *CLIENTS)
        self.new = self.read()
        self.reset()

    def run(self, *args, snippet=SNIPPET):
        return self.home.run(*args, stdin=snippet, env=harness.NO_LEAKS)

    def install(self):
        return self.run("--install", "--config", "-", *CLIENTS)

    def program(self, args):
        return [gate_program(), *args]

    def env(self):
        return self.home.env(**harness.NO_LEAKS, **self.more_env)

    def gated(self, options, args=("--install", "--config", "-", *CLIENTS), log=False):
        """Runs the program through the gate, which is given options."""
        command = self.program(["--status", self.status, *map(str, options),
                                *(["--log", self.log] if log else []), "--",
                                harness.setup_program(), *args])
        done = subprocess.run(command, input=SNIPPET, env=self.env(), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=120, cwd=self.home.root,
                              check=False)
        result = Gated(args, done.returncode, done.stdout, done.stderr, 0)
        if done.returncode == CANNOT_TRACE:
            raise AssertionError(f"the gate: {result}")
        with open(self.status, encoding="ascii") as file:
            count, reached = file.read().split()
        result.count, result.reached = int(count), reached == "1"
        return result

    def read_log(self):
        with open(self.log, encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    # What has to hold. Each yields what is wrong, in words.

    def check_whole(self, allowed=("old", "new")):
        """Every file is its old or its new self, to the byte and to its attributes."""
        known = {"old": self.old, "new": self.new}
        for client, now in self.read().items():
            if not any(now == known[state][client] for state in allowed):
                yield f"{client} is not {' or '.join(allowed)}: {now!r}"
        yield from self.check_attributes()

    def check_attributes(self):
        home = self.home
        if not os.path.islink(home.place("codex")):
            yield "the link to Codex' file is gone"
        status = os.stat(home.place("cursor"))
        if stat.S_IMODE(status.st_mode) != CURSOR_MODE:
            yield f"Cursor's file has mode {status.st_mode:o}"
        for name, value in self.attributes.items():
            if name not in os.listxattr(home.place("cursor")) \
                    or os.getxattr(home.place("cursor"), name) != value:
                yield f"Cursor's file has lost {name}"
        if os.geteuid() == 0 and os.stat(home.place("codex")).st_uid != harness.NOBODY:
            yield "Codex' file has changed hands"
        if home.exists("claude-desktop"):
            for path, mode in ((home.place("claude-desktop"), 0o600),
                               (os.path.dirname(home.place("claude-desktop")), 0o700)):
                if stat.S_IMODE(os.stat(path).st_mode) != mode:
                    yield f"{path} has mode {os.stat(path).st_mode:o}"

    def strays(self):
        return [os.path.join(folder, name) for folder, folders, names in os.walk(self.home.path)
                for name in folders + names if name.startswith(STRAY)]

    def check_clean(self):
        for path in self.strays():
            yield f"{path} was left"

    def check_private(self):
        """Beside the files that are meant nothing that others can read holds a key."""
        home = self.home
        targets = {os.path.realpath(home.place(client)) for client in harness.THREE}
        for folder, folders, names in os.walk(home.path):
            in_state = folder.startswith(home.state())
            if in_state and stat.S_IMODE(os.stat(folder).st_mode) != 0o700:
                yield f"{folder} can be entered by others"
            if stat.S_IMODE(os.stat(folder).st_mode) & 0o077 == 0 and STRAY in folder:
                continue
            for name in names:
                path = os.path.join(folder, name)
                if path in targets or os.path.islink(path):
                    continue
                mode = stat.S_IMODE(os.stat(path).st_mode)
                with open(path, "rb") as file:
                    if mode != 0o600 and (in_state or KEY.encode() in file.read()):
                        yield f"{path} has mode {mode:o}"

    def check_next_run(self):
        """The next run does it, and cleans up."""
        result = self.install()
        if result.code != 0:
            yield f"the next run: {result}"
        yield from self.check_whole(("new",))
        yield from self.check_clean()
        yield from self.check_private()

    def check_undone(self):
        """The undo is run again, and finishes what the first has begun."""
        self.run("--undo")
        yield from self.check_whole(("old",))
        yield from self.check_clean()
        yield from self.check_private()

    @staticmethod
    def check_output(result):
        for name, text in (("stdout", result.out), ("stderr", result.err)):
            for secret in (KEY, samples.NEIGHBOUR_SECRET):
                if secret.encode() in text:
                    yield f"{name} has a secret: {text.decode()}"


class Tally:
    """What a suite has tried, and what was wrong."""

    def __init__(self, suite):
        self.suite, self.points, self.violations = suite, 0, []
        self.lock = threading.Lock()

    def add(self, point, problems, points=1):
        with self.lock:
            self.points += points
            self.violations += [f"{point}: {problem}" for problem in problems]

    def print(self):
        print(f"# {self.suite}: {self.points} points tried, {len(self.violations)} violations",
              flush=True)


class Case(harness.Case):
    """Cases of a suite, whose tally they share."""

    tally = None  # a suite's own

    def setUp(self):
        self.seen = len(self.tally.violations)

    def assert_no_violation(self):
        found = self.tally.violations[self.seen:]
        self.assertFalse(found, f"{len(found)} violations\n" + "\n".join(found[:20]))

    def sweep(self, points, try_point, make=Scene):
        """On as many scenes at once as there are processors: try_point(scene, point) yields what
        is wrong; make() makes a scene."""
        pool = [make() for _ in range(os.cpu_count() or 1)]
        free = list(pool)

        def work(point):
            scene = free.pop()
            try:
                scene.reset()
                self.tally.add(point, list(try_point(scene, point)))
            except Exception as error:  # shown as a violation, with its point
                self.tally.add(point, [repr(error)])
            finally:
                free.append(scene)

        try:
            for scene in pool:
                scene.learn()
            with concurrent.futures.ThreadPoolExecutor(len(pool)) as workers:
                list(workers.map(work, points))
        finally:
            for scene in pool:
                scene.close()
        self.assert_no_violation()


def sample(points, every):
    points = list(points)
    return points if FULL else points[::every]


def main(tally):
    """As harness.main(), with the suite's count at the end."""
    try:
        harness.main()
    finally:
        tally.print()
        sys.stdout.flush()


def names_a_file(scene, text):
    return re.search(re.escape(scene.home.path) + r"\S*", text) is not None
