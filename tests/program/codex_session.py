# codex_session.py: Codex, a bus and a keyring, below a /run/user of their own
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""codex_session.py CODEX PROGRAM ROOT: to be run in a mount namespace; the configuration comes on
standard input. Sets up Codex with the key in the keyring, and prints what its app server says of its
MCP servers. ROOT is a Home's."""

import json
import os
import subprocess
import sys
import threading

import keyring

CODEX_TIMEOUT_S = 60


class Scene:
    """As much of a Home as keyring.py needs."""

    def __init__(self, root):
        self.root = root
        self.path = os.path.join(root, "home")

    def env(self, **more):
        env = {**os.environ, "HOME": self.path, **more}
        return {name: value for name, value in env.items() if value is not None}


def ask_codex(codex, home):
    """Its answer to mcpServerStatus/list."""
    process = subprocess.Popen([codex, "app-server"], cwd=home.path, stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                               env={name: value for name, value in home.env().items()
                                    if not name.startswith(("DBUS", "XDG"))})
    threading.Timer(CODEX_TIMEOUT_S, process.kill).start()
    for message in ({"id": 1, "method": "initialize",
                     "params": {"clientInfo": {"name": "test", "version": "1"}}},
                    {"method": "initialized"},
                    {"id": 2, "method": "mcpServerStatus/list", "params": {}}):
        process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        process.stdin.flush()
    for line in process.stdout:
        if '"id":2' in line:
            process.kill()
            return line
    return "Codex said nothing\n"


def main():
    codex, program, root = sys.argv[1:]
    home = Scene(root)
    subprocess.run(["mount", "-t", "tmpfs", "none", "/run"], check=True)
    folder = f"/run/user/{os.geteuid()}"
    bus = keyring.Bus(home, folder)
    ring = keyring.Keyring(home, bus)
    try:
        subprocess.run([program, "--install", "--config", "-", "--secrets=helper", "--client", "codex"],
                       stdin=sys.stdin, env=home.env(), check=True)
        sys.stdout.write(ask_codex(codex, home))
        sys.stdout.flush()
    finally:
        ring.close()
        bus.close()
    os._exit(0)


if __name__ == "__main__":
    main()
