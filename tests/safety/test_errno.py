# test_errno.py: every system call of the writing phase fails, with every cause
#
# SPDX-License-Identifier: GPL-3.0-or-later

import errno
import os
import subprocess

import harness
import scene

TALLY = scene.Tally("errno")

CALLS = ("openat", "write", "fsync", "renameat2", "renameat", "linkat", "fchmod", "fchown",
         "mkdirat", "unlinkat", "fsetxattr", "ftruncate", "flock", "pread64", "getdents64")
# If one of these is not made any more, its failures are not tried any more.
INSTALL_MAKES = {"openat", "write", "fsync", "renameat2", "renameat", "fchmod", "mkdirat",
                 "unlinkat"}


class Fail(scene.Case):
    tally = TALLY

    def setUp(self):
        super().setUp()
        scene.require_gate()

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

    INSTALL = ("--install", "--config", "-", *scene.CLIENTS)

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


if __name__ == "__main__":
    scene.main(TALLY)
