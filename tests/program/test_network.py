# test_network.py: proxies, names, routes and trust, in networks made for the test
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three network namespaces: the program's, a proxy's, and the server's behind it.

    client 10.77.1.1 ---- 10.77.1.2 proxy 10.77.2.1 ---- 10.77.2.2 server
           10.77.3.1 ------------- (by and by) ---------- 10.77.3.2

The whole file runs in a user, mount and network namespace of its own, so that it needs no
root, changes nothing of this machine, and leaves nothing behind however it ends. Where a
machine allows no namespaces the cases are skipped, under CI=true too: nothing that could be
installed would help. A tool that is missing is another matter (harness.tool).
"""

import os
import signal
import subprocess
import sys
import time

import certificates
import harness

HOST = "mcp.example.test"
TRUST = "/etc/ssl/certs/ca-certificates.crt"  # where GnuTLS looks on Debian
INSIDE = "IRU_TEST_INSIDE"

TINYPROXY = """
Listen 10.77.1.2
Port 8888
Timeout 20
LogFile "{log}"
LogLevel Info
MaxClients 20
Allow 10.77.1.0/24
ConnectPort 443
"""

# What binds the files of FILE PLACE … -- before the program that follows is run.
BIND = 'while [ "$1" != -- ]; do /bin/mount --bind "$1" "$2" || exit 99; shift 2; done; shift; exec "$@"'


def enter():
    """Runs this file again in namespaces of its own; returns why that can't be."""
    if os.environ.get(INSIDE):
        return None
    try:
        harness.tool("ip")
        command, why = harness.find_namespaces(
            "mount -t tmpfs none /run && mkdir /run/netns && ip netns add x && ip netns exec x true")
    except harness.unittest.SkipTest as skip:
        return str(skip)
    if command is not None:
        os.environ[INSIDE] = "yes"
        os.execv(command[0], [*command, sys.executable, *sys.argv])
    return why


def run(*command):
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)


class Lab:
    """The three namespaces."""

    def __init__(self):
        self.ip = harness.tool("ip")
        run("/bin/mount", "-t", "tmpfs", "none", "/run")
        os.mkdir("/run/netns")
        # A link into /run leads to something to be covered again.
        resolv = os.path.realpath("/etc/resolv.conf")
        if not os.path.exists(resolv):
            os.makedirs(os.path.dirname(resolv), exist_ok=True)
            with open(resolv, "w", encoding="utf-8"):
                pass
        run(self.ip, "link", "set", "lo", "up")
        for name in ("client", "proxy", "server"):
            run(self.ip, "netns", "add", name)
            run(self.ip, "-n", name, "link", "set", "lo", "up")
        self.link("client", "10.77.1.1", "proxy", "10.77.1.2")
        self.link("proxy", "10.77.2.1", "server", "10.77.2.2")
        self.link("client", "10.77.3.1", "server", "10.77.3.2")

    def link(self, left, left_address, right, right_address):
        # An interface of the same name in both.
        name = "n" + left_address.split(".")[2]
        run(self.ip, "link", "add", name, "netns", left, "type", "veth", "peer", "name", name, "netns", right)
        for space, address in ((left, left_address), (right, right_address)):
            run(self.ip, "-n", space, "address", "add", f"{address}/24", "dev", name)
            run(self.ip, "-n", space, "link", "set", name, "up")

    def silence(self, address, interface):
        """The client's packets to address go to an interface that nobody has."""
        run(self.ip, "-n", "client", "neighbour", "replace", address, "lladdr", "02:00:00:00:00:99",
            "dev", interface, "nud", "permanent")

    def within(self, space, **files):
        """The command that runs another in space, with these files in place of /etc's."""
        command = [self.ip, "netns", "exec", space, "/bin/sh", "-c", BIND, "sh"]
        for place, file in files.items():
            target = TRUST if place == "trust" else f"/etc/{place.replace('_', '.')}"
            command += [file, os.path.realpath(target)]
        return [*command, "--"]


class Case(harness.Case):
    @classmethod
    def setUpClass(cls):
        if UNABLE:
            raise harness.unittest.SkipTest(UNABLE)
        cls.scratch = harness.Home()
        cls.addClassCleanup(cls.scratch.close)
        if not hasattr(Case, "lab"):
            Case.lab = Lab()
        cls.hosts = cls.file("hosts", "127.0.0.1 localhost\n")
        cls.nsswitch = cls.file("nsswitch.conf", "passwd: files\nhosts: files dns\n")
        cls.resolv = cls.file("resolv.conf", "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")

    @classmethod
    def file(cls, name, text):
        return cls.scratch.write(name, text, 0o644)

    def client(self, **files):
        files = {"hosts": self.hosts, "nsswitch_conf": self.nsswitch, "resolv_conf": self.resolv, **files}
        return self.lab.within("client", **files)

    def check(self, url, code, headline, env=None, files=None, timeout="10"):
        home = self.new_home()
        home.write("cursor", harness.snippet(url, *self.key()))
        result = home.run("--check", "--json", "--timeout", timeout, prefix=self.client(**(files or {})),
                          env={**harness.NO_LEAKS, **(env or {})})
        document = self.assert_document(result)
        errors = [row["id"] for row in document["endpoints"][0]["findings"] if row["severity"] == "error"]
        self.assertEqual(errors, [headline] if headline else [], str(result))
        self.assert_exit(result, code)
        self.assert_no_secret(home, self.key()[0])
        return result, document["endpoints"][0]

    @staticmethod
    def key():
        keys = harness.Simulator.read_keys()
        return keys["FULL_KEY"], keys["FULL_PROFILE"]

    def start_server(self, certificate, address="10.77.2.2:443", client_ca=None):
        """The simulator in the server's network, and TLS before it."""
        within = self.lab.within("server")
        simulator = self.start(harness.Simulator("--any-host", prefix=within))
        front = self.start(harness.Relay(simulator.origin.removeprefix("http://"), address,
                                         certificate=certificate, client_ca=client_ca, prefix=within))
        return simulator, front


class Names(Case):
    def nameserver(self, address):
        return {"resolv_conf": self.file("resolv.conf." + address,
                                         f"nameserver {address}\noptions timeout:1 attempts:1\n")}

    def test_nobody_listens(self):
        self.check(f"https://{HOST}/mcp", 4, "dns-failed")

    def test_no_answer(self):
        """Either the resolver gives up or the time is over."""
        self.lab.silence("10.77.1.99", "n1")
        for timeout in ("20", "0.5"):
            with self.subTest(timeout):
                self.check(f"https://{HOST}/mcp", 4, "dns-failed", files=self.nameserver("10.77.1.99"),
                           timeout=timeout)

    def test_interrupted(self):
        """The system's resolver can't be stopped; the program can."""
        self.lab.silence("10.77.1.99", "n1")
        home = self.new_home()
        home.write("cursor", harness.snippet(f"https://{HOST}/mcp", *self.key()))
        times = []
        while len(times) < 5 and min(times, default=1) >= 0.1:
            process = subprocess.Popen(
                [*self.client(**self.nameserver("10.77.1.99")), harness.setup_program(), "--check"],
                env=home.env(), cwd=home.path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.4)
            self.assertIsNone(process.poll())
            start = time.monotonic()
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(20), -signal.SIGINT)
            times.append(time.monotonic() - start)
        self.assertLess(min(times), 0.1)

    def test_no_route_to_the_server(self):
        self.check(f"https://{HOST}/mcp", 4, "dns-failed", files=self.nameserver("192.0.2.53"))

    def test_reserved_name(self):
        self.check("https://no-such-host.invalid/mcp", 4, "dns-failed")

    def test_name_without_address(self):
        hosts = self.file("hosts.other", "127.0.0.1 localhost\n10.77.3.2 other.example.test\n")
        self.check(f"https://{HOST}/mcp", 4, "dns-failed", files={"hosts": hosts})


class Routes(Case):
    def test_no_route(self):
        self.check("https://192.0.2.1/mcp", 4, "network-unreachable")

    def test_nobody_has_the_address(self):
        """The kernel asks the neighbours for 3 seconds."""
        self.check("https://10.77.3.77/mcp", 4, "network-unreachable")

    def test_dropped(self):
        self.lab.silence("10.77.3.99", "n3")
        _, endpoint = self.check("https://10.77.3.99/mcp", 4, "connect-timeout", timeout="1")
        self.assertLess(endpoint["elapsed_ms"], 2000)

    def test_refused(self):
        self.check("https://10.77.3.2:9/mcp", 4, "connect-refused")

    def test_plain_http_is_not_sent(self):
        front = self.start(harness.Relay("127.0.0.1:9", "10.77.3.2:8080", prefix=self.lab.within("server")))
        home = self.new_home()
        home.write("cursor", harness.snippet("http://10.77.3.2:8080/mcp", *self.key()))
        self.assert_exit(home.run("--check", prefix=self.client()), 3)
        self.assertEqual(front.heard(), b"")


class Trust(Case):
    """With the authority in the system's store."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not os.path.exists(TRUST):
            raise harness.unittest.SkipTest(f"this system keeps its authorities elsewhere than in {TRUST}")
        cls.authority = certificates.Authority(os.path.join(cls.scratch.root, "authority"))

    def check_certificate(self, name, code, headline, client_ca=None, **certificate):
        path = self.authority.issue(name, **{"names": "IP:10.77.3.2", **certificate})
        simulator, _ = self.start_server(path, "10.77.3.2:443", client_ca)
        result, endpoint = self.check("https://10.77.3.2" + harness.SERVER_PATH, code, headline,
                                      files={"trust": self.authority.path})
        self.assertEqual(len(endpoint["findings"]), 1 if headline else 0, str(result))
        self.assertEqual(bool(simulator.requests()), code == 0)
        return endpoint

    def test_good(self):
        endpoint = self.check_certificate("good", 0, None)
        rungs = {rung["rung"]: rung["state"] for rung in endpoint["rungs"]}
        self.assertEqual(set(rungs.values()), {"ok"}, rungs)

    def test_expired(self):
        self.check_certificate("expired", 4, "tls-expired", dates=certificates.PAST)

    def test_wrong_name(self):
        self.check_certificate("name", 4, "tls-hostname", names=f"DNS:{HOST}")

    def test_wants_a_certificate_of_ours(self):
        self.check_certificate("mutual", 4, "tls-failed", client_ca=self.authority.path)


class Proxy(Case):
    """A real one, and no other way to the server."""

    URL = f"https://{HOST}{harness.SERVER_PATH}"
    VARIABLES = {"https_proxy": "http://10.77.1.2:8888"}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.authority = certificates.Authority(os.path.join(cls.scratch.root, "authority"))
        cls.certificate = cls.authority.issue("good", names=f"DNS:{HOST}")
        cls.far_hosts = cls.file("hosts.proxy", f"127.0.0.1 localhost\n10.77.2.2 {HOST}\n")

    def start_proxy(self, settings=""):
        folder = os.path.join(self.scratch.root, self.id())
        os.makedirs(folder)
        self.log = os.path.join(folder, "log")
        config = os.path.join(folder, "conf")
        with open(config, "w", encoding="utf-8") as file:
            file.write(TINYPROXY.format(log=self.log) + settings)
        within = self.lab.within("proxy", hosts=self.far_hosts, nsswitch_conf=self.nsswitch,
                                 resolv_conf=self.resolv)
        self.start(harness.Process([*within, harness.tool("tinyproxy"), "-d", "-c", config]))
        deadline = time.monotonic() + 20
        while "Accepting connections" not in self.read_log():
            self.assertLess(time.monotonic(), deadline, self.read_log())
            time.sleep(0.02)

    def read_log(self):
        if not os.path.exists(self.log):
            return ""
        with open(self.log, encoding="utf-8") as file:
            return file.read()

    def check_through(self, code, headline, env=None, url=None, files=None):
        """The key is in none of the proxy's lines, nor in what the program says."""
        trust = {"trust": self.authority.path} if os.path.exists(TRUST) else {}
        result, endpoint = self.check(url or self.URL, code, headline, env=env or self.VARIABLES,
                                      files={**trust, **(files or {})})
        self.assertNotIn(self.key()[0], self.read_log())
        return result, endpoint

    def expect_trust(self):
        if not os.path.exists(TRUST):
            self.skipTest(f"this system keeps its authorities elsewhere than in {TRUST}")

    def test_passes(self):
        self.expect_trust()
        self.start_proxy()
        simulator, _ = self.start_server(self.certificate)
        for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
            for value in ("http://10.77.1.2:8888", "10.77.1.2:8888"):
                with self.subTest(name + "=" + value):
                    simulator.forget()
                    _, endpoint = self.check_through(0, None, {name: value})
                    self.assertGreater(endpoint["tools"], 0)
                    self.assertIn("tools/list", simulator.methods())
        self.assertIn(f"CONNECT {HOST}:443", self.read_log())

    def test_what_connect_says(self):
        self.expect_trust()
        self.start_proxy()
        self.start_server(self.certificate)
        ear = self.start(harness.Relay("10.77.1.2:8888", "127.0.0.1:0", prefix=self.lab.within("client")))
        self.check_through(0, None, {"https_proxy": "http://" + ear.address})
        head = ear.heard().split(b"\r\n\r\n")[0].decode()
        request, *headers = head.split("\r\n")
        self.assertEqual(request, f"CONNECT {HOST}:443 HTTP/1.1")
        names = {header.split(":")[0].lower() for header in headers}
        self.assertLessEqual(names, {"accept-encoding", "connection", "host", "user-agent"}, head)
        self.assertNotIn(self.key()[0].encode(), ear.heard())

    def test_no_proxy(self):
        """Exceptions go there directly: by name, by domain, all of them."""
        self.expect_trust()
        self.start_proxy()
        simulator, _ = self.start_server(self.certificate, "10.77.3.2:443")
        hosts = self.file("hosts.near", f"127.0.0.1 localhost\n10.77.3.2 {HOST}\n")
        for name, value in (("no_proxy", HOST), ("NO_PROXY", "localhost,.example.test"),
                            ("no_proxy", "example.test"), ("NO_PROXY", "*")):
            with self.subTest(f"{name}={value}"):
                simulator.forget()
                self.check_through(0, None, {**self.VARIABLES, name: value}, files={"hosts": hosts})
                self.assertIn("tools/list", simulator.methods())
        self.assertNotIn("CONNECT " + HOST, self.read_log())
        # Not an exception, and not to be reached by the proxy: the variable is heeded.
        self.check_through(4, "proxy-failed", {**self.VARIABLES, "no_proxy": "other.test"},
                           files={"hosts": hosts})

    def test_wants_a_password(self):
        self.start_proxy("BasicAuth ann proxy-word-77\n")
        _, endpoint = self.check_through(4, "proxy-auth")
        self.assertIn("407", endpoint["findings"][0]["detail"])

    def test_takes_a_password(self):
        self.expect_trust()
        self.start_proxy("BasicAuth ann proxy-word-77\n")
        simulator, front = self.start_server(self.certificate)
        result, _ = self.check_through(0, None, {"https_proxy": "http://ann:proxy-word-77@10.77.1.2:8888"})
        self.assertIn("tools/list", simulator.methods())
        self.assertNotIn("proxy-word-77", result.text + result.errors)
        self.assertIn(b"X-API-Key", front.heard())
        self.assertNotIn(b"proxy-authorization", front.heard().lower())

    def test_wrong_password(self):
        self.start_proxy("BasicAuth ann proxy-word-77\n")
        # This proxy says 401 to a password that is not the one.
        result, _ = self.check_through(4, "proxy-auth", {"https_proxy": "http://ann:other-word@10.77.1.2:8888"})
        self.assertNotIn("other-word", result.text + result.errors)

    def test_filters(self):
        self.start_proxy(f'Filter "{self.file("filter", "example")}"\n')
        _, endpoint = self.check_through(4, "proxy-failed")
        self.assertIn("403", endpoint["findings"][0]["detail"])

    def test_port_that_is_not_allowed(self):
        self.start_proxy()
        _, endpoint = self.check_through(4, "proxy-failed", url=f"https://{HOST}:8443/mcp")
        self.assertIn("403", endpoint["findings"][0]["detail"])

    def test_does_not_reach_the_server(self):
        """Nobody listens there; the proxy does not know the name."""
        self.start_proxy()
        self.check_through(4, "proxy-failed")
        self.check_through(4, "proxy-failed", url="https://unknown.example.test/mcp")

    def test_nobody_is_the_proxy(self):
        self.log = ""
        for address in ("10.77.1.2:9", "192.0.2.7:8888", "no-such-proxy.invalid:8888"):
            with self.subTest(address):
                self.check_through(4, "proxy-failed", {"https_proxy": "http://" + address})

    def test_server_that_is_not_trusted(self):
        """The certificate is looked at behind the proxy as well."""
        self.start_proxy()
        other = certificates.Authority(os.path.join(self.scratch.root, "other"))
        simulator, _ = self.start_server(other.issue("bad", names=f"DNS:{HOST}"))
        self.check_through(4, "tls-untrusted")
        self.assertEqual(simulator.requests(), [])

    def test_desktop(self):
        """The settings of GNOME, in a file in place of its database."""
        self.expect_trust()
        self.start_proxy()
        simulator, _ = self.start_server(self.certificate)
        settings = self.file("config/glib-2.0/settings/keyfile",
                             "[system/proxy]\nmode='manual'\nignore-hosts=@as []\n"
                             "[system/proxy/https]\nhost='10.77.1.2'\nport=8888\n")
        desktop = {"XDG_CURRENT_DESKTOP": "GNOME", "GSETTINGS_BACKEND": "keyfile",
                   "XDG_CONFIG_HOME": settings.split("/glib-2.0")[0]}
        home = self.new_home()
        home.write("cursor", harness.snippet(self.URL, *self.key()))
        result = home.run("--check", "--json", prefix=self.client(trust=self.authority.path),
                          env={**harness.NO_LEAKS, **desktop})
        self.assert_exit(result, 0)
        self.assertIn("tools/list", simulator.methods())
        self.assertIn(f"CONNECT {HOST}:443", self.read_log())
        # The environment comes first.
        self.check_through(4, "proxy-failed", {**desktop, "https_proxy": "http://10.77.1.2:9"})


UNABLE = None
if __name__ == "__main__":
    UNABLE = enter()
    harness.main()
