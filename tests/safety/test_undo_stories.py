# test_undo_stories.py: changes are taken back to the byte, in any order that makes sense
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import random
import stat

import harness
import samples
import scene

TALLY = scene.Tally("undo")


class Run:
    """One run of the program that changed something: client -> (before, after)."""

    def __init__(self, number, before, after):
        self.number = number
        self.files = {client: [before[client], after[client]] for client in before
                      if before[client] != after[client]}


class Story:
    """A home in which servers come and go, applications write, and runs are taken back; beside
    it, what the files ought to hold."""

    def __init__(self, seed, home):
        self.random = random.Random(seed)
        self.home = home
        self.runs = []
        self.told = [f"seed {seed}"]
        for client, text in samples.ALL.items():
            if self.random.random() < 0.7:
                home.write(client, text)
        self.files = self.read()

    def read(self):
        return {client: self.home.read(client) if self.home.exists(client) else None
                for client in harness.THREE}

    def run(self, *args, text=b""):
        result = self.home.run(*args, stdin=text, env=harness.NO_LEAKS)
        self.told.append(f"{' '.join(args)} -> {result.code}")
        return result

    def change(self):
        clients = [word for client in self.random.sample(sorted(harness.THREE),
                                                         self.random.randint(1, 3))
                   for word in ("--client", client)]
        if self.random.random() < 0.7:
            key = f"sk_live:canary-{self.random.getrandbits(64):016x}"
            text = harness.snippet(scene.URL, key, scene.PROFILE)
            result = self.run("--install", "--json", "--config", "-", *clients, text=text)
        else:
            result = self.run("--remove", "--json", *clients)
        now = self.read()
        if now != self.files:
            number = next(row["backup"] for row in result.json()["changes"] if row["backup"])
            self.runs.append(Run(number, self.files, now))
        self.files = now
        if result.code != 0:
            yield f"{result}"

    def meddle(self):
        """Somebody else changes a file."""
        client = self.random.choice(sorted(harness.THREE))
        if self.files[client] is not None:
            self.home.write(client, self.files[client] + b"\n")
            self.files = self.read()
            self.told.append(f"somebody changes {client}")

    def take_back(self, run, args):
        """What the program does, and what the design says that it does."""
        refused = False
        expected = dict(self.files)
        for client, (before, after) in list(run.files.items()):
            if expected[client] in (after, before):
                expected[client] = before
                del run.files[client]
            else:
                refused = True
        result = self.run("--undo", *args)
        self.files = self.read()
        for client, text in expected.items():
            if self.files[client] != text:
                yield f"{client} is {self.files[client]!r}, not {text!r}"
        if result.code != refused:
            yield f"{result}"

    def take_some_back(self):
        """Any run by its name, or the newest."""
        if not self.runs:
            return
        if self.random.random() < 0.6:
            run = self.random.choice(self.runs)
            yield from self.take_back(run, ("--backup", run.number))
        else:
            run = next((run for run in reversed(self.runs) if run.files), None)
            if run is not None:
                yield from self.take_back(run, ())

    def take_all_back(self):
        for run in reversed(self.runs):
            if run.files:
                yield from self.take_back(run, ("--backup", run.number))


class Undo(harness.Case):
    def test_stories(self):
        violations = []
        for seed in range(150 if scene.FULL else 30):
            home = self.new_home()
            story = Story(seed, home)
            for _ in range(12):
                kind = story.random.random()
                if kind < 0.55:
                    problems = list(story.change())
                elif kind < 0.65:
                    problems = story.meddle() or []
                else:
                    problems = list(story.take_some_back())
                problems += self.check_private(home)
                TALLY.add(f"seed {seed}", problems)
                violations += ["\n".join([*story.told, problem]) for problem in problems]
        self.assertFalse(violations, "\n".join(violations[:5]))

    def test_all_the_way_back(self):
        """Without others, newest first ends where it began."""
        for seed in range(40 if scene.FULL else 10):
            home = self.new_home()
            story = Story(1000 + seed, home)
            beginning = dict(story.files)
            problems = [problem for _ in range(8) for problem in story.change()]
            problems += story.take_all_back()
            if story.files != beginning:
                problems.append(f"{story.files} is not {beginning}")
            TALLY.add(f"seed {seed}", problems)
            self.assertFalse(problems, "\n".join([*story.told, *problems[:5]]))

    def test_pruned_and_listed(self):
        home = self.new_home(["cursor"])
        runs = []
        for i in range(25):
            text = harness.snippet(scene.URL, f"{scene.KEY}{i:04}", scene.PROFILE)
            runs.append(home.install(text, "--json").json()["changes"][0]["backup"])
        kept = sorted(os.listdir(os.path.join(home.state(), "runs")))
        self.assertEqual(kept, runs[5:])
        for run in kept:
            self.assertIn(run, home.run("--list").text)
        self.assertNotIn(runs[4], home.run("--list").text)
        self.assert_exit(home.run("--undo", "--backup", runs[4]), 1)
        self.assertEqual(self.check_private(home), [])
        TALLY.add("pruned", [])

    @staticmethod
    def check_private(home):
        return [f"{path} has mode {os.lstat(path).st_mode:o}"
                for folder, folders, names in os.walk(home.state())
                for path in [folder, *(os.path.join(folder, name) for name in names)]
                if stat.S_IMODE(os.lstat(path).st_mode) != (0o700 if path == folder else 0o600)]


if __name__ == "__main__":
    scene.main(TALLY)
