# test_race.py: others are at the same files at the same moment, some of them hostile
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import shutil
import stat
import subprocess
import threading
import time

import harness
import samples
import scene

TALLY = scene.Tally("race")

CURSOR = ("--install", "--config", "-", "--client", "cursor")
# The scratch home's PATH has only what the program looks for.
PREAMBLE = "set -e; PATH=/usr/bin:/bin"


class Copies(scene.Case):
    """Eight copies of the program, each with a server of its own, into one file."""

    tally = TALLY
    COPIES = 8
    ROUNDS = 50

    def test_copies(self):
        home = self.new_home()
        names = [f"server-{i}" for i in range(self.COPIES)]
        for round_ in range(self.ROUNDS):
            home.write("cursor", samples.CURSOR)
            running = [self.start_copy(home, name) for name in names]
            problems = []
            for copy in running:
                output = copy.communicate(timeout=60)[0]
                if copy.returncode != 0:
                    problems.append(f"exit {copy.returncode}: {output.decode()}")
            found = set(json.loads(home.read("cursor"))["mcpServers"])
            if found != {*names, "files", "notes"}:
                problems.append(f"in the file are {sorted(found)}")
            self.tally.add(f"round {round_}", problems)
        self.assert_no_violation()

    @staticmethod
    def start_copy(home, name):
        copy = subprocess.Popen([harness.setup_program(), *CURSOR], env=home.env(),
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT)
        server = {"url": f"https://{name}.example.com/mcp",
                  "headers": {"Authorization": f"Bearer {scene.KEY}"}}
        copy.stdin.write(json.dumps({"mcpServers": {name: server}}).encode())
        copy.stdin.close()
        copy.stdin = None
        return copy


class Application(scene.Case):
    """The client itself writes its file, between any two system calls of ours."""

    tally = TALLY

    def setUp(self):
        super().setUp()
        scene.require_gate()

    # What stands in samples.CURSOR, and what the application makes of it.
    OURS, THEIRS = b'"note": 1e2', b'"note": 7e7'
    CHANGE = f"""{PREAMBLE}
sed 's/"note": 1e2/"note": 7e7/' "$1" >"$1.app"
"""
    WAYS = {
        "replaced": CHANGE + 'mv "$1.app" "$1"',
        "written in place": CHANGE + 'cat "$1.app" >"$1"; rm "$1.app"',
        "twice": CHANGE + 'cat "$1.app" >"$1"; mv "$1.app" "$1"',
    }

    def sweep_application(self, way, every):
        count = self.count_calls()

        def meddle(place, point):
            script = os.path.join(place.home.root, "application")
            with open(script, "w", encoding="utf-8") as file:
                file.write(self.WAYS[way])
            path = place.home.place("cursor")
            result = place.gated(["--at", point, "--run", f"/bin/sh {script} {path}"], CURSOR)
            now = place.home.read("cursor")
            if self.THEIRS not in now:
                yield f"their change is lost: {result}\n{now!r}"
            old, new = (text["cursor"].replace(self.OURS, self.THEIRS, 1)
                        for text in (place.old, place.new))
            if result.code == 0 and now != new:
                yield f"said done, and is {now!r}"
            if result.code != 0 and (now != old or path not in result.errors):
                yield f"refused: {result}\n{now!r}"
            yield from place.check_clean()
            yield from place.check_output(result)

        self.sweep(scene.sample(range(1, count + 1), every), meddle)

    def count_calls(self):
        place = scene.Scene()
        self.addCleanup(place.close)
        return place.gated([], CURSOR).count

    def test_replaced(self):
        self.sweep_application("replaced", 2)

    def test_written_in_place(self):
        self.sweep_application("written in place", 2)

    def test_twice(self):
        self.sweep_application("twice", 4)

    def test_never_still(self):
        """An application that writes all the time, by a rename, what it has read and one more:
        whatever comes of ours, none of its own is lost."""
        for round_ in range(200 if scene.FULL else 40):
            home = self.new_home()
            home.write("cursor", '{"count": 0}\n')
            stop = threading.Event()
            written = []
            application = threading.Thread(target=self.write_on, args=(home, stop, written))
            application.start()
            result = home.install(scene.SNIPPET, "--client", "cursor")
            time.sleep(0.002)
            stop.set()
            application.join()
            self.tally.add(f"round {round_}", self.check_still(home, result, written))
        self.assert_no_violation()

    @staticmethod
    def write_on(home, stop, written):
        path = home.place("cursor")
        while not stop.is_set():
            document = json.loads(home.read("cursor"))
            document["count"] += 1
            with open(path + ".app", "w", encoding="utf-8") as file:
                json.dump(document, file)
            os.replace(path + ".app", path)
            written.append((document["count"], "mcpServers" in document))
            time.sleep(0.001)

    @staticmethod
    def check_still(home, result, written):
        document = json.loads(home.read("cursor"))
        if document["count"] != written[-1][0] or document["count"] != len(written):
            yield f"{len(written)} changes, and the file has {document['count']}"
        if result.code not in (0, 1) or (result.code == 1 and home.place("cursor") not in
                                         result.errors):
            yield f"{result}"
        # Once the application has read ours, it is there to stay.
        if any(has for _, has in written) and "mcpServers" not in document:
            yield "ours was there and is not"


class Swaps(scene.Case):
    """Something else comes to stand where the file was, or its folder."""

    tally = TALLY

    def setUp(self):
        super().setUp()
        scene.require_gate()

    # $1: the file, $2: a folder outside, with a file of the same name.
    KINDS = {
        "link": 'mv "$1" "$1.old"; ln -s "$2/mcp.json" "$1"',
        "dangling link": 'rm "$1"; ln -s "$2/nothing" "$1"',
        "fifo": 'rm "$1"; mkfifo "$1"',
        "folder": 'rm "$1"; mkdir "$1"; echo theirs >"$1/file"',
        "device": 'rm "$1"; mknod "$1" c 1 5',
        "folder replaced": 'd=$(dirname "$1"); mv "$d" "$d.old"; mkdir "$d"',
        "folder linked": 'd=$(dirname "$1"); mv "$d" "$d.old"; ln -s "$2" "$d"',
    }
    OUTSIDE = b'{"outside": "not to be touched"}\n'

    def prepare(self, place, kind):
        outside = os.path.join(place.home.root, "outside")
        shutil.rmtree(outside, ignore_errors=True)
        os.mkdir(outside)
        with open(os.path.join(outside, "mcp.json"), "wb") as file:
            file.write(self.OUTSIDE)
        script = os.path.join(place.home.root, "swap")
        with open(script, "w", encoding="utf-8") as file:
            file.write(PREAMBLE + "\n" + self.KINDS[kind])
        return outside, f"/bin/sh {script} {place.home.place('cursor')} {outside}"

    def check_outside(self, outside):
        if os.listdir(outside) != ["mcp.json"]:
            yield f"outside are {os.listdir(outside)}"
        with open(os.path.join(outside, "mcp.json"), "rb") as file:
            if file.read() != self.OUTSIDE:
                yield "the file outside is another"

    CHECKS = {
        "link": os.path.islink, "dangling link": os.path.islink,
        "fifo": lambda path: stat.S_ISFIFO(os.stat(path).st_mode),
        "device": lambda path: stat.S_ISCHR(os.stat(path).st_mode),
        "folder": lambda path: os.path.isfile(path + "/file"),
        "folder linked": lambda path: os.path.islink(os.path.dirname(path)),
        "folder replaced": lambda path: os.path.isdir(os.path.dirname(path)),
    }

    def sweep_swap(self, kind, every=3):
        place = scene.Scene()
        self.addCleanup(place.close)
        count = place.gated([], CURSOR).count
        calls = {call["at"]: call for call in self.read_calls(place)}
        exchange = max(at for at, call in calls.items() if call["call"] == "renameat2")

        def swap(place, point):
            outside, command = self.prepare(place, kind)
            path = place.home.place("cursor")
            result = place.gated(["--at", point, "--run", command], CURSOR)
            yield from self.check_outside(outside)
            if not self.CHECKS[kind](path):
                yield f"what was put there is not there: {result}"
            if result.code not in (0, 1) or (result.code == 1
                                             and place.home.path not in result.errors):
                yield f"{result}"
            if result.code == 0 and point <= exchange and kind in ("fifo", "device", "folder",
                                                                   "link", "dangling link"):
                yield f"not refused: {result}"
            yield from self.check_old(path)
            yield from place.check_clean()
            yield from place.check_output(result)

        self.sweep(scene.sample(range(1, count + 1), every), swap)

    @staticmethod
    def read_calls(place):
        place.reset()
        place.gated([], CURSOR, log=True)
        return place.read_log()

    @staticmethod
    def check_old(path):
        """The file that was moved away is whole."""
        folder, name = os.path.split(path)
        for moved in (path + ".old", os.path.join(folder + ".old", name)):
            if os.path.exists(moved):
                with open(moved, "rb") as file:
                    if not file.read().endswith(samples.CURSOR.encode()[-20:]):
                        yield f"{moved} is cut off"

    def test_link(self):
        self.sweep_swap("link")

    def test_dangling_link(self):
        self.sweep_swap("dangling link")

    def test_fifo(self):
        self.sweep_swap("fifo")

    def test_folder(self):
        self.sweep_swap("folder")

    def test_device(self):
        scene.require_root()
        self.sweep_swap("device")

    def test_folder_replaced(self):
        self.sweep_swap("folder replaced")

    def test_folder_linked(self):
        self.sweep_swap("folder linked")


class RootScene(scene.Scene):
    """The scene in the home of a user "ann", and the program run by root."""

    SECRET = b"the-secret-of-root"

    def __init__(self):
        self.outside = self.passwd = None
        super().__init__()

    def reset(self):
        super().reset()
        root = self.home.root
        self.outside = os.path.join(root, "outside")
        self.root_home = os.path.join(root, "root")
        self.passwd = os.path.join(root, "passwd")
        for folder in (self.outside, self.root_home):
            shutil.rmtree(folder, ignore_errors=True)
            os.mkdir(folder, 0o700)
        os.chmod(root, 0o755)
        for name in ("mcp.json", "mcp.log", "main.log", "node"):
            with open(os.path.join(self.outside, name), "wb") as file:
                file.write(b'{"mcpServers": {"' + self.SECRET + b'": {"url": "http://x.example"}}}')
        with open(self.passwd, "w", encoding="ascii") as file:
            file.write(f"root:x:0:0:root:{self.root_home}:/bin/sh\n"
                       f"ann:x:{harness.NOBODY}:{harness.NOBODY}::{self.home.path}:/bin/sh\n")
        subprocess.run(["chown", "-hR", f"{harness.NOBODY}:{harness.NOBODY}", self.home.path], check=True)

    def program(self, args):
        """In a name space of its own, in which "ann" is a user."""
        return ["unshare", "-m", "/bin/sh", "-c",
                'mount --bind "$0" /etc/passwd && exec "$@"', self.passwd,
                *super().program(args)]

    def env(self):
        return {**super().env(), "HOME": self.root_home, "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"}

    def check_outside(self):
        for name in sorted(os.listdir(self.outside)):
            path = os.path.join(self.outside, name)
            status = os.lstat(path)
            if status.st_uid != 0 or name not in ("mcp.json", "mcp.log", "main.log", "node"):
                yield f"{path} was made or given away"
            elif not stat.S_ISREG(status.st_mode) or self.SECRET not in self.content(path):
                yield f"{path} was changed"
        if os.stat(self.outside).st_uid != 0:
            yield "the folder outside was given away"

    @staticmethod
    def content(path):
        with open(path, "rb") as file:
            return file.read()


class Root(scene.Case):
    """The program runs as root for a user who means it ill: what is not in the user's home is
    neither read nor written, whatever the user makes of the home, and whenever."""

    tally = TALLY
    INSTALL = ("--install", "--config", "-", *scene.CLIENTS, "--user", "ann")
    CHECK = ("--check", "--offline", "--all-servers", "--user", "ann")

    # $1: the home, $2: a folder of root's that has what would be looked for in it.
    TRICKS = {
        "file": 'd="$1/.cursor"; rm "$d/mcp.json"; ln -s "$2/mcp.json" "$d/mcp.json"',
        "folder": 'rm -r "$1/.cursor"; ln -s "$2" "$1/.cursor"',
        "folder of folders": 'rm -rf "$1/.config"; ln -s "$2" "$1/.config"',
        "new file": 'rm -rf "$1/.codex"; mkdir "$1/.codex"; ln -s "$2/new" "$1/.codex/config.toml"',
        "through a link of links": 'ln -s "$2" "$1/a"; ln -s a "$1/b"; rm -r "$1/.cursor"; '
                                   'ln -s b "$1/.cursor"',
        "upwards": 'rm -r "$1/.cursor"; ln -s "../$(basename "$2")" "$1/.cursor"',
        "a link of root's": 'rm -r "$1/.cursor"; ln -s "$2" "$1/.cursor"',
        "second name": 'd="$1/.cursor"; rm "$d/mcp.json"; ln "$2/mcp.json" "$d/mcp.json"',
        "log": 'mkdir -p "$1/.config/Claude"; ln -s "$2" "$1/.config/Claude/logs"',
        "node's headers": 'mkdir -p "$1/.nvm/versions/node/current"; '
                          'ln -s "$2" "$1/.nvm/versions/node/current/include"; '
                          'd="$1/.nvm/versions/node/current/bin"; mkdir "$d"; '
                          'echo >"$d/node"; cp "$d/node" "$d/npx"; chmod +x "$d/node" "$d/npx"',
    }

    def setUp(self):
        super().setUp()
        scene.require_root()
        scene.require_gate()
        if subprocess.run(["unshare", "-m", "true"], check=False).returncode != 0:
            problem = "no name space of mounts can be made here"
            if harness.CI:
                self.fail(problem)
            self.skipTest(problem)

    @staticmethod
    def make():
        return RootScene()

    def check_theft(self, place, result):
        """Nothing of root's has been read, written, moved or given away."""
        yield from place.check_outside()
        for call in place.read_log():
            if call["call"] == "openat" and call["opened"].startswith(place.outside) \
                    and not call["third"] & os.O_PATH:
                yield f"{call['opened']} was opened, by {call['path']}: {result}"
        if RootScene.SECRET in result.out + result.err:
            yield f"{result}"

    def trick(self, place, kind):
        script = os.path.join(place.home.root, "trick")
        with open(script, "w", encoding="utf-8") as file:
            file.write(f'{PREAMBLE}\n{self.TRICKS[kind]}\nchown -hR {harness.NOBODY}:{harness.NOBODY} "$1"\n'
                       # What has two names is root's.
                       'chown root: "$2"/*\n'
                       + ('chown -h root: "$1/.cursor"\n' if kind == "a link of root's" else ""))
        return f"/bin/sh {script} {place.home.path} {place.outside}"

    def test_laid_before(self):
        for kind in self.TRICKS:
            for args in (self.INSTALL, self.CHECK, ("--remove", "--user", "ann"), ("--undo",),
                         ("--list", "--user", "ann")):
                place = self.make()
                self.addCleanup(place.close)
                if args == ("--undo",):
                    place.gated([], self.INSTALL)
                subprocess.run(self.trick(place, kind).split(), check=True)
                result = place.gated(["--from-start"], args, log=True)
                self.tally.add(f"{kind}, {args[0]}", self.check_theft(place, result))
        self.assert_no_violation()

    def sweep_trick(self, kind, args=INSTALL, every=9):
        place = self.make()
        self.addCleanup(place.close)
        count = place.gated(["--from-start"], args).count

        def meddle(place, point):
            command = self.trick(place, kind)
            result = place.gated(["--from-start", "--at", point, "--run", command], args, log=True)
            yield from self.check_theft(place, result)

        # What is before is the start of the program and its libraries.
        self.sweep(scene.sample(range(count // 3, count + 1), every), meddle, self.make)

    def test_file(self):
        self.sweep_trick("file")

    def test_folder(self):
        self.sweep_trick("folder")

    def test_upwards(self):
        self.sweep_trick("upwards")

    def test_folder_of_folders(self):
        self.sweep_trick("folder of folders")

    def test_check(self):
        self.sweep_trick("folder", self.CHECK)

    def test_belongs_to_the_user(self):
        """What is made for the user is the user's afterwards."""
        place = self.make()
        self.addCleanup(place.close)
        result = place.gated([], self.INSTALL)
        self.assert_exit(result, 0)
        for client in harness.THREE:
            path = place.home.place(client)
            for what in (path, os.path.dirname(path), os.path.realpath(path)):
                status = os.lstat(what)
                self.assertEqual((status.st_uid, status.st_gid), (harness.NOBODY,) * 2, what)
        self.tally.add("owner", place.check_outside())
        self.assertEqual(os.listdir(os.path.join(place.root_home, ".local/state")),
                         ["iru-mcp-setup"])
        self.assertFalse(place.home.exists(".local"))


if __name__ == "__main__":
    scene.main(TALLY)
