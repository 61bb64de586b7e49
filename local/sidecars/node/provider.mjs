// The demo company's identity provider: oidc-provider with people, SCIM and an administration API.
import { join } from 'node:path';
import { Provider } from 'oidc-provider';
import { administration } from './administration.mjs';
import { configurationOf, AUDIENCE } from './configuration.mjs';
import { folder, readJson } from './files.mjs';
import { registerGrants } from './grants.mjs';
import { interactions } from './interactions.mjs';
import { keysOf } from './keys.mjs';
import { People } from './people.mjs';
import { scim } from './scim.mjs';
import { serve } from './serve.mjs';
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

serve(provider, issuer, port, [
  ['/scim/v2/', scim(people, issuer, secrets.scim)],
  ['/administration/', administration(people, secrets.administration, transmitter(issuer, AUDIENCE, keys))],
  ['/interaction/', interactions(provider, people)],
]);
