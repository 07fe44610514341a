# mirror.py: a server that gives back all that it is told, in every spelling and place
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""The secrets of a request (header values, userinfo, query) come back at the place that the
path names, spelt as it names, behind as much filler as it names: /PLACE/SPELLING/FILLER."""

import base64
import html
import http.server
import json
import re
import threading
import urllib.parse


def base64_shift(shift, encode=base64.b64encode):
    return lambda text: encode(b"." * shift + text.encode("latin-1")).decode()


def json_all(text):
    return "".join(f"\\u{ord(c):04x}" for c in text)


# Name -> how a text is spelt.
SPELLINGS = {
    "plain": lambda text: text,
    "upper": str.upper,
    "json": lambda text: json.dumps(text)[1:-1],
    "json-slash": lambda text: json.dumps(text)[1:-1].replace("/", "\\/"),
    "json-html": lambda text: re.sub("[<>&'\"+\\\\]", lambda m: f"\\u{ord(m[0]):04X}", text),
    "json-all": json_all,
    "percent": lambda text: urllib.parse.quote(text, safe=""),
    "percent-some": lambda text: urllib.parse.quote(text, safe=":/+&"),
    "percent-form": urllib.parse.quote_plus,
    "percent-all": lambda text: "".join(f"%{ord(c):02x}" for c in text),
    "html": html.escape,
    "base64": base64_shift(0),
    "base64-1": base64_shift(1),
    "base64-2": base64_shift(2),
    "base64-url": base64_shift(0, base64.urlsafe_b64encode),
}

PLACES = ("401-json", "401-rpc", "403-json", "404-html", "429-text", "500-html", "503-text",
          "rpc-error", "www-authenticate", "location", "reason", "cookie", "names", "events",
          "garbage", "tool-call")
FILLERS = (0, 200, 236, 246)


def secrets_of(request):
    found = []
    for name, value in request.headers.items():
        if name.lower() in ("x-api-key", "authorization", "x-extra", "cookie"):
            found.append(value)
            if value.startswith("Basic "):
                found.append(base64.b64decode(value[6:]).decode("latin-1"))
    for part in urllib.parse.urlsplit(request.path).query.split("&"):
        value = part.partition("=")[2]
        found += [value, urllib.parse.unquote(value)]
    return [text for text in found if text]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.answer("405 No", "text/plain", "no")

    do_DELETE = do_GET

    def do_POST(self):
        place, spelling, filler = urllib.parse.urlsplit(self.path).path.strip("/").split("/")[:3]
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        spell = SPELLINGS[spelling]
        self.server.asked.add(place)
        said = [("." * int(filler)) + spell(text) for text in secrets_of(self)]
        # Which of them the cut goes through.
        first = list(SPELLINGS).index(spelling) % max(len(said), 1)
        said = said[first:] + said[:first]
        self.reply(place, body, said or ["nothing"])

    def reply(self, place, body, said):
        text = " ".join(said).replace("\n", " ")
        page = f"<html><title>{text}</title><body>{text}</body></html>"
        error = json.dumps({"error": {"message": text}, "message": text, "error_description": text})
        rpc = json.dumps({"jsonrpc": "2.0", "id": body.get("id"),
                          "error": {"code": -32603, "message": text, "data": text}})
        status, _, kind = place.partition("-")
        if status.isdigit():
            content = {"json": error, "rpc": rpc, "html": page, "text": text}[kind]
            self.answer(f"{status} No", "text/html" if kind == "html" else "application/json", content)
        elif place == "www-authenticate":
            self.answer("401 No", "text/plain", text, [("WWW-Authenticate", f'Bearer error="{text}"')])
        elif place == "location":
            self.answer("302 Found", "text/plain", "", [("Location", f"/login?k={text}#{text}")])
        elif place == "reason":
            self.answer(f"418 {text}", "text/plain", text)
        elif place == "cookie":
            self.answer("401 No", "text/plain", text, [("Set-Cookie", f"k={text}"), ("X-Debug", text)])
        elif place == "rpc-error" and body.get("method") == "tools/list":
            self.answer("200 OK", "application/json", rpc)
        elif place == "garbage" and body.get("method") == "tools/list":
            self.answer("200 OK", "application/json", f'{{"jsonrpc": {text}')
        else:
            self.healthy(place, body, text)

    def healthy(self, place, body, text):
        named = place in ("names", "events")
        info = {"name": text if named else "mirror", "version": text if named else "1"}
        tools = [{"name": "look", "inputSchema": {"type": "object"},
                  "annotations": {"readOnlyHint": True}}]
        if named:
            tools.append({"name": text, "title": text, "description": text, "inputSchema": {"type": "object"}})
        results = {
            "initialize": {"protocolVersion": "2025-11-25", "capabilities": {"tools": {}},
                           "serverInfo": info, "instructions": text},
            "tools/list": {"tools": tools},
            "tools/call": {"isError": True, "content": [{"type": "text", "text": text}]},
        }
        result = results.get(body.get("method"))
        if "id" not in body:
            self.answer("202 Accepted", "text/plain", "")
        elif result is None:
            self.answer("200 OK", "application/json", json.dumps(
                {"jsonrpc": "2.0", "id": body["id"], "error": {"code": -32601, "message": text}}))
        elif place == "events":
            message = json.dumps({"jsonrpc": "2.0", "id": body["id"], "result": result})
            self.answer("200 OK", "text/event-stream", f": {text}\nid: {text}\ndata: {message}\n\n")
        else:
            self.answer("200 OK", "application/json", json.dumps(
                {"jsonrpc": "2.0", "id": body["id"], "result": result}))

    def answer(self, status, kind, content, headers=()):
        data = content.encode("latin-1", "replace")
        head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(data)}"]
        head += [f"{name}: {value}" for name, value in headers]
        self.wfile.write("\r\n".join(head).encode("latin-1", "replace") + b"\r\n\r\n" + data)


class Mirror:
    def __init__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.asked = set()
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def paths(self):
        return [f"/{place}/{spelling}/{filler}" for place in PLACES for spelling in SPELLINGS
                for filler in FILLERS]

    def close(self):
        self.server.shutdown()
        self.server.server_close()
