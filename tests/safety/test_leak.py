# test_leak.py: canaries in every place that can hold a key, looked for in all that comes out
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""A point is one canary looked for, in every spelling, in one output, file, argument list or
environment. Every ten characters of one count, so that a part of it is a leak as well; its
kind and its last four characters may be shown."""

import hashlib
import json
import os
import resource
import shutil
import signal
import stat
import subprocess
import time
import urllib.parse

import harness
import mirror
import samples

PIECE = 10
PROFILE = "5f0c2f9e-4f5b-4d1c-9a57-0d7f3c1e0001"
BASE64 = ("base64", "base64-1", "base64-2", "base64-url")

# Place -> value. Each has what JSON, urls, HTML and shells have to escape.
CANARIES = {
    "X-API-Key": 'sk_live:hEd/3r"q+Zc\\>N7&y<4Tg%2Bw9XkAbCd',
    "X-Extra": "x3tRa=hDr'V8/mP+2jLs>Q5<nW0fEfGhI",
    "Authorization": "Bearer b3aR/eR+tOk7nYqW2xZs5vTj8mUpIjKl",
    "Cookie": "sid=c0oK1evAlu3zQ7rT2yW9pMnOp",
    "user": "uS3rNam3qZ8xW1vT6yPqRs",
    "password": 'pA5s/W0rd+7"kQz2X>v9<mTuVw',
    "query": 'qU3ry/vAl+8"zN4&tX1>c<jXyZa',
    "env": 'eNv1r0n/M+3nt"7qX>z<9vK2BcDe',
    "argument": "aRgum3nTvAlu3qX8zW5vFgHi",
}


def windows(value):
    kind = value.find(":") + 1 if value.startswith("sk_") else value.rfind(" ") + 1
    core = value[kind:-4]
    return [core[i:i + PIECE] for i in range(len(core) - PIECE + 1)]


def base64_pieces(value, spelling):
    """Of what stands for the core alone."""
    text = mirror.SPELLINGS[spelling](value[:-4])
    return [text[i:i + PIECE + 4] for i in range(12, len(text) - PIECE - 8)]


def spell_canary(value):
    """All that must not be found."""
    found = set()
    for name, spell in mirror.SPELLINGS.items():
        if name in BASE64:
            found.update(base64_pieces(value, name))
        else:
            found.update(spell(piece) for piece in windows(value))
    return [text.encode() for text in found]


# Place -> (client, file): keys of other people's, where no entry of ours is. KEY is the canary.
OTHERS = {
    "provider header": ("codex", '[model_providers.x]\nhttp_headers = { "Authorization" = "Bearer KEY" }\n'),
    "provider token": ("codex", '[model_providers.x]\nexperimental_bearer_token = "KEY"\n'),
    "TOML comment": ("codex", '# [mcp_servers.old]\n# env = { "API_TOKEN" = "KEY" }\nmodel = "m"\n'),
    "provider option": ("opencode", '{"provider": {"x": {"options": {"apiKey": "KEY"}}}, "mcp": {}}'),
    "OpenCode oauth": ("opencode", '{"mcp": {"a": {"type": "remote", "url": "https://a.example.com/mcp", '
                                   '"oauth": {"clientSecret": "KEY"}}}}'),
    "security.auth": ("gemini", '{"security": {"auth": {"apiKey": "KEY"}}, "mcpServers": {}}'),
    "language model": ("zed", '{"language_models": {"x": {"api_key": "KEY"}}, "context_servers": {}}'),
    "setting": ("zed", '{"context_servers": {"a": {"settings": {"access_token": "KEY"}}}}'),
    "input default": ("vscode", '{"inputs": [{"type": "promptString", "id": "api-key", "password": true, '
                                '"default": "KEY"}], "servers": {}}'),
    "oauth account": ("claude-code", '{"oauthAccount": {"accessToken": "KEY"}, "mcpServers": {}}'),
    "cursor auth": ("cursor", '{"mcpServers": {"a": {"url": "https://a.example.com/mcp", '
                              '"auth": {"CLIENT_SECRET": "KEY"}}}}'),
    "JSON comment": ("zed", '{\n  // "old": {"env": {"API_TOKEN": "KEY"}},\n  "context_servers": {}\n}\n'),
    **{f"argument {i}": ("cursor", json.dumps({"mcpServers": {"a": {"command": "/bin/false", "args": args}}}))
       for i, args in enumerate((["--pat", "KEY"], ["-k", "KEY"], ["--api-key=KEY"], ["AccountKey=KEY;x=1"],
                                 ["-c", "TOKEN=KEY run"], ["--header", "X-Api-Key: KEY"]))},
    **{f"url {i}": ("cursor", json.dumps({"mcpServers": {"a": {"url": "http://127.0.0.1:1" + path}}}))
       for i, path in enumerate(("/s/KEY/mcp", "/mcp/KEY", "/mcp;key=KEY", "/mcp?api_key=KEY", "/mcp#token=KEY"))},
}


def make_key(place):
    """Of no known kind, so that only its place tells what it is."""
    return hashlib.sha256(place.encode()).hexdigest()[:32]


NEEDLES = {name: spell_canary(value) for name, value in CANARIES.items()}


def tell_place(data, at):
    """The line, and what is around it: no document."""
    number = data.count(b"\n", 0, at) + 1
    return f"line {number}: …{data[max(at - 60, 0):at + 40]!r}…"


class Tally:
    points = 0
    violations = []

    @classmethod
    def look(cls, data, where, but=(), times=1):
        """data: bytes; but: the canaries that may stand there; times: of how much it tells."""
        for name, needles in NEEDLES.items():
            if name in but:
                continue
            cls.points += times
            hit = next((needle for needle in needles if needle in data), None)
            if hit is not None:
                cls.violations.append(f"{name} in {where}, {tell_place(data, data.index(hit))}")


def entry(origin, path):
    """Two servers, the second of which is not asked, as its url has userinfo."""
    userinfo = ":".join(urllib.parse.quote(CANARIES[part], safe="") for part in ("user", "password"))
    query = urllib.parse.quote(CANARIES["query"], safe="")
    headers = {name: CANARIES[name] for name in ("X-API-Key", "X-Extra", "Cookie")}
    headers["X-MCP-Profile"] = PROFILE
    url = f"http://{origin}{path}?token={query}"
    yield {"url": url, "headers": {**headers, "Authorization": CANARIES["Authorization"]}}
    yield {"url": f"http://{userinfo}@{origin}{path}?token={query}", "headers": headers}


# Says on standard error, and as the name of a server, all that it was given.
BRIDGE = '''#!/usr/bin/python3
import json, os, sys
sys.path.insert(0, {safety!r})
import mirror
for name in ("cmdline", "environ"):
    with open(f"{log}/{{os.getpid()}}.npx.{{name}}", "wb") as log:
        log.write(open(f"/proc/self/{{name}}", "rb").read())
secrets = [os.environ.get("TOKEN", ""), sys.argv[-1]]
said = [spell(text) for text in secrets for spell in mirror.SPELLINGS.values()]
for filler in mirror.FILLERS:
    for text in said:
        print("." * filler + "Error: " + text, file=sys.stderr)
if "fail" in sys.argv:
    print(" ".join(said))
    sys.exit(3)
for line in sys.stdin:
    body = json.loads(line)
    if body.get("method") == "initialize":
        result = {{"protocolVersion": "2025-11-25", "capabilities": {{"tools": {{}}}},
                  "serverInfo": {{"name": " ".join(said), "version": said[5]}}}}
    elif body.get("method") == "tools/list":
        result = {{"tools": [{{"name": text, "inputSchema": {{"type": "object"}}}} for text in said]}}
    else:
        continue
    print(json.dumps({{"jsonrpc": "2.0", "id": body["id"], "result": result}}), flush=True)
'''

# What Node and Docker are started with.
RECORD = """PATH=/usr/bin:/bin
cat /proc/$$/cmdline >{log}/$$.{name}.cmdline
cat /proc/$$/environ >{log}/$$.{name}.environ
echo v22.23.3"""


# The entries whose commands are those of this test.
OWN = ("--server", "talks", "--server", "fails", "--server", "docker")


class Leaks(harness.Case):
    @classmethod
    def tearDownClass(cls):
        print(f"# leak: {Tally.points} points tried, {len(Tally.violations)} violations", flush=True)

    def setUp(self):
        Tally.violations = []
        self.addCleanup(self.tell)

    def tell(self):
        """No test ends well with a violation."""
        shown = "\n".join(Tally.violations[:20])
        self.assertEqual(Tally.violations, [], f"{len(Tally.violations)} violations:\n{shown}")

    def look(self, result, times=1):
        where = " ".join(result.args)
        Tally.look(result.out, f"stdout of {where}", times=times)
        Tally.look(result.err, f"stderr of {where}")

    def run_all(self, home, *runs, times=1, **options):
        for args in runs:
            self.look(home.run(*args, **options), times)

    def write_servers(self, home, entries):
        """Returns how many they are."""
        servers = {f"s{i}": server for i, server in enumerate(entries)}
        home.write("cursor", json.dumps({"mcpServers": servers}))
        return len(servers)

    def look_at_files(self, home, places):
        """Private state may hold what was in the files, and nothing else may."""
        for folder, folders, names in os.walk(home.root):
            for name in names + folders:
                path = os.path.join(folder, name)
                inner = os.path.relpath(path, home.path)
                mode = stat.S_IMODE(os.lstat(path).st_mode)
                if inner.startswith(".local/state/iru-mcp-setup"):
                    self.assertEqual(mode, 0o700 if name in folders else 0o600, path)
                elif name in names and inner not in places and not os.path.islink(path):
                    with open(path, "rb") as file:
                        Tally.look(file.read(), path)
        self.assertEqual(os.listdir(home.tmp), [])

    def test_all_that_a_server_can_give_back(self):
        server = self.start(mirror.Mirror())
        paths = server.paths()
        for start in range(0, len(paths), 240):
            home = self.new_home()
            n = self.write_servers(home, (next(entry(f"127.0.0.1:{server.port}", path))
                                          for path in paths[start:start + 240]))
            self.run_all(home, ["--check", "--all-servers", "--json", "--probe-tool", "look"],
                         ["--check", "--all-servers", "--verbose", "--timeout", "60"],
                         ["--report", "-", "--all-servers", "--timeout", "60"], times=n)
            self.assertGreater(home.outputs[0].text.count("[key]"), n // 3)
            self.look_at_files(home, harness.PLACES.values())
        self.assertEqual(server.server.asked, set(mirror.PLACES))

    def test_all_faults(self):
        simulator = self.start(harness.Simulator())
        origin = simulator.origin.removeprefix("http://")
        listed = subprocess.run([harness.simulator_program(), "--list-faults"], stdout=subprocess.PIPE,
                                text=True, check=True).stdout
        names = [line.split()[0] for line in listed.splitlines()]
        self.assertGreater(len(names), 70)
        home = self.new_home()
        n = self.write_servers(home, (next(entry(origin, f"/fault/{name}")) for name in names))
        report = os.path.join(home.root, "report.md")
        for args in (["--check"], ["--check", "--json"], ["--check", "--verbose"], ["--report", report]):
            self.look(home.run(*args, "--all-servers", "--timeout", "0.7"), n)
        self.look_at_files(home, harness.PLACES.values())
        self.assertEqual(stat.S_IMODE(os.stat(report).st_mode), 0o600)

    def fill(self, home, record):
        """The three clients with neighbours, two commands and Docker; returns a snippet."""
        samples.fill(home)
        os.mkdir(record)
        bridge = os.path.join(home.bin, "npx")
        with open(bridge, "w", encoding="utf-8") as file:
            file.write(BRIDGE.format(safety=os.path.dirname(os.path.abspath(__file__)), log=record))
        os.chmod(bridge, 0o755)
        for name in ("node", "docker"):
            home.add_command(name, RECORD.format(name=name, log=record))
        command = {"command": "npx", "args": ["-y", "thing", "--api-key", CANARIES["argument"]]}
        servers = {
            "talks": command,
            "fails": {**command, "args": ["fail", *command["args"]]},
            "docker": {"command": "docker", "args": ["run", "-i", "--rm", "-e", "TOKEN", "image"]},
        }
        env = {"TOKEN": CANARIES["env"], "PATH": f"{home.bin}:/usr/bin:/bin"}
        servers = {name: {**server, "env": env} for name, server in servers.items()}
        home.write("claude-desktop", json.dumps({"mcpServers": servers}, indent=1))
        self.write_servers(home, entry("127.0.0.1:1", "/others"))
        # (mcp-remote takes the whole url as an argument, so that a key in it cannot be hidden.)
        server = {**next(entry("127.0.0.1:1", "/mcp")), "url": "http://127.0.0.1:1/mcp"}
        return json.dumps({"mcpServers": {"iru": server}}).encode()

    @staticmethod
    def exports(home, whose):
        """Everything that is handed to somebody else."""
        for kind in ("cursor-link", "vscode-link", "claude-command", "codex-command"):
            yield ["--export", kind, *whose]
        yield ["--export", "mcpb", *whose, "--output", os.path.join(home.path, f"{whose[1]}.mcpb")]

    def test_all_verbs(self):
        home = self.new_home()
        record = os.path.join(home.root, "started")
        snippet = self.fill(home, record)
        config = ["--config", "-"]
        for extra in ([], ["--json"], ["--verbose"]):
            for args in (["--install", *config, "--dry-run"], ["--install", *config],
                         ["--install", *config], ["--check", *config], ["--list"],
                         ["--list", "--all-servers"], ["--check", *OWN, "--start"],
                         ["--check", "--offline", "--all-servers"],
                         ["--report", os.path.join(home.path, f"report{len(extra)}{extra}.md"), *OWN,
                          "--start"], ["--check", "--all-servers"],
                         *self.exports(home, config), *self.exports(home, ["--server", "iru"]),
                         *self.exports(home, ["--server", "talks"]),
                         ["--remove", "--dry-run"], ["--remove"], ["--remove", "--all-servers", "--dry-run"],
                         ["--undo", "--dry-run"], ["--undo"], ["--undo"]):
                self.look(home.run(*args, *extra, stdin=snippet))
        self.look_at_started(record)
        self.look_at_files(home, harness.PLACES.values())

    def test_keys_of_others(self):
        """In every file that is read, shown or changed, under any verb."""
        snippet = json.dumps({"mcpServers": {"iru": {"url": "http://127.0.0.1:1/mcp"}}}).encode()
        config = ["--config", "-"]
        for place, (client, text) in OTHERS.items():
            home = self.new_home()
            key = make_key(place)
            home.write(client, text.replace("KEY", key))
            verbs = [["--install", *config, "--dry-run"], ["--install", *config, "--dry-run", "--json"],
                     ["--list", "--all-servers", "--json"], ["--check", "--all-servers", "--verbose"],
                     ["--check", "--all-servers", "--offline", "--json"],
                     ["--report", "-", "--all-servers", "--offline"],
                     *self.exports(home, ["--server", "a"]),
                     ["--install", *config, "--json"], ["--remove", "--all-servers", "--dry-run"],
                     ["--remove", "--dry-run", "--json"], ["--undo", "--dry-run"], ["--undo", "--json"]]
            for args in verbs:
                result = home.run(*args, stdin=snippet)
                self.assertNotEqual(result.code, 2, str(result))
                for stream, data in (("stdout", result.out), ("stderr", result.err)):
                    self.look_for(key, data, f"{place} of {client} in {stream} of {' '.join(args)}")
            for name in os.listdir(home.path):
                if name.endswith(".mcpb"):
                    with open(os.path.join(home.path, name), "rb") as file:
                        self.look_for(key, file.read(), f"{place} of {client} in an export as mcpb")

    @staticmethod
    def look_for(key, data, where):
        """Every ten characters of one, but its last four."""
        Tally.points += 1
        hit = next((piece for piece in (key[i:i + PIECE].encode() for i in range(len(key) - PIECE - 3))
                    if piece in data), None)
        if hit is not None:
            Tally.violations.append(f"{where}, {tell_place(data, data.index(hit))}")

    def look_at_started(self, record):
        """A bridge is given what its own entry says; what is only asked is given nothing."""
        names = set()
        for file in sorted(os.listdir(record)):
            process, name, kind = file.split(".")
            with open(os.path.join(record, f"{process}.{name}.cmdline"), "rb") as arguments:
                own = name == "npx" or b"\0run\0" in arguments.read()
            with open(os.path.join(record, file), "rb") as data:
                Tally.look(data.read(), f"{kind} of {name}",
                           but=[{"cmdline": "argument", "environ": "env"}[kind]] if own else [])
            names.add((name, own))
        self.assertLessEqual({("npx", True), ("docker", True), ("docker", False)}, names)
        shutil.rmtree(record)

    def test_values_from_the_environment(self):
        """Those of --from-env are handed to nobody."""
        home = self.new_home()
        record = os.path.join(home.root, "started")
        self.fill(home, record)
        env = {"IRU_MCP_URL": "http://127.0.0.1:1/mcp", "IRU_X_API_KEY": CANARIES["X-API-Key"],
               "IRU_X_MCP_PROFILE": PROFILE}
        self.run_all(home, ["--install", "--from-env"], ["--check", "--from-env"],
                     ["--check", *OWN, "--start"], env=env)
        self.look_at_started(record)

    def test_refusals(self):
        """Of files and snippets that do not parse, cut at any place."""
        snippet = json.dumps({"mcpServers": {"iru": next(entry("127.0.0.1:1", "/mcp"))}}).encode()
        for length in range(30, len(snippet), 23):
            home = self.new_home()
            home.write("cursor", snippet[:length])
            self.run_all(home, ["--check", "--offline", "--verbose"], ["--remove", "--json"],
                         ["--install", "--config", "-", "--dry-run"], stdin=snippet[:length])

    def wait_for(self, what):
        deadline = time.monotonic() + 20
        while not what():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)

    def begin(self, home, *args, user=None):
        """The program, started by one who wants core files."""
        def want_cores():
            hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
            resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
            # What a shell starts in the background ignores it.
            signal.signal(signal.SIGQUIT, signal.SIG_DFL)

        return subprocess.Popen(
            [harness.setup_program(), *args], env=home.env(), cwd=home.path, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, user=user,
            preexec_fn=want_cores)

    @staticmethod
    def core_limit(process):
        try:
            with open(f"/proc/{process.pid}/limits", encoding="ascii") as limits:
                return next(line.split()[4:6] for line in limits if line.startswith("Max core"))
        except PermissionError:
            return ["1", "1"]

    def end(self, home, process, number):
        process.send_signal(number)
        _, status = os.waitpid(process.pid, 0)
        process.returncode = -number
        out, err = process.stdout.read(), process.stderr.read()
        for stream in (process.stdin, process.stdout, process.stderr):
            stream.close()
        self.assertTrue(os.WIFSIGNALED(status), (number, status, out[-300:], err[-300:]))
        self.assertFalse(os.WCOREDUMP(status), "a core was dumped")
        Tally.look(out, f"stdout, signal {number}")
        Tally.look(err, f"stderr, signal {number}")
        self.look_at_files(home, harness.PLACES.values())
        self.assertEqual([name for name in os.listdir(home.path) if "core" in name], [])

    def test_crashes(self):
        """While a paste is read and while an answer is waited for."""
        simulator = self.start(harness.Simulator())
        if "ASAN_OPTIONS" in os.environ:
            self.skipTest("AddressSanitizer handles these signals itself")
        for number in (signal.SIGABRT, signal.SIGSEGV, signal.SIGQUIT, signal.SIGBUS):
            for waits in (True, False):
                home = self.new_home()
                self.write_servers(home, entry(simulator.origin.removeprefix("http://"),
                                               "/fault/response-timeout"))
                simulator.forget()
                if waits:
                    process = self.begin(home, "--check", "--all-servers", "--timeout", "120")
                    self.wait_for(simulator.requests)
                else:
                    process = self.begin(home, "--install", "--config", "-")
                    process.stdin.write(json.dumps(CANARIES).encode())
                    process.stdin.flush()
                self.wait_for(lambda process=process: self.core_limit(process) == ["1", "1"])
                self.end(home, process, number)

    def test_memory_is_closed_to_others(self):
        """Another process of the same user can neither read nor trace it."""
        simulator = self.start(harness.Simulator())
        home = self.new_home()
        self.write_servers(home, entry(simulator.origin.removeprefix("http://"),
                                       "/fault/response-timeout"))
        user = self.unprivileged(home)
        process = self.begin(home, "--check", "--all-servers", "--timeout", "120", user=user)
        self.wait_for(simulator.requests)
        self.assertEqual(os.stat(f"/proc/{process.pid}/environ").st_uid, 0)
        process.kill()
        process.communicate()


if __name__ == "__main__":
    harness.main()
