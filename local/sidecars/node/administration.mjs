// The administration API that the app's /local endpoints use, with a key known only to the app of this home.
import { hasBearer, readBody, sendJson } from './http.mjs';

export function administration(people, key, signal) {
  return async (request, response, url) => {
    if (!hasBearer(request, key)) return sendJson(response, 401, { error: 'unauthorized' });
    if (request.method === 'POST' && url.pathname === '/administration/signals') {
      const { person, type } = JSON.parse(await readBody(request));
      return sendJson(response, 200, { token: signal(String(person), String(type)) });
    }
    const name = decodeURIComponent(url.pathname.slice('/administration/people/'.length));
    if (request.method === 'GET' && url.pathname === '/administration/people') return sendJson(response, 200, people.list());
    if (request.method !== 'PATCH' || !name) return sendJson(response, 405, { error: 'method_not_allowed' });
    const changed = people.change(name, JSON.parse(await readBody(request)));
    return changed ? sendJson(response, 200, changed) : sendJson(response, 404, { error: 'not_found' });
  };
}
