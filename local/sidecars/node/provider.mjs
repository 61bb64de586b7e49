// The demo company's identity provider: oidc-provider with people, SCIM and an administration interface of its own.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Provider } from 'oidc-provider';
import { administration } from './administration.mjs';
import { configurationOf, AUDIENCE } from './configuration.mjs';
import { folder, readJson } from './files.mjs';
import { registerGrants } from './grants.mjs';
import { sendJson } from './http.mjs';
import { interactions } from './interactions.mjs';
import { keysOf } from './keys.mjs';
import { People } from './people.mjs';
import { scim } from './scim.mjs';
import { transmitter } from './signals.mjs';
import { Store } from './store.mjs';
import { verifier } from './tokens.mjs';

const home = process.argv[2];
const { provider: port } = readJson(join(home, 'ports.json'));
const secrets = readJson(join(home, 'secrets.json'));
const data = folder(join(home, 'provider'));
const issuer = `http://127.0.0.1:${port}`;

const people = new People(data, readJson(new URL('./people.json', import.meta.url)));
const keys = keysOf(data);
const configuration = configurationOf({ people, keys, port, secrets, store: new Store(join(data, 'records')) });
const provider = new Provider(issuer, configuration);
registerGrants(provider, {
  people,
  audience: AUDIENCE,
  resourceServer: (audience) => configuration.features.resourceIndicators.getResourceServerInfo(undefined, audience),
  verify: verifier(issuer, keys),
});
provider.on('server_error', (_, error) => console.error(error));

const standard = provider.callback();
const routes = [
  ['/scim/v2/', scim(people, issuer, secrets.scim)],
  ['/administration/', administration(people, secrets.administration, transmitter(issuer, AUDIENCE, keys))],
  ['/interaction/', interactions(provider, people)],
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
