# test_growth.py: time grows with what is read, and not faster
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each command runs over a small and a large file in the same run. Their times of processor are
compared with each other, so that a slow machine makes no difference: eight times as many
entries may take at most twenty times as long. Quadratic work takes more than fifty times.
"""

import json
import resource

import harness

SMALL, TIMES, MOST = 500, 8, 20.0
ROUNDS = 2
# What a start costs is no part of the growth.
LEAST_SECONDS = 0.05
URL = "https://acme.connect.iru.dev/mcp-server/connector/kandji/tools"
KEY = "sk_live:canary-9f31c2d7e6b84a50a1b2"
SNIPPET = harness.snippet(URL, KEY, "5f0c2f9e-4f5b-4d1c-9a57-0d7f3c1e0001")


def entry(number):
    """Half of them share ten URLs, and all keys begin alike."""
    url = f"https://shared-{number % 10}.example/mcp" if number % 2 else \
        f"https://own-{number}.example/mcp"
    key = f"Bearer sk_live:{number % 20 if number % 2 else number:016x}"
    if number % 5 == 4:
        return {"command": "npx", "args": ["-y", "mcp-remote@0.1.29", url, "--header",
                                           "Authorization:${AUTH}"], "env": {"AUTH": key}}
    return {"url": url, "headers": {"Authorization": key}}


def servers(count):
    return {"mcpServers": {f"s{number}": entry(number) for number in range(count)}}


def projects(count):
    return {"projects": {f"/home/u/src/{number}": {
        "allowedTools": [], "lastCost": number,
        "mcpServers": {"iru": entry(number)} if number % 4 == 0 else {}}
        for number in range(count)}, "mcpServers": {"iru": entry(0)}}


class Growth(harness.Case):
    def measure(self, home, args, stdin):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        home.run(*args, stdin=stdin, timeout=60)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        home.outputs.clear()
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def compare(self, client, make, *args, stdin=b""):
        homes = [self.new_home((client,)) for _ in range(2)]
        taken = [[], []]
        for _ in range(ROUNDS):
            for which, count in enumerate((SMALL, SMALL * TIMES)):
                homes[which].write(client, json.dumps(make(count), indent=2))
                taken[which].append(self.measure(homes[which], args, stdin))
        small, large = (min(times) for times in taken)
        self.assertLess(large, MOST * max(small, LEAST_SECONDS),
                        f"{' '.join(args)}: {small:.3f} s, {TIMES} times as much {large:.3f} s")

    def test_list(self):
        self.compare("cursor", servers, "--list")

    def test_list_all_servers(self):
        self.compare("cursor", servers, "--list", "--all-servers")

    def test_list_all_servers_json(self):
        self.compare("cursor", servers, "--list", "--all-servers", "--json")

    def test_check(self):
        self.compare("cursor", servers, "--check", "--offline", "--all-servers")

    def test_install(self):
        self.compare("cursor", servers, "--install", "--config", "-", stdin=SNIPPET)

    def test_preview(self):
        self.compare("cursor", servers, "--install", "--dry-run", "--config", "-",
                     stdin=SNIPPET)

    def test_remove(self):
        self.compare("cursor", servers, "--remove", "--server", "s7")

    def test_projects(self):
        self.compare("claude-code", projects, "--list")

    def test_install_projects(self):
        self.compare("claude-code", projects, "--install", "--config", "-",
                     stdin=SNIPPET)


if __name__ == "__main__":
    harness.main()
