# samples.py: configuration files as users of the three clients have them
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each has other servers, things that an editor which re-serialises would change (number
spellings, duplicate keys, odd indentation, comments where the client takes them), and a
secret of its own that no output may show."""

NEIGHBOUR_SECRET = "ghp_neighbour0123456789abcdefNEIGHBOUR"

# CRLF, four spaces, a number that a parser would round.
CLAUDE = (
    '{\r\n'
    '    "globalShortcut": "Ctrl+Space",\r\n'
    '    "scale": 1.0,\r\n'
    '    "serial": 12345678901234567890,\r\n'
    '    "mcpServers": {\r\n'
    '        "github": {\r\n'
    '            "command": "npx",\r\n'
    '            "args": ["-y",   "@modelcontextprotocol/server-github"],\r\n'
    '            "env": { "GITHUB_TOKEN": "' + NEIGHBOUR_SECRET + '" }\r\n'
    '        }\r\n'
    '    }\r\n'
    '}\r\n'
)

# Tabs, no line end at the end, a key that stands twice.
CURSOR = (
    '{\n'
    '\t"mcpServers": {\n'
    '\t\t"files": { "command": "uvx", "args": ["mcp-files", "--root", "/srv/\\u0061"], "autoApprove": ["read"] },\n'
    '\t\t"notes": {\n'
    '\t\t\t"url": "https://notes.example.com/mcp",\n'
    '\t\t\t"headers": { "Authorization": "Bearer ' + NEIGHBOUR_SECRET + '" }\n'
    '\t\t}\n'
    '\t},\n'
    '\t"note": 1e2,\n'
    '\t"note": 1E+2\n'
    '}'
)

CODEX = '''# My Codex set-up
model = "gpt-5"          # the one that works
approval_policy = 'on-request'
context = 0x1F
since = 2026-01-02T03:04:05Z

[mcp_servers.files]      # local files
command = "uvx"
args = [
  "mcp-files",   # from PyPI
  "--root", '/srv',
]
env = { "TOKEN" = "''' + NEIGHBOUR_SECRET + '''" }

[profiles.fast]
model = "gpt-5-mini"
'''

ALL = {"claude-desktop": CLAUDE, "cursor": CURSOR, "codex": CODEX}


def fill(home):
    """Writes all three; returns client -> bytes."""
    for client, text in ALL.items():
        home.write(client, text)
    return {client: text.encode() for client, text in ALL.items()}
