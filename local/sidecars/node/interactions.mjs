// Sign-in, and consent for third-party clients.
import { readBody } from './http.mjs';
import { consent, sendPage, signIn } from './pages.mjs';

const PASSWORD = 'onbehalf';

export function interactions(provider, people, title = 'Sign in') {
  return async (request, response, url) => {
    const details = await provider.interactionDetails(request, response);
    const form = request.method === 'POST' ? new URLSearchParams(await readBody(request)) : undefined;
    return details.prompt.name === 'login'
      ? login(provider, people, title, details, request, response, url, form)
      : askConsent(provider, details, request, response, url, form);
  };
}

async function login(provider, people, title, details, request, response, url, form) {
  const name = form?.get('name') ?? undefined;
  const refusal = form && refusalOf(people, name, form.get('password'));
  if (!form || refusal) return sendPage(response, refusal ? 401 : 200, title, signIn(url.pathname, people.list(), name, refusal, title));
  const next = await provider.interactionResult(request, response, { login: { accountId: name } }, { mergeWithLastSubmission: false });
  await forgetAnybodyElse(provider, details.session?.uid, name);
  response.writeHead(303, { location: next, 'cache-control': 'no-store' });
  return response.end();
}

// On a change of person, the provider would log the previous one out and revoke the grants of their other clients.
async function forgetAnybodyElse(provider, uid, name) {
  const session = uid && await provider.Session.findByUid(uid);
  if (!session?.accountId || session.accountId === name) return;
  session.accountId = undefined;
  session.authorizations = undefined;
  await session.persist();
}

function refusalOf(people, name, password) {
  if (!people.find(name) || password !== PASSWORD) return 'That is not the password.';
  return people.active(name) ? undefined : 'This account is disabled. Ask your administrator.';
}

async function askConsent(provider, details, request, response, url, form) {
  const { client_id: clientId, scope } = details.params;
  const scopes = (scope ?? '').split(' ').filter(Boolean);
  if (!form) {
    const client = await provider.Client.find(clientId);
    return sendPage(response, 200, 'Access', consent(url.pathname, client?.clientName ?? clientId, scopes));
  }
  if (form.get('answer') !== 'allow') {
    return provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'The person did not allow it.' });
  }
  const grant = new provider.Grant({ accountId: details.session.accountId, clientId });
  grant.addOIDCScope(scope);
  for (const resource of [details.params.resource ?? []].flat()) grant.addResourceScope(resource, scope);
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
}
