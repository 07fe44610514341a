# harness.py: a scratch home, the program in it, and the servers it talks to
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the whole-program tests share. Standard library only.

The environment says where things are: IRU_MCP_SETUP and IRU_MCP_SIMULATOR are the two
programs, IRU_PEERS is the folder with node_modules. meson sets them.

A test file ends with harness.main(), which runs its unittest cases and prints TAP.
"""

import collections
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
import unittest

try:
    import jsonschema
except ImportError:
    jsonschema = None

CI = os.environ.get("CI") == "true"
NOBODY = 65534
SERVER_PATH = "/mcp-server/connector/kandji/tools"

# The rows of the program, as build-aux/client-lists writes them down.
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "clients.json"),
          encoding="utf-8") as rows:
    CLIENTS = {row["name"]: row for row in json.load(rows)}

# Where the clients keep their files on Linux, from the home.
PLACES = {name: row["places"]["linux"] for name, row in CLIENTS.items()
          if "linux" in row["places"]}

# The object with the entries.
ROOTS = {name: row["root"] for name, row in CLIENTS.items()}

# What tells that a client is here, where the folder of its file does not.
MARKS = {"claude-code": ".claude"}
PROGRAMS = {"gemini-cli": "gemini"}

# Each is of another kind: one that takes commands only, one with a url, one in TOML.
THREE = ("claude-desktop", "cursor", "codex")

# Passed on to the program: what makes the test builds strict.
STRICT = ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "G_DEBUG", "G_SLICE",
          "MALLOC_CHECK_", "MALLOC_PERTURB_")

# LeakSanitizer falls over where the thread of a TLS handshake is alive at the end.
NO_LEAKS = {"ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"}

# One request to the simulator; method is JSON-RPC's, "-" if there was none.
Request = collections.namedtuple("Request", "http path method status")

RUNGS = ("file", "policy", "entry", "runtime", "name", "connect", "tls", "http", "mcp", "auth",
         "permission")


def read_schema():
    """The validator of --json's documents; None without python3-jsonschema."""
    if jsonschema is None:
        if CI:
            raise AssertionError("python3-jsonschema is not installed")
        return None
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "data",
                        "iru-mcp-setup.schema.json")
    with open(path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


SCHEMA = read_schema()


def setup_program():
    return os.environ["IRU_MCP_SETUP"]


def simulator_program():
    return os.environ["IRU_MCP_SIMULATOR"]


def peers_folder():
    return os.environ.get("IRU_PEERS", "")


def lacks(problem):
    """Skips the test; fails in CI."""
    if CI:
        raise AssertionError(problem)
    raise unittest.SkipTest(problem)


def peer(relative):
    """The path of a peer's file. Skips the test where it is not installed; fails in CI."""
    path = os.path.join(peers_folder(), "node_modules", relative)
    if not os.path.exists(path):
        lacks(f"peer {relative} is not installed (build-aux/install-peers)")
    return path


def tool(name):
    """The path of a program of the system, as peer()."""
    path = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if path is None:
        lacks(f"{name} is not installed (build-aux/install-dependencies test)")
    return path


def find_namespaces(script="true"):
    """The command that runs another in a mount and a network namespace of its own, or None; and
    why not. script: what has to be possible in there."""
    ways = [["--mount", "--net"]] if os.geteuid() == 0 else []
    ways += [["--mount", "--net", "--user", "--map-root-user"]]
    for way in ways:
        command = [tool("unshare"), *way]
        done = subprocess.run([*command, "/bin/sh", "-c", script], stderr=subprocess.PIPE, check=False,
                              env={**os.environ, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"})
        if done.returncode == 0:
            return command, None
    return None, "no network namespaces here: " + " ".join(done.stderr.decode("utf-8", "replace").split())


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def snippet(url, key, profile, name="iru"):
    """The MCP configuration as Iru shows it, as bytes."""
    server = {"url": url, "type": "http", "headers": {"X-API-Key": key, "X-MCP-Profile": profile}}
    return json.dumps({"mcpServers": {name: server}}, indent=2).encode() + b"\n"


class Result:
    """What a run of the program gave."""

    def __init__(self, args, code, out, err, elapsed):
        self.args, self.code, self.out, self.err, self.elapsed = args, code, out, err, elapsed

    @property
    def text(self):
        return self.out.decode("utf-8", "replace")

    @property
    def errors(self):
        return self.err.decode("utf-8", "replace")

    def json(self):
        """The one JSON document on stdout."""
        return json.loads(self.out)

    def __str__(self):
        return f"{' '.join(self.args)}\nexit {self.code}\n{self.text}\n--- stderr\n{self.errors}"


class Home:
    """A scratch home with a PATH of its own, in a folder that close() removes.

    Everything that the program prints in it is kept in outputs.
    """

    def __init__(self, clients=(), node="v22.23.3"):
        self.root = tempfile.mkdtemp(prefix="iru-test-")
        self.path = os.path.join(self.root, "home")
        self.bin = os.path.join(self.root, "bin")
        self.tmp = os.path.join(self.root, "tmp")
        self.outputs = []
        for folder in (self.path, self.bin, self.tmp):
            os.mkdir(folder, 0o700)
        if node:
            self.add_command("node", f'echo "{node}"')
            self.add_command("npx", 'echo "11.19.1"')
            self.add_node_headers(node)
        for client in clients:
            os.makedirs(os.path.dirname(self.place(client)), 0o700, exist_ok=True)
            if client in MARKS:
                os.makedirs(os.path.join(self.path, MARKS[client]), 0o700)
            if client in PROGRAMS:
                self.add_command(PROGRAMS[client], "exit 0")

    def close(self):
        # A folder made unreadable by a test must not stay.
        subprocess.run(["chmod", "-R", "u+rwX", self.root], check=False)
        shutil.rmtree(self.root, ignore_errors=True)

    def place(self, client):
        return os.path.join(self.path, PLACES[client])

    def path_of(self, where):
        """where: a client's name, or a path from the home."""
        known = where in PLACES
        return self.place(where) if known else os.path.join(self.path, where)

    def state(self):
        return os.path.join(self.path, ".local/state/iru-mcp-setup")

    def add_node_headers(self, version):
        """What tells the version of the node in the home's folder of programs."""
        major = version.lstrip("v").split(".")[0]
        path = os.path.join(os.path.dirname(self.bin), "include/node/node_version.h")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"#define NODE_MAJOR_VERSION {major}\n")

    def add_command(self, name, script):
        path = os.path.join(self.bin, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"#!/bin/sh\n{script}\n")
        os.chmod(path, 0o755)
        return path

    def write(self, where, content, mode=0o600):
        path = self.path_of(where)
        os.makedirs(os.path.dirname(path), 0o700, exist_ok=True)
        if isinstance(content, str):
            content = content.encode()
        with open(path, "wb") as file:
            file.write(content)
        os.chmod(path, mode)
        return path

    def read(self, where):
        with open(self.path_of(where), "rb") as file:
            return file.read()

    def exists(self, where):
        return os.path.lexists(self.path_of(where))

    def env(self, **more):
        env = {"HOME": self.path, "PATH": self.bin, "TMPDIR": self.tmp, "LC_ALL": "C.UTF-8",
               "GSETTINGS_BACKEND": "memory"}
        env.update({name: os.environ[name] for name in STRICT if name in os.environ})
        env.update(more)
        return {name: value for name, value in env.items() if value is not None}

    def run(self, *args, stdin=b"", env=None, timeout=120, cwd=None, user=None, prefix=()):
        """Runs the program; env: what to set (None: unset) beside the scratch home's.

        prefix: a command that runs it, such as "ip netns exec".
        """
        start = time.monotonic()
        done = subprocess.run([*prefix, setup_program(), *args], input=stdin,
                              env=self.env(**(env or {})),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout,
                              cwd=cwd or self.path, user=user, check=False)
        result = Result(args, done.returncode, done.stdout, done.stderr, time.monotonic() - start)
        self.outputs.append(result)
        return result

    def entries(self, client, where=None):
        """The servers in a client's file, by name; where: another file of its, from the home."""
        text = self.read(where or client).decode()
        document = tomllib.loads(text) if client == "codex" else json.loads(text)
        return document.get(ROOTS.get(client, "mcpServers"), {})

    def install(self, text, *args, **options):
        return self.run("--install", "--config", "-", *args, stdin=text, **options)

    def files(self):
        """Path from the root of the scratch folder -> (mode, digest or link or kind)."""
        found = {}
        for folder, folders, names in os.walk(self.root):
            for name in folders + names:
                path = os.path.join(folder, name)
                status = os.lstat(path)
                if os.path.islink(path):
                    what = os.readlink(path)
                elif os.path.isfile(path) and os.access(path, os.R_OK):
                    what = digest(path)
                else:
                    what = None
                found[os.path.relpath(path, self.root)] = (oct(status.st_mode), what)
        return found

    def find(self, secret):
        """Paths (from the root of the scratch folder) of the files that hold secret."""
        found = []
        for folder, _, names in os.walk(self.root):
            for name in names:
                path = os.path.join(folder, name)
                if os.path.isfile(path) and not os.path.islink(path):
                    with open(path, "rb") as file:
                        if secret.encode() in file.read():
                            found.append(os.path.relpath(path, self.root))
        return sorted(found)


class Process:
    """A server in the background, stopped by close()."""

    def __init__(self, command, env=None, cwd=None):
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, env=env, cwd=cwd,
                                        start_new_session=True)

    def close(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.process.stdout.close()


class Simulator(Process):
    """The simulator on a free port, with a log of its requests."""

    def __init__(self, *options, prefix=()):
        self.options = options
        self.folder = tempfile.mkdtemp(prefix="iru-sim-")
        self.log = os.path.join(self.folder, "requests")
        super().__init__([*prefix, simulator_program(), "--port", "0", "--log", self.log, *options])
        line = self.process.stdout.readline().decode()
        if not line.startswith("Listening on "):
            self.close()
            raise AssertionError(f"the simulator did not start: {line!r}")
        self.url = line.split()[-1]
        self.origin = self.url[: -len(SERVER_PATH)]
        self.keys = self.read_keys()

    @staticmethod
    def read_keys():
        text = subprocess.run([simulator_program(), "--print-keys"], stdout=subprocess.PIPE,
                              text=True, check=True).stdout
        return dict(line.split("=", 1) for line in text.splitlines() if "=" in line)

    def key(self, name):
        return self.keys[f"{name}_KEY"], self.keys[f"{name}_PROFILE"]

    def snippet(self, key="FULL", url=None, name="iru"):
        value, profile = self.key(key)
        return snippet(url or self.url, value, profile, name)

    def fault(self, name):
        return f"{self.origin}/fault/{name}"

    def requests(self):
        """What came, in order. A line of the log: POST /path tools/list 200 key=ok …"""
        with open(self.log, encoding="utf-8") as file:
            return [Request(*line.split()[:4]) for line in file]

    def methods(self):
        return [request.method for request in self.requests()]

    def paths(self):
        return [request.path for request in self.requests()]

    def forget(self):
        with open(self.log, "w", encoding="utf-8"):
            pass

    def close(self):
        super().close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Relay(Process):
    """relay.py; address is where it listens, heard the bytes that clients have sent."""

    def __init__(self, to, listen="127.0.0.1:0", certificate=None, client_ca=None, prefix=()):
        self.folder = tempfile.mkdtemp(prefix="iru-relay-")
        self.log = os.path.join(self.folder, "heard")
        options = ["--heard", self.log]
        options += ["--certificate", certificate] if certificate else []
        options += ["--client-ca", client_ca] if client_ca else []
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "relay.py")
        super().__init__([*prefix, sys.executable, script, *options, listen, to])
        line = self.process.stdout.readline().decode()
        if not line.startswith("Listening on "):
            self.close()
            raise AssertionError(f"relay.py did not start: {line!r}")
        self.address = line.split()[-1]
        self.port = int(self.address.rsplit(":", 1)[1])

    def heard(self):
        if not os.path.exists(self.log):
            return b""
        with open(self.log, "rb") as file:
            return file.read()

    def close(self):
        super().close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Edition(Process):
    """A real server made with an edition of the MCP SDK; see the head of script for its kinds."""

    def __init__(self, script, kind, *packages):
        for package in packages:
            peer(f"@modelcontextprotocol/{package}/package.json")
        path = os.path.join(peers_folder(), script)
        super().__init__([peer(".bin/node"), path, kind], env={"PATH": "/usr/bin:/bin"})
        line = self.process.stdout.readline().decode()
        if not line.startswith("Listening on "):
            self.close()
            raise AssertionError(f"{script} did not start: {line!r}")
        self.url = line.split()[-1]


class FirstEdition(Edition):
    """Up to 2025-11-25."""

    def __init__(self, kind):
        super().__init__("first-edition.mjs", kind, "sdk")


class SecondEdition(Edition):
    """2026-07-28, and what went before unless kind is "reject"."""

    def __init__(self, kind):
        super().__init__("second-edition.mjs", kind, "server", "node")


class Everything(Process):
    """server-everything, a real MCP server: streamableHttp or sse."""

    def __init__(self, kind="streamableHttp"):
        node = peer(".bin/node")
        script = peer("@modelcontextprotocol/server-everything/dist/index.js")
        self.port = free_port()
        super().__init__([node, script, kind],
                         env={"PORT": str(self.port), "PATH": "/usr/bin:/bin"})
        self.url = f"http://127.0.0.1:{self.port}/{'mcp' if kind != 'sse' else 'sse'}"
        # What it prints is not of interest, and must not fill the pipe.
        threading.Thread(target=self._drain, daemon=True).start()
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        self.close()
        raise AssertionError("server-everything did not start")

    def _drain(self):
        try:
            while self.process.stdout.read(4096):
                pass
        except ValueError:
            pass  # closed


class Deaf:
    """A port that answers no attempt to connect: its queue of connections is full."""

    def __init__(self):
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(0)
        self.address = self.listener.getsockname()
        self.others = []
        for _ in range(8):
            other = socket.socket()
            other.setblocking(False)
            other.connect_ex(self.address)
            self.others.append(other)

    def close(self):
        for other in self.others:
            other.close()
        self.listener.close()


class Canned:
    """A server that reads a request's head and answers each connection with the same bytes."""

    def __init__(self, answer):
        self.answer = answer
        self.heads = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(10)
                try:
                    head = b""
                    while b"\r\n\r\n" not in head and len(head) < 65536:
                        data = connection.recv(4096)
                        if not data:
                            break
                        head += data
                    self.heads.append(head)
                    connection.sendall(self.answer)
                except OSError:
                    pass

    def close(self):
        # shutdown wakes the thread that accepts; close alone does not.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


class Case(unittest.TestCase):
    """A test with a scratch home, and assertions that show the run they are about."""

    maxDiff = None

    def new_home(self, *args, **options):
        home = Home(*args, **options)
        self.addCleanup(home.close)
        return home

    def start(self, process):
        self.addCleanup(process.close)
        return process

    def unprivileged(self, home):
        """The user to run the program as so that modes count: root gives home to nobody."""
        if os.geteuid() != 0:
            return None
        subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", home.root], check=True)
        try:
            home.run("--version", user=NOBODY)
        except PermissionError:
            self.skipTest("as root, and the build folder is closed to other users")
        return NOBODY

    def assert_exit(self, result, code):
        self.assertEqual(result.code, code, str(result))

    def assert_document(self, result):
        """stdout is one document of schema 1; returns it."""
        try:
            document = result.json()
        except ValueError as error:
            self.fail(f"stdout is not one JSON document: {error}\n{result}")
        for key, kind in (("schema", int), ("tool", str), ("mode", str), ("exit", int)):
            self.assertIsInstance(document.get(key), kind, f"{key}\n{result}")
        for problem in SCHEMA.iter_errors(document) if SCHEMA else []:
            self.fail(f"against the schema: {problem.message} at {list(problem.path)}\n{result}")
        self.assertEqual(document["schema"], 1)
        self.assertEqual(document["exit"], result.code, str(result))
        self._assert_rows(document, "clients", {"client", "file", "state", "findings"})
        self._assert_rows(document, "endpoints", {"url", "clients", "rungs", "findings"})
        self._assert_rows(document, "changes", {"client", "file", "action", "backup", "diff"})
        self._assert_rows(document, "fixes", {"id", "line", "column"})
        return document

    def _assert_rows(self, document, name, keys):
        for row in document.get(name, []):
            self.assertLessEqual(keys, set(row), f"{name}: {row}")
            for finding in row.get("findings", []):
                self._assert_finding(finding)
            for rung in row.get("rungs", []):
                self.assertIn(rung["rung"], RUNGS)
                self.assertIn(rung["state"], ("ok", "failed", "skipped"))
        for client in document.get("clients", []) if name == "clients" else []:
            self.assertIn(client["state"], ("ok", "missing", "differs", "broken", "absent"))

    def _assert_finding(self, finding):
        self.assertLessEqual({"id", "severity", "rung", "title", "advice"}, set(finding))
        self.assertIn(finding["severity"], ("error", "warning", "info"))
        self.assertIn(finding["rung"], RUNGS)
        self.assertRegex(finding["id"], r"^[a-z0-9]+(-[a-z0-9]+)*$")
        self.assertTrue(finding["title"])

    def findings(self, document, severity=None):
        """The ids of all findings, of clients and endpoints."""
        rows = document.get("clients", []) + document.get("endpoints", [])
        return [finding["id"] for row in rows for finding in row["findings"]
                if severity in (None, finding["severity"])]

    def assert_insertion(self, old, new):
        """new is old with one stretch of bytes put in; returns that stretch."""
        head = len(os.path.commonprefix([old, new]))
        tail = len(os.path.commonprefix([old[::-1], new[::-1]]))
        self.assertGreaterEqual(head + tail, len(old), f"not an insertion:\n{old!r}\n{new!r}")
        head = min(head, len(old))
        return new[head:len(new) - (len(old) - head)]

    def assert_no_secret(self, home, *secrets):
        """No output that the program has made in home holds one of them."""
        for result in home.outputs:
            for secret in secrets:
                for name, data in (("stdout", result.out), ("stderr", result.err)):
                    self.assertNotIn(secret.encode(), data, f"{name} of {' '.join(result.args)}")


class Tap(unittest.TestResult):
    """Prints a TAP line a case, and below it what is wrong."""

    def __init__(self):
        super().__init__()
        self.number = 0
        self.problem = None
        self.skip = None
        self.seen = set()

    def startTest(self, test):
        super().startTest(test)
        self.problem, self.skip = None, None

    def stopTest(self, test):
        super().stopTest(test)
        self.number += 1
        self.seen.add(test.id())
        name = test.id().removeprefix("__main__.")
        if self.problem:
            for line in self.problem.splitlines():
                print(f"# {line}")
            print(f"not ok {self.number} {name}", flush=True)
        elif self.skip is not None:
            print(f"ok {self.number} {name} # SKIP {self.skip}", flush=True)
        else:
            print(f"ok {self.number} {name}", flush=True)

    def addError(self, test, err):
        super().addError(test, err)
        self.problem = self.errors[-1][1]

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.problem = self.failures[-1][1]

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.problem = (self.problem or "") + f"{subtest}\n" + self._exc_info_to_string(err, test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.skip = reason

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.problem = "passed, and was not expected to"


    def finish(self, tests):
        """A line for each test of a class whose setUpClass was skipped or failed."""
        classes = {what.id(): reason for what, reason in self.skipped
                   if not isinstance(what, unittest.TestCase)}
        for test in tests:
            if test.id() in self.seen:
                continue
            name = f"setUpClass ({test.id().rsplit('.', 1)[0]})"
            self.problem, self.skip = "setUpClass failed", None
            if name in classes:
                self.problem, self.skip = None, classes[name]
            self.stopTest(test)


def flatten(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from flatten(item)
        else:
            yield item


def main():
    """Runs the cases of the file that is __main__; arguments name the ones to run."""
    loader = unittest.TestLoader()
    module = sys.modules["__main__"]
    suite = loader.loadTestsFromModule(module)
    tests = [test for test in flatten(suite)
             if not sys.argv[1:] or any(word in test.id() for word in sys.argv[1:])]
    print(f"1..{len(tests)}", flush=True)
    result = Tap()
    unittest.TestSuite(tests).run(result)
    for what, error in result.errors + result.failures:
        if not isinstance(what, unittest.TestCase):  # a setUpClass that failed
            for line in error.splitlines():
                print(f"# {line}")
    result.finish(tests)
    sys.exit(0 if result.wasSuccessful() else 1)
