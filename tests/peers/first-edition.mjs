// first-edition.mjs: a server made with the first edition of the MCP SDK (up to 2025-11-25)
//
// SPDX-License-Identifier: GPL-3.0-or-later
//
// first-edition.mjs session      sessions, answers as event streams
// first-edition.mjs json         sessions, answers as JSON
// first-edition.mjs stateless    no sessions
// first-edition.mjs closing      as session; the stream of a tools/list is closed before the
//                                answer, which is to be had 100 ms later
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';

const kind = process.argv[2];
const now = { name: 'now', description: 'The time', inputSchema: { type: 'object' },
  annotations: { readOnlyHint: true } };

// Every message of every stream, in order.
class Events {
  stored = [];

  async storeEvent(streamId, message) {
    return String(this.stored.push({ streamId, message }) - 1);
  }

  async getStreamIdForEventId(id) {
    return this.stored[Number(id)]?.streamId;
  }

  async replayEventsAfter(id, { send }) {
    const { streamId } = this.stored[Number(id)];
    for (const [i, event] of this.stored.entries())
      if (i > Number(id) && event.streamId === streamId && event.message.jsonrpc)
        await send(String(i), event.message);
    return streamId;
  }
}

function connect(onInitialized) {
  const server = new Server({ name: 'first-edition', version: '1' }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, async (request, { closeSSEStream }) => {
    if (kind === 'closing') {
      closeSSEStream();
      await sleep(100);
    }
    return { tools: [now] };
  });
  server.setRequestHandler(CallToolRequestSchema,
    async () => ({ content: [{ type: 'text', text: new Date().toISOString() }] }));
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: kind === 'stateless' ? undefined : randomUUID,
    onsessioninitialized: onInitialized,
    enableJsonResponse: kind === 'json',
    eventStore: kind === 'closing' ? new Events() : undefined,
    retryInterval: 50,
  });
  return server.connect(transport).then(() => transport);
}

const sessions = new Map();

async function handle(request, response) {
  const known = sessions.get(request.headers['mcp-session-id']);
  const transport = known ?? await connect((id) => sessions.set(id, transport));
  await transport.handleRequest(request, response);
}

const http = createServer(handle);
http.listen(0, '127.0.0.1', () => console.log(`Listening on http://127.0.0.1:${http.address().port}/mcp`));
