# bench_edit.py: how long an edit takes, how much memory, and what it leaves as it was
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program, jq and Node's jsonc-parser put the same entry into the same files.

Time is beside that of `cp FILE COPY && sync COPY`, in interleaved runs on the disk of the
build folder; the medians count. The program backs up, flushes and reads back both files; the
others only write theirs. Memory is the largest resident set; of the program, what it takes
for an empty file is taken off.

A file is kept if the new bytes are the old ones with one block put in somewhere, and perhaps
one comma somewhere before that block (behind the last member that was there), and nothing
else: not one byte gone or changed. A file that is refused untouched is not kept either, but
counted apart. The files are those of JSONTestSuite that begin with { and a small
set of what clients have: comments, CRLF, byte-order marks, tabs, one line.

Aims:

- JSON of 100 MB: at most 4 times `cp` and `sync` (2.5 is hoped for, and said if reached), at
  most twice the file in memory, to the percent: it holds the old and the new text;
- TOML of 100 MB: at most 8 times the file in memory;
- every awkward file takes less than 8 times as long when it is 4 times as large;
- every file is kept.

Exits 1 if an aim is missed. Needs jq and the peers, and a disk: 77 (skipped) without.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.environ["IRU_PROGRAM_TESTS"])

import big_files  # noqa: E402
import harness  # noqa: E402

RUNS = 7
MEGABYTE = 1000 * 1000
MIB = 1024 * 1024
AIM_TIME = 4.0
HOPED_TIME = 2.5
AIM_MEMORY = 2.0
AIM_MEMORY_TOML = 8.0
AIM_GROWTH = 8.0
SKIPPED = 77
ENTRY = {"url": "https://acme.connect.iru.com/mcp-server/connector/kandji/tools",
         "headers": {"X-API-Key": "sk_live:0123456789abcdef0123456789abcdef",
                     "X-MCP-Profile": "full"}}


class Bench:
    def __init__(self, root):
        self.root = root
        self.home = os.path.join(root, "home")
        self.file = os.path.join(root, "file")
        self.copy = os.path.join(root, "copy")
        self.snippet = os.path.join(root, "snippet.json")
        with open(self.snippet, "w", encoding="utf-8") as file:
            json.dump({"mcpServers": {"iru": ENTRY}}, file)

    def restore(self, source):
        """The state before an edit, and a disk with nothing to do."""
        for path in (self.file, self.copy):
            if os.path.exists(path):
                os.unlink(path)
        shutil.rmtree(self.home, ignore_errors=True)
        os.mkdir(self.home, 0o700)
        shutil.copyfile(source, self.file)
        subprocess.run(["sync", self.file], check=True)

    def measure(self, command):
        """Seconds, MiB, exit code."""
        env = {"HOME": self.home, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        done = subprocess.run([os.environ["IRU_MEASURE"], *command], env=env,
                              stdout=subprocess.PIPE, text=True, check=True)
        nanoseconds, kib, code = map(int, done.stdout.split())
        return nanoseconds / 1e9, kib / 1024, code

    def ours(self, client="cursor"):
        return [harness.setup_program(), "--install", "--client", client, "--file", self.file,
                "--config", self.snippet]

    def cp(self):
        return ["/bin/sh", "-c", 'cp "$0" "$1" && sync "$1"', self.file, self.copy]

    def jq(self):
        return ["/bin/sh", "-c", 'jq --argjson entry "$2" \'.mcpServers.iru = $entry\' "$0" >"$1" '
                '&& mv "$1" "$0"', self.file, self.copy, json.dumps(ENTRY)]

    def jsonc_parser(self):
        return [harness.peer(".bin/node"), "--max-old-space-size=8192", "--stack-size=900",
                os.path.join(os.path.dirname(os.path.abspath(__file__)), "jsonc_parser_edit.js"),
                harness.peer("jsonc-parser"), self.file, json.dumps(ENTRY)]

    def compare(self, source, commands):
        """(name, command, runs) each -> name -> (median seconds, largest MiB)."""
        taken = {name: [] for name, _, _ in commands}
        for number in range(RUNS):
            for name, command, runs in commands:
                if number >= runs:
                    continue
                self.restore(source)
                seconds, mib, code = self.measure(command)
                if code != 0:
                    raise SystemExit(f"{name} ended with exit code {code}")
                taken[name].append((seconds, mib))
        return {name: (statistics.median(seconds for seconds, _ in results),
                       max(mib for _, mib in results)) for name, results in taken.items()}

    def write(self, text):
        path = os.path.join(self.root, "source")
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        return path


def verdict(name, value, aim, good):
    print(f"{'ok    ' if good else 'MISSED'}  {name}: {value} (aim: {aim})")
    return good


# Time and memory.

def show(size, results, empty):
    copy = results["cp and sync"][0]
    for name, (seconds, mib) in results.items():
        own = mib - empty if name.startswith("iru") else mib
        print(f"{name:<28}{seconds * 1000:10.0f} ms{seconds / copy:9.2f} x cp"
              f"{mib:9.0f} MiB{own * MIB / size:9.2f} x file")


def bench_sizes(bench):
    good = []
    bench.restore(bench.write("{}"))
    empty = bench.measure(bench.ours())[1]
    for megabytes in (10, 100):
        source = bench.write(big_files.claude_state(megabytes * MEGABYTE))
        size = os.path.getsize(source)
        slow = 3 if megabytes == 10 else 1
        results = bench.compare(source, [("cp and sync", bench.cp(), RUNS),
                                         ("iru-mcp-setup", bench.ours(), RUNS),
                                         ("jq", bench.jq(), slow),
                                         ("jsonc-parser", bench.jsonc_parser(), slow)])
        print(f"\nJSON of {size / MEGABYTE:.0f} MB\n")
        show(size, results, empty)
        source = bench.write(big_files.codex_config(megabytes * MEGABYTE))
        size_toml = os.path.getsize(source)
        toml = bench.compare(source, [("cp and sync", bench.cp(), RUNS),
                                      ("iru-mcp-setup", bench.ours("codex"), 3)])
        print(f"\nTOML of {size_toml / MEGABYTE:.0f} MB\n")
        show(size_toml, toml, empty)
    seconds, mib = results["iru-mcp-setup"]
    times = seconds / results["cp and sync"][0]
    memory = (mib - empty) * MIB / size
    memory_toml = (toml["iru-mcp-setup"][1] - empty) * MIB / size_toml
    print()
    good.append(verdict("JSON of 100 MB, times cp and sync", f"{times:.2f}",
                        f"at most {AIM_TIME}; {HOPED_TIME} "
                        + ("reached" if times <= HOPED_TIME else "not reached"),
                        times <= AIM_TIME))
    good.append(verdict("JSON of 100 MB, times the file in memory", f"{memory:.2f}",
                        f"at most {AIM_MEMORY}", round(memory, 2) <= AIM_MEMORY))
    good.append(verdict("TOML of 100 MB, times the file in memory", f"{memory_toml:.2f}",
                        f"at most {AIM_MEMORY_TOML}", memory_toml <= AIM_MEMORY_TOML))
    return good


# Awkward files.

def time_awkward(bench, client, text):
    source = bench.write(text)
    seconds = []
    for _ in range(3):
        bench.restore(source)
        taken, _, code = bench.measure(bench.ours(client))
        if code not in (0, 1):
            raise SystemExit(f"ended with exit code {code}")
        seconds.append(taken)
    return min(seconds)


def bench_awkward(bench):
    print("\nAwkward files of 1, 2 and 4 MB: ms, and the growth from 1 to 4\n")
    worst = 0.0
    for client, files in (("cursor", big_files.AWKWARD_JSON), ("codex", big_files.AWKWARD_TOML)):
        for name, make in files.items():
            times = [time_awkward(bench, client, make(size * MEGABYTE)) for size in (1, 2, 4)]
            growth = times[2] / times[0]
            worst = max(worst, growth)
            print(f"{client:<8}{name:<24}" + "".join(f"{t * 1000:9.0f}" for t in times)
                  + f"{growth:9.2f}")
    print()
    return [verdict("growth of time where the file is 4 times as large, at worst", f"{worst:.2f}",
                    f"less than {AIM_GROWTH}", worst < AIM_GROWTH)]


# What is kept.

REALISTIC = {
    "plain": '{\n  "mcpServers": {\n    "fs": {\n      "command": "npx",\n      "args": ["-y"]\n'
             '    }\n  }\n}\n',
    "other things": '{\n    "a": 1.50,\n    "mcpServers": {},\n    "b": [1,2,   3],\n'
                    '    "c": "\\u0041"\n}\n',
    "no container": '{\n  "theme": "dark"\n}\n',
    "empty": "{}",
    "empty, two lines": "{\n}\n",
    "one line": '{"mcpServers":{"fs":{"command":"npx","args":["-y"]}},"x":1e5}',
    "one line, spaced": '{ "mcpServers": { "fs": { "command": "npx" } } }\n',
    "no line end": '{\n  "mcpServers": {\n    "fs": { "command": "npx" }\n  }\n}',
    "numbers": '{\n  "n": [1.0, 1e2, -0, 12345678901234567890, 0.10],\n  "mcpServers": {}\n}\n',
    "same key twice": '{\n  "a": 1,\n  "a": 2,\n  "mcpServers": {}\n}\n',
    "escapes": '{\n  "\\u0061": "\\/",\n  "mcpServers": {\n    "f\\u0073": {}\n  }\n}\n',
    "comma first": '{\n  "a": 1\n, "mcpServers": {\n    "fs": {}\n  }\n}\n',
    "odd indentation": '{\n   "mcpServers":\n   {\n      "fs" : { "command" : "npx" }\n   }\n}\n',
    "comment lines": '// mine\n{\n  // servers\n  "mcpServers": {\n    // files\n    "fs": {}\n'
                     '    // none below\n  }\n}\n// end\n',
    "comment behind": '{\n  "mcpServers": {\n    "fs": {} // files, read only\n  } // servers\n}\n',
    "comment blocks": '/* a */ {\n  "mcpServers": /* b */ {\n    "fs": {} /* c */\n    /* d */\n'
                      '  }\n}\n',
    "comment in an empty object": '{\n  "mcpServers": {\n    // none yet\n  }\n}\n',
    "commented out": '{\n  "mcpServers": {\n    "fs": {}\n    // , "old": {}\n  }\n}\n',
}


def variants(text):
    yield "LF", text.encode()
    yield "CRLF", text.replace("\n", "\r\n").encode()
    yield "mark", b"\xef\xbb\xbf" + text.encode()
    yield "tabs", text.replace("    ", "\t\t").replace("\n  ", "\n\t").encode()


def corpus():
    folder = os.path.join(os.environ["IRU_CORPORA"], "json-test-suite", "test_parsing")
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".json") or not name.startswith("y_"):
            continue
        with open(os.path.join(folder, name), "rb") as file:
            data = file.read()
        if data.lstrip().startswith(b"{"):
            yield "suite", name, data
    for name, text in REALISTIC.items():
        for kind, data in variants(text):
            yield "realistic", f"{name}, {kind}", data


def is_kept(old, new):
    """Whether new is old with one block put in, and perhaps one comma before that."""
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    rest = old[start:len(old) - end]
    block = new[start:len(new) - end]
    return len(block) > 0 and (rest == b"" or block.startswith(b"," + rest))


def bench_kept(bench):
    tools = {"iru-mcp-setup": bench.ours(), "jq": bench.jq(), "jsonc-parser": bench.jsonc_parser()}
    kept = {name: {} for name in tools}
    source = os.path.join(bench.root, "source")
    n_files = {}
    lost = []
    for group, label, old in corpus():
        n_files[group] = n_files.get(group, 0) + 1
        with open(source, "wb") as file:
            file.write(old)
        for name, command in tools.items():
            bench.restore(source)
            bench.measure(command)
            with open(bench.file, "rb") as file:
                new = file.read()
            result = "untouched" if new == old else "kept" if is_kept(old, new) else "changed"
            kept[name][group, result] = kept[name].get((group, result), 0) + 1
            if name == "iru-mcp-setup" and result != "kept":
                lost.append(f"{label}: {result}")
    print("\nFiles kept to the byte outside the entry (untouched: refused)\n")
    for name, counts in kept.items():
        print(f"{name:<16}" + "".join(
            f"{group}: {counts.get((group, 'kept'), 0)}/{number} kept, "
            f"{counts.get((group, 'untouched'), 0)} untouched    "
            for group, number in n_files.items()))
    for label in lost:
        print(f"not kept: {label}")
    print()
    return [verdict("files not kept", len(lost), "none", not lost)]


def run(bench):
    print(f"RUNS: {RUNS}; file system: " + subprocess.run(
        ["stat", "-f", "-c", "%T", bench.root], stdout=subprocess.PIPE, text=True,
        check=True).stdout.strip())
    good = bench_kept(bench) + bench_awkward(bench) + bench_sizes(bench)
    return 0 if all(good) else 1


def main():
    if not shutil.which("jq"):
        print("skipped: jq is not installed (build-aux/install-dependencies bench)")
        return SKIPPED
    try:
        harness.peer(".bin/node")
        harness.peer("jsonc-parser")
    except unittest.SkipTest as reason:
        print(f"skipped: {reason}")
        return SKIPPED
    root = tempfile.mkdtemp(prefix="bench-edit-", dir=os.environ["IRU_SCRATCH"])
    try:
        kind = subprocess.run(["stat", "-f", "-c", "%T", root], stdout=subprocess.PIPE, text=True,
                              check=True).stdout.strip()
        if kind in ("tmpfs", "ramfs"):
            print("skipped: the build folder is not on a disk")
            return SKIPPED
        return run(Bench(root))
    finally:
        shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
