// "Tasks", a third-party product for the demo, with its own OpenID provider, accounts and MCP server.
import { join } from 'node:path';
import { Provider } from 'oidc-provider';
import { folder, readJson } from './files.mjs';
import { interactions } from './interactions.mjs';
import { keysOf } from './keys.mjs';
import { People } from './people.mjs';
import { serve } from './serve.mjs';
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

serve(provider, issuer, port, [
  ['/mcp', tasksServer(provider, new TaskList(data, cast), resource)],
  ['/interaction/', interactions(provider, people, 'Sign in to Tasks')],
]);
