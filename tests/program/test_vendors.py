# test_vendors.py: what is known of a vendor's server: whose it is, what its refusals mean
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Igris, a gateway, is played by the simulator; IT Glue, a server of one's own, by itglue.py."""

import json
import os
import sys

import harness
import itglue

HERE = os.path.dirname(os.path.abspath(__file__))
STAND_IN = os.path.join(HERE, "itglue.py")
BAD_KEY = "ITG.00000000000000000000"
# As the registry's page has it.
VARIABLES = {
    "ITGLUE_REGION": "your-itglue-region-here",
    "ITGLUE_API_KEY": "your-itglue-api-key-here",
    "OPENAI_API_KEY": "your-openai-api-key-here",
    "EMBEDDING_MODEL": "your-embedding-model-here",
    "ITGLUE_BASE_URL": "your-itglue-base-url-here",
    "VECTOR_INDEX_PATH": "your-vector-index-path-here",
    "AZURE_OPENAI_API_KEY": "your-azure-openai-api-key-here",
    "AZURE_OPENAI_ENDPOINT": "your-azure-openai-endpoint-here",
}
IMAGE = "ghcr.io/selic/mcp-itglue"
DOCKER_ARGS = ["run", "-i", "--rm", "-e", "ITGLUE_API_KEY", IMAGE, "--transport", "stdio"]


def servers(**entries):
    return json.dumps({"mcpServers": entries}, indent=2).encode()


class Vendors(harness.Case):
    def check(self, entry, *arguments, name="gw", client="cursor"):
        """The result of a check of one entry, and its document."""
        home = self.new_home()
        home.write(client, servers(**{name: entry}))
        result = home.run("--check", "--json", "--all-servers", "--timeout", "10", *arguments)
        document = self.assert_document(result)
        return result, document

    def find(self, document, kind):
        rows = document["clients"] + document["endpoints"]
        found = [finding for row in rows for finding in row["findings"] if finding["id"] == kind]
        self.assertTrue(found, f"{kind}: {json.dumps(document, indent=1)}")
        return max(found, key=lambda finding: finding["severity"] == "error")


class Igris(Vendors):
    # What its article names -> where it is met, exit code, finding, what the advice names.
    FAULTS = {
        "401": ("/fault/auth-rejected", 5, "auth-rejected", "Settings → API Keys"),
        "403": ("/fault/permission-denied", 6, "permission-denied", "Audit Events"),
        "404": ("/v1/mcp/no-such-slug", 7, "http-not-found", "slug"),
        "502": ("/fault/upstream-unavailable-json", 7, "upstream-unavailable", "upstream url"),
        "503": ("/fault/service-suspended", 7, "service-suspended", "Resume the session"),
    }

    @classmethod
    def setUpClass(cls):
        cls.simulator = harness.Simulator()
        cls.addClassCleanup(cls.simulator.close)
        cls.key = cls.simulator.keys["GATEWAY_KEY"]

    def entry(self, path="/v1/mcp/my-database", authorization=None, **more):
        return {"url": self.simulator.origin + path,
                "headers": {"Authorization": authorization or f"Bearer {self.key}"}, **more}

    def test_snippets(self):
        """The article's four forms, each into every kind of client."""
        clients = ("claude-desktop", "claude-code", "opencode", "cursor", "codex")
        entry = self.entry()
        for text in (servers(**{"my-database": entry}),
                     json.dumps({"mcp": {"my-database": {"type": "remote", **entry}}}).encode(),
                     json.dumps(entry).encode(),
                     f'curl {entry["url"]} -H "Authorization: Bearer {self.key}"\n'.encode()):
            with self.subTest(text=text):
                home = self.new_home(clients)
                self.assert_exit(home.install(text), 0)
                self.assertEqual(home.entries("cursor")["my-database"]["headers"], entry["headers"])
                self.assertEqual(home.entries("opencode")["my-database"]["type"], "remote")
                result = home.run("--check", "--server", "my-database", "--json")
                self.assert_exit(result, 0)
                endpoint, = self.assert_document(result)["endpoints"]
                self.assertEqual(endpoint["vendor"], "igris")
                self.assertEqual(set(endpoint["clients"]), set(clients))
                self.assert_no_secret(home, self.key)

    def test_example(self):
        """The article's block as it stands is no configuration yet, and the advice is Igris's."""
        home = self.new_home(["cursor"])
        text = servers(**{"my-database": {
            "url": "https://api.igrisecurity.com/v1/mcp/{slug}",
            "headers": {"Authorization": "Bearer ig_your_api_key_here"}}})
        result = home.install(text)
        self.assert_exit(result, 3)
        self.assertIn("Settings → API Keys", result.text + result.errors)
        self.assertFalse(home.exists("cursor"))

    def test_five_faults(self):
        advices = {}
        for status, (path, code, kind, words) in self.FAULTS.items():
            with self.subTest(status):
                result, document = self.check(self.entry(path))
                self.assert_exit(result, code)
                finding = self.find(document, kind)
                self.assertIn(status, finding["detail"])
                self.assertIn(words, finding["advice"])
                self.assertIn("Igris", finding["advice"])
                advices[finding["advice"]] = status
                # The same from somebody else's server.
                _, other = self.check({**self.entry(path), "headers": {"Authorization": "Bearer x"}})
                self.assertNotEqual(self.find(other, kind)["advice"], finding["advice"])
                self.assertEqual(other["endpoints"][0]["vendor"], "other")
        self.assertEqual(len(advices), len(self.FAULTS))

    def test_any_503_is_a_suspended_session(self):
        for authorization, kind in ((None, "service-suspended"), ("Bearer x", "upstream-unavailable")):
            result, document = self.check(self.entry("/fault/upstream-unavailable-503", authorization))
            self.assert_exit(result, 7)
            self.find(document, kind)

    def test_revoked(self):
        revoked = f"Bearer {self.simulator.keys['GATEWAY_REVOKED_KEY']}"
        result, document = self.check(self.entry(authorization=revoked))
        self.assert_exit(result, 5)
        self.assertIn("revoked", self.find(document, "auth-rejected")["detail"])

    def test_only_calls(self):
        """The list of tools comes; the kill switch or a policy stops the call."""
        for fault, code, kind, words in (
                ("service-suspended-call", 7, "service-suspended", "Resume the session"),
                ("permission-denied-call", 6, "permission-denied", "Audit Events"),
                ("tool-denied-policy", 6, "tool-denied", "Audit Events")):
            with self.subTest(fault):
                entry = self.entry(f"/fault/{fault}")
                result, document = self.check(entry)
                self.assert_exit(result, 0)
                self.assertEqual(self.find(document, "tools-untried")["severity"], "info")
                result, document = self.check(entry, "--probe-tool", "list_devices")
                self.assert_exit(result, code)
                finding = self.find(document, kind)
                self.assertIn(words, finding["advice"])
                self.assertNotIn("tools-untried", self.findings(document))
                self.assertGreater(document["endpoints"][0]["tools"], 0)
                if kind != "tool-denied":
                    self.assertIn("listed, and the call of list_devices", finding["detail"])

    def test_called(self):
        result, document = self.check(self.entry(), "--probe-tool", "list_devices")
        self.assert_exit(result, 0)
        self.assertEqual(document["endpoints"][0]["called"], "list_devices")
        self.assertNotIn("tools-untried", self.findings(document))

    def test_mistyped_keys(self):
        igris = "https://api.igrisecurity.com/v1/mcp/my-database"
        for value, kind in ((self.key, "key-prefix-missing"),
                            (f"Bearer {self.key[3:]}", "key-prefix-missing"),
                            ("Bearer sk_live:9f2c41d07be8", "key-prefix-missing"),
                            ("Bearer", "header-missing"), ("Bearer ig_", "header-missing"),
                            (f"Bearer ig_a b{self.key}", "value-whitespace")):
            with self.subTest(value):
                result, document = self.check(
                    {"url": igris, "headers": {"Authorization": value}}, "--offline")
                self.assert_exit(result, 3)
                self.assertIn(kind, self.findings(document))
                if kind != "value-whitespace":
                    self.assertIn("Igris", self.find(document, kind)["advice"])
        for value in (f"Bearer {self.key}", f"bearer {self.key}", "Bearer igris_sk_4b1d77e09c"):
            result, document = self.check({"url": igris, "headers": {"Authorization": value}},
                                          "--offline")
            self.assert_exit(result, 0)
            self.assertEqual(self.findings(document, "error"), [])

    def test_slugs_side_by_side(self):
        """Two connections, with one key: each is an entry of its own, whatever is done to one."""
        clients = ("claude-desktop", "cursor", "codex", "opencode")
        home = self.new_home(clients)
        both = servers(**{"my-database": self.entry(), "github": self.entry("/v1/mcp/github-prod")})
        self.assert_exit(home.install(both), 0)
        # A third paste without a name takes its slug, and replaces neither.
        result = home.install(json.dumps(self.entry("/v1/mcp/third")).encode(), "--client", "cursor")
        self.assert_exit(result, 0)
        self.assertEqual(list(home.entries("cursor")), ["my-database", "github", "third"])
        self.assert_exit(home.run("--remove", "--server", "third"), 0)

        result = home.run("--check", "--all-servers", "--json")
        self.assert_exit(result, 0)
        document = self.assert_document(result)
        self.assertEqual({endpoint["url"].rsplit("/", 1)[1]: set(endpoint["clients"])
                          for endpoint in document["endpoints"]},
                         {"my-database": set(clients), "github-prod": set(clients)})

        # A new key for one of them.
        new = f"Bearer {self.simulator.keys['GATEWAY_REVOKED_KEY']}"
        self.assert_exit(home.install(servers(**{"my-database": self.entry(authorization=new)})), 0)
        entries = home.entries("cursor")
        self.assertEqual(entries["my-database"]["headers"]["Authorization"], new)
        self.assertEqual(entries["github"]["headers"]["Authorization"], f"Bearer {self.key}")
        result = home.run("--check", "--config", "-", "--json", stdin=both)
        self.assert_exit(result, 3)

        self.assert_exit(home.run("--remove", "--server", "my-database"), 0)
        for client in clients:
            self.assertEqual(list(home.entries(client)), ["github"], client)
        self.assert_exit(home.run("--check", "--server", "github"), 0)

    def test_project(self):
        """A project's file refers to a variable, and Codex names it."""
        home = self.new_home(["cursor", "codex"])
        project = os.path.join(home.path, "site")
        os.mkdir(project)
        self.assert_exit(home.install(servers(**{"my-database": self.entry()}), "--project", project), 0)
        self.assertEqual(home.find(self.key), [])
        entry = home.entries("cursor", "site/.cursor/mcp.json")["my-database"]
        self.assertEqual(entry["headers"], {"Authorization": "Bearer ${env:MY_DATABASE_TOKEN}"})
        # Codex waits for the folder to be trusted.
        result = home.run("--check", "--project", project, "--server", "my-database",
                          "--trust-project", "--client", "cursor",
                          env={"MY_DATABASE_TOKEN": self.key})
        self.assert_exit(result, 0)


class ITGlueHttp(Vendors):
    """The stand-in as a server that several people share."""

    TOKENS = {"viewer": "tokV-5d1f7c", "editor": "tokE-91b0ac", "admin": "tokA-c44e02"}

    def serve(self, *options, **env):
        tokens = {f"MCP_TOKENS_{role.upper()}": f"{role}:{token}" for role, token in self.TOKENS.items()}
        server = self.start(harness.Process(
            [sys.executable, STAND_IN, "--transport", "http", *options],
            env={"PATH": "/usr/bin:/bin", "ITGLUE_API_KEY": itglue.GOOD_KEY, **tokens, **env}))
        line = server.process.stdout.readline().decode()
        self.assertTrue(line.startswith("Listening on "), line)
        return line.split()[-1]

    def entry(self, url, token=None, key=None):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return {"url": url, "headers": {**headers, **({"x-itglue-api-key": key} if key else {})}}

    def check_itglue(self, entry, *arguments):
        result, document = self.check(entry, *arguments, name="itglue")
        self.assertEqual(document["endpoints"][0]["vendor"], "itglue")
        return result, document

    def test_roles(self):
        """Tools that a role may not use are not there, and that is said."""
        url = self.serve()
        for role, token in self.TOKENS.items():
            with self.subTest(role):
                result, document = self.check_itglue(self.entry(url, token))
                self.assert_exit(result, 0)
                endpoint, = document["endpoints"]
                self.assertEqual(endpoint["tools"], len(itglue.TOOLS[role]))
                counts = {row["area"]: row["tools"] for row in endpoint["areas"]}
                self.assertEqual(counts, {"read": 12, "write": 0 if role == "viewer" else 9,
                                          "delete": 2 if role == "admin" else 0})

    def test_roles_in_words(self):
        home = self.new_home()
        home.write("cursor", servers(itglue=self.entry(self.serve(), self.TOKENS["viewer"])))
        text = home.run("--check", "--server", "itglue", "--verbose").text
        self.assertIn("the key covers: Read (viewer)\n", text)
        self.assertIn("the key lacks: Write (editor), Delete (admin)\n", text)

    def test_hidden_tool(self):
        url = self.serve()
        for token, words in ((self.TOKENS["viewer"], "no tool of this name to this key"),
                             (self.TOKENS["admin"], "does not declare itself read-only")):
            result, document = self.check_itglue(self.entry(url, token), "--probe-tool",
                                                 "itglue_create_document")
            self.assert_exit(result, 1)
            finding = self.find(document, "tool-refused")
            self.assertIn(words, finding["detail"])
            self.assertIn("viewers read", finding["advice"])

    def test_401_without_a_challenge(self):
        result, document = self.check_itglue(self.entry(self.serve(), "nobody's"))
        self.assert_exit(result, 5)
        finding = self.find(document, "auth-rejected")
        self.assertIn("invalid or missing bearer token", finding["detail"])
        self.assertIn("MCP_TOKENS_VIEWER", finding["advice"])
        self.assertNotIn("auth-oauth", self.findings(document))

    def test_own_key(self):
        """x-itglue-api-key beside a token, without one, and where none is wanted."""
        url = self.serve()
        result, document = self.check_itglue(self.entry(url, key=itglue.GOOD_KEY))
        self.assert_exit(result, 5)
        finding = self.find(document, "auth-rejected")
        self.assertIn("alongside x-itglue-api-key", finding["detail"])
        self.assertIn("CLIENT_ITGLUE_KEYS", finding["advice"])
        for address, token in ((url, self.TOKENS["viewer"]), (self.serve(CLIENT_ITGLUE_KEYS="open"), None)):
            result, document = self.check_itglue(self.entry(address, token, itglue.GOOD_KEY),
                                                 "--probe-tool", "itglue_list_organizations")
            self.assert_exit(result, 0)
            self.assertEqual(document["endpoints"][0]["tools"], len(itglue.TOOLS["admin"]))
            self.assertEqual(document["endpoints"][0]["called"], "itglue_list_organizations")

    def test_key_that_it_glue_refuses(self):
        """Nothing tells until a tool is called: 200, and a result that is an error."""
        entry = self.entry(self.serve(), self.TOKENS["admin"], BAD_KEY)
        result, _ = self.check_itglue(entry)
        self.assert_exit(result, 0)
        result, document = self.check_itglue(entry, "--probe-tool", "itglue_list_organizations")
        self.assert_exit(result, 6)
        finding = self.find(document, "tool-denied")
        self.assertIn("invalid or revoked", finding["detail"])
        self.assertIn("Account → Settings → API Keys", finding["advice"])

    def test_foreign_session(self):
        result, document = self.check_itglue(
            self.entry(self.serve("--foreign-session"), self.TOKENS["admin"]))
        self.assert_exit(result, 6)
        finding = self.find(document, "permission-denied")
        self.assertIn("credentials do not match this session", finding["detail"])
        self.assertIn("opened with another key", finding["advice"])

    def test_mistyped_key(self):
        result, document = self.check_itglue(
            self.entry("https://mcp.example.com/mcp", "t", "4c0d8e1fa2b74d6c93e5"), "--offline")
        self.assert_exit(result, 3)
        self.assertIn("ITG.", self.find(document, "key-prefix-missing")["advice"])

    def test_installed(self):
        """Both forms, into every kind of client; the key is in no output."""
        url = self.serve()
        clients = ("claude-desktop", "claude-code", "cursor", "codex", "opencode")
        for keys in ({"token": self.TOKENS["admin"]},
                     {"token": self.TOKENS["viewer"], "key": itglue.GOOD_KEY}):
            home = self.new_home(clients)
            self.assert_exit(home.install(servers(itglue=self.entry(url, **keys))), 0)
            result = home.run("--check", "--server", "itglue", "--json")
            self.assert_exit(result, 0)
            endpoint, = self.assert_document(result)["endpoints"]
            self.assertEqual(set(endpoint["clients"]), set(clients))
            self.assert_no_secret(home, *keys.values())


class ITGlueStdio(Vendors):
    """The stand-in as a command: npx and docker are stand-ins that start it."""

    def new_home(self, *args, **options):
        home = super().new_home(*args, **options)
        run = f'exec "{sys.executable}" "{STAND_IN}" "$@"'
        home.add_command("npx", f'''
[ "$1" = --version ] && echo 11.19.1 && exit
[ "$1 $2" = "-y mcp-itglue" ] || exit 9
shift 2
{run}''')
        # What is not handed on with -e does not reach what is in the container.
        home.add_command("docker", f'''
[ "$1" = version ] && echo 27.0 && exit
[ "$1 $2 $3" = "run -i --rm" ] || exit 9
shift 3
for name in $(/usr/bin/env | /usr/bin/cut -d= -f1); do
  case " $* " in *" -e $name "*) ;; *) unset "$name" ;; esac
done
while [ "$1" = -e ]; do shift 2; done
[ "$1" = {IMAGE} ] || exit 8
shift
{run}''')
        return home

    def npx(self, **env):
        return {"command": "npx", "args": ["-y", "mcp-itglue"], "env": env}

    def docker(self, **env):
        return {"command": "docker", "args": DOCKER_ARGS, "env": env}

    def test_placeholders(self):
        """The registry's block as it stands: every one of the eight is found, in its line."""
        home = self.new_home(["cursor"])
        block = servers(**{"io-github-selic-mcp-itglue": {
            "env": VARIABLES, "args": ["-y", "mcp-itglue"], "command": "npx"}})
        self.assert_exit(home.install(block), 3)
        self.assertFalse(home.exists("cursor"))
        home.write("cursor", block)
        result = home.run("--check", "--all-servers", "--offline", "--json")
        self.assert_exit(result, 3)
        document = self.assert_document(result)
        found = [finding for finding in document["clients"][0]["findings"]
                 if finding["id"] == "placeholder"]
        lines = [number for number, line in enumerate(block.decode().splitlines(), 1) if "your-" in line]
        self.assertEqual(sorted(finding["line"] for finding in found), lines)
        self.assertEqual(len(lines), 8)
        for finding in found:
            self.assertIn("only ITGLUE_API_KEY is needed", finding["advice"])

    def test_placeholders_pasted(self):
        """What is said of a paste is said of each value, with the vendor's advice."""
        home = self.new_home(["cursor"])
        block = servers(**{"io-github-selic-mcp-itglue": {
            "env": VARIABLES, "args": ["-y", "mcp-itglue"], "command": "npx"}})
        result = home.install(block)
        self.assertEqual((result.text + result.errors).count("[placeholder]"), 8, str(result))
        self.assertIn("only ITGLUE_API_KEY is needed", result.text + result.errors)

    def test_registry_block(self):
        """Filled in, its eight values reach the entry, under the registry's name."""
        values = {**VARIABLES, "ITGLUE_REGION": "eu", "ITGLUE_API_KEY": itglue.GOOD_KEY,
                  "ITGLUE_BASE_URL": "https://api.eu.itglue.com", "OPENAI_API_KEY": "k-91b0ac55",
                  "EMBEDDING_MODEL": "text-embedding-3-small", "VECTOR_INDEX_PATH": "/var/itglue.json",
                  "AZURE_OPENAI_API_KEY": "a-7c02e1d4", "AZURE_OPENAI_ENDPOINT": "https://x.example.com"}
        home = self.new_home(["claude-desktop", "cursor"])
        self.assert_exit(home.install(servers(**{"io-github-selic-mcp-itglue": {
            "env": values, "args": ["-y", "mcp-itglue"], "command": "npx"}})), 0)
        for client in ("claude-desktop", "cursor"):
            entry = home.entries(client)["io-github-selic-mcp-itglue"]
            self.assertEqual(entry["args"], ["-y", "mcp-itglue"])
            self.assertLessEqual(values.items(), entry["env"].items())
        self.assert_no_secret(home, itglue.GOOD_KEY, "k-91b0ac55", "a-7c02e1d4")

    def test_both_forms_answer(self):
        """--start starts what the client would, and the tools come through it: all of them."""
        for form in (self.npx, self.docker):
            for client in ("claude-code", "cursor", "codex", "claude-desktop"):
                with self.subTest(form=form.__name__, client=client):
                    home = self.new_home([client])
                    self.assert_exit(home.install(servers(itglue=form(ITGLUE_API_KEY=itglue.GOOD_KEY))), 0)
                    if client == "claude-desktop":  # its PATH is not the shell's
                        document = json.loads(home.read(client))
                        document["mcpServers"]["itglue"]["env"]["PATH"] = home.bin
                        home.write(client, json.dumps(document))
                    result = home.run("--check", "--server", "itglue", "--start", "--json")
                    self.assert_exit(result, 0)
                    endpoint, = self.assert_document(result)["endpoints"]
                    self.assertEqual((endpoint["vendor"], endpoint["transport"], endpoint["server_name"],
                                      endpoint["tools"]), ("itglue", "stdio", "mcp-itglue", 23))
                    self.assert_no_secret(home, itglue.GOOD_KEY)

    def test_what_is_not_handed_to_docker(self):
        """Without -e the variable does not reach the container."""
        entry = {"command": "docker", "args": ["run", "-i", "--rm", IMAGE, "--transport", "stdio"],
                 "env": {"ITGLUE_API_KEY": itglue.GOOD_KEY}}
        result, document = self.check(entry, "--start", name="itglue")
        self.assert_exit(result, 3)
        self.assertIn("-e ITGLUE_API_KEY", self.find(document, "env-unset")["advice"])

    def test_wrong_region(self):
        result, document = self.check(self.npx(ITGLUE_API_KEY=itglue.GOOD_KEY, ITGLUE_REGION="de"),
                                      "--start", name="itglue")
        self.assert_exit(result, 3)
        self.assertIn("us, eu or au", self.find(document, "bridge-failed")["advice"])

    def test_mistyped_key(self):
        result, document = self.check(self.docker(ITGLUE_API_KEY="4c0d8e1fa2b74d6c93e5"), "--offline",
                                      name="glue")
        self.assert_exit(result, 3)
        finding = self.find(document, "key-prefix-missing")
        self.assertIn("ITGLUE_API_KEY has to begin with “ITG.”", finding["detail"])


if __name__ == "__main__":
    harness.main()
