# test_tls.py: what --check says of each fault of a certificate, and that no key is sent
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os

import certificates
import harness


class Certificates(harness.Case):
    @classmethod
    def setUpClass(cls):
        cls.home = harness.Home()
        cls.addClassCleanup(cls.home.close)
        cls.authority = certificates.Authority(os.path.join(cls.home.root, "authority"))
        cls.simulator = harness.Simulator()
        cls.addClassCleanup(cls.simulator.close)

    def check(self, name, *ids, client_ca=None, **certificate):
        """The findings are ids, the first of them the error, the others warnings."""
        path = self.authority.issue(name, **certificate)
        front = self.start(harness.Relay(self.simulator.origin.removeprefix("http://"),
                                         certificate=path, client_ca=client_ca))
        home = self.new_home()
        home.write("cursor", self.simulator.snippet(
            url=f"https://127.0.0.1:{front.port}{harness.SERVER_PATH}"))
        result = home.run("--check", "--json", "--timeout", "10", env=harness.NO_LEAKS)
        self.assert_exit(result, 4)
        endpoint, = self.assert_document(result)["endpoints"]
        found = [(row["id"], row["severity"]) for row in endpoint["findings"]]
        expected = [(row, "warning" if i else "error") for i, row in enumerate(ids)]
        self.assertEqual(found, expected, str(result))
        rungs = {rung["rung"]: rung["state"] for rung in endpoint["rungs"]}
        self.assertEqual((rungs["connect"], rungs["tls"], rungs["http"]), ("ok", "failed", "skipped"))
        self.assertEqual(front.heard(), b"")
        self.assertIn(ids[0], home.run("--check", "--timeout", "10", env=harness.NO_LEAKS).text)
        self.assert_no_secret(home, self.simulator.key("FULL")[0])

    def test_untrusted_issuer(self):
        self.check("untrusted", "tls-untrusted")

    def test_self_signed(self):
        self.check("self", "tls-untrusted", own=True)

    def test_expired(self):
        self.check("expired", "tls-expired", "tls-untrusted", dates=certificates.PAST)

    def test_not_valid_yet(self):
        self.check("future", "tls-expired", "tls-untrusted", dates=certificates.FUTURE)

    def test_wrong_name(self):
        self.check("name", "tls-hostname", "tls-untrusted", names="DNS:mcp.example.com")

    def test_all_at_once(self):
        self.check("all", "tls-hostname", "tls-expired", "tls-untrusted",
                   names="DNS:mcp.example.com", dates=certificates.PAST)


if __name__ == "__main__":
    harness.main()
