// The configuration of the "Tasks" provider: consent is always asked, refresh tokens rotate, and reuse of a spent one revokes the grant.
import { errors, interactionPolicy } from 'oidc-provider';
import { escape, headers, page } from './pages.mjs';

export const READ = 'tasks:read';
export const WRITE = 'tasks:write';

const SCOPES = ['openid', 'profile', 'offline_access', READ, WRITE];

export function tasksConfiguration({ people, keys, port, secret, resource, store }) {
  return {
    adapter: store.adapter(),
    jwks: { keys: keys.signing },
    // Cookies ignore ports, so the cookie name differs from the company provider's.
    cookies: {
      keys: keys.cookies,
      names: { session: `_tasks_session_${port}`, interaction: `_tasks_interaction_${port}`, resume: `_tasks_resume_${port}` },
    },
    clients: [{
      client_id: 'onbehalf',
      client_name: 'Onbehalf',
      client_secret: secret,
      // Loopback redirects of native clients match on any port (RFC 8252 §7.3).
      application_type: 'native',
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: ['http://127.0.0.1/auth/connected/tasks', 'http://localhost/auth/connected/tasks'],
    }],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    scopes: SCOPES,
    claims: { openid: ['sub'], profile: ['name'] },
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    pkce: { required: () => true },
    rotateRefreshToken: true,
    expiresWithSession: async () => false,
    ttl: { AccessToken: seconds(), AuthorizationCode: 60, IdToken: 3600, RefreshToken: 14 * 24 * 3600, Session: 24 * 3600, Grant: 14 * 24 * 3600, Interaction: 3600 },
    findAccount: async (_, name) => {
      const person = people.active(name);
      return person && { accountId: person.name, claims: async () => ({ sub: person.name, name: person.displayName }) };
    },
    interactions: { policy: policy(), url: (_, interaction) => `/interaction/${interaction.uid}` },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: async (_, __, oneOf) => oneOf ?? resource,
        useGrantedResource: async () => true,
        getResourceServerInfo: async (_, wanted) => {
          if (wanted !== resource) throw new errors.InvalidTarget();
          // Opaque tokens, so that revocation is immediate.
          return { scope: `${READ} ${WRITE}`, audience: resource, accessTokenTTL: seconds(), accessTokenFormat: 'opaque' };
        },
      },
    },
    renderError: async (ctx, out) => {
      ctx.set(headers);
      ctx.body = page('Tasks', `<h1>That did not work</h1><p>${escape(out.error_description ?? out.error)}</p>`);
    },
  };
}

function policy() {
  const prompts = interactionPolicy.base();
  prompts.get('consent').checks.remove('native_client_prompt');
  const { Check } = interactionPolicy;
  // All demo people share one browser: each visit asks for the person.
  prompts.get('login').checks.add(new Check(
    'who',
    'The person is asked at each visit',
    (ctx) => (ctx.oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT),
  ));
  return prompts;
}

function seconds() {
  return Number.parseInt(process.env.ONBEHALF_PROVIDER_TASKS_SECONDS ?? '', 10) || 3600;
}
