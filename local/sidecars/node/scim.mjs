// Read-only SCIM 2.0 (RFC 7643, 7644), as needed for liveness checks and people search.
import { hasBearer, sendJson } from './http.mjs';

const TYPE = 'application/scim+json';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

export function scim(people, issuer, token) {
  return (request, response, url) => {
    if (!hasBearer(request, token)) return refuse(response, 401, 'A valid bearer token is required.');
    if (request.method !== 'GET') return refuse(response, 405, 'This directory is read only.');
    const path = url.pathname.slice('/scim/v2/'.length);
    if (path === 'ServiceProviderConfig') return sendJson(response, 200, configuration, TYPE);
    if (path === 'Users') return list(response, url, people, issuer);
    const person = path.startsWith('Users/') ? people.find(decodeURIComponent(path.slice('Users/'.length))) : undefined;
    return person ? sendJson(response, 200, user(person, issuer), TYPE) : refuse(response, 404, 'There is no such resource.');
  };
}

const operators = {
  co: (value, text) => value.includes(text),
  sw: (value, text) => value.startsWith(text),
  eq: (value, text) => value === text,
};

function list(response, url, people, issuer) {
  const filter = url.searchParams.get('filter');
  const parsed = filter === null ? undefined : /^(displayName|userName) (co|sw|eq) ("(?:[^"\\]|\\.)*")$/i.exec(filter);
  if (parsed === null) return refuse(response, 400, 'The filter is not supported.', 'invalidFilter');
  const matches = parsed ? matcher(...parsed.slice(1)) : () => true;
  const found = people.list().filter(matches);
  const start = Math.max(1, Number.parseInt(url.searchParams.get('startIndex') ?? '1', 10) || 1);
  const count = Math.max(0, Number.parseInt(url.searchParams.get('count') ?? '100', 10) || 0);
  const page = found.slice(start - 1, start - 1 + count);
  return sendJson(response, 200, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: found.length,
    startIndex: start,
    itemsPerPage: page.length,
    Resources: page.map((person) => user(person, issuer)),
  }, TYPE);
}

function matcher(attribute, operator, quoted) {
  const text = JSON.parse(quoted).toLowerCase();
  const compare = operators[operator.toLowerCase()];
  return (person) => compare((attribute.toLowerCase() === 'username' ? person.name : person.displayName).toLowerCase(), text);
}

function user(person, issuer) {
  return {
    schemas: [USER],
    id: person.name,
    userName: person.name,
    displayName: person.displayName,
    name: { formatted: person.displayName },
    active: person.active,
    groups: person.groups.map((group) => ({ value: group, display: group, type: 'direct' })),
    meta: { resourceType: 'User', version: `W/"${person.version}"`, location: `${issuer}/scim/v2/Users/${encodeURIComponent(person.name)}` },
  };
}

function refuse(response, status, detail, scimType) {
  sendJson(response, status, { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), scimType, detail }, TYPE);
}

const unsupported = { supported: false };

const configuration = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: unsupported,
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: 200 },
  changePassword: unsupported,
  sort: unsupported,
  etag: unsupported,
  authenticationSchemes: [{ type: 'oauthbearertoken', name: 'OAuth Bearer Token', description: 'A fixed bearer token' }],
};
