// The MCP server of "Tasks" (streamable HTTP, stateless). Every request has an access token for this server.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { z } from 'zod';
import { sendJson } from './http.mjs';
import { READ, WRITE } from './tasks-configuration.mjs';

export function tasksServer(provider, tasks, resource) {
  return async (request, response) => {
    const token = await tokenOf(provider, request, resource);
    if (!token) {
      response.setHeader('www-authenticate', 'Bearer error="invalid_token"');
      return sendJson(response, 401, { error: 'invalid_token' });
    }
    if (request.method !== 'POST') return sendJson(response, 405, { error: 'method_not_allowed' });
    const server = serverFor(tasks, token.accountId, new Set((token.scope ?? '').split(' ')));
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableJsonResponse: true });
    response.on('close', () => {
      transport.close();
      server.close();
    });
    await server.connect(transport);
    return transport.handleRequest(request, response);
  };
}

async function tokenOf(provider, request, resource) {
  const shown = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const token = shown && await provider.AccessToken.find(shown);
  return token?.isValid && token.aud === resource ? token : undefined;
}

function serverFor(tasks, person, scopes) {
  const server = new McpServer({ name: 'tasks', version: '1.0.0' });
  if (scopes.has(READ)) {
    server.registerTool('list_tasks', { description: 'Lists your own tasks, the open ones first.', inputSchema: {} }, async () => {
      const mine = tasks.of(person);
      return text(mine.length === 0 ? 'There are no tasks.' : mine.map(line).join('\n'));
    });
  }
  if (scopes.has(WRITE)) {
    const inputSchema = { title: z.string().min(1).max(200).describe('What is to be done'), team: z.string().max(50).optional().describe('For whom, such as finance') };
    server.registerTool('create_task', { description: 'Opens a task of yours.', inputSchema }, async ({ title, team }) => {
      const created = tasks.create(person, title, team);
      return created ? text(`Opened: ${line(created)}`) : { ...text('You have too many tasks.'), isError: true };
    });
  }
  return server;
}

function line({ id, title, team, open }) {
  return `${open ? '☐' : '☑'} ${title}${team ? ` (for ${team})` : ''} [${id}]`;
}

function text(said) {
  return { content: [{ type: 'text', text: said }] };
}
