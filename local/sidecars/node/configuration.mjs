// The configuration of oidc-provider: clients, people, claims and token lifetimes.
import { errors, interactionPolicy } from 'oidc-provider';
import { EXCHANGE, PERSON } from './grants.mjs';
import { headers, page, escape } from './pages.mjs';

export const AUDIENCE = 'api://onbehalf';

const FIRST_PARTY = 'onbehalf-web';
const CONNECTION = 'onbehalf-connection';
const SCOPES = ['openid', 'profile', 'offline_access'];
const RESOURCE_SCOPE = 'openid profile offline_access';

export function configurationOf({ people, keys, port, secrets, store }) {
  return {
    adapter: store.adapter(),
    jwks: { keys: keys.signing },
    // Cookies ignore ports, so the cookie name distinguishes the providers of several homes.
    cookies: {
      keys: keys.cookies,
      names: { session: `_session_${port}`, interaction: `_interaction_${port}`, resume: `_interaction_resume_${port}` },
    },
    clients: clients(secrets),
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    scopes: SCOPES,
    claims: { openid: ['sub'], profile: ['name', 'groups'] },
    conformIdTokenClaims: false,
    pkce: { required: (_, client) => client.grantTypeAllowed('authorization_code') },
    responseTypes: ['code'],
    rotateRefreshToken: true,
    issueRefreshToken: async (_, client, source) => client.grantTypeAllowed('refresh_token') && (client.clientId === FIRST_PARTY || source.scopes.has('offline_access')),
    expiresWithSession: async () => false,
    ttl: {
      AccessToken: seconds('ACCESS', 3600),
      AuthorizationCode: 60,
      IdToken: seconds('ACCESS', 3600),
      RefreshToken: seconds('REFRESH', 14 * 24 * 3600),
      Session: seconds('SESSION', 14 * 24 * 3600),
      Grant: 14 * 24 * 3600,
      Interaction: 3600,
    },
    findAccount: async (_, name) => accountOf(people, name),
    extraTokenClaims: async (_, token) => {
      const person = people.find(token.accountId);
      return person && { name: person.displayName, groups: person.groups, ...token.extra };
    },
    loadExistingGrant,
    interactions: { policy: policy(), url: (_, interaction) => `/interaction/${interaction.uid}` },
    features: {
      devInteractions: { enabled: false },
      introspection: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource, postLogoutSuccessSource },
      resourceIndicators: {
        enabled: true,
        defaultResource: async (_, client, oneOf) => oneOf ?? (client.clientId === CONNECTION ? undefined : AUDIENCE),
        useGrantedResource: async () => true,
        getResourceServerInfo,
      },
    },
    renderError: async (ctx, out) => {
      ctx.set(headers);
      ctx.body = page('Sign-in failed', `<h1>Sign-in failed</h1><p>${escape(out.error_description ?? out.error)}</p>`);
    },
  };
}

function clients(secrets) {
  return [
    {
      client_id: FIRST_PARTY,
      client_name: 'Onbehalf',
      client_secret: secrets.client,
      // Loopback redirects of native clients match on any port (RFC 8252 §7.3).
      application_type: 'native',
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code', 'refresh_token', EXCHANGE],
      redirect_uris: ['http://127.0.0.1/auth/callback', 'http://localhost/auth/callback'],
      post_logout_redirect_uris: ['http://127.0.0.1/', 'http://localhost/'],
    },
    {
      // A third-party client, which requires consent.
      client_id: CONNECTION,
      client_name: 'A connected app',
      client_secret: secrets.client,
      application_type: 'native',
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: ['http://127.0.0.1/api/connections/local/callback', 'http://localhost/api/connections/local/callback'],
    },
    {
      client_id: 'onbehalf-local',
      client_secret: secrets.administration,
      grant_types: [PERSON],
      redirect_uris: [],
      response_types: [],
    },
  ];
}

function getResourceServerInfo(_, audience, client) {
  // The third-party client gets no tokens for the app's API.
  if (!audience.startsWith('api://') || (client?.clientId === CONNECTION && audience === AUDIENCE)) throw new errors.InvalidTarget();
  return { scope: RESOURCE_SCOPE, audience, accessTokenTTL: seconds('ACCESS', 3600), accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } };
}

function accountOf(people, name) {
  const person = people.active(name);
  return person && { accountId: person.name, claims: async () => ({ sub: person.name, name: person.displayName, groups: person.groups }) };
}

// First-party clients need no consent.
async function loadExistingGrant(ctx) {
  const { client, session, account, provider, result } = ctx.oidc;
  const known = result?.consent?.grantId ?? session.grantIdFor(client.clientId);
  const grant = known ? await provider.Grant.find(known) : undefined;
  if (grant && grant.accountId === account.accountId) return grant;
  if (client.clientId !== FIRST_PARTY) return undefined;
  const fresh = new provider.Grant({ clientId: client.clientId, accountId: account.accountId });
  fresh.addOIDCScope(SCOPES.join(' '));
  fresh.addResourceScope(AUDIENCE, RESOURCE_SCOPE);
  await fresh.save();
  return fresh;
}

function policy() {
  const prompts = interactionPolicy.base();
  prompts.get('consent').checks.remove('native_client_prompt');
  const { Check } = interactionPolicy;
  // All demo people share one browser: each sign-in asks for the person, and so never admits somebody disabled since.
  prompts.get('login').checks.add(new Check(
    'who',
    'The person is asked at each sign-in',
    (ctx) => (ctx.oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT),
  ));
  return prompts;
}

async function logoutSource(ctx, form) {
  ctx.set(headers);
  ctx.body = page('Sign out', `<h1>Sign out?</h1>${form}<button form="op.logoutForm" name="logout" value="yes">Sign out</button>`);
}

async function postLogoutSuccessSource(ctx) {
  ctx.set(headers);
  ctx.body = page('Signed out', '<h1>You are signed out</h1><p>You can close this page.</p>');
}

function seconds(name, otherwise) {
  return Number.parseInt(process.env[`ONBEHALF_PROVIDER_${name}_SECONDS`] ?? '', 10) || otherwise;
}
