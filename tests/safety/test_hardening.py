# test_hardening.py: what the compiler and the linker were asked for is in the programs
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_hardening.py PROGRAM...: reads them with binutils and prints TAP."""

import os
import platform
import re
import shutil
import subprocess
import sys


def read(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True,
                          env={"LC_ALL": "C", "PATH": os.environ["PATH"]}).stdout


def has_endbr(path):
    """Whether main() begins with the instruction that CET wants, where there is one."""
    if platform.machine() != "x86_64":
        return True
    code = read("objdump", "-d", "--disassemble=main", path)
    body = code.partition("<main>:\n")[2]
    return "endbr64" in body.split("\n", 1)[0]


# Name -> whether the program has it. What readelf says of the file, and of its symbols.
CHECKS = {
    "position-independent": lambda path, file, symbols: re.search(r"Type:\s+DYN", file) and "PIE" in file,
    "full RELRO": lambda path, file, symbols: "GNU_RELRO" in file and "BIND_NOW" in file,
    "no executable stack": lambda path, file, symbols: re.search(r"GNU_STACK.*\bRW\s", file),
    "nothing writable and executable": lambda path, file, symbols: not re.search(r"LOAD.*RWE", file),
    "stack protector": lambda path, file, symbols: "__stack_chk_fail" in symbols,
    "_FORTIFY_SOURCE": lambda path, file, symbols: re.search(r"__(memcpy|read|memset)_chk", symbols),
    "CET": lambda path, file, symbols: has_endbr(path),
    "no search path of its own": lambda path, file, symbols: not re.search(r"\((RPATH|RUNPATH)\)", file),
}


def main(programs):
    if shutil.which("readelf") is None:
        print("1..0 # SKIP readelf is not installed (build-aux/install-dependencies test)")
        return 1 if os.environ.get("CI") == "true" else 0
    number = failed = 0
    print(f"1..{len(programs) * len(CHECKS)}")
    for path in programs:
        file = read("readelf", "-W", "-h", "-l", "-d", path)
        symbols = read("readelf", "-W", "--dyn-syms", path)
        for name, check in CHECKS.items():
            number += 1
            good = bool(check(path, file, symbols))
            failed += not good
            print(f"{'ok' if good else 'not ok'} {number} {os.path.basename(path)}: {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
