# bench_check.py: how long a check takes and how much memory, beside others' ways to ask
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Aims, all medians of interleaved runs:

- check --offline of three clients at least 20 times as fast as `codex mcp list --json` on
  the same home;
- a whole healthy probe in at most 1.3 times what one curl process takes for the same
  requests on one connection;
- less than 12 MiB of resident memory for each.

Exits 1 if an aim is missed. Needs the peers and curl: 77 (skipped) without.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import unittest
import urllib.request

sys.path.insert(0, os.environ["IRU_PROGRAM_TESTS"])

import harness  # noqa: E402
import samples  # noqa: E402

RUNS = 25
AIM_FASTER = 20.0
AIM_PROBE = 1.3
AIM_MIB = 12.0
MODERN = "2026-07-28"
SKIPPED = 77


def measure(command, env):
    """Seconds, MiB."""
    done = subprocess.run([os.environ["IRU_MEASURE"], *command], env=env, stdout=subprocess.PIPE,
                          text=True, check=True)
    nanoseconds, kib, code = map(int, done.stdout.split())
    if code != 0:
        raise SystemExit(f"{' '.join(command[:3])} … ended with exit code {code}")
    return nanoseconds / 1e9, kib / 1024


def interleave(commands):
    """name -> (command, env); returns name -> (median seconds, median MiB)."""
    taken = {name: [] for name in commands}
    for number in range(RUNS + 2):
        for name, (command, env) in commands.items():
            result = measure(command, env)
            if number >= 2:  # the first two warm up
                taken[name].append(result)
    return {name: tuple(statistics.median(values) for values in zip(*results))
            for name, results in taken.items()}


class Asking:
    """What the probe sends to a server of 2026-07-28: server/discover, then each page."""

    def __init__(self, url, key, profile):
        self.url, self.key, self.profile = url, key, profile
        self.bodies = [self.body(1, "server/discover")]
        cursor, number = None, 2
        while True:
            params = {} if cursor is None else {"cursor": cursor}
            body = self.body(number, "tools/list", **params)
            self.bodies.append(body)
            cursor = self.post(body)["result"].get("nextCursor")
            if cursor is None:
                break
            number += 1

    @staticmethod
    def body(number, method, **params):
        meta = {"io.modelcontextprotocol/protocolVersion": MODERN,
                "io.modelcontextprotocol/clientInfo": {"name": "iru-mcp-setup", "version": "0.1.0"},
                "io.modelcontextprotocol/clientCapabilities": {}}
        return {"jsonrpc": "2.0", "id": number, "method": method, "params": {**params, "_meta": meta}}

    def headers(self, body):
        return {"Content-Type": "application/json", "Accept": "application/json, text/event-stream",
                "MCP-Protocol-Version": MODERN, "Mcp-Method": body["method"],
                "X-API-Key": self.key, "X-MCP-Profile": self.profile}

    def post(self, body):
        request = urllib.request.Request(self.url, json.dumps(body).encode(), self.headers(body))
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def curl(self):
        command = [shutil.which("curl"), "--disable"]
        for number, body in enumerate(self.bodies):
            if number:
                command.append("--next")
            command += ["--silent", "--fail", "--output", "/dev/null", "--data", json.dumps(body)]
            for name, value in self.headers(body).items():
                command += ["--header", f"{name}: {value}"]
            command.append(self.url)
        return command


def row(name, result, other=None):
    seconds, mib = result
    ratio = f"{seconds / other[0]:8.3f}" if other else ""
    print(f"{name:<34}{seconds * 1000:10.2f} ms{mib:9.1f} MiB {ratio}")


def verdict(name, value, aim, good):
    print(f"{'ok    ' if good else 'MISSED'}  {name}: {value:.2f} (aim: {aim})")
    return good


def run(home, simulator):
    node = os.path.dirname(os.path.realpath(harness.peer(".bin/node")))
    path = f"{node}:{os.path.dirname(harness.peer('.bin/npx'))}:/usr/bin:/bin"
    env = home.env(PATH=path)
    samples.fill(home, ("claude-desktop", "cursor", "codex"))
    key, profile = simulator.key("FULL")
    done = home.install(simulator.snippet(), env={"PATH": path})
    if done.code != 0:
        raise SystemExit(str(done))

    program = harness.setup_program()
    asking = Asking(simulator.url, key, profile)
    codex = {**env, "CODEX_HOME": os.path.join(home.path, ".codex")}
    results = interleave({
        "check --offline, three clients": ([program, "--check", "--offline"], env),
        "codex mcp list --json": ([harness.peer(".bin/codex"), "mcp", "list", "--json"], codex),
        "check, one probe": ([program, "--check", "--client", "cursor"], env),
        f"curl, the same {len(asking.bodies)} requests": (asking.curl(), env),
    })
    offline, listing, probe, curl = results.values()
    base = {0: None, 1: offline, 2: None, 3: probe}
    print(f"\nMedians of {RUNS} interleaved runs; the last column is the ratio to the row above\n")
    for number, (name, result) in enumerate(results.items()):
        row(name, result, base[number])
    print()
    good = [
        verdict("codex mcp list / check --offline", listing[0] / offline[0], f"at least {AIM_FASTER}",
                listing[0] / offline[0] >= AIM_FASTER),
        verdict("check / curl", probe[0] / curl[0], f"at most {AIM_PROBE}",
                probe[0] / curl[0] <= AIM_PROBE),
        verdict("MiB of check --offline", offline[1], f"less than {AIM_MIB}", offline[1] < AIM_MIB),
        verdict("MiB of check", probe[1], f"less than {AIM_MIB}", probe[1] < AIM_MIB),
    ]
    return 0 if all(good) else 1


def main():
    if not shutil.which("curl"):
        print("skipped: curl is not installed (build-aux/install-dependencies bench)")
        return SKIPPED
    try:
        harness.peer(".bin/codex")
    except unittest.SkipTest as reason:
        print(f"skipped: {reason}")
        return SKIPPED
    home = harness.Home(node=None)
    simulator = harness.Simulator()
    try:
        return run(home, simulator)
    finally:
        simulator.close()
        home.close()


if __name__ == "__main__":
    sys.exit(main())
