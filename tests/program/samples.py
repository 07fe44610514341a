# samples.py: configuration files as users of the clients have them
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each has other servers, things that an editor which re-serialises would change (number
spellings, duplicate keys, odd indentation, comments where the client takes them), and a
secret of its own that no output may show."""

import harness

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

# Claude Code keeps all sorts of things beside its servers, and servers for one folder.
CLAUDE_CODE = '''{
  "numStartups": 42,
  "cachedAt": 1.7632e12,
  "projects": {
    "/srv/site": {
      "allowedTools": [],
      "mcpServers": {
        "local": { "type": "stdio", "command": "uvx", "args": ["mcp-files"], "env": {} }
      }
    }
  },
  "mcpServers": {
    "notes": {
      "type": "http",
      "url": "https://notes.example.com/mcp",
      "headers": { "Authorization": "Bearer ''' + NEIGHBOUR_SECRET + '''" }
    }
  },
  "primaryApiKey": "''' + NEIGHBOUR_SECRET + '''",
  "tipsHistory": {"new-user-warmup":   1}
}
'''

# JSONC, as the client takes it: comments, a trailing comma.
OPENCODE = '''{
  // OpenCode
  "$schema": "https://opencode.ai/config.json",
  "mcp": {
    "files": { "type": "local", "command": ["uvx", "mcp-files"], "enabled": false },
    "notes": {
      "type": "remote",
      "url": "https://notes.example.com/mcp",
      "headers": { "Authorization": "Bearer ''' + NEIGHBOUR_SECRET + '''" }, /* mine */
    },
  },
  "theme": "system"
}
'''

VSCODE = '''{
\t// added by hand
\t"inputs": [
\t\t{ "type": "promptString", "id": "key", "description": "Key", "password": true }
\t],
\t"servers": {
\t\t"notes": {
\t\t\t"type": "http",
\t\t\t"url": "https://notes.example.com/mcp",
\t\t\t"headers": { "Authorization": "Bearer ${input:key}", "X-Other": "''' + NEIGHBOUR_SECRET + '''" },
\t\t},
\t},
}
'''

ZED = '''// Zed settings
{
  "theme": { "mode": "system", "light": "One Light", "dark": "One Dark" },
  "buffer_font_size": 15.0,
  "context_servers": {
    "files": { "command": "uvx", "args": ["mcp-files"], "env": { "TOKEN": "''' + NEIGHBOUR_SECRET + '''" } },
  },
}
'''

GEMINI = '''{
  // comments are read, a comma with nothing behind it is not
  "security": { "auth": { "selectedType": "oauth-personal" } },
  "mcpServers": {
    "notes": { "httpUrl": "https://notes.example.com/mcp", "headers": { "Authorization": "Bearer ''' + NEIGHBOUR_SECRET + '''" } }
  },
  "ui": { "theme": "Default" }
}
'''


def plain(entry):
    """A file of strict JSON with one server of somebody else's."""
    return '{\n  "mcpServers": {\n    "notes": ' + entry.replace("SECRET", NEIGHBOUR_SECRET) + "\n  }\n}\n"


NOTES = '"headers": { "Authorization": "Bearer SECRET" }'
WINDSURF = plain('{ "serverUrl": "https://notes.example.com/mcp", ' + NOTES + ', "disabled": false }')
COPILOT = plain('{ "type": "http", "url": "https://notes.example.com/mcp", ' + NOTES + ', "tools": ["*"] }')
CLINE = plain('{ "type": "streamableHttp", "url": "https://notes.example.com/mcp", ' + NOTES
              + ', "autoApprove": ["read"], "timeout": 60 }')
KIRO = plain('{ "url": "https://notes.example.com/mcp", ' + NOTES + ', "autoApprove": [] }')
LM_STUDIO = plain('{ "url": "https://notes.example.com/mcp", ' + NOTES + " }")

# YAML: comments, an anchor, a list that is not indented, and what is no server.
GOOSE = '''# Goose
GOOSE_PROVIDER: anthropic
GOOSE_MODEL: &model claude   # the one that works
extensions:
    developer:
        enabled: true
        type: builtin
        name: developer
        timeout: 300
    notes:
        enabled: true
        type: streamable_http
        name: notes
        uri: https://notes.example.com/mcp
        envs: {}
        env_keys: []
        headers:
            Authorization: Bearer ''' + NEIGHBOUR_SECRET + '''
        timeout: 300
    # the last of them

GOOSE_LEAD_MODEL: *model
'''

CONTINUE = '''name: Local Config
version: 1.0.0
schema: v1
models:
- name: Claude
  provider: anthropic
  model: claude
  apiKey: ${{ secrets.ANTHROPIC_API_KEY }}
mcpServers:
- name: notes
  type: streamable-http
  url: "https://notes.example.com/mcp"
  requestOptions:
    headers: { Authorization: "Bearer ''' + NEIGHBOUR_SECRET + '''" }
- name: files
  command: uvx
  args: [mcp-files]
rules: []
'''

def server(root, entry):
    """The same with another root."""
    return plain(entry).replace('"mcpServers"', f'"{root}"')


URL = '"url": "https://notes.example.com/mcp", '
HTTP = '"type": "http", ' + URL
REMOTE = '"type": "remote", ' + URL

# The clients whose files have nothing else that an editor could harm.
OTHERS = {
    "devin-desktop": "// comments are read\n" + plain("{ " + URL + '"transport": "http", ' + NOTES + " }"),
    "antigravity": plain('{ "serverUrl": "https://notes.example.com/mcp", ' + NOTES + " }"),
    "copilot-jetbrains": server("servers", "{ " + HTTP + NOTES + " }"),
    "vscode-insiders": server("servers", "{ " + HTTP + NOTES + " }"),
    "junie": plain("{ " + URL + NOTES + " }"),
    "kilo-code": server("mcp", "{ " + REMOTE + NOTES + " }"),
    "factory-droid": plain("{ " + HTTP + NOTES + ', "disabled": false }'),
    "amazon-q": plain("{ " + HTTP + NOTES + ', "timeout": 60000 }'),
    "warp": plain("{ " + URL + NOTES + " }"),
    "amp": server("amp.mcpServers", "{ " + URL + NOTES + " }"),
    "qwen-code": "// Qwen\n" + plain('{ "httpUrl": "https://notes.example.com/mcp", ' + NOTES + " }"),
    "crush": server("mcp", "{ " + HTTP + NOTES + " }"),
}

# Those that are on one other system only.
ELSEWHERE = {
    "visual-studio": server("servers", "{ " + HTTP + NOTES + " }"),
    "xcode-claude": plain("{ " + HTTP + NOTES + " }"),
    "xcode-codex": CODEX,
}

ALL = {
    "claude-desktop": CLAUDE, "cursor": CURSOR, "codex": CODEX, "claude-code": CLAUDE_CODE,
    "opencode": OPENCODE, "vscode": VSCODE, "windsurf": WINDSURF, "gemini-cli": GEMINI,
    "zed": ZED, "copilot-cli": COPILOT, "cline": CLINE, "kiro": KIRO, "lm-studio": LM_STUDIO,
    "goose": GOOSE, "continue": CONTINUE, **OTHERS,
}

MISSING = set(harness.PLACES) ^ set(ALL)
assert not MISSING, f"samples.py has no sample, or no row is left, of: {sorted(MISSING)}"


def fill(home, clients=tuple(ALL)):
    """Writes those; returns client -> bytes."""
    for client in clients:
        home.write(client, ALL[client])
    return {client: ALL[client].encode() for client in clients}
