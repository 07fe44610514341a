# bench_wizard.py: how long the wizard takes to its first frame
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the start of the process to the end of its first frame, beside a window that has nothing in
it, in turns in one run. The aim: at most 1.3 times that. What is preloaded tells when a frame is
painted.
"""

import os
import select
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.environ["IRU_WIZARD_TESTS"])

import window

window.need("Xvfb", "dbus-daemon")

import harness

ROUNDS = 15
AIM = 1.3


def measure(program, env):
    """Milliseconds."""
    start = time.monotonic()
    process = subprocess.Popen([program], env={**env, "LD_PRELOAD": os.environ["IRU_FIRST_FRAME"]},
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT)
    try:
        seen = b""
        while b"frame\n" not in seen:
            if not select.select([process.stdout], [], [], 20)[0]:
                raise AssertionError(f"{program} shows no frame")
            data = os.read(process.stdout.fileno(), 4096)
            if not data:
                raise AssertionError(f"{program} ended: {seen.decode()}")
            seen += data
        return (time.monotonic() - start) * 1000
    finally:
        process.kill()
        process.communicate()


def main():
    display = window.Display()
    home = harness.Home(clients=("claude-desktop", "cursor", "codex"))
    env = home.env(DISPLAY=os.environ["DISPLAY"], GDK_BACKEND="x11", GSK_RENDERER="cairo",
                   DBUS_SESSION_BUS_ADDRESS=os.environ["DBUS_SESSION_BUS_ADDRESS"], G_DEBUG=None)
    programs = {"empty window": os.environ["IRU_EMPTY_WINDOW"],
                "wizard": os.environ["IRU_MCP_SETUP_GUI"]}
    times = {name: [] for name in programs}
    for count in range(ROUNDS + 2):
        for name, program in programs.items():
            elapsed = measure(program, env)
            if count >= 2:  # the first ones fill caches
                times[name].append(elapsed)
    home.close()
    display.close()
    for name, values in times.items():
        print(f"{name:14} first frame after {statistics.median(values):6.1f} ms "
              f"({min(values):.1f} to {max(values):.1f})")
    ratio = statistics.median(times["wizard"]) / statistics.median(times["empty window"])
    print(f"ratio {ratio:.2f} (aim: at most {AIM})")


if __name__ == "__main__":
    main()
