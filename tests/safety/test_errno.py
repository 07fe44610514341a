# test_errno.py: every system call of the writing phase fails, with every cause
#
# SPDX-License-Identifier: GPL-3.0-or-later

import errno
import glob
import os
import resource
import signal
import subprocess

import harness
import scene

TALLY = scene.Tally("errno")

CALLS = ("openat", "write", "fsync", "renameat2", "renameat", "linkat", "fchmod", "fchown",
         "mkdirat", "unlinkat", "fsetxattr", "ftruncate", "flock", "pread64", "getdents64")
# If one of these is not made any more, its failures are not tried any more.
INSTALL_MAKES = {"openat", "write", "fsync", "renameat2", "renameat", "fchmod", "mkdirat",
                 "unlinkat"}


class Case(scene.Case):
    tally = TALLY
    INSTALL = ("--install", "--config", "-", *scene.CLIENTS)

    def setUp(self):
        super().setUp()
        scene.require_gate()


class Fail(Case):
    def count(self, prepare, options, args):
        """call -> how often it is made"""
        place = scene.Scene()
        self.addCleanup(place.close)
        counts = {}
        for call in CALLS:
            place.reset()
            prepare(place)
            counts[call] = place.gated([*options, "--only", call], args).count
        return counts

    def points(self, counts, every):
        """(call, number, cause), sampled call by call so that none is left out."""
        for call, count in counts.items():
            every_point = [(call, number, cause) for number in range(1, count + 1)
                           for cause in scene.CAUSES]
            yield from scene.sample(every_point, every)

    def sweep_faults(self, args, after, prepare=lambda place: None, options=(), every=1,
                     makes=()):
        """after: the state in which the files are if all is well."""
        counts = self.count(prepare, options, args)
        self.assertLessEqual(set(makes), {call for call, count in counts.items() if count > 0})

        def fail(place, point):
            call, number, cause = point
            prepare(place)
            result = place.gated([*options, "--only", call, "--at", number,
                                  "--errno", getattr(errno, cause)], args)
            if not result.reached:
                yield f"not reached: {result}"
            yield from self.check_told(place, result, cause)
            yield from place.check_whole()
            if result.code == 0:
                yield from place.check_whole((after,))
            yield from place.check_clean()
            yield from place.check_private()
            yield from place.check_output(result)
            if after == "new":
                yield from place.check_next_run()

        self.sweep(list(self.points(counts, every)), fail)

    @staticmethod
    def check_told(place, result, cause):
        """Done all the same, or exit 1 and a sentence that names the file and the cause."""
        if result.code == 0:
            return
        if result.code != 1:
            yield f"{result}"
        lines = [line for line in result.errors.splitlines() if scene.names_a_file(place, line)]
        if not any(scene.CAUSES[cause] in line for line in lines):
            yield f"not told what and why: {result}"

    def test_install(self):
        self.sweep_faults(self.INSTALL, "new", every=5, makes=INSTALL_MAKES)

    def test_install_without_exchange(self):
        self.sweep_faults(self.INSTALL, "new", options=["--no-exchange"], every=11,
                          makes={"linkat"})

    def test_undo(self):
        self.sweep_faults(("--undo",), "old", prepare=scene.Scene.install, every=11)

    def test_full_disk(self):
        """From a moment on there is no more room, nor a descriptor."""
        counts = self.count(lambda place: None, (), self.INSTALL)

        def fail(place, point):
            calls, number, cause = point
            result = place.gated(["--only", calls, "--at", number, "--always",
                                  "--errno", getattr(errno, cause)], self.INSTALL)
            yield from self.check_told(place, result, cause)
            yield from place.check_whole()
            if result.code == 0:
                yield from place.check_whole(("new",))
            yield from place.check_clean()
            yield from place.check_private()
            yield from place.check_next_run()

        points = []
        for calls, causes in (("write,mkdirat", ("ENOSPC", "EDQUOT")), ("openat", ("EMFILE",)),
                              ("fsync", ("EIO",))):
            number = sum(counts[call] for call in calls.split(","))
            points += [(calls, at, cause) for at in range(1, number + 1) for cause in causes]
        self.sweep(scene.sample(points, 5), fail)

    def test_full_output(self):
        """What could not be told was not done."""
        place = scene.Scene()
        self.addCleanup(place.close)
        for args in (("--list", "--json"), (*self.INSTALL, "--dry-run")):
            with open("/dev/full", "wb") as full:
                done = subprocess.run([harness.setup_program(), *args], input=scene.SNIPPET,
                                      stdout=full, stderr=subprocess.PIPE,
                                      env=place.home.env(), check=False)
            self.assertEqual(done.returncode, 1, args)
            self.assertIn(os.strerror(errno.ENOSPC), done.stderr.decode())
            self.tally.add(args, [])


# GLib ends a program that gets no memory: by SIGTRAP; by SIGABRT where it asks for a lock; by
# SIGSEGV where there is none for the message either, as it then complains of that without end.
OUT_OF_MEMORY = {128 + signal.SIGTRAP, 128 + signal.SIGABRT, 128 + signal.SIGSEGV}
LOADER_FAILS = 127
# Each page that the program wants is asked for when it is wanted.
NO_RESERVE = {"MALLOC_TOP_PAD_": "0", "MALLOC_MMAP_THRESHOLD_": "1024"}
MB = 1024 * 1024
SENTENCES = ("Cannot allocate memory", "There is too little memory for this change")


class NoMemory(Case):
    """From a moment on the program gets no memory any more. That is as a crash, or an error."""

    def setUp(self):
        super().setUp()
        if "ASAN_OPTIONS" in os.environ:
            self.skipTest("AddressSanitizer has an allocator of its own")

    def sweep_memory(self, args, check_next, prepare=lambda place: None, options=(), every=1):
        def make():
            place = scene.Scene()
            place.more_env = NO_RESERVE
            return place

        def starve(place, point):
            prepare(place)
            result = place.gated([*options, "--at", point, "--no-memory"], args)
            yield from self.check_end(place, result)
            yield from place.check_whole()
            yield from place.check_private()
            yield from check_next(place)

        place = make()
        self.addCleanup(place.close)
        prepare(place)
        count = place.gated(options, args).count
        self.assertGreater(count, 100)
        self.sweep(scene.sample(range(1, count + 1), every), starve, make)

    @staticmethod
    def check_end(place, result):
        if result.code not in {0, 1, LOADER_FAILS} | OUT_OF_MEMORY:
            yield f"{result}"
        if result.code == 1 and not any(sentence in result.errors for sentence in SENTENCES):
            yield f"not told why: {result}"
        if result.code in (0, 1):
            yield from place.check_clean()
        yield from place.check_output(result)

    def test_install(self):
        self.sweep_memory(self.INSTALL, scene.Scene.check_next_run, every=5)

    def test_install_without_exchange(self):
        self.sweep_memory(self.INSTALL, scene.Scene.check_next_run, options=["--no-exchange"],
                          every=11)

    def test_undo(self):
        self.sweep_memory(("--undo",), scene.Scene.check_undone, prepare=scene.Scene.install,
                          every=11)

    def test_from_the_start(self):
        """While it is loaded, and while it only reads."""
        self.sweep_memory(self.INSTALL, scene.Scene.check_next_run, options=["--from-start"],
                          every=23)

    def try_large(self, client, old):
        """Less and less memory for a file of 20 MB: what is said."""
        home = self.new_home()
        args = ("--install", "--config", "-", "--client", client)
        told = set()

        def run(limit):
            done = subprocess.run(
                [harness.setup_program(), *args], input=scene.SNIPPET, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, env=home.env(), check=False,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
            code = 128 - done.returncode if done.returncode < 0 else done.returncode
            return harness.Result(args, code, done.stdout, done.stderr, 0)

        home.write(client, old)
        self.assert_exit(run(resource.RLIM_INFINITY), 0)
        new = home.read(client)
        for limit in scene.sample(range(12, 112), 4):
            home.write(client, old)
            result = run(limit * MB)
            told.update(sentence for sentence in SENTENCES if sentence in result.errors)
            problems = []
            if result.code not in {0, 1, LOADER_FAILS} | OUT_OF_MEMORY:
                problems.append(f"{result}")
            if home.read(client) not in ((new,) if result.code == 0 else (old, new)):
                problems.append("the file is neither")
            if result.code in (0, 1) and glob.glob(os.path.join(os.path.dirname(home.place(client)),
                                                                scene.STRAY + "*")):
                problems.append("something was left")
            TALLY.add((client, limit), problems)
        self.assertEqual(result.code, 0)
        return told

    def test_large_files(self):
        for client, text in (("cursor", b'{"mcpServers": {}' + b" " * 20 * MB + b"}\n"),
                             ("codex", b'model = "x"\n' + b"# a comment\n" * (20 * MB // 12))):
            self.assertEqual(self.try_large(client, text), set(SENTENCES), client)
        self.assert_no_violation()


if __name__ == "__main__":
    scene.main(TALLY)
