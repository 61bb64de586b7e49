// HTTP helpers of the provider's pages and APIs.
import { createHash, timingSafeEqual } from 'node:crypto';

const MOST_BYTES = 64 * 1024;

export async function readBody(request) {
  let body = '';
  for await (const chunk of request) {
    body += chunk;
    if (body.length > MOST_BYTES) throw new RangeError('The body is too large.');
  }
  return body;
}

export function sendJson(response, status, body, type = 'application/json') {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

export function hasBearer(request, expected) {
  const shown = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(digest(shown), digest(expected));
}

function digest(text) {
  return createHash('sha256').update(text).digest();
}
