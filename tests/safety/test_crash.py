# test_crash.py: the program is killed, or the power goes, at any moment
#
# SPDX-License-Identifier: GPL-3.0-or-later

import scene
import disk

TALLY = scene.Tally("crash")


class Kill(scene.Case):
    tally = TALLY

    def setUp(self):
        super().setUp()
        scene.require_gate()

    def count_calls(self, make, prepare, options, args):
        place = make()
        self.addCleanup(place.close)
        prepare(place)
        result = place.gated(options, args)
        self.assert_exit(result, 0)
        return result.count

    def sweep_kills(self, args, check, prepare=lambda place: None, options=(), every=1,
                    make=scene.Scene):
        """check(place) yields what is wrong after a kill."""
        count = self.count_calls(make, prepare, options, args)
        self.assertGreater(count, 100)

        def kill(place, point):
            prepare(place)
            result = place.gated([*options, "--at", point, "--kill"], args)
            if not result.reached:
                yield f"not reached: {result}"
            if result.code != 128 + 9:
                yield f"not killed: {result}"
            yield from place.check_whole()
            yield from place.check_private()
            yield from check(place)

        self.sweep(scene.sample(range(1, count + 1), every), kill, make)

    INSTALL = ("--install", "--config", "-", *scene.CLIENTS)

    def test_install_then_again(self):
        self.sweep_kills(self.INSTALL, scene.Scene.check_next_run)

    def test_install_then_undo(self):
        """What the killed run had changed is taken back; what is left goes with the next run."""
        def check(place):
            result = place.run("--undo")
            if result.code != 0:
                yield f"undo: {result}"
            yield from place.check_whole(("old",))
            yield from place.check_private()
            yield from place.check_next_run()

        self.sweep_kills(self.INSTALL, check, every=3)

    def test_install_without_exchange(self):
        self.sweep_kills(self.INSTALL, scene.Scene.check_next_run, options=["--no-exchange"],
                         every=3)

    def test_undo(self):
        """An undo that is killed is finished by the next."""
        self.sweep_kills(("--undo",), scene.Scene.check_undone, scene.Scene.install, every=3)

    def test_remove(self):
        """Here the file without the entry is the new self, and the one with it the old."""
        def check(place):
            result = place.run("--remove", *scene.CLIENTS)
            if result.code != 0:
                yield f"the next removal: {result}"
            yield from place.check_whole(("new",))
            yield from place.check_clean()

        def prepare(place):
            place.install()
            place.old, place.new = place.first["new"], place.first["removed"]

        def make():
            place = scene.Scene()
            place.install()
            place.first = {"new": place.read()}
            place.run("--remove", *scene.CLIENTS)
            place.first["removed"] = place.read()
            place.reset()
            return place

        self.sweep_kills(("--remove", *scene.CLIENTS), check, prepare, make=make, every=3)


class PowerLoss(scene.Case):
    """What the program asks of the disk is replayed on a model of one that keeps only what it
    has been told to flush."""

    tally = TALLY

    def setUp(self):
        super().setUp()
        scene.require_gate()
        self.place = scene.Scene()
        self.addCleanup(self.place.close)
        self.place.learn()

    def record(self, args=Kill.INSTALL, options=()):
        before = disk.Disk(self.place.home.path)
        self.assert_exit(self.place.gated(options, args, log=True), 0)
        return before, self.place.read_log()

    def replay(self, before, log, old, new):
        place = self.place
        targets = {place.home.place(client): (old[client], new[client]) for client in old}
        return disk.replay(before, log, targets, place.home.state())

    def assert_safe(self, *record, old=None, new=None):
        points, problems = self.replay(*record, old or self.place.old, new or self.place.new)
        self.tally.add("power loss", problems, points)
        self.assertGreater(points, 1000)
        self.assert_no_violation()

    def test_install(self):
        self.assert_safe(*self.record())

    def test_without_exchange(self):
        self.assert_safe(*self.record(options=["--no-exchange"]))

    def test_second_install(self):
        """Into folders and a state that are there already."""
        self.place.install()
        before = self.place.read()
        other = ("--remove", *scene.CLIENTS)
        self.place.run("--undo")
        self.place.install()
        record = self.record(other)
        self.assert_safe(*record, old=before, new=self.place.read())

    def test_every_flush_is_needed(self):
        """The model sees it when a flush is left out: of the new file, of the backup, of the
        manifest, of the run's folder."""
        before, log = self.record()
        flushes = [i for i, call in enumerate(log) if call["call"] == "fsync"]
        seen = set()
        for i in flushes:
            if self.replay(before, log[:i] + log[i + 1:], self.place.old, self.place.new)[1]:
                seen.add(self.kind(log[i]["path"]))
        self.assertLessEqual({"new file", "backup", "manifest", "run folder"}, seen)

    def kind(self, path):
        if scene.STRAY in path:
            return "new file"
        if not path.startswith(self.place.home.state() + "/runs/"):
            return path
        rest = path[len(self.place.home.state() + "/runs/"):].split("/")
        return "run folder" if len(rest) == 1 else "manifest" if rest[1] == "manifest" else "backup"


if __name__ == "__main__":
    scene.main(TALLY)
