// Somebody else's product, for the demo: "Tasks", with an OpenID provider, people's accounts and an MCP server of its own.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Provider } from 'oidc-provider';
import { folder, readJson } from './files.mjs';
import { sendJson } from './http.mjs';
import { interactions } from './interactions.mjs';
import { keysOf } from './keys.mjs';
import { People } from './people.mjs';
import { Store } from './store.mjs';
import { tasksConfiguration } from './tasks-configuration.mjs';
import { TaskList } from './tasks-list.mjs';
import { tasksServer } from './tasks-mcp.mjs';

const home = process.argv[2];
const { tasks: port } = readJson(join(home, 'ports.json'));
const secrets = readJson(join(home, 'secrets.json'));
const data = folder(join(home, 'tasks'));
const issuer = `http://127.0.0.1:${port}`;
const resource = `${issuer}/mcp`;

const cast = readJson(new URL('./people.json', import.meta.url));
const people = new People(data, cast);
const provider = new Provider(issuer, tasksConfiguration({ people, keys: keysOf(data), port, secret: secrets.client, resource, store: new Store(join(data, 'records')) }));
provider.on('server_error', (_, error) => console.error(error));

const standard = provider.callback();
const routes = [
  ['/mcp', tasksServer(provider, new TaskList(data, cast), resource)],
  ['/interaction/', interactions(provider, people, 'Sign in to Tasks')],
];

const server = createServer(async (request, response) => {
  try {
    const url = new URL(request.url, issuer);
    const route = routes.find(([prefix]) => url.pathname.startsWith(prefix));
    await (route ? route[1](request, response, url) : standard(request, response));
  } catch (error) {
    console.error(error);
    if (!response.headersSent) sendJson(response, error.statusCode ?? 400, { error: error.error ?? 'invalid_request' });
    else response.end();
  }
});

function stop() {
  server.close(() => process.exit(0));
  server.closeAllConnections();
}

process.on('SIGINT', stop);
process.on('SIGTERM', stop);
// The supervisor holds standard input: when it is killed, this ends too.
process.stdin.on('end', stop).on('error', stop).resume();
server.keepAliveTimeout = 60_000;
server.listen(port, '127.0.0.1');
