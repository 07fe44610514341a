# big_files.py: configuration files as large as one likes, and as awkward
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deterministic. Each function takes a size in bytes and returns text of about that size."""

import random

WORDS = ("look", "at", "the", "file", "and", "mend", "it", "please", "gr\u00fc\u00dfe", "C:\\\\dir",
         '\\"quoted\\"', "line\\nbreak", "x" * 40)


def fill(size, make, end=""):
    """make(0), make(1) ... until there is enough."""
    parts, length, number = [], 0, 0
    while length < size - len(end):
        parts.append(make(number))
        length += len(parts[-1])
        number += 1
    return "".join(parts) + end


def claude_state(size):
    """What Claude Code keeps in ~/.claude.json: projects, their histories, long pastes."""
    chance = random.Random(7)

    def entry():
        words = " ".join(chance.choice(WORDS) for _ in range(12))
        paste = "".join(chance.choice("abcdefghijklmnop qrstuvwxyz(){};") for _ in range(30))
        return (f'        {{\n          "display": "{words}",\n          "pastedContents": {{\n'
                f'            "1": {{ "id": {chance.randrange(10 ** 6)}, "type": "text", '
                f'"content": "{paste * chance.randrange(1, 40)}" }}\n          }}\n        }}')

    def project(number):
        history = ",\n".join(entry() for _ in range(20))
        return ((",\n" if number else "") + f'    "/home/u/src/project-{number}": {{\n'
                f'      "allowedTools": [],\n      "history": [\n{history}\n      ],\n'
                f'      "mcpServers": {{\n        "fs": {{ "command": "npx", "args": ["-y", '
                f'"fs@{number}"] }}\n      }},\n      "lastCost": {chance.random():.12f}\n    }}')

    servers = ",\n".join(f'    "server-{number}": {{\n      "command": "npx",\n'
                         f'      "args": ["-y", "package-{number}@1.2.3"],\n'
                         f'      "env": {{ "API_KEY": "abcdefgh{number}" }}\n    }}'
                         for number in range(40))
    return ('{\n  "numStartups": 812,\n  "projects": {\n' + fill(size, project)
            + '\n  },\n  "mcpServers": {\n' + servers + "\n  }\n}\n")


def codex_config(size):
    """Codex: servers, then a table for each project that was ever trusted."""
    chance = random.Random(7)

    def table(number):
        if number < 40:
            return (f'[mcp_servers.server-{number}]\ncommand = "npx"\n'
                    f'args = ["-y", "package-{number}@1.2.3"]\n'
                    f'env = {{ "API_KEY" = "abcdefgh{number}" }}\n\n')
        lines = "\n".join(" ".join(chance.choice(WORDS[:9]) for _ in range(14))
                          for _ in range(chance.randrange(1, 8)))
        return (f'[projects."/home/u/src/project-{number}"]\ntrust_level = "trusted" # asked\n'
                f'notes = """\n{lines}\n"""\nlast = 2026-11-20T10:00:00Z\n'
                f'cost = {chance.random():.12f}\nfiles = [\n  "a.c", # one\n  "b.c",\n]\n\n')

    return 'model = "gpt-5"\napproval_policy = "on-request"\n\n' + fill(size, table)


def wrap(before, make, behind):
    return lambda size: before + fill(size, make) + behind


AWKWARD_JSON = {
    "comments": wrap("{\n", lambda n: f"  // comment {n}\n  /* {n} */\n", '  "a": 1\n}\n'),
    "comments in the object": wrap('{"mcpServers": {\n', lambda n: f"  // comment {n}\n", "}}\n"),
    "keys": wrap("{\n", lambda n: f'  "key-{n}": {n},\n', '  "a": 1\n}\n'),
    "one line": wrap('{"a":[', lambda n: f'{n},"{n}",', "0]}"),
    "blanks": wrap("{", lambda n: " ", "}"),
    "the same key": wrap("{\n", lambda n: f'"a":{n},\n', '"b":1}\n'),
    "the same servers": wrap('{"mcpServers":{\n', lambda n: '"iru":{"command":"a"},\n',
                             '"b":{"command":"a"}}}\n'),
    "servers": wrap('{"mcpServers":{\n', lambda n: f'"s{n}":{{"url":"http://s{n}.example/"}},\n',
                    '"b":{"command":"a"}}}\n'),
    "opened and closed": wrap('{"a":[', lambda n: '[{"a":[' * 300 + "]}]" * 300 + ",", "0]}"),
    "small objects": wrap('{"a":[', lambda n: "{},[],", "0]}"),
    "escapes": wrap('{"a":"', lambda n: "\\u00e9\\n\\\\", '"}'),
    "backslashes": wrap('{"a":"', lambda n: "\\\\", '"}'),
    "umlauts": wrap('{"a":"', lambda n: "\u00e4\u20ac", '"}'),
}

AWKWARD_TOML = {
    "comments": wrap("", lambda n: f"# comment {n}\n", "a = 1\n"),
    "keys": wrap("", lambda n: f"key-{n} = {n}\n", ""),
    "one line": wrap("a = [", lambda n: f'{n},"{n}",', "0]\n"),
    "tables": wrap("", lambda n: f"[t.t{n}]\na = {n}\n", ""),
    "arrays of tables": wrap("", lambda n: f"[[t]]\na = {n}\n", ""),
    "dotted keys": wrap("", lambda n: f"a.b{n}.c = {n}\n", ""),
    "servers": wrap("", lambda n: f'[mcp_servers.s{n}]\nurl = "http://s{n}.example/"\n', ""),
    "quoted keys": wrap("", lambda n: f'"\\u006bey {n}" = {n}\n', ""),
    "inline tables": wrap("a = [", lambda n: "{a = 1, b.c = 2},", "{}]\n"),
    "opened and closed": wrap("a = [", lambda n: "[" * 300 + "]" * 300 + ",", "0]\n"),
    "a long string": wrap('a = """', lambda n: "a line\n", '"""\n'),
    "blank lines": wrap("", lambda n: "\n", "a = 1\n"),
}
