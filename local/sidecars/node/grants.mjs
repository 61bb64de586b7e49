// Two additional grants: a token for a named demo person (scripts and tests, the local client only) and RFC 8693.
import { errors } from 'oidc-provider';
import ResourceServer from 'oidc-provider/lib/helpers/resource_server.js';

export const PERSON = 'urn:onbehalf:params:oauth:grant-type:person';
export const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

export function registerGrants(provider, { people, audience, resourceServer, verify }) {
  provider.registerGrantType(PERSON, async (ctx) => {
    const { person, scope } = ctx.oidc.params;
    ctx.body = await issue(provider, ctx, people.active(person), audience, scope, resourceServer);
  }, ['person', 'scope']);

  provider.registerGrantType(EXCHANGE, async (ctx) => {
    const { subject_token: token, subject_token_type: type, audience: target, scope } = ctx.oidc.params;
    if (type !== ACCESS_TOKEN) throw new errors.InvalidRequest('subject_token_type must be an access token');
    const claims = verify(token);
    if (claims?.aud !== audience) throw new errors.InvalidGrant('subject_token is not valid');
    const answer = await issue(provider, ctx, people.active(claims.sub), target ?? audience, scope, resourceServer, { sub: ctx.oidc.client.clientId });
    ctx.body = { ...answer, issued_token_type: ACCESS_TOKEN };
  }, ['subject_token', 'subject_token_type', 'audience', 'scope']);
}

async function issue(provider, ctx, person, audience, scope, resourceServer, act) {
  if (!person) throw new errors.InvalidGrant('there is no such active person');
  const token = new provider.AccessToken({ accountId: person.name, client: ctx.oidc.client, gty: 'person', scope: scope || undefined, extra: act && { act } });
  token.resourceServer = new ResourceServer(audience, resourceServer(audience));
  ctx.oidc.entity('AccessToken', token);
  return { access_token: await token.save(), expires_in: token.expiration, token_type: token.tokenType, scope: token.scope };
}
