# test_conformance.py: the probe and the simulator in MCP's conformance suite
#
# SPDX-License-Identifier: GPL-3.0-or-later

import glob
import json
import os
import re
import subprocess

import harness

TIMEOUT_S = 60

# Scenarios for clients: what a probe does is to shake hands, list, and call a tool. The rest are
# of OAuth, elicitation, skills, headers made of a tool's arguments, and whole schemas.
CLIENT = {
    "initialize": (),
    "tools_call": ("add_numbers", "'{\"a\":2,\"b\":3}'"),
    "sse-retry": ("test_reconnection",),
    "request-metadata": (),
    "http-standard-headers": ("test_headers",),
    "json-schema-ref-no-deref": (),
}

# Scenarios for servers, and the checks in them that are for a server with more than tools.
SERVER = {
    "server-initialize": set(),
    "server-session-lifecycle": set(),
    "server-stateless": set(),
    "ping": set(),
    "tools-list": set(),
    "tools-call-simple-text": set(),
    "tools-call-error": set(),
    "server-sse-polling": set(),
    "server-sse-multiple-streams": set(),
    "dns-rebinding-protection": set(),
    "caching": {"sep-2549-prompts-list-caching-hints", "sep-2549-resources-list-caching-hints",
                "sep-2549-resources-templates-list-caching-hints"},
    "http-header-validation": set(),
}

# Pattern of a scenario that is not for the simulator -> why. It plays Iru's server, which offers
# tools and nothing else, declares no other capability, and answers in text.
NOT_FOR_IT = {
    r"prompts-.*|completion-complete": "it has no prompts",
    r"resources-.*|sep-2164-.*": "it has no resources",
    r"sep-2640-.*": "skills are resources",
    r"logging-set-level|tools-call-with-logging": "it does not log to the client",
    r"tools-call-with-progress": "its tools answer at once",
    r"tools-call-sampling|tools-call-elicitation|elicitation-.*": "it asks nothing of the client",
    r"input-required-result-.*": "it asks nothing of the client",
    r"tools-call-(image|audio|embedded-resource|mixed-content)": "its tools answer in text",
    r"json-schema-2020-12": "it has to hold the suite's own schema",
    r"http-custom-header-server-validation": "no argument of its tools is to be a header too",
    r"tasks-.*": "it has no tasks",
}


class Case(harness.Case):
    def suite(self, home, *args):
        node = harness.peer(".bin/node")
        program = harness.peer("@modelcontextprotocol/conformance/dist/index.js")
        return subprocess.run([node, program, *args],
                              env=home.env(PATH=f"{os.path.dirname(node)}:/usr/bin:/bin"),
                              cwd=home.path, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=TIMEOUT_S, check=False)

    def scenarios(self, whose):
        """Scenario -> the revisions that it is for."""
        text = self.suite(self.new_home(), "list").stdout.decode()
        part = text.split(f"{whose} scenarios")[1].split("\n\n")[0]
        rows = re.findall(r"^  - (\S+) \[(.*)\]$", part, re.MULTILINE)
        self.assertGreater(len(rows), 30, text)
        return {name: revisions.split(",") for name, revisions in rows}


class Client(Case):
    """iru-mcp-setup's probe; the small program lets it call tools that are not read-only."""

    def check(self, name):
        home = self.new_home()
        command = " ".join((os.environ["IRU_CONFORMANCE_CLIENT"], *CLIENT[name]))
        done = self.suite(home, "client", "--command", command, "--scenario", name,
                          "--timeout", "20000", "-o", os.path.join(home.root, "out"))
        self.assertEqual(done.returncode, 0, done.stdout.decode())
        self.assertIn("OVERALL: PASSED", done.stdout.decode())


class Server(Case):
    """iru-mcp-simulator, without a key."""

    @classmethod
    def setUpClass(cls):
        cls.simulators = [harness.Simulator("--keyless"),
                          harness.Simulator("--keyless", "--answers", "sse")]
        for simulator in cls.simulators:
            cls.addClassCleanup(simulator.close)

    def check(self, name):
        revisions = self.scenarios("Server")[name]
        for simulator in self.simulators:
            for revision in revisions:
                with self.subTest(simulator=simulator.options, revision=revision):
                    self.check_scenario(simulator, name, revision)

    def check_scenario(self, simulator, name, revision):
        home = self.new_home()
        done = self.suite(home, "server", "--url", simulator.url, "--scenario", name,
                          "--spec-version", revision, "-o", os.path.join(home.root, "out"))
        paths = glob.glob(os.path.join(home.root, "out", "**", "checks.json"), recursive=True)
        self.assertEqual(len(paths), 1, done.stdout.decode())
        with open(paths[0], encoding="utf-8") as file:
            checks = json.load(file)
        bad = {check["id"] for check in checks if check["status"] in ("FAILURE", "WARNING")}
        good = {check["id"] for check in checks if check["status"] == "SUCCESS"}
        self.assertEqual(bad, SERVER[name], done.stdout.decode())
        # What looks at every message is not the scenario's own.
        self.assertTrue(good - {"wire-schema-valid"}, done.stdout.decode())


class Lists(Case):
    def test_every_server_scenario_is_listed(self):
        """A scenario that the suite adds wants a row, or a word why not."""
        listed = set(self.scenarios("Server"))
        excused = {name for name in listed
                   if any(re.fullmatch(pattern, name) for pattern in NOT_FOR_IT)}
        self.assertEqual(listed - excused, set(SERVER))
        for pattern in NOT_FOR_IT:
            self.assertTrue(any(re.fullmatch(pattern, name) for name in listed), pattern)

    def test_client_scenarios_exist(self):
        self.assertLessEqual(set(CLIENT), set(self.scenarios("Client")))


def add_rows(case, names):
    for name in names:
        def test(self, name=name):
            self.check(name)
        setattr(case, "test_" + name.replace("-", "_"), test)


add_rows(Client, CLIENT)
add_rows(Server, SERVER)

if __name__ == "__main__":
    harness.main()
