// second-edition.mjs: a server made with the second edition of the MCP SDK (2026-07-28)
//
// SPDX-License-Identifier: GPL-3.0-or-later
//
// second-edition.mjs stateless|reject     what it does with clients of older revisions
import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';

const handler = createMcpHandler(() => {
  const server = new McpServer({ name: 'second-edition', version: '2' });
  server.registerTool('now', { description: 'The time', annotations: { readOnlyHint: true } },
    async () => ({ content: [{ type: 'text', text: new Date().toISOString() }] }));
  return server;
}, { legacy: process.argv[2] });

const http = createServer(toNodeHandler(handler));
http.listen(0, '127.0.0.1', () => console.log(`Listening on http://127.0.0.1:${http.address().port}/mcp`));
