# test_hostile.py: servers, files, environments and arguments that mean harm
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""A point is one run of the whole program: it ends by itself with an exit code of its own, in
time, in little memory, shows nothing that a terminal would obey, and runs and follows nothing.
What each module makes of such input is tested in tests/probe/ and tests/text/."""

import gzip
import json
import os
import re
import socket
import subprocess
import threading
import time
import zlib

import harness

KEY = "sk_live:hostile0123456789abcdefgh"
PROFILE = "5f0c2f9e-4f5b-4d1c-9a57-0d7f3c1e0001"
MIB = 1024 * 1024
TIMEOUT_S = 2
MARGIN_S = 3.0  # to start, to say it, and for a busy machine
MAX_MEMORY = 64 * MIB
SANITIZED = "ASAN_OPTIONS" in os.environ

OK = b"HTTP/1.1 200 OK\r\n"
JSON = OK + b"Content-Type: application/json\r\n"
EVENTS = OK + b"Content-Type: text/event-stream\r\n\r\n"
# What a terminal would obey; a line feed is a line feed.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class Tally:
    points = 0
    violations = []
    longest = 0.0
    largest = 0


class Evil:
    """Answers each request with what answer (method, id) yields, and remembers the heads."""

    def __init__(self, answer):
        self.answer = answer
        self.heads = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with connection:
            connection.settimeout(20)
            stream = connection.makefile("rb")
            try:
                while self._one(connection, stream):
                    pass
            except (OSError, ValueError):
                pass

    def _one(self, connection, stream):
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = stream.readline(65536)
            if not line:
                return False
            head += line
        self.heads.append(head)
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        body = json.loads(stream.read(int(length[1]))) if length and int(length[1]) else {}
        for data in self.answer(body.get("method", ""), body.get("id")):
            connection.sendall(data)
        return True

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


def whole(body, head=JSON):
    yield head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def result(number, value):
    return json.dumps({"jsonrpc": "2.0", "id": number, "result": value}).encode()


def healthy(method, number, tools=(), **more):
    """A server of 2025-11-25 with these tools."""
    if method == "initialize":
        return whole(result(number, {"protocolVersion": "2025-11-25", "capabilities": {"tools": {}},
                                     "serverInfo": more.get("info", {"name": "evil", "version": "1"})}))
    if method == "tools/list":
        return whole(result(number, {"tools": list(tools)}))
    return whole(b'{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"no"}}'
                 % json.dumps(number).encode())


def at_list(answer):
    return lambda method, number: answer() if method == "tools/list" else healthy(method, number)


def endless(head, part, seconds=0.0, times=10 ** 9):
    def answer(*_):
        yield head
        for _ in range(times):
            yield part
            if seconds:
                time.sleep(seconds)
    return answer


def bomb(compress, encoding):
    def answer(*_):
        packed = compress(b"[" + b"0," * (4 * MIB))
        return whole(packed, JSON + b"Content-Encoding: " + encoding + b"\r\n")
    return answer


def pack_zeros(size):
    """That many bytes of spaces as gzip, made in pieces."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = b"".join(packer.compress(b" " * MIB) for _ in range(size // MIB))
    return packed + packer.flush()


def stretched(text, n):
    """JSON in which a member holds text n times, and never ends before that."""
    def answer():
        yield JSON + b"Connection: close\r\n\r\n"
        yield b'{"jsonrpc":"2.0","id":2,"result":{"tools":['
        for _ in range(n):
            yield text
    return answer


def million_tools(method, number):
    """A hundred pages of ten thousand."""
    if method != "tools/list":
        yield from healthy(method, number)
        return
    million_tools.page += 1
    tools = [{"name": f"t{million_tools.page}-{i}", "inputSchema": {"type": "object"}}
             for i in range(10000)]
    yield from whole(result(number, {"tools": tools, "nextCursor": f"c{million_tools.page}"}))


million_tools.page = 0

ODD = "\x1b]0;title\x07\x1b[31mred\x1b[0m <b>&amp;</b> \u202egnp.exe \u2028 \x9b2J \r\n`rm -rf ~` $(id) %s%n"


def redirect(status, place):
    return lambda *_: whole(b"", b"HTTP/1.1 %d No\r\nLocation: %s\r\n" % (status, place))


# Name -> what the server does.
SERVERS = {
    "endless headers": endless(OK, b"X-A: %s\r\n" % (b"a" * 1000)),
    "a header of 1 MB": lambda *_: whole(b"{}", JSON + b"X-A: " + b"a" * MIB + b"\r\n"),
    "a status line of 1 MB": endless(b"HTTP/1.1 200 ", b"a" * 65536, times=16),
    "headers that drip": endless(OK, b"X-A: b\r\n", 0.1),
    "a header that drips": endless(OK + b"X-A: ", b"b", 0.05),
    "a body that drips": endless(JSON + b"Content-Length: 999999\r\n\r\n", b" ", 0.05),
    "endless early hints": endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n", 0.001),
    "endless comments": endless(EVENTS, b": " + b"c" * 1000 + b"\n"),
    "a comment without end": endless(EVENTS + b": ", b"c" * 65536),
    "endless notifications": endless(EVENTS, b'data: {"jsonrpc":"2.0","method":"x"}\n\n'),
    "endless ids": endless(EVENTS, b"id: %s\n" % (b"i" * 1000)),
    "endless empty events": endless(EVENTS, b"data\n\n" * 1000),
    "an event in lines": endless(EVENTS, b"data: x\n" * 4096),
    "a body of 200 MB": endless(JSON + b"Content-Length: %d\r\n\r\n" % (200 * MIB), b" " * 65536, times=3200),
    "a page of 200 MB": endless(OK + b"Content-Type: text/html\r\nConnection: close\r\n\r\n",
                                b"<title>" * 8192, times=3600),
    "an error of 200 MB": endless(b"HTTP/1.1 401 No\r\nContent-Length: %d\r\n\r\n" % (200 * MIB),
                                  b"no " * 65536, times=1067),
    "chunks of 200 MB": endless(JSON + b"Transfer-Encoding: chunked\r\n\r\n",
                                b"10000\r\n" + b" " * 65536 + b"\r\n", times=3200),
    "a chunk extension without end": endless(JSON + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x" * 65536),
    "trailers without end": endless(JSON + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-A: b\r\n" * 1000),
    "a chunk of 2^63": lambda *_: [JSON + b"Transfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n{}"],
    "a length of 2^64": lambda *_: [JSON + b"Content-Length: 18446744073709551617\r\n\r\n{}"],
    "a negative length": lambda *_: [JSON + b"Content-Length: -1\r\n\r\n{}"],
    "two lengths": lambda *_: [JSON + b"Content-Length: 2\r\nContent-Length: 9\r\n\r\n{}"],
    "a gzip bomb": lambda *_: whole(pack_zeros(200 * MIB), JSON + b"Content-Encoding: gzip\r\n"),
    "a gzip bomb of numbers": bomb(gzip.compress, b"gzip"),
    "a deflate bomb": bomb(zlib.compress, b"deflate"),
    "gzip in gzip": lambda *_: whole(gzip.compress(pack_zeros(200 * MIB)),
                                     JSON + b"Content-Encoding: gzip, gzip\r\n"),
    "a gzip bomb of events": lambda *_: whole(pack_zeros(200 * MIB), OK + b"Content-Type: text/event-stream\r\n"
                                              b"Content-Encoding: gzip\r\n"),
    "JSON of 100,000 levels": at_list(lambda: whole(b'{"jsonrpc":"2.0","id":2,"result":' + b"[" * 100000)),
    "objects of 100,000 levels": at_list(lambda: whole(b'{"a":' * 100000 + b"1" + b"}" * 100000)),
    "10^6 tools in one": at_list(stretched(b'{"name":"t","inputSchema":{"type":"object"}},', 10 ** 6)),
    "10^6 tools in pages": million_tools,
    "numbers": at_list(stretched(b"0," * 4096, 1000)),
    "empty objects": at_list(stretched(b"{}," * 4096, 660)),
    "a member's name of 7 MB": at_list(lambda: whole(b'{"%s":1}' % (b"n" * 7 * MIB))),
    "a tool's name of 7 MB": lambda method, number: healthy(method, number, [{"name": "n" * 7 * MIB}]),
    "members of one name": at_list(lambda: whole(b'{"a":1' + b',"a":1' * MIB + b"}")),
    "names of escapes": lambda method, number: healthy(
        method, number, [{"name": ODD, "description": ODD, "annotations": {"title": ODD}}],
        info={"name": ODD, "version": ODD, "title": ODD}),
    "an error of escapes": lambda *_: whole(json.dumps({"error": {"message": ODD}}).encode(),
                                            b"HTTP/1.1 403 \x1b[31m\r\nContent-Type: application/json\r\n"),
    "a page of escapes": lambda *_: whole(b"<title>%s</title>" % ODD.encode(),
                                          b"HTTP/1.1 404 No\r\nContent-Type: text/html\r\n"),
    "a redirect loop": redirect(307, b"/mcp"),
    "a permanent redirect loop": redirect(308, b"/mcp?again"),
    "a redirect to a file": redirect(307, b"file:///etc/passwd"),
    "a redirect to ftp": redirect(307, b"ftp://127.0.0.1/x"),
    "a redirect to data": redirect(307, b"data:application/json,{}"),
    "a redirect to a script": redirect(307, b"javascript:alert(1)"),
    "a redirect of escapes": redirect(302, b"/\x1b[31m\xe2\x80\xae"),
    "a redirect of 60 KB": redirect(307, b"/" + b"a" * 60000),
    "binary": lambda *_: [os.urandom(65536)],
    "TLS": lambda *_: [b"\x16\x03\x03\xff\xff" + b"\0" * 65536],
    "nothing": lambda *_: [],
    "a second answer": lambda method, number: [*healthy(method, number), *whole(b"{}")],
    "an endpoint elsewhere": lambda method, _: (
        [EVENTS + b"event: endpoint\ndata: file:///etc/passwd\n\n"] if not method
        else whole(b"", b"HTTP/1.1 405 No\r\n")),
}

# Urls that are shown, and not asked for what they are not.
URLS = (
    "file:///etc/passwd", "ftp://127.0.0.1/mcp", "javascript:alert(1)", "data:,x", "unix:/run/x", "//host/mcp",
    "https:host", "https://", "https:///mcp", "http://evil.example/mcp", "http://127.0.0.1.evil.example/mcp",
    "http://localhost.evil.example/mcp", "http://2130706433/mcp", "http://0x7f.1/mcp", "http://0/mcp",
    "http://[::ffff:127.0.0.1]/mcp", "http://[fe80::1%25eth0]/mcp", "https://[::1", "https://[::1]:99999/",
    "https://127.0.0.1:0/", "https://127.0.0.1:1:2/", "https://[::1]:1/mcp", "http://[::1]:1/mcp",
    "https://ann:secret-in-url@127.0.0.1:1/", "https://evil.example\\@127.0.0.1:1/", "https://127.0.0.1:1#@evil/",
    "https://a b/", "https://127.0.0.1:1/\x1b[31m", "https://127.0.0.1:1/\u202egpj", "https://127.0.0.1:1/%00",
    "https://" + "a" * 300 + ".example/", "https://127.0.0.1:1/" + "a" * 200000, "https://%65%76%69%6c:1/",
)

# Hosts that look like another -> how they are shown.
LOOK_ALIKES = {
    "https://\u0430cme.invalid:1/mcp": "xn--cme-5cd.invalid",
    "https://acme.\u0456ru.invalid:1/mcp": "acme.xn--ru-goc.invalid",
    "https://acme\u3002invalid:1/mcp": "acme.invalid",
    "https://\uff41cme.invalid:1/mcp": "acme.invalid",
}

ENVIRONMENTS = {
    "no HOME": {"HOME": None},
    "an empty HOME": {"HOME": ""},
    "a relative HOME": {"HOME": "here"},
    "a HOME with a line end": {"HOME": "/tmp/a\nb"},
    "a HOME that is a file": {"HOME": "/etc/passwd"},
    "a HOME that is none": {"HOME": "/nonexistent/\x1b[31m"},
    "a long HOME": {"HOME": "/" + "a/" * 30000},
    "a HOME that is no UTF-8": {"HOME": os.fsdecode(b"/tmp/\xff\xfe")},
    "no PATH": {"PATH": None},
    "odd PATH": {"PATH": "::.:..:relative:/dev/null:/etc/passwd:/nonexistent:\x1b[31m:" + "/a" * 2000},
    "a long PATH": {"PATH": ":".join(f"/p{i}" for i in range(15000))},
    "a relative state folder": {"XDG_STATE_HOME": "here", "XDG_CONFIG_HOME": "../..", "APPDATA": "x"},
    "a state folder that is a device": {"XDG_STATE_HOME": "/dev/null"},
    "garbage for a language": {"LANG": "\x1b[31m", "LC_ALL": "../../etc", "LANGUAGE": "/etc/passwd:" + "x" * 9999},
    "a language of bytes": {"LC_ALL": "de_DE.ISO-8859-1"},
    "huge variables": {f"HUGE{i}": "x" * 100000 for i in range(10)},
    "a proxy that is none": {"https_proxy": "file:///etc/passwd", "http_proxy": "://", "no_proxy": "*,,["},
    "a proxy of escapes": {"https_proxy": "http://\x1b[31m:1/"},
    "no temporary folder": {"TMPDIR": "/nonexistent"},
    "debug": {"G_MESSAGES_DEBUG": "all", "G_DEBUG": None},
}

ARGUMENTS = (
    ["--client", "\x1b[31m"], ["--client", ""], ["--client", "a" * 100000], ["--client", os.fsdecode(b"\xff")],
    ["--client", "../../etc/passwd"], ["--server", "\x1b]0;x\x07"], ["--server", os.fsdecode(b"\xff\xfe")],
    ["--server", ""], ["--timeout", "nan"], ["--timeout", "inf"], ["--timeout", "-1"], ["--timeout", "1e308"],
    ["--timeout", ""], ["--timeout", "0x10"], ["--root", "relative"], ["--root", "/nonexistent"], ["--root", ""],
    ["--user", "../../etc"], ["--user", "\x1b[31m"], ["--user", ""], ["--platform", "\x1b"], ["--color", "\x1b"],
    ["--file", "/dev/zero", "--client", "cursor"], ["--file", "/dev/null", "--client", "cursor"],
    ["--file", "/proc/self/mem", "--client", "cursor"], ["--file", "", "--client", "cursor"],
    ["--file", "/dev/stdin", "--client", "codex"], ["--config", "/dev/zero"], ["--config", "/proc/self/mem"],
    ["--config", ""], ["--config", "-", "--config", "-"], ["--%s%n"], ["--"], ["-" * 10000], ["--json"] * 2000,
    ["--probe-tool", "\x1b[31m"], ["--probe-tool", ""], ["--no-such\x1b[31m"],
)

PASTES = {
    "UTF-16 with a mark": ("\ufeff" + '{"mcpServers": {}}').encode("utf-16-le"),
    "UTF-32": '{"mcpServers": {}}'.encode("utf-32"),
    "NULs": b"\0" * 100000,
    "deep objects": b'{"a":' * 200000,
    "deep tables": b"[" + b"a." * 200000 + b"a]\n",
    "deep shells": b"$(" * 100000,
    "quotes": b"'\"`" * 100000,
    "backslashes": b"claude mcp add " + b"\\" * 500000,
    "line ends": b"\r\n" * 400000,
    "many servers": b'{"mcpServers": {%s}}' % b",".join(
        b'"s%d":{"url":"https://h%d.example/"}' % (i, i) for i in range(20000)),
    "many headers": b'{"mcpServers": {"a": {"url": "https://h.example/", "headers": {%s}}}}' % b",".join(
        b'"h%d":"v%d"' % (i, i) for i in range(40000)),
    "escapes": b'{"mcpServers": {"\\u001b[31m": {"url": "https://h.example/\\u202e"}}}',
    "commands": b"curl https://h.example/ -H 'a: b' ; rm -rf ~ ; $(touch pwned) `touch pwned`\n" * 1000,
}


class Hostile(harness.Case):
    @classmethod
    def tearDownClass(cls):
        print(f"# hostile: {Tally.points} points tried, {len(Tally.violations)} violations; "
              f"the longest run {Tally.longest:.1f} s, the most memory {Tally.largest / MIB:.1f} MiB",
              flush=True)

    def setUp(self):
        self.before = len(Tally.violations)

    def tearDown(self):
        new = Tally.violations[self.before:]
        self.assertEqual(new, [], "\n".join(new))

    def point(self, name, home, *args, stdin=b"", env=None, codes=range(8), seconds=TIMEOUT_S, cwd=None):
        """Runs the program once; returns what it said."""
        start = time.monotonic()
        with open(os.path.join(home.root, "stdin"), "wb+") as given, \
                open(os.path.join(home.root, "stdout"), "wb+") as out:
            given.write(stdin)
            given.seek(0)
            process = subprocess.Popen([os.environ["IRU_MEASURE"], harness.setup_program(), *args],
                                       env=home.env(**(env or {})), stdin=given, stdout=subprocess.PIPE,
                                       stderr=out, cwd=cwd or home.path)
            code, memory = process.communicate(timeout=seconds + 60)[0].split()
            elapsed = time.monotonic() - start
            out.seek(0)
            text = out.read().decode("utf-8", "backslashreplace")
        self.judge(name, int(code), codes, elapsed, seconds, int(memory) * 1024, text)
        return text

    def judge(self, name, code, codes, elapsed, seconds, memory, text):
        Tally.points += 1
        Tally.longest = max(Tally.longest, elapsed)
        problems = []
        if code not in codes:
            problems.append(f"exit {code}")
        if elapsed > (seconds + MARGIN_S) * (4 if SANITIZED else 1):
            problems.append(f"{elapsed:.1f} s")
        if not SANITIZED:
            Tally.largest = max(Tally.largest, memory)
            if memory > MAX_MEMORY:
                problems.append(f"{memory / MIB:.1f} MiB")
        if UNSAFE.search(text):
            problems.append(f"shows {UNSAFE.search(text)[0]!r}")
        if KEY in text or "root:x:0" in text:
            problems.append("shows a secret")
        if problems:
            Tally.violations.append(f"{name}: {', '.join(problems)}\n{text[-600:]}")

    def write_url(self, home, url):
        home.write("cursor", json.dumps({"mcpServers": {"iru": {
            "url": url, "headers": {"X-API-Key": KEY, "X-MCP-Profile": PROFILE}}}}))

    def test_servers(self):
        for name, answer in SERVERS.items():
            server = Evil(answer)
            home = self.new_home()
            self.write_url(home, f"http://127.0.0.1:{server.port}/mcp")
            before = home.files()
            for args in (["--check"], ["--check", "--json", "--probe-tool", "t"]):
                self.point(name, home, *args, "--timeout", str(TIMEOUT_S))
            server.close()
            self.assertGreater(len(server.heads), 0, name)
            self.assertEqual({path: what for path, what in home.files().items() if path not in ("stdin", "stdout")},
                             before, name)

    def test_downgrades(self):
        """To http, to another name, to another port: nothing arrives there."""
        other = Evil(healthy)
        for place in (f"http://127.0.0.1:{other.port}/mcp", f"//127.0.0.1:{other.port}/mcp",
                      f"http://localhost:{other.port}/", f"http://127.0.0.1:{other.port}@/"):
            for status in (301, 302, 303, 307, 308):
                server = Evil(redirect(status, place.encode()))
                home = self.new_home()
                self.write_url(home, f"http://127.0.0.1:{server.port}/mcp")
                text = self.point(f"{status} {place}", home, "--check", codes=[7])
                self.assertIn("http-redirect", text)
                server.close()
        other.close()
        self.assertEqual(other.heads, [])

    def test_cookies(self):
        def answer(method, number):
            for data in healthy(method, number, [{"name": "t", "inputSchema": {"type": "object"}}]):
                yield data.replace(b"\r\n", b"\r\nSet-Cookie: k=v; Path=/\r\nAlt-Svc: h3=\":1\"\r\n", 1)

        server = Evil(answer)
        home = self.new_home()
        self.write_url(home, f"http://127.0.0.1:{server.port}/mcp")
        self.point("cookies", home, "--check", codes=[0])
        self.point("cookies, again", home, "--check", codes=[0])
        server.close()
        self.assertGreater(len(server.heads), 4)
        for head in server.heads:
            self.assertNotIn(b"\r\ncookie:", head.lower())

    def test_urls(self):
        for url in URLS:
            home = self.new_home()
            self.write_url(home, url)
            text = self.point(url[:60], home, "--check", "--timeout", str(TIMEOUT_S), codes=[3, 4])
            self.assertNotIn("secret-in-url", text)

    def test_look_alikes(self):
        for url, shown in LOOK_ALIKES.items():
            home = self.new_home()
            self.write_url(home, url)
            for args in (["--check", "--json"], ["--report", "-"]):
                text = self.point(f"{args} {url}", home, *args, "--timeout", str(TIMEOUT_S))
                self.assertIn(shown, text)

    def test_environments(self):
        snippet = harness.snippet("https://127.0.0.1:1/mcp", KEY, PROFILE)
        for name, env in ENVIRONMENTS.items():
            home = self.new_home(["cursor"])
            cwd = os.path.join(home.root, "cwd")
            os.mkdir(cwd)
            for args in (["--list"], ["--install", "--config", "-"], ["--check"], ["--undo"], ["--report", "-"]):
                self.point(f"{name}: {args}", home, *args, stdin=snippet, env=env, cwd=cwd, seconds=5)
            self.assertEqual(os.listdir(cwd), [], name)

    def test_arguments(self):
        for words in ARGUMENTS:
            home = self.new_home(["cursor"])
            for verb in ("--check", "--install", "--undo"):
                self.point(f"{verb} {str(words)[:80]}", home, verb, *words, seconds=5)

    def test_backups(self):
        """An id is a name, and leads nowhere."""
        for backup in ("../../../etc", "/etc", ".", "..", "", "\x1b[31m", "a" * 5000, os.fsdecode(b"\xff")):
            home = self.new_home(["cursor"])
            self.point(f"--backup {backup[:40]!r}", home, "--undo", "--backup", backup, codes=[1, 2])

    def test_pastes(self):
        for name, paste in PASTES.items():
            home = self.new_home(["cursor"])
            self.point(name, home, "--install", "--config", "-", stdin=paste, seconds=10)
            self.point(name, home, "--check", "--offline", seconds=10)
            self.assertFalse(home.exists("pwned"))

    def test_pipes_and_devices(self):
        """In place of a client's file, of its folder, and of a paste."""
        snippet = harness.snippet("https://127.0.0.1:1/mcp", KEY, PROFILE)
        for name, make in {
            "a FIFO": os.mkfifo,
            "/dev/zero": lambda path: os.symlink("/dev/zero", path),
            "/dev/tty": lambda path: os.symlink("/dev/tty", path),
            "/proc/self/mem": lambda path: os.symlink("/proc/self/mem", path),
            "/proc/kmsg": lambda path: os.symlink("/proc/kmsg", path),
        }.items():
            for where in (".cursor/mcp.json", ".cursor", ".codex/config.toml", ".local/state", "paste"):
                home = self.new_home()
                path = os.path.join(home.path, where)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                make(path)
                config = path if where == "paste" else "-"
                for args in (["--check", "--offline"], ["--install", "--config", config], ["--list"]):
                    self.point(f"{name} as {where}: {args[0]}", home, *args, stdin=snippet)


if __name__ == "__main__":
    harness.main()
