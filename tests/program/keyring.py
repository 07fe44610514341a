# keyring.py: a desktop session's bus with a real keyring on it, in a scratch home
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts dbus-daemon and gnome-keyring-daemon, and asks secret-tool. Nothing else is on the bus, and
nothing is started by it."""

import os
import subprocess
import time

import harness

CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={socket}</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow own="*"/>
<allow eavesdrop="true"/></policy></busconfig>
"""
PASSWORD = b"correct horse"


class Bus(harness.Process):
    """The bus of a session; a folder for its socket. prefix: as in Home.run()."""

    def __init__(self, home, folder=None, prefix=()):
        if os.environ.get("IRU_KEYRING") == "no":
            harness.lacks("libsecret was not there when the program was built")
        folder = folder or os.path.join(home.root, "run")
        os.makedirs(folder, 0o700, exist_ok=True)
        socket = os.path.join(folder, "bus")
        config = os.path.join(home.root, "bus.conf")
        with open(config, "w", encoding="utf-8") as file:
            file.write(CONFIG.format(socket=socket))
        self.address = f"unix:path={socket}"
        super().__init__([*prefix, harness.tool("dbus-daemon"), f"--config-file={config}", "--nofork",
                          "--print-address"], env=home.env(PATH="/usr/bin:/bin"))
        if not self.process.stdout.readline():
            raise AssertionError("dbus-daemon did not start")


class Keyring(harness.Process):
    """gnome-keyring on a bus, unlocked with its password, or locked as after an automatic login."""

    def __init__(self, home, bus, locked=False):
        self.home, self.bus = home, bus
        # It is not to be as strict with itself as the program is.
        self.env = home.env(DBUS_SESSION_BUS_ADDRESS=bus.address, PATH="/usr/bin:/bin",
                            **dict.fromkeys(harness.STRICT))
        # Its folder of sockets is below this one.
        self.env["XDG_RUNTIME_DIR"] = os.path.join(home.root, "run")
        os.makedirs(self.env["XDG_RUNTIME_DIR"], 0o700, exist_ok=True)
        daemon = harness.tool("gnome-keyring-daemon")
        read, write = os.pipe()
        os.write(write, PASSWORD)
        os.close(write)
        options = [] if locked else ["--unlock"]
        self.process = subprocess.Popen([daemon, "--foreground", "--components=secrets", *options],
                                        stdin=read, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, env=self.env,
                                        start_new_session=True)
        os.close(read)
        self.wait()

    def wait(self):
        command = [harness.tool("dbus-send"), "--session", "--print-reply", "--dest=org.freedesktop.DBus",
                   "/", "org.freedesktop.DBus.GetNameOwner", "string:org.freedesktop.secrets"]
        for _ in range(200):
            if subprocess.run(command, env=self.env, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, check=False).returncode == 0:
                return
            time.sleep(0.05)
        raise AssertionError("gnome-keyring did not start")

    def ask(self, verb, *attributes):
        """secret-tool's output."""
        return subprocess.run([harness.tool("secret-tool"), verb, "application", "iru-mcp-setup",
                               *attributes], env=self.env, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, check=False).stdout.decode()

    def lookup(self, server="iru", header="X-API-Key"):
        return self.ask("lookup", "server", server, "header", header)
