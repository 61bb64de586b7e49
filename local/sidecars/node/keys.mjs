// The signing and cookie keys of this provider, generated once per home.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readJson, writeJson } from './files.mjs';

export function keysOf(home) {
  const path = join(home, 'keys.json');
  const known = readJson(path);
  if (known) return known;
  const fresh = {
    cookies: [randomBytes(32).toString('base64url')],
    signing: [
      signingKey('ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })),
      signingKey('RS256', generateKeyPairSync('rsa', { modulusLength: 2048 })),
    ],
  };
  writeJson(path, fresh);
  return fresh;
}

function signingKey(alg, { privateKey }) {
  return { ...privateKey.export({ format: 'jwk' }), alg, use: 'sig', kid: randomBytes(12).toString('base64url') };
}
