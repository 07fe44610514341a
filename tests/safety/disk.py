# disk.py: a model of a disk that loses what it has not been told to flush
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""After a power loss a file holds what was flushed last, or anything that was written to it
since, whole or in part. A folder has the names that it had when it was flushed last, or with
any number of the changes made since, in their order; what happens to one folder says nothing
about another, even where one rename changes two. That is less than the file systems in use
promise.
"""

import os

AT_REMOVEDIR = 0x200
O_CREAT = os.O_CREAT
EXCHANGE = 2


class File:
    """flushed: the bytes that are safe; since: what it may hold as well."""

    def __init__(self, content):
        self.flushed = self.now = content
        self.since = []

    def write(self, data):
        self.since += [self.now + data[:len(data) // 2], self.now + data]
        self.now += data

    def truncate(self, length):
        self.now = self.now[:length]
        self.since.append(self.now)

    def flush(self):
        self.flushed, self.since = self.now, []

    def contents(self):
        return [self.flushed, *self.since]


class Folder:
    """flushed: name -> File or Folder; since: changes, each name -> what it is then."""

    def __init__(self):
        self.flushed, self.now, self.since = {}, {}, []

    def change(self, **names):
        self.since.append(names)
        self.apply(self.now, names)

    @staticmethod
    def apply(names, change):
        for name, what in change.items():
            if what is None:
                names.pop(name, None)
            else:
                names[name] = what

    def flush(self):
        self.flushed, self.since = dict(self.now), []

    def views(self):
        """Each way in which the folder may be found."""
        names = dict(self.flushed)
        yield dict(names)
        for change in self.since:
            self.apply(names, change)
            yield dict(names)


class Disk:
    """What is below a folder, all of it flushed; then the calls of a program are applied."""

    def __init__(self, root):
        self.root = root
        self.top = self.load(root)

    def load(self, path):
        folder = Folder()
        for entry in os.scandir(path):
            if entry.is_symlink():
                continue
            if entry.is_dir():
                folder.now[entry.name] = self.load(entry.path)
            else:
                with open(entry.path, "rb") as file:
                    folder.now[entry.name] = File(file.read())
        folder.flush()
        return folder

    def find(self, path):
        """What has this path now; None outside of the disk."""
        relative = os.path.relpath(path, self.root)
        if relative.startswith(".."):
            return None
        what = self.top
        for name in relative.split("/"):
            if name not in (".", ""):
                what = what.now.get(name) if isinstance(what, Folder) else None
        return what

    def split(self, path):
        return self.find(os.path.dirname(path)), os.path.basename(path)

    def apply(self, call):
        if call["result"] < 0:
            return
        method = getattr(self, "on_" + call["call"], None)
        if method is not None:
            method(call)

    def on_mkdirat(self, call):
        folder, name = self.split(call["path"])
        if folder is not None:
            folder.change(**{name: Folder()})

    def on_openat(self, call):
        folder, name = self.split(call["path"])
        if folder is not None and call["third"] & O_CREAT and name not in folder.now:
            folder.change(**{name: File(b"")})

    def on_write(self, call):
        file = self.find(call["path"])
        if isinstance(file, File):
            file.write(bytes.fromhex(call["data"])[:call["result"]])

    def on_ftruncate(self, call):
        self.find(call["path"]).truncate(call["second"])

    def on_fsync(self, call):
        what = self.find(call["path"])
        if what is not None:
            what.flush()

    def on_unlinkat(self, call):
        folder, name = self.split(call["path"])
        folder.change(**{name: None})

    def on_renameat(self, call):
        self.rename(call, exchange=False)

    def on_renameat2(self, call):
        self.rename(call, exchange=call["flags"] & EXCHANGE)

    def on_linkat(self, call):
        folder, name = self.split(call["path"])
        other, new = self.split(call["other"])
        other.change(**{new: folder.now[name]})

    def rename(self, call, exchange):
        folder, name = self.split(call["path"])
        other, new = self.split(call["other"])
        moved, out = folder.now[name], other.now[new] if exchange else None
        other.change(**{new: moved})
        folder.change(**{name: out})


def possible(disk, path):
    """Each content that the file at path may have; None: it is not there."""
    folders = [disk.top]
    found = []
    *ahead, name = os.path.relpath(os.path.realpath(path), disk.root).split("/")
    for part in ahead:
        views = [view.get(part) for folder in folders for view in folder.views()]
        if None in views:
            found.append(None)
        folders = list({id(what): what for what in views if isinstance(what, Folder)}.values())
    for folder in folders:
        for view in folder.views():
            found += view[name].contents() if name in view else [None]
    return found


def has_backup(disk, state, path, old):
    """Whether a run is sure to be found that tells of path and has its old bytes, whatever is
    lost."""
    runs = disk.find(os.path.join(state, "runs"))
    for run in runs.now if runs is not None else ():
        folder = os.path.join(state, "runs", run)
        manifests = possible(disk, os.path.join(folder, "manifest"))
        numbers = {find_number(text, path) for text in manifests}
        if len(numbers) != 1 or None in numbers:
            continue
        if old is None:
            return True
        if all(text == old for text in possible(disk, os.path.join(folder, numbers.pop()))):
            return True
    return False


def find_number(manifest, path):
    """The number of the whole line that tells of path."""
    for line in (manifest or b"").split(b"\n")[:-1]:
        fields = line.decode().split("\t")
        if fields[0] == "backup" and fields[2] == path:
            return fields[1]
    return None


def replay(disk, log, targets, state):
    """targets: path -> (old, new). Returns how many states were looked at, and what is wrong."""
    points, problems = 0, []
    for call in log:
        disk.apply(call)
        for path, (old, new) in targets.items():
            contents = possible(disk, path)
            points += len(contents)
            where = f"after {call['call']} of {call['path']}, {path}"
            problems += [f"{where} may hold {text!r}" for text in contents
                         if text not in (old, new)]
            if new in contents and not has_backup(disk, state, os.path.realpath(path), old):
                problems.append(f"{where} may be new, and have no backup")
    return points, problems
