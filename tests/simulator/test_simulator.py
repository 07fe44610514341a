# test_simulator.py: the simulator, over the wire
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: test_simulator.py SIMULATOR [unittest arguments]
import base64
import gzip
import http.client
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

SIMULATOR = sys.argv.pop(1)
PATH = '/mcp-server/connector/kandji/tools'
MODERN = '2026-07-28'
LEGACY = '2025-11-25'
META = 'io.modelcontextprotocol/'
BOTH = 'application/json, text/event-stream'
KEYS = dict(line.split('=', 1) for line in subprocess.run(
    [SIMULATOR, '--print-keys'], check=True, capture_output=True, text=True).stdout.splitlines())


class Simulator:
    def __init__(self, *options, stdin=subprocess.DEVNULL):
        self.process = subprocess.Popen([SIMULATOR, '--port', '0', *options], stdin=stdin,
                                        stdout=subprocess.PIPE, text=True)
        self.line = self.process.stdout.readline()
        self.port = int(self.line.split(':')[2].split('/')[0])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(5)
        self.process.stdout.close()
        if self.process.stdin:
            self.process.stdin.close()
        assert status == 0, f'the simulator ended with {status}'


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.type = (response.headers['Content-Type'] or '').split(';')[0]
        self.body = response.read()

    def message(self):
        if self.type == 'text/event-stream':
            return self.events()[-1]
        return json.loads(self.body)

    def events(self):
        return [json.loads(data) for kind, data in read_events(self.body.decode())
                if kind == 'message' and data.strip()]


def read_events(text):
    for block in text.replace('\r\n', '\n').split('\n\n'):
        fields = [line.partition(':') for line in block.split('\n') if line]
        data = [value.removeprefix(' ') for name, _, value in fields if name == 'data']
        kinds = [value.strip() for name, _, value in fields if name == 'event']
        if data:
            yield (kinds or ['message'])[0], '\n'.join(data)


def request(port, http_method='POST', path=PATH, headers=None, body=b''):
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=10)
    try:
        connection.request(http_method, path, body, headers or {})
        return Answer(connection.getresponse())
    finally:
        connection.close()


def key_headers(name):
    if name is None:
        return {}
    return {'X-API-Key': KEYS[name + '_KEY'], 'X-MCP-Profile': KEYS[name + '_PROFILE']}


def modern(port, method, params=None, key='FULL', path=PATH, headers=None, meta=None, version=MODERN):
    full = {'Content-Type': 'application/json', 'Accept': BOTH, 'MCP-Protocol-Version': version,
            'Mcp-Method': method, **key_headers(key), **(headers or {})}
    if method == 'tools/call':
        full.setdefault('Mcp-Name', params['name'])
    meta = meta if meta is not None else {META + 'protocolVersion': version,
                                          META + 'clientCapabilities': {}}
    body = {'jsonrpc': '2.0', 'id': 'm1', 'method': method,
            'params': {**(params or {}), '_meta': meta}}
    return request(port, path=path, headers={k: v for k, v in full.items() if v is not None},
                   body=json.dumps(body))


def legacy(port, method, params=None, key='FULL', path=PATH, session=None, headers=None, id=7):
    full = {'Content-Type': 'application/json', 'Accept': BOTH, **key_headers(key)}
    if session:
        full.update({'Mcp-Session-Id': session, 'MCP-Protocol-Version': LEGACY})
    full.update(headers or {})
    body = {'jsonrpc': '2.0', 'method': method}
    body.update({'params': params} if params is not None else {})
    body.update({'id': id} if id is not None else {})
    return request(port, path=path, headers=full, body=json.dumps(body))


def initialize(port, path=PATH, key='FULL', version=LEGACY):
    return legacy(port, 'initialize', {'protocolVersion': version, 'capabilities': {},
                                       'clientInfo': {'name': 't', 'version': '1'}}, key, path)


def open_session(port, path=PATH, key='FULL'):
    session = initialize(port, path, key).headers['Mcp-Session-Id']
    assert legacy(port, 'notifications/initialized', key=key, path=path, session=session,
                  id=None).status == 202
    return session


def list_all(fetch, limit=200):
    """Every name, and every cursor, of a list; fetch takes the parameters."""
    names, cursors, params = [], [], {}
    while len(cursors) < limit:
        result = fetch(params).message()['result']
        names += [tool['name'] for tool in result['tools']]
        if result.get('nextCursor') is None:
            break
        cursors.append(result['nextCursor'])
        params = {'cursor': result['nextCursor']}
    return names, cursors


def list_modern(port, path=PATH, key='FULL', limit=200):
    return list_all(lambda params: modern(port, 'tools/list', params, key, path), limit)


def exchange(port, path, seconds=1.0):
    """Sends tools/list on a bare socket: what came, and how it ended."""
    body = json.dumps({'jsonrpc': '2.0', 'id': 1, 'method': 'tools/list'})
    text = (f'POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n'
            f'Content-Length: {len(body)}\r\n\r\n{body}')
    received, end = b'', 'open'
    with socket.create_connection(('127.0.0.1', port), timeout=5) as peer:
        peer.sendall(text.encode())
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not select.select([peer], [], [], 0.05)[0]:
                continue
            try:
                data = peer.recv(65536)
            except ConnectionResetError:
                return received, 'reset'
            if not data:
                return received, 'closed'
            received += data
    return received, end


class Program(unittest.TestCase):
    def run_simulator(self, *options):
        return subprocess.run([SIMULATOR, *options], capture_output=True, text=True, timeout=10,
                              stdin=subprocess.DEVNULL)

    def test_options(self):
        for options, status in ((['--help'], 0), (['--version'], 0), (['--list-faults'], 0),
                                (['--nonsense'], 2), (['stray'], 2), (['--port', '65536'], 2),
                                (['--port', '-1'], 2), (['--port', 'x'], 2), (['--era', 'bronze'], 2),
                                (['--answers', 'xml'], 2), (['--fault', 'none-such'], 2),
                                (['--keys', '/nonexistent/keys'], 1),
                                (['--keys', '/dev/null', '--keyless'], 2),
                                (['--log', '/nonexistent/log'], 1)):
            with self.subTest(options):
                result = self.run_simulator(*options)
                self.assertEqual(result.returncode, status, result.stderr)
                self.assertEqual(bool(result.stderr), status != 0)

    def test_port_taken(self):
        with Simulator() as simulator:
            self.assertEqual(self.run_simulator('--port', str(simulator.port)).returncode, 1)

    def test_announces_itself(self):
        with Simulator() as simulator:
            self.assertEqual(simulator.line,
                             f'Listening on http://127.0.0.1:{simulator.port}{PATH}\n')

    def test_loopback_only(self):
        with Simulator() as simulator:
            addresses = []
            for table in ('/proc/net/tcp', '/proc/net/tcp6'):
                if not os.path.exists(table):
                    continue
                with open(table, encoding='ascii') as lines:
                    rows = [line.split() for line in lines][1:]
                addresses += [row[1].split(':')[0] for row in rows if row[3] == '0A'
                              and int(row[1].split(':')[1], 16) == simulator.port]
            self.assertEqual(addresses, ['0100007F'])

    def test_ends_on_signal(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number), Simulator('--fault', 'response-timeout') as simulator:
                # An open connection must not hold it up.
                with socket.create_connection(('127.0.0.1', simulator.port)) as peer:
                    peer.sendall(b'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n')
                    simulator.process.send_signal(number)
                    self.assertEqual(simulator.process.wait(2), 0)

    def test_ends_at_eof(self):
        with Simulator('--until-eof', stdin=subprocess.PIPE) as simulator:
            simulator.process.stdin.write('not the end\n')
            simulator.process.stdin.flush()
            self.assertEqual(initialize(simulator.port).status, 200)
            simulator.process.stdin.close()
            self.assertEqual(simulator.process.wait(2), 0)

    def test_log(self):
        for options, verdicts in (([], ['ok', 'missing', 'revoked']), (['--expect-secret'], None)):
            with self.subTest(options), tempfile.TemporaryDirectory() as folder:
                log = os.path.join(folder, 'log')
                with Simulator('--log', log, *options) as simulator:
                    modern(simulator.port, 'tools/list', path=PATH + '?token=secret-query')
                    modern(simulator.port, 'server/discover', key=None)
                    legacy(simulator.port, 'tools/list', key='REVOKED',
                           path='/fault/auth-rejected')
                    exchange(simulator.port, '/fault/connection-lost')
                    request(simulator.port, 'GET', '/odd%0Aline')
                with open(log, encoding='utf-8') as file:
                    text = file.read()
                self.assertEqual(os.stat(log).st_mode & 0o777, 0o600)
                lines = [line.split(' ') for line in text.splitlines()]
                self.assertEqual([line[:4] for line in lines], [
                    ['POST', PATH, 'tools/list', '200'],
                    ['POST', PATH, 'server/discover', '200'],
                    ['POST', '/fault/auth-rejected', 'tools/list', '401'],
                    ['POST', '/fault/connection-lost', 'tools/list', '-'],
                    ['GET', '/odd?line', '-', '404']])
                self.assertIn('X-API-Key', lines[0][-1])
                self.assertNotIn('X-API-Key', lines[1][-1])
                for secret in (*KEYS.values(), 'secret-query'):
                    self.assertNotIn(secret, text)
                found = [word.removeprefix('key=') for line in lines for word in line
                         if word.startswith('key=')]
                self.assertEqual(found[:3], verdicts or [])

    def test_keys_file(self):
        rows = (('# comment\n\n sk_live:extra\tprofile-1  users:read,tags:read\n', None),
                ('sk_live:extra profile-1\n', 'keys:1'),
                ('#\nsk_live:extra profile-1 * more\n', 'keys:2'),
                ('x' * 70000, 'not a file of keys'),
                ('sk_live:extra\0 profile-1 *', 'not a file of keys'))
        for text, complaint in rows:
            with self.subTest(text[:60]), tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, 'keys')
                with open(path, 'w', encoding='utf-8') as file:
                    file.write(text)
                if complaint:
                    result = self.run_simulator('--keys', path)
                    self.assertEqual(result.returncode, 1)
                    self.assertIn(complaint, result.stderr)
                    self.assertNotIn('sk_live', result.stderr)
                    continue
                with Simulator('--keys', path) as simulator:
                    answer = modern(simulator.port, 'tools/list', key=None, headers={
                        'X-API-Key': 'sk_live:extra', 'X-MCP-Profile': 'profile-1'})
                    self.assertEqual([t['name'] for t in answer.message()['result']['tools']],
                                     ['list_users', 'get_user', 'list_tags'])


class Shared(unittest.TestCase):
    options = ()

    @classmethod
    def setUpClass(cls):
        cls.simulator = Simulator(*cls.options)
        cls.port = cls.simulator.port

    @classmethod
    def tearDownClass(cls):
        cls.simulator.__exit__()

    def check_error(self, answer, status, code):
        self.assertEqual((answer.status, answer.message()['error']['code']), (status, code),
                         answer.body)


class Modern(Shared):
    def test_discover(self):
        answer = modern(self.port, 'server/discover', key=None)
        result = answer.message()['result']
        self.assertEqual((answer.status, answer.type), (200, 'application/json'))
        self.assertEqual(answer.message()['id'], 'm1')
        self.assertEqual(result['supportedVersions'], [MODERN])
        self.assertEqual(result['resultType'], 'complete')
        self.assertEqual(result['_meta'][META + 'serverInfo']['name'], 'iru-mcp-simulator')
        self.assertIsNone(answer.headers['Mcp-Session-Id'])

    def test_list(self):
        result = modern(self.port, 'tools/list').message()['result']
        self.assertEqual(len(result['tools']), 20)
        self.assertEqual((result['resultType'], result['ttlMs'], result['cacheScope']),
                         ('complete', 0, 'private'))
        names, cursors = list_modern(self.port)
        self.assertEqual((len(names), len(set(names)), len(cursors)), (33, 33, 1))
        for tool in result['tools']:
            self.assertTrue(tool['title'] and tool['description'])
            self.assertEqual(tool['inputSchema']['type'], 'object')
        by_name = {tool['name']: tool['annotations'] for tool in result['tools']}
        self.assertTrue(by_name['list_devices']['readOnlyHint'])
        self.assertTrue(by_name['erase_device']['destructiveHint'])
        self.assertFalse(by_name['create_blueprint']['readOnlyHint'])

    def test_bad_cursor(self):
        for cursor in ('junk', '', 'x' * 1000, base64.b64encode(b'tools:-1').decode(),
                       base64.b64encode(b'tools:1\0').decode()):
            with self.subTest(cursor[:20]):
                self.check_error(modern(self.port, 'tools/list', {'cursor': cursor}), 200, -32602)

    def test_far_cursor(self):
        cursor = base64.b64encode(b'tools:2147483647').decode()
        result = modern(self.port, 'tools/list', {'cursor': cursor}).message()['result']
        self.assertEqual(result['tools'], [])
        self.assertNotIn('nextCursor', result)

    def test_headers(self):
        rows = (({'MCP-Protocol-Version': None}, None, -32020),
                ({'MCP-Protocol-Version': LEGACY}, None, -32020),
                ({'Mcp-Method': None}, None, -32020),
                ({'Mcp-Method': 'tools/call'}, None, -32020),
                ({}, {}, -32602),
                ({}, {META + 'protocolVersion': MODERN}, -32602),
                ({}, {META + 'protocolVersion': 7, META + 'clientCapabilities': {}}, -32602))
        for headers, meta, code in rows:
            with self.subTest((headers, meta)):
                self.check_error(modern(self.port, 'tools/list', headers=headers, meta=meta), 400,
                                 code)

    def test_unsupported_version(self):
        answer = modern(self.port, 'server/discover', version='2099-12-31')
        self.check_error(answer, 400, -32022)
        self.assertEqual(answer.message()['error']['data'],
                         {'supported': [MODERN], 'requested': '2099-12-31'})

    def test_unknown_method(self):
        for method in ('ping', 'initialize', 'resources/list'):
            with self.subTest(method):
                self.check_error(modern(self.port, method), 404, -32601)

    def test_call(self):
        call = lambda name, arguments=None, headers=None, key='FULL': modern(
            self.port, 'tools/call', {'name': name, 'arguments': arguments or {}}, key,
            headers=headers)
        content = call('list_devices').message()['result']
        self.assertFalse(content['isError'])
        self.assertEqual(len(json.loads(content['content'][0]['text'])), 2)
        encoded = '=?base64?' + base64.b64encode(b'list_devices').decode() + '?='
        self.assertEqual(call('list_devices', headers={'Mcp-Name': encoded}).status, 200)
        self.check_error(call('list_devices', headers={'Mcp-Name': 'list_users'}), 400, -32020)
        self.check_error(call('list_devices', headers={'Mcp-Name': None}), 400, -32020)
        self.check_error(call('no_such_tool'), 200, -32602)
        rows = (('get_device', {}, 'FULL', 'device_id is required'),
                ('lock_device', {'device_id': '1'}, 'FULL', 'simulated'),
                ('list_users', {}, 'DEVICES', '403'),
                ('list_devices', {}, 'NONE', '403'))
        for name, arguments, key, text in rows:
            with self.subTest(name):
                result = call(name, arguments, key=key).message()['result']
                self.assertTrue(result['isError'])
                self.assertIn(text, result['content'][0]['text'])

    def test_every_tool_can_be_called(self):
        arguments = {name: 'x' for name in ('device_id', 'pin', 'blueprint_id', 'library_item_id',
                                            'user_id', 'name', 'cve_id', 'category')}
        for name in list_modern(self.port)[0]:
            with self.subTest(name):
                result = modern(self.port, 'tools/call',
                                {'name': name, 'arguments': arguments}).message()['result']
                text = result['content'][0]['text']
                if result['isError']:
                    self.assertIn('simulated', text)
                else:
                    self.assertEqual(len(json.loads(text)), 2)

    def test_gateway(self):
        """Connections by their slugs, for bearer keys."""
        good, revoked = KEYS['GATEWAY_KEY'], KEYS['GATEWAY_REVOKED_KEY']
        for slug, token, status in (('my-database', good, 200), ('github-prod', good, 200),
                                    ('my-database', revoked, 401), ('my-database', good + 'x', 401),
                                    ('my-database', None, 401), ('no-such', good, 404),
                                    ('', good, 404), ('my-database/x', good, 404)):
            with self.subTest((slug, token)):
                headers = {'Authorization': f'Bearer {token}'} if token else {}
                answer = modern(self.port, 'tools/list', key=None, path='/v1/mcp/' + slug,
                                headers=headers)
                self.assertEqual((answer.status, answer.type), (status, 'application/json'))

    def test_keys(self):
        rows = (('DEVICES', {}, 200), ('NONE', {}, 200), ('REVOKED', {}, 401), (None, {}, 401),
                ('FULL', {'X-API-Key': None}, 401), ('FULL', {'X-MCP-Profile': None}, 401),
                ('FULL', {'X-API-Key': KEYS['FULL_KEY'].removeprefix('sk_live:')}, 401),
                ('FULL', {'X-API-Key': KEYS['FULL_KEY'] + ' '}, 200),
                ('FULL', {'X-API-Key': KEYS['FULL_KEY'] + 'x'}, 401),
                ('FULL', {'X-MCP-Profile': KEYS['NONE_PROFILE']}, 403))
        for key, headers, status in rows:
            with self.subTest((key, list(headers))):
                answer = modern(self.port, 'tools/list', key=key, headers=headers)
                self.assertEqual(answer.status, status, answer.body)
                self.assertEqual(answer.type, 'application/json')
                self.assertIsNone(answer.headers['WWW-Authenticate'])
                json.loads(answer.body)

    def test_scopes(self):
        self.assertEqual(len(list_modern(self.port, key='DEVICES')[0]), 9)
        self.assertEqual(list_modern(self.port, key='NONE'), ([], []))

    def test_other_methods(self):
        for path in (PATH + '?era=modern',):
            for method in ('GET', 'DELETE', 'PUT'):
                with self.subTest(method):
                    answer = request(self.port, method, path)
                    self.assertEqual((answer.status, answer.headers['Allow']), (405, 'POST'))

    def test_modern_only(self):
        answer = initialize(self.port, PATH + '?era=modern')
        self.check_error(answer, 400, -32022)
        self.assertEqual(answer.message()['error']['data'],
                         {'supported': [MODERN], 'requested': LEGACY})

    def test_events(self):
        answer = modern(self.port, 'tools/list', path=PATH + '?answers=sse')
        self.assertEqual(answer.type, 'text/event-stream')
        self.assertNotIn(b'id:', answer.body.split(b'data')[0])
        self.assertEqual(len(answer.message()['result']['tools']), 20)


class Legacy(Shared):
    def test_session(self):
        session = open_session(self.port)
        ping = legacy(self.port, 'ping', session=session, key=None)
        self.assertEqual(ping.message(), {'jsonrpc': '2.0', 'id': 7, 'result': {}})
        names, cursors = list_all(lambda params: legacy(self.port, 'tools/list', params,
                                                        session=session))
        self.assertEqual((len(names), len(cursors)), (33, 1))
        result = legacy(self.port, 'tools/list', session=session).message()['result']
        self.assertNotIn('ttlMs', result)
        self.check_error(legacy(self.port, 'no/such', session=session), 200, -32601)
        close = lambda: request(self.port, 'DELETE', headers={'Mcp-Session-Id': session})
        self.assertEqual(close().status, 200)
        self.check_error(close(), 404, -32001)
        self.check_error(legacy(self.port, 'tools/list', session=session), 404, -32001)
        self.check_error(legacy(self.port, 'tools/list'), 400, -32000)

    def test_versions(self):
        rows = ((LEGACY, LEGACY), ('2025-06-18', '2025-06-18'), ('2025-03-26', '2025-03-26'),
                ('2024-11-05', LEGACY), (MODERN, LEGACY), ('nonsense', LEGACY))
        for requested, answered in rows:
            with self.subTest(requested):
                result = initialize(self.port, version=requested, key=None).message()['result']
                self.assertEqual(result['protocolVersion'], answered)

    def test_refusals(self):
        session = open_session(self.port)
        rows = (({'Accept': 'application/json'}, 406), ({'Accept': 'text/event-stream'}, 406),
                ({'Content-Type': 'text/plain'}, 415),
                ({'MCP-Protocol-Version': '2099-01-01'}, 400),
                ({'Mcp-Session-Id': 'unknown'}, 404),
                ({'Origin': 'https://evil.example'}, 403),
                ({'Origin': 'http://127.0.0.1.evil.example'}, 403),
                ({'Origin': 'http://localhost:3000'}, 200),
                ({'Host': 'evil.example'}, 403),
                ({'Host': f'127.0.0.1.evil.example:{self.port}'}, 403),
                ({'Host': f'localhost:{self.port}'}, 200))
        for headers, status in rows:
            with self.subTest(headers):
                answer = legacy(self.port, 'ping', session=session, headers=headers)
                self.assertEqual(answer.status, status, answer.body)

    def test_legacy_only(self):
        self.check_error(modern(self.port, 'server/discover', path=PATH + '?era=legacy'), 400,
                         -32000)

    def test_other_methods(self):
        answer = request(self.port, 'GET', headers={'Accept': 'text/event-stream'})
        self.assertEqual((answer.status, answer.headers['Allow']), (405, 'POST, DELETE'))

    def test_primed_events(self):
        answer = initialize(self.port, PATH + '?answers=sse')
        self.assertEqual(answer.type, 'text/event-stream')
        self.assertTrue(answer.body.startswith(b'id: 0\ndata: \n\n'))
        self.assertEqual(answer.message()['result']['protocolVersion'], LEGACY)

    def test_hostile_bodies(self):
        headers = {'Content-Type': 'application/json', 'Accept': BOTH}
        fill = b'{"jsonrpc":"2.0","id":1,"method":"' + b'x' * 2 ** 20 + b'"}'
        rows = ((b'', 400, -32700), (b'{', 400, -32700), (b'}', 400, -32700),
                (b'\xff\xfe', 400, -32700), (b'[' * 900000, 400, -32700),
                (b'{"a":' * 150000, 400, -32700), (b'[]', 400, -32600), (b'7', 400, -32600),
                (b'{}', 400, -32600), (b'{"jsonrpc":"1.0","method":"ping","id":1}', 400, -32600),
                (b'{"jsonrpc":"2.0","method":"ping","id":{}}', 400, -32600),
                (b'{"jsonrpc":"2.0","method":"ping","id":null}', 400, -32600),
                (b'{"jsonrpc":"2.0","method":7,"id":1}', 400, -32600),
                (b'{"jsonrpc":"2.0","method":"ping","params":[],"id":1}', 400, -32602),
                (b'{"jsonrpc":"2.0","method":"a","params":{"x":"\\"[[["},"id":1}', 400, -32000),
                (fill, 413, None))
        for body, status, code in rows:
            with self.subTest(body[:40]):
                answer = request(self.port, headers=headers, body=body)
                self.assertEqual(answer.status, status, answer.body[:200])
                if code:
                    self.assertEqual(answer.message()['error']['code'], code)

    def test_chunked_body_is_bounded(self):
        parts = (b'y' * 65536 for _ in range(64))
        headers = {'Content-Type': 'application/json'}
        self.assertEqual(request(self.port, headers=headers, body=parts).status, 413)

    def test_sessions_are_bounded(self):
        first = open_session(self.port)
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=10)
        body = json.dumps({'jsonrpc': '2.0', 'id': 1, 'method': 'initialize', 'params': {}})
        for _ in range(1000):
            connection.request('POST', PATH, body, {'Content-Type': 'application/json',
                                                    'Accept': BOTH})
            connection.getresponse().read()
        connection.close()
        self.assertEqual(legacy(self.port, 'ping', session=first).status, 404)

    def test_nothing_here(self):
        for path in ('/wrong', '/fault/none-such', '/fault/', PATH + '/', PATH + '/message', '/'):
            with self.subTest(path):
                answer = request(self.port, path=path)
                self.assertEqual((answer.status, answer.type), (404, 'text/html'))
                self.assertIn(b'Cannot POST', answer.body)


class StrictHandshake(Shared):
    options = ('--strict-handshake',)

    def test_handshake(self):
        for key, status in (('FULL', 200), ('NONE', 200), (None, 401), ('REVOKED', 401)):
            with self.subTest(key):
                self.assertEqual(initialize(self.port, key=key).status, status)
                self.assertEqual(modern(self.port, 'server/discover', key=key).status, status)


class EventStream2024(Shared):
    options = ('--era', 'sse2024')

    def open(self, path=PATH):
        peer = socket.create_connection(('127.0.0.1', self.port), timeout=5)
        self.addCleanup(peer.close)
        peer.sendall(f'GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n'.encode())
        stream = peer.makefile('rb')
        self.addCleanup(stream.close)
        self.assertEqual(stream.readline(), b'HTTP/1.1 200 OK\r\n')
        while stream.readline() != b'\r\n':
            pass
        return stream, self.read_event(stream)

    def read_event(self, stream):
        lines = []
        while (line := stream.readline()) != b'\n':
            self.assertTrue(line, 'the stream ended')
            lines.append(line.decode().rstrip('\n').partition(': '))
        fields = {name: value for name, _, value in lines}
        return fields['event'], fields['data']

    def test_conversation(self):
        stream, (kind, endpoint) = self.open()
        self.assertEqual(kind, 'endpoint')
        self.assertTrue(endpoint.startswith(PATH + '/message?sessionId='))
        self.assertEqual(initialize(self.port, endpoint).status, 202)
        result = json.loads(self.read_event(stream)[1])['result']
        self.assertEqual(result['protocolVersion'], '2024-11-05')
        self.assertEqual(legacy(self.port, 'notifications/initialized', path=endpoint,
                                id=None).status, 202)
        self.assertEqual(legacy(self.port, 'tools/list', path=endpoint, key=None).status, 401)
        self.assertEqual(legacy(self.port, 'tools/list', path=endpoint).status, 202)
        message = json.loads(self.read_event(stream)[1])
        self.assertEqual((message['id'], len(message['result']['tools'])), (7, 20))
        stranger = endpoint.replace('sessionId=', 'sessionId=0')
        self.assertEqual(legacy(self.port, 'ping', path=stranger).status, 404)

    def test_post_to_the_stream(self):
        answer = modern(self.port, 'server/discover')
        self.assertEqual((answer.status, answer.type), (404, 'text/html'))
        self.assertEqual(initialize(self.port).status, 404)

    def test_closed_stream(self):
        stream, (_, endpoint) = self.open()
        stream.close()
        self.doCleanups()
        for _ in range(50):
            if legacy(self.port, 'ping', path=endpoint).status == 404:
                return
            time.sleep(0.02)
        self.fail('the stream is still known')

    def test_faults_travel(self):
        stream, (_, endpoint) = self.open('/fault/protocol-error-wrong-id')
        self.assertEqual(legacy(self.port, 'tools/list', path=endpoint).status, 202)
        self.assertEqual(json.loads(self.read_event(stream)[1])['id'], 'somebody-else')
        stream, (_, endpoint) = self.open('/fault/auth-in-200')
        self.assertEqual(legacy(self.port, 'tools/list', path=endpoint).status, 202)
        self.assertIn('Unauthorized', self.read_event(stream)[1])


# One row a fault. TEXT rows: status, Content-Type, what the body holds, a header and what it holds.
# LATE: the same at tools/list, after a healthy handshake. CALL: the same at tools/call.
JSON, HTML, EVENTS, PLAIN = 'application/json', 'text/html', 'text/event-stream', 'text/plain'
TEXT = {
    'auth-rejected': (401, JSON, 'Invalid API key'),
    'auth-rejected-rpc': (401, JSON, '-32001'),
    'auth-rejected-byok': (401, JSON, 'alongside x-itglue-api-key', 'WWW-Authenticate', None),
    'auth-rejected-empty': (401, '', ''),
    'auth-rejected-www': (401, JSON, 'invalid_token', 'WWW-Authenticate',
                          '/.well-known/oauth-protected-resource/fault/auth-rejected-www"'),
    'auth-oauth': (401, JSON, 'login_required', 'WWW-Authenticate', 'resource_metadata="http://127'),
    'echo-key': (401, JSON, KEYS['FULL_KEY']),
    'permission-denied': (403, JSON, 'forbidden'),
    'http-not-found': (404, HTML, 'Cannot POST /fault/http-not-found'),
    'http-not-found-json': (404, JSON, 'no Route'),
    'http-redirect-same-origin': (308, '', '', 'Location', PATH),
    'http-redirect-307': (307, '', '', 'Location', 'http://127.0.0.1:'),
    'http-redirect-302': (302, HTML, 'Moved', 'Location', 'http://127.0.0.1:'),
    'http-redirect-other-origin': (307, '', '', 'Location', 'http://localhost:'),
    'http-redirect-login': (302, HTML, 'Moved', 'Location', 'https://login.example.invalid/'),
    'http-redirect-loop': (307, '', '', 'Location', '/fault/http-redirect-loop'),
    'http-redirect-nowhere': (307, '', '', 'Location', None),
    'http-error-400': (400, PLAIN, 'Bad Request'),
    'http-error-403-html': (403, HTML, 'Access Denied'),
    'http-error-405': (405, PLAIN, '', 'Allow', 'GET'),
    'http-error-500': (500, HTML, 'Internal Server Error'),
    'rate-limited': (429, JSON, '10,000', 'Retry-After', '30'),
    'rate-limited-date': (429, JSON, '', 'Retry-After', ' GMT'),
    'rate-limited-bare': (429, PLAIN, '', 'Retry-After', None),
    'service-suspended': (503, JSON, 'Session Suspended'),
    'upstream-unavailable': (502, HTML, '502'),
    'upstream-unavailable-json': (502, JSON, 'Bad Gateway'),
    'upstream-unavailable-503': (503, HTML, '503'),
    'upstream-unavailable-504': (504, HTML, '504'),
    'not-mcp-html': (200, HTML, '<title>It works'),
    'not-mcp-login': (200, HTML, 'type="password"'),
    'not-mcp-json': (200, JSON, '"status":"ok"'),
    'not-mcp-empty': (200, '', ''),
    'not-mcp-rpc': (200, JSON, '-32601'),
}
LATE = {
    'auth-rejected-late': (401, JSON, 'unauthorized'),
    'auth-in-200': (200, JSON, '"id":7,"error":{"code":-32001,"message":"Unauthorized"}'),
    'echo-key-rpc': (200, JSON, KEYS['FULL_KEY']),
    'permission-denied-late': (403, JSON, 'forbidden'),
    'permission-denied-session': (403, JSON, 'do not match this session'),
    'permission-scope': (403, JSON, '', 'WWW-Authenticate', 'error="insufficient_scope"'),
    'http-redirect-late': (307, '', '', 'Location', 'http://localhost:'),
    'http-error-500-late': (500, JSON, 'internal'),
    'rate-limited-late': (429, JSON, '', 'Retry-After', '30'),
    'protocol-error-truncated': (200, JSON, '"name":"list_dev'),
    'protocol-error-garbage': (200, JSON, 'garbage'),
    'protocol-error-empty': (200, JSON, ''),
    'protocol-error-hollow': (200, JSON, '{"jsonrpc":"2.0","id":7}'),
    'protocol-error-shape': (200, JSON, '"tools":"none"'),
    'protocol-error-events': (200, EVENTS, 'notifications/progress'),
    'protocol-error-internal': (200, JSON, '-32603'),
    'protocol-error-wrong-id': (200, JSON, '"id":"somebody-else"'),
    'deep-json': (200, JSON, '"id":7,"result":{"tools":' + '[' * 100000 + ']' * 100000 + '}}'),
}
CALL = {
    'tool-denied': (200, JSON, 'Error 403'),
    'tool-denied-policy': (200, JSON, 'Denied by policy'),
    'tool-failed': (200, JSON, 'Error 500'),
    'permission-denied-call': (403, JSON, 'Policy Denied'),
    'service-suspended-call': (503, JSON, 'Session Suspended'),
}
# What comes on a bare socket, and how the connection ends.
RAW = {
    'response-timeout': (b'', 'open'),
    'response-timeout-headers': (b'Content-Length: 100\r\n\r\n', 'open'),
    'response-timeout-events': (b': wait\n\n', 'open'),
    'response-timeout-late': (b'', 'open'),
    'response-slow': (b'1\r\n \r\n1\r\n \r\n', 'open'),
    'connection-lost': (b'', 'closed'),
    'connection-lost-reset': (b'', 'reset'),
    'connection-lost-midway': (b'"result":{', 'closed'),
    'connection-lost-headers': (b'Content-Type: appl', 'closed'),
    'not-mcp-not-http': (b'220 mail.example.invalid ESMTP ready\r\n', 'closed'),
}


class Keyless(Shared):
    """The tools are those of the key that can do all, and six for the conformance suite."""
    options = ('--keyless',)

    def test_any_key(self):
        names = [list_modern(self.port, key=key)[0] for key in (None, 'FULL', 'REVOKED')]
        self.assertEqual(names[0], names[1])
        self.assertEqual(names[0], names[2])
        with Simulator() as simulator:
            usual = list_modern(simulator.port)[0]
            self.assertEqual(names[0][:len(usual)], usual)
            self.assertEqual(len(names[0]), len(usual) + 6)
            answer = modern(simulator.port, 'tools/call', {'name': 'test_simple_text'})
            self.assertEqual(answer.message()['error']['code'], -32602)

    def test_capability(self):
        params = {'name': 'test_missing_capability'}
        answer = modern(self.port, 'tools/call', params)
        self.assertEqual((answer.status, answer.message()['error']['code']), (400, -32021))
        self.assertEqual(answer.message()['error']['data'],
                         {'requiredCapabilities': {'sampling': {}}})
        meta = {META + 'protocolVersion': MODERN, META + 'clientCapabilities': {'sampling': {}}}
        self.assertEqual(modern(self.port, 'tools/call', params, meta=meta).status, 200)


class Faults(Shared):
    def check(self, name, answer, status, content_type, text, header=None, value=None):
        self.assertEqual((answer.status, answer.type), (status, content_type))
        self.assertIn(text.encode(), answer.body)
        if not text and content_type == '':
            self.assertEqual(answer.body, b'')
        if header and value is None:
            self.assertIsNone(answer.headers[header])
        elif header:
            self.assertIn(value, answer.headers[header])

    def test_every_fault_is_tested(self):
        listed = subprocess.run([SIMULATOR, '--list-faults'], check=True, capture_output=True,
                                text=True).stdout.splitlines()
        names = [line.split()[0] for line in listed]
        tested = {name.replace('_', '-').removeprefix('test-fault-') for name in dir(self)
                  if name.startswith('test_fault_')}
        self.assertEqual(len(names), len(set(names)))
        self.assertEqual(set(names), tested | set(TEXT) | set(LATE) | set(CALL) | set(RAW))
        for line in listed:
            self.assertGreater(len(line[43:]), 7, line)

    def test_always(self):
        for name, row in TEXT.items():
            for send in (lambda path: modern(self.port, 'server/discover', path=path),
                         lambda path: initialize(self.port, path)):
                with self.subTest(name):
                    self.check(name, send('/fault/' + name), *row)

    def test_late(self):
        for name, row in LATE.items():
            with self.subTest(name):
                path = '/fault/' + name
                self.assertIn('supportedVersions',
                              modern(self.port, 'server/discover', path=path).message()['result'])
                session = open_session(self.port, path)
                self.check(name, legacy(self.port, 'tools/list', path=path, session=session), *row)

    def test_call(self):
        for name, row in CALL.items():
            with self.subTest(name):
                path = '/fault/' + name
                self.assertEqual(len(list_modern(self.port, path)[0]), 33)
                self.check(name, modern(self.port, 'tools/call', {'name': 'list_devices'},
                                        path=path), *row)

    def test_raw(self):
        for name, (tail, end) in RAW.items():
            with self.subTest(name):
                received, ended = exchange(self.port, '/fault/' + name, 0.6)
                self.assertEqual(ended, end)
                self.assertTrue(received.endswith(tail) if tail else received == b'', received)

    def test_healthy_beside_faults(self):
        exchange(self.port, '/fault/response-timeout', 0.1)
        self.assertEqual(len(list_modern(self.port)[0]), 33)

    def test_whole_server(self):
        with Simulator('--fault', 'rate-limited') as simulator:
            self.assertEqual(modern(simulator.port, 'server/discover').status, 429)
            self.assertEqual(modern(simulator.port, 'server/discover',
                                    path='/fault/permission-denied').status, 403)

    def test_oauth_metadata(self):
        answer = modern(self.port, 'server/discover', path='/fault/auth-oauth')
        url = answer.headers['WWW-Authenticate'].split('resource_metadata="')[1].rstrip('"')
        metadata = request(self.port, 'GET', url.split(str(self.port))[1])
        self.assertTrue(json.loads(metadata.body)['authorization_servers'])

    def test_echo_is_escaped(self):
        answer = modern(self.port, 'tools/list', path='/fault/echo-key',
                        headers={'X-API-Key': 'a"b\\c'})
        self.assertIn('a"b\\c', json.loads(answer.body)['message'])

    def test_fault_protocol_version(self):
        path = '/fault/protocol-version'
        answer = modern(self.port, 'server/discover', path=path)
        self.check_error(answer, 400, -32022)
        self.assertEqual(answer.message()['error']['data']['supported'], ['2099-01-01'])

    def test_fault_protocol_version_legacy(self):
        path = '/fault/protocol-version-legacy'
        self.check_error(modern(self.port, 'server/discover', path=path), 400, -32000)
        self.assertEqual(initialize(self.port, path).message()['result']['protocolVersion'],
                         '2099-01-01')

    def check_session_lost(self, name, statuses, code):
        path = '/fault/' + name
        for status in statuses:
            session = open_session(self.port, path)
            answer = legacy(self.port, 'tools/list', path=path, session=session)
            self.assertEqual(answer.status, status)
            if status != 200:
                self.assertEqual(answer.message()['error']['code'], code)

    def test_fault_session_lost_once(self):
        self.check_session_lost('session-lost-once', (404, 200, 404, 200), -32001)

    def test_fault_session_lost_always(self):
        self.check_session_lost('session-lost-always', (404, 404, 404), -32001)

    def test_fault_session_lost_400(self):
        with Simulator() as simulator:
            self.port = simulator.port
            self.check_session_lost('session-lost-400', (400, 200), -32000)

    def test_fault_discover_hollow(self):
        path = '/fault/discover-hollow'
        answer = modern(self.port, 'server/discover', path=path)
        self.assertEqual((answer.status, answer.message()['result']), (200, {}))
        session = open_session(self.port, path)
        self.assertEqual(legacy(self.port, 'tools/list', path=path, session=session).status, 200)

    def test_fault_tools_none(self):
        self.assertEqual(list_modern(self.port, '/fault/tools-none'), ([], []))

    def test_fault_tools_endless(self):
        names, cursors = list_modern(self.port, '/fault/tools-endless', limit=120)
        self.assertEqual((len(set(names)), len(set(cursors))), (2400, 120))

    def test_fault_tools_many(self):
        names, cursors = list_modern(self.port, '/fault/tools-many')
        self.assertEqual((len(set(names)), len(cursors)), (10500, 20))

    def test_fault_cursor_repeat(self):
        _, cursors = list_modern(self.port, '/fault/cursor-repeat', limit=5)
        self.assertEqual((len(cursors), len(set(cursors))), (5, 1))

    def test_fault_cursor_empty(self):
        names, cursors = list_modern(self.port, '/fault/cursor-empty')
        self.assertEqual((len(set(names)), cursors), (33, ['']))

    def test_fault_control_characters(self):
        path = '/fault/control-characters'
        result = modern(self.port, 'server/discover', path=path).message()['result']
        names, _ = list_modern(self.port, path)
        for name in (result['_meta'][META + 'serverInfo']['name'], names[0]):
            self.assertIn('\033[31m', name)
            self.assertIn('\r\n', name)
            self.assertIn('\u202e', name)
            self.assertIn('<', name)

    def test_fault_event_chatter(self):
        for answer in (modern(self.port, 'tools/list', path='/fault/event-chatter'),
                       initialize(self.port, '/fault/event-chatter')):
            self.assertEqual(answer.type, EVENTS)
            first, last = answer.events()
            self.assertEqual(first['method'], 'notifications/message')
            self.assertIn('result', last)

    def resume(self, path, opening, session, event_id=None):
        """What a GET for the rest of a stream brings."""
        fields = dict(line.split(': ', 1) for line in opening.body.decode().splitlines() if line)
        self.assertEqual((opening.status, opening.type), (200, EVENTS))
        self.assertEqual((fields['data'], fields['retry']), ('', '100'))
        return request(self.port, 'GET', path, {'Accept': EVENTS, 'Mcp-Session-Id': session,
                                                'Last-Event-ID': event_id or fields['id']})

    def test_fault_event_resume(self):
        for path in ('/fault/event-resume', '/fault/event-resume?answers=sse'):
            opening = initialize(self.port, path)
            session = opening.headers['Mcp-Session-Id']
            answer = self.resume(path, opening, session)
            self.assertEqual(answer.message()['result']['protocolVersion'], LEGACY)
            opening = legacy(self.port, 'tools/list', path=path, session=session)
            self.assertEqual(self.resume(path, opening, session, 'unknown').status, 400)
            self.assertEqual(self.resume(path, opening, 'unknown').status, 404)
            answer = self.resume(path, opening, session)
            self.assertEqual(len(answer.message()['result']['tools']), 20)
            self.assertEqual(self.resume(path, opening, session).status, 400)

    def test_fault_protocol_error_resume(self):
        path = '/fault/protocol-error-resume'
        opening = initialize(self.port, path)
        answer = self.resume(path, opening, opening.headers['Mcp-Session-Id'])
        self.assertEqual(answer.status, 405)

    def test_fault_huge_header(self):
        received, _ = exchange(self.port, '/fault/huge-header', 0.5)
        self.assertIn(b'X-Padding: ' + b'x' * 128 * 1024 + b'\r\n', received)

    def test_fault_response_too_large(self):
        answer = modern(self.port, 'server/discover', path='/fault/response-too-large')
        self.assertEqual(len(answer.message()['result']['padding']), 16 * 2 ** 20)

    def test_fault_response_too_large_event(self):
        answer = modern(self.port, 'server/discover', path='/fault/response-too-large-event')
        self.assertEqual(answer.type, EVENTS)
        self.assertEqual(len(answer.message()['result']['padding']), 16 * 2 ** 20)

    def test_fault_response_bomb(self):
        answer = modern(self.port, 'server/discover', path='/fault/response-bomb')
        self.assertEqual(answer.headers['Content-Encoding'], 'gzip')
        self.assertLess(len(answer.body), 128 * 1024)
        self.assertEqual(len(json.loads(gzip.decompress(answer.body))['result']['padding']),
                         64 * 2 ** 20)

    def test_fault_endpoint_elsewhere(self):
        with socket.create_connection(('127.0.0.1', self.port), timeout=5) as peer:
            peer.sendall(b'GET /fault/endpoint-elsewhere HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')
            received = b''
            while b'event: endpoint' not in received:
                received += peer.recv(4096)
        self.assertIn(f'data: http://localhost:{self.port}/other-origin?'.encode(), received)


if __name__ == '__main__':
    unittest.main(verbosity=2)
