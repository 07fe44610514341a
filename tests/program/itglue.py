# itglue.py: stands in for mcp-itglue 0.4.1, which no registry has
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""itglue.py [--transport stdio|http] [--foreign-session]

What a client sees of mcp-itglue: its two transports, its variables, the tools that a role has, and
its refusals. Of IT Glue itself it knows one key. Over HTTP it says where it listens.
--foreign-session: each session belongs to somebody else, as behind a balancer that mixes them up.
"""

import http.server
import json
import os
import sys
import uuid

GOOD_KEY = "ITG.4c0d8e1fa2b74d6c93e5"
REGIONS = ("us", "eu", "au")
READ = [f"itglue_{verb}_{what}" for what in ("organization", "document", "document_section",
                                             "flexible_asset_type", "flexible_asset")
        for verb in ("list", "get")] + ["itglue_vector_search", "itglue_vector_index_status"]
READ = [name + "s" if name.startswith("itglue_list_") else name for name in READ]
WRITE = [f"itglue_{name}" for name in (
    "create_document", "update_document", "publish_document", "create_document_section",
    "update_document_section", "delete_document_section", "create_flexible_asset",
    "update_flexible_asset", "build_vector_index")]
DELETE = ["itglue_delete_documents", "itglue_delete_flexible_asset"]
TOOLS = {"viewer": READ, "editor": READ + WRITE, "admin": READ + WRITE + DELETE}
UNAUTHORIZED = (401, -32001)


def describe(name):
    needs = [] if name in ("itglue_list_organizations", "itglue_vector_index_status") else ["id"]
    return {"name": name, "inputSchema": {"type": "object", "required": needs},
            "annotations": {"readOnlyHint": name in READ}}


def call(key):
    if key == GOOD_KEY:
        return {"content": [{"type": "text", "text": "No organizations found."}]}
    text = "Error: IT Glue authentication failed — the API key is invalid or revoked."
    return {"content": [{"type": "text", "text": text}], "isError": True}


def answer(message, role, key):
    """The answer to a request; None to a notification."""
    method = message.get("method")
    if "id" not in message:
        return None
    if method == "initialize":
        result = {"protocolVersion": message["params"]["protocolVersion"],
                  "capabilities": {"tools": {}},
                  "serverInfo": {"name": "mcp-itglue", "version": "0.4.1"}}
    elif method == "tools/list":
        result = {"tools": [describe(name) for name in TOOLS[role]]}
    elif method == "tools/call":
        result = call(key)
    else:
        return {"jsonrpc": "2.0", "id": message["id"],
                "error": {"code": -32601, "message": "Method not found"}}
    return {"jsonrpc": "2.0", "id": message["id"], "result": result}


def fail(text):
    print(f"Configuration error: {text}\n\nUsage: mcp-itglue [options]", file=sys.stderr)
    sys.exit(1)


def check_variables(needs_key):
    if needs_key and not os.environ.get("ITGLUE_API_KEY"):
        fail("ITGLUE_API_KEY is required for stdio transport")
    region = os.environ.get("ITGLUE_REGION") or "us"
    if region not in REGIONS:
        fail(f'Unknown IT Glue region "{region}" — expected one of: {", ".join(REGIONS)}')


def serve_stdio():
    check_variables(True)
    print("mcp-itglue v0.4.1 running on stdio (https://api.itglue.com)", file=sys.stderr)
    for line in sys.stdin:
        reply = answer(json.loads(line), "admin", os.environ["ITGLUE_API_KEY"])
        if reply is not None:
            print(json.dumps(reply), flush=True)


def read_tokens():
    """token -> (label, role)"""
    tokens = {}
    for role in TOOLS:
        for pair in os.environ.get(f"MCP_TOKENS_{role.upper()}", "").split(","):
            label, _, token = pair.partition(":")
            tokens[token] = (label, role)
    tokens.pop("", None)
    return tokens


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    tokens = {}
    sessions = {}
    foreign = False

    def log_message(self, *_):
        pass

    def send(self, status, kind=None, body=b"", **headers):
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def refuse(self, status, code, text):
        error = {"jsonrpc": "2.0", "error": {"code": code, "message": text}, "id": None}
        self.send(status, "application/json", json.dumps(error).encode())

    def find_principal(self):
        """(role, label, key), or the text of a 401."""
        scheme, _, token = (self.headers.get("Authorization") or "").partition(" ")
        known = self.tokens.get(token) if scheme == "Bearer" else None
        key = self.headers.get("x-itglue-api-key")
        if key and known is None and os.environ.get("CLIENT_ITGLUE_KEYS") != "open":
            return ("A valid bearer token is required alongside x-itglue-api-key "
                    "(CLIENT_ITGLUE_KEYS=with-token).")
        if key:
            return "admin", known[0] if known else "byok", key
        if known is None:
            return "Unauthorized: invalid or missing bearer token."
        return known[1], known[0], os.environ.get("ITGLUE_API_KEY")

    def find_session(self, principal):
        """The session's id; None where the request was refused."""
        session = self.headers.get("Mcp-Session-Id")
        if session not in self.sessions:
            return self.refuse(404, -32000, "Session not found")
        if self.sessions[session] != principal:
            return self.refuse(403, -32003, "Forbidden: credentials do not match this session")
        return session

    def answer_post(self, principal, message):
        session = self.headers.get("Mcp-Session-Id")
        if session is None and message.get("method") != "initialize":
            return self.refuse(400, -32600, "Bad request: expected an initialize request")
        if session is None:
            session = str(uuid.uuid4())
            self.sessions[session] = None if self.foreign else principal
        elif self.find_session(principal) is None:
            return None
        reply = answer(message, principal[0], principal[2])
        if reply is None:
            return self.send(202)
        event = f"event: message\ndata: {json.dumps(reply)}\n\n".encode()
        return self.send(200, "text/event-stream", event, Mcp_Session_Id=session)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        principal = self.find_principal()
        if self.path != "/mcp":
            self.send(404, "text/html", f"<pre>Cannot POST {self.path}</pre>".encode())
        elif isinstance(principal, str):
            self.refuse(*UNAUTHORIZED, principal)
        else:
            self.answer_post(principal, json.loads(body))

    def do_DELETE(self):
        principal = self.find_principal()
        if isinstance(principal, str):
            self.refuse(*UNAUTHORIZED, principal)
        elif self.find_session(principal):
            self.sessions.pop(self.headers["Mcp-Session-Id"])
            self.send(200)


def serve_http():
    check_variables(False)
    Handler.tokens = read_tokens()
    Handler.foreign = "--foreign-session" in sys.argv
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(f"Listening on http://127.0.0.1:{server.server_port}/mcp", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    transport = sys.argv[sys.argv.index("--transport") + 1] if "--transport" in sys.argv else None
    if (transport or os.environ.get("TRANSPORT") or "stdio") == "http":
        serve_http()
    else:
        serve_stdio()
